"""More bodies, of other made-up changes and in other places: written after the rules, and only then judged for the first time.

What is left out here is what no rule finds: a sentence about something else altogether, in place of an answer.
"""

# ruff: noqa: E501 - texts as people write them

from checklist_samples import GOOD, RENDERED, TEMPLATE, Cheat, behind, below, ending, good, listed, numbered, quoted
from walkaround._checklist.asking import Asking
from walkaround._checklist.change import Changed
from walkaround._checklist.questions import question
from walkaround._checklist.rendering import change_text
from walkaround._git_log import Commit

CHEATS: list[tuple[Asking | None, Cheat]] = []
HONEST: dict[str, tuple[Asking | None, str]] = {}

SESSION_REASONS = {
    "access": "`app/auth/session.py` changed",
    "data": "`app/auth/session.py` has to do with secrets",
    "concurrency": "`app/worker.py` runs beside others",
    "scale": "`app/models.py` asks a database",
}
SESSION_TEXT = change_text(SESSION_REASONS)
SESSION_ANSWERS = {
    "assistant": "GitHub Copilot (GPT-5) suggested the query in models.py, nothing else",
    "read": "Whole diff, twice",
    "verified": "Logged in as two users on staging and watched the worker log",
    "access": "Only the owner of a session; `require_owner` in session.py raises 403 for everyone else",
    "data": "The session token; it is masked before it reaches the log formatter",
    "concurrency": "Second worker waits on the row lock, a killed one leaves the row unlocked after rollback",
    "scale": "Each login, maybe 2k an hour, one indexed lookup",
}


def sessions(**other: str) -> str:
    return behind(SESSION_TEXT, SESSION_ANSWERS | other)


SESSIONS_CHEATS = [
    Cheat("sessions-1", sessions(access="Everybody who should, nobody who should not."), "CHK005"),
    Cheat("sessions-2", sessions(data="No secrets are leaked anywhere."), "CHK005"),
    Cheat("sessions-3", sessions(scale="Performance is not a concern."), "CHK005"),
    Cheat("sessions-4", sessions(concurrency="Thread safe."), "CHK005"),
    Cheat("sessions-5", sessions(scale="It scales well."), "CHK005"),
    Cheat("sessions-6", sessions(verified="Works on my machine"), "CHK005"),
    Cheat("sessions-7", sessions(verified="I tested it and it works"), "CHK005"),
    Cheat("sessions-8", sessions(read="Yes, reviewed"), "CHK005"),
    Cheat("sessions-9", sessions(read="lgtm"), "CHK005"),
    Cheat("sessions-10", sessions(assistant="AI"), "CHK005"),
    Cheat("sessions-11", sessions(assistant="?"), "CHK005"),
    Cheat("sessions-12", sessions(access="...", data="...", concurrency="...", scale="..."), "CHK005"),
    Cheat(
        "sessions-13",
        sessions(
            access="Not applicable to this PR",
            data="Not applicable to this PR",
            concurrency="Not applicable to this PR",
            scale="Not applicable to this PR",
        ),
        "CHK005",
    ),
    Cheat("sessions-14", sessions(concurrency="Lorem ipsum dolor sit amet, consectetur adipiscing elit."), "CHK005"),
    Cheat("sessions-15", sessions(data="This has been reviewed by the team and no issues were found."), "CHK005"),
    Cheat("sessions-16", sessions(scale="Please refer to the code for details."), "CHK005"),
    Cheat(
        "sessions-17",
        sessions(
            access="The implementation ensures that access is restricted appropriately to authorized users, following the principle of least privilege."
        ),
        "CHK005",
    ),
    Cheat("sessions-18", sessions(concurrency=SESSION_ANSWERS["scale"]), "CHK005"),
    Cheat("sessions-19", SESSION_TEXT + "\n\nAll questions above were considered.", "CHK003"),
    Cheat("sessions-20", "\n".join(line for line in sessions().split("\n") if "Who may do" not in line), "CHK003"),
    Cheat("sessions-21", sessions(read="<br>"), "CHK003"),
    Cheat(
        "sessions-22",
        sessions().replace("Who may do this, and which line stops everybody else?", "Is access control in place?"),
        "CHK003",
    ),
    Cheat("sessions-23", sessions(assistant="none") + "\n- [x] This PR was generated with AI\n", "CHK004"),
    Cheat("sessions-24", "| AI used? | [x] Yes | [x] No |\n|---|---|---|\n\n" + sessions(), "CHK004"),
    Cheat("sessions-25", sessions(scale="[yes] looked at it"), "CHK005"),
    Cheat("sessions-26", sessions(data="🙂🙂🙂"), "CHK005"),
    Cheat("sessions-27", sessions(access="No change needed here, everything is as it should be."), "CHK005"),
]
SESSIONS_HONEST = {
    "sessions-0": sessions(),
    "sessions-1": sessions(access="Nobody new: the endpoint was public before and stays public."),
    "sessions-2": sessions(data="None. The diff only touches how dates are printed."),
    "sessions-3": sessions(concurrency="It is a CLI, one process, no shared files."),
    "sessions-4": sessions(scale="Once at startup over about 40 settings."),
    "sessions-5": sessions(verified="make test, then opened the admin page in Firefox"),
    "sessions-6": sessions(read="Everything except the vendored JS."),
    "sessions-7": sessions(assistant="Cursor / Sonnet 4.5, first draft of worker.py"),
    "sessions-8": sessions(assistant="I used ChatGPT to phrase the docstrings."),
    "sessions-9": sessions(assistant="no"),
    "sessions-10": sessions(read="me, all 120 lines"),
    "sessions-11": sessions(verified="CI only, I have no way to run the worker here"),
    "sessions-12": sessions(verified="unit tests + a manual login"),
    "sessions-13": below(
        SESSION_TEXT,
        SESSION_ANSWERS
        | {
            "concurrency": "Two logins at once:\n\n1. both read the row\n2. the second blocks on the lock\n3. it sees the first token and reuses it"
        },
    ),
    "sessions-14": sessions(scale="Not often: a cron job each night, 300 rows."),
    "sessions-15": sessions(access="Anyone logged in. That was so before."),
    "sessions-16": sessions(data="Passwords, but only their bcrypt hash; see `hash_password`."),
    "sessions-17": sessions(concurrency="I don't know. Two workers could both pick up the job; help wanted from @ops."),
    "sessions-18": sessions(scale="Should be fine: one query per login, same as today."),
    "sessions-19": listed(SESSION_TEXT, SESSION_ANSWERS).replace("  - ", "    * "),
    "sessions-20": sessions().replace("- **Access**", "1. **Access**"),
    "sessions-21": sessions(data="E-mail addresses in the audit table. They stay there."),
    "sessions-22": sessions(read="Ada read worker.py, I read the rest."),
    "sessions-23": sessions(verified="Ran it against a copy of production, counts matched (18 412 before and after)."),
    "sessions-24": sessions(access="Admins. See `@admin_only`."),
    "sessions-25": sessions(concurrency="Nothing happens twice, the job id is unique in the database."),
    "sessions-26": "## Summary\n\nSessions expire after a day.\n\nNo breaking changes.\n\n"
    + quoted(SESSION_TEXT, SESSION_ANSWERS)
    + "\n---\nThanks for looking!",
}

CHEATS += [(None, one) for one in SESSIONS_CHEATS]
HONEST |= {name: (None, body) for name, body in SESSIONS_HONEST.items()}

TEMPLATE_REASONS = {
    "access": "`app/auth/session.py` changed",
    "data": "`app/auth/session.py` has to do with secrets",
    "concurrency": "`app/worker.py` runs beside others",
    "scale": "`app/models.py` asks a database",
}
TEMPLATE_CHANGE = Asking(
    [
        Changed(
            "app/auth/session.py",
            (
                "def require_owner(session, user):",
                "    if session.owner_id != user.id:",
                "        raise Forbidden()",
                "    return session.token",
            ),
        ),
        Changed("app/worker.py", ("with lock:", "    job = queue.pop()", "    job.run()")),
        Changed("app/models.py", ("return Session.objects.filter(owner=user).first()",)),
    ],
    [Commit("a" * 40, "Ada", "ada@x.org", "Ada", "ada@x.org", "Expire sessions after a day")],
    [],
    [],
    TEMPLATE_REASONS,
)
TEMPLATE_TEXT = TEMPLATE


def template(**other: str) -> str:
    return behind(
        TEMPLATE_TEXT,
        {
            "assistant": "none",
            "read": "all of it, it is short",
            "verified": "`pytest tests/auth`, then two browsers side by side",
            "access": "owner of the session only",
            "data": "the token itself; nothing logs it",
            "concurrency": "one job is popped under the lock, so nobody gets it twice",
            "scale": "per request, one row by primary key",
        }
        | other,
    )


TEMPLATE_CHEATS = [
    Cheat("template-1", template(access="access control is correct"), "CHK005"),
    Cheat("template-2", template(access="n.a."), "CHK005"),
    Cheat("template-3", template(access="N / A"), "CHK005"),
    Cheat("template-4", template(access="not relevant here"), "CHK005"),
    Cheat("template-5", template(scale="no impact"), "CHK005"),
    Cheat("template-6", template(scale="Scales fine with more data and users over time."), "CHK005"),
    Cheat("template-7", template(concurrency="Handled gracefully."), "CHK005"),
    Cheat("template-8", template(concurrency="no race conditions"), "CHK005"),
    Cheat("template-9", template(data="nothing sensitive"), "CHK005"),
    Cheat(
        "template-10",
        template(data="We take security seriously and sensitive information is protected at all times."),
        "CHK005",
    ),
    Cheat("template-11", template(verified="Verified by me"), "CHK005"),
    Cheat("template-12", template(verified="yes"), "CHK005"),
    Cheat("template-13", template(verified="Extensively tested, no issues."), "CHK005"),
    Cheat("template-14", template(read="ok"), "CHK005"),
    Cheat("template-15", template(read="reviewed carefully"), "CHK005"),
    Cheat("template-16", template(assistant="n/a"), "CHK005"),
    Cheat("template-17", template(assistant="maybe"), "CHK005"),
    Cheat("template-18", template(access="x", data="x", concurrency="x", scale="x"), "CHK005"),
    Cheat("template-19", template(access="ask me in person", data="ask me in person"), "CHK005"),
    Cheat("template-20", template(access="The answer is in the code."), "CHK005"),
    Cheat("template-21", template(access="I am not sure what this question means, skipping."), "CHK005"),
    Cheat("template-22", template(scale="It depends."), "CHK005"),
    Cheat("template-23", template(scale="aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "CHK005"),
    Cheat("template-24", template(scale="To satisfy the bot."), "CHK005"),
    Cheat("template-25", template(scale="This text exists only so that the check passes"), "CHK005"),
    Cheat(
        "template-26", template(concurrency="Good question! We will look into this in a future iteration."), "CHK005"
    ),
    Cheat("template-27", template(scale=""), "CHK003"),
]
TEMPLATE_HONEST = {
    "template-0": template(),
    "template-1": template(access="Whoever holds the cookie, as before."),
    "template-3": template(
        data="Session tokens. They are in the database in clear text already, this does not make it worse."
    ),
    "template-4": template(concurrency="Can't happen, there's one worker (see Procfile)."),
    "template-5": template(scale="Every page view. No new query, I only dropped a column from an existing one."),
    "template-6": template(scale="Rarely. Logout only."),
    "template-7": template(scale="negligible, 5 rows"),
    "template-8": template(concurrency="The loser gets a 409 and retries"),
    "template-9": template(concurrency="Both expire the same session, which is harmless"),
    "template-10": template(data="none; ids are random and carry nothing about the person"),
    "template-11": template(verified="Two colleagues used it for a day"),
    "template-12": template(verified="I logged out in one tab and the other one was logged out too"),
    "template-13": template(verified="new tests in tests/auth"),
    "template-14": template(read="I wrote it"),
    "template-15": template(read="everything, since I wrote it by hand"),
    "template-16": template(read="session.py yes, the migration no"),
    "template-17": template(assistant="Nothing, no assistant"),
    "template-18": template(assistant="Gemini 3 (commit messages only)"),
    "template-19": template(assistant="Codex: everything in worker.py"),
    "template-20": template(access="Superusers. `require_owner` lets nobody else pass."),
    "template-21": template(access="the owner, enforced in line 2 of require_owner"),
    "template-22": template(data="The token is returned to the caller but never printed"),
    "template-23": template(scale="O(1) per login"),
    "template-24": template(concurrency="second pop() waits"),
    "template-25": template(scale="Once a night\nabout ten thousand sessions\nlinear"),
    "template-26": below(
        TEMPLATE_TEXT,
        {
            "assistant": "none",
            "read": "Every line.",
            "verified": "By hand in the browser: login, wait, reload.",
            "access": "The owner.\n\nOthers get a 403 from `require_owner`.",
            "data": "Token only.",
            "concurrency": "Lock around pop.",
            "scale": "One row each time.",
        },
    ),
}

CHEATS += [(TEMPLATE_CHANGE, one) for one in TEMPLATE_CHEATS]
HONEST |= {name: (TEMPLATE_CHANGE, body) for name, body in TEMPLATE_HONEST.items()}

AVATAR_REASONS = {
    "errors": "`src/upload.ts` handles an error",
    "input": "`src/upload.ts` takes what a client sends",
    "dependencies": "`package.json` changed",
    "design": "`src/resize.ts` is new",
}
AVATAR_CHANGE = Asking(
    [
        Changed(
            "src/upload.ts",
            (
                "export async function upload(req, res) {",
                "  const file = req.files.avatar;",
                "  if (!file || file.size > MAX_BYTES) return res.status(413).end();",
                "  try { await resize(file.path, 256); } catch (err) { log.warn('resize failed'); res.status(422).end(); }",
            ),
        ),
        Changed(
            "src/resize.ts",
            (
                "import sharp from 'sharp';",
                "export const resize = (path, width) => sharp(path).resize(width).toFile(path + '.webp');",
            ),
        ),
        Changed("package.json", ('"sharp": "0.33.5"',)),
    ],
    [Commit("a" * 40, "Ada", "ada@x.org", "Ada", "ada@x.org", "Resize avatars on upload")],
    [],
    [],
    AVATAR_REASONS,
)
AVATAR_TEXT = change_text(AVATAR_REASONS)


def avatars(**other: str) -> str:
    return behind(
        AVATAR_TEXT,
        {
            "assistant": "Copilot completed the catch block, the rest is typed by hand",
            "read": "everything but package-lock.json",
            "verified": "uploaded a 10 MB jpeg, a text file called .png and nothing at all",
            "errors": "sharp throws on anything that is no picture; the client gets 422 and the file is left in tmp",
            "input": "the avatar file; size is checked first, its type by sharp",
            "dependencies": "sharp 0.33.5, its resize() is in the docs of that version",
            "design": "there was no resizing; next to upload.ts as nobody else needs it",
        }
        | other,
    )


AVATARS_CHEATS = [
    Cheat("avatars-1", avatars(errors="Errors are caught and logged."), "CHK005"),
    Cheat("avatars-2", avatars(errors="Good"), "CHK005"),
    Cheat("avatars-3", avatars(errors="As expected."), "CHK005"),
    Cheat("avatars-4", avatars(errors="The function has proper try/catch handling for all error scenarios."), "CHK005"),
    Cheat("avatars-5", avatars(input="All values are validated before use."), "CHK005"),
    Cheat("avatars-6", avatars(input="yes they are"), "CHK005"),
    Cheat("avatars-7", avatars(input="Input is sanitized and validated at every layer of the application."), "CHK005"),
    Cheat("avatars-8", avatars(dependencies="No new dependencies"), "CHK005"),
    Cheat("avatars-9", avatars(dependencies="Dependencies are up to date."), "CHK005"),
    Cheat("avatars-10", avatars(dependencies="I checked and everything is in order"), "CHK005"),
    Cheat(
        "avatars-11",
        avatars(design="The design follows SOLID principles and keeps the code DRY and maintainable."),
        "CHK005",
    ),
    Cheat("avatars-12", avatars(design="Best place for it."), "CHK005"),
    Cheat("avatars-13", avatars(design="It makes sense here."), "CHK005"),
    Cheat("avatars-14", avatars(design="🚀"), "CHK005"),
    Cheat("avatars-15", avatars(verified="Everything works."), "CHK005"),
    Cheat("avatars-16", avatars(verified="Verified."), "CHK005"),
    Cheat("avatars-17", avatars(verified="Yes, by me."), "CHK005"),
    Cheat("avatars-18", avatars(verified="I made sure it works correctly"), "CHK005"),
    Cheat("avatars-19", avatars(read="me"), "CHK005"),
    Cheat("avatars-20", avatars(read="I have reviewed the code"), "CHK005"),
    Cheat("avatars-21", avatars(assistant="Some AI tool"), "CHK005"),
    Cheat("avatars-22", avatars(assistant="used"), "CHK005"),
    Cheat("avatars-23", avatars(errors="todo: ask Bob", input="todo"), "CHK005"),
    Cheat("avatars-24", avatars(input="Same as above"), "CHK005"),
    Cheat("avatars-25", avatars(input="~~answered~~"), "CHK005"),
    Cheat("avatars-27", avatars(errors="Cf. ticket"), "CHK005"),
    Cheat("avatars-28", avatars(errors="- [x] considered\n- [x] checked"), "CHK005"),
    Cheat("avatars-29", avatars(errors="<details><summary></summary></details>"), "CHK003"),
    Cheat("avatars-30", avatars(input="Which values come from outside? All checked."), "CHK005"),
    Cheat(
        "avatars-31",
        avatars().replace(
            "Which values come from outside, and where is each one checked before it is used?",
            "Which values come from inside, and why need none of them be checked before it is used?",
        ),
        "CHK002",
    ),
    Cheat("avatars-32", avatars(assistant="none") + "\nCo-authored-by: Claude <noreply@anthropic.com>\n", "CHK004"),
    Cheat("avatars-33", avatars(verified="Tests were not run. All tests are green."), "CHK004"),
    Cheat("avatars-34", avatars(errors="N/A - N/A - N/A"), "CHK005"),
    Cheat("avatars-35", avatars(errors="No comment."), "CHK005"),
]
AVATARS_HONEST = {
    "avatars-0": avatars(),
    "avatars-2": avatars(errors="resize() can reject → 422, nothing stored"),
    "avatars-3": avatars(
        errors="If tmp is full, sharp fails and the user gets the same 422. Not great, but no worse than before."
    ),
    "avatars-4": avatars(input="Only `req.files.avatar`"),
    "avatars-5": avatars(dependencies="sharp. `npm view sharp@0.33.5` lists it and I called resize() in the REPL."),
    "avatars-6": avatars(dependencies="sharp (already used in the thumbnails service, same version)"),
    "avatars-7": avatars(design="Copied from thumbnails/resize.ts, minus the cropping. Should be shared one day."),
    "avatars-8": avatars(design="I looked for an existing resizer (grep sharp, jimp, imagemagick) and found none."),
    "avatars-9": avatars(read="Bob and I went through upload.ts together; nobody read the lock file"),
    "avatars-10": avatars(read="All but the snapshot"),
    "avatars-11": avatars(verified="vitest, 3 new cases"),
    "avatars-12": avatars(verified="clicked through it on the preview deployment"),
    "avatars-13": avatars(verified="Didn't, CI does not have libvips. Please try it before merging."),
    "avatars-14": avatars(assistant="ChatGPT (GPT-5), only the regex"),
    "avatars-15": avatars(assistant="Claude Sonnet 4.5 via Cursor; wrote resize.ts completely"),
    "avatars-16": avatars(assistant="no assistant"),
    "avatars-17": avatars(assistant="None at all."),
    "avatars-18": avatars(
        input="A file from a logged-in user. multer limits it to 10 MB, sharp refuses what is no image."
    ),
    "avatars-19": avatars(errors="* no file: 413\n* no image: 422\n* disk full: 500, as with every upload"),
    "avatars-20": avatars(errors="The picture may be huge. sharp has a pixel limit (268 megapixels) and throws."),
    "avatars-21": avatars(design="Nothing like it; kept apart from upload.ts so that it can be tested without express"),
    "avatars-22": avatars().replace("\n- ", "\n* "),
    "avatars-23": avatars(input="just the file, see line 3"),
    "avatars-24": avatars(dependencies="Only sharp is new. Looked at its changelog for 0.33."),
    "avatars-25": avatars(errors="Hm. I had not thought about a full disk; now it returns 507."),
    "avatars-26": avatars(
        errors="Nichts außer sharp, das bei kaputten Bildern wirft; der Nutzer sieht dann 422.",
        design="Bisher gab es keine Verkleinerung.",
    ),
    "avatars-27": avatars(design="n/a, this file is generated by the OpenAPI generator"),
    "avatars-28": "Fixes #88\n\n" + avatars() + "\n### Screenshots\n\n![before](https://e.org/a.png)\n",
}

CHEATS += [(AVATAR_CHANGE, one) for one in AVATARS_CHEATS]
HONEST |= {name: (AVATAR_CHANGE, body) for name, body in AVATARS_HONEST.items()}

SHARD_REASONS = {
    "scale": "`internal/index/merge.go` asks a database",
    "concurrency": "`internal/index/merge.go` runs beside others",
    "tests": "`internal/index/merge_test.go` adds tests",
    "edges": "`internal/index/merge.go` takes values apart",
}
SHARD_CHANGE = Asking(
    [
        Changed(
            "internal/index/merge.go",
            (
                "func Merge(ctx context.Context, shards []Shard) (*Index, error) {",
                "	var wg sync.WaitGroup",
                "	out := make(chan *segment, len(shards))",
                "	for _, s := range shards { wg.Add(1); go func(s Shard) { defer wg.Done(); out <- s.load(ctx) }(s) }",
                "	if len(shards) == 0 { return empty(), nil }",
            ),
        ),
        Changed(
            "internal/index/merge_test.go",
            ("func TestMergeNone(t *testing.T) {", "func TestMergeCancelled(t *testing.T) {"),
        ),
    ],
    [Commit("b" * 40, "Lin", "lin@x.org", "Lin", "lin@x.org", "index: merge shards in parallel")],
    [],
    [],
    SHARD_REASONS,
)
SHARD_TEXT = change_text(SHARD_REASONS)
SHARD_ANSWERS = {
    "assistant": "Codex CLI (gpt-5-codex) wrote Merge, I wrote the tests",
    "read": "merge.go line by line, the tests are mine",
    "verified": "`go test -race ./internal/index`, and a merge of our 40 production shards",
    "edges": "no shards give an empty index, one shard is returned as is",
    "tests": "TestMergeNone is from the bug report, TestMergeCancelled hangs without this change",
    "scale": "nightly; 40 shards of 2 GB, memory grows with the number of open segments",
    "concurrency": "a cancelled context stops every loader, the channel is buffered so none of them blocks",
}


def shards(**other: str) -> str:
    return behind(SHARD_TEXT, SHARD_ANSWERS | other)


def shards_below(**other: str) -> str:
    return below(SHARD_TEXT, SHARD_ANSWERS | other)


SHARDS_CHEATS = [
    Cheat("shards-1", shards(scale="acceptable"), "CHK005"),
    Cheat("shards-2", shards(scale="Not an issue."), "CHK005"),
    Cheat("shards-3", shards(scale="We do not expect any performance problems."), "CHK005"),
    Cheat("shards-4", shards(scale="Runs as often as needed, on as much data as there is."), "CHK005"),
    Cheat("shards-5", shards(concurrency="There are no concurrency issues."), "CHK005"),
    Cheat("shards-6", shards(concurrency="It is safe."), "CHK005"),
    Cheat(
        "shards-7",
        shards(concurrency="Proper synchronization mechanisms have been implemented to guarantee thread safety."),
        "CHK005",
    ),
    Cheat("shards-8", shards(concurrency="nope"), "CHK005"),
    Cheat("shards-9", shards(tests="Tests added."), "CHK005"),
    Cheat("shards-10", shards(tests="All tests pass."), "CHK005"),
    Cheat(
        "shards-11", shards(tests="Comprehensive test coverage has been provided for all new functionality."), "CHK005"
    ),
    Cheat("shards-12", shards(tests="Each new test comes from a requirement and fails without this change."), "CHK005"),
    Cheat("shards-13", shards(edges="None that I can think of."), "CHK005"),
    Cheat("shards-14", shards(edges="Edge cases: covered."), "CHK005"),
    Cheat(
        "shards-15",
        shards(edges="Inputs that are empty, huge or wrong are handled correctly and nothing bad happens then."),
        "CHK005",
    ),
    Cheat("shards-16", shards(edges="Should be fine"), "CHK005"),
    Cheat("shards-17", shards(edges="skip"), "CHK005"),
    Cheat("shards-18", shards(verified="tests"), "CHK005"),
    Cheat("shards-19", shards(verified="Reviewed and approved."), "CHK005"),
    Cheat("shards-20", shards(verified="Done by the author."), "CHK005"),
    Cheat("shards-21", shards(read="Read."), "CHK005"),
    Cheat("shards-22", shards(read="n/a"), "CHK005"),
    Cheat("shards-23", shards(read="Sure"), "CHK005"),
    Cheat("shards-24", shards(assistant="TBD"), "CHK005"),
    Cheat("shards-25", shards(assistant="Yes, AI was used"), "CHK005"),
    Cheat("shards-26", shards_below(edges="Done.", tests="Done.", scale="Done.", concurrency="Done."), "CHK005"),
    Cheat("shards-27", shards_below(tests=SHARD_ANSWERS["edges"], edges=SHARD_ANSWERS["edges"]), "CHK005"),
    Cheat("shards-28", shards(tests="<!-- TestMergeNone is from the bug report -->"), "CHK003"),
    Cheat("shards-29", SHARD_TEXT + "\nLooks good to me, ship it!\n", "CHK003"),
    Cheat(
        "shards-30",
        shards().replace(
            "What happens when two of these run at once, or one stops halfway?",
            "What happens when one of these runs alone?",
        ),
        "CHK002",
    ),
    Cheat("shards-31", "AI assistance:\n- [x] yes\n- [x] no\n\n" + shards(), "CHK004"),
    Cheat("shards-32", shards(read="Nothing was read. Every line was read."), "CHK004"),
    Cheat("shards-33", shards(edges="\n  - [ x] no shards give an empty index"), "CHK006"),
]
SHARDS_HONEST = {
    "shards-0": shards(),
    "shards-1": shards_below(),
    "shards-2": shards(scale="Daily. Could be hourly soon; two shards today, forty next year."),
    "shards-3": shards(scale="Every search. That is why I benchmarked it: 1.2 ms before, 0.4 ms after."),
    "shards-4": shards(concurrency="`-race` is clean. A stopped merge leaves temp files which the next start deletes."),
    "shards-5": shards(concurrency="Shards are read only, so two merges do not disturb each other."),
    "shards-6": shards(tests="None come from a spec, there is no spec. TestMergeNone reproduces the crash."),
    "shards-7": shards(tests="No new tests; the old TestMerge covered the same path and still does."),
    "shards-8": shards(tests="They come from #431. Both fail on main."),
    "shards-9": shards(edges="nil shards panic, as before; callers never pass nil"),
    "shards-10": shards(edges="A corrupt shard is skipped with a warning."),
    "shards-11": shards(edges="Shards of different versions are refused."),
    "shards-12": shards(verified="benchmarks before and after, pasted below"),
    "shards-13": shards(verified="go vet, go test, staticcheck"),
    "shards-14": shards(verified="Lin ran the merge on her laptop and compared checksums."),
    "shards-15": shards(verified="hard to verify locally; relied on the race detector in CI"),
    "shards-16": shards(read="Only the exported functions."),
    "shards-17": shards(read="I skimmed the tests and read the rest properly."),
    "shards-18": shards(read="100%"),
    "shards-19": shards(assistant="gpt-5-codex, nearly everything here"),
    "shards-20": shards(assistant="Asked Claude for the WaitGroup idiom; typed it myself."),
    "shards-21": shards(assistant="None used."),
    "shards-22": shards(assistant="none; I do not use assistants"),
    "shards-23": numbered(SHARD_TEXT, SHARD_ANSWERS).replace("#### ", "## "),
    "shards-24": quoted(SHARD_TEXT, SHARD_ANSWERS),
    "shards-25": shards(
        concurrency="Honestly unsure. If the process dies between two segments the manifest may miss one. Opened #440."
    ),
    "shards-26": shards(edges="Ein leerer Index kommt heraus, wenn es keine Shards gibt."),
    "shards-27": shards(scale="Same as before: once per night; only faster."),
    "shards-28": shards_below(verified="```\n$ go test -race ./...\nok  internal/index 3.2s\n```"),
}

CHEATS += [(SHARD_CHANGE, one) for one in SHARDS_CHEATS]
HONEST |= {name: (SHARD_CHANGE, body) for name, body in SHARDS_HONEST.items()}

PLACES_CHEATS = [
    Cheat("places-1", good(errors=":white_check_mark:"), "CHK003"),
    Cheat("places-2", good(errors="@bob please fill this in for me"), "CHK005"),
    Cheat("places-3", good(errors="1 2 3 4"), "CHK005"),
    Cheat("places-4", good(errors="![](https://e.org/a.png)"), "CHK005"),
    Cheat("places-5", good(errors="https://example.com/answers"), "CHK005"),
    Cheat(
        "places-6",
        RENDERED.replace("- **Edges**", "An order without lines totals 0, and more.\n\n- **Edges**"),
        "CHK003",
    ),
    Cheat("places-7", "|q|a|\n|---|---|\n" + "\n".join(f"| {ending(question(n))} |  |" for n in GOOD), "CHK003"),
    Cheat("places-8", good().replace("Which inputs", "Whi\u0441h inputs"), "CHK002"),
    Cheat("places-9", good(edges="Edges"), "CHK005"),
    Cheat("places-10", good(edges="&nbsp;"), "CHK003"),
    Cheat("places-11", good(edges="**"), "CHK003"),
    Cheat("places-12", good(edges="> "), "CHK003"),
    Cheat("places-13", good(edges="`n/a`"), "CHK005"),
    Cheat("places-14", good(edges="\n\n  ```\n  done\n  ```"), "CHK005"),
    Cheat("places-15", good(edges="N/A\n\n  N/A"), "CHK005"),
    Cheat(
        "places-16",
        "\n".join(line.split("?")[0] + "?" if line.startswith("- **") else line for line in good().split("\n"))
        + "\n\n1. An order without lines totals 0.\n2. OrderError.\n3. From section 4.",
        "CHK003",
    ),
    Cheat("places-17", good(tests="no tests no tests no tests"), "CHK005"),
    Cheat("places-18", RENDERED.split("### ")[0], "CHK003"),
    Cheat("places-19", good(edges="\\- [ ] done"), "CHK005"),
    Cheat("places-20", good(errors="idk lol"), "CHK005"),
    Cheat("places-21", good(errors="Wird später ergänzt."), "CHK005"),
    Cheat("places-22", good(errors="Pas applicable"), "CHK005"),
    Cheat("places-23", good(errors="不适用"), "CHK005"),
    Cheat("places-24", good(errors="なし"), "CHK005"),
    Cheat("places-25", good(errors="All handled. All handled. All handled."), "CHK005"),
]
PLACES_HONEST = {
    "places-1": "<details><summary>Checklist</summary>\n\n" + good() + "\n</details>\n",
    "places-2": good().replace("<!-- walkaround:checklist end -->", "").split("<!-- walkaround")[0]
    + good().split("-->", 1)[1].replace("<!-- walkaround:checklist end -->", ""),
    "places-3": good().upper(),
    "places-4": "\n".join("> " + line for line in good().split("\n")),
    "places-5": good().replace("\n", "\n\n"),
    "places-6": good(errors="OrderError :boom: with the path"),
    "places-7": good(errors="<kbd>Ctrl-C</kbd> leaves the file half written; the next run repairs it."),
    "places-8": good(errors="Ask @lin; she wrote the store. I only know that a missing file gives OrderError."),
    "places-9": good(
        edges="¿Sin líneas? El total es 0.", errors="Si falta la base de datos el usuario ve un OrderError."
    ),
    "places-10": good(edges="  \n  Nothing here takes input, the function has no arguments."),
    "places-11": good()
    .replace(" (asked because `src/orders/totals.py` takes values apart)", "")
    .replace(" (asked because `src/orders/store.py` handles an error)", ""),
    "places-12": good().replace("- **", "* __").replace("** (", "__ ("),
    "places-13": "Hi all,\n\n" + good() + "\n\nBest,\nAda",
    "places-14": good(tests="1. empty order (bug 17)\n  2. discount twice (rules, 4.3) <- fails without the change"),
}

CHEATS += [(None, one) for one in PLACES_CHEATS]
HONEST |= {name: (None, body) for name, body in PLACES_HONEST.items()}
