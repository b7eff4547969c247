"""Where `policies/` and `templates/` are: inside the installed package, or at the top of the checkout."""

import os

_HERE = os.path.dirname(os.path.abspath(__file__))


def data_path(relative: str) -> str:
    """The full path of a shipped data file, such as `policies/strict.toml`; FileNotFoundError names it."""
    for base in (_HERE, os.path.dirname(os.path.dirname(_HERE))):
        path = os.path.join(base, *relative.split("/"))
        if os.path.exists(path):
            return path
    raise FileNotFoundError(f"walkaround is not whole: {relative} is missing from the installation")
