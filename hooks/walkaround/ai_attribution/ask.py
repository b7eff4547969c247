"""One question on the terminal, where nothing else says whether AI was used for a commit.

It is asked when the message is complete (commit-msg): before the editor opens there is no message to write an answer
into. Never of an agent's shell, on a machine of continuous integration, about what git makes by itself (merges,
reverts, fixups), without a terminal, or from the background, where reading would stop the process. No answer in time,
or none that is understood, writes nothing.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from .. import _write
from .._agents import at_work, unattended
from .._hook import Inputs
from .._message import kept_by, message_settings, trailers, with_trailers
from ._terms import ASSISTED_BY, FORBID, Terms
from .judge import ANSWERS
from .prepare import encoded
from .reading import Reading, of_message

TERMINAL = "/dev/tty"
SECONDS = 60.0  # for each of the answers
_QUESTION = "Was AI used for this commit? [n]o / [a]ssisted / [g]enerated: "
_WHICH = "Which agent and model, as AGENT:MODEL (empty: AI)? "
_MEANINGS = {"n": "no", "no": "no", "a": "assisted", "assisted": "assisted", "g": "generated", "generated": "generated"}
_TRIES = 3
_MOST = 200  # characters of an agent's name


def ask(path: str, inputs: Inputs, terms: Terms) -> bool:
    """Ask about the commit of this message file, and write the answer into it; whether it changed."""
    if terms.marks == FORBID or unattended() or at_work(likely=True) is not None:
        return False
    content = inputs.read(path)
    settings = message_settings(inputs.root)
    committed = kept_by(content, settings)
    if not is_open(of_message(committed, inputs.root, terms)):
        return False
    with _terminal() as terminal:
        answer = "" if terminal is None else answered(terminal, terms)
    if not answer:
        return False
    changed = with_trailers(content, committed, [encoded(answer, settings)], settings.trailers)
    _write.replace(path, changed)
    return True


def is_open(reading: Reading) -> bool:
    """Whether neither the message nor the shell says if AI was used, and a person is the one to say it."""
    if not reading.subject or reading.marks or reading.at_work is not None or reading.made_by_git:
        return False
    if reading.subject.startswith(("fixup! ", "squash! ", "amend! ")):
        return False
    return not any(found.key.lower() in ANSWERS and found.value for found in trailers(reading.lines))


def answered(terminal: int, terms: Terms, seconds: float = SECONDS) -> str:
    """The trailer that says what a person answers; empty without an answer."""
    for _ in range(_TRIES):
        line = _asked(terminal, _QUESTION, seconds)
        if line is None:
            return ""
        meaning = _MEANINGS.get(line.strip().lower())
        if meaning == "no":
            return "AI-assisted: no"
        if meaning:
            named = _asked(terminal, _WHICH, seconds)
            return "" if named is None else f"{_key(meaning, terms)}: {_agent(named)}"
    return ""


def _key(meaning: str, terms: Terms) -> str:
    """`Generated-by` says more, where the policy takes it."""
    return "Generated-by" if meaning == "generated" and terms.trailer != ASSISTED_BY else terms.key


def _agent(line: str) -> str:
    """What may stand behind the key: one line of text, without what a terminal's keys leave behind."""
    text = " ".join("".join(char for char in line if char.isprintable() or char.isspace()).split())
    return text[:_MOST].strip() or "AI"


def _asked(terminal: int, question: str, seconds: float) -> str | None:
    """One line of answer; None at its end, and when time is up."""
    import select
    import time

    _say(terminal, question)
    end = time.monotonic() + seconds
    received = b""
    while not received.endswith(b"\n"):
        left = end - time.monotonic()
        if left <= 0 or not select.select([terminal], [], [], left)[0]:
            _say(terminal, "\nNo answer: the message stays as it is.\n")
            return None
        piece = os.read(terminal, 1024)
        if not piece:
            _say(terminal, "\n")
            return None
        received += piece
    return received.decode("utf-8", "replace")


def _say(terminal: int, text: str) -> None:
    os.write(terminal, text.encode())


@contextmanager
def _terminal() -> Iterator[int | None]:
    """The terminal of the person who commits; None when there is none, or it listens to another process."""
    try:
        terminal = os.open(TERMINAL, os.O_RDWR | os.O_NOCTTY)
    except (OSError, AttributeError):
        yield None
        return
    try:
        yield terminal if _in_front(terminal) else None
    finally:
        with suppress(OSError):
            os.close(terminal)


def _in_front(terminal: int) -> bool:
    """Whether this process may read from the terminal; what was typed before the question is no answer to it."""
    import termios

    try:
        if os.tcgetpgrp(terminal) != os.getpgrp():
            return False
        termios.tcflush(terminal, termios.TCIFLUSH)
    except (OSError, termios.error):
        return False
    return True
