"""Lakes whose tables are Delta and Iceberg, made by bin/backstory."""

import json
from collections import Counter
from pathlib import Path

import pytest

from backstory_reader import DayError, Lake, ReaderError, TrainingRows
from tests import shop
from tests.table import Table

D1, D2, _ = shop.SHOWN
KEY = ["customer_id", "ranking_id", "impression_pos", "dt"]


@pytest.fixture
def lake(format_lake: Path) -> Path:
    return format_lake


@pytest.mark.parametrize("source", ["histories", "training"])
def test_the_same_rows_as_in_folders(lake: Path, table: Table, source: str) -> None:
    days = Lake(lake).days(D1, source=source)  # type: ignore[arg-type]
    keys: Counter[tuple[object, ...]] = Counter()
    for batch in TrainingRows(days, 64, seed=1, columns=KEY):
        keys.update(table.check(batch))
    assert keys == {key: count for key, count in table.rows.items() if D1 in map(str, key)}
    assert keys


def test_a_day_that_is_not_published_is_not_there(lake: Path) -> None:
    with pytest.raises(DayError, match=f"Cannot read training of {D2}: "):
        Lake(lake).days(D1, D2, source="training")


def test_a_version_of_somebody_else_is_an_error(lake: Path) -> None:
    log = sorted((lake / "training" / "_delta_log").glob("*.json"))
    hint = lake / "training" / "metadata" / "version-hint.text"
    if log:
        new = log[-1].with_name(f"{int(log[-1].stem) + 1:020d}.json")
        new.write_text('{"commitInfo": {"operation": "OPTIMIZE"}}\n{"add": {"path": "x"}}\n')
        said = r"version \d+ \(OPTIMIZE\) of it is not of Backstory"
    else:
        version = int(hint.read_text())
        metadata = json.loads((hint.parent / f"v{version}.metadata.json").read_text())
        metadata["snapshots"].append({"snapshot-id": 1, "summary": {"operation": "append"}})
        new = hint.parent / f"v{version + 1}.metadata.json"
        new.write_text(json.dumps(metadata | {"current-snapshot-id": 1}))
        hint.write_text(str(version + 1))
        said = r"snapshot 1 \(append\) of it is not of Backstory"
    try:
        with pytest.raises(ReaderError, match=f"Cannot read the days of {lake}/training: {said}"):
            Lake(lake).days(D1, source="training")
    finally:
        new.unlink()
        if not log:
            hint.write_text(str(version))


def test_what_a_database_knows_is_not_found_in_the_folder(lake: Path) -> None:
    hint = lake / "training" / "metadata" / "version-hint.text"
    if not hint.exists():
        pytest.skip("of Iceberg alone")
    text = hint.read_text()
    hint.unlink()
    try:
        with pytest.raises(ReaderError, match="whose catalog is not its folder"):
            Lake(lake).days(D1, source="training")
    finally:
        hint.write_text(text)
