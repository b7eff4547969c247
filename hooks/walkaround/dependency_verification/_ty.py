"""Run the type checker ty over files of a commit, against unpacked wheels, and read what it says.

What it says are candidates, not findings. Nothing but what is given here has a say: ty sees a settings file, a prefix
and a home folder of its own, and an environment without variables that it reads. Wheels are lines of a `.pth` file in
that prefix, so that they come after the first-party code and the standard library, as at run time.

Options and settings: https://docs.astral.sh/ty/reference/cli/ and https://docs.astral.sh/ty/reference/configuration/
"""

from collections.abc import Mapping, Sequence
from os import environ, fsencode, lstat, makedirs, scandir, symlink
from os.path import abspath, dirname, isdir, isfile, islink, join
from re import findall, sub
from stat import S_ISREG
from sys import executable, version_info
from sys import path as import_path
from typing import TYPE_CHECKING

from .._finding import NotJudged
from ._ty_output import RULES, Said, Unreadable, read

if TYPE_CHECKING:
    from subprocess import Popen

VERSION = "0.0.108"
_SECONDS = 60
_MOST_OUTPUT = 64 << 20
_OLDEST, _NEWEST = (3, 7), (3, 15)  # target versions that this ty knows
_KEPT = ("SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL")  # of the environment: what a process needs to start


class Started:
    """A running ty. `said` waits for it, and always leaves nothing behind. `unjudged` are files it was not given."""

    def __init__(
        self,
        command: Sequence[str],
        folder: str,
        cwd: str,
        names: Mapping[str, str],
        unjudged: Sequence[NotJudged] = (),
    ) -> None:
        from subprocess import DEVNULL, Popen
        from weakref import finalize

        self.unjudged = tuple(unjudged)
        self._names = names
        self._output = join(folder, "output")
        with open(self._output, "wb") as out, open(join(folder, "errors"), "wb") as errors:
            self._process = Popen(command, cwd=cwd, env=_environment(folder), stdin=DEVNULL, stdout=out, stderr=errors)
        self._end = finalize(self, _end, self._process, folder)

    def said(self, seconds: float = _SECONDS) -> list[Said]:
        """All that it said; NotJudged where it failed, was too slow or cannot be understood."""
        from subprocess import TimeoutExpired

        try:
            code = self._process.wait(seconds)
            with open(self._output, "rb") as file:
                output = file.read(_MOST_OUTPUT + 1)
        except TimeoutExpired:
            raise NotJudged("ty", f"it did not end within {seconds:g} seconds") from None
        except OSError as error:
            raise NotJudged("ty", f"its output cannot be read: {error.strerror}") from None
        finally:
            self._end()
        if code:
            raise NotJudged("ty", f"it ended with exit code {code}")
        if len(output) > _MOST_OUTPUT:
            raise NotJudged("ty", "it said more than can be read")
        try:
            return read(output.decode("utf-8"), self._names)
        except Unreadable as error:
            raise NotJudged(error.path, error.why) from None
        except UnicodeDecodeError:
            raise NotJudged("ty", "its output is not UTF-8") from None


def run(
    files: Sequence[tuple[str, bytes]], root: str, search: Sequence[str], wheels: Sequence[str], python: str
) -> Started:
    """Start ty over `files` (paths relative to `root`), as they are staged, for the version `python` ("3.10"; the
    running one where it is empty).

    `search` are first-party source roots, absolute or relative to `root`; `wheels` the folders of distributions.
    """
    from shutil import rmtree
    from tempfile import mkdtemp

    ty, root = _binary(), abspath(root)
    folder = mkdtemp(prefix="walkaround-ty-")
    try:
        contents, unjudged = _contents(files)
        base = root
        if any(not _is_on_disk(join(root, path), content) for path, content in contents.items()):
            base = join(folder, "tree")
            _overlay(root, base, contents)
        named = list(contents) or [_nothing(folder)]  # without a name, it would judge the whole tree
        command = [ty, "check", *_options(folder, base, root, search, wheels, python), "--", *named]
        return Started(command, folder, base, {path.replace("\\", "/"): path for path in contents}, unjudged)
    except OSError as error:
        rmtree(folder, ignore_errors=True)
        raise NotJudged("ty", f"it cannot be started: {error.strerror}") from None
    except BaseException:
        rmtree(folder, ignore_errors=True)
        raise


def _end(process: "Popen[bytes]", folder: str) -> None:
    from shutil import rmtree

    if process.poll() is None:
        process.kill()
        process.wait()
    rmtree(folder, ignore_errors=True)


def _environment(folder: str) -> dict[str, str]:
    home = join(folder, "home")
    own = {"HOME": home, "USERPROFILE": home, "APPDATA": home, "XDG_CONFIG_HOME": home}
    return own | {name: environ[name] for name in _KEPT if name in environ}


def _binary() -> str:
    """The path of the pinned ty: beside the interpreter, else on PATH."""
    from shutil import which

    here = dirname(executable)
    beside = next((one for name in ("ty", "ty.exe") if isfile(one := join(here, name))), None)
    found = beside or which("ty")
    if found is None:
        raise NotJudged("ty", f"it is not installed (ty=={VERSION} is needed)")
    # Its metadata beside walkaround's own says the version without a start of a process.
    if beside and any(isdir(join(one, f"ty-{VERSION}.dist-info")) for one in import_path):
        return beside
    version = _version(found)
    if version != VERSION:
        raise NotJudged("ty", f"{found} is version {version or 'unknown'}, and {VERSION} is needed")
    return found


def _version(ty: str) -> str:
    from subprocess import SubprocessError
    from subprocess import run as start

    try:
        told = start([ty, "--version"], capture_output=True, timeout=10, check=True).stdout.split()
    except (OSError, SubprocessError):
        return ""
    return told[1].decode("ascii", "replace") if len(told) > 1 else ""


def _nothing(folder: str) -> str:
    path = join(folder, "nothing.py")
    with open(path, "wb"):
        return path


def _contents(files: Sequence[tuple[str, bytes]]) -> tuple[dict[str, bytes], list[NotJudged]]:
    contents: dict[str, bytes] = {}
    unjudged = []
    for path, content in files:
        if path.endswith(".ipynb") or not path.isprintable():
            unjudged.append(NotJudged(path, "ty cannot be given a file of that name"))
            continue
        try:
            contents[path] = _readable(path, content)
        except NotJudged as one:
            unjudged.append(one)
    return contents, unjudged


def _readable(path: str, content: bytes) -> bytes:
    """What ty is to read: UTF-8, without comments that silence it. Lines and columns in characters stay."""
    from io import BytesIO
    from tokenize import detect_encoding

    try:
        encoding = detect_encoding(BytesIO(content).readline)[0]
        if encoding not in {"utf-8", "utf-8-sig"}:
            content = content.decode(encoding).encode()
        else:
            content.decode()
    except (SyntaxError, UnicodeError, LookupError):
        raise NotJudged(path, "its encoding cannot be read") from None
    return sub(rb"\bty(\s*):(\s*ignore)", rb"ty\1;\2", content)


def _is_on_disk(path: str, content: bytes) -> bool:
    try:
        state = lstat(path)
        if not S_ISREG(state.st_mode) or state.st_size != len(content):
            return False
        with open(path, "rb") as file:
            return file.read(len(content) + 1) == content
    except OSError:
        return False


def _overlay(root: str, base: str, contents: Mapping[str, bytes]) -> None:
    """A tree with the given files and links to all else of `root`; only folders that hold one of them are real."""
    real = {""}
    for path in contents:
        if ".." in path.split("/") or path.startswith("/"):
            raise NotJudged(path, "it lies outside the repository")
        parts = path.split("/")[:-1]
        real.update("/".join(parts[: count + 1]) for count in range(len(parts)))
    for folder in sorted(real):
        makedirs(join(base, folder), exist_ok=True)
        source = join(root, folder)
        if islink(source) or not isdir(source):
            continue
        with scandir(source) as entries:
            for entry in entries:
                inside = f"{folder}/{entry.name}" if folder else entry.name
                if inside not in real and inside not in contents and entry.name != ".git":
                    symlink(entry.path, join(base, inside))
    for path, content in contents.items():
        with open(join(base, path), "wb") as file:
            file.write(content)


def _options(folder: str, base: str, root: str, search: Sequence[str], wheels: Sequence[str], python: str) -> list[str]:
    from json import dumps

    prefix, home, settings = join(folder, "prefix"), join(folder, "home"), join(folder, "ty.toml")
    for packages in ("lib/python3.11/site-packages", "Lib/site-packages"):
        makedirs(join(prefix, packages), exist_ok=True)
        with open(join(prefix, packages, "wheels.pth"), "wb") as file:
            file.writelines(fsencode(abspath(one)) + b"\n" for one in wheels)
    makedirs(home, exist_ok=True)
    roots = []
    for one in search:
        full = abspath(join(root, one))
        roots.append(base + full[len(root) :] if full == root or full.startswith(root + "/") else full)
    with open(settings, "w", encoding="utf-8") as text:
        text.write(f"[environment]\nroot = {dumps(roots or [base])}\n")
        text.write("[analysis]\nrespect-type-ignore-comments = false\n")
    asked = tuple(int(part) for part in findall(r"[0-9]+", python)[:2]) or version_info[:2]
    version = min(max(asked, _OLDEST), _NEWEST)
    options = ["--project", base, "--config-file", settings, "--python", prefix, "--python-platform", "all"]
    options += ["--python-version", ".".join(map(str, version)), "--no-progress", "--color", "never", "--exit-zero"]
    options += ["--no-respect-ignore-files", "--no-force-exclude", "--output-format", "full", "--ignore", "all"]
    return options + [part for rule in RULES for part in ("--error", rule)]
