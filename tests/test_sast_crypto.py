"""The crypto families together: whole modules, hostile code, the words of names, and where values go."""

import ast
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import test_sast_ciphers
import test_sast_comparisons
import test_sast_hashes
import test_sast_loaders
import test_sast_randomness
import test_sast_transport
from crypto_support import called_for, marked
from walkaround._code import Module
from walkaround.sast import _families
from walkaround.sast._families._destinations import places
from walkaround.sast._families._words import said, text, words
from walkaround.sast._rules import DEFECTS

SAMPLES = sorted((Path(__file__).parent / "crypto_samples").glob("*.txt"))
PAGES = sorted((Path(__file__).parent.parent / "docs" / "sast").glob("B95*.md"))
NAMES = ("hashes", "nonces", "ciphers", "comparisons", "randomness", "transport", "loaders")
TABLES = (
    test_sast_hashes.BAD,
    test_sast_hashes.NEAR,
    test_sast_ciphers.STATIC,
    test_sast_ciphers.BROKEN,
    test_sast_ciphers.NEAR,
    test_sast_comparisons.BAD,
    test_sast_comparisons.NEAR,
    test_sast_randomness.PREDICTABLE,
    test_sast_randomness.SMALL,
    test_sast_randomness.NEAR,
    test_sast_transport.BAD,
    test_sast_transport.NEAR,
    test_sast_loaders.BAD,
    test_sast_loaders.NEAR,
)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_whole_modules(sample: Path) -> None:
    code = sample.read_text(encoding="utf-8")
    assert bool(marked(code)) == (sample.stem != "harmless")
    assert called_for(code, *NAMES) == marked(code)


def _blocks(page: Path) -> list[str]:
    return [block.partition("```")[0] for block in page.read_text(encoding="utf-8").split("```python\n")[1:]]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_pages(page: Path) -> None:
    bad, good = _blocks(page)
    assert {rule for _, rule in marked(bad)} == {page.stem}
    assert called_for(bad, *NAMES) == marked(bad)
    assert called_for(good, *NAMES) == []


def test_every_rule_has_a_page() -> None:
    rules = [defect for defect in DEFECTS if defect.rule.id.startswith("B95")]
    assert [page.stem for page in PAGES] == [defect.rule.id for defect in rules]
    for page, defect in zip(PAGES, rules, strict=True):
        lines = page.read_text(encoding="utf-8").splitlines()
        assert lines[0] == f"# {defect.rule.id}: {defect.rule.name}"
        judged = f"CWE-{defect.cwe}, severity {defect.severity}, confidence {defect.confidence}; judged offline."
        assert lines[-1] == judged
        assert 25 <= len(lines) <= 50


def _module(tree: ast.Module) -> Module:
    ast.fix_missing_locations(tree)
    return Module("app/service.py", ast.unparse(tree).encode(), tree)


class _Emptied(ast.NodeTransformer):
    """Calls that are given nothing, or what nobody can count."""

    def __init__(self, given: str) -> None:
        self.given = given

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        inner = ast.parse(f"f({self.given})", mode="eval").body
        assert isinstance(inner, ast.Call)
        return ast.Call(node.func, inner.args, inner.keywords)


@pytest.mark.parametrize("given", ["", "*args", "**options", "*args, **options", "..., None, b'', -1, ()", "x := y"])
def test_survives_calls_given_anything(given: str) -> None:
    trees = (ast.parse(textwrap.dedent(code)) for table in TABLES for code in table.values())
    for tree in trees:
        module = _module(_Emptied(given).visit(tree))
        for family in _families.FAMILIES:
            if family.name in NAMES:
                list(family.finder()(module))


HOSTILE = {
    "nothing": "",
    "powers": "import hashlib\nhashlib.scrypt(p, salt=s, n=2**(10**9), r=8, p=1)\n",
    "shifts": "import hashlib\nhashlib.pbkdf2_hmac('sha256', p, s, 1 << -1)\n",
    "zeros without end": "from Crypto.Cipher import AES\nAES.new(k, AES.MODE_CBC, b'0' * 10**12)\n",
    "a name that is itself": "import random\ntoken = token\ntoken = random.random() + token\n",
    "names in a circle": "a = b\nb = a\nif a == b.token:\n    secret = a\n",
    "functions in a circle": "def f(): return g()\ndef g(): return f()\ndef check(t): return f() == t.secret\n",
    "a chain of attributes": "x" + ".token" * 400 + " == settings.TOKEN\n",
    "a long sum": "import hashlib\nsignature = hashlib.md5(" + " + ".join(["secret"] * 400) + ")\n",
    "a hash in its own class": "class A:\n    iv = iv\n    def f(self): self.iv = self.iv\n",
}


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE)
def test_survives_hostile_code(code: str) -> None:
    module = Module("app/service.py", code.encode(), ast.parse(code))
    for family in _families.FAMILIES:
        if family.name in NAMES:
            list(family.finder()(module))


def _spellings(parts: list[str]) -> Iterator[str]:
    yield "_".join(parts)
    yield "-".join(parts)
    yield "_".join(part.upper() for part in parts)
    yield "".join(part.capitalize() for part in parts)
    yield parts[0] + "".join(part.capitalize() for part in parts[1:])


@given(st.lists(st.sampled_from(["reset", "token", "user", "api", "key", "form", "code"]), min_size=1, max_size=5))
def test_words_are_the_same_in_every_spelling(parts: list[str]) -> None:
    assert {words(one) for one in _spellings(parts)} == {tuple(parts)}


@given(st.text(max_size=300))
def test_words_take_any_text(name: str) -> None:
    assert all(word and word == word.lower() for word in words(name))


SAID = {
    "user.reset_token": ("reset", "token"),
    'form["password"]': ("password",),
    'request.headers.get("X-Api-Key", "")': ("x", "api", "key"),
    'os.getenv("API_KEY")': ("api", "key"),
    'getattr(settings, "SECRET_KEY")': ("secret", "key"),
    "str(password).encode()": ("password",),
    "await get_token()": ("get", "token"),
    "APIKey": ("api", "key"),
    "csrfmiddlewaretoken": ("csrf", "token"),
    'f"Bearer {admin_token}"': ("admin", "token"),
    "token[:8]": ("token",),
    "1": (),
}


@pytest.mark.parametrize("code", SAID)
def test_said(code: str) -> None:
    module = _module(ast.parse(code))
    statement = module.tree.body[0]
    assert isinstance(statement, ast.Expr)
    assert said(module, statement.value) == SAID[code]


def test_text_of_what_is_fixed() -> None:
    module = _module(ast.parse('PLACE = "data"\nopen(f"{PLACE}/{name}/password.txt")\n'))
    [call] = module.calls("open")
    assert text(module, call.args[0]) == "data / /password.txt"


PLACES = {
    "token = draw()": [("name", ("token",))],
    "a = draw()\nb = a\nc.key = str(b)": [("name", ("a",)), ("name", ("b",)), ("name", ("key",))],
    'session["sid"] = draw()': [("name", ("session", "id")), ("container", ("session",))],
    'cache.set("otp", draw())': [("argument", ("set",)), ("name", ("otp",))],
    'answer.set_cookie("auth", draw())': [("argument", ("set", "cookie")), ("cookie", ("auth",))],
    "User(api_key=draw())": [("name", ("api", "key")), ("argument", ("user",))],
    'link = f"/reset?token={draw()}"': [("text", ("token",)), ("name", ("link",))],
    "def make_otp():\n    return draw()": [("returned", ("make", "otp"))],
    'x = {"nonce": draw()}': [("name", ("nonce",))],
    "if draw() == header: pass": [("compared", ("header",))],
    "x = draw()[:5]": [("sliced", ()), ("name", ("x",))],
    "a = draw()\na = 1\nb = a": [("name", ("a",))],
    "parts.append(draw())\npin = ''.join(parts)": [("name", ("parts",)), ("argument", ("append",)), ("name", ("pin",))],
}


@pytest.mark.parametrize("code", PLACES)
def test_places(code: str) -> None:
    module = _module(ast.parse(code))
    [call] = module.calls("draw")
    assert [(place.kind, place.said) for place in places(module, call)] == PLACES[code]
