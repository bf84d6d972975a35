import collections
import tempfile
import unittest
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import polars
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tests import expected, readers
from tests.small_lake import DAYS, MONTH, ZONE, SmallLake

ROW = ("customer_id", "ranking_id", "impression_pos", "impression_item_id", "label")


class ReadersTest(unittest.TestCase):
    """Every file of a lake, as PyArrow, DuckDB and Polars read it."""

    lake: ClassVar[SmallLake]
    files: ClassVar[dict[str, tuple[list[Path], Any]]]
    actions: ClassVar[expected.Actions]

    @classmethod
    def setUpClass(cls) -> None:
        cls.lake = SmallLake(Path(cls.enterClassContext(tempfile.TemporaryDirectory())))
        cls.lake.build()
        cls.files = {
            "actions": (cls.lake.files("actions"), readers.ACTIONS),
            "impressions": (cls.lake.files("impressions"), readers.IMPRESSIONS),
            "training": (cls.lake.files("training"), readers.WIDE),
            "training, narrow": (cls.lake.narrow_files(), readers.NARROW),
            "pack": (cls.lake.pack_files(), readers.PACK),
        }
        cls.actions = expected.actions(
            (dt, pa.concat_tables([_read(file, readers.ACTIONS) for file in files]))
            for dt, files in cls.lake.days("actions")
        )

    def each_file(self) -> Iterator[tuple[str, Path, Any]]:
        for table, (files, schema) in self.files.items():
            self.assertNotEqual(files, [], table)
            for file in files:
                yield f"{table}, {file.parent.name}, {file.name}", file, schema

    def test_the_lake_has_what_is_worth_reading(self) -> None:
        groups = {
            table: [pq.ParquetFile(file).num_row_groups for file in files] for table, (files, _) in self.files.items()
        }
        for table in ("training", "training, narrow"):
            self.assertGreater(len(groups[table]), len(DAYS), "several files of a day")
            self.assertGreater(max(groups[table]), 1, "several row groups")
        self.assertGreater(max(groups["pack"]), 1)
        training = pa.concat_tables([_read(file, readers.WIDE) for file in self.files["training"][0]])
        lengths = set(training["history_length"].to_pylist())
        self.assertTrue({0, 1, 1000} <= lengths, lengths)
        longest = max(self.actions.values(), key=len)
        self.assertGreater(len(longest), 20_000)
        packed = pa.concat_tables([_read(file, readers.PACK) for file in self.files["pack"][0]])
        self.assertEqual(pc.max(packed["length"]).as_py(), expected.PACK_ROW)
        in_month = sum(action.dt.startswith(MONTH) for actions in self.actions.values() for action in actions)
        self.assertLess(pc.sum(packed["length"]).as_py(), in_month, "some actions no history can hold")

    def test_every_reader_sees_the_same(self) -> None:
        for place, file, schema in self.each_file():
            with self.subTest(place):
                views = {name: read(file) for name, read in readers.READERS.items()}
                for name, view in views.items():
                    self.assertTrue(readers.same_types(view.schema, schema), f"{name}: {view.schema}")
                in_one_form = {name: readers.in_one_form(view, schema) for name, view in views.items()}
                for name, view in in_one_form.items():
                    view.validate(full=True)
                    self.assertTrue(view.equals(in_one_form["PyArrow"]), f"{name} and PyArrow")

    def test_training_rows_are_the_impressions_with_their_histories(self) -> None:
        impressions = dict(self.lake.days("impressions"))
        training = dict(self.lake.days("training"))
        self.assertEqual([dt for dt, files in training.items() if files], [day.dt for day in DAYS])
        for day in DAYS:
            shown = pa.concat_tables([_read(file, readers.IMPRESSIONS) for file in impressions[day.dt]])
            rows = pa.concat_tables([_read(file, readers.WIDE) for file in training[day.dt]])
            self.assertEqual(_counted(rows), _counted(shown))
            self.assert_histories(training[day.dt], readers.WIDE)

    def test_narrow_numbers_are_the_same_numbers(self) -> None:
        self.assert_histories(self.files["training, narrow"][0], readers.NARROW)

    def assert_histories(self, files: list[Path], schema: Any) -> None:
        days = {f"dt={day.dt}": day for day in DAYS}
        by_id = {customer.customer_id: actions for customer, actions in self.actions.items()}
        for file in files:
            with self.subTest(file=file.name):
                table = _read(file, schema)
                day = days[file.parent.name]
                customers = table["customer_id"].to_pylist()
                histories = {customer: expected.history(by_id.get(customer, ()), day) for customer in set(customers)}
                items = {customer: expected.padded([a.item for a in found]) for customer, found in histories.items()}
                types = {
                    customer: expected.padded([a.action_type for a in found]) for customer, found in histories.items()
                }
                wanted = {
                    "actions": [items[customer] for customer in customers],
                    "action_types": [types[customer] for customer in customers],
                    "history_length": [len(histories[customer]) for customer in customers],
                    "newest_action_time": [
                        histories[customer][0].micros if histories[customer] else None for customer in customers
                    ],
                }
                for name, values in wanted.items():
                    self.assertTrue(_column(table, name).equals(pa.array(values, schema.field(name).type)), name)

    def test_a_pack_holds_what_histories_can_hold(self) -> None:
        tables = [_read(file, readers.PACK) for file in self.files["pack"][0]]
        tables.sort(key=lambda table: table["customer_hash"][0].as_py())
        packed = pa.concat_tables(tables).combine_chunks()
        rows = list(expected.pack(self.actions, MONTH, ZONE))
        wanted = pa.table(
            {
                "customer_hash": [row.customer_hash for row in rows],
                "customer_id": [row.customer_id for row in rows],
                "length": [len(row.item_ids) for row in rows],
                "item_ids": [row.item_ids for row in rows],
                "action_times": pa.array([row.action_times for row in rows], pa.list_(pa.int64())).cast(
                    pa.list_(readers.INSTANT)
                ),
                "codes": [row.codes for row in rows],
            }
        )
        for name in packed.column_names:
            self.assertTrue(
                _column(packed, name).equals(_column(readers.in_one_form(wanted, readers.PACK), name)), name
            )

    def test_any_row_group_can_be_read_alone(self) -> None:
        for place, file, schema in self.each_file():
            with self.subTest(place):
                parquet = pq.ParquetFile(file)
                whole = _read(file, schema)
                start = 0
                for group in range(parquet.num_row_groups):
                    rows = parquet.metadata.row_group(group).num_rows
                    alone = readers.in_one_form(parquet.read_row_group(group), schema)
                    wanted = whole.slice(start, rows)
                    self.assertTrue(alone.equals(wanted.combine_chunks()), f"row group {group}")
                    from_polars = polars.scan_parquet(file, hive_partitioning=False).slice(start, rows).collect()
                    self.assertTrue(
                        readers.in_one_form(from_polars.to_arrow(), schema).equals(alone), f"Polars, {group}"
                    )
                    start += rows
                self.assertEqual(start, whole.num_rows)

    def test_statistics_are_those_of_the_values(self) -> None:
        for place, file, schema in self.each_file():
            with self.subTest(place):
                parquet = pq.ParquetFile(file)
                for group in range(parquet.num_row_groups):
                    table = readers.in_one_form(parquet.read_row_group(group), schema)
                    metadata = parquet.metadata.row_group(group)
                    for index, name in enumerate(schema.names):
                        with self.subTest(group=group, column=name):
                            self.assert_statistics(metadata.column(index), _column(table, name))

    def assert_statistics(self, chunk: Any, values: Any) -> None:
        self.assertTrue(chunk.has_offset_index)
        self.assertTrue(chunk.has_column_index)
        if pa.types.is_list(values.type):
            values = values.flatten()
        found = chunk.statistics
        self.assertEqual(found.null_count, values.null_count)
        limits = pc.min_max(values).as_py()
        if limits["min"] is None:
            self.assertFalse(found.has_min_max)
        else:
            self.assertEqual((found.min, found.max), (limits["min"], limits["max"]))

    def test_a_reader_that_prunes_finds_every_row(self) -> None:
        for place, file, schema in self.each_file():
            with self.subTest(place):
                whole = _read(file, schema)
                ids = sorted(set(whole["customer_id"].to_pylist()))
                for customer in ids[:: max(1, len(ids) // 3)]:
                    wanted = whole.filter(pc.equal(whole["customer_id"], customer)).combine_chunks()
                    with duckdb.connect() as database:
                        by_duckdb = database.sql(
                            f"from read_parquet('{file}', hive_partitioning = false) where customer_id = {customer}"
                        ).to_arrow_table()
                    by_polars = (
                        polars.scan_parquet(file, hive_partitioning=False)
                        .filter(polars.col("customer_id") == customer)
                        .collect()
                        .to_arrow()
                    )
                    by_pyarrow = pq.read_table(file, filters=[("customer_id", "=", customer)], partitioning=None)
                    for name, found in (("DuckDB", by_duckdb), ("Polars", by_polars), ("PyArrow", by_pyarrow)):
                        self.assertTrue(
                            readers.in_one_form(found, schema).equals(wanted), f"{name}, customer {customer}"
                        )


def _read(file: Path, schema: Any) -> Any:
    return readers.in_one_form(readers.by_pyarrow(file), schema)


def _column(table: Any, name: str) -> Any:
    return table.combine_chunks()[name].combine_chunks()


def _counted(table: Any) -> collections.Counter[tuple[object, ...]]:
    return collections.Counter(zip(*(table[name].to_pylist() for name in ROW), strict=True))
