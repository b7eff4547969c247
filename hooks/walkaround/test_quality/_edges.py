"""TST011: the questions about a function's edges.

Only what parameters, their annotations and defaults, and the body suggest is asked.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ._changed import Unit

_MOST = 4
_TEXTS = re.compile(r"\b(?:str|bytes|bytearray|AnyStr|Text)\b")
_MANY = re.compile(
    r"\b(?:list|List|dict|Dict|set|Set|frozenset|tuple|Tuple|deque|Sequence|MutableSequence|Iterable|Iterator|Collection"
    r"|Mapping|MutableMapping|Generator|ndarray|DataFrame|Series|array)\b"
)
_NUMBERS = re.compile(r"\b(?:int|float|Decimal|Fraction|complex|timedelta)\b")
_NOTHING = re.compile(r"\b(?:None|Optional)\b")
_TEXT_NAMES = frozenset({
    "text", "string", "content", "body", "source", "line", "word", "message", "title", "query", "prefix", "suffix",
    "html", "markdown", "slug", "email", "username", "raw", "payload", "data",
})  # fmt: skip
_COUNT_NAMES = re.compile(
    r"^(?:n|k|limit|count|size|number|amount|page|per_page|offset|width|height|depth|retries|attempts|total|quantity"
    r"|length|capacity|chunk_size|batch_size|page_size|max_\w+|min_\w+|num_\w+|n_\w+|\w+_count|\w+_limit|\w+_size)$"
)
_MANY_NAMES = frozenset(
    {"items", "values", "rows", "records", "entries", "elements", "lines", "words", "numbers", "args"}
)
_TIMEOUT = re.compile(r"^(?:time_?out|deadline)$|_time_?out$")
_CALLS_OUT = re.compile(
    r"^(?:requests|httpx|urllib\.request|urllib3|socket|aiohttp|session|client|self\.(?:_?session|_?client|_?http))\."
    r"|^urlopen$|^(?:requests|httpx)$|subprocess\.(?:run|check_output|check_call)$"
)
_AT_ONCE = frozenset({
    "Lock", "RLock", "Semaphore", "Thread", "ThreadPoolExecutor", "ProcessPoolExecutor", "gather", "create_task",
    "TaskGroup", "start_soon", "select_for_update", "to_thread", "run_in_executor",
})  # fmt: skip
_OF_MANY = frozenset({"max", "min", "next", "mean", "median", "choice", "reduce"})


class _Parameter(NamedTuple):
    name: str
    annotation: str
    default: ast.expr | None


def questions(unit: Unit) -> list[str]:
    """What happens at the edges of a function, each as a clause: "with an empty `text`", "with `limit` 0"."""
    nodes = [one for statement in unit.node.body for one in ast.walk(statement)]
    given = parameters(unit)
    found = [_of_parameter(one, nodes) for one in given]
    found += _of_body(nodes, timed=any(_TIMEOUT.search(one.name) for one in given))
    return list(dict.fromkeys(filter(None, found)))[:_MOST]


def sentence(found: list[str]) -> str:
    """The questions as the end of one sentence."""
    head = "what happens "
    return head + (found[0] if len(found) == 1 else f"{', '.join(found[:-1])}, and {found[-1]}") + "?"


def parameters(unit: Unit) -> list[_Parameter]:
    """What a caller gives, without `self` and `cls`, and without `*args` and `**options`."""
    arguments = unit.node.args
    places = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(places) - len(arguments.defaults))
    pairs = [*zip(places, [*defaults, *arguments.defaults], strict=True)]
    pairs += zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    static = any(isinstance(one, ast.Name) and one.id == "staticmethod" for one in unit.node.decorator_list)
    if unit.owners and not static:
        pairs = pairs[1:]
    return [_Parameter(one.arg, _written(one.annotation), default) for one, default in pairs]


def _written(node: ast.expr | None) -> str:
    """An annotation as text, a quoted one without its quotes."""
    if node is None:
        return ""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ast.unparse(node)


def _of_parameter(one: _Parameter, nodes: Iterable[ast.AST]) -> str:
    """What to ask about one parameter, as a clause; empty where nothing suggests a question."""
    name, annotation, default = one
    if _TIMEOUT.search(name):
        return f"when `{name}` is over"
    uses = _uses(name, nodes)
    values = []
    if _is_number(one):
        counted = bool(_COUNT_NAMES.search(name)) or bool(uses & {"slice", "compared"})
        values = [
            *(["0"] if counted or "divisor" in uses else []),
            *(["negative"] if counted else []),
            *(["beyond the end"] if "slice" in uses else []),
        ]
    elif "divisor" in uses and not annotation:
        values = ["0"]
    elif _is_many(one, uses) or _is_text(one):
        values = ["empty"]
    if _NOTHING.search(annotation) or (isinstance(default, ast.Constant) and default.value is None):
        values.append("None")
    if values[:1] == ["empty"]:
        return f"with an empty `{name}`" + (" or None" if len(values) > 1 else "")
    *most, last = values or [""]
    return f"with `{name}` {', '.join(most)}{' or ' if most else ''}{last}" if last else ""


def _is_many(one: _Parameter, uses: set[str]) -> bool:
    outer = _MANY.match(one.annotation.removeprefix("typing.").removeprefix("collections.abc.").removeprefix("t."))
    if outer or (_MANY.search(one.annotation) and "|" in one.annotation):
        return True
    return not one.annotation and ("looped" in uses or one.name in _MANY_NAMES)


def _is_text(one: _Parameter) -> bool:
    if one.annotation:
        return bool(_TEXTS.search(one.annotation)) and not _MANY.search(one.annotation)
    return one.name in _TEXT_NAMES or (
        isinstance(one.default, ast.Constant) and isinstance(one.default.value, str | bytes)
    )


def _is_number(one: _Parameter) -> bool:
    if one.annotation:
        return bool(_NUMBERS.search(one.annotation)) and not _MANY.search(one.annotation)
    value = one.default.value if isinstance(one.default, ast.Constant) else None
    return bool(_COUNT_NAMES.search(one.name)) or (isinstance(value, int | float) and not isinstance(value, bool))


def _uses(name: str, nodes: Iterable[ast.AST]) -> set[str]:
    """What a body does with a parameter: loops over it, divides by it, slices with it, compares it."""

    def mine(node: ast.AST | None) -> bool:
        return isinstance(node, ast.Name) and node.id == name

    found = set()
    for node in nodes:
        match node:
            case ast.BinOp(op=ast.Div() | ast.FloorDiv() | ast.Mod(), right=right) if mine(right):
                found.add("divisor")
            case ast.For(iter=over) | ast.AsyncFor(iter=over) | ast.comprehension(iter=over) if mine(over):
                found.add("looped")
            case ast.Call(func=ast.Name(id=word), args=[first, *_]) if word in _OF_MANY and mine(first):
                found.add("looped")
            case ast.Subscript(value=over, slice=ast.Constant(value=0 | -1)) if mine(over):
                found.add("looped")
            case ast.Slice(lower=low, upper=high, step=step) if any(map(mine, (low, high, step))):
                found.add("slice")
            case ast.Compare(left=left, comparators=others, ops=[ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE(), *_]) if (
                mine(left) or any(map(mine, others))
            ):
                found.add("compared")
    return found


def _of_body(nodes: Iterable[ast.AST], *, timed: bool) -> Iterator[str]:
    """What the body reaches: other machines, and what other calls change at the same time."""
    words = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in nodes
        if isinstance(node, ast.Attribute | ast.Name)
    }
    calls = [ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call) and _is_plain(node.func)]
    if not timed and any(_CALLS_OUT.search(call) for call in calls):
        yield "when no answer comes in time"
    if words & _AT_ONCE or any(isinstance(node, ast.Global) for node in nodes):
        yield "when two calls run at once"


def _is_plain(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def last_word(node: ast.expr) -> str:
    """The last word of what a decorator or a base is called."""
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
