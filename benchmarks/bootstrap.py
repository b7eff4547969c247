"""What `walkaround init` changes in real configurations of hooks and real pyproject files, line by line.

`python3 benchmarks/bootstrap.py [--folder DIR] [--quick] [--no-peers] [--json]` edits the files that the sdists of
well-known packages carry (fetched through pip once, and kept in `.venv/files/`), or those below a folder, or
(`--quick`) a few made-up ones without a network. Of each file is counted, once with no hooks in it and once with an
older commit of them: lines that were there and are not any more, unless they are Walkaround's own; whether a parser
reads what was meant; whether a second application changes anything. Side by side: what PyYAML, ruamel.yaml and
tomlkit change when they read the file, take the same entry in, and write it. Exit code 1 when a file fails.
"""

import argparse
import copy
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from sdists import files

from setup_environment import environment

TOP = Path(__file__).resolve().parent.parent
HOOKS_FILE = ".pre-commit-config.yaml"
PREK_FILE = "prek.toml"
POLICY_FILE = "pyproject.toml"
# The first forty-one carry a configuration of hooks, and nearly all a pyproject.toml.
REQUIREMENTS = """
    ansible-lint==26.10.1 anyio==4.16.0 astropy==8.0.2 attrs==26.1.0 bandit==1.9.4 black==26.10.1
    boost-histogram==1.8.1 cibuildwheel==4.3.5 copier==9.19.1 coverage==7.17.5 dask==2026.8.0 distributed==2026.8.0
    django-debug-toolbar==8.0.0 fsspec==2026.9.0 iminuit==2.33.0 ipykernel==7.4.0 ipython==9.18.1 isort==9.0.2
    jsonschema==4.26.0 jupyter-client==8.10.0 matplotlib==3.11.2 meson-python==0.22.1 nbconvert==7.17.2
    nbformat==5.11.1 nox==2026.10.20 pillow==13.0.0 pip-tools==7.6.2 pytest-cov==7.1.0 pytest-mock==3.17.0
    pytest-xdist==3.8.0 pytest==9.2.0 referencing==0.37.0 scikit-build-core==1.1.2 seaborn==0.13.2
    structlog==26.1.0 traitlets==5.16.1 uproot==5.7.7 vector==1.9.0 virtualenv==21.15.11 xarray==2026.9.0
    zarr==3.1.6
    aiohttp==3.14.5 alembic==1.20.1 altair==6.3.0 apispec==6.10.1 arviz==0.23.4 astroid==4.3.4 asttokens==3.0.2
    awkward==2.14.0 blinker==1.9.0 bokeh==4.0.0.dev8 build==1.6.1 cachetools==8.0.2 celery==5.7.0
    check-jsonschema==0.39.0 click==8.5.1 commitizen==4.19.3 cookiecutter==2.7.1 django-cors-headers==4.9.0
    django-filter==26.2 django==5.2.19 djangorestframework==3.18.3 docutils==0.23 fastapi==0.165.0 filelock==4.3.1
""".split()  # noqa: SIM905 - a list literal would be sixty lines
RUAMEL = "ruamel.yaml==0.18.15"
RUAMEL_SCRIPT = """\
import io, json, sys
from ruamel.yaml import YAML

job = json.load(sys.stdin)
answers = []
for tuned in (False, True):
    for text in job["texts"]:
        yaml = YAML()
        if tuned:
            yaml.preserve_quotes = True
            yaml.width = 4096
            yaml.indent(mapping=2, sequence=4, offset=2)
        out = io.StringIO()
        try:
            data = yaml.load(text)
            data["repos"].append(job["entry"])
            data.setdefault("default_install_hook_types", job["types"])
            yaml.dump(data, out)
            answers.append(out.getvalue())
        except Exception:
            answers.append(None)
json.dump(answers, sys.stdout)
"""
REPO = "https://example.org/acme/walkaround"
OLD_SHA, SHA = "a1" * 20, "b2" * 20

SAMPLES = {
    "plain": "repos:\n  - repo: https://example.org/a/b\n    rev: v1  # why\n    hooks:\n      - id: x\n",
    "indentless": "# all\nrepos:\n- repo: local\n  hooks:\n  - id: x\n    entry: |+\n      a\n\n# ci\nci: {}\n",
    "wide": "repos:\n-   repo: local\n    hooks:\n    -   {id: x, name: y}\n\n-   repo: meta\n    hooks: []\n",
    "flow": "---\nrepos: [{repo: local, hooks: [{id: x}]}]\n...\n",
    "prek.toml": '# all\n[[repos]]\nrepo = "meta"\nhooks = [{ id = "identity" }]\n',
    "crlf": "fail_fast: true\r\nrepos:\r\n  - repo: meta\r\n    hooks: [{id: identity}]",
}
POLICIES = {
    "plain": '[project]\nname = "x"\n\n[tool.ruff]\nline-length = 120\n',
    "dotted": 'project.name = "x"\ntool.ruff.line-length = 120\n# end',
    "crlf": '[project]\r\nname = "x"\r\n\r\n[[tool.uv.index]]\r\nname = "y"\r\n',
}


class Row(NamedTuple):
    """What came of one file: by whom, how many lines were lost, and what else is wrong, if anything."""

    name: str
    lost: dict[str, int | None]
    wrong: str = ""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="edit what is below this folder instead")
    parser.add_argument("--quick", action="store_true", help="edit a few made-up files, without a network")
    parser.add_argument("--no-peers", action="store_true", help="leave ruamel.yaml out, which is installed for this")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args(argv)
    configurations, policies = _inputs(options)
    ruamel = {} if options.no_peers or options.quick else _ruamel(configurations)
    rows = {
        "configurations of hooks": [_hooks_row(*one, ruamel.get(one[0])) for one in configurations.items()],
        "pyproject files": [_policy_row(*one) for one in policies.items()],
    }
    if options.json:
        print(json.dumps({title: [row._asdict() for row in listed] for title, listed in rows.items()}, indent=2))
    else:
        print("\n".join(_table(title, listed) for title, listed in rows.items() if listed))
    return int(any(row.wrong or row.lost["walkaround"] for listed in rows.values() for row in listed))


def _inputs(options: argparse.Namespace) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The configurations and the pyproject files, by name."""
    if options.quick:
        return (
            {name: text.encode() for name, text in SAMPLES.items()},
            {name: text.encode() for name, text in POLICIES.items()},
        )
    if options.folder:
        paths = [path for path in sorted(options.folder.rglob("*")) if path.is_file()]
        found = {str(path.relative_to(options.folder)): path for path in paths}
        hooks = {name: path.read_bytes() for name, path in found.items() if _is_hooks(path.name)}
        return hooks, {name: path.read_bytes() for name, path in found.items() if _is_policy(path.name)}
    kept = {one: files(one, (HOOKS_FILE, POLICY_FILE)) for one in REQUIREMENTS}
    hooks = {one: has[HOOKS_FILE] for one, has in kept.items() if HOOKS_FILE in has}
    return hooks, {one: has[POLICY_FILE] for one, has in kept.items() if POLICY_FILE in has}


def _is_hooks(name: str) -> bool:
    return name == PREK_FILE or (name.endswith((".yaml", ".yml")) and "pre-commit" in name and "hooks" not in name)


def _is_policy(name: str) -> bool:
    return name.endswith(".toml") and "pyproject" in name


def _hooks_row(name: str, content: bytes, ruamel: list[str | None] | None) -> Row:
    import yaml

    from walkaround.bootstrap._hook_config import HOOK_TYPES, entry, with_hooks
    from walkaround.bootstrap._plan import Refused, Source

    old, new = Source(REPO, OLD_SHA, "v1.0.0"), Source(REPO, SHA, "v2.0.0")
    lost: dict[str, int | None] = {}
    wrong: list[str] = []
    kind = PREK_FILE if name.endswith(".toml") else HOOKS_FILE
    try:
        after = with_hooks(kind, content, old)
        updated = with_hooks(kind, after, new)
    except Refused as refusal:
        return Row(name, {"walkaround": None}, f"refused: {refusal.why}")
    lost["walkaround"] = _lost(content, after)
    lost["update"] = max(0, _lost(after, updated) - 1)  # without that of the commit itself
    data = _loaded(kind, content)
    for one, source in ((after, old), (updated, new)):
        # The entry is the last one; above a text without a line end at the end of the file the last but one.
        meant = [_meant(data, entry(source), HOOK_TYPES, behind) for behind in (0, 1)]
        if _loaded(kind, one) not in meant:
            wrong.append("reads otherwise")
        if with_hooks(kind, one, source) != one:
            wrong.append("a second application changes it")
    if kind != HOOKS_FILE:
        return Row(name, lost, ", ".join(dict.fromkeys(wrong)))
    dumped = yaml.safe_dump(_meant(data, entry(old), HOOK_TYPES, 0), sort_keys=False)
    lost["PyYAML"] = _lost(content, dumped.encode())
    for peer, text in zip(("ruamel", "ruamel tuned"), ruamel or [], strict=False):
        lost[peer] = None if text is None else _lost(content, text.encode())
    return Row(name, lost, ", ".join(dict.fromkeys(wrong)))


def _policy_row(name: str, content: bytes) -> Row:
    import tomlkit

    from walkaround.bootstrap._plan import Refused
    from walkaround.bootstrap._policy_file import with_profile

    try:
        after = with_profile(POLICY_FILE, content, "strict")
    except Refused as refusal:
        return Row(name, {"walkaround": None}, f"refused: {refusal.why}")
    meant = tomllib.loads(content.decode("utf-8-sig"), parse_float=str)
    meant.setdefault("tool", {}).setdefault("walkaround", {})["extends"] = "strict"
    lost: dict[str, int | None] = {"walkaround": _lost(content, after)}
    wrong = [] if tomllib.loads(after.decode("utf-8-sig"), parse_float=str) == meant else ["reads otherwise"]
    if with_profile(POLICY_FILE, after, "strict") != after:
        wrong.append("a second application changes it")
    try:
        document: Any = tomlkit.parse(content.decode())
        table = tomlkit.table()
        table["extends"] = "strict"
        document.setdefault("tool", tomlkit.table(is_super_table=True))["walkaround"] = table
        dumped = tomlkit.dumps(document)
        lost["tomlkit"] = _lost(content, dumped.encode())
        if tomllib.loads(dumped, parse_float=str) != meant:
            lost["tomlkit"] = None
    except Exception:  # noqa: BLE001 - whatever another one's program raises
        lost["tomlkit"] = None
    return Row(name, lost, ", ".join(wrong))


def _loaded(kind: str, content: bytes) -> Any:
    import yaml

    from walkaround._toml import as_older

    return tomllib.loads(as_older(content.decode("utf-8-sig"))) if kind == PREK_FILE else yaml.safe_load(content)


def _meant(data: Any, entry: Any, types: Iterable[str], behind: int) -> Any:
    data = copy.deepcopy(data) or {}
    there = data.setdefault("default_install_hook_types", [])
    there += [one for one in types if one not in there]
    data["repos"] = list(data.get("repos") or [])
    data["repos"].insert(max(0, len(data["repos"]) - behind), entry)
    return data


def _lost(before: bytes, after: bytes) -> int:
    """How many lines are gone, but for lists in brackets that had to grow."""
    end = b"\r\n" if b"\r\n" in before else b"\n"
    texts = [text.removeprefix(b"\xef\xbb\xbf") for text in (before, after)]
    old, new = ((text if text.endswith(b"\n") else text + end).splitlines(keepends=True) for text in texts)
    if not texts[0]:
        return 0
    kept: set[int] = set()
    for start, _, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        kept.update(range(start, start + size))
    grown = tuple(key + sign for key in (b"default_install_hook_types", b"repos") for sign in (b": [", b" = ["))
    return sum(at not in kept and not line.startswith(grown) for at, line in enumerate(old))


def _ruamel(configurations: dict[str, bytes]) -> dict[str, list[str | None]]:
    """What ruamel.yaml makes of each, with its own defaults and with the layout that most people choose."""
    from walkaround.bootstrap._hook_config import HOOK_TYPES, entry
    from walkaround.bootstrap._plan import Source

    place = TOP / ".venv" / "peers-yaml"
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-qq", RUAMEL], check=True)
    texts = [content.decode("utf-8-sig", "replace") for content in configurations.values()]
    job = {"texts": texts, "entry": entry(Source(REPO, OLD_SHA)), "types": list(HOOK_TYPES)}
    done = subprocess.run(
        [str(python), "-c", RUAMEL_SCRIPT], input=json.dumps(job), capture_output=True, text=True, check=True
    )
    answers = json.loads(done.stdout)
    return {name: [answers[at], answers[at + len(texts)]] for at, name in enumerate(configurations)}


def _table(title: str, rows: list[Row]) -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row.lost))
    width = max(len(row.name) for row in rows) + 2
    lines = [f"{len(rows)} {title}: lines lost", " " * width + "".join(f"{column:>14}" for column in columns)]
    for row in rows:
        cells = "".join(f"{_cell(row.lost[column]) if column in row.lost else '-':>14}" for column in columns)
        lines.append(f"{row.name:{width}}{cells}{'  ' + row.wrong if row.wrong else ''}")
    sums: list[tuple[str, Callable[[list[int | None]], int]]] = [
        ("lines in all", lambda cells: sum(cell or 0 for cell in cells)),
        ("files with any", lambda cells: sum(cell is None or cell > 0 for cell in cells)),
    ]
    for name, count in sums:
        counted = "".join(
            f"{count([row.lost[column] for row in rows if column in row.lost]):>14}" for column in columns
        )
        lines.append(f"{name:{width}}{counted}")
    failed = [row.name for row in rows if row.wrong or row.lost.get("walkaround") or row.lost.get("update")]
    lines.append(f"failed: {', '.join(failed) if failed else 'none'}")
    return "\n".join(lines) + "\n"


def _cell(lost: int | None) -> str:
    return "broken" if lost is None else str(lost)


if __name__ == "__main__":
    try:
        import walkaround  # noqa: F401 - an environment that has it
    except ImportError:
        python = str(environment(()))
        raise SystemExit(subprocess.run([python, *sys.argv], check=False).returncode) from None
    sys.exit(main())
