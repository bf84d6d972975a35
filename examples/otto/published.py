"""Prints what a lake has published, a line per table. Usage: published.py LAKE"""

import json
import sys
from collections import Counter
from pathlib import Path

TABLES = ("actions", "impressions", "training")


def records(lake: Path, table: str) -> list[dict]:
    return [json.loads(path.read_text()) for path in sorted((lake / table).glob("dt=*/_PUBLISHED.json"))]


def verdicts(published: list[dict]) -> str:
    counts = Counter(record["verdict"] for record in published)
    return ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))


def main(lake: Path) -> None:
    print(f"{'table':<12} {'days':>5} {'empty':>5} {'rows':>7} {'rejected':>8}  {'audits':<18} where")
    for table in TABLES:
        published = records(lake, table)
        empty = sum(record["rows"] == 0 for record in published)
        rows = sum(record["rows"] for record in published)
        rejected = sum(record["rejectedRows"] for record in published)
        print(
            f"{table:<12} {len(published):>5} {empty:>5} {rows:>7,} {rejected:>8,}"
            f"  {verdicts(published):<18} {lake / table}/dt=…"
        )
    last = records(lake, TABLES[-1])[-1]
    print(f"\nThe audits' reports: {lake}/_reports, such as {lake / last['report']}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
