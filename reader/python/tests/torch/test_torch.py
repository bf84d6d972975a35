"""The layer over torch: the same batches, in a process, by workers, on several ranks, and where they are resumed."""

import copy
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader
from torchdata.stateful_dataloader import StatefulDataLoader

from backstory_reader import Batch as ArrayBatch
from backstory_reader import Lake
from backstory_reader.torch import Batch, TrainingRows
from tests import shop

COLUMNS = ("customer_id", "ranking_id", "dt")


def rows(lake: Path, **options: Any) -> TrainingRows:
    given = {"batch_size": 100, "length": 30, "seed": 4, "lanes": 4, "columns": COLUMNS, **options}
    return TrainingRows(Lake(lake).days(shop.SHOWN[0], shop.SHOWN[-1]), **given)


def same(one: Batch, other: Batch) -> bool:
    pairs = zip(one.expand(), other.expand(), strict=True)
    return one.number == other.number and all(torch.equal(here, there) for here, there in pairs)


def test_tensors_are_the_arrays(wide: Path) -> None:
    tensors = rows(wide)
    for batch, array in zip(tensors, copy.deepcopy(tensors.arrays), strict=True):
        impressions, actions, types = batch.expand()
        assert (impressions.dtype, actions.dtype, types.dtype) == (torch.int64,) * 3
        for found, expected in zip((impressions, actions, types), array.expand(), strict=True):
            assert np.array_equal(found.numpy(), expected)
        assert torch.allclose(batch.labels, torch.from_numpy(array.labels), equal_nan=True)
        assert batch.types.dtype == torch.int8
        assert batch.columns["customer_id"].dtype == torch.int64
        assert batch.columns["ranking_id"].equals(array.columns["ranking_id"])


def test_tensors_share_the_memory_of_the_arrays(wide: Path) -> None:
    array: ArrayBatch = next(iter(rows(wide).arrays))
    tensor = Batch.of(array)
    assert tensor.histories.data_ptr() == array.histories.ctypes.data
    assert tensor.types.data_ptr() == array.types.ctypes.data
    tensor.histories[0, 0] = -5
    assert array.histories[0, 0] == -5


@pytest.mark.parametrize(("workers", "how"), [(0, "fork"), (1, "fork"), (2, "fork"), (3, "fork"), (2, "spawn")])
def test_a_data_loader_gives_the_same_batches(workers: int, how: str, wide: Path) -> None:
    expected = list(rows(wide))
    context = how if workers else None
    loader = DataLoader(rows(wide), batch_size=None, num_workers=workers, multiprocessing_context=context)
    got = list(loader)
    assert len(loader) == len(expected) == len(got)
    assert all(same(one, other) for one, other in zip(expected, got, strict=True))


def test_workers_of_two_ranks_share_an_epoch(wide: Path) -> None:
    expected = {batch.number: batch for batch in rows(wide)}
    for rank in range(2):
        for batch in DataLoader(rows(wide, rank=rank, world_size=2), batch_size=None, num_workers=2):
            assert same(batch, expected.pop(batch.number))
    assert not expected


def test_a_job_goes_on_where_it_was(wide: Path) -> None:
    expected = list(rows(wide))
    first = rows(wide)
    batches = iter(first)
    for _ in range(7):
        next(batches)
    again = rows(wide)
    again.load_state_dict(pickle.loads(pickle.dumps(first.state_dict())))  # noqa: S301
    assert all(same(one, other) for one, other in zip(expected[7:], again, strict=True))
    # With workers the one who trains counts.
    counted = rows(wide)
    counted.load_state_dict(counted.state_at(0, 7))
    loader = DataLoader(counted, batch_size=None, num_workers=2)
    assert all(same(one, other) for one, other in zip(expected[7:], loader, strict=True))
    counted.set_epoch(1)
    second = list(rows(wide, threads=0).arrays.share(0, 1))
    assert [batch.number for batch in loader] == [batch.number for batch in second]


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize("taken", [1, 6, 7])
def test_a_stateful_data_loader_goes_on_where_it_was(workers: int, taken: int, wide: Path) -> None:
    expected = list(rows(wide))
    batches = iter(loader := StatefulDataLoader(rows(wide), batch_size=None, num_workers=workers))
    got = [next(batches) for _ in range(taken)]
    again = StatefulDataLoader(rows(wide), batch_size=None, num_workers=workers)
    again.load_state_dict(loader.state_dict())
    got += list(again)
    assert all(same(one, other) for one, other in zip(expected, got, strict=True))


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
@pytest.mark.parametrize("workers", [0, 1])
def test_without_a_gpu_nothing_is_pinned(workers: int, wide: Path) -> None:
    loader = DataLoader(rows(wide, pin_memory=True), batch_size=None, num_workers=workers)
    assert all(same(one, other) for one, other in zip(rows(wide), loader, strict=True))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU")
def test_with_a_gpu_all_of_a_batch_is_pinned(wide: Path) -> None:
    for one, other in zip(rows(wide), rows(wide, pin_memory=True), strict=True):
        assert same(one, other)
        assert all(tensor.is_pinned() for tensor in (other.impressions, other.labels, other.histories, other.types))
        assert other.index is not None
        assert other.index.is_pinned()
        assert same(one, other.to("cuda", non_blocking=True).to("cpu"))


def test_histories_without_padding(wide: Path) -> None:
    batch = next(iter(rows(wide)))
    histories, types = batch.jagged()
    for place, length in enumerate(batch.lengths.tolist()):
        assert torch.equal(histories[place], batch.histories[place, :length])
        assert torch.equal(types[place], batch.types[place, :length])


def test_a_model_that_encodes_each_history_once_gives_the_same(wide: Path) -> None:
    torch.manual_seed(1)
    items, kinds = torch.nn.Embedding(shop.ITEMS + 1, 8), torch.nn.Embedding(4, 8)

    def encoded(histories: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        summed: torch.Tensor = (items(histories.long()) + kinds(types.long())).sum(1)
        return summed

    batch = next(iter(rows(wide, unit="ranking")))
    impressions, actions, types = batch.expand()
    plain = (items(impressions) * encoded(actions, types)).sum(1)
    once = (items(batch.impressions.long()) * encoded(batch.histories, batch.types)[batch.index]).sum(1)
    assert torch.allclose(plain, once)
    assert len(batch.histories) < len(batch) / 3


def test_batches_move_as_they_are(wide: Path) -> None:
    batch = next(iter(rows(wide, narrow=True))).to("meta")
    assert {batch.histories.device.type, batch.columns["customer_id"].device.type} == {"meta"}
    assert (batch.histories.dtype, batch.types.dtype) == (torch.int32, torch.int8)
