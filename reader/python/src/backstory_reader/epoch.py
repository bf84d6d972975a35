"""The batches of one rank of one epoch: windows are read ahead by threads, and let go when they are used up."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from backstory_reader.batch import Batch
from backstory_reader.parts import Parts
from backstory_reader.piece import Piece, Rows
from backstory_reader.plan import Cut, Plan, Randomness, Window
from backstory_reader.wanted import Wanted

Array = npt.NDArray[Any]
Empty = Callable[[tuple[int, ...], "np.dtype[Any]"], Array]
"""Makes an array for what a batch carries; where a GPU is fed, in memory that is pinned."""


@dataclass(frozen=True)
class Reading:
    """How an epoch is read; none of it changes what is read."""

    threads: int
    prefetch: int
    each_history_once: bool
    empty: Empty


class Epoch:
    """Goes through the batches with these numbers."""

    def __init__(
        self, parts: Parts, plan: Plan, wanted: Wanted, randomness: Randomness, shuffle: bool, reading: Reading
    ) -> None:
        self._parts = parts
        self._plan = plan
        self._wanted = wanted
        self._randomness = randomness
        self._shuffle = shuffle
        self._reading = reading

    def batches(self, numbers: Sequence[int]) -> Iterator[Batch]:
        """The batches, in this order."""
        if self._reading.threads == 0:
            yield from self._in_line(numbers)
            return
        load = ThreadPoolExecutor(self._reading.threads, "backstory-load")
        assemble = ThreadPoolExecutor(self._reading.threads, "backstory-batch")
        try:
            yield from self._ahead(numbers, load, assemble)
        finally:
            for pool in (load, assemble):
                pool.shutdown(wait=True, cancel_futures=True)

    def _in_line(self, numbers: Sequence[int]) -> Iterator[Batch]:
        held: dict[tuple[int, int], Rows] = {}
        for number in numbers:
            cuts = self._plan.batch(number)
            for cut in cuts:
                if _key(cut.window) not in held:
                    pieces = [self._piece(cut.window, place) for place in range(len(cut.window.slices))]
                    held[_key(cut.window)] = self._rows(cut.window, pieces)
            yield self._assembled(number, cuts, [held[_key(cut.window)] for cut in cuts])
            for cut in cuts:
                if cut.last == cut.window.rows:
                    del held[_key(cut.window)]

    def _ahead(self, numbers: Sequence[int], load: ThreadPoolExecutor, assemble: ThreadPoolExecutor) -> Iterator[Batch]:
        held: dict[tuple[int, int], Future[Rows]] = {}
        to_load = self._needs(numbers)
        # One window more than those in use is read ahead.
        coming: deque[tuple[int, int]] = deque()
        waiting: deque[Future[Batch]] = deque()

        def load_next() -> None:
            window = next(to_load, None)
            if window is not None:
                held[_key(window)] = self._loading(window, load)
                coming.append(_key(window))

        load_next()
        for number in numbers:
            cuts = self._plan.batch(number)
            for cut in cuts:
                while _key(cut.window) in coming:
                    coming.popleft()
                    load_next()
            windows = [held[_key(cut.window)].result() for cut in cuts]
            waiting.append(assemble.submit(self._assembled, number, cuts, windows))
            for cut in cuts:
                if cut.last == cut.window.rows:
                    del held[_key(cut.window)]
            while len(waiting) > self._reading.prefetch:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _needs(self, numbers: Sequence[int]) -> Iterator[Window]:
        """The windows in the order in which they are needed."""
        seen: set[tuple[int, int]] = set()
        for number in numbers:
            for cut in self._plan.batch(number):
                if _key(cut.window) not in seen:
                    seen.add(_key(cut.window))
                    yield cut.window

    def _loading(self, window: Window, load: ThreadPoolExecutor) -> "Future[Rows]":
        """Reads the parts side by side; whichever thread reads the last of them puts the window together."""
        done: Future[Rows] = Future()
        pieces: list[Piece | None] = [None] * len(window.slices)
        left = len(pieces)
        lock = threading.Lock()

        def read(place: int) -> None:
            nonlocal left
            try:
                if done.done():
                    return
                pieces[place] = self._piece(window, place)
                with lock:
                    left -= 1
                    last = left == 0
                if last:
                    done.set_result(self._rows(window, [piece for piece in pieces if piece is not None]))
            except BaseException as e:
                with lock:
                    if not done.done():
                        done.set_exception(e)

        for place in range(len(pieces)):
            load.submit(read, place)
        return done

    def _piece(self, window: Window, place: int) -> Piece:
        part, first, last = window.slices[place]
        return self._parts.load(part).rows(first, last)

    def _rows(self, window: Window, pieces: Sequence[Piece]) -> Rows:
        order = None
        if self._shuffle:
            order = self._randomness.numbers(Rows.units(pieces), "window", window.lane, window.number)
        return Rows(pieces, self._wanted.length, order)

    def _assembled(self, number: int, cuts: Sequence[Cut], windows: Sequence[Rows]) -> Batch:
        chosen = [rows.numbers(cut.first, cut.last) for cut, rows in zip(cuts, windows, strict=True)]
        needed, index, count = [], [], 0
        for rows, numbers in zip(windows, chosen, strict=True):
            of_rows = rows.history(numbers)
            if self._reading.each_history_once:
                unique, inverse = np.unique(of_rows, return_inverse=True)
                needed.append(unique)
                index.append(inverse + count)
                count += len(unique)
            else:
                needed.append(of_rows)
                count += len(of_rows)
        histories = self._reading.empty((count, self._wanted.length), windows[0].dtype)
        types = self._reading.empty((count, self._wanted.length), np.dtype(np.int8))
        lengths, at = [], 0
        for rows, unique in zip(windows, needed, strict=True):
            end = at + len(unique)
            lengths.append(rows.lists(unique, (histories[at:end], types[at:end])))
            at = end

        def column(name: str) -> Any:
            return _joined([rows.column(name, numbers) for rows, numbers in zip(windows, chosen, strict=True)])

        return Batch(
            number,
            column("impressions"),
            column("labels"),
            histories,
            types,
            np.concatenate(lengths).astype(np.int32),
            np.concatenate(index) if self._reading.each_history_once else None,
            {name: column(name) for name in self._wanted.columns},
        )


def _key(window: Window) -> tuple[int, int]:
    return window.lane, window.number


def _joined(columns: Sequence[Any]) -> Any:
    if len(columns) == 1:
        return columns[0]
    return np.concatenate(columns) if isinstance(columns[0], np.ndarray) else pa.concat_arrays(columns)
