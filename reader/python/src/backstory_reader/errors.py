"""What can go wrong, in words for the person who can mend it."""


class ReaderError(Exception):
    """The rows cannot be read as asked; the message says what was tried, why it failed, and what to do."""


class DayError(ReaderError):
    """A day of a table is not there as it should be."""

    def __init__(self, table: str, day: str, reason: str, remedy: str) -> None:
        super().__init__(f"Cannot read {table} of {day}: {reason}; {remedy}")
        self.table = table
        self.day = day


class StateError(ReaderError):
    """A saved state does not belong to these rows."""


class LeakError(ReaderError):
    """Rows to train on and rows to judge by are not apart."""


def unknown_days(lake: str, table: str, reason: str) -> ReaderError:
    """Which days a table has is not known."""
    remedy = "`bin/backstory status --config YOUR.yaml` says more"
    return ReaderError(f"Cannot read the days of {lake}/{table}: {reason}; {remedy}")
