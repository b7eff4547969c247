"""The profile put into a policy file: where it goes, what is left alone, and that nothing else changes."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests_support import Repository
from walkaround._catalogue import HookCatalogue
from walkaround._policy import load
from walkaround.bootstrap._plan import Choice, Facts, Refused, Source, Step
from walkaround.bootstrap._policy_file import steps, with_profile
from walkaround.pinned_dependencies import HOOKS_LEVEL

LINE = 'extends = "strict"\n'
TABLE = f"[tool.walkaround]\n{LINE}"
PYPROJECT = "pyproject.toml"
OWN = "walkaround.toml"


def edited(path: str, text: str, profile: str = "strict") -> str:
    return with_profile(path, text.encode(), profile).decode()


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        pytest.param(OWN, "", LINE, id="empty"),
        pytest.param(OWN, "# ours\n\n", f"# ours\n{LINE}\n", id="comment-alone"),
        pytest.param(OWN, "# ours", f"# ours\n{LINE}".removesuffix("\n"), id="comment-without-line-end"),
        pytest.param(OWN, "lock = []\n", f"{LINE}lock = []\n", id="key"),
        pytest.param(OWN, "#:schema x\nlock = []\n", f"#:schema x\n{LINE}lock = []\n", id="comment-at-the-top"),
        pytest.param(
            OWN, "# all\n\n# locks\nlock = []\n", f"# all\n\n{LINE}# locks\nlock = []\n", id="comment-about-a-key"
        ),
        pytest.param(OWN, "[rules]\nA = 1\n", f"{LINE}\n[rules]\nA = 1\n", id="table"),
        pytest.param(
            OWN,
            "# all\n\n# rules\n[rules]\nA = 1",
            f"# all\n\n{LINE}\n# rules\n[rules]\nA = 1",
            id="comment-about-a-table",
        ),
        pytest.param(OWN, "extends = 'recommended' # for now\n", 'extends = "strict" # for now\n', id="looser"),
        pytest.param(
            OWN, '"extends"="""\\\n  recommended"""\nlock=[]', '"extends"="strict"\nlock=[]', id="looser-in-lines"
        ),
        pytest.param(PYPROJECT, "", TABLE, id="pyproject-empty"),
        pytest.param(
            PYPROJECT, "[project]\nname = 'x'\n\n\n", f"[project]\nname = 'x'\n\n{TABLE}\n\n", id="pyproject-blank-end"
        ),
        pytest.param(
            PYPROJECT,
            "[project]\nname = 'x'\n# the end",
            f"[project]\nname = 'x'\n# the end\n\n{TABLE}".removesuffix("\n"),
            id="pyproject-no-line-end",
        ),
        pytest.param(
            PYPROJECT,
            "[[tool.x]]\na = 1\n[project]\n[tool.y]\n",
            f"[[tool.x]]\na = 1\n[project]\n[tool.y]\n\n{TABLE}",
            id="pyproject-out-of-order",
        ),
        pytest.param(
            PYPROJECT,
            "[tool.walkaround] # ours\n# locks\nlock = []\n[tool.x]\n",
            f"[tool.walkaround] # ours\n{LINE}# locks\nlock = []\n[tool.x]\n",
            id="pyproject-table",
        ),
        pytest.param(
            PYPROJECT, "[ tool . 'walkaround' ]", f"[ tool . 'walkaround' ]\n{LINE}".rstrip(), id="pyproject-header"
        ),
        pytest.param(
            PYPROJECT,
            "[project]\n\n# rules\n[tool.walkaround.rules]\nA = 1\n",
            f"[project]\n\n{TABLE}\n# rules\n[tool.walkaround.rules]\nA = 1\n",
            id="pyproject-inner-table",
        ),
        pytest.param(
            PYPROJECT,
            "[tool]\n\nwalkaround.lock = []\n",
            f"[tool]\n\nwalkaround.{LINE}walkaround.lock = []\n",
            id="dotted",
        ),
        pytest.param(
            PYPROJECT,
            "tool.walkaround.lock = []\n",
            f"tool.walkaround.{LINE}tool.walkaround.lock = []\n",
            id="all-dotted",
        ),
        pytest.param(PYPROJECT, "tool.ruff.x = 1\n", f"tool.ruff.x = 1\n\n{TABLE}", id="others-dotted"),
        pytest.param(
            PYPROJECT,
            "[tool]\nwalkaround = { lock = [] } # ours\n",
            '[tool]\nwalkaround = { lock = [], extends = "strict" } # ours\n',
            id="inline",
        ),
        pytest.param(
            PYPROJECT, "[tool]\nwalkaround = {}\n", '[tool]\nwalkaround = {extends = "strict"}\n', id="inline-empty"
        ),
    ],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_is_written(path: str, old: str, new: str, mark: str, end: str) -> None:
    if end != "\n" and "\n" not in old:
        return
    before, after = (mark + text.replace("\n", end) for text in (old, new))
    assert edited(path, before) == after
    assert edited(path, after) == after


@pytest.mark.parametrize(
    ("path", "content", "why"),
    [
        pytest.param(
            PYPROJECT,
            b"[project\n",
            "line 1: is not TOML: expected ']' at the end of a table declaration; mend that first",
            id="not-toml",
        ),
        pytest.param(PYPROJECT, b"tool = 1\n", "`tool.walkaround` is no table; make it one", id="tool"),
        pytest.param(
            PYPROJECT, b"[tool]\nwalkaround = 1\n", "`tool.walkaround` is no table; make it one", id="no-table"
        ),
        pytest.param(OWN, b"# \xff\n", "line 1: is not UTF-8; save the file as UTF-8", id="latin"),
        pytest.param(OWN, "\ufeff# x\n".encode("utf-16-le"), "is not UTF-8; save it as UTF-8", id="utf-16"),
        pytest.param(OWN, b"#" * (1 << 21), "is larger than 1 MiB, more than anybody writes by hand", id="huge"),
        pytest.param(
            PYPROJECT,
            b"tool = { x = 1 }\n",
            'leaves no room for the profile; write `extends = "strict"` into the policy by hand',
            id="tool-inline",
        ),
    ],
)
def test_what_is_refused(path: str, content: bytes, why: str) -> None:
    with pytest.raises(Refused) as refusal:
        with_profile(path, content, "strict")
    assert (refusal.value.path, refusal.value.why) == (path, why)


def planned(repository: Repository, profile: str = "strict") -> list[Step]:
    choice = Choice(Source("https://example.org/walkaround", "c" * 40), profile=profile)
    return list(steps(Facts(str(repository.top)), choice))


def laid(repository: Repository, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = repository.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


@pytest.mark.parametrize(
    ("files", "path", "after"),
    [
        pytest.param({}, OWN, LINE, id="nothing"),
        pytest.param({PYPROJECT: ""}, PYPROJECT, TABLE, id="pyproject"),
        pytest.param({"sub/pyproject.toml": ""}, OWN, LINE, id="pyproject-elsewhere"),
        pytest.param({OWN: "", PYPROJECT: ""}, OWN, LINE, id="own-beside-pyproject"),
        pytest.param({OWN: "", PYPROJECT: "[tool.walkaround]\n"}, OWN, LINE, id="own-beside-an-empty-table"),
        pytest.param({PYPROJECT: "[tool.walkaround]\nlock = []\n"}, PYPROJECT, f"{TABLE}lock = []\n", id="table"),
        pytest.param({PYPROJECT: "tool = { x = 1 }\n"}, OWN, LINE, id="no-room"),
        pytest.param({OWN: 'extends = "recommended"\n'}, OWN, LINE, id="looser"),
    ],
)
def test_where_it_goes(repository: Repository, files: dict[str, str], path: str, after: str) -> None:
    laid(repository, files)
    before = files[path].encode() if path in files else None
    assert planned(repository) == [Step(path, before, after.encode(), "the policy: extends strict")]
    laid(repository, {path: after})
    assert planned(repository) == []
    policy = load(HookCatalogue(), ("pinned-dependencies",), str(repository.top), None)
    assert policy[HOOKS_LEVEL] == "sha"


@pytest.mark.parametrize(
    ("policy", "profile"),
    [
        pytest.param('extends = "strict"', "strict", id="equal"),
        pytest.param('extends = "strict"', "recommended", id="stricter"),
        pytest.param('extends = ["recommended", "./org.toml"]', "strict", id="list"),
        pytest.param('extends = "./org.toml"', "strict", id="file"),
        pytest.param(f'extends = "git+https://example.org/p@{"a" * 40}#org.toml"', "strict", id="organisation"),
    ],
)
def test_what_is_left_alone(repository: Repository, policy: str, profile: str) -> None:
    laid(repository, {OWN: f"{policy}\n", "org.toml": ""})
    assert planned(repository, profile) == []


@pytest.mark.parametrize(
    ("files", "why"),
    [
        pytest.param(
            {OWN: "", PYPROJECT: "[tool.walkaround]\nlock = []\n"},
            "pyproject.toml: line 1: [tool.walkaround] and walkaround.toml both exist; keep one of them",
            id="two-homes",
        ),
        pytest.param(
            {".walkaround.toml": ""},
            ".walkaround.toml: is not read: the policy's name is walkaround.toml, at the repository's top",
            id="another-name",
        ),
        pytest.param(
            {PYPROJECT: "a = \n"}, "pyproject.toml: line 1: is not TOML: invalid value; mend that first", id="not-toml"
        ),
        pytest.param(
            {OWN: "a = \n"}, "walkaround.toml: line 1: bad TOML: invalid value; mend that first", id="own-not-toml"
        ),
        pytest.param(
            {OWN: "lock = []\nextends = []\n"},
            "walkaround.toml: line 2: extends must not be an empty list; leave it out, or name a profile",
            id="empty-list",
        ),
        pytest.param(
            {OWN: "extends = 'strickt'\n"},
            "walkaround.toml: line 1: no profile 'strickt'; did you mean \"strict\"?"
            " (profiles: recommended, strict; files: ./NAME.toml)",
            id="no-profile",
        ),
    ],
)
def test_policies_that_are_refused(repository: Repository, files: dict[str, str], why: str) -> None:
    laid(repository, files)
    with pytest.raises(Refused) as refusal:
        planned(repository)
    assert str(refusal.value) == why


def test_a_link_is_no_home(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.toml").write_bytes(b"")
    (repository.top / PYPROJECT).symlink_to(tmp_path / "elsewhere.toml")
    assert [step.path for step in planned(repository)] == [OWN]
    (repository.top / OWN).symlink_to(tmp_path / "elsewhere.toml")
    with pytest.raises(Refused, match="is a symbolic link, or reached by one; a policy must be a file of its own"):
        planned(repository)


# Whatever a file looks like.

KEYS = st.sampled_from(["a", "b-c", '"d.e"', "'f'", "1"])
COMMENTS = st.sampled_from(["", "", "  # x", " #[tool.walkaround]"])
NUMBERS = ["1", "nan", "1.50", "2026-01-01", "true", "[1,\n  # x\n 2,\n]", "{ a = 1 }"]
VALUES = st.sampled_from([*NUMBERS, '"x"', "'''\n[tool.walkaround]\n'''", '"""\\\n  "a"\n"""'])
TABLES = ["[project]", "[build-system]", "[tool.ruff]", "[ tool . uv ]", "[dependency-groups]", "[tool.uv.sources]"]
HEADERS = st.sampled_from([*TABLES, "[[tool.mypy.overrides]]", "[tool.black]"])
OWNS = st.sampled_from(
    [
        [],
        [],
        ["[tool.walkaround]"],
        ["[tool.walkaround]", "lock = []"],
        ["[tool.walkaround]", "# x", "", "lock = []"],
        ["[tool.walkaround]", "extends = 'recommended' # x"],
        ["[tool.walkaround.rules]", 'PIN001 = "error"'],
        ["[[tool.walkaround.paths]]", 'glob = "x"'],
    ]
)


@st.composite
def pyprojects(draw: Any) -> str:
    """The text of a valid pyproject.toml."""
    lines: list[str] = draw(st.sampled_from([[], ["# about"], ["# about", ""], ["#"]]))
    lines = list(lines)
    tables = [[header] for header in draw(st.lists(HEADERS, unique=True, max_size=5))]
    for table in tables:
        for key in draw(st.lists(KEYS, unique=True, max_size=3)):
            table.append(f"{draw(st.sampled_from(['', '  ']))}{key} = {draw(VALUES)}{draw(COMMENTS)}")
            table += draw(st.sampled_from([[], [], [""], ["# y"]]))
    tables.insert(draw(st.integers(0, len(tables))), draw(OWNS))
    dotted = draw(st.sampled_from([[], [], ["project-x.a = 1"], ["x = [", "]"]]))
    lines += dotted
    for table in tables:
        lines += draw(st.sampled_from([[], [""], ["", ""], ["# about"]]))
        lines += table
    lines += draw(st.sampled_from([[], ["# the end"], ["", "# the end", ""]]))
    end: str = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    last: str = draw(st.sampled_from([end, end, ""]))
    return end.join(lines).replace("\r\n", "\n").replace("\n", end) + last


@given(pyprojects(), st.booleans())
def test_any_pyproject_says_what_it_said_and_the_profile(text: str, mark: bool) -> None:
    before = b"\xef\xbb\xbf" * mark + text.encode()
    after = with_profile(PYPROJECT, before, "strict")
    data = tomllib.loads(text, parse_float=str)
    data.setdefault("tool", {}).setdefault("walkaround", {})["extends"] = "strict"
    assert tomllib.loads(after.decode("utf-8-sig"), parse_float=str) == data
    assert with_profile(PYPROJECT, after, "strict") == after
    added = len(after) - len(before)
    if b"recommended" in before:
        assert after == before.replace(b"'recommended'", b'"strict"')
    else:  # one piece was put in, and nothing taken away
        assert any(after[:at] + after[at + added :] == before for at in range(len(before) + 1))


@given(st.text(alphabet="[]{}.=\"'#\n abtoolwalkaround1,", max_size=60))
def test_anything_is_edited_or_refused(text: str) -> None:
    try:
        after = with_profile(PYPROJECT, text.encode(), "strict")
    except Refused:
        return
    assert tomllib.loads(after.decode())["tool"]["walkaround"]["extends"] == "strict"
