"""One file through the plugins: bandit's order, contexts and places of results, and no work where none can speak."""

import ast
import io
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from . import _known, _lean
from ._errors import PluginCrash, Unloadable
from ._index import Banned, Index, Plugin, listed, load
from ._nosec import Nosec

# Types of nodes for which bandit's visitor has a method that asks no plugin, or asks under another name.
SILENT = frozenset({"Module", "ClassDef", "Constant", "Num", "NameConstant", "Ellipsis"})
# Nodes that the caller's order leaves out.
LEAVES = (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
BLACKLIST = "B001"
_IMPORTING = ("importlib.import_module", "importlib.__import__")
_MOST_NAMES = 10_000  # that are remembered, in a tree of any size
_ADDRESS = re.compile(r"(?<= object) at 0x[0-9A-Fa-f]+(?=>)")


class Result(NamedTuple):
    """What a plugin says. `id`: of the test, `test`: name of its function, `column`: from 0, `lines`: of the node."""

    id: str
    test: str
    line: int
    column: int
    end_column: int
    lines: tuple[int, ...]
    severity: str
    confidence: str
    text: str
    cwe: int


class Test:
    """A plugin that is imported when it is first asked."""

    __slots__ = ("_configured", "_function", "config", "facts", "id", "index", "name", "plugin")

    def __init__(self, plugin: Plugin, index: int) -> None:
        self.plugin = plugin
        self.index = index
        self.id = plugin.id
        self.name = plugin.test
        self.config: Any = None
        self._function: Callable[..., Any] | None = None
        self._configured = False
        self.facts = _known.PLUGINS[f"{plugin.module}:{plugin.attribute}"] if plugin.known else None

    def load(self) -> Callable[..., Any]:
        if self._function is None:
            self._function, self.config, self._configured = self._loaded()
        return self._function

    def _loaded(self) -> tuple[Callable[..., Any], Any, bool]:
        plugin = self.plugin
        function: Callable[..., Any] = load(plugin.entry, plugin.module, plugin.attribute)
        if plugin.config is None:
            return function, getattr(function, "_config", None), hasattr(function, "_config")
        from importlib import import_module

        try:
            return function, import_module(function.__module__).gen_config(plugin.config), True
        except Exception as failure:  # noqa: BLE001 - it becomes an error that names the plugin
            raise Unloadable(plugin.entry, f"it gives no configuration ({type(failure).__name__})") from None

    def ask(self, context: Any) -> Any:
        function = self.load()
        return function(context, self.config) if self._configured else function(context)


class BlacklistTest(Test):
    """Bandit's one plugin for all blacklists, with the lines that are on."""

    __slots__ = ("_lists", "_off")

    def __init__(self, index: int, lists: Sequence[tuple[str, str]], nodes: Sequence[str], off: frozenset[str]) -> None:
        where = "bandit.core.blacklisting"
        super().__init__(
            Plugin("blacklist", where, "blacklist", BLACKLIST, "blacklist", tuple(nodes), None, known=False), index
        )
        self._lists = lists
        self._off = off

    def _loaded(self) -> tuple[Callable[..., Any], Any, bool]:
        config: dict[str, list[dict[str, Any]]] = {}
        for entry, value in self._lists:
            module, _, attribute = value.partition(":")
            for node, lines in listed(entry, module, attribute).items():
                on = [line for line in lines if line["id"] not in self._off]
                if on:
                    config.setdefault(node, []).extend(on)
        return load("blacklist", self.plugin.module, self.plugin.attribute), config, True


class Gated(NamedTuple):
    """A test, and when it may speak about a call."""

    test: Test
    opens: _known.CallGate | None


class _ByName(dict[Any, tuple[Gated, ...]]):
    """The tests that may speak about calls of a name; each name is asked for once."""

    def __init__(self, gates: Sequence[tuple[Callable[[Any], bool], Gated]]) -> None:
        super().__init__()
        self._gates = gates

    def __missing__(self, name: Any) -> tuple[Gated, ...]:
        if len(self) >= _MOST_NAMES:
            self.clear()
        found = self[name] = tuple(gated for gate, gated in self._gates if gate(name))
        return found


class Table:
    """Which tests are asked about which nodes."""

    __slots__ = ("always", "by_keyword", "by_last", "file", "imports", "nodes", "prefixes", "texts", "walked")

    def __init__(self, index: Index, off: frozenset[str]) -> None:
        tests = [Test(plugin, at) for at, plugin in enumerate(index.plugins) if plugin.id not in off]
        self.nodes: dict[str, list[tuple[Test, _known.NodeGate | None]]] = {}
        self.file: list[tuple[Test, Callable[[bytes], bool] | None]] = []
        self.always: list[Gated] = []
        lasts: list[tuple[Callable[[Any], bool], Gated]] = []
        keywords: list[tuple[Callable[[Any], bool], Gated]] = []
        for test in tests:
            gate: Any = test.facts.gate if test.facts is not None else None
            for check in test.plugin.checks:
                if check == "File":
                    self.file.append((test, gate))
                elif check != "Call":
                    if check not in SILENT:
                        self.nodes.setdefault(check, []).append((test, gate))
                elif gate is None:
                    self.always.append(Gated(test, None))
                else:
                    if gate.last is not None:
                        lasts.append((gate.last, Gated(test, gate.opens)))
                    if gate.keyword is not None:
                        keywords.append((gate.keyword, Gated(test, gate.opens)))
        self.prefixes: tuple[str, ...] = ()
        self._ban(index, off, len(index.plugins), lasts)
        self.by_last = _ByName(lasts)
        self.by_keyword = _ByName(keywords)
        self.texts = {name: self.nodes.pop(name, []) for name in ("Str", "Bytes")}
        self.imports = {name: self.nodes.pop(name, []) for name in ("Import", "ImportFrom")}
        kinds = {name: getattr(ast, name, None) for name in self.nodes}
        # Bandit itself goes through the leaves that the caller's order leaves out.
        self.walked = any(isinstance(kind, type) and issubclass(kind, LEAVES) for kind in kinds.values())

    def _ban(
        self, index: Index, off: frozenset[str], at: int, lasts: list[tuple[Callable[[Any], bool], Gated]]
    ) -> None:
        if BLACKLIST in off:
            return
        banned = {
            node: on for node, lines in index.banned.items() if (on := [line for line in lines if line.id not in off])
        }
        if not banned:
            return
        test = BlacklistTest(at, index.lists, tuple(banned), off)
        called = _qualnames(banned.get("Call", []))
        if called:
            last = frozenset(name.rpartition(".")[2] for name in (*called, *_IMPORTING, "__import__"))

            def opens(_seen: _known.Seen, node: ast.Call, name: str) -> bool:
                return name in called or name in _IMPORTING or getattr(node.func, "id", None) == "__import__"

            lasts.append((last.__contains__, Gated(test, opens)))
        self.prefixes = tuple(sorted(_qualnames(banned.get("Import", [])) | _qualnames(banned.get("ImportFrom", []))))
        for node in ("Import", "ImportFrom"):
            if node in banned:
                self.nodes.setdefault(node, []).append((test, self._imports_banned))

    def _imports_banned(self, node: ast.AST) -> bool:
        module = getattr(node, "module", None)
        prefix = f"{module}." if module is not None else ""
        return any((prefix + one.name).startswith(self.prefixes) for one in node.names)  # type: ignore[attr-defined]


def _qualnames(lines: Sequence[Banned]) -> frozenset[str]:
    return frozenset(name for line in lines for name in line.qualnames)


class Run:
    """One file."""

    def __init__(self, table: Table, path: str, source: bytes, suppress: Nosec) -> None:
        self._table = table
        self._path = path
        self._source = source
        self._suppress = suppress
        self._file: io.BytesIO | None = None
        self._module: str | None = None
        # The last range of lines: each of the strings in one long list has that of the list.
        self._extent = (0, 0)
        self._range: tuple[int, ...] = ()
        self._aliases: dict[str, str] = {}
        self.imports: set[str] = set()
        self.results: list[Result] = []

    def judge(self, order: Sequence[ast.AST]) -> list[Result]:
        handlers = self._handlers()
        get = handlers.get
        for node in order:
            handler = get(node.__class__)
            if handler is not None:
                handler(node)
        context = None
        for test, gate in self._table.file:
            if gate is None or gate(self._source):
                context = context or self._file_context()
                self._ask(context, [test])
        return self.results

    def _handlers(self) -> dict[type, Callable[[Any], None]]:
        table = self._table
        handlers: dict[type, Callable[[Any], None]] = {
            kind: self._other for name in table.nodes if isinstance(kind := getattr(ast, name, None), type)
        }
        handlers[ast.Call] = self._call
        handlers[ast.Import] = handlers[ast.ImportFrom] = self._import
        if table.texts["Str"] or table.texts["Bytes"]:
            handlers[ast.Constant] = self._constant
        if "FunctionDef" in table.nodes:
            handlers[ast.FunctionDef] = self._function
        return handlers

    def _other(self, node: ast.AST) -> None:
        tests = [test for test, gate in self._table.nodes[node.__class__.__name__] if gate is None or gate(node)]
        if tests:
            self._ask(self._context(node), tests)

    def _function(self, node: ast.FunctionDef) -> None:
        tests = [test for test, gate in self._table.nodes["FunctionDef"] if gate is None or gate(node)]
        if not tests:
            return
        context = self._context(node)
        context["function"] = node
        context["qualname"] = f"{self._namespace(node)}.{node.name}"
        context["name"] = node.name
        self._ask(context, tests)

    def _constant(self, node: ast.Constant) -> None:
        value = node.value
        kind = value.__class__
        if kind is str:
            tests, key = self._table.texts["Str"], "str"
        elif kind is bytes:
            tests, key = self._table.texts["Bytes"], "bytes"
        else:
            return
        parent = node._bandit_parent  # type: ignore[attr-defined]
        if parent.__class__ is ast.Expr:  # a docstring, or no use at all
            return
        asked = [test for test, gate in tests if gate is None or gate(node)]
        if asked:
            context = self._context(node, self._lines_around(parent))
            context[key] = value
            self._ask(context, asked)

    def _call(self, node: ast.Call) -> None:
        func = node.func
        if func.__class__ is ast.Name:
            last = func.id
            full = self._aliases.get(last)
            if full is not None and last != "__import__":
                last = full.rpartition(".")[2]
        elif func.__class__ is ast.Attribute:
            last = func.attr
        else:
            last = ""
        table = self._table
        found = table.by_last[last]
        for keyword in node.keywords:
            more = table.by_keyword[keyword.arg]
            if more:
                found = (*found, *more)
        if found or table.always:
            self._called(node, found)

    def _called(self, node: ast.Call, found: Sequence[Gated]) -> None:
        name = self._name(node.func)
        tests = {test.index: test for test, opens in found if opens is None or opens(self, node, name)}
        tests.update((test.index, test) for test, _ in self._table.always)
        if not tests:
            return
        context = self._context(node)
        context["call"] = node
        context["qualname"] = name
        context["name"] = name.rpartition(".")[2]
        self._ask(context, [tests[at] for at in sorted(tests)])

    def _name(self, node: ast.expr) -> str:
        """The qualified name of what is called, as bandit's visitor makes it; no alias has a dot in its name."""
        parts = []
        while node.__class__ is ast.Attribute:
            parts.append(node.attr)
            node = node.value
        base = ""
        if node.__class__ is ast.Name:
            base = node.id
            base = self._aliases.get(base, base)
        elif not parts:
            return ""
        parts.append(base)
        parts.reverse()
        return ".".join(parts)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        module = node.module if node.__class__ is ast.ImportFrom else None
        if module is None:
            for one in node.names:
                if one.asname:
                    self._aliases[one.asname] = one.name
                self.imports.add(one.name)
            tests = self._table.imports["Import"]
        else:
            for one in node.names:
                self._aliases[one.asname or one.name] = f"{module}.{one.name}"
                self.imports.add(f"{module}.{one.name}")
            tests = self._table.imports["ImportFrom"]
        asked = [test for test, gate in tests if gate is None or gate(node)]
        if not asked:
            return
        context = self._context(node)
        context["module"] = module if module is not None else node.names[-1].name
        if module is not None:
            context["name"] = node.names[-1].name
        self._ask(context, asked)

    def _context(self, node: ast.AST, lines: Sequence[int] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = {
            "imports": self.imports,
            "import_aliases": self._aliases,
            "node": node,
            "linerange": self._lines(node) if lines is None else lines,
            "filename": self._path,
            "file_data": self._data(),
        }
        for key, attribute in (
            ("lineno", "lineno"),
            ("col_offset", "col_offset"),
            ("end_col_offset", "end_col_offset"),
        ):
            value = getattr(node, attribute, None)
            if value is not None:
                context[key] = value
        return context

    def _file_context(self) -> dict[str, Any]:
        return {
            "file_data": self._data(),
            "filename": self._path,
            "lineno": 0,
            "linerange": [0, 1],
            "col_offset": 0,
        }

    def _data(self) -> io.BytesIO:
        if self._file is None:
            self._file = io.BytesIO(self._source)
        return self._file

    def _lines(self, node: ast.AST) -> Sequence[int]:
        line = getattr(node, "lineno", None)
        if line is not None:
            extent = line, node.end_lineno  # type: ignore[attr-defined]
            if extent != self._extent:
                self._extent, self._range = extent, tuple(range(line, extent[1] + 1))
            return self._range
        return _lean.core("utils").linerange(node)  # type: ignore[no-any-return]

    def _lines_around(self, parent: ast.AST) -> Sequence[int]:
        """The lines of a string's parent; of a parent without a place, the second answer is not the first."""
        if not hasattr(parent, "lineno") and not hasattr(parent, "_bandit_linerange_stripped"):
            self._lines(parent)
        return self._lines(parent)

    def _namespace(self, node: ast.AST) -> str:
        """The dotted path of what a function is in."""
        if self._module is None:
            utils = _lean.core("utils")
            try:
                self._module = utils.get_module_qualname_from_path(self._path)
            except utils.InvalidModulePath:
                self._module = ""
        parts: list[str] = []
        above = getattr(node, "_bandit_parent", None)
        while above is not None:
            if isinstance(above, ast.FunctionDef | ast.ClassDef):
                parts.append(above.name)
            above = getattr(above, "_bandit_parent", None)
        parts.append(self._module)
        return ".".join(reversed(parts))

    def _ask(self, context: dict[str, Any], tests: Sequence[Test]) -> None:
        make = _lean.core("context").Context
        for test in tests:
            test.load()
            own = dict(context)  # a plugin may write into it
            if test.facts is None:  # those that are known only read the lines
                own["linerange"] = list(own["linerange"])
            try:
                said = test.ask(make(own))
                result = None if said is None else self._result(said, own, test)
            except Exception as failure:  # noqa: BLE001 - it becomes an error that names the plugin
                if self._suppress.hides(own["linerange"], own.get("lineno"), test.id):
                    continue  # its author has answered for this line
                raise PluginCrash(test.name, test.id, own.get("lineno", 0), type(failure).__name__) from None
            if result is not None:
                self.results.append(result)

    def _result(self, said: Any, context: dict[str, Any], test: Test) -> Result | None:
        """What a plugin said, with what it left out filled in; None where a comment silences it."""
        line = said.lineno
        one = said.test_id or test.id
        if self._suppress.hides(context["linerange"], line, one):
            return None
        return plain(
            said,
            one,
            test.name,
            context["lineno"] if line is None else line,
            context["col_offset"] if said.col_offset == -1 else said.col_offset,
            context.get("end_col_offset", 0),
            self._shared(context["linerange"] if said.linerange == [] else said.linerange),
        )

    def _shared(self, lines: Sequence[int]) -> Sequence[int]:
        """The same lines, once for all results that have them."""
        return self._range if lines is self._range or tuple(lines) == self._range else lines


def plain(said: Any, one: str, name: str, line: int, column: int, end_column: int, lines: Sequence[int]) -> Result:
    """A result as plain data. The address of an object in its text, which differs in every run, is left out."""
    text = said.text
    if "0x" in text:
        text = _ADDRESS.sub("", text)
    return Result(one, name, line, column, end_column, tuple(lines), said.severity, said.confidence, text, said.cwe.id)
