"""Orders of a shop."""

from sqlite3 import Connection


def orders(connection: Connection, customer: int, column: str) -> list[tuple[str, int]]:
    query = "SELECT name, total FROM orders WHERE customer = ? ORDER BY " + column
    return connection.execute(query, (customer,)).fetchall()
