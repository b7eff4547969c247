"""Tests for the shopping cart."""

from decimal import Decimal

import pytest

from shop.cart import Cart, CartError, Coupon, line_total
from shop.models import Product


@pytest.fixture
def mug():
    return Product(sku="MUG-1", price=Decimal("8.50"))


@pytest.fixture
def cart(mug):
    cart = Cart(currency="EUR")
    cart.add(mug, quantity=2)
    return cart


def check_totals(cart, net, tax):
    assert cart.net == Decimal(net)
    assert cart.tax == Decimal(tax)


class TestAdding:
    def test_add_increases_quantity(self, cart, mug):  # good
        cart.add(mug, quantity=3)
        assert cart.quantity_of(mug) == 5

    def test_add_two_products(self, cart):  # bad: TST001
        cart.add(Product(sku="PEN-3", price=Decimal("1.20")))
        cart.add(Product(sku="PAD-9", price=Decimal("3.00")))

    def test_totals_follow(self, cart):  # good: TST001
        check_totals(cart, net="17.00", tax="3.23")

    def test_add_negative_quantity(self, cart, mug):
        try:
            cart.add(mug, quantity=-1)
        except CartError:  # bad: TST005
            pass

    def test_add_zero_quantity_is_refused(self, cart, mug):  # good: TST005
        try:
            cart.add(mug, quantity=0)
        except CartError as error:
            assert "quantity" in str(error)
        else:
            pytest.fail("no error for a quantity of zero")

    def test_add_unknown_currency(self, mug):
        with pytest.raises(Exception):  # bad: TST008
            Cart(currency="???").add(mug)

    def test_add_to_closed_cart(self, cart, mug):  # good: TST008
        cart.close()
        with pytest.raises(CartError):
            cart.add(mug)


class TestTotals:
    def test_line_total(self, mug):
        expected = line_total(mug, 3)
        assert line_total(mug, 3) == expected  # bad: TST004

    def test_line_total_of_three(self, mug):  # good: TST004
        expected = Decimal("25.50")
        assert line_total(mug, 3) == expected

    @pytest.mark.parametrize(("quantity", "discount"), [(1, 0), (3, 10), (7, 25)])
    def test_discounted_line(self, mug, quantity, discount):
        expected = mug.price * quantity * (100 - discount) / 100
        assert line_total(mug, quantity, discount=discount) == expected  # bad: TST004

    def test_order_of_lines_does_not_matter(self, mug):  # good: TST004
        pen = Product(sku="PEN", price=Decimal("2.00"))
        one, other = Cart("EUR"), Cart("EUR")
        one.add(mug)
        one.add(pen)
        other.add(pen)
        other.add(mug)
        assert one.net == other.net

    def test_total_is_not_negative(self, cart):
        cart.apply(Coupon("HUGE", amount=Decimal("999")))
        assert cart.net >= 0 or True  # bad: TST002

    def test_huge_coupon_makes_it_free(self, cart):  # good
        cart.apply(Coupon("HUGE", amount=Decimal("999")))
        assert cart.net == 0

    @pytest.mark.skip  # bad: TST006
    def test_total_in_yen(self, mug):
        assert Cart(currency="JPY").net == 0

    @pytest.mark.skip(reason="rounding of JPY comes with #812")
    def test_total_in_yen_rounded(self, mug):  # good: TST006
        assert Cart(currency="JPY").add(mug).net == Decimal("9")
