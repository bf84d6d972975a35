"""Publish records (`_PUBLISHED.json`): what is there, made by which run, from what."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from backstory_reader.errors import ReaderError
from backstory_reader.formats import record_name
from backstory_reader.storage import Storage


def folder(table: str, day: str) -> str:
    """The folder of a day."""
    return f"{table}/dt={day}"


def days_between(first: str, last: str) -> Iterator[str]:
    """All days from the first to the last, both included."""
    day, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    while day <= end:
        yield day.isoformat()
        day += datetime.timedelta(1)


@dataclass(frozen=True)
class InputRun:
    """The days `first` to `last` of a table, all published by one run: what a later day was made from."""

    table: str
    first: str
    last: str
    run: str


@dataclass(frozen=True)
class File:
    """A Parquet file of a day, by its name below the lake."""

    name: str
    rows: int
    size: int


@dataclass(frozen=True)
class Record:
    """A published day of a table."""

    table: str
    day: str
    run: str
    rows: int
    settings: str
    inputs: tuple[InputRun, ...]
    files: tuple[File, ...]

    @staticmethod
    def read(storage: Storage, table: str, day: str) -> "Record | None":
        """The record of a day, None where the day is not published."""
        name = record_name(storage, table, day)
        found = None if name is None else storage.json(name)
        if found is None:
            return None
        try:
            return Record._of(found)
        except (KeyError, TypeError) as e:
            raise ReaderError(f"Cannot read {storage.uri}/{name}: {e!r} is missing or odd; build the day again") from e

    @staticmethod
    def _of(found: Any) -> "Record":
        table, day = found["table"], found["dt"]
        # On an object store files stay with the run that wrote them.
        said = found.get("folder")
        place = f"{table}/{said}" if said else folder(table, day)
        return Record(
            table=table,
            day=day,
            run=found["run"],
            rows=found["rows"],
            settings=found["settingsHash"],
            inputs=tuple(InputRun(each["table"], each["from"], each["to"], each["run"]) for each in found["inputs"]),
            files=tuple(File(f"{place}/{each['name']}", each["rows"], each["bytes"]) for each in found["files"]),
        )

    def input_runs(self) -> dict[tuple[str, str], str]:
        """The run of each input day, by table and day."""
        return {(each.table, day): each.run for each in self.inputs for day in days_between(each.first, each.last)}
