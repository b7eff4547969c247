"""Compat mode finds what detect-secrets 1.5.0 finds, which is asked about the same files."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compat_support import files, found_by_original, ini_files, no_tick, original, plugin_texts, told, yaml_files
from made_up_secrets import made_up
from processor_time import CpuLimit
from tests_support import TOP, tries
from walkaround._finding import NotJudged
from walkaround.secret_detection import _database
from walkaround.secret_detection._compat import Compat, Secret, Settings, _gate, _original

MADE = made_up(4)
SOME = settings(max_examples=tries(120), deadline=None, suppress_health_check=list(HealthCheck))
ENGINES = ("re", "hyperscan")
ANY_NAME = ("a.py", "a.txt", "a.c", "a.cpp", "a.go", "a.yaml", "a.yml", "a.ini", "a", "a.example", "a.js", "a.cs")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module", params=ENGINES)
def compat(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compat]:
    """The default settings, judged by one of the two engines from the first byte on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "compat-cache"))
        yield with_engine(patch, request.param, Settings())


def with_engine(patch: pytest.MonkeyPatch, engine: str, how: Settings) -> Compat:
    if engine == "re":
        patch.setattr(_database, "available", lambda: False)
    else:
        pytest.importorskip("hyperscan")
        patch.setattr(_gate, "LOAD_AFTER", 0)
        patch.setattr(_gate, "BUILD_AFTER", 0)
    made = Compat(how)
    made.scan("a.py", b"x", no_tick)
    expected = _gate.Expressions if engine == "re" else _database.Database
    assert isinstance(made._gate._engine, expected)
    return made


def same(made: Compat, path: str, data: bytes) -> list[tuple[int, str, str]]:
    """What both find, asserted to be the same; where detect-secrets fails, ours must not have judged."""
    try:
        wanted = found_by_original(path, data)
    except Exception:  # noqa: BLE001 - whatever detect-secrets raises
        with suppress(NotJudged):
            assert made.scan(path, data, no_tick) == []  # the gate saw that there was nothing to be found
        return []
    assert told(made.scan(path, data, no_tick)) == wanted
    return wanted


KEY = f'key = "{MADE["AWS_KEY"]}"'
PASSWORD = MADE["PASSWORD"]
FOUND = {
    "a vendor token": ("a.py", KEY),
    "line ends of Windows": ("a.py", f"x\r\n{KEY}\r\n"),
    "line ends of old": ("a.py", f"x\r{KEY}\ry\r"),
    "no line end": ("a.py", KEY),
    "a NUL before it": ("a.py", f"\0{KEY}"),
    "a mark of UTF-8": ("a.py", f"\ufeff{KEY}"),
    "twice in a file": ("a.py", f"x\n{KEY}\n{KEY}\n"),
    "several in a line": ("a.py", f'{KEY}; password = "{PASSWORD}"; h = "{MADE["HEX40"]}"'),
    "a keyword in capitals": ("a.py", f'DB_PASSWORD = "{PASSWORD}"'),
    "a keyword with long s": ("a.py", f'pa\u017f\u017fword = "{PASSWORD}"'),
    "a keyword with the Kelvin sign": ("a.py", f'api_\u212aey = "{PASSWORD}"'),
    "a keyword with dotless i": ("a.py", f'ap\u0131_key = "{PASSWORD}"'),
    "a keyword with dotted I": ("a.py", f'AP\u0130_KEY = "{PASSWORD}"'),
    "a keyword in Spanish": ("a.py", f'CONTRASE\u00d1A = "{PASSWORD}"'),
    "no-break space around the sign": ("a.py", f'password\u00a0=\u00a0"{PASSWORD}"'),
    "digits beyond ASCII": ("a.py", "\u0661" * 8 + ":" + "A" * 35),
    "C": ("a.c", f'char password[25] = @"{PASSWORD}";'),
    "C++": ("a.cpp", f'std::string secret("{PASSWORD}");'),
    "Go without quotes": ("a.go", f"password := {PASSWORD}"),
    "compared": ("a.py", f'if "{PASSWORD}" == my_password: pass'),
    "a semicolon": ("a.js", f'private_key "{PASSWORD}";'),
    "INI": ("a.ini", f"[s]\npassword = {PASSWORD}\nother:\n  {MADE['BASE64']}\n  {MADE['HEX40']}\n"),
    "INI by content": ("a.txt", f"password = {PASSWORD}\nh = {MADE['HEX40']}\n"),
    "a pragma before in YAML": ("a.yaml", f"# pragma: allowlist nextline secret\npassword: {PASSWORD}\n"),
    "no INI because of one line": ("a.txt", f'h = "{MADE["HEX40"]}"\nno option\n'),
    "YAML": ("a.yaml", f"password: {PASSWORD}\nh:\n  - i: {MADE['HEX40']}\n"),
    "YAML over two lines": ("a.yml", f"password:\n  {PASSWORD}\n"),
    "YAML with an anchor": ("a.yml", f"a: &b\n  password: {PASSWORD}\nc: *b\n"),
    "YAML of two documents": ("a.yml", f"---\npassword: {PASSWORD}\n---\npassword: x{PASSWORD}\n"),
    "YAML binary": ("a.yml", f"a: !!binary |\n  {MADE['BASE64']}\n"),
    "YAML block": ("a.yml", f"a: |\n  password: {PASSWORD}\n  {KEY}\nb: >\n  x\n  y\n"),
    "YAML in braces": ("a.yml", f"a: {{password: {PASSWORD}, b: {{secret: x{PASSWORD}}}}}\nh: '{MADE['HEX40']}'\n"),
    "YAML in braces over lines": ("a.yml", f"a: {{password: {PASSWORD},\n  h: '{MADE['HEX40']}'}}\n"),
    "YAML that is none": ("a.yml", f"password: {PASSWORD}\n  - x: [\n"),
    "YAML of strings alone": ("a.yml", f"- 'password: {PASSWORD}'\n"),
    "a private key": ("key.pem", MADE["PRIVATE_KEY"]),
}
NOTHING = {
    "a pragma": ("a.py", f"{KEY}  # pragma: allowlist secret"),
    "a pragma before": ("a.py", f"# pragma: allowlist nextline secret\n{KEY}"),
    "INI interpolated": ("a.cfg", f"[s]\na = {PASSWORD}\npassword = %(a)s\n"),
    "not UTF-8": ("a.py", f"{KEY}\n".encode() + b"\xff"),
    "cut in a character": ("a.py", f"{KEY}\n".encode() + b"\xc3"),
    "an image by its name": ("a.png", KEY),
    "a lock file": ("yarn.lock", KEY),
    "a swagger file": ("swagger.py", KEY),
    "a call": ("a.py", f'password = get("{PASSWORD}")'),
    "a template": ("a.yaml", 'password: "{{ vault }}"'),
    "an identifier": ("a.py", f'user_id = "{MADE["HEX40"]}"'),
    "empty": ("a.py", ""),
}


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


@pytest.mark.parametrize("case", FOUND.values(), ids=FOUND)
def test_what_is_found(compat: Compat, place: str, case: tuple[str, str]) -> None:
    with original():
        assert same(compat, os.path.join(place, case[0]), _bytes(case[1]))


@pytest.mark.parametrize("case", NOTHING.values(), ids=NOTHING)
def test_what_is_not_found(compat: Compat, place: str, case: tuple[str, str | bytes]) -> None:
    with original():
        assert not same(compat, os.path.join(place, case[0]), _bytes(case[1]))


FUZZED = {
    "lines": (ANY_NAME, files()),
    "ini": (("a.ini", "a.txt", "a.yaml"), ini_files()),
    "yaml": (("a.yml",), yaml_files()),
}


@pytest.mark.parametrize("longest", [8192, 10], ids=["whole lines", "as if they were very long"])
@pytest.mark.parametrize("kind", FUZZED)
@SOME
@given(data=st.data())
def test_files_of_all_kinds(compat: Compat, place: str, kind: str, longest: int, data: st.DataObject) -> None:
    names, contents = FUZZED[kind]
    name, content = data.draw(st.sampled_from(names)), data.draw(contents)
    with pytest.MonkeyPatch.context() as patch, original():
        patch.setattr(_original, "LONG", longest)
        same(compat, os.path.join(place, name), content)


@pytest.mark.parametrize("longest", [8192, 10], ids=["whole lines", "as if they were very long"])
@SOME
@given(data=st.data())
def test_texts_in_the_grammar_of_every_plugin(compat: Compat, place: str, longest: int, data: st.DataObject) -> None:
    around = st.sampled_from(["", '"', " ", "secret = ", "\u0131"])
    text = "\n".join(data.draw(st.lists(st.tuples(around, plugin_texts(), around).map("".join), max_size=3)))
    with pytest.MonkeyPatch.context() as patch, original():
        patch.setattr(_original, "LONG", longest)
        same(compat, os.path.join(place, data.draw(st.sampled_from(ANY_NAME))), text.encode("utf-8", "ignore"))


FILTERS = "detect_secrets.filters."
OTHERS: dict[str, dict[str, Any]] = {
    "other limits": {
        "plugins_used": [
            {"name": "Base64HighEntropyString", "limit": 2.0},
            {"name": "HexHighEntropyString", "limit": 1.5},
        ]
    },
    "the lowest limits": {
        "plugins_used": [{"name": "Base64HighEntropyString", "limit": 0}, {"name": "HexHighEntropyString", "limit": 0}]
    },
    "a limit that nothing exceeds": {"plugins_used": [{"name": "HexHighEntropyString", "limit": 8.0}]},
    "a subset": {"plugins_used": [{"name": "KeywordDetector", "keyword_exclude": "api"}, {"name": "AWSKeyDetector"}]},
    "no filters": {"plugins_used": [{"name": "KeywordDetector"}, {"name": "JwtTokenDetector"}], "filters_used": []},
    "exclusions": {
        "plugins_used": [{"name": name} for name in sorted(_gate.PLUGINS)],
        "filters_used": [
            {"path": FILTERS + "allowlist.is_line_allowlisted"},
            {"path": FILTERS + "regex.should_exclude_file", "pattern": [r"\.go$"]},
            {"path": FILTERS + "regex.should_exclude_line", "pattern": ["api", "^x"]},
            {"path": FILTERS + "regex.should_exclude_secret", "pattern": ["^AKIA", "hunter"]},
            {"path": FILTERS + "common.is_baseline_file", "filename": "a.js"},
        ],
    },
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("how", OTHERS.values(), ids=OTHERS)
def test_settings_of_a_baseline(
    how: dict[str, Any], engine: str, place: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "compat-cache"))
        made = with_engine(patch, engine, Settings(how["plugins_used"], how.get("filters_used")))
        with original(how):
            found = [same(made, os.path.join(place, name), _bytes(content)) for name, content in FOUND.values()]

        @settings(max_examples=tries(60), deadline=None, suppress_health_check=list(HealthCheck))
        @given(name=st.sampled_from(ANY_NAME), content=st.one_of(files(), yaml_files(), ini_files()))
        def check(name: str, content: bytes) -> None:
            with original(how):
                same(made, os.path.join(place, name), content)

        check()
    nothing = how["plugins_used"] == [{"name": "HexHighEntropyString", "limit": 8.0}]
    assert any(found) is not nothing


def test_a_list_of_words(place: str) -> None:
    path = os.path.join(place, "words.txt")
    Path(path).write_text("Hunter\nab\n\n  Qwerty \n", encoding="utf-8")
    used = [{"path": FILTERS + "wordlist.should_exclude_secret", "min_length": 3, "file_name": path, "file_hash": ""}]
    made = Compat(Settings([{"name": "KeywordDetector"}], used))
    data = b'password = "xhunter2"\npassword = "QWERTY"\npassword = "abel7"\n'
    assert [one.line for one in made.scan("a.py", data, no_tick)] == [3]


BROKEN: dict[str, tuple[Settings, str]] = {
    "no plugins": (Settings([]), "no plugin is in use"),
    "an unknown plugin": (Settings([{"name": "Nothing"}]), "no plugin 'Nothing' is known"),
    "an impossible limit": (Settings([{"name": "HexHighEntropyString", "limit": 9}]), "is not a number from 0 to 8"),
    "a limit that is no number": (Settings([{"name": "HexHighEntropyString", "limit": "3"}]), "is not a number"),
    "an unknown setting": (Settings([{"name": "KeywordDetector", "keyword_exclude": "("}]), "cannot be set up"),
    "a plugin without a name": (Settings([{"limit": 3}]), "a plugin has no name"),
    "a filter without a path": (Settings(None, [{"pattern": []}]), "a filter has no path"),
    "a bad pattern": (
        Settings(None, [{"path": FILTERS + "regex.should_exclude_secret", "pattern": ["("]}]),
        "has no list of regular expressions",
    ),
    "no list of words": (
        Settings(
            None, [{"path": FILTERS + "wordlist.should_exclude_secret", "file_name": "/nowhere", "min_length": 3}]
        ),
        "cannot be read as the list of words",
    ),
    "gibberish without its package": (
        Settings(None, [{"path": FILTERS + "gibberish.should_exclude_secret", "limit": 3.7}]),
        "install gibberish-detector",
    ),
    "a missing plugin file": (Settings(plugin_files=["/nowhere.py"]), "cannot be imported"),
    "a missing plugin path": (Settings([{"name": "X", "path": "file:///nowhere.py"}]), "cannot be imported"),
}


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN)
def test_settings_that_cannot_be_used(case: tuple[Settings, str]) -> None:
    with pytest.raises(NotJudged) as told_so:
        Compat(case[0])
    assert case[1] in str(told_so.value)


CUSTOM = """
import re
from detect_secrets.plugins.base import BasePlugin, RegexBasedDetector

class Badge(RegexBasedDetector):
    secret_type = "Badge"
    denylist = [re.compile("badge-[0-9]+")]

class Loud(BasePlugin):
    secret_type = "Loud"
    def analyze_string(self, string):
        yield from ()
    def analyze_line(self, filename, line, line_number=0, context=None, **kwargs):
        if "explode" in line:
            raise RuntimeError(line)
        return super().analyze_line(filename=filename, line=line, line_number=line_number, context=context)
"""


@pytest.fixture
def custom(tmp_path: Path) -> str:
    path = tmp_path / "badge.py"
    path.write_text(CUSTOM, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", ["a.py", "a.txt", "a.yaml", "a.ini"])
def test_a_custom_plugin_sees_every_line(custom: str, name: str, place: str) -> None:
    data = f"[s]\na = badge-1x\nb: badge-22\n{KEY}\n".encode()
    used = [{"name": name} for name in sorted(_gate.PLUGINS)]
    given_path = [{"name": one, "path": f"file://{custom}"} for one in ("Badge", "Loud")]
    path = os.path.join(place, name)
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

    get_mapping_from_secret_type_to_class.cache_clear()
    try:
        with original({"plugins_used": used + given_path}):
            wanted = found_by_original(path, data)
    finally:
        get_mapping_from_secret_type_to_class.cache_clear()
    assert any(one[1] == "Badge" for one in wanted)
    for how in (Settings(plugin_files=[custom]), Settings(used + given_path)):
        assert told(Compat(how).scan(path, data, no_tick)) == wanted


def test_a_custom_plugin_that_fails(custom: str) -> None:
    made = Compat(Settings(plugin_files=[custom]))
    with pytest.raises(NotJudged, match="detect-secrets fails on it"):
        made.scan("a.py", b"explode\n", no_tick)


@pytest.mark.parametrize(("content", "why"), [("x = 1\n", "has no plugin"), ("raise OSError\n", "cannot be imported")])
def test_a_plugin_file_without_a_plugin(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "none.py"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NotJudged) as told_so:
        Compat(Settings(plugin_files=[str(path)]))
    assert why in str(told_so.value)


def test_a_filter_that_the_settings_bring_along(tmp_path: Path, place: str) -> None:
    path = tmp_path / "mine.py"
    path.write_text(
        "def no_ones(secret, line, context):\n    return 'one' in context.previous_line\n"
        "def no_go(filename):\n    return filename.endswith('.go')\n"
        "def no_two(line):\n    return 'two' in line\n",
        encoding="utf-8",
    )
    used = [{"path": f"file://{path}::{name}"} for name in ("no_ones", "no_go", "no_two", "missing")]
    how = {"plugins_used": [{"name": "KeywordDetector"}], "filters_used": used}
    made = Compat(Settings(how["plugins_used"], used))
    data = b'one\npassword = "abel1"\npassword = "two22"\npassword = "abel3"\n'
    with original(how):
        assert [line for line, _, _ in same(made, os.path.join(place, "a.py"), data)] == [4]
        assert same(made, os.path.join(place, "a.go"), data) == []


def test_two_runs_do_not_disturb_each_other_nor_anybody_else(place: str) -> None:
    from detect_secrets.settings import get_settings

    low = Compat(Settings([{"name": "HexHighEntropyString", "limit": 1.0}]))
    high = Compat(Settings([{"name": "HexHighEntropyString", "limit": 3.5}, {"name": "AWSKeyDetector"}]))
    data = f'a = "abcdabcd"\n{KEY}\n'.encode()
    with original({"plugins_used": [{"name": "KeywordDetector"}]}):
        before = json.dumps(get_settings().json(), default=str)
        for _ in range(2):
            assert [one.line for one in low.scan("a.py", data, no_tick)] == [1]
            assert [one.line for one in high.scan("a.py", data, no_tick)] == [2]
        assert json.dumps(get_settings().json(), default=str) == before
        assert found_by_original(os.path.join(place, "a.py"), data) == []


def test_what_a_finding_tells() -> None:
    data = f"x\n  {KEY}\n".encode()
    assert Compat(Settings()).scan("a.py", data, no_tick) == [
        Secret("AWS Access Key", _sha1(MADE["AWS_KEY"]), 2, 10, "AWSKeyDetector", MADE["AWS_KEY"])
    ]


def test_the_column_in_a_very_long_line() -> None:
    data = f"é{'a=1;' * 5000}{KEY};".encode()
    found = [(one.plugin, one.line, one.column) for one in Compat(Settings()).scan("a.js", data, no_tick)]
    assert found == [("AWSKeyDetector", 1, 1 + 20000 + 8)]


def _sha1(text: str) -> str:
    import hashlib

    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def test_the_clock_ends_it() -> None:
    asked = []

    def tick() -> None:
        asked.append(1)
        if len(asked) > 20:
            raise NotJudged("a.js", "took longer")

    made = Compat(Settings())
    with pytest.raises(NotJudged, match="took longer"):
        made.scan("a.js", b"".join(b'x="%dabcdefghijklmnopqrstuvwxyz";' % number for number in range(1000)), tick)
    asked.clear()
    with pytest.raises(NotJudged, match="took longer"):
        made.scan("a.py", f"{KEY}\n".encode() * 100, tick)


NOTHING_IN_IT = {
    "a.py": "import os\nx = get('y')\n",
    "a.txt": "a: b\nc = d\n",
    "a.ini": "[s]\na: b\nc = get(x)\n",
    "a.yaml": "a: b\nc:\n  - d: '{{ password }}'\n    e: &f {}\n",
}


@pytest.mark.parametrize("name", NOTHING_IN_IT)
def test_a_file_with_nothing_in_it_does_not_import_detect_secrets(name: str) -> None:
    code = (
        "import sys; from walkaround.secret_detection._compat import Compat, Settings\n"
        f"found = Compat(Settings()).scan({name!r}, {NOTHING_IN_IT[name].encode()!r}, lambda: None)\n"
        "assert not found\n"
        "print([name for name in ('detect_secrets', 'hyperscan', 'requests', 'socket') if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(TOP / "hooks")}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


HOSTILE = {
    "keywords": b"secret" * 60000,
    "keywords with signs": b"secret= " * 40000,
    "space behind a keyword": b"secret" + b" " * 300000 + b"= 'x'",
    "space before a pragma": b'password = "abel7"' + b" " * 300000 + b"# pragma: allowlist secret x",
    "quotes": b'"' * 300000,
    "one string": b'"' + b"aB3/" * 80000 + b'"',
    "heads of tokens": b"eyJ" * 100000 + b" eyJa.b",
    "addresses": b"//" * 150000 + b"/:_authToken=npm",
    "prefixes": b"sk-" * 100000 + b"T3BlbkFJ",
    "open URLs": b"://a:" * 60000,
    "gaps": b"token" + b" =" * 150000,
    "options": b"a" + b" " * 300000 + b"b",
    "percent signs": b"a = " + b"%%" * 150000,
}


@pytest.mark.parametrize("name", ["a.js", "a.txt", "a.ini"])
@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_line_takes_linear_time(compat: Compat, line: bytes, name: str) -> None:
    with CpuLimit(30):
        compat.scan(name, line, no_tick)


def test_no_socket_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object) -> None:
        raise AssertionError("a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    used = [{"path": _original.VERIFICATION, "min_level": 2}]
    assert Compat(Settings(None, used)).scan("a.py", f"{KEY}\nx = '{MADE['GITHUB_TOKEN']}'\n".encode(), no_tick)
