"""Computation in processes of its own, so that no job ever holds up the event loop.

A computation has a Python process to itself, which can be ended at any moment and takes nobody along when it dies. One that did its
work is kept for the next computation, which is spared the imports. Parent and child exchange pickles over the child's standard
input and output.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

#: What a computation reports: the fraction done (0 to 1) and the name of the step.
Progress = Callable[[float, str], Awaitable[None]]

_LENGTH = 8  # bytes in front of a message that say how long it is
_PROGRAM = "import sys; sys.path[:] = {path!r}; from server.jobs.computing import serve_parent; serve_parent()"


class ComputationLost(Exception):
    """The computing process ended before it had a result."""


class Processes:
    """Runs computations, at most so many at a time; the others wait their turn. The first one starts the first process."""

    def __init__(self, at_most: int) -> None:
        self._turns = asyncio.Semaphore(at_most)
        self._idle: list[Process] = []

    async def compute(self, function: Callable[..., Any], *arguments: Any, progress: Progress) -> Any:
        """Return ``function(*arguments, progress=report)``, computed in a process of its own.

        The function is one that its module can be asked for by name; it may call ``report(fraction, step)``, which comes out here
        as a call of ``progress``. What either raises ends the computation and is raised; so does cancelling.
        """
        async with self._turns:
            process = await self._process()
            try:
                kind, content = await _converse(process, pickle.dumps((function, arguments)), progress)
            except BaseException:
                await _end(process)
                raise
            self._idle.append(process)
        if kind == "error":
            raise content
        return content

    async def close(self) -> None:
        """End the processes that are kept."""
        while self._idle:
            await _end(self._idle.pop())

    async def _process(self) -> Process:
        while self._idle:
            process = self._idle.pop()
            if process.returncode is None:
                return process
        program = _PROGRAM.format(path=sys.path)
        return await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdin=PIPE, stdout=PIPE)


async def _converse(process: Process, task: bytes, progress: Progress) -> tuple[str, Any]:
    """Give the child its task and return its last word, a result or an error."""
    assert process.stdin is not None
    process.stdin.write(task)
    with suppress(ConnectionError):  # a child that died already is found when it is listened to
        await process.stdin.drain()
    while True:
        kind, content = await _receive(process)
        if kind != "progress":
            return kind, content
        await progress(*content)


async def _receive(process: Process) -> tuple[str, Any]:
    assert process.stdout is not None
    try:
        length = int.from_bytes(await process.stdout.readexactly(_LENGTH), "big")
        message: tuple[str, Any] = pickle.loads(await process.stdout.readexactly(length))
    except asyncio.IncompleteReadError:
        code = await process.wait()
        raise ComputationLost(
            f"the computing process ended with exit code {code} before it had a result; "
            "a code of -9 often means that the machine ran out of memory"
        ) from None
    return message


async def _end(process: Process) -> None:
    assert process.stdin is not None
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
    process.stdin.close()
    await process.communicate()  # reads what is left; without that the end of a child with much to say goes unnoticed


def serve_parent() -> None:
    """Be the child: read tasks from standard input, compute, and answer on standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches the child too; the parent ends it
    if hasattr(os, "nice"):
        os.nice(5)  # whoever waits for an answer goes first
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the computation prints must not get between the answers
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()

    def send(kind: str, content: Any) -> None:
        message = pickle.dumps((kind, content))
        answers.write(len(message).to_bytes(_LENGTH, "big") + message)
        answers.flush()

    with suppress(EOFError):
        while True:
            function, arguments = pickle.load(sys.stdin.buffer)
            _answer(send, function, arguments)


def _answer(send: Callable[[str, Any], None], function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    try:
        send("result", function(*arguments, progress=lambda fraction, step: send("progress", (fraction, step))))
    except Exception as error:
        story = "".join(traceback.format_exception(error))
        error.add_note(f"In the computing process:\n{story}")
        send("error", error if _can_travel(error) else RuntimeError(f"the computation failed:\n{story}"))


def _can_travel(error: Exception) -> bool:
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return False
    return True


def _end_with_parent(parent: int) -> None:
    """End soon after the parent, however that ended: nobody waits for the result any more."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
