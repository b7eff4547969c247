"""How a test calls what it tests: with which arguments, on which instance, and in which form."""

import ast
from collections.abc import Iterator, Mapping
from keyword import iskeyword
from typing import Literal, NamedTuple

from ._classes import bases, constructor, fields, is_abstract, is_enum, is_record
from ._names import Imports
from ._source import Function, Origin, Source, Target, decorated
from ._strategies import Strategies, Strategy, anything

Form = Literal["plain", "async", "generator", "async generator", "context", "async context", "property"]
_WITHOUT = ("object", "", "abc.ABC", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol")


class Argument(NamedTuple):
    """`how` is "" for one given by its place, `*` and `**` for the rest, else the name that it is given by.

    `name` is what the function calls it, `known` what the test does; `default` is the source of its default.
    """

    name: str
    known: str
    how: str
    strategy: Strategy
    annotation: str
    default: str

    @property
    def given(self) -> str:
        if self.how in ("", "*", "**"):
            return f"{self.how}{self.known}"
        return f"{self.how}={self.known}"


class Call(NamedTuple):
    """`callee` is what is called; `returns` whether anything comes back that could be looked at.

    `imports` are what its strategies need.
    """

    callee: str
    arguments: tuple[Argument, ...]
    form: Form
    returns: bool
    notes: tuple[str, ...]
    imports: Imports

    @property
    def text(self) -> str:
        if self.form == "property":
            return self.callee
        return f"{self.callee}({', '.join(one.given for one in self.arguments if one.how != 'instance')})"


class _Given(NamedTuple):
    """An argument as the source has it."""

    name: str
    how: str
    annotation: ast.expr | None
    default: ast.expr | None


def call_of(source: Source, target: Target, types: Mapping[str, str], taken: set[str]) -> Call:
    """The call of a function, a method or a class; `types` are those that its docstring names.

    `taken` are the names that the test uses for itself.
    """
    notes: list[str] = []
    given = _of_class(source, target.owners[-1], notes) if target.function is None else [*_of_function(target)]
    outer = target.owners[0].name if target.owners else target.name
    taken.add(outer)
    known = [_free(one.name, taken) for one in given]
    bound = _is_bound(target)
    instance = _free(_snake(target.owners[-1].name), taken) if bound else ""
    taken.discard(outer)  # of all names this one has to stay as it is, unless the test itself uses it
    imports = Imports(taken)
    names = [imports.bind(Origin(source.module, outer), outer), *target.name.split(".")[1:]]
    strategies = Strategies(source, imports, _variables(target))
    arguments = [_argument(one, name, strategies, types) for one, name in zip(given, known, strict=True)]
    if bound:
        owner = ".".join(names[:-1])
        strategy = Strategy(strategies.instance(target.owners[-1], owner), frozenset(), _made_by(source, target))
        arguments.insert(0, Argument("", instance, "instance", strategy, owner, ""))
        names = [instance, _mangled(target)]
    return Call(".".join(names), tuple(arguments), _form(target), _returns(target), tuple(notes), imports)


def _made_by(source: Source, target: Target) -> str:
    cls = target.owners[-1]
    return f"{cls.name} is made by its subclasses: give one" if is_abstract(source, cls) else ""


def _variables(target: Target) -> dict[str, ast.expr | None]:
    """The type variables of `def f[T: int]` and of the classes around, with their bounds."""
    found: dict[str, ast.expr | None] = {}
    for node in (*target.owners, target.node):
        for one in getattr(node, "type_params", ()):
            bound = getattr(one, "bound", None)
            if isinstance(bound, ast.Tuple) and bound.elts:  # one of several: the first stands for them
                bound = bound.elts[0]
            found[one.name] = bound
    return found


def _is_bound(target: Target) -> bool:
    """Whether a function is called on an instance."""
    return bool(target.owners and target.function) and not decorated(target.node, "staticmethod", "classmethod")


def _mangled(target: Target) -> str:
    name = target.node.name
    if name.startswith("__") and not name.endswith("__"):
        return f"_{target.owners[-1].name.lstrip('_')}{name}"
    return name


def _of_function(target: Target) -> Iterator[_Given]:
    function = target.function
    if function is None or decorated(function, "property", "cached_property"):
        return
    yield from _arguments(function, bool(target.owners) and not decorated(function, "staticmethod"))


def _arguments(function: Function, first_is_given: bool) -> Iterator[_Given]:
    given = function.args
    positional = [*given.posonlyargs, *given.args]
    missing: list[ast.expr | None] = [None] * (len(positional) - len(given.defaults))
    pairs = list(zip(positional, [*missing, *given.defaults], strict=True))
    for one, default in pairs[1:] if first_is_given else pairs:
        yield _Given(one.arg, "", one.annotation, default)
    if given.vararg is not None:
        yield _Given(given.vararg.arg, "*", given.vararg.annotation, None)
    for one, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        yield _Given(one.arg, one.arg, one.annotation, default)
    if given.kwarg is not None:
        yield _Given(given.kwarg.arg, "**", given.kwarg.annotation, None)


def _of_class(source: Source, cls: ast.ClassDef, notes: list[str], seen: frozenset[str] = frozenset()) -> list[_Given]:
    """What a constructor takes: its own `__init__`, fields, or the nearest base class of the module that has either."""
    init = constructor(cls)
    if init is not None:
        return list(_arguments(init, True))
    if is_enum(source, cls):
        return [_Given("value", "", None, None)]
    found = bases(source, cls)
    own = {base: source.classes(base.rpartition(".")[2]) for base in found if base.startswith(f"{source.module}.")}
    inherited = [
        _of_class(source, base, notes, seen | {cls.name})
        for base in own.values()
        if base is not None and base.name not in seen
    ]
    if is_record(source, cls):
        mine = [_Given(name, name, one.annotation, one.value) for name, one in fields(cls)]
        return list({one.name: one for given in (*inherited, mine) for one in given}.values())
    foreign = [base for base in found if base not in own and base not in _WITHOUT]
    if foreign and not any(inherited):
        notes.append(f"{cls.name} may take the arguments of {foreign[0]}, which is not read: add them")
    return next(filter(None, inherited), [])


def _argument(one: _Given, known: str, strategies: Strategies, types: Mapping[str, str]) -> Argument:
    strategy = _strategy(one, strategies, types)
    if one.how == "*":
        strategy = Strategy(f"st.lists({strategy.text})", strategy.kinds | {"many"}, strategy.note)
    elif one.how == "**" and not _is_unpacked(one.annotation):
        names = 'st.sampled_from(["first_extra", "second_extra"])'
        strategy = Strategy(f"st.dictionaries({names}, {strategy.text})", strategy.kinds | {"mapping"}, strategy.note)
    default = "" if one.default is None else ast.unparse(one.default)
    annotation = "" if one.annotation is None else ast.unparse(one.annotation)
    return Argument(one.name, known, one.how, strategy, annotation, default)


def _is_unpacked(annotation: ast.expr | None) -> bool:
    """Whether `**` is of `Unpack[Options]`, which speaks of all names at once; else of each value."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return "Unpack[" in annotation.value
    return isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value).rpartition(".")[2] == "Unpack"


def _strategy(one: _Given, strategies: Strategies, types: Mapping[str, str]) -> Strategy:
    """By the annotation, else by the docstring's type, else by the default; where all are silent, anything."""
    if one.annotation is not None:
        found = strategies.of(one.annotation)
        is_none = isinstance(one.default, ast.Constant) and one.default.value is None
        return found._replace(kinds=found.kinds | {"none"}) if is_none else found
    if one.name in types:
        try:
            node = ast.parse(types[one.name], mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            node = None
        found = strategies.of(node) if node is not None and _builtin(node) else anything("")
        if "anything" not in found.kinds:
            return found._replace(note="not annotated; its type is the docstring's")
    if isinstance(one.default, ast.Constant) and type(one.default.value) in (bool, int, float, str, bytes):
        found = strategies.of(ast.Name(type(one.default.value).__name__, ast.Load()))
        return found._replace(note="not annotated; its type is that of its default")
    return anything("not annotated, and nothing is known of its type")


def _builtin(node: ast.expr) -> bool:
    """Whether a type of a docstring is made of names that mean the same everywhere."""
    known = {"int", "float", "str", "bool", "bytes", "list", "dict", "set", "tuple", "frozenset", "complex"}
    return all(one.id in known for one in ast.walk(node) if isinstance(one, ast.Name)) and not any(
        isinstance(one, ast.Attribute | ast.Call | ast.Lambda) for one in ast.walk(node)
    )


def _form(target: Target) -> Form:
    function = target.function
    if function is None:
        return "plain"
    if decorated(function, "property", "cached_property"):
        return "property"
    if decorated(function, "asynccontextmanager"):
        return "async context"
    if decorated(function, "contextmanager"):
        return "context"
    yields = any(isinstance(one, ast.Yield | ast.YieldFrom) for one in _own_nodes(function))
    if isinstance(function, ast.AsyncFunctionDef):
        return "async generator" if yields else "async"
    return "generator" if yields else "plain"


def _own_nodes(function: Function) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions in it."""
    stack: list[ast.AST] = list(function.body)
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            stack += ast.iter_child_nodes(node)


def _returns(target: Target) -> bool:
    """Whether a call gives anything back, as far as its annotation tells."""
    said = target.function.returns if target.function is not None else None
    return not (isinstance(said, ast.Constant) and said.value in (None, "None"))


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def _snake(name: str) -> str:
    made = "".join(f"_{one.lower()}" if one.isupper() else one for one in name).strip("_")
    return made if made.isidentifier() and not iskeyword(made) else "instance"
