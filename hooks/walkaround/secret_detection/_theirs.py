"""What detect-secrets' plugins find, as findings: all of them in compat mode, a repository's own ones in any mode."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .._finding import Finding
from ._accepted import Secret
from ._compat import Compat, Settings
from ._compat import Secret as TheirSecret
from ._judge import Found, Job, clock, within
from ._kinds import ADDRESSES, FOREIGN, PRIVATE_KEY, VENDOR, rule_of
from ._scan import text_of

if TYPE_CHECKING:
    from ._accepted import Accepted
    from ._verify import Question


class Theirs:
    """detect-secrets for one run; NotJudged when it cannot be set up as a baseline, or a policy, says."""

    def __init__(self, accepted: "Accepted | None", files: Sequence[str], alone: bool) -> None:
        """`files` are Python files with plugins; `alone`: nothing else of detect-secrets looks."""
        old = accepted.legacy[0] if accepted is not None and accepted.legacy else None
        plugins = () if alone else (None if old is None else old.plugins)
        filters = None if old is None else old.filters
        self._compat = Compat(Settings(plugins, filters, tuple(files)))

    def found(self, job: Job, content: bytes) -> list[Found]:
        """The secrets in one file, in detect-secrets' order; NotJudged when it takes too long."""
        here = job.accepted.file(job.key) if job.accepted is not None else None
        name = job.key.replace("/", os.sep)
        with within(job):
            result = []
            lines = _lines(content) if job.verifying else []
            for one in self._compat.scan(name, content, clock(job)):
                secret = Secret(one.type, one.value, one.line, "", 0, 0)
                taken = here is not None and here.accepts_as_theirs(secret, one.hash)
                question = _question(lines, one) if job.verifying else None
                result.append(Found(_finding(job, one), secret, taken, question))
            return result


def _lines(content: bytes) -> list[str]:
    """The lines as detect-secrets counts them."""
    return text_of(content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")).split("\n")


def _question(lines: Sequence[str], one: TheirSecret) -> "Question":
    """What to ask the vendor; the value may not stand in its line as it is."""
    from ._verify import question

    at = min(one.line, len(lines)) - 1
    start = max(0, lines[at].find(one.value))
    return question(one.plugin, lines, at, start, start + len(one.value))._replace(value=one.value)


def _finding(job: Job, one: TheirSecret) -> Finding:
    rule = rule_of(one.plugin)
    message = f"detect-secrets' {one.plugin} finds here: {one.type}."
    if one.plugin not in (*FOREIGN, *ADDRESSES):
        message = f"The plugin {one.plugin} finds here: {one.type}."
    act = {VENDOR: "Revoke it where it was issued", PRIVATE_KEY: "Replace the key pair"}.get(
        rule, "Change it where it is in use"
    )
    accept = "accept it with `walkaround secrets baseline --update`, or mark the line `pragma: allowlist secret`"
    remedy = f"{act}, then read the new one from the environment or a secret store; if it opens nothing, {accept}."
    return Finding(job.shown, one.line, one.column, rule, message, remedy)
