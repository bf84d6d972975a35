"""`make bench-encodings`: what other encodings and layouts of training rows would cost in size and time.

A finished day of Backstory's is read and written again by PyArrow in every way below; one file, zstd, the row groups of
Backstory. Sizes are exact; seconds are medians, of writing by PyArrow and of reading both lists by DuckDB.
"""

import itertools
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from backstory_bench import report
from backstory_bench.contenders import backstory
from backstory_bench.dataset import prepare
from backstory_bench.options import parse
from backstory_bench.place import DOCS

_LISTS = ("actions", "action_types")


@dataclass(frozen=True)
class Way:
    """How a day is written: the table it is made into, and PyArrow's options for it."""

    label: str
    table: Callable[[pa.Table], pa.Table] = lambda table: table
    options: dict[str, Any] = field(default_factory=dict)


def _encoded(encoding: str) -> dict[str, Any]:
    return {"use_dictionary": False, "column_encoding": {f"{name}.list.element": encoding for name in _LISTS}}


_PLAIN = _encoded("PLAIN")


def _ways() -> Iterator[Way]:
    yield Way("PLAIN, as Backstory writes", options=_PLAIN)
    yield Way("dictionary", options={"use_dictionary": [f"{name}.list.element" for name in _LISTS]})
    yield Way("DELTA_BINARY_PACKED", options=_encoded("DELTA_BINARY_PACKED"))
    yield Way("BYTE_STREAM_SPLIT", options=_encoded("BYTE_STREAM_SPLIT"))
    yield Way("PLAIN, without padding (lists of different lengths)", _without_padding, _PLAIN)
    yield Way("PLAIN, rows in random order (no equal neighbours)", _shuffled, _PLAIN)
    yield Way("PLAIN, each history once (equal neighbours left out)", _once, _PLAIN)
    yield Way("PLAIN, not compressed", options=_PLAIN | {"compression": "none"})


def main() -> int:
    """Writes the table into docs/benchmarks.md."""
    options = parse(["--customers", "20000", *sys.argv[1:]])
    dataset = prepare(options)
    build = backstory(options, dataset, dataset.days[-1:], "bench-encodings")
    build.clear()
    subprocess.run(build.command, check=True, env=build.environment)
    files = sorted(build.out.glob("dt=*/*.parquet"))
    table = pa.concat_tables([pq.read_table(file) for file in files]).combine_chunks()
    group = pq.ParquetFile(files[0]).metadata.row_group(0).num_rows
    lines = [
        "| 1 day, lists of 1,000 slots | size | of Backstory's | write | read |",
        "|-|-|-|-|-|",
        f"| Backstory's own files, {table.num_rows:,} rows | {_mb(files):.2f} MB | 1.00 |"
        f" | {_read(files, options.runs):.2f} s |",
    ]
    for way in _ways():
        lines.append(_line(way, table, group, _mb(files), options.runs))
        print(lines[-1], flush=True)
    text = f"    make bench-encodings CUSTOMERS={options.customers} RUNS={options.runs}\n\n" + "\n".join(lines)
    print(text)
    if options.docs:
        DOCS.write_text(report.between(DOCS.read_text(), "encodings", text))
    return 0


def _line(way: Way, table: pa.Table, group: int, ours: float, runs: int) -> str:
    made = way.table(table)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "day.parquet"
        options: dict[str, Any] = {"compression": "zstd", "compression_level": 3} | way.options
        if options["compression"] == "none":
            del options["compression_level"]
        write = _seconds(runs, lambda: pq.write_table(made, file, row_group_size=group, **options))
        size = _mb([file])
        return f"| {way.label} | {size:.2f} MB | {size / ours:.2f} | {write:.2f} s | {_read([file], runs):.2f} s |"


def _read(files: list[Path], runs: int) -> float:
    names = ", ".join(f"'{file}'" for file in files)
    query = f"select sum(list_sum(actions)), sum(list_sum(action_types)) from read_parquet([{names}])"
    with duckdb.connect() as connection:
        return _seconds(runs, lambda: connection.execute(query).fetchall())


def _seconds(runs: int, work: Callable[[], object]) -> float:
    """The median."""
    seconds = []
    for _ in range(runs):
        began = time.monotonic()
        work()
        seconds.append(time.monotonic() - began)
    return statistics.median(seconds)


def _mb(files: list[Path]) -> float:
    return sum(file.stat().st_size for file in files) / 1e6


def _without_padding(table: pa.Table) -> pa.Table:
    lengths = table["history_length"].to_pylist()
    offsets = pa.array(list(itertools.accumulate(lengths, initial=0)), pa.int32())
    for name in _LISTS:
        column = table[name].chunk(0)
        kept = pc.filter(column.flatten(), _in_use(column, lengths))
        table = table.set_column(table.column_names.index(name), name, pa.ListArray.from_arrays(offsets, kept))
    return table


def _in_use(column: pa.ListArray, lengths: list[int]) -> pa.Array:
    slots = len(column[0])
    mask = bytearray(slots * len(lengths))
    for row, length in enumerate(lengths):
        mask[row * slots : row * slots + length] = b"\x01" * length
    return pc.cast(pa.array(memoryview(mask), pa.uint8()), pa.bool_())


def _shuffled(table: pa.Table) -> pa.Table:
    return table.take(pc.sort_indices(pc.random(table.num_rows, initializer=1)))


def _once(table: pa.Table) -> pa.Table:
    customers = table["customer_id"].to_pylist()
    first: dict[int, int] = {}
    for row, customer in enumerate(customers):
        first.setdefault(customer, row)
    return table.take(pa.array(sorted(first.values())))


if __name__ == "__main__":
    sys.exit(main())
