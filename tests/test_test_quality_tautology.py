"""TST002: assertions that hold whatever the code does."""

import pytest

from quality_support import PATH, findings, places
from walkaround._finding import Finding
from walkaround.test_quality._judge import judge_file

REMEDY = "Compare what the code under test gives with a value that is written down in the test."


def always(why: str, line: int, column: int = 5) -> Finding:
    return Finding(PATH, line, column, "TST002", f"This assertion always holds: {why}.", REMEDY)


WHY = {
    "constant": ("assert True", "it is a constant"),
    "text": ("assert 'b', run()", "it is a constant"),
    "calculation": ("assert 2 + 2 == 4", "it is a constant"),
    "tuple": ("assert (run() == 3, 'three')", "a tuple that is not empty is true"),
    "generator": ("assert (one > 0 for one in run())", "a generator or function is true without being run"),
    "lambda": ("assert lambda: run() == 3", "a generator or function is true without being run"),
    "itself": ("result = run(); assert result == result", "it compares a value with itself"),
    "itself by another name": ("a = run(); b = a; assert a == b", "it compares a value with itself"),
    "length of itself": ("a = run(); assert len(a) == len(a)", "it compares a value with itself"),
    "not unlike itself": ("a = run(); assert not a != a", "it compares a value with itself"),
    "every item itself": ("a = run(); assert all(b == b for b in a)", "it compares a value with itself"),
    "copy of itself": ("a = run(); assert [b for b in a] == a", "it compares a value with itself"),
    "anything": ("assert run() == ANY", "everything equals `ANY`"),
    "an object": ("assert isinstance(run(), (int, object))", "everything is an `object`"),
    "length": ("assert len(run()) >= 0", "no length is below zero"),
    "length by a name": ("n = len(run()); assert n > -1", "no length is below zero"),
    "length, turned": ("assert 0 <= len(run())", "no length is below zero"),
    "or true": ("assert run() or True", "one side of its `or` is always true, because it is a constant"),
    "opposites": ("a = run(); assert a == 3 or a != 3", "one side of its `or` is the opposite of the other"),
    "unlike one of two": ("a = run(); assert a is not None or a != ''", "nothing is equal to both sides of its `or`"),
    "true or false": ("assert bool(run()) in (True, False)", "it looks for something where it comes from"),
    "in a list of itself": ("a = run(); assert a in [a]", "it looks for something where it comes from"),
    "in a tuple with itself": ("a = run(); assert a in (None, a)", "it looks for something where it comes from"),
    "in itself": ("a = run(); assert a in a", "it looks for something where it comes from"),
    "each where it comes from": (
        "a = run(); assert all(b in a for b in a)",
        "it looks for something where it comes from",
    ),
    "put in before": ("a = run(); b = []; b.append(a); assert a in b", "it looks for something where it comes from"),
    "copied by a star": ("a = run(); assert a == [*a]", "it compares a value with itself"),
    "copied by two stars": ("a = run(); assert {**a} == a", "it compares a value with itself"),
    "equal by a function": ("a = run(); assert torch.equal(a, a)", "it compares a value with itself"),
    "equal by a method": ("a = run(); assert a.equals(a)", "it compares a value with itself"),
    "part of itself": ("a = run(); assert a.issubset(a)", "it compares a value with itself"),
    "start of itself": ("a = run(); assert a.startswith(a)", "it compares a value with itself"),
    "its own type": ("a = run(); assert isinstance(a, type(a))", "it asks for the kind that the value is made of"),
    "its own class": ("a = run(); assert isinstance(a, a.__class__)", "it asks for the kind that the value is made of"),
    "kind by a call": ("assert isinstance(str(run()), str)", "it asks for the kind that the value is made of"),
    "kind by a shape": (
        "a = [b for b in run()]; assert isinstance(a, list)",
        "it asks for the kind that the value is made of",
    ),
    "list is not None": ("assert [b for b in run()] is not None", "what is made in place is never `None`"),
    "text is not None": ("a = f'{run()}'; assert a is not None", "what is made in place is never `None`"),
    "dict is never None": ("assert not {'a': run()} is None", "what is made in place is never `None`"),
    "text with words": ("assert f'total {run()}'", "a value that is not empty is true"),
    "list with an item": ("assert [run()]", "a value that is not empty is true"),
    "every object has it": ("assert hasattr(run(), '__class__')", "everything has this attribute"),
    "largest and smallest": ("a = run(); assert max(a) >= min(a)", "it compares a value with a limit of its own"),
    "distinct items": ("a = run(); assert len(set(a)) <= len(a)", "it compares a value with a limit of its own"),
    "amount": ("assert abs(run()) >= 0", "it compares a value with a limit of its own"),
    "pattern for all": ("assert re.match('.*', run())", "its pattern matches every text"),
    "nothing to ask": ("assert all(run(a) for a in [])", "there is no item to ask"),
    "empty or not": (
        "a = run(); assert len(a) == 0 or len(a) > 0",
        "one side of its `or` is the opposite of the other",
    ),
    "true in both branches": ("a = run(); assert a if a else True", "both branches of its condition are true"),
    "misspelt assertion of a mock": (
        "m = Mock(); run(m); assert m.called_once_with(3)",
        "a mock answers every name that it does not know with something true",
    ),
    "assertion that is not called": (
        "m = Mock(); run(m); assert m.assert_called_once",
        "a method that is not called is true",
    ),
    "own dict by get": ("a = {'x': 1}; assert a.get('x') == 1", "it compares what the test itself has set"),
    "own dict by item": ("a = {}; a['x'] = 1; assert a['x'] == 1", "it compares what the test itself has set"),
    "own list added to": ("a = []; a.append(3); assert a == [3]", "it compares what the test itself has set"),
    "own set": ("a = {1, 2}; assert 2 in a", "it compares what the test itself has set"),
    "own text": ("a = 'x'; assert a.upper() == 'X'", "it compares what the test itself has set"),
    "chain of own values": ("a = 3; assert 1 < a <= 3", "it compares what the test itself has set"),
    "own variable": ("x = 5; run(x); assert x == 5", "it compares what the test itself has set"),
    "own list": ("a = [1, 2]; assert len(a) == 2", "it compares what the test itself has set"),
    "attribute": (
        "run().x = 1; door.state = 'open'; assert door.state == 'open'",
        "it repeats what the test has just set",
    ),
    "namespace": ("a = SimpleNamespace(x=1); assert a.x == 1", "it repeats what the test has just set"),
    "environment": (
        "monkeypatch.setenv('A', 'b'); assert os.environ['A'] == 'b'",
        "it repeats what the test has just set",
    ),
    "file that is written": (
        "p = tmp_path / 'x'; p.write_text('a'); assert p.read_text() == 'a'",
        "it repeats what the test has just set",
    ),
    "file that is made": ("p = tmp_path / 'x'; p.touch(); assert p.is_file()", "it repeats what the test has just set"),
    "folder that is made": (
        "(tmp_path / 'x').mkdir(); assert (tmp_path / 'x').is_dir()",
        "it repeats what the test has just set",
    ),
    "setattr": ("setattr(door, 'x', 3); assert door.x == 3", "it repeats what the test has just set"),
    "monkeypatch": ("monkeypatch.setattr(door, 'x', 3); assert door.x == 3", "it repeats what the test has just set"),
    "getattr": ("setattr(door, 'x', 3); assert getattr(door, 'x') == 3", "it repeats what the test has just set"),
    "read into a name": ("door.x = 3; x = door.x; assert x == 3", "it repeats what the test has just set"),
    "variable by item": (
        "os.environ['A'] = 'b'; assert os.getenv('A') == 'b'",
        "it repeats what the test has just set",
    ),
}


@pytest.mark.parametrize(("body", "why"), WHY.values(), ids=WHY)
def test_always_holds(body: str, why: str) -> None:
    lines = "\n    ".join(body.split("; "))
    source = f"from unittest.mock import Mock\nfrom types import SimpleNamespace\n\ndef test_x(monkeypatch, door, tmp_path):\n    {lines}\n"
    assert findings(source, "TST002") == [always(why, 4 + len(body.split("; ")))]


def test_methods_of_a_case_claim_the_same() -> None:
    source = """\
    from unittest import TestCase

    class CartTest(TestCase):
        def test_x(self):
            cart = run()
            self.assertTrue(True)
            self.assertEqual(cart, cart)
            self.assertIsInstance(cart, object)
            self.assertGreaterEqual(len(cart), 0)
            self.assertIsNotNone("text")
            self.assertFalse(cart != cart)
            self.assertEqual(cart, 3)
    """
    assert findings(source, "TST002") == [
        always("it is a constant", 6, 9),
        always("it compares a value with itself", 7, 9),
        always("everything is an `object`", 8, 9),
        always("no length is below zero", 9, 9),
        always("it is a constant", 10, 9),
        always("it compares a value with itself", 11, 9),
    ]


MAY_FAIL = {
    "made anew, and unlike another": "a = run(); assert a.x.key == a.x.key; assert a.x.key != a.y.key",
    "said to be deterministic": "a = run(); assert a.x.key == a.x.key  # this is deterministic",
    "read before an end of its own": "with go() as b:\n        a = run()\n        c = a.id\n    assert a.id == c",
    "read before something asserted was done": "a = run(); c = a.id; assert a.cancel(); assert a.id == c",
    "read before a wait": "a = run(); c = a.id; go(); assert a.id == c",
    "in a list of another": "a, b = run(); assert a in [b]",
    "in another": "a = run(1); b = run(2); assert a in b",
    "each in another": "a = run(1); b = run(2); assert all(c in a for c in b)",
    "put by the code": "a = run(); b = []; store(b, a); assert a in b",
    "put, and handed over": "a = run(); b = []; b.append(a); prune(b); assert a in b",
    "copy of an own class": "a = Bag(); assert [*a] == a",
    "equal to another": "a = run(1); b = run(2); assert torch.equal(a, b)",
    "type of another": "a = run(1); b = run(2); assert isinstance(a, type(b))",
    "kind of a result": "a = run(); assert isinstance(a, list)",
    "kind below": "assert isinstance(len(run()), bool)",
    "result is not None": "a = run(); assert a is not None",
    "text of a result": "assert f'{run()}'",
    "list of what is starred": "assert [*run()]",
    "largest of two": "assert max(run(1)) >= min(run(2))",
    "pattern": "assert re.match('.+', run())",
    "one or many": "a = run(); assert len(a) == 1 or len(a) > 2",
    "branches that say more": "a = run(); assert a == 3 if a else b",
    "a mock's answer": "m = Mock(); run(m); assert m.called",
    "own dict that is handed over": "a = {}; run(a); assert a.get('x') == 1",
    "own dict with a result": "a = {}; a['x'] = run(); assert a['x'] == 1",
    "own list in a loop": "a = []; a.append(3)\n    for b in run():\n        a.append(b)\n    assert a == [3]",
    "own list that code empties": "a = [3]; drain(a); assert a == [3]",
    "item that is handed over": "a = {'x': []}; b = a['x']; run(b); assert a['x'] == []",
    "file that code writes": "p = tmp_path / 'x'; run(p); assert p.read_text() == 'a'",
    "file that code reads": "p = tmp_path / 'x'; p.write_text('a'); run(p); assert p.read_text() == 'a'",
    "file that code keeps": "p = tmp_path / 'x'; p.touch(); clean(tmp_path); assert p.exists()",
    "path of the code": "store.path.write_text('a'); assert store.path.read_text() == 'a'",
    "read before": "old = door.x; door.x = new; assert old == new",
    "read into a name after a call": "door.x = 3; door.close(); x = door.x; assert x == 3",
    "setattr of another": "setattr(door, 'x', 3); assert door.y == 3",
    "result": "result = run(); assert result == 3",
    "truth of a call": "assert run()",
    "fails always": "assert False, 'not reached'",
    "marker": "try:\n        run()\n    except KeyError:\n        assert True\n    else:\n        assert False",
    "two results": "assert run(1) == run(2)",
    "reflexive": "a = Money(3); assert a == a",
    "operator": "a = run(); assert a <= a",
    "not a number": "a = run(); assert a != a",
    "before and after": "before = cart.total; cart.add(3); assert cart.total == before",
    "bound again": "x = 5; x = run(x); assert x == 5",
    "changed in a function": "x = 5\n    def go():\n        nonlocal x\n        x = 6\n    run(go); assert x == 5",
    "list that is handed over": "a = []; run(a); assert a == []",
    "list that is added to": "a = []; a.append(run()); assert len(a) == 1",
    "input that is looked at first": "line = 'a' * 30; assert len(line) == 30; run(line)",
    "some length": "assert len(run()) >= 1",
    "a type": "assert isinstance(run(), str)",
    "or": "a = run(); assert a == 1 or a == 2",
    "unlike two things at once": "a = run(); assert a != 1 and a != 2",
    "unlike one of two different": "a, b = run(); assert a != 1 or b != 2",
    "items of different keys": "a = run(); assert all(b['x'] != 1 or b['y'] is not None for b in a)",
    "any item": "assert any(one == 1 for one in run())",
    "key that is there": "assert run()['at'] == ANY",
    "attribute that code sets": "door.state = 'open'; door.close(); assert door.state == 'open'",
    "attribute and what follows of it": "door.state = 'open'; assert door.is_open; assert door.state == 'open'",
    "attribute of another value": "door.name = ' a '; assert door.name == 'a'",
    "attribute of a class here": "class A:\n        pass\n    a = A(); a.x = 1; assert a.x == 1",
    "property that keeps its object": "assert door.lock is door.lock",
    "namespace that is handed over": "a = SimpleNamespace(x=1); run(a); assert a.x == 1",
    "environment that is read": "monkeypatch.setenv('A', 'b'); assert run() == 'b'",
    "item that is put": "cache['a'] = 1; assert cache['a'] == 1",
    "loop over a result": "for one in run():\n        assert one in 'abc'",
    "used twice": "a = run().items(); assert list(a) == list(a)  # again",
    "starred": "assert (*run(),)",
    "day ordered with another": "a = datetime.date(2024, 5, 1); b = run(a); assert a <= b",
    "object of the code ordered with itself": "a = run(); assert a <= a",
    "list that is changed between": "a = list(door); run(door); assert a == list(door)",
    "list of what is used up": "door = iter(run()); a = list(door); assert a == list(door)  # again",
    "container that is handed over": "a = defaultdict(int); run(a); assert a['x'] == 1",
    "container of lists": "a = defaultdict(list)\n    for b in run():\n        a[b.x].append(b)\n    assert len(a['x']) == 0",
    "counter of results": "a = Counter(run()); assert a['x'] == 1",
    "sorted by a key of the code": "a = ['b', 'a']; a.sort(key=run); assert a == ['a', 'b']",
    "text that the code makes": "a = run(); assert json.loads(a) == {'a': 1}",
    "different calls": "assert run('a') == 3 or run('b') != 3",
    "one of several": "assert any([run('a'), run('b')])",
    "field that code replaces": "a = run(); b = a.replaced(x=1); assert b.x == 1",
    "record that is stored between": "a = run(); a = a._replace(x=1); a = door.save(a); assert a.x == 1",
    "among the items of another": "a = run(); assert all(b in door for b in a)",
}  # fmt: skip


HEAD = (
    "import collections\nimport copy\nimport dataclasses\nimport datetime\nimport json\nfrom collections import Counter, defaultdict\n"
    "from decimal import Decimal\nfrom shop import run\n\n"
)
LIBRARY = {
    "day": ("a = datetime.date(2024, 5, 1); assert a <= a; run(a)", "it compares a value with itself"),
    "amount, turned": ("a = Decimal('1.5'); assert a >= a; run(a)", "it compares a value with itself"),
    "list that is written down": ("a = [1, 2]; assert a <= a; run(a)", "it compares a value with itself"),
    "copy": ("a = list(words); assert a == list(words)", "it compares a value with itself"),
    "in order": ("a = sorted(words); assert sorted(words) == a", "it compares a value with itself"),
    "length": ("a = len(words); assert len(words) == a", "it compares a value with itself"),
    "counted up": ("a = defaultdict(int); a['x'] += 1; assert a['x'] == 1", "it compares what the test itself has set"),
    "counted": ("a = Counter('xx'); assert a['x'] == 2", "it compares what the test itself has set"),
    "empty dict": ("a = dict(); a['x'] = 1; assert a == {'x': 1}", "it compares what the test itself has set"),
    "end of a queue": ("a = collections.deque(); a.append(1); assert a[0] == 1", "it compares what the test itself has set"),
    "sorted in place": ("a = ['b', 'a']; a.sort(); assert a == ['a', 'b']", "it compares what the test itself has set"),
    "there and back": ("a = json.dumps({'a': 1}); assert json.loads(a) == {'a': 1}", "it compares what the test itself has set"),
    "opposites of calls": (
        "assert run('a') == 3 or run('a') != 3", "one side of its `or` is the opposite of the other",
    ),
    "one of many": ("assert any([True, run('a')])", "it is a constant"),
    "empty set": ("a = set(); a.add(1); assert 1 in a", "it compares what the test itself has set"),
    "field of a tuple": ("a = run(); a = a._replace(x=1); assert a.x == 1", "it repeats what the test has just set"),
    "field of a record": (
        "a = run(); b = dataclasses.replace(a, x='y'); assert b.x == 'y'", "it repeats what the test has just set",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "why"), LIBRARY.values(), ids=LIBRARY)
def test_what_python_alone_decides(body: str, why: str) -> None:
    lines = body.split("; ")
    source = HEAD + "def test_x(words):\n    " + "\n    ".join(lines) + "\n"
    place = HEAD.count("\n") + 2 + next(number for number, line in enumerate(lines) if line.startswith("assert"))
    assert findings(source, "TST002") == [always(why, place)]


OF_A_CLASS = """\
from shop import Base, keep, record

class Recorder:
    def __init__(self):
        self.events = []

@record
class Record:
    events = ()

class Shared(Base):
    pass

class TestX:
    DAYS = [1, 2]
    kind = "a"

    def setup_method(self):
        self.recorder = Recorder()
        self.record = Record()
        self.shared = Shared()
        self.kind = "b"

    def test_x(self):
        keep(self.DAYS)
        {}
"""


@pytest.mark.parametrize(
    ("body", "why"),
    {
        "constant by both names": ("assert self.DAYS == TestX.DAYS", "it compares a value with itself"),
        "constant by its class": ("assert self.__class__.DAYS == self.DAYS", "it compares a value with itself"),
        "each where it comes from": (
            "assert all(day in self.DAYS for day in self.DAYS)", "it looks for something where it comes from",
        ),
        "attribute of a plain double": (
            "self.recorder.events = ['a']; assert self.recorder.events == ['a']", "it repeats what the test has just set",
        ),
        "good: what set-up sets": ("assert self.kind == TestX.kind", ""),
        "good: what the code gives": ("assert all(day in self.DAYS for day in keep(self.DAYS))", ""),
        "good: decorated class": ("self.record.events = ['a']; assert self.record.events == ['a']", ""),
        "good: derived class": ("self.shared.events = ['a']; assert self.shared.events == ['a']", ""),
        "good: what has run since": ("self.recorder.events = []; keep(self.recorder); assert self.recorder.events == []", ""),
    }.values(),
)  # fmt: skip
def test_what_a_class_of_tests_holds(body: str, why: str) -> None:
    lines = body.split("; ")
    source = OF_A_CLASS.format("\n        ".join(lines))
    expected = [always(why, source.count("\n"), 9)] if why else []
    assert findings(source, "TST002") == expected


@pytest.mark.parametrize("body", MAY_FAIL.values(), ids=MAY_FAIL)
def test_may_fail(body: str) -> None:
    lines = "\n    ".join(body.split("; "))
    name = "test_equality" if "Money" in body else "test_x"
    source = f"from unittest.mock import ANY\nfrom types import SimpleNamespace\n\ndef {name}(monkeypatch, door, cache, tmp_path):\n    {lines}\n"
    assert findings(source, "TST002") == []


MESSAGES = {
    "assert": ("assert run(), 3", True),
    "list": ("assert run(), [1, 2]", True),
    "method": ("self.assertTrue(run(), 3)", True),
    "text": ("assert run(), 'three'", False),
    "text by parts": ("assert run(), f'three {a}'", False),
    "name": ("assert run(), result", False),
    "text of a method": ("self.assertTrue(run(), 'three')", False),
    "compared, and shown": ("assert run() == 3, [a]", False),
    "none": ("self.assertTrue(run(), None)", False),
}


@pytest.mark.parametrize(("body", "is_one"), MESSAGES.values(), ids=MESSAGES)
def test_a_message_that_was_to_be_compared(body: str, is_one: bool) -> None:
    message = "This assertion compares nothing: its second value is only shown when it fails."
    said = [Finding(PATH, 2, 5, "TST002", message, REMEDY)] if is_one else []
    assert findings(f"def test_x(self, a, result):\n    {body}\n", "TST002") == said


def test_a_marker_whose_failure_is_taken() -> None:
    source = "def test_x():\n    try:\n        run()\n        assert False\n    except {}:\n        assert True\n"
    assert places(source.format("Exception"), "TST002") == [6]
    assert places(source.format("KeyError"), "TST002") == []


def test_methods_behind_builtins_are_tried() -> None:
    source = "def test_{}():\n    assert isinstance(repr(run()), str)\n"
    assert places(source.format("repr"), "TST002") == []
    assert places(source.format("run"), "TST002") == [2]


def test_an_object_that_is_there() -> None:
    source = "from shop import Cart\ndef test_{}():\n    cart = Cart()\n    {}assert cart is not None\n"
    assert places(source.format("cart", ""), "TST002") == [4]
    assert places(source.format("init", ""), "TST002") == []
    assert places(source.format("cart", "assert cart.total == 0; "), "TST002") == []


TOOLS = {
    "shape": ("a = numpy.ones((2, 3)); assert a.shape == (2, 3)", True),
    "date": ("a = datetime.date(2024, 2, 29); assert a.day == 29", True),
    "length": ("a = numpy.arange(3); assert len(a) == 3", True),
    "handed over": ("a = numpy.ones((2, 3)); fill(a); assert a.shape == (2, 3)", False),
    "of a result": ("a = numpy.ones(rows()); assert a.shape == (2, 3)", False),
    "result": ("a = numpy.ones(3); b = fill(a); assert b.shape == (3,)", False),
    "under a patch": (
        "with patch('datetime.date'):\n        a = datetime.date(2024, 2, 29)\n    assert a.day == 29",
        False,
    ),
    "seen by the code": ("a = numpy.ones(3); assert shape_of(a) == (3,)", False),
}


@pytest.mark.parametrize(("body", "is_one"), TOOLS.values(), ids=TOOLS)
def test_what_a_library_makes(body: str, is_one: bool) -> None:
    lines = "\n    ".join(body.split("; "))
    source = f"import datetime\nimport numpy\n{{}}\ndef test_x():\n    {lines}\n"
    assert len(places(source.format("from shop import fill"), "TST002")) == is_one
    assert places(source.format("from numpy import testing"), "TST002") == []  # its own tests


def test_operators_are_tried() -> None:
    source = "def test_all():\n    a = every()\n    {}assert a in a\n"
    assert places(source.format("assert a >= a; "), "TST002") == []
    assert places(source.format(""), "TST002") == [3]


def test_a_setter_is_tried() -> None:
    source = "from shop import Door\n\ndef test_{}():\n    door = Door()\n    door.state = 'open'\n    assert door.state == 'open'\n"
    assert places(source.format("state_setter"), "TST002") == []
    assert places(source.format("state"), "TST002") == [6]


def test_sums_of_names_end() -> None:
    names = "".join(f"    a{one + 1} = a{one} + a{one}\n" for one in range(60))
    assert places(f"def test_x():\n    a0 = 1\n{names}    assert a60 == run()\n", "TST002") == []


SETTERS = {
    "property": "class Door:\n    @property\n    def state(self): return 1\n    @state.setter\n    def state(self, a): self.a = a\n",
    "setattr": "class Door:\n    def __setattr__(self, name, value): ...\n",
    "descriptor": "class Door:\n    state = Field()\n",
    "base": "class Base:\n    state = Field()\nclass Door(Base): ...\n",
    "elsewhere": "from .inner import Door\n",
}


@pytest.mark.parametrize("product", SETTERS.values(), ids=SETTERS)
def test_a_class_whose_setter_is_known(product: str) -> None:
    source = b"from shop import Door\n\ndef test_a():\n    door = Door()\n    door.state = 'b'\n    assert door.state == 'b'\n"
    sources = {"shop": product.encode(), "shop.inner": SETTERS["setattr"].encode()}
    assert judge_file("test_a.py", source, sources=sources.get) == []
    sources = {"shop": b"class Door:\n    state: str = 'a'\n"}
    assert [one.rule for one in judge_file("test_a.py", source, sources=sources.get)] == ["TST002"]
