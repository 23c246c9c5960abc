"""A person's name as SQL: drawn by frequency from the lists of one script, with what is derived of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from anyascii import anyascii

from benchmarks.names import SCRIPTS, by_frequency, upper_bounds
from benchmarks.rows import Rows, texts
from server.entities.text import fold

#: The columns that hold the parts of a customer's name.
PERSON = ("name", "name_folded", "given_name", "family_name", "family_name_folded")
#: How many of the Latin family names are double-barrelled.
_DOUBLE = 0.12


def person(rows: Rows) -> tuple[Mapping[str, str], ...]:
    """The parts of a customer's name, step by step."""
    given = [name for script in SCRIPTS for name in script.given]
    family = [name for script in SCRIPTS for name in script.family]
    family_first = ", ".join(str(number) for number, script in enumerate(SCRIPTS) if script.family_first)
    places = {
        "script": _bucket(rows.fraction("script"), upper_bounds([script.share for script in SCRIPTS])),
        "other": f"CASE WHEN {rows.fraction('double')} < {_DOUBLE} "
        f"THEN 1 + {_bucket(rows.fraction('other'), by_frequency(SCRIPTS[0].family))} END",
    }
    chosen = {
        "given": _place(rows.fraction("given"), [script.given for script in SCRIPTS]),
        "family": _place(rows.fraction("family"), [script.family for script in SCRIPTS]),
        "second": "CASE WHEN script = 0 THEN other END",
    }
    parts = {
        "given_name": f"({texts(given)})[given]",
        "given_folded": f"({texts(all_folded(given))})[given]",
        "family_name": _double(family, "-"),
        "family_name_folded": _double(all_folded(family), "-"),
        "latin": f"({texts(_romanised(given))})[given] || '.' || {_double(_romanised(family), '')}",
    }
    whole = {
        name: f"CASE WHEN script IN ({family_first}) THEN {last} || {first} ELSE {first} || ' ' || {last} END"
        for name, first, last in (
            ("name", "given_name", "family_name"),
            ("name_folded", "given_folded", "family_name_folded"),
        )
    }
    return places, chosen, parts, whole


def _place(fraction: str, lists: Sequence[Sequence[str]]) -> str:
    """The place of a name, drawn by frequency from the list of the script, in the lists of all scripts one after the other."""
    before = accumulate((len(listed) for listed in lists), initial=1)
    cases = (
        f"WHEN {number} THEN {first} + {_bucket(fraction, by_frequency(listed))}"
        for number, (listed, first) in enumerate(zip(lists, before, strict=False))
    )
    return f"CASE script {' '.join(cases)} END"


def _bucket(fraction: str, bounds: Sequence[float]) -> str:
    return f"width_bucket({fraction}, '{{{', '.join(map(str, bounds))}}}'::float8[])"


def _double(names: Sequence[str], joiner: str) -> str:
    listed = texts(names)
    return f"({listed})[family] || coalesce('{joiner}' || ({listed})[second], '')"


def all_folded(names: Sequence[str]) -> list[str]:
    """Return names as they are searched."""
    return [fold(name) for name in names]


def _romanised(names: Sequence[str]) -> list[str]:
    return ["".join(filter(str.isalnum, anyascii(name).lower())) for name in names]
