"""What others' readers of Iceberg and Delta find in lakes of bin/backstory: every row once, and the earlier run."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import deltalake
import duckdb
import duckdb_extension_avro
import duckdb_extension_delta
import duckdb_extension_iceberg
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from pyiceberg.table import StaticTable

from tests import shop
from tests.table import Key, Table

DAY, OTHER_DAY, _ = shop.SHOWN
COLUMNS = ["dt", "customer_id", "ranking_id", "impression_pos", "impression_item_id", "label"]
FILTERS = {"all rows": None, "the rows of a day": DAY}


def metadata(table: Path) -> Path:
    """The newest of an Iceberg table."""
    version = (table / "metadata" / "version-hint.text").read_text()
    return table / "metadata" / f"v{version}.metadata.json"


def by_deltalake(table: Path, day: str | None, version: int | None = None) -> pa.Table:
    found = deltalake.DeltaTable(table, version=version)
    return found.to_pyarrow_table(filters=None if day is None else [("dt", "=", np.datetime64(day).item())])


def by_pyiceberg(table: Path, day: str | None, version: int | None = None) -> pa.Table:
    found = StaticTable.from_metadata(str(metadata(table)))
    rows = found.scan(snapshot_id=version)
    return (rows if day is None else rows.filter(f"dt = '{day}'")).to_arrow()


def by_duckdb(table: Path, day: str | None, version: int | None = None) -> pa.Table:
    if (table / "_delta_log").exists():
        modules, scan = [duckdb_extension_delta], f"delta_scan('{table}')"
        assert version is None
    else:
        modules = [duckdb_extension_avro, duckdb_extension_iceberg]
        at = "" if version is None else f", snapshot_from_id={version}::ubigint"
        scan = f"iceberg_scan('{metadata(table)}'{at})"
    with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
        for module in modules:
            (file,) = Path(module.__file__).parent.rglob("*.duckdb_extension")
            connection.execute(f"load '{file}'")
        where = "" if day is None else f" where dt = date '{day}'"
        return connection.execute(f"select * from {scan}{where}").to_arrow_table()  # noqa: S608


def readers(table: Path) -> list[Callable[..., pa.Table]]:
    return [by_deltalake, by_duckdb] if (table / "_delta_log").exists() else [by_pyiceberg, by_duckdb]


def keys(rows: pa.Table) -> list[Key]:
    columns = [rows[name].cast(pa.string()).to_pylist() if name == "dt" else rows[name].to_pylist() for name in COLUMNS]
    return list(zip(*columns, strict=True))


def matrix(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    return np.array(pc.list_flatten(column), np.int64).reshape(len(column), -1)


@pytest.mark.parametrize("day", FILTERS.values(), ids=FILTERS)
def test_every_row_is_there_once(format_lake: Path, table: Table, day: str | None) -> None:
    for read in readers(format_lake / "training"):
        rows = read(format_lake / "training", day)
        found = keys(rows)
        assert Counter(found) == table.days[DAY], read.__name__
        assert found
        places = np.array([table.place[key] for key in found])
        assert np.array_equal(matrix(rows["actions"]), table.actions[places]), read.__name__
        assert np.array_equal(matrix(rows["action_types"]), table.types[places]), read.__name__
        assert rows["history_length"].to_pylist() == [table.lengths[key] for key in found], read.__name__


def test_a_day_that_is_not_published_has_no_rows(format_lake: Path) -> None:
    for read in readers(format_lake / "training"):
        assert read(format_lake / "training", OTHER_DAY).num_rows == 0, read.__name__


def test_the_earlier_run_is_there_and_has_other_files(format_lake: Path, table: Table) -> None:
    """Of the two runs of the day, each is seen as of its version alone."""
    training = format_lake / "training"
    runs = {}
    if (training / "_delta_log").exists():
        for entry in sorted((training / "_delta_log").glob("*.json")):
            info = json.loads(entry.read_text().splitlines()[0])["commitInfo"]
            facts = json.loads(info["userMetadata"])
            if facts["backstory.dt"] == DAY:
                version = int(entry.stem)
                uris = deltalake.DeltaTable(training, version=version).file_uris()
                runs[facts["backstory.run"]] = version, [uri for uri in uris if f"/dt={DAY}/" in uri]
    else:
        found = StaticTable.from_metadata(str(metadata(training)))
        for snapshot in found.snapshots():
            facts = snapshot.summary
            if facts is not None and facts["backstory.dt"] == DAY:
                tasks = found.scan(f"dt = '{DAY}'", snapshot_id=snapshot.snapshot_id).plan_files()
                runs[facts["backstory.run"]] = snapshot.snapshot_id, [task.file.file_path for task in tasks]

    assert list(runs) == ["first", "again"]
    for run, (version, files) in runs.items():
        assert files
        assert all(f"/_runs/{run}/dt={DAY}/" in file for file in files)
        for read in readers(training):
            if read is by_duckdb and (training / "_delta_log").exists():
                continue
            assert Counter(keys(read(training, DAY, version))) == table.days[DAY], read.__name__
