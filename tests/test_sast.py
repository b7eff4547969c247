"""sast as a hook: what it says, what it could not judge, what is kept between runs, and what a change touches."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests_support import Repository
from walkaround import _cache, cli
from walkaround.sast import HOOK, RULES, main

OPEN_TO_ALL = "import os\n\n\ndef share(path: str) -> None:\n    os.chmod(path, 0o777)\n"
SAID = "B103 Chmod setting a permissive mask 0o777 on file (path).\n    Give the mode to the owner alone.\n"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_a_finding(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("share.py", OPEN_TO_ALL)
    assert run(capsys, "share.py") == (1, f"share.py:5:5: {SAID}", "")


def test_columns_count_characters(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("share.py", 'import os\nwho = "é中"; os.chmod(who, 0o777)\n')
    assert run(capsys, "share.py")[1].startswith("share.py:2:13: B103 ")


def test_every_rule_has_one_id() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert all(one.startswith("B") and one[1:].isdigit() for one in ids)


SYNTAX = f"is not valid syntax for Python {sys.version_info[0]}.{sys.version_info[1]}, which runs this hook"
UNKNOWN = "`# nosec` names B-103, which is no rule; correct the id, or leave it out"
NOT_JUDGED = [
    pytest.param(b"def broken(:\n", f"line 1: {SYNTAX}", id="syntax"),
    pytest.param(b'x = 1\nprint "x"\n', f"line 2: {SYNTAX}", id="python2"),
    pytest.param(b"# coding: klingon\n", None, id="unknown-encoding"),
    pytest.param(b'x = "\xff"\n', None, id="no-utf-8"),
    pytest.param(b"x = 1\0\n", None, id="null-byte"),
    pytest.param(b"x = " + b"(" * 100_000 + b")" * 100_000, None, id="brackets"),
    pytest.param(b"x = " + b"-" * 100_000 + b"1", None, id="signs"),
    pytest.param(b"x = a" + b".a" * 100_000, None, id="attributes"),
    pytest.param(b"x = a" + b"()" * 100_000, None, id="calls"),
    pytest.param(b"x = 1" + b" + 1" * 100_000, None, id="sums"),
    pytest.param(b"os.chmod(p, 511)  # nosec B-103\n", f"line 1: {UNKNOWN}", id="nosec"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "why"), NOT_JUDGED)
def test_what_is_not_judged_is_named(
    repository: Repository, capsys: pytest.CaptureFixture[str], content: bytes, why: str | None
) -> None:
    repository.stage("odd.py", content)
    repository.stage("share.py", OPEN_TO_ALL)
    code, out, err = run(capsys, "odd.py", "share.py")
    assert code == 2
    assert f"share.py:5:5: {SAID}" in out
    lines = err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("walkaround: sast: odd.py: not judged: ")
    assert "Traceback" not in err
    if why is not None:
        assert err == f"walkaround: sast: odd.py: not judged: {why}\n"


ACCEPTED = [
    pytest.param(b"\xef\xbb\xbfx = 1\n", id="bom"),
    pytest.param(b"# coding: latin-1\nx = '\xe9'\n", id="latin-1"),
    pytest.param(b"x = 1\r\ny = 2\r\n", id="crlf"),
    pytest.param(b"x = 1\ry = 2\r", id="cr"),
    pytest.param(b"", id="empty"),
    pytest.param(b"x = '\\d'\n", id="odd-escape"),
    pytest.param(b"x = 1\x0c\ny = 2\n", id="form-feed"),
]


@pytest.mark.parametrize("content", ACCEPTED)
def test_what_is_judged_and_clean(repository: Repository, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    repository.stage("odd.py", content)
    assert run(capsys, "odd.py") == (0, "", "")


def test_a_large_generated_module(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("table.py", "TABLE = [\n" + "    (1, 'a name', 2.5, None),\n" * 60_000 + "]\n" + OPEN_TO_ALL)
    code, out, err = run(capsys, "table.py")
    assert (code, err) == (1, "")
    assert out == f"table.py:60007:5: {SAID}"


# Between runs


def test_results_are_kept_by_content(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("share.py", OPEN_TO_ALL)
    first = run(capsys, "share.py")
    parts = sorted(Path(_cache.folder() or "", "sast").iterdir())
    assert {part.suffix for part in parts} == {".json"}
    assert run(capsys, "share.py") == first
    repository.stage("share.py", OPEN_TO_ALL.replace("0o777", "0o600"))
    assert run(capsys, "share.py") == (0, "", "")


def test_a_cache_that_is_in_doubt_is_not_used(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("share.py", OPEN_TO_ALL)
    first = run(capsys, "share.py")
    for part in Path(_cache.folder() or "", "sast").iterdir():
        part.write_bytes(part.read_bytes().replace(b"B103", b"B104"))
    assert run(capsys, "share.py") == first


def test_kept_results_of_another_form(
    repository: Repository, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # which holds this file's results alone
    repository.stage("share.py", OPEN_TO_ALL)
    first = run(capsys, "share.py")
    for part in Path(_cache.folder() or "", "sast").iterdir():
        name = f"sast/{part.name}"
        kept = json.loads(_cache.read(name) or b"{}")
        for odd in ([1], {"a": 1}, [[["B103"]], [], []], "x", 7):
            assert _cache.write(name, json.dumps(dict.fromkeys(kept, odd)).encode())
            assert run(capsys, "share.py") == first


def test_without_a_cache(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/none")
    repository.stage("share.py", OPEN_TO_ALL)
    assert run(capsys, "share.py") == (1, f"share.py:5:5: {SAID}", "")


def test_what_was_not_judged_is_not_kept(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("odd.py", "def broken(:\n")
    assert run(capsys, "odd.py")[0] == run(capsys, "odd.py")[0] == 2


# Many files


def test_many_files_are_judged_by_workers(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(_cache, "folder", lambda: str(tmp_path / "cache"))  # emptied below, and nobody else's
    filler = "".join(f"def f{number}(x):\n    return x + {number}\n\n\n" for number in range(1500))
    names = [f"m{number:02}.py" for number in range(24)]
    for name in names:
        repository.write(name, filler + OPEN_TO_ALL)
    repository.write("odd.py", filler + "def broken(:\n")
    repository.git("add", "-A")
    code, out, err = run(capsys, *names, "odd.py")
    assert code == 2
    assert out == "".join(f"{name}:6005:5: {SAID}" for name in names)
    assert len(err.splitlines()) == 1
    shutil.rmtree(tmp_path / "cache" / "sast")
    assert run(capsys, *names, "odd.py") == (code, out, err)
    assert run(capsys, *names, "odd.py") == (code, out, err)


# Changes


POLICY = '[sast]\nunchanged-lines = "{weight}"\n'
TWO = "import os\n\n\ndef share(path):\n    os.chmod(path, 0o777)\n    os.chmod(path, 0o666)\n"


@pytest.mark.parametrize(("weight", "code", "lines"), [("error", 1, [5, 6]), ("warning", 1, [5, 6]), ("off", 1, [6])])
def test_lines_that_a_change_does_not_touch(
    repository: Repository, capsys: pytest.CaptureFixture[str], weight: str, code: int, lines: list[int]
) -> None:
    repository.stage("walkaround.toml", POLICY.format(weight=weight))
    repository.commit("before", **{"share.py": OPEN_TO_ALL.replace(": str", "").replace(" -> None", "")})
    repository.stage("share.py", TWO)
    got, out, _ = run(capsys, "--format", "json", "share.py")
    found = json.loads(out)["findings"]
    assert (got, [one["line"] for one in found]) == (code, lines)
    assert [one["severity"] for one in found] == ([weight] if len(lines) == 2 else []) + ["error"]


def test_an_untouched_file_of_a_change(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("walkaround.toml", POLICY.format(weight="warning"))
    repository.commit("before", **{"share.py": OPEN_TO_ALL})
    assert run(capsys, "share.py")[0] == 0


def test_a_moved_file_is_not_new(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("walkaround.toml", POLICY.format(weight="off"))
    repository.commit("before", **{"share.py": OPEN_TO_ALL + "\n\ndef more():\n    return 1\n" * 9})
    repository.git("mv", "share.py", "shared.py")
    assert run(capsys, "shared.py") == (0, "", "")


def test_a_new_file_is_all_new(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit("before", **{"walkaround.toml": POLICY.format(weight="off")})
    repository.stage("share.py", OPEN_TO_ALL)
    assert run(capsys, "share.py")[0] == 1


def test_a_range_of_commits(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("walkaround.toml", POLICY.format(weight="off"))
    before = repository.commit("before", **{"share.py": OPEN_TO_ALL})
    repository.commit("after", **{"share.py": "# shared\n" + OPEN_TO_ALL + "    os.chmod(path, 0o666)\n"})
    code = cli.main(["check", "--from-ref", before, "--to-ref", "HEAD", "--format", "json"])
    found = [one for one in json.loads(capsys.readouterr().out)["findings"] if one["hook"] == "sast"]
    assert (code, [(one["rule"], one["line"]) for one in found]) == (1, [("B103", 7)])


# Comments and policy


def test_a_reason_can_be_demanded(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("walkaround.toml", "[sast]\nnosec-reasons = true\n")
    lines = [
        "os.chmod(p, 0o777)  # nosec",
        "os.chmod(p, 0o777)  # nosec B103",
        "os.chmod(p, 0o777)  # nosec B103: a drop box",
    ]
    repository.stage("share.py", "import os\n" + "\n".join(lines) + "\n")
    said = "B999 A `# nosec` names no rule, or does not say why.\n    Write `# nosec ID: reason`.\n"
    assert run(capsys, "share.py") == (1, f"share.py:2:1: {said}share.py:3:1: {said}", "")


def test_a_rule_of_bandit_that_is_off_can_be_asked_for(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.stage("walkaround.toml", '[rules]\nB101 = "error"\n')
    repository.stage("a.py", "assert True\n")
    code, out, _ = run(capsys, "a.py")
    assert (code, out.splitlines()[0].split()[:2]) == (1, ["a.py:1:1:", "B101"])


def test_a_rule_that_one_path_asks_for(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("walkaround.toml", '[[paths]]\nglob = "src/**"\nrules.B101 = "error"\n')
    repository.stage("src/a.py", "assert True\n")
    repository.stage("b.py", "assert True\n")
    code, out, _ = run(capsys, "src/a.py", "b.py")
    assert (code, len(out.splitlines())) == (1, 2)
    assert out.startswith("src/a.py:1:1: B101 ")


def test_no_secret_is_quoted(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("walkaround.toml", '[rules]\nB105 = "error"\nB106 = "error"\nB107 = "error"\n')
    word = "hunter" + "2hunter2"
    repository.stage(
        "a.py", f'password = "{word}"\nlogin(password="{word}")\ndef f(password="{word}"): return login(password)\n'
    )
    code, out, _ = run(capsys, "a.py")
    assert code == 1
    assert [line.split()[1] for line in out.splitlines()[::2]] == ["B105", "B106", "B107"]
    assert word not in out


def test_a_plugin_that_has_to_be_there(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("walkaround.toml", '[sast]\nplugins = ["company_rules"]\n')
    repository.stage("a.py", "x = 1\n")
    code, out, err = run(capsys, "a.py")
    assert (code, out) == (2, "")
    assert "company_rules" in err
    assert len(err.splitlines()) == 1


def test_the_pattern_of_the_files_is_what_selects_them() -> None:
    import re

    for path in ("a.py", "b/c.pyw", "n.ipynb", "a.pyi", "a.py.txt", "py", ".py"):
        assert bool(HOOK.selects and HOOK.selects(path)) == bool(re.search(HOOK.files, path)), path
