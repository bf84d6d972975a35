"""Three days by `airflow backfill create`, while a day that they need is missing, and that day by the range DAG."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

import httpx
import pytest

from local_airflow.waiting import until
from scheduler.conftest import Running
from scheduler.scenarios import SECONDS
from scheduler.shop import Shop, day, expected
from scheduler.told import Told


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
    for table in ("actions", "impressions", "training"):
        first, second = shop.record(table, 1), shop.record(table, 2)
        assert first is not None
        assert not first["run"].startswith("shop_")
        assert second is not None
        assert second["run"].startswith("shop_backfill__manual__")
    assert shop.histories(2) == expected(2)


def test_a_warning_is_in_the_notes_of_the_run_and_of_the_task(airflow: Running, warned: str) -> None:
    note = airflow.run("shop_backfill", warned)["note"]
    assert note == "dt 2025-08-01 to 2025-08-02: actions_dq WARN (no item 202)"
    notes = {task: found["note"] for task, found in airflow.tasks("shop_backfill", warned).items()}
    assert notes.pop("actions_dq").splitlines()[0] == "Audit: WARN (no item 202)"
    assert set(notes.values()) == {None}


def test_a_warning_and_the_address_of_its_report_are_in_the_log(airflow: Running, warned: str) -> None:
    (said,) = airflow.said("shop_backfill", warned, "actions_dq")
    assert said[0] == "warning"
    assert said[1].startswith("actions of 2025-08-02: WARN no item 202: expected ")
    assert "(it is not sold any more)" in said[1]
    (passed,) = airflow.said("shop_backfill", warned, "impressions_dq")
    assert passed[0] == "info"
    assert passed[1].startswith("impressions of 2025-08-02: PASS, 4 rows. Report: ")
    for address, verdict in (
        (said[1].rpartition("Report: ")[2], "WARN"),
        (passed[1].rpartition("Report: ")[2], "PASS"),
    ):
        assert address.startswith(f"{airflow.place.address}/backstory/shop_backfill/view/")
        assert httpx.get(address, trust_env=False).status_code == 200
        report = address.replace("/view/", "/reports/").partition("?")[0].replace(".html", ".json")
        assert httpx.get(report, trust_env=False).json()["verdict"] == verdict


def test_what_is_announced_says_where_and_how_good_the_data_are(airflow: Running, shop: Shop, warned: str) -> None:
    found = {each["name"]: each for each in airflow.rest.get("/assets", name_pattern="shop/")["assets"]}
    for table in ("actions", "impressions", "training"):
        asset = found[f"shop/{table}"]
        assert (asset["uri"], asset["group"]) == ((shop.lake / table).as_uri(), "shop")
    events = airflow.rest.get("/assets/events", source_dag_id="shop_backfill", source_run_id=warned)["asset_events"]
    (actions,) = [each["extra"] for each in events if each["source_task_id"] == "actions_dq"]
    record = shop.record("actions", 2)
    assert record is not None
    assert actions == {
        "first_dt": "2025-08-01",
        "last_dt": "2025-08-02",
        "run": record["run"],
        "uri": (shop.lake / "actions").as_uri(),
        "verdict": "WARN",
        # Of the days that it judged: the first was current.
        "rows": 2,
        "report": f"{airflow.place.address}/backstory/shop_backfill/runs/{quote(warned, safe='')}",
    }


def test_who_wants_to_know_is_told_of_the_warning_once(airflow: Running, told: Told, warned: str) -> None:
    airflow.wait(lambda: bool(told.of("/T/B/X", "shop_backfill")), "the message on the warning")
    ((text,),) = [list(body.values()) for body in told.of("/T/B/X", "shop_backfill")]
    title, found, run, report = text.splitlines()
    assert title == "shop_backfill has warnings for 2025-08-01 to 2025-08-02"
    assert found.startswith("- actions of 2025-08-02: WARN no item 202: expected ")
    assert run == f"Run: {airflow.place.address}/dags/shop_backfill/runs/{quote(warned, safe='')}"
    address = report.removeprefix("Report of actions of 2025-08-02: ")
    assert httpx.get(address, trust_env=False).status_code == 200


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
