"""Imports of JavaScript and TypeScript against what a project declares, locks and holds: trees with `«` marks."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinned_support import Tree, marked
from tests_support import Repository, tries
from walkaround._finding import Finding, NotJudged
from walkaround._inputs import FileInputs, Snapshot, all_files
from walkaround.dependency_verification._javascript import SOURCES, judge
from walkaround.dependency_verification._javascript._popular import misspelt, popular


def package(**tables: Any) -> str:
    return json.dumps({"name": "app", **tables})


def deps(*names: str, **more: Any) -> str:
    return package(dependencies=dict.fromkeys(names, "^1.0.0"), **more)


def lock(*names: str) -> str:
    packages: dict[str, Any] = {"": {"name": "app"}}
    packages |= {f"node_modules/{name}": {"version": "1.0.0", "integrity": "sha512-AA=="} for name in names}
    return json.dumps({"name": "app", "lockfileVersion": 3, "packages": packages})


def said(files: Mapping[str, str | bytes], paths: Sequence[str] | None = None) -> list[Finding | NotJudged]:
    content = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    paths = [path for path in content if path.endswith(SOURCES)] if paths is None else paths
    return list(judge(Tree(content, paths), paths, frozenset(content)))


def places(files: Mapping[str, str], paths: Sequence[str] | None = None) -> list[tuple[str, str, int, int]]:
    found = []
    for one in said(files, paths):
        assert isinstance(one, Finding), one
        found.append((one.rule, one.path, one.line, one.column))
    return sorted(found)


def assert_marked(rule: str, files: Mapping[str, str], paths: Sequence[str] | None = None) -> None:
    """Assert that exactly what is marked is found, by this rule."""
    clean, where = marked(files)
    assert places(clean, paths) == [(rule, *place) for place in where]


APP = deps("react", "@scope/known")


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        pytest.param("DEP001", {"package.json": APP, "a.js": "import x from '«left-pad'"}, id="undeclared"),
        pytest.param("DEP001", {"package.json": APP, "src/b/a.ts": "import '«@scope/other/deep.css'"}, id="scoped"),
        pytest.param(
            "DEP001", {"package.json": APP, "a.cjs": 'require("«left-pad/x"); require("left-pad")'}, id="said-once"
        ),
        pytest.param("DEP001", {"package.json": APP, "a.ts": "import type { A } from '«left-pad'"}, id="types"),
        pytest.param("DEP001", {"package.json": APP, "a.ts": "export * from '«left-pad'"}, id="export"),
        pytest.param("DEP001", {"package.json": APP, "a.mjs": "await import('«left-pad')"}, id="dynamic"),
        pytest.param(
            "DEP001", {"package.json": APP, "a.vue": "<script>\nimport '«left-pad'\n</script>"}, id="component"
        ),
        pytest.param("DEP001", {"package.json": APP, "a.js": "\ufeff\r\nimport '«left-pad'\r\n"}, id="mark-and-crlf"),
        pytest.param(
            "DEP001",
            {
                "package.json": deps("react", devDependencies={"@types/left-pad": "^1.0.0"}),
                "a.js": "import '«left-pad'",
            },
            id="types-are-no-code-in-javascript",
        ),
        pytest.param(
            "DEP001",
            {"package.json": APP, "bun.lock": "{}", "a.js": "import '«left-pad'"},
            id="lock-of-no-known-format",
        ),
        pytest.param(
            "DEP001",
            {"package.json": APP, "examples/package.json": deps("x"), "examples/a.js": "import '«left-pad'"},
            id="example-with-a-manifest",
        ),
        pytest.param(
            "DEP001",
            {"package.json": APP, "vite.config.ts": "import x from '«left-pad'\nexport default { plugins: [x()] }"},
            id="configuration-that-imports-it",
        ),
        pytest.param(
            "DEP001",
            {
                "package.json": APP,
                "a/tsconfig.json": '{"compilerOptions": {"paths": {"left-pad": ["x"]}}}',
                "b/a.ts": "import '«left-pad'",
            },
            id="alias-of-another-folder",
        ),
        pytest.param(
            "DEP002",
            {"package.json": APP, "package-lock.json": lock("react", "left-pad"), "a.js": "import '«left-pad'"},
            id="transitive",
        ),
        pytest.param(
            "DEP002",
            {
                "package.json": APP,
                "yarn.lock": '# yarn lockfile v1\n\nleft-pad@^1.0.0:\n  version "1.0.0"\n',
                "a.js": "import '«left-pad'",
            },
            id="transitive-by-yarn",
        ),
        pytest.param(
            "DEP002",
            {
                "package.json": APP,
                "pnpm-lock.yaml": "lockfileVersion: '9.0'\n\npackages:\n\n"
                "  left-pad@1.0.0:\n    resolution: {integrity: sha512-AA==}\n",
                "a.js": "import '«left-pad'",
            },
            id="transitive-by-pnpm",
        ),
        pytest.param(
            "DEP002",
            {
                "package.json": APP,
                "package-lock.json": lock("@types/estree"),
                "a.ts": "import type { Node } from '«estree'",
            },
            id="types-of-another",
        ),
        pytest.param("DEP007", {"package.json": APP, "a.js": "import '«lodahs'"}, id="slip-undeclared"),
        pytest.param("DEP007", {"package.json": APP, "a.js": "import '«@nestjs/comon'"}, id="slip-scoped"),
        pytest.param("DEP008", {"package.json": APP, "a.js": "import '«./gone'"}, id="missing"),
        pytest.param("DEP008", {"a.js": "import '«./gone.js'"}, id="missing-without-a-manifest"),
        pytest.param("DEP008", {"src/a.js": "export * from '«../lib/gone'", "lib/b.js": ""}, id="missing-above"),
        pytest.param("DEP008", {"src/a.ts": "import '«./B'", "src/b.ts": ""}, id="other-capitals"),
        pytest.param("DEP008", {"src/a.ts": "import x from '«./x.svg?raw'", "src/y.svg": ""}, id="missing-asset"),
        pytest.param("DEP008", {"src/a.ts": "import '«./b/'", "src/b.ts": ""}, id="folder-that-is-a-file"),
    ],
)
def test_found(rule: str, files: Mapping[str, str]) -> None:
    assert_marked(rule, files)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"a.js": "import 'left-pad'"}, id="no-manifest"),
        pytest.param(
            {"package.json": APP, "src/a.js": "import 'react/jsx-runtime'; require('@scope/known/x')"}, id="declared"
        ),
        pytest.param(
            {"package.json": deps("x"), "p/package.json": APP, "p/a.js": "import 'x'; import 'react'"}, id="above"
        ),
        pytest.param(
            {
                "package.json": package(peerDependencies={"x": "*"}, optionalDependencies={"y": "*"}),
                "a.js": "import 'x'; import 'y'",
            },
            id="peer-and-optional",
        ),
        pytest.param(
            {"package.json": APP, "a.js": "import 'fs'; import 'node:fs/promises'; require('fs/promises')"}, id="node"
        ),
        pytest.param(
            {
                "package.json": APP,
                "a.ts": "import 'bun:test'; import 'bun'; import 'npm:x'; import 'jsr:@a/b'; "
                "import 'https://x.example/y.js'; import 'data:text/javascript,1'; import 'virtual:x'; "
                "import 'astro:content'; import 'cloudflare:workers'; import 'deno:x'",
            },
            id="schemes",
        ),
        pytest.param(
            {
                "package.json": APP,
                "a.ts": "import '$app/stores'; import '#imports'; import '~/x'; import '@/x'; "
                "import '~icons/a'; import '/abs/x.js'; import 'raw-loader!./x'; import 'N/record'; "
                "import '@assets/x'; import 'uno.css'",
            },
            id="conventions",
        ),
        pytest.param(
            {
                "package.json": APP,
                "a.ts": "import 'vscode'; import 'electron'; import 'k6/http'; import '@site/x'; "
                "import 'meteor/meteor'; import '@aws-sdk/client-s3'",
            },
            id="hosts",
        ),
        pytest.param({"package.json": deps("next"), "a.ts": "import 'server-only'"}, id="framework"),
        pytest.param(
            {
                "package.json": deps("x", devDependencies={"@types/left-pad": "1", "@types/a__b": "1"}),
                "a.ts": "import x from 'left-pad'; import type { Y } from '@a/b'",
            },
            id="types",
        ),
        pytest.param(
            {
                "package.json": deps("x", devDependencies={"@types/node": "1"}),
                "a.d.ts": '/// <reference types="node" />',
            },
            id="reference",
        ),
        pytest.param({"package.json": APP, "a.js": "import 'app/x'"}, id="itself"),
        pytest.param(
            {"package.json": APP, "packages/b/package.json": package(name="@app/b"), "a.js": "import '@app/b'"},
            id="workspace",
        ),
        pytest.param(
            {
                "package.json": package(private=True, workspaces=["b"]),
                "b/package.json": deps("left-pad"),
                "yarn.lock": "# yarn lockfile v1\n",
                "a.js": "import 'left-pad'",
            },
            id="hoisted",
        ),
        pytest.param({"package.json": APP, "a.js": "try { require('left-pad') } catch { }"}, id="guarded"),
        pytest.param({"package.json": APP, "a.js": "import('left-pad').then(f).catch(g)"}, id="caught"),
        pytest.param({"package.json": APP, "a.js": "// @ts-ignore\nimport 'left-pad'"}, id="excused"),
        pytest.param(
            {"package.json": APP, "a.js": "import './gone' // eslint-disable-line import/no-unresolved"},
            id="excused-file",
        ),
        pytest.param({"package.json": APP, "a.js": "/* @flow */\nimport 'left-pad'"}, id="flow"),
        pytest.param({"package.json": APP, "deno.json": "{}", "a.ts": "import 'left-pad'"}, id="deno"),
        pytest.param({"package.json": APP, "test/fixtures/a.js": "import 'left-pad'; import './gone'"}, id="fixture"),
        pytest.param({"package.json": APP, "examples/a.js": "import 'left-pad'"}, id="example"),
        pytest.param({"package.json": APP, "a.min.js": "import 'left-pad'"}, id="minified"),
        pytest.param(
            {
                "package.json": APP,
                "tsconfig.json": '{"compilerOptions": {"paths": {"left-pad/*": ["./x/*"]}}}',
                "src/a.ts": "import 'left-pad/y'",
            },
            id="paths",
        ),
        pytest.param(
            {
                "package.json": APP,
                "tsconfig.json": '{ /* c */ "extends": ["./config/base"], }',
                "config/base.json": '{"extends": "../more.json"}',
                "more.json": '{"compilerOptions": {"paths": {"left-pad": ["./x"]}}}',
                "src/a.ts": "import 'left-pad'",
            },
            id="extends",
        ),
        pytest.param(
            {
                "package.json": APP,
                "tsconfig.json": '{"references": [{"path": "./web"}]}',
                "web/tsconfig.json": '{"compilerOptions": {"paths": {"left-pad": ["./x"]}}}',
                "src/a.ts": "import 'left-pad'",
            },
            id="references",
        ),
        pytest.param(
            {
                "package.json": APP,
                "tsconfig.json": '{"extends": "./.made/tsconfig.json"}',
                "src/a.ts": "import 'left-pad'",
            },
            id="generated-configuration",
        ),
        pytest.param(
            {
                "package.json": APP,
                "tsconfig.json": '{"extends": "./tsconfig.json", "references": [{"path": "."}]}',
                "a.ts": "import 'react'",
            },
            id="configuration-in-a-circle",
        ),
        pytest.param(
            {
                "package.json": APP,
                "jsconfig.json": '{"compilerOptions": {"baseUrl": "web"}}',
                "web/left-pad/b.js": "",
                "web/a.js": "import 'left-pad/b'",
            },
            id="base-url",
        ),
        pytest.param({"package.json": APP, "src/components/b.js": "", "src/a.js": "import 'components/b'"}, id="base"),
        pytest.param(
            {
                "package.json": APP,
                "vite.config.ts": "export default { resolve: { alias: { 'left-pad': '/x' } } }",
                "a.ts": "import 'left-pad/y'",
            },
            id="vite",
        ),
        pytest.param(
            {
                "package.json": APP,
                "webpack.config.js": "module.exports = { externals: ['left-pad'] }",
                "a.js": "import 'left-pad'",
            },
            id="webpack",
        ),
        pytest.param(
            {"package.json": package(jest={"moduleNameMapper": {"^left-pad$": "x"}}), "a.js": "import 'left-pad'"},
            id="jest",
        ),
        pytest.param({"package.json": package(browser={"left-pad": False}), "a.js": "import 'left-pad'"}, id="browser"),
        pytest.param(
            {"package.json": package(browser={"./gone.js": "./b.js"}), "a.js": "import './gone'"}, id="browser-file"
        ),
        pytest.param(
            {"package.json": APP, "types/x.d.ts": "declare module 'left-pad' {}", "a.ts": "import 'left-pad'"},
            id="ambient",
        ),
        pytest.param(
            {"package.json": APP, "x.d.ts": "declare module '*.glsl'", "a.ts": "import 'b.glsl'"}, id="ambient-pattern"
        ),
        pytest.param(
            {
                "package.json": APP,
                "index.html": '<script type="importmap">{"imports": {"left-pad": "/x"}}</script>',
                "a.js": "import 'left-pad'",
            },
            id="import-map",
        ),
        pytest.param(
            {
                "src/a.js": "import './b'; import './c'; import './d'; import './e.js'; import './f.jsx'; import '..'",
                "src/b.ts": "",
                "src/c/index.tsx": "",
                "src/d.d.ts": "",
                "src/e.ts": "",
                "src/f.tsx": "",
                "index.js": "",
            },
            id="files",
        ),
        pytest.param(
            {
                "a.mjs": "import './b.mjs'; import './c.json'; import './d.svg?url'; import './e.css'; import './f'",
                "b.mts": "",
                "c.json": "{}",
                "d.svg": "",
                "e.css": "",
                "f/package.json": "{}",
            },
            id="more-files",
        ),
        pytest.param(
            {
                "a.js": "import './dist/x'; import './generated/y'; import './routeTree.gen'; import './a_pb'; "
                "import './+types/root'; import './$types'; import '../../outside'; import './*'"
            },
            id="generated",
        ),
        pytest.param({"a.js": "import './b'", "b.coffee": "", "b.unknown": ""}, id="unknown-ending"),
        pytest.param({"a.js": "try { require('./gone') } catch {}; require.resolve('./gone')"}, id="guarded-file"),
        pytest.param(
            {"tsconfig.json": '{"compilerOptions": {"rootDirs": ["a", "b"]}}', "a/x.ts": "import './gone'"}, id="roots"
        ),
        pytest.param({"a.js": "import './link/x'", "link": ""}, id="link-or-submodule"),
    ],
)
def test_silent(files: Mapping[str, str]) -> None:
    assert said(files) == []


SERVER = deps("express", scripts={"start": "node src/a.js"}, devDependencies={"nodemon": "^3.0.0", "typescript": "5"})
LIBRARY = deps("ms", version="1.0.0", main="src/a.js", devDependencies={"nodemon": "^3.0.0"})


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {"package.json": SERVER, "src/a.js": "require('express')\nconst n = require('«nodemon')"}, id="server"
        ),
        pytest.param({"package.json": LIBRARY, "src/a.js": "import '«nodemon'"}, id="library"),
        pytest.param({"package.json": SERVER, "src/a.ts": "import n from '«nodemon'\nn()"}, id="called"),
        pytest.param({"package.json": SERVER, "src/a.ts": "import n from 'nodemon'\nlet a: n.B"}, id="types-alone"),
        pytest.param({"package.json": SERVER, "src/a.ts": "import type n from 'nodemon'"}, id="types"),
        pytest.param(
            {"package.json": SERVER, "src/a.test.js": "require('nodemon')", "test/b.js": "require('nodemon')"},
            id="tests",
        ),
        pytest.param({"package.json": SERVER, "src/a.js": "if (a) {\n  require('nodemon')\n}"}, id="condition"),
        pytest.param({"package.json": SERVER, "src/a.js": "try { require('nodemon') } catch {}"}, id="guarded"),
        pytest.param({"package.json": SERVER, "webpack.config.js": "", "src/a.js": "require('nodemon')"}, id="bundler"),
        pytest.param(
            {
                "package.json": deps(
                    "x", scripts={"start": "node a.js", "build": "vite build"}, devDependencies={"nodemon": "1"}
                ),
                "src/a.js": "import 'nodemon'",
            },
            id="bundled",
        ),
        pytest.param(
            {"package.json": package(devDependencies={"nodemon": "1"}, private=True), "src/a.js": "import 'nodemon'"},
            id="app",
        ),
    ],
)
def test_development_import(files: Mapping[str, str]) -> None:
    assert_marked("DEP009", files)


MANIFEST = """{
  "dependencies": {"«lodahs": "^4.0.0", "lodash": "^4.0.0", "own": "^1.0.0", "recat": "file:../recat"},
  "devDependencies": {"«wepback": "5.0.0", "preact": "^10.0.0", "mssql": "1", "requests": "1", "color": "1"}
}
"""


def test_misspelt_names_of_a_manifest() -> None:
    assert_marked("DEP007", {"package.json": MANIFEST}, ["package.json"])


def test_a_package_of_the_repository_is_not_misspelt() -> None:
    files = {"package.json": deps("expres"), "p/package.json": package(name="expres")}
    assert said(files, ["package.json"]) == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("lodahs", "lodash"),
        ("expresss", "express"),
        ("exprss", "express"),
        ("reakt", "react"),
        ("axioss", "axios"),
        ("@nestjs/comon", "@nestjs/common"),
        ("colour", ""),
        ("lodash2", ""),
        ("mquery", ""),
        ("preact", ""),
        ("ms", ""),
        ("", ""),
        ("@a/", ""),
        ("x" * 500, ""),
    ],
)
def test_misspelt(name: str, meant: str) -> None:
    assert misspelt(name) == meant


def test_no_popular_name_is_taken_for_another() -> None:
    assert len(popular()) >= 500
    assert [name for name in popular() if misspelt(name)] == []


@pytest.mark.parametrize(
    ("files", "finding"),
    [
        pytest.param(
            {"package.json": APP, "a.js": "import 'left-pad'"},
            Finding(
                "a.js",
                1,
                9,
                "DEP001",
                "left-pad is imported, and package.json does not declare it.",
                "Run `npm install left-pad`, or correct the name.",
            ),
            id="npm",
        ),
        pytest.param(
            {"p/package.json": APP, "p/bun.lock": "{}", "p/a.js": "import 'left-pad'"},
            Finding(
                "p/a.js",
                1,
                9,
                "DEP001",
                "left-pad is imported, and p/package.json does not declare it.",
                "Run `bun add left-pad`, or correct the name.",
            ),
            id="bun",
        ),
        pytest.param(
            {
                "package.json": APP,
                "yarn.lock": '# yarn lockfile v1\n\nleft-pad@^1:\n  version "1.0.0"\n',
                "a.js": "import 'left-pad'",
            },
            Finding(
                "a.js",
                1,
                9,
                "DEP002",
                "left-pad is imported, and it is installed only because another package needs it.",
                "Run `yarn add left-pad`, so that it stays when the other package no longer needs it.",
            ),
            id="yarn",
        ),
        pytest.param(
            {
                "package.json": APP,
                "package-lock.json": lock("@types/estree"),
                "a.ts": "import type { Node } from 'estree'",
            },
            Finding(
                "a.ts",
                1,
                28,
                "DEP002",
                "estree is imported, and its types are installed only because another package needs them.",
                "Run `npm install @types/estree`, so that they stay when the other package no longer needs them.",
            ),
            id="types",
        ),
        pytest.param(
            {"package.json": APP, "a.js": "import 'lodahs'"},
            Finding(
                "a.js",
                1,
                9,
                "DEP007",
                "lodahs looks like a misspelling of the package lodash.",
                "Write lodash, or exempt the name when it is the one that you mean.",
            ),
            id="slip",
        ),
        pytest.param(
            {"a.js": "import './gone'"},
            Finding(
                "a.js",
                1,
                9,
                "DEP008",
                "./gone is imported, and there is no such file.",
                "Add the file to the commit, or correct the path.",
            ),
            id="missing",
        ),
        pytest.param(
            {"a.js": "import './B'", "b.js": ""},
            Finding(
                "a.js",
                1,
                9,
                "DEP008",
                "./B is imported, and the file is written b.js, with other capitals.",
                "Write the path as the file is named; systems that tell capitals apart do not find it.",
            ),
            id="capitals",
        ),
        pytest.param(
            {"package.json": SERVER, "src/a.js": "require('nodemon')"},
            Finding(
                "src/a.js",
                1,
                10,
                "DEP009",
                "nodemon is imported by code that is installed without its development dependencies.",
                "Move it from devDependencies to dependencies, or import it in development only.",
            ),
            id="development",
        ),
    ],
)
def test_what_is_said(files: Mapping[str, str], finding: Finding) -> None:
    assert said(files) == [finding]


@pytest.mark.parametrize(
    ("files", "path", "why"),
    [
        pytest.param({"a.js": b"\xff\xfe\x00"}, "a.js", "is not UTF-16", id="encoding"),
        pytest.param({"a.js": b"import '\xff'"}, "a.js", "line 1: is not UTF-8; save the file as UTF-8", id="bytes"),
        pytest.param({"a.js": b" " * (16 << 20) + b" "}, "a.js", "is larger than 16 MiB", id="huge"),
        pytest.param({"package.json": "{", "a.js": "import 'x'"}, "package.json", "line 1: is not JSON", id="manifest"),
        pytest.param(
            {"package.json": "[]", "a.js": "import 'x'"}, "package.json", "line 1: is not a JSON object", id="list"
        ),
        pytest.param(
            {"package.json": "[" * 9**6, "a.js": "import 'x'"}, "package.json", "is nested too deeply", id="deep"
        ),
    ],
)
def test_what_cannot_be_judged_is_named(files: Mapping[str, str | bytes], path: str, why: str) -> None:
    (one,) = said(files, ["a.js"])
    assert isinstance(one, NotJudged)
    assert one.path == path
    assert why in one.why


def test_a_file_that_is_not_there_is_named_and_the_others_are_judged() -> None:
    found = said({"package.json": APP, "b.js": "import 'left-pad'"}, ["gone.js", "b.js"])
    assert [type(one) for one in found] == [NotJudged, Finding]


@pytest.mark.parametrize("name", ["x\u202ey", "x\x1b[31m", "x\ny"])
def test_a_name_that_is_none_of_a_package_is_left_alone(name: str) -> None:
    assert said({"package.json": APP, "a.js": f"import '{name}'"}) == []


def test_a_hostile_path_is_shown_harmlessly() -> None:
    (one,) = said({"a.js": "import './\x1b[31m" + "x" * 500 + "'"})
    assert isinstance(one, Finding)
    assert one.message.isprintable()
    assert len(one.message) < 200


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[]",
        '{"extends": 1, "references": 2}',
        '{"compilerOptions": {"paths": [], "baseUrl": 3}}',
        "\0",
        '{"extends": "./gone\\u0000"}',
    ],
)
def test_a_broken_configuration_of_typescript_does_no_harm(broken: str) -> None:
    found = said({"package.json": APP, "tsconfig.json": broken, "a.ts": "import 'left-pad'"})
    assert [one.rule for one in found if isinstance(one, Finding)] in (["DEP001"], [])
    assert all(isinstance(one, Finding) for one in found)


def test_tables_of_wrong_types_do_no_harm() -> None:
    manifest = json.dumps({"name": 1, "dependencies": ["x"], "devDependencies": 2, "scripts": [], "workspaces": None})
    assert places({"package.json": manifest, "a.js": "import 'x'; import 'left-pad'"}) == [("DEP001", "a.js", 1, 21)]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["dependencies", "name", "paths", "compilerOptions", "extends", "x"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)


@settings(max_examples=tries(200))
@given(JSON, JSON)
def test_no_configuration_breaks_it(manifest: Any, config: Any) -> None:
    files = {
        "package.json": json.dumps(manifest),
        "tsconfig.json": json.dumps(config),
        "a.ts": "import 'left-pad'; import './b'",
    }
    for one in said(files):
        assert isinstance(one, Finding) or one.path == "package.json"


@settings(max_examples=tries(200))
@given(st.text(alphabet="abc./@-_~#$?*!:%\\ A\u202e", max_size=12))
def test_no_name_breaks_it(name: str) -> None:
    for one in said({"package.json": APP, "src/a.js": f"import '{name}'"}):
        assert isinstance(one, Finding)
        assert one.rule in ("DEP001", "DEP008")


def test_in_a_repository(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """What git ignores is generated; and what it lists is found from a folder further down."""
    repository.write(".gitignore", "made.js\n")
    repository.write("package.json", APP)
    repository.write("types/x.d.ts", "declare module 'ambient-one'")
    repository.write(
        "src/a.js", "import './made'\nimport './gone'\nimport 'ambient-one'\nimport 'left-pad'\nimport './b'\n"
    )
    repository.write("src/b.js", "")
    repository.git("add", "-A")
    for folder, path in ((repository.top, "src/a.js"), (repository.top / "src", "a.js")):
        monkeypatch.chdir(folder)
        listing = all_files()
        found = list(judge(FileInputs(Snapshot(listing), [path]), [path]))
        assert [(one.rule, one.path, one.line) for one in found if isinstance(one, Finding)] == [
            ("DEP008", path, 2),
            ("DEP001", path, 4),
        ]
