"""What histories and packs must hold, worked out from the actions the slow and obvious way (docs/contract.md)."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pyarrow as pa

from backstory_bench.task import LENGTH, Day

PACK_ROW = 8192
"""The most actions in a row of a pack."""


class Action(NamedTuple):
    """An action; the greater of two comes first in a history."""

    micros: int
    action_type: int
    item: int
    dt: str


class Customer(NamedTuple):
    """A customer; files are in the order of these."""

    customer_hash: int
    customer_id: int


Actions = dict[Customer, list[Action]]


def actions(days: Iterable[tuple[str, Any]]) -> Actions:
    """The actions of each customer, from a table of actions per dt."""
    found: Actions = defaultdict(list)
    for dt, table in days:
        columns = (table["customer_hash"], table["customer_id"], table["action_time"].cast(pa.int64()))
        rest = (table["action_type"], table["item_id"])
        for hashed, customer, micros, action_type, item in zip(
            *(column.to_pylist() for column in (*columns, *rest)), strict=True
        ):
            found[Customer(hashed, customer)].append(Action(micros, action_type, item, dt))
    return found


def history(of_customer: Iterable[Action], day: Day) -> list[Action]:
    """The newest actions before the day, newest first."""
    before = [action for action in of_customer if day.first <= action.dt < day.dt and action.micros < day.cut]
    return sorted(before, reverse=True)[:LENGTH]


def padded(values: list[int]) -> list[int]:
    """The values, and zeros up to the length of a history."""
    return values + [0] * (LENGTH - len(values))


class PackRow(NamedTuple):
    """A row of a pack."""

    customer_hash: int
    customer_id: int
    item_ids: list[int]
    action_times: list[int]
    codes: list[int]


def pack(of_customers: Actions, month: str, zone: str) -> Iterator[PackRow]:
    """The rows of a month's pack: of each customer, dt and day of time the newest that a history can hold."""
    for customer in sorted(of_customers):
        groups: dict[tuple[str, datetime.date], list[Action]] = defaultdict(list)
        for action in of_customers[customer]:
            if action.dt.startswith(month):
                groups[action.dt, _local_date(action.micros, zone)].append(action)
        kept = [action for group in groups.values() for action in sorted(group, reverse=True)[:LENGTH]]
        kept.sort(reverse=True)
        for start in range(0, len(kept), PACK_ROW):
            row = kept[start : start + PACK_ROW]
            yield PackRow(
                *customer,
                [action.item for action in row],
                [action.micros for action in row],
                [action.action_type + 4 * int(action.dt[-2:]) for action in row],
            )


def _local_date(micros: int, zone: str) -> datetime.date:
    return datetime.datetime.fromtimestamp(micros // 1_000_000, ZoneInfo(zone)).date()
