"""The made-up shop that is measured: generated, loaded, audited and packed once per size, then used again."""

import datetime
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backstory_bench.options import Options
from backstory_bench.place import COMMAND, WORK
from backstory_bench.task import Day

_FIRST_DAY = datetime.date(2025, 1, 1)


@dataclass(frozen=True)
class Dataset:
    """A lake with actions of `action_days` and impressions of `days` published; `actions` and `rows` count both."""

    config: Path
    lake: Path
    days: tuple[Day, ...]
    action_days: tuple[str, ...]
    actions: int
    rows: int


def prepare(options: Options) -> Dataset:
    """The lake of these options: that of the last time, or a new one."""
    folder = WORK / _name(options)
    first = _FIRST_DAY + datetime.timedelta(options.history_days)
    days = tuple(Day.of(first + datetime.timedelta(day), options.zone) for day in range(options.days))
    done = folder.parent / f"{folder.name}.json"
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        for step in _steps(options, folder, days):
            run_step(options, step)
        done.write_text(json.dumps({"actions": _rows(folder, "actions"), "rows": _rows(folder, "impressions")}))
    counts = json.loads(done.read_text())
    loaded = tuple(str(_FIRST_DAY + datetime.timedelta(day)) for day in range(options.history_days + options.days))
    return Dataset(folder / "pipeline.yaml", folder / "lake", days, loaded, counts["actions"], counts["rows"])


def _name(options: Options) -> str:
    zone = options.zone.replace("/", "-")
    return (
        f"shop-{options.customers}x{options.history_days}+{options.days}-{options.actions}-{options.hot_actions}-{zone}"
    )


def _steps(options: Options, folder: Path, days: tuple[Day, ...]) -> Iterator[list[str]]:
    sizes = {
        "customers": options.customers,
        "first-day": _FIRST_DAY,
        "history-days": options.history_days,
        "impression-days": options.days,
        "actions": options.actions,
        "hot-customers": int(options.hot_actions > 0),
        "hot-actions": options.hot_actions,
        "zone": options.zone,
    }
    yield ["sample-data", str(folder), *(f"--{name}={value}" for name, value in sizes.items())]
    yield from load_steps(folder / "pipeline.yaml", days)


def load_steps(config: Path, days: tuple[Day, ...]) -> Iterator[list[str]]:
    """The commands that load and audit actions of all days and impressions of `days`, and pack the actions."""
    of = ["--config", str(config)]
    for table, first in (("actions", str(_FIRST_DAY)), ("impressions", days[0].dt)):
        dates = ["--from", first, "--to", days[-1].dt]
        yield [table, *of, *dates]
        yield ["dq", "--step", table, *of, *dates]
    yield ["pack", *of]


def run_step(options: Options, step: list[str], environment: dict[str, str] | None = None) -> None:
    """One command of Backstory, which must succeed; `environment` is what it has in its own besides."""
    began = time.monotonic()
    subprocess.run([str(COMMAND), *step], check=True, env=options.environment | (environment or {}))
    print(f"bench: {step[0]} took {time.monotonic() - began:.1f} s", flush=True)


def _rows(folder: Path, table: str) -> int:
    records = (folder / "lake" / table).glob("dt=*/_PUBLISHED.json")
    return sum(json.loads(record.read_text())["rows"] for record in records)
