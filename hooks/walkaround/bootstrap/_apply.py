"""Write a plan, all of it or nothing, and take it back byte for byte.

The order makes it safe to be ended anywhere: journal, files, index, git's hooks, journal again. Until the second one
stands, every file is as it was before or as it shall be, and `undo` takes either back.
"""

import os
import re
import signal
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress

from .. import _git, _write
from .._finding import NotJudged
from .._inputs import read_file
from . import _git_hooks, _journal
from ._journal import Journal, Record, Written
from ._plan import FrameworkName, Step
from ._repository import ABSENT, Repository

CUT_SHORT = "an earlier run was cut short; run `walkaround init --undo` first"


def apply(repository: Repository, steps: Sequence[Step], framework: FrameworkName) -> None:
    """Write and stage the steps, and install git's hooks where `framework` is named; all of it, or an exception.

    An earlier run stays in the journal, so that one `undo` takes back both.
    """
    place = _journal.path_of(repository)
    earlier = _journal.read(repository)
    if any(record.state != "done" for record in earlier):
        raise NotJudged("", CUT_SHORT)
    with _interrupts_put_off() as let_through:
        record = _begun(repository, steps, framework)
        try:
            _journal.write(place, (*earlier, record))
            for step in steps:
                _write_step(repository, step)
                let_through()
            repository.stage([step.path for step in steps])
            record = record._replace(entries_after=repository.entries([step.path for step in steps]))
            let_through()
            if framework:
                _git_hooks.install(repository, framework)
                record = record._replace(hooks_after=_git_hooks.snapshot(repository))
                let_through()
            _journal.write(place, (*_without_older(earlier, steps), record._replace(state="done")))
        except BaseException:
            _restore(repository, record._replace(entries_after=None, hooks_after=None), leave=())
            _journal.write(place, earlier)
            let_through()
            raise


def undo(repository: Repository, leave: Collection[str] = ()) -> list[str]:
    """Take back all that `apply` wrote, the latest first, and forget it; the paths that were restored."""
    place = _journal.path_of(repository)
    restored: dict[str, None] = {}
    with _interrupts_put_off(), _failures_named():
        journal = _handed_over(repository, _journal.read(repository))
        while journal:
            *older, record = journal
            _journal.write(place, (*older, record._replace(state="undoing")))
            restored |= dict.fromkeys(_restore(repository, record, leave))
            journal = tuple(older)
            _journal.write(place, journal)
    return sorted(restored)


@contextmanager
def _interrupts_put_off() -> Iterator[Callable[[], None]]:
    """Ctrl-C and its kin wait for the next call of what is given, where all is known that has to be taken back.

    In the middle of starting a program, say, nobody would know of it, and it would go on.
    """
    waiting: list[int] = []

    def let_through() -> None:
        if waiting:
            raise KeyboardInterrupt

    before = {}
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) not in (signal.SIG_IGN, None):
            with suppress(ValueError):  # not in the main thread, which alone is interrupted
                before[number] = signal.signal(number, lambda number, _: waiting.append(number))
    try:
        yield let_through
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _failures_named() -> Iterator[None]:
    try:
        yield
    except OSError as failure:
        why = f"cannot be taken back: {failure.strerror}; mend that, and run `walkaround init --undo` again"
        raise NotJudged(os.fsdecode(failure.filename or ""), f"{why}: it goes on from there") from None


def refusals(repository: Repository, leave: Collection[str] = ()) -> list[str]:
    """Why `undo` cannot take everything back: what was changed since, by name, with the next act."""
    journal = _journal.read(repository)
    if not journal:
        return []
    why = [f"{one}; undo would change files under it" for one in [repository.under_way()] if one]
    written = {path for record in journal for path in record.files}
    why += [f"{path}: --leave names files that `init` wrote" for path in sorted(set(leave) - written)]
    why += _changed_files(repository, journal, leave)
    return [*why, *_read_only(repository, journal, leave), *_changed_hooks(repository, journal)]


def own(repository: Repository) -> dict[str, bytes]:
    """What `init` wrote last into each file."""
    return {path: one.after for record in _journal.read(repository) for path, one in record.files.items()}


def _handed_over(repository: Repository, journal: Journal) -> Journal:
    """The journal without git's hooks, where another work tree goes on using them: they are its to take away then."""
    mine = [record for record in journal if record.hooks is not None]
    heir = next((one for one in _journal.others(repository) if one[1]), None)
    if not mine or heir is None:
        return journal
    path, other = heir
    theirs = next((record for record in other if record.hooks is not None), None)
    if theirs is not None and theirs.hooks_after == mine[0].hooks:
        return journal  # theirs were there first, and are put back
    receives = other[-1] if theirs is None else theirs
    after = mine[-1].hooks_after if theirs is None else theirs.hooks_after
    changed = receives._replace(hooks=mine[0].hooks, hooks_after=after, hooks_folder=mine[0].hooks_folder)
    _journal.write(path, tuple(changed if record is receives else record for record in other))
    return tuple(record._replace(hooks=None, hooks_after=None) for record in journal)


def _clear_remains(repository: Repository, path: str, pid: int) -> None:
    """Take away what `_write` leaves beside a file when it is killed, in that run or in an undo after it."""
    folder, name = os.path.split(repository.full(path))
    if repository.through_link(path) or not os.path.isdir(folder):
        return
    pattern = re.compile(rf"\.{re.escape(name[:100])}\.([0-9]+)\.new", re.DOTALL)
    found = {one: int(match[1]) for one in os.listdir(folder) if (match := pattern.fullmatch(one))}
    dead = [one for one, of in found.items() if of in (pid, os.getpid()) or not _is_alive(of)]
    above = path.rpartition("/")[0]
    places = [f"{above}/{one}" if above else one for one in dead]
    for place, entry in repository.entries(places).items():
        full = repository.full(place)
        if entry == ABSENT and os.path.isfile(full) and not os.path.islink(full):
            with suppress(OSError):
                os.unlink(full)


def _is_alive(pid: int) -> bool:
    """Whether there is such a process. Windows need not be asked: it deletes no file that a process writes."""
    if os.name != "posix":
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _changed_files(repository: Repository, journal: Journal, leave: Collection[str]) -> Iterator[str]:
    now: dict[str, bytes | None] = {}
    for record in reversed(journal):
        for path, written in sorted(record.files.items()):
            if path in leave:
                continue
            try:
                content = now[path] if path in now else _content(repository, path)
            except NotJudged as failure:
                yield f"{path}: {failure.why}, and `init` wrote a file there; put that back, or give --leave {path}"
                continue
            done = record.state == "done" and path not in now  # what was cut short may not have written it
            if content is None and (done or written.before is not None):
                where = "or is on another branch or in a stash; bring it back"
                yield f"{path}: was deleted since `init` wrote it, {where}, or give --leave {path}"
            elif content not in (written.before, written.after):
                yield f"{path}: was changed since `init` wrote it; take that back, or give --leave {path}"
            elif done and content == written.before and _is_elsewhere(repository, record, path):
                where = "is as `init` found it, and as `init` wrote it on another branch or in a stash"
                yield f"{path}: {where}; bring that back, or give --leave {path}"
            elif path not in now and not _is_staged_as_known(repository, record, path):
                yield f"{path}: was staged otherwise since; `git add {path}`, or give --leave {path}"
            now[path] = written.before


def _read_only(repository: Repository, journal: Journal, leave: Collection[str]) -> Iterator[str]:
    first = {path: one.before for record in reversed(journal) for path, one in record.files.items()}
    for path, before in sorted(first.items()):
        full = repository.full(path)
        with suppress(NotJudged):  # which is named already
            if path in leave or _content(repository, path) in (None, before):
                continue
            if not os.access(os.path.dirname(full), os.W_OK):
                folder = os.path.dirname(path) or "the work tree"
                yield f"{path}: {folder} is read-only; make it writable, or give --leave {path}"
            elif before is not None and not os.access(full, os.W_OK):
                yield f"{path}: is read-only; make it writable, or give --leave {path}"


def _changed_hooks(repository: Repository, journal: Journal) -> Iterator[str]:
    record = next((one for one in reversed(journal) if one.hooks is not None), None)
    if record is None or record.hooks is None:
        return
    is_there = os.path.isdir(repository.hooks)
    if is_there and not os.access(repository.hooks, os.W_OK) and _git_hooks.snapshot(repository) != record.hooks:
        yield f"{repository.hooks} is read-only; make it writable"
    for name in _git_hooks.changed_since(repository, record.hooks, _left(record)):
        yield f"the git hook {name} was changed since `init` installed it; take the change away, or delete it"


def _is_elsewhere(repository: Repository, record: Record, path: str) -> bool:
    """Whether an edit is not here, but where it could not be taken back any more without the journal."""
    entry = (record.entries_after or {}).get(path, ABSENT)
    is_edit = record.files[path].before != record.files[path].after and entry not in (ABSENT, record.entries[path])
    return is_edit and repository.is_elsewhere(path, entry.split(" ")[1])


def _is_staged_as_known(repository: Repository, record: Record, path: str) -> bool:
    """Whether the index has of a file what it had before, what `init` staged, or nothing."""
    if record.entries_after is None:
        return True
    now = repository.entries([path])[path]
    return now in ("", record.entries[path], record.entries_after[path])


def _begun(repository: Repository, steps: Sequence[Step], framework: FrameworkName) -> Record:
    paths = [step.path for step in steps]
    folders = dict.fromkeys(folder for path in paths for folder in _missing_folders(repository, path))
    in_parts = any(name.startswith("sharedindex.") for name in os.listdir(os.path.dirname(repository.index)))
    return Record(
        state="writing",
        pid=os.getpid(),
        files={step.path: Written(step.before, step.after) for step in steps},
        folders=tuple(folders),
        entries=repository.entries(paths),
        index_file=read_file(repository.index) if os.path.exists(repository.index) else None,
        rest="" if in_parts else repository.rest(paths),
        hooks=_git_hooks.snapshot(repository) if framework else None,
        hooks_folder=os.path.isdir(repository.hooks),
    )


def _missing_folders(repository: Repository, path: str) -> list[str]:
    """The folders above a file that are not there yet, outermost first."""
    parts = path.split("/")[:-1]
    above = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    return [folder for folder in above if not os.path.isdir(repository.full(folder))]


def _without_older(earlier: Journal, steps: Sequence[Step]) -> Journal:
    """The earlier records without files that others have changed since, and that a new step has now changed again."""
    moot = {step.path for step in steps}
    left = []
    for record in reversed(earlier):
        for step in steps:
            if step.path in record.files and record.files[step.path].after == step.before:
                moot.discard(step.path)
        left.append(record._replace(files={path: one for path, one in record.files.items() if path not in moot}))
    return tuple(reversed(left))


def _write_step(repository: Repository, step: Step) -> None:
    path = repository.full(step.path)
    if _content(repository, step.path) != step.before:
        raise NotJudged(step.path, "was changed while the plan was made; run the command again")
    (_write.create if step.before is None else _write.replace)(path, step.after)


def _content(repository: Repository, path: str) -> bytes | None:
    full, folder = repository.full(path), repository.through_link(path)
    if folder:
        raise NotJudged(path, f"{folder} is a link now")
    if os.path.islink(full):
        raise NotJudged(path, "is a link now")
    return read_file(full) if os.path.lexists(full) else None


def _restore(repository: Repository, record: Record, leave: Collection[str]) -> list[str]:
    """Put everything of one run back: hooks, index, files, folders. What is as before already is left as it is."""
    if record.hooks is not None:
        _git_hooks.restore(repository, record.hooks, _left(record), record.hooks_folder)
    lost = _restore_index(repository, record, leave)
    restored = []
    for path, written in record.files.items():
        _clear_remains(repository, path, record.pid)
        if path not in leave and _put_back(repository, path, written):
            restored.append(path)
    for folder in reversed(record.folders):
        with suppress(OSError):
            if not repository.through_link(folder):
                os.rmdir(repository.full(folder))
    lost = [path for path in lost if os.path.lexists(repository.full(path))]
    repository.stage([*lost, *(path for path in _committed_since(repository, record) if path not in leave)])
    return restored


def _committed_since(repository: Repository, record: Record) -> list[str]:
    """The files that were there and that git did not know, and that are committed now: to unstage them would delete."""
    new = [path for path, one in record.files.items() if one.before is not None and record.entries.get(path) == ABSENT]
    return [path for path in repository.in_head(new) if os.path.lexists(repository.full(path))]


def _put_back(repository: Repository, path: str, written: Written) -> bool:
    full = repository.full(path)
    if not os.path.lexists(full):
        return False
    if _content(repository, path) != written.after or written.after == written.before:
        return False  # as before already, or somebody else's
    if written.before is None:
        os.unlink(full)
    else:
        _write.replace(full, written.before)
    return True


def _restore_index(repository: Repository, record: Record, leave: Collection[str]) -> list[str]:
    """The whole index file where nothing else in it has changed, else the entries of the files.

    Gives the paths of entries whose content git has no longer: their files are to be staged as they are put back.
    """
    paths = list(record.entries)
    now = repository.entries(paths)
    as_left = record.entries_after is None or now == record.entries_after
    whole = record.rest and as_left and not leave and repository.rest(paths) == record.rest
    if whole and (now == record.entries or _exchanged(repository, record)):
        return []
    after = record.entries_after or now
    due = {path: entry for path, entry in record.entries.items()
           if path not in leave and now[path] == after[path] != entry}  # fmt: skip
    lost = [path for path, entry in due.items() if entry != ABSENT and not repository.has_content(entry)]
    for path in lost:
        del due[path]
    if due:
        repository.put_entries(due)
    return lost


def _exchanged(repository: Repository, record: Record) -> bool:
    """Whether the index file before is in its place: not one that git cannot read, or that says anything else."""
    current = read_file(repository.index) if os.path.exists(repository.index) else None
    repository.put_index(record.index_file)
    paths = list(record.entries)
    with suppress(_git.GitError):
        if repository.entries(paths) == record.entries and repository.rest(paths) == record.rest:
            return True
    repository.put_index(current)
    return False


def _left(record: Record) -> _journal.GitHooks | None:
    """The hooks as the run left them; None when it did not come to its end."""
    return record.hooks_after if record.state == "done" else None
