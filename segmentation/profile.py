"""Say what sets each segment apart, in numbers: effect sizes, medians, shares and lift.

The last step of a segmentation. It compares every segment with the rest, attribute by attribute, on the values as the
encoder read them, and keeps what is at least a small effect. Putting it into words is :mod:`segmentation.naming`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.attributes import OTHER, Encoding, LevelEncoding, NumberEncoding
from segmentation.columns import Kind
from segmentation.features import FeatureEncoder
from segmentation.scaling import Numbers

SMALL_EFFECT = 0.2
"""Differences below this size are left out; Cohen's limit of a small effect, for d and for h."""

LARGEST_EFFECT = 10.0
"""Bound of Cohen's d, which is infinite where a segment and the rest do not vary at all."""

MIN_SUPPORT = 5
"""A level is compared when the segment holds, or by its size should hold, at least this many rows of it."""

Labels: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NumberDifference:
    """How a segment differs from the rest in a quantitative or ordinal attribute.

    Attributes
    ----------
    attribute : str
        The attribute.
    kind : {"number", "date", "duration", "ordinal"}
        What its values are.
    effect : float
        Cohen's d, segment against the rest, on the bent and clipped scale; positive when the segment is higher.
    segment_median, overall_median : float
        Medians of the present values in the attribute's own unit (days for dates and durations).
    segment_mean, overall_mean : float
        Means, likewise.
    segment_typical, overall_typical : str
        The medians for reading: a number, a date, or the name of a level.
    """

    attribute: str
    kind: Kind
    effect: float
    segment_median: float
    overall_median: float
    segment_mean: float
    overall_mean: float
    segment_typical: str
    overall_typical: str


@dataclass(frozen=True, slots=True)
class LevelDifference:
    """How a segment differs from the rest in how many of its rows hold one level of a nominal attribute.

    Attributes
    ----------
    attribute : str
        The attribute.
    kind : {"nominal", "flag"}
        What its values are.
    level : str
        The level; "(missing)" for rows without a value.
    effect : float
        Cohen's h, segment against the rest; positive when the level is more frequent in the segment.
    count : int
        Rows of the segment that hold the level.
    segment_share, overall_share : float
        Share of the rows that hold the level, in the segment and in the whole.
    lift : float
        ``segment_share / overall_share``.
    """

    attribute: str
    kind: Kind
    level: str
    effect: float
    count: int
    segment_share: float
    overall_share: float
    lift: float


Difference: TypeAlias = NumberDifference | LevelDifference


def segment_differences(frame: pd.DataFrame, labels: Labels, encoder: FeatureEncoder) -> list[tuple[Difference, ...]]:
    """List for each segment what sets it apart, strongest first.

    Parameters
    ----------
    frame : DataFrame of shape (n, n_attributes)
        The attributes.
    labels : ndarray of shape (n,), int64
        The segment of each row, from 0, without gaps.
    encoder : FeatureEncoder
        Fitted on the frame; attributes of weight 0 are profiled too, dropped ones are not.

    Returns
    -------
    differences : list of tuple of NumberDifference or LevelDifference
        One tuple per segment: every difference with an effect of at least 0.2. Both effects, d and h, share Cohen's
        limits (0.2 small, 0.5 medium, 0.8 large) and so can be ranked together. Empty for a single segment.

    References
    ----------
    J. Cohen, *Statistical Power Analysis for the Behavioral Sciences*, 2nd ed., Erlbaum 1988, chapters 2 and 6.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"orders": [1, 2, 3, 4, 11, 12, 13, 14]})
    >>> labels = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    >>> low, high = segment_differences(frame, labels, FeatureEncoder().fit(frame))
    >>> round(high[0].effect, 2), high[0].segment_median, high[0].overall_median
    (7.75, 12.5, 7.5)
    """
    count = int(labels.max()) + 1
    found: list[list[Difference]] = [[] for _ in range(count)]
    columns = dict(zip(map(str, frame.columns), frame.columns, strict=True))
    for name, encoding in encoder.encodings_.items():
        for segment, difference in _compare(frame[columns[name]], labels, count, encoding):
            if abs(difference.effect) >= SMALL_EFFECT:
                found[segment].append(difference)
    return [tuple(sorted(differences, key=_strength)) for differences in found]


def cohens_d(segment: Numbers, rest: Numbers) -> float:
    """Measure the standardised difference of two means, with the pooled standard deviation.

    Parameters
    ----------
    segment, rest : ndarray of shape (m,)
        Values without NaN, at least two each.

    Returns
    -------
    d : float
        Between -10 and 10; positive when the segment is higher.

    References
    ----------
    J. Cohen, *Statistical Power Analysis for the Behavioral Sciences*, 2nd ed., Erlbaum 1988, equation 2.5.1.

    Examples
    --------
    >>> import numpy as np
    >>> cohens_d(np.array([2.0, 4.0]), np.array([1.0, 3.0]))
    0.7071067811865475
    """
    difference = float(np.mean(segment) - np.mean(rest))
    squares = np.var(segment) * len(segment) + np.var(rest) * len(rest)
    deviation = float(np.sqrt(squares / (len(segment) + len(rest) - 2)))
    if deviation * LARGEST_EFFECT <= abs(difference):
        return float(np.sign(difference) * LARGEST_EFFECT)
    return difference / deviation


def cohens_h(segment_share: float, rest_share: float) -> float:
    """Measure the difference of two shares on the arcsine scale, where it is as easy to detect everywhere.

    Parameters
    ----------
    segment_share, rest_share : float
        Shares, 0 to 1.

    Returns
    -------
    h : float
        Between -pi and pi; positive when the segment's share is larger.

    References
    ----------
    J. Cohen, *Statistical Power Analysis for the Behavioral Sciences*, 2nd ed., Erlbaum 1988, equation 6.2.2.

    Examples
    --------
    >>> round(cohens_h(0.5, 0.25), 3)
    0.524
    """
    return float(2.0 * np.arcsin(np.sqrt(segment_share)) - 2.0 * np.arcsin(np.sqrt(rest_share)))


def _strength(item: Difference) -> tuple[float, bool]:
    """Order by falling effect; of the two levels of a flag, which differ equally, the more frequent one goes first."""
    return -round(abs(item.effect), 9), item.effect < 0


def _compare(
    column: "pd.Series[Any]", labels: Labels, count: int, encoding: Encoding
) -> Iterator[tuple[int, Difference]]:
    if isinstance(encoding, NumberEncoding):
        return _compare_numbers(column, labels, count, encoding)
    return _compare_levels(column, labels, count, encoding)


def _compare_numbers(
    column: "pd.Series[Any]", labels: Labels, count: int, encoding: NumberEncoding
) -> Iterator[tuple[int, NumberDifference]]:
    """Compare every segment that has two present values, where the rest has two."""
    numbers = encoding.numbers(column)
    # Sorted (NaN goes last), so that the order of the rows does not change the last bit of a sum.
    order = np.argsort(numbers, kind="stable")[: np.count_nonzero(~np.isnan(numbers))]
    numbers, labels = numbers[order], labels[order]
    scaled = encoding.scale.scaled(numbers)
    for segment in range(count):
        inside = labels == segment
        if min(inside.sum(), (~inside).sum()) >= 2:
            effect = cohens_d(scaled[inside], scaled[~inside])
            yield segment, _number_difference(encoding, effect, numbers[inside], numbers)


def _number_difference(encoding: NumberEncoding, effect: float, segment: Numbers, overall: Numbers) -> NumberDifference:
    medians = float(np.median(segment)), float(np.median(overall))
    means = float(np.mean(segment)), float(np.mean(overall))
    typical = [_typical_text(median, encoding) for median in medians]
    treatment = encoding.treatment
    return NumberDifference(treatment.name, treatment.kind, effect, *medians, *means, *typical)


def _compare_levels(
    column: "pd.Series[Any]", labels: Labels, count: int, encoding: LevelEncoding
) -> Iterator[tuple[int, LevelDifference]]:
    """Compare every segment and level with enough support; pooled levels are no level."""
    names = encoding.level_names()
    codes = encoding.codes(column)
    table = np.bincount(labels * (len(names) + 1) + codes + 1, minlength=count * (len(names) + 1))
    counts = table.reshape(count, len(names) + 1)[:, 1:]
    sizes = np.bincount(labels, minlength=count)
    for segment, size in enumerate(sizes):
        for position, level in enumerate(names):
            held, overall = int(counts[segment, position]), int(counts[:, position].sum())
            expected = overall * size / len(labels)
            if level != OTHER and size < len(labels) and max(held, expected) >= MIN_SUPPORT:
                yield segment, _level_difference(encoding, level, held, overall, int(size), len(labels))


def _level_difference(
    encoding: LevelEncoding, level: str, held: int, overall: int, size: int, rows: int
) -> LevelDifference:
    share, overall_share = held / size, overall / rows
    effect = cohens_h(share, (overall - held) / (rows - size))
    treatment = encoding.treatment
    return LevelDifference(
        treatment.name, treatment.kind, level, effect, held, share, overall_share, share / overall_share
    )


def _typical_text(median: float, encoding: NumberEncoding) -> str:
    """Write a median for reading: a date, a number of days, the name of a level, or a number with three digits."""
    kind = encoding.treatment.kind
    if kind == "date":
        return str(np.datetime64(int(median), "D"))
    if kind == "ordinal":
        return encoding.treatment.levels[int(median)]
    text = _number_text(median)
    return f"{text} days" if kind == "duration" else text


def _number_text(number: float) -> str:
    if not 100 <= abs(number) < 1e15:
        return f"{number:.3g}"
    # Years and house numbers carry no separator.
    return f"{number:.0f}" if abs(number) < 10_000 else f"{number:,.0f}"
