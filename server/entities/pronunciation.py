"""How a name sounds, roughly: its consonants, in classes that transliterations do not keep apart.

A skeleton is no phonetic transcription: it is as coarse as it must be for the usual Latin spellings of one name to agree with each
other and with the name in its own script. Arabic script leaves short vowels out, so that vowels cannot count.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

from server.entities.text import fold

#: Letters of the Arabic script as they are read in Persian and Urdu; ``a`` stands for any vowel, ``c`` for the sound of ``ch``.
_PERSIAN = {
    **dict.fromkeys("اآأإءعئؤٱ", "a"),
    **dict.fromkeys("حهہة", "h"),
    **dict.fromkeys("سصثش", "s"),
    **dict.fromkeys("زذضظژ", "z"),
    **dict.fromkeys("تطٹ", "t"),
    **dict.fromkeys("دڈ", "d"),
    **dict.fromkeys("رڑ", "r"),
    **dict.fromkeys("نں", "n"),
    **dict.fromkeys("یيىے", "y"),
    **dict.fromkeys("کكقگغخ", "k"),
    **dict(zip("بپجچفلموھ", "bpjcflmv", strict=False)),
    "ھ": "",
}
_ARABIC = {**_PERSIAN, **dict.fromkeys("ضذ", "d"), "ث": "t"}
_DEVANAGARI = {
    **dict.fromkeys(map(chr, range(0x0904, 0x0915)), "a"),
    **dict.fromkeys(map(chr, range(0x093E, 0x094D)), "a"),
    **dict(zip("कखगघङचछजझञटठडढणतथदधनपफबभमयरलळवशषसह", "kkkknccjjnttddnttddnpfbbmyrllvsssh", strict=True)),
    **dict.fromkeys("\u090b\u0943", "r"),
}
#: What Latin letters become, longest first; the same for all other scripts, once they are in Latin letters.
_LATIN = {
    **dict.fromkeys(("tsch", "tch", "cz", "ch"), "c"),
    **dict.fromkeys(("sch", "sz", "sh"), "s"),
    **dict.fromkeys(("ce", "ci", "cy"), "sa"),
    **dict.fromkeys(("kh", "gh", "ck", "gy", "c", "q", "g"), "k"),
    **dict.fromkeys(("jh", "dj"), "j"),
    **dict.fromkeys("eiou", "a"),
    "bh": "b",
    "dh": "d",
    "ph": "f",
    "th": "t",
    "zh": "z",
    "ngh": "n",
    "x": "ks",
    "w": "v",
}
_LATIN_SOUNDS = re.compile("|".join(sorted(_LATIN, key=len, reverse=True)))
_LABIALS = frozenset("पफबभम")
_BLOCKS = {"arabic": ("\u0600", "\u06ff"), "devanagari": ("\u0900", "\u097f")}
#: The scripts that are told apart.
SCRIPTS = ("latin", *_BLOCKS, "other")
_NUKTA, _NASALS = "\u093c", "\u0901\u0902"
_LONGEST = 20
_NO_SOUND = frozenset(("", "a"))


@lru_cache(maxsize=50_000)
def skeletons(written: str) -> tuple[str, ...]:
    """Return the ways in which a word, given in lower case with its accents and signs, may sound."""
    script = script_of(written)
    if script == "arabic":
        letters = fold(written)
        readings = ["".join(table.get(letter, "") for letter in letters) for table in (_PERSIAN, _ARABIC)]
    elif script == "devanagari":
        readings = ["".join(_devanagari(written.replace("ज्ञ", "ग")))]
    else:
        latin = anyascii(fold(written)).lower()
        readings = [_LATIN_SOUNDS.sub(lambda found: _LATIN[found[0]], latin)]
    return tuple(sound for sound in dict.fromkeys(map(_consonants, readings)) if sound not in _NO_SOUND)


def script_of(written: str) -> str:
    """Return which of ``SCRIPTS`` a word is written in."""
    if written.isascii():
        return "latin"
    for character in written:
        for script, (first, last) in _BLOCKS.items():
            if first <= character <= last:
                return script
    return "latin" if all(character < "\u0250" for character in written) else "other"


def _devanagari(written: str) -> list[str]:
    sounds: list[str] = []
    for index, letter in enumerate(written):
        if letter in _NASALS:
            following = written[index + 1 : index + 2]
            sounds.append("m" if following in _LABIALS else "n")
        elif letter == _NUKTA and sounds:
            sounds[-1] = "z" if sounds[-1] == "j" else sounds[-1]
        else:
            sounds.append(_DEVANAGARI.get(letter, ""))
    return sounds


def _consonants(sounds: str) -> str:
    """The sounds without vowels, unless one begins the word, and without those that are often vowels or mute."""
    letters = re.sub("[^a-z]", "", sounds)
    first, rest = letters[:1], letters[1:]
    loose = _single(first + re.sub("[avy]", "", rest.removesuffix("h")))
    if len(loose) > 1:
        return loose[:_LONGEST]
    return _single(first + rest.replace("a", ""))  # of a short word, everything counts


def _single(letters: str) -> str:
    return re.sub(r"(.)\1+", r"\1", letters)
