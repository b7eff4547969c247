"""What attacks and honest work are made of: changes to a defended repository, its environment and the arguments."""

import hashlib
import shutil
import subprocess
from collections.abc import Callable

from defended import DAYS, FLEET, HOOKS, POLICY, SECRETS, SOURCE, Site, baseline, lock_of

FILE = "walkaround.toml"
CONFIG = ".pre-commit-config.yaml"
KEY_HASH = hashlib.sha1(SECRETS["AWS_KEY"].encode(), usedforsecurity=False).hexdigest()
OURS = ".walkaround/secrets.baseline"
# The same entry in Walkaround's own format.
ACCEPTING_LINE = f'{{"file": "settings.py", "type": "AWS Access Key", "hash": "sha1:{KEY_HASH}"}}\n'
ACCEPTING = baseline(accepts=[("settings.py", "AWS Access Key", KEY_HASH)])
EVERYTHING_OFF = '[rules]\nSEC001 = "off"\nPIN002 = "off"\n'  # PIN001 is locked

Change = Callable[[Site], object]


def policy(text: str) -> Change:
    """Add to the end of the repository's policy."""
    return lambda site: site.append(FILE, text)


def whole(content: str | bytes, path: str = FILE) -> Change:
    return stage(path, content)


def put(old: str, new: str, path: str = FILE) -> Change:
    return lambda site: site.edit(path, old, new)


def extends(*entries: str) -> Change:
    """Extend other policies instead."""
    written = ", ".join(f'"{entry}"' for entry in entries)
    return put(f'extends = ["./org.toml", "{SOURCE}"]', f"extends = [{written}]")


def hook(option: str, name: str = "strict") -> Change:
    """Give a hook of the configuration another option."""
    return put(f"      - id: {name}\n", f"      - id: {name}\n        {option}\n", CONFIG)


def setting(line: str) -> Change:
    return put("repos:\n", f"{line}\nrepos:\n", CONFIG)


def git(*arguments: str) -> Change:
    return lambda site: site.git(*arguments)


def write(path: str, content: str = "") -> Change:
    """Write a file without staging it."""
    return lambda site: site.write(path, content)


def stage(path: str, content: str | bytes) -> Change:
    return lambda site: site.stage(path, content)


def remove(path: str) -> Change:
    return lambda site: site.remove(path)


def commit(message: str) -> Change:
    """Commit what is staged, past all hooks."""
    return lambda site: site.commit(message)


def both(*changes: Change) -> Change:
    def change(site: Site) -> None:
        for one in changes:
            one(site)

    return change


def only_the_credential(site: Site) -> None:
    """The other finding's rule is locked, and would be found in any case."""
    site.guilty.pop("requirements.txt")


def alone(site: Site) -> None:
    """A change without anything to hide yet: the next commit will have it."""
    site.guilty.clear()


def exempt(rule: str = "PIN001", path: str = "requirements.txt", **changed: str) -> str:
    fields = {"reason": '"r"', "owner": '"@o"', "expires": DAYS["in 30"]} | changed
    rest = "".join(f"{name} = {value}\n" for name, value in fields.items() if value)
    return f'\n[[exemptions]]\nrule = "{rule}"\npath = "{path}"\n{rest}'


def named(content: str) -> Change:
    """A policy in the variable of the environment, from beside the repository."""

    def change(site: Site) -> None:
        site.write("../named.toml", content)
        site.environment["WALKAROUND_POLICY"] = "../named.toml"

    return change


def variable(name: str, value: str) -> Change:
    return lambda site: site.environment.update({name: value})


def argument(value: str) -> Change:
    return lambda site: site.arguments.extend(["--policy", value])


def on_disk(content: str) -> Change:
    """The policy in the work tree is another one than the staged one."""
    return lambda site: site.append(FILE, content, stage=False)


def link(site: Site, path: str, target: str, *, stage: bool = True) -> None:
    full = site.top / path
    if full.exists():
        full.unlink()
    full.symlink_to(target)
    if stage:
        site.git("add", "--", path)


def in_pyproject(site: Site) -> None:
    """Begin with the policy in pyproject.toml."""

    def move(site: Site) -> None:
        text = POLICY.replace("[[paths]]", "[[tool.walkaround.paths]]").replace("[ai]", "[tool.walkaround.ai]")
        text = text.replace("[pinned-dependencies]", "[tool.walkaround.pinned-dependencies]")
        site.remove(FILE)
        site.stage("pyproject.toml", f"[tool.walkaround]\n{text}")

    site.begin(move)


def blob(site: Site, content: str) -> str:
    return site.git("hash-object", "-w", str(site.write("../blob", content))).decode().strip()


def entry(site: Site, path: str, revision: str = "HEAD") -> str:
    return site.git("rev-parse", f"{revision}:{path}").decode().strip()


def excluding(what: str, pattern: str) -> dict[str, object]:
    return {"path": f"detect_secrets.filters.regex.should_exclude_{what}", "pattern": [pattern]}


def from_folder(name: str) -> Change:
    return lambda site: setattr(site, "folder", site.top / name)


def elsewhere(site: Site, name: str, path: str) -> None:
    """A variable that points into another repository, which is as empty as the credential's file there is harmless."""
    other = Site(site.top.parent / "other")
    if not other.top.exists():
        other.top.mkdir()
        other.git("init", "-q")
        other.commit("Begin", **{"settings.py": "x = 1\n"})
    site.environment[name] = str(other.top / path)


def guilty(site: Site) -> None:
    for path, content in site.guilty.items():
        site.stage(path, content)


def before_adoption(site: Site) -> None:
    """A branch that began before the policy was adopted brings one of its own."""
    only_the_credential(site)
    site.git("checkout", "-q", "--orphan", "older")
    site.git("rm", "-rqf", ".")
    start = site.commit("Before", **{"src/app.py": "print()\n"})
    site.git("checkout", "-q", "main")
    site.git("merge", "-q", "--allow-unrelated-histories", "-s", "ours", "-m", "Join", "older")
    site.base = "main"
    site.git("checkout", "-q", "-b", "branch", start)
    site.stage("pyproject.toml", '[tool.walkaround.rules]\nSEC001 = "off"\n')


def taken(site: Site) -> None:
    """A merge of the main branch, in which the policy was tightened, keeps the branch's own policy."""
    loose = POLICY + '[rules]\nSEC001 = "off"\n'
    site.begin(whole(loose))
    site.git("checkout", "-q", "-b", "branch")
    site.commit("Work", **{"src/more.py": "x = 1\n"})
    site.git("checkout", "-q", "main")
    site.commit("Tighten", **{FILE: POLICY})
    site.git("checkout", "-q", "branch")
    site.git("merge", "-q", "-s", "ours", "-m", "Merge", "main")
    site.base = "main"
    only_the_credential(site)


def crossed(site: Site) -> None:
    """The same, where the branch was merged before: there are two commits from which the sides began."""
    taken(site)
    site.git("checkout", "-q", "main")
    site.git("merge", "-q", "-m", "Take the branch's work", "branch~1")
    site.git("checkout", "-q", "branch")


def cut(site: Site) -> None:
    """The same in a shallow clone: a long way hides where the sides parted, and a short one leads further back."""
    taken(site)
    for number in range(8):
        site.commit(f"Step {number}")
    first = site.git("rev-parse", "main~1").decode().strip()  # still with the loose policy
    side = site.git("commit-tree", "-p", first, "-m", "Side", f"{first}^{{tree}}").decode().strip()
    site.git("merge", "-q", "-s", "ours", "-m", "Join", side)
    top = site.top.parent / "clone"
    origin = site.top.as_uri()
    subprocess.run(
        ["git", "clone", "-q", "--depth=4", "--no-single-branch", "-b", "branch", origin, str(top)], check=True
    )
    site.top = site.folder = top
    site.base = "origin/main"


def turned(site: Site) -> None:
    """The two overrides of services in the other order."""
    first, second = POLICY.index("[[paths]]"), POLICY.rindex("[[paths]]")
    end = POLICY.index("[ai]")
    site.stage(FILE, POLICY[:first] + POLICY[second:end] + POLICY[first:second] + POLICY[end:])


def escaped(site: Site, path: str) -> str:
    return (site.top / path).read_text().replace("tool.walkaround", 'tool."walk\\u0061round"')


def hooks_alone(site: Site) -> None:
    """Begin with hooks from a mirror whose name says nothing, and without a policy."""

    def begin(site: Site) -> None:
        site.git("rm", "-rq", FILE, "org.toml", ".walkaround")
        site.edit(CONFIG, "git.example.org/walkaround", "git.example.org/mirror/hooks")
        site.edit(CONFIG, "default_install_hook_types: [pre-commit, commit-msg, pre-push]\n", "")

    site.begin(begin)
    site.write(FILE, "")


def other_ending(site: Site) -> None:
    """Begin with an organisation's policy whose file is not called `.toml`."""

    def begin(site: Site) -> None:
        site.git("mv", "org.toml", "org.policy")
        site.edit("org.policy", '"pinned-dependencies.level", ', "")
        site.edit("org.policy", 'level = "exact"', 'level = "hash"')
        extends("./org.policy", SOURCE)(site)

    site.begin(begin)


def locally(site: Site) -> None:
    """Begin with a hook that is installed otherwise."""
    text = (
        HOOKS
        + "  - repo: local\n    hooks:\n      - {id: strict, name: s, language: system, entry: walkaround-strict}\n"
    )
    site.begin(whole(text, CONFIG))


def replaced_credential(site: Site) -> None:
    only_the_credential(site)
    guilty(site)
    site.git("replace", entry(site, "settings.py", ""), blob(site, "x = 1\n"))
    site.write("settings.py", "x = 1\n")
    alone(site)


def replaced_policy(site: Site) -> None:
    only_the_credential(site)
    loose = POLICY + '[rules]\nSEC001 = "off"\n'
    site.git("replace", entry(site, FILE), blob(site, loose))
    site.stage(FILE, loose)


def grafted(site: Site) -> None:
    """What the push counts from is made to look like a commit after it."""
    only_the_credential(site)
    loose = POLICY + '[rules]\nSEC001 = "off"\n'
    later = site.commit("Loosen", **{FILE: loose})
    site.write(".git/info/grafts", f"{site.base} {later}\n{later}\n")


def orphan(site: Site) -> None:
    only_the_credential(site)
    site.git("checkout", "-q", "--orphan", "fresh")
    policy(EVERYTHING_OFF)(site)


def shallow(site: Site) -> None:
    """A clone without the commit from which the push counts."""
    site.commit("Between", **{FILE: POLICY + '[rules]\nSEC001 = "off"\n'})
    top = site.top.parent / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=1", site.top.as_uri(), str(top)], check=True)
    site.top = site.folder = top


def in_part(site: Site) -> None:
    """`git commit FILE...`: hooks see an index of its own, without what else is staged."""
    for path, content in site.guilty.items():
        site.stage(path, content)
    index = site.top.parent / "index"
    shutil.copy(site.top / ".git" / "index", index)
    policy(EVERYTHING_OFF)(site)
    site.environment["GIT_INDEX_FILE"] = str(index)


def package_on_the_path(site: Site) -> None:
    """A package that is called as the organisation's, with another policy in it."""
    source = "package:acme/strict.toml"

    def begin(site: Site) -> None:
        extends("./org.toml", source)(site)
        site.stage(".walkaround/policy.lock", lock_of(FLEET, source))

    site.begin(begin)
    site.write("../path/acme/__init__.py", "")
    site.write("../path/acme/strict.toml", EVERYTHING_OFF)
    site.environment["PYTHONPATH"] = str(site.top.parent / "path")
    site.process = True


def shortened(site: Site) -> None:
    """The merge that keeps the other side, where a list of commits says that their parents are not here."""
    taken(site)
    site.begin(whole((site.top / FILE).read_text() + "# one more\n"))
    first = site.git("rev-parse", "main~1").decode().strip()  # still with the loose policy
    side = site.git("commit-tree", "-p", first, "-m", "Side", f"{first}^{{tree}}").decode().strip()
    site.git("merge", "-q", "-s", "ours", "-m", "Join", side)
    cut = site.git("rev-parse", "HEAD~1").decode()
    site.environment["GIT_SHALLOW_FILE"] = str(site.write("../cut", cut))
    site.base = "main"
