"""dependency-verification: every import, attribute and keyword exists in the pinned version.

| rule   | finds                                                                              |
|--------|------------------------------------------------------------------------------------|
| DEP001 | an import of what no manifest declares                                             |
| DEP002 | an import of what is installed only because another package needs it               |
| DEP003 | a declared package that the index does not have                                    |
| DEP004 | a pinned version that the index does not have                                      |
| DEP005 | a pinned version that was yanked                                                   |
| DEP006 | a pinned version that is younger than the policy's cool-down                       |
| DEP007 | a package whose name looks like a misspelling of a popular one                     |
| DEP008 | an import of a module of the repository that is not there                          |
| DEP009 | production code that imports what only development installs                        |
| DEP010 | a dynamic import of a constant name that is undeclared, or not there               |
| DEP011 | a module that the pinned version does not have                                     |
| DEP012 | a name that the imported module does not have                                      |
| DEP013 | an attribute that a module, a class or an object does not have                     |
| DEP014 | a keyword that a function does not take                                            |
| DEP015 | an argument that a function needs and is not given                                 |
| DEP016 | more arguments than a function takes                                               |
| DEP017 | something of the standard library that the lowest supported Python does not have   |
| DEP018 | what was not judged, where the policy does not demand that it is                   |

The wheels of exactly the pinned versions are read, and never run: by an index of our own that stays silent wherever a
module or class can have names that its source does not show, and by the type checker ty, whose verdicts that index
has to confirm. `walkaround deps fetch` brings the wheels; a commit reads them from the cache, and asks no server.
"""

from collections.abc import Iterator, Sequence

from .._finding import Rule
from .._hook import Hook, Inputs, Said
from .._policy import Policy, flag, number, strings

TYPE_CHECKER = flag(
    "dependency-verification.type-checker",
    True,
    "Whether ty judges too, beside the index of our own; what it says is checked before it is said again.",
    stricter="true",
)
ASK = flag(
    "dependency-verification.ask-index",
    False,
    "Whether the index that pip is configured with may be asked at a commit about packages that are declared.",
    stricter="none",
)
DEMAND_WHEELS = flag(
    "dependency-verification.demand-wheels",
    False,
    "Whether a commit fails when the wheel of a pin is not in the cache, so that its use cannot be judged.",
    stricter="true",
)
DEMAND_INDEX = flag(
    "dependency-verification.demand-index",
    False,
    "Whether a changed manifest fails when the index gave no answer about one of its packages.",
    stricter="true",
)
COOL_DOWN = number(
    "dependency-verification.cool-down",
    0,
    "How many days old a pinned release must be.",
    stricter="higher",
    most=365,
)
MAX_AGE = number(
    "dependency-verification.max-age",
    168,
    "How many hours an answer of the index is used again.",
    stricter="lower",
    most=720,
)
PROVIDED = strings(
    "dependency-verification.provided",
    (),
    "Import names that the environment provides without a manifest, such as those of a runtime or a plugin host.",
    stricter="subset",
    per_path=True,
)
INTENDED = strings(
    "dependency-verification.intended",
    (),
    "Names of packages that look like a misspelling of another one, and are meant.",
    stricter="subset",
)

RULES = (
    Rule(
        id="DEP001",
        name="undeclared-import",
        summary="A file imports what no manifest declares.",
        why="It works where somebody has it by chance, and names that assistants make up are registered by attackers.",
        remedy="Declare the distribution that has the module, or drop the import.",
        bad="import requests  # in no manifest",
        good='dependencies = ["requests==2.32.4"]',
    ),
    Rule(
        id="DEP002",
        name="transitive-import",
        summary="A file imports what is installed only because another package needs it.",
        why="The next version of that package may do without it, and nobody has chosen the version.",
        remedy="Declare it as a dependency of its own.",
        bad="import urllib3  # brought by requests",
        good='dependencies = ["requests==2.32.4", "urllib3==2.5.0"]',
        severity="warning",
    ),
    Rule(
        id="DEP003",
        name="unknown-package",
        summary="A declared package does not exist on the index.",
        why="Whoever registers the name first decides what will be installed.",
        remedy="Correct the name; `python -m pip index versions NAME` shows whether there is such a package.",
        bad="fastapi-auth-helpers-pro==1.0",
        good="fastapi==0.115.0",
    ),
    Rule(
        id="DEP004",
        name="unknown-version",
        summary="A pinned version does not exist on the index.",
        why="The installation fails, or takes what somebody publishes under that number later.",
        remedy="Pin a version that exists; `python -m pip index versions NAME` lists them.",
        bad="requests==9.9.9",
        good="requests==2.32.4",
    ),
    Rule(
        id="DEP005",
        name="yanked-pin",
        summary="A pinned version was withdrawn from the index.",
        why="Its makers said that nobody should install it.",
        remedy="Pin another version.",
        bad="attrs==21.1.0",
        good="attrs==21.2.0",
    ),
    Rule(
        id="DEP006",
        name="young-pin",
        summary="A pinned version is younger than the policy's cool-down.",
        why="Releases of hijacked projects are mostly found out within days.",
        remedy="Pin the version before, or wait until the release is old enough.",
        bad="a release of this morning",
        good="the release of last month",
    ),
    Rule(
        id="DEP007",
        name="misspelt-package",
        summary="The name of a package looks like a misspelling of a popular one.",
        why="Such names are registered on purpose, with programs that steal what they find.",
        remedy="Correct the name, or add it to `intended` in the policy.",
        bad="reqeusts==2.32.4",
        good="requests==2.32.4",
    ),
    Rule(
        id="DEP008",
        name="missing-local-module",
        summary="A module of the repository is imported that is not there.",
        why="The import fails wherever the file is not, by chance, on somebody's disk.",
        remedy="Commit the module, or correct its name.",
        bad="from .helpers import load  # there is no helpers.py",
        good="from .loading import load",
    ),
    Rule(
        id="DEP009",
        name="development-import",
        summary="Production code imports what only development installs.",
        why="It works in every test and fails where the program is installed.",
        remedy="Move the dependency to the main ones, or the import into the tests.",
        bad='import pytest  # in src/, declared in the group "test"',
        good="import pytest  # in tests/",
        severity="warning",
    ),
    Rule(
        id="DEP010",
        name="dynamic-import",
        summary="A dynamic import of a constant name that is undeclared, or not there.",
        why="No tool that reads imports sees it, and it fails only when the line is reached.",
        remedy="Declare what it needs, or correct the name.",
        bad='importlib.import_module("yaml")  # undeclared',
        good='dependencies = ["pyyaml==6.0.2"]',
        severity="warning",
    ),
    Rule(
        id="DEP011",
        name="unknown-module",
        summary="The pinned version of a distribution does not have an imported module.",
        why="The import fails; assistants take module paths from other versions, or make them up.",
        remedy="Import what the pinned version has.",
        bad="from requests.sessionz import Session",
        good="from requests.sessions import Session",
    ),
    Rule(
        id="DEP012",
        name="unknown-name",
        summary="An imported module does not have the name that is imported from it.",
        why="The import fails; the name is one of another version or of another library, or made up.",
        remedy="Import a name that the pinned version has.",
        bad="from requests import AsyncClient  # a name of httpx",
        good="from requests import Session",
    ),
    Rule(
        id="DEP013",
        name="unknown-attribute",
        summary="A module, class or object of a pinned version does not have an attribute.",
        why="It fails only when the line is reached, which tests that mirror the code may never do.",
        remedy="Use an attribute that the pinned version has.",
        bad="requests.Session().fetch(url)",
        good="requests.Session().get(url)",
    ),
    Rule(
        id="DEP014",
        name="unknown-keyword",
        summary="A function or class of a pinned version does not take a keyword.",
        why="The call fails when it is reached.",
        remedy="Use a keyword that the pinned version takes.",
        bad="httpx.Client(timeouts=3)",
        good="httpx.Client(timeout=3)",
    ),
    Rule(
        id="DEP015",
        name="missing-argument",
        summary="A call does not give an argument that the pinned version demands.",
        why="The call fails when it is reached.",
        remedy="Give the argument.",
        bad="requests.get()",
        good="requests.get(url)",
    ),
    Rule(
        id="DEP016",
        name="too-many-arguments",
        summary="A call gives more positional arguments than the pinned version takes.",
        why="The call fails when it is reached.",
        remedy="Give what is too much by keyword, or leave it out.",
        bad="click.echo(text, stream, True, True, None, 1)",
        good="click.echo(text, stream)",
    ),
    Rule(
        id="DEP017",
        name="newer-python",
        summary="The standard library of the lowest supported Python does not have what is used.",
        why="`requires-python` promises that it works there.",
        remedy="Raise `requires-python`, guard the use by version, or do without it.",
        bad='import tomllib  # with requires-python = ">=3.10"',
        good='requires-python = ">=3.11"',
    ),
    Rule(
        id="DEP018",
        name="unread-dependency",
        summary="Something was not judged, and the policy does not demand that it is.",
        why="Without the wheel of a pin, or an answer of the index, nobody can say whether a use is right.",
        remedy="Run `walkaround deps fetch`.",
        bad="a lock whose wheels were never fetched",
        good="`walkaround deps fetch` after each change of the lock",
        severity="warning",
        unjudged=True,
    ),
)

_PYTHON = (".py", ".pyw")
_JAVASCRIPT = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".vue", ".svelte", ".astro")
_NAMES = ("pyproject.toml", "setup.cfg", "Pipfile", "tox.ini", "package.json")
_FILES = (
    r"\.(pyw?|[cm]?[jt]s|[jt]sx|vue|svelte|astro)$|(^|/)(pyproject\.toml|setup\.cfg|Pipfile|tox\.ini|package\.json)$"
    r"|(^|/)(?!(apt|system|conda|brew|npm|gem|deb|rpm)[-_.]?(requirements|constraints))"
    r"[^/]*(requirements|constraints)[^/]*\.(txt|in)$"
    r"|(^|/)requirements/([^/]+/)*[^/]+\.(txt|in)$"
)


def is_input(path: str) -> bool:
    """Whether this is a source file or a manifest."""
    if path.endswith((*_PYTHON, *_JAVASCRIPT)):
        return bool(path.rpartition("/")[2].rpartition(".")[0])
    name = path.rpartition("/")[2]
    if name in _NAMES:
        return True
    if not path.endswith((".txt", ".in")):
        return False
    from .._dependencies.formats import selected

    return selected(path) in ("requirements", "constraints")


def check(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """Judge the files together: what they share, such as a lock, is read once."""
    from ._judge import judge  # readers and the index are imported only when there is a file to judge

    return judge(policy, inputs)


HOOK = Hook(
    id="dependency-verification",
    summary="Every import, attribute and keyword exists in the pinned version.",
    rules=RULES,
    keys=(TYPE_CHECKER, ASK, DEMAND_WHEELS, DEMAND_INDEX, COOL_DOWN, MAX_AGE, PROVIDED, INTENDED),
    check=check,
    files=_FILES,
    selects=is_input,
    acceptable=True,
)


def main(argv: Sequence[str] | None = None) -> int:
    from .._main import run  # the policy asks for keys and rules, not for argparse and reports

    return run(HOOK, argv)
