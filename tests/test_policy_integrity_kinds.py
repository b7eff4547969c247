"""What a path is to a reviewer, and what is said when code owners or configurations of inspections change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkaround._finding import Finding
from walkaround.policy_integrity._kinds import (
    codeowners_with_source,
    compare_sections,
    configuration_changed,
    inspection_configuration,
    is_codeowners,
    is_source,
    same_owners,
)
from walkaround.policy_integrity._rules import RULES

OWNERS = ["CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS", ".gitea/CODEOWNERS"]
OWNERS += [".forgejo/CODEOWNERS", ".bitbucket/CODEOWNERS"]


@pytest.mark.parametrize("path", OWNERS)
def test_code_owners(path: str) -> None:
    assert is_codeowners(path)
    assert not is_source(path)


@pytest.mark.parametrize(
    "path", ["codeowners", "src/CODEOWNERS", "tests/.github/CODEOWNERS", "CODEOWNERS.md", ".github/OWNERS", "docs/x"]
)
def test_other_files_than_code_owners(path: str) -> None:
    assert not is_codeowners(path)


SOURCE = [
    *("a.py", "tests/test_a.py", "conftest.py", "setup.py", "notebooks/x.ipynb", "db/1.sql", "bin/run.sh", "x.ps1"),
    *("Dockerfile", "docker/Dockerfile.dev", "Containerfile.lite", "Makefile", "makefile.inc", "CMakeLists.txt"),
    *("src/A.java", "a.rs", "a.go", "a.TS", "a.vue", "templates/page.html", "templates/x.j2", "web/app.css", "main.tf"),
    *("a.proto", "BUILD.bazel", "BUILD", "src/docs.c", "docs/conf.py", "a.R", "x.sc", "Justfile", "a/b/Rakefile"),
    *("schema.graphql", "x.ex", "y.cs", "a.pyi", "a.bat", "x.d.ts", "src/x.test.js", "gradle/x.kts", "a.f90"),
]
NO_SOURCE = [
    *("README.md", "docs/index.rst", "docs/a.html", "site/docs/x.css", "LICENSE", "CHANGELOG.md", "a.txt", "a.json"),
    *("poetry.lock", "uv.lock", "package-lock.json", "yarn.lock", "go.sum", "Cargo.toml", "setup.cfg"),
    *("pyproject.toml", ".gitignore", "data/x.csv", "a.yaml", ".github/workflows/ci.yml", "x.png", "requirements.txt"),
    *("eslint.config.js", ".eslintrc.cjs", "noxfile.py", "Jenkinsfile", "app.min.js", "py", ".py", "a.", "", "a.svg"),
    *("src/config.ini", "a.xml", "a.po", "notes", "x.pdf", "go.mod"),
]


@pytest.mark.parametrize("path", SOURCE)
def test_what_a_reviewer_calls_code(path: str) -> None:
    assert is_source(path)


@pytest.mark.parametrize("path", NO_SOURCE)
def test_what_a_reviewer_does_not_call_code(path: str) -> None:
    assert not is_source(path)


TOOLS = [
    *(("ruff.toml", "ruff"), (".ruff.toml", "ruff"), ("sub/mypy.ini", "mypy"), (".coveragerc", "coverage")),
    *((".github/workflows/ci.yml", "GitHub Actions"), (".github/workflows/x.yaml", "GitHub Actions")),
    *((".github/actions/x/action.yml", "GitHub Actions"), (".github/dependabot.yml", "dependabot")),
    *((".gitleaks.toml", "gitleaks"), (".gitleaksignore", "gitleaks"), (".semgrep.yml", "semgrep")),
    *((".semgrep/rules/a.yml", "semgrep"), (".semgrepignore", "semgrep"), (".bandit", "bandit"), (".flake8", "flake8")),
    *((".pylintrc", "pylint"), ("eslint.config.mjs", "eslint"), ("web/.eslintrc.cjs", "eslint")),
    *((".eslintrc.json", "eslint"), ("sonar-project.properties", "sonar"), ("codecov.yml", "codecov")),
    *((".github/codecov.yml", "codecov"), ("renovate.json5", "renovate"), (".github/renovate.json", "renovate")),
    *((".github/zizmor.yml", "zizmor"), ("zizmor.yaml", "zizmor"), (".hadolint.yaml", "hadolint")),
    *((".golangci.yml", "golangci-lint"), ("pytest.ini", "pytest"), (".gitlab-ci.yml", "GitLab CI")),
    *((".circleci/config.yml", "CircleCI"), ("Jenkinsfile", "Jenkins"), (".markdownlint-cli2.yaml", "markdownlint")),
    *((".trivyignore", "trivy"), (".snyk", "snyk"), ("vitest.config.ts", "vitest"), (".yamllint", "yamllint")),
]
NO_TOOL = [
    *("pyproject.toml", "setup.cfg", "tox.ini", "package.json", "a/.github/workflows/ci.yml", "src/dependabot.yml"),
    *("a.py", "README.md", ".github/FUNDING.yml", ".github/workflows/README.md", "codecov.md", "eslint.config.json"),
    *(".pre-commit-config.yaml", ".secrets.baseline", "walkaround.toml", ".editorconfig", "x.eslintrc", "config.yml"),
    "",
]


@pytest.mark.parametrize(("path", "tool"), TOOLS)
def test_what_configures_an_inspection(path: str, tool: str) -> None:
    assert inspection_configuration(path) == tool


@pytest.mark.parametrize("path", NO_TOOL)
def test_what_configures_none(path: str) -> None:
    assert inspection_configuration(path) is None


PYPROJECT = "[project]\nname = 'a'\n[tool.ruff.lint]\nselect = ['ALL']\n[tool.mypy]\nstrict = true\n[tool.x]\nx = 1\n"
SETUP = "[metadata]\nname = a\n[flake8]\nignore = E1\n[mypy]\nstrict = true\n[mypy-tests.*]\nignore_errors = true\n"
TOX = "[tox]\nenv_list = py\n[testenv]\ncommands = pytest\n[testenv:lint]\ncommands = ruff check\n[pytest]\nx = -q\n"
PACKAGE = '{"name": "a", "version": "1", "jest": {"bail": true}, "eslintConfig": {"root": true}}'
SECTIONS = {
    "same": ("pyproject.toml", PYPROJECT, PYPROJECT, []),
    "other-table": ("pyproject.toml", PYPROJECT, PYPROJECT.replace("x = 1", "x = 2"), []),
    "layout": ("pyproject.toml", PYPROJECT, PYPROJECT.replace("\n[", "\n\n# c\n[").replace("['ALL']", "[\n'ALL']"), []),
    "ruff": ("pyproject.toml", PYPROJECT, PYPROJECT.replace("'ALL'", "'E'"), ["ruff"]),
    "two": ("sub/pyproject.toml", PYPROJECT, "[project]\nname = 'a'\n", ["mypy", "ruff"]),
    "new": ("pyproject.toml", None, PYPROJECT, ["mypy", "ruff"]),
    "deleted": ("pyproject.toml", PYPROJECT, None, ["mypy", "ruff"]),
    "odd-tool": ("pyproject.toml", "tool = 1\n", PYPROJECT, ["mypy", "ruff"]),
    "broken": ("pyproject.toml", PYPROJECT, "[tool.ruff\n", []),
    "was-broken": ("pyproject.toml", "[tool.ruff\n", PYPROJECT, []),
    "latin-1": ("pyproject.toml", PYPROJECT, b"a = '\xff'", []),
    "setup": ("setup.cfg", SETUP, SETUP.replace("E1", "E2"), ["flake8"]),
    "section-of-a-tool": ("setup.cfg", SETUP, SETUP.replace("errors = true", "errors = false"), ["mypy"]),
    "other-section": ("setup.cfg", SETUP, SETUP.replace("name = a", "name = b"), []),
    "case": ("setup.cfg", "[pylint.MASTER]\nx = 1\n", "[pylint.MASTER]\nx = 2\n", ["pylint"]),
    "colon": ("setup.cfg", "[coverage:run]\nomit = a\n", "[tool:pytest]\nx = 1\n", ["coverage", "pytest"]),
    "tox": ("tox.ini", TOX, TOX.replace("ruff check", "true"), ["tox"]),
    "percent": ("tox.ini", TOX, TOX.replace("-q", "--x=%(y)s"), ["pytest"]),
    "no-value": ("tox.ini", TOX, TOX + "x\n", ["pytest"]),
    "no-section": ("tox.ini", TOX, "x = 1\n", []),
    "ini-that-goes-on": ("tox.ini", TOX, "[a]\nb\n  c\n", []),
    "package": ("package.json", PACKAGE, PACKAGE.replace("true", "false", 1), ["jest"]),
    "package-version": ("package.json", PACKAGE, PACKAGE.replace('"1"', '"2"'), []),
    "package-list": ("package.json", PACKAGE, "[]", ["eslint", "jest"]),
    "package-broken": ("package.json", PACKAGE, "{", []),
    "package-deep": ("package.json", PACKAGE, "[" * 100_000, []),
    "large": ("package.json", PACKAGE, " " * (2 << 20), []),
    "other-file": ("other.toml", PYPROJECT, "", []),
}


@pytest.mark.parametrize(("path", "before", "after", "tools"), SECTIONS.values(), ids=list(SECTIONS))
def test_sections_of_inspections(path: str, before: str | None, after: str | bytes | None, tools: list[str]) -> None:
    contents = [one.encode() if isinstance(one, str) else one for one in (before, after)]
    assert list(compare_sections(path, contents[0], contents[1])) == tools


CI = ".github/workflows/ci.yml"
JOB = "jobs:\n  a:\n    steps:\n    - uses: actions/checkout@v4\n    - run: pytest\n"
CHANGES = {
    "command": (CI, JOB, JOB.replace("pytest", "true"), "GitHub Actions"),
    "action": (CI, JOB, JOB.replace("checkout", "cache"), "GitHub Actions"),
    "version-of-an-action": (CI, JOB, JOB.replace("v4", "v5 # newer"), ""),
    "comment": (CI, JOB, "# c\n\n" + JOB.replace("\n", "  \r\n"), ""),
    "new": (CI, None, JOB, "GitHub Actions"),
    "deleted": (CI, JOB, None, "GitHub Actions"),
    "emptied": ("ruff.toml", "select = []\n", "", "ruff"),
    "section": ("pyproject.toml", PYPROJECT, PYPROJECT.replace("'ALL'", "'E'").replace("true", "false"), "mypy, ruff"),
    "no-section": ("pyproject.toml", PYPROJECT, PYPROJECT.replace("x = 1", "x = 2"), ""),
    "other": ("a.py", "a", "b", ""),
}


@pytest.mark.parametrize(("path", "before", "after", "tools"), CHANGES.values(), ids=list(CHANGES))
def test_changes_of_configurations(path: str, before: str | None, after: str | None, tools: str) -> None:
    contents = [one.encode() if one is not None else None for one in (before, after)]
    message = f"The configuration of {tools} changes."
    finding = Finding(path, 0, 0, "POL010", message, "Look at that part of the change by itself.")
    assert list(configuration_changed(path, contents[0], contents[1])) == ([finding] if tools else [])


ALONE = "Put the change of the owners into a pull request of its own."
TOGETHER = {
    "alone": (["CODEOWNERS", "README.md", "a.lock", ".github/workflows/ci.yml"], []),
    "no-owners": (["a.py", "src/CODEOWNERS"], []),
    "nothing": ([], []),
    "one": (["a.py", "CODEOWNERS"], [("CODEOWNERS", "a.py.")]),
    "several": (["b.sql", "docs/CODEOWNERS", "a.py", "x.md"], [("docs/CODEOWNERS", "a.py and 1 more.")]),
    "two-places": (
        ["CODEOWNERS", ".github/CODEOWNERS", "a.py", "b.py", "c.py"],
        [(".github/CODEOWNERS", "a.py and 2 more."), ("CODEOWNERS", "a.py and 2 more.")],
    ),
}


@pytest.mark.parametrize(("paths", "expected"), TOGETHER.values(), ids=list(TOGETHER))
def test_code_owners_together_with_source(paths: list[str], expected: list[tuple[str, str]]) -> None:
    assert list(codeowners_with_source(paths)) == [
        Finding(path, 0, 0, "POL004", f"The code owners change together with source code: {rest}", ALONE)
        for path, rest in expected
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (b"* @a\n", b"# c\r\n* @a  \r\n\r\n", True),
        (b"* @a\n", b"* @b\n", False),
        (b"* @a\n", None, False),
        (None, b"# c\n", True),
        (b"* @a\nx @b\n", b"x @b\n* @a\n", False),
    ],
)
def test_owners_that_stay_the_same(before: bytes | None, after: bytes | None, expected: bool) -> None:
    assert same_owners(before, after) is expected


NAMES = ["pyproject.toml", "setup.cfg", "tox.ini", "package.json", "ruff.toml", CI, "CODEOWNERS"]


@given(st.sampled_from(NAMES), st.binary(max_size=60), st.sampled_from([PYPROJECT, SETUP, TOX, PACKAGE]), st.data())
def test_any_bytes_are_compared(path: str, content: bytes, whole: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(whole)))
    for after in (content, whole[:at].encode(), whole[:at].encode() + content + whole[at:].encode()):
        assert list(configuration_changed(path, after, after)) == []
        assert all(isinstance(one, Finding) for one in configuration_changed(path, whole.encode(), after))
        assert same_owners(after, after)


@given(st.text(max_size=40))
def test_any_path_is_one_thing(path: str) -> None:
    kinds = [is_codeowners(path), is_source(path), inspection_configuration(path) is not None]
    assert sum(kinds) <= 1


def test_the_rules_are_whole() -> None:
    assert [(rule.id, rule.name, rule.severity) for rule in RULES] == [
        ("POL001", "policy-loosened", "error"),
        ("POL002", "hook-weakened", "error"),
        ("POL003", "baseline-excludes", "error"),
        ("POL004", "owners-with-source", "error"),
        ("POL005", "policy-not-committed", "error"),
        ("POL006", "exemption-ended", "warning"),
        ("POL007", "exemption-ends", "warning"),
        ("POL008", "exemption-unused", "warning"),
        ("POL009", "exemption-added", "warning"),
        ("POL010", "configuration-changed", "warning"),
        ("POL011", "lock-stale", "warning"),
    ]
    assert all(sentence.endswith(".") for rule in RULES for sentence in (rule.summary, rule.why, rule.remedy))
