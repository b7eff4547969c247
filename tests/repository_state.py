"""All of a repository that an undo must restore."""

import os
import stat
from pathlib import Path

State = dict[str, tuple[int, bytes]]


def state(top: Path, git_folder: Path | None = None) -> State:
    """Every file of the work tree, the index file and git's hooks, each with its mode and its bytes."""
    folder = git_folder or top / ".git"
    found: State = {}
    for above, folders, files in os.walk(top):
        if ".git" in folders:
            folders.remove(".git")
        for name in [*files, *(one for one in folders if Path(above, one).is_symlink())]:
            _put(found, Path(above, name), top)
        if not files and not folders:
            found[f"{Path(above).relative_to(top)}/"] = (0, b"")
    for path in [folder / "index", *sorted((folder / "hooks").glob("*"))]:
        if os.path.lexists(path) and not path.name.endswith(".sample"):
            _put(found, path, top)
    return found


def _put(found: State, path: Path, top: Path) -> None:
    mode = path.lstat().st_mode
    content = os.fsencode(path.readlink()) if stat.S_ISLNK(mode) else path.read_bytes()
    found[os.path.relpath(path, top)] = (mode, content)
