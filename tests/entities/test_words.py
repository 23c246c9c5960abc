"""The words of names, and what leads to them in spite of how they were typed."""

from __future__ import annotations

import re

import pytest

from server.entities.pronunciation import skeletons
from server.entities.words import (
    Word,
    _known_words_of,
    _words_of,
    keys_of,
    near_keys,
    ranges,
    read_query,
    sound_keys,
    swapped,
    words_of,
)


def folded(*texts: str | None) -> list[str]:
    return [word.folded for word in words_of(texts)]


def leads_to(typed: str, written: str) -> bool:
    """Whether a typing error in ``typed`` still leads to the word that is ``written``."""
    (word,) = words_of([written])
    (term,) = words_of([typed])
    keys = keys_of(word)
    return word.folded in swapped(term.folded) or any(
        key in keys and any(re.fullmatch(pattern.replace("_", "."), word.folded) for pattern in patterns.split())
        for key, patterns in near_keys(term.folded)
    )


def sounds_like(typed: str, written: str) -> bool:
    (word,), (term,) = words_of([written]), words_of([typed])
    return not set(sound_keys(term)).isdisjoint(keys_of(word))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Łukasz Wiśniewski", ["lukasz", "wisniewski"]),
        ("  Jan,Kowalski & Co. ", ["jan", "kowalski", "co"]),
        ("Anna-Maria", ["annamaria", "anna", "maria"]),
        ("O'Brien", ["obrien", "brien"]),
        ("علی\u200cرضا كريمي", ["علیرضا", "علی", "رضا", "کریمی"]),
        ("न्\u200dयू राहुल", ["नय", "राहल"]),
        ("王小明", ["王小明", "小明", "明"]),
        ("--", []),
        ("", []),
        ("Jan jan JAN", ["jan"]),
    ],
)
def test_words_are_what_people_type(text: str, words: list[str]) -> None:
    assert folded(text, None) == words


def test_the_words_of_a_record_are_bounded() -> None:
    assert len(words_of([" ".join(f"name{number}" for number in range(1_000))])) == 24
    assert len(keys_of(words_of(["x" * 500])[0])) < 10
    assert all(len(word.folded) <= 40 for word in words_of(["ﷺ" * 100, "x" * 500]))


def test_the_words_of_one_long_name_are_bounded_and_not_remembered() -> None:
    """Every record that is written with such a name would keep its words in memory otherwise."""
    name = "-".join(f"{number:03}" for number in range(125))
    before = _known_words_of.cache_info().currsize
    assert len(words_of([name])) == len(_words_of(name)) == 24
    assert folded(name)[1:4] == ["000", "001", "002"]
    assert _known_words_of.cache_info().currsize == before


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("kowalsky", "Kowalski"),
        ("kowaski", "Kowalski"),
        ("kowallski", "Kowalski"),
        ("kowlaski", "Kowalski"),
        ("okwalski", "Kowalski"),
        ("kowalsik", "Kowalski"),
        ("kowalskii", "Kowalski"),
        ("xkowalski", "Kowalski"),
        ("wisniewsky", "Wiśniewski"),
        ("mara", "Maria"),
        ("محمت", "محمد"),
        ("کریمـ", "کریم"),
    ],
)
def test_one_typing_error_leads_to_the_word(typed: str, written: str) -> None:
    assert leads_to(typed, written) or folded(typed) == folded(written)


@pytest.mark.parametrize(("typed", "written"), [("kovalsky", "Kowalski"), ("jam", "Jan"), ("smith", "Smothe")])
def test_two_typing_errors_or_one_in_a_short_word_do_not(typed: str, written: str) -> None:
    assert not leads_to(typed, written)


@pytest.mark.parametrize(
    ("written", "spellings"),
    [
        ("محمد", "mohammad muhammad mohamed mohammed मोहम्मद"),
        ("حسین", "hossein hussain husein"),
        ("فاطمه", "fatemeh fatima"),
        ("رضا", "reza rida"),
        ("علی", "ali"),
        ("قربانی", "ghorbani qorbani"),
        ("داوود", "davood dawud"),
        ("عثمان", "osman uthman"),
        ("خدیجه", "khadijeh"),
        ("يحيى", "yahya"),
        ("शर्मा", "sharma"),
        ("सिंह", "singh"),
        ("संजय", "sanjay"),
        ("लक्ष्मी", "lakshmi laxmi"),
        ("चौधरी", "chaudhary choudhury chowdhury"),
        ("कृष्ण", "krishna"),
        ("ज़हरा", "zahra زهرا"),
        ("ऋषि", "rishi"),
        ("देव", "dev"),
        ("शाह", "shah شاه"),
        ("Иванов", "ivanov"),
    ],
)
def test_transliterations_sound_like_the_name(written: str, spellings: str) -> None:
    assert {spelling: sounds_like(spelling, written) for spelling in spellings.split()} == dict.fromkeys(
        spellings.split(), True
    )


@pytest.mark.parametrize(("typed", "written"), [("sharma", "वर्मा"), ("mohammad", "احمد"), ("reza", "علی")])
def test_other_names_do_not(typed: str, written: str) -> None:
    assert not sounds_like(typed, written)


def test_a_word_of_no_letters_has_no_pronunciation() -> None:
    assert skeletons("123") == ()
    assert keys_of(Word("123", "123")) == ()


def test_every_word_with_one_error_is_led_to() -> None:
    """Of whatever length: a letter changed, left out or put in at any place, or two neighbours swapped."""
    for length in range(5, 20):
        word = "abcdefghijklmnopqrstuvwxyz"[:length]
        changed = [f"{word[:spot]}z{word[spot + 1 :]}" for spot in range(length)]
        less = [word[:spot] + word[spot + 1 :] for spot in range(length)]
        more = [f"{word[:spot]}z{word[spot:]}" for spot in range(length + 1)]
        assert [typed for typed in (*changed, *less, *more, *swapped(word)) if not leads_to(typed, word)] == []


def test_a_query_is_read_in_every_way_that_it_may_be_meant() -> None:
    query = read_query("Ali-Reza Karimi")
    readings = {" ".join(query.terms[term].folded for term in reading) for reading in query.readings}
    assert {"alireza karimi", "ali reza karimi"} <= readings
    assert query.phrases[0] == "ali-reza karimi"
    assert "karimi ali-reza" in query.phrases


def test_a_query_is_bounded() -> None:
    query = read_query(" ".join(f"name-{number}" for number in range(1_000)))
    assert len(query.terms) <= 18
    assert len(query.readings) <= 5
    assert all(len(reading) <= 6 for reading in query.readings)


@pytest.mark.parametrize("text", ["", "   ", "-", "'", "\u200c", "@", "%_\\"])
def test_a_query_of_no_letters_asks_for_nothing(text: str) -> None:
    assert read_query(text).terms == ()


def test_beginnings_are_ranges() -> None:
    assert ranges(["jan", "", "jan", "\U0010ffff"]) == (["jan"], ["jao"])
