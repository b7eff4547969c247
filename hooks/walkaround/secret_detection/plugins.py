# ruff: noqa: S105 - `secret_type` is what detect-secrets calls the name of a kind
"""Detectors that detect-secrets 1.5.0 lacks, as ordinary detect-secrets plugins.

They also work with its own command line: `detect-secrets scan -p plugins.py`. Each names the page on which
the vendor describes the credential. Few vendors publish the whole format: where the page gives no length, or not
even the prefix, the pattern follows tokens as they are in use, and a comment says so when only the prefix is sure.
"""

import re
from collections.abc import Generator

from detect_secrets.plugins.base import BasePlugin, RegexBasedDetector

try:
    from ._assigned import assigned
except ImportError:  # read as a file of its own by detect-secrets' command line
    from walkaround.secret_detection._assigned import assigned


class AnthropicKeyDetector(RegexBasedDetector):
    """https://platform.claude.com/docs/en/get-api-key (sk-ant-) - API, admin and OAuth keys."""

    secret_type = "Anthropic Key"
    denylist = (re.compile(r"sk-ant-[a-z]{2,6}\d\d-[A-Za-z0-9_\-]{20,200}"),)


class DatabricksTokenDetector(RegexBasedDetector):
    """https://docs.databricks.com/en/dev-tools/auth/pat.html"""

    secret_type = "Databricks Token"
    denylist = (re.compile(r"dapi[0-9a-f]{32}(?:-\d)?"),)


class DigitalOceanTokenDetector(RegexBasedDetector):
    """https://docs.digitalocean.com/reference/api/create-personal-access-token/"""

    secret_type = "DigitalOcean Token"
    denylist = (re.compile(r"do[opr]_v1_[0-9a-f]{64}"),)


class DockerTokenDetector(RegexBasedDetector):
    """https://docs.docker.com/security/access-tokens/organization-access-tokens/ and personal tokens."""

    secret_type = "Docker Access Token"
    denylist = (re.compile(r"dckr_pat_[A-Za-z0-9_\-]{27}"), re.compile(r"dckr_oat_[A-Za-z0-9_\-]{32}"))


class GitHubFineGrainedTokenDetector(RegexBasedDetector):
    """https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github"""

    secret_type = "GitHub Fine-Grained Token"
    denylist = (re.compile(r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),)


class GoogleKeyDetector(RegexBasedDetector):
    """https://cloud.google.com/docs/authentication/api-keys (AIza) and OAuth client secrets (GOCSPX-).

    Google describes no format of the latter; the prefix is unmistakable.
    """

    secret_type = "Google Key"
    denylist = (re.compile(r"AIza[0-9A-Za-z_\-]{35}"), re.compile(r"GOCSPX-[0-9A-Za-z_\-]{28}"))


class HuggingFaceTokenDetector(RegexBasedDetector):
    """https://huggingface.co/docs/hub/security-tokens"""

    secret_type = "Hugging Face Token"
    denylist = (re.compile(r"(?:hf|api_org)_[A-Za-z]{34}"),)


class ModelProviderKeyDetector(RegexBasedDetector):
    """Keys with their provider's own prefix.

    https://console.groq.com/docs/quickstart (gsk_), https://docs.x.ai/developers/quickstart (xai-),
    https://docs.perplexity.ai/docs/getting-started/quickstart (pplx-),
    https://replicate.com/docs/topics/security/api-tokens (r8_, 40 characters in all),
    https://openrouter.ai/docs/api_reference/authentication (sk-or-v1-).
    """

    secret_type = "Model Provider Key"
    denylist = (
        re.compile(r"gsk_[A-Za-z0-9]{52}"),
        re.compile(r"xai-[A-Za-z0-9]{80}"),
        re.compile(r"pplx-[A-Za-z0-9]{48}"),
        re.compile(r"r8_[A-Za-z0-9]{37}"),
        re.compile(r"sk-or-v1-[0-9a-f]{64}"),
    )


class NpmTokenDetector(RegexBasedDetector):
    """https://docs.npmjs.com/about-access-tokens - also where it does not stand in an .npmrc."""

    secret_type = "npm Access Token"
    denylist = (re.compile(r"npm_[A-Za-z0-9]{36}"),)


class OpenAIProjectKeyDetector(RegexBasedDetector):
    """https://platform.openai.com/docs/api-reference/authentication - project, service and admin keys; older ones."""

    secret_type = "OpenAI Project Key"
    # All but the oldest have "OpenAI" in base64 in their middle; without it, `sk-admin-` may begin a CSS class.
    denylist = (
        re.compile(r"sk-(?:proj|svcacct|admin|None)-[A-Za-z0-9_\-]{20,110}T3BlbkFJ[A-Za-z0-9_\-]{20,110}"),
        re.compile(r"sk-[A-Za-z0-9]{48}"),
    )


class PlatformTokenDetector(RegexBasedDetector):
    """Tokens with their platform's own prefix.

    https://c2sp.org/age, https://jfrog.com/help/r/jfrog-rest-apis/create-api-key (AKCp),
    https://developers.brevo.com/docs/api-key-authentication (xkeysib-),
    https://devcenter.heroku.com/articles/platform-api-quickstart (HRKU-),
    https://linear.app/developers/graphql (lin_api_),
    https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys (NRAK-),
    https://learning.postman.com/docs/developer/postman-api/authentication (PMAK-),
    https://guides.rubygems.org/api-key-scopes (rubygems_),
    https://developers.notion.com/page/notion-platform-roadmap (ntn_, since September 2024),
    https://grafana.com/docs/grafana/latest/administration/service-accounts (glsa_),
    https://planetscale.com/docs/api/service-tokens (pscale_),
    https://supabase.com/docs/guides/platform/personal-access-tokens (sbp_),
    https://developers.figma.com/docs/rest-api/personal-access-tokens/ (figd_),
    https://docs.doppler.com/reference/api (dp.),
    https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account (ATATT3),
    https://developer.hashicorp.com/terraform/enterprise/api-docs/user-tokens (.atlasv1.),
    https://www.pulumi.com/docs/reference/cloud-rest-api/access-tokens/ (pul-),
    https://docs.dynatrace.com/docs/shortlink/token (dt0c01., the whole format),
    https://developer.squareup.com/docs/build-basics/access-tokens (sq0atp-),
    https://discord.com/developers/docs/resources/webhook.

    Not here: Square's `EAAA`, which any base64 of binary data may hold.
    """

    secret_type = "Platform Token"
    denylist = (
        re.compile(r"AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}"),
        re.compile(r"AKCp[A-Za-z0-9]{69}"),
        re.compile(r"xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}"),
        re.compile(r"HRKU-AA[A-Za-z0-9_\-]{58}"),
        re.compile(r"lin_api_[A-Za-z0-9]{40}"),
        re.compile(r"NRAK-[A-Z0-9]{27}"),
        re.compile(r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),
        re.compile(r"rubygems_[0-9a-f]{48}"),
        re.compile(r"ntn_\d{11}[A-Za-z0-9]{35}", re.A),
        re.compile(r"glsa_[A-Za-z0-9]{32}_[0-9A-Fa-f]{8}"),
        # PlanetScale publishes no format; the prefixes are its own.
        re.compile(r"pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_\-]{32,64}"),
        re.compile(r"sbp_(?:v0_|oauth_)?[0-9a-f]{40}"),
        re.compile(r"figd_[A-Za-z0-9_\-]{40}"),
        re.compile(r"dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_\-]{2,35}\.)?[A-Za-z0-9]{40,44}"),
        # Atlassian varies the length; tokens in use end in `=` and eight hexadecimal digits.
        re.compile(r"ATATT3[A-Za-z0-9_\-]{100,250}=[0-9A-F]{8}"),
        re.compile(r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9]{60,70}"),
        re.compile(r"pul-[0-9a-f]{40}"),
        re.compile(r"dt0[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{64}", re.A),
        re.compile(r"sq0atp-[A-Za-z0-9_\-]{22}"),
        re.compile(r"https://(?:\w{1,16}\.)?discord(?:app)?\.com/api/webhooks/\d{17,20}/[A-Za-z0-9_\-]{60,80}", re.A),
    )


class MailgunKeyDetector(RegexBasedDetector):
    """https://documentation.mailgun.com/docs/mailgun/api-reference/authentication - the password of the user `api`.

    `key-` and a digest is also what caches call their entries, so Mailgun must be named, or the user.
    """

    secret_type = "Mailgun Key"
    denylist = (re.compile(r"(?:(?i:mailgun)[^\n]{0,80}?(?<![\w/.-])|(?<![\w.-])api:)(key-[0-9a-f]{32})", re.A),)


class AzureSasDetector(RegexBasedDetector):
    """https://learn.microsoft.com/en-us/rest/api/storageservices/create-service-sas - the signature in a URL.

    It is an HMAC-SHA256 in base64, 43 characters and a `=`, and may be percent-encoded.
    """

    secret_type = "Azure Shared Access Signature"
    denylist = (re.compile(r"(?<=[?&;]sig=)(?:[A-Za-z0-9+/]|%2[BbFf]){43}(?:%3[dD]|=)"),)


class UrlPasswordDetector(RegexBasedDetector):
    """RFC 3986, 3.2.1 - also with an empty user, and with `!`, `*`, `+` and other marks that need no escape."""

    secret_type = "URL Password"
    denylist = (
        re.compile(
            r"://[^\s:/?#\[\]@\"'`<>{}()\\]{0,256}:([^\s:/?#\[\]@\"'`<>{}()\\]{8,256})@(?=[A-Za-z0-9\[])",
        ),
    )


class PuttyPrivateKeyDetector(RegexBasedDetector):
    """https://the.earth.li/~sgtatham/putty/0.76/htmldoc/AppendixC.html - version 3; detect-secrets knows version 2."""

    secret_type = "PuTTY Private Key"
    denylist = (re.compile(r"PuTTY-User-Key-File-3"),)


class ShopifyTokenDetector(RegexBasedDetector):
    """https://shopify.dev/changelog/length-of-the-shopify-access-token-is-increasing (shpat_, shpca_, shppa_),
    https://shopify.dev/changelog/app-secret-key-length-has-increased (shpss_): 38 characters.

    Shopify describes no format of a Theme Access password (shptka_); those in use have 39 characters.
    """

    secret_type = "Shopify Token"
    denylist = (re.compile(r"shp(?:at|ca|pa|ss|tka)_[0-9a-fA-F]{32}"),)


class SlackAppTokenDetector(RegexBasedDetector):
    """https://docs.slack.dev/authentication/tokens - app-level, refresh and configuration tokens."""

    secret_type = "Slack App Token"
    denylist = (
        re.compile(r"xapp-\d-[A-Z0-9]{8,14}-\d{8,16}-[a-z0-9]{32,80}"),
        re.compile(r"xoxe(?:\.xox[bp])?-\d-[A-Za-z0-9]{60,200}"),
        re.compile(r"xox[bp]-\d{8,16}-(?:\d{8,16}-)?[A-Za-z0-9]{16,64}"),
    )


class StripeWebhookSecretDetector(RegexBasedDetector):
    """https://docs.stripe.com/webhooks (whsec_), https://docs.stripe.com/keys/organization-api-keys (sk_org_)."""

    secret_type = "Stripe Webhook Secret"
    denylist = (re.compile(r"whsec_[A-Za-z0-9+/]{32,64}"), re.compile(r"sk_org_(?:live_)?[A-Za-z0-9]{24,128}"))


class VaultTokenDetector(RegexBasedDetector):
    """https://developer.hashicorp.com/vault/docs/concepts/tokens - service, batch and recovery tokens."""

    secret_type = "Vault Token"
    denylist = (re.compile(r"hv[sbr]\.[A-Za-z0-9_\-]{24,300}"),)


class AssignedSecretDetector(BasePlugin):
    """A random-looking value given to a name that says it is secret, quoted or not.

    Beyond detect-secrets' KeywordDetector: names with "token", `os.getenv("NAME", "default")`, arguments,
    dictionary entries, `Authorization: Bearer`, and several on one line.
    """

    secret_type = "Assigned Secret"

    def analyze_string(self, string: str) -> Generator[str, None, None]:
        """Every such value in one line."""
        for found in assigned(string):
            yield found.value
