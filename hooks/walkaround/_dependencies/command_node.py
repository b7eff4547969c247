"""Commands of JavaScript's package tools."""

from collections.abc import Callable, Iterator
from functools import partial
from re import match

from .command_words import arguments
from .declared import Declared, Pin, Splice
from .npm_spec import read_spec
from .shell_words import Around, Word, table
from .shown import shown

# Options that take a value.
_VALUED = table(
    "-p --package -c --call --prefix -C --registry --cache --userconfig --globalconfig -w --workspace --loglevel "
    "--tag --omit --include --filter -F --dir --cwd --otp --before --node-options --scope --install-strategy "
    "--modules-folder --mutex --network-timeout --cache-folder --reporter --store-dir --allow-build --shell "
    "--template"
)
_DENO = table(
    "-n --name -c --config --import-map --root --lock --cert --env-file --location --seed --v8-flags --ext -L "
    "--log-level"
)  # fmt: skip
Found = Iterator[Declared]
Handler = Callable[[tuple[Word, ...], Around], Found]
_INSTALLS = {
    "npm": ("install", "i", "in", "ins", "inst", "add", "install-test", "it"),
    "pnpm": ("add", "install", "i"),
    "yarn": ("add",),
    "yarnpkg": ("add",),
    "bun": ("add", "install", "i", "a"),
}
_RUNS = {"npm": ("exec", "x"), "pnpm": ("dlx",), "yarn": ("dlx",), "bun": ("x",)}


def handler(name: str) -> Handler:
    """What reads the words of one of these commands."""
    if name in ("npx", "bunx", "pnpx"):
        return _runner
    return {"corepack": _corepack, "deno": _deno}.get(name, partial(_tool, name))


def _runner(words: tuple[Word, ...], around: Around) -> Found:
    yield from _run(words[1:], around)


def _tool(name: str, words: tuple[Word, ...], around: Around) -> Found:
    at = _behind_options(words, 1)
    if name == "yarn" or name == "yarnpkg":
        if at < len(words) and words[at].text == "global":
            at = _behind_options(words, at + 1)
        elif at + 1 < len(words) and words[at].text == "workspace":
            at = _behind_options(words, at + 2)
    if at >= len(words):
        return
    command, rest = words[at].text, words[at + 1 :]
    if command == "create" or (command in ("init", "innit") and name == "npm"):
        yield from _initialise(rest)
    elif command in _INSTALLS.get(name, ()):
        for option, word in arguments(rest, _VALUED):
            one = package(word) if option == "" else None
            if one is not None:
                yield one
    elif command in _RUNS.get(name, ()):
        yield from _run((*words[1:at], *rest), around)


def _behind_options(words: tuple[Word, ...], at: int) -> int:
    while at < len(words) and words[at].text.startswith("-"):
        at += 2 if words[at].text in _VALUED else 1
    return at


def _initialise(words: tuple[Word, ...]) -> Found:
    """`npm create vite@latest` runs the package `create-vite`, `npm create @scope` that scope's `create`."""
    first = next((word for option, word in arguments(words, _VALUED) if option == ""), None)
    if first is None or not match(r"@?[a-z]", first.text):
        return
    if first.text.startswith("@") and "/" not in first.text:
        name, spec = split(first.text)
        word = first._replace(text=f"{name}/create{spec and '@'}{spec}", written=False)
    else:
        word = first
    one = package(word)
    if one is not None:
        created = one.name if one.name.endswith("/create") or one.kind == "url" else _creator(one.name)
        yield one._replace(name=created, what=first.text, remedy=_remedy(one.name, one.spec, created))


def _creator(name: str) -> str:
    scope, slash, rest = name.rpartition("/")
    return f"{scope}{slash}create-{rest}"


def _run(words: tuple[Word, ...], around: Around) -> Found:
    """`npx`: the first word that is no option is the package, unless options name others, or `-c` gives a script."""
    named = False
    for option, word in arguments(words, _VALUED):
        if option in ("--no-install", "--no", "--offline"):
            return
        if option in ("-p", "--package"):
            named = True
            one = package(word)
            if one is not None:
                yield one
        elif option in ("-c", "--call"):
            yield from _script(word, around)
            return
        elif option == "":
            one = None if named else package(word)
            if one is not None:
                yield one
            return


def _script(word: Word, around: Around) -> Found:
    from .commands import of_script

    inner = of_script(word.script(), around._replace(depth=around.depth + 1))
    yield from (one for one in inner if isinstance(one, Declared))


def split(text: str) -> tuple[str, str]:
    """`@scope/name@spec` as name and specification."""
    at = text.find("@", 1)
    return (text[:at], text[at + 1 :]) if at > 0 else (text, "")


def package(word: Word) -> Declared | None:
    """A package among the words of a command; None for what is local, or decided elsewhere."""
    text = word.text
    if (
        not text
        or text.startswith(("$", ".", "/", "~", "-", "{", "`", "<", "file:", "link:"))
        or text == "@"
        or (text.endswith(".tgz") and "://" not in text)
    ):
        return None
    name, spec = split(text)
    if "/" in name and not name.startswith("@"):
        name, spec = "", text  # a repository of git, or an address
    if not word.known and ("$" in name or not spec.startswith("$")):
        return None
    if not word.known:
        return Declared(
            word.offset, text, Pin("exact", "has no hash"), "command", "npm", name, spec, _remedy(name, spec)
        )
    if name and not match(r"(?:@[\w.~-]+/)?[\w.~-]+$", name):
        return None
    found = read_spec(spec) if spec else None
    if spec and found is None:
        return None
    pin = found.pin if found is not None else Pin("none", "names no version")
    indexed = bool(name) and (found is None or found.source == "index") and not spec.startswith(("npm:", "jsr:"))
    start = word.offset + len(name)
    splice = Splice(start, word.offset + len(text), "@{}") if word.written and indexed else None
    return Declared(
        word.offset, text, pin, "command", "npm" if indexed else "url", name or text, spec, _remedy(name, spec), splice
    )


def _remedy(name: str, spec: str, package: str = "") -> Callable[[str], str]:
    def remedy(level: str) -> str:
        if not name:
            return f"Append #SHA of the commit that you reviewed to {shown(spec.partition('#')[0])}."
        version = "X" if level == "range" else "X.Y.Z"
        return (
            f"Write {shown(name)}@{version} with the version that `npm view {shown(package or name)} version` prints."
        )

    return remedy


def _corepack(words: tuple[Word, ...], _around: Around) -> Found:
    if len(words) > 2 and words[1].text in ("prepare", "install", "use"):
        for option, word in arguments(words[2:], _VALUED):
            one = package(word) if option in ("", "-g", "--global") and "@" in word.text else None
            if one is not None:
                yield one


def _deno(words: tuple[Word, ...], _around: Around) -> Found:
    if len(words) < 3 or words[1].text not in ("run", "install", "add", "x", "i"):
        return
    for option, word in arguments(words[2:], _DENO):
        if option == "":
            one = _deno_package(word)
            if one is not None:
                yield one
            if words[1].text in ("run", "x"):
                return


def _deno_package(word: Word) -> Declared | None:
    scheme, colon, rest = word.text.partition(":")
    if scheme in ("npm", "jsr") and colon:
        one = package(word.behind(len(word.text) - len(rest.lstrip("/"))))
        if one is None:
            return None
        lists = f"`npm view {shown(one.name)} version` prints" if scheme == "npm" else "https://jsr.io shows"
        remedy = f"Write {scheme}:{shown(one.name)}@X.Y.Z with the version that {lists}."
        return one._replace(offset=word.offset, what=word.text, remedy=lambda _level: remedy)
    if scheme == "https" and word.known:
        versioned = match(r"[^?]*@v?\d+\.\d+", word.text) is not None
        pin = Pin("exact", "names a version") if versioned else Pin("none", "names no version")
        remedy = "Write the address of one released version, such as https://…@X.Y.Z/…."
        return Declared(word.offset, word.text, pin, "command", "url", "", word.text, lambda _level: remedy)
    return None
