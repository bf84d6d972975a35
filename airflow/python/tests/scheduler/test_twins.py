"""Two DAG runs of one day at once."""

from __future__ import annotations

from scheduler.conftest import Running
from scheduler.shop import Shop, day, expected


def test_both_succeed_and_one_whole_day_is_published(airflow: Running, twins: Shop, two_runs: list[str]) -> None:
    assert [airflow.wait_for_end("twins_daily", run) for run in two_runs] == ["success", "success"]
    assert twins.histories(1) == expected(1)
    training = twins.record("training", 1)
    assert training is not None
    current = {table: twins.record(table, 1) for table in ("actions", "impressions")}
    for each in training["inputs"]:
        record = current[each["table"]]
        assert record is not None
        assert record["run"] == each["run"]


def test_nothing_is_left_between_the_days(twins: Shop) -> None:
    for table in ("actions", "impressions", "training"):
        assert [path.name for path in (twins.lake / table).iterdir()] == [f"dt={day(1)}"]
