"""package.json: what JavaScript packages and applications install.

What others must bring along (`peerDependencies`, `engines`) is no pin of this package, and is left alone. Source:
npm's documentation of package.json; `packageManager` as Corepack reads it; `resolutions` as yarn does.
"""

from collections.abc import Iterator
from re import fullmatch, search

from .._finding import NotJudged
from .._text import Text
from .._yaml import Mapping, Scalar, is_mapping
from .commands import of_script
from .declared import Declared, Reference, Role, Splice
from .jsonc import fragment, parse
from .npm_spec import EXACT, Spec, of_range, read_spec
from .remedies import ls_remote
from .shown import shown

_TABLES = ("dependencies", "optionalDependencies", "devDependencies")
# What an application has no use for.
_OF_LIBRARIES = ("files", "exports", "publishConfig", "module", "types", "typings")
# Runners that take what is installed already, before they ask the registry.
_RUNNERS = (" npx ", " bunx ", " npm exec ", " npm x ", " pnpm exec ", " yarn exec ", " bun x ")


def read(text: Text) -> Iterator[Declared | Reference | NotJudged]:
    """Every dependency that the file declares, and what its scripts run."""
    root = parse(text)
    if not is_mapping(root):
        return
    names = {name for name, _ in _pairs(root.get("peerDependencies"))}
    role: Role = "published" if _is_library(root) else "list"
    for table in _TABLES:
        group = "" if table == "dependencies" else table.removesuffix("Dependencies")
        for name, value in _pairs(root.get(table)):
            names.add(name)
            yield from _declared(text, name, value, "group" if table == "devDependencies" else role, group)
    yield from _package_manager(text, root)
    for name, value in [*_nested(root.get("overrides")), *_pairs(root.get("resolutions"))]:
        yield from (one for one in _declared(text, name, value, "list", "") if one.pin.meets("exact"))
    for _, value in _pairs(root.get("scripts")):
        yield from _commands(text, value, names)


def _is_library(root: Mapping) -> bool:
    """Whether the package is evidently made to be installed by others."""
    private = root.get("private")
    if isinstance(private, Scalar) and private.plain and private.value == "true":
        return False
    return any(root.get(key) is not None for key in _OF_LIBRARIES)


def _pairs(node: object) -> Iterator[tuple[str, Scalar]]:
    """The names of a table whose values are strings."""
    if isinstance(node, Mapping):
        for name, value in zip(node.pairs[::2], node.pairs[1::2], strict=True):
            if isinstance(name, Scalar) and isinstance(value, Scalar) and not value.plain:
                yield name.value, value


def _nested(node: object) -> Iterator[tuple[str, Scalar]]:
    """The same of `overrides`, whose tables stand for what a package needs, and its `.` for the package itself."""
    waiting = [("", node)]
    while waiting:
        above, table = waiting.pop()
        for name, value in _pairs(table):
            yield (above if name == "." else name), value
        if isinstance(table, Mapping):
            pairs = zip(table.pairs[::2], table.pairs[1::2], strict=True)
            waiting += [(name.value, value) for name, value in pairs if isinstance(name, Scalar)]


def _declared(text: Text, key: str, value: Scalar, role: Role, group: str) -> Iterator[Declared]:
    """The dependency that a pair of a table declares; `resolutions` may name the way to it, and versions."""
    spec = read_spec(value.value)
    if spec is None or not key:
        return
    what = f"{key}@{value.value}" if value.value.strip() else key

    def remedy(wanted: str) -> str:
        return _remedy(key, value.value, spec, wanted)

    yield Declared(
        value.offset,
        what,
        spec.pin,
        role,
        "git" if spec.source == "git" else "url" if spec.source == "url" else "npm",
        spec.name or _package(key),
        value.value[spec.start : spec.end].strip(),
        remedy,
        _splice(text, value, spec),
        group=group,
    )


def _package(key: str) -> str:
    """The package that a key means: the last of `resolutions`' way to it, without the versions that it means."""
    found = search(r"((?:@[\w.~-]+/)?[\w.~-]+)(?:@[^/]*)?$", key[-300:]) if "/" in key or "@" in key else None
    return found[1] if found is not None else key


def _splice(text: Text, value: Scalar, spec: Spec) -> Splice | None:
    """Where the version or commit stands; None where escapes are in the way, or nothing has a version."""
    if spec.source not in ("index", "git") or spec.start < 0 or not _is_as_written(text, value):
        return None
    before = value.value[spec.start - 1 : spec.start]
    if spec.source == "git":
        template = "{}" if before and before in "#=:" else "#{}"
    else:
        template = "@{}" if spec.name and before != "@" else "{}"
    return Splice(value.offset + spec.start, value.offset + spec.end, template)


def _is_as_written(text: Text, value: Scalar) -> bool:
    """Whether a string has no escapes."""
    return text.content.startswith(f'{value.value}"', value.offset)


def _remedy(key: str, written: str, spec: Spec, wanted: str) -> str:
    name = shown(key)
    if spec.source == "git":
        before = (written[: spec.start] if spec.start >= 0 else written.partition("#")[0]).strip()
        before += "" if before.endswith(("#", "=", ":")) else "#"
        ref = written[spec.start : spec.end].strip()
        commit = ls_remote(spec.name, "HEAD" if not ref or "semver:" in ref else ref)
        return f'Write "{name}": "{shown(before)}SHA", with {commit}.'
    if spec.source == "url":
        return f'Write "{name}": "X.Y.Z" with a release of the registry, or the URL of one released version.'
    alias = shown(written[: spec.start].strip())
    alias += "@" if spec.name and not alias.endswith("@") else ""
    if wanted == "range":
        return f'Write "{name}": "{alias}^X.Y.Z", where X.Y.Z is the oldest version that works.'
    if wanted == "exact":
        word = _package(key) if fullmatch(r"@?[A-Za-z0-9_][A-Za-z0-9_./-]{0,200}", key) else "NAME"
        prints = f"`npm ls {word}` prints"
        return f'Write "{name}": "{alias}X.Y.Z" with the version that {prints}, or commit package-lock.json.'
    return (
        "Commit package-lock.json, which holds the hash of every package; `npm install --package-lock-only` writes it."
    )


def _package_manager(text: Text, root: Mapping) -> Iterator[Declared]:
    """`packageManager`: name, @, version, and the hash of its archive behind a plus sign."""
    value = root.get("packageManager")
    if not isinstance(value, Scalar) or value.plain or "$" in value.value:
        return
    name, _, rest = value.value.partition("@")
    version, _, digest = rest.partition("+")
    pin = of_range(version)
    if pin is EXACT and digest.partition(".")[0] in ("sha224", "sha256", "sha384", "sha512"):
        pin = EXACT._replace(level="hash", fact="is fixed by a hash")
    if name not in ("npm", "pnpm", "yarn", "bun"):
        return

    def remedy(_wanted: str) -> str:
        return f"Run `corepack use {name}@X.Y.Z`, which writes the version with its hash."

    start = value.offset + len(name)
    splice = None
    if _is_as_written(text, value):
        splice = Splice(start, value.offset + len(value.value), "@{}")
    yield Declared(value.offset, value.value, pin, "build", "npm", name, version, remedy, splice)


def _commands(text: Text, value: Scalar, names: set[str]) -> Iterator[Declared | Reference]:
    """What a script runs from elsewhere: not what the package's own dependencies provide."""
    script = fragment(text, value)
    for one in of_script(script):
        if not (isinstance(one, Declared) and one.kind == "npm" and _is_installed(text, value, one, names)):
            yield one


def _is_installed(text: Text, script: Scalar, one: Declared, names: set[str]) -> bool:
    """Whether a dependency provides what a command runs, or may: a runner takes a program of any name from them."""
    if one.spec:  # `npx name@latest` asks the registry
        return False
    if one.name in names:
        return True
    before = text.content[script.offset : one.offset].replace("\\n", ";").replace("\\", " ").replace('"', " ")
    for end in ";&|(":
        before = before.rpartition(end)[2]
    words = f" {' '.join(before.split())} "
    return any(runner in words for runner in _RUNNERS) and " -y " not in words and " --yes " not in words
