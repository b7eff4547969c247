"""Mutants of some lines of a source, by cosmic-ray's operators.

Of the many replacements that cosmic-ray has for an operator one or two are taken: those that stand for a mistake
somebody makes. What no test can tell from the original, or what no reader would test, gives no mutant: annotations,
code for type checkers alone or for another Python than this one, what compiles to the same, and code marked with
`# pragma: no cover` or `no mutate`. Nor does what compiles to the same as another mutant of its line: `if not not x` is
`if x`, and would be told twice.
"""

from __future__ import annotations

import ast
import importlib
import tokenize
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from .codes import FUTURE, Difference, compiled, difference, program
from .untested import first_line, last_name, marked, untested

if TYPE_CHECKING:
    from .run import Line

_OPERATORS = {
    # arithmetic
    "ReplaceBinaryOperator_Add_Sub",
    "ReplaceBinaryOperator_Sub_Add",
    "ReplaceBinaryOperator_Mul_Div",
    "ReplaceBinaryOperator_Div_Mul",
    "ReplaceBinaryOperator_FloorDiv_Mul",
    "ReplaceBinaryOperator_Mod_Mul",
    "ReplaceBinaryOperator_Pow_Mul",
    "ReplaceBinaryOperator_RShift_LShift",
    "ReplaceBinaryOperator_LShift_RShift",
    "ReplaceBinaryOperator_BitOr_BitAnd",
    "ReplaceBinaryOperator_BitAnd_BitOr",
    "ReplaceBinaryOperator_BitXor_BitAnd",
    # the other side of a comparison, and its border
    "ReplaceComparisonOperator_Eq_NotEq",
    "ReplaceComparisonOperator_NotEq_Eq",
    "ReplaceComparisonOperator_Lt_LtE",
    "ReplaceComparisonOperator_Lt_GtE",
    "ReplaceComparisonOperator_LtE_Lt",
    "ReplaceComparisonOperator_LtE_Gt",
    "ReplaceComparisonOperator_Gt_GtE",
    "ReplaceComparisonOperator_Gt_LtE",
    "ReplaceComparisonOperator_GtE_Gt",
    "ReplaceComparisonOperator_GtE_Lt",
    "ReplaceComparisonOperator_Is_IsNot",
    "ReplaceComparisonOperator_IsNot_Is",
    # signs
    "ReplaceUnaryOperator_USub_UAdd",
    "ReplaceUnaryOperator_Delete_Invert",
    "ReplaceUnaryOperator_Delete_Not",
    # decisions and loops
    "AddNot",
    "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue",
    "ReplaceAndWithOr",
    "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "ZeroIterationForLoop",
    "ExceptionReplacer",
    "NumberReplacer",
    "RemoveDecorator",
}
Span = tuple[int, int]  # offsets in characters


class Changed(NamedTuple):
    """One change to a source: what of it is replaced, by what."""

    start: int
    end: int
    text: str
    line: int  # from 1
    column: int  # from 1
    operator: str


def generate(job: dict[str, Any], line: Line) -> None:
    for path, wanted in job["lines"].items():
        try:
            with open(path, "rb") as file:
                encoding = tokenize.detect_encoding(file.readline)[0]
            with tokenize.open(path) as text:
                source = text.read()
            found = list(mutants(source, frozenset(wanted)))
        except (OSError, SyntaxError, ValueError, RecursionError) as failure:
            line.say(path=path, failure=f"{type(failure).__name__}: {failure}")
            continue
        line.say(path=path, source=source, encoding=encoding, mutants=found)


def mutants(source: str, lines: frozenset[int]) -> Iterator[dict[str, Any]]:
    """The mutants of these lines, in order, with the lines of the statement that each is part of.

    What a mutant changes is told by compiling the statement at the top of the module that it is in, and not all of it.
    """
    flags = compile(source, "<source>", "exec", dont_inherit=True).co_flags & FUTURE
    layout = Layout(source)
    found: list[dict[str, Any]] = []
    seen: set[tuple[int, int, str]] = set()
    programs: set[tuple[Span, int, int]] = set()
    for one in sorted(_changes(source, lines, layout), key=_plainest):
        where = one.start, one.end, one.text
        if layout.is_left(one.start) or where in seen:
            continue
        seen.add(where)
        part = layout.top(one.start, one.end)
        told = _difference(source, part, one, flags)
        if told is None or not (told[0].places or told[0].odd) or (part, one.line, told[1]) in programs:
            continue
        programs.add((part, one.line, told[1]))
        first, last, users = layout.statement(one.line, one.start)
        bodies = told[0].bodies and not told[0].odd
        found.append(
            {
                **one._asdict(),
                "first": first,
                "last": last,
                "places": [list(place) for place in told[0].places],
                "bodies": bodies,
                "users": [] if bodies else users,
            }
        )
    yield from sorted(found, key=lambda one: (one["start"], one["end"], one["text"]))


def _plainest(one: Changed) -> tuple[bool, Changed]:
    """Of two mutants that are one program the one without `not not` is shown."""
    return one.operator == "AddNot", one


def _difference(source: str, part: Span, one: Changed, flags: int) -> tuple[Difference, int] | None:
    """How the codes differ, and what the mutant comes to; None where it is no program."""
    try:
        before, after = compiled(source, part, one.start, one.end, one.text, flags, "<source>")
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError):
        return None
    return difference(before, after), hash(program(after))


def _changes(source: str, lines: frozenset[int], layout: Layout) -> Iterator[Changed]:
    parso: Any = importlib.import_module("parso")
    operators = _operators()
    try:
        tree: Any = parso.parse(source)
    except NotImplementedError:  # an interpreter that parso does not know yet
        tree = parso.parse(source, version="3.14")
    if tree.get_code() != source:
        raise ValueError("parso does not read this source as it is")
    for node in _nodes(tree):
        if not _is_near(node, lines):
            continue
        for name, operator in operators:
            for index, (start, _) in enumerate(operator.mutation_positions(node)):
                if start[0] in lines:
                    changed = _change(node, name, operator, index, layout)
                    if changed is not None:
                        first = layout.offset(*start)
                        yield changed._replace(line=start[0], column=first - layout.offset(start[0], 0) + 1)


def _operators() -> list[tuple[str, Any]]:
    provider: Any = importlib.import_module("cosmic_ray.operators.provider").OperatorProvider()
    return [(name, provider[name]()) for name in provider if name in _OPERATORS]


def _nodes(node: Any) -> Iterator[Any]:
    """A node of a parso tree and all below it; without recursion, as expressions may be deep."""
    open_nodes = [node]
    while open_nodes:
        one = open_nodes.pop()
        yield one
        open_nodes.extend(reversed(getattr(one, "children", ())))


def _is_near(node: Any, lines: frozenset[int]) -> bool:
    """Whether a node reaches into one of the lines. A module or a class is no use to any operator."""
    first, last = node.start_pos[0], node.end_pos[0]
    if last - first < 50:
        return any(number in lines for number in range(first, last + 1))
    return any(first <= number <= last for number in lines)


def _change(node: Any, name: str, operator: Any, index: int, layout: Layout) -> Changed | None:
    """What an operator makes of a node, as a change of text. The tree is put back as it was."""
    start, end = layout.offset(*node.start_pos), layout.offset(*node.end_pos)
    kept = [
        (one, "children", list(one.children)) if hasattr(one, "children") else (one, "value", one.value)
        for one in _nodes(node)
    ]
    try:
        given = operator.mutate(node, index)
        text = None if given is None else given.get_code(include_prefix=False)
    except (ArithmeticError, AttributeError, IndexError, SyntaxError, TypeError, ValueError):
        return None  # a form that the operator does not know
    finally:
        for one, what, value in kept:
            setattr(one, what, value)
    before = layout.source[start:end]
    if text is None:
        text = "\n" * before.count("\n")  # a decorator; the lines below keep their numbers
        start -= len(layout.source[:start]) - len(layout.source[:start].rstrip(" \t"))
    elif not before.startswith((" ", "\t")):
        text = text.lstrip(" \t")
    return Changed(*_narrowed(layout.source, start, end, text), 0, 0, name)


def _narrowed(source: str, start: int, end: int, text: str) -> tuple[int, int, str]:
    """The same change without what is equal at both ends, so that a mutant reads as what it is."""
    head = 0
    while head < min(end - start, len(text)) and source[start + head] == text[head]:
        head += 1
    tail = 0
    while tail < min(end - start, len(text)) - head and source[end - 1 - tail] == text[len(text) - 1 - tail]:
        tail += 1
    return start + head, end - tail, text[head : len(text) - tail]


class Layout:
    """Where lines begin, which statement a place belongs to, and which parts of a source give no mutant."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._rows = source.split("\n")
        self._starts = [0]
        for row in self._rows:
            self._starts.append(self._starts[-1] + len(row) + 1)
        tree = ast.parse(source)
        pragmas = marked(source)
        self._tops = [self._whole(one) for one in tree.body]
        self._left: list[Span] = []
        self._statements: list[tuple[Span, int, int, ast.AST]] = []
        self._mentions: dict[str, set[int]] = {}
        for node in ast.walk(tree):
            self._left += [(self._place(*one[:2]), self._place(*one[2:])) for one in untested(node, pragmas)]
            if isinstance(node, (ast.stmt, ast.ExceptHandler)):
                self._statements.append((*self._head(node), node))
            elif isinstance(node, (ast.Name, ast.Attribute)):
                self._mentions.setdefault(last_name(node), set()).add(node.lineno)

    def offset(self, line: int, column: int) -> int:
        return self._starts[line - 1] + column

    def is_left(self, offset: int) -> bool:
        return any(start <= offset < end for start, end in self._left)

    def statement(self, line: int, offset: int) -> tuple[int, int, list[int]]:
        """The first and the last line of the innermost statement at a place, of a compound one without its body; and
        the lines that use what it defines."""
        found = [one for one in self._statements if one[0][0] <= offset < one[0][1]]
        if not found:
            return line, line, []
        _, first, last, node = min(found, key=lambda one: one[0][1] - one[0][0])
        return first, last, sorted(self._users(node) - set(range(first, last + 1)))

    def _users(self, node: Any) -> set[int]:
        lines: set[int] = set()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return set(range(node.body[0].lineno, (node.end_lineno or node.lineno) + 1))
        for target in getattr(node, "targets", [getattr(node, "target", None)]):
            if isinstance(target, (ast.Name, ast.Attribute)):
                lines |= self._mentions.get(last_name(target), set())
        return lines

    def top(self, start: int, end: int) -> Span:
        """The statement at the top of the module that a change is in; all of the source where it is in none."""
        found = [one for one in self._tops if one[0] <= start and end <= one[1]]
        return found[0] if len(found) == 1 else (0, len(self.source))

    def _whole(self, node: Any) -> Span:
        """A statement with its decorators, from the begin of the first line to the end of the last one."""
        return self._starts[first_line(node) - 1], self._starts[node.end_lineno]

    def _place(self, line: int, column: int) -> int:
        """The offset of a place that `ast` gives, whose columns count bytes of UTF-8."""
        row = self._rows[line - 1]
        return self._starts[line - 1] + (
            column if row.isascii() else len(row.encode()[:column].decode("utf-8", "ignore"))
        )

    def _head(self, node: Any) -> tuple[Span, int, int]:
        """A statement, or what stands before the body of a compound one, with its first and last line."""
        first, last = first_line(node), node.end_lineno
        start = self._place(node.lineno, node.col_offset) if first == node.lineno else self._starts[first - 1]
        end = self._place(last, node.end_col_offset)
        body = getattr(node, "body", None)
        if isinstance(body, list) and body:
            below = first_line(body[0])
            inside = below == body[0].lineno
            end = min(end, self._place(below, body[0].col_offset) if inside else self._starts[below - 1])
            last = max(first, below - 1)
        return (start, end), first, last
