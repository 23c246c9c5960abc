"""The part of a segmentation that computes: columns in, labels and profiles out, in a process of its own.

pandas and the engine are imported when the computation starts: only the computing process needs them, and the server is spared
their second of import and their memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.errors import BadUserInput

SEED = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What the engine found: the segment of each row, the segments (largest first), and how they were chosen."""

    labels: list[int]
    segments: list[dict[str, Any]]
    result: dict[str, Any]


def calculate(
    columns: Mapping[str, Sequence[Any]],
    labels: Mapping[str, str],
    k: int | None,
    *,
    progress: Callable[[float, str], None],
) -> Found:
    """Segment the rows of ``columns``; ``labels`` says what to call each column in words.

    Raises ``BadUserInput`` when the data or the request do not allow it.
    """
    import pandas as pd

    import segmentation

    spoken = _distinct(labels)
    frame = pd.DataFrame({spoken[name]: list(values) for name, values in columns.items()})
    try:
        found = segmentation.segment(frame, k=k, seed=SEED, progress=progress)
    except segmentation.SegmentationError as error:
        raise BadUserInput(str(error)) from None
    written = found.to_dict()
    names = {label: name for name, label in spoken.items()}
    for segment in written["segments"]:
        for difference in segment["differences"]:
            difference["attribute"] = names[difference["attribute"]]
    for treatment in written["treatments"]:
        treatment["name"] = names[treatment["name"]]
    return Found(written.pop("labels"), written.pop("segments"), written)


def _distinct(labels: Mapping[str, str]) -> dict[str, str]:
    """The labels by name; where two attributes would be called the same, their names are kept."""
    called = list(labels.values())
    return {name: label if called.count(label) == 1 else name for name, label in labels.items()}
