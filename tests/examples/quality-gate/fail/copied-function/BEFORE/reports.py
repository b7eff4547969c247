import csv


def totals(path, currency):
    rows = []
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["currency"] != currency:
                continue
            amount = int(row["amount"]) * 100 + int(row["cents"] or 0)
            rows.append((row["customer"], row["order"], amount))
    rows.sort(key=lambda found: (found[0], -found[2], found[1]))
    by_customer = {}
    for customer, order, amount in rows:
        known = by_customer.setdefault(customer, {"orders": [], "amount": 0, "largest": 0})
        known["orders"].append(order)
        known["amount"] += amount
        known["largest"] = max(known["largest"], amount)
    header = ("customer", "orders", "amount", "largest")
    return header, [(name, len(one["orders"]), one["amount"], one["largest"]) for name, one in by_customer.items()]


def largest(path, currency, most):
    header, rows = totals(path, currency)
    ordered = sorted(rows, key=lambda row: (-row[3], row[0]))
    return [dict(zip(header, row, strict=True)) for row in ordered[:most] if row[3] > 0]
