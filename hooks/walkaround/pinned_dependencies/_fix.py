"""`--fix`: write the pins that are already known on this machine, or, with `--online`, those that are asked for.

Only the characters that a dependency's `Splice` names are changed. The new text is judged before it is written: a
file in which anything else would come out differently stays as it is, and its findings remain.
"""

from collections.abc import Iterator

from .._dependencies.declared import RANKS, Declared
from .._edits import Edit, applied
from .._finding import NotJudged
from .._hook import Inputs, each
from .._inputs import read_file
from .._policy import Policy, today
from .._text import Text
from .._write import replace
from . import ONLINE_ASKED, RULES
from ._judge import Judge
from ._known import Known
from ._pin import Judged, Loose

_BOM = b"\xef\xbb\xbf"
_LOOSE = next(rule for rule in RULES if rule.id == "PIN001")


def fix(policy: Policy, inputs: Inputs) -> Iterator[str | NotJudged]:
    """Pin what can be pinned; the paths that changed, and what could not be asked or written."""
    known = Known(inputs)
    by_path: dict[str, list[Loose]] = {}
    for one in each(inputs, Judge(policy, inputs).judged):
        if isinstance(one, Loose) and _is_ours(policy, one):
            by_path.setdefault(one.text.path, []).append(one)
    for path, loose in by_path.items():
        edits: list[Edit] = []
        for one in loose:
            try:
                answer = known.answer(path, one.declared) or (_asked(one.declared) if policy[ONLINE_ASKED] else None)
            except NotJudged as failure:
                yield NotJudged(path, f"line {one.text.place(one.declared.offset)[0]}: {failure.why}")
                continue
            if answer:
                edits += _edits(one, answer)
        try:
            if edits and _written(policy, inputs, loose[0].text, edits):
                yield path
        except NotJudged as failure:
            yield failure


def _is_ours(policy: Policy, one: Loose) -> bool:
    """Whether a splice can mend it, and the policy counts it as a finding."""
    path = one.text.path
    if one.declared.splice is None or RANKS[one.want.level] > RANKS["exact"]:
        return False
    return policy.at(path).severity(_LOOSE) != "off" and policy.exemption(_LOOSE.id, path, today()) is None


def _asked(one: Declared) -> str | None:
    from ._online import answer

    return answer(one)


def _edits(one: Loose, answer: str) -> list[Edit]:
    """What to write for one dependency: its pin and, where the line has room for it, the note of what was there."""
    splice = one.declared.splice
    if splice is None:
        return []
    content = one.text.content
    pin = _template(one).replace("{}", answer)
    edits = [Edit(splice.start, splice.end, pin)]
    ends = [at for sign in "\r\n" if (at := content.find(sign, splice.end)) >= 0]
    end = min(ends, default=len(content))
    if splice.note and content[splice.end : end].strip(" \t\"'") == "":
        stop = splice.end + len(content[splice.end : end].rstrip(" \t"))
        edits.append(Edit(stop, end, "  " + splice.note.replace("{}", content[splice.start : splice.end].strip())))
    return edits


def _template(one: Loose) -> str:
    """The pin to write; a bound for what a library asks of its users, who could not install it otherwise."""
    declared = one.declared
    template = declared.splice.template if declared.splice is not None else ""
    if declared.role not in ("published", "unpublished") or one.want.level != "range":
        return template
    if declared.kind not in ("pypi", "npm", "cargo"):
        return template  # a commit has no bounds
    if declared.kind == "pypi" and "==" in template:
        return template.replace("==", ">=")
    return template.replace("={}", "{}") if declared.kind == "cargo" else f"^{template}"


def _written(policy: Policy, inputs: Inputs, text: Text, edits: list[Edit]) -> bool:
    """Whether the file was changed; NotJudged when it cannot be."""
    path = text.path
    before = read_file(path)
    mark = _BOM if before.startswith(_BOM) else b""
    if before != mark + text.content.encode("utf-8", "surrogatepass"):
        raise NotJudged(path, "is not what is staged, or not UTF-8; stage it as UTF-8, then run --fix again")
    after = mark + applied(text.content, edits).encode()
    if after == before or not _is_better(policy, inputs, path, before, after):
        return False
    replace(path, after)
    return True


def _is_better(policy: Policy, inputs: Inputs, path: str, before: bytes, after: bytes) -> bool:
    """Whether the new content says less that is loose, and everything else as before."""
    old, new = (_judged(policy, inputs, path, content) for content in (before, after))
    others = [[one for one in said if not isinstance(one, Loose)] for said in (old, new)]
    return len(new) < len(old) and len(others[1]) <= len(others[0])


def _judged(policy: Policy, inputs: Inputs, path: str, content: bytes) -> list[Judged]:
    seen = _Seen(inputs, path, content)
    return list(each(seen, Judge(policy, seen).judged))


class _Seen:
    """The inputs with one file alone, which has another content."""

    def __init__(self, inputs: Inputs, path: str, content: bytes) -> None:
        self.paths = (path,)
        self.root = inputs.root
        self.changes = inputs.changes
        self.blob = inputs.blob
        self.exists = inputs.exists
        self.present = inputs.present
        self.listing = inputs.listing
        self.expect = inputs.expect
        self._inputs = inputs
        self._path = path
        self._content = content

    def read(self, path: str) -> bytes:
        return self._content if path == self._path else self._inputs.read(path)
