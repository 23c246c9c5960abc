"""Importing: a CSV file of any size becomes records of one tenant, and what cannot is told row by row.

The way of a file: ``reading`` surveys its bytes and splits it into rows, ``columns`` finds the field of each column, ``checking``
turns a row into a change by the rules that mutations have, ``running`` writes chunk by chunk, and ``refusals`` keeps the rows that
were refused. Memory does not grow with the file.
"""

from __future__ import annotations

from server.importing.columns import find_entity, read_mapping
from server.importing.running import ImportReport, import_file

__all__ = ["ImportReport", "find_entity", "import_file", "read_mapping"]
