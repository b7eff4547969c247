"""TST004: expected values that the code under test computes."""

import pytest

from quality_support import PATH, findings
from walkaround._finding import Finding

SAME = "The expected value is computed by the code under test, with the same arguments."
COPY = "The expected value is computed by a copy of the formula under test."
REMEDY = "Write the expected value down, worked out by hand or taken from the specification."
HEAD = "import shop\nimport math\nimport numpy as np\nfrom decimal import Decimal\nfrom hypothesis import given\nfrom shop import *\nfrom shop import f, g, total, Point\n\n"

CALLS = {
    "both sides": "assert f(3) == f(3)",
    "named": "expected = f(3); assert f(3) == expected",
    "beside another that is the same": "assert g(4) == 8; assert f(3) == f(3)",
    "sorted on both sides": "assert sorted(f(3)) == sorted(f(3))",
    "result named too": "expected = f(3); result = f(3); assert result == expected",
    "two names": "one = f(3); other = f(3); assert one == other",
    "imported twice": "expected = shop.f(3); assert f(3) == expected",
    "method": "cart = shop.Cart(); assert cart.total() == cart.total()",
    "part of it": "assert len(f(3)) == len(f(3))",
    "approximately": "assert f(3) == pytest.approx(f(3))",
    "numpy": "np.testing.assert_array_equal(f(3), f(3))",
    "in a list of it": "results = [f(3) for _ in range(2)]; assert f(3) in results",
    "item by item": "for one, other in zip(list(f(3)), f(3)):\n        assert one == other",
    "arguments by name": "a = 3; expected = f(a); assert f(a) == expected",
}


@pytest.mark.parametrize("body", CALLS.values(), ids=CALLS)
def test_the_same_call(body: str) -> None:
    lines = "\n    ".join(body.split("; "))
    source = f"{HEAD}def test_x():\n    {lines}\n"
    last = lines.rpartition("\n")[2]
    place = (source.count("\n"), 5 + len(last) - len(last.lstrip()) - (4 if last.startswith(" ") else 0))
    assert findings(source, "TST004") == [Finding(PATH, *place, "TST004", SAME, REMEDY)]


COPIES = {
    "added up in a loop": "xs = [1, 2]; total = 0\n    for x in xs:\n        total += x * 2\n    assert f(xs) == total",
    "other steps of a loop": "data = b'abc'; value = 0\n    for byte in data:\n        value ^= byte\n    assert f(data) == value",
    "text of a loop": "t = 'abc'; out = ''\n    for c in t:\n        out += c.upper()\n    assert f(t) == out",
    "some of a loop": "xs = [1, 2]; out = []\n    for x in xs:\n        if x % 2:\n            out.append(x * 3 + 1)\n    assert f(xs) == out",
    "list of a loop": "xs = [1, 2]; out = []\n    for x in xs:\n        out.append(x ** 2)\n    assert f(xs) == out",
    "set in between": "old, new = ['a'], ['b']; common = len(set(old) & set(new)); assert f(old, new) == 2 * common / (len(old) + len(new))",
    "product": "w, h = 3, 4; assert f(w, h) == w * h",
    "named": "price = 80; rate = 3; expected = price + price * rate / 100; assert total(price, rate) == expected",
    "sum over items": "assert total(items) == sum(one.price * one.amount for one in items)",
    "of its own attributes": "order = shop.order(); assert order.total() == order.price * order.amount",
    "steps of a text": "text = 'Some Title'; assert f(text) == text.strip().lower().replace(' ', '-')",
    "rounding": "value = Decimal('1.005'); want = value.quantize(Decimal('0.01')); assert f(value) == want",
    "built text": "a, b = '  A@B '.split('@'); assert f(a, b) == f'{a}@{b.lower()}'",
    "steps with one input": "c = 30; assert f(c) == c * 9 / 5 + 32",
    "sum and rest": "user = 'u'; want = sum(user.encode()) % 100; assert f(user) == want",
    "with pi": "r = 3; assert f(r) == math.pi * r ** 2",
    "function of math": "from math import log; a, b = 2, 3; assert f(a, b) == a * log(b)",
    "function of numpy": "a, b = np.ones(3), 2.0; np.testing.assert_array_equal(f(a, b), np.maximum(a - b, 0))",
    "comprehension": "xs = [1, 2]; assert f(xs) == [x * 2 for x in xs]",
    "comprehension, given lazily": "xs = [1, 2]; assert list(f(xs)) == [x ** 2 for x in xs if x % 2]",
    "filter": "xs = [1, 2]; assert f(xs) == [x for x in xs if x % 2 == 0]",
    "joined parts": "t = 'A b'; assert f(t) == '-'.join(t.lower().split())",
    "sorted by a key": "xs = [1, 2]; assert f(xs) == sorted(xs, key=lambda x: -x)",
    "what the object was made of": "xs = [1, 2]; w = shop.Window(xs); assert w.mean() == sum(xs) / len(xs)",
    "object of parts": "t = 'a b'; name, *rest = t[1:].split(); assert f(t) == Point(name, rest)",
    "rounded on both sides": "p = 3.5; assert round(f(p), 2) == round(p * 1.2, 2)",
    "text of each item": "names = ['a']; assert f(names) == [n.upper() for n in names]",
    "arguments by name": "a, b = 2, 3; want = a * b + a; got = f(x=a, y=b); assert got == want",
}


@pytest.mark.parametrize("body", COPIES.values(), ids=COPIES)
def test_a_copy_of_the_formula(body: str) -> None:
    parts = body.split("; ")
    source = f"{HEAD}def test_x(items):\n" + "".join(f"    {one}\n" for one in parts)
    line = source.count("\n")
    assert findings(source, "TST004") == [Finding(PATH, line, 5, "TST004", COPY, REMEDY)]


# Whole tests in which the expected value is the very call, reached in another way.
ROUNDABOUT = {
    "matcher": "def test_x():\n    x = f(3)\n    assert_that(x, equal_to(f(3)))\n",
    "nested matcher": "def test_x():\n    assert_that(f(3), is_(equal_to(f(3))))\n",
    "fluent matcher": "def test_x():\n    assert_that(f(3)).is_equal_to(f(3))\n",
    "fluent matcher in parts": "def test_x():\n    expect(f(3)).to.equal(f(3))\n",
    "side by side": "def test_x():\n    one, two = f(3), f(3)\n    assert one == two\n",
    "parts of two results": "def test_x():\n    one, two = f(3), f(3)\n    assert one.name == two.name\n",
    "element of a dict": "def test_x():\n    want = {'a': f(3)}\n    assert f(3) == want['a']\n",
    "element of a list": "def test_x():\n    want = [f(3), f(4)]\n    assert f(4) == want[1]\n",
    "element of a dict that is computed": "def test_x():\n    want = {n: f(n) for n in (1, 2)}\n    for n in (1, 2):\n        assert f(n) == want[n]\n",
    "case": "@pytest.mark.parametrize('x, want', [(1, f(1)), (2, 5)])\ndef test_x(x, want):\n    assert f(x) == want\n",
    "case, named": "@pytest.mark.parametrize(('x', 'want'), [pytest.param(1, f(1), id='a')])\ndef test_x(x, want):\n    got = f(x)\n    assert got == want\n",
    "case of the module": "CASES = [(1, f(1)), (2, f(2))]\n\n@pytest.mark.parametrize('x, want', CASES)\ndef test_x(x, want):\n    assert f(x) == want\n",
    "row of a loop": "def test_x():\n    for x, want in [(1, f(1)), (2, f(2))]:\n        assert f(x) == want\n",
    "items of a loop": "def test_x():\n    for x, want in {1: f(1), 2: f(2)}.items():\n        assert f(x) == want\n",
    "items of the module": "CASES = {'a': f('a')}\n\n@pytest.mark.parametrize('k, v', CASES.items())\ndef test_x(k, v):\n    assert f(k) == v\n",
    "cases that are computed": "@pytest.mark.parametrize('k, v', [(k, f(k)) for k in (1, 2)])\ndef test_x(k, v):\n    assert f(k) == v\n",
    "all of two lists": "def test_x():\n    assert all(a == b for a, b in zip(f(3), f(3)))\n",
    "written and read back": "def test_x(tmp_path):\n    path = tmp_path / 'a'\n    path.write_text(f(3))\n    assert f(3) == path.read_text()\n",
    "callable of a fixture": "@pytest.fixture\ndef run():\n    def inner(x):\n        return f(x).out\n    return inner\n\ndef test_x(run):\n    assert run('a') == run('a')\n",
    "in a class of Python": "def test_x():\n    assert Counter(f('a')) == Counter(f('a'))\n",
    "attribute of the class": "class TestX:\n    WANT = f(3)\n\n    def test_x(self):\n        assert f(3) == self.WANT\n",
}


@pytest.mark.parametrize("text", ROUNDABOUT.values(), ids=ROUNDABOUT)
def test_the_same_call_in_a_roundabout_way(text: str) -> None:
    source = f"from collections import Counter\n{HEAD}{text}"
    line = text.rstrip().rpartition("\n")[2]
    place = (source.count("\n"), 1 + len(line) - len(line.lstrip()))
    assert findings(source, "TST004") == [Finding(PATH, *place, "TST004", SAME, REMEDY)]


NEARLY_ROUNDABOUT = {
    "case of another function": "@pytest.mark.parametrize('x, want', [(1, g(1)), (2, 5)])\ndef test_x(x, want):\n    assert f(x) == want\n",
    "case of another argument": "@pytest.mark.parametrize('x, want', [('A', f('a'))])\ndef test_x(x, want):\n    assert f(x) == want\n",
    "case of two columns": "@pytest.mark.parametrize('one, two', [(f(1), f(1))])\ndef test_x(one, two):\n    assert one == two\n",
    "cases of another function": "@pytest.mark.parametrize('k, v', [(k, g(k)) for k in (1, 2)])\ndef test_x(k, v):\n    assert f(k) == v\n",
    "all of two lists, unlike": "def test_x():\n    assert all(a == b for a, b in zip(f(3), f(4)))\n    assert all(a < b for a, b in zip(f(3), f(3)))\n",
    "row of another argument": "def test_x():\n    for x, want in [('A', f('a'))]:\n        assert f(x) == want\n",
    "element of another argument": "def test_x():\n    want = {'a': f(3)}\n    assert f(4) == want['a']\n",
    "element that may change": "def test_x():\n    want = {'a': f(3)}\n    shop.change(want)\n    assert f(3) == want['a']\n",
    "file that is changed": "def test_x(path):\n    path.write_text(f(3))\n    g(path)\n    assert path.read_text() == f(3)\n",
    "file that is an input": "def test_x(path):\n    path.write_text('x')\n    g(path)\n    assert path.read_text() == f('x')\n",
    "file read by the code": "def test_x(path):\n    path.write_text(f(3))\n    assert g(path.read_text()) == f(3)\n",
    "state between": "def test_x():\n    one = f(3)\n    one.add(1)\n    two = f(3)\n    assert one.total == two.total\n",
    "side by side, unlike": "def test_x():\n    one, two = f('a'), f('A')\n    assert one == two\n",
    "key of repetition": "def test_x():\n    one = f(3, idempotency_key='x')\n    two = f(3, idempotency_key='x')\n    assert one.id == two.id\n",
    "seed": "def test_x():\n    assert f(3, seed=1) == f(3, seed=1)\n",
    "seed of two objects": "def test_x():\n    one, two = shop.Dice(seed=4), shop.Dice(seed=4)\n    assert [one.roll() for _ in range(9)] == [two.roll() for _ in range(9)]\n",
    "parts of a stream": "def test_x():\n    one = shop.events.read()\n    two = shop.events.read()\n    assert one['id'] == two['id']\n",
    "other matcher": "def test_x():\n    assert_that(f(3), is_not(equal_to(f(3))))\n    assert_that(f(3), has_item(f(3)))\n",
}


@pytest.mark.parametrize("text", NEARLY_ROUNDABOUT.values(), ids=NEARLY_ROUNDABOUT)
def test_nearly_the_same_call_in_a_roundabout_way(text: str) -> None:
    assert findings(HEAD + text, "TST004") == []


NEAR = {
    "found by the key of what was made": "row = shop.Row.objects.create(name='bar'); got = find(shop.Row, pk=row.pk); assert got == row",
    "before and after, as lists": "before = list(f(3)); shop.add(4); after = list(f(3)); assert before == after",
    "looked up by its key": "row = shop.Row.objects.create(name='bar'); assert find(shop.Row, pk=row.pk) == row",
    "looked up by a part of it": "order = shop.store(3, 4); assert shop.load(order.id) == order",
    "both sides sorted": "at = shop.at(); a = at / 'a'; b = at / 'c' / 'b'; assert sorted(f(at)) == sorted([a, b])",
    "both sides a set": "at = shop.at(); a = at / 'a'; b = at / 'c' / 'b'; assert set(f(at)) == {a, b}",
    "the same name, and what it holds": "c = f(3); assert list(c) == [1]; assert c.name == f(3).name",
    "the same, and another": "assert f(3).name == f(3).name; assert f(3).name != f(4).name",
    "the same, and a known one": "assert_eq(f(3), 9); assert sorted(f(3).keys) == sorted(f(3).keys)",
    "literal": "assert f(3) == 9",
    "idempotent": "once = f(3); assert f(once) == once",
    "round trip": "assert g(f(3)) == 3",
    "other arguments": "assert f(3) == f(4)",
    "scaled": "assert f(3 * 10) == f(3)",
    "commutes": "assert f(3, 4) == f(4, 3)",
    "another function": "assert f(3) == g(3)",
    "objects that are equal": "assert shop.Cart(3) == shop.Cart(3)",
    "hash": "assert hash(shop.Cart(3)) == hash(shop.Cart(3))",
    "same object": "assert f(3) is f(3)",
    "state changes": "before = shop.count(); shop.add(3); assert shop.count() == before",
    "something is set": "cart = f(3); before = cart.total(); cart.rate = 3; assert cart.total() == before",
    "one side is checked too": "paths = f(3); assert paths == [1]; again = f(3); assert again == paths",
    "different objects": "one = shop.Cart(3); other = shop.Cart(4); assert one.total() == other.total()",
    "against Python": "text = 'plain'; assert f(text) == len(text)",
    "sorted by Python": "items = [3, 1]; assert f(items) == sorted(items)",
    "by hand": "assert f(3, 4) == by_hand(3, 4)",
    "one more": "last = 3; assert f(last) == last + 1",
    "an input among constants": "amount = 3; assert f(amount) == 2 * 60",
    "sum is kept": "amount = 10; assert sum(f(amount, 3)) == amount",
    "product of results": "a, b = shop.A(), shop.B(); assert f(a @ b) == f(a) * f(b)",
    "another form": "when = shop.now(); assert f(when) == when.astimezone().strftime('%Y')",
    "found elsewhere": "dep = shop.Dep('a'); found = shop.find(dep); assert found.to().text() == dep.text()",
    "unlike": "assert f(3) != f(3)",
    "part of another text": "match = shop.match(handler.cookie); at = match.group(1); sig = match.group(2); assert f(handler.key, at) == sig",
    "used twice": "items = shop.items(3); assert list(items) == list(items)",
    "builtin": "x = iter([1]); assert next(x) == next(x)",
    "hash of Python": "import hashlib; d = b'x'; assert f(d) == hashlib.sha256(d).hexdigest()",
    "function of numpy alone": "xs = [1]; assert f(xs) == np.mean(xs)",
    "text of Python alone": "import json; d = {'a': 1}; assert f(d) == json.dumps(d)",
    "pickled and back": "import pickle; c = shop.Conv(3); assert pickle.loads(pickle.dumps(c)) == c",
    "slice": "xs = [1, 2, 3]; assert f(xs, 2) == xs[:2]",
    "slices": "xs = [1, 2, 3]; assert f(xs, 2) == [xs[:2], xs[2:]]",
    "what other code makes of the items": "ps = [Point(1)]; assert f(ps) == {'a': [p.to_dict() for p in ps]}",
    "attributes of items": "ps = [Point(1)]; assert f(ps) == [p.name for p in ps]",
    "what another object finds": "d = shop.d(); assert set(f(d)) == set(d.glob('a')) | set(d.glob('b'))",
    "formatted": "d = shop.d(); assert f(d) == '%s %d' % (d.month - 1, d.day)",
    "loop over other things": "xs = [1, 2]; total = 0\n    for x in shop.items():\n        total += x\n    assert f(xs) == total",
    "loop that makes the input too": "xs = []; total = 0\n    for x in range(3):\n        xs.append(x)\n        total += x\n    assert f(xs) == total",
    "loop that runs the code": "xs = [1, 2]; out = []\n    for x in xs:\n        out.append(g(x))\n    assert f(xs) == out",
    "scaled both ways": "x = 3; assert f(x * 10) == 10 * f(x)",
    "a day later": "now = shop.now(); assert f(now) == now + timedelta(days=1)",
    "object of inputs": "a, b = 1, 2; assert f(a, b) == Point(a, b)",
    "f-string": "name = 'Ada'; assert f(name) == f'Hello, {name}!'",
    "joined with constants": "name = 'Ada'; assert f(name) == 'Hello, ' + name + '!'",
    "path": "assert f(tmp_path) == tmp_path / 'a' / 'b'",
    "another form of items": "d = {'a': 1}; assert f(d) == {k: str(v) for k, v in d.items()}",
    "shifted both ways": "assert f([11, 12]) == 10 + f([1, 2])",
}


@pytest.mark.parametrize("body", NEAR.values(), ids=NEAR)
def test_near_misses(body: str) -> None:
    lines = "\n    ".join(body.split("; "))
    source = (
        f"{HEAD}def by_hand(a, b):\n    for one in a:\n        b += one\n    return b\n\ndef test_x():\n    {lines}\n"
    )
    assert findings(source, "TST004") == []


@pytest.mark.parametrize("name", ["is_deterministic", "with_seed", "is_reproducible"])
def test_that_it_is_the_same_again_is_what_is_tested(name: str) -> None:
    assert findings(f"{HEAD}def test_{name}():\n    assert f(3) == f(3)\n", "TST004") == []


def test_a_property_may_have_a_model() -> None:
    assert findings(f"{HEAD}@given(x, y)\ndef test_x(a, b):\n    assert f(a, b) == a + b\n", "TST004") == []


def test_what_set_up_and_fixtures_and_helpers_compute() -> None:
    source = f"""{HEAD}@pytest.fixture
def expected():
    return f(3)

def helped(a):
    return f(a)

def test_fixture(expected):
    assert f(3) == expected

def test_helper():
    assert f(3) == helped(3)

class CartTest(TestCase):
    def setUp(self):
        self.expected = f(3)

    def test_set_up(self):
        self.assertEqual(f(3), self.expected)
"""
    assert findings(source, "TST004") == [
        Finding(PATH, line, column, "TST004", SAME, REMEDY) for line, column in ((17, 5), (20, 5), (27, 9))
    ]


SHOP = b'''\
"""Prices."""
RATE = 0.2

def total(price, amount=1):
    """Both."""
    net = price * amount
    return net + net * RATE

def next_number(last):
    return last + 1

def broken(last):
    return helper(last)
'''


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("assert total(10, 3) == 10 * 3 + 10 * 3 * 0.2", True),
        ("assert total(10, 3) == RATE * (3 * 10) + 10 * 3", True),
        ("assert total(10, amount=3) == 10 * 3 + shop.RATE * 10 * 3", True),
        ("assert total(10) == 10 * 1 + 0.2 * 10 * 1", True),
        ("assert next_number(4) == 4 + 1", True),
        ("assert total(10, 3) == 36", False),
        ("assert total(10, 3) == 10 * 3 + 6", False),
        ("assert next_number(4) == 5", False),
        ("assert broken(4) == 5", False),
        ("assert unknown(4) == 5", False),
    ],
)
def test_the_source_is_compared(body: str, found: bool) -> None:
    source = f"import shop\nfrom shop import *\nfrom shop import total, next_number, broken, unknown, RATE\n\ndef test_x():\n    {body}\n"
    said = findings(source, "TST004", sources={"shop": SHOP}.get)
    assert said == ([Finding(PATH, 6, 5, "TST004", COPY, REMEDY)] if found else [])


@pytest.mark.parametrize("shop", [None, b"def total(:", b"total = 3\n"])
def test_a_source_that_tells_nothing(shop: bytes | None) -> None:
    source = "from shop import total\n\ndef test_x():\n    assert total(10) == 10 + 1\n"
    assert findings(source, "TST004", sources=lambda _name: shop) == []


@pytest.mark.parametrize(
    ("body", "found"),
    {
        "in order": ("assert f(self.DAYS, 5) == sorted(self.DAYS, reverse=True)[:5][::-1]", True),
        "by its class": ("assert f(TestX.DAYS) == [day * 2 for day in self.DAYS]", True),
        "good: subset": ("assert set(f(self.DAYS)) <= set(self.DAYS)", False),
        "good: constant itself": ("assert f(self.DAYS) == self.DAYS", False),
        "good: set elsewhere": ("assert f(self.size) == self.size * 2 + 1", False),
    }.values(),
)
def test_a_formula_of_what_the_class_holds(body: str, found: bool) -> None:
    head = f"{HEAD}class TestX:\n    DAYS = [1, 2]\n    size = 3\n\n    def go(self):\n        self.size = 4\n\n"
    assert bool(findings(f"{head}    def test_x(self):\n        {body}\n", "TST004")) is found
