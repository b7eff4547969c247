"""The checklist's floor: lines, boxes, questions, the places of answers, which areas a change touches."""

# ruff: noqa: E501, RUF001 - a case a line, with the signs that people write

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist_samples import GOOD, RENDERED, TEMPLATE, behind, good
from tests_support import Repository, tries
from walkaround._checklist.answers import Answer, answer_of, denies_ai, is_boilerplate, is_empty
from walkaround._checklist.boxes import Box, find_boxes
from walkaround._checklist.change import Changed, changes_between, parse
from walkaround._checklist.lines import read_lines
from walkaround._checklist.questions import ALL, AREAS, DISCLOSURE, question
from walkaround._checklist.reading import read_checklist
from walkaround._checklist.rendering import change_text, open_text, template_text
from walkaround._checklist.touched import asked, kind_of, touched
from walkaround._checklist.words import stem
from walkaround._managed import find


def boxes(text: str) -> list[Box]:
    return find_boxes(read_lines(text))


# What stands there -> marks, "x" ticked, " " not, "?" neither; a "!" behind it where no host draws it.
BOXES = {
    "dash": ("- [ ] a", " "),
    "star": ("* [x] a", "x"),
    "plus": ("+ [X] a", "x"),
    "number": ("1. [ ] a\n2) [x] b", " x"),
    "nested": ("- [ ] a\n  - [x] b\n      - [ ] c", " x "),
    "nested deep, blank between": ("- a\n\n    - [x] b", "x"),
    "two markers": ("- - [ ] a", " "),
    "quote": ("> - [x] a\n> > * [ ] b", "x "),
    "four blanks": ("-    [x] a", "x"),
    "five blanks": ("-     [x] a", "x!"),
    "tab": ("-\t[ ] a", " "),
    "hard blank": ("- [\u00a0] a", " "),
    "nothing in it": ("- [] a", " !"),
    "no blank before": ("-[ ] a\n*[x] b", " !x!"),
    "no blank behind": ("- [x]a", "x!"),
    "blanks around": ("- [ x ] a\n- [x ] b", "x!x!"),
    "two blanks": ("- [  ] a", " !"),
    "no marker": ("[x] a\n[ ] b", "x! !"),
    "tick": ("- [✓] a\n- [✔] b\n- [✅] c", "x!x!x!"),
    "word": ("- [yes] a\n- [no] b\n- [Done] c", "x! !x!"),
    "letters of other scripts": ("- [ｘ] a\n- [х] b", "x!x!"),
    "wide brackets": ("- ［x］ a", "x!"),
    "neither": ("- [-] a\n- [~] b\n- [n/a] c", "?!?!?!"),
    "sign": ("- ☐ a\n☑ b", " x"),
    "bullet of a typewriter": ("• [x] a", "x!"),
    "escaped": (r"- \[ \] a", " !"),
    "table": ("| [x] | a |\n|---|---|\n| b | [ ] c |", "x! !"),
    "table, two in a row": ("| x | [x] yes | [ ] no |", "x! !"),
    "in one line": ("[x] yes [ ] no", "x! !"),
    "behind a question": ("Breaking? [ ] yes [x] no", " !x!"),
    "behind a colon, in an item": ("- Asked for: [x] yes [ ] no, later", "x! !"),
    "one behind a colon": ("- Preference: [ ] after the fix\n  [x] at once", " !x!"),
    "cell without text": ("| a | [ ] |", " !"),
    "behind breaks": ("a<br>[x] b<br/>- [ ] c", "x! !"),
    "item of HTML": ("<li>[x] a</li>", "x!"),
    "input of HTML": ('<input type="checkbox" checked> a', "x!"),
    "without text": ("- [ ]", " "),
    "carriage returns": ("- [ ] a\r\n- [x] b\r- [ ] c", " x "),
    "continues a paragraph": ("a\n    - [x] b", "x"),
    "comment behind": ("- [x] a <!-- b -->", "x"),
    "comment before": ("- <!-- a --> [x] b", "x!"),
    "comment that is text": ("we read `<!--` and\n- [x] a", "x"),
    "comment that never ends, in a sentence": ("it begins with <!-- and\n\n- [x] a", "x"),
    # Not boxes
    "comment": ("<!-- - [ ] a -->\n<!--\n- [x] b\n\n- [x] c\n-->", ""),
    "comment that never ends": ("<!--\n- [x] a\n", ""),
    "empty comments": ("<!-->\n- [x] a\n<!--->\n- [ ] b", "x "),
    "fence": ("```\n- [x] a\n```\n~~~~md\n- [ ] b\n~~~\n- [ ] c\n~~~~", ""),
    "fence in a list": ("- a\n  ```\n  - [x] b\n  ```\n- [x] c", "x"),
    "fence that its list ends": ("- a\n  ```\n  - [x] b\n- [x] c", "x"),
    "code by indent": ("a\n\n    - [x] b", ""),
    "code span": ("`- [ ] a` and `[x]`", ""),
    "link": ("- [x](https://example.org) a\n- [no][1]\n- [](a.md)", ""),
    "target of a link": ("[x]: https://example.org", ""),
    "word in brackets": ("- [API] a\n- [1] b\n[WIP] c\n[x", ""),
    "instruction": ("Mark with [x] what applies.", ""),
    "empty list in a sentence": ("It returns [] now, and [ ] then.", ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "marks"), BOXES.values(), ids=BOXES)
def test_boxes(text: str, marks: str) -> None:
    found = "".join({True: "x", False: " ", None: "?"}[box.ticked] + ("" if box.drawn else "!") for box in boxes(text))
    assert found == marks


def test_a_box_has_a_place_and_its_text() -> None:
    assert boxes("# a\n\n> - [x] **b** `c`\n> * [ ] d") == [
        Box(3, 5, True, "b c", True, 1, 1),
        Box(4, 5, False, "d", True, 1, 1),
    ]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("- [ ] a\n- [ ] b", [1, 1]),
        ("- [ ] a\n\n- [ ] b", [1, 1]),
        ("- [ ] a\n\nText\n\n- [ ] b", [1, 2]),
        ("# A\n- [ ] a\n# B\n- [ ] b", [1, 2]),
        ("- [ ] a\n  - [ ] b\n  - [ ] c\n- [ ] d\n  - [ ] e", [1, 2, 2, 1, 3]),
        ("- [ ] a\n  goes on\n- [ ] b", [1, 1]),
        ("[x] yes [ ] no\n[ ] yes [x] no", [1, 1, 2, 2]),
    ],
)
def test_which_boxes_lie_together(text: str, groups: list[int]) -> None:
    assert [box.group for box in boxes(text)] == groups


@given(st.text(st.sampled_from("-*+ [](){}xX\n\r\t>`~<!-|1.#:✓☐\\é"), max_size=60))
@settings(max_examples=tries(400))
def test_every_text_has_lines_and_boxes(text: str) -> None:
    lines = read_lines(text)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    raw = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert [len(line.text) for line in lines] == list(map(len, raw))
    for box in find_boxes(lines):
        assert raw[box.line - 1][box.column - 1 : box.column] in tuple("[［【☐☑☒<\\"), (text, box)


def test_the_template_is_the_text() -> None:
    block = find(TEMPLATE.encode(), b"checklist")
    assert block is not None
    assert block.text.decode() == template_text()
    assert [one.text in TEMPLATE for one in ALL] == [True] * 13


def test_every_question_is_asked_in_words() -> None:
    assert [one.text[-1] for one in AREAS] == ["?"] * 10
    assert [one.id for one in AREAS if one.text.split()[0] not in ("Which", "What", "Who", "How")] == []
    assert len({one.id for one in ALL}) == len({one.text for one in ALL}) == 13


def test_what_is_rendered_is_read_back() -> None:
    found = read_checklist(RENDERED)
    assert list(found.answers) == ["assistant", "read", "verified", "edges", "errors", "tests"]
    assert [is_empty(answer) for answer in found.answers.values()] == [True] * 6
    assert (found.asks, found.edited, found.boxes) == (("edges", "errors", "tests"), [], [])
    assert read_checklist(change_text({})).asks == ()


PLACES = {
    "behind": ("{q} It stays.", "It stays."),
    "below": ("{q}\nIt\nstays.", "It stays."),
    "below, after a blank line": ("{q}\n\n  It stays.\n\n  Twice.", "It stays. Twice."),
    "list": ("{q}\n  - It stays.\n  1. Twice.", "It stays. Twice."),
    "quote": ("> {q}\n\nIt stays.", "It stays."),
    "answer quoted": ("{q}\n> It stays.", "It stays."),
    "heading": ("### {q}\n\nIt stays.\n\n### Other\n\nno", "It stays."),
    "bold": ("**{q}** It stays.", "It stays."),
    "bold label and colon": ("- **Access**: {q} It stays.", "It stays."),
    "reason": ("- **Access** (asked because `a (b).py` changed): {q} It stays.", "It stays."),
    "reason over two lines": ("- **Access** (asked because\n  `a.py` changed): {q} It stays.", "It stays."),
    "numbered": ("4. {q} It stays.", "It stays."),
    "asked and answered": ("Q: {q}\nA: It stays.", "It stays."),
    "table": ("| {q} | It stays. |", "It stays."),
    "up to a heading": ("{q} It stays.\n## Notes\nmore", "It stays."),
    "up to a rule": ("{q} It stays.\n\n---\nmore", "It stays."),
    "up to the block's end": ("{q} It stays.\n<!-- walkaround:checklist end -->\nmore", "It stays."),
    "up to the next question": ("{q} It stays.\n- **Scale.** " + question("scale").text + " Often.", "It stays."),
    "carriage returns": ("{q}\r\nIt\r\nstays.\r\n", "It stays."),
    "comment": ("{q} <!-- say it in words --> It stays.", "It stays."),
    "open box": ("{q}\n- [ ] yes\n- [x] It stays.", "It stays."),
    "trailer": ("{q} It stays.\n\nFixes #3\nSigned-off-by: Ada <ada@example.org>", "It stays."),
    "footer": ("{q} It stays.\n\n🤖 Generated with [Claude Code](https://claude.com/claude-code)", "It stays."),
    "code": ("{q}\n```\nraise Forbidden\n```", "raise Forbidden"),
    "twice": ("{q}\n\n{q} It stays.", "It stays."),
}


@pytest.mark.parametrize(("text", "answer"), PLACES.values(), ids=PLACES)
def test_where_an_answer_may_stand(text: str, answer: str) -> None:
    body = f"Before.\n\n{text.replace('{q}', question('access').text)}"
    assert read_checklist(body).answers["access"].text == answer


QUESTIONS = {
    "emphasis": "- **Access.** Who *may* do `this`, and **which** line stops everybody else?",
    "blanks": "Who  may do\tthis , and which line\n   stops everybody else ?",
    "in a quote, wrapped": "> Who may do this, and which line\n> stops everybody else?",
    "comment within": "Who may do this, <!-- a --> and which line stops everybody else?",
    "letters": "WHO MAY DO THIS, AND WHICH LINE STOPS EVERYBODY ELSE?",
    "no question mark": "Who may do this, and which line stops everybody else",
}


@pytest.mark.parametrize("text", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_known_by_its_words(text: str) -> None:
    found = read_checklist(text + "\nOnly clerks.")
    assert {name: answer.text for name, answer in found.answers.items()} == {"access": "Only clerks."}
    assert found.edited == []


EDITED = {
    "softened": "- **Access.** Who may do this, and does a line stop everybody else?",
    "short": "- **Access.** Who may do this?",
    "without the label": "Who should do this, and which line perhaps stops everybody else?",
}


@pytest.mark.parametrize("text", EDITED.values(), ids=EDITED)
def test_an_edited_question(text: str) -> None:
    body = good() + "\n" + text
    found = read_checklist(body)
    assert [(one.question.id, one.line) for one in found.edited] == [("access", body.count("\n") + 1)]


@pytest.mark.parametrize(
    "text", ["- **Access:** only clerks may", "Access to the page stops for everybody.", "## Access\n\nWho may do it?"]
)
def test_own_words_are_no_edited_question(text: str) -> None:
    assert read_checklist(good() + "\n" + text).edited == []


def test_lines_of_the_policy_end_an_answer() -> None:
    body = behind(TEMPLATE, {"design": "It was in store.py."}).replace(
        "\n\n<!-- walkaround:checklist end", "\n- [x] Migrated\n- Ticket: 4\n\n<!--"
    )
    found = read_checklist(body, ("[ ] Migrated", "Ticket:"))
    assert found.answers["design"].text == "It was in store.py."


def test_hostile_texts_take_no_time() -> None:
    which = "Which inputs are empty, huge or wrong here, and what happens "
    for body in (which * 5000, "**Edges** (asked because " * 5000, "- [ " * 50_000, "<!--" * 100_000, "`" * 200_000, "[x] " * 50_000, "|" * 100_000, "> " * 100_000, "*" * 200_000, "a_" * 100_000):  # fmt: skip
        assert read_checklist(body).answers == {}


@given(st.text(max_size=200))
@settings(max_examples=tries(200))
def test_any_text_is_read_and_judged(text: str) -> None:
    found = read_checklist(f"{question('access').text} {text}\n{question('scale').text} {text}")
    for name in ("access", "scale"):
        if name in found.answers:
            answer = found.answers[name]
            assert is_boilerplate(question(name), answer, None) in (True, False)
            assert not is_empty(answer) or not answer.text


ASSISTANTS = {
    "none": True, "None.": True, "no": True, "No AI": True, "none, by hand": True, "none (Copilot is off)": True,
    "I did not use any": True, "Nothing, I wrote it": True, "Claude": False, "nonetheless Claude": False,
    "None of the tests is mine": False, "": False, "not sure": False,
}  # fmt: skip


@pytest.mark.parametrize(("text", "denies"), ASSISTANTS.items(), ids=list(ASSISTANTS))
def test_who_denies(text: str, denies: bool) -> None:
    assert denies_ai(answer_of([(1, text, False)])) is denies


SAYS = {
    "assistant": (
        [
            "none",
            "None used",
            "No AI was used for this change",
            "AI was not used",
            "I wrote this myself",
            "No LLM",
            "none, all mine",
            "N/A, no AI was used",
            "n/a (no AI)",
            "Human only",
            "No: hand-written",
            "I did this without any AI",
            "Claude",
            "GPT-4o: tests",
            "Copilot autocomplete",
            "aider + sonnet",
            "an internal model wrote the boilerplate in api.py",
            "local Llama 3 for the docstrings",
            "o4-mini, only comments",
            "No Copilot, but Claude for the tests",
            "Codex wrote none of the tests, only parser.py",
        ],
        ["yes", "n/a", "-", "TBD", "AI", "some AI tool", "used", "maybe", "?", "Yes, AI was used", "done"],
    ),
    "read": (
        [
            "all",
            "Every line",
            "the whole diff",
            "I read it all",
            "everything apart from the generated client",
            "Only main.py",
            "both files",
            "Nothing",
            "Half of it",
            "Myself: all",
            "parser.py; not the tests",
            "entire PR",
            "100 %",
            "I wrote it",
        ],
        [
            "yes",
            "done",
            "read",
            "reviewed",
            "n/a",
            "human read",
            "All good",
            "all done",
            "looked at it",
            "code",
            "me",
            "ok",
        ],
    ),
    "verified": (
        [
            "pytest",
            "CI",
            "ran the tests",
            "by hand: opened the page",
            "manually, with curl",
            "reproduced the bug, then it was gone",
            "Deployed to staging",
            "Not tested",
            "cargo test + miri",
            "Ada ran the import on her machine",
            "make check",
        ],
        [
            "yes",
            "tested",
            "Tested manually",
            "it works",
            "tested locally",
            "By me",
            "Thoroughly tested by the team",
            "tests",
            "n/a",
        ],
    ),
    "tests": (
        ["They come from #431. Both fail on main.", "SHOP-12, section 3"],
        ["All tests pass.", "Tests added.", "see above"],
    ),
}
SAID = [
    (name, text, good)
    for name, both in SAYS.items()
    for texts, good in zip(both, (True, False), strict=True)
    for text in texts
]


@pytest.mark.parametrize(("name", "text", "good"), SAID, ids=[f"{name}: {text}" for name, text, _ in SAID])
def test_what_says_something_behind_which_question(name: str, text: str, good: bool) -> None:
    assert is_boilerplate(question(name), answer_of([(1, text, False)]), None) is not good


def test_words_about_the_change_count() -> None:
    """One word is too little, unless the change itself is made of it."""
    answer = Answer("Only the margin.", 1)
    assert is_boilerplate(question("access"), answer, frozenset({stem("margins")})) is False
    assert is_boilerplate(question("access"), answer, frozenset({stem("price")})) is True


KINDS = {
    "src/a.py": "code", "docs/a.py": "docs", "README.md": "docs", "a/uv.lock": "lock", "go.sum": "lock", "pyproject.toml": "manifest",
    "requirements/dev.txt": "manifest", "tests/test_a.py": "test", "src/a_test.go": "test", "src/a.spec.ts": "test",
    ".github/workflows/ci.yml": "pipeline", "Dockerfile": "pipeline", "vendor/a.go": "foreign", "a.min.js": "foreign",
    "node_modules/a/package.json": "foreign", "LICENSE": "docs", "CODEOWNERS": "code", "data.json": "other", ".env": "code",
}  # fmt: skip


@pytest.mark.parametrize(("path", "kind"), KINDS.items())
def test_what_a_file_is(path: str, kind: str) -> None:
    assert kind_of(path) == kind


TOUCHED: dict[str, tuple[list[Changed], list[str]]] = {
    "docs alone": ([Changed("docs/a.md", ("if a: except password",) * 40)], []),
    "lock alone": ([Changed("uv.lock", ("name = 1",))], ["dependencies"]),
    "nothing but a name": ([Changed("src/a.py", ("A = 1",))], []),
    "deleted": ([Changed("src/auth.py", gone=True)], ["access"]),
    "handler": ([Changed("src/a.py", ("try:", "    a()", "except KeyError:", "    pass"))], ["errors"]),
    "comment": ([Changed("src/a.py", ("# except what a client sends", "// catch"))], []),
    "login": ([Changed("src/auth/login.py", ("x = 1",))], ["access"]),
    "an author is no auth": ([Changed("src/author.py", ("x = 1",))], []),
    "form": ([Changed("a.py", ('name = request.form["name"]',))], ["input"]),
    "query": ([Changed("a.py", ("rows = db.execute(sql)",))], ["input"]),
    "password": ([Changed("a.py", ("check(user, password)",))], ["data"]),
    "requirement": ([Changed("requirements.txt", ("flask==3.0",))], ["dependencies"]),
    "package within a list of one line": (
        [Changed("pyproject.toml", ('dependencies = ["httpx==0.28.1", "rich>=13"]',), removed=('dependencies = ["httpx==0.28.1"]',))],
        ["dependencies"],
    ),
    "version within a list of one line": (
        [Changed("pyproject.toml", ('dev = ["mypy==1.14", "ruff==0.9"]',), removed=('dev = ["mypy==1.13", "ruff==0.9"]',))],
        ["dependencies"],
    ),
    "package without a version, in one line": (
        [Changed("setup.py", ('    install_requires=["click", "attrs"],',), removed=('    install_requires=["click"],',))],
        ["dependencies"],
    ),
    "object of one line": (
        [Changed("package.json", ('  "dependencies": {"left": "^1.0.0", "right": "~2.1.0"},',), removed=('  "dependencies": {"left": "^1.0.0"},',))],
        ["dependencies"],
    ),
    "table of one line": (
        [Changed("Cargo.toml", ('dependencies = { serde = "1.0", rand = { version = "0.9" } }',), removed=('dependencies = { serde = "1.0" }',))],
        ["dependencies"],
    ),
    "list of one line in another order": (
        [Changed("pyproject.toml", ('dependencies = ["rich>=13", "httpx==0.28.1"]',), removed=('dependencies = ["httpx==0.28.1", "rich>=13"]',))],
        [],
    ),
    "package taken out of a list of one line": (
        [Changed("pyproject.toml", ('dependencies = ["rich>=13"]',), removed=('dependencies = ["httpx==0.28.1", "rich>=13"]',))],
        [],
    ),
    "line of a list moved": (
        [Changed("package.json", ('    "left": "^1.0.0"',), removed=('    "left": "^1.0.0",',))],
        [],
    ),
    "words of the project in a list": ([Changed("pyproject.toml", ('keywords = ["shop", "orders"]',), removed=('keywords = ["shop"]',))], []),
    "version of the project": ([Changed("pyproject.toml", ('version = "1.2"',))], []),
    "action": ([Changed(".github/workflows/a.yml", ("      - uses: a/b@v1",))], ["dependencies"]),
    "rights of the pipeline": ([Changed(".github/workflows/a.yml", ("permissions:", "  contents: write"))], ["access"]),
    "test": ([Changed("tests/test_a.py", ("def test_a():",))], ["tests"]),
    "much code without a test": ([Changed("a.py", ("x = 1",) * 15)], ["tests"]),
    "much code with a test": ([Changed("a.py", ("x = 1",) * 15), Changed("tests/test_a.py", ("x",))], []),
    "migration": ([Changed("shop/migrations/0002.py", ("x = 1",))], ["scale"]),
    "lock of threads": ([Changed("a.py", ("with threading.Lock():",))], ["concurrency"]),
    "new file": ([Changed("a.go", ("x := y",) * 15, new=True), Changed("a_test.go")], ["design"]),
    "slices": ([Changed("a.py", ("a = b[0]", "c = int(b)"))], ["edges"]),
    "the same twice": (
        [Changed("a.py", tuple(f"value_{n} = compute({n})" for n in range(8))), Changed("b.py", tuple(f"value_{n} = compute({n})" for n in range(7)))],
        ["design", "tests"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "areas"), TOUCHED.values(), ids=TOUCHED)
def test_what_a_change_touches(changes: list[Changed], areas: list[str]) -> None:
    assert [one.area for one in touched(changes, assisted=False)] == areas


def test_ai_asks_more() -> None:
    change = [Changed("a.py", ("import flask",))]
    assert touched(change, assisted=False) == []
    assert [one[::2] for one in touched(change, assisted=True)] == [
        ("dependencies", "`a.py` imports, in a change made with AI")
    ]


def test_findings_ask() -> None:
    found = touched([], assisted=False, findings=[("SEC001", "a.py"), ("B608", "b.py"), ("PRT001", "c.md")])
    assert [one[::2] for one in found] == [
        ("input", "B608 was found in `b.py`"),
        ("data", "SEC001 was found in `a.py`"),
    ]


def test_at_most_four_are_asked_in_the_order_of_the_list() -> None:
    lines = ("except KeyError:", "request.form", "password", "threading.Lock()", "a.objects.all()", "is_admin")
    found = touched([Changed("auth.py", lines * 3)], assisted=False)
    assert len(found) == 7
    assert list(asked(found)) == [one.id for one in AREAS if one.id in {one.area for one in found[:4]}]
    assert list(asked(found, 1)) == [found[0].area]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("a.py", "`a.py`"),
        ("a`(b)<c>.py", "`a__b__c_.py`"),
        ("x" * 80 + ".py", "`…" + "x" * 56 + ".py`"),
        ("a\nb.py", "`a\\nb.py`"),
    ],
)
def test_a_path_in_a_reason_is_only_text(path: str, shown: str) -> None:
    (found,) = touched([Changed(f"auth/{path}" if len(path) < 20 else path, ("is_admin",))], assisted=False)
    assert found.reason.startswith(shown.replace("`", "`auth/", 1) if len(path) < 20 else shown)
    text = change_text({"access": found.reason})
    assert list(read_checklist(text).answers) == [*(one.id for one in DISCLOSURE), "access"]


def test_open_questions_alone() -> None:
    assert open_text(["scale", "read"], {"scale": "`a` changed"}) == (
        "- What a human has read line by line, and what not:\n"
        f"- **Scale** (asked because `a` changed): {question('scale').text}\n"
    )
    assert open_text([], {}) == ""


def test_a_real_diff(repository: Repository) -> None:
    base = repository.commit(
        "a", **{"a.py": "1\n2\n3\n", "gone.py": "x\n", "old name.py": "1\n2\n3\n4\n5\n", "bin": "\0\1"}
    )
    repository.git("rm", "-q", "gone.py")
    repository.git("mv", "old name.py", "new name.py")
    repository.stage('q"u\\o\té.py', "--- a/x\n+++ b/y\n@@ -1 +1 @@\ndiff --git a/z b/z\n")
    repository.stage("bin", "\0\2")
    repository.stage("crlf.py", b"a\r\nb")
    head = repository.commit("b", **{"a.py": "1\n++ b/evil\n3\n4\n"})
    assert changes_between(str(repository.top), base, head) == [
        Changed("a.py", ("++ b/evil", "4"), removed=("2",)),
        Changed("bin"),
        Changed("crlf.py", ("a", "b"), new=True),
        Changed("gone.py", gone=True, removed=("x",)),
        Changed("new name.py"),
        Changed('q"u\\o\té.py', ("--- a/x", "+++ b/y", "@@ -1 +1 @@", "diff --git a/z b/z"), new=True),
    ]
    assert [change.path for change in changes_between(str(repository.top), None, base)] == [
        "a.py",
        "bin",
        "gone.py",
        "old name.py",
    ]


@given(st.binary(max_size=200))
def test_any_patch_is_parsed(patch: bytes) -> None:
    found: list[Any] = list(parse(b"diff --git a/x b/x\n" + patch))
    assert found


def test_answers_of_the_sample_are_not_boilerplate() -> None:
    found = read_checklist(good())
    assert {
        name: is_boilerplate(question(name), answer, None) for name, answer in found.answers.items()
    } == dict.fromkeys(GOOD, False)
