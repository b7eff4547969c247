"""pr-checklist by kinds: assurance without anything of the change, short true answers, contradictions, counts of commits.

Each table holds many wordings of one kind, so that a rule which knows only one of them fails here.
"""

# ruff: noqa: E501 - a case a line

import os

import pytest

from checklist_samples import GOOD, good
from walkaround._checklist.answers import answer_of, denies_ai, is_boilerplate
from walkaround._checklist.asking import Asking
from walkaround._checklist.assistants import admits
from walkaround._checklist.boxes import Box
from walkaround._checklist.change import Changed
from walkaround._checklist.questions import question
from walkaround._finding import Finding
from walkaround._git_log import Commit
from walkaround._policy import Policy
from walkaround.pr_checklist import _judge
from walkaround.pr_checklist._contradictions import Said, contradictions
from walkaround.pr_checklist._counts import counts, wrong
from walkaround.pr_checklist._request import Request


def change(*changes: Changed, message: str, marked: int = 0, commits: int = 1) -> Asking:
    trailer = "\n\nAssisted-by: Claude:claude-opus-4.6"
    made = [
        Commit(f"{number:040d}", "Ada", "ada@x.org", "Ada", "ada@x.org", message + (trailer if number < marked else ""))
        for number in range(commits)
    ]
    return Asking(list(changes), made, [(one, "claude", "Claude") for one in made[:marked]], [], {})


CHANGES = {
    "invoices": change(
        Changed(
            "billing/invoice.py",
            (
                "def send_reminder(invoice, days=14):",
                "    if invoice.paid_at is not None:",
                "        return",
                "    try:",
                "        mailer.send(invoice.customer.email, render('reminder.html', invoice=invoice))",
                "    except SMTPException as error:",
                "        log.warning('reminder for %s not sent: %s', invoice.number, error)",
                "        queue.retry(invoice.id)",
            ),
        ),
        Changed(
            "billing/tasks.py",
            (
                "@shared_task(max_retries=3)",
                "def remind_all():",
                "    for invoice in Invoice.objects.filter(due__lt=today(), paid_at=None):",
                "        with transaction.atomic():",
                "            send_reminder(invoice)",
            ),
        ),
        message="Remind customers of overdue invoices",
    ),
    "upload": change(
        Changed(
            "api/upload.go",
            (
                "func Upload(w http.ResponseWriter, r *http.Request) {",
                '	token := r.Header.Get("X-Token")',
                '	if !auth.Allowed(token, "upload") { http.Error(w, "forbidden", 403); return }',
                '	file, header, err := r.FormFile("picture")',
                '	if err != nil { http.Error(w, "no picture", 400); return }',
                '	if header.Size > 5<<20 { http.Error(w, "too large", 413); return }',
                "	thumb, err := scale(file, 200)",
            ),
        ),
        message="Accept pictures over the API",
    ),
    "constant": change(
        Changed("app/settings.py", ("MAX_RETRIES = 5",), removed=("RETRIES = 5",)), message="Rename a constant"
    ),
    "cache": change(
        Changed(
            "geo/cache.py",
            (
                "@lru_cache(maxsize=4096)",
                "def locate(ip):",
                "    with GeoReader(DATABASE) as reader:",
                "        return reader.city(ip)",
            ),
        ),
        message="Cache lookups of addresses",
    ),
    "migration": change(
        Changed(
            "db/migrations/0042_archive.sql",
            (
                "ALTER TABLE parcels ADD COLUMN archived_at timestamptz;",
                "CREATE INDEX CONCURRENTLY parcels_archived ON parcels (archived_at);",
                "UPDATE parcels SET archived_at = now() WHERE delivered_at < now() - interval '2 years';",
            ),
            new=True,
        ),
        message="Archive old parcels",
    ),
    "basket": change(
        Changed(
            "web/src/Basket.tsx",
            (
                "export function Basket({ lines }: Props) {",
                "  const [coupon, setCoupon] = useState('');",
                "  const sum = lines.reduce((a, l) => a + l.price * l.quantity, 0);",
                "  const apply = async () => { const r = await fetch('/api/coupon', { method: 'POST', body: JSON.stringify({ coupon }) }); if (!r.ok) setError(await r.text()); };",
                "  return <ul>{lines.map(l => <li key={l.id}>{l.title}</li>)}</ul>;",
            ),
        ),
        Changed("web/src/Basket.test.tsx", ("test('an empty basket costs nothing', () => {",)),
        message="Let customers enter a coupon",
    ),
    "converter": change(
        Changed(
            "src/main.rs",
            (
                "let args = Args::parse();",
                "let file = File::open(&args.input)?;",
                "for line in BufReader::new(file).lines() { let row: Row = serde_json::from_str(&line?)?; writer.serialize(row)?; }",
            ),
        ),
        Changed("Cargo.toml", ('csv = "1.3"',)),
        message="Convert exports to CSV",
    ),
}

ASSURANCES = [
    ("errors", "All failure scenarios have been anticipated and are dealt with in a controlled manner."),
    ("errors", "The system degrades gracefully and provides meaningful feedback to end users."),
    ("errors", "Exceptions are caught at the appropriate level and surfaced with informative messages."),
    ("errors", "Comprehensive error handling has been added throughout the module."),
    ("errors", "Nothing should go wrong, the code has been written with great care."),
    ("errors", "Any unexpected condition is logged and reported to the caller in a consistent way."),
    ("errors", "Failures are unlikely and would be noticed quickly by monitoring."),
    ("errors", "The usual error handling of the project is in place."),
    ("errors", "Standard try/catch blocks are used where needed."),
    ("errors", "We handle it."),
    ("errors", "It fails safely."),
    ("input", "All inputs undergo strict validation before being processed by downstream components."),
    ("input", "User-supplied data is never trusted and always sanitized according to OWASP recommendations."),
    ("input", "Inputs are checked where necessary."),
    ("input", "Validation logic has been centralized to ensure data integrity across the application."),
    ("input", "Everything from outside is treated as untrusted and escaped accordingly."),
    ("access", "Role-based access control is enforced consistently across all endpoints."),
    ("access", "Only authenticated and properly authorized individuals can reach this functionality."),
    ("access", "Security was a primary consideration and the principle of least privilege has been respected."),
    ("access", "Access is limited to those who need it."),
    ("access", "The existing permission model continues to apply."),
    ("data", "No sensitive data is exposed at any point in the process."),
    ("data", "All personal information is handled in compliance with applicable privacy regulations such as GDPR."),
    ("data", "Secrets are stored securely and never hardcoded."),
    ("data", "Confidentiality is preserved through industry-standard encryption and secure handling."),
    ("tests", "The test suite has been extended to comprehensively validate the new behaviour, including edge cases."),
    ("tests", "High-quality tests were written to guard against regressions."),
    ("tests", "Unit tests cover the main functionality."),
    ("scale", "The solution is designed with scalability in mind and performs well under heavy load."),
    ("scale", "Performance impact is negligible and resource consumption remains within acceptable limits."),
    ("scale", "It can handle any amount of data thanks to its optimized algorithms."),
    ("scale", "Efficient data structures guarantee low latency and high throughput."),
    ("scale", "Runs fast."),
    ("concurrency", "The implementation is fully thread-safe and free of race conditions."),
    ("concurrency", "Concurrent executions are isolated from each other, guaranteeing consistency at all times."),
    ("concurrency", "Appropriate locking guarantees atomicity and prevents data corruption."),
    ("concurrency", "No shared state is modified in an unsafe manner."),
    ("design", "This follows the SOLID principles and keeps a clear separation of concerns."),
    ("design", "The code is placed in the most logical location within the project structure."),
    (
        "design",
        "Existing functionality was reviewed, no duplication has been introduced, and the new code fits neatly into the overall architecture.",
    ),
    ("design", "It adheres to the team's coding conventions and enhances maintainability for future developers."),
    ("design", "A clean, modular approach was chosen in order to promote reuse."),
    ("edges", "Boundary conditions have been examined exhaustively and are covered by robust safeguards."),
    ("edges", "Null, empty and oversized inputs are all properly handled."),
    ("edges", "Edge cases behave as one would expect."),
    ("dependencies", "All dependencies are well-maintained, widely used and compatible with the current version."),
    ("dependencies", "Only trusted, industry-standard libraries are employed, and their versions have been verified."),
    ("verified", "Rigorous testing was conducted across multiple environments to confirm the expected behaviour."),
    ("verified", "Careful manual verification and a full regression cycle were performed by the team."),
    ("verified", "Quality assurance was performed in line with our process."),
    ("verified", "It was verified to work as intended."),
    ("verified", "We validated it end to end and everything behaves correctly."),
    ("errors", "Every error condition has been catered for and the user experience remains smooth."),
    ("errors", "Potential problems are intercepted early and communicated transparently."),
    ("errors", "In case of failure, a suitable message is displayed."),
    ("errors", "Errors propagate to the caller, who is responsible for handling them."),
    ("errors", "The code is defensive and fails gracefully under adverse conditions."),
    ("errors", "No errors are expected in normal operation."),
    ("errors", "I can't imagine anything going wrong."),
    ("edges", "All of these have been thought through in detail."),
    ("edges", "Robust defensive programming ensures stability regardless of the data supplied."),
    ("edges", "It deals sensibly with whatever it is given."),
    ("edges", "Corner cases received special attention during development."),
    ("input", "Strong typing and thorough checks ensure that only legitimate values reach the business logic."),
    ("input", "External values are validated at the boundary in keeping with established security guidelines."),
    ("input", "There is nothing to worry about here."),
    ("scale", "Built to scale: the design supports growing volumes without noticeable slowdowns."),
    ("scale", "Complexity is optimal and the footprint is small."),
    ("scale", "As usual."),
    ("scale", "Performance was top of mind throughout."),
    ("concurrency", "Multiple simultaneous invocations do not interfere with each other."),
    ("concurrency", "Parallel usage is fully supported thanks to careful engineering."),
    ("concurrency", "Atomicity and isolation are guaranteed by design."),
    ("design", "The solution blends harmoniously into the present architecture and avoids needless complexity."),
    ("design", "It lives where such code usually lives."),
    ("design", "Sound engineering judgement was applied when deciding on the structure."),
    ("design", "Reusable, testable, and in line with our conventions."),
    ("tests", "An extensive battery of automated tests confirms that the requirements are met."),
    ("tests", "All acceptance criteria are covered by corresponding tests."),
    ("tests", "Tests exist for every relevant aspect of the change."),
    ("dependencies", "Every library was chosen with care and is known to be reliable and actively maintained."),
    ("dependencies", "Versions are pinned and up to date."),
    ("access", "Permissions are handled the way they should be."),
    ("access", "Unauthorized parties are effectively prevented from performing this operation."),
    ("data", "Data privacy has been given the highest priority in every step."),
    ("data", "Nothing confidential is written anywhere it should not be."),
    ("data", "We are careful with secrets."),
    ("verified", "Extensive quality checks were carried out to make sure that the change meets expectations."),
    ("verified", "It has been verified by the responsible developer."),
    ("read", "The full review was carried out with the utmost care by an experienced engineer."),
]

TRUE = [
    (
        "invoices",
        "errors",
        "A mail that bounces later is nobody's concern here; one that SMTP refuses goes back to the queue.",
    ),
    ("invoices", "errors", "SMTP down: warning in the log, retried three times"),
    ("invoices", "errors", "The customer sees nothing. We see a warning with the number of the invoice."),
    ("invoices", "errors", "If rendering fails the whole run stops, since I did not catch that."),
    (
        "invoices",
        "data",
        "The customer's address goes to the mail server, its error text may hold it too, and that ends up in the log.",
    ),
    ("invoices", "data", "e-mail address, in the log through the exception"),
    ("invoices", "concurrency", "Two runs at once would remind twice. The beat starts one per day, so I left it."),
    ("invoices", "concurrency", "each invoice has its own transaction, so a crash loses one at most"),
    ("invoices", "scale", "Daily, some 300 overdue invoices, one mail each."),
    ("invoices", "scale", "once a day; grows with unpaid bills"),
    ("invoices", "tests", "none yet, mail is not mocked anywhere"),
    ("invoices", "edges", "An invoice without an address raises; 14 of them exist on production."),
    ("invoices", "design", "There was reminder.sh on the old server. It goes."),
    ("invoices", "design", "Next to the other mails."),
    ("invoices", "access", "Nobody calls it but celery."),
    ("invoices", "access", "no route, no user"),
    ("upload", "errors", "no file 400, larger than 5 MB 413, not a picture: 500, which I am not proud of"),
    ("upload", "errors", "The client gets a status and a word."),
    ("upload", "input", "token and picture; size is looked at before reading"),
    ("upload", "input", "X-Token header, the multipart body. Both in the first six lines."),
    ("upload", "access", "Tokens with the scope upload, everybody else 403"),
    ("upload", "access", "Whoever has a token for uploads"),
    ("upload", "concurrency", "Stateless."),
    ("upload", "concurrency", "Each request has its own file, nothing is shared"),
    ("upload", "scale", "5 MB per request in memory, ten at once on our box is fine, a hundred not"),
    ("upload", "edges", "Zero bytes: scale() says EOF, 500"),
    ("upload", "dependencies", "just the standard library"),
    ("upload", "tests", "TestTooLarge: rule from the mobile team. No other."),
    ("upload", "data", "The token, and it isn't logged"),
    ("upload", "design", "Copy of avatar.go with another limit; I'd merge both later"),
    ("constant", "errors", "only a constant is renamed"),
    ("constant", "edges", "n/a, a constant has no input"),
    ("constant", "scale", "no runtime effect, it's a rename"),
    ("constant", "design", "the old name stays nowhere"),
    ("constant", "tests", "A rename needs none"),
    ("cache", "concurrency", "lru_cache has its own lock; at worst two threads read the same address"),
    ("cache", "scale", "Each page view; 4096 addresses are about 2 MB"),
    ("cache", "edges", "An address that GeoReader does not know raises, as it did before"),
    ("cache", "edges", "IPv6 works the same, tried one"),
    ("cache", "errors", "The file may be missing: FileNotFoundError at the first visit"),
    ("cache", "data", "Visitors' addresses stay in memory until a restart"),
    ("cache", "design", "No cache was there. functools is enough, redis would be overkill."),
    ("cache", "dependencies", "nothing new, functools ships with Python"),
    ("cache", "input", "the address comes from nginx, not from the visitor"),
    ("cache", "access", "Anybody, it is the public map"),
    ("invoices", "errors", "Wenn der Mailserver nicht antwortet, steht eine Warnung im Log."),
    ("upload", "errors", "Si l'image manque, le client reçoit un 400."),
    ("cache", "scale", "Bei jedem Seitenaufruf, höchstens 4096 Einträge."),
    (
        "invoices",
        "errors",
        "Claude here would say everything is robust; in truth a broken template stops the run for all customers.",
    ),
    (
        "upload",
        "access",
        "The handler properly checks the token before the body is read, ensuring that strangers cannot fill our disk.",
    ),
    (
        "invoices",
        "concurrency",
        "The transaction guarantees that a reminder is either recorded and sent or neither, except when the worker is killed between the two.",
    ),
    ("invoices", "verified", "ran it on my machine against last month's dump"),
    ("upload", "verified", "curl with 3 files"),
    ("constant", "verified", "grep"),
    ("cache", "verified", "opened the map twice, second time was quicker"),
    ("cache", "verified", "Only by reading, I have no database here"),
    ("migration", "scale", "Once. 2 million rows, the UPDATE took four minutes on the copy."),
    ("migration", "scale", "One time, at deployment; two million parcels"),
    ("migration", "concurrency", "CONCURRENTLY, so nobody is locked out; the UPDATE locks rows that nobody touches"),
    ("migration", "concurrency", "Parcels can be delivered meanwhile, their rows are newer"),
    ("migration", "errors", "If the index build dies it stays invalid and has to be dropped by hand"),
    ("migration", "edges", "delivered_at may be null: those stay"),
    ("migration", "edges", "parcels without a delivery date are left alone"),
    ("migration", "design", "0031 did the same with letters"),
    ("migration", "data", "no names, only dates"),
    ("migration", "tests", "none, it is SQL that runs once"),
    ("migration", "input", "nothing, there are no parameters"),
    ("migration", "verified", "ran it on last night's dump"),
    ("migration", "read", "all three statements"),
    (
        "basket",
        "errors",
        "The server's text appears under the field. If the network is gone nothing appears, that is a bug I leave for #512.",
    ),
    ("basket", "errors", "wrong coupon: red text"),
    ("basket", "input", "The coupon. The server checks it, here it is only trimmed... in fact not even that."),
    ("basket", "input", "coupon, checked by the API"),
    ("basket", "edges", "An empty basket shows an empty list and 0."),
    ("basket", "edges", "no lines: 0, negative prices can't be since the shop forbids them"),
    ("basket", "concurrency", "Clicking twice sends it twice; the API takes the second as the same"),
    ("basket", "concurrency", "double click -> two requests, harmless"),
    ("basket", "tests", "The one test is from the spec of the basket page"),
    ("basket", "tests", "story 88, it was red before"),
    ("basket", "scale", "per click"),
    ("basket", "scale", "A basket has five lines, seldom twenty"),
    ("basket", "data", "none, a coupon is no secret"),
    ("basket", "design", "the old basket had it in jQuery, that file goes next week"),
    ("basket", "design", "Like Voucher.tsx, but that one is for staff"),
    ("basket", "access", "Every customer may enter one"),
    ("basket", "verified", "typed three coupons in Chrome"),
    ("basket", "dependencies", "none, fetch is in the browser"),
    ("converter", "errors", "A broken line stops it with the error of serde, rows before it are written"),
    ("converter", "errors", "exit code 1 and the line number"),
    ("converter", "edges", "Empty file gives an empty file. Not UTF-8: error."),
    ("converter", "input", "the path and the file; serde refuses what is no Row"),
    ("converter", "input", "A file the user chooses himself"),
    ("converter", "dependencies", "csv 1.3, docs.rs has Writer::serialize"),
    ("converter", "dependencies", "csv (BurntSushi's), I use it elsewhere"),
    ("converter", "scale", "line by line, so memory stays flat"),
    ("converter", "scale", "exports have up to 1 GB"),
    ("converter", "concurrency", "one process, one file"),
    ("converter", "concurrency", "Two of them writing the same output would garble it. Do not do that."),
    ("converter", "design", "Was a Python script in tools, which I delete"),
    ("converter", "design", "It's a new binary, main.rs is all there is"),
    ("converter", "data", "Exports hold addresses; they go where the user says"),
    ("converter", "access", "Whoever has the file"),
    ("converter", "verified", "diffed the CSV with what Excel exports"),
    ("converter", "read", "me, the forty lines"),
    ("converter", "read", "Lena: all, me: only Cargo.toml"),
    ("cache", "scale", "Nightly."),
    ("upload", "access", "Staff."),
    ("cache", "concurrency", "Stateless."),
]


@pytest.mark.parametrize(("name", "text"), ASSURANCES, ids=[f"{name}: {text[:40]}" for name, text in ASSURANCES])
def test_an_assurance_fits_any_change(name: str, text: str) -> None:
    answer = answer_of([(1, text, False)])
    assert [where for where, one in CHANGES.items() if not is_boilerplate(question(name), answer, one.about)] == []


@pytest.mark.parametrize(
    ("where", "name", "text"), TRUE, ids=[f"{where}, {name}: {text[:40]}" for where, name, text in TRUE]
)
def test_a_short_true_answer_does_not(where: str, name: str, text: str) -> None:
    assert not is_boilerplate(question(name), answer_of([(1, text, False)]), CHANGES[where].about)


READ = {
    "who and how much": (
        [
            "Me, three hunks.",
            "Kofi read the YAML, I the rest",
            "Sam and me",
            "me and my boss: all twelve lines",
            "my part: all. The client: nobody",
        ],
        False,
    ),
    "how much": (
        [
            "each of them",
            "two of four methods",
            "just the migration",
            "half",
            "Alles.",
            "tout le fichier",
            "forty lines",
            "the diff",
            "whole thing, 3 times",
            "not the fixtures",
        ],
        False,
    ),
    "nobody": (["nobody yet", "No one has read it so far", "nothing of the lock file"], False),
    "bare": (
        [
            "yes, done",
            "Done!",
            "All good, done.",
            "everything looks good",
            "Everything is fine",
            "checked",
            "sure thing",
            "me",
            "yes, me",
        ],
        True,
    ),
    "assured": (
        [
            "A human has read it",
            "reviewed by a human",
            "Read carefully",
            "It has been thoroughly reviewed.",
            "a qualified reviewer has reviewed it",
            "The full review was carried out with the utmost care.",
            "Yes, it was reviewed carefully",
        ],
        True,
    ),
}
NONE = [
    "ninguno, lo escribí yo", "Keine KI.", "aucun", "niente", "Pas d'IA", "ohne KI", "no tools at all", "No AI whatsoever", "I did it without help", "We never use AI", "~none~", "(none)", "No 🙂", "none\ufe0f 🚫",
    "Nope, just me.", "All by myself", "my own work", "There was no AI involved", "None of it was generated", "not a single line", "hand-typed", "Model: none", "AI: no", "This branch contains no generated code",
    "I typed every line of it myself", "Neither Claude nor Copilot", "This was written without Copilot", "I never touched an LLM for this", "All code in here is written by people",
]  # fmt: skip
SOME = [
    "Claude Code", "opus 4 wrote it", "Copilot, only completion of lines", "I let the agent write the tests", "An LLM drafted the parser, I rewrote it", "AI: the tests", "Tests by an internal model",
    "Claude did not write the tests, only the parser", "Not written by me: the assistant did all of it", "I typed it by hand from what ChatGPT said", "none, except that Copilot completed a line",
    "Nothing by hand; all by Codex", "Not much: Gemini completed two lines", "I wrote the parser by hand, Claude the tests",
]  # fmt: skip
EVASIVE = [
    "Emacs with LSP", "See the commits.", "PyCharm 2025.3", "the usual tools", "My keyboard", "Petra and me", "I wrote the parser, Kofi the tests.", "Only sed and git mv", "Typed during the train ride",
    "a senior engineer", "The totals and their tests", "This team works the old way",
]  # fmt: skip


@pytest.mark.parametrize(("texts", "bad"), READ.values(), ids=READ)
def test_what_was_read(texts: list[str], bad: bool) -> None:
    assert [
        text for text in texts if is_boilerplate(question("read"), answer_of([(1, text, False)]), None) is not bad
    ] == []


def test_who_denies_and_who_does_not() -> None:
    assert [text for text in NONE if not denies_ai(answer_of([(1, text, False)]))] == []
    assert [text for text in (*SOME, *EVASIVE) if denies_ai(answer_of([(1, text, False)]))] == []
    assert [text for text in SOME if not admits(text)] == []
    assert [text for text in EVASIVE if admits(text)] == []


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        (text, True)
        for text in (
            "* none",
            "- keine -",
            "AI: none. Tool: none.",
            "**No assistant**",
            "rien",
            "I have used no assistant, it is all mine",
        )
    ],
)
def test_a_denial_is_an_answer(text: str, bad: bool) -> None:
    assert is_boilerplate(question("assistant"), answer_of([(1, text, False)]), None) is not bad


class Nowhere:
    root = os.devnull
    changes = ()


def rules(monkeypatch: pytest.MonkeyPatch, brings: Asking, body: str) -> list[tuple[str, str]]:
    monkeypatch.setattr(_judge, "_brings", lambda *_: brings)
    said = list(_judge.judge(Policy(), Request(body), Nowhere()))  # type: ignore[arg-type]
    return [(one.rule, one.most) for one in said if isinstance(one, Finding)]


MARKED = change(Changed("src/orders/totals.py", ("def total(lines):",)), message="Sum up orders", marked=1, commits=2)


@pytest.mark.parametrize(
    ("texts", "rule"),
    [(EVASIVE, "CHK007"), (NONE, "CHK008"), (SOME, "")],
    ids=["evasive", "denying", "naming"],
)
def test_the_disclosure_of_a_marked_change(texts: list[str], rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in texts:
        found = {one for one, most in rules(monkeypatch, MARKED, good(assistant=text)) if most == "error"}
        assert found - {"CHK005"} == ({rule} if rule else set()), text


def test_the_mark_itself_names_the_assistant(monkeypatch: pytest.MonkeyPatch) -> None:
    commit = Commit("a" * 40, "Ada", "ada@x.org", "Ada", "ada@x.org", "Sum\n\nAssisted-by: Quillmate:quill-2")
    brings = MARKED._replace(commits=[commit], marked=[(commit, "ai", "an AI agent")])
    assert rules(monkeypatch, brings, good(assistant="Quillmate wrote the tests")) == []
    assert rules(monkeypatch, brings, good(assistant="Ada wrote the tests")) == [("CHK007", "error")]


WRONG_COUNTS = [
    "Claude Opus 4.6, 0 of 2 commits", "AI-made: 4 of 7 commits, by Claude", "Claude helped with 6 commits", "All 3 commits are Claude's", "Claude (3/8 commits)", "commits made with Claude: 4/8", "Commits by Claude: 5",
    "none of the commits, Claude only looked", "three out of four commits are Claude's", "Claude in neither commit", "Claude in one of three commits", "Claude: every one of the 9 commits", "Opus 4.6 - zero commits out of 2", "Claude wrote 3 commits of 5",
]  # fmt: skip
RIGHT_COUNTS = [
    "Claude, one commit of two", "Claude Opus 4.6 in both commits", "Claude in 1 of the 2 commits; 1 of 2 commits by hand", "Claude: 3 of 9 files, in 1 commit", "12 tests in one commit, by Claude", "Claude did the first of two commits", "Claude, all commits",
    "commit 1 of 2: Claude", "Claude Opus 4 commits are marked", "I squashed 5 commits into 2; Claude wrote the parser", "Claude completed 40 of 120 lines in the second commit", "half of the commits are Claude's", "Claude wrote 5 of 9 tests",
    "2 of 2 commits were made with Claude",
]  # fmt: skip


def test_counts_of_commits(monkeypatch: pytest.MonkeyPatch) -> None:
    for texts, expected in ((WRONG_COUNTS, ["CHK008"]), (RIGHT_COUNTS, [])):
        for text in texts:
            found = [rule for rule, most in rules(monkeypatch, MARKED, good(assistant=text)) if most == "error"]
            assert [rule for rule in found if rule != "CHK004"] == expected, text


@pytest.mark.parametrize(
    ("text", "marked", "total", "why"),
    [
        ("Claude in 1 of 3 commits", 2, 3, "it counts 1 of 3 commits as made with AI, and 2 are marked"),
        ("Claude in 2 of 5 commits", 2, 3, "it counts 5 commits, and there are 3"),
        ("Claude in 4 commits", 2, 3, "it counts 4 commits as made with AI, and there are 3 in all"),
        ("one commit by Claude, two commits by Codex", 3, 3, ""),
        ("Claude in 3 of 3 commits", 2, 3, ""),
    ],
)
def test_what_is_wrong_with_a_count(text: str, marked: int, total: int, why: str) -> None:
    assert wrong(counts([text]), marked, frozenset([total])) == why


def test_an_unmarked_change_has_as_many_commits_as_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    brings = MARKED._replace(marked=[])
    assert rules(monkeypatch, brings, good(assistant="Claude in 4 of 7 commits")) == [("CHK008", "error")]
    assert rules(monkeypatch, brings, good(assistant="Claude in 1 of 2 commits")) == []


def test_our_own_paragraph_may_count_more_than_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    told = "**AI disclosure:** {} of 2 commits made with AI by Claude.\n\n"
    body = good(assistant="Claude wrote the parser")
    assert [rules(monkeypatch, MARKED, told.format(number) + body) for number in (0, 1, 2, 3)] == [
        [("CHK004", "error"), ("CHK008", "error")], [], [("CHK008", "warning")], [("CHK008", "error")],
    ]  # fmt: skip


UNTESTED = [
    "I have tested none of this, but all tests are green", "All tests are green, although I never ran them.", "Every test passes. I did not run any.", "Nothing has been executed so far. The complete test suite passed.",
    "Untested - everything works as expected.", "We did not verify any of it. Thoroughly tested.", "The suite is green; none of this was ever run", "This was never tested, yet every unit test succeeds.",
    "I could not test it. All tests passed without errors.", "Fully tested. Not tested yet.", "I haven't verified anything, all 214 tests pass.", "No tests were run. All the tests are passing.", "It was not run at all. Extensively tested by me.",
    "I skipped the tests, the whole suite is green",
]  # fmt: skip
TESTED_IN_PART = [
    "I have not tested Firefox; in Chrome all tests pass.", "All tests pass; not tested: a disk that is full.", "Not tested by hand, all unit tests pass", "All tests pass. The upload was not tested.", "I did not run the slow tests; all others pass",
    "Not tested. CI will tell.", "Not tested yet; I will merge when all tests pass.", "pytest passes, no load test was run", "No new tests; the existing suite passes.", "Nothing fails: all tests pass.", "Without the fix two tests fail, with it all tests pass",
    "The suite is green. I haven't tried the mail itself.", "No tests fail, the suite is green", "There are no tests for this, the rest of the suite is green", "all tests pass, none were skipped", "Not tested myself; Kofi ran all tests and they pass",
]  # fmt: skip
WROTE = [
    "totals.py, which Copilot generated, and store.py", "The tests were written by Codex, I read them", "everything that the AI wrote, twice", "the AI-generated part, line by line", "I read what Gemini suggested", "the loop, completed with GitHub Copilot",
    "Cursor made both tests; I read them",
]  # fmt: skip
NOT_WROTE = [
    "totals.py by Claude Bernard and me", "Claude Bernard wrote the fixture, I read it", "Not a line was written by Claude", "all of it; Copilot did not write anything here", "the generated client: nobody", "Cursor pagination, all of it",
    "Devin Brown and I wrote it", "the whole chat module; what the model answers is escaped",
]  # fmt: skip


def contradicted(boxes: tuple[Box, ...] = (), **said: str) -> list[str]:
    answers = {name: answer_of([(1, text, False)]) for name, text in said.items()}
    return [one.message for one in contradictions(answers, boxes, Said())]


def test_not_tested_and_tested() -> None:
    assert [text for text in UNTESTED if not contradicted(verified=text)] == []
    assert [text for text in TESTED_IN_PART if contradicted(verified=text)] == []
    box = Box(3, 1, True, "All tests pass", True, 1)
    assert contradicted((box,), verified="Nothing was verified.") == [
        "The change is not tested by this line, and line 3 says that its tests pass."
    ]
    assert contradicted(verified="pytest: all tests pass", tests="Not tested: no database in CI.") == []


def test_none_used_and_one_that_wrote() -> None:
    assert [text for text in WROTE if not contradicted(assistant="none", read=text)] == []
    assert [text for text in NOT_WROTE if contradicted(assistant="none", read=text)] == []
    assert [text for text in WROTE if contradicted(assistant=GOOD["assistant"], read=text)] == []
    assert contradicted(assistant="No AI.", design="Gemini wrote the migration, I only moved it") != []
    assert contradicted(assistant="No AI.", errors="Claude answers with JSON, which is parsed strictly") == []
