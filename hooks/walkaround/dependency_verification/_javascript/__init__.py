"""JavaScript and TypeScript: every name that a file imports is declared, or is a file of the repository.

| rule   | finds                                                                                   |
|--------|-----------------------------------------------------------------------------------------|
| DEP001 | an import of a package that no manifest declares                                        |
| DEP002 | an import of a package that is installed only because another one needs it               |
| DEP007 | a package, declared or imported, whose name is one slip away from a popular one          |
| DEP008 | a relative import of a file that is not there                                           |
| DEP009 | code of a server or a library, which no bundler builds, that imports a development tool  |

Names only: nothing is installed, run or asked. What a configuration, a framework or a host may serve has no verdict.
"""

from collections.abc import Collection, Iterable, Iterator
from posixpath import dirname
from re import compile as pattern
from re import escape, search
from typing import NamedTuple

from ..._dependencies.jsonc import parse
from ..._dependencies.shown import shown
from ..._finding import Finding, NotJudged
from ..._hook import Inputs
from ..._text import LIST_BYTES, Text, decode
from ..._yaml import Mapping, Scalar
from ._aliases import Aliases
from ._files import Files, joined
from ._imports import Import, imports
from ._manifests import Above, Manifests
from ._node import HOSTED, PROVIDED, is_among, is_built_in
from ._popular import misspelt
from ._resolve import verdict

SOURCES = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".vue", ".svelte", ".astro")
_TYPED = (".ts", ".mts", ".cts", ".tsx", ".vue", ".svelte", ".astro")
_MANIFEST = "package.json"
_TABLES = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
_PACKAGE = pattern(r"(@[a-z0-9~_.-][a-z0-9._~-]*/)?[a-z0-9_][a-z0-9._~-]*(?=$|/)")
# Folders of samples for tools and of what was copied, whose imports nobody means to be served from here.
_SAMPLES = pattern(
    r"(?:^|/)(?:__?fixtures?_?_?|fixtures?|test-?fixtures?|__testfixtures__|testdata|test-data|__mocks__|snapshots|__snapshots__"
    r"|templates?|template-[^/]*|_?templates?_?|boilerplates?|scaffolds?|skeletons?|vendor|vendors|third[_-]party|node_modules"
    r"|bower_components|dist|build|out|generated|__generated__|\.yarn|\.next|\.nuxt|\.svelte-kit|public|static|wwwroot|stubs?"
    r"|generators|blueprints|codemods?|type-tests?|typetests?|cases|baselines?|input|output|expected|pnp)/"
)
# Folders that are no part of what their manifest describes, unless they have a manifest of their own.
_APART = pattern(
    r"(?:^|/)(?:examples?|docs?|website|samples?|demos?|playgrounds?|sandbox|benchmarks?|bench|perf|smoke|\.[^/]+)/"
)
_NO_PRODUCTION = pattern(
    r"(?i)(?:^|/)(?:__?tests?_?_?|tests?|specs?|__mocks__|mocks?|testing|test-utils?|e2e|cypress|stories|storybook|scripts?|tools?"
    r"|tasks?|build|config|configs|dev|examples?|docs?|benchmarks?|bench|fixtures?|seeds?|seeders?|migrations?|types|typings)/"
    r"|[._-](?:tests?|specs?|stories|story|config|conf|setup|mock|mocks|bench|e2e|cy|d|dev|fixtures?|seed)\.[a-z]+$"
    r"|(?:^|/)(?:gulpfile|gruntfile|karma|jest|vitest|webpack|rollup|babel|setup|\.)[^/]*$"
)
_EXCUSED = pattern(r"@ts-ignore|@ts-expect-error|@ts-nocheck|eslint-disable|biome-ignore|istanbul ignore")
_FLOW = pattern(r"(?:/\*|//|\*)\s*@flow\b")


class _Use(NamedTuple):
    """An import where it stands: `package` is the part of its name that a manifest declares."""

    path: str
    text: Text
    folder: str
    key: str
    one: Import
    package: str

    def finding(self, rule: str, message: str, remedy: str) -> Finding:
        line, column = self.text.place(self.one.offset)
        return Finding(self.path, line, column, rule, message, remedy)


def judge(
    inputs: Inputs, paths: Iterable[str], listed: frozenset[str] | None = None, intended: Collection[str] = ()
) -> Iterator[Finding | NotJudged]:
    """What is wrong with the names that these files import; manifests among them are read for misspelt names.

    `listed` are all files of the repository, where they are known already; else git is asked when that is needed.
    `intended` are names that are no misspelling, whatever they look like.
    """
    judged = _Judge(inputs, listed, intended)
    for path in paths:
        try:
            if path.endswith(SOURCES):
                yield from judged.source(path)
            elif path.replace("\\", "/").rpartition("/")[2] == _MANIFEST:
                yield from judged.manifest(path)
        except NotJudged as failure:
            yield failure


class _Judge:
    def __init__(self, inputs: Inputs, listed: frozenset[str] | None, intended: Collection[str]) -> None:
        self._intended = intended
        self._inputs = inputs
        self._files = Files(inputs, listed)
        self._manifests = Manifests(self._files)
        self._aliases = Aliases(self._files)
        self._own: frozenset[str] | None = None

    def source(self, path: str) -> Iterator[Finding]:
        """A file that imports: each package is said once, where the file first imports it."""
        text = decode(path, self._inputs.read(path), most=LIST_BYTES)
        key = self._files.key(path)
        if ".min." in key or "/node_modules/" in f"/{key}":
            return
        said: set[tuple[str, str]] = set()
        above: Above | None = None
        for one in imports(path, text.content):
            if one.name.startswith("."):
                found = self._relative(_Use(path, text, dirname(key), key, one, ""))
            else:
                package = _package(one.name)
                if not package or package.startswith("@types/"):
                    continue
                above = above or self._manifests.above(dirname(key))
                found = self._package(_Use(path, text, dirname(key), key, one, package), above)
            if found is not None and (found.rule, found.message) not in said:
                said.add((found.rule, found.message))
                yield found

    def manifest(self, path: str) -> Iterator[Finding]:
        """A manifest: names that look like a slip."""
        text = decode(path, self._inputs.read(path))
        root = parse(text)
        if _SAMPLES.search(self._files.key(path)):
            return
        for table in _TABLES if isinstance(root, Mapping) else ():
            found = root.get(table) if isinstance(root, Mapping) else None
            pairs = found.pairs if isinstance(found, Mapping) else []
            for name, value in zip(pairs[::2], pairs[1::2], strict=True):
                if not (isinstance(name, Scalar) and isinstance(value, Scalar) and _is_of_index(value.value)):
                    continue
                meant = self._misspelt(name.value)
                if meant and name.value not in self._own_names():
                    line, column = text.place(name.offset)
                    message, remedy = _slip(name.value, meant)
                    yield Finding(path, line, column, "DEP007", message, remedy)

    def _misspelt(self, name: str) -> str:
        return "" if name in self._intended else misspelt(name)

    def _relative(self, use: _Use) -> Finding | None:
        one = use.one
        if one.guarded or one.form in ("resolve", "reference") or _SAMPLES.search(use.key) or _is_excused(use):
            return None
        found = verdict(self._files, one.name, use.folder, use.path.endswith(_TYPED))
        if found in ("there", "unsure"):
            return None
        if found == "missing" and (self._aliases.config(use.folder).roots or self._is_replaced(use)):
            return None
        name = shown(one.name)
        if found == "missing":
            return use.finding(
                "DEP008",
                f"{name} is imported, and there is no such file.",
                "Add the file to the commit, or correct the path.",
            )
        return use.finding(
            "DEP008",
            f"{name} is imported, and the file is written {shown(found)}, with other capitals.",
            "Write the path as the file is named; systems that tell capitals apart do not find it.",
        )

    def _is_replaced(self, use: _Use) -> bool:
        """Whether the `browser` table of a manifest, or another one, serves a relative name by something else."""
        key = joined(use.folder, use.one.name)
        for manifest in self._manifests.above(use.folder).manifests:
            inside = key.removeprefix(f"{manifest.folder}/") if manifest.folder else key
            if manifest.aliases & {f"./{inside}", f"./{inside}.js", f"./{inside}/index.js", inside}:
                return True
        return False

    def _package(self, use: _Use, above: Above) -> Finding | None:
        """The verdict on an import of a package; None where there is nothing to say."""
        if not above.manifests or above.deno:
            return None
        declares = above.declares
        types = _types_of(use.package)
        if use.package in declares:
            return self._development(use, above)
        if types in declares and (use.one.types or use.path.endswith(_TYPED)):
            return None
        if use.one.form == "reference" and types in declares:
            return None
        if self._is_silent(use, above, declares):
            return None
        return self._undeclared(use, above)

    def _is_silent(self, use: _Use, above: Above, declares: frozenset[str]) -> bool:
        """Whether something else than a declaration may serve an import, or nothing has to."""
        name, one = use.package, use.one
        if one.guarded or is_built_in(one.name) or is_among(name, HOSTED):
            return True
        if any(name == manifest.name for manifest in above.manifests):
            return True
        if any(is_among(name, PROVIDED[host]) for host in PROVIDED.keys() & declares):
            return True
        aliases = frozenset().union(*(manifest.aliases for manifest in above.manifests))
        if aliases & {name, one.name, one.name.partition("/")[0]} or any(
            alias.startswith("^") and name in alias for alias in aliases
        ):
            return True
        if _is_apart(use.key, above.manifests[0].folder) or _is_excused(use) or _is_flow(use):
            return True
        nearest = above.manifests[0]
        if name in self._own_names():
            return True
        if (nearest.private or _NO_PRODUCTION.search(use.key)) and self._manifests.is_shared(name, above):
            return True
        return self._aliases.covers(one.name, name, use.folder)

    def _own_names(self) -> frozenset[str]:
        if self._own is None:
            self._own = self._manifests.names()
        return self._own

    def _undeclared(self, use: _Use, above: Above) -> Finding:
        name = shown(use.package)
        locked = self._manifests.locked(above.lock)
        add = f"Run `{above.command} {name}`"
        if use.package in locked:
            return use.finding(
                "DEP002",
                f"{name} is imported, and it is installed only because another package needs it.",
                f"{add}, so that it stays when the other package no longer needs it.",
            )
        typed = use.path.endswith(_TYPED)
        types = _types_of(use.package)
        if typed and types in locked:
            return use.finding(
                "DEP002",
                f"{name} is imported, and its types are installed only because another package needs them.",
                f"Run `{above.command} {shown(types)}`, so that they stay when the other package no longer needs them.",
            )
        meant = self._misspelt(use.package)
        if meant:
            return use.finding("DEP007", *_slip(use.package, meant))
        manifest = above.manifests[0].folder
        where = f"{manifest}/{_MANIFEST}" if manifest else _MANIFEST
        return use.finding(
            "DEP001",
            f"{name} is imported, and {shown(where)} does not declare it.",
            f"{add}, or correct the name.",
        )

    def _development(self, use: _Use, above: Above) -> Finding | None:
        """Code that runs where only the dependencies are installed, and imports what only development has."""
        name, one = use.package, use.one
        nearest = above.manifests[0]
        if name in above.runs or one.types or one.guarded or one.form in ("reference", "resolve", "dynamic"):
            return None
        if not nearest.runs_itself or any(manifest.bundled for manifest in above.manifests) or not nearest.runs:
            return None
        inside = use.key.removeprefix(f"{nearest.folder}/") if nearest.folder else use.key
        if _NO_PRODUCTION.search(inside) or _SAMPLES.search(inside) or _APART.search(inside) or _is_excused(use):
            return None
        if not inside.startswith(("src/", "lib/", "server/", "app/", "api/", "bin/")) and "/" in inside:
            return None
        if use.path.endswith(_TYPED) and not _is_called(use.text.content, one):
            return None
        if not use.path.endswith(_TYPED) and one.form == "require" and _is_conditional(use):
            return None
        if use.path.endswith((".vue", ".svelte", ".astro", ".jsx", ".tsx")):
            return None
        if self._files.present([f"{nearest.folder}/{one}".lstrip("/") for one in _BUNDLED_BY]):
            return None
        return use.finding(
            "DEP009",
            f"{shown(name)} is imported by code that is installed without its development dependencies.",
            "Move it from devDependencies to dependencies, or import it in development only.",
        )


_BUNDLED_BY = tuple(
    f"{tool}.{ending}"
    for tool in ("webpack.config", "rollup.config", "vite.config", "tsup.config", "esbuild.config", "build")
    for ending in ("js", "ts", "mjs", "cjs", "mts")
)


def _package(name: str) -> str:
    """The package that a name means; empty for an address, a pattern of a loader, or the alias of a convention."""
    if ":" in name or "!" in name or "\\" in name or len(name) > 300 or name.startswith("node_modules/"):
        return ""
    found = _PACKAGE.match(name.partition("?")[0])
    return found[0] if found is not None else ""


def _types_of(package: str) -> str:
    return f"@types/{package[1:].replace('/', '__') if package.startswith('@') else package}"


def _is_of_index(spec: str) -> bool:
    """Whether a range is looked up by the name in front of it, and leads neither to a folder nor to another name."""
    return search(r"[:/]", spec) is None


def _slip(name: str, meant: str) -> tuple[str, str]:
    return (
        f"{shown(name)} looks like a misspelling of the package {meant}.",
        f"Write {meant}, or exempt the name when it is the one that you mean.",
    )


def _is_apart(key: str, folder: str) -> bool:
    """Whether a file is a sample, or lies in a folder that its manifest does not describe."""
    if _SAMPLES.search(key):
        return True
    inside = key.removeprefix(f"{folder}/") if folder else key
    return _APART.search(inside) is not None


def _is_excused(use: _Use) -> bool:
    """Whether a comment on the line, or on the one before, says that a checker is to let it pass."""
    content, at = use.text.content, use.one.offset
    before = content.rfind("\n", 0, max(content.rfind("\n", 0, at), 0))
    end = content.find("\n", at)
    start, end = max(before, at - 600, 0), at + 300 if end < 0 else min(end, at + 300)
    if _EXCUSED.search(content, start, end):
        return True
    return search(r"@ts-nocheck|eslint-disable\s+[^\n]*(?:extraneous|unresolved|missing)", content[:2000]) is not None


def _is_flow(use: _Use) -> bool:
    return _FLOW.search(use.text.content, 0, 2000) is not None


def _is_called(content: str, one: Import) -> bool:
    """Whether TypeScript keeps an import: it has no names, or one of them is called or constructed."""
    if one.form in ("bare", "require"):
        return True
    return any(search(rf"(?<![\w$.]){escape(name)}(?:\.[\w$]+)*\(", content) is not None for name in one.binds[:20])


def _is_conditional(use: _Use) -> bool:
    """Whether a `require` is indented, as one in a function or behind a condition is."""
    content, at = use.text.content, use.one.offset
    start = content.rfind("\n", 0, at) + 1
    return content[start : start + 1].isspace()
