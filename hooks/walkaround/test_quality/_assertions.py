"""TST001: a test that checks nothing."""

import ast
import re
from collections.abc import Iterator

from .._finding import Finding
from ._checks import Checks
from ._elsewhere import has_foreign_base, may_be_elsewhere
from ._module import Function, TestModule, last, words, written

RULE = "TST001"

# Names and docstrings by which a test says that not to fail is all it is about. Patterns stand as texts here: only a
# module that has such a test pays for them.
_NOT = r"(?:do|does|did|should|must|will|can|would|is|are|could)(?:_| )?n[o']?t[_ ](?:\w+[_ ])?"
_TROUBLE = (
    r"(?:rais(?:e|es|ed|ing)|crash\w*|fail|fails|failing|failures?|errors?|exceptions?|throws?|thrown|explodes?|breaks?"
    r"|hang|hangs|hanging|blocks?|leaks?|deadlocks?|warn|warns|warnings?|die|dies|panics?|recurs(?:es?|ions?|ing)"
    r"|loops? (?:forever|endlessly)|(?:infinite|endless)(?:ly)?[_ ](?:loop\w*|recursions?)|blows?[_ ]up|time[_ ]?out"
    r"|chokes?|segfaults?|tracebacks?|problems?|complain(?:s|ts?)?|stuck|propagat\w+)"
)
# What would raise if it were done: `does_not_validate_required`.
_REFUSING = r"(?:(?:validate|check|require|enforce|reject|refuse|forbid|prevent)s?|loops?)"
# What is only to be possible: `can_be_imported`.
_DONE = (
    r"(?:imported|loaded|reloaded|(?:un)?pickled|compiled|instantiated|constructed|copied|hashed|subclassed|initiali[sz]ed"
    r"|serialized|parsed|weakly[_ ]referenced)"
)
_SMOKE = (
    rf"(?i:(?:\b|_)(?:smoke|sanity|{_NOT}{_TROUBLE}|doesnt[_ ]{_TROUBLE}"
    rf"|(?:no|not|never|without)[_ ](?:an?[_ ]|any[_ ])?(?:\w+[_ ])?{_TROUBLE}|noraise|nocrash|noerror"
    r"|imports?|importable|importing|accepts?|accepted|accepting|tolerates?|tolerated|survives?|silently|gracefully"
    rf"|(?:can|may|could)_be_{_DONE}|can_(?:import|load|pickle|make|compile|instantiate|construct)|compiles"
    rf"|hashable|(?:un)?pickle?able|weak_?ref\w*|{_NOT}{_REFUSING}|doesnt_{_REFUSING}"
    r"|no_?op|regressions?|issue_?\d+|gh_?\d+|bug_?\d+|typing|type_?hint\w*|type_?check\w*|mypy|pyright|should_succeed"
    r"|succeeds)(?:\b|_|$))"
)
# The same in a docstring or a comment, where there is room for it.
_SMOKE_SAID = (
    r"(?i:\b(?:issues?|pull|bugs?|tickets?)/\d+|(?:\s|\(|^)#\d{2,}\b|\bgh-?\d+|\bregression\b"
    r"|\b(?:mypy|pyright|type.?check\w*|type: ignore)"
    rf"|(?:\b(?:no|not|never|neither|nor|without|nothing|cannot)|n't)\b[^.]{{0,60}}?\b{_TROUBLE}\b"
    rf"|\b(?:can|may|could) (?:still )?be {_DONE}\b|\bsafely\b"
    r"|\b(?:nothing (?:happens|is raised|gets raised|is thrown|breaks|else)|silent|silence|succeeds if|legal|possible"
    r"|allowed|permitted|benchmarks?|only (?:that|whether) it (?:runs|works)|just (?:checks?|tests?|makes?|that|run)\b"
    r"|if (?:this|it|that) (?:works|passes|runs|fails|raises)|would (?:raise|fail|crash|hang|cause|throw|error|have)"
    r"|used to (?:raise|fail|crash|hang|cause|throw|error|be)|will (?:raise|fail|time ?out|crash|hang|error))\b)"
)
_REQUESTS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "request"})
_JUDGES = r"(?:valid|verif|^(?:checks?|ensures?|guard\w*|requir\w*|authori[sz]\w*|permi\w*)$)"
_REFUSALS = frozenset({"raises", "assertRaises", "assertRaisesRegex"})
_BENCHMARK = "bench"
_REMEDY = (
    "Assert what the call returns or changes; where it is enough that nothing is raised, say so in the test's name."
)
_EMPTY_REMEDY = "Write the test or delete it; `pytest.skip` with a reason keeps a place for one that is still to come."


def find(module: TestModule, checks: Checks) -> Iterator[Finding]:
    """The tests of a module that cannot fail but by an exception that nobody has thought of."""
    for test in module.tests:
        if is_empty(test):
            if not _is_put_off(module, test) and not has_foreign_base(module, test):
                yield test.finding(RULE, f"`{test.name}` has no code, so that it always passes.", _EMPTY_REMEDY)
        elif not checks.any_in(test) and not _is_silent(module, checks, test) and not _is_counterpart(module, test):
            yield test.finding(RULE, f"`{test.name}` checks nothing of what its calls return or change.", _REMEDY)


def is_empty(test: Function) -> bool:
    """Whether nothing stands in the body but `pass`, `...`, `return` and texts."""
    return all(
        isinstance(one, ast.Pass)
        or (isinstance(one, ast.Return) and (one.value is None or isinstance(one.value, ast.Constant)))
        or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
        for one in test.body
    )


def _is_put_off(module: TestModule, test: Function) -> bool:
    """Whether the test, or its class, is marked so that it does not run, or does more than its body shows."""
    names = list(test.decorators)
    if test.owner is not None:
        names += [module.dotted(one.func if isinstance(one, ast.Call) else one) for one in test.owner.decorator_list]
    return any(
        re.search(r"skip|xfail|expectedFailure|abstractmethod|overload|todo|image|compare", one) for one in names
    )


def _is_silent(module: TestModule, checks: Checks, test: Function) -> bool:
    """Whether the test says that it is only to run, or may check where this module does not show it."""
    said = f"{test.docstring}\n{module.comments(test)}"
    smoke = re.search(_SMOKE, test.node.name)
    if smoke and "accept" in smoke[0].lower() and _only_asks(test):
        smoke = None
    if smoke and "warn" in smoke[0].lower() and _filters_warnings(module, test, "ignore"):
        smoke = None  # what it says cannot be seen
    if smoke or re.search(_SMOKE, said) or re.search(_SMOKE_SAID, said):
        return True
    if any(_BENCHMARK in name.lower() for name in (module.path.replace("\\", "/"), test.name, *test.decorators)):
        return True
    return (
        _fails_inside(module, test)
        or _only_skips(test)
        or _filters_warnings(module, test, "error")
        or may_be_elsewhere(module, test)
        or _is_called_here(module, test)
        or checks.may_be_indirect(test)
    )


def _is_counterpart(module: TestModule, test: Function) -> bool:
    """Whether the code under test is there to refuse, and the tests beside it are about what it refuses: that it lets
    this pass is then the check."""
    own = frozenset(name for name in _exercised(module, test) if any(re.search(_JUDGES, word) for word in words(name)))
    return any(
        other is not test and other.owner is test.owner and _refuses(module, other) and own & _exercised(module, other)
        for other in (module.tests if own else ())
    )


def _exercised(module: TestModule, test: Function) -> frozenset[str]:
    """The code under test that a test calls, by full names."""
    names = (module.called(call) for call in test.of(ast.Call))
    return frozenset(name for name in names if module.is_under_test(name))


def _refuses(module: TestModule, test: Function) -> bool:
    """Whether a test expects an exception."""
    return any(last(module.called(call)) in _REFUSALS for call in test.of(ast.Call))


def _only_asks(test: Function) -> bool:
    """Whether all that the test calls is a client that answers a refusal with a status, not with an exception."""
    calls = [call.func for call in test.of(ast.Call) if isinstance(call.func, ast.Attribute)]
    return bool(calls) and all(func.attr in _REQUESTS and "client" in written(func.value) for func in calls)


def _fails_inside(module: TestModule, test: Function) -> bool:
    """Whether a double is made to raise: that the code under test survives it is what is checked."""
    values = [keyword.value for call in test.of(ast.Call) for keyword in call.keywords if keyword.arg == "side_effect"]
    values += [
        node.value
        for node in test.of(ast.Assign)
        if any(isinstance(one, ast.Attribute) and one.attr == "side_effect" for one in node.targets)
    ]
    said = (name for one in values for name in (module.dotted(one), written(one)))
    return any(
        re.search(r"(?:Error|ERROR|Exception|EXCEPTION|Exit|Interrupt|Timeout|Warning)(?:\(\))?$", name)
        for name in said
    )


def _is_called_here(module: TestModule, test: Function) -> bool:
    """Whether the module calls the function with arguments of its own: it is a step of something, and named so."""
    return test.owner is None and any(call.args for call in module.code.calls(test.node.name))


def _only_skips(test: Function) -> bool:
    """Whether the test, after imports, does nothing but to skip itself."""
    calls = list(test.of(ast.Call))
    return bool(calls) and all(
        last(written(call.func)) in ("skip", "xfail", "skipTest", "importorskip") for call in calls
    )


def _filters_warnings(module: TestModule, test: Function, action: str) -> bool:
    """Whether the test asks Python to treat warnings in one way."""
    return any(
        module.called(call) in ("warnings.simplefilter", "warnings.filterwarnings", "warnings.catch_warnings")
        and any(
            isinstance(value, ast.Constant) and value.value == action
            for value in (*call.args, *(keyword.value for keyword in call.keywords))
        )
        for call in test.of(ast.Call)
    )
