"""Streams, banners and figures of the catalogue service."""

import http.client
import urllib.request
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import httpx

BASE = "https://catalogue.example.org"
READ_TIMEOUT = 12.0
ASYNC_TIMEOUT = aiohttp.ClientTimeout(total=READ_TIMEOUT)


def summary() -> dict[str, Any]:
    """Figures of the catalogue; httpx waits five seconds unless told otherwise."""
    return httpx.get(f"{BASE}/summary").json()  # near: timeout


def export() -> dict[str, Any]:
    """The export, which takes a while."""
    return httpx.post(f"{BASE}/exports", json={"format": "csv"}, timeout=None).json()  # bad: timeout


def banner() -> str:
    """First line of the banner."""
    with urllib.request.urlopen(f"{BASE}/banner.txt") as answer:  # bad: timeout
        return answer.readline().decode()


def head_status() -> int:
    """Status of the front page."""
    connection = http.client.HTTPSConnection("catalogue.example.org")  # bad: timeout
    connection.request("HEAD", "/")  # same: timeout
    return connection.getresponse().status  # same: timeout


async def stream(path: str) -> AsyncIterator[bytes]:
    """Stream a file."""
    limits = aiohttp.ClientTimeout(total=None, sock_read=None)  # same: timeout
    async with aiohttp.ClientSession(timeout=limits) as session:  # bad: timeout
        async with session.get(f"{BASE}{path}") as answer:
            async for chunk in answer.content.iter_chunked(65536):
                yield chunk


async def colours() -> list[str]:
    """Colours of the catalogue."""
    async with aiohttp.ClientSession(timeout=ASYNC_TIMEOUT) as session:
        async with session.get(f"{BASE}/colours") as answer:  # near: timeout
            return await answer.json()
