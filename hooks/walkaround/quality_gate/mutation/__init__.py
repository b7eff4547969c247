"""Mutation testing of new lines: small mistakes are made in them one by one, and the project's tests must notice each.

Everything runs in the project's own environment: the operators are cosmic-ray's, the runner is pytest or unittest.
The suite runs once under a tracer; then each mutant is tried, by the tests that run its line, in a copy of a process
that has them loaded. No file of the work tree is written. Verdicts are kept by content, so that a run that was ended,
or came to the end of its budget, is resumed by the next.
"""

from collections.abc import Callable

from ._model import Asked, Mutant, Outcome

__all__ = ["Asked", "Mutant", "Outcome", "mutate"]


def _unseen(_: int) -> Callable[[], None]:
    return lambda: None


def mutate(asked: Asked, expect: Callable[[int], Callable[[], None]] = _unseen) -> Outcome:
    """Try the mutants of these lines. NotJudged says what stops it, and the command that shows or heals it."""
    from ._mutate import mutated

    return mutated(asked, expect)
