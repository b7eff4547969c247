"""What a hook declares about itself, and what it is given to judge."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, Protocol, TypeVar

from ._finding import Finding, NotJudged, Rule
from ._git import Change, GitError
from ._policy import Key, Policy


class Inputs(Protocol):
    """The files of one run, seen as one snapshot (the index, the work tree, or a commit).

    `paths` are the files to judge, as the caller gave them; `read` also serves other files of the same
    snapshot, such as one that a `-r` line names, and raises NotJudged with the reason when it cannot; `blob` tells the
    id of what it would give where git knows it.
    `present` says which of many paths exist, for the price of one question; `listing` names all files of the snapshot,
    by their paths from the root. `root` is the repository's top folder,
    or the working directory outside a repository. `changes` are what a commit or a push is about to do; empty when
    the work tree is judged as it stands. `expect` announces further steps to whoever watches the run, and gives what
    is called at each of them.
    """

    @property
    def paths(self) -> tuple[str, ...]: ...
    @property
    def root(self) -> str: ...
    @property
    def changes(self) -> tuple[Change, ...]: ...
    def read(self, path: str) -> bytes: ...
    def blob(self, path: str) -> str: ...
    def exists(self, path: str) -> bool: ...
    def present(self, paths: Iterable[str]) -> frozenset[str]: ...
    def listing(self) -> tuple[str, ...]: ...
    def expect(self, steps: int) -> Callable[[], None]: ...


Said = Finding | NotJudged
T = TypeVar("T")
Check = Callable[[Policy, Inputs], Iterator[Said]]
# Changes files on disk; yields the paths it changed, or what it could not do.
Fix = Callable[[Policy, Inputs], Iterator[str | NotJudged]]


class Switch(NamedTuple):
    """An option of the command line that a policy must allow, by a key that is true; else it ends in exit code 2.

    `given` is a key of no policy file, by which the hook learns that the option is there. One `with_fix` means
    nothing where nothing is mended, so that `walkaround check` does not offer it.
    """

    option: str
    meaning: str
    allowed: Key[bool]
    given: Key[bool]
    with_fix: bool = False


class Hook(NamedTuple):
    """One hook: what it is called, what it reads, what it looks for.

    `files` is the pattern of the manifest entry, searched in the path from the repository's top; empty
    means every file. `selects` decides the same by comparing strings, where to compile the pattern would cost too
    much. `fix` runs when `--fix` asks for it or `fix_when` says that the policy does.
    `whole` hooks judge the repository and take no file names. `message` hooks take the file of a commit
    message; such a file that `fix` changed does not fail the run, because git keeps the changed message
    only when the hook passes. `own_exemptions`: the hook applies exemptions itself. `commits`: it also judges the
    commits of a change, so it runs without any file where there are some. `switches` are options that
    `walkaround check` offers too. `beside` are files, from the root, that the hook reads whatever it judges.
    `acceptable`: the baseline of accepted findings counts for it (`_accepted_findings`). A hook with `reports`
    also judges what lies between two commits that are named, under the policy of the second, and takes reports of other
    hooks: their names are the value of that key, which is one of no policy file.
    """

    id: str
    summary: str
    rules: tuple[Rule, ...]
    keys: tuple[Key[Any], ...]
    check: Check
    files: str = ""
    selects: Callable[[str], object] | None = None
    fix: Fix | None = None
    fix_when: Callable[[Policy], bool] | None = None
    whole: bool = False
    message: bool = False
    own_exemptions: bool = False
    commits: bool = False
    switches: tuple[Switch, ...] = ()
    beside: tuple[str, ...] = ()
    acceptable: bool = False
    reports: Key[tuple[str, ...]] | None = None

    @property
    def ranged(self) -> bool:
        return self.reports is not None

    @property
    def table(self) -> str:
        """The policy table that the hook reads; hooks of one package share theirs."""
        return self.keys[0].name.partition(".")[0] if self.keys else self.id


def each(inputs: Inputs, judge: Callable[[str, bytes], Iterable[T]]) -> Iterator[T | NotJudged]:
    """Judge every input by itself: one that fails is named as not judged, and the others go on."""
    for path in inputs.paths:
        try:
            yield from judge(path, inputs.read(path))
        except NotJudged as failure:
            yield failure
        except GitError as failure:
            yield NotJudged(path, str(failure))
        except Exception as crash:
            yield NotJudged(path, internal_error(crash))


def internal_error(crash: BaseException) -> str:
    """One line about a crash: its kind and place, never its text, which may quote what was inspected."""
    trace = crash.__traceback__
    place = "unknown place"
    while trace is not None:
        code = trace.tb_frame.f_code
        place = f"{code.co_filename.replace(chr(92), '/').rsplit('/', 1)[-1]}:{trace.tb_lineno} in {code.co_name}"
        trace = trace.tb_next
    return f"internal error: {type(crash).__name__} at {place}; please report it"
