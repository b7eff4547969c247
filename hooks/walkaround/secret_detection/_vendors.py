"""The vendors whose credentials detect-secrets' verifiers can ask about: where, what with, and what an answer means.

The verifiers judge by the status alone: to that of AWS everything but 403 means "works", a 500 too, and to the others
everything but 200 means "refused", as the page with which a proxy blocks an address. Here an answer counts only when
it has the vendor's own form; any other tells nothing. Left out, although detect-secrets has a verifier:
IbmCloudIamDetector, which takes any 44 characters behind "key" for IBM's, so that IBM would be sent other people's.
"""

import json
import re
from collections.abc import Callable
from typing import NamedTuple


class Reply(NamedTuple):
    """What a vendor answered."""

    status: int
    body: bytes

    @property
    def fields(self) -> dict[str, object]:
        """The JSON object that the body is; empty when it is none."""
        try:
            said = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return said if isinstance(said, dict) else {}


class Vendor(NamedTuple):
    """How a verifier of detect-secrets is asked.

    `module` of `detect_secrets.plugins` holds it. `hosts` are all that it may reach, `form` is the whole of what
    it can judge, `read` says whether a reply means that the credential works; None when it says neither.

    `partner` is what the credential is used with, when it says nothing alone: the module's function `find` seeks it
    in the lines around, and the verifier reads it in a line of the form `spelled`.
    """

    module: str
    hosts: re.Pattern[str]
    form: re.Pattern[str]
    read: Callable[[Reply], bool | None]
    partner: str = ""
    find: str = ""
    spelled: str = ""


def _aws(reply: Reply) -> bool | None:
    """https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html

    SignatureDoesNotMatch is no refusal: AWS knows the key, and the secret found beside it is another's.
    """
    if reply.status == 200 and b"<GetCallerIdentityResponse" in reply.body:
        return True
    return False if reply.status == 403 and b"<Code>InvalidClientTokenId</Code>" in reply.body else None


def _cloudant(reply: Reply) -> bool | None:
    """https://docs.couchdb.org/en/stable/api/server/common.html and .../server/authn.html"""
    if reply.status == 200 and "couchdb" in reply.fields:
        return True
    return False if reply.status == 401 and reply.fields.get("error") == "unauthorized" else None


def _cos(reply: Reply) -> bool | None:
    """https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, whose codes IBM's service uses.

    AccessDenied is no refusal: the credential is known, and may not list buckets. SignatureDoesNotMatch says that
    the key id is known, and the secret perhaps another's.
    """
    if reply.status == 200 and b"<ListAllMyBucketsResult" in reply.body:
        return True
    return False if reply.status == 403 and b"<Code>InvalidAccessKeyId</Code>" in reply.body else None


def _mailchimp(reply: Reply) -> bool | None:
    """https://mailchimp.com/developer/marketing/docs/errors/"""
    if reply.status == 200 and "account_id" in reply.fields:
        return True
    return False if reply.status == 401 and reply.fields.get("status") == 401 else None


_SLACK_REFUSES = frozenset({"invalid_auth", "account_inactive", "token_revoked", "token_expired"})
_WEBHOOK_WORKS = frozenset({b"no_text", b"missing_text_or_fallback_or_attachments"})
_WEBHOOK_REFUSES = frozenset({b"invalid_token", b"no_active_hooks", b"no_service", b"no_team"})


def _slack(reply: Reply) -> bool | None:
    """https://docs.slack.dev/reference/methods/auth.test and, of webhooks, .../sending-messages-using-incoming-webhooks

    A webhook is sent a message without text, which it does not post.
    """
    if reply.body in _WEBHOOK_WORKS and reply.status in (200, 400):
        return True
    if reply.body in _WEBHOOK_REFUSES and reply.status in (403, 404, 410):
        return False
    if reply.status != 200:
        return None
    if reply.fields.get("ok") is True and "team_id" in reply.fields:
        return True
    return False if reply.fields.get("ok") is False and reply.fields.get("error") in _SLACK_REFUSES else None


def _softlayer(reply: Reply) -> bool | None:
    """https://sldn.softlayer.com/article/rest/"""
    if reply.status == 200 and "id" in reply.fields:
        return True
    return False if reply.status == 401 and "error" in reply.fields else None


def _stripe(reply: Reply) -> bool | None:
    """https://docs.stripe.com/api/errors

    A restricted key without this permission is answered with 403, in the API's version of some accounts with 401 (see
    https://docs.stripe.com/changelog/2016-10-19/insufficient-permissions-throw-403-error): only the words tell.
    """
    if reply.status == 200 and reply.fields.get("object") == "list":
        return True
    error = reply.fields.get("error")
    said = str(error.get("message")) if isinstance(error, dict) else ""
    return False if reply.status == 401 and said.startswith(("Invalid API Key", "Expired API Key")) else None


def _telegram(reply: Reply) -> bool | None:
    """https://core.telegram.org/bots/api#making-requests"""
    if reply.status == 200 and reply.fields.get("ok") is True:
        return True
    return False if reply.status in (401, 404) and reply.fields.get("ok") is False else None


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


VENDORS = {
    "AWSKeyDetector": Vendor(
        "aws", _pattern(r"sts\.amazonaws\.com"), _pattern(r"AKIA[0-9A-Z]{16}"), _aws,
        "secret key", "get_secret_access_keys", "='{}'",
    ),
    "CloudantDetector": Vendor(
        "cloudant", _pattern(r"[a-z0-9_-]{1,63}\.cloudant\.com"), _pattern(r"[0-9A-Fa-f]{64}|[A-Za-z]{24}"), _cloudant,
        "account", "find_account", "cloudant_account='{}'",
    ),
    "IbmCosHmacDetector": Vendor(
        "ibm_cos_hmac", _pattern(r"s3\.us\.cloud-object-storage\.appdomain\.cloud"), _pattern(r"[A-Fa-f0-9]{48}"), _cos,
        "access key id", "find_access_key_id", "access_key_id='{}'",
    ),
    "MailchimpDetector": Vendor(
        "mailchimp", _pattern(r"us[0-9]{1,2}\.api\.mailchimp\.com"), _pattern(r"[0-9a-z]{32}-us[0-9]{1,2}"), _mailchimp
    ),
    "SlackDetector": Vendor(
        "slack", _pattern(r"(?:hooks\.)?slack\.com"),
        _pattern(
            r"xox[abposr]-(?:[0-9]+-)+[A-Za-z0-9]+"
            r"|https://hooks\.slack\.com/services/T[A-Za-z0-9_]+/B[A-Za-z0-9_]+/[A-Za-z0-9_]+"
        ),
        _slack,
    ),
    "SoftlayerDetector": Vendor(
        "softlayer", _pattern(r"api\.softlayer\.com"), _pattern(r"[A-Za-z0-9]{64}"), _softlayer,
        "user name", "find_username", "softlayer_username='{}'",
    ),
    "StripeDetector": Vendor(
        "stripe", _pattern(r"api\.stripe\.com"), _pattern(r"[rs]k_live_[0-9a-zA-Z]{24,247}"), _stripe
    ),
    "TelegramBotTokenDetector": Vendor(
        "telegram_token", _pattern(r"api\.telegram\.org"), _pattern(r"[0-9]{8,10}:[0-9A-Za-z_-]{35}"), _telegram
    ),
}  # fmt: skip
