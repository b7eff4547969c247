"""Values of a document whose types nobody has checked: what is of another type counts as absent."""

from typing import Any


def table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def tables(value: Any) -> list[dict[str, Any]]:
    """The tables of a list."""
    return [one for one in items(value) if isinstance(one, dict)]


def string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def json_table(path: str, content: str) -> dict[str, Any]:
    """The JSON object that a file is; NotJudged with the line when it is none."""
    import json

    from .._finding import NotJudged

    try:
        found = json.loads(content)
    except json.JSONDecodeError as bad:
        raise NotJudged(path, f"line {bad.lineno}: is not JSON: {bad.msg[:1].lower()}{bad.msg[1:]}") from None
    except RecursionError:
        raise NotJudged(path, "is nested too deeply") from None
    except ValueError:  # `int` refuses to read thousands of digits
        raise NotJudged(path, "holds a number with too many digits") from None
    if not isinstance(found, dict):
        raise NotJudged(path, "line 1: is not a JSON object")
    return found


class Cursor:
    """Walks the keys of a JSON text in their order; it only ever moves forwards, so that all is read once."""

    def __init__(self, content: str) -> None:
        self._content = content
        self.at = 0
        self._lost = False

    def move(self, key: str) -> None:
        """To the next place at which this key stands; no further move is made once a key was not found."""
        import json

        found = -1 if self._lost else self._content.find(json.dumps(key, ensure_ascii=False) + ":", self.at)
        self._lost = found < 0
        self.at = self.at if self._lost else found + 1

    def value(self, key: str) -> int:
        """The first character inside the string that stands behind the next such key."""
        self.move(key)
        return self.at if self._lost else self._content.find('"', self.at + len(key) + 2) + 1
