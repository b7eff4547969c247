"""Marks that allow a line, as the tools read them that they come from, and the reasons behind them."""

import pytest
from detect_secrets.filters.allowlist import is_line_allowlisted
from detect_secrets.util.code_snippet import CodeSnippet

from made_up_secrets import made_up
from test_secret_detection import Files
from walkaround._finding import Finding
from walkaround._policy import Policy
from walkaround.secret_detection import REASONS, check
from walkaround.secret_detection._pragma import Pragma, allows, pragma

KEY = made_up(5)["AWS_KEY"]
ALLOW, NEXT = "pragma: allowlist secret", "pragma: allowlist nextline secret"

# gitleaks 8.30.1 leaves a finding out when its line holds the first mark, betterleaks with either: anywhere in the
# line, in lower case alone, whatever stands around it.
ANYWHERE = {
    "comment": ("x = 'S'  # gitleaks:allow", True),
    "other-comment": ("x = 'S'; // gitleaks:allow", True),
    "no-comment": ("x = 'S' gitleaks:allow", True),
    "within-a-word": ("x = 'S' # xgitleaks:allowed", True),
    "before-it": ("/* gitleaks:allow */ x = 'S'", True),
    "betterleaks": ("x = 'S' # betterleaks:allow", True),
    "blank": ("x = 'S' # gitleaks: allow", False),
    "upper-case": ("x = 'S' # GITLEAKS:ALLOW", False),
    "other-verb": ("x = 'S' # gitleaks:ignore", False),
    "line-before": ("# gitleaks:allow\nx = 'S'", False),
    "line-behind": ("x = 'S'\n# gitleaks:allow", False),
    "other-tool": ("x = 'S' # trufflehog:ignore", False),
}


@pytest.mark.parametrize("path", ["a.py", "a.yaml", "a.json"])
@pytest.mark.parametrize(("content", "allowed"), ANYWHERE.values(), ids=ANYWHERE)
def test_marks_of_gitleaks_and_betterleaks_count_anywhere_in_the_line(content: str, allowed: bool, path: str) -> None:
    content = content.replace("S", KEY)
    assert (list(check(Policy(), Files({path: content}, (path,)))) == []) == allowed


SAYING = {
    "hyphen": (f"x # {ALLOW} - sample of the vendor's page", "sample of the vendor's page"),
    "two-hyphens": (f"x # {ALLOW} -- sample key", "sample key"),
    "dash": (f"x # {ALLOW} \u2014 sample key", "sample key"),
    "colon": (f"x # {ALLOW}: sample key", "sample key"),
    "brackets": (f"x # {ALLOW} (sample key)", "sample key"),
    "no-blank": (f"x # {ALLOW}-sample", "sample"),
    "closed": (f"x /* {ALLOW} - sample key */", "sample key"),
    "xml": (f"x <!-- {ALLOW} - sample key -->", "sample key"),
    "gitleaks": ("x # gitleaks:allow - sample key", "sample key"),
    "betterleaks": ("x // betterleaks:allow: \ud14c\uc2a4\ud2b8 \ube44\ubc00\ubc88\ud638",
                    "\ud14c\uc2a4\ud2b8 \ube44\ubc00\ubc88\ud638"),
    "second-mark": (f"x # gitleaks:allow {ALLOW} - sample key", None),
    "second-comment": (f"x # {ALLOW} # gitleaks:allow - sample key", "sample key"),
    "none": (f"x # {ALLOW}", ""),
    "none-closed": (f"x /* {ALLOW} */", ""),
    "none-xml": (f"x <!-- {ALLOW} -->", ""),
    "another-comment": (f"x # {ALLOW} # noqa: S105", ""),
    "without-a-sign": (f"x # {ALLOW} sample key", ""),
    "signs": (f"x # {ALLOW} - ---", ""),
    "digits": (f"x # {ALLOW} - 12345", ""),
    "two-letters": (f"x # {ALLOW} - ok", ""),
    "a-mark": (f"x # {ALLOW} - gitleaks:allow", ""),
    "not-allowed": ("x # a reason - for nothing", None),
}  # fmt: skip


@pytest.mark.parametrize(("line", "reason"), SAYING.values(), ids=SAYING)
def test_a_reason_stands_behind_the_mark(line: str, reason: str | None) -> None:
    found = pragma("a.py", line, "")
    assert (None if found is None else found.reason) == ("" if reason is None and found else reason)
    assert allows("a.py", line, "") == (found is not None)
    assert allows("a.py", line, "", reasons=True) == bool(reason)


@pytest.mark.parametrize(
    ("path", "line", "previous"),
    [
        pytest.param("a.py", f"x  # {ALLOW} - sample key", "", id="python"),
        pytest.param("a.yaml", f"x: y  # {ALLOW} - sample key", "", id="yaml"),
        pytest.param("a.c", f"x /* {ALLOW} - sample key */", "", id="c"),
        pytest.param("a.xml", f"x <!-- {ALLOW} - sample key -->", "", id="xml"),
        pytest.param("a.sql", f"x -- {ALLOW}: sample key", "", id="sql"),
        pytest.param("a.py", "x", f"# {NEXT} - sample key", id="line-before"),
        pytest.param("a.go", "x", f"// {NEXT} (sample key)", id="line-before-go"),
    ],
)
def test_detect_secrets_accepts_the_same_line_with_its_reason(path: str, line: str, previous: str) -> None:
    assert is_line_allowlisted(path, line, CodeSnippet([previous, line], 0, 1))
    assert pragma(path, line, previous) == Pragma(NEXT if previous else ALLOW, "sample key")


DEMANDED = {
    "reason": (f"x = '{KEY}'  # {ALLOW} - sample key", None),
    "reason-before": (f"# {NEXT} - sample key\nx = '{KEY}'", None),
    "none": (f"x = '{KEY}'  # {ALLOW}", ALLOW),
    "none-before": (f"# {NEXT}\nx = '{KEY}'", NEXT),
    "gitleaks": (f"x = '{KEY}'  # gitleaks:allow", "gitleaks:allow"),
    "long-line": (f"x = '{KEY}', '{'b' * 9000}' # {ALLOW}", ALLOW),
    "long-line-reason": (f"x = '{KEY}', '{'b' * 9000}' # {ALLOW} - sample key", None),
}


@pytest.mark.parametrize(("content", "mark"), DEMANDED.values(), ids=DEMANDED)
def test_a_policy_may_demand_reasons(content: str, mark: str | None) -> None:
    assert list(check(Policy(), Files({"a.py": content}, ("a.py",)))) == []
    found = list(check(Policy().with_values({REASONS: True}), Files({"a.py": content}, ("a.py",))))
    if mark is None:
        assert found == []
        return
    (only,) = found
    assert isinstance(only, Finding)
    assert (
        only.message == f"An AWS access key stands here in plain text (confidence high), and `{mark}` gives no reason."
    )
    assert only.remedy == (
        "Revoke it at AWS (https://console.aws.amazon.com/iam/home#/security_credentials), then read the new one from "
        "the environment or a secret store; if it opens nothing or is meant for everybody, "
        f"write why behind its mark, as in `{mark} - <reason>`."
    )


def test_a_line_without_a_mark_says_nothing_of_reasons() -> None:
    (only,) = check(Policy().with_values({REASONS: True}), Files({"a.py": f"x = '{KEY}'"}, ("a.py",)))
    assert isinstance(only, Finding)
    assert only.message == "An AWS access key stands here in plain text (confidence high)."
    assert only.remedy.endswith("mark the line `pragma: allowlist secret`.")


HOSTILE = {
    "marks": (f"{ALLOW} ", False),
    "openings": ("#" * 20, False),
    "comments": (f"/* {ALLOW} ", False),
    "xml": (f"<!-- {ALLOW} ", True),  # of which "--" opens a comment in some languages
    "blanks": (" \t", False),
    "hyphens": (f"# {ALLOW} - ", True),
    "leaks": ("gitleaks:allow - ", True),
    "next": (f"# {NEXT} ", False),
}


@pytest.mark.parametrize(("part", "allowed"), HOSTILE.values(), ids=HOSTILE)
def test_a_long_line_comes_to_its_end(part: str, allowed: bool) -> None:
    """A pattern that tries every way would not; how the time grows is measured by benchmarks/linear.py."""
    for size in (2_000, 1_600_000):
        text = part * (size // len(part)) + f"pragma:{' ' * 1000}"
        assert allows("a.c", text, "") == allowed
        assert allows("a.c", "x = 1", text) == (part == HOSTILE["next"][0])
