"""What of the rows is wanted, and in which form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

from backstory_reader.errors import ReaderError

Array = npt.NDArray[Any]
Unit = Literal["row", "ranking", "history"]

ROW_COLUMNS = ("ranking_id", "customer_id", "impression_pos", "history_length", "newest_action_time", "dt")
"""Columns that a batch carries when asked to."""

_LARGEST_INT = 2**31 - 1


class Mapped(Protocol):
    """Gives each id the number that a model knows it by."""

    def __call__(self, ids: Array) -> Array:
        """One number of 32 bits per id; 0 stays 0."""
        ...


class Side(Protocol):
    """Some of the customers."""

    def __call__(self, customers: Array) -> npt.NDArray[np.bool_]:
        """Which of them are on this side."""
        ...


@dataclass(frozen=True)
class Wanted:
    """length: the newest so many slots. narrow: ids as int32, an error where one does not fit."""

    length: int
    columns: tuple[str, ...]
    unit: Unit
    mapped: Mapped | None
    narrow: bool
    side: Side | None

    def ids(self, ids: Array, day: str) -> Array:
        """Ids of items in the form that is wanted."""
        if self.mapped is not None:
            return self.mapped(ids)
        if self.narrow and ids.dtype.itemsize > 4:
            if len(ids) and int(ids.max()) > _LARGEST_INT:
                raise ReaderError(
                    f"Cannot read {day} with narrow=True: the item {int(ids.max())} is more than {_LARGEST_INT}; "
                    "leave narrow out, or give a vocabulary"
                )
            return ids.astype(np.int32)
        return ids


def check_columns(columns: Sequence[str], there: Sequence[str]) -> tuple[str, ...]:
    """The columns, each once."""
    for name in columns:
        if name not in there:
            raise ReaderError(f"Cannot read the column {name!r}: there are {', '.join(there)}")
    return tuple(dict.fromkeys(columns))
