"""A first load by DuckDB: the raw actions of all days, sorted as the lake sorts them, a folder per day.

Run as a program. DuckDB's own hash takes the place of the lake's; its days are sorted by it in the same way.
"""

import sys
from pathlib import Path

import duckdb

from backstory_bench.task import cores

_SOURCES = {
    "clicks": ("item_id", "click_time"),
    "carts": ("config_id", "occurred_at"),
    "orders": ("config_id", "occurred_at"),
}

_QUERY = """
copy (
  select ((hash(customer_id) % 4294967296)::bigint - 2147483648)::int as customer_hash, customer_id, item_id,
    action_time, action_type, dt
  from ({sources})
  order by dt, customer_hash, customer_id, action_time desc, action_type desc, item_id desc
) to '{out}' (format parquet, compression zstd, partition_by (dt), overwrite_or_ignore)
"""


def main() -> None:
    """Loads the shop in the first folder named into the second."""
    shop, out = (Path(argument) for argument in sys.argv[1:])
    sources = " union all ".join(
        f"select customer_id, {item} as item_id, {time} as action_time, {code}::int as action_type, dt"
        f" from read_parquet('{shop / name}/*/*.parquet', hive_partitioning = true, hive_types = {{'dt': date}})"
        for code, (name, (item, time)) in enumerate(_SOURCES.items(), start=1)
    )
    database = duckdb.connect()
    database.execute(f"set threads = {cores()}")
    database.execute("set enable_progress_bar = false")
    database.execute(_QUERY.format(sources=sources, out=out))


if __name__ == "__main__":
    main()
