"""Scopes and guards of a file: a miss is said at every `«` and nowhere else."""

# ruff: noqa: E501 - a case is a line

from pathlib import Path

import pytest

from apis_support import check_marks

PACKAGE = """\
    x = 1
    class C:
        def f(self): return self
        def g(self, a): pass
    class D:
        def h(self): pass
    def made() -> C: ...
    def maybe() -> C | None: ...
    def either(a) -> C | D: ...
    async def later() -> C: ...
    def several() -> list[C]: ...
    """

GUARDS = [
    ("hasattr", "import m\nif hasattr(m, 'y'):\n    m.y\nm.y\nm.«z\n"),
    ("hasattr in a condition", "import m\na = m.y if hasattr(m, 'y') else None\nm.«z\n"),
    ("hasattr and", "import m\na = hasattr(m, 'w') and m.y\nm.«z\n"),
    ("getattr", "import m\ngetattr(m, 'y', None)\nm.y\nm.«z\n"),
    ("setattr", "import m\nsetattr(m, 'y', 1)\nm.y\nm.«z\n"),
    (
        "ImportError",
        "try:\n    from m import y\n    import m.k\nexcept ImportError:\n    from m import z\nfrom m import «w\n",
    ),
    (
        "ModuleNotFoundError in a tuple",
        "try:\n    from m import y\nexcept (OSError, ModuleNotFoundError):\n    y = None\n",
    ),
    ("AttributeError", "import m\ntry:\n    m.y\nexcept AttributeError:\n    m.w\nelse:\n    m.v\nm.«z\n"),
    ("TypeError", "import m\ntry:\n    m.C().g()\nexcept TypeError:\n    pass\nm.C().«g()\n"),
    ("builtins.AttributeError", "import builtins, m\ntry:\n    m.y\nexcept builtins.AttributeError:\n    pass\n"),
    ("another exception", "import m\ntry:\n    m.«y\nexcept ValueError:\n    pass\nfinally:\n    m.«w\n"),
    ("every exception", "import m\ntry:\n    m.«y\nexcept Exception:\n    m.«z\n"),
    ("every exception of several", "import m\ntry:\n    m.«y\n    m.x\nexcept Exception:\n    m.«z\n"),
    ("every exception of an import", "try:\n    from m import y\nexcept Exception:\n    y = None\n"),
    ("a bare except of an import", "try:\n    from m import y\nexcept:\n    y = None\n"),
    ("finally alone", "import m\ntry:\n    m.«y\nfinally:\n    pass\n"),
    (
        "TYPE_CHECKING",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from m import y\nelse:\n    from m import z\n",
    ),
    (
        "sys.version_info",
        "import sys, m\nif sys.version_info >= (3, 13):\n    m.y\nelif m.x:\n    m.z\nelse:\n    m.w\nm.«v\n",
    ),
    ("a version of the package", "import m\nif m.__version__ > '2':\n    m.y\n"),
    (
        "a version that was assigned",
        "import m\nNEW = parse(m.__version__) > (2,)\nif NEW:\n    m.y\na = m.z if NEW else 1\n",
    ),
    ("a flag", "import m\nif HAS_Y:\n    m.y\nif m.«PY3:\n    m.z\n"),
    ("a platform", "import sys, os, m\nif sys.platform == 'win32':\n    m.y\nif os.name == 'nt':\n    m.z\n"),
    ("not", "import m\nif not hasattr(m, 'q'):\n    m.y\n"),
    ("while", "import m\nwhile m.x:\n    m.«y\n"),
    (
        "suppress",
        "import contextlib, m\nwith contextlib.suppress(AttributeError):\n    m.y\nwith contextlib.suppress(ValueError):\n    m.«z\n",
    ),
    (
        "pytest.raises",
        "import pytest, m\ndef test():\n    with pytest.raises(AttributeError):\n        m.y\n    with pytest.raises(KeyError):\n        m.«z\n",
    ),
    (
        "assertRaises",
        "import m\nclass T:\n    def t(self):\n        with self.assertRaises(TypeError):\n            m.C().g()\n",
    ),
    (
        "xfail",
        "import pytest, m\n@pytest.mark.xfail\ndef test():\n    m.y\n@pytest.mark.skipif(True, reason='')\ndef test_2():\n    m.z\n",
    ),
    ("mock attributes", "import m\nm.made.return_value\nm.made.assert_called_once()\nm.x\nm.called\nm.«z\n"),
    ("a patch", "import m\nfrom unittest import mock\nmock.patch.object(m, 'y')\nm.y\nm.«z\n"),
    (
        "below a patch",
        "import m\nfrom m import C, D\n@patch('m.made')\n@patch('m.D')\ndef test(made, mocked):\n    m.«y\n    C.«z\n    m.made.calls\n    D.y\n    C().y\n    C().g(z=1)\n    import m.late\n    mocked.y\n",
    ),
    (
        "in a patch",
        "import m\nfrom unittest import mock\nwith mock.patch('m.made') as made:\n    m.«y\n    made.y\n    m.C().y\nm.C().«y\n",
    ),
    ("isinstance", "import m\ndef f():\n    c = m.made()\n    if isinstance(c, m.D):\n        c.h()\n    c.h()\n"),
    (
        "isinstance elsewhere",
        "import m\ndef f():\n    c = m.made()\n    isinstance(c, m.D)\ndef g():\n    c = m.made()\n    c.«h()\n",
    ),
    (
        "isinstance in an expression",
        "import m\nclass K:\n    def __init__(self): self.c = m.C()\n    def f(self):\n        return isinstance(self.c, m.D) and [self.c.h() for a in b]\n",
    ),
    (
        "isinstance of another object of that name",
        "import m\ndef f(c):\n    isinstance(c, m.D)\n    def g(c: m.C):\n        c.«h()\n",
    ),
    ("isinstance at the top", "import m\nc = m.made()\nif isinstance(c, m.D):\n    c.h()\n"),
    ("type()", "import m\ndef f():\n    c = m.made()\n    if type(c) is m.D:\n        c.h()\n"),
    ("match", "import m\ndef f():\n    c = m.made()\n    match c:\n        case m.D():\n            c.h()\n"),
    (
        "match of a class",
        "import m\ndef f(a):\n    match a:\n        case m.«Y():\n            pass\n        case m.C(f=1) as c:\n            c.y\n",
    ),
    (
        "assert isinstance of an attribute",
        "import m\ndef f(o):\n    o.c = m.made()\n    assert isinstance(o.c, m.D)\n    o.c.h()\n",
    ),
    (
        "raising in between",
        "import m\ndef f():\n    c = m.made()\n    if not isinstance(c, m.D):\n        raise TypeError\n    return c.h()\n",
    ),
]

SCOPES = [
    ("a parameter", "import m\ndef f(m):\n    m.y\nm.«y\n"),
    ("a default", "import m\ndef f(m=m.«y):\n    m.y\n"),
    (
        "a parameter of each kind",
        "import m\ndef f(a, /, *m): m.y\ndef g(**m): m.y\ndef h(*, m): m.y\ndef i(m, /): m.y\n",
    ),
    ("a lambda", "import m\nf = lambda m: m.y\ng = lambda: m.«y\nh = lambda a=m.«z: a\n"),
    ("a loop", "import m\ndef f():\n    for m in a:\n        m.y\n    m.y\n"),
    ("a loop of pairs", "import m\ndef f():\n    for a, (m, *b) in c:\n        m.y\n"),
    ("a loop at the top", "import m\nfor m in a:\n    m.y\n"),
    (
        "a comprehension",
        "import m\n[m.y for m in a]\n{m.y: m for m in a}\n(m.y for b, m in a)\n[m.«y for b in a]\nm.«z\n",
    ),
    ("a comprehension's first iterable", "import m\n[m.y for m in m.«z]\n"),
    ("a comprehension in a comprehension", "import m\n[[m.y for a in m] for m in b]\n"),
    ("a walrus", "import m\ndef f():\n    if (m := a()):\n        m.y\n"),
    ("a walrus in a comprehension", "import m\ndef f():\n    [m := a for a in b]\n    m.y\n"),
    ("an exception", "import m\ndef f():\n    try: pass\n    except ValueError as m:\n        m.y\n"),
    ("a group of exceptions", "import m\ndef f():\n    try: pass\n    except* ValueError as m:\n        m.y\n"),
    ("with", "import m\ndef f():\n    with a() as m:\n        m.y\n    with b() as (m, c):\n        m.y\n"),
    (
        "match",
        "import m\ndef f(a):\n    match a:\n        case {'k': m}: m.y\n        case [*m]: m.y\n        case m: m.y\n",
    ),
    ("match with the rest", "import m\ndef f(a):\n    match a:\n        case {**m}: m.y\n"),
    ("del", "import m\ndef f():\n    del m\n    m.y\n"),
    ("global", "import m\ndef f():\n    global m\n    m = a()\nm.y\n"),
    ("global without assigning", "import m\ndef f():\n    global m\n    m.y\n"),
    ("nonlocal", "def f():\n    import m\n    def g():\n        nonlocal m\n        m = a()\n    m.y\n"),
    ("an inner function", "import m\ndef f():\n    def m(): pass\n    m.y\n"),
    ("an inner class", "import m\ndef f():\n    class m: pass\n    m.y\n"),
    ("a class at the top", "import m\nclass m: pass\nm.y\nm()\n"),
    ("a function at the top", "from m import made\ndef made(a): pass\nmade()\nmade(1).y\n"),
    ("an assignment", "import m\nm = a()\nm.y\n"),
    ("an assignment below", "import m\nm.y\nm = a()\n"),
    ("an assignment in a branch", "import m\nif a:\n    m = b()\nm.y\n"),
    ("an augmented assignment", "import m\nm += 1\nm.y\n"),
    ("an annotation", "import m\ndef f():\n    m: Other\n    m.y\n"),
    ("a class scope", "import m\nclass K:\n    m = a()\n    m.y\n    def f(self):\n        m.«y\n"),
    ("a class scope in a comprehension", "import m\nclass K:\n    m = a()\n    n = [m.«y for b in c]\n"),
    (
        "a class scope in a comprehension's first iterable",
        "import m\nclass K:\n    m = a()\n    n = [b for b in m.y]\n",
    ),
    ("an import of a name", "import m\ndef f():\n    from m import C\n    C.«y\n"),
    (
        "an import of the same name",
        "import m\ndef f():\n    import other as m\n    m.y\ndef g():\n    from other import m\n    m.y\n",
    ),
    ("an import in a function", "def f():\n    import m\n    m.«y\nm.y\n"),
    ("a star import", "import m\nfrom other import *\nm.«y\n"),
    ("exec", "import m\nexec('m = 1')\nm.x\n"),
    ("a decorator", "import m\n@m.«y\ndef f(): pass\n@m.«z\nclass K: pass\n"),
    ("an annotation that is missing", "import m\ndef f(a: m.«Y, *, b: 'm.Z') -> m.«W: pass\nc: m.«V = 1\n"),
    ("an f-string", "import m\nf'{m.«y} {m.x:{m.«z}}'\n"),
]

VALUES = [
    ("a chain", "import m\nm.made().f().f().«y\n"),
    ("a variable", "import m\nc = m.made()\nc.f\nc.«y\n"),
    ("a variable of several values", "import m\nc = m.made()\nif a:\n    c = m.D()\nc.f()\nc.h()\nc.«y\n"),
    ("a variable of an unknown value", "import m\nc = m.made()\nif a:\n    c = b\nc.y\n"),
    ("None", "import m\nc = None\nif a:\n    c = m.made()\nc.«y\n"),
    ("perhaps None", "import m\nm.maybe().f()\nm.maybe().«y\n"),
    ("one of two", "import m\nm.either(1).f()\nm.either(1).h()\nm.either(1).«y\n"),
    ("a condition", "import m\nc = m.C() if a else m.D()\nc.f\nc.h\nc.«y\n"),
    ("or", "import m\nc = m.maybe() or m.D()\nc.f\nc.h\nc.«y\n"),
    ("or an unknown value", "import m\nc = a or m.C()\nc.y\n"),
    ("await", "import m\nasync def f():\n    (await m.later()).f()\n    (await m.later()).«y\n    m.later().y\n"),
    ("elements", "import m\nfor c in m.several():\n    c.y\nm.several()[0].y\nm.several().y\n"),
    ("an annotated variable", "import m\ndef f():\n    c: m.C = a()\n    c.f\n    c.«y\n"),
    (
        "an annotated parameter",
        "import m\ndef f(c: m.C, d: 'm.D', e: m.C | None = None):\n    c.«y\n    d.«y\n    e.«y\n    c.f()\n",
    ),
    ("a quoted annotation", "import m\ndef f(c: 'm.C | m.D'):\n    c.h()\n    c.f()\n    c.«y\n"),
    ("a class of classes", "import m\ndef f(c: type[m.C]):\n    c.y\n    c().y\n"),
    ("a walrus", "import m\nif c := m.made():\n    c.«y\n"),
    (
        "an attribute of self",
        "import m\nclass K:\n    def __init__(self):\n        self.c = m.C()\n    def f(self):\n        self.c.f()\n        self.c.«y\n        self.no_such\n",
    ),
    (
        "an attribute of self that changes",
        "import m\nclass K:\n    def __init__(self):\n        self.c = m.C()\n    def f(self, a):\n        self.c = a\n        self.c.y\n",
    ),
    (
        "an attribute of self that another sets",
        "import m\nclass K:\n    def __init__(self):\n        self.c = m.C()\nk = K()\nk.c = 1\nk.c.y\n",
    ),
    (
        "a derived class",
        "import m\nclass K(m.C):\n    def k(self):\n        self.f()\n        self.y\n        super().f()\n        super().g(1)\n        super().«g()\nK().f()\nK().k()\nK().«y\n",
    ),
    (
        "a derived class with more",
        "import m\nclass K(m.C):\n    z = 1\n    def __init__(self, a): self.w = a\nK(1).z\nK(1).w\nK(1).«y\n",
    ),
    ("a derived class, mixed", "import m, other\nclass K(m.C, other.B): pass\nK().y\nK(1)\n"),
    ("a derived class with __getattr__", "import m\nclass K(m.C):\n    def __getattr__(self, name): return 1\nK().y\n"),
    (
        "a property of a derived class",
        "import m\nclass K(m.C):\n    @property\n    def d(self): return m.D()\nK().d.h()\nK().d.«y\n",
    ),
    ("a function of the file", "import m\ndef f():\n    return m.C()\nf().f()\nf().«y\n"),
    ("a generator of the file", "import m\ndef f():\n    yield m.C()\nf().y\nfor c in f(): c.y\n"),
    ("a bound method", "import m\ng = m.C().g\ng(1)\n«g()\ng(1, «b=2)\n"),
    ("a class as a function", "import m\ndef f(c=m.C):\n    c().y\n"),
    ("partial", "import functools, m\ng = functools.partial(m.C().g, 1)\ng()\ng(b=2)\n"),
    ("a method that is replaced", "import m\nc = m.C()\nc.g = lambda: 1\nc.g()\n"),
    ("a module function that is replaced", "import m\nm.made = lambda a: 1\nm.made(1)\nm.made(1).y\n"),
]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=f"{group}: {name}")
        for group, cases in {"guards": GUARDS, "scopes": SCOPES, "values": VALUES}.items()
        for name, text in cases
    ],
)
def test_a_file(tmp_path: Path, text: str) -> None:
    check_marks(tmp_path, PACKAGE, text)
