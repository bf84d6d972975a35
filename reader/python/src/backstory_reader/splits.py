"""Rows to train on and rows to judge by, apart from each other; negatives; weights."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from backstory_reader.batch import Batch
from backstory_reader.errors import LeakError, ReaderError
from backstory_reader.parts import ranking_changes, run_starts
from backstory_reader.rows import TrainingRows
from backstory_reader.vocabulary import mixed

Array = npt.NDArray[Any]
_WHOLE = 2**64


@dataclass(frozen=True)
class CustomerSide:
    """The customers whose mixed id lies from `first` to before `last`, of the whole 2^64."""

    seed: int
    first: int
    last: int

    def __call__(self, customers: Array) -> npt.NDArray[np.bool_]:
        """Which customers are on this side."""
        bits = mixed(customers, self.seed)
        return (bits >= np.uint64(self.first)) & (bits <= np.uint64(self.last - 1))


def split_customers(share: float = 0.1, seed: int = 0) -> tuple[CustomerSide, CustomerSide]:
    """The two sides of a split by customer: to train on, and `share` of all customers to judge by.

    A customer is on the same side on every day, and in every lake.
    """
    if not 0 < share < 1:
        raise ReaderError(f"Cannot hold out a share of {share} of the customers: it is more than 0 and less than 1")
    cut = int(share * _WHOLE)
    return CustomerSide(seed, cut, _WHOLE), CustomerSide(seed, 0, cut)


def check_apart(train: TrainingRows, judge: TrainingRows) -> None:
    """Raises LeakError unless nothing that is trained on says anything of what is judged by.

    Either no customer is on both sides; or every day that is judged by is after all days that are trained on, since
    what a customer did on a day is in the histories of all later days.
    """
    if _customers_apart(train.customers, judge.customers):
        return
    last, first = max(train.days), min(judge.days)
    if last < first:
        return
    both = sorted(set(train.days) & set(judge.days))
    what = f"both have {both[0]}" if both else f"{last} is trained on, after {first} that is judged by"
    raise LeakError(
        f"Cannot judge by these rows: {what}, with the same customers; split by day (all days to train on before those "
        "to judge by), or by customer (split_customers, with one seed and share for both)"
    )


def _customers_apart(one: Any, other: Any) -> bool:
    if not isinstance(one, CustomerSide) or not isinstance(other, CustomerSide) or one.seed != other.seed:
        return False
    return one.last <= other.first or other.last <= one.first


def with_negatives(batch: Batch, per_order: int, seed: int = 0) -> Batch:
    """Of each ranking the rows with label 1, and `per_order` times as many others, chosen at random.

    Rankings without an order, and rows whose label is null, are left out. Needs the column ranking_id, and
    unit="ranking", so that a ranking's rows are in one batch (but for those at its two ends). The same batch, number
    and seed give the same rows.
    """
    if "ranking_id" not in batch.columns:
        raise ReaderError("Cannot choose negatives within rankings: read the rows with columns=['ranking_id'] and more")
    starts = _ranking_starts(batch)
    sizes = np.diff(starts, append=len(batch))
    ranking = np.repeat(np.arange(len(starts)), sizes)
    ordered, other = batch.labels == 1, batch.labels == 0
    wanted = np.bincount(ranking[ordered], minlength=len(starts)) * per_order
    order = np.random.Generator(np.random.Philox(key=[seed, batch.number])).random(len(batch))
    # Others first, by ranking and then at random: the place within the ranking says who is chosen.
    by = np.lexsort((order, ~other, ranking))
    place = np.empty(len(batch), np.int64)
    place[by] = np.arange(len(batch)) - np.repeat(starts, sizes)
    return batch.take(np.flatnonzero(ordered | (other & (place < wanted[ranking]))))


def _ranking_starts(batch: Batch) -> Array:
    rankings = batch.columns["ranking_id"]
    if len(batch) == 0:
        return np.empty(0, np.int64)
    # Rankings of two customers may have one id; a history is a customer's of a day.
    owner = batch.columns.get("customer_id", np.zeros(len(batch))) if batch.index is None else batch.index
    return run_starts(ranking_changes(owner, rankings))


def order_weight(ordered: int, not_ordered: int) -> float:
    """The weight of an order that makes both classes count alike (`pos_weight` of BCEWithLogitsLoss)."""
    if ordered < 1:
        raise ReaderError("Cannot weigh orders: there are none")
    return not_ordered / ordered
