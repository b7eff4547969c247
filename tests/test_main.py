"""From arguments to exit codes, with a small hook of our own and real processes for what only they can show."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests_support import TOP, Repository
from walkaround import _main
from walkaround._finding import Finding, NotJudged, Rule
from walkaround._hook import Hook, Inputs, Said, each
from walkaround._policy import Policy, flag

LOUD = flag("pr-template.loud", False, "unused", stricter="true")
RULES = (
    Rule("TRY001", "shouting", "A line shouts.", "It hurts.", "Lower it.", "A", "a"),
    Rule("TRY002", "whisper", "A line whispers.", "It is lost.", "Raise it.", "a", "A", "warning"),
    Rule("TRY003", "silence", "A line is silent.", "It is nothing.", "Speak.", "", "a", "off"),
)


def check(_policy: Policy, inputs: Inputs) -> Iterator[Said]:
    yield from each(inputs, judge)


def judge(path: str, content: bytes) -> Iterator[Said]:
    for number, line in enumerate(content.split(b"\n"), 1):
        match line:
            case b"SHOUT":
                yield Finding(path, number, 1, "TRY001", "A line shouts.", "Lower it.")
            case b"whisper":
                yield Finding(path, number, 1, "TRY002", "A line whispers.", "Raise it.")
            case b"silence":
                yield Finding(path, number, 1, "TRY003", "A line is silent.", "Speak.")
            case b"garble":
                yield NotJudged(path, "a line is garbled")
            case b"crash":
                raise ValueError("secret text of the file")


def fix(_policy: Policy, inputs: Inputs) -> Iterator[str | NotJudged]:
    for path in inputs.paths:
        content = inputs.read(path)
        if b"SHOUT" in content:
            Path(path).write_bytes(content.replace(b"SHOUT", b"shout"))
            yield path
        if b"stuck" in content:
            yield NotJudged(path, "cannot be mended")


HOOK = Hook("try", "Try things.", RULES, (), check, files=r"\.txt$", fix=fix)


def run(*argv: str, hook: Hook = HOOK) -> int:
    return _main.run(hook, argv)


@pytest.mark.parametrize(
    ("content", "code", "out", "err"),
    [
        pytest.param("fine\n", 0, "", "", id="clean-is-silent"),
        pytest.param("SHOUT\n", 1, "a.txt:1:1: TRY001 A line shouts.\n    Lower it.\n", "", id="error"),
        pytest.param("\nwhisper", 0, "a.txt:2:1: TRY002 A line whispers. [warning]\n    Raise it.\n", "", id="warning"),
        pytest.param("silence", 0, "", "", id="off"),
        pytest.param("garble", 2, "", "walkaround: try: a.txt: not judged: a line is garbled\n", id="not-judged"),
        pytest.param(
            "SHOUT\ngarble", 2, "a.txt:1:1: TRY001 A line shouts.\n    Lower it.\n",
            "walkaround: try: a.txt: not judged: a line is garbled\n", id="not-judged-outweighs",
        ),
    ],
)  # fmt: skip
def test_verdicts(
    repository: Repository, capsys: pytest.CaptureFixture[str], content: str, code: int, out: str, err: str
) -> None:
    repository.stage("a.txt", content)
    assert run("a.txt") == code
    assert capsys.readouterr() == (out, err)


def test_a_crash_names_its_place_never_the_text_and_the_other_files_are_judged(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.stage("a.txt", "crash")
    repository.stage("b.txt", "SHOUT")
    assert run("a.txt", "b.txt") == 2
    out, err = capsys.readouterr()
    assert out == "b.txt:1:1: TRY001 A line shouts.\n    Lower it.\n"
    line = next(n for n, text in enumerate(Path(__file__).read_text().split("\n"), 1) if "raise ValueError" in text)
    assert err == (
        "walkaround: try: a.txt: not judged: internal error: "
        f"ValueError at test_main.py:{line} in judge; please report it\n"
    )


def test_only_files_of_the_manifest_pattern_are_inputs(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.stage("a.py", "SHOUT")
    assert run("a.py", "missing.py") == 0
    assert capsys.readouterr() == ("", "")


def test_the_policy_gives_severities(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("a.txt", "SHOUT\nwhisper\n")
    repository.write("walkaround.toml", "[rulez]\n")
    assert run("a.txt", "--format", "json") == 2
    out, err = capsys.readouterr()
    assert json.loads(out) == {
        "version": 1,
        "findings": [],
        "errors": [
            {
                "hook": "try",
                "path": "walkaround.toml",
                "message": 'walkaround.toml:1: unknown key "rulez"; did you mean "rules"?',
            }
        ],
    }
    assert err == 'walkaround: try: not judged: walkaround.toml:1: unknown key "rulez"; did you mean "rules"?\n'


@pytest.mark.parametrize("argv", [["--nonsense"], ["--format", "yaml"], ["--fi"]])
def test_bad_arguments_are_exit_code_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*argv) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: walkaround-try ")
    assert "Traceback" not in err


def test_help_and_version_are_exit_code_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    assert run("--version") == 0
    assert "Try things." in capsys.readouterr().out


def test_fix_changes_and_fails_once(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("a.txt", "SHOUT\nwhisper\n")
    assert run("--fix", "a.txt") == 1
    assert capsys.readouterr() == (
        "a.txt:2:1: TRY002 A line whispers. [warning]\n    Raise it.\n",
        "walkaround: try: changed a.txt; review and stage it\n",
    )
    repository.git("add", "a.txt")
    assert run("--fix", "a.txt") == 0


def test_what_cannot_be_mended_is_exit_code_2(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("a.txt", "SHOUT\nstuck\n")
    assert run("--fix", "a.txt") == 2
    assert "walkaround: try: a.txt: not judged: cannot be mended\n" in capsys.readouterr().err


def test_a_message_that_was_mended_passes(repository: Repository) -> None:
    message = repository.write(".git/COMMIT_EDITMSG", "SHOUT\n")
    hook = HOOK._replace(files="", message=True, fix_when=lambda _policy: True)
    assert run(str(message), hook=hook) == 0
    assert message.read_text() == "shout\n"


def test_a_dead_git_repository_is_one_line(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write("a.txt", "fine")
    (repository.top / ".git" / "HEAD").unlink()
    assert run("a.txt") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "walkaround: try: not judged: git ls-files: not a git repository (or any of the parent directories): .git\n"
    )


# What only a process can show, with the hook `pinned-dependencies`, which every checkout has.

SCRIPT = "import sys; from walkaround.cli import main; sys.exit(main())"


def start(*argv: str, **options: object) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"PYTHONPATH": str(TOP / "hooks")}
    command = [sys.executable, "-c", SCRIPT, *argv]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload,no-any-return]


@pytest.fixture
def unpinned(repository: Repository) -> Repository:
    repository.stage("requirements.txt", "requests\n" * 2000)
    return repository


def test_a_full_disk_behind_standard_output_is_exit_code_2(unpinned: Repository) -> None:
    assert unpinned.top.exists()
    with Path("/dev/full").open("wb") as full:
        process = start("check", "--all-files", stdout=full)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (2, b"walkaround: No space left on device\n")


def test_a_reader_that_goes_away_ends_in_exit_code_2_without_noise(unpinned: Repository) -> None:
    assert unpinned.top.exists()
    read_end, write_end = os.pipe()
    os.close(read_end)
    process = start("check", "--all-files", stdout=write_end)
    os.close(write_end)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (2, b"")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=["ctrl-c", "term", "hang-up"])
def test_an_interruption_is_one_line_and_exit_code_2(unpinned: Repository, number: signal.Signals) -> None:
    os.mkfifo(unpinned.top / "slow")
    # The policy is what is read first; a pipe in its place is refused, so the wait is made in git itself.
    slow_git = unpinned.write("bin/git", "#!/bin/sh\ntouch started\nexec sleep 600\n")
    slow_git.chmod(0o755)
    environment = os.environ | {"PYTHONPATH": str(TOP / "hooks"), "PATH": f"{slow_git.parent}:{os.environ['PATH']}"}
    command = [sys.executable, "-c", SCRIPT, "check", "--all-files"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 60
    while not (unpinned.top / "started").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, number)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (2, b"walkaround: interrupted; nothing was judged to its end\n")


CLEANING = """
import os, signal, sys, time
from walkaround._main import guarded
def body():
    try:
        os.kill(os.getpid(), signal.{name})
        time.sleep(30)
    finally:
        os.kill(os.getpid(), signal.{name})
        print("cleaned")
sys.exit(guarded("x", body))
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_second_signal_does_not_end_what_the_first_has_begun(name: str) -> None:
    environment = os.environ | {"PYTHONPATH": str(TOP / "hooks")}
    command = [sys.executable, "-c", CLEANING.format(name=name)]
    done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)
    interrupted = b"x: interrupted; nothing was judged to its end\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, b"cleaned\n", interrupted)


def test_an_ascii_terminal_gets_a_visible_form(repository: Repository) -> None:
    repository.stage("caf\u00e9/requirements.txt", "requests\n")
    environment = os.environ | {"PYTHONPATH": str(TOP / "hooks"), "PYTHONIOENCODING": "ascii", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-c", SCRIPT, "check", "--all-files"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"caf\\xe9/requirements.txt:1:1: PIN001 " in done.stdout


SHELL = """exec "$@" {}"""


@pytest.mark.parametrize(
    ("arguments", "streams", "code"),
    [
        pytest.param(["check", "--all-files"], ">&-", 1, id="no-stdout"),
        pytest.param(["check", "--all-files"], "2>&-", 1, id="no-stderr"),
        pytest.param(["check", "--all-files"], "<&- >&- 2>&-", 1, id="no-streams"),
        pytest.param(["nonsense"], "2>&-", 2, id="complaint-without-stderr"),
        pytest.param(["check", "--all-files"], ">/dev/full 2>/dev/full", 2, id="full"),
        pytest.param(["nonsense"], "2>/dev/full", 2, id="full-stderr"),
        pytest.param(["--help"], ">/dev/full", 2, id="full-help"),
        pytest.param(["check", "--help"], ">/dev/full", 2, id="full-argparse-help"),
        pytest.param(["rule"], ">/dev/full", 2, id="full-rule"),
    ],
)
def test_closed_and_full_streams_do_not_change_what_an_exit_code_says(
    unpinned: Repository, arguments: list[str], streams: str, code: int
) -> None:
    environment = os.environ | {"PYTHONPATH": str(TOP / "hooks")}
    environment.pop("PYTHONUNBUFFERED", None)
    command = ["sh", "-c", SHELL.format(streams), "sh", sys.executable, "-c", SCRIPT, *arguments]
    done = subprocess.run(command, cwd=unpinned.top, env=environment, capture_output=True, timeout=60, check=False)
    assert (done.returncode, b"Traceback" in done.stderr, b"Exception" in done.stderr) == (code, False, False)
