"""What Trino reads in lakes of bin/backstory: Iceberg by a catalog in a database, Delta by its tables' folders."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests import shop
from tests.table import Table
from tests.trino.server import HOME, QueryError, Trino, running

DAY, NEXT_DAY, _ = shop.SHOWN
KEY = "cast(dt as varchar), customer_id, ranking_id, impression_pos, impression_item_id, label"


@dataclass(frozen=True)
class Shop:
    """A lake whose tables Trino knows, and that goes on."""

    config: Path
    lake: Path
    format: str
    trino: Trino

    def backstory(self, *arguments: str | Path) -> str:
        """A command on it."""
        jars = [*HOME.glob("drivers/*.jar"), *(shop.ROOT / ".backstory/tables/iceberg").glob("*.jar")]
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(os.environ, "BACKSTORY_CLASSPATH", ":".join(map(str, jars)))
            name, *others = arguments
            return shop.backstory(name, "--config", self.config, *others)

    def table(self, name: str, suffix: str = "") -> str:
        """As Trino knows it."""
        return f'{self.format}.shop."{name}{suffix}"'


@pytest.fixture(scope="module")
def trino(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trino]:
    folder = tmp_path_factory.mktemp("trino")
    with running(folder, f"jdbc:sqlite:{folder}/catalog.db") as server:
        yield server


@pytest.fixture(scope="module", params=["delta", "iceberg"])
def here(request: pytest.FixtureRequest, trino: Trino, wide: Path, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The first days of the tests' shop; the last of them was built again."""
    folder = tmp_path_factory.mktemp(request.param)
    config = shop.config(folder, "lake", *shop.WIDE[1:])
    catalog = {"delta": "", "iceberg": f', catalog: {{type: jdbc, uri: "{trino.database}"}}'}[request.param]
    text = config.read_text().replace("path: raw/", f"path: {wide.parents[1]}/raw/")
    config.write_text(text + f"storage: {{format: {request.param}{catalog}}}\n")
    found = Shop(config, folder / "lakes" / "lake", request.param, trino)
    found.backstory("run", "--from", shop.FIRST, "--to", DAY, "--run-id", "first")
    found.backstory("run", "--dt", DAY, "--rebuild", "--run-id", "again")
    if request.param == "delta":
        trino.sql("create schema delta.shop")
        for table in ("actions", "training"):
            trino.sql(f"call delta.system.register_table('shop', '{table}', 'file://{found.lake}/{table}')")
    return found


def check_rows(here: Shop, table: Table, day: str) -> None:
    """Every row of a day is there once, with every slot of its history."""
    columns = f"{KEY}, actions, action_types, history_length, to_unixtime(newest_action_time)"
    found = here.trino.sql(f"select {columns} from {here.table('training')} where dt = date '{day}'").rows
    keys = [tuple(row[:6]) for row in found]
    assert Counter(keys) == table.days[day]
    assert keys
    places = [table.place[key] for key in keys]
    assert np.array_equal(np.array([row[6] for row in found]), table.actions[places])
    assert np.array_equal(np.array([row[7] for row in found]), table.types[places])
    assert [row[8] for row in found] == [table.lengths[key] for key in keys]
    newest = [table.newest[key] for key in keys]
    assert [row[9] for row in found] == [None if at is None else at.timestamp() for at in newest]


def test_columns(here: Shop) -> None:
    """Delta's times are read to the millisecond, as Trino reads all of Delta's."""
    digits = {"delta": 3, "iceberg": 6}[here.format]
    assert here.trino.sql(f"describe {here.table('training')}").rows == [
        ["ranking_id", "varchar", "", ""],
        ["customer_id", "bigint", "", ""],
        ["impression_pos", "integer", "", ""],
        ["impression_item_id", "bigint", "", ""],
        ["label", "integer", "", ""],
        ["actions", "array(bigint)", "", ""],
        ["action_types", "array(integer)", "", ""],
        ["history_length", "integer", "", ""],
        ["newest_action_time", f"timestamp({digits}) with time zone", "", ""],
        ["dt", "date", "", ""],
    ]


def test_every_row_is_there_once(here: Shop, table: Table) -> None:
    check_rows(here, table, DAY)
    count = here.trino.sql(f"select dt, count(*) from {here.table('training')} group by dt").rows
    assert count == [[DAY, sum(table.days[DAY].values())]]


def test_of_a_day_only_its_files_are_read(here: Shop) -> None:
    by_day = dict(here.trino.sql(f"select cast(dt as varchar), count(*) from {here.table('actions')} group by 1").rows)
    assert sorted(by_day) == [shop.FIRST, shop.LAST_BEFORE, DAY]
    found = here.trino.sql(f"""select count(item_id) from {here.table("actions")} where dt = date '{DAY}'""")
    assert (found.rows, found.read) == ([[by_day[DAY]]], by_day[DAY])
    paths = here.trino.sql(f"""select distinct "$path" from {here.table("actions")} where dt = date '{DAY}'""").rows
    assert paths
    assert all(f"/actions/_runs/again/dt={DAY}/" in path for (path,) in paths)


def test_the_earlier_run(here: Shop, table: Table) -> None:
    """Each version has the files of one run."""
    if here.format == "iceberg":
        versions = dict(
            here.trino.sql(f"""select summary['backstory.run'], snapshot_id from {here.table("training", "$snapshots")}
                where summary['backstory.dt'] = '{DAY}' order by committed_at""").rows
        )
    else:
        history = here.trino.sql(f"select version from {here.table('training', '$history')} order by 1").rows
        versions = {"first": history[-2][0], "again": history[-1][0]}
    assert list(versions) == ["first", "again"]
    for run, version in versions.items():
        rows = here.trino.sql(
            f"""select {KEY}, "$path" from {here.table("training")} for version as of {version}"""
        ).rows
        assert Counter(tuple(row[:6]) for row in rows) == table.days[DAY]
        assert all(f"/_runs/{run}/dt={DAY}/" in row[6] for row in rows)


def test_what_iceberg_knows_of_files(here: Shop, table: Table) -> None:
    if here.format == "delta":
        pytest.skip("of Iceberg alone")
    files = here.trino.sql(f"select file_path, record_count, file_format from {here.table('training', '$files')}").rows
    assert sum(row[1] for row in files) == sum(table.days[DAY].values())
    assert {row[2] for row in files} == {"PARQUET"}
    assert {row[0] for row in files} == {
        f"file:{path}" for path in (here.lake / "training").rglob("_runs/again/**/*.parquet")
    }
    partitions = here.trino.sql(f"select partition.dt, record_count from {here.table('training', '$partitions')}").rows
    assert partitions == [[DAY, sum(table.days[DAY].values())]]


def test_a_day_that_is_published_next_is_there(here: Shop, table: Table) -> None:
    here.backstory("run", "--dt", NEXT_DAY)
    check_rows(here, table, NEXT_DAY)
    check_rows(here, table, DAY)


def test_of_delta_trino_only_reads_what_lies_on_a_disk(here: Shop) -> None:
    if here.format == "iceberg":
        pytest.skip("of Delta alone")
    with pytest.raises(QueryError, match="Writes are not enabled on the file filesystem"):
        here.trino.sql(f"alter table {here.table('training')} execute optimize")
