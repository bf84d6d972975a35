"""
A shop of two customers, small enough to know every row.

On day d of August 2025 customer 1 clicks on item 100 + d and customer 2 on item 200 + d, and each is shown two items.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet

LENGTH = 10


def day(d: int) -> date:
    return date(2025, 8, d)


@dataclass(frozen=True)
class Shop:
    """A pipeline with its raw data and its lake. One row of the raw data may be bad."""

    name: str
    folder: Path
    config: Path

    @property
    def lake(self) -> Path:
        return self.folder / "lake"

    def write_config(self, airflow: dict[str, Any], **more: Any) -> None:
        settings = {
            "name": self.name,
            "lake": str(self.lake),
            "timezone": "Europe/Berlin",
            "sources": {
                "clicks": {"format": "json", "path": str(self.folder / "clicks")},
                "impressions": {"format": "json", "path": str(self.folder / "impressions")},
            },
            "history": {"length": LENGTH, "lookback": "P30D"},
            # Nobody looks at it.
            "spark": {"conf": {"spark.ui.enabled": "false"}},
            "airflow": airflow,
        }
        self.config.parent.mkdir(parents=True, exist_ok=True)
        # JSON is YAML too.
        self.config.write_text(json.dumps(settings | more, indent=1))

    def write_day(self, d: int, *, bad_row: bool = False) -> None:
        clicks = [
            {"customer_id": customer, "item_id": 100 * customer + d, "click_time": f"{day(d)}T10:00:00"}
            for customer in (1, 2)
        ]
        if bad_row:
            clicks.append({"customer_id": None, "item_id": 1, "click_time": f"{day(d)}T11:00:00"})
        impressions = [
            {
                "ranking_id": f"{d}-{customer}",
                "customer_id": customer,
                "impressions": [{"item_id": 5, "is_order": False}, {"item_id": 100 * customer + d, "is_order": True}],
            }
            for customer in (1, 2)
        ]
        for source, rows in (("clicks", clicks), ("impressions", impressions)):
            file = self.folder / source / f"dt={day(d)}" / "part.jsonl"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("".join(json.dumps(row) + "\n" for row in rows))

    def write_click(self, dt: date) -> None:
        """One click, on any day."""
        file = self.folder / "clicks" / f"dt={dt}" / "part.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"customer_id": 1, "item_id": 5, "click_time": f"{dt}T10:00:00"}) + "\n")

    def record(self, table: str, d: int) -> dict[str, Any] | None:
        """The publish record of a day, or None when it is not published."""
        file = self.lake / table / f"dt={day(d)}" / "_PUBLISHED.json"
        return json.loads(file.read_text()) if file.exists() else None

    def histories(self, d: int) -> dict[tuple[int, int], tuple[list[int], int]]:
        """The training rows of a day: customer and position, to the history without its padding, and the label."""
        record = self.record("training", d)
        assert record is not None
        folder = self.lake / "training" / f"dt={day(d)}"
        found = {}
        for file in record["files"]:
            for row in pyarrow.parquet.read_table(folder / file["name"]).to_pylist():
                assert len(row["actions"]) == len(row["action_types"]) == LENGTH
                assert [kind for kind in row["action_types"] if kind] == [1] * row["history_length"]
                items = [item for item in row["actions"] if item]
                found[row["customer_id"], row["impression_pos"]] = (items, row["label"])
        return found


def expected(d: int) -> dict[tuple[int, int], tuple[list[int], int]]:
    """What the rows of a day are, when all days since the 1st are published: what was clicked before, newest first."""
    return {
        (customer, position): ([100 * customer + earlier for earlier in range(d - 1, 0, -1)], label)
        for customer in (1, 2)
        for position, label in ((0, 0), (1, 1))
    }
