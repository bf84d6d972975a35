"""A small shop with everything that is hard to read, and its lakes, made by bin/backstory."""

import hashlib
import json
import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[3]
COMMAND = ROOT / "bin" / "backstory"

FIRST = "2025-01-04"
LAST_BEFORE = "2025-01-05"
SHOWN = ("2025-01-06", "2025-01-07", "2025-01-09")
EMPTY = "2025-01-08"
FAILED = "2025-01-10"
DAYS = (FIRST, LAST_BEFORE, SHOWN[0], SHOWN[1], EMPTY, SHOWN[2], FAILED)

CUSTOMERS = 220
ITEMS = 500
NO_HISTORY = (3, 77, 118, 219)
LONG = (5, 60)
"""Customers who did more than fits."""

_CONFIG = """\
name: shop
lake: {lake}
timezone: America/Bahia_Banderas
sources:
  clicks: {{format: json, path: raw/clicks}}
  carts: {{format: json, path: raw/carts}}
  impressions: {{format: json, path: raw/impressions}}
history: {{outputs: [training, histories]}}
# Three files a day, wherever this runs.
spark: {{master: "local[2]", conf: {{spark.default.parallelism: "3"}}}}
training: {training}
dq:
  impressions: {{allow-empty: true, max-rejected-share: 0.5}}
  histories: {{allow-empty: true}}
  training:
    allow-empty: true
    rules: [{{name: known items, expression: "{item} < 900000"}}]
"""
WIDE = ("wide", "{}", "impression_item_id")
NARROW = ("narrow", "{numbers: narrow, columns: {impression_item_id: item, label: is_order, actions: seen}}", "item")


def write(folder: Path) -> None:
    """The raw events."""
    draw = random.Random(20250101)
    _lines(folder / "raw" / "clicks", _actions(draw, "click_time", "item_id", 0.9))
    _lines(folder / "raw" / "carts", _actions(draw, "occurred_at", "config_id", 0.1))
    _lines(folder / "raw" / "impressions", [row for day in (*SHOWN, FAILED) for row in _impressions(draw, day)])


def config(folder: Path, name: str, training: str, item: str) -> Path:
    """A pipeline with its own lake of this name."""
    file = folder / f"{name}.yaml"
    file.write_text(_CONFIG.format(lake=f"lakes/{name}", training=training, item=item))
    return file


def built() -> tuple[Path, Path]:
    """The lakes of this program and this shop: built once, and kept in .backstory for the next time."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for jar in sorted(ROOT.glob("cli/target/backstory-cli-*-all.jar")):
        digest.update(jar.read_bytes())
    kept = ROOT / ".backstory" / "reader-shop"
    folder = kept / digest.hexdigest()[:16]
    if not folder.exists():
        shutil.rmtree(kept, ignore_errors=True)
        making = kept / "making"
        making.mkdir(parents=True)
        build(making)
        making.rename(folder)
    return folder / "lakes" / "wide", folder / "lakes" / "narrow"


def build(folder: Path) -> tuple[Path, Path]:
    """A lake with wide numbers, and one with narrow ones and other names; both have a day that failed its audit."""
    write(folder)
    whole = ("--from", FIRST, "--to", FAILED)
    backstory("run", "--config", config(folder, *WIDE), *whole, expected=3)
    wide, narrow = folder / "lakes" / "wide", folder / "lakes" / "narrow"
    for table in ("actions", "impressions"):
        shutil.copytree(wide / table, narrow / table)
    backstory("run", "--config", config(folder, *NARROW), "--from", SHOWN[0], "--to", FAILED, expected=3)
    return wide, narrow


def rewritten(lake: Path, folder: Path) -> Path:
    """A copy of a lake, its files written by PyArrow in small row groups: uncompressed, snappy, with dictionaries."""
    shutil.copytree(lake, folder)
    ways: list[dict[str, Any]] = [
        {"compression": "none", "use_dictionary": False},
        {"compression": "zstd", "use_dictionary": False, "data_page_size": 10_000},
        {"compression": "snappy", "use_dictionary": True},
    ]
    for table in ("impressions", "histories", "training"):
        for number, day in enumerate(SHOWN):
            for file in sorted((folder / table / f"dt={day}").glob("*.parquet")):
                rows = pq.read_table(file, partitioning=None)
                pq.write_table(rows, file, row_group_size=37 if table == "histories" else 301, **ways[number])
            record_again(folder / table / f"dt={day}")
    return folder


def record_again(day: Path) -> None:
    """Makes the publish record say how large the files of a day are."""
    record = json.loads((day / "_PUBLISHED.json").read_text())
    for file in record["files"]:
        file["bytes"] = (day / file["name"]).stat().st_size
    (day / "_PUBLISHED.json").write_text(json.dumps(record))


def backstory(*arguments: str | Path, expected: int = 0) -> str:
    """Runs the command line."""
    done = subprocess.run(
        [str(COMMAND), *map(str, arguments)],
        env=os.environ | {"BACKSTORY_HEAP": "1g"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == expected, f"{arguments}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def _lines(folder: Path, rows: list[dict[str, Any]]) -> None:
    folder.mkdir(parents=True)
    (folder / "rows.json").write_text("".join(json.dumps(row) + "\n" for row in rows))


def _actions(draw: random.Random, time: str, item: str, share: float) -> list[dict[str, Any]]:
    rows = []
    for customer in range(1, CUSTOMERS + 1):
        if customer in NO_HISTORY:
            continue
        daily = 700 if customer in LONG else draw.choice((0, 1, 8, 90))
        for day in DAYS:
            for _ in range(round(daily * share + draw.random())):
                at = f"{day}T{draw.randrange(24):02}:{draw.randrange(60):02}:{draw.randrange(60):02}-06:00"
                rows.append({"dt": day, "customer_id": customer, item: draw.randrange(1, ITEMS), time: at})
    return rows


def _impressions(draw: random.Random, day: str) -> list[dict[str, Any]]:
    rows = []
    for customer in range(1, CUSTOMERS + 1):
        for number in range(draw.choice((0, 1, 1, 2)) if customer not in NO_HISTORY else 1):
            items: list[dict[str, Any]] = [
                {"item_id": draw.randrange(1, ITEMS), "is_order": draw.choice((0, 0, 0, 0, 1, None))}
                for _ in range(draw.choice((1, 3, 10, 20)))
            ]
            # An item that is shown twice, and one that is not fit for a table, so that positions have a gap.
            items += [items[0], {"item_id": -1, "is_order": 0}, items[-1]]
            if day == FAILED:
                items.append({"item_id": 999_999, "is_order": 0})
            ranking = None if draw.random() < 0.15 else f"{day}-{customer}-{number}"
            rows.append({"dt": day, "ranking_id": ranking, "customer_id": customer, "impressions": items})
    return rows
