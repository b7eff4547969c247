"""Exemptions put into a policy file and taken out again: what is written where, and that nothing else changes."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkaround._policy._exempt import add_exemption, add_exemption_bytes, remove_exemption, split
from walkaround._policy._exemptions import FIELDS

OWN = ("tool", "walkaround")
ENTRY: dict[str, str | date] = {
    "rule": "PIN001",
    "path": "a.txt",
    "reason": "moves to a lock file",
    "owner": "@platform",
    "expires": date(2026, 12, 31),
}
LINES = 'rule = "PIN001"\npath = "a.txt"\nreason = "moves to a lock file"\nowner = "@platform"\nexpires = 2026-12-31\n'


def entries(content: bytes, prefix: tuple[str, ...]) -> list[Any]:
    """The exemptions of a file in either form, as tomllib reads them."""
    data: Any = tomllib.loads(content.decode("utf-8-sig"), parse_float=str)
    for key in (*prefix, "exemptions"):
        data = data.get(key, {})
    held = data.get("entries", []) if isinstance(data, dict) else data
    assert isinstance(held, list)
    return held


@pytest.mark.parametrize(
    ("prefix", "old", "new"),
    [
        pytest.param((), "", f"[[exemptions]]\n{LINES}", id="empty"),
        pytest.param((), "\n \n", f"[[exemptions]]\n{LINES}\n \n", id="blank"),
        pytest.param((), "# ours\n\n", f"# ours\n\n[[exemptions]]\n{LINES}\n", id="comment-alone"),
        pytest.param(
            (), 'extends = "strict"\n', f'extends = "strict"\n\n[[exemptions]]\n{LINES}', id="keys-without-a-table"
        ),
        pytest.param(
            (),
            "[rules]\nPIN003 = 'off'",
            f"[rules]\nPIN003 = 'off'\n\n[[exemptions]]\n{LINES}".removesuffix("\n"),
            id="no-final-line-end",
        ),
        pytest.param(
            (),
            "[rules]\nPIN003 = 'off'\n# about PIN003\n\n# the end\n",
            f"[rules]\nPIN003 = 'off'\n# about PIN003\n\n[[exemptions]]\n{LINES}\n# the end\n",
            id="comments-below-a-table-stay-with-it",
        ),
        pytest.param(
            (),
            "[[exemptions]] # old\nrule = 'A'\n\n# the rules\n[rules]\nA = 'off'\n",
            f"[[exemptions]] # old\nrule = 'A'\n\n[[exemptions]]\n{LINES}\n# the rules\n[rules]\nA = 'off'\n",
            id="after-the-last-entry",
        ),
        pytest.param(
            (),
            "[[exemptions]]\nrule = 'A'\n[rules]\n[[ 'exemptions' ]]\nrule = 'B'\n# about the paths\n[[paths]]\n",
            f"[[exemptions]]\nrule = 'A'\n[rules]\n[[ 'exemptions' ]]\nrule = 'B'\n\n[[exemptions]]\n{LINES}"
            "# about the paths\n[[paths]]\n",
            id="comments-above-a-header-stay-with-it",
        ),
        pytest.param(
            (),
            'a = """\n[[exemptions]]\n"""\nb = [ # [[exemptions]]\n  "[[exemptions]]",\n]\n[c]\n',
            'a = """\n[[exemptions]]\n"""\nb = [ # [[exemptions]]\n  "[[exemptions]]",\n]\n[c]\n\n'
            f"[[exemptions]]\n{LINES}",
            id="headers-within-values",
        ),
        pytest.param(
            (),
            "[exemptions]\nmax-days = 90\n\n[rules]\n",
            f"[exemptions]\nmax-days = 90\n\n[[exemptions.entries]]\n{LINES}\n[rules]\n",
            id="long-form",
        ),
        pytest.param(
            (),
            "[[exemptions.entries]]\nrule = 'A'\n\n[rules]\n\n[exemptions]\nmax-days = 90\n",
            f"[[exemptions.entries]]\nrule = 'A'\n\n[[exemptions.entries]]\n{LINES}\n"
            "[rules]\n\n[exemptions]\nmax-days = 90\n",
            id="long-form-with-entries",
        ),
        pytest.param(
            (),
            "exemptions.max-days = 90\n[rules]\n",
            f"exemptions.max-days = 90\n[rules]\n\n[[exemptions.entries]]\n{LINES}",
            id="long-form-dotted",
        ),
        pytest.param(
            OWN,
            "[project]\nname = 'x'\n\n[tool.other]\n# the end\n",
            f"[project]\nname = 'x'\n\n[tool.other]\n# the end\n\n[[tool.walkaround.exemptions]]\n{LINES}",
            id="pyproject-without-a-table-of-ours",
        ),
        pytest.param(
            OWN,
            "[tool.walkaround]\n[tool.other]\n[tool.walkaround.rules]\nA = 'off'\n\n[tool.last]\n",
            "[tool.walkaround]\n[tool.other]\n[tool.walkaround.rules]\nA = 'off'\n\n"
            f"[[tool.walkaround.exemptions]]\n{LINES}\n[tool.last]\n",
            id="pyproject-after-our-last-table",
        ),
        pytest.param(
            OWN,
            "[tool]\nwalkaround.rules.A = 'off'\n[other]\n",
            f"[tool]\nwalkaround.rules.A = 'off'\n[other]\n\n[[tool.walkaround.exemptions]]\n{LINES}",
            id="pyproject-dotted",
        ),
        pytest.param(
            OWN,
            "[[exemptions]]\nrule = 1\n[[tool.walkaround.exemptions]]\nrule = 2\n[tool.walkaroundabout]\n",
            "[[exemptions]]\nrule = 1\n[[tool.walkaround.exemptions]]\nrule = 2\n\n"
            f"[[tool.walkaround.exemptions]]\n{LINES}[tool.walkaroundabout]\n",
            id="pyproject-others-of-the-name",
        ),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["", "bom"])
def test_an_entry_is_added_and_taken_out_again(
    prefix: tuple[str, ...], old: str, new: str, line_end: str, bom: bytes
) -> None:
    before, after = (bom + text.replace("\n", line_end).encode() for text in (old, new))
    if "\n" not in old:
        after = bom + new.encode()
    assert add_exemption_bytes(before, prefix, ENTRY) == after
    assert remove_exemption(after, prefix, len(entries(after, prefix)) - 1) == before


@pytest.mark.parametrize(
    ("index", "old", "new"),
    [
        pytest.param(
            1,
            "[[exemptions]]\nrule = 1\n\n# about two\n[[exemptions]]\n# inside\nrule = 2 # two\n# inside too\n\n"
            "# about three\n[[exemptions]]\nrule = 3\n",
            "[[exemptions]]\nrule = 1\n\n# about two\n\n# about three\n[[exemptions]]\nrule = 3\n",
            id="comments-inside-go-and-those-above-stay",
        ),
        pytest.param(
            0, "[[exemptions]]\nrule = 1\n\n[rules]\n", "[rules]\n", id="no-blank-line-is-left-at-the-top-of-the-file"
        ),
        pytest.param(0, "[[exemptions]]\nrule = 1\n\n\n", "\n\n", id="a-file-left-blank"),
        pytest.param(0, "a = 1\n[[exemptions]]\nrule = 1", "a = 1", id="no-final-line-end"),
        pytest.param(0, "[a]\n[[exemptions]]\nrule = 1\n[b]\n", "[a]\n[b]\n", id="no-blank-lines"),
        pytest.param(
            0,
            "[a]\n\n\n[[exemptions]]\nrule = '''\n[b]\n'''\n[exemptions.sub]\nx = 1\n\n\n[b]\n",
            "[a]\n\n\n\n[b]\n",
            id="tables-below-the-entry-go-too",
        ),
        pytest.param(
            0, "[exemptions]\nmax-days = 9\n[[exemptions.entries]]\n", "[exemptions]\nmax-days = 9\n", id="long-form"
        ),
    ],
)
def test_an_entry_is_taken_out(index: int, old: str, new: str) -> None:
    assert remove_exemption(old.encode(), (), index).decode() == new


@pytest.mark.parametrize(
    ("prefix", "content", "why"),
    [
        pytest.param((), b"a = ", "bad TOML: Invalid value (at end of document)", id="bad-toml"),
        pytest.param((), b"a = '\xff'", "is not UTF-8, which TOML requires; save it as UTF-8", id="not-utf-8"),
        pytest.param((), b"a = " + b"[" * 9999, "is nested too deeply", id="nested"),
        pytest.param(
            (),
            b"exemptions = []",
            "exemptions is an array in brackets; write each exemption as [[exemptions]]",
            id="array-in-brackets",
        ),
        pytest.param(
            (),
            b"[exemptions]\nentries = [{}]",
            "exemptions.entries is an array in brackets; write each exemption as [[exemptions.entries]]",
            id="long-form-array-in-brackets",
        ),
        pytest.param(
            (),
            b"exemptions = 1",
            "exemptions is no array of tables; write each exemption as [[exemptions]]",
            id="number",
        ),
        pytest.param(
            (),
            b"exemptions = {max-days = 9}",
            "the file leaves no room for [[exemptions.entries]]; write its inline tables as [tables]",
            id="inline-table",
        ),
        pytest.param(
            OWN,
            b"[tool]\nwalkaround = {}",
            "the file leaves no room for [[tool.walkaround.exemptions]]; write its inline tables as [tables]",
            id="inline-table-of-ours",
        ),
        pytest.param(OWN, b"[[tool]]", "tool must be a table", id="no-table"),
        pytest.param(OWN, b"tool.walkaround = 1", "tool.walkaround must be a table", id="no-table-of-ours"),
    ],
)
def test_what_cannot_be_added_is_refused(prefix: tuple[str, ...], content: bytes, why: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared
        add_exemption_bytes(content, prefix, ENTRY)
    assert str(refusal.value) == why


@pytest.mark.parametrize(
    ("index", "content", "why"),
    [
        pytest.param(0, b"a = ", "bad TOML: Invalid value (at end of document)", id="bad-toml"),
        pytest.param(0, b"", "there is no exemption 1; the file has 0", id="none"),
        pytest.param(1, b"[[exemptions]]", "there is no exemption 2; the file has 1", id="too-few"),
        pytest.param(-1, b"[[exemptions]]", "there is no exemption 0; the file has 1", id="negative"),
        pytest.param(
            0,
            b"exemptions = [{}]",
            "exemptions is an array in brackets; write each exemption as [[exemptions]]",
            id="array-in-brackets",
        ),
        pytest.param(
            0,
            b"[[exemptions]]\n[rules]\n[exemptions.sub]\n",
            "exemption 1 cannot be taken out without changing the rest; delete it by hand",
            id="in-two-places",
        ),
    ],
)
def test_what_cannot_be_taken_out_is_refused(index: int, content: bytes, why: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the whole message is compared
        remove_exemption(content, (), index)
    assert str(refusal.value) == why


@pytest.mark.parametrize(
    "entry", [{}, {**ENTRY, "severity": "off"}, {key: ENTRY[key] for key in FIELDS[1:]}], ids=["none", "more", "less"]
)
def test_an_entry_has_all_keys_and_no_other(entry: dict[str, str | date]) -> None:
    with pytest.raises(ValueError, match=r"^an exemption has exactly the keys rule, path, reason, owner, expires$"):
        add_exemption("", (), entry)


def test_text_that_no_file_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^an exemption can only hold what UTF-8 can$"):
        add_exemption_bytes(b"", (), {**ENTRY, "path": "\udc80"})


# A file as people might write it: every form of key, value, header and comment, with odd spacing.

KEY_FORMS = ["k{n}", '"k {n}"', "'k.{n}'", "k{n}.a.b", "k{n} . 'c d'", '"exemptions{n}"', '"\\u005b{n}"']
VALUES = [
    *("1", "0x1", "1e3", "nan", "true", "2026-12-31", "07:32:00", "1979-05-27T07:32:00Z", '""', "''"),
    *('"[[exemptions]]"', "'[[exemptions]]'", '"\\"[#"', "'\\'", '"a # b"', "[]", "{}", "{ a = [1, {b = ']'}] }"),
    *('"""\n[[exemptions]]\n"""', "'''\n[[exemptions]]\n'''", '"""""a"" \\""" \\\\"""""', "''''a'' ]'''''", '""""""'),
    *("[\n[[1]] ,\n]", "[ # ]\n'''\n]''', # '''\n\n[\n[ ], ],\n]", '[ "]", "[" ]'),
]
GAPS = st.lists(
    st.sampled_from(["", " ", "\t", "# note", " # [[exemptions]]", "# \"\"\" ''' \" ' [ {", "#", "# x = [ 1"]),
    max_size=3,
)
ENDS = st.sampled_from(["", " ", "\t# [[exemptions]]", " # '''", '#"'])


@st.composite
def headers(draw: st.DrawFn, path: tuple[str, ...], opening: str) -> str:
    space = draw(st.sampled_from(["", " ", "\t"]))
    quote = draw(st.sampled_from(["", '"', "'"]))
    dotted = f"{space}.{space}".join(f"{quote}{key}{quote}" for key in path)
    return f"{space}{opening}{space}{dotted}{space}{']' * len(opening)}{draw(ENDS)}"


@st.composite
def sections(draw: st.DrawFn, number: int, header: str | None) -> list[str]:
    lines = [] if header is None else [header]
    for at in range(draw(st.integers(0, 3))):
        key = draw(st.sampled_from(KEY_FORMS)).replace("{n}", f"{number}x{at}")
        equals = draw(st.sampled_from(["=", " = ", "\t= "]))
        lines += [f"{key}{equals}{draw(st.sampled_from(VALUES))}{draw(ENDS)}", *draw(GAPS)]
    return [*draw(GAPS), *lines, *draw(GAPS)]


@st.composite
def files(draw: st.DrawFn, prefix: tuple[str, ...]) -> bytes:
    long_form = draw(st.booleans())
    own = [(*prefix, "exemptions", "entries") if long_form else (*prefix, "exemptions")]
    lines = draw(sections(0, None))
    once = {(*prefix, "exemptions")} if long_form else set()
    for number in range(1, draw(st.integers(1, 6))):
        path, opening = draw(
            st.sampled_from(
                [(own[0], "[["), (own[0], "[["), ((*prefix, f"t{number}"), "["), ((*prefix, "arr"), "[[")]
                + [((f"other{number}",), "["), (("tool", f"x{number}", "exemptions"), "[["), (("exempt",), "[[")]
                + [(path, "[") for path in once]
            )
        )
        once -= {path}
        lines += draw(sections(number, draw(headers(path, opening))))
    text = "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n", "\n \n", "\n# end", "\n  "]))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()


PREFIXED_FILES = st.sampled_from([(), OWN]).flatmap(lambda prefix: st.tuples(st.just(prefix), files(prefix)))


def is_one_insertion(old: bytes, new: bytes) -> bool:
    """Whether `new` is `old` with bytes put in at one place."""
    same = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(old))
    return len(new) > len(old) and new.endswith(old[same:])


def plain(content: bytes) -> dict[str, Any]:
    return tomllib.loads(content.decode("utf-8-sig"), parse_float=str)


@given(PREFIXED_FILES)
def test_adding_is_one_insertion_that_says_the_entry_and_removing_undoes_it(
    case: tuple[tuple[str, ...], bytes],
) -> None:
    prefix, old = case
    new = add_exemption_bytes(old, prefix, ENTRY)
    assert is_one_insertion(old, new)
    held = entries(old, prefix)
    assert entries(new, prefix) == [*held, ENTRY]
    assert remove_exemption(new, prefix, len(held)) == old


@given(PREFIXED_FILES, st.integers(0, 5))
def test_removing_is_one_deletion_of_one_entry(case: tuple[tuple[str, ...], bytes], index: int) -> None:
    prefix, old = case
    held = entries(old, prefix)
    if index >= len(held):
        return
    new = remove_exemption(old, prefix, index)
    assert is_one_insertion(new, old)
    assert entries(new, prefix) == held[:index] + held[index + 1 :]
    others = [key for key in plain(old) if key not in ("tool", "exemptions")]
    assert {key: plain(new).get(key) for key in others} == {key: plain(old)[key] for key in others}


@given(PREFIXED_FILES)
def test_the_parts_of_a_file_have_no_gaps_and_each_is_toml(case: tuple[tuple[str, ...], bytes]) -> None:
    text = case[1].decode("utf-8-sig")
    parts = list(split(text))
    assert "".join(text[part.start : part.end] for part in parts) == text
    for part in parts:
        lines = text[part.start : part.end]
        said = tomllib.loads(lines)
        assert bool(said) == (part.kind in ("pair", "header"))
        if part.kind != "pair":
            assert lines.count("\n") <= 1


@given(st.lists(st.text(), min_size=4, max_size=4), st.dates())
def test_any_text_is_written_as_toml(texts: list[str], expires: date) -> None:
    entry: dict[str, str | date] = {**dict(zip(FIELDS[:4], texts, strict=True)), "expires": expires}
    content = add_exemption("a = 1\n", (), entry)
    assert tomllib.loads(content) == {"a": 1, "exemptions": [entry]}
    assert content.count("\n") == 8


@contextmanager
def suppress_one_line_refusals() -> Iterator[None]:
    try:
        yield
    except ValueError as refusal:
        if "\n" in str(refusal):
            raise


@given(st.text("[]{}=.,#\"'\\ \t\r\nae1x") | st.text(), st.sampled_from([(), OWN]), st.integers(0, 1))
def test_any_content_is_served_or_refused_in_one_line(text: str, prefix: tuple[str, ...], index: int) -> None:
    content = text.encode(errors="replace")
    with suppress_one_line_refusals():
        new = add_exemption_bytes(content, prefix, ENTRY)
        assert is_one_insertion(content, new)
        assert remove_exemption(new, prefix, len(entries(new, prefix)) - 1) == content
    with suppress_one_line_refusals():
        remove_exemption(content, prefix, index)
