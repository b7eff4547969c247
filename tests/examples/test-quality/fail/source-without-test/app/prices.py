def total(items, tax=0.0, discount=0.0):
    net = sum(items)
    if discount > 1:
        raise ValueError("a discount is a share")
    net -= net * discount
    if tax < 0:
        raise ValueError("a tax is not negative")
    gross = net + net * tax
    if gross < 0:
        return 0.0
    if round(gross, 2) == round(net, 2):
        return round(net, 2)
    return round(gross, 2)
