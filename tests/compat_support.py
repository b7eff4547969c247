"""Files that mix what detect-secrets' plugins look for, and detect-secrets itself as the judge of what is in them."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from hypothesis import strategies as st

from walkaround.secret_detection._compat import Secret

Told = list[tuple[int, str, str]]  # line, type, SHA-1


def told(secrets: Sequence[Secret]) -> Told:
    return [(one.line, one.type, one.hash) for one in secrets]


@contextmanager
def original(settings: Mapping[str, Any] | None = None) -> Iterator[None]:
    """detect-secrets set up as by `detect-secrets scan -n`, or as a baseline says."""
    from detect_secrets.settings import default_settings, transient_settings

    with default_settings() if settings is None else transient_settings(dict(settings)):
        yield


def found_by_original(path: str, data: bytes) -> Told:
    """What detect-secrets, as it is set up, finds in a real file."""
    from detect_secrets.core.secrets_collection import SecretsCollection

    with open(path, "wb") as file:
        file.write(data)
    collection = SecretsCollection()
    collection.scan_file(path)
    os.unlink(path)
    return [(one.line_number, one.type, one.secret_hash) for _, one in collection]


def no_tick() -> None:
    """A clock that never runs out."""


KEYWORDS = (
    *(
        "password",
        "PASSWORD",
        "db_pass",
        "api_key",
        "apikey",
        "secret",
        "Secret_Key",
        "passwd",
        "pwd",
        "contrase\u00f1a",
    ),
    *(
        "CONTRASE\u00d1A",
        "pa\u017f\u017fword",
        "\u017fecret",
        "ap\u0131_key",
        "AP\u0130KEY",
        "db_\u212aey",
        "private_key",
    ),
    *("aws_secret_key", "aws token", "softlayer_api_key", "cloudant_password", "ibm_cos_hmac_secret_access_key"),
    *(
        "iam_api_key",
        "token",
        "\u212aey",
        "sl_api_key",
        "cl-key",
        "my_id",
        "user_ids",
        "id",
        "secretsecret",
        "key",
        "_id_",
    ),
)
SIGNS = (
    *("=", ":", ":=", "==", "!=", "===", "!==", "=>", " = ", ": ", "!=!", "!!", "=!", " == ", "\u00a0=\u00a0", "[] = "),
    *("[25]=@", "] = ", "'] = ", '": ', "(", ".assign(", "xassign(", " ", "", " =\x1c", "\u3000:\x85", ",", ";"),
)
QUOTES = ('"', "'", "`", "", '\\"', "''", '"";')
SPACES = ("", " ", "  ", "\t", "\u00a0", "\x1c", "\x1f", "\x85", "\x0b", "\x0c", "\u2028", "\u3000", "\r", "\x00")
VALUES = (
    *("hunter2", "x", "$HOME", "${x}", "{x}", "<x>", "*****", "get(x)", "a[0]", "None", "abc;", "\u00e9t\u00e9", "0x"),
    *("AKIA" + "Q7WERTYUIOP23456", "3" * 40, "AKC" + "abcdefghij12", "AP\u0665" + "abcdefgh1", "AP1" + "abcdefgh12"),
    *("x" * 24, "0123456789abcdef" * 4, "a1" * 22, "ab12" * 12, "xoxb-1-a", "xoxb-\u0661-a", "sk_live_" + "a" * 24),
    *(
        "//r/:_authToken=npm_a",
        "://u:p@h",
        "://u:p\u00a0@h",
        "1.2.3.4",
        "999.1.2.3",
        "10.1.2.3",
        "8.8.8.8:53",
        "1.2.3.4.5",
    ),
    *("eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.abcd", "eyJ.", "SG." + "a" * 22 + "." + "b" * 43, "AC" + "a0" * 16),
    *("12345678:" + "A" * 35, "\u0661" * 8 + ":" + "A" * 35, "a" * 32 + "-us1", "BEGIN RSA " + "PRIVATE KEY"),
    *("ghp_" + "a" * 36, "glpat-" + "a" * 20, "glcbt-ab_" + "a" * 20, "AccountKey=" + "a" * 88, "sq0csp-" + "a" * 43),
    *("sk-" + "a" * 20 + "T3BlbkFJ" + "a" * 20, "M" + "a" * 23 + "." + "b" * 6 + "." + "c" * 27),
    *("https://hooks.slack.com/services/T1/B1/a", "https://hooks.\u017flack.com/services/T1/B1/a"),
    *("https://a:" + "f" * 64 + "@b.cloudant.com", "http://api.softlayer.com/soap/v3/" + "a" * 64),
    "pypi-AgEIcHlwaS5vcmc" + "a" * 70,
)
COMMENTS = (
    *(
        " # pragma: allowlist secret",
        " // pragma: whitelist secret",
        "/* pragma: allowlist secret */",
        "-- pragma:allowlist-secret",
    ),
    *(
        "<!-- # pragma: allowlist secret -->",
        "# pragma: allowlist nextline secret\n",
        "#pragma: allowlist nextline secret",
    ),
    *(
        "' pragma: allowlist secret x",
        "# password: abc",
        "#   pragma: allowlist secret  ",
        "; pragma: allowlist nextline secret\n",
    ),
)
_RANDOM = st.one_of(
    st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/-_=\\", min_size=15, max_size=70),
    st.text("0123456789abcdef", min_size=6, max_size=48),
    st.text("0123456789", min_size=6, max_size=30),
    st.text("aA0", min_size=24, max_size=64),
)


def plugin_texts() -> st.SearchStrategy[str]:
    """Texts in the grammar of every plugin that goes by patterns."""
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

    kinds: Any = get_mapping_from_secret_type_to_class()
    patterns: list[re.Pattern[str]] = [one for kind in kinds.values() for one in getattr(kind, "denylist", ())]
    return st.sampled_from(patterns).flatmap(st.from_regex)


def values() -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(VALUES), _RANDOM, st.sampled_from(VALUES).map(str.upper))


def assignments() -> st.SearchStrategy[str]:
    quote = st.sampled_from(QUOTES)
    return st.tuples(
        st.sampled_from(KEYWORDS), st.sampled_from(SIGNS), st.sampled_from(SPACES), quote, values(), quote
    ).map("".join)


def lines() -> st.SearchStrategy[str]:
    parts = st.one_of(
        assignments(),
        assignments(),
        st.sampled_from([*KEYWORDS, *SIGNS, *QUOTES, *SPACES, *COMMENTS]),
        st.builds("{0}{1}{0}".format, st.sampled_from(["'", '"', "`"]), values()),
        values(),
        st.sampled_from(COMMENTS),
        st.text(max_size=6),
    )
    return st.lists(parts, max_size=7).map("".join)


def files() -> st.SearchStrategy[bytes]:
    ends = st.sampled_from(["\n", "\n", "\r\n", "\r", "\n\n"])
    whole = st.lists(st.tuples(lines(), ends).map("".join), max_size=8).map("".join)
    return st.tuples(
        st.sampled_from([b"", b"", b"", b"\xef\xbb\xbf"]), whole.map(_bytes), st.sampled_from([b"", b"", b"", b"\xff"])
    ).map(b"".join)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "ignore")


def ini_files() -> st.SearchStrategy[bytes]:
    key = st.sampled_from(["password", "a b", "x", "aws", "id", "api_key[0]", "%(x)s", "\u017fecret"])
    value = st.one_of(
        values(), lines(), st.sampled_from(["", "%(x)s", "%%", "%", "a\n b", "'q'", '"q"', "=x", ":= y", "a b"])
    )
    line = st.one_of(
        st.tuples(key, st.sampled_from([" = ", "=", ":", " : ", " := ", " ", "\t="]), value).map("".join),
        st.sampled_from(
            [
                "[s]",
                "[t] x",
                "[DEFAULT]",
                "",
                "# c",
                "; c",
                "  continued",
                "\tmore: x",
                "; pragma: allowlist nextline secret",
            ]
        ),
        st.tuples(st.just("  "), values()).map("".join),
    )
    start = st.sampled_from(["", "[s]\n", "# c\n[s]\n", "\n  [s]\n", "\x1c[s]\n", "\ufeff[s]\n"])
    return st.tuples(start, st.lists(line, max_size=8).map("\n".join), st.sampled_from(["", "\n"])).map(
        lambda parts: _bytes("".join(parts))
    )


def yaml_files() -> st.SearchStrategy[bytes]:
    key = st.sampled_from(
        [
            "password",
            "a",
            "b c",
            "'q'",
            '"q\\x41"',
            "1",
            "yes",
            "<<",
            "=",
            "? k",
            "- a",
            "&x k",
            "token",
            "aws_key",
            "apikey",
            "api_key",
        ]
    )
    scalar = st.one_of(
        values(),
        values().map(lambda text: f'"{text}"'),
        values().map(lambda text: f"'{text}'"),
        st.sampled_from(
            [
                *(
                    "|\n    a\n    b",
                    ">-\n    password: x\n    more",
                    "!!binary aGVsbG8=",
                    "&x v1w2",
                    "*x",
                    "2021-01-01",
                    "1_0",
                    "0x1f",
                ),
                *(
                    "{a: b, password: c}",
                    "[a, {password: hunter2}]",
                    "{password: {x: y}, secret: z}",
                    "{}",
                    "[]",
                    "null",
                    "!t x",
                ),
                *(
                    '"a\\\n    b"',
                    "folded\n    more",
                    "{a: b,\n   password: c}",
                    "http://x?y",
                    "{a: x?y}",
                    "!!str 5",
                    "~",
                    "true",
                ),
                *(
                    "'it''s'",
                    '"\\u0041 \\"q\\""',
                    "[a: b]",
                    "{a}",
                    "{a:b}",
                    '{"password":"hunter2"}',
                    "%x",
                    "@x",
                    "- x",
                ),
            ]
        ),
    )
    comment = st.sampled_from(["", "", "", " # password: 'x'", " # pragma: allowlist secret", "  #c", " # a\u00a0b"])
    line = st.one_of(
        st.tuples(
            st.sampled_from(["", "", "", "  ", "- ", "  - ", "    "]),
            key,
            st.sampled_from([": ", ": ", ": ", ":", " : ", ":\n  "]),
            scalar,
            comment,
        ).map("".join),
        st.sampled_from(
            [
                "---",
                "...",
                "# c",
                "",
                "- x",
                "  y",
                "k:",
                "\tt",
                "# pragma: allowlist nextline secret",
                "%YAML 1.1",
                "- - a: b",
            ]
        ),
    )
    return st.lists(line, max_size=9).map(lambda parts: _bytes("\n".join(parts) + "\n"))
