"""The parts of `walkaround init` about templates and merges."""

import pytest

from tests_support import TOP, Repository
from walkaround._merges import with_rule
from walkaround.bootstrap import _attributes, _templates
from walkaround.bootstrap._plan import Choice, Facts, HostName, Refused, Source, Step
from walkaround.pr_template._places import HOSTS

BLOCK = (TOP / "templates" / "pr-checklist.md").read_bytes()
CHOICE = Choice(Source("https://host.example/walkaround", "0" * 40))
WHY = "the pull request template: asks authors what an assistant wrote"


def templates(repository: Repository, host: HostName = "github") -> list[Step]:
    return list(_templates.steps(Facts(str(repository.top)), CHOICE._replace(host=host)))


@pytest.mark.parametrize("host", [name for name, one in HOSTS.items() if one.create])
def test_a_first_template_goes_where_the_host_reads_it(repository: Repository, host: HostName) -> None:
    assert templates(repository, host) == [Step(HOSTS[host].create, None, BLOCK, WHY)]


def test_every_template_that_is_there_gets_the_block_once(repository: Repository) -> None:
    repository.write("docs/PULL_REQUEST_TEMPLATE.md", b"\xef\xbb\xbf# What\r\n")
    repository.write(".github/PULL_REQUEST_TEMPLATE/bug.md", BLOCK)
    block = BLOCK.rstrip(b"\n").replace(b"\n", b"\r\n") + b"\r\n"
    before = b"\xef\xbb\xbf# What\r\n"
    assert templates(repository, "gitlab") == [
        Step("docs/PULL_REQUEST_TEMPLATE.md", before, before + b"\r\n" + block, WHY)
    ]


def test_the_policy_names_templates_and_lines(repository: Repository) -> None:
    repository.write("walkaround.toml", '[pr-template]\npaths = ["a/b.md"]\nextra = ["Ticket:"]\n')
    (step,) = templates(repository)
    assert (step.path, step.before) == ("a/b.md", None)
    assert b"\n- Ticket:\n" in step.after


@pytest.mark.parametrize(
    "policy", ['[rules]\nPRT001 = "off"\n', "[pr-template]\norganisation = true\n"], ids=["off", "organisation"]
)
def test_the_policy_wants_none(repository: Repository, policy: str) -> None:
    repository.write("walkaround.toml", policy)
    assert templates(repository) == []


EDITED = BLOCK.replace(b"-->\n", b"-->\nedited\n", 1)
REFUSED = [
    pytest.param(EDITED, "line 1: the review checklist was edited between its markers; "
                 "`walkaround-pr-template` shows how, and with --fix --overwrite restores it", id="edited"),
    pytest.param(b"x\n" + BLOCK[: BLOCK.rindex(b"<!--")], "line 2: The block walkaround:checklist begins and never "
                 "ends. Leave one pair of markers, or none", id="broken"),
    pytest.param(b"\xff\xfeh\0i\0", "is not UTF-8 text but UTF-16 or binary; save it as UTF-8", id="UTF-16"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "why"), REFUSED)
def test_a_template_that_would_have_to_be_guessed_at_is_refused(
    repository: Repository, content: bytes, why: str
) -> None:
    repository.write(".github/pull_request_template.md", content)
    with pytest.raises(Refused) as refused:
        templates(repository)
    assert str(refused.value) == f".github/pull_request_template.md: {why}"


@pytest.mark.parametrize(
    ("files", "path", "after"),
    [
        pytest.param({"walkaround.toml": "a = 1\r\n"}, "walkaround.toml",
                     b'a = 1\r\n\r\n[pr-template]\r\nhost = "bitbucket"\r\n', id="a file"),
        pytest.param({"pyproject.toml": "[tool.walkaround]"}, "pyproject.toml",
                     b'[tool.walkaround]\n\n[tool.walkaround.pr-template]\nhost = "bitbucket"\n', id="a table"),
    ],
)  # fmt: skip
def test_bitbucket_is_named_in_the_policy(
    repository: Repository, files: dict[str, str], path: str, after: bytes
) -> None:
    """As the parts before have planned it: what is on disk has no say."""
    facts = Facts(str(repository.top))
    for name, content in files.items():
        facts.take(Step(name, None, content.encode(), ""))
    choice = CHOICE._replace(host="bitbucket")
    (step,) = _templates.steps(facts, choice)
    assert (step.path, step.after) == (path, after)
    (note,) = _templates.notes(facts, choice)
    assert note.partition("\n")[2].encode() + b"\n" == BLOCK


def test_bitbucket_needs_no_word_where_a_file_tells_it(repository: Repository) -> None:
    repository.write("bitbucket-pipelines.yml", "pipelines: {}\n")
    assert templates(repository, "bitbucket") == []


def test_a_policy_that_says_more_of_templates_is_left_to_people(repository: Repository) -> None:
    repository.write("walkaround.toml", '[pr-template]\nextra = ["Ticket:"]\n')
    with pytest.raises(Refused, match=r'^walkaround.toml: \[pr-template\] is there already; add `host = "bitbucket"`'):
        templates(repository, "bitbucket")


@pytest.mark.parametrize(
    ("content", "after"),
    [
        (None, b"*.baseline merge=union\n"),
        (b"*.txt text", b"*.txt text\n*.baseline merge=union\n"),
        (b"*.baseline merge=union\n", None),
        (b"*.baseline -text -merge\r\n", None),
        (b"# *.baseline merge=union\n", b"# *.baseline merge=union\n*.baseline merge=union\n"),
    ],
)
def test_the_rule_for_merges_is_there_once(repository: Repository, content: bytes | None, after: bytes | None) -> None:
    if content is not None:
        repository.write(".walkaround/.gitattributes", content)
    found = list(_attributes.steps(Facts(str(repository.top)), CHOICE))
    assert [(step.path, step.before, step.after) for step in found] == (
        [] if after is None else [(".walkaround/.gitattributes", content, after)]
    )
    for name in ("secrets.baseline", "findings.baseline"):
        assert with_rule(after or content or b"", name) == (after or content)


def test_git_merges_both_sides_of_a_baseline(repository: Repository) -> None:
    (step,) = _attributes.steps(Facts(str(repository.top)), CHOICE)
    repository.stage(step.path, step.after)
    repository.commit("one", **{".walkaround/sast.baseline": "a\nm\nz\n"})
    repository.git("branch", "side")
    repository.commit("ours", **{".walkaround/sast.baseline": "a\nb\nm\nz\n"})
    repository.git("checkout", "-q", "side")
    repository.commit("theirs", **{".walkaround/sast.baseline": "a\nc\nm\nz\n"})
    repository.git("merge", "-q", "-m", "both", "main")
    merged = (repository.top / ".walkaround/sast.baseline").read_text().split()
    assert sorted(merged) == ["a", "b", "c", "m", "z"]
