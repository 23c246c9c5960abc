"""Read one pandas column as what it means: numbers, dates, ordered levels, or nominal levels.

This is the only place that knows pandas' types. Behind it there are two shapes: a float array with NaN where a value
is missing, and integer codes (-1 where missing) into a sorted tuple of level names. Nothing here depends on the order
of the rows, and nothing is learnt from the data: :mod:`segmentation.scaling` and :mod:`segmentation.features` do that.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api import types

Kind: TypeAlias = Literal["number", "date", "duration", "ordinal", "flag", "nominal"]
Floats: TypeAlias = npt.NDArray[np.floating[Any]]
Integers: TypeAlias = npt.NDArray[np.int64]

LARGEST_NUMBER = 1e100
"""Numbers beyond this size count as missing, as infinite ones do: their squares could not be summed."""

FLAG_NAMES = {"False": "no", "True": "yes", "0": "no", "1": "yes", "0.0": "no", "1.0": "yes"}

_OBJECT_KINDS: dict[str, Kind] = {
    "boolean": "flag",
    "integer": "number",
    "floating": "number",
    "decimal": "number",
    "mixed-integer-float": "number",
    "date": "date",
    "datetime": "date",
    "datetime64": "date",
    "timedelta": "duration",
    "timedelta64": "duration",
}


def column_kind(column: "pd.Series[Any]") -> Kind:
    """Say what kind of attribute a column holds.

    Parameters
    ----------
    column : Series of shape (n,)
        Any pandas type: numpy, nullable, Arrow, categorical, date, or objects.

    Returns
    -------
    kind : {"number", "date", "duration", "ordinal", "flag", "nominal"}
        A number with no other values than 0 and 1 is a flag; an ordered categorical is ordinal.

    Examples
    --------
    >>> import pandas as pd
    >>> from decimal import Decimal
    >>> column_kind(pd.Series([Decimal("9.99"), None, 3]))
    'number'
    >>> column_kind(pd.Series([True, None, False], dtype="boolean"))
    'flag'
    """
    kind = _declared_kind(column.dtype) or _object_kind(column)
    if kind == "number" and _is_zero_one(read_numbers(column, kind)):
        return "flag"
    return kind


def read_numbers(column: "pd.Series[Any]", kind: Kind, levels: tuple[str, ...] = ()) -> npt.NDArray[np.float64]:
    """Read a quantitative or ordinal column as floats.

    Parameters
    ----------
    column : Series of shape (n,)
        The values.
    kind : {"number", "date", "duration", "ordinal"}
        Dates become days since 1970-01-01 UTC, durations become days, ordinal levels become their position.
    levels : tuple of str
        The levels of an ordinal attribute, lowest first.

    Returns
    -------
    numbers : ndarray of shape (n,), float64
        NaN where the value is missing, infinite, beyond 1e100, or cannot be read as this kind.
    """
    numbers = _numbers_of(column, kind, levels)
    with np.errstate(invalid="ignore"):
        return np.where(np.abs(numbers) <= LARGEST_NUMBER, numbers, np.nan)


def read_levels(column: "pd.Series[Any]", kind: Kind) -> tuple[Integers, tuple[str, ...]]:
    """Read a nominal column as codes into its sorted levels.

    Parameters
    ----------
    column : Series of shape (n,)
        The values; text is stripped, and blank text is missing.
    kind : {"nominal", "flag"}
        The levels of a flag are named "no" and "yes".

    Returns
    -------
    codes : ndarray of shape (n,), int64
        Position in ``levels``; -1 where the value is missing.
    levels : tuple of str
        The distinct levels, sorted.

    Examples
    --------
    >>> import pandas as pd
    >>> codes, levels = read_levels(pd.Series(["SP", None, " CA", ""]), "nominal")
    >>> codes.tolist(), levels
    ([1, -1, 0, -1], ('CA', 'SP'))
    """
    raw, distinct = pd.factorize(_hashable(column))
    names = [str(value).strip() for value in distinct]
    if kind == "flag":
        names = [FLAG_NAMES.get(name, name) for name in names]
    levels = tuple(sorted(set(names) - {""}))
    position = {level: index for index, level in enumerate(levels)}
    # The trailing -1 is what the missing code (-1) finds at the end of the table.
    table = np.array([*(position.get(name, -1) for name in names), -1], dtype=np.int64)
    return table[raw], levels


def ordinal_levels(column: "pd.Series[Any]") -> tuple[str, ...]:
    """Name the levels of an ordered categorical column, lowest first."""
    return tuple(str(level).strip() for level in column.cat.categories)


def _declared_kind(dtype: Any) -> Kind | None:
    """Return the kind that the type alone decides; None where the values must be looked at."""
    if isinstance(dtype, pd.CategoricalDtype):
        return "ordinal" if dtype.ordered else "nominal"
    if isinstance(dtype, pd.PeriodDtype) or types.is_datetime64_any_dtype(dtype):
        return "date"
    tests: list[tuple[Callable[[Any], bool], Kind]] = [
        (types.is_bool_dtype, "flag"),
        (types.is_timedelta64_dtype, "duration"),
        (types.is_complex_dtype, "nominal"),
        (types.is_numeric_dtype, "number"),
    ]
    return next((kind for test, kind in tests if test(dtype)), None)


def _object_kind(column: "pd.Series[Any]") -> Kind:
    """Return the kind that all present values share; nominal when they share none."""
    present = column[column.notna()]
    inferred = types.infer_dtype(present, skipna=True)
    if inferred in _OBJECT_KINDS:
        return _OBJECT_KINDS[inferred]
    if inferred.startswith("mixed") and all(isinstance(value, _NUMBER) for value in present):
        return "nominal" if any(isinstance(value, bool) for value in present) else "number"
    return "nominal"


_NUMBER = (int, float, Decimal, np.integer, np.floating)


def _is_zero_one(numbers: npt.NDArray[np.float64]) -> bool:
    present = numbers[~np.isnan(numbers)]
    return present.size > 0 and bool(np.isin(present, (0.0, 1.0)).all())


def _numbers_of(column: "pd.Series[Any]", kind: Kind, levels: tuple[str, ...]) -> npt.NDArray[np.float64]:
    if kind == "ordinal":
        position = {level: float(index) for index, level in enumerate(levels)}
        return _float_array(position.get(str(value).strip(), np.nan) for value in column)
    if kind == "date":
        return _epoch_days(pd.to_datetime(_timestamps(column), utc=True, errors="coerce"))
    if kind == "duration":
        return _days(pd.to_timedelta(column, errors="coerce"))
    if types.is_numeric_dtype(column.dtype):
        return column.to_numpy(dtype=np.float64, na_value=np.nan)
    return _float_array(_float(value) for value in column)


def _timestamps(column: "pd.Series[Any]") -> "pd.Series[Any]":
    return column.dt.to_timestamp() if isinstance(column.dtype, pd.PeriodDtype) else column


def _epoch_days(moments: "pd.Series[pd.Timestamp]") -> npt.NDArray[np.float64]:
    # In microseconds: nanoseconds hold no date before 1678 or after 2261.
    microseconds = moments.dt.tz_localize(None).to_numpy(dtype="datetime64[us]")
    days = microseconds.astype(np.int64) / 86_400_000_000.0
    return np.where(np.isnat(microseconds), np.nan, days)


def _days(durations: "pd.Series[pd.Timedelta]") -> npt.NDArray[np.float64]:
    days: npt.NDArray[np.float64] = durations.dt.total_seconds().to_numpy(dtype=np.float64, na_value=np.nan) / 86_400
    return days


def _float_array(values: Iterable[float]) -> npt.NDArray[np.float64]:
    return np.fromiter(values, dtype=np.float64)


def _float(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return float("nan")


def _hashable(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Replace anything but plain text by its text, so that lists, dictionaries and 1 beside True have a level each."""
    if isinstance(column.dtype, pd.CategoricalDtype) or types.infer_dtype(column, skipna=True) == "string":
        return column
    return column.astype(object).map(str, na_action="ignore")
