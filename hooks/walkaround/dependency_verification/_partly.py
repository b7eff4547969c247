"""What can be judged of a file whose syntax is newer than the interpreter: the imports that nothing surrounds.

Such a file stays one that was not judged. Its tokens are mostly those that the interpreter knows, which tell where an
import begins and ends; all other lines are left out.
"""

import ast
from collections.abc import Iterator
from io import StringIO
from re import search
from sys import version_info
from tokenize import COMMENT, DEDENT, INDENT, NEWLINE, NL, TokenError, TokenInfo, generate_tokens

# Of a file with one of these words, the imports alone do not tell what it does without, or brings about itself.
_REACHES = ("sys.path", "sys.modules", "find_spec", "importorskip", "patch", "meta_path")
# Strings over several lines in which others may stand, which this interpreter would end too soon; odd line ends.
_NESTED = rf"""(?i)\b(?:r?{"t" if version_info >= (3, 12) else "[ft]"}r?)(?:'''|\"\"\")|\r(?!\n)"""


def imports_alone(content: str) -> ast.Module | None:
    """The imports that stand in no block and beside no other statement; nothing where they cannot be told for sure."""
    if any(word in content for word in _REACHES) or search(_NESTED, content):
        return None
    lines = content.split("\n")
    kept = [""] * len(lines)
    try:
        for statement in _lines(content):
            if not statement:  # a bracket is closed that was never opened, as in templates
                return None
            first, last = statement[0], statement[-1]
            if first.start[1] == 0 and first.string in ("import", "from"):
                if any(token.string == ";" for token in statement):
                    return None
                kept[first.start[0] - 1 : last.end[0]] = lines[first.start[0] - 1 : last.end[0]]
        return ast.parse("\n".join(kept))
    except (TokenError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _lines(content: str) -> Iterator[list[TokenInfo]]:
    """The logical lines of a file, as their tokens."""
    line: list[TokenInfo] = []
    for token in generate_tokens(StringIO(content).readline):
        if token.type == NEWLINE:
            yield line
            line = []
        elif token.type not in (COMMENT, DEDENT, INDENT, NL):
            line.append(token)
