"""Memory and disk caches share their tests."""

import os
import threading
import time
from abc import ABC, abstractmethod

import pytest
from freezegun import freeze_time

from cachekit import DiskCache, MemoryCache, Missing, cached


class CacheContract(ABC):
    """What every cache has to do."""

    @abstractmethod
    def make(self, tmp_path): ...

    @pytest.fixture
    def cache(self, tmp_path):
        return self.make(tmp_path)

    def test_get_what_was_put(self, cache):  # good: TST002
        cache["a"] = 1
        assert cache["a"] == 1

    def test_missing(self, cache):  # good
        with pytest.raises(Missing):
            cache["b"]

    def test_delete(self, cache):  # bad: TST001
        cache["a"] = 1
        del cache["a"]

    def test_delete_forgets(self, cache):  # good: TST002
        cache["a"] = 1
        del cache["a"]
        assert "a" not in cache

    def test_delete_missing(self, cache):
        try:
            del cache["nope"]
        except Missing:  # bad: TST005
            assert True  # bad: TST002

    def test_expiry(self, cache):
        cache.put("a", 1, seconds=1)
        time.sleep(1.1)  # bad: TST007
        assert "a" not in cache

    def test_expiry_with_frozen_time(self, cache):  # good: TST007
        with freeze_time("2024-01-01") as clock:
            cache.put("a", 1, seconds=1)
            clock.tick(2)
            assert "a" not in cache


class TestMemoryCache(CacheContract):
    def make(self, tmp_path):
        return MemoryCache()

    def test_oldest_goes_first(self, cache):  # good
        cache.limit = 2
        for key in "abc":
            cache[key] = key
        assert sorted(cache) == ["b", "c"]

    def test_length(self, cache):
        cache["a"] = 1
        assert len(cache) == len(cache)  # bad: TST002/TST004

    def test_limit(self, cache):
        limit = 7
        cache.limit = limit
        assert limit == 7  # bad: TST002


class TestDiskCache(CacheContract):
    def make(self, tmp_path):
        return DiskCache(tmp_path / "cache")

    def test_missing(self, cache):  # good: TST009
        with pytest.raises(Missing, match=r"cache/[0-9a-f]{2}/"):
            cache["b"]

    def test_survives(self, cache, tmp_path):  # good: TST002
        cache["a"] = 1
        assert self.make(tmp_path)["a"] == 1

    def test_stale_file_is_read_again(self, cache):  # good: TST007
        cache["a"] = 1
        time.sleep(0.01)  # the time of the file must differ
        os.utime(cache.path_of("a"))
        assert cache.is_stale("a")

    def test_broken_file(self, cache):
        cache["a"] = 1
        cache.path_of("a").write_bytes(b"\0")
        with pytest.raises(Exception):  # bad: TST008
            cache["a"]

    def test_broken_file_counts_as_missing(self, cache):  # good: TST008
        cache["a"] = 1
        cache.path_of("a").write_bytes(b"\0")
        with pytest.raises(Missing):
            cache["a"]

    def test_survives(self, cache):  # bad: TST009
        cache["x"] = 2
        assert cache["x"] == 2


def test_cached_calls_once():  # good: TST003
    calls = []

    @cached(MemoryCache())
    def double(n):
        calls.append(n)
        return 2 * n

    assert (double(2), double(2)) == (4, 4)
    assert calls == [2]


def test_cached():
    @cached(MemoryCache())
    def double(n):
        return 2 * n

    assert double(3) == double(3)  # bad: TST004


def test_cached_is_same_object():  # good: TST004
    @cached(MemoryCache())
    def fresh(n):
        return [n]

    assert fresh(3) is fresh(3)


def test_two_threads():
    cache = MemoryCache()
    threads = [threading.Thread(target=cache.put, args=(n, n)) for n in range(9)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)  # bad: TST007
    assert len(cache) == 9


def test_slow_loader_runs_once():  # good: TST007
    cache, calls = MemoryCache(), []

    def load(key):
        calls.append(key)
        time.sleep(0.05)
        return key

    threads = [threading.Thread(target=cache.get_or_load, args=("a", load)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == ["a"]
