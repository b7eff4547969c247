from shop.cart import Cart


def test_total():
    cart = Cart([3, 4])
    assert (cart.total() == 7, "the sum of all items")
