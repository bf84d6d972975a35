"""
Says in the note of each run which days it is for: the run's own name is the moment at which it may start.

When the run is over its note says, too, what its audits said, unless all passed; and so do the notes of their tasks.
"""

from __future__ import annotations

from typing import Any

from airflow.listeners import hookimpl

from backstory_airflow import audits, days

_LONGEST = 1000
_OF_A_TASK = "Audit: "


@hookimpl
def on_dag_run_running(dag_run: Any, msg: str) -> None:  # noqa: ARG001 (the hook's signature)
    """Write the note, unless whoever started the run left one. Airflow logs what goes wrong here, and goes on."""
    dag = dag_run.dag
    if dag is None or dag_run.note or "backstory" not in dag.tags:
        return
    # Whether they can be run is for the tasks to say.
    dag_run.note = _of_days(dag, dag_run)


@hookimpl
def on_dag_run_success(dag_run: Any, msg: str) -> None:  # noqa: ARG001 (the hook's signature)
    """Say what the audits said: a day that is published may have a warning."""
    _say_verdicts(dag_run)


@hookimpl
def on_dag_run_failed(dag_run: Any, msg: str) -> None:  # noqa: ARG001 (the hook's signature)
    """Say what the audits said."""
    _say_verdicts(dag_run)


def with_verdicts(note: str, said: dict[str, dict[str, Any]]) -> str:
    """
    Return the note of a run that is over.

    :param note: the days
    :param said: what each audit task left, in the order of the tasks
    """
    words = [f"{task} {audits.in_words(audit)}" for task, audit in said.items() if audit["verdict"] != "PASS"]
    return audits.shortened(f"{note}: {', '.join(words)}" if words else note, _LONGEST)


def of_task(audit: dict[str, Any]) -> str:
    """Return the note of an audit task."""
    found = [f"{day['dt']} {finding}" for day in audit["notable"] for finding in day["findings"] or [day["verdict"]]]
    return audits.shortened(_OF_A_TASK + "\n".join([audits.in_words(audit), *found]), _LONGEST)


def _of_days(dag: Any, dag_run: Any) -> str:
    return f"dt {days.in_words(*days.of_run(dag.timezone, dag_run.conf, dag_run))}"


def _say_verdicts(dag_run: Any) -> None:
    from sqlalchemy.orm import object_session

    dag = dag_run.dag
    session = object_session(dag_run)
    if dag is None or session is None or "backstory" not in dag.tags:
        return
    # The scheduler holds locks: nothing may be committed here, nor half of it be written.
    with session.no_autoflush:
        said = left_by(dag_run, session)
        tis = {task: dag_run.get_task_instance(task, session=session) for task in said}
    base = _of_days(dag, dag_run)
    # A note that somebody else wrote stays.
    if not dag_run.note or dag_run.note == base or dag_run.note.startswith(base + ": "):
        dag_run.note = with_verdicts(base, said)
    for task, audit in said.items():
        ti = tis[task]
        ours = ti is not None and ti.note and ti.note.startswith(_OF_A_TASK)
        if ours or (ti is not None and not ti.note and audit["verdict"] != "PASS"):
            ti.note = of_task(audit)


def left_by(dag_run: Any, session: Any) -> dict[str, dict[str, Any]]:
    """Return what the audit tasks of a run left, by task, the earliest first."""
    from airflow.models.xcom import XComModel
    from sqlalchemy import select

    rows = session.scalars(
        select(XComModel)
        .where(XComModel.dag_run_id == dag_run.id, XComModel.key == audits.XCOM)
        .order_by(XComModel.timestamp, XComModel.task_id)
    )
    return {row.task_id: XComModel.deserialize_value(row) for row in rows.unique()}
