"""A repository that is defended as well as Walkaround can, and what its commands say about a change to it.

The commands are called as pre-commit calls them at commit and at push, as CI calls `walkaround check`, and as a person
does. A change is whatever a function does to a `Site`: to its files, its index, its branches, the environment, the
arguments or the folder in which the commands run.
"""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from made_up_secrets import made_up
from tests_support import TOP, Repository
from walkaround import cli, policy_integrity, pr_template, strict
from walkaround._policy import today
from walkaround._policy._extends import digest

SECRETS = made_up(11)
SOURCE = "git+https://git.example.org/policy@0123456789abcdef0123456789abcdef01234567#fleet.toml"
COPY = "fleet-0a1b2c3d.toml"
REVISION = "89abcdef0123456789abcdef0123456789abcdef"
DAYS = {f"in {days}": str(today() + timedelta(days)) for days in (-400, -1, 5, 30, 50, 80, 365_000)}

# The organisation's policy, in a file of the repository that every one of its repositories has.
ORGANISATION = """\
extends = "strict"
lock = ["pinned-dependencies.level", "secret-detection.plugins", "rules.PIN001", "exemptions.*"]

[pinned-dependencies]
level = "exact"

[exemptions]
max-days = 60
never = ["SEC001"]
"""
# One more, from elsewhere; its copy is vendored.
FLEET = """\
lock = ["ai-attribution.*"]

[ai-attribution]
marks = "require"

[[paths]]
glob = "deploy/**"
pinned-dependencies.level = "hash"
"""
POLICY = f"""\
extends = ["./org.toml", "{SOURCE}"]

[pinned-dependencies]
actions-level = "sha"

[[paths]]
glob = "services/**"
pinned-dependencies.groups-level = "range"
pinned-dependencies.published-level = "exact"

[[paths]]
glob = "services/payment/**"
pinned-dependencies.groups-level = "exact"

[ai]
pinned-dependencies.groups-level = "exact"
"""
HOOKS = f"""\
default_install_hook_types: [pre-commit, commit-msg, pre-push]
repos:
  - repo: https://git.example.org/walkaround
    rev: {REVISION}  # v1.0.0
    hooks:
      - id: strict
      - id: policy-integrity
      - id: ai-attribution
"""
OWNERS = "* @platform\n/org.toml @security\n"
PLUGINS = [{"name": "AWSKeyDetector"}, {"name": "KeywordDetector", "keyword_exclude": ""}]

# What deserves findings: a requirement without a version, and a credential.
GUILTY = {"requirements.txt": "flask\n", "settings.py": f'ACCESS = "{SECRETS["AWS_KEY"]}"\n'}
# What is said of such a requirement where nobody has fetched what is to be known of it.
UNREAD = """\
requirements.txt:0:0: DEP018 No version of flask is locked or resolved, so that their use is not judged. [warning]
    Run `walkaround deps fetch`.
requirements.txt:0:0: DEP018 The index gave no answer about flask: the index was not asked. [warning]
    Run `walkaround deps fetch`.
"""


def lock_of(copy: str, source: str = SOURCE, file: str = COPY) -> str:
    """A lock of one vendored policy."""
    sha256 = digest(copy.encode())
    return f'version = 1\n\n[[policy]]\nsource = "{source}"\nsha256 = "{sha256}"\nfile = "{file}"\n'


def baseline(*, accepts: Sequence[tuple[str, str, str]] = (), filters: Sequence[Mapping[str, object]] = ()) -> str:
    """A baseline in detect-secrets' format that accepts (file, type, hash) and has these filters."""
    results: dict[str, list[dict[str, object]]] = {}
    for file, kind, hashed in accepts:
        results.setdefault(file, []).append(
            {"type": kind, "filename": file, "hashed_secret": hashed, "is_verified": False, "line_number": 1}
        )
    whole = {"version": "1.5.0", "plugins_used": PLUGINS, "filters_used": list(filters), "results": results}
    return json.dumps(whole, indent=2) + "\n"


class Site(Repository):
    """The defended repository. `base` is its one commit; the rest is how the commands are called."""

    def __init__(self, top: Path) -> None:
        super().__init__(top)
        self.base = "HEAD"
        self.head = "HEAD"
        self.folder = top
        self.arguments: list[str] = []
        self.environment: dict[str, str] = {}
        self.process = False  # whether the commands run as processes of their own
        self.guilty = dict(GUILTY)

    def edit(self, path: str, old: str, new: str, *, stage: bool = True) -> None:
        """Put one text in another one's place, which must be there once."""
        text = (self.top / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, (path, old)
        (self.stage if stage else self.write)(path, text.replace(old, new))

    def append(self, path: str, text: str, *, stage: bool = True) -> None:
        content = (self.top / path).read_bytes() + text.encode()
        (self.stage if stage else self.write)(path, content)

    def remove(self, path: str) -> None:
        self.git("rm", "-q", "--", path)

    def begin(self, change: Callable[["Site"], object]) -> None:
        """Another state to begin with: what the change stages is committed, and counts as reviewed."""
        change(self)
        self.base = self.commit("Begin otherwise")


class Said(NamedTuple):
    """A command's exit code, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def stop(self) -> str:
        """The first line that ends the run in another code than 0: of an error-level finding, else of a diagnostic."""
        findings = [
            line for line in self.out.splitlines() if not line.startswith(" ") and not line.endswith("[warning]")
        ]
        return (findings or self.err.splitlines() or [""])[0]


def build(top: Path) -> str:
    """The defended repository in an empty folder, all of it committed; the commit's id."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(top)], check=True)
    site = Site(top)
    files = {
        "walkaround.toml": POLICY, "org.toml": ORGANISATION, f".walkaround/{COPY}": FLEET,
        ".walkaround/policy.lock": lock_of(FLEET), ".pre-commit-config.yaml": HOOKS, ".github/CODEOWNERS": OWNERS,
        ".secrets.baseline": baseline(), "src/app.py": "print('hello')\n", "docs/index.md": "# Pages\n",
        "deploy/requirements.txt": "", "services/payment/pyproject.toml": '[project]\nname = "payment"\n',
    }  # fmt: skip
    for path, content in files.items():
        site.stage(path, content)
    with chdir(top):
        call(pr_template.main, ["--fix"])
    site.git("add", ".")
    return site.commit("Defend it")


def call(main: Callable[[list[str]], int], arguments: Sequence[str]) -> Said:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(list(arguments))
    return Said(code, out.getvalue(), err.getvalue())


_MAINS: dict[str, tuple[Callable[[list[str]], int], str]] = {
    "strict": (strict.main, "walkaround.strict"),
    "integrity": (policy_integrity.main, "walkaround.policy_integrity"),
    "check": (cli.main, "walkaround.cli"),
}


@contextmanager
def _environment(changes: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(changes)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _run(site: Site, command: str, arguments: Sequence[str], **more: str) -> Said:
    main, module = _MAINS[command]
    with _environment(site.environment | more), chdir(site.folder):
        if not site.process:
            return call(main, arguments)
        # As a console script does it: the working directory is no place to import from.
        started = f"import sys; from {module} import main; sys.exit(main(sys.argv[1:]))"
        hooks = os.pathsep.join([*filter(None, [os.environ.get("PYTHONPATH")]), str(TOP / "hooks")])
        done = subprocess.run(
            [sys.executable, "-P", "-c", started, *arguments],
            env=os.environ | {"PYTHONPATH": hooks}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return Said(done.returncode, done.stdout, done.stderr)


def at_commit(site: Site) -> list[Said]:
    """`strict` with the staged files, as pre-commit names them, and `policy-integrity`."""
    staged = site.git("diff", "--staged", "--name-only", "--no-ext-diff", "-z", "--diff-filter=ACMRTUXB")
    paths = [os.fsdecode(path) for path in staged.split(b"\0") if path]
    names = [os.path.relpath(site.top / path, site.folder) for path in paths if not (site.top / path).is_symlink()]
    return [_run(site, "strict", [*site.arguments, *names]), _run(site, "integrity", site.arguments)]


def at_push(site: Site) -> list[Said]:
    """`walkaround check` of what a push brings, and `policy-integrity` as pre-commit calls it then."""
    start = site.git("rev-parse", site.base).decode().strip()
    end = site.git("rev-parse", site.head).decode().strip()
    refs = {"PRE_COMMIT_FROM_REF": start, "PRE_COMMIT_TO_REF": end}
    ranged = ["check", *site.arguments, "--from-ref", site.base, "--to-ref", site.head]
    return [_run(site, "check", ranged), _run(site, "integrity", site.arguments, **refs)]


def on_everything(site: Site) -> Said:
    return _run(site, "check", ["check", *site.arguments, "--all-files"])


def every_command(site: Site, change: Callable[[Site], object]) -> list[Said]:
    """Make a change, then call the commands: two at commit, two at the push of that commit, one over all files.

    What deserves findings is staged with it, unless the change says otherwise.
    """
    change(site)
    for path, content in site.guilty.items():
        site.stage(path, content)
    said = at_commit(site)
    site.commit("Change it")
    return [*said, *at_push(site), on_everything(site)]


def copy_of(template: Path, top: Path) -> Site:
    """A defended repository of one's own."""
    shutil.copytree(template, top, symlinks=True)
    site = Site(top)
    site.base = site.git("rev-parse", "HEAD").decode().strip()
    return site
