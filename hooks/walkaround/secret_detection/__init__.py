"""secret-detection: credentials in files and in commit messages, on detect-secrets.

| rule | finds |
|---|---|
| SEC001 vendor-token | a token of a vendor's known form: AWS, GitHub, Slack, Stripe, model providers ... |
| SEC002 private-key | a private key with its key material |
| SEC003 url-credential | a password in a URL, `scheme://user:password@host` |
| SEC004 assigned-credential | a random-looking value given to a name such as `password` or `api_key` |
| SEC005 high-entropy-string | a random-looking string without such a name; only when the policy lists these plugins |
| SEC006 sample-credential | what SEC002 to SEC005 find, in a test, an example or documentation |

detect-secrets is imported only when a line could hold a secret; nothing is ever verified over the network.
"""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .._finding import Finding, NotJudged, Rule
from .._hook import Hook, Inputs, Said, each
from .._paths import from_root
from .._policy import Policy, number, strings, text
from ._kinds import DEFAULT, KINDS

if TYPE_CHECKING:
    from ._baseline import Baseline

PLUGINS = strings(
    "secret-detection.plugins",
    DEFAULT,
    "The detectors that inspect, by class name: detect-secrets' own and Walkaround's.",
    stricter="superset",
    choices=tuple(KINDS),
    non_empty=True,
    per_path=True,
)
BASELINE = text(
    "secret-detection.baseline",
    ".secrets.baseline",
    "Accepted findings in detect-secrets' format, from the repository's top; without that file nothing is accepted.",
)
SECONDS = number(
    "secret-detection.seconds-per-file",
    10,
    "A file that takes longer is not judged (exit code 2).",
    stricter="none",
    least=1,
    most=3600,
    per_path=True,
)

_WHY = (
    "Whoever can read the repository, now or in its history, can use it, and automated search finds it within minutes."
)
_REMEDY = "Revoke it where it was issued, then read the new one from the environment or a secret store."
_FAKE = "it opens nothing (pragma: allowlist secret)"

RULES = (
    Rule(
        "SEC001",
        "vendor-token",
        "A token in the published form of its vendor stands in plain text.",
        _WHY,
        _REMEDY,
        'client = Slack(token="xox" "b-...")',
        'client = Slack(token=os.environ["SLACK_TOKEN"])',
    ),
    Rule(
        "SEC002",
        "private-key",
        "A private key stands in plain text.",
        _WHY,
        "Replace the key pair, then keep the new private key outside the repository.",
        "-----BEGIN ... KEY----- followed by the key",
        "ssl_certificate_key /run/secrets/tls.key;",
    ),
    Rule(
        "SEC003",
        "url-credential",
        "A URL carries a password.",
        _WHY,
        _REMEDY,
        'DATABASE_URL = "postgres://app:<the password>@db.internal/app"',
        'DATABASE_URL = os.environ["DATABASE_URL"]',
    ),
    Rule(
        "SEC004",
        "assigned-credential",
        "A random-looking value is given to a name that says it is secret.",
        _WHY,
        _REMEDY,
        "db_password: <16 random characters>",
        "db_password: ${DB_PASSWORD}",
    ),
    Rule(
        "SEC005",
        "high-entropy-string",
        "A random-looking string may be a secret.",
        "Keys without a known form or a telling name are found only by how random they look, as many digests do.",
        "If it is a secret, revoke it and keep the new one outside the repository; else mark the line.",
        'seal = "<43 random characters>"',
        f"seal = load_seal()  # or, when {_FAKE}",
    ),
    Rule(
        "SEC006",
        "sample-credential",
        "A test, an example or documentation holds a private key, a URL with a password, or another credential.",
        "It is usually made up for the purpose, but real ones are pasted there too, and readers copy what they see.",
        "Replace it if it opens anything and make it at run time, or mark the line.",
        "tests/data/client.key with a private key",
        "a fixture that generates the key pair",
        severity="warning",
    ),
)

_MESSAGES = frozenset({"COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG", "TAG_EDITMSG", "NOTES_EDITMSG"})


def check(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """Judge files and commit messages; a baseline that cannot be relied on ends it, because nothing could be told."""
    from ._judge import Job, judge

    try:
        baseline = _accepted(policy, inputs)
    except NotJudged as failure:
        yield failure
        return

    def one(path: str, content: bytes) -> Iterator[Finding]:
        key = from_root(inputs.root, path) or path.replace(os.sep, "/")
        here = policy.at(path)
        plugins = here[PLUGINS]
        message = _is_message(path, inputs)
        shown = "<commit message>" if message else path
        job = Job(shown, key, frozenset(plugins), baseline, here[SECONDS])
        return judge(job, _kept_by_git(inputs.root, content) if message else content)

    yield from each(inputs, one)


def _accepted(policy: Policy, inputs: Inputs) -> "Baseline | None":
    """What people have accepted; None when there is no such file."""
    name = policy[BASELINE]
    path = os.path.relpath(os.path.join(inputs.root, name))
    if not name or not inputs.exists(path):
        return None
    from ._baseline import parse

    return parse(path, inputs.read(path))


def _is_message(path: str, inputs: Inputs) -> bool:
    """Whether git wrote this file to hold a message: by its name, in a git directory, which holds no tracked file."""
    folder, name = os.path.split(path)
    if name not in _MESSAGES:
        return False
    parts = os.path.abspath(folder).replace(os.sep, "/").split("/")
    return ".git" in parts or (from_root(inputs.root, path) is None and inputs.exists(os.path.join(folder, "HEAD")))


def _kept_by_git(root: str, content: bytes) -> bytes:
    """The message without what git drops: comments, and the diff that `commit -v` shows."""
    from .._message import kept

    return kept(content, root)


HOOK = Hook(
    id="secret-detection",
    summary="Find credentials in files and commit messages, without any network.",
    rules=RULES,
    keys=(PLUGINS, BASELINE, SECONDS),
    check=check,
)


def main(argv: Sequence[str] | None = None) -> int:
    """The hook as a command: 0 clean, 1 found, 2 not judged."""
    from .._main import run  # the policy asks for keys and rules, not for argparse and reports

    return run(HOOK, argv)
