import pytest

from lang.tokens import Lexer, LexError, Token, tokenize

CASES = [
    ("1 + 2", ["1", "+", "2"]),
    ("a*b", ["a", "*", "b"]),
    ("(x)", ["(", "x", ")"]),
]
NAMES = ["a", "b1", "_c", "a"]  # bad: TST009


def kinds(text):
    return [token.kind for token in tokenize(text)]


@pytest.fixture(params=[pytest.param("ascii", id="plain"), "utf-8", "latin-1"])
def encoding(request):
    return request.param


@pytest.mark.parametrize(("text", "values"), CASES, ids=[text for text, _ in CASES])
def test_values(text, values):  # good: TST009
    assert [token.value for token in tokenize(text)] == values


@pytest.mark.parametrize("name", NAMES)
def test_names(name):
    assert kinds(name) == ["name"]


@pytest.mark.parametrize("text", ["1", "01", "1.0", "1.", ".1", "1e3"])
def test_numbers(text):  # good: TST009
    assert kinds(text) == ["number"]


@pytest.mark.parametrize("text, kind", [("+", "op"), ("1", "number"), *[("+", "op"), ("x", "name")]])  # bad: TST009
def test_kinds(text, kind):
    assert kinds(text) == [kind]


def test_kinds_of_call():  # good: TST004
    assert kinds("f(1)") == kinds("g(2)") == ["name", "op", "number", "op"]


def test_join():  # good: TST004
    text = "a + bb * 3"
    assert " ".join(token.value for token in tokenize(text)) == text


def test_lexer_and_function_agree():  # good: TST004
    lexer = Lexer()
    lexer.feed("a +")
    lexer.feed(" b")
    assert list(lexer.close()) == list(tokenize("a + b"))


def test_tokens_again():
    tokens = list(tokenize("a + b"))
    for one, other in zip(tokens, tokenize("a + b")):
        assert one == other  # bad: TST004


def test_token_equality():  # good: TST002
    assert Token("name", "a") == Token("name", "a")
    assert Token("name", "a") != Token("op", "a")


def test_token_fields():
    token = Token(kind="name", value="a")
    kind = token.kind
    assert token.kind == kind  # bad: TST002


def test_token_fields_are_kept():  # good: TST002
    token = Token(kind="name", value="a")
    assert (token.kind, token.value) == ("name", "a")


def test_position():  # good
    assert [token.column for token in tokenize("a  b")] == [0, 3]


def test_unknown_character():
    with pytest.raises(Exception):  # bad: TST008
        list(tokenize("§"))


def test_unknown_character_is_located():  # good: TST008
    with pytest.raises(LexError) as caught:
        list(tokenize("a §"))
    assert (caught.value.line, caught.value.column) == (1, 2)


def test_two_steps_in_block():  # good: TST008
    with pytest.raises(LexError):
        lexer = Lexer(strict=True)
        lexer.feed("§")


def test_encodings(encoding):  # good
    assert kinds("a".encode(encoding)) == ["name"]


def test_generator():  # bad: TST001
    for token in tokenize("a b c"):
        token.kind


def test_generator_is_lazy():  # good
    assert next(tokenize("a §")).value == "a"


def test_empty():
    result = list(tokenize(""))
    assert not result or result  # bad: TST002


def test_empty_text():  # good
    assert list(tokenize("")) == []


def test_string_literal():
    assert "unterminated string"  # bad: TST002
    list(tokenize("'abc'"))


def test_unterminated():
    found = None
    try:
        found = list(tokenize("'abc"))
    except LexError:  # bad: TST005
        found = None


def test_recovery():  # good: TST005
    values = []
    for text in ("a", "§", "b"):
        try:
            values += [token.value for token in tokenize(text)]
        except LexError:
            values.append("error")
    assert values == ["a", "error", "b"]
