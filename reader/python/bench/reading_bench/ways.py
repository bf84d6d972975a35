"""Ways to read training rows as tensors, each run in a process of its own: `python -m reading_bench.ways NAME LAKE`."""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

BATCH = 1024
LENGTH = 1000

Counts = Iterator[int]
"""The rows of each batch, once it is there as tensors."""


def files(lake: str, table: str = "training") -> list[str]:
    """The files of the days that have rows, by their records."""
    found = []
    for day in sorted(Path(lake, table).glob("dt=*/_PUBLISHED.json")):
        found += [str(day.parent / each["name"]) for each in json.loads(day.read_text())["files"]]
    return found


def to_pylist(lake: str) -> Counts:
    import pyarrow.parquet as pq
    import torch

    for file in files(lake):
        for batch in pq.ParquetFile(file).iter_batches(BATCH, columns=COLUMNS, use_threads=False):
            rows = batch.to_pylist()
            for name in COLUMNS[1:]:
                torch.tensor([row[name] for row in rows])
            yield len(rows)


def datasets_rows(lake: str) -> Counts:
    import datasets
    from torch.utils.data import DataLoader

    rows = datasets.load_dataset("parquet", data_files=files(lake), split="train", streaming=True, columns=COLUMNS)
    for batch in DataLoader(rows.with_format("torch"), batch_size=BATCH, collate_fn=_collated):
        yield len(batch["actions"])


def datasets_batches(lake: str) -> Counts:
    import datasets

    rows = datasets.load_dataset("parquet", data_files=files(lake), split="train", streaming=True, columns=COLUMNS)
    for batch in rows.with_format("torch").iter(BATCH):
        yield len(batch["actions"])


def pandas_stacked(lake: str) -> Counts:
    import numpy as np
    import pyarrow.parquet as pq
    import torch

    for file in files(lake):
        for batch in pq.ParquetFile(file).iter_batches(BATCH, columns=COLUMNS, use_threads=False):
            frame = batch.to_pandas()
            torch.from_numpy(np.stack(frame["actions"].to_numpy()))
            torch.from_numpy(np.stack(frame["action_types"].to_numpy()))
            yield len(frame)


def arrow_in_order(lake: str) -> Counts:
    import pyarrow.parquet as pq
    import torch

    for file in files(lake):
        for batch in pq.ParquetFile(file).iter_batches(BATCH, columns=COLUMNS, use_threads=False):
            for name in ("actions", "action_types"):
                torch.from_numpy(batch[name].flatten().to_numpy().reshape(len(batch), -1).copy())
            yield len(batch)


def arrow_shuffled(lake: str) -> Counts:
    """What a careful user writes: 64 row groups of all days at random, and their rows shuffled."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq
    import torch

    draw = np.random.default_rng(1)
    opened = [pq.ParquetFile(file) for file in files(lake)]
    groups = [(file, group) for file in opened for group in range(file.num_row_groups)]
    order = draw.permutation(len(groups))
    for first in range(0, len(groups), 64):
        window = [groups[place] for place in order[first : first + 64]]
        table = pa.concat_tables([file.read_row_group(g, columns=COLUMNS, use_threads=False) for file, g in window])
        matrices = [
            table[name].combine_chunks().flatten().to_numpy().reshape(table.num_rows, -1)
            for name in ("actions", "action_types")
        ]
        rows = draw.permutation(table.num_rows)
        for at in range(0, len(rows), BATCH):
            chosen = rows[at : at + BATCH]
            for matrix in matrices:
                torch.from_numpy(matrix[chosen])
            yield len(chosen)


def unzip(table: str) -> Callable[[str], Counts]:
    """The pages of both lists unzipped, and thrown away."""

    def way(lake: str) -> Counts:
        import pyarrow.parquet as pq

        from backstory_reader import pages

        for file in files(lake, table):
            metadata = pq.ParquetFile(file).metadata
            data = Path(file).read_bytes()
            for number in range(metadata.num_row_groups):
                group = metadata.row_group(number)
                for column in range(group.num_columns):
                    if group.column(column).path_in_schema in ("actions.list.element", "action_types.list.element"):
                        chunk = pages.Chunk.of(group.column(column))
                        of_chunk = data[chunk.offset : chunk.offset + chunk.size]
                        for page in chunk.pages(of_chunk):
                            chunk.unzipped(of_chunk, chunk.offset, page)
                yield group.num_rows

    return way


def copied(_: str) -> Counts:
    """Slots of a batch copied in memory, wide: nothing can be faster that makes a batch of its own."""
    import numpy as np

    ids, types = np.ones((BATCH, LENGTH), np.int64), np.ones((BATCH, LENGTH), np.int8)
    for _ in range(100):
        ids.copy()
        types.copy()
        yield BATCH


def reader(workers: int = 0, epochs: int = 3, **options: Any) -> Callable[[str], Counts]:
    """The reader; with `workers`, those of a DataLoader."""

    def way(lake: str) -> Counts:
        from torch.utils.data import DataLoader

        from backstory_reader import Lake
        from backstory_reader.torch import TrainingRows

        source = options.pop("source")
        each = options.pop("expanded", False)
        days = Lake(lake).days(*shown(lake), source=source)
        rows = TrainingRows(days, BATCH, each_history_once=not each, **{"threads": 0, **options})
        loader = DataLoader(rows, batch_size=None, num_workers=workers) if workers else rows
        for epoch in range(epochs):
            rows.set_epoch(epoch)
            for batch in loader:
                yield len(batch)

    return way


HELD: list[int] = []
"""Megabytes that the process holds after each epoch."""


def epochs(source: str, count: int = 10) -> Callable[[str], Counts]:
    """Ten epochs, with threads that read ahead."""

    def way(lake: str) -> Counts:
        from backstory_reader import Lake
        from backstory_reader.torch import TrainingRows

        days = Lake(lake).days(*shown(lake), source=source)  # type: ignore[arg-type]
        rows = TrainingRows(days, BATCH, unit="ranking", threads=2)
        for _ in range(count):
            for batch in rows:
                yield len(batch)
            held = next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmRSS" in line)
            HELD.append(int(held.split()[1]) // 1024)

    return way


def ray_started() -> None:
    """One worker; what it takes to start is not counted."""
    import logging

    import ray
    import ray.data

    ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    # Its worker is there, and has imported what it needs.
    list(ray.data.range(10).iter_batches())


def ray_data(lake: str) -> Counts:
    """What its batches are made of, NumPy's arrays, stacked: it makes no tensors of columns of lists."""
    import numpy as np
    import ray.data
    import torch

    rows = ray.data.read_parquet(files(lake), columns=COLUMNS)
    for batch in rows.iter_batches(batch_size=BATCH, batch_format="numpy"):
        for name in ("actions", "action_types"):
            torch.from_numpy(np.stack(batch[name]))
        yield len(batch["label"])


def shown(lake: str) -> tuple[str, str]:
    """The first and the last day with rows."""
    days = [file.split("dt=")[1][:10] for file in files(lake, "histories")]
    return min(days), max(days)


def _collated(rows: list[Any]) -> dict[str, Any]:
    import torch

    return {name: torch.stack([row[name] for row in rows]) for name in ("actions", "action_types")}


COLUMNS = ["label", "actions", "action_types"]
SLOW = {"to_pylist": 16_000, "datasets-rows": 8_000, "datasets-batches": 66_000, "pandas": 66_000}
"""Ways that are stopped after so many rows."""

WAYS: dict[str, Callable[[str], Counts]] = {
    "to_pylist": to_pylist,
    "datasets-rows": datasets_rows,
    "datasets-batches": datasets_batches,
    "pandas": pandas_stacked,
    "ray": ray_data,
    "arrow-in-order": arrow_in_order,
    "arrow-shuffled": arrow_shuffled,
    "training-expanded": reader(source="training", expanded=True),
    "training-narrow": reader(source="training", expanded=True, narrow=True),
    "training-once": reader(source="training"),
    "training-ranking": reader(source="training", unit="ranking"),
    "histories-expanded": reader(source="histories", expanded=True),
    "histories-narrow": reader(source="histories", expanded=True, narrow=True),
    "histories-once": reader(source="histories"),
    "histories-ranking": reader(source="histories", unit="ranking"),
    "histories-ranking-narrow": reader(source="histories", unit="ranking", narrow=True),
    "unzip-training": unzip("training"),
    "unzip-histories": unzip("histories"),
    "copy": copied,
    "training-1-core": reader(source="training", expanded=True, threads=2, epochs=3),
    "training-2-cores": reader(source="training", expanded=True, threads=2, epochs=3),
    "histories-1-core": reader(source="histories", expanded=True, threads=2, epochs=6),
    "histories-2-cores": reader(source="histories", expanded=True, threads=2, epochs=6),
    "workers-1": reader(source="histories", expanded=True, workers=1, epochs=6),
    "workers-2": reader(source="histories", expanded=True, workers=2, epochs=6),
    "epochs-training": epochs("training"),
    "epochs-histories": epochs("histories"),
}


def main(name: str, lake: str) -> None:
    """Runs a way, and prints rows, seconds of the processor and of the clock, and megabytes."""
    import pandas
    import pyarrow.parquet

    import backstory_reader.torch

    assert backstory_reader.torch
    assert pyarrow.parquet
    # PyArrow imports pandas where it is there, which takes a second: not in the time of whoever comes first.
    assert pandas
    if name.startswith("datasets"):
        import datasets

        datasets.disable_progress_bars()
    if name == "ray":
        ray_started()
    before = _peak_mb()
    cpu, clock, rows = _cpu(), time.monotonic(), 0
    for count in WAYS[name](lake):
        rows += count
        if rows >= SLOW.get(name, rows + 1):
            break
    seconds = {"cpu": _cpu() - cpu, "clock": time.monotonic() - clock}
    print(json.dumps({"rows": rows, **seconds, "mb": _peak_mb() - before, "held": HELD}))
    sys.stdout.flush()
    # Threads of other libraries need not be waited for.
    os._exit(0)


def _cpu() -> float:
    """Of this process, of those that it has waited for, and of those that still run."""
    import psutil

    running = sum(sum(each.cpu_times()[:4]) for each in psutil.Process().children(recursive=True))
    return running + sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
