"""Spool folders, claims and drafts."""

import os
import tempfile
from pathlib import Path

SPOOL = Path("/var/spool/wallets")


def spool_folder(day: str) -> Path:
    """The folder of a day."""
    folder = SPOOL / day
    if not folder.exists():  # same: race
        folder.mkdir(parents=True)  # bad: race
    return folder


def spool_folder_safely(day: str) -> Path:
    """The folder of a day; another process may have made it meanwhile."""
    folder = SPOOL / day
    folder.mkdir(parents=True, exist_ok=True)  # near: race
    return folder


def claim(name: str, owner: str) -> bool:
    """Claim a ticket for an owner."""
    path = os.path.join(SPOOL, "claims.lock")
    if os.path.exists(path):  # same: race
        return False
    with open(path, "w", encoding="utf-8") as ticket:  # bad: race
        ticket.write(f"{name} {owner}")
    return True


def claim_once(owner: str) -> bool:
    """Claim a ticket; the file system decides who was first."""
    try:
        with open(SPOOL / "once.lock", "x", encoding="utf-8") as ticket:  # near: race
            ticket.write(owner)
    except FileExistsError:
        return False
    return True


def draft(text: str) -> str:
    """Write a draft and return its name."""
    name = tempfile.mktemp(suffix=".txt")  # bad: race
    Path(name).write_text(text, encoding="utf-8")  # same: race
    return name


def draft_safely(text: str) -> str:
    """Write a draft into a file that was made for it."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False, encoding="utf-8") as file:  # near: race
        file.write(text)
    return file.name
