"""GitLab pipelines: images, includes, and variables."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinned_support import SHA, STRICT, assert_marked, judge, not_judged
from tests_support import tries
from walkaround._dependencies import gitlab
from walkaround._dependencies.declared import Declared, Reference
from walkaround._dependencies.yaml_gates import pipeline_is_clean
from walkaround._finding import Finding, NotJudged
from walkaround._text import Text

PIPELINE = ".gitlab-ci.yml"
DIGEST = "sha256:" + "ab" * 32

IMAGES = [
    pytest.param("image: «python:3.12\n", id="global"),
    pytest.param("default:\n  image: «python:3.12\n", id="default"),
    pytest.param("a:\n  image: «python:3.12\n  script: make\n", id="job"),
    pytest.param(".hidden:\n  image: {name: '«python:3.12', entrypoint: ['']}\n", id="table"),
    pytest.param(f"image: python@{DIGEST}\n", id="digest"),
    pytest.param("a: {services: ['«postgres:16', «redis, {name: «mysql:8, alias: db}]}\n", id="services"),
    pytest.param("services:\n  - name: «docker:27-dind\n", id="global-service"),
    pytest.param("image: $CI_REGISTRY_IMAGE:latest\n", id="variable"),
    pytest.param("image: '${X}/y:1'\n", id="variable-in-braces"),
    pytest.param("image: macos-15-xcode-16\n", id="machine"),
    pytest.param("image:\nservices: ~\n", id="null"),
    pytest.param("image: [a]\nservices: a\n", id="odd"),
    pytest.param("variables: {PY: «python:3.12}\nimage: $PY\n", id="variable-of-the-file"),
    pytest.param("variables: {PY: {value: «python:3.12, description: x}}\nimage: ${PY}\n", id="described-variable"),
    pytest.param("variables: {V: '3.12'}\nimage: «python:$V\n", id="tag-of-the-file"),
    pytest.param("variables: {V: '$W'}\nimage: python:$V\n", id="variable-of-a-variable"),
    pytest.param("a: {variables: {I: '«b:1'}, image: $I}\nc: {image: $I}\n", id="variable-of-a-job"),
    pytest.param("x: &x {image: «a:1}\nb: *x\nc: {<<: *x}\n", id="aliases"),
    pytest.param("a: {image: !reference [.b, image]}\n", id="reference"),
    pytest.param("spec:\n  inputs: {x: {default: a}}\n---\nimage: «a:1\n", id="behind-a-spec"),
    pytest.param("variables: {image: a}\ncache: {image: a}\nworkflow: {image: a}\nstages: [image]\n", id="no-jobs"),
]


@pytest.mark.parametrize("text", IMAGES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_images(text: str, ending: str) -> None:
    assert_marked({PIPELINE: text.replace("\n", ending)}, policy=STRICT)


INCLUDES = [
    pytest.param("include: {project: «g/p, file: x.yml}\n", id="project"),
    pytest.param("include:\n  - project: g/p\n    file: x.yml\n    ref: «main\n", id="branch"),
    pytest.param("include: [{project: g/p, file: x.yml, ref: '«v1.2'}]\n", id="tag"),
    pytest.param(f"include: [{{project: g/p, file: x.yml, ref: {SHA}}}]\n", id="commit"),
    pytest.param("include: [{project: $P, file: x.yml}, {project: g/p, ref: $R}]\n", id="variables"),
    pytest.param("include: «https://h.org/x.yml\n", id="url"),
    pytest.param("include: [{remote: '«https://h.org/v1.2.3/x.yml'}]\n", id="url-of-a-tag"),
    pytest.param(f"include: [{{remote: 'https://h.org/raw/{SHA}/x.yml'}}]\n", id="url-of-a-commit"),
    pytest.param("include: [{remote: 'https://h.org/x.yml', integrity: 'sha256-YQ=='}]\n", id="integrity"),
    pytest.param("include: [{remote: '$URL/x.yml'}, {remote: 'https://$H/x'}]\n", id="url-of-a-variable"),
    pytest.param("include: [{component: «h.org/g/p/c@~latest}]\n", id="newest-component"),
    pytest.param("include: [{component: «$CI_SERVER_FQDN/g/p/c@1.0.0}]\n", id="component"),
    pytest.param(f"include: [{{component: h.org/g/p/c@{SHA}}}, {{component: h/c@$CI_COMMIT_SHA}}]\n", id="commits"),
    pytest.param("include: {template: Jobs/SAST.gitlab-ci.yml}\n", id="template"),
    pytest.param("include: [{local: '/ci/*.yml'}, {local: $X}, {artifact: a, job: b}]\n", id="not-known"),
    pytest.param("a: {trigger: {include: [{project: «g/p, file: x}]}}\nb: {trigger: g/p}\n", id="child"),
]


@pytest.mark.parametrize("text", INCLUDES)
def test_includes(text: str) -> None:
    assert_marked({PIPELINE: text}, policy=STRICT)


def test_includes_by_tag() -> None:
    text = (
        "include:\n  - {project: g/p, ref: v1}\n  - {project: g/p, ref: «main}\n  - {component: h/c@1.0}\n"
        "  - {component: «h/c@~latest}\n  - {component: «h/c@main}\n  - remote: https://h.org/-/raw/v1.2/x.yml\n"
        "  - remote: «https://h.org/-/raw/main/x.yml\n"
    )
    assert_marked({PIPELINE: text})


def test_local_includes() -> None:
    text = "include:\n  - local: /ci/a.yml\n  - «ci/b.yml\n  - ci/c.yml\n  - {local: '«/ci/d.yml'}\n"
    assert_marked({PIPELINE: text, "ci/a.yml": "", "ci/c.yml": ""}, [PIPELINE], rule="PIN002")
    part = {".gitlab/ci/a.yml": "include: [x.yml, «.gitlab/ci/y.yml]\n", "x.yml": "", ".gitlab/ci/x.yml": ""}
    assert_marked(part, [".gitlab/ci/a.yml"], rule="PIN002")
    copy = {"vendor/p/.gitlab-ci.yml": "include: [a.yml, «b.yml]\n", "vendor/p/a.yml": "", "b.yml": ""}
    assert_marked(copy, ["vendor/p/.gitlab-ci.yml"], rule="PIN002")


MESSAGES = [
    pytest.param(
        "include: [{project: g/p, ref: main}]\n",
        (1, 31),
        "ref main of g/p follows a branch; the policy requires a full commit SHA.",
        "Write ref: SHA  # main, with the commit that `git ls-remote URL main 'main^{}'` prints last for the URL "
        "of g/p.",
        id="project",
    ),
    pytest.param(
        "include: [{component: h/c@~latest}]\n",
        (1, 23),
        "h/c@~latest is the newest release; the policy requires a full commit SHA.",
        "Write h/c@SHA  # X.Y.Z, with the full commit of the release that you reviewed.",
        id="component",
    ),
    pytest.param(
        "include: https://h.org/x.yml\n",
        (1, 10),
        "https://h.org/x.yml can change without a commit here; the policy requires a full commit SHA.",
        "Name the URL with a full commit SHA in it, or add `integrity: sha256-…` of the file behind it.",
        id="remote",
    ),
]


@pytest.mark.parametrize(("text", "place", "message", "remedy"), MESSAGES)
def test_whole_messages(text: str, place: tuple[int, int], message: str, remedy: str) -> None:
    assert judge({PIPELINE: text}, policy=STRICT) == [Finding(PIPELINE, *place, "PIN001", message, remedy)]


def test_a_commit_is_spliced_with_its_tag_as_a_note() -> None:
    text = "include: [{project: g/p, ref: v1}, {component: 'h/c@1.0'}]\n"
    answers = []
    for one in gitlab.read(Text(PIPELINE, text)):
        assert isinstance(one, Declared)
        assert one.splice is not None
        start, end, template, note = one.splice
        answers.append((text[start:end], template, note))
    assert answers == [("v1", "{}", "# {}"), ("1.0", "{}", "# {}")]


def test_no_splice_into_a_variable() -> None:
    (one,) = gitlab.read(Text(PIPELINE, "variables: {V: '3'}\nimage: python:$V\n"))
    assert isinstance(one, Declared)
    assert (one.what, one.splice) == ("python:3", None)


def test_what_cannot_be_judged_is_named() -> None:
    assert not_judged(judge({PIPELINE: "image: [\n"})) == [
        f"{PIPELINE}: line 2: is not YAML: did not find expected node content"
    ]


BOMBS = {
    "doubling": "a0: &a0 {image: x}\n"
    + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    + "b: {script: *a59}\ninclude: *a59\n",
    "itself": "a: &a\n  script: &s [*s, [*s, x]]\n  services: *s\n  include: *s\ninclude: *s\nb: *a\n",
    "variables": "variables: {A: '"
    + "$A" * 400
    + "'}\n"
    + "".join(f"j{n}: {{image: '$A$A$A'}}\n" for n in range(3000)),
    "long": "a:\n  script:\n" + "  - echo pip\n" * 40_000,
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=list(BOMBS))
def test_hostile_pipelines_come_to_a_verdict(text: str) -> None:
    assert len(judge({PIPELINE: text}, policy=STRICT)) < 10


PIECES = [
    "image: ",
    "a:1",
    "a@main",
    "include: ",
    "services: ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    ", ",
    "\n",
    "\n  ",
    "$A",
    "variables:",
]
PIECES += [
    "local: x.yml",
    "project: g/p",
    "ref: ",
    "component: h/c@",
    "~latest",
    "script: ",
    "pip install x",
    "go\n   install a",
]
PIECES += [
    "&a ",
    "*a",
    "<<: *a",
    "'",
    '"',
    "---\n",
    "!reference ",
    "# ",
    "j:\n  ",
    '"im\\\n age": ',
    '"im\\x61ge": ',
    "? image\n: a",
]


@settings(max_examples=tries(500))
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_arbitrary_pipelines(text: str) -> None:
    try:
        found = list(gitlab.read(Text(PIPELINE, text)))
    except NotJudged:
        return
    for one in found:
        assert isinstance(one, Declared | Reference)
        assert 0 <= one.offset <= len(text)
    if pipeline_is_clean(text):
        assert found == []


SCRIPTS = [
    pytest.param("a:\n  script: pip install «a\n", id="string"),
    pytest.param("a:\n  script:\n    - make\n    - pip install «a\n    - 'pip install «b'\n", id="list"),
    pytest.param("a:\n  script: [make, [pip install «a, [pip install «b]]]\n", id="nested"),
    pytest.param("a:\n  script:\n    - |\n      make\n      pip install «a\n", id="literal"),
    pytest.param("a:\n  script:\n    - if true; then\n    - pip install «a\n    - fi\n", id="over-items"),
    pytest.param("default: {before_script: pip install «a}\nafter_script: [pip install «b]\n", id="others"),
    pytest.param("a: {hooks: {pre_get_sources_script: [pip install «a]}}\n", id="hook"),
    pytest.param("a: {script: [!reference [.b, pip install c], pip install «a]}\n", id="reference"),
    pytest.param("a:\n  script:\n    - pip install $[[ inputs.x ]] «a $X\n", id="interpolation"),
    pytest.param(".s: &s [pip install «a]\nb: {script: *s}\nc: {script: [*s, make]}\n", id="alias"),
    pytest.param("variables: {script: pip install a}\na: {script: }\n", id="no-scripts"),
]


@pytest.mark.parametrize("text", SCRIPTS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_scripts(text: str, ending: str) -> None:
    assert_marked({PIPELINE: text.replace("\n", ending)}, policy=STRICT)
