"""Which format a path is in, told by its name alone.

`selected` decides by comparing strings: to compile one expression for all names would cost every run of a hook two
milliseconds. `patterns` is the same decision as an expression, for
`files` of the manifest; a property test holds the two together.
"""

from re import IGNORECASE, fullmatch
from typing import Literal

Format = Literal[
    "requirements", "constraints", "pyproject", "setup-cfg", "setup-py", "tox", "nox", "conda", "pixi", "script",
    "pipfile", "uv-lock", "poetry-lock", "pdm-lock", "pipfile-lock", "pylock", "package-lock", "pnpm-lock", "yarn-lock",
    "cargo-lock", "package-json", "cargo", "go-mod", "gemfile", "dockerfile", "compose", "devcontainer", "workflow",
    "action", "gitlab", "shell", "hooks", "hook-manifest", "mcp", "mcp-toml", "python-version",
]  # fmt: skip

# `apt-requirements.txt` and the like list packages of another kind than Python's.
_OTHER_KINDS = ("apt", "system", "conda", "brew", "npm", "gem", "deb", "rpm")

_NAMES: dict[str, Format] = {
    "pyproject.toml": "pyproject",
    "setup.cfg": "setup-cfg",
    "setup.py": "setup-py",
    "tox.ini": "tox",
    "noxfile.py": "nox",
    "pixi.toml": "pixi",
    "Pipfile": "pipfile",
    "uv.lock": "uv-lock",
    "poetry.lock": "poetry-lock",
    "pdm.lock": "pdm-lock",
    "Pipfile.lock": "pipfile-lock",
    "package-lock.json": "package-lock",
    "npm-shrinkwrap.json": "package-lock",
    "pnpm-lock.yaml": "pnpm-lock",
    "yarn.lock": "yarn-lock",
    "Cargo.lock": "cargo-lock",
    "package.json": "package-json",
    "Cargo.toml": "cargo",
    "go.mod": "go-mod",
    "Gemfile": "gemfile",
    "gems.rb": "gemfile",
    ".devcontainer.json": "devcontainer",
    "devcontainer.json": "devcontainer",
    "action.yml": "action",
    "action.yaml": "action",
    ".pre-commit-config.yaml": "hooks",
    ".pre-commit-config.yml": "hooks",
    ".pre-commit-hooks.yaml": "hook-manifest",
    ".python-version": "python-version",
    ".envrc": "shell",
    ".mcp.json": "mcp",
    "mcp.json": "mcp",
    "mcp_config.json": "mcp",
    "mcp_settings.json": "mcp",
    "cline_mcp_settings.json": "mcp",
    "claude_desktop_config.json": "mcp",
    "opencode.json": "mcp",
    "opencode.jsonc": "mcp",
}
# Settings of assistants whose file names say nothing without their folders.
_IN_FOLDERS: dict[str, Format] = {
    ".gemini/settings.json": "mcp",
    ".claude/settings.json": "mcp",
    ".claude/settings.local.json": "mcp",
    ".zed/settings.json": "mcp",
    ".vscode/settings.json": "mcp",
    ".codex/config.toml": "mcp-toml",
}
_WORKFLOWS = (".github/workflows", ".gitea/workflows", ".forgejo/workflows")
_SHELLS = (".sh", ".bash", ".zsh", ".ksh")
_SCRIPT_FOLDERS = frozenset({"bin", "ci", ".ci", "hack", "script", "scripts", "tools"})
# A Dockerfile's name may go on with the name of what it builds, not with what makes it another kind of file.
_NO_DOCKERFILE = frozenset({
    "dockerignore", "j2", "jinja", "jinja2", "erb", "tmpl", "tpl", "template", "md", "rst", "txt", "py",
    "sh", "go", "js", "ts",
    "json", "yml", "yaml", "toml", "bak", "orig", "swp", "lock", "html",
})  # fmt: skip


def selected(path: str) -> Format | None:
    """The format of a path that the hook selects by itself; None for every other path."""
    folder, _, name = path.rpartition("/")
    known = _NAMES.get(name) or _in_folder(folder, name)
    if known is not None:
        return known
    stem, dot, ending = name.rpartition(".")
    if ending in ("txt", "in") and dot:
        return _requirements(folder, name)
    if ending in ("yml", "yaml") and stem:
        return _yaml(folder, stem)
    if ending == "py" and stem:
        return "script"
    if name.startswith("pylock.") and ending == "toml":
        return "pylock" if stem == "pylock" or (stem.count(".") == 1 and stem[7:]) else None
    if stem and f".{ending}" in _SHELLS:
        return "shell"
    if "ockerfile" in name.lower() or "ontainerfile" in name.lower():
        return _dockerfile(name)
    if not dot and folder.rpartition("/")[2] in _SCRIPT_FOLDERS:
        return "shell"
    return None


def format_of(path: str) -> Format | None:
    """The format in which to read a path; a list under any name is read as requirements when the caller names it."""
    return selected(path) or ("requirements" if path.endswith((".txt", ".in", ".pip")) else None)


def _in_folder(folder: str, name: str) -> Format | None:
    last = folder.rpartition("/")[2]
    return _IN_FOLDERS.get(f"{last}/{name}") if last.startswith(".") else None


def _requirements(folder: str, name: str) -> Format | None:
    stem = name.rpartition(".")[0]
    for word in ("constraints", "requirements"):
        if word in stem and not _other_kind(stem, word):
            return "constraints" if word == "constraints" else "requirements"
    if stem and "/requirements/" in f"/{folder}/":
        return "requirements"
    return None


def _other_kind(stem: str, word: str) -> bool:
    return any(stem.startswith((kind + word, *(kind + mark + word for mark in "-_."))) for kind in _OTHER_KINDS)


def _yaml(folder: str, stem: str) -> Format | None:
    if folder.endswith(_WORKFLOWS) and any(f"/{folder}".endswith(f"/{known}") for known in _WORKFLOWS):
        return "workflow"
    if "compose" in stem and fullmatch(r"(?:docker-)?compose(?:[-_.][^/]+)?", stem):
        return "compose"
    if "gitlab" in stem and fullmatch(r"(?:[^/]*[-_.])?\.?gitlab-ci(?:[-_.][^/]*)?", stem):
        return "gitlab"
    if f"/{folder}/".find("/.gitlab/ci/") >= 0:
        return "gitlab"
    if "env" in stem and fullmatch(r"(?:conda[-_.]?)?env(?:ironment)?(?:[-_.][^/]+)?|[^/]*[-_.]environment", stem):
        return "conda"
    return None


def _dockerfile(name: str) -> Format | None:
    found = fullmatch(
        r"(?:[^/]*\.)?(?:docker|container)file|(?:docker|container)file[.-](?:[^/]*\.)?([^./]+)", name, IGNORECASE
    )
    return None if found is None or (found[1] or "").lower() in _NO_DOCKERFILE else "dockerfile"


def patterns() -> str:
    """The expression of the manifest entry, which searches a path from the repository's top."""
    from re import escape

    kinds = "|".join(_OTHER_KINDS)
    folders = "|".join(map(escape, sorted(_SCRIPT_FOLDERS)))
    return "|".join((
        rf"(^|/)({'|'.join(map(escape, [*sorted(_NAMES), *sorted(_IN_FOLDERS)]))})$",
        rf"(^|/)(?!({kinds})[-_.]?(requirements|constraints))[^/]*(requirements|constraints)[^/]*\.(txt|in)$",
        r"(^|/)requirements/([^/]+/)*[^/]+\.(txt|in)$",
        r"(^|/)\.(github|gitea|forgejo)/workflows/[^/]+\.ya?ml$",
        r"(^|/)(docker-)?compose([-_.][^/]+)?\.ya?ml$",
        r"(^|/)([^/]*[-_.])?\.?gitlab-ci([-_.][^/]*)?\.ya?ml$|(^|/)\.gitlab/ci/([^/]+/)*[^/]+\.ya?ml$",
        r"(^|/)((conda[-_.]?)?env(ironment)?([-_.][^/]+)?|[^/]*[-_.]environment)\.ya?ml$",
        r"(^|/)pylock(\.[^./]+)?\.toml$",
        rf"[^/]\.(py|sh|bash|zsh|ksh)$|(^|/)({folders})/[^./]+$",
        r"(^|/)([^/]*\.)?(?i:(docker|container)file)$",
        rf"(^|/)(?i:(docker|container)file[.-]([^/]*\.)?(?!({'|'.join(sorted(_NO_DOCKERFILE))})$)[^./]+)$",
    ))  # fmt: skip
