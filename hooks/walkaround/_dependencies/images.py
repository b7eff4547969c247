"""Container images, wherever a file names one.

Sources: the grammar of references of the distribution project (`reference/reference.go`), and the forms of variables
that Docker's "Dockerfile reference" and compose's "Interpolation" have in common.
"""

from collections.abc import Iterator, Mapping
from re import ASCII, fullmatch
from re import compile as pattern

from .._text import Text
from .declared import Declared, Role, Splice
from .remedies import for_image
from .source import is_sha, of_image

_MOST = 4096  # characters of a name after variables were replaced; a longer one is no image
_MOST_DEPTH = 10
_REFERENCE = r"[A-Za-z0-9][A-Za-z0-9._-]*(?::[0-9]+)?(?:/[A-Za-z0-9._-]+)*(?::[A-Za-z0-9_][A-Za-z0-9._-]*)?(?:@.*)?"
_PLACEHOLDER = r"[^@]*@[A-Z0-9_]+@.*"
_VARIABLE = pattern(r"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+?])|\}))", ASCII)


def image(written: str, offset: int, role: Role = "image", meant: str | None = None) -> Declared | None:
    """The dependency on an image; None where its name depends on what is not written here, or there is none.

    `meant` is what the text comes to, where variables stand in it whose values are known.
    """
    reference = written if meant is None else meant
    if not _named(reference):
        return None
    name, _, digest = reference.partition("@")
    last = name.rpartition("/")[2]
    repository, tag = (name, "") if ":" not in last else (name[: name.rindex(":")], last.partition(":")[2])
    if repository != _lowered(repository) or repository.partition("/")[0].partition(":")[0] == "localhost":
        return None  # a name that Docker refuses is a placeholder, and what this machine serves was built on it
    plain = not digest and written == reference
    splice = Splice(offset + len(written), offset + len(written), "@{}") if plain else None

    def remedy(wanted: str) -> str:
        return for_image(reference, wanted)

    return Declared(offset, written, of_image(reference), role, "image", repository, tag, remedy, splice)


def placed(text: Text, found: Declared | None) -> Iterator[Declared]:
    """The dependency, if there is one; without its splice where it does not stand in the file as it is."""
    if found is not None:
        yield found if text.content.startswith(found.what, found.offset) else found._replace(splice=None)


def _named(reference: str) -> bool:
    """Whether the text can be an image of a registry, and not a template of one."""
    if len(reference) > _MOST or reference == "scratch" or is_sha(reference):
        return False  # so many digits are the identity of an image of this machine
    return fullmatch(_REFERENCE, reference) is not None and not fullmatch(_PLACEHOLDER, reference)


def _lowered(repository: str) -> str:
    """The repository as it has to be written: only a registry's host may have capitals."""
    host, slash, path = repository.partition("/")
    if slash and (host != host.lower() or "." in host or ":" in host):
        return host + slash + path.lower()
    return repository.lower()


def expanded(text: str, values: Mapping[str, str], escape: str = "\\") -> str | None:
    """The text with variables replaced by their values; None when one is not known.

    `${A:-b}`, `${A-b}`, `${A:+b}` and `${A+b}` mean what they do in a shell where only `values` are set.
    """
    if "$" not in text:
        return text
    found = _expand(text, values, escape, 0, 0) if len(text) <= _MOST else None
    return found[0] if found is not None else None


def _expand(text: str, values: Mapping[str, str], escape: str, at: int, depth: int) -> tuple[str, int] | None:
    """The text from `at` on, up to its end or to the brace that closes a variable, and where that is."""
    parts: list[str] = []
    length = 0
    while at < len(text) and not (depth and text[at] == "}"):
        if text[at] == "$":
            part = _variable(text, values, escape, at, depth)
            if part is None:
                return None
        elif text[at] == escape:
            part = text[at + 1 : at + 2], at + 2
        else:
            part = text[at], at + 1
        parts.append(part[0])
        length += len(part[0])
        if length > _MOST:
            return None
        at = part[1]
    return "".join(parts), at


def _variable(text: str, values: Mapping[str, str], escape: str, at: int, depth: int) -> tuple[str, int] | None:
    """The value of the variable that begins at a place, and where it ends."""
    found = _VARIABLE.match(text, at)
    if found is None or depth > _MOST_DEPTH:
        return None
    bare, braced, operator = found.groups()
    value = values.get(bare or braced)
    if not operator:
        return None if value is None else (value, found.end())
    word = _word(text, values, escape, found.end(), depth)
    if word is None:
        return None
    otherwise, end = word
    there = value is not None and (value != "" or operator[0] != ":")
    if operator[-1] == "+":
        chosen = otherwise if there else ""
    else:
        chosen = value if there else otherwise if operator[-1] == "-" else None
    return None if chosen is None else (chosen, end + 1)


def _word(text: str, values: Mapping[str, str], escape: str, at: int, depth: int) -> tuple[str | None, int] | None:
    """What stands behind an operator, None when not known, and where its brace closes; None when it does not."""
    found = _expand(text, values, escape, at, depth + 1)
    if found is not None:
        return found if found[1] < len(text) else None
    end, nested = at, 0
    while end < len(text) and not (text[end] == "}" and not nested):
        nested += (text[end - 1 : end + 1] == "${") - (text[end] == "}")
        end += 1
    return (None, end) if end < len(text) else None
