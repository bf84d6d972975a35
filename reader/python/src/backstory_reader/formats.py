"""Lakes whose tables are Iceberg or Delta: the newest version of a table names a list of days, and that their records.

What is read of a table is its newest version alone: of Delta the last entries of its log, of Iceberg the metadata that
its folder names. A table whose catalog is a database or a service is known to that only, and is not found here.
"""

import json
from typing import Any

from backstory_reader.errors import ReaderError
from backstory_reader.storage import Storage

DELTA_LOG = "_delta_log"
HINT = "metadata/version-hint.text"
_DAYS = "backstory.days"
_DIGITS = 20


def record_name(storage: Storage, table: str, day: str) -> str | None:
    """The record of a day, by its name below the lake; None where no version of a table names one."""
    days = _days(storage, table)
    if days is None:
        return f"{table}/dt={day}/_PUBLISHED.json"
    name = days.get(day)
    return None if name is None else f"{table}/{name}"


def days_of(storage: Storage, table: str) -> list[str]:
    """The days of a table that are published, or have a folder at least, in order."""
    days = _days(storage, table)
    if days is not None:
        return sorted(days)
    return [
        name.removeprefix("dt=")
        for name in storage.names(table)
        if name.startswith("dt=") and len(name) == len("dt=2025-08-14")
    ]


def _days(storage: Storage, table: str) -> dict[str, str] | None:
    """The records of all days by day; None for a table that is a folder of days."""
    listed = _newest_of_delta(storage, table) or _newest_of_iceberg(storage, table)
    if listed is None:
        return None
    name = f"{table}/{listed}"
    if name not in storage.lists:
        # Written once, under a name that no other has.
        found = storage.json(name)
        if found is None:
            raise _unknown(storage, table, f"its newest version names {listed}, which is not there")
        storage.lists[name] = found["days"]
    return storage.lists[name]


def _newest_of_delta(storage: Storage, table: str) -> str | None:
    entries = [
        int(name[:_DIGITS])
        for name in storage.names(f"{table}/{DELTA_LOG}")
        if len(name) == _DIGITS + len(".json") and name.endswith(".json") and name[:_DIGITS].isdigit()
    ]
    version = max(entries, default=-1)
    while version >= 0:
        actions = _entry(storage, table, version)
        info: dict[str, Any] = next((action["commitInfo"] for action in actions if "commitInfo" in action), {})
        ours = info.get("userMetadata") or ""
        if _DAYS in ours:
            return str(json.loads(ours)[_DAYS])
        if info.get("operation") == "RESTORE":
            version = int(info["operationParameters"]["version"])
        elif any("add" in action or "remove" in action for action in actions):
            what = info.get("operation", "unknown")
            raise _unknown(storage, table, f"version {version} ({what}) of it is not of Backstory")
        else:
            version -= 1
    if entries:
        raise _unknown(storage, table, "no version of it is of Backstory")
    return None


def _entry(storage: Storage, table: str, version: int) -> list[dict[str, Any]]:
    name = f"{table}/{DELTA_LOG}/{version:0{_DIGITS}d}.json"
    text = storage.text(name)
    if text is None:
        raise _unknown(storage, table, f"{name} is not there")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _newest_of_iceberg(storage: Storage, table: str) -> str | None:
    hint = storage.text(f"{table}/{HINT}")
    if hint is None:
        if any(name.endswith(".metadata.json") for name in storage.names(f"{table}/metadata")):
            reason = "it is a table of Iceberg whose catalog is not its folder, which alone knows its newest version"
            raise _unknown(storage, table, reason)
        return None
    metadata = storage.json(f"{table}/metadata/v{hint.strip()}.metadata.json")
    if metadata is None:
        raise _unknown(storage, table, f"its metadata v{hint.strip()}.metadata.json is not there")
    snapshots = {each["snapshot-id"]: each for each in metadata.get("snapshots", ())}
    snapshot = snapshots.get(metadata.get("current-snapshot-id"))
    while snapshot is not None:
        summary = snapshot["summary"]
        if _DAYS in summary:
            return str(summary[_DAYS])
        # Files that are only written anew change no day.
        if summary.get("operation") != "replace":
            number, what = snapshot["snapshot-id"], summary.get("operation")
            raise _unknown(storage, table, f"snapshot {number} ({what}) of it is not of Backstory")
        snapshot = snapshots.get(snapshot.get("parent-snapshot-id"))
    raise _unknown(storage, table, "no snapshot of it is of Backstory")


def _unknown(storage: Storage, table: str, reason: str) -> ReaderError:
    remedy = "`bin/backstory status --config YOUR.yaml` says more"
    return ReaderError(f"Cannot read the days of {storage.uri}/{table}: {reason}; {remedy}")
