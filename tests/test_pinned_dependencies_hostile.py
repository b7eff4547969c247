"""Files of every format, damaged: each is judged or named, at places that it has, and none repeats a password."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinned_support import STRICT, judge
from test_pinned_verdicts import TREE, clean
from tests_support import tries
from walkaround._finding import Finding, NotJudged
from walkaround._hook import Said

FILES = {path: clean(text) for path, text in TREE.items()}
ODD = [
    "\0", "\x1b", "\ufeff", "\u2028", "\x85", "\r", "\n", "\t", '"', "'", "[", "]", "{", "}", "#", "$", "${", "$(", ")",
    "`", "\\", "<<", "<<EOF\n", ":", "- ", "&a ", "*a", "!!x ", "|", ">", "==", "@", "/*", "*/", ",", "🦊", "é", "%",
    "git+https://", "-r ", "--", "FROM ", "RUN ", "uses: ", "pip install ", "\n---\n", '"""', "{{", "}}",
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, str]:
    """A file of the verdicts in which a few things went wrong."""
    path = draw(st.sampled_from(sorted(FILES)))
    text = FILES[path]
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.sampled_from([0, 1, 5, 40])))
        other = FILES[draw(st.sampled_from(sorted(FILES)))]
        put = draw(
            st.sampled_from(["", text[at:end] * 2, draw(st.sampled_from(ODD)) * draw(st.integers(1, 30)), other[:60]])
        )
        text = text[:at] + put + text[end:]
    return path, draw(st.sampled_from([text, text.replace("\n", "\r\n"), text[: len(text) // 2]]))


@given(damaged())
@settings(max_examples=tries(400), deadline=None)
def test_what_is_damaged_is_judged_or_named(file: tuple[str, str]) -> None:
    path, text = file
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    for one in judge({**FILES, path: text}, [path], STRICT):
        if isinstance(one, NotJudged):
            assert "internal error" not in one.why
        elif one.path == path:
            assert one.line <= len(lines)
            assert one.column <= len(lines[one.line - 1]) + 1


URL = "https://ada:hunter2@example.org/a"
STEP = "jobs:\n  a:\n    steps:\n      - run: "
PLACES = [
    pytest.param("a.sh", f"pip install git+{URL}.git@main\n", id="pip"),
    pytest.param("a.sh", f"pip install --index-url {URL} flask\n", id="index"),
    pytest.param("a.sh", f"curl {URL}/install.sh | sh\n", id="download"),
    pytest.param("a.sh", "curl -H 'Authorization: hunter2' https://example.org/i.sh | sh\n", id="header"),
    pytest.param("a.sh", "curl 'https://example.org/i.sh?token=hunter2' | sh\n", id="query"),
    pytest.param("a.sh", "docker run -e KEY=hunter2 alpine\n", id="docker"),
    pytest.param("a.sh", f"cargo install --git {URL}\n", id="cargo-install"),
    pytest.param("a.sh", f"npm install git+{URL}.git\n", id="npm-install"),
    pytest.param("Dockerfile", f"FROM scratch\nADD {URL}.git /a\n", id="add"),
    pytest.param("Dockerfile", f"FROM scratch\nADD {URL}/latest.tar.gz /a\n", id="add-file"),
    pytest.param("package.json", f'{{"dependencies": {{"a": "git+{URL}.git"}}}}', id="package-json"),
    pytest.param("Cargo.toml", f'[dependencies]\na = {{ git = "{URL}" }}\n', id="cargo"),
    pytest.param("Gemfile", f'gem "a", git: "{URL}.git"\n', id="gem"),
    pytest.param("Pipfile", f'[packages]\na = {{git = "{URL}.git"}}\n', id="pipfile"),
    pytest.param("pyproject.toml", f'[tool.poetry.dependencies]\na = {{git = "{URL}.git"}}\n', id="poetry"),
    pytest.param("setup.cfg", f"[options]\ninstall_requires =\n  a @ git+{URL}.git\n", id="setup-cfg"),
    pytest.param("setup.py", f'setup(install_requires=["a @ git+{URL}.git"])\n', id="setup-py"),
    pytest.param("tox.ini", f"[testenv]\ndeps = git+{URL}.git\n", id="tox"),
    pytest.param("environment.yml", f"dependencies:\n  - pip:\n    - git+{URL}.git\n", id="conda"),
    pytest.param("x.py", f'# /// script\n# dependencies = ["a @ git+{URL}.git"]\n# ///\n', id="script"),
    pytest.param(".github/workflows/a.yml", f"{STEP}pip install git+{URL}.git\n", id="workflow"),
    pytest.param(".gitlab-ci.yml", f"include:\n  - remote: {URL}.yml\n", id="gitlab"),
    pytest.param(".mcp.json", f'{{"mcpServers": {{"a": {{"command": "uvx", "args": ["git+{URL}.git"]}}}}}}', id="mcp"),
]


@pytest.mark.parametrize(("path", "text"), PLACES)
def test_no_password_is_repeated(path: str, text: str) -> None:
    said = judge({path: text}, policy=STRICT)
    assert _findings(said) != []
    assert "hunter2" not in repr([(one.message, one.remedy) for one in _findings(said)])
    assert not any(isinstance(one, NotJudged) for one in said)


def _findings(said: Sequence[Said]) -> list[Finding]:
    return [one for one in said if isinstance(one, Finding)]
