"""What modules offer: each is read when it is first asked about, and no sooner."""

import ast
import typing
import warnings
from collections.abc import Callable, Iterable
from typing import NamedTuple

from . import Verdict
from .facts import Binding, Class, From, Func, Import, Module, Var
from .merge import merged
from .scan import FINDER, GLOBALS, HANDED_ON, MOST_BINDINGS, TABLE, Where, scan
from .sources import File, Place, Sources

_STEPS = 2_000  # of one question
_DEEP = 40  # of re-exports that lead from one module to the next


class Found(NamedTuple):
    """A name of a module. `bindings` is empty where it is there and nobody can say what it is.

    Each binding comes with the module in which it stands.
    """

    verdict: Verdict
    bindings: tuple[tuple[Binding, str], ...] = ()


OPEN = Found("open")
PRESENT = Found("present")
ABSENT = Found("absent")
Keep = Callable[[File, Callable[[], Module | None]], Module | None]


def _read_anew(_file: File, compute: Callable[[], Module | None]) -> Module | None:
    return compute()


class Library:
    """The modules of some sources. `keep` may have a file's facts already, or keeps them for the next run."""

    def __init__(self, sources: Sources, keep: Keep = _read_anew) -> None:
        self.sources = sources
        self._keep = keep
        self._modules: dict[str, Module | None] = {}
        self._found: dict[tuple[str, str], Found] = {}
        self._reading: set[tuple[str, str]] = set()
        self._steps = 0

    def module(self, name: str) -> Module | None:
        """The facts of a module; None where there is none, or nothing that can be read."""
        if name not in self._modules:
            self._modules[name] = None  # for a module that asks for itself meanwhile
            self._modules[name] = self._load(name)
        return self._modules[name]

    def add(self, module: Module) -> None:
        """A module that no source holds, such as a file that is judged."""
        self._modules[module.name] = merged([("source", module)])
        self._found = {key: found for key, found in self._found.items() if key[0] != module.name}

    def writes(self, module: str, name: str) -> bool:
        """Whether a distribution's sources assign an attribute of this name to anything, or set it by its text.

        A last look before a name is said to be missing: what patches one module often stands in another.
        """
        from re import escape, search

        pattern = rb"\.%b\s*(?::[^=\n]{1,80})?=(?!=)|setattr\([^\n]{1,80}['\"]%b['\"]" % ((escape(name).encode(),) * 2)
        return any(
            content is not None and name.encode() in content and search(pattern, content) is not None
            for content in self.sources.contents(module)
        )

    def mentions(self, module: str, name: str, *, plugins: bool = False) -> bool:
        """Whether a name stands anywhere in the sources of its distribution, or of those that it requires.

        A module that finds its names in a table, or copies them from elsewhere, has them from there.
        """
        from re import escape, search

        if hasattr(typing, name):
            return True
        word = name.encode()
        pattern = rb"(?<![A-Za-z0-9_])%b(?![A-Za-z0-9_])" % escape(name).encode()
        contents = self.sources.contents(module, required=True, plugins=plugins)
        return any(one is None or (word in one and search(pattern, one) is not None) for one in contents)

    def _load(self, name: str) -> Module | None:
        place = self.sources.place(name)
        if place is None or not place.files:
            return None
        read = [(file, self._facts(name, file)) for file in place.files]
        found = merged([(file.kind, facts) for file, facts in read])
        if place.is_compiled and all(file.kind == "source" for file in place.files):
            return found._replace(open="compiled")
        return found

    def _facts(self, name: str, file: File) -> Module:
        def compute() -> Module | None:
            content = file.read()
            return None if content is None else parsed(content, Where(name, file.is_package, file.kind != "source"))

        facts = self._keep(file, compute)
        return facts or Module(name, {}, (), None, False, frozenset(), "unreadable", ())

    def exists(self, module: str) -> Verdict:
        """Whether a module can be imported."""
        place = self.sources.place(module)
        if place is not None:
            return "present"
        top, _, rest = module.partition(".")
        if not rest or not self.sources.owners(top):
            return "open"  # whether it should be there is a question for whoever knows the pins
        parent = module.rpartition(".")[0]
        if self.exists(parent) != "present":
            return self.exists(parent)
        return self._below(parent, module)

    def _below(self, parent: str, module: str) -> Verdict:
        """Whether a package that is there can have a module that no file of it holds."""
        above = self.sources.place(parent)
        if above is None or not above.files:
            only_folders = above is not None and above.is_folder and not above.is_compiled
            is_gap = self.sources.is_gap(module) or "*" in self.sources.gaps
            return "absent" if only_folders and not is_gap else "open"
        facts = self.module(parent)
        if (
            facts is None
            or facts.open in ("sys.modules", FINDER, "unreadable", "compiled", "exec")
            or "__path__" in facts.names
        ):
            return "open"
        first = module.partition(".")[0]
        if any((known := self.module(one)) and known.open == "sys.modules" for one in _ancestors(parent)):
            return "open"
        is_source = any(file.kind == "source" for file in above.files)
        return "absent" if is_source and not self.sources.is_gap(first) and not self._makes(module) else "open"

    def _makes(self, module: str) -> bool:
        """Whether a source of its distribution puts modules where imports find them, and has this one's name."""
        from re import escape, search

        if any(content is not None and b"sys.meta_path" in content for content in self.sources.contents(module)):
            return True
        stores = rb"sys\.modules(?:\[[^\]\n]{1,120}\]\s*=(?!=)|\.(?:update|setdefault)\()"
        last = module.rpartition(".")[2].encode()
        word = rb"(?<![A-Za-z0-9_])%b(?![A-Za-z0-9_])" % escape(last)
        return any(
            content is not None
            and b"sys.modules" in content
            and last in content
            and search(stores, content) is not None
            and search(word, content) is not None
            for content in self.sources.contents(module)
        )

    def find(self, module: str, name: str) -> Found:
        """A name of a module, through all re-exports."""
        key = (module, name)
        if key in self._found:
            return self._found[key]
        self._steps = self._steps + 1 if self._reading else 0
        if key in self._reading or len(self._reading) > _DEEP or self._steps > _STEPS:
            return OPEN
        self._reading.add(key)
        try:
            found = self._look(module, name)
        finally:
            self._reading.discard(key)
        if not self._reading:
            self._found[key] = found
        return found

    def _look(self, module: str, name: str) -> Found:
        facts = self.module(module)
        if facts is None:
            return self._without_source(module, name)
        found = self._of_module(facts, name)
        if found.verdict == "present":
            return found
        in_stars = self._in_stars(facts, name)
        return in_stars if in_stars.verdict != "absent" else found

    def _of_module(self, facts: Module, name: str) -> Found:
        """A name of a module without what its stars bring."""
        if name in facts.names:
            return self._followed(facts, name)
        below = f"{facts.name}.{name}"
        if self.sources.place(below) is not None:
            return Found("present", ((Import(below), facts.name),))
        if name in facts.answers or _is_special(name):
            return OPEN
        if facts.open == HANDED_ON and self._has_stub(facts.name) and not self.mentions(facts.name, name, plugins=True):
            return ABSENT
        if facts.open in (TABLE, GLOBALS) and self.sources.owners(facts.name) and not self.mentions(facts.name, name):
            return ABSENT
        return OPEN if facts.open or self._is_filled(facts) or self._is_built_by_its_own(facts) else ABSENT

    def _has_stub(self, module: str) -> bool:
        """Whether a publisher says in a stub what a module has: others can only be what plugins give it by name."""
        place = self.sources.place(module)
        return place is not None and any(file.kind == "stub" for file in place.files)

    def _is_filled(self, facts: Module) -> bool:
        """Whether a module holds next to nothing, beside compiled ones: those put into it what they make."""
        place = self.sources.place(facts.name)
        if place is None or len(facts.names) > 2 or facts.stars or any(file.kind == "stub" for file in place.files):
            return False
        owners = [self.sources.distributions.get(file.distribution) for file in place.files]
        return any(path.endswith((".so", ".pyd")) for one in owners if one is not None for path in one.files)

    def _is_built_by_its_own(self, facts: Module) -> bool:
        """Whether a package imports a module of its own that changes which modules there are."""
        place = self.sources.place(facts.name)
        if place is None or not any(file.is_package for file in place.files):
            return False
        own = {
            module
            for bindings in facts.names.values()
            for one in bindings
            if isinstance(one, Import | From)
            for module in (one.module, f"{one.module}.{one.name}" if isinstance(one, From) else "")
            if module.startswith(f"{facts.name}.")
        }
        return any((known := self.module(one)) is not None and known.open == FINDER for one in own)

    def _without_source(self, module: str, name: str) -> Found:
        place = self.sources.place(module)
        if place is None or place.is_compiled:
            return OPEN
        below = f"{module}.{name}"
        if self.sources.place(below) is not None:
            return Found("present", ((Import(below), module),))
        in_gap = self.sources.is_gap(module) or "*" in self.sources.gaps
        return OPEN if in_gap or _is_special(name) else ABSENT

    def _followed(self, facts: Module, name: str) -> Found:
        """What the bindings of a name lead to; what leads nowhere is there all the same, and unknown."""
        found: list[tuple[Binding, str]] = []
        for binding in facts.names[name]:
            if isinstance(binding, From):
                leads = self._imported(facts.name, name, binding)
                if leads is None:
                    return PRESENT
                found += [one for one in leads if not _is_in(one, found)]
            else:
                found.append((binding, facts.name))
        return Found("present", tuple(found)) if len(found) <= MOST_BINDINGS else PRESENT

    def _imported(self, module: str, name: str, binding: From) -> tuple[tuple[Binding, str], ...] | None:
        if not binding.module:
            return None
        below = f"{binding.module}.{binding.name}"
        is_same = (binding.module, binding.name) == (module, name)
        if not is_same:
            found = self.find(binding.module, binding.name)
            if found.bindings:
                return found.bindings
        if self.sources.place(below) is not None:
            return ((Import(below), module),)
        return None

    def _in_stars(self, facts: Module, name: str) -> Found:
        """A name among all that stars lead to, the last one first; each module is asked once."""
        verdict: Verdict = "absent"
        pending, seen = list(facts.stars), {facts.name}
        while pending:
            star = pending.pop()
            if star in seen:
                continue
            seen.add(star)
            there = self.module(star)
            if there is None:
                verdict = "open"
            elif _exports(there, name):
                found = self._of_module(there, name)
                if found.verdict == "present":
                    return found
                verdict = "open" if found.verdict == "open" else verdict
                pending += there.stars
        return Found(verdict)

    def names(self, module: str) -> set[str]:
        """The names of a module that can be listed, for suggestions."""
        facts = self.module(module)
        if facts is None:
            return set()
        listed = {name for name in facts.names if not name.startswith("_")}
        for star in facts.stars:
            there = self.module(star)
            if there is not None:
                listed |= {name for name in there.exported or there.names if not name.startswith("_")}
        return listed


def parsed(content: bytes, where: Where) -> Module | None:
    """The facts of a file's bytes; None when this interpreter cannot parse them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return scan(ast.parse(content), where)
    except (SyntaxError, ValueError, RecursionError, MemoryError, UnicodeError):
        return None


def _exports(module: Module, name: str) -> bool:
    """Whether a star takes a name along if the module has it."""
    if module.computed:
        return True
    return name in module.exported if module.exported is not None else not name.startswith("_")


def _ancestors(module: str) -> Iterable[str]:
    while module:
        yield module
        module = module.rpartition(".")[0]


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _is_in(one: tuple[Binding, str], found: list[tuple[Binding, str]]) -> bool:
    return any(one[0] is other[0] for other in found)


__all__ = ["Class", "Found", "Func", "Library", "Place", "Var", "parsed"]
