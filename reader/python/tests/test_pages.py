"""Pages as bytes, beside what PyArrow makes of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from backstory_reader import pages
from backstory_reader.thrift import OddPageError, page_header
from tests import shop


def chunks(file: Path) -> Iterator[tuple[int, int, pages.Chunk, bytes]]:
    """Each row group and column that can be read so."""
    metadata = pq.ParquetFile(file).metadata
    data = file.read_bytes()
    for group in range(metadata.num_row_groups):
        for column in range(metadata.num_columns):
            try:
                chunk = pages.Chunk.of(metadata.row_group(group).column(column))
            except OddPageError:
                continue
            yield group, column, chunk, data[chunk.offset : chunk.offset + chunk.size]


def readable(file: Path) -> bool:
    """Whether its pages are as Backstory writes them."""
    try:
        return all(chunk.pages(data) for _, _, chunk, data in chunks(file)) and any(chunks(file))
    except OddPageError:
        return False


def test_every_page_of_the_lakes(all_lakes: list[Path]) -> None:
    read = 0
    for lake in all_lakes:
        for table in ("impressions", "histories", "training"):
            for file in sorted(lake.glob(f"{table}/dt=*/*.parquet")):
                groups: dict[int, Any] = {}
                for group, column, chunk, data in chunks(file):
                    if group not in groups:
                        groups[group] = pq.ParquetFile(file).read_row_group(group)
                    check(groups[group], table, column, chunk, data)
                    read += 1
    assert read > 300


def check(rows: Any, table: str, column: int, chunk: pages.Chunk, data: bytes) -> None:
    expected = rows.column(column).combine_chunks()
    if not pa.types.is_list(expected.type):
        required = not rows.schema.field(column).nullable
        flat = [pages.flat(chunk, data, chunk.offset, page, required, -1) for page in chunk.pages(data)]
        numbers = expected.cast(pa.int64()) if not pa.types.is_integer(expected.type) else expected
        assert np.concatenate(flat).tolist() == numbers.fill_null(-1).to_pylist()
    elif table == "histories":
        values, lengths = pages.joined(pages.ragged(chunk, data), chunk.dtype)
        assert np.array_equal(values, expected.flatten().to_numpy())
        assert np.array_equal(lengths, np.diff(expected.offsets.to_numpy()))
        again, of_each = pages.joined(pages.beside(chunk, data, lengths), np.dtype(np.int64))
        assert np.array_equal(again, values)
        assert np.array_equal(of_each, lengths)
    else:
        keep = np.arange(0, len(expected), 3)
        found = pages.fixed(chunk, data, 1000, keep)
        assert np.array_equal(found, expected.flatten().to_numpy().reshape(-1, 1000)[keep])


@pytest.mark.parametrize("lists", [[[]], [[], [], [1]], [[1], [], [2, 3], []], [[1] * 9, [], [2] * 17, [3]] * 50])
def test_lists_of_any_length(lists: list[list[int]], tmp_path: Path) -> None:
    field = pa.field("a", pa.list_(pa.field("element", pa.int64(), nullable=False)), nullable=False)
    table = pa.table([pa.array(lists, field.type)], schema=pa.schema([field]))
    file = tmp_path / "lists.parquet"
    # Pages of a few values, none of which ends within a list.
    pq.write_table(table, file, use_dictionary=False, compression="zstd", data_page_size=1, write_batch_size=1)
    _, _, chunk, data = next(chunks(file))
    values, lengths = pages.joined(pages.ragged(chunk, data), chunk.dtype)
    assert lengths.tolist() == [len(each) for each in lists]
    assert values.tolist() == [value for each in lists for value in each]
    for length in (1, 2, 20):
        out = np.full((len(lists), length), 7, np.int8)
        stored = pages.padded(pages.ragged(chunk, data), lambda page: page * 2, out)
        assert stored.tolist() == [len(each) for each in lists]
        assert out.tolist() == [([2 * value for value in each] + [0] * length)[:length] for each in lists]
    for rows in (len(lists) - 1, len(lists) + 1):
        with pytest.raises(OddPageError, match="lists than rows"):
            pages.padded(pages.ragged(chunk, data), lambda page: page, np.empty((rows, 2), np.int64))


def test_whole_columns(tmp_path: Path) -> None:
    file = tmp_path / "numbers.parquet"
    numbers = [None, 1, None, *range(5000), None]
    pq.write_table(
        pa.table({"a": pa.array(numbers, pa.int64())}),
        file,
        use_dictionary=False,
        compression="zstd",
        data_page_size=99,
    )
    _, _, chunk, data = next(chunks(file))
    assert len(chunk.pages(data)) > 3
    assert pages.column(chunk, data, False, -1).tolist() == [-1 if n is None else n for n in numbers]


def test_nulls(tmp_path: Path) -> None:
    file = tmp_path / "nulls.parquet"
    numbers = [None, 1, None, *range(100), None] * 7
    pq.write_table(pa.table({"a": pa.array(numbers, pa.int32())}), file, use_dictionary=False, compression="zstd")
    _, _, chunk, data = next(chunks(file))
    (page,) = chunk.pages(data)
    assert pages.flat(chunk, data, chunk.offset, page, False, -1).tolist() == [-1 if n is None else n for n in numbers]


def test_pages_of_another_layout_are_odd(tmp_path: Path) -> None:
    table = pa.table({"a": pa.array([1, 2, 3])})
    ways: tuple[dict[str, Any], ...] = (
        {"use_dictionary": True},
        {"compression": "snappy"},
        {"column_encoding": "DELTA_BINARY_PACKED"},
    )
    for number, way in enumerate((*ways, {"data_page_version": "2.0"})):
        file = tmp_path / f"{number}.parquet"
        pq.write_table(table, file, **{"use_dictionary": False, "compression": "zstd", **way})
        assert not readable(file), way
    with pytest.raises(OddPageError):
        page_header(bytes([0x15, 0x04, 0x15, 0x00, 0x15, 0x00, 0x00]), 0)


def test_a_page_that_is_damaged_is_odd(wide: Path) -> None:
    file = sorted(wide.glob(f"training/dt={shop.SHOWN[0]}/*.parquet"))[0]
    _, _, chunk, data = next(each for each in chunks(file) if each[1] == 5)
    page = chunk.pages(data)[0]
    at = page.offset - chunk.offset
    with pytest.raises(OddPageError):
        pages.fixed(chunk, data[:at] + bytes(50) + data[at + 50 :], 1000, np.arange(3))
    with pytest.raises(OddPageError):
        pages.fixed(chunk, data, 999, np.arange(3))
