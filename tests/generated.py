"""What is generated and kept in the repository: `python3 tests/run_tests.py --generate` writes it, a test compares.

- docs/rules.md, from the rules that the hooks declare;
- the key table of docs/policy.md, from the keys that the hooks declare;
- the hook table of README.md, from the manifest;
- the transcript in README.md, from a real run over the bundled sample;
- the tables of rules in docs/sast.md;
- the table of presets in docs/ai-attribution.md, from policies/attribution/;
- docs/secret-tokens.md and the index of secret-detection's catalogue of tokens, from its rows;
- policies/walkaround.schema.json, and tests/expected/explain-strict.txt: where every key of `strict` comes from.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from try_strict import build_sample
from walkaround import _catalogue
from walkaround._finding import Rule
from walkaround._policy import Key
from walkaround._policy._exemptions import EXEMPTIONS
from walkaround.ai_attribution._terms import PRESET, preset
from walkaround.sast import HOOK as SAST_HOOK
from walkaround.sast._rules import DEFECTS
from walkaround.sast._rules.bandit import BANDIT
from walkaround.secret_detection._gate import row
from walkaround.secret_detection._tokens import TokenKind, all_kinds

TOP = Path(__file__).resolve().parent.parent
README = TOP / "README.md"
TOKENS = TOP / "docs" / "secret-tokens.md"
RULES = TOP / "docs" / "rules.md"
POLICY = TOP / "docs" / "policy.md"
SAST = TOP / "docs" / "sast.md"
ATTRIBUTION = TOP / "docs" / "ai-attribution.md"
SCHEMA = TOP / "policies" / "walkaround.schema.json"
INDEX = TOP / "hooks" / "walkaround" / "secret_detection" / "_tokens" / "_index.py"
EXPLAINED = TOP / "tests" / "expected" / "explain-strict.txt"
COMMAND = ["check", "--policy", "strict", "--all-files"]


def rules_page() -> str:
    """Every rule by hook: what it means, why, what to do, and how it looks."""
    about = "`walkaround rule ID` prints one of them; `[rules]` in a policy sets its severity."
    parts = [f"# Rules\n\nGenerated from the hooks. {about}\n"]
    for entry in _catalogue.ENTRIES:
        hook = _catalogue.hook(entry)
        parts.append(f"\n## {hook.id}\n\n{_sentence(hook.summary)} See [its page]({hook.id}.md).\n")
        if entry in _catalogue.declaring():
            parts += [_rule(rule) for rule in hook.rules]
        elif hook.rules:
            parts.append(f"\nIts rules are those of [{entry.table}](#{entry.table}).\n")
    return "".join(parts)


def schema() -> str:
    """The JSON Schema of policy files, as `walkaround policy schema` prints it."""
    return _run(["policy", "schema"], str(TOP)).stdout


def explained() -> str:
    """Every key as `walkaround policy explain` shows it where the policy is `extends = "strict"` and nothing else."""
    with tempfile.TemporaryDirectory(prefix="walkaround-explain-") as folder:
        Path(folder, "walkaround.toml").write_text('extends = "strict"\n', encoding="utf-8")
        tables = (*_catalogue.HookCatalogue().tables, "exemptions")
        return "\n".join(_run(["policy", "explain", table], folder).stdout for table in tables)


def index() -> str:
    """The index of the catalogue of tokens: plain tuples, which are read in no time."""
    rows = "".join(f"    {row(kind)!r},  # {kind.id}\n" for kind in all_kinds())
    return (
        '"""Generated from the catalogue by `python3 tests/run_tests.py --generate`.\n\n'
        "By a kind's number: its detector, whether it is `near`, the words of which one must stand in a text, and of "
        "kinds\n"
        'with short clues these, the pattern, and whether it begins with the clue.\n"""\n\n'
        "Row = tuple[str, bool, tuple[bytes, ...], tuple[tuple[bytes, ...], bytes, bool] | None]\n\n"
        f"# fmt: off\n# ruff: noqa: E501\nINDEX: tuple[Row, ...] = (\n{rows})\n"
    )


def tokens_page() -> str:
    """Every kind of token that secret-detection knows, by vendor."""
    rows = sorted(all_kinds(), key=lambda kind: (kind.vendor.casefold(), kind.id))
    table = "".join(
        f"| {kind.vendor} | {kind.noun.partition(' ')[2].rstrip(',')} | `{kind.id}` | {_form(kind)} | "
        f"[page]({kind.page}) | {f'[page]({kind.revoke})' if kind.revoke else ''} |\n"
        for kind in rows
    )
    return (
        "# Kinds of tokens\n\n"
        f"Generated from the catalogue of [secret-detection](secret-detection.md): {len(rows)} kinds. A token is "
        "known by its own form, or where its vendor is named before it in the line; `sum` says that its checksum is "
        "computed.\n\n"
        f"| vendor | token | id in a baseline | known by | format | revoked at |\n|---|---|---|---|---|---|\n{table}"
    )


def _form(kind: TokenKind) -> str:
    return ("vendor's name" if kind.near else "form") + (", sum" if kind.checksum else "")


def _rule(rule: Rule) -> str:
    severity = {"off": "off", "warning": "a warning", "error": "an error"}[rule.severity]
    return (
        f"\n### {rule.id}: {rule.name}\n\n{rule.summary} By default {severity}; works offline.\n\n"
        f"**Why.** {rule.why}\n\n**Remedy.** {rule.remedy}\n\n"
        f"Bad:\n\n{_code(rule.bad)}\nGood:\n\n{_code(rule.good)}"
    )


def _code(text: str) -> str:
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", text)), 3)
    return f"{fence}text\n{text}\n{fence}\n"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"


def hook_table() -> str:
    """The rows that the README shows for the manifest's hooks."""
    manifest: list[dict[str, Any]] = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    rows = ["| hook id | stage | what it does |", "|---|---|---|"]
    for entry in manifest:
        stages = ", ".join(entry["stages"])
        rows.append(f"| [`{entry['id']}`](docs/{entry['id']}.md) | {stages} | {entry['description']} |")
    return "\n".join(rows) + "\n"


def key_table() -> str:
    """Every key of the policy: type, default, which side is stricter, meaning."""
    rows = ["| key | default | stricter | meaning |", "|---|---|---|---|"]
    keys = [(entry.id, key) for entry in _catalogue.declaring() for key in _catalogue.hook(entry).keys]
    keys += [(table.name, key) for table in _catalogue.TABLES for key in _catalogue.keys_of(table)]
    for page, key in (*keys, *(("policy", key) for key in EXEMPTIONS.values())):
        default = json.dumps(key.default)
        shown = f"`{default}`" if len(default) < 60 else f"{len(key.default)} entries, see [its page]({page}.md)"
        rows.append(f"| `{key.name}` | {shown} | {_stricter(key)} | {_sentence(key.meaning)} |")
    return "\n".join(rows) + "\n"


def _stricter(key: Key[Any]) -> str:
    words = {"true": "true", "false": "false", "higher": "the higher", "lower": "the lower", "none": "neither"}
    words |= {"superset": "all entries of both", "subset": "entries that both have", "order": " < ".join(key.choices)}
    return words[key.stricter]


def transcript() -> str:
    """What a terminal shows of a real run over the sample, standard error included, and the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        build_sample(Path(folder))
        done = _run(COMMAND, folder)
    return f"```console\n$ walkaround {' '.join(COMMAND)}\n{done.stdout}$ echo $?\n{done.returncode}\n```\n"


def _run(command: list[str], folder: str) -> subprocess.CompletedProcess[str]:
    """A run of this checkout's `walkaround` in a folder with nothing in its cache, both streams as one."""
    with tempfile.TemporaryDirectory(prefix="walkaround-cache-") as cache:
        return subprocess.run(
            [sys.executable, "-m", "walkaround", *command], cwd=folder, text=True, check=False,
            env=os.environ | {"PYTHONPATH": str(TOP / "hooks"), "XDG_CACHE_HOME": cache},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip


def readme(current: str) -> str:
    """The README with its generated parts made anew."""
    return _with_part(_with_part(current, "hooks", hook_table()), "transcript", transcript())


def presets_table() -> str:
    """Every preset, and the values that it stands for."""
    rows = ["| preset | marks | trailer | more |\n", "|---|---|---|---|\n"]
    for name in PRESET.choices[1:]:
        values = dict(preset(name))
        marks, trailer = (f"`{values.pop(key)}`" if key in values else "" for key in ("marks", "trailer"))
        more = ", ".join(f"`{key} = {json.dumps(value)}`" for key, value in values.items())
        rows.append(f"| `{name}` | {marks} | {trailer} | {more} |\n")
    return "".join(rows)


def attribution_page(current: str) -> str:
    """The page of ai-attribution with its table of presets made anew."""
    return _with_part(current, "presets", presets_table())


def sast_page(current: str) -> str:
    """The page of sast with its two tables of rules made anew: ours with their pages, and bandit's own."""
    ours = {defect.rule.id for defect in DEFECTS}
    shown = [rule for rule in SAST_HOOK.rules if rule not in BANDIT]
    own = ["| rule | weighs | finds |", "|---|---|---|"]
    for rule in shown:
        link = f"[{rule.id}](sast/{rule.id}.md)" if rule.id in ours else rule.id
        own.append(f"| {link} {rule.name} | {rule.severity} | {rule.summary} |")
    theirs = ["| rule | weighs | finds | why |", "|---|---|---|---|"]
    theirs += [f"| {rule.id} {rule.name} | {rule.severity} | {rule.summary} | {rule.why} |" for rule in BANDIT]
    current = _with_part(current, "our rules", "\n".join(own) + "\n")
    return _with_part(current, "bandit's rules", "\n".join(theirs) + "\n")


def policy_page(current: str) -> str:
    """The policy's page with its table of keys made anew."""
    return _with_part(current, "keys", key_table())


def _with_part(current: str, name: str, part: str) -> str:
    """The text with what stands between a part's marks replaced; everything else as it was."""
    begin, end = f"<!-- generated: {name} -->\n", f"<!-- end: {name} -->\n"
    head, _, rest = current.partition(begin)
    _, _, tail = rest.partition(end)
    return f"{head}{begin}{part}{end}{tail}"


if __name__ == "__main__":
    EXPLAINED.parent.mkdir(exist_ok=True)
    EXPLAINED.write_text(explained(), encoding="utf-8")
    TOKENS.write_text(tokens_page(), encoding="utf-8")
    INDEX.write_text(index(), encoding="utf-8")
    SCHEMA.write_text(schema(), encoding="utf-8")
    RULES.write_text(rules_page(), encoding="utf-8")
    POLICY.write_text(policy_page(POLICY.read_text(encoding="utf-8")), encoding="utf-8")
    SAST.write_text(sast_page(SAST.read_text(encoding="utf-8")), encoding="utf-8")
    ATTRIBUTION.write_text(attribution_page(ATTRIBUTION.read_text(encoding="utf-8")), encoding="utf-8")
    README.write_text(readme(README.read_text(encoding="utf-8")), encoding="utf-8")
