"""From a selection to its plan: what is meant, in which order, how many, and what that costs.

Every limit is checked here, and the caller's role is held against every entity that is touched, in conditions too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from server.api.aggregates import LIST_AGGREGATES, plan_aggregate
from server.api.plan import (
    EVERYTHING,
    AnyOf,
    Asked,
    Compare,
    Constant,
    Field,
    Lookup,
    Not,
    One,
    OrderKey,
    Page,
    PagePart,
    Predicate,
    Record,
    Related,
    Root,
    Value,
    all_of,
)
from server.api.search import plan_search
from server.api.selection import Given, Selected
from server.api.timeline import TIMELINES, plan_timeline
from server.entities import ENTITIES
from server.entities.declaration import Attribute, Entity, Question, Relation, RelationKind, Role, camel_case
from server.errors import BadUserInput, CostExceeded, Forbidden
from server.settings import Limits

_DEFAULT_PAGE = 20
_COUNT_COST = 10
_QUESTION_COST = 3
_COMPUTED_COST = 100
#: A condition on related records: for each time that it is evaluated, and, doubled with every level, for planning it, because
#: PostgreSQL plans an EXISTS that cannot become a join twice.
_RELATED_COST = 5
_RELATED_PLANNING_COST = 100
_MOST_FIELDS = 1_000
_MOST_CONDITIONS = 500
#: Plain lists (tags, segments) may be longer, but seldom are.
_USUAL_LIST = 5
#: Characters that cost as much as a record; shorter attributes cost nothing, the first time that they are told.
_LONG_TEXT = 10_000


def plan_query(selected: tuple[Selected, ...], role: Role, limits: Limits) -> tuple[tuple[Root, ...], int]:
    """Return the plan of a query's root fields (introspection and ``__typename`` left out), and its cost.

    Raises ``BadUserInput``, ``CostExceeded`` or ``Forbidden``, with the path from the root field to the argument at fault.
    """
    planner = Planner(role, limits)
    roots = tuple(planner.root(field) for field in selected if not field.name.startswith("__"))
    return roots, planner.cost


class Planner:
    """Turns selections into plans, and adds up what they cost."""

    def __init__(self, role: Role, limits: Limits) -> None:
        self._role = role
        self._limits = limits
        self.cost = 0
        self._conditions = 0
        self._fields = 0
        self._nesting = 0
        self._lengthening = 1

    def root(self, field: Selected) -> Root:
        """Return the plan of one field of the query type."""
        with _telling(field):
            if field.name == "node":
                return self._node(field)
            if field.name == "search":
                return plan_search(self, field)
            entity, plural = _ROOTS[field.name]
            return self._page(field, entity, None, 1) if plural else self._lookup(field, entity)

    def record(self, entity: Entity, fields: tuple[Selected, ...], times: int = 1) -> Record:
        """Return the plan of what is selected of a record that is read ``times`` times."""
        self.admit(entity)
        self.spend(times)
        self.count(fields)
        self._spend_on_texts(entity, fields, times * self._lengthening)
        return Record(entity, tuple(self._field(entity, field, times) for field in fields))

    def where(self, entity: Entity, given: Any, times: int = 1) -> Predicate:
        """Return the condition in a ``where`` argument of a list that is read ``times`` times."""
        if given is None or (isinstance(given, Given) and given.value is None):
            return EVERYTHING
        self.admit(entity)
        self._conditions += max(1, len(given))  # an empty condition is work for the compiler, too
        if self._conditions > _MOST_CONDITIONS:
            raise CostExceeded(
                f"the operation has more than {_MOST_CONDITIONS} conditions; `in` takes a list of values"
            )
        return all_of([self._condition(entity, name, value, times) for name, value in given.items()])

    def _node(self, field: Selected) -> Lookup:
        entity = ENTITIES[field.inner]
        return Lookup(field.key, self.record(entity, field.children), entity.id, field.arguments["id"])

    def _lookup(self, field: Selected, entity: Entity) -> Lookup:
        keys = {name: given for name, given in field.arguments.items() if given.value is not None}
        if len(keys) != 1:
            raise BadUserInput("give either id or externalId", field.path)
        ((name, given),) = keys.items()
        attribute = entity.id if name == "id" else entity.attributes["external_id"]
        return Lookup(field.key, self.record(entity, field.children), attribute, given)

    def _field(self, entity: Entity, field: Selected, times: int) -> Field:
        if field.name == "__typename":
            return Constant(field.key, field.type)
        members = _MEMBERS[entity.name]
        listed = LIST_AGGREGATES.get((entity.name, field.name))
        if listed is not None:
            with _telling(field):
                return plan_aggregate(self, field, ENTITIES[listed.target], listed, EVERYTHING, times)
        if field.name == "timeline" and entity.name in TIMELINES:
            with _telling(field):
                return plan_timeline(self, field, entity, times)
        member = members[field.name]
        parts = tuple((part.key, part.name) for part in field.children)
        if isinstance(member, Attribute):
            self.spend(0 if member.stored else times)
            return Value(field.key, member, parts)
        if isinstance(member, Question):
            self.spend(_QUESTION_COST * times)
            given = {name: field.arguments[camel_case(name)] for name in member.arguments}
            return Asked(field.key, member, field.inner, given, parts)
        target = ENTITIES[member.target]
        with _telling(field):
            if member.kind is RelationKind.ONE:
                return One(field.key, member, self.record(target, field.children, times))
            return self._page(field, target, member, times)

    def _spend_on_texts(self, entity: Entity, fields: tuple[Selected, ...], times: int) -> None:
        """Pay for attributes that are long, or told again under another alias: the answer must fit into memory."""
        told: set[str] = set()
        for field in fields:
            member = _MEMBERS[entity.name].get(field.name)
            if isinstance(member, Attribute) and member.stored:
                self.spend(times * ((member.max_length or 0) // _LONG_TEXT + (member.name in told)))
                told.add(member.name)

    # Lists

    def _page(self, field: Selected, entity: Entity, relation: Relation | None, times: int) -> Page:
        self.admit(entity)
        arguments = field.arguments
        longest = max(self._limits.page, relation.longest_page if relation else 0)
        listed = relation is not None and relation.listed
        limit, backwards = _extent(arguments, longest, longest if listed else _DEFAULT_PAGE)
        page = Page(
            key=field.key,
            entity=entity,
            relation=relation,
            where=self.where(entity, arguments.get("where"), times),
            order=_order(entity, arguments.get("orderBy")),
            limit=limit,
            backwards=backwards,
            after=_cursor(arguments.get("after")),
            before=_cursor(arguments.get("before")),
            parts=(),
            listed=listed,
        )
        self.spend(times)
        for key in page.order:
            self.pay_for_computing(key.attribute, times)
        return replace(page, parts=self._parts(page, field, times * limit, times))

    def _parts(self, page: Page, field: Selected, times: int, lists: int) -> tuple[PagePart, ...]:
        if page.listed:
            usual = min(page.limit, _USUAL_LIST)
            before, self._lengthening = self._lengthening, self._lengthening * page.limit // usual
            record = self.record(page.entity, field.children, lists * usual)
            self._lengthening = before
            return (PagePart(field.key, "nodes", record),)
        return tuple(
            self._aggregate(page, child, lists)
            if child.name == "aggregate"
            else self._part(page.entity, child, times, lists)
            for child in field.children
        )

    def _aggregate(self, page: Page, field: Selected, lists: int) -> PagePart:
        with _telling(field):
            made = plan_aggregate(self, field, page.entity, page.relation, page.where, lists)
        return PagePart(field.key, field.name, aggregate=made)

    def _part(self, entity: Entity, field: Selected, times: int, lists: int) -> PagePart:
        if field.name in ("nodes", "node"):
            return PagePart(field.key, field.name, self.record(entity, field.children, times))
        if field.name == "totalCount":
            self.spend(_COUNT_COST * lists)
        if field.name == "__typename":
            return PagePart(field.key, field.name, parts=(PagePart(field.type, ""),))
        return PagePart(
            field.key, field.name, parts=tuple(self._part(entity, child, times, lists) for child in field.children)
        )

    # Conditions

    def _condition(self, entity: Entity, name: str, value: Any, times: int) -> Predicate:
        if isinstance(value, Given):
            raise BadUserInput("null is no condition; leave it out, or say isNull: true", value.path)
        if name == "and":
            return all_of([self.where(entity, part, times) for part in value])
        if name == "or":
            return AnyOf(tuple(self.where(entity, part, times) for part in value))
        if name == "not":
            return Not(self.where(entity, value, times))
        member = _MEMBERS[entity.name][name]
        if isinstance(member, Attribute):
            self.pay_for_computing(member, times)
            return all_of([_compare(member, operator, given) for operator, given in value.items()])
        assert isinstance(member, Relation)  # a question is no condition
        return self._related(member, value, times)

    def _related(self, relation: Relation, value: Mapping[str, Any], times: int) -> Predicate:
        target = ENTITIES[relation.target]
        if relation.kind is RelationKind.ONE:
            return Related(relation, "some", self._nested(target, value, times))
        parts: list[Predicate] = []
        for quantifier, given in value.items():
            if isinstance(given, Given):
                raise BadUserInput("null is no condition; {} stands for any record", given.path)
            parts.append(Related(relation, quantifier, self._nested(target, given, times)))
        return all_of(parts)

    def _nested(self, target: Entity, value: Mapping[str, Any], times: int) -> Predicate:
        """The condition on related records, at its price."""
        self.spend((_RELATED_PLANNING_COST << self._nesting) + _RELATED_COST * times)
        self._nesting += 1
        part = self.where(target, value, times)
        self._nesting -= 1
        return part

    # What other modules plan with

    def page_size(self, arguments: Mapping[str, Given]) -> int:
        """Return how many records a list without a way back may hold."""
        return _extent(arguments, self._limits.page, _DEFAULT_PAGE)[0]

    def comparison(self, attribute: Attribute, given: Mapping[str, Given]) -> Predicate:
        """Return the condition of a filter on one attribute."""
        self._conditions += 1
        return all_of([_compare(attribute, operator, value) for operator, value in given.items()])

    def pay_for_computing(self, attribute: Attribute, times: int = 1) -> None:
        """Pay for a condition, an order or a measure by an attribute that is computed for each record that it looks at."""
        if not attribute.stored:
            self.spend(_COMPUTED_COST + _COMPUTED_COST // 10 * times)

    def member(self, entity: Entity, name: str) -> Attribute | Relation | Question:
        """Return what ``name`` means in GraphQL of a record of ``entity``."""
        return _MEMBERS[entity.name][name]

    def chosen(self, entities: Iterable[Entity], given: Given | None) -> tuple[Entity, ...]:
        """Return those of ``entities`` that an argument ``kinds`` names; without it, all that the caller's role may read."""
        if given is None or given.value is None:
            return tuple(entity for entity in entities if self._role in entity.readers)
        if not given.value:
            raise BadUserInput("kinds is empty; leave it out to have all kinds", given.path)
        names = {kind.value for kind in given.value}
        chosen = tuple(entity for entity in entities if entity.name in names)
        for entity in chosen:
            self.admit(entity)
        return chosen

    def variants(self, field: Selected, entities: Iterable[Entity], times: int) -> PagePart:
        """Return the plan of a record that is of one of ``entities``; together the variants cost what the dearest does."""
        before = dearest = self.cost
        records = {}
        for entity in entities:
            self.cost = before
            records[entity.name] = self.record(entity, field.variants[entity.name], times)
            dearest = max(dearest, self.cost)
        self.cost = dearest
        return PagePart(field.key, field.name, variants=records)

    # Limits

    def admit(self, entity: Entity) -> None:
        """Raise ``Forbidden`` unless the caller's role may read records of ``entity``."""
        if self._role not in entity.readers:
            roles = " or ".join(sorted(role.value for role in entity.readers))
            raise Forbidden(f"a {self._role.value} key may not read {entity.plural}; it takes the role {roles}")

    def count(self, fields: tuple[Selected, ...]) -> None:
        """Count fields that are selected; raise ``CostExceeded`` when they are too many."""
        self._fields += len(fields)
        if self._fields > _MOST_FIELDS:
            raise CostExceeded(f"the operation selects more than {_MOST_FIELDS} fields; ask for fewer at once")

    def spend(self, cost: int) -> None:
        """Add to the cost; raise ``CostExceeded`` beyond the limit."""
        self.cost += cost
        if self.cost > self._limits.cost:
            raise CostExceeded(
                f"the operation costs more than {self._limits.cost}; ask for smaller pages (first), fewer levels, "
                f"or fewer conditions on related records"
            )


@contextmanager
def _telling(field: Selected) -> Iterator[None]:
    """Let an error that names no place name the innermost field that it arose in."""
    try:
        yield
    except (CostExceeded, Forbidden) as error:
        error.path = error.path or field.path
        raise


_ROOTS: dict[str, tuple[Entity, bool]] = {
    **{entity.singular: (entity, False) for entity in ENTITIES.values()},
    **{entity.plural: (entity, True) for entity in ENTITIES.values()},
}
_MEMBERS: dict[str, dict[str, Attribute | Relation | Question]] = {
    entity.name: {
        **{question.graphql_name: question for question in entity.questions.values()},
        **{attribute.graphql_name: attribute for attribute in entity.attributes.values()},
        **{relation.graphql_name: relation for relation in entity.relations.values()},
    }
    for entity in ENTITIES.values()
}


def _compare(attribute: Attribute, name: str, given: Given) -> Predicate:
    if given.value is None:
        raise BadUserInput("null compares with nothing; say isNull: true", given.path)
    operator = next(operator for operator in attribute.scalar.operators if camel_case(operator.name) == name)
    return Compare(attribute, operator, given)


def _extent(arguments: Mapping[str, Given], longest: int, default: int) -> tuple[int, bool]:
    sizes = {
        name: arguments[name] for name in ("first", "last") if name in arguments and arguments[name].value is not None
    }
    if len(sizes) > 1:
        raise BadUserInput("give first or last, not both", sizes["last"].path)
    for name, given in sizes.items():
        if not 1 <= given.value <= longest:
            raise BadUserInput(f"{name} is {given.value}; it must be from 1 to {longest}", given.path)
        return given.value, name == "last"
    return default, False


def _cursor(given: Given | None) -> Given | None:
    return given if given is not None and given.value is not None else None


def _order(entity: Entity, given: Any) -> tuple[OrderKey, ...]:
    """The keys, closed by the id, so that the order is total and every cursor names one place."""
    keys: list[OrderKey] = []
    for key in () if given is None or isinstance(given, Given) else given:
        attribute = entity.attributes[key["field"].value.value]
        if any(attribute is known.attribute for known in keys):
            raise BadUserInput(f"orderBy names {attribute.graphql_name} twice", key["field"].path)
        descending = key["direction"].value.value == "DESC"
        nulls = (
            key["nulls"].value.value
            if "nulls" in key and key["nulls"].value is not None
            else ("FIRST" if descending else "LAST")
        )
        keys.append(OrderKey(attribute, descending, nulls == "FIRST"))
        if attribute is entity.id:
            return tuple(keys)
    return (*keys, OrderKey(entity.id, keys[-1].descending if keys else False))
