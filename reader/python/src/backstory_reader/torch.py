"""The same rows as tensors of torch: a thin layer that copies nothing.

Needs torch (`pip install backstory-reader[torch]`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.utils.data import IterableDataset, get_worker_info

from backstory_reader import batch as arrays
from backstory_reader.days import Days
from backstory_reader.errors import StateError
from backstory_reader.rows import TrainingRows as ArrayRows


@dataclass(frozen=True)
class Batch:
    """B rows and the U histories beside them; see `backstory_reader.Batch`.

    impressions and histories are int64 or int32, types int8, as they were read: `expand()` widens them on the device.
    Columns that are no numbers stay arrays.
    """

    number: int
    impressions: torch.Tensor
    labels: torch.Tensor
    histories: torch.Tensor
    types: torch.Tensor
    lengths: torch.Tensor
    index: torch.Tensor | None
    columns: dict[str, Any]

    def __len__(self) -> int:
        return len(self.impressions)

    @staticmethod
    def of(batch: arrays.Batch) -> "Batch":
        """The arrays' own memory as tensors."""
        return Batch(
            batch.number,
            _tensor(batch.impressions),
            _tensor(batch.labels),
            _tensor(batch.histories),
            _tensor(batch.types),
            _tensor(batch.lengths),
            None if batch.index is None else _tensor(batch.index),
            {name: _column(column) for name, column in batch.columns.items()},
        )

    def to(self, device: Any, non_blocking: bool = False) -> "Batch":
        """On a device, as narrow as it is."""
        return self._each(lambda tensor: tensor.to(device, non_blocking=non_blocking))

    def pin_memory(self) -> "Batch":
        """In pinned memory; DataLoader(pin_memory=True) calls it."""
        return self._each(lambda tensor: tensor.pin_memory())

    def expand(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Impressions, actions, action types: int64 of B, B x length, B x length, for `forward`."""
        histories, types = self.histories, self.types
        if self.index is not None:
            histories, types = histories[self.index], types[self.index]
        return self.impressions.long(), histories.long(), types.long()

    def jagged(self) -> tuple[torch.Tensor, torch.Tensor]:
        """The U histories and their types without padding, as nested tensors of the layout torch.jagged."""
        offsets = torch.cat((self.lengths.new_zeros(1), self.lengths.cumsum(0))).long()
        filled = torch.arange(self.histories.shape[1], device=self.lengths.device) < self.lengths[:, None]
        longest = int(self.lengths.max()) if len(self.lengths) else 0

        def nested(values: torch.Tensor) -> torch.Tensor:
            return torch.nested.nested_tensor_from_jagged(values[filled], offsets, min_seqlen=0, max_seqlen=longest)

        return nested(self.histories), nested(self.types)

    def _each(self, change: Callable[[torch.Tensor], torch.Tensor]) -> "Batch":
        return Batch(
            self.number,
            change(self.impressions),
            change(self.labels),
            change(self.histories),
            change(self.types),
            change(self.lengths),
            None if self.index is None else change(self.index),
            {name: change(each) if isinstance(each, torch.Tensor) else each for name, each in self.columns.items()},
        )


class TrainingRows(IterableDataset[Batch]):
    """`backstory_reader.TrainingRows` as tensors: iterate it, or give it to `DataLoader(rows, batch_size=None)`.

    It takes the same options, and `pin_memory`: batches in pinned memory, for copies to a GPU that do not wait; without
    a GPU, and in workers (a DataLoader pins what comes from these), it is left out. Threads read
    ahead in this process, which costs less than the copies that workers make. With workers the batches are the same, in
    the same order, but only the one who trains knows then where the job is: `state_at(epoch, batches)`.
    """

    def __init__(self, days: Days, batch_size: int = 1024, *, pin_memory: bool = False, **options: Any) -> None:
        self.arrays = ArrayRows(days, batch_size, **options)
        self._pin = pin_memory and torch.cuda.is_available()
        if self._pin:
            self.arrays.use_memory(_pinned)
        # In a worker: where the epoch was when it began, and how many batches of its share it has given.
        self._began: dict[str, Any] = {}
        self._given = 0

    def __len__(self) -> int:
        return len(self.arrays)

    def __iter__(self) -> Iterator[Batch]:
        worker = get_worker_info()
        if worker is None:
            batches = map(Batch.of, self.arrays)
            # Histories are pinned already, and stay where they are.
            return map(Batch.pin_memory, batches) if self._pin else batches
        return self._in_worker(worker.id, worker.num_workers)

    def _in_worker(self, worker: int, workers: int) -> Iterator[Batch]:
        self._began = self.arrays.state_dict()
        for batch in self.arrays.share(worker, workers, self._given):
            self._given += 1
            yield Batch.of(batch)
        self._began, self._given = {}, 0

    def set_epoch(self, epoch: int) -> None:
        """Goes to the start of an epoch; needed before each one where a DataLoader starts workers for each."""
        self.arrays.set_epoch(epoch)

    def state_dict(self) -> dict[str, Any]:
        """Where the job is; in a worker (StatefulDataLoader asks there) where the worker is."""
        worker = get_worker_info()
        if worker is None:
            return self.arrays.state_dict()
        return {**(self._began or self.arrays.state_dict()), "worker": [worker.num_workers, self._given]}

    def state_at(self, epoch: int, batches: int) -> dict[str, Any]:
        """The state after so many batches of each rank."""
        return self.arrays.state_at(epoch, batches)

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Goes to where it was."""
        workers, self._given = state.get("worker", (None, 0))
        worker = get_worker_info()
        if workers != (worker and worker.num_workers) and workers is not None:
            raise StateError(f"Cannot go on from this state: it is of one of {workers} workers; use as many")
        self.arrays.load_state_dict(state)


def _tensor(array: Any) -> torch.Tensor:
    # What is a view of Arrow's memory must not be written to, and torch cannot say so.
    return torch.from_numpy(array if array.flags.writeable else array.copy())


def _column(column: Any) -> Any:
    if isinstance(column, np.ndarray) and column.dtype.kind in "if":
        return _tensor(column)
    return column


def _pinned(shape: tuple[int, ...], dtype: Any) -> Any:
    if get_worker_info() is not None:
        return np.empty(shape, dtype)
    kind = torch.from_numpy(np.empty(0, dtype)).dtype
    return torch.empty(shape, dtype=kind, pin_memory=True).numpy()
