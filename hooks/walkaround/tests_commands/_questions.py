"""The edge cases of an argument, as questions that a person answers; none of them is an assertion."""

import ast
import re
from collections.abc import Iterator

from ._source import Function

# By what a value may be, in the order in which they are asked.
_BY_KIND = (
    ("none", "None: what holds then?"),
    ("anything", "a value of the wrong kind: which exception, with which message?"),
    ("number", "0, a negative one, the largest and the smallest that is allowed, and one beyond each?"),
    ("float", "0, a negative one, the largest and the smallest that is allowed; nan, inf, and -0.0?"),
    ("decimal", "0, a negative one, NaN and Infinity; where is it rounded, and which way?"),
    (
        "text",
        "empty, blanks alone, the longest that is allowed, and text beyond ASCII (é as two signs, emoji)?",
    ),
    ("bytes", "no bytes at all, the most that are allowed, and bytes that are not valid in the encoding?"),
    ("many", "none, one, very many; does the order count, and what of duplicates?"),
    ("group", "none, one, very many?"),
    ("mapping", "empty, a key that is missing, a key that nobody expects?"),
    ("iterator", "one that gives nothing, one that is used up already, one that never ends?"),
    ("moment", "without a time zone, in another one, in the hour that a clock change repeats or skips?"),
    ("date", "29 February, the last day of a month and of a year, year 1 and year 9999?"),
    ("path", "not there, a folder, a link, not readable, a name beyond ASCII?"),
    ("stream", "empty, closed already, one that ends in the middle?"),
    ("callable", "one that raises; is it called once, never, or many times?"),
    ("choice", "each of the values, and one that is none of them?"),
    ("limited", "the last value inside of its limits, and the first one outside?"),
)
_TIMES = re.compile(r"(?:^|_)(?:timeout|deadline|ttl|expires?|expiry|retries|wait|delay|interval)(?:_|$)")
_HOSTS = re.compile(r"(?:^|_)(?:url|uri|host|hostname|endpoint|address|client|session|connection|conn|socket)(?:_|$)")
_FILES = re.compile(r"(?:^|_)(?:path|paths|file|filename|folder|dir|directory)(?:_|$)")


def of_argument(name: str, kinds: frozenset[str]) -> Iterator[str]:
    """The questions that an argument asks, by its kind and by what it is called."""
    for kind, question in _BY_KIND:
        if kind in kinds and not (kind in ("number", "text") and "anything" in kinds):
            yield question
    if kinds & {"number", "float", "anything", "decimal"} and _TIMES.search(name):
        yield "what holds when the time is up, and is nothing left half done?"
    if kinds & {"text", "object", "anything"} and _HOSTS.search(name):
        yield "no answer before the time-out, a refusal, an answer that is cut short?"
    if "path" in kinds or (kinds & {"text", "anything"} and _FILES.search(name)):
        yield "is anything written there? Then draw paths below a temporary folder before the first run"


def of_call(node: Function | ast.ClassDef) -> Iterator[str]:
    """The questions that a whole function asks: those about two calls at once."""
    if isinstance(node, ast.AsyncFunctionDef):
        yield "two calls at once, and one that is cancelled: what holds then?"
    elif isinstance(node, ast.FunctionDef) and _keeps_state(node):
        yield "a second call, and two at once from two threads: what holds then?"


def _keeps_state(node: ast.FunctionDef) -> bool:
    """Whether a function changes what outlives it: a global name, or an attribute of its first argument."""
    first = next((one.arg for one in (*node.args.posonlyargs, *node.args.args)), "")
    for one in ast.walk(node):
        if isinstance(one, ast.Global):
            return True
        stored = isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store) and one.value
        if isinstance(stored, ast.Name) and stored.id == first and first in ("self", "cls"):
            return True
    return False
