"""Lakes whose tables are Iceberg or Delta: the newest version of a table names a list of days, and that their records.

What is read of a table is its newest version alone: of Delta the last entries of its log, of Iceberg the metadata that
its folder names. A table whose catalog is a database or a service is known to that only, and is not found here.
"""

from backstory_reader.delta import DAYS, newest_list
from backstory_reader.errors import unknown_days
from backstory_reader.storage import Storage

HINT = "metadata/version-hint.text"


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
    listed = newest_list(storage, table) or _newest_of_iceberg(storage, table)
    if listed is None:
        return None
    name = f"{table}/{listed}"
    if name not in storage.lists:
        # Written once, under a name that no other has.
        found = storage.json(name)
        if found is None:
            raise unknown_days(storage.uri, table, f"its newest version names {listed}, which is not there")
        storage.lists[name] = found["days"]
    return storage.lists[name]


def _newest_of_iceberg(storage: Storage, table: str) -> str | None:
    hint = storage.text(f"{table}/{HINT}")
    if hint is None:
        if any(name.endswith(".metadata.json") for name in storage.names(f"{table}/metadata")):
            reason = "it is a table of Iceberg whose catalog is not its folder, which alone knows its newest version"
            raise unknown_days(storage.uri, table, reason)
        return None
    metadata = storage.json(f"{table}/metadata/v{hint.strip()}.metadata.json")
    if metadata is None:
        raise unknown_days(storage.uri, table, f"its metadata v{hint.strip()}.metadata.json is not there")
    snapshots = {each["snapshot-id"]: each for each in metadata.get("snapshots", ())}
    snapshot = snapshots.get(metadata.get("current-snapshot-id"))
    while snapshot is not None:
        summary = snapshot["summary"]
        if DAYS in summary:
            return str(summary[DAYS])
        # Files that are only written anew change no day.
        if summary.get("operation") != "replace":
            number, what = snapshot["snapshot-id"], summary.get("operation")
            raise unknown_days(storage.uri, table, f"snapshot {number} ({what}) of it is not of Backstory")
        snapshot = snapshots.get(snapshot.get("parent-snapshot-id"))
    raise unknown_days(storage.uri, table, "no snapshot of it is of Backstory")
