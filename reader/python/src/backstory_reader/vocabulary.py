"""From item ids to the rows of an embedding: 0 is padding, 1 an item that is not known, others count from 2."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from backstory_reader.errors import ReaderError
from backstory_reader.parts import one_array

Array = npt.NDArray[Any]

PADDING = 0
UNKNOWN = 1
_MIX = np.uint64(0x9E3779B97F4A7C15)
_DENSE_PER_ID = 16
_DENSE_ALWAYS = 1 << 20


class Vocabulary:
    """A table of item_id and index. Ids that lie close together are looked up in an array, others in a hash table."""

    def __init__(self, table: Any, run: str | None = None) -> None:
        """table: an Arrow table, or anything that has these two columns. run: the run that published it, if one did."""
        self.run = run
        ids, index = (_column(table, name) for name in ("item_id", "index"))
        self._check(ids, index)
        self.size = max(int(index.max(initial=UNKNOWN)) + 1, UNKNOWN + 1)
        highest = int(ids.max(initial=0))
        if highest < max(_DENSE_ALWAYS, _DENSE_PER_ID * len(ids)):
            self._table: _Dense | _Hashed = _Dense(ids, index, highest)
        else:
            self._table = _Hashed(ids, index)

    @staticmethod
    def read(path: str | Path, filesystem: Any = None) -> "Vocabulary":
        """From a Parquet file, or a folder of them."""
        return Vocabulary(pq.read_table(path, columns=["item_id", "index"], filesystem=filesystem, partitioning=None))

    @staticmethod
    def of(ids: Array) -> "Vocabulary":
        """The ids in ascending order, from 2 on: for trials; a vocabulary that models share is a table."""
        unique = np.unique(ids)
        unique = unique[unique > 0]
        return Vocabulary(pa.table({"item_id": unique, "index": np.arange(len(unique), dtype=np.int32) + 2}))

    def __call__(self, ids: Array) -> Array:
        """An index for each id, as int32."""
        return self._table(ids)

    @staticmethod
    def _check(ids: Array, index: Array) -> None:
        problem = None
        if len(ids) and int(ids.min()) < 1:
            problem = f"its item_id {int(ids.min())} is not positive"
        elif len(index) and int(index.min()) <= UNKNOWN:
            problem = f"its index {int(index.min())} is that of padding or of what is unknown"
        elif len(np.unique(ids)) != len(ids):
            problem = "an item_id is in it twice"
        elif len(np.unique(index)) != len(index):
            problem = "an index is in it twice"
        if problem:
            raise ReaderError(f"Cannot use the vocabulary: {problem}; indices count from 2, one for each item")


class Buckets:
    """Without a vocabulary: ids are thrown into so many buckets, from 2 on; several ids may share one."""

    def __init__(self, count: int) -> None:
        if count < 1:
            raise ReaderError(f"Cannot hash ids into {count} buckets: at least 1 is needed")
        self._count = count
        self.size = count + 2

    def __call__(self, ids: Array) -> Array:
        """An index for each id, as int32."""
        found = (mixed(ids) % np.uint64(self._count)).astype(np.int32) + np.int32(2)
        found[ids == 0] = PADDING
        return found


def mixed(ids: Array, seed: int = 0) -> npt.NDArray[np.uint64]:
    """Ids mixed into 64 bits (the end of MurmurHash3); the same everywhere."""
    with np.errstate(over="ignore"):
        bits = ids.astype(np.int64).view(np.uint64) + _MIX * np.uint64(seed + 1)
        for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
            bits ^= bits >> np.uint64(33)
            bits *= np.uint64(factor)
        bits ^= bits >> np.uint64(33)
    return bits


class _Dense:
    def __init__(self, ids: Array, index: Array, highest: int) -> None:
        # What lies beyond the highest id is looked up in the last place.
        self._index = np.full(highest + 2, UNKNOWN, np.int32)
        self._index[ids] = index
        self._index[0] = PADDING

    def __call__(self, ids: Array) -> Array:
        return self._index.take(ids, mode="clip")


class _Hashed:
    """Open addressing in a table at most half full; all ids that are looked up together go on until all are found."""

    def __init__(self, ids: Array, index: Array) -> None:
        self._bits = max(4, int(2 * len(ids)).bit_length())
        size = 1 << self._bits
        self._keys = np.zeros(size, np.int64)
        self._values = np.full(size, UNKNOWN, np.int32)
        ids, places = ids.astype(np.int64), self._places(ids)
        left = np.arange(len(ids))
        while len(left):
            at = places[left]
            free = self._keys[at] == 0
            # Of several ids for one free place the first has it.
            _, first = np.unique(np.where(free, at, -1 - np.arange(len(at))), return_index=True)
            first = first[free[first]]
            self._keys[at[first]] = ids[left[first]]
            self._values[at[first]] = index[left[first]]
            rest = np.ones(len(left), bool)
            rest[first] = False
            left = left[rest]
            places[left] = (places[left] + 1) & (size - 1)

    def _places(self, ids: Array) -> Array:
        return (mixed(ids) >> np.uint64(64 - self._bits)).astype(np.int64)

    def __call__(self, ids: Array) -> Array:
        shape, ids = ids.shape, ids.reshape(-1).astype(np.int64, copy=False)
        places = self._places(ids)
        keys = self._keys[places]
        found = np.where(keys == ids, self._values[places], np.int32(UNKNOWN))
        left = np.flatnonzero((keys != ids) & (keys != 0))
        while len(left):
            at = (places[left] + 1) & (len(self._keys) - 1)
            places[left] = at
            keys = self._keys[at]
            hit = keys == ids[left]
            found[left[hit]] = self._values[at[hit]]
            left = left[~hit & (keys != 0)]
        found[ids == 0] = PADDING
        return found.reshape(shape)


def _column(table: Any, name: str) -> Array:
    column = table[name]
    if isinstance(column, pa.ChunkedArray):
        if column.null_count:
            raise ReaderError(f"Cannot use the vocabulary: a {name} is null; indices count from 2, one for each item")
        return np.asarray(one_array(column).to_numpy())
    return np.asarray(column)
