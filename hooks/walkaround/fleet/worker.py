"""A process that does tasks: one a line of JSON on standard input, its row a line on standard output.

It ends with its input, so that none is left behind when the command that started it dies.
"""

import json
import os
import signal
import sys

from .tasks import Row, Task, run


def main() -> int:
    signal.signal(signal.SIGTERM, _leave)
    # What a library prints must not come between the rows.
    rows = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        rows.write(written(run(Task(*json.loads(line)))) + "\n")
        rows.flush()
    return 0


def _leave(number: int, _: object) -> None:
    """Leave by way of what ends a task's own processes."""
    sys.exit(128 + number)


def written(value: Row | Task) -> str:
    return json.dumps(list(value))  # in ASCII: what is not UTF-8 in a path goes as lone surrogates


if __name__ == "__main__":
    sys.exit(main())
