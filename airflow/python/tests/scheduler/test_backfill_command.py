"""`bin/backstory backfill`, as someone at a shell uses it, against this Airflow."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from scheduler.conftest import ROOT, SECONDS, Running
from scheduler.shop import Shop, expected

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


def test_a_run_can_be_followed_again(airflow: Running, ranged: Shop, done: subprocess.CompletedProcess[str]) -> None:
    run = re.search(r"^Triggered (\S+); it goes on when this command is stopped$", done.stdout, re.MULTILINE)
    assert run
    again = backfill(airflow, ranged.config, *DAYS, "--follow", run[1])
    assert again.returncode == 3, again.stdout + again.stderr
    assert "actions_dq       failed" in again.stdout
    assert again.stderr == done.stderr


@pytest.fixture(scope="module")
def corrected(airflow: Running, ranged: Shop, done: subprocess.CompletedProcess[str]) -> str:
    """What a second backfill prints, after the second day's data were corrected."""
    assert done.returncode == 3
    ranged.write_day(2)
    again = backfill(airflow, ranged.config, *DAYS)
    assert again.returncode == 0, again.stdout + again.stderr
    return again.stdout


def test_once_the_data_are_corrected_it_builds_what_was_refused(ranged: Shop, corrected: str) -> None:
    assert "failed" in corrected[: corrected.index("Will run")]
    assert "failed" not in corrected[corrected.index("Reports") :]
    assert [ranged.histories(d) for d in (1, 2)] == [expected(1), expected(2)]


def test_what_is_current_is_not_run_again(airflow: Running, ranged: Shop, corrected: str) -> None:
    assert corrected
    found = backfill(airflow, ranged.config, *DAYS)
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


def test_a_run_that_waits_for_a_pool_that_is_gone_is_said(airflow: Running, ranged: Shop, corrected: str) -> None:
    assert corrected
    airflow.shell("airflow", "pools", "delete", "spark")
    try:
        found = backfill(airflow, ranged.config, *DAYS, "--rebuild", "--patience", "2")
    finally:
        airflow.shell("airflow", "pools", "set", "spark", "2", "Spark jobs at once")
    assert found.returncode == 1
    cause = "there is no pool 'spark', for which actions waits; create it, for example with: airflow pools set spark 1"
    assert cause in found.stdout or cause.replace("actions", "impressions") in found.stdout
    assert "Gave up following the run after nothing moved for" in found.stderr


def test_an_unknown_dag_is_said(airflow: Running, ranged: Shop, tmp_path: Path) -> None:
    config = tmp_path / "pipeline.yaml"
    config.write_text(ranged.config.read_text().replace('"name": "ranged"', '"name": "other"'))
    found = backfill(airflow, config, *DAYS, "--rebuild")
    assert found.returncode == 2
    assert found.stderr == (
        f"backfill: Cannot backfill because Airflow at {airflow.place.address} has no DAG other_backfill; write it"
        " with bin/backstory dags, and put it into Airflow's DAGs folder\n"
    )


def test_a_token_that_is_not_accepted_is_said_and_not_shown(
    airflow: Running, ranged: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = airflow.variables() | {"BACKSTORY_AIRFLOW_TOKEN": "no-such-token"}
    monkeypatch.setattr(Running, "variables", lambda _: variables)
    found = backfill(airflow, ranged.config, *DAYS, "--rebuild")
    assert found.returncode == 1
    assert "does not accept the token (403 for GET /dags/ranged_backfill, Invalid JWT token); put" in found.stderr
    assert "no-such-token" not in found.stdout + found.stderr
