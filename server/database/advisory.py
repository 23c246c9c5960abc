"""The numbers of advisory locks, by which those who must wait for each other agree on what they wait for."""

from __future__ import annotations

import hashlib


def lock_number(purpose: str, name: bytes) -> int:
    """Return the number of the lock for ``name`` (a tenant's id, and what of it) among those of one ``purpose``."""
    digest = hashlib.blake2b(name, digest_size=8, person=purpose.encode()).digest()
    return int.from_bytes(digest, signed=True)
