"""Whether the file that a relative import means is there.

Sources: Node.js, "Modules: CommonJS modules" and "ECMAScript modules"; TypeScript's "Modules - Reference"; the lists of
extensions that vite, webpack and metro try.
"""

from posixpath import basename, dirname
from re import compile as pattern

from ._files import Files, joined

_TRIED = """
.ts .tsx .d.ts .js .jsx .mjs .cjs .mts .cts .d.mts .d.cts .json .vue .svelte .astro .node .css .scss .sass .less
.wasm .mdx .md .graphql .gql .coffee .es6 .es .native.js .native.ts .native.tsx .ios.js .ios.ts .ios.tsx .android.js
.android.ts .android.tsx .web.js .web.ts .web.tsx .html .svg .yaml .yml .json5 .marko .riot .gjs .gts .hbs .ls
.civet
"""
_ENDINGS = tuple(_TRIED.split())
_INSTEAD = {
    ".js": (".ts", ".tsx", ".d.ts", ".jsx", ".mts", ".civet", ".res", ".elm", ".vue"),
    ".jsx": (".tsx", ".d.ts", ".ts"),
    ".mjs": (".mts", ".d.mts", ".ts"),
    ".cjs": (".cts", ".d.cts", ".ts"),
}
# Folders that are filled by tools, and parts of names that generated files have.
_FILLED = """
dist build out output generated __generated__ gen generate codegen node_modules target coverage pkg wasm esm cjs umd
es lib-esm release releases bundle bundles compiled transpiled artifacts typechain typechain-types +types $types
proto protos _proto tmp temp cache temporary vendor third_party bower_components prisma-client
"""
_GENERATED = frozenset(_FILLED.split())
_GENERATED_NAME = pattern(r"(?i)(?:^|[._-])(?:gen|generated|pb|grpc|typegen|min|bundle|dist|wasm|codegen)(?:[._-]|$)")


def verdict(files: Files, name: str, folder: str, typed: bool) -> str:
    """What is known of the file that a relative name means, in a file of `folder`; `typed` if that is TypeScript.

    "there", "missing" or "unsure"; where only the case of letters differs, the path that is there.
    """
    bare = name.partition("?")[0].partition("#")[0]
    if not bare or "*" in bare or "!" in name or "\\" in bare or "${" in bare:
        return "unsure"
    key = joined(folder, bare)
    if key.startswith("..") or _is_generated(bare, key):
        return "unsure"
    folder_only = bare.endswith(("/", "/.", "/..")) or bare in (".", "..")
    if files.present(_candidates(key, folder_only)):
        return "there"
    return _looked_for(files, key, folder_only, typed)


def _candidates(key: str, folder_only: bool) -> list[str]:
    """The files by which an import is served."""
    inside = f"{key}/" if key else ""
    found = [f"{inside}index{ending}" for ending in _ENDINGS] + [f"{inside}package.json"]
    if folder_only:
        return found
    stem, dot, ending = key.rpartition(".")
    instead = [stem + one for one in _INSTEAD.get(dot + ending, ())]
    return [key, *(key + one for one in _ENDINGS), *instead, f"{stem}.d.{ending}.ts", *found]


def _is_generated(bare: str, key: str) -> bool:
    """Whether what is meant looks as if a tool wrote it."""
    parts = key.split("/")
    return (
        any(part in _GENERATED or (part.startswith(".") and part not in (".", "..")) for part in parts[:-1])
        or parts[-1] in _GENERATED
        or _GENERATED_NAME.search(parts[-1]) is not None
        or "__generated__" in bare
    )


def _looked_for(files: Files, key: str, folder_only: bool, typed: bool) -> str:
    """The same by the list of all files: those with endings of which nothing is known here, links, ignored ones."""
    listed, folder, name = files.listed, dirname(key), basename(key)
    if not listed:
        return "missing"
    above = folder
    while above:
        if above in listed:
            return "unsure"  # a link or a submodule, whose files are not listed
        above = dirname(above)
    stem = f"{folder}/{name}." if folder else f"{name}."
    if not folder_only and any(one.startswith(stem) for one in listed):
        return "unsure"
    lower = {one.lower(): one for one in listed}
    other = next((lower[one.lower()] for one in _candidates(key, folder_only) if one.lower() in lower), "")
    made = (".ts", "/index.ts") if typed else (".js", "/index.js")  # what is compiled out of TypeScript is no source
    if any(files.is_ignored(key + ending) for ending in ("", ".json", *made)):
        return "unsure"
    return other or "missing"
