"""Inline metadata of scripts (PEP 723)."""

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinned_support import SHA, STRICT, assert_marked, judge, not_judged
from walkaround._dependencies.declared import Declared
from walkaround._dependencies.script import _bare, _blocks, read
from walkaround._finding import Finding, NotJudged
from walkaround._text import Text
from walkaround.pinned_dependencies import LEVEL

SCRIPTS = [
    pytest.param(
        '#!/usr/bin/env python\n# /// script\n# requires-python = ">=3.11"\n# dependencies = [\n#   "«requests>=2",\n'
        '#   "rich==14.0.0",  # pinned\n#\n#   "«httpx",\n# ]\n# ///\nimport requests\n',
        id="usual",
    ),
    pytest.param('# /// script\n# dependencies = ["x==1", "«y[a,b]; os_name == \'nt\'"]\n# ///\n', id="one-line"),
    pytest.param('"""ünï 🦊"""\n# /// script\n# dependencies = ["x==1", "«y"] # ü\n# ///\n', id="unicode"),
    pytest.param('# /// script\n# dependencies = ["""\n#  «y"""]\n# ///\n', id="long-string"),
    pytest.param('# a comment\n# /// script\n# dependencies = ["«y"]\n# ///\n# another\n', id="inside-a-comment"),
    pytest.param(
        f'# /// script\n# dependencies = ["x @ git+https://h.org/x@{SHA}", "«y @ git+https://h.org/y@v1"]\n# ///\n',
        id="vcs",
    ),
    pytest.param(
        '# /// script\n# dependencies = ["x", "y", "«z"]\n# [tool.uv.sources]\n'
        '# x = {git = "https://h.org/x", tag = "«v1"}\n# y = {path = "../y"}\n# z = {index = "own"}\n# ///\n',
        id="sources",
    ),
    pytest.param('# /// other\n# dependencies = ["y"]\n# ///\n', id="another-type"),
    pytest.param('# /// script-x\n# dependencies = ["y"]\n# ///\n', id="a-longer-type"),
    pytest.param('# /// script\n# dependencies = ["y"]\n', id="never-closed"),
    pytest.param('# /// script\n\n# dependencies = ["y"]\n# ///\n', id="with-a-hole"),
    pytest.param('# /// script\n#dependencies = ["y"]\n# ///\n', id="no-space"),
    pytest.param(' # /// script\n # dependencies = ["y"]\n # ///\n', id="indented"),
    pytest.param('# /// script \n# dependencies = ["y"]\n# ///\n', id="space-behind"),
    pytest.param("# /// script\n# ///\n", id="nothing-inside"),
    pytest.param("# /// script\n#\n# ///\n", id="empty"),
    pytest.param('# /// script\n# dependencies = ["«y"]\n# ///', id="no-last-line-end"),
    pytest.param(
        '# /// script\n# dependencies = ["«y"]\n# ///\nmatch = (yield <- this is no Python: <<<\n', id="no-python"
    ),
    pytest.param("import x\nx = '# /// script'\n", id="in-a-string"),
    pytest.param(
        '# /// script\n# dependencies = ["«y"]\n# ///\n\n# /// other\n# dependencies = ["z"]\n# ///\n', id="two-types"
    ),
]


@pytest.mark.parametrize("text", SCRIPTS)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_strict(text: str, ending: str) -> None:
    assert_marked({"a/x.py": text.replace("\n", ending)}, policy=STRICT)


def test_what_is_said() -> None:
    said = judge({"x.py": '# /// script\n# dependencies = ["requests"]\n# ///\n'})
    assert said == [
        Finding(
            "x.py",
            2,
            20,
            "PIN001",
            "requests names no version; the policy requires an exact version.",
            "Write requests==X.Y.Z with the version that `python -m pip show requests` prints.",
        )
    ]


def test_where_hashes_are_wanted_a_lock_has_them() -> None:
    said = judge({"x.py": '# /// script\n# dependencies = ["x==1"]\n# ///\n'}, policy={LEVEL: "hash"})
    assert [one.remedy for one in said if isinstance(one, Finding)] == [
        "Commit the lock beside the script that `uv lock --script` writes, which holds the hashes of every package."
    ]


def test_a_lock_beside_the_script_pins() -> None:
    text = '# /// script\n# dependencies = ["requests"]\n# [tool.uv.sources]\n# x = {git = "https://h.org/x"}\n# ///\n'
    assert judge({"x.py": text, "x.py.lock": ""}, ["x.py"], STRICT) == []


def test_what_is_known_and_how_to_pin() -> None:
    text = "x = 1\n# /// script\n# dependencies = [\"A_b[c] >=1 ; os_name == 'nt'\"]\n# ///\n"
    (one,) = (one for one in read(Text("x.py", text)) if isinstance(one, Declared))
    assert (one.name, one.spec, one.role, one.marker) == ("a-b", ">=1", "list", "os_name == 'nt'")
    assert one.splice is not None
    fixed = text[: one.splice.start] + one.splice.template.replace("{}", "1.2") + text[one.splice.end :]
    assert fixed == text.replace(" >=1", "==1.2")


BAD = [
    pytest.param(
        "x = 1\n# /// script\n# dependencies = [\n# ///\n", "line 4: is not TOML: invalid value", id="no-toml"
    ),
    pytest.param(
        "x = 1\r\n# /// script\r\n# a = 1\r\n# a = 2\r\n# ///\r\n",
        "line 4: is not TOML: cannot overwrite a value",
        id="crlf",
    ),
    pytest.param(
        "# /// script\n# a = 1\n# ///\n\n# /// script\n# a = 1\n# ///\n",
        "line 5: is a second `script` block, and only one is allowed",
        id="twice",
    ),
    pytest.param("# /// script\n# dependencies = 'x'\n# ///\n", "dependencies is not a list", id="list"),
    pytest.param(
        "# /// script\n# dependencies = ['x y']\n# ///\n", "line 2: dependencies[0] is not a requirement", id="item"
    ),
    pytest.param(
        "# /// script\n# a = 1\n# ///\n# b = = \n# ///\n",
        "line 3: is not TOML: invalid statement",
        id="last-closing-line",
    ),
]


@pytest.mark.parametrize(("text", "why"), BAD)
def test_what_cannot_be_judged_is_named(text: str, why: str) -> None:
    assert not_judged(judge({"x.py": text}, policy=STRICT)) == [f"x.py: {why}"]


# The expression of the specification is the judge of what is a block.
REFERENCE = re.compile(r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$")
LINES = st.sampled_from(
    [
        "# /// script",
        "# /// a-1",
        "# ///",
        "# /// ",
        "#",
        "# x = 1",
        "# # ///",
        "#x",
        "",
        "x = 1",
        " # ///",
        "# y = '''",
        "# ü",
    ]
)


@given(st.lists(LINES, max_size=12).map("\n".join), st.sampled_from(["", "\n"]))
def test_blocks_are_those_of_the_specification(content: str, end: str) -> None:
    content += end
    expected = [(found["type"], found["content"]) for found in REFERENCE.finditer(content)]
    found = list(_blocks(content))
    assert [(kind, content[lines[1][0] : lines[-1][0]]) for kind, lines in found] == expected
    for (_, lines), (_, inside) in zip(found, expected, strict=True):
        bare = _bare(content, lines)
        assert len(bare) == lines[-1][0]
        assert bare.count("\n") == content.count("\n", 0, len(bare))
        stripped = "".join(line[2:] if line.startswith("# ") else line[1:] for line in inside.splitlines(keepends=True))
        assert "".join(bare.split()) == "".join(stripped.split())


@given(
    st.lists(
        st.sampled_from(
            [
                "# /// script",
                "# ///",
                "# dependencies = ['x>=1', 'é', 1]",
                "# [tool.uv.sources]",
                "# x = {git='y'}",
                "#",
                "x",
            ]
        ),
        max_size=8,
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_script_is_read_or_named(lines: list[str], ending: str) -> None:
    content = ending.join(lines)
    try:
        said = list(read(Text("x.py", content)))
    except NotJudged:
        return
    assert all(content.startswith("x", one.offset) for one in said if isinstance(one, Declared))


def test_a_block_is_the_same_toml() -> None:
    content = "# /// script\r\n# a = 'x'\r\n#\r\n# [b]\r\n# c = [\r\n#   1, # two\r\n# ]\r\n# ///\r\n"
    ((_, lines),) = _blocks(content)
    assert tomllib.loads(_bare(content, lines)) == {"a": "x", "b": {"c": [1]}}


HOSTILE = [
    pytest.param("# /// script\n" * 70_000, id="never-closed"),
    pytest.param("# /// script\n# ///\n" * 50_000, id="every-other-line"),
    pytest.param("# /// script\n#\n# ///\n\n" * 40_000, id="many-blocks"),
    pytest.param("# /// script\n" + "# x\n" * 200_000, id="long-comment"),
    pytest.param("# /// script\n# x = " + "[" * 100_000 + "\n# ///\n", id="deep"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_scripts_end_soon(text: str) -> None:
    assert all(isinstance(one, NotJudged) for one in judge({"x.py": text}))


def test_a_block_in_a_string_is_text() -> None:
    block = '# /// script\n# dependencies = ["«a"]\n# ///\n'
    text = f'T = """\n{block.replace("«", "")}"""\n'
    assert_marked({"x.py": text})
    assert_marked({"x.py": block + text})
    assert_marked({"x.py": f"{text}\n{block}"})
    assert_marked({"x.py": f"def f(:\n  x\n{block}'''\n"})
