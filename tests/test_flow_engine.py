"""The flow engine: what it follows, what it gives up, and that no program makes it fail."""

import ast
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import walkaround
from processor_time import CpuLimit
from tests_support import tries
from walkaround._code import Module
from walkaround._flow import Hit, analyse, incomplete
from walkaround._flow.value import COMMAND, SQL, XPATH, Value, element, harmless, joined, mixed, of_constant, of_source

SOURCES = sorted(Path(walkaround.__file__).parent.rglob("*.py"))


def hits(source: str) -> tuple[Hit, ...]:
    return analyse(module_of(source))


def module_of(source: str) -> Module:
    return Module("app.py", source.encode(), ast.parse(source))


def lines(source: str) -> list[int]:
    return sorted(hit.node.lineno for hit in hits(source))  # type: ignore[attr-defined]


# A body after `import os, flask; from flask import request`, with `x` from the client: which of its lines are found.
FLOWS = {
    "plain": ("os.system(x)", [1]),
    "built-elsewhere": ("a = 'ls ' + x\nos.system(a)", [1]),
    "overwritten": ("x = 'ls'\nos.system(x)", []),
    "one-branch": ("if flask.g.a:\n    x = 'ls'\nos.system(x)", [3]),
    "both-branches": ("if flask.g.a:\n    x = 'ls'\nelse:\n    x = 'cd'\nos.system(x)", []),
    "constant-condition": ("if 1 > 2:\n    os.system(x)", []),
    "constant-else": ("n = 7 * 6\nif n == 42:\n    x = 'ls'\nos.system(x)", []),
    "dictionary-key": ("d = {'a': x, 'b': 'ls'}\nos.system(d['b'])", []),
    "dictionary-other-key": ("d = {'a': x, 'b': 'ls'}\nos.system(d['a'])", [2]),
    "dictionary-unknown-key": ("d = {'a': x, 'b': 'ls'}\nos.system(d[flask.g.k])", [2]),
    "dictionary-stored": ("d = {}\nd['a'] = x\nd['a'] = 'ls'\nos.system(d['a'])", []),
    "dictionary-updated": ("d = {}\nd.update(a=x)\nos.system(d['a'])", [3]),
    "dictionary-merged": ("d = {**{'a': x}, 'b': 'ls'}\nos.system(d['a'])\nos.system(d['b'])", [2]),
    "list-index": ("l = ['ls', x]\nos.system(l[0])\nos.system(l[1])", [3]),
    "list-pop": ("l = ['ls']\nl.append(x)\nl.pop(0)\nos.system(l[0])", [4]),
    "list-insert": ("l = [x]\nl.insert(0, 'ls')\nos.system(l[0])", []),
    "list-extended": ("l = ['ls']\nl.extend([x])\nos.system(l[1])", [3]),
    "list-sliced": ("l = ['ls', x]\nos.system(l[:1][0])", []),
    "unpacked": ("a, b = x, 'ls'\nos.system(b)\nos.system(a)", [3]),
    "starred": ("a, *b = ['ls', x]\nos.system(b[0])", [2]),
    "loop-carried": ("a = 'ls'\nfor i in range(3):\n    os.system(a)\n    a = x", [3]),
    "loop-element": ("for i in [x]:\n    os.system(i)", [2]),
    "loop-left": ("a = 'ls'\nwhile True:\n    a = x\n    break\nos.system(a)", [5]),
    "loop-skipped": ("for i in [x]:\n    if i not in {'ls'}:\n        continue\n    os.system(i)", []),
    "comprehension": ("a = ' '.join([i for i in [x]])\nos.system(a)", [2]),
    "try-handler": ("try:\n    a = x\nexcept ValueError:\n    a = 'ls'\nos.system(a)", [5]),
    "try-both": ("try:\n    a = int(x)\nexcept ValueError:\n    a = 0\nos.system(f'ls {a}')", []),
    "finally": ("try:\n    a = 'ls'\nfinally:\n    os.system(x)", [4]),
    "with": ("with open('f') as f:\n    os.system(x)", [2]),
    "match-constant": ("match 'b':\n    case 'a':\n        c = x\n    case _:\n        c = 'ls'\nos.system(c)", []),
    "match-capture": ("match x:\n    case 'ls':\n        os.system(x)\n    case other:\n        os.system(other)", [5]),
    "after-return": ("return ''\nos.system(x)", []),
    "after-abort": ("if x not in {'ls'}:\n    flask.abort(400)\nos.system(x)", []),
    "walrus": ("if (a := x):\n    os.system(a)", [2]),
    "conditional": ("os.system(x if flask.g.a else 'ls')", [1]),
    "conditional-guard": ("os.system(x if x in {'ls'} else 'ls')", []),
    "and": ("ok = x in {'ls'} and os.system(x)", []),
    "or-default": ("a = x or 'ls'\nos.system(a)", [2]),
    "nested-function": ("def f(a):\n    return a\nos.system(f(x))", [3]),
    "nested-function-constant": ("def f(a):\n    return 'ls'\nos.system(f(x))", []),
    "recursion": ("def f(a):\n    return f(a)\nos.system(f('ls'))", []),
    "encoded": ("import base64\na = base64.b64encode(x.encode())\nos.system(a)", []),
    "decoded": ("import base64\na = base64.b64decode(base64.b64encode(x.encode())).decode()\nos.system(a)", [3]),
    "assert": ("assert x in ('ls', 'cd')\nos.system(x)", []),
    "empty-then-constant": ("if not x:\n    os.system('ls ' + x)", []),
    "guard-of-other": ("y = flask.request.args['y']\nif y not in {'ls'}:\n    raise ValueError\nos.system(x)", [4]),
    "guard-in-or": ("if x not in {'ls'} or flask.g.a:\n    raise ValueError\nos.system(x)", []),
    "guard-in-and": ("if x not in {'ls'} and flask.g.a:\n    raise ValueError\nos.system(x)", [3]),
    "stored-verdict": ("ok = x in {'ls'}\nif not ok:\n    raise ValueError\nos.system(x)", []),
    "buffer": ("import io\nb = io.StringIO()\nb.write('ls ')\nb.write(x)\nos.system(b.getvalue())", [5]),
    "configuration": (
        """import configparser
c = configparser.ConfigParser()
c.set('s', 'a', x)
c.set('s', 'b', 'ls')
os.system(c.get('s', 'b'))
os.system(c.get('s', 'a'))""",
        [6],
    ),
    "number": ("n = len(x)\nos.system(f'ls {n}')", []),
    "template-index": ("os.system('{1}'.format(x, 'ls'))", []),
    "added-number": ("n = x + 1\nos.system(f'ls {n}')", []),
    "thread": ("import asyncio\ndef f(a):\n    os.system('ls ' + a)\nasyncio.to_thread(f, x)", [3]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), FLOWS.values(), ids=FLOWS.keys())
def test_flows(body: str, expected: list[int]) -> None:
    before = "import os, flask\nfrom flask import request\n@app.get('/x')\ndef view():\n    x = request.args['x']\n"
    source = before + "\n".join(f"    {line}" for line in body.split("\n"))
    found = [hit for hit in hits(source) if hit.family == COMMAND]
    assert sorted(hit.node.lineno - 5 for hit in found) == expected  # type: ignore[attr-defined]


def test_a_hit_tells_what_was_built_where_and_for_what() -> None:
    module = module_of("def f(db, a):\n    q = 'SELECT ' + a\n    db.execute(q)\n")
    (hit,) = analyse(module)
    assert isinstance(hit.node, ast.BinOp)
    assert isinstance(hit.sink, ast.Call)
    assert (hit.family, hit.name, hit.sources, hit.built, hit.client) == (
        SQL,
        "db.execute",
        frozenset({("argument", "a")}),
        True,
        False,
    )


def test_values() -> None:
    a, b = of_source("client", "a"), of_source("client", "b")
    both = mixed([a, harmless(b, SQL)])
    assert both.sources == a.sources | b.sources
    assert both.foreign(SQL)
    assert not harmless(both, SQL).foreign(SQL)
    assert harmless(both, SQL).foreign(XPATH)
    assert joined(of_constant("x"), of_constant("x")).constant == "x"
    assert not joined(of_constant("x"), of_constant("y")).known
    assert element(of_constant("abc"), of_constant(1)).constant == "b"
    assert element(Value(items={"k": a}), of_constant("other")).sources == frozenset()


def test_long_chains_are_followed_without_recursion() -> None:
    chain = "def f(db, a):\n    db.execute('SELECT ' + " + " + ".join(["a"] * 800) + ")\n"
    assert lines(chain) == [2]
    branches = "".join(f"    elif k == {n}:\n        x = '{n}'\n" for n in range(600))
    assert lines(f"import os\ndef f(k, x):\n    if k == 'a':\n        pass\n{branches}    os.system(x)\n") == [1205]


def test_what_is_too_deep_is_named() -> None:
    source = "import os\ndef deep(x):\n    os.system(" + "f(" * 90 + "x" + ")" * 90 + ")\ndef g(x):\n    os.system(x)\n"
    module = module_of(source)
    import sys

    before = sys.getrecursionlimit()
    depth = len(__import__("inspect").stack())
    sys.setrecursionlimit(depth + 190)
    try:
        found = analyse(module)
        names = incomplete(module)
    finally:
        sys.setrecursionlimit(before)
    assert names == ("deep",)
    assert [hit.node.lineno for hit in found] == [5]  # type: ignore[attr-defined]


def test_what_is_too_large_is_named() -> None:
    body = "".join(f"    a{n} = x + str(x) + str({n})\n" for n in range(12_000))
    module = module_of(f"import os\ndef large(x):\n{body}    os.system(x)\n")
    assert analyse(module) == ()
    assert incomplete(module) == ("large",)


@pytest.mark.parametrize("shape", ["loops", "functions", "branches", "dictionary"])
def test_time_grows_with_size(shape: str) -> None:
    """Shapes that grow by powers where an engine is careless."""
    source = {
        "loops": "import os\ndef f(x):\n"
        + "".join("    " * (n + 1) + f"for i{n} in x:\n" for n in range(18))
        + "    " * 19
        + "os.system(x)\n",
        "functions": "import os\n"
        + "".join(f"def f{n}(x):\n    f{n + 1}(x)\n    return f{n + 1}(x)\n" for n in range(300))
        + "def f300(x):\n    os.system(x)\n",
        "branches": "import os\ndef f(x, k):\n"
        + "".join(f"    if k[{n}]:\n        x = x + '{n}'\n" for n in range(500))
        + "    os.system(x)\n",
        "dictionary": "import os\ndef f(x):\n    d = {}\n"
        + "".join(f"    d['{n}'] = x\n" for n in range(1500))
        + "    os.system(d['7'])\n",
    }[shape]
    module = module_of(source)
    with CpuLimit(30):
        analyse(module)


def mutated(source: str, seed: int) -> str:
    """A source with some of its lines left out, doubled and swapped."""
    random_of = random.Random(seed)  # noqa: S311 - a program to try, no secret
    found = source.split("\n")
    for _ in range(random_of.randrange(1, 12)):
        at = random_of.randrange(len(found))
        other = random_of.randrange(len(found))
        found[at], found[other] = found[other], found[at]
    return "\n".join(found)


@settings(max_examples=tries(60), deadline=None)
@given(st.sampled_from(SOURCES), st.integers(0, 10_000))
def test_no_program_makes_it_raise(path: Path, seed: int) -> None:
    source = path.read_text(encoding="utf-8")
    try:
        tree = ast.parse(mutated(source, seed))
    except SyntaxError:
        tree = ast.parse(source)
    module = Module(str(path), source.encode(), tree)
    for hit in analyse(module):
        assert isinstance(hit.node, ast.AST)
    assert analyse(module) is analyse(module)


EXPRESSIONS = st.recursive(
    st.sampled_from(["x", "'a'", "1", "None", "request.args", "y", "''", "b'a'", "d", "[]", "{}", "request"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "%", "*", "/", "|", "-", "and", "or", "in", "==", "<="]), inner).map(
            lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
        ),
        st.tuples(inner, inner).map(lambda parts: f"{parts[0]}[{parts[1]}]"),
        st.tuples(inner, inner).map(lambda parts: f"[{parts[0]}, *{parts[1]}]"),
        st.tuples(inner, inner).map(lambda parts: f"{{{parts[0]}: {parts[1]}, **{parts[1]}}}"),
        st.tuples(inner, st.sampled_from(
            ["format", "join", "get", "pop", "items", "split", "append", "update", "setdefault", "execute", "read",
             "insert", "match", "startswith", "replace", "encode"]
        ), inner).map(lambda parts: f"{parts[0]}.{parts[1]}({parts[2]}, *{parts[2]}, k={parts[0]}, **{parts[2]})"),
        inner.map(lambda one: f"(f'a{{{one}!r:>{{{one}}}}}')".replace("'a'", '"a"').replace("b\"a\"", "x")),
        st.tuples(inner, inner).map(lambda parts: f"[i for i in {parts[0]} if {parts[1]}]"),
        st.tuples(inner, inner, inner).map(lambda parts: f"({parts[0]} if {parts[1]} else {parts[2]})"),
        inner.map(lambda one: f"os.system({one})"),
        inner.map(lambda one: f"(lambda x=1: {one})"),
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=tries(150), deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["x", "y", "d", "d[0]", "x.a", "(x, *y)", "x +"]), EXPRESSIONS), max_size=6))
def test_no_expression_makes_it_raise(assignments: list[tuple[str, str]]) -> None:
    body = "".join(f"    {target}= {value}\n    if {value}: raise x\n" for target, value in assignments)
    source = f"import os\nfrom flask import request\ndef f(x, y, d):\n{body}    os.system(x)\n"
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    analyse(Module("app.py", source.encode(), tree))
