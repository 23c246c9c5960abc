"""Names as they are written into SQL; values never are, they travel as parameters."""

from __future__ import annotations


def quoted(identifier: str) -> str:
    """Return the name of a table, column, role or database so that SQL takes it for nothing else."""
    return '"' + identifier.replace('"', '""') + '"'
