"""The entries of a requirements file as dependencies."""

from .._text import Text
from .declared import FIXED, Declared, Pin
from .requirement import Requirement, splice_of
from .requirements_lines import Entry
from .source import of_url


def of_entry(text: Text, entry: Entry, named: Requirement | None) -> Declared:
    """The dependency of an entry: a named requirement, or a bare URL when `named` is None."""
    from .remedies import for_requirement, for_url

    if named is None:
        url = entry.text.partition(" ;")[0].split()[0]  # without the marker that may follow it
        pin = with_hash(of_url(url), entry.hashed)
        return Declared(entry.offset, url, pin, "list", "url", "", url, lambda level: for_url(url, level))
    what, _, marker = entry.text.partition(";")
    here = text.content.startswith(entry.text, entry.offset)  # no line break inside
    return Declared(
        entry.offset,
        what.rstrip(),
        with_hash(named.pin, entry.hashed),
        "list",
        "url" if named.url else "pypi",
        named.name,
        named.spec,
        lambda level: for_requirement(named, level),
        splice_of(entry.text, entry.offset) if here else None,
        marker.strip(),
    )


def with_hash(pin: Pin, hashed: bool) -> Pin:
    """pip takes a hash only together with an exact version."""
    return FIXED if hashed and pin.meets("exact") else pin
