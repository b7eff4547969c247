"""TST007: tests that sleep for a fixed time to wait for something.

What sleeps for another end is left alone: slow work in a fake, time that is to be measured or to part two stamps, a
poll with a limit, a call under a time-out, and every sleep that is replaced.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial

from .._finding import Finding
from ._module import Function, TestModule, written

_REMEDY = "Wait for the event itself with a limit, or replace the clock."
_SLEEPS = frozenset({
    "time.sleep", "asyncio.sleep", "asyncio.tasks.sleep", "trio.sleep", "anyio.sleep", "gevent.sleep",
    "eventlet.sleep", "curio.sleep", "tornado.gen.sleep", "qtbot.wait", "threading.Event().wait",
    "PyQt5.QtTest.QTest.qWait", "PyQt6.QtTest.QTest.qWait", "PySide2.QtTest.QTest.qWait", "PySide6.QtTest.QTest.qWait",
})  # fmt: skip
# What runs `sleep 2` of a shell, and what tells the time to a loop that does nothing else.
_SPENDING = frozenset({"os.system", "subprocess.run", "subprocess.call", "subprocess.check_call"})
_NOW = frozenset(
    {"time.time", "time.monotonic", "time.perf_counter", "datetime.datetime.now", "datetime.datetime.utcnow"}
)
_THROUGH = r"\w+\.(?:time|asyncio|trio|anyio)\.sleep"  # a module, reached through another one
_METHODS = frozenset({"wait_for_timeout"})  # of a browser's page, by whatever name
_LAST = ("sleep", "wait", "qWait", "system", "run", "call", "check_call", *_METHODS)
# Two stamps have to differ, or a time is measured: words of names and short texts.
_STAMPS = frozenset({
    "mtime", "ctime", "atime", "timestamp", "timestamps", "newer", "older", "elapsed", "duration", "durations",
    "stopwatch", "monotonic", "perf", "timer", "timers", "timing", "timings", "latency", "stat", "utime", "getmtime",
    "uptime", "throughput", "t0", "t1", "took", "modified", "newest", "oldest",
})  # fmt: skip
_STAMPED = (
    r"(?:creat|updat|modifi|chang|access|touch|start|finish|seen|us)(?:ed)?_(?:at|on|time)$|^last_|_(?:counter|per_second)$"
    r"|^(?:process|thread)_time$"
)
_WORDS = r"[A-Z]?[a-z]+\d*|[A-Z]+(?![a-z])|\d+"
# What gives a block a limit, or measures it.
_LIMITS = (
    r"(?i:time_?out|timer|timing|elapsed|measure|fail_after|move_on|deadline|stopwatch|span|profil|trace|benchmark"
    r"|limit)"
)
_REPLACED = r"(?:^|[._])sleep$"
_CLOCKS = (
    r"clock|looptime|no_?sleep|(?:fake|mock|patch|skip|instant|virtual|frozen)\w*(?:sleep|time)"
    r"|sleep\w*(?:mock|patch)|^sleep$|time_machine|freezer"
)
_RUNNING = frozenset({"run", "run_until_complete", "gather", "wait", "shield"})
_STARTING = frozenset({"ensure_future", "create_task", "Task"})
_WAITING = r"(?i:wait|settle|pause|sleep|let_|give_|idle|delay|drain|flush|breathe|tick)"
_WRITING = frozenset({"write_text", "write_bytes", "touch", "write", "writelines"})
_SET_UP = frozenset(
    {
        "setUp",
        "tearDown",
        "setUpClass",
        "tearDownClass",
        "asyncSetUp",
        "asyncTearDown",
        "setup_method",
        "teardown_method",
        "setup_class",
        "teardown_class",
        "setup_module",
        "teardown_module",
        "setup",
        "teardown",
    }
)


def find(module: TestModule) -> Iterator[Finding]:
    """Every such sleep, in tests, fixtures, and helpers that tests wait with."""
    sleeps: list[ast.Call | ast.While] = [call for call in module.code.calls(*_LAST) if _is_fixed_sleep(module, call)]
    sleeps += [loop for loop in module.code.of(ast.While) if _spins(module, loop)]
    if not sleeps:
        return
    functions = {one.node: one for one in module.functions}
    tests = frozenset(module.tests)
    for call in sleeps:
        home = module.code.home(call)
        function = functions.get(home) if isinstance(home, ast.FunctionDef | ast.AsyncFunctionDef) else None
        if function is None or not _is_run_by_tests(module, function, tests):
            continue
        if _waits(module, call, function) and module.code.once(
            ("waits", function), partial(_for_real, module, function)
        ):
            yield module.finding(call, "TST007", "The test sleeps for a fixed time to wait for something.", _REMEDY)


def _is_fixed_sleep(module: TestModule, call: ast.Call) -> bool:
    name = module.called(call)
    word = name.rpartition(".")[2]
    if name in _SPENDING:
        return bool(call.args) and _is_command(call.args[0])
    if name not in _SLEEPS and word not in _METHODS and not re.fullmatch(_THROUGH, written(call.func)):
        return False
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and word == "wait":
        uses = [one for one in module.code.of(ast.Name) if one.id == call.func.value.id]
        if name != "qtbot.wait" and len(uses) != 2:
            return False  # somebody else may set the event
    return bool(call.args or call.keywords) and _is_fixed(
        module, [*call.args, *(one.value for one in call.keywords)][0]
    )


def _is_command(node: ast.expr) -> bool:
    """`"sleep 2"` and `["sleep", "2"]`."""
    parts = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    texts = [one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return len(texts) == len(parts) and bool(re.fullmatch(r"sleep [\d.]+", " ".join(texts)))


def _spins(module: TestModule, loop: ast.While) -> bool:
    """Whether a loop does nothing until a time is over: it asks the clock alone."""
    idle = all(
        isinstance(one, ast.Pass | ast.Continue)
        or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Call) and module.called(one.value) in _SLEEPS)
        for one in loop.body
    )
    calls = [one for one in ast.walk(loop.test) if isinstance(one, ast.Call)]
    return idle and bool(calls) and all(module.called(one) in _NOW for one in calls)


def _is_fixed(module: TestModule, node: ast.expr) -> bool:
    """Whether a time is the same in every run, and more than nothing."""
    if any(isinstance(one, ast.Call | ast.Await | ast.IfExp) for one in ast.walk(node)):
        return False
    value = module.code.constant(node)
    return not (isinstance(value, int | float) and value <= 0)


def _is_run_by_tests(module: TestModule, function: Function, tests: frozenset[Function]) -> bool:
    """A test, a fixture, what sets tests up, or a helper that does nothing but wait; no fake, which may be slow."""
    if function in tests or function.is_fixture or function.node.name.startswith("test_"):
        return True
    if function.owner is not None and not (function.is_unittest or function.owner.name.startswith("Test")):
        return False
    if function.node.name in _SET_UP:
        return True
    return bool(re.search(_WAITING, function.node.name)) and _only_waits(function) and _is_called(module, function)


def _only_waits(function: Function) -> bool:
    return all(
        isinstance(one, ast.Expr) and not isinstance(one.value, ast.Yield | ast.YieldFrom) for one in function.body
    )


def _is_called(module: TestModule, function: Function) -> bool:
    """Whether tests call a helper, and nothing is given it as a function to be called by others."""
    name = function.node.name
    calls = module.code.calls(name)
    return bool(calls) and len(calls) == module.code.once("uses of names", lambda: _uses(module))[name]


def _uses(module: TestModule) -> Counter[str]:
    """How often each name is read, by itself or of something."""
    names = Counter(one.id for one in module.code.of(ast.Name) if isinstance(one.ctx, ast.Load))
    return names + Counter(one.attr for one in module.code.of(ast.Attribute))


def _waits(module: TestModule, call: ast.Call | ast.While, function: Function) -> bool:
    """Whether a sleep stands there to wait: a statement by itself, in no loop that ends early, under no limit."""
    around = _statement_of(module, call) if isinstance(call, ast.Call) else call
    if around is None:
        return False
    for outer in _around(module, around, function):
        if isinstance(outer, ast.While | ast.For | ast.AsyncFor) and (
            _ends_early(outer) or _ends_by_exception(module, outer, around, function)
        ):
            return False
        if isinstance(outer, ast.With | ast.AsyncWith) and _is_subject(outer, around):
            return False
        if isinstance(outer, ast.Try) and any(
            re.search(_LIMITS, ast.unparse(one.type)) for one in outer.handlers if one.type
        ):
            return False
    return not (isinstance(around, ast.Expr) and _parts_stamps(module, around, function))


def _for_real(module: TestModule, function: Function) -> bool:
    """Whether the clock of a function is the real one, and to let time go by is not what it is about."""
    return not _compares_times(module, function) and not _is_replaced(module, function)


def _statement_of(module: TestModule, call: ast.Call) -> ast.stmt | None:
    """The statement that does nothing but to sleep; None where a sleep is part of another, or runs beside the test."""
    around = module.code.parent(call)
    started = awaited = False
    while around is not None and (_is_passed_on(around) or _is_runner(module, around)):
        awaited = awaited or isinstance(around, ast.Await)
        started = started or (isinstance(around, ast.Call) and module.code.last(around.func) in _STARTING)
        around = module.code.parent(around)
    if isinstance(around, ast.Assign):  # `done, pending = await asyncio.wait([…])`
        return around if awaited and started else None
    return around if isinstance(around, ast.Expr) and (awaited or not started) else None


def _is_passed_on(node: ast.AST) -> bool:
    """Whether a node only waits for what stands in it, or hands that on alone."""
    return isinstance(node, ast.Await) or (isinstance(node, ast.List | ast.Set) and len(node.elts) == 1)


def _is_runner(module: TestModule, node: ast.AST) -> bool:
    """A call that runs a coroutine to its end, or gives it to what does: `asyncio.run(asyncio.sleep(1))`."""
    runs = isinstance(node, ast.Call) and module.code.last(node.func) in _RUNNING | _STARTING
    return runs and isinstance(node, ast.Call) and not any("timeout" in (one.arg or "") for one in node.keywords)


def _around(module: TestModule, node: ast.AST, function: Function) -> Iterator[ast.AST]:
    for outer in module.code.parents(node):
        if outer is function.node:
            return
        yield outer


def _ends_early(loop: ast.While | ast.For | ast.AsyncFor) -> bool:
    """Whether a loop polls: it has a condition, or a way out."""
    if isinstance(loop, ast.While) and not isinstance(loop.test, ast.Constant):
        return True
    return any(isinstance(one, ast.Break | ast.Return | ast.Raise) for one in ast.walk(loop))


def _ends_by_exception(
    module: TestModule, loop: ast.While | ast.For | ast.AsyncFor, sleep: ast.stmt, function: Function
) -> bool:
    """Whether a loop polls until what it calls raises, which a block around the loop waits for."""
    asks = any(isinstance(node, ast.Call) for one in loop.body if one is not sleep for node in ast.walk(one))
    return asks and any(
        (isinstance(up, ast.With | ast.AsyncWith) and any(_expects(one.context_expr) for one in up.items))
        or (isinstance(up, ast.Try) and bool(up.handlers) and _holds(up.body, loop))
        for up in _around(module, loop, function)
    )


def _expects(node: ast.expr) -> bool:
    name = written(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""
    return name in ("raises", "assertRaises", "assertRaisesRegex", "suppress")


def _holds(block: list[ast.stmt], node: ast.stmt) -> bool:
    return block[0].lineno <= node.lineno <= (block[-1].end_lineno or block[-1].lineno)


def _parts_stamps(module: TestModule, sleep: ast.Expr, function: Function) -> bool:
    """Whether a sleep parts two stamps of a file: a comment beside it says so, or the file is written again next."""
    if any(map(_speaks_of_time, re.findall(r"\w+", module.comment(sleep)))):
        return True
    around = module.code.parent(sleep)
    for name in ("body", "orelse", "finalbody"):
        block = getattr(around, name, [])
        if isinstance(block, list) and sleep in block:
            after = block[block.index(sleep) + 1 :][:1]
            return any(_writes_again(one, sleep, function) for one in after)
    return False


def _writes_again(statement: ast.stmt, sleep: ast.Expr, function: Function) -> bool:
    """Whether a statement writes to a file that was written, or made, before the sleep."""
    files = {name for call in ast.walk(statement) if isinstance(call, ast.Call) for name in _written_to(call)}
    loops = [one for one in ast.walk(statement) if isinstance(one, ast.For)]
    files |= {written(one.iter) for one in loops if written(one.target) in files}
    files.discard("")
    return any(
        not files.isdisjoint((*_written_to(call), *(written(one) for one in call.args if _is_maker(call))))
        for call in function.of(ast.Call)
        if call.lineno < sleep.lineno
    )


def _written_to(call: ast.Call) -> Iterator[str]:
    """The files that a call writes, as they are written in the source."""
    name = written(call.func)
    if isinstance(call.func, ast.Attribute) and call.func.attr in _WRITING:
        yield written(call.func.value)
    if call.args and name.rpartition(".")[2] == "open":
        mode = call.args[1] if len(call.args) > 1 else next((one.value for one in call.keywords), None)
        if isinstance(mode, ast.Constant) and isinstance(mode.value, str) and re.search(r"[wax+]", mode.value):
            yield written(call.args[0])
    elif call.args and _is_maker(call):
        yield written(call.args[0])


def _is_maker(call: ast.Call) -> bool:
    """Whether a call writes files that it is given, as its name tells: `write_file(path)`, `filetexts(files)`."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in _WRITING:
        return False
    return bool(re.search(r"(?i)write|filetext|touch|dump|make_?file|create_?file|utime", written(call.func)))


def _is_subject(block: ast.With | ast.AsyncWith, statement: ast.stmt) -> bool:
    """Whether a block is about the sleep: it holds nothing else, or sets a limit to it, or measures it."""
    return block.body == [statement] or any(re.search(_LIMITS, ast.unparse(one.context_expr)) for one in block.items)


def _reads_a_time(module: TestModule, node: ast.Attribute) -> bool:
    """Whether `path.stat()` may be read for its times: not where its size or mode is taken at once."""
    call = module.code.parent(node)
    taken = module.code.parent(call) if call is not None else None
    return not isinstance(taken, ast.Attribute) or taken.attr.endswith(("time", "time_ns"))


def _compares_times(module: TestModule, function: Function) -> bool:
    """Whether a test speaks of stamps or of measured times, for which time has to go by."""
    for node in (*function.nodes, *function.node.args.args):
        match node:
            case ast.Attribute(attr="stat" | "lstat") if not _reads_a_time(module, node):
                continue
            case ast.Name(id=word) | ast.Attribute(attr=word) | ast.arg(arg=word):
                if _speaks_of_time(word):
                    return True
            case ast.Constant(value=str() as text) if len(text) < 40 and _speaks_of_time(text):
                return True
    return _speaks_of_time(function.node.name)


def _speaks_of_time(text: str) -> bool:
    """Whether one of the words of a name is about stamps or measured times."""
    return bool(re.search(_STAMPED, text)) or any(word.lower() in _STAMPS for word in re.findall(_WORDS, text))


def _is_replaced(module: TestModule, function: Function) -> bool:
    """Whether a test runs with another `sleep`, or another clock, than the real one."""
    if any(re.search(_CLOCKS, name) for name in (*function.parameters, *function.decorators)):
        return True
    if any(_replaces(node) for node in (*function.nodes, *_decorated(function))):
        return True
    for fixture in module.code.once("replacing sleep", lambda: _replacing(module)):
        own = fixture.owner is None or fixture.owner is function.owner
        if own and (fixture.node.name in function.parameters or fixture.node.name in _SET_UP or _is_autouse(fixture)):
            return True
    return False


def _replacing(module: TestModule) -> list[Function]:
    """The functions of a module that replace a sleep or a clock: fixtures, and what sets tests up."""
    return [one for one in module.functions if any(map(_replaces, (*one.nodes, *_decorated(one))))]


def _decorated(function: Function) -> Iterator[ast.AST]:
    for one in (*function.node.decorator_list, *(function.owner.decorator_list if function.owner else ())):
        yield from ast.walk(one)


def _replaces(node: ast.AST) -> bool:
    """`patch("time.sleep")`, `monkeypatch.setattr(time, "sleep", …)`, `time.sleep = …`."""
    if isinstance(node, ast.Call):
        name = written(node.func)
        if "patch" not in name and not name.endswith("setattr"):
            return False
        texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
        return any(isinstance(text, str) and re.search(_REPLACED, text) for text in texts)
    return isinstance(node, ast.Assign) and any(
        isinstance(one, ast.Attribute) and one.attr == "sleep" for one in node.targets
    )


def _is_autouse(fixture: Function) -> bool:
    return any(
        isinstance(one, ast.Call) and any(given.arg == "autouse" for given in one.keywords)
        for one in fixture.node.decorator_list
    )
