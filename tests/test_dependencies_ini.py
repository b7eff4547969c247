"""setup.cfg and tox.ini: where requirements stand, what is said about them, and lines as configparser reads them."""

import configparser
import io
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pinned_support import SHA, STRICT, assert_marked, found, judge, not_judged
from processor_time import CpuLimit
from tests_support import tries
from walkaround._dependencies import setup_cfg, tox
from walkaround._dependencies.commands import Word
from walkaround._dependencies.declared import Declared, Reference
from walkaround._dependencies.ini import Broken, Option, read_ini
from walkaround._dependencies.tox import words_of
from walkaround._finding import Finding
from walkaround._text import Text
from walkaround.pinned_dependencies import PUBLISHED_LEVEL

ENDINGS = pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])

SETUP_CFG = [
    pytest.param("[options]\ninstall_requires =\n    «requests\n    flask>=3\n", id="one-a-line"),
    pytest.param("[options]\ninstall_requires = «requests; flask>=3 ; «click!=8\n", id="on-one-line"),
    pytest.param(
        "[options]\ninstall_requires = «requests\n  flask>=3; python_version<'3.12'\n", id="from-the-first-line"
    ),
    pytest.param("[options]\ninstall_requires = «tomli; python_version < '3.11'\n", id="marker-on-one-line"),
    pytest.param("[options]\ninstall_requires =\n  «tomli ; python_version < '3.11'\n", id="marker"),
    pytest.param("[options]\ninstall_requires:\n  «requests\n", id="colon"),
    pytest.param("[options]\ninstall-requires =\n  «requests\n", id="dashes"),
    pytest.param("[options]\ninstall_requires =\n  # requests\n  ; click\n  «flask # why\n\n  «attrs\n", id="comments"),
    pytest.param("[options]\ninstall_requires =\n\n  «flask\n# x\n  «attrs\n", id="comment-at-the-margin"),
    pytest.param("[options]\ninstall_requires =\n  «ünï\n".replace("ünï", "requests  # ünïcöde 🦊"), id="unicode"),
    pytest.param("[metadata]\nname = ünï\u2028cöde\n[options]\nsetup_requires = «wheel\n", id="line-separator"),
    pytest.param("[options]\ninstall_requires =\n  numpy \\\n   >=1\n  «scipy \\\n\n", id="continued"),
    pytest.param("[options]\nsetup_requires =\n  «setuptools>=61\n  wheel==0.45.1\n", id="build"),
    pytest.param("[options]\ntests_require = «pytest>=8\n", id="tests"),
    pytest.param("[options.extras_require]\ntest =\n  pytest>=8\n  «cov\ndocs = «sphinx; furo>=1\n", id="extras"),
    pytest.param("[metadata]\nname = My_Pkg\n[options.extras_require]\nall = my.pkg[test]\n", id="itself"),
    pytest.param("[options]\npython_requires = >=3.11\nzip_safe = no\npackages = find:\n", id="no-dependencies"),
    pytest.param("[flake8]\ninstall_requires = requests\n[options.package_data]\n* = a\n", id="other-sections"),
    pytest.param("[options]\ninstall_requires = attr: pkg.REQUIRES\n", id="attr"),
    pytest.param("[options]\ninstall_requires =\n  {{ cookiecutter.name }}\n  %(base)s\n  ${X}\n", id="templates"),
    pytest.param("{% if x %}\n[options]\ninstall_requires =\n  «a\n{% endif %}\n", id="template-around"),
    pytest.param("[options]\ninstall_requires =\n  «a @ git+https://example.org/a@main\n", id="branch"),
    pytest.param(f"[options]\ninstall_requires =\n  a @ git+https://example.org/a@{SHA}\n", id="commit"),
    pytest.param("[tox:tox]\nrequires = «tox>=4\n[testenv]\ndeps = «pytest\n", id="tox"),
    pytest.param("[tox]\nrequires = tox>=4\n[options]\n", id="not-tox"),
    pytest.param("[testenv]\ndeps =\n  «pytest>=8\n  mypy==1.15.0\n[testenv:x]\ncommands = a\n", id="environments"),
    pytest.param("[options]\n  install_requires =\n    «requests\n  setup_requires = «wheel\n", id="indented-options"),
    pytest.param("", id="empty"),
]


@pytest.mark.parametrize("text", SETUP_CFG)
@ENDINGS
def test_setup_cfg(text: str, ending: str) -> None:
    assert_marked({"setup.cfg": text.replace("\n", ending)}, policy=STRICT)


TOX = [
    pytest.param(
        "[testenv]\ndeps =\n  «pytest\n  «mypy>=1\n  ruff==0.11.0\n  «cov~=7.0 ; python_version>'3'\n", id="deps"
    ),
    pytest.param("[testenv:lint]\ndeps = «ruff\n[testenv:{a,b}]\ndeps: «black<25 # x\n", id="on-one-line"),
    pytest.param("[tox]\nrequires =\n  «tox>=4\n  tox-uv==1.25.0\nminversion = 4.0\n", id="requires"),
    pytest.param("[tox]\nrequires = «tox>=4, «tox-uv\n", id="requires-by-comma"),
    pytest.param("[tox]\nrequires = «tox>=4,<5\n", id="requires-with-two-bounds"),
    pytest.param(
        "[testenv]\ndeps =\n  py311: pytest~=8.0\n  django42: django>=4.2,<5\n  py312: «pytest\n", id="factors"
    ),
    pytest.param(
        "[testenv]\ndeps =\n  py{311,312}, !lint: a>1\n  lint: x==1.*,!=1.2\n  !a: «y\n", id="factor-expressions"
    ),
    pytest.param("[testenv]\ndeps = py311: «pytest\n  py312: pytest==8.*\n", id="factor-on-the-first-line"),
    pytest.param("[testenv]\ndeps =\n  .\n  -e .[test]\n  ./sub\n  {toxinidir}/sub\n  file:///x\n", id="local"),
    pytest.param("[testenv]\ndeps =\n  «git+https://example.org/a\n  a: «b @ https://example.org/b.zip\n", id="urls"),
    pytest.param("[testenv]\ndeps =\n  -e «git+https://example.org/a@main#egg=a\n", id="editable-url"),
    pytest.param("[testenv]\ndeps =\n  {[base]deps}\n  {env:X}\n  a{b}\n[base]\ndeps = «pytest\n", id="from-a-section"),
    pytest.param(
        "[testenv:a]\ndeps =\n  {[x]y}\n  {[testenv:a]deps}\n[x]\ny = «pytest\n  {[z]y:b}\n[z]\ny=«a", id="chain"
    ),
    pytest.param("[base]\ndeps = pytest\n[pytest]\nrequires = a\n[testenv]\npassenv = deps\n", id="not-installed"),
    pytest.param("[testenv:.pkg]\ndeps = «hatchling>=1\n[pkgenv]\ndeps = «wheel\n", id="build"),
    pytest.param(
        "[testenv]\ndeps =\n  --pre\n  -i https://example.org/simple\n  «pytest --no-binary x\n", id="options"
    ),
    pytest.param(
        "[testenv]\ndeps =\n  pytest \\\n    ==8.3.4\n  «mypy \\\n    >= 1\n  a: x \\\n    >1\n", id="continued"
    ),
    pytest.param(
        "[testenv]\ndeps =\n  -c{env:CONSTRAINTS}\n  pytest\n[testenv:b]\ndeps = «pytest\n", id="any-constraints"
    ),
    pytest.param("[testenv]\ndeps =\n  -r{env:LIST}\n  «pytest\n", id="any-list"),
    pytest.param("[TESTENV]\ndeps = a\n", id="section-in-capitals"),
    pytest.param("[testenv]\ndeps =\n  «ä\n".replace("«ä", "# ä 🦊\n  «pytest # ä"), id="unicode"),
    pytest.param("[testenv]\ndeps = «a\n[testenv]\ndeps = «b\ndeps = «c\n", id="twice"),
    pytest.param("[testenv]\ndeps =\ncommands =\n", id="empty-values"),
]


@pytest.mark.parametrize("text", TOX)
@ENDINGS
def test_tox(text: str, ending: str) -> None:
    assert_marked({"tox.ini": text.replace("\n", ending)}, policy=STRICT)


def test_lists_that_are_installed_together_pin_what_stands_beside_them() -> None:
    deps = "[testenv]\ndeps =\n  -cconstraints.txt\n  pytest\n  «mypy\n  «ruff\n[testenv:b]\ndeps = «pytest\n"
    lists = {"sub/constraints.txt": "pytest==8.3.4\n-r other.txt\nmypy<2\n", "sub/other.txt": "x==1.0\n"}
    assert_marked({"sub/tox.ini": deps, **lists}, policy=STRICT)
    deps = "[testenv]\ndeps =\n  -r {toxinidir}/sub/dev.txt\n  pytest\n  «mypy\n"
    assert_marked({"tox.ini": deps, "sub/dev.txt": "pytest==8.3.4\n"}, paths=["tox.ini"], policy=STRICT)


CONSTRAINED = [
    pytest.param("constraints = c.txt\n", id="constraints"),
    pytest.param("constraints =\n  -c {toxinidir}/c.txt\n  x.txt\n", id="several-constraints"),
    pytest.param("setenv =\n  A = 1\n  PIP_CONSTRAINT = {toxinidir}/c.txt\n", id="variable"),
    pytest.param("set_env = a: UV_CONSTRAINT=c.txt\n", id="variable-by-factor"),
    pytest.param("install_command = pip install -U -cc.txt {opts} {packages}\n", id="install-command"),
    pytest.param("install_command = pip install --constraint=c.txt {opts} {packages}\n", id="long-option"),
]


@pytest.mark.parametrize("option", CONSTRAINED)
@pytest.mark.parametrize("section", ["testenv", "testenv:x"])
def test_lists_that_constrain_an_environment_pin_its_packages(option: str, section: str) -> None:
    deps = "[testenv:x]\ndeps =\n  pytest\n  «mypy\n"
    text = f"[{section}]\n{option}{deps}" if section == "testenv" else f"{deps}{option}"
    assert_marked({"tox.ini": text, "c.txt": "pytest==8.3.4\n"}, paths=["tox.ini"], policy=STRICT)


def test_constraints_reach_what_takes_from_each_other_and_nothing_else() -> None:
    text = (
        "[testenv]\ndeps =\n  -c c.txt\n  {[base]deps}\n[base]\ndeps = pytest\n[testenv:docs]\ndeps =\n"
        "  {[testenv]deps}\n  pytest\n  «sphinx\n[testenv:lint]\ndeps = «pytest\n"
    )
    assert_marked({"tox.ini": text, "c.txt": "pytest==8.3.4\n"}, paths=["tox.ini"], policy=STRICT)


def test_constraints_that_are_not_known_may_pin_anything() -> None:
    text = "[testenv]\nconstraints = {env:X:https://example.org/c.txt}\ndeps = a\n[testenv:b]\ndeps = b\n"
    assert judge({"tox.ini": text}, policy=STRICT) == []


def test_a_list_that_only_tox_leads_to_is_still_judged_by_another_run_of_references() -> None:
    files = {
        "tox.ini": "[testenv]\ndeps =\n  -c c.lst\n  «a\n",
        "c.lst": "-r d.lst\n",
        "d.lst": "«b\n",
        "requirements.txt": "-r d.lst\n",
    }
    assert_marked(files, paths=["tox.ini", "requirements.txt"], policy=STRICT)


MISSING = [
    pytest.param("[testenv]\ndeps =\n  -r «a.txt\n  -r«b.txt\n  -c «c.txt\n  --requirement «d.txt\n", id="options"),
    pytest.param(
        "[testenv]\ndeps =\n  --requirement=«d.txt\n  --constraint=«e.txt\n  py3: -r«f.txt\n", id="long-options"
    ),
    pytest.param("[testenv]\ndeps =\n  -r{toxinidir}/«a.txt\n  -c {tox_root}/«b/c.txt\n", id="toxinidir"),
    pytest.param("[testenv]\ndeps =\n  -r{envdir}/a.txt\n  -r x-{envname}.txt\n  -c${X}\n", id="decided-elsewhere"),
    pytest.param("[testenv]\ndeps =\n  -r here.txt\n  -r../top.txt\n", id="there"),
]


@pytest.mark.parametrize("text", MISSING)
def test_files_that_tox_names(text: str) -> None:
    assert_marked({"sub/tox.ini": text, "sub/here.txt": "", "top.txt": ""}, policy=STRICT, rule="PIN002")


def test_files_that_setup_cfg_names() -> None:
    text = (
        "[options]\ninstall_requires = file: «a.txt, here.txt,«b/c.txt\ntests_require = file:\n   here.txt\n   «d.txt\n"
    )
    extras = "[options.extras_require]\nx = file:«a.txt\ny = file: {{ x }}.txt\n"
    assert_marked({"setup.cfg": text + extras, "here.txt": ""}, policy=STRICT, rule="PIN002")
    (one, *_) = setup_cfg.read(Text("setup.cfg", text.replace("«", "")))
    assert one == Reference(35, "a.txt", kind="requirements")


def test_a_list_that_setup_cfg_reads_is_what_the_package_publishes() -> None:
    options = "[options]\ninstall_requires = file: requirements/base.txt\ntests_require = file: requirements-test.txt\n"
    lists = {"requirements/base.txt": "a>=1\n«b\n", "requirements-test.txt": "«a>=1\n"}
    assert_marked({"p/setup.cfg": options, **{f"p/{path}": text for path, text in lists.items()}}, policy=STRICT)


def test_lists_of_other_names_are_read_once_where_tox_leads_to_them() -> None:
    files = {
        "tox.ini": "[testenv]\ndeps =\n  -r dev.lst\n  -c lists/c.lst\n[testenv:b]\ndeps = -rdev.lst\n",
        "dev.lst": "«a\n-r lists/more.lst\nb==1.0\n",
        "lists/more.lst": "«c>1\n",
        "lists/c.lst": "d>=1\n«e\n",
    }
    assert_marked(files, paths=["tox.ini"], policy=STRICT)


def test_a_list_that_cannot_be_read_hides_nothing_of_the_file_that_leads_to_it() -> None:
    files = {"tox.ini": b"[testenv]\ndeps =\n  -r dev.lst\n  a\n", "dev.lst": b"\xff\n"}
    said = judge(files, paths=["tox.ini"], policy=STRICT)
    assert found([one for one in said if isinstance(one, Finding)]) == [("tox.ini", 4, 3)]
    assert not_judged([one for one in said if not isinstance(one, Finding)]) == [
        "dev.lst: line 1: is not UTF-8; save the file as UTF-8"
    ]


def test_constraints_on_the_network() -> None:
    text = f"[testenv]\ndeps =\n  -c «https://example.org/c.txt\n  pytest\n  -c https://example.org/{SHA}/c.txt\n"
    assert_marked({"tox.ini": text}, policy=STRICT, rule="PIN003")


def test_messages() -> None:
    text = "[testenv]\ndeps =\n  pytest>=8\n  py3: mypy\n  git+https://example.org/a@main\n"
    assert judge({"tox.ini": text}, policy=STRICT) == [
        Finding(
            "tox.ini",
            3,
            3,
            "PIN001",
            "pytest>=8 admits more than one version; the policy requires an exact version.",
            "Write pytest==X.Y.Z with the version that `python -m pip show pytest` prints.",
        ),
        Finding(
            "tox.ini",
            4,
            8,
            "PIN001",
            "mypy names no version; the policy requires an exact version.",
            "Write mypy==X.Y.Z with the version that `python -m pip show mypy` prints.",
        ),
        Finding(
            "tox.ini",
            5,
            3,
            "PIN001",
            "git+https://example.org/a@main follows a branch; the policy requires an exact version.",
            "Write git+https://example.org/a@SHA, with the commit that "
            "`git ls-remote https://example.org/a main 'main^{}'` prints last.",
        ),
    ]
    (only,) = judge({"setup.cfg": "[options]\ninstall_requires = requests[socks]\n"}, policy=STRICT)
    assert only == Finding(
        "setup.cfg",
        2,
        20,
        "PIN001",
        "requests[socks] names no version; the policy requires at least a bound.",
        "Write requests[socks]>=X.Y, where X.Y is the oldest version that works, or requests[socks]==X.Y.Z.",
    )


def test_levels_of_each_role() -> None:
    text = "[options]\ninstall_requires = a>=1\nsetup_requires = b>=1\ntests_require = c>=1\n[testenv]\ndeps=x: d>=1\n"
    assert judge({"setup.cfg": text}) == []
    assert found(judge({"setup.cfg": text}, policy={PUBLISHED_LEVEL: "exact"})) == [("setup.cfg", 2, 20)]
    declared = [one for one in setup_cfg.read(Text("setup.cfg", text)) if isinstance(one, Declared)]
    assert [(one.name, one.role, one.group, one.spec) for one in declared] == [
        ("a", "published", "", ">=1"),
        ("b", "build", "", ">=1"),
        ("c", "group", "tests", ">=1"),
        ("d", "matrix", "testenv", ">=1"),
    ]


def test_the_splice_writes_the_pin_where_the_bound_stands() -> None:
    text = Text("tox.ini", "[testenv:x]\ndeps = py3: a==1.*,!=1.2 ; os_name=='nt'\n  b[c] >= 2 # why\n")
    chosen, other = [one for one in tox.read(text) if isinstance(one, Declared)]
    assert chosen.splice is None
    assert (other.splice and text.content[other.splice.start : other.splice.end], other.group) == (" >= 2", "x")
    assert chosen.marker == "os_name=='nt'"


REFUSED = [
    pytest.param(
        "setup.cfg",
        "[options]\ninstall_requires =\n  a\n  not a requirement\n",
        4,
        "is not a requirement that pip can read",
        id="requirement",
    ),
    pytest.param("setup.cfg", "[options]\nnonsense\n", 2, "is neither a section nor an option", id="setup-cfg"),
    pytest.param("setup.cfg", "\nnonsense = 1\n[options]\n", 2, "is neither a section nor an option", id="no-section"),
    pytest.param("tox.ini", "[tox]\nx\n", 2, "is neither a section nor an option", id="tox"),
    pytest.param(
        "tox.ini", "[testenv]\ndeps =\n  a==1\n  a=1\n", 4, "is not a requirement that pip can read", id="dependency"
    ),
    pytest.param(
        "tox.ini",
        "[testenv]\ndeps =\n  --nonsense\n",
        3,
        "has an option that pip does not know in a requirements file",
        id="option",
    ),
]


@pytest.mark.parametrize(("path", "text", "line", "why"), REFUSED)
def test_what_cannot_be_read_is_named(path: str, text: str, line: int, why: str) -> None:
    said = [one for one in judge({path: text}) if not isinstance(one, Finding)]
    assert not_judged(said) == [f"{path}: line {line}: {why}"]


def test_a_line_without_a_value_elsewhere_hides_nothing() -> None:
    assert_marked({"setup.cfg": "[flake8]\nx\n[options]\ninstall_requires = «a\n"})


WORDS = [
    pytest.param("pip install pytest", [("pip", 0), ("install", 4), ("pytest", 12)], id="plain"),
    pytest.param(
        "  - pip install 'a b' \"c>=1\"", [("pip", 4), ("install", 8), ("a b", 17), ("c>=1", 23)], id="quotes"
    ),
    pytest.param("-pip install", [("pip", 1), ("install", 5)], id="joined-dash"),
    pytest.param("! x --flag=1 # why", [("x", 2), ("--flag=1", 4)], id="inverted"),
    pytest.param(
        "a{b c}d {posargs:-k 'x y'} e", [("a{b c}d", None), ("{posargs:-k 'x y'}", None), ("e", 27)], id="substitutions"
    ),
    pytest.param("{envpython} -m pip", [("python", 0), ("-m", 12), ("pip", 15)], id="python"),
    pytest.param("{envbindir}/pip install", [("pip", 0), ("install", 16)], id="folder-of-tools"),
    pytest.param("{envbindir}", [("", None)], id="a-folder"),
    pytest.param("pip \\\n  install \\\r\n  x", [("pip", 0), ("install", 8), ("x", 21)], id="continued"),
    pytest.param('a\\ b c\\"d', [("a b", 0), ('c"d', 5)], id="escapes"),
    pytest.param("x 'open", [("x", 0), ("'open", 2)], id="an-open-quote"),
    pytest.param("py.test []", [("py.test", 0), ("[]", None)], id="old-posargs"),
    pytest.param("{ {a} {", [("{", None), ("{a}", None), ("{", None)], id="open-braces"),
    pytest.param("", [], id="empty"),
]


@pytest.mark.parametrize(("command", "expected"), WORDS)
def test_words_of_a_command(command: str, expected: list[tuple[str, int | None]]) -> None:
    got = words_of(command, lambda at: at + 100)
    assert [(word.text, word.offset - 100 if word.known else None) for word in got] == expected


def _noting(seen: list[list[Word]]) -> Callable[[Sequence[Word]], Iterator[Declared | Reference]]:
    """A reader of commands that finds nothing, and notes what it was given."""

    def of_words(words: Sequence[Word]) -> Iterator[Declared | Reference]:
        seen.append(list(words))
        return iter(())

    return of_words


def test_commands_go_to_their_reader_with_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[Word]] = []
    monkeypatch.setattr(tox, "of_words", _noting(seen))
    text = (
        "[testenv]\ncommands_pre =\n  py3: - pip install x\ncommands =\n  pytest \\\n    -q\n  {[base]cmd}\n"
        "[testenv:b]\ncommands_post = npx y\n[base]\ncmd = uvx z\nother = a b\n"
    )
    assert list(tox.read(Text("tox.ini", text))) == []
    assert [[word.text for word in words] for words in seen] == [
        ["pip", "install", "x"],
        ["pytest", "-q"],
        ["{[base]cmd}"],
        ["npx", "y"],
        ["uvx", "z"],
    ]
    for word in (word for words in seen for word in words):
        assert text.startswith(word.text, word.offset)


COMMANDS = [
    pytest.param(
        "[testenv]\ncommands =\n  pip install «x\n  pip install y==1.0\n  py3: {envpython} -m pip install «z\n",
        id="pip",
    ),
    pytest.param("[testenv]\ncommands = npx -y «cowsay\n  echo pip install x\n  pip install {posargs}\n", id="npx"),
    pytest.param("[testenv]\ncommands = pip install -r{toxinidir}/x.txt .\nchangedir = a\n", id="files"),
]


@pytest.mark.parametrize("text", COMMANDS)
def test_what_commands_install(text: str) -> None:
    assert_marked({"tox.ini": text}, policy=STRICT)


def test_files_of_commands_in_another_folder_are_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tox, "of_words", lambda words: iter([Reference(words[-1].offset, words[-1].text)]))
    assert_marked({"tox.ini": "[testenv]\ncommands = pip install -r «x.txt\n"}, rule="PIN002")
    assert judge({"tox.ini": "[testenv]\nchangedir = a\ncommands = pip install -r x.txt\n"}) == []


# What the two readings have to agree on: texts of every sign that has a meaning, and some that have none.
INI_TEXTS = st.lists(
    st.sampled_from(
        [
            *(
                "[s]",
                "[t]",
                "[options]",
                "[x]y]",
                "[]",
                "[",
                "a",
                "b",
                "deps",
                "=",
                ":",
                " = ",
                "\n",
                "\n",
                "\n",
                "\r\n",
                "\r",
            ),
            *("  ", "\t", "#", " # c", ";", "; x", "v", "ü", "\x0b", "\x1c", "\u2028", "\xa0", "\\", "[z"),
        ]
    ),
    max_size=40,
).map("".join)


def _by_configparser(content: str) -> dict[tuple[str, str], list[str]] | None:
    """Each option's lines that are not empty; None when configparser refuses the text."""
    parser = configparser.RawConfigParser(strict=False, default_section="")
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_file(io.StringIO(content, newline=None))
    except configparser.Error:
        return None
    # configparser joins lines by a line feed, and leaves every other sign that ends one where it stands.
    return {
        (section, name): [line for line in value.split("\n") if line]
        for section in parser.sections()
        for name, value in parser.items(section)
    }


@given(INI_TEXTS)
@example("[s]\na = 1\n  2\n\n  3\n# c\n   4\n b = 5\n")
@example("[s]\n  a = 1\n  b = 2\n   c = 3\n")
@example("[s]\na\r\n=1\r\n")
@settings(max_examples=tries(500))
def test_lines_are_those_of_configparser(content: str) -> None:
    ours = list(read_ini(content))
    theirs = _by_configparser(content)
    for one in ours:
        for line in one.lines if isinstance(one, Option) else ():
            assert content.startswith(line.text, line.offset)
    if theirs is None:
        assert any(isinstance(one, Broken) for one in ours)
        return
    assert not [one for one in ours if isinstance(one, Broken)]
    options = [one for one in ours if isinstance(one, Option)]
    assert {(one.section, one.name): [line.text for line in one.lines] for one in options} == theirs


@given(
    st.text()
    | INI_TEXTS
    | INI_TEXTS.map("[testenv]\ndeps = ".__add__)
    | INI_TEXTS.map("[options]\nsetup_requires=".__add__)
)
@settings(max_examples=tries(300))
def test_any_text_is_judged_or_named(content: str) -> None:
    for read, path in ((tox.read, "tox.ini"), (setup_cfg.read, "setup.cfg")):
        for one in read(Text(path, content)):
            if isinstance(one, Declared) and one.kind == "pypi":
                assert content[one.offset :].startswith(one.what[:1])


@given(st.text(alphabet="ab{}[]\"'\\ \n\r#-!:=ü"))
def test_words_stand_where_they_are_written(command: str) -> None:
    for word in words_of(command, lambda at: at):
        assert 0 <= word.offset <= len(command)
        if word.known and word.text.isalpha():
            assert command[word.offset : word.offset + 1] in (word.text[0], "\\", '"', "'")


HOSTILE = [
    pytest.param("[testenv]\ndeps = " + "{[testenv]deps}" * 50_000, id="itself"),
    pytest.param("[testenv]\ndeps =\n" + "".join(f"  {{[s{n}]deps}}\n" for n in range(20_000)), id="many-sections"),
    pytest.param("[testenv]\ncommands = " + "{" * 60_000, id="braces"),
    pytest.param("[testenv]\ncommands = " + "{ {a} " * 20_000, id="open-braces"),
    pytest.param("[testenv]\ncommands = " + "\"'" * 40_000, id="quotes"),
    pytest.param("[testenv]\ncommands = " + "a\\\n " * 20_000, id="continued"),
    pytest.param("".join(f"[testenv:{n}]\ndeps = {{[testenv:{n + 1}]deps}}\n" for n in range(15_000)), id="chain"),
    pytest.param(
        "[testenv]\ndeps =\n -c a\n b\n"
        + "".join(f"[testenv:{n}]\ndeps =\n {{[testenv]deps}}\n -c{n}\n" for n in range(9_000)),
        id="constraints",
    ),
    pytest.param("[testenv]\ndeps =\n" + "  " + "a" * 180_000, id="one-line"),
    pytest.param("[testenv]\ndeps =\n" + " a-c: b\n" * 25_000, id="many"),
    pytest.param("[" * 100_000 + "]\n" + "a" + " " * 80_000 + "b", id="blanks"),
    pytest.param("[options]\ninstall_requires = " + "a;" * 20_000, id="semicolons"),
    pytest.param("[testenv]\ndeps =\n  " + "a b," * 20_000 + ":x", id="factors"),
]


@pytest.mark.parametrize("content", HOSTILE)
def test_hostile_texts_end_soon(content: str) -> None:
    with CpuLimit(30):
        for read in (tox.read, setup_cfg.read):
            for _ in read(Text("tox.ini", content)):
                pass
