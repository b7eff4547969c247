"""Building blocks of the notification service."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

router = APIRouter()
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class Preferences(BaseModel):
    """What a user wants to hear of; pydantic copies defaults for each instance."""

    topics: list[str] = []  # near: mutable-default
    muted: bool = False


@dataclass
class Digest:
    """Messages of a day."""

    lines: list[str] = field(default_factory=list)  # near: mutable-default

    def extend(self, lines: Iterable[str] = ()) -> None:  # near: mutable-default
        """Add lines."""
        self.lines.extend(lines)


def send(body: str, recipients: list[str] = []) -> list[str]:  # bad: mutable-default
    """Queue a message; the operators always receive a copy."""
    recipients.append("operators")
    return [f"{recipient}: {body}" for recipient in recipients]


def render(template: str, context: dict[str, Any] = {}) -> str:  # bad: mutable-default
    """Fill in a template."""
    context.setdefault("product", "Example")
    return template.format_map(context)


def group(messages: Iterable[str], seen: set[str] = set()) -> list[str]:  # bad: mutable-default
    """Messages that were not seen before."""
    fresh = [message for message in messages if message not in seen]
    seen.update(fresh)
    return fresh


def headers(extra: Mapping[str, str] = NO_HEADERS) -> dict[str, str]:  # near: mutable-default
    """Headers of a message; the default is a read-only view."""
    return {"X-Mailer": "example", **extra}


def count(words: Iterable[str], totals: defaultdict[str, int] = defaultdict(int)) -> dict[str, int]:  # bad: mutable-default
    """Count words."""
    for word in words:
        totals[word] += 1
    return dict(totals)


@router.get("/messages")
async def messages(tag: list[str] = Query(default=[])) -> dict[str, list[str]]:  # near: mutable-default
    """Messages with these tags; FastAPI builds the value for each request."""
    return {"tags": tag}


async def fan_out(body: str, *, channels: list[str] = ["mail", "push"]) -> int:  # bad: mutable-default
    """Send over several channels."""
    if "urgent" in body:
        channels.append("sms")
    return len(channels)
