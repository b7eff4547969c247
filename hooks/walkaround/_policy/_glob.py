"""Which paths a glob of the policy means.

A glob is matched against a whole path from the repository's top, with forward slashes, case-sensitively. It says what
Python 3.13's `glob.translate(glob, recursive=True, include_hidden=True)` says: `*` and `?` stay within one component,
`**` as a component is any number of them, `[a-z]` and `[!a-z]` are one character. A glob that ends in `/` means
everything below that folder. No wildcard matches `/`, classes included, as in Python's later fix releases.
"""

import re
from collections.abc import Callable

MAX_LENGTH = 1000
MAX_WILDCARDS = 50

# The pieces of one component. A `]` that comes first belongs to its class; a `[` without an end stands for itself.
_PIECES = re.compile(r"\*+|\?|\[!?+\]?+[^\]]*\]|.", re.DOTALL)
_FOLDERS = "(?:[^/]+/)*?"
_RANGES = re.compile(r"(.)-(.)|(.)", re.DOTALL)


def matcher(glob: str) -> Callable[[str], bool]:
    """A function that says whether a path, as git names it, is one that the glob means.

    The path may hold any character, lone surrogates included, but no empty component. Any text is taken as
    a glob; `problem` says which are of no use.
    """
    match = re.compile(_regex(glob), re.DOTALL).fullmatch
    return lambda path: match(path) is not None


def problem(glob: str) -> str | None:
    """Why a text cannot be used as a glob, and the next act; None when it can."""
    if not glob:
        return 'is empty; write a path from the repository\'s top, such as "tests/**"'
    if len(glob) > MAX_LENGTH:
        return f"is longer than {MAX_LENGTH} characters; write several shorter globs"
    if any(char < " " or "\x7f" <= char <= "\x9f" for char in glob):
        return 'holds a control character; write "?" in its place'
    if "\\" in glob:
        return 'holds a backslash; write "/" between folders, and "[*]" for a star itself'
    if glob.startswith("/") or re.match("[A-Za-z]:/", glob):
        return "is an absolute path; write it from the repository's top"
    components = glob.removesuffix("/").split("/")
    if wrong := next(filter(None, map(_component_problem, components)), None):
        return wrong
    if sum(_is_wild(piece) for component in components for piece in _pieces(component)) > MAX_WILDCARDS:
        return f"has more than {MAX_WILDCARDS} wildcards; write several simpler globs"
    return None


def is_everything(glob: str) -> bool:
    """Whether a glob names no file or folder: none of its components holds text of its own.

    Dots are no text, and neither is the extension in the last component: `**`, `*/*`, `**/*.py` and `[!.]*` name
    nothing; `src/*.py`, `test_*`, `.env`, `*.test.js` and `*.egg-info/**` do.
    """
    *folders, last = _components(glob)
    return not any(map(_has_text, folders)) and not _has_text(_without_extension(last))


def _components(glob: str) -> list[str]:
    return (f"{glob}**" if glob.endswith("/") else glob).split("/")


def _pieces(component: str) -> list[str]:
    """A component's stars, question marks and classes, and each other character."""
    return _PIECES.findall(component)


def _is_wild(piece: str) -> bool:
    return len(piece) > 1 or piece in "*?"


def _has_text(component: str) -> bool:
    return any(not _is_wild(piece) and piece != "." for piece in _pieces(component))


def _without_extension(component: str) -> str:
    """What stands before the last dot, when a wildcard is part of it; `.env` has no extension."""
    pieces = _pieces(component)
    dots = [at for at, piece in enumerate(pieces) if piece == "."]
    stem = pieces[: dots[-1]] if dots else []
    return "".join(stem) if any(map(_is_wild, stem)) else component


def _component_problem(component: str) -> str | None:
    if not component:
        return 'holds "//"; write one "/" between folders'
    if component in (".", ".."):
        return f'holds the folder "{component}"; write the path from the repository\'s top without it'
    pieces = _pieces(component)
    if "[" in pieces:
        return 'has a "[" that is not closed before the next "/"; add the "]", or write "[[]" for the character'
    if component != "**" and any(piece.startswith("**") for piece in pieces):
        return 'joins "**" to other text; write "*", or "**" between slashes'
    for piece in pieces:
        if len(piece) > 1 and (backwards := next((pair for pair in _ranges(piece) if pair[0] > pair[1]), None)):
            return f'has the backward range "{"-".join(backwards)}"; write the smaller character first'
    return None


def _regex(glob: str) -> str:
    """The glob as a regular expression whose cost stays near the product of both lengths.

    Between two `**`, and between two `*` of one component, stands something of fixed length, counted in components
    or characters; so its first match leaves the most to the rest, and no other has to be tried. The atomic groups
    say so. Without them the cost would grow with a power of the path's length for every further wildcard.
    """
    groups = _groups(_components(glob))
    first, *others = ["/".join(map(_component, group)) for group in groups]
    if not others:
        return first
    *middle, last = others
    start = f"{first}/" if groups[0] else ""
    return start + "".join(f"(?>{_FOLDERS}{part}/)" for part in middle) + (f"{_FOLDERS}{last}" if last else ".*")


def _groups(components: list[str]) -> list[list[str]]:
    """The components between `**`: only the first and the last group may be empty."""
    groups: list[list[str]] = [[]]
    for component in components:
        if component != "**":
            groups[-1].append(component)
        elif groups[-1] or len(groups) == 1:
            groups.append([])
    return groups


def _component(component: str) -> str:
    if component == "*":
        return "[^/]+"
    pieces = _pieces(component)
    stars = [at for at, piece in enumerate(pieces) if piece.startswith("*")]
    starts = [0, *(at + 1 for at in stars)]
    first, *rest = ["".join(map(_one, pieces[start:end])) for start, end in zip(starts, [*stars, None], strict=True)]
    if not rest:
        return first
    *middle, last = rest
    return first + "".join(f"(?>[^/]*?{part})" for part in middle) + f"[^/]*{last}"


def _one(piece: str) -> str:
    """The expression for one character."""
    if piece == "?":
        return "[^/]"
    if len(piece) == 1:
        return re.escape(piece)
    negated = "^" if piece[1] == "!" else ""
    inside = "".join(f"{re.escape(low)}-{re.escape(high)}" for low, high in _ranges(piece) if low <= high)
    if not inside:
        return "[^/]" if negated else "(?!)"
    return f"(?!/)[{negated}{inside}]"


def _ranges(piece: str) -> list[tuple[str, str]]:
    """The ranges of a class such as `[!a-cx]`, single characters as ranges of one."""
    inside = piece[2:-1] if piece[1] == "!" else piece[1:-1]
    return [(low or single, high or single) for low, high, single in _RANGES.findall(inside)]
