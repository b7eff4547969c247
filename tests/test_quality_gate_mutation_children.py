"""Children that try mutants: side by side, alone where they must be, and nothing of them stays; which mutants are
confirmed together."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("mutation testing needs a system that can fork", allow_module_level=True)

from walkaround.quality_gate.mutation import _left_behind
from walkaround.quality_gate.mutation.inside.lines import Seen
from walkaround.quality_gate.mutation.inside.suite import Mutant, Suite, grouped, merged
from walkaround.quality_gate.mutation.inside.tests import Watcher
from walkaround.quality_gate.mutation.inside.watch import _Starting


def mutant(number: int, *spots: str, file: str = "a.py", start: int = 0, text: str = "z", warm: bool = True) -> Mutant:
    return Mutant(number, file, "x = y\n", "utf-8", start, start + 1, text, list(spots), [1, 0], warm)


@pytest.mark.parametrize(
    ("mutants", "across", "groups"),
    [
        pytest.param([], True, [], id="none"),
        pytest.param([mutant(0, "f 1"), mutant(1, "g 5")], True, [[0, 1]], id="two functions"),
        pytest.param([mutant(0, "f 1"), mutant(1, "f 1"), mutant(2, "g 5")], True, [[0, 2], [1]], id="one function"),
        pytest.param([mutant(0, "f 1"), mutant(1, "f 1", file="b.py")], True, [[0, 1]], id="two files"),
        pytest.param([mutant(0, "f 1"), mutant(1, "g 1", file="b.py")], False, [[0], [1]], id="each file by itself"),
        pytest.param([mutant(0, "f 1", "g 2"), mutant(1, "g 2")], True, [[0], [1]], id="one of two functions"),
        pytest.param([mutant(n, f"f {n}") for n in range(5)], True, [[0, 1, 2], [3, 4]], id="three at most"),
    ],
)
def test_mutants_that_may_hide_each_other_are_confirmed_apart(
    mutants: Sequence[Mutant], across: bool, groups: list[list[int]]
) -> None:
    assert [[one.number for one in group] for group in grouped(mutants, across, 3)] == groups


def test_mutants_of_a_module_are_put_in_at_once() -> None:
    both = [mutant(0, "a", start=0, text="long"), mutant(1, "b", start=4, text=""), mutant(2, "a", file="b.py")]
    assert {one.file: one.source for one in merged(both)} == {"a.py": "long = \n", "b.py": "z = y\n"}


@pytest.mark.parametrize(
    ("seconds", "cpu", "warm", "numbers"),
    [
        pytest.param(1.0, 4.0, True, (0, 1, 2, 3), id="a short suite as a whole"),
        pytest.param(4.0, 16.0, True, (0, 1, 3), id="of a long one what touches the file or the line"),
        pytest.param(20.0, 1.0, True, (0, 1, 3), id="of one that waits for long, too"),
        pytest.param(20.0, 80.0, False, (0, 1, 2, 3), id="all where it shows at import"),
    ],
)
def test_who_has_a_say_before_a_mutant_counts_as_survived(
    seconds: float, cpu: float, warm: bool, numbers: tuple[int, ...]
) -> None:
    suite = Suite(["a", "b", "c", "d"], [seconds] * 4, cpu, 0.1, {"a.py": [3]}, [], "pytest", [], "")
    assert suite.confirming([mutant(0, "f 1", warm=warm)]) == numbers


@pytest.mark.parametrize(
    ("event", "arguments", "alone"),
    [
        pytest.param("open", ("{own}/a", "w", os.O_WRONLY), [], id="a file of its own"),
        pytest.param("open", ("{top}/a", "r", os.O_RDONLY), [], id="a file that is read"),
        pytest.param("open", ("/dev/null", "w", os.O_WRONLY), [], id="the null device"),
        pytest.param("open", (3, "w", os.O_WRONLY), [], id="an open file"),
        pytest.param("open", ("{top}/a", "w", os.O_WRONLY | os.O_CREAT), [1], id="a file of all"),
        pytest.param("os.rename", ("{own}/a", "{top}/a", -1, -1), [1], id="moved to where all are"),
        pytest.param("os.mkdir", (b"made", 511, -1), [1], id="a folder of the work tree"),
        pytest.param("sqlite3.connect", (":memory:",), [], id="a database in memory"),
        pytest.param("socket.bind", (None, ("", 0)), [], id="any port"),
        pytest.param("socket.bind", (None, ("127.0.0.1", 8000)), [1], id="a certain port"),
        pytest.param("socket.connect", (None, ("127.0.0.1", 40123)), [], id="a port that was free"),
        pytest.param("subprocess.Popen", ("git", [], None, None), [1], id="a program"),
        pytest.param("import", ("os",), [], id="nothing of that kind"),
    ],
)
def test_which_tests_may_get_in_the_way_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, event: str, arguments: tuple[Any, ...], alone: list[int]
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(own))
    given = tuple(
        one.format(own=own, top=tmp_path) if isinstance(one, str) and "{" in one else one for one in arguments
    )
    watcher = Watcher(Seen(frozenset()), lambda _: None)
    watcher.collected(["a", "b", "c"])
    starting = _Starting(watcher, frozenset())
    starting.heard(event, given)  # before any test: how modules are imported
    watcher.begin(1)
    starting.heard(event, given)
    assert starting.alone() == alone
    with watcher.into(0):
        starting.heard(event, given)  # what several tests are set up with
    assert starting.alone() == ([0, 1, 2] if alone else [])


CREW = """
import os, select, sys, time
from walkaround.quality_gate.mutation.inside import forks
from walkaround.quality_gate.mutation.inside.forks import Crew, Ended, Ground, Work

life, other = os.pipe()
folder, what = sys.argv[1:]
ground = Ground(life, time.monotonic() + 60, folder)
forks._processors = lambda: 2
forks.take_strays()
found = {}


def times(tell):
    began = time.monotonic()
    time.sleep(0.2)
    tell([began, time.monotonic()])


def daemon(tell):
    import subprocess
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    tell(subprocess.Popen(command, start_new_session=True).pid)


def task(name, work):
    found[name] = (yield work)


def overlap(a, b):
    (first, last), (begin, end) = found[a].said, found[b].said
    return first < end and begin < last


if what == "beside":
    Crew(ground).work(task(name, Work(times, 30)) for name in "ab")
    print(overlap("a", "b"))
elif what == "alone":
    Crew(ground).work(task(name, Work(times, 30, name == "b")) for name in "abc")
    print(overlap("a", "b"), overlap("b", "c"))
elif what == "ends":
    ways = {"dies": lambda tell: os._exit(3), "hangs": lambda tell: time.sleep(60), "fails": lambda tell: 1 / 0}
    Crew(ground).work(task(name, Work(do, 1)) for name, do in ways.items())
    print(*(found[name].kind for name in ways))
elif what == "daemon":
    Crew(ground).work([task("a", Work(daemon, 30))])
    print(os.path.exists(f"/proc/{found['a'].said}"))
print(os.listdir(folder), forks.children())
"""


@pytest.mark.parametrize(
    ("what", "told"),
    [
        pytest.param("beside", "True", id="two at once"),
        pytest.param("alone", "False False", id="one that has to be alone"),
        pytest.param("ends", "died timeout died", id="however they end"),
        pytest.param(
            "daemon",
            "False",
            id="what left its session",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="other systems have no parent by choice"),
        ),
    ],
)
def test_children_work_and_leave_nothing(tmp_path: Path, what: str, told: str) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    found = subprocess.run(
        [sys.executable, "-c", CREW, tmp_path, what], env=environment, capture_output=True, text=True, check=False
    )
    assert (found.stdout, found.stderr) == (f"{told}\n[] set()\n", "")


def test_folders_of_killed_runs_alone_are_swept(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    top, elsewhere = tmp_path / "top", tmp_path / "elsewhere"
    for folder in (top, elsewhere):
        folder.mkdir()
    (elsewhere / "file").write_text("kept")
    names = [f"wk-{ended.pid}-killed", f"wk-{os.getpid()}-alive", f"wk-{ended.pid}-held", "wk-1x", "other"]
    for name in names:
        (top / name).mkdir()
        (top / name / "link").symlink_to(elsewhere)
        os.utime(top / name, (0, 0))
    (top / f"wk-{ended.pid}-fresh").mkdir()
    (top / f"wk-{ended.pid}-link").symlink_to(elsewhere)
    held = _left_behind.hold(str(top / f"wk-{ended.pid}-held"))
    _left_behind.sweep(str(top))
    os.close(held)
    assert sorted(one.name for one in top.iterdir()) == sorted(
        [*names[1:], f"wk-{ended.pid}-fresh", f"wk-{ended.pid}-link"]
    )
    assert (elsewhere / "file").read_text() == "kept"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not show environments")
def test_what_bears_the_mark_of_a_folder_is_ended_whatever_its_session_is(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    ours = subprocess.Popen(command, env=os.environ | {"TMPDIR": f"{tmp_path}/t"}, start_new_session=True)
    other = subprocess.Popen(command, env=os.environ | {"TMPDIR": f"{tmp_path}2/t"}, start_new_session=True)
    time.sleep(0.1)  # until they are themselves
    try:
        _left_behind.end_marked(str(tmp_path))
        assert (ours.wait(10), other.poll()) == (-9, None)
    finally:
        other.kill()
        other.wait()
