"""The one call: right on known groups, silent on noise, unmoved by units and order, helpful when asked in vain."""

import json
import time
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from segmentation import FrameError, SegmentationError, SegmentCountError, UsableAttributeError, WeightError, segment

COUNTRIES = np.array(["France", "Germany", "Spain", "Italy"])


def mixed(groups: int, rows: int = 400, seed: int = 0, noise_levels: int = 30) -> tuple[pd.DataFrame, np.ndarray]:
    """Draw customers of known groups that show in money, counts, dates and countries."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, groups, rows)
    country = np.where(rng.random(rows) < 0.9, COUNTRIES[group], rng.choice(COUNTRIES, rows))
    day = pd.to_timedelta(rng.normal(group * 120, 15), unit="D")
    frame = pd.DataFrame(
        {
            "order_value": rng.lognormal(2 + 1.5 * group, 0.4).round(2),
            "orders": rng.poisson(2 + 8.0 * ((group + 1) % groups)),
            "last_order": pd.Timestamp("2024-01-01", tz="Europe/Berlin") + day,
            "country": country,
            "favourite": rng.choice([f"product {number:02}" for number in range(noise_levels)], rows),
            "email": [f"person{number}@example.com" for number in range(rows)],
        }
    )
    return frame, group


@pytest.mark.parametrize("groups", [2, 3, 4])
def test_known_groups_are_found_in_mixed_attributes(groups: int) -> None:
    frame, truth = mixed(groups)
    result = segment(frame)
    assert result.k == groups
    assert adjusted_rand_score(truth, result.labels) > 0.9
    assert [profile.size for profile in result.segments] == np.bincount(result.labels).tolist()
    assert sum(profile.share for profile in result.segments) == pytest.approx(1.0)
    assert len({profile.name for profile in result.segments}) == groups
    assert {item.name: item.treatment for item in result.treatments}["email"] == "dropped"


def test_independent_noise_has_no_segments() -> None:
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(
        {
            "spend": rng.lognormal(3, 1, 400),
            "age": rng.normal(40, 9, 400),
            "visits": rng.poisson(2, 400),
            "country": rng.choice(COUNTRIES, 400),
            "favourite": rng.choice([f"product {number:02}" for number in range(30)], 400),
            "newsletter": rng.random(400) < 0.5,
        }
    )
    result = segment(frame)
    assert result.k == 1
    assert [profile.name for profile in result.segments] == ["All customers"]
    assert all(item.verdict != "eligible" for item in result.candidates)


def test_a_category_of_noise_does_not_decide() -> None:
    frame, truth = mixed(2)
    assert adjusted_rand_score(truth, segment(frame[["order_value", "orders", "favourite"]]).labels) > 0.98


def test_the_seed_decides_and_the_order_of_rows_does_not() -> None:
    frame, _ = mixed(3, rows=150)
    first, again = segment(frame, k=range(2, 5), seed=9), segment(frame, k=range(2, 5), seed=9)
    assert first.to_dict() == again.to_dict()
    order = np.random.default_rng(1).permutation(len(frame))
    permuted = segment(frame.iloc[order], k=range(2, 5), seed=9)
    np.testing.assert_array_equal(permuted.labels, first.labels[order])
    assert permuted.candidates == first.candidates
    assert permuted.segments == first.segments


def test_pounds_and_pence_give_the_same_segments() -> None:
    frame, _ = mixed(4)
    pence = frame.assign(order_value=[Decimal(str(value)) * 100 for value in frame["order_value"]])
    np.testing.assert_array_equal(segment(pence, k=range(3, 6)).labels, segment(frame, k=range(3, 6)).labels)


def test_missing_values_are_survived_and_reported() -> None:
    frame, truth = mixed(3)
    holes = np.random.default_rng(2).random(frame.shape) < 0.1
    result = segment(frame.mask(holes))
    assert adjusted_rand_score(truth, result.labels) > 0.8
    missing = {item.name: item.missing for item in result.treatments}
    assert missing == dict(zip(frame.columns, holes.sum(axis=0).tolist(), strict=True))


def test_weights_decide_what_counts() -> None:
    rng = np.random.default_rng(3)
    one, two = rng.integers(0, 2, 200), rng.integers(0, 2, 200)
    frame = pd.DataFrame({"one": rng.normal(9.0 * one), "two": rng.normal(9.0 * two)})
    assert adjusted_rand_score(one, segment(frame, k=2, weights={"two": 0.01}).labels) == 1.0
    alone = segment(frame, k=2, weights={"one": 0})
    assert adjusted_rand_score(two, alone.labels) == 1.0
    assert [item.weight for item in alone.treatments] == [0.0, 1.0]


def test_to_dict_is_json() -> None:
    frame, _ = mixed(2, rows=60)
    result = segment(frame.assign(tier=pd.Categorical(["a", "b"] * 30, ["a", "b"], ordered=True)), seed=4)
    plain = result.to_dict()
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert plain["labels"] == result.labels.tolist()
    assert plain["seed"] == 4
    assert plain["segments"][0]["name"] == result.segments[0].name
    assert [item["k"] for item in plain["candidates"]] == list(range(2, 9))


def test_undefined_scores_are_null_in_json() -> None:
    plain = segment(pd.DataFrame({"orders": range(10)}), k=10).to_dict()
    assert plain["candidates"][0]["calinski_harabasz"] is None
    json.dumps(plain, allow_nan=False)


def test_the_result_is_frozen() -> None:
    result = segment(mixed(2, rows=40)[0], k=2)
    with pytest.raises(AttributeError):
        result.k = 3  # type: ignore[misc]
    with pytest.raises(ValueError, match="read-only"):
        result.labels[0] = 1


def test_the_frame_is_left_as_it_was() -> None:
    frame, _ = mixed(2, rows=60)
    before = frame.copy(deep=True)
    segment(frame, k=2)
    pd.testing.assert_frame_equal(frame, before)


def test_progress_rises_and_names_its_steps() -> None:
    seen: list[tuple[float, str]] = []
    segment(mixed(2, rows=60)[0], progress=lambda done, step: seen.append((done, step)))
    fractions = [done for done, _ in seen]
    assert fractions == sorted(fractions)
    assert (seen[0], seen[-1]) == ((0.0, "reading attributes"), (1.0, "done"))
    assert "trying 3 segments" in [step for _, step in seen]


def test_odd_labels_of_rows_and_columns() -> None:
    frame, truth = mixed(2, rows=80)
    odd = frame.rename(columns={"orders": 7}).set_axis([1] * 80)
    assert adjusted_rand_score(truth, segment(odd, k=2).labels) > 0.9


@pytest.mark.parametrize(
    ("frame", "options", "error", "message"),
    [
        (pd.DataFrame(), {}, FrameError, "0 rows: segments need at least 10"),
        (pd.DataFrame({"a": range(9)}), {}, FrameError, "9 rows"),
        ([[1, 2]], {}, FrameError, "type list: give a pandas DataFrame"),
        (pd.DataFrame(index=range(20)), {}, UsableAttributeError, "the frame has no columns"),
        (pd.DataFrame({"a": ["x"] * 20}), {}, UsableAttributeError, "a: Every row has the same value"),
        (pd.DataFrame({"a": range(20)}), {"weights": {"b": 1}}, UsableAttributeError, "unknown attribute 'b'"),
        (pd.DataFrame({"a": range(20)}), {"weights": {"a": -1}}, WeightError, "weight of 'a' is -1"),
        (pd.DataFrame({"a": [1, 2] * 10}), {"k": 3}, SegmentCountError, "k is 3, but there are 2 distinct rows"),
        (pd.DataFrame({"a": range(20)}), {"k": 0}, SegmentCountError, "k is 0"),
        (pd.DataFrame({"a": range(20)}), {"seed": -1}, SegmentationError, "seed is -1"),
    ],
)
def test_requests_in_vain(
    frame: object, options: dict[str, object], error: type[SegmentationError], message: str
) -> None:
    with pytest.raises(error, match=message) as raised:
        segment(frame, **options)  # type: ignore[arg-type]
    assert isinstance(raised.value, ValueError)
    assert raised.value.code.startswith("SEGMENTATION_")


@pytest.mark.parametrize(
    "values",
    [
        [0.0] * 19 + [1e99],
        [1e-300] * 10 + [2e-300] * 10,
        [-1e90, 1e90] * 10,
        [1e15 + number for number in range(20)],
        [None, 3] * 10,
    ],
)
def test_extreme_numbers(values: list[float | None]) -> None:
    result = segment(pd.DataFrame({"value": values, "other": range(20)}), k=2)
    assert len(result.labels) == 20
    json.dumps(result.to_dict(), allow_nan=False)


def test_five_thousand_customers_take_seconds() -> None:
    frame, _ = mixed(3, rows=5000)
    more = {f"extra{number}": np.random.default_rng(number).lognormal(size=5000) for number in range(5)}
    started = time.process_time()
    segment(frame.assign(**more))
    assert time.process_time() - started < 8.0
