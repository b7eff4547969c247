from app.prices import gross


def test_gross():
    net, rate = 100, 0.19
    assert gross(net, rate) == round(net * (1 + rate), 2)
