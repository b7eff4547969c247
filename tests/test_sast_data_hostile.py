"""The data rules on code that nobody writes by hand: long functions, deep expressions, arbitrary modules."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sast_data_support import found
from tests_support import tries
from walkaround.sast._families._surroundings import chain, words_of

MANY = 1200
DEEP = 600
_HEAD = (
    "import os\nfrom flask import Flask, request\napp = Flask(__name__)\n@app.post('/')\ndef f(price, path, a, db):\n"
)

LONG = {
    "exits": ("".join(f"    if os.path.exists(path):\n        return {one}\n" for one in range(MANY)), 0),
    "removals": (
        "".join(f"    if os.path.exists(p{one}):\n        os.remove(p{one})\n" for one in range(MANY)),
        MANY,
    ),
    "looks": (
        "".join(
            f"    x{one} = Tag.objects.filter(n={one}).first()\n    if x{one}:\n        return 1\n"
            for one in range(MANY)
        ),
        0,
    ),
    "balances": (
        "".join(f"    if a.b{one} < price:\n        raise X\n    a.b{one} -= price\n" for one in range(MANY))
        + "    db.commit()\n",
        MANY,
    ),
    "cursors": ("".join("    c.execute('SELECT a FROM things')\n    x = c.fetchall()\n" for _one in range(MANY)), MANY),
    "uploads": ("".join(f"    x{one} = request.files['a'].read()\n" for one in range(MANY)), MANY),
    "sum": ("    price = price" + " + price * 1.1" * DEEP + "\n", 1),
    "chain": ("    return list(Order.objects" + ".order_by('a')" * DEEP + ")\n", 1),
    "branches": (
        "    if a:\n        pass\n" + "    elif os.path.exists(path):\n        os.remove(path)\n" * (DEEP // 2),
        DEEP // 2,
    ),
}


@pytest.mark.parametrize("name", LONG)
def test_judges_long_and_deep_functions(name: str) -> None:
    body, count = LONG[name]
    assert len(found(_HEAD + body)) == count


@given(st.text(alphabet="abAB_9", max_size=30))
def test_words_lose_no_letter(name: str) -> None:
    words = words_of(name)
    assert "".join(words) == name.replace("_", "").lower()
    assert all(words)


@given(st.lists(st.sampled_from(["a", "filter", "all", "b"]), max_size=12), st.lists(st.booleans(), min_size=12))
def test_a_chain_gives_its_steps_in_order(names: list[str], called: list[bool]) -> None:
    text = "root" + "".join(f".{name}" + "(1)" * call for name, call in zip(names, called, strict=False))
    root, steps = chain(ast.parse(text, mode="eval").body)
    assert isinstance(root, ast.Name)
    assert root.id == "root"
    assert [(name, call is not None) for name, call in steps] == list(zip(names, called, strict=False))


_PIECES = st.sampled_from(
    [
        "price: float", "x = float(price)", "total *= 1.5", "def f(a=[], *, b={}): return a", "lambda x=[]: x.pop()",
        "from datetime import datetime", "x.created_at = datetime.now()", "datetime.utcnow", "def g(): pass  # TODO",
        "@app.get('/')", "class A(B): price: float = 1.5", "if os.path.exists(p): os.remove(p)", "import os",
        "if not T.objects.filter(a=1).exists(): T.objects.create(a=1)", "def h(request): return list(T.objects.all())",
        "from flask import Flask, request", "def k(): raise NotImplementedError", "x: Callable[[], float]",
        "x: tuple[()]",
        "def e(event, context): return q.query(T).all()", "a.b -= 1", "with lock: a.save()", "del x[0]", "[*x] = y",
        "match price:\n    case {'a': b, **c}: pass", "try: x()\nexcept* (A, B): pass", "type: float = 1.5",
    ]
)  # fmt: skip


@settings(max_examples=tries(150), deadline=None)
@given(st.lists(_PIECES, max_size=12))
def test_answers_for_any_module(pieces: list[str]) -> None:
    source = "\n".join(pieces) + "\n"
    try:
        ast.parse(source)
    except SyntaxError:
        return
    lines = source.count("\n")
    answer = found(source)
    assert answer == found(source)
    assert all(1 <= line <= lines for _rule, line in answer)
    assert len(answer) == len(set(answer))
