"""Storage layer of the audit service on plain DB-API drivers."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg import sql

AUDIT_COLUMNS = frozenset({"actor", "action", "created_at"})
BATCH = 200


class AuditStore:
    """Reads and writes audit rows; one instance per connection."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def count(self, table: str) -> int:
        """Number of rows of one of the audit tables."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")  # bad: sql
            return cursor.fetchone()[0]

    def count_quoted(self, table: str) -> int:
        """The same, with the name quoted by the driver."""
        statement = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))  # near: sql
        with self.connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0]

    def latest(self, actor: str, order_by: str) -> list[Any]:
        """Rows of one actor; the filter is bound, the order is not."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT * FROM audit WHERE actor = %s ORDER BY {} LIMIT 20".format(order_by), (actor,))  # bad: sql
            return cursor.fetchmany(BATCH)

    def distinct(self, column: str) -> list[Any]:
        """Distinct values of a known column."""
        if column not in AUDIT_COLUMNS:
            raise ValueError(f"unknown column: {column!r}")
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT " + column + " FROM audit LIMIT 500")  # near: sql
            return cursor.fetchmany(BATCH)

    def delete_older(self, days: str) -> int:
        """Remove old rows."""
        with self.connection.cursor() as cursor:
            cursor.execute("DELETE FROM audit WHERE created_at < now() - interval '" + days + " days'")  # bad: sql
            return cursor.rowcount


def update_fields(db: sqlite3.Connection, row_id: int, fields: dict[str, Any]) -> None:
    """Write the fields that a caller changed."""
    assignments = ", ".join(f"{name} = ?" for name in fields)  # same: sql
    db.execute(f"UPDATE audit SET {assignments} WHERE id = ?", [*fields.values(), row_id])  # bad: sql


def fetch_by_ids(db: sqlite3.Connection, ids: Sequence[int]) -> Iterator[Any]:
    """Rows with these ids, in batches that stay below SQLite's variable limit."""
    for start in range(0, len(ids), BATCH):
        chunk = list(ids[start : start + BATCH])
        marks = ",".join("?" * len(chunk))
        yield from db.execute(f"SELECT id, actor FROM audit WHERE id IN ({marks})", chunk)  # near: sql
