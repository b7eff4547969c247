"""Layers as they lie in files: which are found, in which order they merge, and what is refused on the way."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from policy_support import DEPTH, RECOMMENDED, STRICT, Fleet, load_here, refusal, told, write
from walkaround._policy import load

pytestmark = pytest.mark.usefixtures("fleet")


class Case(NamedTuple):
    files: Mapping[str, str]
    values: Mapping[str, str]
    path: str | None = None
    assisted: bool = False
    named: str | None = None
    variable: str = ""


def engine(line: str, above: str = "") -> str:
    return f"{above}[engine]\n{line}\n"


LAYERS = {
    "no-file": Case({}, RECOMMENDED),
    "empty-file": Case({"walkaround.toml": ""}, RECOMMENDED),
    "profile": Case({"walkaround.toml": 'extends = "strict"\n'}, STRICT),
    "strictest-profile-first": Case({"walkaround.toml": 'extends = ["strict", "recommended"]\n'}, STRICT),
    "strictest-profile-last": Case({"walkaround.toml": 'extends = ["recommended", "strict"]\n'}, STRICT),
    "profile-of-a-parent": Case(
        {"walkaround.toml": 'extends = ["recommended", "./org.toml"]\n', "org.toml": 'extends = "strict"\n'}, STRICT
    ),
    "profile-lies-below-every-document": Case(
        {
            "walkaround.toml": 'extends = ["./one.toml", "./two.toml"]\n',
            "one.toml": engine("depth = 5"),
            "two.toml": 'extends = "strict"\n',
        },
        STRICT | {"engine.depth": "5 at one.toml:2"},
    ),
    "repository-over-profile": Case(
        {"walkaround.toml": 'extends = "strict"\n[engine]\ndepth = 1\n'},
        STRICT | {"engine.depth": "1 at walkaround.toml:3"},
    ),
    "chain": Case(
        {
            "walkaround.toml": engine("depth = 1", 'extends = "./one.toml"\n'),
            "one.toml": engine("depth = 2\nmax-age = 2", 'extends = "./two.toml"\n'),
            "two.toml": engine("depth = 5\nmax-age = 5\nloud = true"),
        },
        {
            "engine.depth": "1 at walkaround.toml:3",
            "engine.max-age": "2 at one.toml:4",
            "engine.loud": "true at two.toml:4",
        },
    ),
    "override-elsewhere": Case(
        {"walkaround.toml": '[[paths]]\nglob = "src/**"\nengine.depth = 8\n'}, RECOMMENDED, path="docs/a.py"
    ),
    "override-of-the-whole": Case({"walkaround.toml": '[[paths]]\nglob = "src/**"\nengine.depth = 8\n'}, RECOMMENDED),
    "override": Case(
        {"walkaround.toml": '[[paths]]\nglob = "src/**"\nengine.depth = 8\nrules.ENG001 = "off"\n'},
        {"engine.depth": "8 at walkaround.toml:3", "rules.ENG001": '"off" at walkaround.toml:4'},
        path="src/a.py",
    ),
    "override-with-headers": Case(
        {
            "walkaround.toml": '[[paths]]\nglob = "src/**"\n[paths.engine]\ndepth = 8\n'
            '[[paths]]\nglob = "src/a.py"\n[paths.engine]\nmax-age = 8\n[paths.rules]\nENG001 = "off"\n'
        },
        {
            "engine.depth": "8 at walkaround.toml:4",
            "engine.max-age": "8 at walkaround.toml:8",
            "rules.ENG001": '"off" at walkaround.toml:10',
        },
        path="src/a.py",
    ),
    "override-inline": Case(
        {"walkaround.toml": 'paths = [\n  { glob = "src/**", engine = { depth = 8 } },\n]\n'},
        {"engine.depth": "8 at walkaround.toml:2"},
        path="src/a.py",
    ),
    "later-override-wins": Case(
        {
            "walkaround.toml": '[[paths]]\nglob = "src/**"\nengine.depth = 8\n'
            '[[paths]]\nglob = "**/*.py"\nengine.depth = 2\n'
        },
        {"engine.depth": "2 at walkaround.toml:6"},
        path="src/a.py",
    ),
    "overrides-in-the-order-of-layers": Case(
        {
            "walkaround.toml": (
                'extends = "./org.toml"\nengine.depth = 1\n[[paths]]\nglob = "src/a*"\nengine.depth = 2\n'
            ),
            "org.toml": '[[paths]]\nglob = "src/**"\nengine.depth = 8\nengine.max-age = 8\n',
        },
        {"engine.depth": "2 at walkaround.toml:5", "engine.max-age": "8 at org.toml:4"},
        path="src/a.py",
    ),
    "an-override-outlives-later-settings": Case(
        {
            "walkaround.toml": 'extends = "./org.toml"\nengine.depth = 1\n',
            "org.toml": '[[paths]]\nglob = "src/**"\nengine.depth = 8\n',
        },
        {"engine.depth": "8 at org.toml:3"},
        path="src/a.py",
    ),
    "overlay-by-hand": Case({"walkaround.toml": "[ai]\nengine.depth = 8\n"}, RECOMMENDED),
    "overlay-assisted": Case(
        {"walkaround.toml": '[ai]\nengine.depth = 8\n[ai.rules]\nENG001 = "error"\n'},
        {"engine.depth": "8 at walkaround.toml:2", "rules.ENG001": '"error" at walkaround.toml:4'},
        assisted=True,
    ),
    "overlay-at-a-path-that-asks-less": Case(
        {"walkaround.toml": '[[paths]]\nglob = "src/**"\nengine.depth = 1\n[ai]\nengine.depth = 8\n'},
        {"engine.depth": "8 at walkaround.toml:5"},
        path="src/a.py",
        assisted=True,
    ),
    "overlay-at-a-path-that-asks-more": Case(
        {"walkaround.toml": '[[paths]]\nglob = "src/**"\nengine.depth = 9\n[ai]\nengine.depth = 8\n'},
        {"engine.depth": "9 at walkaround.toml:3"},
        path="src/a.py",
        assisted=True,
    ),
    "overlay-below-a-later-value": Case(
        {"walkaround.toml": 'extends = "./org.toml"\nengine.depth = 9\n', "org.toml": "ai.engine.depth = 8\n"},
        {"engine.depth": "9 at walkaround.toml:2"},
        assisted=True,
    ),
    "later-overlay-wins": Case(
        {"walkaround.toml": 'extends = "./org.toml"\nai.engine.depth = 5\n', "org.toml": "ai.engine.depth = 8\n"},
        {"engine.depth": "5 at walkaround.toml:2"},
        assisted=True,
    ),
    "overlays-of-lists-unite": Case(
        {"walkaround.toml": '[engine]\nparts = ["tail"]\n[ai.engine]\nparts = ["nose", "tail"]\n'},
        RECOMMENDED | {"engine.parts": '["tail", "nose"] at walkaround.toml:4'},
        assisted=True,
    ),
    "named-profile": Case(
        {"walkaround.toml": "[engine]\ndepth = 9\nmax-age = 90\n"},
        {
            "engine.depth": "9 at walkaround.toml:2",
            "engine.max-age": "30 at policies/strict.toml",
            "engine.level": STRICT["engine.level"],
            "rules.ENG001": STRICT["rules.ENG001"],
        },
        named="strict",
    ),
    "named-file": Case(
        {"walkaround.toml": "[engine]\ndepth = 5\nmax-age = 90\n", "ci.toml": engine("depth = 2\nmax-age = 9")},
        {"engine.depth": "5 at walkaround.toml:2", "engine.max-age": "9 at ci.toml:3"},
        named="ci.toml",
    ),
    "named-file-and-its-parents": Case(
        {
            "walkaround.toml": engine('depth = 1\nlevel = "range"'),
            "ci/all.toml": 'extends = ["strict", "./more.toml"]\n',
            "ci/more.toml": engine("depth = 7"),
        },
        STRICT | {"engine.depth": "7 at ci/more.toml:2"},
        named="ci/all.toml",
    ),
    "named-pyproject": Case(
        {"ci/pyproject.toml": "[tool.walkaround]\nengine.depth = 7\n"},
        {"engine.depth": "7 at ci/pyproject.toml:2"},
        named="ci/pyproject.toml",
    ),
    "variable-and-argument": Case(
        {"one.toml": engine("depth = 5\nmax-age = 5"), "two.toml": engine("depth = 7\nmax-age = 7")},
        {"engine.depth": "7 at two.toml:2", "engine.max-age": "5 at one.toml:3"},
        variable="one.toml",
        named="two.toml",
    ),
    "named-override": Case(
        {
            "walkaround.toml": '[[paths]]\nglob = "src/**"\nengine.depth = 6\nengine.max-age = 6\n',
            "ci.toml": '[[paths]]\nglob = "src/**"\nengine.depth = 5\nengine.max-age = 5\n',
        },
        {"engine.depth": "6 at walkaround.toml:3", "engine.max-age": "5 at ci.toml:4"},
        path="src/a.py",
        named="ci.toml",
    ),
    "named-overlay": Case(
        {"ci.toml": "[ai]\nengine.depth = 9\n"}, {"engine.depth": "9 at ci.toml:2"}, assisted=True, named="ci.toml"
    ),
}


@pytest.mark.parametrize("case", LAYERS.values(), ids=LAYERS)
def test_layers_merge_and_every_value_knows_its_place(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    write(case.files)
    monkeypatch.setenv("WALKAROUND_POLICY", case.variable)
    assert told(load_here(case.named, case.assisted), case.path) == RECOMMENDED | dict(case.values)


# One policy in every way that TOML has to write it, with the lines of `depth`, `level` and the override's `depth`.
WAYS = {
    "headers": (
        "walkaround.toml",
        '[engine]\ndepth = 8\nlevel = "hash"\n[[paths]]\nglob = "src/**"\n[paths.engine]\ndepth = 9\n',
        (2, 3, 7),
    ),
    "dotted": (
        "walkaround.toml",
        'engine.depth = 8\nengine.level = "hash"\n\n[[paths]]\nglob = "src/**"\nengine.depth = 9\n',
        (1, 2, 6),
    ),
    "inline": (
        "walkaround.toml",
        'paths = [{ glob = "src/**", engine.depth = 9 }]\nengine = { depth = 8, level = "hash" }\n',
        (2, 2, 1),
    ),
    "inline-over-lines": (
        "walkaround.toml",
        (
            '# the policy\nengine = { level = "hash", depth = 8 }\npaths = [\n  # one\n  { glob = "src/**",'
            " engine = { depth = 9 } },\n]\n"
        ),
        (2, 2, 5),
    ),
    "quoted": (
        "walkaround.toml",
        "\"engine\".'depth' = 8\n'engine'.level = \"hash\"\n[['paths']]\n'glob' = 'src/**'\n\"engine\".depth = 9\n",
        (1, 2, 5),
    ),
    "spaced": (
        "walkaround.toml",
        (
            '\n  [ engine ] # x\n\n\tdepth=8\n\tlevel = """\\\n  hash"""\n'
            ' [[ paths ]]\nengine . depth = 9\nglob = "src/**"'
        ),
        (4, 5, 8),
    ),
    "pyproject": (
        "pyproject.toml",
        (
            '[project]\nname = "x"\n[tool.walkaround.engine]\ndepth = 8\nlevel = "hash"\n'
            '[[tool.walkaround.paths]]\nglob = "src/**"\nengine.depth = 9\n'
        ),
        (4, 5, 8),
    ),
    "pyproject-dotted": (
        "pyproject.toml",
        (
            '[tool]\nwalkaround.engine.depth = 8\n"walkaround".engine.level = "hash"\n'
            'walkaround.paths = [{ glob = "src/**", engine.depth = 9 }]\n'
        ),
        (2, 3, 4),
    ),
    "pyproject-inline": (
        "pyproject.toml",
        (
            '[tool]\nwalkaround = { engine = { depth = 8, level = "hash" }, '
            'paths = [{glob = "src/**", engine.depth = 9}] }\n'
        ),
        (2, 2, 2),
    ),
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("file", "text", "lines"), WAYS.values(), ids=WAYS)
def test_every_way_to_write_it_means_the_same(file: str, text: str, lines: tuple[int, int, int], ends: str) -> None:
    write({file: text.replace("\n", ends)})
    depth, level, inside = (f"{file}:{line}" for line in lines)
    everywhere = {"engine.depth": f"8 at {depth}", "engine.level": f'"hash" at {level}'}
    assert told(load_here()) == everywhere
    assert told(load_here(), "src/a.py") == everywhere | {"engine.depth": f"9 at {inside}"}


def test_an_override_is_found_from_anywhere_in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"walkaround.toml": '[[paths]]\nglob = "src/**"\nengine.depth = 9\n', "src/sub/a.py": ""})
    monkeypatch.chdir("src/sub")
    monkeypatch.setattr("walkaround._policy._load.data_path", lambda name: f"../../../{name}")
    policy = load(Fleet(), Fleet.tables, os.path.realpath("../.."), None)
    assert [policy.at(path)[DEPTH] for path in ("a.py", "../../src/b", "../../docs/b", "/elsewhere")] == [9, 9, 4, 4]


class Refused(NamedTuple):
    files: Mapping[str, str]
    text: str
    named: str | None = None


NOT_READ = "is not read: the policy's name is walkaround.toml, at the repository's top"
EXEMPTION = 'rule = "ENG001"\npath = "a"\nreason = "b"\nowner = "c"\nexpires = 2000-01-01\n'

REFUSED = {
    "both": Refused(
        {"walkaround.toml": "", "pyproject.toml": "[project]\n[tool.walkaround]\nengine.depth = 1\n"},
        "pyproject.toml:2: [tool.walkaround] and walkaround.toml both exist; keep one of them",
    ),
    "both-dotted": Refused(
        {"walkaround.toml": "", "pyproject.toml": "[project]\n[tool]\nruff.a = 1\nwalkaround.engine.depth = 1\n"},
        "pyproject.toml:4: [tool.walkaround] and walkaround.toml both exist; keep one of them",
    ),
    "both-only-an-override": Refused(
        {"walkaround.toml": "", "pyproject.toml": '[[tool.walkaround.paths]]\nglob = "a"\n'},
        "pyproject.toml:1: [tool.walkaround] and walkaround.toml both exist; keep one of them",
    ),
    "hidden": Refused({".walkaround.toml": ""}, f".walkaround.toml: {NOT_READ}"),
    "yaml": Refused({"walkaround.yaml": ""}, f"walkaround.yaml: {NOT_READ}"),
    "yml": Refused({"walkaround.yml": ""}, f"walkaround.yml: {NOT_READ}"),
    "json": Refused({"walkaround.json": "{}"}, f"walkaround.json: {NOT_READ}"),
    "in-the-folder-of-the-lock": Refused(
        {".walkaround/walkaround.toml": ""}, f".walkaround/walkaround.toml: {NOT_READ}"
    ),
    "a-nearly-policy-beside-the-policy": Refused(
        {".walkaround.toml": "", "walkaround.toml": ""}, f".walkaround.toml: {NOT_READ}"
    ),
    "paths-no-list": Refused(
        {"walkaround.toml": '\n[paths]\nglob = "a"\n'},
        'walkaround.toml:2: "paths" must be [[paths]] tables, not a table',
    ),
    "paths-of-numbers": Refused(
        {"walkaround.toml": "paths = [\n1]\n"}, "walkaround.toml:2: [[paths]] must be a table, not a whole number"
    ),
    "no-glob": Refused(
        {"walkaround.toml": '[[paths]]\nglob = "a"\n\n[[paths]]\nengine.depth = 1\n'},
        'walkaround.toml:4: [[paths]] needs a glob, such as glob = "examples/**"',
    ),
    "glob-no-text": Refused(
        {"walkaround.toml": '[[paths]]\nengine.depth = 1\nglob = ["a"]\n'},
        'walkaround.toml:3: [[paths]] needs a glob, such as glob = "examples/**"',
    ),
    "glob-no-glob": Refused(
        {"walkaround.toml": '[[paths]]\nglob = "/a"\n'},
        "walkaround.toml:2: the glob '/a' is an absolute path; write it from the repository's top",
    ),
    "override-unknown-table": Refused(
        {"walkaround.toml": '[[paths]]\nglob = "a"\n[[paths]]\nglob = "b"\nengin.depth = 1\n'},
        'walkaround.toml:5: unknown key "engin" under [[paths]]; did you mean "engine"?',
    ),
    "override-unknown-key": Refused(
        {"walkaround.toml": '[[paths]]\nglob = "a"\n[[paths]]\nglob = "b"\n[paths.engine]\ndept = 1\n'},
        'walkaround.toml:6: unknown key "engine.dept"; did you mean "depth"?',
    ),
    "override-inline": Refused(
        {"walkaround.toml": '\npaths = [\n{glob = "a", engine.depth = true}]\n'},
        'walkaround.toml:3: "engine.depth" must be a whole number, not true or false',
    ),
    "override-of-the-whole-repository": Refused(
        {"walkaround.toml": '[[paths]]\nglob = "a"\nengine.place = "b"\n'},
        'walkaround.toml:3: "engine.place" cannot differ by path; set it for the whole repository',
    ),
    "override-of-a-rule-of-the-whole-repository": Refused(
        {"walkaround.toml": '[[paths]]\nglob = "a"\n[paths.rules]\nENG001 = "off"\nCAB001 = "off"\n'},
        'walkaround.toml:5: "rules.CAB001" cannot differ by path; set it for the whole repository',
    ),
    "override-no-table": Refused(
        {"walkaround.toml": '[[paths]]\nglob = "a"\nengine = 3\n'},
        'walkaround.toml:3: "engine" must be a table, not a whole number',
    ),
    "override-in-pyproject": Refused(
        {"pyproject.toml": '[[tool.walkaround.paths]]\nglob = "a"\n\n[tool.walkaround.paths.engine]\nlevel = "x"\n'},
        "pyproject.toml:5: \"engine.level\" has no choice 'x' (choices: range, exact, hash)",
    ),
    "overlay-no-table": Refused(
        {"walkaround.toml": "ai = true\n"}, "walkaround.toml:1: [ai] must be a table, not true or false"
    ),
    "overlay-unknown-table": Refused(
        {"walkaround.toml": "[ai]\n\nengin.depth = 3\n"},
        'walkaround.toml:3: unknown key "engin" under [ai]; did you mean "engine"?',
    ),
    "overlay-without-direction": Refused(
        {"walkaround.toml": '[ai.engine]\ncolour = "red"\n'},
        'walkaround.toml:2: "engine.colour" cannot stand under [ai]: it has no stricter side, '
        "and an overlay only tightens",
    ),
    "overlay-looser-than-the-default": Refused(
        {"walkaround.toml": "[ai.engine]\nmax-age = 31\n"},
        'walkaround.toml:2: "engine.max-age" is looser under [ai] than 30, its default; an overlay only tightens',
    ),
    "overlay-looser-than-the-profile": Refused(
        {"walkaround.toml": "[ai.engine]\ndepth = 3\n"},
        'walkaround.toml:2: "engine.depth" is looser under [ai] than 4 at policies/recommended.toml:2; '
        "an overlay only tightens",
    ),
    "overlay-looser-than-its-own-file": Refused(
        {"walkaround.toml": "[ai.engine]\ndepth = 6\n\n[engine]\ndepth = 7\n"},
        'walkaround.toml:2: "engine.depth" is looser under [ai] than 7 at walkaround.toml:5; an overlay only tightens',
    ),
    "overlay-looser-list": Refused(
        {"walkaround.toml": '[ai.engine]\nexcused = ["paint", "rust"]\n'},
        'walkaround.toml:2: "engine.excused" is looser under [ai] than ["paint"], its default; '
        "an overlay only tightens",
    ),
    "fixed-rule": Refused(
        {"walkaround.toml": '[rules]\nENG009 = "off"\n'},
        "walkaround.toml:2: \"rules.ENG009\" cannot be changed: it is always 'error'",
    ),
    "fixed-rule-by-path": Refused(
        {"walkaround.toml": '[[paths]]\nglob = "a"\nrules.ENG009 = "warning"\n'},
        "walkaround.toml:3: \"rules.ENG009\" cannot be changed: it is always 'error'",
    ),
    "named-exemption": Refused(
        {"ci.toml": f"\n[[exemptions]]\n{EXEMPTION}"},
        "ci.toml:2: a policy named on top may only tighten, and an exemption loosens",
        named="ci.toml",
    ),
    "named-exemption-of-a-parent": Refused(
        {
            "ci.toml": 'extends = "./org.toml"\n',
            "org.toml": f"[exemptions]\nmax-days = 3\n[[exemptions.entries]]\n{EXEMPTION}",
        },
        "org.toml:3: a policy named on top may only tighten, and an exemption loosens",
        named="ci.toml",
    ),
    "named-file-that-is-broken": Refused(
        {"ci/all.toml": "[engine]\n\ndept = 1\n"},
        'ci/all.toml:3: unknown key "engine.dept"; did you mean "depth"?',
        named="ci/all.toml",
    ),
    "named-folder": Refused({"ci/all.toml": ""}, "ci: is not a regular file", named="ci"),
    "named-pyproject-without-a-policy": Refused(
        {"ci/pyproject.toml": "[project]\n"}, "ci/pyproject.toml: holds no [tool.walkaround]", named="ci/pyproject.toml"
    ),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_said_with_its_place(case: Refused) -> None:
    write(case.files)
    assert refusal(case.named) == case.text


def test_a_linked_pyproject_without_a_policy_concerns_nobody() -> None:
    write({"real.toml": '[project]\ndependencies = ["walkaround"]\n'})
    Path("pyproject.toml").symlink_to("real.toml")
    assert told(load_here()) == RECOMMENDED


def test_whether_an_agent_is_at_work_is_asked_only_for_an_overlay() -> None:
    asked: list[str] = []

    def assisted() -> bool:
        asked.append("asked")
        return True

    write({"walkaround.toml": "engine.depth = 5\n"})
    load(Fleet(), Fleet.tables, ".", "strict", assisted)
    assert asked == []
    write({"ci.toml": "ai.engine.depth = 7\n"})
    assert load(Fleet(), Fleet.tables, ".", "ci.toml", assisted)[DEPTH] == 7
    assert asked == ["asked"]
    assert load(Fleet(), Fleet.tables, ".", "ci.toml")[DEPTH] == 5
