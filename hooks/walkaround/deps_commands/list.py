"""`walkaround deps list`: what is kept."""

import argparse
from collections.abc import Sequence

from .._main import formatter
from .._report.wording import visible
from .._wheels.store import entries
from . import count, say, say_json, size


def main(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    kept = entries()
    total = sum(one.size for one in kept)
    if options.json:
        wheels = [{"name": one.unpacked.name, "version": one.unpacked.version, "bytes": one.size} for one in kept]
        say_json({"version": 1, "wheels": wheels, "bytes": total})
        return 0
    for one in kept:
        say(f"{visible(one.unpacked.name)} {visible(one.unpacked.version)}  {size(one.size)}\n")
    say(f"{count(len(kept), 'wheel')}, {size(total)}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround deps list",
        description="The wheels that are kept in the user's cache, for all repositories.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser
