"""Which rows are in which batch: a pure function of a seed, an epoch, and the runs that are read.

1. The parts of all days (row groups) are put in a random order in which every stretch has its share of each day.
2. That order is cut into `lanes` stretches of equally many rows; a part at a cut gives its first rows to the one lane
   and its last to the other.
3. A lane is cut into windows of some parts. The rows of a window are shuffled, and cut into batches.
4. Batch j of the epoch is batch j // lanes of lane j % lanes, and belongs to rank j % world_size.

None of it depends on the number of ranks, workers or threads. How many batches there are follows from the counts of the
parts alone.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Tail = Literal["keep", "drop"]


class Slice(NamedTuple):
    """Rows `first` to before `last` of a part."""

    part: int
    first: int
    last: int


@dataclass(frozen=True)
class Window:
    """Some parts whose rows are shuffled together; `first_row` counts within the lane."""

    lane: int
    number: int
    slices: tuple[Slice, ...]
    first_row: int
    rows: int


class Cut(NamedTuple):
    """Rows `first` to before `last` of a window, in the window's order."""

    window: Window
    first: int
    last: int


@dataclass(frozen=True)
class Shape:
    """What decides the batches beside the rows themselves."""

    batch_size: int
    lanes: int
    window: int
    tail: Tail
    shuffle: bool


class Randomness:
    """Numbers that follow from what they are for; the same on any machine and in any version of NumPy."""

    def __init__(self, *purpose: object) -> None:
        self._purpose = purpose

    def numbers(self, count: int, *what_for: object) -> npt.NDArray[np.uint64]:
        """So many numbers of 64 bits."""
        text = "/".join(map(str, (*self._purpose, *what_for)))
        key = int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "little")
        return np.asarray(np.random.Philox(key=key).random_raw(count), np.uint64)


class Plan:
    """The batches of an epoch."""

    def __init__(self, rows: Sequence[int], days: Sequence[int], shape: Shape, randomness: Randomness) -> None:
        """rows, days: of each part, the number of its rows and of its day."""
        self._shape = shape
        self._total = sum(rows)
        order = _order(np.asarray(rows), np.asarray(days), randomness if shape.shuffle else None)
        self._bounds = [lane * self._total // shape.lanes for lane in range(shape.lanes + 1)]
        self._windows = _windows(order, rows, self._bounds, shape)

    @property
    def batches_per_lane(self) -> int:
        """The same for all lanes."""
        return batches_per_lane(self._total, self._shape)

    def batch(self, number: int) -> list[Cut]:
        """The rows of a batch: cuts of one window or of several that follow each other."""
        lane, place = number % self._shape.lanes, number // self._shape.lanes
        first = place * self._shape.batch_size
        last = first + self._shape.batch_size
        if place == self.batches_per_lane - 1 and self._shape.tail == "keep":
            # All that is left; one row more than fits where lanes differ by the one that would not fill a batch.
            last = self._bounds[lane + 1] - self._bounds[lane]
        cuts = []
        for window in self._windows[lane]:
            low, high = max(first, window.first_row), min(last, window.first_row + window.rows)
            if low < high:
                cuts.append(Cut(window, low - window.first_row, high - window.first_row))
        return cuts


def batches_per_lane(total: int, shape: Shape) -> int:
    """How many batches each lane has."""
    least = total // shape.lanes
    if shape.tail == "drop":
        return least // shape.batch_size
    if least == 0:
        return 1 if total else 0
    return -(-least // shape.batch_size)


def _order(rows: Array, days: Array, randomness: Randomness | None) -> list[int]:
    """The parts in the order of the epoch; those without rows are left out."""
    parts = np.flatnonzero(rows)
    if randomness is None:
        return list(parts)
    at = np.empty(len(parts))
    for day in np.unique(days[parts]):
        of_day = np.flatnonzero(days[parts] == day)
        shuffled = of_day[np.argsort(randomness.numbers(len(of_day), "parts", day), kind="stable")]
        # One part in each of equally long stretches, anywhere in it.
        jitter = (randomness.numbers(len(of_day), "places", day) >> np.uint64(11)) / 2.0**53
        at[shuffled] = (np.arange(len(of_day)) + jitter) / len(of_day)
    return list(parts[np.argsort(at, kind="stable")])


def _windows(order: Sequence[int], rows: Sequence[int], bounds: Sequence[int], shape: Shape) -> list[list[Window]]:
    lanes: list[list[Slice]] = [[] for _ in range(shape.lanes)]
    lane = row = 0
    for part in order:
        first, count = 0, int(rows[part])
        while first < count:
            while row == bounds[lane + 1]:
                lane += 1
            size = min(count - first, bounds[lane + 1] - row)
            lanes[lane].append(Slice(int(part), first, first + size))
            first, row = first + size, row + size
    return [_of_lane(lane, slices, shape) for lane, slices in enumerate(lanes)]


def _of_lane(lane: int, slices: Sequence[Slice], shape: Shape) -> list[Window]:
    windows: list[Window] = []
    at = row = 0
    # The first windows of the lanes are of different sizes, so that the next ones are not all read at the same moment.
    size = -(-shape.window * (lane + 1) // shape.lanes) if shape.shuffle else shape.window
    while at < len(slices):
        taken = tuple(slices[at : at + size])
        count = sum(each.last - each.first for each in taken)
        windows.append(Window(lane, len(windows), taken, row, count))
        at, row, size = at + size, row + count, shape.window
    return windows
