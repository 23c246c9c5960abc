"""The SQL that finds what a search asks for, and the values that it looks up.

Every step is bounded: it reads a fixed number of entries from one place of an index, so that the time of a search does not grow
with the tenant. Where very many bear all words of a name, a sample of those who bear the rarest is looked at, and whole names that
consist of these words are looked up beside. All comparisons are leakproof, so that row-level security leaves them their indexes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import phonenumbers
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from server.entities import ENTITIES
from server.entities.declaration import Entity
from server.entities.text import after_prefix, clean, fold
from server.entities.words import Word, near_keys, ranges, read_query, sound_keys, swapped

#: Entries that are read of one word; where it has no fewer, so many of its records are looked at.
_DEPTH, _SAMPLE = 200, 100
#: Records whose whole name begins with what was typed, or consists of words that may have been meant.
_PHRASES, _FULL_NAMES = 30, 50
#: Words that one key leads to at most, by spelling and by sound.
_NEIGHBOURS, _HOMONYMS = 60, 12
#: How many of the words that may be meant whole names are tried with: such as more than some records have.
_TRIED, _SOME = 6, 20
_HANDLES = 20
_FULL, _WORDS, _BEGINNING, _MISTYPED, _SOUNDING = 1.0, 0.95, 0.75, 0.6, 0.5
_LONGEST = 200
_PHONE = re.compile(r"(?:tel:)?\s*(?P<abroad>\+|00(?=[1-9]))?(?P<number>(?:[\d\s./\u2010-\u2015-]|\(0?\)|[()])+)")
_FEWEST_DIGITS, _FEWEST_LOCAL_DIGITS, _MOST_DIGITS = 4, 7, 17
_COUNTRY_CODES = tuple(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
#: What is dialled before a number within a country and is no single zero, or is kept: with the country's code (and the zero).
_ODD_TRUNKS = (("0", "390"), ("0", "2250"), ("8", "7"), ("8", "370"), ("06", "36"), ("01", "521"))
_TEXT, _TEXTS, _NUMBERS = sa.Text(), ARRAY(sa.Text()), ARRAY(sa.Integer())


@dataclass(frozen=True, slots=True)
class Handle:
    """A column by whose beginning a record is found: of its own table, or of one whose ``owner`` column names the record."""

    matched: str
    table: str
    column: str
    owner: str = "id"


#: By what else than words each entity is found.
HANDLES = {
    "Customer": (
        Handle("email", "customer", "email_folded"),
        Handle("email", "email_address", "address_folded", "customer_id"),
        Handle("phone", "customer", "phone"),
        Handle("phone", "customer_phone", "number", "customer_id"),
        Handle("externalId", "customer", "external_id"),
    ),
    "Company": (Handle("externalId", "company", "external_id"),),
}


_LISTS: dict[str, Any] = {
    **dict.fromkeys(("terms", "readings", "members", "sizes", "key_terms", "swapped_terms"), _NUMBERS),
    **dict.fromkeys(("words", "ends", "keys", "patterns", "swapped", "starts", "stops"), _TEXTS),
    **{f"{kind}_{end}": _TEXTS for kind in ("email", "phone", "externalid") for end in ("starts", "stops")},
}
#: The type of every parameter but ``tenant``.
PARAMETERS: dict[str, Any] = {**_LISTS, "phrase": _TEXT}


def matches(entities: Iterable[Entity], limit: int, names: Mapping[str, str]) -> str:
    """Return the SELECT of the best matches among records of ``entities``: entity, id, score, matched and place.

    Its parameters are ``tenant`` and those of ``PARAMETERS``, under ``names``.
    """
    entities = tuple(entities)
    given = ", ".join(f":{names[name]} AS {name}" for name in PARAMETERS)
    steps = ",\n".join(
        (
            f"given AS MATERIALIZED (\n  SELECT {given})",
            _WHAT,
            *(step for entity in entities for step in _steps(entity)),
        )
    )
    parts = "\nUNION ALL\n".join(
        f"SELECT '{entity.name}' AS entity, id, name, score, matched FROM {entity.table}_match" for entity in entities
    )
    return f"""WITH {steps}
SELECT entity, id, score, matched, row_number() OVER (ORDER BY score DESC, name, id) AS place
  FROM ({parts}) AS matching ORDER BY score DESC, name, id LIMIT {limit}"""


#: The words, the ways to understand them, and for each word those that may be meant, with their score. The lists stand in a step of
#: their own, where the planner cannot see how long they are: it plans once for all searches rather than again for each.
_WHAT = f"""term AS MATERIALIZED (
  SELECT term.* FROM given CROSS JOIN LATERAL unnest(terms, words, ends) AS term (no, word, beyond)),
reading AS MATERIALIZED (
  SELECT reading.* FROM given CROSS JOIN LATERAL unnest(readings, members, sizes) AS reading (no, term, size)),
variant AS MATERIALIZED (
  SELECT no AS term, word, 1.0::float8 AS score FROM term
  UNION ALL
  SELECT swapped.*, {_MISTYPED} FROM given CROSS JOIN LATERAL unnest(swapped_terms, swapped) AS swapped (term, word)
  UNION ALL
  SELECT wanted.term, near.word, CASE WHEN wanted.patterns = '' THEN {_SOUNDING} ELSE {_MISTYPED} END
    FROM given CROSS JOIN LATERAL unnest(key_terms, keys, patterns) AS wanted (term, key, patterns)
   CROSS JOIN LATERAL (SELECT known.word FROM search_key AS known WHERE known.tenant_id = :tenant AND known.key = wanted.key
                        LIMIT CASE WHEN wanted.patterns = '' THEN {_HOMONYMS} ELSE {_NEIGHBOURS} END) AS near
   WHERE wanted.patterns = '' OR near.word LIKE ANY (string_to_array(wanted.patterns, ' ')))"""


def _steps(entity: Entity) -> Iterator[str]:
    name = entity.table
    words, record = f"{name}_word", f"{name}_id"
    read = f"SELECT entry.{record} AS id FROM {words} AS entry WHERE entry.tenant_id = :tenant AND entry.word"
    yield f"""{name}_entry AS MATERIALIZED (
  SELECT term.no AS term, found.id, row_number() OVER (PARTITION BY term.no) AS place
    FROM term CROSS JOIN LATERAL (
    (({read} = term.word LIMIT {_DEPTH})
     UNION ALL ({read} > term.word AND entry.word < term.beyond LIMIT {_DEPTH})
     UNION ALL (SELECT near.id FROM variant CROSS JOIN LATERAL ({read} = variant.word LIMIT {_DEPTH}) AS near
                 WHERE variant.term = term.no AND variant.score < 1)) LIMIT {_DEPTH}) AS found)"""
    yield f"""{name}_rarest AS MATERIALIZED (
  SELECT DISTINCT ON (no) no, term, size, entries FROM (
    SELECT reading.*, counted.entries, count(*) OVER (PARTITION BY reading.no) AS known
      FROM reading JOIN (SELECT term, count(*) AS entries FROM {name}_entry GROUP BY term) AS counted
        ON counted.term = reading.term) AS reading
   WHERE known = size ORDER BY no, entries, term)"""
    whole = f"""SELECT record.id FROM {name} AS record WHERE record.tenant_id = :tenant AND record.name_folded"""
    yield f"""{name}_usual AS MATERIALIZED (
  SELECT reading.no, variant.term, variant.word, row_number() OVER (PARTITION BY variant.term ORDER BY variant.score DESC) AS place
    FROM {name}_rarest AS rarest JOIN reading ON reading.no = rarest.no JOIN variant ON variant.term = reading.term
   CROSS JOIN LATERAL ({read} = variant.word LIMIT 1 OFFSET {_SOME}) AS found
   WHERE rarest.size = 2 AND rarest.entries >= {_DEPTH})"""
    yield f"""{name}_begun AS MATERIALIZED (
  SELECT found.id FROM given CROSS JOIN LATERAL unnest(starts, stops) AS phrase (start, stop) CROSS JOIN LATERAL (
    {whole} >= phrase.start AND record.name_folded < phrase.stop
     ORDER BY record.name_folded, record.id LIMIT {_PHRASES}) AS found)"""
    yield f"""{name}_candidate AS MATERIALIZED (
  SELECT entry.id FROM {name}_entry AS entry JOIN {name}_rarest AS rarest ON rarest.term = entry.term
   WHERE rarest.entries < {_DEPTH} OR entry.place <= {_SAMPLE}
  UNION
  SELECT id FROM {name}_begun
  UNION
  (SELECT found.id FROM {name}_usual AS one JOIN {name}_usual AS other ON other.no = one.no AND other.term <> one.term
    CROSS JOIN LATERAL ({whole} = one.word || ' ' || other.word LIMIT {_PHRASES}) AS found
    WHERE one.place <= {_TRIED} AND other.place <= {_TRIED} LIMIT {_FULL_NAMES}))"""
    yield f"""{name}_seen AS MATERIALIZED (
  SELECT candidate.id, entry.word FROM {name}_candidate AS candidate CROSS JOIN LATERAL (
    SELECT entry.word FROM {words} AS entry
     WHERE entry.tenant_id = :tenant AND entry.{record} = candidate.id LIMIT 24) AS entry)"""
    yield f"""{name}_hit AS (
  SELECT id, term, max(score) AS score FROM (
    SELECT seen.id, variant.term, variant.score FROM {name}_seen AS seen JOIN variant ON variant.word = seen.word
    UNION ALL
    SELECT seen.id, term.no, {_BEGINNING} + 0.1 * length(term.word) / length(seen.word)
      FROM {name}_seen AS seen JOIN term ON seen.word > term.word AND seen.word < term.beyond) AS hit
   GROUP BY id, term)"""
    yield f"""{name}_named AS MATERIALIZED (
  SELECT id, max(score) AS score FROM (
    SELECT hit.id, exp(sum(ln(hit.score))) AS score FROM {name}_hit AS hit JOIN reading ON reading.term = hit.term
     GROUP BY hit.id, reading.no, reading.size HAVING count(*) = reading.size) AS complete
   GROUP BY id ORDER BY 2 DESC, id LIMIT {_SAMPLE})"""
    arms = "\n    UNION ALL\n    ".join(_handle(handle) for handle in _handles(entity))
    yield f"""{name}_match AS (
  SELECT DISTINCT ON (found.id) found.id, record.name, found.matched,
         CASE WHEN found.matched <> 'name' THEN found.score WHEN record.name_folded = given.phrase THEN {_FULL}
              ELSE {_WORDS} * found.score END AS score
    FROM (SELECT id, score, 'name' AS matched FROM {name}_named
    UNION ALL
    SELECT id, {_BEGINNING}, 'name' FROM {name}_begun
    UNION ALL
    {arms}) AS found CROSS JOIN given
   CROSS JOIN LATERAL (SELECT record.name, record.name_folded FROM {name} AS record
                        WHERE record.tenant_id = :tenant AND record.id = found.id LIMIT 1) AS record
   ORDER BY found.id, 4 DESC)"""


def _handles(entity: Entity) -> Iterator[Handle]:
    tables = {known.table for known in ENTITIES.values()}
    return (handle for handle in HANDLES[entity.name] if handle.table in tables)


def _handle(handle: Handle) -> str:
    """Records by the beginning of a handle; a shorter text comes before those that it begins."""
    column, kind = f"entry.{handle.column}", handle.matched.lower()
    read = f"SELECT entry.{handle.owner} AS id, {column} AS value FROM {handle.table} AS entry"
    return f"""SELECT found.id, CASE WHEN found.value = wanted.start THEN {_FULL} ELSE {_BEGINNING} - 0.1 END, '{handle.matched}'
      FROM given CROSS JOIN LATERAL unnest({kind}_starts, {kind}_stops) AS wanted (start, stop) CROSS JOIN LATERAL (
        {read} WHERE entry.tenant_id = :tenant AND {column} >= wanted.start AND {column} < wanted.stop
         ORDER BY {column} LIMIT {_HANDLES}) AS found"""


# Values


def sought(text: str) -> dict[str, Any]:
    """Return the values of all parameters for what somebody typed; raise ``ValueError`` for what is no text."""
    return _sought(text.strip()[: 2 * _LONGEST])  # a letter and its accent may become one


@lru_cache(maxsize=1_000)
def _sought(text: str) -> dict[str, Any]:
    kept = clean(text)[:_LONGEST]
    query = read_query(kept)
    keys = [(no, *key) for no, term in enumerate(query.terms) for key in _keys(term)]
    others = [(no, word) for no, term in enumerate(query.terms) for word in swapped(term.folded)]
    members = [(no, term, len(reading)) for no, reading in enumerate(query.readings) for term in reading]
    starts, stops = ranges(query.phrases)
    values: dict[str, Any] = {
        "terms": list(range(len(query.terms))),
        "words": [term.folded for term in query.terms],
        "ends": [after_prefix(term.folded) for term in query.terms],
        "readings": [no for no, _, _ in members],
        "members": [term for _, term, _ in members],
        "sizes": [size for _, _, size in members],
        "swapped_terms": [no for no, _ in others],
        "swapped": [word for _, word in others],
        "key_terms": [no for no, _, _ in keys],
        "keys": [key for _, key, _ in keys],
        "patterns": [patterns for _, _, patterns in keys],
        "phrase": query.phrases[0] if query.phrases else "",
        "starts": starts,
        "stops": stops,
    }
    handles = {"email": [] if " " in kept else [fold(kept)], "phone": _phones(kept), "externalid": [kept]}
    for kind, beginnings in handles.items():
        values[f"{kind}_starts"], values[f"{kind}_stops"] = ranges(beginnings)
    return values


def _keys(term: Word) -> Iterator[tuple[str, str]]:
    """The keys of words that may be meant by spelling, with their patterns, and by sound, without."""
    yield from near_keys(term.folded)
    yield from ((key, "") for key in sound_keys(term))


def _phones(text: str) -> Iterator[str]:
    """The beginnings, in E.164, of the phone numbers that may be meant: written for abroad, or as in whatever country."""
    found = _PHONE.fullmatch(text)
    if found is None:
        return
    number = found["number"].replace("(0)", "")
    digits = "".join(str(unicodedata.digit(character)) for character in number if character.isdigit())
    if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return
    if found["abroad"]:
        yield f"+{digits}"
        return
    yield f"+{digits}"
    if len(digits) < _FEWEST_LOCAL_DIGITS:
        return
    for trunk, country in _ODD_TRUNKS:
        if digits.startswith(trunk):
            yield f"+{country}{digits.removeprefix(trunk)}"
    for code in _COUNTRY_CODES:
        yield f"+{code}{digits.removeprefix('0')}"
