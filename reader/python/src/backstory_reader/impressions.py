"""The impressions of a day, of which any rows can be read without most of the others."""

from itertools import groupby
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from backstory_reader import pages
from backstory_reader.days import ParquetFile
from backstory_reader.parts import NULL_LABEL, Fallback, one_array, ranking_changes, run_starts
from backstory_reader.thrift import OddPageError

Array = npt.NDArray[Any]


class Bits:
    """A bit for each row of a day."""

    def __init__(self, ones: Array, count: int) -> None:
        marks = np.zeros(count, bool)
        marks[ones] = True
        self._packed = np.packbits(marks)

    def ones(self, first: int, last: int) -> Array:
        """Which rows from the first to before the last have a 1, counted from the first."""
        low = first // 8
        bits = np.unpackbits(self._packed[low : -(-last // 8)])
        return np.flatnonzero(bits[first - 8 * low : last - 8 * low])


class Column(Protocol):
    """A column of a day."""

    def rows(self, first: int, last: int) -> Any:
        """The values of the rows from the first to before the last, as an array of NumPy or, for texts, of Arrow."""
        ...


class _PagedColumn:
    """Numbers, read page by page."""

    def __init__(self, files: list[ParquetFile], name: str) -> None:
        starts: list[int] = []
        self._pages: list[tuple[ParquetFile, pages.Chunk, pages.Page]] = []
        row = 0
        for file in files:
            for group in range(file.metadata.num_row_groups):
                chunk = pages.Chunk.of(_chunk(file, group, name))
                for page in chunk.pages(file.bytes(chunk.offset, chunk.size)):
                    starts.append(row)
                    self._pages.append((file, chunk, page))
                    row += page.values
        self._required = name != "label"
        self._starts = np.array([*starts, row])

    def rows(self, first: int, last: int) -> Array:
        low = int(np.searchsorted(self._starts, first, side="right")) - 1
        high = int(np.searchsorted(self._starts, last, side="left"))
        found: list[Array] = []
        for (_, chunk), each in groupby(self._pages[low:high], key=lambda page: (id(page[0]), page[1])):
            run = list(each)
            start, final = run[0][2].offset, run[-1][2]
            data = run[0][0].bytes(start, final.offset + final.compressed - start)
            found.extend(pages.flat(chunk, data, start, page, self._required, NULL_LABEL) for _, _, page in run)
        begin = self._starts[low]
        return np.concatenate(found)[first - begin : last - begin]


class _ArrowColumn:
    """Anything, read row group by row group."""

    def __init__(self, files: list[ParquetFile], name: str) -> None:
        self._name = name
        self._groups = [(file, group) for file in files for group in range(file.metadata.num_row_groups)]
        rows = [file.metadata.row_group(group).num_rows for file, group in self._groups]
        self._starts = np.cumsum([0, *rows])

    def rows(self, first: int, last: int) -> Any:
        low = int(np.searchsorted(self._starts, first, side="right")) - 1
        high = int(np.searchsorted(self._starts, last, side="left"))
        tables = [file.columns(group, [self._name]) for file, group in self._groups[low:high]]
        column = one_array(pa.concat_tables(tables).column(0))
        column = column[first - self._starts[low] : last - self._starts[low]]
        if pa.types.is_string(column.type):
            return column
        return column.fill_null(NULL_LABEL).to_numpy()


class Impressions:
    """The impressions of a day, in the order of its files; at `history_starts` another customer begins."""

    def __init__(self, files: list[ParquetFile], columns: set[str], with_rankings: bool, fallback: Fallback) -> None:
        customers, rankings = [], []
        for file in files:
            for group in range(file.metadata.num_row_groups):
                table = file.columns(group, ["ranking_id", "customer_id"] if with_rankings else ["customer_id"])
                customers.append(table["customer_id"].to_numpy())
                if with_rankings:
                    rankings.append(one_array(table["ranking_id"]))
        ids = np.concatenate(customers) if customers else np.empty(0, np.int64)
        self.count = len(ids)
        self.history_starts = run_starts(ids[1:] != ids[:-1]) if len(ids) else np.empty(0, np.int64)
        self.customers = ids[self.history_starts]
        self._histories = Bits(self.history_starts, len(ids))
        self._rankings = None
        if with_rankings and len(ids):
            self._rankings = Bits(run_starts(ranking_changes(ids, pa.concat_arrays(rankings))), len(ids))
        self._columns = {name: _column(files, name, fallback) for name in sorted(columns)}

    def forget_customers(self) -> None:
        """Drops what is needed only when a day is opened."""
        self.customers = self.history_starts = np.empty(0, np.int64)

    def history_starts_in(self, first: int, last: int) -> Array:
        """Where histories begin among these rows."""
        return self._histories.ones(first, last)

    def ranking_starts_in(self, first: int, last: int) -> Array:
        """Where rankings begin among these rows."""
        return self._rankings.ones(first, last) if self._rankings is not None else np.empty(0, np.int64)

    def column(self, name: str, first: int, last: int) -> Any:
        """A column's values of these rows."""
        return self._columns[name].rows(first, last)


def _column(files: list[ParquetFile], name: str, fallback: Fallback) -> Column:
    if name == "ranking_id":
        return _ArrowColumn(files, name)
    try:
        return _PagedColumn(files, name)
    except OddPageError as e:
        fallback.note(files[0].name, e)
        return _ArrowColumn(files, name)


def _chunk(file: ParquetFile, group: int, name: str) -> Any:
    metadata = file.metadata.row_group(group)
    return next(
        metadata.column(number)
        for number in range(metadata.num_columns)
        if metadata.column(number).path_in_schema == name
    )
