"""A corpus with known truth: credentials, placeholders and harmless look-alikes in the places where they stand.

`build(folder, seed, split)` writes it and returns its labels. The same seed and split give the same files. Contexts
and styles of values are divided once and for all into `dev` and `held-out`, which share neither, so that what is
tuned on the one can be tried on the other. Nothing in here knows how a scanner works. Nothing is a secret: everything
is made up, and nothing of it is kept in the repository.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from secrets_benign import BENIGN
from secrets_contexts import BEGIN, END, WORDS, Context, render
from secrets_contexts import CONTEXTS as FIRST_CONTEXTS
from secrets_contexts_tools import TOOL_CONTEXTS
from secrets_keys import HOLLOW_KEYS, KEYS, PLACES
from secrets_keys import context as key_context
from secrets_values import (
    CONNECTION_PLACEHOLDERS,
    CONNECTIONS,
    HUMAN,
    PASSWORDS,
    PLACEHOLDERS,
    URL_PLACEHOLDERS,
    URLS,
    VENDORS,
    Style,
    catalogue_styles,
    generic_name,
    held,
)

CONTEXTS = (*FIRST_CONTEXTS, *TOOL_CONTEXTS)
SPLITS = ("dev", "held-out")
COMMIT_MESSAGE = ".git/COMMIT_EDITMSG"
# Commit messages stand in git directories, beside what every scanner is given.
APPS, MESSAGES = "apps", "messages"


# What its form gives away stands under a name that says nothing so often.
SAYS_NOTHING, NEUTRAL = 0.34, ("value", "current", "item", "default", "conf", "entry", "extra", "arg")


class Item(NamedTuple):
    """One label: lines `first` to `last` (1-based, inclusive) of `path`, of the class secret, placeholder or benign.

    `family` is vendor, generic, url, connection or private-key; `value` what stands on the lines, as it stands there.
    """

    path: str
    first: int
    last: int
    kind: str
    family: str
    style: str
    group: str
    context: str
    value: str


class Written(NamedTuple):
    """A label and its file's content."""

    item: Item
    content: bytes


class Sizes(NamedTuple):
    """How many files: per context of each kind of true value, of placeholders; per harmless kind; per place of a key."""

    vendor: int = 2
    generic: int = 2
    other: int = 1
    placeholder: int = 2
    benign: int = 4
    keys: int = 2
    catalogue: int = 1


QUICK = Sizes(1, 1, 1, 1, 1, 1, 0)


def build(folder: Path, seed: int, split: str, sizes: Sizes = Sizes()) -> list[Item]:  # noqa: B008 - immutable
    """Write the corpus below the folder; the labels, one per file, by path."""
    items = []
    for item, content in made(seed, split, sizes):
        path = folder / item.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if path.parent.name == ".git":  # as much as git needs to take a folder for a repository
            (path.parent / "HEAD").write_text("ref: refs/heads/main\n")
            for needed in ("objects", "refs"):
                (path.parent / needed).mkdir(exist_ok=True)
        items.append(item)
    return items


def made(seed: int, split: str, sizes: Sizes) -> list[Written]:
    """Every file with its label. Each has a random source of its own, so that more of one kind change nothing else."""
    if split not in SPLITS:
        raise ValueError(f"the split is {' or '.join(SPLITS)}, not {split}")
    held_out = split == "held-out"
    files = [*_true(seed, held_out, sizes), *_keys(seed, held_out, sizes), *_placeholders(seed, held_out, sizes)]
    files += [*_catalogue(seed, held_out, sizes), *_benign(seed, held_out, sizes)]
    return files


def _source(*parts: object) -> random.Random:
    return random.Random("/".join(map(str, parts)))


def _of(styles: Iterable[Style], held_out: bool) -> list[Style]:
    return [style for style in styles if held(style.id) == held_out]


def contexts(held_out: bool) -> list[Context]:
    """The contexts of one split."""
    return [context for context in CONTEXTS if held(context.id) == held_out]


def _true(seed: int, held_out: bool, sizes: Sizes) -> Iterator[Written]:
    vendors, passwords = _of(VENDORS, held_out), _of(PASSWORDS, held_out)
    for context in contexts(held_out):
        by_letter: dict[str, tuple[str, Sequence[Style], int]] = {
            "v": ("vendor", [style for style in vendors if style.plain or "n" in context.takes], sizes.vendor),
            "g": ("generic", passwords, sizes.generic),
            "t": ("generic", [style for style in passwords if style.id not in HUMAN], sizes.generic),
            "u": ("url", _of(URLS, held_out), sizes.other),
            "c": ("connection", _of(CONNECTIONS, held_out), sizes.other),
        }
        for letter, (family, styles, count) in by_letter.items():
            if letter not in context.takes or not styles:
                continue
            for number in range(count):
                rng = _source(seed, context.id, family, number)
                yield _written(context, "secret", family, rng.choice(styles), rng, held_out)


def _catalogue(seed: int, held_out: bool, sizes: Sizes) -> Iterator[Written]:
    """Every row of the hook's catalogue, in contexts of this split: rows have no split of their own."""
    plain = [context for context in contexts(held_out) if "v" in context.takes]
    named = [context for context in plain if "n" in context.takes]
    for style in catalogue_styles():
        for number in range(sizes.catalogue):
            rng = _source(seed, style.id, number)
            context = rng.choice(plain if style.plain else named)
            yield _written(context, "secret", "catalogue", style, rng, held_out)


def _placeholders(seed: int, held_out: bool, sizes: Sizes) -> Iterator[Written]:
    for context in contexts(held_out):
        pools = [("words", _of(PLACEHOLDERS, held_out), set(context.takes) & set("vngt"))]
        pools += [("url", _of(URL_PLACEHOLDERS, held_out), set(context.takes) & {"u"})]
        pools += [("connection", _of(CONNECTION_PLACEHOLDERS, held_out), set(context.takes) & {"c"})]
        for family, styles, takes in pools:
            for number in range(sizes.placeholder if takes and styles else 0):
                rng = _source(seed, "placeholder", context.id, family, number)
                yield _written(context, "placeholder", family, rng.choice(styles), rng, held_out)


def _keys(seed: int, held_out: bool, sizes: Sizes) -> Iterator[Written]:
    for place in PLACES:
        if held(place[0]) != held_out:
            continue
        for kind, styles in (("secret", KEYS), ("placeholder", HOLLOW_KEYS)):
            for number in range(sizes.keys):
                rng = _source(seed, place[0], kind, number)
                style = rng.choice(_of(styles, held_out))
                text = place[2](style.make(rng))
                yield _labelled(key_context(place), text, kind, "private-key", style.id, rng)


def _benign(seed: int, held_out: bool, sizes: Sizes) -> Iterator[Written]:
    for row in BENIGN:
        for number in range(sizes.benign if held(row.id) == held_out else 0):
            rng = _source(seed, row.id, number)
            text = BEGIN + row.make(rng).rstrip("\n") + END + "\n"
            yield _labelled(Context("benign", row.id, row.path, "", ""), text, "benign", "look-alike", row.id, rng)


def _written(context: Context, kind: str, family: str, style: Style, rng: random.Random, held_out: bool) -> Written:
    words = style.words or _name(family, style, rng, held_out)
    if kind == "secret" and family == "vendor" and style.plain and rng.random() < SAYS_NOTHING:
        words = (rng.choice(NEUTRAL),)
    text = render(context, words, style.make(rng), rng)
    return _labelled(context, text, kind, family, style.id, rng)


def _name(family: str, style: Style, rng: random.Random, held_out: bool) -> tuple[str, ...]:
    """A name for a value that brings none."""
    if family in ("url", "connection"):
        return ("database", "url") if family == "url" else ("connection", "string")
    return generic_name(rng, held_out, style.id in HUMAN)


def _labelled(context: Context, text: str, kind: str, family: str, style: str, rng: random.Random) -> Written:
    """The file as bytes, and its label; the marks are taken out. A harmless file is labelled as a whole."""
    first = text.index(BEGIN)
    last = text.rindex(END)
    value = text[first:last].replace(BEGIN, "").replace(END, "")
    lines = (text.count("\n", 0, first) + 1, text.count("\n", 0, last) + 1)
    plain = text.replace(BEGIN, "").replace(END, "")
    if kind == "placeholder":
        lines = (1, plain.rstrip("\n").count("\n") + 1)
    folder = f"{MESSAGES if context.path == COMMIT_MESSAGE else APPS}/{rng.choice(WORDS)}-{rng.randrange(16**6):06x}"
    item = Item(f"{folder}/{context.path}", *lines, kind, family, style, context.group, context.id, value)
    return Written(item, encoded(plain, context))


def encoded(text: str, context: Context) -> bytes:
    """The text in the context's encoding, with its mark in front, and with its line ends."""
    mark = "\ufeff" if context.encoding.startswith("utf-16") else ""
    return (mark + text.replace("\n", context.newline)).encode(context.encoding, errors="replace")
