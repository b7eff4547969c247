"""What is still open where a block would stand: as CommonMark has it, which another reader of it confirms."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from walkaround._managed import managed, obstacle
from walkaround._open_markdown import Open, open_at_end

WANTED = managed(b"checklist", 1, b"\n- [ ] It was read\n\n")

CLOSED = {
    "text": "a\n",
    "code": "```py\na\n```\n",
    "longer end": "~~~\na\n~~~~~  \n",
    "code in one line is text": "```a```\n",
    "too short to be code": "``\na\n",
    "by its indent code already": "a\n\n    ```\n",
    "in an item, which ends": "- a\n  ```\n  b\n",
    "in a numbered item": "10. a\n    ```\n    b\n",
    "in an item of an item": "- a\n  - b\n    ~~~\n",
    "in a quotation": "> ```\n> a\n",
    "in a quotation in an item": "- > ```\n",
    "in HTML that an empty line ends": "<details>\n```\n\n</details>\n",
    "comment": "<!-- a\n\n```\n-->\n",
    "comment in a list": "- [ ] a\n  <!-- b\n  c -->\n",
    "shortest comment": "<!-->\na\n",
    "comment in the middle of a line": "a <!-- b\nc\n",
    "comment in code": "```\n<!--\n```\n",
    "comment by its indent code": "a\n\n    <!-- b\n",
    "preformatted": "<pre>\n\n```\n</pre>\n",
    "an instruction": "<? a\n\n?>\n",
    "in an item below a quotation": "> a\n-\n  ```\n",
}


@pytest.mark.parametrize("text", CLOSED.values(), ids=CLOSED)
def test_nothing_is_open(text: str) -> None:
    for content in (text, text.replace("\n", "\r\n"), text.rstrip("\n")):
        assert open_at_end(content.encode()) is None
        assert obstacle(content.encode(), WANTED) is None


OPEN = {
    "code": ("a\n```py\nb\n", Open(2, "a code block", "```")),
    "code without a newline": ("a\n\n~~~~", Open(3, "a code block", "~~~~")),
    "code, indented": ("   ````\n```\n", Open(1, "a code block", "````")),
    "code with an end that is none": ("```\n``` a\n    ```\n", Open(1, "a code block", "```")),
    "code below a list": ("- a\n```\n", Open(2, "a code block", "```")),
    "code that ends a list": ("- a\n ```\n  b\n", Open(2, "a code block", "```")),
    "code again": ("```\n```\n```\n", Open(3, "a code block", "```")),
    "code below HTML": ("<details>\n\n```\n", Open(3, "a code block", "```")),
    "quoted text is no quoted code": ("> a\n```\n", Open(2, "a code block", "```")),
    "code below an item of nothing": ("-\n\n  ```\n", Open(3, "a code block", "```")),
    "code below a comment in HTML": ("<div>\n<!-- a\n\n-->\n```\n", Open(5, "a code block", "```")),
    "comment": ("a\n<!-- b\n\nc\n", Open(2, "a comment", "-->")),
    "comment after a comment": ("<!-- a --> <!-- b\n", Open(1, "a comment", "-->")),
    "comment below the end of another": ("<!-- a\nb --> <!--\n", Open(2, "a comment", "-->")),
    "comment in a list": ("- <!-- a\n\nb\n", Open(1, "a comment", "-->")),
    "comment in HTML": ("<div>\n<!-- a\n\nb\n", Open(2, "a comment", "-->")),
    "code in a comment": ("<!--\n```\n", Open(1, "a comment", "-->")),
    "preformatted": ("a\n\n<PRE>\n\n```\n", Open(3, "a piece of HTML", "</pre>")),
    "script": ("<script src='a'>\n", Open(1, "a piece of HTML", "</script>")),
    "an instruction": ("<? a\n\nb\n", Open(1, "a piece of HTML", "?>")),
}


@pytest.mark.parametrize(("text", "expected"), OPEN.values(), ids=OPEN)
def test_something_is_open(text: str, expected: Open) -> None:
    line, what, closer = expected
    for content in (text, text.replace("\n", "\r\n")):
        assert open_at_end(content.encode()) == expected
        why = f"has {what} from line {line} that is still open where the block stands; close it with {closer}"
        assert obstacle(content.encode(), WANTED) == why
        above = content.encode() + b"\n" + WANTED.block + b"\n\n" + closer.encode() + b"\n"
        assert obstacle(above, WANTED) == why
        assert obstacle(WANTED.block + b"\n\n" + content.encode(), WANTED) is None


FRONT_MATTER = {
    "closed": (b"---\nname: a\nabout: b\n---\n\n# c\n", None),
    "closed, CRLF": (b"---\r\nname: a\r\n---\r\n", None),
    "closed, no newline": (b"---\nname: a\n---", None),
    "closed by dots": (b"---\nname: a\n...\n", None),
    "below a byte order mark": (b"\xef\xbb\xbf---\nname: a\n---\n", None),
    "what is in it opens nothing": (b"---\nname: a\nabout: |\n  ```\n<!--\n---\n# b\n", None),
    "a rule": (b"---\n\n# a: b\n", None),
    "a rule over a heading": (b"---\n## a: b\n", None),
    "open": (b"---\nname: a\n\n# b\n", 1),
    "open, indented end": (b"---\nname: a\n ---\n", 1),
    "open below a byte order mark": (b"\xef\xbb\xbf---\r\nname: a\r\n", 1),
    "closed, and open code below": (b"---\nname: a\n---\n\n```\n", 5),
}


@pytest.mark.parametrize(("content", "line"), FRONT_MATTER.values(), ids=FRONT_MATTER)
def test_front_matter(content: bytes, line: int | None) -> None:
    why = obstacle(content, WANTED)
    assert (why is None) == (line is None)
    assert why is None or f" line {line} " in why


@pytest.mark.parametrize("content", [b"a\rb\r", b"a\n\r", b"a\r\r\n", b"\r"])
def test_carriage_returns_alone(content: bytes) -> None:
    line = content.count(b"\n", 0, content.index(b"\r")) + 1
    why = f"has a lone carriage return in line {line}; save it with LF or CRLF line ends"
    assert obstacle(content, WANTED) == why


# Lines that begin blocks, end them, or only look so. A comment that is open beyond its block is told apart from what
# CommonMark says, on purpose: what shows the page takes it as open.
LINES = [
    "", "text", "  text", "\ttext", "# h", "===", "---", "* * *", "> q", "> ```", "| a | b |", "```x```",
    "- a", "* b", "1. c", "2) d", "-", "+", "10. x", "  - n", "    - m", "   - x", "- - x", "-     code", "- > q",
    "```", "  ```", "   ```", "``` py", "````", "~~~", "-   ```", "1.  ```", "      ```",
    "<details>", "</details>", "<br>", "<sub>a</sub>", "<a href=x>", "<pre>", "x</pre>", "<script>", "</script>",
    "<?x", "?>", "  <!-- y -->", "a -->",
]  # fmt: skip
READER = MarkdownIt("commonmark").enable("table")
MARKER = "<!-- walkaround:checklist begin -->"


@given(st.lists(st.sampled_from(LINES), max_size=8))
def test_another_reader_says_the_same(lines: list[str]) -> None:
    text = "\n".join(lines)
    tokens = READER.parse(f"{text}\n\n{MARKER}\n\nbelow\n")
    stands = any(one.type == "html_block" and one.level == 0 and one.content.startswith(MARKER) for one in tokens)
    assert (open_at_end(text.encode()) is None) == stands


@given(st.lists(st.sampled_from([*LINES, "<!-- x", "-->", "- <!-- z"]), max_size=8))
def test_what_is_said_to_close_it_closes_it(lines: list[str]) -> None:
    content = "\n".join(lines).encode()
    left = open_at_end(content)
    assume(left is not None)
    assert left is not None
    assert 1 <= left.line <= len(lines)
    assert open_at_end(content + b"\n" + left.closer.encode() + b"\n") is None


@given(st.binary(max_size=60))
def test_any_bytes_are_read(content: bytes) -> None:
    open_at_end(content)


@pytest.mark.parametrize(
    "part", [b"- ", b"- + ", b"1. ", b"> ", b"<!-- ", b"```\n", b"- ```\n", b"<", b"1. a\n", b"-->", b" "]
)
def test_a_million_of_anything_takes_moments(part: bytes) -> None:
    open_at_end(part * (300_000 // len(part)))
