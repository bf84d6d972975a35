"""Makes the files of export: three days of a shop that never was, the same ones every time.

Usage: make_export.py
"""

from __future__ import annotations

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path

EXPORT = Path(__file__).resolve().parent / "export"
FIRST = datetime(2025, 8, 11)
DAYS, CUSTOMERS, ITEMS, SHOWN = 3, 40, 120, 8


def main() -> None:
    """Write four files: what was shown, clicked, put into baskets and ordered."""
    chance = random.Random(20250811)
    shown, clicks, baskets, orders = [], [], [], []
    for day in range(DAYS):
        for customer in range(1001, 1001 + CUSTOMERS):
            if chance.random() < 0.4:
                continue
            at = FIRST + timedelta(days=day, seconds=chance.randrange(7 * 3600, 22 * 3600))
            listing = f"{at:%m%d}-{customer}"
            for position in range(SHOWN):
                item = 7000 + chance.randrange(ITEMS)
                ordered = 0
                if chance.random() < 0.25:
                    clicked = at + timedelta(seconds=10 + 20 * position + chance.randrange(15))
                    clicks.append((customer, item, f"{clicked:%Y-%m-%d %H:%M:%S}"))
                    if chance.random() < 0.4:
                        added = clicked + timedelta(seconds=5)
                        baskets.append((customer, item, f"{added:%Y-%m-%d %H:%M:%S}"))
                        if chance.random() < 0.5:
                            ordered = 1
                            bought = at + timedelta(minutes=6, seconds=position)
                            orders.append((f"A{10001 + len(orders)}", customer, item, f"{bought:%Y-%m-%d %H:%M:%S}"))
                shown.append((listing, customer, item, position, ordered, f"{at:%Y-%m-%d %H:%M:%S}"))
    write("clicks", ("customer_id", "item_id", "clicked_at"), clicks)
    write("baskets", ("customer_id", "item_id", "added_at"), baskets)
    write("orders", ("order_id", "customer_id", "item_id", "ordered_at"), orders)
    write("shown", ("list_id", "customer_id", "item_id", "position", "ordered", "shown_at"), shown)


def write(name: str, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """Write a table."""
    with (EXPORT / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
