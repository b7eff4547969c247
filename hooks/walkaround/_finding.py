"""What a hook says: findings, and inputs that it could not judge."""

from typing import Literal, NamedTuple

Severity = Literal["off", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = ("off", "warning", "error")  # loosest first


class Rule(NamedTuple):
    """One thing that a hook looks for.

    `id` is stable for ever; `severity` applies where no policy layer says otherwise. `summary`, `why`
    and `remedy` are whole sentences for the rules page; `bad` and `good` are short examples of it. No policy
    changes the severity of a `fixed` rule. The findings of a rule with `ids` carry those of what they found, by which
    an exemption may name it. An `unjudged` rule says what was not judged: it speaks of the machine, not of the
    content.
    """

    id: str
    name: str
    summary: str
    why: str
    remedy: str
    bad: str
    good: str
    severity: Severity = "error"
    fixed: bool = False
    ids: bool = False
    unjudged: bool = False


class Finding(NamedTuple):
    """A defect at a place.

    `path` is what the caller gave, or `<commit message>`. `line` and `column` count from 1, columns in
    characters; line 0 means the whole file. `message` says what is wrong, `remedy` the next act: one
    sentence each, never with a secret's value. It weighs what the policy says of its rule, but `most` at most.
    `ids` are all names under which what was found is known elsewhere, such as `CVE-2024-0001`.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    remedy: str
    most: Severity = "error"
    ids: tuple[str, ...] = ()


class NotJudged(Exception):  # noqa: N818 - a statement about an input, raised or yielded; not always an error
    """An input that a hook had to judge and could not. It makes the run end in exit code 2."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why
