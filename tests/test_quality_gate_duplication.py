"""quality-gate, duplication: jscpd's clones, as far as new lines are part of them."""

import os
import stat
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests_support import Repository
from walkaround import _change
from walkaround._finding import Finding, NotJudged
from walkaround._measures import jscpd
from walkaround._measures.jscpd import Clone, Span, clones
from walkaround._measures.sources import FORMATS, counted
from walkaround.quality_gate._duplication import _index, judge
from walkaround.quality_gate._duplication._candidates import nearest
from walkaround.quality_gate._duplication._runs import numbered, runs
from walkaround.quality_gate._model import Judged, Measure
from walkaround.quality_gate._noise import is_noise, says_generated

TOTAL = """def total(rows, factor):
    amount = 0
    for row in rows:
        if row.paid and row.lines:
            for line in row.lines:
                amount += line.price * line.count * factor
    return round(amount, 2)
"""
OTHER = """class Reader:
    def __init__(self, path, limit):
        self.path = path
        self.limit = limit

    def first(self, default):
        with open(self.path) as file:
            return next((text for text in file if len(text) < self.limit), default)
"""
REMEDY = "Call the one that is there, or move what both need into a function of its own."


def excluded(path: str) -> bool:
    return path.startswith("made/")


def staged(repository: Repository, thorough: bool = False, small: int = 1, limit: float = 5) -> Judged:
    with _change.staged(str(repository.top)) as delta:
        return judge(delta, limit, 30, small, excluded, thorough)


def told(judged: Judged) -> list[str]:
    return [f"{one.path}:{one.line} {one.message}" for one in judged.findings]


def numbers(judged: Judged) -> tuple[float | None, str]:
    return judged.measure.value, judged.measure.detail


@pytest.fixture
def old(repository: Repository) -> Repository:
    """A repository with one function, and files that have nothing to do with it."""
    repository.commit(**{"src/a.py": "import os\n\n\n" + TOTAL, "src/c.py": OTHER, "README.md": "# A\n"})
    return repository


@pytest.mark.parametrize("thorough", [False, True], ids=["commit", "thorough"])
def test_a_copy_is_told_with_both_places(old: Repository, thorough: bool) -> None:
    old.stage("src/b.py", 'NAME = "b"\n\n\n' + TOTAL.replace("total(", "total(") + "\n\nprint(NAME)\n")
    message = "lines 4-10 repeat src/a.py:4-10"
    assert staged(old, thorough) == Judged(
        Measure("new-duplication", "measured", 77.78, 5, "%", "7 of 9 new lines repeat others (77.8 %)", passed=False),
        (Finding("src/b.py", 4, 1, "GATE002", message, REMEDY, "error"),),
    )
    assert staged(old, thorough, small=10) == Judged(
        Measure(
            "new-duplication", "measured", 77.78, 5, "%",
            "7 of 9 new lines repeat others (77.8 %); of a change of fewer than 10 lines no percentage is asked",
        ),
        (Finding("src/b.py", 4, 1, "GATE002", message, REMEDY, "warning"),),
    )  # fmt: skip
    assert staged(old, thorough, limit=78).findings[0].most == "warning"


INDENTED = "class Shop:\n" + "".join(f"    {line}\n" if line else "\n" for line in TOTAL.splitlines())
NOISY = TOTAL.replace("    amount = 0\n", "    amount = 0  # cents\n\n    # all of them\n")
IMPORTS = (
    "from shop.orders import (\n    Order,\n    Line,\n    Price,\n    Tax,\n    Discount,\n)\nimport os\nimport sys\n"
)
TABLE = "ROWS = [\n" + "    (1, 2, 3, 4, 5, 6),\n" * 12 + "]\n"
CASES = [
    pytest.param({"src/b.py": INDENTED}, ["src/b.py:2 lines 2-8 repeat src/a.py:4-10"], id="moved into a class"),
    pytest.param({"src/b.py": NOISY}, ["src/b.py:1 lines 1-9 repeat src/a.py:4-10"], id="blanks and remarks"),
    pytest.param(
        {"src/b.py": TOTAL.replace("\n", "\r\n")}, ["src/b.py:1 lines 1-7 repeat src/a.py:4-10"], id="CRLF"
    ),
    pytest.param(
        {"src/b.py": b"# \xe9\xff\n" + TOTAL.encode()}, ["src/b.py:2 lines 2-8 repeat src/a.py:4-10"], id="latin-1"
    ),
    pytest.param(
        {"src/b.py": f"# jscpd:ignore-start\n{TOTAL}# jscpd:ignore-end\n"},
        ["src/b.py:2 lines 2-8 repeat src/a.py:4-10"],
        id="told to ignore",
    ),
    pytest.param(
        {b"src/-\n\xff '\".py": TOTAL}, ["src/-\n\udcff '\".py:1 lines 1-7 repeat src/a.py:4-10"], id="odd name"
    ),
    pytest.param({"tests/test_b.py": TOTAL}, ["tests/test_b.py:1 lines 1-7 repeat src/a.py:4-10"], id="a test"),
    pytest.param({"src/c.py": OTHER + "\n\n" + TOTAL}, ["src/c.py:11 lines 11-17 repeat src/a.py:4-10"], id="grown"),
    pytest.param({"src/b.py": TOTAL, "src/a.py": "import os\n"}, [], id="moved to another file"),
    pytest.param({"src/b.js": TOTAL}, [], id="another format"),
    pytest.param(
        {"src/b.py": "sum = lambda total: x(rows, factor):\n" + TOTAL.partition("\n")[2].replace("unt, 2)", "unt, 3)")},
        ["src/b.py:2 lines 2-6 repeat src/a.py:5-9"],
        id="whole lines alone",
    ),
    pytest.param({"made/b.py": TOTAL}, [], id="excluded"),
    pytest.param({"vendor/b.py": TOTAL}, [], id="vendored"),
    pytest.param({"src/b.py": "# Code generated by make. DO NOT EDIT.\n" + TOTAL}, [], id="says that it is generated"),
    pytest.param({"src/b.py": TOTAL, ".gitattributes": "b.py linguist-generated\n"}, [], id="marked as generated"),
    pytest.param({"src/b.py": IMPORTS + "a = 1\n", "src/d.py": IMPORTS + "b()\n"}, [], id="imports alone"),
    pytest.param({"src/b.py": TABLE}, [], id="a table"),
    pytest.param({"src/a.py": "import os\n\n\n" + TOTAL + "\n\nprint(os.name)\n"}, [], id="beside old lines"),
    pytest.param({"src/b.py": "def short(rows):\n    return round(sum(rows), 2)\n"}, [], id="nothing alike"),
    pytest.param(
        {"x/one.py": OTHER, "src/c.py": "import os\n", "y/two.py": "import os\n\n\n" + OTHER},
        ["x/one.py:1 lines 1-8 repeat y/two.py:4-11"],
        id="twice in the change",
    ),
    pytest.param(
        {"src/b.js": "function total(rows) {\n  let sum = 0;\n  for (const row of rows) {\n    sum += row.price * 2;\n"
         "    log(row.name, sum);\n  }\n  return sum;\n}\n" * 2},
        ["src/b.js:1 lines 1-8 repeat src/b.js:9-16"],
        id="twice in a file",
    ),
]  # fmt: skip


@pytest.mark.parametrize("thorough", [False, True], ids=["commit", "thorough"])
@pytest.mark.parametrize(("files", "expected"), CASES)
def test_copies(old: Repository, files: dict[str | bytes, str | bytes], expected: list[str], thorough: bool) -> None:
    for path, content in files.items():
        old.stage(path, content)
    judged = staged(old, thorough)
    assert (told(judged), judged.failures) == (expected, ())


def test_both_sides_count_where_both_are_new(repository: Repository) -> None:
    repository.stage("a.py", TOTAL)
    repository.stage("b.py", TOTAL + "\n\nprint(1)\n")
    assert numbers(staged(repository)) == (93.33, "14 of 15 new lines repeat others (93.3 %)")


def test_each_line_is_told_once(old: Repository) -> None:
    old.commit(**{"src/d.py": TOTAL, "src/e.py": "# e\n" + TOTAL})
    for name in ("x.py", "y.py", "z.py"):
        old.stage(name, f"# {name}\n" + TOTAL)
    for thorough in (False, True):
        judged = staged(old, thorough)
        assert numbers(judged) == (87.5, "21 of 24 new lines repeat others (87.5 %)")
        assert told(judged) == [f"{name}:2 lines 2-8 repeat src/a.py:4-10" for name in ("x.py", "y.py", "z.py")]


def test_like_new_places_are_not_each_told_with_each_other(repository: Repository) -> None:
    text = "def {}(a):\n" + "".join(f"    call{number}(a, {number}, 'x', [a])\n" for number in range(6)) + "\n\n"
    repository.stage("a.py", "".join(text.format(name) for name in "fghi"))
    judged = staged(repository, thorough=True)
    assert numbers(judged) == (85.71, "24 of 28 new lines repeat others (85.7 %)")
    assert len(judged.findings) < 4


def test_generated_lines_do_not_dilute_the_share(old: Repository) -> None:
    old.stage(".gitattributes", "made.py linguist-generated\n")
    old.stage("made.py", "".join(f"a{number} = {number}\n" for number in range(500)))
    old.stage("src/b.py", TOTAL)
    assert numbers(staged(old)) == (100.0, "7 of 7 new lines repeat others (100.0 %)")


def test_a_line_in_old_copies_counts_alone(old: Repository) -> None:
    old.commit(**{"src/b.py": TOTAL})
    old.stage("src/b.py", TOTAL.replace("amount = 0", "amount = 1"))
    old.stage("src/a.py", TOTAL.replace("amount = 0", "amount = 1"))
    assert numbers(staged(old)) == (100.0, "2 of 2 new lines repeat others (100.0 %)")


def test_a_line_that_differs_from_its_copy_is_none(old: Repository) -> None:
    old.commit(**{"src/b.py": TOTAL})
    old.stage("src/b.py", TOTAL.replace("return round(amount, 2)", "return round(amount, 3)"))
    assert numbers(staged(old, thorough=True)) == (0.0, "0 of 1 new lines repeat others (0.0 %)")


def test_a_range_is_judged_as_its_end_is(old: Repository) -> None:
    base = old.git("rev-parse", "HEAD").decode().strip()
    head = old.commit(**{"src/b.py": TOTAL})
    old.git("rm", "-q", "src/a.py")
    old.write("src/b.py", "nothing")
    with _change.between(str(old.top), base, head) as delta:
        for thorough in (False, True):
            assert told(judge(delta, 5, 30, 1, excluded, thorough)) == ["src/b.py:1 lines 1-7 repeat src/a.py:4-10"]


def test_nothing_to_judge_is_said_as_such(old: Repository) -> None:
    old.stage("README.md", TOTAL)
    detail = "the change has no new line in a source that is compared"
    assert staged(old) == Judged(Measure("new-duplication", "none", None, 5, "%", detail))


def test_what_is_too_large_is_named(old: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("walkaround.quality_gate._duplication._judge.MOST_BYTES", 1 << 20)
    old.stage("src/b.py", "x = 1\n" * 200_000)
    judged = staged(old)
    assert [(one.path, one.why) for one in judged.failures] == [
        ("src/b.py", "is larger than 1 MiB; name it in `quality-gate.exclude` if nobody wrote it")
    ]
    assert (judged.measure.state, judged.measure.passed, judged.findings) == ("absent", False, ())


def test_a_link_in_the_work_tree_is_not_followed(old: Repository) -> None:
    old.stage("src/b.py", TOTAL)
    os.unlink(old.top / "src" / "a.py")
    os.mkfifo(old.top / "src" / "a.py")
    assert told(staged(old)) == ["src/b.py:1 lines 1-7 repeat src/a.py:4-10"]


# jscpd itself


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which temporary ones are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def fake(folder: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """A jscpd on PATH that does something else; its folder is `$PWD`."""
    path = folder / "bin" / "jscpd"
    path.parent.mkdir()
    path.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo jscpd 5.9.1 && exit\n{program}\n')
    path.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    monkeypatch.setenv("PATH", str(path.parent) + os.pathsep + os.environ["PATH"])


def test_clones_are_found_and_nothing_is_left(scratch: Path) -> None:
    found = clones([("py", b"x = 1\n" + TOTAL.encode()), ("py", TOTAL.encode())], 30, 20)
    assert (found, list(scratch.iterdir())) == ([Clone(Span(0, 2, 8, 0, 27), Span(1, 1, 7, 0, 27))], [])


def test_every_ending_is_of_the_format_that_jscpd_gives_it() -> None:
    body = b"".join(b"%c1 = call(a%d, b);\n" % (97 + number, number) for number in range(8))
    endings = list(FORMATS)
    found = clones([(ending, body) for ending in endings for _ in range(2)], 30, 60)
    reached: dict[int, set[int]] = {}
    for one in found:
        together = reached.get(one.one.source, {one.one.source}) | reached.get(one.other.source, {one.other.source})
        reached |= dict.fromkeys(together, together)
    families = {frozenset(endings[number // 2] for number in some) for some in reached.values()}
    named = {frozenset(one for one in FORMATS if FORMATS[one] == format_) for format_ in FORMATS.values()}
    assert families == named


@pytest.mark.parametrize(
    ("program", "why"),
    [
        pytest.param("echo 'no   luck' >&2; exit 3", "it ended with exit code 3 (no luck)", id="fails"),
        pytest.param("exec sleep 30", "it did not end within 0.3 seconds", id="hangs"),
        pytest.param("exit 0", "it cannot be run: No such file or directory", id="no report"),
        pytest.param("echo '{' > jscpd-report.json", "its report cannot be understood", id="half a report"),
        pytest.param("echo '{\"duplicates\": [{}]}' > jscpd-report.json", "its report cannot be", id="other report"),
        pytest.param(
            'echo \'{"duplicates": [{"firstFile": {"name": "7.py", "start": 1, "end": 2}, "secondFile": {"name":'
            ' "0.py", "start": 1, "end": 2}}]}\' > jscpd-report.json',
            "its report cannot be understood",
            id="a file that was not given",
        ),
    ],
)
def test_what_jscpd_does_not_say_is_not_judged(
    scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, why: str
) -> None:
    fake(tmp_path, monkeypatch, program)
    with pytest.raises(NotJudged) as failure:
        clones([("py", b"x = 1\n")], 30, 0.3)
    assert failure.value.path == "jscpd"
    assert failure.value.why.startswith(why)
    assert list(scratch.iterdir()) == []


def test_a_full_disk_is_no_reason_to_install_jscpd(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(folder: str, *_: object) -> None:
        raise OSError(28, "No space left on device", folder)

    monkeypatch.setattr(os, "mkdir", full)
    with pytest.raises(NotJudged) as failure:
        clones([("py", b"x = 1\n")], 30, 20)
    heal = "name a folder in TMPDIR that has room and can be written to"
    assert failure.value.why == f"it cannot be run: No space left on device; {heal}"
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    ("version", "why"),
    [
        pytest.param(None, "it is not installed; `", id="absent"),
        pytest.param("jscpd 4.9.0", "is version 4.9.0; `", id="older"),
        pytest.param("jscpd 6.0.0", "is version 6.0.0; `", id="newer"),
        pytest.param("", "is version unknown; `", id="silent"),
    ],
)
def test_another_jscpd_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str | None, why: str
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none" / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    if version is not None:
        (tmp_path / "jscpd").write_text(f"#!/bin/sh\necho {version}\n")
        (tmp_path / "jscpd").chmod(0o755)
    with pytest.raises(NotJudged) as failure:
        clones([], 30, 1)
    assert why in failure.value.why
    assert failure.value.why.endswith("-m pip install 'jscpd>=5.4,<6'`")


def test_what_interrupts_the_wait_ends_jscpd(scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, monkeypatch, f"echo $$ > {tmp_path}/pid; exec sleep 30")

    def interrupted(*_: object, **__: object) -> None:
        while not (tmp_path / "pid").exists():
            time.sleep(0.01)
        raise KeyboardInterrupt

    monkeypatch.setattr("subprocess.Popen.communicate", interrupted)
    monkeypatch.setattr(jscpd, "_asked", lambda _: "5.4.2")
    with pytest.raises(KeyboardInterrupt):
        clones([("py", b"x = 1\n")], 30, 20)
    pid = int((tmp_path / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert list(scratch.iterdir()) == []


# the quick look


ROWS = st.lists(st.sampled_from(["a = call(b)", "", "  # remark", "return a", "x", "if a:"]), max_size=12)


@settings(max_examples=50, deadline=None)
@given(ROWS, ROWS, ROWS)
def test_a_run_is_the_same_wherever_it_stands(before: list[str], run: list[str], after: list[str]) -> None:
    own = runs("\n".join(run).encode())
    whole, lines = numbered("\n".join(["q = 1", *before, *("\t" + row + " " for row in run), *after]).encode())
    assert len(lines) - len(whole) in (0, 1, 2)
    assert len(own) <= len(whole)
    assert set(own) <= set(whole)
    assert lines == sorted(lines)


def test_the_index_says_what_the_files_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    contents = {f"{number}.py": f"a = {number % 7}\nb = {number}\nc = 1\nd = 2\ne = 3\n" for number in range(60)}
    blobs = {path: path for path in contents}
    read: list[str] = []

    def opened(path: str) -> bytes:
        read.append(path)
        return contents[path].encode()

    wanted = set(runs(contents["8.py"].encode()))
    expected = {path: wanted & set(runs(text.encode())) for path, text in contents.items()}

    def asked() -> dict[str, set[int]]:
        found = _index.holders("/root", blobs, wanted, lambda: list(blobs), opened)
        assert not found.partly
        return found.shared

    assert (asked(), len(read)) == (expected, 60)
    assert (asked(), len(read)) == (expected, 60)  # all is known
    contents["new.py"], blobs["new.py"] = contents["8.py"], "new.py"
    expected["new.py"] = wanted
    del blobs["8.py"], expected["8.py"]
    assert (asked(), len(read)) == (expected, 61)
    (kept,) = (tmp_path / "walkaround" / "duplication").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert b"a = " not in kept.read_bytes()
    kept.write_bytes(kept.read_bytes()[:-8])
    assert (asked(), len(read)) == (expected, 121)  # what is not whole counts for nothing


def test_a_large_tree_is_taken_in_step_by_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(_index, "_AT_ONCE", 25)
    paths = [f"{number}.py" for number in range(40)]
    blobs = {path: path for path in paths}
    wanted = runs(b"a\nb\nc\n")
    looks = [_index.holders("/root", blobs, wanted, lambda: paths[::-1], lambda _: b"a\nb\nc\n") for _ in range(2)]
    assert [(sorted(look.shared), look.partly) for look in looks] == [
        (sorted(paths[15:]), True),
        (sorted(paths), False),
    ]


def test_the_files_around_a_change_come_first() -> None:
    paths = ["z.py", "a/b/c/d.py", "a/y.py", "other/b/x.py", "a/b/e.py"]
    assert nearest(paths, ["a/b/new.py"]) == ["a/b/e.py", "a/b/c/d.py", "a/y.py", "z.py", "other/b/x.py"]


# lines and files that do not count


@pytest.mark.parametrize(
    ("format_", "content", "expected"),
    [
        pytest.param("python", b"import os\nfrom a import (  # (\n  b,\n)\n\nx = 1\r\n", [6], id="python"),
        pytest.param(
            "typescript", b"import {\n  a,\n} from 'b';\nimport c from 'c'\nconst d = require('d')\nimportant()\n", [6],
            id="typescript",
        ),
        pytest.param("go", b'package a\n\nimport (\n\t"fmt"\n)\nimport "os"\nfunc a() {}\n', [7], id="go"),
        pytest.param("java", b"package a;\nimport b.C;\nclass D {}\n", [3], id="java"),
        pytest.param("rust", b"use a::{\n  b,\n};\nuse c;\nfn d() {}\n", [5], id="rust"),
        pytest.param("c", b"#include <a.h>\n#define A 1\n", [2], id="c"),
        pytest.param("zig", b"const a = 1;\n\n", [1], id="no imports known"),
    ],
)  # fmt: skip
def test_imports_do_not_count(format_: str, content: bytes, expected: list[int]) -> None:
    assert sorted(counted(content, format_)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("uv.lock", True), ("a/package-lock.json", True), ("web/Vendor/a.js", True), ("a.min.js", True),
        ("x_pb2.py", True), ("a/zz_generated.deepcopy.go", True), ("t/__snapshots__/a.snap", True),
        ("tests/fixtures/a.json", True), ("tests/fixtures/a.py", False), ("src/lock.py", False),
        ("vendor.py", False), ("data/a.json", False), ("src/generated.py", False), ("src/schema.generated.ts", True),
    ],
)  # fmt: skip
def test_what_nobody_writes_by_the_line(path: str, expected: bool) -> None:
    assert is_noise(path) is expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"// Code generated by protoc. DO NOT EDIT.\n", True),
        (b"# @generated by tool\n", True),
        (b"# Autogenerated by a script\n", True),
        (b"# Numbers generated by hand\n", False),
        (b'"""Tells generated files."""\n', False),
        (b"\n" * 1000 + b"@generated", False),
    ],
)
def test_what_says_that_it_was_generated(content: bytes, expected: bool) -> None:
    assert says_generated(content) is expected
