"""Calls against small packages: a miss is said at every `«` and nowhere else."""

# ruff: noqa: E501 - a case is a line

from pathlib import Path

import pytest

from apis_support import Files, check_marks

Case = tuple[str, Files, str]

# As much of attrs as its own stubs say.
_ATTRS = {
    "attr/__init__.pyi": """\
        def attrs(maybe_cls: type, these: dict = ..., init: bool = ...) -> type: ...
        def attrib(default: object = ..., init: bool = ..., kw_only: bool = ...) -> object: ...
        def define(maybe_cls: type, init: bool = ..., kw_only: bool = ...) -> type: ...
        def field(*, default: object = ..., init: bool = ..., alias: str = ..., kw_only: bool = ...) -> object: ...
        s = attributes = attrs
        ib = attr = attrib
        mutable = frozen = define
        """,
    "attrs/__init__.pyi": "from attr import define as define, field as field, frozen as frozen, mutable as mutable\n",
}


def _attrs(text: str) -> Files:
    return {**_ATTRS, "m.py": text}


PARAMETERS: list[Case] = [
    ("positional only", "def f(a, /, b): pass\n", "import m\nm.f(1, 2)\nm.f(1, b=2)\nm.f(«a=1, b=2)\nm.«f(1)\n"),
    (
        "positional only of a stub",
        {"m.pyi": "def f(__a: int, b: int) -> None: ...\n"},
        "import m\nm.f(1, 2)\nm.f(«__a=1, b=2)\n",
    ),
    ("keyword only", "def f(*, a, b=1): pass\n", "import m\nm.f(a=1)\nm.«f(1, a=1)\nm.«f()\nm.f(a=1, «c=1)\n"),
    ("any number", "def f(a, *b, c): pass\n", "import m\nm.f(1, 2, 3, c=1)\nm.«f(c=1)\nm.«f(1)\nm.f(1, c=1, «d=1)\n"),
    ("any keyword", "def f(a, **k): print(k)\n", "import m\nm.f(1, b=2)\nm.f(b=1)\n"),
    ("nothing", "def f(): pass\n", "import m\nm.f()\nm.«f(1)\nm.f(«a=1)\nm.f(*x)\nm.f(**x)\n"),
    (
        "overloads",
        """\
        from typing import overload
        @overload
        def f(a: int) -> int: ...
        @overload
        def f(a: int, b: int) -> str: ...
        def f(a, b=None): pass
        """,
        "import m\nm.f(1)\nm.f(1, b=2)\nm.«f()\nm.f(1, «c=2)\nm.«f(1, 2, 3)\n",
    ),
    (
        "overloads over any keyword",
        """\
        from typing import overload
        @overload
        def f(*, a: int) -> int: ...
        @overload
        def f(*, b: int) -> str: ...
        def f(**k): return g(k)
        """,
        "import m\nm.f(a=1)\nm.f(b=1)\nm.f(«c=1)\n",
    ),
    (
        "a stub's parameters",
        {"m.py": "def f(*a, **k): pass\n", "m.pyi": "def f(a: int) -> None: ...\n"},
        "import m\nm.f(1)\nm.f(a=1)\nm.f(1, «b=1)\n",
    ),
    (
        "either of stub and source",
        {"m.py": "def f(a, b=1): pass\n", "m.pyi": "def f(a: int) -> None: ...\n"},
        "import m\nm.f(1, b=1)\nm.f(1, «c=1)\n",
    ),
]

OPTIONS: list[Case] = [
    ("handed on", "def g(a=1): pass\ndef f(**k): g(**k)\n", "import m\nm.f(a=1)\nm.f(«b=1)\n"),
    ("handed on, one is given", "def g(a, b): pass\ndef f(**k): return g(1, **k)\n", "import m\nm.f(b=1)\nm.f(«c=1)\n"),
    (
        "handed on twice",
        "def h(a=1): pass\ndef g(b=1, **k): h(**k)\ndef f(c=1, **k): g(**k)\n",
        "import m\nm.f(a=1, b=1, c=1)\nm.f(«d=1)\n",
    ),
    (
        "handed on three times",
        "def i(a=1): pass\ndef h(**k): i(**k)\ndef g(**k): h(**k)\ndef f(**k): g(**k)\n",
        "import m\nm.f(a=1)\nm.f(«d=1)\n",
    ),
    ("handed on in circles", "def f(**k): g(**k)\ndef g(**k): f(**k)\n", "import m\nm.f(a=1)\n"),
    ("handed to itself", "def f(a=1, **k): f(**k)\n", "import m\nm.f(a=1)\nm.f(b=1)\n"),
    ("handed to what is not known", "from absent import g\ndef f(**k): g(**k)\n", "import m\nm.f(a=1)\n"),
    ("handed to a parameter", "def f(g, **k): g(**k)\n", "import m\nm.f(print, a=1)\n"),
    (
        "handed to one of two",
        "def g(a=1): pass\ndef h(b=1): pass\ndef f(x, **k):\n    if x: g(**k)\n    else: h(**k)\n",
        "import m\nm.f(1, a=1)\nm.f(1, b=1)\nm.f(1, «c=1)\n",
    ),
    (
        "taken",
        "def f(**k):\n    return k.pop('a', 1), k.get('b'), k['c'], 'd' in k\n",
        "import m\nm.f(a=1, b=1, c=1, d=1)\nm.f(e=1)\n",
    ),
    (
        "taken and the rest refused",
        "def f(**k):\n    a = k.pop('a', 1)\n    if k:\n        raise TypeError(k)\n    return a\n",
        "import m\nm.f(a=1)\nm.f(«b=1)\n",
    ),
    (
        "taken and the rest handed on",
        "def g(b=1): pass\ndef f(**k):\n    a = k.pop('a', 1)\n    return g(**k)\n",
        "import m\nm.f(a=1, b=1)\nm.f(«c=1)\n",
    ),
    (
        "taken by a computed name",
        "def f(**k):\n    for n in NAMES: k.pop(n, 1)\n    if k: raise TypeError\n",
        "import m\nm.f(a=1)\n",
    ),
    ("given away", "def f(**k):\n    return keep(k)\n", "import m\nm.f(a=1)\n"),
    ("changed", "def g(a=1): pass\ndef f(**k):\n    k = clean(k)\n    g(**k)\n", "import m\nm.f(b=1)\n"),
    (
        "renamed",
        "def g(a=1): pass\ndef f(**k):\n    if 'old' in k: k['a'] = k.pop('old')\n    g(**k)\n",
        "import m\nm.f(old=1)\nm.f(«new=1)\n",
    ),
    ("removed", "def g(a=1): pass\ndef f(**k):\n    del k['old']\n    g(**k)\n", "import m\nm.f(old=1)\nm.f(«new=1)\n"),
    (
        "used in an inner function",
        "def g(a=1): pass\ndef f(**k):\n    def h(): return k\n    g(**k)\n    return h\n",
        "import m\nm.f(b=1)\n",
    ),
    (
        "handed on by an inner function",
        "def g(a=1): pass\ndef f(**k):\n    def h(): return g(**k)\n    return h\n",
        "import m\nm.f(a=1)\nm.f(«b=1)\n",
    ),
    (
        "put into another dictionary",
        "def g(a=1): pass\ndef f(**k):\n    o = {**k}\n    g(**k)\n    return o\n",
        "import m\nm.f(b=1)\n",
    ),
    (
        "put into a dictionary by dict()",
        "def g(a=1): pass\ndef f(**k):\n    o = dict(**k)\n    g(**k)\n",
        "import m\nm.f(b=1)\n",
    ),
    (
        "handed to a method",
        "class C:\n    def g(self, a=1): pass\n    def f(self, **k): return self.g(**k)\n",
        "import m\nm.C().f(a=1)\nm.C().f(«b=1)\n",
    ),
    (
        "handed to an overridden method",
        """\
        class B:
            def g(self, a=1): pass
            def f(self, **k): return self.g(**k)
        class C(B):
            def g(self, a=1, b=1): pass
        """,
        "import m\nm.C().f(a=1, b=1)\nm.C().f(«c=1)\nm.B().f(«b=1)\n",
    ),
    (
        "handed to super",
        "class B:\n    def __init__(self, a=1): pass\nclass C(B):\n    def __init__(self, b=1, **k): super().__init__(**k)\n",
        "import m\nm.C(a=1, b=1)\nm.C(«c=1)\n",
    ),
    (
        "handed to a sibling by super, and on to object",
        """\
        class A:
            def __init__(self, a=1, **k): super().__init__(**k)
        class B:
            def __init__(self, b=1, **k): super().__init__(**k)
        class C(A, B): pass
        """,
        "import m\nm.C(a=1, b=1)\nm.C(c=1)\n",
    ),
    (
        "handed to a sibling in a diamond",
        """\
        class Root:
            def __init__(self, r=1): pass
        class A(Root):
            def __init__(self, a=1, **k): super().__init__(**k)
        class B(Root):
            def __init__(self, b=1, **k): super().__init__(**k)
        class C(A, B):
            def __init__(self, c=1, **k): super().__init__(**k)
        """,
        "import m\nm.C(a=1, b=1, c=1, r=1)\nm.C(«d=1)\nm.A(«b=1)\n",
    ),
    (
        "handed to a class",
        "class C:\n    def __init__(self, a=1): pass\ndef f(**k): return C(**k)\n",
        "import m\nm.f(a=1)\nm.f(«b=1)\n",
    ),
    (
        "typed",
        """\
        from typing import TypedDict, Unpack
        class O(TypedDict, total=False):
            a: int
            b: int
        def f(**k: Unpack[O]): return g(k)
        """,
        "import m\nm.f(a=1, b=1)\nm.f(«c=1)\n",
    ),
    (
        "typed by one that is derived",
        """\
        from typing_extensions import TypedDict, Unpack
        class B(TypedDict, total=False):
            a: int
        class O(B):
            b: int
        def f(x, **k: 'Unpack[O]'): return g(k)
        """,
        "import m\nm.f(1, a=1, b=1)\nm.f(1, «c=1)\n",
    ),
    (
        "handed to partial",
        "from functools import partial\ndef g(a=1): pass\ndef f(**k): return partial(g, **k)\n",
        "import m\nm.f(a=1)\n",
    ),
]

CLASSES: list[Case] = [
    (
        "an annotated descriptor",
        "class D:\n    def __get__(self, o, t=None): return make()\nclass E: pass\nclass C:\n    d: D = D()\n    e: E = E()\n",
        "import m\nm.C().d.y\nm.C.d.y\nm.C().e.«y\n",
    ),
    (
        "setattr by a method's parameter",
        "class C:\n    def put(self, name, v): setattr(self, name, v)\n",
        "import m\nc = m.C()\nc.put('y', 1)\nc.y\nc.«z\n",
    ),
    (
        "setattr by a method's parameter, called within",
        "class C:\n    def __init__(self): self._put('late', 1)\n    def _put(self, name, v): setattr(self, name, v)\n",
        "import m\nm.C().late\nm.C().«y\n",
    ),
    (
        "setattr by a method's parameter, changed before",
        (
            "class C:\n    def __init__(self): self._put('late')\n    def _put(self, name):\n"
            "        name = name + '_x'\n        setattr(self, name, 1)\n"
        ),
        "import m\nm.C().late_x\n",
    ),
    (
        "setattr by what stands in a table",
        "T = {1: 'late'}\nclass C:\n    def __init__(self, n):\n        name = T[n]\n        setattr(self, name, 1)\n",
        "import m\nm.C(1).late\nm.C(1).«y\n",
    ),
    (
        "setattr of what is looped over",
        "class C:\n    def __init__(self, *names):\n        for name in names: setattr(self, name, 1)\n",
        "import m\nm.C('y').y\nm.C(q).z\n",
    ),
    (
        "__init__",
        "class C:\n    def __init__(self, a, b=1): pass\n",
        "import m\nm.C(1)\nm.C(a=1, b=2)\nm.«C()\nm.C(1, «c=1)\nm.«C(1, 2, 3)\n",
    ),
    (
        "inherited __init__",
        "class B:\n    def __init__(self, a): pass\nclass C(B): pass\n",
        "import m\nm.C(1)\nm.«C()\n",
    ),
    ("no __init__", "class C: pass\n", "import m\nm.C()\nm.«C(1)\nm.C(«a=1)\n"),
    (
        "__new__",
        "class C:\n    def __new__(cls, a): return super().__new__(cls)\n",
        "import m\nm.C(1)\nm.«C()\nm.C(1, «b=1)\n",
    ),
    (
        "__new__ of another class",
        "class C:\n    def __new__(cls, a): return make(a)\n    def __init__(self): pass\n",
        "import m\nm.C(1, 2)\nm.C(1).y\n",
    ),
    (
        "__new__ and __init__",
        "class C:\n    def __new__(cls, *a): return super().__new__(cls)\n    def __init__(self, a): pass\n",
        "import m\nm.C(1)\nm.C()\n",
    ),
    (
        "a metaclass's __call__",
        "class M(type):\n    def __call__(cls, *a): return 1\nclass C(metaclass=M): pass\n",
        "import m\nm.C(1).y\n",
    ),
    (
        "a metaclass of another distribution",
        "from absent import M\nclass C(metaclass=M): pass\n",
        "import m\nm.C(1)\nm.C.y\nm.C().y\n",
    ),
    (
        "ABCMeta",
        "import abc\nclass C(metaclass=abc.ABCMeta): pass\n",
        "import m\nm.C()\nm.«C(1)\nm.C.«y\nm.C.register(int)\nm.C.mro()\n",
    ),
    (
        "a base that is not known",
        "from absent import B\nclass C(B):\n    def f(self): pass\n",
        "import m\nm.C(1)\nm.C().y\nm.C.y\nm.C().f(1)\n".replace("m.C().f(1)\n", ""),
    ),
    (
        "a built-in base",
        "class C(dict): pass\nclass D(str): pass\nclass E(int): pass\n",
        "import m\nm.C(a=1)\nm.D('x', 'utf-8')\nm.E('1', 8)\nm.C().items()\nm.C().«y\nm.D().«y\n",
    ),
    (
        "an exception",
        "class E(Exception): pass\nclass F(E):\n    def __init__(self, a): pass\n",
        "import m\nm.E()\nm.E(1, 2)\nm.E(«a=1)\nm.F(1)\nm.«F()\nm.E().args\nm.E().with_traceback(None)\nm.E().«message\n",
    ),
    ("an OSError", "class E(OSError): pass\n", "import m\nm.E(1, 'x').errno\nm.E().strerror\nm.E().«message\n"),
    (
        "a dataclass",
        """\
        from dataclasses import KW_ONLY, InitVar, dataclass, field
        from typing import ClassVar
        @dataclass
        class C:
            a: int
            b: InitVar[int]
            c: int = 1
            d: list = field(default_factory=list)
            e: int = field(init=False)
            f: ClassVar[int] = 1
            _: KW_ONLY
            g: int
            h: int = 2
        """,
        "import m\nm.C(1, 2, g=1)\nm.C(1, 2, 3, [], g=1, h=2)\nm.«C(1, g=1)\nm.«C(1, 2)\nm.C(1, 2, g=1, «e=1)\nm.C(1, 2, g=1, «f=1)\nm.«C(1, 2, 3, [], 5, g=1)\nm.C(1, 2, g=1).c\nm.C(1, 2, g=1).«z\n",
    ),
    (
        "a dataclass by keyword",
        "import dataclasses\n@dataclasses.dataclass(kw_only=True)\nclass C:\n    a: int\n    b: int = 1\n",
        "import m\nm.C(a=1, b=2)\nm.C(a=1, «c=2)\n",
    ),
    (
        "an inherited dataclass",
        """\
        from dataclasses import dataclass
        @dataclass
        class B:
            a: int
            b: int = 1
        @dataclass
        class C(B):
            a: int = 0
            c: int = 2
        class D(B):
            d: int = 3
        """,
        "import m\nm.C()\nm.C(1, 2, 3)\nm.C(«d=1)\nm.«C(1, 2, 3, 4)\nm.D(1, b=2)\nm.D(1, «d=2)\nm.«D()\n",
    ),
    (
        "a dataclass with its own __init__",
        "from dataclasses import dataclass\n@dataclass\nclass C:\n    a: int\n    def __init__(self, b): self.a = b\n",
        "import m\nm.C(b=1)\nm.C(«a=1)\n",
    ),
    (
        "a dataclass without __init__",
        "from dataclasses import dataclass\n@dataclass(init=False)\nclass C:\n    a: int\n",
        "import m\nm.C()\n",
    ),
    (
        "attrs",
        _attrs("""\
        import attr
        import attrs
        from attrs import define, field
        @define
        class C:
            a: int
            _b: int = 1
            c: list = field(factory=list)
            d: int = field(default=1, kw_only=True)
            e: int = field(alias="other", default=2)
            f: int = field(init=False, default=1)
        @attr.s
        class D:
            a = attr.ib()
            b = attr.ib(default=1)
            c = 1
        @attrs.frozen
        class E(C):
            g: int = 1
        """),
        (
            "import m\nm.C(1, b=2, c=[], d=1, other=3)\nm.C(1, «_b=2)\nm.C(1, «e=2)\nm.C(1, «f=2)\nm.«C()\n"
            "m.D(1, 2)\nm.D(1, «c=2)\nm.«D()\nm.E(1, g=2)\nm.E(1, «h=2)\n"
        ),
    ),
    (
        "attrs without __init__",
        _attrs("import attr\n@attr.s(init=False)\nclass C:\n    a = attr.ib()\n"),
        "import m\nm.C()\n",
    ),
    ("attrs of other fields", _attrs("import attr\n@attr.s(these=F)\nclass C: pass\n"), "import m\nm.C(1)\n"),
    (
        "attrs by annotations",
        _attrs("import attr\n@attr.s(auto_attribs=True, kw_only=True)\nclass C:\n    a: int\n    b: int = 1\n"),
        "import m\nm.C(a=1, b=2)\nm.C(a=1, «c=2)\n",
    ),
    (
        "attrs beside annotations that are no fields",
        _attrs("import attr\n@attr.s\nclass C:\n    x: int\n    a = attr.ib()\n"),
        "import m\nm.C(1)\nm.C(a=1)\n",
    ),
    (
        "attrs beside names that have no annotation",
        _attrs("from attrs import define, field\n@define\nclass C:\n    x: int\n    a = field()\n"),
        "import m\nm.C(1)\nm.C(a=1)\n",
    ),
    (
        "attrs with a private name",
        _attrs("from attrs import define\n@define\nclass C:\n    __x: int\n    ___y: int = 1\n"),
        "import m\nm.C(C__x=1)\n",
    ),
    (
        "attrs with a default by a method",
        _attrs(
            "from attrs import define, field\n@define\nclass C:\n    a: int = field()\n    @a.default\n    def _a(self): return 1\n"
        ),
        "import m\nm.C()\nm.C(a=1)\nm.C(«b=1)\n",
    ),
    (
        "NamedTuple",
        "from typing import NamedTuple\nclass C(NamedTuple):\n    a: int\n    b: int = 1\n    def f(self): return self\n",
        "import m\nm.C(1)\nm.C(a=1, b=2)\nm.C(1).a\nm.C(1)._asdict()\nm.C(1).f()\nm.C(1).index(1)\nm.C(1).«y\nm.C._fields\nm.C._make([1])\n",
    ),
    (
        "namedtuple",
        "from collections import namedtuple\nC = namedtuple('C', 'a b')\n",
        "import m\nm.C(1, 2).a\nm.C(a=1, b=2)\nm.C(1, 2)._replace(a=1)\n",
    ),
    (
        "a class of a namedtuple",
        "from collections import namedtuple\nclass C(namedtuple('C', 'a b')):\n    def f(self): pass\n",
        "import m\nm.C(1, 2).a\nm.C(1, 2).f()\n",
    ),
    (
        "TypedDict",
        "from typing import TypedDict\nclass T(TypedDict, total=False):\n    value: int\n",
        "import m\nm.T(value=1)\nm.T(«valeu=1)\nm.T(b=1)\nm.T(value=1).get('a')\nm.T(value=1).«y\nm.T()\n",
    ),
    (
        "Enum",
        "from enum import Enum, Flag, IntEnum, auto\nclass C(Enum):\n    A = 1\n    B = auto()\n    def f(self): pass\nclass D(IntEnum):\n    X = 1\nclass F(Flag):\n    P = 1\n",
        "import m\nm.C.A\nm.C.A.value\nm.C.A.name\nm.C.A.f()\nm.C(1).name\nm.C['A'].value\nm.C.«Z\nm.D.X.bit_length()\nm.D.«Y\nm.F.P\nm.C.__members__\nlen(m.C)\n",
    ),
    ("a functional Enum", "from enum import Enum\nC = Enum('C', 'A B')\n", "import m\nm.C.A\nm.C.Z\n"),
    (
        "an object that is called",
        "class C:\n    def __call__(self, a): pass\nc = C()\n",
        "import m\nm.c(1)\nm.«c()\nm.c(1, «b=1)\nm.C()(1)\n",
    ),
    ("type()", "C = type('C', (), {'x': 1})\n", "import m\nm.C.x\nm.C().x\nm.C(1)\n"),
    (
        "methods of the class",
        "class C:\n    @classmethod\n    def f(cls, a): return cls()\n    @staticmethod\n    def g(a): pass\n    def h(self, a): pass\n",
        "import m\nm.C.f(1)\nm.«C\n".replace("m.«C\n", "")
        + "m.C.«f()\nm.C().f(1)\nm.C().f(1).g(1)\nm.C.g(1)\nm.C.«g()\nm.C().«g(1, 2)\nm.C.h(m.C(), 1)\nm.C.«h(1)\nm.C.f(1).«y\n",
    ),
    (
        "a property",
        "class D: pass\nclass C:\n    @property\n    def d(self) -> D: ...\n    @property\n    def e(self): return D()\n",
        "import m\nm.C().d.«y\nm.C().e.«y\nm.C.d.fget\n",
    ),
    (
        "a cached property",
        "from functools import cached_property\nclass D: pass\nclass C:\n    @cached_property\n    def d(self): return D()\n",
        "import m\nm.C().d.«y\nm.C.d.func\n",
    ),
    (
        "a property with a setter",
        "class D: pass\nclass C:\n    @property\n    def d(self) -> D: ...\n    @d.setter\n    def d(self, to): ...\n",
        "import m\nm.C().d.«y\n",
    ),
    (
        "a property that is called",
        "class C:\n    @property\n    def d(self): return print\n",
        "import m\nm.C().d(1, 2, a=3)\n",
    ),
    (
        "another descriptor",
        "from absent import magic\nclass C:\n    @magic\n    def d(self): return 1\n    e = magic()\n",
        "import m\nm.C().d(1, 2).y\nm.C().e.y\nm.C.e.y\n",
    ),
    (
        "another decorator of a class",
        "from absent import magic\n@magic\nclass C: pass\n",
        "import m\nm.C(1)\nm.C.y\nm.C().y\n",
    ),
    (
        "a decorator that gives the class back",
        "def keep(cls): return cls\n@keep\nclass C: pass\n",
        "import m\nm.C.«y\n",
    ),
    (
        "a decorator that gives another class back",
        "def wrap(cls): return make(cls)\n@wrap\nclass C: pass\n",
        "import m\nm.C.y\nm.C(1)\n",
    ),
    (
        "a decorator that sets attributes",
        "def add(cls):\n    cls.y = 1\n    return cls\n@add\nclass C: pass\n",
        "import m\nm.C.y\nm.C.«z\n",
    ),
    (
        "a decorator that sets computed attributes",
        "def add(cls):\n    for n in NAMES: setattr(cls, n, 1)\n    return cls\n@add\nclass C: pass\n",
        "import m\nm.C.y\nm.C().y\n",
    ),
    (
        "a typed decorator that sets computed attributes",
        "from typing import TypeVar\nT = TypeVar('T')\ndef add(cls: T) -> T:\n    for n in NAMES: setattr(cls, n, 1)\n    return cls\n@add\nclass C: pass\n",
        "import m\nm.C.y\nm.C().y\n",
    ),
    (
        "a function that sets computed attributes",
        "class C: pass\ndef f(names):\n    c = C()\n    for n in names: setattr(c, n, 1)\n    return c\ndef g(d):\n    c = C()\n    c.__dict__.update(d)\n    return c\n",
        "import m\nm.f(1).y\nm.g(1).y\n",
    ),
    (
        "__init_subclass__ that sets attributes",
        "class B:\n    def __init_subclass__(cls, **k):\n        for n in k: setattr(cls, n, 1)\nclass C(B, y=1): pass\n",
        "import m\nm.C.y\nm.C().y\n",
    ),
    (
        "__init_subclass__ of options",
        "class B:\n    def __init_subclass__(cls, z): cls.late = z\nclass C(B, z=1): pass\n",
        "import m\nm.C.late\nm.C().late\n",
    ),
    ("__slots__", "class C:\n    __slots__ = ('a', 'b')\n", "import m\nm.C().a\nm.C().b\nm.C.a\nm.C().«y\n"),
    ("__getattr__", "class C:\n    def __getattr__(self, name): return 1\n", "import m\nm.C().y\nm.C.«z\n"),
    (
        "__getattr__ of a base",
        "class B:\n    def __getattr__(self, name): return 1\nclass C(B): pass\n",
        "import m\nm.C().y\n",
    ),
    ("__getattribute__", "class C:\n    def __getattribute__(self, name): return 1\n", "import m\nm.C().y\n"),
    ("__dict__", "class C:\n    def __init__(self, **k): self.__dict__.update(k)\n", "import m\nm.C(a=1).a\n"),
    ("__dict__ that is set", "class C:\n    def __init__(self, k): self.__dict__ = k\n", "import m\nm.C(1).a\n"),
    ("vars()", "class C:\n    def __init__(self, **k): vars(self).update(k)\n", "import m\nm.C(a=1).a\n"),
    (
        "setattr of self",
        "class C:\n    def __init__(self, **k):\n        for n in k: setattr(self, n, k[n])\n",
        "import m\nm.C(a=1).a\n",
    ),
    (
        "attributes that other functions set",
        "class C: pass\ndef make():\n    c = C()\n    c.late = 1\n    return c\n",
        "import m\nm.make().late\nm.make().«y\n",
    ),
    (
        "nested classes",
        "class C:\n    class D:\n        x = 1\n        def f(self): pass\n",
        "import m\nm.C.D.x\nm.C.D.«y\nm.C.D().f()\nm.C().D().«g\n",
    ),
    (
        "cyclic bases",
        {"p.py": "from q import B\nclass A(B): pass\n", "q.py": "from p import A\nclass B(A): pass\n"},
        "import p\np.A().y\np.A(1)\n",
    ),
    ("a class of its own name", "from q import C\nclass C(C): pass\n", "import m\nm.C().y\n"),
    ("its own base", "class C(C): pass\n", "import m\nm.C().y\nm.C(1)\n"),
]

DECORATED: list[Case] = [
    (
        "unknown",
        "from absent import magic\n@magic\ndef f(a): pass\n@magic(1)\ndef g(a): pass\n",
        "import m\nm.f()\nm.g(b=1)\n",
    ),
    (
        "gives the function back",
        "def keep(f):\n    seen(f)\n    return f\n@keep\ndef f(a): pass\n",
        "import m\nm.f(1)\nm.«f()\nm.f(1, «b=1)\n",
    ),
    (
        "a factory that gives the function back",
        "def keep(x):\n    def inner(f): return f\n    return inner\n@keep(1)\ndef f(a): pass\n",
        "import m\nm.f(1)\nm.«f()\n",
    ),
    (
        "wraps it",
        "import functools\ndef log(f):\n    @functools.wraps(f)\n    def inner(*a, **k): return f(*a, **k)\n    return inner\n@log\ndef f(a): pass\n",
        "import m\nm.f(1)\nm.f(a=1)\nm.f(1, «b=1)\n",
    ),
    (
        "wraps it and gives an argument",
        "import functools\ndef log(f):\n    @functools.wraps(f)\n    def inner(*a, **k): return f(1, *a, **k)\n    return inner\n@log\ndef f(a, b): pass\n",
        "import m\nm.f(2)\nm.f(b=2)\n",
    ),
    (
        "wraps it and gives a keyword",
        "import functools\ndef log(f):\n    @functools.wraps(f)\n    def inner(*a, **k): return f(*a, b=1, **k)\n    return inner\n@log\ndef f(a, b): pass\n",
        "import m\nm.f(2)\n",
    ),
    (
        "wraps it and takes a keyword",
        "import functools\ndef log(f):\n    @functools.wraps(f)\n    def inner(*a, c=1, **k): return f(*a, **k)\n    return inner\n@log\ndef f(a): pass\n",
        "import m\nm.f(1, c=2)\n",
    ),
    (
        "wraps it and changes keywords",
        "import functools\ndef log(f):\n    @functools.wraps(f)\n    def inner(*a, **k):\n        k['a'] = k.pop('old', 1)\n        return f(*a, **k)\n    return inner\n@log\ndef f(a): pass\n",
        "import m\nm.f(old=2)\nm.f()\n",
    ),
    (
        "lru_cache",
        "from functools import lru_cache\n@lru_cache(maxsize=1)\ndef f(a): pass\n",
        "import m\nm.f(1)\nm.«f()\nm.f.cache_clear()\n",
    ),
    (
        "contextmanager",
        "from contextlib import contextmanager\nclass C: pass\n@contextmanager\ndef f(a):\n    yield C()\n",
        "import m\nwith m.f(1) as c: c.y\nwith m.«f() as c: pass\n",
    ),
    (
        "property-like",
        "from absent import lazy\nclass C:\n    @lazy\n    def f(self, a): pass\n",
        "import m\nm.C().f.y\nm.C().f()\n",
    ),
]


@pytest.mark.parametrize(
    ("files", "text"),
    [
        pytest.param(files, text, id=f"{group}: {name}")
        for group, cases in {
            "parameters": PARAMETERS,
            "options": OPTIONS,
            "classes": CLASSES,
            "decorated": DECORATED,
        }.items()
        for name, files, text in cases
    ],
)
def test_calls(tmp_path: Path, files: Files, text: str) -> None:
    check_marks(tmp_path, files, text)
