"""Changes to a text at known places: whatever they do not name stays as it is, to the character."""

from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """`text` replaces what stands between two offsets."""

    start: int
    end: int
    text: str


def applied(content: str, edits: Iterable[Edit]) -> str:
    """The content with all edits, of which those that overlap an earlier one are left out.

    Of several at one place the first comes first.
    """
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: edit[:2]):
        if edit.start >= at:
            parts += (content[at : edit.start], edit.text)
            at = edit.end
    return "".join((*parts, content[at:]))
