"""What the `package.json` files above a source file declare, and the lock that belongs to them.

Sources: npm's documentation of package.json; Node.js, "Loading from node_modules folders", by which the folders of all
manifests above a file serve it.
"""

from collections.abc import Iterator
from contextlib import suppress
from re import compile as pattern
from re import search
from typing import Any, NamedTuple

from ..._dependencies.formats import Format
from ..._dependencies.locked import read_lock
from ..._dependencies.values import json_table, string, table
from ..._finding import NotJudged
from ._files import Files, folders_above, joined

_RUNTIME = ("dependencies", "peerDependencies", "optionalDependencies", "bundledDependencies", "bundleDependencies")
_DEVELOPMENT = "devDependencies"
_LOCKS: dict[str, tuple[Format | None, str]] = {
    "pnpm-lock.yaml": ("pnpm-lock", "pnpm add"),
    "yarn.lock": ("yarn-lock", "yarn add"),
    "bun.lock": (None, "bun add"),
    "bun.lockb": (None, "bun add"),
    "package-lock.json": ("package-lock", "npm install"),
    "npm-shrinkwrap.json": ("package-lock", "npm install"),
}
# Tables of a manifest whose keys are no names of modules by which something else may be meant.
_NO_ALIASES = frozenset(
    (*_RUNTIME, _DEVELOPMENT, "overrides", "resolutions", "scripts", "engines", "volta", "config", "exports", "pnpm")
)
_BUNDLERS = pattern(
    r"(?:^|[/@ \-])(?:vite|webpack|rollup|esbuild|parcel|tsup|rolldown|tsdown|unbuild|microbundle|rspack|rsbuild|rslib"
    r"|turbopack|browserify|snowpack|ncc|nuxt|next|gatsby|astro|sveltekit|kit|remix|docusaurus|react-scripts|vue-cli"
    r"|cli-service|angular|ng-packagr|expo|metro|react-native|electron|electron-builder|preconstruct|bunchee|pkgroll"
    r"|father|umi|dumi|storybook|ember-cli|stencil|lerna|nx|bun|tsdx|wmr|pkg|nexe|serverless|sst|aws-cdk|aws-cdk-lib"
    r"|wrangler|firebase-functions|plasmo|wxt|vitepress|vuepress|eleventy|gulp|grunt|laravel-mix|encore|wp-scripts"
    r"|obuild|zshy|react-router|tanstack-start|vinxi|nitropack|turbo)(?:$|[/ \-.@:])"
)

_MOST_LISTED = 500_000  # files of a repository among which manifests are looked for


class Manifest(NamedTuple):
    """One `package.json`. `runs` are the names that an installation without development brings; `develops` the others
    that it declares."""

    folder: str
    name: str
    runs: frozenset[str]
    develops: frozenset[str]
    aliases: frozenset[str]
    bundled: bool
    runs_itself: bool
    private: bool  # nobody installs it, so that what a sibling declares serves it as well

    @property
    def declares(self) -> frozenset[str]:
        return self.runs | self.develops


class Above(NamedTuple):
    """What serves the files of a folder: its manifests, the nearest first, and the lock's format and place."""

    manifests: tuple[Manifest, ...]
    lock: str
    command: str
    deno: bool

    @property
    def declares(self) -> frozenset[str]:
        return frozenset().union(*(one.declares for one in self.manifests))

    @property
    def runs(self) -> frozenset[str]:
        return frozenset().union(*(one.runs for one in self.manifests))


class Manifests:
    """The manifests of a repository, each read once."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._read: dict[str, Manifest] = {}
        self._above: dict[str, Above] = {}
        self._locked: dict[str, frozenset[str]] = {}
        self._every: tuple[Manifest, ...] | None = None

    def above(self, folder: str) -> Above:
        """What serves the files of a folder; NotJudged when a manifest is none."""
        if folder not in self._above:
            self._above[folder] = self._found(folder)
        return self._above[folder]

    def _found(self, folder: str) -> Above:
        folders = folders_above(folder)
        names = ("package.json", "deno.json", "deno.jsonc", *_LOCKS)
        there = self._files.present([joined(one, name) for one in folders for name in names])
        manifests = tuple(self.manifest(key) for key in there if key.endswith("package.json"))
        lock = next((key for key in there if key.rpartition("/")[2] in _LOCKS), "")
        command = _LOCKS[lock.rpartition("/")[2]][1] if lock else "npm install"
        return Above(manifests, lock, command, any("deno.json" in key for key in there))

    def manifest(self, key: str) -> Manifest:
        if key not in self._read:
            text = self._files.demand(key)
            self._read[key] = _manifest(key, json_table(key, text.content))
        return self._read[key]

    def locked(self, lock: str) -> frozenset[str]:
        """The names of everything that a lock installs; empty where its format says nothing that is known here."""
        if lock not in self._locked:
            found = _LOCKS[lock.rpartition("/")[2]][0] if lock else None
            text = self._files.text(lock) if found is not None else None
            names: frozenset[str] = frozenset()
            if found is not None and text is not None:
                try:
                    names = frozenset(one.name for one in read_lock(text, found).packages)
                except NotJudged:
                    names = frozenset()  # a lock that cannot be read is for the hook that judges locks
            self._locked[lock] = names
        return self._locked[lock]

    def every(self) -> tuple[Manifest, ...]:
        """All manifests that the repository itself holds, without those that are none, such as templates."""
        if self._every is None:
            found = []
            for key in sorted(self._files.listed)[:_MOST_LISTED]:
                if key.rpartition("/")[2] == "package.json":
                    with suppress(NotJudged):
                        found.append(self.manifest(key))
            self._every = tuple(found)
        return self._every

    def names(self) -> frozenset[str]:
        """The names of all packages that the repository itself holds."""
        return frozenset(one.name for one in self.every() if one.name)

    def is_shared(self, name: str, above: Above) -> bool:
        """Whether a member of the same workspace declares a package, which npm and yarn install for all of them."""
        folder = above.lock.rpartition("/")[0]
        top = f"{folder}/" if folder else ""
        if above.lock.endswith("pnpm-lock.yaml"):
            return False
        return any(name in one.declares for one in self.every() if f"{one.folder}/".startswith(top))


def _manifest(key: str, root: dict[str, Any]) -> Manifest:
    develops = _names(root.get(_DEVELOPMENT))
    runs = frozenset().union(*(_names(root.get(one)) for one in _RUNTIME))
    scripts = [one for one in table(root.get("scripts")).values() if isinstance(one, str)]
    bundled = any(_BUNDLERS.search(one) for one in (*runs, *develops, *scripts))
    starts = any(search(r"\b(?:node|nodemon|ts-node|tsx|pm2|forever)\b", one) for one in scripts)
    published = root.get("private") is not True and bool(string(root.get("version")))
    return Manifest(
        key.removesuffix("package.json").rstrip("/"),
        string(root.get("name")),
        runs,
        develops,
        frozenset(_aliases(root)),
        bundled,
        starts or (published and any(key in root for key in ("main", "exports", "bin", "files"))),
        root.get("private") is True or "workspaces" in root,
    )


def _names(value: Any) -> frozenset[str]:
    """The keys of a table, or the strings of a list."""
    if isinstance(value, dict):
        return frozenset(value)
    return frozenset(one for one in value if isinstance(one, str)) if isinstance(value, list) else frozenset()


def _aliases(root: dict[str, Any]) -> Iterator[str]:
    """Every other key of the manifest: `browser`, `_moduleAliases`, `moduleNameMapper` of jest, settings of babel."""
    waiting: list[Any] = [value for key, value in root.items() if key not in _NO_ALIASES]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield from value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
