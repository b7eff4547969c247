"""HTTP clients of the catalogue service."""

from typing import Any

import httpx
import requests
from requests.adapters import HTTPAdapter

BASE = "https://catalogue.example.org"
CONNECT_TIMEOUT = 3.05
READ_TIMEOUT = 12.0


def item(number: int) -> dict[str, Any]:
    """One item."""
    answer = requests.get(f"{BASE}/items/{number}", headers={"Accept": "application/json"})  # bad: timeout
    answer.raise_for_status()
    return answer.json()


def item_in_time(number: int) -> dict[str, Any]:
    """One item, waited for no longer than agreed."""
    answer = requests.get(f"{BASE}/items/{number}", timeout=(CONNECT_TIMEOUT, READ_TIMEOUT))  # near: timeout
    answer.raise_for_status()
    return answer.json()


class TimeoutAdapter(HTTPAdapter):
    """Sets a timeout for each request that has none."""

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        """Send with a timeout."""
        if options.get("timeout") is None:
            options["timeout"] = (CONNECT_TIMEOUT, READ_TIMEOUT)
        return super().send(request, **options)


class Catalogue:
    """A client that keeps its connection."""

    def __init__(self) -> None:
        self.session = requests.Session()
        self.client = httpx.Client(base_url=BASE, timeout=None)  # bad: timeout

    def rename(self, number: int, name: str) -> None:
        """Rename an item."""
        self.session.patch(f"{BASE}/items/{number}", json={"name": name})  # bad: timeout

    def remove(self, number: int) -> None:
        """Remove an item."""
        self.session.delete(f"{BASE}/items/{number}", timeout=READ_TIMEOUT)  # near: timeout
