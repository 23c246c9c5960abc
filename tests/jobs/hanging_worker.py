"""A worker whose job never ends: ``python hanging_worker.py <url> <job>`` says "started" on standard output."""

import asyncio
import sys

from server import jobs
from server.database.tenancy import Database


async def hang(job: jobs.Job) -> None:
    print("started", flush=True)
    await asyncio.Event().wait()


async def main(url: str, name: str) -> None:
    database = await Database.open(url)
    await jobs.run_worker(database, url, {name: jobs.Handler(hang)}, limits=jobs.Limits(stale_after=1))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
