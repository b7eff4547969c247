"""Names of what nobody may guess: tokens, passwords, codes, keys, nonces."""

_LAST = frozenset(
    {
        "token", "password", "secret", "secrets", "otp", "otps", "nonce", "salt", "csrf", "iv", "cookie", "credential",
        "credentials", "cnonce", "pin", "mfa",
    }
)  # fmt: skip
_TOKENS = frozenset({"access", "auth", "api", "reset", "session", "refresh", "backup", "recovery"})
_CODES = frozenset(
    {
        "verification", "verify", "confirmation", "confirm", "reset", "auth", "sms", "security", "activation", "access",
        "login", "mfa", "2fa", "backup", "recovery", "invite", "invitation", "email", "one", "otp", "password", "pin",
        "voucher", "pairing", "authorization", "signup", "challenge",
    }
)  # fmt: skip
_KEYS = frozenset(
    {
        "api", "secret", "encryption", "private", "signing", "session", "activation", "license", "auth", "reset",
        "hmac", "aes", "master", "access", "verification", "crypto", "cipher", "fernet", "jwt",
    }
)  # fmt: skip
# What may stand behind: `token_bytes` is a token, `token_count` is none.
_FORMS = frozenset(
    {
        "value", "str", "string", "bytes", "hex", "b64", "raw", "text", "plain", "data", "digits", "chars",
        "characters", "list", "parts", "letters", "256", "128", "hash", "hashed", "1", "2", "digest", "temp", "encoded",
        "int", "link", "url",
    }
)  # fmt: skip
_HARMLESS = frozenset(
    {
        "max", "min", "num", "n", "count", "fake", "mock", "dummy", "sample", "example", "test", "mask", "pad", "vocab",
        "eos", "bos", "next", "page", "pagination", "continuation", "cursor", "sync",
    }
)  # fmt: skip
_GIVEN_TO = frozenset({"set", "save", "store", "send", "create", "add", "issue"})
_NOT_MADE = frozenset({"get", "load", "count", "parse", "find", "is", "check"})


def is_secret(name: tuple[str, ...]) -> bool:
    """Whether a name says that nobody may guess what it holds."""
    end = len(name)
    while end > 1 and name[end - 1] in _FORMS:
        end -= 1
    core = name[:end]
    if not core or not _HARMLESS.isdisjoint(core):
        return False
    last = core[-1]
    if last == "tokens":
        return not _TOKENS.isdisjoint(core)
    if last in {"code", "codes"}:
        return not _CODES.isdisjoint(core[:-1])
    if last == "key":
        return not _KEYS.isdisjoint(core[:-1])
    return last in _LAST or core[-2:] in {("session", "id"), ("remember", "me"), ("session", "ids")}


def takes_secret(function: tuple[str, ...]) -> bool:
    """`set_password`, `send_otp`, `save_reset_token`."""
    return len(function) > 1 and function[0] in _GIVEN_TO and function[1] != "cookie" and is_secret(function[1:])


def makes_secret(function: tuple[str, ...]) -> bool:
    """`generate_token`, `_new_session_id`, `random_password`."""
    return is_secret(function) and function[0] not in _NOT_MADE
