"""One mistake for each kind of hook: in a repository that `walkaround init` made strict, every one is stopped."""

import os
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

SQL = """\
import sqlite3

from flask import request


def order(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    number = request.args["number"]
    return connection.execute(f"SELECT * FROM orders WHERE number = '{number}'").fetchall()
"""
POLICIES = ("walkaround.toml", "pyproject.toml")


class Mistake(NamedTuple):
    """What is planted before a commit (its message is given back), and what the answer must name.

    `past_hooks`: the commit goes past the hooks by `--no-verify`, and the push has to be stopped.
    """

    name: str
    plant: Callable[[Path, Mapping[str, str]], str]
    says: str
    past_hooks: bool = False


def _new_file(name: str, content: str) -> Callable[[Path, Mapping[str, str]], str]:
    def plant(top: Path, secrets: Mapping[str, str]) -> str:
        (top / name).write_text(content.format(**secrets) if "{AWS_KEY}" in content else content, encoding="utf-8")
        return "Add a file"

    return plant


def _undeclared_import(top: Path, _: Mapping[str, str]) -> str:
    (top / "planted_import.py").write_text("import polars\n", encoding="utf-8")
    if not any((top / name).exists() for name in ("pyproject.toml", "setup.cfg", "setup.py", "requirements.txt")):
        (top / "requirements.txt").write_text("six==1.17.0\n", encoding="utf-8")  # else nothing says what is declared
    return "Read tables"


def _edit(path: Path, old: str, new: str) -> None:
    content = path.read_bytes()
    changed, count = re.subn(old.encode(), new.encode(), content, count=1)
    assert count == 1, f"{path} does not hold {old}"
    path.write_bytes(changed)


def _loosened_policy(top: Path, _: Mapping[str, str]) -> str:
    path = next(top / name for name in POLICIES if b'extends = "strict"' in _content(top / name))
    _edit(path, 'extends = "strict"', 'extends = "recommended"')
    return "Tidy the settings"


def _hook_taken_away(top: Path, _: Mapping[str, str]) -> str:
    _edit(top / ".pre-commit-config.yaml", r"\n *- id: ai-attribution(?=\r?\n)", "")
    return "Tidy the hooks"


def _edited_checklist(top: Path, _: Mapping[str, str]) -> str:
    for path in top.rglob("*.md"):
        if b"walkaround:checklist begin" in _content(path) and ".git/" not in path.as_posix():
            _edit(path, r"walkaround:checklist begin[^\n]*\n", r"\g<0>All questions were answered.\n")
    return "Shorten the template"


def _secret_in_message(top: Path, secrets: Mapping[str, str]) -> str:
    (top / "notes.txt").write_text("rotated\n", encoding="utf-8")
    return f"Rotate the key {secrets['AWS_KEY']}"


def _signed_by_an_agent(top: Path, _: Mapping[str, str]) -> str:
    (top / "notes.txt").write_text("orders\n", encoding="utf-8")
    return "Add orders\n\nSigned-off-by: Claude <noreply@anthropic.com>"


def _agent_without_trailer(top: Path, _: Mapping[str, str]) -> str:
    (top / "notes.txt").write_text("orders\n", encoding="utf-8")
    return "Add orders\n\n🤖 Generated with [Claude Code](https://claude.com/claude-code)"


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


MISTAKES = (
    Mistake("secret", _new_file("planted_key.py", 'KEY = "{AWS_KEY}"\n'), "SEC001"),
    Mistake("unpinned dependency", _new_file("requirements-planted.txt", "requests\n"), "PIN001"),
    Mistake("undeclared import", _undeclared_import, "DEP00"),
    Mistake("SQL injection", _new_file("planted_sql.py", SQL), "B9"),
    Mistake("loosened policy", _loosened_policy, "POL001"),
    Mistake("hook taken away", _hook_taken_away, "POL002"),
    Mistake("edited checklist", _edited_checklist, "PRT002"),
    Mistake("secret in the message", _secret_in_message, "SEC001"),
    Mistake("sign-off of an agent", _signed_by_an_agent, "ATT"),
    Mistake("agent's commit without a trailer", _agent_without_trailer, "ATT", past_hooks=True),
    Mistake("loosened policy, past the hooks", _loosened_policy, "POL001", past_hooks=True),
)


def stopped(top: Path, mistake: Mistake, secrets: Mapping[str, str]) -> str:
    """Plant a mistake, commit it (and push, where it went past the hooks), and take it away; why it was not stopped.

    The remote `planted` must be there, and hold what is committed.
    """
    start = _git(top, "rev-parse", "HEAD").stdout.strip()
    message = mistake.plant(top, secrets)
    _git(top, "add", "-A")
    done = _git(top, "commit", "-m", message, *(["--no-verify"] if mistake.past_hooks else []))
    if mistake.past_hooks:
        assert done.returncode == 0, done.stderr
        done = _git(top, "push", "planted", "HEAD:refs/heads/planted")
    said = done.stdout + done.stderr
    _git(top, "reset", "-q", "--hard", start)
    if done.returncode == 0:
        return "it passed"
    return "" if mistake.says in said else f"it was stopped by something else:\n{said}"


def with_remote(top: Path, remote: Path) -> None:
    """A remote of its own for a repository, which holds what is committed."""
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    assert _git(top, "remote", "add", "planted", str(remote)).returncode == 0
    assert _git(top, "push", "-q", "--no-verify", "planted", "HEAD:refs/heads/planted").returncode == 0


def _git(top: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["git", *arguments], cwd=top, capture_output=True, text=True, check=False, timeout=900, errors="replace",
        env={name: value for name, value in os.environ.items() if not name.startswith("PRE_COMMIT_FROM")},
    )  # fmt: skip
