"""Whole requests: the query of each case must give exactly its JSON, by exactly its SQL, in one statement.

A case is ``queries/<topic>/<case>.graphql`` with the expected answer (``.json``) and statement (``.sql``; there is none where the
query is refused) beside it; ``pytest --refresh`` writes these two anew, to be read before they are committed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from server.database.tables import METADATA
from tests.conftest import Client, Statements

_FOLDER = Path(__file__).parent / "queries"
_CASES = sorted(path.relative_to(_FOLDER).with_suffix("").as_posix() for path in _FOLDER.glob("*/*.graphql"))
_NAMES = "|".join(sorted(METADATA.tables, key=len, reverse=True))
#: A reference to a table, with its alias if it has one.
_REFERENCE = re.compile(rf'(?:FROM|JOIN|,)\s+(?:"(?:{_NAMES})"|(?:{_NAMES})\b)(?:\s+AS\s+([\w$]+))?')
#: The look-up of an API key, which is remembered, and the driver's of an array type, once in a connection's life.
_BESIDE = ("from api_key", "typeinfo_tree", "set_config('jit'")


@pytest.mark.parametrize("case", _CASES)
async def test_query(case: str, reader: Client, statements: Statements, request: pytest.FixtureRequest) -> None:
    path = _FOLDER / case
    variables = path.with_suffix(".variables.json")
    statements.sent.clear()
    response = await reader.post(
        path.with_suffix(".graphql").read_text(), json.loads(variables.read_text()) if variables.exists() else None
    )
    sent = [text for text in statements.sent if not any(part in text for part in _BESIDE)]
    body = json.dumps(response.json(), indent=2, ensure_ascii=False) + "\n"
    if request.config.getoption("--refresh"):
        path.with_suffix(".json").write_text(body)
        path.with_suffix(".sql").write_text("".join(f"{text}\n" for text in sent))
        if not sent:
            path.with_suffix(".sql").unlink()
    assert body == path.with_suffix(".json").read_text()
    expected = path.with_suffix(".sql")
    assert sent == ([expected.read_text().removesuffix("\n")] if expected.exists() else [])
    for text in sent:
        check_tenant_predicates(text)


def check_tenant_predicates(sql: str) -> None:
    """Assert that every reference to a table in ``sql`` carries its own predicate on the tenant."""
    aliases = _REFERENCE.findall(sql)
    assert aliases
    for alias, times in Counter(aliases).items():  # what is computed may be spelled, with its tables, more than once
        assert len(re.findall(rf"\b{re.escape(alias)}\.tenant_id = \$1\b", sql)) == times, (
            f"{alias or 'a table without alias'} in {sql}"
        )
    assert len(re.findall(r"\btenant_id (?:=|<|>|IN|IS)", sql)) == len(aliases)


def test_the_check_of_tenant_predicates_finds_a_missing_one() -> None:
    inner = 'SELECT t2.id FROM "order" AS t2 WHERE t2.tenant_id = $1'
    sound = f"SELECT t0.id FROM customer AS t0, ({inner}) AS t1 WHERE t0.tenant_id = $1"
    check_tenant_predicates(sound)
    for faulty in (
        sound.replace("t2.tenant_id = $1", "true"),
        sound.replace("t2.tenant_id = $1", "t2.tenant_id = t0.tenant_id"),
        sound.replace("WHERE t0.tenant_id = $1", "JOIN company ON true WHERE t0.tenant_id = $1"),
    ):
        with pytest.raises(AssertionError):
            check_tenant_predicates(faulty)
