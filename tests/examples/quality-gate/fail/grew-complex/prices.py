def price(order, customer):
    total = 0
    for line in order.lines:
        if line.free:
            continue
        if line.kind == "book":
            if customer.country == "DE" or customer.country == "AT":
                total += line.price * 107
            elif customer.country == "CH":
                total += line.price * 103
            else:
                total += line.price * 100
        elif line.kind == "food":
            if line.organic and customer.loyal:
                total += line.price * 90
            else:
                for part in line.parts:
                    if part.cooled and part.fresh:
                        total += part.price * 110
        else:
            total += line.price * 119
    return total
