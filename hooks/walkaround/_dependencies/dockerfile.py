"""Dockerfiles and Containerfiles: images, downloads, and what the commands of a build and of a container install.

Source of the format: Docker's "Dockerfile reference". The grammar is in `dockerfile_lines`; here is what the
instructions mean. An instruction that is not known is passed over, since Docker refuses it, and templates add such.
"""

from collections.abc import Iterator
from re import compile as pattern
from re import fullmatch

from .._finding import NotJudged
from .._text import Text
from .declared import Declared, Fragment, whole
from .dockerfile_lines import (
    Heredoc,
    Instruction,
    as_words,
    directives,
    escape_of,
    instructions,
    nested,
    strings,
    tokens,
    unquoted,
    without_flags,
)
from .downloads import of_context
from .gates import may_install
from .images import expanded, image, placed
from .shown import shown
from .yaml_scripts import installed_by, joined, spliced_safely

Found = Declared | NotJudged

_KNOWN = frozenset({
    "add", "arg", "cmd", "copy", "entrypoint", "env", "expose", "from", "healthcheck", "label", "maintainer",
    "onbuild", "run", "shell", "stopsignal", "user", "volume", "workdir",
})  # fmt: skip
_SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh", "ksh", "busybox"})
# Interpreters by which SHELL may replace the shell; whatever else it names is taken for one.
_NO_SHELL = frozenset({"python", "python2", "python3", "perl", "ruby", "node", "php", "lua", "nu"})
_USED = pattern(r"\$\{?([A-Za-z_]\w*)")
_PLAIN = r"[A-Za-z0-9_.:/@+=^,-]+"  # values that a shell takes as they are
_ASSIGNED = pattern(r"([A-Za-z_]\w*)=(.*)")


def read(text: Text) -> Iterator[Found]:
    """Every dependency that the file declares."""
    return of_dockerfile(text, whole(text.content))


def of_dockerfile(text: Text, source: Fragment, contexts: frozenset[str] = frozenset()) -> Iterator[Found]:
    """Every dependency of a Dockerfile that stands in a file; `contexts` are names that are no images in it."""
    told = directives(source)
    escape = escape_of(told)
    stages, known, unknown = set(contexts), 0, 0
    for one in instructions(source, escape):
        known += one.name in _KNOWN
        unknown += one.name not in _KNOWN and one.name.isalpha()  # lines of templates have marks in front
        if one.name == "from" and (words := _from(one)) and len(words) == 3:
            stages.add(words[2].text.lower())
    if unknown > known:
        return  # a text that only has the name of a Dockerfile
    for directive in told:
        if directive.name == "syntax":
            yield from placed(text, image(directive.value.text, directive.value.offset(0)))
    reading = _Reading(text, escape, frozenset(stages), set(contexts))
    for one in instructions(source, escape):
        yield from reading.take(one)
    yield from reading.started()


def _from(instruction: Instruction) -> list[Fragment]:
    """The image of FROM and, when it names the stage, AS and that name; nothing when Docker refuses it."""
    rest = without_flags(instruction.rest)[1]
    words = [rest.cut((at, at + len(word))) for at, word in tokens(rest.text, "\\")]
    if len(words) == 1 or (len(words) > 1 and words[1].text.startswith("#")):
        return words[:1]
    return words[:3] if len(words) > 2 and words[1].text.lower() == "as" else []


class _Reading:
    """What is known at one instruction: arguments and variables, the stages so far, and the shell."""

    def __init__(self, text: Text, escape: str, names: frozenset[str], contexts: set[str]) -> None:
        self.text = text
        self.escape = escape
        self.names = names  # of all stages: COPY may name a later one
        self.stages: dict[str, tuple[dict[str, str], bool]] = {name: ({}, True) for name in contexts}
        self.arguments: dict[str, str] = {}  # in front of the first FROM, for all of them
        self.values: dict[str, str] = self.arguments
        self.by_shell = True  # whether a shell reads what RUN runs
        self.stage = ""
        self.starts: dict[str, Fragment] = {}  # the last ENTRYPOINT and CMD of the stage; only these count

    def take(self, one: Instruction) -> Iterator[Found]:
        match one.name:
            case "from":
                yield from self.started()
                yield from self._from(one)
            case "run":
                yield from self._run(one)
            case "copy" | "add":
                yield from self._copy(one)
            case "onbuild":
                yield from self._later(nested(one))
            case "healthcheck":
                yield from self._check(nested(one._replace(rest=without_flags(one.rest)[1])))
            case _:
                self._note(one)
        if one.unfinished:
            yield self.text.not_judged(one.rest.offset(0), f"the heredoc {shown(one.unfinished)} does not end")

    def _note(self, one: Instruction) -> None:
        """Keep what an instruction says about those behind it."""
        match one.name:
            case "arg" | "env":
                self._assign(one)
            case "shell":
                words = strings(one.rest) or []
                self.by_shell = not any(_program(word.text) in _NO_SHELL for word in words[:3])
                self._keep_stage()
            case "cmd" | "entrypoint":
                self.starts[one.name] = one.rest

    def _later(self, one: Instruction) -> Iterator[Found]:
        """What ONBUILD leaves to a later build."""
        if one.name in ("run", "copy", "add"):
            yield from self.take(one._replace(unfinished=""))
        elif one.name in ("cmd", "entrypoint"):
            yield from self._command(one.rest)

    def _check(self, one: Instruction) -> Iterator[Found]:
        if one.name == "cmd":
            yield from self._command(one.rest)

    def started(self) -> Iterator[Found]:
        """What a container of the stage starts: ENTRYPOINT, with CMD behind it where both are lists."""
        entry, command = self.starts.pop("entrypoint", None), self.starts.pop("cmd", None)
        if entry is None or entry.text in ("", "[]"):
            if command is not None:
                yield from self._command(command)
            return
        first, more = strings(entry), strings(command) if command is not None else None
        if first is not None:
            yield from exec_form(self.text, [*first, *(more or [])])
        else:
            yield from self._command(entry)

    def _from(self, one: Instruction) -> Iterator[Found]:
        self.values, self.by_shell = {}, True
        words = _from(one)
        if not words:
            return
        written = bare(words[0])
        meant = expanded(written.text, self.arguments, self.escape)
        base = self.stages.get(meant.lower()) if meant is not None else None
        if base is not None:
            self.values, self.by_shell = dict(base[0]), base[1]
        elif meant is not None:
            yield from placed(self.text, image(written.text, written.offset(0), meant=meant))
        self.stage = words[2].text.lower() if len(words) == 3 else ""
        self._keep_stage()

    def _keep_stage(self) -> None:
        if self.stage:
            self.stages[self.stage] = self.values, self.by_shell

    def _assign(self, one: Instruction) -> None:
        words = [word for _, word in tokens(one.rest.text, self.escape)]
        if one.name == "env" and words and "=" not in words[0]:
            self._set(words[0], one.rest.text[len(words[0]) :].strip())
            return
        for word in words:
            found = _ASSIGNED.fullmatch(word)
            if found is not None:
                self._set(found[1], found[2])
            elif self.values is not self.arguments and word in self.arguments:
                self.values[word] = self.arguments[word]

    def _set(self, name: str, written: str) -> None:
        value = None if len(written) > 4096 else expanded(unquoted(written, self.escape), self.values, self.escape)
        if value is None:
            self.values.pop(name, None)
        else:
            self.values[name] = value

    def _copy(self, one: Instruction) -> Iterator[Found]:
        flags, rest = without_flags(one.rest)
        checksum = ""
        for flag in flags:
            if flag.name == "from":
                yield from self._from_elsewhere(flag.value)
            elif flag.name == "checksum":
                checksum = expanded(flag.value.text, self.values, self.escape) or "$"
        if one.name == "copy" or checksum == "$":
            return
        parts = strings(rest)
        if parts is None:
            parts = [bare(rest.cut((at, at + len(word)))) for at, word in tokens(rest.text, self.escape)]
        for part in parts[:-1]:
            meant = expanded(part.text, self.values, self.escape)
            if meant is not None:
                yield from placed(self.text, of_context(part.text, part.offset(0), checksum, meant))

    def _from_elsewhere(self, value: Fragment) -> Iterator[Found]:
        """The image of a `--from`, or of `from=` in a mount; none where it is a stage."""
        meant = expanded(value.text, self.values, self.escape)
        if meant is not None and not meant.isdigit() and meant.lower() not in self.names:
            yield from placed(self.text, image(value.text, value.offset(0), meant=meant))

    def _run(self, one: Instruction) -> Iterator[Found]:
        flags, rest = without_flags(one.rest)
        for flag in flags:
            if flag.name == "mount":
                yield from self._mount(flag.value)
        if not one.heredocs:
            yield from self._command(rest)
        elif self.by_shell:
            gone = len(one.rest.text) - len(rest.text)
            script = _script(rest, [document._replace(at=document.at - gone) for document in one.heredocs])
            if script is not None:
                yield from installed_by(self.text, self._with_values(script))

    def _mount(self, value: Fragment) -> Iterator[Found]:
        at = 0
        for field in value.text.split(","):
            name, equals, _ = field.partition("=")
            if name.strip().lower() == "from" and equals:
                yield from self._from_elsewhere(value.cut((at + len(name) + 1, at + len(field))))
            at += len(field) + 1

    def _command(self, rest: Fragment) -> Iterator[Found]:
        parts = strings(rest)
        if parts is not None:
            yield from exec_form(self.text, parts)
        elif self.by_shell:
            yield from installed_by(self.text, self._with_values(rest))

    def _with_values(self, script: Fragment) -> Fragment:
        """The script behind assignments of those variables that it uses and whose values the file tells."""
        if "$" not in script.text:
            return script
        used = dict.fromkeys(_USED.findall(script.text))
        known = [f"{name}={self.values[name]}\n" for name in used if fullmatch(_PLAIN, self.values.get(name, ""))]
        lead = "".join(known)
        pieces = ((0, script.offset(0)), *((len(lead) + at, offset) for at, offset in script.pieces))
        return Fragment(lead + script.text, pieces) if known else script


def bare(word: Fragment) -> Fragment:
    """A word without the quotes around it."""
    text = word.text
    return word.cut((1, len(text) - 1)) if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else word


def _program(word: str) -> str:
    """The name of a program without folder and ending."""
    return word.replace("\\", "/").rpartition("/")[2].lower().removesuffix(".exe")


def exec_form(text: Text, parts: list[Fragment]) -> Iterator[Declared]:
    """What a command installs or runs that is given as a list of words.

    Files that it names are left out: they lie in the image or container, where other steps have put them.
    """
    if not may_install(" ".join(part.text for part in parts).encode(errors="replace")):
        return
    from .commands import of_words

    for one in of_words(as_words(parts)):
        if isinstance(one, Declared):
            yield spliced_safely(text, one)


def _script(rest: Fragment, heredocs: list[Heredoc]) -> Fragment | None:
    """What RUN with heredocs runs: one alone is the script, others are what the commands in front of them read."""
    if len(heredocs) == 1 and rest.text[: heredocs[0].at].strip() == "" and len(rest.text.split()) == 1:
        body = heredocs[0].body
        return body if _for_shell(body.text) else None
    parts = [rest]
    for document in heredocs:
        parts += [document.body.cut((0, len(document.body.text.removesuffix("\n")))), document.end]
    return joined(parts)


def _for_shell(script: str) -> bool:
    """Whether a shell runs a script: it says nothing else in its first line."""
    if not script.startswith("#!"):
        return True
    words = script.partition("\n")[0][2:].split()
    programs = [_program(word) for word in words if not word.startswith("-") and "=" not in word]
    if programs[:1] == ["env"]:
        programs = programs[1:]
    return programs[:1] == [] or programs[0] in _SHELLS
