"""The checklist as Markdown: the whole of it for templates, and the part that one change asks for."""

from collections.abc import Iterable, Mapping

from .questions import ALL, AREAS, DISCLOSURE, HEADING, HOW, HOW_RENDERED, QUESTIONS, VERSION, Question


def template_text() -> str:
    """What stands between the markers in a template: all ten areas."""
    return _text(HOW, [one.line for one in DISCLOSURE], [one.line for one in AREAS])


def change_text(reasons: Mapping[str, str]) -> str:
    """What a change asks: the disclosure, and the areas that it touches, each with the reason; with its markers.

    The first marker names the areas, so that one which is taken away is missed without the commits too.
    """
    areas = [asked(one, reasons[one.id]) for one in AREAS if one.id in reasons]
    names = ",".join(one.id for one in AREAS if one.id in reasons)
    text = _text(HOW_RENDERED, [one.line for one in DISCLOSURE], areas)
    return f"<!-- walkaround:checklist begin v{VERSION} asks={names} -->{text}<!-- walkaround:checklist end -->\n"


def open_text(open_questions: Iterable[str], reasons: Mapping[str, str]) -> str:
    """The questions that are still open, ready to be pasted; empty when none is."""
    wanted = frozenset(open_questions)
    return "".join(f"{asked(one, reasons.get(one.id, ''))}\n" for one in ALL if one.id in wanted)


def asked(question: Question, reason: str) -> str:
    """A question with why it is asked: before its text, so that the answer can stand behind it."""
    if not (question.area and reason):
        return question.line
    return f"- **{question.label}** (asked because {reason}): {question.text}"


def _text(how: str, disclosure: Iterable[str], areas: Iterable[str]) -> str:
    parts = [f"\n\n## {HEADING}\n\n{how}\n\n", *(f"{line}\n" for line in disclosure)]
    lines = [f"{line}\n" for line in areas]
    if lines:
        parts += [f"\n### {QUESTIONS}\n\n", *lines]
    return "".join([*parts, "\n"])
