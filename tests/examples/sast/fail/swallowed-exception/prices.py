"""Prices of a shop."""

import json


def price(text: str) -> int | None:
    try:
        return int(json.loads(text)["cents"])
    except Exception:
        return None
