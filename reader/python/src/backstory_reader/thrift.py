"""The headers of Parquet's pages: the few fields that a reader of Backstory's own files needs (Thrift compact)."""

from collections.abc import Iterator
from typing import NamedTuple

_DATA_PAGE = 0
_PLAIN = 0
_STRUCT = 12


class OddPageError(Exception):
    """A page is laid out in another way than Backstory writes it; PyArrow reads it instead."""


class PageHeader(NamedTuple):
    """A data page, version 1, PLAIN. `size` is that of the header itself."""

    size: int
    compressed: int
    uncompressed: int
    values: int


class _Bytes:
    """A cursor over a header."""

    def __init__(self, data: bytes | memoryview, at: int) -> None:
        self._data = data
        self.at = at

    def byte(self) -> int:
        found = self._data[self.at]
        self.at += 1
        return found

    def varint(self) -> int:
        found = shift = 0
        while True:
            byte = self.byte()
            found |= (byte & 0x7F) << shift
            if byte < 0x80:
                return found
            shift += 7

    def number(self) -> int:
        raw = self.varint()
        return (raw >> 1) ^ -(raw & 1)

    def skip(self, kind: int) -> None:
        if kind in (1, 2):
            return
        if kind == 3:
            self.at += 1
        elif kind in (4, 5, 6):
            self.varint()
        elif kind == 7:
            self.at += 8
        elif kind == 8:
            # The length first: reading it moves the cursor.
            length = self.varint()
            self.at += length
        elif kind == _STRUCT:
            for inner, _ in self.fields():
                self.skip(inner)
        else:
            raise OddPageError(f"a field of kind {kind}")

    def fields(self) -> Iterator[tuple[int, int]]:
        """Each field of a struct as (kind, id); whoever iterates reads or skips its value."""
        field = 0
        while (head := self.byte()) != 0:
            delta, kind = head >> 4, head & 0x0F
            field = field + delta if delta else self.number()
            yield kind, field


def page_header(data: bytes | memoryview, at: int) -> PageHeader:
    """The header that begins there."""
    return _usual_header(data, at) or _any_header(data, at)


# Kind, sizes, checksum, and in a struct how many values: one byte says which field comes, behind it is its number.
_USUAL = (0x15, 0x15, 0x15, 0x15, 0x1C, 0x15, 0x15, 0x15, 0x15)


def _usual_header(data: bytes | memoryview, at: int) -> PageHeader | None:
    """A header with just the fields that Backstory's have, in half the time; there is one for every few lists."""
    start, found = at, []
    for mark in _USUAL:
        if data[at] != mark:
            return None
        at += 1
        if mark == 0x1C:
            continue
        number = shift = 0
        while (byte := data[at]) >= 0x80:
            number |= (byte & 0x7F) << shift
            shift += 7
            at += 1
        found.append(number | byte << shift)
        at += 1
    kind, uncompressed, compressed, _, values, encoding, _, _ = found
    # Both structs end here; what is odd would be negative.
    if data[at] or data[at + 1] or kind or encoding or (uncompressed | compressed | values) & 1:
        return None
    return PageHeader(at + 2 - start, compressed >> 1, uncompressed >> 1, values >> 1)


def _any_header(data: bytes | memoryview, at: int) -> PageHeader:
    cursor = _Bytes(data, at)
    kind = uncompressed = compressed = values = -1
    encoding = -1
    for field_kind, field in cursor.fields():
        if field == 1:
            kind = cursor.number()
        elif field == 2:
            uncompressed = cursor.number()
        elif field == 3:
            compressed = cursor.number()
        elif field == 5 and field_kind == _STRUCT:
            for inner_kind, inner in cursor.fields():
                if inner == 1:
                    values = cursor.number()
                elif inner == 2:
                    encoding = cursor.number()
                else:
                    cursor.skip(inner_kind)
        else:
            cursor.skip(field_kind)
    if kind != _DATA_PAGE or encoding != _PLAIN or min(uncompressed, compressed, values) < 0:
        raise OddPageError(f"a page of kind {kind} and encoding {encoding}")
    return PageHeader(cursor.at - at, compressed, uncompressed, values)
