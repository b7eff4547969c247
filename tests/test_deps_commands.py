"""`walkaround deps`: fetch, list and prune, each as a user calls it, against an index made of wheels made by hand."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from https_support import endless, serving
from tests_support import TOP, Repository
from walkaround import _cache, cli
from walkaround._apis.removed import hint
from walkaround._wheels import store
from walkaround.dependency_verification import main as hook
from walkaround.deps_commands import size
from wheels_support import alone, index, shown, wheel

Run = Callable[..., tuple[int, str, str]]
NO_WHEEL = "has no wheel on the index, and is never built here"


NO_INDEX = "pip is configured with no index to ask"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, python_of_pip: str) -> Path:
    return alone(tmp_path, monkeypatch, python_of_pip)


@pytest.fixture
def run(folder: Path, repository: Repository, capsys: pytest.CaptureFixture[str]) -> Run:
    """`walkaround deps ARGUMENTS` in a repository: exit code and both streams.

    Where pip has a folder and no index, `fetch` says so each time; one test looks at that line.
    """

    assert folder.is_dir()
    assert Path.cwd() == repository.top

    def command(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(["deps", *arguments])
        said = capsys.readouterr()
        lines = said.err.splitlines(keepends=True)
        return code, said.out, "".join(line for line in lines if NO_INDEX not in line)

    return command


def source(folder: Path, name: str, version: str) -> None:
    """A source archive, which is never built."""
    with tarfile.open(folder / f"{name}-{version}.tar.gz", "w:gz"):
        pass


def test_who_was_not_asked_is_named(folder: Path, repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("demo", "other"):
        wheel(folder, name, "1.0")
    repository.stage("requirements.txt", "demo==1.0\nother==1.0\n")
    assert cli.main(["deps", "fetch"]) == 0
    assert capsys.readouterr() == (
        "requirements.txt: 2 pins, 2 kept\n",
        f"walkaround deps: the index gave no answer about demo: {NO_INDEX} (nor about 1 more)\n",
    )


def names() -> list[str]:
    return [f"{one.unpacked.name} {one.unpacked.version}" for one in store.entries()]


# Which command


def test_without_a_command_they_are_listed(run: Run) -> None:
    assert run() == (
        0,
        (
            "usage: walkaround deps COMMAND [OPTIONS]\n\n"
            "  fetch     bring the wheels of every pin into the cache, and what the index says of what is declared\n"
            "  list      what is kept\n"
            "  prune     take away what nobody has used for 90 days; --all: what this repository does not pin\n\n"
            "`walkaround deps COMMAND --help` says more.\n"
        ),
        "",
    )


@pytest.mark.parametrize("command", ["fetch", "list", "prune"])
def test_each_explains_itself(run: Run, command: str) -> None:
    code, out, err = run(command, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"usage: walkaround deps {command}")


WRONG = {
    "misspelled": (["fech"], "walkaround deps: no command 'fech'; did you mean \"fetch\"?\n"),
    "unknown": (["x"], "walkaround deps: no command 'x'; see walkaround deps --help\n"),
    "outside": (["fetch", "/"], "walkaround deps: /: lies outside the repository\n"),
    "no-folder": (["fetch", "app.py"], "walkaround deps: app.py: is no folder\n"),
}


@pytest.mark.parametrize(("arguments", "told"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_done_is_one_line(run: Run, arguments: list[str], told: str) -> None:
    assert run(*arguments) == (2, "", told)


# fetch


def test_pins_are_fetched_once(run: Run, folder: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("demo", "low"):
        wheel(folder, name, "1.0")
    repository.stage("app.py", "import demo\n")
    repository.stage("requirements.txt", "demo==1.0\nlow==1.0\n")
    expected = (0, "requirements.txt: 2 pins, 2 kept\n", "")
    assert run("fetch") == expected
    assert run("list") == (0, "demo 1.0  74 bytes\nlow 1.0  73 bytes\n2 wheels, 147 bytes\n", "")
    monkeypatch.setattr("walkaround._wheels.fetch._download", None)
    assert run("fetch", "--no-history") == expected


def test_each_version_that_cannot_be_had_is_named(run: Run, folder: Path, repository: Repository) -> None:
    wheel(folder, "demo", "1.0")
    source(folder, "old", "0.1")
    repository.stage("requirements.txt", "demo==1.0\nold==0.1\nnowhere==3\n")
    repository.stage("app.py", "import demo\n")
    assert run("fetch") == (
        2,
        f"requirements.txt: 3 pins, 1 kept, 2 without a wheel\n  nowhere 3: {NO_WHEEL}\n  old 0.1: {NO_WHEEL}\n",
        "",
    )
    code, out, err = run("fetch", "--json")
    assert (code, err) == (2, "")
    assert json.loads(out) == {
        "version": 1,
        "projects": [
            {
                "folder": "", "manifests": ["requirements.txt"], "pins": 3, "kept": 1,
                "missing": [
                    {"name": "nowhere", "version": "3", "why": NO_WHEEL},
                    {"name": "old", "version": "0.1", "why": NO_WHEEL},
                ],
                "resolved": 0,
            }
        ],
    }  # fmt: skip


def test_what_nothing_pins_is_resolved_and_judged(
    run: Run, folder: Path, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    wheel(folder, "demo", "1.0", {"__init__.py": "def start(port=1): pass\n"})
    wheel(folder, "demo", "1.5", {"__init__.py": "def start(ports=1): pass\n"}, requires=["low"])
    wheel(folder, "demo", "2.0")
    wheel(folder, "low", "3")
    repository.stage("pyproject.toml", '[project]\nname = "app"\nversion = "1"\ndependencies = ["demo>=1,<2"]\n')
    repository.stage("app.py", "import demo\n\ndemo.start(port=2)\ndemo.stop()\n")
    assert run("fetch") == (0, "pyproject.toml: 0 pins, 0 kept, 2 resolved\n", "")
    assert names() == ["demo 1.5", "low 3"]
    assert hook(["app.py"]) == 1
    said = capsys.readouterr().out
    assert [line.split()[:2] for line in said.splitlines() if line.startswith("app.py")] == [
        ["app.py:3:12:", "DEP014"], ["app.py:4:6:", "DEP013"],
    ]  # fmt: skip


def test_what_cannot_be_resolved_is_named(run: Run, folder: Path, repository: Repository) -> None:
    wheel(folder, "demo", "1.0")
    repository.stage("pyproject.toml", '[project]\nname = "app"\ndependencies = ["demo", "nowhere>1"]\n')
    expected = f"pyproject.toml: 0 pins, 0 kept, 1 resolved, 1 without a wheel\n  nowhere: {NO_WHEEL}\n"
    assert run("fetch") == (2, expected, "")


LOCK = """version = 1
[[package]]
name = "app"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "demo" }]
[[package]]
name = "demo"
version = "1.0"
source = { registry = "https://example.org/simple" }
wheels = [{ url = "https://example.org/demo.whl", hash = "sha256:HASH" }]
"""


@pytest.mark.parametrize("honest", [True, False], ids=["same-file", "another-file"])
def test_a_lock_is_all_there_is_and_its_hashes_count(
    run: Run, folder: Path, repository: Repository, honest: bool
) -> None:
    import hashlib

    digest = hashlib.sha256(wheel(folder, "demo", "1.0").read_bytes()).hexdigest() if honest else "0" * 64
    wheel(folder, "demo", "1.0")
    repository.stage("pyproject.toml", '[project]\nname = "app"\nversion = "1"\ndependencies = ["demo", "low"]\n')
    repository.stage("uv.lock", LOCK.replace("HASH", digest))
    why = "is another file than the one that the lock names"
    assert run("fetch") == (
        (0, "pyproject.toml: 1 pin, 1 kept\n", "")
        if honest
        else (2, f"pyproject.toml: 1 pin, 0 kept, 1 without a wheel\n  demo 1.0: {why}\n", "")
    )


def test_each_project_has_its_line(run: Run, folder: Path, repository: Repository) -> None:
    for version in ("1.0", "2.0"):
        wheel(folder, "demo", version)
    for place, version in (("a", "1.0"), ("b", "2.0"), ("c", "2.0")):
        repository.stage(f"{place}/app.py", "import demo\n")
        repository.stage(f"{place}/requirements.txt", f"demo=={version}\n")
    repository.stage("tool.py", '# /// script\n# dependencies = ["demo==1.0", "nowhere==1"]\n# ///\nimport demo\n')
    repository.write("untracked/requirements.txt", "nowhere==1\n")
    repository.write("untracked/app.py", "import nowhere\n")
    assert run("fetch", "b") == (0, "b/requirements.txt: 1 pin, 1 kept\n", "")
    assert names() == ["demo 2.0"]
    assert run("fetch") == (
        2,
        (
            "a/requirements.txt: 1 pin, 1 kept\nb/requirements.txt: 1 pin, 1 kept\n"
            f"tool.py: 2 pins, 1 kept, 1 without a wheel\n  nowhere 1: {NO_WHEEL}\n"
        ),
        "",
    )


def test_outside_git_every_project_below_counts(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel(folder, "demo", "1.0")
    place = tmp_path / "plain"
    place.mkdir()
    (place / "requirements.txt").write_text("demo==1.0\n")
    monkeypatch.chdir(place)
    assert run("fetch") == (0, "requirements.txt: 1 pin, 1 kept\n", "")


def test_from_a_folder_below_paths_are_as_seen_from_there(
    run: Run, folder: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel(folder, "demo", "1.0")
    repository.stage("requirements.txt", "demo==1.0\n")
    repository.stage("src/app.py", "import demo\n")
    monkeypatch.chdir(repository.top / "src")
    assert run("fetch", ".") == (0, "../requirements.txt: 1 pin, 1 kept\n", "")


def test_a_repository_without_a_project_says_so(run: Run, repository: Repository) -> None:
    repository.stage("app.py", "import os\n")
    assert run("fetch") == (0, "", "walkaround deps: no project declares anything here\n")
    assert run("fetch", "--json") == (0, '{\n  "version": 1,\n  "projects": []\n}\n', "")


def test_the_index_is_asked_so_that_commits_need_not(
    run: Run, folder: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    wheel(folder, "demo", "1.0")
    repository.stage("requirements.txt", "demo==9.9\nmade-up-name==1.0\n")
    with index(folder, monkeypatch) as server:
        assert run("fetch", "--no-history")[0] == 2
        asked = len(server.seen)
        assert hook(["requirements.txt"]) == 1
        assert len(server.seen) == asked
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if line.startswith("requirements")] == [
        "requirements.txt:1:1: DEP004 demo 9.9 is pinned, and the index has no such version.",
        "requirements.txt:2:1: DEP003 made-up-name is declared, and the index has no package of that name.",
    ]


def test_what_the_series_before_had_is_learnt(
    run: Run, folder: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel(folder, "demo", "1.9", {"__init__.py": "def stop(): pass\ndef start(): pass\n"})
    wheel(folder, "demo", "2.0", {"__init__.py": "def start(): pass\n"})
    repository.stage("requirements.txt", "demo==2.0\n")
    with index(folder, monkeypatch) as server:
        assert run("fetch", "--no-history") == (0, "requirements.txt: 1 pin, 1 kept\n", "")
        assert hint("demo", "2.0", "demo", "stop") is None
        assert run("fetch") == (0, "requirements.txt: 1 pin, 1 kept\n", "")
        asked = len(server.seen)
        assert run("fetch") == (0, "requirements.txt: 1 pin, 1 kept\n", "")
        assert len(server.seen) == asked
    from walkaround._apis import removed

    removed._table.cache_clear()
    assert hint("demo", "2.0", "demo", "stop") == "removed in demo 2; 1.9 still had it"


def test_a_history_that_cannot_be_had_fails_nothing(
    run: Run, folder: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel(folder, "demo", "2.0")
    wheel(folder, "demo", "1.0")
    repository.stage("requirements.txt", "demo==2.0\n")
    compared: list[object] = []
    monkeypatch.setattr("walkaround._apis.compare.compare", compared.append)  # takes one argument, and is given two
    with index(folder, monkeypatch) as server:
        assert run("fetch") == (0, "requirements.txt: 1 pin, 1 kept\n", "")
        assert "/files/demo-1.0-py3-none-any.whl" in [path for _, path, _ in server.seen]
        monkeypatch.setattr("walkaround._apis.removed.learn", None)  # not tried again
        assert run("fetch") == (0, "requirements.txt: 1 pin, 1 kept\n", "")


def test_an_index_that_is_gone_is_said_once_for_each(
    run: Run, folder: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel(folder, "demo", "1.0")
    repository.stage("requirements.txt", "demo==1.0\nlow==1.0\n")
    with index(folder, monkeypatch) as server:
        host = f"127.0.0.1:{server.server_port}"
    monkeypatch.setenv("PIP_RETRIES", "1")
    why = "the index cannot be reached; try again, or see `python -m pip config debug`"
    told = f"requirements.txt: 2 pins, 0 kept, 2 without a wheel\n  demo 1.0: {why}\n  low 1.0: {why}\n"
    refused = f"demo: {host} refuses the connection; check the address and the network (nor about 1 more)"
    assert run("fetch", "--no-history") == (2, told, f"walkaround deps: the index gave no answer about {refused}\n")


# A cache that takes nothing


def test_a_cache_that_cannot_be_written_is_one_line(
    run: Run, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    repository.stage("requirements.txt", "demo==1.0\n")
    place = tmp_path / "file" / "walkaround"
    told = f"walkaround deps: {place}: cannot be written, so that nothing can be kept there\n"
    assert run("fetch") == (2, "", told)
    assert run("list") == (0, "0 wheels, 0 bytes\n", "")
    assert run("prune") == (0, "removed 0 wheels, 0 bytes freed\n", "")


def test_without_a_place_for_a_cache_nothing_is_fetched(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_cache, "folder", lambda: None)
    told = "walkaround deps: there is no place for a cache; set XDG_CACHE_HOME or HOME\n"
    assert run("fetch") == (2, "", told)


def test_a_full_disk_ends_the_run_in_one_line(
    run: Run, folder: Path, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("demo", "low"):
        wheel(folder, name, "1.0")
    repository.stage("requirements.txt", "demo==1.0\nlow==1.0\n")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("walkaround._wheels.store.unpack", full)
    told = f"walkaround deps: {tmp_path}/cache/walkaround: cannot be kept: No space left on device\n"
    assert run("fetch") == (2, "", told)
    assert shown(tmp_path / "cache" / "walkaround" / "wheels") == []


def test_a_wheel_that_is_refused_is_no_full_disk(run: Run, folder: Path, repository: Repository) -> None:
    wheel(folder, "demo", "1.0")
    wheel(folder, "evil", "1.0", {"/../evil.py": "x = 1\n"})
    repository.stage("requirements.txt", "demo==1.0\nevil==1.0\n")
    why = "has an entry that would lie outside of the folder"
    told = f"requirements.txt: 2 pins, 1 kept, 1 without a wheel\n  evil 1.0: {why}\n"
    assert run("fetch") == (2, told, "")


# Ctrl-C


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
@pytest.mark.usefixtures("folder")
def test_ctrl_c_leaves_nothing_half(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.stage("requirements.txt", "demo==1.0\n")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with serving(None, {"": endless(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b" ")}) as server:
        for name in ("PIP_NO_INDEX", "PIP_FIND_LINKS"):
            monkeypatch.delenv(name)
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{server.server_port}/simple")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        environment = os.environ | {"PYTHONPATH": str(TOP / "hooks"), "TMPDIR": str(temporary)}
        process = subprocess.Popen(
            [sys.executable, "-m", "walkaround", "deps", "fetch"], env=environment, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        until = time.monotonic() + 60
        while not server.seen and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    told = "walkaround deps: interrupted; what is in the cache is whole, and the rest was left\n"
    assert (process.returncode, out, err) == (130, "", told)
    assert shown(tmp_path / "cache" / "walkaround" / "wheels") == []
    assert list(temporary.glob("walkaround-*")) == []


# list and prune


@pytest.fixture
def stocked(run: Run, folder: Path, repository: Repository) -> Path:
    """A cache with demo 1.0 and 2.0, of which the repository pins the second; where the wheels are."""
    for version in ("1.0", "2.0"):
        wheel(folder, "demo", version, {"__init__.py": f"x = {version}\n" + "y = 1\n" * 400})
        repository.stage("requirements.txt", f"demo=={version}\n")
        assert run("fetch")[0] == 0
    return folder.parent / "cache" / "walkaround" / "wheels"


def aged(days: float) -> None:
    """Let the kept entries be as old as this."""
    for one in store.entries():
        path = f"{one.unpacked.root}.json"
        os.utime(path, (time.time(), time.time() - days * 86400))


@pytest.mark.usefixtures("stocked")
def test_what_is_kept_is_listed(run: Run) -> None:
    assert run("list") == (0, "demo 1.0  2.5 kB\ndemo 2.0  2.5 kB\n2 wheels, 5.0 kB\n", "")
    code, out, err = run("list", "--json")
    assert (code, err) == (0, "")
    wheels = [{"name": "demo", "version": version, "bytes": 2476} for version in ("1.0", "2.0")]
    assert json.loads(out) == {"version": 1, "wheels": wheels, "bytes": 4952}


@pytest.mark.usefixtures("stocked")
def test_what_was_used_lately_stays(run: Run) -> None:
    aged(89)
    assert run("prune") == (0, "removed 0 wheels, 0 bytes freed\n", "")


def test_what_nobody_uses_goes_and_what_is_asked_for_stays(run: Run, stocked: Path) -> None:
    aged(91)
    assert run("fetch")[0] == 0  # asks for 2.0
    assert run("prune") == (0, "demo 1.0  2.5 kB\nremoved 1 wheel, 2.5 kB freed\n", "")
    assert run("list") == (0, "demo 2.0  2.5 kB\n1 wheel, 2.5 kB\n", "")
    assert shown(stocked / "names") == ["demo-2.0"]
    (digest,) = [name for name in os.listdir(stocked) if len(name) == 64]
    assert sorted(os.listdir(stocked)) == [digest, f"{digest}.json", "names"]


@pytest.mark.usefixtures("stocked")
def test_all_that_this_repository_does_not_pin_goes(run: Run) -> None:
    code, out, err = run("prune", "--all", "--json")
    assert (code, err) == (0, "")
    gone = [{"name": "demo", "version": "1.0", "bytes": 2476}]
    assert json.loads(out) == {"version": 1, "removed": gone, "bytes": 2476}
    assert run("prune", "--all") == (0, "removed 0 wheels, 0 bytes freed\n", "")


def test_what_was_resolved_is_needed(run: Run, folder: Path, repository: Repository) -> None:
    wheel(folder, "demo", "1.0")
    repository.stage("pyproject.toml", '[project]\nname = "app"\ndependencies = ["demo"]\n')
    assert run("fetch") == (0, "pyproject.toml: 0 pins, 0 kept, 1 resolved\n", "")
    assert run("prune", "--all") == (0, "removed 0 wheels, 0 bytes freed\n", "")


def test_facts_of_a_wheel_go_with_it(run: Run, stocked: Path) -> None:
    kept = {one.unpacked.version: one.unpacked for one in store.entries()}
    for one in kept.values():
        assert _cache.write(f"apis/1-3.11/{one.key[:32]}/demo.py", b"facts")
    run("prune", "--all")
    assert shown(stocked.parent / "apis") == [f"1-3.11/{kept['2.0'].key[:32]}/demo.py"]


def test_what_killed_runs_left_goes_after_a_day(run: Run, stocked: Path) -> None:
    for name in (".new-old", ".new-young", "f" * 64, "e" * 64):
        (stocked / name).mkdir()
        (stocked / name / "x.py").touch()
    for name in (".new-old", "f" * 64):
        os.utime(stocked / name, (0, time.time() - 2 * 86400))
    assert run("prune") == (0, "removed 0 wheels, 0 bytes freed\n", "")
    left = [name for name in os.listdir(stocked) if (stocked / name / "x.py").is_file()]
    assert sorted(left) == [".new-young", "e" * 64]


@pytest.mark.usefixtures("stocked")
def test_what_cannot_be_removed_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("walkaround._wheels.store.os.unlink", refuse)
    told = "walkaround deps: demo 1.0: cannot be removed: Permission denied\n"
    assert run("prune", "--all") == (2, "removed 0 wheels, 0 bytes freed\n", told)


def test_a_half_removed_wheel_is_fetched_anew(run: Run, stocked: Path) -> None:
    for name in os.listdir(stocked):
        if len(name) == 64:
            shutil.rmtree(stocked / name)
    assert run("list") == (0, "0 wheels, 0 bytes\n", "")
    assert run("fetch")[0] == 0
    assert run("list") == (0, "demo 2.0  2.5 kB\n1 wheel, 2.5 kB\n", "")


SIZES = {
    0: "0 bytes", 1: "1 byte", 999: "999 bytes", 1000: "1.0 kB", 999_949: "999.9 kB", 999_950: "1.0 MB",
    12_345_678: "12.3 MB", 10**9: "1.0 GB", 10**13: "10000.0 GB",
}  # fmt: skip


@pytest.mark.parametrize(("number", "said"), SIZES.items(), ids=map(str, SIZES))
def test_sizes(number: int, said: str) -> None:
    assert size(number) == said
