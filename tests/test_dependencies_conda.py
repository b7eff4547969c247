"""environment.yml: which specifications are pins, where they stand, and what pip installs for it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pinned_support import STRICT, assert_marked, judge, not_judged
from processor_time import CpuLimit
from walkaround._dependencies.conda import pin_of, read
from walkaround._dependencies.declared import Declared
from walkaround._finding import Finding, NotJudged
from walkaround._text import Text

BOUNDS = [
    ("", "none"),
    ("=*", "none"),
    ("*", "none"),
    ("=*=openblas", "none"),
    ("* *mkl", "none"),
    ("!=1.2", "none"),
    ("=1", "range"),
    ("=1.26", "range"),
    ("= 1.26", "range"),
    ("=1.26.*", "range"),
    ("=1.26.4.*", "range"),
    ("==1.26.*", "range"),
    ("1.26.*", "range"),
    (">=1.2", "range"),
    (">=1.2,<2", "range"),
    (">= 1.2, < 2", "range"),
    ("~=1.2.3", "range"),
    ("<2", "range"),
    ("=1.2|=1.3", "range"),
    ("1.2.3|1.2.4", "range"),
    ("=1.2=py*", "range"),
    ("[version='>=1.2,<2']", "range"),
    ('[version=">1", build=x]', "range"),
    ("=2024a", "range"),
    ("=1.26.4", "exact"),
    ("= 1.26.4", "exact"),
    ("=1.26.4=py311h0_0", "exact"),
    ("=1.26=py311h0_0", "exact"),
    ("==1.26", "exact"),
    ("==1.26.4", "exact"),
    ("==1.26.4=py311h0_0", "exact"),
    ("1.26.4", "exact"),
    ("1.26", "exact"),
    ("1.26.4 py311h0_0", "exact"),
    ("==2024a", "exact"),
    ("=9e", "range"),
    ("[version=1.2.3]", "exact"),
    ("[version='==1.2']", "exact"),
    ("[build=x]", "none"),
]


@pytest.mark.parametrize(("bounds", "level"), BOUNDS)
def test_levels(bounds: str, level: str) -> None:
    assert pin_of(bounds).level == level


HEAD = "name: x\nchannels: [conda-forge]\ndependencies:\n"
ENVIRONMENTS = [
    pytest.param("  - «numpy\n  - numpy=1.26.4\n  - «scipy=1.2\n  - «a>=1\n  - b==1\n", id="list"),
    pytest.param(
        "- conda-forge::numpy=1.26.4\n- «conda-forge::numpy\n- «conda-forge/linux-64::a=1\n- «defaults::b =1.2\n",
        id="channels",
    ),
    pytest.param('  - "«numpy"\n  - \'«scipy >1\'\n  - " «pandas"\n', id="quoted"),
    pytest.param("  - «numpy  # [win]\n  # - scipy\n", id="comments"),
    pytest.param("  - python\n  - python=3.11\n  - python>=3.10\n  - pip\n  - pip=24\n  - Python\n", id="what-runs-it"),
    pytest.param(
        "  - __glibc>=2.17\n  - {{ x }}\n".replace("{{ x }}", "'{{ x }}'") + "  - a=${X}\n  - <a>\n", id="templates"
    ),
    pytest.param("  - https://example.org/linux-64/a-1.2.3-0.conda\n  - a/b.tar.bz2\n  - ./x.yml\n", id="files"),
    pytest.param("  - «https://example.org/linux-64/a.conda\n", id="file-without-version"),
    pytest.param("  - pip:\n    - «requests\n    - flask==3.1.0\n    - «click>=8 ; os_name=='nt'\n", id="pip"),
    pytest.param(
        "  - pip:\n    - -e .\n    - ./x\n    - «git+https://example.org/a@main\n    - --pre\n    - «b @ https://e.org/b.zip\n",
        id="pip-urls",
    ),
    pytest.param("  - pip:\n    - -r c.txt\n    - a\n    - «b\n", id="pip-with-a-list"),
    pytest.param("  - pip:\n    - '«a'\n    - >-\n      «b\n    - \"«\\x63\"\n    - |\n      «d\n", id="pip-in-yaml"),
    pytest.param(
        "  - pip:\n  - npm:\n    - x\n  - 1\n  - [a]\n  - ~\n  -\n".replace("  - 1\n", "").replace("  - ~\n  -\n", ""),
        id="others",
    ),
    pytest.param("  - &a «numpy\n  - *a\n", id="anchor"),
    pytest.param("  - ünï: 🦊\n  - «numpy # ü\n", id="unicode"),
    pytest.param("  []\nother:\n  - numpy\n", id="empty-list"),
]


@pytest.mark.parametrize("text", ENVIRONMENTS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_environments(text: str, ending: str) -> None:
    files = {"environment.yml": (HEAD + text).replace("\n", ending), "c.txt": "a==1.0\n"}
    assert_marked(files, paths=["environment.yml"], policy=STRICT)


def test_flow_style() -> None:
    assert_marked({"env.yaml": "{name: ü, dependencies: [«numpy, b=1.2.3, {pip: [«c, d==1]}]}"}, policy=STRICT)


def test_a_lock_pins_the_environment() -> None:
    assert judge({"environment.yml": f"{HEAD}- numpy\n", "conda-lock.yml": ""}, ["environment.yml"], STRICT) == []


def test_files_that_pip_would_read() -> None:
    text = f"{HEAD}- pip:\n  - -r «a.txt\n  - -c«b.txt\n  - --requirement=«c.txt\n  - -r here.txt\n  - -r ${{X}}\n"
    assert_marked({"sub/environment.yml": text, "sub/here.txt": ""}, policy=STRICT, rule="PIN002")


OTHERS = [
    pytest.param("env.yml", "A: 1\n---\nB: 2\n", id="documents"),
    pytest.param("env.yml", "{% for x in y %}\nA: 1\n", id="template"),
    pytest.param("env.yml", "A: [unclosed\n# no dependencies\n", id="no-yaml"),
    pytest.param("environment.yml", "dependencies:\n  numpy: 1.2\n", id="mapping"),
    pytest.param("environment.yml", "dependencies: numpy\n", id="text"),
    pytest.param("environment.yml", "- dependencies: [numpy]\n", id="list"),
    pytest.param("environment.yml", "x:\n  dependencies: [numpy]\n", id="further-in"),
    pytest.param("environment.yml", "", id="empty"),
]


@pytest.mark.parametrize(("path", "text"), OTHERS)
def test_other_files_of_the_name_say_nothing(path: str, text: str) -> None:
    assert judge({path: text}, policy=STRICT) == []


REFUSED = [
    pytest.param("dependencies: [a\n", "line 2: is not YAML: did not find expected ',' or ']'", id="no-yaml"),
    pytest.param(
        "dependencies:\n- a=1.2.3\n---\n", "line 3: begins a second document; only one is allowed here", id="documents"
    ),
    pytest.param(
        "dependencies:\n- a=1.2.3\n- '=1.2'\n", "line 3: is not a package that conda can read", id="specification"
    ),
    pytest.param(
        "dependencies:\n- pip:\n  - a b\n", "line 3: is not a requirement that pip can read", id="requirement"
    ),
    pytest.param(
        "dependencies:\n- pip:\n  - --x y\n",
        "line 3: has an option that pip does not know in a requirements file",
        id="option",
    ),
]


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_cannot_be_read_is_named(text: str, why: str) -> None:
    assert not_judged(judge({"environment.yml": text})) == [f"environment.yml: {why}"]


def test_messages() -> None:
    text = "dependencies:\n- conda-forge::numpy=1.26\n- pip:\n  - requests\n"
    assert judge({"environment.yml": text}) == [
        Finding(
            "environment.yml",
            2,
            3,
            "PIN001",
            "conda-forge::numpy=1.26 admits every version that begins with it; the policy requires an exact version.",
            "Write conda-forge::numpy=X.Y.Z with the version that `conda list numpy` prints.",
        ),
        Finding(
            "environment.yml",
            4,
            5,
            "PIN001",
            "requests names no version; the policy requires an exact version.",
            "Write requests==X.Y.Z with the version that `python -m pip show requests` prints.",
        ),
    ]


def test_what_an_environment_declares() -> None:
    text = Text("environment.yml", "dependencies:\n- Conda-Forge::NumPy >=1.2,<2\n- pip:\n  - Flask_X[a]==3\n")
    numpy, flask = [one for one in read(text) if isinstance(one, Declared)]
    assert (numpy.kind, numpy.name, numpy.spec, numpy.role, numpy.group) == ("conda", "numpy", ">=1.2,<2", "list", "")
    assert (flask.kind, flask.name, flask.spec, flask.role, flask.group) == ("pypi", "flask-x", "==3", "list", "pip")
    assert numpy.splice is not None
    assert text.content[numpy.splice.start : numpy.splice.end] == " >=1.2,<2"


SPECS = st.lists(
    st.sampled_from(["a", "1.2", "=", "==", ">=", ",", " ", "*", "::", "[version=", "]", "'", "ü", "|", "#", "!"])
).map("".join)


@given(SPECS | st.text())
@example("=")
@example("a[")
def test_any_specification_has_a_level(spec: str) -> None:
    assert pin_of(spec).level in ("none", "range", "exact")


@given(
    st.lists(SPECS).map(lambda specs: HEAD + "".join(f"- {spec}\n" for spec in specs))
    | st.text()
    | st.text().map(HEAD.__add__)
)
def test_any_text_is_judged_or_named(content: str) -> None:
    got: list[object] = []
    try:
        got.extend(read(Text("environment.yml", content)))
    except NotJudged as failure:
        got.append(failure)
    for one in got:
        if isinstance(one, Declared) and one.splice is not None:
            assert content[one.offset :].startswith(one.what)
            assert one.offset <= one.splice.start <= one.splice.end


HOSTILE = [
    pytest.param(HEAD + "- a=1.2\n" * 30_000, id="many"),
    pytest.param(HEAD + "- " + "a" * 180_000, id="one-line"),
    pytest.param(HEAD + "- " + "a " * 80_000, id="blanks"),
    pytest.param(HEAD + "- " + ":" * 180_000, id="colons"),
    pytest.param(HEAD + "- " + "[" * 90_000, id="nested"),
    pytest.param(HEAD + "- pip:\n" + "  - a\n" * 30_000, id="pip"),
    pytest.param(HEAD + "- &a {pip: [b]}\n" + "- *a\n" * 30_000, id="aliases"),
    pytest.param("dependencies" * 80_000, id="word"),
]


@pytest.mark.parametrize("content", HOSTILE)
def test_hostile_texts_end_soon(content: str) -> None:
    with CpuLimit(30):
        judge({"environment.yml": content})
