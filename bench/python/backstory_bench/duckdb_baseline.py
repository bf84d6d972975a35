"""Training rows by DuckDB: `per-day` asks a query for each day, `one-pass` one for all. Run as a program.

A customer's actions are sorted as single numbers: time, type and item of the contract's order, packed into 128 bits.
That took 6.7 s for 14 days of 20,000 customers, where `max(key, 1000)` took 15 s, and a list of a customer's actions,
sorted once and filtered for each day, 14 s. Small row groups cost the writer less: 10 s instead of 14.
"""

import sys

import duckdb

from backstory_bench.task import Day, Task, cores

_TIME, _TYPE = 2**65, 2**63

_QUERY = f"""
copy (
  with wanted as (
    select distinct dt, first_dt, cut, customer_id from shown join days using (dt)
  ), keys as (
    select w.dt, w.customer_id, list(a.key order by a.key desc)[:{{length}}] as keys
    from wanted w join done a on a.customer_id = w.customer_id
      and a.dt < w.dt and a.dt >= w.first_dt and a.micros < w.cut
    group by all
  ), histories as materialized (
    select dt, customer_id, len(keys)::int as history_length,
      make_timestamptz((keys[1] >> 65)::bigint) as newest_action_time,
      list_resize(list_transform(keys, lambda k: (k & {_TYPE - 1}::hugeint)::bigint), {{length}}, 0::bigint) as actions,
      list_resize(list_transform(keys, lambda k: ((k >> 63) & 3::hugeint)::int), {{length}}, 0::int) as action_types
    from keys
  )
  select s.ranking_id, s.customer_id, s.impression_pos, s.impression_item_id, s.label,
    coalesce(h.actions, list_resize([]::bigint[], {{length}}, 0::bigint)) as actions,
    coalesce(h.action_types, list_resize([]::int[], {{length}}, 0::int)) as action_types,
    coalesce(h.history_length, 0) as history_length, h.newest_action_time, s.dt
  from shown s left join histories h using (dt, customer_id)
) to '{{out}}' (
  format parquet, compression zstd, compression_level 1, row_group_size 8192, partition_by (dt), overwrite_or_ignore
)
"""


def _build(database: duckdb.DuckDBPyConnection, task: Task, days: tuple[Day, ...]) -> None:
    values = ",".join(f"(date '{day.dt}', date '{day.first}', {day.cut}::bigint)" for day in days)
    database.execute(f"create or replace temp view days as from (values {values}) days(dt, first_dt, cut)")
    database.execute(
        "create or replace temp table shown as"
        " select dt, ranking_id, customer_id, impression_pos, impression_item_id, label"
        f" from read_parquet({task.impression_files(days)}, hive_partitioning = true)"
    )
    database.execute(
        "create or replace temp view done as select customer_id, dt, epoch_us(action_time) as micros,"
        f" epoch_us(action_time)::hugeint * {_TIME}::hugeint + action_type::hugeint * {_TYPE}::hugeint"
        " + item_id::hugeint as key"
        f" from read_parquet({task.action_files(days)}, hive_partitioning = true)"
    )
    database.execute(_QUERY.format(length=task.length, out=task.out))


def main() -> None:
    """Builds what the command line asks for."""
    task = Task.parse(sys.argv[1:])
    database = duckdb.connect()
    database.execute(f"set threads = {cores()}")
    database.execute("set preserve_insertion_order = false")
    database.execute("set enable_progress_bar = false")
    if task.plan == "one-pass":
        _build(database, task, task.days)
    else:
        for day in task.days:
            _build(database, task, (day,))


if __name__ == "__main__":
    main()
