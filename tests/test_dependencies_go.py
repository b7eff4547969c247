"""go.mod: every version that is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinned_support import SHA, STRICT, assert_marked, judge, not_judged
from processor_time import CpuLimit
from walkaround._dependencies.declared import Declared
from walkaround._dependencies.go_mod import read
from walkaround._finding import Finding
from walkaround._text import Text
from walkaround.pinned_dependencies import LEVEL

TOP = "module example.org/m\n\ngo 1.22\n\n"
FILES = [
    pytest.param("require example.org/a v1.2.3\n", id="version"),
    pytest.param("require example.org/a v1.2.3 // indirect\n", id="indirect"),
    pytest.param("require example.org/a v2.0.0+incompatible\n", id="incompatible"),
    pytest.param("require example.org/a v0.0.0-20240102030405-0123456789ab\n", id="pseudo-version"),
    pytest.param("require (\n\texample.org/a v1.2.3\n\texample.org/b «latest // newest\n)\n", id="block"),
    pytest.param("require(\n\texample.org/b «main\n)\n", id="block-without-a-blank"),
    pytest.param("require ()\nrequire example.org/a «latest\n", id="empty-block"),
    pytest.param("require example.org/a «latest\n", id="latest"),
    pytest.param("require example.org/a «master\n", id="branch"),
    pytest.param("require example.org/a «v1\n", id="major"),
    pytest.param("require example.org/a «v1.2\n", id="minor"),
    pytest.param("require example.org/a «>=v1.2.3\n", id="bound"),
    pytest.param("require «example.org/a\n", id="no-version"),
    pytest.param(f"require example.org/a {SHA}\n", id="commit"),
    pytest.param("require example.org/a 0123abc\n", id="abbreviated-commit"),
    pytest.param('require "example.org/a" "«latest"\n', id="quoted"),
    pytest.param("require `example.org/a` `«latest`\n", id="raw"),
    pytest.param("require example.org/a $VERSION\nrequire example.org/b {{ version }}\n", id="templates"),
    pytest.param("// require example.org/a latest\n", id="comment"),
    pytest.param("replace example.org/a => ../a\nreplace example.org/b v1.0.0 => ./b\n", id="replaced-by-folder"),
    pytest.param("replace example.org/a => /srv/a\nreplace example.org/b => C:\\b\n", id="replaced-by-absolute-folder"),
    pytest.param("replace example.org/a => example.org/b v1.2.3\n", id="replaced"),
    pytest.param("replace example.org/a => «example.org/b\n", id="replaced-by-any"),
    pytest.param("replace (\n\texample.org/a v1.0.0 => example.org/b «main\n)\n", id="replaced-by-branch"),
    pytest.param("replace example.org/a\n", id="replaced-by-nothing"),
    pytest.param("exclude example.org/a latest\nretract [v1.0.0, v1.1.0]\nretract (\n\tv1\n)\n", id="excluded"),
    pytest.param("tool example.org/a/cmd\ngodebug default=go1.21\nignore ./x\n", id="others"),
    pytest.param("toolchain go1.22.3\n", id="toolchain"),
    pytest.param("toolchain go1.23rc1\n", id="toolchain-candidate"),
    pytest.param("toolchain «go1.22\n", id="toolchain-minor"),
    pytest.param("toolchain «default\n", id="toolchain-default"),
    pytest.param("toolchain «local\n", id="toolchain-local"),
    pytest.param("require (\n\tü🦊.example.org/a «latest\n\t«ü/b//c\n)\n", id="unicode"),
]


@pytest.mark.parametrize("text", FILES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_go_mod(text: str, ending: str) -> None:
    assert_marked({"x/go.mod": (TOP + text).replace("\n", ending)}, policy=STRICT)


MESSAGES = [
    pytest.param(
        "require example.org/a latest\n",
        "example.org/a@latest is whatever release is the newest; the policy requires an exact version.",
        "Run `go get example.org/a@vX.Y.Z` with one of the versions that `go list -m -versions example.org/a` prints.",
        id="latest",
    ),
    pytest.param(
        "replace example.org/a => example.org/b;x\n",
        "example.org/b;x names no version; the policy requires an exact version.",
        "Write example.org/a => example.org/b;x vX.Y.Z with one of the versions that "
        "`go list -m -versions MODULE` prints.",
        id="replaced",
    ),
    pytest.param(
        "toolchain default\n",
        "toolchain default names no version; the policy requires an exact version.",
        "Write toolchain goX.Y.Z with the version that `go version` prints.",
        id="toolchain",
    ),
]


@pytest.mark.parametrize(("text", "message", "remedy"), MESSAGES)
def test_messages(text: str, message: str, remedy: str) -> None:
    (finding,) = judge({"go.mod": text}, policy=STRICT)
    assert isinstance(finding, Finding)
    assert (finding.message, finding.remedy) == (message, remedy)


def test_hashes_are_in_go_sum() -> None:
    text = "require (\n\texample.org/a v1.2.3\n\texample.org/b «latest\n)\n"
    assert_marked({"m/go.mod": text, "m/go.sum": ""}, ["m/go.mod"], {LEVEL: "hash"})
    (finding,) = judge({"go.mod": "require example.org/a v1.2.3\n"}, policy={LEVEL: "hash"})
    assert isinstance(finding, Finding)
    assert finding.message == "example.org/a@v1.2.3 has no hash; the policy requires a hash."
    assert finding.remedy == "Commit go.sum, as `go mod tidy` writes it, which holds the hash of every module."


def test_every_dependency_is_said() -> None:
    text = f"{TOP}toolchain go1.22.3\nrequire (\n\ta.org/b v1.0.0\n)\nreplace a.org/b => ../b\nreplace c => d v2.0.0\n"
    said = [one for one in read(Text("go.mod", text)) if isinstance(one, Declared)]
    assert [(one.name, one.spec, one.kind, one.role, one.pin.level) for one in said] == [
        ("toolchain", "go1.22.3", "go", "build", "exact"),
        ("a.org/b", "v1.0.0", "go", "list", "exact"),
        ("a.org/b", "", "go", "list", "hash"),
        ("d", "v2.0.0", "go", "list", "exact"),
    ]


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("require a.org/b latest // x\n", "require a.org/b v1.2.3 // x\n"),
        ("require a.org/b\n", "require a.org/b v1.2.3\n"),
        ('require "a.org/b" "v1"\n', 'require "a.org/b" "v1.2.3"\n'),
        ("replace c => a.org/b // x\n", "replace c => a.org/b v1.2.3 // x\n"),
    ],
)
def test_splices(written: str, mended: str) -> None:
    (one,) = read(Text("go.mod", written))
    assert isinstance(one, Declared)
    assert one.splice is not None
    start, end, template, note = one.splice
    assert written[:start] + template.replace("{}", "v1.2.3") + written[end:] == mended
    assert note == ""


@pytest.mark.parametrize("text", ["module a\nrequire (\n\tb v1.0.0\n", "module a\nrequire (\n"])
def test_a_block_without_end_is_not_judged(text: str) -> None:
    assert not_judged(judge({"go.mod": text})) == ["go.mod: line 2: is no go.mod: the block of `require` does not end"]


@pytest.mark.parametrize("text", ["", "\n", "<html>\n", '{"a": 1}\n', "require\n", "=>\n", ")\n", "replace =>\n"])
def test_other_content_is_passed_over(text: str) -> None:
    assert judge({"go.mod": text}, policy=STRICT) == []


@given(st.text(alphabet='requireplacetoolch()=> \t\n\r"`/v1.23-<$\u00e9', max_size=60))
def test_any_text_is_read(text: str) -> None:
    for one in judge({"go.mod": text}, policy=STRICT):
        if isinstance(one, Finding):
            assert one.line <= text.count("\n") + text.count("\r") + 1


@given(st.lists(st.sampled_from(["a", "latest", "v1", "v1.0.0", "=>", '"b"', "`c`", "./d", "//"]), max_size=5))
def test_places_are_those_of_the_words(words: list[str]) -> None:
    text = f"replace {' '.join(words)}\nrequire {' '.join(words)}\n"
    for one in read(Text("go.mod", text)):
        assert isinstance(one, Declared)
        assert text.startswith((one.spec or one.what), one.offset)


HOSTILE = ["require (" + "(" * 500_000, "a " * 450_000, "(\n" * 400_000, *("require " + c * 900_001 for c in '"`/a')]


@pytest.mark.parametrize("text", HOSTILE, ids=["brackets", "words", "lines", "quotes", "backticks", "slashes", "names"])
def test_hostile_files_end_soon(text: str) -> None:
    with CpuLimit(30):
        judge({"go.mod": text}, policy=STRICT)
