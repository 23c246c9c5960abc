"""The rows of a tenant with the whole customer graph, whatever its size: how many of each entity, and what they hold.

Every twentieth customer has something of everything, which is what the single customer view is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.names import SCRIPTS
from benchmarks.people import PERSON, all_folded, person
from benchmarks.rows import Rows, insert, scattered, texts
from server.database.tables import METADATA

#: One customer in so many has something of everything.
RICH = 20
#: Interactions of each customer, on average.
INTERACTIONS = 10
#: Customers for each product.
CUSTOMERS_PER_PRODUCT = 50

_YEARS_IN_MILLISECONDS = 2 * 365 * 86_400_000
_CURRENCY = "'EUR'"
_INDUSTRIES = ("Retail", "Logistics", "Software", "Health", "Energy", "Education", "Media", "Construction")
_COUNTRIES = ("DE", "DE", "PL", "FR", "GB", "US", "US", "IN", "IN", "IR", "ES", "IT", "TR", "AT", "CH")
_CITIES = ("Berlin", "Lyon", "Leeds", "Boston", "Pune", "Sevilla", "Torino", "Gdańsk", "Shiraz", "Graz", "Bern")
_CATEGORIES = (
    "Home", "Garden", "Office", "Kitchen", "Toys", "Books", "Sports", "Music", "Shoes", "Shirts",
    "Coats", "Hats", "Tools", "Paint", "Lamps", "Beds", "Chairs", "Tables", "Phones", "Cameras",
)  # fmt: skip
_TAGS = ("vip", "newsletter", "wholesale", "press", "partner", "at risk", "beta", "event 2025", "invoice", "student")
_STAGES = ("New", "Qualified", "Offer", "Won", "Lost")
_PIPELINES = ("New business", "Renewals")
_QUESTIONS = 10
_SEGMENTS = 5
_KINDS = (
    "VISIT", "VISIT", "VISIT", "PRODUCT_VIEW", "PRODUCT_VIEW", "CLICK", "CLICK", "EMAIL_SENT", "EMAIL_SENT", "EMAIL_SENT",
    "EMAIL_OPENED", "EMAIL_OPENED", "EMAIL_CLICKED", "EMAIL", "CALL", "CHAT", "FORM", "LIKE", "MENTION", "MEETING",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """One table's rows, and the statement that makes them, with the tenant's id as ``$1``."""

    table: str
    rows: int
    statement: str


class Graph:
    """The rows of one tenant."""

    def __init__(self, seed: str, customers: int) -> None:
        self._customers = customers
        self._counts = _counts(customers)
        self._rows = Rows(seed, {table: _YEARS_IN_MILLISECONDS // count for table, count in self._counts.items()})

    def made(self) -> Iterator[Made]:
        """Give every table's rows, parents first."""
        for table, count in self._counts.items():
            values = getattr(self, f"_{table}")()
            drawn: Sequence[Mapping[str, str]] = person(self._rows) if table == "customer" else ()
            named = {**values, **_defaults(table, values)}
            yield Made(table, count, insert(f'"{table}"', count, named, drawn))

    # What is sold, and by whom

    def _user(self) -> dict[str, str]:
        names = texts(SCRIPTS[0].given)
        name = f"({names})[1 + n % {len(SCRIPTS[0].given)}] || ' ' || n"
        return {
            **self._rows.record("user"),
            **_folded("name", name),
            "role": self._rows.pick("role", ("sales", "service", "success")),
            "commission_rate": "0.05",
        }

    def _product_category(self) -> dict[str, str]:
        return {**self._rows.record("product_category"), **_folded("name", f"({texts(_CATEGORIES)})[n + 1]")}

    def _product(self) -> dict[str, str]:
        category = f"(n % {len(_CATEGORIES)})"
        return {
            **self._rows.record("product", "SKU-"),
            **_folded("name", f"({texts(_CATEGORIES)})[1 + {category}] || ' article ' || n"),
            **self._money("price"),
            "category_id": self._rows.id("product_category", category),
        }

    # Whom it is sold to

    def _company(self) -> dict[str, str]:
        return {
            **self._rows.record("company", "COM-"),
            "name": self._company_name(SCRIPTS[0].family, _INDUSTRIES),
            "name_folded": self._company_name(all_folded(SCRIPTS[0].family), all_folded(_INDUSTRIES)),
            "website": "'https://company-' || n || '.example'",
            "domain": "'company-' || n || '.example'",
            "domain_folded": "'company-' || n || '.example'",
            "industry": self._rows.pick("branch", _INDUSTRIES),
            "employees": f"1 + {self._rows.draw('employees', 5000)}",
            "city": self._rows.pick("seat", _CITIES),
            "country": self._rows.pick("seat country", _COUNTRIES),
        }

    def _company_name(self, families: Sequence[str], industries: Sequence[str]) -> str:
        return f"{self._rows.pick('name', families)} || ' ' || {self._rows.pick('branch', industries)} || ' ' || n"

    def _customer(self) -> dict[str, str]:
        draw, pick = self._rows.draw, self._rows.pick
        email = "latin || n || '@mail.example'"
        return {
            **self._rows.record("customer", "CUS-"),
            "kind": "'PERSON'",
            "stage": pick("stage", ("CUSTOMER", "CUSTOMER", "CUSTOMER", "PROSPECT", "LEAD", "FORMER")),
            **{name: name for name in PERSON},
            "email": email,
            "email_folded": email,
            "phone": f"'+49' || 3000000000 + n * 89 + {draw('phone', 89)}",
            "birth_date": f"date '1940-01-01' + {draw('birth', 24_000)}::int",
            "gender": pick("gender", ("FEMALE", "MALE")),
            "street": f"'Street ' || 1 + {draw('house', 200)}",
            "city": pick("city", _CITIES),
            "postal_code": f"(10000 + {draw('postal code', 89_999)})::text",
            "country": pick("country", _COUNTRIES),
            "language": pick("language", ("de", "en", "fr", "es")),
            "job_title": pick("job", ("Buyer", "Engineer", "Director", "Clerk", "Owner")),
            "company_id": self._rows.id("company", draw("employer", self._counts["company"])),
        }

    def _company_role(self) -> dict[str, str]:
        return {
            **self._rows.record("company_role"),
            **_folded("role", self._rows.pick("role", ("buyer", "director", "member of the board"))),
            **self._of_customer("company_role"),
            "company_id": self._rows.id("company", "n"),
        }

    # What they bought, or may buy

    def _order(self) -> dict[str, str]:
        return {
            **self._rows.record("order", "ORD-"),
            "status": self._rows.pick("status", ("DELIVERED", "DELIVERED", "DELIVERED", "SHIPPED", "PAID", "RETURNED")),
            "placed_at": self._rows.moment("order"),
            **self._money("total"),
            "channel": self._rows.pick("channel", ("web", "store", "phone")),
            "customer_id": self._rows.id("customer", scattered("n", self._customers)),
        }

    def _order_item(self) -> dict[str, str]:
        return {
            **self._rows.record("order_item"),
            "quantity": f"1 + {self._rows.draw('quantity', 3)}",
            **self._money("unit_price"),
            **self._money("total"),
            "order_id": self._rows.id("order", "(n / 2)"),
            "product_id": self._rows.id("product", self._rows.draw("sold", self._counts["product"])),
        }

    def _pipeline(self) -> dict[str, str]:
        return {**self._rows.record("pipeline"), **_folded("name", f"({texts(_PIPELINES)})[n + 1]")}

    def _stage(self) -> dict[str, str]:
        stages = len(_STAGES)
        return {
            **self._rows.record("stage"),
            **_folded("name", f"({texts(_STAGES)})[1 + n % {stages}]"),
            "position": f"n % {stages}",
            "probability": f"(array[0.1, 0.4, 0.7, 1, 0])[1 + n % {stages}]",
            "outcome": f"({texts(('OPEN', 'OPEN', 'OPEN', 'WON', 'LOST'))})[1 + n % {stages}]",
            "pipeline_id": self._rows.id("pipeline", f"(n / {stages})"),
        }

    def _deal(self) -> dict[str, str]:
        stage = self._rows.draw("stage", self._counts["stage"])
        decided = f"{stage} % {len(_STAGES)} >= 3"
        return {
            **self._rows.record("deal"),
            **_folded("name", "'Deal ' || n"),
            "status": f"({texts(('OPEN', 'OPEN', 'OPEN', 'WON', 'LOST'))})[1 + {stage} % {len(_STAGES)}]",
            **self._money("amount"),
            "opened_at": self._rows.moment("deal"),
            "expected_close_on": f"({self._rows.moment('deal')} + interval '60 days')::date",
            "closed_at": f"CASE WHEN {decided} THEN {self._rows.moment('deal')} + interval '50 days' END",
            **self._of_customer("deal"),
            "company_id": self._rows.id("company", self._rows.draw("deal", self._counts["company"])),
            "stage_id": self._rows.id("stage", stage),
            "owner_id": self._rows.id("user", self._rows.draw("owner", self._counts["user"])),
        }

    def _stage_change(self) -> dict[str, str]:
        return {
            **self._rows.record("stage_change"),
            "at": self._rows.moment("stage_change"),
            "deal_id": self._rows.id("deal", "n"),
            "stage_id": self._rows.id("stage", self._rows.draw("stage", self._counts["stage"])),
        }

    def _contract(self) -> dict[str, str]:
        return {
            **self._rows.record("contract"),
            **_folded("name", "'Contract ' || n"),
            "party": self._rows.pick("party", ("OURS", "OURS", "OURS", "COMPETITOR")),
            "status": self._rows.pick("contract", ("ACTIVE", "ACTIVE", "ACTIVE", "TERMINATED")),
            **self._money("value"),
            "signed_at": self._rows.moment("contract"),
            "starts_on": f"{self._rows.moment('contract')}::date",
            "expires_on": f"({self._rows.moment('contract')} + interval '2 years')::date",
            **self._of_customer("contract"),
            "owner_id": self._rows.id("user", self._rows.draw("looks after", self._counts["user"])),
        }

    # What they asked for, and what they think

    def _ticket(self) -> dict[str, str]:
        opened = self._rows.moment("ticket")
        status = self._rows.draw("ticket", 10)
        return {
            **self._rows.record("ticket"),
            "kind": self._rows.pick("ticket kind", ("INQUIRY", "INQUIRY", "COMPLAINT", "INCIDENT")),
            **_folded("subject", f"'Question about order ' || {self._rows.draw('about', 10**6)}"),
            "status": f"(array['NEW', 'OPEN', 'PENDING', 'SOLVED'])[least(4, 1 + {status})]",
            "priority": self._rows.pick("priority", ("LOW", "NORMAL", "NORMAL", "NORMAL", "HIGH", "URGENT")),
            "channel": self._rows.pick("came by", ("e-mail", "phone", "chat")),
            "opened_at": opened,
            "sla_due_at": f"{opened} + interval '2 days'",
            "solved_at": f"CASE WHEN {status} >= 3 THEN {opened} + interval '1 day' END",
            "satisfaction": f"CASE WHEN {status} >= 3 THEN 1 + {self._rows.draw('content', 5)} END",
            **self._of_customer("ticket"),
            "assignee_id": self._rows.id("user", self._rows.draw("assignee", self._counts["user"])),
        }

    def _survey(self) -> dict[str, str]:
        return {
            **self._rows.record("survey"),
            **_folded("name", "'Survey ' || n"),
            "opens_at": self._rows.moment("survey"),
        }

    def _survey_question(self) -> dict[str, str]:
        return {
            **self._rows.record("survey_question"),
            "text": "'How do you like ' || n || '?'",
            "kind": "CASE WHEN n % 2 = 0 THEN 'NPS' ELSE 'RATING' END",
            "position": "n",
            "aspect": self._rows.pick("aspect", ("ATTITUDE", "OPINION", "MOTIVE", "SATISFACTION")),
            "survey_id": self._rows.id("survey", f"(n / {_QUESTIONS // 2})"),
        }

    def _survey_answer(self) -> dict[str, str]:
        question = self._rows.draw("question", _QUESTIONS)
        return {
            **self._rows.record("survey_answer"),
            "answered_at": self._rows.moment("survey_answer"),
            "rating": f"CASE WHEN {question} % 2 = 0 THEN {self._rows.draw('nps', 11)} ELSE 1 + {self._rows.draw('rating', 5)} END",
            "text": self._rows.pick("comment", ("Good.", "As expected.", "Too slow.", "I would come again.")),
            "question_id": self._rows.id("survey_question", question),
            **self._of_customer("survey_answer"),
        }

    def _consent(self) -> dict[str, str]:
        return {
            **self._rows.record("consent"),
            "channel": self._rows.pick("consent channel", ("EMAIL", "EMAIL", "PHONE", "SMS", "POST")),
            **_folded("purpose", self._rows.pick("purpose", ("newsletter", "offers", "service"))),
            "status": self._rows.pick("consent", ("GRANTED", "GRANTED", "GRANTED", "DENIED", "WITHDRAWN")),
            "legal_basis": "'CONSENT'",
            "source": self._rows.pick("consent source", ("web form", "call", "paper")),
            "valid_from": self._rows.moment("consent"),
            **self._of_customer("consent"),
        }

    # What people do about them

    def _task(self) -> dict[str, str]:
        return {
            **self._rows.record("task"),
            **_folded("title", "'Call back ' || n"),
            "state": self._rows.pick("state", ("OPEN", "IN_PROGRESS", "DONE", "DONE", "DONE")),
            "priority": self._rows.pick("task priority", ("LOW", "NORMAL", "NORMAL", "HIGH")),
            "due_at": f"{self._rows.moment('task')} + interval '7 days'",
            "assignee_id": self._rows.id("user", self._rows.draw("task", self._counts["user"])),
            **self._of_customer("task"),
        }

    def _note(self) -> dict[str, str]:
        return {
            **self._rows.record("note"),
            "text": self._rows.pick(
                "note", ("Prefers to be called in the morning.", "Asked for a discount.", "Moved house.")
            ),
            "author_id": self._rows.id("user", self._rows.draw("author", self._counts["user"])),
            **self._of_customer("note"),
        }

    def _tag(self) -> dict[str, str]:
        return {**self._rows.record("tag"), **_folded("name", f"({texts(_TAGS)})[n + 1]"), "colour": "'#1a7f37'"}

    def _customer_tag(self) -> dict[str, str]:
        return self._linked("tag", self._rows.draw("tagged", len(_TAGS)))

    def _segmentation(self) -> dict[str, str]:
        return {
            **self._rows.record("segmentation"),
            **_folded("name", "'By value'"),
            "status": "'SUCCEEDED'",
            "progress": "1",
            "settings": "'{}'",
            "finished_at": self._rows.moment("segmentation"),
        }

    def _segment(self) -> dict[str, str]:
        return {
            **self._rows.record("segment"),
            "name": "'Segment ' || n",
            "position": "n",
            "size": str(self._customers // _SEGMENTS),
            "profile": "'{}'",
            "segmentation_id": self._rows.id("segmentation", "0"),
        }

    def _customer_segment(self) -> dict[str, str]:
        return self._linked("segment", f"(n % {_SEGMENTS})")

    def _history_entry(self) -> dict[str, str]:
        customer = self._of_customer("history_entry")["customer_id"]
        return {
            **self._rows.record("history_entry"),
            "record_type": "'customer'",
            "record_id": customer,
            "attribute": "'stage'",
            "before": "'\"LEAD\"'",
            "after": "'\"CUSTOMER\"'",
            "actor": "'generator'",
            "at": self._rows.moment("history_entry"),
        }

    def _interaction(self) -> dict[str, str]:
        product = self._rows.id("product", self._rows.draw("seen", self._counts["product"]))
        return {
            **self._rows.record("interaction"),
            "kind": self._rows.pick("kind", _KINDS),
            "occurred_at": self._rows.moment("interaction"),
            "direction": self._rows.pick("direction", ("INBOUND", "INBOUND", "OUTBOUND")),
            "channel": self._rows.pick("interaction channel", ("web", "app", "mail", "store")),
            "subject": "'Visit ' || n",
            "duration_seconds": self._rows.draw("duration", 600),
            "customer_id": self._rows.id("customer", scattered("n", self._customers)),
            "product_id": f"CASE WHEN n % 4 = 0 THEN {product} END",
        }

    # Parts

    def _of_customer(self, table: str) -> dict[str, str]:
        """The customer of a row: each one in so many, beginning with the rich."""
        every = max(1, self._customers // self._counts[table])
        number = f"({every} * {scattered('n', self._customers // every)})"
        return {"customer_id": self._rows.id("customer", number)}

    def _linked(self, other: str, number: str) -> dict[str, str]:
        return {
            "tenant_id": "$1::uuid",
            "customer_id": self._rows.id("customer"),
            f"{other}_id": self._rows.id(other, number),
        }

    def _money(self, name: str) -> dict[str, str]:
        return {f"{name}_minor": f"199 + {self._rows.draw(name, 20_000)}", f"{name}_currency": _CURRENCY}


def _counts(customers: int) -> dict[str, int]:
    """How many rows each table has, parents first."""
    return {
        "user": max(10, customers // 2_000),
        "product_category": len(_CATEGORIES),
        "product": max(20, customers // CUSTOMERS_PER_PRODUCT),
        "company": customers // RICH,
        "customer": customers,
        "company_role": customers // RICH,
        "order": 2 * customers,
        "order_item": 4 * customers,
        "pipeline": len(_PIPELINES),
        "stage": len(_PIPELINES) * len(_STAGES),
        "deal": customers // 10,
        "stage_change": customers // 10,
        "contract": customers // RICH,
        "ticket": customers // 5,
        "survey": 2,
        "survey_question": _QUESTIONS,
        "survey_answer": customers // 2,
        "consent": customers,
        "task": customers // 5,
        "note": customers // 5,
        "tag": len(_TAGS),
        "customer_tag": customers,
        "segmentation": 1,
        "segment": _SEGMENTS,
        "customer_segment": customers,
        "history_entry": customers // 10,
        "interaction": INTERACTIONS * customers,
    }


def _folded(name: str, expression: str) -> dict[str, str]:
    """A text in plain Latin letters and its folded copy."""
    return {name: expression, f"{name}_folded": f"lower({expression})"}


def _defaults(table: str, values: Mapping[str, str]) -> dict[str, str]:
    """The declared defaults of what a row must have and was not given."""
    columns: Any = METADATA.tables[table].c
    return {
        column.name: f"'{column.info['default']}'"
        for column in columns
        if not column.nullable and column.name not in values and column.info.get("default") is not None
    }
