"""What a test works out from the inputs of one call, and in how many steps."""

import ast
from collections.abc import Iterator
from itertools import islice

from ._module import Function, TestModule, is_support, root, written

_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
_DEPTH = 30
# Builtins that a formula may call.
_PLAIN = frozenset({
    "round", "int", "float", "Decimal", "str", "abs", "sum", "zip", "range", "enumerate", "len", "min", "max",
    "divmod", "pow", "Fraction", "list", "tuple",
})  # fmt: skip
# Builtins that work a value out of many or of one, each a step of a formula; and those that only give it another form.
_STEPS = frozenset({"sum", "min", "max", "abs", "round", "divmod", "pow", "sorted", "reversed", "len", "any", "all"})
FORMS = frozenset({
    "list", "tuple", "set", "frozenset", "dict", "sorted", "str", "float", "int", "round", "Decimal", "bool", "filter",
    "map", "reversed", "any", "all", "bytes", "ord", "chr", "pow",
})  # fmt: skip
# Modules whose functions calculate, each a step of a formula; and those that stand in for a formula by their name.
NUMERIC = frozenset({"numpy", "scipy", "pandas", "math", "cmath", "statistics", "operator", "functools", "itertools"})
_ORACLES = frozenset({
    "hashlib", "hmac", "base64", "json", "datetime", "zlib", "binascii", "calendar", "decimal", "fractions", "string",
    "re", "urllib", "collections",
})  # fmt: skip
# Methods of numbers and texts that work out another one.
_CHANGING = frozenset({*dir(str), *dir(int), *dir(float), "quantize", "mean", "cumsum", "std", "sum"}) - {
    "format", "encode", "decode", "count", "index", "hex",
}  # fmt: skip
_ENOUGH = 2  # steps with one input; a single one is what anybody would write down
_MOST = 400  # nodes of a formula; what is larger is data
# Methods that only read or copy a value, or give it another form.
_READING = frozenset({
    "copy", "get", "items", "keys", "values", "encode", "decode", "read_text", "read_bytes", "as_posix", "resolve",
    "joinpath", "json", "isoformat", "format", "absolute", "read", "getvalue", "tolist", "total_seconds", "group",
    "groups", "with_suffix", "with_name", "relative_to", "absolute_path", "count", "index", "pop", "timestamp",
    "astimezone", "strftime", "utcoffset", "date", "time", "hexdigest", "digest", "hex",
})  # fmt: skip


class Derived:
    """What in a test is derived from the inputs of one call."""

    def __init__(self, module: TestModule, test: Function, inputs: set[str], of: str) -> None:
        self._module = module
        self._test = test
        self._inputs = inputs
        self._known: dict[str, str] = {}
        self._of = of  # the object whose method is under test; what it gives is no input
        self._unpacked: dict[str, ast.expr] = {}
        for node in test.of(ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Tuple):
                    names = [one.value if isinstance(one, ast.Starred) else one for one in target.elts]
                    self._unpacked.update({one.id: node.value for one in names if isinstance(one, ast.Name)})

    def is_formula(self, formula: ast.expr) -> bool:
        """Whether an expression puts two inputs together, or changes one in several steps, as the code itself would."""
        bound = dict(_bound(formula))
        if next(islice(ast.walk(formula), _MOST, None), None) is not None:
            return False
        if not self._is_input(formula, bound) or not self.is_of_inputs(formula):
            return False
        if self._combines(formula, bound) or self._transforms(formula, bound):
            return True
        return self._steps(formula, bound) >= _ENOUGH

    def is_of_inputs(self, formula: ast.expr) -> bool:
        """Whether an expression is made of inputs and constants only, by nothing but plain calls."""
        bound = dict(_bound(formula))
        names = [one for one in self._names(formula) if isinstance(one.ctx, ast.Load)]
        called = {id(one.func) for one in ast.walk(formula) if isinstance(one, ast.Call)}
        if any(self._kind(one, bound, 0) == "other" for one in names if id(one) not in called):
            return False
        return all(self._is_plain_call(one) for one in ast.walk(formula) if isinstance(one, ast.Call))

    def _steps(self, formula: ast.expr, bound: dict[str, ast.expr]) -> int:
        """How many steps it takes from an input to the value, those included that names stand for."""
        found = sliced = looped = 0
        seen: set[str] = set()
        open_ = [formula]
        while open_:
            for one in ast.walk(open_.pop()):
                if isinstance(one, ast.Name) and one.id not in seen and one.id not in self._inputs:
                    seen.add(one.id)
                    made = self._test.once.get(one.id) or self._unpacked.get(one.id)
                    open_ += [made] if made is not None and self._kind(one, bound, 0) == "input" else []
                elif isinstance(one, ast.expr):
                    found += self._is_step(one, bound)
                    sliced |= isinstance(one, ast.Subscript) and isinstance(one.slice, ast.Slice)
                    looped |= isinstance(one, ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp)
        return found + sliced + looped if found else 0

    def _is_step(self, node: ast.expr, bound: dict[str, ast.expr]) -> int:
        """How many steps an expression takes by itself: an operation, a calculation, a change of a text."""
        if isinstance(node, ast.BinOp):
            around = self._module.code.parent(node)
            goes_on = isinstance(around, ast.BinOp) and type(around.op) is type(node.op)  # one sum, one step
            is_text = isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)  # `"%s" % name`
            right = node.right.value if isinstance(node.right, ast.Constant) else None
            is_text = is_text or (isinstance(node.op, ast.Div) and isinstance(right, str))  # a path
            counts = isinstance(node.op, _ARITHMETIC) and not goes_on and not is_text
            return int(counts and self._is_input(node, bound))
        if not isinstance(node, ast.Call) or not any(self._is_input(one, bound) for one in _worked_on(node)):
            return 0
        name = self._module.called(node)
        if is_of(name, NUMERIC):
            return 1
        if isinstance(node.func, ast.Name):
            return (node.func.id in _STEPS) + any(keyword.arg == "key" for keyword in node.keywords)
        # A method of numbers or texts; what another does is not known.
        return int(isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGING)

    def _kind(self, name: ast.Name, bound: dict[str, ast.expr], depth: int) -> str:
        """Whether a name is an input, a constant, or something else."""
        if depth > _DEPTH:
            return "other"
        made = self._test.once.get(name.id)
        if "." in name.id and name.id not in self._inputs:
            return "constant"
        if name.id in self._inputs:
            by_object = made is not None and root(made) == self._of != "" and isinstance(made, ast.Call)
            return "other" if by_object or (name.id == self._of and depth) else "input"
        if made is not None and self._is_given_by_code(made):
            return "other"
        if name.id not in bound and name.id in self._known:
            return self._known[name.id]
        self._known[name.id] = "other"  # what a name that stands for itself would be
        found = self._kind_of_source(name, bound, depth)
        if name.id in bound:
            del self._known[name.id]
        else:
            self._known[name.id] = found
        return found

    def _kind_of_source(self, name: ast.Name, bound: dict[str, ast.expr], depth: int) -> str:
        source = bound.get(name.id) or self._test.once.get(name.id) or self._unpacked.get(name.id)
        if source is None:
            known = name.id in self._module.constants or bool(self._module.code.name(name))
            return "constant" if known else "other"
        kinds = {
            self._kind(one, bound if name.id in bound else {}, depth + 1)
            for one in self._names(source)
            if one.id not in _PLAIN and one.id != name.id
        }
        if "other" in kinds:
            return "other"
        return "input" if "input" in kinds else "constant"

    def _is_given_by_code(self, node: ast.expr) -> bool:
        """Whether a value comes from a call of which more is known than that it makes or changes plain values."""
        for one in ast.walk(node):
            if not isinstance(one, ast.Call):
                continue
            name = written(one.func)
            plain = name in _PLAIN or name in FORMS or name.rpartition(".")[2][:1].isupper()
            if isinstance(one.func, ast.Attribute) and not plain:
                of = root(one.func)
                of_input = of != self._of and (not of or of in self._inputs or is_support(of))
                plain = of_input or is_of(self._module.called(one), NUMERIC)
            if not plain:
                return True
        return False

    def _is_input(self, node: ast.expr, bound: dict[str, ast.expr]) -> bool:
        return any(one.id not in _PLAIN and self._kind(one, bound, 0) == "input" for one in self._names(node))

    def _names(self, node: ast.AST) -> Iterator[ast.Name]:
        """The names in an expression; a constant of the test's own class, such as `self.DAYS`, is one as it stands."""
        own: set[int] = set()
        for one in ast.walk(node):
            name = own_constant(self._module, self._test, one) if isinstance(one, ast.Attribute) else ""
            if name and isinstance(one, ast.Attribute):
                own.add(id(one.value))
                yield ast.Name(name, ast.Load())
            elif isinstance(one, ast.Name) and id(one) not in own:
                yield one

    def _combines(self, formula: ast.expr, bound: dict[str, ast.expr]) -> bool:
        """Whether it calculates with two inputs, or with the same one twice."""
        return any(
            isinstance(one, ast.BinOp)
            and isinstance(one.op, _ARITHMETIC)
            and self._is_input(one.left, bound)
            and self._is_input(one.right, bound)
            for one in ast.walk(formula)
        )

    def _transforms(self, formula: ast.expr, bound: dict[str, ast.expr]) -> bool:
        """Whether it calls methods of an input: several, or one with arguments; or builds a text of changed parts."""
        methods = [
            one
            for one in ast.walk(formula)
            if isinstance(one, ast.Call)
            and isinstance(one.func, ast.Attribute)
            and self._is_input(one.func.value, bound)
        ]
        methods = [one for one in methods if isinstance(one.func, ast.Attribute) and one.func.attr not in _READING]
        if not methods:
            return False
        if isinstance(formula, ast.JoinedStr):
            return True
        return formula in methods and (len(methods) > 1 or bool(methods[0].args or methods[0].keywords))

    def _is_plain_call(self, call: ast.Call) -> bool:
        """Whether a call in a formula is one of Python's own for numbers and texts, or a method of a value."""
        name = self._module.called(call)
        if isinstance(call.func, ast.Attribute) and not name.startswith(("unittest", "pytest")):
            return True
        if isinstance(call.func, ast.Name) and written(call.func) in _PLAIN | FORMS:
            return True
        return is_of(name, NUMERIC) or is_of(name, _ORACLES)


def own_constant(module: TestModule, test: Function, node: ast.expr) -> str:
    """`self.DAYS` where an expression is a constant of the test's own class, by whatever name; else empty."""
    if not isinstance(node, ast.Attribute) or test.owner is None:
        return ""
    of_class = written(node.value) in ("self", "cls", test.owner.name)
    return f"self.{node.attr}" if of_class and node.attr in module.class_constants(test.owner) else ""


def _bound(formula: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """The variables of comprehensions, each with what they run over."""
    for node in ast.walk(formula):
        if isinstance(node, ast.comprehension):
            yield from ((one.id, node.iter) for one in ast.walk(node.target) if isinstance(one, ast.Name))
        elif isinstance(node, ast.Call):  # what a key of `sorted` is given
            keys = [keyword.value for keyword in node.keywords if isinstance(keyword.value, ast.Lambda)]
            for key in keys if node.args else ():
                yield from ((one.arg, node.args[0]) for one in key.args.args)


def _worked_on(call: ast.Call) -> Iterator[ast.expr]:
    """What a call works on: its arguments, and the value whose method it is."""
    yield from call.args
    yield from (keyword.value for keyword in call.keywords if not isinstance(keyword.value, ast.Lambda))
    if isinstance(call.func, ast.Attribute):
        yield call.func.value


def is_of(name: str, modules: frozenset[str]) -> bool:
    """Whether a dotted name stands in one of some modules."""
    return name.partition(".")[0] in modules and "." in name
