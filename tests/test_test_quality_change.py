"""TST010 to TST012, which speak of a change: real repositories, what is staged or a range, and all that is said."""

import ast
import textwrap
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests_support import Repository
from walkaround import cli
from walkaround.test_quality import main
from walkaround.test_quality._callers import Blocks, in_blocks
from walkaround.test_quality._changed import Unit, functions, shape
from walkaround.test_quality._edges import questions, sentence

Changed = Callable[..., list[str]]

TEST = "from app.prices import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n"
BEFORE = {"app/prices.py": "def total(items):\n    return sum(items)\n", "tests/test_prices.py": TEST}
BODY = "    net = sum(items)\n    if net < 1:\n        return 1\n    net += 1\n    net -= 2\n"
LONGER = f"def total(items):\n{BODY}    return net\n"
UNTESTED = "app/prices.py:2:1: TST010 `total` changes in 6 lines of code, and no test changes with it. [warning]"
SMALL = "[test-quality]\nsource-lines = 5\nedge-cases = 0\n"


@pytest.fixture
def changed(repository: Repository, capsys: pytest.CaptureFixture[str]) -> Changed:
    """What is found in a change: its files before and after, and a policy."""

    def run(before: Mapping[str, str], after: Mapping[str, str | None], policy: str = SMALL, *more: str) -> list[str]:
        repository.commit("before", **{"walkaround.toml": policy, **before})
        for path, content in after.items():
            if content is None:
                repository.git("rm", "-q", "--", path)
            else:
                repository.stage(path, content)
        main([*(path for path, content in after.items() if content is not None), *more])
        out, err = capsys.readouterr()
        return [line for line in (out + err).splitlines() if not line.startswith("    ")]

    return run


SILENT = {
    "a-test-changes": {"app/prices.py": LONGER, "tests/test_prices.py": TEST + "\n\ndef test_more():\n    assert total([0]) == 1\n"},
    "a-new-test": {"app/prices.py": LONGER, "tests/test_other.py": "def test_other():\n    assert other() == 1\n"},
    "comments": {"app/prices.py": "# a\n# b\n# c\ndef total(items):\n    # d\n    # e\n\n    # f\n    return sum(items)\n"},
    "docstrings": {"app/prices.py": '"""A\n\nB\n"""\ndef total(items):\n    """C\n\n    D\n    E\n    """\n    return sum(items)\n'},
    "annotations": {"app/prices.py": "def total(\n    items: list[\n        int\n    ],\n) -> int:\n    return sum(items)\n"},
    "formatting": {"app/prices.py": "def total(\n    items\n):\n    return (\n        sum(\n            items\n        )\n    )\n"},
    "imports": {"app/prices.py": "import a\nimport b\nimport c\nimport d\nimport e\n\n" + BEFORE["app/prices.py"]},
    "constants": {"app/prices.py": "A = 1\nB = {\n    1: 2,\n    3: 4,\n    5: 6,\n}\n" + BEFORE["app/prices.py"]},
    "renamed-file": {"app/prices.py": None, "app/costs.py": BEFORE["app/prices.py"]},
    "deleted": {"app/prices.py": "\n"},
    "re-export": {"app/__init__.py": "from .prices import (\n    total,\n)\n__all__ = [\n    'total',\n]\n"},
    "stubs": {"app/more.py": "def a(x):\n    raise NotImplementedError\n\n\ndef b(x):\n    ...\n\n\ndef c(x):\n    pass\n"},
    "few-lines": {"app/prices.py": "def total(items):\n    net = sum(items)\n    return net\n"},
    "migration": {"app/migrations/0001.py": LONGER},
    "generated": {"app/prices_pb2.py": LONGER},
    "setup": {"setup.py": LONGER},
    "doctest": {"app/prices.py": LONGER.replace("    net = sum", '    """\n    >>> total([1])\n    """\n    net = sum')},
    "helper-of-tests": {"tests/helpers.py": LONGER},
}  # fmt: skip


@pytest.mark.parametrize("after", SILENT.values(), ids=SILENT)
def test_no_test_is_asked_for(changed: Changed, after: Mapping[str, str | None]) -> None:
    assert changed(BEFORE, after) == []


def test_a_source_changes_without_a_test(changed: Changed) -> None:
    assert changed(BEFORE, {"app/prices.py": LONGER}) == [UNTESTED]


def test_the_remedy_names_the_function(changed: Changed, capsys: pytest.CaptureFixture[str]) -> None:
    changed(BEFORE, {"app/prices.py": LONGER})
    main(["app/prices.py"])
    assert capsys.readouterr() == (
        f"{UNTESTED}\n    Add or change a test of `total` that fails without this change.\n",
        "",
    )


@pytest.mark.parametrize(
    ("parameter", "found"), [("items: list", False), ("items=(), *more: list", True)], ids=["annotated", "another"]
)
def test_a_head_counts_where_parameters_change(changed: Changed, parameter: str, found: bool) -> None:
    source = f"def total(\n    {parameter}[\n        int\n    ],\n) -> int:\n    return sum(items) + 1\n"
    assert changed(BEFORE, {"app/prices.py": source}) == [UNTESTED.replace(":2:1", ":1:1")] * found


def test_a_long_chain_is_no_obstacle(changed: Changed) -> None:
    chain = "".join(f"    elif items == {n}:\n        return {n}\n" for n in range(400))
    sum_ = " + ".join(["items"] * 400)
    source = f"def total(items):\n    if items is total:\n        return 1\n{chain}    return {sum_}\n"
    assert changed(BEFORE, {"app/prices.py": source}) == [UNTESTED.replace("6 lines", "803 lines")]


def test_a_project_without_tests_is_not_asked(changed: Changed) -> None:
    assert changed({"app/prices.py": BEFORE["app/prices.py"]}, {"app/prices.py": LONGER}) == []


def test_a_new_file_is_told_once(changed: Changed) -> None:
    source = LONGER.replace("total", "one") + LONGER.replace("total", "two").replace("-= 2", "-= 3")
    assert changed(BEFORE, {"app/new.py": source}) == [
        "app/new.py:1:1: TST010 `one` and 1 more change in 14 lines of code, and no test changes with it. [warning]"
    ]


def test_what_was_moved_is_not_new(changed: Changed) -> None:
    before = {**BEFORE, "app/prices.py": LONGER}
    assert changed(before, {"app/prices.py": "x = 1\n", "app/sums.py": f"import os\n\n\n{LONGER}"}) == []


def test_what_was_moved_out_of_a_deleted_file_is_not_new(changed: Changed) -> None:
    more = f"A = 1\n{LONGER}\n\ndef other():\n    return 1\n"
    before = {**BEFORE, "app/old.py": more + "B = 2\n" * 90}
    assert changed(before, {"app/old.py": None, "app/sums.py": LONGER}) == []


def test_a_removed_test_is_no_test(changed: Changed) -> None:
    before = {**BEFORE, "tests/test_more.py": TEST}
    assert changed(before, {"app/prices.py": LONGER, "tests/test_more.py": None}) == [UNTESTED]


RELATED = '[test-quality]\nsource-tests = "related"\nsource-lines = 5\nedge-cases = 0\n'
OTHER = "def test_other():\n    assert other() == 1\n"


@pytest.mark.parametrize(
    ("test", "found"),
    [
        pytest.param(OTHER, True, id="another"),
        pytest.param("from app import prices\n\n\n" + OTHER, False, id="names-the-module"),
        pytest.param("def test():\n    assert shop.total([]) == 1\n", False, id="names-the-function"),
        pytest.param("def test():\n    assert subtotal([]) == 1\n", True, id="part-of-a-word"),
        pytest.param("def test_total_of_nothing():\n    assert call() == 1\n", False, id="word-in-a-name"),
    ],
)
def test_a_related_test(changed: Changed, test: str, found: bool) -> None:
    expected = UNTESTED.replace("no test changes", "no test that names it changes")
    assert changed(BEFORE, {"app/prices.py": LONGER, "tests/test_x.py": test}, RELATED) == [expected] * found


def test_a_change_made_with_ai_is_held_to_more(changed: Changed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDECODE", "1")
    policy = '[test-quality]\nedge-cases = 0\n[ai.rules]\nTST010 = "error"\n[ai.test-quality]\nsource-lines = 3\n'
    expected = UNTESTED.removesuffix(" [warning]")
    assert changed(BEFORE, {"app/prices.py": LONGER}, policy, "--format", "text") == [expected]


def test_a_path_may_be_asked_for_less(changed: Changed) -> None:
    policy = SMALL + '[[paths]]\nglob = "app/**"\ntest-quality.source-lines = 50\n'
    assert changed(BEFORE, {"app/prices.py": LONGER}, policy) == []


def test_a_rule_may_be_off_for_a_path(changed: Changed) -> None:
    policy = SMALL + '[[paths]]\nglob = "app/**"\nrules.TST010 = "off"\n'
    assert changed(BEFORE, {"app/prices.py": LONGER}, policy) == []


def test_what_cannot_be_parsed_is_not_judged(changed: Changed) -> None:
    (line,) = changed(BEFORE, {"app/prices.py": LONGER + "def (:\n"})
    assert line.startswith(
        "walkaround: test-quality: app/prices.py: not judged: line 8: is not valid syntax for Python 3."
    )


def test_what_could_not_be_parsed_before_counts_as_new(changed: Changed) -> None:
    before = {**BEFORE, "app/prices.py": "print 'old'\n"}
    assert changed(before, {"app/prices.py": LONGER}) == [
        UNTESTED.replace(":2:1", ":1:1").replace("6 lines", "7 lines")
    ]


RULES = '[rules]\nTST010 = "off"\n'
QUESTION = (
    "app/prices.py:1:1: TST011 No test calls `total` with an edge case: what happens with an empty `items`? [warning]"
)


def test_a_range_is_judged_as_a_commit_is(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    start = repository.commit("before", **{"walkaround.toml": RULES, **BEFORE})
    repository.commit("after", **{"app/prices.py": "def total(items):\n    return sum(items) + 1\n"})
    assert cli.main(["check", "--only", "test-quality", "--from-ref", start, "--to-ref", "HEAD"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == QUESTION


def test_without_a_change_nothing_is_said(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.commit("before", **BEFORE)
    repository.write("app/prices.py", LONGER)
    for arguments in (["--all-files"], ["app"], ["app/prices.py"]):
        assert cli.main(["check", "--only", "test-quality", *arguments]) == 0
        assert capsys.readouterr().out == ""


def test_the_first_commit_of_a_repository(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("app/prices.py", "def total(items):\n    return sum(items)\n")
    repository.stage("tests/test_prices.py", TEST)
    assert main(["app/prices.py", "tests/test_prices.py"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == QUESTION


ASKED = {"app/prices.py": "def total(items):\n    return sum(items) + 1\n"}
EDGES = {
    "ordinary": (TEST, True),
    "no-call": ("def test():\n    assert other(0, None) == []\n", True),
    "in-another-test": (TEST + "\n\ndef test_other():\n    assert other([]) is None\n", True),
    "empty-list": (TEST.replace("[1, 2]", "[]"), False),
    "zero": (TEST.replace("== 3", "== 0"), False),
    "negative": (TEST.replace("1, 2", "1, -2"), False),
    "huge": (TEST.replace("1, 2", "1, 10**9, 123456789"), False),
    "many": (TEST.replace("[1, 2]", "[1] * 1000"), False),
    "raises": (TEST + "    with pytest.raises(TypeError):\n        total(7)\n", False),
    "case": (
        ("import pytest\nfrom app.prices import total\n\n\n@pytest.mark.parametrize('items', [[1], []])\n"
        "def test(items):\n    assert total(items) < 2\n"), False,
    ),
    "handed-on": ("def test():\n    check(prices.total, '')\n", False),
    "property": ("@given(lists(integers()))\ndef test(x):\n    assert total(x) < 9\n", False),
}  # fmt: skip


@pytest.mark.parametrize(("test", "found"), EDGES.values(), ids=EDGES)
def test_an_edge_case_in_a_test_that_calls_it(changed: Changed, test: str, found: bool) -> None:
    assert changed({**BEFORE, "tests/test_prices.py": test}, ASKED, RULES) == [QUESTION] * found


def test_a_staged_test_counts(changed: Changed) -> None:
    after = {**ASKED, "tests/test_new.py": "def test():\n    assert total([]) == 1\n"}
    assert changed(BEFORE, after, RULES) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def _total(items):\n    return sum(items) + 1\n", id="private"),
        pytest.param("class _A:\n    def total(self, items):\n        return sum(items) + 1\n", id="private-class"),
        pytest.param("class A(AppError):\n    def total(self, items):\n        return sum(items) + 1\n", id="raised"),
        pytest.param("@app.route('/')\ndef total(items):\n    return sum(items) + 1\n", id="called-by-others"),
        pytest.param("def total():\n    return 7\n", id="no-parameters"),
        pytest.param("def total(items: bool):\n    return items\n", id="no-question"),
        pytest.param("def outer():\n    def total(items):\n        return sum(items)\n    return total\n", id="inner"),
    ],
)
def test_who_is_not_asked(changed: Changed, source: str) -> None:
    assert changed(BEFORE, {"app/prices.py": source}, RULES) == []


def test_a_module_for_its_own_package_is_not_asked(changed: Changed) -> None:
    assert changed(BEFORE, {"app/_prices.py": ASKED["app/prices.py"].replace("total", "other")}, RULES) == []


def test_so_many_are_asked_and_no_more(changed: Changed) -> None:
    source = "".join(f"def f{n}(items):\n    return sum(items) + {n}\n" for n in range(8))
    found = changed(BEFORE, {"app/prices.py": source}, RULES + "[test-quality]\nedge-cases = 6\n")
    assert [line.split("`")[1] for line in found] == ["f0", "f1", "f2", "f3", "f4", "f5"]


PROPERTY = '[rules]\nTST010 = "off"\nTST011 = "off"\n[test-quality]\nproperty-tests = ["app/**"]\n'
NO_PROPERTY = "app/prices.py:1:1: TST012 No property-based test calls `total`, as the policy asks for this path."
GIVEN = "@given(lists(integers()))\n"


@pytest.mark.parametrize(
    ("test", "found"),
    [
        pytest.param(TEST, True, id="examples"),
        pytest.param(f"{GIVEN}def test(items):\n    assert other(items)\n{TEST[29:]}", True, id="of-another"),
        pytest.param(f"{GIVEN}def test(items):\n    assert total(items) < 9\n", False, id="property"),
        pytest.param("@hypothesis.given(x=lists())\ndef test(x):\n    assert prices.total(x)\n", False, id="attribute"),
        pytest.param(f"def check(x):\n    assert total(x)\n\n\n{GIVEN}def test(x):\n    check(x)\n", False, id="helper"),
        pytest.param("class M(RuleBasedStateMachine):\n    @rule(x=lists())\n    def f(self, x):\n        total(x)\n", False, id="machine"),
    ],
)  # fmt: skip
def test_a_property_where_the_policy_asks_for_one(changed: Changed, test: str, found: bool) -> None:
    assert changed({**BEFORE, "tests/test_prices.py": test}, ASKED, PROPERTY) == [NO_PROPERTY] * found


def test_another_path_needs_no_property(changed: Changed) -> None:
    assert changed(BEFORE, ASKED, PROPERTY.replace("app/**", "core/**")) == []


def test_the_remedy_is_the_command_that_begins_one(changed: Changed, capsys: pytest.CaptureFixture[str]) -> None:
    changed(BEFORE, ASKED, PROPERTY)
    main(["app/prices.py"])
    assert capsys.readouterr().out.splitlines()[1] == (
        "    Write a test with `@given` that calls it; `walkaround tests scaffold app/prices.py::total` begins one."
    )


def unit(source: str) -> Unit:
    """The last function of a module, as if a change had brought it."""
    name, node, owners = list(functions(ast.parse(textwrap.dedent(source))))[-1]
    return Unit(name, node, owners, frozenset([node.lineno]))


QUESTIONS = {
    "text": ("def f(text: str): ...", ["with an empty `text`"]),
    "text-by-name": ("def f(query): ...", ["with an empty `query`"]),
    "bytes-or-none": ("def f(raw: bytes | None = None): ...", ["with an empty `raw` or None"]),
    "list": ("def f(a: list[str]): ...", ["with an empty `a`"]),
    "mapping": ("def f(a: Mapping[str, int]): ...", ["with an empty `a`"]),
    "quoted": ("def f(a: 'Sequence[int]'): ...", ["with an empty `a`"]),
    "looped": ("def f(a):\n    for b in a:\n        g(b)", ["with an empty `a`"]),
    "first-of-it": ("def f(a):\n    return a[0]", ["with an empty `a`"]),
    "greatest": ("def f(a):\n    return max(a)", ["with an empty `a`"]),
    "count": ("def f(limit: int): ...", ["with `limit` 0 or negative"]),
    "count-by-name": ("def f(page_size=20): ...", ["with `page_size` 0 or negative"]),
    "count-or-none": ("def f(limit: int | None): ...", ["with `limit` 0, negative or None"]),
    "slice": ("def f(x, n: int):\n    return x[:n]", ["with `n` 0, negative or beyond the end"]),
    "divisor": ("def f(total: float, share: float):\n    return total / share", ["with `total` 0 or negative", "with `share` 0"]),
    "compared": ("def f(age: int):\n    return age >= 18", ["with `age` 0 or negative"]),
    "plain-number": ("def f(x: int):\n    return g(x)", []),
    "none": ("def f(user: User | None = None): ...", ["with `user` None"]),
    "optional": ("def f(user: Optional[User]): ...", ["with `user` None"]),
    "object": ("def f(user: User): ...", []),
    "flag": ("def f(strict: bool = False): ...", []),
    "timeout": ("def f(timeout: float = 3): ...", ["when `timeout` is over"]),
    "request": ("def f(user: User):\n    return requests.get(user.url)", ["when no answer comes in time"]),
    "request-with-timeout": ("def f(timeout):\n    return requests.get(U, timeout=timeout)", ["when `timeout` is over"]),
    "lock": ("def f(user: User):\n    with Lock():\n        g(user)", ["when two calls run at once"]),
    "global": ("def f(user: User):\n    global X\n    X = user", ["when two calls run at once"]),
    "method": ("class A:\n    def f(self, text: str): ...", ["with an empty `text`"]),
    "static": ("class A:\n    @staticmethod\n    def f(text: str): ...", ["with an empty `text`"]),
    "keyword-only": ("def f(*args, text: str, **options): ...", ["with an empty `text`"]),
    "most": ("def f(a: str, b: str, c: str, d: str, e: str): ...", [f"with an empty `{n}`" for n in "abcd"]),
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), QUESTIONS.values(), ids=QUESTIONS)
def test_what_is_asked(source: str, expected: list[str]) -> None:
    assert questions(unit(source)) == expected


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        (["with `n` 0"], "what happens with `n` 0?"),
        (["with `n` 0", "with an empty `a`"], "what happens with `n` 0, and with an empty `a`?"),
        (["a", "b", "c"], "what happens a, b, and c?"),
    ],
    ids=["one", "two", "three"],
)
def test_a_sentence(clauses: list[str], expected: str) -> None:
    assert sentence(clauses) == expected


SAME = {
    "docstring": ("def f(a):\n    return a\n", 'def f(a):\n    """Doc."""\n    return a\n', True),
    "annotations": ("def f(a):\n    b = a\n    return b\n", "def f(a: int) -> int:\n    b: int = a\n    return b\n", True),
    "bare-annotation": ("def f(a):\n    return a\n", "def f(a):\n    b: int\n    return a\n", True),
    "cast": ("def f(a):\n    return a\n", "def f(a):\n    return typing.cast('A', a)\n", True),
    "inner-import": ("def f(a):\n    return a\n", "def f(a):\n    import b\n    return a\n", True),
    "quotes": ("def f():\n    return 'a'\n", 'def f():\n    return "a"\n', True),
    "name": ("def f(a):\n    return a\n", "def g(a):\n    return a\n", True),
    "parameter": ("def f(a):\n    return a\n", "def f(b):\n    return b\n", False),
    "default": ("def f(a=1):\n    return a\n", "def f(a=2):\n    return a\n", False),
    "number": ("def f():\n    return 1\n", "def f():\n    return 1.0\n", False),
    "truth": ("def f():\n    return 1\n", "def f():\n    return True\n", False),
    "operator": ("def f(a):\n    return a + 1\n", "def f(a):\n    return a - 1\n", False),
    "comparison": ("def f(a):\n    return a < 1\n", "def f(a):\n    return a <= 1\n", False),
    "decorator": ("def f(a):\n    return a\n", "@cache\ndef f(a):\n    return a\n", False),
    "async": ("def f(a):\n    return a\n", "async def f(a):\n    return a\n", False),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other", "same"), SAME.values(), ids=SAME)
def test_what_does_the_same(one: str, other: str, same: bool) -> None:
    assert (shape(unit(one).node) == shape(unit(other).node)) is same


@given(st.recursive(st.sampled_from(["a", "1", "None"]), lambda inner: st.builds("({} + [{}])".format, inner, inner)))
@settings(max_examples=30, deadline=None)
def test_how_code_is_written_does_not_matter(expression: str) -> None:
    spread = expression.replace("(", "(\n").replace("+", "+ # why\n")
    one, other = (unit(f"def f(a):\n    return ({said})\n").node for said in (expression, spread))
    assert shape(one) == shape(other)


BLOCKS = {
    "functions": ("import a\n\n\ndef f():\n    x\n\n\ndef g():\n    y\n", ["", "f", "g"]),
    "decorated": ("@a\n@b(\n    1,\n)\ndef f():\n    x\n\n\n@c\nasync def g():\n    y\n", ["f", "g"]),
    "methods": ("class T:\n    a = 1\n\n    def f(self):\n        x\n\n    @b\n    def g(self):\n        y\n", ["T", "f", "g"]),
    "inner": ("def f():\n    def g():\n        x\n    @h\n    def i():\n        x\n    y\n", ["f"]),
    "cases": ("CASES = [\n    1,\n]\nOTHER: list[int] = []\ndef f():\n    x\n", ["CASES", "OTHER", "f"]),
    "after-a-class": ("class T:\n    def f(self):\n        x\n\ndef g():\n    y\n", ["T", "f", "g"]),
}  # fmt: skip


@pytest.mark.parametrize(("source", "names"), BLOCKS.values(), ids=BLOCKS)
def test_a_file_of_tests_in_blocks(source: str, names: list[str]) -> None:
    blocks = list(in_blocks(source))
    assert [block.name for block in blocks] == names
    assert "\n".join(block.text for block in blocks) == source


EDGE = (
    "None", "''", '""', "b''", "' '", "[]", "{}", "set()", "0", "0.0", "-1", "10**9", "100_000", "123456", "'x' * 1000",
    "sys.maxsize", "float('inf')", "pytest.raises(X)",
)  # fmt: skip
ORDINARY = (
    "1", "'a'", "[1]", "10", "1.5", "f(1)", "'none'", "a0", "x - 1", "'''a'''", "1.05", "200", '"a"', "'it\\'s'",
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "edge"), [*((one, True) for one in EDGE), *((one, False) for one in ORDINARY)], ids=[*EDGE, *ORDINARY]
)
def test_what_counts_as_an_edge(value: str, edge: bool) -> None:
    assert Blocks(f"def test():\n    assert total({value}) == 3\n").has_edge("total") is edge


@given(st.text(max_size=80))
@settings(max_examples=40, deadline=None)
def test_any_text_is_read_in_blocks(text: str) -> None:
    assert "\n".join(block.text for block in in_blocks(text)) == text
    assert not Blocks(text).has_property("total")
