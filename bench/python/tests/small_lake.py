"""A small lake made by bin/backstory: a month in a pack, customers without a history, some with far more than fits."""

import datetime
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from backstory_bench.place import COMMAND
from backstory_bench.task import Day

ZONE = "America/Bahia_Banderas"
MONTH = "2025-01"
_FIRST_DAY = datetime.date(2025, 1, 1)
_HISTORY_DAYS = 34
DAYS = tuple(Day.of(_FIRST_DAY + datetime.timedelta(_HISTORY_DAYS + day), ZONE) for day in range(2))
_SIZES = {
    "customers": 400,
    "first-day": _FIRST_DAY,
    "history-days": _HISTORY_DAYS,
    "impression-days": len(DAYS),
    "actions": 0.02,
    # More than a row group of a pack; on some days more than the thousand that a pack keeps of a day.
    "hot-customers": 20,
    "hot-actions": 38_000,
    "rankings": 0.5,
    "zone": ZONE,
}
NARROW_RUN = "narrow"


class SmallLake:
    """The files of a lake that is built in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "shop"
        self._lake = self._folder / "lake"

    def build(self) -> None:
        """All steps with their audits; then a pack, and from it the same histories once more, with narrow numbers."""
        config = self._folder / "pipeline.yaml"
        narrow = self._folder / "narrow.yaml"
        _backstory("sample-data", str(self._folder), *(f"--{name}={value}" for name, value in _SIZES.items()))
        # Two cores, and so two files, wherever this runs.
        text = config.read_text() + "spark: {master: 'local[2]'}\n"
        config.write_text(text)
        narrow.write_text(text + "training: {numbers: narrow}\n")
        all_days = ["--from", str(_FIRST_DAY), "--to", DAYS[-1].dt]
        _backstory("run", "--config", str(config), *all_days)
        _backstory("pack", "--config", str(config))
        shown = ["--from", DAYS[0].dt, "--to", DAYS[-1].dt]
        _backstory("history", "--config", str(narrow), *shown, "--run-id", NARROW_RUN)

    def days(self, table: str) -> Iterator[tuple[str, list[Path]]]:
        """Each published day of a table, with its files."""
        for day in sorted((self._lake / table).glob("dt=*")):
            yield day.name.removeprefix("dt="), sorted(day.glob("*.parquet"))

    def narrow_files(self) -> list[Path]:
        """The training files with narrow numbers."""
        return sorted(self._lake.glob(f"_staging/training/run={NARROW_RUN}/dt=*/*.parquet"))

    def pack_files(self) -> list[Path]:
        """The files of the pack."""
        return sorted(self._lake.glob(f"_packs/actions/month={MONTH}/**/*.parquet"))

    def files(self, table: str) -> list[Path]:
        """All published files of a table."""
        return [file for _, files in self.days(table) for file in files]


def _backstory(*arguments: str) -> None:
    done = subprocess.run(
        [str(COMMAND), *arguments], env=os.environ | {"BACKSTORY_HEAP": "2g"}, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{arguments}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
