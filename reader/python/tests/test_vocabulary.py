import json
import random
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from backstory_reader import Buckets, DayError, Lake, ReaderError, TrainingRows, Vocabulary
from tests import shop


def table(*pairs: tuple[int, int]) -> pa.Table:
    ids, index = zip(*pairs, strict=True) if pairs else ((), ())
    return pa.table({"item_id": pa.array(ids, pa.int64()), "index": pa.array(index, pa.int32())})


@pytest.mark.parametrize("far", [1, 10**9, 2**61])
def test_ids_become_indices(far: int, draw: random.Random) -> None:
    """Close together or far apart; a dictionary is the twin."""
    items = {draw.randrange(1, min(5000, 2**63 // far)) * far + draw.randrange(far) for _ in range(2000)}
    known = {item: index + 2 for index, item in enumerate(sorted(items))}
    ids = [draw.choice([*known, 0, 1, draw.randrange(2**63), 2**63 - 1]) for _ in range(5000)]
    vocabulary = Vocabulary(table(*known.items()))
    found = vocabulary(np.array(ids, np.int64).reshape(50, 100))
    assert found.dtype == np.int32
    assert found.shape == (50, 100)
    assert found.reshape(-1).tolist() == [0 if item == 0 else known.get(item, 1) for item in ids]
    assert vocabulary.size == len(known) + 2


def test_ids_of_32_bits() -> None:
    vocabulary = Vocabulary(table((7, 2), (9, 3)))
    assert vocabulary(np.array([0, 7, 8, 9, 10**6], np.int32)).tolist() == [0, 2, 1, 3, 1]
    far = Vocabulary(table((7, 2), (2**40, 3)))
    assert far(np.array([0, 7, 8], np.int32)).tolist() == [0, 2, 1]


def test_nothing_is_known() -> None:
    assert Vocabulary(table())(np.array([0, 5])).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("pairs", "problem"),
    [
        (((0, 2),), "its item_id 0 is not positive"),
        (((5, 1),), "its index 1 is that of padding or of what is unknown"),
        (((5, 2), (5, 3)), "an item_id is in it twice"),
        (((5, 2), (6, 2)), "an index is in it twice"),
    ],
)
def test_a_vocabulary_that_would_mislead(pairs: tuple[tuple[int, int], ...], problem: str) -> None:
    with pytest.raises(ReaderError) as error:
        Vocabulary(table(*pairs))
    assert str(error.value) == f"Cannot use the vocabulary: {problem}; indices count from 2, one for each item"


def test_files(tmp_path: Path) -> None:
    day = tmp_path / "vocabulary" / "dt=2025-01-01"
    day.mkdir(parents=True)
    pq.write_table(table((5, 2)), day / "a.parquet")
    pq.write_table(table((6, 3)), day / "b.parquet")
    (day / "_PUBLISHED.json").write_text("{}")
    assert Vocabulary.read(day)(np.array([6, 5])).tolist() == [3, 2]


def test_a_published_vocabulary(tmp_path: Path) -> None:
    day = tmp_path / "vocabulary" / "dt=2025-01-06"
    day.mkdir(parents=True)
    pq.write_table(table((5, 2), (9, 3)), day / "a.parquet")
    pq.write_table(table((7, 2)), day / "not-of-the-day.parquet")
    size = (day / "a.parquet").stat().st_size
    file = {"name": "a.parquet", "rows": 2, "bytes": size}
    record = {"table": "vocabulary", "dt": "2025-01-06", "run": "r1", "rows": 2, "settingsHash": "", "inputs": []}
    (day / "_PUBLISHED.json").write_text(json.dumps(record | {"files": [file]}))
    vocabulary = Lake(tmp_path).vocabulary("2025-01-06", run="r1")
    assert (vocabulary.run, vocabulary.size) == ("r1", 4)
    assert vocabulary(np.array([0, 5, 7, 9])).tolist() == [0, 2, 1, 3]
    with pytest.raises(DayError, match="it is published by run r1 now, not by run r0"):
        Lake(tmp_path).vocabulary("2025-01-06", run="r0")
    with pytest.raises(DayError) as error:
        Lake(tmp_path).vocabulary("2025-01-07")
    assert str(error.value) == (
        "Cannot read vocabulary of 2025-01-07: it is not published; "
        "build it with `bin/backstory vocabulary --config YOUR.yaml --dt 2025-01-07`"
    )


@pytest.mark.parametrize("source", ["training", "histories"])
def test_rows_are_mapped_and_padding_stays(source: str, wide: Path) -> None:
    days = Lake(wide).days(*shop.SHOWN[:2], source=source)  # type: ignore[arg-type]
    raw = TrainingRows(days, 200, seed=2)
    some = np.arange(1, shop.ITEMS, 2)
    vocabulary = Vocabulary(pa.table({"item_id": some, "index": (np.arange(len(some)) + 2)[::-1].copy()}))
    for before, after in zip(raw, TrainingRows(days, 200, seed=2, vocabulary=vocabulary), strict=True):
        assert after.histories.dtype == np.int32
        assert np.array_equal(after.histories, vocabulary(before.histories))
        assert np.array_equal(after.histories == 0, after.types == 0)
        assert np.array_equal(after.impressions, vocabulary(before.impressions))


def mixed_slowly(item: int) -> int:
    """One id at a time, in whole numbers."""
    bits = (item + 0x9E3779B97F4A7C15) % 2**64
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        bits = (bits ^ bits >> 33) * factor % 2**64
    return bits ^ bits >> 33


def test_buckets() -> None:
    buckets = Buckets(10)
    found = buckets(np.array([0, *range(1, 1000), 2**62]))
    assert found[0] == 0
    assert sorted(set(found[1:].tolist())) == list(range(2, 12))
    assert buckets.size == 12
    assert found[1:4].tolist() == [mixed_slowly(item) % 10 + 2 for item in (1, 2, 3)]
    # Literal: a model that was trained with them is of no use with others.
    assert buckets(np.array([1, 2, 3])).tolist() == LITERAL
    with pytest.raises(ReaderError, match="at least 1 is needed"):
        Buckets(0)


LITERAL = [11, 3, 2]
