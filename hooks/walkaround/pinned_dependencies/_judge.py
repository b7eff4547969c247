"""One run: each input goes to the reader of its format, unless a gate proves it clean at a glance.

Readers are imported when the first input needs them: most commits touch one file, which is clean.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from posixpath import dirname, normpath
from posixpath import join as join_path
from typing import TYPE_CHECKING, TypeVar

from .._dependencies.formats import Format, format_of
from .._dependencies.gates import declares_nothing
from .._finding import Finding, NotJudged
from .._hook import Inputs, Said
from .._policy import Key, Policy
from .._text import LIST_BYTES, MOST_BYTES, Text, decode
from . import (
    ACTIONS_LEVEL,
    BUILD_LEVEL,
    COMMANDS_LEVEL,
    GROUPS_LEVEL,
    HOOKS_LEVEL,
    IMAGES_LEVEL,
    LEAVE_TO_ZIZMOR,
    LEVEL,
    PUBLISHED_LEVEL,
    SYSTEM_LEVEL,
)

if TYPE_CHECKING:
    from .._dependencies.declared import Declared, Reference
    from ._drift import Drift
    from ._pin import Judged
    from ._requirements import Requirements

T = TypeVar("T")
KEYS: dict[str, Key[str]] = {
    "list": LEVEL,
    "group": GROUPS_LEVEL,
    "build": BUILD_LEVEL,
    "published": PUBLISHED_LEVEL,
    "unpublished": PUBLISHED_LEVEL,
    "action": ACTIONS_LEVEL,
    "hook": HOOKS_LEVEL,
    "image": IMAGES_LEVEL,
    "command": COMMANDS_LEVEL,
    "system": SYSTEM_LEVEL,
}
# Format -> the module of `_dependencies` whose `read(text)` reads it.
READERS: dict[Format, str] = {
    "pyproject": "pyproject",
    "script": "script",
    "pipfile": "pipfile",
    "pixi": "pixi",
    "setup-cfg": "setup_cfg",
    "setup-py": "setup_py",
    "tox": "tox",
    "nox": "nox",
    "conda": "conda",
    "package-json": "package_json",
    "cargo": "cargo",
    "go-mod": "go_mod",
    "gemfile": "gemfile",
    "dockerfile": "dockerfile",
    "compose": "compose",
    "devcontainer": "devcontainer",
    "workflow": "workflow",
    "action": "workflow",
    "gitlab": "gitlab",
    "shell": "shell_script",
    "hooks": "hook_config",
    "hook-manifest": "hook_manifest",
    "mcp": "mcp",
    "mcp-toml": "mcp_toml",
}
# Manifests and locks, which have to be in step, and what else has to agree with a manifest.
COUNTERPARTS: frozenset[Format | None] = frozenset({
    "pyproject", "pipfile", "pixi", "package-json", "cargo", "gemfile", "python-version", "uv-lock", "poetry-lock",
    "pdm-lock", "pipfile-lock", "pylock", "package-lock", "pnpm-lock", "yarn-lock", "cargo-lock",
})  # fmt: skip


class Judge:
    """Judges one input at a time; lists that several inputs refer to are read and judged once."""

    def __init__(self, policy: Policy, inputs: Inputs) -> None:
        self._policy = policy
        self._inputs = inputs
        self._requirements: Requirements | None = None
        self._drift: Drift | None = None
        self._zizmor: bool | None = None
        self._workspaces: dict[str, frozenset[str]] = {}

    def __call__(self, path: str, content: bytes) -> Iterator[Said]:
        """What there is to say about an input, and about it together with its counterparts."""
        for one in self.judged(path, content):
            yield one if isinstance(one, Finding | NotJudged) else one.finding()
        if format_of(path) in COUNTERPARTS:
            if self._drift is None:
                from ._drift import Drift

                self._drift = Drift(self._policy, self._inputs)
            yield from self._drift.judge(path, content)

    def judged(self, path: str, content: bytes) -> "Iterable[Judged]":
        """The same, with what is loose as it was read, for those who mend it."""
        found = format_of(path)
        if found is None:
            raise NotJudged(path, "has a name that tells no format this hook reads; leave it out of `files`")
        if found in ("requirements", "constraints"):
            return self._list(path, content)
        if found not in READERS or declares_nothing(found, content):
            return ()  # locks and `.python-version` declare nothing: they are compared with what does
        text = decode(path, content, most=MOST_BYTES, declared=path.endswith(".py"))
        return () if self._is_clean(found, text) else self._read(text, found)

    def _list(self, path: str, content: bytes) -> "Iterable[Judged]":
        from .._dependencies.plain import list_is_clean

        text = decode(path, content, most=LIST_BYTES, declared=True)
        if list_is_clean(text.content, self._policy.at(path)[LEVEL]):
            return ()
        return self._lists().judge(text)

    def _lists(self) -> "Requirements":
        if self._requirements is None:
            from ._requirements import Requirements

            self._requirements = Requirements(self._policy, self._inputs)
        return self._requirements

    def _is_clean(self, found: Format, text: Text) -> bool:
        """Whether no reading of the text could give a finding at the levels that the policy has for its path."""
        if found not in ("workflow", "action", "hooks", "hook-manifest", "gitlab"):
            return False
        from .._dependencies import yaml_gates

        policy = self._policy.at(text.path)
        match found:
            case "hooks":
                return yaml_gates.hook_config_is_clean(text.content, policy[HOOKS_LEVEL])
            case "workflow" | "action":
                return yaml_gates.workflow_is_clean(text.content, policy[ACTIONS_LEVEL])
            case "gitlab":
                return yaml_gates.pipeline_is_clean(text.content)
        return yaml_gates.manifest_is_clean(text.content)

    def _read(self, text: Text, found: Format) -> "Iterator[Judged]":
        """What the reader of a format finds, held to the levels that the policy has for the path."""
        from .._dependencies.declared import Declared, Reference  # files without any are most
        from ._pin import Loose, Want

        path = text.path
        read: Callable[[Text], Iterable[Declared | Reference | Finding | NotJudged]]
        read = import_module(f".{READERS[found]}", "walkaround._dependencies").read
        policy = self._policy.at(path)
        said: set[tuple[int, str]] = set()  # one text may be reached twice, as by an alias
        found_all = list(_to_its_end(path, read(text)))
        if found in ("conda", "pipfile"):
            from ._two_pins import in_file

            yield from in_file(text, (one for one in found_all if isinstance(one, Declared)))
        for one in found_all:
            if isinstance(one, NotJudged | Finding):
                yield one
            elif isinstance(one, Reference):
                yield from self._referred(text, one)
            elif (one.offset, one.what) not in said:
                said.add((one.offset, one.what))
                wanted = self._wanted(one, found, path, policy)
                if one.pin.meets(wanted) or self._is_pinned_beside(path, one, wanted):
                    continue
                if not self._is_left(text, one, found, policy):
                    yield Loose(text, one, Want(wanted))

    def _is_pinned_beside(self, path: str, one: "Declared", wanted: str) -> bool:
        """Whether a list that is installed together with a dependency pins it."""
        return bool(one.beside) and one.kind != "url" and self._lists().pinned_beside(path, one, wanted)

    def _wanted(self, one: "Declared", found: Format, path: str, policy: Policy) -> str:
        """The level that this dependency has to reach."""
        if one.role == "matrix":
            return "range"
        wanted: str = policy[KEYS[one.role]]
        lockable = one.role in ("list", "group", "published", "unpublished") or one.group == "features"
        if one.pin.meets(wanted) or not lockable:
            return wanted
        if found == "go-mod":  # its versions are exact, and their hashes stand beside it
            has_hashes = self._inputs.exists(join_path(dirname(path), "go.sum"))
            return "exact" if has_hashes and wanted == "hash" else wanted
        from .._dependencies.beside import lock_of  # clean files are most, and ask git nothing more

        lock = lock_of(self._inputs, path, found)
        if lock is None:
            return wanted
        if one.role != "published" or one.name in self._members(lock):
            return "any"
        return "range"  # a package that has a lock still owes its users a bound

    def _members(self, lock: str) -> frozenset[str]:
        """The packages of uv's workspace, which installs them from itself, whatever its members say of them."""
        if not lock.endswith("uv.lock"):
            return frozenset()
        if lock not in self._workspaces:
            from .._dependencies.locked import read_lock

            try:
                packages = read_lock(decode(lock, self._inputs.read(lock), most=LIST_BYTES), "uv-lock").packages
            except NotJudged:  # said where the lock is compared with its manifest
                packages = ()
            self._workspaces[lock] = frozenset(one.name for one in packages if one.source in ("path", "root"))
        return self._workspaces[lock]

    def _is_left(self, text: Text, one: "Declared", found: Format, policy: Policy) -> bool:
        """Whether zizmor, which this repository runs as well, is sure to find the same."""
        if found not in ("workflow", "action") or one.role not in ("action", "image") or not policy[LEAVE_TO_ZIZMOR]:
            return False
        from ._zizmor import finds, zizmor_judges

        if not finds(text, one):
            return False
        if self._zizmor is None:
            self._zizmor = zizmor_judges(self._inputs)
        return self._zizmor

    def _referred(self, text: Text, one: "Reference") -> "Iterator[Judged]":
        """What there is to say about a file that a build would read: that it is missing, or what a list holds."""
        folder = self._top(text.path) if one.from_top else dirname(text.path)
        paths = [normpath(join_path(folder, path)) for path in (one.path, *one.instead)]
        path = next(filter(self._inputs.exists, paths), None)
        if path is not None:
            if one.kind != "other":
                yield from self._lists().led_to(path, one.kind == "constraints")
            return
        from .._dependencies.shown import shown

        line, column = text.place(one.offset)
        message = f"{shown(one.path)} is not in the repository."
        yield Finding(text.path, line, column, "PIN002", message, f"Commit {shown(one.path)}, or correct the name.")

    def _top(self, path: str) -> str:
        """The top of the repository that a path is in: a folder such as `.github` tells it for a copy of another."""
        for name in (".github/", ".gitea/", ".forgejo/", ".gitlab/"):
            before, found, _ = path.partition(name)
            if found and (not before or before.endswith("/")):
                return before
        return self._inputs.root


def _to_its_end(path: str, read: Iterable[T]) -> Iterator[T | NotJudged]:
    """What a reader yields; that a script in it takes too long to read is said of the whole file."""
    from .._dependencies.shell import TooCostly

    try:
        yield from read
    except TooCostly:
        yield NotJudged(path, "holds a script that is too long, or has too many pipes, to be read")
