"""The `tessera` command as its user meets it: real processes on a database of their own."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx
import pytest

from server.database.embedded import Embedded, ensure_running, stop
from server.database.migrations import MIGRATIONS
from server.database.roles import application_url
from server.database.tenancy import Database
from server.tenants import Authenticator

_ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder for data directories; as root, the server runs as another user, who must be able to reach its data."""
    made = Path(tempfile.mkdtemp(prefix="tessera-cli-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Embedded]:
    """A database that stays up between the commands."""
    running = ensure_running(folder / "data", lambda line: None)
    yield running
    running.release()


def _start(data_dir: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TESSERA_")}
    environment |= {"TESSERA_DATA_DIR": str(data_dir), **settings}
    command = [sys.executable, "-m", "server", *arguments]
    return subprocess.Popen(
        command, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _run(site: Embedded, *arguments: str) -> tuple[int, str, str]:
    process = _start(site.data_dir, *arguments)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def _actor(site: Embedded, token: str) -> str:
    """How the history calls the key of this token."""

    async def run() -> str:
        database = await Database.open(application_url(site.owner_url), size=1, statement_timeout=15)
        try:
            return (await Authenticator(database).caller(f"Bearer {token}")).actor
        finally:
            await database.close()

    return asyncio.run(run())


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
    assert _run(site, "tenant", "create", "acme")[2].endswith("created tenant acme\nacme  -  UTC\n")
    assert _run(site, "tenant", "create", "acme")[2].endswith("tenant acme exists already\nacme  -  UTC\n")
    assert "acme  -  UTC\n" in _run(site, "tenant", "list")[1]
    status, token, _ = _run(site, "tenant", "key", "acme", "--role", "client")
    assert status == 0
    assert token.startswith("tessera_")
    assert len(token.split()) == 1


def test_a_tenant_has_settings(site: Embedded) -> None:
    def listed() -> str:
        return next(line for line in _run(site, "tenant", "list")[1].splitlines() if line.startswith("settled "))

    assert _run(site, "tenant", "create", "settled", "--region", "DE")[0] == 0
    assert listed() == "settled  DE  UTC"
    status, _, err = _run(site, "tenant", "set", "settled", "--time-zone", "Europe/Berlin")
    assert (status, err) == (0, "settled  DE  Europe/Berlin; running servers know it within 30 seconds\n")
    assert listed() == "settled  DE  Europe/Berlin"
    assert _run(site, "tenant", "set", "settled", "--region", "IR", "--time-zone", "Asia/Tehran")[0] == 0
    assert listed() == "settled  IR  Asia/Tehran"
    for arguments, reason in (
        (("settled", "--region", "Germany"), "'Germany' is not the code of a country; give an ISO 3166-1 alpha-2 code"),
        (("settled", "--time-zone", "../etc/passwd"), "'../etc/passwd' is not a time zone; give an IANA name"),
        (("nobody", "--region", "DE"), "there is no tenant 'nobody'; create it with"),
    ):
        status, _, err = _run(site, "tenant", "set", *arguments)
        assert status == 1
        assert reason in err
    assert listed() == "settled  IR  Asia/Tehran"


@pytest.mark.parametrize("setting", [("--region", "Germany"), ("--region", ""), ("--time-zone", "Berlin")])
def test_a_setting_that_cannot_be_creates_no_tenant(site: Embedded, setting: tuple[str, str]) -> None:
    status, _, err = _run(site, "tenant", "create", "mistaken", *setting)
    assert status == 1
    assert f"{setting[1]!r} is not" in err
    assert "mistaken" not in _run(site, "tenant", "list")[1]


def test_creating_a_tenant_again_tells_which_settings_it_changes(site: Embedded) -> None:
    def create(*settings: str) -> list[str]:
        status, _, err = _run(site, "tenant", "create", "again", *settings)
        assert status == 0
        return err.splitlines()[-3:]

    assert create("--region", "DE")[-2:] == ["created tenant again", "again  DE  UTC"]
    assert create("--region", "DE")[-2:] == ["tenant again exists already", "again  DE  UTC"]
    assert create("--region", "BR", "--time-zone", "America/Recife") == [
        "tenant again exists already",
        "changed region from DE to BR, time zone from UTC to America/Recife",
        "again  BR  America/Recife; running servers know it within 30 seconds",
    ]


def test_a_key_is_listed_as_in_the_history_and_revoked_by_its_name_its_id_or_its_token(site: Embedded) -> None:
    _run(site, "tenant", "create", "keys")
    tokens = [_run(site, "tenant", "key", "keys", "--role", role)[1].strip() for role in ("admin", "client", "client")]
    listed = [line.split() for line in _run(site, "tenant", "keys", "keys")[1].splitlines()]
    assert [row[1] for row in listed] == ["admin", "client", "client"]
    assert not any(token in str(listed) for token in tokens)
    assert [row[0] for row in listed] == [_actor(site, token) for token in tokens]
    assert _run(site, "tenant", "revoke", "keys", listed[0][0])[0] == 0
    assert _run(site, "tenant", "revoke", "keys", tokens[1])[0] == 0
    assert _run(site, "tenant", "revoke", "keys", listed[2][0].removeprefix("key_"))[0] == 0
    assert _run(site, "tenant", "keys", "keys")[1] == ""
    for key in (tokens[1], listed[0][0], "key_", "nonsense"):
        status, _, err = _run(site, "tenant", "revoke", "keys", key)
        assert status == 1
        assert "see: tessera tenant keys keys" in err


def test_a_draft_is_neither_doubled_nor_applied_unasked(site: Embedded) -> None:
    _run(site, "migrate")
    _sql(site, "update alembic_version set version_num = '0000'")
    try:
        status, _, err = _run(site, "migrate", "--draft", "again")
        assert status == 1
        assert "run `tessera migrate` first; if the last file is a draft that you do not want, delete it" in err
        status, _, err = _run(site, "tenant", "list")
        assert status == 1
        assert "run: tessera migrate" in err
    finally:
        newest = max(path.name[:4] for path in (MIGRATIONS / "versions").glob("0*.py"))
        _sql(site, f"update alembic_version set version_num = '{newest}'")


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


@pytest.mark.parametrize("variable", ["TESSERA_DATABASE_URL", "TESSERA_APP_DATABASE_URL"])
@pytest.mark.parametrize("url", ["foo", "mysql://ann:wonderland@db/tessera", "ann:wonderland@db/tessera"])
def test_what_is_no_url_of_a_database_is_refused_by_the_name_of_its_variable(
    tmp_path: Path, variable: str, url: str
) -> None:
    process = _start(tmp_path, "tenant", "list", **{variable: url})
    out, err = process.communicate(timeout=60)
    reason = f"{variable} is not the URL of a PostgreSQL database; it must begin with postgresql:// or postgres://"
    assert (process.returncode, out, err) == (1, "", f"tessera: {reason}\n")


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
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, _, err = _run(site, "serve", "--port", str(port))
    assert status == 1
    assert f"cannot listen on 127.0.0.1 port {port}" in err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_ends_at_a_signal_and_leaves_the_database_to_the_others(site: Embedded, number: signal.Signals) -> None:
    with _serving(site) as (process, url):
        assert httpx.get(f"{url}/readyz").json() == {"status": "ready"}
        process.send_signal(number)
        assert process.wait(timeout=30) == 0
    assert _run(site, "tenant", "list")[0] == 0


@pytest.mark.parametrize(
    ("command", "said", "status"),
    [(("serve", "--port", "0"), "serving on", 0), (("demo", "--port", "0"), "importing", 143)],
)
def test_a_signal_stops_the_database_of_its_last_user(
    folder: Path, command: tuple[str, ...], said: str, status: int
) -> None:
    data_dir = folder / command[0]
    with _start(data_dir, *command) as process:
        _read_until(process, said)
        process.terminate()
        assert process.wait(timeout=30) == status
    assert (data_dir / "pgdata").exists()
    assert not stop(data_dir), "PostgreSQL was still running"


def test_a_second_interrupt_does_not_wait_for_the_requests_in_hand(site: Embedded) -> None:
    _run(site, "tenant", "create", "slow")
    token = _run(site, "tenant", "key", "slow", "--role", "client")[1].strip()
    head = f"POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
    with _serving(site) as (process, url):
        address = urlsplit(url)
        with socket.create_connection((address.hostname or "", address.port or 0)) as unfinished:
            unfinished.sendall(f"{head}Content-Length: 9\r\n\r\n".encode())
            assert httpx.get(f"{url}/healthz").status_code == 200
            begin = time.monotonic()
            process.send_signal(signal.SIGINT)
            time.sleep(1)
            assert process.poll() is None
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=30) == 0
    assert time.monotonic() - begin < 5


def test_a_server_whose_worker_fails_ends(site: Embedded) -> None:
    with _serving(site) as (process, _):
        _sql(site, "drop schema jobs cascade")
        try:
            assert process.wait(timeout=30) == 1
        finally:
            _run(site, "migrate")
        said = process.communicate()[1]
    assert "the server ends, because its worker failed: the database has no job queue" in said
    assert "tessera: the database has no job queue; run `tessera migrate`" in said
    assert "Traceback" not in said


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


def test_what_is_declared_and_not_drafted_is_noticed(site: Embedded) -> None:
    _run(site, "migrate")
    _sql(site, "alter table customer rename column job_title to occupation")
    try:
        for command in (("serve", "--port", "0"), ("worker",), ("migrate",)):
            status, _, err = _run(site, *command)
            assert status == 1, command
            assert "the declarations have more than the database: customer.job_title; draft a migration with: " in err
    finally:
        _sql(site, "alter table customer rename column occupation to job_title")
    assert _run(site, "migrate")[0] == 0


@contextmanager
def _serving(site: Embedded) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server on a free port, and its address."""
    with _start(site.data_dir, "serve", "--port", "0") as process:
        try:
            yield process, _read_until(process, "serving on").split()[2].removesuffix("/graphql;")
        finally:
            process.terminate()


def _read_until(process: subprocess.Popen[str], beginning: str) -> str:
    """The first line with this beginning that the process writes to its standard error."""
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if line.startswith(beginning):
            return line
    raise AssertionError("".join(said))


def _ask(url: str, token: str, query: str) -> dict[str, dict[str, dict[str, str]]]:
    answer = httpx.post(
        f"{url}/graphql", json={"query": query}, headers={"Authorization": f"Bearer {token}"}, timeout=30
    )
    data: dict[str, dict[str, dict[str, str]]] = answer.json()["data"]
    return data
