"""Names of modules that a project gives itself: in tsconfig.json, in the settings of bundlers, tests and browsers.

Sources: TypeScript's TSConfig reference (`paths`, `baseUrl`, `extends`, `references`, `rootDirs`); the manuals of vite,
webpack, jest and babel, whose settings are programs, so that every key in them counts that could be an alias.
"""

from collections.abc import Iterator
from posixpath import dirname
from re import compile as pattern
from re import escape, search
from typing import NamedTuple

from ..._dependencies.jsonc import parse
from ..._finding import NotJudged
from ..._yaml import Mapping, Node, Scalar, Sequence
from ._files import Files, folders_above, joined

_MOST = 60  # configurations of one chain
_CONFIGS = tuple(
    f"{kind}.json" if not part else f"{kind}.{part}.json"
    for kind in ("tsconfig", "jsconfig")
    for part in ("", "base", "app", "node", "web", "build", "lib", "spec", "test", "paths", "common", "eslint", "dev")
)
_SETTINGS = tuple(
    f"{tool}.{ending}"
    for tool in (
        *("vite.config", "vitest.config", "webpack.config", "webpack.common", "webpack.base", "rollup.config"),
        *("jest.config", "babel.config", "next.config", "nuxt.config", "svelte.config", "astro.config"),
        *("rspack.config", "rsbuild.config", "metro.config", "craco.config", "config-overrides", "vue.config"),
        *("tsup.config", "tsdown.config", "esbuild.config", "esbuild", "karma.conf", "docusaurus.config", "build"),
        *("electron.vite.config", "wxt.config", "rolldown.config", "quasar.config", "app.config", "gulpfile"),
        *(".storybook/main", "config/webpack.config", "build/webpack.base.conf", "webpack/webpack.config"),
    )
    for ending in ("js", "ts", "mjs", "cjs", "mts")
)
_PLAIN_SETTINGS = (
    ".babelrc",
    ".babelrc.json",
    ".babelrc.js",
    ".swcrc",
    "jest.json",
    "importmap.json",
    "import-map.json",
)
_BASES = ("", "src", "app", "lib", "client", "frontend", "js", "public", "assets")
_IMPORT_MAPS = (".html", ".htm", ".ejs", ".hbs", ".njk", ".j2", ".jinja", ".twig", ".erb", ".php", "importmap.rb")
# Configurations that a framework writes, whose aliases begin with a sign that no package has.
_WRITTEN = pattern(r"(?:^|/)\.(?:nuxt|svelte-kit|wxt|astro|output)/")
_AMBIENT = pattern(r"\bdeclare\s+module\s+[\"']([^\"']+)[\"']")


class Config(NamedTuple):
    """What the configurations of TypeScript above a folder say: patterns of names, folders in which names are looked
    for, whether files stand in several roots at once, and whether a configuration is missing, as a generated one."""

    paths: frozenset[str]
    bases: frozenset[str]
    roots: bool
    missing: bool


class Aliases:
    """What names mean in the folders of a repository."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._configs: dict[str, Config] = {}
        self._settings: dict[str, str] = {}
        self._ambient: frozenset[str] | None = None
        self._maps: str | None = None

    def covers(self, name: str, package: str, folder: str) -> bool:
        """Whether something else than a package may be meant by a name, in the files of a folder."""
        config = self.config(folder)
        if config.missing or any(_matches(one, name) for one in config.paths):
            return True
        if self._is_in_base(name, folder, config) or self._is_set(name, package, folder):
            return True
        return any(_matches(one, name) for one in self._declared()) or self._is_mapped(name, package)

    def config(self, folder: str) -> Config:
        """The configurations of TypeScript for a folder, with those that they extend and refer to."""
        if folder not in self._configs:
            self._configs[folder] = self._read(folder)
        return self._configs[folder]

    def _read(self, folder: str) -> Config:
        names = [joined(one, name) for one in folders_above(folder) for name in _CONFIGS]
        waiting = self._files.present(names)
        paths: set[str] = set()
        bases: set[str] = set()
        roots = missing = False
        met: set[str] = set()
        while waiting and len(met) < _MOST:
            key = waiting.pop()
            if key in met:
                continue
            met.add(key)
            root = self._parsed(key)
            options = _get(root, "compilerOptions")
            here = dirname(key)
            found = {name for name, _ in _pairs(_get(options, "paths"))}
            paths |= found - {"*"}
            base = _string(_get(options, "baseUrl"))
            if base:
                bases.add(joined(here, base))
            if "*" in found:
                targets = _strings(_get(_get(options, "paths"), "*"))
                bases |= {joined(here, base, one.rstrip("*")) for one in targets}
            roots = roots or _get(options, "rootDirs") is not None
            for wanted in self._wanted(root):
                places = [joined(here, wanted), joined(here, f"{wanted}.json"), joined(here, wanted, "tsconfig.json")]
                there = self._files.present(places)
                waiting += there[:1]
                missing = missing or not (there or _WRITTEN.search(wanted))
        return Config(frozenset(paths), frozenset(bases), roots, missing or bool(waiting))

    def _wanted(self, root: Node | None) -> Iterator[str]:
        """The configurations that one extends or refers to, where they are files of the repository."""
        for one in _strings(_get(root, "extends")):
            if one.startswith("."):
                yield one
        references = _get(root, "references")
        for each in references.items if isinstance(references, Sequence) else ():
            path = _string(_get(each, "path"))
            if path and not path.startswith("/"):
                yield path

    def _parsed(self, key: str) -> Node | None:
        text = self._files.text(key)
        if text is None:
            return None
        try:
            return parse(text)
        except NotJudged:
            return None

    def _is_in_base(self, name: str, folder: str, config: Config) -> bool:
        """Whether the repository has a folder or file of this name where modules are often looked for."""
        first = name.partition("/")[0]
        above = folders_above(folder)
        bases = {*config.bases, *(joined(one, base) for one in above for base in _BASES)}
        if any(joined(base, first) in self._files.folders for base in bases if first != "node_modules"):
            return True
        endings = ("", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".d.ts", ".vue", "/index.ts", "/index.js", "/index.tsx")
        return bool(self._files.present([joined(base, name + ending) for base in bases for ending in endings]))

    def _is_set(self, name: str, package: str, folder: str) -> bool:
        """Whether settings of a bundler, of tests or of a browser have this name, or its first part, for a key."""
        above = folders_above(folder)
        for key in self._files.present(
            [joined(one, setting) for one in above for setting in (*_SETTINGS, *_PLAIN_SETTINGS)]
        ):
            text = self._files.text(key)
            content = text.content if text is not None else ""
            if any(_is_key(content, word) for word in {name, package, name.partition("/")[0]}):
                return True
        return False

    def _declared(self) -> frozenset[str]:
        """The modules that `declare module` names, in any declaration file of the repository."""
        if self._ambient is None:
            files = [one for one in sorted(self._files.listed) if one.endswith((".d.ts", ".d.mts", ".d.cts"))]
            texts = [self._files.text(one) for one in files[:3000]]
            self._ambient = frozenset(name for text in texts if text for name in _AMBIENT.findall(text.content))
        return self._ambient

    def _is_mapped(self, name: str, package: str) -> bool:
        """Whether a page has an import map with this name."""
        if self._maps is None:
            files = [one for one in sorted(self._files.listed) if one.endswith(_IMPORT_MAPS)][:3000]
            texts = [self._files.text(one) for one in files]
            self._maps = "\n".join(text.content for text in texts if text and "importmap" in text.path + text.content)
        return any(f'"{one}' in self._maps for one in (name, package))


def _is_key(content: str, name: str) -> bool:
    """Whether settings name a module otherwise than to import it."""
    if name not in content:
        return False
    word = escape(name)
    return (
        search(rf"(?<![\w./@-]){word}(?:/[*$\w()./]*)?[\"'`]?\s*\]?\s*[:=](?!=)", content) is not None
        or search(rf"(?<!from )(?<!import )(?<!import\()(?<!require\()[\"'`/]\^?{word}(?:[\"'`/$(*]|$)", content)
        is not None
    )


def _matches(alias: str, name: str) -> bool:
    """Whether a name fits a pattern with at most one asterisk."""
    before, star, after = alias.partition("*")
    if not star:
        return name == alias
    return len(name) >= len(before) + len(after) and name.startswith(before) and name.endswith(after) and alias != "*"


def _get(node: Node | None, key: str) -> Node | None:
    return node.get(key) if isinstance(node, Mapping) else None


def _pairs(node: Node | None) -> Iterator[tuple[str, Node]]:
    if isinstance(node, Mapping):
        for key, value in zip(node.pairs[::2], node.pairs[1::2], strict=True):
            if isinstance(key, Scalar):
                yield key.value, value


def _string(node: Node | None) -> str:
    return node.value if isinstance(node, Scalar) and not node.plain else ""


def _strings(node: Node | None) -> list[str]:
    """A string, or the strings of a list."""
    nodes = node.items if isinstance(node, Sequence) else [node]
    return [value for one in nodes if (value := _string(one))]
