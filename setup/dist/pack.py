"""Packs a folder into a tar.gz whose bytes depend on names, modes and contents alone.

Usage: pack.py FOLDER ARCHIVE

The archive holds FOLDER by its own name. Names are sorted, times and owners are fixed, and a file is either executable
or it is not.
"""

from __future__ import annotations

import gzip
import sys
import tarfile
from pathlib import Path

# That of project.build.outputTimestamp, so that the files in JARs and beside them are of one time.
TIME = 1767225600


def entry(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Take out what is this machine's or this minute's."""
    executable = info.isdir() or info.mode & 0o100
    info.mode = 0o755 if executable else 0o644
    info.uid = info.gid = 0
    info.uname = info.gname = "root"
    info.mtime = TIME
    return info


def main(folder: Path, archive: Path) -> None:
    """Write the archive, and put it into place when it is whole."""
    new = archive.with_name(archive.name + ".new")
    with (
        new.open("wb") as file,
        gzip.GzipFile("", "wb", 9, file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar,
    ):
        for path in [folder, *sorted(folder.rglob("*"), key=lambda each: each.as_posix())]:
            name = path.relative_to(folder.parent).as_posix()
            tar.add(path, name, recursive=False, filter=entry)
    new.replace(archive)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
