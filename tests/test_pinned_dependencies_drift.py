"""Locks against manifests, `.python-version` against the project, and pins against each other."""

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinned_support import HASH, MARK, Tree, assert_marked, found, judge, not_judged
from processor_time import CpuLimit
from tests_support import tries
from walkaround._finding import Finding
from walkaround._policy import Policy
from walkaround.pinned_dependencies import GROUPS_LEVEL, LEVEL, PUBLISHED_LEVEL, check
from walkaround.pinned_dependencies._drift_python import pdm_digests, pipfile_digests, poetry_digests
from walkaround.pinned_dependencies._two_pins import may_pin_twice

SUM = "sha256:" + "ab" * 32
SRI = "sha512-" + "A" * 86 + "=="
SOURCE = 'source = { registry = "https://index.example/simple" }\n'


def packages(*pinned: str) -> str:
    """Packages of a lock of uv, each as name==version; a mark stands before the version."""
    text = ""
    for one in pinned:
        name, _, version = one.partition("==")
        files = f'sdist = {{ url = "https://index.example/{name}.tar.gz", hash = "{SUM}" }}\n'
        text += f'\n[[package]]\nname = "{name}"\nversion = "{version}"\n{SOURCE}{files}'
    return text


def uv(wanted: str, *pinned: str, dev: str = "", name: str = "app", python: str = ">=3.11") -> str:
    """A lock of uv; `wanted` and `dev` are its recorded requirements, as TOML."""
    text = f'version = 1\nrevision = 3\nrequires-python = "{python}"\n\n[[package]]\nname = "{name}"\nversion = "0"\n'
    text += f'source = {{ virtual = "." }}\n\n[package.metadata]\nrequires-dist = [{wanted}]\n'
    return text + (f"\n[package.metadata.requires-dev]\n{dev}\n" if dev else "") + packages(*pinned)


def project(dependencies: str, more: str = "", name: str = "app") -> str:
    head = f'[project]\nname = "{name}"\nversion = "0"\nrequires-python = ">=3.11"\n'
    return f"{head}dependencies = [{dependencies}]\n{more}"


HTTPX = '{ name = "httpx", specifier = ">=0.27,<1" }'
UV = [
    pytest.param(project('"httpx >= 0.27, <1"'), uv(HTTPX, "httpx==0.28.1"), id="in-step"),
    pytest.param(project('"HTTPX (<1,>=0.27.0)"'), uv(HTTPX, "httpx==0.28.1"), id="spelt-otherwise"),
    pytest.param(project('"«httpx>=0.28,<1"'), uv(HTTPX, "httpx==0.28.1"), id="other-bounds"),
    pytest.param(project('"httpx>=0.27,<1", "«attrs>=1"'), uv(HTTPX, "httpx==0.28.1"), id="added"),
    pytest.param(project(""), uv(HTTPX, "httpx==«0.28.1"), id="removed"),
    pytest.param(project('"«httpx>=0.27,<1"'), uv(HTTPX, "httpx==1.2"), id="locked-outside-the-bounds"),
    pytest.param(project('"«httpx>=0.27,<1"'), uv(HTTPX), id="recorded-and-not-locked"),
    pytest.param(project('"httpx>=0.27,<1"'), uv(HTTPX, "httpx==0.28.1", "httpx==1.2"), id="one-of-two-forks"),
    pytest.param(
        project("\"httpx>=0.27,<1; python_version < '3'\""),
        uv(HTTPX.replace(" }", ", marker = \"python_full_version < '3'\" }")),
        id="never-installed",
    ),
    pytest.param(project('"httpx>=0.27,<1"', name="«other"), uv(HTTPX, "httpx==0.28.1"), id="renamed"),
    pytest.param(project('"httpx>=0.27,<1"', name="A.p_p"), uv(HTTPX, "httpx==0.28.1", name="a-p-p"), id="same-name"),
    pytest.param(
        project('"httpx>=0.27,<1"').replace('">=3.11', '"«>=3.12'), uv(HTTPX, "httpx==0.28.1"), id="other-python"
    ),
    pytest.param(
        project('"httpx>=0.27,<1"').replace(">=3.11", ">=3.11,<4"), uv(HTTPX, "httpx==0.28.1"), id="python-from-above"
    ),
    pytest.param(
        project('"httpx>=0.27,<1"', '[dependency-groups]\nD_ev = ["«tool==2"]\nall = [{include-group = "d-ev"}]\n'),
        uv(HTTPX, "httpx==0.28.1", "tool==1", dev='d-ev = [{ name = "tool", specifier = "==1" }]'),
        id="group",
    ),
    pytest.param(
        project("", '[project.optional-dependencies]\nX_y = ["httpx>=0.27,<1", "«tool>=1"]\n'),
        uv(HTTPX.replace(" }", ", marker = \"extra == 'x-y'\" }"), "httpx==0.28.1"),
        id="extra",
    ),
    pytest.param(
        project('"httpx>=0.27,<1"', "[tool.uv.sources]\nhttpx = { path = 'x' }\n"),
        uv('{ name = "httpx", directory = "x" }', "app==0"),
        id="source-of-its-own",
    ),
    pytest.param(
        project('"«httpx @ https://example.org/httpx-1.0-py3-none-any.whl"'), uv(HTTPX, "httpx==0.28.1"), id="url"
    ),
    pytest.param(
        project('"httpx>=0.27,<1"', '[tool.uv]\noverride-dependencies = ["httpx==2.0"]\n'),
        uv(HTTPX, "httpx==2.0"),
        id="override",
    ),
    pytest.param(
        project("", '[tool.uv]\ndev-dependencies = ["«tool==2"]\n'),
        uv("", "tool==1", dev='dev = [{ name = "tool", specifier = "==1" }]'),
        id="old-table-of-uv",
    ),
    pytest.param(
        project('"a>=1"').replace("version =", 'dynamic = ["dependencies"]\nversion =').replace('["a>=1"]', "[]"),
        uv(HTTPX, "httpx==0.28.1"),
        id="dynamic",
    ),
    pytest.param(
        project('"httpx>=0.27,<1"', name="«app"),
        "version = 1\n" + packages("httpx==0.28.1"),
        id="no-project-in-the-lock",
    ),
    pytest.param('[dependency-groups]\ndev = ["httpx>=0.27"]\n', "version = 1\n", id="no-project"),
    pytest.param(
        '[dependency-groups]\ndev = ["«tool==2"]\n',
        'version = 1\n\n[manifest.dependency-groups]\ndev = [{ name = "tool", specifier = "==1" }]\n'
        + packages("tool==1"),
        id="groups-without-a-project",
    ),
]


@pytest.mark.parametrize(("manifest", "lock"), UV)
@pytest.mark.parametrize("folder", ["", "svc/"], ids=["top", "below"])
def test_uv(manifest: str, lock: str, folder: str) -> None:
    assert_marked({f"{folder}pyproject.toml": manifest, f"{folder}uv.lock": lock}, rule="PIN005")


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_the_finding_stands_in_what_is_an_input(ending: str) -> None:
    manifest, lock = project('"ü; extra == \'\'", "«httpx>=0.28,<1"'), uv(HTTPX, "httpx==«0.27.2")
    manifest = manifest.replace("\"ü; extra == ''\", ", "").replace("\n", ending)
    lock = lock.replace("\n", ending)
    for here, other in (("pyproject.toml", "uv.lock"), ("uv.lock", "pyproject.toml")):
        files = {"pyproject.toml": manifest, "uv.lock": lock}
        files[other] = files[other].replace(MARK, "")
        assert_marked(files, [here], rule="PIN005")
    both = {"pyproject.toml": manifest, "uv.lock": lock.replace(MARK, "")}
    assert_marked(both, ["uv.lock", "pyproject.toml"], rule="PIN005")
    assert_marked(both, ["./pyproject.toml".removeprefix("./"), "uv.lock"], rule="PIN005")


def test_what_has_no_place_in_the_manifest_stands_in_its_first_line_when_the_lock_is_no_input() -> None:
    files = {"pyproject.toml": f"{MARK}{project('')}", "uv.lock": uv(HTTPX, "httpx==0.27.2")}
    assert_marked(files, ["pyproject.toml"], rule="PIN005")


def test_the_words() -> None:
    manifest = project('"httpx>=0.28,<1", "attrs>=1"', '[dependency-groups]\ndev = ["tool"]\n')
    said = judge({"pyproject.toml": manifest, "uv.lock": uv(HTTPX, "httpx==0.27.2")})
    run = "Run `uv lock`, and commit uv.lock together with pyproject.toml."
    assert [(one.message, one.remedy) for one in said if isinstance(one, Finding)] == [
        ("uv.lock was made for httpx>=0.27,<1, and not for httpx>=0.28,<1.", run),
        ("uv.lock was made without attrs>=1.", run),
        ("uv.lock was made without tool in dev.", run),
    ]
    assert len(said) == 3


def test_members_of_a_workspace_of_uv() -> None:
    lock = uv('{ name = "part", editable = "packages/part" }', "click==8.1")
    part = '\n[[package]]\nname = "part"\nsource = { editable = "packages/part" }\n\n[package.metadata]\n'
    lock += part + 'requires-dist = [{ name = "click", specifier = ">=8" }]\n'
    top = project('"part"', "[tool.uv.sources]\npart = { workspace = true }\n")
    files = {
        "pyproject.toml": top,
        "uv.lock": lock,
        "packages/part/pyproject.toml": project('"«click>=7"', name="part"),
    }
    assert_marked(files, rule="PIN005")
    assert_marked(files, ["packages/part/pyproject.toml"], rule="PIN005")
    files["packages/part/pyproject.toml"] = files["packages/part/pyproject.toml"].replace(MARK, "")
    assert_marked(files | {"uv.lock": lock.replace('version = "8.1"', 'version = "«8.1"')}, ["uv.lock"], rule="PIN005")
    files = {"uv.lock": lock, "elsewhere/pyproject.toml": project('"click>=7"', name="alone")}
    assert_marked(files, ["elsewhere/pyproject.toml"], rule="PIN005")


def test_a_lock_that_was_left_behind_in_a_member_of_a_workspace_is_compared_with_nothing() -> None:
    part = '\n[[package]]\nname = "part"\nsource = { editable = "part" }\n\n[package.metadata]\n'
    files = {
        "uv.lock": uv("") + part + 'requires-dist = [{ name = "click" }]\n' + packages("click==8"),
        "part/pyproject.toml": project('"click"', name="part"),
        "part/uv.lock": uv(HTTPX, "httpx==0.28", name="part"),
    }
    assert judge(files, policy={PUBLISHED_LEVEL: "range"}) == []
    del files["uv.lock"]
    assert len(judge(files)) > 1


def digest(value: object, **layout: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True, **layout).encode()).hexdigest()


POETRY = """[tool.poetry]
name = "p"
package-mode = false

[tool.poetry.dependencies]
python = "^3.11"
httpx = "^0.27"
attrs = {version = ">=23", python = "<3.12"}
"""
# What poetry 2 wrote for the text above.
POETRY_DIGEST = digest(
    {
        "dependencies": {"python": "^3.11", "httpx": "^0.27", "attrs": {"version": ">=23", "python": "<3.12"}},
        "source": None,
        "extras": None,
        "dev-dependencies": None,
    }
)


def poetry(*pinned: str, content_hash: str = POETRY_DIGEST) -> str:
    text = ""
    for one in pinned:
        name, _, version = one.partition("==")
        text += f'[[package]]\nname = "{name}"\nversion = "{version}"\nfiles = [{{file = "x", hash = "{SUM}"}}]\n\n'
    end = f'[metadata]\nlock-version = "2.1"\npython-versions = "^3.11"\ncontent-hash = "{content_hash}"\n'
    return text + end


POETRIES = [
    pytest.param(POETRY, poetry("httpx==0.27.2", "attrs==23.1"), id="in-step"),
    pytest.param(POETRY.replace('"p"', '"q"'), poetry("httpx==0.27.2", "attrs==23.1"), id="renamed"),
    pytest.param(POETRY.replace('"^0.27"', '"«^0.28"'), poetry("httpx==0.27.2", "attrs==23.1"), id="other-bounds"),
    pytest.param(POETRY + 'tool = "«1"\n', poetry("httpx==0.27.2", "attrs==23.1"), id="added"),
    pytest.param(POETRY.replace("^0.27", ">=0.27"), MARK + poetry("httpx==0.27.2", "attrs==23.1"), id="digest-alone"),
    pytest.param(POETRY.replace('"^0.27"', '"«^0.27"'), poetry("httpx==0.29", "attrs==23.1"), id="locked-outside"),
    pytest.param(POETRY, poetry("httpx==0.27.2"), id="not-locked-and-the-digest-agrees"),
    pytest.param(POETRY, poetry("httpx==0.27.2", content_hash=""), id="no-digest"),
    pytest.param(
        POETRY.replace('"^0.27"', '[{version = "^0.27", python = "<3.12"}, {version = "^0.28", python = ">=3.12"}]'),
        poetry("httpx==0.28.1", "attrs==23.1", content_hash=""),
        id="several",
    ),
]


@pytest.mark.parametrize(("manifest", "lock"), POETRIES)
def test_poetry(manifest: str, lock: str) -> None:
    assert_marked({"pyproject.toml": manifest, "poetry.lock": lock}, rule="PIN005")


# What poetry 2.5, pdm 2.29 and pipenv 2026.10 themselves wrote for these texts.
BY_TOOLS = [
    pytest.param(
        poetry_digests,
        '[tool.poetry]\nname = "p"\npackage-mode = false\n[tool.poetry.dependencies]\npython = "^3.11"\n',
        "81b2fa642d7f2d1219cf80112ace12d689d053d81be7f7addb98144d56fc0fb2",
        id="poetry",
    ),
    pytest.param(
        poetry_digests,
        '[project]\nname = "p"\nversion = "1"\nrequires-python = ">=3.11,<4"\ndependencies = ["idna>=3"]\n'
        '[dependency-groups]\ndev = ["pluggy"]\n[tool.poetry]\npackage-mode = false\n'
        '[[tool.poetry.source]]\nname = "mirror"\nurl = "https://pypi.org/simple/"\n',
        "c5fab72920b174c285e1d8734a010273e9afd4a66bd45ce20ab3466024f84b39",
        id="poetry-with-a-project",
    ),
    pytest.param(
        pdm_digests,
        '[project]\nname = "p"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["idna>=3"]\n'
        '[project.optional-dependencies]\nx = ["attrs"]\n[dependency-groups]\nTe_st = ["pluggy"]\n'
        '[tool.pdm.dev-dependencies]\ndev = ["iniconfig"]\n',
        "b448d0873776a0fcf90f2f3573a08544764efadb61c2fd2ed4617f94b32e46a5",
        id="pdm",
    ),
    pytest.param(
        pipfile_digests,
        '[[source]]\nname = "pypi"\nurl = "https://pypi.org/simple"\nverify_ssl = true\n\n'
        '[packages]\nIdna = "*"\n\n[docs]\nPluggy = ">=1"\n',
        "daea333a89550fee3d5accffd556ed46c71af9f924f001663e98eccde781f5f4",
        id="pipenv",
    ),
]


@pytest.mark.parametrize(("digests", "manifest", "written"), BY_TOOLS)
def test_digests_are_those_of_the_tools(
    digests: Callable[[dict[str, Any]], Iterator[str]], manifest: str, written: str
) -> None:
    assert written in set(digests(tomllib.loads(manifest)))
    assert written not in set(digests(tomllib.loads(manifest.replace("dna", "other").replace("3.11", "3.12"))))


def test_old_digests_are_known_too() -> None:
    root: dict[str, Any] = {
        "tool": {"pdm": {"dev-dependencies": {"Te_st": ["a"]}, "resolution": {"overrides": {"b": "1"}}}}
    }
    old: dict[str, Any] = {"sources": [], "dependencies": [], "optional-dependencies": {}, "requires-python": ""}
    old |= {"dev-dependencies": {"Te_st": ["a"]}, "overrides": {"b": "1"}}
    assert digest(old) in set(pdm_digests(root))
    assert set(pdm_digests({"tool": {"pdm": {"workspace": {}}}})) == set()
    plette: dict[str, Any] = {
        "_meta": {"sources": [], "requires": {}},
        "default": {"A_b": "*"},
        "develop": {},
        "docs": {"C": "1"},
    }
    assert set(pipfile_digests({"packages": {}})) == set()
    root = {"source": [], "packages": {"A_b": "*"}, "docs": {"C": "1"}, "scripts": {"x": "y"}}
    assert digest(plette, separators=(",", ":")) in set(pipfile_digests(root))


PDM = project('"idna~=3.6"', '[project.optional-dependencies]\nx = ["attrs"]\n[dependency-groups]\ntest = ["pluggy"]\n')


def pdm(*pinned: str, manifest: str = PDM) -> str:
    written = next(pdm_digests(tomllib.loads(manifest)))
    text = f'[metadata]\nlock_version = "4.5.0"\ncontent_hash = "sha256:{written}"\n'
    for one in pinned:
        name, _, version = one.partition("==")
        text += f'\n[[package]]\nname = "{name}"\nversion = "{version}"\nfiles = [{{file = "x", hash = "{SUM}"}}]\n'
    return text


PDMS = [
    pytest.param(PDM, pdm("idna==3.7", "pluggy==1"), id="in-step-without-the-extra"),
    pytest.param(PDM.replace('["pluggy"]', '["pluggy", "«tool"]'), pdm("idna==3.7", "pluggy==1"), id="added"),
    pytest.param(PDM.replace("attrs", "attrs>=2"), MARK + pdm("idna==3.7", "pluggy==1"), id="digest-alone"),
    pytest.param(PDM.replace('"idna', '"«idna'), pdm("idna==2.7", "pluggy==1"), id="locked-outside-the-bounds"),
]


@pytest.mark.parametrize(("manifest", "lock"), PDMS)
def test_pdm(manifest: str, lock: str) -> None:
    assert_marked({"pyproject.toml": manifest, "pdm.lock": lock}, rule="PIN005")


SOURCES = '[[source]]\nname = "pypi"\nurl = "https://pypi.org/simple"\nverify_ssl = true\n\n'
PIPFILE = SOURCES + '[packages]\nidna = "==3.7"\n\n[dev-packages]\ntool = ">=1"\n'


def pipfile_lock(*pinned: str, manifest: str = PIPFILE) -> str:
    written = next(pipfile_digests(tomllib.loads(manifest)))
    held = {one.partition("==")[0]: {"hashes": [SUM], "version": "==" + one.partition("==")[2]} for one in pinned}
    return json.dumps({"_meta": {"hash": {"sha256": written}}, "default": held, "develop": {}}, indent=4)


PIPFILES = [
    pytest.param(PIPFILE, pipfile_lock("idna==3.7", "tool==2"), id="in-step"),
    pytest.param(PIPFILE.replace('"==3.7', '"«==3.8'), pipfile_lock("idna==3.7", "tool==2"), id="other-bounds"),
    pytest.param(PIPFILE + 'more = "«*"\n', pipfile_lock("idna==3.7", "tool==2"), id="added"),
    pytest.param(
        PIPFILE + "[requires]\npython_version = '3'\n", MARK + pipfile_lock("idna==3.7", "tool==2"), id="digest"
    ),
]


@pytest.mark.parametrize(("manifest", "lock"), PIPFILES)
def test_pipenv(manifest: str, lock: str) -> None:
    policy = {LEVEL: "range", GROUPS_LEVEL: "range"}
    assert_marked({"Pipfile": manifest, "Pipfile.lock": lock}, policy=policy, rule="PIN005")


def test_pylock_is_compared_by_its_versions_alone() -> None:
    lock = 'lock-version = "1.0"\n\n[[packages]]\nname = "idna"\nversion = "2.7"\n'
    lock += f'wheels = [{{ url = "https://x", hashes = {{ sha256 = "{"ab" * 32}" }} }}]\n'
    manifest = project('"«idna>=3", "attrs>=1"', '[dependency-groups]\ntest = ["idna>=4"]\n')
    assert_marked({"pyproject.toml": manifest, "pylock.toml": lock}, rule="PIN005")
    said = judge({"pyproject.toml": manifest.replace(MARK, ""), "pylock.toml": lock})
    assert [one.remedy for one in said if isinstance(one, Finding)] == [
        "Write pylock.toml anew with the tool that made it, and commit it."
    ]
    assert judge({"pyproject.toml": manifest.replace(MARK, ""), "pylock.test.toml": lock}, ["pylock.test.toml"]) == []


def node(more: str = "", dependencies: str = '"ms": "^2.1.0"') -> str:
    return f'{{\n  "name": "n",\n  "private": true,\n  "dependencies": {{ {dependencies} }}{more}\n}}\n'


def npm(dependencies: str = '"ms": "^2.1.0"', held: str = "2.1.3", more: str = "") -> str:
    return (
        f'{{\n  "lockfileVersion": 3,\n  "packages": {{\n    "": {{ "dependencies": {{ {dependencies} }}{more} }},\n'
        f'    "node_modules/ms": {{\n      "version": "{held}",\n      "integrity": "{SRI}"\n    }}\n  }}\n}}\n'
    )


NPM = [
    pytest.param(node(), npm(), id="in-step"),
    pytest.param(node(dependencies='"ms": "«^2.0.0"'), npm(), id="other-range"),
    pytest.param(node(dependencies='"ms": "^2.1.0", "once": "«1"'), npm(), id="added"),
    pytest.param(node(', "devDependencies": { "once": "«1" }'), npm(), id="added-for-development"),
    pytest.param(node(dependencies=""), npm(held="«2.1.3"), id="removed"),
    pytest.param(node(dependencies='"ms": "«^2.1.0"'), npm(held="1.0.0"), id="locked-outside-the-range"),
    pytest.param(node(', "overrides": { "ms": "1.0.0" }'), npm(held="1.0.0"), id="override"),
    pytest.param(node(', "resolutions": { "x/**/ms@2": "1.0.0" }'), npm(held="1.0.0"), id="resolution"),
    pytest.param(
        node(', "optionalDependencies": { "ms": "2.1.3" }'),
        npm("", more=', "optionalDependencies": { "ms": "2.1.3" }'),
        id="optional-as-well",
    ),
    pytest.param(node(dependencies='"ms": ""'), npm('"ms": "*"'), id="any"),
    pytest.param(
        node(dependencies='"ms": "^2.1.0", "own": "file:own", "r": "o/r"'),
        npm('"ms": "^2.1.0", "own": "file:own", "r": "github:o/r"'),
        id="from-elsewhere",
    ),
    pytest.param(
        node(dependencies='"x": "npm:ms@«^1.0.0"').replace("npm:ms@«", "«npm:ms@"),
        npm('"x": "npm:ms@^1.0.0"'),
        id="alias",
    ),
]


@pytest.mark.parametrize(("manifest", "lock"), NPM)
@pytest.mark.parametrize("name", ["package-lock.json", "npm-shrinkwrap.json"])
def test_npm(manifest: str, lock: str, name: str) -> None:
    judged = {"package.json": manifest, name: lock}
    assert [
        one for one in judge({path: text.replace(MARK, "") for path, text in judged.items()}) if _is_other(one)
    ] == []
    policy = {LEVEL: "range", GROUPS_LEVEL: "range"}
    if "o/r" not in manifest:  # a repository without a commit is a loose pin of its own
        assert_marked(judged, policy=policy, rule="PIN005")


def _is_other(one: object) -> bool:
    return not isinstance(one, Finding) or one.rule not in ("PIN001", "PIN005")


def test_npm_version_1_has_no_record() -> None:
    lock = f'{{"lockfileVersion": 1, "dependencies": {{"ms": {{"version": "1.0.0", "integrity": "{SRI}"}}}}}}'
    manifest = node(', "optionalDependencies": { "fs": "1" }', '"ms": "«^2.1.0", "once": "«1"')
    assert_marked({"package.json": manifest, "package-lock.json": lock}, rule="PIN005")


def test_members_of_a_workspace_of_npm() -> None:
    lock = json.loads(npm())
    lock["packages"]["w/one"] = {"dependencies": {"ms": "^2.0.0"}}
    files = {"package.json": node(), "package-lock.json": json.dumps(lock, indent=2), "w/one/package.json": node()}
    files["w/one/package.json"] = node(dependencies='"ms": "«^2.1.0"')
    assert_marked(files, rule="PIN005")
    assert_marked(files, ["w/one/package.json"], rule="PIN005")
    assert_marked({"package-lock.json": files["package-lock.json"], "w/two/package.json": node()}, rule="PIN005")


PNPM = f"""lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      ms:
        specifier: ^2.1.0
        version: 2.1.3

packages:

  ms@2.1.3:
    resolution: {{integrity: {SRI}}}
"""
PNPMS = [
    pytest.param(node(), PNPM, id="in-step"),
    pytest.param(node(dependencies='"ms": "«^2.0.0"'), PNPM, id="other-range"),
    pytest.param(node(dependencies='"ms": "^2.1.0", "once": "«1"'), PNPM, id="added"),
    pytest.param(node(dependencies=""), PNPM.replace("ms@2", "ms@«2"), id="removed"),
    pytest.param(node(dependencies='"ms": "^1.0.0"'), "overrides:\n  ms: ^2.1.0\n\n" + PNPM, id="override-of-the-lock"),
    pytest.param(node(dependencies='"ms": "^1.0.0"'), PNPM + "\npnpmfileChecksum: x\n", id="script"),
    pytest.param(
        node(dependencies='"ms": "^1.0.0"'),
        "settings:\n  excludeLinksFromLockfile: true\n\n" + PNPM,
        id="links-left-out",
    ),
    pytest.param(
        node(', "peerDependencies": { "peer": "1" }'),
        PNPM.replace(
            "    dependencies:\n", "    dependencies:\n      peer:\n        specifier: 1\n        version: 1.0.0\n"
        ),
        id="peers",
    ),
]


@pytest.mark.parametrize(("manifest", "lock"), PNPMS)
def test_pnpm(manifest: str, lock: str) -> None:
    links = "excludeLinks" in lock  # the version is compared all the same
    if links or "pnpmfile" in lock:
        manifest = manifest.replace("^1.0.0", "«^1.0.0")
    assert_marked({"package.json": manifest, "pnpm-lock.yaml": lock}, rule="PIN005")


YARN = f'# yarn lockfile v1\n\n\nms@^2.1.0:\n  version "2.1.3"\n  resolved "https://h/-/ms.tgz"\n  integrity {SRI}\n'
BERRY = (
    "__metadata:\n  version: 8\n\n"
    '"ms@npm:^2.1.0":\n  version: 2.1.3\n  resolution: "ms@npm:2.1.3"\n  checksum: 10c0/ab\n\n'
    '"own@npm:^1.0.0, own@workspace:own":\n  version: 0.0.0-use.local\n  resolution: "own@workspace:own"\n'
)
YARNS = [
    pytest.param(node(), YARN, id="in-step"),
    pytest.param(node(dependencies='"ms": "«^2.0.0"'), YARN, id="other-range"),
    pytest.param(node(dependencies='"ms": "^2.1.0", "once": "«1"'), YARN, id="added"),
    pytest.param(node(', "workspaces": ["w"]', '"once": "1"'), YARN, id="perhaps-of-the-workspace"),
    pytest.param(node(', "resolutions": { "ms": "1" }', '"ms": "^2.0.0"'), YARN, id="resolution"),
    pytest.param(node(), BERRY, id="berry"),
    pytest.param(node(dependencies='"ms": "«^2.0.0"'), BERRY, id="berry-other-range"),
    pytest.param(node(dependencies='"ms": "^2.1.0", "once": "«1", "own": "^1.0.0"'), BERRY, id="berry-added"),
    pytest.param(node(dependencies='"x": "catalog:", "y": "workspace:*"'), BERRY, id="berry-protocols"),
]


@pytest.mark.parametrize(("manifest", "lock"), YARNS)
def test_yarn(manifest: str, lock: str) -> None:
    assert_marked({"package.json": manifest, "yarn.lock": lock}, rule="PIN005")


@pytest.mark.parametrize(
    ("lock", "remedy"),
    [
        (
            {"package-lock.json": npm()},
            "Run `npm install --package-lock-only`, and commit package-lock.json together with package.json.",
        ),
        (
            {"pnpm-lock.yaml": PNPM},
            "Run `pnpm install --lockfile-only`, and commit pnpm-lock.yaml together with package.json.",
        ),
        ({"yarn.lock": YARN}, "Run `yarn install`, and commit yarn.lock together with package.json."),
        (
            {"yarn.lock": BERRY},
            "Run `yarn install --mode=update-lockfile`, and commit yarn.lock together with package.json.",
        ),
    ],
)
def test_what_to_run_for_node(lock: dict[str, str], remedy: str) -> None:
    said = judge({"package.json": node(dependencies='"ms": "^2.1.0", "once": "1"'), **lock})
    assert [one.remedy for one in said if isinstance(one, Finding)] == [remedy]


def test_a_lock_that_another_one_replaces_is_compared_with_nothing() -> None:
    files = {"package.json": node(), "package-lock.json": npm(), "yarn.lock": YARN.replace("ms@", "other@")}
    assert judge(files) == []


def test_each_pair_is_compared_once_and_asked_about_once() -> None:
    files = {"pyproject.toml": project('"httpx>=0.27,<1"').encode(), "uv.lock": uv(HTTPX, "httpx==0.28.1").encode()}
    asked: list[int] = []

    class Counted(Tree):
        def present(self, paths: Iterable[str]) -> frozenset[str]:
            asked.append(1)
            return super().present(paths)

    tree = Counted(files, list(files))
    assert list(check(Policy(), tree)) == []
    assert tree.reads.count("uv.lock") <= 2
    assert len(asked) < 10


UNREADABLE = [
    pytest.param(["pyproject.toml"], id="manifest"),
    pytest.param(["uv.lock"], id="lock"),
    pytest.param(["pyproject.toml", "uv.lock"], id="both"),
    pytest.param(["uv.lock", "pyproject.toml"], id="both-the-other-way"),
]


@pytest.mark.parametrize("paths", UNREADABLE)
def test_a_lock_that_cannot_be_read_is_named_once(paths: Sequence[str]) -> None:
    files = {"pyproject.toml": project('"httpx>=1"'), "uv.lock": "version = 1\n<<<<<<< HEAD\n"}
    assert not_judged(judge(files, paths)) == ["uv.lock: line 2: is not TOML: invalid statement"]


def test_an_empty_lock_is_named_when_it_is_an_input() -> None:
    files = {"pyproject.toml": project('"httpx>=1"'), "uv.lock": "\n"}
    assert judge(files, ["pyproject.toml"]) == []
    assert not_judged(judge(files, ["uv.lock"])) == ["uv.lock: states no version of its format, so it is no lock of uv"]


def test_a_manifest_that_cannot_be_read_is_named_once() -> None:
    files = {"pyproject.toml": "[project\n", "uv.lock": uv(HTTPX, "httpx==0.28.1")}
    for paths in (["uv.lock"], ["pyproject.toml"], ["pyproject.toml", "uv.lock"]):
        assert len(set(not_judged(judge(files, paths)))) == 1


BARE_UV = uv("") + packages("a==1") + f'\n[[package]]\nname = "b"\nversion = "«2"\n{SOURCE}'
BARE_UV += 'wheels = [{ url = "x" }]\n'
BARE_POETRY = poetry("a==1", content_hash="").replace("files = [{file", "files = []\nx = [{file").replace('"1"', '"«1"')
BARE_CARGO = 'version = 4\n\n[[package]]\nname = "a"\nversion = "«1.0.0"\nsource = "registry+x"\n'
HASHES = [
    pytest.param("uv.lock", BARE_UV, id="uv"),
    pytest.param("poetry.lock", BARE_POETRY, id="poetry"),
    pytest.param("package-lock.json", npm(held="«2.1.3").replace("integrity", "other"), id="npm"),
    pytest.param("pnpm-lock.yaml", PNPM.replace("integrity", "other").replace("ms@", "ms@«"), id="pnpm"),
    pytest.param("yarn.lock", YARN.replace("integrity", "other").replace('"2.1.3', '"«2.1.3'), id="yarn"),
    pytest.param("Cargo.lock", BARE_CARGO, id="cargo"),
    pytest.param("uv.lock", uv("", "a==1"), id="hashed"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lock"), HASHES)
def test_locks_without_hashes(name: str, lock: str) -> None:
    assert_marked({name: lock}, rule="PIN006")


def test_a_lock_without_hashes_says_how_many_there_are() -> None:
    bare = '\n[[package]]\nname = "a"\nversion = "1"\n' + SOURCE + 'wheels = [{ url = "x" }]\n'
    several = "".join(bare.replace('"a"', f'"{name}"') for name in "abc")
    messages = [judge({"uv.lock": uv("") + held}) for held in (bare, bare * 2, several)]
    assert [one[0].message for one in messages if isinstance(one[0], Finding)] == [
        "a 1 has no hash in this lock.",
        "a 1 has no hash in this lock, nor has one other.",
        "a 1 has no hash in this lock, nor have 2 others.",
    ]


CARGO = '[package]\nname = "app"\nversion = "0.1.0"\n\n[dependencies]\n'
CARGO_LOCK = f"""version = 4

[[package]]
name = "app"
version = "0.1.0"

[[package]]
name = "itoa"
version = "1.0.5"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "{"ab" * 32}"
"""


def test_a_crate_that_its_lock_does_not_have() -> None:
    files = {"Cargo.toml": f"{MARK}{CARGO.replace('app', 'other')}", "Cargo.lock": CARGO_LOCK}
    assert_marked(files, ["Cargo.toml"], rule="PIN005")
    assert judge({"Cargo.toml": CARGO, "Cargo.lock": CARGO_LOCK}) == []
    assert judge({"Cargo.toml": '[workspace]\nmembers = ["x"]\n', "Cargo.lock": CARGO_LOCK}) == []
    assert judge({"x/Cargo.toml": CARGO.replace("app", "outside"), "Cargo.lock": CARGO_LOCK}) == []


CRATES = [
    pytest.param(CARGO + 'itoa = "1"\n', id="in-step"),
    pytest.param(CARGO + 'itoa = "«2"\n', id="other-version"),
    pytest.param(CARGO + 'itoa = "1"\n[dev-dependencies]\nryu = { version = "«1", optional = true }\n', id="added"),
    pytest.param(CARGO + 'i = { package = "itoa", version = "~1.0" }\n', id="renamed"),
    pytest.param(CARGO + "[target.'cfg(unix)'.dependencies]\nryu = \"«1\"\n", id="for-a-target"),
    pytest.param(CARGO + 'itoa = "1"\n[workspace.dependencies]\nryu = "1"\n', id="of-the-workspace"),
    pytest.param(CARGO + 'itoa = "1"\nother = { workspace = true }\n', id="named-by-the-workspace"),
    pytest.param(CARGO + 'itoa = "1"\n[patch.crates-io]\nryu = { path = "ryu" }\n', id="patch"),
]


@pytest.mark.parametrize("manifest", CRATES)
def test_cargo(manifest: str) -> None:
    assert_marked({"Cargo.toml": manifest, "Cargo.lock": CARGO_LOCK}, policy={LEVEL: "range"}, rule="PIN005")


@pytest.mark.parametrize(
    ("members", "found_there"),
    [
        ('["x", "crates/*"]', True),
        ('["crates/*"]\nexclude = ["crates/app"]', False),
        ('["other"]', False),
        ('["*"]', False),
    ],
)
def test_members_of_a_workspace_of_cargo(members: str, found_there: bool) -> None:
    mark = MARK if found_there else ""
    files = {
        "Cargo.toml": f"[workspace]\nmembers = {members}\n",
        "Cargo.lock": CARGO_LOCK,
        "crates/app/Cargo.toml": CARGO + f'itoa = "{mark}2"\n',
    }
    assert_marked(files, policy={LEVEL: "range"}, rule="PIN005")


@pytest.mark.parametrize(("folder", "mark"), [("own", MARK), ("fixtures/own", "")])
def test_members_of_a_workspace_of_yarn(folder: str, mark: str) -> None:
    files = {"yarn.lock": BERRY, f"{folder}/package.json": node(dependencies=f'"ms": "{mark}^2.0.0"')}
    assert_marked(files, rule="PIN005")


PINNED_PIPFILE = SOURCES + '[packages]\nidna = "==3.7"\n'
APPLICATIONS = [
    pytest.param({"Pipfile": f"{MARK}{PINNED_PIPFILE}"}, id="pipenv"),
    pytest.param({"svc/Pipfile": f"{MARK}{PINNED_PIPFILE}", ".gitignore": "*.pyc\n# Pipfile.lock\n"}, id="below"),
    pytest.param({"Pipfile": PINNED_PIPFILE, ".gitignore": "build/\n/Pipfile.lock\n"}, id="ignored"),
    pytest.param({"svc/Pipfile": PINNED_PIPFILE, ".gitignore": "*.lock\n"}, id="ignored-above"),
    pytest.param({"Pipfile": SOURCES + "[packages]\n"}, id="nothing-to-install"),
    pytest.param({"Pipfile": SOURCES + '[packages]\nown = {path = "."}\n'}, id="nothing-of-an-index"),
    pytest.param({"package.json": MARK + node(dependencies='"ms": "2.1.3"')}, id="npm"),
    pytest.param({"package.json": node(dependencies='"ms": "2.1.3"'), ".npmrc": "package-lock = false\n"}, id="npmrc"),
    pytest.param({"package.json": node(dependencies='"ms": "2.1.3"').replace("true", "false")}, id="npm-published"),
    pytest.param({"package.json": node(', "workspaces": ["w"]', '"ms": "2.1.3"')}, id="npm-workspace"),
    pytest.param({"package.json": node(dependencies='"ms": "2.1.3"'), "bun.lock": "x"}, id="bun"),
    pytest.param({"w/package.json": node(dependencies='"ms": "2.1.3"'), "bun.lock": "x"}, id="lock-above"),
    pytest.param(
        {"pyproject.toml": MARK + '[tool.poetry]\npackage-mode = false\n[tool.poetry.dependencies]\nidna = "3.7"\n'},
        id="poetry",
    ),
    pytest.param(
        {"pyproject.toml": '[tool.poetry]\nname = "a"\n[tool.poetry.dependencies]\nidna = "3.7"\n'}, id="library"
    ),
    pytest.param({"pyproject.toml": project('"idna==3.7"')}, id="no-poetry"),
    pytest.param(
        {"Cargo.toml": MARK + CARGO.replace("[dep", "publish = false\n[dep") + 'itoa = "=1.0.5"\n', "src/main.rs": ""},
        id="cargo",
    ),
    pytest.param({"Cargo.toml": CARGO + 'itoa = "=1.0.5"\n', "src/main.rs": ""}, id="cargo-published"),
    pytest.param({"Gemfile": MARK + 'source "https://rubygems.org"\ngem "rake", "13.0.6"\n'}, id="gem"),
    pytest.param({"Gemfile": 'source "https://rubygems.org"\ngemspec\ngem "rake", "13.0.6"\n'}, id="gem-of-a-library"),
    pytest.param({"pixi.toml": MARK + '[workspace]\nname = "a"\n[dependencies]\nnumpy = "==1.26.4"\n'}, id="pixi"),
]


@pytest.mark.parametrize("files", APPLICATIONS)
def test_an_application_needs_a_lock(files: dict[str, str]) -> None:
    inputs = [path for path in files if not path.rpartition("/")[2].startswith((".", "bun", "main"))]
    assert_marked(files, inputs, {LEVEL: "exact", GROUPS_LEVEL: "exact"}, rule="PIN004")


def test_what_is_loose_is_told_and_no_lock_is_asked_for() -> None:
    assert_marked({"Pipfile": SOURCES + '[packages]\nidna = "«*"\n'}, policy={LEVEL: "exact"}, rule="PIN001")


def test_the_words_of_a_missing_lock() -> None:
    said = judge({"Pipfile": PINNED_PIPFILE})
    assert [(one.message, one.remedy) for one in said if isinstance(one, Finding)] == [
        (
            "What this installs is pinned, but not what that brings along: there is no Pipfile.lock.",
            "Run `pipenv lock`, and commit Pipfile.lock.",
        )
    ]


VERSIONS = [
    pytest.param(">=3.11", "3.12\n", id="inside"),
    pytest.param(">=3.11", "«3.10\n", id="too-old"),
    pytest.param(">=3.11", "«3.10.4\n", id="with-a-patch"),
    pytest.param(">=3.11,<3.13", "«3.13\n", id="too-new"),
    pytest.param(">=3.11", "# why\n\n  «cpython@3.10  # old\n3.12\n«3.9\n", id="several"),
    pytest.param(">=3.11.4", "3.11\n", id="some-release-of-it"),
    pytest.param(">=3.11.4", "«3.11.3\n", id="release-below"),
    pytest.param("==3.11.4", "3.11\n", id="exactly-one"),
    pytest.param("!=3.11.*,>=3.10", "«3.11\n", id="excluded"),
    pytest.param("~=3.11", "«4.0\n3.14\n", id="compatible"),
    pytest.param(">=3.11", "pypy3.10\nsystem\n3\n3.10-dev\nmy-env\nmambaforge-3.10\n", id="names"),
    pytest.param("<3.11", "3.10.99\n", id="upper-bound"),
    pytest.param("^3.11", "«4.0\n3.12\n", id="caret"),
    pytest.param("whatever", "3.10\n", id="no-bounds"),
    pytest.param("", "3.10\n", id="empty"),
]


@pytest.mark.parametrize(("required", "versions"), VERSIONS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_python_versions(required: str, versions: str, ending: str) -> None:
    manifest = f'[project]\nrequires-python = "{required}"\n'.replace("\n", ending)
    files = {"a/pyproject.toml": manifest, "a/.python-version": versions.replace("\n", ending)}
    assert_marked(files, ["a/.python-version"], rule="PIN008")
    assert_marked(files, rule="PIN008")
    poetry_files = files | {"a/pyproject.toml": f'[tool.poetry.dependencies]\npython = "{required}"\n'}
    assert_marked(poetry_files, ["a/.python-version"], rule="PIN008")


def test_a_python_version_that_is_no_input_is_found_in_the_project() -> None:
    files = {"pyproject.toml": '[project]\nrequires-python = "«>=3.11"\n', ".python-version": "3.10\n"}
    assert_marked(files, ["pyproject.toml"], rule="PIN008")
    said = judge({path: text.replace(MARK, "") for path, text in files.items()}, [".python-version"])
    assert [(one.message, one.remedy) for one in said if isinstance(one, Finding)] == [
        (
            ".python-version names Python 3.10, which >=3.11 does not allow.",
            "Write a version that `requires-python` allows, or change the bounds in pyproject.toml.",
        )
    ]
    assert judge({".python-version": "3.10\n"}) == []
    assert judge({"a/.python-version": "3.10\n", "pyproject.toml": files["pyproject.toml"].replace(MARK, "")}) == []


TWICE = [
    pytest.param({"requirements.txt": "idna==3.7\n«idna==3.8\n"}, id="one-file"),
    pytest.param(
        {"requirements.txt": "Idna==3.7\nother==1\n«i.d_na[x]==3.8 # why\n".replace("i.d_na", "idna")}, id="spelt"
    ),
    pytest.param({"requirements.txt": "idna==3.7\nidna==3.7.0\nidna>=3\n"}, id="same"),
    pytest.param({"requirements.txt": f"idna==3.7 {HASH}\n«idna==3.8 {HASH}\n"}, id="hashes"),
    pytest.param({"requirements.txt": "torch==2.0\ntorch==2.0+cpu\n"}, id="local-part"),
    pytest.param(
        {"requirements.txt": "idna==3.7; python_version < '3.9'\nidna==3.8; python_version >= '3.9'\nidna==3.9\n"},
        id="markers",
    ),
    pytest.param(
        {"requirements.txt": "idna==3.7; os_name == 'nt'\n«idna==3.8 ;  os_name == 'nt'\n"}, id="the-same-marker"
    ),
    pytest.param({"requirements.txt": "-r base.txt\nidna==3.8\n", "base.txt": "«idna==3.7\n"}, id="chain"),
    pytest.param(
        {"requirements-a.txt": "-c constraints.txt\nidna==3.8\n", "constraints.txt": "«idna==3.7\n"}, id="constraint"
    ),
    pytest.param({"requirements-a.txt": "idna==3.8\n", "requirements-b.txt": "idna==3.7\n"}, id="apart"),
    pytest.param({"pyproject.toml": project('"idna==3.7", "«idna==3.8"')}, id="project"),
    pytest.param(
        {"pyproject.toml": project('"idna==3.7"', '[dependency-groups]\ndev = ["«idna==3.8"]\nx = ["idna==3.7"]\n')},
        id="group",
    ),
    pytest.param(
        {"pyproject.toml": '[dependency-groups]\na = ["idna==3.7"]\nb = ["idna==3.8"]\n' + project('"x>=1"')},
        id="two-groups",
    ),
    pytest.param({"pyproject.toml": '[build-system]\nrequires = ["idna==3.7"]\n' + project('"idna==3.8"')}, id="build"),
    pytest.param(
        {"pyproject.toml": project('"idna==3.7"', '[tool.uv]\noverride-dependencies = ["idna==3.8"]\n')}, id="override"
    ),
    pytest.param(
        {"environment.yml": "dependencies:\n- idna=3.7.1\n- «idna=3.8.1\n- pip:\n  - idna==3.9.1\n"}, id="conda"
    ),
    pytest.param({"environment.yml": "dependencies:\n- pip:\n  - idna==3.9\n  - «idna==3.8\n"}, id="pip-of-conda"),
]


@pytest.mark.parametrize("files", TWICE)
def test_two_pins(files: dict[str, str]) -> None:
    assert_marked(files, policy={LEVEL: "range", GROUPS_LEVEL: "range"}, rule="PIN007")


def test_two_pins_of_a_pipfile() -> None:
    files = {
        "Pipfile": SOURCES + '[packages]\nidna = "==3.7"\n[dev-packages]\nidna = "«==3.8"\n',
        ".gitignore": "*.lock",
    }
    assert_marked(files, ["Pipfile"], rule="PIN007")


def test_the_words_of_two_pins() -> None:
    files = {"requirements.txt": "idna==3.8\n-r base.txt\n", "base.txt": "# x\nidna==3.7\n"}
    said = judge(files, ["requirements.txt", "base.txt"])
    assert [(one.path, one.line, one.message, one.remedy) for one in said if isinstance(one, Finding)] == [
        (
            "base.txt",
            2,
            "idna is pinned to 3.7 here and to 3.8 in requirements.txt, on line 1; only one of them can be installed.",
            "Keep one of the two pins, and delete the other.",
        )
    ]


def test_two_pins_of_several_chains_are_told_once() -> None:
    base = "idna==3.7\nidna==3.8\n"
    files = {"requirements-a.txt": "-r base.txt\n", "requirements-b.txt": "-r base.txt\n", "base.txt": base}
    assert found(judge(files, ["requirements-a.txt", "requirements-b.txt"]), "PIN007") == [("base.txt", 2, 1)]


LINES = st.sampled_from(
    ['"a==1"', "'A == 2'", "a.b = '==1'", 'a_b="2"', "[x]", "a[x,y]==3", "b (==1)", "\n", "==", "ü"]
)


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_what_the_gate_lets_pass_pins_nothing_twice(content: str) -> None:
    names = [word for word in ("a==", "A ==", "a[x,y]==") if word in content]
    several = sum(content.count(word) for word in names) > 1
    assert may_pin_twice(content) or not several


@pytest.mark.parametrize("content", ["a" * 300_000, "a[" * 150_000, "a " * 150_000 + "=", "a[" + "x" * 300_000])
def test_the_gate_reads_hostile_text_once(content: str) -> None:
    with CpuLimit(30):
        may_pin_twice(content)


def test_many_pins_of_one_package_end_soon() -> None:
    groups = "".join(f'g{number} = ["a=={number}"]\n' for number in range(20_000))
    with CpuLimit(30):
        said = judge({"pyproject.toml": f'[project]\ndependencies = ["a==x1"]\n[dependency-groups]\n{groups}'})
    assert said != []


TEXTS = st.sampled_from(
    [project('"a>=1"'), uv(HTTPX, "a==1"), POETRY, poetry(), PDM, PIPFILE, node(), npm(), PNPM, YARN]
)


@given(
    st.sampled_from(["pyproject.toml", "Pipfile", "package.json", "Cargo.toml"]),
    st.sampled_from(
        ["uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "package-lock.json", "yarn.lock", "Cargo.lock"]
    ),
    TEXTS | st.text(max_size=30),
    TEXTS | st.text(max_size=30),
)
@settings(deadline=None, max_examples=tries(150))
def test_no_pair_is_too_odd(manifest: str, lock: str, first: str, second: str) -> None:
    for one in judge({manifest: first, lock: second}):
        assert "internal error" not in str(one)
