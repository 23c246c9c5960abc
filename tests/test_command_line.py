"""The `tessera` command as its user meets it: real processes on a database of their own."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest

from server.database.embedded import Embedded, ensure_running

_ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def site() -> Iterator[Embedded]:
    """A database that stays up between the commands."""
    folder = Path(tempfile.mkdtemp(prefix="tessera-cli-"))
    folder.chmod(0o755)
    running = ensure_running(folder / "data", lambda line: None)
    yield running
    running.release()
    shutil.rmtree(folder, ignore_errors=True)


def _start(site: Embedded, *arguments: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TESSERA_")}
    environment["TESSERA_DATA_DIR"] = str(site.data_dir)
    command = [sys.executable, "-m", "server", *arguments]
    return subprocess.Popen(
        command, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _run(site: Embedded, *arguments: str) -> tuple[int, str, str]:
    process = _start(site, *arguments)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def _sql(site: Embedded, statement: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(site.owner_url)
        await connection.execute(statement)
        await connection.close()

    asyncio.run(run())


def test_help_names_every_command(site: Embedded) -> None:
    status, out, _ = _run(site, "--help")
    assert status == 0
    for command in ("serve", "demo", "migrate", "tenant", "import", "worker", "schema", "stop"):
        assert f"  {command} " in out
        assert _run(site, command, "--help")[0] == 0


def test_a_tenant_is_created_once_and_gets_keys(site: Embedded) -> None:
    assert _run(site, "tenant", "create", "acme")[2].endswith("created tenant acme\n")
    assert _run(site, "tenant", "create", "acme")[2].endswith("tenant acme exists already\n")
    assert "acme\n" in _run(site, "tenant", "list")[1]
    status, token, _ = _run(site, "tenant", "key", "acme", "--role", "client")
    assert status == 0
    assert token.startswith("tessera_")
    assert len(token.split()) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("tenant", "create", "No Way"), "'No Way' cannot be a tenant's slug"),
        (("tenant", "key", "nobody", "--role", "admin"), "there is no tenant 'nobody'; create it with"),
        (("tenant", "key", "nobody", "--role", "king"), "'king' is not one of 'admin', 'marketer', 'client'"),
        (("import", "nobody", "customer", "README.md"), "there is no tenant 'nobody'"),
        (("import", "acme", "starship", "README.md"), "starship"),
        (("import", "acme", "customer", "README.md", "--map", "nonsense"), "nonsense"),
        (("import", "acme", "customer", "nowhere.csv"), "'nowhere.csv' does not exist"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(site: Embedded, arguments: tuple[str, ...], message: str) -> None:
    _run(site, "tenant", "create", "acme")
    status, _, err = _run(site, *arguments)
    assert status != 0
    assert message in err
    assert "Traceback" not in err


def test_an_import_is_told_in_numbers_and_can_be_repeated(site: Embedded, tmp_path: Path) -> None:
    _run(site, "tenant", "create", "importer")
    file = tmp_path / "people.csv"
    file.write_text("Key,E-Mail,country\n1,ann@example.com,DE\n2,bob@example.com,Germany\n")
    arguments = ("import", "importer", "customer", str(file), "--map", "Key=external_id", "--map", "E-Mail=email")
    status, out, err = _run(site, *arguments)
    assert (status, out) == (1, "2 rows: 1 created, 0 updated, 0 unchanged, 1 refused\n")
    assert f"{file}.errors.csv" in err
    assert "country" in Path(f"{file}.errors.csv").read_text()
    file.write_text("Key,E-Mail,country\n1,ann@example.com,DE\n2,bob@example.com,DE\n")
    assert _run(site, *arguments)[1] == "2 rows: 1 created, 0 updated, 1 unchanged, 0 refused\n"
    assert not Path(f"{file}.errors.csv").exists()


def test_a_port_that_is_taken_is_named(site: Embedded) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, _, err = _run(site, "serve", "--port", str(port))
    assert status == 1
    assert f"cannot listen on 127.0.0.1 port {port}" in err


def test_serve_ends_at_a_signal_and_leaves_the_database_to_the_others(site: Embedded) -> None:
    with _serving(site) as (process, url):
        assert httpx.get(f"{url}/readyz").json() == {"status": "ready"}
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
    assert _run(site, "tenant", "list")[0] == 0


def test_a_killed_server_leaves_everything_to_the_next_one(site: Embedded) -> None:
    _run(site, "tenant", "create", "survivor")
    token = _run(site, "tenant", "key", "survivor", "--role", "admin")[1].strip()
    mutation = 'mutation { createCustomer(input: {externalId: "kept"}) { customer { externalId } } }'
    with _serving(site) as (process, url):
        assert _ask(url, token, mutation)["createCustomer"]["customer"]["externalId"] == "kept"
        process.kill()
    with _serving(site) as (_, url):
        kept = _ask(url, token, '{ customer(externalId: "kept") { externalId } }')
    assert kept == {"customer": {"externalId": "kept"}}


def test_neither_serve_nor_worker_nor_migrate_go_on_beside_an_unprotected_table(site: Embedded) -> None:
    _run(site, "migrate")
    _sql(site, "create table leak (tenant_id uuid, secret text)")
    try:
        for command in (("serve", "--port", "0"), ("worker",), ("migrate",)):
            status, _, err = _run(site, *command)
            assert status == 1, command
            assert "table leak is not under forced row-level security" in err, command
    finally:
        _sql(site, "drop table leak")
    assert _run(site, "migrate")[0] == 0


def test_there_is_nothing_to_draft_when_the_migrations_are_complete(site: Embedded) -> None:
    _run(site, "migrate")
    before = sorted((_ROOT / "server/database/migrations/versions").glob("*.py"))
    status, _, err = _run(site, "migrate", "--draft", "nothing")
    assert status == 0
    assert "has all that is declared already" in err
    assert sorted((_ROOT / "server/database/migrations/versions").glob("*.py")) == before


@contextmanager
def _serving(site: Embedded) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server on a free port, and its address."""
    with _start(site, "serve", "--port", "0") as process:
        assert process.stderr is not None
        try:
            said = []
            for line in process.stderr:
                said.append(line)
                if line.startswith("serving on"):
                    yield process, line.split()[2].removesuffix("/graphql;")
                    break
            else:
                raise AssertionError("".join(said))
        finally:
            process.terminate()


def _ask(url: str, token: str, query: str) -> dict[str, dict[str, dict[str, str]]]:
    answer = httpx.post(
        f"{url}/graphql", json={"query": query}, headers={"Authorization": f"Bearer {token}"}, timeout=30
    )
    data: dict[str, dict[str, dict[str, str]]] = answer.json()["data"]
    return data
