"""How PostgreSQL answers a question: the plan under row-level security as the application role, and what is wrong with it.

Right is a plan that reads no table whole and in which every index is entered by the tenant. The plan for the values at hand is looked
at, and the one for any values, which PostgreSQL takes after five times when it seems as good.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from server.api.compile import Statement, compile_query
from server.api.documents import Documents
from server.api.planning import plan_query
from server.api.schema import Api, build_api
from server.api.selection import Variables, read_selection
from server.database.tenancy import Database
from server.entities.declaration import Role
from server.settings import Limits
from server.tenants import tenant_id

