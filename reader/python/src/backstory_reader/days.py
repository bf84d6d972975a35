"""Published days that were checked, and what they hold."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from backstory_reader.errors import DayError
from backstory_reader.pages import Chunk
from backstory_reader.records import Record
from backstory_reader.storage import Storage
from backstory_reader.thrift import OddPageError

Source = Literal["histories", "training"]
HISTORIES: Source = "histories"
TRAINING: Source = "training"

Runs = Mapping[str, Mapping[str, str]]
"""Run ids, by table and day."""

COLUMNS = (
    "ranking_id",
    "customer_id",
    "impression_pos",
    "impression_item_id",
    "label",
    "actions",
    "action_types",
    "history_length",
    "newest_action_time",
)
"""The columns of `training` in their order; a config may name them otherwise, but not put them elsewhere."""


ChunkBytes = tuple[Chunk, memoryview]
"""A column of a row group, and its bytes."""


class ParquetFile:
    """A file of a day, its footer read once."""

    def __init__(self, storage: Storage, record: Record, number: int) -> None:
        self.storage = storage
        self.record = record
        self.name = record.files[number].name
        self.metadata = self._read(lambda stream: pq.ParquetFile(stream).metadata)
        if self.metadata.num_rows != record.files[number].rows:
            rows = f"{self.metadata.num_rows:,} rows, its record says {record.files[number].rows:,}"
            raise self._error(f"the file {self.name} has {rows}", "build the day again")

    def columns(self, group: int, names: list[str] | None) -> Any:
        """A row group's columns as PyArrow reads them, by Parquet's names: a list is `name.list.element`."""

        def read(stream: Any) -> Any:
            file = pq.ParquetFile(stream, metadata=self.metadata)
            return file.read_row_group(group, columns=names, use_threads=False)

        return self._read(read)

    def chunks(self, group: int, places: Iterable[int]) -> dict[int, ChunkBytes | OddPageError]:
        """Columns of a row group, by their places, with their bytes: one read, also of what lies between them.

        A column that is laid out otherwise has its error instead.
        """
        metadata = self.metadata.row_group(group)
        found: dict[int, Chunk] = {}
        odd: dict[int, OddPageError] = {}
        for place in places:
            try:
                found[place] = Chunk.of(metadata.column(place))
            except OddPageError as e:
                odd[place] = e
        if not found:
            return {**odd}
        start = min(chunk.offset for chunk in found.values())
        end = max(chunk.offset + chunk.size for chunk in found.values())
        data = memoryview(self.bytes(start, end - start)).cast("B")
        of_each = {
            place: (chunk, data[chunk.offset - start : chunk.offset - start + chunk.size])
            for place, chunk in found.items()
        }
        return {**odd, **of_each}

    def bytes(self, offset: int, size: int) -> Any:
        """A part of the file."""
        return self._read(lambda stream: stream.read_at(size, offset))

    def _read(self, read: Any) -> Any:
        try:
            with self.storage.open(self.name) as stream:
                return read(stream)
        except FileNotFoundError:
            raise self._gone() from None
        except (pa.ArrowInvalid, OSError) as e:
            raise self._error(f"the file {self.name} cannot be read ({e})", "build the day again") from e

    def _gone(self) -> DayError:
        now = Record.read(self.storage, self.record.table, self.record.day)
        if now is not None and now.run != self.record.run:
            reason = f"it was published again, by run {now.run}, while run {self.record.run} of it was read"
            return self._error(reason, "start the reading again")
        return self._error(f"the file {self.name} is no longer there", "is someone replacing the day? Then start again")

    def _error(self, reason: str, remedy: str) -> DayError:
        return DayError(self.record.table, self.record.day, reason, remedy)


def usual(chunk: ChunkBytes | OddPageError) -> ChunkBytes:
    """The chunk, or its error."""
    if isinstance(chunk, OddPageError):
        raise chunk
    return chunk


@dataclass(frozen=True)
class Day:
    """A day, with its publish records by table."""

    day: str
    records: Mapping[str, Record]

    def files(self, storage: Storage, table: str) -> list[ParquetFile]:
        """The files of one of its tables, in the order of their customers."""
        record = self.records[table]
        return [ParquetFile(storage, record, number) for number in range(len(record.files))]


@dataclass(frozen=True)
class Days:
    """What `Lake.days` gives: days whose records are as they should be."""

    storage: Storage
    source: Source
    days: tuple[Day, ...]

    def __len__(self) -> int:
        return len(self.days)

    def __iter__(self) -> Iterator[str]:
        return (day.day for day in self.days)

    @property
    def runs(self) -> dict[str, dict[str, str]]:
        """The run of each day, by table. Keep it with a model: `Lake.days(runs=...)` gives the same rows, or fails."""
        runs: dict[str, dict[str, str]] = {}
        for day in self.days:
            for table, record in day.records.items():
                runs.setdefault(table, {})[day.day] = record.run
        return runs

    @property
    def rows(self) -> int:
        """Rows of all days."""
        table = TRAINING if self.source == TRAINING else "impressions"
        return sum(day.records[table].rows for day in self.days)
