"""Whether a customer may be contacted over a channel for a purpose, and the one fact that decides it.

The answer is no unless everything says yes, in this order: no suppression holds now, there is an address to reach, and the newest
entry of the consent ledger for channel and purpose is a consent that counts now. What is unknown is a no.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, TypeAlias

import sqlalchemy as sa
import strawberry

from server.entities.declaration import Argument
from server.entities.expressions import Row
from server.entities.scalars import TEXT

_Text: TypeAlias = sa.ColumnElement[Any]
_ONE = sa.literal_column("1", sa.Integer())


@strawberry.enum(description="The fact that decides whether a customer may be contacted.")
class ContactReason(Enum):
    """The fact that decides whether a customer may be contacted."""

    CONSENTED = strawberry.enum_value("CONSENTED", description="Yes: the newest consent counts now.")
    SUPPRESSED = strawberry.enum_value(
        "SUPPRESSED", description="No: a suppression holds now, for the channel or for all."
    )
    NO_ADDRESS = strawberry.enum_value("NO_ADDRESS", description="No: there is no address to reach over the channel.")
    NO_CONSENT = strawberry.enum_value("NO_CONSENT", description="No: nobody has asked about the channel and purpose.")
    DENIED = strawberry.enum_value("DENIED", description="No: the customer said no when asked.")
    WITHDRAWN = strawberry.enum_value("WITHDRAWN", description="No: the customer has taken the consent back.")
    EXPIRED = strawberry.enum_value("EXPIRED", description="No: the newest consent has ended.")
    NOT_YET_VALID = strawberry.enum_value("NOT_YET_VALID", description="No: the newest consent begins later.")


@strawberry.type(description="Whether a customer may be contacted over a channel for a purpose, and why.")
class Contactability:
    """Whether a customer may be contacted over a channel for a purpose, and why."""

    allowed: bool = strawberry.field(description="Whether the customer may be contacted now.")
    reason: ContactReason = strawberry.field(description="The fact that decides it.")
    explanation: str = strawberry.field(description="The fact that decides it as an English sentence, with its dates.")


#: What the question takes.
ARGUMENTS = {
    "channel": Argument("Channel", "The way in which the customer would be reached."),
    "purpose": Argument(
        "str", "What the customer would be contacted for, spelled as in a consent, such as newsletter."
    ),
}


def contactable(row: Row, given: Mapping[str, _Text]) -> Mapping[str, sa.ColumnElement[Any]]:
    """Return the answer for the customer in ``row``, over ``given["channel"]`` for ``given["purpose"]``."""
    channel, purpose = given["channel"], given["purpose"]
    unreachable = sa.not_(_reachable(row, channel))
    reason = sa.func.coalesce(
        _suppression(row, channel, lambda _: _word("SUPPRESSED")),
        sa.case((unreachable, _word("NO_ADDRESS"))),
        _consent(row, channel, purpose, _verdict),
        _word("NO_CONSENT"),
    )
    what = _sentence("to contact ", _per_channel(channel, _BY), ' for "', purpose, '"')
    explanation = sa.func.coalesce(
        _suppression(row, channel, lambda entry: _why_suppressed(entry, channel)),
        sa.case((unreachable, _sentence("No ", _per_channel(channel, _ADDRESS), " is known."))),
        _consent(row, channel, purpose, lambda entry: _what_was_said(entry, what)),
        _sentence("No consent ", what, " is on record."),
    )
    return {"allowed": reason == _word("CONSENTED"), "reason": reason, "explanation": explanation}


# The facts


def _suppression(row: Row, channel: _Text, tell: Callable[[Any], _Text]) -> _Text:
    """What ``tell`` says of the suppression that holds now and longest; null when there is none."""
    suppression = row.table("Suppression")
    entry = suppression.c
    holds = row.select(
        tell(entry),
        suppression,
        entry["customer_id"] == row.c["id"],
        sa.or_(entry["channel"].is_(None), entry["channel"] == channel, entry["reason"] == _word("DECEASED")),
        entry["since"] <= sa.func.now(),
        sa.or_(entry["until"].is_(None), entry["until"] > sa.func.now()),
    )
    longest = holds.order_by(entry["until"].desc().nulls_first(), entry["since"], entry["id"])
    return longest.limit(_ONE).scalar_subquery()


def _consent(row: Row, channel: _Text, purpose: _Text, tell: Callable[[Any], _Text]) -> _Text:
    """What ``tell`` says of the newest entry of the ledger for channel and purpose; null when there is none.

    Entries that spell the purpose with other case or accents count as well: who takes back Newsletter means newsletter, too. Of
    several from the same moment a no is taken for the newer one.
    """
    consent, spelled = row.table("Consent"), row.table("Consent")
    said = row.select(
        tell(consent.c),
        (consent, spelled),
        *(table.c["customer_id"] == row.c["id"] for table in (consent, spelled)),
        *(table.c["channel"] == channel for table in (consent, spelled)),
        spelled.c["purpose"] == purpose,
        consent.c["purpose_folded"] == spelled.c["purpose_folded"],
    )
    is_yes = consent.c["status"] == _word("GRANTED")
    newest = said.order_by(consent.c["valid_from"].desc(), is_yes, consent.c["id"].desc())
    return newest.limit(_ONE).scalar_subquery()


def _verdict(entry: Any) -> _Text:
    return sa.case(
        (entry["status"] == _word("DENIED"), _word("DENIED")),
        (entry["status"] == _word("WITHDRAWN"), _word("WITHDRAWN")),
        (entry["valid_from"] > sa.func.now(), _word("NOT_YET_VALID")),
        (entry["valid_until"] <= sa.func.now(), _word("EXPIRED")),
        (entry["status"] == _word("GRANTED"), _word("CONSENTED")),
        else_=_word("NO_CONSENT"),
    )


def _reachable(row: Row, channel: _Text) -> sa.ColumnElement[bool]:
    ways = {
        "EMAIL": sa.or_(row.c["email"].is_not(None), _has(row, "EmailAddress", lambda _: sa.true())),
        "PHONE": _has_phone(row),
        "SMS": _has_phone(row),
        "POST": sa.or_(_deliverable(row.c), _has(row, "PostalAddress", _deliverable)),
        "PUSH": _has(row, "SocialAccount", lambda account: account["network"] == _word("PUSH_DEVICE")),
    }
    return sa.case(*((channel == _word(name), way) for name, way in ways.items()), else_=sa.false())


def _has_phone(row: Row) -> sa.ColumnElement[bool]:
    return sa.or_(
        row.c["phone"].is_not(None),
        _has(row, "CustomerPhone", lambda phone: phone["type"] != _word("FAX")),
    )


def _deliverable(address: Any) -> sa.ColumnElement[bool]:
    """A letter needs more than a country."""
    place = sa.or_(address["city"].is_not(None), address["postal_code"].is_not(None))
    return sa.and_(address["street"].is_not(None), place)


def _has(row: Row, entity: str, fits: Callable[[Any], sa.ColumnElement[bool]]) -> sa.ColumnElement[bool]:
    table = row.table(entity)
    return row.select(table.c["id"], table, table.c["customer_id"] == row.c["id"], fits(table.c)).exists()


# The words

_BY = {"EMAIL": "by e-mail", "PHONE": "by phone", "SMS": "by SMS", "POST": "by post", "PUSH": "by push message"}
_ADDRESS = {
    "EMAIL": "e-mail address",
    "PHONE": "phone number",
    "SMS": "phone number",
    "POST": "complete postal address",
    "PUSH": "device for push messages",
}
_BECAUSE = {
    "BOUNCED": "messages could not be delivered",
    "COMPLAINT": "the customer complained",
    "DECEASED": "the customer has died",
    "LEGAL": "the law forbids it",
    "UNSUBSCRIBED": "the customer wants no messages",
}


def _why_suppressed(entry: Any, channel: _Text) -> _Text:
    closed = sa.case(
        (entry["reason"] == _word("DECEASED"), _word("at all")),
        (entry["channel"].is_(None), _word("at all")),
        else_=_per_channel(channel, _BY),
    )
    reasons = ((entry["reason"] == _word(name), _sentence(", because ", _word(why))) for name, why in _BECAUSE.items())
    why = sa.case(*reasons, else_=_word(""))
    until = sa.func.coalesce(_sentence(" until ", _moment(entry["until"])), _word(""))
    return _sentence("No contact ", closed, " since ", _moment(entry["since"]), until, why, ".")


def _what_was_said(entry: Any, what: _Text) -> _Text:
    begin, end = _moment(entry["valid_from"]), _moment(entry["valid_until"])
    verdict = _verdict(entry)
    still = sa.func.coalesce(_sentence(" and ends on ", end), _word(" and does not end"))
    endings = {
        "DENIED": _sentence(" was denied on ", begin, "."),
        "WITHDRAWN": _sentence(" was withdrawn on ", begin, "."),
        "NOT_YET_VALID": _sentence(" begins only on ", begin, "."),
        "EXPIRED": _sentence(" counted from ", begin, " and ended on ", end, "."),
        "CONSENTED": _sentence(" counts since ", begin, still, "."),
    }
    ending = sa.case(*((verdict == _word(name), ending) for name, ending in endings.items()))
    return _sentence("Consent ", what, sa.func.coalesce(ending, _word(" is unclear.")))


def _per_channel(channel: _Text, words: Mapping[str, str]) -> _Text:
    return sa.case(*((channel == _word(name), _word(word)) for name, word in words.items()), else_=channel)


def _moment(time: _Text) -> _Text:
    in_utc = sa.func.timezone(_word("UTC"), time)
    return sa.func.to_char(in_utc, _word('YYYY-MM-DD HH24:MI "UTC"'), type_=TEXT)


def _sentence(*parts: str | _Text) -> _Text:
    """Join the parts; null when one of them is."""
    first, *others = [_word(part) if isinstance(part, str) else part for part in parts]
    for part in others:
        first = first.concat(part)
    return first


def _word(text: str) -> _Text:
    """A constant of ours, written into the statement: parameters are for what callers give."""
    return sa.literal_column("'" + text.replace("'", "''") + "'", TEXT)
