"""The processor time that processes on this machine have used, as Linux counts it in ``/proc``; None where it does not."""

from __future__ import annotations

import os
from pathlib import Path

_PROC = Path("/proc")


def seconds_used(pid: int | None) -> float | None:
    """Return the processor seconds of the process ``pid``, its descendants, and those of them that have ended."""
    if pid is None or not (_PROC / str(pid) / "stat").exists():
        return None
    known = {other: stat for other in _all_pids() if (stat := _stat(other)) is not None}
    family = newest = {pid}
    while newest:
        newest = {child for child, (parent, _) in known.items() if parent in newest}
        family = family | newest
    return sum(known[member][1] for member in family & known.keys()) / os.sysconf("SC_CLK_TCK")


def postmaster_of(backend: int) -> int | None:
    """Return the PostgreSQL server's process, given the one of a connection; None when that is on another machine."""
    stat = _stat(backend)
    try:
        command = (_PROC / str(backend) / "cmdline").read_bytes()
    except OSError:
        return None
    return stat[0] if stat is not None and b"postgres" in command else None


def _all_pids() -> list[int]:
    return [int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit()]


def _stat(pid: int) -> tuple[int, int] | None:
    """The parent of ``pid`` and the clock ticks of it and of its ended children."""
    try:
        text = (_PROC / str(pid) / "stat").read_text()
    except OSError:
        return None
    # The name in parentheses may hold anything; the numbers begin after it: state, parent, …
    fields = text.rpartition(")")[2].split()
    return int(fields[1]), sum(int(ticks) for ticks in fields[11:15])
