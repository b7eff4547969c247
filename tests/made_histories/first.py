"""Histories that were there while the code was written."""

from .writing import ADA, BEN, EVE, Story, Teller

_QUEUE = '''\
"""A bounded queue of jobs."""

import time


class JobQueue:
    def __init__(self, limit):
        self.limit = limit
        self.jobs = []

    def put(self, job):
        if len(self.jobs) > self.limit:
            raise OverflowError("queue is full")
        self.jobs.append(job)

    def take(self):
        return self.jobs.pop(0)

    def drain(self, handler):
        while self.jobs:
            handler(self.take())
'''
_RETRY = '''\
import time


def retry(action, attempts=3, pause=0.5):
    """Call `action` until it succeeds."""
    for attempt in range(attempts):
        try:
            return action()
        except OSError:
            time.sleep(pause)
    return None


def backoff(attempt, base=0.5, ceiling=30):
    return base * 2 ** attempt
'''


def linear_python(story: Story) -> None:
    """One branch: wrong limits, a lost error, a comment that is mended, a word "fix" where nothing is."""
    first = story.add("Add a bounded job queue", {"jobs/queue.py": _QUEUE, "README.md": "# Jobs\\n"})
    second = story.add("Add retry and backoff", {"jobs/retry.py": _RETRY}, author=BEN)
    third = story.change(
        "Report progress while draining",
        ("jobs/queue.py", "    def drain(self, handler):\n        while self.jobs:\n            handler(self.take())\n",
         ("    def drain(self, handler, progress=None):\n        done = 0\n        while self.jobs:\n            handler(self.take())\n"
         "            if progress:\n                progress(done)\n            done += 1\n")),
        author=EVE,
    )  # fmt: skip
    story.change(
        "Fix typo in the docstring of the queue",
        ("jobs/queue.py", "A bounded queue of jobs", "A queue of jobs with a bound"),
    )
    story.fix(
        "Fix queue accepting one job too many",
        ("jobs/queue.py", "len(self.jobs) > self.limit", "len(self.jobs) >= self.limit"),
        of=first,
    )
    story.fix(
        "fix: progress starts at 1, not at 0",
        ("jobs/queue.py", "progress(done)\n            done += 1", "progress(done + 1)\n            done += 1"),
        of=third,
    )
    story.change(
        "Prefix log lines with the name of the queue",
        ("jobs/queue.py", 'OverflowError("queue is full")', 'OverflowError(f"{self.limit}: queue is full")'),
    )
    story.fix(
        "Backoff ignored its ceiling, bug 214",
        ("jobs/retry.py", "    return base * 2 ** attempt", "    return min(ceiling, base * 2 ** attempt)"),
        of=second,
        author=EVE,
    )
    story.fix("Do not swallow the last error of a retry (fixes #17)", ("jobs/retry.py", "            time.sleep(pause)\n    return None\n",
              "            if attempt == attempts - 1:\n                raise\n            time.sleep(pause)\n"), of=second)  # fmt: skip
    story.change("Fix flaky test of the drain", ("README.md", "# Jobs", "# Job queue"))
    story.fix("Fix crash on taking from an empty queue", ("jobs/queue.py", "    def take(self):\n        return self.jobs.pop(0)\n",
              "    def take(self):\n        if not self.jobs:\n            return None\n        return self.jobs.pop(0)\n"), of=first, author=BEN)  # fmt: skip


_CART = """\
import { formatMoney } from './money';

export class Cart {
  constructor(currency) {
    this.currency = currency;
    this.items = [];
  }

  add(product, quantity) {
    this.items.push({ product, quantity });
  }

  total() {
    let sum = 0;
    for (const item of this.items) {
      sum += item.product.price;
    }
    return sum;
  }

  describe() {
    return formatMoney(this.total(), this.currency);
  }
}
"""
_MONEY = """\
const SYMBOLS = { EUR: '€', USD: '$' };

export function formatMoney(cents, currency) {
  const symbol = SYMBOLS[currency];
  const amount = (cents / 100).toFixed(1);
  return `${symbol}${amount}`;
}

export function parseMoney(text) {
  return Math.round(parseFloat(text) * 100);
}
""".encode().decode("latin-1")


def branches_javascript(story: Story) -> None:
    """Two branches with a conflict in the merge, a squash merge, and a fix on a branch that is merged."""
    first = story.add("feat: cart with totals", {"src/cart.js": _CART, "src/money.js": _MONEY})
    main = story.change(
        "docs: say what a cart is",
        ("src/cart.js", "export class Cart {", "// What a customer is about to buy.\nexport class Cart {"),
    )
    discount = story.change(
        "feat(cart): discounts",
        ("src/cart.js", "  describe() {", "  discounted(percent) {\n    const sum = this.total();\n    return sum - sum * percent;\n  }\n\n  describe() {"),
        author=BEN,
    )  # fmt: skip
    story.go(main)
    shipping = story.change(
        "feat(cart): free shipping from a limit on",
        ("src/cart.js", "  describe() {", "  shipping(limit) {\n    return this.total() < limit ? 0 : 490;\n  }\n\n  describe() {"),
        author=EVE,
    )  # fmt: skip
    story.merge(
        discount, "Merge branch 'discounts'",
        ("src/cart.js", "  shipping(limit) {", "  discounted(percent) {\n    const sum = this.total();\n    return sum - sum * percent;\n  }\n\n  shipping(limit) {"),
    )  # fmt: skip
    tip = story.fix(
        "fix(cart): total ignored the quantity",
        ("src/cart.js", "sum += item.product.price;", "sum += item.product.price * item.quantity;"),
        of=first,
    )
    branch = story.fix(
        "fix(cart): free shipping was the wrong way round",
        ("src/cart.js", "this.total() < limit ? 0 : 490", "this.total() >= limit ? 0 : 490"),
        of=shipping,
        author=BEN,
    )
    story.go(tip)
    story.add(
        "chore(deps): bump jest from 29.1 to 29.2",
        {"package.json": '{"devDependencies": {"jest": "29.2"}}\n'},
        author="dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
    )
    story.merge(branch, "Merge pull request #31 from ben/shipping\n\nfix(cart): free shipping was the wrong way round")
    story.fix("Discount of ten percent took ten times the price (#34)\n\nFixes a bug in `discounted`, which takes percents.",
              ("src/cart.js", "return sum - sum * percent;", "return sum - (sum * percent) / 100;"), of=discount)  # fmt: skip
    story.fix("fix: show both digits of cents", ("src/money.js", "toFixed(1)", "toFixed(2)"), of=first, author=EVE)
    story.fix(
        "fix(money): unknown currencies print undefined",
        ("src/money.js", "SYMBOLS[currency];", "SYMBOLS[currency] ?? `${currency} `;"),
        of=first,
    )


_STORE = """\
package store

import (
	"errors"
	"sync"
)

type Store struct {
	mu    sync.Mutex
	items map[string][]byte
}

func New() *Store {
	return &Store{items: map[string][]byte{}}
}

func (s *Store) Get(key string) ([]byte, error) {
	value, ok := s.items[key]
	if !ok {
		return nil, errors.New("no such key")
	}
	return value, nil
}

func (s *Store) Put(key string, value []byte) {
	s.mu.Lock()
	s.items[key] = value
	s.mu.Unlock()
}

func (s *Store) Len() int {
	return len(s.items)
}
"""


def moves_go(story: Story) -> None:
    """A file is renamed, a function moves into another one, and the fixes come behind it."""
    first = story.add("Add an in-memory store", {"store.go": _STORE, "go.mod": "module example.org/store\n"})
    expire = story.change(
        "Let entries expire",
        ("store.go", "func (s *Store) Len() int {", ("func (s *Store) Sweep(now int64) int {\n\tremoved := 0\n\tfor key, entry := range s.expiry {\n\t\tif entry > now {\n"
         "\t\t\tdelete(s.items, key)\n\t\t\tremoved++\n\t\t}\n\t}\n\treturn removed\n}\n\nfunc (s *Store) Len() int {")),
        ("store.go", "\titems map[string][]byte\n}", "\titems map[string][]byte\n\texpiry map[string]int64\n}"),
        author=BEN,
    )  # fmt: skip
    story.move("Move the store into a package of its own", "store.go", "internal/store/store.go", author=EVE)
    story.fix(
        "Fix sweep: it removed what had not expired yet",
        ("internal/store/store.go", "if entry > now {", "if entry <= now {"),
        of=expire,
    )
    text = story.text("internal/store/store.go")
    start = text.index("func (s *Store) Sweep")
    end = text.index("func (s *Store) Len")
    sweep = text[start:end]
    story.add(
        "Split the store: sweeping has a file of its own",
        {"internal/store/store.go": text[:start] + text[end:], "internal/store/sweep.go": f"package store\n\n{sweep.rstrip()}\n"},
        author=EVE,
    )  # fmt: skip
    story.fix(
        "Fix leak: swept keys stayed in the table of expiry times",
        ("internal/store/sweep.go", "\t\t\tdelete(s.items, key)\n", "\t\t\ts.forget(key)\n"),
        of=expire,
    )
    story.fix(
        "Fix data race in Get",
        (
            "internal/store/store.go",
            "\tvalue, ok := s.items[key]\n",
            "\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\tvalue, ok := s.items[key]\n",
        ),
        of=first,
    )
    story.fix(
        "Len must hold the lock, it crashed under load",
        (
            "internal/store/store.go",
            "\treturn len(s.items)\n",
            "\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\treturn len(s.items)\n",
        ),
        of=first,
        author=BEN,
    )
    story.fix(
        "Fix Put keeping the slice of the caller",
        ("internal/store/store.go", "\ts.items[key] = value\n", "\ts.items[key] = append([]byte(nil), value...)\n"),
        of=first,
    )


_CONFIG = """\
import os


def load(path):
    values = {}
    with open(path) as file:
        for line in file:
            key, value = line.split("=")
            values[key] = value
    return values


def merged(*layers):
    result = {}
    for layer in reversed(layers):
        result.update(layer)
    return result


def expand(values):
    return {key: os.path.expandvars(value) for key, value in values.items()}
"""


def formatting_python(story: Story) -> None:
    """Everything is formatted twice, once in a commit that the file of ignored ones names; then code is indented anew."""
    first = story.add("Read settings from files", {"settings.py": _CONFIG})
    typed = story.change(
        "Convert numbers and flags",
        ("settings.py", "def expand(values):", ("def converted(value):\n    if value in ('yes','true','on'): return True\n    if value in ('no','false','off'): return True\n"
         "    if value.isdigit(): return int(value)\n    return value\n\n\ndef expand(values):")),
        author=BEN,
    )  # fmt: skip
    story.change(
        "Format with black",
        ("settings.py", "    if value in ('yes','true','on'): return True\n    if value in ('no','false','off'): return True\n    if value.isdigit(): return int(value)\n",
         '    if value in ("yes", "true", "on"):\n        return True\n    if value in ("no", "false", "off"):\n        return True\n    if value.isdigit():\n        return int(value)\n'),
        author=EVE, ignored=True,
    )  # fmt: skip
    story.fix(
        "Fix false flags being read as true",
        (
            "settings.py",
            '("no", "false", "off"):\n        return True',
            '("no", "false", "off"):\n        return False',
        ),
        of=typed,
    )
    story.fix(
        "Fix values that contain an equals sign", ("settings.py", 'line.split("=")', 'line.split("=", 1)'), of=first
    )
    story.change(
        "Read settings only where there is a file",
        ("settings.py", "    with open(path) as file:\n        for line in file:\n            key, value = line.split(\"=\", 1)\n            values[key] = value\n",
         "    if os.path.exists(path):\n        with open(path) as file:\n            for line in file:\n                key, value = line.split(\"=\", 1)\n                values[key] = value\n"),
        author=BEN,
    )  # fmt: skip
    story.fix(
        "Strip line ends off values, a regression nobody saw",
        ("settings.py", "values[key] = value\n", "values[key] = value.rstrip()\n"),
        of=first,
    )
    story.fix(
        "Earlier layers have to win: correct the order of merging",
        ("settings.py", "for layer in reversed(layers):", "for layer in layers:"),
        of=first,
        author=EVE,
    )
    story.fix(
        "Negative numbers stayed text\n\nBug 88.",
        ("settings.py", "if value.isdigit():", 'if value.lstrip("-").isdigit():'),
        of=typed,
    )


_CACHE = """\
package org.example.cache;

import java.util.LinkedHashMap;
import java.util.Map;

public class LruCache<K, V> {
    private final int capacity;
    private final Map<K, V> entries = new LinkedHashMap<>();

    public LruCache(int capacity) {
        this.capacity = capacity;
    }

    public synchronized V get(K key) {
        return entries.get(key);
    }

    public synchronized void put(K key, V value) {
        entries.put(key, value);
        if (entries.size() > capacity) {
            K eldest = entries.keySet().iterator().next();
            entries.remove(eldest);
        }
    }

    public int size() {
        return entries.size();
    }
}
"""
_LRU = "src/main/java/org/example/cache/LruCache.java"


def reverts_java(story: Story) -> None:
    """A commit is taken back and comes again, and what it held is mended afterwards."""
    first = story.add("Add an LRU cache", {_LRU: _CACHE})
    stats = story.change(
        "Count hits and misses",
        (_LRU, "        return entries.get(key);\n", "        V value = entries.get(key);\n        if (value == null) {\n            hits++;\n        } else {\n            misses++;\n        }\n        return value;\n"),
        (_LRU, "    private final int capacity;\n", "    private final int capacity;\n    private long hits;\n    private long misses;\n"),
        author=BEN,
    )  # fmt: skip
    taken = story.revert(stats, of=stats)
    story.change(
        "Document the cache",
        (_LRU, "public class LruCache<K, V> {", "/** Forgets what was put in first. */\npublic class LruCache<K, V> {"),
    )
    story.revert(taken, message=f'Reapply "Count hits and misses"\n\nThis reverts commit <{taken}>.\n')
    del story.truth[len(story.commits) - 1]  # work that is taken up again mends nothing
    story.fix(
        "Fix hits and misses being swapped",
        (
            _LRU,
            "        if (value == null) {\n            hits++;\n        } else {\n            misses++;\n",
            "        if (value != null) {\n            hits++;\n        } else {\n            misses++;\n",
        ),
        of=stats,
    )
    story.fix(
        "Fix order of eviction: it forgot what was used last",
        (_LRU, "new LinkedHashMap<>();", "new LinkedHashMap<>(16, 0.75f, true);"),
        of=first,
        author=EVE,
    )
    limit = story.change(
        "Evict in batches",
        (_LRU, "        if (entries.size() > capacity) {\n", "        while (entries.size() >= capacity) {\n"),
        author=BEN,
    )
    story.revert(limit, named=False, of=limit)
    story.fix(
        "size() has to be synchronized as well: fix a race",
        (_LRU, "    public int size() {", "    public synchronized int size() {"),
        of=first,
    )
    clear = story.change(
        "Add clear()",
        (
            _LRU,
            "    public synchronized int size() {",
            "    public void clear() {\n        hits = 0;\n        misses = 0;\n    }\n\n    public synchronized int size() {",
        ),
        author=EVE,
    )
    story.fix(
        "fix: clear() left the entries where they were",
        (
            _LRU,
            "        hits = 0;\n        misses = 0;\n    }",
            "        hits = 0;\n        misses = 0;\n        entries.clear();\n    }",
        ),
        of=clear,
    )


_RING = """\
#include <stdlib.h>
#include <string.h>
#include "ring.h"

struct ring {
	size_t size, head, tail;
	unsigned char *data;
};

struct ring *ring_new(size_t size)
{
	struct ring *r = malloc(sizeof(*r));
	r->data = malloc(size);
	r->size = size;
	r->head = r->tail = 0;
	return r;
}

void ring_free(struct ring *r)
{
	free(r);
}

int ring_push(struct ring *r, unsigned char byte)
{
	size_t next = r->head + 1 % r->size;
	if (next == r->tail)
		return -1;
	r->data[r->head] = byte;
	r->head = next;
	return 0;
}
"""


def windows_c(story: Story) -> None:
    """Lines that end in CR LF, bytes that are no UTF-8, fixes of fixes and of two commits at once."""
    crlf = _RING.replace("\n", "\r\n")
    first = story.add("Add a ring buffer", {"src/ring.c": crlf, "src/ring.h": "struct ring;\r\n"})
    pop = story.change(
        b"Ringpuffer: Byte f\xfcr Byte lesen",
        ("src/ring.c", "int ring_push(", ("int ring_pop(struct ring *r)\r\n{\r\n\tif (r->head == r->tail)\r\n\t\treturn 0;\r\n\tint byte = r->data[r->tail];\r\n"
         "\tr->tail = (r->tail + 1) % r->size;\r\n\treturn byte;\r\n}\r\n\r\nint ring_push(")),
        author="J\xfcrgen Weiss <jw@example.org>".encode("latin-1").decode("latin-1"),
    )  # fmt: skip
    broken = story.fix(
        "Fix precedence in ring_push", ("src/ring.c", "r->head + 1 % r->size;", "(r->head + 1) & r->size;"), of=first
    )
    story.fix(
        "Fix ring_push again: sizes are no powers of two",
        ("src/ring.c", "(r->head + 1) & r->size;", "(r->head + 1) % r->size;"),
        of=broken,
        author=BEN,
    )
    story.fix(
        "Fix memory leak in ring_free",
        ("src/ring.c", "{\r\n\tfree(r);", "{\r\n\tfree(r->data);\r\n\tfree(r);"),
        of=first,
    )
    story.fix(
        "ring_pop: tell an empty ring from a zero byte\r\n\r\nFixes: #9\r\n",
        ("src/ring.c", "\t\treturn 0;\r\n\tint byte", "\t\treturn -1;\r\n\tint byte"),
        of=pop,
    )
    peek = story.change(
        "Add ring_peek",
        (
            "src/ring.c",
            "int ring_pop(",
            "int ring_peek(const struct ring *r, size_t at)\r\n{\r\n\treturn r->data[r->tail + at];\r\n}\r\n\r\nint ring_pop(",
        ),
        author=EVE,
    )
    story.fix(
        "Check for failed allocations, fixes a segfault",
        (
            "src/ring.c",
            "\tr->data = malloc(size);\r\n",
            "\tif (!r)\r\n\t\treturn NULL;\r\n\tr->data = malloc(size);\r\n",
        ),
        of=first,
        author=BEN,
    )
    story.fix(
        "Fix out-of-bounds reads",
        ("src/ring.c", "r->data[r->tail + at];", "r->data[(r->tail + at) % r->size];"),
        ("src/ring.c", "int byte = r->data[r->tail];", "int byte = r->data[r->tail % r->size];"),
        of=(pop, peek),
    )
    story.add(
        "Use LF everywhere",
        {path: story.text(path).replace("\r\n", "\n") for path in ("src/ring.c", "src/ring.h")},
        author=EVE,
    )
    story.fix(
        "Fix a ring of size 0",
        ("src/ring.c", "\tif (next == r->tail)\n", "\tif (!r->size || next == r->tail)\n"),
        of=first,
    )


_USERS = """\
from .db import query


def find(name):
    rows = query("select * from users where name = '%s'" % name)
    return rows[0]


def rename(user, name):
    query("update users set name = ? where id = ?", user.id, name)


def active(users):
    return [user for user in users if user.last_login]
"""


def tangled_python(story: Story) -> None:
    """Fixes come with tests, documents and tidying; copies of them go to a branch of releases."""
    first = story.add(
        "Look users up",
        {
            "app/users.py": _USERS,
            "docs/users.md": "# Users\n",
            "tests/test_users.py": "def test_find():\n    assert True\n",
        },
    )
    page = story.add(
        "Users by pages",
        {
            "app/paging.py": "def page(rows, number, size=20):\n    start = number * size\n    return rows[start:start + size + 1]\n\n\ndef pages(rows, size=20):\n    return len(rows) // size\n"
        },
        author=BEN,
    )
    release = story.change("Release 1.0", ("docs/users.md", "# Users", "# Users, as of 1.0"))
    story.go(release)
    fixed = story.fix(
        "Fix SQL injection in find (CVE-2026-1234)",
        ("app/users.py", "\"select * from users where name = '%s'\" % name)", '"select * from users where name = ?", name)'),
        ("tests/test_users.py", "    assert True\n", "    assert find(\"o'neil\") is None\n"),
        ("docs/users.md", "# Users, as of 1.0", "# Users\n\nNames may hold quotes."),
        of=first,
    )  # fmt: skip
    story.fix(
        "fix: arguments of rename were swapped",
        ("app/users.py", "user.id, name)", "name, user.id)"),
        of=first,
        author=EVE,
    )
    story.fix(
        "fix(paging): a page held one row too many",
        ("app/paging.py", "start + size + 1]", "start + size]"),
        ("tests/test_users.py", "def test_find():", "def test_find():  # by name"),
        of=page,
    )
    tip = story.fix(
        "Count the last page, which is not full (closes #40, a bug)",
        ("app/paging.py", "len(rows) // size", "-(-len(rows) // size)"),
        of=page,
        author=EVE,
    )
    story.go(release)
    story.pick(fixed)
    story.go(tip)
    story.change("Test fixtures for users", ("tests/test_users.py", "  # by name", "  # by their names"))
    story.fix(
        "find(): no crash for unknown names\n\nFixes #44",
        ("app/users.py", "    return rows[0]\n", "    return rows[0] if rows else None\n"),
        of=first,
    )
    wip = story.change(
        "Sort users by name", ("app/users.py", "if user.last_login]", "if user.last_login].sort()"), author=BEN
    )
    story.fix(
        "Fix sorting, oops",
        (
            "app/users.py",
            "    return [user for user in users if user.last_login].sort()",
            "    return sorted(user for user in users if user.last_login)",
        ),
        of=(),
        author=BEN,
        after=600,
    )
    story.fix(
        "Users sort by name, not by address: fix comparison",
        (
            "app/users.py",
            "sorted(user for user in users if user.last_login)",
            "sorted((user for user in users if user.last_login), key=lambda user: user.name)",
        ),
        of=wip + 1,
        author=ADA,
    )


FIRST: tuple[Teller, ...] = (
    linear_python, branches_javascript, moves_go, formatting_python, reverts_java, windows_c, tangled_python,
)  # fmt: skip
