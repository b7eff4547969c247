"""What a path is to a reviewer: code owners, source code, or the configuration of an inspection.

Names are those that the hosts' and tools' own documentation gives. Paths count from the repository's top
and have slashes.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from .._finding import Finding, NotJudged
from ._rules import CONFIGURATION_CHANGED, OWNERS_WITH_SOURCE

# What pre-commit and prek read their hooks from; of several in one folder prek takes the first.
HOOK_CONFIGURATIONS = ("prek.toml", ".pre-commit-config.yaml", ".pre-commit-config.yml")
# Folders of test data, examples and templates.
_SAMPLES = frozenset(
    """
    test tests testing testdata fixture fixtures snapshots sample samples example examples template templates
    cookiecutter copier skeleton scaffold archetype boilerplate vendor node_modules third party
    """.split()  # noqa: SIM905 - a list literal would be thirty lines
)
# GitHub: the first three; GitLab: those and its own; Gitea, Forgejo and Bitbucket: the top's, docs' or their own.
_OWNERS = frozenset(
    folder + "CODEOWNERS"
    for folder in ("", ".github/", "docs/", ".gitlab/", ".gitea/", ".forgejo/", ".bitbucket/")
)  # fmt: skip
_SOURCE = frozenset(
    """
    ada adb ads asm s c cc cpp cxx c++ h hh hpp hxx h++ inl ipp m mm cu cuh cs csx vb fs fsi fsx d di go java kt kts
    scala sc groovy gvy gradle clj cljs cljc rs zig nim cr v sv svh vhd vhdl py pyi pyx pxd pxi pyw ipynb rb rbi erb
    rake php phtml pl pm t raku lua tcl r rmd qmd jl m4 mat f f77 f90 f95 f03 f08 for pas pp dpr lpr cob cbl lisp lsp cl
    el scm ss rkt hs lhs ml mli mll mly elm purs idr agda lean ex exs erl hrl gleam dart swift js mjs cjs jsx ts mts cts
    tsx coffee vue svelte astro html htm xhtml cshtml razor jsp aspx ascx ejs hbs handlebars mustache pug jade haml slim
    liquid twig njk j2 jinja jinja2 tpl tmpl gotmpl mako css scss sass less styl sql psql plsql pls pks pkb ddl sh bash
    zsh fish ksh csh ps1 psm1 psd1 bat cmd awk sed vim applescript ahk tf bicep nix jsonnet libsonnet rego
    proto thrift graphql gql avdl capnp wgsl glsl hlsl vert frag metal sol vy move cairo abap apex cls trigger bzl star
    cmake mk make just ninja gd hx hy ino asp cfm cfc xsl xslt xq xquery l ll lex y yy
    """.split()  # noqa: SIM905 - a list literal would be a hundred lines
)
_SOURCE_NAMES = frozenset(
    """
    dockerfile containerfile makefile gnumakefile cmakelists.txt rakefile vagrantfile justfile snakefile sconstruct
    sconscript build build.bazel workspace workspace.bazel tiltfile earthfile fastfile meson.build
    """.split()  # noqa: SIM905
)
_DOCUMENTATION = ("docs/", "doc/", "documentation/")  # pages are written there; programs are code there too
_PAGES = frozenset(("html", "htm", "xhtml", "css", "tpl", "tmpl"))

# The tool, and the names of its files. `{}` stands for what tools of JavaScript let follow.
_SCRIPTS = ("js", "cjs", "mjs", "ts", "cts", "mts")
_FILES: Mapping[str, str] = {
    "actionlint": ".github/actionlint.yml .github/actionlint.yaml",
    "ansible-lint": ".ansible-lint .ansible-lint.yml .ansible-lint.yaml .ansible-lint-ignore .config/ansible-lint.yml",
    "bandit": ".bandit bandit.yaml bandit.yml bandit.toml .bandit.yaml .bandit.yml",
    "biome": "biome.json biome.jsonc .biome.json .biome.jsonc",
    "brakeman": "config/brakeman.yml config/brakeman.ignore",
    "checkov": ".checkov.yml .checkov.yaml .checkov.baseline",
    "checkstyle": "checkstyle.xml checkstyle-suppressions.xml",
    "clang-tidy": ".clang-tidy",
    "clippy": "clippy.toml .clippy.toml",
    "cargo-deny": "deny.toml .cargo/audit.toml",
    "codacy": ".codacy.yml .codacy.yaml",
    "codeclimate": ".codeclimate.yml .codeclimate.json",
    "codecov": "codecov.yml .codecov.yml codecov.yaml .codecov.yaml .github/codecov.yml .github/codecov.yaml "
    "dev/codecov.yml",
    "codeql": ".github/codeql/codeql-config.yml .github/codeql-config.yml .github/codeql.yml",
    "coverage": ".coveragerc .coveragerc.toml",
    "coveralls": ".coveralls.yml",
    "credo": ".credo.exs",
    "dart": "analysis_options.yaml",
    "deepsource": ".deepsource.toml",
    "dependabot": ".github/dependabot.yml .github/dependabot.yaml",
    "detekt": "detekt.yml config/detekt/detekt.yml detekt-baseline.xml",
    "eslint": ".eslintrc .eslintrc.json .eslintrc.yml .eslintrc.yaml .eslintignore",
    "flake8": ".flake8",
    "gitguardian": ".gitguardian.yml .gitguardian.yaml",
    "gitleaks": ".gitleaks.toml gitleaks.toml .gitleaksignore",
    "golangci-lint": ".golangci.yml .golangci.yaml .golangci.toml .golangci.json",
    "hadolint": ".hadolint.yaml .hadolint.yml hadolint.yaml hadolint.yml",
    "isort": ".isort.cfg",
    "jshint": ".jshintrc .jshintignore",
    "megalinter": ".mega-linter.yml",
    "mypy": "mypy.ini .mypy.ini",
    "nox": "noxfile.py",
    "nyc": ".nycrc .nycrc.json .nycrc.yml",
    "osv-scanner": "osv-scanner.toml",
    "oxlint": ".oxlintrc.json",
    "phpstan": "phpstan.neon phpstan.neon.dist phpstan.dist.neon phpstan-baseline.neon phpstan-baseline.php",
    "psalm": "psalm.xml psalm.xml.dist psalm-baseline.xml",
    "pydocstyle": ".pydocstyle .pydocstyle.ini .pydocstylerc",
    "pylint": ".pylintrc pylintrc .pylintrc.toml pylintrc.toml",
    "pyrefly": "pyrefly.toml",
    "pyright": "pyrightconfig.json",
    "pytest": "pytest.ini .pytest.ini pytest.toml .pytest.toml",
    "renovate": "renovate.json renovate.json5 .renovaterc .renovaterc.json .renovaterc.json5 .github/renovate.json "
    ".github/renovate.json5 .gitlab/renovate.json .gitlab/renovate.json5",
    "rubocop": ".rubocop.yml .rubocop_todo.yml",
    "ruff": "ruff.toml .ruff.toml",
    "safety": ".safety-policy.yml .safety-project.ini",
    "secret scanning": ".github/secret_scanning.yml",
    "semgrep": ".semgrep.yml .semgrep.yaml .semgrepignore",
    "shellcheck": ".shellcheckrc shellcheckrc",
    "snyk": ".snyk",
    "sonar": "sonar-project.properties .sonarcloud.properties",
    "staticcheck": "staticcheck.conf",
    "stylelint": ".stylelintrc .stylelintrc.json .stylelintrc.yml .stylelintrc.yaml .stylelintignore",
    "swiftlint": ".swiftlint.yml",
    "tflint": ".tflint.hcl",
    "trivy": "trivy.yaml .trivyignore .trivyignore.yaml trivy-secret.yaml",
    "trunk": ".trunk/trunk.yaml",
    "ty": "ty.toml",
    "typos": "typos.toml _typos.toml .typos.toml",
    "yamllint": ".yamllint .yamllint.yml .yamllint.yaml",
    "zizmor": "zizmor.yml zizmor.yaml .github/zizmor.yml .github/zizmor.yaml",
    "AppVeyor": "appveyor.yml .appveyor.yml",
    "Azure Pipelines": "azure-pipelines.yml azure-pipelines.yaml",
    "Bitbucket Pipelines": "bitbucket-pipelines.yml",
    "CircleCI": ".circleci/config.yml",
    "Cirrus CI": ".cirrus.yml .cirrus.star",
    "Drone": ".drone.yml",
    "GitLab CI": ".gitlab-ci.yml",
    "Jenkins": "Jenkinsfile",
    "pre-commit.ci": ".pre-commit-ci.yaml",
    "Travis CI": ".travis.yml",
    "Woodpecker": ".woodpecker.yml .woodpecker.yaml",
}
_CONFIGURED_BY_SCRIPT = {  # a name without its ending, which is that of a script
    ".eslintrc": "eslint",
    "eslint.config": "eslint",
    "stylelint.config": "stylelint",
    ".stylelintrc": "stylelint",
    "jest.config": "jest",
    "vitest.config": "vitest",
    "karma.conf": "karma",
    "playwright.config": "playwright",
    "commitlint.config": "commitlint",
    "nyc.config": "nyc",
}
_FOLDERS = {  # everything of that ending below
    ".github/workflows/": "GitHub Actions",
    ".github/actions/": "GitHub Actions",
    ".gitea/workflows/": "Gitea Actions",
    ".forgejo/workflows/": "Forgejo Actions",
    ".gitlab/ci/": "GitLab CI",
    ".buildkite/": "Buildkite",
    ".woodpecker/": "Woodpecker",
    ".semgrep/": "semgrep",
    ".github/codeql/": "codeql",
}
_PLACED = {name: tool for tool, names in _FILES.items() for name in names.split()}

# Tables `[tool.X]` of pyproject.toml, and sections of setup.cfg and tox.ini by what they begin with.
_TABLES = frozenset(
    """
    bandit basedpyright black codespell coverage deptry flake8 importlinter interrogate isort mypy pycln pydoclint
    pydocstyle pylint pyrefly pyright pytest pytest-enabler refurb repo-review ruff slotscheck sqlfluff tox ty typos
    vulture
    """.split()  # noqa: SIM905
)
_SECTIONS = {
    **{name: name for name in ("bandit", "codespell", "doc8", "flake8", "importlinter", "interrogate", "isort")},
    **{name: name for name in ("mypy", "pycodestyle", "pydocstyle", "pylama", "pylint", "pytest", "tox", "vulture")},
    "coverage": "coverage",
    "pep8": "pycodestyle",
    "testenv": "tox",
    "tool:pytest": "pytest",
    "tool:isort": "isort",
}
_KEYS = {"eslintConfig": "eslint", "eslintIgnore": "eslint", "stylelint": "stylelint", "jest": "jest", "nyc": "nyc"}
_KEYS |= {"lint-staged": "lint-staged", "husky": "husky", "commitlint": "commitlint", "xo": "xo", "ava": "ava"}
_MOST_BYTES = 1 << 20


def is_hook_configuration(path: str) -> bool:
    """Whether pre-commit or prek reads this path; prek has one in any folder. What others are made from is none."""
    *folders, name = path.split("/")
    return name in HOOK_CONFIGURATIONS and not any(_is_sample(folder.lower()) for folder in folders)


def _is_sample(folder: str) -> bool:
    words = folder.replace("_", "-").split("-")
    return "{{" in folder or "{%" in folder or not _SAMPLES.isdisjoint(words)


def is_codeowners(path: str) -> bool:
    """Whether GitHub, GitLab, Gitea, Forgejo or Bitbucket takes code owners from this path."""
    return path in _OWNERS


def is_source(path: str) -> bool:
    """Whether a reviewer would call this code: programs and their tests, notebooks, queries, templates, build files.

    Documentation, data, lock files and configuration are none.
    """
    lower = path.lower()
    name = lower.rpartition("/")[2]
    if inspection_configuration(path) is not None:
        return False
    stem, dot, ending = name.rpartition(".")
    if (
        name in _SOURCE_NAMES
        or name.startswith(("dockerfile.", "makefile."))
        or stem in ("dockerfile", "containerfile")
    ):
        return True
    if ending in _PAGES and (lower.startswith(_DOCUMENTATION) or "/docs/" in lower):
        return False
    return bool(dot and stem) and ending in _SOURCE and not stem.endswith((".min", ".lock"))


def inspection_configuration(path: str) -> str | None:
    """The tool that this file configures, where that tool inspects code, runs inspections or tests, or decides on both.

    Files that hold much else, such as pyproject.toml, are none: see `compare_sections`.
    """
    name = path.rpartition("/")[2]
    # A project in a folder has its own, but what begins with a folder stands at the top.
    tool = _PLACED.get(path) or _PLACED.get(name)
    if tool is not None:
        return tool
    stem, _, ending = name.rpartition(".")
    if stem in _CONFIGURED_BY_SCRIPT and ending in _SCRIPTS:
        return _CONFIGURED_BY_SCRIPT[stem]
    if name.startswith((".markdownlint", ".markdownlint-cli2")):
        return "markdownlint"
    if ending in ("yml", "yaml"):
        return next((tool for folder, tool in _FOLDERS.items() if path.startswith(folder)), None)
    return None


def compare_sections(path: str, before: bytes | None, after: bytes | None) -> Iterator[str]:
    """The tools whose part of pyproject.toml, setup.cfg, tox.ini or package.json differs; none where one is unfit."""
    reader = _READERS.get(path.rpartition("/")[2])
    if reader is None:
        return
    was, now = (_parts(reader, path, content) for content in (before, after))
    if was is None or now is None:
        return
    yield from sorted(tool for tool in {*was, *now} if was.get(tool) != now.get(tool))


def codeowners_with_source(paths: Collection[str]) -> Iterator[Finding]:
    """Code owners that change together with source code; `paths` are all that one change touches."""
    source = next((path for path in sorted(paths) if is_source(path)), None)
    if source is None:
        return
    count = sum(map(is_source, paths))
    others = "" if count == 1 else f" and {count - 1} more"
    for path in sorted(filter(is_codeowners, paths)):
        message = f"The code owners change together with source code: {source}{others}."
        yield Finding(path, 0, 0, OWNERS_WITH_SOURCE.id, message, OWNERS_WITH_SOURCE.remedy)


def same_owners(before: bytes | None, after: bytes | None) -> bool:
    """Whether two files of code owners say the same, comments and empty lines apart."""
    was, now = (_lines(content or b"") for content in (before, after))
    return was == now


def configuration_changed(path: str, before: bytes | None, after: bytes | None) -> Iterator[Finding]:
    """What a change does to the configuration of inspections; None where there is no such file."""
    tool = inspection_configuration(path)
    if tool is None:
        tools = tuple(compare_sections(path, before, after))
    else:
        tools = () if _essence(before) == _essence(after) else (tool,)
    if tools:
        message = f"The configuration of {', '.join(tools)} changes."
        yield Finding(path, 0, 0, CONFIGURATION_CHANGED.id, message, CONFIGURATION_CHANGED.remedy)


def _essence(content: bytes | None) -> list[bytes] | None:
    """The lines that say something, without the versions of actions, which other rules judge."""
    if content is None:
        return None
    found = []
    for line in _lines(content):
        use, uses, action = line.partition(b"uses:")
        found.append(use + uses + action.partition(b"@")[0] if uses and b"@" in action else line)
    return found


def _lines(content: bytes) -> list[bytes]:
    stripped = (line.rstrip() for line in content.splitlines())
    return [line for line in stripped if line and not line.lstrip().startswith(b"#")]


def _parts(reader: Any, path: str, content: bytes | None) -> dict[str, Any] | None:
    """The parts of a file by tool; None when it cannot be read."""
    if content is None:
        return {}
    if len(content) > _MOST_BYTES:
        return None
    try:
        found: dict[str, Any] = reader(path, content)
    except (NotJudged, ValueError, RecursionError):
        return None
    return found


def _pyproject(path: str, content: bytes) -> dict[str, Any]:
    from .._text import decode
    from .._toml import parse

    tables = parse(decode(path, content)).get("tool")
    return {name: table for name, table in tables.items() if name in _TABLES} if isinstance(tables, dict) else {}


def _ini(_: str, content: bytes) -> dict[str, Any]:
    from configparser import ConfigParser, Error

    parser = ConfigParser(interpolation=None, strict=False, allow_no_value=True, default_section="\0")
    try:
        parser.read_string(content.decode("utf-8-sig"))
    except (Error, AttributeError) as bad:  # the latter of a value that goes on where none began
        raise ValueError from bad
    parts: dict[str, Any] = {}
    for section in parser.sections():
        name = section.lower()
        tool = _SECTIONS.get(name) or _SECTIONS.get(name.split(":")[0].split("-")[0].split(".")[0])
        if tool is not None:
            parts.setdefault(tool, {})[section] = dict(parser.items(section))
    return parts


def _package(_: str, content: bytes) -> dict[str, Any]:
    import json

    data = json.loads(content.decode("utf-8-sig"))
    parts: dict[str, Any] = {}
    for key, tool in _KEYS.items():
        if isinstance(data, dict) and key in data:
            parts.setdefault(tool, {})[key] = data[key]
    return parts


_READERS = {"pyproject.toml": _pyproject, "setup.cfg": _ini, "tox.ini": _ini, "package.json": _package}
