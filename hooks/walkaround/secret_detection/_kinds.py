"""The detectors by class name, as a policy lists them, and how each kind of credential is spoken of.

Names are those of detect-secrets' own plugin classes, and of ours in `plugins.py`.
"""

from typing import NamedTuple

VENDOR, PRIVATE_KEY, URL, ASSIGNED, ENTROPY, SAMPLE = "SEC001", "SEC002", "SEC003", "SEC004", "SEC005", "SEC006"
# The most specific claim wins where several detectors see the same text.
PRECEDENCE = (VENDOR, PRIVATE_KEY, URL, ASSIGNED, ENTROPY)


class What(NamedTuple):
    """One kind of credential: its id, the rule it falls under, its noun with the article, the detector that finds it.

    `issuer` is where it is revoked, at the page `revoke` when one is known. `near`: its form alone says little.
    `made_up`: whoever writes a test makes one; it need not open anything.
    """

    id: str
    rule: str
    noun: str
    detector: str
    issuer: str = "its issuer"
    revoke: str = ""
    near: bool = False
    made_up: bool = True

    @property
    def confidence(self) -> str:
        """How sure the detector is, by form alone: high, medium, low."""
        if self.rule == ENTROPY:
            return "low"
        return "medium" if self.near or self.rule in (ASSIGNED, URL) else "high"


GENERAL = {
    what.id: what
    for what in (
        What("private-key", PRIVATE_KEY, "a private key", "PrivateKeyDetector"),
        What("url-password", URL, "a password in a URL", "UrlPasswordDetector"),
        What("basic-authentication", ASSIGNED, "a password for HTTP basic authentication", "AssignedSecretDetector"),
        What("assigned-credential", ASSIGNED, "a credential", "AssignedSecretDetector"),
        What("base64-string", ENTROPY, "a random-looking base64 string", "Base64HighEntropyString"),
        What("hexadecimal-string", ENTROPY, "a random-looking hexadecimal string", "HexHighEntropyString"),
    )
}

# detect-secrets' own plugins: the module in `detect_secrets.plugins`. What they find, our own patterns find; the
# policy's list names either.
FOREIGN = {
    "ArtifactoryDetector": "artifactory",
    "AWSKeyDetector": "aws",
    "AzureStorageKeyDetector": "azure_storage_key",
    "BasicAuthDetector": "basic_auth",
    "CloudantDetector": "cloudant",
    "DiscordBotTokenDetector": "discord",
    "GitHubTokenDetector": "github_token",
    "GitLabTokenDetector": "gitlab_token",
    "IbmCloudIamDetector": "ibm_cloud_iam",
    "IbmCosHmacDetector": "ibm_cos_hmac",
    "JwtTokenDetector": "jwt",
    "KeywordDetector": "keyword",
    "MailchimpDetector": "mailchimp",
    "NpmDetector": "npm",
    "OpenAIDetector": "openai",
    "PrivateKeyDetector": "private_key",
    "PypiTokenDetector": "pypi_token",
    "SendGridDetector": "sendgrid",
    "SlackDetector": "slack",
    "SoftlayerDetector": "softlayer",
    "SquareOAuthDetector": "square_oauth",
    "StripeDetector": "stripe",
    "TelegramBotTokenDetector": "telegram_token",
    "TwilioKeyDetector": "twilio",
    "Base64HighEntropyString": "high_entropy_strings",
    "HexHighEntropyString": "high_entropy_strings",
}
_RULES = {
    "PrivateKeyDetector": PRIVATE_KEY,
    "BasicAuthDetector": URL,
    "KeywordDetector": ASSIGNED,
    "IbmCloudIamDetector": ASSIGNED,
    "Base64HighEntropyString": ENTROPY,
    "HexHighEntropyString": ENTROPY,
    "IPPublicDetector": ENTROPY,
}


def rule_of(name: str) -> str:
    """The rule under which the finds of one of detect-secrets' plugins fall."""
    return _RULES.get(name, VENDOR)


OWN = (
    "AgentTokenDetector",
    "AnthropicKeyDetector",
    "AssignedSecretDetector",
    "AzureSasDetector",
    "CloudTokenDetector",
    "ContinuousIntegrationTokenDetector",
    "DatabaseTokenDetector",
    "DatabricksTokenDetector",
    "DigitalOceanTokenDetector",
    "DockerTokenDetector",
    "GitHubFineGrainedTokenDetector",
    "GoogleKeyDetector",
    "HuggingFaceTokenDetector",
    "MailgunKeyDetector",
    "MailTokenDetector",
    "MessagingTokenDetector",
    "ModelProviderKeyDetector",
    "MonitoringTokenDetector",
    "NpmTokenDetector",
    "OpenAIProjectKeyDetector",
    "PaymentTokenDetector",
    "PlatformTokenDetector",
    "PuttyPrivateKeyDetector",
    "RegistryTokenDetector",
    "ServiceTokenDetector",
    "ShopifyTokenDetector",
    "SlackAppTokenDetector",
    "SourceHostTokenDetector",
    "StripeWebhookSecretDetector",
    "TracingTokenDetector",
    "UrlPasswordDetector",
    "VaultTokenDetector",
    "VectorDatabaseTokenDetector",
)
DETECTORS = (*FOREIGN, *OWN)
# Random-looking strings without a name that says "secret" are digests, ids and test data far more often than
# secrets, and a bare "key" in front of 44 characters is no sign of IBM.
DEFAULT = tuple(
    name for name in DETECTORS if name not in ("Base64HighEntropyString", "HexHighEntropyString", "IbmCloudIamDetector")
)
# What only detect-secrets' own baselines may name: IP addresses are no secrets.
ADDRESSES = ("IPPublicDetector",)
