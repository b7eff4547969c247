"""Credentials for the corpus: made up from a seed, in vendors' published formats and as people make passwords.

The formats here are written down on their own, not read from the hook's catalogue, so that a wrong row there costs
recall here. `catalogue_styles` adds every row of that catalogue by walking its pattern. What looks like a credential
and is none (`PLACEHOLDERS`) is built by rule from the same formats.
"""

import base64
import importlib
import json
import pkgutil
import random
import re
import string
import zlib
from collections.abc import Callable
from re import _parser as re_parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple
from urllib.parse import quote

LOWER, UPPER, DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
ALNUM = UPPER + LOWER + DIGITS
HEX = DIGITS + "abcdef"
URLSAFE = ALNUM + "-_"
BASE62 = DIGITS + UPPER + LOWER

Make = Callable[[random.Random], str]


class Style(NamedTuple):
    """One way a value looks. `words` name it, as in OPENAI_API_KEY; `plain` says that the form alone tells what it is."""

    id: str
    words: tuple[str, ...]
    make: Make
    plain: bool = True


def some(rng: random.Random, alphabet: str, count: int) -> str:
    """So many characters of an alphabet."""
    return "".join(rng.choices(alphabet, k=count))


def b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _after(prefix: str, alphabet: str, count: int, suffix: str = "") -> Make:
    return lambda rng: prefix + some(rng, alphabet, count) + suffix


def _checked(prefix: str) -> Make:
    """30 characters and their CRC32 in base 62, six digits: GitHub's and npm's published form."""

    def make(rng: random.Random) -> str:
        body = some(rng, ALNUM, 30)
        number, digits = zlib.crc32(body.encode()), ""
        for _ in range(6):
            number, digit = divmod(number, 62)
            digits = BASE62[digit] + digits
        return prefix + body + digits

    return make


def _joined(*parts: "str | tuple[str, int]") -> Make:
    return lambda rng: "".join(part if isinstance(part, str) else some(rng, *part) for part in parts)


def _grafana(rng: random.Random) -> str:
    """A service account's token; its last part is the CRC32 of the rest, lowest byte first."""
    body = "glsa_" + some(rng, ALNUM, 32)
    return f"{body}_{zlib.crc32(body.encode()).to_bytes(4, 'little').hex()}"


def _atlassian(rng: random.Random) -> str:
    """An API token; behind the last sign stands the CRC32 of the rest, as on tokens that were issued."""
    body = "ATATT3xFfGF0" + some(rng, URLSAFE, 171) + "="
    return f"{body}{zlib.crc32(body.encode()):08X}"


_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def _age(rng: random.Random) -> str:
    """An age identity: 32 bytes in Bech32 (BIP 173) with its checksum, in capitals."""
    prefix = "age-secret-key-"
    bits = "".join(f"{byte:08b}" for byte in rng.randbytes(32)) + "0000"
    data = [int(bits[at : at + 5], 2) for at in range(0, 260, 5)]
    residue = 1
    for value in [*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix), *data, *[0] * 6]:
        top = residue >> 25
        residue = (residue & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            residue ^= generator if top >> bit & 1 else 0
    data += [(residue ^ 1) >> 5 * (5 - at) & 31 for at in range(6)]
    return (prefix + "1" + "".join(_BECH32[value] for value in data)).upper()


def jwt(rng: random.Random) -> str:
    """A signed token with claims as login services write them."""
    head = b64url(
        json.dumps({"alg": rng.choice(["HS256", "HS512", "RS256"]), "typ": "JWT"}, separators=(",", ":")).encode()
    )
    claims = {
        "sub": some(rng, DIGITS, 9),
        "iat": 1_700_000_000 + rng.randrange(10**7),
        "role": rng.choice(["admin", "service"]),
    }
    body = b64url(json.dumps(claims, separators=(",", ":")).encode())
    return f"{head}.{body}.{b64url(rng.randbytes(32))}"


def _uuid(rng: random.Random) -> str:
    digits = some(rng, HEX, 32)
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


VENDORS = (
    Style("aws-access-key-id", ("aws", "access", "key", "id"), _after("AKIA", UPPER + "234567", 16)),
    Style("aws-secret", ("aws", "secret", "access", "key"), lambda rng: some(rng, ALNUM + "/+", 40), plain=False),
    Style("github-classic", ("github", "token"), _checked("ghp_")),
    Style("github-oauth", ("gh", "token"), _checked("gho_")),
    Style("github-app", ("github", "app", "token"), _checked("ghs_")),
    Style("github-fine", ("github", "pat"), _joined("github_pat_", (ALNUM, 22), "_", (ALNUM, 59))),
    Style("gitlab", ("gitlab", "token"), _after("glpat-", URLSAFE, 20)),
    Style("npm", ("npm", "token"), _checked("npm_")),
    Style("pypi", ("pypi", "token"), lambda rng: "pypi-AgEIcHlwaS5vcmc" + b64url(rng.randbytes(112))),
    Style("rubygems", ("gem", "host", "api", "key"), _after("rubygems_", HEX, 48)),
    Style("docker-hub", ("dockerhub", "token"), _after("dckr_pat_", URLSAFE, 27)),
    Style("slack-bot", ("slack", "bot", "token"), _joined("xoxb-", (DIGITS, 12), "-", (DIGITS, 13), "-", (ALNUM, 24))),
    Style("slack-app", ("slack", "app", "token"), _joined("xapp-1-A", (UPPER + DIGITS, 10), "-", (DIGITS, 13), "-", (HEX, 64))),
    Style("discord-bot", ("discord", "token"), lambda rng: b64url(some(rng, "123456789", 18).encode()) + "." + some(rng, URLSAFE, 6) + "." + some(rng, URLSAFE, 38)),
    Style("telegram-bot", ("telegram", "bot", "token"), _joined(("123456789", 10), ":AA", (URLSAFE, 33))),
    Style("stripe-live", ("stripe", "secret", "key"), _after("sk_live_51", ALNUM, 97)),
    Style("stripe-old", ("stripe", "api", "key"), _after("sk_live_", ALNUM, 24)),
    Style("stripe-restricted", ("stripe", "key"), _after("rk_live_51", ALNUM, 97)),
    Style("square", ("square", "access", "token"), _after("EAAAl", URLSAFE, 59)),
    Style("shopify", ("shopify", "access", "token"), _after("shpat_", HEX, 32)),
    Style("openai-project", ("openai", "api", "key"), _joined("sk-proj-", (URLSAFE, 74), "T3BlbkFJ", (URLSAFE, 74))),
    Style("openai-old", ("openai", "key"), _joined("sk-", (ALNUM, 20), "T3BlbkFJ", (ALNUM, 20))),
    Style("anthropic-api", ("anthropic", "api", "key"), _after("sk-ant-api03-", URLSAFE, 93, "AA")),
    Style("anthropic-oauth", ("claude", "code", "oauth", "token"), _after("sk-ant-oat01-", URLSAFE, 93, "AA")),
    Style("google-api", ("google", "api", "key"), _after("AIzaSy", URLSAFE, 33)),
    Style("google-oauth", ("google", "client", "secret"), _after("GOCSPX-", URLSAFE, 28)),
    Style("huggingface", ("hf", "token"), _after("hf_", UPPER + LOWER, 34)),
    Style("replicate", ("replicate", "api", "token"), _after("r8_", ALNUM, 37)),
    Style("groq", ("groq", "api", "key"), _after("gsk_", ALNUM, 52)),
    Style("xai", ("xai", "api", "key"), _after("xai-", ALNUM, 80)),
    Style("perplexity", ("perplexity", "api", "key"), _after("pplx-", ALNUM, 48)),
    Style("openrouter", ("openrouter", "api", "key"), _after("sk-or-v1-", HEX, 64)),
    Style("langsmith", ("langsmith", "api", "key"), _joined("lsv2_pt_", (HEX, 32), "_", (HEX, 10))),
    Style("langfuse", ("langfuse", "secret", "key"), lambda rng: "sk-lf-" + _uuid(rng)),
    Style("pinecone", ("pinecone", "api", "key"), _joined("pcsk_", (ALNUM, 6), "_", (ALNUM, 63))),
    Style("tavily", ("tavily", "api", "key"), _after("tvly-dev-", ALNUM, 32)),
    Style("firecrawl", ("firecrawl", "api", "key"), _after("fc-", HEX, 32)),
    Style("deepseek", ("deepseek", "api", "key"), _after("sk-", HEX, 32)),
    Style("elevenlabs", ("elevenlabs", "api", "key"), _after("sk_", HEX, 48)),
    Style("cohere", ("cohere", "api", "key"), _after("", ALNUM, 40), plain=False),
    Style("mistral", ("mistral", "api", "key"), _after("", ALNUM, 32), plain=False),
    Style("wandb", ("wandb", "api", "key"), _after("", HEX, 40), plain=False),
    Style("sendgrid", ("sendgrid", "api", "key"), _joined("SG.", (URLSAFE, 22), ".", (URLSAFE, 43))),
    Style("mailgun", ("mailgun", "api", "key"), _after("key-", HEX, 32)),
    Style("mailchimp", ("mailchimp", "api", "key"), lambda rng: some(rng, HEX, 32) + f"-us{rng.randrange(1, 22)}"),
    Style("resend", ("resend", "api", "key"), _joined("re_", (ALNUM, 8), "_", (ALNUM, 24))),
    Style("twilio-auth", ("twilio", "auth", "token"), _after("", HEX, 32), plain=False),
    Style("twilio-key", ("twilio", "api", "key"), _after("SK", HEX, 32)),
    Style("datadog", ("datadog", "api", "key"), _after("", HEX, 32), plain=False),
    Style("newrelic", ("new", "relic", "api", "key"), _after("NRAK-", UPPER + DIGITS, 27)),
    Style("sentry-user", ("sentry", "auth", "token"), _after("sntryu_", HEX, 64)),
    Style("grafana", ("grafana", "token"), _grafana),
    Style("dynatrace", ("dynatrace", "token"), _joined("dt0c01.", (UPPER + "234567", 24), ".", (UPPER + "234567", 64))),
    Style("digitalocean", ("digitalocean", "access", "token"), _after("dop_v1_", HEX, 64)),
    Style("databricks", ("databricks", "token"), _after("dapi", HEX, 32)),
    Style("cloudflare", ("cloudflare", "api", "token"), _after("", URLSAFE, 40), plain=False),
    Style("heroku", ("heroku", "api", "key"), _after("HRKU-AA", URLSAFE, 58)),
    Style("netlify", ("netlify", "auth", "token"), _after("nfp_", ALNUM, 36)),
    Style("supabase", ("supabase", "access", "token"), _after("sbp_", HEX, 40)),
    Style("planetscale", ("planetscale", "token"), _after("pscale_tkn_", URLSAFE, 43)),
    Style("vault", ("vault", "token"), _after("hvs.CAESI", URLSAFE, 86)),
    Style("terraform-cloud", ("tf", "token", "app", "terraform", "io"), _joined((ALNUM, 14), ".atlasv1.", (ALNUM, 67))),
    Style("doppler", ("doppler", "token"), _after("dp.pt.", ALNUM, 43)),
    Style("age", ("sops", "age", "key"), _age),
    Style("linear", ("linear", "api", "key"), _after("lin_api_", ALNUM, 40)),
    Style("notion", ("notion", "token"), _joined("ntn_", (DIGITS, 11), (ALNUM, 35))),
    Style("figma", ("figma", "token"), _after("figd_", URLSAFE, 40)),
    Style("airtable", ("airtable", "api", "key"), _joined("pat", (ALNUM, 14), ".", (HEX, 64))),
    Style("postman", ("postman", "api", "key"), _joined("PMAK-", (HEX, 24), "-", (HEX, 34))),
    Style("atlassian", ("jira", "api", "token"), _atlassian),
    Style("azure-client-secret", ("azure", "client", "secret"), _joined((ALNUM, 3), "8Q~", (ALNUM + "-_.~", 34))),
    Style("azure-storage", ("azure", "storage", "key"), lambda rng: base64.b64encode(rng.randbytes(64)).decode(), plain=False),
    Style("mapbox", ("mapbox", "access", "token"), lambda rng: "sk." + b64url(json.dumps({"u": "shop", "a": some(rng, LOWER + DIGITS, 25)}, separators=(",", ":")).encode()) + "." + some(rng, URLSAFE, 22)),
    Style("crates", ("cargo", "registry", "token"), _after("cio", ALNUM, 32)),
    Style("jwt", ("service", "token"), jwt),
    Style("jwt-supabase", ("supabase", "service", "role", "key"), jwt),
)  # fmt: skip

_NAMES = (
    ("db", "password"), ("database", "password"), ("postgres", "password"), ("mysql", "root", "password"), ("redis", "password"),
    ("smtp", "password"), ("admin", "password"), ("password",), ("api", "key"), ("secret", "key"), ("auth", "token"), ("access", "token"),
    ("client", "secret"), ("jwt", "secret"), ("webhook", "secret"), ("encryption", "key"), ("session", "secret"), ("api", "secret"),
    ("ldap", "bind", "password"), ("keystore", "password"), ("passwd",), ("private", "token"), ("refresh", "token"), ("app", "secret"),
    ("service", "account", "password"), ("ftp", "pwd"), ("user", "pass"), ("master", "key"), ("payments", "api", "key"), ("internal", "api", "token"),
)  # fmt: skip
_WORDS = (
    "harbor violet tractor meadow copper lantern puzzle orbit saddle walnut thunder pepper glacier monkey ribbon candle falcon "
    "marble dragon summer winter october berlin lisbon toronto michael jessica charlie buster pirate turtle banana coffee guitar"
).split()
_LEET = str.maketrans("aeio", "@310")
_PUNCTUATION = "!#%*+-_=?@^"


def _leet(rng: random.Random) -> str:
    """As people harden a word: `Tr4ct0r!82`."""
    word = rng.choice([w for w in _WORDS if len(w) > 5])
    return word.capitalize().translate(_LEET) + rng.choice("!?#*-_") + str(rng.randrange(10, 999))


def _passphrase(rng: random.Random) -> str:
    return rng.choice("-_.").join([*rng.sample(_WORDS, rng.choice((3, 4))), str(rng.randrange(10, 9999))])


def _punctuated(count: int) -> Make:
    """Generated with punctuation; a letter in front, so that it may stand unquoted."""
    return lambda rng: rng.choice(ALNUM) + "".join(
        rng.choice(rng.choice((ALNUM, ALNUM, ALNUM, _PUNCTUATION))) for _ in range(count - 2)
    ) + rng.choice(ALNUM)  # fmt: skip


def _django(rng: random.Random) -> str:
    return rng.choice(LOWER) + some(rng, LOWER + DIGITS + "!@#%^&*(-_=+)", 48) + rng.choice(LOWER)


def _mixed(count: int, alphabet: str = ALNUM) -> Make:
    """Characters of an alphabet, digits among them."""
    return lambda rng: next(
        v for v in iter(lambda: some(rng, alphabet, count), "") if re.search(r"\d", v) and re.search("[a-z]", v)
    )


PASSWORDS = (
    Style("word-hardened", (), _leet, plain=False),
    Style("word-year", (), lambda rng: rng.choice(_WORDS).capitalize() + str(rng.randrange(1987, 2026)) + rng.choice("!#*$"), plain=False),
    Style("two-words-digits", (), lambda rng: "".join(w.capitalize() for w in rng.sample(_WORDS, 2)) + str(rng.randrange(10, 9999)), plain=False),
    Style("passphrase", (), _passphrase, plain=False),
    Style("generated-10", (), _mixed(10), plain=False),
    Style("generated-12", (), _mixed(12), plain=False),
    Style("generated-16", (), _mixed(16), plain=False),
    Style("generated-20-lower", (), _mixed(20, LOWER + DIGITS), plain=False),
    Style("generated-24", (), _mixed(24), plain=False),
    Style("generated-32", (), _mixed(32), plain=False),
    Style("punctuated-12", (), _punctuated(12), plain=False),
    Style("punctuated-16", (), _punctuated(16), plain=False),
    Style("punctuated-24", (), _punctuated(24), plain=False),
    Style("hex-32", (), _mixed(32, HEX), plain=False),
    Style("hex-40", (), _mixed(40, HEX), plain=False),
    Style("hex-64", (), _mixed(64, HEX), plain=False),
    Style("base64-24", (), lambda rng: base64.b64encode(rng.randbytes(24)).decode(), plain=False),
    Style("base64-32", (), lambda rng: base64.b64encode(rng.randbytes(32)).decode(), plain=False),
    Style("base64url-43", (), lambda rng: b64url(rng.randbytes(32)), plain=False),
    Style("django", (), _django, plain=False),
    Style("rails", (), _mixed(128, HEX), plain=False),
)  # fmt: skip
_SMALL = ("generated-12", "generated-16", "generated-24", "word-hardened", "punctuated-16", "two-words-digits")


def _password(rng: random.Random) -> str:
    return {style.id: style for style in PASSWORDS}[rng.choice(_SMALL)].make(rng)


def _url(form: str) -> Make:
    def make(rng: random.Random) -> str:
        host = f"{rng.choice(['db', 'data', 'prod-01', 'cache', 'mq'])}.{rng.choice(_WORDS)}.{rng.choice(['internal', 'io', 'net', 'com'])}"
        return form.format(
            user=rng.choice(["app", "svc_orders", "admin", "deploy"]),
            password=quote(_password(rng), safe="!*-_~"),
            host=host,
            raw=_password(rng).replace(";", "-").replace("&", "-"),
        )

    return make


URLS = (
    Style(
        "slack-webhook", ("slack", "webhook", "url"),
        _joined("https://hooks.slack.com/services/T", (UPPER + DIGITS, 9), "/B", (UPPER + DIGITS, 10), "/", (ALNUM, 24)),
    ),
    Style("postgres", ("database", "url"), _url("postgres://{user}:{password}@{host}:5432/orders")),
    Style("postgresql-query", ("db", "url"), _url("postgresql://{user}:{password}@{host}/orders?sslmode=require")),
    Style("sqlalchemy", ("sqlalchemy", "database", "uri"), _url("postgresql+psycopg2://{user}:{password}@{host}:5432/shop")),
    Style("mysql-driver", ("db", "uri"), _url("mysql+pymysql://{user}:{password}@{host}:3306/shop?charset=utf8mb4")),
    Style("mongodb-srv", ("mongo", "uri"), _url("mongodb+srv://{user}:{password}@cluster0.ab1cd.mongodb.net/?retryWrites=true&w=majority")),
    Style("mongodb", ("mongodb", "url"), _url("mongodb://{user}:{password}@{host}:27017/admin")),
    Style("redis", ("redis", "url"), _url("redis://:{password}@{host}:6379/0")),
    Style("rediss", ("cache", "url"), _url("rediss://default:{password}@{host}:6380")),
    Style("amqp", ("broker", "url"), _url("amqp://{user}:{password}@{host}:5672//")),
    Style("smtp", ("email", "url"), _url("smtp://{user}%40{host}:{password}@smtp.{host}:587")),
    Style("https-basic", ("feed", "url"), _url("https://{user}:{password}@{host}/simple/")),
    Style("git-remote", ("remote", "url"), lambda rng: f"https://oauth2:{some(rng, ALNUM, 32)}@git.{rng.choice(_WORDS)}.com/team/app.git"),
    Style("ftp", ("upload", "url"), _url("ftp://{user}:{password}@{host}/incoming")),
    Style("jdbc-params", ("jdbc", "url"), _url("jdbc:postgresql://{host}:5432/shop?user={user}&password={password}")),
    Style("jdbc-sqlserver", ("datasource", "url"), _url("jdbc:sqlserver://{host}:1433;databaseName=shop;user={user};password={raw}")),
)  # fmt: skip
CONNECTIONS = (
    Style("adonet", ("default", "connection"), _url("Server={host},1433;Database=Shop;User Id={user};Password={raw};Encrypt=True")),
    Style("adonet-pwd", ("connection", "string"), _url("Data Source={host};Initial Catalog=Shop;UID={user};PWD={raw}")),
    Style("odbc", ("odbc", "connection", "string"), _url("Driver={{ODBC Driver 18 for SQL Server}};Server={host};Database=Shop;Uid={user};Pwd={raw};")),
    Style("npgsql", ("pg", "connection", "string"), _url("Host={host};Port=5432;Username={user};Password={raw};Database=shop")),
    Style("libpq", ("dsn",), _url("host={host} port=5432 dbname=shop user={user} password={raw}")),
    Style(
        "azure-storage-connection", ("azure", "storage", "connection", "string"),
        lambda rng: f"DefaultEndpointsProtocol=https;AccountName=shop{rng.randrange(99)};AccountKey={base64.b64encode(rng.randbytes(64)).decode()};EndpointSuffix=core.windows.net",
    ),
    Style(
        "azure-bus-connection", ("service", "bus", "connection", "string"),
        lambda rng: f"Endpoint=sb://shop{rng.randrange(99)}.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey={base64.b64encode(rng.randbytes(32)).decode()}",
    ),
)  # fmt: skip


# What people make up in their heads, for passwords alone; keys and tokens are generated.
HUMAN = frozenset({"word-hardened", "word-year", "two-words-digits", "passphrase", "generated-10", "punctuated-12"})
_PASSWORD_WORDS = frozenset({"password", "passwd", "pwd", "pass"})


def generic_name(rng: random.Random, held_out: bool, human: bool) -> tuple[str, ...]:
    """A telling name, a password's for what people make up; the two splits know different ones."""
    names = [name for name in _NAMES if held("_".join(name)) == held_out]
    return rng.choice([name for name in names if not human or _PASSWORD_WORDS & set(name)])


def held(name: str) -> bool:
    """Whether what bears this name belongs to the held-out split: a third, the same one for ever."""
    return zlib.crc32(f"{name}/1572".encode()) % 3 == 0


def _shaped(form: str) -> Make:
    """A placeholder in a vendor's form: `{p}` a prefix that vendors use, `{x}` a run, `{s}` a sequence."""
    prefixes = (
        "sk-",
        "ghp_",
        "sk-ant-api03-",
        "sk-proj-",
        "glpat-",
        "xoxb-",
        "hf_",
        "gsk_",
        "npm_",
        "sk_live_",
        "AIza",
        "r8_",
        "pplx-",
        "lin_api_",
    )

    def make(rng: random.Random) -> str:
        run = rng.choice("xXx0*") * rng.choice((20, 24, 32, 36))
        sequence = (
            rng.choice(
                (
                    "abcdefghijklmnopqrstuvwxyz0123456789",
                    "1234567890abcdefghijklmnopqrstuvwxyz",
                    "0123456789abcdef0123456789abcdef",
                )
            )
            * 2
        )[: rng.choice((24, 32, 36))]
        return form.format(p=rng.choice(prefixes), x=run, s=sequence, v=some(rng, LOWER, 4))

    return make


PLACEHOLDERS = (
    Style("your", (), lambda rng: rng.choice(["YOUR_API_KEY", "YOUR-TOKEN-HERE", "your_secret_key", "your-password-here", "yourpassword", "YOUR_CLIENT_SECRET"])),
    Style("insert", (), lambda rng: rng.choice(["INSERT_TOKEN_HERE", "PUT_YOUR_KEY_HERE", "replace-me", "REPLACE_WITH_YOUR_KEY", "add-your-key-here", "enter_your_password"])),
    Style("angle", (), lambda rng: rng.choice(["<token>", "<your-api-key>", "<YOUR_PASSWORD>", "<password>", "<secret from vault>"])),
    Style("bracket", (), lambda rng: rng.choice(["[YOUR_TOKEN]", "[redacted]", "[REDACTED]", "{your_api_key}", "{API_KEY}", "%API_KEY%"])),
    Style("changeme", (), lambda rng: rng.choice(["changeme", "change-me", "CHANGE_ME_IN_PRODUCTION", "change_this_secret", "changeit", "ChangeMe123!"])),
    Style("shell-variable", (), lambda rng: rng.choice(["${API_KEY}", "$DB_PASSWORD", "${DB_PASSWORD:?required}", "${VAULT_TOKEN:-}", "$(cat /run/secrets/db_password)", "$(op read op://prod/db/password)"])),
    Style("template", (), lambda rng: rng.choice(["{{ vault.db_password }}", "{{ .Values.auth.token }}", "{{ lookup('env', 'DB_PASSWORD') }}", "${{ secrets.API_TOKEN }}", "<%= ENV.fetch('DB_PASS') %>", "#{ENV_PASSWORD}#", "${env:API_KEY}", "${input:api-key}"])),
    Style("reference", (), lambda rng: rng.choice(["vault:secret/data/shop#password", "op://Private/GitHub/token", "!vault/prod/db", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf", "file:///run/secrets/token", "ssm:/prod/db/password", "keyvault://shop/db-password", "env:DB_PASSWORD"])),
    Style("dummy", (), lambda rng: rng.choice(["dummy", "dummy-token", "fake-api-key", "test-token-123", "test_password", "mysecretpassword", "not-a-real-key", "example-secret", "sample_token", "foobar123", "placeholder", "my-secret-token", "secret123", "password123"])),
    Style("sequence", (), lambda rng: rng.choice(["abcdefghijklmnop", "1234567890", "0123456789abcdef", "abc123def456", "abcdef1234567890", "123456789012345678901234567890", "aaaaaaaaaaaaaaaaaaaa", "00000000000000000000000000000000", "deadbeefdeadbeefdeadbeefdeadbeef", "qwertyuiop123456"])),
    Style("empty-word", (), lambda rng: rng.choice(["none", "null", "undefined", "TODO", "TBD", "N/A", "n/a", "todo-set-in-vault", "unset", "xxx", "..."])),
    Style("masked", (), _shaped("{p}****{v}")),
    Style("masked-dots", (), _shaped("{p}...{v}")),
    Style("masked-stars", (), lambda rng: "*" * rng.randrange(6, 20)),
    Style("vendor-dots", (), _shaped("{p}...")),
    Style("vendor-run", (), _shaped("{p}{x}")),
    Style("vendor-sequence", (), _shaped("{p}{s}")),
    Style("vendor-your", (), lambda rng: _shaped("{p}")(rng) + rng.choice(["your-key-here", "YOUR_API_KEY", "your_token_goes_here_please_1234", "EXAMPLE_KEY_DO_NOT_USE_000", "REDACTED", "placeholder-key-for-development"])),
    Style("aws-docs", (), lambda rng: rng.choice(["AKIA" + "IOSFODNN7" + "EXAMPLE", "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY", "AKIAI44QH8DHB" + "EXAMPLE", "AKIA" + "X" * 16])),
    Style("uuid-zero", (), lambda rng: rng.choice(["00000000-0000-0000-0000-000000000000", "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", "12345678-1234-1234-1234-123456789012"])),
    Style("prose", (), lambda rng: rng.choice(["the token from the dashboard", "see 1Password, entry 'staging'", "ask the platform team", "copy it from the console", "set in CI", "stored in the keychain"])),
)  # fmt: skip
URL_PLACEHOLDERS = (
    Style("url-local-default", (), lambda rng: rng.choice(["postgres://postgres:postgres@localhost:5432/app", "amqp://guest:guest@localhost:5672//", "mysql://root:root@127.0.0.1:3306/test", "redis://localhost:6379/0", "postgresql://user:password@localhost/db", "mongodb://root:example@mongo:27017"])),
    Style("url-words", (), lambda rng: rng.choice(["postgres://user:password@host:5432/dbname", "mysql://username:password@hostname/database", "https://user:pass@example.com/", "mongodb+srv://<user>:<password>@cluster0.mongodb.net", "amqp://USER:PASSWORD@HOST:PORT/VHOST", "redis://:yourpassword@redis:6379"])),
    Style("url-template", (), lambda rng: rng.choice(["postgres://${DB_USER}:${DB_PASSWORD}@db:5432/app", "postgresql://{{ user }}:{{ password }}@{{ host }}/db", "mysql://$USER:$PASS@$HOST/app", "https://x-access-token:${GITHUB_TOKEN}@github.com/o/r.git", "redis://:%s@cache:6379", "postgresql://{user}:{password}@{host}:{port}/{name}"])),
    Style("url-masked", (), lambda rng: rng.choice(["postgres://app:****@db.internal:5432/app", "postgresql://app:xxxxxx@db/app", "https://user:***@git.internal/repo.git", "mongodb://admin:[REDACTED]@mongo/db", "postgres://app:...@db/app"])),
)  # fmt: skip
CONNECTION_PLACEHOLDERS = (
    Style("connection-words", (), lambda rng: rng.choice(["Server=myServer;Database=myDb;User Id=myUser;Password=myPassword;", "Server=localhost;Database=app;User Id=sa;Password=<YourStrong@Passw0rd>", "Host=localhost;Username=postgres;Password=postgres", "Server=.;Database=App;Trusted_Connection=True"])),
    Style("connection-template", (), lambda rng: rng.choice(["Server=db;Database=app;User Id=sa;Password=${SA_PASSWORD};", "DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=<account-key>;EndpointSuffix=core.windows.net", "host=db user=app password=%(password)s", "Server=db;Pwd={0};Uid={1}", "Server=db;Password=$(DbPassword);"])),
)  # fmt: skip


def catalogue_styles() -> tuple[Style, ...]:
    """Every row of the hook's catalogue, with a value made from its pattern; none where the hook is not importable."""
    try:
        from walkaround.secret_detection import _tokens
    except ImportError:
        return ()
    kinds: dict[str, Any] = {}
    for module in pkgutil.iter_modules(_tokens.__path__, f"{_tokens.__name__}."):
        for rows in vars(importlib.import_module(module.name)).values():
            if isinstance(rows, tuple) and rows and all(isinstance(row, _tokens.TokenKind) for row in rows):
                kinds |= {row.id: row for row in rows}
    return tuple(_catalogue_style(kind) for kind in kinds.values() if token_sample(kind, random.Random(1)))


def _catalogue_style(kind: Any) -> Style:
    words = tuple(re.findall("[a-z0-9]+", kind.id))
    if kind.near:
        clue = tuple(re.findall("[a-z0-9]+", kind.clues[0]))
        words = clue if {"key", "token", "secret"} & set(clue) else (*clue, "api", "key")
    return Style(f"catalogue:{kind.id}", words, lambda rng: token_sample(kind, rng), plain=not kind.near)


def token_sample(kind: Any, rng: random.Random) -> str:
    """A token of a catalogue's kind, with a valid checksum; "" where nobody here can make one."""
    try:
        samples = importlib.import_module("token_samples")
    except ImportError:
        return "" if kind.checksum else _walked(re_parser.parse(kind.pattern), rng)
    return str(samples.sample(kind, rng))


def _walked(parsed: Any, rng: random.Random) -> str:
    """A text that the parsed pattern matches: literals, classes, groups, alternatives, bounded counts."""
    made = []
    for operation, argument in parsed:
        name = str(operation)
        if name == "LITERAL":
            made.append(chr(argument))
        elif name == "IN":
            made.append(chr(rng.choice(_members(argument))))
        elif name == "SUBPATTERN":
            made.append(_walked(argument[-1], rng))
        elif name == "BRANCH":
            made.append(_walked(rng.choice(argument[1]), rng))
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            least, most, inner = argument
            made.append("".join(_walked(inner, rng) for _ in range(rng.randint(least, min(most, least + 40)))))
        else:
            raise ValueError(f"a pattern of a token has {name}")
    return "".join(made)


def _members(items: Any) -> list[int]:
    found: list[int] = []
    for operation, argument in items:
        found += range(argument[0], argument[1] + 1) if str(operation) == "RANGE" else [argument]
    return found
