"""DEP001 to DEP010: names of modules and distributions against manifests, locks, the tree and the index."""

import ast
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_dependency_verification_project import ONE, Files
from walkaround._finding import Finding
from walkaround._index import Facts, NoAnswer
from walkaround._text import Text
from walkaround._wheels import Unpacked
from walkaround.dependency_verification._declared import (
    Name,
    Unasked,
    answers_for,
    judge_index,
    misspelt_names,
    names_in,
)
from walkaround.dependency_verification._imports import imports
from walkaround.dependency_verification._names import judge_names, surroundings
from walkaround.dependency_verification._popular import POPULAR, misspelt
from walkaround.dependency_verification._project import Reader

MANIFEST = """[project]
name = "app"
dependencies = ["requests", "flask"]
[dependency-groups]
dev = ["pytest", "respx"]
"""
HOME = "[project.dependencies] of pyproject.toml"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def findings(
    source: str,
    files: Mapping[str, str] | None = None,
    path: str = "app/main.py",
    wheels: Sequence[Unpacked] = (),
    on_disk: Sequence[str] = (),
    resolved: Sequence[str] = (),
) -> list[Finding]:
    """What is said about a file of a package `app` with a manifest."""
    tree = {"pyproject.toml": MANIFEST, "app/__init__.py": "", "app/there.py": "", **(files or {}), path: source}
    inputs = Files(tree, os.getcwd())
    reader = Reader(inputs)
    around = surroundings(
        reader.tree, wheels, lambda name: tree[name].encode() if name in tree else None, lambda name: name in on_disk,
        resolved,
    )  # fmt: skip
    found = imports(ast.parse(source), Text(path, source))
    return list(judge_names(path, found, reader.of(path), around))


def told(found: Sequence[Finding]) -> list[str]:
    return [f"{one.line}:{one.column} {one.rule} {one.message} {one.remedy}" for one in found]


LOCK = f"""version = 1
[[package]]
name = "urllib3"
version = "2.0"
source = {{ registry = "https://index.example/simple" }}
wheels = [{{ url = "https://index.example/u.whl", hash = "sha256:{ONE}" }}]
"""


def unpacked(name: str, modules: Sequence[str], requires: Sequence[str] = (), files: Sequence[str] = ()) -> Unpacked:
    return Unpacked(name, "1", f"/nowhere/{name}", tuple(files), f"key-{name}", tuple(requires), tuple(modules))


def test_undeclared() -> None:
    end = f"to {HOME}, or drop the import."
    assert told(findings("import os\nimport yaml, requests\nfrom PIL import Image\nimport yaml.nodes\n")) == [
        f'2:8 DEP001 yaml is imported, and nothing declares its package pyyaml. Add "pyyaml" {end}',
        f'3:6 DEP001 PIL is imported, and nothing declares its package pillow. Add "pillow" {end}',
    ]


def test_transitive() -> None:
    assert told(findings("import urllib3", {"uv.lock": LOCK})) == [
        (
            "1:8 DEP002 urllib3 is imported, and its package urllib3 is installed only because others need it. "
            f'Add "urllib3" to {HOME}, or drop the import.'
        )
    ]
    wheels = [unpacked("requests", ["requests"], ["urllib3<3,>=1.21", "certifi"]), unpacked("urllib3", ["urllib3"])]
    assert told(findings("import urllib3", {"uv.lock": LOCK}, wheels=wheels)) == [
        (
            "1:8 DEP002 urllib3 is imported, and its package urllib3 is installed only because requests needs it. "
            f'Add "urllib3" to {HOME}, or drop the import.'
        )
    ]


def test_development() -> None:
    assert told(findings("import respx")) == [
        (
            "1:8 DEP009 respx is imported by production code, and its package respx is declared for development alone. "
            f'Add "respx" to {HOME}, or import it only where development needs it.'
        )
    ]


@pytest.mark.parametrize(
    ("source", "path"),
    [
        pytest.param("def f():\n import respx", "app/main.py", id="function"),
        pytest.param("if debug:\n import respx", "app/main.py", id="condition"),
        pytest.param("import respx", "tests/test_it.py", id="tests"),
        pytest.param("import respx", "app/conftest.py", id="conftest"),
        pytest.param("import respx", "noxfile.py", id="noxfile"),
        pytest.param("import respx", "docs/conf.py", id="docs"),
        pytest.param("import respx", "scripts/x.py", id="scripts"),
        pytest.param("import respx", "app/pytest_plugin.py", id="plugin of pytest"),
        pytest.param("import respx", "app/pyinstaller/hook-app.py", id="hooks of PyInstaller"),
        pytest.param("import respx", "try_it.py", id="beside the package"),
    ],
)
def test_development_that_is_none_of_production(source: str, path: str) -> None:
    assert findings(source, path=path) == []


@pytest.mark.parametrize(
    ("source", "files", "rules"),
    [
        pytest.param("from . import gone", {}, ["1:15 DEP008 .gone app/gone.py"], id="name of the package"),
        pytest.param("from .gone import x", {}, ["1:6 DEP008 .gone app/gone.py"], id="relative"),
        pytest.param("import app.gone.far", {}, ["1:8 DEP008 app.gone app/gone.py"], id="absolute"),
        pytest.param("from app import there, gone", {}, ["1:24 DEP008 app.gone app/gone.py"], id="one of two"),
        pytest.param(
            "from app.sub import gone",
            {"app/sub/__init__.py": "a = 1"},
            ["1:21 DEP008 app.sub.gone app/sub/gone.py"],
            id="inner package",
        ),
        pytest.param("from .there import anything", {}, [], id="name of a module"),
        pytest.param("from . import a", {"app/__init__.py": "from .there import a"}, [], id="bound in the package"),
        pytest.param("from . import a", {"app/__init__.py": "from .there import *"}, [], id="star"),
        pytest.param("from . import a", {"app/__init__.py": "def __getattr__(name): ..."}, [], id="getattr"),
        pytest.param("from .a import b", {"app/__init__.py": "__path__ = x"}, [], id="path"),
        pytest.param("from . import a", {"app/__init__.py": "def broken(:"}, [], id="syntax that is not known"),
        pytest.param("from ._version import v", {}, [], id="version"),
        pytest.param("from .api_pb2 import M", {}, [], id="protobuf"),
        pytest.param("from ._fast import f", {"src/fast.pyx": ""}, [], id="compiled"),
        pytest.param("from .made import f", {".gitignore": "app/made.py\n"}, [], id="ignored"),
        pytest.param("from .pure import f", {"app/pure.py.in": ""}, [], id="template"),
        pytest.param("from .data import f", {"app/data/x.txt": ""}, [], id="folder"),
        pytest.param("try:\n from .gone import x\nexcept ImportError:\n x = None", {}, [], id="guarded"),
        pytest.param("from ...far import x", {}, [], id="beyond the top"),
    ],
)
def test_local_modules(source: str, files: Mapping[str, str], rules: list[str]) -> None:
    shown = [
        f"{one.line}:{one.column} {one.rule} {one.message.split()[0]} {one.remedy.split()[1].rstrip(',')}"
        for one in findings(source, files)
    ]
    assert shown == rules


def test_a_module_on_disk_alone_is_there() -> None:
    assert findings("from .gone import x", on_disk=["app/gone.py"]) == []


def test_a_namespace_says_nothing() -> None:
    assert findings("import space.gone", {"space/part/mod.py": ""}) == []
    assert findings("from .gone import x", path="plain/x.py") == []


def test_dynamic() -> None:
    source = '\nimportlib.import_module("yaml")\nimportlib.import_module("app.gone")\n__import__("requests")\n'
    assert told(findings(source)) == [
        (
            "2:26 DEP010 yaml is imported by its name at run time, and nothing declares its package pyyaml. "
            f'Add "pyyaml" to {HOME}, or correct the name.'
        ),
        (
            "3:26 DEP010 app.gone is imported by its name at run time, and the repository has no such module. "
            "Add app/gone.py, or correct the name."
        ),
    ]


@pytest.mark.parametrize(
    ("source", "files", "path"),
    [
        pytest.param("try:\n import yaml\nexcept ImportError:\n yaml = None", {}, "app/main.py", id="guarded"),
        pytest.param("if TYPE_CHECKING:\n import yaml", {}, "app/main.py", id="typing"),
        pytest.param("if sys.platform == 'win32':\n import win32api", {}, "app/main.py", id="platform"),
        pytest.param("import distutils, tomllib, asyncore, test", {}, "app/main.py", id="standard in some version"),
        pytest.param("import nobody_knows", {}, "app/main.py", id="unknown"),
        pytest.param("import yaml", {"environment.yml": "dependencies:\n- pyyaml\n"}, "app/main.py", id="conda"),
        pytest.param(
            "import yaml", {"Dockerfile": "RUN pip install \\\n   pyyaml==6\n"}, "app/main.py", id="Dockerfile"
        ),
        pytest.param("import yaml", {"requirements.txt": "types-x\nmy-pyyaml-fork"}, "app/main.py", id="variant"),
        pytest.param("import cv2", {"requirements.txt": "opencv-python-headless"}, "app/main.py", id="one of several"),
        pytest.param("import yaml", {}, "examples/x.py", id="example"),
        pytest.param("import sphinx", {}, "docs/conf.py", id="runner"),
        pytest.param("import bpy", {}, "app/main.py", id="host"),
        pytest.param("import helper", {"app/helper.py": ""}, "app/main.py", id="beside"),
        pytest.param("import pkg.x", {"src/pkg/x.py": ""}, "app/main.py", id="src"),
        pytest.param(
            "from google.cloud import storage", {"requirements.txt": "google-cloud-storage"}, "app/main.py", id="google"
        ),
        pytest.param("import google.protobuf", {"requirements.txt": "protobuf"}, "app/main.py", id="protobuf"),
        pytest.param(
            "import jose.jwt, dotenv, jwt, attr",
            {"requirements.txt": "python-jose\npython-dotenv\nPyJWT\nattrs"},
            "app/main.py",
            id="other names",
        ),
        pytest.param("import yaml", {"setup.py": "setup(install_requires=read())"}, "app/main.py", id="computed"),
        pytest.param("import yaml", {"app/_vendor/x.py": ""}, "app/_vendor/y.py", id="vendored"),
    ],
)
def test_silence(source: str, files: Mapping[str, str], path: str) -> None:
    assert findings(source, files, path) == []


def test_a_repository_without_a_manifest_is_silent() -> None:
    assert findings("import yaml", {"pyproject.toml": "[tool.ruff]\n"}) == []
    assert findings("import yaml", {"pyproject.toml": "", "requirements-dev.txt": "ruff"}) == []


def test_modules_come_from_wheels_and_not_from_names() -> None:
    manifest = {"pyproject.toml": MANIFEST.replace('"flask"', '"odd-name"')}
    wheels = [unpacked("odd-name", ["whatever"]), unpacked("requests", ["requests"])]
    assert findings("import whatever", manifest, wheels=wheels) == []
    wheels = [*wheels, unpacked("other", ["thing"])]
    assert [one.rule for one in findings("import thing", manifest, wheels=wheels)] == ["DEP001"]


def test_a_shared_namespace_is_told_apart_by_its_files() -> None:
    manifest = {"pyproject.toml": MANIFEST.replace('"flask"', '"ns-one"')}
    wheels = [
        unpacked("ns-one", ["ns"], files=["ns/one/__init__.py"]),
        unpacked("ns-two", ["ns"], files=["ns/two.py"]),
    ]
    assert findings("import ns.one\nfrom ns import one", manifest, wheels=wheels) == []
    assert [one.message.split()[-1] for one in findings("import ns.two", manifest, wheels=wheels)] == ["ns-two."]


def test_a_module_that_nothing_has_where_all_was_resolved() -> None:
    """Without a lock, what `deps fetch` resolved is all that is installed, once its wheels are there."""
    files = {"pyproject.toml": '[project]\nname = "app"\ndependencies = ["one"]\n'}
    wheels = [unpacked("one", ["one"], ["two"]), unpacked("two", ["two"])]
    source = "import one\nimport nowhere"
    (said,) = told(findings(source, files, wheels=wheels, resolved=["one", "two"]))
    assert said == (
        "2:8 DEP001 nowhere is imported, and no package that is declared has it. "
        f"Declare the package that has it in {HOME}, or correct the import."
    )
    assert findings(source, files, wheels=wheels[:1], resolved=["one", "two"]) == []
    assert findings(source, files, wheels=wheels) == []


def test_modules_of_a_namespace_and_of_stubs() -> None:
    lock = LOCK.replace('"urllib3"', '"g-one"') + LOCK.partition("\n")[2].replace('"urllib3"', '"g-two"')
    files = {"pyproject.toml": '[project]\nname = "app"\ndependencies = ["g-one", "g-two"]\n', "uv.lock": lock}
    wheels = [unpacked("g-one", ["goo.cloud.one"]), unpacked("g-two", ["goo.cloud.two"])]
    assert (
        findings("import goo, goo.cloud\nfrom goo import cloud\nfrom goo.cloud import one", files, wheels=wheels) == []
    )
    assert told(findings("import nowhere\nimport goo.cloud.three", files, wheels=wheels)) == [
        (
            "1:8 DEP001 nowhere is imported, and no package that is declared has it. "
            f"Declare the package that has it in {HOME}, or correct the import."
        ),
        (
            "2:8 DEP001 goo.cloud.three is imported, and no package that is declared has it. "
            f"Declare the package that has it in {HOME}, or correct the import."
        ),
    ]
    assert findings("import nowhere", files, wheels=wheels[:1]) == []
    stubs = {"pyproject.toml": '[project]\nname = "app"\ndependencies = ["types-pyyaml"]\n'}
    found = findings("import yaml", stubs, wheels=[unpacked("types-pyyaml", ["yaml"])])
    assert [one.rule for one in found] == ["DEP001"]


def test_a_misspelt_import() -> None:
    assert told(findings("import reqeusts")) == [
        (
            "1:8 DEP007 reqeusts is imported, nothing declares it, and its name looks like a misspelling of requests. "
            'Import requests, or declare "reqeusts".'
        )
    ]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("reqeusts", "requests"),
        ("request", "requests"),
        ("requestss", "requests"),
        ("python-requests", "requests"),
        ("pandsa", "pandas"),
        ("nunpy", None),
        ("numpyy", "numpy"),
        ("scikitlearn", "scikit-learn"),
        ("beautifulsoup", None),
        ("dj4ngo", None),
        ("c0lorama", "colorama"),
        ("requests", None),
        ("numpy-financial", None),
        ("fastai", None),
        ("websocket", None),
        ("abc", None),
        ("flask-corss", "flask-cors"),
        ("pytest-xdists", "pytest-xdist"),
        ("urllib4", None),
        ("pydantic2", None),
    ],
)
def test_misspellings(name: str, near: str | None) -> None:
    assert misspelt(name) == near


def test_no_popular_name_is_a_misspelling() -> None:
    assert len(POPULAR) >= 700
    assert [name for name in POPULAR if misspelt(name)] == []


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789-", max_size=30))
def test_any_name_is_judged(name: str) -> None:
    near = misspelt(name)
    assert near is None or (near in POPULAR and near != name)


def test_declared_names_that_look_like_others() -> None:
    files = Files({"requirements.txt": "reqeusts==1.0\npandas\npanda\n"}, os.getcwd())
    found = list(misspelt_names(names_in(files, "requirements.txt")))
    assert told(found) == [
        (
            "1:1 DEP007 reqeusts is declared, and its name looks like a misspelling of requests. "
            "Write requests, or exempt the line once you know who publishes reqeusts."
        )
    ]
    assert list(misspelt_names(names_in(files, "requirements.txt"), allowed={"reqeusts"})) == []


NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param(
            NoAnswer("it is not found on index.example: a private package, or a misspelt name"),
            ["DEP003 x is declared, and the index has no package of that name."],
            id="no project",
        ),
        pytest.param(Facts(False), ["DEP004 x 1.0 is pinned, and the index has no such version."], id="no version"),
        pytest.param(Facts(True, "broken."), ["DEP005 x 1.0 is pinned, and was yanked: broken."], id="yanked"),
        pytest.param(Facts(True, ""), ["DEP005 x 1.0 is pinned, and was yanked."], id="yanked without a reason"),
        pytest.param(
            Facts(True, None, NOW - 86400),
            ["DEP006 x 1.0 is pinned, and was released 1 day ago; the policy wants 7."],
            id="young",
        ),
        pytest.param(Facts(True, None, NOW - 8 * 86400), [], id="old enough"),
        pytest.param(Facts(True), [], id="time unknown"),
        pytest.param(
            NoAnswer("index.example does not answer in time"), ["index.example does not answer in time"], id="slow"
        ),
        pytest.param(None, ["the index was not asked"], id="not asked"),
    ],
)
def test_what_the_index_says(answer: Facts | NoAnswer | None, said: list[str]) -> None:
    answers = {} if answer is None else {("x", "1.0"): answer}
    found = list(judge_index([Name("r.txt", 1, 1, "x", "1.0")], answers, 7, NOW))
    assert [one.why if isinstance(one, Unasked) else f"{one.rule} {one.message}" for one in found] == said


def test_nobody_is_asked_by_default() -> None:
    assert answers_for([("x", "1.0")], 24, ask=False) == {}


def test_names_have_the_places_of_their_manifest() -> None:
    content = '[project]\ndependencies = [\n  "A_b>=1",\n  "c==2.0",\n  "d @ https://host.example/d.whl",\n]\n'
    files = Files({"pyproject.toml": content, "x.py": "import a\n"}, os.getcwd())
    assert names_in(files, "pyproject.toml") == [
        Name("pyproject.toml", 3, 4, "a-b"),
        Name("pyproject.toml", 4, 4, "c", "2.0"),
    ]
    assert names_in(files, "x.py") == []


# Distributions whose modules have other names, several distributions of one module, and namespaces: name -> imports.
AWKWARD = """
opencv-python-headless cv2 | scikit-learn sklearn.svm | scikit-image skimage | pillow PIL.Image | pyjwt jwt
python-dotenv dotenv | google-cloud-storage google.cloud.storage | google-cloud-bigquery google.cloud.bigquery
protobuf google.protobuf.message | google-api-python-client googleapiclient.discovery | google-auth google.oauth2
attrs attr | attrs attrs | beautifulsoup4 bs4 | python-dateutil dateutil.parser | pyyaml yaml | pyzmq zmq
pyserial serial.tools | python-magic magic | pycryptodome Crypto.Cipher | pynacl nacl.public | psycopg2-binary psycopg2
mysqlclient MySQLdb | django-environ environ | djangorestframework rest_framework | python-jose jose.jwt
ruamel.yaml ruamel.yaml | zope.interface zope.interface | azure-identity azure.identity
azure-storage-blob azure.storage.blob | opentelemetry-sdk opentelemetry.sdk.trace | jaraco.text jaraco.text
faiss-gpu faiss | python-telegram-bot telegram.ext | discord.py discord | gitpython git | pygithub github
pywin32 win32com.client | wxpython wx | hydra-core hydra | umap-learn umap | kafka-python kafka | paho-mqtt paho.mqtt
dnspython dns.resolver | fonttools fontTools.ttLib | pymupdf fitz | factory-boy factory | poetry-core poetry.core
mkdocs-material material | markdown-it-py markdown_it | nvidia-ml-py pynvml | RPi.GPIO RPi.GPIO
sphinx-rtd-theme sphinx_rtd_theme
sqlalchemy-utils sqlalchemy_utils | graphql-core graphql | pyobjc-core objc | tensorflow-cpu tensorflow
onnxruntime-gpu onnxruntime | cupy-cuda12x cupy | mlflow-skinny mlflow | psycopg[binary] psycopg_binary
tree-sitter-python tree_sitter_python
pysocks socks | levenshtein Levenshtein | pycairo cairo | pyusb usb.core | websocket-client websocket
msgpack-python msgpack
"""


@pytest.mark.parametrize("row", [row.strip() for line in AWKWARD.strip().splitlines() for row in line.split("|")])
def test_awkward_distributions_without_wheels(row: str) -> None:
    name, module = row.split()
    manifest = {"pyproject.toml": f'[project]\nname = "app"\ndependencies = ["{name}"]\n'}
    parent, _, last = module.rpartition(".")
    source = f"import {module}\n" + (f"from {parent} import {last}\n" if parent else "")
    assert findings(source, manifest) == []
