import asyncio
import contextlib
import time

import pytest

from jobs.scheduler import Job, Scheduler, SchedulerClosed, run_later

pytestmark = pytest.mark.asyncio


class SlowJob(Job):
    async def run(self):
        await asyncio.sleep(0.05)
        return "slow"


async def test_job_runs():
    scheduler = Scheduler()
    done = []
    scheduler.add(Job(lambda: done.append(1)))
    await asyncio.sleep(0.5)  # bad: TST007
    assert done == [1]


async def test_job_runs_when_drained():  # good: TST007
    scheduler = Scheduler()
    done = []
    scheduler.add(Job(lambda: done.append(1)))
    await scheduler.drain()
    assert done == [1]


async def test_timeout_cuts_slow_job():  # good: TST007
    scheduler = Scheduler(timeout=0.001)
    result = await scheduler.run(SlowJob())
    assert result.timed_out


async def test_yield_to_loop():  # good: TST007
    scheduler = Scheduler()
    task = asyncio.create_task(scheduler.run(Job(lambda: 4)))
    await asyncio.sleep(0)
    assert scheduler.running == 1
    assert (await task).value == 4


async def test_run_later_waits():
    future = run_later(0.2, lambda: "x")
    time.sleep(0.3)  # bad: TST007
    assert future.done()


async def test_close_cancels_jobs():
    scheduler = Scheduler()
    task = asyncio.create_task(scheduler.run(SlowJob()))
    await scheduler.close()
    with contextlib.suppress(asyncio.CancelledError):  # bad: TST005
        await task


async def test_close_cancels_jobs_for_real():  # good: TST005
    scheduler = Scheduler()
    task = asyncio.create_task(scheduler.run(SlowJob()))
    await asyncio.sleep(0)
    await scheduler.close()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()


async def test_closed_scheduler_refuses():  # good: TST008
    scheduler = Scheduler()
    await scheduler.close()
    with pytest.raises(SchedulerClosed):
        await scheduler.run(Job(print))


async def test_closed_scheduler_errors():
    scheduler = Scheduler()
    await scheduler.close()
    with pytest.raises(BaseException):  # bad: TST008
        await scheduler.run(Job(print))


async def test_many_jobs():  # bad: TST001
    scheduler = Scheduler()
    await asyncio.gather(*(scheduler.run(Job(lambda n=n: n)) for n in range(50)))
    await scheduler.close()


async def test_many_jobs_keep_order():  # good
    scheduler = Scheduler()
    results = await asyncio.gather(*(scheduler.run(Job(lambda n=n: n)) for n in range(50)))
    assert [one.value for one in results] == list(range(50))


async def test_cron_job_fires(monkeypatch):  # good: TST007
    naps = []

    async def fake_sleep(seconds):
        naps.append(seconds)

    monkeypatch.setattr("jobs.scheduler.asyncio.sleep", fake_sleep)
    await Scheduler().run_every(60, Job(print), times=2)
    assert naps == [60, 60]


async def test_result_is_awaitable():
    result = await Scheduler().run(Job(lambda: None))
    assert result is not None or result is None  # bad: TST002
