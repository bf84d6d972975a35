"""The note of a run, which names its days."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from backstory_airflow import days, notes
from backstory_airflow.plugin import BackstoryPlugin


def run(conf: dict[str, Any] | None, *, note: str | None = None, tags: tuple[str, ...] = ("backstory",)) -> Any:
    return SimpleNamespace(
        dag=SimpleNamespace(timezone=days.zone("Asia/Tokyo"), tags=set(tags)),
        conf=conf,
        note=note,
        # 08-14 00:00 to 08-15 00:00 in Tokyo
        data_interval_start=datetime(2025, 8, 13, 15, tzinfo=UTC),
        data_interval_end=datetime(2025, 8, 14, 15, tzinfo=UTC),
        run_after=datetime(2025, 8, 14, 15, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("conf", "note"),
    [
        (None, "dt 2025-08-14"),
        ({}, "dt 2025-08-14"),
        ({"dt": None, "rebuild": False}, "dt 2025-08-14"),
        ({"dt": "2024-02-29"}, "dt 2024-02-29"),
        ({"from": "2025-08-01", "to": "2025-08-03"}, "dt 2025-08-01 to 2025-08-03"),
        ({"from": "2025-08-01", "to": "2025-08-01"}, "dt 2025-08-01"),
    ],
)
def test_it_names_the_days(conf: dict[str, Any] | None, note: str) -> None:
    a_run = run(conf)
    notes.on_dag_run_running(a_run, "started")
    assert a_run.note == note


def test_what_a_person_wrote_stays() -> None:
    a_run = run({}, note="after the correction of 08-12")
    notes.on_dag_run_running(a_run, "started")
    assert a_run.note == "after the correction of 08-12"


def test_other_peoples_dags_get_none() -> None:
    a_run = run({}, tags=("shop",))
    notes.on_dag_run_running(a_run, "started")
    assert a_run.note is None


SAID = {
    "actions_dq": {
        "verdict": "WARN",
        "verdicts": {"PASS": 1, "WARN": 2},
        "notable": [
            {
                "table": "actions",
                "dt": "2025-08-01",
                "verdict": "WARN",
                "checks": ["volume"],
                "findings": ["WARN volume: a"],
            },
            {"table": "actions", "dt": "2025-08-02", "verdict": "WARN", "checks": ["volume", "mix"], "findings": []},
        ],
    },
    "history_dq": {"verdict": "PASS", "verdicts": {"PASS": 3}, "notable": []},
}


def test_the_note_of_a_run_that_is_over_says_what_did_not_just_pass() -> None:
    said = notes.with_verdicts("dt 2025-08-01 to 2025-08-03", SAID)
    assert said == "dt 2025-08-01 to 2025-08-03: actions_dq WARN on 2 days (volume, mix)"
    assert notes.with_verdicts("dt 2025-08-01", {"history_dq": SAID["history_dq"]}) == "dt 2025-08-01"
    assert len(notes.with_verdicts("x" * 2000, SAID)) == 1000


def test_the_note_of_a_task_has_what_was_found() -> None:
    assert notes.of_task(SAID["actions_dq"]) == (
        "Audit: WARN on 2 days (volume, mix)\n2025-08-01 WARN volume: a\n2025-08-02 WARN"
    )
    assert notes.of_task(SAID["history_dq"]) == "Audit: PASS"


def test_the_plugin_registers_it() -> None:
    assert BackstoryPlugin.listeners == [notes]
