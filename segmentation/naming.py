"""Put a segment's profile into words: a short name that no other segment of the result has, and one sentence.

Only the strongest differences are spoken of, one per attribute. The numbers behind the words stay in the profile.
"""

import re
from collections import Counter
from collections.abc import Sequence

from segmentation.attributes import MISSING
from segmentation.profile import Difference, LevelDifference, NumberDifference

CLEAR_EFFECT = 0.5
"""Differences from this size on give the name; weaker ones only where no attribute reaches it."""

MIN_LIFT = 1.25
"""A level gives a name only when it is that much more frequent than overall: nobody is named by what is usual."""

FACTS = 4
"""How many differences the sentence tells."""

NUMBERS_IN_NAME, LEVELS_IN_NAME = 2, 1
"""How many differences of each sort a name holds, unless it needs more to be unique."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
_DAYS_SINCE = re.compile(r"(?:days|time) since (.+)")


def segment_names(differences: Sequence[Sequence[Difference]]) -> list[str]:
    """Name every segment of a result, each differently.

    Parameters
    ----------
    differences : sequence of sequence of NumberDifference or LevelDifference
        What sets each segment apart, strongest first.

    Returns
    -------
    names : list of str
        Unique. Names that would be the same are told apart by further differences, and at last by a number.

    Examples
    --------
    >>> segment_names([(), ()])
    ['Typical customers', 'Typical customers (2)']
    >>> value = NumberDifference("order_value", "number", 1.4, 410.0, 120.0, 433.1, 160.2, "410", "120")
    >>> recency = NumberDifference("recency", "number", -0.9, 12.0, 80.0, 15.5, 90.1, "12", "80")
    >>> country = LevelDifference("country", "nominal", "Germany", 1.2, 90, 0.9, 0.3, 3.0)
    >>> segment_names([(value, country, recency)])
    ['High order value, recent · Germany']
    """
    if len(differences) == 1 and not differences[0]:
        return ["All customers"]
    names = [_name(items, 0) for items in differences]
    for extra in (1, 2, 3):
        held = Counter(names)
        names = [
            _name(items, extra) if held[name] > 1 else name for name, items in zip(names, differences, strict=True)
        ]
    return _numbered(names)


def segment_sentence(size: int, share: float, differences: Sequence[Difference]) -> str:
    """Tell in one sentence how large a segment is and what sets it apart.

    Parameters
    ----------
    size : int
        Rows in the segment.
    share : float
        Share of all rows, 0 to 1.
    differences : sequence of NumberDifference or LevelDifference
        What sets it apart, strongest first.

    Returns
    -------
    sentence : str
        Up to four facts, each with the figure of the whole beside it.

    Examples
    --------
    >>> country = LevelDifference("country", "nominal", "Germany", 1.2, 90, 0.9, 0.3, 3.0)
    >>> segment_sentence(100, 0.25, [country])
    '100 customers (25%): country Germany 90% (30% overall).'
    """
    facts = [_fact(item) for item in _one_per_attribute(differences)[:FACTS]]
    told = "; ".join(facts) or ("everyone" if share == 1.0 else "close to the average in every attribute")
    return f"{size:,} customers ({_percent(share)}): {told}."


def readable(attribute: str) -> str:
    """Write an attribute's name as words.

    Parameters
    ----------
    attribute : str
        A column name in snake_case, camelCase or words.

    Returns
    -------
    words : str
        In lower case, except for abbreviations.

    Examples
    --------
    >>> readable("orderValue"), readable("days_since_last_order"), readable("annual_ARR")
    ('order value', 'days since last order', 'annual ARR')
    """
    is_name = attribute.isascii() and " " not in attribute
    # Words are words already, in whatever script; only a name in code has to be taken apart.
    words = _WORD.findall(attribute) if is_name else [word.strip(".,;:?!") for word in attribute.split()]
    return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words) or attribute


def _name(differences: Sequence[Difference], extra: int) -> str:
    """Join the strongest phrases: numbers first, then levels."""
    speaking = [item for item in differences if isinstance(item, NumberDifference) or item.lift >= MIN_LIFT]
    clear = [item for item in speaking if abs(item.effect) >= CLEAR_EFFECT]
    chosen = _one_per_attribute(clear if clear and not extra else speaking)
    numbers = [_number_phrase(item) for item in chosen if isinstance(item, NumberDifference)]
    levels = [_level_phrase(item) for item in chosen if isinstance(item, LevelDifference)]
    parts = [", ".join(numbers[: NUMBERS_IN_NAME + extra]), ", ".join(levels[: LEVELS_IN_NAME + extra])]
    name = " · ".join(part for part in parts if part) or "Typical customers"
    return name[0].upper() + name[1:]


def _number_phrase(item: NumberDifference) -> str:
    words, higher = readable(item.attribute), item.effect > 0
    if item.kind == "date":
        return f"{'recent' if higher else 'early'} {words}"
    if words == "recency":
        return "not recent" if higher else "recent"
    if since := _DAYS_SINCE.fullmatch(words):
        return f"{'long since' if higher else 'recent'} {since[1]}"
    return f"{'high' if higher else 'low'} {words}"


def _level_phrase(item: LevelDifference) -> str:
    """Name the level; "mostly" and "more" say when not nearly everyone holds it."""
    degree = "" if item.segment_share >= 0.8 else "mostly " if item.segment_share >= 0.5 else "more "
    return degree + _level_words(item)


def _level_words(item: LevelDifference) -> str:
    words = readable(item.attribute)
    if item.level == MISSING:
        return f"{words} unknown"
    if item.kind == "flag":
        return words if item.level == "yes" else f"no {words}"
    # Codes and numbers mean nothing without their attribute.
    return item.level if len(item.level) > 3 and not item.level.isdigit() else f"{words} {item.level}"


def _fact(item: Difference) -> str:
    words = readable(item.attribute)
    if isinstance(item, NumberDifference):
        direction = ("later" if item.effect > 0 else "earlier") if item.kind == "date" else ""
        direction = direction or ("higher" if item.effect > 0 else "lower")
        return f"{words} {direction} (median {item.segment_typical}, {item.overall_typical} overall)"
    level = "unknown" if item.level == MISSING else item.level
    return f"{words} {level} {_percent(item.segment_share)} ({_percent(item.overall_share)} overall)"


def _percent(share: float) -> str:
    if 0 < share < 0.01:
        return "under 1%"
    return "over 99%" if 0.99 < share < 1 else f"{share:.0%}"


def _one_per_attribute(differences: Sequence[Difference]) -> list[Difference]:
    strongest: dict[str, Difference] = {}
    for item in differences:
        strongest.setdefault(item.attribute, item)
    return list(strongest.values())


def _numbered(names: Sequence[str]) -> list[str]:
    unique: list[str] = []
    for name in names:
        turns = (name if turn == 1 else f"{name} ({turn})" for turn in range(1, 2 * len(names) + 1))
        unique.append(next(turn for turn in turns if turn not in unique and (turn == name or turn not in names)))
    return unique
