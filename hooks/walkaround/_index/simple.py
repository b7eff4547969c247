"""What the index says of a pinned version: that it is there, stands, and since when.

Source: the Simple Repository API in JSON (PEP 691, PEP 700) and HTML (PEP 503, PEP 592). A package that the first index
does not have is private or misspelt: nobody can be asked about it, and that is what is said.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from packaging.utils import canonicalize_version
from packaging.version import InvalidVersion, Version

from .._dependencies.requirement import normalised
from . import Facts, NoAnswer, Release
from .pip_config import Configured
from .web import Answer, Line, Refused, answered, each_at_once

_JSON = "application/vnd.pypi.simple.v1+json"
_ACCEPT = f"{_JSON}, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"
_ENDINGS = (".tar.gz", ".zip", ".tar.bz2", ".tgz", ".tar.xz")
Wanted = tuple[str, str]


class Index:
    """The indexes of one run."""

    def __init__(self, line: Line, settings: Configured, *, times: bool) -> None:
        self._line = line
        self._settings = settings
        self._times = times

    def facts(self, wanted: Sequence[Wanted], step: Callable[[], None] | None = None) -> dict[Wanted, Facts | NoAnswer]:
        """The facts about each of these, or why there are none."""
        names = list(dict.fromkeys(name for name, _ in wanted))
        limit = (2 * self._line.seconds + 2) * (2 + len(self._settings.extra))
        of_names: Mapping[str, Any] = dict(
            zip(names, each_at_once(lambda name: self._of(name, wanted), names, limit, step), strict=True)
        )
        return {
            (name, version): of_names[name] if isinstance(of_names[name], NoAnswer) else of_names[name][version]
            for name, version in wanted
        }

    def files(self, name: str) -> list[Release]:
        """The files that the first index has of a project; NoAnswer when it has none."""
        if not self._settings.main:
            raise NoAnswer("pip is configured with no index to ask")
        found = self._files(self._settings.main, name)
        if found is None:
            host = urlsplit(self._settings.main).netloc.rpartition("@")[2] or self._settings.main
            raise NoAnswer(f"it is not found on {host}: a private package, or a misspelt name")
        return found

    def _of(self, name: str, wanted: Sequence[Wanted]) -> dict[str, Facts | NoAnswer]:
        """What is known of the wanted versions of one project; NoAnswer is raised where nothing is."""
        first = self.files(name)
        found: dict[str, Facts | NoAnswer] = {}
        others: list[Release] | None = None
        for version in (version for other, version in wanted if other == name):
            facts = _facts(first, version)
            if not facts.exists:
                others = self._others(name) if others is None else others
                facts = _facts(others, version)
            found[version] = facts
        if self._times:
            self._add_times(name, found)
        return found

    def _others(self, name: str) -> list[Release]:
        """The files of further indexes and folders; NoAnswer when one of them does not answer."""
        pages = (self._files(base, name) for base in self._settings.extra)
        found = [file for page in pages for file in page or ()]
        return found + [file for place in self._settings.find_links for file in _in_folder(place, name)]

    def _files(self, base: str, name: str) -> list[Release] | None:
        """The files that an index has of a project; None where it does not have the project."""
        answer = self._page(base, name)
        host = urlsplit(base).netloc.rpartition("@")[2] or base
        if answer.status in (404, 410):
            return None
        if answer.status != 200:
            raise Refused(host, answer.status)
        files = list(_of_json(answer, name, host) if answer.type.endswith("json") else _of_html(answer, name, host))
        if not files:
            raise NoAnswer(f"{host} answers with a page that lists no files of it")
        return files

    def _page(self, base: str, name: str) -> Answer:
        if not base.lower().startswith("file:"):
            return self._line.get(f"{base}/{name}/", _ACCEPT)
        folder = os.path.join(_local(base), name)
        for file in (os.path.join(folder, "index.html"), folder):
            try:
                if os.path.isfile(file):
                    with open(file, "rb") as opened:
                        return Answer(200, "text/html", opened.read())
                names = os.listdir(file)
            except OSError:
                continue
            return Answer(200, "text/html", "".join(f"<a>{one}</a>" for one in names).encode("utf-8", "replace"))
        return Answer(404, "", b"")

    def _add_times(self, name: str, found: dict[str, Facts | NoAnswer]) -> None:
        """Times that the simple page does not tell, from the JSON page of the project."""
        untold = [v for v, facts in found.items() if isinstance(facts, Facts) and facts.exists and not facts.uploaded]
        if not untold:
            return
        try:
            page = answered(self._line.get(f"{json_base(self._settings.main)}/{name}/json"), "the index")
            releases = page["releases"] if isinstance(page, dict) else {}
            of_version = {_canonical(version): files for version, files in releases.items()}
        except (NoAnswer, KeyError, AttributeError, TypeError):
            of_version = {}
        for version in untold:
            facts = found[version]
            files = of_version.get(_canonical(version))
            times = [
                _time(one.get("upload_time_iso_8601"))
                for one in (files if isinstance(files, list) else ())
                if isinstance(one, dict)
            ]
            uploaded = min(filter(None, times), default=0.0)
            if isinstance(facts, Facts):
                found[version] = facts._replace(uploaded=uploaded)


def json_base(index: str) -> str:
    """Where an index has its JSON pages: beside the simple ones."""
    return index.removesuffix("/simple") + "/pypi"


def _facts(files: Sequence[Release], version: str) -> Facts:
    """What the files say of a version. It is yanked when every file of it is."""
    same = [file for file in files if file.version == version]
    if not same:
        wanted = _canonical(version)
        same = [file for file in files if _canonical(file.version) == wanted]
    if not same:
        return Facts(False)
    reasons = [file.yanked for file in same]
    yanked = None if None in reasons else next((reason for reason in reasons if reason), "")
    return Facts(True, yanked, min((file.uploaded for file in same if file.uploaded), default=0.0))


def _canonical(version: str) -> str:
    """The one spelling of a version; what is none is left as it is."""
    try:
        return canonicalize_version(Version(version))
    except InvalidVersion:
        return version


def _of_json(answer: Answer, name: str, host: str) -> Iterator[Release]:
    try:
        page = json.loads(answer.body)
        files = page["files"]
    except (ValueError, RecursionError, KeyError, TypeError):
        raise NoAnswer(f"{host} answers with malformed JSON") from None
    if not isinstance(files, list):
        raise NoAnswer(f"{host} answers with malformed JSON")
    for one in files:
        if isinstance(one, dict) and isinstance(file := one.get("filename"), str):
            version = version_of(file, name)
            if version is not None:
                yield Release(version, _yanked(one.get("yanked", False)), _time(one.get("upload-time")))


def _yanked(said: Any) -> str | None:
    return said if isinstance(said, str) else "" if said else None


def _of_html(answer: Answer, name: str, host: str) -> Iterator[Release]:
    if not answer.whole and b"</html>" not in answer.body[-100:].lower():
        raise NoAnswer(f"{host}: the connection broke in the middle of the answer")
    links = _Links()
    links.feed(answer.body.decode("utf-8", "replace"))
    for text, yanked in links.found:
        version = version_of(text, name)
        if version is not None:
            yield Release(version, yanked, 0.0)


class _Links(HTMLParser):
    """The links of a simple page: the file name that each shows, and why it was yanked if it was."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str | None]] = []
        self._open: str | None = None
        self._is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            given = dict(attrs)
            self._is_open = True
            self._open = (given["data-yanked"] or "") if "data-yanked" in given else None

    def handle_data(self, data: str) -> None:
        if self._is_open and data.strip():
            self.found.append((data.strip(), self._open))
            self._is_open = False

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._is_open = False


def version_of(file: str, name: str) -> str | None:
    """The version in the name of a wheel or source archive of this project; None for every other file."""
    if file.endswith(".whl"):
        parts = file.split("-")
        return parts[1].replace("_", "-") if len(parts) in (5, 6) and normalised(parts[0]) == name else None
    ending = next((ending for ending in _ENDINGS if file.endswith(ending)), None)
    if ending is None:
        return None
    stem = file[: -len(ending)]
    for at in (at for at, character in enumerate(stem) if character == "-"):
        if normalised(stem[:at]) == name and stem[at + 1 : at + 2].isdigit():
            return stem[at + 1 :]
    return None


def _in_folder(place: str, name: str) -> Iterator[Release]:
    """The files of a project in a folder that `find-links` names."""
    folder = _local(place) if place.lower().startswith("file:") else place
    try:
        files = os.listdir(folder)
    except OSError:
        return
    for file in files:
        version = version_of(file, name)
        if version is not None:
            yield Release(version, None, 0.0)


def _local(url: str) -> str:
    return url2pathname(unquote(urlsplit(url).path))


def _time(text: Any) -> float:
    """A time such as `2024-01-31T12:00:00.000000Z` in seconds; 0 for anything else."""
    if not isinstance(text, str):
        return 0.0
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return 0.0
    return when.timestamp() if when.tzinfo is not None else 0.0
