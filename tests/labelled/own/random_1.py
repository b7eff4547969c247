"""Tokens, codes and samples."""

import random
import secrets
import string
import uuid
from collections.abc import Sequence
from random import choices

import numpy as np

ALPHABET = string.ascii_letters + string.digits
system_random = random.SystemRandom()


def reset_token() -> str:
    """Token for the link in a password reset mail."""
    return "".join(random.choice(ALPHABET) for _ in range(32))  # bad: random


def strong_reset_token() -> str:
    """The same from the system's source of randomness."""
    return "".join(secrets.choice(ALPHABET) for _ in range(32))  # near: random


def verification_code() -> str:
    """Six digits that are sent by text message."""
    return f"{random.randint(0, 999_999):06d}"  # bad: random


def voucher_code() -> str:
    """A voucher code; SystemRandom is as good as secrets."""
    return "".join(system_random.choice(ALPHABET) for _ in range(12))  # near: random


def api_key(prefix: str) -> str:
    """A key for a new client of the API."""
    return prefix + "_" + "".join(choices(ALPHABET, k=40))  # bad: random


def session_id() -> str:
    """Identifier of a session."""
    return uuid.UUID(int=random.getrandbits(128), version=4).hex  # bad: random


def one_time_password() -> str:
    """A one-time password."""
    return str(np.random.randint(100_000, 999_999))  # bad: random


def retry_delay(attempt: int) -> float:
    """Seconds until the next attempt, with jitter."""
    return min(60.0, 2.0**attempt) * random.uniform(0.5, 1.5)  # near: random


def sample(rows: Sequence[str], size: int) -> list[str]:
    """Rows for a quick look."""
    return random.sample(rows, size)  # near: random
