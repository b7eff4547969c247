"""package.json against the locks of npm, pnpm and yarn."""

from collections.abc import Iterator
from typing import NamedTuple

from .._dependencies.bounds import admits, excludes
from .._dependencies.jsonc import parse
from .._dependencies.npm_spec import read_spec
from .._dependencies.shown import shown
from .._yaml import Mapping, Node, Scalar, is_mapping
from ._drift import Apart, Pair

_TABLES = ("dependencies", "devDependencies", "optionalDependencies")


class _Asked(NamedTuple):
    """A dependency of package.json. `name` and `bounds` are the registry's; they differ from `key` for an alias."""

    key: str
    spec: str
    offset: int
    name: str
    bounds: str
    optional: bool

    @property
    def what(self) -> str:
        return shown(f"{self.key}@{self.spec}" if self.spec else self.key)


def compared(pair: Pair) -> Iterator[Apart]:
    """Every way in which the two differ."""
    root = parse(pair.manifest)
    if not is_mapping(root):
        return
    skipped = pair.lock.elsewhere | set(_overridden(root))
    if pair.top is not None:
        top = parse(pair.top)
        skipped |= set(_overridden(top)) if is_mapping(top) else set()
    asked = [one for one in _asked(root) if one.key not in skipped]
    if pair.lock.answers is not None:
        yield from _yarn(pair, root, asked)
    elif pair.lock.direct is None:
        yield from _held(pair, asked)
    elif pair.member in pair.lock.members:
        apart = list(_recorded(pair, root, asked))
        yield from apart
        told = {one.offset for one in apart}
        yield from (one for one in _held(pair, asked) if one.offset not in told)


def _asked(root: Mapping) -> Iterator[_Asked]:
    """What is wanted of a registry, in the tables that are locked. npm takes a name that is optional as optional."""
    optional = {name for name, _ in _pairs(root.get("optionalDependencies"))}
    for table in _TABLES:
        for name, value in _pairs(root.get(table)):
            spec = read_spec(value.value)
            if spec is None or spec.source != "index" or (name in optional and table != "optionalDependencies"):
                continue
            bounds = value.value[spec.start : spec.end].strip()
            yield _Asked(name, value.value.strip(), value.offset, spec.name or name, bounds, name in optional)


def _pairs(node: Node | None) -> Iterator[tuple[str, Scalar]]:
    if is_mapping(node):
        for name, value in zip(node.pairs[::2], node.pairs[1::2], strict=True):
            if isinstance(name, Scalar) and isinstance(value, Scalar) and not value.plain:
                yield name.value, value


def _overridden(root: Mapping) -> Iterator[str]:
    """Names for which `overrides` or `resolutions` decide, whatever stands around them: the last of a path."""
    pnpm = root.get("pnpm")
    nested = pnpm.get("overrides") if is_mapping(pnpm) else None
    waiting = [root.get("overrides"), root.get("resolutions"), nested]
    while waiting:
        node = waiting.pop()
        if not is_mapping(node):
            continue
        for key, value in zip(node.pairs[::2], node.pairs[1::2], strict=True):
            if isinstance(key, Scalar):
                path = key.value.replace(">", "/").split("/")
                scoped = len(path) > 1 and path[-2].startswith("@")
                name = "/".join(path[-2:]) if scoped else path[-1]
                yield name[:1] + name[1:].partition("@")[0]
            waiting.append(value)


def _recorded(pair: Pair, root: Mapping, asked: list[_Asked]) -> Iterator[Apart]:
    """The requirements that the lock recorded, against those of the manifest."""
    recorded: dict[str, list[str]] = {}
    for wanted in pair.lock.direct or ():
        if wanted.member == pair.member:
            recorded.setdefault(wanted.name, []).append(wanted.spec.strip() or "*")
    for one in asked:
        specs = recorded.get(one.key)
        if specs is None:
            yield Apart(one.offset, "", f"{one.what} is not in {pair.lock_name}")
        elif (one.spec or "*") not in specs:
            made = shown(f"{one.key}@{specs[0]}")
            yield Apart(one.offset, one.name, f"{pair.lock_name} was made for {made}, and not for {one.what}")
    known = {name for table in (*_TABLES, "peerDependencies") for name, _ in _pairs(root.get(table))}
    for name in recorded:
        if name not in known and name not in pair.lock.elsewhere:
            message = f"{pair.lock_name} was made for {shown(name)}, which {_own(pair)} does not ask for"
            yield Apart(None, name, message)


def _own(pair: Pair) -> str:
    return f"{pair.member}/package.json" if pair.member else "package.json"


def _held(pair: Pair, asked: list[_Asked]) -> Iterator[Apart]:
    """The versions that the lock holds, against the bounds of the manifest."""
    versions: dict[str, list[str]] = {}
    elsewhere = set()
    for package in pair.lock.packages:
        if package.source == "index" and package.version:
            versions.setdefault(package.name, []).append(package.version)
        else:
            elsewhere.add(package.name)
    for one in asked:
        held = versions.get(one.name)
        if held is not None and one.name not in elsewhere:
            if all(excludes("npm", one.bounds, version) for version in held):
                message = f"{one.what} does not admit {shown(held[0])}, the version in {pair.lock_name}"
                yield Apart(one.offset, one.name, message)
        elif held is None and pair.lock.direct is None and not one.optional and not _is_held(one, elsewhere, pair):
            yield Apart(one.offset, "", f"{one.what} is not in {pair.lock_name}")


def _is_held(one: _Asked, elsewhere: set[str], pair: Pair) -> bool:
    """Whether the lock may have the package from elsewhere, or need not have it."""
    return one.name in elsewhere or one.key in elsewhere or pair.lock.format != "1" or bool(pair.member)


def _yarn(pair: Pair, root: Mapping, asked: list[_Asked]) -> Iterator[Apart]:
    """The requests that the lock answers, against those of the manifest."""
    answers = pair.lock.answers or frozenset()
    berry = pair.lock.format.startswith("berry")
    if not berry and (pair.member or root.get("workspaces") is not None):
        return  # yarn 1 does not lock what comes from the workspace, and does not say what that is
    if pair.member and not any(answer.endswith(f"@workspace:{pair.member}") for answer in answers):
        return  # a folder of the repository, and no member of the workspace
    own = {answer.partition("@workspace:")[0] for answer in answers if "@workspace:" in answer}
    names = {answer[: answer.find("@", 1)] for answer in answers}
    for one in asked:
        requests = {f"{one.key}@{one.spec}", f"{one.key}@npm:{one.spec}"}
        if requests & answers or one.key in own or not _is_range(one):
            continue
        if one.key in names:
            yield Apart(one.offset, one.name, f"{pair.lock_name} was not made for {one.what}, but for another range")
        else:
            yield Apart(one.offset, "", f"{one.what} is not in {pair.lock_name}")


def _is_range(one: _Asked) -> bool:
    """Whether what is asked for is a range that is written as yarn repeats it: no tag, nothing empty."""
    return bool(one.bounds) and (admits("npm", one.bounds, "0.0.0") or excludes("npm", one.bounds, "0.0.0"))
