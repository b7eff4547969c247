"""Orders: the part of the sample that nothing is wrong with, as far as this profile looks today."""


def total(lines: list[tuple[int, int]]) -> int:
    """The sum of `(quantity, price in cents)` lines, in cents."""
    return sum(quantity * price for quantity, price in lines)
