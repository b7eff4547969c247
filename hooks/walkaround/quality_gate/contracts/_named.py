"""How the policy names a contract: a document, an application, or both."""

import os
import re
from typing import NamedTuple

from ..._finding import NotJudged
from ..._policy import did_you_mean

_APPLICATION = re.compile(r"(?!\d)\w+(?:\.(?!\d)\w+)*:(?!\d)\w+(?:\.(?!\d)\w+)*(?:\(\))?")
_FORMS = "write `app.main:app`, `app.main:create_app()`, `openapi.yaml` or `openapi.yaml -> app.main:app`"


class Contract(NamedTuple):
    """`document` is a file from the top, `application` is `package.module:name`; one of them may be empty."""

    text: str
    document: str
    application: str


def contract_of(text: str, root: str) -> Contract:
    """What is meant; NotJudged where it is in none of the forms, or its document is not there."""
    left, arrow, right = (one.strip() for one in text.partition("->"))
    if not arrow and _APPLICATION.fullmatch(left):
        return Contract(text, "", left)
    if not left or (arrow and not _APPLICATION.fullmatch(right)) or (not arrow and ":" in left):
        raise NotJudged(text, f"is no name of a contract; {_FORMS}")
    document = os.path.normpath(left).replace(os.sep, "/")
    if os.path.isabs(left) or document.startswith(".."):
        raise NotJudged(text, "names a document outside of the repository; keep a copy of it inside")
    if not os.path.isfile(os.path.join(root, document)):
        raise NotJudged(text, f"{document} is not there{_near(root, document)}")
    return Contract(text, document, right)


def _near(root: str, document: str) -> str:
    folder, _, name = document.rpartition("/")
    try:
        there = [one for one in os.listdir(os.path.join(root, folder)) if one.endswith((".yaml", ".yml", ".json"))]
    except OSError:
        return ""
    return did_you_mean(name, sorted(there)[:1000], prefix=f"{folder}/" if folder else "")


def file_of(contract: Contract, root: str) -> str:
    """The file that stands for a contract in a finding: its document, else the module of its application."""
    if contract.document:
        return contract.document
    module = contract.application.partition(":")[0].replace(".", "/")
    for top in ("", "src/"):
        for path in (f"{top}{module}.py", f"{top}{module}/__init__.py"):
            if os.path.isfile(os.path.join(root, path)):
                return path
    return contract.text
