"""A lake, and the published days in it that may be trained on."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from backstory_reader.days import HISTORIES, TRAINING, Day, Days, Runs, Source
from backstory_reader.errors import DayError, ReaderError
from backstory_reader.formats import days_of
from backstory_reader.records import Record, days_between
from backstory_reader.storage import Storage
from backstory_reader.vocabulary import Vocabulary

VOCABULARY = "vocabulary"
_RECORDS_AT_ONCE = 16
_BUILD = "build it with `bin/backstory run --config YOUR.yaml --from {day} --to {day}`"
_BUILD_AGAIN = "build it again with `bin/backstory run --config YOUR.yaml --from {day} --to {day}`"


class Lake:
    """The root of all tables: a folder, or a URI of PyArrow (`s3://`, `gs://`, `hdfs://`); `s3a://` is `s3://`."""

    def __init__(self, uri: str | Path, filesystem: Any = None) -> None:
        self._storage = Storage(uri, filesystem)

    def days(
        self,
        first: str | datetime.date | None = None,
        last: str | datetime.date | None = None,
        *,
        source: Literal["auto", "histories", "training"] = "auto",
        runs: Runs | None = None,
        missing: Literal["fail", "skip"] = "fail",
        stale: Literal["fail", "use"] = "fail",
        mixed_settings: bool = False,
    ) -> Days:
        """The published days from the first to the last, both included, checked by their records.

        source: "histories" joins `histories` with `impressions` and is several times as fast as "training";
            "auto" takes it where all days have it.
        runs: what `Days.runs` said of earlier days: the same runs, or an error. Without first and last, those days.
        missing: "skip" leaves out days that are not published.
        stale: "use" takes days whose inputs were published again since, or were not there then.
        mixed_settings: takes days together that were made by different settings.
        """
        wanted = _wanted(first, last, runs)
        found = self._source(source, wanted, runs)
        days = []
        for day in wanted:
            records = self._records(found, day, missing == "skip")
            if records:
                days.append(records)
        if not days:
            raise ReaderError(f"Cannot read {found} of {wanted[0]} to {wanted[-1]}: no day of them is published")
        if runs is not None:
            _check_runs(days, runs)
        self._check_files(days)
        if stale == "fail":
            self._check_inputs(days)
        if not mixed_settings:
            _check_settings(days)
        return Days(self._storage, found, tuple(days))

    def vocabulary(self, day: str | datetime.date, run: str | None = None) -> Vocabulary:
        """The published vocabulary of a day, with its run id; another run than the one that is asked for is an error.

        Name the first day that is trained on: the vocabulary has the items of the actions before it.
        """
        name = str(day)
        record = Record.read(self._storage, VOCABULARY, name)
        if record is None:
            remedy = f"build it with `bin/backstory vocabulary --config YOUR.yaml --dt {name}`"
            raise DayError(VOCABULARY, name, self._why_not_there(VOCABULARY, name)[0], remedy)
        found = Day(name, {VOCABULARY: record})
        if run is not None:
            _check_runs([found], {VOCABULARY: {name: run}})
        self._check_files([found])
        tables = [
            file.columns(group, ["item_id", "index"])
            for file in found.files(self._storage, VOCABULARY)
            for group in range(file.metadata.num_row_groups)
        ]
        empty = pa.table({"item_id": pa.array([], pa.int64()), "index": pa.array([], pa.int32())})
        return Vocabulary(pa.concat_tables(tables) if tables else empty, record.run)

    def _source(self, source: str, wanted: Sequence[str], runs: Runs | None) -> Source:
        if source == "training" or (source == "auto" and runs is not None and TRAINING in runs):
            return TRAINING
        if source == "histories" or (source == "auto" and runs is not None and HISTORIES in runs):
            return HISTORIES
        if source != "auto":
            raise ReaderError(f"Cannot read the source {source!r}: there are 'auto', 'histories' and 'training'")
        there = _at_once(lambda day: Record.read(self._storage, HISTORIES, day), wanted)
        return HISTORIES if all(there) else TRAINING

    def _records(self, source: Source, day: str, skip: bool) -> Day | None:
        table: str
        records = {}
        for table in (TRAINING,) if source == TRAINING else (HISTORIES, "impressions"):
            record = Record.read(self._storage, table, day)
            if record is None:
                if skip:
                    return None
                raise DayError(table, day, *self._why_not_there(table, day))
            records[table] = record
        return Day(day, records)

    def _why_not_there(self, table: str, day: str) -> tuple[str, str]:
        """What a day without a record is, and what helps."""
        failed = None
        for name in self._storage.names(f"_reports/{table}/dt={day}"):
            if name.endswith(".json"):
                report = self._storage.json(f"_reports/{table}/dt={day}/{name}") or {}
                if failed is None or report.get("auditedAt", "") > failed[0]:
                    failed = (report.get("auditedAt", ""), report.get("verdict"), name)
        if failed and failed[1] in ("FAIL", "ERROR"):
            page = f"_reports/{table}/dt={day}/{failed[2].removesuffix('.json')}.html"
            run = failed[2].removesuffix(".json").removeprefix("run=")
            return f"it failed its audit ({failed[1]}, run {run}) and is not published", f"see {page} for the reasons"
        if table == HISTORIES and Record.read(self._storage, TRAINING, day) is not None:
            return (
                "it is not published, but training is",
                "set `history: {outputs: [training, histories]}` and run the history step, or read source='training'",
            )
        return "it is not published", _BUILD.format(day=day)

    def _check_files(self, days: Iterable[Day]) -> None:
        files = [(record, file) for day in days for record in day.records.values() for file in record.files]
        for (record, file), size in zip(files, self._storage.sizes(file.name for _, file in files), strict=True):
            if size is None:
                reason = f"the file {file.name} is not there"
            elif size != file.size:
                reason = f"the file {file.name} has {size:,} bytes, its record says {file.size:,}"
            else:
                continue
            again = f"--from {record.day} --to {record.day} --rebuild"
            raise DayError(
                record.table, record.day, reason, f"build it again with `bin/backstory run --config YOUR.yaml {again}`"
            )

    def _check_inputs(self, days: Sequence[Day]) -> None:
        """What each day was made from must be what is published now."""
        recorded = {id(record): record.input_runs() for day in days for record in day.records.values()}
        needed = sorted({key for runs in recorded.values() for key in runs})
        now = dict(zip(needed, _at_once(lambda key: Record.read(self._storage, *key), needed), strict=True))
        added = days_of(self._storage, "actions")
        for day in days:
            for record in day.records.values():
                runs = recorded[id(record)]
                for (table, of), run in sorted(runs.items()):
                    current = now[table, of]
                    if current is None:
                        reason = f"{table} of {of} was published then, by run {run}, and is no longer"
                    elif current.run != run:
                        reason = f"{table} of {of} is published by run {current.run} now, not by run {run}"
                    else:
                        continue
                    raise DayError(record.table, day.day, f"it is stale: {reason}", _remedy(day.day))
                actions = sorted(of for table, of in runs if table == "actions")
                for of in added:
                    if actions and actions[0] < of < day.day and ("actions", of) not in runs:
                        reason = f"it is stale: actions of {of} was not published then, and is now"
                        raise DayError(record.table, day.day, reason, _remedy(day.day))


def _remedy(day: str) -> str:
    return _BUILD_AGAIN.format(day=day) + ", or read it as it is with stale='use'"


def _at_once(read: Any, keys: Sequence[Any]) -> list[Record | None]:
    if not keys:
        return []
    with ThreadPoolExecutor(_RECORDS_AT_ONCE) as pool:
        return list(pool.map(read, keys))


def _wanted(first: Any, last: Any, runs: Runs | None) -> list[str]:
    if first is None and last is None and runs:
        return sorted({day for days in runs.values() for day in days})
    if first is None:
        raise ReaderError("Cannot read days: say which, as days('2025-08-01', '2025-08-14')")
    texts = [str(day) for day in (first, first if last is None else last)]
    for text in texts:
        try:
            datetime.date.fromisoformat(text)
        except ValueError:
            raise ReaderError(f"Cannot read the day {text!r}: it is not a day such as 2025-08-14") from None
    wanted = list(days_between(*texts))
    if not wanted:
        raise ReaderError(f"Cannot read days from {texts[0]} to {texts[1]}: the first is after the last")
    return wanted


def _check_runs(days: Iterable[Day], runs: Mapping[str, Mapping[str, str]]) -> None:
    for day in days:
        for table, record in day.records.items():
            run = runs.get(table, {}).get(day.day)
            if run is None:
                reason = f"the runs asked for name none for it (it is published by run {record.run})"
                raise DayError(table, day.day, reason, "ask for its run too, or leave the day out")
            if run != record.run:
                reason = f"it is published by run {record.run} now, not by run {run}"
                raise DayError(
                    table, day.day, reason, "train on what is published now, or publish that run again from a backup"
                )


def _check_settings(days: Sequence[Day]) -> None:
    for table, record in days[0].records.items():
        for day in days[1:]:
            other = day.records[table]
            if other.settings != record.settings:
                reason = f"it was made by other settings than {record.day} (a length, a zone or numbers, say)"
                raise DayError(
                    table,
                    day.day,
                    reason,
                    _BUILD_AGAIN.format(day=f"{day.day}") + ", or take both with mixed_settings=True",
                )
