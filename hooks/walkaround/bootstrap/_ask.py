"""The few questions of `walkaround init`: about what it could not see, on a terminal, and never without one."""

import sys
from collections.abc import Sequence
from typing import TypeVar

Answer = TypeVar("Answer", bound=str)


def can_ask() -> bool:
    """Whether a person is there to answer."""
    try:
        return sys.stdin.isatty() and sys.stderr.isatty()
    except (AttributeError, ValueError):  # closed, or none
        return False


def choose(question: str, answers: Sequence[Answer]) -> Answer:
    """One of the answers, the first one by default, and where the input ends."""
    while True:
        said = _said(f"{question} [{answers[0]}]; or {', '.join(answers[1:])}: ")
        if not said:
            return answers[0]
        found = [answer for answer in answers if answer.startswith(said.casefold())]
        exact = [answer for answer in found if answer == said.casefold()]
        if len(exact or found) == 1:
            return (exact or found)[0]
        sys.stderr.write(f"  one of {', '.join(answers)}\n")


def agreed(question: str) -> bool:
    """Whether the answer is yes; no answer is none."""
    return _said(f"{question} [y/N]: ").casefold() in ("y", "yes")


def _said(question: str) -> str:
    """What a person types; nothing when the input has ended. Asked on stderr: stdout is for what is printed."""
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip()
