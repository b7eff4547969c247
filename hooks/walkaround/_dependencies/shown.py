"""Text of an inspected file, fit to be said."""

_SHOWN = 100


def shown(what: str) -> str:
    """Text of an inspected file, fit for a terminal: one line, not long, without passwords and tokens of URLs."""
    cut = without_credentials(what)[: _SHOWN + 1]
    clean = "".join(character if character.isprintable() else "?" for character in cut)
    return clean if len(clean) <= _SHOWN else clean[: _SHOWN - 1] + "…"


def without_credentials(text: str) -> str:
    """The text with the user part of every URL, except for `git`, and every query replaced."""
    address, *rest = text.split("://")
    return "://".join([address, *map(_without_user_and_query, rest)])


def _without_user_and_query(rest: str) -> str:
    """What stands behind a `://`, up to the next one."""
    host, slash, path = rest.partition("/")
    port = host.rpartition(":")[2] if ":" in host else ""
    if "@" in path and "@" not in host and port and not port.isdigit():  # a password with a slash in it
        return _without_user_and_query(f"***@{rest.rpartition('@')[2]}")
    user, found, name = host.rpartition("@")
    if found and user != "git":
        host = f"***@{name}"
    path, query, _ = path.partition("?")
    return f"{host.partition('?')[0]}{slash}{path}" + ("?***" if query or "?" in host else "")
