"""The plain forms of requirements, for which `packaging` need not be asked.

What matches here packaging accepts as well, and reads in the same way; property tests compare the two.
"""

from re import fullmatch

WORD = r"[A-Za-z0-9]+(?:[._-]+[A-Za-z0-9]+)*"
_TEST = (
    r"(?:python_version|python_full_version|os_name|sys_platform|platform_machine|platform_system"
    r"|platform_python_implementation|implementation_name)"
    r"""[ \t]*(?:[<>]=?|[!=]=)[ \t]*(?:"[A-Za-z0-9._ -]*"|'[A-Za-z0-9._ -]*')"""
)
PLAIN_MARKER = rf"[ \t]*{_TEST}(?:[ \t]+(?:and|or)[ \t]+{_TEST})*[ \t]*"
_PIN = rf"({WORD})(?:\[{WORD}(?:,{WORD})*\])?==[0-9]{{1,9}}(?:\.[0-9]{{1,9}})*"


def list_is_clean(text: str, wanted: str) -> bool:
    """Whether every line of a requirements file is certainly a package with an exact version and no more.

    A package that stands there twice is for those who compare the two.
    """
    if wanted == "hash":
        return False
    names: set[str] = set()
    for line in text.splitlines():
        name = _pinned(line)
        if name is None or name in names:
            return False
        if name:
            names.add(name)
    return True


def _pinned(line: str) -> str | None:
    """The package that a line pins, spelt in one way; empty where there is none; None for any other line."""
    line = line.strip(" \t")
    if not line or line.startswith("#"):
        return ""
    body, semicolon, marker = line.partition(" #")[0].partition(";")
    found = fullmatch(_PIN, body.strip(" \t"))
    if found is None or (semicolon and not fullmatch(PLAIN_MARKER, marker)):
        return None
    return found[1].lower().replace("_", "-").replace(".", "-")
