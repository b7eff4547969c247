"""Inspect a repository under the strict profile: `python3 tests/try_strict.py [PATH]`.

Sets up all it needs by itself. Without a path it builds the bundled sample, a small repository with real
mistakes in it, in a temporary folder; its credentials are made up at that moment and belong to nobody.
Exit code 1 therefore means that the sample's mistakes were found.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
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
    path = Path(argv[0]) if argv else None
    if path is not None and not os.path.isdir(path):
        raise fail(f"{argv[0]}: no such folder")
    python = environment([])
    if path is not None:
        return _check(python, path, os.environ)
    with tempfile.TemporaryDirectory(prefix="walkaround-sample-") as folder:
        try:
            build_sample(Path(folder))
        except (OSError, subprocess.CalledProcessError) as failure:
            raise fail(f"the sample repository cannot be made: {failure}") from None
        return _check(python, Path(folder), own_environment())


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
    for arguments in (["init", "-q"], ["add", "--force", "."]):
        subprocess.run(["git", *arguments], cwd=folder, env=own_environment(), check=True)


def own_environment() -> dict[str, str]:
    """The environment without what git tells its hooks, or `git add` would stage the sample in another repository."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def _check(python: Path, folder: Path, environ: Mapping[str, str]) -> int:
    scope = ["--all-files"] if (folder / ".git").exists() else ["."]
    # -P: else Python would import modules from the folder, which nobody has inspected yet.
    command = [str(python), "-P", "-m", "walkaround", "check", "--policy", "strict", *scope]
    print("$ walkaround", *command[4:], flush=True)
    code = subprocess.run(command, cwd=folder, env=environ, check=False).returncode
    return code if code in (0, 1) else 2  # a signal's number is negative


def guarded(argv: list[str]) -> int:
    """`main`, with whatever goes wrong around it as one line and exit code 2."""
    try:
        return main(argv)
    except KeyboardInterrupt:
        raise fail("interrupted") from None
    except OSError as failure:
        if sys.stdout is not None:  # what it could not take would be tried again at exit, which ends in exit code 120
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise fail(failure.strerror or str(failure)) from None


if __name__ == "__main__":
    sys.exit(guarded(sys.argv[1:]))
