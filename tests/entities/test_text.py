"""Text as it is kept and as it is searched."""

from __future__ import annotations

import random
import unicodedata

import pytest

from server.entities.text import after_prefix, clean, fold


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", ""),
        ("  Anna \t\n", "Anna"),
        ("\u00a0Zoë\u3000", "Zoë"),
        ("e\u0301", "é"),
        ("\u202eevil\u202c", "evil"),
        ("\u2066a\u2067b\u2068c\u2069\u202a\u202b\u202d", "abc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\tb\r\nc", "a\tb\r\nc"),
        ("ﬁ", "ﬁ"),
        ("\U0010ffff", "\U0010ffff"),
    ],
)
def test_clean(given: str, kept: str) -> None:
    assert clean(given) == kept
    assert clean(kept) == kept


@pytest.mark.parametrize("given", ["\x00", "a\x00b", "é\x00", "\ud800", "x\udfffy"])
def test_clean_refuses_what_cannot_be_stored(given: str) -> None:
    with pytest.raises(ValueError, match="holds a"):
        clean(given)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José García", "JOSE GARCIA"),
        ("Łódź", "lodz"),
        ("Straße", "STRASSE"),
        ("Ørsted", "orsted"),
        ("Đorđe", "dorde"),
        ("İstanbul", "istanbul"),
        ("IĞDIR", "ığdır"),
        ("Æsir Œuvre", "aesir oeuvre"),
        ("ΣΊΣΥΦΟΣ", "σισυφος"),
        ("ﬁne", "FINE"),
        ("Ａｎｎａ", "anna"),
        ("علی‌رضا کریمی", "عليرضا كريمي"),
        ("مُحَمَّد", "محمد"),
        ("خـانه", "خانه"),
        ("موسى", "موسی"),
        ("فاطمة", "فاطمه"),
        ("한국", "한국"),
    ],
)
def test_what_is_found_by_each_other(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("a", "b"), ("Anna", "Ann"), ("o", "0"), ("ب", "پ"), ("ß", "s"), ("", " ")])
def test_what_is_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def _texts(count: int) -> list[str]:
    chance = random.Random(7)
    letters = "aAzZéÉßŁłØİıÆŒﬁςΣيیىكکةـ\u200c\u0301\u0327한𝒜\u1e9e\U0010ffff %_\\'"
    return ["".join(chance.choices(letters, k=chance.randint(0, 8))) for _ in range(count)]


@pytest.mark.parametrize("text", _texts(200))
def test_folding_is_settled(text: str) -> None:
    """Folding what is folded changes nothing, and neither does the form in which the text came."""
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == folded
    assert fold(clean(text)) == folded.strip() or text != text.strip()


@pytest.mark.parametrize(
    ("prefix", "following"),
    [
        ("a", "b"),
        ("az", "a{"),
        ("a\U0010ffff", "b"),
        ("\ud7ff", "\ue000"),
        ("x\U0010ffff\U0010ffff", "y"),
        ("\U0010ffff", None),
        ("\U0010ffff\U0010ffff", None),
        ("", None),
        ("\uffff", "\U00010000"),
    ],
)
def test_after_prefix(prefix: str, following: str | None) -> None:
    assert after_prefix(prefix) == following


@pytest.mark.parametrize("prefix", _texts(60))
def test_the_range_of_a_prefix_holds_exactly_what_begins_with_it(prefix: str) -> None:
    upper = after_prefix(prefix)
    for text in (*_texts(60), prefix, f"{prefix}\U0010ffff", f"{prefix}a", prefix[:-1]):
        assert (prefix <= text and (upper is None or text < upper)) is text.startswith(prefix)
