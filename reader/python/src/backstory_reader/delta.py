"""Tables of Delta: which list of days the newest version names.

Its entry says so, or the one that it restored. Where a clean-up of the log has taken that entry, or whoever restored
gave a time and no version, the files of the table say it: the newest list whose records name exactly these.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

import pyarrow.parquet as pq

from backstory_reader.errors import unknown_days
from backstory_reader.storage import Storage

DELTA_LOG = "_delta_log"
DAYS = "backstory.days"
_LISTS = "_days"
_ENTRY = re.compile(r"(\d{20})\.json")
_CHECKPOINT = re.compile(r"(\d{20})\.checkpoint(?:\.(\d{10})\.(\d{10}))?\.parquet")


def newest_list(storage: Storage, table: str) -> str | None:
    """The list of days of a table, below its folder; None for a table that is not Delta's."""
    names = storage.names(f"{table}/{DELTA_LOG}")
    entries = {int(found[1]) for name in names if (found := _ENTRY.fullmatch(name))}
    checkpoints = _whole(names)
    newest = max([*entries, *checkpoints], default=-1)
    version = newest
    while version >= 0:
        if version not in entries:
            if max(checkpoints, default=-1) < version:
                raise unknown_days(storage.uri, table, f"{_entry_name(table, version)} is not there")
            return _at_its_files(storage, table, newest, checkpoints, "its entries of Backstory are gone")
        actions = _entry(storage, table, version)
        info: dict[str, Any] = next((action["commitInfo"] for action in actions if "commitInfo" in action), {})
        ours = info.get("userMetadata") or ""
        if DAYS in ours:
            return str(json.loads(ours)[DAYS])
        what = info.get("operation", "unknown")
        if what == "RESTORE":
            restored = info.get("operationParameters", {}).get("version")
            if restored is None:
                return _at_its_files(storage, table, newest, checkpoints, f"version {version} of it says no version")
            version = int(restored)
        elif any("add" in action or "remove" in action for action in actions):
            raise unknown_days(storage.uri, table, f"version {version} ({what}) of it is not of Backstory")
        else:
            version -= 1
    if entries:
        raise unknown_days(storage.uri, table, "no version of it is of Backstory")
    return None


def _whole(names: Iterable[str]) -> dict[int, list[str]]:
    """The files of each checkpoint that is there with all its parts."""
    parts: dict[tuple[int, int], list[str]] = {}
    for name in names:
        if found := _CHECKPOINT.fullmatch(name):
            parts.setdefault((int(found[1]), int(found[3] or 1)), []).append(name)
    return {version: files for (version, of), files in parts.items() if len(files) == of}


def _entry_name(table: str, version: int) -> str:
    return f"{table}/{DELTA_LOG}/{version:020d}.json"


def _entry(storage: Storage, table: str, version: int) -> list[dict[str, Any]]:
    text = storage.text(_entry_name(table, version))
    if text is None:
        raise unknown_days(storage.uri, table, f"{_entry_name(table, version)} is not there")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _at_its_files(storage: Storage, table: str, newest: int, checkpoints: dict[int, list[str]], why: str) -> str:
    files = _files(storage, table, newest, checkpoints)
    folders = {_folder(name) for name in files}
    for name in storage.newest_first(f"{table}/{_LISTS}"):
        listed = storage.json(f"{table}/{_LISTS}/{name}")
        records = list(listed["days"].values()) if listed else []
        # By folders first, so that few records need to be read.
        if folders <= {_folder(record) for record in records} and files == _named(storage, table, records):
            return f"{_LISTS}/{name}"
    raise unknown_days(storage.uri, table, f"{why}, and no list of days has the files that it has")


def _files(storage: Storage, table: str, newest: int, checkpoints: dict[int, list[str]]) -> set[str]:
    """The files of the newest version: those of the newest checkpoint, and what the entries since have made of them."""
    checkpoint = max(checkpoints, default=-1)
    files: set[str] = set()
    for name in checkpoints.get(checkpoint, []):
        with storage.open(f"{table}/{DELTA_LOG}/{name}") as opened:
            rows = pq.ParquetFile(opened).read(columns=["add.path"])["add"].to_pylist()
        files |= {add["path"] for add in rows if add and add["path"] is not None}
    for version in range(checkpoint + 1, newest + 1):
        actions = _entry(storage, table, version)
        files -= {action["remove"]["path"] for action in actions if "remove" in action}
        files |= {action["add"]["path"] for action in actions if "add" in action}
    return files


def _named(storage: Storage, table: str, records: list[str]) -> set[str] | None:
    """The files that records name; None where one is gone."""
    named = set()
    for name in records:
        record = storage.json(f"{table}/{name}")
        if record is None:
            return None
        named |= {f"{_folder(name)}/{file['name']}" for file in record["files"]}
    return named


def _folder(name: str) -> str:
    return name.rpartition("/")[0]
