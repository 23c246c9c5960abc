"""Choose how many segments there are: the candidates, their scores, and the one rule.

The rule is stated in :class:`segmentation.clustering.KMeansSegmenter`, which measures the scores.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from segmentation.errors import SegmentCountError

DEFAULT_RANGE = range(2, 9)
"""Candidate numbers of segments: what a marketer can tell apart and write to."""

MIN_GAIN = 0.02
"""By how much the silhouette must exceed the best one of the structureless copies ..."""

NOISE = 0.7
"""... where the rows are many; by this much divided by the root of their number where they are few."""

MIN_STABILITY = 0.6
"""Least mean adjusted Rand index between partitions found from random halves of the rows."""

MIN_SHARE = 0.02
"""Least share of the rows in the smallest segment."""

MIN_SEGMENT_ROWS = 3
"""Least number of rows in the smallest segment."""

NEARLY_BEST = 0.9
"""Of candidates with at least this share of the best quality, the one with most segments is chosen: it says more."""

ELIGIBLE = "eligible"
"""The verdict on a candidate that meets every condition."""


@dataclass(frozen=True, slots=True)
class CandidateScores:
    """How well one number of segments did.

    Attributes
    ----------
    k : int
        Number of segments.
    silhouette : float
        Mean silhouette width on a sample of at most 2,000 rows; -1 to 1, higher is better separated.
    reference : float
        The best silhouette that structureless copies of the sample reached with k segments.
    stability : float
        Mean adjusted Rand index between partitions found from random halves; 1 is stable.
    calinski_harabasz : float or None
        Variance ratio; higher is better. None where it is undefined (as many segments as rows).
    inertia : float
        Sum of squared distances to the centres.
    smallest_share : float
        Share of the rows in the smallest segment.
    split : bool
        Whether two of its segments differ in nothing but one category.
    verdict : str
        "eligible", or the first condition that failed.
    """

    k: int
    silhouette: float
    reference: float
    stability: float
    calinski_harabasz: float | None
    inertia: float
    smallest_share: float
    split: bool = False
    verdict: str = ""

    @property
    def gain(self) -> float:
        """Silhouette beyond what structureless data reach."""
        return self.silhouette - self.reference

    @property
    def quality(self) -> float:
        """Gain times stability: separation counts as far as it would be found again."""
        return self.gain * self.stability


def candidate_counts(k: int | range | None, distinct: int) -> list[int]:
    """List the numbers of segments to try.

    Parameters
    ----------
    k : int, range or None
        What was asked for.
    distinct : int
        Number of distinct rows.

    Returns
    -------
    counts : list of int
        Rising, each from 2 to ``distinct``; empty for one segment.

    Raises
    ------
    SegmentCountError
        The number is impossible, or the range holds no possible number.

    Examples
    --------
    >>> candidate_counts(None, 5)
    [2, 3, 4, 5]
    """
    if isinstance(k, bool) or not isinstance(k, int | range | None):
        raise SegmentCountError(f"k is {k!r}: give an integer, a range, or None.")
    if isinstance(k, int):
        if not 1 <= k <= distinct:
            raise SegmentCountError(
                f"k is {k}, but there are {distinct} distinct rows once encoded: ask for 1 to {distinct} segments."
            )
        return [k] if k > 1 else []
    counts = sorted(count for count in (DEFAULT_RANGE if k is None else k) if 2 <= count <= distinct)
    if k is not None and not counts:
        raise SegmentCountError(f"k is {k}, which holds no number from 2 to {distinct} (the distinct rows): widen it.")
    return counts


def best_count(candidates: Sequence[CandidateScores]) -> int:
    """Choose the largest eligible number of segments whose quality comes within 10 % of the best.

    Parameters
    ----------
    candidates : sequence of CandidateScores
        Scored candidates, by rising k.

    Returns
    -------
    k : int
        1 when no candidate is eligible.

    Examples
    --------
    >>> scores = [CandidateScores(k, 0.5, 0.3, 0.9, None, 1.0, 0.2, verdict="eligible") for k in (2, 3)]
    >>> best_count(scores), best_count([])
    (3, 1)
    """
    eligible = [candidate for candidate in candidates if candidate.verdict == ELIGIBLE]
    best = max((candidate.quality for candidate in eligible), default=0.0)
    return max((candidate.k for candidate in eligible if candidate.quality >= NEARLY_BEST * best), default=1)


def verdict(score: CandidateScores, rows: int) -> str:
    """Name the first condition of eligibility that fails.

    Parameters
    ----------
    score : CandidateScores
        The scores of a candidate.
    rows : int
        How many rows were clustered.

    Returns
    -------
    verdict : str
        "eligible" when every condition is met.

    Examples
    --------
    >>> verdict(CandidateScores(2, 0.6, 0.4, 0.3, None, 1.0, 0.5), rows=1000)
    'unstable: other customers would give other segments'
    """
    if score.gain < max(MIN_GAIN, NOISE / np.sqrt(rows)):
        return "no better separated than data without segments"
    if score.stability < MIN_STABILITY:
        return "unstable: other customers would give other segments"
    if score.smallest_share < max(MIN_SHARE, MIN_SEGMENT_ROWS / rows):
        return "its smallest segment is too small"
    if score.split:
        return "two of its segments differ in one category only"
    return ELIGIBLE
