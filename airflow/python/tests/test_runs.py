"""Whole DAG runs in a real Airflow, on a separate database, with a spark-submit that notes how it is called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.models.dagrun import DagRun
from airflow.sdk import DAG
from airflow.utils.db import initdb
from airflow.utils.session import create_session
from airflow.utils.sqlalchemy import prohibit_commit
from airflow.utils.state import DagRunState
from sqlalchemy import select

from backstory_airflow import notes
from conftest import GOLDEN


@pytest.fixture(scope="module", autouse=True)
def _database() -> None:
    initdb()


@pytest.fixture(autouse=True)
def _one_lake(installation: Path) -> None:
    """Each test has its own installation, and all the same assets: of two with one name Airflow takes the first."""
    (installation / "pipelines" / "shop.yaml").write_text("name: shop\nlake: /srv/lake\nsources: {}\n")


@pytest.fixture(scope="module")
def dags() -> dict[str, DAG]:
    """The two DAGs of a pipeline without a schedule."""
    return DagBag(dag_folder=str(GOLDEN / "minimal" / "dags")).dags


def calls(installation: Path) -> dict[str, list[str]]:
    """The arguments of each job, by its name, in the order in which they were called."""
    lines = (installation.parent / "calls").read_text().splitlines()
    found = {}
    for call in map(json.loads, lines):
        name = call[call.index("--name") + 1]
        found[name] = call[call.index("--config") + 2 :]
    return found


def test_a_day(installation: Path, dags: dict[str, DAG]) -> None:
    run = dags["shop_daily"].test(run_conf={"dt": "2025-08-14"})
    assert run.state == DagRunState.SUCCESS
    jobs = calls(installation)
    assert jobs.pop("shop actions pack") == ["--dt", "2025-08-14"]
    assert set(jobs) == {f"shop {step} {job}" for step in ("actions", "impressions", "history") for job in (step, "dq")}
    assert list(jobs)[-2:] == ["shop history history", "shop history dq"]
    for step in ("actions", "impressions", "history"):
        staged, audited = jobs[f"shop {step} {step}"], jobs[f"shop {step} dq"]
        assert staged[:3] == ["--dt", "2025-08-14", "--run-id"]
        assert staged[3].startswith("shop_daily__manual__")
        assert staged[3].endswith("-try1")
        assert audited == [*staged[:4], "--step", step]


def test_a_warning_is_in_the_notes(installation: Path, dags: dict[str, DAG], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same under the scheduler is in scheduler/test_backfill.py."""
    assert installation.is_dir()
    monkeypatch.setenv(
        "SUBMIT_SAYS",
        "dq           actions 2025-08-14 WARN            10 rows  /lake/_reports/actions/dt=2025-08-14/run=x.html\n"
        "             WARN volume: expected 90 to 110 rows; 10",
    )
    run = dags["shop_daily"].test(run_conf={"dt": "2025-08-14"})
    # As the scheduler calls it, which allows nobody to commit; a run by `test` has no listeners.
    with create_session() as session, prohibit_commit(session) as guard:
        found = session.scalars(select(DagRun).where(DagRun.run_id == run.run_id)).one()
        found.dag = dags["shop_daily"]
        notes.on_dag_run_success(found, "success")
        guard.commit()
    with create_session() as session:
        found = session.scalars(select(DagRun).where(DagRun.run_id == run.run_id)).one()
        note, of_tasks = str(found.note), {ti.task_id: ti.note for ti in found.get_task_instances(session=session)}
    days, _, said = note.partition(": ")
    assert days == "dt 2025-08-14"
    assert sorted(said.split(", ")) == [f"{step}_dq WARN (volume)" for step in ("actions", "history", "impressions")]
    assert of_tasks["history_dq"] == "Audit: WARN (volume)\n2025-08-14 WARN volume: expected 90 to 110 rows; 10"
    assert of_tasks["history"] is None


def test_a_range_that_is_rebuilt(installation: Path, dags: dict[str, DAG]) -> None:
    run = dags["shop_backfill"].test(run_conf={"from": "2025-08-01", "to": "2025-08-14", "rebuild": True})
    assert run.state == DagRunState.SUCCESS
    jobs = calls(installation)
    assert jobs["shop history history"][:4] == ["--from", "2025-08-01", "--to", "2025-08-14"]
    assert jobs["shop history history"][-1] == "--rebuild"
    assert "--rebuild" not in jobs["shop history dq"]


def test_a_failed_day_stops_what_comes_after(
    installation: Path, dags: dict[str, DAG], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUBMIT_EXITS", "[0, 3, 3, 3, 3]")
    run = dags["shop_daily"].test(run_conf={"dt": "2025-08-14"})
    assert run.state == DagRunState.FAILED
    states = {ti.task_id: ti.state for ti in run.get_task_instances()}
    assert states["history"] == states["history_dq"] == "upstream_failed"
    assert "failed" in (states["actions_dq"], states["impressions"], states["impressions_dq"])
    assert "shop history history" not in calls(installation)


def test_nonsense_runs_nothing(installation: Path, dags: dict[str, DAG]) -> None:
    run = dags["shop_backfill"].test(run_conf={"from": "2025-08-14", "to": "2025-08-01"})
    assert run.state == DagRunState.FAILED
    assert not (installation.parent / "calls").exists()
