"""Commits of hooks' repositories that pre-commit or prek has cloned on this machine.

Source of the layouts: pre-commit's `store.py` (a SQLite table `repos` of repo, ref and path) and prek's store (a
`.prek-repo.json` or `.prek-hook.json` beside each clone).
"""

import os
from collections.abc import Iterator

from .. import _git


def commit_of_clone(url: str, ref: str) -> str | None:
    """The commit at which a framework has checked `ref` of `url` out; None when no clone is here, or they differ."""
    if not url:
        return None
    found = {commit for path in _clones(url, ref) if (commit := _head(path))}
    return found.pop() if len(found) == 1 else None


def _clones(url: str, ref: str) -> Iterator[str]:
    for store in _framework_stores():
        yield from _of_pre_commit(os.path.join(store, "db.db"), url, ref)
        yield from _of_prek(os.path.join(store, "repos"), url, ref)


def _of_pre_commit(database: str, url: str, ref: str) -> list[str]:
    if not os.path.isfile(database):
        return []
    import sqlite3
    from contextlib import closing

    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=1)) as store:
            rows = store.execute("SELECT repo, path FROM repos WHERE ref = ?", (ref,)).fetchall()
    except sqlite3.Error:
        return []
    # A clone with additional dependencies has them behind a colon.
    return [path for repo, path in rows if isinstance(repo, str) and (repo == url or repo.startswith(f"{url}:"))]


def _of_prek(folder: str, url: str, ref: str) -> Iterator[str]:
    import json

    if not os.path.isdir(folder):
        return
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        try:
            with open(os.path.join(path, ".prek-repo.json"), encoding="utf-8") as file:
                said = json.load(file)
        except (OSError, ValueError):
            continue
        if isinstance(said, dict) and (said.get("repo"), said.get("rev")) == (url, ref):
            yield path


def _head(path: str) -> str | None:
    try:  # the folder is named to git: a surrounding hook's GIT_DIR would lead elsewhere
        return _git.git("--git-dir", os.path.join(path, ".git"), "rev-parse", "--verify", "HEAD").decode().strip()
    except _git.GitError:
        return None


def _framework_stores() -> list[str]:
    """Where pre-commit and prek keep their clones, for as far as their variables and defaults tell."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    named = [os.environ.get(name, "") for name in ("PRE_COMMIT_HOME", "PREK_HOME")]
    folders = [*filter(None, named), os.path.join(home, "pre-commit"), os.path.join(home, "prek")]
    return [folder for folder in dict.fromkeys(folders) if os.path.isdir(folder)]
