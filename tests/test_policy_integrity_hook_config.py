"""What a change does to a configuration of hooks: which changes take an inspection away, and which do not."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import tomlkit
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests_support import tries
from walkaround._finding import Finding, NotJudged
from walkaround.policy_integrity._configuration import spelled
from walkaround.policy_integrity._hook_config import check_alone, compare, compare_all
from walkaround.policy_integrity._kinds import is_hook_configuration

PATH = ".pre-commit-config.yaml"
OWN = frozenset(("secret-detection", "strict"))
RESTORE = "Restore it, or have the people who answer for the hooks make that change."
HEAD = "repos:\n- repo: https://h.org/o/r\n  rev: v1\n  hooks:\n"


def text(*hooks: str, repo: str = "https://h.org/o/r", top: str = "") -> str:
    """A configuration of one repository; a hook is an id, or an id with options in braces."""
    entries = "".join(f"  - {{id: {hook}}}\n" for hook in hooks)
    return f"{top}repos:\n- repo: {repo}\n  hooks:\n{entries}"


def said(before: str | None, after: str | None, path: str = PATH) -> list[str]:
    """What is said, as `line:column message`; everything else about a finding is always the same."""
    contents = [content.encode() if content is not None else None for content in (before, after)]
    return told(list(compare(path, contents[0], contents[1], OWN)), path)


def told(found: Sequence[Finding | NotJudged], path: str = PATH) -> list[str]:
    lines = []
    for one in found:
        assert one.path == path
        if isinstance(one, NotJudged):
            lines.append(f"not judged: {one.why}")
        else:
            assert (one.rule, one.remedy) == ("POL002", RESTORE)
            lines.append(f"{one.line}:{one.column} {one.message}")
    return lines


SILENT = [
    pytest.param(text("a", "b"), text("b", "a"), id="order"),
    pytest.param(text("a"), text("a", "b"), id="a-hook-more"),
    pytest.param(HEAD + "  - id: a\n", HEAD.replace("v1", "v2") + "  - id: a\n", id="rev"),
    pytest.param(text("a"), text("a", repo="git@h.org:o/r.git"), id="ssh"),
    pytest.param(text("a"), text("a", repo="ssh://git@h.org/o/r/"), id="ssh-url"),
    pytest.param(text("a"), text("a", repo="https://me:pw@H.org/O/R.git/"), id="credentials-and-case"),
    pytest.param(text("a"), text("a", repo="https://h.org/p/r"), id="another-repository"),
    pytest.param(text("a"), text("a", repo="builtin"), id="built-into-prek"),
    pytest.param(text("a, exclude: x"), text("a"), id="exclude-gone"),
    pytest.param(text("a, exclude: x|y"), text("a, exclude: y"), id="exclude-smaller"),
    pytest.param(text("a, exclude: ^a/.*"), text("a, exclude: ^a/b$"), id="exclude-part-of-it"),
    pytest.param(text("a"), text("a, exclude: ^$"), id="exclude-nothing"),
    pytest.param(text("a"), text("a, exclude: ~"), id="exclude-empty"),
    pytest.param(text("a, files: x"), text("a"), id="files-gone"),
    pytest.param(text("a, files: x"), text("a, files: x|y"), id="files-larger"),
    pytest.param(text("a"), text("a, files: ''"), id="files-everything"),
    pytest.param(text("a"), text("a, files: {glob: '**'}"), id="glob-of-everything"),
    pytest.param(text("a, files: {glob: x}"), text("a, files: {glob: [x, y]}"), id="globs-more"),
    pytest.param(text("a, exclude: {glob: [x, y]}"), text("a, exclude: {glob: y}"), id="globs-fewer"),
    pytest.param(text("a, types: [python, text]"), text("a, types: [file, text]"), id="types-fewer"),
    pytest.param(text("a, types: [python]"), text("a, types_or: [python, pyi]"), id="types-become-types-or"),
    pytest.param(text("a, types_or: [python]"), text("a, types_or: [pyi, python]"), id="types-or-more"),
    pytest.param(text("a, types_or: [python]"), text("a"), id="types-or-gone"),
    pytest.param(text("a"), text("a, types_or: [file]"), id="types-or-of-every-file"),
    pytest.param(text("a, exclude_types: [svg, xml]"), text("a, exclude_types: [xml]"), id="exclude-types-fewer"),
    pytest.param(text("a, stages: [commit]"), text("a, stages: [pre-push, pre-commit]"), id="stages-more"),
    pytest.param(text("a, stages: [manual]"), text("a, stages: [pre-push]"), id="stages-manual-gone"),
    pytest.param(text("a"), text("a, stages: [commit-msg]"), id="stages-of-a-message"),
    pytest.param(text("a"), text("a, stages: [pre-commit]"), id="stages-of-a-commit"),
    pytest.param(text("a, stages: [pre-push]"), text("a"), id="stages-gone-manifest-decides"),
    pytest.param(text("a, always_run: false"), text("a"), id="always-run-was-not"),
    pytest.param(text("a"), text("a, args: [x], fail_fast: true, verbose: true, name: n, alias: z"), id="details"),
    pytest.param(text("a, args: [x, y]"), text("a, args: [z]"), id="args-of-others"),
    pytest.param(text("a, additional_dependencies: [x]"), text("a"), id="dependencies-of-others"),
    pytest.param(text("a"), text("a, pass_filenames: false, args: [src]"), id="file-names-as-arguments"),
    pytest.param(text("a, pass_filenames: false"), text("a, pass_filenames: false"), id="no-file-names-as-before"),
    pytest.param(text("a"), text("a, pass_filenames: 4"), id="file-names-in-portions"),
    pytest.param(text("a, entry: x"), text("a"), id="command-of-its-repository-again"),
    pytest.param(
        text("a"), text("a", top="fail_fast: true\ndefault_language_version: {python: python3.13}\n"), id="top"
    ),
    pytest.param(text("a"), text("a", top="default_stages: [pre-commit, pre-push]\n"), id="default-stages"),
    pytest.param(text("a", top="exclude: x|y\n"), text("a", top="exclude: x\n"), id="top-exclude-smaller"),
    pytest.param(text("a", top="exclude: x\n"), text("a, exclude: x"), id="exclude-from-the-top-to-the-hook"),
    pytest.param(text("a, exclude: y", top="exclude: x\n"), text("a, exclude: x|y"), id="exclude-joined"),
    pytest.param(text("a"), text("a", top="ci: {skip: [a], autofix_prs: false}\n"), id="ci-skips-others"),
    pytest.param(text("strict, args: [x]"), text("strict, args: [y, x]"), id="own-args-more"),
    pytest.param(text("flake8", "isort"), text("ruff"), id="replaced-by-ruff"),
    pytest.param(text("ruff"), text("ruff-check"), id="renamed-by-its-authors"),
    pytest.param("- repo: r\n  hooks: [{id: a}]\n", text("a", repo="r"), id="oldest-format"),
    pytest.param("repos: [\n", text("a"), id="repaired"),
    pytest.param("a: 1\na: 2\n", text("a"), id="repaired-duplicate"),
    pytest.param(None, text("a, exclude: x", top="exclude: .*\n"), id="new"),
    pytest.param(text("a", "a, files: x"), text("a, files: x", "a"), id="one-id-twice"),
    pytest.param(
        f"x: &x {{exclude: y}}\n{text('a, exclude: y')}", f"x: &x {{exclude: y}}\n{text('a, <<: *x')}", id="merge-key"
    ),
    pytest.param(text("a"), text("a").replace("\n", "\r\n"), id="line-ends"),
    pytest.param(text("a"), "\ufeff" + text("a"), id="byte-order-mark"),
]


@pytest.mark.parametrize(("before", "after"), SILENT)
def test_what_takes_nothing_away(before: str | None, after: str) -> None:
    assert said(before, after) == []


A = 'The hook "a" of h.org/o/r'
STRICT = 'The hook "strict" of h.org/o/r'
ALL = "All hooks together"
GONE = "is removed."
ENTRY = "runs another command than before: `entry`."
EXCLUDE = "leaves out other files than before: `exclude`."
FILES = "selects other files than before: `files`."
KINDS = "selects other kinds of files than before:"
STAGE = "no longer runs at"
ARGS = "is run with other arguments than before: `args`."
UNTOLD = "is no longer told which files to inspect."
REPLACED = "is replaced by a command of this repository."
ELSEWHERE = "https://h.org/p/r"

# What is said of the only hook of a configuration, at its second entry (or where the table says).
OF_A_HOOK = {
    "command": ("a", "a, entry: 'true'", f"4:13 {A} {ENTRY}"),
    "command-true": ("a", "a, entry: true", f"4:13 {A} {ENTRY}"),
    "shell": ("a", "a, shell: sh", f"4:13 {A} runs its command in another shell: `shell`."),
    "exclude": ("a", "a, exclude: x", f"4:13 {A} {EXCLUDE}"),
    "exclude-everything": ("a", "a, exclude: ''", f"4:13 {A} {EXCLUDE}"),
    "exclude-larger": ("a, exclude: x", "a, exclude: x|y", f"4:13 {A} {EXCLUDE}"),
    "exclude-not-understood": ("a, exclude: x", "a, exclude: (", f"4:13 {A} {EXCLUDE}"),
    "exclude-becomes-a-glob": ("a, exclude: x", "a, exclude: {glob: x}", f"4:13 {A} {EXCLUDE}"),
    "files": ("a", "a, files: x", f"4:13 {A} {FILES}"),
    "files-glob": ("a", "a, files: {glob: '*.py'}", f"4:13 {A} {FILES}"),
    "files-smaller": ("a, files: x|y", "a, files: x", f"4:13 {A} {FILES}"),
    "types": ("a", "a, types: [zig]", f"4:13 {A} {KINDS} `types`."),
    "types-or": ("a", "a, types_or: [c]", f"4:13 {A} {KINDS} `types_or`."),
    "types-or-fewer": ("a, types_or: [c, go]", "a, types_or: [c]", f"4:13 {A} {KINDS} `types_or`."),
    "exclude-types": ("a", "a, exclude_types: [c]", f"4:13 {A} {KINDS} `exclude_types`."),
    "manual": ("a", "a, stages: [manual]", f"4:13 {A} {STAGE} pre-commit."),
    "at-push": ("a", "a, stages: [pre-push]", f"4:13 {A} {STAGE} pre-commit."),
    "at-no-stage": ("a", "a, stages: []", f"4:13 {A} {STAGE} pre-commit."),
    "stage-gone": ("a, stages: [commit, push]", "a, stages: [pre-commit]", f"4:13 {A} {STAGE} pre-push."),
    "stages-gone": (
        "a, stages: [commit, push]",
        "a, stages: [commit-msg]",
        f"4:13 {A} {STAGE} pre-commit, pre-push.",
    ),
    "always-run": ("a, always_run: true", "a", f"4:6 {A} no longer runs where no file is selected: `always_run`."),
    "no-file-names": ("a", "a, pass_filenames: false", f"4:13 {A} {UNTOLD}"),
    "own-args-order": ("strict, args: [x, y]", "strict, args: [y, x]", f"4:18 {STRICT} {ARGS}"),
    "own-args-gone": ("strict, args: [x]", "strict", f"4:6 {STRICT} {ARGS}"),
    "own-help": ("strict", "strict, args: [--help]", f"4:18 {STRICT} {ARGS}"),
    "own-dependencies": (
        "strict, additional_dependencies: [x]",
        "strict",
        f"4:6 {STRICT} loses an entry of `additional_dependencies`.",
    ),
    "own-environment": (
        "strict",
        "strict, env: {PATH: x}",
        f"4:18 {STRICT} is run in another environment than before: `env`.",
    ),
    "own-language": (
        "strict",
        "strict, language: script",
        f"4:18 {STRICT} runs its command in another way: `language`.",
    ),
    "own-file-names": ("strict", "strict, pass_filenames: false, args: [src]", f"4:18 {STRICT} {UNTOLD}"),
    "replaced-in-part": ("flake8", "ruff, exclude: x", f'2:3 The hook "flake8" of h.org/o/r {GONE}'),
    "own-hook-replaced": ("secret-detection", "ruff", f'2:3 The hook "secret-detection" of h.org/o/r {GONE}'),
}


@pytest.mark.parametrize(("before", "after", "expected"), OF_A_HOOK.values(), ids=list(OF_A_HOOK))
def test_what_takes_something_away_from_a_hook(before: str, after: str, expected: str) -> None:
    assert said(text(before), text(after)) == [expected]


OF_A_FILE = {
    "removed": (text("a", "b"), text("b"), [f"2:3 {A} {GONE}"]),
    "removed-with-its-repository": (text("a"), "repos: []\n", [f"0:0 {A} {GONE}"]),
    "emptied": (text("a"), "", [f"0:0 {A} {GONE}"]),
    "one-of-two": (text("a", "a"), text("a"), [f"2:3 {A} {GONE}"]),
    "deleted": (
        text("a", "secret-detection"),
        None,
        [
            f"0:0 {A} is removed with its configuration.",
            '0:0 The hook "secret-detection" of h.org/o/r is removed with its configuration.',
        ],
    ),
    "deleted-unreadable": (
        "[",
        None,
        ["0:0 The configuration of the hooks is deleted, and what it held cannot be read."],
    ),
    "replaced": (
        text("a"),
        text("a, name: n, entry: 'true', language: system", repo="local"),
        [f"4:6 {A} {REPLACED}"],
    ),
    "replaced-and-narrowed": (
        text("a"),
        text("a, entry: x, files: x", repo="local"),
        [f"4:6 {A} {REPLACED}", f"4:23 {A} {FILES}"],
    ),
    "moved-and-narrowed": (text("a"), text("a, exclude: x", repo=ELSEWHERE), [f"4:13 {A} {EXCLUDE}"]),
    "own-repository": (text("strict"), text("strict", repo=ELSEWHERE), [f"4:6 {STRICT} now comes from h.org/p/r."]),
    "own-repository-was-local": (
        text("strict", repo="local"),
        text("strict"),
        ['4:6 The hook "strict" now comes from h.org/o/r.'],
    ),
    "stage-of-the-default-gone": (
        text("a", top="default_stages: [pre-commit, pre-push]\n"),
        text("a, stages: [pre-commit]"),
        [f"4:13 {A} {STAGE} pre-push."],
    ),
    "top-exclude": (
        text("a"),
        text("a", top="exclude: x\n"),
        [f"1:1 {ALL} leave out other files than before: `exclude`."],
    ),
    "top-files": (text("a"), text("a", top="files: x\n"), [f"1:1 {ALL} select other files than before: `files`."]),
    "default-stages": (
        text("a"),
        text("a", top="default_stages: [push]\n"),
        ["1:1 Hooks that do not say where they run no longer run at pre-commit."],
    ),
    "installed": (
        text("a"),
        text("a", top="default_install_hook_types: [pre-push]\n"),
        ["1:1 An installation no longer sets up git's hook pre-commit."],
    ),
    "ci-skip": (
        text("strict"),
        text("strict", top="ci: {skip: [a, strict, strict]}\n"),
        ['1:1 pre-commit.ci no longer runs the hook "strict".'],
    ),
    "no-credentials": (text("a", repo="https://me:pw@h.org/o/r"), "repos:\n", [f"0:0 {A} {GONE}"]),
    "long-id": (text("x" * 200), "repos:\n", [f'0:0 The hook "{"x" * 97}..." of h.org/o/r {GONE}']),
}


@pytest.mark.parametrize(("before", "after", "expected"), OF_A_FILE.values(), ids=list(OF_A_FILE))
def test_what_takes_something_away(before: str, after: str | None, expected: list[str]) -> None:
    assert said(before, after) == expected


def local(entry: str, language: str = "system", more: str = "", name: str = "t") -> str:
    return text(f"{name}, name: n, language: {language}, entry: {entry!r}{more}", repo="local")


OTHER = f'The hook "t" {ENTRY}'
SAME_PROGRAM = [
    ("pytest -v", "pytest -q -x"),
    ("black", "uv run black"),
    ("ruff check", "python3 -m ruff check --fix"),
    ("uv run --with 'x>=1' --frozen ./a/b.py", "a/b.py"),
    ("python ./a/b.py", "python3.12 -m a.b -v"),
    ("A=1 npx --yes eslint", "npx eslint ."),
    ("bash scripts/x.sh", "bash ./scripts/x.sh -v"),
    ("make lint", "make lint -j2"),
]


@pytest.mark.parametrize(("before", "after"), SAME_PROGRAM)
def test_a_command_of_the_same_program(before: str, after: str) -> None:
    assert said(local(before), local(after)) == []
    assert said(local(before), local(after, name="u")) == []  # another id for the same program


OTHER_PROGRAM = [
    ("pytest", "true"),
    ("pytest", "pytest --version"),
    ("make lint", "make lint || true"),
    ("ruff check", "ruff format"),
    ("make lint", "make fmt"),
    ("uv run --unknown x pytest", "pytest"),
    ("bash -c 'pytest'", "bash -c 'true'"),
    ("python -c 'import a'", "python -c 'pass'"),
    ("pytest", ""),
    ("'", "' x"),
    ("python", "python3 -m"),
]


@pytest.mark.parametrize(("before", "after"), OTHER_PROGRAM)
def test_a_command_of_another_program(before: str, after: str) -> None:
    (line,) = said(local(before), local(after))
    assert line == f"4:{local(after).splitlines()[3].index('entry') + 1} {OTHER}"


LANGUAGES = [
    pytest.param(("x", "system"), ("x", "python"), "", id="installed-otherwise"),
    pytest.param(("x", "system"), ("x", "unsupported"), "", id="new-name"),
    pytest.param(("x", "fail"), ("y z", "fail"), "", id="message"),
    pytest.param(("x", "system"), ("never", "fail"), "", id="always-fails"),
    pytest.param(("a|b", "pygrep"), ("b|a|c", "pygrep"), "", id="more-patterns"),
    pytest.param(("a|b", "pygrep"), ("a", "pygrep"), "entry", id="fewer-patterns"),
    pytest.param(("a", "pygrep"), ("a", "system"), "language", id="no-pattern"),
    pytest.param(("a", "system"), ("a", "pygrep"), "language", id="only-a-pattern"),
    pytest.param(("never", "fail"), ("true", "system"), "entry", id="no-longer-fails"),
]


@pytest.mark.parametrize(("before", "after", "key"), LANGUAGES)
def test_languages(before: tuple[str, str], after: tuple[str, str], key: str) -> None:
    column = local(*after).splitlines()[3].index(key) + 1
    expected = [f"4:{column} {OTHER.replace('entry', key)}"] if key else []
    assert said(local(*before), local(*after)) == expected


def test_a_pattern_that_must_be_found_may_not_get_alternatives() -> None:
    more = ", args: [--negate]"
    (line,) = said(local("a", "pygrep", more), local("a|b", "pygrep", more))
    assert line.endswith(OTHER)


def test_a_local_hook_may_find_its_files_itself_and_loses_its_default_stage() -> None:
    assert said(local("make lint"), local("make lint", more=", pass_filenames: false")) == []
    top = "default_stages: [pre-commit]\n"
    before = top + local("x", more=", stages: [pre-push]")
    assert said(before, top + local("x")) == ['5:6 The hook "t" no longer runs at pre-push.']


BAD = [
    pytest.param("repos: [\n", "line 2: is not YAML: did not find expected node content", id="broken"),
    pytest.param("repos: []\nrepos: []\n", 'line 2: has the key "repos" twice in one place', id="twice"),
    pytest.param(text("a, files: x, files: y"), 'line 4: has the key "files" twice in one place', id="twice-in-a-hook"),
    pytest.param("? [a]\n: b\n", "line 1: has a key that is not a word", id="key"),
    pytest.param("a: &a [*a]\n", "line 1: holds itself by an alias", id="cycle"),
    pytest.param("a: {<<: [x]}\n", "line 1: merges what is not a mapping", id="merge"),
    pytest.param("x\n", "line 1: the configuration is not a mapping", id="text"),
    pytest.param("repos: {}\n", "line 1: `repos` is not a list", id="repos"),
    pytest.param("repos: [x]\n", "line 1: an entry of `repos` is not a mapping", id="repo-text"),
    pytest.param("repos:\n- hooks: []\n", "line 2: has an entry of `repos` without a `repo`", id="no-repo"),
    pytest.param("repos:\n- repo: [x]\n", "line 2: has an entry of `repos` without a `repo`", id="repo"),
    pytest.param("repos:\n- repo: x\n  hooks: {}\n", "line 3: `hooks` is not a list", id="hooks"),
    pytest.param(HEAD + "  - a\n", "line 5: a hook is not a mapping", id="hook"),
    pytest.param(HEAD + "  - name: a\n", "line 5: has a hook without an `id`", id="no-id"),
    pytest.param(text("a, exclude: [x]"), "line 4: `exclude` is not a pattern", id="exclude"),
    pytest.param(text("a, files: {regex: x}"), "line 4: `files` is not a pattern", id="files"),
    pytest.param(text("a, types: python"), "line 4: `types` is not a list of words", id="types"),
    pytest.param(text("a, stages: [[commit]]"), "line 4: `stages` is not a list of words", id="stages"),
    pytest.param(text("a, entry: {}"), "line 4: `entry` is not a word", id="entry"),
    pytest.param(text("a, always_run: 1"), "line 4: `always_run` is not true or false", id="always-run"),
    pytest.param("ci: x\n", "line 1: `ci` is not a mapping", id="ci"),
    pytest.param("repos:\n- &a {repo: x, hooks: &h [" + "{id: a}, " * 100 + "]}\n" + "- *a\n" * 30,
                 "line 2: has more than 2000 hooks", id="many"),
    pytest.param("a: &a {" + ", ".join(f"k{n}: 1" for n in range(300)) + "}\nb:\n" + "- {<<: *a}\n" * 100,
                 "line 1: merges more than anybody writes by hand", id="merge-bomb"),
    pytest.param("a: " + "[" * 200, "line 1: is nested deeper than 100 levels", id="deep"),
    pytest.param("a: 1\n---\nb: 2\n", "line 2: begins a second document; only one is allowed here", id="documents"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "why"), BAD)
def test_what_nobody_can_be_sure_of_is_not_judged(content: str, why: str) -> None:
    assert said(text("a"), content) == [f"not judged: {why}"]
    assert told(list(check_alone(PATH, content.encode(), OWN))) == [f"not judged: {why}"]


def test_bytes_that_are_no_text_are_not_judged() -> None:
    found = list(compare(PATH, None, b"a: \xff\n", OWN))
    assert told(found) == ["not judged: line 1: is not UTF-8; save the file as UTF-8"]


def test_aliases_are_not_written_out() -> None:
    doubling = "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    assert said(text("a"), f"a0: &a0 x\n{doubling}{text('a')}") == []


# prek.toml

TOML = '[[repos]]\nrepo = "https://h.org/o/r"\nrev = "v1"\nhooks = [\n  { id = "a" },\n]\n'
TABLES = '[[repos]]\nrepo = "https://h.org/o/r"\n\n[[repos.hooks]]\nid = "a"\nexclude = "x"\n'
SEVERAL_LINES = TOML.replace('{ id = "a" },', '{\n    id = "a", # a\n    exclude = "x",\n  },')

IN_TOML = [
    pytest.param(TOML, TOML, [], id="same"),
    pytest.param(TOML, TABLES, [f"6:11 {A} leaves out other files than before: `exclude`."], id="tables"),
    pytest.param(TOML, SEVERAL_LINES, [f"7:15 {A} leaves out other files than before: `exclude`."], id="several-lines"),
    pytest.param(TABLES, SEVERAL_LINES, [], id="two-ways-to-write-it"),
    pytest.param(TOML, "", [f"0:0 {A} is removed."], id="emptied"),
    pytest.param(TOML, TABLES.replace('id = "a"', 'id = "b"'), [f"2:8 {A} is removed."], id="removed"),
    pytest.param(TOML, "repos = 1\n", ["not judged: line 1: `repos` is not a list"], id="shape"),
    pytest.param(TOML, "a = 1\na = 2\n", ["not judged: line 2: is not TOML: cannot overwrite a value"], id="twice"),
    pytest.param(TOML, "a = [\n", ["not judged: line 2: is not TOML: invalid value"], id="broken"),
    pytest.param(
        TOML, "a = " + "[" * 120 + "]" * 120, ["not judged: line 1: is nested deeper than 100 levels"], id="deep"
    ),
    pytest.param(
        TOML,
        f'default_install_hook_types = ["pre-push"]\n{TOML}',
        ["1:30 An installation no longer sets up git's hook pre-commit."],
        id="top",
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), IN_TOML)
def test_prek_toml(before: str, after: str, expected: list[str]) -> None:
    assert said(before, after, "prek.toml") == expected


def test_a_folder_that_hides_its_files_from_the_hooks_above() -> None:
    line = "1:1 The hooks of the folders above no longer see the files of this one."
    top = "orphan: true\n"
    path = f"sub/{PATH}"
    assert said(None, text("a", top=top), path) == [line]
    assert said(text("a"), text("a", top=top), path) == [line]
    assert said(text("a", top=top), text("a", top=top), path) == []
    assert said(None, text("a", top=top)) == []  # nothing is above the top


# Several files

Y = text("a").encode()
T = TOML.encode()
SUB = "sub/" + PATH
NO_MORE = f"{A} is removed with its configuration."
WHOLE: dict[str, tuple[dict[str, bytes], dict[str, bytes], list[str]]] = {
    "yaml-becomes-toml": ({PATH: Y}, {"prek.toml": T}, []),
    "other-ending": ({PATH: Y}, {".pre-commit-config.yml": Y}, []),
    "moved-with-its-folder": ({SUB: Y}, {"other/" + PATH: Y}, []),
    "moved-away-from-the-top": ({PATH: Y}, {SUB: Y}, [f"{PATH}:0 {NO_MORE}"]),
    "deleted-with-its-folder": ({"gone/" + PATH: Y}, {}, []),
    "one-of-two-deleted": ({PATH: Y, SUB: Y}, {PATH: Y}, [f"{SUB}:0 {NO_MORE}"]),
    "hidden-by-an-empty-one": ({PATH: Y}, {PATH: Y, "prek.toml": b""}, [f"prek.toml:0 {A} {GONE}"]),
    "hidden-by-the-same": ({PATH: Y}, {PATH: Y, "prek.toml": T}, []),
    "hidden-by-an-unreadable-one": ({PATH: Y}, {PATH: Y, "prek.toml": b"x"}, ["prek.toml: not judged"]),
    "one-that-nobody-reads": ({PATH: Y}, {PATH: Y, ".pre-commit-config.yml": b""}, []),
    "the-other-one-deleted": ({PATH: Y, "prek.toml": T}, {PATH: Y}, []),
    "becomes-unreadable": ({PATH: Y}, {"prek.toml": b"x"}, ["prek.toml: not judged"]),
    "new": ({}, {PATH: Y}, []),
    "changed": ({PATH: Y}, {PATH: b"repos: []\n"}, [f"{PATH}:0 {A} {GONE}"]),
}


@pytest.mark.parametrize(("before", "after", "expected"), WHOLE.values(), ids=list(WHOLE))
def test_all_configurations_of_a_repository(
    before: Mapping[str, bytes], after: Mapping[str, bytes], expected: list[str]
) -> None:
    assert [
        f"{one.path}: not judged" if isinstance(one, NotJudged) else f"{one.path}:{one.line} {one.message}"
        for one in compare_all(before, after, OWN, {"gone/"})
    ] == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (PATH, True),
        (".pre-commit-config.yml", True),
        ("prek.toml", True),
        ("docs/prek.toml", True),
        ("a/b/" + PATH, True),
        ("xprek.toml", False),
        (".pre-commit-hooks.yaml", False),
        ("tests/data/" + PATH, False),
        ("project_template/" + PATH, False),
        ("{{cookiecutter.slug}}/" + PATH, False),
        ("examples/prek.toml", False),
    ],
)
def test_which_paths_are_configurations(path: str, expected: bool) -> None:
    assert is_hook_configuration(path) is expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://github.com/psf/black", "github.com/psf/black"),
        ("https://github.com/PSF/Black.git/", "github.com/psf/black"),
        ("git@github.com:psf/black.git", "github.com/psf/black"),
        ("ssh://git@github.com:22/psf/black", "github.com/psf/black"),
        ("http://github.com/psf/black", "http://github.com/psf/black"),
        ("git://u:p@github.com/psf/black", "git://github.com/psf/black"),
        ("local", "local"),
        ("./a/b@c:d/", "./a/b@c:d"),
        ("file:///a/b", "file:///a/b"),
    ],
)
def test_spellings_of_a_repository(address: str, expected: str) -> None:
    assert spelled(address) == expected


# By itself

ALONE_SILENT = [
    text("a, exclude: .*, files: ^$, stages: [manual]"),
    text("strict, exclude: ^docs/", "secret-detection, exclude: '\\.(lock|min\\.js)$'"),
    text("strict, exclude: ^(?!src/)", top="exclude: '^(?!(pandas|web)/)'\n"),
    text("strict, exclude: '/'", top="exclude: '^[^/]+$'\n"),
    text("strict, files: '^src/.*\\.py$', exclude: '[^a]$'", top="files: ^pandas/\n"),
    text("strict, exclude: '(a+)+$'", top="exclude: '('\n"),
    text("strict, exclude: {glob: '*.md'}, stages: [pre-commit, manual]"),
    text("strict, exclude: '^.{1,3}$', entry: walkaround-strict", repo="local"),
    text("strict, exclude: '\\.'", top="files: ''\n"),
    "",
]


@pytest.mark.parametrize("content", ALONE_SILENT)
def test_ordinary_filters_are_no_finding(content: str) -> None:
    assert told(list(check_alone(PATH, content.encode(), OWN))) == []


S = f"4:18 {STRICT}"
MATCHES_ALL = ("''", "'.*'", "'.'", "'^'", "'^.*$'", "'.+'", "'[^/]'", "'[a-m]|[^a-m]'", r"'\S'", "'(.|x)'", "'$'")
ALONE = [
    *(
        pytest.param(f"strict, exclude: {value}", f"{S} inspects no file: `exclude` matches every file.", id=value)
        for value in (
            "''",
            "'.*'",
            "'.'",
            "'^'",
            "'^.*$'",
            "'.+'",
            "'[^/]'",
            "'[a-m]|[^a-m]'",
            r"'\S'",
            "'(.|x)'",
            "'$'",
        )
    ),
    pytest.param("strict, exclude: {glob: '**'}", f"{S} inspects no file: `exclude` matches every file.", id="glob"),
    *(
        pytest.param(f"strict, files: {value}", f"{S} inspects no file: `files` matches no file.", id=f"files-{value}")
        for value in ("^$", "'(?!)'", "'$a'", "'a^'")
    ),
    pytest.param("strict, stages: [manual]", f"{S} never runs by itself: `stages` is `manual`.", id="manual"),
    pytest.param(
        "strict, args: [--version]", f"{S} inspects nothing: with these `args` it speaks of itself.", id="args"
    ),
    *(
        pytest.param(
            f"strict, entry: {value}",
            f"{S} inspects nothing: `entry` is a command that always succeeds.",
            id=f"entry-{value}",
        )
        for value in ("'true'", "/bin/true", "'bash -c true'", "':'", "'echo ok'", "exit 0")
    ),
]


@pytest.mark.parametrize(("hook", "expected"), ALONE)
def test_own_hooks_that_inspect_nothing(hook: str, expected: str) -> None:
    assert told(list(check_alone(PATH, text(hook).encode(), OWN))) == [expected]


def test_filters_of_all_hooks_that_let_nothing_through() -> None:
    content = text("a", top="exclude: .*\nfiles: ^$\n").encode()
    assert told(list(check_alone(PATH, content, OWN))) == [
        "1:1 No hook inspects any file: `exclude` matches every file.",
        "2:1 No hook inspects any file: `files` matches no file.",
    ]


def test_a_hook_that_is_meant_for_other_stages_may_be_manual() -> None:
    content = text("strict, stages: [manual]").encode()
    assert list(check_alone(PATH, content, OWN, frozenset())) == []


def test_the_audit_may_be_left_to_a_pipeline() -> None:
    """It asks a service about every package, for which a push cannot wait everywhere."""
    own = OWN | {"vulnerability-audit"}
    assert list(check_alone(PATH, text("vulnerability-audit, stages: [manual]").encode(), own)) == []


# Properties

WORDS = st.sampled_from(["a", "b", "ruff-x", "c d", "1", "true", "ä", "x.y"])
PATTERNS = st.sampled_from(["^a/", "b|c", r"\.py$", "(?x)( a | b )", "", "^$", "("])
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "exclude": PATTERNS,
        "files": PATTERNS,
        "types": st.lists(WORDS, max_size=2),
        "types_or": st.lists(WORDS, max_size=2),
        "exclude_types": st.lists(WORDS, max_size=2),
        "stages": st.lists(st.sampled_from(["pre-commit", "push", "manual", "commit-msg"]), max_size=3),
        "args": st.lists(WORDS, max_size=3),
        "additional_dependencies": st.lists(WORDS, max_size=2),
        "always_run": st.booleans(),
        "pass_filenames": st.booleans(),
        "entry": WORDS,
        "language": st.sampled_from(["system", "python", "pygrep", "fail"]),
        "alias": WORDS,
        "env": st.dictionaries(WORDS, WORDS, max_size=2),
    },
)
IDS = st.one_of(WORDS, st.sampled_from(sorted(OWN)))
HOOKS = st.builds(lambda name, options: {"id": name, **options}, IDS, OPTIONS)
REPOSITORIES = st.fixed_dictionaries(
    {
        "repo": st.sampled_from(["local", "meta", "https://h.org/o/r", "git@h.org:o/r", "https://h.org/p/r"]),
        "hooks": st.lists(HOOKS, max_size=4),
    }
)
CONFIGURATIONS = st.fixed_dictionaries(
    {"repos": st.lists(REPOSITORIES, max_size=4)},
    optional={
        "exclude": PATTERNS,
        "files": PATTERNS,
        "default_stages": st.lists(st.sampled_from(["pre-commit", "pre-push"]), max_size=2),
        "default_install_hook_types": st.lists(st.sampled_from(["pre-commit", "pre-push"]), max_size=2),
        "ci": st.fixed_dictionaries({"skip": st.lists(IDS, max_size=2)}),
    },
)


def as_yaml(data: Any) -> bytes:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()


def as_toml(data: Any) -> bytes:
    return tomlkit.dumps(data).encode()


@given(CONFIGURATIONS, st.sampled_from([("a.yaml", as_yaml), ("prek.toml", as_toml)]))
def test_a_configuration_takes_nothing_away_from_itself(data: Any, form: Any) -> None:
    path, write = form
    assert list(compare(path, write(data), write(data), OWN)) == []


@given(CONFIGURATIONS)
def test_both_formats_say_the_same(data: Any) -> None:
    assert list(compare_all({PATH: as_yaml(data)}, {"prek.toml": as_toml(data)}, OWN)) == []


@given(CONFIGURATIONS, st.randoms(use_true_random=False))
def test_order_means_nothing(data: Any, random: Any) -> None:
    repositories = [{**one, "hooks": random.sample(one["hooks"], len(one["hooks"]))} for one in data["repos"]]
    random.shuffle(repositories)
    assert list(compare(PATH, as_yaml(data), as_yaml({**data, "repos": repositories}), OWN)) == []


@given(CONFIGURATIONS, st.data())
def test_a_hook_that_is_taken_away_is_always_found(configuration: Any, data: st.DataObject) -> None:
    places = [(at, n) for at, one in enumerate(configuration["repos"]) for n in range(len(one["hooks"]))]
    if not places:
        return
    at, gone = data.draw(st.sampled_from(places))
    repositories = [dict(one) for one in configuration["repos"]]
    repositories[at]["hooks"] = [hook for n, hook in enumerate(repositories[at]["hooks"]) if n != gone]
    found = list(compare(PATH, as_yaml(configuration), as_yaml({**configuration, "repos": repositories}), OWN))
    name = configuration["repos"][at]["hooks"][gone]["id"]
    assert any(isinstance(one, Finding) and f'"{name}"' in one.message for one in found)


@given(st.binary(max_size=80), st.binary(max_size=80), st.sampled_from([PATH, "prek.toml"]))
def test_any_bytes_are_judged_or_named(before: bytes, after: bytes, path: str) -> None:
    for found in (compare(path, before, after, OWN), check_alone(path, after, OWN), compare(path, before, None, OWN)):
        assert all(isinstance(one, Finding | NotJudged) for one in found)


DAMAGE = [
    "",
    "\n",
    "  ",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "<<: ",
    "'",
    '"',
    "#",
    "\t",
    "!!x ",
    "= ",
    "[[",
    "\0",
]
CUTS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 12), st.sampled_from(DAMAGE)), max_size=4)


@settings(max_examples=tries(300))
@given(CONFIGURATIONS, CUTS, st.sampled_from([(PATH, as_yaml), ("prek.toml", as_toml)]))
def test_damaged_configurations_are_judged_or_named(data: Any, cuts: Any, form: Any) -> None:
    path, write = form
    whole = write(data).decode()
    for at, length, piece in cuts:
        whole = whole[:at] + piece + whole[at + length :]
    found = [*compare(path, write(data), whole.encode(), OWN), *check_alone(path, whole.encode(), OWN)]
    found += [*compare(path, whole.encode(), write(data), OWN), *compare(path, whole.encode(), None, OWN)]
    assert all(isinstance(one, Finding | NotJudged) and one.path == path for one in found)


LARGE = {
    "hooks": (PATH, text(*(f"h{n}" for n in range(1999)))),
    "same-hooks": (PATH, text(*["a"] * 1999)),
    "alternatives": (PATH, text("a, exclude: '" + "|".join(f"x.{n}" for n in range(900)) + "'")),
    "comments": (PATH, "#\n" * 400_000 + text("a")),
    "toml-1.1": ("prek.toml", "repos = [\n" + '{ repo = "x",\n hooks = [{ id = "a" }] },\n' * 1500 + "]\n"),
    "toml-too-long": ("prek.toml", "a = [\n" + "{\n},\n" * 100_000 + "]\n"),
}


@pytest.mark.parametrize(("path", "content"), LARGE.values(), ids=list(LARGE))
def test_large_files_come_to_a_verdict(path: str, content: str) -> None:
    other = content.replace("x.", "y.")
    found = list(compare(path, other.encode(), content.encode(), OWN))
    assert all(isinstance(one, Finding | NotJudged) for one in found)
