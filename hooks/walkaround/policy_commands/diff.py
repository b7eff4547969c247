"""`walkaround policy diff A B`: what B demands more, less or otherwise than A."""

import argparse
import os
from collections.abc import Sequence
from contextlib import closing

from .. import _git
from .._catalogue import HookCatalogue
from .._git_tree import GitTree
from .._main import formatter
from .._policy._compare import Difference, compare
from .._policy._extends import PROFILES
from .._policy._layers import Disk
from .._policy._load import named_stack, read_stack
from .._policy._stack import Stack
from . import say, top

_SIGNS = {"tighter": "+", "looser": "-", "changed": "~"}


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        "walkaround policy diff",
        description="What policy B demands more (+), less (-) or otherwise (~) than policy A.",
        epilog="A policy is a profile, a policy file, a commit (the repository's policy as it is there), or . for "
        "the one in force here. Exit code 0; 1 when B is looser anywhere and --refuse-looser is given.",
        formatter_class=formatter,
    )
    parser.add_argument("a", metavar="A")
    parser.add_argument("b", metavar="B", nargs="?", default=".", help="default: the repository's own policy")
    parser.add_argument("--refuse-looser", action="store_true", help="exit 1 when B demands less anywhere")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(argv)
    root = top()
    paths = _git.index_entries(root) if _git.find_root(root) else ()
    differences = compare(_stack(options.a, root), _stack(options.b, root), paths)
    if options.json:
        import json

        say(json.dumps([_as_json(one) for one in differences], indent=2) + "\n")
    else:
        say("".join(map(_text, differences)) or "no difference\n")
    return 1 if options.refuse_looser and any(one.kind == "looser" for one in differences) else 0


def _stack(name: str, root: str) -> Stack:
    """A profile, a file, `.`, or a commit."""
    catalogue = HookCatalogue()
    tables = catalogue.tables
    if name == ".":
        return read_stack(catalogue, Disk(root), tables)
    if name not in PROFILES and not os.path.lexists(name) and _git.find_root(root):
        try:
            commit = _git.commit_id(root, name)
        except _git.GitError:
            return named_stack(catalogue, name, tables)  # which says that it is neither
        with closing(GitTree(root, commit, label=f"{commit[:12]}:")) as tree:
            return read_stack(catalogue, tree, tables)
    return named_stack(catalogue, name, tables)


def _text(one: Difference) -> str:
    place = f"  {one.layer.path}:{one.line}" if one.layer is not None and one.line else ""
    scope = f"{one.scope} " if one.scope else ""
    return f"{_SIGNS[one.kind]} {one.kind:7} {scope}{one.name}: {one.before} -> {one.after}{place}\n"


def _as_json(one: Difference) -> dict[str, object]:
    return {
        "kind": one.kind,
        "scope": one.scope,
        "name": one.name,
        "before": one.before,
        "after": one.after,
        "path": one.layer.path if one.layer is not None and one.line else "",
        "line": one.line,
    }
