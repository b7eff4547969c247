"""A folder that every program of this machine may write to."""

import os


def open_drop_box(path: str) -> None:
    os.chmod(path, 0o777)
