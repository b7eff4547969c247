"""Imports, exports and messages of the accounting jobs."""

import os
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any


def import_rows(rows: list[dict[str, str]]) -> list[Decimal]:
    """Amounts of the rows."""
    amounts = []
    for row in rows:
        try:
            amounts.append(Decimal(row["amount"]))
        except:  # bad: swallow
            continue
    return amounts


def import_rows_counted(rows: list[dict[str, str]]) -> tuple[list[Decimal], list[int]]:
    """Amounts of the rows, and the numbers of the rows that have none."""
    amounts, rejected = [], []
    for number, row in enumerate(rows):
        try:
            amounts.append(Decimal(row["amount"]))
        except (KeyError, InvalidOperation):  # near: swallow
            rejected.append(number)
    return amounts, rejected


def publish(topic: str, body: bytes, broker: Any) -> bool:
    """Publish a message."""
    try:
        broker.publish(topic, body)
    except Exception:  # bad: swallow
        pass
    return True


def last_export(folder: Path) -> Path | None:
    """The newest export."""
    try:
        return max(folder.glob("*.csv"), key=os.path.getmtime)
    except (OSError, Exception):  # bad: swallow
        return None


def replace_file(path: Path, text: str) -> None:
    """Write a file in one step; the half-written copy never stays behind."""
    part = path.with_suffix(".part")
    try:
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)
    except BaseException:  # near: swallow
        part.unlink(missing_ok=True)
        raise
