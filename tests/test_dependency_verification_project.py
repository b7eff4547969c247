"""The project of a source file: which manifests count, what they declare, what is pinned, what is local."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkaround._finding import NotJudged
from walkaround._git import Change
from walkaround._wheels import Wanted
from walkaround.dependency_verification._manifests import lowest, read_manifest
from walkaround.dependency_verification._project import Project, projects
from walkaround.dependency_verification._tree import Tree

ONE, TWO = "1a" * 32, "2b" * 32


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


class Files:
    """Inputs out of a table, seen from their root."""

    changes: tuple[Change, ...] = ()

    def __init__(self, files: Mapping[str, str], root: str) -> None:
        self.files = files
        self.paths = tuple(files)
        self.root = root
        self.reads: list[str] = []

    def read(self, path: str) -> bytes:
        self.reads.append(path)
        if path not in self.files:
            raise NotJudged(path, "no such file")
        return self.files[path].encode()

    def exists(self, path: str) -> bool:
        return path in self.files

    def blob(self, path: str) -> str:  # noqa: ARG002
        return ""

    def present(self, paths: Iterable[str]) -> frozenset[str]:
        return frozenset(filter(self.exists, paths))

    def listing(self) -> tuple[str, ...]:
        return self.paths

    def expect(self, _steps: int) -> Callable[[], None]:
        return lambda: None


def project(files: Mapping[str, str], path: str = "app/main.py") -> Project:
    """What is known about a source file of a tree."""
    import os

    return projects(Files({path: "", **files}, os.getcwd()), [path])[path]


def places(found: Project) -> dict[str, list[str]]:
    return {name: sorted(of) for name, of in found.declared.items()}


PYPROJECT = """
[project]
name = "My.App"
requires-python = ">=3.10,<4"
dependencies = ["Requests[socks] >= 2 ; python_version > '3'", "rich==13.7.1"]
[project.optional-dependencies]
web = ["flask"]
test = ["pytest"]
[dependency-groups]
lint = ["ruff", {include-group = "x"}]
server = ["gunicorn"]
[build-system]
requires = ["hatchling"]
"""


def test_pyproject() -> None:
    found = project({"pyproject.toml": PYPROJECT})
    assert places(found) == {
        "requests": ["main"],
        "rich": ["main"],
        "flask": ["extra"],
        "pytest": ["development"],
        "ruff": ["development"],
        "gunicorn": ["extra"],
        "hatchling": ["build"],
    }
    assert found.pins == {"rich": Wanted("rich", "13.7.1")}
    assert (found.folder, found.closed, found.python, found.own, found.known) == ("", False, "3.10", "my-app", True)
    assert found.home == "[project.dependencies] of pyproject.toml"
    assert found.manifests == ("pyproject.toml",)
    assert {"app", "my_app", "main"} <= found.local


@pytest.mark.parametrize(
    ("files", "declared"),
    [
        pytest.param(
            {
                "pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.9"\na = "1.0"\n'
                'b = {version = "2", optional = true}'
                '\n[tool.poetry.group.dev.dependencies]\nc = "*"\n[tool.poetry.dev-dependencies]\nd = "*"'
            },
            {"a": ["main"], "b": ["extra"], "c": ["development"], "d": ["development"]},
            id="poetry",
        ),
        pytest.param(
            {
                "pyproject.toml": '[tool.pdm.dev-dependencies]\nx = ["a", "-e file:///b#egg=b"]\n[tool.uv]\n'
                'dev-dependencies = ["c"]\n[tool.hatch.envs.test]\ndependencies = ["d>1"]\n'
                '[tool.flit.metadata]\nrequires = ["e"]'
            },
            {"a": ["development"], "file": ["development"], "c": ["development"], "d": ["development"], "e": ["main"]},
            id="tools",
        ),
        pytest.param(
            {
                "setup.cfg": "[metadata]\nname = x\n[options]\ninstall_requires =\n  a>1\n  b\n"
                "[options.extras_require]\ntest = c"
            },
            {"a": ["main"], "b": ["main"], "c": ["development"]},
            id="setup.cfg",
        ),
        pytest.param(
            {
                "setup.py": "from setuptools import setup\n"
                "setup(name='x', install_requires=['a'], extras_require={'e': ['b']})"
            },
            {"a": ["main"], "b": ["extra"]},
            id="setup.py",
        ),
        pytest.param(
            {
                "requirements.txt": "a==1\n-r more.txt\n",
                "more.txt": "b\n",
                "requirements-dev.txt": "c",
                "requirements/base.in": "d",
                "tests/requirements.txt": "e",
                "constraints.txt": "f",
            },
            {"a": ["main"], "b": ["main"], "c": ["development"], "d": ["main"], "e": ["development"]},
            id="lists",
        ),
        pytest.param(
            {
                "requirements.txt": "git+https://host.example/x/Some_Lib.git@v1\n-e git+https://host.example/y#egg=z\n./w-1.0.whl\n"
            },
            {"some-lib": ["main"], "z": ["main"], "w": ["main"]},
            id="addresses",
        ),
        pytest.param(
            {"Pipfile": '[packages]\na = "==1.2"\n[dev-packages]\nb = "*"\n[requires]\npython_version = "3.11"'},
            {"a": ["main"], "b": ["development"]},
            id="Pipfile",
        ),
        pytest.param(
            {"requirements.txt": "a", "tox.ini": "[testenv]\ndeps = b\n"},
            {"a": ["main"], "b": ["development"]},
            id="tox",
        ),
        pytest.param(
            {
                "pyproject.toml": '[project]\nname = "x"\ndynamic = ["dependencies"]\n[tool.setuptools.dynamic]\n'
                'dependencies = {file = ["deps.lst"]}',
                "deps.lst": "a",
            },
            {"a": ["main"]},
            id="file of setuptools",
        ),
        pytest.param({"pyproject.toml": "[tool.ruff]\n"}, {}, id="settings alone"),
        pytest.param({"other/pyproject.toml": PYPROJECT}, {}, id="beside"),
    ],
)
def test_declarations(files: dict[str, str], declared: dict[str, list[str]]) -> None:
    found = project(files)
    assert places(found) == declared
    assert found.known


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"setup.py": "setup(install_requires=read('x'))"}, id="setup.py that computes"),
        pytest.param({"setup.py": "setup(**arguments)"}, id="arguments from elsewhere"),
        pytest.param({"setup.py": "R = ['a']\nR.append(x)\nsetup(install_requires=R)"}, id="list that is added to"),
        pytest.param({"pyproject.toml": '[project]\nname = "x"\ndynamic = ["dependencies"]'}, id="plugin"),
        pytest.param({"environment.yml": "dependencies:\n - numpy\n"}, id="conda"),
        pytest.param({"requirements.txt": "a", "pyproject.toml": "[project\n"}, id="no TOML"),
        pytest.param({"setup.py": "def setup(:"}, id="no Python"),
    ],
)
def test_what_nobody_can_tell_is_not_known(files: dict[str, str]) -> None:
    assert not project(files).known


def test_a_monorepo_counts_the_nearest_and_those_above() -> None:
    root = '[project]\nname = "root"\nrequires-python = ">=3.9"\ndependencies = ["a"]'
    near = '[project]\nname = "near"\nrequires-python = ">=3.12"\ndependencies = ["b"]'
    found = project({"pyproject.toml": root, "libs/near/pyproject.toml": near}, "libs/near/src/near/x.py")
    assert places(found) == {"a": ["main"], "b": ["main"]}
    assert (found.folder, found.python, found.own) == ("libs/near", "3.12", "near")
    assert found.home == "[project.dependencies] of libs/near/pyproject.toml"
    assert found.roots[0] == "libs/near/src/near"


SCRIPT = '# /// script\n# requires-python = ">=3.11"\n# dependencies = ["a==1.0"]\n# ///\nimport a\n'


def test_the_block_of_a_script_replaces_all_else() -> None:
    import os

    files = Files({"pyproject.toml": PYPROJECT, "tool.py": SCRIPT, "text.py": f'T = """\n{SCRIPT}"""\n'}, os.getcwd())
    found = projects(files, ["tool.py", "text.py"])
    assert places(found["tool.py"]) == {"a": ["main"]}
    assert (found["tool.py"].python, found["tool.py"].manifests) == ("3.11", ("tool.py",))
    assert found["text.py"].own == "my-app"


UV = f"""version = 1
requires-python = ">=3.10"
[[package]]
name = "rich"
version = "13.7.1"
source = {{ registry = "https://index.example/simple" }}
wheels = [{{ url = "https://index.example/r.whl", hash = "sha256:{ONE}" }}]
[[package]]
name = "numpy"
version = "2.2.6"
source = {{ registry = "https://index.example/simple" }}
wheels = [{{ url = "https://index.example/n.whl", hash = "sha256:{ONE}" }}]
[[package]]
name = "numpy"
version = "2.10.0"
source = {{ registry = "https://index.example/simple" }}
wheels = [{{ url = "https://index.example/m.whl", hash = "sha256:{TWO}" }}]
[[package]]
name = "my-app"
version = "1"
source = {{ editable = "." }}
"""


def test_a_lock_gives_pins_with_hashes() -> None:
    files = {"pyproject.toml": PYPROJECT, "uv.lock": UV}
    for _ in range(2):  # the second time out of the cache
        found = project(files)
        assert found.pins == {
            "rich": Wanted("rich", "13.7.1", frozenset({ONE})),
            "numpy": Wanted("numpy", "2.10.0", frozenset({TWO})),
        }
        assert {name: [one.version for one in several] for name, several in found.forks.items()} == {
            "numpy": ["2.2.6", "2.10.0"]
        }
        assert found.closed
    changed = project({**files, "uv.lock": UV.replace("13.7.1", "13.7.2")})
    assert changed.pins["rich"].version == "13.7.2"


@pytest.mark.parametrize(
    ("content", "closed"),
    [
        pytest.param(f"a==1 \\\n    --hash=sha256:{ONE} \\\n    --hash=sha256:{TWO}\n", True, id="hashes"),
        pytest.param(
            "#\n# This file is autogenerated by pip-compile with Python 3.11\n#\na==1\n", True, id="pip-compile"
        ),
        pytest.param("a==1\n    # via b\n", True, id="via"),
        pytest.param("a==1\n", False, id="written by hand"),
    ],
)
def test_a_compiled_list_is_closed(content: str, closed: bool) -> None:
    found = project({"requirements.txt": content})
    assert found.closed is closed
    assert found.pins["a"].version == "1"
    assert found.pins["a"].hashes == (frozenset({ONE, TWO}) if "hash" in content else frozenset())


@pytest.mark.parametrize(
    ("spec", "version"),
    [
        (">=3.10,<4", "3.10"),
        ("^3.9", "3.9"),
        ("~=3.8.1", "3.8"),
        ("==3.11.*", "3.11"),
        ("3.12", "3.12"),
        (">=3", "3.0"),
        ("<4", ""),
        ("", ""),
        (">=3.8 || >=3.10", "3.8"),
        ("!=3.9.*,>=3.8", "3.8"),
        (">=3.7.2,>=3.9", "3.9"),
    ],
)
def test_the_lowest_python(spec: str, version: str) -> None:
    assert lowest(spec) == version


def test_local_modules() -> None:
    found = project(
        {
            "requirements.txt": "a",
            "src/pkg/mod.py": "",
            "lib/single.py": "",
            "tests/helper.py": "",
            "app/near.py": "",
            "deep/er/package/__init__.py": "",
            "built/fast.cpython-311-x86_64-linux-gnu.so": "",
            "linked": "",
            "notes.txt": "",
        }
    )
    names = {"pkg", "single", "app", "near", "main", "package", "linked", "tests", "built"}
    assert names <= found.local
    assert found.local.isdisjoint({"helper", "notes", "fast"})


def test_folders_may_be_nested_deeply() -> None:
    path = "a/" * 2000 + "m.py"
    tree = Tree(["a/b/c/x.py", path, "a/b/y.py"])
    assert tree.is_file(path)
    assert tree.children[""] == {"a"}
    assert tree.children["a"] == {"a", "b"}
    assert tree.children["a/b"] == {"c", "y.py"}
    assert project({"requirements.txt": "x"}, path).manifests == ("requirements.txt",)


def test_without_a_manifest_nothing_is_declared() -> None:
    found = project({"README.md": "x"})
    assert (found.declared, found.manifests, found.home, found.pins) == ({}, (), "", {})


@given(
    st.binary(max_size=300),
    st.sampled_from(["pyproject", "setup-cfg", "setup-py", "pipfile", "requirements", "tox", "conda"]),
)
def test_any_bytes_are_read(content: bytes, kind: str) -> None:
    read_manifest("x.py" if kind == "setup-py" else "x", content, kind)


@given(st.text(max_size=40))
def test_any_specifier_is_read(spec: str) -> None:
    version = lowest(spec)
    assert not version or all(part.isdigit() for part in version.split("."))


@given(
    st.lists(
        st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=5).filter(lambda n: n not in (".", "..")),
        max_size=5,
    )
)
def test_any_names_make_a_tree(parts: list[str]) -> None:
    path = "/".join([*parts, "m.py"])
    tree = Tree([path, path])
    assert tree.is_file(path)
    assert tree.importable("/".join(parts)) == {"m"}


REQUIREMENTS = {
    "pyproject": (
        {"pyproject.toml": PYPROJECT},
        ("Requests[socks] >= 2 ; python_version > '3'", "flask", "gunicorn", "pytest", "rich==13.7.1", "ruff"),
    ),
    "own-extras": ({"pyproject.toml": '[project]\nname = "a"\ndependencies = ["A[x]", "b"]'}, ("b",)),
    "address": (
        {"pyproject.toml": '[project]\nname = "a"\ndependencies = ["b @ git+https://x.org/b", "c@https://x.org/c"]'},
        ("b @", "c @"),
    ),
    "poetry": (
        {
            "pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.9"\na = "^1.2"\n'
            'b = {version = "~2.0", extras = ["x", "y"]}\nc = {path = "../c"}\n'
            'd = [{version = "1"}, {version = "2"}]\ne = {version = "1", markers = "x"}\n'
            'f = "^1 || ^2"\ng = "*"\nh = {git = "https://x.org/h", version = "1"}\n'
        },
        ("a>=1.2,<2", "b[x,y]>=2.0,<2.1", "c @", "d @", "e @", "f @", "g", "h @"),
    ),
    "list": (
        {
            "requirements.txt": "a==1 --hash=sha256:00\nB[x]>2 ; os_name == 'nt'  # why\n"
            "-e git+https://x.org/c#egg=c\n./d\n"
        },
        ("B[x]>2 ; os_name == 'nt'", "a==1", "c @", "d @"),
    ),
    "conda": ({"environment.yml": "dependencies:\n  - numpy=1\n  - pip:\n    - a>1\n"}, ("a>1", "numpy @")),
    "none": ({}, ()),
}


@pytest.mark.parametrize(("files", "asked"), REQUIREMENTS.values(), ids=REQUIREMENTS)
def test_what_an_index_is_asked_for(files: Mapping[str, str], asked: tuple[str, ...]) -> None:
    assert project(files).requirements == asked
    assert project(files).requirements == asked  # as it is kept


def test_constraints_are_pins_of_one_version() -> None:
    lock = "\n".join(f'[[package]]\nname = "{n}"\nversion = "{v}"\nsource = {{ registry = "https://x.org" }}'
                     for n, v in (("b", "2"), ("a", "1"), ("c", "1"), ("c", "2")))  # fmt: skip
    found = project({"pyproject.toml": '[project]\nname = "x"\n', "uv.lock": f"version = 1\n{lock}\n"})
    assert found.constraints == ("a==1", "b==2")
