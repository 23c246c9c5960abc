"""What must hold between records: pure data, declared with the entity, checked by ``database/records`` after every write."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Demand:
    """A rule that looks at other records too.

    ``sql`` gets as $1 the tenant and $2 the ids of the records written, and returns the ids of those that break the rule;
    ``attribute`` and ``message`` tell the caller. ``alone``, if any, gets the same and returns a row when two writers at a time
    could break the rule together, neither of whom sees what the other writes: then one waits for the other.
    """

    attribute: str
    message: str
    sql: str
    alone: str = ""
