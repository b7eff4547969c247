"""Source trees to measure on: sdists, fetched through pip's configuration once, and kept beside the environments."""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Collection
from pathlib import Path
from urllib.request import urlopen

TREES = Path(__file__).resolve().parent.parent / ".venv" / "trees"


def fetched(requirement: str) -> Path | None:
    """An sdist's tree, such as that of `Django==5.2.1`; None, with a line, when it cannot be had.

    pip unpacks and builds metadata before it says that it has a file, which an old build backend may not survive; so
    it is asked where the file lies, and what it names is read.
    """
    folder = TREES / requirement.replace("==", "-").lower()
    if not folder.exists():
        with tempfile.TemporaryDirectory(prefix="walkaround-sdist-") as name:
            place = Path(name)
            archive = _download(requirement, place)
            if archive is None:
                sys.stderr.write(f"{requirement} cannot be fetched and is left out\n")
                return None
            with tarfile.open(archive) as packed:
                packed.extractall(place / "tree", filter="data")
            folder.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(next(path for path in (place / "tree").iterdir() if path.is_dir()), folder)
    return folder


def files(requirement: str, names: Collection[str]) -> dict[str, bytes]:
    """Those of the files at the top of an sdist that it has; only they are kept."""
    folder = TREES.parent / "files" / requirement.replace("==", "-").lower()
    if not folder.exists():
        with tempfile.TemporaryDirectory(prefix="walkaround-sdist-") as name:
            archive = _download(requirement, Path(name))
            if archive is None:
                sys.stderr.write(f"{requirement} cannot be fetched and is left out\n")
                return {}
            kept = Path(name) / "kept"
            kept.mkdir()
            with tarfile.open(archive) as packed:
                for member in packed:
                    inside = packed.extractfile(member) if member.isfile() else None
                    _, _, path = member.name.partition("/")
                    if inside is not None and path in names:
                        (kept / path).write_bytes(inside.read())
            folder.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(kept, folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name in names}


def _download(requirement: str, place: Path) -> Path | None:
    command = [sys.executable, "-m", "pip", "download", "-vv", "--disable-pip-version-check", "--no-deps"]
    command += ["--no-binary", ":all:", "--no-build-isolation", "--dest", str(place), requirement]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    found = next(place.glob("*.tar.gz"), None)
    if found is not None:
        return found
    links = [word for word in done.stdout.split() if word.partition("#")[0].endswith(".tar.gz") and "://" in word]
    if not links:
        return None
    return _read(links[-1].partition("#")[0].strip("()"), place / "sdist.tar.gz")


def _read(url: str, target: Path) -> Path | None:
    try:
        with urlopen(url, timeout=120) as answer, target.open("wb") as file:  # noqa: S310 - what pip's index names
            shutil.copyfileobj(answer, file)
    except OSError:
        return None
    return target
