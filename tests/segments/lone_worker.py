"""A worker for segmentations alone: ``python lone_worker.py <url>``."""

import asyncio
import sys

from server import jobs
from server.database.tenancy import Database
from server.segments import HANDLERS


async def main(url: str) -> None:
    database = await Database.open(url)
    await jobs.run_worker(database, url, HANDLERS)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
