"""What a lake on this machine has published, and where Airflow serves the reports."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

TABLES = ("actions", "impressions", "training")


def record(lake: Path, table: str, day: date) -> dict[str, Any] | None:
    """Return the publish record of a day, or None when it is not published."""
    try:
        text = (lake / table / f"dt={day}" / "_PUBLISHED.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    found: dict[str, Any] = json.loads(text)
    return found


def table_of_days(lake: Path, days: Iterable[date], reports: str) -> list[str]:
    """
    Return lines to read: each day's rows and verdicts, and the address of the report on its training rows.

    :param reports: where Airflow serves the reports of the pipeline, such as http://127.0.0.1:8080/backstory/otto_daily
    """
    lines = [f"{'dt':<10}  {'actions':>12}  {'impressions':>12}  {'training':>12}  report"]
    for day in days:
        records = [record(lake, table, day) for table in TABLES]
        cells = "".join(f"  {_cell(each):>12}" for each in records)
        training = records[-1]
        page = "" if training is None else f"{reports}/{_served(training['report'])}"
        lines.append(f"{day}{cells}  {page}".rstrip())
    return lines


def _cell(published: dict[str, Any] | None) -> str:
    return "–" if published is None else f"{published['rows']} {published['verdict']}"  # noqa: RUF001


def _served(report: str) -> str:
    """In the record it is relative to the lake: _reports/history/dt=…/run=….html."""
    return quote(report.replace("_reports", "reports", 1), safe="/=")
