"""`pyproject.toml`: PEP 621 dependencies and extras, PEP 735 groups, `build-system.requires` (PEP 518)."""

from collections.abc import Iterator
from typing import Any

from .._finding import Finding, NotJudged
from .._hook import Inputs, Said
from .._policy import Key, Policy
from .._text import Text, decode
from .._toml import parse
from . import BUILD_LEVEL, GROUPS_LEVEL, PUBLISHED_LEVEL
from ._pin import Want, loose, shown
from ._requirement import Malformed, Requirement, normalised, read_requirement

Path = tuple[str | int, ...]


class Declared:
    """A requirement string, where it stands, and the key that says how exactly it must pin."""

    __slots__ = ("key", "path", "text")

    def __init__(self, path: Path, text: str, key: Key[str]) -> None:
        self.path = path
        self.text = text
        self.key = key


Loose = tuple[Declared, Requirement]


def judge_pyproject(policy: Policy, inputs: Inputs, path: str, content: bytes) -> Iterator[Said]:
    """Everything there is to say about one `pyproject.toml`."""
    text = decode(path, content)
    document = parse(text)
    said: list[Said] = []
    declared = list(_declared(text, document))
    own = _own_names(document)
    place = _Places(text)
    here = policy.at(path)
    found: list[Loose] = []
    for item in declared:
        try:
            requirement = read_requirement(item.text)
        except Malformed:
            said.append(text.not_judged(place.of(item.path), f"{_dotted(item.path)} is not a requirement"))
            continue
        if requirement.name not in own and not requirement.pin.meets(here[item.key]):
            found.append((item, requirement))
    if found:
        said.extend(_unless_locked(found, text, place, here, document, inputs))
    said.extend(_missing_groups(text, document, place))
    yield from said


def _unless_locked(
    found: list[Loose], text: Text, place: "_Places", policy: Policy, document: dict[str, Any], inputs: Inputs
) -> Iterator[Finding]:
    """The findings for what is looser than wanted, except where a lock beside the file holds the pins."""
    from ._locks import has_lock  # not at the top: clean files are most, and ask git nothing more
    from ._remedies import for_requirement

    locked = has_lock(inputs, text.path)
    for item, requirement in found:
        wanted = policy[item.key]
        if locked and item.key is not BUILD_LEVEL:
            if item.key is GROUPS_LEVEL or not _is_packaged(document):
                continue
            wanted = "range"
        if not requirement.pin.meets(wanted):
            what = item.text.partition(";")[0].strip()
            remedy = for_requirement(requirement, wanted, build=item.key is BUILD_LEVEL)
            yield loose(text, place.of(item.path), what, requirement.pin, Want(wanted), remedy)


class _Places:
    """Where requirement strings begin, found out when the first is asked for."""

    def __init__(self, text: Text) -> None:
        self._content = text.content
        self._offsets: dict[Path, int] | None = None

    def of(self, path: Path) -> int:
        """The first character inside the quotes of a string."""
        if self._offsets is None:
            from .._toml_places import offsets

            self._offsets = offsets(self._content)
        at = self._offsets.get(path, 0)
        for quotes in ('"""', "'''", '"', "'"):
            if self._content.startswith(quotes, at):
                at += len(quotes)
                break
        while self._content[at : at + 1].isspace() or self._content[at : at + 2] in ("\\\n", "\\\r"):
            at += 1  # a requirement may begin with white space, or on the line behind the quotes
        return at


def _declared(text: Text, document: dict[str, Any]) -> Iterator[Declared]:
    project = _table(text, document, ("project",))
    yield from _strings(text, project, ("project", "dependencies"), PUBLISHED_LEVEL)
    extras = _table(text, project, ("project", "optional-dependencies"))
    for name in extras:
        yield from _strings(text, extras, ("project", "optional-dependencies", name), PUBLISHED_LEVEL)
    groups = _table(text, document, ("dependency-groups",))
    for name in groups:
        yield from _strings(text, groups, ("dependency-groups", name), GROUPS_LEVEL)
    build = _table(text, document, ("build-system",))
    yield from _strings(text, build, ("build-system", "requires"), BUILD_LEVEL)


def _table(text: Text, parent: dict[str, Any], path: Path) -> dict[str, Any]:
    found = parent.get(str(path[-1]), {})
    if not isinstance(found, dict):
        raise NotJudged(text.path, f"{_dotted(path)} is not a table")
    return found


def _strings(text: Text, parent: dict[str, Any], path: Path, key: Key[str]) -> Iterator[Declared]:
    """The requirement strings of a list. A group may also hold tables, which include other groups."""
    listed = parent.get(str(path[-1]), [])
    if not isinstance(listed, list):
        raise NotJudged(text.path, f"{_dotted(path)} is not a list")
    for index, item in enumerate(listed):
        if isinstance(item, str):
            yield Declared((*path, index), item, key)
        elif not (key is GROUPS_LEVEL and isinstance(item, dict)):
            raise NotJudged(text.path, f"{_dotted((*path, index))} is not a string")


def _missing_groups(text: Text, document: dict[str, Any], place: _Places) -> Iterator[Finding]:
    """`{include-group = "name"}` of a group that the file does not have."""
    groups = document.get("dependency-groups", {})
    known = set(map(normalised, groups))
    for name, listed in groups.items():
        for index, item in enumerate(listed):
            included = item.get("include-group") if isinstance(item, dict) else None
            if isinstance(included, str) and normalised(included) not in known:
                line, column = text.place(place.of(("dependency-groups", name, index, "include-group")))
                message = f"The dependency group {shown(included)} is included and is not there."
                remedy = f"Add {shown(included)} to [dependency-groups], or correct the name."
                yield Finding(text.path, line, column, "PIN002", message, remedy)


def _own_names(document: dict[str, Any]) -> set[str]:
    """Names that are not fetched from an index as declared: the project itself (`name[extra]`), and uv's sources."""
    names = {str(document.get("project", {}).get("name", ""))}
    tool = document.get("tool", {})
    uv = tool.get("uv", {}) if isinstance(tool, dict) else {}
    sources = uv.get("sources", {}) if isinstance(uv, dict) else {}
    for name, source in sources.items() if isinstance(sources, dict) else ():
        if isinstance(source, dict) and "index" not in source:
            names.add(name)
    return set(map(normalised, names))


def _is_packaged(document: dict[str, Any]) -> bool:
    """Whether the project is built and published; uv takes one without a build system for an application."""
    tool = document.get("tool", {})
    uv = tool.get("uv", {}) if isinstance(tool, dict) else {}
    package = uv.get("package") if isinstance(uv, dict) else None
    return package if isinstance(package, bool) else "build-system" in document


def _dotted(path: Path) -> str:
    """A path as a reader would write it: `dependency-groups.test[2]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{shown(part)}"
    return text.lstrip(".")
