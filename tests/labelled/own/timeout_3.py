"""Child processes of the build service."""

import asyncio
import subprocess
from collections.abc import Sequence
from pathlib import Path
from subprocess import PIPE, check_output

BUILD_SECONDS = 900
QUICK_SECONDS = 10


def head(repository: Path) -> str:
    """The commit that is checked out."""
    return check_output(["git", "rev-parse", "HEAD"], cwd=repository, text=True).strip()  # bad: timeout


def branch(repository: Path) -> str:
    """The branch that is checked out."""
    command = ["git", "branch", "--show-current"]
    return check_output(command, cwd=repository, text=True, timeout=QUICK_SECONDS).strip()  # near: timeout


def build(repository: Path, targets: Sequence[str]) -> int:
    """Build targets."""
    done = subprocess.run(["make", "-j2", *targets], cwd=repository, check=False)  # bad: timeout
    return done.returncode


def lint(repository: Path) -> int:
    """Check the style; a run that hangs is ended."""
    process = subprocess.Popen(["make", "lint"], cwd=repository, stdout=PIPE)  # near: timeout
    try:
        process.communicate(timeout=BUILD_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(QUICK_SECONDS)
        raise
    return process.returncode


def package(repository: Path) -> bytes:
    """Make the package and return its name."""
    process = subprocess.Popen(["make", "package"], cwd=repository, stdout=PIPE)  # same: timeout
    output, _ = process.communicate()  # bad: timeout
    return output


async def version(tool: str) -> str:
    """Version of a tool."""
    process = await asyncio.create_subprocess_exec(tool, "--version", stdout=PIPE)
    output, _ = await asyncio.wait_for(process.communicate(), QUICK_SECONDS)  # near: timeout
    return output.decode()


def clean(repository: Path) -> None:
    """Remove what was built."""
    subprocess.check_call(["make", "clean"], cwd=repository)  # bad: timeout
