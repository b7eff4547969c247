"""`walkaround tests scaffold`: a Hypothesis test for one function, read from its signature and its docstring.

Nothing of the project is imported or run. What must hold is for a person to say: the test calls the function and then
fails, so that it cannot be green before somebody has written an assertion.
"""

import argparse
import os
from collections.abc import Sequence

from .. import _git
from .._finding import NotJudged
from .._main import formatter
from .._paths import from_root, strays
from .._report.wording import visible_path, well_formed
from . import note, say
from ._places import Place, place_of
from ._render import Scaffold, scaffold
from ._source import Source, Target, find, names, origins, tree_of


def main(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    path, wanted = _named(options.target)
    root = _git.find_root(os.getcwd()) or os.getcwd()
    key = from_root(root, path)
    if key is None:
        raise NotJudged(path, "lies outside the repository; go to its repository first")
    tree = tree_of(path)
    if not wanted:
        raise NotJudged(path, _which([*names(tree.body)], path))
    target = find(tree, path, wanted)
    place = place_of(root, key)
    source = Source(key, place.module, tree, origins(tree, place.module, place.is_package))
    made = scaffold(source, target, place.note)
    written = None if options.write is None else _write(root, options.write or os.path.join(root, place.test), made)
    if options.json:
        say(_json(source, target, place, made, written))
    elif written is None:
        say(made.text)
    else:
        note(f"wrote {visible_path(written)}; say in it what must hold, then run it")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround tests scaffold",
        description="A Hypothesis test for one function: strategies from its signature, the edge cases as questions, "
        "and a last line that fails until a person says what must hold.",
        epilog="Exit codes: 0 printed or written, 2 the function could not be read, or the file is there already.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument("target", metavar="FILE::FUNCTION", help="also FILE::Class.method, and FILE::Class")
    parser.add_argument(
        "--write",
        nargs="?",
        const="",
        metavar="PATH",
        help="write a new file there, never over one that is there (default: where the project's tests are)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _named(target: str) -> tuple[str, str]:
    path, _, wanted = target.partition("::")
    if not path:
        raise NotJudged(target, "names no file; write FILE::FUNCTION")
    return path, wanted.replace("::", ".").removesuffix("()")


def _which(known: list[str], path: str) -> str:
    if not known:
        return "has no function and no class"
    example = f"{path}::{known[0]}"
    return f"which function of it? Write {example}" + (f", or one of {', '.join(known[1:6])}" if known[1:] else "")


def _write(root: str, path: str, made: Scaffold) -> str:
    """Write the test into a new file; its path from the top. NotJudged where something is, or would be, elsewhere."""
    from .._write import create

    if path.endswith(("/", os.sep)) or os.path.isdir(path):
        raise NotJudged(path, "is a folder; name the file of the test")
    key = from_root(root, path)
    if key is not None and os.path.lexists(path):
        raise NotJudged(key, "is there already and is not changed; name another file with --write PATH")
    if why := strays(root, path):
        raise NotJudged(path, f"{why}; nothing was written, name a place inside of the repository with --write PATH")
    if not path.endswith(".py"):
        raise NotJudged(path, "is no .py file, as a test is; name one with --write PATH")
    create(path, made.text.encode())
    return key or path


def _json(source: Source, target: Target, place: Place, made: Scaffold, written: str | None) -> str:
    import json

    known = {
        "version": 1,
        "path": well_formed(source.path),
        "function": target.name,
        "line": target.node.lineno,
        "module": place.module,
        "test": made.test,
        "place": place.test,
        "written": None if written is None else well_formed(written),
        "questions": [one._asdict() for one in made.questions],
        "raises": [one._asdict() for one in made.raises],
        "notes": list(made.notes),
        "text": made.text,
    }
    return json.dumps(known, indent=2) + "\n"
