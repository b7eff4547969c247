"""Real pre-commit and real prek, each with environments of its own that are built once for all tests."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests_support import TOP


class Framework(NamedTuple):
    """A hook framework as a command, and the hooks to install: a clone of this checkout as it stands."""

    command: tuple[str, ...]
    source: Path
    revision: str
    store: Path

    def run(self, *arguments: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*self.command, *arguments], cwd=cwd, capture_output=True, text=True, check=False, timeout=900
        )


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A git repository of the checkout as it is, uncommitted changes included; one for all workers of a run."""
    top = _of_all_workers(tmp_path_factory) / "source" / "walkaround"
    if not top.exists():
        made = tmp_path_factory.mktemp("source")
        _snapshot(made / "walkaround")
        with contextlib.suppress(OSError):  # another worker was first: its commit is the one that counts
            made.rename(top.parent)
    revision = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=top, text=True).strip()
    return top, revision


def _of_all_workers(factory: pytest.TempPathFactory) -> Path:
    """The folder of the run: each worker of pytest-xdist has one of its own in it."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def _snapshot(top: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-c", "-o", "--exclude-standard"], cwd=TOP, capture_output=True, check=True
    )
    for name in map(os.fsdecode, filter(None, listed.stdout.split(b"\0"))):
        if (TOP / name).is_file():
            (top / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(TOP / name, top / name)
    identity = ["-c", "user.name=Ada Example", "-c", "user.email=ada@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], [*identity, "commit", "-q", "--no-verify", "-m", "snapshot"]):
        subprocess.run(["git", *arguments], cwd=top, check=True)


@pytest.fixture(scope="session", params=["pre-commit", "prek"])
def framework(
    request: pytest.FixtureRequest, source: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Framework]:
    """One framework with its environments in a folder of its own, built once for all tests.

    Workers share the folder, as the terminals of a person do: each framework locks what it builds.
    """
    scripts = Path(sys.executable).parent
    store = _of_all_workers(tmp_path_factory) / f"environments-of-{request.param}"
    store.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UV_SYSTEM_CERTS", "true")  # prek installs with uv, which else ignores a company's own authority
        patch.setenv("PATH", f"{scripts}{os.pathsep}{os.environ['PATH']}")
        yield Framework((str(scripts / request.param),), *source, store)
