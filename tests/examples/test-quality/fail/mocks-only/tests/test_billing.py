from unittest.mock import Mock


def test_invoice():
    billing = Mock()
    billing.invoice.return_value = 120
    assert billing.invoice("A-7") == 120
