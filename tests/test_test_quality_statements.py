"""TST006 to TST009, which speak of single marks, calls and cases: tables of small modules, each with all that is found."""

import textwrap
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkaround._finding import Finding
from walkaround.test_quality import _cases, _raises, _skips, _waits, judge_file
from walkaround.test_quality._module import TestModule, read

Find = Callable[[TestModule], Iterator[Finding]]


def said(find: Find, source: str) -> list[str]:
    """What a room says of a module: place, rule and message."""
    module = read("tests/test_it.py", textwrap.dedent(source).encode())
    return [f"{one.line}:{one.column} {one.rule} {one.message}" for one in sorted(find(module))]


def is_skipped(*places: str) -> list[str]:
    return [f"{place} TST006 The test is skipped without a reason." for place in places]


def is_failing(*places: str) -> list[str]:
    return [f"{place} TST006 The test is expected to fail without a reason." for place in places]


SKIPS = {
    "mark": ("import pytest\n@pytest.mark.skip\ndef test(): ...\n", is_skipped("2:2")),
    "mark-called": ("import pytest\n@pytest.mark.skip()\ndef test(): ...\n", is_skipped("2:2")),
    "mark-imported": ("from pytest import mark as m\n@m.skip\ndef test(): ...\n", is_skipped("2:2")),
    "mark-alias": ("import pytest\nskip = pytest.mark.skip\n@skip\ndef test(): ...\n", is_skipped("3:2")),
    "reason-empty": ("import pytest\n@pytest.mark.skip(reason='')\ndef test(): ...\n", is_skipped("2:2")),
    "reason-none": ("import pytest\n@pytest.mark.skip(reason=None)\ndef test(): ...\n", is_skipped("2:2")),
    "reason-todo": ("import pytest\n@pytest.mark.skip('TODO')\ndef test(): ...\n", is_skipped("2:2")),
    "reason-constant-empty": ("import pytest\nWHY = ' '\n@pytest.mark.skip(WHY)\ndef test(): ...\n", is_skipped("3:2")),
    "skipif": ("import pytest\n@pytest.mark.skipif(OLD)\ndef test(): ...\n", is_skipped("2:2")),
    "xfail": ("import pytest\n@pytest.mark.xfail\ndef test(): ...\n", is_failing("2:2")),
    "xfail-strict": ("import pytest\n@pytest.mark.xfail(strict=True)\ndef test(): ...\n", is_failing("2:2")),
    "xfail-raises": ("import pytest\n@pytest.mark.xfail(raises=KeyError)\ndef test(): ...\n", is_failing("2:2")),
    "good-condition-in-words": (
        "import pytest\n@pytest.mark.skipif(\"sys.platform == 'win32'\")\ndef test(): ...\n", [],
    ),
    "xfail-condition": ("import pytest\n@pytest.mark.xfail(sys.platform == 'x')\ndef test(): ...\n", is_failing("2:2")),
    "pytestmark": ("import pytest\npytestmark = pytest.mark.skip\n", is_skipped("2:14")),
    "pytestmark-list": ("import pytest\npytestmark = [pytest.mark.slow, pytest.mark.skip]\n", is_skipped("2:33")),
    "pytestmark-class": ("import pytest\nclass TestA:\n    pytestmark = pytest.mark.xfail\n", is_failing("3:18")),
    "class": ("import pytest\n@pytest.mark.skip\nclass TestA: ...\n", is_skipped("2:2")),
    "param": ("import pytest\nx = [pytest.param(1, marks=pytest.mark.xfail)]\n", is_failing("2:28")),
    "param-list": ("import pytest\nx = [pytest.param(1, marks=[pytest.mark.skip])]\n", is_skipped("2:29")),
    "add-marker": ("import pytest\ndef f(node):\n    node.add_marker(pytest.mark.xfail)\n", is_failing("3:21")),
    "call": ("import pytest\ndef test():\n    pytest.skip()\n", is_skipped("3:5")),
    "call-module": ("import pytest\npytest.skip(allow_module_level=True)\n", is_skipped("2:1")),
    "call-xfail": ("import pytest\ndef test():\n    pytest.xfail('')\n", is_failing("3:5")),
    "unittest": ("import unittest\n@unittest.skip\ndef test(): ...\n", is_skipped("2:2")),
    "unittest-empty": ("import unittest\n@unittest.skip('')\ndef test(): ...\n", is_skipped("2:2")),
    "unittest-if": ("import unittest\n@unittest.skipIf(OLD, '')\ndef test(): ...\n", is_skipped("2:2")),
    "unittest-method": ("class T:\n    def test(self):\n        self.skipTest('')\n", is_skipped("3:9")),
    "unittest-raise": ("import unittest\ndef test():\n    raise unittest.SkipTest\n", is_skipped("3:5")),
    "unittest-raise-call": ("from unittest import SkipTest\ndef test():\n    raise SkipTest()\n", is_skipped("3:11")),
    "good-reason": ("import pytest\n@pytest.mark.skip(reason='needs a printer')\ndef test(): ...\n", []),
    "good-positional": ("import pytest\n@pytest.mark.skip('needs a printer')\ndef test(): ...\n", []),
    "good-name": ("import pytest\n@pytest.mark.xfail(reason=REASON)\ndef test(): ...\n", []),
    "good-f-string": ("import pytest\n@pytest.mark.skip(f'{WHY}')\ndef test(): ...\n", []),
    "good-options": ("import pytest\n@pytest.mark.skipif(OLD, **options)\ndef test(): ...\n", []),
    "good-alias": (
        "import pytest\nunix = pytest.mark.skipif(WIN, reason='forks')\n@unix\ndef test(): ...\n", [],
    ),
    "good-alias-called": ("import pytest\nskip = pytest.mark.skip\n@skip('no printer')\ndef test(): ...\n", []),
    "good-importorskip": ("import pytest\nnp = pytest.importorskip('numpy')\n", []),
    "good-expected-failure": ("import unittest\n@unittest.expectedFailure\ndef test(): ...\n", []),
    "good-skipif": ("import unittest\n@unittest.skipUnless(FAST, 'takes an hour')\ndef test(): ...\n", []),
    "good-call": ("import pytest\ndef test():\n    pytest.skip('no disk')\n", []),
    "good-other-skip": ("@app.skip\ndef test(): ...\n", []),
    "good-other-mark": ("import pytest\n@pytest.mark.slow\ndef test(): ...\n", []),
    "good-xfail-called": ("import pytest\ndef test():\n    pytest.xfail('until the parser is rewritten')\n", []),
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), SKIPS.values(), ids=SKIPS)
def test_skips(source: str, expected: list[str]) -> None:
    assert said(_skips.find, source) == expected


def sleeps(*places: str) -> list[str]:
    return [f"{place} TST007 The test sleeps for a fixed time to wait for something." for place in places]


T, A = "import time\n", "import asyncio\n"
WAITS = {
    "good-poll-until-raised": (
        T + "def test():\n    with pytest.raises(Gone):\n        while True:\n            ask()\n            time.sleep(1)\n", [],
    ),
    "good-poll-until-raised-tried": (
        T + "def test():\n    try:\n        while True:\n            ask()\n            time.sleep(1)\n"
        "    except Gone:\n        pass\n", [],
    ),
    "good-poll-of-a-case": (
        T + "class T(unittest.TestCase):\n    def test_a(self):\n        with self.assertRaises(Gone):\n"
        "            for _ in range(9):\n                ask()\n                time.sleep(1)\n", [],
    ),
    "raised-after-the-loop": (
        T + "def test():\n    for _ in range(9):\n        ask()\n        time.sleep(1)\n"
        "    with pytest.raises(Gone):\n        ask()\n", sleeps("5:9"),
    ),
    "loop-that-only-sleeps": (
        T + "def test():\n    with pytest.raises(Gone):\n        for _ in range(9):\n            time.sleep(1)\n        ask()\n",
        sleeps("5:13"),
    ),
    "good-written-again": (
        T + "def test(f):\n    f.write_text('a')\n    load()\n    time.sleep(.01)\n    f.write_text('b')\n    assert load()\n", [],
    ),
    "good-appended": (
        T + "def test(f):\n    with open(f, 'w') as a:\n        a.write('a')\n    time.sleep(1)\n"
        "    with open(f, 'a') as a:\n        a.write('b')\n    assert load()\n", [],
    ),
    "good-files-of-a-loop": (
        T + "def test(files):\n    write_all(files)\n    time.sleep(1)\n    for f in files:\n"
        "        with open(f, mode='ab') as a:\n            a.write(b'b')\n    assert load()\n", [],
    ),
    "good-said-beside": (
        T + "def test(f):\n    save(f)\n    time.sleep(.01)  # Ensure mtime differs\n    save(f)\n    assert load()\n", [],
    ),
    "good-said-above": (
        T + "def test(f):\n    save(f)\n    # the timestamp has to differ\n    time.sleep(.01)\n    save(f)\n    assert load()\n", [],
    ),
    "written-once": (
        T + "def test(f):\n    watch(f)\n    time.sleep(1)\n    f.write_text('b')\n    assert seen()\n", sleeps("4:5"),
    ),
    "written-before-only": (
        T + "def test(f):\n    f.write_text('b')\n    time.sleep(1)\n    assert seen(f)\n", sleeps("4:5"),
    ),
    "another-file-is-written": (
        T + "def test(f, g):\n    f.write_text('b')\n    time.sleep(1)\n    g.write_text('b')\n    assert seen(f)\n", sleeps("4:5"),
    ),
    "test": (T + "def test():\n    start()\n    time.sleep(2)\n    assert done()\n", sleeps("4:5")),
    "imported": ("from time import sleep as nap\ndef test():\n    nap(0.5)\n    assert done()\n", sleeps("3:5")),
    "async": (A + "async def test():\n    await asyncio.sleep(1)\n    assert done()\n", sleeps("3:11")),
    "run": (A + "def test():\n    asyncio.run(asyncio.sleep(1))\n    assert done()\n", sleeps("3:17")),
    "constant": (T + "DELAY = 3\ndef test():\n    time.sleep(DELAY + 1)\n    assert done()\n", sleeps("4:5")),
    "attribute": (T + "def test(cache):\n    time.sleep(cache.ttl)\n    assert cache.get(1) is None\n", sleeps("3:5")),
    "keyword": (A + "async def test():\n    await asyncio.sleep(delay=1)\n    assert done()\n", sleeps("3:11")),
    "shell": ("import os\ndef test():\n    os.system('sleep 2')\n    assert done()\n", sleeps("3:5")),
    "process": ("import subprocess\ndef test():\n    subprocess.run(['sleep', '2'])\n    assert done()\n", sleeps("3:5")),
    "good-process": ("import subprocess\ndef test():\n    subprocess.run(['a', 'sleep 2'])\n    assert done()\n", []),
    "spin": (
        T + "def test():\n    end = time.time() + 2\n    while time.time() < end:\n        pass\n    assert done()\n",
        sleeps("4:5"),
    ),
    "good-spin": (
        T + "def test():\n    end = time.time() + 2\n    while time.time() < end and not done():\n        pass\n    assert done()\n",
        [],
    ),
    "event-of-its-own": (
        "import threading\ndef test():\n    pause = threading.Event()\n    pause.wait(2)\n    assert done()\n", sleeps("4:5"),
    ),
    "good-event": (
        "import threading\ndef test():\n    ended = threading.Event()\n    go(ended)\n    ended.wait(2)\n    assert done()\n", [],
    ),
    "qtbot": ("def test(qtbot):\n    qtbot.wait(500)\n    assert done()\n", sleeps("2:5")),
    "size": (T + "def test(p):\n    go(p)\n    time.sleep(1)\n    assert p.stat().st_size\n", sleeps("4:5")),
    "good-time-of-file": (T + "def test(p):\n    time.sleep(1)\n    assert p.stat().st_mtime > 1\n", []),
    "good-stat": (T + "def test(p):\n    time.sleep(1)\n    assert p.stat() != OLD\n", []),
    "loop": (T + "def test():\n    for _ in range(3):\n        time.sleep(1)\n    assert done()\n", sleeps("4:9")),
    "fixture": (
        T + "import pytest\n@pytest.fixture\ndef server():\n    s = start()\n    time.sleep(2)\n    yield s\n", sleeps("6:5"),
    ),
    "set-up": (
        T + "import unittest\nclass T(unittest.TestCase):\n    def setUp(self):\n        time.sleep(1)\n", sleeps("5:9"),
    ),
    "helper": (
        T + "def wait_a_bit():\n    time.sleep(1)\ndef test():\n    wait_a_bit()\n    assert done()\n", sleeps("3:5"),
    ),
    "event": (
        "import threading\ndef test():\n    threading.Event().wait(2)\n    assert done()\n", sleeps("3:5"),
    ),
    "browser": ("def test(page):\n    page.wait_for_timeout(500)\n    assert page.title()\n", sleeps("2:5")),
    "good-zero": (A + "async def test():\n    await asyncio.sleep(0)\n    assert done()\n", []),
    "good-poll": (T + "def test():\n    while not done():\n        time.sleep(0.1)\n    assert ok()\n", []),
    "good-poll-break": (
        T + "def test():\n    for _ in range(9):\n        if done():\n            break\n        time.sleep(1)\n", [],
    ),
    "good-patched": (
        T + "from unittest.mock import patch\n@patch('time.sleep')\ndef test(fake):\n    time.sleep(1)\n", [],
    ),
    "good-monkeypatched": (
        T + "def test(monkeypatch):\n    monkeypatch.setattr(time, 'sleep', print)\n    time.sleep(1)\n", [],
    ),
    "good-autouse": (
        T + "import pytest\n@pytest.fixture(autouse=True)\ndef quick(monkeypatch):\n"
        "    monkeypatch.setattr('time.sleep', print)\ndef test():\n    time.sleep(1)\n", [],
    ),
    "good-clock": (A + "async def test(autojump_clock):\n    await asyncio.sleep(9)\n    assert done()\n", []),
    "good-fake": (
        T + "def test():\n    def slow():\n        time.sleep(1)\n    assert run(slow, limit=0.1) is None\n", [],
    ),
    "good-fake-of-the-module": (
        T + "def slow_answer():\n    time.sleep(1)\ndef test():\n    assert limited(slow_answer) is None\n", [],
    ),
    "good-mtime": (
        T + "def test(tmp_path):\n    a = save(tmp_path).stat().st_mtime\n    time.sleep(1)\n"
        "    assert save(tmp_path).stat().st_mtime > a\n", [],
    ),
    "holder-is-not-older": (T + "def test(holder):\n    time.sleep(3)\n    assert holder.locked\n", sleeps("3:5")),
    "mixin": (T + "class Contract:\n    def test_it(self):\n        time.sleep(1)\n        assert done()\n", sleeps("4:9")),
    "good-newer": (T + "def test_newer_file_wins(a):\n    a.write()\n    time.sleep(0.1)\n    assert a.fresh\n", []),
    "good-stamps": (T + "def test(a):\n    time.sleep(0.1)\n    assert a.updated_at > a.created_at\n", []),
    "good-elapsed": (T + "def test():\n    with Stopwatch() as w:\n        time.sleep(1)\n    assert w.elapsed > 1\n", []),
    "good-under-a-limit": (
        A + "async def test():\n    with raises(TimeoutError):\n        async with asyncio.timeout(0.1):\n"
        "            await asyncio.sleep(9)\n", [],
    ),
    "good-argument": (
        A + "async def test():\n    with raises(TimeoutError):\n        await asyncio.wait_for(asyncio.sleep(9), 0.1)\n", [],
    ),
    "good-random": (T + "def test():\n    time.sleep(random())\n    assert done()\n", []),
    "through-a-module": ("import app\ndef test():\n    app.time.sleep(2)\n    assert done()\n", sleeps("3:5")),
    "task": (A + "async def test():\n    await asyncio.create_task(asyncio.sleep(1))\n    assert done()\n", sleeps("3:31")),
    "waited-task": (
        A + "async def test():\n    done, _ = await asyncio.wait([asyncio.ensure_future(asyncio.sleep(1))])\n    assert ok()\n",
        sleeps("3:57"),
    ),
    "shielded": (A + "async def test():\n    await asyncio.shield(asyncio.sleep(1))\n    assert done()\n", sleeps("3:26")),
    "good-of-the-project": ("from app.asyncio import sleep\nasync def test():\n    await sleep(1)\n    assert done()\n", []),
    "good-race": (
        A + "async def test():\n    await asyncio.wait([asyncio.create_task(asyncio.sleep(1)), asyncio.create_task(f())])\n", [],
    ),
    "good-beside": (A + "async def test():\n    asyncio.create_task(asyncio.sleep(1))\n    assert done()\n", []),
    "good-limited-wait": (
        A + "async def test():\n    await asyncio.wait([asyncio.create_task(asyncio.sleep(9))], timeout=0.1)\n    assert done()\n",
        [],
    ),
    "good-other-sleep": ("def test(bear):\n    bear.sleep(3)\n    assert bear.awake\n", []),
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), WAITS.values(), ids=WAITS)
def test_waits(source: str, expected: list[str]) -> None:
    assert said(_waits.find, source) == expected


def is_broad(*places: str, what: str = "Exception") -> list[str]:
    return [f"{place} TST008 Any {what} passes this test, a misspelt name too." for place in places]


P, U = "import pytest\n", "import unittest\nclass T(unittest.TestCase):\n  def test(self):\n"
RAISES = {
    "with": (P + "def test():\n    with pytest.raises(Exception):\n        f()\n", is_broad("3:5")),
    "base": (P + "def test():\n    with pytest.raises(BaseException):\n        f()\n", is_broad("3:5", what="BaseException")),
    "imported": ("from pytest import raises\ndef test():\n    with raises(Exception):\n        f()\n", is_broad("3:5")),
    "tuple": (P + "def test():\n    with pytest.raises((ValueError, Exception)):\n        f()\n", is_broad("3:5")),
    "named": (P + "BAD = (KeyError, Exception)\ndef test():\n    with pytest.raises(BAD):\n        f()\n", is_broad("4:5")),
    "builtins": (P + "import builtins\ndef test():\n    with pytest.raises(builtins.Exception):\n        f()\n", is_broad("4:5")),
    "keyword": (P + "def test():\n    with pytest.raises(expected_exception=Exception):\n        f()\n", is_broad("3:5")),
    "call": (P + "def test():\n    pytest.raises(Exception, f, 1)\n", is_broad("3:5")),
    "match-anything": (P + "def test():\n    with pytest.raises(Exception, match='.*'):\n        f()\n", is_broad("3:5")),
    "match-nothing": (P + "def test():\n    with pytest.raises(Exception, match=''):\n        f()\n", is_broad("3:5")),
    "bound-unread": (P + "def test():\n    with pytest.raises(Exception) as e:\n        f()\n", is_broad("3:5")),
    "bound-printed": (P + "def test():\n    with pytest.raises(Exception) as e:\n        f()\n    print(e)\n", is_broad("3:5")),
    "bound-there": (P + "def test():\n    with pytest.raises(Exception) as e:\n        f()\n    assert e.value\n", is_broad("3:5")),
    "bound-not-none": (P + "def test():\n    with pytest.raises(Exception) as e:\n        f()\n    assert e is not None\n", is_broad("3:5")),
    "bound-is-any": (
        P + "def test():\n    with pytest.raises(Exception) as e:\n        f()\n    assert isinstance(e.value, Exception)\n", is_broad("3:5"),
    ),
    "good-is-one": (
        P + "def test():\n    with pytest.raises(Exception) as e:\n        f()\n    assert isinstance(e.value, KeyError)\n", [],
    ),
    "good-cause": (
        U + "    with self.assertRaises(Exception) as e:\n      f()\n"
        "    self.assertIsInstance(e.exception.__cause__, KeyError)\n", [],
    ),
    "several-items": (P + "def test():\n    with a(), pytest.raises(Exception):\n        f()\n", is_broad("3:15")),
    "stack": (P + "def test():\n    stack.enter_context(pytest.raises(Exception))\n    f()\n", is_broad("3:25")),
    "unittest-with": (U + "    with self.assertRaises(Exception):\n      f()\n", is_broad("4:5")),
    "unittest-call": (U + "    self.assertRaises(Exception, f)\n", is_broad("4:5")),
    "good-named": (P + "def test():\n    with pytest.raises(ValueError):\n        f()\n", []),
    "good-match": (P + "def test():\n    with pytest.raises(Exception, match='is empty'):\n        f()\n", []),
    "good-match-name": (P + "def test():\n    with pytest.raises(Exception, match=WHY):\n        f()\n", []),
    "good-check": (P + "def test():\n    with pytest.raises(Exception, check=is_ours):\n        f()\n", []),
    "good-looked-at": (
        P + "def test():\n    with pytest.raises(Exception) as e:\n        f()\n    assert 'x' in str(e.value)\n", [],
    ),
    "good-call-looked-at": (P + "def test():\n    e = pytest.raises(Exception, f)\n    assert e.value.code == 3\n", []),
    "good-own": (P + "from app import Exception\ndef test():\n    with pytest.raises(Exception):\n        f()\n", []),
    "good-regex": (U + "    with self.assertRaisesRegex(Exception, 'is empty'):\n      f()\n", []),
    "good-unittest-looked-at": (
        U + "    with self.assertRaises(Exception) as caught:\n      f()\n    self.assertEqual(caught.exception.code, 3)\n", [],
    ),
    "good-many": (P + "def test():\n    with pytest.raises((KeyError, ValueError)):\n        f()\n", []),
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), RAISES.values(), ids=RAISES)
def test_raises(source: str, expected: list[str]) -> None:
    assert said(_raises.find, source) == expected


def is_twice(place: str, line: int) -> list[str]:
    return [f"{place} TST009 This case stands twice: line {line} holds the same."]


def never_runs(place: str, name: str, line: int) -> list[str]:
    return [f"{place} TST009 The test `{name}` of line {line} never runs: this one has its name."]


UNIT = "import unittest\nfrom app import slug\nclass T(unittest.TestCase):\n  def test(self):\n"
LOOP = "from app import slug\ndef test():\n    for text, want in [('a', 'b'), ('c', 'd'), ('a', 'b')]:\n        "
CASES = {
    "counted": (
        "from app import f\ndef test():\n    for i, n in enumerate([1, 2, 1]):\n        assert f(i) == n\n", [],
    ),
    "counted-by-place": (
        "from app import f\ndef test():\n    for i, n in enumerate([1, 2, 1]):\n        assert f(a[i]) == n\n", [],
    ),
    "counted-in-a-sum": (
        "from app import f\ndef test():\n    for i, n in enumerate([1, 1]):\n        x = i + 1\n        assert f(n) == x\n", [],
    ),
    "counted-for-the-report": (
        "from app import f\ndef test():\n    for i, n in enumerate([1, 2, 1]):\n        assert f(n), f'case {i}'\n", is_twice("3:34", 3),
    ),
    "list": (P + "@pytest.mark.parametrize('n', [1, 2, 1])\ndef test(n): ...\n", is_twice("2:38", 2)),
    "tuples": (
        P + "@pytest.mark.parametrize('a, b', [\n    (1, 2),\n    (2, 2),\n    (1, 2),\n])\ndef test(a, b): ...\n", is_twice("5:5", 3),
    ),
    "list-for-tuple": (P + "@pytest.mark.parametrize('a, b', [(1, 2), [1, 2]])\ndef test(a, b): ...\n", is_twice("2:43", 2)),
    "param": (P + "@pytest.mark.parametrize('n', [1, pytest.param(1, id='one')])\ndef test(n): ...\n", is_twice("2:35", 2)),
    "param-of-two": (
        P + "@pytest.mark.parametrize('a, b', [(1, 2), pytest.param(1, 2, id='x')])\ndef test(a, b): ...\n", is_twice("2:43", 2),
    ),
    "keyword": (P + "@pytest.mark.parametrize('n', argvalues=(1, 1))\ndef test(n): ...\n", is_twice("2:45", 2)),
    "named": (P + "CASES = ['a', 'b', 'a']\n@pytest.mark.parametrize('n', CASES)\ndef test(n): ...\n", is_twice("2:20", 2)),
    "named-and-used-twice": (
        P + "CASES = ['a', 'a']\n@pytest.mark.parametrize('n', CASES)\ndef test_a(n): ...\n"
        "@pytest.mark.parametrize('n', CASES)\ndef test_b(n): ...\n", is_twice("2:15", 2),
    ),
    "sum": (P + "@pytest.mark.parametrize('n', [1, 1] + MORE)\ndef test(n): ...\n", is_twice("2:35", 2)),
    "values": (P + "@pytest.mark.parametrize('n', [Decimal('1'), Decimal('1')])\ndef test(n): ...\n", is_twice("2:46", 2)),
    "keys": (P + "C = {'a': 1, 'a': 2}\n@pytest.mark.parametrize('k, v', C.items())\ndef test(k, v): ...\n", is_twice("2:14", 2)),
    "fixture": (P + "@pytest.fixture(params=['a', 'a'])\ndef kind(request): ...\n", is_twice("2:30", 2)),
    "expand": ("from parameterized import parameterized\n@parameterized.expand([(1,), (1,)])\ndef test(n): ...\n", is_twice("2:30", 2)),
    "ddt": ("from ddt import data\n@data(1, 2, 1)\ndef test(n): ...\n", is_twice("2:13", 2)),
    "example": (
        "from hypothesis import example\n@example(x=1)\n@example(x=1)\ndef test_it(x): ...\n", is_twice("3:2", 2),
    ),
    "loop": (LOOP + "assert slug(text) == want\n", is_twice("3:48", 3)),
    "sub-test": (
        U + "    for n in (1, 2, 1):\n      with self.subTest(n=n):\n        self.assertTrue(f(n))\n", is_twice("4:21", 4),
    ),
    "function": ("def test_a(): ...\ndef test_a(): ...\n", never_runs("2:1", "test_a", 1)),
    "async-function": ("def test_a(): ...\nasync def test_a(): ...\n", never_runs("2:1", "test_a", 1)),
    "parametrised-function": (
        "def test_a(): ...\nimport pytest\n@pytest.mark.slow\ndef test_a(): ...\n", never_runs("4:1", "test_a", 1),
    ),
    "method": ("class TestA:\n  def test_a(self): ...\n  def test_b(self): ...\n  def test_a(self): ...\n", never_runs("4:3", "test_a", 2)),
    "class": (
        "class TestA:\n  def test_a(self): ...\nclass TestA:\n  def test_b(self): ...\n",
        ["3:1 TST009 The tests of the class `TestA` of line 1 never run: this one has its name."],
    ),
    "spread": (P + "@pytest.mark.parametrize('n', [*range(1, 5), 8, 3])\ndef test(n): ...\n", is_twice("2:49", 2)),
    "spread-list": (P + "@pytest.mark.parametrize('n', ['a', *['b', 'a']])\ndef test(n): ...\n", is_twice("2:44", 2)),
    "loop-over-keys": (
        "def test(a):\n    for k, v in {'a': 1, 'a': 2}.items():\n        assert a.get(k) == v\n", is_twice("2:26", 2),
    ),
    "loop-of-methods": (LOOP + "assert slug.Maker(1).make(text) == want\n", is_twice("3:48", 3)),
    "good-spread": (P + "@pytest.mark.parametrize('n', [*range(1, n), *range(0, 4, 0), 2])\ndef test(n): ...\n", []),
    "good-kinds-of-one": (P + "@pytest.mark.parametrize('n', [[1, 2], (1, 2)])\ndef test(n): ...\n", []),
    "sign": (P + "@pytest.mark.parametrize('n', [91, -91, +91])\ndef test(n): ...\n", is_twice("2:41", 2)),
    "sets": (P + "@pytest.mark.parametrize('n', [{1, 2}, {2, 1}])\ndef test(n): ...\n", is_twice("2:40", 2)),
    "dict-by-name": (P + "@pytest.mark.parametrize('n', [dict(k=1), {'k': 1}])\ndef test(n): ...\n", is_twice("2:43", 2)),
    "two-signs": (P + "@pytest.mark.parametrize('n', [5, -(-5)])\ndef test(n): ...\n", is_twice("2:35", 2)),
    "product": (P + "@pytest.mark.parametrize('n', [3600, 60 * 60])\ndef test(n): ...\n", is_twice("2:38", 2)),
    "sum-in-a-row": (P + "@pytest.mark.parametrize('a, b', [(2, 'x'), (1 + 1, 'x')])\ndef test(a, b): ...\n", is_twice("2:45", 2)),
    "loop-of-a-case": (
        UNIT + "    for text, want in [('a', 1), ('a', 1)]:\n      self.assertEqual(len(slug(text)), want)\n",
        is_twice("5:34", 5),
    ),
    "good-loop-with-state": (
        UNIT + "    for text, want in [('a', 1), ('a', 1)]:\n      self.shop.add(text)\n      self.assertEqual(slug(text), want)\n",
        [],
    ),
    "good-signs": (P + "@pytest.mark.parametrize('n', [0.0, -0.0, 1, -1, +1.0, 2 * 1.0, 2])\ndef test(n): ...\n", []),
    "good-order-of-a-dict": (P + "@pytest.mark.parametrize('n', [{'a': 1, 'b': 2}, {'b': 2, 'a': 1}])\ndef test(n): ...\n", []),
    "good-different": (P + "@pytest.mark.parametrize('n', [1, 1.0, True, '1'])\ndef test(n): ...\n", []),
    "good-marks": (
        P + "@pytest.mark.parametrize('n', [pytest.param(1, marks=a), pytest.param(1, marks=b)])\ndef test(n): ...\n", [],
    ),
    "good-made": (P + "@pytest.mark.parametrize('n', [make(), make()])\ndef test(n): ...\n", []),
    "good-mocks": (P + "@pytest.mark.parametrize('n', [Mock(), Mock()])\ndef test(n): ...\n", []),
    "good-starred": (P + "@pytest.mark.parametrize('n', [*A, *A])\ndef test(n): ...\n", []),
    "good-state": (
        "from app import Counter\ndef test():\n    c = Counter()\n    for n, want in [(1, 1), (1, 1)]:\n        assert c.add(n) == want\n", [],
    ),
    "good-sequence": ("from app import fib\ndef test():\n    f = fib()\n    for want in [1, 1, 2]:\n        assert next(f) == want\n", []),
    "good-feed": (LOOP + "slug(text)\n", []),
    "good-branches": ("if A:\n  def test_a(): ...\nelse:\n  def test_a(): ...\n", []),
    "good-kept": ("def test_a(): ...\nkept = test_a\ndef test_a(): ...\n", []),
    "good-classes": ("class TestA:\n  def test(self): ...\nclass TestB:\n  def test(self): ...\n", []),
    "good-helper": ("def make(): ...\ndef make(): ...\n", []),
    "good-overload": ("from typing import overload\n@overload\ndef test_a(): ...\ndef test_a(): ...\n", []),
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), CASES.values(), ids=CASES)
def test_cases(source: str, expected: list[str]) -> None:
    assert said(_cases.find, source) == expected


PIECES = st.sampled_from([
    "import pytest", "from time import sleep", "@pytest.mark.skip", "@pytest.mark.parametrize('a', [1, 1, *b, {**c}])",
    "def test_a(a=None, *b, **c):", "async def test_b():", "class TestA(Base):", "    def test_c(self):", "    sleep(1)",
    "    with pytest.raises(Exception) as (a, b):", "        pass", "    for a in {1: 2, **x}:", "        with self.subTest():",
    "            assert a", "pytestmark = [pytest.mark.xfail]", "    raise unittest.SkipTest", "    await asyncio.sleep(*a)", "    ...",
])  # fmt: skip


@given(st.lists(PIECES, max_size=12))
@settings(max_examples=50, deadline=None)
def test_whatever_parses_is_judged(lines: list[str]) -> None:
    source = "\n".join(lines) + "\n"
    try:
        compile(source, "test_it.py", "exec", dont_inherit=True)
    except SyntaxError:
        return
    found = judge_file("test_it.py", source.encode())
    assert all(1 <= one.line <= len(lines) and one.column >= 1 for one in found)
