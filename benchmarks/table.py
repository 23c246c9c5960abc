"""The figures of a run, gathered round by round and set as one table of plain text."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.load import Answers
from benchmarks.systems import FLOOR

_HEAD = ("case", "conn.", "system", "req/s", "× floor", "(range)", "p50 ms", "p99 ms", "CPU ms: server", "database")
_LEFT = {_HEAD.index("case"), _HEAD.index("system")}


@dataclass(slots=True)
class Figures:
    """What was measured, by case, number of connections and system; one entry per round, in the same order for all."""

    rounds: dict[tuple[str, int, str], list[Answers]] = field(default_factory=lambda: defaultdict(list))

    def add(self, case: str, connections: int, system: str, answers: Answers) -> None:
        """Take in one measurement."""
        self.rounds[case, connections, system].append(answers)

    def table(self) -> str:
        """Return the table: medians over the rounds, and the median of the rounds' own ratios to the floor."""
        rows: list[tuple[str, ...]] = [_HEAD]
        before = None
        for (case, connections, system), answers in self.rounds.items():
            if (case, connections) != before:
                rows.append(("",) * len(_HEAD))
            before = case, connections
            ratios = self._ratios(case, connections, system)
            rows.append((case, str(connections), system, *_figures(answers, ratios)))
        return aligned(rows, _LEFT)

    def _ratios(self, case: str, connections: int, system: str) -> list[float]:
        pairs = zip(self.rounds[case, connections, system], self.rounds[case, connections, FLOOR], strict=True)
        return [answers.per_second / floor.per_second for answers, floor in pairs]


def _figures(answers: Sequence[Answers], ratios: Sequence[float]) -> tuple[str, ...]:
    return (
        f"{statistics.median(one.per_second for one in answers):.1f}",
        f"{statistics.median(ratios):.2f}",
        f"({min(ratios):.2f}–{max(ratios):.2f})",
        _milliseconds(one.p50 for one in answers),
        _milliseconds(one.p99 for one in answers),
        _milliseconds(one.server for one in answers),
        _milliseconds(one.database for one in answers),
    )


def _milliseconds(seconds: Iterable[float | None]) -> str:
    known = [second for second in seconds if second is not None]
    return f"{statistics.median(known) * 1000:.2f}" if known else "-"


def aligned(rows: Sequence[tuple[str, ...]], left: Collection[int]) -> str:
    """Return rows as lines of columns; those in the places ``left`` hold text, the others numbers."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
