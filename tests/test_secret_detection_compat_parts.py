"""The parts of compat mode against those of detect-secrets 1.5.0 whose work they do."""

import io
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compat_support import COMMENTS, KEYWORDS, VALUES, ini_files, lines, no_tick, yaml_files
from tests_support import tries
from walkaround.secret_detection import _database
from walkaround.secret_detection._compat import _filters, _gate, _ini, _original, _yaml

SOME = settings(max_examples=tries(200), deadline=None, suppress_health_check=list(HealthCheck))
LIMITS = {_gate.BASE64: 4.5, _gate.HEX: 3.0}


def plugins() -> dict[str, Any]:
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

    classes: list[Any] = list(get_mapping_from_secret_type_to_class().values())
    return {kind.__name__: kind for kind in classes}


class Named(io.StringIO):
    name = "a.txt"


def test_every_plugin_has_its_patterns() -> None:
    assert set(plugins()) == _gate.PLUGINS


def test_the_defaults_are_those_of_detect_secrets() -> None:
    from detect_secrets.filters import heuristic
    from detect_secrets.settings import Settings

    default = Settings()
    known = {str(one["path"]) for one in _original.DEFAULT_FILTERS}
    assert known | Settings.DEFAULT_FILTERS == set(default.filters)
    assert known < _original.SIMPLE_FILTERS < _original.KNOWN_FILTERS
    assert heuristic.IGNORED_FILE_EXTENSIONS == _original._IGNORED
    assert all(heuristic.is_lock_file(name) for name in _original._LOCKS)


@pytest.mark.parametrize("extension", [one.removeprefix(".") for one in sorted(_gate._KINDS)])
def test_kinds_of_files(extension: str) -> None:
    from detect_secrets.util.filetype import FileType, determine_file_type

    name = f"a.{extension}"
    assert _gate.kind_of(name).is_yaml is (determine_file_type(name) is FileType.YAML)
    assert not _gate.kind_of(name).is_other
    assert determine_file_type(name) is not FileType.OTHER


@pytest.mark.parametrize("name", ["a", "a.txt", ".py", "a.PY", "a.json", "a.yaml.j2"])
def test_other_files(name: str) -> None:
    from detect_secrets.util.filetype import FileType, determine_file_type

    assert determine_file_type(name) is FileType.OTHER
    assert _gate.kind_of(name).is_other


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, _database.Database]:
    """A Hyperscan database for each plugin alone."""
    found: dict[str, _database.Database] = {}
    if not _database.available():
        return found
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        for name in _gate.PLUGINS:
            made = _database.build("parts", _gate.Expressions({name}, LIMITS).own())
            assert made is not None
            found[name] = made
    return found


BY_PATTERN = sorted(name for name, kind in plugins().items() if hasattr(kind, "denylist"))


def _gate_of(name: str, engine: str, databases: dict[str, _database.Database]) -> _gate.Gate:
    made = _gate.Gate({name}, LIMITS)
    made._next = None
    if engine == "hyperscan":
        pytest.importorskip("hyperscan")
        made._engine = databases[name]
    return made


@pytest.mark.parametrize("engine", ["re", "hyperscan"])
@pytest.mark.parametrize("name", BY_PATTERN)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_line_that_the_plugins_own_pattern_matches_is_a_candidate(
    name: str, engine: str, databases: dict[str, _database.Database], data: st.DataObject
) -> None:
    kind = plugins()[name]
    pattern = data.draw(st.sampled_from(list(kind.denylist)))
    around = st.sampled_from(["", " ", "x", '"', "\u00a0", "\u0661", "\u00e9"])
    text = data.draw(around) + data.draw(st.from_regex(pattern)) + data.draw(around)
    text = text.encode("utf-8", "ignore").decode().replace("\n", " ")
    if any(one.search(text) for one in kind.denylist):
        before = data.draw(st.sampled_from(["", "x\n", "\n\n"]))
        found = _gate_of(name, engine, databases).candidates(f"{before}{text}\nx".encode(), _gate.kind_of("a").keyword)
        start = len(before.encode())
        if name == "JwtTokenDetector" or list(kind().analyze_string(text)):
            assert [(one.start, one.end, one.plugins) for one in found] == [(start, start + len(text.encode()), {name})]


@pytest.mark.parametrize("engine", ["re", "hyperscan"])
@pytest.mark.parametrize("name", ["KeywordDetector", "Base64HighEntropyString", "HexHighEntropyString"])
@pytest.mark.parametrize("file", ["a.py", "a.go", "a.c", "a.cpp", "a.yaml"])
@SOME
@given(text=lines())
def test_a_line_in_which_the_plugin_finds_something_is_a_candidate(
    name: str, file: str, engine: str, databases: dict[str, _database.Database], text: str
) -> None:
    line = text.encode("utf-8", "ignore").decode().replace("\n", " ")
    if plugins()[name]().analyze_line(filename=file, line=line):
        found = _gate_of(name, engine, databases).candidates(line.encode(), _gate.kind_of(file).keyword)
        assert [one.plugins for one in found] == [{name}]


@pytest.mark.parametrize(
    ("limit", "letters", "length"),
    [(4.5, 68, 23), (3.0, 22, 9), (0, 22, 2), (2.0, 22, 5), (1.5, 22, 3), (4.46, 22, None), (8.0, 68, None)],
)
def test_the_shortest_string_of_an_entropy(limit: float, letters: int, length: int | None) -> None:
    assert _gate.shortest(limit, letters) == length


@SOME
@given(run=st.text("0123456789abcdefABCDEF", min_size=1, max_size=30), limit=st.floats(0, 4.4))
def test_entropy_is_never_underrated(run: str, limit: float) -> None:
    from detect_secrets.plugins.high_entropy_strings import HexHighEntropyString

    if HexHighEntropyString(limit).calculate_shannon_entropy(run) > limit:
        assert _gate.is_random(run.encode(), limit, hexadecimal=True)


@SOME
@given(data=ini_files(), header=st.booleans())
def test_ini_lines(data: bytes, header: bool) -> None:
    from detect_secrets.transformers.config import ConfigFileTransformer, EagerConfigFileTransformer
    from detect_secrets.transformers.exceptions import ParsingError

    text = data.decode().replace("\r\n", "\n").replace("\r", "\n")
    reader: Any = (EagerConfigFileTransformer if header else ConfigFileTransformer)()
    file: Any = Named(text)
    try:
        wanted = reader.parse_file(file)
    except ParsingError:
        wanted = None
    assert _ini.lines(text, no_tick, header=header) == wanted
    if wanted:
        content = text.encode()
        assert _gate.may_be_options(content) if header else _gate.may_be_ini(content)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a: b\nc:\n  - d: e # f\n", True),
        ("a: {b: c, d: {e: f}}\ng: h\n", True),
        ("a: |\n  b\n  c\nd: 'e'\n", True),
        ("a: {b: c,\n  d: e}\n", False),
        ("a: &b c\nd: *b\n", False),
        ("? a\n: b\n", False),
        ("a: !!str b\n", False),
        ("a: b\na: c\n", False),
        ("1: b\n", False),
        ("a: 2021-01-01\n", False),
        ("a: \tb\n", False),
    ],
)
def test_which_yaml_is_plain(text: str, plain: bool) -> None:
    reading = _yaml.read(text)
    assert reading is not None
    assert (reading.lines is not None) is plain
    if plain:
        assert reading.lines == _original.yaml_lines("a.yaml", text)


@SOME
@given(data=yaml_files())
def test_yaml_lines(data: bytes) -> None:
    text = data.decode().replace("\r\n", "\n").replace("\r", "\n")
    reading = _yaml.read(text)
    if reading is None:
        return
    try:
        wanted = _original.yaml_lines("a.yaml", text)
    except ValueError:  # a date that is none
        return
    if reading.lines is not None:
        assert (wanted or []) == reading.lines
    elif wanted:
        starts = tuple(reading.texts)
        assert all(not line or line.startswith(starts) for line in wanted)


_SNIPPETS = st.sampled_from(
    [*COMMENTS, "pragma: allowlist secret", "#", "//", "/*", "*/", "--", "'", "<!--", "-->", " "]
)


@SOME
@given(
    line=st.lists(_SNIPPETS, max_size=6).map("".join),
    previous=st.lists(_SNIPPETS, max_size=6).map("".join),
    name=st.sampled_from(["a.py", "a.yaml", "a.yml"]),
)
def test_pragmas(line: str, previous: str, name: str) -> None:
    from detect_secrets.filters.allowlist import is_line_allowlisted
    from detect_secrets.util.code_snippet import CodeSnippet

    around = CodeSnippet([previous, line], 0, 1)
    assert _filters.is_allowlisted(name, line, previous) is is_line_allowlisted(name, line, around)


@SOME
@given(line=st.one_of(lines(), st.text("a=:!([)] \t\x0b.-", max_size=12)))
def test_indirect_references(line: str) -> None:
    from detect_secrets.filters.heuristic import is_indirect_reference

    assert _filters.is_indirect(line) is is_indirect_reference(line)


@SOME
@given(
    line=st.lists(
        st.sampled_from([*KEYWORDS, *VALUES, "_id=", "id ", "_ids:", "_\u0131d ", "userid-", "_id\u017f-", "x"]),
        max_size=6,
    ).map("".join),
    secret=st.sampled_from([*VALUES, "x", "d", ""]),
)
def test_identifiers(line: str, secret: str) -> None:
    from detect_secrets.filters.heuristic import is_likely_id_string

    wanted = is_likely_id_string(secret, line)
    assert _filters.IdFinder(line).is_before(secret, certain=False) is wanted
    if secret in line:
        assert _filters.IdFinder(line).is_before(secret, certain=True) is wanted


def test_the_keywords_are_those_of_detect_secrets() -> None:
    from detect_secrets.plugins.keyword import DENYLIST

    pattern = re.compile(_gate._KEYWORDS)
    for word in DENYLIST:
        for one in (word.replace("?", ""), word.replace("_?", "")):
            assert pattern.fullmatch(one.encode())
