"""Who wants to commit what deserves a finding can turn against the inspection itself. None of these ways leads through.

Each row is one way: what it does to a defended repository. `expected/attacks.txt` says what stops it: the exit codes of
`strict` and `policy-integrity` at commit, of `walkaround check` and `policy-integrity` at the push of that commit, and
of `walkaround check --all-files`; and a line, of `policy-integrity` where that stops it, else of the first of the
others that does. With the change a requirement without a version and a credential are committed, which `strict` finds
unless it was weakened. `python tests/test_attacks.py` writes that file anew: look at every line that changes.
"""

import errno
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest

from changes import (
    ACCEPTING,
    ACCEPTING_LINE,
    CONFIG,
    EVERYTHING_OFF,
    FILE,
    OURS,
    Change,
    alone,
    argument,
    before_adoption,
    both,
    commit,
    crossed,
    cut,
    elsewhere,
    escaped,
    excluding,
    exempt,
    extends,
    from_folder,
    git,
    grafted,
    guilty,
    hook,
    hooks_alone,
    in_part,
    in_pyproject,
    link,
    locally,
    named,
    on_disk,
    only_the_credential,
    orphan,
    other_ending,
    package_on_the_path,
    policy,
    put,
    remove,
    replaced_credential,
    replaced_policy,
    setting,
    shallow,
    shortened,
    stage,
    taken,
    turned,
    variable,
    whole,
    write,
)
from conftest import AGENT_VARIABLES
from defended import (
    COPY,
    DAYS,
    FLEET,
    GUILTY,
    HOOKS,
    ORGANISATION,
    POLICY,
    SECRETS,
    SOURCE,
    UNREAD,
    Said,
    Site,
    at_commit,
    baseline,
    build,
    copy_of,
    every_command,
    lock_of,
)
from walkaround._policy._extends import digest

NOWHERE = "0" * 40

IN_THE_POLICY: dict[str, Change] = {
    "unknown table": policy('[pinned-dependency]\nlevel = "range"\n'),
    "unknown key": put("actions-level", "action-level"),
    "unknown key under [[paths]]": policy('[[paths]]\nglob = "**"\nsecret-detections.plugins = []\n'),
    "unknown key under [ai]": policy('secret-detections.plugins = ["AWSKeyDetector"]\n'),
    "misspelled rule": policy('[rules]\nSEC01 = "off"\n'),
    "rule in lower case": policy('[rules]\nsec001 = "off"\n'),
    "rule of nobody in an exemption": policy(exempt("PIN999")),
    "number for a text": put('actions-level = "sha"', "actions-level = 1"),
    "truth for a number": policy("[secret-detection]\nseconds-per-file = true\n"),
    "text for a list": policy('[secret-detection]\nplugins = "AWSKeyDetector"\n'),
    "text for a table": put("[ai]\n", 'rules = "off"\n[ai]\n'),
    "word that is no choice": put('"sha"', '"none"'),
    "zero where there must be one": policy("[exemptions]\nmax-days = 0\n"),
    "number of too many digits": policy(f"[exemptions]\nmax-days = {'9' * 5000}\n"),
    "nothing listed": policy("[secret-detection]\nplugins = []\n"),
    "nothing listed by path": policy('[[paths]]\nglob = "a/*"\nsecret-detection.plugins = []\n'),
    "key twice": put('actions-level = "sha"', 'actions-level = "sha"\nactions-level = "tag"'),
    "table twice": policy("[ai]\n"),
    "no TOML": policy("off\n"),
    "UTF-16": whole(POLICY.encode("utf-16")),
    "Latin-1": whole(POLICY.encode() + b"# caf\xe9\n"),
    "NUL bytes": whole(POLICY + "# \0\n"),
    "bare carriage return": whole(POLICY.replace("[ai]", "# x\r[ai]")),
    "two MiB of comments": whole("# nothing\n" * (2 << 20) + POLICY),
    "deep nesting": policy(f"x = {'[' * 5000}{']' * 5000}\n"),
    "huge dotted key": policy(f"{'.'.join('x' * 20_000)} = 1\n"),
    "byte order mark before a looser policy": whole("\ufeff" + POLICY + '[rules]\nPIN003 = "off"\n'),
    "CRLF in a looser policy": whole((POLICY + '[rules]\nPIN003 = "off"\n').replace("\n", "\r\n")),
    "policy that is empty": whole(""),
    "policy of comments": whole("# strict\n"),
    "key with a line end in its name": policy('"a\\nwalkaround: clean" = 1\n'),
}

LOCKED: dict[str, Change] = {
    "key": put('actions-level = "sha"', 'level = "range"'),
    "key by path": policy('[[paths]]\nglob = "requirements.txt"\npinned-dependencies.level = "range"\n'),
    "key under [ai]": policy('pinned-dependencies.level = "range"\n'),
    "rule": policy('[rules]\nPIN001 = "warning"\n'),
    "rule by path": policy('[[paths]]\nglob = "requirements.txt"\nrules.PIN001 = "off"\n'),
    "list": policy('[secret-detection]\nplugins = ["KeywordDetector"]\n'),
    "days of exemptions": policy("[exemptions]\nmax-days = 61\n"),
    "rules that nobody may exempt": policy("[exemptions]\nnever = []\n"),
    "key of the other organisation policy": policy('[ai-attribution]\nmarks = "allow"\n'),
    "pattern removed": both(alone, put('"rules.PIN001", ', "", "org.toml")),
    "pattern removed and used": both(put('"rules.PIN001", ', "", "org.toml"), policy('[rules]\nPIN001 = "off"\n')),
    "pattern made narrower": both(alone, put('"exemptions.*"', '"exemptions.never"', "org.toml")),
    "pattern moved to the repository's own policy": both(
        alone, put('"rules.PIN001", ', "", "org.toml"), put("extends = ", 'lock = ["rules.PIN001"]\nextends = ')
    ),
    "all of them removed": both(alone, whole(ORGANISATION.replace("lock =", "# "), "org.toml")),
    "pattern that names no key": put('"rules.PIN001"', '"rules.PIN01"', "org.toml"),
    "key without a table": put("lock = [", 'lock = ["level", ', "org.toml"),
}

LOOSENED: dict[str, Change] = {
    "rule off": policy('[rules]\nSEC001 = "off"\n'),
    "rule a warning": policy('[rules]\nSEC001 = "warning"\n'),
    "rule off by path": policy('[[paths]]\nglob = "settings.py"\nrules.SEC001 = "off"\n'),
    "rule off everywhere by path": policy('[[paths]]\nglob = "**"\nrules.SEC001 = "off"\n'),
    "this hook's rules off": policy('[rules]\nPOL001 = "off"\n'),
    "POL002 off and a hook removed": both(policy('[rules]\nPOL002 = "off"\n'), put("      - id: strict\n", "", CONFIG)),
    "rule of this hook by path": policy('[[paths]]\nglob = "**"\nrules.POL002 = "off"\n'),
    "level lowered": both(alone, put('"sha"', '"tag"')),
    "level lowered with a comment that it is not": both(alone, put('"sha"', '"tag" # "sha"')),
    "key removed in the organisation's policy": both(alone, put("max-days = 60\n", "", "org.toml")),
    "override for everything": both(
        alone, policy('[[paths]]\nglob = "**"\npinned-dependencies.groups-level = "range"\n')
    ),
    "override that was stricter removed": both(
        alone, put('glob = "services/payment/**"\npinned-dependencies.groups-level = "exact"', 'glob = "x"')
    ),
    "override that was stricter narrowed": both(
        alone, put('glob = "services/payment/**"', 'glob = "services/payment/old/**"')
    ),
    "override that was looser widened": both(alone, put('glob = "services/**"', 'glob = "s*/**"')),
    "overrides in another order": both(alone, turned),
    "override that hides a stricter one, for files to come": both(
        alone, policy('[[paths]]\nglob = "services/new/**"\npinned-dependencies.published-level = "range"\n')
    ),
    "override that meets a stricter one, for files to come": both(
        alone, policy('[[paths]]\nglob = "*/new/*.toml"\npinned-dependencies.published-level = "range"\n')
    ),
    "overlay removed": both(alone, put('[ai]\npinned-dependencies.groups-level = "exact"\n', "")),
    "extends a weaker profile": both(alone, put('extends = "strict"', 'extends = "recommended"', "org.toml")),
    "extends nothing": both(alone, put(f'extends = ["./org.toml", "{SOURCE}"]\n', "")),
    "extends one policy less": both(alone, extends("./org.toml")),
    "extends the profile alone": both(alone, extends("strict")),
    "policy deleted": remove(FILE),
    "policy renamed": git("mv", FILE, "policy.toml"),
    "policy renamed to capitals": git("mv", FILE, "Walkaround.toml"),
    "policy moved to a folder": git("mv", FILE, "docs/walkaround.toml"),
    "policy moved to pyproject.toml and loosened": both(
        remove(FILE),
        stage("pyproject.toml", '[tool.walkaround]\nextends = "strict"\n'),
    ),
    "table of pyproject.toml removed": both(in_pyproject, alone, whole("[project]\n", "pyproject.toml")),
    "table of pyproject.toml spelled with an escape": both(
        in_pyproject, alone, lambda site: site.stage("pyproject.toml", escaped(site, "pyproject.toml"))
    ),
    "added where only hooks say that there is an inspection": both(
        hooks_alone, alone, policy('[rules]\nSEC001 = "off"\n')
    ),
}

EXTENDED: dict[str, Change] = {
    "parent that is missing": extends("./organisation.toml", SOURCE),
    "parent deleted": remove("org.toml"),
    "parent outside": both(write("../x.toml"), extends("../x.toml", SOURCE)),
    "parent outside by a detour": extends("./docs/../../x.toml", SOURCE),
    "absolute parent": extends("/etc/passwd.toml", SOURCE),
    "parent with backslashes": extends("..\\\\x.toml", SOURCE),
    "parent that is a link": both(write("../x.toml", ORGANISATION), lambda site: link(site, "org.toml", "../x.toml")),
    "parent behind a link to a folder": both(
        write("../far/x.toml"), lambda site: link(site, "far", "../far"), extends("./far/x.toml")
    ),
    "parent that is a folder": extends("./docs/", SOURCE),
    "parent in the git directory": both(
        write(".git/x.toml", ORGANISATION.replace("60", "90")), extends("./.git/x.toml", SOURCE)
    ),
    "parent by another ending": both(other_ending, alone, put('level = "hash"', 'level = "exact"', "org.policy")),
    "parent that is not committed": both(write("x.toml", ORGANISATION), extends("./x.toml", SOURCE)),
    "cycle": put("extends = ", "extends = './walkaround.toml' # ", "org.toml"),
    "itself": extends("./walkaround.toml"),
    "nothing in a list": extends(),
    "number": put(f'extends = ["./org.toml", "{SOURCE}"]', "extends = 1"),
    "profile that does not exist": extends("lenient"),
    "profile in capitals": extends("Strict"),
    "file that is named like a profile": both(alone, whole("", "strict"), extends("./strict")),
    "address without encryption": extends("http://policy.example/x.toml"),
    "address without a lock": extends("https://policy.example/x.toml"),
    "branch instead of a commit": extends(SOURCE.replace("0123456789abcdef" * 2 + "01234567", "main")),
    "another commit": extends("./org.toml", SOURCE.replace("@01", "@ff")),
    "copy changed": lambda site: site.append(f".walkaround/{COPY}", "# x\n"),
    "copy deleted": remove(f".walkaround/{COPY}"),
    "copy and lock changed together": both(
        alone,
        whole(FLEET.replace("require", "allow"), f".walkaround/{COPY}"),
        whole(lock_of(FLEET.replace("require", "allow")), ".walkaround/policy.lock"),
    ),
    "lock with another hash": put(digest(FLEET.encode()), "0" * 64, ".walkaround/policy.lock"),
    "lock that points elsewhere": both(write("../x.toml", FLEET), put(COPY, "../../x.toml", ".walkaround/policy.lock")),
    "lock that points out of its folder": put(COPY, "../org.toml", ".walkaround/policy.lock"),
    "lock that points to another copy": both(
        alone, whole("", ".walkaround/loose.toml"), whole(lock_of("", file="loose.toml"), ".walkaround/policy.lock")
    ),
    "lock without the entry": whole("version = 1\n", ".walkaround/policy.lock"),
    "lock of another version": put("version = 1", "version = 2", ".walkaround/policy.lock"),
    "lock with the source twice": lambda site: site.append(
        ".walkaround/policy.lock", lock_of("", file="l.toml").partition("\n")[2]
    ),
    "lock deleted": remove(".walkaround/policy.lock"),
    "package that is not locked": extends("package:acme/strict.toml"),
}


ON_TOP: dict[str, Change] = {
    "variable with a looser file": named(EVERYTHING_OFF + '[pinned-dependencies]\nlevel = "range"\n'),
    "variable with an exemption": named(exempt()),
    "variable with a weaker profile": variable("WALKAROUND_POLICY", "recommended"),
    "variable with a missing file": variable("WALKAROUND_POLICY", "../missing.toml"),
    "variable with a folder": variable("WALKAROUND_POLICY", ".."),
    "variable with a profile that does not exist": variable("WALKAROUND_POLICY", "lenient"),
    "variable that is blank": variable("WALKAROUND_POLICY", " "),
    "variable with a pipe": both(
        lambda site: os.mkfifo(site.top.parent / "pipe"), variable("WALKAROUND_POLICY", "../pipe")
    ),
    "variable with a looser plugin list": both(
        only_the_credential, named('[secret-detection]\nplugins = ["KeywordDetector"]\n')
    ),
    "variable with an override for everything": both(
        only_the_credential, named('[[paths]]\nglob = "**"\nrules.SEC001 = "off"\n')
    ),
    "variable with a baseline": both(
        only_the_credential, whole(ACCEPTING, "known.json"), named('[secret-detection]\nbaseline = "known.json"\n')
    ),
    "argument with a looser file": both(write("../named.toml", EVERYTHING_OFF), argument("../named.toml")),
    "argument with an exemption": both(write("../named.toml", exempt()), argument("../named.toml")),
    "argument with a weaker profile": argument("recommended"),
    "argument with a missing file": argument("../missing.toml"),
    "argument with a folder": argument(".."),
    "argument that is empty": argument(""),
    "argument with a file that is named like a profile": both(
        write("recommended", EVERYTHING_OFF), argument("./recommended")
    ),
}

EXEMPTED: dict[str, Change] = {
    "expired": policy(exempt(expires=DAYS["in -1"])),
    "date that is no date": policy(exempt(expires="2026-13-45")),
    "day that does not exist": policy(exempt(expires="2027-02-30")),
    "date in quotes": policy(exempt(expires=f'"{DAYS["in 30"]}"')),
    "date with a time": policy(exempt(expires=f"{DAYS['in 30']}T00:00:00Z")),
    "a thousand years ahead": policy(exempt(expires=DAYS["in 365000"])),
    "further ahead than allowed": policy(exempt(expires=DAYS["in 80"])),
    "no owner": policy(exempt(owner="")),
    "no date": policy(exempt(expires="")),
    "blank reason": policy(exempt(reason='" "')),
    "reason of a tab": policy(exempt(reason='"\\t"')),
    "misspelled field": policy(exempt() + "until = 2030-01-01\n"),
    "everything": policy(exempt(path="**")),
    "everything at the top": policy(exempt(path="*")),
    "everything of a kind": policy(exempt(path="**/*.txt")),
    "everything that is not hidden": policy(exempt(path="[!.]*")),
    "every folder": policy(exempt(path="./requirements.txt")),
    "rule that nobody may exempt": both(only_the_credential, policy(exempt("SEC001", "settings.py"))),
    "every rule": policy(exempt("*")),
    "what loosens the policy in the same change": both(
        only_the_credential, policy(exempt("POL001", FILE) + '[rules]\nSEC001 = "off"\n')
    ),
    "what removes a hook in the same change": both(
        policy(exempt("POL002", CONFIG)), put("      - id: strict\n", "", CONFIG)
    ),
    "what loosens the policy a commit before, in one push": both(
        policy(exempt("POL001", FILE)), commit("Exempt"), policy('[rules]\nSEC001 = "off"\n')
    ),
}

AS_FILES: dict[str, Change] = {
    "both policy files": whole("[tool.walkaround]\n[tool.walkaround.rules]\n", "pyproject.toml"),
    "hidden file beside it": whole(EVERYTHING_OFF, ".walkaround.toml"),
    "YAML beside it": whole("rules: {}\n", "walkaround.yaml"),
    "file in the folder of copies": whole(EVERYTHING_OFF, ".walkaround/walkaround.toml"),
    "untracked file beside pyproject.toml": both(in_pyproject, write(FILE, EVERYTHING_OFF)),
    "file in capitals beside it": whole(EVERYTHING_OFF, "WALKAROUND.TOML"),
    "link": both(write("../x.toml", EVERYTHING_OFF), lambda site: link(site, FILE, "../x.toml")),
    "link to another file of the repository": both(
        stage("loose.toml", EVERYTHING_OFF), lambda site: link(site, FILE, "loose.toml")
    ),
    "link that leads nowhere": lambda site: link(site, FILE, "missing"),
    "link on disk alone": both(
        write("../x.toml", EVERYTHING_OFF), lambda site: link(site, FILE, "../x.toml", stage=False)
    ),
    "link to the folder of copies": both(
        lambda site: (site.top / ".walkaround").rename(site.top / "copies"),
        lambda site: link(site, ".walkaround", "copies"),
    ),
    "pipe": both(lambda site: (site.top / FILE).unlink(), lambda site: os.mkfifo(site.top / FILE)),
    "folder": both(remove(FILE), stage(f"{FILE}/x", "")),
    "repository in the place of the copies": both(
        git("rm", "-rq", ".walkaround"),
        lambda site: site.git("update-index", "--add", "--cacheinfo", f"160000,{site.base},.walkaround"),
    ),
    "repository in the place of the policy": both(
        remove(FILE),
        lambda site: site.git("update-index", "--add", "--cacheinfo", f"160000,{site.base},{FILE}"),
    ),
    "repository in the place of the hooks": both(
        remove(CONFIG),
        lambda site: site.git("update-index", "--add", "--cacheinfo", f"160000,{site.base},{CONFIG}"),
    ),
}

STAGED: dict[str, Change] = {
    "edited and not staged": on_disk(EVERYTHING_OFF),
    "deleted and not staged": lambda site: (site.top / FILE).unlink(),
    "organisation's policy edited and not staged": lambda site: site.edit(
        "org.toml", '"rules.PIN001", ', "", stage=False
    ),
    "staged and taken back on disk": both(policy('[rules]\nSEC001 = "off"\n'), write(FILE, POLICY)),
    "taken out of the index": both(git("rm", "-q", "--cached", FILE), write(FILE, POLICY + EVERYTHING_OFF)),
    "ignored": both(git("rm", "-q", "--cached", FILE), stage(".gitignore", f"{FILE}\n")),
    "edited, not staged, and silent about that": both(
        only_the_credential, on_disk('[rules]\nPOL005 = "off"\nSEC001 = "off"\n')
    ),
    "baseline that is on disk alone": both(
        only_the_credential,
        git("rm", "-q", "--cached", ".secrets.baseline"),
        write(".secrets.baseline", ACCEPTING),
    ),
    "baseline to be added later": both(
        only_the_credential,
        git("rm", "-q", "--cached", ".secrets.baseline"),
        git("add", "-N", ".secrets.baseline"),
        write(".secrets.baseline", ACCEPTING),
    ),
    "our own baseline that is on disk alone": both(only_the_credential, write(OURS, ACCEPTING_LINE)),
    "our own baseline to be added later": both(
        only_the_credential, write(OURS, ACCEPTING_LINE), git("add", "-N", OURS)
    ),
    "baseline elsewhere, by the policy": both(
        only_the_credential,
        write("../x.json", ACCEPTING),
        policy('[secret-detection]\nbaseline = "../x.json"\n'),
    ),
    "assumed unchanged": both(git("update-index", "--assume-unchanged", FILE), on_disk(EVERYTHING_OFF)),
    "skipped in the work tree": both(git("update-index", "--skip-worktree", FILE), on_disk(EVERYTHING_OFF)),
    "to be added later": both(
        git("rm", "-q", "--cached", FILE),
        git("add", "-N", FILE),
        on_disk(EVERYTHING_OFF),
    ),
    "policy added and not staged": both(
        lambda site: site.begin(remove(FILE)),
        only_the_credential,
        write(FILE, EVERYTHING_OFF),
    ),
    "staged and not part of the commit": in_part,
}

HOOKED: dict[str, Change] = {
    "excluded for all hooks": setting("exclude: .*"),
    "excluded for all hooks in a hidden way": setting("exclude: '^(?:[^/]|/)'"),
    "excluded": hook("exclude: .*"),
    "excluded file": hook("exclude: ^settings"),
    "nothing selected for all hooks": setting("files: ^$"),
    "nothing selected": hook("files: ^$"),
    "nothing that exists selected": hook("files: ^nothing/"),
    "kinds of files": hook("types: [python, executable]"),
    "kinds of files left out": hook("exclude_types: [text]"),
    "run by hand": hook("stages: [manual]"),
    "all run by hand": setting("default_stages: [manual]"),
    "not run at push": both(alone, hook("stages: [pre-commit]", "policy-integrity")),
    "not installed at push": both(alone, put("commit-msg, pre-push]", "commit-msg]", CONFIG)),
    "hook removed": put("      - id: strict\n", "", CONFIG),
    "this hook removed": put("      - id: policy-integrity\n", "", CONFIG),
    "hook commented out": put("      - id: strict\n", "      # - id: strict\n", CONFIG),
    "hook of the message removed": both(alone, put("      - id: ai-attribution\n", "", CONFIG)),
    "hook from elsewhere": put("git.example.org/walkaround", "git.example.com/walkaround", CONFIG),
    "hook of the repository itself": both(
        put("      - id: strict\n", "", CONFIG),
        lambda site: site.append(
            CONFIG, "  - repo: local\n    hooks:\n      - {id: strict, name: s, language: system, entry: 'true'}\n"
        ),
    ),
    "one hook of another repository for several": both(
        lambda site: site.begin(whole(HOOKS.replace("id: strict", "id: pinned-dependencies"), CONFIG)),
        whole(HOOKS.replace("git.example.org", "git.example.com"), CONFIG),
    ),
    "one hook with an exclusion for several": both(
        lambda site: site.begin(whole(HOOKS.replace("id: strict", "id: pinned-dependencies"), CONFIG)),
        whole(HOOKS.replace("id: strict", "id: strict\n        exclude: ^settings"), CONFIG),
    ),
    "configuration deleted": remove(CONFIG),
    "configuration deleted and nothing else": both(alone, remove(CONFIG)),
    "configuration emptied": whole("repos: []\n", CONFIG),
    "configuration without a word": whole("", CONFIG),
    "configuration renamed": git("mv", CONFIG, "hooks.yaml"),
    "configuration among examples": both(write("examples/x"), git("mv", CONFIG, f"examples/{CONFIG}")),
    "configuration that is a link": both(
        stage("hooks.yaml", "repos: []\n"), lambda site: link(site, CONFIG, "hooks.yaml")
    ),
    "configuration that prek takes instead": whole("repos = []\n", "prek.toml"),
    "key twice": lambda site: site.append(CONFIG, "repos: []\n"),
    "hook's key twice": hook("id: true"),
    "second document": lambda site: site.append(CONFIG, "---\nrepos: []\n"),
    "no YAML": lambda site: site.append(CONFIG, "\t[\n"),
    "alias that hides an exclusion": both(
        setting("x: &x {exclude: .*}"), put("- id: strict\n", "- {<<: *x, id: strict}\n", CONFIG)
    ),
    "argument that ends it": hook("args: [--version]"),
    "command that succeeds": hook("entry: 'true'"),
    "command with another path to import from": hook("entry: env PYTHONPATH=. walkaround-strict"),
    "other packages installed beside it": both(alone, hook("additional_dependencies: [./evil]")),
    "another interpreter": both(alone, hook("language_version: ./evil/python")),
    "another interpreter for all hooks": both(alone, setting("default_language_version: {python: ./evil/python}")),
    "not run when files are deleted": both(alone, hook("always_run: false", "policy-integrity")),
    "configuration moved to a folder": both(alone, git("mv", CONFIG, f"docs/{CONFIG}")),
    "command of the repository with another path to import from": both(
        locally, put("entry: walkaround-strict", "entry: env PYTHONPATH=. walkaround-strict", CONFIG)
    ),
    "no file names": hook("pass_filenames: false"),
    "skipped by pre-commit.ci": setting("ci: {skip: [strict]}"),
}

ACCEPTED: dict[str, Change] = {
    "every file": both(only_the_credential, whole(baseline(filters=[excluding("file", ".*")]), ".secrets.baseline")),
    "every file in a hidden way": both(
        only_the_credential, whole(baseline(filters=[excluding("file", "[a-z]")]), ".secrets.baseline")
    ),
    "one file by a pattern": both(
        only_the_credential, whole(baseline(filters=[excluding("file", "^settings")]), ".secrets.baseline")
    ),
    "lines by a pattern": both(
        only_the_credential, whole(baseline(filters=[excluding("line", "ACCESS")]), ".secrets.baseline")
    ),
    "secrets by a pattern": both(
        only_the_credential, whole(baseline(filters=[excluding("secret", "^AKIA")]), ".secrets.baseline")
    ),
    "files by a pattern of older versions": both(
        only_the_credential,
        put('  "results"', '  "exclude": {"files": "settings"},\n  "results"', ".secrets.baseline"),
    ),
    "fewer detectors": both(alone, put('    {\n      "name": "AWSKeyDetector"\n    },\n', "", ".secrets.baseline")),
    "no detectors": whole('{"version": "1.5.0", "plugins_used": [], "results": {}}', ".secrets.baseline"),
    "key twice": put('"results": {}', '"results": {}, "results": {}', ".secrets.baseline"),
    "a filter of one's own": whole(baseline(filters=[{"path": "file://x.py::skip"}]), ".secrets.baseline"),
    "a link": both(write("../x.json", ACCEPTING), lambda site: link(site, ".secrets.baseline", "../x.json")),
    "a pattern under our own baseline's name": both(
        only_the_credential, whole(baseline(filters=[excluding("file", "^settings")]), OURS)
    ),
    "a pattern among entries": whole(ACCEPTING_LINE + '{"exclude": {"files": "settings"}}\n', OURS),
    "our own baseline as a link": both(write("../x", ACCEPTING_LINE), lambda site: link(site, OURS, "../../x")),
}

GIT: dict[str, Change] = {
    "another repository's directory": lambda site: elsewhere(site, "GIT_DIR", ".git"),
    "another repository's directory and work tree": both(
        lambda site: elsewhere(site, "GIT_DIR", ".git"), lambda site: elsewhere(site, "GIT_WORK_TREE", "")
    ),
    "another index": lambda site: elsewhere(site, "GIT_INDEX_FILE", ".git/index"),
    "an index that is missing": variable("GIT_INDEX_FILE", "/nonexistent/index"),
    "a directory that is missing": variable("GIT_DIR", "/nonexistent"),
    "objects elsewhere": variable("GIT_OBJECT_DIRECTORY", "/nonexistent"),
    "path names in any case": variable("GIT_ICASE_PATHSPECS", "1"),
    "differences below a folder": both(
        policy('[rules]\nSEC001 = "off"\n'),
        git("config", "diff.relative", "true"),
        from_folder("src"),
    ),
    "work tree elsewhere": git("config", "core.worktree", "../.."),
    "from a folder": from_folder("src"),
    "from a folder, and loosened": both(policy('[rules]\nSEC001 = "off"\n'), from_folder("src")),
    "another object in the place of the credential": replaced_credential,
    "another object in the place of the earlier policy": replaced_policy,
    "another history": grafted,
    "another history, cut off": shortened,
    "an empty folder that is called as the repository": both(
        only_the_credential,
        write("src/.git/x"),
        from_folder("src"),
        lambda site: setattr(
            site, "guilty", {"src/.env": f"AWS={SECRETS['AWS_KEY']}\n", "src/requirements.txt": "flask\n"}
        ),
    ),
    "file named as an option": whole("", "--help"),
    "file named as a short option": whole("", "-h"),
    "file named as an option with a value": whole(GUILTY["settings.py"], "--format=text"),
    "file named as the end of options": whole(GUILTY["settings.py"], "--"),
    "file named as an option, in the index alone": both(
        lambda site: (site.stage("--version", "x")).unlink(),
        git("update-index", "--skip-worktree", "--", "--version"),
    ),
    "file with a line end in its name": lambda site: setattr(
        site, "guilty", {"a\nwalkaround: clean/requirements.txt": "flask\n"}
    ),
    "file whose name is no UTF-8": lambda site: setattr(
        site, "guilty", {os.fsdecode(b"caf\xe9/requirements.txt"): "flask\n"}
    ),
    "time zone": both(policy(exempt(expires=DAYS["in -1"])), variable("TZ", "Etc/GMT+14")),
    "package on the path to import from": package_on_the_path,
}

HISTORY: dict[str, Change] = {
    "a bit in each of two commits": both(
        policy('[rules]\nSEC002 = "off"\n'), commit("One"), policy('SEC001 = "off"\n')
    ),
    "loosened in an earlier commit of the push": both(
        policy('[rules]\nSEC001 = "off"\n'), commit("One"), only_the_credential
    ),
    "loosened in the push and tightened again": both(
        only_the_credential,
        policy(EVERYTHING_OFF),
        guilty,
        commit("One"),
        stage(FILE, POLICY),
        alone,
    ),
    "branch from before the policy": before_adoption,
    "merge that keeps the other side": taken,
    "merge that keeps the other side, merged before": crossed,
    "merge that keeps the other side, in a shallow clone": cut,
    "history without a beginning in common": orphan,
    "range from a commit that is not there": lambda site: setattr(site, "base", NOWHERE),
    "shallow clone": shallow,
    "owners and source in one commit": stage(".github/CODEOWNERS", "* @me\n"),
    "owners removed with source": remove(".github/CODEOWNERS"),
}

GROUPS = {
    "policy": IN_THE_POLICY,
    "lock": LOCKED,
    "demands less": LOOSENED,
    "extends": EXTENDED,
    "named on top": ON_TOP,
    "exemption": EXEMPTED,
    "file": AS_FILES,
    "index": STAGED,
    "hooks": HOOKED,
    "baseline": ACCEPTED,
    "git": GIT,
    "history": HISTORY,
}
ATTACKS = {f"{group}: {name}": change for group, changes in GROUPS.items() for name, change in changes.items()}
MATRIX = Path(__file__).parent / "expected" / "attacks.txt"
# Nobody weakens anything at that commit, or nobody can tell: the push is what is stopped.
AT_PUSH = frozenset(
    f"history: {name}"
    for name in (
        *("loosened in an earlier commit of the push", "loosened in the push and tightened again"),
        *("branch from before the policy", "history without a beginning in common"),
        *("merge that keeps the other side", "merge that keeps the other side, merged before"),
        "merge that keeps the other side, in a shallow clone",
    )
) | {"git: another history", "git: another history, cut off"}


def expected() -> dict[str, tuple[str, str]]:
    """Exit codes and line by the name of each attack."""
    lines = MATRIX.read_text(encoding="utf-8").splitlines()
    rows: dict[str, tuple[str, str]] = {}
    for name, stop in zip(lines[::3], lines[1::3], strict=True):
        codes, _, says = stop.partition(" ")
        rows[name] = codes, says
    return rows


def stopped(site: Site, change: Change) -> tuple[str, str]:
    """What stops a change, with marks in angle brackets for what differs from run to run."""
    said = every_command(site, change)
    says = next((one.stop for one in (said[1], said[0], *said[2:]) if one.code), "")
    for mark, day in DAYS.items():
        says = says.replace(day, f"<{mark}>")
    for mark, revision in (("base", site.base), ("head", site.head)):
        if revision != NOWHERE:
            commit = site.git("rev-parse", revision).decode().strip()
            says = says.replace(commit, f"<{mark}>").replace(commit[:12], f"<{mark}>")
    return "".join(str(one.code) for one in said), says.replace(str(site.top), "<top>")


@pytest.mark.parametrize("name", ATTACKS)
def test_no_way_leads_through(name: str, site: Site) -> None:
    assert stopped(site, ATTACKS[name]) == expected()[name]


def test_every_way_is_stopped_at_commit_or_at_push() -> None:
    matrix = expected()
    assert list(matrix) == list(ATTACKS)
    assert [name for name, (codes, _) in matrix.items() if set(codes) == {"0"}] == []
    assert {name for name, (codes, _) in matrix.items() if codes[:2] == "00"} == AT_PUSH
    assert [name for name, (codes, _) in matrix.items() if codes[2:4] == "00"] == []
    assert all(set(codes) <= set("012") and says for codes, says in matrix.values())


def test_the_defended_repository_is_clean(site: Site) -> None:
    site.guilty.clear()
    said = every_command(site, lambda site: site.append("src/app.py", "print('more')\n"))
    assert [(one.code, one.out) for one in said] == [(0, "")] * 5


def test_what_deserves_findings_has_them(site: Site) -> None:
    said = every_command(site, both())
    for one in (said[0], said[2], said[4]):
        found = [line.split(" ")[:2] for line in one.out.removeprefix(UNREAD).splitlines()[::2]]
        assert one.code == 1
        assert found == [["requirements.txt:1:1:", "PIN001"], ["settings.py:1:11:", "SEC001"]]


def test_a_policy_that_cannot_be_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a user for whom permissions count would see it."""
    real = open

    def refuse(path: Any, *arguments: Any, **options: Any) -> Any:
        if str(path).endswith(FILE):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return real(path, *arguments, **options)

    for path, content in site.guilty.items():
        site.stage(path, content)
    monkeypatch.setattr("builtins.open", refuse)
    why = f"not judged: {FILE}: cannot be read: Permission denied\n"
    assert at_commit(site) == [
        Said(2, "", f"walkaround: strict: {why}"), Said(2, "", f"walkaround: policy-integrity: {why}"),
    ]  # fmt: skip


def _write() -> None:
    """The matrix as it is now."""
    for name in list(os.environ):
        if name.startswith(("GIT_", "PRE_COMMIT", "WALKAROUND")) or name in AGENT_VARIABLES:
            del os.environ[name]
    os.environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for who in ("AUTHOR", "COMMITTER"):
        os.environ |= {f"GIT_{who}_NAME": "Ada Example", f"GIT_{who}_EMAIL": "ada@example.org"}
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "defended"
        build(template)
        for number, (name, change) in enumerate(ATTACKS.items()):
            site = copy_of(template, Path(folder) / str(number) / "site")
            rows.append(f"{name}\n{' '.join(stopped(site, change))}\n")
    MATRIX.write_text("\n".join(rows), encoding="utf-8")


if __name__ == "__main__":
    _write()
