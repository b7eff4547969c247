"""An organisation's repository and what copier makes of it, for several test files."""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests_support import Repository
from walkaround.bootstrap import _org

OWNER = "@acme/platform"
ADDRESS = "https://github.com/acme/.github"
URL = "https://example.org/walkaround"
SHA = "1" * 40


def options(folder: Path | str, **given: Any) -> argparse.Namespace:
    """What `walkaround init --org` gives, with the hooks of some commit that nobody fetches."""
    usual: dict[str, Any] = {
        "org": str(folder), "owner": OWNER, "address": None, "repo": URL, "rev": SHA, "online": False, "host": None,
        "profile": None, "apply": False, "check": False, "undo": False, "json": False, "yes": True, "no_install": True,
        "framework": None, "leave": [],
    }  # fmt: skip
    unknown = given.keys() - usual
    assert not unknown, unknown
    return argparse.Namespace(**{**usual, **given})


def organisation(folder: Path, **given: Any) -> Repository:
    """The repository, in its first commit, which is called v1."""
    assert _org.main(options(folder, apply=True, **given)) == 0
    made = Repository(folder)
    made.commit("Begin")
    made.git("tag", "v1")
    return made


def copier(*arguments: str | Path, cwd: Path) -> str:
    """Real copier, which asks nothing and is trusted with nothing; what it says."""
    program = Path(sys.executable).parent / "copier"
    done = subprocess.run(
        [program, *arguments], cwd=cwd, capture_output=True, text=True, check=False, timeout=120,
        stdin=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def copied(template: Repository, folder: Path, **answers: str) -> Repository:
    """A new repository with nothing committed."""
    data = [word for name, value in answers.items() for word in ("--data", f"{name}={value}")]
    copier("copy", "--defaults", *data, template.top, folder, cwd=folder.parent)
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    return Repository(folder)
