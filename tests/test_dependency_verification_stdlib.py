"""Tests of what the standard library lacks, out of what ty says."""

import sys
from collections.abc import Iterator

import pytest

from walkaround._apis import Miss
from walkaround.dependency_verification._stdlib import Lack, standard_library
from walkaround.dependency_verification._ty_output import Said

_OTHER = ("The member may be available on other Python versions or platforms",)


def _module(name: str, *notes: str) -> Said:
    return Said("a.py", 1, 8, "module", "", name, f"Cannot resolve imported module `{name}`", "import-not-found", notes)


def _of_module(owner: str, name: str, notes: tuple[str, ...] = ()) -> Said:
    return Said(
        "a.py", 1, 1, "attribute", owner, name, f"Module `{owner}` has no member `{name}`", "missing-attribute", notes
    )


def _of_object(owner: str, name: str) -> Said:
    message = f"Object of type `{owner}` has no attribute `{name}`"
    return Said("a.py", 1, 1, "attribute", owner, name, message, "missing-attribute")


def _keyword(owner: str, name: str, home: str) -> Said:
    return Said("a.py", 1, 1, "keyword", owner, name, "-", "unknown-argument", (), ((home, 1),))


def _lacks(said: Said, python: str = "3.10") -> list[Lack]:
    return list(standard_library([said], python))


def _cases() -> Iterator[tuple[str, Said, Lack | None]]:
    def lack(said: Said, newer: bool, since: str = "", owner: str | None = None) -> Lack:
        miss = Miss(said.line, said.column, said.kind, said.owner if owner is None else owner, said.name, "")  # type: ignore[arg-type]
        return Lack(said.path, miss, newer, since)

    one = _module("tomllib", "The stdlib module `tomllib` is only available on Python 3.11+")
    yield "module of a newer version", one, lack(one, True, "3.11")
    yield "module of a distribution", _module("numpyx"), None
    one = _of_module("datetime", "UTC", _OTHER)
    yield "name of a newer version", one, lack(one, True)
    one = _of_module("itertools", "no_such_yet", _OTHER)
    yield "name of another version that runs nowhere here", one, lack(one, True)
    one = _of_module("os", "nope")
    yield "name of no version", one, lack(one, False)
    yield "module with effects", _of_module("antigravity", "nope"), None
    yield "submodule", _of_module("xml", "sax"), None
    yield "member that typeshed does not know", _of_module("os", "getcwd"), None
    yield "module of a distribution's", _of_module("requests", "nope"), None
    one = _of_object("list[int]", "apend")
    yield "attribute of a builtin class", one, lack(one, False)
    one = _of_object('Literal[""]', "removesufix")
    yield "attribute of a literal", one, lack(one, False)
    yield "attribute of a union", _of_object("list[int] | None", "apend"), None
    yield "attribute of a class with a common name", _of_object("Console", "nope"), None
    one = _keyword("dedent", "nope", "stdlib/textwrap.pyi")
    yield "keyword of no version", one, lack(one, False, owner="textwrap.dedent")
    yield "keyword of what takes any", _keyword("dumps", "nope", "stdlib/json/__init__.pyi"), None
    yield "keyword of a distribution's function", _keyword("get", "nope", "/w/requests/api.py"), None


@pytest.mark.parametrize(("said", "expected"), [pytest.param(said, lack, id=name) for name, said, lack in _cases()])
def test_only_what_is_certain_is_said(said: Said, expected: Lack | None) -> None:
    assert _lacks(said) == ([] if expected is None else [expected])


def test_what_the_running_lowest_version_has_is_there() -> None:
    running = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert _lacks(_of_module("os", "getcwd", _OTHER), running) == []


def test_a_module_of_the_repository_is_not_the_standard_library() -> None:
    assert list(standard_library([_of_module("os", "nope")], "3.10", frozenset({"os"}))) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (_of_module("asyncio", "TaskGroup"), [("attribute", "asyncio", "TaskGroup", True)]),
        (
            Said("a.py", 1, 1, "overload", "zip", "", "-", "-", (), (("stdlib/builtins.pyi", 1),)),
            [("keyword", "zip", "", True)],
        ),
        (Said("a.py", 1, 1, "overload", "load", "", "-", "-", (), (("/w/lib.pyi", 1),)), []),
        (_of_module("requests", "nope"), []),
        (_of_object("Response", "nope"), []),
    ],
    ids=["module", "overload", "overload of a distribution", "distribution", "class with a common name"],
)
def test_what_ty_does_not_say_for_the_newest_version_is_newer(
    said: Said, expected: list[tuple[str, str, str, bool]]
) -> None:
    found = list(standard_library([said], "3.10", newest=[]))
    assert [(one.miss.kind, one.miss.owner, one.miss.name, one.newer) for one in found] == expected
    assert list(standard_library([said], "3.10", newest=[said])) == []
