"""`Pipfile`: `packages`, `dev-packages` and packages of further categories.

Source of the format: Pipenv's documentation, "Pipfile & Pipfile.lock" and "Package categories".
"""

from collections.abc import Iterator

from .._finding import NotJudged
from .._text import Text
from .declared import Declared, Reference
from .toml_document import Document
from .version_tables import PIPENV, dependencies

_OTHERS = frozenset({"requires", "scripts", "pipenv", "pipfile"})


def read(text: Text) -> Iterator[Declared | Reference | NotJudged]:
    """Every dependency that the file declares."""
    document = Document(text)
    for name, table in document.root.items():
        if name == "packages":
            yield from dependencies(document, (name,), "list", PIPENV)
        elif name == "dev-packages" or (isinstance(table, dict) and name not in _OTHERS):
            yield from dependencies(document, (name,), "group", PIPENV, name)
    yield from document.complaints.values()
