"""What can be wrong with a request for segments.

Every error is a :class:`ValueError`, carries a machine ``code`` and a message that names the thing, its value and the
remedy. The data themselves (missing values, odd types, useless attributes) are no errors: they are treated and
reported.

    SegmentationError
    ├── FrameError            the frame cannot be read as a table of attributes, or has too few rows
    ├── UsableAttributeError  no attribute is usable, or an attribute named does not exist
    ├── WeightError           a weight is not a finite number of at least 0
    └── SegmentCountError     the number of segments asked for is impossible
"""


class SegmentationError(ValueError):
    """The segmentation cannot be computed as it was asked for."""

    code = "SEGMENTATION_FAILED"


class FrameError(SegmentationError):
    """The frame has too few rows, ambiguous columns, or is no frame at all."""

    code = "SEGMENTATION_FRAME"


class UsableAttributeError(SegmentationError):
    """No attribute is usable, or an attribute that was named does not exist."""

    code = "SEGMENTATION_ATTRIBUTE"


class WeightError(SegmentationError):
    """A weight is not a finite number of at least 0."""

    code = "SEGMENTATION_WEIGHT"


class SegmentCountError(SegmentationError):
    """The number of segments asked for is impossible for these rows."""

    code = "SEGMENTATION_COUNT"
