"""`walkaround policy schema`: the JSON Schema of policy files, for editors that complete and check TOML by it."""

import argparse
import json
from collections.abc import Sequence

from .._catalogue import HookCatalogue
from .._main import formatter
from .._policy._schema import schema
from . import say


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        "walkaround policy schema",
        description="Print the JSON Schema of policy files.",
        epilog="Keep it beside the policy and name it in its first line, `#:schema ./walkaround.schema.json`; "
        "editors with a TOML plug-in then complete keys and show what they mean.",
        formatter_class=formatter,
    )
    parser.parse_args(argv)
    say(json.dumps(schema(HookCatalogue()), indent=2) + "\n")
    return 0
