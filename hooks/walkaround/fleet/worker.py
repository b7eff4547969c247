"""A process that does tasks: one a line of JSON on standard input, its row a line on standard output.

It ends with its input, so that none is left behind when the command that started it dies; and where a task hangs then,
soon afterwards.
"""

import json
import os
import signal
import sys
import threading
import time

from .tasks import Row, Task, run

_LOOK, _GRACE = 1.0, 3.0  # seconds between two looks, and from asking a task to end to ending it


def main() -> int:
    signal.signal(signal.SIGTERM, _leave)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        threading.Thread(target=_outlive_nobody, args=(os.getppid(),), daemon=True).start()
    # What a library prints must not come between the rows.
    rows = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        rows.write(written(run(Task(*json.loads(line)))) + "\n")
        rows.flush()
    return 0


def _outlive_nobody(parent: int) -> None:
    """End this process and its group once the one that started it is no more."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os.killpg(0, signal.SIGKILL)


def _leave(number: int, _: object) -> None:
    """Leave by way of what ends a task's own processes."""
    sys.exit(128 + number)


def written(value: Row | Task) -> str:
    return json.dumps(list(value))  # in ASCII: what is not UTF-8 in a path goes as lone surrogates


if __name__ == "__main__":
    sys.exit(main())
