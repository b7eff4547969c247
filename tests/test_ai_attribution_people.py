"""Who has to sign off a commit, and whose sign-off counts (ATT008)."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests_support import Repository
from walkaround._agents import Identity, load_agents
from walkaround._finding import Finding
from walkaround._git_log import commits
from walkaround.ai_attribution._terms import Terms
from walkaround.ai_attribution.people import is_bot, is_person, login, reviewers, unsigned
from walkaround.ai_attribution.reading import NOBODY, Reading, of_commit, of_message, read

ADA = Identity("Ada Example", "ada@example.org")
GRACE = Identity("Grace Example", "grace@example.com")
CLAUDE = Identity("Claude", "noreply@anthropic.com")
BOT = Identity("renovate[bot]", "29139614+renovate[bot]@users.noreply.github.com")
WEB = Identity("GitHub", "noreply@github.com")
EVERY, ASSISTED = Terms(human_sign_off="every"), Terms(human_sign_off="assisted")
MARK = "Assisted-by: Claude:claude-opus-4.6"
ADAS = "Signed-off-by: Ada Example <ada@example.org>"
GRACES = "Signed-off-by: Grace Example <grace@example.com>"
REMEDY = "Sign off yourself with `git commit --amend --no-edit --signoff`."
NOBODY_SIGNS = "No person signs off this commit."
NOBODY_SIGNS_AI = "No person signs off this commit, which is made with AI."
ANOTHER = "The sign-off is of neither the author nor the committer, by name and address."


def reading(*lines: str, author: Identity = ADA, committer: Identity = ADA, subject: str = "fix: x") -> Reading:
    """A commit of the history."""
    from walkaround._marks import find_identities

    found = read("\n".join([subject, "", *lines]).encode("utf-8", "surrogateescape"))
    others = [mark for mark in found.marks if mark.place != "identity"]
    marks = [*find_identities(author, committer, load_agents()), *others]
    return found._replace(place="<commit abc>", author=author, committer=committer, marks=marks)


@pytest.mark.parametrize(
    ("lines", "author", "committer"),
    [
        pytest.param([ADAS], ADA, ADA, id="the author"),
        pytest.param([ADAS.lower()], ADA, ADA, id="in any case"),
        pytest.param([ADAS], ADA, WEB, id="committed on a page"),
        pytest.param([GRACES], ADA, GRACE, id="the committer"),
        pytest.param([GRACES, ADAS], ADA, ADA, id="one of several"),
        pytest.param([ADAS, "", "Refs: #1"], ADA, ADA, id="above another paragraph"),
        pytest.param(["Signed-off-by: Ada  Example <ada@example.org>"], ADA, ADA, id="spaces"),
        pytest.param(["Signed-off-by: Zoe\u0301 X <z@x.org>"], Identity("Zo\u00e9 X", "z@x.org"), WEB, id="accents"),
        pytest.param([GRACES, MARK], CLAUDE, CLAUDE, id="an agent's commit, by whoever answers for it"),
        pytest.param([GRACES], CLAUDE, WEB, id="an agent's commit, committed on a page"),
        pytest.param([ADAS, "Signed-off-by: Claude <noreply@anthropic.com>"], ADA, ADA, id="beside an agent"),
    ],
)  # fmt: skip
def test_signed(lines: list[str], author: Identity, committer: Identity) -> None:
    assert list(unsigned(reading(*lines, author=author, committer=committer), EVERY)) == []


@pytest.mark.parametrize(
    ("lines", "author", "committer", "line", "message"),
    [
        pytest.param([], ADA, ADA, 1, NOBODY_SIGNS, id="nothing"),
        pytest.param(["> " + ADAS], ADA, ADA, 1, NOBODY_SIGNS, id="quoted"),
        pytest.param(["```", ADAS, "```"], ADA, ADA, 1, NOBODY_SIGNS, id="in a fence"),
        pytest.param(["  " + ADAS], ADA, ADA, 1, NOBODY_SIGNS, id="indented"),
        pytest.param(["Signed-off-by: Ada Example"], ADA, ADA, 1, NOBODY_SIGNS, id="no address"),
        pytest.param(["Signed-off-by:"], ADA, ADA, 1, NOBODY_SIGNS, id="empty"),
        pytest.param([GRACES], ADA, ADA, 3, ANOTHER, id="another person"),
        pytest.param(["Signed-off-by: Ada <ada@example.org>"], ADA, ADA, 3, ANOTHER, id="another name"),
        pytest.param(["Signed-off-by: Ada Example <a@b.org>"], ADA, ADA, 3, ANOTHER, id="another address"),
        pytest.param([GRACES], CLAUDE, ADA, 3, ANOTHER, id="neither of the two that made it"),
        pytest.param(
            ["Signed-off-by: Claude <noreply@anthropic.com>"], CLAUDE, CLAUDE, 1, NOBODY_SIGNS_AI, id="an agent"
        ),
        pytest.param(["Signed-off-by: x[bot] <x@y.z>"], ADA, ADA, 1, NOBODY_SIGNS, id="a bot"),
        pytest.param([MARK], ADA, ADA, 1, NOBODY_SIGNS_AI, id="a mark"),
    ],
)
def test_unsigned(lines: list[str], author: Identity, committer: Identity, line: int, message: str) -> None:
    expected = Finding("<commit message>", line, 1, "ATT008", message, REMEDY)
    assert list(unsigned(reading(*lines, author=author, committer=committer), EVERY)) == [expected]


@pytest.mark.parametrize(
    ("one", "terms", "needs"),
    [
        pytest.param(reading(), ASSISTED, False, id="assisted: a person's commit"),
        pytest.param(reading(MARK), ASSISTED, True, id="assisted: a mark"),
        pytest.param(reading(author=CLAUDE), ASSISTED, True, id="assisted: an agent's"),
        pytest.param(reading(author=BOT), ASSISTED, False, id="assisted: a bot's"),
        pytest.param(reading(author=BOT), EVERY, False, id="every: a bot's"),
        pytest.param(reading(author=CLAUDE), EVERY, True, id="every: an agent's"),
        pytest.param(reading(MARK, author=BOT), EVERY, True, id="every: a bot's with a mark"),
        pytest.param(reading(MARK), Terms(), False, id="none"),
        pytest.param(reading(subject="Merge branch 'x'"), EVERY, False, id="merge"),
        pytest.param(reading()._replace(merge=True), EVERY, False, id="merge, by its parents"),
        pytest.param(reading(subject="fixup! x"), EVERY, False, id="fixup"),
        pytest.param(reading(subject="squash! x"), EVERY, False, id="squash"),
        pytest.param(reading(subject="amend! x"), EVERY, False, id="amend"),
        pytest.param(reading(subject='Revert "x"'), EVERY, True, id="revert"),
        pytest.param(reading(subject="Merged"), EVERY, True, id="no merge"),
    ],
)
def test_who_needs_a_sign_off(one: Reading, terms: Terms, needs: bool) -> None:
    assert bool(list(unsigned(one, terms))) is needs


def in_the_making(repository: Repository, *lines: str, terms: Terms = EVERY) -> list[str]:
    message = "\n".join(["fix: x", "", *lines]).encode()
    return [one.message for one in unsigned(of_message(message, str(repository.top), terms), terms)]


def test_the_committer_of_the_commit_in_the_making(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who commits another's work signs off; a hook's environment names the author alone."""
    monkeypatch.delenv("GIT_COMMITTER_NAME")
    monkeypatch.delenv("GIT_COMMITTER_EMAIL")
    repository.git("config", "user.name", GRACE.name)
    repository.git("config", "user.email", GRACE.email)
    assert in_the_making(repository, GRACES) == []
    assert in_the_making(repository, ADAS) == []
    assert in_the_making(repository, "Signed-off-by: Eve Example <eve@example.com>") == [ANOTHER]
    assert in_the_making(repository) == [NOBODY_SIGNS]
    found = list(unsigned(of_message(b"fix: x\n", str(repository.top), EVERY), EVERY))
    assert found[0].remedy == "Sign off yourself with `git commit --signoff`."


def test_a_merge_in_the_making_needs_none(repository: Repository) -> None:
    repository.commit(a="")
    repository.git("checkout", "-q", "-b", "side")
    repository.commit(b="")
    repository.git("checkout", "-q", "main")
    repository.commit(c="")
    assert in_the_making(repository) == [NOBODY_SIGNS]
    repository.git("merge", "-q", "--no-ff", "--no-commit", "side")
    assert in_the_making(repository) == []


def test_merges_of_the_history(repository: Repository) -> None:
    repository.commit(f"x\n\n{ADAS}", a="")
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("side", b="")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "Bring it together", "side")
    root = str(repository.top)
    found = [one for commit in commits(root, None, "HEAD") for one in unsigned(of_commit(commit, root, EVERY), EVERY)]
    assert [one.message for one in found] == [NOBODY_SIGNS]
    assert len(list(commits(root, None, "HEAD"))) == 3


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        pytest.param(["Reviewed-by: Grace Example <grace@example.com>"], ["Grace Example"], id="another person"),
        pytest.param(["Reviewed-by: Ada Example <ada@example.org>"], [], id="the author"),
        pytest.param(["Reviewed-by: Ada Example <other@example.org>"], [], id="the author by name"),
        pytest.param(["Reviewed-by: A. E. <ADA@example.org>"], [], id="the author by address"),
        pytest.param(["Reviewed-by: Claude <noreply@anthropic.com>"], [], id="an agent"),
        pytest.param(["Reviewed-by: coderabbitai[bot] <x@y.z>"], [], id="a bot"),
        pytest.param(["Reviewed-by: Grace Example"], [], id="no address"),
        pytest.param(["> Reviewed-by: Grace Example <grace@example.com>"], [], id="quoted"),
        pytest.param(
            ["Co-authored-by: Grace Example <grace@example.com>", "Reviewed-by: Grace Example <grace@example.com>"],
            [], id="a co-author",
        ),
        pytest.param(["Reviewed-by: Claude Martin <claude.martin@example.fr>"], ["Claude Martin"], id="named Claude"),
    ],
)  # fmt: skip
def test_reviewers(lines: list[str], names: list[str]) -> None:
    assert [who.name for who in reviewers(reading(*lines))] == names


def test_both_forms_of_an_address_are_one_person() -> None:
    author = Identity("ada", "ada@users.noreply.github.com")
    one = reading("Reviewed-by: A <17+Ada@users.noreply.github.com>", author=author, committer=NOBODY)
    assert reviewers(one) == []


@pytest.mark.parametrize(
    ("email", "account"),
    [
        ("17+Ada@users.noreply.github.com", "ada"),
        ("ada@users.noreply.github.com", "ada"),
        ("17-ada-x@users.noreply.gitlab.com", "ada-x"),
        ("ada-x@users.noreply.github.com", "ada-x"),
        ("ada@example.com", ""),
        ("", ""),
    ],
)
def test_login(email: str, account: str) -> None:
    assert login(email) == account


@pytest.mark.parametrize(
    ("name", "email", "bot"),
    [
        ("dependabot[bot]", "", True),
        ("x", "49699333+dependabot[bot]@users.noreply.github.com", True),
        ("x", "project_12_bot_abc@noreply.gitlab.com", True),
        ("x", "group_12_bot@noreply.gitlab.com", True),
        ("Abbot", "abbot@example.com", False),
        ("project", "project_bot@example.com", False),
        ("", "", False),
    ],
)
def test_is_bot(name: str, email: str, bot: bool) -> None:
    assert is_bot(Identity(name, email)) is bot


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_identity(name: str, email: str) -> None:
    who = Identity(name, email)
    assert is_person(who, load_agents()) in (True, False)
    assert login(email) == login(email.upper()) or not email.isascii()


@given(st.lists(st.sampled_from([ADAS, GRACES, MARK, "Signed-off-by: ", "", "text", " folded", "> x", "\udc80"])))
def test_an_authors_own_sign_off_always_counts(lines: list[str]) -> None:
    assert list(unsigned(reading(ADAS, *lines), EVERY)) == []


def test_no_git_is_asked_where_the_message_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    one = reading(ADAS)._replace(place="<commit message>", root=str(tmp_path), committer=NOBODY)
    assert list(unsigned(one, EVERY)) == []


def test_an_author_who_is_not_known_is_not_guessed(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hook that is run by hand learns of no author."""
    monkeypatch.delenv("GIT_AUTHOR_NAME")
    monkeypatch.delenv("GIT_AUTHOR_EMAIL")
    assert in_the_making(repository, GRACES) == []
    assert in_the_making(repository) == [NOBODY_SIGNS]
