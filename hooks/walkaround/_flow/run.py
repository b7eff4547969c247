"""The state of one function's analysis, and what is known at one place of it."""

import ast
from typing import TYPE_CHECKING, NamedTuple

from .._code import Function, Handler, Module
from .value import (
    ALL,
    ARCHIVE,
    CLIENT,
    MEMBER,
    PATH,
    Source,
    Value,
    harmless,
    joined,
    of_source,
    within,
)

if TYPE_CHECKING:
    from .summaries import Analysis

STEPS = 20_000  # expressions and statements that are looked at in one function


# A value stands as a space in the known part of a text, or as what stands for it in a template.
_QUOTED = ("' '", '" "', "'% %'", "'%s'", "'{", "'%(")


class TooMuch(Exception):  # noqa: N818 - not an error: this function is not judged
    """A function, or a module, is too large to be followed within bounds."""


class Hit(NamedTuple):
    """A foreign value that reaches a place where it does harm.

    `node` is where the text was built, else the sink; `sink` the call or statement, `name` what it is called. `client`
    tells whether a client chose the value, else a caller did.
    """

    family: int
    node: ast.AST
    sink: ast.AST
    name: str
    sources: frozenset[Source]
    built: bool
    strict: bool = False  # does harm only with what a client chose
    quoted: bool = False  # stands between quotes in the text

    @property
    def client(self) -> bool:
        return any(source[0] == CLIENT for source in self.sources)


class Env:
    """What is known at a place: the values of names, and the sources that guards have found harmless."""

    __slots__ = ("guarded", "run", "values")

    def __init__(
        self, run: "Run", values: dict[str, Value] | None = None, guarded: dict[Source, int] | None = None
    ) -> None:
        self.run = run  # who pays for what is done with many names
        self.values = values if values is not None else {}
        self.guarded = guarded if guarded is not None else {}

    def copy(self) -> "Env":
        self.run.pay(len(self.values) + len(self.guarded) >> 5)
        return Env(self.run, dict(self.values), dict(self.guarded))

    def source(self, *source: object, kind: str = "", safe: int = 0) -> Value:
        """A value from a source, harmless for what guards on the way here made it."""
        return self.seen(of_source(*source, kind=kind, safe=safe))

    def seen(self, value: Value) -> Value:
        """A value as the guards on the way here left it."""
        if not self.guarded or not value.sources:
            return value
        self.run.pay(len(self.guarded) * len(value.sources) >> 3)
        masks = [self._mask(source) for source in value.sources]
        common = ALL
        for mask in masks:
            common &= mask
        return value.but(safe=value.safe | common) if common else value

    def _mask(self, source: Source) -> int:
        mask = 0
        for guarded, families in self.guarded.items():
            if source[: len(guarded)] == guarded:
                mask |= families
        return mask

    def guard(self, sources: frozenset[Source], families: int = ALL) -> None:
        """From here on what comes from these sources is harmless for these families."""
        if not sources or not families:
            return
        self.run.pay(len(self.values) >> 2)
        for source in sources:
            self.guarded[source] = self.guarded.get(source, 0) | families
        for name, value in self.values.items():
            if value.sources and any(within(source, sources) for source in value.sources):
                self.values[name] = harmless(value, families, sources)


def either(left: Env | None, right: Env | None) -> Env | None:
    """What is known where two ways meet; None is a way that does not come here."""
    if left is None or right is None or left is right:
        return left or right
    values = dict(left.values)
    differ = 0
    for name, value in right.values.items():
        mine = values.get(name)
        if mine is not value:
            differ += 1
            values[name] = joined(mine, value) if mine is not None else value
    guarded = {one: mask & right.guarded[one] for one, mask in left.guarded.items() if one in right.guarded}
    left.run.pay((len(values) + len(left.guarded) >> 4) + differ)
    return Env(left.run, values, guarded)


class Run:
    """One function (or the statements of the module itself) on its way from the first statement to the last."""

    def __init__(self, analysis: "Analysis", function: Function | ast.Module, handler: Handler | None) -> None:
        self.analysis = analysis
        self.module: Module = analysis.module
        self.function = function
        self.handler = handler
        self.hits: list[Hit] = []
        self.returns: Value | None = None
        self.breaks: list[Env | None] = []
        self.continues: list[Env | None] = []
        self.passed: dict[ast.AST, dict[Source, int]] = {}  # by loop, what every element was found harmless for
        self.steps = 0
        self.final: Env | None = None
        self.quiet = False

    def step(self) -> None:
        self.pay(1)

    def pay(self, steps: int) -> None:
        """So much work was done; TooMuch when that is more than a function, or its module, is worth."""
        self.steps += steps
        self.analysis.steps += steps
        if self.steps > STEPS or self.analysis.steps > self.analysis.most:
            raise TooMuch

    def hit(self, family: int, value: Value, sink: ast.AST, name: str, strict: bool = False) -> None:
        """Keep that a value reaches a sink, if it is foreign there."""
        if not self.quiet and value.foreign(family):
            if family == PATH and any(source[0] == MEMBER for source in value.sources):
                family = ARCHIVE
            built = value.built is not None
            quoted = any(mark in value.text for mark in _QUOTED)
            self.hits.append(Hit(family, value.built or sink, sink, name, value.sources, built, strict, quoted))

    def give(self, value: Value) -> None:
        self.returns = value if self.returns is None else joined(self.returns, value)
