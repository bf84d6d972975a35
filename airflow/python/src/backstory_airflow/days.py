"""Which days a run is for. A day is a local day of the pipeline's zone, written as 2025-08-14."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

import pendulum
from pendulum.tz.timezone import FixedTimezone, Timezone

Zone = Timezone | FixedTimezone

_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)(?::(\d\d))?")


class Run(Protocol):
    """What is read of a DAG run; Airflow's has it in a task and in the API server."""

    @property
    def data_interval_start(self) -> datetime | None:
        """Where the run's data begin."""

    @property
    def data_interval_end(self) -> datetime | None:
        """Where they end."""

    @property
    def run_after(self) -> datetime:
        """When it may start."""


class UnusableDaysError(ValueError):
    """Days that cannot be run, however often it is tried."""


@dataclass(frozen=True)
class Days:
    """A range of days, both ends included."""

    first: date
    last: date

    @property
    def single(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last

    @property
    def every(self) -> list[date]:
        """All days, in order."""
        return [self.first + timedelta(days=i) for i in range((self.last - self.first).days + 1)]

    def months_over(self, today: date) -> bool:
        """Whether a month that one of the days is in is over: only such a month can have all its days."""
        return (self.first.year, self.first.month) < (today.year, today.month)

    def __str__(self) -> str:
        return in_words(str(self.first), str(self.last))


def in_words(first: str, last: str) -> str:
    """Return a range of days as people read it."""
    return first if first == last else f"{first} to {last}"


def zone(name: str) -> Zone:
    """Return the zone of this name, or of an offset such as +05:45."""
    offset = _OFFSET.fullmatch(name)
    if offset is None:
        return pendulum.timezone(name)
    hours, minutes, seconds = (int(part or 0) for part in offset.groups()[1:])
    total = hours * 3600 + minutes * 60 + seconds
    return FixedTimezone(-total if offset[1] == "-" else total)


def dt_of_run(zone: Zone, params: Mapping[str, Any], dag_run: Run) -> str:
    """
    Return the day of a daily run: its dt param, else the local day in which its data interval begins.

    A run that has no interval, because the DAG has no schedule, is for the day before it may start.
    """
    given = params.get("dt")
    if given:
        return str(given)
    start, end = dag_run.data_interval_start, dag_run.data_interval_end
    if start is not None and end is not None and start < end:
        return str(start.astimezone(zone).date())
    return str(dag_run.run_after.astimezone(zone).date() - timedelta(days=1))


def of_run(zone: Zone, conf: Mapping[str, Any] | None, dag_run: Run) -> tuple[str, str]:
    """
    Return the first and the last day of a run, as they were asked for; `checked` says whether they can be run.

    The tasks get the same days from the templates in the DAG's file: params, which are the run's conf over the DAG's
    defaults, name `from` and `to` in the range DAG; the templates of the daily DAG call `dt_of_run`.
    """
    conf = conf or {}
    if "from" in conf or "to" in conf:
        return str(conf.get("from")), str(conf.get("to"))
    dt = dt_of_run(zone, conf, dag_run)
    return dt, dt


def checked(first: str, last: str, today: date) -> Days:
    """
    Return the days of a run.

    :param today: in the pipeline's zone; it is not over yet, so it cannot be run
    :raises UnusableDaysError: when they cannot be run
    """
    days = Days(_day("from", first), _day("to", last))
    if days.first > days.last:
        raise UnusableDaysError(
            f"Cannot run {days.first} to {days.last} because the range ends before it begins; swap from and to"
        )
    if days.last >= today:
        raise UnusableDaysError(
            f"Cannot run {days} because {days.last} is not over yet in the pipeline's zone;"
            f" name days up to {today - timedelta(days=1)}"
        )
    return days


def _day(name: str, text: str) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnusableDaysError(
            f"Cannot use the day '{text}' ({name}) because it is not one; write it as 2025-08-14"
        ) from error
