"""Rates of exchange."""

import requests


def rates(url: str) -> dict[str, str]:
    answer = requests.get(url)
    answer.raise_for_status()
    return dict(answer.json())
