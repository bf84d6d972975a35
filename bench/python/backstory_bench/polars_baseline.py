"""Training rows by Polars: actions of the wanted customers sorted once, then a query for each day. Run as a program.

For one day the sort is part of that day's query. A separate query for each of 14 days took 25 s for 20,000
customers, this 9 s; sorting by the streaming engine took 4.2 s, in memory 3.3 s.
"""

import os
import sys
from datetime import date

from backstory_bench.task import Day, Task, cores

os.environ.setdefault("POLARS_MAX_THREADS", str(cores()))

import polars as pl

_SHOWN = ["dt", "ranking_id", "customer_id", "impression_pos", "impression_item_id", "label"]
_NEWEST_FIRST = ["action_time", "action_type", "item_id"]


def _sorted_actions(task: Task, customers: pl.LazyFrame) -> pl.LazyFrame:
    return (
        pl.scan_parquet(task.action_files(task.days), hive_partitioning=True)
        .select("customer_id", "item_id", "action_time", "action_type", "dt")
        .join(customers, on="customer_id", how="semi")
        .sort("customer_id", *_NEWEST_FIRST, descending=[False, True, True, True])
    )


def _zeros(length: int, element: type[pl.DataType]) -> pl.Expr:
    return pl.lit(pl.Series([[0] * length], dtype=pl.List(element)))


def _padded(column: str, length: int, element: type[pl.DataType]) -> pl.Expr:
    return pl.col(column).list.concat(_zeros(length, element)).list.head(length)


def _histories(actions: pl.LazyFrame, customers: pl.LazyFrame, day: Day, length: int) -> pl.LazyFrame:
    counts = (
        (pl.col("dt") < date.fromisoformat(day.dt))
        & (pl.col("dt") >= date.fromisoformat(day.first))
        & (pl.col("action_time") < pl.lit(day.cut).cast(pl.Datetime("us", "UTC")))
    )
    return (
        actions.filter(counts)
        .join(customers, on="customer_id", how="semi", maintain_order="left")
        .group_by("customer_id", maintain_order=True)
        .agg(
            pl.col("item_id").head(length).alias("actions"),
            pl.col("action_type").head(length).alias("action_types"),
            pl.len().clip(upper_bound=length).cast(pl.Int32).alias("history_length"),
            pl.col("action_time").first().alias("newest_action_time"),
        )
        .with_columns(_padded("actions", length, pl.Int64), _padded("action_types", length, pl.Int32))
    )


def _write(task: Task, day: Day, shown: pl.DataFrame, actions: pl.LazyFrame) -> None:
    rows = shown.filter(pl.col("dt") == date.fromisoformat(day.dt)).drop("dt").lazy()
    histories = _histories(actions, rows.select("customer_id").unique(), day, task.length)
    folder = task.out / f"dt={day.dt}"
    folder.mkdir(parents=True)
    rows.join(histories, on="customer_id", how="left").with_columns(
        pl.col("actions").fill_null(_zeros(task.length, pl.Int64)),
        pl.col("action_types").fill_null(_zeros(task.length, pl.Int32)),
        pl.col("history_length").fill_null(0),
    ).sink_parquet(folder / "part.parquet", compression="zstd", compression_level=1, engine="streaming")


def main() -> None:
    """Builds what the command line asks for."""
    task = Task.parse(sys.argv[1:])
    shown = pl.read_parquet(task.impression_files(task.days), hive_partitioning=True, columns=_SHOWN)
    actions = _sorted_actions(task, shown.lazy().select("customer_id").unique())
    if len(task.days) > 1:
        actions = actions.collect().lazy()
    for day in task.days:
        _write(task, day, shown, actions)


if __name__ == "__main__":
    main()
