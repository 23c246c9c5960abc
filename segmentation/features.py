"""Turn a frame of mixed customer attributes into a numeric matrix on which distances are fair.

The first step of a segmentation. Whatever an attribute is (money, a count, a date, a country, a flag), it ends up with
the same total variance, so that neither a large unit nor a category of thirty levels outweighs the others; `weights`
changes that on purpose. What was done to each attribute, and why one was left out, is kept in `treatments_`.

How a single attribute is encoded is :mod:`segmentation.attributes`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_array, check_is_fitted

from segmentation.attributes import AttributeTreatment, Encoding, fit_attribute
from segmentation.errors import FrameError, UsableAttributeError, WeightError


class FeatureEncoder(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Encode mixed attributes as a numeric matrix in which every attribute weighs the same.

    Quantitative attributes (numbers, dates as days, durations as days) and ordinal ones are bent, scaled robustly and
    clipped (:func:`segmentation.scaling.fit_scale`); missing values are imputed with the median. Nominal attributes
    are encoded one-hot: levels held by less than 2 % of the rows are pooled, "missing" is a level of its own. Each
    attribute is then divided by the root of its total variance (the sum over its columns), so that the mean squared
    distance it puts between two rows is the same for all. One thing limits that: no value is moved further than 3.5
    units away, so that an attribute which is nearly always the same contributes less instead of making islands of the
    few exceptions.

    Parameters
    ----------
    weights : mapping of str to float, optional
        Factor on the total variance of an attribute; 1.0 for those not named. An attribute of weight 0 takes no part
        in the matrix, but is treated and reported.
    dtype : {numpy.float64, numpy.float32}
        Type of the matrix; the smaller one halves the memory of many rows.

    Attributes
    ----------
    treatments_ : tuple of AttributeTreatment
        What was done to each attribute, in the order of the columns.
    encodings_ : dict of str to NumberEncoding or LevelEncoding
        The fitted encoding of each attribute that was not dropped, those of weight 0 included.
    blocks_ : tuple of slice
        The matrix columns of each attribute.
    feature_names_in_ : ndarray of shape (n_attributes,)
        The attributes seen by ``fit``.
    n_features_in_ : int
        How many.

    Raises
    ------
    FrameError
        No rows, or two columns of one name.
    UsableAttributeError
        No attribute is usable, a weight is given for an attribute that does not exist, or ``transform`` misses one.
    WeightError
        A weight is negative, infinite or not a number.

    References
    ----------
    J. C. Gower, "A general coefficient of similarity and some of its properties", *Biometrics* 27 (1971), for weighing
    mixed attributes alike; L. Kaufman and P. J. Rousseeuw, *Finding Groups in Data*, Wiley 1990, chapter 1.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"orders": [1, 2, 3, 4], "country": ["DE", "DE", "FR", "FR"], "plan": "basic"})
    >>> encoder = FeatureEncoder().fit(frame)
    >>> encoder.get_feature_names_out().tolist()
    ['orders', 'country=DE', 'country=FR']
    >>> encoder.transform(frame).var(axis=0).round(2).tolist()
    [1.0, 0.5, 0.5]
    >>> encoder.treatments_[2].reason
    'Every row has the same value.'
    """

    def __init__(self, weights: Mapping[str, float] | None = None, *, dtype: Any = np.float64) -> None:
        """Keep the parameters; they are checked by ``fit``, as scikit-learn asks."""
        self.weights = weights
        self.dtype = dtype

    def fit(self, X: Any, y: Any = None) -> "FeatureEncoder":  # noqa: N803 (scikit-learn's name)
        """Learn how to encode each attribute.

        Parameters
        ----------
        X : DataFrame of shape (n, n_attributes)
            The attributes; an array has the attributes "0", "1", ...
        y : None
            Ignored.

        Returns
        -------
        self : FeatureEncoder
            The fitted encoder.
        """
        frame = _as_frame(X)
        weights = _checked_weights(self.weights or {}, list(frame.columns))
        fitted = [fit_attribute(frame[name], name, weights.get(name, 1.0)) for name in frame.columns]
        self.treatments_ = tuple(item if isinstance(item, AttributeTreatment) else item.treatment for item in fitted)
        self.encodings_ = {item.treatment.name: item for item in fitted if not isinstance(item, AttributeTreatment)}
        self.feature_names_in_ = np.array(frame.columns, dtype=object)
        self.n_features_in_ = len(frame.columns)
        self._check_usable()
        self.blocks_ = _blocks([len(encoding.column_names()) for encoding in self._active()])
        return self

    def transform(self, X: Any) -> npt.NDArray[np.floating[Any]]:  # noqa: N803 (scikit-learn's name)
        """Encode a frame with the same attributes.

        Parameters
        ----------
        X : DataFrame of shape (n, n_attributes)
            The attributes seen by ``fit``, in any order; further columns are ignored.

        Returns
        -------
        matrix : ndarray of shape (n, n_columns)
            Finite values.
        """
        check_is_fitted(self, "treatments_")
        frame = _as_frame(X)
        absent = [name for name in self.encodings_ if name not in frame.columns]
        if absent:
            raise UsableAttributeError(f"The frame lacks the attribute {absent[0]!r} seen by fit: add the column.")
        matrix = np.zeros((len(frame), self.blocks_[-1].stop), dtype=self.dtype)
        for block, encoding in zip(self.blocks_, self._active(), strict=True):
            encoding.write(frame[encoding.treatment.name], matrix[:, block])
        return matrix

    def get_feature_names_out(self, input_features: Any = None) -> npt.NDArray[np.object_]:
        """Name the matrix columns: the attribute, or ``attribute=level``.

        Parameters
        ----------
        input_features : None
            Ignored; the names come from the frame given to ``fit``.

        Returns
        -------
        names : ndarray of shape (n_columns,), object
            One name per column of the matrix.
        """
        check_is_fitted(self, "treatments_")
        return np.array([name for encoding in self._active() for name in encoding.column_names()], dtype=object)

    def __sklearn_tags__(self) -> Any:
        """Declare that missing values, text and categories are understood."""
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = tags.input_tags.string = tags.input_tags.categorical = True
        return tags

    def _active(self) -> list[Encoding]:
        return [encoding for encoding in self.encodings_.values() if encoding.treatment.weight > 0]

    def _check_usable(self) -> None:
        if not self._active():
            reasons = (
                "; ".join(f"{item.name}: {item.reason}" for item in self.treatments_) or "the frame has no columns"
            )
            raise UsableAttributeError(f"No attribute is usable ({reasons}). Add one that differs between rows.")


def _blocks(widths: Sequence[int]) -> tuple[slice, ...]:
    ends = np.cumsum(widths).tolist()
    return tuple(slice(end - width, end) for end, width in zip(ends, widths, strict=True))


def _as_frame(data: Any) -> pd.DataFrame:
    """Return the data as a frame with text names and at least one row."""
    if not isinstance(data, pd.DataFrame):
        data = pd.DataFrame(check_array(data, dtype=None, ensure_all_finite=False))
    frame: pd.DataFrame = data
    frame = frame.set_axis([str(name) for name in frame.columns], axis=1)
    if repeated := sorted(set(frame.columns[frame.columns.duplicated()])):
        raise FrameError(f"Two columns are named {repeated[0]!r}: rename or drop one.")
    if frame.empty and len(frame.columns):
        raise FrameError("The frame has no rows: there is nothing to learn from.")
    return frame


def _checked_weights(weights: Mapping[str, float], names: list[str]) -> dict[str, float]:
    for name, weight in weights.items():
        if name not in names:
            raise UsableAttributeError(f"A weight names the unknown attribute {name!r}: use one of {', '.join(names)}.")
        if isinstance(weight, bool) or not np.isfinite(weight) or weight < 0:
            raise WeightError(f"The weight of {name!r} is {weight!r}: give a finite number of at least 0.")
    return {name: float(weight) for name, weight in weights.items()}
