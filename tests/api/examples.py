"""Examples of values, made from an attribute's declaration."""

from __future__ import annotations

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
}


def sample(attribute: Attribute, which: int = 0) -> Any:
    """Return the first or second example of a value for the attribute, as GraphQL takes and gives it."""
    if attribute.name == "external_id":
        return f"external {which} {uuid.uuid4()}"
    if is_choice(attribute):
        return list(attribute.scalar.python)[-which].name
    if attribute.max_length is None:
        return _VALUES[attribute.scalar.name][which]
    return next(
        pair[which]
        for pair in _TEXTS
        if attribute.pattern is None or all(re.fullmatch(attribute.pattern, text) for text in pair)
    )


def is_choice(attribute: Attribute) -> bool:
    """Return whether the attribute is one of a few words."""
    python = attribute.scalar.python
    return isinstance(python, type) and issubclass(python, Enum)
