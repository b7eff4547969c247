"""Python processes that a test starts see the mutant, too: they find this file first on their path."""

import os
import sys
from typing import Any


def _ours() -> None:
    import json
    from importlib.machinery import SourceFileLoader

    with open(os.environ["WALKAROUND_MUTANT"], encoding="utf-8") as file:
        sources = {file: source.encode(encoding) for file, source, encoding in json.load(file)}
    kept = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> Any:
        data = sources.get(os.path.realpath(self.path))
        return kept(self, fullname) if data is None else self.source_to_code(data, self.path)

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
