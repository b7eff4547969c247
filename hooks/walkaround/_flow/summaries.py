"""The analysis of a module: each function once, what it does with its arguments kept for those who call it."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from .._code import UNKNOWN, Function, Module, handlers, is_function
from . import arguments, expressions, guards, verdicts
from .run import Env, Hit, Run, TooMuch, either
from .sinks import Given, like_sql
from .start import start
from .statements import block
from .value import ARGUMENT, CLEAN, SQL, URL, Value, mixed, of_constant

_DEPTH = 12  # calls within calls that are followed
_MOST = 80_000  # steps in one module: about a second
_GIVERS = frozenset({"Optional", "Iterator", "Generator", "AsyncIterator", "AsyncGenerator", "Annotated"})
_VIEWS = ("View", "ViewSet", "Handler", "Resource", "Endpoint", "Mixin", "Consumer")


class Summary(NamedTuple):
    """What a function gives back, where its arguments do harm, and whether it never returns."""

    returns: Value
    hits: tuple[Hit, ...]
    leaves: bool
    final: Env | None


_NOTHING = Summary(CLEAN, (), False, None)


class Analysis:
    """All functions of a module that matter, each analysed at most once."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.steps = 0
        self.most = min(40_000 + 2 * len(module.order), _MOST)
        self.incomplete: list[str] = []
        self.loaded: dict[ast.Call, bool] = {}  # by call that unpickles, whether its data are made of constants alone
        self.closures: dict[ast.AST, Env] = {}
        self.checks: dict[tuple[ast.AST, str], ast.expr] = {}
        self.web = arguments.web(module)
        self._summaries: dict[ast.AST, Summary] = {}
        self._open: list[ast.AST] = []
        self._globals: dict[ast.AST, Value] = {}
        self._functions: dict[str, Function | None] | None = None
        self._dependencies: frozenset[ast.AST] | None = None
        self._owners: dict[ast.AST, tuple[str, ast.ClassDef] | None] = {}

    # --- the whole module ---

    def hits(self) -> tuple[Hit, ...]:
        """Every foreign value that does harm in this module."""
        pending = start(self.module)
        seen = set(pending)
        while pending:
            function = pending.pop()
            summary = self.summary(function)
            if any(source[0] == ARGUMENT for hit in summary.hits for source in hit.sources):
                callers = [caller for caller in self.calling(function) if caller not in seen]
                seen.update(callers)
                pending += callers
        return tuple(self._reported())

    def _reported(self) -> Iterator[Hit]:
        seen: set[tuple[int, ast.AST]] = set()
        fed = self._fed()
        for function, summary in self._summaries.items():
            private = self._private(function) if summary.hits else False
            for hit in verdicts.without_looks(summary.hits):
                key = (hit.family, hit.node)
                passed_on = not hit.built and not hit.client and (hit.family, hit.sink) in fed
                if not passed_on and key not in seen and verdicts.counts(hit, private):
                    seen.add(key)
                    yield hit

    def _fed(self) -> set[tuple[int, ast.AST]]:
        """The sinks that texts reach which this module built elsewhere: the defect is there, not at the sink."""
        hits = (hit for summary in self._summaries.values() for hit in summary.hits)
        return {(hit.family, hit.sink) for hit in hits if hit.built and hit.node is not hit.sink}

    def _private(self, function: ast.AST) -> bool:
        """Whether only this module calls a function, and does; then its callers tell what it is given."""
        name = getattr(function, "name", "")
        hidden = (name.startswith("_") and not name.startswith("__")) or self.module.function(function) is not None
        return hidden and bool(self.calling(function))

    def calling(self, function: ast.AST) -> list[ast.AST]:
        """The functions that call this one, by its name."""
        name = getattr(function, "name", "")
        if not name:
            return []
        if name == "__init__":
            owner = self.module.owner(function)
            name = owner.name if owner is not None else name
        calls = self.module.calls(name)
        found = dict.fromkeys(self.module.function(call) or self.module.tree for call in calls)
        return [caller for caller in found if caller is not function]

    # --- one function ---

    def summary(self, function: ast.AST) -> Summary:
        found = self._summaries.get(function)
        if found is None:
            if function in self._open or len(self._open) > _DEPTH:
                return _NOTHING
            self._open.append(function)
            try:
                found = self._analysed(function)
            except (TooMuch, RecursionError):
                self.incomplete.append(getattr(function, "name", "the module's own statements"))
                found = _NOTHING
            finally:
                self._open.pop()
            self._summaries[function] = found
        return found

    def _analysed(self, function: ast.AST) -> Summary:
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            outer = self.module.function(function)
            if outer is not None and outer not in self._open:
                self.summary(outer)
            handler = handlers(self.module).get(function)
            run = Run(self, function, handler)
            end = block(run, function.body, arguments.entered(self, run, function, handler))
        else:
            run = Run(self, self.module.tree, None)
            end = block(run, self.module.tree.body, Env(run))
        leaves = end is None and run.returns is None and is_function(function)
        hits = verdicts.without_doubles(run.hits)
        return Summary(run.returns or CLEAN, hits, leaves, either(run.final, end))

    def final(self, function: ast.AST) -> Env | None:
        """What is known where a function ends."""
        return self.summary(function).final

    def leaves(self, function: ast.AST) -> bool:
        """Whether a function never returns to its caller."""
        return self.summary(function).leaves

    # --- calls within the module ---

    def local(self, func: ast.expr) -> Function | None:
        """The function of this module that is called, if there is exactly one of that name."""
        name = self.module.name(func)
        return self._of_name(name.replace("()", "")) if name.startswith(".") else None

    def name(self, node: ast.expr) -> str:
        """What an expression refers to; of what a function of this module gives, by the type that it says it gives."""
        name = self.module.name(node)
        holder = node.value if isinstance(node, ast.Attribute) else None
        if isinstance(holder, ast.Attribute) and self.module.last(holder.value) == "state":
            kept = self.module.once(_states, lambda: _states(self.module)).get(holder.attr)
            return f"{kept}.{self.module.last(node)}" if kept else name
        if not name.startswith(".") or "()" not in name:
            return name
        begin, _, rest = name.partition("()")
        function = self._of_name(begin)
        made = self.module.once((Analysis.name, function), lambda: _given_by(self.module, function)) if function else ""
        return f"{made}{rest}" if made else name

    def constructor(self, func: ast.expr) -> Function | None:
        """The constructor of the class of this module that an expression names."""
        name = self.module.name(func)
        return self._of_name(f"{name}.__init__") if name.startswith(".") else None

    def _of_name(self, name: str) -> Function | None:
        if self._functions is None:
            self._functions = {}
            plain, waiting = self.module.of(ast.FunctionDef), self.module.of(ast.AsyncFunctionDef)
            functions: list[Function] = [*plain, *waiting]
            for function in functions:
                owner = self.module.parent(function)
                key = f".{owner.name}.{function.name}" if isinstance(owner, ast.ClassDef) else f".{function.name}"
                self._functions[key] = None if key in self._functions else function
        return self._functions.get(name)

    @property
    def dependencies(self) -> frozenset[ast.AST]:
        """The functions of this module that `Depends(…)` names: their arguments are a client's."""
        if self._dependencies is None:
            self._dependencies = frozenset(self._depended_on()) if self.web else frozenset()
        return self._dependencies

    def _depended_on(self) -> Iterator[ast.AST]:
        for call in self.module.calls("Depends", "Security"):
            for target in call.args[:1]:
                function = self.local(target) or self.constructor(target)
                if function is not None:
                    yield function
        for argument in self.module.of(ast.arg):  # `commons: Annotated[Commons, Depends()]`, which names a class
            injected = arguments.dependency(self.module, argument, None)
            built = self.constructor(injected) if injected is not None else None
            if built is not None:
                yield built

    def called(self, run: Run, node: ast.Call, function: Function, given: Given, env: Env) -> Value:
        """What a function of this module gives for these arguments; its harm with them is the caller's."""
        summary = self.summary(function)
        actual = arguments.bound(function, node, given)
        if summary is _NOTHING and function in self._open:
            return mixed(actual.values()).but(kind="derived", items=None) if actual else CLEAN
        run.pay(len(summary.hits))
        for hit in summary.hits:
            self._passed_on(run, hit, actual)
        if summary.final is not None:
            for source, mask in summary.final.guarded.items():
                if source[0] == ARGUMENT:
                    env.guard(arguments.actual(source, actual).sources, mask)
        if self.web and self._refuses_addresses(function):
            env.guard(frozenset().union(*(value.sources for value in actual.values())), URL)
        return arguments.substituted(summary.returns, actual)

    def _refuses_addresses(self, function: Function) -> bool:
        """Whether a function raises for what leads into an inner network."""

        def judged() -> bool:
            return guards.judges_addresses(function) and any(isinstance(one, ast.Raise) for one in ast.walk(function))

        return self.module.once((guards.judges_addresses, function), judged)

    def _passed_on(self, run: Run, hit: Hit, actual: dict[str, Value]) -> None:
        """Note that what a caller gives does harm in the function that it calls.

        The defect is where the text was built: SQL by the caller if it did, all else by the function that is called.
        """
        if run.quiet or not any(source[0] == ARGUMENT for source in hit.sources):
            return
        values = [arguments.actual(source, actual) for source in hit.sources if source[0] == ARGUMENT]
        value = mixed(one for one in values if one.foreign(hit.family))
        if not value.sources:
            return
        if hit.family == SQL and not hit.built and value.built is not None and not like_sql(value):
            return
        node = value.built if value.built is not None and (hit.family == SQL or not hit.built) else hit.node
        run.hits.append(hit._replace(node=node, sources=value.sources, built=hit.built or value.built is not None))

    # --- classes and routes ---

    def class_named(self, node: ast.expr) -> ast.ClassDef | None:
        """The class of this module that an object is of."""
        name = self.module.name(node)
        if not (name.startswith(".") and name.endswith("()")):
            return None
        return next((one for one in self.module.of(ast.ClassDef) if one.name == name[1:-2]), None)

    def class_of_self(self, function: ast.AST, node: ast.expr) -> ast.ClassDef | None:
        """The class whose object a name is, as the first argument of one of its methods."""
        if not isinstance(node, ast.Name) or not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            return None
        if function not in self._owners:
            owner = self.module.owner(function)
            first = (function.args.posonlyargs + function.args.args)[:1]
            self._owners[function] = (first[0].arg, owner) if owner is not None and first else None
        found = self._owners[function]
        return found[1] if found is not None and found[0] == node.id else None

    def answers_requests(self, owner: ast.ClassDef) -> bool:
        """Whether a class is a view, a resource or a handler of requests."""
        names = [self.module.name(base) or self.module.last(base) for base in owner.bases]
        return self.web and any(name.endswith(_VIEWS) for name in names)

    def html(self, function: Function) -> bool:
        """Whether a route says that what it returns is shown as HTML."""
        calls = [one for one in function.decorator_list if isinstance(one, ast.Call)]
        return any(
            (keyword.arg == "response_class" and self.module.last(keyword.value) == "HTMLResponse")
            or (keyword.arg == "media_type" and self._is_html(keyword.value))
            for call in calls
            for keyword in call.keywords
        )

    def _is_html(self, kind: ast.expr) -> bool:
        return self.module.last(kind) == "HTML" or "html" in str(self.module.constant(kind))

    # --- globals ---

    def made(self, call: ast.Call) -> Value:
        """An object that the body of a class makes, if it matters itself."""
        if call not in self._globals:
            self._globals[call] = CLEAN
            run = Run(self, self.module.tree, None)
            run.quiet = True
            value = expressions.evaluate(run, call, Env(run))
            self._globals[call] = value if value.kind == "entities" else CLEAN
        return self._globals[call]

    def global_value(self, name: ast.Name) -> Value:
        """The value of a name that the module itself binds once."""
        bound = self.module.binding(name)
        if bound is None or self.module.function(bound) is not None:
            return CLEAN
        if bound not in self._globals:
            self._globals[bound] = CLEAN
            constant = self.module.constant(bound)
            if constant is not UNKNOWN and not isinstance(bound, ast.List | ast.Set):
                self._globals[bound] = of_constant(constant)
            elif isinstance(bound, ast.Dict | ast.List | ast.Tuple | ast.Set | ast.Call | ast.BinOp | ast.JoinedStr):
                run = Run(self, self.module.tree, None)
                run.quiet = True
                self._globals[bound] = expressions.evaluate(run, bound, Env(run))
        return self._globals[bound]


def _given_by(module: Module, function: Function) -> str:
    """The type of what a function gives, by its annotation, else by the only expression that it returns or yields."""
    stated = function.returns
    if isinstance(stated, ast.BinOp):
        stated = stated.left
    if isinstance(stated, ast.Subscript) and module.last(stated.value) in _GIVERS:
        stated = stated.slice.elts[0] if isinstance(stated.slice, ast.Tuple) and stated.slice.elts else stated.slice
    if stated is not None and (found := module.name(stated)) and not found.startswith((".", "builtins.")):
        return f"{found}()"
    given = [one.value for one in ast.walk(function) if isinstance(one, ast.Return | ast.Yield) and one.value]
    found = module.name(given[0]) if len(given) == 1 else ""
    return "" if found.startswith((".", "builtins.")) else found


def _states(module: Module) -> dict[str, str]:
    """What a module keeps in the state of its application: `app.state.http = httpx.AsyncClient()`."""
    found: dict[str, str] = {}
    for statement in module.of(ast.Assign):
        for target in statement.targets:
            if isinstance(target, ast.Attribute) and module.last(target.value) == "state":
                name = module.name(statement.value)
                found[target.attr] = name if found.get(target.attr, name) == name else ""
    return found
