"""How well cheating is told from honest answers: each cheat is caught by its rule, and nothing honest is flagged."""

import os

import pytest

import checklist_samples_more as more
from checklist_samples import CHEATS, HONEST, Cheat
from walkaround._checklist.asking import Asking
from walkaround._finding import Finding
from walkaround._policy import Policy
from walkaround.pr_checklist import _judge
from walkaround.pr_checklist._request import Request


class Nowhere:
    """Inputs of no repository, so that the questions in the text are those that are asked."""

    root = os.devnull
    changes = ()


def found(body: str) -> list[Finding]:
    said = list(_judge.judge(Policy(), Request(body), Nowhere()))  # type: ignore[arg-type]
    assert all(isinstance(one, Finding) for one in said), said
    return [one for one in said if isinstance(one, Finding)]


@pytest.mark.parametrize("cheat", CHEATS, ids=lambda cheat: cheat.name)
def test_a_cheat_is_caught(cheat: Cheat) -> None:
    assert cheat.rule in {one.rule for one in found(cheat.body) if one.most == "error"}


@pytest.mark.parametrize("body", HONEST.values(), ids=HONEST)
def test_nothing_honest_is_flagged(body: str) -> None:
    assert found(body) == []


def test_there_are_enough_of_both() -> None:
    assert (len(CHEATS) >= 25, len(HONEST) >= 25) == (True, True)
    assert len({cheat.body for cheat in CHEATS}) == len(CHEATS)


@pytest.mark.parametrize(("change", "cheat"), more.CHEATS, ids=[cheat.name for _, cheat in more.CHEATS])
def test_further_cheats(change: Asking | None, cheat: Cheat, monkeypatch: pytest.MonkeyPatch) -> None:
    if change is not None:
        monkeypatch.setattr(_judge, "_brings", lambda *_: change)
    assert cheat.rule in {one.rule for one in found(cheat.body) if one.most == "error"}


@pytest.mark.parametrize(("change", "body"), more.HONEST.values(), ids=more.HONEST)
def test_further_honest_ones(change: Asking | None, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if change is not None:
        monkeypatch.setattr(_judge, "_brings", lambda *_: change)
    assert found(body) == []
