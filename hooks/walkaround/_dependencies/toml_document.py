"""A TOML document as its readers see it: values by their paths, where each is written, and what is not as it has to be.

Nothing stops at the first mistake: `complaints` gathers them, and a reader yields them behind what it could read.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from .._finding import NotJudged
from .._text import Text
from .._toml import parse
from .declared import Declared, Role
from .requirement import Malformed, Requirement, normalised, read_requirement, splice_of
from .shown import shown
from .source import has_scheme, of_url

Path = tuple[str | int, ...]

LOCK = "the uv.lock that `uv lock` writes"


class Document:
    """A parsed document. `content` is its TOML where the file is more than that, character for character in place."""

    def __init__(self, text: Text, content: str | None = None, lock: str = LOCK) -> None:
        self.text = text
        self.content = text.content if content is None else content
        self.lock = lock  # what holds the hashes of requirements
        self.root = self._parsed()
        self.complaints: dict[Path, NotJudged] = {}
        self._values: dict[Path, int] | None = None
        self._names: dict[Path, int] = {}

    def _parsed(self) -> dict[str, Any]:
        """The document, also when its inline tables are those of TOML 1.1."""
        try:
            return parse(Text(self.text.path, self.content))
        except NotJudged as bad:
            from .._toml import as_older

            older = as_older(self.content)
            if older == self.content:
                raise
            with suppress(NotJudged):
                root = parse(Text(self.text.path, older))
                self.content = older
                return root
            raise bad from None

    def table(self, *path: str) -> dict[str, Any]:
        """The table at a path; empty when there is none, with a complaint when something else stands there."""
        found = self.root
        for at, part in enumerate(path):
            inner = found.get(part, {})
            if not isinstance(inner, dict):
                self.complain(path[: at + 1], "is not a table")
                return {}
            found = inner
        return found

    def listed(self, *path: str) -> list[Any]:
        """The list at a path; empty when there is none."""
        found = self.table(*path[:-1]).get(path[-1], [])
        if isinstance(found, list):
            return found
        self.complain(path, "is not a list")
        return []

    def strings(self, *path: str, tables: bool = False) -> Iterator[tuple[Path, str]]:
        """The strings of a list with their paths; where it may hold `tables`, they are passed over."""
        for at, item in enumerate(self.listed(*path)):
            if isinstance(item, str):
                yield (*path, at), item
            elif not (tables and isinstance(item, dict)):
                self.complain((*path, at), "is not a string")

    def complain(self, path: Path, why: str, offset: int | None = None) -> None:
        """Note what cannot be judged; its path says where, and its line when the place is known."""
        what = f"{dotted(path)} {why}"
        said = NotJudged(self.text.path, what) if offset is None else self.text.not_judged(offset, what)
        self.complaints.setdefault(path, said)

    def place(self, path: Path) -> int:
        """The first character of a string, behind the quotes and any white space."""
        at = self._value(path)
        for quotes in ('"""', "'''", '"', "'"):
            if self.content.startswith(quotes, at):
                at += len(quotes)
                break
        while self.content[at : at + 1].isspace() or self.content[at : at + 2] in ("\\\n", "\\\r"):
            at += 1  # a requirement may begin with white space, or on the line behind the quotes
        return at

    def name(self, path: Path) -> int:
        """The first character of a key inside its quotes; that of the list for an item of one."""
        self._value(())
        while path and path not in self._names:
            path = path[:-1]
        return self._names.get(path, 0)

    def span(self, path: Path) -> tuple[int, int] | None:
        """Where the content of a string begins and ends; None when it is not written there as it is read."""
        value: Any = self.root
        for part in path:
            value = value[part]
        began = self._value(path)
        quotes = next((q for q in ('"""', "'''", '"', "'") if self.content.startswith(q, began)), "")
        began += len(quotes)
        if quotes[1:] and self.content[began : began + 1] in ("\r", "\n"):
            began += 2 if self.content.startswith("\r\n", began) else 1  # TOML drops the line break behind the quotes
        end = began + len(value)
        as_read = quotes and self.content.startswith(value, began) and self.content.startswith(quotes, end)
        return (began, end) if as_read else None

    def whole_pair(self, path: Path) -> tuple[int, int] | None:
        """Where a `key = "value"` begins and ends; None when a part of it is not written as it is read."""
        value, name = self.span(path), self.name(path)
        if value is None or self.content[name - 1 : name] in ('"', "'"):
            return None
        if self.content.startswith(('"""', "'''"), self._value(path)):
            return None
        return name, value[1] + 1

    def _value(self, path: Path) -> int:
        if self._values is None:
            from .._toml_places import places

            self._values, self._names, _ = places(self.content)
        return self._values.get(path, 0)

    def requirement(
        self, path: Path, written: str, role: Role, group: str = "", offset: int | None = None
    ) -> Declared | None:
        """The requirement that a string is (PEP 508), or a part of it; None with a complaint when it is none."""
        written = written.strip()
        offset = self.place(path) if offset is None else offset
        try:
            named = read_requirement(written)
        except Malformed:
            if not is_decided_elsewhere(written):
                self.complain(path, "is not a requirement", offset)
            return None
        return declared(named, written, offset, role, group, self.content, self.lock)

    def requirements(self, *path: str, role: Role, group: str = "", tables: bool = False) -> Iterator[Declared]:
        """The requirements of a list."""
        for at, written in self.strings(*path, tables=tables):
            found = self.requirement(at, written, role, group)
            if found is not None:
                yield found

    def editable(self, path: Path, written: str, role: Role, group: str = "") -> Declared | None:
        """A requirement that may be written as an option of pip: `-e file:///…`, `-e git+https://…#egg=name`."""
        option, _, url = written.strip().partition(" ")
        if option not in ("-e", "--editable"):
            return self.requirement(path, written, role, group)
        url = url.strip()
        if not has_scheme(url):
            return None  # a folder of the repository

        def remedy(wanted: str) -> str:
            from .remedies import for_url

            return for_url(url, wanted)

        options = url.partition("#")[2].split("&")
        egg = next((option[4:] for option in options if option.startswith("egg=")), "").partition("[")[0]
        offset = self.place(path)
        return Declared(offset, written.strip(), of_url(url), role, "url", normalised(egg), "", remedy, group=group)


def declared(
    named: Requirement, written: str, offset: int, role: Role, group: str, content: str, lock: str = LOCK
) -> Declared:
    """The dependency that a requirement string is; `lock` is the file that could hold its hashes."""

    def remedy(wanted: str) -> str:
        from .remedies import for_requirement

        if wanted == "hash" and not named.url:
            return f"Commit {lock}, which holds the hashes of every package."
        return for_requirement(named, wanted, build=role == "build")

    what, _, marker = written.partition(";")
    return Declared(
        offset,
        what.strip(),
        named.pin,
        role,
        "url" if named.url else "pypi",
        named.name,
        named.spec,
        remedy,
        splice_of(written, offset) if content.startswith(written, offset) else None,
        marker.strip(),
        group,
    )


def is_decided_elsewhere(text: str) -> bool:
    """Whether a template or an environment variable has a say in what the text will be."""
    return "{" in text or "$" in text


def dotted(path: Path) -> str:
    """A path as a person would write it: `dependency-groups.test[2]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{shown(part)}"
    return text.lstrip(".")
