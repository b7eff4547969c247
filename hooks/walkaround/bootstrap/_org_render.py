"""What an organisation's repository holds: the files under `templates/org`, with its names filled in.

Two kinds of marks stand in them. `{{OWNER}}` and its like are filled in here, once. What stands between `{=` and `=}`,
or `{!` and `!}`, is copier's, and is filled in for every new repository that is made from `template/`.

In the source tree a name that begins with a dot is written `dot_`, so that neither git nor a tool takes a template for
the real thing.
"""

import os
import re
from collections.abc import Iterator
from importlib import import_module
from tempfile import TemporaryDirectory
from typing import NamedTuple

from .._data import data_path
from ._plan import Choice, Facts, HostName, Part, Refused, Step

POLICY = "policy/walkaround.toml"
AGENTS = "AGENTS.md"
_OWN = ("_hook_config", "_templates", "_pipeline", "_attributes")  # the parts of `init` for the repository itself
_NEW = ("_hook_config", "_templates", "_attributes", "_agent_files")  # and for the new ones that are made from it
_ROOT = "templates/org"
_MARK = re.compile(r"\{\{([A-Z_]+)\}\}")
_SCP = re.compile(r"(?:(?P<user>[\w.-]+)@)?(?P<host>[\w.-]+):(?P<path>[^/\\].*)", re.ASCII)
_WEB = re.compile(
    r"(?P<scheme>https|ssh)://(?:(?P<user>[\w.-]+)@)?(?P<host>[\w.-]+(?::\d+)?)/(?P<path>[\w./~-]+)", re.ASCII
)


class Organisation(NamedTuple):
    """Whose repository it is: where it will be fetched from, who answers for it as CODEOWNERS has it, and the host."""

    address: str
    owner: str
    host: HostName

    @property
    def slug(self) -> str:
        """Its path on the server, such as `acme/.github`."""
        return self.address.partition("://")[2].partition("/")[2]

    @property
    def account(self) -> str:
        return self.slug.rpartition("/")[0]


class _Place(NamedTuple):
    """Where a host looks for things."""

    pr_template: str
    code_owners: str
    pipeline: str  # what other repositories call
    source: str  # what it is made of
    caller: str  # what calls it there
    repository: str  # the usual name of an organisation's repository
    server: str


HOSTS: dict[HostName, _Place] = {
    "github": _Place(
        ".github/pull_request_template.md",
        ".github/CODEOWNERS",
        ".github/workflows/walkaround-reusable.yml",
        "templates/ci/github/walkaround-reusable.yml",
        ".github/workflows/walkaround.yml",
        ".github",
        "github.com",
    ),
    "gitlab": _Place(
        ".gitlab/merge_request_templates/Default.md",
        ".gitlab/CODEOWNERS",
        "templates/walkaround.yml",
        "templates/ci/gitlab/template.yml",
        ".gitlab-ci.yml",
        "templates",
        "gitlab.com",
    ),
}


def address_of(written: str) -> str:
    """An address of a git repository as the policy can extend it; Refused for any that it cannot."""
    scp = _SCP.fullmatch(written)
    if scp is not None and "://" not in written:
        written = f"ssh://{scp['user'] or 'git'}@{scp['host']}/{scp['path']}"
    web = _WEB.fullmatch(written)
    if web is None or ".." in web["path"].split("/") or (web["scheme"] == "https" and web["user"]):
        raise Refused("", f"{written!r} is no address to fetch a policy from; give --address https://HOST/ACCOUNT/NAME")
    user = f"{web['user']}@" if web["user"] else ""
    path = web["path"].rstrip("/").removesuffix(".git")
    if "/" not in path or path.startswith("/"):
        raise Refused("", f"{written!r} names no repository of an account; give --address https://HOST/ACCOUNT/NAME")
    return f"{web['scheme']}://{user}{web['host']}/{path}"


def usual_address(owner: str, host: HostName) -> str:
    """Where the repository of an owner's organisation lies by custom; "" when the owner names no account."""
    account = owner.removeprefix("@").partition("/")[0]
    if not owner.startswith("@") or not account:
        return ""
    place = HOSTS[host]
    return f"https://{place.server}/{account}/{place.repository}"


def steps(facts: Facts, choice: Choice, organisation: Organisation) -> Iterator[Step]:
    """Every file of the repository; `before` is what it holds now, whether or not that is the same."""
    rendering = _Rendering(choice, organisation)
    for path, after, why in rendering.files():
        yield Step(path, facts.read(path), after, why)


class _Blank(Facts):
    """A repository that is still to be made, in a folder of its own."""

    def __init__(self, root: str, given: dict[str, bytes]) -> None:
        super().__init__(root)
        self.files = frozenset(given)
        for path, content in given.items():
            with open(os.path.join(root, path), "wb") as file:
                file.write(content)


class _Rendering:
    """The templates of one host with one organisation's names in them."""

    def __init__(self, choice: Choice, organisation: Organisation) -> None:
        self._choice = choice._replace(host=organisation.host)
        self._organisation = organisation
        self._place = HOSTS[organisation.host]
        self._marks = _marks(organisation, choice.profile)
        self._marks["HOST_STEPS"] = self._filled(f"hosts/{organisation.host}.md")

    def files(self) -> Iterator[tuple[str, bytes, str]]:
        """Each file of the repository: path, content, what it is for."""
        place = self._place
        lock = f"the policy: extends {self._choice.profile}, and locks what no repository may loosen"
        yield POLICY, self._content("policy.toml"), lock
        yield "walkaround.toml", self._content("walkaround.toml"), "this repository is held to the policy itself"
        yield place.code_owners, self._content("CODEOWNERS"), "who is asked when any of this changes"
        yield "README.md", self._content("README.md"), "how repositories use it"
        yield place.pipeline, self._pipeline(), "the pipeline that repositories call"
        for step in self._parts({}, _OWN):
            yield step.path, step.after, step.why
        yield "copier.yml", self._content("copier.yml"), "what is asked for a new repository"
        for path, content in self._template():
            yield f"template/{path}", content, "a new repository"

    def _template(self) -> Iterator[tuple[str, bytes]]:
        """What copier makes new repositories of: files of ours, and what `walkaround init` would write there."""
        for name in _names("template"):
            path = _without_prefix(name.removeprefix("template/"))
            if path == "CODEOWNERS.jinja":
                path = f"{self._place.code_owners}.jinja"
            yield self._named(path), self._content(name)
        yield f"{self._place.caller}.jinja", self._caller()
        agents = self._content(AGENTS)
        written = {step.path: step.after for step in self._parts({AGENTS: agents}, _NEW)}
        for path, content in ({AGENTS: agents} | written).items():
            # prek takes every folder with a configuration for a project of its own, and this one is none.
            yield f"{path}.jinja" if path == ".pre-commit-config.yaml" else path, content

    def _parts(self, given: dict[str, bytes], names: tuple[str, ...]) -> list[Step]:
        """What parts of `init` write into a repository that has these files and the policy: one step for a file."""
        written: dict[str, Step] = {}
        with TemporaryDirectory(prefix="walkaround-") as root:
            blank = _Blank(root, {"walkaround.toml": self._content("policy.toml"), **given})
            for name in names:
                part: Part = import_module(f".{name}", __package__).steps
                for step in part(blank, self._choice):
                    written[step.path] = step
                    blank.take(step)
        return list(written.values())

    def _pipeline(self) -> bytes:
        from ._pipeline import filled, headed

        with TemporaryDirectory(prefix="walkaround-") as root:
            return headed(filled(self._place.source, Facts(root), self._choice.source))

    def _caller(self) -> bytes:
        """What calls the pipeline in a new repository, at the commit that copier was given."""
        if self._choice.host == "gitlab":
            return self._content("hosts/gitlab-caller.yml")
        with open(data_path("templates/ci/github/walkaround-caller.yml"), encoding="utf-8") as file:
            text = file.read()
        marks = {
            "ORGANISATION@/.github/": f"{self._organisation.slug}/",
            "BRANCH@": "main",
            "WORKFLOWREV@": "{= _copier_conf.vcs_ref_hash =}",
            "WORKFLOWTAG@": "{= _copier_answers._commit =}",
        }
        for mark, value in marks.items():
            text = text.replace(f"@{mark}", value)
        return text.encode()

    def _content(self, name: str) -> bytes:
        return self._filled(name).encode()

    def _filled(self, name: str) -> str:
        with open(data_path(f"{_ROOT}/{name}"), encoding="utf-8") as file:
            return self._named(file.read())

    def _named(self, text: str) -> str:
        return _MARK.sub(lambda mark: self._marks[mark[1]], text)


def _marks(organisation: Organisation, profile: str) -> dict[str, str]:
    """What the marks stand for."""
    from ..policy_commands.lock import HEAD

    place = HOSTS[organisation.host]
    return {
        "ACCOUNT": organisation.account,
        "ADDRESS": organisation.address,
        "CODEOWNERS": place.code_owners,
        "COPIER_ADDRESS": f"git+{organisation.address}",
        "COPY": _copy_name(organisation.address),
        "LOCK_HEAD": HEAD.removesuffix("\n"),
        "OWNER": organisation.owner,
        "PIPELINE": place.pipeline,
        "PIPELINES": place.pipeline.rpartition("/")[0],
        "CALLER": place.caller,
        "PROFILE": profile,
        "PR_TEMPLATE": place.pr_template,
        "SLUG": organisation.slug,
    }


def _copy_name(address: str) -> str:
    """What `walkaround policy lock` calls its copy of the policy: it is the same at every commit."""
    from .._policy._extends import Source
    from ..policy_commands.lock import Fetched

    return Fetched(Source("git", f"git+{address}@{'0' * 40}#{POLICY}"), b"").file


def _names(folder: str) -> Iterator[str]:
    """The files below a folder of the templates, in order, with slashes."""
    top = data_path(f"{_ROOT}/{folder}")
    for parent, folders, names in os.walk(top):
        folders.sort()
        relative = os.path.relpath(parent, top).replace(os.sep, "/")
        yield from (f"{folder}/{name}" if relative == "." else f"{folder}/{relative}/{name}" for name in sorted(names))


def _without_prefix(path: str) -> str:
    return "/".join(f".{part.removeprefix('dot_')}" if part.startswith("dot_") else part for part in path.split("/"))
