"""Words: the parts of names by which people are found, in whatever script, and in spite of a typing error.

``words_of`` gives the words that a record is found by, ``keys_of`` the further keys that lead to a word: for a letter that is
missing, wrong or too many, and for its pronunciation, so that a name is found by its Latin transliteration. ``read_query`` does the
same for what somebody typed. All of it is pure; the words and keys are stored and looked up elsewhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from server.entities.pronunciation import SCRIPTS, script_of, skeletons
from server.entities.text import after_prefix, fold

#: Characters that hold the parts of one word together: it is found by its parts and as a whole.
_JOINERS = frozenset("'’ʼ`´-‐‑–\u200c")
#: Only a matter of how letters look.
_INVISIBLE = dict.fromkeys(map(ord, "\u200d\u00ad"))
_LONGEST_WORD = 40
_MOST_WORDS = 24
#: Shorter words have too many neighbours, longer ones too many keys.
_CORRECTED_LENGTHS = range(4, 25)
_MOST_TERMS = 6
_MOST_READINGS = 5
#: Scripts that put no spaces between words: every suffix of a run is a word, so that a given name is the beginning of one.
_UNSPACED = ((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7AF))
_LONGEST_RUN = 12

_LONG = 8
#: What the first character of a key says of it: it is the word as it is written, with letters left open, or as it sounds.
WRITTEN, OPEN, SOUND = "=", "?", "~"


class Word(NamedTuple):
    """A word as it is compared (``folded``), and with the signs that say how it is pronounced (``written``)."""

    folded: str
    written: str


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody typed, ready to be looked up.

    ``terms`` are its different words. Each of ``readings`` is a way to understand the text, as indices of the terms that must all
    be found. ``phrases`` are the beginnings that a whole name may have.
    """

    terms: tuple[Word, ...]
    readings: tuple[tuple[int, ...], ...]
    phrases: tuple[str, ...]


def words_of(texts: Iterable[str | None]) -> tuple[Word, ...]:
    """Return the words by which a record with these texts is found."""
    chunks = dict.fromkeys(chunk for text in texts if text for chunk in text.split())
    return tuple(dict.fromkeys(word for chunk in chunks for word in _words_of(chunk)))[:_MOST_WORDS]


def _words_of(chunk: str) -> tuple[Word, ...]:
    return _known_words_of(chunk) if len(chunk) <= _LONGEST_WORD else _known_words_of.__wrapped__(chunk)


@lru_cache(maxsize=100_000)
def _known_words_of(chunk: str) -> tuple[Word, ...]:
    return tuple(islice(dict.fromkeys(word for parts in _tokens(chunk) for word in _forms(parts)), _MOST_WORDS))


def _forms(parts: tuple[str, ...]) -> Iterator[Word]:
    """A word as a whole, its parts, and what it may be called in a script without spaces."""
    whole = "".join(parts)
    yield from _word(whole)
    if len(parts) > 1:
        for part in parts:
            if len(part) > 1:
                yield from _word(part)
    if len(whole) > 1 and all(_is_unspaced(character) for character in whole):
        for start in range(1, min(len(whole), _LONGEST_RUN)):
            yield from _word(whole[start:])


def _word(written: str) -> Iterator[Word]:
    folded = fold(written)[:_LONGEST_WORD]
    if folded:
        yield Word(folded, written[:_LONGEST_WORD] if script_of(written) == "devanagari" else folded)


def _is_unspaced(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _UNSPACED)


def _tokens(text: str) -> Iterator[tuple[str, ...]]:
    """The words of a text, each as its parts."""
    parts: list[str] = []
    part = ""
    for character in f"{unicodedata.normalize('NFC', text.translate(_INVISIBLE)).casefold()} ":
        if unicodedata.category(character)[0] in "LMN" or (character == "\u200c" and _joins_letters(part)):
            part += "" if character == "\u200c" else character
            continue
        if part:
            parts.append(part)
            part = ""
        if character not in _JOINERS and parts:
            yield tuple(parts)
            parts = []


def _joins_letters(part: str) -> bool:
    """In Indic scripts a zero-width non-joiner says how letters look; in Persian it stands between parts of a word."""
    return bool(part) and 0x0900 <= ord(part[-1]) <= 0x0DFF


@lru_cache(maxsize=100_000)
def keys_of(word: Word) -> tuple[str, ...]:
    """Return the keys that lead to a word; if the first of them is known, all are."""
    sounds = (_sound_key(script_of(word.written), sound) for sound in skeletons(word.written))
    signs = () if word.written == word.folded else (f"{WRITTEN}{word.written}",)
    return (*signs, *_open_keys(word.folded), *sounds)


def _open_keys(word: str) -> Iterator[str]:
    """The word's length, and its letters but for a few neighbours that are left open: the first ones, the next ones, and so on."""
    if len(word) in _CORRECTED_LENGTHS:
        for start in range(0, len(word), _gap(len(word))):
            yield _open_key(len(word), word[:start], word[start + _gap(len(word)) :])


def _gap(length: int) -> int:
    """How many letters are left open: the more, the fewer keys, and the more words that a key leads to in vain."""
    return 2 if length < _LONG else 4


def _open_key(length: int, before: str, after: str) -> str:
    return f"{OPEN}{length}{before}*{after}"


def _sound_key(script: str, sound: str) -> str:
    """Scripts are kept apart, so that the many words of one do not hide the few of another."""
    return f"{SOUND}{script[0]}{sound}"


def near_keys(word: str) -> tuple[tuple[str, str], ...]:
    """Return the keys of the words that have one letter other than ``word``, one more, or one less.

    A key leads to other words as well. With each come patterns, between spaces, of which those that are meant match one; ``_``
    stands for any letter.
    """
    keys: list[tuple[str, str]] = []
    for length in range(len(word) - 1, len(word) + 2):  # of the word that is meant
        more = length - len(word)
        for start in range(0, length, _gap(length)) if length in _CORRECTED_LENGTHS else ():
            end = max(start, min(start + _gap(length), length) - more)
            spots = range(start, end + 1 if more > 0 else end)
            letter = "" if more < 0 else "_"
            patterns = (f"{word[:spot]}{letter}{word[spot + (more <= 0) :]}" for spot in spots)
            keys.append((_open_key(length, word[:start], word[end:]), " ".join(dict.fromkeys(patterns))))
    return tuple(keys)


def swapped(word: str) -> tuple[str, ...]:
    """Return the words with two neighbours of ``word`` the other way round."""
    if len(word) not in _CORRECTED_LENGTHS:
        return ()
    spots = range(len(word) - 1)
    words = (word[:spot] + word[spot + 1] + word[spot] + word[spot + 2 :] for spot in spots)
    return tuple(near for near in dict.fromkeys(words) if near != word)


def sound_keys(word: Word) -> tuple[str, ...]:
    """Return the keys of words that may be pronounced like ``word``."""
    return tuple(_sound_key(script, sound) for sound in skeletons(word.written) for script in SCRIPTS)


# What somebody typed


def read_query(text: str) -> Query:
    """Return what ``text`` asks for; without terms when it holds no letter or digit."""
    tokens = list(_tokens(text))[:_MOST_TERMS]
    terms: dict[Word, int] = {}
    readings: dict[tuple[int, ...], None] = {}
    for reading in _readings(tokens):
        words = [word for written in reading for word in _word(written)][:_MOST_TERMS]
        if words:
            readings[tuple(dict.fromkeys(terms.setdefault(word, len(terms)) for word in words))] = None
    return Query(tuple(terms), tuple(readings)[:_MOST_READINGS], tuple(dict.fromkeys(_phrases(text))) if tokens else ())


def _readings(tokens: list[tuple[str, ...]]) -> Iterator[list[str]]:
    """Words as they stand, taken apart at their joiners, and two neighbours as one word."""
    whole = ["".join(parts) for parts in tokens]
    yield whole
    yield [part for parts in tokens for part in parts]
    for index in range(min(len(whole) - 1, 2)):
        yield [*whole[:index], whole[index] + whole[index + 1], *whole[index + 2 :]]


def _phrases(text: str) -> Iterator[str]:
    """The beginnings of names: the text as it stands, and with the last or the first word at the other end."""
    words = fold(text).split()[:_MOST_TERMS]
    yield " ".join(words)
    if len(words) > 1:
        yield " ".join((words[-1], *words[:-1]))
        yield " ".join((*words[1:], words[0]))
    elif words and any(_is_arabic(letter) for letter in words[0]):
        (word,) = words  # two names that one writes together and the other does not
        yield from (f"{word[:index]} {word[index:]}" for index in range(2, min(len(word) - 1, _LONGEST_RUN)))


def _is_arabic(character: str) -> bool:
    return "\u0600" <= character <= "\u06ff"


def ranges(beginnings: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return beginnings as ranges of text in code point order: from here on, and before there."""
    bounds = [(start, after_prefix(start)) for start in dict.fromkeys(beginnings) if start]
    closed = [(start, end) for start, end in bounds if end is not None]
    return [start for start, _ in closed], [end for _, end in closed]
