"""Which format a path is in, told by its name alone."""

from typing import Literal

Format = Literal["requirements", "constraints", "pyproject", "workflow", "action", "hooks"]

# `apt-requirements.txt` and the like list packages of another kind than Python's.
_OTHER_KINDS = ("apt", "system", "conda", "brew", "npm", "gem", "deb", "rpm")


def selected(path: str) -> Format | None:
    """The format of a path that the hook selects by itself; None for every other path."""
    folder, _, name = path.rpartition("/")
    if name.endswith((".txt", ".in")):
        return _requirements(folder, name)
    if name == "pyproject.toml":
        return "pyproject"
    if not name.endswith((".yml", ".yaml")):
        return None
    stem = name.rpartition(".")[0]
    if stem and (folder == ".github/workflows" or folder.endswith("/.github/workflows")):
        return "workflow"
    return {"action": "action", ".pre-commit-config": "hooks"}.get(stem)  # type: ignore[return-value]


def format_of(path: str) -> Format | None:
    """The format in which to read a path; a list under any name is read as requirements when the caller names it."""
    return selected(path) or ("requirements" if path.endswith((".txt", ".in", ".pip")) else None)


def _requirements(folder: str, name: str) -> Format | None:
    stem = name.rpartition(".")[0]
    for word in ("constraints", "requirements"):
        if word in stem and not _other_kind(stem, word):
            return "constraints" if word == "constraints" else "requirements"
    if stem and "/requirements/" in f"/{folder}/":
        return "requirements"
    return None


def _other_kind(stem: str, word: str) -> bool:
    return any(stem.startswith((kind + word, *(kind + mark + word for mark in "-_."))) for kind in _OTHER_KINDS)
