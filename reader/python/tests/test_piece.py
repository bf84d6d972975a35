"""Rows in memory, as a window puts them together."""

import numpy as np
import pytest

from backstory_reader.piece import Lists, Piece, Rows


def piece(starts: list[int], lengths: list[int], values: int, padded: bool = False) -> Piece:
    flat = np.arange(1, values + 1)
    lists = Lists(flat, flat.astype(np.int8), np.array(starts), np.array(lengths), padded)
    count = len(starts)
    return Piece(lists, np.arange(count), np.arange(count), {"row": np.arange(count)})


def given(rows: Rows, numbers: list[int], length: int) -> list[list[int]]:
    out = np.full((len(numbers), length), 99), np.full((len(numbers), length), 99, np.int8)
    rows.lists(np.array(numbers), out)
    assert np.array_equal(*out)
    return out[0].tolist()


@pytest.mark.parametrize("spare", [0, 30])
def test_what_lies_between_lists_is_in_none_of_them(spare: int) -> None:
    """Of three customers the second is on the other side of a split; the third begins where a row would."""
    rows = Rows([piece([0, 5], [2, 5], 10 + spare)], 5, None)
    assert given(rows, [1, 0, 1], 5) == [[6, 7, 8, 9, 10], [1, 2, 0, 0, 0], [6, 7, 8, 9, 10]]


def test_padded_lists_are_as_they_are() -> None:
    """What is behind a list's values was made 0 by who says that it is padded."""
    both = [piece([0, 3], [3, 2], 6, padded=True), piece([0], [3], 3, padded=True)]
    assert given(Rows(both, 3, None), [2, 1, 0], 3) == [[1, 2, 3], [4, 5, 6], [1, 2, 3]]
    mixed = [both[0], piece([0], [1], 1)]
    assert given(Rows(mixed, 3, None), [2, 1, 0], 3) == [[1, 0, 0], [4, 5, 0], [1, 2, 3]]


def test_a_cut_through_a_part() -> None:
    whole = piece([0, 3, 6, 9], [3, 3, 3, 3], 12, padded=True)
    cut = whole.rows(1, 3)
    assert cut.lists.values.tolist() == [4, 5, 6, 7, 8, 9]
    assert cut.lists.padded
    assert given(Rows([cut, whole.rows(3, 4)], 3, None), [0, 2], 3) == [[4, 5, 6], [10, 11, 12]]
    ragged = piece([0, 2, 2, 9], [2, 0, 7, 3], 12).rows(1, 3)
    assert given(Rows([ragged], 4, None), [0, 1], 4) == [[0, 0, 0, 0], [3, 4, 5, 6]]


def test_lists_of_one_side() -> None:
    kept = np.array([False, True, True])
    padded = piece([0, 3, 6], [3, 1, 3], 9, padded=True).lists.of(kept)
    assert padded.values.tolist() == [4, 5, 6, 7, 8, 9]
    assert (padded.starts.tolist(), padded.lengths.tolist(), padded.padded) == ([0, 3], [1, 3], True)
    ragged = piece([0, 3, 4], [3, 1, 3], 7).lists.of(kept)
    assert (ragged.starts.tolist(), ragged.lengths.tolist(), ragged.padded) == ([3, 4], [1, 3], False)
    nobody = piece([0, 3], [3, 3], 6, padded=True).lists.of(np.array([False, False]))
    assert len(nobody) == len(nobody.values) == 0
