"""Processes that a program waits for: which of them should be waited for with a limit."""

import ast

from ..._code import Module, handlers
from ._receivers import argument, called_on, dotted, made

# Who imports these is run by a person who sees it wait and can stop it.
_COMMANDS = frozenset(
    {"argparse", "click", "typer", "optparse", "fire", "docopt", "setuptools", "distutils", "invoke", "nox", "fabric",
     "cmd", "getopt", "hatchling", "SCons", "cleo", "plumbum", "doit"}
)  # fmt: skip
_SERVERS = frozenset({"flask", "fastapi", "starlette", "aiohttp", "celery", "sanic", "quart", "tornado", "bottle"})
# Programs that look at this machine and are done.
_QUICK = frozenset({"uname", "hostname", "whoami", "id", "which", "nproc", "pwd", "lsb_release", "sw_vers"})
_REDIRECTIONS = frozenset({"stdout", "stderr", "stdin", "capture_output", "input"})


def waits_for_ever(module: Module, call: ast.Call) -> bool:
    """Whether a call that waits for a process should not do so for ever."""
    return _is_service(module, call) and not _is_over(module, call)


def _is_service(module: Module, call: ast.Call) -> bool:
    """Whether a function belongs to a program that nobody sits in front of, and reads what the process says."""
    function = module.function(call)
    if function is None:
        return False
    if function in handlers(module) or module.imported & _SERVERS:
        return True
    if is_command(module):
        return False
    if function.name.startswith("main"):
        return False
    return not _is_handed_over(module, call) and not _is_quick(module, call)


def is_command(module: Module) -> bool:
    """Whether a module is run by a person, as a script or as a command of Django's."""
    return module.once(is_command, lambda: _is_command(module))


def _is_command(module: Module) -> bool:
    words = (b"__main__", b"BaseCommand")
    return not module.imported.isdisjoint(_COMMANDS) or any(word in module.source for word in words)


def _is_over(module: Module, call: ast.Call) -> bool:
    """Whether a process was told to end, or has been read to its end, before the function waits for it."""
    func = call.func
    if not isinstance(func, ast.Attribute) or func.attr not in {"wait", "communicate"}:
        return False
    words = ("kill", "terminate", "send_signal", "communicate") if func.attr == "wait" else ("kill", "terminate")
    function = module.function(call)
    if any(module.function(one) is function for one in called_on(module, func.value, *words)):
        return True
    return func.attr == "wait" and (function, dotted(func.value)) in module.once(_is_over, lambda: _read_from(module))


def _read_from(module: Module) -> frozenset[tuple[object, str]]:
    """The functions that touch the output of a process, with the process as it is written."""
    pipes = [node for node in module.of(ast.Attribute) if node.attr in {"stdout", "stderr"}]
    return frozenset((module.function(node), dotted(node.value)) for node in pipes)


def _commands(module: Module, call: ast.Call) -> list[ast.expr]:
    """What a call of `subprocess.run` and its like may run."""
    first = argument(call, ("args",), 0)
    if first is None:
        return []
    return made(module, first) if isinstance(first, ast.Name) else [first]


def _is_handed_over(module: Module, call: ast.Call) -> bool:
    """Whether a program that the code does not name is given the terminal, as a shell or an editor is."""
    if module.last(call.func) in {"run", "call", "check_call"}:
        starts = [call]
    elif isinstance(call.func, ast.Attribute):
        starts = [value for value in made(module, call.func.value) if isinstance(value, ast.Call)]
        if any(module.last(start.func) != "Popen" for start in starts):
            return False
    else:
        return False
    return bool(starts) and all(_is_on_terminal(module, start) for start in starts)


def _is_on_terminal(module: Module, start: ast.Call) -> bool:
    if any(keyword.arg in _REDIRECTIONS for keyword in start.keywords):
        return False
    return not any(_is_named_program(module, command) for command in _commands(module, start))


def _is_quick(module: Module, call: ast.Call) -> bool:
    """Whether what is run only looks at this machine: `uname -m`. Git waits for locks, hooks and passwords."""
    commands = _commands(module, call) if module.last(call.func) not in {"wait", "communicate"} else []
    return bool(commands) and all(_is_quick_command(module, command) for command in commands)


def _is_quick_command(module: Module, command: ast.expr) -> bool:
    parts = command.elts[:2] if isinstance(command, ast.List | ast.Tuple) else [command]
    words = " ".join(text for part in parts if isinstance(text := module.constant(part), str)).split()[:2]
    return words != [] and words[0] in _QUICK


def _is_named_program(module: Module, command: ast.expr) -> bool:
    """`["ffmpeg", path]`, `"ffmpeg " + path`, `f"ffmpeg {path}"`."""
    while isinstance(command, ast.List | ast.Tuple | ast.BinOp | ast.JoinedStr):
        parts = [command.left] if isinstance(command, ast.BinOp) else _elements(command)
        if not parts:
            return False
        command = parts[0]
    return isinstance(module.constant(command), str)


def _elements(node: ast.List | ast.Tuple | ast.JoinedStr) -> list[ast.expr]:
    return node.values if isinstance(node, ast.JoinedStr) else node.elts
