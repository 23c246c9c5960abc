"""Text as it is stored and as it is searched.

``clean`` gives the one form in which text is kept; ``fold`` gives the key by which people find it again: without case,
accents, or the Arabic/Persian letter variants. Both are pure; the folded copy is written beside the text by the same
statement, so that an index can serve it under row-level security.
"""

from __future__ import annotations

import unicodedata

# Direction overrides and isolates can make a name display as something that it is not.
_BIDI_CONTROLS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
# Arabic yeh and kaf have Persian twins that keyboards mix freely; letters that decomposition leaves alone.
_LETTER_VARIANTS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ة": "ه",
        "ـ": None,
        "\u200c": None,
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
    }
)

_MOST_MARKS = 30  # the limit of Unicode's stream-safe text format


def clean(text: str) -> str:
    """Return ``text`` in the one form in which it is kept: normalised, and without surrounding white space."""
    return normalise(text).strip()


def normalise(text: str) -> str:
    """Return ``text`` in NFC without bidirectional controls.

    Raises ``ValueError`` for what PostgreSQL cannot hold: NUL characters and lone surrogates.
    """
    if "\x00" in text:
        raise ValueError("holds a NUL character")
    if text.isascii():
        return text
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("holds a lone surrogate, which is not a character")
    _check_marks(text)
    return unicodedata.normalize("NFC", text).translate(_BIDI_CONTROLS)


def _check_marks(text: str) -> None:
    """Normalising sorts the marks on a letter, which takes the square of their number."""
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > _MOST_MARKS:
            raise ValueError(f"piles more than {_MOST_MARKS} accents on one letter")


def prefix(text: str) -> str:
    """Return ``text`` as the beginning of kept text: white space at its end counts, because more may follow."""
    return normalise(text).lstrip()


def fold(text: str) -> str:
    """Return the search key of ``text``: case, accents and letter variants folded away."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(character for character in decomposed if unicodedata.category(character) != "Mn")
    return bare.translate(_LETTER_VARIANTS)


def after_prefix(prefix: str) -> str | None:
    """Return the smallest text greater than every text that begins with ``prefix``, in code point order.

    None when there is no such text, so that ``prefix`` alone bounds the range.
    """
    for index in range(len(prefix) - 1, -1, -1):
        following = ord(prefix[index]) + 1
        if following == 0xD800:
            following = 0xE000
        if following <= 0x10FFFF:
            return prefix[:index] + chr(following)
    return None
