"""What one version of a distribution has and a later one has not, and what to use instead.

Read with griffe (https://mkdocstrings.github.io/griffe/), file by file and only from the source: nothing is imported,
no extension runs, no docstring is parsed. A file that cannot be read is as if it were not there.
"""

import ast
import builtins
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from re import IGNORECASE, sub
from re import compile as pattern
from typing import Literal, NamedTuple

import griffe

from .._wheels import Unpacked
from .notes import (
    is_standard,
    of_docstring,
    of_getattr,
    package_of,
    parsed,
    replacement,
    sentences_about,
    strings,
    warned,
)
from .removed import Gone, Removed

_MOST_BYTES = 4 << 20  # of a file
_MOST_FILES = 6000
_MOST_ALTOGETHER = 64 << 20  # bytes of sources, of which a second reads about 5 MB
_NOT_READ = frozenset({"tests", "test", "_vendor", "vendored", "vendor", "examples", "benchmarks"})
_SHORT = {"np": "numpy", "pd": "pandas", "sa": "sqlalchemy"}  # as notes write them
_MOST_DEPTH = 60  # of aliases that lead to aliases, and of classes that inherit
_SAME_TEXT = 60  # characters from which on two equal bodies or docstrings are no accident
_MOST_PATHS = 12  # other paths of one owner that are kept
_TABLES = pattern(r"expired|removed|moved|redirect|deprecat", IGNORECASE)
_RENAMES = pattern(r"kwarg|arg|param|renam", IGNORECASE)
_AGE = pattern(r"warn|deprecat", IGNORECASE)
_CALLABLE = ("class", "function")


class _Thing(NamedTuple):
    """A member of a module or class. `target` is where an alias leads; `body` and `doc` are empty where too short.

    `note` speaks of the thing as a whole, `texts` are all that may speak of its parameters, `renames` its own record
    of parameters that have new names.
    """

    kind: Literal["alias", "class", "function", "value"]
    target: str = ""
    bases: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str, str], ...] = ()  # name, kind, default
    body: str = ""
    doc: str = ""
    note: str = ""
    texts: str = ""
    renames: tuple[tuple[str, str], ...] = ()


class _Tree:
    """All that a distribution's sources define, by dotted path."""

    def __init__(self, unpacked: Unpacked) -> None:
        self.members: dict[str, dict[str, _Thing]] = {}
        self.modules: set[str] = set()
        self.packages: set[str] = set()
        self.hidden: set[str] = set()  # what stubs import for themselves only
        self.stars: dict[str, list[str]] = {}  # the modules of which one takes all names
        self.exports: dict[str, frozenset[str]] = {}
        self.notes: dict[str, str] = {}  # what tables and `__getattr__` say of names that are no members
        self._left = _MOST_ALTOGETHER
        self.on_demand: set[str] = set()  # what `__getattr__` of a module gives
        self._found: dict[str, str | None] = {}
        self._all: dict[str, dict[str, str]] = {}
        for file in _sources(unpacked):
            self._read(unpacked.root, file)
        self.roots = {module.partition(".")[0] for module in self.modules}

    def _read(self, root: str, file: str) -> None:
        path = os.path.join(root, *file.split("/"))
        name = file.rpartition(".")[0].replace("/", ".")
        try:
            with open(path, "rb") as opened:
                content = opened.read(_MOST_BYTES + 1)
            self._left -= len(content)
            if len(content) > _MOST_BYTES or self._left < 0:
                return
            text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
            is_package = name.endswith(".__init__")
            name = name.removesuffix(".__init__")
            if not all(part.isidentifier() for part in name.split(".")):
                return
            module = griffe.visit(name.rpartition(".")[2], Path(path), text, parent=_parent(name))
            if file.endswith(".pyi"):
                for alias in [one for one in module.members if f"{one} as {one}" not in text]:
                    self.hidden.add(f"{name}.{alias}")
            _Reader(self, name, module, text.split("\n")).read()
        except (OSError, UnicodeDecodeError, SyntaxError, ValueError, RecursionError, MemoryError):
            return
        except griffe.GriffeError:
            return
        self.modules.add(name)
        self.modules.update(_above(name))
        if is_package:
            self.packages.add(name)

    def find(self, path: str, depth: int = 0) -> str | None:
        """The path under which a thing is defined; None where it is not, or not here."""
        if path in self._found:
            return self._found[path]
        if depth > _MOST_DEPTH:
            return None
        self._found[path] = None  # while it is looked for: an alias that leads to itself leads nowhere
        self._found[path] = found = self._find(path, depth)
        return found

    def _find(self, path: str, depth: int) -> str | None:
        owner, _, name = path.rpartition(".")
        if not owner:
            return path if path in self.modules else None
        home = self.find(owner, depth + 1)
        if home is None:
            return path if path in self.modules else None
        there = self.names(home, depth + 1).get(name)
        if there is not None:
            thing = self.thing(there)
            if thing is None or thing.kind != "alias":
                return there
            return self.find(thing.target, depth + 1)
        module = f"{home}.{name}"
        return module if module in self.modules else None

    def thing(self, path: str) -> _Thing | None:
        owner, _, name = path.rpartition(".")
        return self.members.get(owner, {}).get(name)

    def names(self, owner: str, depth: int = 0) -> dict[str, str]:
        """The members of a module or class, with those that it has from others: name -> where that is defined."""
        if owner in self._all:
            return self._all[owner]
        own = {name: f"{owner}.{name}" for name in self.members.get(owner, {})}
        if depth > _MOST_DEPTH:
            return own
        self._all[owner] = own  # while the others are looked at
        found: dict[str, str] = {}
        for other in self._others(owner, depth):
            theirs = self.names(other, depth + 1)
            if owner in self.modules:
                exported = self.exports.get(other)
                theirs = {
                    n: p
                    for n, p in theirs.items()
                    if (n in exported if exported else n[:1] != "_" and f"{other}.{n}" not in self.hidden)
                }
            found = theirs | found
        self._all[owner] = found = found | own
        return found

    def _others(self, owner: str, depth: int) -> Iterator[str]:
        thing = self.thing(owner)
        wanted = self.stars.get(owner, []) if owner in self.modules else thing.bases if thing is not None else ()
        for one in wanted:
            found = self.find(one, depth + 1)
            if found is not None and found != owner:
                yield found

    def is_there(self, path: str) -> bool:
        """Whether something is here under a path, be it an alias of what other distributions define."""
        if self.find(path) is not None:
            return True
        owner, _, name = path.rpartition(".")
        home = self.find(owner) if owner else None
        return home is not None and name in self.names(home)


class _Reader:
    """One module's members, out of griffe's tree of it."""

    def __init__(self, tree: _Tree, name: str, module: griffe.Module, lines: list[str]) -> None:
        self._tree = tree
        self._name = name
        self._module = module
        self._lines = lines

    def read(self) -> None:
        self._members(self._name, self._module, 0)
        exports = self._module.exports
        if exports and all(isinstance(one, str) for one in exports):
            self._tree.exports[self._name] = frozenset(str(one) for one in exports)

    def _members(self, owner: str, holder: griffe.Module | griffe.Class, depth: int) -> None:
        into = self._tree.members.setdefault(owner, {})
        for name, member in holder.members.items():
            if isinstance(member, griffe.Alias):
                if member.wildcard:
                    self._tree.stars.setdefault(owner, []).append(member.wildcard)
                else:
                    into.setdefault(name, _Thing("alias", member.target_path))
                continue
            thing = self._thing(member)
            if thing is None:
                continue
            if name not in into or into[name].kind == "alias" or not into[name].body:
                into[name] = thing
            if isinstance(member, griffe.Class) and depth < _MOST_DEPTH:
                self._members(f"{owner}.{name}", member, depth + 1)
            elif isinstance(holder, griffe.Module):
                self._notes(owner, name, member)

    def _thing(self, member: griffe.Object) -> _Thing | None:
        if isinstance(member, griffe.Attribute):
            return self._value(member)
        if not isinstance(member, griffe.Class | griffe.Function):
            return None
        doc = member.docstring.value if member.docstring is not None else ""
        source = self._source(member)
        always, ever, renames = "", "", []
        if _AGE.search(source):
            always, ever = warned(source) if isinstance(member, griffe.Function) else ("", "")
        said = []
        for decorator in member.decorators:
            text, pair = _decorated(str(decorator.value))
            said.append(text)
            renames += pair
        note = " ".join(filter(None, [*said, of_docstring(doc), always]))
        texts = "\n\n".join(filter(None, [*said, ever, doc if _AGE.search(doc) else ""]))
        if isinstance(member, griffe.Class):
            bases = tuple(_path(base) for base in member.bases)
            return _Thing(
                "class", bases=bases, doc=_long(doc, 2 * _SAME_TEXT), note=note, body=_body(source, member.name)
            )
        parameters = tuple((one.name, _kind(one), str(one.default)) for one in member.parameters)
        body = _body(source, member.name)
        return _Thing(
            "function",
            parameters=parameters,
            body=body,
            doc=_long(doc, 2 * _SAME_TEXT),
            note=note,
            texts=texts,
            renames=tuple(renames),
        )

    def _value(self, member: griffe.Attribute) -> _Thing:
        value = member.value
        if isinstance(value, griffe.ExprName | griffe.ExprAttribute):
            target = _path(value)
            if target and target != member.path:
                return _Thing("alias", target)
        doc = member.docstring.value if member.docstring is not None else ""
        return _Thing("value", doc=_long(doc, 2 * _SAME_TEXT), note=of_docstring(doc), body="-")

    def _source(self, member: griffe.Object) -> str:
        if member.lineno is None or member.endlineno is None:
            return ""
        return "\n".join(self._lines[member.lineno - 1 : member.endlineno])

    def _notes(self, owner: str, name: str, member: griffe.Object) -> None:
        """What a module says of names that it has no more, or only on demand."""
        said: dict[str, str] = {}
        if isinstance(member, griffe.Function) and "getattr" in name:
            said = of_getattr(self._source(member))
        elif (
            isinstance(member, griffe.Attribute) and isinstance(member.value, griffe.ExprDict) and _TABLES.search(name)
        ):
            said = _of_dict(self._source(member))
        root = owner.partition(".")[0]
        is_table = isinstance(member, griffe.Attribute)
        for key, text in said.items():
            module, colon, last = key.partition(":")
            path = f"{module}.{last}" if colon else f"{owner}.{key}"
            self._tree.notes.setdefault(path, text)
            if is_table and not colon:  # a module of its own may hold it
                self._tree.notes.setdefault(f"{root}.{key}", text)
            elif not is_table:
                self._tree.on_demand.add(path)


def compare(old: Unpacked, new: Unpacked) -> Removed:
    """What `old` has and `new` has not."""
    before, after = _Tree(old), _Tree(new)
    return _Comparison(before, after, old, new).table()


class _Comparison:
    def __init__(self, before: _Tree, after: _Tree, old: Unpacked, new: Unpacked) -> None:
        self._before = before
        self._after = after
        self._old = old
        self._new = new
        # Distributions that are there with it, by their usual names and as its own code imports them.
        self._foreign = {_module_like(line) for line in new.requires} | _imported(after)
        self._foreign -= {"", *sys.stdlib_module_names, *after.roots}
        self._names: dict[str, dict[str, Gone]] = {}
        self._keywords: dict[str, dict[str, Gone]] = {}
        self._said: dict[str, set[str]] = {}  # parameters and what to use instead, wherever it is said
        self._unsaid: list[tuple[str, str, list[str]]] = []
        self._paths = _public_paths(before)
        self._later = _public_paths(after)
        self._by_text = _by_text(after)

    def table(self) -> Removed:
        for module in sorted(self._before.modules):
            if _is_public(module):
                self._module(module)
        for path, paths in self._paths.items():
            thing = self._before.thing(path)
            if thing is not None and thing.kind in _CALLABLE and path.rpartition(".")[2][:1] != "_":
                self._owner(path, thing, paths)
        for path, name, has in self._unsaid:  # what is said once of a parameter holds for those that pass it on
            uses = self._said.get(name, set())
            if len(uses) == 1 and uses <= set(has):
                self._keywords[path][name] = Gone("use", *uses)
        owners = {*self._names, *self._keywords}
        return Removed(
            self._new.name,
            self._old.version,
            self._new.version,
            self._names,
            self._keywords,
            _same(owners, self._paths, self._later, self._after),
        )

    def _module(self, module: str) -> None:
        owner, _, name = module.rpartition(".")
        if not self._after.is_there(module):
            if owner and self._after.is_there(owner):
                self._names.setdefault(owner, {})[name] = Gone()
            return
        there = self._after.find(module) or module
        now = self._after.names(there)
        exported = self._before.exports.get(module, frozenset())
        for name, path in self._before.names(module).items():
            if name[:1] == "_" or name in now or f"{there}.{name}" in self._after.modules:
                continue
            thing = self._before.thing(path)
            if thing is None or (thing.kind == "alias" and not self._is_own(thing.target) and name not in exported):
                continue
            home = self._before.find(f"{module}.{name}")
            if home is not None and home in self._before.modules and name not in exported and thing.kind == "alias":
                continue  # a module's own import of another one
            self._names.setdefault(module, {})[name] = self._gone(module, there, name, home or path)
        self._on_demand(module, now)

    def _on_demand(self, module: str, now: dict[str, str]) -> None:
        """Names that the old module gave only through its `__getattr__`."""
        for path in sorted(one for one in self._before.on_demand if one.rpartition(".")[0] == module):
            name = path.rpartition(".")[2]
            if name.isidentifier() and name[:1] != "_" and name not in now and name not in self._names.get(module, {}):
                found = self._from_notes(module, module, name, self._before.notes[path])
                if found is not None:
                    self._names.setdefault(module, {})[name] = found

    def _owner(self, path: str, thing: _Thing, paths: list[str]) -> None:
        there = next((found for one in [path, *paths] if (found := self._after.find(one)) is not None), None)
        now = self._after.thing(there) if there is not None else None
        if there is None or now is None or now.kind != thing.kind:
            return
        if thing.kind == "function":
            self._parameters(path, thing, now)
            return
        has = self._after.names(there)
        for name in self._before.members.get(path, {}):
            if name[:1] == "_":
                if name == "__init__" and name in self._after.members.get(there, {}):
                    self._parameters(path, self._before.members[path][name], self._after.members[there][name])
                continue
            if name not in has:
                self._names.setdefault(path, {})[name] = self._gone(path, there, name, f"{path}.{name}")
            elif name not in self._names.get(path, {}):
                was, is_now = self._before.members[path][name], self._after.thing(has[name])
                if is_now is not None:
                    self._parameters(f"{path}.{name}", was, is_now)

    def _parameters(self, path: str, was: _Thing, now: _Thing) -> None:
        if was.kind != "function" or now.kind != "function":
            return
        had, has = _by_keyword(was), _by_keyword(now)
        if any(kind == "variadic keyword" for _, kind, _ in now.parameters):
            return
        lost = [name for name in had if name not in has]
        fresh = [name for name in has if name not in had]
        for name in lost:
            found = _parameter(name, lost, fresh, was, now)
            self._keywords.setdefault(path, {})[name] = found
            if found.how:
                self._said.setdefault(name, set()).add(found.use)
            else:
                self._unsaid.append((path, name, has))

    def _gone(self, owner: str, there: str, name: str, home: str) -> Gone:
        """What became of a name, as far as something says or shows it."""
        thing = self._before.thing(home)
        if home != f"{owner}.{name}" and self._after.find(home) is not None:
            still = self._shortest(self._after.find(home) or home)  # only this way to it has gone
            if still not in ("", f"{owner}.{name}"):
                return Gone("use", still)
        notes = [self._after.notes.get(f"{owner}.{name}", ""), thing.note if thing is not None else ""]
        notes.append(self._before.notes.get(f"{owner}.{name}", ""))
        for note in filter(None, notes):
            found = self._from_notes(owner, there, name, note)
            if found is not None:
                return found
        return self._shown(owner, there, name, thing) if thing is not None else Gone()

    def _from_notes(self, owner: str, there: str, name: str, note: str) -> Gone | None:
        if note.count(":") == 1 and " " not in note and note.replace(":", ".").replace(".", "").isidentifier():
            moved = note.replace(":", ".")
            return Gone("moved", moved) if self._is_usable(moved) else None
        package = package_of(note)
        if package:
            return Gone("moved", f"the package {package}")
        for offered in replacement(note):
            found = self._resolved(owner, there, offered)
            if found and found != f"{owner}.{name}":
                return Gone("use", found)
        return None

    def _resolved(self, owner: str, there: str, offered: str) -> str:
        """A name that a note offers, as one writes it today; empty where it is not there."""
        first, dot, rest = offered.partition(".")
        if first in ("self", "cls") and dot:
            first, dot, rest = rest.partition(".")
        first = _SHORT.get(first, first)
        offered = first + dot + rest
        if self._is_usable(offered):
            return offered
        if dot and there.rpartition(".")[2] == first and self._after.is_there(f"{there}.{rest}"):
            return self._member(owner, rest)
        if self._after.is_there(f"{there}.{offered}") and there not in self._after.modules:
            return self._member(owner, offered)
        if first[:1] == "_" and dot:
            offered = rest  # an abbreviation that the documentation's tools expand
        for place in [there, *_above(there)]:
            if self._after.is_there(f"{place}.{offered}"):
                return self._shown_as(f"{place}.{offered}")
        return ""

    def _shown_as(self, path: str) -> str:
        owner, _, name = path.rpartition(".")
        home, found = self._after.find(owner), self._after.find(path)
        if home is not None and home not in self._after.modules:
            return f"{self._shortest(home) or owner}.{name}"
        return (self._shortest(found) if found is not None else "") or path

    def _shown(self, owner: str, there: str, name: str, thing: _Thing) -> Gone:
        """The one name of the new version that has the same body or docstring and was not there before."""
        for text in filter(None, (thing.body, thing.doc)):
            if text == "-":
                continue
            found = self._by_text.get((thing.kind, text), [])
            here = [one for one in found if one.rpartition(".")[0] == there and self._is_fresh(owner, one)]
            if len(here) == 1:
                return Gone("renamed", self._member(owner, here[0].rpartition(".")[2]))
            moved = self._shortest(found[0]) if len(found) == 1 and owner in self._before.modules else ""
            if moved.rpartition(".")[2] == name and moved != f"{owner}.{name}":
                return Gone("moved", moved)
        return Gone()

    def _shortest(self, path: str) -> str:
        """The public path with the fewest steps to what is defined at a path; empty where there is none.

        That a module imports something for its own use makes no path.
        """
        if hasattr(builtins, path.rpartition(".")[2]):
            return ""  # stubs know builtins under names that modules do not have
        paths = [path]
        for one in self._later.get(path, []):
            owner, _, name = one.rpartition(".")
            exported = self._after.exports.get(owner)
            is_own = name in self._after.members.get(owner, {})  # and not taken with all the names of another module
            offers = owner in self._after.packages and not (exported and is_own)
            if name == path.rpartition(".")[2] and (offers or name in (exported or ())):
                paths.append(one)
        able = [one for one in paths if _is_public(one) and one not in self._after.hidden]
        return min(able, key=lambda one: ("core" in one.split("."), one.count("."), one), default="")

    def _member(self, owner: str, name: str) -> str:
        """A member as one speaks of it: of a class without the modules that lead there."""
        return f"{owner if owner in self._before.modules else owner.rpartition('.')[2]}.{name}"

    def _is_fresh(self, owner: str, path: str) -> bool:
        name = path.rpartition(".")[2]
        return name[:1] != "_" and name not in self._before.names(self._before.find(owner) or owner)

    def _is_own(self, path: str) -> bool:
        return path.partition(".")[0] in self._before.roots

    def _is_usable(self, path: str) -> bool:
        root, dot, _ = path.partition(".")
        if root in self._after.roots:
            return self._after.is_there(path) and bool(dot)
        return bool(dot) and (root in self._foreign or is_standard(path))


def _sources(unpacked: Unpacked) -> Iterator[str]:
    count = 0
    for file in unpacked.files:
        parts = file.split("/")
        if not file.endswith((".py", ".pyi")) or not _NOT_READ.isdisjoint(parts[:-1]):
            continue
        count += 1
        if count > _MOST_FILES:
            return
        yield file


def _parent(name: str) -> griffe.Module | None:
    """Packages without content, by which griffe knows what relative imports mean."""
    above = None
    for part in name.split(".")[:-1]:
        above = griffe.Module(part, filepath=Path("__init__.py"), parent=above)
    return above


def _above(name: str) -> Iterator[str]:
    while "." in name:
        name = name.rpartition(".")[0]
        yield name


def _path(expression: object) -> str:
    """The dotted path of a name or attribute, as its module sees it; empty for anything else."""
    if isinstance(expression, griffe.ExprSubscript):
        expression = expression.left
    if not isinstance(expression, griffe.ExprName | griffe.ExprAttribute):
        return ""
    try:
        return str(expression.canonical_path)
    except (griffe.GriffeError, KeyError, AttributeError, ValueError, RecursionError):
        return ""


def _kind(parameter: griffe.Parameter) -> str:
    return parameter.kind.value if parameter.kind is not None else ""


def _decorated(source: str) -> tuple[str, list[tuple[str, str]]]:
    """What a decorator says of age, and the parameters that it renames."""
    name = source.partition("(")[0].lower()
    if "(" not in source or not (_AGE.search(name) or _RENAMES.search(name)):
        return "", []
    tree = parsed(source)
    texts = list(strings(tree)) if tree is not None else []
    names = [text for text in texts if text.isidentifier()]
    if _RENAMES.search(name):
        return "", [(names[0], names[1])] if len(names) == 2 else []
    return " ".join(texts), []


def _of_dict(source: str) -> dict[str, str]:
    tree = parsed(source)
    found: dict[str, str] = {}
    for one in ast.walk(tree) if tree is not None else ():
        if isinstance(one, ast.Dict):
            for key, value in zip(one.keys, one.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    found.setdefault(key.value, " ".join(strings(value)))
    return found


def _body(source: str, name: str) -> str:
    """What a function does, whatever its name, decorators and layout; empty where it is short."""
    start = source.find(f"{name}")
    words = sub(r"\s+", " ", sub(rf"\b{name}\b", "", source[start:])) if start >= 0 else ""
    return _long(words[words.find("(") :]) if len(words) >= 2 * _SAME_TEXT else ""


def _long(text: str, least: int = _SAME_TEXT) -> str:
    text = text.strip()
    return (
        hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
        if len(text) >= least
        else ""
    )


def _is_public(path: str) -> bool:
    return not any(part[:1] == "_" for part in path.split("."))


def _module_like(requirement: str) -> str:
    found = pattern(r"[A-Za-z][\w.-]*").match(requirement.strip())
    return found[0].lower().replace("-", "_").split(".")[0] if found is not None and "extra" not in requirement else ""


def _by_keyword(thing: _Thing) -> list[str]:
    first = {"self", "cls", "mcs", "mcls"}
    return [
        name
        for name, kind, _ in thing.parameters
        if kind in ("positional or keyword", "keyword-only") and name not in first and name[:1] != "_"
    ]


def _parameter(name: str, lost: list[str], fresh: list[str], was: _Thing, now: _Thing) -> Gone:
    for old, new in was.renames:
        if old == name and new in _by_keyword(now):
            return Gone("renamed", new)
    for sentence in sentences_about(was.texts, name):
        for offered in replacement(sentence):
            if offered != name and offered in _by_keyword(now):
                return Gone("use", offered)
    if len(lost) == 1 and len(fresh) == 1:
        place = [one for one, _, _ in was.parameters].index(name)
        _, kind, default = was.parameters[place]
        expected = (*was.parameters[:place], (fresh[0], kind, default), *was.parameters[place + 1 :])
        if kind == "positional or keyword" and expected == now.parameters:
            return Gone("renamed", fresh[0])
    return Gone()


def _imported(tree: _Tree) -> set[str]:
    things = (thing for members in tree.members.values() for thing in members.values())
    return {thing.target.partition(".")[0] for thing in things if thing.kind == "alias"}


def _public_paths(tree: _Tree) -> dict[str, list[str]]:
    """Classes and functions: where they are defined -> the public paths under which one finds them."""
    found: dict[str, list[str]] = {}
    for module in sorted(tree.modules):
        for name in tree.names(module):
            path = tree.find(f"{module}.{name}")
            if path is not None and path not in tree.modules:
                paths = found.setdefault(path, [])
                if f"{module}.{name}" != path and name[:1] != "_":
                    paths.append(f"{module}.{name}")
    return {path: sorted(paths, key=lambda one: (one.count("."), one)) for path, paths in found.items()}


def _by_text(tree: _Tree) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for owner, members in tree.members.items():
        for name, thing in members.items():
            for text in {thing.body, thing.doc} - {"", "-"}:
                found.setdefault((thing.kind, text), []).append(f"{owner}.{name}")
    return found


def _same(
    owners: set[str], paths: dict[str, list[str]], later: dict[str, list[str]], after: _Tree
) -> dict[str, tuple[str, ...]]:
    """Other paths of the owners: aliases of then and now, and the classes that inherit from them."""
    found: dict[str, list[str]] = {}

    def lead(others: Iterable[str], owner: str) -> None:
        for other in others:
            if other != owner and owner not in found.setdefault(other, []):
                found[other].append(owner)

    for owner in sorted(owners):
        was = paths.get(owner, [])
        now = next((one for path in [owner, *was] if (one := after.find(path)) is not None), None)
        lead([*was[:_MOST_PATHS], *([now, *later.get(now, [])[:_MOST_PATHS]] if now is not None else [])], owner)
    heirs = [path for path in later if (thing := after.thing(path)) is not None and thing.kind == "class"]
    for path in heirs:
        for base in _ancestors(after, path):
            for owner in [base, *found.get(base, [])]:
                if owner in owners and owner != path:
                    lead([path, *later[path][:_MOST_PATHS]], owner)
    return {path: tuple(to) for path, to in sorted(found.items()) if to}


def _ancestors(tree: _Tree, path: str) -> Iterable[str]:
    waiting, seen = [path], {path}
    while waiting and len(seen) < _MOST_DEPTH:
        thing = tree.thing(waiting.pop(0))
        for base in thing.bases if thing is not None else ():
            found = tree.find(base)
            if found is not None and found not in seen:
                seen.add(found)
                waiting.append(found)
                yield found
