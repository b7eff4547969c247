"""Cargo.toml: which crates are pinned, where that stands, and for whom ranges are right."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinned_support import SHA, STRICT, assert_marked, judge, not_judged
from processor_time import CpuLimit
from walkaround._dependencies.cargo import of_version, read
from walkaround._dependencies.declared import Declared
from walkaround._finding import Finding
from walkaround._text import Text
from walkaround.pinned_dependencies import LEVEL, PUBLISHED_LEVEL

VERSIONS = [
    ("1", "range"),
    ("1.2", "range"),
    ("1.2.3", "range"),
    ("^1.2.3", "range"),
    ("~1.2", "range"),
    ("1.*", "range"),
    ("1.2.x", "range"),
    (">=1, <2", "range"),
    (">= 1.2.3", "range"),
    ("=1.2", "range"),
    ("=1.*", "range"),
    ("=1.2.3", "exact"),
    ("= 1.2.3", "exact"),
    ("=1.2.3-rc.1", "exact"),
    ("=1.2.3+build", "exact"),
    (">=1, =1.2.3", "exact"),
    ("*", "none"),
    ("", "none"),
    ("latest", "none"),
    ("1.2.3.4", "none"),
]


@pytest.mark.parametrize(("version", "level"), VERSIONS)
def test_levels(version: str, level: str) -> None:
    assert of_version(version).level == level


FILES = [
    pytest.param('[dependencies]\na = "=1.0.5"\n', id="exact"),
    pytest.param("[dependencies]\na = \"«1.0\"\nb = '«^1'\n", id="range"),
    pytest.param('[dependencies]\na = "«*"\nb = "«"\n', id="nothing"),
    pytest.param('[dependencies]\na = { version = "«1", features = ["x"] }\n', id="inline-table"),
    pytest.param('[dependencies.a]\nfeatures = ["x"]\nversion = "«1"\n', id="table"),
    pytest.param('[dependencies]\na.version = "«1"\na.features = ["x"]\n', id="dotted"),
    pytest.param('dependencies = { a = "«1", b = { version = "=1.0.0" } }\n', id="all-inline"),
    pytest.param('dependencies.a = "«1"\n', id="all-dotted"),
    pytest.param('[dev-dependencies]\na = "«1"\n[build-dependencies]\nb = "«1"\n', id="development-and-build"),
    pytest.param('[dev_dependencies]\na = "«1"\n[build_dependencies]\nb = "«1"\n', id="old-names"),
    pytest.param("[target.'cfg(unix)'.dependencies]\na = \"«1\"\n", id="target"),
    pytest.param('[target.x86_64-pc-windows-gnu.dev-dependencies.a]\nversion = "«1"\n', id="target-table"),
    pytest.param('[workspace.dependencies]\na = "«1"\n', id="workspace"),
    pytest.param("[dependencies]\na = { workspace = true }\nb.workspace = true\n", id="of-the-workspace"),
    pytest.param('[dependencies]\na = { path = "../a", version = "1" }\n', id="path"),
    pytest.param(f'[dependencies]\na = {{ git = "https://h.org/a", rev = "{SHA}" }}\n', id="commit"),
    pytest.param('[dependencies]\na = { git = "https://h.org/a", rev = "0123abc" }\n', id="abbreviated"),
    pytest.param('[dependencies]\na = { git = "https://h.org/a", branch = "«main" }\n', id="branch"),
    pytest.param('[dependencies]\na = { git = "https://h.org/a", tag = "«v1", version = "=1.0.0" }\n', id="tag"),
    pytest.param('[dependencies]\n«a = { git = "https://h.org/a" }\n', id="repository"),
    pytest.param('[dependencies]\nb = "=1.0.0"\n"«a" = { git = "https://h.org/a" }\n', id="quoted-name"),
    pytest.param('[dependencies.«a]\ngit = "https://h.org/a"\n', id="repository-table"),
    pytest.param('[dependencies]\n«a.git = "https://h.org/a"\n', id="repository-dotted"),
    pytest.param('[dependencies]\n«a = { features = ["x"] }\n', id="no-version"),
    pytest.param('[dependencies]\na = { package = "b", version = "«1" }\n', id="renamed"),
    pytest.param('[patch.crates-io]\na = { git = "https://h.org/a", branch = "«x" }\n', id="patch"),
    pytest.param('[patch."https://h.org/a"]\na = { path = "a" }\n', id="patch-by-path"),
    pytest.param('[replace]\n"a:1.0.0" = { git = "https://h.org/a", branch = "«x" }\n', id="replace"),
    pytest.param('[dependencies]\na = "{{ version }}"\nb = { git = "https://h.org/a", tag = "${T}" }\n', id="template"),
    pytest.param("[dependencies]\na = \"\"\"«1\"\"\"\nb = { version = '''«1''' }\n", id="long-strings"),
    pytest.param('[dependencies]\n# ü🦊 a = "1"\na = { features = ["ü🦊"], version = "«1" }\n', id="unicode-before"),
    pytest.param("[dependencies]\na = 1\nb = [1]\nc = { version = 1 }\n", id="odd-values"),
    pytest.param("dependencies = 1\ntarget = 1\npatch = [1]\nworkspace = {dependencies = 1}\n", id="odd-tables"),
    pytest.param('[package]\nname = "x"\nversion = "0.1.0"\nedition = "2021"\nrust-version = "1.80"\n', id="package"),
    pytest.param("", id="empty"),
    pytest.param('[lib]\n[dependencies]\na = "1"\nb = "«*"\n[build-dependencies]\nc = "1"\n', id="library"),
    pytest.param('[lib]\n[dev-dependencies]\na = "«1"\n', id="development-of-a-library"),
    pytest.param('[lib]\n[dependencies]\n«a = { git = "https://h.org/a" }\n', id="repository-of-a-library"),
    pytest.param('[package]\nlicense = "MIT"\n[dependencies]\na = "1"\n', id="licensed"),
    pytest.param('[package]\nlicense.workspace = true\n[dependencies]\na = "1"\n', id="licensed-by-the-workspace"),
    pytest.param('[workspace.package]\nlicense = "MIT"\n[workspace.dependencies]\na = "1"\n', id="libraries"),
    pytest.param('[package]\nlicense = "MIT"\npublish = false\n[dependencies]\na = "«1"\n', id="not-published"),
    pytest.param('[package]\nlicense = "MIT"\npublish = []\n[lib]\n[dependencies]\na = "«1"\n', id="published-nowhere"),
    pytest.param('[package]\nlicense = "MIT"\n[[bin]]\nname = "x"\n[dependencies]\na = "«1"\n', id="program"),
    pytest.param('[package]\ndescription = "x"\n[dependencies]\na = "«1"\n', id="no-evidence"),
]


@pytest.mark.parametrize("text", FILES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_cargo(text: str, ending: str) -> None:
    assert_marked({"x/Cargo.toml": text.replace("\n", ending)}, policy=STRICT)


@pytest.mark.parametrize("lock", ["x/Cargo.lock", "Cargo.lock"])
def test_a_lock_pins_what_the_manifest_leaves_open(lock: str) -> None:
    text = '[dependencies]\na = "1"\n[dev-dependencies]\nb = "*"\n[build-dependencies]\nc = "1"\n'
    assert_marked({lock: "", "x/Cargo.toml": text}, ["x/Cargo.toml"], STRICT)


def test_a_library_can_be_asked_for_exact_versions() -> None:
    assert_marked({"Cargo.toml": '[lib]\n[dependencies]\na = "«1"\n'}, policy={PUBLISHED_LEVEL: "exact"})


MESSAGES = [
    pytest.param(
        '[dependencies]\nserde = "1.0"\n',
        "serde 1.0 admits more than one version; the policy requires an exact version.",
        'Write serde = "=X.Y.Z" with the version that `cargo pkgid serde` prints, or commit Cargo.lock.',
        id="range",
    ),
    pytest.param(
        '[dependencies]\n"a;b" = "*"\n',
        "a;b * admits every version; the policy requires an exact version.",
        'Write a;b = "=X.Y.Z" with the version that `cargo pkgid NAME` prints, or commit Cargo.lock.',
        id="no-word",
    ),
    pytest.param(
        "[lib]\n[dependencies]\na = {}\n",
        "a names no version; the policy requires at least a bound.",
        'Write a = "X.Y.Z", where X.Y.Z is the oldest version that works.',
        id="library",
    ),
    pytest.param(
        '[dependencies]\na = { git = "https://github.com/o/a", branch = "main" }\n',
        "a branch main follows a branch; the policy requires an exact version.",
        'Write a = { git = "https://github.com/o/a", rev = "SHA" }, with the commit that '
        "`git ls-remote https://github.com/o/a main 'main^{}'` prints last.",
        id="branch",
    ),
    pytest.param(
        '[dependencies]\na = { git = "https://u:not-a-secret@h.org/a" }\n',
        "a https://***@h.org/a follows the default branch; the policy requires an exact version.",
        'Write a = { git = "https://***@h.org/a", rev = "SHA" }, with the commit that '
        "`git ls-remote URL HEAD 'HEAD^{}'` prints last.",
        id="credentials",
    ),
]


@pytest.mark.parametrize(("text", "message", "remedy"), MESSAGES)
def test_messages(text: str, message: str, remedy: str) -> None:
    (finding,) = judge({"Cargo.toml": text}, policy=STRICT)
    assert isinstance(finding, Finding)
    assert (finding.message, finding.remedy) == (message, remedy)


def test_hashes_are_in_the_lock() -> None:
    (finding,) = judge({"Cargo.toml": '[dependencies]\na = "=1.0.0"\n'}, policy={LEVEL: "hash"})
    assert isinstance(finding, Finding)
    assert finding.message == "a =1.0.0 has no hash; the policy requires a hash."
    assert finding.remedy == (
        "Commit Cargo.lock, as `cargo generate-lockfile` writes it, which holds the hash of every crate."
    )


def test_every_dependency_is_said() -> None:
    text = """[lib]
[dependencies]
a = "=1.0.0"
b = { package = "c", version = "2" }
[dev-dependencies]
d = { path = "d" }
[build-dependencies]
e = { git = "https://h.org/e", tag = "v1" }
[workspace.dependencies]
f = "1"
[patch.crates-io]
g = { path = "g" }
"""
    said = [one for one in read(Text("Cargo.toml", text)) if isinstance(one, Declared)]
    assert [(one.name, one.spec, one.kind, one.role, one.group, one.pin.level) for one in said] == [
        ("a", "=1.0.0", "cargo", "published", "", "exact"),
        ("c", "2", "cargo", "published", "", "range"),
        ("d", "", "cargo", "group", "dev", "hash"),
        ("https://h.org/e", "v1", "git", "published", "build", "range"),
        ("f", "1", "cargo", "published", "", "range"),
        ("g", "", "cargo", "list", "patch", "hash"),
    ]


SPLICES = [
    ('a = "1"', 'a = "=ANSWER"'),
    ('a = ">=1, <2"', 'a = "=ANSWER"'),
    ("a = { version = '1', features = [] }", "a = { version = '=ANSWER', features = [] }"),
    ('a = """1"""', 'a = """=ANSWER"""'),
    ('a = "\\u0031"', None),
    ("a = {}", None),
    ('a = { path = "x" }', None),
    ('a = { git = "x" }', 'a = { git = "x", rev = "ANSWER" }'),
    ('a.git = "x"', None),
    ('a = { git = "x", tag = "v1" }', 'a = { git = "x", rev = "ANSWER" }'),
    ("a = { git = 'x', branch='main', features = [] }", "a = { git = 'x', rev='ANSWER', features = [] }"),
    ('a.git = "x"\na.branch = "main"', 'a.git = "x"\na.rev = "ANSWER"'),
]


@pytest.mark.parametrize(("written", "mended"), SPLICES)
def test_splices(written: str, mended: str | None) -> None:
    text = f"[dependencies]\n{written}\n"
    (one,) = read(Text("Cargo.toml", text))
    assert isinstance(one, Declared)
    if mended is None:
        assert one.splice is None
    else:
        assert one.splice is not None
        start, end, template, _ = one.splice
        assert text[:start] + template.replace("{}", "ANSWER") + text[end:] == f"[dependencies]\n{mended}\n"


def test_not_toml() -> None:
    assert not_judged(judge({"Cargo.toml": "[dependencies]\na = \n"})) == [
        "Cargo.toml: line 2: is not TOML: invalid value"
    ]


NAMES = st.sampled_from(["a", "b-c", '"d e"', "'f'", "dependencies", "version", "git"])
VALUES = st.sampled_from(
    ['"1"', "'*'", '{ version = "1" }', '{ git = "x" }', "{ git = 'x', tag = 'v1' }", "{ features = [] }", '""']
)
HEADERS = st.sampled_from(["dependencies", "dev-dependencies", "target.x.dependencies", "workspace.dependencies"])


@given(HEADERS, st.lists(st.tuples(NAMES, VALUES), max_size=6, unique_by=lambda pair: pair[0].strip("\"'")))
def test_places_are_those_of_what_is_said(header: str, pairs: list[tuple[str, str]]) -> None:
    for text in (
        f"[{header}]\n" + "".join(f"{name} = {value}\n" for name, value in pairs),
        "".join(f"[{header}.{name}]\nx = {value}\ngit = 'y'\n" for name, value in pairs),
        f"[{header}]\n" + "".join(f"{name}.git = 'x'\n" for name, _ in pairs),
    ):
        tomllib.loads(text)
        for one in read(Text("Cargo.toml", text)):
            assert isinstance(one, Declared)
            quoted = one.spec or one.what.split(" ")[0]
            assert text.startswith(quoted, one.offset) or text[one.offset] in "\"'"  # an empty version
            assert one.remedy("exact")


@given(st.text(alphabet='[]dep.enci="{}\n1,a', max_size=60))
def test_any_text_is_read(text: str) -> None:
    judge({"Cargo.toml": text}, policy=STRICT)


HOSTILE = [
    pytest.param("[dependencies]\n" + "".join(f"a{n} = {{}}\n" for n in range(30_000)), id="tables"),
    pytest.param("[dependencies]\n" + "".join(f"a{n}.features = []\n" for n in range(20_000)), id="dotted"),
    pytest.param("".join(f"[dependencies.a{n}]\nx = 1\n" for n in range(15_000)), id="headers"),
    pytest.param('[dependencies]\na = "' + "1," * 80_000 + '"\n', id="bounds"),
    pytest.param('[dependencies]\na = "' + "1" * 180_000 + '!"\n', id="digits"),
    pytest.param("[dependencies]\na = " + "{ a = " * 60_000, id="deep"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_files_end_soon(text: str) -> None:
    with CpuLimit(30):
        judge({"Cargo.toml": text}, policy=STRICT)
