"""Segment a frame of customers in one call: encode, cluster, profile.

:func:`segment` calls the phases in order, so that reading it is reading the library. Its result is frozen and goes to
JSON by :meth:`Segmentation.to_dict`.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.attributes import AttributeTreatment
from segmentation.choice import CandidateScores
from segmentation.clustering import KMeansSegmenter
from segmentation.errors import FrameError, SegmentationError
from segmentation.features import FeatureEncoder
from segmentation.naming import segment_names, segment_sentence
from segmentation.profile import Difference, segment_differences
from segmentation.validity import MINI_BATCH_ROWS

MIN_ROWS = 10
"""Fewer customers than this are not segmented."""

LARGEST_SEED = 2**31 - 1

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class SegmentProfile:
    """One segment, and what sets it apart.

    Attributes
    ----------
    number : int
        Its label; 0 is the largest segment.
    size : int
        How many rows it holds.
    share : float
        Share of all rows, 0 to 1.
    name : str
        A short name that no other segment of the result has.
    sentence : str
        Its strongest differences in words and figures.
    differences : tuple of NumberDifference or LevelDifference
        Every difference from the rest with an effect of at least 0.2, strongest first.
    """

    number: int
    size: int
    share: float
    name: str
    sentence: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Segmentation:
    """The segments of a frame.

    Attributes
    ----------
    labels : ndarray of shape (n,), int64, read-only
        The segment of each row of the frame, in its order.
    k : int
        How many segments there are; 1 when none can be told apart.
    candidates : tuple of CandidateScores
        The scores of every number of segments that was tried, and the verdict on it.
    segments : tuple of SegmentProfile
        One profile per segment, largest first.
    treatments : tuple of AttributeTreatment
        What was done to each attribute.
    seed : int
        The seed that gives this result again.
    """

    labels: npt.NDArray[np.int64]
    k: int
    candidates: tuple[CandidateScores, ...]
    segments: tuple[SegmentProfile, ...]
    treatments: tuple[AttributeTreatment, ...]
    seed: int

    def to_dict(self) -> dict[str, Any]:
        """Give the result as dictionaries, lists, text, numbers and None; what is not finite is None."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def segment(
    frame: pd.DataFrame,
    *,
    k: int | range | None = None,
    weights: Mapping[str, float] | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Segmentation:
    """Group customers into segments by their attributes, and say what sets each segment apart.

    Parameters
    ----------
    frame : DataFrame of shape (n, n_attributes)
        One row per customer, at least 10; columns of any type. Leave out what must not decide (names, protected
        traits); identifiers in text are recognised and dropped, identifiers in numbers are not.
    k : int, range or None
        The number of segments, the numbers to choose from, or None for 2 to 8.
    weights : mapping of str to float, optional
        How much an attribute weighs in the distances, 1.0 unless named; 0 leaves it to the profiles only.
    seed : int
        The same frame and seed give the same result, whatever the order of the rows.
    progress : callable, optional
        Called with the fraction done, rising from 0.0 to 1.0, and the name of the step.

    Returns
    -------
    segmentation : Segmentation
        Labels, scores, profiles and treatments. With ``k`` None or a range there may be one segment only: then the
        attributes show none.

    Raises
    ------
    FrameError
        No DataFrame, fewer than 10 rows, or two columns of one name.
    UsableAttributeError
        No attribute tells rows apart, or a weight names an unknown attribute.
    WeightError
        A weight is negative, infinite or not a number.
    SegmentCountError
        ``k`` is below 1, larger than the number of distinct rows, or a range without a possible number.
    SegmentationError
        The parent of these; raised itself for an impossible seed.

    See Also
    --------
    segmentation.features.FeatureEncoder : How attributes become distances.
    segmentation.clustering.KMeansSegmenter : How the number of segments is chosen.
    segmentation.profile.segment_differences : How segments are compared.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> rng = np.random.default_rng(0)
    >>> frame = pd.DataFrame({
    ...     "order_value": np.r_[rng.lognormal(3, 0.3, 60), rng.lognormal(6, 0.3, 40)],
    ...     "days_since_order": np.r_[rng.normal(200, 20, 60), rng.normal(20, 5, 40)],
    ...     "country": ["France"] * 55 + ["Germany"] * 45,
    ... })
    >>> result = segment(frame)
    >>> [(profile.size, profile.name) for profile in result.segments]
    [(60, 'Long since order, low order value · France'), (40, 'Recent order, high order value · Germany')]
    """
    report = progress or _silent
    _check_request(frame, seed)
    report(0.0, "reading attributes")
    encoder = FeatureEncoder(weights, dtype=np.float32 if len(frame) > MINI_BATCH_ROWS else np.float64).fit(frame)
    matrix = encoder.transform(frame)
    segmenter = KMeansSegmenter(
        k, blocks=encoder.blocks_, random_state=seed, progress=lambda done, step: report(0.1 + 0.8 * done, step)
    ).fit(matrix)
    report(0.95, "describing segments")
    labels = segmenter.labels_
    labels.setflags(write=False)
    profiles = profile_segments(frame, labels, encoder)
    result = Segmentation(labels, segmenter.k_, segmenter.candidates_, profiles, encoder.treatments_, seed)
    report(1.0, "done")
    return result


def profile_segments(
    frame: pd.DataFrame, labels: npt.NDArray[np.int64], encoder: FeatureEncoder
) -> tuple[SegmentProfile, ...]:
    """Profile the segments that any labels make.

    Parameters
    ----------
    frame : DataFrame of shape (n, n_attributes)
        The attributes.
    labels : ndarray of shape (n,), int64
        The segment of each row, from 0, without gaps.
    encoder : FeatureEncoder
        Fitted on the frame.

    Returns
    -------
    profiles : tuple of SegmentProfile
        One per segment, by number.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"orders": [1, 2, 3, 4, 11, 12, 13, 14]})
    >>> labels = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    >>> profile_segments(frame, labels, FeatureEncoder().fit(frame))[1].sentence
    '4 customers (50%): orders higher (median 12.5, 7.5 overall).'
    """
    differences = segment_differences(frame, labels, encoder)
    sizes = np.bincount(labels).tolist()
    return tuple(
        SegmentProfile(number, size, size / len(labels), name, segment_sentence(size, size / len(labels), items), items)
        for number, (size, name, items) in enumerate(zip(sizes, segment_names(differences), differences, strict=True))
    )


def _check_request(frame: Any, seed: int) -> None:
    if not isinstance(frame, pd.DataFrame):
        raise FrameError(f"The frame is of type {type(frame).__name__}: give a pandas DataFrame.")
    if len(frame) < MIN_ROWS:
        raise FrameError(f"The frame has {len(frame)} rows: segments need at least {MIN_ROWS} customers.")
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= LARGEST_SEED:
        raise SegmentationError(f"The seed is {seed!r}: give an integer from 0 to {LARGEST_SEED}.")


def _silent(fraction: float, step: str) -> None:
    """Report to nobody."""


def _plain(value: Any) -> Any:
    """Turn results into what JSON knows."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value
