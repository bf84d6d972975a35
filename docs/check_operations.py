"""Runs the commands of docs/operations.md on a copy of the example, in order, and compares what they print.

Usage: check_operations.py [DOCUMENT]      (`make test-operations`)

A block ```sh is run by bash in the project's folder. When its first line is `# exit N`, N is the exit code that is
expected, else 0. Each line of the ```text block after it must be in the output, in that order; … stands for anything.
Blocks of other kinds (```console) need an Airflow and are not run.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def missing(wanted: str, found: str) -> str | None:
    """Return the first wanted line that is not in what was found, after the one before it."""
    lines = iter(found.splitlines())
    for line in wanted.splitlines():
        pattern = re.compile(r"\s*" + r".*".join(re.escape(part) for part in re.split(r"\s*…\s*", line.strip())))
        if not any(pattern.match(each) for each in lines):
            return line
    return None


def main(document: Path) -> int:
    output, checked = "", 0
    for kind, text in BLOCK.findall(document.read_text(encoding="utf-8")):
        if kind == "text":
            line = missing(text, output)
            if line is not None:
                print(f"{document.name}: this line was not printed:\n  {line}\nbut:\n{output}", file=sys.stderr)
                return 1
        else:
            expected = int(match[1]) if (match := re.match(r"# exit (\d)\n", text)) else 0
            print(text, end="", flush=True)
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", text], cwd=ROOT, text=True, check=False,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )
            output = done.stdout
            if done.returncode != expected:
                print(f"exit {done.returncode}, the document says {expected}:\n{output}", file=sys.stderr)
                return 1
        checked += 1
    print(f"Tests: {checked} passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "operations.md"))
