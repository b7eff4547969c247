"""dependency-verification as a whole: a repository, a cache with wheels made by hand, and what the hook says."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

import osv_support as served
from osv_support import Index, Server
from tests_support import Repository
from walkaround._wheels import Wanted, store
from walkaround.dependency_verification import RULES, _ty, main

SHAPES = {
    "shapes/__init__.py": """\
class Circle:
    def __init__(self, radius):
        self.radius = radius

    def area(self):
        return 3 * self.radius**2


def box(width, height=1):
    return width * height


def parse(text, *, strict=False):
    return Circle(len(text))


class Line:
    def length(self):
        return 1


def find(name: str) -> Circle | None: ...


def pick(name: str) -> Circle | Line | None: ...
""",
    "shapes/solids.py": "class Ball:\n    pass\n",
    "shapes/open.py": "def __getattr__(name):\n    return name\n",
}
POINTS = {"points.py": "ZERO = (0, 0)\n"}
LOCK = 'version = 1\nrequires-python = ">=3.11"\n' + "".join(
    f'\n[[package]]\nname = "{name}"\nversion = "1.0"\nsource = {{ registry = "https://pypi.org/simple" }}\n'
    for name in ("points", "shapes", "tester")
)
PROJECT = {
    "pyproject.toml": """\
[project]
name = "mine"
version = "1.0"
requires-python = ">=3.11"
dependencies = ["shapes==1.0"]

[dependency-groups]
test = ["tester==1.0"]
""",
    "uv.lock": LOCK,
    "src/mine/__init__.py": "",
}
UNCOVERED = """\
pyproject.toml:0:0: DEP018 The wheels of points 1.0, shapes 1.0, tester 1.0 are not in the cache, so that their use is not judged. [warning]
    Run `walkaround deps fetch`.
"""  # noqa: E501 - a line of the report


class Result(NamedTuple):
    code: int
    out: str
    err: str


def keep(folder: Path, name: str, files: Mapping[str, str], requires: str = "") -> str:
    """Put a wheel of version 1.0 into the cache; the folder in which its files are."""
    wheel = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
        more = f"Requires-Dist: {requires}\n" if requires else ""
        archive.writestr(f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{more}")
        archive.writestr(f"{name}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\n")
    return store.add(str(wheel), Wanted(name, "1.0")).root


class World:
    """A repository whose project pins `shapes`, `points` and `tester`; `fetch` brings their wheels."""

    def __init__(self, repository: Repository, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.repository = repository
        self._folder = folder
        self._capsys = capsys
        self.roots: dict[str, str] = {}

    def fetch(self) -> None:
        self.roots = {
            "shapes": keep(self._folder, "shapes", SHAPES, "points"),
            "points": keep(self._folder, "points", POINTS),
            "tester": keep(self._folder, "tester", {"tester.py": "def check(): ...\n"}),
        }

    def run(self, files: Mapping[str, str], *arguments: str) -> Result:
        """The hook over staged files; the project's own are staged before."""
        for path, text in {**PROJECT, **files}.items():
            self.repository.stage(path, text)
        return self.again(*arguments, *files)

    def again(self, *arguments: str) -> Result:
        code = main(list(arguments))
        return Result(code, *self._capsys.readouterr())

    def policy(self, keys: str) -> None:
        self.repository.stage("walkaround.toml", f"[dependency-verification]\n{keys}\n")


@pytest.fixture
def world(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> World:
    for name in ("VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "CONDA_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return World(repository, tmp_path, capsys)


@pytest.fixture
def server() -> Iterator[Server]:
    with served.serving() as one:
        yield one


@pytest.fixture
def index(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """pip's index: `shapes` 1.0 stands, 2.0 was yanked, 3.0 is of today."""
    for name in list(os.environ):
        if name.startswith("PIP_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", f"{server.url}/simple/")
    monkeypatch.setattr("walkaround._index.web._PAUSE", 0.01)
    old = "2020-01-01T00:00:00.000000Z"
    today = "2026-01-01T00:00:00.000000Z"
    monkeypatch.setattr("time.time", lambda: 1767312000.0)  # 2026-01-02
    Index(server, {"shapes": {
        "1.0": {"uploaded": old}, "2.0": {"uploaded": old, "yanked": "broken"}, "3.0": {"uploaded": today},
    }})  # fmt: skip
    return server


SOURCE = "src/mine/a.py"

FREE = "Use what this version has, or pin a version that has it."


def said(rule: str, line: int, column: int, message: str, remedy: str, path: str = SOURCE) -> str:
    """A finding as the report shows it; rules that only warn by default say so."""
    warns = " [warning]" if next(one for one in RULES if one.id == rule).severity == "warning" else ""
    return f"{path}:{line}:{column}: {rule} {message}{warns}\n    {remedy}\n"


# A file, and what is said of it with all wheels there.
SAID: dict[str, tuple[str, str]] = {
    "undeclared": ("import yaml\n", said(
        "DEP001", 1, 8, "yaml is imported, and nothing declares its package pyyaml.",
        'Add "pyyaml" to [project.dependencies] of pyproject.toml, or drop the import.',
    )),
    "transitive": ("from points import ZERO\n", said(
        "DEP002", 1, 6, "points is imported, and its package points is installed only because shapes needs it.",
        'Add "points" to [project.dependencies] of pyproject.toml, or drop the import.',
    )),
    "local": ("from . import totals\n", said(
        "DEP008", 1, 15, ".totals is imported, and the repository has no such module.",
        "Add src/mine/totals.py, or correct the import.",
    )),
    "development": ("import tester\n", said(
        "DEP009", 1, 8,
        "tester is imported by production code, and its package tester is declared for development alone.",
        'Add "tester" to [project.dependencies] of pyproject.toml, or import it only where development needs it.',
    )),
    "dynamic": ('import importlib\n\nimportlib.import_module("yaml")\n', said(
        "DEP010", 3, 26, "yaml is imported by its name at run time, and nothing declares its package pyyaml.",
        'Add "pyyaml" to [project.dependencies] of pyproject.toml, or correct the name.',
    )),
    "module": ("from shapes.solid import Ball\n", said(
        "DEP011", 1, 6, "There is no module `shapes.solid` in shapes 1.0.", "Did you mean `shapes.solids`?",
    )),
    "name": ("from shapes import Square\n", said(
        "DEP012", 1, 20, "`shapes` has no `Square` in shapes 1.0.", FREE,
    )),
    "attribute of a module": ("import shapes\n\nprint(shapes.bax)\n", said(
        "DEP013", 3, 14, "`shapes` has no `bax` in shapes 1.0.", "Did you mean `box`?",
    )),
    "attribute of an object": ("import shapes\n\nprint(shapes.Circle(1).volume())\n", said(
        "DEP013", 3, 24, "`shapes.Circle` has no `volume` in shapes 1.0.", FREE,
    )),
    "attribute of what may be none": ("import shapes\n\nprint(shapes.find('a').volume())\n", said(
        "DEP013", 3, 24, "`shapes.Circle` has no `volume` in shapes 1.0.", FREE,
    )),
    "attribute that no type of several has": ("import shapes\n\nprint(shapes.pick('a').volume())\n", said(
        "DEP013", 3, 24, "`shapes.Circle` has no `volume` in shapes 1.0.", FREE,
    )),
    "keyword": ('import shapes\n\nprint(shapes.parse("", strikt=True))\n', said(
        "DEP014", 3, 24, "`shapes.parse` takes no keyword `strikt` in shapes 1.0.", "Did you mean `strict`?",
    )),
    "argument": ("import shapes\n\nprint(shapes.Circle())\n", said(
        "DEP015", 3, 14, "`shapes.Circle` needs the argument `radius` in shapes 1.0.", "Give `radius`.",
    )),
    "arguments": ("import shapes\n\nprint(shapes.box(1, 2, 3))\n", said(
        "DEP016", 3, 14, "`shapes.box` takes at most 2 positional arguments in shapes 1.0.",
        "Give what is too much by keyword, or leave it out.",
    )),
    "newer Python": ("import annotationlib\n", said(
        "DEP017", 1, 8,
        "`annotationlib` is in the standard library since Python 3.14, and requires-python allows 3.11.",
        "Raise requires-python, guard the use by sys.version_info, or do without it.",
    )),
    "standard library": ('import json\n\nprint(json.loadz("1"))\n', said(
        "DEP013", 3, 7, "`json` has no `loadz` in the standard library.", FREE,
    )),
    "after a byte order mark": ("\ufefffrom shapes import Square\n", said(
        "DEP012", 1, 20, "`shapes` has no `Square` in shapes 1.0.", FREE,
    )),
}  # fmt: skip
RIGHT = {
    "what only some types of several have": (
        "import shapes\n\nprint(shapes.find('a').area(), shapes.pick('a').length())\n"
    ),
    "what a union with one that is not known may have": (
        "import shapes\n\n\ndef f(one: 'shapes.Circle | shapes.open.Any') -> None:\n    print(one.volume())\n"
    ),
    "nothing": "",
    "right": 'import shapes\nfrom shapes.solids import Ball\n\nprint(shapes.parse("", strict=True).area(), Ball)\n',
    "an open module": "from shapes import open\n\nprint(open.anything)\n",
    "an optional import": "try:\n    import yaml\nexcept ImportError:\n    yaml = None\n",
    "an optional attribute": 'import shapes\n\nif hasattr(shapes, "bax"):\n    print(shapes.bax)\n',
    "assigned here": "import shapes\n\nshapes.bax = 1\nprint(shapes.bax)\n",
    "for a newer Python": "import sys\n\nif sys.version_info >= (3, 14):\n    import annotationlib\n",
}


@pytest.mark.parametrize(("text", "out"), SAID.values(), ids=SAID)
def test_what_is_said(world: World, text: str, out: str) -> None:
    world.fetch()
    assert world.run({SOURCE: text}) == (0 if "[warning]" in out else 1, out, "")


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_what_is_right_or_unsure_is_left_alone(world: World, text: str) -> None:
    world.fetch()
    assert world.run({SOURCE: text}) == (0, "", "")


def of_list(rule: str, message: str, remedy: str) -> str:
    return said(rule, 1, 1, message, remedy, "requirements.txt")


LISTED: dict[str, tuple[str, str]] = {
    "stands": ("shapes==1.0", ""),
    "unknown package": ("nowhere-at-all==1.0", of_list(
        "DEP003", "nowhere-at-all is declared, and the index has no package of that name.",
        "Correct the name, or name the index that has nowhere-at-all in pip's configuration.",
    )),
    "unknown version": ("shapes==4.0", of_list(
        "DEP004", "shapes 4.0 is pinned, and the index has no such version.", "Pin a version that exists.",
    )),
    "yanked": ("shapes==2.0", of_list(
        "DEP005", "shapes 2.0 is pinned, and was yanked: broken.", "Pin another version.",
    )),
    "young": ("shapes==3.0", of_list(
        "DEP006", "shapes 3.0 is pinned, and was released 1 day ago; the policy wants 7.",
        "Pin an older version, or wait until this one has been tried by others.",
    )),
}  # fmt: skip
MISSPELT = of_list(
    "DEP007",
    "reqeusts is declared, and its name looks like a misspelling of requests.",
    "Write requests, or exempt the line once you know who publishes reqeusts.",
)


@pytest.mark.parametrize(("line", "out"), LISTED.values(), ids=LISTED)
def test_a_list_against_the_index(world: World, index: Server, line: str, out: str) -> None:
    """It is asked where the policy lets it be, and what it said counts when it is not."""
    world.policy("ask-index = true\ncool-down = 7")
    expected = (int(bool(out)), out, "")
    assert world.run({"requirements.txt": f"{line}\n"}) == expected
    assert index.seen != []
    index.seen.clear()
    world.policy("cool-down = 7")
    assert (world.again("requirements.txt"), index.seen) == (expected, [])


def test_every_rule_has_its_place_in_a_table() -> None:
    tables = "".join([out for _, out in [*SAID.values(), *LISTED.values()]] + [MISSPELT, UNCOVERED])
    assert [one.id for one in RULES if f" {one.id} " not in tables] == []


@pytest.mark.usefixtures("index")
def unasked(name: str) -> str:
    why = f"The index gave no answer about {name}: the index was not asked."
    return f"requirements.txt:0:0: DEP018 {why} [warning]\n    Run `walkaround deps fetch`.\n"


def test_without_leave_nobody_is_asked(world: World, index: Server) -> None:
    assert world.run({"requirements.txt": "shapes==4.0\n"}) == (0, unasked("shapes"), "")
    assert index.seen == []


def test_an_index_that_was_not_asked_is_named_where_an_answer_is_demanded(world: World, index: Server) -> None:
    world.policy("demand-index = true")
    error = "walkaround: dependency-verification: requirements.txt: not judged: the index gave no answer about other: "
    assert world.run({"requirements.txt": "other==1.0\n"}) == (2, "", f"{error}the index was not asked\n")
    assert index.seen == []


def test_a_misspelt_name_and_an_intended_one(world: World) -> None:
    assert world.run({"requirements.txt": "reqeusts==1.0\n"}) == (1, unasked("reqeusts") + MISSPELT, "")
    world.policy('intended = ["reqeusts"]')
    assert world.again("requirements.txt") == (0, unasked("reqeusts"), "")


def test_what_a_host_provides(world: World) -> None:
    world.fetch()
    world.policy('provided = ["yaml"]')
    assert world.run({SOURCE: "import yaml\nimport yaml.nodes\n"}) == (0, "", "")


def test_pins_without_wheels_are_told_once_and_the_rest_is_judged(world: World) -> None:
    files = {SOURCE: "import shapes\n\nshapes.nope\n", "src/mine/b.py": "import shapes\nimport yaml\n"}
    assert world.run(files) == (1, UNCOVERED + SAID["undeclared"][1].replace("a.py:1", "b.py:2"), "")


def test_all_that_is_not_judged_of_a_project_is_told_in_one(world: World) -> None:
    manifest = PROJECT["pyproject.toml"].replace('"shapes==1.0"', '"shapes==1.0", "free"')
    told = UNCOVERED.replace("cache, so", "cache, and no version of free is locked or resolved, so")
    world.run({"pyproject.toml": manifest, SOURCE: "import shapes\n"})
    assert world.again(SOURCE) == (0, told, "")


def test_pins_without_wheels_where_they_are_demanded(world: World) -> None:
    world.policy("demand-wheels = true")
    error = (
        "walkaround: dependency-verification: pyproject.toml: not judged: the wheels of points 1.0, shapes 1.0, tester "
        "1.0 are not in the cache, so that their use is not judged; run `walkaround deps fetch`\n"
    )
    assert world.run({SOURCE: "import shapes\n"}) == (2, "", error)
    world.fetch()
    assert world.again(SOURCE) == (0, "", "")


def test_json(world: World) -> None:
    world.fetch()
    code, out, err = world.run(
        {SOURCE: "from shapes import Square\n", "src/mine/b.py": "def f(:\n"}, "--format", "json"
    )
    assert (code, json.loads(out)) == (2, {
        "version": 1,
        "findings": [{
            "hook": "dependency-verification", "rule": "DEP012", "severity": "error", "path": SOURCE, "line": 1,
            "column": 20, "message": "`shapes` has no `Square` in shapes 1.0.", "remedy": FREE,
        }],
        "errors": [{
            "hook": "dependency-verification", "path": "src/mine/b.py",
            "message": f"line 1: is not syntax that Python {RUNNING} knows",
        }],
    })  # fmt: skip
    assert err.count("src/mine/b.py") == 1


RUNNING = f"{sys.version_info[0]}.{sys.version_info[1]}"
BROKEN: dict[str, tuple[bytes, str]] = {
    "no syntax": (b"def f(:\n", f"line 1: is not syntax that Python {RUNNING} knows"),
    "newer syntax": (b"import shapes\nlazy import json\n", f"line 2: is not syntax that Python {RUNNING} knows"),
}


@pytest.mark.parametrize(("content", "why"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_cannot_be_parsed_is_named(world: World, content: bytes, why: str) -> None:
    world.fetch()
    text = content.decode()
    found = SAID["name"][1].replace("a.py", "b.py")
    assert world.run({SOURCE: text, "src/mine/b.py": "from shapes import Square\n"}) == (
        2, found, f"walkaround: dependency-verification: {SOURCE}: not judged: {why}\n",
    )  # fmt: skip


UNPARSED = (
    f"walkaround: dependency-verification: {SOURCE}: not judged: line {{}}: is not syntax that Python {RUNNING} knows\n"
)


def test_imports_of_a_file_that_cannot_be_parsed_are_judged(world: World) -> None:
    """With those that stand in a block or a string left alone."""
    world.fetch()
    text = """\
import yaml
from shapes import (
    Square,
)

TEXT = '''
import points.nope
'''


def f():
    import shapes.nope

    try:
        shapes.nope()
    new A, B:
        pass
"""
    assert world.run({SOURCE: text}) == (
        2,
        SAID["undeclared"][1] + SAID["name"][1].replace(":1:20:", ":3:5:"),
        UNPARSED.format(16),
    )


NOTHING = {
    "null characters": b"import yaml\0\n",
    "no known encoding": b"# coding: klingon\nimport yaml\n",
    "not what it says": b"# coding: utf-8\nimport yaml # \xff\n",
    "nested too deeply": b"a = " + b"(" * 3000 + b")" * 3000 + b"\n",
}


@pytest.mark.parametrize("content", NOTHING.values(), ids=NOTHING)
def test_a_file_that_cannot_be_read_is_never_clean(world: World, content: bytes) -> None:
    world.fetch()
    world.run({})
    world.repository.stage(SOURCE, content)
    code, out, err = world.again(SOURCE)
    assert (code, out) == (2, "")
    assert err.startswith(f"walkaround: dependency-verification: {SOURCE}: not judged: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("path", ["src/mine/a b.py", "src/mine/ü.py", "src/mine/-a.py", "src/mine/[a].py"])
def test_any_file_name(world: World, path: str) -> None:
    world.fetch()
    out = SAID["attribute of an object"][1].replace(SOURCE, path)
    assert world.run({path: SAID["attribute of an object"][0]}) == (1, out, "")


def test_a_file_name_that_ty_cannot_be_given(world: World) -> None:
    world.fetch()
    assert world.run({"src/mine/a\nb.py": "from shapes import Square\n"}) == (
        2,
        SAID["name"][1].replace(SOURCE, r"src/mine/a\nb.py"),
        "walkaround: dependency-verification: src/mine/a\\nb.py: not judged: ty cannot be given a file of that name\n",
    )


def test_what_is_staged_counts_and_not_the_disk(world: World) -> None:
    world.fetch()
    assert world.run({SOURCE: SAID["standard library"][0]})[0] == 1
    world.repository.write(SOURCE, "import json\n")
    assert world.again(SOURCE) == (1, SAID["standard library"][1], "")
    world.repository.git("add", SOURCE)
    world.repository.write(SOURCE, SAID["standard library"][0])
    assert world.again(SOURCE) == (0, "", "")


@pytest.mark.parametrize(
    ("path", "is_own"),
    [
        pytest.param("src/mine/shapes.py", False, id="a module of a package"),
        pytest.param("src/mine/shapes/__init__.py", False, id="a package of a package"),
        pytest.param("src/shapes.py", True, id="a module"),
        pytest.param("src/shapes/__init__.py", True, id="a package"),
    ],
)
def test_a_module_of_the_repository_with_the_name_of_a_distribution(world: World, path: str, is_own: bool) -> None:
    world.fetch()
    text = "import shapes\n\nshapes.cube()\n"
    of_wheel = said("DEP013", 3, 8, "`shapes` has no `cube` in shapes 1.0.", FREE)
    done = world.run({path: "def cube():\n    pass\n", SOURCE: text})
    assert (done.code, done.out) == ((0, "") if is_own else (1, of_wheel))


def test_an_attribute_that_another_file_assigns(world: World) -> None:
    world.fetch()
    use = {SOURCE: "import shapes\n\n\ndef of(one: shapes.Circle) -> int:\n    return one.nick\n"}
    assert world.run(use) == (1, said("DEP013", 5, 16, "`shapes.Circle` has no `nick` in shapes 1.0.", FREE), "")
    world.repository.stage("src/mine/b.py", "def name(circle):\n    circle.nick = 1\n")
    assert world.again(SOURCE) == (0, "", "")


TY: dict[str, tuple[str, str]] = {
    "fails": ("exit 3", "it ended with exit code 3"),
    "says nothing that is known": ("echo gibberish", ""),
}


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands in for ty")
@pytest.mark.parametrize(("script", "why"), TY.values(), ids=TY)
def test_a_ty_that_fails_is_not_clean(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, why: str
) -> None:
    """What the index finds is said all the same."""
    fake = tmp_path / "ty"
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o755)
    monkeypatch.setattr(_ty, "_binary", lambda: str(fake))
    world.fetch()
    code, out, err = world.run({SOURCE: "from shapes import Square\n"})
    assert (code, out) == (2, SAID["name"][1])
    assert err.startswith("walkaround: dependency-verification: ty: not judged: ")
    assert why in err


def test_a_missing_ty_is_not_clean_unless_nobody_wants_it(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    world.fetch()
    monkeypatch.setattr(_ty, "executable", str(tmp_path / "python"))
    monkeypatch.setattr("shutil.which", lambda _name: None)
    error = "walkaround: dependency-verification: ty: not judged: it is not installed (ty==0.0.108 is needed)\n"
    assert world.run({SOURCE: "from shapes import Square\n"}) == (2, SAID["name"][1], error)
    world.policy("type-checker = false")
    assert world.again(SOURCE) == (1, SAID["name"][1], "")


def garbled(path: str) -> None:
    Path(path).write_bytes(b"\x80garbage")


def emptied(path: str) -> None:
    Path(path).write_bytes(b"")


def poisoned(path: str) -> None:
    """What would write a file if it were loaded as any pickle."""
    target = os.path.join(os.getcwd(), "poisoned")
    Path(path).write_bytes(b"cos\nsystem\n(S'touch " + target.encode() + b"'\ntR.")


@pytest.mark.parametrize("damage", [garbled, emptied, poisoned], ids=["garbled", "emptied", "poisoned"])
def test_a_damaged_cache_has_no_say(world: World, tmp_path: Path, damage: Callable[[str], None]) -> None:
    """Facts, and what manifests said, are computed anew."""
    world.fetch()
    first = world.run({SOURCE: "from shapes import Square\n"})
    cache = tmp_path / "cache" / "walkaround"
    kept = [path for path in cache.rglob("*") if path.is_file() and "wheels" not in path.parts]
    assert any("apis" in path.parts for path in kept)
    for path in kept:
        damage(str(path))
    assert world.again(SOURCE) == first == (1, SAID["name"][1], "")
    assert not os.path.lexists("poisoned")


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"format": 1}', b'{"format": 2}'])
def test_a_damaged_entry_of_a_wheel_is_none(world: World, content: bytes) -> None:
    world.fetch()
    for root in world.roots.values():
        Path(f"{root}.json").write_bytes(content)
    assert world.run({SOURCE: "from shapes import Square\n"}) == (0, UNCOVERED, "")


def test_javascript(world: World) -> None:
    files = {
        "package.json": '{"dependencies": {"express": "5.1.0"}}\n',
        "a.js": 'import express from "express";\nimport axios from "axios";\nimport nope from "./nope.js";\n',
    }
    assert world.run(files) == (
        1,
        said(
            "DEP001", 2, 20, "axios is imported, and package.json does not declare it.",
            "Run `npm install axios`, or correct the name.", "a.js",
        ) + said(
            "DEP008", 3, 19, "./nope.js is imported, and there is no such file.",
            "Add the file to the commit, or correct the path.", "a.js",
        ),
        "",
    )  # fmt: skip


def test_an_intended_name_of_javascript(world: World) -> None:
    files = {"package.json": '{"dependencies": {"expres": "1.0.0"}}\n', "a.js": 'import "expres";\nimport "axois";\n'}

    def rules(out: str) -> list[str]:
        return [" ".join(line.split(" ")[:3]) for line in out.splitlines()[::2]]

    assert rules(world.run(files).out) == ["a.js:2:9: DEP007 axois", "package.json:1:20: DEP007 expres"]
    world.policy('intended = ["expres", "axois"]')
    assert rules(world.again(*files).out) == ["a.js:2:9: DEP001 axois"]


def test_a_policy_reads_the_keys_without_anything_heavy() -> None:
    code = (
        "import sys; before = set(sys.modules)\n"
        "from walkaround.dependency_verification import HOOK\n"
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before}"
        " & {'ast', 'json', 'packaging', 'pickle', 'subprocess', 'yaml', 'zipfile', 'difflib', 'hashlib'}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "\n", "")
