"""`make bench-graph`: ask a large tenant what a small one is asked, and print how many times as long it takes.

    python -m benchmarks.graph                                    1,000,000 customers beside 10,000: half an hour the first time
    python -m benchmarks.graph --small 1000 --large 20000         a trial run on little data
    python -m benchmarks.graph --group search                     one group of questions

Both tenants lie in the same tables. They are asked by turns, request by request, over HTTP; a ratio is of the medians of one round.
The plans of all questions are looked at, too: each must read no table whole and enter every index by the tenant.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import platform
import signal
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.__main__ import end_cleanly, own_data_dir, report
from benchmarks.graph_generator import GraphTenant, generate_graph
from benchmarks.graph_plans import Plan, Planner
from benchmarks.graph_questions import GOALS, QUESTIONS
from benchmarks.graph_samples import AGGREGATES, SEARCH, Question, Sample, Variables, draw_sample
from benchmarks.ilike import Ilike, measure_ilike
from benchmarks.load import LoadError, ask, http_request
from benchmarks.pairs import Paired, Questioner
from benchmarks.systems import serving
from benchmarks.table import aligned
from server.database import postmaster
from server.database.data_directory import OWNER, open_data_directory
from server.database.embedded import ensure_running
from server.database.roles import application_url
from server.database.tenancy import Database, connect
from server.entities.declaration import Role
from server.errors import TesseraError
from server.startup import Site, migrate_site
from server.tenants import create_key

#: ILIKE must take so many times as long as the search.
ILIKE_GOAL = 100

_HEAD = ("question", "small ms", "large ms", "×", "(range)", "p95 large", "first time: small", "large", "goal")
_ILIKE_TEXTS = 5


def main() -> None:
    """Run what the command line asks for; the status is 1 when a goal is missed or a plan is wrong."""
    signal.signal(signal.SIGTERM, end_cleanly)
    options = _parser().parse_args()
    try:
        with _database(options) as owner_url:
            sys.exit(0 if _run(options, owner_url) else 1)
    except (TesseraError, LoadError) as error:
        sys.exit(f"benchmarks: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    description, _, epilog = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.graph",
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--small", type=int, default=10_000, help="customers of the small tenant (default: 10000)")
    parser.add_argument("--large", type=int, default=1_000_000, help="customers of the large tenant (default: 1000000)")
    parser.add_argument("--seed", type=int, default=1, help="what the data are drawn from (default: 1)")
    parser.add_argument("--group", action="append", choices=list(GOALS), help="only these questions; may be repeated")
    parser.add_argument("--rounds", type=int, default=5, help="how often each question is measured (default: 5)")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long each time (default: 2)")
    parser.add_argument(
        "--output", type=Path, default=Path("dist/benchmarks"), help="where figures and plans are written (%(default)s)"
    )
    parser.add_argument(
        "--data-dir", type=Path, default=own_data_dir("-graph"), help="where the database lies (%(default)s)"
    )
    parser.add_argument(
        "--database-url", help="use this database instead: the URL of its owner, who may create roles and schemas"
    )
    return parser


@contextlib.contextmanager
def _database(options: argparse.Namespace) -> Iterator[str]:
    if options.database_url:
        yield options.database_url
        return
    with ensure_running(options.data_dir, report) as embedded:
        asyncio.run(_let_owner_skip_checks(options.data_dir))
        yield embedded.owner_url


async def _let_owner_skip_checks(data_dir: Path) -> None:
    superuser = await postmaster.connect(open_data_directory(data_dir), report)
    assert superuser is not None
    try:
        await superuser.execute(f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}")
    finally:
        await superuser.close()


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two tenants, as it is asked."""

    tenant: GraphTenant
    sample: Sample
    token: str

    def requests(self, question: Question) -> list[str]:
        """Return the HTTP requests of a question."""
        return [
            http_request("/graphql", self.token, {"query": question.document, "variables": variables})
            for variables in question.draw(self.sample)
        ]


def _run(options: argparse.Namespace, owner_url: str) -> bool:
    tenants = [GraphTenant(customers, options.seed) for customers in (options.small, options.large)]
    questions = [question for question in QUESTIONS if not options.group or question.group in options.group]
    asyncio.run(migrate_site(Site(owner_url, application_url(owner_url)), report))
    asyncio.run(generate_graph(owner_url, tenants, report))
    options.output.mkdir(parents=True, exist_ok=True)
    with serving(owner_url) as port:
        version, sides = asyncio.run(_sides(owner_url, tenants, port))
        plans = asyncio.run(_plans(owner_url, sides[-1], questions))
        (options.output / "graph-plans.txt").write_text("\n\n".join(map(str, plans)) + "\n")
        for side in sides:
            _check_answers(port, side, questions)
        report("every question is answered, and with something")
        measured = {question: _measure(options, port, sides, question) for question in questions}
    ilike = _ilike(owner_url, sides[-1], questions)
    lines = [_circumstances(tenants, version), _table(measured), *_compared(measured, ilike), *_wrong(plans)]
    told = "\n\n".join(lines)
    (options.output / "graph.txt").write_text(f"{told}\n")
    print(f"\n{told}\n\nfigures and plans are in {options.output}", flush=True)
    return not _missed(measured) and not any(plan.faults and not plan.question.excuse for plan in plans)


async def _sides(owner_url: str, tenants: Sequence[GraphTenant], port: int) -> tuple[int, list[_Side]]:
    """Return PostgreSQL's version, and the tenants with a sample and a key of each."""
    owner = await connect(owner_url)
    try:
        version = int(await owner.fetchval("SHOW server_version_num"))
    finally:
        await owner.close()
    database = await Database.open(application_url(owner_url), size=1)
    try:
        tokens = [await create_key(database, tenant.slug, Role.CLIENT) for tenant in tenants]
    finally:
        await database.close()
    return version, [
        _Side(tenant, await draw_sample(owner_url, tenant, partial(_ask, port, token)), token)
        for tenant, token in zip(tenants, tokens, strict=True)
    ]


def _ask(port: int, token: str, document: str, variables: Variables) -> Any:
    return json.loads(ask(port, http_request("/graphql", token, {"query": document, "variables": variables})))["data"]


async def _plans(owner_url: str, side: _Side, questions: Sequence[Question]) -> list[Plan]:
    database = await Database.open(application_url(owner_url), size=1)
    try:
        planner = Planner(database, side.tenant)
        return [plan for question in questions for plan in await planner.plans(question, question.draw(side.sample)[0])]
    finally:
        await database.close()


def _check_answers(port: int, side: _Side, questions: Sequence[Question]) -> None:
    """Raise ``LoadError`` when a question has an error for its answer, or finds nothing at all."""
    for question in questions:
        requests = side.requests(question)
        if not requests:
            raise LoadError(f"nothing was drawn to ask {side.tenant.slug} for {question.name}")
        try:
            answers = [ask(port, request) for request in requests[:5]]
        except LoadError as error:
            raise LoadError(f"{side.tenant.slug}, {question.name}: {error}") from error
        if not any(b'"id"' in answer or question.group == AGGREGATES for answer in answers):
            raise LoadError(f"{side.tenant.slug}, {question.name} finds nothing: {answers[0][:300]!r}")


def _measure(options: argparse.Namespace, port: int, sides: Sequence[_Side], question: Question) -> Paired:
    report(f"measuring {question.group}: {question.name}")
    small, large = (side.requests(question) for side in sides)
    questioner = Questioner(port, small, large)
    try:
        paired = Paired(questioner.ask_all(4 * options.seconds))
        for _ in range(options.rounds):
            paired.rounds.append(questioner.ask_for(options.seconds))
    finally:
        questioner.close()
    return paired


def _ilike(owner_url: str, side: _Side, questions: Sequence[Question]) -> dict[Question, Ilike]:
    """How long ILIKE takes on the large tenant for the texts that hold a name as it is."""
    searched = [
        question for question in questions if question.group == SEARCH and question.name in ("whole name", "name begun")
    ]
    texts = {question: [one["text"] for one in question.draw(side.sample)[:_ILIKE_TEXTS]] for question in searched}
    return {
        question: asyncio.run(measure_ilike(application_url(owner_url), side.tenant, listed))
        for question, listed in texts.items()
    }


# What is told


def _circumstances(tenants: Sequence[GraphTenant], version: int) -> str:
    machine = f"{os.cpu_count()} processors, Python {platform.python_version()}, PostgreSQL {version // 10_000}.{version % 10_000}"
    return "\n".join(
        (machine, *(f"{name}: {tenant}" for name, tenant in zip(("small", "large"), tenants, strict=True)))
    )


def _table(measured: dict[Question, Paired]) -> str:
    rows: list[tuple[str, ...]] = [_HEAD]
    for group, goal in GOALS.items():
        of_group = {question: paired for question, paired in measured.items() if question.group == group}
        if of_group:
            rows += [("",) * len(_HEAD), (f"{group}:", *("",) * (len(_HEAD) - 1))]
        rows += [(f"  {question.name}", *_figures(paired, goal)) for question, paired in of_group.items()]
    return aligned(rows, {0})


def _figures(paired: Paired, goal: float | None) -> tuple[str, ...]:
    small = [one for pair in paired.rounds for one in pair.small]
    large = [one for pair in paired.rounds for one in pair.large]
    ratios = paired.ratios()
    return (
        _milliseconds(small),
        _milliseconds(large),
        f"{statistics.median(ratios):.2f}",
        f"({min(ratios):.2f}–{max(ratios):.2f})",
        f"{sorted(large)[int(len(large) * 0.95)] * 1000:.2f}",
        _milliseconds(paired.first.small),
        _milliseconds(paired.first.large),
        "" if goal is None else f"≤ {goal:g}{'' if statistics.median(ratios) <= goal else ' MISSED'}",
    )


def _milliseconds(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.2f}"


def _missed(measured: dict[Question, Paired]) -> list[Question]:
    return [
        question
        for question, paired in measured.items()
        if (goal := GOALS[question.group]) is not None and statistics.median(paired.ratios()) > goal
    ]


def _compared(measured: dict[Question, Paired], ilike: dict[Question, Ilike]) -> Iterator[str]:
    """The search beside ILIKE, on the large tenant: the one over HTTP, the other the statement alone."""
    lines = []
    for question, other in ilike.items():
        search = statistics.median([one for pair in measured[question].rounds for one in pair.large])
        lines.append(
            f"  {question.name}: search {search * 1000:.2f} ms; ILIKE {other.alone * 1000:,.0f} ms in one process, "
            f"{other.alone / search:,.0f} times as long (the goal is {ILIKE_GOAL}); "
            f"{other.parallel * 1000:,.0f} ms in several, {other.parallel / search:,.0f} times"
        )
    if lines:
        yield "\n".join(("search beside ILIKE on the large tenant", *lines))


def _wrong(plans: Sequence[Plan]) -> Iterator[str]:
    lines = []
    for plan in plans:
        if plan.faults:
            excuse = f" ({plan.question.excuse})" if plan.question.excuse else " WRONG"
            lines.append(f"  {plan.question.name}, {plan.kind}: {'; '.join(plan.faults)}{excuse}")
    yield "\n".join(
        (
            f"{len(plans)} plans; all enter every index by the tenant and read no table whole, but for",
            *lines,
            *([] if lines else ["  none"]),
        )
    )


if __name__ == "__main__":
    main()
