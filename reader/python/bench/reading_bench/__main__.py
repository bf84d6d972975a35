"""`make bench-reading`: the reader beside other ways to the same tensors, in turn, on one core."""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from reading_bench import shuffling
from reading_bench.ways import WAYS, shown

ROOT = Path(__file__).resolve().parents[4]
WORK = ROOT / ".backstory" / "bench-reading"
DOCS = ROOT / "docs" / "training.md"

LABELS = {
    "to_pylist": "PyArrow, `to_pylist`, torch.tensor; in file order",
    "datasets-rows": "HuggingFace datasets, streaming, format torch, DataLoader; in file order",
    "datasets-batches": "HuggingFace datasets, streaming, format torch, `iter(1024)`; in file order",
    "pandas": "pandas, np.stack; in file order",
    "ray": "Ray Data, one worker, np.stack; in file order",
    "arrow-in-order": "PyArrow, flat values reshaped; in file order",
    "arrow-shuffled": "PyArrow, flat values, windows of 64 row groups shuffled",
    "training-expanded": "**reader**, `training`, a history for each row",
    "training-narrow": "**reader**, `training`, a history for each row, narrow",
    "training-once": "**reader**, `training`, each history once",
    "training-ranking": "**reader**, `training`, each once, by ranking",
    "histories-expanded": "**reader**, `histories`, a history for each row",
    "histories-narrow": "**reader**, `histories`, a history for each row, narrow",
    "histories-once": "**reader**, `histories`, each history once",
    "histories-ranking": "**reader**, `histories`, each once, by ranking",
    "histories-ranking-narrow": "**reader**, `histories`, each once, by ranking, narrow",
    "unzip-training": "limit: `training` unzipped and thrown away",
    "unzip-histories": "limit: `histories` unzipped and thrown away (of the rows beside them)",
    "copy": "limit: 9 KB a row copied in memory",
    "training-1-core": "`training`, a history for each row, 2 threads ahead, one core",
    "training-2-cores": "the same, two cores",
    "histories-1-core": "`histories`, a history for each row, 2 threads ahead, one core",
    "histories-2-cores": "the same, two cores",
    "workers-1": "the same, no thread, 1 worker of a DataLoader, two cores",
    "workers-2": "the same, no thread, 2 workers of a DataLoader, two cores",
}
EPOCHS = {"epochs-training": "`training`", "epochs-histories": "`histories`"}
BESIDE = {
    "training-1-core": "training-1-core",
    "training-2-cores": "training-1-core",
    "histories-1-core": "histories-1-core",
    "histories-2-cores": "histories-1-core",
    "workers-1": "histories-1-core",
    "workers-2": "histories-1-core",
}
"""By the clock, and what each is compared with."""


def main() -> None:
    """Makes the shop if need be, measures, and writes the tables into docs/training.md."""
    parser = argparse.ArgumentParser(prog="make bench-reading", description=__doc__)
    parser.add_argument("--customers", type=int, default=3000)
    parser.add_argument("--runs", type=int, default=3, help="of each way, in turn")
    parser.add_argument("--only", default="", help="ways to measure, separated by commas")
    parser.add_argument("--lake", default="", help="a lake with both tables that is there already")
    parser.add_argument("--no-docs", dest="docs", action="store_false", help="leave docs/training.md as it is")
    options = parser.parse_args()
    lake = options.lake or str(_shop(options.customers))
    names = [name for name in options.only.split(",") if name] or list(WAYS)
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for turn in range(options.runs):
        for name in names:
            found[name].append(_measured(name, lake))
            print(f"{turn + 1} {name}: {_rate(found[name][-1]):,.0f} rows per CPU second", flush=True)
    per_history = _rows_of(lake, "impressions") / _rows_of(lake, "histories")
    for each in found.get("unzip-histories", []):
        each["rows"] *= per_history
    text = _text(lake, found, options, per_history)
    print(text)
    figures = shuffling.table(lake)
    print(figures)
    if options.docs and not options.only:
        document = _between(DOCS.read_text(), "reading", text)
        DOCS.write_text(_between(document, "reading-shuffle", figures))


def _shop(customers: int) -> Path:
    folder = WORK / str(customers)
    if not (folder / "made").exists():
        shutil.rmtree(folder, ignore_errors=True)
        command = str(ROOT / "bin" / "backstory")
        sizes = {"customers": customers, "history-days": 120, "impression-days": 4, "actions": 8, "rankings": 1}
        subprocess.run(
            [command, "sample-data", str(folder), *(f"--{name}={value}" for name, value in sizes.items())], check=True
        )
        config = folder / "pipeline.yaml"
        config.write_text(config.read_text() + "history: {outputs: [training, histories]}\n")
        days = ["--from", "2025-01-01", "--to", "2025-05-04"]
        subprocess.run([command, "run", "--config", str(config), *days], check=True)
        (folder / "made").touch()
    return folder / "lake"


def _measured(name: str, lake: str) -> dict[str, Any]:
    cores = sorted(os.sched_getaffinity(0))
    alone = name not in EPOCHS and BESIDE.get(name, name) == name
    wanted = cores[-1:] if alone else cores
    threads = {"OMP_NUM_THREADS": "1", "ARROW_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "reading_bench.ways", name, lake],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=os.environ | threads | {"HF_DATASETS_CACHE": str(WORK / "datasets"), "HF_HUB_OFFLINE": "1"},
        preexec_fn=lambda: os.sched_setaffinity(0, wanted),
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _rate(run: dict[str, Any]) -> float:
    return float(run["rows"] / run["cpu"])


def _rows_of(lake: str, table: str) -> int:
    first, last = shown(lake)
    records = [json.loads(file.read_text()) for file in Path(lake, table).glob("dt=*/_PUBLISHED.json")]
    return sum(record["rows"] for record in records if first <= record["dt"] <= last)


def _text(lake: str, found: dict[str, list[dict[str, Any]]], options: Any, per_history: float) -> str:
    rows = _rows_of(lake, "impressions")
    lines = [
        f"    make bench-reading CUSTOMERS={options.customers} RUNS={options.runs}",
        "",
        f"{rows:,} rows of 4 days, 2 x 1,000 slots each, {per_history:.1f} rows beside a history; batches of 1,024 as "
        f"tensors; {_machine()}; one core, files in the page cache. Rows per second of the processor, median of "
        f"{options.runs} (least to most), and the median of the ratios to `to_pylist` in the same round. GB/s: each "
        "row's slots as 9 bytes each, also where they are given once for several rows. Memory: by what the peak of "
        "the process grew.",
        "",
        "| way | rows per CPU second | times `to_pylist` | slots, GB/s | memory |",
        "|-|-|-|-|-|",
    ]
    base = found.get("to_pylist")
    for name, runs in found.items():
        if name in BESIDE or name in EPOCHS:
            continue
        rates = sorted(map(_rate, runs))
        ratio = "" if not base else f"{median(_rate(a) / _rate(b) for a, b in zip(runs, base, strict=True)):.1f}"
        mb = median(run["mb"] for run in runs)
        lines.append(f"| {LABELS[name]} | {_spread(rates)} | {ratio} | {median(rates) * 9e-6:.2f} | {mb:,.0f} MB |")
    if all(name in found for name in BESIDE):
        lines += [
            "",
            f"Rows per second of the clock, the best of {options.runs} tries, since whatever else runs takes from it; "
            "of the processor, the median:",
            "",
            "| way | rows per second | of one core's | rows per CPU second |",
            "|-|-|-|-|",
        ]
        best = {name: max(run["rows"] / run["clock"] for run in found[name]) for name in BESIDE}
        for name, other in BESIDE.items():
            rate = _spread(sorted(map(_rate, found[name])))
            lines.append(f"| {LABELS[name]} | {best[name]:,.0f} | {best[name] / best[other]:.2f} | {rate} |")
    if all(name in found for name in EPOCHS):
        lines += ["", "By ranking, 2 threads ahead: megabytes that the process holds after each of ten epochs.", ""]
        lines += [f"| source | {' | '.join(map(str, range(1, 11)))} |", f"|{'-|' * 11}"]
        for name, label in EPOCHS.items():
            lines.append(f"| {label} | {' | '.join(map(str, found[name][-1]['held']))} |")
    return "\n".join(lines)


def _spread(rates: Sequence[float]) -> str:
    return f"{median(rates):,.0f} ({rates[0]:,.0f} to {rates[-1]:,.0f})"


def _machine() -> str:
    import datasets
    import numpy as np
    import pyarrow as pa
    import torch

    versions = f"torch {torch.__version__}, PyArrow {pa.__version__}, NumPy {np.__version__}"
    return f"Python {platform.python_version()}, {versions}, datasets {datasets.__version__}"


def _between(document: str, name: str, text: str) -> str:
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, found, rest = document.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise SystemExit(f"Cannot write the results: there is no {begin} … {end} in docs/training.md; put both in")
    return f"{before}{begin}\n{text}\n{end}{after}"


if __name__ == "__main__":
    main()
