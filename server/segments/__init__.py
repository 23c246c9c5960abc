"""Segments: groups of a tenant's customers that the clustering engine found, and the way they come about.

``features`` says which attributes of customers there are to cluster by, ``frame`` reads them in one statement, ``request`` is the
mutation that asks for a run, ``run`` the job that carries it out, and ``calculation`` the part of it that computes, in a process
of its own. Only that last part imports ``segmentation``.
"""

from __future__ import annotations

from server.segments.features import feature_catalogue
from server.segments.request import ACTIONS
from server.segments.run import HANDLERS

__all__ = ["ACTIONS", "HANDLERS", "feature_catalogue"]
