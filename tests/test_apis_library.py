"""Modules and names through re-exports, of packages that are made for it; odd and hostile ones among them."""

# ruff: noqa: E501 - a case is a line

from pathlib import Path

import pytest

from apis_support import Files, judged, library, parsed, unpacked
from processor_time import CpuLimit
from walkaround._apis import Miss, Verdict
from walkaround._apis.facts import Class, Func, Import
from walkaround._apis.library import Library
from walkaround._apis.sources import Sources
from walkaround._apis.uses import misses

MODULES: list[tuple[str, Files, dict[str, Verdict]]] = [
    ("a module", "x = 1\n", {"m": "present", "m.x": "absent", "m.x.y": "absent", "n": "open", "n.m": "open"}),
    (
        "a package",
        {"p/__init__.py": "", "p/a.py": "", "p/q/__init__.py": ""},
        {"p": "present", "p.a": "present", "p.q": "present", "p.b": "absent", "p.q.a": "absent", "p.a.q": "absent"},
    ),
    (
        "a namespace",
        {"n/a/__init__.py": "", "n/b.py": ""},
        {"n": "present", "n.a": "present", "n.b": "present", "n.c": "absent", "n.a.b": "absent"},
    ),
    (
        "a folder of data",
        {"p/__init__.py": "", "p/d/x.txt": ""},
        {"p.d": "present", "p.d.e": "absent", "p.e": "absent"},
    ),
    (
        "a compiled module",
        {"p/__init__.py": "", "p/c.abi3.so": b""},
        {"p.c": "present", "p.d": "absent", "p.c.d": "open"},
    ),
    ("a compiled package", {"p/__init__.abi3.so": b""}, {"p.x": "open"}),
    ("a stub alone", {"p/__init__.pyi": "", "p/a.pyi": ""}, {"p.a": "present", "p.b": "open"}),
    ("a package that moves its path", {"p/__init__.py": "__path__ = []\n"}, {"p.a": "open"}),
    ("a package that changes its path", {"p/__init__.py": "__path__.append('x')\n"}, {"p.a": "open"}),
    (
        "a package that extends its path",
        {"p/__init__.py": "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n"},
        {"p.a": "open"},
    ),
    ("a package that makes modules", {"p/__init__.py": "import sys\nsys.modules['p.a'] = object()\n"}, {"p.a": "open"}),
    (
        "a package whose function makes modules",
        {"p/__init__.py": "import sys\ndef f():\n    sys.modules['p.a'] = object()\nf()\n"},
        {"p.a": "open"},
    ),
    (
        "a package whose module makes modules of it",
        {"p/__init__.py": "from . import b\n", "p/b.py": "import sys\nsys.modules['p.a'] = object()\n"},
        {"p.a": "open"},
    ),
    ("an unreadable package", {"p/__init__.py": "x = (\n"}, {"p.a": "open"}),
    ("a package with __getattr__", {"p/__init__.py": "def __getattr__(name): return 1\n"}, {"p.a": "absent"}),
    (
        "stubs of another distribution",
        {"p/__init__.py": "", "p-stubs/a.pyi": "x: int\n"},
        {"p.a": "present", "p.b": "absent"},
    ),
    ("strange names", {"p/__init__.py": "", "p/é.py": ""}, {"p.é": "present", "p.": "open", "": "open", ".p": "open"}),
]


@pytest.mark.parametrize(
    ("files", "wanted"), [(files, wanted) for _, files, wanted in MODULES], ids=[name for name, _, _ in MODULES]
)
def test_modules(tmp_path: Path, files: Files, wanted: dict[str, Verdict]) -> None:
    there = library(tmp_path, files)
    assert {name: there.exists(name) for name in wanted} == wanted


FOUND: list[tuple[str, Files, str, str, list[str] | Verdict]] = [
    ("a class", "class C: pass\n", "m", "C", ["m.C"]),
    (
        "a class of another name",
        {"p/__init__.py": "from .a import C as D\n", "p/a.py": "class C: pass\n"},
        "p",
        "D",
        ["p.a.C"],
    ),
    ("a star", {"p/__init__.py": "from .a import *\n", "p/a.py": "class C: pass\n"}, "p", "C", ["p.a.C"]),
    (
        "the last star",
        {
            "p/__init__.py": "from .a import *\nfrom .b import *\n",
            "p/a.py": "class C: pass\n",
            "p/b.py": "class C: x = 1\n",
        },
        "p",
        "C",
        ["p.b.C"],
    ),
    ("a module", {"p/__init__.py": "", "p/a.py": ""}, "p", "a", ["p.a"]),
    ("both branches", "if a:\n    class C: pass\nelse:\n    class C: x = 1\n", "m", "C", ["m.C", "m.C"]),
    ("stub and source", {"m.py": "class C:\n    x = 1\n", "m.pyi": "class C:\n    y: int\n"}, "m", "C", ["m.C"]),
    ("a function of both", {"m.py": "def f(a): pass\n", "m.pyi": "def f(a: int) -> None: ...\n"}, "m", "f", ["f", "f"]),
    ("what leads nowhere", "from absent import x\n", "m", "x", "present"),
    ("a variable", "x = 1\n", "m", "x", ["x"]),
    ("nothing", "x = 1\n", "m", "y", "absent"),
    ("nothing of a module that is not here", "x = 1\n", "n", "y", "open"),
    ("a special name", "x = 1\n", "m", "__doc__", "open"),
    ("a cycle of one", "from m import x\n", "m", "x", "present"),
    (
        "a cycle of three",
        {"p.py": "from q import x\n", "q.py": "from r import x\n", "r.py": "from p import x\n"},
        "p",
        "x",
        "present",
    ),
    (
        "a cycle with a way out",
        {"p.py": "from q import x\n", "q.py": "from p import x\ndef x(): pass\n"},
        "p",
        "x",
        "present",
    ),
    ("nothing in a namespace", {"n/a/__init__.py": ""}, "n", "b", "absent"),
    ("a module of a namespace", {"n/a/__init__.py": ""}, "n", "a", ["n.a"]),
]


def _shown(one: object) -> str:
    match one:
        case Class():
            return f"{one.module}.{one.name}"
        case Func():
            return one.name
        case Import():
            return one.module
    return "x"


@pytest.mark.parametrize(
    ("files", "module", "name", "wanted"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND]
)
def test_find(tmp_path: Path, files: Files, module: str, name: str, wanted: list[str] | Verdict) -> None:
    found = library(tmp_path, files).find(module, name)
    assert (
        ([_shown(one) for one, _ in found.bindings] or found.verdict) if found.verdict == "present" else found.verdict
    ) == wanted


def test_what_was_asked_before_changes_nothing(tmp_path: Path) -> None:
    files = {
        "p.py": "from q import *\nfrom r import x\n",
        "q.py": "from p import *\ny = 1\n",
        "r.py": "from q import x, y\n",
    }
    names = [(module, name) for module in "pqr" for name in "xyz"]
    first, second = library(tmp_path / "1", files), library(tmp_path / "2", files)
    forwards = {key: first.find(*key).verdict for key in names}
    backwards = {key: second.find(*key).verdict for key in reversed(names)}
    assert forwards == backwards


def test_two_distributions_share_a_namespace(tmp_path: Path) -> None:
    one = unpacked(tmp_path / "1", {"n/a/__init__.py": "x = 1\n"}, "one")
    two = unpacked(tmp_path / "2", {"n/b/__init__.py": "y = 1\n"}, "two")
    there = Library(Sources([one, two]))
    text = "from n import a, b, c\nfrom n.a import x, y\nfrom n.b import y, x\nimport n.c\n"
    assert misses(there, parsed(text)) == [
        Miss(1, 21, "name", "n", "c", ""),
        Miss(2, 20, "name", "n.a", "y", "one"),
        Miss(3, 20, "name", "n.b", "x", "two"),
        Miss(4, 8, "module", "n", "n.c", ""),
    ]


def test_a_gap_may_hold_anything(tmp_path: Path) -> None:
    there = Library(Sources([unpacked(tmp_path, {"n/a/__init__.py": "x = 1\n"}, "one")], gaps=frozenset({"n"})))
    assert misses(there, parsed("from n import c\nimport n.d\nfrom n.a import y\n")) == [
        Miss(3, 17, "name", "n.a", "y", "one")
    ]


def test_a_name_of_the_repository_is_not_judged(tmp_path: Path) -> None:
    there = Library(Sources([unpacked(tmp_path, {"m.py": "x = 1\n"}, "m")], own=frozenset({"m"})))
    assert misses(there, parsed("from m import y\nimport m.z\nm.w\n")) == []


def test_a_module_of_the_repository(tmp_path: Path) -> None:
    def local(module: str) -> tuple[str, bytes, bool] | None:
        return ("ours.py", b"from m import C\ndef made(): return C()\n", False) if module == "ours" else None

    there = Library(Sources([unpacked(tmp_path, {"m.py": "class C:\n    x = 1\n"}, "m")], local))
    found = misses(there, parsed("import ours\nours.no_such\nours.made().x\nours.made().y\nours.C().y\n"))
    assert [(one.line, one.owner, one.name, one.distribution) for one in found] == [
        (4, "m.C", "y", "m"),
        (5, "m.C", "y", "m"),
    ]


def test_everything_is_said_of_a_miss(tmp_path: Path) -> None:
    files = {
        "p/__init__.py": "from .a import Client\n",
        "p/a.py": "class Client:\n    def fetch(self, *, timeout=1): pass\n",
    }
    text = "import p.b\nfrom p import Cleint\nc = p.Client()\nc.fetsh()\nc.fetch(timeut=1)\nc.fetch(1)\np.Client(2)\n"
    assert judged(tmp_path, files, text) == [
        Miss(1, 8, "module", "p", "p.b", "p", ()),
        Miss(2, 15, "name", "p", "Cleint", "p", ("Client",)),
        Miss(4, 3, "attribute", "p.a.Client", "fetsh", "p", ("fetch",)),
        Miss(5, 9, "keyword", "p.a.Client.fetch", "timeut", "p", ("timeout",)),
        Miss(6, 3, "too-many-arguments", "p.a.Client.fetch", "0", "p", ()),
        Miss(7, 3, "too-many-arguments", "p.a.Client", "0", "p", ()),
    ]


# Hostile packages

STEPS = 2_000


def _chain(last: str) -> dict[str, str | bytes]:
    modules: dict[str, str | bytes] = {f"p/a{n}.py": f"from .a{n + 1} import x\n" for n in range(STEPS)}
    return {"p/__init__.py": "from .a0 import x\n", f"p/a{STEPS}.py": last, **modules}


def _stars(last: str) -> dict[str, str | bytes]:
    modules: dict[str, str | bytes] = {f"p/a{n}.py": f"from .a{n + 1} import *\n" for n in range(STEPS)}
    return {"p/__init__.py": "from .a0 import *\n", f"p/a{STEPS}.py": last, **modules}


def _classes(count: int, base: str) -> str:
    return "class C0:\n    def f(self, a): pass\n" + "".join(
        f"class C{n}({base.format(n - 1, max(n - 2, 0))}): pass\n" for n in range(1, count)
    )


HOSTILE: list[tuple[str, Files, str]] = [
    ("a chain of names", _chain("def x(a): pass\n"), "import p\np.x\np.x()\n"),
    ("a chain of stars", _stars("def x(a): pass\n"), "import p\np.x\np.x()\np.y\n"),
    (
        "many stars",
        {
            "p/__init__.py": "".join(f"from .a{n} import *\n" for n in range(300)),
            **{f"p/a{n}.py": "from . import *\nx = 1\n" for n in range(300)},
        },
        "import p\np.x\np.y\n",
    ),
    (
        "stars of all by all",
        {f"p/a{n}.py": "".join(f"from .a{m} import *\n" for m in range(40)) for n in range(40)} | {"p/__init__.py": ""},
        "import p.a0\np.a0.y\n",
    ),
    (
        "names of all by all",
        {f"p/a{n}.py": "".join(f"from .a{m} import x\n" for m in range(20)) for n in range(20)} | {"p/__init__.py": ""},
        "import p.a0\np.a0.x\np.a0.x.y\n",
    ),
    ("a chain of bases", _classes(2_000, "C{}"), "import m\nm.C1999().f(1)\nm.C1999().y\n"),
    ("bases twice", _classes(400, "C{}, C{}"), "import m\nm.C399().f(1)\nm.C399().y\n"),
    (
        "many bases",
        "".join(f"class C{n}: pass\n" for n in range(1_000))
        + f"class D({', '.join(f'C{n}' for n in range(1_000))}): pass\n",
        "import m\nm.D()\n",
    ),
    (
        "a chain of options",
        "".join(f"def f{n}(**k): return f{n + 1}(**k)\n" for n in range(2_000)),
        "import m\nm.f0(a=1)\nm.f0(b=1)\n",
    ),
    (
        "options to two each",
        "".join(f"def f{n}(**k):\n    f{n + 1}(**k)\n    return f{n + 2}(**k)\n" for n in range(200)),
        "import m\nm.f0(a=1)\n",
    ),
    ("a chain of results", "".join(f"def f{n}(): return f{n + 1}()\n" for n in range(2_000)), "import m\nm.f0().y\n"),
    (
        "results of two each",
        "".join(f"def f{n}(a):\n    if a: return f{n + 1}(a)\n    return f{n + 2}(a)\n" for n in range(200)),
        "import m\n" + "m.f0(1).y\n" * 50,
    ),
    (
        "results of themselves",
        "def f(): return f().g()\ndef h(): return i()\ndef i(): return h()\n",
        "import m\nm.f().y\nm.h().y\n",
    ),
    ("variables of each other", "a = b\nb = a\nc = c.d\ne: e = 1\n", "import m\nm.a.y\nm.c.y\nm.e.y\n"),
    (
        "classes of each other",
        "class A:\n    x: 'B'\n    def f(self): return self.x.f()\nclass B:\n    x: A\n    def f(self): return self.x.f()\n",
        "import m\nm.A().f().y\nm.A().x.x.x.f()\n",
    ),
    (
        "an attribute of itself",
        "class A:\n    def __init__(self): self.x = self.x\n    def f(self): self.y = self.z; self.z = self.y\n",
        "import m\nm.A().x.w\nm.A().y.w\n",
    ),
    (
        "a metaclass of itself",
        "class M(type, metaclass=M): pass\nclass C(metaclass=M): pass\n",
        "import m\nm.C()\nm.C.y\n",
    ),
    ("a decorator of itself", "@f\ndef f(a): return f\n@C\nclass C: pass\n", "import m\nm.f()\nm.C()\n"),
    (
        "many overloads",
        "from typing import overload\n" + "@overload\ndef f(a: int) -> int: ...\n" * 500 + "def f(a): pass\n",
        "import m\nm.f(1)\n",
    ),
    ("many names", "".join(f"name_{n} = {n}\n" for n in range(30_000)), "import m\nm.name_1\n"),
    (
        "many members",
        "class C:\n" + "".join(f"    def name_{n}(self): pass\n" for n in range(10_000)),
        "import m\nm.C().name_1()\n",
    ),
    (
        "a huge union",
        "def f() -> "
        + " | ".join(f"C{n}" for n in range(900))
        + ": ...\n"
        + "".join(f"class C{n}: pass\n" for n in range(900)),
        "import m\nm.f().y\n",
    ),
    (
        "a huge quoted annotation",
        "def f() -> '" + "[" * 200 + "': ...\ndef g() -> '" + "a" * 100_000 + "': ...\n",
        "import m\nm.f().y\nm.g().y\n",
    ),
    ("attributes of attributes", "x = m" + ".x" * 5_000 + "\n", "import m\nm.x.y\n"),
    ("a source of 9 MB", {"m.py": "x = 1\n" + "#" * (9 << 20)}, "import m\nm.y\n"),
]


@pytest.mark.parametrize(("files", "text"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_hostile(tmp_path: Path, files: Files, text: str) -> None:
    there = library(tmp_path, files)
    with CpuLimit(30):
        found = misses(there, parsed(text))
    assert {one.kind for one in found} <= {"attribute", "missing-argument", "keyword"}
    assert all(one.name in ("y", "a") for one in found)


def test_many_names_are_compared_with_one(tmp_path: Path) -> None:
    module = "".join(f"name_{n} = {n}\n" for n in range(20_000))
    with CpuLimit(30):
        found = judged(tmp_path, module, "import m\nm.nam_1\nm.nam_2\n")
    assert [one.name for one in found] == ["nam_1", "nam_2"]


def test_a_link_that_leads_nowhere_stays_open(tmp_path: Path) -> None:
    there = library(tmp_path, "x = 1\n")
    (tmp_path / "m" / "m.py").unlink()
    assert there.find("m", "y").verdict == "open"


def test_a_folder_in_the_place_of_a_file_stays_open(tmp_path: Path) -> None:
    there = library(tmp_path, "x = 1\n")
    (tmp_path / "m" / "m.py").unlink()
    (tmp_path / "m" / "m.py").mkdir()
    assert there.find("m", "y").verdict == "open"
