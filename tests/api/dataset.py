"""A small fixed data set, and its twin: the same record ids and external ids with other contents.

Every id and time is written down, so that answers can be compared to the letter. All text of the twin bears ``MARK``, so that a
single record that strays into the other tenant's answer is seen. Rows go in as rows: what reads them is under test, not what
writes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

from server.database.tables import LINK_TABLES, TABLES, columns_of, link_column
from server.database.tenancy import Database
from server.entities import ENTITIES, LINKS
from server.entities.company import CompanySize
from server.entities.customer import CustomerKind, Gender, LifecycleStage
from server.entities.declaration import Attribute, Entity, Relation, RelationKind
from server.entities.ids import RecordId, encode_id
from server.entities.interaction import InteractionDirection, InteractionKind
from server.entities.money import CURRENCIES
from server.entities.order import OrderStatus
from server.entities.record import Record
from server.entities.segmentation import SegmentationStatus
from server.entities.survey_question import QuestionAspect, QuestionKind
from tests.api import examples

MARK = "β "
Row: TypeAlias = Mapping[str, Any]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2024-{text}:00+00:00")


def eur(amount: str) -> dict[str, Any]:
    return {"amount": Decimal(amount), "currency": "EUR"}


def jpy(amount: str) -> dict[str, Any]:
    return {"amount": Decimal(amount), "currency": "JPY"}


#: By entity and number: attributes by name, the number of the record that a relation points to, the numbers of those linked.
ROWS: dict[str, dict[int, Row]] = {
    "Company": {
        1: {
            "name": "Müller AG",
            "website": "https://mueller.example",
            "industry": "Machinery",
            "employees": 120,
            "size": CompanySize.MEDIUM,
            "city": "Bern",
            "country": "CH",
        },
        2: {"name": "Łódź Textil", "industry": "Textiles", "city": "Łódź", "country": "PL"},
        3: {"name": "Acme 100%_Co\\", "employees": 7, "size": CompanySize.MICRO},
        4: {"name": "Empty Ltd", "industry": "Machinery", "employees": 0, "city": "London", "country": "GB"},
    },
    "Customer": {
        1: {
            "kind": CustomerKind.PERSON,
            "stage": LifecycleStage.CUSTOMER,
            "name": "José García",
            "given_name": "José",
            "family_name": "García",
            "email": "jose@example.com",
            "phone": "+34600000001",
            "birth_date": date(1980, 5, 17),
            "gender": Gender.MALE,
            "city": "Madrid",
            "country": "ES",
            "language": "es",
            "job_title": "Buyer",
            "company": 1,
            "tags": (1, 2),
        },
        2: {
            "kind": CustomerKind.PERSON,
            "stage": LifecycleStage.CUSTOMER,
            "name": "jose garcia",
            "email": "JOSE@example.com",
            "birth_date": date(1991, 12, 31),
            "gender": Gender.MALE,
            "country": "ES",
            "company": 1,
            "tags": (1,),
        },
        3: {
            "kind": CustomerKind.PERSON,
            "stage": LifecycleStage.PROSPECT,
            "name": "Łukasz Nowak",
            "given_name": "Łukasz",
            "family_name": "Nowak",
            "email": "lukasz@example.pl",
            "city": "Łódź",
            "country": "PL",
            "language": "pl-PL",
            "company": 2,
        },
        4: {"kind": CustomerKind.PERSON, "stage": LifecycleStage.LEAD, "name": "علی‌رضا کریمی", "country": "IR"},
        5: {"kind": CustomerKind.PERSON, "stage": LifecycleStage.LEAD, "name": "عليرضا كريمي", "tags": (2,)},
        6: {"kind": CustomerKind.ORGANISATION, "stage": LifecycleStage.LEAD},
        7: {"kind": CustomerKind.ORGANISATION, "stage": LifecycleStage.CUSTOMER, "name": "100% Real", "country": "DE"},
        8: {"kind": CustomerKind.ORGANISATION, "stage": LifecycleStage.LEAD, "name": "under_score", "company": 3},
        9: {"kind": CustomerKind.ORGANISATION, "stage": LifecycleStage.LEAD, "name": "back\\slash", "country": "DE"},
        10: {"kind": CustomerKind.ORGANISATION, "stage": LifecycleStage.LEAD, "name": "\U0010ffff\U0010ffff end"},
        11: {
            "kind": CustomerKind.PERSON,
            "stage": LifecycleStage.FORMER,
            "name": "Zoë",
            "birth_date": date(1980, 5, 17),
            "gender": Gender.OTHER,
            "country": "DE",
        },
        12: {"kind": CustomerKind.PERSON, "stage": LifecycleStage.CUSTOMER, "name": "Zoe", "gender": Gender.FEMALE},
    },
    "ProductCategory": {1: {"name": "Yarn"}, 2: {"name": "Tools"}},
    "Product": {
        1: {"name": "Spool", "category": 1, "price": eur("12.50")},
        2: {"name": "Needle", "category": 2, "price": jpy("1200")},
        3: {"name": "Thimble", "category": 2, "price": {"amount": Decimal("1.234"), "currency": "KWD"}},
        4: {"name": "Sample"},
    },
    "Order": {
        1: {"status": OrderStatus.PAID, "placed_at": at("01-10T09:00"), "total": eur("25.00"), "customer": 1},
        2: {"status": OrderStatus.DELIVERED, "placed_at": at("02-10T09:00"), "total": eur("250.00"), "customer": 1},
        3: {"status": OrderStatus.RETURNED, "placed_at": at("02-10T09:00"), "total": jpy("1200"), "customer": 1},
        4: {"status": OrderStatus.PAID, "placed_at": at("03-01T12:30"), "total": eur("12.50"), "customer": 2},
        5: {"status": OrderStatus.ABANDONED, "placed_at": at("03-02T00:00"), "total": eur("-5.05"), "customer": 3},
        6: {"status": OrderStatus.PAID, "placed_at": at("03-03T00:00"), "total": eur("0.00"), "customer": 7},
    },
    "OrderItem": {
        1: {"quantity": 2, "unit_price": eur("12.50"), "total": eur("25.00"), "order": 1, "product": 1},
        2: {"quantity": 20, "unit_price": eur("12.50"), "total": eur("250.00"), "order": 2, "product": 1},
        3: {"quantity": 1, "unit_price": jpy("1200"), "order": 3, "product": 2},
        4: {"quantity": 1, "unit_price": eur("12.50"), "total": eur("12.50"), "order": 4, "product": 1},
        5: {"quantity": 5, "unit_price": eur("-1.01"), "order": 5},
        6: {"quantity": 3, "unit_price": eur("0.00"), "order": 2, "product": 3},
    },
    "Interaction": {
        1: {
            "kind": InteractionKind.CALL,
            "occurred_at": at("01-09T08:15"),
            "subject": "Asks for a price",
            "payload": {"minutes": 12, "notes": ["süß", None]},
            "direction": InteractionDirection.INBOUND,
            "customer": 1,
        },
        2: {"kind": InteractionKind.EMAIL, "occurred_at": at("01-12T10:00"), "subject": "Offer", "customer": 1},
        3: {"kind": InteractionKind.CLICK, "occurred_at": at("02-01T23:59"), "payload": "newsletter", "customer": 1},
        4: {"kind": InteractionKind.VISIT, "occurred_at": at("02-01T23:59"), "payload": 0, "customer": 2},
    },
    "Survey": {1: {"name": "How was it?"}, 2: {"name": "And now?"}},
    "SurveyQuestion": {
        1: {
            "survey": 1,
            "text": "Would you recommend us?",
            "kind": QuestionKind.NPS,
            "aspect": QuestionAspect.OPINION,
            "position": 1,
            "choices": ["one", "zwei – 2", "choice 1", "choice 2"],
        },
        2: {
            "survey": 1,
            "text": "What do you like?",
            "kind": QuestionKind.MULTIPLE_CHOICE,
            "aspect": QuestionAspect.MOTIVE,
            "position": 2,
            "choices": ["one", "zwei – 2", "choice 1", "choice 2"],
        },
    },
    # Answers that fit whatever a question becomes.
    "SurveyAnswer": {
        1: {"question": 1, "customer": 1, "answered_at": at("04-01T00:00"), "text": "Well enough"},
        2: {"question": 1, "customer": 1, "answered_at": at("08-01T00:00"), "text": "Very well"},
    },
    "Tag": {
        1: {"name": "VIP", "colour": "#1a7f37", "description": "Very important"},
        2: {"name": "newsletter"},
        3: {"name": "Unused", "colour": "#000000"},
    },
    "Segmentation": {
        1: {
            "name": "By value",
            "status": SegmentationStatus.SUCCEEDED,
            "progress": 1.0,
            "step": "done",
            "settings": {"attributes": ["age"]},
            "result": {"k": 2, "silhouette": 0.625},
            "finished_at": at("04-01T04:05"),
        },
        2: {
            "name": "Broken",
            "status": SegmentationStatus.FAILED,
            "progress": 0.25,
            "error": "No data",
            "settings": {},
        },
    },
    "Segment": {
        1: {
            "name": "Big spenders",
            "description": "They spend.",
            "position": 0,
            "size": 2,
            "profile": {"age": [1, 2.5]},
            "segmentation": 1,
            "members": (1, 2),
        },
        2: {"name": "Others", "position": 1, "size": 1, "profile": [], "segmentation": 1, "members": (3,)},
    },
}


def _made(entity: Entity, number: int) -> Row:
    """A row made from the declaration alone, for an entity whose rows nobody has written down."""
    added = {"id", *Record.__annotations__}
    row = {a.name: _example(a, number) for a in entity.stored_attributes() if a.name not in added}
    there = [*list(ENTITIES)[: list(ENTITIES).index(entity.name)], entity.name]
    ones = [relation for relation in entity.relations.values() if relation.kind is RelationKind.ONE]
    # Each record points to the first of the others, unless that would make two of what must be unique.
    to = number if entity.unique else 1
    ones = [relation for relation in ones if not relation.optional or relation.target in there]
    return row | {relation.name: to for relation in ones if relation.target != entity.name}


def _example(attribute: Attribute, number: int) -> Any:
    if examples.is_choice(attribute):
        return list(attribute.scalar.python)[-number]
    known: dict[str, Any] = {
        "Int": 100 * number,
        "Float": 100.0 * number,
        "Boolean": number == 1,
        "Date": date(2000 + 10 * number, 1, 1),
        "DateTime": at(f"0{4 * number}-01T00:00"),
        "Money": eur(f"{100 * number}.50"),
        "JSON": {"number": number},
        "PhoneNumber": f"+4930123450{number}",
        "TextList": ["one", "zwei – 2", f"choice {number}"],
        "RecordID": RecordId(encode_id("customer", UUID(int=number))),
    }
    if attribute.minimum is not None or attribute.maximum is not None:
        return examples.sample(attribute, number - 1)
    return known.get(attribute.scalar.name) or examples.sample(attribute, number - 1)


for _entity in ENTITIES.values():
    ROWS.setdefault(_entity.name, {number: _made(_entity, number) for number in (1, 2)})
    for _relation in _entity.writable_relations(RelationKind.LINK):
        if not any(_relation.name in _row for _row in ROWS[_entity.name].values()):
            ROWS[_entity.name][2] = {**ROWS[_entity.name][2], _relation.name: (1,)}


def record_id(entity: str, number: int) -> UUID:
    """Return the id of a record of the data set."""
    return UUID(f"0190a000-0000-7000-8{list(ENTITIES).index(entity):03x}-{number:012x}")


def external_id(entity: str, number: int) -> str:
    return f"{ENTITIES[entity].table}-{number}"


def id_of(entity: str, number: int) -> str:
    """Return the id of a record as clients see it."""
    return encode_id(ENTITIES[entity].table, record_id(entity, number))


def rows_of(entity: Entity, *, twin: bool) -> dict[int, Row]:
    """Return an entity's rows with everything that the server would add."""
    rows = {}
    for number, row in ROWS[entity.name].items():
        created = datetime(2024, 1, 1, 0, number, tzinfo=UTC)
        given = {
            name: _other(entity.attributes[name], value) if twin else value for name, value in _values(entity, row)
        }
        absent = [attribute for attribute in entity.stored_attributes() if attribute.name not in row]
        given |= {attribute.name: attribute.default for attribute in absent if attribute.default is not None}
        fixed = {"id": id_of(entity.name, number), "external_id": external_id(entity.name, number), "version": 1}
        rows[number] = {**row, **given, **fixed, "created_at": created, "updated_at": created}
    return rows


def _values(entity: Entity, row: Row) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in row.items() if name in entity.attributes)


def _other(attribute: Attribute, value: Any) -> Any:
    """What the twin has where the data set has ``value``."""
    if attribute.pattern is not None and "@" in value:
        return f"{MARK.strip()}.{value}"
    if attribute.pattern is not None or hasattr(value, "name") or isinstance(value, bool):
        return value
    if attribute.scalar.name == "PhoneNumber":
        return f"{value}9"
    if attribute.scalar.name == "TextList":
        return [MARK + text for text in value]
    if attribute.scalar.name == "RecordID":
        return value
    if attribute.maximum is not None:
        return type(value)(attribute.maximum - value + (attribute.minimum or 0))
    if isinstance(value, str):
        return MARK + value
    if attribute.scalar.name == "Money":
        return {**value, "amount": value["amount"] + 1000}
    if attribute.scalar.name == "JSON":
        return {MARK: value}
    return value + (timedelta(days=1) if isinstance(value, date) else 1000)


async def load(database: Database, tenant_id: UUID, *, twin: bool = False) -> None:
    """Write the data set, or its twin, into an empty tenant."""
    async with database.tenant_transaction(tenant_id) as connection:
        for entity in _parents_first():
            rows = rows_of(entity, twin=twin)
            await _insert(connection, entity.table, [_stored(entity, row, tenant_id) for row in rows.values()])
        for name, (first, second) in LINKS.items():
            await _insert(connection, name, list(_pairs(name, first, second, tenant_id)))


def _parents_first() -> Iterator[Entity]:
    """The entities in an order in which every row finds the rows that it points to."""
    waiting = dict(ENTITIES)
    while waiting:
        ready = [entity for entity in waiting.values() if not _pointed(entity) & (waiting.keys() - {entity.name})]
        assert ready, f"{sorted(waiting)} point to each other"
        for entity in ready:
            yield waiting.pop(entity.name)


def _pointed(entity: Entity) -> set[str]:
    named = {name for row in ROWS[entity.name].values() for name in row}
    ones = (relation for relation in entity.relations.values() if relation.kind is RelationKind.ONE)
    return {relation.target for relation in ones if relation.name in named}


async def _insert(connection: Any, table: str, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        columns = ", ".join(f'"{column}"' for column in row)
        places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
        await connection.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', *row.values())


def _stored(entity: Entity, row: Row, tenant_id: UUID) -> dict[str, Any]:
    stored = {"tenant_id": tenant_id}
    for attribute in entity.attributes.values():
        if attribute.name in row:
            stored |= zip(columns_of(attribute).values(), attribute.scalar.store(row[attribute.name]), strict=True)
    for relation in entity.relations.values():
        if relation.kind is RelationKind.ONE and relation.name in row:
            stored[relation.column] = record_id(relation.target, row[relation.name])
    assert set(stored) <= set(TABLES[entity.name].c.keys())
    return stored


def _pairs(link: str, first: Entity, second: Entity, tenant_id: UUID) -> Iterator[dict[str, Any]]:
    """The rows of a link table; either side of it may have said who is linked."""
    for one, other in ((first, second), (second, first)):
        for relation in one.relations.values():
            if relation.link == link:
                for number, row in ROWS[one.name].items():
                    for linked in row.get(relation.name, ()):
                        yield {
                            "tenant_id": tenant_id,
                            link_column(one): record_id(one.name, number),
                            link_column(other): record_id(other.name, linked),
                        }
    assert link in LINK_TABLES


def related(entity: Entity, relation: Relation, number: int) -> list[int]:
    """Return the numbers of the records that a relation of record ``number`` leads to."""
    rows = ROWS[relation.target]
    if relation.kind is RelationKind.ONE:
        return [to for to in (ROWS[entity.name][number].get(relation.name),) if to is not None]
    if relation.kind is RelationKind.MANY and relation.inverse in ENTITIES[relation.target].attributes:
        this = id_of(entity.name, number)
        return [other for other, row in rows.items() if row.get(relation.inverse) == this]
    if relation.kind is RelationKind.MANY:
        return [other for other, row in rows.items() if row.get(relation.inverse) == number]
    pairs = _pairs(relation.link, *LINKS[relation.link], UUID(int=0))
    here, there = link_column(entity), link_column(ENTITIES[relation.target])
    linked = {pair[there] for pair in pairs if pair[here] == record_id(entity.name, number)}
    return [other for other in rows if record_id(relation.target, other) in linked]


def as_json(attribute: Attribute, value: Any) -> Any:
    """Return ``value`` as an answer shows it."""
    if value is None:
        return None
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if attribute.scalar.name == "Money":
        return {"amount": f"{value['amount']:.{CURRENCIES[value['currency']]}f}", "currency": value["currency"]}
    return getattr(value, "name", value)


def selection_of(entity: Entity) -> str:
    """Return the selection of all of an entity's attributes that are stored."""
    parts = {"Money": " { amount currency }"}
    return " ".join(a.graphql_name + parts.get(a.scalar.name, "") for a in entity.stored_attributes())


def answer_for(entity: Entity, row: Row) -> dict[str, Any]:
    """Return what ``selection_of`` the entity answers for one row."""
    return {a.graphql_name: as_json(a, row.get(a.name)) for a in entity.stored_attributes()}
