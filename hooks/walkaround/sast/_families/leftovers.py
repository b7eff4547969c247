"""B945: functions whose body was left behind."""

import ast
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import cast

from ..._code import Function, Module, handlers, is_function
from ._bodies import emptiness, raised_text, without_docstring
from ._found import Found
from ._promised import has_sections, is_promise, is_quiet, is_task, pretends_to_work, summary
from ._surroundings import in_test, words_of

# Said of a body that does not do its work, whatever else it does.
_ADMITTED = r"""(?imx)
      (?:\#\s*|[.,;:!-]\s+|\b(?:but|note|so)\s+|\bwould\b[^.\n]*\s) in\s+(?:a|an|the)\s+
         (?:real|actual|production|proper|full|complete|real[- ]world)(?:\s+\w+)?\s+
         (?:implementation|app|application|system|scenario|world|code|version|service|environment|setup)\b
    | \b in\s+(?:production|real\s+life|reality),?\s+(?:you|we|this|it|one)
         (?:'d|\s+(?:would|should|could|must|might|will))\b
    | \#\s* in\s+production[,:]?\s+(?:use|replace|verify|check|add|implement|store|call|send|load|validate|query|hash)\b
    | \b simplified\s+(?:for\s+(?:this|the|demo|brevity|demonstration|illustration|simplicity|now)\b
         |(?:implementation|example|check|logic|validation)\s*(?:$|[.;:,-]|for\s+(?:this|the|demo|demonstration)))
    | \b for\s+(?:demonstration|demo|illustration|example)\s+purposes
    | \b (?:placeholder|mock|dummy|stub)(?:ed)?\s+(?:implementation|logic)\b
    | \b your\s+(?:\w+\s+)?(?:code|logic|implementation)\s+(?:goes\s+)?here
    | \b (?:actual|real)\s+(?:\w+\s+)?(?:implementation|logic|call|check|query|integration)\s+
         (?:goes|would|should|will|comes|to\s+come|omitted|here)
    | \b (?:implementation|logic|code)\s+(?:goes\s+here|omitted|left\s+out
         |to\s+be\s+(?:added|done|written|implemented))
    | \.\.\.\s*(?:the\s+)?(?:existing|other|rest\s+of|remainder\s+of)\s+(?:the\s+)?
         (?:code|implementation|logic|function)
    | \b (?:rest|remainder)\s+of\s+the\s+(?:code|implementation|logic|function)\s+
         (?:goes|omitted|unchanged|here|remains)
    | \b in\s+production,?\s+use\s+(?:a|an|the|proper|real)\b
    | \b implement\s+(?:me|later)\b
    """
# Said of a body that does nothing else.
_OWED = r"""(?imx)
      \b(?:todo|fixme|xxx|placeholder|stub(?:bed)?|dummy|hard-?coded|for\s+now)\b
    | \bmock(?:ed)?(?:\s+(?:data|implementation|response|result|value)s?\b|[.:\s]*$)
    | \#\s*implement\b | \bimplement\s+(?:this|actual|real|here|it)\b
    | \bwould\s+(?:normally|typically|usually|actually)\b
    | \bsimulat(?:e|es|ed|ing)\b | \bpretend\b | \b(?:sample|example|fake)\s+(?:data|response|result|value)s?\b
    | \bassum(?:e|es|ing)\s+(?:it|the|that|all|success|valid|every)
    | \bnot\s+(?:yet\s+)?implemented\b | \b(?:to\s+be|will\s+be)\s+implemented\b
    """
_WORDS = (
    rb"(?i)(?:todo|fixme|xxx|placeholder|stub|mock|dummy|hard-?coded|for now|implement|real|actual|production"
    rb"|normally|typically|usually|simplified|purposes|your|skeleton|rest of|remainder|existing code|logic"
    rb"|simulat|pretend|sample|example|fake|assum)"
)
_LATER = r"(?i)\b(?:todo|fixme|not\s+yet|yet|coming\s+soon|implement\s+(?:me|this)|later)\b"
_OVERRIDE = (
    r"(?i)subclass|overrid|abstract|\bhook|no-?op|does\s+nothing|do\s+nothing|nothing\s+to|callback|interface|ignore|"
    r"intentionally|deliberately|default\s+implementation|derived|plugin|must\s+be\s+implemented|optional|by\s+default|"
    r"not\s+supported|unsupported|cannot|n/a|protocol|backward|compat|deprecated|unused|no\s+longer|child\s+class|"
    r"exists\s+(?:only\s+)?(?:for|to)|marker|sentinel|extension\s+point"
)
_ABSTRACT = frozenset(
    {"abstractmethod", "abstractproperty", "overload", "singledispatch", "singledispatchmethod", "fixture", "hookspec"}
)
_BASES = (
    r"(?i)^_?(?:abstract|base|null|noop|no_op|dummy|fake|mock|stub|(?-i:I[A-Z][a-z]))"
    r"|(?:base|mixin|interface|protocol|abc|stub|spec|meta)s?$"
)
# Names of bases, where a class is no further kind of one.
_ROLES = r"(?i)(?:plugin|backend|adapter|listener|visitor|handler|hook|observer)s?$"
_MARKERS = frozenset({"ABC", "Protocol", "Interface", "Generic"})
_HOOKS = (
    r"^_?(?:on_|noop|no_op|nop|do_nothing|dummy|null|ignore|hook|pytest_|setup|teardown|tear_down|set_up|main|cli|callback"
    r"|before_|after_|pre_|post_|visit_|handle_|default|log_message|emit|close|__|did_|will_|empty|unused|fake|stub|mock)"
    r"|(?:^|_)(?:handler|callback|hook|listener|receiver|noop)$"
)


def find(module: Module) -> Iterator[Found]:
    if module.path.endswith(".pyi"):
        return
    comments = _comments(module)
    functions = cast("list[Function]", module.of(ast.FunctionDef, ast.AsyncFunctionDef))
    for function in functions:
        words = _said(function, comments) if comments else ""
        message = _judged(module, function, words)
        if message and not in_test(module, function):
            yield Found("B945", function, message)


def _judged(module: Module, function: Function, comment: str) -> str:
    body = without_docstring(function.body)
    admitted = re.search(_ADMITTED, comment)
    plain = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
    kind = emptiness(body, frozenset(one.arg for one in plain))
    if not kind:
        return f"{function.name} says of itself that it is not finished." if admitted else ""
    if _is_declared(module, function):
        return ""
    doc = ast.get_docstring(function, clean=False) or ""
    if kind == "constant":
        if admitted or re.search(_OWED, comment):
            return f"{function.name} works nothing out, and a comment says that its work is still to be done."
        if re.search(_ADMITTED, doc) or re.search(r"(?i)\bplaceholder\b|\bTODO\b", doc):
            return f"{function.name} works nothing out, and says that it is a placeholder."
        return _constant(module, function, body[-1], doc)
    if admitted or re.search(_OWED, comment) or re.search(r"\bTODO\b|\bFIXME\b", doc):
        return f"The body of {function.name} is still to be written."
    if kind == "raise":
        return _raises(module, function, body[-1], doc)
    return _does_nothing(module, function, body, doc)


def _is_declared(module: Module, function: Function) -> bool:
    """Whether a body is meant to be empty: of a protocol, an abstract method, an overload, a stand-in."""
    for mark in function.decorator_list:
        word = module.last(mark.func if isinstance(mark, ast.Call) else mark)
        if word in _ABSTRACT or word.startswith("abstract"):
            return True
    for around in module.parents(function):
        if isinstance(around, ast.ClassDef) and _is_abstract(module, around):
            return True
        if isinstance(around, ast.If | ast.Try | ast.TryStar | ast.FunctionDef | ast.AsyncFunctionDef):
            return not is_function(around) or module.function(function) is not None
    return False


def _is_abstract(module: Module, owner: ast.ClassDef) -> bool:
    return module.once((_is_abstract, owner), lambda: _read_abstract(module, owner))


def _read_abstract(module: Module, owner: ast.ClassDef) -> bool:
    bases = [module.last(_plain(base)) for base in owner.bases]
    marks = [mark.func if isinstance(mark, ast.Call) else mark for mark in owner.decorator_list]
    if any(module.last(mark) == "implementer" for mark in marks):
        return True
    if any(base in _MARKERS for base in bases):
        return True
    if re.search(_ROLES, owner.name) and not bases:
        return True
    if any(keyword.arg == "metaclass" for keyword in owner.keywords) or re.search(_BASES, owner.name):
        return True
    if re.search(_OVERRIDE, ast.get_docstring(owner, clean=False) or ""):
        return True
    if owner.name in module.once(_read_abstract, lambda: _bases(module)):
        return True
    return any(
        module.last(mark) in _ABSTRACT
        for one in owner.body
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
        for mark in one.decorator_list
    )


def _open_methods(module: Module) -> dict[str, set[str]]:
    """The methods that each class of a module marks as abstract, by the names of the classes."""
    return module.once(_open_methods, lambda: {one.name: _open_in(module, one) for one in module.of(ast.ClassDef)})


def _open_in(module: Module, owner: ast.ClassDef) -> set[str]:
    return {
        one.name
        for one in owner.body
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(module.last(mark) in _ABSTRACT for mark in one.decorator_list)
    }


def _fills_in(module: Module, owner: ast.ClassDef, function: Function) -> bool:
    """Whether a method takes the place of one that is marked as abstract in this module."""
    opened = _open_methods(module)
    return any(function.name in opened.get(module.last(_plain(base)), ()) for base in owner.bases)


def _bases(module: Module) -> set[str]:
    """The names that classes of this module derive from."""
    return {module.last(_plain(base)) for one in module.of(ast.ClassDef) for base in one.bases}


def _plain(base: ast.expr) -> ast.expr:
    """The class in `Base[T]`."""
    return base.value if isinstance(base, ast.Subscript) else base


def _constant(module: Module, function: Function, last: ast.stmt, doc: str) -> str:
    """A function that gives the same whatever it is asked, though its docstring names the work that it does."""
    given = last.value if isinstance(last, ast.Return) else None
    handled = function in handlers(module)
    if isinstance(given, ast.Name) or not pretends_to_work(function, given, doc, _promises(function), handled):
        return ""
    if re.search(_OVERRIDE, doc) or _is_explained(module, function) or re.search(_HOOKS, function.name):
        return ""
    marks = {module.last(mark.func if isinstance(mark, ast.Call) else mark) for mark in function.decorator_list}
    if not handled and marks - {"staticmethod", "classmethod"}:
        return ""
    owner = module.owner(function)
    if not handled:
        if _is_callback(module, function) or _same_named(module).get(function.name, 0) > 1:
            return ""
        if owner is not None and (owner.bases or not _works(owner)):
            return ""
    return f"{function.name} gives the same answer whatever it is asked."


def _raises(module: Module, function: Function, raised: ast.stmt, doc: str) -> str:
    """A function that only raises NotImplementedError, and nobody else could write its body."""
    said = raised_text(raised)
    owner = module.owner(function)
    message = f"{function.name} raises NotImplementedError instead of doing its work."
    if re.search(_OVERRIDE, said) or re.search(_OVERRIDE, doc) or function.name.startswith("__"):
        return ""
    if function in handlers(module) or re.search(_LATER, said):
        return message
    if owner is None:
        first = (function.args.posonlyargs + function.args.args)[:1]
        shim = _is_callback(module, function) or [one.arg for one in first] == ["self"]
        return "" if shim or "not available" in said or "platform" in said else message
    if _fills_in(module, owner, function) and not is_quiet(owner) and _works(owner):
        return message
    if _same_named(module).get(function.name, 0) > 1:
        return ""  # one of several classes that are used alike
    own = not any(module.last(_plain(base)) != "object" for base in owner.bases)
    return message if own and len(owner.body) > 1 and _is_used(module, owner) else ""


def _same_named(module: Module) -> dict[str, int]:
    """How many functions of a module have each name."""
    return module.once(_same_named, lambda: _count_names(module))


def _count_names(module: Module) -> dict[str, int]:
    found: dict[str, int] = {}
    functions = cast("list[Function]", module.of(ast.FunctionDef, ast.AsyncFunctionDef))
    for function in functions:
        found[function.name] = found.get(function.name, 0) + 1
    return found


def _is_used(module: Module, owner: ast.ClassDef) -> bool:
    """Whether a module makes instances of its own class: then the class is no base that waits for others."""
    return any(isinstance(call.func, ast.Name) for call in module.calls(owner.name))


def _does_nothing(module: Module, function: Function, body: list[ast.stmt], doc: str) -> str:
    message = f"{function.name} does nothing: its body was left empty."
    promised = _promises(function)
    described = has_sections(doc)
    if not body and not promised and not described:
        return ""
    doc = summary(doc) if described else doc
    if function.decorator_list and function not in handlers(module) and not promised:
        return message if body and is_promise(doc) and _is_task(module, function) else ""
    if re.search(_OVERRIDE, doc) or function.name.startswith("__") or _is_callback(module, function):
        return ""
    if function in handlers(module):
        return message
    owner = module.owner(function)
    if owner is not None:
        empty = bool(doc) and not body and not described
        return message if not empty and _is_left(module, owner, function, bool(body), promised, doc) else ""
    if promised or described:
        return message
    if _is_explained(module, function) or len(module.bindings(module.tree, function.name)) > 1:
        return ""  # a comment says why, or another definition takes its place
    if "\n" in doc.strip() or (not doc and not isinstance(body[-1], ast.Pass)):
        return ""  # at such length a docstring says why there is nothing; `...` alone may be a declaration
    bare = len(words_of(function.name)) < 2 and not function.args.args
    return "" if bare or re.search(_HOOKS, function.name) else message


_TASKS = frozenset({"task", "shared_task", "job", "actor", "scheduled_job", "periodic_task", "command"})


def _is_task(module: Module, function: Function) -> bool:
    """Whether a function is work that a queue, a clock or a command line asks for."""
    marks = [mark.func if isinstance(mark, ast.Call) else mark for mark in function.decorator_list]
    return all(module.last(mark) in _TASKS | {"argument", "option"} for mark in marks) and not _is_explained(
        module, function
    )


def _is_left(module: Module, owner: ast.ClassDef, function: Function, passes: bool, promised: bool, doc: str) -> bool:
    """Whether an empty method was left behind, rather than meant to do nothing."""
    if is_quiet(owner):
        return False
    if promised and (not owner.bases or passes):
        return _works(owner)
    if re.search(_HOOKS, function.name) or not is_task(function.name) or _is_explained(module, function):
        return False
    if _fills_in(module, owner, function):
        return _works(owner) or is_promise(doc)
    return is_promise(doc) and _works(owner)


def _is_explained(module: Module, function: Function) -> bool:
    """Whether a comment stands in a body that is empty: it says why."""
    lines = module.once(_is_explained, lambda: module.source.split(b"\n"))
    return any(line.lstrip().startswith(b"#") for line in lines[function.lineno : function.end_lineno])


def _promises(function: Function) -> bool:
    """Whether the annotation says that something is given back."""
    returns = function.returns
    if returns is None or (isinstance(returns, ast.Constant) and returns.value in {None, "None"}):
        return False
    word = returns.attr if isinstance(returns, ast.Attribute) else returns.id if isinstance(returns, ast.Name) else ""
    if isinstance(returns, ast.BinOp) or (isinstance(returns, ast.Subscript) and "Optional" in ast.dump(returns.value)):
        return False
    return word not in {"Any", "Never", "NoReturn", "object"}


def _works(owner: ast.ClassDef) -> bool:
    """Whether other methods of a class have bodies, so that it is no interface."""
    methods = [one for one in owner.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    return any(not emptiness(without_docstring(one.body)) for one in methods if one.name != "__init__")


def _is_callback(module: Module, function: Function) -> bool:
    """Whether a function is handed to others by its name, or stands in a table: then it may be meant to do nothing."""
    for name in module.once(_is_callback, lambda: _mentions(module)).get(function.name, ()):
        around = module.parent(name)
        if not (isinstance(around, ast.Call) and around.func is name):
            return True
    return False


def _mentions(module: Module) -> dict[str, list[ast.Name]]:
    found: dict[str, list[ast.Name]] = {}
    for name in module.of(ast.Name):
        if isinstance(name.ctx, ast.Load):
            found.setdefault(name.id, []).append(name)
    return found


_FAR = 1 << 30
_MOST = 2000  # bytes of a comment that are looked at


def _said(function: Function, comments: list[tuple[int, int, str]]) -> str:
    """The comments in a function, those of functions within it left out."""
    last = function.end_lineno or function.lineno
    start = bisect_right(comments, (function.lineno - 1, _FAR, ""))
    found: list[str] = []
    inner = _merged((one.lineno, one.end_lineno or one.lineno) for one in _inner(function))
    for line, column, text in comments[start:]:
        if line == last + 1 and column > function.col_offset:
            last = line  # comments after the last statement belong to the body too
        if line > last:
            break
        if not _is_covered(inner, line):
            found.append(text)
    return "\n".join(found)


def _inner(function: Function) -> Iterator[Function]:
    stack: list[ast.AST] = list(function.body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        elif isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
            stack += ast.iter_child_nodes(node)


def _comments(module: Module) -> list[tuple[int, int, str]]:
    """The comments that hold a word of interest, by line; what looks like one within a text is left out."""
    found: list[tuple[int, int, str]] = []
    spans: list[tuple[int, int]] | None = None
    for number, line in enumerate(module.source.split(b"\n"), 1):
        start = line.find(b"#")
        if start < 0 or re.search(_WORDS, line[start : start + _MOST]) is None:
            continue
        if spans is None:
            spans = _merged(_texts(module))
        if not _is_in_text(spans, number, start, line):
            found.append((number, start, line[start : start + _MOST].decode("utf-8", "replace").strip()))
    return found


def _texts(module: Module) -> Iterator[tuple[int, int]]:
    """The lines of texts that span several lines, the last of each left out."""
    texts: list[ast.Constant | ast.JoinedStr] = [*module.of(ast.Constant), *module.of(ast.JoinedStr)]
    for text in texts:
        end = text.end_lineno or text.lineno
        if end > text.lineno and (isinstance(text, ast.JoinedStr) or isinstance(text.value, str | bytes)):
            yield text.lineno, end - 1


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of lines, in order and apart from each other."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return merged


def _is_covered(spans: list[tuple[int, int]], line: int) -> bool:
    at = bisect_right(spans, (line, _FAR)) - 1
    return at >= 0 and line <= spans[at][1]


def _is_in_text(spans: list[tuple[int, int]], number: int, column: int, line: bytes) -> bool:
    """Whether a `#` stands in a text; on one line, when a quote is open before it."""
    if _is_covered(spans, number):
        return True
    before = line[:column]
    return before.count(b'"') % 2 == 1 or before.count(b"'") % 2 == 1
