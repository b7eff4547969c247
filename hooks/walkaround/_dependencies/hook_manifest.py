"""`.pre-commit-hooks.yaml`: what the hooks of this repository install for those who use them.

Source of the format: pre-commit's documentation, "Creating new hooks".
"""

from collections.abc import Iterator

from .._finding import NotJudged
from .._text import Text
from .._yaml import Sequence, parse
from .declared import Declared, Reference
from .hook_entries import of_hooks


def read(text: Text) -> Iterator[Declared | Reference | NotJudged]:
    """Every dependency that the manifest declares."""
    root = parse(text)
    if isinstance(root, Sequence):
        yield from of_hooks(text, root, set())
