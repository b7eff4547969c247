"""Repositories whose commits run the two message hooks, as plain git hooks or through a framework."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tests_support import TOP, Repository

CLAUDE = {"CLAUDE_CODE_SESSION_ID": "1"}
CODEX = {"CODEX_THREAD_ID": "1"}
ASSISTED = "Assisted-by: Claude\n"
WRITES_NOTHING = "true"  # an editor that is closed without a word

_HOOKS = {"prepare-commit-msg": "walkaround.ai_attribution.prepare", "commit-msg": "walkaround.ai_attribution"}


class Operations(Repository):
    """git, as a person or as an agent runs it."""

    def install(self) -> None:
        """Both hooks as plain git hooks: what the console scripts run, with git's own arguments."""
        for stage, module in _HOOKS.items():
            program = f"import sys; from {module} import main; sys.exit(main())"
            script = self.top / ".git" / "hooks" / stage
            script.parent.mkdir(exist_ok=True)
            command = f"PYTHONPATH={shlex.quote(str(TOP / 'hooks'))} exec {shlex.quote(sys.executable)} -c '{program}'"
            script.write_text(f'#!/bin/sh\n{command} "$@"\n')
            script.chmod(0o755)

    def policy(self, text: str) -> None:
        """The policy of this repository; it is on disk only, so that no commit touches it."""
        self.write("walkaround.toml", text)
        self.write(".git/info/exclude", "walkaround.toml\n.pre-commit-config.yaml\n")

    def run(
        self, *arguments: str, editor: str | None = None, sequence: str = ":", stdin: bytes | None = None,
        where: Path | None = None, variables: Mapping[str, str] | None = None,
    ) -> "subprocess.CompletedProcess[bytes]":  # fmt: skip
        """A git command, whatever it ends in; `editor` edits the message, `sequence` the list of a rebase."""
        environment = os.environ | {"GIT_SEQUENCE_EDITOR": sequence} | dict(variables or {})
        if editor is not None:
            environment["GIT_EDITOR"] = editor
        return subprocess.run(
            ["git", *arguments],
            cwd=where or self.top, env=environment, input=stdin, capture_output=True, check=False, timeout=300,
        )  # fmt: skip

    def agent(self, *arguments: str, editor: str | None = None, sequence: str = ":", where: Path | None = None) -> None:
        """A git command of an agent, which must succeed."""
        done = self.run(*arguments, editor=editor, sequence=sequence, where=where, variables=CLAUDE)
        assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")

    def person(self, *arguments: str, editor: str | None = None, sequence: str = ":") -> None:
        done = self.run(*arguments, editor=editor, sequence=sequence)
        assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")

    def change(self, path: str, content: str) -> None:
        self.stage(path, content + "\n")

    def message(self, revision: str = "HEAD") -> str:
        """The message as it was recorded, in UTF-8."""
        return self.git("log", "-1", "--format=%B", "--encoding=UTF-8", revision).decode().removesuffix("\n")

    def trailers(self, revision: str = "HEAD") -> str:
        """What git sees of it as trailers."""
        return self.git("log", "-1", "--format=%(trailers)", revision).decode().strip()

    def subjects(self, revision: str = "HEAD") -> list[str]:
        return self.git("log", "--format=%s", revision).decode().splitlines()

    def editor(self, script: str) -> str:
        """An editor that runs a shell script on the message, whose path is `$1`."""
        path = self.write(".git/editor", f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return str(path)


def copy_of(template: Path, top: Path, build: Callable[[Operations], object]) -> Operations:
    """A repository in an empty folder, as `build` makes one: made once, where the template shall lie, and copied.

    Each commit starts two hooks, and most tests begin with the same few commits.
    """
    if not template.exists():
        template.mkdir()
        subprocess.run(["git", "init", "-q", "-b", "main", str(template)], check=True)
        build(Operations(template))
    shutil.copytree(template, top, symlinks=True, dirs_exist_ok=True)
    found = Operations(top)
    found.git("update-index", "-q", "--refresh")  # the files are others to git, of the same content
    return found
