"""Work that goes on after the answer: a queue in PostgreSQL, the worker that empties it, and processes that compute.

A job is enqueued in the transaction of whoever asks for it, so that what is rolled back leaves no job behind. The concern that
the job belongs to gives a ``Handler``; nothing here knows what a job does.
"""

from __future__ import annotations

from server.jobs.computing import ComputationLost, Processes
from server.jobs.queue import enqueue, install_queue, prepare_database, queue_is_pending
from server.jobs.worker import Handler, Job, Limits, run_worker

__all__ = [
    "ComputationLost",
    "Handler",
    "Job",
    "Limits",
    "Processes",
    "enqueue",
    "install_queue",
    "prepare_database",
    "queue_is_pending",
    "run_worker",
]
