from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backstory_reader import (
    Lake,
    LeakError,
    ReaderError,
    TrainingRows,
    check_apart,
    describe,
    order_weight,
    split_customers,
    with_negatives,
)
from tests import shop
from tests.table import Table, all_keys, keys_of

COLUMNS = ("customer_id", "ranking_id", "impression_pos", "dt")
D1, D2, D3 = shop.SHOWN


def rows(lake: Path, first: str, last: str, **options: Any) -> TrainingRows:
    source = options.pop("source", "auto")
    return TrainingRows(Lake(lake).days(first, last, source=source), 100, columns=COLUMNS, length=20, **options)


@pytest.mark.parametrize("source", ["training", "histories"])
def test_two_sides_are_all_rows_and_share_no_customer(source: str, wide: Path, table: Table) -> None:
    train, judge = (
        rows(wide, D1, D3, source=source, customers=side, unit="ranking") for side in split_customers(0.3, seed=5)
    )
    both = []
    for side in (train, judge):
        batches = list(side)
        assert sum(map(len, batches)) == side.rows
        for batch in batches:
            table.check(batch)
        both.append(all_keys(batches))
    assert both[0] + both[1] == table.rows
    customers = [{key[1] for key in keys} for keys in both]
    assert not customers[0] & customers[1]
    assert 0.2 < len(customers[1]) / shop.CUSTOMERS < 0.4
    check_apart(train, judge)


def test_sides_are_the_same_everywhere() -> None:
    """Literal: who retrains next year must not judge by customers that were trained on."""
    _, judged = split_customers(0.5, seed=1)
    assert (np.flatnonzero(judged(np.arange(21))) == LITERAL).all()
    share = np.count_nonzero(split_customers(0.1)[1](np.arange(100_000))) / 100_000
    assert 0.095 < share < 0.105


def test_later_days_are_apart(wide: Path) -> None:
    check_apart(rows(wide, D1, D2), rows(wide, D3, D3))


@pytest.mark.parametrize(
    ("train", "judge", "reason"),
    [
        ((D1, D2), (D2, D3), f"both have {D2}"),
        ((D2, D3), (D1, D1), f"{D3} is trained on, after {D1} that is judged by"),
    ],
)
def test_a_leak_is_an_error(train: tuple[str, str], judge: tuple[str, str], reason: str, wide: Path) -> None:
    with pytest.raises(LeakError) as error:
        check_apart(rows(wide, *train), rows(wide, *judge))
    assert str(error.value) == (
        f"Cannot judge by these rows: {reason}, with the same customers; split by day (all days to train on before "
        "those to judge by), or by customer (split_customers, with one seed and share for both)"
    )


def test_sides_of_different_splits_leak(wide: Path) -> None:
    for one, other in (
        (split_customers(0.2, seed=1)[0], split_customers(0.2, seed=2)[1]),
        (split_customers(0.1)[0], split_customers(0.3)[1]),
    ):
        with pytest.raises(LeakError):
            check_apart(rows(wide, D1, D1, customers=one), rows(wide, D1, D1, customers=other))


@pytest.mark.parametrize("share", [0, 1, -0.5])
def test_a_share_that_is_none(share: float) -> None:
    with pytest.raises(ReaderError, match="it is more than 0 and less than 1"):
        split_customers(share)


@pytest.mark.parametrize("once", [True, False])
def test_negatives_are_of_the_ranking(once: bool, wide: Path, table: Table) -> None:
    taken = 0
    for batch in rows(wide, D1, D3, unit="ranking", each_history_once=once):
        chosen = with_negatives(batch, 2, seed=9)
        table.check(chosen)
        assert keys_of(with_negatives(batch, 2, seed=9)) == keys_of(chosen)
        before, after = (Counter(key[:3] for key in keys_of(b) if key[2] is not None) for b in (batch, chosen))
        orders = Counter(key[:3] for key in keys_of(batch) if key[5] == 1)
        labels = Counter((key[:3], key[5]) for key in keys_of(batch))
        for ranking in before:
            others = min(2 * orders[ranking], labels[ranking, 0])
            assert after[ranking] == orders[ranking] + others
        taken += len(chosen)
    assert taken > 500


def test_another_seed_chooses_others(wide: Path) -> None:
    batch = next(iter(rows(wide, D1, D3, unit="ranking")))
    chosen = [tuple(keys_of(with_negatives(batch, 1, seed))) for seed in range(5)]
    assert len(set(chosen)) > 1
    with pytest.raises(ReaderError, match=r"columns=\['ranking_id'\]"):
        with_negatives(next(iter(TrainingRows(Lake(wide).days(D1)))), 1)


@pytest.mark.parametrize("source", ["training", "histories"])
def test_a_day_in_figures(source: Any, wide: Path, table: Table) -> None:
    days = Lake(wide).days(D1, shop.EMPTY, source=source)
    for figures in describe(days):
        keys = table.days[figures.day]
        labels = Counter(key[5] for key in keys.elements())
        customers = {key[1]: table.lengths[key] for key in keys}
        rankings = {key[:3] for key in keys if key[2] is not None}
        assert figures.rows == keys.total()
        assert (figures.ordered, figures.not_ordered, figures.unlabeled) == (labels[1], labels[0], labels[None])
        assert figures.histories == len(customers)
        assert figures.rankings == len(rankings) + sum(count for key, count in keys.items() if key[2] is None)
        assert figures.without_history == sum(length == 0 for length in customers.values())
        assert figures.length == pytest.approx(sum(customers.values()) / max(1, len(customers)))
        assert figures.runs == {name: runs[figures.day] for name, runs in days.runs.items()}
    assert np.isnan(figures.label_rate)


def test_a_weight_for_orders() -> None:
    assert order_weight(20, 980) == 49.0
    with pytest.raises(ReaderError, match="there are none"):
        order_weight(0, 10)


LITERAL = [2, 4, 5, 7, 9, 11, 12, 13, 14, 16, 18]
