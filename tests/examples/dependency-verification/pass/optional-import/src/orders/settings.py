import requests

try:
    import yaml
except ImportError:
    yaml = None


def settings(address: str) -> object:
    text = requests.get(address, timeout=3).text
    return text if yaml is None else yaml.safe_load(text)
