"""Regular expressions that are compiled when they are first used."""

import copy
import re

import pytest

from walkaround.baseline_metrics.pattern import pattern


def test_a_pattern_is_compiled_once_and_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[tuple[str, int]] = []
    real = re.compile

    def counting(text: str, flags: int) -> re.Pattern[str]:
        compiled.append((text, flags))
        return real(text, flags)

    monkeypatch.setattr(re, "compile", counting)
    word = pattern(r"\b(fix)\b", re.IGNORECASE)
    copy.copy(word)
    assert compiled == []
    assert [word.sub("mend", "Fix it, fixed"), word.sub("mend", "no fix")] == ["mend it, fixed", "no mend"]
    assert compiled == [(r"\b(fix)\b", re.IGNORECASE)]
    assert [match[1] for match in word.finditer("fix FIX")] == ["fix", "FIX"]


def test_what_is_no_pattern_says_so_when_it_is_used() -> None:
    with pytest.raises(re.error):
        pattern("(").search("")
