"""`walkaround gate calibrate` over a real history: what it measures, proposes, keeps, and says of what it cannot."""

import json
import subprocess
from pathlib import Path

import pytest

from tests_support import Repository
from walkaround import cli

WIDE = "def f{0}(a):\n    return [\n" + "".join(f"        a + {{0}}{number},\n" for number in range(60)) + "    ]\n"
DEEP = "def f{0}(a, b, c):\n    if a:\n        if b:\n            if c:\n                return {0}\n    return a\n"
FLAT = "def f{0}(a):\n    return a * {0}\n"
CALM = "A line of text.\n"


def history(repository: Repository, kinds: str) -> None:
    """A commit for each letter: a flat, a deep or a wide function, or documentation; all by one fast-import."""
    texts = {"f": FLAT, "d": DEEP, "w": WIDE, "c": CALM}
    stream = []
    for number, kind in enumerate(kinds):
        name = f"n{number}.{'md' if kind == 'c' else 'py'}"
        content = texts[kind].format(number)
        stream.append(
            f"commit refs/heads/main\ncommitter A <a@example.org> {1_700_000_000 + number} +0000\ndata 1\nx\n"
            f"M 644 inline {name}\ndata {len(content)}\n{content}\n"
        )
    subprocess.run(["git", "fast-import", "--quiet"], cwd=repository.top, input="".join(stream).encode(), check=True)


def calibrated(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = cli.main(["gate", "calibrate", *options])
    return code, *capsys.readouterr()


def test_a_history(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    history(repository, "f" + "fffdcfffw" * 8)
    code, out, err = calibrated(capsys, "--window", "50", "--next", "10", "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    limits = {"complexity": 4, "new-duplication": 1, "change-lines": 30}
    assert found == {
        "version": 1,
        "limits": limits,
        "share": {"stopped": 13, "of": 50, "low": 0.1587, "high": 0.3955},
        "later": [{"limits": limits, "share": {"stopped": 3, "of": 10, "low": 0.1078, "high": 0.6032}}],
        "later-pooled": {"stopped": 3, "of": 10, "low": 0.1078, "high": 0.6032},
    }
    kept = sorted(path.name for path in (tmp_path / "cache").rglob("gate/*/*"))
    assert len(kept) == 72, "each but the first commit, which has nothing to be compared with"

    def never(*_: object) -> None:
        raise AssertionError("what was measured is not measured again")

    monkeypatch.setattr("walkaround.gate_commands._history.Replay._measured", never)
    assert calibrated(capsys, "--window", "50", "--next", "10", "--json") == (0, out, "")


def test_too_short_a_history(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    history(repository, "ffff")
    why = "only 3 merged changes with new lines of code; a share takes 50, so keep the profile's limits until then"
    assert calibrated(capsys) == (2, "", f"walkaround gate: {why}\n")


def test_outside_of_a_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert calibrated(capsys) == (2, "", "walkaround gate: not in a git repository; a history needs one\n")


def test_a_shallow_clone(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    history(repository, "ffff")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "2", f"file://{repository.top}", str(clone)], check=True)
    monkeypatch.chdir(clone)
    why = "the history is cut off in this shallow clone; run `git fetch --unshallow`"
    assert calibrated(capsys) == (2, "", f"walkaround gate: {why}\n")
