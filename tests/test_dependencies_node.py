"""package.json: which of its specifications are pins, where they stand, and what is said about the others."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinned_support import SHA, STRICT, assert_marked, judge, not_judged
from processor_time import CpuLimit
from walkaround._dependencies.declared import Declared, Fragment, Pin
from walkaround._dependencies.npm_spec import read_spec
from walkaround._dependencies.package_json import read
from walkaround._finding import Finding
from walkaround._text import Text
from walkaround.pinned_dependencies import LEVEL, PUBLISHED_LEVEL

SPECS = [
    ("1.2.3", "exact"),
    ("=1.2.3", "exact"),
    ("v1.2.3", "exact"),
    (" = v1.2.3 ", "exact"),
    ("1.2.3-beta.1", "exact"),
    ("1.2.3+build.5", "exact"),
    ("^1.2.3", "range"),
    ("~1", "range"),
    ("~> 1.2", "range"),
    ("1", "range"),
    ("1.x", "range"),
    ("1.2.*", "range"),
    ("1.2", "range"),
    (">=1 <2 || 3.0.0", "range"),
    (">= 1.0.0", "range"),
    ("1.0.0 - 2.0.0", "range"),
    ("1.2.3 || 1.2.4", "range"),
    ("1.2.3||1.2.4", "range"),
    ("^1.2.3-rc.1", "range"),
    ("1.2.3 1.2.4", "range"),
    ("", "none"),
    ("*", "none"),
    ("x", "none"),
    ("^1 || *", "none"),
    ("|| 1", "none"),
    ("latest", "none"),
    ("next", "none"),
    ("beta", "none"),
    ("next-14", "none"),
    ("1.2.3.4", "none"),
    ("the newest one", "none"),
    ("npm:other@1.2.3", "exact"),
    ("npm:@scope/other@1.2.3", "exact"),
    ("npm:@scope/other@^1", "range"),
    ("npm:@scope/other", "none"),
    ("npm:other@latest", "none"),
    ("jsr:1.2.3", "exact"),
    ("jsr:^1.2.3", "range"),
    ("jsr:@scope/other@^1", "range"),
    ("jsr:@scope/other@1.0.0", "exact"),
    ("workspace:*", "hash"),
    ("workspace:^", "hash"),
    ("file:../other", "hash"),
    ("link:../other", "hash"),
    ("portal:../other", "hash"),
    ("catalog:", "hash"),
    ("catalog:react18", "hash"),
    ("./other", "hash"),
    ("../other.tgz", "hash"),
    ("C:\\other", "hash"),
    ("patch:lodash@npm%3A4.17.21#./lodash.patch", "hash"),
    ("owner/name", "none"),
    ("owner/name#main", "none"),
    ("owner/name#v1.2", "range"),
    (f"owner/name#{SHA}", "hash"),
    ("owner/name#0123abc", "exact"),
    ("owner/name#semver:^1.0", "range"),
    ("owner/name#semver:1.0.0", "range"),
    ("owner/name#semver:*", "none"),
    ("github:owner/name", "none"),
    ("github:owner/name#main", "none"),
    (f"github:owner/name#{SHA}", "hash"),
    ("gitlab:owner/name#v1", "range"),
    ("git+https://example.org/name.git", "none"),
    (f"git+https://example.org/name.git#{SHA}", "hash"),
    ("git+https://example.org/name.git#name@1.2.0", "range"),
    ("git+ssh://git@example.org:owner/name.git#v1.0", "range"),
    (f"git@github.com:owner/name.git#{SHA}", "hash"),
    ("git://example.org/name.git#main", "none"),
    ("https://github.com/owner/name", "none"),
    ("https://github.com/owner/name.git#v1", "range"),
    ("https://example.org/owner/name.git#main", "none"),
    (f"owner/name#commit={SHA}", "hash"),
    ("owner/name#branch=v2", "none"),
    ("owner/name#head=v2", "none"),
    ("owner/name#tag=v2", "range"),
    (f"owner/name#{SHA}&path:/a", "hash"),
    ("owner/name#path:/a", "none"),
    ("owner/name#workspace=a", "none"),
    ("https://example.org/name-1.2.3.tgz", "exact"),
    ("https://example.org/name.tgz", "none"),
    ("https://github.com/owner/name/tarball/main", "none"),
    (f"https://codeload.github.com/owner/name/tar.gz/{SHA}", "exact"),
    ("https://github.com/owner/name/archive/v1.2.3.tar.gz", "exact"),
]


@pytest.mark.parametrize(("spec", "level"), SPECS)
def test_levels(spec: str, level: str) -> None:
    got = read_spec(spec)
    assert got is not None
    assert got.pin.level == level


@pytest.mark.parametrize("spec", ["$lodash", "${VERSION}", "{{ version }}", "<%= version %>", "__VERSION__"])
def test_what_something_else_decides_is_silence(spec: str) -> None:
    assert read_spec(spec) is None


PLACES = [
    pytest.param('{"dependencies": {"a": "1.0.0"}}', id="exact"),
    pytest.param('{"dependencies": {"a": "«^1.0.0"}}', id="range"),
    pytest.param('{"dependencies": {"a": "«*", "b": "«", "c": "«latest"}}', id="nothing"),
    pytest.param('{"devDependencies": {"a": "«~1"}}', id="development"),
    pytest.param('{"optionalDependencies": {"a": "«~1"}}', id="optional"),
    pytest.param('{"peerDependencies": {"a": "*"}, "peerDependenciesMeta": {"a": {"optional": true}}}', id="peers"),
    pytest.param('{"engines": {"node": ">=20", "npm": "*"}, "volta": {"node": "20"}}', id="engines"),
    pytest.param('{"bundledDependencies": ["a"], "bundleDependencies": true, "workspaces": ["a/*"]}', id="bundled"),
    pytest.param('{"overrides": {"a": "^1", "b": {".": "*", "c": "latest"}, "d": "$d"}}', id="overrides"),
    pytest.param('{"resolutions": {"**/a": "^1"}, "pnpm": {"overrides": {"a": "*"}}}', id="resolutions"),
    pytest.param('{"packageManager": "pnpm@9.1.0"}', id="package-manager"),
    pytest.param('{"packageManager": "«yarn@^4"}', id="package-manager-range"),
    pytest.param('{"packageManager": "«pnpm@latest"}', id="package-manager-tag"),
    pytest.param('{"packageManager": "«pnpm"}', id="package-manager-bare"),
    pytest.param('{"dependencies": {"ü🦊": "1.0.0", "@s/b": "«>=1"}}', id="unicode-before"),
    pytest.param('{"dependencies": {"\\ud83e\\udd8a": "1.0.0", "@s/b": "«>=1"}}', id="escapes-before"),
    pytest.param('{"dependencies": {"a": "\\u005e1.0", "b": "«\\u005e1.0"}}'.replace('"\\', '"«\\', 1), id="escaped"),
    pytest.param('{"dependencies": {"a": "^1.0"}, "dependencies": {"a": "«~2"}}', id="equal-keys"),
    pytest.param('{"dependencies": {"a": 1, "b": null, "c": ["*"], "d": {}}}', id="odd-values"),
    pytest.param('{"dependencies": ["a"], "devDependencies": "a", "packageManager": 1}', id="odd-tables"),
    pytest.param('{"dependencies": {\n  "a": "«github:o/r#main",\n  "b": "«git+https://h.org/r.git"\n}}\n', id="git"),
    pytest.param('{"dependencies": {"a": "«https://example.org/a.tgz"}}', id="archive"),
    pytest.param('{"private": true, "exports": {}, "dependencies": {"a": "«^1"}}', id="private"),
    pytest.param('{"private": false, "exports": {}, "dependencies": {"a": "^1", "b": "«*"}}', id="library"),
    pytest.param('{"files": ["x"], "dependencies": {"a": "^1"}, "devDependencies": {"b": "«^1"}}', id="of-a-library"),
    pytest.param('{"types": "a.d.ts", "optionalDependencies": {"a": "^1", "b": "«latest"}}', id="optional-of-library"),
    pytest.param('{"main": "index.js", "version": "1.0.0", "dependencies": {"a": "«^1"}}', id="no-evident-library"),
]


@pytest.mark.parametrize("text", PLACES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_places(text: str, ending: str) -> None:
    assert_marked({"web/package.json": text.replace("\n", ending)}, policy=STRICT)


@pytest.mark.parametrize("text", ["[]", '"^1"', "", "// nothing\n"])
def test_other_json_declares_nothing(text: str) -> None:
    assert declared(text) == []


def test_byte_order_mark_is_no_column() -> None:
    (finding,) = judge({"package.json": b'\xef\xbb\xbf{"dependencies": {"a": "*"}}'}, policy=STRICT)
    assert isinstance(finding, Finding)
    assert (finding.line, finding.column) == (1, 25)


@pytest.mark.parametrize(
    "lock", ["package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "npm-shrinkwrap.json"]
)
def test_a_lock_pins_what_the_manifest_leaves_open(lock: str) -> None:
    manifest = '{"dependencies": {"a": "^1", "b": "*"}, "devDependencies": {"c": "latest"}}'
    assert_marked({"package.json": manifest, lock: ""}, ["package.json"], STRICT)


def test_a_library_with_a_lock_still_owes_a_bound() -> None:
    manifest = '{"exports": {}, "dependencies": {"a": "^1", "b": "«*"}, "packageManager": "«pnpm"}'
    assert_marked({"package.json": manifest, "yarn.lock": ""}, ["package.json"], STRICT)


def test_the_built_in_policy_takes_ranges_of_development() -> None:
    assert_marked({"package.json": '{"dependencies": {"a": "«^1"}, "devDependencies": {"b": "^1", "c": "«*"}}'})


MESSAGES = [
    pytest.param(
        '{"dependencies": {"lodash": "^4.17.0"}}',
        "lodash@^4.17.0 admits more than one version; the policy requires an exact version.",
        'Write "lodash": "X.Y.Z" with the version that `npm ls lodash` prints, or commit package-lock.json.',
        id="range",
    ),
    pytest.param(
        '{"devDependencies": {"@scope/a": ""}}',
        "@scope/a names no version; the policy requires an exact version.",
        'Write "@scope/a": "X.Y.Z" with the version that `npm ls @scope/a` prints, or commit package-lock.json.',
        id="empty",
    ),
    pytest.param(
        '{"dependencies": {"a; rm": "next"}}',
        "a; rm@next follows a tag of the registry, which moves with every release; "
        "the policy requires an exact version.",
        'Write "a; rm": "X.Y.Z" with the version that `npm ls NAME` prints, or commit package-lock.json.',
        id="no-word",
    ),
    pytest.param(
        '{"dependencies": {"a": "npm:@s/b@*"}}',
        "a@npm:@s/b@* admits every version; the policy requires an exact version.",
        'Write "a": "npm:@s/b@X.Y.Z" with the version that `npm ls a` prints, or commit package-lock.json.',
        id="alias",
    ),
    pytest.param(
        '{"dependencies": {"a": "jsr:@s/b"}}',
        "a@jsr:@s/b names no version; the policy requires an exact version.",
        'Write "a": "jsr:@s/b@X.Y.Z" with the version that `npm ls a` prints, or commit package-lock.json.',
        id="jsr",
    ),
    pytest.param(
        '{"exports": {}, "dependencies": {"a": "*"}}',
        "a@* admits every version; the policy requires at least a bound.",
        'Write "a": "^X.Y.Z", where X.Y.Z is the oldest version that works.',
        id="library",
    ),
    pytest.param(
        '{"dependencies": {"a": "github:o/r#main"}}',
        "a@github:o/r#main follows a branch; the policy requires an exact version.",
        'Write "a": "github:o/r#SHA", with the commit that '
        "`git ls-remote https://github.com/o/r main 'main^{}'` prints last.",
        id="branch",
    ),
    pytest.param(
        '{"dependencies": {"a": "git+https://user:not-a-secret@h.org/r.git#semver:^1"}}',
        "a@git+https://***@h.org/r.git#semver:^1 admits more than one version; the policy requires an exact version.",
        'Write "a": "git+https://***@h.org/r.git#SHA", with the commit that '
        "`git ls-remote URL HEAD 'HEAD^{}'` prints last.",
        id="credentials",
    ),
    pytest.param(
        '{"dependencies": {"a": "https://h.org/a.tgz"}}',
        "a@https://h.org/a.tgz names no version; the policy requires an exact version.",
        'Write "a": "X.Y.Z" with a release of the registry, or the URL of one released version.',
        id="archive",
    ),
    pytest.param(
        '{"packageManager": "pnpm@latest"}',
        "pnpm@latest follows a tag of the registry, which moves with every release; "
        "the policy requires an exact version.",
        "Run `corepack use pnpm@X.Y.Z`, which writes the version with its hash.",
        id="package-manager",
    ),
]


@pytest.mark.parametrize(("text", "message", "remedy"), MESSAGES)
def test_messages(text: str, message: str, remedy: str) -> None:
    (finding,) = judge({"package.json": text}, policy=STRICT)
    assert isinstance(finding, Finding)
    assert (finding.message, finding.remedy) == (message, remedy)


def test_hashes_are_in_the_lock() -> None:
    (finding,) = judge({"package.json": '{"dependencies": {"a": "1.0.0"}}'}, policy={LEVEL: "hash"})
    assert isinstance(finding, Finding)
    assert finding.message == "a@1.0.0 has no hash; the policy requires a hash."
    assert finding.remedy == (
        "Commit package-lock.json, which holds the hash of every package; `npm install --package-lock-only` writes it."
    )


def test_a_library_can_be_asked_for_exact_versions() -> None:
    assert_marked({"package.json": '{"types": "x", "dependencies": {"a": "«^1"}}'}, policy={PUBLISHED_LEVEL: "exact"})


def declared(text: str) -> list[Declared]:
    return [one for one in read(Text("package.json", text)) if isinstance(one, Declared)]


def test_every_dependency_is_said() -> None:
    text = """{"exports": {}, "dependencies": {"a": "1.0.0", "b": "npm:@s/c@^2"}, "devDependencies": {"d": "o/r#v1"},
        "optionalDependencies": {"e": "*"}, "overrides": {"f": {".": "1.0.1", "g": "^1"}},
        "resolutions": {"x/**/@s/h@npm:^1": "2.0.0"}, "packageManager": "pnpm@9.1.0+sha512.abc"}"""
    assert [(one.name, one.spec, one.kind, one.role, one.group, one.pin.level) for one in declared(text)] == [
        ("a", "1.0.0", "npm", "published", "", "exact"),
        ("@s/c", "^2", "npm", "published", "", "range"),
        ("e", "*", "npm", "published", "optional", "none"),
        ("https://github.com/o/r", "v1", "git", "group", "dev", "range"),
        ("pnpm", "9.1.0", "npm", "build", "", "hash"),
        ("f", "1.0.1", "npm", "list", "", "exact"),
        ("@s/h", "2.0.0", "npm", "list", "", "exact"),
    ]


SPLICES = [
    ('"a": "^1"', '"a": "ANSWER"'),
    ('"a": ""', '"a": "ANSWER"'),
    ('"a": "npm:b@^1"', '"a": "npm:b@ANSWER"'),
    ('"a": "npm:@s/b"', '"a": "npm:@s/b@ANSWER"'),
    ('"a": "jsr:^1"', '"a": "jsr:ANSWER"'),
    ('"a": "o/r"', '"a": "o/r#ANSWER"'),
    ('"a": "o/r#main"', '"a": "o/r#ANSWER"'),
    ('"a": "o/r#semver:^1"', '"a": "o/r#ANSWER"'),
    ('"a": "o/r#tag=v1"', '"a": "o/r#tag=ANSWER"'),
    ('"a": "o/r#v1&path:/x"', '"a": "o/r#ANSWER&path:/x"'),
    ('"a": "o/r#path:/x"', None),
    ('"a": "file:x"', None),
    ('"a": "https://h.org/a.tgz"', None),
    ('"a": "\\u005e1"', None),
]


@pytest.mark.parametrize(("written", "mended"), SPLICES)
def test_splices(written: str, mended: str | None) -> None:
    text = f'{{"dependencies": {{{written}}}}}'
    (one,) = declared(text)
    if mended is None:
        assert one.splice is None
    else:
        assert one.splice is not None
        pinned = text[: one.splice.start] + one.splice.template.replace("{}", "ANSWER") + text[one.splice.end :]
        assert pinned == f'{{"dependencies": {{{mended}}}}}'


def test_splice_of_the_package_manager() -> None:
    (one,) = declared('{"packageManager": "pnpm@^9"}')
    assert one.splice is not None
    assert one.splice == (24, 27, "@{}", "")


def run_every_word(fragment: Fragment) -> list[Declared]:
    """Takes each word that ends in `pkg` for a package that is installed."""
    found, at = [], 0
    for word in fragment.text.split(" "):
        if word.partition("@")[0].endswith("pkg"):
            name, _, spec = word.partition("@")
            pin = Pin("exact" if spec[:1].isdigit() else "none", "names no version")
            offset = fragment.offset(at)
            found.append(Declared(offset, word, pin, "command", "npm", name, spec, lambda wanted: wanted))
        at += len(word) + 1
    return found


SCRIPTS = [
    pytest.param('"npx pkg"', id="npx"),
    pytest.param('"npx -y «pkg"', id="npx-yes"),
    pytest.param('"bunx pkg && «pkg"', id="two-commands"),
    pytest.param('"pnpm dlx «pkg"', id="dlx"),
    pytest.param('"npm exec -- pkg; pnpm exec pkg; yarn exec pkg; bun x pkg"', id="exec"),
    pytest.param('"exec npm install -g «pkg"', id="exec-of-the-shell"),
    pytest.param('"echo \\"a\\" && npm i -g «pkg"', id="escapes-before"),
    pytest.param('"npx a\\nnpm i -g «pkg"', id="line-end"),
    pytest.param('"npx -y mine-pkg"', id="a-dependency"),
    pytest.param('"npx -y theirs-pkg"', id="a-peer"),
    pytest.param('"npx «mine-pkg@latest && npx «pkg@next && npx pkg@1.0.0"', id="versions"),
]


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("walkaround._dependencies.package_json.of_script", run_every_word)
    others = '"devDependencies": {"mine-pkg": "1.0.0"}, "peerDependencies": {"theirs-pkg": "1"}'
    assert_marked({"package.json": f'{{"scripts": {{"x": {script}}}, {others}}}'}, policy=STRICT)


REAL_SCRIPTS = [
    pytest.param('"npx tsc --build && npx -y «other"', id="npx"),
    pytest.param('"npm exec eslint; npx -y eslint; npx «eslint@latest"', id="of-a-dependency"),
    pytest.param('"npm ci && yarn && pnpm install --frozen-lockfile"', id="installs-the-lock"),
    pytest.param('"echo \\"a\\" && pnpm dlx «other && npm i -g «another"', id="escapes-before"),
    pytest.param('"pip install «requests"', id="another-language"),
]


@pytest.mark.parametrize("script", REAL_SCRIPTS)
def test_commands_of_scripts(script: str) -> None:
    text = f'{{"scripts": {{"x": {script}}}, "devDependencies": {{"eslint": "9.0.0"}}}}'
    assert_marked({"package.json": text}, policy=STRICT)


def test_not_json() -> None:
    assert not_judged(judge({"package.json": '{\n"a"\n}'})) == ["package.json: line 3: is not JSON: expected a colon"]


JSON = st.recursive(
    st.none() | st.text() | st.sampled_from([spec for spec, _ in SPECS]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text()
            | st.sampled_from(["dependencies", "overrides", "resolutions", "scripts", "packageManager", "a@1/b"]),
            inner,
            max_size=4,
        )
    ),
)


@given(JSON)
def test_any_json_is_read(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False)
    for one in read(Text("package.json", text)):
        assert isinstance(one, Declared)
        assert text[one.offset - 1] == '"'
        assert one.remedy("exact")
        assert one.remedy("range")
        if one.splice is not None:
            pinned = text[: one.splice.start] + one.splice.template.replace("{}", "1.0.0") + text[one.splice.end :]
            json.loads(pinned)


@given(st.text(alphabet="^~<>=v1.x*|- @/:#+git", max_size=40))
def test_any_specification_is_read(spec: str) -> None:
    read_spec(spec)


HOSTILE = ["1 " * 2000, " " * 4000, "1" * 4000, "1." * 2000, "a/" * 2000, "|" * 4000, "<" * 4000, "<1.x-" * 800]


@pytest.mark.parametrize("spec", HOSTILE)
@pytest.mark.parametrize("end", ["", "!"])
def test_hostile_specifications_end_soon(spec: str, end: str) -> None:
    text = json.dumps({"dependencies": {str(number): spec + end for number in range(200)}})
    with CpuLimit(30):
        assert list(read(Text("package.json", text)))


def test_a_hostile_key_ends_soon() -> None:
    with CpuLimit(30):
        assert list(read(Text("package.json", json.dumps({"resolutions": {"a" * 900_000 + "/!": "1.0.0"}}))))
