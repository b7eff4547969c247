"""The tables of tools in `pyproject.toml`: what each declares, for what, and what would pin it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinned_support import SHA, STRICT, assert_marked, judge, not_judged
from tests_support import Repository
from walkaround._dependencies import commands
from walkaround._dependencies.declared import Declared, Fragment, Reference
from walkaround._dependencies.pyproject import read
from walkaround._finding import Finding, NotJudged
from walkaround._text import Text
from walkaround.pinned_dependencies import LEVEL, main

FILE = "pyproject.toml"


def declared(content: str) -> list[Declared]:
    """The dependencies of a file."""
    return [one for one in read(Text(FILE, content)) if isinstance(one, Declared)]


PUBLISHED = '[build-system]\nrequires = ["hatchling==1.33.0"]\n'
POETRY = "[tool.poetry]\npackage-mode = false\n[tool.poetry.dependencies]\n"

STRICTLY = [
    # what the dependencies of [project] are for
    pytest.param(f'{PUBLISHED}[project]\ndependencies = ["x>=1", "«y"]\n', id="published"),
    pytest.param('[project]\ndependencies = ["x>=1", "«y"]\n', id="unpublished"),
    pytest.param('[project]\ndependencies = ["«x>=1", "y==1"]\n[tool.uv]\npackage = false\n', id="uv-application"),
    pytest.param('[project]\ndependencies = ["x>=1"]\n[tool.uv]\npackage = true\n', id="uv-package"),
    pytest.param(
        f'{PUBLISHED}[project]\ndependencies = ["«x>=1"]\nclassifiers = ["Private :: Do Not Upload"]\n', id="private"
    ),
    pytest.param(f'{PUBLISHED}[project]\ndependencies = ["«x>=1"]\n[tool.pdm]\ndistribution = false\n', id="pdm-app"),
    pytest.param(f"{PUBLISHED}{POETRY}[project]\noptional-dependencies.a = ['«x>=1']\n", id="poetry-application"),
    # uv
    pytest.param('[tool.uv]\ndev-dependencies = ["«pytest>=8", "ruff==0.17.5"]\n', id="uv-dev"),
    pytest.param(
        '[tool.uv]\nconstraint-dependencies = ["x<2", "y"]\noverride-dependencies = ["z>1"]\n', id="uv-bounds"
    ),
    pytest.param('[tool.uv]\noverride-dependencies = ["«z @ git+https://h.org/z@main"]\n', id="uv-override-url"),
    pytest.param('[project]\ndependencies = ["x"]\n[tool.uv.sources]\n«x = {git = "https://h.org/x"}\n', id="uv-git"),
    pytest.param('[tool.uv.sources]\nx = {git = "https://h.org/x", branch = "«v1"}\n', id="uv-branch"),
    pytest.param('[tool.uv.sources]\nx = {git = "https://h.org/x", tag = "«v1"}\n', id="uv-tag"),
    pytest.param(f'[tool.uv.sources]\nx = {{git = "https://h.org/x", rev = "{SHA}"}}\n', id="uv-sha"),
    pytest.param('[tool.uv.sources]\nx = {git = "https://h.org/x", rev = "«main"}\n', id="uv-rev-that-is-a-branch"),
    pytest.param('[tool.uv.sources."x"]\ngit = "https://h.org/x"\nrev = "«v1"\n', id="uv-table-of-its-own"),
    pytest.param('[tool.uv.sources]\n«x.git = "https://h.org/x"\n', id="uv-dotted"),
    pytest.param(
        '[project]\ndependencies = ["x"]\n[tool.uv.sources]\n«x = [\n {path = "../x", marker = "os_name == \'nt\'"},\n'
        ' {git = "https://h.org/x", marker = "os_name != \'nt\'"},\n]\n',
        id="uv-several",
    ),
    pytest.param('[project]\ndependencies = ["«x"]\n[tool.uv.sources]\nx = [{index = "a"}]\n', id="uv-indexes"),
    pytest.param(
        "[tool.uv.sources]\na = {workspace = true}\nb = {path = '../b', editable = true}\nc = {index = 'own'}\n",
        id="uv-local",
    ),
    pytest.param(
        "[tool.uv.sources]\na = {url = 'https://h.org/a-1.2.tar.gz'}\n«b = {url = 'https://h.org/b.zip'}\n", id="uv-url"
    ),
    # poetry
    pytest.param(
        f'{POETRY}python = "^3.11"\nPython = "*"\na = "«^1.2"\nb = "«~1.2"\nc = "«*"\nd = "«>=1,<2"\ne = "1.2.3"\n'
        'f = "«1.2.*"\ng = "==1.2.3"\nh = "=1.2.3"\ni = "«^1.0 || ^2.0"\nj = "«!=1"\nk = "«~=1.2"\nl = "«>= 1.0 <2"\n'
        "m = '1.2.3-beta.1'\n",
        id="poetry-strings",
    ),
    pytest.param(
        f'{POETRY}a = {{version = "«^1.2", extras = ["x"]}}\nb = {{version = "1.2.3", python = "^3.8"}}\n'
        '«c = {extras = ["x"]}\nd = {path = "../d", develop = true}\n«e = {url = "https://h.org/e.zip"}\n'
        "f = {url = 'https://h.org/f-1.2-py3-none-any.whl'}\n",
        id="poetry-tables",
    ),
    pytest.param(
        f'{POETRY}«a = {{git = "https://h.org/a"}}\nb = {{git = "https://h.org/b", branch = "«v1"}}\n'
        f'c = {{git = "https://h.org/c", tag = "«1.0"}}\nd = {{git = "https://h.org/d", rev = "{SHA}"}}\n'
        'e = {git = "git@h.org:o/e.git", rev = "0a1b2c3"}\n',
        id="poetry-git",
    ),
    pytest.param(
        f'{POETRY}a = [\n  {{version = "«^1", python = "<3.9"}},\n'
        '  {version = "2.0", python = ">=3.9"},\n  "«^3",\n]\n',
        id="poetry-several",
    ),
    pytest.param(
        f"{POETRY}[[tool.poetry.dependencies.a]]\nversion = '«^1'\n[[tool.poetry.dependencies.a]]\nversion='1'\n",
        id="poetry-array-of-tables",
    ),
    pytest.param(
        f'{POETRY}[tool.poetry.dependencies.a]\nversion = "«^1"\n[tool.poetry.dependencies."«b"]\noptional = true\n',
        id="poetry-tables-of-their-own",
    ),
    pytest.param(f'{POETRY}a.version = "«^1"\n«b.optional = true\n', id="poetry-dotted"),
    pytest.param('[tool.poetry.group.dev.dependencies]\npytest = "«^8"\nruff = "0.17.5"\n', id="poetry-group"),
    pytest.param('[tool.poetry.dev-dependencies]\npytest = "«*"\n', id="poetry-dev"),
    pytest.param('[tool.poetry.requires-plugins]\npoetry-x = "«>=1"\n', id="poetry-plugins"),
    pytest.param(
        '[tool.poetry]\nlicense = "MIT"\n[tool.poetry.dependencies]\na = "^1"\nb = "«*"\n', id="poetry-library"
    ),
    pytest.param('[project]\nurls = {}\n[tool.poetry.dependencies]\na = "^1"\n', id="poetry-library-by-project"),
    pytest.param('[tool.poetry.dependencies]\na = "«^1"\n', id="poetry-undecided"),
    pytest.param(
        f'{PUBLISHED}[project]\ndependencies = ["a>=1", "b>=1"]\n[tool.poetry.dependencies]\na = {{source = "own"}}\n'
        '«b = {git = "https://h.org/b"}\nc = "«^1"\n',
        id="poetry-says-more-of-a-project",
    ),
    pytest.param(f'{POETRY}a = "{{{{ cookiecutter.a }}}}"\n"{{{{b}}}}" = "^1"\n', id="poetry-template"),
    # PDM
    pytest.param(
        '[tool.pdm.dev-dependencies]\ntest = ["«pytest>=8", "ruff==1", "-e file:///${PROJECT_ROOT}/x#egg=x",\n'
        '  "«-e git+https://h.org/y@main#egg=y", "-e ./z"]\n',
        id="pdm",
    ),
    # hatch
    pytest.param(
        '[tool.hatch.envs.default]\ndependencies = ["«a", "b==1", "c=={matrix:c}", "d{env:D}", "e @ {root:uri}/e"]\n'
        'extra-dependencies = ["«f>=1; os_name == \'nt\'"]\n[tool.hatch.envs.x.scripts]\ny = "z"\n',
        id="hatch-environments",
    ),
    pytest.param(
        '[tool.hatch.build]\ndependencies = ["«a"]\n[tool.hatch.build.hooks.b]\ndependencies = ["«c>=1"]\n'
        '[tool.hatch.build.targets.wheel]\ndependencies = ["d==1"]\n'
        '[tool.hatch.build.targets.wheel.hooks.e]\ndependencies = ["«f"]\n',
        id="hatch-builds",
    ),
    # others
    pytest.param(
        '[tool.flit.metadata]\nrequires = ["a>=1", "«b"]\ndev-requires = ["«c>=1"]\nrequires-extra.d = ["«e"]\n',
        id="flit",
    ),
    pytest.param('[tool.cibuildwheel]\ntest-requires = ["«a"]\nlinux.test-requires = ["b==1"]\n', id="cibuildwheel"),
    pytest.param('[tool.cibuildwheel]\ntest-requires = "«a b==1  «c[d]>=1"\n', id="cibuildwheel-in-one-string"),
    pytest.param('[tool.pixi.dependencies]\na = "«>=1"\n[tool.pixi.pypi-dependencies]\nb = "«*"\n', id="pixi"),
    pytest.param("[tool.other]\ndependencies = ['x']\n[tool.poe.tasks]\nx = 'y'\n", id="other-tools"),
    pytest.param(
        '[dependency-groups]\n"ß" = ["x==1"]\n"ä" = [  "«x"]  # ü\n"ö" = ["x @ file:///ü", "«y"]\n', id="unicode"
    ),
]


@pytest.mark.parametrize("text", STRICTLY)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_strict(text: str, ending: str) -> None:
    assert_marked({FILE: text.replace("\n", ending)}, policy=STRICT)


MISSING = [
    pytest.param('[tool.setuptools.dynamic]\ndependencies = {file = ["«a.txt", "there.txt"]}\n', id="setuptools"),
    pytest.param('[tool.setuptools.dynamic]\ndependencies = {file = "«a.txt"}\nversion = {file = "V"}\n', id="one"),
    pytest.param('[tool.setuptools.dynamic.optional-dependencies]\nx.file = ["«x/a.txt"]\n', id="setuptools-extras"),
    pytest.param('[tool.hatch.metadata.hooks.requirements_txt]\nfiles = ["«a.txt", "there.txt"]\n', id="hatch"),
    pytest.param(
        "[tool.hatch.metadata.hooks.requirements_txt.optional-dependencies]\nx = ['«a.txt']\n", id="hatch-extra"
    ),
]


@pytest.mark.parametrize("text", MISSING)
def test_a_file_that_gives_the_dependencies_must_be_there(text: str) -> None:
    assert_marked({"a/pyproject.toml": text, "a/there.txt": ""}, ["a/pyproject.toml"], STRICT, rule="PIN002")


def test_a_file_that_gives_the_dependencies_is_a_list() -> None:
    content = '[tool.setuptools.dynamic]\ndependencies = {file = ["a.txt"]}\n'
    assert list(read(Text(FILE, content))) == [Reference(content.index("a.txt"), "a.txt", kind="requirements")]


SAID = [
    pytest.param(
        f'{POETRY}requests = "^2"\n',
        'requests = "^2" admits more than one version; the policy requires an exact version.',
        'Write requests = "X.Y.Z" with the version that `python -m pip show requests` prints, or commit the '
        "poetry.lock that `poetry lock` writes.",
        id="version",
    ),
    pytest.param(
        '[tool.poetry]\nkeywords = []\n[tool.poetry.dependencies]\nrequests = {version = "*"}\n',
        'requests = "*" admits every version; the policy requires at least a bound.',
        'Write version = ">=X.Y", where X.Y is the oldest version that works.',
        id="bound",
    ),
    pytest.param(
        '[tool.poetry.dev-dependencies]\nx = {git = "https://user:not-secret@h.org/x", tag = "v1"}\n',
        "x from https://***@h.org/x@v1 names a tag, which can be moved; the policy requires an exact version.",
        "Write rev = \"SHA\", with the commit that `git ls-remote URL v1 'v1^{}'` prints last.",
        id="git",
    ),
    pytest.param(
        '[tool.uv.sources]\nx = {git = "https://h.org/x"}\n',
        "x from https://h.org/x follows the default branch; the policy requires an exact version.",
        "Write rev = \"SHA\", with the commit that `git ls-remote https://h.org/x HEAD 'HEAD^{}'` prints last.",
        id="source",
    ),
    pytest.param(
        f'{POETRY}x = {{url = "https://h.org/x.zip"}}\n',
        "x from https://h.org/x.zip names no version; the policy requires an exact version.",
        "Name the URL of one released version, or append #sha256=… of the file behind it.",
        id="url",
    ),
]


@pytest.mark.parametrize(("text", "message", "remedy"), SAID)
def test_what_is_said(text: str, message: str, remedy: str) -> None:
    said = judge({FILE: text}, policy=STRICT)
    assert [(one.message, one.remedy) for one in said if isinstance(one, Finding)] == [(message, remedy)]
    assert len(said) == 1


def test_where_hashes_are_wanted_a_lock_has_them() -> None:
    text = '[project]\ndependencies = ["x==1"]\n[tool.uv]\npackage = false\n[tool.poetry.dependencies]\ny = "1.0"\n'
    said = judge({FILE: text}, policy={**STRICT, LEVEL: "hash"})
    assert [one.remedy for one in said if isinstance(one, Finding)] == [
        "Commit the uv.lock that `uv lock` writes, which holds the hashes of every package.",
        "Commit the poetry.lock that `poetry lock` writes, which holds the hashes of every package.",
    ]
    assert judge({FILE: text, "uv.lock": ""}, [FILE], {**STRICT, LEVEL: "hash"}) == []


def test_a_lock_pins_what_tools_install() -> None:
    text = f'{POETRY}a = "*"\n[tool.poetry.group.x.dependencies]\nb = "*"\n[tool.uv.sources]\nc = {{git = "https://h.org/c"}}\n'
    assert judge({FILE: text, "poetry.lock": ""}, [FILE], STRICT) == []


KNOWN = [
    pytest.param(
        "[project]\noptional-dependencies.x = [\"A_b[c] >= 1 ; os_name == 'nt'\"]\n",
        ("a-b", ">= 1", "unpublished", "pypi", "os_name == 'nt'", "x", "A_b[c] >= 1"),
        id="extra",
    ),
    pytest.param(
        '[tool.poetry.group.g.dependencies]\nA_b = {version = "^1", markers = "os_name == \'nt\'"}\n',
        ("a-b", "^1", "group", "pypi", "os_name == 'nt'", "g", 'A_b = "^1"'),
        id="poetry",
    ),
    pytest.param(
        '[tool.uv.sources]\nA_b = {git = "https://h.org/x", tag = "v1", marker = "os_name == \'nt\'"}\n',
        ("https://h.org/x", "v1", "group", "git", "os_name == 'nt'", "", "A_b from https://h.org/x@v1"),
        id="source",
    ),
    pytest.param(
        '[tool.uv]\nconstraint-dependencies = ["a<2", "b==1"]\n',
        ("b", "==1", "group", "pypi", "", "constraint-dependencies", "b==1"),
        id="constraint",
    ),
    pytest.param(
        '[tool.pdm.dev-dependencies]\nt = ["-e git+https://h.org/x@v1#subdirectory=y&egg=A_b[c]"]\n',
        ("a-b", "", "group", "url", "", "t", "-e git+https://h.org/x@v1#subdirectory=y&egg=A_b[c]"),
        id="editable",
    ),
    pytest.param(
        '[project]\ndependencies = ["x"]\n[tool.uv]\npackage = false\n[tool.uv.sources]\nx = {git = "https://h.org/x"}\n',
        ("https://h.org/x", "", "list", "git", "", "", "x from https://h.org/x"),
        id="source-of-an-application",
    ),
    pytest.param(
        '[build-system]\nrequires = ["x"]\n[tool.uv.sources]\nx = {git = "https://h.org/x"}\n',
        ("https://h.org/x", "", "build", "git", "", "", "x from https://h.org/x"),
        id="source-of-a-build",
    ),
]


@pytest.mark.parametrize(("text", "known"), KNOWN)
def test_what_is_known(text: str, known: tuple[str, ...]) -> None:
    (one,) = (one for one in declared(text) if one.role != "build" or "build" in known)
    assert (one.name, one.spec, one.role, one.kind, one.marker, one.group, one.what) == known


def test_own_name_is_not_fetched() -> None:
    assert declared('[project]\nname = "My_x"\noptional-dependencies.all = ["my.x[a,b]"]\n') == []


BAD = [
    pytest.param("[tool.poetry]\ndependencies = 1\n", "tool.poetry.dependencies is not a table", id="table"),
    pytest.param(
        "[tool.poetry.dependencies]\na = 1\n", "line 2: tool.poetry.dependencies.a is not a version", id="int"
    ),
    pytest.param(
        "[tool.poetry.dependencies]\na = 'newest'\n",
        "line 2: tool.poetry.dependencies.a newest is not a version",
        id="version",
    ),
    pytest.param(
        "[tool.poetry.dependencies]\na = {\nversion = 1}\n".replace("\n", "", 2).replace("]a", "]\na"),
        "line 2: tool.poetry.dependencies.a.version is not a string",
        id="version-of-a-table",
    ),
    pytest.param(
        "[tool.poetry.dependencies]\n'a b' = '1'\n",
        "line 2: tool.poetry.dependencies.a b is not the name of a package",
        id="name",
    ),
    pytest.param("[tool.uv.sources]\nx = 'y'\n", "line 2: tool.uv.sources.x is not a table", id="source"),
    pytest.param("[tool.uv]\ndev-dependencies = 'y'\n", "tool.uv.dev-dependencies is not a list", id="list"),
    pytest.param(
        "[tool.hatch.envs.x]\ndependencies = ['x', 'a b']\n",
        "line 2: tool.hatch.envs.x.dependencies[1] is not a requirement",
        id="requirement",
    ),
    pytest.param("tool = 1\n", "tool is not a table", id="tool"),
    pytest.param(
        "[tool.setuptools.dynamic]\ndependencies = {file = 1}\n",
        "tool.setuptools.dynamic.dependencies.file is not a list",
        id="file",
    ),
]


@pytest.mark.parametrize(("text", "why"), BAD)
def test_what_cannot_be_judged_is_named(text: str, why: str) -> None:
    if "'x', 'a b'" in text:
        text = text.replace("'x', ", "'x==1', ")
    assert not_judged(judge({FILE: text}, policy=STRICT)) == [f"{FILE}: {why}"]


def test_one_mistake_hides_no_other() -> None:
    text = "project = {dependencies = 1}\n[tool.poetry]\ndev-dependencies = {x = 1, y = '*'}\ngroup.a = 1\n"
    said = judge({FILE: text})
    assert sorted(str(one) for one in said if isinstance(one, NotJudged)) == [
        f"{FILE}: line 3: tool.poetry.dev-dependencies.x is not a version",
        f"{FILE}: project.dependencies is not a list",
        f"{FILE}: tool.poetry.group.a is not a table",
    ]
    assert [(one.line, one.column) for one in said if isinstance(one, Finding)] == [(3, 33)]


def test_commands_of_cibuildwheel_are_read_as_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[Fragment] = []

    def of_script(fragment: Fragment) -> list[Declared]:
        met.append(fragment)
        return []

    monkeypatch.setattr(commands, "of_script", of_script)
    content = "[tool.cibuildwheel]\nbefore-all = \"a\"\nlinux.before-build = [\"b\", \"c \\u0064\", '''\ne\n''']\n"
    assert list(read(Text(FILE, content))) == []
    assert [(one.text, content[one.offset(0)]) for one in met] == [("a", "a"), ("b", "b"), ("e\n", "e")]


# `--fix` puts the answer into the splice; what is read then must be pinned and otherwise the same.

SPLICED = [
    pytest.param(
        "[project]\ndependencies = [\"x[a] >= 1 ; os_name == 'nt'\"]\n", "x[a]==9.9 ; os_name", id="requirement"
    ),
    pytest.param('[project]\ndependencies = ["""\n  x"""]\n', 'x==9.9"""', id="bare"),
    pytest.param(f'{POETRY}x = "^1"\n', 'x = "9.9"\n', id="poetry"),
    pytest.param(f"{POETRY}x = {{version = '~1', optional = true}}\n", "{version = '9.9', optional", id="poetry-table"),
    pytest.param(f'{POETRY}x = """\n^1"""\n', 'x = """\n9.9"""', id="poetry-long-string"),
    pytest.param(f'{POETRY}x = {{git = "https://h.org/x", tag = "v1"}}\n', 'x", rev = "9.9"}', id="poetry-tag"),
    pytest.param(f'{POETRY}x = {{git = "https://h.org/x", rev = "v1"}}\n', 'x", rev = "9.9"}', id="poetry-rev"),
    pytest.param('[tool.uv.sources]\nx.branch = "b"\nx.git = "https://h.org/x"\n', 'x.rev = "9.9"\n', id="uv-branch"),
]


@pytest.mark.parametrize(("text", "expected"), SPLICED)
def test_splices(text: str, expected: str) -> None:
    (one,) = declared(text)
    assert one.splice is not None
    fixed = text[: one.splice.start] + one.splice.template.replace("{}", "9.9") + text[one.splice.end :]
    assert expected in fixed
    fixed = fixed.replace("9.9", SHA) if one.kind == "git" else fixed
    (again,) = declared(fixed)
    assert again.pin.meets("exact")
    assert (again.name, again.role, again.marker, again.group) == (one.name, one.role, one.marker, one.group)


LOCK = """\
[[package]]
name = "x"
version = "1.2.3"
files = [{file = "x-1.2.3.tar.gz", hash = "sha256:%s"}]

[metadata]
lock-version = "2.1"
""" % ("ab" * 32)
# What stands where in the same repository tells a version, or the commit of a branch.
USES = f"jobs:\n  a:\n    steps:\n      - uses: o/r@{SHA} # v1\n"
LIBRARY = "[tool.poetry]\nkeywords = []\n[tool.poetry.dependencies]\n"
FIXES = [
    pytest.param(f"{LIBRARY}x = '*' # why\n", f"{LIBRARY}x = '^1.2.3' # why\n", id="poetry-library"),
    pytest.param('[project]\ndependencies = ["x"]\n', '[project]\ndependencies = ["x>=1.2.3"]\n', id="published"),
    pytest.param(
        f'{LIBRARY}y = {{git = "https://github.com/o/r.git", branch = "v1"}}\n',
        f'{LIBRARY}y = {{git = "https://github.com/o/r.git", rev = "{SHA}"}}\n',
        id="branch-of-a-library",
    ),
    pytest.param(
        '[tool.uv.sources]\ny = {git = "https://github.com/o/r", tag = "v1"}\n',
        f'[tool.uv.sources]\ny = {{git = "https://github.com/o/r", rev = "{SHA}"}}\n',
        id="source",
    ),
]


@pytest.mark.parametrize(("text", "fixed"), FIXES)
def test_fix(repository: Repository, text: str, fixed: str) -> None:
    repository.stage("walkaround.toml", 'extends = "strict"\n')
    repository.stage(".github/workflows/ci.yml", USES)
    repository.stage("lib/poetry.lock" if "uv" in text else "poetry.lock", LOCK)  # only a library owes bounds beside it
    repository.stage(FILE, PUBLISHED + text)
    assert main(["--fix", FILE]) == 1
    fixed = PUBLISHED + fixed
    assert (repository.top / FILE).read_text() == fixed


NO_SPLICE = [
    pytest.param('[project]\ndependencies = ["x @ git+https://h.org/x"]\n', id="url"),
    pytest.param('[project]\ndependencies = ["x\\u003e=1"]\n', id="escaped-requirement"),
    pytest.param(f'{POETRY}x = "\\u005e1"\n', id="escaped-version"),
    pytest.param(f"{POETRY}x = {{extras = ['y']}}\n", id="no-version"),
    pytest.param(f'{POETRY}x = {{git = "https://h.org/x"}}\n', id="no-ref"),
    pytest.param(f'{POETRY}x = {{git = "https://h.org/x", "tag" = "v1"}}\n', id="quoted-key"),
    pytest.param(f'{POETRY}x = {{git = "https://h.org/x", tag = """v1"""}}\n', id="long-string"),
]


@pytest.mark.parametrize("text", NO_SPLICE)
def test_where_an_answer_cannot_simply_be_put(text: str) -> None:
    (one,) = declared(text)
    assert one.splice is None


# Anything that is TOML is read or named; every dependency is where its offset says.

# Tables with the keys that mean something in them, and values that are right for some of them.
MEANT = {
    "project": ["dependencies", "optional-dependencies", "name"],
    "project.optional-dependencies": ["x"],
    "dependency-groups": ["x", "'y'"],
    "build-system": ["requires"],
    "tool.uv": ["dev-dependencies", "sources", "constraint-dependencies", "package"],
    "tool.uv.sources": ["x", "y.git", "'z'.url"],
    "tool.poetry.dependencies": ["x", "y.version", "'z'.git", "python"],
    "tool.poetry.group.x": ["dependencies"],
    "tool.pdm.dev-dependencies": ["x"],
    "tool.hatch.envs.x": ["dependencies", "extra-dependencies"],
    "tool.hatch.build": ["dependencies", "hooks", "targets"],
    "tool.setuptools.dynamic": ["dependencies.file", "dependencies"],
    "tool.pixi.feature.x": ["dependencies", "pypi-dependencies", "target"],
    "tool.cibuildwheel": ["test-requires", "before-all"],
    "tool": ["poetry", "uv", "hatch"],
}
RIGHT = {
    "list": ['["x", "y==1"]', "['''\n é'''  , 'x>=1']", "[]", '["-e ./x", {include-group = "z"}]'],
    "table": ['{x = "*", y = ["1", {version = "^2"}]}', '{x = {git = "https://h.org/x", tag = "é"}}', "{}"],
    "one": ["'*'", '"^1"', "'https://h.org/x'", '[{version = "*"}, {url = "https://h.org/x"}]', '""', "1", "true"],
}
PAIRS = st.sampled_from(
    [
        (table, f"{key} = {value}")
        for table, keys in MEANT.items()
        for key in keys
        for values in RIGHT.values()
        for value in values
    ]
)
SECTIONS = st.tuples(PAIRS, st.sampled_from(["[{}]", "[{}]", "[{}]", "[[{}]]"])).map(
    lambda made: f"{made[1].format(made[0][0])}\n{made[0][1]}"
)
DOCUMENTS = st.lists(SECTIONS, min_size=1, max_size=4).map("\n".join)


@given(DOCUMENTS | st.text(st.sampled_from("ab=.[]{}\"'\\\n #,1é"), max_size=40))
def test_any_shape_is_read_or_named(content: str) -> None:
    text = Text(FILE, content)
    try:
        said = list(read(text))
    except NotJudged:
        return  # not TOML
    for one in said:
        if isinstance(one, Declared):
            assert content.startswith((one.what.split(" ")[0], one.spec or "\0"), one.offset) or (
                one.spec == "" and content[one.offset] in "\"'"
            )


NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,5}", fullmatch=True).filter(lambda name: name.lower() != "python")


@given(
    NAMES, st.sampled_from(["^1.2", "*", ">=1,<2", "1.*", "==2.*", "!=3", "~4", ""]), st.sampled_from(["\n", "\r\n"])
)
def test_a_fixed_version_is_exact(name: str, spec: str, ending: str) -> None:
    content = f'# é{ending}[tool.poetry.dependencies]{ending}{name} = "{spec}" # x{ending}'
    (one,) = declared(content)
    assert not one.pin.meets("exact")
    assert one.splice is not None
    fixed = content[: one.splice.start] + one.splice.template.replace("{}", "1.2.3") + content[one.splice.end :]
    assert fixed == content.replace(f'"{spec}"', '"1.2.3"')
    (again,) = declared(fixed)
    assert again.pin.level == "exact"


HOSTILE = [
    pytest.param("[tool.poetry.dependencies]\na = '" + ">=1," * 200_000 + "'\n", id="endless-constraint"),
    pytest.param("[tool.poetry.dependencies]\na = '" + "^" + "1" * 8000 + "!'\n", id="long-version"),
    pytest.param("[tool.poetry.dependencies]\n" + "".join(f"a{at} = '*'\n" for at in range(20_000)), id="many"),
    pytest.param("[tool.uv.sources]\na = [" + '{git = "https://h.org/x"},' * 20_000 + "]\n", id="many-sources"),
    pytest.param("[project]\ndependencies = ['" + "x" * 500_000 + "']\n", id="long-requirement"),
    pytest.param("[project]\ndependencies = ['x', '''" + "\n" * 900_000 + "''']\n", id="white-space"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_files_end_soon(text: str) -> None:
    assert judge({FILE: text}, policy=STRICT)
