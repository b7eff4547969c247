from orders.totals import total

print(total([1, 2]))
