"""Makes the raw events of four of the examples: cosmetics, visitors, fashion and grocery.

Usage: make_raw.py             write the folders raw beside this file
       make_raw.py --out DIR   write into DIR instead
       make_raw.py --check     only say whether the folders are what this script makes (exit 1 when not)

Nothing in them was ever seen: they have the shapes of well-known public data sets, and random numbers of a fixed
seed. The same script gives the same bytes. The purchases of the grocery are Parquet, which needs PyArrow (setup/venv.sh
bench --dev brings it); --check compares their rows.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import random
import sys
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent

# Path below the output folder -> the file's bytes.
Files = dict[str, bytes]


class Shown(NamedTuple):
    """Items that were shown together, and those of them that were bought."""

    customer: int
    time: datetime
    items: list[int]
    taken: list[int]


class Action(NamedTuple):
    """What a customer did with an item."""

    customer: int
    item: int
    time: datetime
    kind: str


class Shop(NamedTuple):
    """All that happened, in the order of time."""

    actions: list[Action]
    shown: list[Shown]


def shop(rng: random.Random, first: str, days: int, customers: int, items: int, per_day: int, list_length: int) -> Shop:
    """Make a small shop: some come every day, most seldom, and a few items are seen more than all others."""
    start = datetime.fromisoformat(first).replace(tzinfo=UTC)
    actions, shown = list[Action](), list[Shown]()
    for day in range(days):
        for _ in range(per_day):
            customer = min(int(rng.expovariate(6 / customers)), customers - 1)
            time = start + timedelta(days=day, microseconds=rng.randrange(86_300_000_000))
            seen = sorted({min(int(rng.expovariate(6 / items)), items - 1) for _ in range(list_length)})
            rng.shuffle(seen)
            clicked = [item for item in seen if rng.random() < 0.4]
            bought = [item for item in clicked if rng.random() < 0.2]
            shown.append(Shown(customer, time, seen, bought))
            for number, item in enumerate(clicked):
                at = time + timedelta(seconds=5 + 7 * number)
                actions.append(Action(customer, item, at, "click"))
                if rng.random() < 0.3 or item in bought:
                    actions.append(Action(customer, item, at + timedelta(seconds=2), "cart"))
                if rng.random() < 0.1:
                    actions.append(Action(customer, item, at + timedelta(seconds=3), "away"))
                if item in bought:
                    actions.append(Action(customer, item, at + timedelta(seconds=4), "order"))
    actions.sort(key=lambda action: action.time)
    shown.sort(key=lambda impression: impression.time)
    return Shop(actions, shown)


def table(header: list[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Make a csv."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def lines(rows: Iterable[dict[str, Any]]) -> bytes:
    """Make JSON lines."""
    return "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows).encode()


def digest(text: str, length: int) -> str:
    """Hash a text into hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def unique(rng: random.Random) -> str:
    """Draw a UUID."""
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def utc(time: datetime) -> str:
    """Write a time with its zone behind it."""
    return time.strftime("%Y-%m-%d %H:%M:%S UTC")


def millis(time: datetime) -> int:
    """Count milliseconds since 1970."""
    return (time - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def cosmetics() -> Files:
    """Make events of all types in one csv; what was shown, item by item."""
    rng = random.Random(1)
    made = shop(rng, "2019-10-01", 6, 150, 300, 70, 8)
    session = {customer: unique(rng) for customer in range(150)}
    words = {"click": "view", "cart": "cart", "away": "remove_from_cart", "order": "purchase"}
    events = list[list[object]]()
    for number, action in enumerate(made.actions):
        product = 5700000 + 37 * action.item
        # Now and then the tracker lost the user.
        user = "" if number % 400 == 399 else 520000000 + 91 * action.customer
        price = f"{1 + product % 90}.{product % 100:02}"
        category = 1487580000000000000 + product % 7
        event = [utc(action.time), words[action.kind], product, category, "", "", price, user]
        events.append([*event, session[action.customer]])
    shown = dict[str, list[list[object]]]()
    for impression in made.shown:
        view = unique(rng)
        for position, item in enumerate(impression.items, 1):
            row = [utc(impression.time), view, 520000000 + 91 * impression.customer, session[impression.customer]]
            bought = str(item in impression.taken).lower()
            shown.setdefault(utc(impression.time)[:10], []).append([*row, 5700000 + 37 * item, position, bought])
    header = [
        "event_time",
        "event_type",
        "product_id",
        "category_id",
        "category_code",
        "brand",
        "price",
        "user_id",
        "user_session",
    ]
    shown_header = ["shown_at", "page_view_id", "user_id", "user_session", "product_id", "position", "purchased"]
    return {"cosmetics/raw/events/2019-Oct.csv": table(header, events)} | {
        f"cosmetics/raw/shown/{day}.csv": table(shown_header, rows) for day, rows in shown.items()
    }


def visitors() -> Files:
    """Make epoch milliseconds, texts for types, ids from 0; lists of what was shown and of what was bought."""
    rng = random.Random(2)
    made = shop(rng, "2015-06-01", 6, 120, 250, 80, 7)
    words = {"click": "view", "cart": "addtocart", "away": "view", "order": "transaction"}
    events = list[list[object]]()
    for number, action in enumerate(made.actions):
        transaction = number if action.kind == "order" else ""
        events.append([millis(action.time), action.customer, words[action.kind], action.item, transaction])
    rng.shuffle(events)
    return {
        "visitors/raw/events.csv": table(["timestamp", "visitorid", "event", "itemid", "transactionid"], events),
        "visitors/raw/shown.jsonl": lines(
            {
                "timestamp": millis(impression.time),
                "visitorid": impression.customer,
                "items": impression.items,
                "transactions": impression.taken,
            }
            for impression in made.shown
        ),
    }


def fashion() -> Files:
    """Make the log of a bandit, a row for each of three positions, as pandas writes it; clicks as nested JSON."""
    rng = random.Random(3)
    made = shop(rng, "2019-11-24", 5, 130, 80, 90, 3)
    files, clicks, log = Files(), dict[str, list[dict[str, Any]]](), dict[str, list[list[object]]]()
    for impression in made.shown:
        day = impression.time.date().isoformat()
        at = impression.time.strftime("%Y-%m-%d %H:%M:%S.%f+00:00")
        for position, item in enumerate(impression.items, 1):
            rows = log.setdefault(day, [])
            click = int(rng.random() < 0.2)
            score = round(rng.random(), 6)
            rows.append([len(rows), at, item, position, click, score, digest(f"user {impression.customer}", 32)])
    for action in made.actions:
        if action.kind == "click":
            user = {"hash": digest(f"user {action.customer}", 32), "device": "app"}
            row = {"ts": millis(action.time) // 1000, "user": user, "item": {"id": action.item}, "page": "home"}
            clicks.setdefault(action.time.date().isoformat(), []).append(row)
    header = ["", "timestamp", "item_id", "position", "click", "propensity_score", "user_hash"]
    for day, rows in log.items():
        files[f"fashion/raw/log/{day}.csv"] = table(header, rows)
    for day, found in clicks.items():
        files[f"fashion/raw/clicks/{day}.jsonl"] = lines(found)
    return files


def grocery() -> tuple[Files, list[dict[str, Any]]]:
    """Make purchases that have days and no times, hashes for customers, article ids with leading zeros."""
    rng = random.Random(4)
    made = shop(rng, "2018-09-20", 6, 140, 200, 70, 6)
    purchases = list[dict[str, Any]]()
    for action in made.actions:
        if action.kind in ("cart", "order"):
            purchases.append(
                {
                    "t_dat": action.time.date().isoformat(),
                    "customer_id": digest(f"customer {action.customer}", 64),
                    "article_id": f"{108775015 + 1000 * action.item:010}",
                    "price": round(rng.random() / 10, 12),
                    "sales_channel_id": rng.choice((1, 2)),
                }
            )
    offers = dict[str, list[dict[str, Any]]]()
    for number, impression in enumerate(made.shown):
        articles = [
            {"article_id": f"{108775015 + 1000 * item:010}", "bought": item in impression.taken}
            for item in impression.items
        ]
        row = {"offer_id": f"o-{number:05}", "customer_id": digest(f"customer {impression.customer}", 64)}
        offers.setdefault(impression.time.date().isoformat(), []).append(row | {"articles": articles})
    files = {f"grocery/raw/offers/dt={day}/offers.json": lines(rows) for day, rows in offers.items()}
    return files, purchases


PURCHASES = "grocery/raw/purchases/transactions.parquet"


def main() -> int:
    """Write or check the folders."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    import pyarrow as pa
    import pyarrow.parquet as pq

    offers, purchases = grocery()
    files = cosmetics() | visitors() | fashion() | offers
    parquet = options.out / PURCHASES
    if options.check:
        wrong = [name for name, data in files.items() if (options.out / name).read_bytes() != data]
        wrong += [] if pq.read_table(parquet).to_pylist() == purchases else [PURCHASES]
        for name in wrong:
            print(f"{name} is not what this script makes", file=sys.stderr)
        return 1 if wrong else 0
    for name, data in files.items():
        path = options.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    parquet.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(purchases), parquet, compression="zstd")
    return 0


if __name__ == "__main__":
    sys.exit(main())
