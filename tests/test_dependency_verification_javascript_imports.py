"""The reader of JavaScript and TypeScript: which names a text imports, and which only look as if it did."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor_time import CpuLimit
from tests_support import tries
from walkaround.dependency_verification._javascript._imports import Import, imports


def names(text: str, path: str = "a.ts") -> list[str]:
    found = list(imports(path, text))
    for one in found:
        assert text[one.offset : one.offset + len(one.name)] == one.name
    return [one.name for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("import x from 'a'", ["a"], id="default"),
        pytest.param('import "a";import"b"', ["a", "b"], id="side-effects"),
        pytest.param("import * as x from 'a'\nimport y, { z as w, default as v } from \"b\"", ["a", "b"], id="clauses"),
        pytest.param("import {\n  a, // 'no'\n  /* from 'no' */ b,\n} from 'a'", ["a"], id="over-lines-with-comments"),
        pytest.param("import type { A } from 'a'\nimport type, { B } from 'b'", ["a", "b"], id="types"),
        pytest.param("import { type A } from 'a'\nimport type from 'b'", ["a", "b"], id="type-as-a-name"),
        pytest.param("import data from './d.json' with { type: 'json' }", ["./d.json"], id="attributes"),
        pytest.param(
            "export * from 'a'\nexport * as n from 'b'\nexport { x as y } from 'c'", ["a", "b", "c"], id="export"
        ),
        pytest.param("export type { A } from 'a'; export type * from 'b'", ["a", "b"], id="export-types"),
        pytest.param("export { a }\nexport const from = 'x'\nexport default 'y'", [], id="export-of-its-own"),
        pytest.param("export { a }\nimport 'b'", ["b"], id="export-then-import"),
        pytest.param("import fs = require('a')\nexport import b = require('b')", ["a", "b"], id="import-require"),
        pytest.param("const a = require('a'), b = { ...require(\"b\") }", ["a", "b"], id="require"),
        pytest.param("require.resolve('a'); require('b' + c); require(d); x.require('e')", ["a"], id="require-of-what"),
        pytest.param("await import('a'); import(`b`); import(`c${d}`); import(e)", ["a", "b"], id="dynamic"),
        pytest.param("import(/* webpackChunkName: 'no' */ 'a', { with: {} })", ["a"], id="dynamic-with-comment"),
        pytest.param("import.meta.url; const x = { import: 'a', export: 'b' }", [], id="meta-and-keys"),
        pytest.param(
            "'import \"a\"'; \"require('b')\"; `import 'c' ${require('d')} import 'e'`", ["d"], id="in-strings"
        ),
        pytest.param("// import 'a'\n/* import 'b'\nimport 'c' */ import 'd'", ["d"], id="in-comments"),
        pytest.param("// Ends with a point.\n// And `so.\nimport 'a'", ["a"], id="behind-comments"),
        pytest.param("const r = /[/'\"`]/g; import 'a'", ["a"], id="regular-expression"),
        pytest.param("x = a / b; y = c / d; s = '/'; require('a')", ["a"], id="division"),
        pytest.param("f = x => /'/.test(x)\nrequire('a')", ["a"], id="expression-behind-arrow"),
        pytest.param("if (x) /'/.test(x)\nrequire('a')", ["a"], id="expression-behind-condition"),
        pytest.param("`${`${{a: {}}}`}`\nrequire('a')", ["a"], id="nested-templates"),
        pytest.param("const e = <p>Don't</p>\nrequire('a')", ["a"], id="jsx-apostrophe"),
        pytest.param("const e = <p>a ` b</p>\nrequire('a')", ["a"], id="jsx-backtick"),
        pytest.param("const e = <p>\n  import x from 'a'\n</p>", [], id="jsx-text-that-reads-as-import"),
        pytest.param("const e = <p>http://x.example a</p>; require('a')", ["a"], id="jsx-address"),
        pytest.param("const e = <><br /><A b='c' /></>\nimport('a')", ["a"], id="jsx-elements"),
        pytest.param('const a: import("a").B = 1', ["a"], id="import-type"),
        pytest.param('/// <reference types="a" />\n/// <reference path="./b.d.ts" />', ["a"], id="reference"),
        pytest.param("jest.mock('a'); vi.mock(\"b\", () => 1)", [], id="mocks"),
        pytest.param("define(['require'], function (require) { require('a') })", [], id="amd"),
        pytest.param("!function(e,require,t){require('./a')}()", [], id="bundled"),
        pytest.param("const require = createRequire(import.meta.url)\nrequire('a')", ["a"], id="create-require"),
        pytest.param("#!/usr/bin/env node '\nimport 'a'", ["a"], id="hash-bang"),
        pytest.param("import 'a'\r\nimport 'b'\r\n", ["a", "b"], id="crlf"),
        pytest.param("import {", [], id="cut-off"),
        pytest.param("import x from", [], id="cut-off-at-from"),
        pytest.param("import 'a", [], id="unclosed"),
        pytest.param("declare module 'a' { import b from 'b' }", ["b"], id="ambient"),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    assert names(text, "a.tsx") == expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param(
            "a.vue", "<template>import 'no'</template>\n<script setup>\nimport 'a'\n</script>", ["a"], id="vue"
        ),
        pytest.param(
            "a.svelte", "<script>import 'a'</script>Don't<script module>import 'b'</script>", ["a", "b"], id="two"
        ),
        pytest.param(
            "a.astro",
            "---\nimport A from 'a'\n---\n<p>import 'no'</p><script>import 'b'</script>",
            ["a", "b"],
            id="astro",
        ),
        pytest.param("a.vue", '<script type="application/ld+json">import "a"</script>', [], id="json"),
        pytest.param("a.vue", "<script>import 'a'", [], id="unclosed"),
    ],
)
def test_scripts_of_components(path: str, text: str, expected: list[str]) -> None:
    assert names(text, path) == expected


def test_what_is_known_of_an_import() -> None:
    text = (
        "import type { A } from 'a'\nimport b, { c as d } from 'b'\ntry { require('c') } catch {}\nimport('d').catch(f)"
    )
    assert list(imports("a.ts", text)) == [
        Import("a", 24, "static", types=True, binds=("A",)),
        Import("b", 54, "static", binds=("b", "d")),
        Import("c", 72, "require", guarded=True),
        Import("d", 95, "dynamic", types=True, guarded=True),
    ]


def test_behind_a_try_nothing_is_guarded() -> None:
    found = imports("a.js", "try { if (a) { b } } finally { require('a') }\ntry { `${require('b')}` } catch {}")
    assert [(one.name, one.guarded) for one in found] == [("a", False), ("b", True)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("import " * 200_000, id="words"),
        pytest.param("export {" * 100_000, id="export-braces"),
        pytest.param("a('" * 200_000, id="quotes"),
        pytest.param("\\'" * 300_000, id="escaped-quotes"),
        pytest.param("`${" * 200_000, id="templates"),
        pytest.param("`$" * 200_000, id="backticks"),
        pytest.param("(/" * 200_000, id="slashes"),
        pytest.param("/[" * 200_000, id="classes"),
        pytest.param("/*" * 200_000, id="comments"),
        pytest.param("//\n" * 200_000 + "import 'a'", id="comment-lines"),
        pytest.param("/**/ /x/ " * 60_000, id="comments-and-expressions"),
        pytest.param("import(" * 100_000, id="calls"),
        pytest.param("import('a')." * 50_000, id="chains"),
        pytest.param("require(`" * 100_000, id="open-templates"),
        pytest.param("{" * 400_000 + "}" * 400_000, id="braces"),
        pytest.param("<a>" * 200_000, id="elements"),
        pytest.param("try{" * 100_000, id="tries"),
        pytest.param("function f(" * 60_000 + "require", id="parameters"),
        pytest.param("(require, " * 60_000, id="require-parameters"),
        pytest.param("/// <reference " * 50_000, id="references"),
        pytest.param(" " * 500_000 + "/x/", id="space"),
        pytest.param("import a from/**/" * 40_000, id="from"),
    ],
)
def test_time_is_linear(text: str) -> None:
    with CpuLimit(30):
        list(imports("a.js", text + "\nimport 'z'"))


def test_a_minified_line_of_five_megabytes() -> None:
    text = 'var a=function(b,c){return b/c?"x":`t${c}`};' * 110_000
    with CpuLimit(30):
        assert names(text + "require('a')", "a.js") == ["a"]


WORDS = [
    "import",
    "export",
    "require",
    "try",
    "from",
    "type",
    "{",
    "}",
    "(",
    ")",
    "'a'",
    '"b"',
    "`",
    "${",
    "/",
    "//",
    "/*",
    "*/",
    "\n",
    "\\",
    "'",
    '"',
    "*",
    ",",
    ".",
    "x",
    "<a>",
    "</a>",
    "=>",
    ";",
    "=",
    "\ufeff",
    "\r\n",
    "#!",
]


@settings(max_examples=tries(400))
@given(
    st.lists(st.sampled_from(WORDS), max_size=40), st.sampled_from(["", " "]), st.sampled_from([".ts", ".js", ".vue"])
)
def test_no_text_breaks_the_reader(words: list[str], between: str, ending: str) -> None:
    text = between.join(words)
    names(text if ending != ".vue" else f"<script>{text}</script>", f"a{ending}")


NAME = st.from_regex(r"(@[a-z]{1,5}/)?[a-z][a-z0-9.-]{0,8}", fullmatch=True)
NOISE = st.sampled_from(
    ["const a = b / c", "x = `a${b}'`", "// it's", "/* ` */", "y = /['\"`{]/g", "{ f('\"') }", "z = '}'"]
)


@settings(max_examples=tries(200))
@given(st.lists(st.tuples(NAME, st.integers(0, 4), NOISE), max_size=12))
def test_every_import_is_found_among_other_code(parts: list[tuple[str, int, str]]) -> None:
    forms = ("import x from '{}'", 'import "{}"', "const a = require('{}')", "export * from '{}'", "await import('{}')")
    text = "\n".join(f"{noise}\n{forms[form].format(name)};" for name, form, noise in parts)
    assert names(text) == [name for name, _, _ in parts]
