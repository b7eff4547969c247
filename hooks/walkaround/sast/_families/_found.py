"""What a family's module says."""

import ast
from typing import NamedTuple


class Found(NamedTuple):
    """A defect at a node. `message` is one sentence about this very place; `remedy` the next act, empty for the rule's.

    The node is one that stock bandit visits: no `ClassDef`, and not the module itself.
    """

    rule: str
    node: ast.AST
    message: str
    remedy: str = ""
