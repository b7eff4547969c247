"""The text of the test: comments that ask, a call, and a last line that fails until a person says what must hold."""

import textwrap
from collections.abc import Iterator
from typing import NamedTuple

from .._report.wording import visible, well_formed
from . import _docstring, _questions
from ._call import Argument, Call, call_of
from ._classes import constructor
from ._docstring import Raised, Said
from ._names import OWN
from ._source import Origin, Source, Target

_WIDTH = 88  # what formatters keep to where a project says nothing else
_ALL = "async def every_item(items):\n    return [item async for item in items]\n"
_ENTERED = "async def entered(manager):\n    async with manager as entered_value:\n        return entered_value\n"


class Question(NamedTuple):
    """`argument` is empty for a question about the call as a whole."""

    argument: str
    text: str


class Scaffold(NamedTuple):
    text: str
    test: str
    questions: tuple[Question, ...]
    raises: tuple[Raised, ...]
    notes: tuple[str, ...]


def scaffold(source: Source, target: Target, note: str) -> Scaffold:
    """The test for one target; `note` is what has to be known of its import."""
    said = _said(target)
    test = _test_name(target)
    call = call_of(source, target, said.types, {*OWN, test})
    questions = tuple(_asked(target, call))
    notes = (*([note] if note else []), *call.notes, *_notes(call))
    text = _text(source, target, call, said, test, notes)
    compile(text, "<scaffold>", "exec", dont_inherit=True)  # what is no Python is a defect of ours, and never written
    return Scaffold(text, test, questions, said.raises, notes)


def _said(target: Target) -> Said:
    """What the docstring says; that of a class and of its constructor are one."""
    found = _docstring.said(target.node)
    if target.function is not None:
        return found
    init = constructor(target.owners[-1])
    if init is None:
        return found
    own = _docstring.said(init)
    raises = {one.name: one for one in (*found.raises, *own.raises)}
    return Said(found.summary or own.summary, tuple(raises.values()), {**found.types, **own.types})


def _test_name(target: Target) -> str:
    words = [one.strip("_").lower() for one in target.name.split(".")]
    return "_".join(("test", *(one for one in words if one)))


def _asked(target: Target, call: Call) -> Iterator[Question]:
    for one in call.arguments:
        for text in _questions.of_argument(one.name, one.strategy.kinds):
            yield Question(one.name, text)
    for text in _questions.of_call(target.node):
        yield Question("", text)


def _notes(call: Call) -> Iterator[str]:
    for one in call.arguments:
        if one.strategy.note:
            yield f"{one.name or one.known}: {one.strategy.note}"


def _text(source: Source, target: Target, call: Call, said: Said, test: str, notes: tuple[str, ...]) -> str:
    body = "".join((*_comments(target, call, said, notes), *_given(call), *_function(target, call, said, test)))
    helper = {"async generator": _ALL, "async context": _ENTERED}.get(call.form, "")
    needed = [Origin("pytest", "")]
    if call.arguments:
        needed += [Origin("hypothesis", "given")]
    lines = call.imports.lines(source.module, *needed)
    if call.arguments:  # `st` is the name that Hypothesis' own pages use
        at = next(at for at, line in enumerate(lines) if line.startswith("from hypothesis import"))
        lines.insert(at + 1, "from hypothesis import strategies as st")
    top = "\n".join(line.rstrip("\n") for line in lines).rstrip("\n")
    place = f"{target.name} in {visible(well_formed(source.path))}"
    docstring = f'"""Tests of {_docstring_safe(place)}."""\n'
    return "\n".join((docstring, f"{top}\n\n", *([f"{helper}\n"] if helper else []), body))


def _docstring_safe(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', "'")


def _comments(target: Target, call: Call, said: Said, notes: tuple[str, ...]) -> Iterator[str]:
    yield from _comment("Say what must hold before you read how it is done; then replace the last line.")
    if said.summary:
        yield from _comment(f"The docstring says: {said.summary}")
    for one in call.arguments:
        asked = [*_questions.of_argument(one.name, one.strategy.kinds)]
        mine = [note for note in [one.strategy.note] if note]
        if asked or mine:
            yield "#\n"
            yield from _comment(f"{_shown(one)}{f' ({mine[0]})' if mine else ''}")
            for text in asked:
                yield from _comment(f"- {text}", "  ")
    whole = [*_questions.of_call(target.node)]
    rest = [note for note in notes if note not in {*_notes(call)}]
    if whole or rest:
        yield "#\n"
        yield from (line for text in (*whole, *rest) for line in _comment(text))


def _shown(one: Argument) -> str:
    how = one.how if one.how in ("*", "**") else ""
    if one.how == "instance":
        return f"{one.known}: {one.annotation}"
    annotation = f": {one.annotation}" if one.annotation else ""
    default = f" = {one.default}" if one.default else ""
    return f"{how}{one.name}{annotation}{default}"


def _comment(text: str, indent: str = "") -> Iterator[str]:
    """Lines of a comment; no text of the source can end it or turn it round."""
    clean = visible(well_formed(" ".join(text.split())))[:400]
    wrapped = textwrap.wrap(clean, _WIDTH - 2 - len(indent), break_long_words=False, subsequent_indent=indent)
    yield from (f"# {line}\n" for line in wrapped)


def _given(call: Call) -> Iterator[str]:
    if not call.arguments:
        return
    listed = [f"{one.known}={one.strategy.text}" for one in call.arguments]
    line = f"@given({', '.join(listed)})"
    if len(line) <= _WIDTH:
        yield f"{line}\n"
    else:
        yield "".join(("@given(\n", *(f"    {one},\n" for one in listed), ")\n"))


def _function(target: Target, call: Call, said: Said, test: str) -> Iterator[str]:
    given = ", ".join(one.known for one in call.arguments)
    header = f"def {test}({given}){'' if given else ' -> None'}:"
    if len(header) > _WIDTH:
        header = "".join((f"def {test}(\n", *(f"    {one.known},\n" for one in call.arguments), "):"))
    yield f"{header}\n"
    for one in said.raises:
        when = f' ("{one.why}")' if one.why else ""
        for line in _comment(f"The docstring names {one.name}{when}: for which arguments exactly?"):
            yield f"    {line}"
        yield f"    # with pytest.raises({visible(one.name)}, match=...):\n    #     {call.callee}(...)\n"
    keeps = call.returns or call.form not in ("plain", "async")
    for line in _called(call, keeps):
        short = line if len(line) <= _WIDTH - 4 else line.replace(call.text, _exploded(call))
        yield f"    {short}\n"
    yield f"    {_failing(target, keeps)}\n"


def _exploded(call: Call) -> str:
    """A call with an argument a line."""
    listed = "".join(f"        {one.given},\n" for one in call.arguments if one.how != "instance")
    return f"{call.callee}(\n{listed}    )" if listed else call.text


def _called(call: Call, keeps: bool) -> Iterator[str]:
    to = "result = " if keeps else ""
    if call.form == "async":
        yield f"{to}{call.imports.plain('asyncio')}.run({call.text})"
    elif call.form == "generator":
        yield f"items = {call.text}"
        yield f"{to}list({call.imports.plain('itertools')}.islice(items, 100))"
    elif call.form == "async generator":
        yield f"{to}{call.imports.plain('asyncio')}.run(every_item({call.text}))"
    elif call.form == "context":
        yield f"with {call.text} as entered_value:"
        yield f"    {to}entered_value"
    elif call.form == "async context":
        yield f"{to}{call.imports.plain('asyncio')}.run(entered({call.text}))"
    else:
        yield f"{to}{call.text}"


def _failing(target: Target, keeps: bool) -> str:
    if keeps:
        return f'pytest.fail(f"say what must hold for {target.name}, which gave {{result!r:.200}}")'
    return f'pytest.fail("say what must hold after {target.name}, which gives nothing back")'
