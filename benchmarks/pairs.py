"""Two tenants asked the same question by turns, request by request, so that whatever else the machine does slows both alike."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

from benchmarks.load import Connection

#: Requests that a round has at least, however long they take.
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """The seconds of each request, to the one tenant and to the other."""

    small: list[float]
    large: list[float]

    def ratio(self) -> float:
        """How many times as long the large tenant took, by the medians."""
        return statistics.median(self.large) / statistics.median(self.small)


@dataclass(slots=True)
class Paired:
    """What came of one question: requests that were sent for the first time, and rounds of those that were sent before."""

    first: Pair
    rounds: list[Pair] = field(default_factory=list)

    def ratios(self) -> list[float]:
        """The ratio of each round."""
        return [pair.ratio() for pair in self.rounds]


class Questioner:
    """Asks one question of both tenants over a connection each."""

    def __init__(self, port: int, small: Sequence[str], large: Sequence[str]) -> None:
        self._connections = [Connection(port, [one.encode() for one in requests], 0) for requests in (small, large)]
        self._count = max(len(small), len(large))

    def ask_all(self, seconds: float) -> Pair:
        """Send every request once, or as many as go into the time."""
        return self._ask(seconds, self._count)

    def ask_for(self, seconds: float) -> Pair:
        """Ask and ask again, for so long."""
        return self._ask(seconds, 1_000_000)

    def close(self) -> None:
        """Close the connections."""
        for connection in self._connections:
            connection.close()

    def _ask(self, seconds: float, most: int) -> Pair:
        times: tuple[list[float], list[float]] = ([], [])
        end = perf_counter() + seconds
        while len(times[0]) < most and (perf_counter() < end or len(times[0]) < _FEWEST):
            for connection, listed in zip(self._connections, times, strict=True):
                connection.send()
                while connection.receive() is None:
                    pass
                listed.append(perf_counter() - connection.sent_at)
        return Pair(*times)
