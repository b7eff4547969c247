"""Workers: every file is answered once, whatever happens to the process that judged it."""

import os
import signal
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from walkaround.sast import _pool
from walkaround.sast._judge import Judge
from walkaround.sast._pool import Settings, Source, judged
from walkaround.sast._spots import Judged

SETTINGS = Settings(frozenset(), ())
FILLER = b"".join(b"def f%d(x):\n    return x + %d\n\n\n" % (number, number) for number in range(1000))
SHARES = FILLER + b"import os\nos.chmod(path, 0o777)\n"
ENDED = Judged((), (), ("the process that judged it ended early; is there enough memory?",))
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked, with what a test puts in place")


def sources(count: int) -> Iterator[Source]:
    yield from (Source(number, f"m{number}.py", SHARES) for number in range(count))


@pytest.fixture
def many_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pool, "_cores", lambda: 3)


@pytest.mark.parametrize("count", [0, 1, 7, 60])
@pytest.mark.usefixtures("many_cores")
def test_every_file_is_answered_once(count: int) -> None:
    found = dict(judged(SETTINGS, sources(count)))
    assert sorted(found) == list(range(count))
    assert {tuple((spot.rule, spot.line) for spot in one.spots) for one in found.values()} <= {(("B103", 4002),)}


@pytest.mark.usefixtures("many_cores")
def test_a_file_that_ends_its_worker_is_named_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Judge.judge

    def deadly(self: Judge, path: str, source: bytes) -> Judged:
        if path == "m11.py":
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, path, source)

    monkeypatch.setattr(Judge, "judge", deadly)
    found = dict(judged(SETTINGS, sources(40)))
    assert sorted(found) == list(range(40))
    assert [number for number, one in found.items() if one == ENDED] == [11]
    assert all(one.spots for number, one in found.items() if number != 11)


@pytest.mark.usefixtures("many_cores")
def test_no_worker_is_left_behind_when_the_caller_stops() -> None:
    import multiprocessing

    answers: Any = judged(SETTINGS, sources(60))
    next(answers)
    answers.close()
    assert multiprocessing.active_children() == []


def test_little_is_judged_in_this_process(monkeypatch: pytest.MonkeyPatch, many_cores: None) -> None:  # noqa: ARG001
    monkeypatch.setattr(_pool, "_Workers", None)
    assert len(list(judged(SETTINGS, sources(3)))) == 3
