"""Which files that look like tests belong to the program: by what imports them, and by what lies beside them."""

from collections.abc import Mapping

import pytest

from tests_support import Repository
from walkaround import _change
from walkaround.quality_gate._programs import changed_sources, programs

TEST = "def test_it():\n    assert True\n"
ONE = "x = 1\n"
BESIDE = {"src/tests/test_a.py": TEST}  # so that the folder is one of tests

# The files, and those of them that look like tests and belong to the program.
CASES: dict[str, tuple[Mapping[str, str], set[str]]] = {
    "what the program imports": (
        {"src/app.py": "from tests.prod import run\n", "src/tests/prod.py": "def run(): ...\n"} | BESIDE,
        {"src/tests/prod.py"},
    ),
    "by a relative import": (
        {"app/core.py": "from .tests import prod\n", "app/tests/prod.py": ONE, "app/tests/test_a.py": TEST},
        {"app/tests/prod.py"},
    ),
    "by a name that is put together": (
        {"app/core.py": "importlib.import_module('.prod', 'app.tests')\n", "app/tests/prod.py": ONE,
         "app/tests/test_a.py": TEST},
        {"app/tests/prod.py"},
    ),
    "by way of another one": (
        {"src/app.py": "import tests.one\n", "src/tests/one.py": "from . import two\n", "src/tests/two.py": ONE,
         "src/tests/helper.py": ONE} | BESIDE,
        {"src/tests/one.py", "src/tests/two.py"},
    ),
    "with the package around it": (
        {"src/app.py": "from app.tests.one import a\n", "src/app/tests/__init__.py": "b = 1\n",
         "src/app/tests/one.py": "a = 1\n", "src/app/tests/test_a.py": TEST},
        {"src/app/tests/one.py", "src/app/tests/__init__.py"},
    ),
    "one that is called as a test": (
        {"shop/sink.py": "from shop.sink_test import Sink\n", "shop/sink_test.py": "class Sink: ...\n"},
        {"shop/sink_test.py"},
    ),
    "a folder of the program without any test": ({"src/tests/prod.py": "def run(): ...\n"}, {"src/tests/prod.py"}),
    "a top folder without any test": ({"tests/run.py": "def run(): ...\n"}, set()),
    "a folder whose files hold tests by other names": ({"src/tests/checks.py": TEST}, set()),
    "a helper that tests import": (
        {"tests/test_a.py": "from tests.helper import made\n", "tests/helper.py": "made = 1\n",
         "tests/conftest.py": "from .helper import made\n", "tests/more/deep.py": "from tests import helper\n"},
        set(),
    ),
    "a helper that nobody imports": ({"src/tests/helper.py": "made = 1\n"} | BESIDE, set()),
    "a helper that stands beside the program uses": (
        {"tests/helper.py": ONE, "tests/test_a.py": TEST}
        | dict.fromkeys(("docs/conf.py", "scripts/all.py", "noxfile.py", "runtests.py", "a/run_tests.py"),
                        "from tests.helper import made\n"),
        set(),
    ),
    "a function of the program that runs its tests": (
        {"app/__init__.py": "def test():\n    from .tests import suite\n    suite.run()\n", "app/tests/suite.py": ONE,
         "app/tests/test_a.py": TEST},
        set(),
    ),
    "another module of that name": (
        {"a/core.py": "from .helper import x\nimport helper\n", "a/helper.py": ONE, "b/tests/helper.py": ONE,
         "b/tests/test_a.py": TEST, "c/core.py": "from tests.helper import y\n", "c/tests/helper.py": ONE,
         "c/tests/test_a.py": TEST},
        {"c/tests/helper.py"},
    ),
    "what cannot be read": ({"src/app.py": "from tests import prod\nthis is no Python\n",
                             "src/tests/prod.py": "nor (this"} | BESIDE, set()),
    "an import beyond the top": ({"app.py": "from ...tests import prod\n", "tests/prod.py": ONE}, set()),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_belongs_to_the_program(repository: Repository, case: str) -> None:
    files, expected = CASES[case]
    head = repository.commit(**files)
    with _change.between(str(repository.top), None, head) as delta:
        assert programs(delta) == expected
        assert expected <= changed_sources(delta, lambda _: False).keys()


def test_many_that_look_like_tests(repository: Repository) -> None:
    helpers = {f"src/tests/helper_{number}.py": "a = 1\n" for number in range(20)}
    head = repository.commit(
        **helpers, **BESIDE, **{"src/app.py": "from tests import helper_7\nimport tests.helper_8\n"}
    )
    with _change.between(str(repository.top), None, head) as delta:
        assert programs(delta) == {"src/tests/helper_7.py", "src/tests/helper_8.py"}


def test_a_change_without_such_files_asks_nothing(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    head = repository.commit(**{"src/app.py": "a = 1\n"})
    with _change.between(str(repository.top), None, head) as delta:
        monkeypatch.setattr(delta, "names", None)
        assert programs(delta) == frozenset()
