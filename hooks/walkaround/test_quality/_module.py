"""One test module: its tests, the functions beside them, and what its names stand for.

Everything is read from one parse and one walk over the tree; what a rule asks of one function is looked up in the
nodes of that function alone.
"""

import ast
import re
import sys
import warnings
from collections.abc import Iterator

from .._code import Function as Definition
from .._code import Module
from .._finding import Finding, NotJudged
from ._function import Function, called
from ._lazy import lazy
from ._words import first, last, root, words, written

__all__ = [
    "SET_UP",
    "Function",
    "TestModule",
    "called",
    "first",
    "is_support",
    "is_test_file",
    "last",
    "parse",
    "read",
    "root",
    "words",
    "written",
]

_FILE = re.compile(r"(?:^|/)(?:test_[^/]*|[^/]*_tests?|tests?)\.pyw?$")
_COLLECTED = re.compile(r"(?:^|/)(?:test_[^/]*|[^/]*_test)\.pyw?$")  # by pytest, if nobody says otherwise
_FOLDER = re.compile(r"(?:^|/)(?:tests?|testing|unit_?tests?|integration_?tests?)/(?:[^/]*/)*[^/]*\.pyw?$")
# Files in a folder of tests that hold none.
_NO_TESTS = frozenset({"conftest.py", "__init__.py", "__main__.py", "setup.py"})
# What tests are made with, by the first word of a dotted name; the standard library is known besides.
_SUPPORT = frozenset({
    "pytest", "_pytest", "unittest", "mock", "hypothesis", "nose", "nose2", "testtools", "ward", "trio", "anyio",
    "freezegun", "time_machine", "responses", "respx", "requests_mock", "pytest_mock", "pytest_httpx", "factory",
    "faker", "parameterized", "ddt", "syrupy", "inline_snapshot", "dirty_equals", "approvaltests", "conftest",
    "tests", "test", "testing", "typing_extensions", "six", "mypy_extensions",
})  # fmt: skip
# Parts of a dotted name that say that it is made for tests, and names of modules that lie beside tests.
_HELPERS = (
    r"(?:^|[._])(?:tests?|testing|test_?(?:utils?|helpers?|support)|conftest|helpers?|asserts|assertions)(?:$|[._])"
)
_FLAT = r"(?:utils?|common|support|helpers?|base|shared|conftest)\."
_BESIDE = r"(?:^|[/\\])(?:\w+_)?tests?(?:_\w+)?[/\\]"
# What runs before each test of a class.
SET_UP = ("setUp", "asyncSetUp", "setup_method", "setup", "setUpClass", "setup_class")
_CASES = r"(?:^|[._])\w*(?:TestCase|Test|Tests|TestBase|TestSuite|TestMixin|Case)(?:\(\))?$"


def is_test_file(path: str) -> bool:
    """Whether a test runner would look for tests in a file of this name."""
    path = path.replace("\\", "/")
    name = path.rpartition("/")[2]
    return name not in _NO_TESTS and bool(_FILE.search(path) or _FOLDER.search(path))


class TestModule:
    """A parsed module of tests. `code` answers what its nodes and names are (see `_code.Module`)."""

    __test__ = False  # its name begins with the word by which pytest collects
    is_listed = False  # whether the policy names it as a file of tests

    def __init__(self, path: str, source: bytes, tree: ast.Module) -> None:
        self.path = path
        self.code = Module(path, source, tree)
        self.source = source
        self.tree = tree
        self._attributes: dict[ast.ClassDef, dict[str, ast.expr]] = {}
        self.functions: tuple[Function, ...] = self._grouped()

    @lazy
    def tests(self) -> tuple[Function, ...]:
        """What pytest or unittest would run, in the order of the source."""
        return tuple(one for one in self.functions if self._is_test(one))

    @lazy
    def named(self) -> dict[str, Function]:
        """The functions by qualified name; of several with one name the last, as Python has it."""
        return {one.name: one for one in self.functions}

    @lazy
    def fixtures(self) -> dict[str, Function]:
        """The fixtures of the module by the names that tests ask for."""
        return {one.fixture_name: one for one in self.functions if one.is_fixture}

    @lazy
    def classes(self) -> dict[str, ast.ClassDef]:
        return {one.name: one for one in self.code.of(ast.ClassDef)}

    @lazy
    def constants(self) -> dict[str, ast.expr]:
        """The names that the module gives one value, at its top."""
        found: dict[str, ast.expr] = {}
        twice: set[str] = set()
        for node in self.tree.body:
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        (twice.add(target.id) if target.id in found else found.update({target.id: node.value}))
        return {name: value for name, value in found.items() if name not in twice}

    @lazy
    def members(self) -> frozenset[str]:
        """The names that any class here, also one within a test, defines in its body."""
        found: set[str] = set()
        for node in (one for owner in self.code.of(ast.ClassDef) for one in owner.body):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.Assign):
                found.update(one.id for one in node.targets if isinstance(one, ast.Name))
        return frozenset(found)

    def class_constants(self, owner: ast.ClassDef) -> frozenset[str]:
        """The names that a class gives a value in its body, and that nothing in the module sets by an attribute."""
        given = {
            target.id
            for node in owner.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        return frozenset(given - self._set_by_attribute)

    @lazy
    def _set_by_attribute(self) -> frozenset[str]:
        return frozenset(one.attr for one in self.code.of(ast.Attribute) if not isinstance(one.ctx, ast.Load))

    def attributes(self, owner: ast.ClassDef) -> dict[str, ast.expr]:
        """What a class and its `setUp` give `self`, each attribute that gets one value there."""
        if owner not in self._attributes:
            found: dict[str, ast.expr] = {}
            for node in owner.body:
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    found[node.targets[0].id] = node.value
            for name in SET_UP:
                method = self.method(owner, name)
                for one in method.of(ast.Assign) if method is not None else ():
                    target = one.targets[0]
                    if isinstance(target, ast.Attribute) and written(target.value) in ("self", "cls"):
                        found[target.attr] = one.value
            self._attributes[owner] = found
        return self._attributes[owner]

    def dotted(self, node: ast.AST | None) -> str:
        """What an expression refers to, by full name (see `_code.Module.name`); where that is not known, as written.

        `self.assertEqual`, `mocker.patch` and `response.json` are given as they stand in the source.
        """
        return self.code.name(node) or written(node)

    def called(self, call: ast.Call) -> str:
        """The full name of what is called."""
        return self.dotted(call.func)

    def local(self, call: ast.Call, caller: Function) -> Function | None:
        """The function of this module that a call calls: by its name, or through `self`, `cls` or `super()`."""
        func = call.func
        if isinstance(func, ast.Name):
            found = self.named.get(func.id)
            return found if found is not None and found.owner is None else None
        if isinstance(func, ast.Attribute) and caller.owner is not None and _is_own(func.value, caller):
            return self.method(caller.owner, func.attr)
        return None

    def method(self, owner: ast.ClassDef, name: str) -> Function | None:
        """A method by name, of a class or of those of its bases that stand in this module."""
        for one in self.bases(owner):
            found = self._methods.get((one, name))
            if found is not None:
                return found
        return None

    def bases(self, owner: ast.ClassDef) -> Iterator[ast.ClassDef]:
        """A class and its bases in this module, each once."""
        seen: set[ast.ClassDef] = set()
        open_: list[ast.ClassDef] = [owner]
        while open_:
            one = open_.pop(0)
            if one not in seen:
                seen.add(one)
                yield one
                open_ += [self.classes[name] for base in one.bases if (name := written(base)) in self.classes]

    def foreign_bases(self, owner: ast.ClassDef) -> list[str]:
        """The bases of a class that stand elsewhere, by full name, those of its bases here included."""
        found = [self.dotted(called(base)) for one in self.bases(owner) for base in one.bases]
        return [
            name for name in found if name.lstrip(".") not in self.classes and name not in ("object", "builtins.object")
        ]

    def is_case(self, owner: ast.ClassDef) -> bool:
        """Whether a class derives from `unittest.TestCase`, as far as its bases here and the names of others tell."""
        return any(re.search(_CASES, name) for name in self.foreign_bases(owner))

    def is_under_test(self, name: str) -> bool:
        """Whether a dotted name comes from an import that is neither of Python nor made for tests."""
        if name.startswith(".") and not name.startswith("..") and name.count(".") == 1:
            return False  # a function or class of this module
        package = _first(name)
        return package in self._imported and not is_support(package) and not self.is_of_tests(name)

    def is_of_tests(self, name: str) -> bool:
        """Whether a dotted name is imported from a module of this project that is made for tests."""
        bare = name.lstrip(".")
        if "." not in bare or _first(name) not in self._imported:
            return False
        beside = name.startswith(".") and not name.startswith("..") and bool(re.search(_BESIDE, self.path))
        if beside or re.search(_HELPERS, bare.rpartition(".")[0]):
            return True
        return bool(re.match(_FLAT, bare)) and not name.startswith("..")

    @lazy
    def identifiers(self) -> frozenset[str]:
        """The words by which the module reads or imports anything: names, attributes, what an import names last."""
        found = {one.id for one in self.code.of(ast.Name)} | {one.attr for one in self.code.of(ast.Attribute)}
        imports: list[ast.Import | ast.ImportFrom] = [*self.code.of(ast.Import), *self.code.of(ast.ImportFrom)]
        found.update(alias.name.rpartition(".")[2] for node in imports for alias in node.names)
        return frozenset(found)

    @lazy
    def _imported(self) -> frozenset[str]:
        """The first words of all imports, without the dots of relative ones."""
        found = {alias.name.partition(".")[0] for node in self.code.of(ast.Import) for alias in node.names}
        for node in self.code.of(ast.ImportFrom):
            found.update((node.module or alias.name).partition(".")[0] for alias in node.names)
        return frozenset(found)

    @lazy
    def _methods(self) -> dict[tuple[ast.ClassDef, str], Function]:
        return {(one.owner, one.node.name): one for one in self.functions if one.owner is not None}

    @lazy
    def _refused(self) -> frozenset[ast.ClassDef]:
        """Classes that say `__test__ = False`."""
        return frozenset(
            owner
            for owner in self.code.of(ast.ClassDef)
            for node in owner.body
            if isinstance(node, ast.Assign)
            and written(node.targets[0]) == "__test__"
            and isinstance(node.value, ast.Constant)
            and not node.value.value
        )

    def finding(self, node: ast.AST, rule: str, message: str, remedy: str) -> Finding:
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        return Finding(self.path, line, column + 1, rule, message, remedy)

    @lazy
    def is_collected(self) -> bool:
        """Whether a runner takes the file for tests; others that lie beside tests are data, samples and helpers."""
        path = self.path.replace("\\", "/")
        if _COLLECTED.search(path):
            return True
        if _FOLDER.search(path) and not _FILE.search(path) and not self.is_listed:
            return False
        return not self._imported.isdisjoint(("pytest", "unittest", "hypothesis", "django"))

    def text(self, function: Function) -> str:
        """The lines of a function, its decorators and those of its class included."""
        start = min([function.line, *(one.lineno for one in function.node.decorator_list)])
        above = function.owner.decorator_list if function.owner is not None else []
        lines = self._lines[start - 1 : function.node.end_lineno]
        return "\n".join([*lines, *(self._lines[one.lineno - 1] for one in above)])

    @lazy
    def imports_mocks(self) -> bool:
        """Whether mocks of Python's own library are made here, or by the fixture `mocker`."""
        if b"mock" not in self.source:
            return False
        imports: list[ast.Import | ast.ImportFrom] = [*self.code.of(ast.Import), *self.code.of(ast.ImportFrom)]
        names = [alias.name for node in imports for alias in node.names]
        names += [node.module or "" for node in self.code.of(ast.ImportFrom)]
        return b"mocker" in self.source or any("mock" in name for name in names)

    def comments(self, function: Function) -> str:
        """The lines of a function that hold a comment, or a `#` in a text."""
        lines = self._lines[function.node.lineno - 1 : function.node.end_lineno]
        return "\n".join(line.partition("#")[2] for line in lines if "#" in line)

    def comment(self, node: ast.stmt) -> str:
        """The comment behind a statement, and the one that stands alone above it."""
        above = self._lines[node.lineno - 2].strip() if node.lineno > 1 else ""
        behind = self._lines[(node.end_lineno or node.lineno) - 1][node.end_col_offset or 0 :]
        return f"{above if above.startswith('#') else ''} {behind.partition('#')[2]}"

    @lazy
    def _lines(self) -> list[str]:
        text = self.source.decode("utf-8", "replace")
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def _is_test(self, one: Function) -> bool:
        if not one.node.name.startswith("test") or one.is_fixture or not self.is_collected:
            return False
        if one.owner is None:
            return True
        if one.owner in self._refused:
            return False
        return one.owner in self._collected

    @lazy
    def _collected(self) -> set[ast.ClassDef]:
        """The classes whose methods run as tests, those included that only hold them for subclasses here."""
        every = {one.owner for one in self.functions if one.owner is not None} | set(self.classes.values())
        own = {one for one in every if (one.name.startswith("Test") or self.is_case(one)) and self._is_found(one)}
        return {base for one in own for base in self.bases(one)}

    def _is_found(self, owner: ast.ClassDef) -> bool:
        """Whether a runner finds a class: within another one pytest alone does, if both are called `Test…`."""
        around = [one for one in self.code.parents(owner) if isinstance(one, ast.ClassDef)]
        if not around:
            return True
        return all(one.name.startswith("Test") and not self.is_case(one) for one in (owner, *around))

    def _grouped(self) -> tuple[Function, ...]:
        """Every function of the module and of its classes, in the order of the source."""
        found: list[Function] = []
        self._group(self.tree.body, None, "", len(self.code.order), found)
        return tuple(found)

    def _group(
        self,
        body: list[ast.stmt],
        owner: ast.ClassDef | None,
        prefix: str,
        end: int,
        found: list[Function],
        at: int = 0,
    ) -> None:
        """The functions of one block. Its nodes stand together in `order` and end before `end`; none is before `at`."""
        order = self.code.order
        following: list[ast.stmt | None] = [*body[1:], None]
        for node, after in zip(body, following, strict=False):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                start = order.index(node.body[0], at)
                behind = _behind(node) or after
                stop = order.index(behind, start) if behind is not None else end
                name = prefix + node.name
                if isinstance(node, ast.ClassDef):
                    self._group(node.body, node, f"{name}.", stop, found, start)
                else:
                    found.append(Function(self, node, owner, name, order[start:stop]))
                at = stop
            elif isinstance(node, ast.If | ast.Try | ast.With | ast.For | ast.While):
                stop = order.index(after, at) if after is not None else end
                blocks = list(_blocks(node))
                for (_, block), (mark, _) in zip(blocks, [*blocks[1:], (None, [])], strict=True):
                    at_end = order.index(mark, at) if mark is not None else stop
                    self._group(block, owner, prefix, at_end, found, at)
                    at = at_end


def _behind(node: Definition | ast.ClassDef) -> ast.AST | None:
    """The first node of a definition that stands behind its body in the tree: a decorator, or what it returns."""
    parts = [*node.decorator_list]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is not None:
        parts.append(node.returns)
    return next(iter([*parts, *getattr(node, "type_params", ())]), None)


def _blocks(
    node: ast.If | ast.Try | ast.With | ast.For | ast.While,
) -> Iterator[tuple[ast.AST | None, list[ast.stmt]]]:
    """The blocks of a statement, each with the first node of it, in the order of the tree."""
    yield node.body[0], node.body
    yield from ((handler, handler.body) for handler in getattr(node, "handlers", ()))
    for name in ("orelse", "finalbody"):
        block = getattr(node, name, None)
        if block:
            yield block[0], block


def read(path: str, source: bytes) -> TestModule:
    """Parse a module of tests; NotJudged where this Python cannot.

    A file that is under a folder of tests, but has no name of a test, may be data for tests: where it cannot be parsed
    it holds none.
    """
    try:
        return TestModule(path, source, parse(path, source))
    except (NotJudged, RecursionError, MemoryError) as bad:
        if _FILE.search(path.replace("\\", "/")):
            raise NotJudged(path, bad.why if isinstance(bad, NotJudged) else _why(bad)) from None
        return TestModule(path, source, ast.Module([], []))


def parse(path: str, source: bytes) -> ast.Module:
    """A module's tree; NotJudged where this Python has none for it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape in somebody's string is not ours to tell
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as bad:
        raise NotJudged(path, _why(bad)) from None


def _first(name: str) -> str:
    return first(name.lstrip("."))


def is_support(package: str) -> bool:
    """Whether a package, by the first word of its dotted name, is Python's own or made for tests."""
    return package in _SUPPORT or package in sys.stdlib_module_names or package.startswith("pytest_")


def _is_own(node: ast.expr, caller: Function) -> bool:
    """Whether an expression is the object or class whose method is running."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "super"
    if not isinstance(node, ast.Name):
        return False
    arguments = [*caller.node.args.posonlyargs, *caller.node.args.args]
    names = {one.arg for one in arguments[:1]} | ({caller.owner.name} if caller.owner is not None else set())
    return node.id in names


def _why(bad: BaseException) -> str:
    version = ".".join(map(str, sys.version_info[:2]))
    if isinstance(bad, SyntaxError) and bad.lineno:
        why = f"line {bad.lineno}: is not valid syntax for Python {version}, which runs this hook"
        return f"{why}; mend the line, or run the hook on the project's Python"
    if isinstance(bad, RecursionError | MemoryError):
        return "its code is nested too deeply to be read; split the expression"
    return "cannot be read as Python source; run `python -m py_compile` on it"
