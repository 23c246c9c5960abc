"""Every way in which pandas can hold a value is read as what it means."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from segmentation.columns import column_kind, read_levels, read_numbers

NAN = float("nan")


@pytest.mark.parametrize(
    ("values", "dtype", "kind", "numbers"),
    [
        ([1.5, NAN, np.inf], "float64", "number", [1.5, NAN, NAN]),
        ([1.5, 1e200, -np.inf], "float64", "number", [1.5, NAN, NAN]),
        ([3, None, 7], "Int64", "number", [3, NAN, 7]),
        ([Decimal("9.99"), None, Decimal("NaN")], object, "number", [9.99, NAN, NAN]),
        ([Decimal("9.99"), 3, 2.5], object, "number", [9.99, 3, 2.5]),
        ([10**400, 5, None], object, "number", [NAN, 5, NAN]),
        ([dt.date(1970, 1, 3), None], object, "date", [2, NAN]),
        ([dt.date(9999, 12, 31), None], object, "date", [2932896, NAN]),
        (["1970-01-02", None], "datetime64[ns]", "date", [1, NAN]),
        (["1970-01-02", None], "datetime64[us, Europe/Paris]", "date", [1 - 1 / 24, NAN]),
        ([dt.datetime(1970, 1, 2, 12, tzinfo=dt.UTC), None], object, "date", [1.5, NAN]),
        ([dt.timedelta(hours=36), None], "timedelta64[s]", "duration", [1.5, NAN]),
        ([dt.timedelta(hours=36), None], object, "duration", [1.5, NAN]),
        (["1970-02", None], "period[M]", "date", [31, NAN]),
    ],
)
def test_quantitative(values: list[object], dtype: str, kind: str, numbers: list[float]) -> None:
    column = pd.Series(values, dtype=dtype)
    assert column_kind(column) == kind
    np.testing.assert_allclose(read_numbers(column, column_kind(column)), numbers)


@pytest.mark.parametrize(
    ("values", "dtype", "kind", "codes", "levels"),
    [
        (["b", None, " a ", "", "b"], "str", "nominal", [1, -1, 0, -1, 1], ("a", "b")),
        (["b", None, NAN, pd.NA, "a"], object, "nominal", [1, -1, -1, -1, 0], ("a", "b")),
        (["x", None, "y"], "category", "nominal", [0, -1, 1], ("x", "y")),
        ([True, False, True], "bool", "flag", [1, 0, 1], ("no", "yes")),
        ([True, None, False], "boolean", "flag", [1, -1, 0], ("no", "yes")),
        ([True, None, False], object, "flag", [1, -1, 0], ("no", "yes")),
        ([0, 1, 1], "int64", "flag", [0, 1, 1], ("no", "yes")),
        ([0.0, NAN, 1.0], "float64", "flag", [0, -1, 1], ("no", "yes")),
        ([1, "a", True], object, "nominal", [0, 2, 1], ("1", "True", "a")),
        ([["x"], {"y": 1}, None], object, "nominal", [0, 1, -1], ("['x']", "{'y': 1}")),
        ([None, None], object, "nominal", [-1, -1], ()),
    ],
)
def test_descriptive(values: list[object], dtype: str, kind: str, codes: list[int], levels: tuple[str, ...]) -> None:
    column = pd.Series(values, dtype=dtype)
    assert column_kind(column) == kind
    read, names = read_levels(column, column_kind(column))
    assert (read.tolist(), names) == (codes, levels)


def test_ordered_categories_become_positions() -> None:
    column = pd.Series(pd.Categorical(["low", None, "high"], ["low", "mid", "high"], ordered=True))
    assert column_kind(column) == "ordinal"
    np.testing.assert_array_equal(read_numbers(column, "ordinal", ("low", "mid", "high")), [0, NAN, 2])
