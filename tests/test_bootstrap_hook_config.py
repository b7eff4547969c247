"""The hooks put into configurations of pre-commit and prek: what is written where, and that nothing else changes."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from tests_support import Repository
from walkaround._catalogue import ENTRIES
from walkaround.bootstrap._hook_config import HOOK_TYPES, HOOKS, PRE_COMMIT, steps, with_hooks
from walkaround.bootstrap._plan import Choice, Facts, Refused, Source, Step

OURS = "https://example.org/acme/walkaround"
SHA = "c0ffee" + "0123456789" * 3 + "beef"
SOURCE = Source(OURS, SHA, "v1.2.0")
TYPES = "default_install_hook_types: [pre-commit, commit-msg, prepare-commit-msg, pre-push]\n"
ENTRY = f"""\
  - repo: {OURS}
    rev: {SHA}  # frozen: v1.2.0
    hooks:
      - id: strict
      - id: pr-template
      - id: secret-detection
        stages: [commit-msg]
      - id: ai-attribution
      - id: ai-attribution-prepare
      - id: ai-attribution-range
      - id: policy-integrity
        stages: [pre-push]
      - id: vulnerability-audit
        stages: [manual]
      - id: quality-gate
        stages: [manual]
"""
OTHER = "  - repo: https://example.org/a/b\n    rev: v1\n    hooks:\n      - id: x\n"
FLOW_HOOKS = (
    "{id: strict}, {id: pr-template}, {id: secret-detection, stages: [commit-msg]}, {id: ai-attribution},"
    " {id: ai-attribution-prepare}, {id: ai-attribution-range}, {id: policy-integrity, stages: [pre-push]},"
    " {id: vulnerability-audit, stages: [manual]}, {id: quality-gate, stages: [manual]}"
)
FLOW = f"{{repo: {OURS}, rev: {SHA}, hooks: [{FLOW_HOOKS}]}}"
JSON_TYPES = '"default_install_hook_types": ["pre-commit", "commit-msg", "prepare-commit-msg", "pre-push"]'
JSON = json.dumps(yaml.safe_load(FLOW))


def edited(text: str, source: Source = SOURCE, path: str = PRE_COMMIT) -> str:
    return with_hooks(path, text.encode(), source).decode()


def indentless(entry: str) -> str:
    """The entry as people write it who do not indent lists."""
    return entry.replace("\n      ", "\n    ").replace("\n    ", "\n  ").replace("  - repo", "- repo")


def wide(entry: str) -> str:
    """The entry with four columns from each dash to its key, and dashes below the key above."""
    lines = [line.removeprefix("  ") for line in entry.splitlines()]
    lines = [line.replace("    - id", "    -   id").replace("      stages", "        stages") for line in lines]
    return (
        "".join(f"{line}\n" for line in lines)
        .replace("- repo", "-   repo")
        .replace("  rev", "    rev")
        .replace("  hooks", "    hooks")
    )


def meant(data: Any, source: Source = SOURCE, behind: int = 0) -> Any:
    """What a configuration should say, by the plain data of what it said; new hooks come last, but for some entries."""
    data = dict(data or {})
    types = list(data.get("default_install_hook_types", []))
    data["default_install_hook_types"] = types + [one for one in HOOK_TYPES if one not in types]
    wanted = [{"id": name, "stages": list(HOOKS[name])} if HOOKS[name] else {"id": name} for name in HOOKS]
    repos = [dict(one) for one in data.get("repos") or []]
    data["repos"] = repos
    for repo in repos:
        if repo["repo"].removesuffix(".git") == source.repo:
            repo["rev"] = source.rev
            there = [one["id"] for one in repo["hooks"]]
            repo["hooks"] = [*repo["hooks"], *(one for one in wanted if one["id"] not in there)]
            return data
    repos.insert(len(repos) - behind, {"repo": source.repo, "rev": source.rev, "hooks": wanted})
    return data


def test_the_entry_is_the_manifest_s() -> None:
    stages = {"strict": ("pre-commit",), **{entry.id: entry.stages for entry in ENTRIES}}
    assert all(set(HOOKS[name]) <= set(stages[name]) for name in HOOKS)
    called = {stage for name in HOOKS for stage in HOOKS[name] or stages[name]} - {"manual"}
    assert called == set(HOOK_TYPES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("", f"{TYPES}repos:\n{ENTRY}", id="empty"),
        pytest.param("# ours\n\n", f"# ours\n\n{TYPES}repos:\n{ENTRY}", id="comment-alone"),
        pytest.param("# ours", f"# ours\n{TYPES}repos:\n{ENTRY}".removesuffix("\n"), id="comment-without-line-end"),
        pytest.param("---\n", f"---\n{TYPES}repos:\n{ENTRY}", id="document-start-alone"),
        pytest.param("---\n...\n# x\n", f"---\n{TYPES}repos:\n{ENTRY}...\n# x\n", id="document-end-alone"),
        pytest.param("repos:\n", f"{TYPES}repos:\n{ENTRY}", id="no-value"),
        pytest.param(
            "repos:  # none\n# ci\nci: {}\n", f"{TYPES}repos:  # none\n{ENTRY}# ci\nci: {{}}\n", id="no-value-not-last"
        ),
        pytest.param("repos: []  # none\nci: {}\n", f"{TYPES}repos:  # none\n{ENTRY}ci: {{}}\n", id="empty-list"),
        pytest.param("repos: []", f"{TYPES}repos:\n{ENTRY}".removesuffix("\n"), id="empty-list-without-line-end"),
        pytest.param("ci: {}\n", f"ci: {{}}\n{TYPES}repos:\n{ENTRY}", id="no-key"),
        pytest.param("ci: {}", f"ci: {{}}\n{TYPES}repos:\n{ENTRY}".removesuffix("\n"), id="no-key-without-line-end"),
        pytest.param(f"repos:\n{OTHER}", f"{TYPES}repos:\n{OTHER}{ENTRY}", id="one"),
        pytest.param(
            f"# about all\n\n# about repos\nrepos:\n{OTHER}",
            f"# about all\n\n# about repos\n{TYPES}repos:\n{OTHER}{ENTRY}",
            id="comments-at-the-top",
        ),
        pytest.param(
            f"fail_fast: true\n# about repos\nrepos:\n{OTHER}",
            f"fail_fast: true\n{TYPES}# about repos\nrepos:\n{OTHER}{ENTRY}",
            id="comment-about-repos",
        ),
        pytest.param(
            f"ci:\n  skip: [x]  # slow\n\nrepos:\n{OTHER}",
            f"ci:\n  skip: [x]  # slow\n\n{TYPES}\nrepos:\n{OTHER}{ENTRY}",
            id="a-long-key-above",
        ),
        pytest.param(
            f"repos:\n{OTHER}\n{OTHER}", f"{TYPES}repos:\n{OTHER}\n{OTHER}\n{ENTRY}", id="blank-lines-between"
        ),
        pytest.param(
            f"repos:\n{OTHER}\n# ci\nci: {{}}\n",
            f"{TYPES}repos:\n{OTHER}{ENTRY}\n# ci\nci: {{}}\n",
            id="blank-line-after",
        ),
        pytest.param(
            f"repos:\n{OTHER}      # - id: y\n\n  # - repo: z\n\n# ci\nci: {{}}\n",
            f"{TYPES}repos:\n{OTHER}      # - id: y\n\n  # - repo: z\n{ENTRY}\n# ci\nci: {{}}\n",
            id="comments-of-the-list",
        ),
        pytest.param(
            f"repos:\n{OTHER}# ci\n# is next\nci: {{}}\n",
            f"{TYPES}repos:\n{OTHER}{ENTRY}# ci\n# is next\nci: {{}}\n",
            id="comments-of-the-next-key",
        ),
        pytest.param(
            f"repos:\n{OTHER}# - repo: z\n\n# the end\n",
            f"{TYPES}repos:\n{OTHER}# - repo: z\n{ENTRY}\n# the end\n",
            id="comments-at-the-end",
        ),
        pytest.param(
            f"repos:\n{OTHER}  # end", f"{TYPES}repos:\n{OTHER}  # end\n{ENTRY}".removesuffix("\n"), id="no-line-end"
        ),
        pytest.param(f"---\nrepos:\n{OTHER}...\n", f"---\n{TYPES}repos:\n{OTHER}{ENTRY}...\n", id="document-marks"),
        pytest.param(
            "repos:\n- repo: local\n  hooks:\n  - id: x\n",
            f"{TYPES}repos:\n- repo: local\n  hooks:\n  - id: x\n{indentless(ENTRY)}",
            id="indentless",
        ),
        pytest.param(
            "repos:\n-   repo: local\n    hooks:\n    -   id: x\n",
            f"{TYPES}repos:\n-   repo: local\n    hooks:\n    -   id: x\n{wide(ENTRY)}",
            id="wide",
        ),
        pytest.param(
            f"  repos:\n{OTHER}".replace("\n  ", "\n    "),
            f"  {TYPES}  repos:\n{OTHER}{ENTRY}".replace("\n  ", "\n    ").replace("\n    repos", "\n  repos"),
            id="all-indented",
        ),
        pytest.param(
            "repos:\n  - repo: local\n    hooks:\n      - id: x\n        entry: |+\n          a\n\n\n",
            f"{TYPES}repos:\n  - repo: local\n    hooks:\n      - id: x\n        entry: |+\n          a\n\n\n{ENTRY}",
            id="blank-lines-that-count",
        ),
        pytest.param(
            "repos:\n  - repo: local\n    hooks:\n      - id: x\n        entry: |\n          a\n          # b\n\n\n",
            f"{TYPES}repos:\n  - repo: local\n    hooks:\n      - id: x\n        entry: |\n          a\n"
            f"          # b\n{ENTRY}\n\n",
            id="blank-lines-that-do-not-count",
        ),
        pytest.param(
            f"repos:\n{OTHER}  # last\n{OTHER}        files: |\n          a",
            f"{TYPES}repos:\n{OTHER}{ENTRY}  # last\n{OTHER}        files: |\n          a",
            id="text-without-line-end",
        ),
        pytest.param(
            f"repos:\n{OTHER}\n{OTHER}        files: >\n          a",
            f"{TYPES}repos:\n{OTHER}\n{ENTRY}\n{OTHER}        files: >\n          a",
            id="text-without-line-end-apart",
        ),
        pytest.param(
            f"repos:\n{OTHER}        files: |-\n          a",
            f"{TYPES}repos:\n{OTHER}        files: |-\n          a\n{ENTRY}".removesuffix("\n"),
            id="text-whose-line-end-does-not-count",
        ),
        pytest.param(
            f"repos:\n{OTHER}\n{OTHER}        files: |+\n          a\n",
            f"{TYPES}repos:\n{OTHER}\n{OTHER}        files: |+\n          a\n{ENTRY}",
            id="blank-lines-that-count-apart",
        ),
        pytest.param(
            f"x: &x [a]\ny: *x\nz: *x  # z\nrepos:\n{OTHER}",
            f"x: &x [a]\ny: *x\nz: *x  # z\n{TYPES}repos:\n{OTHER}{ENTRY}",
            id="alias-above",
        ),
        pytest.param(
            f"{TYPES}ci: {{}}\n# the end\n", f"{TYPES}ci: {{}}\n# the end\nrepos:\n{ENTRY}", id="types-without-repos"
        ),
        pytest.param(
            "repos:\n  - &a\n    repo: local\n    hooks: [{id: x}]\n  - *a\n",
            f"{TYPES}repos:\n  - &a\n    repo: local\n    hooks: [{{id: x}}]\n  - *a\n{ENTRY}",
            id="alias-last",
        ),
        pytest.param(
            'x: &x {rev: v1}\n"repos":\n  - <<: *x\n    repo: a\n    hooks: []\n',
            f'x: &x {{rev: v1}}\n{TYPES}"repos":\n  - <<: *x\n    repo: a\n    hooks: []\n{ENTRY}',
            id="merge-and-quoted-key",
        ),
        pytest.param(
            "repos: [{repo: local, hooks: [{id: x}]}]  # one\n",
            f"{TYPES}repos: [{{repo: local, hooks: [{{id: x}}]}}, {FLOW}]  # one\n",
            id="flow",
        ),
        pytest.param(
            "repos: [\n  {repo: local, hooks: [{id: x}]},  # one\n  # two\n]\n",
            f"{TYPES}repos: [\n  {{repo: local, hooks: [{{id: x}}]}},  # one\n  {FLOW},\n  # two\n]\n",
            id="flow-in-lines-with-comma",
        ),
        pytest.param(
            "repos: [\n  {repo: local, hooks: [{id: x}]}  # one\n]\n",
            f"{TYPES}repos: [\n  {{repo: local, hooks: [{{id: x}}]}},  # one\n  {FLOW}\n]\n",
            id="flow-in-lines",
        ),
        pytest.param("{repos: []}\n", f"{{repos: [{FLOW}], {TYPES.strip()}}}\n", id="flow-of-all"),
        pytest.param(
            '{\n  "repos": [\n    {"repo": "local", "hooks": []}\n  ]\n}\n',
            f'{{\n  "repos": [\n    {{"repo": "local", "hooks": []}},\n    {JSON}\n  ],\n  {JSON_TYPES}\n}}\n',
            id="json",
        ),
        pytest.param("{}\n", f"{{{TYPES.strip()}, repos: [{FLOW}]}}\n", id="flow-of-nothing"),
        pytest.param(
            f"default_install_hook_types: [commit-msg, post-merge]\nrepos:\n{OTHER}",
            "default_install_hook_types: [commit-msg, post-merge, pre-commit, prepare-commit-msg, pre-push]\n"
            f"repos:\n{OTHER}{ENTRY}",
            id="types-completed",
        ),
        pytest.param(
            f"default_install_hook_types:\n- commit-msg  # ours\n# more\nrepos:\n{OTHER}",
            "default_install_hook_types:\n- commit-msg  # ours\n- pre-commit\n- prepare-commit-msg\n- pre-push\n"
            f"# more\nrepos:\n{OTHER}{ENTRY}",
            id="types-completed-in-lines",
        ),
        pytest.param(
            f"default_install_hook_types: []\nrepos:\n{OTHER}", f"{TYPES}repos:\n{OTHER}{ENTRY}", id="types-empty"
        ),
        pytest.param(
            f"repos:\n{OTHER}".replace("\n", "\r"), f"{TYPES}repos:\n{OTHER}{ENTRY}".replace("\n", "\r"), id="cr"
        ),
        pytest.param(f"repos:\n{ENTRY}{OTHER}", f"{TYPES}repos:\n{ENTRY}{OTHER}", id="types-missing-alone"),
    ],
)
def test_what_is_added(old: str, new: str) -> None:
    assert edited(old) == new
    assert edited(new) == new
    # A text that ends the file without a line end would grow by one.
    behind = int(old.endswith("  a") and "|-" not in old)
    assert yaml.safe_load(new) == meant(yaml.safe_load(old), behind=behind)


OLD = f"{TYPES}repos:\n{ENTRY}".replace(SHA, "v1.0.0").replace("  # frozen: v1.2.0", "")
NEW = f"{TYPES}repos:\n{ENTRY}"
MOST = [name for name in HOOKS if name not in ("pr-template", "vulnerability-audit", "quality-gate")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(OLD, NEW, id="tag"),
        pytest.param(OLD.replace("\n", "\r\n"), NEW.replace("\n", "\r\n"), id="crlf"),
        pytest.param("\ufeff" + OLD, "\ufeff" + NEW, id="mark"),
        pytest.param(OLD.replace(": v1.0.0", ": 'v1.0.0'"), NEW.replace(SHA, f"'{SHA}'"), id="quoted"),
        pytest.param(
            OLD.replace(": v1.0.0", ': !!str &r "v1"'), NEW.replace(SHA, f'!!str &r "{SHA}"'), id="properties"
        ),
        pytest.param(OLD.replace("v1.0.0", "v1.0.0 #frozen: v0.9"), NEW.replace("  # f", " #f"), id="old-comment"),
        pytest.param(
            OLD.replace("v1.0.0", "abc  # frozen: v0.9; ask first"),
            NEW.replace("n: v1.2.0", "n: v1.2.0; ask first"),
            id="comment-that-says-more",
        ),
        pytest.param(
            OLD.replace("v1.0.0", "v1.0.0  # ask first"),
            NEW.replace("n: v1.2.0", "n: v1.2.0  # ask first"),
            id="another-comment",
        ),
        pytest.param(NEW.replace("  # frozen: v1.2.0", ""), NEW.replace("  # frozen: v1.2.0", ""), id="commit-alone"),
        pytest.param(
            OLD.replace("      - id: pr-template\n", "").replace("  - repo", "  - repo", 1) + OTHER,
            NEW.replace("      - id: pr-template\n", "") + "      - id: pr-template\n" + OTHER,
            id="missing-hook",
        ),
        pytest.param(
            OLD.replace("id: strict", "id: strict\n        args: [--format, json]\n        exclude: ^x/"),
            NEW.replace("id: strict", "id: strict\n        args: [--format, json]\n        exclude: ^x/"),
            id="people-s-own-arguments",
        ),
        pytest.param(
            OLD.replace(OURS, "git@Example.org:acme/walkaround.git"),
            NEW.replace(OURS, "git@Example.org:acme/walkaround.git"),
            id="another-spelling",
        ),
        pytest.param(
            f"{TYPES}repos:\n- repo: {OURS}\n  hooks:\n  # first\n  - id: strict\n  # - id: sast\n  rev: v1\n",
            f"{TYPES}repos:\n- repo: {OURS}\n  hooks:\n  # first\n  - id: strict\n"
            + "".join(indentless(ENTRY).splitlines(keepends=True)[4:])
            + f"  # - id: sast\n  rev: {SHA}  # frozen: v1.2.0\n",
            id="rev-last",
        ),
        pytest.param(
            f"{TYPES}repos:\n- {{repo: {OURS}, rev: v1, hooks: [{{id: strict}}]}}\n",
            f"{TYPES}repos:\n- {{repo: {OURS}, rev: {SHA}, hooks: [{FLOW_HOOKS}]}}\n",
            id="flow",
        ),
        pytest.param(
            f"{TYPES}repos:\n- {{repo: {OURS}, hooks: [{FLOW_HOOKS}], rev: v1}}\n",
            f"{TYPES}repos:\n- {{repo: {OURS}, hooks: [{FLOW_HOOKS}], rev: {SHA}}}  # frozen: v1.2.0\n",
            id="flow-with-rev-last",
        ),
        pytest.param(
            f"{TYPES}repos:\n  - repo: {OURS}\n    rev: v1\n    hooks: []\n",
            f"{TYPES}repos:\n  - repo: {OURS}\n    rev: {SHA}  # frozen: v1.2.0\n    hooks: [{FLOW_HOOKS}]\n",
            id="no-hooks",
        ),
        pytest.param(f"{TYPES}repos:\n  - repo: {OURS}\n    rev: v1\n    hooks:\n", NEW, id="no-value"),
        pytest.param(
            f"{TYPES}repos:\n  - repo: {OURS}\n    rev: v1\n    hooks:  # those\n{OTHER}",
            NEW.replace("hooks:", "hooks:  # those") + OTHER,
            id="no-value-not-last",
        ),
    ],
)
def test_what_is_changed(old: str, new: str) -> None:
    assert edited(old) == new
    assert edited(new) == new


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        pytest.param("  # frozen: v1", "", id="alone"),
        pytest.param("  # frozen: v1, ask first", "  # ask first", id="says-more"),
        pytest.param("  # ask first", "  # ask first", id="another"),
    ],
)
def test_a_commit_without_a_tag(comment: str, left: str) -> None:
    old = NEW.replace(f"{SHA}  # frozen: v1.2.0", f"abc{comment}")
    assert edited(old, Source(OURS, SHA)) == NEW.replace("  # frozen: v1.2.0", left)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param(
            "repos: []\nrepos: []\n", "line 2: `repos` is there a second time; merge the two by hand", id="repos-twice"
        ),
        pytest.param(
            "- repo: local\n", "line 1: is a list, as before pre-commit 1.0; run `pre-commit migrate-config`", id="list"
        ),
        pytest.param("repos\n", "line 1: is no mapping; begin it with `repos:`", id="word"),
        pytest.param("a: 1\nrepos: x\n", "line 2: `repos` is no list; make it one", id="repos-word"),
        pytest.param("repos: {}\n", "line 1: `repos` is no list; make it one", id="repos-mapping"),
        pytest.param("repos: null\n", "line 1: `repos` is no list; make it one", id="repos-null"),
        pytest.param("repos: [x]\n", "line 1: an entry of `repos` is no mapping; mend it", id="repos-of-words"),
        pytest.param(
            "repos: []\n---\nrepos: []\n",
            "line 2: begins a second document; only one is allowed here; mend that first",
            id="documents",
        ),
        pytest.param(
            "a: [\n", "line 2: is not YAML: did not find expected node content; mend that first", id="not-yaml"
        ),
        pytest.param(
            "x: &x []\nrepos: *x\n", "line 2: `repos` is shared by an alias (`*`); write it out", id="repos-alias"
        ),
        pytest.param(
            "repos: []\nx: &x\n  default_install_hook_types: []\n<<: *x\n",
            "line 3: `default_install_hook_types` comes from a merge (`<<`); write it out",
            id="types-merged",
        ),
        pytest.param(
            "default_install_hook_types: &x [pre-commit]\ndefault_stages: *x\n",
            "line 1: `default_install_hook_types` is shared by an alias (`*`); write it out",
            id="types-shared",
        ),
        pytest.param(
            "default_install_hook_types: pre-commit\n",
            "line 1: `default_install_hook_types` is no list; make it one",
            id="types-word",
        ),
        pytest.param(
            f"repos:\n{ENTRY}{ENTRY}",
            f"line 18: {OURS} is listed a second time; put its hooks into one entry of `repos`",
            id="listed-twice",
        ),
        pytest.param(
            f"repos:\n{ENTRY}".replace("acme", "fork"),
            "line 2: these hooks come from https://example.org/fork/walkaround already;"
            " name it with --repo, or delete this entry",
            id="fork",
        ),
        pytest.param(
            f"x: &x [{{id: strict}}]\nrepos:\n- repo: {OURS}\n  rev: v1\n  hooks: *x\n",
            "line 5: `hooks` is shared by an alias (`*`); write it out",
            id="hooks-alias",
        ),
        pytest.param(
            f"repos:\n- &x\n  repo: {OURS}\n  rev: v1\n  hooks: []\nx: *x\n",
            "line 2: this entry is shared by an alias (`*`); write it out",
            id="entry-shared",
        ),
        pytest.param(
            f"x: &x v1\nrepos:\n- repo: {OURS}\n  rev: *x\n  hooks: []\n",
            "line 4: `rev` is shared by an alias (`*`); write it out",
            id="rev-alias",
        ),
        pytest.param(
            f"repos:\n- repo: {OURS}\n  hooks: []\n",
            "line 2: this entry has no `rev`; write it, or delete the entry",
            id="no-rev",
        ),
        pytest.param(
            f"repos:\n- repo: {OURS}\n  rev: v1\n",
            "line 2: this entry has no `hooks`; write it, or delete the entry",
            id="no-hooks",
        ),
        pytest.param(
            f"repos:\n- repo: {OURS}\n  rev: |\n    v1\n  hooks: []\n",
            "line 3: `rev` is a text of several lines; write it on one",
            id="rev-of-lines",
        ),
        pytest.param(
            "x: |\n  a",
            "line 1: is written in a way that leaves no room for the hooks;"
            " end the file with a line end, or add them by hand",
            id="no-room-at-the-end",
        ),
        pytest.param(
            "repos: !!str\n",
            "line 1: `repos` is no list; make it one",
            id="repos-tagged",
        ),
        pytest.param(
            "? repos\n: []\n",
            "line 1: begins in an unusual way; put its first key on a line of its own",
            id="complex-key",
        ),
        pytest.param(
            "a: \x00\n", "line 1: is not YAML: it holds a character that YAML forbids; mend that first", id="control"
        ),
    ],
)
def test_what_is_refused(text: str, why: str) -> None:
    with pytest.raises(Refused) as refusal:
        edited(text)
    assert (refusal.value.path, refusal.value.why) == (PRE_COMMIT, why)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"repos: []\n# \xff\n", "line 2: is not UTF-8; save the file as UTF-8", id="latin"),
        pytest.param("\ufeffrepos: []\n".encode("utf-16-le"), "is not UTF-8; save it as UTF-8", id="utf-16"),
        pytest.param(b"#" * (1 << 21), "is larger than 1 MiB, more than anybody writes by hand", id="huge"),
    ],
)
@pytest.mark.parametrize("path", [PRE_COMMIT, "prek.toml"])
def test_bytes_that_are_refused(path: str, content: bytes, why: str) -> None:
    with pytest.raises(Refused) as refusal:
        with_hooks(path, content, SOURCE)
    assert refusal.value.why == why


@pytest.mark.parametrize("rev", ["0123456789" * 4, "12345678e9" * 4, "1" * 38 + "e5"])
@pytest.mark.parametrize(
    "repo", ["/srv/it's # mine, {a}", "C:\\hooks", "../hooks: x", "~", "naïve", "a\tb", "-", "@x", "null"]
)
@pytest.mark.parametrize(
    "old", ["", "repos: [{repo: local, hooks: []}]\n", '{"repos": [{"repo": "local", "hooks": []}]}']
)
def test_addresses_that_need_quotes(old: str, repo: str, rev: str) -> None:
    source = Source(repo, rev)
    new = edited(old, source)
    assert yaml.safe_load(new) == meant(yaml.safe_load(old), source)
    assert edited(new, source) == new


def test_an_address_that_nothing_can_hold() -> None:
    for path in (PRE_COMMIT, "prek.toml"):
        with pytest.raises(Refused) as refusal:
            with_hooks(path, b"", Source("/srv/\udcff", SHA))
        assert refusal.value.why == "cannot hold an address that is not UTF-8; name another one with --repo"


# Whatever style a configuration is written in.


def block(data: Any, indent: int, style: Mapping[str, Any], draw: Any) -> list[str]:
    """Lines for the entries of `repos`, in one style of many."""
    lines: list[str] = []
    for repo in data:
        if lines and style["apart"]:
            lines.append("")
        rows = [f"repo: {quoted(repo['repo'], draw)}"]
        if "rev" in repo:
            rows.append(f"rev: {quoted(repo['rev'], draw)}{draw(COMMENTS)}")
        if style["some_flow"] and draw(st.booleans()):
            rows.append(f"hooks: {json.dumps(repo['hooks'])}{draw(COMMENTS)}")
        else:
            rows.append(f"hooks:{draw(COMMENTS)}" if repo["hooks"] else "hooks: []")
            for hook in repo["hooks"]:
                rows += hook_block(hook, style, draw)
        margin = " " * indent + "-".ljust(style["gap"])
        for row in rows:
            lines.append((margin + row).rstrip(" ") if row else row)
            margin = " " * (indent + style["gap"])
    return lines


def hook_block(hook: Mapping[str, Any], style: Mapping[str, Any], draw: Any) -> list[str]:
    """Lines for one hook, from the column of the keys of its repository on."""
    rows: list[str] = []
    inner = style["hooks"]
    margin = " " * inner + "-".ljust(style["gap"])
    if style["merges"]:
        rows.append(f"{margin}<<: *defaults{draw(COMMENTS)}")
        margin = " " * (inner + style["gap"])
    for key, value in hook.items():
        if draw(st.sampled_from([False, False, True])):
            rows.append(" " * inner + "# " + draw(WORDS))
        if key == "entry" and style["literal"]:
            rows.append(f"{margin}{key}: {style['literal']}")
            rows += [" " * (inner + style["gap"] + 2) + line if line else "" for line in value.split("\n")]
        else:
            rows.append(f"{margin}{key}: {json.dumps(value)}{draw(COMMENTS)}")
        margin = " " * (inner + style["gap"])
    return rows


def quoted(word: str, draw: Any) -> str:
    return draw(st.sampled_from([word, f"'{word}'", json.dumps(word)])) if word else "''"


WORDS = st.sampled_from(["x", "two words", "naïve ☃", "- repo: old", "repos:", "frozen: v0", "'", '"', "[", "a: b"])
COMMENTS = st.one_of(st.just(""), st.just(""), WORDS.map(lambda word: f"  # {word}"))
IDS = st.sampled_from(["ruff", "mypy", "strict", "secret-detection", "pr-template", "own"])
HOOK = st.fixed_dictionaries(
    {"id": IDS},
    optional={
        "args": st.lists(st.sampled_from(["--fix", "-x", "a b", "#"]), max_size=3),
        "entry": st.sampled_from(["x", "# a\nb", "a\n\n# b\n\n", "a\n"]),
        "exclude": st.sampled_from(["^x/", "(?x)^(\n  a\n)$", ""]),
        "stages": st.just(["pre-commit", "pre-push"]),
        "always_run": st.booleans(),
    },
)
FOREIGN = st.fixed_dictionaries(
    {
        "repo": st.sampled_from(["local", "https://example.org/a/b"]),
        "hooks": st.lists(HOOK.filter(lambda one: one["id"] in ("ruff", "mypy", "own")), max_size=3),
    },
    optional={"rev": st.sampled_from(["v1", "abc123", "1.0"])},
)
OWN = st.fixed_dictionaries(
    {"repo": st.just(OURS), "rev": st.sampled_from(["v1", SHA]), "hooks": st.lists(HOOK, max_size=4)}
)
SETTINGS: Mapping[str, Any] = {
    "default_install_hook_types": st.lists(st.sampled_from([*HOOK_TYPES, "post-merge"]), unique=True),
    "default_stages": st.just(["pre-commit"]),
    "ci": st.just({"skip": ["mypy"], "autofix_prs": False}),
    "exclude": st.just("^vendor/"),
    "fail_fast": st.booleans(),
    "minimum_pre_commit_version": st.just("3.2.0"),
}


@st.composite
def configurations(draw: Any) -> str:
    """The text of a configuration that PyYAML reads."""
    repos = draw(st.lists(FOREIGN, max_size=3))
    if draw(st.booleans()):
        repos.insert(draw(st.integers(0, len(repos))), draw(OWN))
    settings = draw(st.fixed_dictionaries({}, optional=SETTINGS))
    style = draw(
        st.fixed_dictionaries(
            {
                "apart": st.booleans(),
                "some_flow": st.booleans(),
                "merges": st.booleans(),
                "gap": st.sampled_from([2, 2, 4]),
                "hooks": st.sampled_from([0, 2, 4]),
                "literal": st.sampled_from(["", "|", "|-", "|+", ">-"]),
            }
        )
    )
    keys = draw(st.permutations([*settings, "repos"]))
    lines = draw(st.sampled_from([[], ["---"], ["# about", "# all", ""], ["# about"], ["%YAML 1.1", "---"]]))
    lines = [*lines, "x-defaults: &defaults {verbose: true}"] if style["merges"] else list(lines)
    for key in keys:
        lines += draw(st.sampled_from([[], [], [""], ["# about the next"], ["", "# about the next"]]))
        name = draw(st.sampled_from([key, key, f"'{key}'", f'"{key}"']))
        if key != "repos":
            value = settings[key]
            if isinstance(value, list) and value and draw(st.booleans()):
                margin = " " * draw(st.sampled_from([0, 2]))
                lines += [f"{name}:{draw(COMMENTS)}", *(f"{margin}- {one}{draw(COMMENTS)}" for one in value)]
            elif isinstance(value, dict) and draw(st.booleans()):
                lines += [f"{name}:", *(f"    {one}: {json.dumps(value[one])}" for one in value)]
            else:
                lines.append(f"{name}: {json.dumps(value)}{draw(COMMENTS)}")
        elif not repos:
            empty = draw(st.sampled_from(["", " []", " [ ]", " [\n]", " [  # x\n  ]"]))
            lines.append(f"{name}:{empty}{draw(COMMENTS)}")
        elif draw(st.integers(0, 5)) == 0:
            lines.append(f"{name}: {json.dumps(repos)}{draw(COMMENTS)}")
        elif draw(st.integers(0, 5)) == 0:
            rows = [f"  {json.dumps(one)},{draw(COMMENTS)}" for one in repos[:-1]]
            last = json.dumps(repos[-1]) + draw(st.sampled_from(["", ",", "\n  ,"]))
            rows += [f"  {last}{draw(COMMENTS)}", *draw(st.sampled_from([[], ["  # x"], [""]]))]
            lines += [f"{name}: [", *rows, "]"]
        else:
            indent = draw(st.sampled_from([0, 2, 4]))
            lines += [f"{name}:{draw(COMMENTS)}", *block(repos, indent, style, draw)]
            lines += draw(st.sampled_from([[], [], [" " * indent + "# - repo: old"], [" " * (indent + 2) + "# x"]]))
    lines += draw(st.sampled_from([[], [], ["..."], ["", "# the end"], ["# the end"], ["", ""]]))
    end: str = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    # A text that ends the file without a line end is a case of its own.
    last_end: str = draw(st.sampled_from([end, end, end if style["literal"] in ("|", "|+") else ""]))
    return end.join(lines) + last_end


@given(configurations(), st.booleans())
@example("repos: []\n", True)
def test_any_configuration_says_what_it_said_and_the_hooks(text: str, mark: bool) -> None:
    before = b"\xef\xbb\xbf" * mark + text.encode()
    old = yaml.safe_load(text)
    after = with_hooks(PRE_COMMIT, before, SOURCE)
    assert yaml.safe_load(after) == meant(old)
    assert with_hooks(PRE_COMMIT, after, SOURCE) == after
    lost = lines_lost(before, after)
    assert all(is_ours_to_change(line) for line in lost), lost
    assert len(lost) <= 4
    assert after.startswith(b"\xef\xbb\xbf") == mark
    assert after.endswith(b"\n") == before.endswith(b"\n") or before.rstrip(b"\r\n\xef\xbb\xbf") == b""


def lines_lost(before: bytes, after: bytes) -> list[bytes]:
    """The lines of one text that do not stand in the other in the same order, with their line ends."""
    end = b"\r\n" if b"\r\n" in before else b"\n"
    old, new = ((text if text.endswith(b"\n") else text + end).splitlines(keepends=True) for text in (before, after))
    longest = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for row in reversed(range(len(old))):
        for column in reversed(range(len(new))):
            same = old[row] == new[column]
            below, right = longest[row + 1], longest[row]
            right[column] = below[column + 1] + 1 if same else max(below[column], right[column + 1])
    lost: list[bytes] = []
    row = column = 0
    while row < len(old):
        if column < len(new) and old[row] == new[column]:
            row, column = row + 1, column + 1
        elif column == len(new) or longest[row + 1][column] >= longest[row][column + 1]:
            lost.append(old[row])
            row += 1
        else:
            column += 1
    return lost


def is_ours_to_change(line: bytes) -> bool:
    """Whether a line holds the address' `rev`, or a list in brackets that had to grow."""
    words = line.decode("utf-8-sig").strip().removeprefix("-").strip()
    if words.startswith('{"'):
        return True
    return words.translate({39: None, 34: None}).startswith(("rev:", "hooks:", "repos:", "default_install_hook_types:"))


def test_hostile_documents_end_soon() -> None:
    aliases = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    text = f"a0: &a0 [x]\n{aliases}repos:\n{OTHER}"
    assert edited(text) == f"a0: &a0 [x]\n{aliases}{TYPES}repos:\n{OTHER}{ENTRY}"
    itself = f"x: &x [*x]\nrepos:\n{OTHER}"
    assert edited(itself) == f"x: &x [*x]\n{TYPES}repos:\n{OTHER}{ENTRY}"


# prek.toml

TOML_TYPES = 'default_install_hook_types = ["pre-commit", "commit-msg", "prepare-commit-msg", "pre-push"]\n'
INLINE_HOOKS = [
    f'{{ id = "{name}", stages = ["{HOOKS[name][0]}"] }}' if HOOKS[name] else f'{{ id = "{name}" }}' for name in HOOKS
]
TABLE = (
    f'[[repos]]\nrepo = "{OURS}"\nrev = "{SHA}"  # frozen: v1.2.0\nhooks = [\n  '
    + ",\n  ".join(INLINE_HOOKS)
    + ",\n]\n"
)
OTHER_TABLE = '[[repos]]\nrepo = "local"\nhooks = [{ id = "x" }]\n'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("", f"{TOML_TYPES}\n{TABLE}", id="empty"),
        pytest.param("# ours\n", f"# ours\n{TOML_TYPES}\n{TABLE}", id="comment-alone"),
        pytest.param(OTHER_TABLE, f"{TOML_TYPES}\n{OTHER_TABLE}\n{TABLE}", id="one"),
        pytest.param(
            f"# about all\n\n# about repos\n{OTHER_TABLE}# - old\n",
            f"# about all\n\n{TOML_TYPES}\n# about repos\n{OTHER_TABLE}# - old\n\n{TABLE}",
            id="comments",
        ),
        pytest.param(
            f"fail_fast = true\n\n{OTHER_TABLE}\n[update]\ncooldown_days = 7\n",
            f"{TOML_TYPES}fail_fast = true\n\n{OTHER_TABLE}\n{TABLE}\n[update]\ncooldown_days = 7\n",
            id="not-last",
        ),
        pytest.param(
            'default_install_hook_types = [\n  "commit-msg",\n]\n'
            'repos = [\n  { repo = "local", hooks = [] },  # one\n]',
            'default_install_hook_types = [\n  "commit-msg",\n  "pre-commit",\n'
            '  "prepare-commit-msg",\n  "pre-push",\n]\n'
            'repos = [\n  { repo = "local", hooks = [] },  # one\n'
            f'  {{ repo = "{OURS}", rev = "{SHA}", hooks = [{", ".join(INLINE_HOOKS)}] }},\n]',
            id="arrays",
        ),
        pytest.param(
            f"{TOML_TYPES}[[repos]]\nrepo = '{OURS}.git'\nrev = 'v1' # frozen: v1\n"
            "hooks = [{ id = 'strict', args = [] }]\n",
            f"{TOML_TYPES}[[repos]]\nrepo = '{OURS}.git'\nrev = '{SHA}' # frozen: v1.2.0\n"
            f"hooks = [{{ id = 'strict', args = [] }}, {', '.join(INLINE_HOOKS[1:])}]\n",
            id="older",
        ),
        pytest.param(
            f'{TOML_TYPES}[[repos]]\nrepo = "{OURS}"\nrev = "{SHA}"\n'
            + "".join(f'[[repos.hooks]]\nid = "{name}"\n' for name in MOST)
            + f"# the end\n\n{OTHER_TABLE}",
            f'{TOML_TYPES}[[repos]]\nrepo = "{OURS}"\nrev = "{SHA}"\n'
            + "".join(f'[[repos.hooks]]\nid = "{name}"\n' for name in MOST)
            + '# the end\n\n[[repos.hooks]]\nid = "pr-template"\n\n[[repos.hooks]]\nid = "vulnerability-audit"\n'
            + 'stages = ["manual"]\n\n[[repos.hooks]]\nid = "quality-gate"\n'
            + f'stages = ["manual"]\n\n{OTHER_TABLE}',
            id="hooks-as-tables",
        ),
        pytest.param(
            f"{TOML_TYPES}[[repos]]\nrepo = 'local'\nhooks = [\n  {{\n    id = 'x', # one\n  }},\n]\n",
            f"{TOML_TYPES}[[repos]]\nrepo = 'local'\nhooks = [\n  {{\n    id = 'x', # one\n  }},\n]\n\n{TABLE}",
            id="toml-1.1",
        ),
    ],
)
def test_what_is_written_for_prek(old: str, new: str) -> None:
    for ends in ("\n", "\r\n") if old else ("\n",):
        before, after = old.replace("\n", ends), new.replace("\n", ends)
        assert edited(before, path="prek.toml") == after
        assert edited(after, path="prek.toml") == after


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("a = \n", "line 1: is not TOML: invalid value; mend that first", id="not-toml"),
        pytest.param("repos = 1\n", "line 1: `repos` is no list of tables; make it one", id="repos"),
        pytest.param(
            "default_install_hook_types = 'pre-commit'\n",
            "line 1: `hooks` and `default_install_hook_types` must be lists; make them lists",
            id="types",
        ),
        pytest.param(
            f"{TABLE}\n{TABLE}",
            f"line 16: {OURS} is listed a second time; put its hooks into one entry of `repos`",
            id="twice",
        ),
        pytest.param(
            f"[[repos]]\nrepo = '{OURS}'\nhooks = []\n", "line 1: this entry has no `rev`; write it", id="no-rev"
        ),
    ],
)
def test_what_is_refused_for_prek(text: str, why: str) -> None:
    with pytest.raises(Refused) as refusal:
        edited(text, path="prek.toml")
    assert refusal.value.why == why


@st.composite
def toml_configurations(draw: Any) -> str:
    """The text of a `prek.toml`."""
    lines = draw(st.sampled_from([[], ["# about"], ["# about", ""], ["fail_fast = true", ""]]))
    lines = list(lines)
    types = draw(st.one_of(st.none(), st.lists(st.sampled_from([*HOOK_TYPES, "post-merge"]), unique=True)))
    if types is not None:
        rows = [f"  {json.dumps(one)},{draw(COMMENTS)}" for one in types]
        lines += draw(
            st.sampled_from([[f"default_install_hook_types = {types}"], ["default_install_hook_types = [", *rows, "]"]])
        )
    repos = draw(st.lists(FOREIGN, max_size=3))
    if draw(st.booleans()):
        repos.insert(draw(st.integers(0, len(repos))), draw(OWN))
    for repo in repos:
        lines += draw(st.sampled_from([[], [""], ["# about"]]))
        lines += ["[[repos]]", f"repo = {json.dumps(repo['repo'])}{draw(COMMENTS)}"]
        lines += [f"rev = {json.dumps(repo['rev'])}{draw(COMMENTS)}"] if "rev" in repo else []
        if draw(st.booleans()) and repo["hooks"]:
            for hook in repo["hooks"]:
                lines += [
                    "[[repos.hooks]]",
                    *(f"{key} = {json.dumps(value)}{draw(COMMENTS)}" for key, value in hook.items()),
                ]
        else:
            inline = [
                "{ " + ", ".join(f"{key} = {json.dumps(one)}" for key, one in hook.items()) + " }"
                for hook in repo["hooks"]
            ]
            lines += draw(
                st.sampled_from(
                    [[f"hooks = [{', '.join(inline)}]"], ["hooks = [", *(f"  {one}," for one in inline), "]"]]
                )
            )
    lines += draw(st.sampled_from([[], ["# the end"], ["", "[update]", "cooldown_days = 7"]]))
    last: str = draw(st.sampled_from(["\n", ""]))
    return "\n".join(lines) + last


@given(toml_configurations(), st.booleans())
def test_any_configuration_of_prek_says_what_it_said_and_the_hooks(text: str, crlf: bool) -> None:
    text = text.replace("\n", "\r\n") if crlf else text
    new = edited(text, path="prek.toml")
    assert tomllib.loads(new) == meant(tomllib.loads(text))
    assert edited(new, path="prek.toml") == new
    words = ("rev =", "hooks =", "repos =", "default_install_hook_types =")
    assert all(line.decode().startswith(words) for line in lines_lost(text.encode(), new.encode()))


# What a plan takes from it.


def planned(repository: Repository, framework: Any = "pre-commit") -> list[Step]:
    return list(steps(Facts(str(repository.top)), Choice(SOURCE, framework=framework)))


@pytest.mark.parametrize(
    ("there", "framework", "path"),
    [
        pytest.param([], "pre-commit", PRE_COMMIT, id="none"),
        pytest.param([PRE_COMMIT], "pre-commit", PRE_COMMIT, id="usual"),
        pytest.param([".pre-commit-config.yml"], "prek", ".pre-commit-config.yml", id="yml"),
        pytest.param(["prek.toml"], "prek", "prek.toml", id="prek"),
    ],
)
def test_a_step(repository: Repository, there: list[str], framework: str, path: str) -> None:
    for name in there:
        (repository.top / name).write_bytes(b"# ours\n")
    (step,) = planned(repository, framework)
    before = b"# ours\n" if there else None
    why = f"the hooks of {OURS} at v1.2.0, and git's hooks that call them"
    assert step == Step(path, before, with_hooks(path, before, SOURCE), why)
    (repository.top / path).write_bytes(step.after)
    assert planned(repository, framework) == []


@pytest.mark.parametrize(
    ("there", "why"),
    [
        pytest.param(
            [PRE_COMMIT, "prek.toml"],
            f"{PRE_COMMIT}: stands beside prek.toml, and only one of them is read; delete the other one",
            id="two",
        ),
        pytest.param(
            [".pre-commit-config.yml"],
            f".pre-commit-config.yml: is not read by pre-commit; rename it to {PRE_COMMIT}",
            id="yml",
        ),
        pytest.param(["prek.toml"], "prek.toml: is not read by pre-commit; choose prek, which does", id="prek"),
    ],
)
def test_configurations_that_are_not_read(repository: Repository, there: list[str], why: str) -> None:
    for name in there:
        (repository.top / name).write_bytes(b"")
    with pytest.raises(Refused) as refusal:
        planned(repository)
    assert str(refusal.value) == why


def test_what_is_no_file_of_the_repository(repository: Repository, tmp_path: Path) -> None:
    (repository.top / PRE_COMMIT).mkdir()
    with pytest.raises(Refused) as refusal:
        planned(repository)
    assert str(refusal.value) == f"{PRE_COMMIT}: is a folder; name files; mend that first"
    (repository.top / PRE_COMMIT).rmdir()
    (repository.top / PRE_COMMIT).symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(Refused) as refusal:
        planned(repository)
    assert str(refusal.value) == f"{PRE_COMMIT}: is a link that leads out of the repository; put a file there"
    (repository.top / "inner.yaml").write_bytes(b"repos: []\n")
    (repository.top / PRE_COMMIT).unlink()
    (repository.top / PRE_COMMIT).symlink_to("inner.yaml")
    assert [step.before for step in planned(repository)] == [b"repos: []\n"]


@pytest.mark.e2e
def test_the_frameworks_read_what_is_written(tmp_path: Path) -> None:
    scripts = Path(sys.executable).parent
    hooks = "repos: [{repo: meta, hooks: [{id: identity}]}]\n"
    other = OTHER.replace("v1", "v1.0.0")  # of what looks like a branch they warn
    for name, text in {"new": "", "block": f"repos:\n{other}", "flow": hooks, "older": OLD}.items():
        path = tmp_path / f"{name}.yaml"
        path.write_bytes(with_hooks(PRE_COMMIT, text.encode(), SOURCE))
        for tool in ("pre-commit", "prek"):
            command = [str(scripts / tool), "validate-config", str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert (done.returncode, "warning" in (done.stdout + done.stderr).lower()) == (0, False), done.stderr
    for text in ("", OTHER_TABLE.replace("local", "meta").replace('"x"', '"identity"')):
        path = tmp_path / "prek.toml"
        path.write_bytes(with_hooks("prek.toml", text.encode(), SOURCE))
        subprocess.run([scripts / "prek", "validate-config", path], capture_output=True, check=True)
