"""The same tasks on a cluster of Dask, an engine that exists: it spreads them, and runs anew those of a lost worker.

`distributed` is imported here alone; it is what the extra `fleet` installs.
"""

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from typing import Any

from .._finding import NotJudged
from ..baseline_metrics.many.tables import INSTALL
from . import note
from .local import apart
from .tasks import Row, Task

_CONNECT = "10s"


def rows(tasks: Sequence[Task], address: str) -> Iterator[Row]:
    """The row of each task, as they get done; NotJudged when the scheduler cannot be had."""
    client, as_completed = _connected(address)
    try:
        if not client.scheduler_info()["workers"]:
            note(f"the scheduler at {address} has no worker yet; waiting for one")
        # Each has a key of its own, so that none is taken for the result of an earlier run.
        futures = {client.submit(apart, task, pure=False): task for task in tasks}
        for future in as_completed(list(futures)):
            task = futures.pop(future)
            yield _row(future, task)
            future.release()
    finally:
        client.close()  # with it goes what nobody waits for any more


def _row(future: Any, task: Task) -> Row:
    """What came of a task. Its result may be lost with its worker until it is here, and is made anew then."""
    try:
        return Row(*future.result())
    except CancelledError:
        return Row(task.name, "", {}, "the scheduler went away; run the command again, which goes on from here")
    except Exception as failure:  # noqa: BLE001 - whatever the cluster says of a task is in its row
        said = str(failure).strip().splitlines()
        return Row(task.name, "", {}, f"the cluster gave it up: {type(failure).__name__}: {said[0] if said else ''}")


def _connected(address: str) -> tuple[Any, Any]:
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise NotJudged("", f"--scheduler needs the extra `fleet`; install it with: {INSTALL}") from None
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # of a lost scheduler the rows tell
    try:
        return Client(address, timeout=_CONNECT, name="walkaround fleet"), as_completed
    except (OSError, ValueError, TimeoutError) as failure:
        raise NotJudged("", f"no scheduler answers at {address} ({failure})") from None
