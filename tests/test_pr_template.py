"""pr-template as its users run it: a real repository, arguments, output, exit code, files on disk."""

import json
import os
import shutil
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests_support import Repository
from walkaround._data import data_path
from walkaround._finding import NotJudged
from walkaround._managed import find, managed
from walkaround._policy import Policy
from walkaround.pr_template import EXTRA, HOOK, main
from walkaround.pr_template._checklist import NAME, TEXT, problem, required

with open(data_path(TEXT), "rb") as shipped:
    CHECKLIST = shipped.read()
BLOCK = CHECKLIST.rstrip(b"\n")
BEGIN, *_, END = BLOCK.splitlines()
(VERSION,) = (int(word[1:]) for word in BEGIN.decode().split() if word[:1] == "v")
OLDER = managed(NAME, VERSION, b"\nolder\n").block  # an earlier text, or the same with other lines in the policy
GITHUB = ".github/pull_request_template.md"
DEFAULT = Policy()


class Ran:
    """One run: its exit code, standard output, standard error."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *argv: str) -> None:
        capsys.readouterr()
        self.code = main(argv)
        self.out, self.err = capsys.readouterr()

    @property
    def all(self) -> tuple[int, str, str]:
        return self.code, self.out, self.err


def changed(*paths: str) -> str:
    return "".join(f"walkaround: pr-template: changed {path}; review and stage it\n" for path in paths)


def not_judged(path: str, why: str) -> str:
    return f"walkaround: pr-template: {path}: not judged: {why}\n"


def bad_policy(line: int, why: str) -> str:
    return f"walkaround: pr-template: not judged: walkaround.toml:{line}: {why}\n"


STAGE = "    Run the hook `pr-template` (`walkaround-pr-template --fix`), which writes it, and stage the file.\n"
RESTORE = (
    "    Run the hook `pr-template` (`walkaround-pr-template --fix`), and keep own wording outside the markers "
    "or in `pr-template.extra`.\n"
)
KEEP_EDIT = (
    "    Move own wording outside the markers or into `pr-template.extra`, and run "
    "`walkaround-pr-template --fix --overwrite`, which restores the text.\n"
)
MARKERS = "    Leave one begin marker and one end marker below it, each alone on its line, or delete both.\n"
NEWER = "    Update Walkaround to the version that wrote it, or delete the block and run the hook with `--fix`.\n"

EDITED = b"# Change\n\n" + BLOCK.replace(END, b"- [x] ours\n" + END)
OUTDATED = "The review checklist is not the text that Walkaround and the policy now ask for."
ROW = BLOCK.count(b"\n") + 1
DIFFERENCE = (
    f"--- {GITHUB}\n+++ {GITHUB} (expected)\n@@ -{ROW + 1},3 +{ROW + 1},2 @@\n"
    f" {BLOCK.splitlines()[-2].decode()}\n-- [x] ours\n {END.decode()}\n"
)
SAID = {
    "current": (BLOCK, 0, ""),
    "no block": (b"# Change\n", 0, f"{GITHUB}:0:0: PRT001 The template lacks the review checklist. [warning]\n{STAGE}"),
    "empty": (b"", 0, f"{GITHUB}:0:0: PRT001 The template lacks the review checklist. [warning]\n{STAGE}"),
    "edited": (
        EDITED,
        1,
        f"{GITHUB}:3:1: PRT002 The review checklist was edited between its markers.\n{KEEP_EDIT}",
    ),
    "outdated": (
        OLDER,
        1,
        f"{GITHUB}:1:1: PRT002 {OUTDATED}\n{RESTORE}",
    ),
    "newer": (
        managed(NAME, 9999, b"\nnewer\n").block,
        1,
        f"{GITHUB}:1:1: PRT002 The review checklist is version 9999, this Walkaround knows {VERSION}.\n{NEWER}",
    ),
    "broken": (
        b"\n" + BLOCK.removesuffix(b"<!-- walkaround:checklist end -->"),
        1,
        f"{GITHUB}:2:1: PRT003 The block walkaround:checklist begins and never ends.\n{MARKERS}",
    ),
}


@pytest.mark.parametrize(("content", "code", "out"), SAID.values(), ids=SAID)
def test_verdict_on_a_template(
    repository: Repository, capsys: pytest.CaptureFixture[str], content: bytes, code: int, out: str
) -> None:
    file = repository.stage(GITHUB, content)
    ran = Ran(capsys)
    assert (ran.code, ran.out) == (code, out)
    assert ran.err == (DIFFERENCE if content == EDITED else "")
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("no block", b"# Change\n\n" + CHECKLIST),
        ("empty", BLOCK),
        ("outdated", BLOCK),
    ],
)
def test_fix_mends_and_a_second_run_changes_nothing(
    repository: Repository, capsys: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    file = repository.stage(GITHUB, SAID[name][0])
    assert Ran(capsys, "--fix").all == (1, "", changed(GITHUB))
    assert file.read_bytes() == content
    repository.git("add", GITHUB)
    assert Ran(capsys, "--fix").all == (0, "", "")
    assert file.read_bytes() == content
    assert os.listdir(file.parent) == [file.name]


@pytest.mark.parametrize("name", ["newer", "broken"])
@pytest.mark.parametrize("options", [["--fix"], ["--fix", "--overwrite"]], ids=" ".join)
def test_fix_never_guesses(
    repository: Repository, capsys: pytest.CaptureFixture[str], name: str, options: list[str]
) -> None:
    content, _, out = SAID[name]
    file = repository.stage(GITHUB, content)
    assert Ran(capsys, *options).all == (1, out, "")
    assert file.read_bytes() == content


def test_an_edit_is_shown_and_kept_until_told_to_overwrite(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    file = repository.stage(GITHUB, EDITED)
    assert Ran(capsys, "--fix").all == (1, SAID["edited"][2], DIFFERENCE)
    assert file.read_bytes() == EDITED
    assert Ran(capsys, "--fix", "--overwrite").all == (1, "", changed(GITHUB))
    assert file.read_bytes() == b"# Change\n\n" + BLOCK
    repository.git("add", GITHUB)
    assert Ran(capsys, "--overwrite", "--fix", "--policy", "strict").all == (0, "", "")


def test_an_edit_in_another_format_is_shown_beside_it(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.stage(GITHUB, EDITED)
    ran = Ran(capsys, "--format", "json")
    assert json.loads(ran.out)["findings"][0]["rule"] == "PRT002"
    assert ran.err == DIFFERENCE
    ran = Ran(capsys, "--fix", "--overwrite", "--format", "json")
    assert (ran.code, json.loads(ran.out)["findings"]) == (1, [])


def test_an_edit_that_weighs_nothing_is_not_shown(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage(GITHUB, EDITED)
    repository.stage("walkaround.toml", '[rules]\nPRT002 = "off"\n')
    assert Ran(capsys).all == (0, "", "")


@pytest.mark.parametrize(
    ("added", "last"),
    [(94, f" {END.decode()}"), (95, "... and 1 more line"), (200, "... and 106 more lines")],
    ids=["all", "one too many", "many too many"],
)
def test_a_difference_is_harmless_and_not_endless(
    repository: Repository, capsys: pytest.CaptureFixture[str], added: int, last: str
) -> None:
    lines = b"".join(b"- line %d\n" % number for number in range(added))
    repository.stage(GITHUB, BLOCK.replace(END, b"##[error]\x1b[31m caf\xe9\r\n" + lines + END) + b"\n")
    err = Ran(capsys).err.splitlines()
    assert "-\\u0023#[error]\\u001b[31m caf\\xe9" in err
    assert len(err) == min(added + 6, 101)
    assert err[-1] == last


def test_no_template(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    message = f"{GITHUB}:0:0: PRT001 There is no pull request template with the review checklist."
    assert Ran(capsys).all == (0, f"{message} [warning]\n{STAGE}", "")
    assert Ran(capsys, "--policy", "strict").all == (1, f"{message}\n{STAGE}", "")
    assert not (repository.top / ".github").exists()
    assert Ran(capsys, "--fix").all == (1, "", changed(GITHUB))
    assert (repository.top / GITHUB).read_bytes() == CHECKLIST
    assert Ran(capsys, "--fix", "--policy", "strict").all == (0, "", "")


def test_new_file_has_the_usual_mode(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    previous = os.umask(0o027)
    try:
        assert Ran(capsys, "--fix").code == 1
    finally:
        os.umask(previous)
    assert stat.S_IMODE((repository.top / GITHUB).stat().st_mode) == 0o640


def test_mode_is_kept(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    file = repository.stage(GITHUB, "a\n")
    file.chmod(0o754)
    assert Ran(capsys, "--fix").code == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o754


def test_every_template_is_kept(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage(".github/PULL_REQUEST_TEMPLATE/a.md", "a\r\n")
    repository.stage(".github/PULL_REQUEST_TEMPLATE/b.md", CHECKLIST)
    repository.stage(".gitlab/merge_request_templates/Default.md", "c")
    fixed = changed(".github/PULL_REQUEST_TEMPLATE/a.md", ".gitlab/merge_request_templates/Default.md")
    assert Ran(capsys, "--fix").all == (1, "", fixed)
    crlf = b"a\r\n\r\n" + CHECKLIST.replace(b"\n", b"\r\n")
    assert (repository.top / ".github/PULL_REQUEST_TEMPLATE/a.md").read_bytes() == crlf
    assert (repository.top / ".gitlab/merge_request_templates/Default.md").read_bytes() == b"c\n\n" + BLOCK


def test_staged_content_is_judged(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    file = repository.stage(GITHUB, "a\n")
    file.write_bytes(CHECKLIST)
    assert "PRT001 The template lacks" in Ran(capsys).out
    assert "PRT001 The template lacks" in Ran(capsys, "--fix").out
    assert file.read_bytes() == CHECKLIST


def test_fix_keeps_what_is_not_staged(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    file = repository.stage(GITHUB, "a\n")
    file.write_bytes(b"a\nmore\n")
    assert Ran(capsys, "--fix").code == 1
    assert file.read_bytes() == b"a\nmore\n\n" + CHECKLIST


def test_template_in_the_index_only(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("docs/PULL_REQUEST_TEMPLATE.md", CHECKLIST).unlink()
    assert Ran(capsys, "--policy", "strict").all == (0, "", "")
    assert Ran(capsys, "--fix", "--policy", "strict").all == (0, "", "")
    repository.stage("docs/PULL_REQUEST_TEMPLATE.md", "a\n").unlink()
    ran = Ran(capsys, "--fix")
    assert ran.code == 2
    why = "is staged but not on disk; restore it, so that it can be mended"
    assert ran.err == not_judged("docs/PULL_REQUEST_TEMPLATE.md", why)
    assert sorted(os.listdir(repository.top)) == [".git", "docs"]


def test_from_a_folder_below(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("src/a.py")
    monkeypatch.chdir(repository.top / "src")
    assert Ran(capsys, "--fix").all == (1, "", changed(f"../{GITHUB}"))
    repository.git("add", "-A")
    assert Ran(capsys, "--policy", "strict").all == (0, "", "")
    assert (repository.top / GITHUB).read_bytes() == CHECKLIST


def test_outside_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert Ran(capsys, "--fix").all == (1, "", changed(GITHUB))
    assert Ran(capsys, "--policy", "strict").all == (0, "", "")


def test_rule_that_is_off_is_not_mended(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("walkaround.toml", '[rules]\nPRT001 = "off"\n')
    assert Ran(capsys, "--fix").all == (0, "", "")
    file = repository.stage(GITHUB, "a\n")
    assert Ran(capsys, "--fix").all == (0, "", "")
    repository.stage("walkaround.toml", '[rules]\nPRT002 = "off"\n')
    repository.stage(GITHUB, OLDER)
    assert Ran(capsys, "--fix").all == (0, "", "")
    assert file.read_bytes() == OLDER


def test_host(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage(GITHUB, "a\n")
    repository.stage("walkaround.toml", '[pr-template]\nhost = "gitlab"\n')
    assert Ran(capsys, "--fix").all == (1, "", changed(".gitlab/merge_request_templates/Default.md"))
    assert (repository.top / GITHUB).read_bytes() == b"a\n"


def test_listed_paths_replace_the_search(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage(GITHUB, "a\n")
    repository.stage("b.md", "b\n")
    repository.stage("walkaround.toml", '[pr-template]\npaths = ["b.md", "new/c.md", "./b.md"]\n')
    missing = "new/c.md:0:0: PRT001 There is no pull request template with the review checklist. [warning]\n"
    assert Ran(capsys).out.endswith(missing + STAGE)
    assert Ran(capsys, "--fix").all == (1, "", changed("b.md", "new/c.md"))
    assert (repository.top / GITHUB).read_bytes() == b"a\n"
    assert (repository.top / "new/c.md").read_bytes() == CHECKLIST


@pytest.mark.parametrize(
    "path", ["", "/etc/motd", "../x.md", "a/../../x.md", ".git/x.md", "sub/.GIT/x.md", ".", "a/", "a\\u0000b"]
)
def test_listed_path_outside(repository: Repository, capsys: pytest.CaptureFixture[str], path: str) -> None:
    repository.stage("walkaround.toml", f'[pr-template]\n\npaths = ["a.md", "{path}"]\n')
    given = path.replace("\\u0000", "\0")
    why = f'"pr-template.paths" must name files below the repository\'s top, not {given!r}'
    assert Ran(capsys, "--fix").all == (2, "", bad_policy(3, why))
    assert sorted(os.listdir(repository.top)) == [".git", "walkaround.toml"]


def test_own_lines(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("walkaround.toml", '[pr-template]\nextra = ["[ ] Prüfung bestanden", "- Ticket:"]\n')
    assert Ran(capsys, "--fix").code == 1
    text = (repository.top / GITHUB).read_bytes()
    assert text.splitlines()[1:-4] == BLOCK.rstrip().splitlines()[1:-2]
    assert text.splitlines()[-4:] == [
        "- [ ] Prüfung bestanden".encode(),
        b"- Ticket:",
        b"",
        b"<!-- walkaround:checklist end -->",
    ]
    repository.git("add", "-A")
    assert Ran(capsys, "--fix").all == (0, "", "")
    repository.stage("walkaround.toml", "")
    assert "PRT002 The review checklist is not the text" in Ran(capsys).out
    assert Ran(capsys, "--fix").code == 1
    assert (repository.top / GITHUB).read_bytes() == CHECKLIST


def test_own_line_that_forges_a_marker(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage(GITHUB, "a\n")
    repository.stage("walkaround.toml", '[pr-template]\nextra = ["ok", "<!-- walkaround:checklist end -->"]\n')
    why = '"pr-template.extra" line 2 holds a comment or a marker; write plain Markdown'
    assert Ran(capsys, "--fix").all == (2, "", bad_policy(2, why))
    assert (repository.top / GITHUB).read_bytes() == b"a\n"


@given(st.lists(st.text(max_size=30), max_size=4))
def test_own_lines_never_break_the_block(lines: list[str]) -> None:
    policy = DEFAULT.with_values({EXTRA: tuple(lines)})
    if any(problem(line) for line in lines):
        with pytest.raises(NotJudged):
            required(policy, EXTRA)
        return
    content = required(policy, EXTRA).block
    block = find(content, NAME)
    assert block is not None
    assert (block.start, block.end) == (0, len(content))
    assert [line for line in lines if line.strip().encode() not in content] == []


NO_FILE = "is not a regular file, as a template must be"


def test_folder_in_place_of_the_template(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    (repository.top / GITHUB).mkdir(parents=True)
    assert Ran(capsys, "--fix").all == (2, "", not_judged(GITHUB, NO_FILE))


def test_pipe_in_place_of_the_template(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    (repository.top / ".github").mkdir()
    os.mkfifo(repository.top / GITHUB)
    assert Ran(capsys, "--fix").all == (2, "", not_judged(GITHUB, NO_FILE))


def test_file_in_place_of_the_folder(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage(".github", "a file\n")
    ran = Ran(capsys, "--fix")
    assert (ran.code, ran.err) == (2, not_judged(GITHUB, "cannot be created: .github is not a folder"))
    assert sorted(os.listdir(repository.top)) == [".git", ".github"]


def test_link_inside_the_repository(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    file = repository.stage("docs/template.md", "a\n")
    (repository.top / "PULL_REQUEST_TEMPLATE.md").symlink_to("docs/template.md")
    (repository.top / "docs/pull_request_template.md").symlink_to("template.md")
    repository.git("add", "-A")
    lacks = "docs/template.md:0:0: PRT001 The template lacks the review checklist. [warning]\n"
    assert Ran(capsys).all == (0, lacks + STAGE, "")
    assert Ran(capsys, "--fix").all == (1, "", changed("docs/template.md"))
    assert file.read_bytes() == b"a\n\n" + CHECKLIST
    assert (repository.top / "PULL_REQUEST_TEMPLATE.md").is_symlink()
    repository.git("add", "-A")
    assert Ran(capsys, "--policy", "strict").all == (0, "", "")


LINKS = {
    "to a file outside": (
        GITHUB,
        "../../outside.md",
        "leaves the work tree by a link; make it a file of the repository",
    ),
    "to git's own": (GITHUB, "../.git/config", "leaves the work tree by a link; make it a file of the repository"),
    "to nothing": (GITHUB, "nowhere.md", NO_FILE),
    "to itself": (GITHUB, "pull_request_template.md", NO_FILE),
}


@pytest.mark.parametrize(("path", "target", "why"), LINKS.values(), ids=LINKS)
def test_link_that_is_refused(
    repository: Repository, capsys: pytest.CaptureFixture[str], path: str, target: str, why: str
) -> None:
    outside = repository.top.parent / "outside.md"
    outside.write_bytes(b"mine\n")
    link = repository.top / path
    link.parent.mkdir()
    link.symlink_to(target)
    repository.git("add", "-A")
    assert Ran(capsys, "--fix").all == (2, "", not_judged(path, why))
    assert outside.read_bytes() == b"mine\n"
    assert os.readlink(link) == target


def test_folder_that_leaves_the_repository(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    outside = repository.top.parent / "outside"
    outside.mkdir()
    (repository.top / ".github").symlink_to(outside)
    why = "leaves the work tree by a link; make it a file of the repository"
    assert Ran(capsys, "--fix").all == (2, "", not_judged(GITHUB, why))
    assert os.listdir(outside) == []


def test_read_only_template(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    file = repository.stage(GITHUB, "a\n")
    file.chmod(0o444)
    ran = Ran(capsys, "--fix")
    assert (ran.code, ran.err) == (2, not_judged(GITHUB, "cannot be written: it is read-only"))
    assert file.read_bytes() == b"a\n"


@pytest.mark.parametrize("existing", [True, False], ids=["exchange", "creation"])
def test_full_disk_leaves_nothing_behind(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, existing: bool
) -> None:
    if existing:
        repository.stage(GITHUB, "a\n")

    def fsync(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    ran = Ran(capsys, "--fix")
    what = "written" if existing else "created"
    assert (ran.code, ran.err) == (2, not_judged(GITHUB, f"cannot be {what}: No space left on device"))
    left = [name for _, _, names in os.walk(repository.top / ".github") for name in names]
    assert left == (["pull_request_template.md"] if existing else [])
    assert (repository.top / ".github").exists() == existing


UNFIT = {
    "UTF-16": ("# Häuser\n".encode("utf-16"), "is not UTF-8 text but UTF-16 or binary; save it as UTF-8"),
    "binary": (b"PK\x03\x04\0\0", "is not UTF-8 text but UTF-16 or binary; save it as UTF-8"),
    "open comment": (
        b"a\n\n<!-- b\n\nc\n",
        "has a comment from line 3 that is still open where the block stands; close it with -->",
    ),
    "open code": (
        b"a\n```py\nb\n",
        "has a code block from line 2 that is still open where the block stands; close it with ```",
    ),
    "open front matter": (
        b"---\nname: a\n\nb\n",
        "begins with front matter on line 1 that never ends; close it with a line of three hyphens",
    ),
    "carriage return": (b"a\nb\rc\n", "has a lone carriage return in line 2; save it with LF or CRLF line ends"),
    "block in code": (
        b"a\n\n~~~~\n" + BLOCK + b"\n~~~~\n",
        "has a code block from line 3 that is still open where the block stands; close it with ~~~~",
    ),
}


@pytest.mark.parametrize(("content", "why"), UNFIT.values(), ids=UNFIT)
def test_content_that_cannot_hold_the_checklist(
    repository: Repository, capsys: pytest.CaptureFixture[str], content: bytes, why: str
) -> None:
    file = repository.stage(GITHUB, content)
    assert Ran(capsys, "--fix").all == (2, "", not_judged(GITHUB, why))
    assert file.read_bytes() == content


def test_form_of_gitea(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage(".gitea/pull_request_template.yaml", "name: x\n")
    why = "is a form, which cannot hold the checklist; name Markdown files in `pr-template.paths`"
    assert Ran(capsys, "--fix").all == (2, "", not_judged(".gitea/pull_request_template.yaml", why))


def test_one_bad_template_does_not_stop_the_others(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("docs/pull_request_template.md", "a\n").chmod(0o444)
    repository.stage("pull_request_template.md", "b\n")
    ran = Ran(capsys, "--fix")
    assert ran.code == 2
    assert (repository.top / "pull_request_template.md").read_bytes() == b"b\n\n" + CHECKLIST


def test_file_names_are_not_taken(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert Ran(capsys, "README.md").code == 2
    assert sorted(os.listdir(repository.top)) == [".git"]


def test_git_that_fails_is_one_line(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(repository.top / ".git")
    repository.write(".git", "gitdir: /nowhere\n")
    ran = Ran(capsys, "--fix")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "internal error" not in ran.err


def test_rules_and_keys_are_whole() -> None:
    assert [(rule.id, rule.severity) for rule in HOOK.rules] == [
        ("PRT001", "warning"),
        ("PRT002", "error"),
        ("PRT003", "error"),
        ("PRT004", "warning"),
        ("PRT005", "warning"),
        ("PRT006", "warning"),
    ]
    assert {key.name: key.default for key in HOOK.keys} == {
        "pr-template.host": "auto",
        "pr-template.paths": (),
        "pr-template.extra": (),
        "pr-template.organisation": False,
    }


def test_usage(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    usage = {
        ("--overwrite",): "--overwrite goes with --fix",
        ("--remove", "--fix"): "--fix goes without --remove and --print",
        ("--print", "--fix"): "--fix goes without --remove and --print",
        ("--print", "--remove"): "argument --remove: not allowed with argument --print",
        ("--remove", "README.md"): "unrecognized arguments: README.md",
    }
    for words, why in usage.items():
        ran = Ran(capsys, *words)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.splitlines()[-1] == f"walkaround-pr-template: error: {why}"
    ran = Ran(capsys, "--help")
    assert ran.code == 0
    assert all(option in ran.out for option in ("--fix", "--overwrite", "--remove", "--print", "--policy", "--format"))
    assert sorted(os.listdir(repository.top)) == [".git"]


def removal(capsys: pytest.CaptureFixture[str], *paths: str) -> None:
    assert Ran(capsys, "--remove").all == (0, "", changed(*paths))
    assert Ran(capsys, "--remove").all == (0, "", "")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"a\r\n", b"a", b"---\nname: a\n---\n", b"caf\xe9\n"])
def test_removal_gives_back_what_was_there(
    repository: Repository, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    file = repository.stage(GITHUB, content)
    assert Ran(capsys, "--fix").code == 1
    assert file.read_bytes() != content
    removal(capsys, GITHUB)
    assert file.read_bytes() == content


def test_removal_deletes_what_the_hook_created(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert Ran(capsys, "--fix").code == 1
    removal(capsys, GITHUB)
    assert os.listdir(repository.top) == [".git"]


def test_removal_keeps_a_folder_with_more_in_it(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write(".gitlab/merge_request_templates/Release.md", "a\n")
    repository.write(".gitlab/merge_request_templates/Default.md", CHECKLIST.replace(b"\n", b"\r\n"))
    removal(capsys, ".gitlab/merge_request_templates/Default.md")
    assert os.listdir(repository.top / ".gitlab/merge_request_templates") == ["Release.md"]


def test_removal_from_every_template(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever became of the block, and where it stands below other text."""
    files = {
        ".azuredevops/pull_request_template/branches/main.md": (b"a\n\n" + EDITED, b"a\n\n# Change"),
        ".github/PULL_REQUEST_TEMPLATE/a.md": (b"a\n\n" + OLDER + b"\n\nb\n", b"a\n\nb\n"),
        "docs/pull_request_template.md": (SAID["newer"][0], b""),
    }
    for path, (content, _) in files.items():
        repository.stage(path, content)
    repository.stage("pull_request_template.md", "none\n")
    removal(capsys, *files)
    assert {path: (repository.top / path).read_bytes() for path in files} == {
        path: left for path, (_, left) in files.items()
    }


def test_removal_never_guesses(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    content = b"a\n" + SAID["broken"][0]
    file = repository.stage(GITHUB, content)
    other = repository.stage("docs/pull_request_template.md", "b\n\n" + CHECKLIST.decode())
    why = f"line 3: The block walkaround:checklist begins and never ends. {MARKERS.strip()}"
    expected = not_judged(GITHUB, why) + changed("docs/pull_request_template.md")
    assert Ran(capsys, "--remove").all == (2, "", expected)
    assert file.read_bytes() == content
    assert other.read_bytes() == b"b\n"


def test_removal_of_what_is_staged_alone(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("docs/PULL_REQUEST_TEMPLATE.md", b"a\n\n" + CHECKLIST).unlink()
    why = "is staged but not on disk; restore it, so that it can be mended"
    assert Ran(capsys, "--remove").all == (2, "", not_judged("docs/PULL_REQUEST_TEMPLATE.md", why))
    repository.stage("docs/PULL_REQUEST_TEMPLATE.md", CHECKLIST).unlink()
    why = "is staged but not on disk; unstage it with `git rm --cached`"
    assert Ran(capsys, "--remove").all == (2, "", not_judged("docs/PULL_REQUEST_TEMPLATE.md", why))


def test_removal_from_a_folder_below(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("src/a.py")
    repository.write(GITHUB, CHECKLIST)
    monkeypatch.chdir(repository.top / "src")
    removal(capsys, f"../{GITHUB}")
    assert sorted(os.listdir(repository.top)) == [".git", "src"]


def test_removal_where_nothing_may_be_written(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    file = repository.stage(GITHUB, b"a\n\n" + CHECKLIST)
    file.chmod(0o444)
    assert Ran(capsys, "--remove").all == (2, "", not_judged(GITHUB, "cannot be written: it is read-only"))


def test_removal_says_what_it_could_not_look_at(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    file = repository.stage("docs/pull_request_template.md", b"a\n\n" + CHECKLIST)
    repository.write(".gitea/pull_request_template.yaml", "name: a\n")
    (repository.top / "PULL_REQUEST_TEMPLATE.md").symlink_to("../outside.md")
    why = "leaves the work tree by a link; make it a file of the repository"
    expected = not_judged("PULL_REQUEST_TEMPLATE.md", why) + changed("docs/pull_request_template.md")
    assert Ran(capsys, "--remove").all == (2, "", expected)
    assert file.read_bytes() == b"a\n"
    repository.write("walkaround.toml", '[pr-template]\npaths = ["/a"]\n')
    why = "\"pr-template.paths\" must name files below the repository's top, not '/a'"
    assert Ran(capsys, "--remove").all == (2, "", bad_policy(2, why))


def test_removal_needs_no_text_to_install(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("walkaround.toml", '[pr-template]\nextra = [""]\n')
    repository.write(GITHUB, CHECKLIST)
    removal(capsys, GITHUB)


def test_print(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert Ran(capsys, "--print").all == (0, CHECKLIST.decode(), "")
    repository.stage("walkaround.toml", '[pr-template]\nhost = "bitbucket"\nextra = ["Ticket:"]\n')
    ran = Ran(capsys, "--print", "--policy", "strict")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.encode() == required(DEFAULT.with_values({EXTRA: ("Ticket:",)}), EXTRA).block + b"\n"
    repository.stage("walkaround.toml", '[pr-template]\nextra = [""]\n')
    assert Ran(capsys, "--print").all == (2, "", bad_policy(2, '"pr-template.extra" line 1 is empty'))


def test_bitbucket_reads_no_files(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage(GITHUB, "a\n")
    repository.stage("walkaround.toml", '[pr-template]\nhost = "bitbucket"\n')
    assert Ran(capsys, "--fix", "--policy", "strict").all == (0, "", "")
    repository.stage("walkaround.toml", '[pr-template]\nhost = "bitbucket"\npaths = ["a.md"]\n')
    assert Ran(capsys, "--fix").all == (1, "", changed("a.md"))


def test_bitbucket_that_can_be_told(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("bitbucket-pipelines.yml", "pipelines: {}\n")
    assert Ran(capsys, "--fix", "--policy", "strict").all == (0, "", "")
    repository.stage(".github/workflows/a.yml", "on: push\n")
    assert Ran(capsys, "--fix").all == (1, "", changed(GITHUB))


ORGANISATION = "[pr-template]\norganisation = true\n"
HIDES = "The template lacks the review checklist, and hides the organisation's, which carries it. [warning]"


def test_organisation_carries_the_checklist(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("walkaround.toml", f'extends = "strict"\n{ORGANISATION}')
    assert Ran(capsys, "--fix").all == (0, "", "")
    assert not (repository.top / ".github").exists()
    file = repository.stage(GITHUB, "a\n")
    ran = Ran(capsys)
    assert (ran.code, ran.out.splitlines()[0]) == (0, f"{GITHUB}:0:0: PRT005 {HIDES}")
    assert Ran(capsys, "--fix").all == (1, "", changed(GITHUB))
    assert file.read_bytes() == b"a\n\n" + CHECKLIST
    repository.git("add", "-A")
    assert Ran(capsys).all == (0, "", "")


def test_organisation_and_a_rule_that_is_off(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("walkaround.toml", f'{ORGANISATION}[rules]\nPRT005 = "off"\n')
    file = repository.stage(GITHUB, "a\n")
    assert Ran(capsys, "--fix").all == (0, "", "")
    assert file.read_bytes() == b"a\n"


def test_organisation_does_not_answer_for_listed_paths(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.stage("walkaround.toml", f'{ORGANISATION}paths = ["a.md"]\n')
    assert Ran(capsys).out.startswith("a.md:0:0: PRT001 There is no")


def test_hidden_template(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage(GITHUB, CHECKLIST)
    repository.stage("docs/PULL_REQUEST_TEMPLATE.md", CHECKLIST)
    said = "docs/PULL_REQUEST_TEMPLATE.md:0:0: PRT004 The host never uses this template, because it finds "
    remedy = "    Delete one of the two, or move what it says into the other one.\n"
    assert Ran(capsys, "--policy", "strict").all == (0, f"{said}{GITHUB} before. [warning]\n{remedy}", "")
    repository.stage("walkaround.toml", '[pr-template]\nhost = "azure"\n')
    assert Ran(capsys).all == (0, "", "")
    repository.stage("walkaround.toml", '[pr-template]\npaths = [".github/pull_request_template.md"]\n')
    assert Ran(capsys).all == (0, "", "")


def test_link_to_the_template_in_use_is_not_hidden(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("docs/pull_request_template.md", CHECKLIST)
    (repository.top / ".github").mkdir()
    (repository.top / GITHUB).symlink_to("../docs/pull_request_template.md")
    repository.git("add", "-A")
    assert Ran(capsys, "--policy", "strict").all == (0, "", "")


def test_templates_of_which_none_is_used_by_default(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage(".gitlab/merge_request_templates/Release.md", CHECKLIST)
    said = (
        ".gitlab/merge_request_templates/Default.md:0:0: PRT006 No template is used by default: a request begins empty"
    )
    ran = Ran(capsys, "--fix", "--policy", "strict")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == f"{said} unless its author asks for one. [warning]"
    repository.stage("walkaround.toml", '[pr-template]\npaths = [".gitlab/merge_request_templates/Release.md"]\n')
    assert Ran(capsys, "--policy", "strict").all == (0, "", "")
    repository.stage("walkaround.toml", "")
    repository.stage(".gitlab/merge_request_templates/default.md", CHECKLIST)
    assert Ran(capsys, "--policy", "strict").all == (0, "", "")
