"""`walkaround fleet`: which repositories there are, what becomes of each, and that none ends the others' run."""

import json
import os
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from fleet_support import PERIOD, made
from tests_support import TOP
from walkaround import cli
from walkaround._finding import NotJudged
from walkaround.baseline_metrics.figure import Figure, Report, Value
from walkaround.baseline_metrics.many.sheet import Line
from walkaround.baseline_metrics.many.tables import EXTRA, INSTALL
from walkaround.baseline_metrics.page import plain
from walkaround.fleet import check, local, places, state, tasks
from walkaround.fleet.places import Place
from walkaround.fleet.tasks import Row, Task

# A process that does tasks as `worker` does, writes down which, and dies at some; a row is the same for each.
DYING = """
import json, os, signal, sys
from walkaround.fleet import worker
from walkaround.fleet.tasks import Row
def run(task):
    with open({log!r}, "a") as log:
        log.write(task.name + "\\n")
    if task.name == "always" or task.name == "once" and not os.path.exists({mark!r}):
        if task.name == "once":
            open({mark!r}, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    if task.name == "empty":
        return Row(task.name, "", dict(), "has no commit yet")
    with open({report!r}) as file:
        return Row(task.name, "head", json.load(file))
worker.run = run
sys.exit(worker.main())
"""
REPORT = Report("one", "0" * 40, "2026-01-01", "2026-03-31", (Figure("commits", "measured", Value(2.0, 2)),), {})


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows of one test are not those of another."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def rows_in(path: Path) -> dict[str, dict[str, object]]:
    return {row["repository"]: row for row in json.loads(path.read_text())["rows"]}


# Which repositories there are.


def test_a_list_names_each_repository_once_and_says_what_is_none(tmp_path: Path) -> None:
    one, two = made(tmp_path / "a" / "app", 1), made(tmp_path / "b" / "app", 1)
    made(tmp_path / "kept.git", 1, bare=True)
    (tmp_path / "plain").mkdir()
    (one / "inner").mkdir()
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to(two)
    listed = tmp_path / "list"
    listed.write_text(
        f"# all\n\na/app\n  b/app   # the other\n{one}\nlink\nkept.git\nplain\nmissing\nfile\na/app/inner\r\n"
    )
    assert places.places(str(listed)) == (
        Place("a/app", str(one)),
        Place("b/app", str(two)),
        Place("file", str(tmp_path / "file"), "is no folder"),
        Place("inner", str(one / "inner"), f"is no repository but a folder in {one}; name that one"),
        Place("kept", str(tmp_path / "kept.git")),
        Place("missing", str(tmp_path / "missing"), "is not there"),
        Place("plain", str(tmp_path / "plain"), "is no git repository"),
    )


@pytest.mark.parametrize(("depth", "names"), [(1, ["bare", "one"]), (2, ["bare", "one", "two"])])
def test_a_folder_gives_the_repositories_below_it(tmp_path: Path, depth: int, names: list[str]) -> None:
    made(tmp_path / "one", 1)
    made(tmp_path / "one" / "submodule", 1)
    made(tmp_path / "team" / "two", 1)
    made(tmp_path / "bare.git", 1, bare=True)
    (tmp_path / "team" / "loop").symlink_to(tmp_path)
    assert [place.name for place in places.places(str(tmp_path), depth)] == names


def test_a_bare_repository_beside_its_work_tree_keeps_its_ending(tmp_path: Path) -> None:
    made(tmp_path / "app", 1)
    made(tmp_path / "app.git", 1, bare=True)
    made(tmp_path / "api.git", 1, bare=True)
    assert [place.name for place in places.places(str(tmp_path))] == ["api", "app", "app.git"]


def test_a_repository_is_not_taken_for_a_folder_of_them(tmp_path: Path) -> None:
    with pytest.raises(NotJudged, match="has no repository within a depth of 1"):
        places.places(str(made(tmp_path / "one", 1)))


@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "cannot be read: No such file"), (b"# nothing\n\n", "names no repository"), (b"x" * (17 << 20), "larger")],
    ids=["missing", "empty", "large"],
)
def test_no_list(tmp_path: Path, content: bytes | None, why: str) -> None:
    listed = tmp_path / "list"
    if content is not None:
        listed.write_bytes(content)
    with pytest.raises(NotJudged, match=why):
        places.places(str(listed))


def test_what_leads_nowhere_costs_no_other_one(tmp_path: Path) -> None:
    """Links in a circle and to nowhere, and a path that no system has."""
    made(tmp_path / "all" / "one", 1)
    (tmp_path / "all" / "circle").symlink_to("circle")
    (tmp_path / "all" / "dead").symlink_to("nowhere")
    (tmp_path / "all" / "again").symlink_to(".")
    found = {place.name: place.why for place in places.places(str(tmp_path / "all"), 5)}
    assert found == {"circle": "cannot be read: Too many levels of symbolic links", "one": ""}
    (tmp_path / "list").write_bytes(b"all/one\n\0\nall/circle\n" + b"x" * 5000)
    whys = [place.why for place in places.places(str(tmp_path / "list"))]
    assert sorted(whys) == ["", "is no folder", "is not there", "is not there"]
    asked = ["fleet", "report", "--repos", str(tmp_path / "list"), *PERIOD]
    assert cli.main(asked) == 2


def test_names_are_told_apart_and_hostile_ones_are_kept(tmp_path: Path) -> None:
    hostile = os.fsdecode(b"<b>\xff\x1b[31m")
    for path in (tmp_path / "x" / hostile, tmp_path / "y" / hostile, tmp_path / "z" / "=1+1"):
        made(path, 1)
    listed = tmp_path / "list"
    listed.write_bytes(b"\n".join(os.fsencode(tmp_path / name / hostile) for name in "xy") + b"\nz/=1+1\n")
    assert [place.name for place in places.places(str(listed))] == ["=1+1", f"x/{hostile}", f"y/{hostile}"]
    out = {form: tmp_path / f"out.{form}" for form in ("json", "csv", "html", "markdown")}
    written = [word for form, path in out.items() for word in (f"--{form}", str(path))]
    assert cli.main(["fleet", "report", "--repos", str(listed), *PERIOD, *written]) == 0
    texts = {form: path.read_text(encoding="utf-8") for form, path in out.items()}
    assert "\x1b" not in "".join(texts.values())
    assert "<b>" not in texts["html"]
    assert "\n'=1+1," in texts["csv"]


# What becomes of each.


def test_every_repository_is_a_row_and_the_page_is_written_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(tmp_path / "one", 3, assisted=(1,))
    made(tmp_path / "two.git", 2, bare=True)
    made(tmp_path / "empty", 0)
    broken = made(tmp_path / "broken", 1)
    for path in (broken / ".git" / "objects").rglob("*"):
        if path.is_file():
            path.unlink()
    out = tmp_path / "out.json"
    page = tmp_path / "out.html"
    argv = ["fleet", "report", "--repos", str(tmp_path), *PERIOD, "--json", str(out), "--html", str(page)]
    assert cli.main(argv) == 2
    found = rows_in(out)
    assert {name: row["judged"] for name, row in found.items()} == {
        "broken": False, "empty": False, "one": True, "two": True,
    }  # fmt: skip
    totals = json.loads(out.read_text())["totals"]
    assert totals["commits"] == {"value": 5, "part": 5, "repositories": 2}
    assert (totals["ai-commits"]["part"], totals["ai-commits"]["whole"]) == (1, 5)
    assert "What is not in these figures" in page.read_text()
    said = capsys.readouterr().err.splitlines()
    assert sorted(line.split(": ")[1] for line in said) == ["broken", "empty"]
    assert "walkaround fleet: empty: has no commit yet" in said


def test_a_check_counts_findings_by_rule_and_severity(tmp_path: Path) -> None:
    clean, bad = made(tmp_path / "clean", 1), made(tmp_path / "bad", 1)
    (bad / "app.py").write_text(
        "import hashlib\nTOKEN = hashlib.md5(b'x').hexdigest()\n\n\ndef f(x=[]):\n    return x\n"
    )
    subprocess.run(["git", "add", "."], cwd=bad, check=True)
    # A module of our name in a judged repository is not ours.
    (clean / "walkaround").mkdir()
    (clean / "walkaround" / "__main__.py").write_text("raise SystemExit('hostile')\n")
    made(tmp_path / "bare.git", 1, bare=True)
    out = tmp_path / "out.json"
    assert cli.main(["fleet", "check", "--repos", str(tmp_path), "--json", str(out)]) == 2
    found = rows_in(out)
    assert {name: row["why"] for name, row in found.items() if row["why"]} == {
        "bare": "is bare, and a check judges files on disk; clone it, and check the clone"
    }
    cells = {name: row["cells"] for name, row in found.items()}
    assert cells["clean"] == {"errors": NONE, "warnings": {"value": 1, "part": 1}, "not-judged": NONE}
    assert cells["bad"] == {
        "errors": {"value": 2, "part": 2}, "warnings": {"value": 1, "part": 1}, "not-judged": NONE,
    }  # fmt: skip
    assert [tuple(row.values()) for row in json.loads(out.read_text())["tables"]["Findings by rule"]] == [
        ("PRT001", "warning", 2, 2), ("B943", "error", 1, 1), ("B950", "error", 1, 1),
    ]  # fmt: skip


NONE = {"value": 0, "part": 0}
CLEAN: dict[str, object] = {"rules": {}, "errors": []}
WARNED = {"rules": {"A1": {"warning": 3}}, "errors": []}
WRONG = {"rules": {"A1": {"error": 1}}, "errors": []}
UNJUDGED = {"rules": {"A1": {"error": 1}}, "errors": ["sast: crashed"]}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([Row("a", "", CLEAN), Row("b", "", WARNED)], 0),
        ([Row("a", "", CLEAN), Row("b", "", WRONG)], 1),
        ([Row("a", "", WRONG), Row("b", "", UNJUDGED)], 2),
        ([Row("a", "", WRONG), Row("b", "", {}, "is not there")], 2),
    ],
    ids=["clean", "errors", "unjudged", "failed"],
)
def test_exit_codes_of_a_check(
    rows: list[Row], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def done(_: object, __: object, line: Callable[[Row], tuple[Line, object]]) -> list[tuple[Line, object]]:
        return [line(row) for row in rows]

    made(tmp_path / "one", 0)
    monkeypatch.setattr(check, "lines_of", done)
    assert cli.main(["fleet", "check", "--repos", str(tmp_path)]) == code
    assert capsys.readouterr().out.startswith("Findings\n2 repositories")


def test_findings_are_counted_by_rule_and_severity() -> None:
    findings = [{"rule": rule, "severity": severity} for rule, severity in ("Ae", "Ae", "Aw", "Be")]
    errors = [{"hook": "sast", "path": "", "message": "m"}, {"hook": "sast", "path": "a.py", "message": "n"}]
    assert tasks.findings_of({"findings": findings, "errors": errors}) == {
        "rules": {"A": {"e": 2, "w": 1}, "B": {"e": 1}},
        "errors": ["sast: m", "sast: a.py: n"],
    }


def test_a_check_that_takes_too_long_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = made(tmp_path / "slow", 1)
    child = (
        "import subprocess, time; "
        "print(subprocess.Popen(['sleep', '60']).pid, file=open('pid', 'w', 1)); time.sleep(60)"
    )
    monkeypatch.setattr(tasks, "SELF", (sys.executable, "-c", child))
    row = tasks.run(Task("check", "slow", str(repository), seconds=2.0))
    assert row.why == "took longer than 2 s; give it more by --seconds"
    assert is_gone(int((repository / "pid").read_text()))


def is_gone(pid: int) -> bool:
    """Whether a process has ended, or does in a moment."""
    for _ in range(100):
        try:
            content = Path(f"/proc/{pid}/stat").read_text()
        except FileNotFoundError:
            return True
        if content.rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_task_never_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_: Task) -> Row:
        raise ZeroDivisionError("by zero")

    monkeypatch.setitem(tasks._RUN, "report", crash)
    assert tasks.run(Task("report", "one", str(tmp_path))) == Row("one", "", {}, "ZeroDivisionError: by zero")


# Processes that die.


def dying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    log = tmp_path / "log"
    report = tmp_path / "report"
    report.write_text(json.dumps(plain(REPORT)))
    script = DYING.format(log=str(log), mark=str(tmp_path / "mark"), report=str(report))
    monkeypatch.setattr(local, "_COMMAND", (sys.executable, "-P", "-c", script))
    monkeypatch.setenv("PYTHONPATH", str(TOP / "hooks"))
    return log


def test_a_process_that_dies_costs_its_own_repository_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = dying(tmp_path, monkeypatch)
    names = ["a", "always", "b", "once", "c"]
    found = list(local.rows([Task("report", name, str(tmp_path)) for name in names], 2))
    assert sorted(row.name for row in found) == sorted(names)
    assert {row.name: row.why for row in found if row.why} == {
        "always": "its process died, and so did a second one: ended by signal 9"
    }
    assert sorted(log.read_text().split()) == ["a", "always", "always", "b", "c", "once", "once"]


def test_what_takes_too_long_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_GRACE", 0.0)
    monkeypatch.setattr(local, "_COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))
    [row] = local.rows([Task("report", "slow", str(tmp_path), seconds=0.5)], 1)
    assert row.why == "took longer than 0.5 s; give it more by --seconds"


def test_a_cluster_ends_what_hangs_and_its_worker_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a worker of a cluster is asked to do, without a cluster."""
    monkeypatch.setattr(local, "_own", [])
    monkeypatch.setattr(local, "_GRACE", 0.0)
    monkeypatch.setattr(local, "_COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))
    try:
        row = local.apart(Task("report", "slow", str(tmp_path), seconds=0.5))
        assert row.why == "took longer than 0.5 s; give it more by --seconds"
        dying(tmp_path, monkeypatch)
        monkeypatch.setattr(local, "_GRACE", 30.0)
        names = ["a", "always", "b", "once", "c"]
        whys = [local.apart(Task("report", name, str(tmp_path))).why for name in names]
        assert whys == ["", "its process died, and so did a second one: ended by signal 9", "", "", ""]
    finally:
        for worker in local._own:
            worker.end()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_repository_that_never_answers_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also before the work begins, where git is asked for its commit."""
    made(tmp_path / "all" / "one", 1)
    made(tmp_path / "all" / "two", 1)
    os.mkfifo(tmp_path / "all" / "two" / ".git" / "packed-refs")
    (tmp_path / "all" / "two" / ".git" / "HEAD").write_text("ref: refs/heads/none\n")
    monkeypatch.setattr(state, "_PATIENCE", 0.5)
    monkeypatch.setattr(local, "_GRACE", 0.0)
    out = tmp_path / "out.json"
    asked = ("--repos", str(tmp_path / "all"), *PERIOD, "--seconds", "5", "--json", str(out))
    assert cli.main(["fleet", "report", *asked]) == 2
    rows = rows_in(out)
    assert (rows["one"]["why"], rows["two"]["why"]) == ("", "took longer than 5 s; give it more by --seconds")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_process_with_a_task_that_hangs_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    made(tmp_path / "one", 1)
    os.mkfifo(tmp_path / "one" / ".git" / "packed-refs")
    (tmp_path / "one" / ".git" / "HEAD").write_text("ref: refs/heads/none\n")
    script = (
        "import sys\nfrom walkaround.fleet import local\nfrom walkaround.fleet.tasks import Task\n"
        "own = local._Worker()\nprint(own._started().pid, flush=True)\n"
        "own.row(Task('report', 'one', sys.argv[1], '2026-01-01', '2026-01-31'))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", script, str(tmp_path / "one")], stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(TOP / "hooks")},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        children = Path(f"/proc/{worker}/task/{worker}/children")
        until = time.monotonic() + 30
        while not (stuck := children.read_text().split()) and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        process.kill()
        process.communicate()
    assert stuck
    assert all(map(is_gone, (worker, *map(int, stuck))))


def test_a_shallow_clone_is_measured_and_ends_in_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = made(tmp_path / "source", 3)
    (tmp_path / "all").mkdir()
    subprocess.run(["git", "clone", "-q", "--depth=1", source.as_uri(), tmp_path / "all" / "cut"], check=True)
    for _ in range(2):  # the second time by the row that was kept
        assert cli.main(["fleet", "report", "--repos", str(tmp_path / "all"), *PERIOD]) == 2
        assert capsys.readouterr().err == (
            "walkaround fleet: cut: this clone is shallow, and the figures lack what it left out; "
            "`git fetch --unshallow` brings it\n"
        )


def test_ctrl_c_leaves_whole_rows_and_no_process(tmp_path: Path) -> None:
    for at in range(8):
        made(tmp_path / "all" / f"r{at:02}", 1, at)
    kept = tmp_path / "state"
    command = [
        sys.executable, "-P", "-m", "walkaround", "fleet", "report", "--repos", str(tmp_path / "all"), *PERIOD,
        "--jobs", "2", "--state", str(kept),
    ]  # fmt: skip
    environment = os.environ | {"PYTHONPATH": str(TOP / "hooks")}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        until = time.monotonic() + 60
        while not list(kept.rglob("*.json")) and time.monotonic() < until:
            time.sleep(0.02)
        children = [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 130
    assert said.decode().splitlines()[-1].startswith("walkaround fleet: interrupted; the rows that were done are kept")
    rows = [json.loads(path.read_text()) for path in kept.rglob("*.json")]
    assert 0 < len(rows) < 8
    assert all(row["found"]["figures"] for row in rows)
    assert all(map(is_gone, children))
    done = subprocess.run([*command, "--json", "-"], env=environment, capture_output=True, check=True)
    assert json.loads(done.stdout)["totals"]["commits"]["part"] == 8


# What was done already.


def test_a_second_run_does_only_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = dying(tmp_path, monkeypatch)
    top = tmp_path / "all"
    for name in "abc":
        made(top / name, 2, ord(name))
    made(top / "empty", 0)
    argv = ["fleet", "report", "--repos", str(top), *PERIOD]

    def ran(*more: str) -> list[str]:
        log.write_text("")
        assert cli.main([*argv, *more]) == 2
        return sorted(log.read_text().split())

    assert ran() == ["a", "b", "c", "empty"]
    assert ran() == ["empty"]  # what was not measured is tried again
    (top / "b" / "new.py").write_text("x = 1\n")
    for words in (("add", "."), ("commit", "-qm", "more")):
        subprocess.run(["git", *words], cwd=top / "b", check=True)
    assert ran() == ["b", "empty"]
    assert ran("--fresh") == ["a", "b", "c", "empty"]
    made(top / "d", 1)
    assert ran("--until", "2026-03-30") == ["a", "b", "c", "d", "empty"]
    own = ("--state", str(tmp_path / "own"))
    assert ran(*own) == ["a", "b", "c", "d", "empty"]
    assert ran(*own) == ["empty"]


def test_a_row_that_is_torn_or_foreign_is_done_again(tmp_path: Path) -> None:
    kept = state.Folder(str(tmp_path / "rows"))
    row = Row("", "head", {"a": 1})
    kept.write("0" * 32, row)
    assert kept.read("0" * 32) == row
    path = tmp_path / "rows" / f"{'0' * 32}.json"
    for content in (path.read_text()[:-5], "[]", path.read_text().replace('"format": 2', '"format": 3'), "\xff"):
        path.write_text(content)
        assert kept.read("0" * 32) is None
    assert kept.read("1" * 32) is None


@pytest.mark.parametrize("kind", ["report", "check"])
@pytest.mark.parametrize("found", [{}, {"rules": [], "errors": "x"}, {"rules": {"a": 1}, "errors": []}])
def test_a_row_whose_content_another_hand_changed_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, found: dict[str, object]
) -> None:
    made(tmp_path / "all" / "one", 1)
    good = {"report": plain(REPORT), "check": {"rules": {}, "errors": []}}[kind]
    monkeypatch.setattr(local, "rows", lambda asked, _: iter([Row(task.name, "", good) for task in asked]))
    out, kept = tmp_path / "out.json", tmp_path / "state"
    asked = ["fleet", kind, "--repos", str(tmp_path / "all"), "--state", str(kept), "--json", str(out)]
    assert cli.main(asked) == 0
    [row] = kept.rglob("*.json")
    row.write_text(json.dumps(json.loads(row.read_text()) | {"found": found}))
    assert cli.main(asked) == 0
    assert json.loads(row.read_text())["found"] == good


def test_rows_of_earlier_commits_are_taken_away_and_nothing_else_is(tmp_path: Path) -> None:
    kept = state.Folder(str(tmp_path))
    for key in ("0" * 32, "1" * 32):
        kept.write(key, Row("", "", {}))
    (tmp_path / "mine.json").write_text("")
    kept.keep_only(["1" * 32])
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{'1' * 32}.json", "mine.json"]


def test_what_a_shallow_clone_lacks_is_part_of_what_a_row_is_of(tmp_path: Path) -> None:
    whole = made(tmp_path / "whole", 3)
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{whole}", "cut"], cwd=tmp_path, check=True)
    task = Task("report", "cut", str(tmp_path / "cut"))
    key = state.key_of(task, "")
    assert key is not None
    subprocess.run(["git", "fetch", "-q", "--unshallow"], cwd=tmp_path / "cut", check=True)
    assert key != state.key_of(task, "")


def test_a_hook_that_runs_it_does_not_lead_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = made(tmp_path / "other", 5)
    made(tmp_path / "all" / "one", 2)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    out = tmp_path / "out.json"
    assert cli.main(["fleet", "report", "--repos", str(tmp_path / "all"), *PERIOD, "--json", str(out)]) == 0
    assert json.loads(out.read_text())["totals"]["commits"]["part"] == 2


def test_a_check_of_changed_files_is_not_kept(tmp_path: Path) -> None:
    repository = made(tmp_path / "one", 1)
    task = Task("check", "one", str(repository))
    key = state.key_of(task, "2026-01-31")
    assert key is not None
    assert key != state.key_of(task, "2026-02-01")
    (repository / "sum_0.py").write_text("changed = 1\n")
    assert state.key_of(task, "2026-01-31") is None


# The command line.


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["repor"], "walkaround fleet: no command 'repor'; did you mean \"report\"?"),
        (["report"], "the following arguments are required: --repos"),
        (["report", "--repos", ".", "--jobs", "0"], "'0' is no whole number from 1 to 1000"),
        (["check", "--repos", ".", "--seconds", "nan"], "'nan' is no number of seconds"),
        (["report", "--repos", ".", "--since", "soon"], "--since 'soon' is no time"),
        (["report", "--repos", "no-such-list"], "no-such-list: cannot be read: No such file or directory"),
    ],
    ids=["command", "repos", "jobs", "seconds", "since", "list"],
)
def test_what_is_refused(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["fleet", *argv]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("option", "module"), [("--scheduler", "distributed"), ("--parquet", "pyarrow")], ids=["scheduler", "parquet"]
)
def test_without_the_extra_its_options_say_how_to_get_it(
    option: str, module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made(tmp_path / "one", 1)
    monkeypatch.setitem(sys.modules, module, None)
    value = "tcp://127.0.0.1:1" if option == "--scheduler" else str(tmp_path / "out")
    assert cli.main(["fleet", "report", "--repos", str(tmp_path), option, value]) == 2
    assert capsys.readouterr().err.endswith(f"install it with: {INSTALL}\n")
    assert not (tmp_path / "out").exists()


def test_the_extra_is_what_its_command_installs() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["optional-dependencies"]["fleet"] == list(EXTRA)


def test_nothing_of_the_extra_is_imported_otherwise(tmp_path: Path) -> None:
    made(tmp_path / "one", 1)
    code = (
        "import sys; from walkaround import cli; code = cli.main(sys.argv[1:]); "
        "print(code, sorted({'distributed', 'dask', 'pyarrow'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, "fleet", "report", "--repos", str(tmp_path), *PERIOD],
        env=os.environ | {"PYTHONPATH": str(TOP / "hooks")}, capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert done.stderr == "0 []\n"
