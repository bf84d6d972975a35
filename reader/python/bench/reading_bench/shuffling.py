"""How well batches are mixed, beside a true shuffle of all rows."""

from typing import Any

import numpy as np

from backstory_reader import Lake, TrainingRows
from reading_bench.ways import BATCH, shown


def table(lake: str) -> str:
    """Windows of three sizes, for both sources."""
    lines = [
        "Batches of 1,024 of the shop of `make bench-reading`, beside a true shuffle of the same rows. Label rate: its "
        "standard deviation over the batches, as a multiple of the true shuffle's. Days off: the share of a batch that "
        "would have to be of another day for the mix to be that of all rows.",
        "",
        "| source, unit | window | rows in it | histories in a batch | label rate | days off |",
        "|-|-|-|-|-|-|",
    ]
    everything = _rows(lake, "histories", "row", 8)
    whole = everything.numpy()
    order = np.random.default_rng(1).permutation(len(whole))
    key = whole.columns["customer_id"] * 1000 + whole.columns["dt"].astype(np.int64) % 1000
    days = whole.columns["dt"].astype(np.int64)
    batches = [order[at : at + BATCH] for at in range(0, len(order) - BATCH + 1, BATCH)]
    mix = _mix(days, days)
    rates = np.array([whole.labels[rows].mean() for rows in batches])
    true = rates.std()
    figures = _figures([(key[rows], whole.labels[rows], days[rows]) for rows in batches], days, mix, true)
    lines.append(f"| true shuffle | all | {len(whole):,} | {figures} |")
    for source, unit, windows in (
        ("training", "row", (8, 64, 256)),
        ("histories", "row", (1, 8, 32)),
        ("training", "ranking", (64,)),
        ("histories", "ranking", (8,)),
    ):
        for window in windows:
            rows = _rows(lake, source, unit, window)
            found: list[Any] = []
            most = 0
            for batch in rows:
                if len(batch) == BATCH:
                    of_day = batch.columns["dt"].astype(np.int64)
                    found.append((batch.columns["customer_id"] * 1000 + of_day % 1000, batch.labels, of_day))
            plan = rows._of(0, rows._shape)._plan
            most = int(np.median([window.rows for windows in plan._windows for window in windows]))
            lines.append(f"| {source}, {unit} | {window} | {most:,} | {_figures(found, days, mix, true)} |")
    return "\n".join(lines)


def _rows(lake: str, source: Any, unit: Any, window: int) -> TrainingRows:
    days = Lake(lake).days(*shown(lake), source=source)
    return TrainingRows(days, BATCH, length=1, unit=unit, window=window, columns=["customer_id", "dt"], seed=1)


def _mix(days: Any, of: Any) -> Any:
    return np.array([np.mean(of == day) for day in np.unique(days)])


def _figures(batches: list[Any], days: Any, mix: Any, true: float) -> str:
    histories = np.mean([len(np.unique(key)) for key, _, _ in batches])
    rate = np.std([labels.mean() for _, labels, _ in batches]) / true
    off = np.mean([np.abs(_mix(days, of) - mix).sum() / 2 for _, _, of in batches])
    return f"{histories:.0f} | {rate:.2f} | {off:.2f}"
