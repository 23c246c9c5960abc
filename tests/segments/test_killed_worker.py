"""A worker killed in the middle of a segmentation: nothing of it is seen, and another worker does it again."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Any

from server import jobs
from server.segments import HANDLERS


async def test_the_job_of_a_killed_worker_is_done_by_another(marketer: Any, app_url: str) -> None:
    await marketer.has_customers(1200)
    segmentation = await marketer.ask({"attributes": ["orders.total", "orders.daysSinceLast", "orders.count"]})
    script = Path(__file__).with_name("lone_worker.py")
    victim = await asyncio.create_subprocess_exec(sys.executable, script, app_url, cwd=script.parents[2])
    await marketer.computing(segmentation)
    victim.send_signal(signal.SIGKILL)
    await victim.wait()
    assert (await marketer.state(segmentation))["status"] == "RUNNING"
    assert await marketer.jobs() == 1
    assert await marketer.segments(segmentation) == []

    stop = asyncio.Event()
    limits = jobs.Limits(processes=1, stale_after=2, grace=0.5)
    successor = asyncio.create_task(jobs.run_worker(marketer.database, app_url, HANDLERS, stop=stop, limits=limits))
    done = await marketer.outcome(segmentation)
    stop.set()
    await successor
    assert done["status"] == "SUCCEEDED"
    assert sum(segment["members"] for segment in await marketer.segments(segmentation)) == 1200
    assert await marketer.jobs() == 0
