"""Lists: a page of records, by the simplest statement that gives what is selected of it.

Nodes alone are one select; a page with its edges or its place in the list is read once, with one row beyond it, and everything is
made from that; a total is counted beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

from server.api import keyset, objects
from server.api.measures import compile_aggregate
from server.api.plan import Page, PagePart
from server.api.selection import Given, Read

if TYPE_CHECKING:
    from server.api.compile import Compiler

Expression: TypeAlias = sa.ColumnElement[Any]


def compile_page(compiler: Compiler, page: Page, outer: Any) -> Expression:
    """Return a list as a JSON value; ``outer`` is the row that it belongs to, if it is a relation's."""
    return _List(compiler, page, outer).compile()


class _List:
    def __init__(self, compiler: Compiler, page: Page, outer: Any) -> None:
        self._compiler = compiler
        self._page = page
        self._outer = outer

    def compile(self) -> Expression:
        if self._page.listed:
            return self._nodes(self._page.parts[0])
        names = [part.name for part in self._page.parts]
        whole = {"edges", "pageInfo", "nodes"} if self._page.backwards else {"edges", "pageInfo"}
        if names.count("nodes") > 1 or not whole.isdisjoint(names):
            return self._windowed()
        return objects.build([(part.key, self._simple_part(part)) for part in self._page.parts])

    def _simple_part(self, part: PagePart) -> Expression:
        if part.name == "nodes":
            return self._nodes(part)
        if part.aggregate is not None:
            return compile_aggregate(self._compiler, part.aggregate, self._outer)
        return self._total() if part.name == "totalCount" else objects.text(part.parts[0].key)

    def _nodes(self, part: PagePart) -> Expression:
        assert part.record is not None
        table = self._compiler.table(self._page.entity)
        rows = sa.select(*self._compiler.pairs(part.record, table)).where(
            *self._conditions(table), *self._bounds(table)
        )
        rows = rows.order_by(*keyset.sorting(self._page.order, self._compiler.keys(table))).limit(
            objects.number(self._page.limit)
        )
        return objects.many(objects.inside(rows, self._outer), self._compiler.fresh_name())

    def _total(self) -> Expression:
        table = self._compiler.table(self._page.entity)
        rows = sa.select(sa.func.count()).select_from(table).where(*self._conditions(table))
        total: Expression = objects.inside(rows, self._outer).scalar_subquery()
        return total

    def _windowed(self) -> Expression:
        """The page read once, with one row beyond it to know whether there is more; everything else is made from it."""
        table = self._compiler.table(self._page.entity)
        order = keyset.reverse(self._page.order) if self._page.backwards else self._page.order
        place = sa.func.row_number().over(order_by=keyset.sorting(order, self._compiler.keys(table))).label("_place")
        rows = sa.select(place, table).where(*self._conditions(table), *self._bounds(table))
        rows = rows.order_by(*keyset.sorting(order, self._compiler.keys(table))).limit(
            objects.number(self._page.limit + 1)
        )
        found = objects.inside(rows, self._outer).subquery(self._compiler.fresh_name())
        columns = [(part.key, self._part(part, found)) for part in self._page.parts]
        # HAVING makes it one row, also when nothing that is selected happens to be an aggregate.
        return objects.one(
            sa.select(*objects.members(columns)).select_from(found).having(sa.true()), self._compiler.fresh_name()
        )

    def _part(self, part: PagePart, found: Any) -> Expression:
        if part.name == "nodes":
            assert part.record is not None
            return self._gathered(found, self._compiler.inline(part.record, found))
        if part.name == "edges":
            return self._gathered(found, self._edge(part, found))
        if part.name == "pageInfo":
            return objects.build([(info.key, self._info(info, found)) for info in part.parts])
        return self._simple_part(part)

    def _edge(self, part: PagePart, found: Any) -> Expression:
        return objects.build([(field.key, self._edge_part(field, found)) for field in part.parts])

    def _edge_part(self, part: PagePart, found: Any) -> Expression:
        if part.record is not None:
            return self._compiler.inline(part.record, found)
        return self._cursor(found) if part.name == "cursor" else objects.text(part.parts[0].key)

    def _cursor(self, found: Any) -> Expression:
        return keyset.cursor(self._page.order, self._compiler.keys(found))

    def _gathered(self, found: Any, element: Expression) -> Expression:
        place = found.c._place.desc() if self._page.backwards else found.c._place
        gathered = sa.func.json_agg(aggregate_order_by(element, place))
        return sa.func.coalesce(gathered.filter(found.c._place <= objects.number(self._page.limit)), objects.EMPTY_LIST)

    def _info(self, part: PagePart, found: Any) -> Expression:
        if part.name == "__typename":
            return objects.text(part.parts[0].key)
        if part.name in ("startCursor", "endCursor"):
            return self._end(found, first=(part.name == "startCursor") is not self._page.backwards)
        ahead = (part.name == "hasNextPage") is not self._page.backwards
        return sa.func.count() > objects.number(self._page.limit) if ahead else self._behind()

    def _end(self, found: Any, *, first: bool) -> Expression:
        """The cursor at one end of the page."""
        place = found.c._place if first else found.c._place.desc()
        cursors = sa.func.array_agg(aggregate_order_by(self._cursor(found), place))
        within = sa.type_coerce(cursors.filter(found.c._place <= objects.number(self._page.limit)), ARRAY(sa.Text))
        return within.self_group()[objects.number(1)]

    def _behind(self) -> Expression:
        """Whether there are records on the side that the page was entered from."""
        bound, given = ("before", self._page.before) if self._page.backwards else ("after", self._page.after)
        if given is None:
            return sa.false()
        table = self._compiler.table(self._page.entity)
        beyond = self._bound(table, bound, given)
        conditions = (*self._conditions(table), beyond.is_not(sa.true()))
        there: Expression = objects.inside(
            sa.select(sa.literal_column("1")).select_from(table).where(*conditions), self._outer
        ).exists()
        return there

    def _conditions(self, table: Any) -> list[Any]:
        return self._compiler.conditions(self._page, table, self._outer)

    def _bounds(self, table: Any) -> list[Any]:
        bounds = (("after", self._page.after), ("before", self._page.before))
        return [self._bound(table, name, given) for name, given in bounds if given is not None]

    def _bound(self, table: Any, name: str, given: Given) -> Any:
        """That a row comes strictly after (before) the place that a cursor names."""
        order = self._page.order if name == "after" else keyset.reverse(self._page.order)
        column_of = self._compiler.keys(table)
        values = [self._compiler.bind(column_of(key), _key_of(self._page, given, i)) for i, key in enumerate(order)]
        return keyset.beyond(order, column_of, values)


def _key_of(page: Page, given: Given, index: int) -> Read:
    return lambda variables: keyset.read_cursor(page.order, given, variables)[index]
