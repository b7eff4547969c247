"""Inspect a repository under the strict profile: `python3 tests/try_strict.py [PATH]`.

Sets up all it needs by itself. Without a path it builds the bundled sample, a small repository with real
mistakes in it, in a temporary folder; its credentials are made up at that moment and belong to nobody.
Exit code 1 therefore means that the sample's mistakes were found.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit("try_strict.py: needs Python 3.11 or newer; call it with python3.11, python3.12, ...")

from made_up_secrets import fill, made_up
from setup_environment import TOP, environment, fail

SAMPLE = TOP / "tests" / "sample"


def main(argv: list[str]) -> int:
    if len(argv) > 1 or (argv and argv[0].startswith("-")):
        sys.stderr.write((__doc__ or "") + "\n")
        return 0 if argv[0] in ("-h", "--help") else 2
    path = Path(argv[0]).resolve() if argv else None
    if path is not None and not path.is_dir():
        raise fail(f"{argv[0]}: no such folder")
    python = environment([])
    if path is not None:
        return _check(python, path)
    with tempfile.TemporaryDirectory(prefix="walkaround-sample-") as folder:
        build_sample(Path(folder))
        return _check(python, Path(folder))


def build_sample(folder: Path) -> None:
    """Copy the sample, put made-up credentials in, and make it a git repository with everything staged."""
    secrets = made_up()
    for source in sorted(SAMPLE.rglob("*")):
        if source.is_file():
            # A leading "dot-" stands for a dot, so that no tool takes the sample's settings for this project's.
            parts = [part.replace("dot-", ".", 1) for part in source.relative_to(SAMPLE).parts]
            target = folder.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(fill(source.read_text(encoding="utf-8"), secrets), encoding="utf-8")
    for arguments in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *arguments], cwd=folder, check=True)


def _check(python: Path, folder: Path) -> int:
    scope = ["--all-files"] if (folder / ".git").exists() else ["."]
    command = [str(python), "-m", "walkaround", "check", "--policy", "strict", *scope]
    print("$ walkaround", *command[3:], flush=True)
    return subprocess.run(command, cwd=folder, env=os.environ, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
