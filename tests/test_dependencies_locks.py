"""Locks: which packages, versions, sources and hashes each format holds, and what its manifest asked for."""

import json
from collections.abc import Callable
from contextlib import suppress
from re import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor_time import CpuLimit
from tests_support import tries
from walkaround._dependencies.formats import Format
from walkaround._dependencies.locked import Lock, Locked, Wanted, is_lock, read_lock
from walkaround._finding import NotJudged
from walkaround._text import Text

SUM = "sha256:" + "ab" * 32
SRI = "sha512-" + "A" * 86 + "=="
SHA1 = "0123456789abcdef0123456789abcdef01234567"
NAMES: dict[Format, str] = {
    "uv-lock": "uv.lock",
    "poetry-lock": "poetry.lock",
    "pdm-lock": "pdm.lock",
    "pipfile-lock": "Pipfile.lock",
    "pylock": "pylock.toml",
    "package-lock": "package-lock.json",
    "pnpm-lock": "pnpm-lock.yaml",
    "yarn-lock": "yarn.lock",
    "cargo-lock": "Cargo.lock",
}

UV = f"""version = 1
revision = 3
requires-python = ">=3.11, <4"

[manifest]
members = ["app", "part"]

[[package]]
name = "app"
version = "0.1.0"
source = {{ virtual = "." }}
dependencies = [
    {{ name = "Plain" }},
    {{ name = "part" }},
]

[package.metadata]
requires-dist = [
    {{ name = "attrs", marker = "python_full_version < '3.12' and extra == 'extra-one'", specifier = ">=23" }},
    {{ name = "click", marker = "extra == 'two'" }},
    {{ name = "odd", marker = "(sys_platform == 'win32' or os_name == 'nt') and extra == 'two'", specifier = "~=1.0" }},
    {{ name = "part", editable = "packages/part" }},
    {{ name = "plain", extras = ["x"], specifier = ">=1,<2" }},
]
provides-extras = ["extra-one", "two"]

[package.metadata.requires-dev]
dev = [{{ name = "tool", specifier = "==3" }}]

[[package]]
name = "plain"
version = "1.5.0"
source = {{ registry = "https://index.example/simple" }}
sdist = {{ url = "https://index.example/plain.tar.gz", hash = "{SUM}", size = 1 }}
wheels = [
    {{ url = "https://index.example/plain.whl", hash = "{SUM}", size = 1 }},
]

[[package]]
name = "bare"
version = "2.0"
source = {{ registry = "https://index.example/simple" }}
wheels = [
    {{ url = "https://index.example/bare.whl", hash = "{SUM}", size = 1 }},
    {{ url = "https://index.example/bare-2.whl", size = 1 }},
]

[[package]]
name = "part"
source = {{ editable = "packages/part" }}

[package.metadata]
requires-dist = [{{ name = "plain" }}]

[[package]]
name = "from-git"
version = "3"
source = {{ git = "https://example.com/r?rev=v3#{SHA1}" }}

[[package]]
name = "from-url"
version = "4"
source = {{ url = "https://example.com/x.whl" }}
wheels = [{{ url = "https://example.com/x.whl", hash = "{SUM}" }}]

[[package]]
name = "from-path"
version = "5"
source = {{ path = "x.whl" }}
"""


def lock(found: Format, content: str) -> Lock:
    return read_lock(Text(NAMES[found], content), found)


def brief(found: Format, content: str) -> list[tuple[str, str, str, bool]]:
    """The packages without their places, each of which is checked to be that of the version."""
    packages = lock(found, content).packages
    for one in packages:
        assert content.startswith(one.version, one.offset), one
    return [(one.name, one.version, one.source, one.hashed) for one in packages]


def test_uv() -> None:
    assert brief("uv-lock", UV) == [
        ("app", "0.1.0", "root", True),
        ("plain", "1.5.0", "index", True),
        ("bare", "2.0", "index", False),
        ("part", "", "path", True),
        ("from-git", "3", "git", True),
        ("from-url", "4", "url", True),
        ("from-path", "5", "path", True),
    ]
    found = lock("uv-lock", UV)
    assert found.direct == (
        Wanted("attrs", ">=23", "extra-one", "", True, "python_full_version < '3.12'"),
        Wanted("click", "", "two", "", True, ""),
        Wanted("odd", "~=1.0", "two", "", True, "sys_platform == 'win32' or os_name == 'nt'"),
        Wanted("part", "", "", "", False),
        Wanted("plain", ">=1,<2", "", "", True),
        Wanted("tool", "==3", "dev", "", True),
        Wanted("plain", "", "", "packages/part", True),
    )
    assert found.members == {"", "packages/part"}
    assert (found.kind, found.requires_python, found.format) == ("pypi", ">=3.11, <4", "1.3")
    assert found.packages[1] == Locked(
        "plain", "1.5.0", UV.index("1.5.0"), "index", True, "https://index.example/simple", frozenset({"ab" * 32})
    )  # fmt: skip


POETRY = f"""[[package]]
name = "Plain.Name"
version = "1.0"
description = "x"
optional = false
python-versions = "*"
groups = ["main"]
files = [
    {{file = "a.whl", hash = "{SUM}"}},
]

[[package]]
name = "bare"
version = "2.0"
files = []

[[package]]
name = "other"
version = "3.0"
files = [{{file = "a.whl", hash = "{SUM}"}}]

[package.source]
type = "legacy"
url = "https://index.example/simple"
reference = "mine"

[[package]]
name = "from-git"
version = "4.0"
files = []

[package.source]
type = "git"
url = "https://example.com/r"
resolved_reference = "{SHA1}"

[[package]]
name = "folder"
version = "5.0"
files = []

[package.source]
type = "directory"
url = "x"

[metadata]
lock-version = "2.1"
python-versions = "^3.11"
content-hash = "{"cd" * 32}"
"""


def test_poetry() -> None:
    assert brief("poetry-lock", POETRY) == [
        ("plain-name", "1.0", "index", True),
        ("bare", "2.0", "index", False),
        ("other", "3.0", "index", True),
        ("from-git", "4.0", "git", False),
        ("folder", "5.0", "path", False),
    ]
    found = lock("poetry-lock", POETRY)
    assert (found.direct, found.requires_python, found.content_hash) == (None, "^3.11", "cd" * 32)
    assert found.packages[2].origin == "https://index.example/simple"


def test_poetry_with_files_at_the_end() -> None:
    end = f'[metadata.files]\nA_b = [\n  {{file = "a", hash = "{SUM}"}},\n]\nc = []\n'
    one = '[[package]]\nname = "A_b"\nversion = "1.0"\ncategory = "main"\n\n[[package]]\nname = "c"\nversion = "2"\n\n'
    text = one + '[metadata]\nlock-version = "1.1"\n\n' + end
    assert brief("poetry-lock", text) == [("a-b", "1.0", "index", True), ("c", "2", "index", False)]
    oldest = one + f'[metadata]\ncontent-hash = "x"\n\n[metadata.hashes]\na-b = ["{"ab" * 32}"]\n'
    assert brief("poetry-lock", oldest) == [("a-b", "1.0", "index", True), ("c", "2", "index", False)]


PDM = f"""[metadata]
groups = ["default"]
strategy = ["inherit_metadata"]
lock_version = "4.5.0"
content_hash = "sha256:{"cd" * 32}"

[[metadata.targets]]
requires_python = ">=3.11"

[[package]]
name = "plain"
version = "1.0"
files = [{{file = "a.whl", hash = "{SUM}"}}]

[[package]]
name = "plain"
version = "1.0"
extras = ["x"]
files = [{{file = "a.whl", hash = "{SUM}"}}]

[[package]]
name = "bare"
version = "2.0"

[[package]]
name = "from-git"
version = "3.0"
git = "https://example.com/r"
revision = "{SHA1}"

[[package]]
name = "own"
version = "4.0"
path = "./x"
editable = true
"""


def test_pdm() -> None:
    assert brief("pdm-lock", PDM) == [
        ("plain", "1.0", "index", True),
        ("bare", "2.0", "index", False),
        ("from-git", "3.0", "git", False),
        ("own", "4.0", "path", False),
    ]
    found = lock("pdm-lock", PDM)
    assert (found.requires_python, found.content_hash) == (">=3.11", "sha256:" + "cd" * 32)


def test_pdm_with_files_at_the_end() -> None:
    text = (
        '[[package]]\nname = "Plain"\nversion = "1.0"\n\n[metadata]\nlock_version = "3.1"\nrequires_python = ">=3.8"\n'
    )
    text += f'\n[metadata.files]\n"Plain 1.0" = [{{url = "https://x", hash = "{SUM}"}}]\n'
    assert brief("pdm-lock", text) == [("plain", "1.0", "index", True)]
    assert lock("pdm-lock", text).requires_python == ">=3.8"


def test_pipfile() -> None:
    text = json.dumps(
        {
            "_meta": {"hash": {"sha256": "cd" * 32}, "pipfile-spec": 6},
            "default": {
                "Plain": {"hashes": [SUM], "index": "pypi", "version": "==1.0"},
                "bare": {"version": "==2.0"},
                "own": {"editable": True, "path": "."},
                "from-git": {"git": "https://example.com/r", "ref": SHA1},
            },
            "develop": {"plain": {"hashes": [SUM], "version": "==1.0"}, "tool": {"hashes": [SUM], "version": "==3"}},
        },
        indent=4,
    )
    assert brief("pipfile-lock", text) == [
        ("plain", "1.0", "index", True),
        ("bare", "2.0", "index", False),
        ("own", "", "path", False),
        ("from-git", "", "git", False),
        ("tool", "3", "index", True),
    ]
    assert lock("pipfile-lock", text).content_hash == "cd" * 32


PYLOCK = f"""lock-version = "1.0"
created-by = "made by hand"
requires-python = ">=3.11"

[[packages]]
name = "plain"
version = "1.0"
index = "https://index.example/simple"
wheels = [{{ name = "plain.whl", url = "https://x", hashes = {{ sha256 = "{"ab" * 32}" }} }}]

[[packages]]
name = "bare"
version = "2.0"
[packages.sdist]
name = "bare.tar.gz"
url = "https://x"
hashes = {{}}

[[packages]]
name = "from-git"
vcs = {{ type = "git", url = "https://x", commit-id = "{SHA1}" }}

[[packages]]
name = "own"
directory = {{ path = ".", editable = true }}

[[packages]]
name = "archive"
[packages.archive]
url = "https://x"
[packages.archive.hashes]
sha256 = "{"ab" * 32}"
"""


def test_pylock() -> None:
    assert brief("pylock", PYLOCK) == [
        ("plain", "1.0", "index", True),
        ("bare", "2.0", "index", False),
        ("from-git", "", "git", True),
        ("own", "", "root", True),
        ("archive", "", "url", True),
    ]
    assert lock("pylock", PYLOCK).packages[0].origin == "https://index.example/simple"


@pytest.mark.parametrize("found", list(NAMES))
def test_carriage_returns_change_nothing_but_places(found: Format) -> None:
    text = EXAMPLES[found]
    assert brief(found, text.replace("\n", "\r\n")) == brief(found, text) != []


def test_arrays_written_inline_have_places_too() -> None:
    text = 'version = 1\npackage = [{ name = "a", version = "1.0", source = { registry = "x" } }]\n'
    assert brief("uv-lock", text) == [("a", "1.0", "index", True)]


NPM = f"""{{
  "name": "n",
  "lockfileVersion": 3,
  "packages": {{
    "": {{
      "name": "n",
      "version": "1.0.0",
      "workspaces": ["w/*"],
      "dependencies": {{ "alias": "npm:ms@2.0.0", "plain": "^1.0.0" }},
      "devDependencies": {{ "tool": "3" }}
    }},
    "node_modules/@s/b": {{
      "version": "2.0.0",
      "resolved": "https://registry.example.org/@s/b/-/b-2.0.0.tgz"
    }},
    "node_modules/alias": {{ "name": "ms", "version": "2.0.0", "integrity": "{SRI}" }},
    "node_modules/from-git": {{ "version": "3.0.0", "resolved": "git+ssh://git@github.com/o/r.git#{SHA1}" }},
    "node_modules/one": {{ "resolved": "w/one", "link": true }},
    "node_modules/plain": {{
      "version": "1.5.0",
      "resolved": "https://registry.example.org/plain/-/plain-1.5.0.tgz",
      "integrity": "{SRI}"
    }},
    "node_modules/plain/node_modules/inside": {{ "version": "4.0.0", "inBundle": true }},
    "w/one": {{ "version": "1.0.0", "dependencies": {{ "plain": "1" }} }}
  }}
}}
"""


def test_npm() -> None:
    assert brief("package-lock", NPM) == [
        ("n", "1.0.0", "root", False),
        ("@s/b", "2.0.0", "index", False),
        ("ms", "2.0.0", "index", True),
        ("from-git", "3.0.0", "git", False),
        ("plain", "1.5.0", "index", True),
        ("inside", "4.0.0", "index", True),
        ("w/one", "1.0.0", "path", False),
    ]
    found = lock("package-lock", NPM)
    assert found.direct == (
        Wanted("alias", "npm:ms@2.0.0", "dependencies"),
        Wanted("plain", "^1.0.0", "dependencies"),
        Wanted("tool", "3", "devDependencies"),
        Wanted("plain", "1", "dependencies", "w/one"),
    )
    assert (found.members, found.format) == (frozenset({"", "w/one"}), "3")


def test_npm_has_places_for_what_it_did_not_resolve() -> None:
    text = '{"lockfileVersion": 2, "packages": {"node_modules/a": {}}}'
    assert brief("package-lock", text) == [("a", "", "url", False)]
    text = '{"lockfileVersion": 1, "dependencies": {"a": {"requires": {"b": "1"}}}}'
    assert brief("package-lock", text) == [("a", "", "url", False)]


def test_npm_version_1() -> None:
    text = f"""{{
  "name": "n", "version": "1.0.0", "lockfileVersion": 1, "requires": true,
  "dependencies": {{
    "a": {{
      "version": "1.0.0", "resolved": "https://registry.example.org/a/-/a-1.0.0.tgz", "integrity": "{SRI}",
      "requires": {{ "b": "^2.0.0" }},
      "dependencies": {{ "b": {{ "version": "2.0.0", "bundled": true }} }}
    }},
    "b": {{ "version": "3.0.0", "resolved": "https://registry.example.org/b/-/b-3.0.0.tgz" }},
    "c": {{ "version": "git+https://github.com/o/r.git#{SHA1}", "from": "o/r" }},
    "d": {{ "version": "npm:@s/real@4.0.0", "integrity": "{SRI}" }},
    "e": {{ "version": "file:e" }}
  }}
}}
"""
    found = lock("package-lock", text)
    assert [(one.name, one.version, one.source, one.hashed) for one in found.packages] == [
        ("a", "1.0.0", "index", True),
        ("b", "2.0.0", "index", True),
        ("b", "3.0.0", "index", False),
        ("c", "", "git", False),
        ("@s/real", "4.0.0", "index", True),
        ("e", "", "path", False),
    ]
    assert (found.direct, found.format) == (None, "1")


PNPM = f"""lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

importers:

  .:
    dependencies:
      plain:
        specifier: ^1.0.0
        version: 1.5.0(peer@2.0.0)
    devDependencies:
      '@s/b':
        specifier: workspace:*
        version: link:w/b

  w/b:
    dependencies:
      peer:
        specifier: 2.0.0
        version: 2.0.0

packages:

  '@s/c@3.0.0':
    resolution: {{integrity: {SRI}}}
    engines: {{node: '>=6.0'}}

  peer@2.0.0:
    resolution: {{tarball: https://registry.example/peer/-/peer-2.0.0.tgz}}
    peerDependencies:
      x: '*'

  plain@1.5.0:
    resolution: {{integrity: {SRI}}}
    deprecated: |-
      one
      two

  from-git@https://codeload.github.com/o/r/tar.gz/{SHA1}:
    resolution: {{tarball: https://codeload.github.com/o/r/tar.gz/{SHA1}}}
    version: 4.0.0

  own@file:own:
    resolution: {{directory: own, type: directory}}

snapshots:

  '@s/c@3.0.0': {{}}

  plain@1.5.0(peer@2.0.0):
    dependencies:
      peer: 2.0.0
"""
PNPM_FOUND = [
    ("@s/c", "3.0.0", "index", True),
    ("peer", "2.0.0", "index", False),
    ("plain", "1.5.0", "index", True),
    ("from-git", "4.0.0", "git", False),
    ("own", "file:own", "path", False),
]


def of_pnpm(content: str) -> list[tuple[str, str, str, bool]]:
    return [(one.name, one.version, one.source, one.hashed) for one in lock("pnpm-lock", content).packages]


def test_pnpm() -> None:
    found = lock("pnpm-lock", PNPM)
    assert of_pnpm(PNPM) == PNPM_FOUND
    assert [PNPM[one.offset :][: len(one.version)] for one in found.packages if one.source == "index"] == [
        "3.0.0", "2.0.0", "1.5.0",
    ]  # fmt: skip
    assert found.direct == (
        Wanted("plain", "^1.0.0", "dependencies"),
        Wanted("@s/b", "workspace:*", "devDependencies"),
        Wanted("peer", "2.0.0", "dependencies", "w/b"),
    )
    assert (found.members, found.format) == (frozenset({"", "w/b"}), "9.0")


OTHER_LAYOUTS = [
    pytest.param(lambda text: "---\n" + text, id="document-start"),
    pytest.param(lambda text: text.replace("resolution: {", "resolution:\n      {"), id="block-resolution"),
    pytest.param(lambda text: text.replace("  peer@2.0.0:\n    res", "  ? peer@2.0.0\n  : res"), id="explicit-key"),
    pytest.param(lambda text: text.replace("  '@s/c@3.0.0':\n", '  "@s/c@3.0.0":\n'), id="double-quotes"),
    pytest.param(lambda text: text.replace("packages:\n", "packages: # all\n  # none\n"), id="comments"),
    pytest.param(lambda text: text.replace("    resolution: {integrity", "    resolution: { integrity"), id="blanks"),
    pytest.param(lambda text: text.replace("packages:", '"packages":'), id="quoted-section"),
]


@pytest.mark.parametrize("change", OTHER_LAYOUTS)
def test_pnpm_in_layouts_of_others(change: Callable[[str], str]) -> None:
    changed = change(PNPM)
    assert changed != PNPM
    assert of_pnpm(changed) == PNPM_FOUND
    assert lock("pnpm-lock", changed).direct == lock("pnpm-lock", PNPM).direct


@pytest.mark.parametrize(
    ("key", "name", "version"),
    [
        pytest.param("/plain/1.0.0", "plain", "1.0.0", id="5"),
        pytest.param("/@s/plain/1.0.0_react@16.0.0+x@1.0.0", "@s/plain", "1.0.0", id="5-peers"),
        pytest.param("/plain@1.0.0(react@16.0.0)", "plain", "1.0.0", id="6-peers"),
        pytest.param("/@s/plain@1.0.0-rc.1", "@s/plain", "1.0.0-rc.1", id="6-scope"),
        pytest.param("plain@1.0.0", "plain", "1.0.0", id="9"),
    ],
)
def test_keys_of_pnpm(key: str, name: str, version: str) -> None:
    text = f"lockfileVersion: 5.4\n\npackages:\n\n  '{key}':\n    resolution: {{integrity: {SRI}}}\n    dev: true\n"
    assert brief("pnpm-lock", text) == [(name, version, "index", True)]


def test_pnpm_version_5_keeps_specifiers_apart() -> None:
    text = "lockfileVersion: 5.4\n\nspecifiers:\n  a: ^1.0.0\n  b: 2\n\n"
    text += "dependencies:\n  a: 1.5.0\n\ndevDependencies:\n  b: 2.0.0\n"
    assert lock("pnpm-lock", text).direct == (
        Wanted("a", "^1.0.0", "dependencies"),
        Wanted("b", "2", "devDependencies"),
    )


YARN = f"""# THIS IS AN AUTOGENERATED FILE. DO NOT EDIT THIS FILE DIRECTLY.
# yarn lockfile v1


"@s/b@^1.0.0", "@s/b@^1.2.0":
  version "1.5.0"
  resolved "https://registry.yarnpkg.com/@s/b/-/b-1.5.0.tgz#{SHA1}"
  integrity {SRI}
  dependencies:
    bare "^2.0.0"

"alias@npm:ms@2.0.0":
  version "2.0.0"
  resolved "https://registry.yarnpkg.com/ms/-/ms-2.0.0.tgz#{SHA1}"

bare@^2.0.0, bare@~2.0.1:
  version "2.0.2"
  resolved "https://registry.yarnpkg.com/bare/-/bare-2.0.2.tgz"

"r@git+https://example.com/r.git#v1":
  version "3.0.0"
  resolved "git+https://example.com/r.git#{SHA1}"

"own@file:./own":
  version "4.0.0"

wide@>=1 <3:
  version "5.0.0"
  resolved "https://registry.yarnpkg.com/wide/-/wide-5.0.0.tgz#{SHA1}"
"""


def test_yarn() -> None:
    assert brief("yarn-lock", YARN) == [
        ("@s/b", "1.5.0", "index", True),
        ("ms", "2.0.0", "index", True),
        ("bare", "2.0.2", "index", False),
        ("r", "3.0.0", "git", True),
        ("own", "4.0.0", "path", False),
        ("wide", "5.0.0", "index", True),
    ]
    assert set(lock("yarn-lock", YARN).answers or ()) == {
        "@s/b@^1.0.0", "@s/b@^1.2.0", "alias@npm:ms@2.0.0", "bare@^2.0.0", "bare@~2.0.1",
        "r@git+https://example.com/r.git#v1", "own@file:./own", "wide@>=1 <3",
    }  # fmt: skip


BERRY = f"""# This file is generated by running "yarn install" inside your project.

__metadata:
  version: 8
  cacheKey: 10c0

"@s/b@npm:^1.0.0, @s/b@npm:^1.2.0":
  version: 1.5.0
  resolution: "@s/b@npm:1.5.0"
  dependencies:
    bare: "npm:^2.0.0"
  checksum: 10c0/{"ab" * 32}
  languageName: node
  linkType: hard

"alias@npm:ms@2.0.0":
  version: 2.0.0
  resolution: "ms@npm:2.0.0"
  checksum: 10c0/{"ab" * 32}

"bare@npm:^2.0.0":
  version: 2.0.2
  resolution: "bare@npm:2.0.2"
  languageName: node

"mac@npm:^1":
  version: 1.0.0
  resolution: "mac@npm:1.0.0"
  conditions: os=darwin

"app@workspace:.":
  version: 0.0.0-use.local
  resolution: "app@workspace:."
  dependencies:
    bare: "npm:^2.0.0"

? "long@npm:^1, long@npm:^2"
:
  version: 2.5.0
  resolution: "long@npm:2.5.0"
  checksum: 10c0/{"ab" * 32}

"r@https://github.com/o/r.git#commit={SHA1}":
  version: 3.0.0
  resolution: "r@https://github.com/o/r.git#commit={SHA1}"

"p@patch:p@npm%3A1.0.0#./p.patch":
  version: 1.0.0
  resolution: "p@patch:p@npm%3A1.0.0#./p.patch::version=1.0.0&hash=abc"
"""


def test_yarn_berry() -> None:
    assert brief("yarn-lock", BERRY) == [
        ("@s/b", "1.5.0", "index", True),
        ("ms", "2.0.0", "index", True),
        ("bare", "2.0.2", "index", False),
        ("mac", "1.0.0", "index", True),
        ("app", "0.0.0-use.local", "root", False),
        ("long", "2.5.0", "index", True),
        ("r", "3.0.0", "git", False),
        ("p", "1.0.0", "path", False),
    ]
    found = lock("yarn-lock", BERRY)
    assert found.format == "berry 8"
    assert found.answers is not None
    assert {"@s/b@npm:^1.2.0", "long@npm:^2", "alias@npm:ms@2.0.0"} <= found.answers


CARGO = f"""# This file is automatically @generated by Cargo.
version = 4

[[package]]
name = "app"
version = "0.1.0"
dependencies = ["plain"]

[[package]]
name = "bare"
version = "2.0.0"
source = "sparse+https://index.example/"

[[package]]
name = "from-git"
version = "3.0.0"
source = "git+https://github.com/o/r?tag=v3#{SHA1}"

[[package]]
name = "plain"
version = "1.0.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "{"ab" * 32}"
"""


def test_cargo() -> None:
    assert brief("cargo-lock", CARGO) == [
        ("app", "0.1.0", "path", False),
        ("bare", "2.0.0", "index", False),
        ("from-git", "3.0.0", "git", False),
        ("plain", "1.0.0", "index", True),
    ]


def test_cargo_version_1_has_its_checksums_at_the_end() -> None:
    source = "registry+https://github.com/rust-lang/crates.io-index"
    text = f'[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "{source}"\n\n'
    text += f'[[package]]\nname = "b"\nversion = "2.0.0"\nsource = "{source}"\n'
    text += f'\n[metadata]\n"checksum a 1.0.0 ({source})" = "{"ab" * 32}"\n"checksum b 2.0.0 ({source})" = "<none>"\n'
    assert brief("cargo-lock", text) == [("a", "1.0.0", "index", True), ("b", "2.0.0", "index", False)]


EXAMPLES: dict[Format, str] = {
    "uv-lock": UV,
    "poetry-lock": POETRY,
    "pdm-lock": PDM,
    "pipfile-lock": '{\n"_meta": {},\n"default": {\n"a": {"hashes": ["x"], "version": "==1"}\n}}\n',
    "pylock": PYLOCK,
    "package-lock": NPM,
    "pnpm-lock": PNPM.partition("  own@file")[0].replace("    version: 4.0.0\n", ""),
    "yarn-lock": YARN,
    "cargo-lock": CARGO,
}

BAD = [
    pytest.param("uv-lock", "version = 2\n", "is in version 2 of the format of uv, which is not known here", id="uv-2"),
    pytest.param("uv-lock", "", "states no version of its format, so it is no lock of uv", id="uv-empty"),
    pytest.param(
        "uv-lock", 'version = 1\n[[package]]\nversion = "1"\n', "line 3: has a package without a name", id="uv-name"
    ),
    pytest.param("uv-lock", "version = 1\npackage = 3\n", "package is not a list of tables", id="uv-list"),
    pytest.param("uv-lock", "version = 1\n<<<<<<< HEAD\n", "line 2: is not TOML: invalid statement", id="uv-conflict"),
    pytest.param("poetry-lock", "", "has no [metadata], so it is no lock of poetry", id="poetry-empty"),
    pytest.param(
        "poetry-lock",
        '[metadata]\nlock-version = "3.0"\n',
        "is in version 3 of the format of poetry, which is not known here",
        id="poetry-3",
    ),
    pytest.param("pdm-lock", "a = 1\n", "has no [metadata], so it is no lock of pdm", id="pdm"),
    pytest.param("pylock", "", "states no version of its format, so it is no lock of pylock", id="pylock"),
    pytest.param("pipfile-lock", '{"default": {}}', "has no `_meta`, so it is no Pipfile.lock", id="pipfile"),
    pytest.param(
        "pipfile-lock",
        "{\n<<<<<<< HEAD\n",
        "line 2: is not JSON: expecting property name enclosed in double quotes",
        id="pipfile-conflict",
    ),
    pytest.param("package-lock", "[]", "line 1: is not a JSON object", id="npm-list"),
    pytest.param("package-lock", "[" * 20_000, "is nested too deeply", id="npm-deep"),
    pytest.param("package-lock", '{"a": ' + "1" * 5000 + "}", "holds a number with too many digits", id="npm-digits"),
    pytest.param(
        "package-lock",
        '{"lockfileVersion": 4, "packages": {}}',
        "is in version 4 of the format of npm, which is not known here",
        id="npm-4",
    ),
    pytest.param(
        "package-lock", '{"lockfileVersion": "3"}', "states no lockfileVersion, so it is no lock of npm", id="npm-text"
    ),
    pytest.param("pnpm-lock", "- a\n", "is not a YAML mapping, so it is no lock of pnpm", id="pnpm-list"),
    pytest.param(
        "pnpm-lock", "settings: {}\n", "states no lockfileVersion, so it is no lock of pnpm", id="pnpm-version"
    ),
    pytest.param(
        "pnpm-lock",
        "lockfileVersion: 10.0\n",
        "is in version 10.0 of the format of pnpm, which is not known here",
        id="pnpm-10",
    ),
    pytest.param(
        "yarn-lock",
        '# yarn lockfile v1\n\na@1:\n  version "1"\n<<<<<<< HEAD\n',
        "line 5: is not an entry of a lock of yarn",
        id="yarn-conflict",
    ),
    pytest.param(
        "yarn-lock",
        "a@1:\n",
        "line 1: says neither `yarn lockfile v1` nor `__metadata`, so it is no lock of yarn",
        id="yarn-none",
    ),
    pytest.param(
        "yarn-lock", "# yarn lockfile v1\n  version\n", "line 2: is not an entry of a lock of yarn", id="yarn-value"
    ),
    pytest.param(
        "cargo-lock", "version = 5\n", "is in a version of the format of cargo other than 1 to 4", id="cargo-5"
    ),
    pytest.param("cargo-lock", "[[package]]\n", "line 1: has a package without a name", id="cargo-name"),
]


@pytest.mark.parametrize(("found", "content", "why"), BAD)
def test_what_is_no_lock_is_not_judged(found: Format, content: str, why: str) -> None:
    with pytest.raises(NotJudged, match=f"^{escape(NAMES[found])}: {escape(why)}$"):
        lock(found, content)


def test_which_formats_are_locks() -> None:
    assert [name for name in NAMES if not is_lock(name)] == []
    assert not any(map(is_lock, ("pyproject", "package-json", None)))


PIECES = [piece for text in (*EXAMPLES.values(), BERRY) for piece in text.splitlines(keepends=True)]


@pytest.mark.parametrize("found", list(NAMES))
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=30).map("".join))
@settings(deadline=None, max_examples=tries(60))
def test_any_text_is_a_lock_or_not_judged(found: Format, content: str) -> None:
    try:
        packages = lock(found, content).packages
    except NotJudged:
        return
    assert all(0 <= one.offset <= len(content) for one in packages)


VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(0, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "version", "link"]), inner),
    max_leaves=8,
)
KEYS = st.sampled_from(["", "node_modules/a", "version", "a", "integrity", "resolved", "dependencies", "packages"])


@given(
    st.sampled_from(["packages", "dependencies", "default"]),
    st.dictionaries(KEYS, VALUE | st.dictionaries(KEYS, VALUE)),
)
@settings(deadline=None)
def test_json_of_any_types_is_read(key: str, value: object) -> None:
    document = {"_meta": {}, "lockfileVersion": 3, key: value}
    lock("package-lock", json.dumps(document))
    lock("pipfile-lock", json.dumps(document))


HOSTILE = [
    pytest.param(
        "package-lock",
        '{"lockfileVersion": 3, "packages": {' + '"node_modules/a": {"version": 1}, ' * 40_000 + '"b": {}}}',
        id="npm-keys",
    ),
    pytest.param(
        "package-lock", '{"dependencies": ' + '{"a": {"dependencies": ' * 400 + "{}" + "}}" * 400 + "}", id="npm-depth"
    ),
    pytest.param("pnpm-lock", "lockfileVersion: 9.0\npackages:\n" + "  a@1:\n" * 60_000, id="pnpm-keys"),
    pytest.param("pnpm-lock", "lockfileVersion: 9.0\npackages:\n  '" + "'' " * 60_000 + "\n", id="pnpm-quotes"),
    pytest.param("yarn-lock", "# yarn lockfile v1\n" + '"a@1", ' * 60_000 + '"b@1":\n', id="yarn-requests"),
    pytest.param("yarn-lock", "# yarn lockfile v1\n" + '"' * 300_001 + ":\n", id="yarn-quotes"),
    pytest.param("yarn-lock", "# yarn lockfile v1\na:\n" + '  "' * 300_001 + "\n", id="yarn-values"),
    pytest.param("uv-lock", "version = 1\n" + "[[package]]\nname='a'\n" * 30_000, id="uv-packages"),
    pytest.param("uv-lock", "version = 1\na = '''\n" + "[[package]]\n" * 30_000 + "'''\n", id="uv-headers-in-a-string"),
]


@pytest.mark.parametrize(("found", "content"), HOSTILE)
def test_hostile_locks_end_soon(found: Format, content: str) -> None:
    with CpuLimit(30), suppress(NotJudged):
        lock(found, content)
