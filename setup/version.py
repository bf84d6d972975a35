"""Keeps every place that names this project's version at that of pom.xml.

Usage: version.py             print it
       version.py --check     name the places that say another one      (`make lint`)
       version.py 0.2.0       set it everywhere
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POM = re.compile(r"(<artifactId>backstory</artifactId>\s*<version>)([^<]+)(</version>)")
VERSION = r"(\d+\.\d+\.\d+(?:-(?:alpha|beta|rc|SNAPSHOT)[.\d]*)?)"
PLACES = {
    "*pom.xml": POM,
    "*/pyproject.toml": re.compile(rf'^(version = "){VERSION}(")$', re.MULTILINE),
    "*.md": re.compile(
        rf"(backstory-(?:[a-z]+-)*|backstory_[a-z]+-|localhost/backstory:){VERSION}(-all\.jar|\.tar\.gz|-py3|\b)"
    ),
    "docker/*": re.compile(rf"(localhost/backstory:){VERSION}(\}}|`)"),
}


def files(pattern: str) -> list[Path]:
    """Return the files of this checkout under a pattern of git; the changelog speaks of other versions."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern],
        cwd=ROOT, text=True, check=True, capture_output=True,
    )
    return [ROOT / name for name in listed.stdout.splitlines() if name != "CHANGELOG.md" and (ROOT / name).is_file()]


def current() -> str:
    """Return the version, which the parent POM alone decides."""
    match = POM.search((ROOT / "pom.xml").read_text(encoding="utf-8"))
    if match is None:
        sys.exit("version: pom.xml has no <version> behind <artifactId>backstory</artifactId>")
    return match[2]


def change(wanted: str, write: bool) -> list[str]:
    """Return the places that say another version, and correct them if asked to."""
    others = []
    for pattern, place in PLACES.items():
        for file in files(pattern):
            text = file.read_text(encoding="utf-8")
            for match in place.finditer(text):
                if match[2] != wanted:
                    line = text.count("\n", 0, match.start()) + 1
                    others.append(f"{file.relative_to(ROOT)}:{line}: {match[2]}, where pom.xml says {wanted}")
            if write:
                file.write_text(place.sub(rf"\g<1>{wanted}\g<3>", text), encoding="utf-8")
    return others


def main(argument: str) -> int:
    """Do what the argument says."""
    if argument == "":
        print(current())
        return 0
    if argument == "--check":
        others = change(current(), write=False)
        print("".join(f"version: {other}\n" for other in others), end="", file=sys.stderr)
        return 1 if others else 0
    if not re.fullmatch(VERSION, argument):
        print(f"version: '{argument}' is not a version; write it as 0.2.0", file=sys.stderr)
        return 2
    change(argument, write=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
