"""The policy loader: what it accepts, what it refuses and with which words, and how layers merge."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_support import AGE, DEPTH, EXCUSED, LEVEL, LOUD, PARTS, PLACE, RULE, Fleet, load_here
from walkaround._catalogue import HookCatalogue
from walkaround._policy import Key, Policy, PolicyError
from walkaround._policy._document import read_document
from walkaround._policy._extends import PROFILES
from walkaround._policy._layers import parse_layer
from walkaround._policy._load import profile_layer
from walkaround._policy._stack import Stack, display


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_a_file_every_value_is_the_default() -> None:
    policy = load_here()
    assert (policy[LEVEL], policy[LOUD], policy[DEPTH], policy[PARTS]) == ("range", False, 3, ("wing",))
    assert policy.severity(RULE) == "warning"
    assert policy[PLACE] == "hangar"


def test_the_repository_may_set_every_kind_of_value_and_the_origin_is_kept() -> None:
    Path("walkaround.toml").write_text(
        'extends = "strict"\n'
        "[engine]\n"
        'level = "hash"\nloud = true\ndepth = 1\nmax-age = 90\nparts = ["tail"]\nexcused = []\nplace = "apron"\n'
        '[rules]\nENG001 = "off"\n'
    )
    policy = load_here()
    keys: list[Key[Any]] = [LEVEL, LOUD, DEPTH, AGE, PARTS, EXCUSED, PLACE]
    values = [policy[key] for key in keys]
    assert values == ["hash", True, 1, 90, ("tail",), (), "apron"]
    assert policy.severity(RULE) == "off"
    origin = policy.origin("engine.depth")
    assert origin is not None
    assert origin.layer is not None
    assert (origin.layer.path, origin.layer.line_of("engine", "depth")) == ("walkaround.toml", 5)


def test_pyproject_is_the_other_home() -> None:
    Path("pyproject.toml").write_text('[project]\nname = "x"\n\n[tool.walkaround.engine]\nlevel = "exact"\n')
    assert load_here()[LEVEL] == "exact"


def test_a_pyproject_that_never_names_us_is_not_parsed() -> None:
    Path("pyproject.toml").write_text("this is [ not toml")
    assert load_here()[LEVEL] == "range"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        pytest.param(
            '[engin]\nlevel = "hash"', 'walkaround.toml:1: unknown key "engin"; did you mean "engine"?', id="table"
        ),
        pytest.param(
            '[engine]\n\nlevle = "hash"',
            'walkaround.toml:3: unknown key "engine.levle"; did you mean "level"?',
            id="key",
        ),
        pytest.param(
            "[engine]\nclean = true",
            'walkaround.toml:2: unknown key "engine.clean"; did you mean "cabin.clean"?',
            id="home",
        ),
        pytest.param(
            "[cabin]\nxyz = 1",
            'walkaround.toml:2: unknown key "cabin.xyz" (keys: clean)',
            id="foreign-table-is-checked-too",
        ),
        pytest.param(
            "depth = 1", 'walkaround.toml:1: unknown key "depth"; did you mean "engine.depth"?', id="no-table-named"
        ),
        pytest.param(
            "[ai]\ndepth = 1",
            'walkaround.toml:2: unknown key "depth" under [ai]; did you mean "engine.depth"?',
            id="no-table-named-for-ai",
        ),
        pytest.param(
            '[[paths]]\nglob = "a"\ndepth = 1',
            'walkaround.toml:3: unknown key "depth" under [[paths]]; did you mean "engine.depth"?',
            id="no-table-named-for-paths",
        ),
        pytest.param(
            '[[paths]]\nglobs = "a"',
            'walkaround.toml:2: unknown key "globs" under [[paths]]; did you mean "glob"?',
            id="glob",
        ),
        pytest.param(
            'ENG001 = "off"', 'walkaround.toml:1: unknown key "ENG001"; did you mean "rules.ENG001"?', id="rule-alone"
        ),
        pytest.param(
            "[engine]\nmax_days = 3",
            'walkaround.toml:2: unknown key "engine.max_days"; did you mean "exemptions.max-days"?',
            id="home-and-underscore",
        ),
        pytest.param(
            "[engine]\nMaxAge = 3",
            'walkaround.toml:2: unknown key "engine.MaxAge"; did you mean "max-age"?',
            id="case-and-hyphen",
        ),
        pytest.param('"xä\\ny" = 3', 'walkaround.toml:1: unknown key "xä\\ny"', id="line-break"),
        pytest.param(
            '[engine]\nloud = "yes"', 'walkaround.toml:2: "engine.loud" must be true or false, not a string', id="bool"
        ),
        pytest.param(
            "[engine]\ndepth = true",
            'walkaround.toml:2: "engine.depth" must be a whole number, not true or false',
            id="int",
        ),
        pytest.param("[engine]\ndepth = 10", 'walkaround.toml:2: "engine.depth" must be at most 9, not 10', id="most"),
        pytest.param(
            "[engine]\ndepth = -1", 'walkaround.toml:2: "engine.depth" must be at least 0, not -1', id="least"
        ),
        pytest.param(
            '[engine]\nlevel = "exat"',
            'walkaround.toml:2: "engine.level" has no choice \'exat\'; did you mean "exact"? '
            "(choices: range, exact, hash)",
            id="choice",
        ),
        pytest.param(
            "[engine]\nparts = []",
            'walkaround.toml:2: "engine.parts" must not be empty: with nothing listed, nothing would be inspected',
            id="empty",
        ),
        pytest.param(
            '[engine]\nparts = ["wing", 3]',
            'walkaround.toml:2: "engine.parts" must be a list of strings, not a list',
            id="mixed-list",
        ),
        pytest.param(
            "[engine]\nplace = 2026-01-01",
            'walkaround.toml:2: "engine.place" must be a string, not a date or time',
            id="date",
        ),
        pytest.param("engine = 3", 'walkaround.toml:1: "engine" must be a table, not a whole number', id="no-table"),
        pytest.param(
            '[rules]\nENG01 = "off"', 'walkaround.toml:2: unknown rule "ENG01"; did you mean "ENG001"?', id="rule"
        ),
        pytest.param(
            '[rules]\nENG001 = "warn"',
            'walkaround.toml:2: "rules.ENG001" has no choice \'warn\'; did you mean "warning"? '
            "(choices: off, warning, error)",
            id="severity",
        ),
        pytest.param(
            "rules = 1", 'walkaround.toml:1: "rules" must be a table, not a whole number', id="rules-no-table"
        ),
        pytest.param(
            'extends = "strikt"',
            "walkaround.toml:1: no profile 'strikt'; did you mean \"strict\"? "
            "(profiles: recommended, strict; files: ./NAME.toml)",
            id="profile",
        ),
        pytest.param(
            "extends = 1",
            "walkaround.toml:1: extends must be a string or a list of strings, not a whole number",
            id="extends-type",
        ),
        pytest.param("a = 1\nb = \n", "walkaround.toml:2: bad TOML: invalid value", id="toml"),
        pytest.param("a = 1\na = 2", "walkaround.toml:2: bad TOML: cannot overwrite a value", id="duplicate-key"),
        pytest.param("a = " + "[" * 100_000, "walkaround.toml: is nested too deeply", id="deep"),
        pytest.param(
            b"a = 1\n# caf\xe9", "walkaround.toml:2: is not UTF-8, which TOML requires; save it as UTF-8", id="latin-1"
        ),
        pytest.param(
            "b = 1\n" + ".".join("a" * 4000) + " = 1",
            "walkaround.toml:2: has more dots in its lines than any policy needs",
            id="dots",
        ),
        pytest.param(
            "".join(f"a{n}{'.a' * 999} = 1\n" for n in range(480)),
            "walkaround.toml:1: has more dots in its lines than any policy needs",
            id="many-dots",
        ),
        pytest.param("a = " + "9" * 5000, "walkaround.toml: holds a number with too many digits", id="digits"),
        pytest.param(
            "[engine]\ndepth = 0x" + "f" * 5000,
            'walkaround.toml:2: "engine.depth" must be a whole number of at most 64 bits',
            id="hexadecimal",
        ),
        pytest.param(
            "[rules]\nENG001 = 0x" + "f" * 5000,
            'walkaround.toml:2: "rules.ENG001" must be a string, not a whole number',
            id="severity-number",
        ),
        pytest.param("\n" * 500_000 + "zz = 1", 'walkaround.toml:500001: unknown key "zz"', id="blank-lines"),
        pytest.param("zz = [\n" + "1,\n" * 100_000 + "]", 'walkaround.toml: unknown key "zz"', id="endless-value"),
        pytest.param(
            b"#" * (1 << 20) + b"\n",
            "walkaround.toml: is larger than 1 MiB; a policy file is never that long",
            id="big",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(content: str | bytes, complaint: str) -> None:
    Path("walkaround.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(PolicyError) as refused:
        load_here()
    assert str(refused.value) == complaint


@pytest.mark.parametrize("lines", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
def test_line_ends_and_byte_order_marks_mean_nothing(lines: str, mark: bytes) -> None:
    Path("walkaround.toml").write_bytes(mark + f"# x{lines}[engine]{lines}depth = 5{lines}".encode())
    policy = load_here()
    assert policy[DEPTH] == 5


def test_both_homes_at_once_is_an_error() -> None:
    Path("walkaround.toml").write_text("")
    Path("pyproject.toml").write_text('[project]\nname = "x"\n[tool.walkaround]\nextends = "strict"\n')
    with pytest.raises(PolicyError, match=r"^pyproject.toml:3: \[tool.walkaround\] and walkaround.toml both exist"):
        load_here()


def test_a_pipe_in_place_of_pyproject_is_not_waited_for() -> None:
    os.mkfifo("pyproject.toml")
    assert load_here()[DEPTH] == DEPTH.default


def test_a_pyproject_that_cannot_be_read_may_hold_a_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("pyproject.toml").write_text("[tool.walkaround]\n")

    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)  # the tests' user may be root, who may read everything
    with pytest.raises(PolicyError, match=r"^pyproject.toml: cannot be read: Permission denied$"):
        load_here()


def test_an_empty_argument_is_a_mistake_and_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKAROUND_POLICY", "")
    assert load_here()[DEPTH] == DEPTH.default
    with pytest.raises(PolicyError, match="no such profile or policy file"):
        load_here("")


def test_tool_walkaround_must_be_a_table() -> None:
    Path("pyproject.toml").write_text("[tool]\nwalkaround = 3\n")
    with pytest.raises(PolicyError, match=r"^pyproject.toml:2: tool.walkaround must be a table$"):
        load_here()


def test_a_broken_link_or_folder_in_place_of_the_policy_is_refused() -> None:
    Path("walkaround.toml").symlink_to("nowhere")
    with pytest.raises(
        PolicyError,
        match=r"^walkaround.toml: is a symbolic link, or reached by one; a policy must be a file of its own$",
    ):
        load_here()
    Path("walkaround.toml").unlink()
    Path("walkaround.toml").mkdir()
    with pytest.raises(PolicyError, match=r"^walkaround.toml: is not a regular file$"):
        load_here()


TIGHTEN = [
    pytest.param('level = "hash"', 'level = "exact"', LEVEL, "hash", id="order-keeps-stricter"),
    pytest.param('level = "range"', 'level = "exact"', LEVEL, "exact", id="order-takes-stricter"),
    pytest.param("loud = true", "loud = false", LOUD, True, id="boolean"),
    pytest.param("depth = 4", "depth = 2", DEPTH, 4, id="higher-keeps"),
    pytest.param("depth = 4", "depth = 6", DEPTH, 6, id="higher-takes"),
    pytest.param("max-age = 10", "max-age = 20", AGE, 10, id="lower-keeps"),
    pytest.param("max-age = 10", "max-age = 5", AGE, 5, id="lower-takes"),
    pytest.param('parts = ["wing"]', 'parts = ["tail"]', PARTS, ("wing", "tail"), id="superset"),
    pytest.param('excused = ["a", "b"]', 'excused = ["b", "c"]', EXCUSED, ("b",), id="subset"),
    pytest.param('place = "apron"', 'place = "apron"', PLACE, "apron", id="no-direction"),
    pytest.param("", "depth = 1", DEPTH, 3, id="default-stands"),
]


@pytest.mark.parametrize(("own", "named", "key", "expected"), TIGHTEN)
@pytest.mark.parametrize("by", ["argument", "variable"])
def test_a_named_policy_only_tightens(
    own: str, named: str, key: Key[Any], expected: object, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("walkaround.toml").write_text(f"[engine]\n{own}\n")
    Path("ci.toml").write_text(f"[engine]\n{named}\n")
    if by == "variable":
        monkeypatch.setenv("WALKAROUND_POLICY", "ci.toml")
    assert load_here("ci.toml" if by == "argument" else None)[key] == expected


@pytest.mark.parametrize(("own", "named", "expected"), [("off", "error", "error"), ("error", "off", "error")])
def test_a_named_policy_only_raises_severities(own: str, named: str, expected: str) -> None:
    Path("walkaround.toml").write_text(f'[rules]\nENG001 = "{own}"\n')
    Path("ci.toml").write_text(f'[rules]\nENG001 = "{named}"\n')
    assert load_here("ci.toml").severity(RULE) == expected


@pytest.mark.parametrize("named", ["recommended", "strict", "ci.toml"])
def test_a_named_profile_undoes_what_the_repository_switched_off(named: str) -> None:
    Path("ci.toml").write_text('extends = "strict"\n')
    Path("walkaround.toml").write_text(
        '[engine]\ndepth = 1\nmax-age = 90\nparts = ["tail"]\nplace = "apron"\n[rules]\nENG001 = "off"\n'
    )
    policy = load_here(named)
    keys: list[Key[Any]] = [DEPTH, AGE, PARTS, PLACE]
    assert [policy[key] for key in keys] == [3, 30, ("tail", "wing"), "apron"]
    assert policy.severity(RULE) == "warning"


def test_a_named_file_counts_only_with_what_it_says() -> None:
    Path("ci.toml").write_text("[engine]\nloud = true\n")
    Path("walkaround.toml").write_text('[engine]\ndepth = 1\n[rules]\nENG001 = "off"\n')
    policy = load_here("ci.toml")
    assert (policy[LOUD], policy[DEPTH], policy.severity(RULE)) == (True, 1, "off")


@pytest.mark.parametrize(
    ("named", "complaint"),
    [
        ("strct", 'strct: no such profile or policy file; did you mean "strict"?'),
        ("a/b", "a/b: no such profile or policy file"),
    ],
)
def test_a_named_policy_must_exist(named: str, complaint: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_here(named)
    assert str(refused.value) == complaint


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    try:
        layer = parse_layer("fuzz", "fuzz.toml", content)
    except PolicyError as refused:
        said = str(refused)
    else:
        said = type(layer.data).__name__
    assert "\n" not in said


@pytest.mark.parametrize("profile", PROFILES)
def test_shipped_profiles_hold_only_known_keys(profile: str) -> None:
    assert read_document(HookCatalogue(), profile_layer(profile)).settings


def test_strict_is_never_looser_than_recommended() -> None:
    catalogue = HookCatalogue()
    documents = [read_document(catalogue, profile_layer(name)) for name in PROFILES]
    recommended, strict = (Policy([Stack(catalogue, [document])]) for document in documents)
    for table in catalogue.tables:
        for key in catalogue.keys(table).values():
            if key.stricter != "none":
                assert key.tighter(strict[key], recommended[key]) == strict[key], key.name
    order = ("off", "warning", "error")
    for rule in catalogue.rules():
        assert order.index(strict.severity(rule)) >= order.index(recommended.severity(rule)), rule.id


@pytest.mark.parametrize("own", ['place = "apron"', ""], ids=["set", "unset"])
def test_a_named_policy_cannot_set_what_has_no_stricter_side(own: str) -> None:
    """Else whoever starts the run could point the baseline of accepted secrets to a file of their own."""
    Path("walkaround.toml").write_text(f"[engine]\n{own}\n")
    Path("ci.toml").write_text('[engine]\nplace = "dock"\n')
    with pytest.raises(PolicyError) as refused:
        load_here("ci.toml")
    why = "has no stricter side, so that only the repository's own policy can set it"
    assert str(refused.value) == f'ci.toml:2: "engine.place" {why}'


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(True, "true", id="true"),
        pytest.param(False, "false", id="false"),
        pytest.param(30, "30", id="number"),
        pytest.param(3.5, "3.5", id="decimal"),
        pytest.param(75.0, "75", id="whole-decimal"),
        pytest.param("hash", '"hash"', id="text"),
        pytest.param('a"b\\c', r'"a\"b\\c"', id="quotes"),
        pytest.param("a\n \x1f\x7f\u00e4", r'"a\u000a \u001f\u007fä"', id="control-characters"),
        pytest.param((), "[]", id="empty"),
        pytest.param(("a", 'b"'), r'["a", "b\""]', id="list"),
        pytest.param(tuple("abcdef"), '["a", "b", "c", "d", "e", "f"]', id="six"),
        pytest.param(tuple("abcdefg"), '["a", "b", "c", … 7 in all]', id="seven"),
    ],
)
def test_a_value_is_shown_as_toml_writes_it(value: object, shown: str) -> None:
    assert display(value) == shown


def test_a_policy_is_assisted_only_when_it_is_said() -> None:
    layer = parse_layer("repository", "walkaround.toml", b"[ai]\nengine.depth = 9\n")
    stack = Stack(Fleet(), [read_document(Fleet(), layer)])
    assert (Policy([stack])[DEPTH], Policy([stack], assisted=True)[DEPTH]) == (3, 9)
