"""`walkaround attribution stats`: how much of a history AI made, as far as it left marks."""

import argparse
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from .._agents import Agent
from .._main import formatter
from .._report.wording import visible
from ..ai_attribution._terms import LEVELS
from . import count, say, say_json
from ._history import History, Sized, id_of, name_of


class Sum:
    """Commits, the people who authored them, and their lines."""

    def __init__(self) -> None:
        self.commits = self.added = self.deleted = 0
        self.authors: set[str] = set()

    def add(self, one: Sized) -> None:
        self.commits += 1
        self.added += one.added
        self.deleted += one.deleted
        self.authors.add((one.commit.author_email or one.commit.author_name).casefold())

    def plain(self) -> dict[str, object]:
        return {"commits": self.commits, "authors": len(self.authors), "added": self.added, "deleted": self.deleted}


class Totals(NamedTuple):
    whole: Sum
    levels: dict[str, Sum]
    agents: dict[str, tuple[Agent, Sum]]
    months: dict[str, dict[str, int]]
    merges: int


def main(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    totals = totals_of(History().measured(options.revision, options.since or ""))
    if options.json:
        say_json(_plain(totals))
    else:
        say(_text(totals))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround attribution stats",
        description="How many commits and lines were made with AI, as far as it left marks, by agent and by month. "
        "Merges are counted apart: their lines are those of other commits. Commits without a mark count as made by "
        "people.",
        epilog="Exit codes: 0 counted, 2 the history could not be read to its end.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--since", type=_day, metavar="DATE", help="committed from this day on: YYYY-MM-DD")
    parser.add_argument(
        "revision", nargs="?", default="HEAD", metavar="REV", help="all up to a commit, or a range A..B (default: HEAD)"
    )
    return parser


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2026-01-31") from None


def totals_of(history: Iterable[Sized]) -> Totals:
    whole, levels = Sum(), {level: Sum() for level in LEVELS}
    agents: dict[str, tuple[Agent, Sum]] = {}
    months: dict[str, dict[str, int]] = {}
    merges = 0
    for one in history:
        if one.commit.merge:
            merges += 1
            continue
        level = one.reading.level
        whole.add(one)
        levels[level].add(one)
        month = months.setdefault(one.day[:7], dict.fromkeys(LEVELS, 0))
        month[level] += 1
        for agent in one.agents:
            agents.setdefault(id_of(agent), (agent, Sum()))[1].add(one)
    return Totals(whole, levels, agents, months, merges)


def _by_size(agents: dict[str, tuple[Agent, Sum]]) -> list[tuple[Agent, Sum]]:
    return sorted(agents.values(), key=lambda pair: (-pair[1].commits, pair[0].name))


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _with_ai(totals: Totals) -> tuple[int, int]:
    """Commits and lines, added and deleted ones, that AI had a part in."""
    sums = [one for level, one in totals.levels.items() if level != "none"]
    return sum(one.commits for one in sums), sum(one.added + one.deleted for one in sums)


def _plain(totals: Totals) -> dict[str, object]:
    commits, lines = _with_ai(totals)
    whole = totals.whole
    return {
        "version": 1,
        **whole.plain(),
        "merges": totals.merges,
        "ai": {
            "commits": commits,
            "lines": lines,
            "commit-share": _share(commits, whole.commits),
            "line-share": _share(lines, whole.added + whole.deleted),
        },
        "levels": {level: one.plain() for level, one in totals.levels.items()},
        "agents": [
            {"id": id_of(agent), "name": name_of(agent)} | one.plain() for agent, one in _by_size(totals.agents)
        ],
        "months": [{"month": month, **totals.months[month]} for month in sorted(totals.months)],
    }


def _text(totals: Totals) -> str:
    whole, (commits, lines) = totals.whole, _with_ai(totals)
    changed = whole.added + whole.deleted
    apart = f"; {count(totals.merges, 'merge')} apart" if totals.merges else ""
    said = [f"{count(whole.commits, 'commit')} by {count(len(whole.authors), 'author')}{apart}\n"]
    if not whole.commits:
        return said[0]
    said.append(
        f"with AI: {commits} of {count(whole.commits, 'commit')} ({commits / whole.commits:.1%}), "
        f"{lines} of {count(changed, 'line')} ({lines / (changed or 1):.1%})\n\n"
    )
    rows = [(level, one) for level, one in totals.levels.items()]
    rows += [(visible(name_of(agent)), one) for agent, one in _by_size(totals.agents)]
    width = max(len(name) for name, _ in rows)
    said.append(f"{'':{width}}  commits  authors      added    deleted\n")
    for at, (name, one) in enumerate(rows):
        gap = "\n" if at == len(LEVELS) else ""
        said.append(f"{gap}{name:{width}}  {one.commits:7}  {len(one.authors):7}  {one.added:9}  {one.deleted:9}\n")
    said.append(f"\n{'month':7}  {'  '.join(f'{level:>9}' for level in LEVELS)}\n")
    said += [
        f"{month:7}  {'  '.join(f'{totals.months[month][level]:9}' for level in LEVELS)}\n"
        for month in sorted(totals.months)
    ]
    return "".join(said)
