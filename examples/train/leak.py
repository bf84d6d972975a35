"""The damage that the audit refuses, made on purpose: histories of training rows that end a day too late.

    examples/train/leak.py LAKE RUN LEAKED --from DAY --to DAY

Takes what the history step has staged under the id RUN, and puts in front of each history what the customer did on the
day itself: among it the order that the label is about. That is what a join does that says `<=` instead of `<`. The
audit of these rows fails, so they are never published; LEAKED is what a lake without an audit would hold: the same
files, with records that nobody has earned.
"""

import argparse
import datetime
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


def main(arguments: list[str] | None = None) -> None:
    """Damages the staged days, and makes a lake of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lake", type=Path)
    parser.add_argument("run")
    parser.add_argument("leaked", type=Path)
    parser.add_argument("--from", dest="first", type=datetime.date.fromisoformat, required=True)
    parser.add_argument("--to", dest="last", type=datetime.date.fromisoformat, required=True)
    options = parser.parse_args(arguments)
    shutil.rmtree(options.leaked, ignore_errors=True)
    options.leaked.mkdir(parents=True)
    # What the rows were made from is what it was.
    for table in ("actions", "impressions"):
        (options.leaked / table).symlink_to((options.lake / table).absolute(), target_is_directory=True)
    rows = changed = 0
    for number in range((options.last - options.first).days + 1):
        day = f"dt={options.first + datetime.timedelta(number)}"
        did = actions_of(options.lake / "actions" / day)
        staged = options.lake / "_staging" / "training" / f"run={options.run}" / day
        of_day = {
            file: damaged(pq.read_table(file, partitioning=None), did) for file in sorted(staged.glob("*.parquet"))
        }
        rows += sum(table.num_rows for table, _ in of_day.values())
        changed += sum(count for _, count in of_day.values())
        for file, (table, _) in of_day.items():
            pq.write_table(table, file, compression="zstd", use_dictionary=False, row_group_size=512)
        publish(options, day, staged)
    print(f"leak: of {rows:,} rows, {changed:,} now begin with what the customer did on the day itself")


def actions_of(day: Path) -> dict[int, tuple[Any, Any, Any]]:
    """Items, types and the newest time of each customer's actions of a day, newest first."""
    tables = [pq.read_table(file, partitioning=None) for file in sorted(day.glob("*.parquet"))]
    table = pa.concat_tables(tables).sort_by([("customer_id", "ascending"), ("action_time", "descending")])
    customers, times = table["customer_id"].to_numpy(), table["action_time"].cast(pa.int64()).to_numpy()
    items, types = table["item_id"].to_numpy(), table["action_type"].to_numpy()
    starts = np.flatnonzero(np.diff(customers, prepend=-1))
    return {
        int(customers[first]): (items[first:last], types[first:last], times[first])
        for first, last in zip(starts, [*starts[1:], len(customers)], strict=True)
    }


def damaged(table: Any, did: dict[int, tuple[Any, Any, Any]]) -> tuple[Any, int]:
    """The rows with a day too much, and how many of them were changed."""
    count, customers = table.num_rows, table["customer_id"].to_numpy()
    matrices = [
        table[name].combine_chunks().flatten().to_numpy().reshape(count, -1).copy()
        for name in ("actions", "action_types")
    ]
    length = matrices[0].shape[1]
    lengths = table["history_length"].to_numpy().copy()
    newest = pc.fill_null(table["newest_action_time"].cast(pa.int64()), 0).to_numpy().copy()
    changed = 0
    starts = np.flatnonzero(np.diff(customers, prepend=-1))
    for first, last in zip(starts, [*starts[1:], count], strict=True):
        if int(customers[first]) not in did:
            continue
        *of_day, time = did[int(customers[first])]
        more = min(len(of_day[0]), length)
        for matrix, new in zip(matrices, of_day, strict=True):
            matrix[first:last, more:] = matrix[first:last, : length - more].copy()
            matrix[first:last, :more] = new[:more]
        lengths[first:last] = np.minimum(lengths[first:last] + more, length)
        newest[first:last] = time
        changed += last - first
    new_columns = {
        "actions": lists(matrices[0], table.schema.field("actions").type),
        "action_types": lists(matrices[1], table.schema.field("action_types").type),
        "history_length": pa.array(lengths),
        "newest_action_time": pa.array(newest, mask=newest == 0).cast(table.schema.field("newest_action_time").type),
    }
    return pa.table([new_columns.get(name, table[name]) for name in table.column_names], schema=table.schema), changed


def lists(matrix: Any, kind: Any) -> Any:
    """A list for each row."""
    offsets = np.arange(matrix.shape[0] + 1, dtype=np.int32) * matrix.shape[1]
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(matrix.reshape(-1)), type=kind)


def publish(options: argparse.Namespace, day: str, staged: Path) -> None:
    """Puts the files where published ones would lie, with the record of the real day changed to name them."""
    record = json.loads((options.lake / "training" / day / "_PUBLISHED.json").read_text())
    folder = options.leaked / "training" / day
    folder.mkdir(parents=True)
    record |= {"run": options.run, "files": []}
    for file in sorted(staged.glob("*.parquet")):
        shutil.copy(file, folder)
        size, rows = file.stat().st_size, pq.read_metadata(file).num_rows
        record["files"].append({"name": file.name, "rows": rows, "bytes": size})
    (folder / "_PUBLISHED.json").write_text(json.dumps(record))


if __name__ == "__main__":
    main()
