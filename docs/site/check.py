"""
Looks at the built site as its readers do, from the folder, without a server.

Usage: check.py SITE BROWSER

Every link must lead to a file and an anchor that are there, every page be two clicks from the first one, no page ask
for anything from elsewhere, say an error, or be wider than a phone; and the search must find. Exit 1 names what is not
so.
"""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from playwright.sync_api import Error as BrowserError

PHONE: ViewportSize = {"width": 390, "height": 844}
CLICKS = 2
SECONDS = 30


class Links(HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.anchors = {""}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag links to, and what can be linked to."""
        of = dict(attrs)
        self.anchors.update(name for name in (of.get("id"), of.get("name")) if name)
        target = of.get("href") if tag in ("a", "link") else of.get("src")
        if target:
            self.targets.append(target)


def read(site: Path) -> dict[Path, Links]:
    """Return every page; that of an address that is not there is for servers, which this site does not need."""
    pages = (page for page in site.rglob("*.html") if page != site / "404.html")
    return {page: Links(page.read_text(encoding="utf-8")) for page in sorted(pages)}


def target_of(page: Path, link: str) -> tuple[Path, str] | None:
    """Return the file and the anchor that a link names; None for an address elsewhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    file = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    return (file / "index.html" if file.is_dir() else file), unquote(parts.fragment)


def dead_links(pages: dict[Path, Links]) -> list[str]:
    """Return what leads nowhere."""
    found = []
    for page, links in pages.items():
        for link in links.targets:
            target = target_of(page, link)
            if target is None:
                continue
            file, anchor = target
            # The reports' pages make anchors as they are shown.
            anchors = pages[file].anchors if file in pages and "reports" not in file.parts else {anchor}
            if not file.is_file() or anchor not in anchors:
                found.append(f"{page} links to {link}, which is not there")
    return found


def far_pages(site: Path, pages: dict[Path, Links]) -> list[str]:
    """Return the pages that are more clicks away; a lake's reports are reached from their own first page."""
    near = {site / "index.html"}
    for _ in range(CLICKS):
        targets = (target_of(page, link) for page in near if page in pages for link in pages[page].targets)
        near = near | {target[0] for target in targets if target}
    wanted = {page for page in pages if page.relative_to(site).parts[0] != "reports"} | {site / "reports/index.html"}
    return [f"{page} is more than {CLICKS} clicks from the first page" for page in sorted(wanted - near)]


def looks(browser: Browser, site: Path, pages: dict[Path, Links]) -> list[str]:
    """Return what a browser on a phone, in the dark, finds wrong."""
    found: list[str] = []
    context = browser.new_context(viewport=PHONE, color_scheme="dark")
    shown = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    shown.on("pageerror", lambda error: said.append(str(error)))
    shown.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    shown.on("request", lambda request: asked.append(request.url))
    for page in pages:
        if page.relative_to(site).parts[0] == "reports":
            continue
        shown.goto(page.as_uri())
        wide = shown.evaluate("document.documentElement.scrollWidth")
        if wide > PHONE["width"]:
            found.append(f"{page} is {wide} pixels wide on a phone of {PHONE['width']}")
        if shown.evaluate("document.body.getAttribute('data-md-color-scheme')") != "slate":
            found.append(f"{page} is bright in the dark")
        found += [f"{page} says: {line}" for line in said]
        found += [f"{page} asks for {url}" for url in asked if url.startswith("http")]
        said.clear()
        asked.clear()
    context.close()
    return found + searches(browser.new_page(), site)


def searches(page: Page, site: Path) -> list[str]:
    """Return a complaint when the search of the first page does not find a word that is on many."""
    page.goto((site / "index.html").as_uri())
    # Key by key: that is what the search listens to.
    page.locator("[data-md-component=search-query]").press_sequentially("lookback")
    try:
        page.locator("[data-md-component=search-result] a").first.wait_for(timeout=SECONDS * 1000)
    except BrowserError as error:
        return [f"the search finds no 'lookback': {error}"]
    return []


def main() -> int:
    """Check, say what is wrong, and return the exit code."""
    site = Path(sys.argv[1]).resolve()
    pages = read(site)
    wrong = dead_links(pages) + far_pages(site, pages)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=sys.argv[2], args=["--no-sandbox"])
        wrong += looks(browser, site, pages)
        browser.close()
    for line in wrong:
        print(f"docs: {line}", file=sys.stderr)
    links = sum(len(page.targets) for page in pages.values())
    print(f"docs: {len(pages)} pages and {links} links checked, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
