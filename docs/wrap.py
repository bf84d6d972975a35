"""Wraps the prose of all Markdown files at 120 characters.

Usage: wrap.py [--check]      (`make format`; with --check `make lint`)

Tables, headings, code, HTML and what is generated between markers stay as they are.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 120
ITEM = re.compile(r"(\s*)([-*] |\d+\. )?")
MARK = re.compile(r"[-*+|>]|#+|\d+\.")
STARTS_ITEM = re.compile(r"\s*([-*] |\d+\. )")
BEGIN = re.compile(r"<!-- (generated: |\S+:begin )")
END = re.compile(r"<!-- (\S+:)?end ")
OTHER = ("#", "|", "<", "```")


def words(text: str) -> list[str]:
    """Split at spaces; a code span stays whole, and what would begin a list or a table stays with the word before."""
    found, word, code = list[str](), "", False
    for letter in text:
        code ^= letter == "`"
        if letter.isspace() and not code:
            found.append(word)
            word = ""
        else:
            word += letter
    joined = list[str]()
    for each in [*found, word]:
        if joined and MARK.fullmatch(each):
            joined[-1] += " " + each
        elif each:
            joined.append(each)
    return joined


def fill(text: str, first: str) -> list[str]:
    """Lines of a paragraph that begins with `first`; the others are indented by as much."""
    lines, line = [], first
    for number, word in enumerate(words(text)):
        if number and len(line) + 1 + len(word) > WIDTH:
            lines.append(line)
            line = " " * len(first) + word
        else:
            line += (" " if number else "") + word
    return [*lines, line]


def wrap(document: str) -> str:
    """Return the document with its prose wrapped."""
    lines, out = document.split("\n"), list[str]()
    fenced = generated = html = False
    while lines:
        line = lines.pop(0)
        fenced ^= line.startswith("```")
        generated = (generated or bool(BEGIN.match(line))) and not END.match(line)
        html = bool(line.strip()) and (html or (line.startswith("<") and not line.startswith("<!--")))
        if fenced or generated or html or not line.strip() or line.startswith((*OTHER, "    ")):
            out.append(line)
            continue
        item = ITEM.match(line)
        first = item.group() if item else ""
        paragraph = [line[len(first) :].strip()]
        while lines and lines[0].strip() and not STARTS_ITEM.match(lines[0]) and not lines[0].startswith(OTHER):
            paragraph.append(lines.pop(0).strip())
        out += fill(" ".join(paragraph), first)
    return "\n".join(out)


def main(check: bool) -> int:
    """Wrap the files, or only compare; return the exit code."""
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, check=True, capture_output=True, text=True)
    different = []
    for name in listed.stdout.split():
        file = ROOT / name
        text = file.read_text(encoding="utf-8")
        if (wrapped := wrap(text)) != text:
            different.append(name)
            if not check:
                file.write_text(wrapped, encoding="utf-8")
    if check and different:
        print(f"lint: not wrapped at {WIDTH} characters: {', '.join(different)}; run 'make format'", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
