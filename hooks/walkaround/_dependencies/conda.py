"""`environment.yml` of conda, and the packages that it has pip install.

Sources of the format: conda's documentation, "Creating an environment file manually" and "Package match
specifications". One `=` is a prefix there: `numpy=1.26` is every 1.26, and `numpy=1.26.4` names a release.
"""

from collections.abc import Iterator
from re import MULTILINE, search
from re import compile as pattern

from .._finding import Finding, NotJudged
from .._text import Text
from .declared import Declared, Pin, Reference, Role, Splice
from .toml_document import is_decided_elsewhere

Said = Declared | Reference | Finding | NotJudged

MOST = 2048  # characters of one specification

# What runs the environment and what installs into it: as `requires-python`, not judged.
_ITSELF = frozenset({"python", "pip"})
_SPEC = pattern(r"(?:[^\s:\[\]]+:{1,2}(?:[^\s:\[\]]*:)?)?([A-Za-z0-9_][\w.-]*)[ \t]*(.*)")
_FILES = (".conda", ".tar.bz2", ".yml", ".yaml")


def read(text: Text) -> Iterator[Said]:
    """Every dependency that the file declares."""
    if "dependencies" not in text.content:
        return
    from .._yaml import Mapping, Scalar, Sequence, is_mapping, parse

    try:
        root = parse(text)
    except NotJudged:
        if search(r"""^["']?dependencies["']?[ \t]*:""", text.content, MULTILINE):
            raise
        return  # no file of conda's, but one of that name
    listed = root.get("dependencies") if is_mapping(root) else None
    for item in listed.items if isinstance(listed, Sequence) else ():
        if isinstance(item, Scalar):
            yield from of_spec(text, item.value, item.offset, "list")
        elif isinstance(item, Mapping) and isinstance(pip := item.get("pip"), Sequence):
            yield from _of_pip(text, [(one.value, one.offset) for one in pip.items if isinstance(one, Scalar)])


def _of_pip(text: Text, lines: list[tuple[str, int]]) -> Iterator[Said]:
    """The lines of the requirements file that conda writes for pip."""
    from .pip_entries import of_entries
    from .requirements_lines import Entry, entries

    found: list[Entry] = []
    for line, offset in lines:
        step = 1 if text.content.startswith(line, offset) else 0  # else the place of the whole line is known
        said = [one._replace(offset=offset + step * one.offset) for one in entries(Text(text.path, line))]
        found += [one for one in said if one.kind != "unreadable" or not is_decided_elsewhere(line)]
    yield from of_entries(text, found, "list", "pip")


def of_spec(text: Text, written: str, offset: int, role: Role) -> Iterator[Declared | NotJudged]:
    """The package that a specification names; nothing for a file or a template."""
    spec = written.strip()
    if text.content.startswith(written, offset):
        offset += len(written) - len(written.lstrip())
    if not spec or is_decided_elsewhere(spec) or spec.startswith(("__", "<", "@", ".")):
        return
    if "://" in spec or spec.endswith(_FILES):
        yield from _of_file(spec, offset, role)
        return
    found = _SPEC.fullmatch(spec) if len(spec) <= MOST else None
    if found is None:
        yield text.not_judged(offset, "is not a package that conda can read")
        return
    name, bounds = found[1].lower(), found[2].strip()
    if name in _ITSELF:
        return
    bounds = bounds.partition(" #")[0].rstrip()
    start, end = offset + found.end(1), offset + len(spec)
    splice = Splice(start, end, "=={}") if text.content.startswith(spec, offset) and "[" not in spec else None
    head = spec[: found.end(1)]

    def remedy(wanted: str) -> str:
        from .shown import shown

        if wanted == "range":
            return f"Write {shown(head)}>=X.Y, where X.Y is the oldest version that works."
        if wanted == "hash":
            return "Commit the conda-lock.yml that `conda-lock` writes, which holds the hashes of every package."
        return f"Write {shown(head)}=X.Y.Z with the version that `conda list {name}` prints."

    yield Declared(offset, spec, pin_of(bounds), role, "conda", name, bounds, remedy, splice)


def _of_file(spec: str, offset: int, role: Role) -> Iterator[Declared]:
    """A package by the address of its file."""
    from .source import of_url

    if "://" not in spec:
        return

    def remedy(wanted: str) -> str:
        from .remedies import for_url

        return for_url(spec, wanted)

    yield Declared(offset, spec, of_url(spec), role, "url", "", spec, remedy)


def pin_of(bounds: str) -> Pin:
    """How exactly the part of a specification behind the name pins it."""
    bracket = search(r"""\bversion\s*=\s*["']?([^"'\]]*)""", bounds[bounds.find("[") :]) if "[" in bounds else None
    bounds = bounds.partition("[")[0].strip()
    if bracket is not None:
        bounds = bracket[1].strip()
        bounds = f"=={bounds}" if bounds[:1].isdigit() else bounds
    version, build = _version_and_build(bounds)
    if not version.strip("=* "):
        return Pin("none", "names no version")
    if version.lstrip("=")[:1] in "<>!~^" or any(sign in version for sign in "<>!~|,*"):
        only_excludes = all(part.strip().startswith("!=") for part in version.split(","))
        if only_excludes:
            return Pin("none", "excludes versions, but admits every newer one")
        return Pin("range", "admits more than one version")
    if version.startswith("==") or version[0] != "=" or version.count(".") >= 2 or (build and "*" not in build):
        return Pin("exact", "has no hash")
    return Pin("range", "admits every version that begins with it")


def _version_and_build(bounds: str) -> tuple[str, str]:
    """`=1.2=build`, `==1.2=build`, `1.2 build` and `>= 1.2, <2`, in two parts."""
    signs = bounds[: len(bounds) - len(bounds.lstrip("=<>!~ "))]
    rest = bounds[len(signs) :]
    if "," in rest or "|" in rest:
        return bounds, ""
    for separator in ("=", " "):
        if separator in rest:
            version, _, build = rest.partition(separator)
            return signs.strip() + version.strip(), build.strip()
    return signs.strip() + rest, ""
