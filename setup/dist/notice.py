"""Writes NOTICE: what the JARs of a release hold besides Backstory's own classes, by which licenses.

Usage: notice.py [--check]      (after a build, which says what is bundled in cli/target/bundled.txt)

The program's JAR holds what each of the jobs' JARs holds. A JAR whose license nobody has looked up stops the release:
add it to LICENSES when you have read it.
"""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BUNDLED = ROOT / "cli" / "target" / "bundled.txt"
NOTICE = ROOT / "NOTICE"
LICENSES = dict.fromkeys(
    (
        "com.amazon.deequ:deequ",
        "com.fasterxml.jackson.core:jackson-annotations",
        "com.fasterxml.jackson.core:jackson-databind",
        "com.fasterxml.jackson.dataformat:jackson-dataformat-yaml",
        "com.fasterxml.jackson.datatype:jackson-datatype-jsr310",
        "com.fasterxml.jackson.datatype:jackson-datatype-jdk8",
        "com.fasterxml.jackson.module:jackson-module-blackbird",
        "gg.jte:jte-runtime",
        "io.openlineage:openlineage-java",
        "info.picocli:picocli",
        "org.apache.httpcomponents.client5:httpclient5",
        "org.apache.httpcomponents.core5:httpcore5",
        "org.apache.httpcomponents.core5:httpcore5-h2",
        "org.jspecify:jspecify",
        "org.yaml:snakeyaml",
    ),
    "Apache License 2.0",
) | {
    "com.fasterxml.jackson.core:jackson-core": "Apache License 2.0; FastDoubleParser in it: MIT License",
}
LINE = re.compile(r"^\s+([\w.-]+):([\w.-]+):jar:([\w.-]+):(?:compile|runtime):(\S+?)(?: -- .*)?$")
HEAD = """Backstory
Copyright 2026 The Backstory authors

Licensed under the Apache License, Version 2.0 (the file LICENSE).

The JARs of a release hold the classes of these libraries, unchanged. Spark, Scala and Hadoop are not among them. This
file is made by setup/dist/notice.py from what the build bundles.
"""


def bundled() -> list[tuple[str, str, Path]]:
    """Return name, version and file of each JAR that is bundled."""
    found = [match.groups() for line in BUNDLED.read_text(encoding="utf-8").splitlines() if (match := LINE.match(line))]
    return sorted((f"{group}:{artifact}", version, Path(file)) for group, artifact, version, file in found)


def said_by(jar: Path) -> str:
    """Return the NOTICE that a JAR brings, which whoever passes it on has to pass on as well."""
    with zipfile.ZipFile(jar) as archive:
        for name in ("META-INF/NOTICE", "META-INF/NOTICE.txt", "META-INF/NOTICE.md"):
            if name in archive.namelist():
                return archive.read(name).decode("utf-8").replace("\r\n", "\n").strip()
    return ""


def text() -> str:
    """Return what NOTICE has to be."""
    parts = [HEAD]
    jars = bundled()
    unknown = [name for name, _, _ in jars if name not in LICENSES]
    if unknown:
        sys.exit(f"dist: no license is known for {', '.join(unknown)}: look it up, and add it to {Path(__file__).name}")
    parts += [f"- {name} {version}: {LICENSES[name]}\n" for name, version, _ in jars]
    said = dict[str, list[str]]()
    for name, _, jar in jars:
        if notice := said_by(jar):
            said.setdefault(notice, []).append(name)
    for notice, names in said.items():
        parts.append(f"\n{'-' * 100}\n{', '.join(names)} say:\n\n{notice}\n")
    return parts[0] + "\n" + "".join(parts[1:])


def main(check: bool) -> int:
    """Write the file, or say that it is out of date."""
    wanted = text()
    if check:
        if not NOTICE.exists() or NOTICE.read_text(encoding="utf-8") != wanted:
            remedy = "run python3 setup/dist/notice.py and look at the difference"
            print(f"dist: NOTICE is out of date; {remedy}", file=sys.stderr)
            return 1
    else:
        NOTICE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
