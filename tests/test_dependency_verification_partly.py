"""dependency-verification: the imports of a file that this interpreter cannot parse."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkaround.dependency_verification._partly import imports_alone

NEW = "\nnew A, B:\n    pass\n"  # what no version of Python knows

KEPT = [
    pytest.param("import a\nfrom b import c", [(1, "import a"), (2, "from b import c")], id="plain"),
    pytest.param("from b import (  # why\n\n  c,\n)", [(1, "from b import c")], id="over lines"),
    pytest.param("import a, \\\n  b", [(1, "import a, b")], id="continued"),
    pytest.param("import a\r\nfrom b import c\r\n", [(1, "import a"), (2, "from b import c")], id="CRLF"),
    pytest.param("try:\n    import a\nexcept E:\n    pass\nimport b", [(5, "import b")], id="in a block"),
    pytest.param('"""\nimport a\n"""\nimport b', [(4, "import b")], id="in a string"),
    pytest.param("x = (\nimport_a\n)\n# import b", [], id="none"),
    pytest.param("import a\nif x:\n    y\n    # at the end", [(1, "import a")], id="a comment at the end"),
    pytest.param("import a\n\n    ", [(1, "import a")], id="blanks at the end"),
    pytest.param("\ufeffimport a".removeprefix("\ufeff"), [(1, "import a")], id="first line"),
]


@pytest.mark.parametrize("end", [NEW, ""], ids=["new", "known"])
@pytest.mark.parametrize(("content", "kept"), KEPT)
def test_what_is_kept(content: str, kept: list[tuple[int, str]], end: str) -> None:
    tree = imports_alone(content + end)
    assert tree is not None
    assert [(one.lineno, ast.unparse(one)) for one in tree.body] == kept


UNSURE = [
    pytest.param("import a; import b", id="two statements of a line"),
    pytest.param("import a\nsys.path.append(a)", id="other places of modules"),
    pytest.param("import a\nx = t'''\nimport b\n'''", id="a string that may hold others"),
    pytest.param("import a\rimport b", id="line ends of old machines"),
    pytest.param("import a\nx = (", id="an open bracket"),
    pytest.param("import", id="nothing imported"),
    pytest.param("from a import b c", id="no import"),
    pytest.param("if x:\n    import a\n  import b", id="no known depth"),
]


@pytest.mark.parametrize("content", UNSURE)
def test_what_is_not_sure(content: str) -> None:
    assert imports_alone(content + NEW) is None


def test_a_bracket_that_nobody_opened() -> None:
    """As in templates. What follows it, versions of Python read otherwise."""
    tree = imports_alone("import a\nx = 1)\n\nimport b" + NEW)
    assert tree is None or [ast.unparse(one) for one in tree.body] == ["import a", "import b"]


BLOCKS = st.sampled_from(
    [
        "import a", "import a.b as c, d", "from . import a", "from ..a import b as c", "from a import (\n  b,\n  c\n)",
        "x = 1", "def f():\n    import g", "if x:\n    from y import z\nelse:\n    import w", "x = '''\nimport a\n'''",
        "# import a", "class A:\n\n    import b", "x = (\n1,\n)", "try:\n    import a\nexcept E: pass",
    ]
)  # fmt: skip


@given(st.lists(BLOCKS, max_size=6).map("\n".join))
def test_the_imports_at_the_top_are_those_of_the_whole(content: str) -> None:
    tree = imports_alone(content)
    assert tree is not None
    whole = [one for one in ast.parse(content).body if isinstance(one, ast.Import | ast.ImportFrom)]
    assert list(map(ast.dump, tree.body)) == list(map(ast.dump, whole))
    assert [one.lineno for one in tree.body] == [one.lineno for one in whole]


PIECES = st.sampled_from(["import ", "from ", "a", "b", ".", ",", "(", ")", ";", "\n", "\r", " ", "'", "#", "\\", "t"])


@given(st.text() | st.lists(PIECES).map("".join))
def test_any_text(content: str) -> None:
    tree = imports_alone(content)
    assert tree is None or all(isinstance(one, ast.Import | ast.ImportFrom) for one in tree.body)
