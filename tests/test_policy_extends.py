"""What a policy extends: where its parents come from, in which order they merge, and which are refused."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from policy_support import RECOMMENDED, STRICT, load_here, refusal, told, write

pytestmark = pytest.mark.usefixtures("fleet")

COMMIT = "c0ffee" * 6 + "beef"
FORGE = f"git+https://example.org/acme/policy@{COMMIT}#"
GIT = f"{FORGE}strict.toml"
SITE = "https://example.org/"
HTTPS = f"{SITE}policy/strict.toml"
PACKAGE = "package:acme/strict.toml"
RELOCK = "run `walkaround policy lock`, review what changed, and commit it"
OTHER = "f" * 64  # the sha256 of nothing that is here

Files = Mapping[str, str]


def extends(entry: str, rest: str = "") -> dict[str, str]:
    return {"walkaround.toml": f'extends = "{entry}"\n{rest}'}


def engine(line: str) -> str:
    return f"[engine]\n{line}\n"


def sha256(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def vendored(**copies: tuple[str, str]) -> dict[str, str]:
    """A lock file, and the copies beside it: by the name of the copy, its source and its content."""
    entries = [
        f'[[policy]]\nsource = "{source}"\nsha256 = "{sha256(content)}"\nfile = "{name}.toml"\n'
        for name, (source, content) in copies.items()
    ]
    files = {f".walkaround/{name}.toml": content for name, (_, content) in copies.items()}
    return {".walkaround/policy.lock": "version = 1\n" + "".join(entries), **files}


def locked(source: str, content: str) -> dict[str, str]:
    """A repository that extends one policy from elsewhere."""
    return {**extends(source), **vendored(org=(source, content))}


@pytest.mark.parametrize(
    ("files", "values"),
    [
        pytest.param(
            {
                "walkaround.toml": 'extends = "./one.toml"\nengine.depth = 1\n',
                "one.toml": 'extends = "./two.toml"\nengine.depth = 2\nengine.max-age = 2\n',
                "two.toml": "engine.depth = 5\nengine.max-age = 5\nengine.loud = true\n",
            },
            {
                "engine.depth": "1 at walkaround.toml:2",
                "engine.max-age": "2 at one.toml:3",
                "engine.loud": "true at two.toml:3",
            },
            id="chain",
        ),
        pytest.param(
            {
                "walkaround.toml": 'extends = ["./two.toml", "./one.toml"]\n',
                "one.toml": engine("depth = 1"),
                "two.toml": engine("depth = 2\nmax-age = 2"),
            },
            {"engine.depth": "1 at one.toml:2", "engine.max-age": "2 at two.toml:3"},
            id="siblings-in-their-order",
        ),
        pytest.param(
            {
                "walkaround.toml": 'extends = ["./left.toml", "./right.toml"]\n',
                "left.toml": 'extends = "./base.toml"\nengine.depth = 1\n',
                "right.toml": 'extends = "./base.toml"\nengine.max-age = 2\n',
                "base.toml": engine("depth = 3\nmax-age = 3\nlax = false"),
            },
            {  # the base comes once, before both, and takes nothing back
                "engine.depth": "1 at left.toml:2",
                "engine.max-age": "2 at right.toml:2",
                "engine.lax": "false at base.toml:4",
            },
            id="diamond",
        ),
        pytest.param(
            {
                "walkaround.toml": 'extends = ["./child.toml", "./base.toml"]\n',
                "child.toml": 'extends = "./base.toml"\nengine.depth = 1\n',
                "base.toml": engine("depth = 2"),
            },
            {"engine.depth": "1 at child.toml:2"},
            id="parent-and-grandparent",
        ),
        pytest.param(
            {"walkaround.toml": 'extends = ["./a/../org.toml", "org.toml"]\n', "org.toml": engine("depth = 1")},
            {"engine.depth": "1 at org.toml:2"},
            id="the-same-file-twice",
        ),
        pytest.param(
            {
                **extends("./policy/org.toml"),
                "policy/org.toml": 'extends = ["./base.toml", "../top.toml"]\n',
                "policy/base.toml": engine("depth = 1"),
                "top.toml": engine("max-age = 1"),
            },
            {"engine.depth": "1 at policy/base.toml:2", "engine.max-age": "1 at top.toml:2"},
            id="relative-to-the-file",
        ),
        pytest.param(
            {"walkaround.toml": f"extends = {[f'./{number}.toml' for number in range(32)]}\n"}
            | {f"{number}.toml": engine(f"max-age = {number}") for number in range(32)},
            {"engine.max-age": "31 at 31.toml:2"},
            id="32-parents",
        ),
        pytest.param(
            {
                **extends("./sub/pyproject.toml"),
                "sub/pyproject.toml": "[project]\n[tool.walkaround.engine]\ndepth = 1\n",
            },
            {"engine.depth": "1 at sub/pyproject.toml:3"},
            id="pyproject-as-a-parent",
        ),
        pytest.param(locked(GIT, engine("depth = 1")), {"engine.depth": "1 at .walkaround/org.toml:2"}, id="git"),
        pytest.param(locked(HTTPS, engine("depth = 1")), {"engine.depth": "1 at .walkaround/org.toml:2"}, id="https"),
        pytest.param(
            {**locked(HTTPS, engine("depth = 1")), **extends(f"{HTTPS}#sha256={sha256(engine('depth = 1'))}")},
            {"engine.depth": "1 at .walkaround/org.toml:2"},
            id="https-with-its-hash",
        ),
        pytest.param(
            locked(PACKAGE, engine("depth = 1")), {"engine.depth": "1 at .walkaround/org.toml:2"}, id="package"
        ),
        pytest.param(locked(GIT, 'extends = "strict"\n'), STRICT, id="a-remote-policy-names-a-profile"),
        pytest.param(
            {
                **extends(GIT),
                **vendored(
                    org=(GIT, 'extends = "./sub/base.toml"\n'),
                    base=(f"{FORGE}sub/base.toml", 'extends = "../top.toml"\n'),
                    top=(f"{FORGE}top.toml", engine("depth = 1")),
                ),
            },
            {"engine.depth": "1 at .walkaround/top.toml:2"},
            id="relative-to-git",
        ),
        pytest.param(
            {
                **extends(HTTPS),
                **vendored(org=(HTTPS, 'extends = "../base.toml"\n'), base=(f"{SITE}base.toml", engine("depth = 1"))),
            },
            {"engine.depth": "1 at .walkaround/base.toml:2"},
            id="relative-to-https",
        ),
        pytest.param(
            {
                **extends(f"{HTTPS}?at=a/b"),
                **vendored(
                    org=(f"{HTTPS}?at=a/b", 'extends = "./base.toml"\n'),
                    base=(f"{SITE}policy/base.toml", engine("depth = 1")),
                ),
            },
            {"engine.depth": "1 at .walkaround/base.toml:2"},
            id="relative-to-https-with-a-query",
        ),
        pytest.param(
            {
                **extends(PACKAGE),
                **vendored(
                    org=(PACKAGE, 'extends = "more/base.toml"\n'),
                    base=("package:acme/more/base.toml", engine("depth = 1")),
                ),
            },
            {"engine.depth": "1 at .walkaround/base.toml:2"},
            id="relative-to-a-package",
        ),
    ],
)
def test_parents_merge_before_their_children(files: Files, values: dict[str, str]) -> None:
    write(files)
    assert told(load_here()) == RECOMMENDED | values


def test_a_copy_may_have_got_other_line_ends() -> None:
    write({**locked(GIT, engine("depth = 1")), ".walkaround/org.toml": "[engine]\r\ndepth = 1\r\n"})
    assert told(load_here()) == {"engine.depth": "1 at .walkaround/org.toml:2"}


PROFILES = "(profiles: recommended, strict; files: ./NAME.toml)"
BY_ITS_PATH = "extends must name a file by its path from this one, with slashes, not"
SCHEMES = "use git+https://, git+ssh://, https:// or package:"
AS_GIT = "extends must name a git policy as git+https://HOST/REPOSITORY@COMMIT#PATH with the full commit id, not"
NO_ADDRESS = "extends holds characters that no address has:"
AS_HTTPS = "extends must name a page as https://HOST/PATH, not"
AS_PACKAGE = "extends must name a packaged policy as package:NAME/PATH, such as package:acme/strict.toml, not"
HASH = "what follows # must be sha256= and 64 hexadecimal digits in lower case, not"
PASSWORD = (
    "extends must hold no user name or password; a policy behind a login is fetched by git+https:// or git+ssh://"
)

ENTRIES = {
    "number": ("3", "extends must be a string or a list of strings, not a whole number"),
    "unknown-profile": ("'strickt'", f"no profile 'strickt'; did you mean \"strict\"? {PROFILES}"),
    "nothing-like-a-profile": ("'company'", f"no profile 'company' {PROFILES}"),
    "no-name": ("''", f"no profile '' {PROFILES}"),
    "missing": ("'./org.toml'", "extends org.toml, which does not exist"),
    "missing-in-a-folder": ("'a/../b/org.toml'", "extends b/org.toml, which does not exist"),
    "home": ("'~/org.toml'", "extends ~/org.toml, which does not exist"),
    "line-break": ('"./a\\nb.toml"', r"extends a\nb.toml, which does not exist"),
    "nul": ('"./a\\u0000b.toml"', r"extends a\x00b.toml, which does not exist"),
    "outside": ("'../org.toml'", "extends leads out of the repository: '../org.toml'"),
    "outside-by-a-detour": ("'a/../../org.toml'", "extends leads out of the repository: 'a/../../org.toml'"),
    "the-folder-itself": ("'./.'", "extends leads out of the repository: './.'"),
    "absolute": ("'/etc/org.toml'", f"{BY_ITS_PATH} '/etc/org.toml'"),
    "backslash": (r"'.\org.toml'", rf"{BY_ITS_PATH} '.\\org.toml'"),
    "drive": ("'C:/org.toml'", f"{BY_ITS_PATH} 'C:/org.toml'"),
    "http": ("'http://example.org/a.toml'", f"extends cannot use 'http'; {SCHEMES}"),
    "file": ("'file:///a.toml'", f"extends cannot use 'file'; {SCHEMES}"),
    "git-scheme": ("'git://example.org/a#b.toml'", f"extends cannot use 'git'; {SCHEMES}"),
    "git-no-commit": ("'git+https://example.org/a#b'", f"{AS_GIT} 'git+https://example.org/a#b'"),
    "git-short-commit": (f"'{GIT.replace(COMMIT, 'c0ffee1')}'", f"{AS_GIT} '{GIT.replace(COMMIT, 'c0ffee1')}'"),
    "git-branch": (f"'{GIT.replace(COMMIT, 'main')}'", f"{AS_GIT} '{GIT.replace(COMMIT, 'main')}'"),
    "git-upper-case": (f"'{GIT.replace('c0', 'C0')}'", f"{AS_GIT} '{GIT.replace('c0', 'C0')}'"),
    "git-no-path": (f"'{FORGE}'", f"{AS_GIT} '{FORGE}'"),
    "git-no-fragment": (f"'{FORGE[:-1]}'", f"{AS_GIT} '{FORGE[:-1]}'"),
    "git-no-host": (f"'git+https:///a@{COMMIT}#b'", f"{AS_GIT} 'git+https:///a@{COMMIT}#b'"),
    "git-no-repository": (f"'git+https://a@{COMMIT}#b'", f"{AS_GIT} 'git+https://a@{COMMIT}#b'"),
    "git-outside": (f"'{FORGE}../a.toml'", "extends leads out of the repository: '../a.toml'"),
    "git-password": (f"'git+https://me:not-a-secret@example.org/a@{COMMIT}#b'", PASSWORD),
    "git-user": (f"'git+https://not-a-token@example.org/a@{COMMIT}#b'", PASSWORD),
    "ssh-password": (f"'git+ssh://git:not-a-secret@example.org/a@{COMMIT}#b'", PASSWORD),
    "ssh-user": (
        f"'git+ssh://git@example.org/a@{COMMIT}#b'",
        f"git+ssh://git@example.org/a@{COMMIT}#b is not locked; {RELOCK}",
    ),
    "git-password-without-a-path": ("'git+https://me:not-a-secret@example.org'", PASSWORD),
    "git-password-and-branch": ("'git+https://me:not-a-secret@example.org/a@main#b'", PASSWORD),
    "https-password": ("'https://me:not-a-secret@example.org/a'", PASSWORD),
    "https-fragment": (f"'{HTTPS}#top'", f"{HASH} 'top'"),
    "https-empty-fragment": (f"'{HTTPS}#'", f"{HASH} ''"),
    "https-short-hash": (f"'{HTTPS}#sha256=abc'", f"{HASH} 'sha256=abc'"),
    "https-other-hash": (f"'{HTTPS}#md5={OTHER}'", f"{HASH} 'md5={OTHER}'"),
    "https-upper-case": (f"'{HTTPS}#sha256={OTHER.upper()}'", f"{HASH} 'sha256={OTHER.upper()}'"),
    "https-no-path": ("'https://example.org'", f"{AS_HTTPS} 'https://example.org'"),
    "https-empty-path": ("'https://example.org/'", f"{AS_HTTPS} 'https://example.org/'"),
    "https-no-host": ("'https:///a.toml'", f"{AS_HTTPS} 'https:///a.toml'"),
    "https-space": (f"'{SITE}a b'", f"{NO_ADDRESS} '{SITE}a b'; write them as %XX"),
    "https-no-ascii": (f"'{SITE}ä'", f"{NO_ADDRESS} '{SITE}ä'; write them as %XX"),
    "https-tab": (f'"{SITE}a\\tb"', f"{NO_ADDRESS} '{SITE}a\\tb'; write them as %XX"),
    "https-quote": (f'"{SITE}a\'b"', f'{NO_ADDRESS} "{SITE}a\'b"; write them as %XX'),
    "package-no-path": ("'package:acme'", f"{AS_PACKAGE} 'package:acme'"),
    "package-empty-path": ("'package:acme/'", f"{AS_PACKAGE} 'package:acme/'"),
    "package-no-name": ("'package:/a.toml'", f"{AS_PACKAGE} 'package:/a.toml'"),
    "package-bad-name": ("'package:a-b/c.toml'", f"{AS_PACKAGE} 'package:a-b/c.toml'"),
    "package-outside": ("'package:acme/../a.toml'", "extends leads out of the repository: '../a.toml'"),
    "not-locked": (f"'{GIT}'", f"{GIT} is not locked; {RELOCK}"),
    "not-locked-package": (f"'{PACKAGE}'", f"{PACKAGE} is not locked; {RELOCK}"),
    "not-locked-https": (f"'{HTTPS}#sha256={OTHER}'", f"{HTTPS} is not locked; {RELOCK}"),
}


@pytest.mark.parametrize(("entry", "why"), ENTRIES.values(), ids=ENTRIES)
def test_an_entry_that_names_no_policy_is_refused(entry: str, why: str) -> None:
    write({"walkaround.toml": f"# ours\nextends = {entry}\n"})
    assert refusal() == f"walkaround.toml:2: {why}"
    write({"walkaround.toml": f'# ours\n\nextends = ["strict", {entry}]\n'})
    assert refusal() == f"walkaround.toml:3: {why}"


@pytest.mark.parametrize(
    ("files", "text"),
    [
        pytest.param(
            {"walkaround.toml": "\nextends = []\n"},
            "walkaround.toml:2: extends must not be an empty list; leave it out, or name a profile",
            id="empty-list",
        ),
        pytest.param(
            extends("./walkaround.toml"),
            "walkaround.toml:1: extends itself: walkaround.toml -> walkaround.toml",
            id="itself",
        ),
        pytest.param(
            {"pyproject.toml": '[tool.walkaround]\nextends = "./pyproject.toml"\n'},
            "pyproject.toml:2: extends itself: pyproject.toml -> pyproject.toml",
            id="pyproject-itself",
        ),
        pytest.param(
            {
                **extends("./one.toml"),
                "one.toml": '\nextends = "./sub/two.toml"\n',
                "sub/two.toml": '\n\nextends = ["strict", "../one.toml"]\n',
            },
            "sub/two.toml:3: extends itself: walkaround.toml -> one.toml -> sub/two.toml -> one.toml",
            id="cycle",
        ),
        pytest.param(
            {
                **extends(GIT),
                **vendored(org=(GIT, 'extends = "./a.toml"\n'), base=(f"{FORGE}a.toml", 'extends = "./strict.toml"\n')),
            },
            f".walkaround/base.toml:1: extends itself: walkaround.toml -> {GIT} -> {FORGE}a.toml -> {GIT}",
            id="cycle-elsewhere",
        ),
        pytest.param(
            {"walkaround.toml": f"extends = {[f'./{number}.toml' for number in range(33)]}\n"}
            | {f"{number}.toml": "" for number in range(33)},
            "walkaround.toml:1: extends more than 32 policies in all",
            id="33-parents",
        ),
        pytest.param(
            extends("./0.toml") | {f"{number}.toml": f'\nextends = "./{number + 1}.toml"\n' for number in range(33)},
            "31.toml:2: extends more than 32 policies in all",
            id="33-generations",
        ),
        pytest.param(
            {**extends("sub/org.toml"), "sub/org.toml": '\nextends = "./more.toml"\n'},
            "sub/org.toml:2: extends sub/more.toml, which does not exist",
            id="missing-grandparent",
        ),
        pytest.param(
            {**extends("sub/org.toml"), "sub/org.toml": "\n[engine]\ndept = 1\n"},
            'sub/org.toml:3: unknown key "engine.dept"; did you mean "depth"?',
            id="broken-parent",
        ),
        pytest.param(
            {**extends("./sub/pyproject.toml"), "sub/pyproject.toml": "[project]\n"},
            "walkaround.toml:1: extends sub/pyproject.toml, which holds no [tool.walkaround]",
            id="pyproject-without-a-policy",
        ),
        pytest.param({**extends("./org"), "org/a": ""}, "org: is not a regular file", id="folder"),
        pytest.param(
            locked(GIT, '\nextends = "../a.toml"\n'),
            ".walkaround/org.toml:2: extends leads out of the repository: '../a.toml'",
            id="out-of-git",
        ),
        pytest.param(
            locked(HTTPS, '\nextends = "../../a.toml"\n'),
            ".walkaround/org.toml:2: extends leads out of the repository: 'policy/../../a.toml'",
            id="out-of-the-site",
        ),
        pytest.param(
            locked(PACKAGE, '\nextends = "../a.toml"\n'),
            ".walkaround/org.toml:2: extends leads out of the repository: '../a.toml'",
            id="out-of-the-package",
        ),
        pytest.param(
            locked(GIT, '\nextends = "./a.toml"\n'),
            f".walkaround/org.toml:2: {FORGE}a.toml is not locked; {RELOCK}",
            id="grandparent-not-locked",
        ),
        pytest.param(
            locked(GIT, "\n[engine]\ndept = 1\n"),
            '.walkaround/org.toml:3: unknown key "engine.dept"; did you mean "depth"?',
            id="broken-copy",
        ),
        pytest.param(
            {**locked(GIT, ""), **extends(GIT.replace(COMMIT, "d" * 40))},
            f"walkaround.toml:1: {GIT.replace(COMMIT, 'd' * 40)} is not locked; {RELOCK}",
            id="another-commit-is-locked",
        ),
        pytest.param(
            {**locked(HTTPS, ""), **extends(f"{HTTPS}#sha256={OTHER}")},
            f"walkaround.toml:1: {HTTPS} is locked with another sha256 (e3b0c44298fc…); {RELOCK}",
            id="another-hash-is-locked",
        ),
        pytest.param(
            {
                **locked(HTTPS, ""),
                "walkaround.toml": f'extends = ["{HTTPS}#sha256={sha256("")}", "{HTTPS}#sha256={OTHER}"]\n',
            },
            f"walkaround.toml:1: {HTTPS} is locked with another sha256 (e3b0c44298fc…); {RELOCK}",
            id="two-hashes-for-one-page",
        ),
        pytest.param(
            {**locked(GIT, engine("depth = 9")), ".walkaround/org.toml": engine("depth = 1")},
            f".walkaround/org.toml: is not what was locked: its sha256 differs from .walkaround/policy.lock; {RELOCK}",
            id="changed-copy",
        ),
    ],
)
def test_a_family_that_cannot_be_followed_is_refused(files: Files, text: str) -> None:
    write(files)
    assert refusal() == text


def test_a_missing_copy_is_refused() -> None:
    write(locked(GIT, ""))
    Path(".walkaround/org.toml").unlink()
    assert refusal() == f".walkaround/policy.lock:5: .walkaround/org.toml is missing; {RELOCK}"


def entry(**changed: str) -> str:
    """A lock file with one entry; a field that is empty is left out."""
    fields = {"source": f"'{GIT}'", "sha256": f"'{OTHER}'", "file": "'org.toml'"} | changed
    return "version = 1\n[[policy]]\n" + "".join(f"{name} = {value}\n" for name, value in fields.items() if value)


UNREADABLE = f": is not a lock that this version can read; {RELOCK}"
INCOMPLETE = f":2: a locked policy has source, sha256 and file; {RELOCK}"
MALFORMED = f":2: a locked policy is malformed; {RELOCK}"
NO_NAME = f":5: must be the name of a file in .walkaround; {RELOCK}"

LOCK_FILES = {
    "empty": ("", UNREADABLE),
    "later-version": ("version = 2\n", UNREADABLE),
    "version-true": ("version = true\n", UNREADABLE),
    "version-decimal": ("version = 1.0\n", UNREADABLE),
    "version-text": ("version = '1'\n", UNREADABLE),
    "no-list": ("version = 1\npolicy = 'a'\n", UNREADABLE),
    "one-table": ("version = 1\n[policy]\nsource = 'a'\n", UNREADABLE),
    "unknown-key": ("version = 1\n[[policies]]\n", UNREADABLE),
    "no-toml": ("version = 1\npolicy = \n", ":2: bad TOML: invalid value"),
    "conflict": ("<<<<<<< HEAD\nversion = 1\n", ":1: bad TOML: invalid statement"),
    "no-table": ("version = 1\npolicy = [3]\n", INCOMPLETE),
    "no-source": (entry(source=""), INCOMPLETE),
    "no-hash": (entry(sha256=""), INCOMPLETE),
    "no-file": (entry(file=""), INCOMPLETE),
    "further-field": (entry(note="'x'"), INCOMPLETE),
    "source-no-text": (entry(source="3"), MALFORMED),
    "hash-no-text": (entry(sha256="3"), MALFORMED),
    "file-no-text": (entry(file="3"), MALFORMED),
    "hash-short": (entry(sha256=f"'{OTHER[1:]}'"), MALFORMED),
    "hash-no-digits": (entry(sha256=f"'{OTHER[1:]}g'"), MALFORMED),
    "hash-upper-case": (entry(sha256=f"'{OTHER.upper()}'"), MALFORMED),
    "file-without-name": (entry(file="''"), NO_NAME),
    "file-in-a-folder": (entry(file="'a/b.toml'"), NO_NAME),
    "file-outside": (entry(file="'../walkaround.toml'"), NO_NAME),
    "file-outside-on-windows": (entry(file=r"'..\walkaround.toml'"), NO_NAME),
    "file-on-a-drive": (entry(file="'C:a.toml'"), NO_NAME),
    "file-absolute": (entry(file="'/a.toml'"), NO_NAME),
    "file-hidden": (entry(file="'.a.toml'"), NO_NAME),
    "file-no-toml": (entry(file="'policy.lock'"), NO_NAME),
    "twice": (
        entry() + entry(file="'b.toml'").removeprefix("version = 1\n"),
        f":6: {GIT} is locked twice; {RELOCK}",
    ),
}


@pytest.mark.parametrize(("text", "why"), LOCK_FILES.values(), ids=LOCK_FILES)
def test_a_malformed_lock_file_is_refused(text: str, why: str) -> None:
    write({**extends(GIT), ".walkaround/policy.lock": text})
    assert refusal() == f".walkaround/policy.lock{why}"


LINKED = "is a symbolic link, or reached by one; a policy must be a file of its own"


@pytest.mark.parametrize(
    ("link", "target", "files", "refused"),
    [
        pytest.param("walkaround.toml", "a.toml", {"a.toml": ""}, "walkaround.toml", id="policy"),
        pytest.param(
            "pyproject.toml", "a.toml", {"a.toml": "[tool.walkaround.ai]\n"}, "pyproject.toml", id="pyproject"
        ),
        pytest.param("pyproject.toml", "a.toml", {"a.toml": "walkaround = "}, "pyproject.toml", id="broken-pyproject"),
        pytest.param("org.toml", "a.toml", {**extends("./org.toml"), "a.toml": ""}, "org.toml", id="parent"),
        pytest.param("org", "real", {**extends("org/a.toml"), "real/a.toml": ""}, "org/a.toml", id="folder"),
        pytest.param("org", "../else", {**extends("org/a.toml"), "../else/a.toml": ""}, "org/a.toml", id="outside"),
        pytest.param("org.toml", "nowhere", extends("./org.toml"), "org.toml", id="broken"),
        pytest.param(
            ".walkaround", "real", {**extends(GIT), "real/policy.lock": ""}, ".walkaround/policy.lock", id="lock"
        ),
        pytest.param(
            ".walkaround/org.toml",
            "../a.toml",
            {name: text for name, text in locked(GIT, "").items() if not name.endswith("org.toml")} | {"a.toml": ""},
            ".walkaround/org.toml",
            id="copy",
        ),
    ],
)
def test_no_link_is_followed(link: str, target: str, files: Files, refused: str) -> None:
    write(files)
    Path(link).symlink_to(target)
    assert refusal() == f"{refused}: {LINKED}"


def test_a_repository_behind_a_link_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    write({**extends("./org.toml"), "org.toml": engine("depth = 1")})
    Path("../link").symlink_to("repository")
    monkeypatch.chdir("../link")
    assert told(load_here()) == {"engine.depth": "1 at org.toml:2"}
