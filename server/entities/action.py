"""Actions: the mutations that are more than writing one entity, declared by the module of their concern.

An action's arguments become the arguments of a mutation; what it returns is the id of the record whose state the caller then reads
through the same compiler as any query. Actions are collected by ``server/app`` and handed to ``api``, which knows no concern.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from server.entities.declaration import Argument, Role

__all__ = ["Action", "Argument"]


@dataclass(frozen=True, slots=True)
class Action:
    """A mutation of a concern.

    ``run`` gets the connection of the caller's tenant transaction, the tenant's id and the arguments by Python name (those that
    were not given are left out). It raises ``TesseraError`` for an expected failure; the transaction is then rolled back.
    """

    name: str
    description: str
    arguments: Mapping[str, Argument]
    entity: str
    roles: frozenset[Role]
    run: Callable[[Any, UUID, Mapping[str, Any]], Awaitable[UUID]]
