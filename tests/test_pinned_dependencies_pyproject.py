"""`pyproject.toml`: what is judged at which level, and where every value of a TOML document stands."""

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinned_support import SHA, STRICT, Tree, assert_marked, found, judge, not_judged
from walkaround._policy import Policy
from walkaround._toml_places import Path, offsets
from walkaround.pinned_dependencies import PUBLISHED_LEVEL, check

RECOMMENDED = [
    pytest.param('[project]\nname = "a"\ndependencies = ["x>=1", "y~=2.0", "«z"]\n', id="project"),
    pytest.param('project = {name = "a", dependencies = ["x>=1", "«z"]}\n', id="inline-project"),
    pytest.param("project.dependencies = [ # a\n  \"x>=1\", # b\n  '«z',\n]\n", id="dotted-and-commented"),
    pytest.param('[project]\ndependencies = ["""\n  «z"""]\n', id="multi-line-string"),
    pytest.param('[project]\ndependencies = ["""\\\n   \\\n  «z"""]\n', id="continued-string"),
    pytest.param('[project.optional-dependencies]\na = ["«x"]\n"b.c" = ["y>=1", "«z!=1"]\n', id="extras"),
    pytest.param('[project]\nname="My_Pkg"\n[project.optional-dependencies]\nall=["my.pkg[a,b]"]\n', id="own-extras"),
    pytest.param('[dependency-groups]\na = ["x>=1", {include-group = "b"}, "«y"]\nb = ["z==1"]\n', id="groups"),
    pytest.param('[build-system]\nrequires = ["hatchling>=1", "«wheel"]\n', id="build"),
    pytest.param('[project]\nrequires-python = ">=3.11"\n', id="requires-python"),
    pytest.param(
        f'[project]\ndependencies = ["x @ git+https://h.org/x@{SHA}", "«y @ git+https://h.org/y"]\n', id="vcs"
    ),
    pytest.param('[project]\ndependencies = ["x @ {root:uri}/x", "y @ file:///y"]\n', id="local"),
    pytest.param('[project]\ndependencies = ["x", "«y"]\n[tool.uv.sources]\nx = {workspace = true}\n', id="uv-source"),
    pytest.param('[project]\ndependencies = ["«x"]\n[tool.uv.sources]\nx = {index = "own"}\n', id="uv-index"),
    pytest.param("[tool.black]\nline-length = 100\n", id="nothing-declared"),
    pytest.param('[project]\ndependencies = ["«z"]\n[tool.other]\ndependencies = ["y"]\n', id="another-table"),
    pytest.param(
        '[[tool.x]]\na = ["z"]\n[[tool.x]]\n[build-system]\nrequires = ["«z"]\n', id="behind-arrays-of-tables"
    ),
    pytest.param("", id="empty"),
]


@pytest.mark.parametrize("text", RECOMMENDED)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_recommended(text: str, ending: str) -> None:
    assert_marked({"pyproject.toml": text.replace("\n", ending)})


STRICTLY = [
    pytest.param('[build-system]\nrequires = ["hatchling==1.33.0", "«wheel>=1"]\n', id="build"),
    pytest.param('[dependency-groups]\ntest = ["«pytest>=8", "ruff==0.17.5"]\n', id="groups"),
    pytest.param('[project]\ndependencies = ["x>=1", "«y"]\n', id="published-ranges-are-right"),
]


@pytest.mark.parametrize("text", STRICTLY)
def test_strict(text: str) -> None:
    assert_marked({"pyproject.toml": text}, policy=STRICT)


def test_an_application_may_demand_exact_dependencies() -> None:
    text = '[project]\ndependencies = ["«x>=1", "y==1"]\n[project.optional-dependencies]\nz = ["«z~=1.0"]\n'
    assert_marked({"pyproject.toml": text}, policy={PUBLISHED_LEVEL: "exact"})


LOCKS = ["uv.lock", "pdm.lock", "poetry.lock", "pylock.toml"]
LOCKED = '[dependency-groups]\ntest = ["pytest", "ruff>=1"]\n'


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_groups_and_applications(lock: str) -> None:
    application = LOCKED + '[project]\ndependencies = ["x", "y>=1"]\n'
    assert_marked({"a/pyproject.toml": application, f"a/{lock}": ""}, ["a/pyproject.toml"], STRICT)


def test_a_lock_leaves_the_bounds_of_a_package_and_its_build_to_its_author() -> None:
    package = LOCKED + '[project]\ndependencies = ["«x", "y>=1"]\n[build-system]\nrequires = ["«hatchling>=1"]\n'
    policy = {**STRICT, PUBLISHED_LEVEL: "exact"}
    assert_marked({"pyproject.toml": package, "uv.lock": ""}, ["pyproject.toml"], policy)


def test_the_lock_of_a_workspace_is_further_up() -> None:
    files = {"packages/a/pyproject.toml": LOCKED, "uv.lock": ""}
    assert_marked(files, ["packages/a/pyproject.toml"], STRICT)
    files = {"packages/a/pyproject.toml": LOCKED, "uv.lock": ""}
    assert_marked(files, ["/top/packages/a/pyproject.toml"], STRICT)
    files = {
        "packages/a/pyproject.toml": LOCKED.replace('"pytest"', '"«pytest"').replace('"ruff', '"«ruff'),
        "pdm.lock": "",
    }
    assert_marked(files, ["packages/a/pyproject.toml"], STRICT)


def test_members_of_a_workspace_are_installed_from_it() -> None:
    lock = "version = 1\n"
    for name, source in (("core", 'editable = "."'), ("other", 'registry = "https://pypi.org/simple"')):
        lock += f'\n[[package]]\nname = "{name}"\nversion = "1"\nsource = {{ {source} }}\n'
    member = '[project]\ndependencies = ["Core", "«other", "other>=1"]\n[build-system]\nrequires = ["a==1"]\n'
    assert_marked({"x/pyproject.toml": member, "uv.lock": lock}, ["x/pyproject.toml"], STRICT)


def test_a_missing_group_has_its_own_rule() -> None:
    text = '[dependency-groups]\na = ["x>=1", {include-group = "«c"}]\n'
    text += 'B_b = [{include-group = "A"}, {include-group="b.b"}]\n'
    assert_marked({"pyproject.toml": text}, rule="PIN002")


def test_a_clean_file_asks_nothing_else() -> None:
    tree = Tree({"pyproject.toml": b'[project]\ndependencies = ["x>=1"]\n'}, ["pyproject.toml"])
    assert list(check(Policy(), tree)) == []
    assert tree.reads == ["pyproject.toml"]


def test_a_byte_order_mark_moves_no_column() -> None:
    content = '[build-system]\nrequires = ["ü>=1", "wheel"]\n'.replace("ü>=1", "x>=1").encode("utf-8-sig")
    assert found(judge({"pyproject.toml": content})) == [("pyproject.toml", 2, 22)]
    content = b'\xef\xbb\xbfbuild-system.requires = ["wheel"]\n'
    assert found(judge({"pyproject.toml": content})) == [("pyproject.toml", 1, 27)]


BAD = [
    pytest.param("[project\n", "line 1: is not TOML: expected ']' at the end of a table declaration", id="broken"),
    pytest.param("a = 1\na = 2\n", "line 2: is not TOML: cannot overwrite a value", id="twice"),
    pytest.param('a = "', "line 1: is not TOML: unterminated string", id="unterminated"),
    pytest.param(b"a = 1\nb = '\xff'\n", "line 2: is not UTF-8; save the file as UTF-8", id="latin-1"),
    pytest.param("project = 1\n", "project is not a table", id="project"),
    pytest.param("[project]\ndependencies = 'x'\n", "project.dependencies is not a list", id="dependencies"),
    pytest.param("[project]\ndependencies = [{x=1}]\n", "project.dependencies[0] is not a string", id="item"),
    pytest.param("dependency-groups.a = [1]\n", "dependency-groups.a[0] is not a string", id="group-item"),
    pytest.param(
        "[project]\ndependencies = ['x==1',\n'y = 1']\n",
        "line 3: project.dependencies[1] is not a requirement",
        id="requirement",
    ),
    pytest.param("a = " + "[" * 5000, "is nested too deeply", id="deep"),
    pytest.param(".".join("a" * 100_000) + " = 1", "line 1: has more dots than any project needs", id="endless-key"),
    pytest.param(
        "x = {" + ".".join(['"a"'] * 50_000) + " = 1}", "line 1: has more dots than any project needs", id="inline-key"
    ),
    pytest.param(("a." * 90 + '"é".') * 200 + "a = 1", "line 1: has more dots than any project needs", id="mixed-key"),
    pytest.param("a = " + "9" * 5000, "holds a number with too many digits", id="digits"),
    pytest.param(" " * (2 << 20), "is larger than 1 MiB, more than anybody writes by hand", id="huge"),
]


@pytest.mark.parametrize(("text", "why"), BAD)
def test_what_cannot_be_judged_is_named(text: str | bytes, why: str) -> None:
    assert not_judged(judge({"pyproject.toml": text})) == [f"pyproject.toml: {why}"]


def test_dots_in_text_are_no_key() -> None:
    text = f'[project]\ndescription = "{"and so on " * 50}{". ! " * 200}"\nversion = "1"\n'
    assert judge({"pyproject.toml": text}) == []


# Where values stand, against tomllib as the judge of what stands there.

KEYS = st.sampled_from(["a", "b-c", "d_e", '"f g"', "'h.i'", '"j\\u0041"', "1"])
STRINGS = st.text(st.sampled_from("ab\"'\\#=[]{},. \n"), max_size=6)


def written(text: str) -> st.SearchStrategy[str]:
    """Every way to write a string."""
    ways = [json.dumps(text)]
    if "\n" not in text and "'" not in text:
        ways.append(f"'{text}'")
    if "'" not in text:
        ways.append(f"'''\n{text}'''")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    ways += [f'"""{escaped}"""', f'"""\\\n   {escaped}"""' if not text[:1].isspace() else f'"""\n{escaped}"""']
    return st.sampled_from(ways)


SCALARS = st.one_of(
    STRINGS.flatmap(written),
    st.sampled_from(
        ['""""two quotes"" """', "''''one'''", '"""a"""""', "1", "-1.5e3", "true", "1979-05-27 07:32:00", "0x1f"]
    ),
)
GAPS = st.sampled_from(["", " ", "\n", ' # c ] } "\n', "\r\n\t"])


def _array(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.lists(st.tuples(GAPS, values, GAPS).map("".join), max_size=3)
    return st.tuples(items, st.sampled_from(["", ","]), GAPS).map(
        lambda made: "[" + ",".join(made[0]) + (made[1] if made[0] else "") + made[2] + "]"
    )


def _inline(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.dictionaries(KEYS, values, max_size=3).map(
        lambda made: "{" + ", ".join(f"{key} = {value}" for key, value in made.items()) + "}"
    )


def _one_line(value: str) -> bool:
    return "\n" not in value


VALUES = st.recursive(
    SCALARS, lambda values: st.one_of(_array(values), _inline(values.filter(_one_line))), max_leaves=6
)
STATEMENTS = st.one_of(
    st.tuples(st.lists(KEYS, min_size=1, max_size=2).map(" . ".join), VALUES).map(" = ".join),
    st.lists(KEYS, min_size=1, max_size=2).map(lambda keys: f"[ {'.'.join(keys)} ]"),
    st.lists(KEYS, min_size=1, max_size=2).map(lambda keys: f"[[{'.'.join(keys)}]] # [[x]]"),
    st.sampled_from(["# comment = 1", ""]),
)


def leaves(value: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    """Every value that is written as one: tables that only headers made have no text of their own."""
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in leaves(inner, (*path, key))]
    if isinstance(value, list):
        return [leaf for index, inner in enumerate(value) for leaf in leaves(inner, (*path, index))]
    return [(path, value)]


def stands_at(content: str, offset: int, value: Any) -> bool:
    """Whether some text from here on is that value, by tomllib's reading."""
    for end in range(offset + 1, len(content) + 1):
        try:
            read = tomllib.loads("v = " + content[offset:end] + "\n")["v"]
        except tomllib.TOMLDecodeError:
            continue
        if type(read) is type(value) and read == value:
            return True
    return False


@given(st.lists(STATEMENTS, max_size=8).map("\n".join))
def test_every_value_is_where_tomllib_would_read_it(content: str) -> None:
    try:
        document = tomllib.loads(content)
    except tomllib.TOMLDecodeError:
        return
    places = offsets(content)
    for path, value in leaves(document):
        assert path in places, path
        assert stands_at(content, places[path], value), (path, content[places[path] :])


@given(st.text(st.sampled_from("ab=.[]{}\"'\\\n #,1"), max_size=40))
def test_nonsense_ends(content: str) -> None:
    assert all(0 <= at <= len(content) for at in offsets(content).values())
