"""Layers of policy files -> one typed policy that knows where each value came from.

Lowest first: built-in defaults -> profile -> the organisation's policies that the repository extends -> the
repository's `walkaround.toml` (or `[tool.walkaround]` in `pyproject.toml`) -> its overrides by path -> its `[ai]`
overlay -> the policies named on the command line and in `WALKAROUND_POLICY`. The last two only tighten, and no layer
loosens what an earlier one locked. What is unknown, of the wrong type or unreadable is a PolicyError, never ignored.
"""

from ._document import Catalogue
from ._exemptions import BASELINE, NEVER, WARN_DAYS, Exemption, today
from ._keys import Direction, Key, Kind, choice, decimal, did_you_mean, flag, number, strings, text
from ._layers import Layer, PolicyError
from ._load import load
from ._policy import Policy
from ._stack import Origin

__all__ = [
    "BASELINE",
    "NEVER",
    "WARN_DAYS",
    "Catalogue",
    "Direction",
    "Exemption",
    "Key",
    "Kind",
    "Layer",
    "Origin",
    "Policy",
    "PolicyError",
    "choice",
    "decimal",
    "did_you_mean",
    "flag",
    "load",
    "number",
    "strings",
    "text",
    "today",
]
