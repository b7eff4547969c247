"""What secret-detection finds, where, in which words, and what it leaves alone."""

import base64
import datetime as dt
import hashlib
import json
import logging
import os
import random
import socket
import string
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up_secrets import made_up, with_crc32
from tests_support import TOP, Repository, tries
from token_samples import sample
from token_signs import SIGNS
from walkaround._finding import Finding, NotJudged
from walkaround._hook import Said
from walkaround._policy import Key, Policy
from walkaround.secret_detection import PLUGINS, SECONDS, check, main
from walkaround.secret_detection._kinds import DEFAULT, DETECTORS
from walkaround.secret_detection._tokens import all_kinds
from walkaround.secret_detection._value import credential_like

MADE_UP = made_up(11)
HERE = os.environ | {"PYTHONPATH": str(TOP / "hooks")}
ALPHANUMERIC = string.ascii_letters + string.digits
RANDOM = "9f8Kq2LmZx7RtW3v"


class Files:
    """Inputs in memory."""

    root = "."
    changes = ()

    def __init__(self, files: Mapping[str, bytes | str], paths: tuple[str, ...] | None = None) -> None:
        self.files = {path: c.encode() if isinstance(c, str) else c for path, c in files.items()}
        self.paths = tuple(self.files) if paths is None else paths

    def read(self, path: str) -> bytes:
        return self.files[path]

    def exists(self, path: str) -> bool:
        return path in self.files

    def blob(self, path: str) -> str:  # noqa: ARG002
        return ""

    def present(self, paths: Iterable[str]) -> frozenset[str]:
        return frozenset(filter(self.exists, paths))

    def listing(self) -> tuple[str, ...]:
        return tuple(self.files)

    def expect(self, _steps: int) -> Callable[[], None]:
        return lambda: None


def said(path: str, content: bytes | str, values: Mapping[Key[Any], Any] | None = None) -> list[Said]:
    return list(check(Policy().with_values(values or {}), Files({path: content})))


def places(path: str, content: bytes | str) -> list[tuple[str, int, int]]:
    found = said(path, content)
    assert all(isinstance(one, Finding) for one in found), found
    return [(one.rule, one.line, one.column) for one in found if isinstance(one, Finding)]


def _random(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - nothing here protects anything


def some(alphabet: str, length: int, seed: int = 3) -> str:
    return "".join(_random(seed).choices(alphabet, k=length))


URLSAFE = ALPHANUMERIC + "-_"
HEX = "0123456789abcdef"
TOKENS = {
    "aws": MADE_UP["AWS_KEY"],
    "github": MADE_UP["GITHUB_TOKEN"],
    "github-fine-grained": f"github_pat_{some(ALPHANUMERIC, 22)}_{some(ALPHANUMERIC, 59)}",
    "slack": MADE_UP["SLACK_TOKEN"],
    "slack-webhook": f"https://hooks.slack.com/services/T{some('ABCDEFGH12', 9)}/B{some('ABCDEFGH12', 9)}/"
    + some(ALPHANUMERIC, 24),
    "stripe": MADE_UP["STRIPE_KEY"],
    "gitlab": "glpat-" + some(URLSAFE, 20),
    "npm": "npm_" + with_crc32(some(ALPHANUMERIC, 30)),
    "pypi": "pypi-AgEIcHlwaS5vcmc" + some(URLSAFE, 120),
    "sendgrid": f"SG.{some(URLSAFE, 22)}.{some(URLSAFE, 43)}",
    "twilio": "SK" + some("0123456789abcdef", 32),
    "jwt": MADE_UP["JWT"],
    "openai-project": f"sk-proj-{some(URLSAFE, 74)}T3BlbkFJ{some(URLSAFE, 74, 4)}",
    "openai": f"sk-{some(ALPHANUMERIC, 20)}T3BlbkFJ{some(ALPHANUMERIC, 20)}",
    "anthropic": f"sk-ant-api03-{some(URLSAFE, 93)}AA",
    "google": "AIza" + some(URLSAFE, 35),
    "hugging-face": "hf_" + some(string.ascii_letters, 34),
    "vault": "hvs." + some(URLSAFE, 90),
    "age": SIGNS["age_bech32"]("AGE-SECRET-KEY-1" + some("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58)),
    "brevo": f"xkeysib-{some(HEX, 64)}-{some(ALPHANUMERIC, 16)}",
    "heroku": "HRKU-AA" + some(ALPHANUMERIC, 58),
    "linear": "lin_api_" + some(ALPHANUMERIC, 40),
    "new-relic": "NRAK-" + some(string.ascii_uppercase + string.digits, 27),
    "postman": f"PMAK-{some(HEX, 24)}-{some(HEX, 34)}",
    "rubygems": "rubygems_" + some(HEX, 48),
    "notion": f"ntn_{some(string.digits, 11)}{some(ALPHANUMERIC, 35)}",
    "grafana": SIGNS["grafana_crc32"](f"glsa_{some(ALPHANUMERIC, 32)}_{some(HEX, 8)}"),
    "planetscale": "pscale_tkn_" + some(URLSAFE, 42) + "7",
    "supabase": "sbp_" + some(HEX, 40),
    "supabase-versioned": "sbp_v0_" + some(HEX, 40),
    "docker": "dckr_pat_" + some(URLSAFE, 26) + "7",
    "docker-organisation": "dckr_oat_" + some(URLSAFE, 31) + "7",
    "perplexity": "pplx-" + some(ALPHANUMERIC, 48),
    "figma": "figd_" + some(URLSAFE, 39) + "7",
    "doppler": "dp.pt." + some(ALPHANUMERIC, 43),
    "atlassian": SIGNS["atlassian_crc32"](f"ATATT3xFfGF0{some(URLSAFE, 171)}=1A2B3C4D"),
    "terraform": f"{some(ALPHANUMERIC, 14)}.atlasv1.{some(ALPHANUMERIC, 67)}",
    "pulumi": "pul-" + some(HEX, 40),
    "dynatrace": "dt0c01." + some("ABCDEFGH1234567", 24) + "." + some("ABCDEFGH1234567", 64),
    "square": "sq0atp-" + some(URLSAFE, 21) + "7",
    "discord-webhook": f"https://discord.com/api/webhooks/{some('123456789', 18)}/{some(URLSAFE, 67)}7",
    "artifactory": "AKCp" + some(ALPHANUMERIC, 69),
}


@pytest.mark.parametrize("token", list(TOKENS.values()), ids=list(TOKENS))
@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        pytest.param("app.py", 'client = connect("', '")\n', id="code"),
        pytest.param("app.py", 'x = os.getenv("NAME", "', '")\n', id="getenv"),
        pytest.param(".env", "THING=", "\n", id="env"),
        pytest.param("a.yaml", "  - ", "\n", id="yaml"),
        pytest.param("a.json", '{"a": "', '"}', id="json"),
        pytest.param("README.md", "Log in with `", "`.", id="prose"),
        pytest.param("min.js", "a" * 9000 + '"', '"' + "b" * 9000, id="long-line"),
        pytest.param("tests/test_a.py", "X = '", "'", id="test"),
    ],
)
def test_a_token_of_a_vendor_is_found_at_its_column(token: str, path: str, before: str, after: str) -> None:
    rule = "SEC006" if path.startswith("tests/") and token == MADE_UP["JWT"] else "SEC001"
    assert places(path, f"\n{before}{token}{after}") == [(rule, 2, len(before) + 1)]


ASSIGNED = [
    ("app.py", "password = '", "'"),
    ("app.py", 'DB_PASSWORD: str = "', '"'),
    ("app.py", 'os.getenv("API_KEY", "', '")'),
    ("app.py", 'connect(user="a", password="', '", port=1)'),
    ("app.py", '{"client_secret": "', '"}'),
    ("config.yaml", "  password: ", ""),
    ("config.yml", 'api_key: "', '"'),
    (".env", "SECRET_KEY=", ""),
    (".env", "export API_TOKEN='", "'"),
    ("setup.cfg", "password = ", ""),
    ("a.json", '  "password": "', '",'),
    ("a.js", 'const apiKey = process.env.KEY || "', '";'),
    ("a.go", 'password := "', '"'),
    ("a.tf", '  secret_key = "', '"'),
    ("Dockerfile", "ENV DB_PASSWORD=", ""),
    ("a.properties", "db.password=", ""),
    ("a.xml", "<password>", "</password>"),
    ("run.sh", "curl -H 'Authorization: Bearer ", "' https://x"),
    ("run.sh", "curl -s -u admin:", " https://x"),
    ("run.sh", "deploy --db-password '", "' --yes"),
    ("mcp.json", '{"args": ["-y", "--api-key", "', '"]}'),
    ("Dockerfile", "ENV DB_PASSWORD ", ""),
    (".netrc", "machine x login bot password ", ""),
    ("README.md", "Use the db_password `", "`."),
    ("a.sql", "ALTER USER a IDENTIFIED BY '", "';"),
    ("a.rs", 'const API_KEY: &str = "', '";'),
    ("a.rs", "const API_KEY: &'static str = \"", '";'),
    ("a.py", 'x = os.environ.get("API_KEY") or "', '"'),
    ("a.py", 'url = f"{base}?db_password=', '&page=1"'),
    ("a.js", "const dsn = 'Server=a;User Id=sa;Password=", ";Encrypt=true';"),
    ("a.py", 'dsn = "Driver={X};Server=b;UID=a;PWD=', ';"'),
    ("web.config", '<add key="DbPassword" value="', '"/>'),
    ("task.json", '{"name": "DB_PASSWORD", "value": "', '"}'),
    ("a.java", 'p.setProperty("api.key", "', '");'),
    ("a.java", 'Client.builder().apiKey("', '").build();'),
    ("a.py", 'db_password: SecretStr = Field(default="', '")'),
    ("a.py", 'DB = SecretStr("', '")'),
    ("a.py", 'requests.get(u, auth=("admin", "', '"))'),
    ("Makefile", "API_KEY ?= ", ""),
    ("a.rb", "ENV['API_KEY'] ||= '", "'"),
    ("a.R", 'api_key <- "', '"'),
    ("a.jsx", "<Client apiKey={'", "'} />"),
    ("a.cpp", 'const std::string apiKey{"', '"};'),
    ("a.cs", 'public string ApiKey { get; set; } = "', '";'),
    ("a.h", '#define API_KEY "', '"'),
    ("a.fish", "set -x API_KEY ", ""),
    ("a.plist", "<key>apiKey</key><string>", "</string>"),
    ("README.md", "| api_key | `", "` |"),
    ("a.http", "Authorization: token ", ""),
]


@pytest.mark.parametrize(("path", "before", "after"), ASSIGNED, ids=[f"{path}-{b.strip()}" for path, b, _ in ASSIGNED])
@pytest.mark.parametrize("value", [RANDOM, MADE_UP["HEX40"], MADE_UP["BASE64"]], ids=["alphanumeric", "hex", "base64"])
def test_a_random_value_of_a_secret_name_is_found_once(path: str, before: str, after: str, value: str) -> None:
    assert places(path, before + value + after) == [("SEC004", 1, len(before) + 1)]


def test_a_password_in_a_url_is_found_at_the_password() -> None:
    before = "DATABASE = 'postgres://app:"
    assert places("a.py", f"{before}{RANDOM}@db.internal/app'") == [("SEC003", 1, len(before) + 1)]


@pytest.mark.parametrize(
    ("before", "password", "after"),
    [
        pytest.param("redis://:", RANDOM, "@cache.internal:6379/0", id="no-user"),
        pytest.param("postgres://app:", "9f8Kq!LmZx*7RtW3v", "@db.internal/app", id="marks"),
        pytest.param("amqps://app:", RANDOM + "+~$=", "@mq.internal", id="more-marks"),
        pytest.param("mongodb+srv://a.b:", "9f8K%40LmZx7RtW3v", "@c0.corp.net/x", id="escaped"),
    ],
)
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_any_password_in_a_url_is_found_once(before: str, password: str, after: str, quote: str) -> None:
    line = f"SERVICE = {quote}{before}{password}{after}{quote}"
    assert places("app.env", line) == [("SEC003", 1, line.index(password) + 1)]


def test_a_signature_in_a_url_is_found() -> None:
    before = "https://a.blob.core.windows.net/c?sv=2022-11-02&sp=rl&sig="
    for signature in (
        some(ALPHANUMERIC, 43) + "%3D",
        some(ALPHANUMERIC, 41) + "%2B%2f%3d",
        some(ALPHANUMERIC, 43) + "=",
    ):
        assert places("app.py", f'"{before}{signature}&se=1"') == [("SEC001", 1, len(before) + 2)]


@pytest.mark.parametrize(
    "before",
    ["mailgun(domain, '", 'new Mailgun({ client: "x", id: "', "curl --user 'api:", "# mailgun: "],
)
def test_a_mailgun_key_is_found_where_mailgun_or_its_user_is_named(before: str) -> None:
    assert places("app.js", f"{before}key-{some(HEX, 32)}'") == [("SEC001", 1, len(before) + 1)]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(f"cache.get('key-{some(HEX, 32)}')", id="key-of-a-cache"),
        pytest.param(f"data:x;base64,AAAB/EAAA{some(ALPHANUMERIC, 60)}==", id="base64-with-EAAA"),
        pytest.param("<div class='sk-admin-Panel_header-Title-2 sk-proj-list-Entry-of-the-week-3'>", id="css-class"),
        pytest.param(f"https://a.test/?sig={some(HEX, 64)}=", id="another-signature"),
        pytest.param(f"x AKC{some(ALPHANUMERIC, 61)}-", id="not-artifactory"),
    ],
)
def test_what_only_resembles_a_vendors_token_is_none(line: str) -> None:
    assert places("app.html", line) == []


def test_a_private_key_is_found_at_its_header() -> None:
    assert places("id_rsa", "x\n" + MADE_UP["PRIVATE_KEY"]) == [("SEC002", 2, 1)]
    assert places("a.py", "KEY = '" + MADE_UP["PRIVATE_KEY"].replace("\n", "\\n") + "'") == [("SEC002", 1, 8)]


SAMPLE_PATHS = [
    "tests/a.yaml",
    "src/unit_tests/a.yaml",
    "e2e-tests/a.yaml",
    "docs/a.md",
    "docs_src/a.py",
    "pkg/test_a.py",
    "examples/a.env",
    "guide.rst",
    "src/dockerTest/resources/a.yaml",
    "src/testFixtures/a.yaml",
    "pkg/test-fixtures/a.yaml",
    "App.UnitTests/a.yaml",
    "Component/Tests/a.php",
    "guides/source/a.md",
    "rfcs/a.txt",
    "x/rfc6749.txt",
    ".env.example",
    "config.sample.yaml",
    ".env.local.template",
    "app.ini.dist",
]


def _web_token(**claims: str) -> str:
    parts = ({"alg": "HS256"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, some(string.ascii_letters + string.digits, 43)])


@pytest.mark.parametrize(
    ("claims", "rules"), [({"role": "anon"}, []), ({"role": "service"}, ["SEC001"])], ids=["anon", "service"]
)
def test_a_web_token_for_everybody_is_no_secret(claims: dict[str, str], rules: list[str]) -> None:
    found = said("app.yaml", f"api_key: '{_web_token(iss='base', **claims)}'")
    assert [one.rule for one in found if isinstance(one, Finding)] == rules


def test_a_vendors_token_in_a_path_or_a_header_is_found() -> None:
    token = some(string.ascii_letters + string.digits, 22)
    line = f"mandrill: https://api.internal/{token}/send?x=1"
    assert places("app.yaml", line) == [("SEC001", 1, line.index(token) + 1)]


@pytest.mark.parametrize("path", SAMPLE_PATHS)
def test_in_a_test_or_documentation_what_may_be_made_up_is_a_warning(path: str) -> None:
    assert places(path, f"password: '{RANDOM}'") == [("SEC006", 1, 12)]
    assert places(path, f"x: '{MADE_UP['JWT']}'") == [("SEC006", 1, 5)]
    assert places(path, f"x: '{MADE_UP['STRIPE_KEY']}'") == [("SEC001", 1, 5)]


@pytest.mark.parametrize(
    "path",
    ["contests/a.yaml", "docstore/a.py", "src/attest/a.py", "doc_store/a.py", "stack.template.yaml", "app.dist.js"],
)
def test_a_folder_that_only_sounds_like_tests_is_none(path: str) -> None:
    assert places(path, f"password: '{RANDOM}'\nx: '{MADE_UP['JWT']}'") == [("SEC004", 1, 12), ("SEC001", 2, 5)]


def test_random_strings_without_a_name_are_found_where_the_policy_asks_for_them() -> None:
    line = f'seal = "{MADE_UP["BASE64"]}"'
    assert said("a.py", line) == []
    found = said("a.py", line, {PLUGINS: DETECTORS})
    assert [(one.rule, one.column) for one in found if isinstance(one, Finding)] == [("SEC005", 9)]


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        pytest.param("pod.yaml", "  - name: DB_PASSWORD\n    value: ", "\n", id="kubernetes"),
        pytest.param("pod.yaml", "  - name: DB_PASSWORD\r\n    value: '", "'\r\n", id="crlf"),
        pytest.param("task.json", '{"name": "DB_PASSWORD",\n "value": "', '"}', id="json"),
    ],
)
def test_a_value_in_the_line_below_its_name_is_found(path: str, before: str, after: str) -> None:
    column = len(before.rpartition("\n")[2]) + 1
    assert places(path, before + RANDOM + after) == [("SEC004", 2, column)]


def test_a_value_below_a_name_that_is_not_secret_is_left_alone() -> None:
    assert said("pod.yaml", f"  - name: IMAGE_TAG\n    value: {RANDOM}\n") == []


QUIET = {
    "model-in-prose": "run the 16,000 token `gpt-3.5-turbo-16k` model",
    "models-name": 'token_model = "llama-3-70b-8192"',
    "validated": 'validate_password("kdqv42xz71")',
    "object-key": f"path = 'cache/key-{some(HEX, 32)}/x'",
    "lookup": "x = get_secret('prod-Db7-kX92mQ4zR1')",
    "sops": "password: ENC[AES256_GCM,data:Tr7o1vJ6Ww==,iv:1q2w3e4r5t6y7u8,type:str]",
    "sealed": "password: AgB" + base64.b64encode(_random(5).randbytes(400)).decode(),
    "ellipsis": "token = 'pypi-AgEIcHlwaS5vcmc...'",
    "fingerprint": "signing_key: " + MADE_UP["HEX40"].upper(),
    "option-reference": "run --api-key $API_KEY2 --token <your-token-9x>",
    "option-name": "run --token-file /run/secrets/token-2024",
    "curl-reference": "curl -u admin:$PASSWORD9 https://x",
    "short-query": "https://x.org/badge.svg?token=MP6TY24F43&style=flat",
    "word": "password = 'password'",
    "words": "password = 'correct-horse-battery'",
    "placeholder": "api_key = 'your-api-key-1234abcd'",
    "filler": "token = 'xxxxxxxxxxxx12345'",
    "documented-aws": "key = 'AKIAIOSFODNN7EXAMPLE'",
    "environment": "password = os.environ['PASSWORD_2_PRODUCTION']",
    "dollar": "password: $DB_PASSWORD1",
    "braces": "password: ${DB_PASSWORD:-none1234}",
    "template": "password: '{{ vault_password_9x }}'",
    "angle": "password=<YOUR-PASSWORD-9X7>",
    "format": "password = '%(password9x)s'",
    "uuid": "api_key = '3f2b8c1e-9d47-4a6b-8e15-7c0d92a4b6f3'",
    "digest": "password_sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'",
    "integrity": '"integrity": "sha512-' + MADE_UP["BASE64"] + '"',
    "commit": "auth_commit = '" + MADE_UP["HEX40"] + "'",
    "hashed": "password = 'pbkdf2_sha256$600000$" + RANDOM + "$x'",
    "path": "key_file = '/etc/ssl/private/server-2024.key'",
    "url": "token_url = 'https://auth.example.org/oauth2/v2.0/token'",
    "identifier": "secret_name = 'prod/db/password-v2'",
    "call": "token = secrets.token_urlsafe(nbytes32)",
    "model": "password = models.CharField(max_length=128)",
    "csrf": "csrf_token = '" + RANDOM + "'",
    "public": "public_key = '" + MADE_UP["BASE64"] + "'",
    "url-example": "https://user:" + RANDOM + "@example.com/",
    "url-word": "https://user:password@db.internal/",
    "expression-with-boundaries": 'token = f"(?<![A-Za-z0-9])({pattern})(?![A-Za-z0-9])"',
    "header-only": "if line == '-----BEGIN RSA PRIVATE KEY-----':",
    "version": "auth_version = '2024.11.20-1'",
    "jwt-unsigned": "x = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5ODcifQ'",
    "inside-data": "data = 'abc" + MADE_UP["AWS_KEY"] + "'",
    "escape": r"TOKEN_COLOR = '\x1b[04m\x1b[91m'",
    "next-in-a-list": "names = ['OpaqueToken', 'f8Kq2LmZx7RtW3vP']",
    "license": "license_key: ms-direct3d-d3d120n7-1.1.0",
    "type-name": "'AWS::ApiGateway::ApiKey': '48205d4ffd7feba3',",
    "leet": "password = 'P@55w0rd!9X'",
    "link": "https://codecov.io/badge.svg?token=MP6TY24F43",
    "page": "next_token = 'f8Kq2LmZx7RtW3vP'",
    "azure-emulator": "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/"
    "K1SZFPTOtr/KBHBeksoGMGw==",
    "aws-manual": "aws_secret_key = 'uV3F3YluFJax1cknvbcG" + "wgjvx4QpvB+leU8dUj2o'",
    "annotation": "Authenticate: Digest nonce=" + RANDOM,
    "sentence-without-blanks": '"TOKEN_PROMPT": "2FA\u30a2\u30d7\u30ea\u306e6\u6841\u3092\u5165\u529b",',
    "sentence-with-a-latin-word": '"TOKEN_TOOLTIP": "\u5f9eauthenticator\u8f38\u5165\u7684\u9a57\u8b49\u78bc'
    '\u5fc5\u9808\u67096\u500b\u5b57\u5143",',
    "htpasswd-line": "htpasswd: registry:$2y$10$" + some(string.ascii_letters, 53),
    "htpasswd-text": "passwd = 'registry:$2y$10$" + some(string.ascii_letters, 53) + "\\n'",
    "form-token": f'<input name="authenticity_token" value="{some(string.ascii_letters + string.digits, 60)}">',
    "urn": f'"urn:oauth:request_uri:{some(string.ascii_letters + string.digits, 24)}"',
    "grammar": "scope-token = 1*NQCHAR",
    "device": "token='UUID=6a38ee5-7235-44e7-8b22-816a403bad5d'",
    "call-in-a-string": 'password = f"*{hashlib.sha1(first).hexdigest().upper()}"',
    "template-literal": "clientSecret = `s-${Math.random().toString(36).substring(7)}-x`",
    "argument-of-another-call": f"assert_equal(hash('password'), '{MADE_UP['HEX40']}')",
    "fragment": "[x](https://colab.example/d?authuser=1#scrollTo=UZq-ymZLrT-R)",
    "camel-variable": "otpauth://totp/x?secret=$Base32String",
    "leet-word": "token = 'T0pS3cr3t'",
    "url-leet": "https://user:p4ssw0rd@db.internal/",
    "publishable": "apiKey = 'pk_live_" + some(string.ascii_letters + string.digits, 24) + "'",
    "keyboard-row": "key = 'AKIA" + some("QWERTYUP", 10) + "ASDFKJ'",
    "abridged-key": f"-----BEGIN RSA PRIVATE KEY-----\n{some(HEX, 64)}\n...\n{some(HEX, 48)}\n"
    "-----END RSA PRIVATE KEY-----",
    "signature-behind-a-vendor": f'"X-Mandrill-Signature": "{some(string.ascii_letters + string.digits, 22)}/M9pg="',
    "picture": f'"image": "iVBOCoMeTa1{some(HEX, 20)}+{some(string.ascii_letters + string.digits, 25)}+x="',
    "unsigned-web-token": "token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiI5ODcifQ.'",
    "pinned-action": f"uses: SonarSource/sonarqube-scan-action@{some(HEX, 40)} # v7.0.0",
    "pinned-clone": f"pip install sonar @ git+https://host.example/group/sonar@{some(HEX, 40)}",
    "regex-class": "TOKEN = '[a-zA-Z_][a-zA-Z0-9_-]*'",
    "regex-group": "password = '(?:Aq9#|Bx7)kZ2!'",
    "regex-repeat": r"secret = 'Zq9\d+Xv7\w*R2'",
    "reference-inside": '{token:"keyword.$S2",next:"@pop"}',
    "reference-between": '{token: "string.$S2.invalid"}',
    "crypt-sha512": "password: '$6$" + RANDOM + "$" + MADE_UP["HEX40"] + "'",
    "crypt-rounds": "password: '$6$rounds=656000$" + RANDOM + "$" + MADE_UP["HEX40"] + "'",
    "crypt-yescrypt": "password: '$y$j9T$" + RANDOM + "$" + MADE_UP["HEX40"] + "'",
    "crypt-bcrypt": "password: '$2b$12$" + RANDOM + MADE_UP["HEX40"] + "'",
    "crypt-argon2": "password: '$argon2id$v=19$m=65536,t=3,p=4$" + RANDOM + "$" + MADE_UP["HEX40"] + "'",
}


@pytest.mark.parametrize("line", list(QUIET.values()), ids=list(QUIET))
@pytest.mark.parametrize("path", ["app.py", "app.yaml"])
def test_what_only_looks_like_a_secret_is_left_alone(path: str, line: str) -> None:
    assert said(path, line) == []


NEAR_QUIET = {
    "cyrillic-letters": "q7\u0436Kz9X2!Rw\u04344Tm",
    "keyboard-by-chance": "q7KaSdF9X2!Rw4Tm",
    "dollar-and-a-word": "$Kz9X2Rw4Tmq7",
    "bracket": "q7[Kz9-X]2!Rw4",
    "class-of-its-own": "[kZ9!q]Tr4-xW8",
    "dotted-dollar": "Wq7x.$xY9qLp2",
    "dollar-first": "$1$kZ9!qTr4",
    "backslash": r"q7\Kz9X2!Rw4Tm",
    "one-class": r"q7\d+Kz9X2!Rw4Tm",
    "open-group": "q7(?!Kz9X2!Rw4Tm",
}


@pytest.mark.parametrize("value", list(NEAR_QUIET.values()), ids=list(NEAR_QUIET))
def test_a_password_with_the_marks_of_code_is_found(value: str) -> None:
    assert places("app.yaml", f"password: '{value}'") == [("SEC004", 1, 12)]


@pytest.mark.parametrize("path", ["package-lock.json", "poetry.lock", "web/pnpm-lock.yaml", "go.sum", "locale/de.po"])
def test_in_a_lock_file_only_tokens_count(path: str) -> None:
    content = f'token: "{RANDOM}"\npassword "{MADE_UP["HEX40"]}";\nx: {MADE_UP["GITHUB_TOKEN"]}\n'
    assert places(path, content) == [("SEC001", 3, 4)]


def test_several_detectors_on_one_text_are_one_finding_and_two_secrets_are_two() -> None:
    key, token = MADE_UP["AWS_KEY"], MADE_UP["GITHUB_TOKEN"]
    assert places("a.py", f'api_key = "{key}"; password = "{token}"') == [("SEC001", 1, 12), ("SEC001", 1, 47)]


ENCODED = {
    "utf-8-bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-be": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "utf-32": lambda text: text.encode("utf-32"),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "latin-1": lambda text: text.encode("latin-1"),
}


@pytest.mark.parametrize("encode", list(ENCODED.values()), ids=list(ENCODED))
def test_encodings_keep_lines_and_columns(encode: Any) -> None:
    content = encode(f"\u00e9\n\u00e9\u00e9 = '{MADE_UP['STRIPE_KEY']}'\npassword = '{RANDOM}'\n")
    assert places("a.py", content) == [("SEC001", 2, 7), ("SEC004", 3, 13)]


def test_a_byte_order_mark_in_front_of_plain_text_hides_nothing() -> None:
    content = b"\xff\xfe" + f"\nkey = '{MADE_UP['STRIPE_KEY']}'\n".encode()
    assert places("a.py", content) == [("SEC001", 2, 8)]


def test_tokens_are_found_in_binary_data_and_names_are_not() -> None:
    content = b"\x7fELF\0\xff\xfe" + MADE_UP["GITHUB_TOKEN"].encode() + b"\0password='" + RANDOM.encode() + b"'"
    assert [rule for rule, _, _ in places("a.out", content)] == ["SEC001"]


@pytest.mark.parametrize("content", [b"", b"\n", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xff\xfe\0", b"\xed\xa0\x80"])
def test_degenerate_content_is_clean(content: bytes) -> None:
    assert said("a", content) == []


@settings(max_examples=tries(150), deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_content_crashes_the_hook(content: bytes) -> None:
    line = b"\npassword = '" + content + b"'" + MADE_UP["AWS_KEY"].encode() + b" " + content
    assert all(isinstance(one, Finding) for one in said("a.yaml", line))


def test_no_secret_is_in_what_is_said() -> None:
    token, password = MADE_UP["GITHUB_TOKEN"], RANDOM
    content = f"a: {token}\npassword: {password}\n{MADE_UP['PRIVATE_KEY']}\nhttps://u:{password}@db.internal\n"
    text = repr(said("a.yaml", content))
    assert text.count("Finding(") == 4
    assert all(secret[at : at + 6] not in text for secret in (token[4:], password) for at in range(len(secret) - 9))


def test_the_words_of_a_finding() -> None:
    assert said("a.py", f"x = '{MADE_UP['GITHUB_TOKEN']}'") == [
        Finding(
            "a.py",
            1,
            6,
            "SEC001",
            "A GitHub personal access token stands here in plain text (confidence high).",
            "Revoke it at GitHub (https://github.com/settings/tokens), then read the new one from the environment or a "
            "secret store; "
            "if it opens nothing or is meant for everybody, mark the line `pragma: allowlist secret`.",
        )
    ]


ACCEPTED_BY = {
    "a comment": ("a.py", f"password = '{RANDOM}'", "mark the line `pragma: allowlist secret`."),
    "the baseline": ("a.json", f'{{"password": "{RANDOM}"}}', "accept it with `walkaround secrets baseline --update`."),
    "a comment above": (
        "a.key",
        MADE_UP["PRIVATE_KEY"],
        "write a comment such as `# pragma: allowlist nextline secret` above it.",
    ),
}


@pytest.mark.parametrize("folder", ["", "tests/"])
@pytest.mark.parametrize(("path", "content", "act"), list(ACCEPTED_BY.values()), ids=list(ACCEPTED_BY))
def test_a_remedy_names_a_way_of_acceptance_that_the_file_has(path: str, content: str, act: str, folder: str) -> None:
    (found,) = said(folder + path, content)
    assert isinstance(found, Finding)
    assert found.remedy.endswith(act)


def test_a_private_key_is_accepted_by_a_comment_above_it() -> None:
    assert said("a.key", f"# pragma: allowlist nextline secret\n{MADE_UP['PRIVATE_KEY']}\n") == []


def test_the_network_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    secret = some(ALPHANUMERIC + "/+", 40)
    content = "\n".join([f'aws_secret = "{secret}"', *TOKENS.values()])
    assert len(said("a.py", content)) == len(TOKENS) + 1


def test_detect_secrets_settings_and_log_stay_as_they_were(caplog: pytest.LogCaptureFixture) -> None:
    from detect_secrets.settings import get_settings, transient_settings

    with transient_settings({"plugins_used": [], "filters_used": []}), caplog.at_level(logging.DEBUG):
        before = get_settings().json()
        assert len(said("a.py", f"x = '{MADE_UP['AWS_KEY']}'")) == 1
        assert get_settings().json() == before
    assert MADE_UP["AWS_KEY"] not in caplog.text


def test_a_file_that_takes_too_long_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 100_000, 60))
    monkeypatch.setattr("walkaround.secret_detection._judge.time.process_time", lambda: next(clock))
    (only,) = said("big.json", "x: 1\n", {SECONDS: 30})
    assert isinstance(only, NotJudged)
    assert only.path == "big.json"
    assert only.why == (
        "took more than 30 s of CPU time to inspect for secrets; raise secret-detection.seconds-per-file or exclude "
        "the file"
    )


@pytest.mark.parametrize(
    "filler", ['{"token": "abc", "id": 12},', "password", "pragma: allowlist secret ", "eyJ", " "], ids=repr
)
def test_a_secret_at_the_end_of_a_long_line_is_found(filler: str) -> None:
    before = filler * (300_000 // len(filler)) + ' "'
    assert places("a.min.js", before + MADE_UP["AWS_KEY"] + '" , x')[-1] == ("SEC001", 1, len(before) + 1)


def test_a_clean_file_needs_no_detect_secrets(repository: Repository) -> None:
    repository.stage("app.py", "import os\n\nPASSWORD = os.environ['PASSWORD']\ntoken_id = md5_of(key2)\n")
    code = (
        "import sys; from walkaround.secret_detection import main; code = main(['app.py']);"
        "print(code, 'detect_secrets' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=HERE, capture_output=True, text=True, check=True)
    assert done.stdout == "0 False\n"


MESSAGE = (
    "Add the client\n\nKey: {key}\n# {key}\n# ------------------------ >8 ------------------------\n"
    "# Do not modify or remove the line above.\ndiff --git a/x b/x\n+{key}\n"
)


def test_a_commit_message_is_judged_as_git_keeps_it(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write(".git/COMMIT_EDITMSG", MESSAGE.format(key=MADE_UP["AWS_KEY"]))
    assert main([".git/COMMIT_EDITMSG"]) == 1
    assert capsys.readouterr().out.splitlines()[0] == (
        "<commit message>:3:6: SEC001 An AWS access key stands here in plain text (confidence high)."
    )


def test_a_comment_line_stays_in_a_message_that_no_editor_saw(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_EDITOR", ":")
    repository.write(".git/COMMIT_EDITMSG", f"Add\n\n# {MADE_UP['AWS_KEY']}\n")
    assert main([".git/COMMIT_EDITMSG"]) == 1


def test_another_comment_character_is_respected(repository: Repository) -> None:
    repository.git("config", "core.commentChar", ";")
    repository.write(".git/COMMIT_EDITMSG", f"Add\n\n; {MADE_UP['AWS_KEY']}\n")
    assert main([".git/COMMIT_EDITMSG"]) == 0
    repository.write(".git/MERGE_MSG", f"Add\n\n# {MADE_UP['AWS_KEY']}\n")
    assert main([".git/MERGE_MSG"]) == 1


def test_a_file_named_like_a_message_elsewhere_is_a_file() -> None:
    (only,) = said("docs/COMMIT_EDITMSG", f"# {MADE_UP['AWS_KEY']}\n")
    assert isinstance(only, Finding)
    assert only.path == "docs/COMMIT_EDITMSG"


def test_the_staged_content_is_judged(repository: Repository) -> None:
    repository.stage("a.py", f"x = '{MADE_UP['AWS_KEY']}'\n")
    repository.write("a.py", "x = 1\n")
    assert main(["a.py"]) == 1


def test_every_plugin_of_detect_secrets_can_be_named() -> None:
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

    mapping: dict[str, type] = get_mapping_from_secret_type_to_class()
    theirs = {one.__name__ for one in mapping.values()}
    assert theirs - {"IPPublicDetector"} <= set(DETECTORS)
    assert set(DEFAULT) < set(DETECTORS)


def random_values() -> Iterator[Any]:
    for name, alphabet, length in (
        ("alphanumeric", ALPHANUMERIC, 16),
        ("lower", string.ascii_lowercase + string.digits, 24),
        ("hex", "0123456789abcdef", 32),
        ("marks", ALPHANUMERIC + "!@#$%^&*", 16),
        ("base64url", URLSAFE, 43),
    ):
        yield pytest.param(alphabet, length, id=name)


@pytest.mark.parametrize(("alphabet", "length"), list(random_values()))
def test_nearly_all_random_values_are_taken_for_credentials(alphabet: str, length: int) -> None:
    taken = sum(credential_like(some(alphabet, length, seed)) for seed in range(500))
    assert taken >= 475


def test_few_random_capitals_are_taken_for_words() -> None:
    """An AWS access key id has sixteen of them, which read like words now and then."""
    tokens = ["AKIA" + some(string.ascii_uppercase + "234567", 16, seed) for seed in range(2000)]
    found = said("a.py", "".join(f"x = '{token}'\n" for token in tokens))
    assert len(found) >= 1999


@pytest.mark.parametrize(
    "body",
    ["YOURACCESSKEYID2", "PUTYOURKEYINHERE", "SECRETKEYGOESHERE"[:16], "NOTAREALACCESSKEY"[:16], "MYAWSACCESSKEY22"],
)
def test_words_in_the_place_of_a_random_part_are_no_token(body: str) -> None:
    assert said("a.py", f"x = 'AKIA{body}'\n") == []


def test_the_plugins_work_with_detect_secrets_own_command(repository: Repository) -> None:
    from walkaround.secret_detection import plugins

    token = TOKENS["github-fine-grained"]
    repository.write("a.txt", f"{token}\n")
    done = subprocess.run(
        [sys.executable, "-m", "detect_secrets", "scan", "-n", "-p", str(plugins.__file__), "a.txt", "--all-files"],
        env=HERE,
        capture_output=True,
        text=True,
        check=True,
    )
    assert [one["type"] for one in json.loads(done.stdout)["results"]["a.txt"]] == ["GitHub Fine-Grained Token"]


def test_base64_of_a_picture_is_no_credential() -> None:
    picture = base64.b64encode(_random(1).randbytes(3000)).decode()
    assert said("a.ipynb", f'"image/png": "{picture}", "auth": "none"') == []


def test_an_exempted_finding_passes_and_the_end_of_its_exemption_is_told_once(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    ends = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=5)
    exemption = 'rule = "SEC001"\npath = "a.py"\nreason = "opens nothing"\nowner = "@ada"\n'
    repository.write("walkaround.toml", f"[[exemptions]]\n{exemption}expires = {ends}\n")
    repository.stage("a.py", f'a = "{MADE_UP["GITHUB_TOKEN"]}"\nb = "{MADE_UP["AWS_KEY"]}"\n')
    assert main(["a.py"]) == 0
    told = f"walkaround: walkaround.toml:1: the exemption of SEC001 in a.py ends on {ends}\n"
    assert capsys.readouterr() == ("", told)


def test_no_message_holds_more_of_a_token_than_four_characters() -> None:
    """Of any kind, in plain text and in base64: neither the value, nor a part of it, nor its digest."""
    source = _random(29)
    for kind in all_kinds():
        token = sample(kind, source)
        encoded = base64.b64encode(token.encode()).decode()
        line = f"{kind.clues[0]}_api_key = '{token}'\nAuthorization: Basic {encoded}\n"
        for one in said("app.yaml", line):
            told = repr(one)
            assert not any(token[at : at + 5] in told for at in range(3 * len(token) // 4, len(token) - 4)), kind.id
            assert hashlib.sha1(token.encode(), usedforsecurity=False).hexdigest() not in told
            assert hashlib.sha256(token.encode()).hexdigest() not in told
