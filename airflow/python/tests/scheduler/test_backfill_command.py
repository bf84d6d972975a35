"""`bin/backstory backfill`, as someone at a shell uses it, against this Airflow."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from local_airflow import lifecycle
from scheduler.conftest import Running
from scheduler.scenarios import DAYS, ROOT, SECONDS, Backfills, FailedDay
from scheduler.scenarios import backfill as run_backfill
from scheduler.shop import Shop, expected


def test_a_paused_dag_is_reported_before_anything_is_triggered(backfills: Backfills) -> None:
    assert backfills.paused.returncode == 1
    assert backfills.paused.stderr == (
        "backfill: Cannot backfill because the DAG ranged_backfill is paused; unpause it in the UI, or with:"
        " airflow dags unpause ranged_backfill, or give --unpause\n"
    )
    assert backfills.failed.returncode != 2
    assert backfills.runs_after_failed == 1


def test_it_shows_what_is_missing_and_what_will_run(airflow: Running, backfills: Backfills) -> None:
    assert "2025-08-01 to 2025-08-02    2 days  missing" in backfills.failed.stdout
    assert (
        f"Will run ranged_backfill at {airflow.place.address} for 2025-08-01 to 2025-08-02:"
        " days to build: actions 2, impressions 2, training 2"
    ) in backfills.failed.stdout
    assert "No estimate: Airflow remembers no run of this pipeline that went well" in backfills.failed.stdout


def test_it_follows_and_ends_with_3_when_a_day_failed_its_audit(backfills: Backfills) -> None:
    done = backfills.failed
    assert done.returncode == 3, done.stdout + done.stderr
    assert "actions          success" in done.stdout
    assert "actions_dq       failed" in done.stdout
    assert "failed       FAIL" in done.stdout
    assert done.stderr.endswith(
        "backfill: Days of 2025-08-01 to 2025-08-02 failed their audit; their reports say why."
        " The other days are published\n"
    )


def test_it_says_where_the_reports_are(airflow: Running, backfills: Backfills) -> None:
    assert f"  actions_dq       {airflow.place.address}/backstory/ranged_backfill/runs/" in backfills.failed.stdout


def test_it_says_where_the_logs_of_failed_tasks_are(airflow: Running, backfills: Backfills) -> None:
    failed = re.search(
        r"^Failed tasks\n  actions_dq       (\S+)/tasks/actions_dq$", backfills.failed.stdout, re.MULTILINE
    )
    assert failed
    assert failed[1].startswith(f"{airflow.place.address}/dags/ranged_backfill/runs/manual__")


def test_the_day_that_passed_is_published(backfills: Backfills) -> None:
    assert backfills.failed.returncode == 3
    assert backfills.published_after_failed == [True, False]


def test_a_run_can_be_followed_again(backfills: Backfills) -> None:
    again = backfills.followed_again
    assert again.returncode == 3, again.stdout + again.stderr
    assert "actions_dq       failed" in again.stdout
    assert again.stderr == backfills.failed.stderr


@pytest.fixture(scope="module")
def corrected(backfills: Backfills) -> str:
    """What a second backfill prints, after the second day's data were corrected."""
    again = backfills.corrected
    assert again.returncode == 0, again.stdout + again.stderr
    return again.stdout


def test_once_the_data_are_corrected_it_builds_what_failed(ranged: Shop, corrected: str) -> None:
    assert "failed" in corrected[: corrected.index("Will run")]
    assert "failed" not in corrected[corrected.index("Reports") :]
    assert [ranged.histories(d) for d in (1, 2)] == [expected(1), expected(2)]


def test_what_is_current_is_not_run_again(airflow: Running, ranged: Shop, corrected: str) -> None:
    assert corrected
    found = run_backfill(airflow, ranged.config, *DAYS)
    assert found.returncode == 0
    assert "Everything is current, nothing to run; --rebuild builds these days again." in found.stdout


def test_at_a_terminal_it_says_how_long_it_takes_and_asks(airflow: Running, ranged: Shop, corrected: str) -> None:
    assert corrected
    runs_before = airflow.rest.get("/dags/ranged_backfill/dagRuns")["total_entries"]
    command = [str(ROOT / "bin/backstory"), "backfill", "--config", str(ranged.config), *DAYS, "--rebuild"]
    master, slave = pty.openpty()
    with subprocess.Popen(
        [*command, "--airflow", airflow.place.address],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=airflow.place.environment(),
    ) as process:
        os.close(slave)
        os.write(master, b"n\n")
        code = process.wait(timeout=SECONDS)
    said = os.read(master, 1 << 16).decode()
    os.close(master)
    assert code == 0, said
    assert re.search(r"It takes about \d+ (s|min).*: an earlier backfill of 2 days took", said), said
    assert "Go on? [y/N]" in said
    assert "Nothing was triggered." in said
    assert airflow.rest.get("/dags/ranged_backfill/dagRuns")["total_entries"] == runs_before


@pytest.fixture
def everything_else_is_over(airflow: Running, backfill: list[str], two_runs: list[str], failed_day: FailedDay) -> None:
    """Nobody else waits for the pool that is taken away."""
    assert failed_day
    for dag, runs in (("shop_daily", backfill), ("twins_daily", two_runs)):
        for run in runs:
            airflow.wait_for_end(dag, run)


@pytest.mark.usefixtures("everything_else_is_over")
def test_a_run_that_waits_for_a_pool_that_is_gone_is_reported(airflow: Running, ranged: Shop, corrected: str) -> None:
    assert corrected
    airflow.rest.delete("/pools/spark")
    try:
        found = run_backfill(airflow, ranged.config, *DAYS, "--rebuild", "--patience", "1")
    finally:
        # With the pool back it would go on, and nobody looks at it any more.
        for run in airflow.rest.get("/dags/ranged_backfill/dagRuns", state="running")["dag_runs"]:
            airflow.end("ranged_backfill", run["dag_run_id"])
        airflow.rest.post("/pools", lifecycle.POOL)
    assert found.returncode == 1
    cause = "there is no pool 'spark', for which actions waits; create it, for example with: airflow pools set spark 1"
    assert cause in found.stdout or cause.replace("actions", "impressions") in found.stdout
    assert "Gave up following the run after nothing moved for" in found.stderr


def test_an_unknown_dag_is_reported(airflow: Running, ranged: Shop, tmp_path: Path) -> None:
    config = tmp_path / "pipeline.yaml"
    config.write_text(ranged.config.read_text().replace('"name": "ranged"', '"name": "other"'))
    found = run_backfill(airflow, config, *DAYS, "--rebuild")
    assert found.returncode == 2
    assert found.stderr == (
        f"backfill: Cannot backfill because Airflow at {airflow.place.address} has no DAG other_backfill; write it"
        " with bin/backstory dags, and put it into Airflow's DAGs folder\n"
    )


def test_a_token_that_is_not_accepted_is_reported_and_not_shown(
    airflow: Running, ranged: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = airflow.variables() | {"BACKSTORY_AIRFLOW_TOKEN": "no-such-token"}
    monkeypatch.setattr(Running, "variables", lambda _: variables)
    found = run_backfill(airflow, ranged.config, *DAYS, "--rebuild")
    assert found.returncode == 1
    assert "does not accept the token (403 for GET /dags/ranged_backfill, Invalid JWT token); put" in found.stderr
    assert "no-such-token" not in found.stdout + found.stderr
