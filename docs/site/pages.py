"""
Collects what the documentation's site is made of: every page of the checkout, and the files that pages link to.

Usage: pages.py FOLDER REPORTS

FOLDER mirrors the checkout, so that links between pages stay as they are; a link to a folder becomes one to its README.
REPORTS, a lake's folder of reports, is put beside them as `reports`, and docs/site/assets as `assets`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Text, then a target without an address or an anchor of its own.
_LINK = re.compile(r"(\]\()([^)#\s]+)((?:#[^)\s]*)?\))")
_HTML = re.compile(r"(?:src|srcset|href)=\"([^\"#]+)\"")


def pages() -> list[Path]:
    """Return the Markdown files under version control, relative to the checkout."""
    listed = subprocess.run(["git", "ls-files", "-z", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [Path(name) for name in listed.stdout.split("\0") if name and not name.startswith(".")]


def local(target: str) -> bool:
    """Whether a link has no address of its own."""
    return not re.match(r"[a-z]+:", target)


def collect(folder: Path) -> int:
    """Copy every page with its files; return how many pages there are."""
    found = pages()
    for page in found:
        text = (ROOT / page).read_text(encoding="utf-8")

        def link(match: re.Match[str], page: Path = page) -> str:
            before, target, after = match.groups()
            if not local(target):
                return match.group()
            return before + copied(folder, page, target) + after

        for match in _HTML.finditer(text):
            if local(match.group(1)):
                copied(folder, page, match.group(1))
        file = folder / page
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_LINK.sub(link, text), encoding="utf-8")
    return len(found)


def copied(folder: Path, page: Path, target: str) -> str:
    """Copy what a page links to, unless it is a page; return the link. What is not there is reported later."""
    file = (ROOT / page.parent / target).resolve()
    if file.is_dir():
        return target.rstrip("/") + "/README.md"
    if file.is_file() and file.suffix != ".md" and file.is_relative_to(ROOT):
        copy = folder / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    return target


if __name__ == "__main__":
    into, reports = Path(sys.argv[1]), Path(sys.argv[2])
    shutil.rmtree(into, ignore_errors=True)
    count = collect(into)
    shutil.copytree(reports, into / "reports")
    shutil.copytree(ROOT / "docs/site/assets", into / "assets")
    print(f"docs: {count} pages")
