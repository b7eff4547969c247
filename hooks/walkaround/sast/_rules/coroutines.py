"""The rules of the family coroutines."""

from ..._finding import Rule
from ._defect import Defect

DEFECTS: tuple[Defect, ...] = (
    Defect(
        Rule(
            id="B970",
            name="blocking-call-in-coroutine",
            summary="A coroutine makes a call that blocks its event loop.",
            why="While the call runs, no other coroutine of the process does: every other client waits, health checks "
            "fail, timeouts run out.",
            remedy="Await an asynchronous client, or move the call to a thread with asyncio.to_thread.",
            bad="async def pause() -> None:\n    time.sleep(2)",
            good="async def pause() -> None:\n    await asyncio.sleep(2)",
        ),
        cwe=400,
        severity="MEDIUM",
        confidence="HIGH",
    ),
    Defect(
        Rule(
            id="B971",
            name="discarded-task",
            summary="A task is started and nobody keeps it.",
            why="The event loop holds tasks only weakly: one that nobody keeps may be collected before it is done, and "
            "what it raises is never seen.",
            remedy="Keep the task until it is done, in a set or a task group, and look at its outcome.",
            bad="asyncio.create_task(send(mail))",
            good="tasks.add(task := asyncio.create_task(send(mail)))\ntask.add_done_callback(tasks.discard)",
        ),
        cwe=772,
        severity="LOW",
        confidence="HIGH",
    ),
    Defect(
        Rule(
            id="B972",
            name="coroutine-never-awaited",
            summary="A coroutine function is called and what it gives is never awaited.",
            why="Nothing of its body runs: the write, the check or the call that it stands for does not take place. "
            "Where its answer was asked for, a coroutine is always true.",
            remedy="Await the call, or hand it to a task that is kept.",
            bad="async def save(order: Order) -> None:\n    store(order)  # store is a coroutine function",
            good="async def save(order: Order) -> None:\n    await store(order)",
        ),
        cwe=252,
        severity="MEDIUM",
        confidence="HIGH",
    ),
)
