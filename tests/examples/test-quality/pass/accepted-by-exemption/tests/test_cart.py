import unittest

from shop.cart import Cart


class CartTests(unittest.TestCase):
    def test_total(self):
        self.assertEqual(Cart([3, 4]).total(), 7)

    def test_total(self):
        self.assertEqual(Cart([]).total(), 0)
