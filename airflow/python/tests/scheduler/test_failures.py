"""A day that its audit refuses, one of whose tasks crashes as well; and how it is put right."""

from __future__ import annotations

import pytest

from scheduler.conftest import Running
from scheduler.shop import Shop, expected

DAG = "strict_daily"


@pytest.fixture(scope="module")
def ended(airflow: Running, refused: str) -> str:
    """The run, after all of it came to its end."""
    airflow.wait_for_end(DAG, refused)
    return refused


def test_a_refused_day_fails_for_good(airflow: Running, ended: str) -> None:
    tasks = airflow.tasks(DAG, ended)
    assert airflow.run(DAG, ended)["state"] == "failed"
    assert (tasks["actions_dq"]["state"], tasks["actions_dq"]["try_number"]) == ("failed", 1)
    assert tasks["actions_dq"]["max_tries"] == 1
    assert "The audit of actions refused data of 2025-08-01" in airflow.log(DAG, ended, "actions_dq")


def test_what_needs_it_does_not_run(airflow: Running, strict: Shop, ended: str) -> None:
    tasks = airflow.tasks(DAG, ended)
    assert {name: tasks[name]["state"] for name in ("history", "history_dq")} == {
        "history": "upstream_failed",
        "history_dq": "upstream_failed",
    }
    assert strict.record("actions", 1) is None
    assert strict.record("training", 1) is None


def test_the_report_is_one_click_away(airflow: Running, ended: str) -> None:
    page = airflow.report(DAG, ended, "actions_dq")
    assert "FAIL" in page
    assert "customer" in page


def test_a_crash_is_tried_again_and_then_fine(airflow: Running, strict: Shop, ended: str) -> None:
    task = airflow.tasks(DAG, ended)["impressions"]
    assert (task["state"], task["try_number"]) == ("success", 2)
    published = strict.record("impressions", 1)
    assert published is not None
    assert published["run"].endswith("-try2")


def test_corrected_and_cleared_it_recovers(airflow: Running, strict: Shop, ended: str) -> None:
    strict.write_day(1)
    what = {"dag_run_id": ended, "task_ids": ["actions"], "include_downstream": True, "only_failed": False}
    airflow.rest.post(f"/dags/{DAG}/clearTaskInstances", what | {"dry_run": False, "reset_dag_runs": True})
    assert airflow.wait_for_end(DAG, ended) == "success"
    record = strict.record("actions", 1)
    assert record is not None
    assert record["run"].endswith("-try2")
    assert strict.histories(1) == expected(1)
