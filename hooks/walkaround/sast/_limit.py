"""A bound on the time that one file may take, for code that is made to take for ever.

The rules are linear in the size of a file, as far as we know. Whoever writes a file that shows otherwise is told that
it was not judged; the hook comes to an end.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_AGAIN = 0.05  # seconds; an exception that a destructor swallowed is raised anew


class TooLong(BaseException):
    """The time is over. No `except Exception` on the way, of a plugin's for instance, may catch it."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Let a body use so many seconds of a processor, where the system can count them; TooLong when they are over."""
    timer = getattr(signal, "setitimer", None)  # Windows has none
    if timer is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _over)
    try:
        timer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
        try:
            yield
        finally:
            timer(signal.ITIMER_VIRTUAL, 0)
    finally:
        signal.signal(signal.SIGVTALRM, before)


def _over(_number: int, _frame: object) -> None:
    raise TooLong
