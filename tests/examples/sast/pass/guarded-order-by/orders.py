"""Orders of a shop."""

from sqlite3 import Connection

COLUMNS = {"name": "name", "total": "total DESC"}


def orders(connection: Connection, customer: int, column: str) -> list[tuple[str, int]]:
    query = "SELECT name, total FROM orders WHERE customer = ? ORDER BY " + COLUMNS[column]
    return connection.execute(query, (customer,)).fetchall()
