"""One Airflow for all these tests, and the runs that they look at, all under way at once."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import psutil
import pytest

from local_airflow import lifecycle, processes
from local_airflow.database import free_port
from local_airflow.place import Place, place_of
from local_airflow.rest import Rest
from local_airflow.waiting import until
from scheduler.scenarios import (
    ROOT,
    SECONDS,
    Backfills,
    FailedDay,
    LateSource,
    play_backfills,
    play_failed_day,
    play_late_source,
)
from scheduler.shop import LENGTH, Shop
from scheduler.told import Told


class Api(Rest):
    """The API, also as far as only these tests need it."""

    def patch(self, path: str, body: dict[str, Any]) -> Any:
        return self._ask("PATCH", path, json=body)

    def delete(self, path: str) -> None:
        self._ask("DELETE", path)


@dataclass(frozen=True)
class Running:
    """A local Airflow, and the shell that goes with it."""

    place: Place
    rest: Api

    def shell(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command, env=self.place.environment() | self.variables(), capture_output=True, text=True, check=False
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def variables(self) -> dict[str, str]:
        return {
            "BACKSTORY_AIRFLOW_STATE": str(self.place.state),
            "BACKSTORY_AIRFLOW_PORT": str(self.place.port),
        }

    def tasks(self, dag_id: str, run_id: str) -> dict[str, dict[str, Any]]:
        path = f"/dags/{dag_id}/dagRuns/{quote(run_id, safe='')}/taskInstances"
        return {task["task_id"]: task for task in self.rest.get(path)["task_instances"]}

    def trigger(self, dag_id: str, conf: dict[str, Any]) -> str:
        """Start a run, unpause its DAG if it is paused, and return the run's id."""
        self.rest.patch(f"/dags/{dag_id}", {"is_paused": False})
        return str(self.rest.post(f"/dags/{dag_id}/dagRuns", {"logical_date": None, "conf": conf})["dag_run_id"])

    def end(self, dag_id: str, run_id: str) -> None:
        """Mark a run as failed, with all its tasks."""
        self.rest.patch(f"/dags/{dag_id}/dagRuns/{quote(run_id, safe='')}", {"state": "failed"})

    def run(self, dag_id: str, run_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.rest.get(f"/dags/{dag_id}/dagRuns/{quote(run_id, safe='')}")
        return found

    def log(self, dag_id: str, run_id: str, task_id: str, try_number: int = 1) -> str:
        file = self.place.logs / f"dag_id={dag_id}/run_id={run_id}/task_id={task_id}/attempt={try_number}.log"
        return file.read_text() if file.exists() else ""

    def said(self, dag_id: str, run_id: str, task_id: str) -> list[tuple[str, str]]:
        """What the log of a task says of reports, each with its level."""
        lines = [json.loads(line) for line in self.log(dag_id, run_id, task_id).splitlines()]
        return [(each["level"], each["event"]) for each in lines if "Report" in each["event"]]

    def report_address(self, dag_id: str, run_id: str, task_id: str) -> str:
        path = f"/dags/{dag_id}/dagRuns/{quote(run_id, safe='')}/taskInstances/{task_id}/links"
        return str(self.rest.get(path)["extra_links"]["Report"])

    def report(self, dag_id: str, run_id: str, task_id: str) -> str:
        """The report behind the button, without the page that shows it."""
        address = self.report_address(dag_id, run_id, task_id)
        httpx.get(address, trust_env=False).raise_for_status()
        alone = address.replace("/view/", "/reports/").partition("?")[0]
        return httpx.get(alone, trust_env=False).raise_for_status().text

    def wait_for_end(self, dag_id: str, run_id: str) -> str:
        self.wait(
            lambda: self.run(dag_id, run_id)["state"] in ("success", "failed"), f"the end of {run_id} of {dag_id}"
        )
        return str(self.run(dag_id, run_id)["state"])

    @staticmethod
    def wait(condition: Callable[[], bool], hoped: str) -> None:
        assert until(condition, SECONDS), f"waited {SECONDS} s for {hoped}"


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation folder with the JARs of this checkout."""
    home = tmp_path_factory.mktemp("installation")
    (home / "jars").mkdir()
    for jar in (*ROOT.glob("jobs/*/target/backstory-*-all.jar"), *ROOT.glob("dq/target/backstory-dq-*-all.jar")):
        (home / "jars" / jar.name).symlink_to(jar)
    assert len(list((home / "jars").iterdir())) == 4, "run 'make setup' first"
    return home


def a_shop(installation: Path, name: str, airflow: dict[str, Any], **more: Any) -> Shop:
    shop = Shop(name, installation / "shops" / name, installation / "pipelines" / f"{name}.yaml")
    shop.write_config(airflow, **more)
    return shop


@pytest.fixture(scope="session")
def shop(installation: Path) -> Shop:
    """
    Five days; what waits for earlier days is tried again every minute, and leaves the machine to others.

    The second is published with a warning, of which a webhook is told.
    """
    settings = {"retries": 15, "retry-delay-minutes": 1, "max-retry-delay-minutes": 1}
    told = {"alert-connection": "hook", "alert-warnings": True}
    warns = {"name": "no item 202", "expression": "item_id <> 202", "level": "warn", "hint": "it is not sold any more"}
    airflow = {"schedule": "0 3 * * *", "start-date": "2025-08-01"} | settings | told
    shop = a_shop(installation, "shop", airflow, dq={"actions": {"rules": [warns]}})
    for d in range(1, 6):
        shop.write_day(d)
    return shop


@pytest.fixture(scope="session")
def strict(installation: Path) -> Shop:
    """One day, with a row that its audit does not tolerate; a channel of Teams and a mailbox are told of it."""
    mail = {"to": "data@example.com", "from_email": "airflow@example.com", "smtp_conn_id": "mail"}
    mail |= {"subject": "{{ backstory.title }}", "html_content": "{{ backstory.html }}"}
    notifier = {"alert-notifier": "airflow.providers.smtp.notifications.smtp.SmtpNotifier", "alert-arguments": mail}
    teams = {"alert-connection": "teams", "alert-format": "teams"}
    shop = a_shop(installation, "strict", {"retries": 1, "retry-delay-minutes": 0} | teams | notifier)
    shop.write_day(1, bad_row=True)
    return shop


@pytest.fixture(scope="session")
def twins(installation: Path) -> Shop:
    """One day that two runs want at once, with a lookback for which packs are made: the others do without."""
    shop = a_shop(installation, "twins", {"retries": 9, "retry-delay-minutes": 0}, history={"length": LENGTH})
    shop.write_day(1)
    return shop


@pytest.fixture(scope="session")
def ranged(installation: Path) -> Shop:
    """Two days for the range DAG; the second has a row that its audit does not tolerate."""
    shop = a_shop(installation, "ranged", {"retries": 0})
    shop.write_day(1)
    shop.write_day(2, bad_row=True)
    return shop


@pytest.fixture(scope="session")
def patient(installation: Path) -> Shop:
    """Nothing yet, and both sources are waited for."""
    shop = Shop("patient", installation / "shops/patient", installation / "pipelines/patient.yaml")
    arrival = {"arrival": {"wait-until": "+99d 06:00"}}
    sources = {
        name: {"format": "json", "path": str(shop.folder / name)} | arrival for name in ("clicks", "impressions")
    }
    shop.write_config({"retries": 0, "look-again-minutes": 1}, sources=sources)
    return shop


@pytest.fixture(scope="session")
def told() -> Iterator[Told]:
    """Those who are told of runs."""
    with Told() as told:
        yield told


@pytest.fixture(scope="session")
def airflow(
    installation: Path,
    told: Told,
    shop: Shop,
    strict: Shop,
    twins: Shop,
    ranged: Shop,
    patient: Shop,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Running]:
    """A running Airflow with the DAGs of these shops; nothing of it is left behind."""
    environment = {
        "BACKSTORY_HOME": str(installation),
        "BACKSTORY_AIRFLOW_STATE": str(tmp_path_factory.mktemp("airflow")),
        "BACKSTORY_AIRFLOW_PORT": str(free_port()),
    }
    place = place_of(environment, ROOT)
    assert len(place.pipelines) == len([shop, strict, twins, ranged, patient])
    # While it starts, the shell publishes the first day: Airflow's runs go on from there.
    first_day = subprocess.Popen(
        [str(ROOT / "bin/backstory"), "run", "--config", str(shop.config), "--dt", "2025-08-01"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"BACKSTORY_HEAP": "1g"},
    )
    try:
        lifecycle.start(place)
        printed, _ = first_day.communicate(timeout=SECONDS)
        assert first_day.returncode == 0, printed
        with Api(place.address) as rest:
            for connection in told.connections():
                rest.post("/connections", connection)
            yield Running(place, rest)
    finally:
        first_day.kill()
        components = processes.recall(place)
        lifecycle.stop(place)
    left = [each for each in psutil.process_iter(["environ"]) if str(place.state) in str(each.info["environ"])]
    assert not left
    assert not any(each.alive() for each in components)


@pytest.fixture(scope="session")
def backfill(airflow: Running) -> list[str]:
    """The runs of three days, by Airflow's own command. The 2nd, which they need, is not among them."""

    def scheduled() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = airflow.rest.get("/dags/shop_daily/dagRuns", run_type="scheduled")["dag_runs"]
        return found

    airflow.shell(
        *("airflow", "backfill", "create", "--dag-id", "shop_daily", "--max-active-runs", "3"),
        *("--from-date", "2025-08-03", "--to-date", "2025-08-06"),
    )
    found = airflow.rest.get("/dags/shop_daily/dagRuns", run_type="backfill", order_by="run_after")["dag_runs"]
    airflow.rest.patch("/dags/shop_daily", {"is_paused": False})
    # Airflow starts a scheduled DAG that is unpaused with the run of yesterday, for which this shop has no data.
    airflow.wait(lambda: bool(scheduled()), "the run of yesterday")
    for run in scheduled():
        airflow.end("shop_daily", run["dag_run_id"])
    return [run["dag_run_id"] for run in found]


@pytest.fixture(scope="session")
def waiting(airflow: Running, backfill: list[str]) -> str:
    """The log of the first try of `history` that found the 2nd missing."""

    def found() -> str:
        logs = [airflow.log("shop_daily", run, "history") for run in backfill]
        return next((log for log in logs if "are not published" in log and "2025-08-02" in log), "")

    airflow.wait(lambda: bool(found()), "a history that misses 2025-08-02")
    return found()


@pytest.fixture(scope="session")
def repair(airflow: Running, waiting: str, trainer: str) -> str:
    """The run of the range DAG that publishes the 2nd, with a warning."""
    assert waiting
    assert trainer
    return airflow.trigger("shop_backfill", {"from": "2025-08-01", "to": "2025-08-02"})


@pytest.fixture(scope="session")
def warned(airflow: Running, repair: str) -> str:
    """That run when it is over. An audit that Airflow lost found at its next try that all was published, as it was."""
    airflow.wait_for_end("shop_backfill", repair)
    if any(airflow.tasks("shop_backfill", repair)[task]["try_number"] > 1 for task in ("actions_dq", "impressions_dq")):
        pytest.skip("Airflow lost the first try of an audit, and nobody saw what it said")
    return repair


@pytest.fixture(scope="session")
def two_runs(airflow: Running) -> list[str]:
    """Two runs for the same day."""
    return [airflow.trigger("twins_daily", {"dt": "2025-08-01"}) for _ in range(2)]


_TRAINING = """\
# Reads what it is told to read, as the training does; that one needs torch.
import argparse, json
from backstory_reader import Lake, TrainingRows

parser = argparse.ArgumentParser()
for name in ("lake", "--from", "--to", "--judge", "--save"):
    parser.add_argument(name)
asked = vars(parser.parse_args())
days = Lake(asked["lake"]).days(asked["from"], asked["to"])
print("runs:", json.dumps(days.runs))
print("read", sum(len(batch) for batch in TrainingRows(days, 3, length=4)), "rows for", asked["save"])
"""


@pytest.fixture(scope="session")
def trainer(airflow: Running, shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The example's DAG that trains on new rows, with this shop's lake for its own, and one day to train on."""
    project = tmp_path_factory.mktemp("project")
    training = project / "examples" / "train" / "train.py"
    training.parent.mkdir(parents=True)
    training.write_text(_TRAINING)
    python = project / ".backstory" / "reader-torch-venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    path = f"PYTHONPATH={shlex.quote(str(ROOT / 'reader' / 'python' / 'src'))}"
    python.write_text(f'#!/bin/sh\nexec env {path} {shlex.quote(sys.executable)} "$@"\n')
    python.chmod(0o755)
    dag = (ROOT / "examples" / "train" / "dag.py").read_text()
    for name, value in {'PROJECT = "/opt/backstory"': str(project), 'LAKE = "data/lake"': str(shop.lake)}.items():
        assert name in dag
        dag = dag.replace(name, f"{name.partition(' = ')[0]} = {value!r}")
    assert "DAYS = 13" in dag
    file = airflow.place.dags / "train" / "dag.py"
    file.parent.mkdir()
    file.write_text(dag.replace("DAYS = 13", "DAYS = 1"))
    airflow.wait(
        lambda: any(each["dag_id"] == "shop_train" for each in airflow.rest.get("/dags", limit=100)["dags"]),
        "the DAG that trains",
    )
    # What is announced to a paused DAG is not kept for it.
    airflow.rest.patch("/dags/shop_train", {"is_paused": False})
    return "shop_train"


@pytest.fixture(scope="session")
def _failed_day(airflow: Running, strict: Shop, _stage: ThreadPoolExecutor) -> Future[FailedDay]:
    return _stage.submit(play_failed_day, airflow, strict)


@pytest.fixture(scope="session")
def failed_day(_failed_day: Future[FailedDay]) -> FailedDay:
    """A day that fails its audit, and recovers."""
    return _failed_day.result(SECONDS)


@pytest.fixture(scope="session")
def _backfills(airflow: Running, ranged: Shop, _stage: ThreadPoolExecutor) -> Future[Backfills]:
    return _stage.submit(play_backfills, airflow, ranged)


@pytest.fixture(scope="session")
def backfills(_backfills: Future[Backfills]) -> Backfills:
    """A range by `bin/backstory backfill`, of which a day fails its audit, and is corrected."""
    return _backfills.result(SECONDS)


@pytest.fixture(scope="session")
def _late_source(airflow: Running, patient: Shop, _stage: ThreadPoolExecutor) -> Future[LateSource]:
    return _stage.submit(play_late_source, airflow, patient)


@pytest.fixture(scope="session")
def late_source(_late_source: Future[LateSource]) -> LateSource:
    """A day that is not there yet, and then is."""
    return _late_source.result(SECONDS)


@pytest.fixture(scope="session")
def _stage() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as stage:
        yield stage


@pytest.fixture(scope="session", autouse=True)
def _under_way(request: pytest.FixtureRequest) -> None:
    """All runs that are looked at, at once; each test waits for its own. The backfill is first: it wants quiet."""
    looked_at = {name for item in request.session.items for name in getattr(item, "fixturenames", ())}
    for name in ("backfill", "_failed_day", "_backfills", "_late_source", "two_runs", "trainer"):
        if name in looked_at:
            request.getfixturevalue(name)
