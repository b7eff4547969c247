"""TST001: which tests check nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quality_support import PATH, findings, places
from walkaround._finding import Finding, NotJudged
from walkaround.test_quality._engine import find
from walkaround.test_quality._judge import judge_file
from walkaround.test_quality._module import is_test_file, read

REMEDY = (
    "Assert what the call returns or changes; where it is enough that nothing is raised, say so in the test's name."
)
WRITE = "Write the test or delete it; `pytest.skip` with a reason keeps a place for one that is still to come."


def nothing(name: str, line: int, column: int = 1) -> Finding:
    return Finding(PATH, line, column, "TST001", f"`{name}` checks nothing of what its calls return or change.", REMEDY)


def test_a_test_that_only_calls() -> None:
    source = """\
    from shop import Cart

    def test_add():
        Cart().add("tea")

    class TestCart:
        async def test_total(self):
            await Cart().total()
    """
    assert findings(source, "TST001") == [nothing("test_add", 3), nothing("TestCart.test_total", 7, 5)]


def test_a_test_without_code() -> None:
    source = '''\
    def test_later():
        """It adds."""
        ...
    '''
    message = "`test_later` has no code, so that it always passes."
    assert findings(source, "TST001") == [Finding(PATH, 1, 1, "TST001", message, WRITE)]


BAD = {
    "beside what the same code refuses, and it does more than to refuse": (
        "import pytest\nfrom app.orders import add\n\ndef test_x():\n    add(2)\n\n"
        "def test_y():\n    with pytest.raises(ValueError):\n        add(0)\n"
    ),
    "what a validator lets pass, and nothing is refused beside it": (
        "from app.validators import minimum\n\ndef test_x():\n    minimum(1)(2)\n"
    ),
    "prints": "def test_x():\n    print(run())\n",
    "compares without assert": "def test_x():\n    run() == 3\n",
    "returns the comparison": "def test_x():\n    return run() == 3\n",
    "misspelt assertion of a mock": "def test_x(m):\n    run(m)\n    m.called_once_with(3)\n",
    "helper that checks nothing": "def go():\n    run()\n\ndef test_x():\n    go()\n",
    "method that checks nothing": "class TestX:\n    def go(self):\n        run()\n\n    def test_x(self):\n        self.go()\n",
    "checking is what is tested": "from shop import check_stock\n\ndef test_x():\n    left = check_stock(3)\n",
    "fixture of a client": "def test_x(client):\n    client.post('/users', json={})\n",
    "asks for a response": "def test_x(client):\n    response = client.get('/')\n    response.json()\n",
    "loop over cases": "def test_x():\n    for one in (1, 2):\n        run(one)\n",
    "subTest": "import unittest\n\nclass T(unittest.TestCase):\n    def test_x(self):\n        with self.subTest(1):\n            run()\n",
    "a double that raises in a callback": "def test_x():\n    def one():\n        raise ValueError('boom')\n    run(one)\n",
    "a run without check": "import subprocess\n\ndef test_x():\n    subprocess.run(['a'])\n",
    "case of a parametrised test": "@pytest.mark.parametrize('expected', [1])\ndef test_x(expected):\n    run(expected)\n",
    "checks in another test": "def test_x():\n    run()\n\ndef test_y():\n    assert run()\n",
    "autouse fixture of another class": (
        "import pytest\n\nclass TestA:\n    @pytest.fixture(autouse=True)\n    def after(self):\n        yield\n        assert run()\n\n"
        "class TestB:\n    def test_x(self):\n        run()\n"
    ),
    "object of the module that does not check": "class Checks:\n    def agree(self, a):\n        assert run(a)\n\n    def go(self, a):\n        run(a)\n\nchecks = Checks()\n\ndef test_x():\n    checks.go(1)\n",
    "verdict that nobody asks for": "from shop import verify\n\ndef test_x():\n    verify('a')\n\ndef test_y():\n    assert verify('b')\n",
    "verdict of a case": "from shop import check_stock\nfrom unittest import TestCase\n\nclass TestX(TestCase):\n    def test_x(self):\n        check_stock('a')\n\n    def test_y(self):\n        self.assertFalse(check_stock('b'))\n",
    "client made for tests": "import pytest\nfrom aiohttp.test_utils import TestClient\n\n@pytest.fixture\ndef client():\n    return TestClient(run())\n\ndef test_x(client):\n    client.post('/a')\n",
    "a word that begins like a check": "from shop import Checkpoint\n\ndef test_x():\n    Checkpoint('a').load()\n\ndef test_y():\n    with pytest.raises(OSError):\n        Checkpoint('b').load()\n",
    "pass in a branch": "def test_x():\n    if run():\n        pass\n",
    "condition that never holds": "def test_x():\n    if False:\n        assert run()\n",
    "for type checkers": "def test_x():\n    if TYPE_CHECKING:\n        assert run()\n",
    "behind a return": "def test_x():\n    run()\n    return\n    assert run()\n",
    "behind a continue": "def test_x():\n    for one in go():\n        run(one)\n        continue\n        assert one\n",
    "loop over nothing": "def test_x():\n    for one in []:\n        assert run(one)\n",
    "function that nobody calls": "def test_x():\n    run()\n    def after():\n        assert run()\n",
    "coroutine that nobody awaits": "def test_x():\n    async def after():\n        assert run()\n    after()\n",
    "lambda that nobody calls": "def test_x():\n    after = lambda: self.assertTrue(run())\n    run()\n",
    "coroutine of a plain case": "import unittest\n\nclass T(unittest.TestCase):\n    async def test_x(self):\n        assert await run()\n",
    "value with the name of a check": "def test_x():\n    assert_that = run()\n    print(assert_that)\n",
    "what is tested begins with should": "from shop import should_retry\n\ndef test_x():\n    again = should_retry(3)\n",
    "method of a helper that checks nothing": (
        "import pytest\n\nclass Talk:\n    def says(self):\n        return self\n\n    def hears(self):\n        assert run()\n\n"
        "@pytest.fixture\ndef talk():\n    return Talk()\n\ndef test_x(talk):\n    talk.says()\n"
    ),
    "warnings that cannot be seen": (
        "import warnings\n\ndef test_no_warnings():\n    with warnings.catch_warnings():\n"
        "        warnings.simplefilter('ignore')\n        run()\n"
    ),
    "a parser of what stands in the test": "import json\n\ndef test_x():\n    run()\n    json.loads('{}')\n",
    "a parser whose value is used": "import json\n\ndef test_x():\n    data = json.loads(run())\n    print(data)\n",
    "a parser of its own": "from shop import parse\n\ndef test_x():\n    parse(run())\n",
    "a dotted name of another module": (
        "class Middle:\n    def __call__(self, a):\n        assert a\n\ndef test_x():\n    run('other.Middle')\n"
    ),
    "a route of a view that checks nothing": (
        "def view(a):\n    return a\n\nurls = [path('/x', view)]\n\ndef test_x(client):\n    client.get('/x')\n"
    ),
    "can be, of what changes": "def test_order_can_be_cancelled():\n    run()\n",
    "a loop": "def test_event_loop():\n    run()\n",
    "a value given back": (
        "import unittest\n\nclass T(unittest.TestCase):\n    def test_x(self):\n        return run().go()\n"
    ),
    "a callback with a text": "def test_x():\n    def one():\n        log('the order should be sent')\n    run(one)\n",
    "recursive helper": "def go(n):\n    if n:\n        go(n - 1)\n\ndef test_x():\n    go(3)\n",
}


@pytest.mark.parametrize("source", BAD.values(), ids=BAD)
def test_checks_nothing(source: str) -> None:
    assert len(places(source, "TST001")) == 1


GOOD = {
    "what a validator lets pass, beside what it refuses": (
        "import pytest\nfrom app.validators import minimum\n\ndef test_x():\n    minimum(1)(2)\n\n"
        "def test_y():\n    with pytest.raises(ValueError):\n        minimum(1)(0)\n"
    ),
    "assert": "def test_x():\n    assert run()\n",
    "function that is handed over": "def test_x():\n    def after():\n        assert run()\n    go(after)\n",
    "function that is registered": "def test_x():\n    @app.after\n    def after():\n        assert run()\n    go()\n",
    "coroutine that is awaited": "async def test_x():\n    async def after():\n        assert run()\n    await after()\n",
    "behind a return in a branch": "def test_x():\n    if go():\n        return\n    assert run()\n",
    "condition that may hold": "def test_x():\n    if WINDOWS:\n        assert run()\n",
    "loop over a list that is filled": "def test_x():\n    a = []\n    fill(a)\n    for one in a:\n        assert run(one)\n",
    "coroutine of an asynchronous case": (
        "import unittest\n\nclass T(unittest.IsolatedAsyncioTestCase):\n    async def test_x(self):\n        assert await run()\n"
    ),
    "method of a helper that checks": (
        "import pytest\n\nclass Talk:\n    def says(self):\n        return self\n\n    def hears(self):\n        assert run()\n\n"
        "@pytest.fixture\ndef talk():\n    return Talk()\n\ndef test_x(talk):\n    talk.says().hears()\n"
    ),
    "helper that code calls": (
        "import pytest\n\nclass Talk:\n    def says(self):\n        assert run()\n\n"
        "@pytest.fixture\ndef talk():\n    return Talk()\n\ndef test_x(talk):\n    go(talk)\n"
    ),
    "raises": "import pytest\n\ndef test_x():\n    with pytest.raises(KeyError):\n        run()\n",
    "raises, imported": "from pytest import raises\n\ndef test_x():\n    with raises(KeyError):\n        run()\n",
    "method of a case": "class T(TestCase):\n    def test_x(self):\n        self.assertEqual(run(), 1)\n",
    "assertion of a mock": "def test_x(m):\n    run(m)\n    m.assert_called_once_with(3)\n",
    "assertion of numpy": "import numpy as np\n\ndef test_x():\n    np.testing.assert_allclose(run(), 1)\n",
    "helper": "def same(a):\n    assert a\n\ndef test_x():\n    same(run())\n",
    "helper of a helper": "def one(a):\n    assert a\n\ndef two(a):\n    one(a)\n\ndef test_x():\n    two(run())\n",
    "method of a base": "class Base:\n    def go(self):\n        assert run()\n\nclass TestX(Base):\n    def test_x(self):\n        self.go()\n",
    "class that checks": "class Fake:\n    def send(self, a):\n        assert a\n\ndef test_x():\n    run(Fake())\n",
    "helper handed over": "def worker():\n    assert run()\n\ndef test_x():\n    start(target=worker)\n",
    "callback that checks": "def test_x():\n    def seen(a):\n        assert a\n    run(seen)\n",
    "callback that must not be called": "def test_x():\n    def boom():\n        raise RuntimeError('must not be called')\n    run(boom)\n",
    "code under test that raises": "from shop import check_stock\n\ndef test_x():\n    check_stock(3)\n",
    "imported helper": "from tests.tools import verify_cart\n\ndef test_x():\n    verify_cart(run())\n",
    "imported helper at the end": "from .tools import play\n\ndef test_x():\n    play('one')\n",
    "fixture that checks afterwards": "import pytest\n\n@pytest.fixture\ndef shop():\n    yield 1\n    assert run()\n\ndef test_x(shop):\n    go(shop)\n",
    "autouse fixture": "import pytest\n\n@pytest.fixture(autouse=True)\ndef shop():\n    yield 1\n    assert run()\n\ndef test_x():\n    go()\n",
    "fixture by usefixtures": (
        "import pytest\n\n@pytest.fixture(name='whole')\ndef shop():\n    yield 1\n    assert run()\n\n"
        "@pytest.mark.usefixtures('whole')\ndef test_x():\n    go()\n"
    ),
    "fixture that is called": "def test_x(check_it):\n    check_it(run())\n",
    "snapshot": "def test_x(data_regression):\n    data_regression.check(run())\n",
    "benchmark": "def test_x(benchmark):\n    benchmark(run)\n",
    "picture": "@image_comparison(['a.png'])\ndef test_x():\n    draw()\n",
    "decorator that expects": "@raises(KeyError)\ndef test_x():\n    run()\n",
    "decorator of this module": "def after(f):\n    def inner():\n        f()\n        assert run()\n    return inner\n\n@after\ndef test_x():\n    go()\n",
    "expected failure": "@pytest.mark.xfail(raises=KeyError, reason='#1')\ndef test_x():\n    run()\n",
    "teardown": "class T(TestCase):\n    def tearDown(self):\n        self.assertTrue(run())\n\n    def test_x(self):\n        go()\n",
    "process that must end well": "import subprocess\n\ndef test_x():\n    subprocess.run(['a'], check=True)\n",
    "command line": "def test_x(runner):\n    runner.invoke(app, ['a'], catch_exceptions=False)\n",
    "status": "def test_x(client):\n    client.get('/').raise_for_status()\n",
    "type": "from typing import assert_type\n\ndef test_x():\n    assert_type(run(), int)\n",
    "doctest": "import doctest\nimport shop\n\ndef test_x():\n    doctest.testmod(shop, raise_on_error=True)\n",
    "says so": "def test_x_does_not_raise():\n    run()\n",
    "smoke": "def test_smoke_import():\n    run()\n",
    "says so in the docstring": "def test_x():\n    '''Odd input does not crash it.'''\n    run()\n",
    "says so in a comment": "def test_x():\n    run()  # shouldn't raise\n",
    "built-in compile": "def test_x():\n    code = run()\n    compile(code, 'a.py', 'exec')\n",
    "parser of what code gives": "import json\n\ndef test_x():\n    json.loads(run())\n",
    "value that is a number": "def test_x():\n    int(run().text)\n",
    "reference that has to be possible": "import weakref\n\ndef test_x():\n    a = run()\n    weakref.ref(a)\n",
    "does not propagate": "def test_x():\n    '''The error is not propagated.'''\n    run()\n",
    "a double that fails by a constant": "from unittest.mock import Mock\n\ndef test_x():\n    run(Mock(side_effect=API_ERROR))\n",
    "a double that fails by what the module has made": (
        "API_ERROR = made(3)\n\ndef test_x(client):\n    client.go.side_effect = API_ERROR\n    run(client)\n"
    ),
    "a step that is called": "def test_step(a):\n    run(a)\n\ndef main():\n    test_step(3)\n",
    "a mixin whose helper is elsewhere": (
        "import unittest\n\nclass Mixin:\n    def test_x(self):\n        self.go(3)\n\n"
        "class T(Mixin, unittest.TestCase):\n    pass\n"
    ),
    "no recursion": "def test_x():\n    '''Test if no infinite recursion occurs.'''\n    run()\n",
    "does not loop": "def test_x_does_not_loop():\n    run()\n",
    "does not blow up": "def test_x():\n    '''A late reply doesn't blow up.'''\n    run()\n",
    "no longer hangs": "def test_x():\n    # no longer hangs\n    run()\n",
    "can be imported": "def test_client_can_be_imported_without_extras():\n    run()\n",
    "may be loaded": "def test_x():\n    '''All versions may be loaded.'''\n    run()\n",
    "is hashable": "def test_from_json_hashable():\n    run()\n",
    "does not require": "def test_dump_does_not_validate_required():\n    run()\n",
    "dotted name of a class here that checks": (
        "class Middle:\n    def __call__(self, a):\n        assert a\n\n"
        "@override_settings(MIDDLEWARE=['tests.test_x.Middle'])\ndef test_x():\n    run()\n"
    ).replace("tests.test_x", f"tests.{PATH.removesuffix('.py').rpartition('/')[2]}"),
    "route of a view here that checks": (
        "def view(a):\n    assert a\n\nurls = [path('/x', view)]\n\ndef test_x(client):\n    client.get('/x')\n"
    ),
    "decorated route that checks": (
        "@app.get('/x')\ndef view(a):\n    assert a\n\ndef test_x(client):\n    client.get('/x')\n"
    ),
    "a method of trial": (
        "from twisted.trial.unittest import TestCase\n\nclass T(TestCase):\n    def test_x(self):\n"
        "        self.failureResultOf(run(), KeyError)\n"
    ),
    "a deferred given back": (
        "from twisted.trial import unittest\n\nclass T(unittest.TestCase):\n    def test_x(self):\n"
        "        return run().go()\n"
    ),
    "a callback that nobody is to call": (
        "def test_x():\n    def one():\n        fire(Error('this should never be called'))\n    run(one)\n"
    ),
    "a class that a runner does not find": (
        "import unittest\n\nclass Mask:\n    class T(unittest.TestCase):\n        def test_x(self):\n            run()\n"
    ),
    "abstract": "class SuiteBase:\n    pass\n\nclass TestX(Shared):\n    def test_x(self):\n        self.go()\n",
    "skips itself": "import pytest\n\ndef test_x():\n    pytest.skip('later')\n",
    "object of the module that checks": "class Checks:\n    def agree(self, a):\n        assert run(a)\n        return self\n\nchecks = Checks()\n\ndef test_x():\n    checks.agree(1).agree(2)\n",
    "object of the test that checks": "class Checks:\n    def agree(self, a):\n        assert run(a)\n\ndef test_x():\n    checks = Checks()\n    checks.agree(1)\n",
    "refuses by raising": "from shop import verify\n\ndef test_x():\n    verify('a')\n\ndef test_y():\n    assert verify('b').name == 'b'\n",
    "skipped and empty": "import pytest\n\n@pytest.mark.skip(reason='later')\ndef test_x():\n    pass\n",
    "replaces one of a base": "class TestX(Shared):\n    def test_x(self):\n        pass\n",
    "a raise": "def test_x():\n    if run():\n        raise ValueError\n",
    "program in a text": "def test_x(run):\n    execute('''\nimport a\nassert a.b\n''')\n",
    "warnings are errors": "import warnings\n\ndef test_x():\n    warnings.simplefilter('error')\n    run()\n",
    "wait with a limit": "def test_x():\n    process.communicate(timeout=3)\n",
    "a double that fails": "from unittest.mock import Mock\n\ndef test_x():\n    run(Mock(side_effect=OSError))\n",
    "no test": "def check():\n    run()\n\nclass Testing:\n    pass\n\nclass Shop:\n    def test_drive(self):\n        run()\n",
    "fixture with the name of a test": "import pytest\n\n@pytest.fixture\ndef test_client():\n    return run()\n",
    "class that is none": "class TestServer:\n    __test__ = False\n\n    def test_connection(self):\n        run()\n",
}  # fmt: skip


@pytest.mark.parametrize("source", GOOD.values(), ids=GOOD)
def test_checks_something(source: str) -> None:
    assert findings(source, "TST001") == []


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("test_a.py", True),
        ("a/b_test.py", True),
        ("shop/tests.py", True),
        ("tests/a.py", True),
        ("a\\tests\\b.py", True),
        ("tests/conftest.py", False),
        ("tests/__init__.py", False),
        ("shop/latest.py", False),
        ("contest.py", False),
        ("test_a.txt", False),
    ],
)
def test_files_of_tests(path: str, is_one: bool) -> None:
    assert is_test_file(path) is is_one


def test_a_file_that_cannot_be_read() -> None:
    with pytest.raises(
        NotJudged, match=r"^test_a\.py: line 1: is not valid syntax for Python 3\.\d+, which runs this hook"
    ):
        read("test_a.py", b"def test_x(:\n")


def test_a_module_with_a_name_of_tests_that_holds_none() -> None:
    source = b"def test_odd(value):\n    return value % 2 == 1\n"
    assert read("src/shop/tests.py", source).tests == ()
    assert [one.name for one in read("shop/tests.py", b"import unittest\n" + source).tests] == ["test_odd"]
    assert [one.name for one in read("shop/test_odd.py", source).tests] == ["test_odd"]


def test_a_module_beside_tests_is_judged_where_the_policy_names_it() -> None:
    source = b"import unittest\n\nclass T(unittest.TestCase):\n    def test_pass(self):\n        pass\n"
    assert judge_file("tests/sample.py", source) == []
    assert [one.rule for one in judge_file("tests/sample.py", source, is_listed=lambda _path: True)] == ["TST001"]


def test_data_beside_tests_that_cannot_be_read() -> None:
    assert read("tests/data/old.py", b"print 3\n").tests == ()


_WORDS = ["test_a", "x", "self", "mock", "assert_it", "f", "expected"]
_NAMES = st.sampled_from(_WORDS)
_EXPRESSIONS = st.recursive(
    _NAMES | st.sampled_from(["1", "None", "'a'", "()", "[]", "(lambda: 1)", "x.y", "self.z"]),
    lambda inner: st.one_of(
        st.builds("{}({})".format, _NAMES, inner),
        st.builds("({} == {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("({} + {})".format, inner, inner),
        st.builds("{}[{}]".format, _NAMES, inner),
        st.builds("[{} for x in {}]".format, inner, inner),
    ),
    max_leaves=6,
)
_SIMPLE = st.one_of(
    st.builds("assert {}".format, _EXPRESSIONS),
    st.builds("{} = {}".format, _NAMES, _EXPRESSIONS),
    st.builds("self.z = {}".format, _EXPRESSIONS),
    st.builds("{}".format, _EXPRESSIONS),
    st.just("pass"),
)
_STATEMENTS = st.one_of(
    _SIMPLE,
    st.builds("try:\n        {}\n    except Exception:\n        {}".format, _SIMPLE, _SIMPLE),
    st.builds("with patch({}) as {}:\n        {}".format, _EXPRESSIONS, _NAMES, _SIMPLE),
)
_FUNCTIONS = st.builds(
    "{}\ndef {}({}):\n    {}\n".format,
    st.sampled_from(["", "@pytest.fixture", "@patch('a.b')", "@given(x)"]),
    _NAMES,
    st.sampled_from(["", "self", "x", "expected"]),
    st.lists(_STATEMENTS, min_size=1, max_size=4).map("\n    ".join),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(_FUNCTIONS, min_size=1, max_size=3).map("\n".join))
def test_no_module_stops_the_rules(source: str) -> None:
    module = read("test_a.py", f"from unittest.mock import patch\nimport pytest, f\n{source}".encode())
    assert {one.rule for one in find(module)} <= {"TST001", "TST002", "TST003", "TST004", "TST005"}
