"""Backstory's own Parquet pages, read as bytes: unzipped, and then looked at where they lie.

PyArrow decodes a level for every slot of a list, which costs more than unzipping it. Backstory's lists have no nulls
and are PLAIN, so the values of a page are its last bytes. What is laid out otherwise raises OddPageError, and PyArrow
reads it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from backstory_reader.thrift import OddPageError, page_header

Array = npt.NDArray[Any]

_DTYPES: dict[str, np.dtype[Any]] = {"INT32": np.dtype("<i4"), "INT64": np.dtype("<i8")}
_CODECS = {"ZSTD": "zstd", "UNCOMPRESSED": None}


class Page(NamedTuple):
    """Where the body of a page lies in its file."""

    offset: int
    compressed: int
    uncompressed: int
    values: int


@dataclass(frozen=True)
class Chunk:
    """A column of a row group: where its bytes are, and how to read them."""

    offset: int
    size: int
    values: int
    dtype: np.dtype[Any]
    codec: str | None

    @staticmethod
    def of(metadata: Any) -> "Chunk":
        """From PyArrow's metadata of a column chunk."""
        if metadata.physical_type not in _DTYPES or metadata.compression not in _CODECS:
            raise OddPageError(f"{metadata.path_in_schema} is {metadata.physical_type}, {metadata.compression}")
        if metadata.dictionary_page_offset is not None:
            raise OddPageError(f"{metadata.path_in_schema} has a dictionary")
        return Chunk(
            metadata.data_page_offset,
            metadata.total_compressed_size,
            metadata.num_values,
            _DTYPES[metadata.physical_type],
            _CODECS[metadata.compression],
        )

    def pages(self, data: Any) -> list[Page]:
        """Its pages; `data` is the whole chunk."""
        view, at, values, pages = memoryview(data).cast("B"), 0, 0, []
        while values < self.values:
            header = page_header(view, at)
            at += header.size
            pages.append(Page(self.offset + at, header.compressed, header.uncompressed, header.values))
            at += header.compressed
            values += header.values
        if values != self.values or at > self.size:
            raise OddPageError("pages that do not add up")
        return pages

    def unzipped(self, data: Any, start: int, page: Page) -> memoryview:
        """The bytes of a page; `data` begins at the file's offset `start`."""
        view = memoryview(data).cast("B")[page.offset - start : page.offset - start + page.compressed]
        if self.codec is None:
            return view
        try:
            unzipped = _codec(self.codec).decompress(view, decompressed_size=page.uncompressed)
        except OSError as e:
            raise OddPageError(str(e)) from e
        # PyArrow's own view is of signed bytes.
        return memoryview(unzipped).cast("B")

    def last_values(self, body: memoryview, count: int) -> Array:
        """The values at the end of a page, which are its last bytes."""
        size = count * self.dtype.itemsize
        if size > len(body):
            raise OddPageError("fewer values than it says")
        return np.frombuffer(body, self.dtype, count, len(body) - size)


def _codec(name: str) -> Any:
    # A codec holds no state between calls of decompress, but is cheap enough not to be shared by threads.
    return pa.Codec(name)


def flat(chunk: Chunk, data: Any, start: int, page: Page, required: bool, null: Any) -> Array:
    """The values of a page of a column without lists; a null is `null`."""
    body = chunk.unzipped(data, start, page)
    if required:
        return chunk.last_values(body, page.values)
    levels, _ = _levels(body, 0, page.values)
    there = levels.view(bool)
    count = int(np.count_nonzero(there))
    if count == page.values:
        return chunk.last_values(body, count)
    found = np.full(page.values, null, chunk.dtype)
    found[there] = chunk.last_values(body, count)
    return found


def column(chunk: Chunk, data: Any, required: bool, null: Any) -> Array:
    """A whole column without lists; a null is `null`."""
    found = [flat(chunk, data, chunk.offset, page, required, null) for page in chunk.pages(data)]
    return np.concatenate(found) if len(found) != 1 else found[0]


def ragged(chunk: Chunk, data: Any) -> Iterator[tuple[Array, Array]]:
    """A column of lists without nulls, page by page: the values of all lists in a row, and the length of each list."""
    for page in chunk.pages(data):
        body = chunk.unzipped(data, chunk.offset, page)
        zeros, at = _zeros(body, 0, page.values)
        empty, _ = _zeros(body, at, page.values)
        starts = np.array(zeros, np.int64)
        if len(starts) == 0 or starts[0] != 0:
            raise OddPageError("a list that goes on from one page to the next")
        sizes = np.diff(starts, append=page.values)
        if empty:
            # An empty list has a level, and no value.
            sizes[np.searchsorted(starts, np.array(empty, np.int64))] = 0
        yield chunk.last_values(body, int(sizes.sum())), sizes


def beside(chunk: Chunk, data: Any, lengths: Array) -> Iterator[tuple[Array, Array]]:
    """The same of a column whose lists are as long as those of the column beside it."""
    row = total = 0
    ends = np.cumsum(np.maximum(lengths, 1))
    for page in chunk.pages(data):
        body = chunk.unzipped(data, chunk.offset, page)
        total += page.values
        upto = int(np.searchsorted(ends, total, side="right"))
        if upto == 0 or ends[upto - 1] != total:
            raise OddPageError("lists that are not as long as those beside them")
        yield chunk.last_values(body, int(lengths[row:upto].sum())), lengths[row:upto]
        row = upto
    if row != len(lengths):
        raise OddPageError("fewer lists than beside them")


def joined(pages: Iterable[tuple[Array, Array]], dtype: "np.dtype[Any]") -> tuple[Array, Array]:
    """The values of all pages in a row, and the length of each list."""
    values, lengths = [np.empty(0, dtype)], [np.empty(0, np.int64)]
    for each, sizes in pages:
        values.append(each.astype(dtype, copy=False))
        lengths.append(sizes)
    return np.concatenate(values), np.concatenate(lengths)


def padded(pages: Iterable[tuple[Array, Array]], converted: Callable[[Array], Array], out: Array) -> Array:
    """Each list as a row of `out`, cut or filled with 0, while its page is in the cache; gives the lists' lengths."""
    lengths, row = [np.empty(0, np.int64)], 0
    for values, sizes in pages:
        if row + len(sizes) > len(out):
            raise OddPageError("more lists than rows")
        place(converted(values), np.cumsum(sizes) - sizes, sizes, out[row : row + len(sizes)])
        lengths.append(sizes)
        row += len(sizes)
    if row != len(out):
        raise OddPageError("fewer lists than rows")
    return np.concatenate(lengths)


def place(flat: Array, starts: Array, lengths: Array, out: Array) -> None:
    """Copies lists that lie in a row into rows of their own, and fills these with 0."""
    longest = out.shape[1]
    for row, start, length in zip(out, starts.tolist(), lengths.tolist(), strict=True):
        if length < longest:
            row[:length] = flat[start : start + length]
            row[length:] = 0
        else:
            row[:] = flat[start : start + longest]


def fixed(chunk: Chunk, data: Any, length: int, keep: Array) -> Array:
    """A column of lists that all have this length: those of the rows to keep, as a matrix."""
    size = length * chunk.dtype.itemsize
    # As bytes: where numbers lie at odd places, NumPy would copy the whole page to take a row of it.
    out = np.empty((len(keep), size), np.uint8)
    row = done = 0
    for page in chunk.pages(data):
        rows, rest = divmod(page.values, length)
        if rest:
            raise OddPageError("a list that goes on from one page to the next")
        upto = int(np.searchsorted(keep, row + rows))
        if upto > done:
            values = chunk.last_values(chunk.unzipped(data, chunk.offset, page), page.values)
            lists = values.view(np.uint8).reshape(rows, size)
            # All rows are there; "clip" only spares a copy that an error would need.
            np.take(lists, keep[done:upto] - row, axis=0, out=out[done:upto], mode="clip")
        row, done = row + rows, upto
    return out.view(chunk.dtype)


_ZERO_BITS = [[bit for bit in range(8) if not byte >> bit & 1] for byte in range(256)]


def _levels(body: memoryview, at: int, count: int) -> tuple[npt.NDArray[np.uint8], int]:
    """Levels of 0 and 1 behind their length in bytes, and where they end."""
    zeros, end = _zeros(body, at, count)
    levels = np.ones(count, np.uint8)
    levels[zeros] = 0
    return levels, end


def _zeros(body: memoryview, at: int, count: int) -> tuple[list[int], int]:
    """Which of the levels (runs and packed bits of 0 and 1, behind their length in bytes) are 0, and where they end."""
    end = at + 4 + int.from_bytes(body[at : at + 4], "little")
    at += 4
    zeros: list[int] = []
    done = 0
    while done < count and at < end:
        head = shift = 0
        while True:
            byte = body[at]
            at += 1
            head |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
        size = head >> 1
        if head & 1:
            for byte in body[at : at + size]:
                if byte != 0xFF:
                    zeros.extend([done + bit for bit in _ZERO_BITS[byte]])
                done += 8
            at += size
        else:
            if body[at] == 0:
                zeros.extend(range(done, done + size))
            at += 1
            done += size
    if done < count:
        raise OddPageError("fewer levels than it says")
    # Packed bits come in eights: the last of them are none.
    while zeros and zeros[-1] >= count:
        zeros.pop()
    return zeros, end
