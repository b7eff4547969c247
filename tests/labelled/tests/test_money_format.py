from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from moneykit import Money, allocate, convert, round_cents

RATES = {"EUR": Decimal("1"), "USD": Decimal("1.25")}


def by_hand(amount, parts):
    """Oracle: hands out cent by cent."""
    shares = [0] * parts
    for cent in range(amount):
        shares[cent % parts] += 1
    return shares


@pytest.mark.parametrize("amount", [0, 1, 10, 99, 100])
@pytest.mark.parametrize("parts", [1, 3, 7])
def test_allocate_like_by_hand(amount, parts):  # good: TST004
    assert allocate(amount, parts) == by_hand(amount, parts)


@pytest.mark.parametrize("amount", [5, 10, 99])
def test_allocate_loses_nothing(amount):  # good: TST004
    assert sum(allocate(amount, 3)) == amount


@pytest.mark.parametrize("amount", [5, 10, 99, 0x0A])  # bad: TST009
def test_allocate_in_two(amount):
    assert max(allocate(amount, 2)) - min(allocate(amount, 2)) <= 1


def test_convert():
    amount = Decimal("80")
    expected = amount / RATES["EUR"] * RATES["USD"]
    assert convert(amount, "EUR", "USD", RATES) == expected  # bad: TST004


def test_convert_eighty():  # good: TST004
    assert convert(Decimal("80"), "EUR", "USD", RATES) == Decimal("100")


def test_convert_there_and_back():  # good: TST004
    there = convert(Decimal("80"), "EUR", "USD", RATES)
    assert convert(there, "USD", "EUR", RATES) == 80


def test_convert_to_same():
    amount = Decimal("80")
    assert convert(amount, "EUR", "USD", RATES) == convert(amount, "EUR", "USD", RATES)  # bad: TST004


def test_round():
    for text in ("1.005", "2.675", "-0.125"):
        value = Decimal(text)
        want = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        assert round_cents(value) == want  # bad: TST004


def test_round_half_up():  # good
    assert [str(round_cents(Decimal(text))) for text in ("1.005", "2.675")] == ["1.01", "2.68"]


def test_round_is_idempotent():  # good: TST004
    value = round_cents(Decimal("1.005"))
    assert round_cents(value) == value


def test_fraction():  # good: TST004
    assert Money(Fraction(1, 3)) * 3 == Money(1)


def test_money_is():
    money = Money(3)
    assert money is money  # bad: TST002


def test_money_in_set():  # good: TST002
    assert {Money(3), Money(3)} == {Money(3)}


def test_hash():  # good: TST004
    assert hash(Money(3)) == hash(Money(3))


def test_not_hashable_amount():  # good: TST008
    with pytest.raises(TypeError):
        Money([])


def test_float():
    with pytest.raises((TypeError, BaseException)):  # bad: TST008
        Money(0.1)


def test_zero():
    zero = Money(0)
    assert bool(zero) in (True, False)  # bad: TST002


def test_zero_is_false():  # good
    assert not Money(0)


def test_text():  # bad: TST001
    str(Money(3)) == "3.00"
    repr(Money(3)) == "Money(3)"


def test_text_of_cents():  # good
    assert str(Money("0.5")) == "0.50"


def test_format_locales():
    for locale, text in {"de": "3,00 €", "en": "€3.00", "de": "3,00 EUR"}.items():  # bad: TST009
        assert Money(3, "EUR").format(locale) == text


def test_format_negative():  # good: TST009
    for locale, text in {"de": "-3,00 €", "en": "-€3.00"}.items():
        assert Money(-3, "EUR").format(locale) == text


def test_compare():
    one, two = Money(1), Money(2)
    assert one < two or one >= two  # bad: TST002


def test_order():  # good
    assert sorted([Money(2), Money(1)]) == [Money(1), Money(2)]
