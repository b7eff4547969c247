"""Workflows, actions and hook configurations, and the gates that prove them clean without a parser."""

import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pinned_support import SHA, STRICT, assert_marked, found, judge, not_judged
from tests_support import TOP, tries
from walkaround._dependencies import hook_config, workflow
from walkaround._dependencies.declared import Declared, Reference
from walkaround._dependencies.yaml_gates import hook_config_is_clean, workflow_is_clean
from walkaround._finding import Finding, NotJudged
from walkaround._text import Text
from walkaround.pinned_dependencies import ACTIONS_LEVEL

WORKFLOW = ".github/workflows/ci.yml"
HOOKS = ".pre-commit-config.yaml"
STEPS = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"
DIGEST = "sha256:" + "ab" * 32
# What the workflows refer to in their own repository.
OWN = {".github/actions/x/action.yml": "runs: {using: node24}\n", ".github/workflows/x.yml": "on: workflow_call\n"}

SHAS = [
    pytest.param(f"      - uses: actions/checkout@{SHA} # v4\n", id="sha"),
    pytest.param(f"      - uses: actions/checkout@{SHA.upper()}\n", id="upper-case-sha"),
    pytest.param(f"      - uses: 'o/r/path@{SHA}'\n", id="path-and-quotes"),
    pytest.param("      - uses: ./.github/actions/x\n", id="own-action"),
    pytest.param("      - uses: $/.github/actions/x\n", id="own-action-at-this-commit"),
    pytest.param(f"      - uses: docker://alpine@{DIGEST}\n", id="image-digest"),
    pytest.param("      - run: echo uses=o/r@v1\n", id="run"),
    pytest.param("      - run: |\n          uses: o/r@v1\n", id="text-of-a-script"),
    pytest.param("      # - uses: o/r@v1\n      - run: make\n", id="comment"),
    pytest.param("      - with: {uses: o/r@v1}\n", id="an-input-of-that-name"),
    pytest.param("      - uses:\n      - uses: ~\n", id="null"),
    pytest.param("      - uses: «actions/checkout@v4\n", id="tag"),
    pytest.param("      - uses: «actions/checkout@v4 # pinned\n", id="tag-with-comment"),
    pytest.param('      - uses: "«actions/checkout@v4"\n', id="quoted"),
    pytest.param("      - uses: '«actions/checkout@main'\n", id="single-quoted"),
    pytest.param("      - 'uses': «o/r@v1\n", id="quoted-key"),
    pytest.param('      - "us\\x65s": «o/r@v1\n', id="escaped-key"),
    pytest.param("      - ? uses\n        : «o/r@v1\n", id="explicit-key"),
    pytest.param("      - uses:    «o/r@v1   \n", id="spaces"),
    pytest.param("      - uses:\n          «o/r@v1\n", id="on-the-next-line"),
    pytest.param("      - uses: >-\n          «o/r@v1\n", id="folded"),
    pytest.param("      - uses: |\n\n          «o/r@v1\n", id="literal"),
    pytest.param("      - {name: x, uses: «o/r@v1}\n", id="flow"),
    pytest.param("      [{uses: «o/r@v1}, {uses: «o/r@v2}]\n", id="flow-sequence"),
    pytest.param("      - &a\n        uses: «o/r@v1\n      - *a\n      - <<: *a\n        name: x\n", id="anchors"),
    pytest.param("      - <<: [*b, *a]\nx: &b {y: 1}\n".replace("*b, *a", "&a {uses: «o/r@v1}"), id="merged"),
    pytest.param("      - uses: &v «o/r@v1\n      - uses: *v\n", id="anchored-value"),
    pytest.param("      - uses: !!str «o/r@v1\n", id="tagged-value"),
    pytest.param("      - uses: «o/r@0123456\n", id="short-sha"),
    pytest.param("      - uses: «o/r\n", id="no-ref"),
    pytest.param("      - uses: «docker://alpine:3.22\n", id="image-tag"),
    pytest.param("      - uses: «docker://alpine\n", id="image"),
    pytest.param(f"      - uses: «docker://alpine@{DIGEST}0\n", id="broken-digest"),
    pytest.param(f"      - uses: «o/r@{SHA}\n          more\n", id="value-goes-on"),
    pytest.param("      - name: ünïcöde 🦊\n        uses: «o/r@v1\n", id="unicode-above"),
    pytest.param("      - {name: 🦊ü, uses: «o/r@v1}\n", id="unicode-before"),
    pytest.param("      - {name: '\u2028', uses: «o/r@v1}\n", id="line-separator-before"),
]


@pytest.mark.parametrize("text", SHAS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_steps_by_sha(text: str, ending: str) -> None:
    assert_marked({WORKFLOW: (STEPS + text).replace("\n", ending), **OWN}, policy=STRICT)


TAGS = [
    pytest.param("      - uses: actions/checkout@v4\n      - uses: o/r@release/v1\n", id="tags"),
    pytest.param("      - uses: docker://alpine:3.22\n", id="image-tag"),
    pytest.param("      - uses: «actions/checkout@main\n      - uses: «o/r@stable\n", id="branches"),
    pytest.param(
        "      - uses: «docker://alpine:latest\n      - uses: «docker://h.org:5000/alpine\n", id="moving-images"
    ),
    pytest.param("      - uses: «actions/checkout\n", id="no-ref"),
]


@pytest.mark.parametrize("text", TAGS)
def test_steps_by_tag(text: str) -> None:
    assert_marked({WORKFLOW: STEPS + text})


OTHERS = [
    pytest.param(WORKFLOW, "jobs:\n  a:\n    uses: «o/r/.github/workflows/x.yml@v1\n", id="reusable-workflow"),
    pytest.param(WORKFLOW, "jobs:\n  a:\n    uses: ./.github/workflows/x.yml\n", id="own-reusable-workflow"),
    pytest.param(WORKFLOW, "---\njobs: {a: {steps: [{uses: «o/r@v1}]}}\n", id="document-start"),
    pytest.param(WORKFLOW, "jobs: &j {a: {steps: &s [{uses: «o/r@v1}]}, b: {steps: *s}}\nx: *j\n", id="shared-steps"),
    pytest.param(WORKFLOW, "", id="empty"),
    pytest.param(WORKFLOW, "- a\n", id="no-mapping"),
    pytest.param(WORKFLOW, "jobs: [a]\n", id="odd-jobs"),
    pytest.param(WORKFLOW, "jobs: {a: {steps: 1}, b: 2, c: }\n", id="odd-steps"),
    pytest.param(
        "action.yml", "runs:\n  using: composite\n  steps:\n    - uses: «o/r@v1\n    - run: x\n", id="composite"
    ),
    pytest.param("x/action.yaml", "runs: {using: docker, image: '«docker://alpine:3.22'}\n", id="docker-action"),
    pytest.param("action.yml", "runs: {using: docker, image: Dockerfile}\n", id="dockerfile-action"),
    pytest.param("action.yml", "runs: {using: node24, main: index.js}\n", id="javascript-action"),
]


@pytest.mark.parametrize(("path", "text"), OTHERS)
def test_other_places_of_uses(path: str, text: str) -> None:
    assert_marked({path: text, **OWN}, policy=STRICT)


REVS = [
    pytest.param(f"repos:\n- repo: https://h.org/r\n  rev: {SHA}  # frozen: v1.0\n  hooks: []\n", id="frozen"),
    pytest.param(f"repos:\n- repo: https://h.org/r\n  rev: {SHA}\n  hooks: []\n", id="sha"),
    pytest.param(
        "repos:\n- repo: local\n  hooks: []\n- repo: meta\n  hooks: []\n- repo: builtin\n", id="no-repository"
    ),
    pytest.param("repos: []\n", id="none"),
    pytest.param("repos:\n- hooks: []\n", id="no-repo"),
    pytest.param("", id="empty"),
    pytest.param("repos:\n- repo: https://h.org/r\n  rev: «v1.0\n  hooks: []\n", id="tag"),
    pytest.param("repos:\n- repo: https://h.org/r\n  rev: '«1.0'\n", id="quoted"),
    pytest.param("repos:\n- hooks: []\n  rev: «main\n  repo: https://h.org/r\n", id="any-order"),
    pytest.param("repos:\n- {repo: https://h.org/r, rev: «1.0}\n", id="flow"),
    pytest.param("repos:\n- repo: «https://h.org/r\n  hooks: []\n", id="no-rev"),
    pytest.param("repos:\n- repo: '«https://h.org/r'\n  rev:\n", id="empty-rev"),
    pytest.param(f"repos:\n- repo: «https://h.org/r\n  hooks:\n  - id: a\n    rev: {SHA}\n", id="rev-of-a-hook"),
    pytest.param("- repo: https://h.org/r\n  rev: «1.0\n", id="oldest-format"),
    pytest.param("repos:\n- &a\n  repo: https://h.org/r\n  rev: «1.0\n- *a\n", id="alias"),
    pytest.param(f"repos:\n- repo: https://h.org/r\n  rev: {SHA}\n  rev: «v2\n", id="rev-twice"),
]


@pytest.mark.parametrize("text", REVS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_hook_revisions(text: str, ending: str) -> None:
    assert_marked({HOOKS: text.replace("\n", ending)}, policy=STRICT)


def test_hook_revisions_by_tag() -> None:
    text = "repos:\n- repo: https://h.org/r\n  rev: v1.0\n- repo: https://h.org/s\n  rev: «HEAD\n- repo: «https://h.org/t\n"
    assert_marked({HOOKS: text})


BAD = [
    pytest.param("jobs: {uses: \n", "line 2: is not YAML: did not find expected node content", id="broken"),
    pytest.param("jobs:\n\t- uses: x\n", "line 2: is not YAML: found character that cannot start any token", id="tab"),
    pytest.param(
        "a: 1\n---\nuses: x@y\n", "line 2: begins a second document; only one is allowed here", id="documents"
    ),
    pytest.param("jobs: {a: {steps: [{uses: [x]}]}}\n", "line 1: `uses` is not a string", id="list"),
    pytest.param("uses: *x\n", "line 1: is not YAML: an alias names no anchor", id="alias"),
    pytest.param("uses: \x00\n", "line 1: is not YAML: it holds a character that YAML forbids", id="nul"),
    pytest.param("uses : " + "[" * 900_000, "line 1: is nested deeper than 100 levels", id="deep-flow"),
    pytest.param("uses:\n" + "- " * 400_000, "line 2: is nested deeper than 100 levels", id="deep-block"),
    pytest.param(b"uses: \xff\n", "line 1: is not UTF-8; save the file as UTF-8", id="latin-1"),
    pytest.param(" " * (2 << 20), "is larger than 1 MiB, more than anybody writes by hand", id="huge"),
]


@pytest.mark.parametrize(("text", "why"), BAD)
def test_what_cannot_be_judged_is_named(text: str | bytes, why: str) -> None:
    assert not_judged(judge({WORKFLOW: text})) == [f"{WORKFLOW}: {why}"]


BAD_HOOKS = [
    pytest.param("repos:\n- repo: [a]\n", "line 2: `repo` is not a string", id="repo"),
    pytest.param("repos:\n- repo: h\n  rev: [a]\n", "line 3: `rev` is not a string", id="rev"),
]


@pytest.mark.parametrize(("text", "why"), BAD_HOOKS)
def test_a_hook_configuration_that_cannot_be_judged(text: str, why: str) -> None:
    assert not_judged(judge({HOOKS: text})) == [f"{HOOKS}: {why}"]


BOMBS = {
    "doubling": "a0: &a0 {uses: o/r@main}\n"
    + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    + "jobs: {a: {steps: *a59}}\n",
    "merging": "a0: &a0 {x: 1}\n"
    + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 60))
    + "jobs: {a: *a59}\nuses : 1\n",
    "shared": "s: &s ["
    + "{uses: o/r@v1}, " * 5000
    + "]\njobs:\n"
    + "".join(f"  j{n}: {{steps: *s}}\n" for n in range(5000)),
    "itself": "jobs: &j\n  a: &a\n    <<: *a\n    steps: &s [*s, *a, *j]\n    uses : o/r@v1\n",
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=list(BOMBS))
def test_aliases_are_not_expanded(text: str) -> None:
    said = judge({WORKFLOW: text})
    assert len(said) <= 5000  # what an anchor holds is judged once, where it is written


LONG = [
    pytest.param(WORKFLOW, "jobs:\n" + f"  a: {{}}\n  # uses\n  uses: o/r@{SHA}\n" * 9000 + "'", id="uses"),
    pytest.param(WORKFLOW, "uses: " + "\n" * 1_000_000, id="empty-lines"),
    pytest.param(WORKFLOW, "uses: ./a\n\n\n\n" * 70_000, id="spread"),
    pytest.param(WORKFLOW, "uses :" + " " * 1_000_000, id="blanks"),
    pytest.param(HOOKS, "repos:\n" + f"- repo: h\n  rev: {SHA}\n" * 15_000, id="repositories"),
    pytest.param(HOOKS, "repos: " + "'" * 1_000_000, id="quotes"),
    pytest.param(HOOKS, "repos:\n" + "- &a {repo: h, rev: main}\n- *a\n" * 30_000, id="anchors"),
]


@pytest.mark.parametrize(("path", "text"), LONG)
def test_a_megabyte_comes_to_a_verdict(path: str, text: str) -> None:
    said = judge({path: text}, policy=STRICT)
    assert all(isinstance(one, Finding | NotJudged) for one in said)


def test_a_byte_order_mark_moves_no_column() -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        content = "{jobs: {a: {uses: o/r@main}}}\n".encode(encoding)
        assert found(judge({WORKFLOW: content})) == [(WORKFLOW, 1, 19)]


# The gates: what they pass, and that nothing they pass could be found by the parser.

CLEAN = [
    pytest.param(
        workflow_is_clean, STEPS + f"      - uses: o/r@{SHA} # v1\n        with:\n          a: b\n", id="workflow"
    ),
    pytest.param(workflow_is_clean, STEPS + f"      - uses: o/r@{SHA}\n      - run: |\n          a\n", id="bare"),
    pytest.param(workflow_is_clean, f"jobs:\n  a:\n    uses: o/r/x.yml@{SHA}\n", id="last-line"),
    pytest.param(workflow_is_clean, f"x: 1\r\nuses: o/r@{SHA}\r\n", id="crlf"),
    pytest.param(
        hook_config_is_clean,
        "# hooks\nrepos:\n"
        f"  - repo: https://h.org/r\n    rev: {SHA}  # frozen: v1\n    hooks:\n"
        "      - id: a\n        args: [--fix, 'x']\n"
        f"  - repo: local\n    hooks:\n      - id: b\n        entry: make\n  - repo: https://h.org/s\n    rev: {SHA}\n",
        id="hooks",
    ),
]


@pytest.mark.parametrize(("gate", "text"), CLEAN)
def test_plain_clean_files_need_no_parser(gate: object, text: str) -> None:
    assert callable(gate)
    assert gate(text, "sha")


def test_plain_clean_files_import_nothing_heavy() -> None:
    files = {
        WORKFLOW: STEPS + f"      - uses: o/r@{SHA} # v1\n",
        HOOKS: f"repos:\n  - repo: https://h.org/r\n    rev: {SHA}  # frozen: v1\n    hooks:\n      - id: a\n",
        "requirements.txt": f"flask[async]==3.1.2 ; python_version >= '3.9' \\\n    --hash=sha256:{'ab' * 32}\n",
        "pyproject.toml": "[project]\nname = 'a'\ndependencies = ['flask>=3', 'jinja2~=3.1']\n",
    }
    code = (
        f"import sys; sys.path[:0] = [{str(TOP / 'tests')!r}, {str(TOP / 'hooks')!r}]\n"
        f"from pinned_support import STRICT, judge\nassert judge({files!r}, policy=STRICT) == []\n"
        "print(sorted({'yaml', 'packaging', 'tomlkit', 'shlex'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")


VALUES = [
    f"o/r@{SHA}",
    "o/r@v1",
    "o/r@main",
    "./x",
    "docker://a:1",
    "*a",
    "&a o/r@main",
    "'o/r@v1'",
    ">-",
    "|",
    "",
    "[x]",
]
PIECES = [
    "uses: ",
    '"us\\x65s": ',
    "'uses': ",
    "uses :",
    "? uses",
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    ", ",
    "#",
    " # c",
    '"',
    "'",
]
PIECES += [
    "\n",
    "\n",
    "\n  ",
    "\n    ",
    "\n      ",
    "\n        ",
    "\r\n",
    "\r",
    "\t",
    "\u2028",
    "\ufeff",
    "\\",
    "\\\n",
    "a: b",
    "x",
]
PIECES += [
    "jobs:\n  a:\n    steps:\n      - ",
    "jobs:\n  a:\n    ",
    "runs:\n  steps: [",
    "image: ",
    "<<: *a",
    "---",
    "...",
    "%YAML 1.1\n",
]
WORKFLOWS = st.lists(st.sampled_from([*VALUES, *PIECES]), max_size=12).map("".join)


def findings(read: Iterable[Declared | Reference | NotJudged], wanted: str) -> list[Declared | Reference]:
    """What is looser than wanted, or may be missing, until an input turns out not to be judgeable."""
    said: list[Declared | Reference] = []
    with suppress(NotJudged):
        said.extend(
            one
            for one in read
            if isinstance(one, Reference) or (isinstance(one, Declared) and not one.pin.meets(wanted))
        )
    return said


ENTRY = "  - repo: https://h.org/r\n    rev: "
HOOK_PIECES = ["repos:\n", "- repo: h", "  - repo: local\n", "    rev: ", ENTRY, f"{ENTRY}{SHA}\n", SHA, "v1", "main"]
HOOK_PIECES += [
    "    hooks: []\n",
    "    hooks: [",
    "    hooks:\n      - id: a\n",
    "        args: ['",
    "', \"",
    "{",
    "}",
    "]",
]
HOOK_PIECES += [
    "      ",
    "    ",
    "\n",
    "# rev: x\n",
    " # c",
    "&a ",
    "*a",
    "<<: *a",
    "|\n",
    ">\n",
    "? ",
    ": ",
    "'",
    '"',
    "repo: ",
]
HOOK_CONFIGS = st.lists(st.sampled_from(HOOK_PIECES), max_size=14).map("".join)


@settings(max_examples=tries(400))
@given(st.one_of(HOOK_CONFIGS, HOOK_CONFIGS.map("repos:\n".__add__)), st.sampled_from(["tag", "sha"]))
@example(f'repos:\n  - repo: h.org\n    x: "\n    rev: {SHA}\n    "\n', "sha")
@example(f'repos:\n  - repo: h.org\n    x: [\'"\', "a\n    rev: {SHA}\n    "]\n', "sha")
@example(f"repos:\n  - repo: h.org\n    x: |\n    rev: {SHA}\n", "sha")
@example(f"repos:\n  - repo: h.org\n    x:\n      rev: {SHA}\n", "sha")
@example(f"repos:\n  - repo: h.org\n  x: 1\n    rev: {SHA}\n", "sha")
def test_no_gate_passes_a_hook_configuration_with_findings(text: str, wanted: str) -> None:
    if hook_config_is_clean(text, wanted):
        assert findings(hook_config.read(Text(HOOKS, text)), wanted) == []


LINES = st.lists(
    st.sampled_from(
        [
            *(f"  - repo: {name}" for name in ("https://h.org/r", "local", "meta", "'q'", "|", "*a")),
            *(
                f"{indent}rev: {rev}"
                for indent in ("    ", "   ", "      ", "  ")
                for rev in (SHA, "v1", "main", f"{SHA} # c")
            ),
            *(
                "repos:",
                "    hooks:",
                "      - id: a",
                "        rev: x",
                "# c",
                "",
                "    x: >",
                "    x: 'a",
                "    b'",
                "  x: 1",
            ),
            *(
                "    x: [a",
                "    b]",
                "    x: {a: b",
                "    c}",
                "    ? x",
                "    x: *a",
                "    x: &a",
                "    <<: *a",
                "---",
                "x:",
            ),
        ]
    ),
    max_size=9,
)


@settings(max_examples=tries(1000))
@given(LINES, st.sampled_from(["tag", "sha"]))
def test_no_gate_passes_odd_lines_with_findings(lines: list[str], wanted: str) -> None:
    text = "\n".join(["repos:", *lines])
    if hook_config_is_clean(text, wanted):
        assert findings(hook_config.read(Text(HOOKS, text)), wanted) == []


def disturbed(clean: str, pieces: list[str]) -> st.SearchStrategy[str]:
    """A clean file with some pieces put in anywhere, and some characters taken out."""

    def put_in(changes: list[tuple[int, int, str]]) -> str:
        text = clean
        for at, taken, piece in changes:
            text = text[:at] + piece + text[at + taken :]
        return text

    change = st.tuples(st.integers(0, len(clean)), st.sampled_from([0, 0, 0, 1, 2, 6]), st.sampled_from(pieces))
    return st.lists(change, min_size=1, max_size=3).map(put_in)


CLEAN_WORKFLOW = f"jobs:\n  a:\n    steps:\n      - uses: o/r@{SHA}\n      - name: b\n        uses: o/s@{SHA} # v1\n"
CLEAN_HOOKS = (
    f"repos:\n- repo: h.org\n  rev: {SHA}\n  hooks:\n  - id: a\n- repo: local\n- repo: i\n  x: y\n  rev: {SHA}  # v\n"
)


@settings(max_examples=tries(600))
@given(disturbed(CLEAN_WORKFLOW, [*VALUES, *PIECES, " ", "\n        "]))
def test_no_gate_passes_a_disturbed_workflow_with_findings(text: str) -> None:
    if workflow_is_clean(text, "sha"):
        assert findings(workflow.read(Text(WORKFLOW, text)), "sha") == []


@settings(max_examples=tries(600))
@given(disturbed(CLEAN_HOOKS, [*HOOK_PIECES, " ", "\n  ", "x: ", "\n  x: '", "\n x: 1", '\n  x: "', "'\n", '"\n']))
def test_no_gate_passes_a_disturbed_hook_configuration_with_findings(text: str) -> None:
    if hook_config_is_clean(text, "sha"):
        assert findings(hook_config.read(Text(HOOKS, text)), "sha") == []


def test_levels_of_the_gate_are_the_policys() -> None:
    text = STEPS + "      - uses: o/r@v1\n"
    assert (judge({WORKFLOW: text}, policy={ACTIONS_LEVEL: "tag"}), workflow_is_clean(text, "tag")) == ([], True)
    assert not workflow_is_clean(text, "sha")
