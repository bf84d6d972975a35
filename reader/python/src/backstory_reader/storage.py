"""Where a lake lies: a folder on disk, or whatever PyArrow's file systems reach."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow.fs as pafs

from backstory_reader.errors import ReaderError


class Storage:
    """The files below one root. Names are relative to it, with slashes."""

    def __init__(self, uri: str | Path, filesystem: Any = None) -> None:
        self.uri = str(uri)
        self.lists: dict[str, dict[str, str]] = {}
        if filesystem is not None:
            self.filesystem, self._root = filesystem, self.uri.rstrip("/")
        elif "://" in self.uri or self.uri.startswith("file:"):
            # Hadoop's name for the same storage.
            address = self.uri.replace("s3a://", "s3://", 1) if self.uri.startswith("s3a://") else self.uri
            try:
                self.filesystem, root = pafs.FileSystem.from_uri(address)
            except (OSError, ValueError) as e:
                raise ReaderError(f"Cannot open the lake {self.uri}: {e}; give a folder, or a URI PyArrow knows") from e
            self._root = root.rstrip("/")
        else:
            self.filesystem, self._root = pafs.LocalFileSystem(), str(Path(self.uri).absolute())

    def path(self, name: str) -> str:
        """The name as the file system knows it."""
        return f"{self._root}/{name}"

    def text(self, name: str) -> str | None:
        """The text of a small file, or None where there is none."""
        try:
            with self.filesystem.open_input_stream(self.path(name)) as stream:
                return str(stream.read(), "utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return None

    def json(self, name: str) -> Any | None:
        """What a small file holds, or None where there is none."""
        text = self.text(name)
        try:
            return None if text is None else json.loads(text)
        except ValueError as e:
            raise ReaderError(f"Cannot read {self.uri}/{name}: it is not JSON ({e}); build the day again") from e

    def names(self, folder: str) -> list[str]:
        """The names in a folder, sorted; none where there is no such folder."""
        selector = pafs.FileSelector(self.path(folder), allow_not_found=True)
        return sorted(info.base_name for info in self.filesystem.get_file_info(selector))

    def newest_first(self, folder: str) -> list[str]:
        """The names in a folder, the one that was changed last first."""
        infos = self.filesystem.get_file_info(pafs.FileSelector(self.path(folder), allow_not_found=True))
        return [info.base_name for info in sorted(infos, key=lambda info: info.mtime_ns or 0, reverse=True)]

    def sizes(self, names: Iterable[str]) -> list[int | None]:
        """The size of each file in bytes, None for those that are not there."""
        infos = self.filesystem.get_file_info([self.path(name) for name in names])
        return [info.size if info.type == pafs.FileType.File else None for info in infos]

    def open(self, name: str) -> Any:
        """A file to read anywhere in; several threads may share it."""
        return self.filesystem.open_input_file(self.path(name))
