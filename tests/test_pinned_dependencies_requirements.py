"""Requirements and constraints files, and what they lead to."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pinned_support import HASH, MARK, SHA, Tree, assert_marked, found, judge, marked, not_judged
from tests_support import tries
from walkaround._dependencies.plain import list_is_clean
from walkaround._finding import Finding, NotJudged
from walkaround._policy import Policy
from walkaround._text import Text
from walkaround.pinned_dependencies import LEVEL, PUBLISHED_LEVEL, check
from walkaround.pinned_dependencies._requirements import Requirements

GIT = "git+https://github.com/a/b.git"

LINES = [
    # exact
    pytest.param("flask==3.1.2", id="exact"),
    pytest.param("flask == 3.1.2", id="exact-spaced"),
    pytest.param("flask===3.1.2-local-name", id="arbitrary-equality"),
    pytest.param("torch==2.9.0+cpu", id="local-version"),
    pytest.param("flask==3.0rc1", id="pre-release"),
    pytest.param("flask>=2,==3.1.2", id="exact-among-others"),
    pytest.param("flask (==3.1.2)", id="parenthesised"),
    pytest.param("uvicorn[standard,dev]==0.30.1", id="extras"),
    pytest.param("flask==3.1.2 ; python_version >= '3.9' and sys_platform != \"win32\"", id="marker"),
    pytest.param("flask==3.1.2;extra=='x' or (os_name=='nt' and python_version in '3.9 3.10')", id="odd-marker"),
    pytest.param("flask==3.1.2  # comment", id="comment"),
    pytest.param("flask==3.1.2 # a # b", id="two-hashes-in-a-comment"),
    pytest.param(f"flask==3.1.2 {HASH} {HASH}", id="hashes"),
    pytest.param(f"flask==3.1.2 \\\n    {HASH} \\\n    {HASH}", id="hashes-continued"),
    pytest.param("flask==3.1.2 --config-settings x=y", id="option-of-a-requirement"),
    # loose
    pytest.param("«flask", id="bare"),
    pytest.param("  «flask", id="indented"),
    pytest.param("«flask>=3", id="lower-bound"),
    pytest.param("«flask~=3.1", id="compatible"),
    pytest.param("«flask==3.*", id="wildcard"),
    pytest.param("«flask!=3.0", id="excluded"),
    pytest.param("«flask<4,>=3", id="bounds"),
    pytest.param("«flask[async]", id="bare-with-extras"),
    pytest.param("«flask;python_version<'3.9'", id="bare-with-marker"),
    pytest.param("«flask # ==3.1.2", id="pin-in-a-comment"),
    pytest.param(f"«flask>=3 {HASH}", id="hash-without-exact-version"),
    pytest.param("«flask>=3 \\\n  ,<4", id="continued"),
    pytest.param("\\\n  \\\n  «flask>=3", id="begins-behind-continuations"),
    pytest.param("flask==3.1.2 \\\n\n«jinja2", id="continuation-ends-at-an-empty-line"),
    pytest.param("# a comment \\\n«jinja2", id="a-comment-is-not-continued"),
    pytest.param("\f«flask\x0b«jinja2", id="lines-as-python-splits-them"),
    pytest.param("«ünïcode-is-no-name # x".replace("ünïcode-is-no-name", "flask") + " ünï", id="unicode-comment"),
    # direct references
    pytest.param(f"{GIT}@{SHA}#egg=b", id="vcs-sha"),
    pytest.param(f"b @ {GIT}@{SHA}", id="named-vcs-sha"),
    pytest.param(f"b[x]@{GIT}@{SHA} ; python_version > '3'", id="named-vcs-sha-tight"),
    pytest.param(f"-e {GIT}@{SHA}#egg=b", id="editable-vcs-sha"),
    pytest.param(f"--editable={GIT}@{SHA}#egg=b", id="editable-vcs-sha-equals"),
    pytest.param(f"git+ssh://git@github.com/a/b.git@{SHA}", id="ssh-sha"),
    pytest.param(f"git+git@github.com:a/b.git@{SHA}", id="scp-like-sha"),
    pytest.param("git+https://github.com/a/b@1a2b3c4", id="abbreviated-sha"),
    pytest.param("svn+https://example.org/svn/a@1234#egg=a", id="svn-revision"),
    pytest.param(f"«{GIT}", id="vcs-default-branch"),
    pytest.param(f"«{GIT}@main#egg=b", id="vcs-branch"),
    pytest.param(f"«{GIT}@v1.2.0", id="vcs-tag"),
    pytest.param(f"«{GIT}@feature/x", id="vcs-branch-with-slash"),
    pytest.param("«git+ssh://git@github.com/a/b.git", id="ssh-user-is-no-ref"),
    pytest.param(f"«b @ {GIT}@main", id="named-vcs-branch"),
    pytest.param(f"-e «{GIT}@main#egg=b", id="editable-branch"),
    pytest.param(f'-e "«b @ {GIT}@main"', id="editable-named-branch"),
    pytest.param("a @ https://example.org/a/a-1.2.tar.gz", id="url-of-a-version"),
    pytest.param("https://example.org/a-1.2-py3-none-any.whl", id="wheel-url"),
    pytest.param("a @ https://github.com/o/a/archive/refs/tags/v1.2.zip", id="archive-of-a-tag"),
    pytest.param(f"a @ https://github.com/o/a/archive/{SHA}.zip", id="archive-of-a-commit"),
    pytest.param("a @ https://example.org/latest.whl#sha256=" + "ab" * 32, id="url-with-hash"),
    pytest.param("«a @ https://github.com/o/a/archive/main.zip", id="archive-of-a-branch"),
    pytest.param("«https://example.org/latest.whl", id="url-of-the-latest"),
    # the repository's own
    pytest.param("-e .", id="editable-here"),
    pytest.param("-e .[dev]", id="editable-here-with-extras"),
    pytest.param("-e ./packages/a ; python_version > '3'", id="editable-path-with-marker"),
    pytest.param("-e packages/a", id="editable-plain-path"),
    pytest.param(".", id="here"),
    pytest.param("./packages/a[dev]", id="path"),
    pytest.param("../a", id="path-above"),
    pytest.param("packages/a", id="path-without-dot"),
    pytest.param("wheels/a-1.0-py3-none-any.whl", id="local-wheel"),
    pytest.param("a-1.0.tar.gz", id="local-archive"),
    pytest.param("a @ file:///wheels/a.whl", id="file-url"),
    # options
    pytest.param("-i https://example.org/simple --extra-index-url https://b.org/simple", id="indexes"),
    pytest.param("--index-url=https://example.org/simple", id="index-equals"),
    pytest.param("-fhttps://example.org/links", id="short-option-tight"),
    pytest.param("--pre\n--no-index\n--prefer-binary\n--no-binary :all:\n--trusted-host a", id="flags"),
    pytest.param("", id="empty"),
    pytest.param("\n\n# nothing\n   \n", id="comments-only"),
]


@pytest.mark.parametrize("text", LINES)
@pytest.mark.parametrize("ending", ["\n", "\r\n", ""], ids=["lf", "crlf", "no-newline"])
def test_lines(text: str, ending: str) -> None:
    assert_marked({"requirements.txt": text.replace("\n", ending or "\n") + ending})


RANGE = [
    pytest.param("flask>=3", id="lower-bound"),
    pytest.param("flask<4", id="upper-bound"),
    pytest.param("flask~=3.1", id="compatible"),
    pytest.param("flask==3.*", id="wildcard"),
    pytest.param(f"{GIT}@v1.2.0", id="vcs-tag"),
    pytest.param("«flask", id="bare"),
    pytest.param("«flask!=3.0", id="only-excluded"),
    pytest.param(f"«{GIT}@main", id="vcs-branch"),
]
HASHED = [
    pytest.param(f"flask==3.1.2 {HASH}", id="hash"),
    pytest.param(f"{GIT}@{SHA}", id="vcs-sha"),
    pytest.param("a @ https://example.org/a.whl#sha256=" + "ab" * 32, id="url-hash"),
    pytest.param(f"https://example.org/a-1.0.tar.gz {HASH}", id="url-with-hash-option"),
    pytest.param("-e .", id="local"),
    pytest.param("«flask==3.1.2", id="exact"),
    pytest.param("«a @ https://example.org/a-1.0.whl", id="url"),
    pytest.param(f"«{GIT}@1a2b3c4", id="abbreviated-sha"),
]


@pytest.mark.parametrize("text", RANGE)
def test_level_range(text: str) -> None:
    assert_marked({"requirements.txt": text}, policy={LEVEL: "range"})


@pytest.mark.parametrize("text", HASHED)
def test_level_hash(text: str) -> None:
    assert_marked({"requirements.txt": text}, policy={LEVEL: "hash"})


@pytest.mark.parametrize("first", [f"flask==3.1.2 {HASH}", "--require-hashes"], ids=["a-hash", "the-option"])
def test_hashes_are_wanted_where_the_file_uses_them(first: str) -> None:
    assert_marked({"requirements.txt": f"{first}\n«jinja2==3.1.6\n-e .\n"})


CHAINS = [
    pytest.param({"requirements.txt": "-r base.txt\nflask==3.1.2\n", "base.txt": "«jinja2\n"}, id="outside-the-names"),
    pytest.param({"requirements.txt": "-rbase.txt\n", "base.txt": "«jinja2\n"}, id="tight"),
    pytest.param({"requirements.txt": "--requirement=base.txt\n", "base.txt": "«jinja2\n"}, id="equals"),
    pytest.param({"requirements.txt": '-r "my base.txt"\n', "my base.txt": "«jinja2\n"}, id="quoted"),
    pytest.param({"a/requirements.txt": "-r ../b/base.txt\n", "b/base.txt": "«jinja2\n"}, id="relative-to-the-file"),
    pytest.param({"requirements.txt": "-r a.txt\n", "a.txt": "-r b.txt\n", "b.txt": "«jinja2\n"}, id="two-steps"),
    pytest.param({"requirements.txt": "-r a.txt\n«x\n", "a.txt": "-r requirements.txt\n«y\n"}, id="cycle"),
    pytest.param({"requirements.txt": "-r requirements.txt\n«x\n"}, id="itself"),
    pytest.param(
        {"requirements.txt": "-c limits.txt\nflask==3.1.2\n", "limits.txt": "urllib3<3\nx!=1\n«y\n"}, id="limits"
    ),
    pytest.param({"requirements.txt": "-c pins.txt\nFlask\n«jinja2\n", "pins.txt": "flask==3.1.2\n"}, id="pinned-by-c"),
    pytest.param(
        {"requirements.txt": "-r a.txt\n-c pins.txt\nx==1\n", "a.txt": "flask_login\n", "pins.txt": "Flask.Login==1\n"},
        id="constraints-hold-for-the-whole-chain",
    ),
    pytest.param({"requirements.txt": "uvicorn[standard]\n-r a.txt\n", "a.txt": "uvicorn==1.0\n"}, id="pinned-by-r"),
    pytest.param(
        {"requirements.txt": "«x>=2\nx==1 ; python_version < '3.9'\n"}, id="a-pin-for-some-environments-pins-no-other"
    ),
    pytest.param(
        {"requirements.txt": "-c p.txt\nx\n", "p.txt": "x==1 ; os_name=='nt'\nx==2 ; os_name!='nt'\n"},
        id="constraints-with-markers",
    ),
    pytest.param({"requirements.txt": "-c p.txt\n«x @ git+https://h.org/x@main\n", "p.txt": "x==1\n"}, id="url-and-c"),
]


@pytest.mark.parametrize("files", CHAINS)
def test_chains(files: dict[str, str]) -> None:
    assert_marked(files, [next(iter(files))])


def test_a_referenced_file_is_judged_once() -> None:
    files = {"requirements.txt": "-r base.txt\n", "requirements-dev.txt": "-r base.txt\n", "base.txt": "«jinja2\n"}
    assert_marked(files, ["requirements.txt", "requirements-dev.txt"])
    assert_marked(files, ["requirements.txt", "requirements-dev.txt", "base.txt"])


def test_a_referenced_file_that_the_hook_selects_is_judged_when_it_is_an_input() -> None:
    files = {"requirements-dev.txt": "-r requirements.txt\n«pytest\n", "requirements.txt": "flask\n"}
    assert_marked(files, ["requirements-dev.txt"])


MISSING = [
    pytest.param("-r «base.txt\nflask==3.1.2\n", id="requirement"),
    pytest.param("--constraint «pins.txt\n", id="constraint"),
    pytest.param("-r '«no such.txt'\n", id="quoted"),
    pytest.param("-r=«base.txt".replace("-r=", "--requirement=") + "\n", id="equals"),
    pytest.param("-r «/etc/requirements.txt\n", id="absolute"),
]


@pytest.mark.parametrize("text", MISSING)
def test_a_missing_file_has_its_own_rule(text: str) -> None:
    assert_marked({"a/requirements.txt": text}, rule="PIN002")


def test_a_missing_file_of_a_file_beside_the_inputs() -> None:
    files = {"requirements.txt": "-r a.txt\n", "a.txt": "-r «b.txt\n"}
    assert_marked(files, ["requirements.txt"], rule="PIN002")


def test_a_list_on_the_network_has_its_own_rule() -> None:
    assert_marked({"requirements.txt": "-c «https://example.org/pins.txt\nflask\nx>=1\n"}, rule="PIN003")
    assert_marked({"requirements.txt": f"-c https://h.org/o/r/{SHA}/pins.txt\nflask\n"})
    said = judge({"requirements.txt": "-r https://example.org/list.txt\nflask\n"})
    assert sorted(getattr(one, "rule", "") for one in said) == ["PIN001", "PIN003"]


COMPILED = ["requirements.txt", "requirements.lock", "requirements-lock.txt"]


@pytest.mark.parametrize("lock", COMPILED)
def test_a_list_to_compile_is_pinned_by_what_was_compiled(lock: str) -> None:
    files = {"requirements.in": "flask\n-r more.in\n", "more.in": "x\n", lock: "flask==3.1.2\nx==1\n"}
    assert_marked(files, ["requirements.in"])


def test_a_list_to_compile_without_its_result_is_judged() -> None:
    assert_marked({"requirements.in": "«flask\n"})
    assert_marked({"requirements.in": "-r «nothing.in\n", "requirements.txt": ""}, rule="PIN002")


PUBLISHED = [
    pytest.param({"setup.py": 'open("requirements.txt")'}, "requirements.txt", id="setup.py"),
    pytest.param({"setup.py": "join(HERE, 'requirements/base.txt')"}, "requirements/base.txt", id="setup.py-folder"),
    pytest.param(
        {"setup.py": "E = {'redis'}\nopen(join('requirements', f'{e}.txt'))"}, "requirements/redis.txt", id="by-stem"
    ),
    pytest.param(
        {"pyproject.toml": '[tool.setuptools.dynamic]\ndependencies = {file = ["requirements.txt"]}'},
        "requirements.txt",
        id="setuptools",
    ),
    pytest.param(
        {"pyproject.toml": '[tool.setuptools.dynamic]\noptional-dependencies.x = {file = "requirements/x.txt"}'},
        "requirements/x.txt",
        id="setuptools-extra",
    ),
    pytest.param(
        {"a/pyproject.toml": '[tool.hatch.metadata.hooks.requirements_txt]\nfiles = ["requirements.txt"]'},
        "a/requirements.txt",
        id="hatch-plugin",
    ),
]


@pytest.mark.parametrize(("files", "path"), PUBLISHED)
def test_a_list_that_a_build_reads_is_published(files: dict[str, str], path: str) -> None:
    assert_marked({path: "flask>=3\n«jinja2\n", **files}, [path])
    assert_marked({path: "«flask>=3\n«jinja2\n", **files}, [path], {PUBLISHED_LEVEL: "exact"})


NOT_PUBLISHED = [
    pytest.param({"setup.py": "# pip install -r requirements.txt\nsetup()"}, id="a-comment-of-setup.py"),
    pytest.param({"pyproject.toml": "[tool.x]\nfile = 'requirements.txt'"}, id="another-tool"),
    pytest.param({"pyproject.toml": "tool = 'requirements.txt'"}, id="odd-pyproject"),
    pytest.param({"pyproject.toml": "requirements.txt = ["}, id="broken-pyproject"),
]


@pytest.mark.parametrize("files", NOT_PUBLISHED)
def test_a_list_that_is_only_mentioned_is_not_published(files: dict[str, str]) -> None:
    assert_marked({"requirements.txt": "«flask>=3\n", **files}, ["requirements.txt"])


ENCODINGS = ["utf-8-sig", "utf-16", "utf-32"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_byte_order_marks(encoding: str) -> None:
    said = judge({"requirements.txt": "flask # ü\njinja2==1\n".encode(encoding)})
    assert found(said) == [("requirements.txt", 1, 1)]


def test_a_declared_encoding() -> None:
    declared = "# -*- coding: latin-1 -*-\nflask # ü\n".encode("latin-1")
    assert found(judge({"requirements.txt": declared})) == [("requirements.txt", 2, 1)]


BAD = [
    pytest.param("flask==3.1.2\nx = 1\n", "line 2: is not a requirement that pip can read", id="malformed"),
    pytest.param("a b\nx==1\nc d\n", "line 1: is not a requirement that pip can read (nor can 1 more)", id="two"),
    pytest.param("flask==one\n", "line 1: is not a requirement that pip can read", id="version"),
    pytest.param("x" * 9000 + "\n", "line 1: is not a requirement that pip can read", id="long"),
    pytest.param("x; " + "(" * 3000, "line 1: is not a requirement that pip can read", id="deep-marker"),
    pytest.param("\x00\n", "line 1: is not a requirement that pip can read", id="nul"),
    pytest.param(
        "flask==1\n--frobnicate x\n", "line 2: has an option that pip does not know in a requirements file", id="option"
    ),
    pytest.param("-r\n", "line 1: has nothing behind -r", id="no-value"),
    pytest.param("-r ${LIST}\n", "line 1: the file's name depends on an environment variable", id="variable"),
    pytest.param(b"flask==1\nx==1 # \xff\n", "line 2: is not UTF-8; save the file as UTF-8", id="latin-1"),
    pytest.param(
        b"# coding: idna\n", "declares the encoding idna, which is not supported; save it as UTF-8", id="slow-encoding"
    ),
    pytest.param(
        b"# coding: nonsense\n",
        "declares the encoding nonsense, which is not supported; save it as UTF-8",
        id="unknown-encoding",
    ),
    pytest.param("a\n" * 60_000, "says more than 50000 things, more than any installation needs", id="endless"),
    pytest.param(b" " * (17 << 20), "is larger than 16 MiB, more than anybody writes by hand", id="huge"),
]


@pytest.mark.parametrize(("text", "why"), BAD)
def test_what_cannot_be_judged_is_named(text: str | bytes, why: str) -> None:
    assert not_judged(judge({"requirements.txt": text})) == [f"requirements.txt: {why}"]


def test_a_referenced_file_that_cannot_be_read_is_named_once() -> None:
    files: dict[str, str | bytes] = {
        "requirements.txt": "-r a.txt\n-r a.txt\n",
        "requirements-b.txt": "-r a.txt\n",
        "a.txt": b"\xff",
    }
    said = judge(files, ["requirements.txt", "requirements-b.txt"])
    assert not_judged(said) == ["a.txt: line 1: is not UTF-8; save the file as UTF-8"]


def test_a_chapter_called_constraints_is_no_list() -> None:
    chapter = "===========\nConstraints\n===========\n\n" + "This is a line of prose about it.\n" * 9
    assert judge({"docs/constraints.txt": chapter}) == []


def test_a_plain_list_is_read_once() -> None:
    tree = Tree({"requirements.txt": b"flask==3.1.2\n"}, ["requirements.txt"])
    assert list(check(Policy(), tree)) == []
    assert tree.reads == ["requirements.txt"]


HUGE = [
    pytest.param("a" * (1 << 23), id="one-word"),
    pytest.param(" " * (1 << 23) + "a", id="blanks"),
    pytest.param("#" * (1 << 23), id="hashes"),
    pytest.param("a#" * (1 << 22), id="no-comments"),
    pytest.param("\\\n" * (1 << 21), id="continuations"),
    pytest.param("-" * (1 << 23), id="dashes"),
    pytest.param("-r \"'" * (1 << 20), id="quotes"),
    pytest.param("a==1," * (1 << 20), id="clauses"),
    pytest.param("a\n" * (1 << 22), id="names"),
    pytest.param("a==1\n" * (1 << 20) + "a", id="pins"),
]


@pytest.mark.parametrize("text", HUGE)
def test_eight_megabytes_come_to_a_verdict(text: str) -> None:
    said = judge({"requirements.txt": text})
    assert all(isinstance(one, Finding | NotJudged) for one in said)


@given(st.lists(st.sampled_from(["flask", "==1", "«x", "\\\n", "\n", "\r\n", " ", "#", " # c", "\t", "-e .", "--pre"])))
def test_every_place_is_in_the_file(parts: list[str]) -> None:
    """Whatever the layout: a finding's place is where the name it speaks of stands."""
    files, _ = marked({"requirements.txt": "".join(parts).replace(MARK, "")})
    text = files["requirements.txt"]
    lines = text.replace("\r\n", "\n").split("\n")
    for said in judge(files):
        if isinstance(said, Finding):
            name = said.message.split(" ")[0]
            assert lines[said.line - 1][said.column - 1 :].startswith(name[0])


LIST_PIECES = [
    "flask",
    "==1.2",
    "==1.*",
    ">=1",
    "[a,b]",
    "[a]",
    " ; os_name == 'nt'",
    ";",
    " # c",
    "#",
    "\\\n",
    "\n",
    "\r\n",
    "\f",
]
LIST_PIECES += [
    "-e .",
    "-r a.txt",
    " @ git+https://h.org/a",
    "\t",
    " ",
    "a==1\n",
    "a==1 # x\n",
    "./a",
    ",==1",
    "\x00",
    "ü",
]


@settings(max_examples=tries(1500))
@given(st.lists(st.sampled_from(LIST_PIECES), max_size=8).map("".join))
@example("a==1 \\\n--hash=x")
def test_no_gate_passes_a_list_with_anything_to_say(text: str) -> None:
    if list_is_clean(text, "exact"):
        whole = Requirements(Policy(), Tree({}, ["requirements.txt"]))
        assert list(whole.judge(Text("requirements.txt", text))) == []


PLAIN = ["a==1\n", "A.b_c[d,e]==1.2.3 ; python_version >= '3.9' and os_name == \"nt\" # c\n", "\n# c\n  a==1  \r\n"]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_lists_need_no_more_than_the_gate(text: str) -> None:
    assert (list_is_clean(text, "exact"), list_is_clean(text, "hash")) == (True, False)
