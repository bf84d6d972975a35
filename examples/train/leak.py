"""The damage that the audit of training rows refuses, made on purpose: histories that end a day too late.

What a customer did on the day itself comes first in the history: among it the order that the label is about. Such rows
are in no published day; here they are made of the rows, and of `actions` of their day.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import torch

from backstory_reader.records import Record
from backstory_reader.torch import Batch, TrainingRows


class Leaked:
    """Batches of rows whose histories end at the end of their day, not at its start."""

    def __init__(self, rows: TrainingRows, vocabulary: Any) -> None:
        self._rows = rows
        storage = rows.arrays.days.storage
        self._did: dict[tuple[str, int], tuple[Any, Any]] = {}
        for day in rows.arrays.days:
            record = Record.read(storage, "actions", day)
            for file in record.files if record else ():
                with storage.open(file.name) as stream:
                    self._add(day, pq.read_table(stream), vocabulary)

    def _add(self, day: str, table: Any, vocabulary: Any) -> None:
        # In the order of the table: customer by customer, newest first.
        customers = table["customer_id"].to_numpy()
        items, types = vocabulary(table["item_id"].to_numpy()), table["action_type"].to_numpy().astype(np.int8)
        starts = np.flatnonzero(np.diff(customers, prepend=-1))
        for first, last in zip(starts, [*starts[1:], len(customers)], strict=True):
            self._did[day, int(customers[first])] = (items[first:last], types[first:last])

    def __iter__(self) -> Iterator[Batch]:
        for batch in self._rows:
            yield self._leaked(batch)

    def _leaked(self, batch: Batch) -> Batch:
        histories, types = batch.histories.clone(), batch.types.clone()
        length = histories.shape[1]
        owners = zip(batch.columns["dt"], batch.columns["customer_id"].tolist(), batch.index.tolist(), strict=True)
        for day, customer, history in {(str(day), customer, history) for day, customer, history in owners}:
            items, kinds = self._did.get((day, customer), ((), ()))
            count = min(len(items), length)
            if count:
                kept = length - count
                histories[history] = torch.cat((torch.tensor(items[:count]), batch.histories[history, :kept]))
                types[history] = torch.cat((torch.tensor(kinds[:count]), batch.types[history, :kept]))
        return replace(batch, histories=histories, types=types)
