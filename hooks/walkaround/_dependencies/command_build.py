"""Commands that build a program from source: cargo, go, gem, Bundler."""

from collections.abc import Callable, Iterator
from functools import partial
from re import fullmatch, match

from .command_words import arguments
from .declared import Declared, Pin, Splice
from .shell_words import Around, Word, table
from .shown import shown
from .source import is_sha

_CARGO_VALUED = table(
    "--version --vers --git --branch --tag --rev --path --root --registry --index --features -F --bin --example "
    "--profile --target --target-dir -j --jobs --config -Z --color --manifest-path -p --package --rename"
)
_GO_VALUED = table(
    "-C -p -asmflags -buildmode -compiler -covermode -coverpkg -gccgoflags -gcflags -installsuffix -ldflags -mod "
    "-modfile -o -overlay -pgo -pkgdir -tags -toolexec -exec -vettool"
)
_GEM_VALUED = table(
    "-v --version -i --install-dir -n --bindir -P --trust-policy -s --source -B --build-root --platform -p "
    "--http-proxy --document -g --file --without"
)
_SOURCES = frozenset({"--git", "--github", "--path"})  # of Bundler's gems that no index has
_EXACT = Pin("exact", "has no hash")
_NONE = Pin("none", "names no version")
_RANGE = Pin("range", "admits more than one version")


def _said(remedy: str, _level: str) -> str:
    return remedy


Handler = Callable[[tuple[Word, ...], Around], Iterator[Declared]]


def handler(name: str) -> Handler | None:
    """What reads the words of one of these commands."""
    return {"cargo": _cargo, "go": _go, "gem": _gem, "bundle": _bundle}.get(name)


def _cargo(words: tuple[Word, ...], _around: Around) -> Iterator[Declared]:
    rest = words[1:]
    while rest and rest[0].text.startswith(("+", "-")):
        rest = rest[2:] if rest[0].text in _CARGO_VALUED else rest[1:]
    if not rest or rest[0].text not in ("install", "binstall", "add"):
        return
    found = list(arguments(rest[1:], _CARGO_VALUED))
    options = dict(found)
    if "--path" in options:
        return
    crates = [word for option, word in found if option == ""]
    if "--git" in options:
        yield _of_git(options, crates[0] if crates else options["--git"])
        return
    version = options.get("--version") or options.get("--vers")
    for word in crates:
        if match(r"[A-Za-z0-9]", word.text) and (word.known or "@" in word.text):
            yield _crate(word, version)


def _of_git(options: dict[str, Word], word: Word) -> Declared:
    rev = options["--rev"].text if "--rev" in options else ""
    if is_sha(rev) or rev.startswith("$"):
        pin = Pin("hash", "is fixed by a commit")
    elif rev:
        pin = Pin("exact", "names an abbreviated commit")
    elif "--tag" in options:
        pin = Pin("range", "names a tag, which can be moved")
    else:
        pin = Pin("none", "follows a branch")
    url = options["--git"].text
    remedy = f"Write --rev SHA with the commit of {shown(url)} that you reviewed."
    ref = options["--tag"].text if "--tag" in options else ""
    return Declared(word.offset, word.text, pin, "command", "git", url, ref, lambda _level: remedy)


def _crate(word: Word, option: Word | None) -> Declared:
    name, at, written = word.text.partition("@")
    version = written if at else option.text if option is not None else ""
    if not version:
        pin = _NONE
    elif "$" in version or fullmatch(r"=?\s*[0-9]+\.[0-9]+\.[0-9]+(?:[-+].*)?", version):
        pin = _EXACT  # `cargo install` takes a whole version for exactly that one
    else:
        pin = _RANGE
    splice = None
    if word.written and option is None and word.known:
        splice = Splice(word.offset + len(name), word.offset + len(word.text), "@{}")
    remedy = f"Write {shown(name)}@X.Y.Z with the version that `cargo search {shown(name)}` prints."
    return Declared(word.offset, word.text, pin, "command", "cargo", name, version, lambda _level: remedy, splice)


def _go(words: tuple[Word, ...], _around: Around) -> Iterator[Declared]:
    rest = words[2:] if len(words) > 1 and words[1].text.startswith("-C=") else words[1:]
    if len(rest) > 2 and rest[0].text == "-C":
        rest = rest[2:]
    if not rest or rest[0].text not in ("install", "get", "run"):
        return
    for option, word in arguments(rest[1:], _GO_VALUED, clusters=False):
        if option == "":
            one = _module(word, rest[0].text)
            if one is not None:
                yield one
            if rest[0].text == "run":
                return


def _module(word: Word, command: str) -> Declared | None:
    path, at, version = word.text.partition("@")
    remote = (
        "." in path.partition("/")[0]
        and "/" in path
        and not path.startswith((".", "/", "$"))
        and not path.endswith(".go")
    )
    if not remote:
        return None
    if not at:
        if command != "get":
            return None  # without a version both take it from go.mod
        pin = _NONE
    elif match(r"v?[0-9]+\.[0-9]+\.[0-9]+|v?\$", version):
        pin = _EXACT
    elif is_sha(version):
        pin = Pin("hash", "is fixed by a commit")
    elif fullmatch(r"[0-9a-f]{7,39}", version):
        pin = Pin("exact", "names an abbreviated commit")
    elif match(r"v[0-9]", version):
        pin = _RANGE
    else:
        pin = Pin("none", "follows what is newest" if version in ("latest", "upgrade") else "follows a branch")
    remedy = (
        f"Write {shown(path)}@vX.Y.Z with a version that `go list -m -versions MODULE` prints, where MODULE is the "
        "module of the package."
    )
    return Declared(word.offset, word.text, pin, "command", "go", path, version, lambda _level: remedy)


def _gem(words: tuple[Word, ...], _around: Around) -> Iterator[Declared]:
    if len(words) > 2 and words[1].text in ("install", "i"):
        yield from _gems(words[2:], "{0}:X.Y.Z")


def _bundle(words: tuple[Word, ...], _around: Around) -> Iterator[Declared]:
    """`bundle add` writes into the Gemfile what it is told."""
    if len(words) > 2 and words[1].text == "add" and not _SOURCES & {word.text.partition("=")[0] for word in words}:
        yield from _gems(words[2:], "{0} --version X.Y.Z")


def _gems(words: tuple[Word, ...], shape: str) -> Iterator[Declared]:
    found = list(arguments(words, _GEM_VALUED))
    options = dict(found)
    version = options.get("-v") or options.get("--version")
    for option, word in found:
        if option or not match(r"[A-Za-z0-9]", word.text) or word.text.endswith(".gem") or "/" in word.text:
            continue
        name, colon, own = word.text.partition(":")
        if "$" in name or "`" in name:
            continue
        written = own if colon else version.text if version is not None else ""
        if not written:
            pin = _NONE
        elif "$" in written or fullmatch(r"=?\s*[0-9]+(?:\.[0-9A-Za-z]+)*", written):
            pin = _EXACT
        else:
            pin = _RANGE
        written_so = shape.format(shown(name))
        remedy = f"Write {written_so} with the version that `gem list --remote --exact {shown(name)}` prints."
        yield Declared(word.offset, word.text, pin, "command", "gem", name, written, partial(_said, remedy))
