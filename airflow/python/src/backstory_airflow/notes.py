"""Says in the note of each run which days it is for: the run's own name is the moment at which it may start."""

from __future__ import annotations

from typing import Any

from airflow.listeners import hookimpl

from backstory_airflow import days


@hookimpl
def on_dag_run_running(dag_run: Any, msg: str) -> None:  # noqa: ARG001 (the hook's signature)
    """Write the note, unless who started the run left one. Airflow logs what goes wrong here, and goes on."""
    dag = dag_run.dag
    if dag is None or dag_run.note or "backstory" not in dag.tags:
        return
    dag_run.note = f"dt {days_of_run(dag.timezone, dag_run)}"


def days_of_run(zone: days.Zone, dag_run: Any) -> str:
    """Return the days as they were asked for; whether they can be run is for the tasks to say."""
    conf = dag_run.conf or {}
    if "from" in conf or "to" in conf:
        return f"{conf.get('from')} to {conf.get('to')}" if conf.get("from") != conf.get("to") else str(conf["from"])
    return days.dt_of_run(zone, conf, dag_run)
