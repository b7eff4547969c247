"""pr-template on templates that projects use: install, upgrade, drift, removal, each exact to the byte or not.

`python3 benchmarks/templates.py FOLDER` takes every file below a folder as a template; without one, those of some
sdists are fetched. Templates of our own, odd on purpose, come first; `--quick` leaves it at those and needs no
network. The environment is set up once. Exit code 1 when a step was not exact.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from setup_environment import environment

# Projects whose sdist holds the template that they use.
SDISTS = [
    "attrs==24.3.0",
    "black==24.10.0",
    "stamina==24.3.0",
    "starlette==0.41.3",
    "structlog==24.4.0",
    "svcs==24.1.0",
]
# What pip asks for before it tells where an sdist lies.
BACKENDS = ["hatchling", "hatch-vcs", "hatch-fancy-pypi-readme", "setuptools", "setuptools-scm", "flit-core"]
_TEMPLATE = re.compile(r"(^|/)(pull_request_template(\.md|\.txt)?|(pull|merge)_request_templates?/.*\.(md|txt))$", re.I)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="files that are templates (default: those of some sdists)")
    parser.add_argument("--quick", action="store_true", help="only our own, without a network")
    options = parser.parse_args()
    from template_trials import DERIVED, REFUSED

    exact = measured("our own", DERIVED)
    refused = refusals(REFUSED)
    print(f"{'our own, refused':24}{refused}/{len(REFUSED)}")
    if not options.quick:
        real = dict(files(options.folder) if options.folder else fetched_templates())
        exact = measured("real", real) and exact
    return 0 if exact and refused == len(REFUSED) else 1


def measured(name: str, templates: Mapping[str, bytes]) -> bool:
    """Print how many templates come through each step exactly; whether all did that can hold the block."""
    from template_trials import STEPS, enter, refusal, trial

    exact: Counter[str] = Counter()
    refused = 0
    with tempfile.TemporaryDirectory(prefix="walkaround-templates-") as top:
        for number, (template, content) in enumerate(sorted(templates.items())):
            why = refusal(enter(Path(top, str(number))), content)
            if why:
                refused += 1
                print(f"{template}: {why}")
                continue
            done = trial(enter(Path(top, f"{number}-kept")), content)
            exact.update(step for step in STEPS if done[step])
            inexact = [step for step in STEPS if not done[step]]
            if inexact:
                print(f"{template}: not exact: {', '.join(inexact)}")
        os.chdir("/")
    total = len(templates) - refused
    counts = "".join(f"{step} {exact[step]}/{total}".ljust(20) for step in STEPS)
    print(f"{name:24}{counts}{f'refused {refused}' if refused else ''}".rstrip())
    return all(exact[step] == total for step in STEPS)


def refusals(templates: Mapping[str, bytes]) -> int:
    from template_trials import enter, refusal

    with tempfile.TemporaryDirectory(prefix="walkaround-templates-") as top:
        count = sum(bool(refusal(enter(Path(top, str(n))), content)) for n, content in enumerate(templates.values()))
        os.chdir("/")
    return count


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


def fetched_templates() -> Iterator[tuple[str, bytes]]:
    import sdists

    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", *BACKENDS]
    subprocess.run(pip, check=False)
    for requirement in SDISTS:
        tree = sdists.fetched(requirement)
        for path in sorted(tree.rglob("*")) if tree else []:
            name = path.relative_to(tree or path).as_posix()
            if path.is_file() and _TEMPLATE.search(name):
                yield f"{requirement}/{name}", path.read_bytes()


if __name__ == "__main__":
    if os.environ.get("WALKAROUND_BENCHMARK") != "templates":
        inner = environment(["test"])
        again = dict(os.environ, WALKAROUND_BENCHMARK="templates")
        raise SystemExit(subprocess.run([inner, *sys.argv], env=again, check=False).returncode)
    raise SystemExit(main())
