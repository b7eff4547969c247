"""What people accepted: `.secrets.baseline` and pragmas, and the ways in which they must not switch anything off."""

import hashlib
import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from detect_secrets.filters.allowlist import is_line_allowlisted
from detect_secrets.util.code_snippet import CodeSnippet
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up_secrets import made_up
from test_secret_detection import RANDOM, Files
from tests_support import Repository, tries
from walkaround._finding import Finding, NotJudged
from walkaround._policy import Policy
from walkaround.secret_detection import BASELINE, SECONDS, check, main
from walkaround.secret_detection._pragma import allows

MADE_UP = made_up(5)
KEY, TOKEN = MADE_UP["AWS_KEY"], MADE_UP["GITHUB_TOKEN"]
AWS, KEYWORD, GITHUB, PEM = "AWS Access Key", "Secret Keyword", "GitHub Token", "Private Key"


def sha1(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def entry(kind: str, text: str, line: int = 1) -> dict[str, Any]:
    return {"type": kind, "hashed_secret": sha1(text), "is_verified": False, "line_number": line}


def baseline(**changes: Any) -> dict[str, Any]:
    return {
        "version": "1.5.0",
        "plugins_used": [{"name": "AWSKeyDetector"}, {"name": "Base64HighEntropyString", "limit": 4.5}],
        "filters_used": [{"path": "detect_secrets.filters.allowlist.is_line_allowlisted"}],
        "results": {},
        "generated_at": "2026-11-20T00:00:00Z",
    } | changes


def lines_found(content: str, data: Mapping[str, Any] | str, path: str = "a.py") -> list[int]:
    text = data if isinstance(data, str) else json.dumps(data)
    found = list(check(Policy(), Files({path: content, ".secrets.baseline": text}, (path,))))
    assert all(isinstance(one, Finding) for one in found), found
    return [one.line for one in found if isinstance(one, Finding)]


def test_an_entry_accepts_its_secret_wherever_it_moves_in_its_file() -> None:
    data = baseline(results={"a.py": [entry(AWS, KEY, 7)]})
    content = f"\n\nx = '{KEY}'\n"
    assert lines_found(content, data) == []
    assert lines_found(content, data, "b.py") == [3]
    assert lines_found(content.replace(KEY, made_up(6)["AWS_KEY"]), data) == [3]


def test_an_entry_of_another_type_does_not_accept_a_token() -> None:
    assert lines_found(f"password = '{KEY}'", baseline(results={"a.py": [entry(KEYWORD, KEY)]})) == [1]


@pytest.mark.parametrize("kind", [KEYWORD, "Base64 High Entropy String"])
def test_what_only_our_plugins_find_is_accepted_by_hash(kind: str) -> None:
    line = f'token = "{RANDOM}"'
    assert lines_found(line, baseline()) == [1]
    assert lines_found(line, baseline(results={"a.py": [entry(kind, RANDOM)]})) == []


def test_a_hash_that_many_tokens_share_accepts_one_line() -> None:
    data = baseline(results={"a.py": [entry(GITHUB, "ghp", 2)]})  # detect-secrets hashes only the prefix
    assert lines_found(f"\nx = '{TOKEN}'\n", data) == []
    assert lines_found(f"x = '{made_up(6)['GITHUB_TOKEN']}'\ny = '{TOKEN}'\n", data) == [1]


def test_a_key_header_accepts_one_key() -> None:
    data = baseline(results={"a.pem": [entry(PEM, "BEGIN RSA PRIVATE KEY", 1)]})
    first, second = MADE_UP["PRIVATE_KEY"], made_up(6)["PRIVATE_KEY"]
    assert lines_found(f"{first}\n", data, "a.pem") == []
    assert lines_found(f"{first}\n{second}\n", data, "a.pem") == [first.count("\n") + 2]


@pytest.mark.parametrize("name", ["./sub/a.py", "sub\\a.py", "sub/a.py"])
def test_paths_are_compared_from_the_top(name: str) -> None:
    data = baseline(results={name: [entry(AWS, KEY)]})
    assert lines_found(f"x = '{KEY}'", data, "sub/a.py") == []


@pytest.mark.parametrize(
    ("what", "pattern", "left"),
    [
        ("file", r"^gen/", [1]),
        ("file", r"\.py$", []),
        ("line", r"nolint", [1]),
        ("line", r"^x", []),
        ("secret", "^Z", [1]),
    ],
)
def test_exclusion_lists_are_obeyed(what: str, pattern: str, left: list[int]) -> None:
    one = {"path": f"detect_secrets.filters.regex.should_exclude_{what}", "pattern": [pattern]}
    assert lines_found(f"x = '{KEY}'", baseline(filters_used=[one])) == left


def test_a_pattern_that_a_later_python_may_read_otherwise_is_no_warning() -> None:
    filters = [{"path": "detect_secrets.filters.regex.should_exclude_file", "pattern": ["[[x]&&y]z"]}]
    assert lines_found(f"x = '{KEY}'", baseline(filters_used=filters)) == [1]


def test_an_excluded_secret_is_left_out() -> None:
    one = {"path": "detect_secrets.filters.regex.should_exclude_secret", "pattern": [f"^{KEY[:8]}"]}
    assert lines_found(f"x = '{KEY}'\ny = '{TOKEN}'", baseline(filters_used=[one])) == [2]


@pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="there is no alarm to end a pattern with")
@pytest.mark.parametrize(("what", "path"), [("line", "a.py"), ("file", "a" * 60 + "!.py")])
def test_a_pattern_that_never_ends_is_ended(what: str, path: str) -> None:
    content = f"{'a' * 60}! = '{KEY}'"
    inputs = Files({path: content, ".secrets.baseline": json.dumps(excluding(what, "(a+)+$"))}, (path,))
    (only,) = check(Policy().with_values({SECONDS: 1}), inputs)
    assert isinstance(only, NotJudged)
    assert only.path == path
    assert only.why == (
        "took more than 1 s of CPU time to inspect for secrets; raise secret-detection.seconds-per-file or exclude "
        "the file"
    )
    assert signal.getsignal(signal.SIGPROF) is signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def excluding(what: str, *patterns: object) -> dict[str, Any]:
    return baseline(
        filters_used=[{"path": f"detect_secrets.filters.regex.should_exclude_{what}", "pattern": list(patterns)}]
    )


def without(key: str) -> dict[str, Any]:
    data = baseline()
    del data[key]
    return data


END = "; no file was judged against it: repair it or remove it"
UNUSABLE: dict[str, tuple[object, str]] = {
    "empty-plugins": (
        baseline(plugins_used=[]),
        "has an empty plugins_used, with which detect-secrets inspects nothing" + END,
    ),
    "no-plugins": (
        without("plugins_used"),
        "has no plugins_used, with which detect-secrets inspects nothing" + END,
    ),
    "misspelled-key": (
        without("plugins_used") | {"plugin_used": [{"name": "AWSKeyDetector"}]},
        "has an unknown key 'plugin_used'; did you mean \"plugins_used\"?" + END,
    ),
    "misspelled-plugin": (
        baseline(plugins_used=[{"name": "AWSKeyDetecter"}]),
        "names an unknown plugin 'AWSKeyDetecter'; did you mean \"AWSKeyDetector\"?" + END,
    ),
    "unnamed-plugin": (baseline(plugins_used=[{"nmae": "x"}]), "has a plugin without a name in plugins_used" + END),
    "plugins-not-a-list": (baseline(plugins_used={}), "has a plugins_used that is not a list" + END),
    "broken-json": ('{\n "version": ,}', "is not JSON (line 2)" + END),
    "list": ("[]", "is not a JSON object" + END),
    "deep": ("[" * 100_000, "is not JSON" + END),
    "no-results": (without("results"), "has no results" + END),
    "results-list": (baseline(results=[]), "has results that are not an object" + END),
    "result-without-hash": (
        baseline(results={"a": [{"type": "x"}]}),
        "has a result of 'a' without type or hashed_secret" + END,
    ),
    "every-file": (excluding("file", ".*"), "excludes every file (should_exclude_file)" + END),
    "every-file-with-two": (excluding("file", "[a-m]|^Q", "[^a-m]"), "excludes every file (should_exclude_file)" + END),
    "every-line": (excluding("line", ""), "excludes every line (should_exclude_line)" + END),
    "every-secret": (excluding("secret", "."), "excludes every secret (should_exclude_secret)" + END),
    "bad-pattern": (excluding("file", "("), "has a should_exclude_file pattern that is no regular expression" + END),
    "text-pattern": (
        baseline(filters_used=[{"path": "detect_secrets.filters.regex.should_exclude_file", "pattern": ".py"}]),
        "has a pattern that is not a list of strings" + END,
    ),
    "misspelled-filter": (
        baseline(filters_used=[{"path": "detect_secrets.filters.regex.should_exclude_files"}]),
        "names an unknown filter 'detect_secrets.filters.regex.should_exclude_files'; did you mean "
        '"detect_secrets.filters.regex.should_exclude_file"?' + END,
    ),
    "own-filter": (
        baseline(filters_used=[{"path": "file://x.py::f"}]),
        "names an unknown filter 'file://x.py::f'; own filters are not run" + END,
    ),
    "every-file-before-1.0": (
        baseline(exclude={"files": ".*", "lines": None}),
        "excludes every file (should_exclude_file)" + END,
    ),
}


@pytest.mark.parametrize(("data", "why"), list(UNUSABLE.values()), ids=list(UNUSABLE))
def test_a_baseline_that_cannot_be_relied_on_is_not_judged(data: object, why: str) -> None:
    text = data if isinstance(data, str) else json.dumps(data)
    files = Files({"a.py": f"x = '{KEY}'", ".secrets.baseline": text}, ("a.py",))
    (only,) = check(Policy(), files)
    assert isinstance(only, NotJudged)
    assert (only.path, only.why) == (".secrets.baseline", why)


def test_a_baseline_that_is_not_utf_8_is_not_judged() -> None:
    (only,) = check(Policy(), Files({".secrets.baseline": b"\xff\xfe{"}))
    assert isinstance(only, NotJudged)


def test_a_broken_baseline_is_exit_code_2(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage(".secrets.baseline", json.dumps(baseline(plugins_used=[])))
    repository.stage("a.py", f"x = '{KEY}'\n")
    assert main(["a.py"]) == 2
    out, err = capsys.readouterr()
    assert ".secrets.baseline" in err
    assert KEY not in out + err


def test_the_policy_says_where_the_baseline_is() -> None:
    data = json.dumps(baseline(results={"a.py": [entry(AWS, KEY)]}))
    files = Files({"a.py": f"x = '{KEY}'", "security/accepted.json": data}, ("a.py",))
    assert list(check(Policy().with_values({BASELINE: "security/accepted.json"}), files)) == []
    assert len(list(check(Policy().with_values({BASELINE: ""}), files))) == 1


def test_a_baseline_that_detect_secrets_wrote_accepts_what_it_found(repository: Repository) -> None:
    repository.stage("a.py", f"x = '{KEY}'\npassword = '{RANDOM}'\ny = '{TOKEN}'\n")
    repository.stage("k.pem", MADE_UP["PRIVATE_KEY"] + "\n")
    assert main(["a.py", "k.pem"]) == 1
    command = [sys.executable, "-m", "detect_secrets", "scan", "-n"]
    written = subprocess.run(command, capture_output=True, check=True).stdout
    repository.stage(".secrets.baseline", written)
    assert main(["a.py", "k.pem", ".secrets.baseline"]) == 0


COMMENT = st.sampled_from(["#", "//", "/*", "'", "--", "<!--", ";", "<!-- #", "*", "x"])
GAP = st.sampled_from(["", " ", "  ", "\t", " \t"])
WORDS = st.sampled_from(
    [
        *("pragma: allowlist secret", "pragma:allowlist-secret", "pragma: whitelist secret", "pragma: allowlist"),
        *(
            "pragma: allowlist nextline secret",
            "pragma: allowlist-nextline-secret",
            "pragma: whitelist nextline secret",
        ),
    ]
)
CLOSING = st.sampled_from(["", " ", "*/", " */ ", "-->", " -->\t", " a reason", " */ x", "reason -->"])
LINE = st.builds(
    lambda *parts: "".join(parts), st.sampled_from(["", " ", "x = 1 ", "\t"]), COMMENT, GAP, WORDS, CLOSING
) | st.sampled_from(["", "x = 1"])


@settings(max_examples=tries(1500), deadline=None)
@given(line=LINE, previous=LINE, path=st.sampled_from(["a.py", "a.yaml", "a.yml", "a.xml", "README"]))
def test_pragmas_are_read_as_detect_secrets_reads_them(line: str, previous: str, path: str) -> None:
    theirs = is_line_allowlisted(path, line, CodeSnippet([previous, line], 0, 1))
    assert allows(path, line, previous) == theirs


@pytest.mark.parametrize(
    ("content", "left"),
    [
        pytest.param("x = '{}'  # pragma: allowlist secret", [], id="same-line"),
        pytest.param("# pragma: allowlist nextline secret\nx = '{}'", [], id="line-before"),
        pytest.param("# pragma: allowlist secret\nx = '{}'", [2], id="not-for-the-next-line"),
        pytest.param("# pragma: allowlist nextline secret\n\nx = '{}'", [3], id="not-further"),
        pytest.param("x = '{}'  # pragma: allowlist", [1], id="misspelled"),
        pytest.param("x = '{}', '" + "b" * 9000 + "' # pragma: allowlist secret", [], id="end-of-a-long-line"),
    ],
)
def test_a_pragma_allows_its_line(content: str, left: list[int]) -> None:
    assert lines_found(content.format(KEY), baseline()) == left
