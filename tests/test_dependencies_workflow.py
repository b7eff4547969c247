"""Workflows and actions: images, inputs, scripts, and what they name of their own repository."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinned_support import SHA, STRICT, assert_marked, found, judge
from processor_time import CpuLimit
from tests_support import tries
from walkaround._dependencies import workflow
from walkaround._dependencies.declared import Declared, Fragment, Reference
from walkaround._dependencies.yaml_gates import workflow_is_clean
from walkaround._dependencies.yaml_scripts import (
    joined,
    of_scalar,
    without_expressions,
)
from walkaround._finding import Finding, NotJudged
from walkaround._text import Text
from walkaround._yaml import Mapping, Node, Scalar, Sequence, parse, parse_all
from walkaround.pinned_dependencies import LEAVE_TO_ZIZMOR

WORKFLOW = ".github/workflows/ci.yml"
DIGEST = "sha256:" + "ab" * 32
JOB = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n"
STEPS = JOB + "    steps:\n"
CHECKOUT = f"      - uses: actions/checkout@{SHA}\n"

IMAGES = [
    pytest.param(JOB + "    container: «python:3.12\n", id="container"),
    pytest.param(JOB + "    container: {image: '«python:3.12'}\n", id="container-as-a-table"),
    pytest.param(JOB + f"    container: python:3.12@{DIGEST}\n", id="container-by-digest"),
    pytest.param(JOB + "    container:\n      image: «ghcr.io/o/r:1.2\n      options: x\n", id="container-in-lines"),
    pytest.param(JOB + "    container: docker://«alpine:3.22\n", id="container-with-a-scheme"),
    pytest.param(JOB + "    container:\n    services:\n", id="null"),
    pytest.param(JOB + "    container: ''\n", id="empty"),
    pytest.param(JOB + "    container: ${{ inputs.image }}\n", id="input"),
    pytest.param(JOB + "    container: python:${{ matrix.python }}\n", id="tag-of-a-matrix"),
    pytest.param(JOB + "    services:\n      db:\n        image: «postgres:16\n        ports: [5432]\n", id="service"),
    pytest.param(JOB + "    services: {db: '«postgres:16', cache: {image: «redis}}\n", id="service-as-a-string"),
    pytest.param(JOB + "    services: {db: {image: &i «postgres:16}, other: {image: *i}}\n", id="alias"),
    pytest.param(
        JOB + "    strategy:\n      matrix:\n        image: ['«python:3.12', «alpine]\n        include:\n"
        "          - image: «debian:13\n          - other: x\n    container: ${{ matrix.image }}\n",
        id="matrix",
    ),
    pytest.param(
        JOB + "    strategy: {matrix: {v: ['3.12', '3.13']}}\n    container: «python:${{ matrix.v }}-slim\n",
        id="part-by-a-matrix",
    ),
    pytest.param(
        JOB + "    strategy: {matrix: {v: [a, b]}}\n    container: x/${{ matrix.v }}:${{ inputs.y }}\n",
        id="parts-by-matrix-and-input",
    ),
    pytest.param(JOB + "    container: «x/${{ matrix.v }}:latest\n", id="newest-of-a-matrix"),
    pytest.param(JOB + "    container: x/${{ inputs.v }}:latest\n", id="newest-of-an-input"),
    pytest.param(
        JOB + f"    strategy: {{matrix: {{v: [a, b]}}}}\n    container: x/${{{{ matrix.v }}}}@{DIGEST}\n",
        id="part-by-a-matrix-with-digest",
    ),
    pytest.param(
        JOB + f"    strategy: {{matrix: {{on: [{{image: 'a@{DIGEST}'}}, {{image: '«b:2'}}, c]}}}}\n"
        "    container: {image: '${{matrix.on.image}}'}\n",
        id="table-of-a-matrix",
    ),
    pytest.param(
        JOB + "    strategy: {matrix: '${{ fromJSON(inputs.m) }}'}\n    container: ${{ matrix.image }}\n",
        id="matrix-of-an-input",
    ),
    pytest.param(JOB + "    strategy: {matrix: {image: '${{ x }}'}}\n    container: ${{ matrix.image }}\n", id="list"),
]


@pytest.mark.parametrize("text", IMAGES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_images_of_jobs(text: str, ending: str) -> None:
    assert_marked({WORKFLOW: text.replace("\n", ending)}, policy=STRICT)


@pytest.mark.parametrize("folder", [".gitea", ".forgejo", "sub/.github"])
def test_workflows_of_others(folder: str) -> None:
    assert_marked({f"{folder}/workflows/ci.yaml": IMAGES[0].values[0]}, policy=STRICT)  # type: ignore[dict-item]


INPUTS = [
    pytest.param("{version: «latest}", id="version"),
    pytest.param("{version: '«latest'}", id="quoted"),
    pytest.param('{node-version: "«*"}', id="any"),
    pytest.param("\n          tool_version: «latest\n", id="with-underscore"),
    pytest.param("{python-version: '3.x', go-version: stable, version: 1.2}", id="ranges"),
    pytest.param("{version: '«~> v2'}", id="bound"),
    pytest.param("\n          version: «^1.2\n", id="bound-without-quotes"),
    pytest.param("{Version: '«>= 3, < 4'}", id="two-bounds"),
    pytest.param("{node-version: '>=20', python-version: '~3.12', version: '~'}", id="bounds-of-what-runs-the-code"),
    pytest.param("{tag: latest, api-version: latest, channel: '*'}", id="other-inputs"),
    pytest.param("{version: '${{ inputs.version }}'}", id="input"),
    pytest.param("{version: '${{ matrix.node }}'}", id="matrix"),
    pytest.param("{version: [latest]}", id="list"),
    pytest.param("latest", id="no-table"),
]


@pytest.mark.parametrize("inputs", INPUTS)
def test_inputs_that_ask_for_the_newest(inputs: str) -> None:
    assert_marked({WORKFLOW: f"{STEPS}      - uses: o/r@{SHA}\n        with: {inputs}\n"}, policy=STRICT)
    assert_marked({"x/action.yml": f"runs:\n  steps:\n    - uses: o/r@{SHA}\n      with: {inputs}\n"}, policy=STRICT)


def test_inputs_by_matrix() -> None:
    text = f"{JOB}    strategy: {{matrix: {{node: [22, «latest]}}}}\n    steps:\n      - uses: o/r@{SHA}\n"
    assert_marked({WORKFLOW: text + "        with: {node-version: '${{ matrix.node }}'}\n"})


def test_inputs_belong_to_actions() -> None:
    assert_marked({WORKFLOW: STEPS + "      - run: make\n        with: {version: latest}\n"})


MESSAGES = [
    pytest.param(
        JOB + "    container: python\n",
        (4 + 1, 16),
        "python names no version; the policy requires a digest.",
        "Write python@sha256:… with the digest that `docker buildx imagetools inspect python` prints.",
        id="container",
    ),
    pytest.param(
        f"{STEPS}      - uses: o/r@{SHA}\n        with: {{version: latest}}\n",
        (7, 25),
        "version: latest is whatever is newest; the policy requires an exact version.",
        "Write version: X.Y.Z, in quotes, with the version that the log of the last good run names.",
        id="input",
    ),
    pytest.param(
        f"{STEPS}      - uses: o/r@{SHA}\n        with: {{version: ^1.2}}\n",
        (7, 25),
        "version: ^1.2 admits more than one version; the policy requires an exact version.",
        "Write version: X.Y.Z, in quotes, with the version that the log of the last good run names.",
        id="bound-of-an-input",
    ),
    pytest.param(
        STEPS + "      - uses: o/r@v1.2\n",
        (6, 15),
        "o/r@v1.2 names a tag or branch, which can be moved; the policy requires a full commit SHA.",
        "Write o/r@SHA  # v1.2, with the commit that `git ls-remote https://github.com/o/r v1.2 'v1.2^{}'` "
        "prints last.",
        id="action",
    ),
]


@pytest.mark.parametrize(("text", "place", "message", "remedy"), MESSAGES)
def test_whole_messages(text: str, place: tuple[int, int], message: str, remedy: str) -> None:
    assert judge({WORKFLOW: text}, policy=STRICT) == [Finding(WORKFLOW, *place, "PIN001", message, remedy)]


# What a workflow names of its own repository.

A = "      - uses: «./.github/actions/a\n"
LOCAL = [
    pytest.param(CHECKOUT + A, [], id="missing"),
    pytest.param(CHECKOUT + A.replace("«", ""), [".github/actions/a/action.yml"], id="yml"),
    pytest.param(CHECKOUT + A.replace("«", ""), [".github/actions/a/action.yaml"], id="yaml"),
    pytest.param(CHECKOUT + A.replace("«", ""), [".github/actions/a/Dockerfile"], id="dockerfile"),
    pytest.param(CHECKOUT + A, [".github/actions/a/readme.md", ".github/actions/b/action.yml"], id="others"),
    pytest.param("      - uses: «$/tools/a\n", [], id="at-this-commit"),
    pytest.param("      - uses: «./\n", [], id="top"),
    pytest.param("      - uses: ./\n", ["action.yml"], id="top-that-is-there"),
    pytest.param("      - uses: ./a/../b/\n", ["b/action.yml"], id="odd-path"),
    pytest.param("      - uses: ./../b\n      - uses: ../b\n", [], id="outside"),
    pytest.param("      - uses: ./${{ matrix.a }}\n", [], id="expression"),
    pytest.param(CHECKOUT + "        with: {path: own}\n      - uses: ./own/a\n", [], id="other-folder"),
    pytest.param(CHECKOUT + "        with: {repository: o/r}\n      - uses: ./a\n", [], id="other-repository"),
    pytest.param(CHECKOUT + "        with: {submodules: true}\n      - uses: ./a\n", [], id="submodules"),
    pytest.param(CHECKOUT + "        with: {fetch-depth: 0}\n      - uses: «./a\n", [], id="own-repository"),
    pytest.param("      - run: git clone x\n      - uses: ./a\n", [], id="cloned"),
    pytest.param("      - run: cp -r x my-action\n      - uses: ./my-action\n", [], id="copied"),
    pytest.param(f"      - uses: actions/download-artifact@{SHA}\n      - uses: ./a\n", [], id="downloaded"),
    pytest.param("      - uses: «./a\n      - run: git clone x\n", [], id="cloned-later"),
]


@pytest.mark.parametrize(("steps", "there"), LOCAL)
def test_own_actions(steps: str, there: list[str]) -> None:
    files = {WORKFLOW: STEPS + steps, **dict.fromkeys(there, "")}
    assert_marked(files, [WORKFLOW], policy=STRICT, rule="PIN002")


def test_own_workflows() -> None:
    there = {".github/workflows/x.yml": ""}
    text = "jobs:\n  a: {uses: ./.github/workflows/x.yml}\n  b: {uses: «./.github/workflows/y.yml}\n"
    assert_marked({WORKFLOW: text, **there}, [WORKFLOW], rule="PIN002")


def test_a_copy_of_another_repository_refers_to_itself() -> None:
    text = STEPS + "      - uses: ./a\n      - uses: «./b\n"
    files = {"vendor/x/.github/workflows/ci.yml": text, "vendor/x/a/action.yml": "", "b/action.yml": ""}
    assert_marked(files, ["vendor/x/.github/workflows/ci.yml"], rule="PIN002")


def test_actions_of_a_composite_action() -> None:
    steps = "runs:\n  using: composite\n  steps:\n    - uses: {}./.github/actions/b\n"
    assert_marked({".github/actions/a/action.yml": steps.format("«")}, rule="PIN002")
    assert_marked({"action.yml": steps.format("")}, rule="PIN002")  # in the work tree of whoever uses it


def test_the_message_of_a_missing_action() -> None:
    said = judge({WORKFLOW: STEPS + CHECKOUT + A.replace("«", "")})
    message = ".github/actions/a/action.yml is not in the repository."
    remedy = "Commit .github/actions/a/action.yml, or correct the name."
    assert said == [Finding(WORKFLOW, 7, 15, "PIN002", message, remedy)]


# Splices, by which a pin can be written.

SPLICED = [
    pytest.param(f"{STEPS}      - uses: o/r@v4\n", f"o/r@{SHA}", "# v4", id="action"),
    pytest.param(f"{STEPS}      - uses: 'o/r/p@v4'  # x\n", f"'o/r/p@{SHA}'", "# v4", id="quoted"),
    pytest.param(f"{STEPS}      - uses: >-\n          o/r@v4\n", f"  o/r@{SHA}\n", "# v4", id="folded"),
    pytest.param(f"{JOB}    container: python:3.12\n", f"python:3.12@{SHA}", "", id="image"),
    pytest.param(f"{STEPS}      - uses: docker://alpine:3.22\n", f"docker://alpine:3.22@{SHA}", "", id="docker"),
]


@pytest.mark.parametrize(("text", "after", "note"), SPLICED)
def test_splices(text: str, after: str, note: str) -> None:
    (one,) = (one for one in workflow.read(Text(WORKFLOW, text)) if isinstance(one, Declared))
    assert one.splice is not None
    start, end, template, comment = one.splice
    assert after in text[:start] + template.format(SHA) + text[end:]
    assert comment.format(text[start:end]) == note


@pytest.mark.parametrize("value", ['"o/r\\u0040v4"', "o/r", "o/r@v4\n          x"])
def test_what_is_escaped_or_goes_on_is_not_spliced(value: str) -> None:
    (one,) = workflow.read(Text(WORKFLOW, f"{STEPS}      - uses: {value}\n"))
    assert isinstance(one, Declared)
    assert one.splice is None


# Zizmor.

ZIZMOR = (
    "repos:\n- repo: https://github.com/zizmorcore/zizmor-pre-commit\n  rev: {rev}\n  hooks:\n  - id: zizmor\n{more}"
)
LOOSE = STEPS + "      - uses: o/r@v1\n"
CONFIGURED = [
    pytest.param("v1.32.0", "", {}, True, id="as-it-comes"),
    pytest.param(f"{SHA}  # frozen: v1.32.0", "", {}, True, id="frozen"),
    pytest.param(f"{SHA}  # v1.21.0", "", {}, True, id="commented"),
    pytest.param(SHA, "", {}, False, id="unknown-release"),
    pytest.param("v1.20.0", "", {}, False, id="old-release"),
    pytest.param("v1.32.0", "    args: [--min-severity=high]\n", {}, False, id="args"),
    pytest.param("v1.32.0", "    files: x\n", {}, False, id="files"),
    pytest.param("v1.32.0", "    exclude: x\n", {}, False, id="exclude"),
    pytest.param("v1.32.0", "    stages: [manual]\n", {}, False, id="stages"),
    pytest.param("v1.32.0", "exclude: x\n", {}, False, id="exclude-of-all"),
    pytest.param("v1.32.0", "default_stages: [manual]\n", {}, False, id="stages-of-all"),
    pytest.param("v1.32.0", "", {".github/zizmor.yml": "rules: {unpinned-uses: {disable: true}}"}, False, id="off"),
    pytest.param("v1.32.0", "", {"zizmor.yml": "rules: {artipacked: {disable: true}}"}, True, id="other-rules"),
    pytest.param("v1.32.0", "['\n", {}, False, id="broken"),
]


@pytest.mark.parametrize(("rev", "more", "files", "left"), CONFIGURED)
def test_what_zizmor_finds_is_left_to_it(rev: str, more: str, files: dict[str, str], left: bool) -> None:
    tree = {WORKFLOW: LOOSE, ".pre-commit-config.yaml": ZIZMOR.format(rev=rev, more=more), **files}
    assert (found(judge(tree, [WORKFLOW], STRICT)) == []) is left
    assert len(found(judge(tree, [WORKFLOW], {**STRICT, LEAVE_TO_ZIZMOR: False}))) == 1  # type: ignore[dict-item]


OTHERS_OF_ZIZMOR = [
    pytest.param(WORKFLOW, "jobs: {a: {uses: o/r/.github/workflows/x.yml@v1}}\n", id="reusable-workflow"),
    pytest.param(WORKFLOW, JOB + "    container: python\n", id="image"),
    pytest.param(WORKFLOW, JOB + "    container: python:latest\n", id="latest"),
    pytest.param(WORKFLOW, JOB + "    container: «python:3.12\n", id="tag"),
    pytest.param(WORKFLOW, JOB + "    container: «python@sha256:1\n", id="broken-digest"),
    pytest.param(WORKFLOW, STEPS + "      - uses: docker://alpine\n", id="docker"),
    pytest.param(WORKFLOW, STEPS + "      - uses: «docker://alpine:3\n", id="docker-tag"),
    pytest.param(WORKFLOW, STEPS + "      - uses: «o/r\n", id="no-ref"),
    pytest.param(WORKFLOW, STEPS + "      - uses: «o/r@v1 # zizmor: ignore[unpinned-uses]\n", id="ignored"),
    pytest.param(WORKFLOW, f"{STEPS}      - uses: o/r@{SHA}\n        with: {{version: «latest}}\n", id="input"),
    pytest.param(".gitea/workflows/a.yml", STEPS + "      - uses: «o/r@v1\n", id="gitea"),
    pytest.param("action.yml", "runs: {using: composite, steps: [{uses: o/r@v1}]}\n", id="composite"),
    pytest.param("action.yml", "runs: {using: composite, steps: [{uses: '«docker://a'}]}\n", id="composite-image"),
    pytest.param("action.yml", "runs: {using: docker, image: docker://alpine}\n", id="docker-action"),
]


@pytest.mark.parametrize(("path", "text"), OTHERS_OF_ZIZMOR)
def test_only_what_zizmor_refuses_is_left_to_it(path: str, text: str) -> None:
    hooks = ZIZMOR.format(rev="v1.32.0", more="")
    assert_marked({path: text, ".pre-commit-config.yaml": hooks}, [path], policy=STRICT)


# Scalars and their places.


def scalars(node: Node | None) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    inner = node.items if isinstance(node, Sequence) else node.pairs if isinstance(node, Mapping) else []
    return [scalar for one in inner for scalar in scalars(one)]


WRITTEN = [
    pytest.param("- abc\n", "abc", id="plain"),
    pytest.param("- ab\n  cd\n\n  ef\n", "ab cd\nef", id="plain-in-lines"),
    pytest.param("- 'it''s\n  me'\n", "it's me", id="single-quotes"),
    pytest.param('- "a\\tb\\u00e9\\\n  c"\n', "a\tbéc", id="double-quotes"),
    pytest.param('- "a\\\n\n  c"\n', "a\nc", id="escaped-breaks"),
    pytest.param("- |\n  a\n   b\n\n  c\n", "a\n b\n\nc\n", id="literal"),
    pytest.param("- |2-\n    a\n   b\n", "  a\n b", id="indentation-indicator"),
    pytest.param("- |+\n  a\n\n\n", "a\n\n\n", id="kept"),
    pytest.param("- >\n  a\n  b\n\n  c\n   d\n  e\n", "a b\nc\n d\ne\n", id="folded"),
    pytest.param("- >-\n\n  a\n\tb\n".replace("\tb", "  \tb"), "\na\n\tb", id="tab"),
    pytest.param("- |\r\n  é\r\n  🦊x\r\n", "é\n🦊x\n", id="crlf"),
    pytest.param("- |  # comment\n  a\n# no\n", "a\n", id="comments"),
    pytest.param("- !!str |\n  a\n", "a\n", id="tagged"),
    pytest.param("- |\n", "", id="empty"),
    pytest.param("- |+\n\n\n", "\n\n", id="only-breaks"),
]


@pytest.mark.parametrize(("text", "value"), WRITTEN)
def test_scalars_have_a_way_back(text: str, value: str) -> None:
    (scalar,) = scalars(parse(Text("x", text)))
    fragment = of_scalar(Text("x", text), scalar)
    assert (scalar.value, fragment.text) == (value, value)
    for at, character in enumerate(value):
        place = fragment.offset(at)
        assert text[place] == character or character.isspace() or text[place] == "\\", (at, character)
    assert [at for at, _ in fragment.pieces] == sorted({at for at, _ in fragment.pieces})


SCALAR_HEADS = [
    "- |\n  ",
    "- >\n  ",
    "- |-\n   ",
    "- >+\n   ",
    "- |2\n  ",
    "- >2-\n    ",
    "- '",
    '- "',
    "- ",
    "a:\n - ",
]
SCALAR_PIECES = [
    "a",
    "b c",
    "  ",
    "\n",
    "\n  ",
    "\n    ",
    "\n      x",
    "é🦊",
    "\t",
    "''",
    "\\n",
    "\\\n  ",
    "\\x41",
    "#",
    " # c",
]
SCALAR_PIECES += ["\r\n   ", "\u2028", "\x85", "\n\n", "'", '"', ": ", "\\u00e9", "|"]


@settings(max_examples=tries(600))
@given(
    st.sampled_from(SCALAR_HEADS),
    st.lists(st.sampled_from(SCALAR_PIECES), max_size=9).map("".join),
    st.sampled_from(["", "'", '"', "\n", "'\n", '"\n', "\n\n", "\n- z\n"]),
)
def test_every_scalar_has_a_way_back(head: str, body: str, ending: str) -> None:
    text = Text("x", head + body + ending)
    try:
        root = parse(text)
    except NotJudged:
        return
    for scalar in scalars(root):
        fragment = of_scalar(text, scalar)
        assert fragment.text == scalar.value
        for at, character in enumerate(scalar.value):
            place = fragment.offset(at)
            assert 0 <= place <= len(text.content)
            if not character.isspace():
                assert text.content[place] in (character, "\\")


EXPRESSIONS = [
    pytest.param("echo ${{ github.sha }} x", "echo $EEEEEEEEEEEEEEEE x", id="one"),
    pytest.param("a ${{ 'x}}' }} b", "a $EEEEEEEEEEE b", id="string"),
    pytest.param("${{a}}${{b}}", "$EEEEE$EEEEE", id="two"),
    pytest.param("a ${{ b", "a ${{ b", id="open"),
    pytest.param("a ${{ '}} b", "a $EEEEEE b", id="open-string"),
    pytest.param("none", "none", id="none"),
]


@pytest.mark.parametrize(("script", "masked"), EXPRESSIONS)
def test_expressions_become_variables_of_equal_length(script: str, masked: str) -> None:
    fragment = without_expressions(Fragment(script, ((0, 5),)))
    assert (fragment.text, fragment.pieces) == (masked, ((0, 5),))


def test_fragments_are_joined_as_lines() -> None:
    fragment = joined([Fragment("ab", ((0, 10),)), Fragment("", ((0, 20),)), Fragment("cd", ((0, 30), (1, 40)))])
    assert fragment.text == "ab\n\ncd"
    assert [fragment.offset(at) for at in (0, 1, 4, 5)] == [10, 11, 30, 40]
    assert joined([]).text == ""


def test_documents() -> None:
    roots = parse_all(Text("x", "a: &a 1\n---\nb: 2\n"))
    assert [one.value for root in roots for one in scalars(root)] == ["a", "1", "b", "2"]
    with pytest.raises(NotJudged, match="line 3: is not YAML: an alias names no anchor"):
        parse_all(Text("x", "a: &a 1\n---\nb: *a\n"))
    with pytest.raises(NotJudged, match="begins more documents than are allowed here"):
        parse_all(Text("x", "---\na\n" * 2000))


# Scripts. What their commands install is read by `commands`; here it is which texts are given to it, and the way back.

SCRIPTS = [
    pytest.param("      - run: pip install «a\n", id="plain"),
    pytest.param("      - run: 'pip install \"«a\"'\n", id="single-quotes"),
    pytest.param('      - run: "pip install\\t«a"\n', id="double-quotes"),
    pytest.param(
        "      - run: |\n          make\n          pip install «a\n\n          pip install «b\n", id="literal"
    ),
    pytest.param("      - run: >-\n          pip\n          install\n          «a\n", id="folded"),
    pytest.param("      - run: |2-\n            é=🦊; pip install «a\n", id="indented"),
    pytest.param("      - {run: pip install «a, name: x}\n", id="flow"),
    pytest.param("      - run: pip install «a\n        shell: bash\n", id="bash"),
    pytest.param("      - run: pip install «a\n        shell: bash -el {0}\n", id="bash-with-options"),
    pytest.param("      - run: pip install «a\n        shell: pwsh\n", id="powershell"),
    pytest.param("      - run: pip install «a\n        shell: ${{ matrix.shell }}\n", id="shell-of-a-matrix"),
    pytest.param("      - run: pip install a\n        shell: python\n", id="python"),
    pytest.param("      - run: pip install a\n        shell: /usr/bin/python3.12 {0}\n", id="python-by-path"),
    pytest.param("      - run: pip install a\n        shell: node {0}\n", id="node"),
    pytest.param("      - run: pip install ${{ inputs.what }}\n", id="expression"),
    pytest.param("      - run: pip install a==${{ inputs.what }}\n", id="version-by-expression"),
    pytest.param("      - run: pip install '${{ inputs.what }}' «b\n", id="quoted-expression"),
    pytest.param('      - run: pip install "a==${{ inputs.what }}" «b\n', id="expression-in-quotes"),
    pytest.param("      - run: npx ${{ inputs.what }}@1.0.0\n", id="name-by-expression"),
    pytest.param("      - run: curl -s https://h.org/${{ inputs.what }} -o x\n", id="address-by-expression"),
    pytest.param("      - run: echo ${{ format('\"{0}', a) || 'x' }}; pip install «a\n", id="quotes-of-an-expression"),
    pytest.param("      - run: pip install -r requirements-of-elsewhere.txt\n", id="list"),
    pytest.param("      - run: &r pip install «a\n      - run: *r\n", id="alias"),
    pytest.param("      - run: [pip install a]\n      - run:\n", id="odd"),
    pytest.param("      - run: pip install a==1.0.0\n", id="pinned"),
]


@pytest.mark.parametrize("steps", SCRIPTS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_scripts_of_steps(steps: str, ending: str) -> None:
    assert_marked({WORKFLOW: (STEPS + steps).replace("\n", ending)}, policy=STRICT)


def test_default_shells() -> None:
    python = "defaults: {run: {shell: python}}\n"
    assert_marked({WORKFLOW: python + STEPS + "      - run: pip install a\n"}, policy=STRICT)
    assert_marked({WORKFLOW: python + STEPS + "      - {run: pip install «a, shell: sh}\n"}, policy=STRICT)
    own = f"{JOB}    defaults: {{run: {{shell: bash}}}}\n    steps: [{{run: pip install «a}}]\n"
    assert_marked({WORKFLOW: python + own}, policy=STRICT)
    assert_marked({WORKFLOW: "defaults: 1\n" + STEPS + "      - run: pip install «a\n"}, policy=STRICT)


def test_scripts_of_composite_actions() -> None:
    steps = "runs:\n  using: composite\n  steps:\n    - {run: pip install «a, shell: bash}\n"
    assert_marked({"action.yml": steps}, policy=STRICT)


def test_a_script_that_is_too_long_is_named_and_the_others_are_judged() -> None:
    steps = "      - run: pip install x | " + "a | " * 20_000 + "b\n      - run: pip install y\n"
    said = judge({WORKFLOW: STEPS + steps}, policy=STRICT)
    assert [str(one) for one in said if isinstance(one, NotJudged)] == [
        f"{WORKFLOW}: line 6: the script is too long, or has too many pipes, to be read"
    ]
    assert [(one.line, one.column) for one in said if isinstance(one, Finding)] == [(7, 26)]


PIECES = [
    "jobs:\n  a:\n    steps:\n      - ", "jobs:\n  a:\n    ", "runs:\n  steps:\n    - ", "\n", "\n    ", "\n        ",
    "      - ", "run: ", "pip install x", "pip", "go\n          install h.org/x", '"pi\\\n          p install x"', "go",
    " install h.org/x", f"uses: o/r@{SHA}", "uses: ./x", "{version: latest}", "node-version: ", "latest", "'*'",
    "with: ", '"lat\\\n          est"', "container: ", "cont\\x61iner",
    "a:1", "services: {x: {image: a}}", "? ", ": ", "'", '"',
    "{", "}", "|", ">", "# ", "shell: python", "ubuntu-latest", "npubuntux x", "npx x", "*a", "&a ",
    "strategy: {matrix: {x: [latest, '*']}}", "${{ matrix.x }}",
]  # fmt: skip


@settings(max_examples=tries(800))
@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_arbitrary_workflows_and_the_gate(text: str) -> None:
    try:
        said = list(workflow.read(Text(WORKFLOW, text)))
    except NotJudged:
        return
    loose = [
        one for one in said if isinstance(one, Reference) or (isinstance(one, Declared) and not one.pin.meets("sha"))
    ]
    assert all(0 <= one.offset <= len(text) for one in said if not isinstance(one, NotJudged))
    assert not (workflow_is_clean(text, "sha") and loose), loose


HOSTILE = {
    "expressions": STEPS + "      - run: pip install " + "${{ ' }} " * 40_000 + "\n",
    "open-expressions": STEPS + "      - run: pip install " + "${{ '" * 40_000 + "\n",
    "closings": STEPS + "      - run: pip install ${{ '" + "}}" * 50_000 + "\n",
    "steps": STEPS + "      - run: echo pip\n" * 12_000,
    "lines": STEPS + "      - run: >\n" + "          a\n\n" * 30_000 + "          pip\n",
    "escapes": STEPS + '      - run: "pip' + "\\x20" * 40_000 + '"\n',
    "matrix": JOB + "    strategy: {matrix: {x: [" + "a:1, " * 60_000 + "]}}\n    container: ${{ matrix.x }}\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_workflows_come_to_a_verdict(text: str) -> None:
    with CpuLimit(30):
        assert len(judge({WORKFLOW: text}, policy=STRICT)) <= 1000
