"""Rows from `histories` beside `impressions`.

Both are in one order, so the k-th customer of the one is that of the other. A part is a row group of `histories` with
the impressions of its customers; which those are is looked up once, when the days are opened.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from backstory_reader import pages
from backstory_reader.days import HISTORIES, ChunkBytes, Day, Days, ParquetFile, usual
from backstory_reader.errors import DayError
from backstory_reader.impressions import Impressions
from backstory_reader.parts import Fallback, days_column, labels_of, one_array
from backstory_reader.piece import Lists, Piece
from backstory_reader.thrift import OddPageError
from backstory_reader.wanted import Wanted

Array = npt.NDArray[Any]
_CUSTOMERS, _ACTIONS, _TYPES = range(3)


class _Group(NamedTuple):
    """A row group of histories, and the rows of its customers' impressions."""

    day: Day
    file: ParquetFile
    group: int
    impressions: Impressions
    first: int
    last: int


class HistoriesParts:
    """The row groups of `histories` of some days, and the impressions beside them."""

    def __init__(self, days: Days, wanted: Wanted) -> None:
        self._wanted = wanted
        self._fallback = Fallback()
        self._groups: list[_Group] = []
        self.rows: list[int] = []
        self.days: list[int] = []
        columns = {"impression_item_id", "label"} | ({"ranking_id", "impression_pos"} & set(wanted.columns))
        for number, day in enumerate(days.days):
            files = day.files(days.storage, "impressions")
            impressions = Impressions(files, columns, wanted.unit == "ranking", self._fallback)
            self._open(number, day, day.files(days.storage, HISTORIES), impressions)
            impressions.forget_customers()

    def _open(self, number: int, day: Day, files: list[ParquetFile], impressions: Impressions) -> None:
        ends = np.append(impressions.history_starts, impressions.count)
        at = 0
        for file in files:
            for group in range(file.metadata.num_row_groups):
                customers = _customers(file, group)
                if not np.array_equal(customers, impressions.customers[at : at + len(customers)]):
                    raise _apart(day)
                first, last = int(ends[at]), int(ends[at + len(customers)])
                self._groups.append(_Group(day, file, group, impressions, first, last))
                self.days.append(number)
                self.rows.append(self._count(customers, np.diff(ends[at : at + len(customers) + 1])))
                at += len(customers)
        if at != len(impressions.customers):
            raise _apart(day)

    def _count(self, customers: Array, sizes: Array) -> int:
        if self._wanted.side is None:
            return int(sizes.sum())
        return int(sizes[self._wanted.side(customers)].sum())

    def load(self, part: int) -> Piece:
        """The histories of a row group, and the rows beside them."""
        group, wanted = self._groups[part], self._wanted
        first, last = group.first, group.last
        lists, stored = self._lists(group)
        starts = group.impressions.history_starts_in(first, last)
        history = np.repeat(np.arange(len(starts)), np.diff(starts, append=last - first))
        customers = None
        if wanted.side is not None or "customer_id" in wanted.columns:
            customers = _customers(group.file, group.group)
        found: dict[str, Any] = {
            "impressions": wanted.ids(group.impressions.column("impression_item_id", first, last), group.day.day),
            "labels": labels_of(group.impressions.column("label", first, last)),
        }
        for name in wanted.columns:
            if name == "dt":
                found[name] = days_column(group.day.day, last - first)
            elif name == "customer_id" and customers is not None:
                found[name] = customers[history]
            elif name == "history_length":
                found[name] = stored.astype(np.int32)[history]
            else:
                found[name] = group.impressions.column(name, first, last)
        units = self._units(group, starts)
        if wanted.side is None or customers is None:
            return Piece(lists, history, units, found)
        return _of_side(Piece(lists, history, units, found), wanted.side(customers))

    def _units(self, group: _Group, starts: Array) -> Array:
        if self._wanted.unit == "history":
            return starts
        if self._wanted.unit == "ranking":
            return group.impressions.ranking_starts_in(group.first, group.last)
        return np.arange(group.last - group.first)

    def _lists(self, group: _Group) -> tuple[Lists, Array]:
        """The histories as they are wanted, and how long each is stored."""
        file, metadata = group.file, group.file.metadata.row_group(group.group)
        try:
            found = file.chunks(group.group, (_ACTIONS, _TYPES))
            ids, types = (usual(found[place]) for place in (_ACTIONS, _TYPES))
            if 2 * ids[0].values >= metadata.num_rows * self._wanted.length:
                return self._padded(group, ids, types)
            values, stored = pages.joined(pages.ragged(*ids), ids[0].dtype)
            kinds, _ = pages.joined(pages.beside(*types, stored), np.dtype(np.int8))
        except OddPageError as e:
            self._fallback.note(file.name, e)
            names = [metadata.column(number).path_in_schema for number in (_ACTIONS, _TYPES)]
            table = file.columns(group.group, names)
            lists = one_array(table.column(0))
            values, stored = lists.flatten().to_numpy(), np.diff(lists.offsets.to_numpy()).astype(np.int64)
            kinds = one_array(table.column(1)).flatten().to_numpy().astype(np.int8)
        values, kinds, sizes = self._newest(values, kinds, stored)
        values = self._wanted.ids(values, group.day.day)
        return Lists(values, kinds, np.cumsum(sizes) - sizes, np.minimum(sizes, self._wanted.length)), stored

    def _padded(self, group: _Group, ids: ChunkBytes, types: ChunkBytes) -> tuple[Lists, Array]:
        """Histories that are long enough to be held as they are given out: each slot is copied once on its way."""
        wanted, length = self._wanted, self._wanted.length
        count = group.file.metadata.row_group(group.group).num_rows
        dtype = wanted.ids(np.empty(0, ids[0].dtype), group.day.day).dtype
        values, kinds = np.empty((count, length), dtype), np.empty((count, length), np.int8)
        stored = pages.padded(pages.ragged(*ids), lambda page: wanted.ids(page, group.day.day), values)
        pages.padded(pages.beside(*types, stored), lambda page: page, kinds)
        starts = np.arange(count) * length
        lists = Lists(values.reshape(-1), kinds.reshape(-1), starts, np.minimum(stored, length), padded=True)
        return lists, stored

    def _newest(self, values: Array, types: Array, sizes: Array) -> tuple[Array, Array, Array]:
        """Histories that are wanted far shorter than they are stored are cut, so that less is held."""
        wanted = np.minimum(sizes, self._wanted.length)
        if 2 * int(wanted.sum()) >= len(values):
            return values, types, sizes
        place = np.arange(len(values)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        kept = place < self._wanted.length
        return values[kept], types[kept], wanted


def _customers(file: ParquetFile, group: int) -> Array:
    name = file.metadata.row_group(group).column(_CUSTOMERS).path_in_schema
    return np.asarray(file.columns(group, [name]).column(0).to_numpy())


def _apart(day: Day) -> DayError:
    runs = f"run {day.records[HISTORIES].run} and run {day.records['impressions'].run}"
    reason = f"its customers are not those of impressions of that day ({runs})"
    return DayError(HISTORIES, day.day, reason, "build the day again, or read source='training'")


def _of_side(piece: Piece, kept: npt.NDArray[np.bool_]) -> Piece:
    """The histories that are kept, and their rows."""
    rows = np.flatnonzero(kept[piece.history])
    lists = piece.lists
    number = np.cumsum(kept) - 1
    marks = np.zeros(len(piece.history), bool)
    marks[piece.unit_starts] = True
    columns = {
        name: column[rows] if isinstance(column, np.ndarray) else column.take(rows)
        for name, column in piece.columns.items()
    }
    return Piece(
        lists.of(kept),
        number[piece.history[rows]],
        np.flatnonzero(marks[rows]),
        columns,
    )
