"""What hosts answer, for `--fix --online` alone: versions of packages, commits of tags, digests of images."""

from .._dependencies.bounds import admits
from .._dependencies.declared import Declared
from .._finding import NotJudged


def answer(one: Declared) -> str | None:
    """The version, commit or digest to pin; None where this kind has nobody to ask; NotJudged when nobody answers."""
    from .._fetch.words import FetchError

    try:
        match one.kind:
            case "action":
                return _commit(f"https://github.com/{'/'.join(one.name.split('/')[:2])}", one.spec)
            case "git":
                return _commit(one.name, one.spec)
            case "image":
                from .._fetch.registry import digest

                return digest(one.name, one.spec or "latest")
            case "npm":
                return _npm(one)
            case "pypi":
                return _python(one)
    except FetchError as failure:
        raise NotJudged("", str(failure)) from None
    return None


def _commit(url: str, ref: str) -> str | None:
    from .._fetch.refs import commit

    return commit(url.removeprefix("git+"), ref or "HEAD")


def _npm(one: Declared) -> str | None:
    """The newest version within the bounds, as npm finds it with the user's own settings and logins."""
    import json
    import subprocess

    if one.name.startswith("-"):
        return None
    spec = one.spec if one.spec not in ("", "*") else "latest"
    command = ["npm", "view", "--json", "--", f"{one.name}@{spec}", "version"]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=60, stdin=subprocess.DEVNULL)
        said = json.loads(done.stdout or b"null")
    except FileNotFoundError:
        raise NotJudged("", f"{one.name}: npm is not on PATH; install it, or pin the version by hand") from None
    except (OSError, ValueError, subprocess.TimeoutExpired):
        raise NotJudged("", f"{one.name}: npm does not answer; try again later") from None
    found = said[-1] if isinstance(said, list) and said else said  # npm lists the versions of a range in order
    if done.returncode or not isinstance(found, str):
        raise NotJudged("", f"{one.name}: npm knows no version within {spec}; check the name")
    return found


def _python(one: Declared) -> str | None:
    """The newest release within the bounds on the index that pip is configured with: neither yanked nor a preview."""
    from packaging.version import InvalidVersion, Version

    from .._index import releases

    fitting: list[tuple[Version, str]] = []
    for release in releases(one.name):
        try:
            version = Version(release.version)
        except InvalidVersion:
            continue
        if not release.yanked and not version.is_prerelease and admits("pypi", one.spec, release.version):
            fitting.append((version, release.version))
    if not fitting:
        raise NotJudged("", f"{one.name}: the index has no release within {one.spec or 'any bounds'}; check the name")
    return max(fitting)[1]
