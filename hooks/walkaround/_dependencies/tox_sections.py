"""How the sections of tox's configuration depend on each other.

`{[section]key}` takes the lines of another option, and every environment takes from `[testenv]` what it does not
set itself.
"""

from collections.abc import Iterator
from re import compile as pattern

from .ini import Option

Key = tuple[str, str]

COMMANDS = ("commands_pre", "commands", "commands_post")
_TAKEN = pattern(r"\{\[([^\]{}]+)\]([^{}:]+)(?::[^{}]*)?\}")
_HERE = ("{toxinidir}/", "{tox_root}/", "{toxinidir}\\", "{tox_root}\\")
_IN_ENVIRONMENT = pattern(r"(?:[\w{}.!, -]+:\s+)?(?:PIP|UV)_CONSTRAINT\s*=\s*(.+)")
_IN_COMMAND = pattern(r"(?:^|\s)(?:-c\s*|--constraints?[=\s]\s*)(\S+)")


class Taken:
    """What every option is read as, and which options take lines from each other, directly or not."""

    def __init__(self, options: list[Option]) -> None:
        self._by_key: dict[Key, list[Option]] = {}
        for option in options:
            self._by_key.setdefault((option.section, option.name), []).append(option)
        self._names: dict[Key, str] = {}
        self._groups: dict[Key, Key] = {}
        for key in self._by_key:
            if (key[0].startswith("testenv") or key[0] == "pkgenv") and (key[1] == "deps" or key[1] in COMMANDS):
                self._reach(key, key[1])

    def name(self, key: Key) -> str:
        """`deps` or the name of a list of commands, for an environment's own and what it takes from; else nothing."""
        return self._names.get(key, "")

    def group(self, key: Key) -> Key:
        """One option that stands for all that take lines from each other."""
        path = []
        while self._groups.get(key, key) != key:
            path.append(key)
            key = self._groups[key]
        self._groups.update(dict.fromkeys(path, key))
        return key

    def is_elsewhere(self, section: str) -> bool:
        """Whether the commands of an environment run in another folder."""
        return any((one, name) in self._by_key for one in (section, "testenv") for name in ("changedir", "change_dir"))

    def constraints(self, section: str) -> Iterator[str]:
        """Lists that constrain every installation of an environment."""
        for one in (section, "testenv"):
            for line in self._lines(one, "constraints"):
                yield without_folder(line.removeprefix("-c").strip())
            for line in (*self._lines(one, "setenv"), *self._lines(one, "set_env")):
                if found := _IN_ENVIRONMENT.match(line):
                    yield from map(without_folder, found[1].split())
            for line in self._lines(one, "install_command"):
                yield from (without_folder(found[1]) for found in _IN_COMMAND.finditer(line))

    def _lines(self, section: str, name: str) -> Iterator[str]:
        return (line.text for option in self._by_key.get((section, name), ()) for line in option.lines)

    def _reach(self, key: Key, name: str) -> None:
        """Note an option as one that says what `name` says, and whatever it takes its lines from."""
        waiting = [key]
        while waiting:
            at = waiting.pop()
            if at in self._names:
                continue
            self._names[at] = name
            for line in self._lines(*at):
                for found in _TAKEN.finditer(line):
                    other = (found[1].strip(), found[2].strip())
                    self._groups[self.group(other)] = self.group(at)
                    waiting.append(other)


def without_folder(path: str) -> str:
    """A path without the folder of tox's own file in front, which is where it leads from anyway."""
    return next((path[len(prefix) :] for prefix in _HERE if path.startswith(prefix)), path)
