"""`bin/backstory backfill`, as someone at a shell uses it, against this Airflow."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from scheduler.conftest import ROOT, Running
from scheduler.shop import Shop

DAYS = ("--from", "2025-08-01", "--to", "2025-08-02")


def backfill(airflow: Running, config: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return airflow.shell(
        *(str(ROOT / "bin/backstory"), "backfill", "--config", str(config), "--yes"),
        *("--airflow", airflow.place.address, *arguments),
        check=False,
    )


@pytest.fixture(scope="module")
def paused(airflow: Running, ranged: Shop) -> subprocess.CompletedProcess[str]:
    return backfill(airflow, ranged.config, *DAYS)


@pytest.fixture(scope="module")
def done(airflow: Running, ranged: Shop, paused: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    """A range of which the second day is refused, switched on after the first attempt found it off."""
    assert paused.returncode == 1
    airflow.rest.patch("/dags/ranged_backfill", {"is_paused": False})
    return backfill(airflow, ranged.config, *DAYS)


def test_a_dag_that_is_off_is_said_before_anything_is_triggered(
    airflow: Running, paused: subprocess.CompletedProcess[str], done: subprocess.CompletedProcess[str]
) -> None:
    assert paused.stderr == (
        "backfill: Cannot backfill because the DAG ranged_backfill is paused; unpause it in the UI, or with:"
        " airflow dags unpause ranged_backfill\n"
    )
    assert done.returncode != 2
    assert airflow.rest.get("/dags/ranged_backfill/dagRuns")["total_entries"] == 1


def test_it_shows_what_is_missing_and_what_will_run(airflow: Running, done: subprocess.CompletedProcess[str]) -> None:
    assert "2025-08-01 to 2025-08-02    2 days  missing" in done.stdout
    assert (
        f"Will run ranged_backfill at {airflow.place.address} for 2025-08-01 to 2025-08-02:"
        " days to build: actions 2, impressions 2, training 2"
    ) in done.stdout
    assert "no estimate: Airflow remembers no run of this pipeline that went well" in done.stdout


def test_it_follows_and_ends_with_3_when_an_audit_refused_a_day(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 3, done.stdout + done.stderr
    assert "actions          success" in done.stdout
    assert "actions_dq       failed" in done.stdout
    assert "failed       FAIL" in done.stdout
    assert done.stderr.endswith(
        "backfill: An audit refused days of 2025-08-01 to 2025-08-02; their reports say why."
        " The other days are published\n"
    )


def test_it_says_where_the_reports_are(airflow: Running, done: subprocess.CompletedProcess[str]) -> None:
    assert f"  actions_dq       {airflow.place.address}/backstory/ranged_backfill/runs/" in done.stdout


def test_the_day_that_passed_is_published(ranged: Shop, done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 3
    assert ranged.record("actions", 1) is not None
    assert ranged.record("actions", 2) is None


def test_an_unknown_dag_is_said(airflow: Running, ranged: Shop, tmp_path: Path) -> None:
    config = tmp_path / "pipeline.yaml"
    config.write_text(ranged.config.read_text().replace('"name": "ranged"', '"name": "other"'))
    found = backfill(airflow, config, *DAYS)
    assert found.returncode == 2
    assert found.stderr == (
        f"backfill: Cannot backfill because Airflow at {airflow.place.address} has no DAG other_backfill; write it"
        " with backstory dags, and put it into Airflow's DAGs folder\n"
    )


def test_a_token_that_is_not_accepted_is_said_and_not_shown(
    airflow: Running, ranged: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = airflow.variables() | {"BACKSTORY_AIRFLOW_TOKEN": "no-such-token"}
    monkeypatch.setattr(Running, "variables", lambda _: variables)
    found = backfill(airflow, ranged.config, *DAYS)
    assert found.returncode == 1
    assert "does not accept the token (403 for GET /dags/ranged_backfill, Invalid JWT token); put" in found.stderr
    assert "no-such-token" not in found.stdout + found.stderr
