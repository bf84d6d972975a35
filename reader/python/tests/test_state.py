"""A state says where a job is, in a few numbers, and is of no use to any other rows."""

import json
from pathlib import Path
from typing import Any

import pytest

from backstory_reader import Lake, StateError, TrainingRows, split_customers
from tests import shop
from tests.table import same


def rows(lake: Path, **options: Any) -> TrainingRows:
    return TrainingRows(
        Lake(lake).days(shop.SHOWN[0], shop.SHOWN[1]), **{"batch_size": 50, "length": 9, "lanes": 8, **options}
    )


def test_a_state_is_small_and_json(wide: Path) -> None:
    whole = rows(wide, seed=3)
    batches = iter(whole)
    next(batches)
    next(batches)
    state = whole.state_dict()
    assert (state["seed"], state["epoch"], state["batches"]) == (3, 0, 2)
    assert len(json.dumps(state)) < 1000
    assert json.loads(json.dumps(state)) == state
    assert state == whole.state_at(0, 2)
    again = rows(wide, seed=3, threads=0)
    again.load_state_dict(json.loads(json.dumps(state)))
    assert same(next(batches), next(iter(again)))


def test_every_batch_can_be_the_next(wide: Path) -> None:
    expected = list(rows(wide, batch_size=300))
    for number, batch in enumerate(expected):
        other = rows(wide, batch_size=300, threads=0)
        other.load_state_dict(other.state_at(0, number))
        assert same(next(iter(other)), batch)


def test_after_the_last_batch_comes_the_next_epoch(wide: Path) -> None:
    one, other = rows(wide), rows(wide)
    other.load_state_dict(one.state_at(4, len(one)))
    one.set_epoch(5)
    assert all(same(here, there) for here, there in zip(one, other, strict=True))
    assert other.epoch == 6


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seed": 1}, "it is of seed 0, these rows of 1"),
        ({"batch_size": 51}, "it was saved with batch_size=50, not 51; pass the same batch_size"),
        ({"lanes": 4}, "it was saved with lanes=8, not 4; pass the same lanes"),
        ({"window": 3}, "it was saved with window=8, not 3; pass the same window"),
        ({"unit": "ranking"}, "it was saved with unit=row, not ranking; pass the same unit"),
        ({"tail": "drop"}, "it was saved with tail=keep, not drop; pass the same tail"),
        ({"shuffle": False, "lanes": 8}, "it was saved with shuffle=True, not False; pass the same shuffle"),
        ({"customers": split_customers()[0]}, "it is of other rows of the same runs; pass the same customers"),
        ({"world_size": 2}, "5 batches were taken, which 2 does not divide; use a number of ranks that does"),
    ],
)
def test_a_state_of_other_rows(options: dict[str, Any], message: str, wide: Path) -> None:
    state = rows(wide).state_at(0, 5)
    with pytest.raises(StateError) as error:
        rows(wide, **options).load_state_dict(state)
    assert str(error.value).startswith("Cannot go on from this state")
    assert message in str(error.value)


def test_a_state_of_another_version(wide: Path) -> None:
    with pytest.raises(StateError, match="its version is 9, not 1"):
        rows(wide).load_state_dict({"version": 9})
