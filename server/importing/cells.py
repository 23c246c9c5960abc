"""The guard against formulas in cells, for every CSV file that is written or read.

A spreadsheet runs a cell that begins like a formula. Such text is written with an apostrophe in front, and read without it, so that
what was exported is imported as it was.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(r"['\s]*[=+\-@\t\r\n＝＋－＠]")


def guard(text: str) -> str:
    """Return ``text`` as it may stand in a CSV file that someone opens in a spreadsheet."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(cell: str) -> str:
    """Return the text that ``guard`` was given."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell, 1) else cell
