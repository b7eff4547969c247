"""Which calls write to a log or a terminal, and whether they write the stack trace."""

import ast

from ..._code import Module

LEVELS = frozenset({
    "debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log", "trace", "success", "notice",
})  # fmt: skip
_LOGGERS = frozenset({"log", "logs", "logger", "logging"})
_PACKAGES = frozenset({"logging", "loguru", "structlog", "logbook"})
_STREAMS = frozenset({"stderr", "stdout"})
_TRACES = frozenset({"print_exc", "print_exception", "print_last", "print_stack"})
_WITH_TRACE = frozenset({"exc_info", "stack_info", "exception"})
_FORMATTED = frozenset({"format_exc", "format_exception", "exc_info"})


def is_log(module: Module, call: ast.Call) -> bool:
    """Whether a call writes to a log, to the standard streams, or prints a stack trace."""
    func = call.func
    if isinstance(func, ast.Name):
        return _is_function(module, func)
    if not isinstance(func, ast.Attribute):
        return False
    if func.attr in LEVELS:
        return is_logger(module, func.value)
    if func.attr in {"write", "writelines"}:
        return module.last(func.value) in _STREAMS
    return func.attr in _TRACES and module.name(func.value) == "traceback"


def _is_function(module: Module, func: ast.Name) -> bool:
    """Whether a plain name is `print`, or a function out of `logging` or `traceback`."""
    package, _, last = module.name(func).rpartition(".")
    if last in {"print", "pprint"}:
        return package in {"builtins", "pprint", "rich"}
    return (package in {"logging", "loguru"} and last in LEVELS) or (package == "traceback" and last in _TRACES)


def is_logger(module: Module, node: ast.expr) -> bool:
    """Whether an expression is a logger: by what it was made of, else by what everybody calls one."""
    if isinstance(node, ast.Call):  # logging.getLogger(…).error, logger.bind(…).info, logger.opt(exception=e).error
        func = node.func
        return module.last(func) in {"getLogger", "get_logger", "getChild"} or (
            isinstance(func, ast.Attribute) and func.attr in {"bind", "opt", "new", "contextualize"}
            and is_logger(module, func.value)
        )  # fmt: skip
    word = module.last(node).strip("_").lower()
    if word in _LOGGERS or word.endswith(("logger", "_log")):
        return True
    name = module.name(node)
    return name.partition(".")[0] in _PACKAGES or name.endswith(("getLogger()", "get_logger()"))


def with_trace(module: Module, call: ast.Call) -> bool:
    """Whether a log call writes where the exception came from."""
    func = call.func
    word = module.last(func)
    if word == "exception" or word in _TRACES:
        return True
    if any(keyword.arg in _WITH_TRACE and _is_on(keyword.value) for keyword in call.keywords):
        return True
    for node in ast.walk(call):
        if isinstance(node, ast.Attribute | ast.Name) and module.last(node) in _FORMATTED:
            return True
        if isinstance(node, ast.keyword) and node.arg == "exception" and _is_on(node.value):
            return True
    return False


def _is_on(node: ast.expr) -> bool:
    return not (isinstance(node, ast.Constant) and not node.value)
