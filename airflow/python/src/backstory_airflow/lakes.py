"""The reports in the lakes of the installed pipelines."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import yaml

from backstory_airflow import home

TABLES = {"actions": ("actions",), "impressions": ("impressions",), "history": ("training", "histories")}
"""The tables of each step; the reports on a table lie in a folder of its name."""
_REPORT = re.compile(r"run=[A-Za-z0-9._-]+\.(html|json)")
_DAY = re.compile(r"dt=\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Pipeline:
    """
    What the pages need of a pipeline's config.

    :param reports: the lake's _reports; None when the lake is not on a disk of this machine
    """

    name: str
    zone: str
    reports: Path | None

    def report(self, table: str, day: str, file: str) -> Path | None:
        """Return the file of a report, the page or the JSON; None when there is none of that name."""
        known = any(table in tables for tables in TABLES.values())
        if self.reports is None or not known or not _DAY.fullmatch(day) or not _REPORT.fullmatch(file):
            return None
        path = self.reports / table / day / file
        return path if path.is_file() else None

    def index(self) -> Path | None:
        """Return the page of all days, or None when there is none."""
        path = self.reports / "index.html" if self.reports else None
        return path if path and path.is_file() else None

    def of_run(self, table: str, day: str, prefix: str) -> list[str]:
        """Return the names of the reports that the tries of a DAG run left on a day, the newest last."""
        if self.reports is None:
            return []
        reports = (self.reports / table / f"dt={day}").glob("run=*.html")
        found = [path for path in reports if path.name.startswith(f"run={prefix}-")]
        return [path.name for path in sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))]


def pipeline_of(dag_id: str) -> Pipeline | None:
    """Return the pipeline to which a generated DAG belongs, if its config is installed here."""
    name = re.sub(r"_(daily|backfill)$", "", dag_id)
    if name == dag_id:
        return None
    return next((pipeline for pipeline in map(_read, _configs()) if pipeline and pipeline.name == name), None)


def _configs() -> list[Path]:
    """Return the files that BACKSTORY_PIPELINES names (separated by colons), else all in pipelines/."""
    named = os.environ.get("BACKSTORY_PIPELINES", "")
    if named:
        return [home.home() / path for path in named.split(":") if path]
    return sorted((home.home() / "pipelines").glob("*.yaml"))


def _read(path: Path) -> Pipeline | None:
    try:
        tree = yaml.safe_load(path.read_text(encoding="utf-8"))
        lake, name = str(tree["lake"]), str(tree["name"])
    except (OSError, yaml.YAMLError, KeyError, TypeError):
        return None
    place = _resolved(lake, path.parent)
    return Pipeline(name, str(tree.get("timezone", "UTC")), place / "_reports" if place else None)


def local(lake: str, folder: Path) -> Path | None:
    """Return where a lake is on a disk, given the folder of its config; None for one elsewhere. Links stay links."""
    parts = urlsplit(lake)
    if parts.scheme == "file":
        return Path(unquote(parts.path))
    return None if parts.scheme else Path(os.path.normpath(folder / lake))


def _resolved(lake: str, folder: Path) -> Path | None:
    place = local(lake, folder)
    return place.resolve() if place else None
