"""How well scores rank what was shown: AUC over all rows, NDCG within rankings."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def auc(scores: Array, labels: Array) -> float:
    """The chance that an ordered item has a higher score than one that is not; ties count half."""
    order = np.argsort(scores, kind="stable")
    _, first, counts = np.unique(scores[order], return_index=True, return_counts=True)
    ranks = np.empty(len(scores))
    ranks[order] = np.repeat(first + (counts + 1) / 2, counts)
    ordered = labels == 1
    count, others = ordered.sum(), (~ordered).sum()
    return float((ranks[ordered].sum() - count * (count + 1) / 2) / (count * others))


def ndcg(scores: Array, labels: Array, rankings: npt.NDArray[np.int64]) -> float:
    """The mean over rankings with an order; a ranking's rows share a number."""
    found = []
    order = np.lexsort((-scores, rankings))
    starts = np.flatnonzero(np.diff(rankings[order], prepend=-1))
    for rows in np.split(order, starts[1:]):
        gains = labels[rows] == 1
        if gains.any():
            discounts = 1 / np.log2(np.arange(len(rows)) + 2)
            found.append(float((gains * discounts).sum() / discounts[: gains.sum()].sum()))
    return float(np.mean(found))
