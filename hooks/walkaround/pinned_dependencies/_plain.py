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
    """Whether every line of a requirements file is certainly a package with an exact version and no more."""
    return wanted != "hash" and all(map(_is_pin, text.splitlines()))


def _is_pin(line: str) -> bool:
    line = line.strip(" \t")
    if not line or line.startswith("#"):
        return True
    body, semicolon, marker = line.partition(" #")[0].partition(";")
    if not fullmatch(_PIN, body.strip(" \t")):
        return False
    return not semicolon or fullmatch(PLAIN_MARKER, marker) is not None
