"""Asking vendors whether a credential works: verifiers against real HTTPS servers here, and who is never asked."""

import base64
import json
import logging
import os
import pkgutil
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import detect_secrets.plugins
import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from https_support import Answer, Handler, Server, body, dripping, endless, raw, redirect, status
from made_up_secrets import made_up
from test_secret_detection import TOKENS
from tests_support import TOP, Repository
from token_samples import sample
from vendors_support import (
    ALPHANUMERIC,
    AWS_SECRET,
    COS_ID,
    HEX,
    KNOWN,
    NAMES,
    Known,
    Vendors,
    as_json,
    hanging,
    some,
    vendors,
)
from walkaround import cli
from walkaround._policy import Policy
from walkaround.secret_detection import BLOCK, VERIFY, _verify, main
from walkaround.secret_detection._gate import Gate
from walkaround.secret_detection._judge import Job, secrets
from walkaround.secret_detection._kinds import DEFAULT, DETECTORS
from walkaround.secret_detection._tokens import TokenKind, all_kinds
from walkaround.secret_detection._vendors import VENDORS, Reply
from walkaround.secret_detection._verify import Answer as Verdicted
from walkaround.secret_detection._verify import Question, Verdict, ask, question, words

pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")  # in detect-secrets

VERIFIED, REFUSED = Verdicted(Verdict.VERIFIED), Verdicted(Verdict.REFUSED)
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
PATIENT = 60  # seconds for each question: where an answer comes, a slow machine has it by then
EVERY = pytest.mark.parametrize("name", KNOWN)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def proxied(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[tuple[Vendors, Server]]:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with vendors(authority) as (them, proxy):
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.server_port}")
        yield them, proxy


@pytest.fixture
def them(proxied: tuple[Vendors, Server]) -> Vendors:
    return proxied[0]


def about(known: Known, value: str | None = None) -> Question:
    """The question about a credential in its file."""
    value = known.value if value is None else value
    lines = known.text.replace("{}", value).splitlines()
    index = next(number for number, line in enumerate(lines) if value in line)
    start = lines[index].index(value)
    return question(known.detector, lines, index, start, start + len(value))


def unanswered(why: str) -> Verdicted:
    return Verdicted(Verdict.UNANSWERED, why)


# ---- what vendors answer ----


@EVERY
def test_a_vendor_confirms_what_works(name: str, them: Vendors) -> None:
    assert ask([about(KNOWN[name])], PATIENT) == [VERIFIED]
    assert them.asked == [KNOWN[name].asked]


@EVERY
def test_a_vendor_refuses_what_does_not_work(name: str, them: Vendors) -> None:
    them.valid.clear()
    assert ask([about(KNOWN[name])], PATIENT) == [REFUSED]
    assert them.asked == [KNOWN[name].asked]


PAGE = b"<html><body>This address is blocked.</body></html>"
NEITHER = "its reply says neither"
STRANGE: dict[str, tuple[Answer, str]] = {
    "500": (status(500), NEITHER),
    "429": (as_json({"ok": False, "error": "ratelimited"}, 429), NEITHER),
    "407 of a proxy behind": (status(407), NEITHER),
    "503 in JSON": (as_json({"error": "unavailable", "ok": False}, 503), NEITHER),
    "a page that blocks, 403": (body(PAGE, 403), NEITHER),
    "a page that blocks, 401": (body(PAGE, 401), NEITHER),
    "a page that blocks, 200": (body(PAGE, 200), NEITHER),
    "nothing, 200": (body(b""), NEITHER),
    "broken JSON": (body(b'{"ok": tru'), NEITHER),
    "a JSON list": (as_json([1, 2]), NEITHER),
    "deep JSON": (body(b"[" * 100_000), NEITHER),
    "JSON without what counts": (as_json({"hello": "world"}), NEITHER),
    "not UTF-8": (body(b'\xff\xfe{"ok":'), NEITHER),
    "a redirect": (redirect("{at}/elsewhere"), NEITHER),
    "a redirect that repeats the body": (redirect("{at}/elsewhere", 307), NEITHER),
    "more than a mebibyte": (body(b" " * (1 << 20) + b"{}"), NEITHER),
    "without end": (endless(b"HTTP/1.1 200 OK\r\n\r\n", b" " * 65536), NEITHER),
    "packed, unasked": (body(b"\x1f\x8b\x08\x00", Content_Encoding="gzip"), NEITHER),
    "no HTTP": (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "no connection"),
    "closed at once": (raw(b""), "no connection"),
    "cut short": (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), "no connection"),
    "broken chunks": (raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}"), "no connection"),
}


@EVERY
@pytest.mark.parametrize(("answer", "why"), list(STRANGE.values()), ids=list(STRANGE))
def test_a_strange_answer_is_none(name: str, answer: Answer, why: str, them: Vendors) -> None:
    them.answer = answer
    assert ask([about(KNOWN[name])], PATIENT) == [unanswered(why)]
    assert them.asked == [KNOWN[name].asked]


SLOW: dict[str, Answer] = {
    "hangs": hanging,
    "drips a header": dripping(b"HTTP/1.1 200 OK\r\nX: ", b"y"),
    "drips a body": dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n", b" "),
}


@EVERY
@pytest.mark.parametrize("answer", list(SLOW.values()), ids=list(SLOW))
def test_a_slow_answer_is_not_waited_for(name: str, answer: Answer, them: Vendors) -> None:
    them.answer = answer
    started = time.monotonic()
    assert ask([about(KNOWN[name])], 0.3) == [unanswered("time-out")]
    assert time.monotonic() - started < 60


def test_one_that_hangs_does_not_hold_up_the_others(them: Vendors) -> None:
    hung = [about(KNOWN["mailchimp"], some(HEX, 32) + "-us7") for _ in range(5)]
    them.hanging.add("us7.api.mailchimp.com")
    assert ask([*hung, about(KNOWN["slack"])], 5) == [unanswered("time-out")] * 5 + [VERIFIED]


@EVERY
def test_a_proxy_that_is_not_there_is_no_answer(name: str, them: Vendors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert ask([about(KNOWN[name])], PATIENT) == [unanswered("no connection")]
    assert them.asked == []


@EVERY
def test_nothing_is_sent_to_a_server_without_the_vendors_certificate(
    name: str, them: Vendors, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "another.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "another.pem"))
    assert ask([about(KNOWN[name])], PATIENT) == [unanswered("no connection")]
    assert them.asked == []


SLACK_SAYS = {
    "token_revoked": REFUSED,
    "account_inactive": REFUSED,
    "token_expired": REFUSED,
    "ratelimited": unanswered(NEITHER),
    "internal_error": unanswered(NEITHER),
    "ekm_access_denied": unanswered(NEITHER),
}


@pytest.mark.parametrize("error", SLACK_SAYS)
def test_not_every_error_of_slack_is_a_refusal(error: str, them: Vendors) -> None:
    them.answer = as_json({"ok": False, "error": error})
    assert ask([about(KNOWN["slack"])], PATIENT) == [SLACK_SAYS[error]]


@pytest.mark.parametrize(("code", "message", "answer"), [
    pytest.param(401, "Invalid API Key provided: rk_live_***", REFUSED, id="invalid"),
    pytest.param(401, "Expired API Key provided: rk_live_***", REFUSED, id="expired"),
    pytest.param(401, "The provided key does not have the required permissions", unanswered(NEITHER), id="old version"),
    pytest.param(403, "The provided key does not have the required permissions", unanswered(NEITHER), id="restricted"),
])  # fmt: skip
def test_a_key_of_stripe_that_may_not_is_not_refused(code: int, message: str, answer: Verdicted, them: Vendors) -> None:
    them.answer = as_json({"error": {"type": "invalid_request_error", "message": message}}, code)
    assert ask([about(KNOWN["stripe-restricted"])], PATIENT) == [answer]


# ---- what a credential is used with ----


def aws(*secrets: str, key: str = "") -> Question:
    lines = [f'key = "{key or KNOWN["aws"].value}"', "; ".join(f'secret = "{secret}"' for secret in secrets)]
    return question("AWSKeyDetector", lines, 0, 7, 27)


OTHERS = [some(ALPHANUMERIC, 40) for _ in range(9)]
AWS = {
    "its own among others": (aws(*OTHERS[:2], AWS_SECRET), VERIFIED, 3),
    "its own first": (aws(AWS_SECRET, *OTHERS[:2]), VERIFIED, 1),
    "another's": (aws(OTHERS[0]), unanswered(NEITHER), 1),
    "none": (aws(), Verdicted(Verdict.NOT_ASKED, "no secret key stands near it"), 0),
    "too many": (aws(*OTHERS), unanswered("more than 8 strings near it could be the secret key"), 0),
    "of a key that AWS does not know": (aws(AWS_SECRET, key="AKIA" + "A2" * 8), REFUSED, 1),
    "of a temporary key": (
        aws(AWS_SECRET, key="ASIA" + KNOWN["aws"].value[4:]),
        Verdicted(Verdict.NOT_ASKED, "no verifier for this form of it"),
        0,
    ),
}


@pytest.mark.parametrize(("asked", "answer", "requests"), list(AWS.values()), ids=list(AWS))
def test_the_secret_key_beside_an_aws_key(asked: Question, answer: Verdicted, requests: int, them: Vendors) -> None:
    assert ask([asked], PATIENT) == [answer]
    assert len(them.asked) == requests


@pytest.mark.parametrize("first", ["bob", "ada"])
def test_each_user_name_near_is_tried(first: str, them: Vendors) -> None:
    known = KNOWN["softlayer"]
    names = {"bob": "ada", "ada": "bob"}
    text = f"softlayer_username: {first}\nsoftlayer_username: {names[first]}\n" + known.text.splitlines()[1]
    assert ask([about(known._replace(text=text))], PATIENT) == [VERIFIED]
    assert len(them.asked) == (1 if first == "ada" else 2)


@pytest.mark.parametrize(("name", "partner"), [
    pytest.param("cloudant-assigned", "account", id="cloudant"),
    pytest.param("ibm-cos", "access key id", id="ibm-cos"),
    pytest.param("softlayer", "user name", id="softlayer"),
])  # fmt: skip
def test_without_its_partner_nobody_is_asked(name: str, partner: str, them: Vendors) -> None:
    known = KNOWN[name]
    alone = known._replace(text=known.text.splitlines()[1])
    assert ask([about(alone)], PATIENT) == [Verdicted(Verdict.NOT_ASKED, f"no {partner} stands near it")]
    assert them.asked == []


@pytest.mark.parametrize("distance", [5, 6])
def test_partners_are_sought_five_lines_around(distance: int, them: Vendors) -> None:
    key = KNOWN["aws"].value
    lines = [f'secret = "{AWS_SECRET}"', *[""] * (distance - 1), key]
    (answer,) = ask([question("AWSKeyDetector", lines, distance, 0, 20)], PATIENT)
    assert answer.verdict is (Verdict.VERIFIED if distance == 5 else Verdict.NOT_ASKED)
    assert len(them.asked) == (distance == 5)


def test_of_a_stripe_key_the_whole_is_asked_about(them: Vendors) -> None:
    known = KNOWN["stripe-restricted"]
    line = f"STRIPE={known.value}"
    assert ask([question("StripeDetector", [line], 0, 7, 7 + 32)], PATIENT) == [VERIFIED]
    assert them.asked == [known.asked]


# ---- who is asked, and how often ----


def test_every_verifier_of_detect_secrets_is_known_here() -> None:
    """IbmCloudIamDetector takes any 44 characters behind `key` for IBM's: IBM would be sent other people's secrets."""
    base = import_module("detect_secrets.plugins.base").BasePlugin
    modules = [import_module(f"detect_secrets.plugins.{one.name}") for one in pkgutil.iter_modules(_plugin_path())]
    classes: list[Any] = [one for module in modules for one in vars(module).values() if isinstance(one, type)]
    with_one = {one.__name__ for one in classes if issubclass(one, base) and one.verify is not base.verify}
    assert with_one == set(VENDORS) | {"IbmCloudIamDetector"}


def _plugin_path() -> list[str]:
    return list(detect_secrets.plugins.__path__)


@pytest.mark.parametrize("detector", sorted(set(DETECTORS) - set(VENDORS)))
def test_a_kind_without_verifier_is_not_asked_about(detector: str, them: Vendors) -> None:
    text = f"key = '{some(ALPHANUMERIC, 44)}'"
    asked = question(detector, [text], 0, 7, 51)
    assert ask([asked], PATIENT) == [Verdicted(Verdict.NOT_ASKED, "no verifier for this kind")]
    assert them.asked == []


@EVERY
@pytest.mark.parametrize("ending", ["/../x", "\r\nX: y", "@evil.example", "?a", "\0"], ids=repr)
def test_only_the_whole_form_of_a_credential_is_sent(name: str, ending: str, them: Vendors) -> None:
    known = KNOWN[name]
    odd = Question(known.detector, known.value + ending, (*known.lines, known.value + ending), len(known.lines))
    assert ask([odd], PATIENT) == [Verdicted(Verdict.NOT_ASKED, "no verifier for this form of it")]
    assert them.asked == []


REACHED = [
    ("https://slack.com/api/auth.test", True),
    ("https://slack.com:443/", True),
    ("http://slack.com/", False),
    ("https://slack.com:8443/", False),
    ("https://slack.com.evil.example/", False),
    ("https://evil.example/slack.com", False),
    ("https://slack.com@evil.example/", False),
    ("https://notslack.com/", False),
    ("https://127.0.0.1/", False),
    ("https://[::1/", False),
    ("https://https://slack.com/", False),
    ("file:///etc/passwd", False),
    ("", False),
]


@pytest.mark.parametrize(("url", "may"), REACHED, ids=[url for url, _ in REACHED])
def test_no_other_host_is_reached(url: str, may: bool, them: Vendors) -> None:
    line = _verify._Line(VENDORS["SlackDetector"], 1)
    assert line._may_reach(url) is may
    if not may:
        with pytest.raises(_verify._NoAnswer) as caught:
            line.get(url)
        assert caught.value.answer == unanswered("the verifier failed")
    assert them.asked == []


def test_a_path_is_sent_as_it_was_signed(them: Vendors, monkeypatch: pytest.MonkeyPatch) -> None:
    """requests 2.32 makes one slash of several; here every version does."""
    monkeypatch.setattr("requests.adapters.HTTPAdapter.request_url", lambda *_: "/")
    assert ask([about(KNOWN["ibm-cos"])], PATIENT) == [VERIFIED]
    assert them.asked == [KNOWN["ibm-cos"].asked]


def test_one_credential_is_asked_about_once(them: Vendors) -> None:
    asked = [about(known) for known in KNOWN.values()]
    assert ask(asked * 3, PATIENT) == [VERIFIED] * (3 * len(KNOWN))
    assert sorted(them.asked) == sorted(known.asked for known in KNOWN.values())
    assert them.encodings == {"identity"}


def test_what_works_in_one_place_works_in_the_other(them: Vendors) -> None:
    assert ask([aws(OTHERS[0]), aws(AWS_SECRET), aws(OTHERS[1])], PATIENT) == [VERIFIED] * 3
    assert len(them.asked) == 3


def test_at_most_four_questions_are_in_the_air(them: Vendors) -> None:
    def slowly(handler: Handler) -> None:
        until = time.monotonic() + PATIENT / 2
        while them.most_at_once < 4 and time.monotonic() < until:  # a fifth would come while the first ones wait
            time.sleep(0.02)
        time.sleep(0.1)
        as_json({"ok": False}, 401)(handler)

    them.answer = slowly
    telegrams = [about(KNOWN["telegram"], f"12345678{number}:{some(ALPHANUMERIC, 35)}") for number in range(9)]
    assert ask(telegrams, PATIENT) == [REFUSED] * 9
    assert (len(them.asked), them.most_at_once) == (9, 4)


def test_no_more_than_a_number_of_questions_is_put(them: Vendors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_verify, "_MOST", 2)
    names = ("slack", "stripe", "telegram", "slack")
    too_many = unanswered("more than 200 credentials to ask about")
    assert ask([about(KNOWN[name]) for name in names], PATIENT) == [VERIFIED, VERIFIED, too_many, VERIFIED]
    assert len(them.asked) == 2


def test_no_question_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threading.Thread.start", lambda _: pytest.fail("a thread was started"))
    assert ask([], PATIENT) == []


def test_a_login_of_the_user_is_not_sent(them: Vendors, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("default login ada password letmein\n")
    assert ask([about(known) for known in KNOWN.values()], PATIENT) == [VERIFIED] * len(KNOWN)
    assert len(them.asked) == len(KNOWN)


def test_a_verifier_that_fails_is_no_answer(them: Vendors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_verify, "_copy", lambda _: 1 / 0)
    assert ask([about(KNOWN["slack"])], PATIENT) == [unanswered("the verifier failed")]
    assert them.asked == []


@pytest.mark.usefixtures("them")
def test_detect_secrets_stays_as_it_is_for_others() -> None:
    import requests

    slack = import_module("detect_secrets.plugins.slack")
    before = set(sys.modules)
    assert ask([about(KNOWN["slack"])], PATIENT) == [VERIFIED]
    assert slack.requests is requests
    assert not [name for name in set(sys.modules) - before if name.startswith("detect_secrets.plugins.")]


@pytest.mark.parametrize("answer", [None, status(500), raw(b""), dripping(b"HTTP/1.1 200 OK\r\nX: ", b"y")])
def test_nothing_of_a_value_is_logged_or_said(
    answer: Answer | None,
    them: Vendors,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    them.answer = answer
    with caplog.at_level(logging.DEBUG):
        for name in list(logging.root.manager.loggerDict):
            logging.getLogger(name).setLevel(logging.DEBUG)
        answers = ask([about(known) for known in KNOWN.values()], 0.5)
        logging.getLogger("urllib3.connectionpool").debug("others are heard")
    heard = caplog.text + "".join(capfd.readouterr()) + repr(answers)
    assert "others are heard" in heard
    assert [name for name, known in KNOWN.items() if known.value[4:12] in heard] == []


@given(st.sampled_from(sorted(VENDORS)), st.integers(100, 599), st.binary() | st.sampled_from([
    b"{}", b"[]", b"null", b'{"ok": null}', b'{"ok": 1}', b'{"error": []}', b'{"status": "401"}', b"[" * 9999,
]))  # fmt: skip
def test_no_reply_breaks_the_reading_of_it_nor_confirms(detector: str, code: int, content: bytes) -> None:
    assert VENDORS[detector].read(Reply(code, content)) in (None, False)
    assert VENDORS[detector].read(Reply(500, content)) is None


@given(st.lists(st.text(st.characters(exclude_characters="\n")), min_size=1, max_size=20), st.data())
def test_a_question_holds_the_value_in_its_line(lines: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(lines) - 1))
    start = data.draw(st.integers(0, len(lines[index])))
    end = data.draw(st.integers(start, len(lines[index])))
    asked = question("AWSKeyDetector", lines, index, start, end)
    assert asked.value == lines[index][start:end]
    assert asked.value in asked.lines[asked.at]
    assert list(asked.lines) == lines[max(0, index - 5) : index + 6]
    assert _verify._task(asked) is not None


def test_a_long_line_is_cut_around_the_value() -> None:
    line = "x" * 100_000 + "AKIA" + "A" * 16 + f'"" = "{AWS_SECRET}"' + "y" * 100_000
    asked = question("AWSKeyDetector", ["a" * 9000, line], 1, 100_000, 100_020)
    assert [len(one) for one in asked.lines] == [8192, 8192]
    assert asked.value in asked.lines[1]
    assert AWS_SECRET in asked.lines[1]


# ---- the hook ----

FILE = "settings.ini"
SECRETS = "".join(f"{known.text.replace('{}', known.value)}" for known in (KNOWN["stripe"], KNOWN["slack"]))
REMEDY = (
    "    Revoke it at {}, then read the new one from the environment or a secret store; "
    "if it opens nothing or is meant for everybody, mark the line `pragma: allowlist secret`.\n"
)


def policy(**values: str | bool) -> str:
    return "[secret-detection]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())


def finding(line: int, column: int, noun: str, said: str, vendor: str, mark: str = "") -> str:
    return (
        f"{FILE}:{line}:{column}: SEC001 {noun} stands here in plain text (confidence high){said}.{mark}\n"
        + REMEDY.format(vendor)
    )


STRIPE_AT = (1, 8, "A Stripe live key")
SLACK_AT = (2, 7, "A Slack bot token")
STRIPE, SLACK = "Stripe (https://dashboard.stripe.com/apikeys)", "Slack (https://api.slack.com/apps)"
WORKS, NOT = "; the vendor confirms that it works", "; the vendor refuses it"
IN_VAIN = "; the vendor was asked in vain: no connection"
W = " [warning]"
NOT_KNOWN = (
    f"walkaround: secret-detection: {FILE}: not judged: whether the credential in line 1 (and 1 more) works: "
    "no connection; run it again, or set secret-detection.block to found\n"
)
NOT_ALLOWED = (
    "walkaround: secret-detection: not judged: --verify is not allowed by the policy; "
    "set secret-detection.verify = true there, or leave it out\n"
)
RUNS: dict[str, tuple[dict[str, Any], list[str], tuple[str, ...], tuple[int, str, str]]] = {
    "found, not asked": (
        {}, [], ("stripe", "slack"),
        (1, finding(*STRIPE_AT, "", STRIPE) + finding(*SLACK_AT, "", SLACK), ""),
    ),
    "not allowed": (
        {}, ["--verify"], ("stripe", "slack"),
        (2, "", NOT_ALLOWED),
    ),
    "allowed and not wanted": (
        {"verify": True, "block": "verified"}, [], ("stripe", "slack"),
        (1, finding(*STRIPE_AT, "", STRIPE) + finding(*SLACK_AT, "", SLACK), ""),
    ),
    "what is found blocks": (
        {"verify": True}, ["--verify"], ("stripe",),
        (1, finding(*STRIPE_AT, WORKS, STRIPE) + finding(*SLACK_AT, NOT, SLACK), ""),
    ),
    "what is found blocks, nothing works": (
        {"verify": True}, ["--verify"], (),
        (1, finding(*STRIPE_AT, NOT, STRIPE) + finding(*SLACK_AT, NOT, SLACK), ""),
    ),
    "what is confirmed blocks": (
        {"verify": True, "block": "verified"}, ["--verify"], ("stripe",),
        (1, finding(*STRIPE_AT, WORKS, STRIPE) + finding(*SLACK_AT, NOT, SLACK, W), ""),
    ),
    "what is confirmed blocks, nothing works": (
        {"verify": True, "block": "verified"}, ["--verify"], (),
        (0, finding(*STRIPE_AT, NOT, STRIPE, W) + finding(*SLACK_AT, NOT, SLACK, W), ""),
    ),
    "what is found blocks, no network": (
        {"verify": True}, ["--verify"], ("no network",),
        (1, finding(*STRIPE_AT, IN_VAIN, STRIPE) + finding(*SLACK_AT, IN_VAIN, SLACK), ""),
    ),
    "what is confirmed blocks, no network": (
        {"verify": True, "block": "verified"}, ["--verify"], ("no network",),
        (2, finding(*STRIPE_AT, IN_VAIN, STRIPE) + finding(*SLACK_AT, IN_VAIN, SLACK), NOT_KNOWN),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("keys", "argv", "valid", "expected"), list(RUNS.values()), ids=list(RUNS))
def test_the_hook(
    keys: dict[str, Any], argv: list[str], valid: tuple[str, ...], expected: tuple[int, str, str],
    repository: Repository, them: Vendors, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    repository.write("walkaround.toml", policy(**keys))
    repository.stage(FILE, SECRETS)
    them.valid = {KNOWN[name].value for name in valid if name in KNOWN}
    if "no network" in valid:
        monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    code = main([*argv, FILE])
    assert (code, *capsys.readouterr()) == expected
    asked = [KNOWN[name].asked for name in ("slack", "stripe")]
    assert sorted(them.asked) == (sorted(asked) if argv and keys and "no network" not in valid else [])


def test_a_kind_without_vendor_only_warns_where_confirmed_ones_block(
    repository: Repository, them: Vendors, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("walkaround.toml", policy(verify=True, block="verified"))
    repository.stage(FILE, f"x = '{made_up(5)['GITHUB_TOKEN']}'\n")
    assert main(["--verify", "--format", "json", FILE]) == 0
    (said,) = json.loads(capsys.readouterr().out)["findings"]
    assert (said["rule"], said["severity"]) == ("SEC001", "warning")
    assert said["message"] == (
        "A GitHub personal access token stands here in plain text (confidence high); "
        "the vendor was not asked: no verifier for this kind."
    )
    assert them.asked == []


def test_a_rule_that_is_off_stays_off(
    repository: Repository, them: Vendors, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("walkaround.toml", policy(verify=True, block="verified") + '[rules]\nSEC001 = "off"\n')
    repository.stage(FILE, SECRETS)
    them.valid.clear()
    assert (main(["--verify", FILE]), *capsys.readouterr()) == (0, "", "")


def test_what_blocks_may_differ_by_path(
    repository: Repository, them: Vendors, capsys: pytest.CaptureFixture[str]
) -> None:
    override = '[[paths]]\nglob = "examples/**"\nsecret-detection.block = "verified"\n'
    repository.write("walkaround.toml", policy(verify=True) + override)
    them.valid.clear()
    for path in ("examples/a.py", "b.py"):
        repository.stage(path, SECRETS)
    assert main(["--verify", "--format", "json", "examples/a.py", "b.py"]) == 1
    said = json.loads(capsys.readouterr().out)["findings"]
    assert [(one["path"], one["severity"]) for one in said] == [
        *[("b.py", "error")] * 2, *[("examples/a.py", "warning")] * 2
    ]  # fmt: skip
    assert len(them.asked) == 2


@pytest.mark.parametrize("allowed", [True, False])
def test_check_offers_it_too(
    allowed: bool, repository: Repository, them: Vendors, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("walkaround.toml", policy(verify=allowed))
    repository.stage(FILE, SECRETS)
    code = cli.main(["check", "--verify", "--format", "json", FILE])
    out = json.loads(capsys.readouterr().out)
    ours = [one for one in out["findings"] if one["rule"] == "SEC001"]
    if allowed:
        assert [one["message"].partition("; ")[2] for one in ours] == ["the vendor confirms that it works."] * 2
        assert (code, out["errors"], len(them.asked)) == (1, [], 2)
    else:
        why = "--verify is not allowed by the policy; set secret-detection.verify = true there, or leave it out"
        assert (code, out["errors"]) == (2, [{"hook": "check", "path": "", "message": why}])
        assert them.asked == []


def test_no_policy_on_the_command_line_allows_it(
    repository: Repository, them: Vendors, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("allows.toml", policy(verify=True))
    repository.stage(FILE, SECRETS)
    assert main(["--verify", "--policy", "allows.toml", FILE]) == 2
    assert capsys.readouterr().out == ""
    assert them.asked == []


def test_a_lock_keeps_it_from_being_allowed(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write("organisation.toml", 'lock = ["secret-detection.*"]\n' + policy(verify=False, block="found"))
    repository.write("walkaround.toml", 'extends = "./organisation.toml"\n' + policy(verify=True))
    repository.stage(FILE, SECRETS)
    assert main(["--verify", FILE]) == 2
    assert "secret-detection.verify" in capsys.readouterr().err


@pytest.mark.parametrize(("key", "looser", "stricter"), [(VERIFY, True, False), (BLOCK, "verified", "found")])
def test_what_sends_or_lets_through_more_is_looser(key: Any, looser: Any, stricter: Any) -> None:
    assert key.default == stricter
    assert Policy()[key] == stricter
    assert key.loosens(stricter, looser)
    assert not key.loosens(looser, stricter)


@EVERY
def test_every_verifier_is_reached_from_a_file(
    name: str, repository: Repository, them: Vendors, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("walkaround.toml", policy(verify=True))
    repository.stage("a.yaml", f"# up\n\n{KNOWN[name].text.replace('{}', KNOWN[name].value)}")
    main(["--verify", "--format", "json", "a.yaml"])
    said = [one["message"] for one in json.loads(capsys.readouterr().out)["findings"]]
    assert [message for message in said if message.endswith(f"{WORKS}.")] != []
    assert them.asked == [KNOWN[name].asked]


# ---- which kinds of the catalogue are asked about ----

# By a kind's id: how the values begin that its vendor's verifier takes, and a file's lines with `{}` for one.
ASKED_ABOUT = {
    "aws-access-key-id": ("AKIA", f"{{}}\nsecret = '{AWS_SECRET}'\n"),
    "ibm-cloudant-password": ("", "cloudant_user = acme\ncloudant_key = '{}'\n"),
    "ibm-cloud-object-storage-hmac-secret": ("", f"cos_access_key_id: {COS_ID}\ncos_secret_access_key: {{}}\n"),
    "mailchimp-api-key": ("", "key: {}\n"),
    "slack-bot-token": ("", "{}\n"),
    "slack-user-token": ("", "{}\n"),
    "slack-legacy-token": ("", "{}\n"),
    "slack-webhook": ("https://hooks.slack.com/", "{}\n"),
    "softlayer-api-key": ("", "softlayer_username: ada\nsoftlayer_key: {}\n"),
    "stripe-live-key": ("", "{}\n"),
    "telegram-bot-token": ("", "{}\n"),
    "telegram-bot-old-token": ("", "telegram: {}\n"),
}
# Its verifier does not take them: test keys open nothing, a secret key goes with its key id, and so on.
NOT_ASKED_ABOUT = {
    "aws-secret-access-key",
    "slack-session-cookie",
    "slack-session-token",
    "slack-workflow-webhook",
    "stripe-test-key",
}
OF_VENDORS = [kind for kind in all_kinds() if kind.detector in VENDORS]


def questions_in(text: str, path: str = "a.yaml") -> list[Question]:
    """What would be asked about what is found in a file."""
    job = Job(path, path, frozenset(DEFAULT), None, 10, Gate(hyperscan=False), verifying=True)
    return [one.question for one in secrets(job, text.encode()) if one.question is not None]


def test_every_kind_of_a_vendor_with_a_verifier_is_decided_on() -> None:
    assert sorted(kind.id for kind in OF_VENDORS) == sorted(ASKED_ABOUT.keys() | NOT_ASKED_ABOUT)
    assert {kind.detector for kind in OF_VENDORS if kind.id in ASKED_ABOUT} == set(VENDORS)


@pytest.mark.parametrize("kind", OF_VENDORS, ids=[kind.id for kind in OF_VENDORS])
def test_a_token_is_asked_about_by_its_kind(kind: TokenKind) -> None:
    source = random.Random(kind.id)  # noqa: S311 - nothing here protects anything
    begins, text = ASKED_ABOUT.get(kind.id, ("", f"{kind.clues[0]}: {{}}\n"))
    taken = 0
    for _ in range(40):
        value = sample(kind, source)
        asked = [one for one in questions_in(text.format(value)) if one.value == value]
        assert [one.detector for one in asked] == [kind.detector], value
        expected = kind.id in ASKED_ABOUT and value.startswith(begins)
        assert isinstance(_verify._task(asked[0]), _verify._Task) is expected, value
        taken += expected
    assert bool(taken) is (kind.id in ASKED_ABOUT)


def test_what_stands_there_encoded_is_asked_about_as_it_is() -> None:
    value = KNOWN["stripe"].value
    (asked,) = questions_in(f"data: {base64.b64encode(f'STRIPE_KEY={value}'.encode()).decode()}\n")
    assert (asked.detector, asked.value) == ("StripeDetector", value)
    assert value not in "".join(asked.lines)
    assert isinstance(_verify._task(asked), _verify._Task)


@pytest.mark.parametrize(("host", "detector"), [
    pytest.param("acme.cloudant.com/db", "CloudantDetector", id="its own"),
    pytest.param("ACME.cloudant.com:443", "CloudantDetector", id="case and port"),
    pytest.param("acme.cloudant.com.evil.internal", "UrlPasswordDetector", id="in another domain"),
    pytest.param("acme.cloudant.comx/db", "UrlPasswordDetector", id="a longer name"),
    pytest.param("db.internal/acme.cloudant.com", "UrlPasswordDetector", id="in the path"),
])  # fmt: skip
def test_a_password_in_an_address_of_cloudant_is_cloudants(host: str, detector: str) -> None:
    value = KNOWN["cloudant"].value
    (asked,) = questions_in(f"url: https://acme:{value}@{host}\n")
    assert (asked.detector, asked.value) == (detector, value)


@EVERY
def test_in_compat_mode_the_same_is_asked(
    name: str, repository: Repository, them: Vendors, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("walkaround.toml", policy(verify=True, mode="compat"))
    repository.stage("a.yaml", f"# up\r\n\r\n{KNOWN[name].text.replace('{}', KNOWN[name].value)}")
    main(["--verify", "--format", "json", "a.yaml"])
    said = [one["message"] for one in json.loads(capsys.readouterr().out)["findings"]]
    assert [message for message in said if message.endswith(f"{WORKS}.")] != []
    assert [message for message in said if "in commits" in message] == []
    assert them.asked == [KNOWN[name].asked]


def test_the_words_of_an_answer() -> None:
    assert [words(one) for one in (VERIFIED, REFUSED, _verify.NO_VERIFIER, unanswered("time-out"))] == [
        "; the vendor confirms that it works",
        "; the vendor refuses it",
        "; the vendor was not asked: no verifier for this kind",
        "; the vendor was asked in vain: time-out",
    ]


# ---- without it ----

WATCHED = """
import json, os, sys
events = []
def watch(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "urllib.", "http.")):
        events.append([event, repr(arguments[1:])])
sys.addaudithook(watch)
from {module} import main
code = main({argv!r})
sys.stdout.flush()
os.write(3, json.dumps([code, events]).encode())
"""
# At its import, urllib3 tries whether a socket of its own can be bound on this machine with IPv6.
PROBE = {"socket.__new__", "socket.bind"}
HOOK = "walkaround.secret_detection"
WITHOUT = {
    "hook": (HOOK, [FILE]),
    "message": (HOOK, [".git/COMMIT_EDITMSG"]),
    "check": ("walkaround.cli", ["check", FILE]),
    "strict": ("walkaround.strict", [FILE]),
    "with it": (HOOK, ["--verify", FILE]),
}


@pytest.mark.parametrize(("module", "argv"), list(WITHOUT.values()), ids=list(WITHOUT))
def test_no_socket_is_opened_without_it(
    module: str, argv: list[str], repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every kind of token in the file, a policy that would allow it, and a proxy that would be tried."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    repository.write("walkaround.toml", policy(verify=True, block="verified"))
    known = [line for one in KNOWN.values() for line in one.lines]
    content = "\n".join([*TOKENS.values(), *known, *made_up(3).values(), f"password = '{some(ALPHANUMERIC, 20)}'"])
    repository.stage(FILE, content)
    repository.write(".git/COMMIT_EDITMSG", content)
    log = tmp_path / "events.json"
    log.touch()
    code = f"import os; os.dup2(os.open({str(log)!r}, os.O_RDWR), 3)\n" + WATCHED.format(module=module, argv=argv)
    environment = os.environ | {"PYTHONPATH": str(TOP / "hooks")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    exit_code, events = json.loads(log.read_text())
    names = {event for event, _ in events if event.startswith(("socket.", "urllib.", "http."))}
    bound = [said for event, said in events if event == "socket.bind"]
    if "--verify" in argv:
        assert "socket.connect" in names
        assert exit_code == 2
    else:
        assert names <= PROBE, done.stderr
        assert bound in ([], ["(('::1', 0),)"])
        assert exit_code == 1
        assert done.stdout.count("SEC001") >= len(TOKENS)


def test_the_vendors_of_the_tests_are_all_that_is_documented() -> None:
    page = (TOP / "docs" / "secret-verification.md").read_text(encoding="utf-8")
    hosts = [name.replace("acme.", "ACCOUNT.").replace("us7.", "usN.") for name in NAMES]
    assert [host for host in hosts if f"`{host}`" not in page] == []
    assert [detector for detector in VENDORS if f"`{detector}`" not in page] == []
