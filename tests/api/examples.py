"""Examples of values, made from an attribute's declaration."""

from __future__ import annotations

import math
import re
import uuid
from enum import Enum
from typing import Any

from server.entities.declaration import Attribute

#: Two of each: what the declared patterns accept.
_TEXTS = (
    ("First 'text' – śĆ", "Second\ntext 🙂"),
    ("DE", "FR"),
    ("first@example.com", "second@example.com"),
    ("pt-BR", "de"),
    ("#1a7f37", "#000000"),
)
_VALUES: dict[str, tuple[Any, Any]] = {
    "Int": (2**31 - 1, -(2**31)),
    "Float": (0.1, -1e300),
    "Boolean": (True, False),
    "Date": ("1980-02-29", "0001-01-02"),
    "DateTime": ("2024-02-29T12:30:45.123456+00:00", "1999-12-31T23:59:59+00:00"),
    "Money": ({"amount": "12.50", "currency": "EUR"}, {"amount": "-92233720368547758", "currency": "JPY"}),
    "JSON": ({"nested": [1, 2.5, None, {"ü": "\\"}]}, [True, "text"]),
    "PhoneNumber": ("+34600000001", "+493012345678"),
    "TextList": (["one", "zwei – 2"], []),
}


def sample(attribute: Attribute, which: int = 0) -> Any:
    """Return the first or second example of a value for the attribute, as GraphQL takes and gives it."""
    if attribute.name == "external_id":
        return f"external {which} {uuid.uuid4()}"
    if is_choice(attribute):
        return list(attribute.scalar.python)[-which].name
    if attribute.minimum is not None or attribute.maximum is not None:
        return _bounded(attribute, which)
    if attribute.max_length is None:
        return _VALUES[attribute.scalar.name][which]
    return next(
        pair[which]
        for pair in _TEXTS
        if attribute.pattern is None or all(re.fullmatch(attribute.pattern, text) for text in pair)
    )


def _bounded(attribute: Attribute, which: int) -> Any:
    """The greatest value that is allowed, and one that is close to the least."""
    least = -1000 if attribute.minimum is None else attribute.minimum
    greatest = least + 1000 if attribute.maximum is None else attribute.maximum
    value = greatest if which == 0 else least + (greatest - least) / 4
    return float(value) if attribute.scalar.name == "Float" else math.ceil(value)


def unlike_default(attribute: Attribute) -> Any:
    """Return an example that is not the attribute's default."""
    default = getattr(attribute.default, "name", attribute.default)
    return next(value for value in (sample(attribute, 1), sample(attribute, 0)) if value != default)


def is_choice(attribute: Attribute) -> bool:
    """Return whether the attribute is one of a few words."""
    python = attribute.scalar.python
    return isinstance(python, type) and issubclass(python, Enum)
