"""What a day holds, in a few figures."""

from dataclasses import dataclass

import numpy as np

from backstory_reader.days import TRAINING, Days
from backstory_reader.rows import open_parts
from backstory_reader.training_parts import stored_length
from backstory_reader.wanted import Wanted


@dataclass(frozen=True)
class DayFigures:
    """ordered, not_ordered, unlabeled: rows whose label is 1, 0, null. histories: customers; length: their mean slots.

    A row without a ranking id counts as a ranking.
    """

    day: str
    runs: dict[str, str]
    rows: int
    histories: int
    rankings: int
    ordered: int
    not_ordered: int
    unlabeled: int
    without_history: int
    length: float

    @property
    def label_rate(self) -> float:
        """Of the rows with a label, the share that is 1; NaN where there is none."""
        labeled = self.ordered + self.not_ordered
        return self.ordered / labeled if labeled else float("nan")


def describe(days: Days) -> list[DayFigures]:
    """The figures of each day."""
    return [_of(Days(days.storage, days.source, (day,)), day.day) for day in days.days]


def _of(day: Days, name: str) -> DayFigures:
    stored = stored_length(day) if day.source == TRAINING else None
    columns = ("customer_id", "ranking_id", "history_length")
    parts = open_parts(day, stored, Wanted(1, columns, "ranking", None, narrow=False, side=None))
    figures = np.zeros(7, np.int64)
    last: tuple[int, str | None] | None = None
    for part in range(len(parts.rows)):
        piece = parts.load(part)
        labels, lengths = piece.columns["labels"], piece.columns["history_length"]
        customers, rankings = piece.columns["customer_id"], piece.columns["ranking_id"]
        firsts = np.flatnonzero(np.diff(piece.history, prepend=-1))
        units = len(piece.unit_starts)
        first = (int(customers[0]), rankings[0].as_py())
        if last is not None and first[0] == last[0]:
            # A row group of training ends where it is full, and the next one goes on with the same customer.
            firsts = firsts[1:]
            units -= first == last and first[1] is not None
        last = (int(customers[-1]), rankings[-1].as_py())
        found = [len(labels), len(firsts), units, np.sum(labels == 1), np.sum(labels == 0)]
        figures += np.array([*found, np.sum(lengths[firsts] == 0), lengths[firsts].sum()], np.int64)
    rows, histories, shown, ordered, not_ordered, empty, slots = map(int, figures)
    return DayFigures(
        day=name,
        runs={table: runs[name] for table, runs in day.runs.items()},
        rows=rows,
        histories=histories,
        rankings=shown,
        ordered=ordered,
        not_ordered=not_ordered,
        unlabeled=rows - ordered - not_ordered,
        without_history=empty,
        length=slots / histories if histories else 0.0,
    )
