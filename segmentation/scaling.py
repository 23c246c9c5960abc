"""Bring the numbers of one attribute onto a scale on which distances mean something.

Counts and money have heavy tails: on their own scale one large customer outweighs all others. Each attribute is bent
(signed logarithm or rank) only as far as its skewness demands, centred and scaled robustly, and clipped. Every
statistic is taken from sorted values, so that the order of the rows cannot change its last bit, and is relative to the
attribute's own size, so that pence and pounds give the same result.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from segmentation.columns import Kind

Bend: TypeAlias = Literal["linear", "signed_log", "rank"]
Numbers: TypeAlias = npt.NDArray[np.float64]

REACH = 3.5
"""No value lies further than this many scaled units from the median of its attribute."""

LOG_SKEWNESS = 1.0
"""Above this skewness a signed logarithm is tried."""

RANK_SKEWNESS = 3.0
"""Above this skewness after the logarithm, values are replaced by their quantile rank."""

UNIT_QUANTILES = (0.05, 0.2, 0.5)
"""Quantiles of the magnitudes that are tried as the unit of the logarithm; the one that leaves least skewness wins."""

TAIL = 0.01
"""Share of values at either end that does not count for the skewness: a few outliers are clipped, not bent for."""

_GRID = 10_000
_NORMAL_QUARTILES = 1.3489795003921634


@dataclass(frozen=True, slots=True, eq=False)
class NumberScale:
    """How the numbers of one attribute are bent and scaled.

    Attributes
    ----------
    bend : {"linear", "signed_log", "rank"}
        What was done about a heavy tail.
    skewness : float
        Skewness of the central 98 % of the values, before bending.
    median : float
        Median of the present values, in the attribute's own unit; missing values are imputed with it.
    unit : float
        The size that the logarithm takes as 1: a low or middle quantile of the magnitudes other than 0.
    grid : ndarray of shape (at most 10000,)
        The sorted values that ranks are read from; empty unless ``bend`` is "rank".
    center, spread : float
        Median and robust standard deviation of the bent values: interquartile range / 1.349, and at least half the
        standard deviation of their central 98 %.
    """

    bend: Bend
    skewness: float
    median: float
    unit: float
    grid: Numbers
    center: float = 0.0
    spread: float = 1.0

    def bent(self, numbers: Numbers) -> Numbers:
        """Apply the logarithm or the rank alone; NaN stays NaN."""
        if self.bend == "signed_log":
            return np.asarray(np.sign(numbers) * np.log1p(np.abs(numbers) / self.unit))
        if self.bend == "rank":
            ranks = np.searchsorted(self.grid, numbers, "left") + np.searchsorted(self.grid, numbers, "right")
            return np.where(np.isnan(numbers), np.nan, ranks / (2.0 * len(self.grid)))
        return numbers

    def scaled(self, numbers: Numbers) -> Numbers:
        """Bend, centre, scale and clip; NaN stays NaN.

        Parameters
        ----------
        numbers : ndarray of shape (n,)
            Values in the attribute's own unit.

        Returns
        -------
        scaled : ndarray of shape (n,)
            Values between -3.5 and 3.5, 0 at the median.
        """
        return np.clip((self.bent(numbers) - self.center) / self.spread, -REACH, REACH)


def fit_scale(numbers: Numbers, kind: Kind = "number") -> NumberScale:
    """Choose and fit the scale for the numbers of one attribute.

    The bend is "linear" while the skewness is at most 1; else "signed_log" where that makes it smaller (never for dates
    and ordinal levels, which have no natural zero); "rank" where more than 3 is left.

    Parameters
    ----------
    numbers : ndarray of shape (n,)
        Values in the attribute's own unit, at least two distinct ones; NaN is ignored.
    kind : {"number", "duration", "date", "ordinal"}
        The kind of the attribute.

    Returns
    -------
    scale : NumberScale
        The fitted scale.

    References
    ----------
    J. W. Tukey, *Exploratory Data Analysis*, Addison-Wesley 1977, chapters 3 and 4 (re-expression, letter values).

    Examples
    --------
    >>> import numpy as np
    >>> spend = np.array([0.0, 5, 8, 10, 12, 15, 20, 40, 200, 9000])
    >>> scale = fit_scale(spend)
    >>> scale.bend
    'signed_log'
    >>> scale.scaled(spend).round(1).tolist()
    [-1.1, -0.6, -0.3, -0.2, -0.1, 0.1, 0.3, 0.9, 2.3, 3.5]
    """
    values = np.sort(numbers[~np.isnan(numbers)])
    skewness = central_skewness(values)
    median = float(np.median(values))
    scale = NumberScale("linear", skewness, median, 1.0, np.empty(0))
    if abs(skewness) > LOG_SKEWNESS:
        scale = _bent_scale(scale, values, kind)
    return _centered(scale, scale.bent(values))


def central_skewness(values: Numbers) -> float:
    """Measure the skewness (third standardised moment) after winsorising 1 % at either end.

    Parameters
    ----------
    values : ndarray of shape (n,)
        Sorted, without NaN.

    Returns
    -------
    skewness : float
        0.0 when the central values are all equal.

    Examples
    --------
    >>> import numpy as np
    >>> round(central_skewness(np.array([1.0, 1.0, 1.0, 5.0])), 3)
    1.155
    """
    clipped = _winsorised(values)
    # Divided first: the cube of large money would lose its digits.
    size = np.max(np.abs(clipped))
    if clipped[0] == clipped[-1]:
        return 0.0
    deviations = clipped / size - np.mean(clipped / size)
    deviation = np.sqrt(np.mean(deviations**2))
    return float(np.mean((deviations / deviation) ** 3)) if deviation > 0 else 0.0


def _bent_scale(linear: NumberScale, values: Numbers, kind: Kind) -> NumberScale:
    """Return the logarithmic scale, the rank scale, or the linear one when bending does not help."""
    best, left = linear, abs(linear.skewness)
    if kind in ("number", "duration"):
        for unit in np.unique(np.quantile(np.abs(values[values != 0]), UNIT_QUANTILES)):
            log = NumberScale("signed_log", linear.skewness, linear.median, float(unit), linear.grid)
            if (log_left := abs(central_skewness(log.bent(values)))) < left:
                best, left = log, log_left
    if left <= RANK_SKEWNESS:
        return best
    picks = np.linspace(0, len(values) - 1, min(len(values), _GRID)).round().astype(np.int64)
    return NumberScale("rank", linear.skewness, linear.median, 1.0, values[picks])


def _centered(scale: NumberScale, bent: Numbers) -> NumberScale:
    """Complete a scale with the median and the robust spread of the bent values (sorted, as bending keeps order)."""
    lower, center, upper = np.quantile(bent, (0.25, 0.5, 0.75))
    # Where half of the values are (nearly) equal the quartiles say nothing: the standard deviation sets a floor.
    spread = max((upper - lower) / _NORMAL_QUARTILES, np.std(_winsorised(bent)) / 2) or np.std(bent)
    return NumberScale(scale.bend, scale.skewness, scale.median, scale.unit, scale.grid, float(center), float(spread))


def _winsorised(values: Numbers) -> Numbers:
    """Pull the lowest and the highest 1 % of sorted values in to where the central ones end."""
    tail = int(TAIL * len(values))
    return np.clip(values, values[tail], values[-1 - tail])
