"""Which exact pins the audit takes out of manifests and locks, and what it says has none."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinned_support import Tree
from walkaround._dependencies.pins import NOT_COMPILED, NOT_LOCKED, Open, Pin, collect, exact_version
from walkaround._finding import NotJudged

UV = """\
version = 1
requires-python = ">=3.11"

[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }

[[package]]
name = "Jinja2"
version = "2.4.1"
source = { registry = "https://pypi.org/simple" }
sdist = { url = "https://files.example.org/jinja2-2.4.1.tar.gz", hash = "sha256:00" }

[[package]]
name = "forked"
version = "1.0"
source = { git = "https://git.example.org/forked?rev=main#0123456789abcdef0123456789abcdef01234567" }
"""
POETRY = """\
[[package]]
name = "jinja2"
version = "2.4.1"
description = ""
optional = false
python-versions = "*"
files = [{file = "jinja2-2.4.1.tar.gz", hash = "sha256:00"}]

[metadata]
lock-version = "2.0"
python-versions = "^3.11"
content-hash = "00"
"""
PDM = """\
[metadata]
lock_version = "4.5.0"
content_hash = "sha256:00"

[[package]]
name = "jinja2"
version = "2.4.1"
summary = ""
files = [{file = "jinja2-2.4.1.tar.gz", hash = "sha256:00"}]
"""
PYLOCK = """\
lock-version = "1.0"
created-by = "made-up"

[[packages]]
name = "jinja2"
version = "2.4.1"
index = "https://pypi.org/simple"
"""
PIPFILE_LOCK = """\
{
    "_meta": {"hash": {"sha256": "00"}, "pipfile-spec": 6, "requires": {}, "sources": []},
    "default": {"jinja2": {"hashes": ["sha256:00"], "version": "==2.4.1"}},
    "develop": {"pytest": {"hashes": ["sha256:00"], "version": "==8.0"}}
}
"""
APP = '[project]\nname = "app"\nversion = "0.1.0"\ndependencies = ["jinja2>=2"]\n'
LIBRARY = f'{APP}classifiers = []\n[build-system]\nrequires = ["hatchling==1.0", "other>=1"]\nbuild-backend = "h"\n'


def said(files: Mapping[str, str], *paths: str) -> list[str]:
    """Every pin and every open package in one line each."""
    tree = Tree({path: text.encode() for path, text in files.items()}, list(paths or files))
    return sorted(map(_line, collect(tree, tree.paths)))


def _line(one: Pin | Open | NotJudged) -> str:
    if isinstance(one, NotJudged):
        return f"not judged: {one}"
    line, column = one.text.place(one.offset)
    what = f"=={one.version}" if isinstance(one, Pin) else f": {one.role}: {one.why}"
    return f"{one.text.path}:{line}:{column} {one.name}{what}"


NO_VERSION = "no exact version is named, and no lock has one"
ELSEWHERE = "an address is named, not a release of an index"
HASH = "--hash=sha256:" + "ab" * 32
UV_ASKED = UV.replace(
    '{ virtual = "." }\n',
    """{ virtual = "." }

[package.metadata]
requires-dist = [{ name = "jinja2", specifier = ">=2" }, { name = "tomli", marker = "python_full_version < '3'" }]
""",
    1,
)
CASES = [
    pytest.param({"requirements.txt": "Foo_Bar==1.0\nbaz===2\n"}, ["requirements.txt:1:1 foo-bar==1.0", "requirements.txt:2:1 baz==2"], id="list"),  # noqa: E501
    pytest.param({"requirements.txt": "foo[x] == 1.0 ; python_version > '3' # c\n"}, ["requirements.txt:1:1 foo==1.0"], id="marker"),  # noqa: E501
    pytest.param({"requirements.txt": "foo>=1,==1.5\n"}, ["requirements.txt:1:1 foo==1.5"], id="two-clauses"),
    pytest.param({"requirements.txt": "foo>=1\nbar==1.*\nbaz\n"}, [f"requirements.txt:{n}:1 {x}: list: {NO_VERSION}" for n, x in ((1, "foo"), (2, "bar"), (3, "baz"))], id="open"),  # noqa: E501
    pytest.param({"requirements.txt": "foo\n-c c.txt\n", "c.txt": "foo==1\nother>2\n"}, ["c.txt:1:1 foo==1"], id="constrained"),  # noqa: E501
    pytest.param({"requirements.txt": "foo\n-r base.txt\n", "base.txt": "foo==1\n"}, ["base.txt:1:1 foo==1"], id="chain"),  # noqa: E501
    pytest.param({"requirements.in": "foo\n", "requirements.txt": "foo==1\nbar==2\n"}, ["requirements.txt:1:1 foo==1", "requirements.txt:2:1 bar==2"], id="compiled"),  # noqa: E501
    pytest.param({"requirements.txt": "-r requirements.txt\nfoo==1\n"}, ["requirements.txt:2:1 foo==1"], id="circle"),
    pytest.param({"requirements.txt": "-r gone.txt\n"}, ["not judged: requirements.txt: line 1: gone.txt is not there; its pins are not judged"], id="missing-file"),  # noqa: E501
    pytest.param({"requirements.txt": "-r https://example.org/r.txt\n"}, ["not judged: requirements.txt: line 1: https://example.org/r.txt: its pins are not judged: they are read from the network"], id="remote"),  # noqa: E501
    pytest.param({"requirements.txt": "-r $WHERE/r.txt\n"}, ["not judged: requirements.txt: line 1: $WHERE/r.txt: its pins are not judged: an environment variable says where it is"], id="variable"),  # noqa: E501
    pytest.param({"requirements.txt": "?!\nfoo==1\n"}, ["not judged: requirements.txt: line 1: is not a requirement that pip can read", "requirements.txt:2:1 foo==1"], id="malformed"),  # noqa: E501
    pytest.param({"requirements.txt": "git+https://e.org/a@main#egg=A_b\n-e git+https://e.org/c\nd @ https://e.org/d-1.tar.gz\n"}, [f"requirements.txt:1:1 a-b: list: {ELSEWHERE}", f"requirements.txt:2:4 git+https://e.org/c: list: {ELSEWHERE}", f"requirements.txt:3:1 d: list: {ELSEWHERE}"], id="addresses"),  # noqa: E501
    pytest.param({"requirements.txt": "-e .\n./lib\nwheels/a-1-py3-none-any.whl\nx @ file:///tmp/x\n"}, [], id="local"),
    pytest.param({"docs/constraints.txt": "A chapter\nabout many\nthings that are\nno list at\nall, I say\n"}, [], id="prose"),  # noqa: E501
    pytest.param({"pyproject.toml": APP.replace(">=2", "==2.4.1")}, ["pyproject.toml:4:18 jinja2==2.4.1"], id="pyproject"),  # noqa: E501
    pytest.param({"pyproject.toml": APP}, [f"pyproject.toml:4:18 jinja2: unpublished: {NO_VERSION}"], id="application"),
    pytest.param({"pyproject.toml": LIBRARY}, ["pyproject.toml:4:18 jinja2: published: no exact version is named, and no lock has one", "pyproject.toml:7:14 hatchling==1.0", f"pyproject.toml:7:32 other: build: {NO_VERSION}"], id="library"),  # noqa: E501
    pytest.param({"pyproject.toml": '[dependency-groups]\na = ["foo==1", {include-group = "b"}]\nb = ["bar"]\n'}, ["pyproject.toml:2:7 foo==1", f"pyproject.toml:3:7 bar: group: {NO_VERSION}"], id="groups"),  # noqa: E501
    pytest.param({"pyproject.toml": APP, "uv.lock": UV}, ["uv.lock:11:12 jinja2==2.4.1", f"uv.lock:17:12 forked: list: {ELSEWHERE}"], id="uv"),  # noqa: E501
    pytest.param({"pyproject.toml": APP.replace("jinja2", "absent"), "uv.lock": UV}, ["pyproject.toml:4:18 absent: unpublished: the lock has no such package", "uv.lock:11:12 jinja2==2.4.1", f"uv.lock:17:12 forked: list: {ELSEWHERE}"], id="out-of-step"),  # noqa: E501
    pytest.param({"pyproject.toml": APP, "poetry.lock": POETRY}, ["poetry.lock:3:12 jinja2==2.4.1"], id="poetry"),
    pytest.param({"pyproject.toml": APP, "pdm.lock": PDM}, ["pdm.lock:7:12 jinja2==2.4.1"], id="pdm"),
    pytest.param({"pyproject.toml": APP, "pylock.toml": PYLOCK}, ["pylock.toml:6:12 jinja2==2.4.1"], id="pylock"),
    pytest.param({"pyproject.toml": APP, "uv.lock": "nonsense ["}, ["not judged: uv.lock: line 1: ", f"pyproject.toml:4:18 jinja2: unpublished: {NO_VERSION}"], id="broken-lock"),  # noqa: E501
    pytest.param({"Pipfile": '[packages]\njinja2 = "*"\n', "Pipfile.lock": PIPFILE_LOCK}, ["Pipfile.lock:3:67 jinja2==2.4.1", "Pipfile.lock:4:67 pytest==8.0"], id="pipenv"),  # noqa: E501
    pytest.param({"Pipfile": '[packages]\njinja2 = "==2.4.1"\n'}, ["Pipfile:2:11 jinja2==2.4.1"], id="pipfile"),
    pytest.param({"pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.11"\njinja2 = "2.4.1"\nfoo = "^1"\n'}, ["pyproject.toml:3:11 jinja2==2.4.1", f"pyproject.toml:4:8 foo: list: {NO_VERSION}"], id="poetry-table"),  # noqa: E501
    pytest.param({"tool.py": '# /// script\n# dependencies = ["foo==1.0", "bar"]\n# ///\n'}, ["tool.py:2:20 foo==1.0", f"tool.py:2:32 bar: list: {NO_VERSION}"], id="script"),  # noqa: E501
    pytest.param({"setup.cfg": "[options]\ninstall_requires =\n    foo==1.0\n    bar>=2\n"}, ["setup.cfg:3:5 foo==1.0", f"setup.cfg:4:5 bar: published: {NO_VERSION}"], id="setup.cfg"),  # noqa: E501
    pytest.param({"environment.yml": "dependencies:\n  - python=3.12\n  - numpy=2.0\n  - pip:\n      - foo==1.0\n      - bar\n"}, ["environment.yml:5:9 foo==1.0", f"environment.yml:6:9 bar: list: {NO_VERSION}"], id="conda"),  # noqa: E501
    pytest.param({"tool.py": "print('/// script')\n"}, [], id="no-script"),
    pytest.param({"requirements.txt": f"d @ https://e.org/d-1.0-py3-none-any.whl {HASH}\n"}, [f"requirements.txt:1:1 d: list: {ELSEWHERE}"], id="address-with-hash"),  # noqa: E501
    pytest.param({"requirements.txt": "foo==1 ; python_version < '3.9'\nfoo>=2 ; python_version >= '3.9'\n"}, ["requirements.txt:1:1 foo==1", f"requirements.txt:2:1 foo: list: {NO_VERSION}"], id="pinned-for-some"),  # noqa: E501
    pytest.param({"requirements.in": "foo\nbar\nbaz; os_name == 'nt'\n", "requirements.txt": "foo==1\n"}, ["requirements.txt:1:1 foo==1", f"requirements.in:2:1 bar: list: {NOT_COMPILED}", f"requirements.in:3:1 baz: list: {NOT_COMPILED}, perhaps because of its marker"], id="stale-list"),  # noqa: E501
    pytest.param({"requirements.in": "foo==2\nbar==1.0\nc @ git+https://e.org/c\n-c https://e.org/c.txt\n", "requirements.txt": "foo==1\nbar==1.0.0\nc @ git+https://e.org/c@main\n"}, ["requirements.in:1:1 foo==2", "requirements.txt:1:1 foo==1", "requirements.txt:2:1 bar==1.0.0", f"requirements.txt:3:1 c: list: {ELSEWHERE}"], id="stale-pin"),  # noqa: E501
    pytest.param({"pyproject.toml": APP.replace(">=2", "==2.5"), "uv.lock": UV}, ["pyproject.toml:4:18 jinja2==2.5", "uv.lock:11:12 jinja2==2.4.1", f"uv.lock:17:12 forked: list: {ELSEWHERE}"], id="another-pin"),  # noqa: E501
    pytest.param({"pyproject.toml": APP.replace(">=2", "==2.5"), "uv.lock": UV + '[manifest]\noverrides = [{ name = "Jinja2", specifier = "==2.4.1" }]\n'}, ["uv.lock:11:12 jinja2==2.4.1", f"uv.lock:17:12 forked: list: {ELSEWHERE}"], id="overridden"),  # noqa: E501
    pytest.param({"pyproject.toml": APP.replace(">=2", "==2.4.1.0"), "pdm.lock": PDM}, ["pdm.lock:7:12 jinja2==2.4.1"], id="same-pin"),  # noqa: E501
    pytest.param({"pyproject.toml": APP.replace("jinja2", "tomli; python_version < '3' #").replace("#>=2", ""), "uv.lock": UV_ASKED}, ["uv.lock:14:12 jinja2==2.4.1", f"uv.lock:20:12 forked: list: {ELSEWHERE}"], id="left-out"),  # noqa: E501
    pytest.param({"pyproject.toml": APP.replace("jinja2>=2", "new; os_name == 'nt'"), "uv.lock": UV_ASKED}, [f"pyproject.toml:4:18 new: unpublished: {NOT_LOCKED}", "uv.lock:14:12 jinja2==2.4.1", f"uv.lock:20:12 forked: list: {ELSEWHERE}"], id="new-with-marker"),  # noqa: E501
    pytest.param({"pyproject.toml": APP.replace("jinja2>=2", "new; os_name == 'nt'"), "pdm.lock": PDM}, [f"pyproject.toml:4:18 new: unpublished: {NOT_LOCKED}, perhaps because of its marker", "pdm.lock:7:12 jinja2==2.4.1"], id="perhaps-for-others"),  # noqa: E501
    pytest.param({"pyproject.toml": '[tool.setuptools.dynamic]\ndependencies = {file = ["deps.txt", "gone.txt"]}\n', "deps.txt": "foo==1\nbar\n"}, ["deps.txt:1:1 foo==1", f"deps.txt:2:1 bar: published: {NO_VERSION}", "not judged: pyproject.toml: line 2: gone.txt is not there; its pins are not judged"], id="dynamic"),  # noqa: E501
    pytest.param({"setup.cfg": "[options]\ninstall_requires = file: deps.txt\n", "deps.txt": "foo==1\nbar\n"}, ["deps.txt:1:1 foo==1", f"deps.txt:2:1 bar: published: {NO_VERSION}"], id="file"),  # noqa: E501
    pytest.param({"requirements.txt": "foo==1\nbar\n", "setup.py": "open('requirements.txt')\n"}, ["requirements.txt:1:1 foo==1", f"requirements.txt:2:1 bar: published: {NO_VERSION}"], id="of-setup.py"),  # noqa: E501
    pytest.param({"requirements.txt": "numpy=1.26=py_0\n" * 9}, ["not judged: requirements.txt: line 1: is not a requirement that pip can read (nor can 8 more)"], id="conda-export"),  # noqa: E501
    pytest.param({"requirements.txt": "not a requirement\n" * 9 + "foo==1\n"}, ["not judged: requirements.txt: line 1: is not a requirement that pip can read (nor can 8 more)", "requirements.txt:10:1 foo==1"], id="prose-with-a-pin"),  # noqa: E501
    pytest.param({"environment.yml": "dependencies:\n  - pip:\n      - -r https://e.org/r.txt\n      - -r r.txt\n", "r.txt": "foo==1\n"}, ["r.txt:1:1 foo==1", "not judged: environment.yml: line 3: https://e.org/r.txt is read from the network and can change without a commit; it was not judged"], id="lists-of-conda"),  # noqa: E501
    pytest.param({"pyproject.toml": '[tool.poetry.dependencies]\nfoo = {git = "https://e.org/f.git", rev = "' + "ab" * 20 + '"}\nbar = {url = "https://e.org/b-1.0.zip"}\n'}, [f"pyproject.toml:2:44 foo: list: {ELSEWHERE}", f"pyproject.toml:3:1 bar: list: {ELSEWHERE}"], id="poetry-addresses"),  # noqa: E501
    pytest.param({"uv.lock": UV.replace('source = { git = "', 'source = { ipfs = "')}, ["uv.lock:11:12 jinja2==2.4.1", f"uv.lock:17:12 forked: list: {ELSEWHERE}"], id="unheard-of-source"),  # noqa: E501
    pytest.param({"uv.lock": UV[: UV.index("source = { git")]}, ["uv.lock:11:12 jinja2==2.4.1", "uv.lock:17:12 forked==1.0"], id="no-source"),  # noqa: E501
    pytest.param({"uv.lock": UV + '\n[[package]]\nname = "Jinja2"\nversion = "3.1"\nsource = { registry = "https://r.example.org" }\n'}, ["uv.lock:11:12 jinja2==2.4.1", f"uv.lock:17:12 forked: list: {ELSEWHERE}", "uv.lock:22:12 jinja2==3.1"], id="two-versions"),  # noqa: E501
    pytest.param({"pyproject.toml": APP + '[tool.uv]\nconstraint-dependencies = ["not-there==1.0"]\n', "uv.lock": UV}, ["uv.lock:11:12 jinja2==2.4.1", f"uv.lock:17:12 forked: list: {ELSEWHERE}"], id="bounds"),  # noqa: E501
    pytest.param({"requirements.txt": "A_b.C==1!2.0rc1\n"}, ["requirements.txt:1:1 a-b-c==1!2.0rc1"], id="epoch"),
    pytest.param({"uv.lock": ""}, ["not judged: uv.lock: states no version of its format, so it is no lock of uv"], id="empty-lock"),  # noqa: E501
    pytest.param({"poetry.lock": ""}, ["not judged: poetry.lock: has no [metadata], so it is no lock of poetry"], id="empty-poetry"),  # noqa: E501
    pytest.param({"pyproject.toml": "", "requirements.txt": "", "Pipfile": ""}, [], id="empty-manifests"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "wanted"), CASES)
def test_pins(files: Mapping[str, str], wanted: list[str]) -> None:
    found = said(files)
    assert len(found) == len(wanted), found
    assert all(one.startswith(start) if start.endswith(": ") else one == start
               for one, start in zip(found, sorted(wanted), strict=True)), found  # fmt: skip


@pytest.mark.parametrize("path", ["pyproject.toml", "uv.lock"])
def test_a_manifest_brings_its_lock_along_and_a_lock_stands_alone(path: str) -> None:
    assert "uv.lock:11:12 jinja2==2.4.1" in said({"pyproject.toml": APP, "uv.lock": UV}, path)


def test_the_lock_of_a_workspace_lies_further_up() -> None:
    files = {"uv.lock": UV, "packages/a/pyproject.toml": APP}
    assert "uv.lock:11:12 jinja2==2.4.1" in said(files, "packages/a/pyproject.toml")


def test_a_list_of_a_chain_that_is_an_input_too_is_not_open() -> None:
    files = {"requirements.txt": "foo==1\n-r base.txt\n-c c.txt\n", "base.txt": "foo\n", "c.txt": "bar>1\n"}
    assert said(files, *files) == ["requirements.txt:1:1 foo==1"]
    assert said(files, *reversed(files)) == ["requirements.txt:1:1 foo==1"]


def test_many_lists_that_refer_to_each_other_end() -> None:
    files = {f"r{n}.txt": f"-r r{n + 1}.txt\nfoo{n}==1\n" for n in range(700)}
    found = said(files, "r0.txt")
    assert any(one.startswith("not judged: ") for one in found)


@pytest.mark.parametrize(
    ("spec", "version"),
    [
        ("==1.0", "1.0"), ("===1.0.post1", "1.0.post1"), ("== 1!2.0+cu118", "1!2.0+cu118"), (">=1,==1.5", "1.5"),
        ("(==1.0)", "1.0"), ("1.0", "1.0"), ("v1.0", "v1.0"), ("==1.*", None), (">=1", None), ("~=1.0", None),
        ("", None), ("*", None), ("^1", None), ("!=1.0", None), ("==1.0 || ==2.0", None), ("1.0 || 2.0", None),
    ],
)  # fmt: skip
def test_exact_versions(spec: str, version: str | None) -> None:
    assert exact_version(spec) == version


@given(
    content=st.text(), path=st.sampled_from(["requirements.txt", "pyproject.toml", "uv.lock", "Pipfile.lock", "a.py"])
)
def test_any_text_is_read_or_named(content: str, path: str) -> None:
    text = content.encode("utf-8", "replace")
    for one in collect(Tree({path: text}, [path]), [path]):
        if isinstance(one, NotJudged):
            assert "internal error" not in one.why
