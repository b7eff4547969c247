"""`Pipfile`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinned_support import SHA, STRICT, assert_marked, judge, not_judged
from walkaround._dependencies.declared import Declared
from walkaround._dependencies.pipfile import read
from walkaround._finding import Finding, NotJudged
from walkaround._text import Text

SOURCE = '[[source]]\nname = "pypi"\nurl = "https://h.org/simple"\nverify_ssl = true\n\n'

FILES = [
    pytest.param(
        '[packages]\nrequests = "«*"\na = "==1.2.3"\nb = "«>=1,<2"\nc = "«~=1.2"\nd = "1.2.3"\n'
        'e = "«==1.*"\n"f.g" = "«"\n',
        id="strings",
    ),
    pytest.param(
        '[packages]\na = {version = "«*", extras = ["x"]}\nb = {version = "==1.0", index = "pypi"}\n'
        '«c = {extras = ["x"]}\nd = {path = ".", editable = true}\ne = {file = "./e.zip"}\n«f = {file = "https://h.org/f.zip"}\n',
        id="tables",
    ),
    pytest.param(
        '[packages]\n«a = {git = "https://h.org/a.git"}\n'
        'b = {git = "https://h.org/b.git", ref = "«main", editable = true}\n'
        f'c = {{git = "https://h.org/c.git", ref = "«v1.0"}}\nd = {{git = "https://h.org/d.git", ref = "{SHA}"}}\n'
        'e = {hg = "https://h.org/e", ref = "«default"}\n',
        id="repositories",
    ),
    pytest.param('[dev-packages]\npytest = "«>=8"\nruff = "==0.17.5"\n', id="dev"),
    pytest.param('[docs]\nsphinx = "«*"\n', id="a-category"),
    pytest.param(
        '[packages.a]\nversion = "«*"\n[packages."«b"]\nmarkers = "os_name == \'nt\'"\n', id="tables-of-their-own"
    ),
    pytest.param(
        '[requires]\npython_version = "3.12"\n[scripts]\nx = "y"\n[pipenv]\nallow_prereleases = true\n',
        id="no-packages",
    ),
    pytest.param(SOURCE + '[packages]\n# requests = "*"\n', id="nothing"),
    pytest.param("", id="empty"),
]


@pytest.mark.parametrize("text", FILES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_strict(text: str, ending: str) -> None:
    assert_marked({"Pipfile": text.replace("\n", ending)}, policy=STRICT)


def test_recommended_lets_ranges_of_development_pass() -> None:
    assert_marked({"Pipfile": '[packages]\na = "«>=1"\n[dev-packages]\nb = ">=1"\nc = "«*"\n'})


def test_a_lock_pins_everything() -> None:
    files = {"a/Pipfile": '[packages]\na = "*"\n[dev-packages]\nb = "*"\n', "a/Pipfile.lock": ""}
    assert judge(files, ["a/Pipfile"], STRICT) == []


def test_what_is_said() -> None:
    said = judge({"Pipfile": '[packages]\nrequests = "*"\nx = {git = "https://h.org/x", ref = "main"}\n'})
    assert [(one.message, one.remedy) for one in said if isinstance(one, Finding)] == [
        (
            'requests = "*" admits every version; the policy requires an exact version.',
            (
                'Write requests = "==X.Y.Z" with the version that `python -m pip show requests` prints, or commit the '
                "Pipfile.lock that `pipenv lock` writes."
            ),
        ),
        (
            "x from https://h.org/x@main follows a branch; the policy requires an exact version.",
            "Write ref = \"SHA\", with the commit that `git ls-remote https://h.org/x main 'main^{}'` prints last.",
        ),
    ]


def test_what_is_known() -> None:
    text = '[dev-packages]\nMy_Pkg = {version = "~=1.0", markers = "os_name == \'nt\'"}\n'
    (one,) = (one for one in read(Text("Pipfile", text)) if isinstance(one, Declared))
    known = (one.name, one.spec, one.role, one.group, one.marker, one.kind)
    assert known == ("my-pkg", "~=1.0", "group", "dev-packages", "os_name == 'nt'", "pypi")
    assert one.splice is not None
    assert text[one.splice.start : one.splice.end] == "~=1.0"
    assert one.splice.template == "=={}"


BAD = [
    pytest.param("[packages]\nx = 1\n", "line 2: packages.x is not a version", id="number"),
    pytest.param('[packages]\nx = "^1 then"\n', "line 2: packages.x ^1 then is not a version", id="version"),
    pytest.param("packages = 1\n", "packages is not a table", id="table"),
    pytest.param("[packages\n", "line 1: is not TOML: expected ']' at the end of a table declaration", id="no-toml"),
]


@pytest.mark.parametrize(("text", "why"), BAD)
def test_what_cannot_be_judged_is_named(text: str, why: str) -> None:
    assert not_judged(judge({"Pipfile": text}, policy=STRICT)) == [f"Pipfile: {why}"]


@given(st.text(st.sampled_from("[packages]\n\"'=*{}.1é"), max_size=60))
def test_any_text_is_read_or_named(content: str) -> None:
    try:
        said = list(read(Text("Pipfile", content)))
    except NotJudged:
        return
    assert all(0 <= one.offset <= len(content) for one in said if isinstance(one, Declared))
