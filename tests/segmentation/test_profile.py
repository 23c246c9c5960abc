"""Profiles against figures worked out by hand, and names that tell segments apart."""

import math

import numpy as np
import pandas as pd
import pytest

from segmentation import FeatureEncoder, LevelDifference, NumberDifference, profile_segments, segment_differences
from segmentation.naming import segment_names, segment_sentence

LABELS = np.array([0] * 6 + [1] * 6)


def profiled(**columns: object) -> list[tuple[NumberDifference | LevelDifference, ...]]:
    frame = pd.DataFrame(columns)
    return segment_differences(frame, LABELS, FeatureEncoder().fit(frame))


def test_cohens_d_medians_and_means_by_hand() -> None:
    low, high = profiled(orders=[1, 2, 3, 4, 5, 6, 4, 5, 6, 7, 8, 9])
    # Means 3.5 and 6.5; both variances (n - 1) are 3.5; d = 3 / sqrt(3.5), on any linear scale.
    assert high[0].effect == pytest.approx(3 / math.sqrt(3.5))
    assert low[0].effect == pytest.approx(-3 / math.sqrt(3.5))
    assert (high[0].segment_median, high[0].overall_median) == (6.5, 5.0)
    assert (high[0].segment_mean, high[0].overall_mean) == (6.5, 5.0)


def test_missing_values_do_not_enter_the_figures() -> None:
    _, high = profiled(orders=[1, 2, 3, np.nan, np.nan, np.nan, 4, 5, 6, np.nan, np.nan, np.inf])
    assert high[0].effect == pytest.approx(3.0)
    assert (high[0].segment_median, high[0].overall_median) == (5.0, 3.5)


def test_no_spread_at_all_gives_the_largest_effect() -> None:
    low, high = profiled(size=[2] * 6 + [5] * 6)
    assert (low[0].effect, high[0].effect) == (-10.0, 10.0)


def test_lift_and_shares_by_hand() -> None:
    first, _ = profiled(country=["Germany"] * 5 + ["France"] + ["Germany"] + ["France"] * 5)
    germany = next(item for item in first if isinstance(item, LevelDifference) and item.level == "Germany")
    assert (germany.count, germany.segment_share, germany.overall_share) == (5, 5 / 6, 0.5)
    assert germany.lift == pytest.approx(5 / 3)
    assert germany.effect == pytest.approx(2 * math.asin(math.sqrt(5 / 6)) - 2 * math.asin(math.sqrt(1 / 6)))


def test_levels_without_support_are_left_out() -> None:
    first, second = profiled(country=["Germany"] * 3 + ["France"] * 9, pet=["cat", "dog"] * 6)
    assert [item.level for item in (*first, *second) if isinstance(item, LevelDifference)] == ["France"]


def test_differences_are_sorted_by_strength_and_small_ones_are_left_out() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"weak": rng.normal(size=400), "same": rng.normal(size=400), "strong": rng.normal(size=400)})
    labels = np.repeat([0, 1], 200)
    frame.loc[200:, "weak"] += 0.5
    frame.loc[200:, "strong"] += 5.0
    differences = segment_differences(frame, labels, FeatureEncoder().fit(frame))[0]
    assert [item.attribute for item in differences] == ["strong", "weak"]


def test_dates_flags_and_ordered_levels_in_words() -> None:
    frame = pd.DataFrame(
        {
            "joined": pd.to_datetime(["2020-01-01"] * 6 + ["2024-03-05"] * 6, utc=True),
            "tier": pd.Categorical(["basic"] * 6 + ["plus"] * 6, ["basic", "plus"], ordered=True),
            "usesApp": [False] * 6 + [True] * 6,
            "kids": pd.Series([None] * 6 + ["none"] * 6, dtype="str"),
        }
    )
    early, late = profile_segments(frame, LABELS, FeatureEncoder().fit(frame))
    assert late.name == "Recent joined, high tier · uses app"
    assert early.name == "Early joined, low tier · no uses app"
    assert "joined later (median 2024-03-05, 2022-02-01 overall)" in late.sentence
    assert "tier higher (median plus, basic overall)" in late.sentence
    assert "uses app yes 100% (50% overall)" in late.sentence
    assert "kids unknown 100% (50% overall)" in early.sentence


def number(attribute: str, effect: float) -> NumberDifference:
    return NumberDifference(attribute, "number", effect, 1.0, 2.0, 1.0, 2.0, "1", "2")


def test_names_of_like_segments_are_told_apart() -> None:
    a, b, c = number("a", 2.0), number("b", 1.5), number("c", 1.0)
    assert segment_names([(a, b, c), (a, b, number("c", -1.0))]) == ["High a, high b, high c", "High a, high b, low c"]
    assert segment_names([(a, b), (a, b), ()]) == ["High a, high b", "High a, high b (2)", "Typical customers"]


def test_nobody_is_named_by_what_is_usual() -> None:
    usual = LevelDifference("plan", "nominal", "Basic", 0.6, 90, 1.0, 0.9, 1.11)
    assert segment_names([(usual,), (number("orders", 1.0),)]) == ["Typical customers", "High orders"]


def test_sentences_without_differences() -> None:
    assert segment_sentence(50, 0.5, ()) == "50 customers (50%): close to the average in every attribute."
    assert segment_sentence(1200, 1.0, ()) == "1,200 customers (100%): everyone."
