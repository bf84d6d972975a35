"""What a contender is asked to build, and the command line that says so."""

import datetime
import os
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

LENGTH = 1000
"""Slots of a history: the default of `history.length`."""


@dataclass(frozen=True)
class Day:
    """A day to build: its dt, the first dt of its window, and its beginning in microseconds since 1970 UTC."""

    dt: str
    first: str
    cut: int

    @staticmethod
    def of(day: datetime.date, zone: str) -> "Day":
        """The day by the rules of the contract, with a lookback of P1Y."""
        begins = datetime.datetime.combine(day, datetime.time(), ZoneInfo(zone))
        return Day(str(day), str(_a_year_before(day)), int(begins.timestamp()) * 1_000_000)

    @staticmethod
    def parse(text: str) -> "Day":
        """The day as `argument` wrote it."""
        dt, first, cut = text.split(",")
        return Day(dt, first, int(cut))

    @property
    def argument(self) -> str:
        """The day as a word of the command line."""
        return f"{self.dt},{self.first},{self.cut}"


def _a_year_before(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


@dataclass(frozen=True)
class Task:
    """A plan's name, the lake to read, the folder to write (a folder per day in it), and the days, in order."""

    plan: str
    lake: Path
    out: Path
    length: int
    days: tuple[Day, ...]

    @property
    def arguments(self) -> list[str]:
        """The task as words of a command line; every contender but Backstory takes them."""
        return [self.plan, str(self.lake), str(self.out), str(self.length), *(day.argument for day in self.days)]

    @staticmethod
    def parse(arguments: list[str]) -> "Task":
        """The task as `arguments` wrote it."""
        plan, lake, out, length, *days = arguments
        return Task(plan, Path(lake), Path(out), int(length), tuple(Day.parse(day) for day in days))

    def action_files(self, days: tuple[Day, ...]) -> list[str]:
        """The files that hold the windows of these days, a list without a look into them."""
        return self._files("actions", min(day.first for day in days), days[-1].dt, last_included=False)

    def impression_files(self, days: tuple[Day, ...]) -> list[str]:
        """The impression files of these days, which follow each other."""
        return self._files("impressions", days[0].dt, days[-1].dt, last_included=True)

    def _files(self, table: str, first: str, last: str, *, last_included: bool) -> list[str]:
        folders = ((path, path.name.removeprefix("dt=")) for path in (self.lake / table).glob("dt=*"))
        wanted = (path for path, dt in folders if first <= dt and (dt <= last if last_included else dt < last))
        return [str(file) for folder in sorted(wanted) for file in sorted(folder.glob("*.parquet"))]


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
