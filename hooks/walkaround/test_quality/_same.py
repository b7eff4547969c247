"""Whether two expressions of a test are the same value at one time, whatever the code under test gives."""

import ast

from ._kinds import kind, resolved
from ._module import Function, TestModule, root, words, written

_DEPTH = 40
# Words of tests about equality itself, to which `a == a` is a case like any other.
_EQUALITY = frozenset({
    "eq", "equal", "equality", "equals", "reflexive", "reflexivity", "identity", "itself", "hash", "hashable",
    "compare", "compares", "comparison", "comparisons", "comparable", "nan", "ne", "le", "lt", "ge", "operator",
    "operators", "cmp", "dunder", "equivalence",
})  # fmt: skip
_PURE = frozenset({
    "len", "abs", "type", "bool", "int", "str", "repr", "json.dumps", "json.loads", "math.sqrt", "math.floor",
    "math.ceil", "copy.copy", "copy.deepcopy", "round", "float", "isinstance", "issubclass", "hasattr", "callable",
    "id",
})  # fmt: skip
# Builtins that use an iterator up, so that a second one may give something else, and words of tests about that.
_CONSUMING = frozenset({"sorted", "list", "set", "tuple", "dict", "sum", "min", "max", "frozenset"})
_CONSUMED = frozenset(
    {"multiple", "twice", "again", "times", "reuse", "reusable", "iterator", "generator", "consume", "exhausted"}
)
# Words that speak of equality whatever the values are.
_SURELY = frozenset({"eq", "reflexive", "reflexivity", "equality", "hash", "hashable", "nan", "dunder"})


class Same:
    """The expressions of one test as they are where one statement of it reads them."""

    def __init__(self, module: TestModule, test: Function, at: ast.stmt) -> None:
        self._module = module
        self._test = test
        self._at = at

    def is_given(self, node: ast.expr) -> bool:
        """Whether a value comes from a function, so that the methods of its own class are not what is tested."""
        made = resolved(self._test, node)
        made = made.value if isinstance(made, ast.Await) else made
        if isinstance(made, ast.Attribute) and self.is_of_own_class(made) and self._test.owner is not None:
            made = self._module.attributes(self._test.owner)[made.attr]
        if isinstance(made, ast.Call):
            return written(made.func).rpartition(".")[2][:1].islower()
        return kind(self._test, made) is not None

    def is_about(self, node: ast.expr) -> bool:
        """Whether the test is about equality itself, of objects that it makes; not of what a function gives."""
        made = self._test.once.get(root(node)) if root(node) else node
        made = made.value if isinstance(made, ast.Await) else made
        if not _SURELY.isdisjoint(words(self._test.name)):
            return True
        if isinstance(made, ast.Call) and written(made.func).rpartition(".")[2][:1].islower():
            return False
        return not self._test.said.isdisjoint(_EQUALITY)

    def text(self, node: ast.expr, depth: int = 0) -> str:
        """A text that is the same for expressions of one value at one time; empty where a call may tell another."""
        if depth > _DEPTH:
            return ""
        if isinstance(node, ast.Name):
            value = self._test.once.get(node.id)
            alias = value is not None and self._is_alias(value)
            return self.text(value, depth + 1) if alias and value is not None else node.id
        if isinstance(node, ast.Constant):
            return repr(node.value)
        if isinstance(node, ast.Attribute):
            if self.is_of_own_class(node):
                return f"its class's {node.attr}"
            return self._joined("{}." + node.attr.replace("{", ""), [node.value], depth)
        if isinstance(node, ast.Subscript):
            return self._joined("{}[{}]", [node.value, node.slice], depth)
        if isinstance(node, ast.BinOp):
            return self._joined("({} " + type(node.op).__name__ + " {})", [node.left, node.right], depth)
        if isinstance(node, ast.UnaryOp):
            return self._joined(type(node.op).__name__ + "({})", [node.operand], depth)
        return self._text_of_more(node, depth)

    def _text_of_more(self, node: ast.expr, depth: int) -> str:
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return self._joined("({} " + type(node.ops[0]).__name__ + " {})", [node.left, node.comparators[0]], depth)
        if isinstance(node, ast.ListComp) and len(node.generators) == 1 and not node.generators[0].ifs:
            same = written(node.elt) == written(node.generators[0].target) != ""
            return self.text(node.generators[0].iter, depth + 1) if same else ""
        if isinstance(node, ast.List) and len(node.elts) == 1 and isinstance(node.elts[0], ast.Starred):
            inner = node.elts[0].value
            return self.text(inner, depth + 1) if self.is_given(inner) else ""
        if isinstance(node, ast.Dict) and node.keys == [None]:
            return self.text(node.values[0], depth + 1) if self.is_given(node.values[0]) else ""
        consumes = isinstance(node, ast.Call) and written(node.func) in _CONSUMING
        if consumes and not self._test.said.isdisjoint(_CONSUMED):
            return ""
        if isinstance(node, ast.Call) and (consumes or written(node.func) in _PURE) and not node.keywords:
            return self._joined(written(node.func) + "(" + ",".join(["{}"] * len(node.args)) + ")", node.args, depth)
        return ""

    def _joined(self, form: str, parts: list[ast.expr], depth: int) -> str:
        found = [self.text(one, depth + 1) for one in parts]
        return form.format(*found) if all(found) else ""

    def _is_alias(self, value: ast.expr) -> bool:
        """Whether a name still has the value of the expression that it was given."""
        if value.lineno >= self._at.lineno:
            return False
        if isinstance(value, ast.Name):
            return value.id in self._test.once or self._test.bound.get(value.id) == 1
        taken = isinstance(value, ast.Attribute | ast.Subscript) or self._is_read_by_builtin(value)
        return taken and not self._something_runs_between(value)

    def _is_read_by_builtin(self, value: ast.expr) -> bool:
        """Whether a value is what a builtin gives of something that goes by a name: `list(words)`."""
        if not isinstance(value, ast.Call) or value.keywords or not value.args:
            return False
        names = all(isinstance(one, ast.Name) and self._test.bound.get(one.id) == 1 for one in value.args)
        return names and written(value.func) in _PURE | _CONSUMING

    def is_of_own_class(self, node: ast.Attribute) -> bool:
        """Whether an attribute is a constant of the test's class, which no method sets: `self.WIDTH`, `TestX.WIDTH`."""
        owner = self._test.owner
        if owner is None or written(node.value) not in ("self", "cls", "self.__class__", owner.name):
            return False
        return node.attr in self._module.class_constants(owner)

    def _something_runs_between(self, value: ast.expr) -> bool:
        """Whether anything is called or set between an assignment and the claim, which may change what it read."""
        end, start = value.end_lineno or value.lineno, self._at.lineno
        if self._test.acts_between(end + 1, start - 1) != [] or self._leaves_a_block(value):
            return True
        asked = [
            one for one in self._test.of(ast.Call) if end < one.lineno < start and isinstance(one.func, ast.Attribute)
        ]
        return any(root(one.func) == root(value) for one in asked)

    def _leaves_a_block(self, value: ast.expr) -> bool:
        """Whether a `with` ends between the two, which may end what the value is about."""
        around = set(self._module.code.parents(self._at))
        blocks = (up for up in self._module.code.parents(value) if isinstance(up, ast.With | ast.AsyncWith))
        return any(up not in around for up in blocks)
