"""The parts that days are read in, whichever tables they come from."""

import datetime
import logging
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from backstory_reader.piece import Piece

Array = npt.NDArray[Any]
_LOG = logging.getLogger("backstory_reader")
NULL_LABEL = -1
"""What stands for null until labels are float32."""
_EPOCH = datetime.date(1970, 1, 1)


class Parts(Protocol):
    """All parts of some days: how many rows each has, and the rows themselves."""

    @property
    def rows(self) -> Sequence[int]:
        """Of each part, how many rows it has."""
        ...

    @property
    def days(self) -> Sequence[int]:
        """Of each part, the number of its day."""
        ...

    def load(self, part: int) -> Piece:
        """The rows of a part; safe in any thread."""
        ...


def run_starts(changes: Array) -> Array:
    """Where runs of equal neighbours start; `changes[i]` says whether value i + 1 differs from value i."""
    return np.concatenate(([0], np.flatnonzero(changes) + 1))


def ranking_changes(customers: Array, rankings: Any) -> Array:
    """Whether the next row is of another ranking; a row without a ranking id is a ranking of its own."""
    other = pc.fill_null(pc.not_equal(rankings[1:], rankings[:-1]), True)
    changes: Array = np.asarray(other.to_numpy(zero_copy_only=False), bool) | (customers[1:] != customers[:-1])
    return changes


def labels_of(column: Array) -> npt.NDArray[np.float32]:
    """Labels as float32; a null is NaN."""
    found = column.astype(np.float32)
    found[column == NULL_LABEL] = np.nan
    return found


def one_array(column: Any) -> Any:
    """A column of a table as one array."""
    combined = column.combine_chunks()
    return pa.concat_arrays(combined.chunks) if isinstance(combined, pa.ChunkedArray) else combined


def day_number(day: str) -> int:
    """Days since 1970."""
    return (datetime.date.fromisoformat(day) - _EPOCH).days


def days_column(day: str, count: int) -> Array:
    """The day of each row."""
    return np.full(count, day_number(day), "datetime64[D]")


class Fallback:
    """Says once that pages are laid out otherwise, so that PyArrow reads them, which is slower."""

    def __init__(self) -> None:
        self._said = False

    def note(self, name: str, reason: Exception) -> None:
        """Says so of this file, if of none before."""
        if not self._said:
            self._said = True
            _LOG.warning("%s is read by PyArrow, about half as fast, because of %s", name, reason)
