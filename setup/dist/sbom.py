"""Writes what a Python lock pins as a CycloneDX bill of materials.

Usage: sbom.py NAME VERSION LOCK BOM

A wheel holds nothing but its own modules: the bill names the environment in which it is tested.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)\s*(?:;\s*([^\\]+?))?\s*\\?$", re.MULTILINE)


def component(name: str, version: str, marker: str) -> dict[str, object]:
    """Return a package as CycloneDX has it, with the condition under which it is installed."""
    url = f"pkg:pypi/{name}@{version}"
    found: dict[str, object] = {"type": "library", "bom-ref": url, "name": name, "version": version, "purl": url}
    if marker:
        found["properties"] = [{"name": "backstory:marker", "value": marker}]
    return found


def bom(name: str, version: str, lock: str) -> dict[str, object]:
    """Return the bill for a package and the text of its lock."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": component(name, version, "")},
        "components": [component(*pin) for pin in PIN.findall(lock)],
    }


if __name__ == "__main__":
    wanted = bom(sys.argv[1], sys.argv[2], Path(sys.argv[3]).read_text(encoding="utf-8"))
    Path(sys.argv[4]).write_text(json.dumps(wanted, indent=2) + "\n", encoding="utf-8")
