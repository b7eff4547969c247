def total(lines: list[tuple[int, int]]) -> int:
    return sum(quantity * price for quantity, price in lines)
