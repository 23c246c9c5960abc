"""The settings, read from the environment once into a frozen value: the only reader of ``os.environ``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from server.errors import SetupError


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask for; the README's table explains each."""

    body_bytes: int = 256 * 1024
    attachment_bytes: int = 25 * 1024 * 1024
    tokens: int = 1_000
    depth: int = 12
    aliases: int = 30
    cost: int = 5_000
    page: int = 100
    errors: int = 10
    sockets: int = 100
    subscriptions: int = 20


@dataclass(frozen=True, slots=True)
class Settings:
    """How this process runs."""

    database_url: str | None = None
    app_database_url: str | None = None
    data_dir: Path | None = None
    pool_size: int = 10
    statement_timeout: float = 15.0
    key_memory: float = 30.0
    limits: Limits = Limits()


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings in ``environment``; raise ``SetupError`` naming a variable that makes no sense."""
    data_dir = environment.get("TESSERA_DATA_DIR")
    default = Settings()
    return Settings(
        database_url=_url(environment, "TESSERA_DATABASE_URL"),
        app_database_url=_url(environment, "TESSERA_APP_DATABASE_URL"),
        data_dir=Path(data_dir) if data_dir else None,
        pool_size=int(_number(environment, "TESSERA_POOL_SIZE", default.pool_size)),
        statement_timeout=_number(environment, "TESSERA_STATEMENT_TIMEOUT", default.statement_timeout),
        key_memory=_number(environment, "TESSERA_KEY_MEMORY", default.key_memory),
        limits=Limits(
            **{
                field.name: int(_number(environment, f"TESSERA_LIMIT_{field.name.upper()}", field.default))
                for field in fields(Limits)
            }
        ),
    )


def _url(environment: Mapping[str, str], name: str) -> str | None:
    url = environment.get(name) or None
    if url is not None and not url.startswith(("postgres://", "postgresql://")):
        # What was given stays untold, because there may be a password in it.
        raise SetupError(
            f"{name} is not the URL of a PostgreSQL database; it must begin with postgresql:// or postgres://"
        )
    return url


def _number(environment: Mapping[str, str], name: str, default: object) -> float:
    text = environment.get(name) or str(default)
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < 1e9:
        raise SetupError(f"{name} is {text!r}; it must be a positive number")
    return value
