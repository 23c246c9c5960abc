"""Computing in a process of its own: results, progress, errors, and ends of every kind."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio

from server.errors import BadUserInput
from server.jobs.computing import ComputationLost, Processes

Report = Callable[[float, str], None]


def add(one: int, other: int, *, progress: Report) -> int:
    print("what is printed goes elsewhere")
    progress(0.5, "half")
    progress(1.0, "done")
    return one + other


def spin(seconds: float, *, progress: Report) -> int:
    progress(0.0, str(os.getpid()))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return os.getpid()


def refuse(*, progress: Report) -> None:
    raise BadUserInput("no such luck", ("k",))


def die(*, progress: Report) -> None:
    os._exit(3)


def return_what_cannot_travel(*, progress: Report) -> Any:
    return lambda: None


@pytest_asyncio.fixture
async def processes() -> AsyncIterator[Processes]:
    kept = Processes(1)
    yield kept
    await kept.close()


async def ignore(fraction: float, step: str) -> None:
    """Take no notice."""


async def test_result_and_progress_come_back(processes: Processes) -> None:
    seen: list[tuple[float, str]] = []

    async def note(fraction: float, step: str) -> None:
        seen.append((fraction, step))

    assert await processes.compute(add, 2, 3, progress=note) == 5
    assert seen == [(0.5, "half"), (1.0, "done")]


async def test_large_arguments_arrive(processes: Processes) -> None:
    assert await processes.compute(add, "a" * 3_000_000, "b", progress=ignore) == "a" * 3_000_000 + "b"


async def test_errors_come_back_as_they_are(processes: Processes) -> None:
    with pytest.raises(BadUserInput, match="no such luck") as raised:
        await processes.compute(refuse, progress=ignore)
    assert raised.value.path == ("k",)
    assert "In the computing process" in raised.value.__notes__[0]


async def test_a_result_that_cannot_travel_is_an_error(processes: Processes) -> None:
    with pytest.raises(Exception, match="return_what_cannot_travel"):
        await processes.compute(return_what_cannot_travel, progress=ignore)


async def test_a_process_that_dies_is_an_error(processes: Processes) -> None:
    with pytest.raises(ComputationLost, match="exit code 3"):
        await processes.compute(die, progress=ignore)


async def test_the_event_loop_goes_on_meanwhile(processes: Processes) -> None:
    computing = asyncio.create_task(processes.compute(spin, 1.0, progress=ignore))
    longest = 0.0
    while not computing.done():
        before = time.monotonic()
        await asyncio.sleep(0.01)
        longest = max(longest, time.monotonic() - before)
    assert await computing != os.getpid()
    assert longest < 0.5


async def test_cancelling_ends_the_process(processes: Processes) -> None:
    started = asyncio.get_running_loop().create_future()

    async def note(fraction: float, step: str) -> None:
        started.set_result(int(step))

    computing = asyncio.create_task(processes.compute(spin, 60.0, progress=note))
    child = await started
    computing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await computing
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


async def test_a_process_is_kept_for_the_next_computation(processes: Processes) -> None:
    first = await processes.compute(spin, 0.0, progress=ignore)
    assert await processes.compute(spin, 0.0, progress=ignore) == first
    await processes.close()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


async def test_an_error_of_the_computation_spares_the_process(processes: Processes) -> None:
    first = await processes.compute(spin, 0.0, progress=ignore)
    with pytest.raises(BadUserInput):
        await processes.compute(refuse, progress=ignore)
    assert await processes.compute(spin, 0.0, progress=ignore) == first


async def test_a_kept_process_that_died_is_replaced(processes: Processes) -> None:
    first = await processes.compute(spin, 0.0, progress=ignore)
    os.kill(first, signal.SIGKILL)
    await asyncio.sleep(0.5)
    assert await processes.compute(spin, 0.0, progress=ignore) != first
