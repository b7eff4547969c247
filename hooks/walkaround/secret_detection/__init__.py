"""secret-detection: credentials in files, in commit messages and in the history.

| rule | finds |
|---|---|
| SEC001 vendor-token | a token of a vendor's known form: AWS, GitHub, Slack, Stripe, model providers ... |
| SEC002 private-key | a private key with its key material |
| SEC003 url-credential | a password in a URL, `scheme://user:password@host` |
| SEC004 assigned-credential | a random-looking value given to a name such as `password` or `api_key` |
| SEC005 high-entropy-string | a random-looking string without such a name; only when the policy lists these plugins |
| SEC006 sample-credential | what SEC002 to SEC005 find in tests, examples, documentation; a token of wrong checksum |

Two modes: `native` judges by the catalogue of tokens and by context; `compat` gives detect-secrets' own findings. Only
`--verify`, which a policy must allow, asks the vendors over the network.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .._finding import NotJudged, Rule
from .._hook import Hook, Inputs, Said, Switch
from .._policy import Policy, choice, flag, number, strings, text
from ._kinds import DEFAULT, DETECTORS

if TYPE_CHECKING:
    from ._judge import Found

MODE = choice(
    "secret-detection.mode",
    "native",
    "How secrets are found: by Walkaround's catalogue and context, or exactly as detect-secrets 1.5.0 finds them.",
    ("compat", "native"),
    stricter="none",
)
PLUGIN_FILES = strings(
    "secret-detection.plugin-files",
    (),
    "Python files with detect-secrets plugins of your own, paths from the repository's top; they see every line.",
    stricter="superset",
)
PLUGINS = strings(
    "secret-detection.plugins",
    DEFAULT,
    "The detectors that inspect, by class name: detect-secrets' own and Walkaround's.",
    stricter="superset",
    choices=DETECTORS,
    non_empty=True,
    per_path=True,
)
BASELINE = text(
    "secret-detection.baseline",
    ".walkaround/secrets.baseline",
    "Accepted findings, a path from the repository's top: in Walkaround's own format or detect-secrets'. Beside the "
    "default, detect-secrets' `.secrets.baseline` counts too. Without a file nothing is accepted.",
)
REASONS = flag(
    "secret-detection.pragma-reasons",
    False,
    "A pragma allows its line only with a reason behind it: `pragma: allowlist secret - why`.",
    stricter="true",
    per_path=True,
)
SECONDS = number(
    "secret-detection.seconds-per-file",
    10,
    "CPU time; a file that takes more is not judged (exit code 2).",
    stricter="none",
    least=1,
    most=3600,
    per_path=True,
)

VERIFY = flag(
    "secret-detection.verify",
    False,
    "Whether `--verify` may ask a credential's vendor over the network if it works; nothing else ever does.",
    stricter="false",
)
BLOCK = choice(
    "secret-detection.block",
    "found",
    "What is an error in a run with `--verify`: what is found, or only what its vendor confirms (the rest warns).",
    ("verified", "found"),
    per_path=True,
)
# Laid into the policy by the command line; no policy file knows it.
VERIFYING = flag("secret-detection.verifying", False, "Whether vendors are asked in this run.", stricter="none")

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
        "What can only be a sample: a credential in a test, an example or documentation, or a token with a wrong "
        "checksum.",
        "It is usually made up for the purpose, but real ones are pasted there too, and readers copy what they see.",
        "Replace it if it opens anything and make it at run time, or mark the line.",
        "tests/data/client.key with a private key",
        "a fixture that generates the key pair",
        severity="warning",
    ),
)


def check(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """Judge files and commit messages, and the commits that a change brings."""
    from ._run import check

    return check(policy, inputs)


def secrets(policy: Policy, inputs: Inputs) -> "Iterator[tuple[str, Found] | NotJudged]":
    """Every secret that no pragma allows, with its file's path from the top, accepted ones among them; for commands."""
    from ._run import secrets

    return secrets(policy, inputs)


HOOK = Hook(
    id="secret-detection",
    summary="Find credentials in files, commit messages and the history, without any network.",
    rules=RULES,
    keys=(MODE, PLUGINS, PLUGIN_FILES, BASELINE, REASONS, SECONDS, VERIFY, BLOCK),
    check=check,
    commits=True,
    beside=(".walkaround/secrets.baseline", ".secrets.baseline"),
    switches=(Switch("--verify", "ask the vendors whether what is found works", VERIFY, VERIFYING),),
)


def main(argv: Sequence[str] | None = None) -> int:
    """The hook as a command: 0 clean, 1 found, 2 not judged."""
    from .._main import run  # the policy asks for keys and rules, not for argparse and reports

    return run(HOOK, argv)
