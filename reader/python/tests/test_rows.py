"""Every slot that arrives is the table's, each row once, in one order, whoever reads it and wherever it is resumed."""

import random
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backstory_reader import Batch, Days, Lake, ReaderError, TrainingRows
from tests import shop
from tests.table import Table, all_keys, keys_of, same

COLUMNS = ("customer_id", "ranking_id", "impression_pos", "dt")
CASES = 30


def days(lake: Path, source: Any) -> Days:
    return Lake(lake).days(shop.SHOWN[0], shop.SHOWN[-1], source=source)


def drawn(draw: random.Random) -> dict[str, Any]:
    """Options that decide which rows are in which batch."""
    return {
        "batch_size": draw.choice((1, 7, 64, 100, 1000, 5000)),
        "length": draw.choice((1, 17, 999, 1000)),
        "seed": draw.randrange(1000),
        "unit": draw.choice(("row", "ranking", "history")),
        "window": draw.choice((1, 2, 5, 64)),
        "lanes": draw.choice((1, 4, 8)),
        "tail": draw.choice(("keep", "drop")),
        "shuffle": draw.choice((True, True, True, False)),
        "each_history_once": draw.choice((True, False)),
        "narrow": draw.choice((True, False)),
        "columns": COLUMNS,
    }


@pytest.mark.parametrize("case", range(CASES))
def test_ranks_workers_threads_and_restarts(
    case: int, all_lakes: list[Path], table: Table, draw: random.Random
) -> None:
    draw = random.Random(f"{draw.random()}/{case}")
    lake = draw.choice(all_lakes)
    of_days = days(lake, draw.choice(("training", "histories")))
    options = drawn(draw)
    if options["batch_size"] < 10 and options["length"] > 17:
        options["batch_size"] = 33
    if not options["shuffle"]:
        options["lanes"] = 4
    print(lake.name, of_days.source, options)

    whole = TrainingRows(of_days, threads=0, **options)
    expected = list(whole)
    assert whole.epoch == 1
    assert [batch.number for batch in expected] == list(range(len(whole)))
    seen = [key for batch in expected for key in table.check(batch)]
    if options["tail"] == "keep":
        assert Counter(seen) == table.rows
    else:
        assert not Counter(seen) - table.rows
        assert {len(batch) for batch in expected} <= {options["batch_size"]}
        assert len(seen) > table.rows.total() - options["lanes"] * options["batch_size"]

    # The same again: by some ranks, each with some workers and threads, that stop somewhere and go on as other ranks.
    possible = [count for count in (1, 2, 4) if options["lanes"] % count == 0]
    ranks, later_ranks = draw.choice(possible), draw.choice(possible)
    # Not after the last batch: the next epoch begins there.
    steps = draw.randrange(max(1, -(-len(expected) // 4))) * 4 // ranks
    got: dict[int, Batch] = {}
    states = []
    for rank in range(ranks):
        rows = TrainingRows(of_days, rank=rank, world_size=ranks, threads=draw.choice((0, 1, 3)), **options)
        assert len(rows) * ranks == len(expected)
        batches = iter(rows)
        for _ in range(steps):
            add(got, next(batches))
        states.append(rows.state_dict())
    assert all(state == states[0] for state in states)
    for rank in range(later_ranks):
        workers = draw.choice((1, 2, 3))
        for worker in range(workers):
            rows = TrainingRows(
                of_days,
                rank=rank,
                world_size=later_ranks,
                threads=draw.choice((0, 2)),
                prefetch=draw.choice((1, 5)),
                **options,
            )
            rows.load_state_dict(states[0])
            for batch in rows.share(worker, workers):
                add(got, batch)
    assert sorted(got) == list(range(len(expected)))
    assert all(same(batch, got[batch.number]) for batch in expected)


def add(got: dict[int, Batch], batch: Batch) -> None:
    assert batch.number not in got
    got[batch.number] = batch


@pytest.mark.parametrize("source", ["training", "histories"])
def test_both_sources_unshuffled_give_the_order_of_the_table(source: str, wide: Path, table: Table) -> None:
    rows = TrainingRows(days(wide, source), 100, shuffle=False, columns=COLUMNS)
    keys = [key for batch in rows for key in table.check(batch)]
    assert [table.place[key] for key in dict.fromkeys(keys)] == list(range(len(table.actions)))
    assert keys == keys_of(rows.numpy())


def test_an_epoch_is_another_order_of_the_same_rows(wide: Path) -> None:
    rows = TrainingRows(days(wide, "histories"), 64, columns=COLUMNS)
    first, second = list(rows), list(rows)
    assert all_keys(first) == all_keys(second)
    assert not any(same(one, other) for one, other in zip(first, second, strict=True))
    rows.set_epoch(0)
    assert all(same(one, other) for one, other in zip(first, rows, strict=True))
    other = TrainingRows(days(wide, "histories"), 64, columns=COLUMNS, seed=1)
    assert not any(same(one, two) for one, two in zip(first, other, strict=True))


@pytest.mark.parametrize("source", ["training", "histories"])
def test_units_stay_together(source: str, wide: Path) -> None:
    options: dict[str, Any] = {"columns": COLUMNS, "lanes": 1, "window": 100}
    whole = next(iter(TrainingRows(days(wide, source), 100_000, unit="ranking", **options)))
    seen, last, torn = set(), None, 0
    for key in keys_of(whole):
        ranking = key[:3]
        torn += ranking != last and ranking[2] is not None and ranking in seen
        seen.add(ranking)
        last = ranking
    # A row group of training ends where it is full, be it within a ranking.
    assert torn <= (9 if source == "training" else 0)
    assert len(seen) > 300
    by_history = next(iter(TrainingRows(days(wide, source), 100_000, unit="history", **options)))
    assert by_history.index is not None
    assert np.count_nonzero(np.diff(by_history.index)) == len(by_history.histories) - 1
    single = next(iter(TrainingRows(days(wide, source), 100_000, unit="row", **options)))
    assert single.index is not None
    assert np.count_nonzero(np.diff(single.index)) > 0.9 * len(single)


def test_each_history_is_in_a_batch_once(wide: Path) -> None:
    for batch in TrainingRows(days(wide, "training"), 500, columns=COLUMNS, lanes=1, window=2):
        assert batch.index is not None
        owners = [key[:2] for key in keys_of(batch)]
        # A batch of two windows may hold a history of each: a row group may end within a customer's rows.
        assert len(set(owners)) <= len(batch.histories) <= len(set(owners)) + 4
        assert all(len({owners[row] for row in np.flatnonzero(batch.index == number)}) == 1 for number in range(3))


def test_types_stay_small(wide: Path, narrow: Path) -> None:
    cases: list[tuple[Path, bool, Any]] = [(wide, False, np.int64), (narrow, False, np.int32), (wide, True, np.int32)]
    for lake, small, ids in cases:
        for source in ("training", "histories"):
            batch = next(iter(TrainingRows(days(lake, source), 10, length=5, narrow=small)))
            assert batch.histories.dtype == ids, (lake, small)
            assert batch.types.dtype == np.int8
            assert batch.labels.dtype == np.float32


def test_lanes_are_as_many_as_can_fill_their_windows(wide: Path) -> None:
    parts = TrainingRows(days(wide, "training"), length=1).state_dict()
    assert parts["order"]["lanes"] == 1
    for window, lanes in ((1, 8), (3, 4), (9, 2), (10, 1)):
        # Three days of three files of two row groups each.
        order = TrainingRows(days(wide, "training"), length=1, window=window).state_dict()["order"]
        assert order["lanes"] == lanes, window
    with pytest.raises(ReaderError, match="Cannot share 1 lanes among 2 ranks: pass lanes=2"):
        TrainingRows(days(wide, "training"), world_size=2)


def test_what_is_used_up_is_let_go(wide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of windows no more than one for each lane, one that is read ahead, and those of batches that wait."""
    import weakref

    from backstory_reader import epoch
    from backstory_reader.piece import Rows

    living: weakref.WeakSet[Rows] = weakref.WeakSet()
    most = made = 0

    def counted(*given: Any) -> Rows:
        nonlocal most, made
        rows = Rows(*given)
        living.add(rows)
        made += 1
        most = max(most, len(living))
        return rows

    counted.units = Rows.units  # type: ignore[attr-defined]
    monkeypatch.setattr(epoch, "Rows", counted)
    for threads in (0, 3):
        most = made = 0
        for _ in range(2):
            for _ in TrainingRows(days(wide, "training"), 20, window=1, lanes=2, threads=threads):
                pass
        assert made > 20
        assert most <= 2 + 1 + 3


def test_a_reader_that_stops_early_ends_its_threads(wide: Path) -> None:
    import threading

    before = threading.active_count()
    batches = iter(TrainingRows(days(wide, "training"), 20, threads=3))
    next(batches)
    assert threading.active_count() > before
    batches.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"batch_size": 0}, "Cannot read with batch_size=0: it is at least 1"),
        ({"unit": "day"}, "Cannot read with unit='day': there are 'row', 'ranking', 'history'"),
        ({"rank": 2, "world_size": 2}, "Cannot read as rank 2 of 2: ranks count from 0"),
        (
            {"rank": 0, "world_size": 3, "lanes": 8},
            "Cannot share 8 lanes among 3 ranks: pass lanes=3, or another multiple of 3, on all of them",
        ),
        ({"length": 1001}, "Cannot read the newest 1001 slots: there are 1 to 1000"),
        ({"length": 0}, "Cannot read the newest 0 slots: there are 1 to 1000"),
        (
            {"columns": ["item"]},
            "Cannot read the column 'item': there are ranking_id, customer_id, impression_pos, history_length, "
            "newest_action_time, dt",
        ),
        ({"lanes": 10_000}, "rows into 10000 lanes: pass lanes=1"),
    ],
)
def test_options_that_cannot_be(options: dict[str, Any], message: str, wide: Path) -> None:
    with pytest.raises(ReaderError) as error:
        TrainingRows(days(wide, "training"), **options)
    assert message in str(error.value)


def test_a_day_without_rows_has_no_batches(wide: Path) -> None:
    for source in ("training", "histories"):
        rows = TrainingRows(Lake(wide).days(shop.EMPTY, source=source), length=10)
        assert len(rows) == 0
        assert list(rows) == []


def test_further_columns(wide: Path, table: Table) -> None:
    names = ("history_length", "newest_action_time")
    batch = TrainingRows(days(wide, "training"), columns=(*COLUMNS, *names)).numpy()
    for key, length, newest in zip(keys_of(batch), *(batch.columns[name] for name in names), strict=True):
        assert length == table.lengths[key]
        stored = table.newest[key]
        assert np.isnat(newest) if stored is None else newest.astype(object) == stored.replace(tzinfo=None)
    joined = TrainingRows(days(wide, "histories"), columns=(*COLUMNS, "history_length"), length=3).numpy()
    assert joined.columns["history_length"].tolist() == [table.lengths[key] for key in keys_of(joined)]


def test_arrow_streams_the_same_rows(wide: Path, table: Table) -> None:
    rows = TrainingRows(days(wide, "histories"), 300, columns=COLUMNS, length=20)
    read = rows.arrow().read_all()
    assert read.num_rows == table.rows.total()
    assert read.column("actions").type.list_size == 20
    batch = rows.numpy()
    assert batch.arrow().column("label").null_count == int((~batch.known).sum()) > 0
