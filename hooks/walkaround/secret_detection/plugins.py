# ruff: noqa: S105 - `secret_type` is what detect-secrets calls the name of a kind
"""Walkaround's detectors as ordinary detect-secrets plugins: `detect-secrets scan -p plugins.py`.

Their patterns are those of the catalogue (`_tokens`), whose rows name the vendors' pages. The hook itself runs the
same patterns without detect-secrets, in one pass.
"""

import re
from collections.abc import Generator

from detect_secrets.plugins.base import BasePlugin, RegexBasedDetector

try:
    from ._assigned import in_line, unsigned
    from ._engine import Text, hits
    from ._gate import URL
    from ._kinds import FOREIGN
    from ._tokens import all_kinds
except ImportError:  # read as a file of its own by detect-secrets' command line
    from walkaround.secret_detection._assigned import in_line, unsigned
    from walkaround.secret_detection._engine import Text, hits
    from walkaround.secret_detection._gate import URL
    from walkaround.secret_detection._kinds import FOREIGN
    from walkaround.secret_detection._tokens import all_kinds


def _patterns(detector: str) -> tuple[re.Pattern[str], ...]:
    """The catalogue's patterns of this detector; no letter or digit stands before or behind a token."""
    return tuple(
        re.compile(_bounded(kind.near, kind.clues, kind.pattern), re.A)
        for kind in all_kinds()
        if kind.detector == detector
    )


def _bounded(near: bool, clues: tuple[str, ...], pattern: str) -> str:
    token = f"(?<![A-Za-z0-9])({pattern})(?![A-Za-z0-9])"
    return f"(?i:{'|'.join(map(re.escape, clues))})[^\\n]{{0,64}}?{token}" if near else token


class AgentTokenDetector(RegexBasedDetector):
    secret_type = "Agent Token"
    denylist = _patterns("AgentTokenDetector")


class AnthropicKeyDetector(RegexBasedDetector):
    secret_type = "Anthropic Key"
    denylist = _patterns("AnthropicKeyDetector")


class AzureSasDetector(RegexBasedDetector):
    secret_type = "Azure Shared Access Signature"
    denylist = _patterns("AzureSasDetector")


class CloudTokenDetector(RegexBasedDetector):
    secret_type = "Cloud Token"
    denylist = _patterns("CloudTokenDetector")


class ContinuousIntegrationTokenDetector(RegexBasedDetector):
    secret_type = "Continuous Integration Token"
    denylist = _patterns("ContinuousIntegrationTokenDetector")


class DatabaseTokenDetector(RegexBasedDetector):
    secret_type = "Database Token"
    denylist = _patterns("DatabaseTokenDetector")


class DatabricksTokenDetector(RegexBasedDetector):
    secret_type = "Databricks Token"
    denylist = _patterns("DatabricksTokenDetector")


class DigitalOceanTokenDetector(RegexBasedDetector):
    secret_type = "DigitalOcean Token"
    denylist = _patterns("DigitalOceanTokenDetector")


class DockerTokenDetector(RegexBasedDetector):
    secret_type = "Docker Access Token"
    denylist = _patterns("DockerTokenDetector")


class GitHubFineGrainedTokenDetector(RegexBasedDetector):
    secret_type = "GitHub Fine-Grained Token"
    denylist = _patterns("GitHubFineGrainedTokenDetector")


class GoogleKeyDetector(RegexBasedDetector):
    secret_type = "Google Key"
    denylist = _patterns("GoogleKeyDetector")


class HuggingFaceTokenDetector(RegexBasedDetector):
    secret_type = "Hugging Face Token"
    denylist = _patterns("HuggingFaceTokenDetector")


class MailTokenDetector(RegexBasedDetector):
    secret_type = "Mail Token"
    denylist = _patterns("MailTokenDetector")


class MailgunKeyDetector(RegexBasedDetector):
    secret_type = "Mailgun Key"
    denylist = _patterns("MailgunKeyDetector")


class MessagingTokenDetector(RegexBasedDetector):
    secret_type = "Messaging Token"
    denylist = _patterns("MessagingTokenDetector")


class ModelProviderKeyDetector(RegexBasedDetector):
    secret_type = "Model Provider Key"
    denylist = _patterns("ModelProviderKeyDetector")


class MonitoringTokenDetector(RegexBasedDetector):
    secret_type = "Monitoring Token"
    denylist = _patterns("MonitoringTokenDetector")


class NpmTokenDetector(RegexBasedDetector):
    secret_type = "npm Access Token"
    denylist = _patterns("NpmTokenDetector")


class OpenAIProjectKeyDetector(RegexBasedDetector):
    secret_type = "OpenAI Project Key"
    denylist = _patterns("OpenAIProjectKeyDetector")


class PaymentTokenDetector(RegexBasedDetector):
    secret_type = "Payment Token"
    denylist = _patterns("PaymentTokenDetector")


class PlatformTokenDetector(RegexBasedDetector):
    secret_type = "Platform Token"
    denylist = _patterns("PlatformTokenDetector")


class RegistryTokenDetector(RegexBasedDetector):
    secret_type = "Registry Token"
    denylist = _patterns("RegistryTokenDetector")


class ServiceTokenDetector(RegexBasedDetector):
    secret_type = "Service Token"
    denylist = _patterns("ServiceTokenDetector")


class ShopifyTokenDetector(RegexBasedDetector):
    secret_type = "Shopify Token"
    denylist = _patterns("ShopifyTokenDetector")


class SlackAppTokenDetector(RegexBasedDetector):
    secret_type = "Slack App Token"
    denylist = _patterns("SlackAppTokenDetector")


class SourceHostTokenDetector(RegexBasedDetector):
    secret_type = "Source Host Token"
    denylist = _patterns("SourceHostTokenDetector")


class StripeWebhookSecretDetector(RegexBasedDetector):
    secret_type = "Stripe Webhook Secret"
    denylist = _patterns("StripeWebhookSecretDetector")


class TracingTokenDetector(RegexBasedDetector):
    secret_type = "Tracing Token"
    denylist = _patterns("TracingTokenDetector")


class VaultTokenDetector(RegexBasedDetector):
    secret_type = "Vault Token"
    denylist = _patterns("VaultTokenDetector")


class VectorDatabaseTokenDetector(RegexBasedDetector):
    secret_type = "Vector Database Token"
    denylist = _patterns("VectorDatabaseTokenDetector")


class VendorTokenDetector(RegexBasedDetector):
    """The kinds for which detect-secrets has a plugin of its own, in forms that its plugin does not know."""

    secret_type = "Vendor Token"
    denylist = tuple(pattern for name in FOREIGN for pattern in _patterns(name))


class PuttyPrivateKeyDetector(RegexBasedDetector):
    """https://the.earth.li/~sgtatham/putty/0.76/htmldoc/AppendixC.html - version 3; detect-secrets knows version 2."""

    secret_type = "PuTTY Private Key"
    denylist = (re.compile(r"PuTTY-User-Key-File-3"),)


class UrlPasswordDetector(BasePlugin):
    """RFC 3986, 3.2.1 - also with an empty user, and with `!`, `*`, `+` and other marks that need no escape."""

    secret_type = "URL Password"

    def analyze_string(self, string: str) -> Generator[str, None, None]:
        """The password of every URL in one line."""
        for hit in hits(Text("", string, "", ""), (URL,)):
            yield string[hit.start : hit.end]


class AssignedSecretDetector(BasePlugin):
    """A random-looking value given to a name that says it is secret, quoted or not.

    Beyond detect-secrets' KeywordDetector: names with "token", `os.getenv("NAME", "default")`, arguments,
    dictionary entries, `Authorization: Bearer`, and several on one line.
    """

    secret_type = "Assigned Secret"

    def analyze_string(self, string: str) -> Generator[str, None, None]:
        """Every such value in one line."""
        for one in (*in_line(string), *unsigned(string)):
            yield one.value
