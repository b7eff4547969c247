"""The index that pip is configured with: which releases of a project there are, which of them stand, and since when."""

from typing import NamedTuple

_UNSAID = "no reason is given"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class NoAnswer(Exception):  # noqa: N818 - a statement about a question
    """A question to which there is no whole answer; the text stands behind the names of what was asked about."""


class Release(NamedTuple):
    """One file of a project: the version as its name says it, why it was yanked if it was, and its time in seconds.

    `yanked` is None, or the reason, which may be empty; `uploaded` is 0 where the index does not say it.
    """

    version: str
    yanked: str | None = None
    uploaded: float = 0.0


class Facts(NamedTuple):
    """What an index says of one version. `yanked` is None or the reason; `uploaded` is a time in seconds, 0 unknown."""

    exists: bool
    yanked: str | None = None
    uploaded: float = 0.0


def releases(name: str, seconds: float = 15.0) -> list[Release]:
    """The versions of a project, each once, in the order of the index; NotJudged when it does not tell.

    A version is yanked when every file of it is. `name` is normalised (PEP 503).
    """
    import os

    from .._finding import NotJudged
    from .pip_config import configured
    from .simple import Index
    from .web import Line, each_at_once

    settings = configured(os.environ)
    line = Line(seconds, settings.cert, settings.trusted)
    (found,) = each_at_once(Index(line, settings, times=False).files, [name], 2 * seconds + 2)
    if isinstance(found, NoAnswer):
        raise NotJudged("", f"{name}: {found}")
    known: dict[str, Release] = {}
    for file in found:
        first = known.setdefault(file.version, file)
        times = [one for one in (first.uploaded, file.uploaded) if one]
        standing = first.yanked is None or file.yanked is None
        known[file.version] = Release(
            file.version, None if standing else first.yanked or _UNSAID, min(times, default=0.0)
        )
    return list(known.values())
