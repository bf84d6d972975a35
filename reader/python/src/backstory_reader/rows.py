"""`TrainingRows`: the rows of some days as finished batches, in an order that can be repeated and resumed."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from backstory_reader.batch import Batch
from backstory_reader.days import HISTORIES, TRAINING, Days
from backstory_reader.epoch import Empty, Epoch, Reading
from backstory_reader.errors import ReaderError, StateError
from backstory_reader.histories_parts import HistoriesParts
from backstory_reader.parts import Parts
from backstory_reader.plan import Plan, Randomness, Shape, Tail, batches_per_lane
from backstory_reader.records import Record
from backstory_reader.training_parts import TrainingParts, stored_length
from backstory_reader.wanted import ROW_COLUMNS, Mapped, Side, Unit, Wanted, check_columns

LANES = 8
WINDOW = {TRAINING: 64, HISTORIES: 8}
_STATE = 1


def _empty(shape: tuple[int, ...], dtype: "np.dtype[Any]") -> npt.NDArray[Any]:
    return np.empty(shape, dtype)


class TrainingRows:
    """Batches of the rows of some days, this rank's share of them.

    Iterating is one epoch from where the rows are (`state_dict`): its start, or after the batches that were taken. When
    it has ended, the next iteration is the next epoch, in another order.

    batch_size: rows of a batch.
    length: the newest so many slots of each history; by default as many as `training` has.
    columns: what a batch carries besides, by the contract's names: ranking_id, customer_id, impression_pos,
        history_length, dt, and from `training` newest_action_time.
    vocabulary: maps item ids to the rows of an embedding (`Vocabulary`, `Buckets`).
    narrow: ids as int32. What the table holds as int32 stays so anyway; types are int8 in any case.
    seed, shuffle: the order. Without shuffling the rows come as they lie in the tables.
    unit: what is shuffled as one: "row", all rows of a "ranking", or all rows beside a "history".
    window: so many parts (row groups) are shuffled together; 64 of `training`, 8 of `histories`.
    lanes: stretches of the epoch that ranks can take; a multiple of world_size. The same number gives the same batches
        on any number of ranks. By default 8, or 4, 2 or 1 where the days have too few row groups to fill 8 windows.
    rank, world_size: this process among those that train together.
    tail: "keep" gives every row, the last batch of each lane smaller than batch_size; "drop" leaves those out.
    each_history_once: batches have the histories of their rows once, and an index; else one for each row.
    customers: only the rows of one side of a split (`split_customers`).
    threads: that read ahead; 0 reads when a batch is asked for.
    prefetch: finished batches that wait to be taken.
    """

    def __init__(
        self,
        days: Days,
        batch_size: int = 1024,
        *,
        length: int | None = None,
        columns: Iterable[str] = (),
        vocabulary: Mapped | None = None,
        narrow: bool = False,
        seed: int = 0,
        shuffle: bool = True,
        unit: Unit = "row",
        window: int | None = None,
        lanes: int | None = None,
        rank: int = 0,
        world_size: int = 1,
        tail: Tail = "keep",
        each_history_once: bool = True,
        customers: Side | None = None,
        threads: int = 2,
        prefetch: int = 4,
    ) -> None:
        self.days = days
        self.rank, self.world_size = rank, world_size
        window = window or WINDOW[days.source]
        _check(
            {
                "batch_size": batch_size,
                "lanes": 1 if lanes is None else lanes,
                "window": window,
                "world_size": world_size,
                "prefetch": prefetch,
            },
            {"unit": (unit, ("row", "ranking", "history")), "tail": (tail, ("keep", "drop"))},
        )
        if not 0 <= rank < world_size:
            raise ReaderError(f"Cannot read as rank {rank} of {world_size}: ranks count from 0")
        there = tuple(name for name in ROW_COLUMNS if days.source == TRAINING or name != "newest_action_time")
        stored = _stored_length(days)
        length = _length(days, length, stored)
        self._wanted = Wanted(length, check_columns(tuple(columns), there), unit, vocabulary, narrow, customers)
        self._parts = open_parts(days, stored, self._wanted)
        if lanes is None:
            lanes = _lanes(len(self._parts.rows), window) if shuffle else world_size
        if lanes % world_size:
            raise ReaderError(
                f"Cannot share {lanes} lanes among {world_size} ranks: "
                f"pass lanes={world_size}, or another multiple of {world_size}, on all of them"
            )
        self._shape = Shape(batch_size, lanes, window, tail, shuffle)
        self._seed = seed
        self._reading = Reading(threads, prefetch, each_history_once, _empty)
        self._epoch = 0
        self._taken = 0
        self.rows = sum(self._parts.rows)
        if 0 < self.rows < lanes:
            raise ReaderError(f"Cannot cut {self.rows} rows into {lanes} lanes: pass lanes={world_size}")

    @property
    def epoch(self) -> int:
        """The epoch that the next batch is of."""
        return self._epoch

    @property
    def length(self) -> int:
        """The slots of a history."""
        return self._wanted.length

    @property
    def customers(self) -> Side | None:
        """The side of a split that the rows are of."""
        return self._wanted.side

    def set_epoch(self, epoch: int) -> None:
        """Goes to the start of an epoch."""
        self._epoch, self._taken = epoch, 0

    def __len__(self) -> int:
        """Batches of an epoch, the same on every rank."""
        return batches_per_lane(self.rows, self._shape) * self._shape.lanes // self.world_size

    def __iter__(self) -> Iterator[Batch]:
        return self.share(0, 1)

    def share(self, worker: int, workers: int, skip: int = 0) -> Iterator[Batch]:
        """The rest of the epoch, every `workers`-th batch from the `worker`-th on, but for the first `skip`."""
        if 0 < len(self) * self.world_size <= self._taken:
            self._epoch, self._taken = self._epoch + 1, 0
        # Counted from here: a DataLoader asks its first worker first, wherever the epoch is resumed.
        own = range(self._taken // self.world_size, len(self))[worker::workers][skip:]
        numbers = [self.rank + step * self.world_size for step in own]
        batches = self._of(self._epoch, self._shape).batches(numbers)
        for step, batch in zip(own, batches, strict=True):
            # Before the batch is given out: who saves a state after a step has this batch behind them.
            self._taken = (step + 1) * self.world_size
            yield batch
        self._epoch, self._taken = self._epoch + 1, 0

    def numpy(self) -> Batch:
        """All rows at once, in the order of the tables, whichever rank this is."""
        batches = self._of(0, Shape(max(1, self.rows), 1, 64, "keep", shuffle=False)).batches([0] if self.rows else [])
        for batch in batches:
            return batch
        raise ReaderError("Cannot give the rows as arrays: there are none")

    def arrow(self) -> Any:
        """The rest of the epoch as a stream of Arrow's record batches, for Polars, DuckDB and others."""
        batches = (batch.arrow() for batch in self)
        first = next(batches, None)
        if first is None:
            raise ReaderError("Cannot stream the rows: none are left of this epoch")

        def all_of_them() -> Iterator[Any]:
            yield first
            yield from batches

        return pa.RecordBatchReader.from_batches(first.schema, all_of_them())

    def state_dict(self) -> dict[str, Any]:
        """Where the job is, the same on every rank; `load_state_dict` goes on at the batch that follows."""
        return self.state_at(self._epoch, self._taken // self.world_size)

    def state_at(self, epoch: int, batches: int) -> dict[str, Any]:
        """The state after so many batches of each rank, where others count (a DataLoader with workers)."""
        return {
            "version": _STATE,
            "seed": self._seed,
            "epoch": epoch,
            "batches": batches * self.world_size,
            "order": self._order(),
            "runs": self.days.runs,
            "rows": self._fingerprint(),
        }

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Goes to where `state_dict` was; on any number of ranks by which the batches taken can be divided."""
        if state.get("version") != _STATE:
            raise StateError(f"Cannot go on from this state: its version is {state.get('version')}, not {_STATE}")
        if state["seed"] != self._seed:
            raise StateError(f"Cannot go on from this state: it is of seed {state['seed']}, these rows of {self._seed}")
        for name, value in self._order().items():
            if state["order"].get(name) != value:
                was = state["order"].get(name)
                raise StateError(
                    f"Cannot go on from this state: it was saved with {name}={was}, not {value}; pass the same {name}"
                )
        self._check_runs(state["runs"])
        if state["rows"] != self._fingerprint():
            raise StateError(
                "Cannot go on from this state: it is of other rows of the same runs; pass the same customers"
            )
        if state["batches"] % self.world_size:
            raise StateError(
                f"Cannot go on from this state on {self.world_size} ranks: {state['batches']} batches were taken, "
                f"which {self.world_size} does not divide; use a number of ranks that does"
            )
        self._epoch, self._taken = state["epoch"], state["batches"]

    def use_memory(self, empty: Empty) -> None:
        """Puts histories of batches into arrays made by this: memory that is pinned, say."""
        self._reading = Reading(self._reading.threads, self._reading.prefetch, self._reading.each_history_once, empty)

    def _order(self) -> dict[str, Any]:
        shape = self._shape
        return {
            "batch_size": shape.batch_size,
            "lanes": shape.lanes,
            "window": shape.window,
            "tail": shape.tail,
            "shuffle": shape.shuffle,
            "unit": self._wanted.unit,
            "source": self.days.source,
        }

    def _check_runs(self, then: Mapping[str, Mapping[str, str]]) -> None:
        now = self.days.runs
        for table in sorted({*then, *now}):
            here, there = now.get(table, {}), then.get(table, {})
            for day in sorted({*here, *there}):
                if here.get(day) != there.get(day):
                    raise StateError(
                        f"Cannot go on from this state: it is of run {there.get(day)} of {table} {day}, these rows "
                        f"are of run {here.get(day)}; read days(runs=state['runs']), or start anew"
                    )

    def _fingerprint(self) -> str:
        counts = json.dumps([self.days.runs, list(map(int, self._parts.rows))], sort_keys=True)
        return hashlib.sha256(counts.encode()).hexdigest()[:16]

    def _of(self, epoch: int, shape: Shape) -> Epoch:
        randomness = Randomness(self._seed, epoch, self._fingerprint())
        plan = Plan(self._parts.rows, self._parts.days, shape, randomness)
        return Epoch(self._parts, plan, self._wanted, randomness, shape.shuffle, self._reading)


def _lanes(parts: int, window: int) -> int:
    """As many as can fill their windows, 8 at most: a window of few parts has rows of few days."""
    lanes = LANES
    while lanes > 1 and parts < lanes * window:
        lanes //= 2
    return lanes


def open_parts(days: Days, stored: int | None, wanted: Wanted) -> Parts:
    """The parts of the days, whichever tables they are read from."""
    if days.source == TRAINING:
        return TrainingParts(days, stored or 0, wanted)
    return HistoriesParts(days, wanted)


def _stored_length(days: Days) -> int | None:
    """The slots of `training`; for histories, of the training rows that the same run wrote, if it did."""
    if days.source == TRAINING:
        return stored_length(days)
    day = days.days[0]
    record = Record.read(days.storage, TRAINING, day.day)
    if record is None or record.run != day.records[HISTORIES].run or record.rows == 0:
        return None
    return stored_length(Days(days.storage, TRAINING, (type(day)(day.day, {TRAINING: record}),)))


def _length(days: Days, length: int | None, stored: int | None) -> int:
    if length is None:
        if stored is None:
            raise ReaderError(
                "Cannot tell how long histories are, since no training rows were written beside them: "
                "pass length=1000, or what history.length of your pipeline.yaml is"
            )
        return stored
    if length < 1 or (days.source == TRAINING and stored and length > stored):
        raise ReaderError(f"Cannot read the newest {length} slots: there are 1 to {stored or 'as many as you like'}")
    return length


def _check(numbers: Mapping[str, int], words: Mapping[str, tuple[str, tuple[str, ...]]]) -> None:
    for name, number in numbers.items():
        if number < 1:
            raise ReaderError(f"Cannot read with {name}={number}: it is at least 1")
    for name, (word, allowed) in words.items():
        if word not in allowed:
            raise ReaderError(f"Cannot read with {name}={word!r}: there are {', '.join(map(repr, allowed))}")
