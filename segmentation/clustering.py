"""Find the segments in an encoded matrix, or find that there are none.

:class:`KMeansSegmenter` fits k-means for each candidate number of segments, keeps all scores, and chooses by one rule
(see there). It knows nothing of attributes beyond which columns belong together: encoding is
:mod:`segmentation.features`, measuring is :mod:`segmentation.validity`, the rule in code is :mod:`segmentation.choice`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.metrics import calinski_harabasz_score, pairwise_distances_argmin
from sklearn.utils.validation import check_is_fitted, validate_data
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from segmentation.choice import CandidateScores, best_count, candidate_counts, verdict
from segmentation.validity import (
    MINI_BATCH_ROWS,
    Labels,
    Matrix,
    SilhouetteSample,
    fit_kmeans,
    splits_one_category,
    stability,
    structureless,
)

SILHOUETTE_ROWS = 2_000
"""The silhouette is measured on a sample of at most this many rows."""

REFERENCE_DRAWS = 4
"""How many structureless copies the separation must beat; uniform and normal clouds take turns."""


class KMeansSegmenter(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Segment rows by k-means and choose how many segments there are.

    A candidate k is *eligible* when

    1. its silhouette exceeds the best of four structureless copies by 0.02, and by 0.7 / sqrt(n),
    2. its stability is at least 0.6,
    3. its smallest segment holds at least 2 % of the rows, and three rows, and
    4. no two of its segments differ in one category only: those are one segment and a filter.

    The *quality* of a candidate is its gain (silhouette minus reference) times its stability. Chosen is the largest
    eligible k whose quality comes within 10 % of the best. Where none is eligible the answer is k = 1: the rows have no
    segments that these attributes can show. A number given as ``k`` is an order and not a candidate: it is carried out,
    and the verdict still says what was found.

    What this cannot tell: a continuum that runs through small counts and categories (all customers between small and
    large, say) beats the structureless copies, because those keep the ties among continuous columns only. Its halves
    are still what a marketer means by "large customers"; that they are no islands shows in a low silhouette.

    The result depends on the set of rows and the seed, not on the order of the rows. Above 20,000 rows the candidates
    are scored on a sample of 20,000 and the chosen one is fitted to all rows on mini-batches.

    Parameters
    ----------
    k : int, range or None
        The number of segments, the candidates, or None for 2 to 8. Candidates beyond the number of distinct rows are
        left out; a number beyond it is an error.
    blocks : sequence of slice, optional
        The columns of each attribute (``FeatureEncoder.blocks_``); by default each column is an attribute.
    random_state : int
        The seed.
    progress : callable, optional
        Called with the fraction done (0 to 1) and the name of the step.

    Attributes
    ----------
    labels_ : ndarray of shape (n,), int64
        The segment of each row; segment 0 is the largest.
    k_ : int
        Number of segments; 1 when there are none to tell apart.
    candidates_ : tuple of CandidateScores
        The scores of every candidate, by rising k; empty when ``k`` is 1.
    cluster_centers_ : ndarray of shape (k_, d)
        The centres, in the order of the segments.
    n_features_in_ : int
        Number of columns.

    Raises
    ------
    SegmentCountError
        ``k`` is below 1, larger than the number of distinct rows, or a range without a usable candidate.

    References
    ----------
    S. P. Lloyd, "Least squares quantization in PCM", *IEEE Transactions on Information Theory* 28 (1982);
    C. Hennig, "Cluster-wise assessment of cluster stability", *Computational Statistics & Data Analysis* 52 (2007).

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> groups = np.concatenate([rng.normal(center, 1, (40, 3)) for center in (0, 8, 16)])
    >>> segmenter = KMeansSegmenter(random_state=1).fit(groups)
    >>> segmenter.k_, np.bincount(segmenter.labels_).tolist()
    (3, [40, 40, 40])
    >>> KMeansSegmenter().fit(rng.normal(size=(120, 3))).k_
    1
    """

    def __init__(
        self,
        k: int | range | None = None,
        *,
        blocks: Sequence[slice] | None = None,
        random_state: int = 0,
        progress: Callable[[float, str], None] | None = None,
    ) -> None:
        """Keep the parameters; they are checked by ``fit``, as scikit-learn asks."""
        self.k = k
        self.blocks = blocks
        self.random_state = random_state
        self.progress = progress

    def fit(self, X: Any, y: Any = None) -> "KMeansSegmenter":  # noqa: N803 (scikit-learn's name)
        """Score the candidates, choose, and label the rows.

        Parameters
        ----------
        X : ndarray of shape (n, d)
            Encoded rows, finite.
        y : None
            Ignored.

        Returns
        -------
        self : KMeansSegmenter
            The fitted segmenter.
        """
        matrix = validate_data(self, X, dtype=(np.float64, np.float32))
        # One thread: sums in several threads differ in their last bits from run to run, and small data gain nothing.
        with threadpool_limits(limits=1):
            keys = _row_keys(matrix)
            order = np.argsort(keys, kind="stable")
            candidates = candidate_counts(self.k, len(np.unique(keys)))
            self._choose(_sampled(matrix, order, MINI_BATCH_ROWS, self.random_state), candidates)
            self._label(matrix, order)
        self._report(1.0, "done")
        return self

    def predict(self, X: Any) -> npt.NDArray[np.int64]:  # noqa: N803 (scikit-learn's name)
        """Give rows the segment with the nearest centre.

        Parameters
        ----------
        X : ndarray of shape (n, d)
            Encoded rows.

        Returns
        -------
        labels : ndarray of shape (n,), int64
            The segment of each row.
        """
        check_is_fitted(self, "cluster_centers_")
        matrix = validate_data(self, X, dtype=(np.float64, np.float32), reset=False)
        return np.asarray(pairwise_distances_argmin(matrix, self.cluster_centers_), dtype=np.int64)

    def _choose(self, sample: Matrix, counts: list[int]) -> None:
        """Score all candidates on the sample; keep the centres of the chosen one."""
        references = self._reference_scores(sample, counts)
        silhouettes = SilhouetteSample.of(_silhouette_rows(sample, self.random_state))
        scores, centers = [], {1: sample.mean(axis=0, keepdims=True)}
        for turn, k in enumerate(counts):
            self._report(0.3 + 0.6 * turn / len(counts), f"trying {k} segments")
            model = fit_kmeans(sample, k, self.random_state, n_init=5)
            centers[k] = model.cluster_centers_
            labels = model.labels_
            score = CandidateScores(
                k,
                silhouette=silhouettes.score(_silhouette_rows(labels, self.random_state)),
                reference=references[k],
                stability=stability(sample, k, self.random_state),
                calinski_harabasz=_variance_ratio(sample, labels),
                inertia=float(model.inertia_),
                smallest_share=float(np.bincount(labels, minlength=k).min() / len(labels)),
                split=splits_one_category(sample, labels, self._blocks()),
            )
            scores.append(replace(score, verdict=verdict(score, len(sample))))
        self.candidates_ = tuple(scores)
        self.k_ = self.k if isinstance(self.k, int) else best_count(self.candidates_)
        self.cluster_centers_ = centers[self.k_]

    def _reference_scores(self, sample: Matrix, counts: list[int]) -> dict[int, float]:
        """Return the best silhouette of the structureless copies for each candidate."""
        rng = np.random.default_rng(self.random_state)
        rows = _silhouette_rows(sample, self.random_state)
        best = dict.fromkeys(counts, -1.0)
        for draw in range(REFERENCE_DRAWS if counts else 0):
            self._report(0.3 * draw / REFERENCE_DRAWS, "comparing with data without segments")
            copy = structureless(rows, self._blocks(), rng, normal=draw % 2 == 1)
            silhouettes = SilhouetteSample.of(copy)
            for k in counts:
                labels = fit_kmeans(copy, k, self.random_state + draw, n_init=2).labels_
                best[k] = max(best[k], silhouettes.score(labels))
        return best

    def _label(self, matrix: Matrix, order: npt.NDArray[np.intp]) -> None:
        """Label all rows, number the segments by falling size, and leave out those that stayed empty."""
        self._report(0.9, "assigning customers")
        if len(matrix) > MINI_BATCH_ROWS and self.k_ > 1:
            model = fit_kmeans(matrix[order], self.k_, self.random_state, start=self.cluster_centers_)
            self.cluster_centers_ = model.cluster_centers_
        sizes = np.bincount(self.predict(matrix), minlength=self.k_)
        # Equal sizes: the centres decide, as they do not depend on the order of the rows.
        ranking = np.lexsort((*self.cluster_centers_.T[::-1], -sizes))
        self.cluster_centers_ = self.cluster_centers_[ranking[: np.count_nonzero(sizes)]]
        self.k_ = len(self.cluster_centers_)
        self.labels_ = self.predict(matrix)

    def _blocks(self) -> Sequence[slice]:
        return self.blocks or [slice(column, column + 1) for column in range(self.n_features_in_)]

    def _report(self, fraction: float, step: str) -> None:
        if self.progress is not None:
            self.progress(fraction, step)


def _variance_ratio(matrix: Matrix, labels: Labels) -> float | None:
    """Return the Calinski-Harabasz score; None where it is undefined."""
    if not 1 < len(np.unique(labels)) < len(labels):
        return None
    score = float(calinski_harabasz_score(matrix, labels))
    return score if np.isfinite(score) else None


def _row_keys(matrix: Matrix) -> npt.NDArray[np.float64]:
    """Give each row a number that depends on its own values only, and differs where rows differ."""
    keys = np.zeros(len(matrix))
    rng = np.random.default_rng(0)
    # Column by column: a matrix product may round a row differently at another position.
    for column in range(matrix.shape[1]):
        keys += matrix[:, column] * rng.uniform(1.0, 2.0)
    return keys


def _sampled(matrix: Matrix, order: npt.NDArray[np.intp], most: int, seed: int) -> Matrix:
    """Take at most so many rows in canonical order."""
    return matrix[order[_picks(len(order), most, seed)]]


def _silhouette_rows(values: npt.NDArray[Any], seed: int) -> npt.NDArray[Any]:
    return values[_picks(len(values), SILHOUETTE_ROWS, seed)]


def _picks(rows: int, most: int, seed: int) -> npt.NDArray[np.intp]:
    if rows <= most:
        return np.arange(rows)
    return np.sort(np.random.default_rng(seed).choice(rows, most, replace=False))
