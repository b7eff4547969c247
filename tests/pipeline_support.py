"""Pipelines, run as their hosts would run them: the steps in order, each in a shell with the host's variables.

What a host does itself (fetch, restore a cache, upload) is said in a line; every script of the pipeline runs for real.
The installation is what the cache would have brought: a folder with the console scripts of this checkout.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests_support import TOP, Repository

SCRIPTS: dict[str, str] = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]["scripts"]
REV = "0123456789abcdef0123456789abcdef01234567"
REPO = "https://git.example.org/tools/walkaround"


def tool(name: str) -> str:
    """A test tool, beside this Python or on PATH."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert found is not None, f"{name} is not installed; it is in the group `test`"
    return found


def install(folder: Path) -> None:
    """The console scripts of this checkout, as an installation has them; `python` there is the one that runs this."""
    (folder / "bin").mkdir(parents=True)
    for name, target in SCRIPTS.items():
        module, function = target.split(":")
        code = f"import sys; sys.path.insert(0, {str(TOP / 'hooks')!r}); from {module} import {function} as run; "
        _script(folder / "bin" / name, f"exec {shlex.quote(sys.executable)} -c {shlex.quote(code + 'sys.exit(run())')}")
    _script(folder / "bin" / "python", f"exec {shlex.quote(sys.executable)}")


def _script(path: Path, command: str) -> None:
    path.write_text(f'#!/bin/sh\n{command} "$@"\n')
    path.chmod(0o755)


def offline_python(folder: Path) -> Path:
    """A folder for PATH, whose `python` makes environments from this checkout and notes what pip is told to install."""
    folder.mkdir()
    install(folder / "prepared")
    _script(
        folder / "prepared" / "bin" / "python",
        f'if [ "$1$2" = -mpip ]; then echo "$@" >> {shlex.quote(str(folder / "pip.log"))}; exit 0; fi\n'
        f"exec {shlex.quote(sys.executable)}",
    )
    (folder / "bin").mkdir()
    _script(folder / "bin" / "python", f'test "$1$2" = -mvenv && cp -R {shlex.quote(str(folder / "prepared"))} "$3"; :')
    return folder / "bin"


class Ran(NamedTuple):
    """What became of one step: `success`, `failure` or `skipped`, its exit code and what it printed."""

    outcome: str
    code: int | None = None
    output: str = ""


class Workflow:
    """One job of a workflow for GitHub, Gitea or Forgejo."""

    def __init__(self, text: str, job: str, top: Path, temp: Path, contexts: Mapping[str, Any]) -> None:
        document = yaml.safe_load(text)
        self.job = document["jobs"][job]
        self.top = top
        self.temp = temp
        self.event = temp / "event.json"
        self.summary = temp / "summary.md"
        self.contexts: dict[str, Any] = {"runner": {"os": "Linux", "arch": "X64", "temp": str(temp)}, "vars": {}}
        self.contexts |= {"inputs": {}, "steps": {}, **contexts}
        self.path = os.environ["PATH"]
        self.caches = True
        self.ran: dict[str, Ran] = {}
        self.passed = True
        temp.mkdir(parents=True, exist_ok=True)
        self.event.write_text(json.dumps(self.contexts["github"]["event"]))
        self.summary.write_text("")

    def run(self, only: str | None = None) -> dict[str, Ran]:
        """Every step, or one; each that a failed one does not keep from running."""
        for step in self.job["steps"]:
            name = step["name"]
            if only is not None and name != only:
                continue
            condition = step.get("if")
            if not self.passed if condition is None else not self._holds(condition):
                self._done(step, Ran("skipped"), {})
            elif "run" in step:
                self._run(step)
            else:
                self._uses(step)
        return self.ran

    def outcomes(self) -> dict[str, str]:
        """What became of each stage, by its number."""
        return {name: one.outcome for name, one in self.ran.items() if name[0].isdigit()}

    def _holds(self, condition: str) -> bool:
        always = "cancelled()" in condition
        return bool(evaluated(condition, self.contexts)) and (always or self.passed)

    def _run(self, step: dict[str, Any]) -> None:
        output = self.temp / "output"
        output.write_text("")
        script = self.temp / "script.sh"
        script.write_text(step["run"])
        assert "${{" not in step["run"]
        given = {**self.job.get("env", {}), **step.get("env", {})}
        github = self.contexts["github"]
        environment = {
            **os.environ,
            "PATH": self.path,
            "XDG_CACHE_HOME": str(self.temp / "cache"),
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_EVENT_PATH": str(self.event),
            "GITHUB_EVENT_NAME": github["event_name"],
            "GITHUB_REPOSITORY": github["repository"],
            "GITHUB_API_URL": "http://127.0.0.1:9",
            **{name: interpolated(str(value), self.contexts) for name, value in given.items()},
        }
        code, printed = shell(["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)], self.top, environment)
        lines = (line.partition("=") for line in output.read_text().splitlines())
        outputs = {name: value for name, _, value in lines}
        self._done(step, Ran("failure" if code else "success", code, printed), outputs)

    def _uses(self, step: dict[str, Any]) -> None:
        action = step["uses"].partition("@")[0]
        outputs = {}
        given = {name: interpolated(str(value), self.contexts) for name, value in step.get("with", {}).items()}
        if action == "actions/setup-python":
            outputs = {"python-version": given["python-version"] + ".1"}
        if action == "actions/cache/restore" and given["path"].startswith(str(self.temp)) and self.caches:
            install(Path(given["path"]))
            outputs = {"cache-hit": "true"}
        self._done(step, Ran("success", None, json.dumps(given)), outputs)

    def _done(self, step: dict[str, Any], ran: Ran, outputs: Mapping[str, str]) -> None:
        self.ran[step["name"]] = ran
        tolerated = interpolated(str(step.get("continue-on-error", "")), self.contexts) == "true"
        self.passed &= ran.outcome != "failure" or tolerated
        if "id" in step:
            self.contexts["steps"][step["id"]] = {"outcome": ran.outcome, "outputs": outputs}


def shell(command: list[str], top: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        command, cwd=top, env=dict(environment), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, check=False, timeout=600,
    )  # fmt: skip
    return done.returncode, done.stdout


_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|&&|\|\||[!=]=|[!(),]|[A-Za-z_][\w.-]*)")


def interpolated(text: str, contexts: Mapping[str, Any]) -> str:
    """A text with the values of its expressions."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: _shown(evaluated(found[1], contexts)), text, flags=re.DOTALL)


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def evaluated(expression: str, contexts: Mapping[str, Any]) -> Any:
    """The value of an expression of GitHub's, as far as our workflows use them."""
    inner = expression.strip().removeprefix("${{").removesuffix("}}").strip()
    words: list[str] = []
    at = 0
    while at < len(inner):
        token = _TOKEN.match(inner, at)
        assert token is not None, inner[at:]
        words.append(_python(token[1]))
        at = token.end()
    names: dict[str, Any] = {"get": lambda name: _value(name, contexts), "cancelled": bool, "hashFiles": lambda _: "1"}
    return eval(" ".join(words), {"__builtins__": {}}, names)  # noqa: S307 - our own templates


def _python(token: str) -> str:
    operators = {"&&": "and", "||": "or", "!": "not", "==": "==", "!=": "!=", "(": "(", ")": ")", ",": ","}
    if token in operators:
        return operators[token]
    if token.startswith("'"):
        return repr(token[1:-1].replace("''", "'"))
    return token if token in ("cancelled", "hashFiles") else f"get({token!r})"


def _value(name: str, contexts: Mapping[str, Any]) -> Any:
    found: Any = contexts
    for part in name.split("."):
        found = found.get(part, "") if isinstance(found, Mapping) else ""
    return found


class Azure:
    """One job of a pipeline for Azure."""

    def __init__(self, text: str, job: str, top: Path, temp: Path, variables: Mapping[str, str]) -> None:
        self.job = next(one for one in yaml.safe_load(text)["jobs"] if one["job"] == job)
        self.top = top
        self.temp = temp
        self.variables = {**variables, "Pipeline.Workspace": str(temp)}
        self.ran: dict[str, Ran] = {}
        temp.mkdir(parents=True, exist_ok=True)

    def run(self) -> dict[str, Ran]:
        for at, step in enumerate(self.job["steps"]):
            name = step.get("displayName", f"step {at}")
            failed = any(one.outcome == "failure" for one in self.ran.values())
            if not self._holds(step.get("condition", "succeeded()"), failed):
                self.ran[name] = Ran("skipped")
            elif "script" in step:
                self.ran[name] = self._run(step)
            else:
                if step.get("task") == "Cache@2":
                    install(self.temp / "walkaround")
                    self.variables[step["inputs"]["cacheHitVar"]] = "true"
                self.ran[name] = Ran("success")
        return self.ran

    def outcomes(self) -> dict[str, str]:
        return {name: one.outcome for name, one in self.ran.items() if name[0].isdigit()}

    def _run(self, step: dict[str, Any]) -> Ran:
        script = self.temp / "script.sh"
        script.write_text(step["script"])
        own = {name.upper().replace(".", "_"): value for name, value in self.variables.items()}
        environment = {**os.environ, "XDG_CACHE_HOME": str(self.temp / "cache"), **own}
        for name, value in step.get("env", {}).items():
            environment[name] = re.sub(r"\$\(([\w.]+)\)", lambda found: self.variables.get(found[1], ""), value)
        code, printed = shell(["bash", "--noprofile", "--norc", str(script)], self.top, environment)
        for name, value in re.findall(r"^##vso\[task\.setvariable variable=(\w+)\](.*)$", printed, re.MULTILINE):
            self.variables[name] = value
        return Ran("failure" if code else "success", code, printed)

    def _holds(self, condition: str, failed: bool) -> bool:
        source = re.sub(r"\b(and|or|not|in)\(", r"\1_(", condition)
        names: dict[str, Callable[..., object] | dict[str, str]] = {
            "and_": lambda *all_: all(all_), "or_": lambda *any_: any(any_), "not_": lambda one: not one,
            "in_": lambda one, *others: one in others, "eq": lambda one, other: one == other,
            "ne": lambda one, other: one != other, "succeeded": lambda: not failed, "succeededOrFailed": lambda: True,
            "variables": _Variables(self.variables),
        }  # fmt: skip
        return bool(eval(source, {"__builtins__": {}}, names))  # noqa: S307 - our own templates


class _Variables(dict[str, str]):
    def __missing__(self, _name: str) -> str:
        return ""


def gitlab(text: str, job: str, top: Path, variables: Mapping[str, str], inputs: Mapping[str, str]) -> Ran:
    """One job of the component: its scripts as one, as the runner joins them."""
    header, body = yaml.safe_load_all(text)
    given = {name: one.get("default") for name, one in header["spec"]["inputs"].items()} | dict(inputs)
    filled = re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda found: _shown(given[found[1]]), json.dumps(body))
    found = json.loads(filled)[job]
    script = "\n".join([*found.get("before_script", ()), *found["script"]])
    environment = {**os.environ, "CI_PROJECT_DIR": str(top)}
    own = {**found.get("variables", {}), **variables}
    for name, value in own.items():
        environment[name] = str(value).replace("$CI_PROJECT_DIR", str(top))
    path = top.parent / "gitlab.sh"
    path.write_text(script)
    code, printed = shell(["bash", "-eo", "pipefail", str(path)], top, environment)
    return Ran("failure" if code else "success", code, printed)


def merged(repository: Repository, branch: str) -> tuple[str, str]:
    """Check out what a host judges: the branch, merged into `main`. The two ends of the change."""
    base = repository.git("rev-parse", "main").decode().strip()
    head = repository.git("rev-parse", branch).decode().strip()
    repository.git("checkout", "-q", "--detach", "main")
    repository.git("merge", "-q", "--no-ff", "-m", f"Merge {head} into {base}", branch)
    return base, head


def scripts(document: Any) -> Iterator[str]:
    """Every script of a workflow or pipeline, wherever it stands."""
    if isinstance(document, dict):
        for key, value in document.items():
            if key in ("run", "script", "before_script"):
                yield from [value] if isinstance(value, str) else value
            else:
                yield from scripts(value)
    if isinstance(document, list):
        for one in document:
            yield from scripts(one)
