"""Find the layers of a policy, lowest first, and merge them."""

import os
from collections.abc import Callable, Collection
from typing import Any

from .._data import data_path
from ._document import Catalogue, Document, Setting, read_document
from ._exemptions import EXEMPTIONS, MAX_DAYS, NEVER, today
from ._extends import LOCK_FILE, MAX_PARENTS, PROFILES, LockFile, Outside, Parent, Source, parents_of
from ._keys import Key, did_you_mean, rule_key
from ._layers import Disk, Layer, PolicyError, Tree, bounded, parse_layer, read_bytes
from ._policy import Policy
from ._stack import Stack

FILE = "walkaround.toml"
VARIABLE = "WALKAROUND_POLICY"
PYPROJECT = "pyproject.toml"
PREFIX = ("tool", "walkaround")
# Names that people give the file by mistake: a policy that nobody reads would look like one in force.
_NOT_READ = (".walkaround.toml", "walkaround.yaml", "walkaround.yml", "walkaround.json", ".walkaround/walkaround.toml")

USUAL = (FILE, PYPROJECT, LOCK_FILE, *_NOT_READ)  # what every load looks for


def load(
    catalogue: Catalogue,
    wanted: Collection[str],
    root: str,
    named: str | None,
    assisted: Callable[[], bool] = lambda: False,
    tree: Tree | None = None,
) -> Policy:
    """The policy in force in the repository at `root`, for the tables in `wanted`.

    `named` is a profile or a file from the command line, WALKAROUND_POLICY another one; they are laid on top and
    may only tighten. `assisted` tells whether an AI agent is at work; it is asked only when a layer has an
    overlay for that. `tree` holds the repository's files; None is the disk. PolicyError says what cannot be used, and
    where.
    """
    stack = read_stack(catalogue, tree or Disk(root), wanted)
    names = (os.environ.get(VARIABLE) or None, named)  # an empty variable is none, an empty argument a mistake
    extra = [named_stack(catalogue, name, wanted) for name in names if name is not None]
    for one in extra:
        _refuse_what_may_loosen(one, stack)
    overlay = any(one.overlay for one in (stack, *extra))
    policy = Policy((stack, *extra), assisted=overlay and assisted(), root=root)
    check_exemptions(policy)
    return policy


def read_stack(catalogue: Catalogue, tree: Tree, wanted: Collection[str], outside: Outside | None = None) -> Stack:
    """A repository's own layers: its file, or the profile `recommended` where it has none.

    `outside` gives what lies outside the repository; the lock's copies when it is None.
    """
    layer = repository_layer(tree)
    reader = _Reader(catalogue, tree, wanted, outside)
    if layer is None:
        return Stack(catalogue, [reader.profile("recommended")])
    source = Source("file", PYPROJECT if layer.prefix else FILE)
    documents = reader.family(layer, source)
    return Stack(catalogue, [reader.profile(reader.strictest or "recommended"), *documents])


def named_stack(catalogue: Catalogue, name: str, wanted: Collection[str]) -> Stack:
    """The layers of `--policy NAME`: a whole profile, or what a file says together with the profile it names."""
    if name in PROFILES:
        return Stack(catalogue, _whole_profile(catalogue, name, wanted))
    if not os.path.lexists(name):
        raise PolicyError(name, 0, f"no such profile or policy file{did_you_mean(name, PROFILES)}")
    folder, base = os.path.split(name)
    layer = parse_layer("command line", name, read_bytes(name), PREFIX if base == PYPROJECT else ())
    if layer.prefix and not layer.data:
        raise PolicyError(name, 0, "holds no [tool.walkaround]")
    reader = _Reader(catalogue, Disk(folder or os.curdir), wanted)
    documents = reader.family(layer, Source("file", base))
    below = _whole_profile(catalogue, reader.strictest, wanted) if reader.strictest else []
    return Stack(catalogue, [*below, *documents])


def repository_layer(tree: Tree) -> Layer | None:
    """The repository's own policy file; None when it has none, PolicyError when it has two."""
    table = _pyproject_layer(tree)
    own = tree.read(FILE)
    if own is not None and table is not None:
        line = table.line_of()
        raise PolicyError(table.path, line, f"[tool.walkaround] and {FILE} both exist; keep one of them")
    for name in _NOT_READ:
        if tree.read(name) is not None:
            raise PolicyError(tree.shown(name), 0, f"is not read: the policy's name is {FILE}, at the repository's top")
    return table if own is None else parse_layer("repository", tree.shown(FILE), own)


def _pyproject_layer(tree: Tree) -> Layer | None:
    """`[tool.walkaround]`, when there is one. A file without that word is not a policy and not parsed."""
    content = tree.peek(PYPROJECT)
    if b"walkaround" not in content:
        return None
    shown = tree.shown(PYPROJECT)
    try:
        layer = parse_layer("repository", shown, bounded(content, shown), PREFIX)
    except PolicyError:
        tree.read(PYPROJECT)  # that it is no file of the repository says more
        raise
    if not layer.data:
        return None
    tree.read(PYPROJECT)
    return layer


class _Reader:
    """Follows `extends` from one policy to its parents; each document comes after those that it extends."""

    def __init__(
        self, catalogue: Catalogue, tree: Tree, wanted: Collection[str], outside: Outside | None = None
    ) -> None:
        self.catalogue = catalogue
        self.tree = tree
        self.wanted = wanted
        self.strictest: str | None = None  # of the profiles that any of the documents extends
        self._outside = outside
        self._found: dict[str, frozenset[str]] = {}  # by source, the paths of a policy and of all that it extends

    def profile(self, name: str) -> Document:
        return read_document(self.catalogue, profile_layer(name), self.wanted)

    def family(self, layer: Layer, source: Source, chain: tuple[str, ...] = ()) -> list[Document]:
        """A layer's document after its parents' documents, each once."""
        self._found[source.text] = frozenset()
        documents: list[Document] = []
        below: frozenset[str] = frozenset()
        for parent in parents_of(layer, source):
            documents += self._parent(parent, layer, (*chain, source.text))
            below |= self._found.get(parent.source.text, frozenset())
        self._found[source.text] = below | {layer.path}
        return [*documents, read_document(self.catalogue, layer)._replace(below=below)]

    def _parent(self, parent: Parent, layer: Layer, chain: tuple[str, ...]) -> list[Document]:
        source = parent.source
        if source.kind == "profile":
            self.strictest = max(self.strictest or PROFILES[0], source.text, key=PROFILES.index)
            return []
        if source.text in chain:
            raise layer.error(parent.at, f"extends itself: {' -> '.join((*chain, source.text))}")
        if source.text in self._found:
            if source.sha256:
                self._read(parent, layer)  # another address of it may demand another content
            return []
        if len(self._found) > MAX_PARENTS:
            raise layer.error(parent.at, f"extends more than {MAX_PARENTS} policies in all")
        return self.family(self._read(parent, layer), source, chain)

    def _read(self, parent: Parent, layer: Layer) -> Layer:
        source = parent.source
        if source.vendored:
            if self._outside is None:
                self._outside = LockFile(self.tree)
            path, content = self._outside.content(source, layer, parent.at)
        else:
            found = self.tree.read(source.text)
            if found is None:
                raise layer.error(parent.at, f"extends {source.text}, which does not exist")
            path, content = self.tree.shown(source.text), found
        prefix = PREFIX if source.text.rpartition("/")[2] == PYPROJECT else ()
        found_layer = parse_layer("organisation", path, content, prefix)
        if prefix and not found_layer.data:
            raise layer.error(parent.at, f"extends {source.text}, which holds no [tool.walkaround]")
        return found_layer


def profile_layer(profile: str) -> Layer:
    shown = f"policies/{profile}.toml"
    return parse_layer(f"profile {profile}", shown, read_bytes(data_path(shown)))


def _whole_profile(catalogue: Catalogue, profile: str, wanted: Collection[str]) -> list[Document]:
    """A profile with the defaults it builds on: to ask for it undoes what a repository switched off."""
    layer = profile_layer(profile)
    keys: list[Key[Any]] = [key for table in wanted for key in catalogue.keys(table).values()]
    keys += [*EXEMPTIONS.values(), *map(rule_key, catalogue.rules(wanted))]
    defaults = {key.name: Setting(key, key.default, layer, ()) for key in keys if key.stricter != "none"}
    return [Document(layer, defaults, {}), read_document(catalogue, layer, wanted)]


def _refuse_what_may_loosen(named: Stack, own: Stack) -> None:
    """A policy named on top, by whoever starts the run, only tightens: of some things nobody can tell that they do."""
    for exemption in named.exemptions:
        raise exemption.layer.error(exemption.at, "a policy named on top may only tighten, and an exemption loosens")
    placed = (setting for one in named.overrides for setting in one.override.settings.values())
    for setting in (*(origin.setting for origin in named.values.values()), *placed):
        if setting is not None and setting.key.stricter == "none" and own.value(setting.key) != setting.value:
            raise setting.error("has no stricter side, so that only the repository's own policy can set it")


def check_exemptions(policy: Policy) -> None:
    """PolicyError for an exemption that reaches too far ahead, or that names what nobody may exempt."""
    for exemption in policy.exemptions:
        days, most = exemption.days_left(today()), policy[MAX_DAYS]
        if days > most:
            why = f"expires in {days} days; at most {most} are allowed ({whence(policy, MAX_DAYS)})"
            raise exemption.layer.error((*exemption.at, "expires"), why)
        if exemption.rule in policy[NEVER]:
            why = f"no exemption may name {exemption.rule} ({whence(policy, NEVER)})"
            raise exemption.layer.error((*exemption.at, "rule"), why)


def whence(policy: Policy, key: Key[Any]) -> str:
    """Where the value of a key comes from, in a few words."""
    origin = policy.origin(key.name)
    setting = None if origin is None else origin.setting
    return f"{key.name}, by default" if setting is None else f"{key.name} at {setting.place}"
