"""What a file is, by its path: a program, a test of one, or what no defect of a program is in."""

import posixpath
from functools import lru_cache
from typing import Literal

from .._measures.sources import is_test
from .pattern import pattern

PathKind = Literal["code", "test", "documentation", "data", "generated", "vendored"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CODE = _words(
    "ada adb ads agda asm astro awk bash bas bat c cc cjs clj cljc cljs cls cmd coffee cpp cr cs css cts cu cuh "
    "cxx cypher d "
    "dart dpr elm erl ex exs f f03 f08 f90 f95 fish fs fsx fth glsl go gradle groovy h haml hbs hcl hh hlsl hpp "
    "hrl hs htm html "
    "hxx inc ino ipynb java jinja jinja2 jl js jsp jsx kt kts ksh less lhs lisp lua m mako metal mjs ml mli mm "
    "mts nim nix nu pas php "
    "phtml pl plsql pm pp prisma proto ps1 psm1 pug purs pxd pxi py pyi pyx r rb re rkt rs s sass scala scm scss "
    "sh sol sql "
    "styl svelte swift tcl tf thrift tpl ts tsx twig v vala vb vbs vhd vhdl vim vue wgsl x xsl xslt zig zsh"
)
_NO_SUFFIX = _words("rakefile gemfile vagrantfile brewfile")
_DOCUMENTS = _words("md markdown mdx rst adoc asciidoc txt tex org rdoc pod textile wiki man 1 3 5 7 8 typ po pot")
_DOCUMENT_FOLDERS = _words("doc docs documentation man manual website site changelog changes news newsfragments")
_DOCUMENT_NAMES = pattern(
    r"(?:readme|changelog|changes|history|news|license|licence|copying|notice|authors|contributors|contributing"
    r"|code_of_conduct"
    r"|security|maintainers|todo|upgrading|install|faq)(?:[._-].*)?"
)
_AT_THE_TOP = pattern(r"examples?|samples?|docs[_-]\w+")  # folders of documents, where they are first
_VENDORED = _words(
    "vendor vendored _vendor _vendored third_party third-party thirdparty 3rdparty external externals extern "
    "node_modules "
    "bower_components deps site-packages .yarn"
)
_GENERATED_FOLDERS = _words("dist generated gen __generated__ _generated .next out autogen")
_GENERATED = pattern(
    r".*(?:\.min\.(?:js|css)|[._]pb2?(?:_grpc)?\.(?:py|pyi|go|js|cc|h|rb)|\.pb\.(?:go|cc|h)|\.g\.(?:dart|cs)"
    r"|\.generated\.\w+|_generated\.\w+"
    r"|\.designer\.cs|\.bundle\.js|-bundle\.js|\.snap|_gen\.go|zz_generated.*|parsetab\.py|y\.tab\.[ch])"
)
_TEST_NAMES = pattern(
    r".*(?:[._-](?:test|tests|spec|specs|e2e|cy)\.\w+|_(?:test|tests|spec|unittest)\.\w+|[A-Za-z0-9](?:Test|Tests"
    r"|Spec|IT|TestCase)\.(?:java|kt|kts|scala|groovy|cs|swift|php))"
)
_TEST_FOLDERS = _words("__tests__ spec specs e2e testdata fixtures __mocks__ androidtest cypress testsuite test-data")


def path_kind(path: str) -> PathKind:
    """The kind of a path from the root of a repository. What has no name that is known is data."""
    *folders, name = path.split("/")
    lower = [folder.lower() for folder in folders]
    if not _VENDORED.isdisjoint(lower):
        return "vendored"
    low = name.lower()
    if not _GENERATED_FOLDERS.isdisjoint(lower) or _GENERATED.fullmatch(low):
        return "generated"
    _, dot, suffix = low.rpartition(".")
    if not _TEST_FOLDERS.isdisjoint(lower) or _TEST_NAMES.fullmatch(name):
        return "test"
    if suffix in _DOCUMENTS and dot and low not in ("cmakelists.txt",):
        return "documentation"
    if is_test(path):
        return "test"
    if _DOCUMENT_NAMES.fullmatch(low) and suffix not in _CODE:
        return "documentation"
    if not _DOCUMENT_FOLDERS.isdisjoint(lower) or _AT_THE_TOP.fullmatch(lower[0] if lower else ""):
        return "documentation"
    return "code" if (suffix in _CODE if dot else posixpath.basename(low) in _NO_SUFFIX) else "data"


@lru_cache(maxsize=1 << 14)
def is_code(path: str) -> bool:
    """Whether a defect of the program may be in it."""
    return path_kind(path) == "code"
