"""Layers of policy files -> one typed policy that knows where each value came from.

Lowest first: built-in defaults -> profile -> the repository's `walkaround.toml` (or `[tool.walkaround]`
in `pyproject.toml`) -> the policy named on the command line or in `WALKAROUND_POLICY`, which may only
tighten. What is unknown, of the wrong type or unreadable is a PolicyError, never ignored.
"""

from ._keys import Direction, Key, Kind, choice, did_you_mean, flag, number, strings, text
from ._layers import Layer, PolicyError
from ._load import Catalogue, load
from ._policy import Origin, Policy

__all__ = [
    "Catalogue",
    "Direction",
    "Key",
    "Kind",
    "Layer",
    "Origin",
    "Policy",
    "PolicyError",
    "choice",
    "did_you_mean",
    "flag",
    "load",
    "number",
    "strings",
    "text",
]
