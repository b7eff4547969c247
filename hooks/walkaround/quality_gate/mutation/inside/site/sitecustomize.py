"""Python processes that a test starts see the mutant, too: they find this file first on their path."""

import os
import sys
from typing import Any


def _ours() -> None:
    import json
    from importlib.machinery import SourceFileLoader

    with open(os.environ["WALKAROUND_MUTANT"], encoding="utf-8") as file:
        mutant = json.load(file)
    data = mutant["source"].encode(mutant["encoding"])
    kept = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> Any:
        if os.path.realpath(self.path) == mutant["file"]:
            return self.source_to_code(data, self.path)
        return kept(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[assignment, method-assign]


def _theirs() -> None:
    """The file of this name that would have been found without ours."""
    from importlib.machinery import PathFinder

    here = os.path.dirname(os.path.realpath(__file__))
    spec = PathFinder.find_spec("sitecustomize", [one for one in sys.path if os.path.realpath(one) != here])
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(sys.modules[__name__])


if os.environ.get("WALKAROUND_MUTANT"):
    _ours()
_theirs()
