"""The encoder: fair distances, honest treatments, scikit-learn's conventions."""

import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils.estimator_checks import check_estimator

from segmentation import FeatureEncoder, FrameError, KMeansSegmenter, UsableAttributeError, WeightError

ROWS = 400


def customers() -> pd.DataFrame:
    rng = np.random.default_rng(7)
    return pd.DataFrame(
        {
            "age": rng.normal(45, 12, ROWS),
            "spend": rng.lognormal(4, 1.2, ROWS),
            "joined": pd.Timestamp("2024-01-01", tz="UTC") + pd.to_timedelta(rng.uniform(0, 900, ROWS), unit="D"),
            "country": rng.choice([f"country {number:02}" for number in range(30)], ROWS),
            "newsletter": rng.random(ROWS) < 0.4,
            "tier": pd.Categorical(rng.choice(["basic", "plus", "pro"], ROWS), ["basic", "plus", "pro"], ordered=True),
        }
    )


def total_variances(encoder: FeatureEncoder, frame: pd.DataFrame) -> dict[str, float]:
    matrix = encoder.transform(frame)
    names = [name for name, encoding in encoder.encodings_.items() if encoding.treatment.weight > 0]
    return {name: matrix[:, block].var(axis=0).sum() for name, block in zip(names, encoder.blocks_, strict=True)}


def test_every_attribute_has_the_same_total_variance() -> None:
    frame = customers()
    variances = total_variances(FeatureEncoder().fit(frame), frame)
    assert variances == pytest.approx(dict.fromkeys(frame.columns, 1.0))


def test_weights_change_the_total_variance_and_zero_leaves_out() -> None:
    frame = customers()
    encoder = FeatureEncoder({"age": 4.0, "country": 0.0}).fit(frame)
    variances = total_variances(encoder, frame)
    assert variances["age"] == pytest.approx(4.0)
    assert "country" not in variances
    assert "country" in encoder.encodings_


def test_a_rare_exception_does_not_become_an_island() -> None:
    frame = pd.DataFrame({"complained": np.arange(ROWS) < 8, "returns": np.where(np.arange(ROWS) < 4, 9, 0)})
    matrix = FeatureEncoder().fit_transform(frame)
    assert np.ptp(matrix, axis=0).max() <= 3.5
    assert matrix.var(axis=0).sum() < 1.0


@pytest.mark.parametrize(
    ("values", "treatment"),
    [
        (np.random.default_rng(0).normal(100, 5, ROWS), "linear"),
        (np.random.default_rng(0).lognormal(4, 1, ROWS), "signed_log"),
        (-np.random.default_rng(0).lognormal(4, 1, ROWS), "signed_log"),
        (1e6 - np.random.default_rng(0).lognormal(6, 2, ROWS), "rank"),
    ],
)
def test_tails_are_tamed_as_far_as_needed(values: np.ndarray, treatment: str) -> None:
    frame = pd.DataFrame({"value": values})
    encoder = FeatureEncoder().fit(frame)
    assert encoder.treatments_[0].treatment == treatment
    assert encoder.treatments_[0].reason.startswith("Skewness ")
    order = np.argsort(values)
    assert (np.diff(encoder.transform(frame)[order, 0]) >= 0).all()


def test_missing_numbers_are_imputed_by_the_median_and_counted() -> None:
    frame = pd.DataFrame({"income": [10.0, 20, 30, 40, np.nan, np.inf]})
    encoder = FeatureEncoder().fit(frame)
    assert (encoder.treatments_[0].missing, encoder.treatments_[0].imputed) == (2, 25.0)
    matrix = encoder.transform(pd.DataFrame({"income": [25.0, np.nan]}))
    assert matrix[0, 0] == matrix[1, 0]


def test_rare_levels_are_pooled_and_missing_is_a_level() -> None:
    frame = pd.DataFrame({"city": ["Rome"] * 60 + ["Oslo"] * 38 + ["Bern", "Graz"] + [None] * 5})
    encoder = FeatureEncoder().fit(frame)
    assert encoder.get_feature_names_out().tolist() == [
        "city=Oslo",
        "city=Rome",
        "city=(other)",
        "city=(missing)",
    ]
    assert (encoder.treatments_[0].pooled, encoder.treatments_[0].missing) == (2, 5)
    seen = encoder.transform(pd.DataFrame({"city": ["Rome", "Bern", "never seen", None]})).astype(bool)
    assert seen.tolist() == [
        [False, True, False, False],
        [False, False, True, False],
        [False, False, True, False],
        [False, False, False, True],
    ]


def test_useless_attributes_are_dropped_with_the_reason() -> None:
    frame = pd.DataFrame(
        {
            "constant": "x",
            "zero": 0.0,
            "empty": [None] * ROWS,
            "email": [f"person{number}@example.com" for number in range(ROWS)],
            "street": [f"street {number // 3}" for number in range(ROWS)],
            "age": np.arange(ROWS),
        }
    )
    encoder = FeatureEncoder().fit(frame)
    reasons = {item.name: item.reason for item in encoder.treatments_ if item.treatment == "dropped"}
    assert reasons == {
        "constant": "Every row has the same value.",
        "zero": "Every row has the same value.",
        "empty": "Every value is missing.",
        "email": "Identifies rows: 400 distinct values in 400 rows.",
        "street": "None of its 134 levels is shared by 2% of the rows.",
    }
    assert list(encoder.encodings_) == ["age"]


def test_new_rows_are_read_as_the_fitted_kind() -> None:
    frame = pd.DataFrame({"orders": [0, 1, 2, 3, 4, 5], "vip": [0, 1, 0, 1, 0, 1]})
    encoder = FeatureEncoder().fit(frame)
    ones = encoder.transform(pd.DataFrame({"vip": ["1"], "orders": [1]}))
    np.testing.assert_array_equal(ones, encoder.transform(frame)[[1]])


def test_errors_name_the_remedy() -> None:
    frame = customers()
    with pytest.raises(UsableAttributeError, match="unknown attribute 'spent': use one of age, spend"):
        FeatureEncoder({"spent": 1.0}).fit(frame)
    for weight in (-1.0, np.nan, np.inf, True):
        with pytest.raises(WeightError, match="'age'"):
            FeatureEncoder({"age": weight}).fit(frame)
    with pytest.raises(UsableAttributeError, match="No attribute is usable"):
        FeatureEncoder({"age": 0.0}).fit(frame[["age"]])
    with pytest.raises(FrameError, match="named 'age'"):
        FeatureEncoder().fit(pd.concat([frame["age"], frame["age"]], axis=1))
    with pytest.raises(UsableAttributeError, match="lacks the attribute 'spend'"):
        FeatureEncoder().fit(frame).transform(frame[["age"]])
    with pytest.raises(NotFittedError):
        FeatureEncoder().transform(frame)


def test_parameters_and_clone() -> None:
    encoder = FeatureEncoder({"age": 2.0}, dtype=np.float32)
    assert encoder.get_params() == {"weights": {"age": 2.0}, "dtype": np.float32}
    copy = clone(encoder)
    assert copy.get_params() == encoder.get_params()
    assert copy.fit_transform(customers()).dtype == np.float32


def test_pandas_output() -> None:
    frame = customers()
    output = FeatureEncoder().set_output(transform="pandas").fit_transform(frame)
    assert output.columns[0] == "age"
    assert output.index.equals(frame.index)


@pytest.mark.parametrize(
    ("estimator", "expected"),
    [
        (
            FeatureEncoder(),
            {
                "check_n_features_in_after_fitting": "attributes are found by name; further columns are ignored",
                "check_fit2d_1sample": "one row has no attribute that tells rows apart, and the message says that",
            },
        ),
        (KMeansSegmenter(k=2), {"check_fit2d_1sample": "the message speaks of distinct rows"}),
    ],
)
def test_estimators_keep_scikit_learns_conventions(estimator: object, expected: dict[str, str]) -> None:
    with warnings.catch_warnings():
        # The checks warn of themselves: what they skip, and what was expected to fail.
        warnings.simplefilter("ignore")
        results = check_estimator(estimator, expected_failed_checks=expected)
    assert {result["check_name"] for result in results if result["status"] == "xfail"} == set(expected)
    assert sum(result["status"] == "passed" for result in results) > 40
