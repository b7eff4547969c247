"""The entry in `.gitlab-ci.yml`: in one place, with nothing else changed, or told instead of written."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests_support import Repository
from walkaround.bootstrap._pipeline import GITLAB, notes
from walkaround.bootstrap._pipeline_gitlab import PATH, edited, for_branches
from walkaround.bootstrap._plan import Choice, Facts, Source, Step

ENTRY = f"- local: {GITLAB}\n"
MARK = "# for merge_requests\n"  # a file that speaks of them, so that nothing has to be said of branches
BOM = "\ufeff"


class Loader(yaml.SafeLoader):
    """YAML with GitLab's own tag."""


Loader.add_constructor("!reference", lambda loader, node: loader.construct_sequence(node))  # type: ignore[arg-type]


class Fake(Facts):
    """Facts about one file, without a repository."""

    def __init__(self, content: bytes | None) -> None:
        super().__init__(".")
        self._read = {PATH: content}


def after(before: str | bytes) -> bytes | str | None:
    """The file with the entry; the note where it is not written; None where it is there already."""
    said = edited(Fake(before if isinstance(before, bytes) else before.encode()))
    return said.after if isinstance(said, Step) else said


def marked(text: str) -> str:
    return f"{BOM}{MARK}{text.removeprefix(BOM)}" if text.startswith(BOM) else MARK + text


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("", f"include:\n  {ENTRY}"),
        ("# nothing yet\n", f"# nothing yet\ninclude:\n  {ENTRY}"),
        ("test:\n  script: make\n", f"test:\n  script: make\ninclude:\n  {ENTRY}"),
        ("test:\n  script: make", f"test:\n  script: make\ninclude:\n  {ENTRY}"),
        ("a:\r\n  b: c\r\n", f"a:\r\n  b: c\r\ninclude:\r\n  - local: {GITLAB}\r\n"),
        ("test:\n  script: |\n    make\n", f"test:\n  script: |\n    make\ninclude:\n  {ENTRY}"),
        ("\ufefftest:\n  script: make\n", f"\ufefftest:\n  script: make\ninclude:\n  {ENTRY}"),
        ("include:\n  - local: a.yml\n", f"include:\n  {ENTRY}  - local: a.yml\n"),
        ("include:\n- local: a.yml\n", f"include:\n{ENTRY}- local: a.yml\n"),
        ("include:\n- a.yml\n- b.yml\n", f"include:\n{ENTRY}- a.yml\n- b.yml\n"),
        (
            "include: # ours\n    # team\n    -   local: a.yml\n",
            f"include: # ours\n    {ENTRY}    # team\n    -   local: a.yml\n",
        ),
        ("include: [a.yml, b.yml]\n", f"include: [{{local: {GITLAB}}}, a.yml, b.yml]\n"),
        ("include: []\n", f"include: [{{local: {GITLAB}}}]\n"),
        (
            "stages: [lint]\ninclude: [\n  a.yml\n]\n",
            f"stages: [lint]\ninclude: [{{local: {GITLAB}, inputs: {{stage: lint}}}}, \n  a.yml\n]\n",
        ),
        ("a:\n  script: !reference [.b, script]\n", f"a:\n  script: !reference [.b, script]\ninclude:\n  {ENTRY}"),
        ("spec:\n  inputs: {}\n---\na: {b: c}\n", f"spec:\n  inputs: {{}}\n---\na: {{b: c}}\ninclude:\n  {ENTRY}"),
        ("stages: [build, test]\n", f"stages: [build, test]\ninclude:\n  {ENTRY}"),
        (
            "stages:\n  - lint\n  - build\n",
            f"stages:\n  - lint\n  - build\ninclude:\n  - local: {GITLAB}\n    inputs:\n      stage: lint\n",
        ),
        (
            "stages: [lint]\ninclude:\n- b.yml\n",
            f"stages: [lint]\ninclude:\n- local: {GITLAB}\n  inputs:\n    stage: lint\n- b.yml\n",
        ),
    ],
    ids=["empty", "comment", "no include", "no final newline", "CRLF", "block", "BOM", "list", "flush list", "plain",
         "comments", "flow list", "empty list", "flow list of stages", "reference", "component", "stages with test",
         "stages without", "stages, list"],
)  # fmt: skip
def test_the_entry_is_the_only_thing_added(before: str, expected: str) -> None:
    found = after(marked(before))

    assert isinstance(found, bytes)
    assert found.decode() == marked(expected)
    assert after(found) is None


@pytest.mark.parametrize(
    "before",
    [
        "include: /a.yml\n",
        "include: {local: a.yml}\n",
        "include:\n  local: a.yml\n",
        "include:\n",
        "include: &x\n  - a.yml\n",
        "include:\n  -\n    local: a.yml\n",
        "include:\n  - a.yml\ninclude:\n  - b.yml\n",
        "x: &x [a.yml]\ninclude: *x\n",
        "{test: {script: make}}\n",
        "test:\n  script: make\n...\n",
        "test:\n  script: |\n    make",
        "spec:\n  inputs: {}\n---\n",
    ],
    ids=["text", "flow mapping", "mapping", "null", "anchor", "dash alone", "twice", "alias",
         "flow", "document end", "block without newline", "empty document"],
)  # fmt: skip
def test_where_the_place_is_not_certain_the_lines_are_told(before: str) -> None:
    before = marked(before)
    found = after(before)

    assert isinstance(found, str | bytes)
    if isinstance(found, str):
        assert found.startswith(f"pipeline: in {PATH} the place of an entry is not certain; add this one by hand:\n")
        assert found.endswith(f"include:\n  {ENTRY}")
    else:  # then it must mean what it meant, and our entry
        assert meaning(found.decode()) == (meaning(before)[0], [*meaning(before)[1], {"local": GITLAB}])


@pytest.mark.parametrize(
    ("before", "why"),
    [
        (b"a: [\n", "cannot be read"),
        (b"- a\n", "is no mapping"),
        (b"text\n", "is no mapping"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"a: \x00\n", "cannot be read"),
        (b"a: \xe9\n", "cannot be read"),
        (b"a: &a [*b]\n", "cannot be read"),
        (b"[" * 5000, "cannot be read"),
    ],
    ids=["broken", "list", "text", "UTF-16", "NUL", "Latin-1", "alias of nothing", "deep"],
)
def test_what_is_no_pipeline_is_named(before: bytes, why: str) -> None:
    found = after(before)

    assert isinstance(found, str)
    assert found.startswith(f"pipeline: {PATH} {why}")
    assert found.endswith("mend it and run init again")
    assert "\n" not in found


@pytest.mark.parametrize(
    "before",
    [
        f"include: {GITLAB}\n",
        f"include: '/{GITLAB}'\n",
        f"include:\n  - local: /{GITLAB}\n    rules: []\n",
        f"include: [a.yml, {{local: ./{GITLAB}}}]\n",
        f"x: &x\n  - local: {GITLAB}\ninclude: *x\n",
    ],
    ids=["text", "quoted", "rules", "flow", "alias"],
)
def test_an_entry_that_is_there_is_left(before: str) -> None:
    assert after(before) is None


@pytest.mark.parametrize(
    ("before", "inputs"),
    [
        ("a:\n  script: b\n", {"judge": "branches"}),
        ("include:\n  - a.yml\n", {"judge": "branches"}),
        ("include: [a.yml]\n", {"judge": "branches"}),
        ("stages: [lint]\n", {"stage": "lint", "judge": "branches"}),
        ("stages: [lint]\ninclude: [a.yml]\n", {"stage": "lint", "judge": "branches"}),
        ("a:\n  script: b\n  only: [merge_requests]\n", None),
        ("a:\n  rules:\n    - if: $CI_PIPELINE_SOURCE == 'merge_request_event'\n", None),
        ("include:\n  - template: Workflows/MergeRequest-Pipelines.gitlab-ci.yml\n", None),
        ("# nothing\n", None),
    ],
    ids=["job", "list", "flow", "stage", "stage, flow", "only", "rules", "template", "comment"],
)
def test_ours_runs_where_the_other_jobs_do(before: str, inputs: dict[str, str] | None) -> None:
    """A pipeline for merge requests with our job alone would take the place of the one with all others."""
    found = after(before)

    assert isinstance(found, bytes)
    entry = {"local": GITLAB} if inputs is None else {"local": GITLAB, "inputs": inputs}
    assert entry in meaning(found.decode())[1]
    assert after(found) is None


def test_what_branches_go_without_is_told(repository: Repository) -> None:
    repository.write(PATH, "a:\n  script: b\n")
    facts = Facts(str(repository.top))

    (note,) = notes(facts, Choice(Source("https://git.example.org/w", "0" * 40), host="gitlab"))

    assert for_branches(facts)
    assert not for_branches(Fake(b"# nothing\n"))
    assert not for_branches(Fake(f"include:\n  - local: {GITLAB}\n    inputs: {{judge: merge-requests}}\n".encode()))
    assert note.endswith("let all jobs run for merge requests, and write `judge: merge-requests`")


def test_a_repository_without_the_file_gets_one(repository: Repository) -> None:
    step = edited(Facts(str(repository.top)))

    assert isinstance(step, Step)
    assert (step.path, step.before, step.after) == (PATH, None, f"include:\n  {ENTRY}".encode())


def test_a_folder_of_that_name_is_named(repository: Repository) -> None:
    Path(PATH).mkdir()

    with pytest.raises(Exception, match="is a folder"):
        edited(Facts(str(repository.top)))


def meaning(text: str) -> tuple[dict[str, Any], list[Any]]:
    """What the last document says, without and of `include`."""
    documents = list(yaml.load_all(text, Loader=Loader))
    found = dict(documents[-1] or {}) if documents else {}
    listed = found.pop("include", None) or []
    return found, listed if isinstance(listed, list) else [listed]


SCALARS = st.sampled_from(
    ["make", "'a: b'", '"\\n"', "yes", "~", "|\n      one\n      two", ">-\n      folded", "[1, 2]", "{k: v}"]
)
COMMENTS = st.sampled_from(["", "# why\n", "\n", "  # deep\n"])
JOBS = st.builds(
    lambda name, comment, value: f"{comment}job-{name}:\n  key: {value}\n", st.integers(0, 99), COMMENTS, SCALARS
)
ENTRIES = st.builds(
    lambda indent, comments, names: "include:\n" + "".join(
        f"{comment}{indent}- {name}\n" for comment, name in zip(comments, names, strict=True)
    ),
    st.sampled_from(["", "  ", "    "]),
    st.lists(st.sampled_from(["", "# c\n", "    # c\n"]), min_size=3, max_size=3),
    st.lists(
        st.sampled_from(["a.yml", "local: b.yml", "{remote: 'https://x.example/c.yml'}", "project: p\n      file: f"]),
        min_size=3, max_size=3,
    ),
)  # fmt: skip


@given(st.lists(st.one_of(JOBS, ENTRIES, COMMENTS), max_size=5), st.booleans(), st.booleans())
def test_a_file_keeps_its_meaning_and_its_lines(parts: list[str], crlf: bool, cut: bool) -> None:
    text = MARK + "".join(parts)
    text = text.rstrip("\n") if cut else text
    text = text.replace("\n", "\r\n") if crlf else text
    found = after(text)
    if not isinstance(found, bytes):
        return
    lines = text.splitlines()
    added = [line for line in found.decode().splitlines() if line not in lines or GITLAB in line]
    assert [line.strip() for line in added] in ([f"- local: {GITLAB}"], ["include:", f"- local: {GITLAB}"])
    kept = found.decode().splitlines()
    for line in added:
        kept.remove(line)
    assert kept == lines
    others, listed = meaning(text)
    new, including = meaning(found.decode())
    assert new == others
    assert {"local": GITLAB} in including
    assert [one for one in including if one != {"local": GITLAB}] == listed
    assert after(found) is None


@given(st.binary(max_size=40))
def test_no_content_breaks_it(content: bytes) -> None:
    found = after(content)

    assert found is None or isinstance(found, str) or GITLAB.encode() in found
