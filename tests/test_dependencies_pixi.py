"""`pixi.toml`."""

import pytest

from pinned_support import SHA, STRICT, assert_marked, judge, not_judged
from walkaround._dependencies.declared import Declared
from walkaround._dependencies.pixi import read
from walkaround._finding import Finding
from walkaround._text import Text

WORKSPACE = '[workspace]\nname = "x"\nchannels = ["conda-forge"]\nplatforms = ["linux-64"]\n'
FILES = [
    pytest.param(
        '[dependencies]\npython = "3.12.*"\na = "«*"\nb = "«>=1"\nc = "«1.2.*"\nd = "==1.2.3"\n'
        'e = "1.2.3"\n_f = "«=1.2"\ng = "«>=1,<2"\nh = "1.2.3 h123_0"\ni = "«~=1.2"\n',
        id="conda",
    ),
    pytest.param(
        '[dependencies]\na = {version = "«>=1", channel = "x"}\nb = {version = "==1.2", build = "h1_0"}\n'
        '«c = {channel = "x"}\nd = {path = "../d"}\n«e = {git = "https://h.org/e"}\nf = {url = "https://h.org/f-1.2-0.conda"}\n',
        id="conda-tables",
    ),
    pytest.param(
        '[pypi-dependencies]\na = "«*"\nb = "==1.2.3"\nc = {version = "«>=1", extras = ["x"]}\n'
        'd = {path = ".", editable = true}\ne = {git = "https://h.org/e", tag = "«v1"}\n'
        f'f = {{git = "https://h.org/f", rev = "{SHA}"}}\n«g = {{url = "https://h.org/g.zip"}}\n',
        id="pypi",
    ),
    pytest.param(
        '[host-dependencies]\na = "«*"\n[build-dependencies]\nb = "«*"\n[run-dependencies]\nc = "«*"\n',
        id="older-tables",
    ),
    pytest.param(
        '[feature.test.dependencies]\na = "«*"\n[feature.test.pypi-dependencies]\nb = "«*"\n'
        '[feature.test.target.linux-64.dependencies]\nc = "«*"\n',
        id="features",
    ),
    pytest.param(
        '[package.host-dependencies."if(unix)"]\na = "«*"\n[dependencies]\n"if(win)" = {b = {version = "«>=1"}}\n',
        id="conditions",
    ),
    pytest.param('[dev]\na = {path = "a"}\n«b = {git = "https://h.org/b"}\n', id="sources-of-development"),
    pytest.param('[target.win-64.dependencies]\na = "«*"\n[target.unix.pypi-dependencies]\nb = "«*"\n', id="targets"),
    pytest.param(
        '[package.host-dependencies]\na = "«>=1"\n[package.run-dependencies]\nb = ">=1"\nc = "«*"\n'
        '[package.build.backend]\nname = "pixi-build-python"\nversion = "«*"\n'
        '[package.target.unix.build-dependencies]\nd = "«*"\n',
        id="package",
    ),
    pytest.param(
        WORKSPACE + '[tasks]\nx = "y"\n[system-requirements]\nlibc = "2.28"\n[environments]\nx = ["y"]\n', id="nothing"
    ),
    pytest.param("", id="empty"),
]


@pytest.mark.parametrize("text", FILES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_strict(text: str, ending: str) -> None:
    assert_marked({"pixi.toml": text.replace("\n", ending)}, policy=STRICT)


def test_a_lock_pins_a_workspace_and_not_how_its_packages_are_built() -> None:
    text = '[dependencies]\na = "*"\n[feature.x.dependencies]\nb = "*"\n[package.build-dependencies]\nc = "«*"\n'
    assert_marked({"pixi.toml": text, "pixi.lock": ""}, ["pixi.toml"], STRICT)


def test_what_is_said() -> None:
    said = judge({"pixi.toml": '[dependencies]\nnumpy = "*"\n'})
    assert [(one.message, one.remedy) for one in said if isinstance(one, Finding)] == [
        (
            'numpy = "*" admits every version; the policy requires an exact version.',
            (
                'Write numpy = "==X.Y.Z" with the version that `pixi list numpy` prints, or commit the pixi.lock that '
                "`pixi lock` writes."
            ),
        )
    ]


def test_what_is_known() -> None:
    text = '[feature.f.dependencies]\n_X = ">=1"\n[pypi-dependencies]\nA_b = {version = "*"}\n'
    said = [one for one in read(Text("pixi.toml", text)) if isinstance(one, Declared)]
    assert sorted((one.name, one.kind, one.role, one.group, one.spec) for one in said) == [
        ("_x", "conda", "group", "f", ">=1"),
        ("a-b", "pypi", "list", "", "*"),
    ]
    assert {one.splice and (text[one.splice.start : one.splice.end], one.splice.template) for one in said} == {
        (">=1", "=={}"),
        ("*", "=={}"),
    }


def test_a_hash_pins() -> None:
    digest = "ab" * 32
    text = f'[dependencies]\na = {{version = "==1", sha256 = "{digest}"}}\n'
    text += f'b = {{url = "https://h.org/b", sha256 = "{digest}"}}\n'
    assert [one.pin.level for one in read(Text("pixi.toml", text)) if isinstance(one, Declared)] == ["hash", "hash"]


BAD = [
    pytest.param("[dependencies]\nx = 1\n", "line 2: dependencies.x is not a version", id="number"),
    pytest.param("feature = 1\n", "feature is not a table", id="feature"),
    pytest.param("[feature]\nx = 1\n", "feature.x is not a table", id="one-feature"),
    pytest.param("[dependencies]\nx = {git = 1}\n", "line 2: dependencies.x.git is not a string", id="git"),
]


@pytest.mark.parametrize(("text", "why"), BAD)
def test_what_cannot_be_judged_is_named(text: str, why: str) -> None:
    assert not_judged(judge({"pixi.toml": text}, policy=STRICT)) == [f"pixi.toml: {why}"]
