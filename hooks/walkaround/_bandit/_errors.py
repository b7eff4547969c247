"""Why bandit could not judge. None of these is ever turned into "nothing found"."""


class Unloadable(Exception):  # noqa: N818 - says what happened
    """A plugin that is not there, cannot be imported, or is none; `name`: of its entry point, `why`: one clause."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")
        self.name = name
        self.why = why

    def __reduce__(self) -> tuple[type["Unloadable"], tuple[str, str]]:
        return Unloadable, (self.name, self.why)


class PluginCrash(Exception):  # noqa: N818 - says what happened
    """A plugin that raised, or gave back what is no result. The text of its exception may quote the source: not kept.

    `test`: the name of its function, `id`: of its test, `line`: of the node it was asked about, `kind`: of exception.
    """

    def __init__(self, test: str, id: str, line: int, kind: str) -> None:  # noqa: A002
        super().__init__(f"the plugin {test} ({id}) failed on line {line} with {kind}")
        self.test = test
        self.id = id
        self.line = line
        self.kind = kind

    def __reduce__(self) -> tuple[type["PluginCrash"], tuple[str, str, int, str]]:
        return PluginCrash, (self.test, self.id, self.line, self.kind)
