"""What counts as source code: of which format a file is, whether it looks like one of tests, and which lines count.

Files of one of jscpd's formats are compared with each other. The formats are jscpd's own words for the endings; data,
markup, style sheets and prose are not compared, for they repeat themselves by nature. Source: https://jscpd.dev, and
jscpd itself, which a test asks about each ending. Of the lines, blank ones do not count, and imports are alike
everywhere.
"""

import posixpath
import re

TEST_FOLDERS = frozenset({"test", "tests", "testing"})
_ENDINGS = {
    "python": "py pyi pyx",
    "javascript": "js mjs cjs",
    "jsx": "jsx",
    "typescript": "ts mts cts",
    "tsx": "tsx",
    "java": "java",
    "kotlin": "kt kts",
    "scala": "scala",
    "groovy": "groovy",
    "go": "go",
    "csharp": "cs",
    "fsharp": "fs",
    "vbnet": "vb",
    "ruby": "rb rake gemspec",
    "rust": "rs",
    "php": "php",
    "c": "c",
    "c-header": "h",
    "cpp": "cpp cc cxx",
    "cpp-header": "hpp hh hxx inl",
    "objectivec": "m mm",
    "swift": "swift",
    "dart": "dart",
    "lua": "lua",
    "perl": "pl pm",
    "bash": "sh bash",
    "powershell": "ps1",
    "elixir": "ex exs",
    "erlang": "erl",
    "haskell": "hs",
    "julia": "jl",
    "clojure": "clj",
    "zig": "zig",
}
FORMATS = {ending: format_ for format_, endings in _ENDINGS.items() for ending in endings.split()}
# A statement of imports that goes over several lines: what opens it, and what closes it.
_BLOCKS = {
    "python": (rb"(?:from\s+[\w.]+\s+import\s*|import\s+)\([^)]*$", rb"\)"),
    "go": (rb"import\s*\([^)]*$", rb"\)"),
    "rust": (rb"(?:pub(?:\([^)]*\))?\s+)?use\s[^;]*$", rb";"),
    "php": (rb"use\s[^;]*\{[^;]*$", rb";"),
}
_OPENERS = (b"from", b"import", b"use", b"pub", b"export")  # looked at first, which is cheap
_SCRIPT = (rb"(?:import|export)\s+(?:type\s+)?(?:[\w$*]+\s*,\s*)?\{[^}]*$", rb"\}")
_LINES = {
    "python": rb"(?:from\s+[\w.]+\s+import|import)\s",
    "go": rb"(?:package|import)\s",
    "java": rb"(?:package|import)\s",
    "kotlin": rb"(?:package|import)\s",
    "scala": rb"(?:package|import)\s",
    "groovy": rb"(?:package|import)\s",
    "csharp": rb"(?:using|namespace)\s+[\w.=\s]+[;{]?$|global using\s",
    "fsharp": rb"open\s",
    "vbnet": rb"Imports\s",
    "rust": rb"(?:pub(?:\([^)]*\))?\s+)?(?:use|mod|extern crate)\s[^{]*;|(?:pub\s+)?use\s.*;",
    "php": rb"<\?php|(?:namespace|use|require|require_once|include|include_once|declare)\b[^{]*;",
    "ruby": rb"(?:require|require_relative|load|autoload)\b",
    "swift": rb"(?:@testable\s+)?import\s",
    "dart": rb"(?:import|export|part|library)\s",
    "lua": rb"local\s+\w+\s*=\s*require\b",
    "perl": rb"(?:use|require|package)\s",
    "elixir": rb"(?:import|alias|require|use)\s",
    "erlang": rb"-(?:include|include_lib|import|module|export)\(",
    "haskell": rb"(?:import|module)\s",
    "julia": rb"(?:using|import)\s",
}
_SCRIPT_LINES = rb"(?:import\s|export\s.*\bfrom\b|(?:const|let|var)\s+[\w${},\s]+=\s*require\()"
_C_LINES = rb"#\s*(?:include|import|pragma once)\b"
_FAMILIES = dict.fromkeys(("c", "c-header", "cpp", "cpp-header", "objectivec"), _C_LINES) | dict.fromkeys(
    ("javascript", "jsx", "typescript", "tsx"), _SCRIPT_LINES
)


def format_of(path: str) -> str:
    """jscpd's word for a source, by its path; empty for what is not compared."""
    name, _, ending = path.rpartition(".")
    return FORMATS.get(ending, "") if name else ""


def ending_of(path: str) -> str:
    return path.rpartition(".")[2]


def is_test(path: str) -> bool:
    """Whether a path, from the root, looks like that of a test or of what only tests use; its users may tell more."""
    *folders, name = path.split("/")
    stem = posixpath.splitext(name)[0]
    named = stem.startswith("test_") or stem.endswith("_test") or stem in ("test", "tests", "conftest")
    return named or not TEST_FOLDERS.isdisjoint(folders)


def counted(content: bytes, format_: str) -> frozenset[int]:
    """The lines of a source, from 1, that are neither blank nor imports."""
    block = _BLOCKS.get(format_) or (_SCRIPT if _FAMILIES.get(format_) is _SCRIPT_LINES else None)
    opens, closes = (re.compile(block[0]), re.compile(block[1])) if block else (None, None)
    single = re.compile(_LINES.get(format_) or _FAMILIES.get(format_) or rb"(?!)").match
    found, inside = [], False
    for number, row in enumerate(content.split(b"\n"), 1):
        text = row.strip()
        if not text:
            continue
        if inside:
            inside = closes is not None and closes.search(text) is None
        elif opens is not None and text.startswith(_OPENERS) and opens.match(_code(text)):
            inside = True
        elif not single(text):
            found.append(number)
    return frozenset(found)


def _code(text: bytes) -> bytes:
    """A line without the comment that it ends in, which may hold a bracket."""
    return re.split(rb"\s(?:#|//)", text, maxsplit=1)[0]
