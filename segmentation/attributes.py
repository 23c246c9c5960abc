"""Fit how one attribute is encoded: one scaled column for a number, one column per level for a category.

An attribute that cannot tell rows apart (constant, missing throughout, an identifier) is dropped with the reason. What
was done stands in an :class:`AttributeTreatment`. Putting the attributes together is :mod:`segmentation.features`.
"""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.columns import Floats, Kind, column_kind, ordinal_levels, read_levels, read_numbers
from segmentation.scaling import REACH, Bend, Numbers, NumberScale, fit_scale

Treatment: TypeAlias = Literal[Bend, "one_hot", "dropped"]

MIN_LEVEL_SHARE = 0.02
"""A level held by a smaller share of the rows is pooled with the other rare ones."""

MIN_LEVEL_ROWS = 2
"""A level held by fewer rows is pooled, whatever its share."""

IDENTIFIER_SHARE = 0.9
"""Text whose present values are distinct to this degree identifies rows and describes none."""

OTHER = "(other)"
MISSING = "(missing)"


@dataclass(frozen=True, slots=True)
class AttributeTreatment:
    """What the encoder did to one attribute, and why.

    Attributes
    ----------
    name : str
        The attribute.
    kind : {"number", "date", "duration", "ordinal", "flag", "nominal"}
        What the values were read as.
    treatment : {"linear", "signed_log", "rank", "one_hot", "dropped"}
        How the values were encoded.
    reason : str
        One sentence that says why.
    missing : int
        Rows without a usable value.
    imputed : float or None
        The median that stands in for missing numbers, in the attribute's own unit (days for dates and durations).
    levels : tuple of str
        Levels of a nominal, flag or ordinal attribute that were kept.
    pooled : int
        How many rare levels were pooled into "(other)".
    weight : float
        The weight in the distances; 0 means profiled, but no part of the distances.
    """

    name: str
    kind: Kind
    treatment: Treatment
    reason: str
    missing: int
    imputed: float | None = None
    levels: tuple[str, ...] = ()
    pooled: int = 0
    weight: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class NumberEncoding:
    """How one quantitative or ordinal attribute becomes one column."""

    treatment: AttributeTreatment
    scale: NumberScale
    divisor: float

    def column_names(self) -> list[str]:
        """Name the one column."""
        return [self.treatment.name]

    def numbers(self, column: "pd.Series[Any]") -> Numbers:
        """Read the values in the attribute's own unit; NaN where missing."""
        return read_numbers(column, self.treatment.kind, self.treatment.levels)

    def write(self, column: "pd.Series[Any]", out: Floats) -> None:
        """Write the encoded values to ``out``, shape (n, 1); missing ones lie at the median."""
        scaled = np.nan_to_num(self.scale.scaled(self.numbers(column)), nan=0.0)
        out[:, 0] = scaled * (np.sqrt(self.treatment.weight) / self.divisor)


@dataclass(frozen=True, slots=True, eq=False)
class LevelEncoding:
    """How one nominal attribute becomes one column per level, "(other)" and "(missing)" last."""

    treatment: AttributeTreatment
    divisor: float

    def column_names(self) -> list[str]:
        """Name one column per level."""
        return [f"{self.treatment.name}={level}" for level in self.level_names()]

    def level_names(self) -> list[str]:
        """Name the levels in the order of :meth:`codes`."""
        other = [OTHER] if self.treatment.pooled else []
        missing = [MISSING] if self.treatment.missing else []
        return [*self.treatment.levels, *other, *missing]

    def codes(self, column: "pd.Series[Any]") -> npt.NDArray[np.int64]:
        """Give each row the position of its level, shape (n,); -1 for a level never seen where none was pooled."""
        raw, names = read_levels(column, self.treatment.kind)
        kept = len(self.treatment.levels)
        other = kept if self.treatment.pooled else -1
        missing = len(self.level_names()) - 1 if self.treatment.missing else -1
        position = {level: index for index, level in enumerate(self.treatment.levels)}
        return np.array([*(position.get(name, other) for name in names), missing], dtype=np.int64)[raw]

    def write(self, column: "pd.Series[Any]", out: Floats) -> None:
        """Write the one-hot levels to ``out``, zeros of shape (n, levels); the row stays zero where the code is -1."""
        codes = self.codes(column)
        known = np.flatnonzero(codes >= 0)
        out[known, codes[known]] = np.sqrt(self.treatment.weight) / self.divisor


Encoding: TypeAlias = NumberEncoding | LevelEncoding


def fit_attribute(column: "pd.Series[Any]", name: str, weight: float = 1.0) -> Encoding | AttributeTreatment:
    """Fit the encoding of one attribute.

    Parameters
    ----------
    column : Series of shape (n,)
        The values.
    name : str
        The attribute.
    weight : float
        Its weight in the distances.

    Returns
    -------
    encoding : NumberEncoding, LevelEncoding or AttributeTreatment
        The treatment alone when the attribute is dropped.

    Examples
    --------
    >>> import pandas as pd
    >>> fit_attribute(pd.Series([None, None], dtype="float64"), "income").reason
    'Every value is missing.'
    """
    kind = column_kind(column)
    if kind in ("nominal", "flag"):
        return _fit_levels(column, name, kind, weight)
    return _fit_numbers(column, name, kind, weight)


def _fit_numbers(column: "pd.Series[Any]", name: str, kind: Kind, weight: float) -> Encoding | AttributeTreatment:
    levels = ordinal_levels(column) if kind == "ordinal" else ()
    numbers = read_numbers(column, kind, levels)
    missing = int(np.isnan(numbers).sum())
    if reason := _useless(len(numbers) - missing, len(np.unique(numbers[~np.isnan(numbers)]))):
        return AttributeTreatment(name, kind, "dropped", reason, missing, weight=weight)
    scale = fit_scale(numbers, kind)
    scaled = np.sort(np.nan_to_num(scale.scaled(numbers), nan=0.0))
    divisor = max(float(np.std(scaled)), float(np.abs(scaled).max()) / REACH)
    reason = _scale_reason(scale)
    treatment = AttributeTreatment(name, kind, scale.bend, reason, missing, scale.median, levels, 0, weight)
    return NumberEncoding(treatment, scale, divisor)


def _fit_levels(column: "pd.Series[Any]", name: str, kind: Kind, weight: float) -> Encoding | AttributeTreatment:
    codes, levels = read_levels(column, kind)
    counts = np.bincount(codes[codes >= 0], minlength=len(levels))
    missing = int((codes < 0).sum())
    enough = counts >= max(MIN_LEVEL_ROWS, MIN_LEVEL_SHARE * len(codes))
    reason = _useless(len(codes) - missing, len(levels) + (missing > 0)) or _indistinct(counts, enough)
    if reason:
        return AttributeTreatment(name, kind, "dropped", reason, missing, weight=weight)
    kept = tuple(level for level, keep in zip(levels, enough, strict=True) if keep)
    pooled = len(levels) - len(kept)
    reason = f"{len(kept)} levels, {pooled} rare ones pooled." if pooled else f"{len(kept)} levels."
    treatment = AttributeTreatment(name, kind, "one_hot", reason, missing, None, kept, pooled, weight)
    shares = np.array([*counts[enough], counts[~enough].sum(), missing]) / len(codes)
    return LevelEncoding(treatment, _level_divisor(shares))


def _level_divisor(shares: Numbers) -> float:
    """Return the root of the total variance of one-hot columns, large enough that no two levels lie beyond REACH."""
    return float(np.sqrt(max(1.0 - np.sum(shares**2), 2.0 / REACH**2)))


def _useless(present: int, distinct: int) -> str:
    """Say why an attribute with so few distinct values cannot tell rows apart; empty when it can."""
    if present == 0:
        return "Every value is missing."
    return "Every row has the same value." if distinct < 2 else ""


def _indistinct(counts: npt.NDArray[np.int64], enough: npt.NDArray[np.bool_]) -> str:
    """Say why levels with these counts describe no group of rows; empty when they do."""
    if len(counts) > 2 and len(counts) >= IDENTIFIER_SHARE * counts.sum():
        return f"Identifies rows: {len(counts)} distinct values in {counts.sum()} rows."
    if not enough.any():
        return f"None of its {len(counts)} levels is shared by {MIN_LEVEL_SHARE:.0%} of the rows."
    return ""


def _scale_reason(scale: NumberScale) -> str:
    action = {"linear": "kept", "signed_log": "logarithm taken", "rank": "replaced by quantile rank"}[scale.bend]
    return f"Skewness {scale.skewness:.1f}: {action}."
