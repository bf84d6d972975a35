"""
Compares what a Prometheus exporter of StatsD shows with the reports of a lake, and the sample board and alerts with it.

    python3 compare.py http://127.0.0.1:9102/metrics data/lake

The exporter must have heard of every audit of the lake, each day once. Needs nothing but Python.
"""

from __future__ import annotations

import json
import re
import sys
import time
import urllib.request
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).parent
VERDICTS = ("PASS", "WARN", "FAIL", "ERROR")
Series = dict[tuple[str, frozenset[tuple[str, str]]], float]


def shown(address: str) -> Series:
    """The samples of Backstory that an exporter shows."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        text = answer.read().decode()
    series: Series = {}
    for line in text.splitlines():
        if (sample := re.fullmatch(r"(backstory_\w+)\{(.*)\} (\S+)", line)) is not None:
            labels = frozenset(re.findall(r'(\w+)="([^"]*)"', sample[2]))
            series[sample[1], labels] = float(sample[3])
    return series


def expected(lake: Path) -> Series:
    """What the reports of a lake say, as it should arrive; that of the steps (runs, seconds) they do not know."""
    # A day that failed has its report in _failed.
    reports = [json.loads(file.read_bytes()) for file in sorted(lake.glob("_reports/**/run=*.json"))]
    newest: dict[str, dict] = {}
    series: Counter[tuple[str, frozenset[tuple[str, str]]]] = Counter()
    for report in sorted({(each["table"], each["dt"]): each for each in reports}.values(), key=lambda each: each["dt"]):
        of = {"pipeline": report["pipeline"], "table": report["table"]}

        def key(name: str, of: dict[str, str] = of, **more: str) -> tuple[str, frozenset[tuple[str, str]]]:
            return f"backstory_{name}", frozenset((of | more).items())

        for verdict in VERDICTS:
            series[key("days", verdict=verdict.lower())] += report["verdict"] == verdict
        for source, rows in report["sources"].items():
            series[key("source_rows_read", source=source)] += rows["read"]
            series[key("source_rows_rejected", source=source)] += rows["rejected"]
        newest[report["table"]] = report
        series[key("verdict")] = VERDICTS.index(report["verdict"])
        series[key("rows")] = report["rows"]
        series[key("rows_rejected")] = report["rejectedRows"]
        if report["verdict"] in ("PASS", "WARN"):
            series[key("rows_published")] += report["rows"]
            day = date.fromisoformat(report["dt"])
            series[key("published_day")] = int(
                datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(report["timezone"])).timestamp()
            )
    return dict(series)


def asked() -> list[tuple[str, str, str]]:
    """Who asks, the expression, and what is shown of its labels."""
    board = json.loads((HERE / "grafana.json").read_text())
    found = [
        (f"board: {panel['title']}", target["expr"], target["legendFormat"])
        for panel in board["panels"]
        for target in panel["targets"]
    ]
    for alert in (HERE / "alerts.yml").read_text().split("- alert: ")[1:]:
        expression, _, rest = alert.partition("labels: {")
        found.append((f"alert: {alert.split()[0]}", expression.partition("expr:")[2], rest))
    return found


def main(address: str, lake: Path) -> int:
    """Print what was compared, and what differs."""
    want = expected(lake)
    # What is sent by UDP arrives a moment later.
    for _ in range(20):
        have = shown(address)
        if all(have.get(key) == value for key, value in want.items()):
            break
        time.sleep(0.2)
    problems = [
        f"{name}{dict(sorted(labels))}: the reports say {value:g}, the exporter {have.get((name, labels))}"
        for (name, labels), value in sorted(want.items(), key=str)
        if have.get((name, labels)) != value
    ]
    of_steps = ("backstory_runs", "backstory_seconds")
    problems += [
        f"{name}{dict(labels)} is in no report"
        for name, labels in have
        if (name, labels) not in want and name not in of_steps
    ]
    labels_of: dict[str, set[str]] = {}
    for name, labels in have:
        labels_of.setdefault(name, {label for label, _ in labels})
    expressions = asked()
    for who, expression, legend in expressions:
        names = set(re.findall(r"\bbackstory_[a-z_]+", expression))
        known = set.intersection(*(labels_of.get(name, set()) for name in names))
        by = {label for group in re.findall(r"by \(([a-z, ]+)\)", expression) for label in group.split(", ")}
        for name, filters in re.findall(r"\b(backstory_[a-z_]+)\{([^}]*)\}", expression):
            asked_for = set(re.findall(r'([a-z]+)(?:=~|!=|=)"', filters))
            problems += [f"{who}: {name} has no label {label}" for label in asked_for - labels_of.get(name, set())]
        legends = set(re.findall(r"\{\{(?: \$labels\.)?([a-z]+)", legend))
        problems += [f"{who}: there is no metric {name}" for name in sorted(names - set(labels_of))]
        problems += [f"{who}: there is no label {label}" for label in sorted((by | legends) - known)]
        problems += [f"{who}: shows {label}, which its sum has not" for label in sorted(legends - by)]
    seconds = {dict(labels)["step"]: value for (name, labels), value in have.items() if name == "backstory_seconds"}
    runs = [(dict(labels), value) for (name, labels), value in have.items() if name == "backstory_runs" and value]
    print(f"{len(want)} series as the reports say, {len(expressions)} expressions of the board and the alerts")
    for of, value in sorted(runs, key=str):
        print(f"  {of['step']} {of['result']}: {value:g}, the last took {seconds[of['step']]:g} s")
    print("\n".join(problems) or "nothing differs")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
