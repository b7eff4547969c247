"""pr-checklist as its users run it: a real repository, events of code hosts, output, exit code, what is written."""

# ruff: noqa: E501 - a case a line

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist_samples import GOOD, behind, good
from tests_support import Repository
from walkaround._checklist.questions import question
from walkaround._checklist.rendering import change_text
from walkaround._finding import NotJudged
from walkaround.pr_checklist import HOOK, main
from walkaround.pr_checklist._contradictions import Said, contradictions
from walkaround.pr_checklist._judge import other_key
from walkaround.pr_checklist._request import Given, Person, approvals, request_of

Run = Callable[..., tuple[int, str, str]]
MARK = "Assisted-by: Claude:claude-opus-4.6"
CODE = (
    "def total(request):\n    try:\n        return int(request.form['a']) + 1\n    except ValueError:\n        raise\n"
)
REASONS = {
    "errors": "`src/shop/total.py` handles an error",
    "input": "`src/shop/total.py` takes what a client sends",
}
ANSWERS = {
    "assistant": "Claude Code wrote `total`.",
    "read": "All five lines.",
    "verified": "Posted the form with `a=x` and with nothing.",
    "errors": "The form has no number: the clerk sees the page with a 400.",
    "input": "`a` alone, which int() parses.",
}
BODY = behind(change_text(REASONS), ANSWERS)
VARIABLES = (
    "GITHUB_EVENT_PATH", "GITHUB_STEP_SUMMARY", "CI_MERGE_REQUEST_DESCRIPTION", "CI_MERGE_REQUEST_DIFF_BASE_SHA",
    "CI_MERGE_REQUEST_IID", "CI_MERGE_REQUEST_TITLE", "CI_COMMIT_SHA", "CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED",
    "PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF",
)  # fmt: skip
PASTE = "    Paste what `walkaround pr-checklist render` prints into the pull request, and answer it.\n"
ANSWER = "    Answer it behind the question or below it, in words.\n"
NAME = "    Name the assistant, its model and what it wrote.\n"
SAY = "    Say in one sentence what holds for this change; why a question does not bite is an answer too.\n"
NO_REVIEWS = (
    "and no reviews are known; give --reviews FILE with what GET /repos/OWNER/REPO/pulls/NUMBER/reviews answers "
    "(GitLab: .../approvals), or add `Reviewed-by: NAME <ADDRESS>` to a commit\n"
)


@pytest.fixture(autouse=True)
def no_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(repository: Repository, capsys: pytest.CaptureFixture[str]) -> Run:
    assert repository.top.is_dir()

    def command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.fixture
def pull(repository: Repository) -> dict[str, Any]:
    """A branch that reads a form, made with AI, as the pull request of an event."""
    base = repository.commit("begin", **{"README.md": "# Shop\n"})
    repository.git("checkout", "-q", "-b", "topic")
    head = repository.commit(f"Add the total\n\n{MARK}", **{"src/shop/total.py": CODE})
    return {
        "number": 3, "title": "Add the total", "body": BODY, "user": {"login": "ada", "type": "User"},
        "base": {"sha": base}, "head": {"sha": head},
    }  # fmt: skip


def event(repository: Repository, pull: dict[str, Any], **other: Any) -> str:
    """The path of an event of this pull request with other values."""
    more = {name: other.pop(name) for name in ("review",) if name in other}
    path = repository.write("event.json", json.dumps({"action": "opened", "pull_request": pull | other, **more}))
    return str(path)


def test_an_answered_checklist_passes(repository: Repository, run: Run, pull: dict[str, Any]) -> None:
    assert run("--event", event(repository, pull)) == (0, "", "")


def test_the_event_is_found_by_its_variable(
    repository: Repository, run: Run, pull: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_EVENT_PATH", event(repository, pull, body=None))
    code, out, err = run()
    missing = "The pull request does not say what an assistant wrote, and commit"
    assert (code, err) == (1, "")
    assert out == (
        f"<pull request>:0:0: CHK001 The pull request does not hold the checklist.\n{PASTE}"
        f"<pull request>:0:0: CHK007 {missing} {pull['head']['sha'][:12]} is made with one.\n{NAME}"
    )


def test_what_is_not_answered_is_told_with_its_line_and_reason(
    repository: Repository, run: Run, pull: dict[str, Any]
) -> None:
    answers = {name: ANSWERS[name] for name in ("assistant", "verified")} | {"read": "done"}
    body = behind(change_text({"errors": "x"}), answers)
    code, out, _ = run("--event", event(repository, pull, body=body))
    assert code == 1
    assert out == (
        '<pull request>:0:0: CHK003 The question "Input" is missing, and is asked because '
        "`src/shop/total.py` takes what a client sends.\n"
        "    Add and answer it: - **Input** (asked because `src/shop/total.py` takes what a client sends): "
        f"{question('input').text}\n"
        f"<pull request>:8:1: CHK005 The answer about what was read would fit any change.\n{SAY}"
        '<pull request>:13:1: CHK003 The question "Errors" is not answered, and is asked because '
        f"`src/shop/total.py` handles an error.\n{ANSWER}"
    )


def test_a_body_in_a_file_is_named(repository: Repository, run: Run, pull: dict[str, Any]) -> None:
    repository.write("body.md", BODY.replace(ANSWERS["read"], "n/a"))
    ends = ("--from-ref", pull["base"]["sha"], "--to-ref", "topic")
    code, out, _ = run("--body", "body.md", *ends, "--format", "github")
    what = "::error file=body.md,line=8,col=1,title=CHK005::The answer about what was read would fit any change."
    assert (code, out) == (1, f"{what}%0A{SAY.strip()}\n")  # fmt: skip
    repository.write("body.md", BODY)
    assert run("--body", "body.md", *ends)[0] == 0


def test_a_pull_request_is_no_file_to_a_host(repository: Repository, run: Run, pull: dict[str, Any]) -> None:
    _, out, _ = run("--event", event(repository, pull, body=BODY.replace(ANSWERS["read"], "n/a")), "--format", "github")
    assert out.startswith("::error title=CHK005::<pull request>:8:1: The answer about what was read")


def test_without_commits_the_text_tells_what_is_asked(run: Run, repository: Repository) -> None:
    repository.write(
        "body.md",
        behind(change_text({"scale": "`a` changed"}), {k: GOOD[k] for k in ("assistant", "read", "verified")}),
    )
    code, out, _ = run("--body", "body.md")
    assert (code, out) == (1, f'body.md:13:1: CHK003 The question "Scale" is not answered.\n{ANSWER}')


def test_a_range_that_brings_nothing_asks_what_the_text_holds(run: Run, repository: Repository) -> None:
    repository.commit("begin")
    repository.write(
        "body.md", behind(change_text({"scale": "x"}), {k: GOOD[k] for k in ("assistant", "read", "verified")})
    )
    assert run("--body", "body.md", "--from-ref", "HEAD", "--to-ref", "HEAD")[0] == 1


def test_the_default_range_is_what_origin_has_not(repository: Repository, run: Run, pull: dict[str, Any]) -> None:
    repository.git("update-ref", "refs/remotes/origin/HEAD", pull["base"]["sha"])
    repository.write("body.md", change_text({}))
    code, out, _ = run("--body", "body.md")
    assert (code, out.count("CHK003"), out.count("CHK007")) == (1, 4, 1)


def test_a_range_that_is_not_there(repository: Repository, run: Run, pull: dict[str, Any]) -> None:
    code, out, err = run("--event", event(repository, pull, head={"sha": "0123456789" * 4}))
    why = "'0123456789012345678901234567890123456789' names no commit here; fetch it, or check its spelling"
    assert (code, out, err) == (2, "", f"walkaround: pr-checklist: not judged: {why}\n")


DISCLOSED = {
    "none": ("none", 1, "CHK008", "says that no AI was used, and commit"),
    "nothing": ("", 1, "CHK007", "does not say what an assistant wrote, and commit"),
    "another product": ("Codex with gpt-5 wrote it", 0, "CHK008", "names Codex, and the commits Claude. [warning]"),
    "it": ("Claude, all of it", 0, "", ""),
    "a model": ("Opus 4.6 wrote the parser", 0, "", ""),
}


@pytest.mark.parametrize(("said", "code", "rule", "words"), DISCLOSED.values(), ids=DISCLOSED)
def test_the_disclosure_and_the_commits(
    repository: Repository, run: Run, pull: dict[str, Any], said: str, code: int, rule: str, words: str
) -> None:
    ran, out, _ = run("--event", event(repository, pull, body=BODY.replace(ANSWERS["assistant"], said)))
    assert (ran, out.count(" CHK"), rule in out, words in out) == (code, int(bool(rule)), True, True), out


def test_a_paragraph_of_ours_discloses_too(repository: Repository, run: Run, pull: dict[str, Any]) -> None:
    body = BODY.replace(ANSWERS["assistant"], "")
    told = "**AI disclosure:** {} of 1 commit made with AI (1 assisted) by Claude (1 commit); 5 of 5 lines added or deleted.\n\n"
    assert run("--event", event(repository, pull, body=told.format(1) + body)) == (0, "", "")
    code, out, _ = run("--event", event(repository, pull, body=told.format(3) + body))
    assert (code, out.splitlines()[0]) == (
        1,
        "<pull request>:1:1: CHK008 The disclosure counts 3 of 1 commits as made with AI, and there are 1.",
    )


BOTS = {
    "renovate[bot]": ("Bot", 0),
    "dependabot[bot]": ("Bot", 0),
    "renovate-bot": ("User", 1),
    "copilot-swe-agent[bot]": ("Bot", 1),
    "devin-ai-integration[bot]": ("Bot", 1),
    "ada": ("User", 1),
}


@pytest.mark.parametrize(("login", "kind", "code"), [(name, *rest) for name, rest in BOTS.items()])
def test_bots(repository: Repository, run: Run, pull: dict[str, Any], login: str, kind: str, code: int) -> None:
    repository.git("commit", "-q", "--amend", "-m", "Raise flask")
    head = repository.git("rev-parse", "HEAD").decode().strip()
    path = event(repository, pull, body="Raises flask.", user={"login": login, "type": kind}, head={"sha": head})
    ran, _, err = run("--event", path)
    why = f"opened by the bot {login}, which the policy does not ask (`pr-checklist.bots`)"
    assert (ran, err) == (code, "" if code else f"walkaround: pr-checklist: {why}\n")
    repository.write("walkaround.toml", "[pr-checklist]\nbots = true\n")
    assert run("--event", path)[0] == 1


def test_a_bot_that_brings_what_an_agent_made(repository: Repository, run: Run, pull: dict[str, Any]) -> None:
    user = {"login": "github-actions[bot]", "type": "Bot"}
    assert run("--event", event(repository, pull, body="", user=user))[0] == 1


PROTECTED = '[ai-attribution]\nprotected = ["src/shop/**"]\n'
APPROVED = {"user": {"login": "bob", "type": "User"}, "state": "APPROVED"}
REVIEWS: dict[str, tuple[Any, int]] = {
    "one": ([APPROVED], 0),
    "none": ([], 1),
    "comment": ([APPROVED | {"state": "COMMENTED"}], 1),
    "comment behind": ([APPROVED, APPROVED | {"state": "COMMENTED"}], 0),
    "taken back": ([APPROVED, APPROVED | {"state": "CHANGES_REQUESTED"}], 1),
    "dismissed": ([APPROVED | {"state": "DISMISSED"}], 1),
    "the author": ([APPROVED | {"user": {"login": "Ada", "type": "User"}}], 1),
    "a bot": ([APPROVED | {"user": {"login": "coderabbitai[bot]", "type": "Bot"}}], 1),
    "pages": ([[APPROVED], []], 0),
    "nobody": ([APPROVED | {"user": None}], 1),
    "GitLab": ({"approved_by": [{"user": {"username": "bob"}}]}, 0),
    "GitLab, none": ({"approved_by": []}, 1),
    "Azure": ({"value": [{"uniqueName": "bob@example.org", "vote": 10}]}, 0),
    "Azure, waits": ({"value": [{"uniqueName": "bob@example.org", "vote": -5}]}, 1),
    "Bitbucket": ({"values": [{"user": {"nickname": "bob"}, "approved": True}]}, 0),
    "no reviews at all": ({"message": "Not Found"}, 2),
    "text": ("APPROVED", 2),
}


@pytest.mark.parametrize(("answer", "code"), REVIEWS.values(), ids=REVIEWS)
def test_a_protected_path_needs_a_second_person(
    repository: Repository, run: Run, pull: dict[str, Any], answer: Any, code: int
) -> None:
    repository.write("walkaround.toml", PROTECTED)
    repository.write("reviews.json", json.dumps(answer))
    ran, out, _ = run("--event", event(repository, pull), "--reviews", "reviews.json")
    assert ran == code
    if code == 1:
        assert out == (
            "<pull request>:0:0: CHK009 src/shop/total.py changes, and no second person has reviewed it.\n"
            "    Have a person who is not the author approve it, or add `Reviewed-by: NAME <ADDRESS>` to a commit.\n"
        )


def test_the_author_may_be_named(repository: Repository, run: Run, pull: dict[str, Any]) -> None:
    repository.write("walkaround.toml", PROTECTED)
    repository.write("body.md", BODY)
    vote = {"uniqueName": "ada@example.org", "vote": 10}
    repository.write(
        "reviews.json", json.dumps([vote, {"displayName": "Team", "name": "x", "vote": 10, "isContainer": True}])
    )
    ends = ("--body", "body.md", "--from-ref", pull["base"]["sha"], "--to-ref", "topic", "--reviews", "reviews.json")
    assert run(*ends)[0] == 0
    assert run(*ends, "--author", "Ada@example.org")[0] == 1


def test_without_reviews_a_protected_path_is_not_judged(repository: Repository, run: Run, pull: dict[str, Any]) -> None:
    repository.write("walkaround.toml", PROTECTED)
    why = f"src/shop/total.py needs the review of a second person, {NO_REVIEWS}"
    assert run("--event", event(repository, pull)) == (2, "", f"walkaround: pr-checklist: not judged: {why}")
    approving = APPROVED | {"state": "approved"}
    assert run("--event", event(repository, pull, review=approving))[0] == 0
    assert run("--event", event(repository, pull, review=approving | {"state": "commented"}))[0] == 2
    repository.write("walkaround.toml", PROTECTED + 'review = "nothing"\n')
    assert run("--event", event(repository, pull))[0] == 0


def test_a_path_that_needs_no_review_seen_from_a_folder(
    repository: Repository, run: Run, pull: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    override = '[[paths]]\nglob = "src/shop/*.py"\nai-attribution.review = "nothing"\n'
    repository.write("walkaround.toml", PROTECTED + override)
    path = event(repository, pull)
    for folder in (repository.top, repository.top / "src"):
        monkeypatch.chdir(folder)
        assert run("--event", path) == (0, "", "")


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("Bob Example <bob@example.org>", 0),
        ("Claude <noreply@anthropic.com>", 2),
        ("renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>", 2),
        ("Bob", 2),
    ],
)
def test_a_trailer_is_a_review(repository: Repository, run: Run, pull: dict[str, Any], who: str, code: int) -> None:
    repository.write("walkaround.toml", PROTECTED)
    head = repository.commit(f"Say so\n\nReviewed-by: {who}")
    assert run("--event", event(repository, pull, head={"sha": head}))[0] == code


def test_the_maker_is_no_second_person(repository: Repository, run: Run, pull: dict[str, Any]) -> None:
    repository.write("walkaround.toml", PROTECTED)
    me = repository.git("log", "-1", "--format=%an <%ae>").decode().strip()
    head = repository.commit(f"Say so\n\nReviewed-by: {me}")
    assert run("--event", event(repository, pull, head={"sha": head}))[0] == 2


def test_only_marked_changes_when_the_policy_says_so(repository: Repository, run: Run, pull: dict[str, Any]) -> None:
    repository.write("walkaround.toml", PROTECTED + '[pr-checklist]\nsecond-review = "marked"\n')
    assert run("--event", event(repository, pull))[0] == 2
    repository.git("commit", "-q", "--amend", "-m", "Add the total")
    head = repository.git("rev-parse", "HEAD").decode().strip()
    body = BODY.replace(ANSWERS["assistant"], "none")
    assert run("--event", event(repository, pull, body=body, head={"sha": head})) == (0, "", "")


BAD_EVENTS: dict[str, tuple[str | bytes, str]] = {
    "not JSON": ("{", "{path}: not judged: is not JSON"),
    "not UTF-8": (b"\xff\xfe\xfa", "{path}: not judged: is not JSON"),
    "nested": ("[" * 100_000, "{path}: not judged: is not JSON"),
    "empty": ("", "{path}: not judged: is not JSON"),
    "list": ("[]", "{path}: not judged: is no event of a code host: it holds no JSON object"),
    "push": (
        '{"ref": "refs/heads/main"}',
        "{path}: not judged: holds no pull request; run this on the event `pull_request`, or give --body FILE",
    ),
    "number": ('{"pull_request": 3}', "{path}: not judged: holds no pull request; run this on the event `pull_request`, or give --body FILE"),
    "body of another type": (
        '{"pull_request": {"body": 3}}',
        "{path}: not judged: holds a pull request whose text is no string; give --body FILE",
    ),
    "body too large": (
        json.dumps({"pull_request": {"body": "x" * 1_000_001}}),
        "{path}: not judged: is larger than 1000000 bytes, which no code host takes as a pull request's text",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "why"), BAD_EVENTS.values(), ids=BAD_EVENTS)
def test_an_event_that_cannot_be_used(repository: Repository, run: Run, content: str | bytes, why: str) -> None:
    repository.write("event.json", content)
    assert run("--event", "event.json") == (2, "", f"walkaround: pr-checklist: {why.format(path='event.json')}\n")


def test_nothing_to_judge(run: Run, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    start = "walkaround: pr-checklist: "
    assert run() == (2, "", f"{start}not judged: there is no pull request here; give --event FILE or --body FILE\n")
    assert run("--event", "none") == (2, "", f"{start}none: not judged: no such file\n")
    assert run("--body", ".") == (2, "", f"{start}.: not judged: is a folder; name files\n")
    monkeypatch.setenv("GITHUB_EVENT_PATH", "gone.json")
    assert run() == (2, "", f"{start}gone.json: not judged: no such file\n")
    repository.write("body.md", b"\xef\xbb\xbf\xff not UTF-8")
    assert run("--body", "body.md")[0] == 1
    assert run("--body", "body.md", "--from-ref", "HEAD")[0] == 2


def test_a_named_range_needs_a_repository(
    run: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("no-repository"))
    Path("body.md").write_text(good())
    assert run("--body", "body.md") == (0, "", "")
    why = "a range of commits needs a git repository, and there is none here"
    assert run("--body", "body.md", "--from-ref", "a", "--to-ref", "b") == (
        2, "", f"walkaround: pr-checklist: not judged: {why}\n",
    )  # fmt: skip


def test_gitlab(repository: Repository, run: Run, pull: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI_MERGE_REQUEST_DESCRIPTION", BODY)
    monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", pull["base"]["sha"])
    assert run() == (0, "", "")
    monkeypatch.setenv("CI_MERGE_REQUEST_DESCRIPTION", "Totals.")
    assert run()[0] == 1
    monkeypatch.setenv("CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED", "true")
    code, _, err = run()
    assert (code, "is cut off by GitLab" in err) == (2, True)
    monkeypatch.delenv("CI_MERGE_REQUEST_DESCRIPTION")
    monkeypatch.delenv("CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED")
    monkeypatch.setenv("CI_MERGE_REQUEST_IID", "3")
    assert run()[0] == 1
    repository.write("hook.json", json.dumps({"object_attributes": {"description": BODY}}))
    assert run("--event", "hook.json")[0] == 0


def test_what_pre_commit_says_is_the_range(
    repository: Repository, run: Run, pull: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", pull["base"]["sha"])
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "topic")
    repository.write("body.md", change_text({}))
    assert '"Input" is missing' in run("--body", "body.md")[1]


def test_summary_and_comment(
    repository: Repository, run: Run, pull: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    body = behind(change_text(REASONS), {k: v for k, v in ANSWERS.items() if k != "errors"})
    path = event(repository, pull, body=body)
    summary, comment = tmp_path / "summary.md", tmp_path / "comment.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert run("--event", path, "--comment", str(comment))[0] == 1
    rows = (
        "\n| Question | Asked because | |\n| --- | --- | --- |\n"
        "| Assistant and model, and what it wrote | always asked | answered |\n"
        "| What a human has read line by line, and what not | always asked | answered |\n"
        "| How the change was verified, and by whom | always asked | answered |\n"
        "| Errors | `src/shop/total.py` handles an error | open |\n"
        "| Input | `src/shop/total.py` takes what a client sends | answered |\n"
    )
    assert summary.read_text().partition("#### Questions\n")[2] == rows
    assert summary.read_text().startswith("before\n### Walkaround\n\n**1 error**\n")
    assert comment.read_text().startswith(
        "### Walkaround: the checklist is not answered yet\n\nAnswer these in the description of the pull request, in "
        "words:\n\n```markdown\n- **Errors** (asked because `src/shop/total.py` handles an error): "
        f"{question('errors').text}\n```\n\n**1 error**\n"
    )
    assert run("--event", event(repository, pull), "--comment", str(comment))[0] == 0
    assert comment.read_text() == "### Walkaround: the checklist is answered\n"
    repository.git("commit", "-q", "--amend", "-m", "Raise flask")
    head = repository.git("rev-parse", "HEAD").decode().strip()
    path = event(repository, pull, user={"login": "renovate[bot]", "type": "Bot"}, head={"sha": head})
    assert run("--event", path, "--summary", str(tmp_path / "other.md"))[0] == 0
    assert "Nothing was asked: opened by the bot renovate[bot]" in (tmp_path / "other.md").read_text()
    code, _, err = run("--event", path, "--summary", str(tmp_path))
    assert (code, "cannot be written: Is a directory" in err) == (2, True)


def test_findings_ask(repository: Repository, run: Run, pull: dict[str, Any]) -> None:
    report = {"version": 1, "findings": [{"rule": "SEC001", "path": "src/shop/total.py"}], "errors": []}
    repository.write("report.json", json.dumps(report))
    code, out, _ = run("--event", event(repository, pull), "--findings", "report.json")
    assert (code, "asked because SEC001 was found in `src/shop/total.py`" in out) == (1, True)
    repository.write("report.json", "[]")
    assert run("--event", event(repository, pull), "--findings", "report.json")[0] == 2


def test_how_many_are_asked_is_for_the_policy_to_say(repository: Repository, run: Run, pull: dict[str, Any]) -> None:
    repository.write("walkaround.toml", "[pr-checklist]\nmost = 1\n")
    path = event(repository, pull, body=change_text({}))
    assert run("--event", path)[1].count("is missing") == 1
    repository.write("walkaround.toml", '[rules]\nCHK003 = "off"\nCHK007 = "warning"\n')
    assert run("--event", path)[0] == 0


def test_lines_of_the_template_are_no_answer(repository: Repository, run: Run, pull: dict[str, Any]) -> None:
    repository.write("walkaround.toml", '[pr-template]\nextra = ["[ ] The migration was run forwards", "Ticket:"]\n')
    body = behind(change_text(REASONS), {k: v for k, v in ANSWERS.items() if k != "input"})
    body = body.replace(
        "\n\n<!-- walkaround:checklist end",
        "\n- [x] The migration was run forwards\n- Ticket: shop 4, totals\n\n<!-- walkaround:checklist end",
    )
    code, out, _ = run("--event", event(repository, pull, body=body))
    assert (code, out.count("CHK"), '"Input" is not answered' in out) == (1, 1, True)


CONTRADICTIONS = {
    "yes and no": ("- [x] Yes\n- [x] No", 2),
    "with words": ("- [x] Yes, it breaks\n- [x] No, it does not", 2),
    "none of the above": ("- [x] Bug fix\n- [x] None of the above", 2),
    "in a table": ("| AI | [x] yes | [x] no |", 1),
    "negated": ("- [x] The change is tested\n\nText\n\n- [x] The change is not tested", 5),
    "negated under another heading": ("# A\n- [x] The change is tested\n\n# B\n- [x] The change is not tested", 0),
    "two questions": ("A?\n- [x] Yes\n\nB?\n- [x] No", 0),
    "one of them": ("- [ ] Yes\n- [x] No", 0),
    "no of another kind": ("- [x] No breaking change\n- [x] Yes, I have read the guide\n- [x] Tests pass", 0),
    "others": ("- [x] Tests were added\n- [x] Docs were not needed", 0),
    "in code": ("```\n- [x] Yes\n- [x] No\n```", 0),
}


@pytest.mark.parametrize(("text", "line"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_boxes_that_contradict_each_other(text: str, line: int) -> None:
    from walkaround._checklist.boxes import find_boxes
    from walkaround._checklist.lines import read_lines

    found = list(contradictions({}, find_boxes(read_lines(text)), Said()))
    assert [one.line for one in found] == ([line] if line else [])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("assistant", "None. Claude Code wrote the tests."),
        ("assistant", "none\nClaude Code"),
        ("read", "Everything was read. Nothing was read."),
        ("verified", "Untested. All tests pass."),
        ("verified", "I did not run the tests; the test suite passes"),
    ],
)
def test_answers_that_contradict_themselves(name: str, said: str, run: Run, repository: Repository) -> None:
    repository.write(
        "body.md", behind(change_text({}), {k: GOOD[k] for k in ("assistant", "read", "verified")} | {name: said})
    )
    code, out, _ = run("--body", "body.md")
    assert (code, out.count("CHK004")) == (1, 1), out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("assistant", "None: neither Claude nor Copilot"),
        ("assistant", "none. Copilot is disabled in this repository."),
        ("assistant", "Claude wrote the tests, none of the code."),
        ("read", "Everything but the fixtures; nothing of those."),
        ("verified", "All tests pass. Not tested on Windows."),
        ("verified", "Not tested by hand, all unit tests pass"),
    ],
)
def test_answers_that_speak_of_parts(name: str, said: str, run: Run, repository: Repository) -> None:
    repository.write(
        "body.md", behind(change_text({}), {k: GOOD[k] for k in ("assistant", "read", "verified")} | {name: said})
    )
    assert run("--body", "body.md") == (0, "", "")


def test_malformed_boxes_outside_the_checklist_warn(run: Run, repository: Repository) -> None:
    answers = {k: GOOD[k] for k in ("assistant", "read", "verified")}
    repository.write("body.md", "- [ x ] own\n\n" + behind(change_text({}), answers))
    code, out, _ = run("--body", "body.md")
    remedy = "    Write `- [ ]` or `- [x]`, with a blank behind it.\n"
    assert (code, out) == (0, f"body.md:1:3: CHK006 No code host draws this as a box. [warning]\n{remedy}")


def test_the_keys_of_other_hooks_are_there() -> None:
    assert other_key("ai-attribution", "protected").default == ()
    assert other_key("pr-template", "extra").default == ()
    assert HOOK.table == "pr-checklist"


@settings(max_examples=50)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["user", "login", "state", "vote", "approved_by", "approved", "type"]), inner)))  # fmt: skip
def test_any_answer_is_reviews_or_is_refused(answer: Any) -> None:
    with suppress(NotJudged):
        assert all(isinstance(who, Person) for who in approvals(answer, "x"))


def test_a_request_without_anything_else(tmp_path: Path) -> None:
    body = tmp_path / "body.md"
    body.write_text("x")
    request = request_of(Given(body=str(body)), {})
    assert (request.body, request.place, request.exact, request.reviews) == ("x", str(body), False, None)
