"""Contract tests: does an application keep the OpenAPI document that others build on, and is each changed route in it?

schemathesis asks, in the project's own environment and in one process with the application, without a network. A route
is looked for in the source and in the document; nothing runs for that unless the application makes the document.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from ..._finding import NotJudged

Expect = Callable[[int], Callable[[], None]]


class Asked(NamedTuple):
    """What is tried, and how hard.

    `contracts` are as the policy names them: `app.main:app`, `app.main:create_app()`, `openapi.yaml`, or
    `openapi.yaml -> app.main:app`; a document alone is only read for its routes. `changed` are the new lines of the
    changed sources, `read` gives a file by its path from `root`. `examples` are the requests of each operation,
    `seconds` the time of each contract.
    """

    root: str
    python: str
    contracts: tuple[str, ...]
    changed: Mapping[str, frozenset[int]]
    read: Callable[[str], bytes]
    examples: int = 20
    seconds: int = 120


class Broken(NamedTuple):
    """A breach, where the route is handled if that can be told, else in the contract's file at line 0."""

    path: str
    line: int
    message: str
    remedy: str


def failures(asked: Asked, expect: Expect) -> Iterator[Broken | NotJudged]:
    """What the applications do that their contracts do not say; what could not be tried is a NotJudged."""
    from ._trial import trials

    return trials(asked, expect)


def uncovered_routes(asked: Asked) -> Iterator[Broken | NotJudged]:
    """The new and changed routes that no contract has."""
    from ._uncovered import uncovered

    return uncovered(asked)
