"""What happens in two of the shops, from the first run to the repair; played beside the others, and looked at later."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from local_airflow.waiting import until

if TYPE_CHECKING:
    from scheduler.conftest import Running
    from scheduler.shop import Shop

ROOT = Path(__file__).resolve().parents[4]
# A guard against hanging, not a measure of speed.
SECONDS = 900
DAYS = ("--from", "2025-08-01", "--to", "2025-08-02")


@dataclass(frozen=True)
class FailedDay:
    """A run of a day whose actions fail their audit and whose impressions are killed at the first try."""

    run: dict[str, Any]
    tasks: dict[str, dict[str, Any]]
    log: str
    said: list[tuple[str, str]]
    report: str
    records: dict[str, dict[str, Any] | None]
    end_after_correction: str
    note_after_correction: str


def play_failed_day(airflow: Running, strict: Shop) -> FailedDay:
    """Run the day, look at everything when it is over, correct the data, and clear the task that read them."""
    dag = "strict_daily"
    killer = threading.Thread(target=kill, args=("strict impressions impressions",), daemon=True)
    killer.start()
    run = airflow.trigger(dag, {"dt": "2025-08-01"})
    airflow.wait_for_end(dag, run)
    ended, tasks = airflow.run(dag, run), airflow.tasks(dag, run)
    log, report = airflow.log(dag, run, "actions_dq"), airflow.report(dag, run, "actions_dq")
    said = airflow.said(dag, run, "actions_dq")
    records = {table: strict.record(table, 1) for table in ("actions", "impressions", "training")}

    strict.write_day(1)
    what = {"dag_run_id": run, "task_ids": ["actions"], "include_downstream": True, "only_failed": False}
    airflow.rest.post(f"/dags/{dag}/clearTaskInstances", what | {"dry_run": False, "reset_dag_runs": True})
    end = airflow.wait_for_end(dag, run)
    return FailedDay(ended, tasks, log, said, report, records, end, airflow.run(dag, run)["note"])


@dataclass(frozen=True)
class Backfills:
    """What `bin/backstory backfill` did for a range whose second day fails its audit, command by command."""

    paused: subprocess.CompletedProcess[str]
    failed: subprocess.CompletedProcess[str]
    runs_after_failed: int
    published_after_failed: list[bool]
    followed_again: subprocess.CompletedProcess[str]
    corrected: subprocess.CompletedProcess[str]


def play_backfills(airflow: Running, ranged: Shop) -> Backfills:
    """Try while the DAG is paused, unpause it, run, follow again, correct the data, run again."""
    paused = backfill(airflow, ranged.config, *DAYS)
    airflow.rest.patch("/dags/ranged_backfill", {"is_paused": False})
    failed = backfill(airflow, ranged.config, *DAYS)
    runs = airflow.rest.get("/dags/ranged_backfill/dagRuns")["total_entries"]
    published = [ranged.record("actions", d) is not None for d in (1, 2)]
    run = re.search(r"^Triggered (\S+); it goes on when this command is stopped$", failed.stdout, re.MULTILINE)
    assert run, failed.stdout + failed.stderr
    again = backfill(airflow, ranged.config, *DAYS, "--follow", run[1])
    ranged.write_day(2)
    return Backfills(paused, failed, runs, published, again, backfill(airflow, ranged.config, *DAYS))


@dataclass(frozen=True)
class LateSource:
    """A run of a day of which nothing is there yet, before and after its clicks have come."""

    day: date
    before: dict[str, dict[str, Any]]
    after: dict[str, dict[str, Any]]
    log: str


def play_late_source(airflow: Running, patient: Shop) -> LateSource:
    """Run the day, let its clicks arrive, and end the run, which would wait for its impressions."""
    dag, day = "patient_daily", datetime.now(UTC).date() - timedelta(days=2)
    run = airflow.trigger(dag, {"dt": str(day)})

    def state_of(task: str) -> Any:
        return airflow.tasks(dag, run)[task]["state"]

    airflow.wait(lambda: {state_of("actions"), state_of("impressions")} == {"up_for_reschedule"}, "both steps to wait")
    before = airflow.tasks(dag, run)
    patient.write_click(day)
    airflow.wait(lambda: state_of("actions") in ("success", "failed"), "the actions")
    after = airflow.tasks(dag, run)
    airflow.end(dag, run)
    return LateSource(day, before, after, airflow.log(dag, run, "actions"))


def backfill(airflow: Running, config: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end, as someone at a shell does."""
    return airflow.shell(
        *(str(ROOT / "bin/backstory"), "backfill", "--config", str(config), "--yes"),
        *("--airflow", airflow.place.address, *arguments),
        check=False,
    )


def kill(name: str) -> None:
    """Kill the first Java process of a job as soon as it runs."""
    until(lambda: any(found.kill() is None for found in jobs(name)), SECONDS, every=0.2)


def jobs(name: str) -> Iterator[psutil.Process]:
    """Return the Java processes of a job."""
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or []
        if name in command and command[0].endswith("java") and "org.apache.spark.launcher.Main" not in command:
            yield process
