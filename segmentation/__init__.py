"""Group customers into segments that a marketer can trust, explain and send to.

A pure library: a pandas frame goes in, frozen results come out; nothing here knows of the server. One call does it all:

>>> from segmentation import segment

The phases behind it can be used alone, each a module: `features` (attributes become distances), `clustering` (distances
become segments, or none), `profile` and `naming` (segments become facts and words), `segments` (the call).
"""

from segmentation.attributes import AttributeTreatment
from segmentation.choice import CandidateScores
from segmentation.clustering import KMeansSegmenter
from segmentation.errors import (
    FrameError,
    SegmentationError,
    SegmentCountError,
    UsableAttributeError,
    WeightError,
)
from segmentation.features import FeatureEncoder
from segmentation.profile import LevelDifference, NumberDifference, segment_differences
from segmentation.segments import MIN_ROWS, Segmentation, SegmentProfile, profile_segments, segment

__all__ = [
    "MIN_ROWS",
    "AttributeTreatment",
    "CandidateScores",
    "FeatureEncoder",
    "FrameError",
    "KMeansSegmenter",
    "LevelDifference",
    "NumberDifference",
    "SegmentCountError",
    "SegmentProfile",
    "Segmentation",
    "SegmentationError",
    "UsableAttributeError",
    "WeightError",
    "profile_segments",
    "segment",
    "segment_differences",
]
