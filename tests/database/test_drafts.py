"""Drafted migrations, and what is said while one is missing; things that are declared are renamed in the database meanwhile."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from server.database.completeness import check_completeness
from server.database.migrate import draft_migration
from server.database.migrations import MIGRATIONS
from server.database.tenancy import Database, connect
from server.errors import SetupError

_ROOT = Path(__file__).parents[2]
_COLUMN = ("alter table customer rename job_title to occupation", "alter table customer rename occupation to job_title")
_TABLE = ("alter table history_entry rename to annals", "alter table annals rename to history_entry")
_SEARCHED = (
    'drop index "customer_email_idx"',
    'create index "customer_email_idx" on customer (tenant_id, email_folded, id)',
)


@asynccontextmanager
async def _without(owner_url: str, *changes: tuple[str, str]) -> AsyncIterator[None]:
    """Change the database, each with a statement that undoes it."""
    owner = await connect(owner_url)
    try:
        for do, _ in changes:
            await owner.execute(do)
        yield
    finally:
        for _, undo in reversed(changes):
            await owner.execute(undo)
        await owner.close()


def _ruff(*arguments: str, text: str) -> str:
    """What ruff writes about, or makes of, a migration in its place."""
    place = ("--stdin-filename", "server/database/migrations/versions/0999_draft.py", "--no-cache", "-")
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments, *place], cwd=_ROOT, input=text, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("changes", "used"),
    [
        ((_COLUMN,), {"sa", "op"}),
        ((_TABLE,), {"sa", "op", "postgresql", "distribute, protect"}),
        ((_SEARCHED,), {"op"}),
    ],
)
async def test_a_draft_imports_what_it_uses(
    changes: tuple[tuple[str, str], ...], used: set[str], owner_url: str, app_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    async with _without(owner_url, *changes):
        path = await draft_migration(owner_url, "what changed", folder)
    assert path is not None
    text = path.read_text()
    assert set(re.findall(r"^(?:from .*)?import (?:.* as )?(.+)$", text, re.MULTILINE)) == used
    _ruff("check", text=text)
    head, body = text.split("\n\n\ndef upgrade")
    assert _ruff("format", text=text).startswith(f"{head}\n\n\ndef upgrade")
    assert re.search(r'^revision = "\d{4}"\ndown_revision = "\d{4}"$', head, re.MULTILINE)
    assert "op." in body


async def test_what_is_declared_and_missing_is_named(owner_url: str, database: Database) -> None:
    await database.check()
    async with _without(owner_url, _COLUMN, _TABLE):
        with pytest.raises(SetupError) as told:
            await database.check()
    assert told.value.message == (
        "the declarations have more than the database: customer.job_title, history_entry; "
        "draft a migration with: tessera migrate --draft <what changed>"
    )
    await database.check()


async def test_only_the_first_of_many_are_named() -> None:
    async def empty(sql: str) -> list[dict[str, str]]:
        return []

    with pytest.raises(SetupError, match="than the database: company, customer, product, order, order_item, …; draft"):
        await check_completeness(empty)
