"""Trying applications against their contracts, one process each."""

from collections.abc import Iterator
from typing import Any

from ..._environment import has_module
from ..._finding import NotJudged
from . import Asked, Broken, Expect, _wording
from ._documents import routes_in
from ._named import Contract, contract_of, file_of
from ._process import Ended, facts


def trials(asked: Asked, expect: Expect) -> Iterator[Broken | NotJudged]:
    """What each contract brings to light, in the order of the policy."""
    for text in asked.contracts:
        try:
            contract = contract_of(text, asked.root)
            if contract.document:
                routes_in(contract, asked.read)  # that it can be read at all
            if contract.application:
                require_schemathesis(asked.python, contract)
                yield from _trial(asked, contract, expect)
        except NotJudged as failure:
            yield failure


def require_schemathesis(python: str, contract: Contract) -> None:
    if has_module(python, "schemathesis"):
        why = "contract tests need schemathesis in the project's environment; "
        raise NotJudged(contract.text, f"{why}run `{python} -m pip install 'schemathesis>=4,<5'`")


def _trial(asked: Asked, contract: Contract, expect: Expect) -> Iterator[Broken | NotJudged]:
    request, step, ended = "", None, False
    arguments = ("try", contract.application, contract.document, str(asked.examples))
    for fact in facts(asked.python, asked.root, arguments, asked.seconds):
        if isinstance(fact, Ended):
            if fact.timed_out:
                yield _wording.timed_out(contract, request, asked.seconds)
            elif not ended:
                yield _wording.crashed(contract, request, fact.code, fact.last)
        elif fact.get("kind") == "operations":
            step = expect(int(fact["count"]))
        elif fact.get("kind") == "asking":
            request = str(fact["request"])
        elif fact.get("kind") == "done" and step is not None:
            step()
        elif fact.get("kind") == "broken":
            yield _wording.broken(fact, *_place(fact, contract, asked.root))
        elif fact.get("kind") == "unjudged":
            yield _wording.unjudged(fact, contract, asked.python)
        ended = ended or fact.get("kind") == "end" if isinstance(fact, dict) else ended


def _place(fact: dict[str, Any], contract: Contract, root: str) -> tuple[str, int]:
    """Where the route is handled, as the process told, else the contract's file."""
    place = fact.get("place")
    if isinstance(place, list) and len(place) == 2:
        return str(place[0]), int(place[1])
    return file_of(contract, root), 0
