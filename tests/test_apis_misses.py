"""A file against small packages: a miss is said at every `«` and nowhere else."""

from pathlib import Path

import pytest

from apis_support import Files, check_marks

# id, the packages (a text alone is the module `m`), the file
Case = tuple[str, Files, str]

KINDS: list[Case] = [
    (
        "module",
        {"p/__init__.py": "", "p/a.py": ""},
        "import p.a\nimport «p.b\nfrom «p.c import x\nimport p, «p.d as d\n",
    ),
    ("module below a module", {"p/__init__.py": "", "p/a.py": ""}, "import «p.a.b\nfrom «p.a.b.c import d\n"),
    ("name", "x = 1\n", "from m import x, «y, x as z, «w as v\n"),
    ("name that is a module", {"p/__init__.py": "", "p/a.py": ""}, "from p import a, «b\n"),
    ("attribute of a module", "x = 1\n", "import m\nm.x\nm.«y\nm.«z.x\nm.«w()\n"),
    ("attribute of a module under another name", "x = 1\n", "import m as n\nn.x\nn.«y\n"),
    ("attribute of a submodule", {"p/__init__.py": "", "p/a.py": "x = 1\n"}, "import p.a\np.a.x\np.a.«y\np.«b\n"),
    ("attribute of a class", "class C:\n    x = 1\n    def f(self): pass\n", "from m import C\nC.x\nC.f\nC.«y\n"),
    (
        "attribute of an object",
        "class C:\n    x = 1\n    def f(self): self.z = 1\n",
        "from m import C\nC().x\nC().f()\nC().z\nC().«y\nc = C()\nc.f\nc.«g()\n",
    ),
    (
        "attribute of what is returned",
        "class C:\n    def f(self) -> 'D': ...\nclass D:\n    def g(self) -> C: ...\n",
        "import m\nm.C().f().g()\nm.C().f().«h()\nm.C().f().g().f().«f\n",
    ),
    ("keyword", "def f(a, *, b=1): pass\n", "import m\nm.f(1, b=2)\nm.f(a=1)\nm.f(1, «c=2)\nm.f(1, «c=2, b=1)\n"),
    ("missing argument", "def f(a, b, *, c): pass\n", "import m\nm.f(1, 2, c=3)\nm.«f(1, c=3)\nm.«f(1, 2)\n"),
    ("too many arguments", "def f(a, b=1): pass\n", "import m\nm.f(1, 2)\nm.«f(1, 2, 3)\nm.f(*x)\nm.f(*x, 1)\n"),
]

UNKNOWN: list[Case] = [
    ("a module that no distribution has", "x = 1\n", "import absent\nfrom absent.below import x\nabsent.y\n"),
    ("the standard library", "x = 1\n", "import os\nos.no_such\nfrom os import no_such\nimport os.no_such\n"),
    ("its own module", "x = 1\n", "import mine\nmine.no_such\nfrom mine import no_such\n"),
    ("relative imports", "x = 1\n", "from . import no_such\nfrom .m import no_such\n"),
    ("special names", "class C: pass\n", "import m\nm.__spec__\nm.__no_such__\nm.C.__no_such__\nm.C()._private_\n"),
    ("what is assigned", "class C: pass\n", "import m\nm.y = 1\nm.y\nc = m.C()\nc.z = 1\nc.z\ndel m.w\n"),
    ("an argument list that is not known", "def f(a, b): pass\n", "import m\nm.f(*x)\nm.f(**x)\nm.f(1, **x)\n"),
    ("what a parameter is", "class C: pass\n", "def f(c):\n    c.no_such\nf.no_such\n"),
    (
        "what an operator gives",
        "class C: pass\n",
        "import m\n(m.C() + 1).no_such\n(-m.C()).no_such\nm.C()[0].no_such\n",
    ),
    ("what a lambda is", "f = lambda a: 1\n", "import m\nm.f()\nm.f(b=1)\n"),
]

OPEN_MODULES: list[Case] = [
    (
        "a namespace that is only read",
        "def f(): ...\nNS = locals()\nfor k in ['f']:\n    setattr(NS[k], '__module__', 'm')\ndel NS\n",
        "import m\nm.f()\nm.«g\n",
    ),
    ("a namespace that is written", "NS = globals()\nfor k in x():\n    NS[k] = 1\n", "import m\nm.g\n"),
    ("a namespace that is handed on", "NS = globals()\nx(NS)\n", "import m\nm.g\n"),
    ("a namespace with two names", "NS = globals()\nN2 = NS\nN2.update(x())\n", "import m\nm.g\n"),
    ("__getattr__", "def __getattr__(name):\n    return 1\n", "import m\nm.y\nfrom m import z\n"),
    ("__getattr__ that is assigned", "from x import f\n__getattr__ = f(1)\n", "import m\nm.y\nfrom m import z\n"),
    ("__getattr__ that is imported", "from x import __getattr__\n", "import m\nm.y\nfrom m import z\n"),
    (
        "__getattr__ of constants",
        """\
        def __getattr__(name):
            if name == "late":
                return 1
            raise AttributeError(name)
        """,
        "import m\nm.late\nm.«y\nfrom m import late, «z\n",
    ),
    (
        "__getattr__ of a table",
        """\
        from importlib import import_module
        _WHERE = {"Late": ".late", "Other": ".other"}
        def __getattr__(name):
            if name not in _WHERE:
                raise AttributeError(f"no {name}")
            return getattr(import_module(_WHERE[name], __name__), name)
        """,
        "import m\nm.Late\nm.Other\nm.«Later\n",
    ),
    (
        "__getattr__ that asks another module",
        """\
        import other
        def __getattr__(name):
            try:
                return getattr(other, name)
            except AttributeError:
                raise AttributeError(name) from None
        """,
        "import m\nm.y\n",
    ),
    (
        "__getattr__ of a registry",
        """\
        _FOUND = {}
        def register(name, what):
            _FOUND[name] = what
        def __getattr__(name):
            try:
                return _FOUND[name]
            except KeyError:
                raise AttributeError(name) from None
        """,
        "import m\nm.y\n",
    ),
    (
        "__getattr__ by a prefix",
        """\
        class Made:
            def __init__(self, name): self.name = name
        def __getattr__(name):
            if name.startswith("_"):
                raise AttributeError(name)
            return Made(name)
        """,
        "import m\nm.y\n",
    ),
    (
        "lazy_loader.attach",
        {
            "p/__init__.py": """\
                import lazy_loader as lazy
                __getattr__, __dir__, __all__ = lazy.attach(
                    __name__, submodules=["sub"], submod_attrs={"other": ["One", "two"]}
                )
                """,
            "p/sub.py": "",
            "p/other.py": "class One: pass\ntwo = 2\n",
        },
        "import p\np.sub\np.One\np.two\np.«three\nfrom p import One, «Four\n",
    ),
    (
        "lazy_loader.attach of what is computed",
        "import lazy_loader\n__getattr__, _, _ = lazy_loader.attach(__name__, submod_attrs=found())\n",
        "import m\nm.y\n",
    ),
    (
        "lazy_loader.attach_stub",
        {
            "p/__init__.py": """\
                import lazy_loader as lazy
                __getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)
                """,
            "p/__init__.pyi": "from .other import One\n",
            "p/other.py": "class One: pass\n",
        },
        "import p\np.One\np.«Two\nfrom p import One, «Three\n",
    ),
    (
        "another lazy loader",
        "from made_up import attach_all\n__getattr__, __dir__ = attach_all(__name__)\n",
        "import m\nm.y\n",
    ),
    ("setattr of the module", "import sys\nsetattr(sys.modules[__name__], key, 1)\n", "import m\nm.y\n"),
    (
        "setattr of the module in a function",
        "import sys\ndef f(key):\n    setattr(sys.modules[__name__], key, 1)\n",
        "import m\nm.y\n",
    ),
    (
        "globals()",
        # A name that stands nowhere in the sources is a miss.
        "for key in LATE:\n    globals()[key] = 1\nLATE = ['late', 'later']\n",
        "import m\nm.late\nm.«nowhere\n",
    ),
    ("globals() by a made-up text", "for n in range(9):\n    globals()[f'x{n}'] = n\n", "import m\nm.x3\n"),
    (
        "globals() by a made-up variable",
        "for n in range(9):\n    name = 'x%d' % n\n    globals()[name] = n\n",
        "import m\nm.x3\n",
    ),
    (
        "globals() in a function",
        "def fill(names):\n    for n in names:\n        key = n.lower()\n        globals()[key] = n\nfill(['LATE'])\n",
        "import m\nm.late\n",
    ),
    (
        "globals() of a changed loop",
        "globals().update({name: 1 for name in ('x_' + one for one in 'ab')})\n",
        "import m\nm.x_a\n",
    ),
    (
        "globals().update in a function",
        "def fill(them):\n    globals().update(them)\nfill({'late': 1})\n",
        "import m\nm.late\nm.«nowhere\n",
    ),
    ("globals().update", "globals().update(table())\nof = ['late']\n", "import m\nm.late\nm.«nowhere\n"),
    ("globals() handed on", "from x import fill\nfill(globals(), ['late'])\n", "import m\nm.late\nm.y\n"),
    ("vars()", "vars()['late'] = 1\n", "import m\nm.late\nm.«y\n"),
    ("sys.modules", "import sys\nsys.modules[__name__] = object()\n", "import m\nm.y\n"),
    ("sys.modules of another name", "import sys\nsys.modules['m'] = object()\n", "import m\nm.y\n"),
    ("__class__", "import sys\nsys.modules[__name__].__class__ = type\n", "import m\nm.y\n"),
    ("exec", "exec(text)\n", "import m\nm.y\n"),
    ("compiled", {"m.cpython-311-x86_64-linux-gnu.so": b"\x7fELF"}, "import m\nm.y\nfrom m import z\n"),
    (
        "compiled with a stub",
        {"m.cpython-311-x86_64-linux-gnu.so": b"\x7fELF", "m.pyi": "x: int\n"},
        "import m\nm.x\nm.«y\nfrom m import x, «z\n",
    ),
    (
        "compiled beside a source",
        {"p/__init__.py": "", "p/m.abi3.so": b"\x7fELF", "p/m.py": "x = 1\n"},
        "import p.m\np.m.x\np.m.y\n",
    ),
    ("stub closes", {"m.py": "def __getattr__(name): return 1\n", "m.pyi": "x: int\n"}, "import m\nm.x\nm.«y\n"),
    ("stub and source", {"m.py": "y = 1\n", "m.pyi": "x: int\n"}, "import m\nm.x\nm.y\nm.«z\n"),
    ("open stub", {"m.py": "y = 1\n", "m.pyi": "def __getattr__(name: str) -> int: ...\n"}, "import m\nm.z\n"),
    (
        "stubs of another distribution leave it open",
        {"m/__init__.py": "def __getattr__(name): return 1\n", "m-stubs/__init__.pyi": "x: int\n"},
        "import m\nm.x\nm.y\n",
    ),
    (
        "stubs of another distribution",
        {"m/__init__.py": "y = 1\n", "m-stubs/__init__.pyi": "x: int\n"},
        "import m\nm.x\nm.y\nm.«z\n",
    ),
    ("a source that is not Python", "x = (\n", "import m\nm.y\nfrom m import z\n"),
    ("a source that is not text", {"m.py": b"x = '\xff\xfe'\n"}, "import m\nm.y\nfrom m import z\n"),
    ("zero bytes", {"m.py": b"x = 1\n\0\n"}, "import m\nm.y\nfrom m import z\n"),
    ("a coding line", {"m.py": "# coding: latin-1\nx = 'é'\n".encode("latin-1")}, "import m\nm.x\nm.«y\n"),
    ("a byte order mark", {"m.py": "\ufeffx = 1\n"}, "import m\nm.x\nm.«y\n"),
    ("what another module sets", {"p/__init__.py": "", "p/a.py": "import p\np.late = 1\n"}, "import p\np.late\np.«y\n"),
    (
        "what another module sets by its text",
        {"p/__init__.py": "", "p/a.py": "import p\nsetattr(p, 'late', 1)\n"},
        "import p\np.late\np.«y\n",
    ),
]


def _sub(text: str) -> dict[str, str | bytes]:
    return {"p/__init__.py": text, "p/a.py": "x = 1\n_hidden = 1\ndef f(): pass\n", "p/b.py": "from p.a import *\n"}


STARS: list[Case] = [
    ("without __all__", _sub("from .a import *\n"), "import p\np.x\np.f\np.«_hidden\np.«y\n"),
    (
        "with __all__",
        {"p/__init__.py": "from .a import *\n", "p/a.py": "__all__ = ['x']\nx = 1\ny = 2\n"},
        "import p\np.x\np.«y\n",
    ),
    (
        "with private names in __all__",
        {"p/__init__.py": "from .a import *\n", "p/a.py": "__all__ = ['_x']\n_x = 1\n"},
        "import p\np._x\np.«x\n",
    ),
    (
        "computed __all__",
        {"p/__init__.py": "from .a import *\n", "p/a.py": "__all__ = [n for n in dir()]\n_x = 1\n"},
        "import p\np._x\np.«x\n",
    ),
    (
        "__all__ that grows",
        {"p/__init__.py": "from .a import *\n", "p/a.py": "__all__ = ['x']\n__all__ += ['y']\nx = y = 1\n"},
        "import p\np.x\np.y\np.«z\n",
    ),
    (
        "__all__ that is appended to",
        {"p/__init__.py": "from .a import *\n", "p/a.py": "__all__ = ['x']\n__all__.append('_y')\nx = _y = 1\n"},
        "import p\np.x\np._y\np.«z\n",
    ),
    ("of a star", _sub("from .b import *\n"), "import p\np.x\np.«y\n"),
    (
        "of each other",
        {
            "p/__init__.py": "from .a import *\n",
            "p/a.py": "from .b import *\nx = 1\n",
            "p/b.py": "from .a import *\ny = 1\n",
        },
        "import p\np.x\np.y\np.«z\n",
    ),
    ("of itself", "from m import *\nx = 1\n", "import m\nm.x\n"),
    ("of a module that is not here", "from absent import *\nx = 1\n", "import m\nm.y\n"),
    ("of the standard library", "from string import *\n", "import m\nm.Template\nm.«y\n"),
    ("of a compiled module", "from _struct import *\n", "import m\nm.pack\nm.y\n"),
    (
        "in a user's file",
        "class C:\n    pass\ndef f(a): pass\n",
        "from m import *\nC().«y\nf(1)\n«f()\n",
    ),
]

CHAINS: list[Case] = [
    (
        "three steps",
        {
            "p/__init__.py": "from .a import x as y\n",
            "p/a.py": "from .b import z as x\n",
            "p/b.py": "class z:\n    q = 1\n",
        },
        "import p\np.y.q\np.y.«r\nfrom p import y, «x\n",
    ),
    (
        "to another distribution",
        {"p.py": "from q import C\n", "q.py": "class C: pass\n"},
        "import p\np.C().«y\n",
    ),
    ("to what is not there", {"p.py": "from q import C\n", "q.py": ""}, "import p\np.C\np.C.y\n"),
    ("to what is not here", "from absent import C\n", "import m\nm.C\nm.C.y\nm.C(1, 2)\n"),
    ("of each other", {"p.py": "from q import x\n", "q.py": "from p import x\n"}, "import p\np.x\np.x.y\np.«y\n"),
    ("of itself", "from m import x\n", "import m\nm.x\nm.x.y\n"),
    (
        "a module and a name of it",
        {"p/__init__.py": "from .x import x\n", "p/x.py": "def x(a): pass\n"},
        "import p\np.x(1)\np.«x()\n",
    ),
    (
        "a module in a branch",
        {
            "p/__init__.py": "try:\n    from .a import x\nexcept ImportError:\n    x = None\n",
            "p/a.py": "def x(a): pass\n",
        },
        "import p\np.x(1)\np.x\np.«y\n",
    ),
    (
        "two versions of a function",
        "import sys\nif sys.version_info > (3, 12):\n    def f(a): pass\nelse:\n    def f(a, b): pass\n",
        "import m\nm.f(1)\nm.f(1, 2)\nm.«f(1, 2, 3)\nm.f(«c=1)\n",
    ),
    ("a class or None", "try:\n    from q import C\nexcept ImportError:\n    C = None\n", "import m\nm.C.y\nm.C()\n"),
    (
        "a module below one, imported by it",
        {"p/__init__.py": "import p.a\n", "p/a.py": "x = 1\n", "p/b.py": ""},
        "import p\np.a.x\np.a.«y\np.b\n",
    ),
]

NAMESPACES: list[Case] = [
    (
        "of one distribution",
        {"n/a/__init__.py": "x = 1\n"},
        "import n.a\nn.a.x\nn.a.«y\nimport «n.b\nfrom n import a, «c\n",
    ),
    ("folders of folders", {"n/m/a.py": "x = 1\n"}, "from n.m import a, «b\nfrom n.m.a import x, «y\nimport «n.k\n"),
    ("beside a package", {"p/__init__.py": "", "p/data/f.txt": "x"}, "import p.data\nfrom p import data, «date\n"),
]


FRAMES: dict[str, str] = {
    "pandas/__init__.py": "from pandas.core.generic import NDFrame as DataFrame\n",
    "pandas/core/__init__.py": "",
    "pandas/core/generic.py": """\
class NDFrame:
    def __init__(self, data):
        self.data = data
    def __getattr__(self, name):
        if name in self.data:
            return self[name]
        return object.__getattribute__(self, name)
    def head(self): ...
""",
}
DIALECTS: list[Case] = [
    (
        "options of dialects",
        "def f(a, *, index=None, nullable=True, **dialect_kwargs): g(dialect_kwargs)\n",
        "import m\nm.f(1, index=1, postgresql_using=2, other=3)\nm.f(1, «indx=1)\nm.f(1, «nullabel=1)\n",
    ),
    (
        "of a class",
        "class C:\n    def __init__(self, *args, unique=False, **dialect_kw):\n        self._check(dialect_kw)\n",
        "import m\nm.C(1, 2, unique=1, mysql_length=2)\nm.C(«uniqe=1)\n",
    ),
]
# Where attributes are found by name, what they are can tell what they are not.
FOUND: list[Case] = [
    ("numbers", "class C:\n    def __getattr__(self, name: str) -> int: return 1\n", "import m\nm.C().x\nm.C().«x()\n"),
    (
        "anything by its name",
        "from typing import Any\nclass C:\n    def __getattr__(self, name) -> Any: return 1\n",
        "import m\nm.C().x()\n",
    ),
    ("an object", "class C:\n    def __getattr__(self, name) -> object: return 1\n", "import m\nm.C().x()\n"),
    ("anything", "class C:\n    def __getattr__(self, name): return 1\n", "import m\nm.C().x\nm.C().x()\n"),
    (
        "what may be called",
        "class D:\n    def __call__(self): ...\nclass C:\n    def __getattr__(self, name) -> D: return D()\n",
        "import m\nm.C().x()\n",
    ),
    (
        "what refuses to be called",
        (
            "from typing import NoReturn\nclass C:\n    def __getattr__(self, name) -> 'C': return C()\n"
            "    def __call__(self) -> NoReturn: raise TypeError\n    def f(self): ...\n"
        ),
        "import m\nm.C().x.y\nm.C().f()\nm.C().«x()\n",
    ),
    (
        "what is of an unknown class",
        "from absent import D\nclass C:\n    def __getattr__(self, name) -> D: return D()\n",
        "import m\nm.C().x()\n",
    ),
    (
        "one of several",
        "class C:\n    def __getattr__(self, name) -> 'int | Callable': return 1\n",
        "import m\nm.C().x()\n",
    ),
    (
        "and set by name",
        (
            "class C:\n    def __getattr__(self, name) -> int: return 1\n"
            "    def f(self, d):\n        for k in d: setattr(self, k.x, 1)\n"
        ),
        "import m\nm.C().x()\n",
    ),
    (
        "and given by name",
        (
            "class C:\n    def f(self, d):\n        for k in d: setattr(self, k, 1)\n"
            "    def __getattr__(self, name) -> int: return 1\n"
        ),
        "import m\nm.C().x()\n",
    ),
    ("columns", FRAMES, "import pandas\nf = pandas.DataFrame([])\nf.x\nf.head()\nf.«x()\nf.x.y()\n"),
    (
        "columns beside what gives methods",
        FRAMES | {"flavor.py": "from pandas import DataFrame\nsetattr(DataFrame, 'x', 1)\n"},
        "import pandas\nf = pandas.DataFrame([])\nf.x()\n",
    ),
]


@pytest.mark.parametrize(
    ("files", "text"),
    [
        pytest.param(files, text, id=f"{group}: {name}")
        for group, cases in {
            "kinds": KINDS,
            "unknown": UNKNOWN,
            "open": OPEN_MODULES,
            "stars": STARS,
            "chains": CHAINS,
            "namespaces": NAMESPACES,
            "found by name": FOUND,
            "dialects": DIALECTS,
        }.items()
        for name, files, text in cases
    ],
)
def test_misses(tmp_path: Path, files: Files, text: str) -> None:
    check_marks(tmp_path, files, text)
