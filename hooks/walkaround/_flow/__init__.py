"""Values that clients or callers chose, followed to where they do harm.

    for hit in analyse(module): ...

Each function is gone through once, forward, from its first statement to its last: what is foreign and where it was
built into a text, what is constant, what containers hold, what guards let pass, what makes harmless. Functions of the
module that call each other are joined by summaries. Only functions with a possible sink are looked at. Where the code
does not tell, nothing is said; what is too large or too deep to be followed is named by `incomplete`.
"""

import ast

from .._code import Module
from .run import Hit
from .summaries import Analysis

__all__ = ["Hit", "analyse", "incomplete", "known"]


def analyse(module: Module) -> tuple[Hit, ...]:
    """Every foreign value of a module that reaches a place where it does harm."""
    return module.once(analyse, lambda: _analysis(module).hits())


def incomplete(module: Module) -> tuple[str, ...]:
    """The functions of a module that could not be followed to their end."""
    analyse(module)
    return tuple(_analysis(module).incomplete)


def known(module: Module) -> frozenset[ast.Call]:
    """The calls that unpickle what is made of this module's constants alone, whichever way the flow takes."""
    analyse(module)
    return frozenset(call for call, fixed in _analysis(module).loaded.items() if fixed)


def _analysis(module: Module) -> Analysis:
    return module.once(Analysis, lambda: Analysis(module))
