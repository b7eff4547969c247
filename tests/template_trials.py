"""What a pull request template goes through with pr-template, step by step, and templates of every odd kind.

What each step must leave is worked out here by itself, not by the code that is tried.
"""

import io
import os
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from walkaround._managed import managed
from walkaround.pr_template import main

PLACE = ".github/pull_request_template.md"
BOM = b"\xef\xbb\xbf"
STEPS = ("install", "upgrade", "drift", "removal")

DERIVED = {
    "empty": b"",
    "one newline": b"\n",
    "byte order mark alone": BOM,
    "one line": b"What changes, and why?\n",
    "one line, no final newline": b"What changes, and why?",
    "CRLF": b"## What\r\n\r\n- [ ] Tests were run\r\n",
    "CRLF, no final newline": b"## What\r\n\r\n- [ ] Tests were run",
    "byte order mark and CRLF": BOM + b"## What\r\n\r\nWhy?\r\n",
    "mixed line ends": b"## What\r\n\r\nWhy?\nHow?\nWhere?\n",
    "empty lines at the end": b"## What\n\n\n\n",
    "blanks at the end": b"## What  \n\nWhy?\n   ",
    "front matter": b"---\nname: Change\nabout: |\n  What the ``` of it is\nassignees: ''\n---\n\n## What\n",
    "front matter alone": b"---\nname: Change\n---",
    "a rule at the top": b"---\n\n## What\n\n---\n",
    "nested lists": b"1. Kind\n   - [ ] fix\n     * [ ] of a regression\n   - [ ] feature\n2. Tests\n   + [x] run\n",
    "list that ends in code": b"- how to try it\n\n  ```\n  make test\n",
    "table": b"| Question | Answer |\n|---|---|\n| Risk | low \\| high |\n| Rollback | |",
    "comments": b"<!-- Delete what does not apply. -->\n## What\n\n<!--\nSeveral lines,\n- [ ] and a box\n-->\nWhy?\n",
    "comment below a box": b"- [ ] Tested <!-- how?\n  with what? -->\n",
    "code": b"````md\n```\n<!-- in code\n```\n````\n\n~~~\n- [ ] no box\n~~~\n",
    "quotation that ends in code": b"> ```\n> make test\n",
    "details": b"<details>\n<summary>Log</summary>\n\n```\npaste here\n```\n\n</details>\n",
    "Latin-1": "## Änderung\n\nPrüfung: ½ Tag\n".encode("latin-1"),
    "UTF-8": "## Änderung\n\n- [ ] geprüft ✅\u2028\n".encode(),
    "another tool's markers": b"<!-- bot:summary begin -->\n<!-- bot:summary end -->\n",
    "form feed and control characters": b"## What\x0c\n\x1b[1mWhy?\x7f\n",
}
REFUSED = {
    "UTF-16": "## What\n".encode("utf-16"),
    "UTF-16 without a mark": "## What\n".encode("utf-16-le"),
    "open comment": b"## What\n\n<!-- Say why.\n",
    "open code": b"## How to try it\n\n```sh\nmake test\n",
    "open code, no final newline": b"~~~",
    "open front matter": b"---\nname: Change\n\n## What\n",
    "carriage returns alone": b"## What\r\rWhy?\r",
    "one carriage return alone": b"## What\n\nWhy?\rHow?\n",
}


class Said(NamedTuple):
    code: int
    out: str
    err: str


def call(*words: str) -> Said:
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        code = main(list(words))
    return Said(code, out.getvalue(), err.getvalue())


def trial(folder: Path, content: bytes) -> dict[str, bool]:
    """Whether each step on a template leaves just what it must; `folder` is its own, and the working directory."""
    file = folder / PLACE
    file.parent.mkdir(exist_ok=True)
    block = call("--print").out.encode().removesuffix(b"\n")
    end = block.splitlines()[-1]
    newline = b"\r\n" if content.count(b"\r\n") * 2 > content.count(b"\n") else b"\n"
    block = block.replace(b"\n", newline)
    wanted = _with(content, block, newline)
    older = managed(b"checklist", 1, b"\n- [ ] an older text\n").block.replace(b"\n", newline)
    edited = wanted.replace(end, b"- [x] ours" + newline + end)
    done = {}
    file.write_bytes(content)
    done["install"] = call("--fix").code == 1 and file.read_bytes() == wanted and call("--fix") == (0, "", "")
    file.write_bytes(wanted.replace(block, older))
    done["upgrade"] = call("--fix").code == 1 and file.read_bytes() == wanted
    file.write_bytes(edited)
    said = call("--fix")
    shown = (said.code, "PRT002" in said.out, "\n-- [x] ours\n" in said.err) == (1, True, True)
    kept = file.read_bytes() == edited
    done["drift"] = shown and kept and call("--fix", "--overwrite").code == 1 and file.read_bytes() == wanted
    file.write_bytes(wanted)
    done["removal"] = call("--remove").code == 0 and file.exists() and file.read_bytes() == content
    return done


def _with(content: bytes, block: bytes, newline: bytes) -> bytes:
    """The content and the block below it, one empty line between them, and at the end a newline where there was one."""
    if content in (b"", BOM):
        return content + block
    return content + (newline + block + newline if content.endswith(b"\n") else newline * 2 + block)


def refusal(folder: Path, content: bytes) -> str:
    """Why nothing is written into a template; empty when something was, or when the run did not end in exit code 2."""
    file = folder / PLACE
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    for words in (["--fix"], ["--fix", "--overwrite"], []):
        said = call(*words)
        if said.code != 2 or said.out or file.read_bytes() != content:
            return ""
    return said.err.removeprefix(f"walkaround: pr-template: {PLACE}: not judged: ").rstrip("\n")


def enter(folder: Path) -> Path:
    """Make a folder the working directory; outside any repository, so that no git is asked."""
    folder.mkdir(exist_ok=True)
    os.chdir(folder)
    return folder
