"""Bandit's plugins under our driver: what bandit itself says, in its order, and an error where it would be silent."""

# ruff: noqa: E501 - tables of scripts

import ast
import json
import os
import pickle
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from importlib.machinery import PathFinder
from importlib.metadata import MetadataPathFinder
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bandit_support import SNIPPETS, judged, package, parsed, run
from processor_time import CpuLimit
from walkaround import _bandit, _cache
from walkaround._bandit import Engine, PluginCrash, Unloadable, _index, _known, _lean, _stock
from walkaround._bandit._nosec import NONE
from walkaround._bandit._run import Result, Run, Table

ADDRESS = re.compile(r"(?<= object) at 0x[0-9A-Fa-f]+(?=>)")
NEVER = ("importlib.metadata", "stevedore", "rich", "yaml", "bandit.core.manager", "bandit.core.extension_loader")


@pytest.fixture(autouse=True, scope="module")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is installed is looked for anew, and kept where no other test looks."""
    folder = str(tmp_path_factory.mktemp("cache") / "walkaround")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_cache, "folder", lambda: folder)
        patch.setattr(_bandit, "_found", None)
        yield


# --- the same as bandit


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    (folder / "package").mkdir()
    (folder / "package" / "__init__.py").write_bytes(b"")
    for name, text in SNIPPETS.items():
        (folder / "package" / f"{name}.py").write_text(text, encoding="utf-8")
    (folder / "package" / "latin.py").write_bytes(
        "# coding: latin-1\nx = '\u00e4'\nassert x, '/tmp'\n".encode("latin-1")
    )
    (folder / "package" / "bom.py").write_bytes("\ufeffassert 1\r\nx = '/tmp'\r\n# \u202e\r\n".encode())
    (folder / "package" / "seven.py").write_bytes(b"# coding: utf-7\nx = 1 # +ICs-\nassert x\n# +IC4-\n")
    return folder / "package"


@pytest.fixture(scope="module")
def stock(files: Path) -> dict[str, list[Result]]:
    """What bandit itself says, by file."""
    command = [sys.executable, "-m", "bandit", "-r", "-f", "json", "-q", str(files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=files.parent)
    read = json.loads(done.stdout)
    assert read["errors"] == []
    assert "internal error" not in done.stderr
    found: dict[str, list[Result]] = {str(path): [] for path in files.iterdir()}
    known = _bandit.ids()
    for one in read["results"]:
        if one["test_id"] not in known:
            continue  # of our own pack, which the driver leaves to the hook
        found[one["filename"]].append(
            Result(
                one["test_id"], one["test_name"], one["line_number"], one["col_offset"], one["end_col_offset"],
                tuple(one["line_range"]), one["issue_severity"], one["issue_confidence"],
                ADDRESS.sub("", one["issue_text"]), one["issue_cwe"].get("id", 0),
            )
        )  # fmt: skip
    return found


def test_the_results_are_those_of_bandit_in_its_order(files: Path, stock: dict[str, list[Result]]) -> None:
    engine = Engine()
    ours = {str(path): judged(engine, str(path), path.read_bytes()) for path in files.iterdir()}
    assert ours == stock


def test_every_plugin_speaks_in_these_files(stock: dict[str, list[Result]]) -> None:
    """A plugin without a result here would not be tested by the above."""
    spoken = {one.id for results in stock.values() for one in results}
    ours = {facts.id for facts in _known.PLUGINS.values()}
    assert ours - spoken == set()


def test_bandits_own_engine_says_the_same_in_our_process(files: Path, stock: dict[str, list[Result]]) -> None:
    """What is used where bandit's core is another one."""
    engine = Engine()
    engine._own = False
    ours = {str(path): judged(engine, str(path), path.read_bytes()) for path in files.iterdir()}
    assert ours == stock


@pytest.mark.parametrize("own", [True, False], ids=["own", "bandit's"])
def test_what_is_off_is_not_said_and_all_else_is(files: Path, stock: dict[str, list[Result]], own: bool) -> None:
    off = frozenset({"B101", "B105", "B303", "B311", "B403", "B602", "B613"})
    engine = Engine(off)
    engine._own = own
    for path in files.iterdir():
        # Where a line of a blacklist is off, the next one that matches speaks.
        expected = [one for one in stock[str(path)] if one.id not in off]
        assert judged(engine, str(path), path.read_bytes()) == expected


def test_all_blacklists_are_off_by_the_id_of_their_plugin(files: Path) -> None:
    engine = Engine(frozenset({"B001"}))
    found = {one.id for path in files.iterdir() for one in judged(engine, str(path), path.read_bytes())}
    assert not [one for one in found if one.startswith(("B30", "B31", "B40", "B41"))]
    assert "B101" in found


def test_the_address_of_an_object_is_left_out() -> None:
    source = b"import tarfile\ntarfile.open('a').extractall(members=[m for m in n])\n"
    texts = {one.text for one in judged(Engine(), "a.py", source) if one.id == "B202"}
    assert len(texts) == 1
    assert "<ast.ListComp object>" in texts.pop()


# --- gates


def test_the_sources_are_those_that_the_gates_were_read_from() -> None:
    """With another version of bandit this fails: read what changed, then add the digests."""
    found = _index.index()
    assert found.core
    assert [one.entry for one in found.plugins if one.module.startswith("bandit.") and not one.known] == []


def ungated(found: _index.Index) -> Table:
    return Table(found._replace(plugins=tuple(one._replace(known=False) for one in found.plugins)), frozenset())


def test_the_index_says_of_known_plugins_what_they_say_themselves() -> None:
    found = _index.index()
    for plugin in found.plugins:
        function = _index.load(plugin.entry, plugin.module, plugin.attribute)
        said = (function._test_id, function.__name__, tuple(function._checks), getattr(function, "_takes_config", None))
        assert (plugin.id, plugin.test, plugin.checks, plugin.config) == said


def test_no_result_is_lost_by_a_gate(files: Path) -> None:
    """Every plugin asked about every node of our snippets and of a part of the standard library."""
    every, gated = ungated(_index.index()), Table(_index.index(), frozenset())
    library = Path(os.__file__).parent
    names = ("tarfile", "smtplib", "ftplib", "shutil", "hashlib", "ssl", "subprocess", "imaplib", "pdb", "cgi", "pydoc")
    paths = [*files.iterdir(), *(path for name in names if (path := library / f"{name}.py").exists())]
    spoken, engines = 0, (Engine(), Engine())
    engines[0]._table, engines[1]._table = every, gated
    for path in paths:
        expected, found = (judged(engine, str(path), path.read_bytes()) for engine in engines)
        assert found == expected
        spoken += len(expected)
    assert spoken > 200


WORDS = st.lists(
    st.sampled_from(
        ["select ", "SELECT\n", "from ", "delete", " from t", "insert into ", "values(", "update ", " set ", "x", "_", "PwD",
         "pas", "pass", "word", "passwd", "to", "ken", "token", "secret", "e", "\u017f", "\u212a", "\u0130", "\u0131"]
    ),
    max_size=8,
).map("".join)  # fmt: skip


@given(WORDS)
def test_the_words_of_a_gate_are_in_whatever_its_plugin_finds(text: str) -> None:
    _lean.stand_in()  # bandit's own packages warn as they are imported
    from bandit.plugins import general_hardcoded_password, injection_sql

    if general_hardcoded_password.RE_CANDIDATES.search(text):
        assert _known._may_be_password(text)
    if injection_sql.SIMPLE_SQL_RE.search(text):
        assert _known._may_be_sql(text)
    assert _known._is_sql(text) == (injection_sql.SIMPLE_SQL_RE.search(text) is not None)


@pytest.mark.parametrize("text", ["select a from b", "delete  from b", "insert into b values (1)", "update b set c=1"])
@pytest.mark.parametrize(("letter", "other"), ["s\u017f", "i\u0130", "i\u0131", "s\u017f".upper()])
def test_other_letters_that_the_expression_for_queries_takes_as_the_same(text: str, letter: str, other: str) -> None:
    from bandit.plugins import injection_sql

    found = text.replace(letter, other)
    assert injection_sql.SIMPLE_SQL_RE.search(found)
    assert _known._is_sql(found)


@pytest.mark.parametrize(
    "source",
    [
        b"x = (" + b"\n + ".join(b"'a'" for _ in range(300)) + b")\n",
        b"x = '" + b"select " * 50_000 + b"%s'.format(a)\n",
        b"x = f'" + b"insert into " * 50_000 + b"{a}'\n",
        b"x = f'" + b"delete" + b" " * 100_000 + b"{a}'\n",
    ],
    ids=["chain", "beginnings", "two words", "spaces"],
)
def test_no_time_grows_with_the_square_of_a_text(source: bytes) -> None:
    """Bandit builds the text of a chain for each of its strings, and takes minutes for a text that only begins."""
    with CpuLimit(30):
        assert judged(Engine(), "a.py", source) == []


def test_results_of_one_long_list_share_its_lines() -> None:
    """Bandit gives to each string the lines of all: a generated table would fill the memory."""
    source = b"x = [\n" + b"  '/tmp/a',\n" * 2000 + b"]\n"
    found = judged(Engine(), "a.py", source)
    assert len(found) == 2000
    assert found[0].lines == found[-1].lines == tuple(range(1, 2003))
    assert len({id(one.lines) for one in found}) == 1


# --- what must not be loaded

LOADED = """
import json, sys
from bandit_support import judged
from walkaround import _bandit
engine = _bandit.Engine()
engine.identity(); _bandit.ids()
source = sys.argv[1].encode()
results = judged(engine, "a.py", source)
print(json.dumps([len(results), sorted(sys.modules)]))
"""


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that knows what is installed."""
    cache = tmp_path_factory.mktemp("warm")
    run(LOADED, "", cache=cache)
    return cache


def test_nothing_of_bandit_is_imported_for_a_file_that_concerns_no_plugin(warm: Path) -> None:
    source = "import os\ndef f(a, b=1):\n    return os.path.join(a, 'x').get(b, dict(c=1))\n"
    count, loaded = run(LOADED, source, cache=warm)
    assert count == 0
    assert [one for one in loaded if one.partition(".")[0] in ("bandit", "logging", "stevedore", "rich", "yaml")] == []
    assert [one for one in loaded if one in ("importlib.metadata", "tokenize", "difflib", "tempfile")] == []


def test_only_what_concerns_a_file_is_imported(warm: Path) -> None:
    count, loaded = run(LOADED, "import hashlib\nassert hashlib.md5(b'')\n", cache=warm)
    assert count == 2
    assert [one for one in loaded if one.startswith("bandit.plugins.")] == [
        "bandit.plugins.asserts",
        "bandit.plugins.hashlib_insecure_functions",
    ]
    assert [one for one in loaded if one in NEVER] == []


@pytest.mark.parametrize("name", ["shells", "sql", "banned-calls", "banned-imports", "trojan", "comments"])
def test_the_whole_program_is_never_imported(warm: Path, name: str) -> None:
    count, loaded = run(LOADED, SNIPPETS[name], cache=warm)
    assert count
    assert [one for one in loaded if one in NEVER] == []


def test_nor_where_nothing_is_kept(tmp_path: Path) -> None:
    count, loaded = run(LOADED, "assert 1\n", cache=tmp_path)
    assert count == 1
    assert [one for one in loaded if one in NEVER] == []


LEAN = """
import json, sys
from walkaround._bandit import _lean
before = "bandit" in sys.modules
assert _lean.stand_in() and _lean.stand_in()
out = {}
%s
print(json.dumps(out))
"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(
            "import bandit\nfrom bandit.core import test_properties as test, issue\n"
            "@test.checks('Call')\n@test.test_id('X1')\ndef f(context):\n"
            "    return bandit.Issue(severity=bandit.HIGH, confidence=bandit.LOW, cwe=issue.Cwe.XSS, text='t')\n"
            "one = f(None)\nout['said'] = [one.severity, one.confidence, one.cwe.id, f._checks, f._test_id,"
            " 'stevedore' in sys.modules]",
            ["HIGH", "LOW", 79, ["Call"], "X1", False],
            id="as a plugin does",
        ),
        pytest.param(
            "import bandit\n@bandit.test_id('X2')\n@bandit.checks('Str')\n@bandit.takes_config('c')\ndef f(context): ...\n"
            "out['said'] = [f._test_id, f._checks, f._takes_config, bandit.Cwe.XSS, 'stevedore' in sys.modules]",
            ["X2", ["Str"], "c", 79, False],
            id="by the package's own names",
        ),
        pytest.param(
            "import bandit\nout['said'] = [bandit.__version__.split('.')[0], bandit.__author__ != '', bandit.context.Context.__name__,"
            " bandit.RANKING, '__getattr__' in vars(bandit), bandit.LOG.name]",
            ["1", True, "Context", ["UNDEFINED", "LOW", "MEDIUM", "HIGH"], False, "bandit.core.test_properties"],
            id="what only the real package has",
        ),
        pytest.param(
            "import bandit.core.manager\nout['said'] = [bandit.core.manager.BanditManager.__name__,"
            " bandit.core.extension_loader.MANAGER.check_id('B101')]",
            ["BanditManager", True],
            id="a submodule",
        ),
        pytest.param(
            "import bandit\nout['said'] = [bandit.core.config.BanditConfig().get_option('include'), bandit.core.utils.get_nosec({}, {'linerange': []})]",
            [["*.py", "*.pyw"], None],
            id="a submodule by attributes alone",
        ),
        pytest.param(
            "from bandit.core import *\nfrom bandit.core import manager, LOW, tester\nout['said'] = [LOW, manager.PROGRESS_THRESHOLD]",
            ["LOW", 50],
            id="everything",
        ),
        pytest.param(
            "from bandit.cli import main\ntry:\n    main.main()\nexcept SystemExit as e:\n    out['said'] = e.code\n"
            "except BaseException as e:\n    out['said'] = repr(e)",
            1,
            id="the program",
        ),
        pytest.param(
            "import bandit, bandit.core\nout['said'] = [hasattr(bandit, '__wrapped__'), hasattr(bandit.core, '__all__'),"
            " 'stevedore' in sys.modules, hasattr(bandit, 'no_such_thing'), 'stevedore' in sys.modules, bandit.__spec__.name,"
            " bandit.core.__spec__.parent, bandit.__file__.endswith('__init__.py'), bandit is sys.modules['bandit']]",
            [False, False, False, False, True, "bandit", "bandit.core", True, True],
            id="tools that look at modules",
        ),
        pytest.param(
            "import importlib.resources, importlib.util\nout['said'] = [importlib.util.find_spec('bandit.core').name,"
            " importlib.resources.files('bandit').joinpath('core').is_dir()]",
            ["bandit.core", True],
            id="its files",
        ),
    ],
)
def test_bandit_is_what_it_is_for_everybody_else(body: str, said: Any, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("assert 1\n", encoding="utf-8")
    script = LEAN % body
    script = f"import sys\nsys.argv = ['bandit', '-q', '-f', 'json', '-o', {str(tmp_path / 'out')!r}, {str(tmp_path / 'a.py')!r}]\n{script}"
    assert run(script)["said"] == said


def test_where_it_was_imported_properly_it_is_left_alone() -> None:
    script = "import bandit, bandit.core\nold = bandit, bandit.core\n" + LEAN % (
        "out['said'] = [before, (bandit, bandit.core) == old, '__getattr__' in vars(bandit)]"
    )
    assert run(script)["said"] == [True, True, False]


# --- plugins of others

PLUGIN = """
import bandit
from bandit.core import test_properties as test

@test.checks("Call")
@test.test_id("X100")
def own_rule(context):
    if context.call_function_name_qual == "danger.now":
        return bandit.Issue(severity=bandit.HIGH, confidence=bandit.LOW, text="No.", cwe=1)
    if context.call_function_name == "raises":
        raise KeyError("quoted source")
    if context.call_function_name == "odd":
        return ["no issue"]

def gen_config(name):
    return {"words": [name]}

@test.takes_config("settings")
@test.checks("AsyncFunctionDef", "FunctionDef", "comprehension")
@test.test_id("X101")
def functions(context, config):
    if hasattr(context.node, "name"):
        return bandit.Issue("LOW", text=f"{config['words']} {context.call_function_name_qual}")

@test.checks("Eq")
@test.test_id("X102")
def leaves(context):
    return bandit.Issue("LOW", text="==", lineno=1, col_offset=0)

@test.checks("Call")
def without_id(context): ...

nothing = 3
"""
ENTRIES = "[bandit.plugins]\nown = theirs:own_rule\nfunctions = theirs:functions\n"
ASK = """
import json, sys
from bandit_support import judged
from walkaround import _bandit
try:
    engine = _bandit.Engine(required=tuple(json.loads(sys.argv[2])))
    out = [list(one) for one in judged(engine, "folder/a.py", sys.argv[1].encode()) if one.id[0] == "X"]
    print(json.dumps([out, [one for one in _bandit.ids() if one[0] == "X"]]))
except _bandit.Unloadable as failure:
    print(json.dumps([failure.name, failure.why]))
except _bandit.PluginCrash as failure:
    print(json.dumps([failure.test, failure.id, failure.line, failure.kind, str(failure)]))
"""


def ask(folder: Path, source: str, required: tuple[str, ...] = (), twice: bool = True) -> Any:
    """What an engine with the packages of a folder says; the second time with what the first has kept."""
    cache = folder / "kept"
    said = run(ASK, source, json.dumps(required), paths=[folder], cache=cache)
    if twice:
        assert run(ASK, source, json.dumps(required), paths=[folder], cache=cache) == said
    return said


def test_plugins_of_others_are_asked(tmp_path: Path) -> None:
    package(tmp_path, "theirs", PLUGIN, ENTRIES)
    source = "from danger import now\nnow(\n  1)\nclass A:\n    def f(self):\n        async def g(): [a for a in b]\n"
    assert ask(tmp_path, source, ("own", "assert_used")) == [
        [
            ["X100", "own_rule", 2, 0, 4, [2, 3], "HIGH", "LOW", "No.", 1],
            ["X101", "functions", 5, 4, 37, [5, 6], "LOW", "UNDEFINED", "['settings'] a.A.f", 0],
            ["X101", "functions", 6, 8, 37, [6], "LOW", "UNDEFINED", "['settings'] None", 0],
        ],
        ["X100", "X101"],
    ]


def test_where_a_plugin_asks_for_leaves_bandits_engine_is_used(tmp_path: Path) -> None:
    package(tmp_path, "theirs", PLUGIN, "[bandit.plugins]\nleaves = theirs:leaves\n")
    assert ask(tmp_path, "x = a == b\n")[0] == [["X102", "leaves", 1, 0, 0, [0, 1], "LOW", "UNDEFINED", "==", 0]]


@pytest.mark.parametrize(
    ("entries", "required", "name", "why"),
    [
        ("", ("own",), "own", "no installed package has this plugin"),
        ("own = gone:own_rule", (), "own", "it cannot be imported (ModuleNotFoundError)"),
        ("own = theirs:gone", (), "own", "it cannot be imported (AttributeError)"),
        ("own = theirs", (), "own", "its entry point names no function"),
        ("own = theirs:nothing", (), "own", "it is no plugin of bandit: it has no test id, or no types of nodes"),
        ("own = theirs:without_id", (), "own", "it is no plugin of bandit: it has no test id, or no types of nodes"),
    ],
    ids=["missing", "module", "attribute", "no function", "a number", "no id"],
)
def test_a_plugin_that_is_not_there_is_named(
    entries: str, required: tuple[str, ...], name: str, why: str, tmp_path: Path
) -> None:
    package(tmp_path, "theirs", PLUGIN, f"[bandit.plugins]\n{entries}\n")
    assert ask(tmp_path, "x = 1\n", required) == [name, why]


@pytest.mark.parametrize("body", ["raise ValueError('secret')", "raise SystemExit(0)", "import sys; sys.exit()"])
def test_a_module_that_fails_is_named(body: str, tmp_path: Path) -> None:
    package(tmp_path, "theirs", body, ENTRIES)
    name, why = ask(tmp_path, "x = 1\n")
    assert name == "own"
    assert why in ("it cannot be imported (ValueError)", "it cannot be imported (SystemExit)")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x = 1\nraises()\n", ["own_rule", "X100", 2, "KeyError"]),
        ("odd()\n", ["own_rule", "X100", 1, "AttributeError"]),
    ],
    ids=["raises", "no result"],
)
@pytest.mark.parametrize("leaves", [False, True], ids=["own", "bandit's"])
def test_a_plugin_that_fails_is_an_error(source: str, said: list[Any], leaves: bool, tmp_path: Path) -> None:
    package(tmp_path, "theirs", PLUGIN, ENTRIES + ("leaves = theirs:leaves\n" if leaves else ""))
    *found, text = ask(tmp_path, source)
    assert found == said
    assert text == f"the plugin own_rule (X100) failed on line {said[2]} with {said[3]}"


def test_whose_author_has_answered_for_the_line_is_not_asked_about_a_crash(tmp_path: Path) -> None:
    package(tmp_path, "theirs", PLUGIN, ENTRIES)
    assert ask(tmp_path, "raises()  # nosec X100: a fault of the plugin\n", twice=False)[0] == []
    assert ask(tmp_path, "raises()  # nosec B101\n", twice=False)[1] == "X100"


def test_plugins_of_bandit_that_fail_are_errors() -> None:
    with pytest.raises(PluginCrash) as caught:
        judged(Engine(), "a.py", b"import importlib\n\nimportlib.import_module()\n")
    assert (caught.value.test, caught.value.id, caught.value.line, caught.value.kind) == (
        "blacklist",
        "B001",
        3,
        "KeyError",
    )
    assert judged(Engine(), "a.py", b"import importlib\n\nimportlib.import_module()  # nosec\n") == []


def test_our_own_pack_is_left_to_the_hook(tmp_path: Path) -> None:
    package(tmp_path, "theirs", PLUGIN, "[bandit.plugins]\nours = walkaround.no.such.module:rule\n")
    assert ask(tmp_path, "x = 1\n", ("ours",)) == [[], []]


@pytest.mark.parametrize("failure", [Unloadable("own", "why"), PluginCrash("own", "B101", 3, "ValueError")])
def test_errors_come_whole_out_of_workers(failure: Exception) -> None:
    again = pickle.loads(pickle.dumps(failure))  # noqa: S301 - made above
    assert (type(again), str(again), vars(again)) == (type(failure), str(failure), vars(failure))


# --- what is kept


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on `sys.path` with a package of plugins, and a cache of its own."""
    folder = package(tmp_path / "site", "theirs", PLUGIN, ENTRIES)
    monkeypatch.setattr(_cache, "folder", lambda: str(tmp_path / "cache"))
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    # importlib_metadata, which a package of another test may bring along, puts its own finder in the place of Python's;
    # then packages may lie elsewhere than in folders, and nothing is kept.
    finders = [one for one in sys.meta_path if not type(one).__module__.startswith("importlib_metadata")]
    monkeypatch.setattr(sys, "meta_path", finders)
    usual = staticmethod(MetadataPathFinder.find_distributions)
    monkeypatch.setattr(PathFinder, "find_distributions", usual, raising=False)
    monkeypatch.delitem(sys.modules, "theirs", raising=False)
    return folder


def kept(monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the index comes out of the cache."""
    asked = []
    found = _index._found

    def counted(entries: list[Any]) -> Any:
        asked.append(1)
        return found(entries)

    monkeypatch.setattr(_index, "_found", counted)
    _index.index()
    monkeypatch.setattr(_index, "_found", found)
    return not asked


def test_the_index_is_kept_and_comes_back_as_it_was(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed.is_dir()
    first = _index.index()
    assert kept(monkeypatch)
    assert _index.index() == first
    assert "own" in first.names


def upgrade(folder: Path) -> None:
    (folder / "theirs-1.0.dist-info").rename(folder / "theirs-1.1.dist-info")


def in_place(folder: Path) -> None:
    """A module that is exchanged for one of the same size and time."""
    path = folder / "theirs.py"
    times = path.stat()
    other = folder.parent / "other.py"
    other.write_text(path.read_text(encoding="utf-8").replace("X100", "X900"), encoding="utf-8")
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.replace(path)
    sys.modules.pop("theirs", None)


def other_entries(folder: Path) -> None:
    path = folder / "theirs-1.0.dist-info" / "entry_points.txt"
    times = path.stat()
    path.write_text(ENTRIES.replace("own =", "its ="), encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def another(folder: Path) -> None:
    package(folder, "more", PLUGIN.replace("X10", "X20"), "[bandit.plugins]\nmore = more:own_rule\n")


def gone(folder: Path) -> None:
    shutil.rmtree(folder / "theirs-1.0.dist-info")


@pytest.mark.parametrize("change", [upgrade, in_place, other_entries, another, gone])
def test_whatever_changes_what_is_installed_is_seen(
    change: Any, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _index.index()
    assert kept(monkeypatch)
    change(installed)
    assert not kept(monkeypatch)
    after = _index.index()
    assert after.digest != before.digest
    assert kept(monkeypatch)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"key": 1}', b'{"key": null, "files": [], "index": []}', b"\xff", b"[" * 100_000],
    ids=["empty", "cut", "list", "no files", "other", "binary", "deep"],
)
def test_what_is_kept_and_odd_is_made_anew(content: bytes, installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _index.index()
    (name,) = [path.name for path in (installed.parent / "cache").iterdir()]
    assert _cache.write(name, content)
    assert not kept(monkeypatch)
    assert _index.index() == first


def test_what_is_kept_of_another_form_is_made_anew(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _index.index()
    (name,) = [path.name for path in (installed.parent / "cache").iterdir()]
    read = json.loads(_cache.read(name) or b"")
    read["index"] = read["index"][:3]
    assert _cache.write(name, json.dumps(read).encode())
    assert not kept(monkeypatch)


def test_a_path_that_is_no_folder_is_left_to_python(
    installed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert installed.is_dir()
    first = _index.index()
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("inside-2.dist-info/METADATA", "Metadata-Version: 2.1\nName: inside\nVersion: 2\n")
        archive.writestr("inside-2.dist-info/entry_points.txt", "[bandit.plugins]\ninside = theirs:functions\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "a.zip"), *sys.path])
    found = _index.index()
    assert found.names == ("inside", *first.names)
    assert not kept(monkeypatch)


def test_the_order_is_that_of_python_itself(installed: Path) -> None:
    """The order of entry points is the order of results at one node."""
    another(installed)
    from importlib import metadata

    listing = _index._listing()
    assert listing is not None
    ours = [(one.group, one.name, one.value) for one in _index._read(listing[1])]
    for group in ("bandit.plugins", "bandit.blacklists"):
        theirs = [(group, one.name, one.value) for one in metadata.entry_points(group=group)]
        assert [one for one in ours if one[0] == group] == theirs


# --- identity and ids


def test_the_identity_names_what_results_depend_on(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_bandit, "_found", None)
    first = Engine().identity()
    assert Engine().identity() == first
    assert Engine(frozenset({"B101"})).identity() != first
    assert Engine(frozenset({"B101", "B102"})).identity() == Engine(frozenset({"B102", "B101"})).identity()
    upgrade(installed)
    monkeypatch.setattr(_bandit, "_found", None)
    assert Engine().identity() != first


def test_ids_have_the_names_of_plugins_and_of_lines_of_blacklists() -> None:
    known = _bandit.ids()
    assert {one: known[one] for one in ("B101", "B324", "B303", "B404", "B613")} == {
        "B101": "assert_used",
        "B324": "hashlib_insecure_functions",
        "B303": "md5",
        "B404": "import_subprocess",
        "B613": "trojansource",
    }
    assert len(known) == len(set(known.values()))
    assert not [one for one in known if not re.fullmatch(r"B\d{3}", one)]


# --- hostile files


@pytest.mark.parametrize(
    "source",
    [
        b"x = " + b"(" * 80 + b"'/tmp'" + b")" * 80 + b"\n",
        b"a" + b".b" * 400 + b".system('x')\n",
        b"f(" * 80 + b"shell=True" + b")" * 80 + b"\n",
        b"import os as " + b"o" * 100_000 + b"\n" + b"o" * 100_000 + b".system(a)\n",
        b"x = '" + b"select " * 500 + b"%s' % a\n",
        "ａssert = ｅｘｅｃ('1')\n".encode(),  # noqa: RUF001 - other forms of the same letters, which Python reads alike
        b"\xef\xbb\xbf" + b"'''" + "\u202e".encode() + b"'''\n",
        b"f(**{'password': 'x'}, **y)\n",
        b"def f(*, password='a', **pwd): ...\ndef g(a, /, token='b'): ...\n",
    ],
    ids=["brackets", "dots", "calls", "long name", "long text", "letters", "mark", "stars", "parameters"],
)
def test_odd_files_are_judged_as_bandits_engine_does(source: bytes) -> None:
    engine = Engine()
    found = judged(engine, "a.py", source)
    assert found == _stock.judge("a.py", source, _stock.Tests(_index.index(), frozenset()), NONE)


@given(st.lists(st.sampled_from([line for text in SNIPPETS.values() for line in text.splitlines()]), max_size=12))
def test_any_lines_together_are_judged_as_bandits_engine_does(lines: list[str]) -> None:
    source = "\n".join(lines).encode("utf-8", "surrogatepass")
    try:
        ast.parse(source)
    except SyntaxError:
        return
    found: list[list[Result] | str] = []
    engine = Engine()
    for own in (True, False):
        engine._own = own
        try:
            found.append(judged(engine, "a.py", source))
        except PluginCrash as failure:
            found.append(str(failure))
    assert found[0] == found[1]


def test_a_chain_that_is_deeper_than_bandit_can_go() -> None:
    """Bandit's visitor calls itself for every level, and leaves such a file out."""
    source = b"x = a" + b".b('c')" * 300 + b"\nassert x\n"
    limit = sys.getrecursionlimit()
    order = parsed(source)[1]
    sys.setrecursionlimit(len_of_stack() + 120)
    try:
        found = Run(Table(_index.index(), frozenset()), "a.py", source, NONE).judge(order)
    finally:
        sys.setrecursionlimit(limit)
    assert Counter(one.id for one in found) == {"B101": 1}


def len_of_stack() -> int:
    frame, depth = sys._getframe(), 0
    while frame is not None:
        frame, depth = frame.f_back, depth + 1  # type: ignore[assignment]
    return depth
