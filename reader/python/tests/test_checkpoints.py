"""Logs of Delta with others' checkpoints, and what a clean-up leaves: all readers find the rows, and work goes on."""

import datetime
import json
import os
import shutil
from pathlib import Path
from typing import Any

import deltalake
import pyarrow as pa
import pytest

from backstory_reader import DayError, Lake, ReaderError, TrainingRows
from tests import shop
from tests.test_foreign_readers import by_deltalake, by_duckdb

DAYS = [f"2025-01-{day:02}" for day in range(1, 6)]
CUSTOMERS = (1, 2, 3)
TABLES = ("actions", "impressions", "training")
COLUMNS = ["dt", "customer_id", "impression_pos", "impression_item_id", "label", "actions", "action_types"]
LONG_AGO = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC).timestamp()

_CONFIG = """\
name: shop
lake: lake
timezone: UTC
sources:
  clicks: {format: json, path: raw/clicks.json}
  impressions: {format: json, path: raw/impressions.json}
history: {length: 4}
storage: {format: delta}
spark: {master: "local[2]", conf: {spark.default.parallelism: "1"}}
"""


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with a lake of three days, and of a fourth that another run has published, as checkpoints were due."""
    folder = tmp_path_factory.mktemp("long")
    (folder / "raw").mkdir()
    clicks = [
        {
            "dt": day,
            "customer_id": customer,
            "item_id": 100 * customer + number,
            "click_time": f"{day}T10:00:0{number}Z",
        }
        for day in DAYS
        for customer in CUSTOMERS[:2]
        for number in range(2)
    ]
    shown = [{"item_id": 7, "is_order": 0}, {"item_id": 8, "is_order": 1}]
    impressions = [
        {"dt": day, "ranking_id": "r", "customer_id": customer, "impressions": shown}
        for day in DAYS
        for customer in CUSTOMERS
    ]
    for name, rows in {"clicks": clicks, "impressions": impressions}.items():
        (folder / "raw" / f"{name}.json").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "pipeline.yaml").write_text(_CONFIG)
    command(folder, "run", "--from", DAYS[0], "--to", DAYS[2])
    for table in TABLES:
        properties = {"delta.checkpointInterval": "2"}
        deltalake.DeltaTable(folder / "lake" / table).alter.set_table_properties(properties)
    command(folder, "run", "--dt", DAYS[3])
    return folder


@pytest.fixture
def folder(long: Path, tmp_path: Path) -> Path:
    """A copy of it, to do with as a test likes."""
    shutil.copytree(long, tmp_path / "shop")
    return tmp_path / "shop"


def command(folder: Path, name: str, *arguments: str) -> str:
    return shop.backstory(name, "--config", folder / "pipeline.yaml", *arguments)


def log(folder: Path, table: str) -> list[str]:
    return sorted(file.name for file in (folder / "lake" / table / "_delta_log").iterdir() if file.name[0] != ".")


def cleaned_up(folder: Path, table: str) -> None:
    """By deltalake, a year later."""
    for file in (folder / "lake" / table / "_delta_log").iterdir():
        os.utime(file, (LONG_AGO, LONG_AGO))
    deltalake.DeltaTable(folder / "lake" / table).cleanup_metadata()


def pylist(rows: pa.Table) -> list[list[Any]]:
    columns = [rows[name].cast(pa.string()) if name == "dt" else rows[name] for name in COLUMNS]
    return sorted(list(row) for row in zip(*(column.to_pylist() for column in columns), strict=True))


def expected(days: list[str]) -> list[list[Any]]:
    """Customer 1 clicked items 100 and 101 each day, customer 2 others, and customer 3 did nothing."""
    rows = []
    for number, day in enumerate(days):
        for customer in CUSTOMERS:
            length = 0 if customer == 3 else min(4, 2 * number)
            newest = 100 * customer + 1
            actions = [newest, newest - 1, newest, newest - 1][:length] + [0] * (4 - length)
            types = [1] * length + [0] * (4 - length)
            rows += [[day, customer, 0, 7, 0, actions, types], [day, customer, 1, 8, 1, actions, types]]
    return rows


def by_ours(folder: Path, days: list[str]) -> list[list[Any]]:
    rows = []
    for batch in TrainingRows(Lake(folder / "lake").days(days[0], days[-1]), 5, seed=1, columns=COLUMNS[:3]):
        rows += pylist(pa.Table.from_batches([batch.arrow()]))
    return sorted(rows)


def check(folder: Path, days: list[str]) -> None:
    """Every reader finds every row of these days once."""
    assert by_ours(folder, days) == expected(days)
    for read in (by_deltalake, by_duckdb):
        training = folder / "lake" / "training"
        assert pylist(read(training, None)) == expected(days), read.__name__
        assert pylist(read(training, days[-1])) == expected(days)[-6:], read.__name__


def test_others_read_what_is_left_beside_a_checkpoint_of_ours(folder: Path) -> None:
    for table in TABLES:
        assert f"{3:020}.checkpoint.parquet" in log(folder, table)
        cleaned_up(folder, table)
        assert log(folder, table) == [
            f"{3:020}.checkpoint.parquet",
            f"{3:020}.json",
            f"{4:020}.json",
            "_last_checkpoint",
        ]
    check(folder, DAYS[:4])
    assert deltalake.DeltaTable(folder / "lake" / "training").vacuum(0, True, False, full=True) == []


def test_work_goes_on_after_a_checkpoint_of_deltalake(folder: Path) -> None:
    """Also where the only entry that is left is not Backstory's."""
    said = command(folder, "status")
    for table in TABLES:
        found = deltalake.DeltaTable(folder / "lake" / table)
        found.alter.set_table_properties({"delta.logRetentionDuration": "interval 30 days"})
        found = deltalake.DeltaTable(folder / "lake" / table)
        found.create_checkpoint()
        cleaned_up(folder, table)
        assert log(folder, table) == [f"{5:020}.checkpoint.parquet", f"{5:020}.json", "_last_checkpoint"]
        assert found.vacuum(0, dry_run=False, enforce_retention_duration=False, full=True) == []
    assert command(folder, "status") == said
    check(folder, DAYS[:4])

    command(folder, "run", "--dt", DAYS[4])
    check(folder, DAYS)
    explained = command(folder, "explain", "--customer", "1", "--dt", DAYS[4])
    assert "verdict    EQUAL: all 2 rows" in explained, explained


def test_a_table_that_deltalake_restores_takes_its_records_with_it(folder: Path) -> None:
    """By a time as by a version; of a time deltalake says no version."""
    training = folder / "lake" / "training"
    times = {entry["version"]: entry["timestamp"] for entry in deltalake.DeltaTable(training).history()}
    between = datetime.datetime.fromtimestamp((times[1] + times[2]) / 2000, datetime.UTC)
    for moment in (1, between):
        deltalake.DeltaTable(training).restore(moment)
        assert by_ours(folder, DAYS[:2]) == expected(DAYS[:2])
        with pytest.raises(DayError, match=f"Cannot read training of {DAYS[2]}"):
            Lake(folder / "lake").days(DAYS[2])
        assert "2025-01-01 to 2025-01-02    2 days  published" in command(folder, "status")
    assert (
        "version"
        not in json.loads((training / "_delta_log" / f"{6:020}.json").read_text().splitlines()[0])["commitInfo"]
    )


def test_files_of_somebody_else_are_no_days(folder: Path) -> None:
    training = folder / "lake" / "training"
    deltalake.DeltaTable(training).delete("customer_id = 3")
    found = deltalake.DeltaTable(training)
    found.alter.set_table_properties({"delta.logRetentionDuration": "interval 30 days"})
    deltalake.DeltaTable(training).create_checkpoint()
    cleaned_up(folder, "training")
    with pytest.raises(ReaderError, match="its entries of Backstory are gone, and no list of days has the files"):
        Lake(folder / "lake").days(DAYS[0])
