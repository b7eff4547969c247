def price(order):
    return sum(line.price for line in order.lines if not line.free)
