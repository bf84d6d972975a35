"""The order by itself: which rows are in which batch."""

import random
from collections import Counter
from typing import Any

import numpy as np
import pytest

from backstory_reader.plan import Plan, Randomness, Shape, batches_per_lane


def rows_of(plan: Plan, number: int) -> list[tuple[int, int]]:
    """The rows of a batch as (part, row), windows taken in their own order."""
    found = []
    for window, first, last in plan.batch(number):
        rows = [(each.part, row) for each in window.slices for row in range(each.first, each.last)]
        assert len(rows) == window.rows
        found += rows[first:last]
    return found


@pytest.mark.parametrize("case", range(60))
def test_each_row_is_in_one_batch(case: int, draw: random.Random) -> None:
    draw = random.Random(f"{draw.random()}/{case}")
    parts = [draw.choice((0, 1, 3, 50, 200)) for _ in range(draw.randrange(1, 60))]
    days = [draw.randrange(4) for _ in parts]
    total = sum(parts)
    tail: Any = draw.choice(("keep", "drop"))
    shape = Shape(
        draw.choice((1, 5, 64, 1000)), draw.choice((1, 2, 8)), draw.choice((1, 4, 64)), tail, draw.random() < 0.8
    )
    print(parts, shape)
    if total < shape.lanes:
        return
    plan = Plan(parts, days, shape, Randomness(draw.random()))
    count = plan.batches_per_lane * shape.lanes
    batches = [rows_of(plan, number) for number in range(count)]
    seen = Counter(row for batch in batches for row in batch)
    assert not seen or max(seen.values()) == 1
    sizes = [len(batch) for batch in batches]
    if tail == "keep":
        assert seen.total() == total
        assert min(sizes) >= 1
        # The last batch of a lane takes the one row by which lanes differ, if it would else be a batch by itself.
        assert max(sizes) <= shape.batch_size + 1
        assert sizes[: -shape.lanes] == [shape.batch_size] * (count - shape.lanes)
    else:
        assert sizes == [shape.batch_size] * count
        assert total - seen.total() < shape.lanes * (shape.batch_size + 1)


def test_the_order_of_the_parts() -> None:
    """Literal: an order that changes would go on from a saved state with other rows, and nobody would see it."""
    shape = Shape(4, 2, 2, "keep", shuffle=True)
    plan = Plan([5, 0, 6, 7, 4, 2], [0, 0, 0, 1, 1, 1], shape, Randomness(7, 0, "runs"))
    lanes = [[cut.window for number in range(lane, 6, 2) for cut in plan.batch(number)] for lane in range(2)]
    slices = [[[(*each,) for each in window.slices] for window in dict.fromkeys(windows)] for windows in lanes]
    assert slices == LITERAL
    assert Randomness(7, 0, "runs").numbers(2, "window", 0, 1).tolist() == NUMBERS


def test_each_stretch_has_its_share_of_each_day() -> None:
    days = [0] * 300 + [1] * 100
    plan = Plan([1] * 400, days, Shape(40, 1, 40, "keep", shuffle=True), Randomness(1))
    for number in range(10):
        of_day = Counter(days[part] for part, _ in rows_of(plan, number))
        assert 29 <= of_day[0] <= 31


def test_lanes_take_turns_and_are_equally_long() -> None:
    plan = Plan([10] * 16, [0] * 16, Shape(10, 4, 64, "keep", shuffle=True), Randomness(1))
    assert [plan.batch(number)[0].window.lane for number in range(16)] == [0, 1, 2, 3] * 4


def test_unshuffled_parts_stay_as_they_are() -> None:
    plan = Plan([3, 4, 2], [0, 0, 1], Shape(4, 1, 1, "keep", shuffle=False), Randomness(1))
    rows = [row for number in range(3) for row in rows_of(plan, number)]
    assert rows == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (1, 3), (2, 0), (2, 1)]


@pytest.mark.parametrize(
    ("rows", "tail", "batches"),
    [
        (0, "keep", 0),
        (0, "drop", 0),
        (8, "keep", 1),
        (800, "keep", 10),
        (801, "keep", 10),
        (807, "drop", 10),
        (808, "keep", 11),
    ],
)
def test_how_many_batches(rows: int, tail: Any, batches: int) -> None:
    assert batches_per_lane(rows, Shape(10, 8, 1, tail, shuffle=True)) == batches


def test_random_numbers_are_those_of_their_purpose() -> None:
    one, other = Randomness(1, "a"), Randomness(1, "b")
    assert np.array_equal(one.numbers(5, "x"), one.numbers(5, "x"))
    assert not np.array_equal(one.numbers(5, "x"), one.numbers(5, "y"))
    assert not np.array_equal(one.numbers(5, "x"), other.numbers(5, "x"))


NUMBERS = [9643367851659974870, 2764806831578976530]
LITERAL = [[[(2, 0, 6)], [(5, 0, 2), (3, 0, 4)]], [[(3, 4, 7), (0, 0, 5)], [(4, 0, 4)]]]
