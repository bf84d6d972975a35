"""The note of a run, which names its days."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

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


def test_a_note_names_the_checks_of_the_worst_days_and_has_an_end() -> None:
    days_of = [
        {"dt": "2025-08-01", "verdict": "WARN", "checks": ["volume"], "findings": ["WARN volume: " + "x" * 2000]},
        {"dt": "2025-08-02", "verdict": "FAIL", "checks": ["no nulls"], "findings": ["FAIL no nulls: 1"]},
    ]
    said = {"verdict": "FAIL", "verdicts": {"WARN": 1, "FAIL": 1}, "notable": days_of}
    assert notes.with_verdicts("dt 2025-08-01", {"actions_dq": said}) == (
        "dt 2025-08-01: actions_dq FAIL on 2 days (no nulls)"
    )
    assert len(notes.of_task(said)) == 1000


class Rows(DeclarativeBase):
    """A table that stands for Airflow's of runs: what is written when a run is over needs a session."""


class EndedRun(Rows):
    """A run, with a task for each of what audits left."""

    __tablename__ = "runs"
    id: Mapped[int] = mapped_column(primary_key=True)
    note: Mapped[str | None]

    def get_task_instance(self, task: str, session: Any) -> Any:  # noqa: ARG002 (Airflow's signature)
        return self.tasks.get(task)  # type: ignore[attr-defined]


def ended(
    monkeypatch: pytest.MonkeyPatch, hook: Any, note: str | None, tasks: dict[str, str | None], tag: str = "backstory"
) -> tuple[str | None, dict[str, str | None]]:
    """The notes of a run and of its tasks, after a listener heard that it is over."""
    monkeypatch.setattr(notes, "left_by", lambda *_: SAID)
    with Session(create_engine("sqlite://")) as session:
        a_run: Any = EndedRun(note=note)
        for name, value in vars(run({"from": "2025-08-01", "to": "2025-08-03"}, tags=(tag,))).items():
            if name != "note":
                setattr(a_run, name, value)
        a_run.tasks = {task: SimpleNamespace(note=of_task) for task, of_task in tasks.items()}
        session.add(a_run)
        hook(a_run, "over")
        return a_run.note, {task: ti.note for task, ti in a_run.tasks.items()}


WARNED = "dt 2025-08-01 to 2025-08-03: actions_dq WARN on 2 days (volume, mix)"
AUDITED = "Audit: WARN on 2 days (volume, mix)\n2025-08-01 WARN volume: a\n2025-08-02 WARN"


@pytest.mark.parametrize("hook", [notes.on_dag_run_success, notes.on_dag_run_failed])
def test_a_run_that_is_over_says_it_also_where_nothing_failed(monkeypatch: pytest.MonkeyPatch, hook: Any) -> None:
    tasks = {"actions_dq": None, "history_dq": None}
    of_run, of_tasks = ended(monkeypatch, hook, "dt 2025-08-01 to 2025-08-03", tasks)
    assert of_run == WARNED
    assert of_tasks == {"actions_dq": AUDITED, "history_dq": None}


def test_notes_of_ours_are_replaced_and_those_of_people_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = "dt 2025-08-01 to 2025-08-03: actions_dq FAIL (no nulls)"
    tasks = {"actions_dq": "Audit: FAIL (no nulls)", "history_dq": "Audit: WARN (volume)"}
    of_run, of_tasks = ended(monkeypatch, notes.on_dag_run_success, earlier, tasks)
    assert of_run == WARNED
    assert of_tasks == {"actions_dq": AUDITED, "history_dq": "Audit: PASS"}
    people: dict[str, str | None] = {"actions_dq": "see the ticket", "history_dq": "fine"}
    assert ended(monkeypatch, notes.on_dag_run_success, "ours", people) == ("ours", people)
    assert ended(monkeypatch, notes.on_dag_run_success, None, {"actions_dq": None}, tag="shop") == (
        None,
        {"actions_dq": None},
    )


def test_the_plugin_registers_it() -> None:
    assert BackstoryPlugin.listeners == [notes]
