"""Three days by `airflow backfill create`, while a day that they need is missing, and that day by the range DAG."""

from __future__ import annotations

import re
from datetime import date

import pytest

from local_airflow.waiting import until
from scheduler.conftest import Running
from scheduler.scenarios import SECONDS
from scheduler.shop import Shop, day, expected


@pytest.fixture(scope="module")
def waiting(airflow: Running, backfill: list[str]) -> str:
    """The log of the first try of `history` that found the 2nd missing."""

    def found() -> str:
        logs = [airflow.log("shop_daily", run, "history") for run in backfill]
        return next((log for log in logs if "are not published" in log and "2025-08-02" in log), "")

    airflow.wait(lambda: bool(found()), "a history that misses 2025-08-02")
    return found()


@pytest.fixture(scope="module")
def repair(airflow: Running, waiting: str, trainer: str) -> str:
    """The run of the range DAG that publishes the 2nd."""
    assert waiting
    assert trainer
    return airflow.trigger("shop_backfill", {"from": "2025-08-01", "to": "2025-08-02"})


def test_the_days_are_those_of_the_data_not_of_the_runs(airflow: Running, backfill: list[str]) -> None:
    airflow.wait(lambda: all(airflow.run("shop_daily", run)["note"] for run in backfill), "the runs to begin")
    assert [airflow.run("shop_daily", run)["note"] for run in backfill] == [f"dt {day(d)}" for d in (3, 4, 5)]


def test_the_rendered_fields_of_a_task_say_the_day_too(airflow: Running, backfill: list[str]) -> None:
    def rendered() -> dict[str, str]:
        found: dict[str, str] = airflow.tasks("shop_daily", backfill[0])["actions"]["rendered_fields"]
        return found

    airflow.wait(lambda: bool(rendered()), "actions to begin")
    assert rendered() == {"first_dt": "2025-08-03", "last_dt": "2025-08-03", "rebuild": "False"}


def test_a_day_that_misses_earlier_ones_names_them(waiting: str) -> None:
    assert "of actions of its window are not published: 2025-08-02" in waiting
    assert "bin/backstory actions --config" in waiting


def test_the_range_dag_builds_what_is_missing(airflow: Running, shop: Shop, repair: str) -> None:
    assert airflow.wait_for_end("shop_backfill", repair) == "success"
    assert airflow.run("shop_backfill", repair)["note"] == "dt 2025-08-01 to 2025-08-02"
    for table in ("actions", "impressions", "training"):
        first, second = shop.record(table, 1), shop.record(table, 2)
        assert first is not None
        assert not first["run"].startswith("shop_")
        assert second is not None
        assert second["run"].startswith("shop_backfill__manual__")
    assert shop.histories(2) == expected(2)


def test_what_it_publishes_is_announced_to_the_dag_that_trains(
    airflow: Running, shop: Shop, repair: str, trainer: str
) -> None:
    airflow.wait_for_end("shop_backfill", repair)
    first, second = shop.record("training", 1), shop.record("training", 2)
    assert first is not None
    assert second is not None

    # A task that Airflow lost is tried again, and announces what it finds published.
    published = second["run"].rpartition("-try")[0]

    def runs() -> list[tuple[str, str]]:
        found = airflow.rest.get(f"/dags/{trainer}/dagRuns")["dag_runs"]
        return [(run["state"], airflow.log(trainer, run["dag_run_id"], "train")) for run in found]

    def logs() -> list[str]:
        return [log for state, log in runs() if state == "success" and published in log]

    # Days that were waiting follow it, and may be announced with it.
    assert until(lambda: bool(logs()), SECONDS), f"nothing was trained on {published}: {runs()}"
    log = logs()[0]
    assert "announced:" in log
    assert re.search(r"runs: .*training", log)
    assert re.search(r"read 4 rows for model-2025-08-0[2-5]-", log)


def test_then_the_waiting_days_go_on_by_themselves(
    airflow: Running, shop: Shop, backfill: list[str], repair: str
) -> None:
    assert repair
    assert [airflow.wait_for_end("shop_daily", run) for run in backfill] == ["success"] * 3
    assert any(airflow.tasks("shop_daily", run)["history"]["try_number"] > 1 for run in backfill)
    assert [shop.histories(d) for d in (3, 4, 5)] == [expected(d) for d in (3, 4, 5)]


@pytest.mark.parametrize("d", [3, 4, 5])
def test_each_day_was_built_after_what_it_is_built_from(shop: Shop, d: int) -> None:
    training = shop.record("training", d)
    assert training is not None
    for each in training["inputs"]:
        for dt in (day(n) for n in range(1, 6)):
            if date.fromisoformat(each["from"]) <= dt <= date.fromisoformat(each["to"]):
                record = shop.record(each["table"], dt.day)
                assert record is not None
                assert record["run"] == each["run"]
                assert record["publishedAt"] < training["publishedAt"]
    covered = {each["table"] for each in training["inputs"]}
    assert covered == {"actions", "impressions"}


def test_airflow_says_that_the_backfill_is_complete(airflow: Running) -> None:
    def complete() -> bool:
        (found,) = airflow.rest.get("/backfills", dag_id="shop_daily")["backfills"]
        return found["completed_at"] is not None

    airflow.wait(complete, "the backfill to be complete")
