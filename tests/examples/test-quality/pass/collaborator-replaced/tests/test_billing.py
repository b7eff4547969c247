from unittest.mock import Mock

from app.billing import Billing


def test_invoice_is_sent_once():
    post = Mock()
    Billing(post).invoice("A-7", [100, 20])
    post.send.assert_called_once_with("A-7", 120)
