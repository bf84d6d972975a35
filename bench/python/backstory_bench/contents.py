"""Whether two folders hold the same rows of a table, whatever their order and their files."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

Fingerprint = tuple[int, int, int]
"""Rows, and two sums of hashes over them."""


@dataclass(frozen=True)
class Contents:
    """How a table's rows are compared: by `columns` of `rows`, a query over a folder; `arrays` are hashes of lists."""

    rows: str
    columns: tuple[str, ...]
    arrays: tuple[str, ...] = ()

    def of(self, folder: Path) -> str:
        """The rows in a folder."""
        return self.rows.format(folder=folder)


TRAINING = Contents(
    """
select dt::varchar as dt, customer_id::bigint as customer_id, ranking_id, impression_pos::int as impression_pos,
  impression_item_id::bigint as impression_item_id, label::int as label, history_length::int as history_length,
  epoch_us(newest_action_time) as newest, hash(actions::bigint[]) as actions, hash(action_types::int[]) as types,
  hash(action_types::int[], actions::bigint[]) as arrays
from read_parquet('{folder}/dt=*/*.parquet', hive_partitioning = true, hive_types = {{'dt': varchar}})
""",
    (
        *("dt", "customer_id", "ranking_id", "impression_pos", "impression_item_id", "label", "history_length"),
        "newest",
    ),
    ("actions", "types", "arrays"),
)

ACTIONS = Contents(
    """
select dt::varchar as dt, customer_id, item_id, epoch_us(action_time) as micros, action_type::int as action_type
from read_parquet('{folder}/dt=*/*.parquet', hive_partitioning = true, hive_types = {{'dt': varchar}})
""",
    ("dt", "customer_id", "item_id", "micros", "action_type"),
)


def fingerprint(folder: Path, of: Contents) -> Fingerprint:
    """A folder's rows as three numbers; every column and every slot counts, the order of rows does not."""
    columns = [*of.columns, *of.arrays]
    sums = f"sum(hash({', '.join(columns)})::hugeint), sum(hash({', '.join(reversed(columns))})::hugeint)"
    with duckdb.connect() as database:
        ((rows, one, other),) = database.execute(f"select count(*), {sums} from ({of.of(folder)})").fetchall()
    return int(rows), int(one or 0), int(other or 0)


def differences(ours: Path, theirs: Path, of: Contents, limit: int = 5) -> list[str]:
    """The first rows, by their keys, that only one folder has; arrays are shown as their hashes."""
    found = []
    columns = [*of.columns, *of.arrays]
    for name, here, there in (("only ours", ours, theirs), ("only theirs", theirs, ours)):
        with duckdb.connect() as database:
            rows = database.execute(
                f"select {', '.join(columns)} from (({of.of(here)}) except all ({of.of(there)}))"
                f" order by all limit {limit}"
            ).fetchall()
        found += [
            f"{name}: " + ", ".join(f"{column}={value}" for column, value in zip(columns, row, strict=True))
            for row in rows
        ]
    return found


def rows(out: Path) -> int:
    """How many rows the files of all days have, as their footers say."""
    query = f"select sum(num_rows) from parquet_file_metadata('{out}/dt=*/*.parquet')"
    counted = duckdb.connect().execute(query).fetchone()
    assert counted is not None
    return int(counted[0])
