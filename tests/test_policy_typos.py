"""Every word that a policy may hold, misspelt in every place where it may stand: always noticed, with line and word."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from walkaround._catalogue import HookCatalogue
from walkaround._policy import Key, PolicyError, load
from walkaround._policy._exemptions import EXEMPTIONS, FIELDS
from walkaround._policy._load import read_stack

CATALOGUE = HookCatalogue()
TABLES = CATALOGUE.tables
RULES = tuple(rule.id for rule in CATALOGUE.rules())
FIXED = tuple(rule.id for rule in CATALOGUE.rules() if rule.fixed)
ENTRY = {"rule": f"'{RULES[0]}'", "path": "'a'", "reason": "'b'", "owner": "'c'", "expires": "2000-01-01"}
EXEMPTION = "\n".join(f"{name} = {text}" for name, text in ENTRY.items())
TOP = {
    **dict.fromkeys(TABLES, "[{}]"),
    "rules": "[{}]",
    "exemptions": f"[[{{}}]]\n{EXEMPTION}",
    "extends": "{} = 'strict'",
    "lock": "{} = []",
    "paths": "[[{}]]\nglob = 'a'",
    "ai": "[{}]",
}


class Place(NamedTuple):
    """Where a word may stand: the text around `{}`, the words that may stand there, and how one is suggested."""

    name: str
    text: str
    words: tuple[str, ...]
    suggested: str = "{}"
    only: tuple[str, ...] = ()  # the words to misspell; all when empty


def value(key: Key[Any]) -> str:
    """The key's default as TOML, so that nothing else is wrong."""
    return json.dumps(key.default)


def places() -> Iterator[Place]:
    known = tuple(TOP)
    for word, text in TOP.items():
        yield Place(f"top {word}", text, known, only=(word,))
    yield Place("[ai] table", "[ai.{}]", (*TABLES, "rules"))
    yield Place(
        "[[paths]] table", "[[paths]]\nglob = 'a'\n\n[paths.{}]", (*TABLES, "rules", "glob"), only=(*TABLES, "rules")
    )
    yield Place("[[paths]] glob", "[[paths]]\n{} = 'a'", (*TABLES, "rules", "glob"), only=("glob",))
    for table in TABLES:
        keys = CATALOGUE.keys(table)
        for short, key in keys.items():
            words = tuple(keys)
            yield Place(f"{table} {short}", f"[{table}]\n{{}} = {value(key)}", words, only=(short,))
            if key.stricter != "none":
                yield Place(f"[ai] {table} {short}", f"[ai]\n[ai.{table}]\n\n{{}} = {value(key)}", words, only=(short,))
            if key.per_path:
                text = f"[[paths]]\nglob = 'a'\n{table}.{{}} = {value(key)}"
                yield Place(f"[[paths]] {table} {short}", text, words, only=(short,))
            yield Place(f"lock {table} {short}", f"lock = ['*', '{table}.{{}}']", words, f"{table}.{{}}", only=(short,))
    yield Place("lock table", "lock = ['{}.*']", (*TABLES, "rules", "exemptions"))
    yield Place("lock exemptions", "lock = ['exemptions.{}']", tuple(EXEMPTIONS), "exemptions.{}")
    yield Place("lock rule", "lock = [\n'*',\n'rules.{}']", RULES, "rules.{}")
    yield Place("rules", "[rules]\n\n{} = 'error'", RULES)
    yield Place("[ai] rules", "[ai]\nrules.{} = 'error'", RULES)
    yield Place("[[paths]] rules", "[[paths]]\nglob = 'a'\n[paths.rules]\n{} = 'error'", RULES)
    rest = "\n".join(f"{name} = {text}" for name, text in ENTRY.items() if name != "rule")
    for header in ("[[exemptions]]", "[[exemptions.entries]]"):
        for field, text in ENTRY.items():
            others = "\n".join(f"{name} = {text}" for name, text in ENTRY.items() if name != field)
            place = f"{header}\n{EXEMPTION}\n{header}\n{others}\n{{}} = {text}"
            yield Place(f"{header} {field}", place, FIELDS, only=(field,))
        yield Place(f"{header} rule's id", f"{header}\n{rest}\n\nrule = '{{}}'", RULES)
    yield Place("[exemptions] max-days", "[exemptions]\n{} = 30", (*EXEMPTIONS, "entries"), only=("max-days",))
    yield Place("[exemptions] never", "[exemptions]\n{} = []", (*EXEMPTIONS, "entries"), only=("never",))
    yield Place(
        "[exemptions] entries", f"[[exemptions.{{}}]]\n{EXEMPTION}", (*EXEMPTIONS, "entries"), only=("entries",)
    )
    yield Place("[exemptions] never's id", "[exemptions]\nmax-days = 30\nnever = ['{}']", RULES)


PLACES = tuple(places())


def typos(word: str, all_of_them: bool) -> list[str]:
    """Ways to mistype a word; of every kind one, or all of them."""
    kinds: dict[str, list[str]] = {}
    for kind, typo in _typos(word):
        if typo not in ("", word):
            kinds.setdefault(kind, []).append(typo)
    chosen = [typo for kind in kinds.values() for typo in (kind if all_of_them else kind[len(kind) // 2 :][:1])]
    return list(dict.fromkeys(chosen))


def _typos(word: str) -> Iterator[tuple[str, str]]:
    for at, letter in enumerate(word):
        yield "dropped", word[:at] + word[at + 1 :]
        yield "doubled", word[:at] + letter + word[at:]
        yield "swapped", word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
        if letter == "-":
            yield "underscore", word[:at] + "_" + word[at + 1 :]
    yield "underscore", word.replace("-", "_")
    yield "no hyphen", word.replace("-", "")
    yield "case", word.upper()
    yield "case", word.lower()
    yield "case", word.title()
    head, *rest = word.split("-")
    yield "case", head + "".join(map(str.title, rest))


def distance(one: str, other: str) -> int:
    """Letters to drop, add, change or swap to come from one word to the other; case and the kind of hyphen are free."""
    one, other = (word.lower().replace("_", "-") for word in (one, other))
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, there in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != there)))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                row[j] = min(row[j], above[j - 2] + 1)
    return row[-1]


@cache
def is_nearest(word: str, typo: str, words: tuple[str, ...]) -> bool:
    """Whether no other word is as near to the typo; one that is longer or shorter by more letters cannot be."""
    far = distance(typo, word)
    return all(distance(typo, other) > far for other in words if other != word and abs(len(other) - len(typo)) <= far)


class Memory:
    """A repository of one file."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text

    def read(self, path: str) -> bytes | None:
        return self.text.encode() if path == self.path else None

    def peek(self, path: str) -> bytes:
        return self.read(path) or b""

    def shown(self, path: str) -> str:
        return path


def inside_pyproject(text: str) -> str:
    """The same policy as `[tool.walkaround]`."""
    moved = re.sub(r"^(\[+)", r"\1tool.walkaround.", text, flags=re.MULTILINE)
    return moved if text.startswith("[") else f"[tool.walkaround]\n{moved}"


@pytest.mark.parametrize("place", PLACES, ids=[place.name for place in PLACES])
def test_spelt_rightly_nothing_is_said(place: Place) -> None:
    """So it is the typo alone that is refused; but some rules cannot be changed, or not by path, by nature."""
    for word in place.only or place.words:
        error = refusal("walkaround.toml", place.text.replace("{}", word))
        by_nature = word in FIXED or (place.name == "[[paths]] rules" and "cannot differ by path" in error)
        assert not error or by_nature, error


class Said(NamedTuple):
    """What the loader said of a typo, and whether no other word is as near as the one that was meant."""

    place: str
    typo: str
    right_line: bool
    suggested: str
    meant: str
    fair: bool


def said(place: Place, file: str, word: str, typo: str) -> Said:
    text = place.text if file == "walkaround.toml" else inside_pyproject(place.text)
    line = next(at for at, part in enumerate(text.split("\n"), 1) if "{}" in part)
    error = refusal(file, text.replace("{}", typo))
    suggested = re.search(r'; did you mean "(.+)"\?$', error)
    return Said(
        place.name,
        typo,
        error.startswith(f"{file}:{line}: "),
        suggested[1] if suggested else "",
        place.suggested.format(word),
        is_nearest(word, typo, place.words),
    )


def refusal(file: str, text: str) -> str:
    try:
        read_stack(CATALOGUE, Memory(file, text), TABLES)
    except PolicyError as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize(
    ("file", "all_of_them"),
    [
        pytest.param("walkaround.toml", False, id="of-every-kind-one"),
        pytest.param("pyproject.toml", False, id="in-pyproject"),
        pytest.param("walkaround.toml", True, id="all", marks=pytest.mark.exhaustive),
    ],
)
def test_every_typo_is_noticed_with_its_line_and_the_word_that_was_meant(file: str, all_of_them: bool) -> None:
    found = [
        said(place, file, word, typo)
        for place in PLACES
        for word in place.only or place.words
        for typo in typos(word, all_of_them)
        if typo not in place.words
    ]
    assert [one for one in found if not one.right_line] == []
    assert [one for one in found if not one.suggested] == []
    fair = [one for one in found if one.fair]
    wrong = [one for one in fair if one.suggested != one.meant]
    assert len(wrong) <= len(fair) / 100, wrong
    assert len(fair) >= 0.6 * len(found)  # so that the share above means something


def test_a_typo_in_a_file_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for place in PLACES:
        word = (place.only or place.words)[-1]
        Path("walkaround.toml").write_text(place.text.replace("{}", word + word[-1]))
        with pytest.raises(PolicyError) as refused:
            load(CATALOGUE, TABLES, ".", None)
        assert str(refused.value) == refusal("walkaround.toml", place.text.replace("{}", word + word[-1]))
