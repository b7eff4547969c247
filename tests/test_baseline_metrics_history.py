"""Whose each line is: against histories whose truth is known, and against what git itself says."""

import random
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests_support import tries
from walkaround import _git
from walkaround.baseline_metrics.history import walk
from walkaround.baseline_metrics.history.lines import AROUND, BEFORE, BESIDE, INDENTED, Gone, Lines
from walkaround.baseline_metrics.history.read import History, read
from walkaround.baseline_metrics.history.store import Store
from walkaround.baseline_metrics.history.trace import BLANK, CODE, SLIGHT, TEXT, Trace, traces
from walkaround.baseline_metrics.history.walk import Edit, Hunk, edits_of, walked


def nothing(_: int) -> Callable[[], None]:
    return lambda: None


class Repository:
    """A repository that `git fast-import` fills: a commit a minute, on branch `main` unless another is named."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.ids: dict[str, str] = {}
        self._stream: list[bytes] = []
        self._marks: dict[str, int] = {}
        self._minute = 0
        subprocess.run(["git", "init", "-q", "-b", "main", top], check=True)

    def commit(
        self, name: str, files: Mapping[str, bytes | None], *parents: str, moves: Iterable[tuple[str, str]] = ()
    ) -> None:
        """A commit with these files anew, those that are None deleted; its parents are named, the last one without."""
        self._minute += 1
        self._marks[name] = len(self._marks) + 1
        tip = list(self._marks)[-2:-1]
        chosen = parents or tuple(tip)
        head = [f"commit refs/heads/b{self._marks[name]}", f"mark :{self._marks[name]}"]
        head += [
            f"{role} A <a@example.org> {1_700_000_000 + 60 * self._minute} +0000" for role in ("author", "committer")
        ]
        head += [f"data {len(name)}", name]
        head += [f"{'merge' if at else 'from'} :{self._marks[one]}" for at, one in enumerate(chosen)]
        head += [f"R {old} {new}" for old, new in moves]
        self._stream.append("\n".join(head).encode() + b"\n")
        for path, content in files.items():
            if content is None:
                self._stream.append(f"D {path}\n".encode())
            else:
                self._stream.append(f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n")
        self._stream.append(b"\n")

    def done(self) -> str:
        """Write it, and check out nothing; the id of the last commit."""
        marks = self.top / "marks"
        command = ["git", "fast-import", "--quiet", f"--export-marks={marks}"]
        subprocess.run(command, input=b"".join(self._stream), cwd=self.top, check=True)
        by_mark = dict(line.split() for line in marks.read_text().splitlines())
        self.ids = {name: by_mark[f":{mark}"] for name, mark in self._marks.items()}
        return list(self.ids.values())[-1]

    def read(self, since: int = 0, ignored: Iterable[str] = ()) -> History:
        head = self.done()
        return read(str(self.top), head, since, nothing, frozenset(self.ids[name] for name in ignored))


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Repository(tmp_path / "made")


def gone(history: History) -> dict[str, list[tuple[str, str, int, int]]]:
    """By commit, what it removed: path, who had made it, kind, lines; without commits that removed nothing."""
    names = [entry.commit.message for entry in history.entries] + ["before"]
    found = {
        entry.commit.message: [(one.path, names[one.origin], one.kind, one.lines) for one in entry.gone]
        for entry in history.entries
    }
    return {name: sorted(some) for name, some in found.items() if some}


def lines(*texts: str) -> bytes:
    return "".join(f"{text}\n" for text in texts).encode()


A, B, C = (f"value_{letter} = compute({number})" for number, letter in enumerate("abc"))


def test_a_line_is_the_commits_that_made_it(made: Repository) -> None:
    made.commit("one", {"f.py": lines(A, B)})
    made.commit("two", {"f.py": lines(A, B, C)})
    made.commit("three", {"f.py": lines(C)})
    assert gone(made.read()) == {"three": [("f.py", "one", CODE, 2)]}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(lines(A, B), lines("if x:", f"    {A}", f"    {B}"), id="indented"),
        pytest.param(lines(A, B), lines(A, B).replace(b"\n", b"\r\n"), id="line-ends"),
        pytest.param(lines(A, B, "", "def f():", C), lines("def f():", C, "", A, B), id="moved-within-the-file"),
        pytest.param(lines(A, B), lines(A, B).rstrip(b"\n"), id="last-line-end"),
        pytest.param(lines('a = f("x")', 'b = ["y"]'), lines("a = f('x');", "  b = ['y'],"), id="quotes-and-ends"),
    ],
)
def test_an_old_line_in_a_new_place_is_still_the_old_one(made: Repository, before: bytes, after: bytes) -> None:
    made.commit("one", {"f.py": before})
    made.commit("two", {"f.py": after})
    made.commit("three", {"f.py": b""})
    found = gone(made.read())
    assert [one for one in found["three"] if one[1] == "one" and one[2] == CODE] == [
        ("f.py", "one", CODE, sum(map(bool, before.split(b"\n"))))
    ]
    assert "two" not in found or all(kind == BLANK for _, _, kind, _ in found["two"])


@pytest.mark.parametrize(
    ("first", "end"), [("a", ""), ("'a'", ""), ("'a'", ";")], ids=["blanks", "quotes", "quotes and ends"]
)
def test_lines_that_are_only_broken_elsewhere_stay_whose_they_were(made: Repository, first: str, end: str) -> None:
    made.commit("one", {"f.py": lines(f"x = f({first}, b)".replace("'", '"'), "y = [1, 2]")})
    made.commit("two", {"f.py": lines("x = f(", f"    {first},", "    b,", ")" + end, "y = [1,", "     2]" + end)})
    made.commit("three", {"f.py": b""})
    assert gone(made.read()) == {"three": [("f.py", "one", CODE, 5), ("f.py", "one", SLIGHT, 1)]}


@pytest.mark.parametrize(
    ("after", "beside"),
    [
        pytest.param(lines(A, "if x:", f"    {B}", C), [("one", BESIDE, 2), ("two", INDENTED, 1)], id="guarded"),
        pytest.param(lines(A, B, "new = 1", C), [("one", BESIDE, 2), ("two", BESIDE, 1)], id="added"),
        pytest.param(lines(A, B, C, "", "new = 1", ""), [("one", AROUND, 1), ("two", AROUND, 1)], id="a-block"),
        pytest.param(lines(A, B, "# new", C), [], id="a-comment"),
        pytest.param(lines(A, "new = 1", C), [], id="replaced"),
    ],
)  # fmt: skip
def test_what_stands_beside_an_insertion(made: Repository, after: bytes, beside: list[tuple[str, int, int]]) -> None:
    made.commit("one", {"f.py": lines(A, C)})
    made.commit("two", {"f.py": lines(A, B, C)})
    made.commit("three", {"f.py": after})
    entries = made.read().entries
    names = [entry.commit.message for entry in entries]
    found = [(names[one.origin], one.kind, one.lines) for one in entries[2].beside]
    assert sorted(found) == beside


def test_a_block_that_moves_to_another_file_stays_whose_it_was(made: Repository) -> None:
    made.commit("one", {"f.py": lines(A, B, C, "kept = 1"), "g.py": lines("other = 2")})
    made.commit("two", {"f.py": lines("kept = 1"), "g.py": lines("other = 2", A, B, C)})
    made.commit("three", {"g.py": lines("other = 2")})
    assert gone(made.read()) == {"three": [("g.py", "one", CODE, 3)]}


def test_a_few_signs_that_come_again_elsewhere_are_no_move(made: Repository) -> None:
    made.commit("one", {"f.py": lines("x = 1", A), "g.py": lines(B)})
    made.commit("two", {"f.py": lines(A), "g.py": lines(B, "x = 1")})
    made.commit("three", {"g.py": lines(B)})
    assert gone(made.read()) == {"two": [("f.py", "one", CODE, 1)], "three": [("g.py", "two", CODE, 1)]}


def test_a_renamed_file_brings_its_lines_along(made: Repository) -> None:
    made.commit("one", {"f.py": lines(A, B, C)})
    made.commit("two", {}, moves=[("f.py", "g.py")])
    made.commit("three", {"g.py": lines(A)})
    assert gone(made.read()) == {"three": [("g.py", "one", CODE, 2)]}


def test_lines_of_both_sides_of_a_merge_stay_whose_they_were(made: Repository) -> None:
    made.commit("one", {"f.py": lines(A, B, C)})
    made.commit("left", {"f.py": lines("left = 1", A, B, C)}, "one")
    made.commit("right", {"f.py": lines(A, B, C, "right = 1")}, "one")
    made.commit("merge", {"f.py": lines("left = 1", A, B, C, "right = 1", "merged = 1")}, "left", "right")
    made.commit("last", {"f.py": b""}, "merge")
    assert gone(made.read()) == {
        "last": [
            ("f.py", "left", CODE, 1),
            ("f.py", "merge", CODE, 1),
            ("f.py", "one", CODE, 3),
            ("f.py", "right", CODE, 1),
        ]
    }


def test_a_merge_of_three(made: Repository) -> None:
    made.commit("one", {"f.py": lines(A)})
    made.commit("x", {"x.py": lines(B)}, "one")
    made.commit("y", {"y.py": lines(B)}, "one")
    made.commit("z", {"z.py": lines(B)}, "one")
    made.commit("octopus", {"x.py": lines(B), "y.py": lines(B), "z.py": lines(B)}, "x", "y", "z")
    made.commit("last", {"x.py": None, "y.py": None, "z.py": None}, "octopus")
    assert gone(made.read()) == {"last": [(f"{name}.py", name, CODE, 1) for name in "xyz"]}


def test_an_ignored_commit_leaves_lines_to_whom_they_were(made: Repository) -> None:
    made.commit("one", {"f.py": lines(A, B)})
    made.commit("quotes", {"f.py": lines("changed in each", "and every line")})
    made.commit("three", {"f.py": b""})
    assert gone(made.read(ignored=["quotes"])) == {"three": [("f.py", "one", CODE, 2)]}


def test_what_was_there_before_the_window_is_nobodys(made: Repository) -> None:
    made.commit("one", {"f.py": lines(A, B)})
    made.commit("two", {"f.py": lines(A, B, C)})
    made.commit("three", {"f.py": b""})
    history = made.read(since=1_700_000_000 + 120)
    assert [entry.commit.message for entry in history.entries] == ["two", "three"]
    assert gone(history) == {"three": [("f.py", "before", CODE, 2), ("f.py", "two", CODE, 1)]}


def test_comments_and_blank_lines_are_told_apart(made: Repository) -> None:
    made.commit("one", {"f.c": lines("#include <a.h>", "/* a */", "// b", "", "int main(void) { return 0; }")})
    made.commit("two", {"f.c": None})
    assert gone(made.read()) == {
        "two": [("f.c", "one", BLANK, 1), ("f.c", "one", TEXT, 2), ("f.c", "one", CODE, 1), ("f.c", "one", SLIGHT, 1)]
    }


@pytest.mark.parametrize("name", ["a b", "tab\\there", 'quote\\"d', "new\\nline", "\\303\\274", "\\377"])
def test_names_that_git_quotes(made: Repository, name: str) -> None:
    made.commit("one", {f'"{name}"': lines(A)})
    made.commit("two", {f'"{name}"': lines(B)})
    plain = name.encode().decode("unicode_escape").encode("latin-1").decode("utf-8", "surrogateescape")
    assert gone(made.read()) == {"two": [(plain, "one", CODE, 1)]}


def test_binary_files_and_messages_that_look_like_a_log(made: Repository) -> None:
    made.commit("one\n\n\x01\ndiff --git a/f b/f\n@@ -1 +1 @@\n-x\n", {"f.py": lines(A), "b": b"\0\1\n" * 9})
    made.commit("two", {"f.py": lines(B), "b": b"\0\2\n"})
    history = made.read()
    assert [(file.path, file.binary, file.added, file.removed) for file in history.entries[1].files] == [
        ("b", True, 0, 0),
        ("f.py", False, 1, 1),
    ]
    assert [(one.path, one.origin, one.lines) for one in history.entries[1].gone] == [("f.py", 0, 1)]


def test_a_second_run_reads_nothing_anew_and_finds_the_same(made: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    made.commit("one", {"f.py": lines(A, B)})
    made.commit("two", {"f.py": lines(B, C)})
    first = made.read()
    asked: list[list[str]] = []

    def asking(_: str, shas: Sequence[str]) -> Iterator[object]:
        asked.append(list(shas))
        return iter(())

    monkeypatch.setattr("walkaround.baseline_metrics.history.read.walked", asking)
    assert read(str(made.top), first.head, 0, nothing) == first
    assert asked == []


@pytest.mark.parametrize(
    ("base", "reach", "walked_again"),
    [
        pytest.param("two", 0, False, id="on-top"),
        pytest.param("one", 2, False, id="from-a-while-ago"),
        pytest.param("one", 0, True, id="from-long-ago"),
    ],
)
def test_new_commits_add_to_what_an_earlier_run_found(
    made: Repository, monkeypatch: pytest.MonkeyPatch, base: str, reach: int, walked_again: bool
) -> None:
    monkeypatch.setattr("walkaround.baseline_metrics.history.resume.REACH", reach)
    made.commit("one", {"f.py": lines(A, B), "g.py": lines(A)})
    made.commit("two", {"f.py": lines(B, C), "g.py": lines(A, B)})
    made.read()
    made.commit("side", {"f.py": lines(B, "side = 1"), "g.py": None}, base)
    made.commit("join", {"f.py": lines(B, C, "side = 1"), "g.py": None}, "two", "side")
    made.commit("last", {"f.py": b""}, "join")
    numbers: list[int] = []
    step = Lines.step

    def counting(self: Lines, number: int, edits: Sequence[Trace]) -> list[Gone]:
        numbers.append(number)
        return step(self, number, edits)

    monkeypatch.setattr(Lines, "step", counting)
    again = made.read()
    assert (numbers[0] == 1) is walked_again
    made.top.parent.joinpath("cache").rename(made.top.parent / "forgotten")
    anew = read(str(made.top), again.head, 0, nothing)
    assert gone(again) == gone(anew)
    assert {entry.commit.sha: entry.files for entry in again.entries} == {
        entry.commit.sha: entry.files for entry in anew.entries
    }
    assert gone(anew)["last"] == [
        ("f.py", "one", CODE, 1), ("f.py", "side", CODE, 1), ("f.py", "two", CODE, 1)
    ]  # fmt: skip


def test_a_history_that_is_read_after_each_commit_is_as_one_read_at_once(
    made: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More often than parts are left before all is walked again; files come, go, and have names that are no UTF-8."""
    monkeypatch.setattr("walkaround.baseline_metrics.history.resume.MOST_PARTS", 7)
    path = '"\\377.py"'
    for number in range(20):
        kept = lines(*(f"value_{one} = {one}" for one in range(number, number + 3)))
        made.commit(
            f"c{number}", {"f.py": kept, path: kept if number % 7 else None, "g.py": b"" if number % 3 else kept}
        )
    head = made.done()
    for sha in made.ids.values():
        grown = read(str(made.top), sha, 0, nothing)
    made.top.parent.joinpath("cache").rename(made.top.parent / "forgotten")
    assert grown == read(str(made.top), head, 0, nothing)
    assert [one.lines for one in grown.entries[-1].gone if one.path == "f.py"] == [1]


def test_of_two_runs_that_add_at_a_time_one_is_kept(tmp_path: Path) -> None:
    first, second = (Store(str(tmp_path / "store.sqlite")) for _ in range(2))
    first.leave("walk", "0", {("f", "a"): b"1", ("g", "b"): b"2"})
    known = [store.state("walk") for store in (first, second)]
    assert known[0] is not None
    assert known[1] == known[0]
    first.extend("walk", known[0], 1, "1", {("f", "c"): b"3"})
    second.extend("walk", known[1], 1, "2", {("f", "d"): b"4"})
    after = second.state("walk")
    assert after is not None
    assert after.parts == ("0", "1")
    blobs = [("f", "a"), ("f", "c"), ("f", "d"), ("g", "c")]
    assert [second.content("walk", blob) for blob in blobs] == [b"1", b"3", None, None]
    assert second.state("another") is None


def test_a_cache_that_cannot_be_used_costs_time_alone(made: Repository, tmp_path: Path) -> None:
    made.commit("one", {"f.py": lines(A, B)})
    made.commit("two", {"f.py": lines(B, C)})
    first = made.read()
    (kept,) = (tmp_path / "cache" / "walkaround" / "history").glob("*.sqlite")
    whole = kept.read_bytes()
    torn = [whole[:at] + b"\xff" * 64 + whole[at + 64 :] for at in range(0, len(whole), 512)]
    for content in (b"no database", whole[: len(whole) // 2], *torn):
        kept.write_bytes(content)
        assert read(str(made.top), first.head, 0, nothing) == first


@pytest.mark.parametrize("parents", [("side", "two"), ("two", "side")])
def test_commits_come_in_one_order_whatever_was_read_before(
    made: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parents: tuple[str, str]
) -> None:
    made.commit("one", {"f.py": lines(A, B)})
    made.commit("side", {"g.py": lines(A)}, "one")
    made.commit("more", {"g.py": lines(B)}, "side")
    made.commit("two", {"f.py": lines(B, C)}, "one")
    made.read()
    made.commit("join", {"f.py": lines(B, C), "g.py": lines(B)}, *("more" if one == "side" else one for one in parents))
    again = made.read()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    assert read(str(made.top), again.head, 0, nothing) == again


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**9))
def test_what_was_asked_before_makes_no_difference(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Revisions of a random history, with merges, renames, copies and lines that come again, one after the other."""
    chance = random.Random(seed)  # noqa: S311
    top = tmp_path_factory.mktemp("made")
    made = Repository(top / "r")
    trees: dict[str, dict[str, list[str]]] = {}
    for number in range(12):
        name = f"c{number}"
        parents = chance.sample(list(trees)[-5:], min(len(trees), chance.choice((1, 1, 1, 2, 3))))
        tree = dict(next((trees[one] for one in parents), {}))
        for other in parents[1:]:
            tree |= {path: some for path, some in trees[other].items() if path not in tree or chance.random() < 0.4}
        for _ in range(chance.choice((0, 1, 2)) if len(parents) != 1 else chance.choice((1, 2, 3))):
            _changed(tree, chance, name)
        everything = {path: None for one in trees.values() for path in one}
        made.commit(name, everything | {path: lines(*some) for path, some in tree.items()}, *parents)
        trees[name] = tree
    made.done()
    asked = [made.ids[f"c{chance.choice((11, 10, 9, 8, 5))}"] for _ in range(5)]

    def read_in(cache: str, sha: str) -> History:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_CACHE_HOME", str(top / cache))
            return read(str(made.top), sha, 0, nothing)

    fresh = {sha: read_in(sha, sha) for sha in asked}
    for sha in asked:
        assert read_in("kept", sha) == fresh[sha]


def _changed(tree: dict[str, list[str]], chance: random.Random, name: str) -> None:
    path = chance.choice([*tree, "new.py"])
    some = list(tree.get(path, ()))
    deed = chance.random()
    if deed < 0.2 and path in tree:
        tree[chance.choice("hijk") + ".py"] = tree.pop(path)
    elif deed < 0.3:
        tree[chance.choice("lmn") + ".py"] = some
    else:
        del some[chance.randrange(len(some) + 1) : chance.randrange(len(some) + 2)]
        fresh = [f"value = compute({chance.randrange(4)})", f"    made_in({name!r})", "", "# a comment"]
        at = chance.randrange(len(some) + 1)
        some[at:at] = fresh[: chance.randrange(5)]
        tree[path] = some + chance.sample(fresh, chance.randrange(1, 4))


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**9))
def test_every_line_of_a_random_history_is_whose_it_was_made(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """Each line is there once, so that its text tells who made it; branches come and go."""
    chance = random.Random(seed)  # noqa: S311
    made = Repository(tmp_path_factory.mktemp("made"))
    contents: dict[str, list[str]] = {}
    made.commit("c0", {"f.py": b"", "g.py": b""})
    contents["c0/f.py"], contents["c0/g.py"] = [], []
    names = ["c0"]
    expected: dict[tuple[str, str], int] = {}
    for number in range(1, 12):
        name = f"c{number}"
        parent = chance.choice(names[-3:])
        files = {}
        for path in ("f.py", "g.py"):
            old = contents[f"{parent}/{path}"]
            new = [line for line in old if chance.random() > 0.3]
            for line in old:
                if line not in new:
                    key = name, line.split("_")[1]
                    expected[key] = expected.get(key, 0) + 1
            for fresh in range(chance.randrange(4)):
                new.insert(chance.randrange(len(new) + 1), f"line_{name}_{path}_{fresh}_{chance.random()}")
            contents[f"{name}/{path}"] = new
            files[path] = lines(*new)
        made.commit(name, files, parent)
        names.append(name)
    heads = tuple(names)
    made.commit("octopus", {"f.py": b"", "g.py": b""}, *heads)
    history = read(str(made.top), made.done(), 0, nothing)
    by_index = [entry.commit.message for entry in history.entries]
    found: dict[tuple[str, str], int] = {}
    for entry in history.entries:
        for one in entry.gone:
            key = entry.commit.message, by_index[one.origin]
            found[key] = found.get(key, 0) + one.lines
    assert found == expected


def _edit(*hunks: Hunk) -> Edit:
    return Edit("M", "f", "f", "a" * 40, "b" * 40, False, hunks)


TEXTS = st.lists(
    st.sampled_from([b"", b" ", b"x", b"  x", b"long_line_of_code(1)", b"another_long_line(2)", b"}"]), max_size=6
)


@settings(max_examples=tries(200), deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4), st.booleans())
def test_traces_of_any_hunks_hold_together(pairs: list[tuple[list[bytes], list[bytes]]], ignored: bool) -> None:
    """Each kept line is one that was removed, once unless the commit is ignored, and bears the same letters."""
    hunks, old, new = [], 0, 0
    for removed, added in pairs:
        hunks.append(Hunk(old, new, removed, added))
        old, new = old + len(removed) + 1, new + len(added) + 1
    (trace,) = traces([_edit(*hunks)], ignored)
    texts = {hunk.old + at: line for hunk in hunks for at, line in enumerate(hunk.removed)}
    kept = [(span, one) for span in trace.spans for one in span.kept]
    for span, one in kept:
        if not ignored:
            assert texts[one.old].split() == hunks[trace.spans.index(span)].added[one.new].split()
    olds = [one.old for _, one in kept]
    assert ignored or len(set(olds)) == len(olds)
    assert {span.old + at for span in trace.spans for at in span.stays} == set(olds)
    lines_ = Lines({})
    lost = lines_.step(1, [trace])
    assert sum(one.lines for one in lost) == trace.removed - len(set(olds))
    origins = list(lines_.origins("f", "b" * 40) or [])
    assert origins.count(1) == trace.added - len(kept)
    assert set(origins) <= {BEFORE, 1}


def test_a_line_that_stays_amid_moved_ones_is_itself_and_no_blank_line() -> None:
    one, two = b"first_line_of_code(1, 2)", b"second_line_of_code(3, 4)"
    (trace,) = traces([_edit(Hunk(0, 0, [one, b"", two], []), Hunk(9, 6, [b"x = 1"], [one, b"  x = 1", two]))])
    assert trace.spans[1].kept == ((0, 0, 0), (1, 0, 9), (2, 0, 2))


@settings(max_examples=tries(200), deadline=None)
@given(st.binary(max_size=200))
def test_no_output_of_git_makes_it_fail_otherwise_than_by_an_error(noise: bytes) -> None:
    head = b":100644 100644 " + b"a" * 40 + b" " + b"b" * 40 + b" M\0f\0\0diff --git a/f b/f\n"
    for text in (noise, b":" + noise, head + noise, head + b"@@ -1 +1 @@\n" + noise):
        with suppress(_git.GitError):
            assert all(isinstance(one, Edit) for one in edits_of(text))


@pytest.mark.parametrize("place", [".gitattributes", ".git/info/attributes", "sub/.gitattributes"])
def test_files_that_attributes_make_binary_have_lines_again_afterwards(made: Repository, place: str) -> None:
    made.commit("one", {"sub/f.py": lines(A, B), "sub/.gitattributes": b"*.py text\n"})
    head = made.done()
    subprocess.run(["git", "read-tree", head], cwd=made.top, check=True)

    def added() -> int:
        return sum(file.added for file in read(str(made.top), head, 0, nothing).entries[0].files if "f.py" in file.path)

    path = made.top / place
    path.parent.mkdir(exist_ok=True)
    found = [added()]
    for content in ("*.py binary\n", "*.py text\n", "*.py -diff\n"):
        path.write_text(content)
        found.append(added())
    path.unlink()
    assert [*found, added()] == [2, 0, 2, 0, 2]


def test_a_very_large_file_has_no_lines_as_a_binary_one(made: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "_SPARING", ("-c", "core.bigFileThreshold=100"))
    made.commit("one", {"f.py": b"a = 1\n" * 100, "g.py": b"a = 1\n"})
    assert [(file.path, file.binary, file.added) for file in made.read().entries[0].files] == [
        ("f.py", True, 0), ("g.py", False, 1)
    ]  # fmt: skip


def test_counts_are_those_of_numstat(made: Repository) -> None:
    made.commit("one", {"f.py": lines(A, B), "g.py": lines(C), "bin": b"\0"})
    made.commit("two", {"f.py": lines(B), "g.py": None, "h.py": lines(A, "")})
    head = made.done()
    counted = subprocess.run(
        ["git", "log", "--numstat", "--format=", "-M", head], cwd=made.top, capture_output=True, text=True, check=True
    ).stdout
    theirs = sorted(tuple(line.split("\t")) for line in counted.splitlines() if line)
    ours = [edit for _, edits in walked(str(made.top), list(made.ids.values())) for edit in edits]
    assert (
        sorted(("-", "-", one.path) if one.binary else (str(one.added), str(one.removed), one.path) for one in ours)
        == theirs
    )


def test_trace_is_what_is_kept() -> None:
    (trace,) = traces([_edit(Hunk(0, 0, [b"a"], [b"a ", b"# b"]))])
    assert trace == Trace("M", "f", "f", "a" * 40, "b" * 40, False, trace.spans)
    assert (trace.added, trace.removed, trace.spans[0].stays) == (2, 1, (0,))
