"""What pip is given to install, line by line or word by word, wherever another tool's file says it."""

from collections.abc import Iterator, Sequence
from re import search

from .._finding import Finding, NotJudged
from .._text import Text
from .declared import Declared, Reference, Role
from .remote import remote_list
from .requirement import Malformed, read_requirement
from .requirements import of_entry
from .requirements_lines import Entry
from .source import has_scheme, is_local
from .toml_document import is_decided_elsewhere

_NAME_AT = r"^[A-Za-z0-9][\w.-]*[ \t]*(?:\[[^\]]*\])?[ \t]*@"
Said = Declared | Reference | Finding | NotJudged


def of_entries(text: Text, entries: Sequence[Entry], role: Role, group: str = "") -> Iterator[Said]:
    """What the entries of one installation are; each one's offset is its place in the file."""
    beside = tuple(entry.text for entry in entries if may_pin(entry))
    for entry in entries:
        found = _of_entry(text, entry)
        if isinstance(found, Declared):
            found = found._replace(role=role, group=group, beside=beside)
        if found is not None:
            yield found


def may_pin(entry: Entry) -> bool:
    """Whether an entry names a file that may pin what stands beside it."""
    if entry.kind == "requirement":
        return not has_scheme(entry.text) and not is_decided_elsewhere(entry.text)
    return entry.kind == "constraint"


def _of_entry(text: Text, entry: Entry) -> Said | None:
    match entry.kind:
        case "requirement" | "constraint":
            if has_scheme(entry.text):
                return remote_list(text, entry.text, entry.offset)
            if is_decided_elsewhere(entry.text):
                return None
            kind = "requirements" if entry.kind == "requirement" else "constraints"
            return Reference(entry.offset, entry.text, kind=kind)  # type: ignore[arg-type]
        case "package" | "editable":
            return _package(text, entry)
        case "unreadable":
            return text.not_judged(entry.offset, entry.text)
    return None


def _package(text: Text, entry: Entry) -> Declared | NotJudged | None:
    """A package, or None for what is part of the repository or decided elsewhere."""
    if "@" not in entry.text or not search(_NAME_AT, entry.text[:200]):
        if has_scheme(entry.text):
            return None if is_decided_elsewhere(entry.text) else of_entry(text, entry, None)
        if entry.kind == "editable" or is_local(entry.text):
            return None
    try:
        named = read_requirement(entry.text)
    except Malformed:
        if is_decided_elsewhere(entry.text):
            return None
        return text.not_judged(entry.offset, "is not a requirement that pip can read")
    return None if is_decided_elsewhere(named.url) else of_entry(text, entry, named)
