"""What a module's source says, in a form that is small, quick to load, and made of nothing but these types.

Expressions are kept as far as a name can be followed through them; None stands for one that is not followed.
"""

from typing import NamedTuple, Optional


class Name(NamedTuple):
    """A name, looked up where the expression stands."""

    id: str


class Attribute(NamedTuple):
    """`base.attr`."""

    base: "Expr"
    attr: str


class Call(NamedTuple):
    """What a call gives. `texts`: its first constant texts with an empty name, then all keywords, with their text if it
    is constant; "**" for unpacked ones.
    """

    func: "Expr"
    texts: tuple[tuple[str, str], ...] = ()


class Index(NamedTuple):
    """`base[items]`: of an annotation, what a generic type is made of; else one element."""

    base: "Expr"
    items: tuple["Expr", ...]


class Either(NamedTuple):
    """One of several: `a or b`, `a if c else b`, and `A | B` of annotations."""

    options: tuple["Expr", ...]


class Awaited(NamedTuple):
    """`await value`."""

    value: "Expr"


class Builtin(NamedTuple):
    """An object of a built-in type, such as that of a literal; "self" is the object itself, an empty name None."""

    type: str


class Entered(NamedTuple):
    """What `with value as name` gives; `is_async` for `async with`."""

    value: "Expr"
    is_async: bool


class Element(NamedTuple):
    """What a loop over the value gives; `is_async` for `async for`."""

    value: "Expr"
    is_async: bool


class Annotated(NamedTuple):
    """An object of the type that an annotation names."""

    type: "Expr"


class Super(NamedTuple):
    """`super()` of the method in which it stands."""


Expr = Optional[  # noqa: UP045 - the types refer to one another by name
    Name | Attribute | Call | Index | Either | Awaited | Builtin | Entered | Element | Annotated | Super
]


class Forward(NamedTuple):
    """A call that hands `**options` on; `positional` is -1 where `*args` go with them."""

    func: Expr
    positional: int
    keywords: frozenset[str]


class Options(NamedTuple):
    """What becomes of `**options`.

    `taken` are the names that the body looks up. Others go to each of `forwards`; without any, they are refused
    where `refuses`. `open`: they are used in a way that is not followed.
    """

    taken: frozenset[str]
    forwards: tuple[Forward, ...]
    refuses: bool
    open: bool


class Param(NamedTuple):
    """A parameter. `kind`: "positional", "any", "keyword"."""

    name: str
    kind: str
    required: bool
    annotation: Expr


class Func(NamedTuple):
    """A function. `results` are the values it returns, apart from None; `local` holds the names that they are made of.

    `options_type` is the TypedDict of `**options: Unpack[…]` (PEP 692). `inner` are the functions defined in it that it
    returns. `stub`: it stands in a stub, which has no body.
    """

    name: str
    params: tuple[Param, ...]
    rest: bool
    options_name: str
    options: Options | None
    options_type: Expr
    decorators: tuple[Expr, ...]
    returns: Expr
    results: tuple[Expr, ...]
    local: dict[str, tuple[Expr, ...]]
    inner: dict[str, "Func"]
    is_async: bool
    is_generator: bool
    stub: bool


class Field(NamedTuple):
    """A field of a class body, of which a dataclass makes a parameter. `kind`: "init", "no-init", "keyword"."""

    name: str
    required: bool
    kind: str
    alias: str
    annotation: Expr


class Class(NamedTuple):
    """A class. `name` is qualified within its module. `attributes` are those that methods assign to `self` and `cls`.

    `open` says why objects may have other attributes, `class_open` why the class itself may; empty where nothing in the
    class makes them.
    """

    module: str
    name: str
    bases: tuple[Expr, ...]
    metaclass: Expr
    keywords: tuple[str, ...]
    decorators: tuple[Expr, ...]
    members: "dict[str, tuple[Binding, ...]]"
    attributes: dict[str, tuple[Expr, ...]]
    fields: tuple[Field, ...]
    open: str
    class_open: str
    stub: bool


class Import(NamedTuple):
    """A name that is a module."""

    module: str


class From(NamedTuple):
    """A name of another module, or a module below it."""

    module: str
    name: str


class Var(NamedTuple):
    """A variable. `annotation` is a type, `value` what is assigned."""

    annotation: Expr
    value: Expr


Binding = Import | From | Func | Class | Var


class Module(NamedTuple):
    """A module, `.py` or `.pyi`.

    `exported` is `__all__`, None where there is none or it is computed. `computed`: there is one, but it is computed.
    `answers` are the names that a closed module `__getattr__` knows. `open` says why other names may exist.
    `patched` are attributes that it assigns to what it did not make, as (dotted target, attribute).
    """

    name: str
    names: dict[str, tuple[Binding, ...]]
    stars: tuple[str, ...]
    exported: frozenset[str] | None
    computed: bool
    answers: frozenset[str]
    open: str
    patched: tuple[tuple[str, str], ...]


def last_name(expression: Expr) -> str:
    """The last name of an expression, such as `Optional` of `typing.Optional`, through calls and brackets."""
    while isinstance(expression, Call | Index):
        expression = expression.func if isinstance(expression, Call) else expression.base
    if isinstance(expression, Name):
        return expression.id
    return expression.attr if isinstance(expression, Attribute) else ""


def dotted_name(expression: Expr) -> str:
    """`a.b.c` of an expression that is made of names alone; empty for others."""
    parts: list[str] = []
    while isinstance(expression, Attribute):
        parts.append(expression.attr)
        expression = expression.base
    return ".".join([expression.id, *reversed(parts)]) if isinstance(expression, Name) else ""
