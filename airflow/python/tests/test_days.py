"""Which day a run is for, with the intervals that Airflow's own timetable makes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from airflow.timetables.base import DataInterval, TimeRestriction
from airflow.timetables.interval import CronDataIntervalTimetable

from backstory_airflow import days

TODAY = date(2025, 8, 20)


def run(start: datetime | None, end: datetime | None, run_after: datetime) -> SimpleNamespace:
    return SimpleNamespace(data_interval_start=start, data_interval_end=end, run_after=run_after)


@pytest.mark.parametrize(
    ("zone", "cron"),
    [
        ("UTC", "0 0 * * *"),
        ("Europe/Berlin", "0 3 * * *"),
        ("Europe/Berlin", "30 2 * * *"),  # 02:30 is left out in March and comes twice in October
        ("America/New_York", "30 2 * * *"),
        ("America/Sao_Paulo", "0 0 * * *"),
        ("Pacific/Chatham", "59 23 * * *"),
        ("Asia/Tokyo", "0 0 * * *"),
        ("+05:45", "0 4 * * *"),
    ],
)
def test_a_year_of_runs_is_every_day_once(zone: str, cron: str) -> None:
    tz = days.zone(zone)
    timetable = CronDataIntervalTimetable(cron, timezone=tz)
    earliest = datetime(2025, 1, 1, tzinfo=tz)
    interval: DataInterval | None = None
    dts = []
    for _ in range(400):
        info = timetable.next_dagrun_info(
            last_automated_data_interval=interval, restriction=TimeRestriction(earliest, None, catchup=True)
        )
        interval = info.data_interval
        dts.append(days.dt_of_run(tz, {"dt": None}, run(interval.start, interval.end, info.run_after)))
    assert dts == [str(date(2025, 1, 1) + timedelta(days=i)) for i in range(400)]


def test_a_dt_that_was_given_wins() -> None:
    moment = datetime(2025, 8, 14, 3, tzinfo=UTC)
    a_run = run(moment, moment + timedelta(days=1), moment)
    assert days.dt_of_run(days.zone("UTC"), {"dt": "2024-02-29"}, a_run) == "2024-02-29"


@pytest.mark.parametrize("interval", [(None, None), (datetime(2025, 8, 14, 23, tzinfo=UTC),) * 2])
def test_without_an_interval_it_is_the_day_before(interval: tuple[datetime | None, datetime | None]) -> None:
    a_run = run(*interval, datetime(2025, 8, 14, 23, tzinfo=UTC))
    assert days.dt_of_run(days.zone("Europe/Berlin"), {}, a_run) == "2025-08-14"
    assert days.dt_of_run(days.zone("UTC"), {}, a_run) == "2025-08-13"


def test_a_range_has_both_its_ends() -> None:
    asked = days.checked("2025-08-13", "2025-08-15", TODAY)
    assert (str(asked), asked.single) == ("2025-08-13 to 2025-08-15", False)
    assert asked.every == [date(2025, 8, 13), date(2025, 8, 14), date(2025, 8, 15)]
    assert str(days.checked("2025-08-19", "2025-08-19", TODAY)) == "2025-08-19"


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        (
            "2025-08-15",
            "2025-08-14",
            "Cannot run 2025-08-15 to 2025-08-14 because the range ends before it begins; swap from and to",
        ),
        (
            "2025-08-20",
            "2025-08-20",
            "Cannot run 2025-08-20 because 2025-08-20 is not over yet in the pipeline's zone;"
            " name days up to 2025-08-19",
        ),
        (
            "2025-08-14",
            "2026-08-14",
            "Cannot run 2025-08-14 to 2026-08-14 because 2026-08-14 is not over yet in the pipeline's zone;"
            " name days up to 2025-08-19",
        ),
        (
            "None",
            "2025-08-14",
            "Cannot use the day 'None' (from) because it is not one; write it as 2025-08-14",
        ),
        (
            "2025-08-14",
            "20250815",
            "Cannot use the day '20250815' (to) because it is not one; write it as 2025-08-14",
        ),
    ],
)
def test_nonsense_is_refused(first: str, last: str, message: str) -> None:
    with pytest.raises(days.UnusableDaysError) as refused:
        days.checked(first, last, TODAY)
    assert str(refused.value) == message
