"""Turns the sessions of the OTTO sample into the raw sources that pipeline.yaml reads.

Usage: convert.py             write the folder raw beside this file
       convert.py --out DIR   write into DIR instead
       convert.py --check     only say whether the folder is what this converter makes (exit 1 when not)

A session is taken for a customer, and days are days in Berlin. The same input gives the same bytes.
"""

import argparse
import csv
import io
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent
ZONE = ZoneInfo("Europe/Berlin")
MAX_ITEMS_SHOWN = 10

# Path below the output folder -> the file's text.
Files = dict[str, str]


class Event(NamedTuple):
    customer: int
    item: int
    kind: str
    time: datetime

    @property
    def day(self) -> str:
        return self.time.date().isoformat()

    @property
    def iso_time(self) -> str:
        return self.time.isoformat(timespec="milliseconds")


def read_events(sessions: Path) -> list[Event]:
    """All events, customer by customer, each customer's in the order of time."""
    events = []
    for line in sessions.read_text(encoding="utf-8").splitlines():
        session = json.loads(line)
        for raw in session["events"]:
            if raw["aid"] <= 0:
                raise ValueError(f"session {session['session']} has item {raw['aid']}: an item is positive, 0 is padding")
            # Seconds and milliseconds apart: a float of both would round some milliseconds down.
            seconds, millis = divmod(raw["ts"], 1000)
            time = datetime.fromtimestamp(seconds, UTC).replace(microsecond=millis * 1000).astimezone(ZONE)
            events.append(Event(session["session"], raw["aid"], raw["type"], time))
    return sorted(events, key=lambda event: (event.customer, event.time))


def clicks(events: list[Event]) -> Files:
    """JSON lines in a Hive partition folder per day: the dt is in the path only."""
    by_day: dict[str, list[dict]] = defaultdict(list)
    for event in events:
        if event.kind == "clicks":
            row = {"customer_id": event.customer, "item_id": event.item, "click_time": event.iso_time}
            by_day[event.day].append(row)
    return {f"clicks/dt={day}/clicks.jsonl": json_lines(rows) for day, rows in by_day.items()}


def carts(events: list[Event]) -> Files:
    """One csv with a column dt. Its occurred_at has no offset: it is in the configured zone."""
    rows = [
        (event.day, event.customer, event.item, event.time.replace(tzinfo=None).isoformat(timespec="milliseconds"))
        for event in events
        if event.kind == "carts"
    ]
    return {"carts/carts.csv": csv_text(("dt", "customer_id", "config_id", "occurred_at"), rows)}


def orders(events: list[Event]) -> Files:
    """One csv; an order's day is in order_date."""
    rows = [
        (event.day, event.customer, event.item, event.iso_time)
        for event in events
        if event.kind == "orders"
    ]
    return {"orders/orders.csv": csv_text(("order_date", "customer_id", "config_id", "occurred_at"), rows)}


def impressions(events: list[Event]) -> Files:
    """Per customer and day one ranking: the distinct items touched that day, first touched first.

    The sample does not say what the shop showed, so this is made up, but from real behaviour.
    """
    touched: dict[tuple[str, int], list[int]] = defaultdict(list)
    ordered: set[tuple[str, int, int]] = set()
    for event in events:
        items = touched[event.day, event.customer]
        if event.item not in items:
            items.append(event.item)
        if event.kind == "orders":
            ordered.add((event.day, event.customer, event.item))

    by_day: dict[str, list[dict]] = defaultdict(list)
    for (day, customer), items in sorted(touched.items()):
        shown = [
            {"item_id": item, "is_order": (day, customer, item) in ordered}
            for item in items[:MAX_ITEMS_SHOWN]
        ]
        ranking = {"ranking_id": f"{day}-{customer}", "customer_id": customer, "impressions": shown}
        by_day[day].append(ranking)
    return {f"impressions/dt={day}/impressions.jsonl": json_lines(rows) for day, rows in by_day.items()}


def json_lines(rows: Iterable[dict]) -> str:
    return "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)


def csv_text(header: tuple[str, ...], rows: Iterable[tuple]) -> str:
    """Text as RFC 4180 has it: a header, lines that end in CRLF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def make_sources(sessions: Path) -> Files:
    events = read_events(sessions)
    return clicks(events) | carts(events) | orders(events) | impressions(events)


def write(files: Files, out: Path) -> None:
    for name, text in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def differences(files: Files, out: Path) -> list[str]:
    there = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    made = {name: text.encode("utf-8") for name, text in files.items()}
    return sorted(name for name in there.keys() | made.keys() if there.get(name) != made.get(name))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=HERE / "raw", metavar="DIR")
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    arguments = parser.parse_args()

    files = make_sources(HERE / "sessions.jsonl")
    if not arguments.check:
        write(files, arguments.out)
        return 0
    different = differences(files, arguments.out)
    for name in different:
        print(f"{arguments.out / name} differs from what convert.py makes", file=sys.stderr)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
