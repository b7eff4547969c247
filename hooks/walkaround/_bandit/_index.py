"""Which plugins this environment has, with their ids and node types, without importing those that are known.

`importlib.metadata` and stevedore take 40 ms to say it. The folders of `sys.path` are listed here instead, in the same
order, because the order of the entry points is the order of results at one node. A plugin's id stands in its source
alone: for the modules of bandit whose source is known by digest it is in `_known`, every other module is imported once.
What was found is kept. It is used again only while every folder of `sys.path`, every distribution's metadata folder,
every `entry_points.txt` and every module that was asked is the same file with the same times.
"""

import hashlib
import json
import os
import re
import sys
import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

from .. import _cache
from ._errors import Unloadable

_FORM = 1  # of what is kept; another one is computed anew
_GROUPS = ("bandit.plugins", "bandit.blacklists")
_OURS = "walkaround."  # modules of our own pack, which the hook runs itself

Stamp = list[int]  # when a file was written, and which file it is


class Plugin(NamedTuple):
    """An entry point, with what its function says of itself. `known`: its module's source is one that we have read."""

    entry: str
    module: str
    attribute: str
    id: str
    test: str
    checks: tuple[str, ...]
    config: str | None
    known: bool


class Banned(NamedTuple):
    """A line of a blacklist: what may not be called or imported."""

    id: str
    name: str
    qualnames: tuple[str, ...]


class Index(NamedTuple):
    """What is installed. `core`: bandit's own engine is one that we have read. `digest`: names all of it."""

    bandit: str
    core: bool
    plugins: tuple[Plugin, ...]
    lists: tuple[tuple[str, str], ...]  # entry point and value, of the makers of blacklists
    banned: dict[str, list[Banned]]  # by type of node
    names: tuple[str, ...]  # of all entry points, ours among them
    digest: str


class _Entry(NamedTuple):
    group: str
    name: str
    value: str
    distribution: str  # "bandit-1.9.4"


def index() -> Index:
    """What is installed in this environment."""
    listing = _listing()
    here = os.getcwd() if "" in sys.path else ""
    environment = hashlib.sha256(repr((sys.prefix, sys.version, sys.path, here, _FORM)).encode()).hexdigest()
    name = f"bandit-{environment[:24]}.json"
    if listing is None:
        return _found(list(_asked()))[0]
    key, entries = listing
    kept = _kept(name, key)
    if kept is not None:
        return kept
    found, files = _found(list(_read(entries)))
    if files is not None:
        _cache.write(name, json.dumps({"key": key, "files": files, "index": found}).encode())
    return found


def _kept(name: str, key: list[Any]) -> Index | None:
    content = _cache.read(name)
    if content is None:
        return None
    try:
        read = json.loads(content)
        if read["key"] != key or any(_stamp(path) != stamp for path, stamp in read["files"]):
            return None
        bandit, core, plugins, lists, banned, names, digest = read["index"]
        return Index(
            bandit,
            core,
            tuple(Plugin._make([*plugin[:5], tuple(plugin[5]), *plugin[6:]]) for plugin in plugins),
            tuple((one, value) for one, value in lists),
            {node: [Banned(one, what, tuple(where)) for one, what, where in lines] for node, lines in banned.items()},
            tuple(names),
            digest,
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _stamp(path: str) -> Stamp | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    # The time of change tells of a file that was put in place with an old time of writing, as installers do.
    return [found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino]


def _listing() -> tuple[list[Any], list[tuple[str, str]]] | None:
    """A key that names the state of `sys.path`, and its files of entry points, each with the name of its distribution.

    None where packages are not only in plain folders.
    """
    usual = ("PathFinder", "BuiltinImporter", "FrozenImporter")
    if any(hasattr(one, "find_distributions") and getattr(one, "__name__", "") not in usual for one in sys.meta_path):
        return None
    key: list[Any] = [_FORM, sys.version]
    files: list[tuple[str, str]] = []
    taken: set[str] = set()
    for path in sys.path:
        folder = path
        try:
            folder = path or os.getcwd()
            names = os.listdir(folder)
        except NotADirectoryError:
            return None  # an archive
        except OSError:
            key.append([folder])
            continue
        if folder.lower().endswith(".egg"):
            return None
        here: list[Any] = [folder]  # not its times, which change with every file of bytecode
        for project, stem, file in _distributions(folder, names):
            stamp = _stamp(file)
            here.append([file, stamp])
            if project not in taken and stamp is not None:
                files.append((file, stem))
            taken.add(project)  # a later one is hidden by the first
        key.append(here)
    return key, files


def _distributions(folder: str, names: list[str]) -> Iterator[tuple[str, str, str]]:
    """Normalised name, name with version and file of entry points of the distributions in a folder, in its order."""
    for name in names:
        low = name.lower()
        if low.endswith((".dist-info", ".egg-info")):
            stem = low.rpartition(".")[0]
            project = re.sub(r"[-_.]+", "_", stem.partition("-")[0])
            yield project, stem, os.path.join(folder, name, "entry_points.txt")


def _read(files: list[tuple[str, str]]) -> Iterator[_Entry]:
    """The entry points in these files."""
    for path, stem in files:
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        except (OSError, ValueError):
            raise Unloadable(stem, "its entry points cannot be read") from None
        yield from _entries(text, stem)


def _entries(text: str, distribution: str) -> Iterator[_Entry]:
    """The entry points of bandit in a file of them."""
    group = ""
    for line in map(str.strip, text.splitlines()):
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            group = line[1:-1]
        elif group in _GROUPS and "=" in line:
            name, _, value = line.partition("=")
            yield _Entry(group, name.strip(), value.strip(), distribution)


def _asked() -> Iterator[_Entry]:
    """The same from Python itself, where packages are not only in plain folders."""
    from importlib import metadata

    for group in _GROUPS:
        for entry in metadata.entry_points(group=group):
            distribution = f"{entry.dist.name}-{entry.dist.version}".lower() if entry.dist is not None else ""
            yield _Entry(group, entry.name, entry.value, distribution)


def _found(entries: list[_Entry]) -> tuple[Index, list[tuple[str, Stamp]] | None]:
    """The index of these entry points, and the files it depends on; None for those when one is no file."""
    from . import _known, _lean

    every = list({entry[:3]: entry for entry in reversed(entries)}.values())[::-1]
    bandit = next((entry.distribution for entry in every if entry.distribution.startswith("bandit-")), "")
    if not bandit or not _lean.stand_in():
        raise Unloadable("bandit", "it is not installed")
    sources = _Sources()
    core = all(sources.is_known(module) for module in _known.CORE)
    plugins, lists = [], []
    banned: dict[str, list[Banned]] = {}
    distributions = []
    for entry in every:
        module, attribute = _place(entry)
        if module.startswith(_OURS):
            continue
        distributions.append(entry.distribution)
        if entry.group == "bandit.plugins":
            plugins.append(_plugin(entry.name, module, attribute, sources))
            continue
        lists.append((entry.name, f"{module}:{attribute}"))
        sources.is_known(module)
        for node, lines in listed(entry.name, module, attribute).items():
            banned.setdefault(node, []).extend(
                Banned(line["id"], line["name"], tuple(line["qualnames"])) for line in lines
            )
    names = tuple(entry.name for entry in every if entry.group == "bandit.plugins")
    whole = json.dumps([bandit, core, plugins, lists, banned, distributions, sources.digests])
    digest = hashlib.sha256(whole.encode()).hexdigest()
    return Index(bandit.partition("-")[2], core, tuple(plugins), tuple(lists), banned, names, digest), sources.files()


def _place(entry: _Entry) -> tuple[str, str]:
    found = re.match(r"(?P<module>[\w.]+)\s*(:\s*(?P<attribute>[\w.]+)\s*)?((?P<extras>\[.*\])\s*)?$", entry.value)
    if found is None or not found["attribute"]:
        raise Unloadable(entry.name, "its entry point names no function")
    return found["module"], found["attribute"]


def _plugin(entry: str, module: str, attribute: str, sources: "_Sources") -> Plugin:
    from . import _known

    facts = _known.PLUGINS.get(f"{module}:{attribute}")
    if sources.is_known(module) and facts is not None:
        return Plugin(entry, module, attribute, facts.id, attribute, (facts.node,), facts.config, known=True)
    function = load(entry, module, attribute)
    for one in (module, getattr(function, "__module__", module)):
        sources.is_known(one)  # its file may be known only now
    test, checks = getattr(function, "_test_id", None), getattr(function, "_checks", None)
    if not callable(function) or not isinstance(test, str) or not isinstance(checks, list):
        raise Unloadable(entry, "it is no plugin of bandit: it has no test id, or no types of nodes")
    name = getattr(function, "__name__", attribute)
    return Plugin(
        entry, module, attribute, test, name, tuple(checks), getattr(function, "_takes_config", None), known=False
    )


def load(entry: str, module: str, attribute: str) -> Any:
    """The object of an entry point."""
    from . import _lean

    if not _lean.stand_in():
        raise Unloadable("bandit", "it is not installed")
    from importlib import import_module

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value: Any = import_module(module)
        for part in attribute.split("."):
            value = getattr(value, part)
    except (Exception, SystemExit) as failure:  # noqa: BLE001 - it becomes an error that names the plugin
        raise Unloadable(entry, f"it cannot be imported ({type(failure).__name__})") from None
    return value


def listed(entry: str, module: str, attribute: str) -> dict[str, list[dict[str, Any]]]:
    """The blacklists of an entry point, by type of node."""
    try:
        made: dict[str, list[dict[str, Any]]] = load(entry, module, attribute)()
        for lines in made.values():
            for line in lines:
                _ = str(line["id"]), str(line["name"]), list(line["qualnames"]), line["message"]
    except Unloadable:
        raise
    except (Exception, SystemExit) as failure:  # noqa: BLE001 - it becomes an error that names the plugin
        raise Unloadable(entry, f"it gives no blacklist ({type(failure).__name__})") from None
    return made


class _Sources:
    """Files of modules that were asked for, with the digest of each."""

    def __init__(self) -> None:
        self.digests: dict[str, str] = {}
        self._stamps: dict[str, tuple[str, Stamp]] | None = {}

    def is_known(self, module: str) -> bool:
        """Whether a module's source is the one that `_known` speaks of."""
        from . import _known

        if module not in self.digests:
            path = _file(module)
            if path is None:
                self._stamps = None if module in sys.modules else self._stamps
                return False
            stamp = _stamp(path)
            try:
                with open(path, "rb") as file:
                    content = file.read()
            except OSError:
                stamp = None
            if stamp is None:
                self._stamps = None
                return False
            self.digests[module] = hashlib.sha256(content).hexdigest()[:32]
            if self._stamps is not None:
                self._stamps[module] = path, stamp
        return self.digests[module] in _known.DIGESTS.get(module, ())

    def files(self) -> list[tuple[str, Stamp]] | None:
        return None if self._stamps is None else sorted(self._stamps.values())


def _file(module: str) -> str | None:
    """The source of a module, which need not be imported when it is one of bandit's."""
    loaded = sys.modules.get(module)
    if loaded is not None:
        path = getattr(loaded, "__file__", None)
        return path if isinstance(path, str) and path.endswith(".py") else None
    top, _, rest = module.partition(".")
    if top != "bandit":
        return None
    for folder in sys.modules["bandit"].__path__:
        path = os.path.join(folder, *rest.split(".")) + ".py"
        if os.path.isfile(path):
            return path
    return None
