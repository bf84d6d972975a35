"""The twin: all rows of a lake's `training`, by `to_pylist`, and what a batch must hold of them."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from backstory_reader import Batch
from tests import shop

KEY = ("customer_id", "ranking_id", "impression_pos")
Key = tuple[Any, ...]


class Table:
    """Rows by (dt, customer, ranking, position, item, label), which several rows may share."""

    def __init__(self, lake: Path) -> None:
        self.rows: Counter[Key] = Counter()
        self.place: dict[Key, int] = {}
        self.days: dict[str, Counter[Key]] = {}
        self.newest: dict[Key, Any] = {}
        self.lengths: dict[Key, int] = {}
        actions: list[Any] = []
        types: list[Any] = []
        for day in (*shop.SHOWN, shop.EMPTY):
            of_day: Counter[Key] = Counter()
            for file in sorted((lake / "training" / f"dt={day}").glob("*.parquet")):
                for row in pq.ParquetFile(file).read().to_pylist():
                    # By place, since one of the lakes has other names.
                    ranking, customer, position, item, label, items, kinds, length, newest = row.values()
                    key = (day, customer, ranking, position, item, label)
                    of_day[key] += 1
                    if key not in self.place:
                        self.place[key] = len(actions)
                        self.newest[key], self.lengths[key] = newest, length
                        actions.append(items)
                        types.append(kinds)
            self.days[day] = of_day
            self.rows += of_day
        self.actions, self.types = np.array(actions), np.array(types)

    def check(self, batch: Batch) -> list[Key]:
        """Every slot of the batch is the table's; gives the rows' keys."""
        keys = keys_of(batch)
        places = np.array([self.place[key] for key in keys], np.int64)
        impressions, actions, types = batch.expand()
        length = actions.shape[1]
        assert impressions.tolist() == [key[4] for key in keys]
        assert np.array_equal(actions, self.actions[places, :length])
        assert np.array_equal(types, self.types[places, :length])
        lengths = batch.lengths if batch.index is None else batch.lengths[batch.index]
        assert lengths.tolist() == [min(self.lengths[key], length) for key in keys]
        return keys


def keys_of(batch: Batch) -> list[Key]:
    """The rows' keys; the batch must have all their columns."""
    columns = [batch.columns[name].tolist() for name in ("customer_id", "impression_pos")]
    rankings = batch.columns["ranking_id"].to_pylist()
    labels = [None if np.isnan(label) else int(label) for label in batch.labels]
    days = [str(day) for day in batch.columns["dt"]]
    return list(zip(days, columns[0], rankings, columns[1], batch.impressions.tolist(), labels, strict=True))


def same(one: Batch, other: Batch) -> bool:
    """Whether two batches are the same to the last bit."""
    arrays = [(b.impressions, b.labels, b.histories, b.types, b.lengths) for b in (one, other)]
    return bool(
        one.number == other.number
        and all(equal(here, there) for here, there in zip(*arrays, strict=True))
        and (one.index is None) == (other.index is None)
        and (one.index is None or other.index is None or equal(one.index, other.index))
        and one.columns.keys() == other.columns.keys()
        and all(equal(column, other.columns[name]) for name, column in one.columns.items())
    )


def equal(here: Any, there: Any) -> bool:
    """Whether two columns are the same, types included."""
    if not isinstance(here, np.ndarray):
        return bool(here.equals(there))
    return bool(here.dtype == there.dtype and here.tobytes() == there.tobytes())


def all_keys(batches: Iterable[Batch]) -> Counter[Key]:
    """How often each row is in some batches."""
    return Counter(key for batch in batches for key in keys_of(batch))


Array = npt.NDArray[Any]
