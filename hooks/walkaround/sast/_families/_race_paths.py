"""Files that were there, or were not, when somebody asked."""

import ast
from bisect import bisect_left
from collections.abc import Iterator

from ..._code import Function, Module
from ._blocks import Stretch, branches
from ._found import Found
from ._surroundings import answers, catches, chain, locked, shape, words_of

_MISSING = frozenset({"FileNotFoundError", "OSError", "IOError", "EnvironmentError", "PermissionError", "error"})
_PRESENT = frozenset({"FileExistsError", "OSError", "IOError", "EnvironmentError", "error"})

_ASKS = frozenset({"exists", "isfile", "isdir", "lexists", "is_file", "is_dir", "access"})
_REMOVES = frozenset(
    {"remove", "unlink", "rename", "replace", "rmdir", "rmtree", "move", "removedirs", "symlink", "link"}
)
_TREES = frozenset({"rmtree", "rmdir", "removedirs", "move"})
_MAKES = frozenset({"makedirs", "mkdir", "open", "touch", "write_text", "write_bytes"})


class Check:
    """A question after a path, and the lines that run because of the answer: `there` says which one."""

    __slots__ = ("call", "lines", "there")

    def __init__(self, call: ast.Call, there: bool, lines: Stretch) -> None:
        self.call = call
        self.there = there
        self.lines = lines


def paths(module: Module) -> Iterator[Found]:
    """Acts on a path after a check of it."""
    if _is_command(module):
        return
    for call in module.calls(*_ASKS):
        path = _path_of(module, call)
        if path is None:
            continue
        acts = module.once(_acts, lambda: _acts(module)).get((module.function(call), shape(_plain(module, path))))
        if acts and not _is_private(module, call, path):
            for check in _checks(module, call):
                yield from _first_act(module, check, acts)


def _is_command(module: Module) -> bool:
    """Whether a module is a program for one user at a terminal, who races with nobody."""
    return bool(module.imported & {"argparse", "click", "typer", "optparse"}) or "/management/" in module.path


def _path_of(module: Module, call: ast.Call) -> ast.expr | None:
    """The path that `os.path.exists(path)` or `path.exists()` asks after."""
    name = module.name(call.func)
    if name.startswith(("os.path.", "genericpath.")) and len(call.args) == 1:
        return call.args[0]
    if name == "os.access" and len(call.args) == 2:
        return call.args[0]
    if isinstance(call.func, ast.Attribute) and not call.args and call.func.attr in {"exists", "is_file", "is_dir"}:
        value = call.func.value
        _root, steps = chain(value)
        if any(step in {"filter", "objects", "query", "exclude", "all"} for step, _call in steps):
            return None  # rows, not files
        # Whatever else is asked so, only paths are then opened, unlinked or written.
        return value if "pathlib" in module.imported or "pathlib." in module.name(value) else None
    return None


def _is_private(module: Module, call: ast.Call, path: ast.expr) -> bool:
    """Whether a path is one that nobody else knows of, or is tidied away after something went wrong."""
    if {"tmp", "temp", "temporary", "tempfile"} & set(words_of(module.last(path))) or "tempfile." in module.name(path):
        return True
    function = module.function(call)
    if isinstance(path, ast.Name) and function is not None:
        for binding in module.bindings(function, path.id):
            value = binding.value if isinstance(binding, ast.Assign) else None
            if value is not None and "tempfile." in module.name(value):
                return True
    inner: ast.AST = call
    for around in module.parents(call):
        if isinstance(around, ast.ExceptHandler):
            return True
        if isinstance(around, ast.Try | ast.TryStar) and inner in around.finalbody:
            return True
        inner = around
    return False


def _checks(module: Module, call: ast.Call) -> Iterator[Check]:
    """The stretches of code that run because a path is there, or is not."""
    truth = True
    simple = True
    node: ast.AST = call
    for around in module.parents(call):
        if isinstance(around, ast.UnaryOp) and isinstance(around.op, ast.Not):
            truth = not truth
        elif isinstance(around, ast.BoolOp):
            simple = False
            if isinstance(around.op, ast.Or) and truth:
                return
        else:
            if isinstance(around, ast.If) and node is around.test:
                for holds in (True, False):
                    for lines in branches(module, around, holds, simple):
                        yield Check(call, truth == holds, lines)
            return
        node = around


def _acts(module: Module) -> dict[tuple[Function | None, str], list[ast.Call]]:
    """The calls that act on a path, by function and path, in the order of their lines."""
    found: dict[tuple[Function | None, str], list[ast.Call]] = {}
    for call in module.calls(*_REMOVES, *_MAKES):
        target, _name = _target(module, call, module.last(call.func))
        if target is not None:
            found.setdefault((module.function(call), shape(_plain(module, target))), []).append(call)
    for calls in found.values():
        calls.sort(key=lambda one: (one.lineno, one.col_offset))
    return found


_MOST = 5  # acts in one stretch that are looked at


def _first_act(module: Module, check: Check, acts: list[ast.Call]) -> Iterator[Found]:
    start = bisect_left(acts, check.lines.first, key=lambda one: one.lineno)
    for call in acts[start : start + _MOST]:
        if call.lineno > check.lines.last:
            return
        found = _act(module, call, check)
        if found is not None:
            if not locked(module, call):
                yield found
            return


def _plain(module: Module, path: ast.expr) -> ast.expr:
    """The path in `Path(path)` and `str(path)`."""
    while isinstance(path, ast.Call) and module.last(path.func) in {"Path", "str", "fspath"} and len(path.args) == 1:
        path = path.args[0]
    return path


def _act(module: Module, call: ast.Call, check: Check) -> Found | None:
    """The defect of a call that acts on the path that was checked."""
    word = module.last(call.func)
    _path, name = _target(module, call, word)
    mode = _mode(module, call) if word == "open" else "w"
    if word in _REMOVES:
        said, remedy = _removal(module, call, check)
    elif "r" in mode and "+" not in mode:
        said, remedy = _reading(module, call, check)
    else:
        said, remedy = _making(module, call, check, mode)
    return Found("B946", call, f"{name} {said}", remedy) if said else None


def _removal(module: Module, call: ast.Call, check: Check) -> tuple[str, str]:
    if not check.there or _is_tolerant(call) or catches(module, call, _MISSING):
        return "", ""
    word = module.last(call.func)
    doubtful = word in _TREES or (check.lines.after and word not in {"remove", "unlink"})
    if doubtful and not answers(module, call):
        return "", ""
    return "acts on what was there when it was checked and may be gone.", _GONE


def _reading(module: Module, call: ast.Call, check: Check) -> tuple[str, str]:
    """A check before reading gives a clearer message; in a request, or after `os.access`, it is a race."""
    access = module.last(check.call.func) == "access"
    if not check.there or catches(module, call, _MISSING):
        return "", ""
    if not access and (check.lines.after or not answers(module, call)):
        return "", ""
    return "opens what was there when it was checked and may be gone.", _OPEN


def _making(module: Module, call: ast.Call, check: Check, mode: str) -> tuple[str, str]:
    if check.there or "x" in mode or "a" in mode or _is_tolerant(call) or catches(module, call, _PRESENT):
        return "", ""
    word = module.last(call.func)
    if word in {"makedirs", "mkdir"}:
        return "fails when another process made it after the check.", _MAKE
    if word == "touch" or "w" not in mode:
        return "", ""
    return "overwrites what another process wrote after the check.", _WRITE


_GONE = "Act without asking and catch FileNotFoundError, or use missing_ok=True."
_OPEN = "Open it without asking and catch OSError."
_MAKE = "Pass exist_ok=True instead of asking first."
_WRITE = 'Open it with mode "x" and catch FileExistsError.'


def _target(module: Module, call: ast.Call, word: str) -> tuple[ast.expr | None, str]:
    """The path that a call acts on, and what the call is named."""
    name = module.name(call.func)
    if name in {"builtins.open", "io.open", "aiofiles.open"} or name.startswith(("os.", "shutil.")):
        shown = name.removeprefix("builtins.")
        return (call.args[0], shown) if call.args else (None, "")
    if isinstance(call.func, ast.Attribute) and name.partition(".")[0] not in {"tarfile", "zipfile", "gzip"}:
        return call.func.value, f".{word}()"
    return None, ""


def _is_tolerant(call: ast.Call) -> bool:
    names = {"exist_ok", "missing_ok", "ignore_errors", "dirs_exist_ok", "onerror", "onexc"}
    if any(
        keyword.arg in names and not (isinstance(keyword.value, ast.Constant) and not keyword.value.value)
        for keyword in call.keywords
    ):
        return True
    return any(keyword.arg is None for keyword in call.keywords)


def _mode(module: Module, call: ast.Call) -> str:
    own = isinstance(call.func, ast.Attribute) and not module.name(call.func).startswith(("io.", "aiofiles.", "os."))
    given = [*call.args[0 if own else 1 :][:1], *(k.value for k in call.keywords if k.arg == "mode")]
    mode = module.constant(given[0]) if given else "r"
    return mode if isinstance(mode, str) else "x"
