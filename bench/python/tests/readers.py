"""Each reader's view of a Parquet file, brought into one form so that views can be compared slot by slot."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow as pa
import pyarrow.parquet as pq

INSTANT = pa.timestamp("us", tz="UTC")

ACTIONS = pa.schema(
    {
        "customer_hash": pa.int32(),
        "customer_id": pa.int64(),
        "item_id": pa.int64(),
        "action_time": INSTANT,
        "action_type": pa.int32(),
    }
)
IMPRESSIONS = pa.schema(
    {
        "customer_hash": pa.int32(),
        "ranking_id": pa.string(),
        "customer_id": pa.int64(),
        "impression_pos": pa.int32(),
        "impression_item_id": pa.int64(),
        "label": pa.int32(),
    }
)
PACK = pa.schema(
    {
        "customer_hash": pa.int32(),
        "customer_id": pa.int64(),
        "length": pa.int32(),
        "item_ids": pa.list_(pa.int64()),
        "action_times": pa.list_(INSTANT),
        "codes": pa.list_(pa.int32()),
    }
)


def training(item: Any, action_type: Any) -> Any:
    """The schema of training files for these types of items and of actions' types."""
    return pa.schema(
        {
            "ranking_id": pa.string(),
            "customer_id": pa.int64(),
            "impression_pos": pa.int32(),
            "impression_item_id": item,
            "label": pa.int32(),
            "actions": pa.list_(item),
            "action_types": pa.list_(action_type),
            "history_length": pa.int32(),
            "newest_action_time": INSTANT,
        }
    )


WIDE = training(pa.int64(), pa.int32())
NARROW = training(pa.int32(), pa.int8())


def by_pyarrow(file: Path) -> Any:
    """The file as PyArrow reads it."""
    return pq.ParquetFile(file).read()


def by_duckdb(file: Path) -> Any:
    """The file as DuckDB reads it."""
    with duckdb.connect() as database:
        return database.sql(f"from read_parquet('{file}', hive_partitioning = false)").to_arrow_table()


def by_polars(file: Path) -> Any:
    """The file as Polars' own reader reads it."""
    return polars.read_parquet(file, hive_partitioning=False).to_arrow()


READERS: dict[str, Callable[[Path], Any]] = {"PyArrow": by_pyarrow, "DuckDB": by_duckdb, "Polars": by_polars}


def same_types(found: Any, schema: Any) -> bool:
    """Whether a reader gives these columns with these types; how it calls a list or a zone does not matter."""
    return found.names == schema.names and all(
        _same_type(here.type, there.type) for here, there in zip(found, schema, strict=True)
    )


def _same_type(found: Any, wanted: Any) -> bool:
    if pa.types.is_list(wanted):
        is_list = pa.types.is_list(found) or pa.types.is_large_list(found)
        return is_list and _same_type(found.value_type, wanted.value_type)
    if pa.types.is_string(wanted):
        return any(check(found) for check in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view))
    if pa.types.is_timestamp(wanted):
        # An instant: a reader shows it in a zone, whichever.
        return pa.types.is_timestamp(found) and found.unit == wanted.unit and found.tz is not None
    return bool(found == wanted)


def in_one_form(table: Any, schema: Any) -> Any:
    """The table with exactly these types, in one piece."""
    return table.cast(schema).combine_chunks()
