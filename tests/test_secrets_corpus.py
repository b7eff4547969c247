"""The corpus that secret detection is measured on: true labels, the same from a seed, nothing shared by its splits."""

import ast
import configparser
import importlib.util
import json
import random
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from tests_support import TOP

sys.path.append(str(TOP / "benchmarks"))  # behind the standard library, which has a module named as one of these

import secrets_benign
import secrets_corpus
import secrets_keys
import secrets_values
from secrets_corpus import QUICK, SPLITS, Sizes, Written, made

CONTEXTS = {context.id: context for context in secrets_corpus.CONTEXTS}
STYLES = (
    *secrets_values.VENDORS,
    *secrets_values.PASSWORDS,
    *secrets_values.URLS,
    *secrets_values.CONNECTIONS,
    *secrets_keys.KEYS,
)


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("secrets_benchmark", TOP / "benchmarks" / "secrets.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    path = sys.path[:]
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path[:] = path
    return module


def _text(file: Written) -> str:
    context = CONTEXTS.get(file.item.context)
    name = context.encoding if context else "utf-8"
    return file.content.decode("utf-16" if name.startswith("utf-16") else name).replace("\r\n", "\n")


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_label_points_at_the_lines_that_hold_the_value(seed: int, split: str) -> None:
    for file in made(seed, split, QUICK):
        lines = _text(file).split("\n")[file.item.first - 1 : file.item.last]
        assert file.item.value.replace("\r\n", "\n") in "\n".join(lines), file.item
        if file.item.kind == "secret":
            assert len(lines) == file.item.value.count("\n") + 1, file.item


def test_a_seed_gives_the_same_files_and_another_seed_others() -> None:
    assert made(1, "dev", QUICK) == made(1, "dev", QUICK)
    one, two = ({file.content for file in made(seed, "dev", QUICK)} for seed in (1, 2))
    assert len(one & two) < len(one) / 3


def test_more_of_one_kind_changes_nothing_else() -> None:
    more = made(1, "dev", QUICK._replace(benign=3, vendor=2))
    assert set(made(1, "dev", QUICK)) <= set(more)


def test_the_splits_share_neither_contexts_nor_styles_nor_names() -> None:
    dev, held_out = (made(1, split, Sizes(catalogue=0)) for split in SPLITS)
    for field in ("context", "style", "path", "value"):
        both = {getattr(file.item, field) for file in dev} & {getattr(file.item, field) for file in held_out}
        assert both == set(), field
    rng = random.Random(1)  # noqa: S311 - nothing here protects anything
    names = [{secrets_values.generic_name(rng, split, human=False) for _ in range(500)} for split in (False, True)]
    assert names[0] & names[1] == set()


@pytest.mark.parametrize("split", SPLITS)
def test_every_context_and_harmless_kind_of_a_split_is_in_it(split: str) -> None:
    held_out = split == "held-out"
    found = {(file.item.kind, file.item.context) for file in made(1, split, Sizes(catalogue=0))}
    wanted = {("secret", context.id) for context in secrets_corpus.contexts(held_out)}
    wanted |= {("benign", row.id) for row in secrets_benign.BENIGN if secrets_values.held(row.id) == held_out}
    wanted |= {("secret", place[0]) for place in secrets_keys.PLACES if secrets_values.held(place[0]) == held_out}
    assert wanted - found == set()


def test_about_a_third_is_held_out() -> None:
    shares = [len(secrets_corpus.contexts(held_out=True)) / len(CONTEXTS)]
    shares += [sum(secrets_values.held(style.id) for style in STYLES) / len(STYLES)]
    assert all(0.28 < share < 0.39 for share in shares), shares


def test_an_unknown_split_is_refused() -> None:
    with pytest.raises(ValueError, match="dev or held-out"):
        made(1, "test", QUICK)


def test_ids_are_used_once() -> None:
    places = [place[0] for place in secrets_keys.PLACES]
    ids = [*(context.id for context in secrets_corpus.CONTEXTS), *(row.id for row in secrets_benign.BENIGN), *places]
    assert sorted(set(ids)) == sorted(ids)
    styles = [style.id for style in STYLES]
    assert sorted(set(styles)) == sorted(styles)


NOT_WHAT_IT_SAYS = {"jsonc-settings", "json5"}  # comments, and commas at the end
SUFFIXES = (".json", ".ipynb", ".har", ".jsonl", ".tfstate", ".toml", ".py", ".yaml", ".yml", ".ini")


def _parse(path: str, text: str) -> None:
    if path.endswith(".jsonl"):
        for line in text.splitlines():
            json.loads(line)
    elif path.endswith((".json", ".ipynb", ".har", ".tfstate")):
        json.loads(text)
    elif path.endswith(".toml"):
        tomllib.loads(text)
    elif path.endswith(".py"):
        ast.parse(text)
    elif path.endswith(".ini"):
        configparser.RawConfigParser(allow_no_value=True).read_string(text)
    elif path.endswith((".yaml", ".yml")):
        yaml.safe_load(text)


@pytest.mark.parametrize("split", SPLITS)
def test_a_file_with_a_credential_is_what_its_name_says(split: str) -> None:
    checked, wrong = 0, []
    for file in made(3, split, QUICK):
        item = file.item
        if item.kind != "secret" or item.context in NOT_WHAT_IT_SAYS or not item.path.endswith(SUFFIXES):
            continue
        try:
            _parse(item.path, _text(file).removeprefix("\ufeff"))
        except (ValueError, SyntaxError, yaml.YAMLError, configparser.Error) as error:
            wrong.append(f"{item.context} {item.style}: {str(error)[:200]}\n{_text(file)[:300]}")
        checked += 1
    assert wrong == []
    assert checked > 60


def test_no_mark_is_left_in_a_file() -> None:
    marks = re.compile("[\x01\x02]|%(?:V|B|P|Q|X|BA|BB|BJ|N|n|c|k|p|w|L|K)%")
    for split in SPLITS:
        for file in made(1, split, QUICK):
            if file.item.kind == "secret":
                assert not marks.search(_text(file)), file.item


class Kind:
    """What a row of the catalogue has, as far as a sample needs it."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.checksum = ""


@pytest.mark.parametrize(
    "pattern",
    ["ab[0-9a-f]{4}", "(?:x|yy)-[A-Z_]{2,5}z?", "k\\.[A-Za-z]{3}(?:-[0-9]{2}){2}"],
    ids=["class", "either", "group"],
)
def test_a_walked_sample_is_of_its_pattern(pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "token_samples", None)
    sources = map(random.Random, range(40))
    samples = {secrets_values.token_sample(Kind(pattern), source) for source in sources}
    assert all(re.fullmatch(pattern, sample) for sample in samples)
    assert len(samples) > 10


def _item(kind: str, path: str, first: int, last: int) -> dict[str, Any]:
    return {"kind": kind, "family": "vendor", "group": "config", "path": path, "first": first, "last": last}


def test_what_is_on_a_label_counts_and_what_is_beside_it_is_told_apart() -> None:
    benchmark = _load()
    items = [_item("secret", "apps/a", 2, 2), _item("secret", "messages/b", 3, 3), _item("benign", "apps/c", 1, 9)]
    places = {"apps/a": [(2, 2), (5, 5)], "apps/c": [(4, 4)], "apps/unlabelled": [(1, 1)]}
    recall = {"recall: all": [1, 2], "recall: vendor": [1, 2], "recall in config": [1, 2]}
    assert benchmark.figures_of(items, places, peer=False) == {"rows": recall | {"benign: all": [1, 1]}, "elsewhere": 1}
    peer = benchmark.figures_of(items, places, peer=True)
    assert peer["rows"] == {row: [1, 1] for row in (*recall, "benign: all")}


def test_findings_are_the_same_or_what_differs_is_said() -> None:
    benchmark = _load()
    one, two = ("a.py", "Secret Keyword", "1" * 40, 3), ("b.py", "Secret Keyword", "2" * 40, 7)
    assert benchmark.identity({one}, {one}) == "identical, 1 findings"
    assert benchmark.identity({one}, {two}) == (
        "NOT identical: 1 missing, 1 added, as b.py:7 Secret Keyword; a.py:3 Secret Keyword"
    )
    assert benchmark.identity(None, {two}).startswith("not compared")


def test_a_value_is_masked_to_four_characters() -> None:
    assert [_load().masked(value) for value in ("abcdefgh", "abc", "")] == ["abcd…", "a…", "…"]


def test_the_command_writes_the_corpus_and_masked_labels(tmp_path: Path) -> None:
    command = [sys.executable, str(TOP / "benchmarks" / "secrets.py"), "corpus", "--quick", "--split", "held-out"]
    done = subprocess.run([*command, str(tmp_path)], capture_output=True, check=True, text=True)
    labels = [json.loads(line) for line in done.stdout.splitlines()]
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    labelled = {label["path"] for label in labels}
    git = {f"{path.rpartition('/')[0]}/HEAD" for path in labelled if ".git/" in path}  # makes their folders git's
    assert git
    assert written == labelled | git
    assert max(len(label["value"]) for label in labels) == 5
    assert done.stderr == ""


def test_misses_are_listed_by_what_they_are() -> None:
    base = {"context": "dotenv", "style": "npm", "value": "npm_…"}
    items = [
        _item("secret", "apps/a", 2, 2) | base,
        _item("placeholder", "apps/b", 1, 3) | base,
        _item("secret", "apps/c", 1, 1) | base,
        _item("benign", "apps/d", 1, 9) | base,
    ]
    shown = _load().misses(items, {"apps/b": [(2, 2)], "apps/c": [(1, 1), (4, 4)]}).splitlines()
    assert [" ".join(line.split()) for line in shown] == [
        "flagged elsewhere dotenv npm apps/c",
        "flagged placeholder dotenv npm npm_… apps/b:1",
        "missed dotenv npm npm_… apps/a:2",
        "{'flagged': 2, 'missed': 1}",
    ]


def test_speed_is_shown_as_ratios() -> None:
    seconds = {"native": 2.0, "kingfisher": 1.0, "compat": 4.0, "detect-secrets": 100.0}
    assert _load().speed_lines("django", {"seconds": seconds, "identical": "identical, 3 findings"}).splitlines() == [
        "django                            CPU s      x kingfisher  x detect-secrets",
        "  native                           2.00             2.000             0.020",
        "  kingfisher                       1.00             1.000             0.010",
        "  compat                           4.00             4.000             0.040",
        "  detect-secrets                 100.00           100.000             1.000",
        "  compat is 25.0 times as fast as detect-secrets",
        "  compat and detect-secrets: identical, 3 findings",
    ]


@pytest.mark.parametrize("filler", ["", "password ", "a"])
def test_a_long_text_is_one_line_of_its_size(filler: str) -> None:
    text = _load().long_text(filler, 100_000)
    assert len(text) == 100_000
    assert b"\n" not in text
