"""Wheels from an index: those for this machine, for others, and what is said where there is none."""

import subprocess
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from https_support import status
from walkaround._wheels import Unpacked, Wanted
from walkaround._wheels.fetch import NotFetched, _listed, _ways, fetch
from walkaround._wheels.resolve import Failed, resolve
from walkaround._wheels.store import find
from wheels_support import alone, index, wheel

UNREACHABLE = "the index cannot be reached; try again, or see `python -m pip config debug`"
NO_WHEEL = "has no wheel on the index, and is never built here"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, python_of_pip: str) -> Path:
    return alone(tmp_path, monkeypatch, python_of_pip)


def versions(wanted: list[Wanted]) -> dict[str, str]:
    """What became of each: its version, or why it could not be had."""
    steps: list[int] = []
    found = {}
    for got in fetch(wanted, step=lambda: steps.append(1)):
        if isinstance(got, Unpacked):
            found[got.name] = got.version
        else:
            found[got.wanted.name] = got.why
    assert len(steps) == len(wanted)
    return found


def test_all_that_has_wheels_is_had(folder: Path, tmp_path: Path) -> None:
    for name in ("a", "b", "c-d", "e"):
        wheel(folder, name, "1.0")
    with tarfile.open(folder / "old-1.0.tar.gz", "w:gz"):
        pass
    wanted = [Wanted(name, "1.0") for name in ("a", "old", "b", "nowhere", "c-d", "e")]
    expected = {"a": "1.0", "b": "1.0", "c-d": "1.0", "e": "1.0", "old": NO_WHEEL, "nowhere": NO_WHEEL}
    assert versions(wanted) == expected
    assert sorted(one.name for one in find(wanted, str(tmp_path))) == ["a", "b", "c-d", "e"]


@pytest.mark.parametrize(
    "tag",
    [
        "cp37-abi3-win32", "pp310-pypy310_pp73-manylinux_2_17_x86_64.manylinux2014_x86_64", "py2-none-any",
        *(pytest.param(tag, marks=pytest.mark.exhaustive) for tag in (
            "cp38-cp38-win_amd64", "cp39-cp39-macosx_11_0_arm64", "cp313-cp313t-manylinux_2_28_aarch64",
            "py3-none-macosx_10_9_x86_64",
        )),
    ],
)  # fmt: skip
def test_a_wheel_for_another_machine_will_do(folder: Path, tag: str) -> None:
    wheel(folder, "demo", "1.0", tag=tag)
    assert versions([Wanted("demo", "1.0")]) == {"demo": "1.0" if not tag.startswith("py2") else NO_WHEEL}


def test_of_an_index_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel(folder, "demo", "1.0", tag="cp38-cp38-win_amd64")
    wheel(folder, "demo", "2.0")
    with index(folder, monkeypatch):
        assert versions([Wanted("demo", "1.0")]) == {"demo": "1.0"}


def test_one_run_tells_that_there_is_no_wheel(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel(folder, "demo", "2.0")
    runs: list[list[str]] = []
    run = subprocess.run

    def counted(command: list[str], **options: object) -> "subprocess.CompletedProcess[str]":
        runs.append(command)
        return run(command, **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr("subprocess.run", counted)
    assert versions([Wanted("demo", "1.0")]) == {"demo": NO_WHEEL}
    assert len(runs) == 2


STATUSES = {
    401: "the index answers 401 about it, and no list of files",
    403: "the index answers 403 about it, and no list of files",
    404: NO_WHEEL,
    500: UNREACHABLE,  # which pip tries again, and says so
}


@pytest.mark.parametrize(("code", "why"), STATUSES.items(), ids=map(str, STATUSES))
def test_an_index_that_refuses_is_not_one_without_wheels(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: int, why: str
) -> None:
    monkeypatch.setenv("PIP_RETRIES", "0")
    with index(folder, monkeypatch) as server:
        server.answers = {"": status(code)}
        assert versions([Wanted("demo", "1.0")]) == {"demo": why}
        said = resolve(["demo"], [], "").failed
    assert said == (Failed("demo", "demo", why),)


def test_an_index_that_is_gone_is_said_to_be(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with index(folder, monkeypatch):
        pass
    monkeypatch.setenv("PIP_RETRIES", "0")
    assert versions([Wanted("demo", "1.0")]) == {"demo": UNREACHABLE}


def test_a_newer_python_is_fetched_for(folder: Path) -> None:
    wheel(folder, "demo", "1.0", {"old.py": ""}, tag="cp38-cp38-win_amd64")
    wheel(folder, "demo", "1.0", {"new.py": ""}, tag="cp313-none-any")
    (got,) = fetch([Wanted("demo", "1.0")], python="3.13")
    assert isinstance(got, Unpacked)
    assert got.files == ("demo/new.py",)


def test_only_the_file_that_a_lock_names_is_taken(folder: Path) -> None:
    wheel(folder, "demo", "1.0")
    wanted = Wanted("demo", "1.0", frozenset({"0" * 64}))
    assert list(fetch([wanted])) == [NotFetched(wanted, "is another file than the one that the lock names")]


def test_a_file_that_is_no_wheel_is_refused(folder: Path) -> None:
    (folder / "demo-1.0-py3-none-any.whl").write_bytes(b"PK no")
    (got,) = fetch([Wanted("demo", "1.0")])
    assert isinstance(got, NotFetched)


@pytest.mark.parametrize(
    ("failure", "why"),
    [(FileNotFoundError(2, "No such file"), "pip cannot be run: No such file"),
     (subprocess.TimeoutExpired("pip", 1), "pip gave no answer within 900 seconds")],
    ids=["no-python", "slow"],
)  # fmt: skip
def test_a_pip_that_does_not_run(folder: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception, why: str) -> None:
    def run(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr("subprocess.run", run)
    assert list(fetch([Wanted("demo", "1.0")])) == [NotFetched(Wanted("demo", "1.0"), why)]
    assert folder.is_dir()


def test_what_pip_says_of_wheels_is_read_by_their_names() -> None:
    said = """
      Skipping link: none of the wheel's tags (cp38-cp38-win32) are compatible (run pip debug --verbose to show them):
      https://x.org/a/Demo_x-1.0-cp38-cp38-win32.whl#sha256=12 (from https://x.org)
      Skipping link: https://x.org/a/demo_x-1.0-cp310-cp310-manylinux_2_17_x86_64.whl (requires-python:>=3.8)
      Link requires a different Python (3.11.1 not in: '>=3.12'): https://x.org/demo_x-1-py3-none-any.whl
      https://x.org/demo_x-1.0%2Blocal-py3-none-any.whl https://x.org/demo_x-2.0-py3-none-any.whl
      https://x.org/other-1.0-py3-none-any.whl https://x.org/demo_x-1.0-cp311-cp311-manylinux_2_17_x86_64.whl demo_x.whl
    """
    assert _listed(said, Wanted("demo-x", "1.0")) == [
        "demo_x-1-py3-none-any.whl",
        "demo_x-1.0-cp311-cp311-manylinux_2_17_x86_64.whl",
        "demo_x-1.0-cp310-cp310-manylinux_2_17_x86_64.whl",
        "Demo_x-1.0-cp38-cp38-win32.whl",
    ]


@given(st.text(), st.lists(st.from_regex(r"demo-1\.0-[ -~]{0,12}-[ -~]{0,8}-[ -~]{0,12}\.whl", fullmatch=True)))
def test_whatever_pip_says_only_options_follow(before: str, names: list[str]) -> None:
    listed = _listed(f"{before} {' '.join(names)}", Wanted("demo", "1.0"))
    for way in _ways(listed):
        options, values = way[::2], way[1::2]
        assert set(options) <= {"--python-version", "--implementation", "--abi", "--platform"}
        assert not any(value.startswith("-") for value in values)
