"""Whether two folders of training rows hold the same rows, whatever their order and their files."""

from pathlib import Path

import duckdb

Fingerprint = tuple[int, int, int]
"""Rows, and two sums of hashes over them."""

_KEY = "dt, customer_id, ranking_id, impression_pos, impression_item_id"
_ROWS = """
select dt::varchar as dt, customer_id::bigint as customer_id, ranking_id, impression_pos::int as impression_pos,
  impression_item_id::bigint as impression_item_id, label::int as label, history_length::int as history_length,
  epoch_us(newest_action_time) as newest, hash(actions::bigint[]) as actions, hash(action_types::int[]) as types,
  hash(action_types::int[], actions::bigint[]) as arrays
from read_parquet('{folder}/dt=*/*.parquet', hive_partitioning = true, hive_types = {{'dt': varchar}})
"""
_ALL = "dt, customer_id, ranking_id, impression_pos, impression_item_id, label, history_length, newest"


def fingerprint(folder: Path) -> Fingerprint:
    """A folder's rows as three numbers; every column and every slot counts, the order of rows does not."""
    sums = f"sum(hash({_ALL}, actions, types)::hugeint), sum(hash(arrays, {_ALL})::hugeint)"
    with duckdb.connect() as database:
        ((rows, one, other),) = database.execute(
            f"select count(*), {sums} from ({_ROWS.format(folder=folder)})"
        ).fetchall()
    return int(rows), int(one or 0), int(other or 0)


def differences(ours: Path, theirs: Path, limit: int = 5) -> list[str]:
    """The first rows, by their keys, that only one folder has; arrays are shown as their hashes."""
    found = []
    for name, here, there in (("only ours", ours, theirs), ("only theirs", theirs, ours)):
        with duckdb.connect() as database:
            rows = database.execute(
                f"select {_ALL}, actions, types"
                f" from (({_ROWS.format(folder=here)}) except all ({_ROWS.format(folder=there)}))"
                f" order by {_KEY} limit {limit}"
            ).fetchall()
        columns = [*_ALL.split(", "), "actions", "types"]
        found += [
            f"{name}: " + ", ".join(f"{column}={value}" for column, value in zip(columns, row, strict=True))
            for row in rows
        ]
    return found
