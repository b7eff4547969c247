"""Small parts that several test files build on."""

import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent


def tries(examples: int) -> int:
    """How many examples a property is tried on: few under the profile `ci`, which draws the same each time."""
    from hypothesis import settings  # some who build on this file have no Hypothesis

    return min(50, examples) if settings.get_current_profile_name() == "ci" else examples


class Repository:
    """A real git repository, driven by short verbs."""

    def __init__(self, top: Path) -> None:
        self.top = top

    def git(self, *arguments: str | bytes) -> bytes:
        done = subprocess.run([b"git", *map(os.fsencode, arguments)], cwd=self.top, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout

    def write(self, path: str | bytes, content: str | bytes = "") -> Path:
        """Write a file, making its folders."""
        full = Path(os.fsdecode(os.path.join(os.fsencode(self.top), os.fsencode(path))))
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_bytes(content.encode() if isinstance(content, str) else content)
        return full

    def stage(self, path: str | bytes, content: str | bytes = "") -> Path:
        full = self.write(path, content)
        self.git("add", "--", path)
        return full

    def commit(self, message: str = "a commit", **files: str) -> str:
        for name, content in files.items():
            self.stage(name, content)
        self.git("commit", "-q", "--no-verify", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD").decode().strip()


def build_example(case: Path, repository: Repository, secrets: Mapping[str, str]) -> str | None:
    """Stage an example's files in the repository; the path of its commit message file when it has one.

    What lies in its folder BEFORE is committed first. A file COMMITTED is the message with which all is committed in
    the end. `{{IN_A_MONTH}}` is a day, for exemptions.
    """
    marks = {**secrets, "IN_A_MONTH": str(datetime.now(UTC).date() + timedelta(days=30))}
    before = case / "BEFORE"
    if before.is_dir():
        _stage_tree(before, repository, marks)
        repository.commit("before")
    return _stage_tree(case, repository, marks, besides=before)


def _stage_tree(top: Path, repository: Repository, marks: Mapping[str, str], besides: Path | None = None) -> str | None:
    message = committed = None
    for source in sorted(path for path in top.rglob("*") if path.is_file()):
        if besides is not None and besides in source.parents:
            continue
        name = source.relative_to(top).as_posix()
        content = source.read_bytes()
        for mark, value in marks.items():
            content = content.replace(f"{{{{{mark}}}}}".encode(), value.encode())
        if name == "MESSAGE":
            message = ".git/COMMIT_EDITMSG"
            repository.write(message, content)
        elif name == "COMMITTED":
            committed = content.decode()
        else:
            repository.stage(name, content)
    if committed is not None:
        repository.commit(committed)
    return message
