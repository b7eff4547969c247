"""One Python file, read and never run: what its names mean, and which function or class a person named."""

import ast
import os
import warnings
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .._finding import NotJudged
from .._policy import did_you_mean

Function = ast.FunctionDef | ast.AsyncFunctionDef
_MOST_BYTES = 4 << 20


class Origin(NamedTuple):
    """Where a name comes from: `name` of `module`, or the module itself where `name` is empty."""

    module: str
    name: str

    @property
    def full(self) -> str:
        return f"{self.module}.{self.name}" if self.name else self.module


class Source(NamedTuple):
    """A module, by the name that it is imported by, and what each name at its top level means."""

    path: str
    module: str
    tree: ast.Module
    origins: dict[str, Origin]

    def classes(self, name: str) -> ast.ClassDef | None:
        """The class of this name at the top level; the last one, which is the one that is there in the end."""
        found = [one for one in statements(self.tree.body) if isinstance(one, ast.ClassDef) and one.name == name]
        return found[-1] if found else None

    def full(self, node: ast.expr) -> str:
        """The full name of what an expression refers to, `datetime.date`; a builtin by its own name; else empty."""
        if isinstance(node, ast.Attribute):
            owner = self.full(node.value)
            return f"{owner}.{node.attr}" if owner else ""
        if not isinstance(node, ast.Name):
            return ""
        return self.origins[node.id].full if node.id in self.origins else node.id


class Target(NamedTuple):
    """What is to be tested. `owners` are the classes around it, outermost first; `function` None is a class itself."""

    function: Function | None
    owners: tuple[ast.ClassDef, ...]

    @property
    def node(self) -> Function | ast.ClassDef:
        return self.owners[-1] if self.function is None else self.function

    @property
    def name(self) -> str:
        own = () if self.function is None else (self.function.name,)
        return ".".join((*(one.name for one in self.owners), *own))


def tree_of(path: str) -> ast.Module:
    """The syntax tree of a file; NotJudged when it cannot be read."""
    try:
        if not os.path.isfile(path):
            raise NotJudged(path, "is no file" if os.path.lexists(path) else f"is not there{_near(path)}")
        with open(path, "rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as failure:
        raise NotJudged(path, f"cannot be read: {failure.strerror}") from None
    except ValueError:
        raise NotJudged(path, "is no name that a file can have") from None
    if len(content) > _MOST_BYTES:
        raise NotJudged(path, f"is larger than {_MOST_BYTES >> 20} MiB, more than anybody writes by hand")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the source that is read, such as an invalid escape
            return ast.parse(content)
    except SyntaxError as bad:
        raise NotJudged(path, f"line {bad.lineno or 1}: is not Python that this interpreter reads: {bad.msg}") from None
    except (ValueError, RecursionError, MemoryError):
        raise NotJudged(path, "is not Python that this interpreter reads") from None


def _near(path: str) -> str:
    folder, name = os.path.split(path)
    try:
        there = sorted(one for one in os.listdir(folder or os.curdir) if one.endswith(".py"))
    except OSError:
        return ""
    return did_you_mean(name, there[:1000], prefix=f"{folder}/" if folder else "")


def statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body, and those in its branches: a function may be defined under `if` or `try`."""
    for one in body:
        yield one
        if isinstance(one, ast.If | ast.Try | ast.TryStar | ast.With | ast.For | ast.While):
            for inner in ("body", "handlers", "orelse", "finalbody"):
                for part in getattr(one, inner, ()):
                    yield from statements(part.body if isinstance(part, ast.ExceptHandler) else [part])


def find(tree: ast.Module, path: str, wanted: str) -> Target:
    """The function, method or class of a dotted name; NotJudged with the nearest name when there is none."""
    owners: list[ast.ClassDef] = []
    body: Sequence[ast.stmt] = tree.body
    parts = wanted.split(".")
    for at, part in enumerate(parts):
        found = [one for one in statements(body) if isinstance(one, Function | ast.ClassDef) and one.name == part]
        if not found:
            raise NotJudged(path, _missing(tree, wanted, parts[:at]))
        last = _chosen(found)
        if isinstance(last, Function):
            if at + 1 < len(parts):
                raise NotJudged(path, f"{part!r} is a function, and no test can call what is inside of one")
            return Target(None if last.name in ("__init__", "__new__") and owners else last, tuple(owners))
        owners.append(last)
        body = [inner for one in found if isinstance(one, ast.ClassDef) for inner in one.body]
    return Target(None, tuple(owners))


def _chosen(found: Sequence[Function | ast.ClassDef]) -> Function | ast.ClassDef:
    """The definition that counts: not one of `@overload`, and a property's reading rather than its writing."""
    real = [one for one in found if not decorated(one, "overload", "setter", "deleter")]
    return (real or found)[-1]


def decorated(node: Function | ast.ClassDef, *last: str) -> bool:
    """Whether one of its decorators ends in one of these words."""
    for one in node.decorator_list:
        name = one.func if isinstance(one, ast.Call) else one
        word = name.attr if isinstance(name, ast.Attribute) else name.id if isinstance(name, ast.Name) else ""
        if word in last:
            return True
    return False


def _missing(tree: ast.Module, wanted: str, within: Sequence[str]) -> str:
    known = list(names(tree.body))
    if near := did_you_mean(wanted, known):
        return f"has no {wanted!r}{near}"
    if not known:
        return f"has no {wanted!r}, nor any other function or class"
    shown = [one for one in known if one.startswith(".".join((*within, "")))] or known
    return f"has no {wanted!r}; it has {', '.join(shown[:8])}{', ...' if len(shown) > 8 else ''}"


def names(body: Sequence[ast.stmt], above: str = "") -> Iterator[str]:
    """The dotted name of every function and class, those in classes too."""
    seen = set()
    for one in statements(body):
        if isinstance(one, Function | ast.ClassDef) and one.name not in seen:
            seen.add(one.name)
            yield above + one.name
            if isinstance(one, ast.ClassDef):
                yield from names(one.body, f"{above}{one.name}.")


def origins(tree: ast.Module, module: str, is_package: bool) -> dict[str, Origin]:
    """What the names at a module's top level mean; of two meanings the first one."""
    found: dict[str, Origin] = {}
    for one in statements(tree.body):
        for name, origin in _bound(one, module, is_package):
            found.setdefault(name, origin)
    return found


def _bound(one: ast.stmt, module: str, is_package: bool) -> Iterator[tuple[str, Origin]]:
    if isinstance(one, ast.Import):
        for alias in one.names:
            top = alias.name.partition(".")[0]
            yield alias.asname or top, Origin(alias.name if alias.asname else top, "")
    elif isinstance(one, ast.ImportFrom):
        source = _absolute(one, module, is_package)
        for alias in one.names:
            if alias.name != "*" and source:
                yield alias.asname or alias.name, Origin(source, alias.name)
    else:
        for name in _defined(one):
            yield name, Origin(module, name)


def _defined(one: ast.stmt) -> Iterator[str]:
    """The names that a statement gives a meaning of this module's own."""
    if isinstance(one, Function | ast.ClassDef):
        yield one.name
    elif isinstance(one, ast.Assign):
        yield from (target.id for target in one.targets if isinstance(target, ast.Name))
    elif isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and one.value is not None:
        yield one.target.id
    elif type(one).__name__ == "TypeAlias":  # `type X = ...`, which Python 3.11 has not
        yield one.name.id  # type: ignore[attr-defined]


def _absolute(one: ast.ImportFrom, module: str, is_package: bool) -> str:
    """The module that is imported from, relative imports resolved; empty when they lead out of the package."""
    if not one.level:
        return one.module or ""
    parts = module.split(".") if is_package else module.split(".")[:-1]
    kept = parts[: len(parts) - (one.level - 1)] if one.level - 1 < len(parts) else []
    return ".".join((*kept, *([one.module] if one.module else []))) if kept else ""
