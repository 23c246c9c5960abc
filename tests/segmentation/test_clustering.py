"""The segmenter finds what is there, finds nothing where nothing is, and does not depend on the order of rows."""

import numpy as np
import pytest
from sklearn.datasets import make_blobs
from sklearn.metrics import adjusted_rand_score, silhouette_score

from segmentation import CandidateScores, KMeansSegmenter, SegmentCountError
from segmentation.choice import best_count, verdict
from segmentation.validity import SilhouetteSample, structureless


def blobs(centers: int, rows: int = 300, seed: int = 4) -> tuple[np.ndarray, np.ndarray]:
    return make_blobs(rows, n_features=4, centers=centers, cluster_std=1.0, random_state=seed)


@pytest.mark.parametrize("centers", [2, 3, 5])
def test_finds_blobs(centers: int) -> None:
    matrix, truth = blobs(centers)
    segmenter = KMeansSegmenter().fit(matrix)
    assert segmenter.k_ == centers
    assert adjusted_rand_score(truth, segmenter.labels_) > 0.99
    chosen = next(item for item in segmenter.candidates_ if item.k == centers)
    assert (chosen.verdict, chosen.stability) == ("eligible", pytest.approx(1.0, abs=0.02))


def test_a_flag_that_goes_with_nothing_does_not_double_the_segments() -> None:
    rng = np.random.default_rng(1)
    truth = rng.integers(0, 3, 600)
    flag = rng.integers(0, 2, 600)
    matrix = np.column_stack([rng.normal(3.0 * truth, 0.3), rng.normal(-3.0 * truth, 0.3), 2.0 * flag])
    segmenter = KMeansSegmenter().fit(matrix)
    assert adjusted_rand_score(truth, segmenter.labels_) == 1.0
    assert next(item for item in segmenter.candidates_ if item.k == 6).split


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("shape", ["round", "long", "uniform", "skewed", "categories"])
def test_finds_nothing_in_one_cloud(shape: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    clouds = {
        "round": rng.normal(size=(300, 4)),
        "long": rng.normal(size=(300, 1)) + 0.4 * rng.normal(size=(300, 4)),
        "uniform": rng.uniform(size=(300, 2)),
        "skewed": rng.lognormal(sigma=0.2, size=(300, 3)),
        "categories": rng.integers(0, 2, size=(300, 4)).astype(float),
    }
    segmenter = KMeansSegmenter(random_state=seed).fit(clouds[shape])
    assert segmenter.k_ == 1
    assert (segmenter.labels_ == 0).all()
    assert all(item.verdict != "eligible" for item in segmenter.candidates_)


def test_same_seed_same_result_and_order_of_rows_does_not_matter() -> None:
    matrix, _ = blobs(7, rows=240)
    first = KMeansSegmenter(range(6, 9), random_state=3).fit(matrix)
    again = KMeansSegmenter(range(6, 9), random_state=3).fit(matrix)
    assert first.candidates_ == again.candidates_
    order = np.random.default_rng(0).permutation(len(matrix))
    permuted = KMeansSegmenter(range(6, 9), random_state=3).fit(matrix[order])
    assert permuted.candidates_ == first.candidates_
    np.testing.assert_array_equal(permuted.labels_, first.labels_[order])


def test_segments_are_numbered_by_size_and_predict_agrees() -> None:
    rng = np.random.default_rng(0)
    matrix = np.concatenate([rng.normal(center, 1, (size, 2)) for center, size in ((0, 20), (10, 70), (20, 40))])
    segmenter = KMeansSegmenter().fit(matrix)
    assert np.bincount(segmenter.labels_).tolist() == [70, 40, 20]
    np.testing.assert_array_equal(segmenter.predict(matrix), segmenter.labels_)
    assert segmenter.predict([[10.0, 10.0]]).tolist() == [0]


def test_a_number_is_an_order_and_a_range_is_a_choice() -> None:
    matrix, _ = blobs(3)
    assert KMeansSegmenter(k=5).fit(matrix).k_ == 5
    assert KMeansSegmenter(k=1).fit(matrix).k_ == 1
    ranged = KMeansSegmenter(k=range(3, 6)).fit(matrix)
    assert (ranged.k_, [item.k for item in ranged.candidates_]) == (3, [3, 4, 5])


@pytest.mark.parametrize("k", [0, -2, 5, 2.5, True, range(1), range(9, 12), "3"])
def test_impossible_counts(k: object) -> None:
    with pytest.raises(SegmentCountError, match="k is "):
        KMeansSegmenter(k=k).fit(np.repeat(np.eye(4), 5, axis=0))


def test_every_distinct_row_can_be_a_segment() -> None:
    segmenter = KMeansSegmenter(k=12).fit(np.arange(12.0)[:, np.newaxis])
    assert sorted(segmenter.labels_) == list(range(12))
    assert segmenter.candidates_[0].calinski_harabasz is None


def test_many_rows_are_clustered_on_mini_batches() -> None:
    matrix, truth = blobs(4, rows=30_000)
    segmenter = KMeansSegmenter(k=range(3, 6)).fit(matrix.astype(np.float32))
    assert segmenter.k_ == 4
    assert adjusted_rand_score(truth, segmenter.labels_) > 0.99


def test_progress_rises_from_zero_to_one() -> None:
    seen: list[float] = []
    KMeansSegmenter(progress=lambda done, step: seen.append(done)).fit(blobs(2)[0])
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0.0, 1.0)


def test_silhouette_is_scikit_learns() -> None:
    matrix, labels = blobs(4)
    labels[0] = 9
    expected = silhouette_score(matrix, labels)
    assert SilhouetteSample.of(matrix).score(labels) == pytest.approx(expected, abs=1e-5)
    assert SilhouetteSample.of(matrix).score(np.zeros(len(matrix), dtype=int)) == 0.0


def test_structureless_copies_keep_the_columns_and_lose_the_groups() -> None:
    matrix, labels = blobs(2, rows=1000)
    matrix = np.column_stack([matrix, labels, 1 - labels])
    blocks = [slice(0, 1), slice(1, 2), slice(2, 3), slice(3, 4), slice(4, 6)]
    for normal in (True, False):
        copy = structureless(matrix, blocks, np.random.default_rng(0), normal=normal)
        np.testing.assert_allclose(np.cov(copy[:, :4].T), np.cov(matrix[:, :4].T), rtol=0.2, atol=3.0)
        np.testing.assert_array_equal(copy[:, 4] + copy[:, 5], 1.0)
        assert copy[:, 4].sum() == labels.sum()
        assert abs(np.corrcoef(copy[:, 4], copy[:, 0])[0, 1]) < 0.1 < abs(np.corrcoef(labels, matrix[:, 0])[0, 1])


def scores(k: int = 2, **changes: float) -> CandidateScores:
    values = {"silhouette": 0.5, "reference": 0.3, "stability": 0.9, "smallest_share": 0.2} | changes
    return CandidateScores(k, calinski_harabasz=10.0, inertia=1.0, **values)


@pytest.mark.parametrize(
    ("changes", "rows", "expected"),
    [
        ({}, 1000, "eligible"),
        ({"reference": 0.49}, 10_000, "no better separated than data without segments"),
        ({"reference": 0.40}, 30, "no better separated than data without segments"),
        ({"stability": 0.5}, 1000, "unstable: other customers would give other segments"),
        ({"smallest_share": 0.01}, 1000, "its smallest segment is too small"),
        ({"smallest_share": 0.05}, 40, "its smallest segment is too small"),
        ({"split": True}, 1000, "two of its segments differ in one category only"),
    ],
)
def test_verdicts(changes: dict[str, float], rows: int, expected: str) -> None:
    assert verdict(scores(**changes), rows) == expected


def test_the_rule_takes_the_finest_of_the_nearly_best() -> None:
    def eligible(k: int, silhouette: float, stability: float) -> CandidateScores:
        return CandidateScores(k, silhouette, 0.3, stability, None, 1.0, 0.2, verdict="eligible")

    assert best_count([eligible(2, 0.5, 1.0), eligible(3, 0.49, 1.0), eligible(4, 0.4, 1.0)]) == 3
    assert best_count([eligible(2, 0.5, 1.0), eligible(3, 0.5, 0.7)]) == 2
    assert best_count([scores(2), scores(3)]) == 1
