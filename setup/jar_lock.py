"""Compares a folder of JARs with the lock of their SHA-256 sums, or rewrites that lock.

Usage: jar_lock.py check JARS LOCK
       jar_lock.py write JARS LOCK

The lock has one line per JAR, "<sha256>  <name>", sorted by name: `sha256sum --check` reads it too.
Exit 0: they agree. Exit 1: they differ, and every difference is named.
"""

import hashlib
import sys
from pathlib import Path


def sums_of(jars: Path) -> dict[str, str]:
    return {jar.name: hashlib.sha256(jar.read_bytes()).hexdigest() for jar in sorted(jars.glob("*.jar"))}


def read_lock(lock: Path) -> dict[str, str]:
    entries = (line.split(maxsplit=1) for line in lock.read_text().splitlines() if line.strip())
    return {name: digest for digest, name in entries}


def differences(found: dict[str, str], locked: dict[str, str]) -> list[str]:
    missing = [f"{name}: in the lock, not in the folder" for name in sorted(locked.keys() - found.keys())]
    unknown = [f"{name}: in the folder, not in the lock" for name in sorted(found.keys() - locked.keys())]
    changed = [
        f"{name}: sha256 is {found[name]}, the lock says {locked[name]}"
        for name in sorted(found.keys() & locked.keys())
        if found[name] != locked[name]
    ]
    return missing + unknown + changed


def main(arguments: list[str]) -> int:
    if len(arguments) != 3 or arguments[0] not in ("check", "write"):
        print(__doc__, file=sys.stderr)
        return 2
    action, jars, lock = arguments[0], Path(arguments[1]), Path(arguments[2])
    found = sums_of(jars)
    if action == "write":
        lock.write_text("".join(f"{digest}  {name}\n" for name, digest in sorted(found.items())))
        return 0
    problems = differences(found, read_lock(lock))
    for problem in problems:
        print(f"  {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
