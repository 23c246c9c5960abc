"""Measure whether a partition is more than an accident: separation, stability, and a world without segments.

Three independent questions about k groups: do rows lie nearer to their own group than to the next (silhouette)? Would
other customers from the same source have given the same groups (stability)? Would data without any groups have scored
as well (the structureless reference)? The rule that weighs the answers is :mod:`segmentation.clustering`.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score, euclidean_distances

Matrix = npt.NDArray[np.floating[Any]]
Labels = npt.NDArray[np.integer[Any]]

MINI_BATCH_ROWS = 20_000
"""Above this many rows k-means runs on mini-batches."""

MEDIUM_EFFECT = 0.5
"""Cohen's limit of a medium effect, in standard deviations within the groups."""

HALVES = 4
"""How many random halves of the rows are segmented anew to measure the stability."""

HALF_ROWS = 2_500
"""A half is never larger than this: stability needs the variation between samples, not their size."""

CONTINUOUS_VALUES = 20
"""A column with more distinct values than this is continuous ..."""

TIE_SHARE = 0.1
"""... unless one value is held by a larger share of the rows than this."""


def fit_kmeans(
    matrix: Matrix, k: int, seed: int, n_init: int = 1, start: Matrix | None = None
) -> KMeans | MiniBatchKMeans:
    """Fit k-means (Lloyd), on mini-batches above 20,000 rows.

    Parameters
    ----------
    matrix : ndarray of shape (n, d)
        Encoded rows.
    k : int
        Number of clusters, at most n.
    seed : int
        Seed of the initial centres (k-means++).
    n_init : int
        How many starts; the one with the least inertia wins.
    start : ndarray of shape (k, d), optional
        Initial centres instead of k-means++.

    Returns
    -------
    model : KMeans or MiniBatchKMeans
        The fitted estimator.

    References
    ----------
    D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007;
    D. Sculley, "Web-scale k-means clustering", WWW 2010.
    """
    init = "k-means++" if start is None else start
    if len(matrix) > MINI_BATCH_ROWS:
        model = MiniBatchKMeans(k, init=init, n_init=n_init, random_state=seed, batch_size=4096)
    else:
        model = KMeans(k, init=init, n_init=n_init, random_state=seed)
    with warnings.catch_warnings():
        # A sample can hold fewer distinct rows than the whole: some clusters then stay empty, and the scores say so.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(matrix)


@dataclass(frozen=True, slots=True, eq=False)
class SilhouetteSample:
    """Pairwise distances of a sample, computed once and scored for many partitions.

    Examples
    --------
    >>> import numpy as np
    >>> sample = SilhouetteSample.of(np.array([[0.0], [1.0], [10.0], [11.0]]))
    >>> round(sample.score(np.array([0, 0, 1, 1])), 3)
    0.9
    """

    distances: Matrix

    @classmethod
    def of(cls, matrix: Matrix) -> "SilhouetteSample":
        """Measure the Euclidean distances between all rows, shape (m, d)."""
        return cls(euclidean_distances(matrix.astype(np.float32)))

    def score(self, labels: Labels) -> float:
        """Average the silhouette width (b - a) / max(a, b) over the sample.

        Parameters
        ----------
        labels : ndarray of shape (m,)
            The group of each row, from 0.

        Returns
        -------
        silhouette : float
            Between -1 and 1; rows alone in their group count 0; 0.0 when there is one group only.

        References
        ----------
        P. J. Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis",
        *Journal of Computational and Applied Mathematics* 20 (1987).
        """
        _, own = np.unique(labels, return_inverse=True)
        counts = np.bincount(own)
        if len(counts) < 2:
            return 0.0
        rows = np.arange(len(own))
        sums = self.distances @ np.eye(len(counts), dtype=self.distances.dtype)[own]
        within = sums[rows, own] / np.maximum(counts[own] - 1, 1)
        means = sums / counts
        means[rows, own] = np.inf
        nearest = means.min(axis=1)
        widest = np.maximum(within, nearest)
        widths = np.divide(nearest - within, widest, out=np.zeros_like(widest), where=widest > 0)
        return float(np.mean(np.where(counts[own] > 1, widths, 0.0), dtype=np.float64))


def stability(matrix: Matrix, k: int, seed: int) -> float:
    """Measure how alike the partitions are that random halves of the rows lead to.

    Parameters
    ----------
    matrix : ndarray of shape (n, d)
        Encoded rows.
    k : int
        Number of clusters.
    seed : int
        Seed of the halves and of their models.

    Returns
    -------
    stability : float
        Mean adjusted Rand index over all pairs of four models, each fitted on one half and then assigned all rows:
        1 when the halves agree, about 0 when they agree by chance only.

    References
    ----------
    A. Ben-Hur, A. Elisseeff and I. Guyon, "A stability based method for discovering structure in clustered data",
    *Pacific Symposium on Biocomputing* 2002; L. Hubert and P. Arabie, "Comparing partitions",
    *Journal of Classification* 2 (1985).

    Examples
    --------
    >>> import numpy as np
    >>> stability(np.repeat([[0.0], [9.0]], 20, axis=0), 2, seed=0)
    1.0
    """
    rng = np.random.default_rng(seed)
    size = max(min(len(matrix) // 2, HALF_ROWS), k)
    halves = [rng.permutation(len(matrix))[:size] for _ in range(HALVES)]
    labels = [fit_kmeans(matrix[half], k, seed + turn, n_init=3).predict(matrix) for turn, half in enumerate(halves)]
    return float(np.mean([adjusted_rand_score(one, other) for one, other in combinations(labels, 2)]))


def structureless(matrix: Matrix, blocks: Sequence[slice], rng: np.random.Generator, *, normal: bool) -> Matrix:
    """Draw rows like these, but without groups.

    Continuous columns are drawn together as one cloud without gaps that has their covariance: normal, or uniform over a
    box along the principal components (of all clouds the one most easily mistaken for clusters). All other attributes
    (categories, flags, small counts, columns with one dominant value) are permuted, each by itself: they keep their
    lumps, but lose what ties them to each other.

    Parameters
    ----------
    matrix : ndarray of shape (m, d)
        Encoded rows.
    blocks : sequence of slice
        The columns of each attribute.
    rng : Generator
        Source of the draws.
    normal : bool
        Whether the cloud is normal or uniform.

    Returns
    -------
    copy : ndarray of shape (m, d), float32
        Rows of the same columns.

    References
    ----------
    R. Tibshirani, G. Walther and T. Hastie, "Estimating the number of clusters in a data set via the gap statistic",
    *Journal of the Royal Statistical Society B* 63 (2001), reference distribution (b) and theorem 1;
    Y. Liu, D. N. Hayes, A. Nobel and J. S. Marron, "Statistical significance of clustering for high-dimension,
    low-sample size data", *Journal of the American Statistical Association* 103 (2008), for the normal cloud.
    """
    copy = np.empty(matrix.shape, dtype=np.float32)
    continuous = [block.start for block in blocks if _is_continuous(matrix[:, block])]
    for block in blocks:
        if block.start not in continuous:
            copy[:, block] = rng.permutation(matrix[:, block], axis=0)
    if continuous:
        copy[:, continuous] = _cloud(matrix[:, continuous], rng, normal)
    return copy


def splits_one_category(matrix: Matrix, labels: Labels, blocks: Sequence[slice]) -> bool:
    """Say whether two groups differ in nothing but one lumpy attribute.

    Such groups are one group and a filter: a flag that goes with nothing else would otherwise double every segment,
    and well separated the doubles are. A lumpy attribute is any but a continuous column, as in :func:`structureless`.

    Parameters
    ----------
    matrix : ndarray of shape (n, d)
        Encoded rows.
    labels : ndarray of shape (n,)
        The group of each row, from 0, without gaps.
    blocks : sequence of slice
        The columns of each attribute.

    Returns
    -------
    split : bool
        Whether there are two groups whose centres lie half a within-group standard deviation apart (a medium effect
        by Cohen's limits) in one attribute only, and that one is lumpy.

    Examples
    --------
    >>> import numpy as np
    >>> flag, other = np.repeat([0.0, 1.0], 10), np.tile([0.0, 1.0], 10)
    >>> splits_one_category(np.column_stack([flag, other]), flag.astype(int), [slice(0, 1), slice(1, 2)])
    True
    >>> splits_one_category(np.column_stack([flag, flag]), flag.astype(int), [slice(0, 1), slice(1, 2)])
    False
    """
    groups = [matrix[labels == group] for group in np.unique(labels)]
    centers = np.array([group.mean(axis=0) for group in groups])
    spreads = np.array([group.var(axis=0) for group in groups])
    lumpy = np.array([not _is_continuous(matrix[:, block]) for block in blocks])
    for one, other in combinations(range(len(groups)), 2):
        apart = (centers[one] - centers[other]) ** 2
        within = (spreads[one] + spreads[other]) / 2
        differs = np.array([apart[b].sum() > MEDIUM_EFFECT**2 * within[b].sum() for b in blocks])
        if differs.sum() <= 1 and not differs[~lumpy].any():
            return True
    return False


def _is_continuous(columns: Matrix) -> bool:
    if columns.shape[1] != 1:
        return False
    values, counts = np.unique(columns, return_counts=True)
    return len(values) > CONTINUOUS_VALUES and counts.max() <= TIE_SHARE * len(columns)


def _cloud(columns: Matrix, rng: np.random.Generator, normal: bool) -> Matrix:
    """Draw one cloud around the columns' mean that has their covariance."""
    center = columns.mean(axis=0)
    _, sizes, directions = np.linalg.svd(columns - center, full_matrices=False)
    shape = (len(columns), len(sizes))
    drawn = rng.standard_normal(shape) if normal else rng.uniform(-np.sqrt(3.0), np.sqrt(3.0), shape)
    return np.asarray(drawn * (sizes / np.sqrt(len(columns))) @ directions + center)
