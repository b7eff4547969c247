"""Settings, avatars and price feeds: small functions that talk to the outside."""

import contextlib
import json
import logging
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import requests

logger = logging.getLogger(__name__)
FEED_TIMEOUT = 5.0


class FeedError(RuntimeError):
    """The price feed did not answer as agreed."""


def load_settings(path: Path) -> dict[str, Any]:
    """Read the settings."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except Exception:  # bad: swallow
        return {}


def load_optional_settings(path: Path) -> dict[str, Any]:
    """Read settings that need not exist; a broken file is an error of its own."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:  # near: swallow
        return {}


def fetch_price(url: str) -> Decimal | None:
    """The newest price."""
    try:
        return Decimal(requests.get(url, timeout=FEED_TIMEOUT).json()["price"])
    except Exception as error:  # bad: swallow
        logger.warning("no price: %s", error)
        return None


def fetch_price_strict(url: str) -> Decimal:
    """The newest price, or an error that says what went wrong."""
    try:
        return Decimal(requests.get(url, timeout=FEED_TIMEOUT).json()["price"])
    except (requests.RequestException, KeyError, InvalidOperation) as error:  # near: swallow
        raise FeedError(f"no price from {url}") from error


def remove_avatar(path: Path) -> None:
    """Remove an avatar."""
    with contextlib.suppress(Exception):  # bad: swallow
        path.unlink()


def remove_thumbnail(path: Path) -> None:
    """Remove a thumbnail, if there is one."""
    with contextlib.suppress(FileNotFoundError):  # near: swallow
        path.unlink()
