"""The commit that a tag or branch of another repository names now."""

import re

from .git import _Git, _raise_known, _temporary_folder, _unknown_problem
from .words import FetchError, quoted, repository_problem, shown


def commit(url: str, ref: str, *, protocols: str = "https:ssh", seconds: float = 30.0) -> str:
    """The full id of the commit behind a tag, else a branch; FetchError when there is none, or nobody answers.

    An annotated tag has an object of its own: git lists what it names with `^{}` behind it.
    """
    wrong = repository_problem(url)
    if wrong is not None:
        raise FetchError(f"{shown(url)}: {wrong}")
    if not re.fullmatch(r"[\w][\w./+-]*", ref):
        raise FetchError(f"{shown(url)}: {quoted(ref)} is no name of a tag or branch")
    with _temporary_folder(shown(url)) as folder:
        git = _Git(shown(url), folder, seconds)
        git.run("-c", "init.defaultBranch=main", "init", "-q", "--bare", "--template=")
        said = git.run("ls-remote", "--quiet", url, ref, f"{ref}^{{}}", protocols=protocols, most=1 << 20)
    if said.code:
        _raise_known(git, said)
        raise FetchError(f"{git.name}: {_unknown_problem(said.err)}")
    rows = (line.partition("\t") for line in said.out.decode("utf-8", "replace").splitlines())
    named = {name: found for found, _, name in rows}
    wanted = ("HEAD",) if ref == "HEAD" else (f"refs/tags/{ref}^{{}}", f"refs/tags/{ref}", f"refs/heads/{ref}")
    found = next((named[name] for name in wanted if name in named), None)
    if found is None or re.fullmatch("[0-9a-f]{40}|[0-9a-f]{64}", found) is None:
        raise FetchError(f"{git.name}: has no tag or branch {quoted(ref)}; check its spelling")
    return found


def tags(url: str, *, protocols: str = "https:ssh", seconds: float = 30.0) -> tuple[str, ...]:
    """The names of all tags of another repository; FetchError when nobody answers."""
    wrong = repository_problem(url)
    if wrong is not None:
        raise FetchError(f"{shown(url)}: {wrong}")
    with _temporary_folder(shown(url)) as folder:
        git = _Git(shown(url), folder, seconds)
        git.run("-c", "init.defaultBranch=main", "init", "-q", "--bare", "--template=")
        said = git.run("ls-remote", "--quiet", "--tags", "--refs", url, protocols=protocols, most=8 << 20)
    if said.code:
        _raise_known(git, said)
        raise FetchError(f"{git.name}: {_unknown_problem(said.err)}")
    rows = (line.partition("\t")[2] for line in said.out.decode("utf-8", "replace").splitlines())
    return tuple(row.removeprefix("refs/tags/") for row in rows if row.startswith("refs/tags/"))
