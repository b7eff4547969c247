"""Run jscpd over sources and read the clones that it names.

It sees a folder of its own with files named by number, an empty settings file, and an environment without a home, so
that neither a name nor the settings of a project or a person have a say: the same sources give the same clones. What
is in the sources has no say either, by `jscpd:ignore-start`: what is let pass stands in the policy.

Options and settings: https://jscpd.dev and `jscpd --help`.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from .._finding import NotJudged
from .._text import marked

LINES = 5  # that a clone spans at least
MOST_BYTES = 4 << 20  # of one source; of rows that repeat themselves jscpd takes a second for 200 KB
_WANTED = (5, 4)  # the oldest version, of this major one
_INSTALL = f"{sys.executable} -m pip install 'jscpd>=5.4,<6'"
_MOST_OUTPUT = 256 << 20
_SOURCES, _SETTINGS, _REPORT = "sources", "settings.json", "jscpd-report.json"
_KEPT = ("SYSTEMROOT", "TEMP", "TMP", "TMPDIR")  # of the environment: what a process needs to start
_IGNORE = b"jscpd:ignore"


class Span(NamedTuple):
    """Lines of a source, by its number among those that were given, from `first` to `last`.

    The first one counts from byte `start` on, the last one up to byte `end`.
    """

    source: int
    first: int
    last: int
    start: int
    end: int


class Clone(NamedTuple):
    """Two places that say the same."""

    one: Span
    other: Span


def clones(sources: Iterable[tuple[str, bytes]], tokens: int, seconds: float) -> list[Clone]:
    """The clones among sources, each an ending and its bytes; NotJudged where jscpd fails, is too slow or unclear."""
    jscpd = _binary()
    names: list[str] = []
    try:
        folder = _new_folder()
        try:
            names += _fill(folder, sources)
            _run(_command(jscpd, folder, tokens), folder, seconds)
            with open(os.path.join(folder, _REPORT), "rb") as file:
                output = file.read(_MOST_OUTPUT + 1)
        finally:
            _remove(folder, names)
    except OSError as failure:
        at_fault = failure.filename == jscpd or str(failure.filename).endswith(_REPORT)
        heal = f"`{_INSTALL}`" if at_fault else "name a folder in TMPDIR that has room and can be written to"
        raise NotJudged("jscpd", f"it cannot be run: {failure.strerror}; {heal}") from None
    return _read(output, len(names))


def _run(command: Sequence[str], folder: str, seconds: float) -> None:
    """Run it to its end, and never longer: whatever ends this process's wait ends jscpd as well."""
    from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired

    with Popen(command, cwd=folder, env=_environment(folder), stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE) as process:
        try:
            _, errors = process.communicate(timeout=seconds)
        except TimeoutExpired:
            raise NotJudged("jscpd", f"it did not end within {seconds:g} seconds") from None
        finally:
            if process.poll() is None:
                process.kill()
    if process.returncode:
        said = " ".join(errors.decode("utf-8", "replace").split())[:200]
        raise NotJudged("jscpd", f"it ended with exit code {process.returncode} ({said})")


def _new_folder() -> str:
    """A folder that only this user can read, as `tempfile` makes one, whose import costs more than a run of jscpd."""
    given = (os.environ.get(name, "") for name in ("TMPDIR", "TEMP", "TMP"))
    home = next((one for one in given if os.path.isabs(one) and os.path.isdir(one)), "")
    if not home and sys.platform == "win32":
        from tempfile import gettempdir

        home = gettempdir()
    folder = os.path.join(home or "/tmp", f"walkaround-jscpd-{os.urandom(12).hex()}")  # noqa: S108 - made anew, for us
    os.mkdir(folder, 0o700)
    return folder


def _remove(folder: str, names: Sequence[str]) -> None:
    """Remove what was made here, by name; anything else that jscpd may have left, by a walk."""
    try:
        for name in names:
            os.unlink(os.path.join(folder, _SOURCES, name))
        os.rmdir(os.path.join(folder, _SOURCES))
        for name in (_REPORT, _SETTINGS):
            os.unlink(os.path.join(folder, name))
        os.rmdir(folder)
    except OSError:
        from shutil import rmtree

        rmtree(folder, ignore_errors=True)


def _fill(folder: str, sources: Iterable[tuple[str, bytes]]) -> list[str]:
    """Write the sources, named by number; their names."""
    os.mkdir(os.path.join(folder, _SOURCES))
    with open(os.path.join(folder, _SETTINGS), "wb") as file:
        file.write(b"{}")
    names = []
    for number, (ending, content) in enumerate(sources):
        names.append(f"{number}.{ending}")
        with open(os.path.join(folder, _SOURCES, names[-1]), "wb") as file:
            file.write(_plain(content))
    return names


def _plain(content: bytes) -> bytes:
    """A content as jscpd does not skip it: UTF-8, with git's lines."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        mark, encoding = marked(content)
        content = content[len(mark) :].decode(encoding if mark else "latin-1", "replace").encode("utf-8", "replace")
    if b"\r" in content:  # one without a line feed is no line end of git's
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b" ")
    return content.replace(_IGNORE, b"jscpd-ignore").replace(b"\0", b" ")


def _command(jscpd: str, folder: str, tokens: int) -> list[str]:
    return [
        jscpd, "--mode", "weak", "--min-tokens", str(tokens), "--min-lines", str(LINES),
        "--max-size", str(2 * MOST_BYTES), "--reporters", "json", "--output", folder,
        "--config", os.path.join(folder, _SETTINGS), "--no-gitignore", "--silent", "--no-tips", "--no-colors",
        os.path.join(folder, _SOURCES),
    ]  # fmt: skip


def _environment(folder: str) -> dict[str, str]:
    home = {"HOME": folder, "USERPROFILE": folder, "JSCPD_NO_TIPS": "1", "NO_COLOR": "1"}
    return home | {name: os.environ[name] for name in _KEPT if name in os.environ}


def _binary() -> str:
    """The path of jscpd: beside the interpreter, else on PATH."""
    here = os.path.dirname(sys.executable)
    beside = next((one for name in ("jscpd", "jscpd.exe") if os.path.isfile(one := os.path.join(here, name))), "")
    found = beside or _on_path()
    if not found:
        raise NotJudged("jscpd", f"it is not installed; `{_INSTALL}`")
    version = _installed() if beside else ""
    version = version or _asked(found)
    numbers = tuple(int(one) for one in version.split(".")[:2] if one.isdecimal())
    if numbers[:1] != _WANTED[:1] or numbers < _WANTED:
        raise NotJudged("jscpd", f"{found} is version {version or 'unknown'}; `{_INSTALL}`")
    return found


def _on_path() -> str:
    from shutil import which

    return which("jscpd") or ""


def _installed() -> str:
    """The version of the wheel beside walkaround itself, which its metadata says without a start of a process."""
    here = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    for folder in dict.fromkeys((here, *sys.path)):
        try:
            with os.scandir(folder or ".") as entries:
                for entry in entries:
                    if entry.name.startswith("jscpd-") and entry.name.endswith(".dist-info"):
                        return entry.name[len("jscpd-") : -len(".dist-info")]
        except OSError:
            continue
    return ""


def _asked(jscpd: str) -> str:
    from subprocess import SubprocessError, run

    try:
        said = run([jscpd, "--version"], capture_output=True, timeout=10, check=True).stdout.split()
    except (OSError, SubprocessError):
        return ""
    return said[1].decode("ascii", "replace") if len(said) > 1 else ""


def _read(output: bytes, count: int) -> list[Clone]:
    import json

    if len(output) > _MOST_OUTPUT:
        raise NotJudged("jscpd", "it said more than can be read")
    try:
        told = json.loads(output)["duplicates"]
        found = {Clone(_span(one["firstFile"], count), _span(one["secondFile"], count)) for one in told}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotJudged("jscpd", f"its report cannot be understood; `{_INSTALL}`") from None
    return sorted(found)


def _span(told: dict[str, Any], count: int) -> Span:
    name, starts, ends = told["name"], told["startLoc"], told["endLoc"]
    source = int(name.replace("\\", "/").rpartition("/")[2].partition(".")[0])
    first, last, start, end = (int(one) for one in (starts["line"], ends["line"], starts["column"], ends["column"]))
    if not 0 <= source < count or not 1 <= first <= last:
        raise ValueError
    return Span(source, first, last, start, end)
