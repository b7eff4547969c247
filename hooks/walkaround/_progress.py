"""A progress bar for people: on a terminal, and only once a run has taken a second."""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0  # seconds


class Bar:
    """Counts readings and commits. rich is imported when the bar first shows, so that short runs do not pay for it."""

    def __init__(self) -> None:
        self._total = self._done = 0
        self._started = time.monotonic()
        self._bar: tuple[Progress, TaskID] | None = None
        self._terminal = sys.stderr.isatty()

    def expect(self, total: int) -> Callable[[], None]:
        """Say how many steps there will be beside those already announced; gives what is called at each of them."""
        self._total += total
        return self._step

    def close(self) -> None:
        if self._bar is not None:
            self._bar[0].stop()

    def _step(self) -> None:
        self._done += 1
        if not self._terminal or (self._bar is None and time.monotonic() - self._started < PATIENCE):
            return
        progress, task = self._bar or self._show()
        progress.update(task, completed=min(self._done, self._total), total=self._total)

    def _show(self) -> "tuple[Progress, TaskID]":
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("walkaround"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        progress = Progress(*columns, console=Console(stderr=True), transient=True)
        progress.start()
        self._bar = progress, progress.add_task("", total=self._total)
        return self._bar
