"""What the conditions of the gate judge: one change, the policy, and what else was given."""

from collections.abc import Callable
from typing import NamedTuple

from .._change import Delta
from .._policy import Policy

Expect = Callable[[int], Callable[[], None]]


class Scene(NamedTuple):
    """One change under one policy.

    `expect` announces steps to whoever watches; `excluded` tells the files that are not judged.
    """

    delta: Delta
    policy: Policy
    expect: Expect
    excluded: Callable[[str], bool]
