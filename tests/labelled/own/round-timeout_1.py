"""Calls to carriers; each has its own idea of how long it may take."""

import asyncio
import socket
import subprocess
from typing import Any

import httpx
import requests

QUOTE_TIMEOUT_SECONDS = 8
LABEL_TIMEOUT = httpx.Timeout(connect=3.0, read=25.0, write=5.0, pool=3.0)


class Carrier:
    """One carrier."""

    def __init__(self, url: str, timeout: float = 30.0) -> None:  # near: round-timeout
        self.url = url
        self.timeout = timeout
        self.client = httpx.Client(base_url=url, timeout=60)  # bad: round-timeout

    def services(self) -> list[dict[str, Any]]:
        """Services on offer."""
        return requests.get(f"{self.url}/services", timeout=30).json()  # bad: round-timeout

    def quote(self, parcel: dict[str, Any]) -> dict[str, Any]:
        """A quote for a parcel."""
        return requests.post(f"{self.url}/quotes", json=parcel, timeout=QUOTE_TIMEOUT_SECONDS).json()  # near: round-timeout

    def track(self, number: str) -> dict[str, Any]:
        """Where a parcel is."""
        return requests.get(f"{self.url}/track/{number}", timeout=self.timeout).json()  # near: round-timeout

    def label(self, number: str) -> bytes:
        """The label of a parcel."""
        return httpx.get(f"{self.url}/labels/{number}", timeout=LABEL_TIMEOUT).content  # near: round-timeout


def print_label(path: str) -> None:
    """Send a label to the printer."""
    subprocess.run(["lp", "-d", "labels", "--", path], check=True, timeout=60)  # bad: round-timeout


def scan(address: tuple[str, int]) -> bytes:
    """Read one line of the hand scanner."""
    with socket.create_connection(address, timeout=10) as connection:  # bad: round-timeout
        return connection.recv(128)


async def pickup(queue: asyncio.Queue[str]) -> str:
    """The next parcel to pick up."""
    return await asyncio.wait_for(queue.get(), timeout=300)  # bad: round-timeout
