"""setup.py and noxfile.py, read and never run: where their requirements stand, and what is silence."""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pinned_support import SHA, STRICT, assert_marked, judge, not_judged
from processor_time import CpuLimit
from walkaround._dependencies import nox, setup_py
from walkaround._dependencies.commands import Word
from walkaround._dependencies.declared import Declared, Reference
from walkaround._finding import Finding, NotJudged
from walkaround._text import Text

ENDINGS = pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
HEAD = "from setuptools import setup\n"

SETUP_PY = [
    pytest.param('setup(install_requires=["«requests", "flask>=3"])\n', id="list"),
    pytest.param("setup(install_requires=('«requests', 'click!=8'.strip()),)\n", id="tuple"),
    pytest.param('setup(install_requires="«requests")\n', id="one-string"),
    pytest.param(
        'setup(install_requires="""\n  «requests\n  flask>=3  # why\n  # x\n\n  «ünï""")\n'.replace("ünï", "a"),
        id="lines",
    ),
    pytest.param("setup(install_requires=[r\"«a\", u'«b', R'''«c''', \"\"\" «d\"\"\"])\n", id="prefixes"),
    pytest.param('setup(install_requires=["«a" ";os_name" "==\'nt\'", ("«b"\n  "[x]")])\n', id="in-parts"),
    pytest.param('setup(install_requires=["«a" + "[b]" + "!=1", "a" + ">" + "1", X + ">1"])\n', id="sums-of-strings"),
    pytest.param('setup(install_requires=["a\\x3e=1", "«\\x61"])\n', id="escapes"),
    pytest.param(
        'x = "ü🦊"; setup(name="é", install_requires=["«a", "«b"], author="ñ", setup_requires=["«c>1"])\n', id="unicode"
    ),
    pytest.param('setup(tests_require=["«pytest>=8"], setup_requires=["«wheel>1"])\n', id="groups"),
    pytest.param('setup(extras_require={"x": ["a>1", "«b"], "y": "«c", **{"z": ["«d"]}})\n', id="extras"),
    pytest.param('setup(extras_require=dict(x=["«a"], y=["b>1"]))\n', id="extras-by-dict"),
    pytest.param('setup(extras_require={":python_version<\'3.11\'": ["«tomli"]})\n', id="extras-by-marker"),
    pytest.param('setup(name="my_pkg", extras_require={"all": ["my-pkg[x]", "My.Pkg"]})\n', id="itself"),
    pytest.param('REQUIRES = ["«a"]\nsetup(install_requires=REQUIRES)\n', id="name"),
    pytest.param('A: list[str] = ["«a"]\nB = A + ["«b"]\nsetup(install_requires=[*B, "«c"])\n', id="sums"),
    pytest.param('A = "a"\nB = A\nsetup(install_requires=[B])\n'.replace('"a"', '"«a"'), id="names-of-names"),
    pytest.param('A = ["«a"]\nA += ["«b"]\nA.append("«c")\nA.extend(["«d"])\nsetup(install_requires=A)\n', id="added"),
    pytest.param('A = {"x": ["«a"]}\nA["y"] = ["«b"]\nsetup(extras_require=A, install_requires=A["x"])\n', id="table"),
    pytest.param(
        'import setuptools\nif x:\n    setuptools.setup(install_requires=["«a"] if y else ["«b"])\n', id="branches"
    ),
    pytest.param(
        'try:\n  A = ["«a"]\nfinally:\n  def main():\n    setup(install_requires=list(A))\n', id="in-a-function"
    ),
    pytest.param(
        'def main():\n  A = ["«a"]\n  args = dict(install_requires=A)\n  setup(**args)\n', id="names-of-a-function"
    ),
    pytest.param(
        'A = ["a"]\ndef main(A, *B, **C):\n  setup(install_requires=A, setup_requires=B, **C)\n', id="parameters"
    ),
    pytest.param('A = {"k": ["«a"]}\nA["k"] = A["k"] + ["«b"]\nsetup(extras_require=A)\n', id="table-of-itself"),
    pytest.param('A = {}\ndef f():\n  A["k"] = ["«a"]\n  setup(extras_require=A)\n', id="added-in-a-function"),
    pytest.param('ARGS = dict(install_requires=["«a"])\nsetup(**ARGS, **{"setup_requires": ["«b"]})\n', id="arguments"),
    pytest.param('A = ["a"]\nA = ["b"]\nsetup(install_requires=A)\n', id="bound-twice"),
    pytest.param('for A in x: pass\nA = ["a"]\nsetup(install_requires=A)\n', id="bound-by-a-loop"),
    pytest.param('A = ["a"]\nA.remove("a")\nsetup(install_requires=A)\n', id="taken-away"),
    pytest.param("A = B\nB = A\nsetup(install_requires=A, extras_require=B)\n", id="in-circles"),
    pytest.param('from x import A\nA += ["a"]\nsetup(install_requires=A)\n', id="from-elsewhere"),
    pytest.param(
        'setup(install_requires=read("x"), setup_requires=[f"a{b}", "a" + b, 1, None, "a%s" % b])\n', id="dynamic"
    ),
    pytest.param('setup(install_requires=open("r.txt").read().split(), python_requires=">=3.11")\n', id="from-a-file"),
    pytest.param('setup(install_requires=["{{ x }}", "${Y}", "%(z)s"])\n', id="templates"),
    pytest.param('other(install_requires=["a"])\ninstall_requires = ["b"]\n', id="another-call"),
    pytest.param(
        f'setup(install_requires=["«a @ git+https://e.org/a@main", "b @ git+https://e.org/b@{SHA}"])\n', id="urls"
    ),
    pytest.param("print 'no Python 3'\n", id="nothing-is-required"),
]


@pytest.mark.parametrize("text", SETUP_PY)
@ENDINGS
def test_setup_py(text: str, ending: str) -> None:
    assert_marked({"setup.py": (HEAD + text).replace("\n", ending)}, policy=STRICT)


def test_setup_py_in_an_older_encoding() -> None:
    text = '# -*- coding: latin-1 -*-\nx = "\xe9"; setup(install_requires=["a"])\n'
    (only,) = judge({"setup.py": text.encode("latin-1")})
    assert isinstance(only, Finding)
    assert (only.line, only.column) == (2, 35)


def test_what_setup_py_declares() -> None:
    text = (
        'setup(extras_require={"t:os_name==\'nt\'": ["a>=1; python_version>\'3\'"], "u": ["b"]}, setup_requires=["c"])'
    )
    text += '\nsetup(tests_require=["d[e] >= 1"])'
    declared = [one for one in setup_py.read(Text("setup.py", text)) if isinstance(one, Declared)]
    assert [(one.name, one.role, one.group, one.marker) for one in declared] == [
        ("a", "published", "t", "(python_version>'3') and (os_name=='nt')"),
        ("b", "published", "u", ""),
        ("c", "build", "", ""),
        ("d", "group", "tests", ""),
    ]
    splice = declared[-1].splice
    assert splice is not None
    assert text[splice.start : splice.end] == " >= 1"


def test_messages() -> None:
    assert judge({"setup.py": 'setup(install_requires=["a"], setup_requires=["b>1"])'}, policy=STRICT) == [
        Finding(
            "setup.py",
            1,
            26,
            "PIN001",
            "a names no version; the policy requires at least a bound.",
            "Write a>=X.Y, where X.Y is the oldest version that works, or a==X.Y.Z.",
        ),
        Finding(
            "setup.py",
            1,
            48,
            "PIN001",
            "b>1 admits more than one version; the policy requires an exact version.",
            "Write b==X.Y.Z with the version that you build with; `python -m pip index versions b` lists the releases.",
        ),
    ]


VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
UNPARSED = f"is not Python that this interpreter can parse (Python {VERSION})"
REFUSED = [
    pytest.param("x = 1\nprint 'requires'\n", f"line 2: {UNPARSED}", id="python-2"),
    pytest.param("\r\n\rsetup(install_requires=[\r\n", f"line 3: {UNPARSED}", id="open-bracket"),
    pytest.param("requires\0", f"line 1: {UNPARSED}", id="null"),
    pytest.param("requires = " + "(" * 1000 + ")" * 1000, f"line 1: {UNPARSED}", id="nested"),
    pytest.param("requires = " + "-" * 40_000 + "1", f"line 1: {UNPARSED}", id="signs"),
    pytest.param("requires = 1" + "0" * 10_000, f"line 1: {UNPARSED}", id="long-number"),
    pytest.param(
        "setup(\n install_requires=['a b'])", "line 2: is not a requirement that pip can read", id="requirement"
    ),
]


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_cannot_be_read_is_named(text: str, why: str) -> None:
    assert not_judged(judge({"setup.py": text})) == [f"setup.py: {why}"]


def test_escapes_that_python_warns_of_say_nothing(recwarn: pytest.WarningsRecorder) -> None:
    assert_marked({"setup.py": 'x = "\\d"\nsetup(install_requires=["«a"])\n'})
    assert list(recwarn) == []


NOX_HEAD = "import nox\nfrom nox import session as s\n"


def session(body: str, decorator: str = "@nox.session", parameters: str = "session") -> str:
    return f"{NOX_HEAD}{decorator}\ndef test({parameters}):\n    {body}\n"


INSTALLS = [
    pytest.param('session.install("«pytest", "mypy==1.15.0", "«ruff>=0.1")', id="packages"),
    pytest.param("session.install('.', '-e', '.[test]', '-e', '.', './x', 'x.whl')", id="local"),
    pytest.param('session.install("-U", "--upgrade", "--no-deps", "«pytest")', id="flags"),
    pytest.param(
        'session.install("-i", "https://e.org/simple", "--extra-index-url=x", "«a", "--target", "b")', id="values"
    ),
    pytest.param('session.install("«git+https://e.org/a@main", "-e", "«git+https://e.org/b")', id="urls"),
    pytest.param('session.install(f"a{x}", NAME, "b" + c, "«d", *x, **y)', id="dynamic"),
    pytest.param('session.install("-r", f"{x}.txt", "-c", x, "a"); session.install("-r", x, "«b")', id="dynamic-lists"),
    pytest.param('session.install("-e", NAME, "«d", "-i", x, "«e", "-r")', id="dynamic-values"),
    pytest.param('session.install("{{ x }}", "${Y}")', id="templates"),
    pytest.param('x = "ü🦊"; session.install("«a", silent=True)', id="unicode"),
    pytest.param('session.install("a", "-c", "c.txt", "«b")', id="constrained"),
    pytest.param('session.install("-rc.txt", "a", "«b")', id="list"),
    pytest.param('if x: [session.install("«a") for y in z]', id="nested"),
    pytest.param('session.other("a"); install("b"); x.install("c")', id="other-calls"),
    pytest.param("deps = ['«a', 'b==1']; x = '«c'; session.install(*deps, x, '«d')", id="names-of-the-session"),
    pytest.param("deps = [x]; deps = ['a']; session.install(*deps)", id="bound-twice"),
    pytest.param(
        'session.conda_install("«numpy", "«scipy=1.2", "python=3.11", "-c", "x", "--channel=y", "z=1.2.3")', id="conda"
    ),
]


@pytest.mark.parametrize("body", INSTALLS)
@ENDINGS
def test_sessions(body: str, ending: str) -> None:
    files = {"noxfile.py": session(body).replace("\n", ending), "c.txt": "a==1.0\n"}
    assert_marked(files, paths=["noxfile.py"], policy=STRICT)


SESSIONS = [
    pytest.param("@nox.session(python=['3.12'])", "session", id="with-arguments"),
    pytest.param("@session(name='x')\n@nox.parametrize('y', [1])", "session, y", id="imported-and-parametrised"),
    pytest.param("@nox.session", "session: nox.Session", id="annotated"),
    pytest.param("@x", "y, session: 'nox.sessions.Session'", id="annotated-as-text"),
    pytest.param("@x", "a=1, *, session", id="any-function-with-a-session"),
]


@pytest.mark.parametrize(("decorator", "parameters"), SESSIONS)
def test_what_a_session_is(decorator: str, parameters: str) -> None:
    assert_marked({"noxfile.py": session('session.install("«a")', decorator, parameters)}, policy=STRICT)


def test_a_session_by_any_name() -> None:
    assert_marked({"noxfile.py": session('s.install("«a"); session.install("b")', parameters="s")}, policy=STRICT)
    assert_marked({"noxfile.py": session('s.install("a")', "@x", "s")}, policy=STRICT)
    assert_marked({"noxfile.py": session('s.install("«a")', "@x", "s: Session")}, policy=STRICT)


def test_names_of_the_module() -> None:
    text = 'DEPS = ["«a", "b==1.0"]\nBLACK = "«black"\n' + session("session.install(*DEPS, BLACK, *OTHER)")
    assert_marked({"noxfile.py": text}, policy=STRICT)


def test_the_lock_of_poetry_decides_for_nox_poetry() -> None:
    text = "from nox_poetry import session as y\n" + session('session.install("a", ".", "«git+https://e.org/a")')
    assert_marked({"noxfile.py": text}, policy=STRICT)


def test_files_that_sessions_name() -> None:
    body = 'session.install("-r", "«a.txt", "-c«b.txt", "--requirement=«c.txt", "-r", "here.txt")'
    assert_marked({"sub/noxfile.py": session(body), "sub/here.txt": ""}, policy=STRICT, rule="PIN002")
    assert judge({"noxfile.py": session(f'session.chdir("x"); {body}'.replace("«", ""))}) == []
    (one,) = nox.read(Text("noxfile.py", session('session.install("-r", "a.txt")')))
    assert isinstance(one, Reference)
    assert (one.path, one.from_top, one.kind) == ("a.txt", False, "requirements")


def _noting(seen: list[list[Word]]) -> Callable[[Sequence[Word]], Iterator[Declared | Reference]]:
    """A reader of commands that finds nothing, and notes what it was given."""

    def of_words(words: Sequence[Word]) -> Iterator[Declared | Reference]:
        seen.append(list(words))
        return iter(())

    return of_words


def test_what_sessions_run_goes_to_the_reader_of_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[Word]] = []
    monkeypatch.setattr(nox, "of_words", _noting(seen))
    text = session('session.run("pip", "install", x, r"ab"); session.run_install("uv", *y); session.run(*["npx", "z"])')
    assert list(nox.read(Text("noxfile.py", text))) == []
    assert [[(word.text, word.known) for word in words] for words in seen] == [
        [("pip", True), ("install", True), ("", False), ("ab", True)],
        [("uv", True), ("", False)],
        [("npx", True), ("z", True)],
    ]
    assert all(text.startswith(word.text, word.offset) for words in seen for word in words)
    assert [text[word.offset] for words in seen for word in words if not word.known] == ["x", "*"]


RUNS = [
    pytest.param('session.run("pip", "install", "«a", "b==1.0")', id="pip"),
    pytest.param('session.run("python", "-m", "pip", "install", "«a", external=True)', id="module"),
    pytest.param('session.run("npx", "-y", "«cowsay")', id="npx"),
    pytest.param('session.run_install("uv", "sync", "--frozen"); session.run("pytest", "a")', id="nothing"),
    pytest.param('session.run("pip", "install", f"a{x}", *y)', id="dynamic"),
]


@pytest.mark.parametrize("body", RUNS)
def test_what_sessions_run(body: str) -> None:
    assert_marked({"noxfile.py": session(body)}, policy=STRICT)


NAMES = st.sampled_from(["A", "B", "C"])
VALUES = st.recursive(
    st.sampled_from(['"a"', "'b>1'", '"ü" "c"', "x()", '"""\n d\n e"""', 'f"{x}"', "1"]) | NAMES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.tuples(inner, inner).map(" + ".join),
        inner.map("list({})".format),
        inner.map("[*{}]".format),
        inner.map("{{'k': {}}}".format),
        inner.map("{}['k']".format),
        inner.map("dict(k={})".format),
    ),
    max_leaves=8,
)
STATEMENTS = st.one_of(
    st.tuples(NAMES, VALUES).map(" = ".join),
    st.tuples(NAMES, VALUES).map(" += ".join),
    st.tuples(NAMES, VALUES).map(lambda pair: f"{pair[0]}.append({pair[1]})"),
    st.tuples(NAMES, VALUES).map(lambda pair: f"{pair[0]}['k'] = {pair[1]}"),
    VALUES.map("setup(install_requires={})".format),
    VALUES.map("setup(extras_require={})".format),
    VALUES.map("def f(session): session.install(*{}) # nox".format),
)


@given(st.lists(STATEMENTS, max_size=8).map("\n".join) | st.text() | st.text().map("# nox requires\n".__add__))
@example("A = [*B]\nB = [*A]\nsetup(install_requires=A)")
@example('setup(install_requires=[*"a" + """\n d\n e"""])')
def test_any_module_is_judged_or_named(content: str) -> None:
    for read, path in ((setup_py.read, "setup.py"), (nox.read, "noxfile.py")):
        for one in said(read, path, content):
            if isinstance(one, Declared):
                # At it, or, for a later line of strings that are joined, at the first character of the first string.
                rest = content[one.offset :].lstrip()
                assert rest.startswith((one.what[:1], '"')) or content[one.offset - 1] in "'\""
            elif isinstance(one, NotJudged):
                assert one.why.startswith("line ")


def said(read: Callable[[Text], Iterable[object]], path: str, content: str) -> list[object]:
    """Everything that a reader yields, and what it raises in the end."""
    got: list[object] = []
    try:
        got.extend(read(Text(path, content)))
    except NotJudged as failure:
        got.append(failure)
    return got


DOUBLED = "A0 = ['a']\n" + "".join(f"A{n + 1} = [*A{n}, *A{n}]\n" for n in range(90))
HOSTILE = [
    pytest.param(f"{DOUBLED}setup(install_requires=A90)\n", id="doubled"),
    pytest.param(
        DOUBLED.replace("[*", "{**").replace("*A", "**A").replace("]", "}") + "setup(**A90, extras_require=A90)",
        id="doubled-tables",
    ),
    pytest.param(
        "A0 = ['a']\n" + "".join(f"A{n + 1} = A{n}\n" for n in range(30_000)) + "setup(install_requires=A30000)",
        id="chain",
    ),
    pytest.param("setup(install_requires=" + "+".join(["['a']"] * 50_000) + ")", id="sum"),
    pytest.param("setup(install_requires=[" + "'a>1'," * 30_000 + "])", id="many"),
    pytest.param("requires = [" + "ü" * 80_000 + "]", id="one-name"),
    pytest.param("x='ü';" * 30_000 + "setup(install_requires=[" + "'a>1'," * 10_000 + "])", id="one-line"),
    pytest.param(
        "def f(session):\n" + "".join(f"{' ' * n} if x:\n" for n in range(1, 90)) + " " * 91 + "session.install('a')",
        id="nested",
    ),
    pytest.param("def f(session):\n" + " session.install('a')\n" * 20_000, id="installs"),
    pytest.param(
        "".join(f"{' ' * n}def f(session):\n" for n in range(90)) + " " * 90 + "session.install('a')",
        id="nested-functions",
    ),
]


@pytest.mark.parametrize("content", HOSTILE)
def test_hostile_modules_end_soon(content: str) -> None:
    with CpuLimit(30):
        for read in (setup_py.read, nox.read):
            said(read, "setup.py", f"{content}  # nox")


def test_the_parser_of_python_is_asked_only_when_something_is_required() -> None:
    code = (
        "import sys\n"
        "from walkaround._dependencies import setup_py, nox\n"
        "from walkaround._text import Text\n"
        "assert list(setup_py.read(Text('setup.py', 'setup(name=1)'))) == []\n"
        "assert list(nox.read(Text('noxfile.py', 'pass'))) == []\n"
        "assert 'ast' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{code}"], check=True)
