"""The detectors by class name: whose secrets they find, under which rule, and what to do about one.

Names are those of detect-secrets' own plugin classes, and of ours in `plugins.py`; a policy lists them.
"""

from typing import NamedTuple

VENDOR, PRIVATE_KEY, URL, ASSIGNED, ENTROPY, SAMPLE = "SEC001", "SEC002", "SEC003", "SEC004", "SEC005", "SEC006"


class Kind(NamedTuple):
    """`noun` with its article, as a message names it; `issuer` is where it is revoked.

    `module` is the plugin's module: a bare name lies in `detect_secrets.plugins`, "" in our `plugins`.
    `fixed`: the token has one length, so a longer run of the same characters is something else.
    `by_anyone`: whoever writes a test can make one; no vendor need issue it.
    """

    module: str
    rule: str
    noun: str
    issuer: str = "its issuer"
    fixed: bool = False
    by_anyone: bool = False


KINDS: dict[str, Kind] = {
    "ArtifactoryDetector": Kind("artifactory", VENDOR, "an Artifactory credential", "Artifactory", True),
    "AWSKeyDetector": Kind("aws", VENDOR, "an AWS access key", "AWS", True),
    "AzureStorageKeyDetector": Kind("azure_storage_key", VENDOR, "an Azure storage account key", "Azure"),
    "BasicAuthDetector": Kind("basic_auth", URL, "a password in a URL"),
    "CloudantDetector": Kind("cloudant", VENDOR, "a Cloudant credential", "IBM Cloud"),
    "DiscordBotTokenDetector": Kind("discord", VENDOR, "a Discord bot token", "Discord", True),
    "GitHubTokenDetector": Kind("github_token", VENDOR, "a GitHub token", "GitHub"),
    "GitLabTokenDetector": Kind("gitlab_token", VENDOR, "a GitLab token", "GitLab"),
    "IbmCloudIamDetector": Kind("ibm_cloud_iam", ASSIGNED, "a credential, perhaps an IBM Cloud key,"),
    "IbmCosHmacDetector": Kind("ibm_cos_hmac", VENDOR, "an IBM Cloud Object Storage secret", "IBM Cloud"),
    "JwtTokenDetector": Kind("jwt", VENDOR, "a signed JSON Web Token", by_anyone=True),
    "KeywordDetector": Kind("keyword", ASSIGNED, "a credential"),
    "MailchimpDetector": Kind("mailchimp", VENDOR, "a Mailchimp API key", "Mailchimp", True),
    "NpmDetector": Kind("npm", VENDOR, "an npm registry token", "the npm registry"),
    "OpenAIDetector": Kind("openai", VENDOR, "an OpenAI API key", "OpenAI"),
    "PrivateKeyDetector": Kind("private_key", PRIVATE_KEY, "a private key"),
    "PypiTokenDetector": Kind("pypi_token", VENDOR, "a PyPI token", "PyPI"),
    "SendGridDetector": Kind("sendgrid", VENDOR, "a SendGrid API key", "SendGrid", True),
    "SlackDetector": Kind("slack", VENDOR, "a Slack token or webhook", "Slack"),
    "SoftlayerDetector": Kind("softlayer", VENDOR, "a SoftLayer credential", "IBM Cloud"),
    "SquareOAuthDetector": Kind("square_oauth", VENDOR, "a Square OAuth secret", "Square"),
    "StripeDetector": Kind("stripe", VENDOR, "a Stripe live key", "Stripe"),
    "TelegramBotTokenDetector": Kind("telegram_token", VENDOR, "a Telegram bot token", "Telegram's BotFather", True),
    "TwilioKeyDetector": Kind("twilio", VENDOR, "a Twilio key or account id", "Twilio", True),
    "AnthropicKeyDetector": Kind("", VENDOR, "an Anthropic key", "Anthropic"),
    "AssignedSecretDetector": Kind("", ASSIGNED, "a credential"),
    "DatabricksTokenDetector": Kind("", VENDOR, "a Databricks token", "Databricks", True),
    "DigitalOceanTokenDetector": Kind("", VENDOR, "a DigitalOcean token", "DigitalOcean", True),
    "DockerTokenDetector": Kind("", VENDOR, "a Docker access token", "Docker", True),
    "GitHubFineGrainedTokenDetector": Kind("", VENDOR, "a GitHub fine-grained token", "GitHub", True),
    "GoogleKeyDetector": Kind("", VENDOR, "a Google API key or OAuth secret", "Google Cloud", True),
    "HuggingFaceTokenDetector": Kind("", VENDOR, "a Hugging Face token", "Hugging Face", True),
    "ModelProviderKeyDetector": Kind("", VENDOR, "a model provider's API key", "the provider", True),
    "NpmTokenDetector": Kind("", VENDOR, "an npm access token", "the npm registry", True),
    "OpenAIProjectKeyDetector": Kind("", VENDOR, "an OpenAI API key", "OpenAI"),
    "PlatformTokenDetector": Kind("", VENDOR, "a platform's token", "its platform", True),
    "MailgunKeyDetector": Kind("", VENDOR, "a Mailgun API key", "Mailgun", True),
    "AzureSasDetector": Kind("", VENDOR, "an Azure shared access signature", "Azure", True),
    "UrlPasswordDetector": Kind("", URL, "a password in a URL"),
    "PuttyPrivateKeyDetector": Kind("", PRIVATE_KEY, "a private key"),
    "ShopifyTokenDetector": Kind("", VENDOR, "a Shopify token", "Shopify", True),
    "SlackAppTokenDetector": Kind("", VENDOR, "a Slack app-level or refresh token", "Slack"),
    "StripeWebhookSecretDetector": Kind("", VENDOR, "a Stripe webhook secret or organisation key", "Stripe"),
    "VaultTokenDetector": Kind("", VENDOR, "a HashiCorp Vault token", "Vault"),
    "Base64HighEntropyString": Kind("high_entropy_strings", ENTROPY, "a random-looking base64 string"),
    "HexHighEntropyString": Kind("high_entropy_strings", ENTROPY, "a random-looking hexadecimal string"),
}

# Random-looking strings without a name that says "secret" are digests, ids and test data far more often than
# secrets, and a bare "key" in front of 44 characters is no sign of IBM.
DEFAULT = tuple(
    name for name in KINDS if name not in ("Base64HighEntropyString", "HexHighEntropyString", "IbmCloudIamDetector")
)
# What only detect-secrets' own baselines may name: IP addresses are no secrets.
FOREIGN = ("IPPublicDetector",)

# The most specific claim wins where several detectors see the same text.
PRECEDENCE = (VENDOR, PRIVATE_KEY, URL, ASSIGNED, ENTROPY)
OWN = frozenset(name for name, kind in KINDS.items() if not kind.module)
