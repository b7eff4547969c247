"""go.mod: which modules a Go program is built from.

A version in it is one release: Go takes the lowest that satisfies all, and go.sum holds it to its content. Loose is
only what nobody has let the go command rewrite yet, such as `latest` or a branch. Source: the Go Modules Reference,
"go.mod files" and "Version queries".
"""

from collections.abc import Iterator
from re import compile as pattern
from re import fullmatch
from typing import NamedTuple

from .._finding import NotJudged
from .._text import Text
from .declared import FIXED, Declared, Pin, Reference, Role, Splice
from .remedies import _word
from .shown import shown
from .source import is_sha

_LINE = pattern(r"[^\r\n]+")
_TOKEN = pattern(r'//.*|"((?:[^"\\]|\\.)*+)"|`([^`]*+)`|([()]|(?:(?!//)[^\s()"`])+)|["`].*')
_CANONICAL = pattern(r"v[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
_QUERY = pattern(r"[<>]=?v[0-9][0-9A-Za-z.+-]*|v[0-9]+(?:\.[0-9]+)?")
_DIRECTIVES = ("require", "replace", "toolchain")


class _Word(NamedTuple):
    text: str
    start: int
    end: int


def read(text: Text) -> Iterator[Declared | Reference | NotJudged]:
    """Every module that the file requires or puts in another's place, and the toolchain."""
    block: _Word | None = None
    for line in _LINE.finditer(text.content):
        words = _words(line[0], line.start())
        if not words:
            continue
        if block is not None:
            if words[0].text == ")":
                block = None
            else:
                yield from _directive(block.text, words)
        elif len(words) > 1 and words[1].text == "(":
            block = words[0] if words[-1].text != ")" else None
        else:
            yield from _directive(words[0].text, words[1:])
    if block is not None:
        raise text.not_judged(block.start, f"is no go.mod: the block of `{shown(block.text)}` does not end")


def _words(line: str, start: int) -> list[_Word]:
    """The words of a line, without quotes and without its comment."""
    words: list[_Word] = []
    for found in _TOKEN.finditer(line):
        which = found.lastindex or 0
        if found[0].startswith("//"):
            break
        words.append(_Word(found[which], start + found.start(which), start + found.end(which)))
    return words


def _directive(name: str, words: list[_Word]) -> Iterator[Declared]:
    if name not in _DIRECTIVES or not words or any(sign in word.text for word in words for sign in ("$", "{{", "<%")):
        return
    match name:
        case "require":
            yield _module(words)
        case "toolchain":
            yield _toolchain(words[0])
        case "replace":
            arrow = next((at for at, word in enumerate(words) if word.text == "=>"), len(words))
            if words[arrow + 1 :]:
                yield _module(words[arrow + 1 :], words[0].text)


def _module(words: list[_Word], replaced: str = "") -> Declared:
    """A module and its version; one that replaces another may be a folder of this machine."""
    path, version = words[0], words[1] if len(words) > 1 else None
    if replaced and version is None and _is_folder(path.text):
        return Declared(path.start, path.text, FIXED, "list", "go", replaced, "", str)
    query = "" if version is None else version.text
    what = f"{path.text}@{query}" if query else path.text

    def remedy(wanted: str) -> str:
        if wanted == "hash":
            return "Commit go.sum, as `go mod tidy` writes it, which holds the hash of every module."
        module = _word(path.text, "MODULE")
        act = f"Write {shown(replaced)} => {shown(path.text)} vX.Y.Z" if replaced else f"Run `go get {module}@vX.Y.Z`"
        return f"{act} with one of the versions that `go list -m -versions {module}` prints."

    splice = Splice(version.start, version.end, "{}") if version is not None else Splice(path.end, path.end, " {}")
    offset = path.start if version is None else version.start
    return Declared(offset, what, _pin(query), "list", "go", path.text, query, remedy, splice)


def _is_folder(path: str) -> bool:
    return path in (".", "..") or fullmatch(r"(?:\.{0,2}[\\/]|[A-Za-z]:).*", path) is not None


def _pin(query: str) -> Pin:
    if not query:
        return Pin("none", "names no version")
    if _CANONICAL.fullmatch(query):
        return Pin("exact", "has no hash")
    if is_sha(query):
        return Pin("hash", "is fixed by a commit")
    if fullmatch(r"(?=.*[0-9])[0-9a-f]{7,}", query):
        return Pin("exact", "names an abbreviated commit")
    if query in ("latest", "upgrade", "patch"):
        return Pin("none", "is whatever release is the newest")
    return Pin("range", "admits more than one version") if _QUERY.fullmatch(query) else Pin("none", "follows a branch")


def _toolchain(word: _Word) -> Declared:
    """`toolchain go1.22.3`; `default` is whatever Go is installed."""
    role: Role = "build"
    if fullmatch(r"go[0-9]+\.[0-9]+(?:\.[0-9]+|(?:rc|beta)[0-9]+)(?:-.*)?", word.text):
        pin = Pin("exact", "has no hash")
    elif word.text.startswith("go1"):
        pin = Pin("range", "admits more than one version")
    else:
        pin = Pin("none", "names no version")

    def remedy(_wanted: str) -> str:
        return "Write toolchain goX.Y.Z with the version that `go version` prints."

    splice = Splice(word.start, word.end, "go{}")
    return Declared(word.start, f"toolchain {word.text}", pin, role, "go", "toolchain", word.text, remedy, splice)
