"""What one Python module says, read once for all rules: its nodes, its names, its constants, its request handlers.

    module = Module("shop/views.py", source, ast.parse(source))
    for call in module.of(ast.Call):
        if module.name(call.func) == "requests.get": ...

Everything beyond the one walk over the tree is worked out when it is asked for. Where the code does not tell, the
answer is empty: whoever judges by it stays silent.
"""

from ._constants import UNKNOWN, Unknown
from ._handlers import Handler, handlers, harmless_argument, harmless_type
from ._module import Function, Module, is_function

__all__ = [
    "UNKNOWN",
    "Function",
    "Handler",
    "Module",
    "Unknown",
    "handlers",
    "harmless_argument",
    "harmless_type",
    "is_function",
]
