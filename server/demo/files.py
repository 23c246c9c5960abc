"""The files of a demo tenant, in an order in which they can be imported.

A file is called after its entity. What it refers to is read from its columns and the entity's declaration, so that no order needs
to be kept by hand.
"""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

from server.entities.declaration import Entity, RelationKind
from server.importing import find_entity


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file and what its rows refer to.

    ``targets`` are the other entities; ``upwards`` are the columns that refer to rows of the file itself, as to a parent company.
    """

    path: Path
    entity: Entity
    targets: frozenset[str]
    upwards: tuple[str, ...]


def files_in_order(folder: Path) -> list[DataFile]:
    """Return the files of ``folder``, each after those that it refers to."""
    files = {file.entity.name: file for file in map(_read, sorted(folder.glob("*.csv.gz")))}
    graph = {name: sorted(file.targets & files.keys()) for name, file in files.items()}
    return [files[name] for name in TopologicalSorter(graph).static_order()]


def _read(path: Path) -> DataFile:
    entity = find_entity(path.name.removesuffix(".csv.gz"))
    with gzip.open(path, "rt", encoding="utf-8", newline="") as content:
        header = next(csv.reader(content))
    references = entity.writable_relations(RelationKind.ONE) + entity.writable_relations(RelationKind.LINK)
    used = [relation for relation in references if relation.name in header]
    upwards = tuple(relation.name for relation in used if relation.target == entity.name)
    return DataFile(path, entity, frozenset(relation.target for relation in used) - {entity.name}, upwards)
