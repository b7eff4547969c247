"""The baseline: accepted findings by content and count, and the command that keeps it up to date."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests_support import Repository
from walkaround import cli, policy_integrity
from walkaround._accepted_findings import SAST_FILE as FILE
from walkaround._accepted_findings import Entry, parse, render
from walkaround._finding import NotJudged
from walkaround.policy_integrity._accepted import compare
from walkaround.sast import main
from walkaround.sast._accepted import counted, new
from walkaround.sast._spots import Spot

HEAD = "import os\n\n\ndef share(path):\n"
LINE = "    os.chmod(path, 0o777)\n"


def spot(line: int, content: str, rule: str = "B103") -> Spot:
    return Spot(rule, rule, line, 1, line, "", "", content)


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["sast", "baseline", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def accept(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.git("add", "-A")
    assert command(capsys, "--update")[0] == 0
    repository.git("add", "-A")


def test_what_is_accepted_is_no_finding(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("a.py", HEAD + LINE)
    assert main(["a.py"]) == 1
    capsys.readouterr()
    accept(repository, capsys)
    assert main(["a.py"]) == 0


def test_lines_that_move_do_not_matter(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("a.py", HEAD + LINE)
    accept(repository, capsys)
    before = (repository.top / FILE).read_bytes()
    repository.stage("a.py", "# moved\n" + HEAD + "    if path:\n    " + LINE)
    assert main(["a.py"]) == 0
    assert command(capsys, "--update")[0] == 0
    assert (repository.top / FILE).read_bytes() == before


def test_one_more_of_the_same_is_new(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("a.py", HEAD + LINE)
    accept(repository, capsys)
    repository.stage("a.py", HEAD + LINE + LINE)
    assert main(["a.py"]) == 1
    assert capsys.readouterr().out.splitlines()[0].startswith("a.py:6:5: B103 ")


def test_another_content_or_file_is_new(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("a.py", HEAD + LINE)
    accept(repository, capsys)
    repository.stage("a.py", HEAD + LINE.replace("777", "766"))
    repository.stage("b.py", HEAD + LINE)
    assert (main(["a.py"]), main(["b.py"])) == (1, 1)


def test_the_command(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("a.py", HEAD + LINE + LINE)
    repository.stage("b.py", HEAD + LINE)
    told = "  + a.py: B103 x 2\n  + b.py: B103 x 1\n"
    assert command(capsys, "--check") == (1, f"{told}{FILE}: an update would add 3, remove 0, keep 0\n", "")
    assert command(capsys, "--update") == (0, f"{told}{FILE}: added 3, removed 0, kept 0\n", "")
    assert command(capsys, "--check") == (0, f"{FILE}: an update would add 0, remove 0, keep 3\n", "")
    assert command(capsys) == (0, f"{FILE}: 3 findings in 2 files\n      3 B103\n      2 a.py\n      1 b.py\n", "")
    assert (repository.top / ".walkaround/.gitattributes").read_text() == "sast.baseline merge=union\n"
    repository.git("rm", "-qf", "b.py")
    assert command(capsys, "--update", "a.py") == (0, f"{FILE}: added 0, removed 0, kept 3\n", "")
    assert command(capsys, "--update") == (0, f"  - b.py: B103 x 1\n{FILE}: added 0, removed 1, kept 2\n", "")
    code, out, _ = command(capsys, "--json")
    assert (code, json.loads(out)) == (
        0,
        {"version": 1, "path": FILE, "findings": 2, "by_rule": {"B103": 2}, "by_file": {"a.py": 2}},
    )


def test_nothing_is_accepted_where_not_everything_was_judged(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.stage("a.py", HEAD + LINE)
    repository.stage("b.py", "def broken(:\n")
    code, out, err = command(capsys, "--update")
    assert (code, out) == (2, "")
    assert f"{FILE} is as it was, because not everything could be judged" in err
    assert not (repository.top / FILE).exists()


BROKEN = [
    pytest.param(b"x\n", "line 1: is not JSON in UTF-8", id="no-json"),
    pytest.param(b'{"file": "a", "rule": "B1", "hash": "c"}\n', "line 1: needs", id="no-count"),
    pytest.param(b'{"file": "a", "rule": "B1", "hash": "c", "count": 0}\n', "line 1: needs", id="zero"),
    pytest.param(b'{"file": "a", "rule": "B1", "hash": "c", "count": -1}\n', "line 1: needs", id="negative"),
    pytest.param(b'{"file": "a", "rule": "B1", "hash": "c", "count": true}\n', "line 1: needs", id="true"),
    pytest.param(b'{"file": "a", "rule": "B1", "hash": "c", "count": 1, "more": 1}\n', "line 1: needs", id="more"),
    pytest.param(b"\n<<<<<<< HEAD\n", "line 2: is a mark of a merge conflict", id="conflict"),
    pytest.param(b"\xff\n", "line 1: is not JSON in UTF-8", id="bytes"),
    pytest.param(b"[" * 100_000, "line 1: is not JSON in UTF-8", id="deep"),
]


@pytest.mark.parametrize(("content", "why"), BROKEN)
def test_a_baseline_that_cannot_be_relied_on(
    repository: Repository, capsys: pytest.CaptureFixture[str], content: bytes, why: str
) -> None:
    with pytest.raises(NotJudged, match=why):
        parse(FILE, content)
    repository.write(FILE, content)
    repository.stage("a.py", "x = 1\n")
    assert main(["a.py"]) == 2
    assert f"walkaround: sast: {FILE}: not judged: {why}" in capsys.readouterr().err


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5)
ENTRIES = st.dictionaries(st.builds(Entry, NAMES, NAMES, NAMES), st.integers(1, 9), max_size=8)


@given(ENTRIES, ENTRIES)
def test_what_is_written_is_read_and_a_union_merge_takes_the_smaller_count(
    one: dict[Entry, int], other: dict[Entry, int]
) -> None:
    assert parse(FILE, render(one)) == one
    merged = parse(FILE, render(one) + render(other))
    assert merged == {entry: min(one.get(entry, 99), other.get(entry, 99)) for entry in {**one, **other}}


CONTENTS = st.lists(st.sampled_from("abc"), max_size=8)


@given(CONTENTS, CONTENTS)
def test_never_more_and_never_less_than_what_is_new(before: list[str], after: list[str]) -> None:
    accepted = counted("f.py", [spot(line, content) for line, content in enumerate(before)])
    found = new("f.py", [spot(line, content) for line, content in enumerate(after)], accepted)
    assert Counter(one.content for one in found) == Counter(after) - Counter(before)


def written(**counts: int) -> bytes:
    return render({Entry("a.py", "B103", name): count for name, count in counts.items()})


NO_JSON = "line 1: is not JSON in UTF-8; mend or delete that line, then run `walkaround sast baseline --update`"
COMPARED = [
    pytest.param(None, written(x=1), ["1 finding in code is newly accepted."], id="new-file"),
    pytest.param(written(x=1), written(x=3), ["2 findings in code are newly accepted."], id="more-of-one"),
    pytest.param(written(x=2), written(x=1, y=1), ["1 finding in code is newly accepted."], id="another"),
    pytest.param(written(x=2, y=1), written(x=1), [], id="fewer"),
    pytest.param(written(x=1), None, [], id="gone"),
    pytest.param(b"broken", written(x=1), [], id="repaired"),
    pytest.param(written(x=1), b"broken", [NO_JSON], id="broken"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "said"), COMPARED)
def test_policy_integrity_tells_what_is_newly_accepted(
    before: bytes | None, after: bytes | None, said: list[str]
) -> None:
    old, new_ = ({} if content is None else {FILE: content} for content in (before, after))
    found = compare(old, new_)
    assert [one.why if isinstance(one, NotJudged) else one.message for one in found] == said


def test_policy_integrity_sees_it_in_a_change(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit("before", **{"a.py": HEAD + LINE})
    accept(repository, capsys)
    assert policy_integrity.main([]) == 0
    assert capsys.readouterr().out == (
        f"{FILE}:0:0: POL010 1 finding in code is newly accepted. [warning]\n"
        "    Look at each of them before you commit the baseline.\n"
    )


def test_policy_integrity_sees_one_that_is_on_disk_alone(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit("before", **{"a.py": HEAD + LINE})
    assert command(capsys, "--update")[0] == 0
    assert policy_integrity.main([]) == 1
    assert f"{FILE}:0:0: POL005 The baseline in force is not staged" in capsys.readouterr().out
