"""Rows in memory: what a part of a day brings, and many of them as the rows of one window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from backstory_reader.pages import place

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Lists:
    """Histories: list k is `lengths[k]` values from `starts[k]` on, of both arrays.

    padded: each list has as many slots as a batch wants, with 0 behind its values, and nothing lies between the lists.
    """

    values: Array
    types: Array
    starts: Array
    lengths: Array
    padded: bool = False

    def __len__(self) -> int:
        return len(self.starts)

    def of(self, kept: npt.NDArray[np.bool_]) -> "Lists":
        """These alone; the values of the others are let go where that is one copy."""
        if not self.padded or len(self) == 0:
            return Lists(self.values, self.types, self.starts[kept], self.lengths[kept])
        values, types = (flat.reshape(len(self), -1)[kept].reshape(-1) for flat in (self.values, self.types))
        return Lists(values, types, self.starts[: np.count_nonzero(kept)], self.lengths[kept], padded=True)


@dataclass(frozen=True)
class Piece:
    """Rows of one part: `history[i]` is the number of row i's history; rows of one unit lie together."""

    lists: Lists
    history: Array
    unit_starts: Array
    columns: Mapping[str, Any]

    def rows(self, first: int, last: int) -> "Piece":
        """The rows from the first to before the last."""
        if first == 0 and last == len(self.history):
            return self
        history = self.history[first:last]
        low, high = (int(history[0]), int(history[-1]) + 1) if len(history) else (0, 0)
        starts = np.append(self.lists.starts, len(self.lists.values))
        begin, end = int(starts[low]), int(starts[high])
        values, types = self.lists.values[begin:end], self.lists.types[begin:end]
        lists = Lists(values, types, starts[low:high] - begin, self.lists.lengths[low:high], self.lists.padded)
        inside = self.unit_starts[(self.unit_starts > first) & (self.unit_starts < last)] - first
        units = np.concatenate(([0], inside)) if last > first else inside
        columns = {name: column[first:last] for name, column in self.columns.items()}
        return Piece(lists, history - low, units, columns)


class Rows:
    """The rows of a window, in the order in which they are given out."""

    def __init__(self, pieces: Sequence[Piece], length: int, order: Array | None) -> None:
        """order: a number for each unit of rows, by which they are put in order; None leaves them as they are."""
        self._length = length
        lists = _joined([piece.lists for piece in pieces])
        self._lengths, self._dtype = lists.lengths, lists.values.dtype
        self._matrices = _matrices(lists, length)
        self._lists = lists if self._matrices is None else None
        offsets = np.cumsum([0, *(len(piece.lists) for piece in pieces)])
        self._history = np.concatenate(
            [piece.history + offset for piece, offset in zip(pieces, offsets[:-1], strict=True)]
        )
        self._columns = {name: _concatenated([piece.columns[name] for piece in pieces]) for name in pieces[0].columns}
        self._order = None if order is None else _in_order(pieces, order)

    @staticmethod
    def units(pieces: Sequence[Piece]) -> int:
        """How many units of rows there are."""
        return sum(len(piece.unit_starts) for piece in pieces)

    def numbers(self, first: int, last: int) -> Array:
        """The rows at these places of the order."""
        return np.arange(first, last) if self._order is None else self._order[first:last]

    def column(self, name: str, rows: Array) -> Any:
        """A column's values of these rows."""
        column = self._columns[name]
        return column.take(pa.array(rows)) if isinstance(column, pa.Array) else column[rows]

    def history(self, rows: Array) -> Array:
        """The number of each row's history."""
        return self._history[rows]

    def lists(self, numbers: Array, out: tuple[Array, Array]) -> Array:
        """Writes these histories into the matrices of values and of types, padded, and gives their lengths."""
        lengths = self._lengths[numbers]
        if self._matrices is not None:
            for matrix, part in zip(self._matrices, out, strict=True):
                # All numbers are there; "clip" only spares a copy that an error would need.
                np.take(matrix, numbers, axis=0, out=part, mode="clip")
        elif self._lists is not None:
            starts = self._lists.starts[numbers]
            place(self._lists.values, starts, lengths, out[0])
            place(self._lists.types, starts, lengths, out[1])
        return lengths

    @property
    def dtype(self) -> np.dtype[Any]:
        """Of the histories' values."""
        return self._dtype


def _matrices(lists: Lists, length: int) -> tuple[Array, Array] | None:
    """Values and types padded, where that takes at most twice the memory: each is copied into many batches."""
    count = len(lists)
    if lists.padded:
        return lists.values.reshape(count, length), lists.types.reshape(count, length)
    if 2 * int(lists.lengths.sum()) < count * length:
        return None
    values, types = (np.empty((count, length), part.dtype) for part in (lists.values, lists.types))
    place(lists.values, lists.starts, lists.lengths, values)
    place(lists.types, lists.starts, lists.lengths, types)
    return values, types


def _joined(lists: Sequence[Lists]) -> Lists:
    if len(lists) == 1:
        return lists[0]
    offsets = np.cumsum([0, *(len(each.values) for each in lists)])
    return Lists(
        np.concatenate([each.values for each in lists]),
        np.concatenate([each.types for each in lists]),
        np.concatenate([each.starts + offset for each, offset in zip(lists, offsets[:-1], strict=True)]),
        np.concatenate([each.lengths for each in lists]),
        all(each.padded for each in lists),
    )


def _concatenated(columns: Sequence[Any]) -> Any:
    if isinstance(columns[0], pa.Array):
        return pa.concat_arrays(columns)
    return np.concatenate(columns)


def _in_order(pieces: Sequence[Piece], order: Array) -> Array:
    """The rows, unit by unit, as the numbers of the units say."""
    offsets = np.cumsum([0, *(len(piece.history) for piece in pieces)])
    starts = np.concatenate([piece.unit_starts + offset for piece, offset in zip(pieces, offsets[:-1], strict=True)])
    sizes = np.diff(starts, append=offsets[-1])
    units = np.argsort(order, kind="stable")
    if len(units) == offsets[-1]:
        return starts[units]
    sizes, starts = sizes[units], starts[units]
    ends = np.cumsum(sizes)
    return np.repeat(starts - (ends - sizes), sizes) + np.arange(offsets[-1])
