"""The page of `walkaround report` in a real browser: does it ask for anything, can everybody use it, how does it look?

`python3 benchmarks/page.py [--html FILE] [--shots FOLDER]` sets up its own environment, opens the page of a made-up
report (or FILE) in headless Chromium in light and dark at three widths, folded and unfolded, and on paper, and prints
what it asked for beyond itself, what axe-core finds wrong, and whether it scrolls sideways. A browser is taken from
PATH (or `--browser`); without one it says so and ends with exit code 2. Exit code 1 when anything was found.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from setup_environment import environment, fail

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
WIDTHS = (320, 768, 1280)
SIZE = 150_000


class Look(NamedTuple):
    """How the page is looked at."""

    width: int
    scheme: str
    unfolded: bool

    @property
    def name(self) -> str:
        return f"{self.width} {self.scheme}{' unfolded' if self.unfolded else ''}"


class Seen(NamedTuple):
    """What came of it."""

    requests: list[str]
    messages: list[str]
    violations: list[str]
    beyond: int


LOOKS = [
    *(Look(width, scheme, unfolded=False) for width in WIDTHS for scheme in ("light", "dark")),
    Look(320, "light", unfolded=True),
    Look(1280, "dark", unfolded=True),
]


def main() -> int:
    options = asked()
    with tempfile.TemporaryDirectory(prefix="walkaround-page-") as folder:
        page = options.html or made_up(Path(folder, "page.html"))
        size = page.stat().st_size
        print(f"{'size':22}{size:,} bytes")
        found = size >= SIZE and options.html is None
        for look, seen in looked_at(page.resolve(), options.browser, options.shots):
            wrong = [*seen.requests, *seen.messages, *seen.violations]
            wrong += [f"scrolls sideways by {seen.beyond} pixels"] if seen.beyond else []
            print(f"{look.name:22}{'; '.join(wrong) or 'nothing asked for, no violation, no scrolling sideways'}")
            found = found or bool(wrong)
    return 1 if found else 0


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--html", type=Path, metavar="FILE", help="a page of `walkaround report --html`")
    parser.add_argument("--shots", type=Path, metavar="FOLDER", help="where to leave pictures, and the page on paper")
    parser.add_argument("--browser", default=next(filter(None, map(shutil.which, BROWSERS)), None), metavar="PROGRAM")
    options = parser.parse_args()
    if options.browser is None:
        raise fail("no Chromium on PATH; install one (on Debian: apt install chromium), or name it with --browser")
    return options


def made_up(path: Path) -> Path:
    """The page of three months in which every figure is known."""
    from page_samples import large
    from walkaround.baseline_metrics.page import html

    path.write_text(html(large()), encoding="utf-8")
    return path


def looked_at(page: Path, browser: str, shots: Path | None) -> Iterator[tuple[Look, Seen]]:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-not-found]
    from playwright.sync_api import sync_playwright  # type: ignore[import-not-found]

    if shots:
        shots.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        # Chromium's own sandbox does not start as root, which one is in most containers.
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        chromium = driver.chromium.launch(executable_path=browser, args=["--no-sandbox"] if root else [])
        for look in LOOKS:
            yield look, _seen(chromium, page, look, Axe(), shots)
        chromium.close()


def _seen(chromium: Any, page: Path, look: Look, axe: Any, shots: Path | None) -> Seen:
    """The page's policy is lifted for axe-core, which is a script, and for nothing that the page asks for itself."""
    context = chromium.new_context(
        viewport={"width": look.width, "height": 900}, color_scheme=look.scheme, bypass_csp=True
    )
    tab = context.new_page()
    requests: list[str] = []
    messages: list[str] = []
    tab.on("request", lambda request: requests.append(request.url))
    tab.on("console", lambda message: messages.append(message.text))
    tab.on("pageerror", lambda failure: messages.append(str(failure)))
    tab.goto(page.as_uri())
    if look.unfolded:
        tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    if shots:
        tab.screenshot(path=shots / f"{look.name.replace(' ', '-')}.png", full_page=True)
        if look == LOOKS[0]:
            tab.pdf(path=shots / "paper.pdf", format="A4")
    beyond = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    violations = [
        f"{one['id']}: {one['nodes'][0]['target'][0]} and {len(one['nodes']) - 1} more"
        for one in axe.run(tab).response["violations"]
    ]
    context.close()
    return Seen([url for url in requests if url != page.as_uri()], messages, violations, beyond)


if __name__ == "__main__":
    if os.environ.get("WALKAROUND_BENCHMARK") != "page":
        asked()  # before anything is set up
        inner = environment(["test", "bench-page"])
        again = dict(os.environ, WALKAROUND_BENCHMARK="page")
        raise SystemExit(subprocess.run([inner, *sys.argv], env=again, check=False).returncode)
    raise SystemExit(main())
