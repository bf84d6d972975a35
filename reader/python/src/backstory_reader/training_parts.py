"""Rows from `training`: a part is a row group, and neighbours that share a customer share a history."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from backstory_reader import pages
from backstory_reader.days import COLUMNS, TRAINING, ChunkBytes, Days, ParquetFile, usual
from backstory_reader.errors import DayError
from backstory_reader.parts import (
    NULL_LABEL,
    Fallback,
    days_column,
    labels_of,
    one_array,
    ranking_changes,
    run_starts,
)
from backstory_reader.piece import Lists, Piece
from backstory_reader.thrift import OddPageError
from backstory_reader.wanted import Wanted

Array = npt.NDArray[Any]
_ACTIONS, _TYPES = COLUMNS.index("actions"), COLUMNS.index("action_types")
_LISTS = ("actions", "action_types")
_Chunks = dict[int, ChunkBytes | OddPageError]
_ALWAYS = ("customer_id", "impression_item_id", "label", "history_length")
_NUMBERS = {*_ALWAYS, "impression_pos"}


def stored_length(days: Days) -> int:
    """The slots of every history of these days; an error where a day has others."""
    length = first = None
    for day in days.days:
        for file in day.files(days.storage, TRAINING):
            for group in range(file.metadata.num_row_groups):
                found = _length(file, group)
                if length is None:
                    length, first = found, day.day
                elif found != length:
                    reason = f"its histories have {found} slots, those of {first} have {length}"
                    raise DayError(TRAINING, day.day, reason, "build it again with the same history.length")
    return length or 0


def _length(file: ParquetFile, group: int) -> int:
    metadata = file.metadata.row_group(group)
    length, rest = divmod(metadata.column(_ACTIONS).num_values, metadata.num_rows)
    if rest or metadata.column(_TYPES).num_values != metadata.column(_ACTIONS).num_values:
        reason = f"the lists of {file.name} are not all of one length"
        raise DayError(TRAINING, file.record.day, reason, "build the day again")
    return int(length)


class TrainingParts:
    """The row groups of `training` of some days."""

    def __init__(self, days: Days, stored: int, wanted: Wanted) -> None:
        self._stored = stored
        self._wanted = wanted
        self._fallback = Fallback()
        self._groups: list[tuple[ParquetFile, int]] = []
        self.rows: list[int] = []
        self.days: list[int] = []
        for number, day in enumerate(days.days):
            for file in day.files(days.storage, TRAINING):
                for group in range(file.metadata.num_row_groups):
                    self._groups.append((file, group))
                    self.days.append(number)
                    self.rows.append(self._count(file, group))

    def _count(self, file: ParquetFile, group: int) -> int:
        if self._wanted.side is None:
            return int(file.metadata.row_group(group).num_rows)
        customers = file.columns(group, [_name(file, "customer_id")]).column(0).to_numpy()
        return int(np.count_nonzero(self._wanted.side(customers)))

    def load(self, part: int) -> Piece:
        """The rows of a row group."""
        file, group = self._groups[part]
        wanted = self._wanted
        names = {*_ALWAYS, *wanted.columns, *(("ranking_id",) if wanted.unit == "ranking" else ())} - {"dt"}
        places = [place for place, name in enumerate(COLUMNS) if name in _LISTS or name in _NUMBERS & names]
        chunks = file.chunks(group, places)
        columns = self._columns(file, group, names, chunks)
        customers = columns["customer_id"]
        keep = run_starts(customers[1:] != customers[:-1])
        if wanted.side is not None:
            rows = np.flatnonzero(wanted.side(customers))
            keep = keep[wanted.side(customers[keep])]
            columns = {name: _of_rows(column, rows) for name, column in columns.items()}
            customers = columns["customer_id"]
        starts = run_starts(customers[1:] != customers[:-1]) if len(customers) else np.empty(0, np.int64)
        history = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(customers)))
        if wanted.unit == "row":
            units = np.arange(len(customers))
        elif wanted.unit == "history" or len(customers) == 0:
            units = starts
        else:
            units = run_starts(ranking_changes(customers, columns["ranking_id"]))
        day = file.record.day
        found: dict[str, Any] = {
            "impressions": wanted.ids(columns["impression_item_id"], day),
            "labels": labels_of(columns["label"]),
        }
        for name in wanted.columns:
            found[name] = days_column(day, len(customers)) if name == "dt" else columns[name]
        lists = self._lists(file, group, chunks, keep, columns["history_length"][starts])
        return Piece(lists, history, units, found)

    def _columns(self, file: ParquetFile, group: int, names: set[str], chunks: _Chunks) -> dict[str, Any]:
        """What is needed besides the lists. PyArrow takes as long to open a file as to read all the pages of these."""
        columns: dict[str, Any] = {}
        for name in _NUMBERS & names:
            place = COLUMNS.index(name)
            try:
                required = file.metadata.schema.column(place).max_definition_level == 0
                columns[name] = pages.column(*usual(chunks[place]), required, NULL_LABEL)
            except OddPageError as e:
                self._fallback.note(file.name, e)
        left = [name for name in COLUMNS if name in names - columns.keys()]
        if left:
            table = file.columns(group, [_name(file, name) for name in left])
            columns |= {name: _values(name, one_array(table.column(at))) for at, name in enumerate(left)}
        return columns

    def _lists(self, file: ParquetFile, group: int, chunks: _Chunks, keep: Array, lengths: Array) -> Lists:
        length, day = self._wanted.length, file.record.day
        ids = self._matrix(file, group, _ACTIONS, chunks, keep)[:, :length]
        types = self._matrix(file, group, _TYPES, chunks, keep)[:, :length]
        return Lists(
            self._wanted.ids(np.ascontiguousarray(ids).reshape(-1), day),
            np.ascontiguousarray(types, np.int8).reshape(-1),
            np.arange(len(keep)) * length,
            np.minimum(lengths, length),
            padded=True,
        )

    def _matrix(self, file: ParquetFile, group: int, column: int, chunks: _Chunks, keep: Array) -> Array:
        try:
            return pages.fixed(*usual(chunks[column]), self._stored, keep)
        except OddPageError as e:
            self._fallback.note(file.name, e)
            name = file.metadata.row_group(group).column(column).path_in_schema
            lists = one_array(file.columns(group, [name]).column(0))
            return np.asarray(lists.flatten().to_numpy().reshape(-1, self._stored)[keep])


def _name(file: ParquetFile, name: str) -> str:
    # The columns are told by their places, since a config may name them otherwise.
    return str(file.metadata.row_group(0).column(COLUMNS.index(name)).path_in_schema)


def _values(name: str, column: Any) -> Any:
    if name == "ranking_id":
        return column
    if name == "newest_action_time":
        return column.cast("timestamp[us]").to_numpy(zero_copy_only=False)
    return column.fill_null(NULL_LABEL).to_numpy()


def _of_rows(column: Any, rows: Array) -> Any:
    return column[rows] if isinstance(column, np.ndarray) else column.take(pa.array(rows))
