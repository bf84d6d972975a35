"""Rows from `training`: a part is a row group, and neighbours that share a customer share a history."""

from typing import Any

import numpy as np
import numpy.typing as npt

from backstory_reader import pages
from backstory_reader.days import COLUMNS, TRAINING, Days, ParquetFile
from backstory_reader.errors import DayError
from backstory_reader.parts import Fallback, days_column, labels, one_array, ranking_changes, run_starts
from backstory_reader.piece import Lists, Piece
from backstory_reader.thrift import OddPageError
from backstory_reader.wanted import Wanted

Array = npt.NDArray[Any]
_ACTIONS, _TYPES = COLUMNS.index("actions"), COLUMNS.index("action_types")


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
        columns = {"customer_id", "impression_item_id", "label", "history_length"}
        columns |= {name for name in wanted.columns if name in COLUMNS}
        if wanted.unit == "ranking":
            columns.add("ranking_id")
        order = [name for name in COLUMNS if name in columns]
        table = file.columns(group, [_name(file, name) for name in order]).rename_columns(order)
        customers = table["customer_id"].to_numpy()
        history_starts = run_starts(customers[1:] != customers[:-1])
        keep, row_of = history_starts, None
        if wanted.side is not None:
            row_of = np.flatnonzero(wanted.side(customers))
            keep = history_starts[wanted.side(customers[history_starts])]
            table = table.take(row_of)
            customers = table["customer_id"].to_numpy()
        starts = run_starts(customers[1:] != customers[:-1]) if len(customers) else np.empty(0, np.int64)
        history = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(customers)))
        if wanted.unit == "row":
            units = np.arange(len(customers))
        elif wanted.unit == "history" or len(customers) == 0:
            units = starts
        else:
            units = run_starts(ranking_changes(customers, one_array(table["ranking_id"])))
        day = file.record.day
        found: dict[str, Any] = {
            "impressions": wanted.ids(table["impression_item_id"].to_numpy(), day),
            "labels": labels(one_array(table["label"])),
        }
        for name in wanted.columns:
            found[name] = _column(table, name, day)
        return Piece(self._lists(file, group, keep, table["history_length"].to_numpy()[starts]), history, units, found)

    def _lists(self, file: ParquetFile, group: int, keep: Array, lengths: Array) -> Lists:
        length, day = self._wanted.length, file.record.day
        ids = self._matrix(file, group, _ACTIONS, keep)[:, :length]
        types = self._matrix(file, group, _TYPES, keep)[:, :length]
        return Lists(
            self._wanted.ids(np.ascontiguousarray(ids).reshape(-1), day),
            np.ascontiguousarray(types, np.int8).reshape(-1),
            np.arange(len(keep)) * length,
            np.minimum(lengths, length),
        )

    def _matrix(self, file: ParquetFile, group: int, column: int, keep: Array) -> Array:
        metadata = file.metadata.row_group(group).column(column)
        try:
            chunk = pages.Chunk.of(metadata)
            return pages.fixed(chunk, file.bytes(chunk.offset, chunk.size), self._stored, keep)
        except OddPageError as e:
            self._fallback.note(file.name, e)
            lists = one_array(file.columns(group, [metadata.path_in_schema]).column(0))
            return np.asarray(lists.flatten().to_numpy().reshape(-1, self._stored)[keep])


def _name(file: ParquetFile, name: str) -> str:
    # The columns are told by their places, since a config may name them otherwise.
    return str(file.metadata.row_group(0).column(COLUMNS.index(name)).path_in_schema)


def _column(table: Any, name: str, day: str) -> Any:
    if name == "dt":
        return days_column(day, table.num_rows)
    if name == "ranking_id":
        return one_array(table[name])
    if name == "newest_action_time":
        return one_array(table[name]).cast("timestamp[us]").to_numpy(zero_copy_only=False)
    return table[name].to_numpy()
