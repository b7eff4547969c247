"""Bodies of pull requests: ways to cheat the checklist, each with the rule that catches it, and honest ones.

Every body is about one change of a made-up program, which sums up orders. Most take the questions as
`walkaround pr-checklist render` prints them, and differ in an answer; others are whole texts of their own.
"""

# ruff: noqa: E501, RUF001 - texts as people write them

from collections.abc import Callable
from typing import NamedTuple

from tests_support import TOP
from walkaround._checklist.questions import AREAS, Question, question
from walkaround._checklist.rendering import change_text

REASONS = {
    "edges": "`src/orders/totals.py` takes values apart",
    "errors": "`src/orders/store.py` handles an error",
    "tests": "`tests/test_totals.py` adds tests",
}
RENDERED = change_text(REASONS)
TEMPLATE = (TOP / "templates" / "pr-checklist.md").read_text()
GOOD = {
    "assistant": "Claude Code with Opus 4.6 wrote the parser and its tests; the SQL is mine.",
    "read": "I read every line of `totals.py`; the generated fixtures only in part.",
    "verified": "Ran `pytest tests/test_totals.py` and totalled last month's orders by hand.",
    "edges": "An order without lines totals 0; more than 10,000 lines are refused with a message.",
    "errors": "The store may be gone: the caller sees OrderError, and nothing is written.",
    "tests": "All three come from section 4 of the pricing rules; `test_discount_twice` fails without the change.",
}


def behind(text: str, answers: dict[str, str]) -> str:
    """Answers on the questions' own lines."""
    return _placed(text, answers, lambda answer: f" {answer}")


def below(text: str, answers: dict[str, str]) -> str:
    """Answers in a paragraph of their own below each question, indented as the list's text is."""
    return _placed(text, answers, lambda answer: "\n\n" + "\n".join(f"  {line}" for line in answer.split("\n")) + "\n")


def listed(text: str, answers: dict[str, str]) -> str:
    """Answers as items of a list below each question."""
    return _placed(text, answers, lambda answer: f"\n  - {answer}")


def quoted(text: str, answers: dict[str, str]) -> str:
    """Questions quoted as in a mail, answers below them."""
    return _placed(text, answers, lambda answer: f"\n\n{answer}\n").replace("\n- ", "\n> ")


def numbered(text: str, answers: dict[str, str]) -> str:
    """Questions as headings, without their labels, answers below."""
    for one in AREAS:
        text = text.replace(f"- **{one.label}** (asked because {REASONS.get(one.id, '')}): ", "#### ")
    return _placed(text, answers, lambda answer: f"\n{answer}\n")


def ending(one: Question) -> str:
    return f"{one.text}{one.hint}:" if not one.area else one.text


def _placed(text: str, answers: dict[str, str], place: Callable[[str], str]) -> str:
    for name, answer in answers.items():
        end = ending(question(name))
        assert end in text, name
        text = text.replace(end, end + place(answer), 1)
    return text


def good(**other: str) -> str:
    return behind(RENDERED, GOOD | other)


class Cheat(NamedTuple):
    name: str
    body: str
    rule: str


ALL_NA = dict.fromkeys(GOOD, "n/a")
CHEATS = [
    Cheat("nothing-at-all", "", "CHK001"),
    Cheat("checklist-deleted", "## What changes\n\nTotals are right now.\n", "CHK001"),
    Cheat("hidden-in-a-comment", f"Totals.\n\n<!--\n{good().replace('<!--', '').replace('-->', '')}\n-->\n", "CHK001"),
    Cheat("shown-as-code", f"````\n{good()}````\n", "CHK001"),
    Cheat("left-as-it-was", RENDERED, "CHK003"),
    Cheat("static-template-left-as-it-was", TEMPLATE, "CHK003"),
    Cheat("all-not-applicable", behind(RENDERED, ALL_NA), "CHK005"),
    Cheat("one-answer-missing", good(errors=""), "CHK003"),
    Cheat("one-question-taken-out", "\n".join(line for line in good().split("\n") if "What can fail" not in line), "CHK003"),
    Cheat("question-softened", good().replace("empty, huge or wrong here, and what", "fine here, and why nothing bad"), "CHK002"),
    Cheat("answer-in-a-comment", good(errors="<!-- Nothing can fail here, I looked at the store. -->"), "CHK003"),
    Cheat("answer-of-invisible-characters", good(edges="\u200b\u2060\u00a0\u3164"), "CHK003"),
    Cheat("dash", good(edges="-"), "CHK005"),
    Cheat("done", good(errors="Done."), "CHK005"),
    Cheat("to-be-done", good(tests="TBD, will fill this in later"), "CHK005"),
    Cheat("question-repeated", good(edges="Which inputs are empty, huge or wrong here, and what happens then"), "CHK003"),
    Cheat("question-turned-into-an-answer", good(errors="Nothing can fail here and the user sees nothing."), "CHK005"),
    Cheat("assurance", good(errors="All errors are properly handled and the code follows best practices."), "CHK005"),
    Cheat(
        "long-assurance",
        good(
            edges="We have carefully considered all edge cases and implemented comprehensive, robust validation "
            "throughout to ensure reliable behaviour in every scenario."
        ),
        "CHK005",
    ),
    Cheat("same-sentence-twice", good(errors=GOOD["edges"]), "CHK005"),
    Cheat("keys-at-random", good(tests="asdf qwer asdf"), "CHK005"),
    Cheat("thumbs-up", good(tests="👍 LGTM ✅"), "CHK005"),
    Cheat("ticks-instead-of-words", good(edges="- [x] Yes", errors="[x] done"), "CHK005"),
    Cheat("see-above", good(verified="See above.", errors="see description"), "CHK005"),
    Cheat("yes-to-which-assistant", good(assistant="Yes"), "CHK005"),
    Cheat("both-boxes", "- [x] Yes\n- [x] No\n\n" + good(), "CHK004"),
    Cheat("none-and-named", good(assistant="None. Claude Code wrote the parser."), "CHK004"),
    Cheat("none-and-a-footer", good(assistant="none") + "\n🤖 Generated with [Claude Code](https://claude.com/claude-code)\n", "CHK004"),
    Cheat("untested-and-all-pass", good(verified="Not tested. All tests pass."), "CHK004"),
    Cheat("box-without-a-blank", good(edges="\n  -[x] An order without lines totals 0"), "CHK006"),
    Cheat("empty-brackets", good(edges="\n  - [] An order without lines totals 0"), "CHK006"),
    Cheat("nothing-in-another-language", good(errors="Keine."), "CHK005"),
]  # fmt: skip

HONEST = {
    "plain": good(),
    "below": below(RENDERED, GOOD),
    "below, CRLF": below(RENDERED, GOOD).replace("\n", "\r\n"),
    "as a list": listed(RENDERED, GOOD),
    "questions quoted": quoted(RENDERED, GOOD),
    "questions as headings": numbered(RENDERED, GOOD),
    "static template, all answered": behind(
        TEMPLATE,
        GOOD
        | {
            "input": "Only the CSV upload, whose columns `read_orders` checks.",
            "access": "Unchanged: the route still asks for the role clerk.",
            "data": "Order ids only; no names, nothing goes to the log.",
            "dependencies": "None new; `decimal` is in the standard library.",
            "scale": "Once per order, a few hundred a day; linear in its lines.",
            "concurrency": "Two totals of one order are the same; it writes nothing.",
            "design": "`sum_lines` in store.py did half of this and now calls it.",
        },
    ),
    "short": good(
        assistant="none", read="All of it.", verified="pytest", edges="No lines: total 0.",
        errors="Nothing new can fail, it only adds decimals.", tests="`test_empty`: rule 4.2",
    ),
    "why it does not bite": good(edges="No input reaches this code: it only renames a constant."),
    "no assistant": good(assistant="No AI was used."),
    "hand-written": good(assistant="None, written by hand."),
    "no, with the reason": good(assistant="none (Copilot was switched off for this one)"),
    "frank": good(read="Nothing yet. The diff is 900 lines of generated fixtures.", verified="Not tested on Windows, only on Linux with Python 3.12."),
    "tests pass, but": good(verified="All tests pass; the upload itself is not tested."),
    "long": good(
        errors="If the store cannot be opened the caller gets an OrderError with the path in it. I considered a retry, but "
        "the nightly job runs again anyway. When a line has no price we stop before anything is written, because a "
        "total without it would be wrong and nobody would see it."
    ),
    "telegram": good(edges="0 lines -> 0; neg. qty -> ValueError; > 10k lines -> refused", errors="store gone -> OrderError"),
    "with code": good(verified="\n\n  ```console\n  $ pytest -q tests/test_totals.py\n  14 passed\n  ```\n"),
    "with a link": good(verified="https://ci.example.org/orders/1234"),
    "with a screenshot": good(verified="![the page with a discount of 20 %](https://example.org/a.png)"),
    "emphasised questions": good().replace("Which inputs are empty", "_Which_ **inputs** are `empty`"),
    "wrapped by an editor": good().replace("huge or wrong here, and what", "huge\n  or wrong here,\n  and what").replace("what does the caller", "what does\n  the caller"),
    "in a table": "| question | answer |\n|---|---|\n" + "\n".join(
        f"| {ending(question(name))} | {answer} |" for name, answer in GOOD.items()
    ),
    "own boxes around it": "## Type\n\n- [x] Bug fix\n- [ ] Feature\n* [X] I have read CONTRIBUTING\n\n" + good() + "\n## Notes\n\nTotals of 2024 stay.\n",
    "yes and no of two questions": "Breaking?\n\n- [ ] Yes\n- [x] No\n\nDocumented?\n\n- [x] Yes\n- [ ] No\n\n" + good(),
    "in German": good(
        edges="Eine Bestellung ohne Positionen ergibt 0, negative Mengen werden abgelehnt.",
        errors="Fehlt die Datenbank, bekommt der Aufrufer einen OrderError und es wird nichts geschrieben.",
        tests="Alle drei stammen aus Abschnitt 4 der Preisregeln; ohne die Korrektur schlägt der zweite fehl.",
    ),
    "in Chinese": good(edges="没有明细的订单合计为零，超过一万行的订单会被拒绝。", errors="数据库不可用时调用者会收到订单错误。"),
    "says nothing new": good(errors="Same failures as before; I only moved the rounding into its own method."),
    "no label left": good().replace("- **Edges** (asked because `src/orders/totals.py` takes values apart): ", "1. "),
    "trailers at the end": good() + "\nCloses #12\nSigned-off-by: Ada Example <ada@example.com>\n",
    "docs": good(edges="None: this touches docstrings only.", errors="n/a - comments only, no code path changes."),
}  # fmt: skip
