"""What a step of training gets: some rows, and the histories beside them, each of these once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Batch:
    """B rows and the U histories beside them.

    number: of the batch among all of its epoch, over all ranks.
    impressions: B item ids, or indices of a vocabulary.
    labels: B labels as float32; 1, 0, or NaN where the table has null.
    histories: U x length item ids (or indices), newest first, 0 behind the last.
    types: U x length int8: 1 click, 2 add to cart, 3 order, others as the config declares them, 0 padding.
    lengths: U numbers of slots that are not padding.
    index: B numbers of histories; None where each row has its own, so that U is B.
    columns: B values of each further column that was asked for, by the contract's names.
    """

    number: int
    impressions: Array
    labels: Array
    histories: Array
    types: Array
    lengths: Array
    index: Array | None
    columns: Mapping[str, Any]

    def __len__(self) -> int:
        return len(self.impressions)

    def expand(self) -> tuple[Array, Array, Array]:
        """Impressions, actions, action types: B, B x length, B x length; a history is repeated for each of its rows."""
        if self.index is None:
            return self.impressions, self.histories, self.types
        return self.impressions, self.histories[self.index], self.types[self.index]

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Which labels are not null."""
        return ~np.isnan(self.labels)

    def take(self, rows: Array) -> "Batch":
        """These rows alone, by their numbers in this batch, in that order; histories that no row needs are left out."""
        histories, types, lengths, index = self.histories, self.types, self.lengths, self.index
        if index is None:
            histories, types, lengths = histories[rows], types[rows], lengths[rows]
        else:
            needed, index = np.unique(index[rows], return_inverse=True)
            histories, types, lengths = histories[needed], types[needed], lengths[needed]
        columns = {
            name: column.take(pa.array(rows)) if isinstance(column, pa.Array) else column[rows]
            for name, column in self.columns.items()
        }
        return Batch(self.number, self.impressions[rows], self.labels[rows], histories, types, lengths, index, columns)

    def arrow(self) -> Any:
        """The rows as a record batch, the lists of fixed size, without a copy of a slot that need not be repeated."""
        impressions, actions, types = self.expand()
        named = {"impression_item_id": pa.array(impressions), "label": pa.array(self.labels, from_pandas=True)}
        named |= {
            name: column if isinstance(column, pa.Array) else pa.array(column) for name, column in self.columns.items()
        }
        for name, matrix in (("actions", actions), ("action_types", types)):
            flat = pa.array(matrix.reshape(-1))
            named[name] = pa.FixedSizeListArray.from_arrays(flat, matrix.shape[1])
        return pa.RecordBatch.from_arrays(list(named.values()), names=list(named))
