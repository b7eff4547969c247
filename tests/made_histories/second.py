"""Histories that were written after the code, and not looked at again."""

from .writing import BEN, EVE, Story, Teller

_INVOICE = """\
from datetime import date, timedelta
from decimal import Decimal

VAT = Decimal("0.19")


class Invoice:
    def __init__(self, number, lines, issued):
        self.number = number
        self.lines = lines
        self.issued = issued

    def net(self):
        return sum(line.amount for line in self.lines)

    def gross(self):
        return self.net() * VAT
"""


def billing_python(story: Story) -> None:
    """One branch; several functions, each with a defect of its own, a variable that is renamed in between."""
    first = story.add(
        "Invoices with value added tax", {"billing/invoice.py": _INVOICE, "CHANGES.rst": "Changes\n=======\n"}
    )
    due = story.change(
        "Add due dates",
        (
            "billing/invoice.py",
            "    def net(self):",
            "    def due(self, days=14):\n        return self.issued - timedelta(days=days)\n\n    def net(self):",
        ),
        author=BEN,
    )
    overdue = story.change(
        "Tell which invoices are overdue",
        (
            "billing/invoice.py",
            "    def net(self):",
            "    def overdue(self, today=date.today()):\n        return today > self.due()\n\n    def net(self):",
        ),
        author=EVE,
    )
    story.fix(
        "Gross amounts were the tax alone; fix the formula",
        ("billing/invoice.py", "self.net() * VAT", "self.net() * (1 + VAT)"),
        of=first,
    )
    story.change("Fix heading in the change log", ("CHANGES.rst", "Changes\n=======", "Changes\n-------"))
    reminder = story.add(
        "Remind of overdue invoices",
        {
            "billing/remind.py": "from .invoice import Invoice\n\n\ndef reminders(invoices, send):\n    for invoice in invoices:\n        if invoice.overdue:\n            send(invoice.number)\n"
        },
        author=BEN,
    )
    story.fix(
        "Fix due date, which lay before the date of issue",
        ("billing/invoice.py", "self.issued - timedelta", "self.issued + timedelta"),
        of=due,
    )
    story.fix(
        "fix: `today` was evaluated once, at import",
        (
            "billing/invoice.py",
            "today=date.today()):\n        return today > self.due()",
            "today=None):\n        return (today or date.today()) > self.due()",
        ),
        of=overdue,
    )
    story.change(
        "Rename invoice to bill in reminders",
        (
            "billing/remind.py",
            "def reminders(invoices, send):\n    for invoice in invoices:\n        if invoice.overdue:\n            send(invoice.number)\n",
            "def reminders(bills, send):\n    for bill in bills:\n        if bill.overdue:\n            send(bill.number)\n",
        ),
        author=EVE,
    )
    story.fix(
        "Fix reminders for invoices that are not due yet (#52)",
        ("billing/remind.py", "        if bill.overdue:\n", "        if bill.overdue():\n"),
        of=reminder,
    )
    rounding = story.change(
        "Round amounts to cents",
        ("billing/invoice.py", "self.net() * (1 + VAT)", "round(self.net() * (1 + VAT))"),
        author=BEN,
    )
    story.fix(
        "Round to two digits, not to whole euros\n\nFixes #55.",
        ("billing/invoice.py", "round(self.net() * (1 + VAT))", "round(self.net() * (1 + VAT), 2)"),
        of=rounding,
    )
    story.fix(
        "Sending twice after a failed delivery no longer happens",
        (
            "billing/remind.py",
            "            send(bill.number)\n",
            "            if bill.number not in sent:\n                send(bill.number)\n",
        ),
        of=reminder,
    )
    credit = story.change(
        "Credit notes",
        (
            "billing/invoice.py",
            "    def net(self):",
            "    def credited(self, amount):\n        self.lines.append(amount)\n\n    def net(self):",
        ),
        author=EVE,
    )
    story.fix(
        "Fix credit notes: amounts have to be lines, and negative",
        ("billing/invoice.py", "self.lines.append(amount)", "self.lines.append(Line(-amount))"),
        of=credit,
    )


_ROUTER = """\
const routes = [];

function add(method, path, handler) {
  routes.push({ method, path, handler });
}

function match(method, url) {
  return routes.find((route) => route.path === url);
}

function handle(request, response) {
  const route = match(request.method, request.url);
  route.handler(request, response);
}

module.exports = { add, handle };
"""


def squashes_javascript(story: Story) -> None:
    """Squash merges with numbers, bodies full of what was squashed, and a formatter that no file of ignored commits names."""
    first = story.add("Initial import", {"lib/router.js": _ROUTER, "package.json": "{}\n"})
    params = story.change(
        "Parameters in paths (#4)\n\n* parameters in paths\n* fix tests\n* fix lint",
        ("lib/router.js", "function handle(", ("function params(pattern, url) {\n  const names = pattern.split('/'), parts = url.split('/'), found = {};\n"
         "  for (let at = 0; at <= names.length; at++) if (names[at].startsWith(':')) found[names[at]] = parts[at];\n  return found;\n}\n\nfunction handle(")),
        author=BEN,
    )  # fmt: skip
    story.change(
        "Run prettier (#6)",
        ("lib/router.js", "  const names = pattern.split('/'), parts = url.split('/'), found = {};\n  for (let at = 0; at <= names.length; at++) if (names[at].startsWith(':')) found[names[at]] = parts[at];\n",
         "  const names = pattern.split('/'),\n    parts = url.split('/'),\n    found = {};\n  for (let at = 0; at <= names.length; at++)\n    if (names[at].startsWith(':'))\n      found[names[at]] = parts[at];\n"),
        author=EVE,
    )  # fmt: skip
    query = story.change(
        "Leave the query out of the match (#7)",
        ("lib/router.js", "route.path === url)", "route.path === url.split('&')[0])"),
        author=EVE,
    )
    story.fix(
        "Fix routes of another method being taken (#9)",
        ("lib/router.js", "(route) => route.path", "(route) => route.method === method && route.path"),
        of=(first, query),
    )
    story.fix(
        "Parameters: fix a TypeError behind the last part (#11)",
        ("lib/router.js", "at <= names.length", "at < names.length"),
        of=params,
    )
    story.fix(
        "fix: names of parameters kept their colon (#12)",
        ("lib/router.js", "found[names[at]] = parts[at];", "found[names[at].slice(1)] = parts[at];"),
        of=params,
    )
    story.fix(
        "Queries begin with a question mark: correct the match (#15)\n\nCloses #14",
        ("lib/router.js", "split('&')", "split('?')"),
        of=query,
    )
    story.fix(
        "Answer 404 instead of crashing when no route matches (#16)",
        (
            "lib/router.js",
            "  route.handler(request, response);\n",
            "  if (!route) {\n    response.statusCode = 404;\n    return response.end();\n  }\n  route.handler(request, response);\n",
        ),
        of=first,
        author=BEN,
    )
    before = story.change(
        "Hooks that run before a handler (#18)",
        (
            "lib/router.js",
            "const routes = [];\n",
            "const routes = [];\nconst hooks = [];\n\nfunction before(hook) {\n  hooks.unshift(hook);\n}\n",
        ),
        author=EVE,
    )
    story.fix(
        "hotfix: hooks ran in the reverse order",
        ("lib/router.js", "hooks.unshift(hook);", "hooks.push(hook);"),
        of=before,
    )
    story.change("test: add a regression test for hooks", ("package.json", "{}", '{"test": "node --test"}'))
    static = story.add(
        "Serve files (#20)",
        {
            "lib/static.js": "const fs = require('fs');\nconst path = require('path');\n\nmodule.exports = (root) => (request, response) => {\n  const file = path.join(root, request.url);\n  fs.createReadStream(file).pipe(response);\n};\n"
        },
        author=BEN,
    )
    story.fix(
        "security: files outside of the root could be read (#23)",
        ("lib/static.js", "path.join(root, request.url);", "path.join(root, path.normalize('/' + request.url));"),
        of=static,
    )
    story.fix(
        "Fix unhandled errors of missing files (#24)",
        (
            "lib/static.js",
            "  fs.createReadStream(file).pipe(response);\n",
            "  const stream = fs.createReadStream(file);\n  stream.on('error', () => response.writeHead(404).end());\n  stream.pipe(response);\n",
        ),
        of=static,
    )


_POOL = """\
package pool

import "time"

type Pool struct {
	free chan *Conn
	max  int
	dial func() (*Conn, error)
}

func (p *Pool) Get() (*Conn, error) {
	select {
	case c := <-p.free:
		return c, nil
	default:
		return p.dial()
	}
}

func (p *Pool) Put(c *Conn) {
	p.free <- c
}
"""


def release_branches_go(story: Story) -> None:
    """A branch of releases gets copies of fixes, noted and not; long-lived branches are merged."""
    first = story.add(
        "pool: keep connections",
        {"pool/pool.go": _POOL, "pool/conn.go": "package pool\n\ntype Conn struct {\n\tused int64\n}\n"},
    )
    idle = story.change(
        "pool: close idle connections",
        (
            "pool/pool.go",
            "func (p *Pool) Put(",
            "func (p *Pool) Reap(limit time.Duration, now time.Time) {\n\tfor c := range p.free {\n\t\tif now.Sub(c.used) < limit {\n\t\t\tc.Close()\n\t\t}\n\t}\n}\n\nfunc (p *Pool) Put(",
        ),
        author=BEN,
    )
    branch = story.change(
        "Release 0.9", ("pool/conn.go", "package pool", "// Package pool keeps connections.\npackage pool")
    )
    blocked = story.fix(
        "pool: fix Put blocking for ever when the pool is full",
        ("pool/pool.go", "\tp.free <- c\n", "\tselect {\n\tcase p.free <- c:\n\tdefault:\n\t\tc.Close()\n\t}\n"),
        of=first,
    )
    reap = story.fix(
        "pool: fix Reap closing connections in use and keeping idle ones",
        ("pool/pool.go", "now.Sub(c.used) < limit {", "now.Sub(c.used) >= limit {"),
        of=idle,
    )
    wait = story.change(
        "pool: wait for a connection when all are in use",
        (
            "pool/pool.go",
            "\tdefault:\n\t\treturn p.dial()\n",
            "\tcase <-time.After(p.timeout * time.Second):\n\t\treturn nil, ErrTimeout\n",
        ),
        author=EVE,
    )
    tip = story.change("pool: metrics", ("pool/conn.go", "\tused int64\n", "\tused int64\n\tuses int\n"), author=BEN)
    story.go(branch)
    story.pick(blocked)
    story.pick(reap, noted=False)
    only = story.change(
        "Release 0.9.1 with a limit of uses",
        ("pool/conn.go", "\tused int64\n", "\tused int64\n\tlimit int32\n"),
        author=EVE,
    )
    story.fix("Fix limit of uses overflowing", ("pool/conn.go", "\tlimit int32\n", "\tlimit int64\n"), of=only)
    old = len(story.commits) - 1
    story.go(tip)
    story.fix(
        "pool: timeouts were multiplied by a second twice, fix them",
        ("pool/pool.go", "time.After(p.timeout * time.Second)", "time.After(p.timeout)"),
        of=wait,
    )
    story.merge(old, "Merge branch 'release-0.9'", taking=())
    dial = story.change(
        "pool: dial again after an error",
        (
            "pool/pool.go",
            "\tcase c := <-p.free:\n\t\treturn c, nil\n",
            "\tcase c := <-p.free:\n\t\tif c.err != nil {\n\t\t\tc, _ = p.dial()\n\t\t}\n\t\treturn c, nil\n",
        ),
        author=BEN,
    )
    story.fix(
        "pool: return the error of dialling again, regression of the last release",
        ("pool/pool.go", "\t\t\tc, _ = p.dial()\n", "\t\t\treturn p.dial()\n"),
        of=dial,
    )
    story.fix(
        "pool: fix leak of the broken connection",
        ("pool/pool.go", "\t\tif c.err != nil {\n", "\t\tif c.err != nil {\n\t\t\tc.Close()\n"),
        of=dial,
    )


_PARSER = """\
package org.example.csv;

import java.util.ArrayList;
import java.util.List;

public final class CsvParser {
    private final char separator;

    public CsvParser(char separator) {
        this.separator = separator;
    }

    public List<String> parse(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == ',') {
                fields.add(field.toString());
            } else {
                field.append(c);
            }
        }
        return fields;
    }
}
"""
_CSV = "src/main/java/org/example/csv/CsvParser.java"


def refactored_java(story: Story) -> None:
    """Methods are taken out and classes renamed between a defect and its mend; a fix is mixed with tidying."""
    first = story.add("CSV-1: parse lines", {_CSV: _PARSER})
    quotes = story.change(
        "CSV-2: quoted fields",
        (
            _CSV,
            "            if (c == ',') {",
            "            if (c == '\"') {\n                quoted = true;\n            } else if (c == ',') {",
        ),
        (
            _CSV,
            "        StringBuilder field = new StringBuilder();\n",
            "        StringBuilder field = new StringBuilder();\n        boolean quoted = false;\n",
        ),
        author=BEN,
    )
    story.fix(
        "CSV-3: bugfix, the last field was dropped",
        (
            _CSV,
            "        }\n        return fields;\n",
            "        }\n        fields.add(field.toString());\n        return fields;\n",
        ),
        of=first,
    )
    story.fix(
        "CSV-5: fix use of the separator that was asked for",
        (_CSV, "} else if (c == ',') {", "} else if (c == separator) {"),
        of=quotes,
    )
    text = story.text(_CSV)
    body = text[text.index("        List<String> fields") : text.index("        return fields;\n")]
    taken = "".join(line[4:] if line.startswith("    ") else line for line in body.splitlines(keepends=True))
    story.add(
        "CSV-6: take the scanner out of the parser",
        {
            _CSV: text.replace(body, "        List<String> fields = Scanner.scan(line, separator);\n"),
            _CSV.replace(
                "CsvParser", "Scanner"
            ): "package org.example.csv;\n\nfinal class Scanner {\n    static List<String> scan(String line, char separator) {\n"
            + "".join("    " + line for line in taken.splitlines(keepends=True))
            + "        return fields;\n    }\n}\n",
        },
        author=EVE,
    )
    scanner = _CSV.replace("CsvParser", "Scanner")
    story.fix("CSV-8: fix quoted state, it never ended", (scanner, "quoted = true;", "quoted = !quoted;"), of=quotes)
    story.fix(
        "CSV-9: fields were never reset, fix that",
        (
            scanner,
            "                fields.add(field.toString());\n            } else {",
            "                fields.add(field.toString());\n                field.setLength(0);\n            } else {",
        ),
        of=first,
    )
    header = story.change(
        "CSV-10: headers",
        (
            _CSV,
            "    public List<String> parse(",
            "    public Map<String, String> record(List<String> header, String line) {\n        Map<String, String> record = new HashMap<>();\n        List<String> fields = parse(line);\n        for (int i = 1; i < header.size(); i++) {\n            record.put(header.get(i), fields.get(i));\n        }\n        return record;\n    }\n\n    public List<String> parse(",
        ),
        author=BEN,
    )
    story.fix(
        "CSV-11: correct records, which lacked their first field",
        (_CSV, "for (int i = 1; i < header.size(); i++)", "for (int i = 0; i < header.size(); i++)"),
        of=header,
    )
    story.fix(
        "CSV-12: fix IndexOutOfBoundsException for short lines",
        (
            _CSV,
            "            record.put(header.get(i), fields.get(i));\n",
            '            record.put(header.get(i), i < fields.size() ? fields.get(i) : "");\n',
        ),
        of=header,
    )
    writer = story.add(
        "CSV-13: write lines",
        {
            _CSV.replace(
                "Parser", "Writer"
            ): 'package org.example.csv;\n\npublic final class CsvWriter {\n    public String write(List<String> fields) {\n        return String.join(";", fields);\n    }\n}\n'
        },
        author=EVE,
    )
    story.fix(
        "CSV-14: fix separator of the writer, and tidy up",
        (_CSV.replace("Parser", "Writer"), 'String.join(";", fields)', 'String.join(",", fields)'),
        (_CSV, "import java.util.ArrayList;\n", ""),
        of=writer,
    )


_ALLOC = """\
#include <stdint.h>
#include "arena.h"

#define ALIGN 8

void *arena_alloc(struct arena *a, size_t n)
{
	void *p = a->base + a->used;
	a->used += n;
	return p;
}

void arena_reset(struct arena *a)
{
	a->base = 0;
}
"""


def kernel_c(story: Story) -> None:
    """Messages as kernels have them: parts, trailers that name the commit, reverts of reverts."""
    first = story.add("arena: initial version", {"mm/arena.c": _ALLOC, "Documentation/arena.rst": "Arena\n"})
    align = story.change(
        "arena: align allocations", ("mm/arena.c", "\ta->used += n;\n", "\ta->used += n & ~(ALIGN - 1);\n"), author=BEN
    )
    story.fix(
        'arena: fix wrong rounding of sizes\n\nFixes: <1> ("arena: align allocations")\nReported-by: Kay <k@example.org>\n',
        ("mm/arena.c", "n & ~(ALIGN - 1);", "(n + ALIGN - 1) & ~(ALIGN - 1);"),
        of=align,
        author=EVE,
    )
    limit = story.change(
        "arena: refuse what does not fit",
        (
            "mm/arena.c",
            "\tvoid *p = a->base + a->used;\n",
            "\tif (n > a->size)\n\t\treturn NULL;\n\tvoid *p = a->base + a->used;\n",
        ),
        author=BEN,
    )
    story.fix(
        "arena: prevent overflow behind the end\n\nWhat is used already was not looked at.",
        ("mm/arena.c", "if (n > a->size)", "if (n > a->size - a->used)"),
        of=limit,
    )
    story.fix(
        'arena: reset has to reset what is used\n\nThe base was lost instead, and the next allocation crashed.\nFixes: <0> ("arena: initial version")\n',
        ("mm/arena.c", "\ta->base = 0;\n", "\ta->used = 0;\n"),
        of=first,
    )
    lock = story.change(
        "arena: take the lock",
        ("mm/arena.c", "\tif (n > a->size - a->used)\n", "\tspin_lock(&a->lock);\n\tif (n > a->size - a->used)\n"),
        author=EVE,
    )
    taken = story.revert(lock, of=lock)
    story.change(
        "docs: arena.rst: fix the name of the lock", ("Documentation/arena.rst", "Arena\n", "Arena and its lock\n")
    )
    story.revert(taken, message=f'Revert "Revert "arena: take the lock""\n\nThis reverts commit <{taken}>.\n')
    del story.truth[len(story.commits) - 1]
    story.fix(
        "arena: fix deadlock, release the lock on the way out",
        ("mm/arena.c", "\t\treturn NULL;\n", "\t\tgoto out;\n"),
        of=limit,
    )
    stats = story.change(
        "arena: count allocations", ("mm/arena.c", "\treturn p;\n", "\ta->count = +1;\n\treturn p;\n"), author=BEN
    )
    story.fix(
        "arena: count more than one allocation\n\nThis fixes a silly bug of mine.",
        ("mm/arena.c", "a->count = +1;", "a->count += 1;"),
        of=stats,
        author=BEN,
    )
    name = story.add(
        "slab: name slabs",
        {
            "mm/slab.c": '#include "slab.h"\n\nvoid slab_name(struct slab *s, const char *name)\n{\n\tstrcpy(s->name, name);\n}\n\nint slab_cmp(struct slab *a, struct slab *b)\n{\n\treturn a->name == b->name;\n}\n'
        },
        author=EVE,
    )
    story.fix(
        "slab: fix buffer overflow of long names",
        ("mm/slab.c", "strcpy(s->name, name);", "strscpy(s->name, name, sizeof(s->name));"),
        of=name,
    )
    story.fix(
        "slab: compare names, not pointers; fixes lookups",
        ("mm/slab.c", "return a->name == b->name;", "return !strcmp(a->name, b->name);"),
        of=name,
    )


_TASKS = """\
from django.db import models
from django.utils import timezone


class Task(models.Model):
    title = models.CharField(max_length=20)
    done = models.BooleanField(default=True)
    due = models.DateTimeField(null=True)

    def is_late(self):
        return self.due < timezone.now()
"""


def pulls_python(story: Story) -> None:
    """Pull requests that are merged: their branches hold steps that nobody else saw, and a person with two addresses."""
    first = story.add(
        "Tasks",
        {
            "tasks/models.py": _TASKS,
            ".mailmap": "Ben Ito <ben@example.org> <ben@home.example>\n",
            "tests/test_tasks.py": "def test_late():\n    pass\n",
        },
    )
    trunk = story.add("Add a README", {"README.md": "Tasks\n"})
    assign = story.change(
        "Assign tasks to people",
        (
            "tasks/models.py",
            "    def is_late(self):",
            "    def assign(self, person):\n        self.owner == person\n        self.save()\n\n    def is_late(self):",
        ),
        author=BEN,
    )
    story.fix(
        "Fix assignment in assign()",
        ("tasks/models.py", "self.owner == person", "self.owner = persn"),
        of=(),
        author="Ben Ito <ben@home.example>",
        after=900,
    )
    branch = story.fix(
        "Fix test: name of the person",
        ("tests/test_tasks.py", "    pass\n", "    Task().assign('ada')\n"),
        of=(),
        author=BEN,
        after=600,
    )
    story.go(trunk)
    late = story.fix(
        "fix(tasks): new tasks were done already", ("tasks/models.py", "default=True", "default=False"), of=first
    )
    merged = story.merge(
        branch,
        "Merge pull request #3 from ben/assign\n\nAssign tasks to people",
        ("tasks/models.py", "default=True", "default=False"),
        taking=("tasks/models.py",),
    )
    assert late < merged
    story.fix(
        "fix(tasks): NameError when a task is assigned",
        ("tasks/models.py", "self.owner = persn", "self.owner = person"),
        of=assign + 1,
    )
    story.fix(
        "is_late() fails for tasks without a date\n\nFixes #6",
        (
            "tasks/models.py",
            "        return self.due < timezone.now()\n",
            "        return self.due is not None and self.due < timezone.now()\n",
        ),
        of=first,
    )
    tags = story.add(
        "Tags for tasks (#8)",
        {
            "tasks/tags.py": "import re\n\n\ndef tags(text):\n    return re.findall(r'#\\w*', text)\n\n\ndef without(text):\n    return re.sub(r'#\\w+', '', text)\n"
        },
        author=EVE,
    )
    story.fix("Tags: a lone # is none (fixes #9)", ("tasks/tags.py", "r'#\\w*'", "r'#\\w+'"), of=tags)
    search = story.change(
        "Search tasks (#11)",
        (
            "tasks/models.py",
            "    def is_late(self):",
            "    @classmethod\n    def search(cls, words):\n        return cls.objects.filter(title__in=words)\n\n    def is_late(self):",
        ),
        author=BEN,
    )
    story.fix(
        "Search found nothing but whole titles: fix the lookup (#12)",
        ("tasks/models.py", "cls.objects.filter(title__in=words)", "cls.objects.filter(title__contains=words)"),
        of=search,
        author=EVE,
    )
    story.fix(
        "\U0001f41b Titles of more than 20 characters were cut",
        ("tasks/models.py", "max_length=20", "max_length=200"),
        of=first,
    )
    export = story.add(
        "Export tasks",
        {
            "tasks/export.py": "import json\nfrom .models import Task\n\n\ndef export(path):\n    file = open(path, 'w')\n    json.dump([task.title for task in Task.objects.all()], file)\n"
        },
        author=BEN,
    )
    story.fix(
        "Close the exported file, fixes lost lines at its end",
        (
            "tasks/export.py",
            "    file = open(path, 'w')\n    json.dump([task.title for task in Task.objects.all()], file)\n",
            "    with open(path, 'w') as file:\n        json.dump([task.title for task in Task.objects.all()], file)\n",
        ),
        of=export,
    )
    story.fix(
        "Fix export of titles that are not ASCII",
        ("tasks/export.py", "open(path, 'w')", "open(path, 'w', encoding='utf-8')"),
        of=(export + 1,),
    )


_SHAPES = """\
export interface Shape {
  area(): number;
}

export class Rectangle implements Shape {
  constructor(private width: number, private height: number) {}

  area(): number {
    return this.width + this.height;
  }
}

export class Circle implements Shape {
  constructor(private radius: number) {}

  area(): number {
    return Math.PI * this.radius;
  }
}
"""


def foreign_words_typescript(story: Story) -> None:
    """Messages in several languages, a bot that formats, files that are split."""
    first = story.add("Formes de base", {"src/shapes.ts": _SHAPES})
    square = story.change(
        "Ajout du carré",
        (
            "src/shapes.ts",
            "export class Circle",
            "export class Square extends Rectangle {\n  constructor(side: number) {\n    super(side, 1);\n  }\n}\n\nexport class Circle",
        ),
        author=BEN,
    )
    story.fix(
        "Corrige le calcul de l'aire du rectangle",
        ("src/shapes.ts", "this.width + this.height", "this.width * this.height"),
        of=first,
    )
    story.fix(
        "Fehler behoben: Fläche des Quadrats", ("src/shapes.ts", "super(side, 1);", "super(side, side);"), of=square
    )
    text = story.text("src/shapes.ts")
    at = text.index("export class Circle")
    story.add(
        "refactor: one file for each shape",
        {
            "src/shapes.ts": text[:at].rstrip() + "\n",
            "src/circle.ts": "import { Shape } from './shapes';\n\n" + text[at:],
        },
        author=EVE,
    )
    story.fix(
        "円の面積の計算を修正", ("src/circle.ts", "Math.PI * this.radius;", "Math.PI * this.radius ** 2;"), of=first
    )
    story.change(
        "Corrige une faute de frappe dans un commentaire",
        ("src/shapes.ts", "export interface Shape {", "// Une forme\nexport interface Shape {"),
    )
    scale = story.change(
        "Escalar formas",
        (
            "src/circle.ts",
            "  area(): number {",
            "  scaled(factor: number): Circle {\n    return new Circle(this.radius + factor);\n  }\n\n  area(): number {",
        ),
        author=BEN,
    )
    story.fix(
        "Arregla la escala del círculo", ("src/circle.ts", "this.radius + factor", "this.radius * factor"), of=scale
    )
    sort = story.add(
        "feat: sort shapes",
        {
            "src/sort.ts": "import { Shape } from './shapes';\n\nexport function sorted(shapes: Shape[]): Shape[] {\n  return shapes.sort((a, b) => a.area() - b.area());\n}\n\nexport function largest(shapes: Shape[]): Shape {\n  return sorted(shapes)[0];\n}\n"
        },
        author=EVE,
    )
    story.fix(
        "fix: sorting changed the array of the caller",
        ("src/sort.ts", "return shapes.sort(", "return [...shapes].sort("),
        of=sort,
    )
    story.fix(
        "修复 largest 返回最小形状的问题",
        ("src/sort.ts", "sorted(shapes)[0];", "sorted(shapes)[shapes.length - 1];"),
        of=sort,
    )
    total = story.change(
        "feat: total area",
        (
            "src/sort.ts",
            "export function largest(",
            "export function total(shapes: Shape[]): number {\n  return shapes.map((shape) => shape.area()).reduce((a, b) => a + b);\n}\n\nexport function largest(",
        ),
        author=BEN,
    )
    story.fix(
        "fix: total of no shapes is 0 (TypeError)",
        ("src/sort.ts", "reduce((a, b) => a + b);", "reduce((a, b) => a + b, 0);"),
        of=total,
    )


_THUMBS = """\
import subprocess
from PIL import Image


def thumbnail(path, target, size=(128, 128)):
    image = Image.open(path)
    image.thumbnail(size)
    image.save(target)


def convert(path, target):
    subprocess.call("convert %s %s" % (path, target), shell=True)
"""


def split_defects_python(story: Story) -> None:
    """Defects that came in several steps, fixes of fixes, and fixes that indent what they guard."""
    first = story.add("Thumbnails", {"media/thumbs.py": _THUMBS})
    video = story.change(
        "Thumbnails of videos",
        (
            "media/thumbs.py",
            "def convert(",
            "def frame(path, second=0):\n    return subprocess.check_output(['ffmpeg', '-ss', second, '-i', path, '-'])\n\n\ndef convert(",
        ),
        author=BEN,
    )
    cached = story.change(
        "Keep thumbnails",
        (
            "media/thumbs.py",
            "    image = Image.open(path)\n",
            "    if os.path.exists(target):\n        return\n    image = Image.open(path)\n",
        ),
        author=EVE,
    )
    story.fix(
        "Fix shell injection by file names",
        (
            "media/thumbs.py",
            'subprocess.call("convert %s %s" % (path, target), shell=True)',
            'subprocess.call(["convert", path, target])',
        ),
        of=first,
    )
    story.fix(
        "Seconds have to be text: TypeError in frame()",
        ("media/thumbs.py", "'-ss', second, '-i'", "'-ss', str(second), '-i'"),
        of=video,
    )
    story.fix(
        "Fix stale thumbnails after a picture was changed",
        (
            "media/thumbs.py",
            "    if os.path.exists(target):\n",
            "    if os.path.exists(target) and os.path.getmtime(target) > os.path.getmtime(path):\n",
        ),
        of=cached,
    )
    story.fix(
        "Fix missing import of os",
        ("media/thumbs.py", "import subprocess\n", "import os\nimport subprocess\n"),
        of=cached,
    )
    half = story.fix(
        "Fix failures of convert going unseen",
        (
            "media/thumbs.py",
            'subprocess.call(["convert", path, target])',
            'subprocess.check_call(["convert", path, target], timeout=1)',
        ),
        of=first + 3,
    )
    story.fix("Fix time-outs of large pictures", ("media/thumbs.py", "timeout=1)", "timeout=60)"), of=half)
    upload = story.add(
        "Upload pictures",
        {
            "media/upload.py": "ALLOWED = {'png', 'jpg'}\n\n\ndef allowed(name):\n    return name.split('.')[1] in ALLOWED\n\n\ndef store(file, folder):\n    data = file.read()\n    with open(folder + '/' + file.name, 'wb') as target:\n        target.write(data)\n"
        },
        author=BEN,
    )
    upper = story.change("Allow GIFs too", ("media/upload.py", "{'png', 'jpg'}", "{'png', 'jpg', 'GIF'}"), author=EVE)
    story.fix(
        "Fix uploads of names with several dots",
        ("media/upload.py", "name.split('.')[1] in", "name.rsplit('.', 1)[-1] in"),
        of=upload,
    )
    story.fix(
        "GIFs were refused: fix case of the suffix",
        ("media/upload.py", "{'png', 'jpg', 'GIF'}", "{'png', 'jpg', 'gif'}"),
        of=upper,
    )
    story.fix(
        "Only store what is allowed, a bug that let anything in",
        ("media/upload.py", "    data = file.read()\n    with open(folder + '/' + file.name, 'wb') as target:\n        target.write(data)\n",
         "    if allowed(file.name):\n        data = file.read()\n        with open(folder + '/' + file.name, 'wb') as target:\n            target.write(data)\n"),
        of=upload,
    )  # fmt: skip
    quota = story.change(
        "Quotas",
        ("media/upload.py", "def store(", "def within(quota, used, size):\n    return used < quota\n\n\ndef store("),
        author=BEN,
    )
    story.fix(
        "Quotas ignored the size of the upload itself (closes #70, bug)",
        ("media/upload.py", "return used < quota", "return used + size <= quota"),
        of=quota,
    )


SECOND: tuple[Teller, ...] = (
    billing_python, squashes_javascript, release_branches_go, refactored_java, kernel_c, pulls_python,
    foreign_words_typescript, split_defects_python,
)  # fmt: skip
