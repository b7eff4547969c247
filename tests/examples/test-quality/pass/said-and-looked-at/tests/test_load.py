import os
import time

import pytest

from app.settings import load, save


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no modes of files")
def test_mode(tmp_path):
    save(tmp_path / "a.toml", {})
    assert (tmp_path / "a.toml").stat().st_mode & 0o777 == 0o600


def test_load_of_nothing():
    with pytest.raises(Exception) as caught:
        load("")
    assert "is empty" in str(caught.value)


def test_saving_changes_the_time(tmp_path):
    save(tmp_path / "a.toml", {})
    before = (tmp_path / "a.toml").stat().st_mtime
    time.sleep(0.01)
    save(tmp_path / "a.toml", {})
    assert (tmp_path / "a.toml").stat().st_mtime > before
