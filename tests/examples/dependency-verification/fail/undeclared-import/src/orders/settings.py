import requests
import yaml


def settings(address: str) -> object:
    return yaml.safe_load(requests.get(address, timeout=3).text)
