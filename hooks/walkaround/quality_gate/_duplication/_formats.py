"""Which sources are compared, and with which: files of one of jscpd's formats with each other.

The formats are jscpd's own words for the endings; data, markup, style sheets and prose are not compared, for they
repeat themselves by nature. Source: https://jscpd.dev, and jscpd itself, which a test asks about each ending.
"""

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


def format_of(path: str) -> str:
    """jscpd's word for a source, by its path; empty for what is not compared."""
    name, _, ending = path.rpartition(".")
    return FORMATS.get(ending, "") if name else ""


def ending_of(path: str) -> str:
    return path.rpartition(".")[2]
