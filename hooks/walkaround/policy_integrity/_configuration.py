"""A configuration of hooks: `.pre-commit-config.yaml`, and prek's `prek.toml`.

Sources of the format: pre-commit's documentation ("Adding pre-commit plugins to your project") and its
`clientlib.py`; prek's "Configuration" and "Configuration Reference".
"""

from typing import NamedTuple

from .._text import Text, decode
from ._tree import Item, Table, Value, of_toml, of_yaml

# In the order in which prek takes one of them; pre-commit reads the second alone.
MOST_HOOKS = 2000
LOCAL = "local"
_WORDS = "a list of words"
_SHAPES = {
    **dict.fromkeys(("types", "types_or", "exclude_types", "stages", "args", "additional_dependencies"), _WORDS),
    **dict.fromkeys(("default_stages", "default_install_hook_types"), _WORDS),
    **dict.fromkeys(("entry", "language", "name", "alias", "shell"), "a word"),
    **dict.fromkeys(("files", "exclude"), "a pattern"),
    **dict.fromkeys(("always_run", "orphan"), "true or false"),
    **dict.fromkeys(("env", "ci"), "a mapping"),
}
_STAGES = {"commit": "pre-commit", "merge-commit": "pre-merge-commit", "push": "pre-push"}  # before pre-commit 3.2
_LANGUAGES = {
    "unsupported": "system",
    "unsupported_script": "script",
    "python_venv": "python",
}  # of one thing


class Hook(NamedTuple):
    """A hook as a configuration lists it. `source` is its repository in one spelling; `place` that entry's offset."""

    source: str
    id: str
    offset: int
    place: int
    options: Table

    def words(self, key: str) -> tuple[str, ...] | None:
        """The words of a list; None when it is not there."""
        return words(self.options, key)

    def text(self, key: str) -> str:
        """A word; empty when it is not there."""
        item = self.options.get(key)
        return "" if item is None or item.value is None else _word(item)

    def at(self, key: str) -> int:
        """The offset of an option; of the hook when it is not there."""
        return self.options[key].offset if key in self.options else self.offset

    @property
    def language(self) -> str:
        return _LANGUAGES.get(self.text("language"), self.text("language"))


class Configuration(NamedTuple):
    """A configuration, its settings for all hooks, and its hooks in order."""

    text: Text
    settings: Table
    hooks: tuple[Hook, ...]


def read(path: str, content: bytes) -> Configuration:
    """The configuration; NotJudged with the line when nobody could be sure what it says."""
    text = decode(path, content)
    root = of_toml(text) if path.endswith(".toml") else of_yaml(text)
    settings: Table = {"repos": root} if isinstance(root.value, list) else _table(text, root, "the configuration")
    _check(text, settings)
    hooks: list[Hook] = []
    for entry in _list(text, settings.get("repos"), "`repos`"):
        _read_repository(text, entry, hooks)
        if len(hooks) > MOST_HOOKS:
            raise text.not_judged(entry.offset, f"has more than {MOST_HOOKS} hooks")
    return Configuration(text, settings, tuple(hooks))


def words(table: Table, key: str) -> tuple[str, ...] | None:
    """The words of a list, stages by their present names; None when it is not there."""
    value = table[key].value if key in table else None
    if not isinstance(value, list):
        return None
    return tuple(_STAGES.get(str(one.value), str(one.value)) if key.endswith("stages") else _word(one) for one in value)


def _word(item: Item) -> str:
    return item.value if isinstance(item.value, str) else str(item.value).lower()


def spelled(repository: str) -> str:
    """One spelling of a repository's address: HTTPS, SSH, a `.git` and a closing slash make no difference."""
    address = repository.strip()
    scheme, found, rest = address.partition("://")
    if not found:
        user, at, place = address.partition("@")
        host, colon, path = place.partition(":")
        if not (at and colon) or "/" in user + host:  # not as in git@host:owner/name
            return address.rstrip("/")
        scheme, rest = "ssh", f"{host}/{path}"
    host, _, path = rest.partition("/")
    host = host.rpartition("@")[2].lower()  # without a name and a password, which no message should show
    if scheme.lower() in ("https", "ssh", "git+ssh"):
        host = host.removesuffix(":443").removesuffix(":22")
        return f"{host}/{path.strip('/').removesuffix('.git').rstrip('/').lower()}"
    return f"{scheme}://{host}/{path}".rstrip("/")


def _read_repository(text: Text, entry: Item, hooks: list[Hook]) -> None:
    repository = _table(text, entry, "an entry of `repos`")
    address = repository.get("repo")
    if address is None or not isinstance(address.value, str):
        raise text.not_judged((address or entry).offset, "has an entry of `repos` without a `repo`")
    for one in _list(text, repository.get("hooks"), "`hooks`"):
        options = _table(text, one, "a hook")
        name = options.get("id")
        if name is None or not isinstance(name.value, str):
            raise text.not_judged((name or one).offset, "has a hook without an `id`")
        _check(text, options)
        hooks.append(Hook(spelled(address.value), name.value, name.offset, entry.offset, options))
        if len(hooks) > MOST_HOOKS:
            return


def _table(text: Text, item: Item, what: str) -> Table:
    if item.value is None:
        return {}
    if not isinstance(item.value, dict):
        raise text.not_judged(item.offset, f"{what} is not a mapping")
    return item.value


def _list(text: Text, item: Item | None, what: str) -> list[Item]:
    if item is None or item.value is None:
        return []
    if not isinstance(item.value, list):
        raise text.not_judged(item.offset, f"{what} is not a list")
    return item.value


def _check(text: Text, table: Table) -> None:
    """Refuse what has another shape than it must have: pre-commit would, and prek may understand it otherwise."""
    for key, shape in _SHAPES.items():
        item = table.get(key)
        if item is not None and item.value is not None and not _fits(item.value, shape):
            raise text.not_judged(item.offset, f"`{key}` is not {shape}")


def _fits(value: Value, shape: str) -> bool:
    if shape == _WORDS:
        return isinstance(value, list) and all(isinstance(one.value, str | bool) for one in value)
    if shape == "a word":
        return isinstance(value, str | bool)
    if shape == "true or false":
        return isinstance(value, bool)
    if shape == "a mapping":
        return isinstance(value, dict)
    if isinstance(value, dict):  # prek's globs
        globs = value["glob"].value if set(value) == {"glob"} else None
        return isinstance(globs, str) or (isinstance(globs, list) and all(isinstance(one.value, str) for one in globs))
    return isinstance(value, str | bool)
