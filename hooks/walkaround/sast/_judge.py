"""One file: bytes -> plain results that can be kept."""

import ast
import sys
import warnings
from collections.abc import Iterable, Sequence
from typing import Any

from .._bandit import Engine, PluginCrash, Unloadable, ids
from .._bandit._nosec import Nosec
from .._bandit._nosec import parse as parse_nosec
from .._bandit._run import Result
from .._code import Module
from .._finding import NotJudged
from .._hook import internal_error
from ._families import FAMILIES, Found, find, unfollowed
from ._limit import TooLong, limited
from ._rules import DEFECTS
from ._spots import Judged, Spot

# Checks of bandit whose text quotes a value that may be a secret.
_QUOTING = {"B105": "a text", "B106": "a text", "B107": "a text"}
_DEEP = "its code is nested too deeply to be judged"
# Of one processor, for a file of any size and for each byte of it: ten times what files of that size take.
_SECONDS, _SECONDS_PER_BYTE = 10.0, 2e-6
_MOST_BYTES = 20 << 20  # the tree of a source takes up to a thousand times its size


class Judge:
    """Judges files, with bandit's checks that are not off and with our rules that are not."""

    def __init__(self, off: frozenset[str], required: Sequence[str]) -> None:
        self._off = off
        self._engine = Engine(off, required=tuple(required))
        self._known = {**ids(), **{defect.rule.id: _snake(defect.rule.name) for defect in DEFECTS}}
        self._ours = {defect.rule.id: defect for defect in DEFECTS}

    def prepare(self) -> None:
        """Import what files may need, once for all processes that fork off this one."""
        for family in FAMILIES:
            family.finder()
        self.judge("", b"x = 1\n")

    def judge(self, path: str, source: bytes) -> Judged:
        """The results for a file; whatever goes wrong in it is a failure with one line, never a traceback."""
        try:
            with limited(_SECONDS + len(source) * _SECONDS_PER_BYTE):
                return self._notebook(path, source) if path.endswith(".ipynb") else self._module(path, source)
        except (TooLong, SystemError):  # the parser, which is C, makes the one of the other
            return Judged((), (), ("to judge it takes too long",))
        except NotJudged as failure:
            return Judged((), (), (failure.why,))
        except RecursionError:
            return Judged((), (), (_DEEP,))
        except MemoryError:
            return Judged((), (), ("does not fit in memory",))
        except Exception as crash:  # noqa: BLE001 - whatever it was, the file is named as not judged
            return Judged((), (), (internal_error(crash),))

    def _notebook(self, path: str, source: bytes) -> Judged:
        """All cells that can be parsed as one module, since they share their names; the others are failures."""
        from ._notebook import cells

        whole: list[bytes] = []
        lines: list[int] = []
        failures: list[str] = []
        for cell in cells(path, source):
            try:
                _parsed(cell.source.decode("utf-8", "surrogatepass"))  # as a text: no comment tells its encoding
            except (SyntaxError, ValueError, RecursionError, MemoryError) as bad:
                failures += _moved(Judged((), (), (_why(bad),)), cell.lines).failures
            else:
                whole.append(cell.source)
                lines += cell.lines
        # Behind two empty lines no `coding:` comment counts.
        judged = _moved(self._module(path, b"\n\n" + b"\n".join(whole)), [*(lines[:1] * 2), *lines])
        return judged._replace(failures=(*failures, *judged.failures))

    def _module(self, path: str, source: bytes) -> Judged:
        if len(source) > _MOST_BYTES:
            return Judged((), (), (f"has more than {_MOST_BYTES >> 20} MiB of code; leave it out, or make it data",))
        try:
            tree = _parsed(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as bad:
            return Judged((), (), (_why(bad),))
        try:
            return self._tree(path, source, tree)
        except (PluginCrash, Unloadable) as crash:
            return Judged((), (), (str(crash),))

    def _tree(self, path: str, source: bytes, tree: ast.Module) -> Judged:
        module = Module(path, _in_utf8(source), tree)
        nosec = parse_nosec(source, self._known) if b"nosec" in source else Nosec({})
        lines = Lines(source)
        spots = [self._of_bandit(one, lines) for one in self._engine.judge(path, source, tree, module.order, nosec)]
        spots += _once(self._of_ours(found, lines) for found in find(module) if self._counts(found, nosec))
        failures = (
            *(
                f"line {line}: `# nosec` names {word}, which is no rule; correct the id, or leave it out"
                for line, word in nosec.unknown
            ),
            *(f"line {line}: {why}" for line, why in dict.fromkeys(module.unjudged)),
        )
        failures += tuple(
            f"values could not be followed through {name}, which is too large; split it" for name in unfollowed(module)
        )
        unexplained = (line for line, one in nosec.comments.items() if one.blanket or not one.reason)
        return Judged(tuple(spots), tuple(unexplained), failures)

    def _counts(self, found: Found, nosec: Nosec) -> bool:
        if found.rule in self._off:
            return False
        first, last = _extent(found.node)
        return not nosec.silences(range(first, last + 1), first, found.rule)

    def _of_bandit(self, one: Result, lines: "Lines") -> Spot:
        column = lines.column(one.line, one.column)
        last = one.lines[-1] if one.lines else one.line
        text = " ".join(one.text.split())
        if one.id in _QUOTING:
            text = f"{_QUOTING[one.id].capitalize()} stands where a password belongs."
        return Spot(one.id, one.id, one.line, column, last, text, "", lines.content(one.line))

    def _of_ours(self, found: Found, lines: "Lines") -> Spot:
        first, last = _extent(found.node)
        column = lines.column(first, getattr(found.node, "col_offset", 0))
        remedy = found.remedy or self._ours[found.rule].rule.remedy
        return Spot(found.rule, found.rule, first, column, last, found.message, remedy, lines.content(first))


class Lines:
    """The lines of a source, as the parser counts them."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._lines: list[str] | None = None

    def column(self, line: int, offset: int) -> int:
        """The 1-based column in characters of an offset in bytes of UTF-8."""
        text = self._line(line)
        return offset + 1 if text.isascii() else len(text.encode()[:offset].decode("utf-8", "ignore")) + 1

    def content(self, line: int) -> str:
        """A line without the white space that a formatter changes."""
        return " ".join(self._line(line).split())

    def _line(self, line: int) -> str:
        if self._lines is None:
            text = _decoded(self._source).replace("\r\n", "\n").replace("\r", "\n")
            self._lines = text.split("\n")
        return self._lines[line - 1] if 0 < line <= len(self._lines) else ""


def _decoded(source: bytes) -> str:
    """The text of a source that has been parsed, by its mark or its `coding:` comment."""
    import io
    import tokenize

    with io.BytesIO(source) as file:
        encoding = tokenize.detect_encoding(file.readline)[0]
    try:
        text = source.decode(encoding, "replace")
    except (LookupError, UnicodeError):  # a codec that takes no mistakes
        text = source.decode("latin-1")
    return text.replace("\f", " ").replace("\v", " ")


def _in_utf8(source: bytes) -> bytes:
    """A source as our rules search it for words: what another encoding hides is not hidden from them."""
    head = b"\n".join(source[:4000].replace(b"\r", b"\n").split(b"\n", 2)[:2])
    return _decoded(source).encode("utf-8", "replace") if b"coding" in head else source


def _parsed(source: bytes | str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an odd escape in somebody's text is theirs to hear of, from Python
        return ast.parse(source)


def _why(bad: BaseException) -> str:
    if isinstance(bad, SyntaxError) and bad.lineno:
        version = ".".join(map(str, sys.version_info[:2]))
        return f"line {bad.lineno}: is not valid syntax for Python {version}, which runs this hook"
    if isinstance(bad, RecursionError | MemoryError):
        return _DEEP
    if b"null bytes" in str(bad).encode():
        return "has null bytes, so that Python cannot read it"
    return "cannot be read as Python source"


def _snake(name: str) -> str:
    """A rule's name as bandit's comments may have it."""
    return name.replace("-", "_")


def _extent(node: ast.AST) -> tuple[int, int]:
    first = getattr(node, "lineno", 1)
    return first, getattr(node, "end_lineno", None) or first


def _once(spots: Iterable[Spot]) -> list[Spot]:
    """Each defect once: two ways to the same place say the same."""
    found: dict[tuple[str, int, int], Spot] = {}
    for spot in spots:
        found.setdefault((spot.rule, spot.line, spot.column), spot)
    return list(found.values())


def _moved(judged: Judged, lines: Sequence[int]) -> Judged:
    """The results of a notebook's code, with the lines that it has in the file."""

    def there(line: int) -> int:
        return lines[min(max(line, 1), len(lines)) - 1] if lines else 0

    spots = (spot._replace(line=there(spot.line), last=there(spot.last)) for spot in judged.spots)
    failures = (_line_moved(failure, there) for failure in judged.failures)
    return Judged(tuple(spots), tuple(map(there, judged.unexplained)), tuple(failures))


def _line_moved(failure: str, there: Any) -> str:
    head, colon, rest = failure.partition(": ")
    number = head.removeprefix("line ")
    return f"line {there(int(number))}{colon}{rest}" if head != number and number.isdigit() else failure
