"""Says in the note of each run which days it is for: the run's own name is the moment at which it may start."""

from __future__ import annotations

from typing import Any

from airflow.listeners import hookimpl

from backstory_airflow import days


@hookimpl
def on_dag_run_running(dag_run: Any, msg: str) -> None:  # noqa: ARG001 (the hook's signature)
    """Write the note, unless whoever started the run left one. Airflow logs what goes wrong here, and goes on."""
    dag = dag_run.dag
    if dag is None or dag_run.note or "backstory" not in dag.tags:
        return
    first, last = days.of_run(dag.timezone, dag_run.conf, dag_run)
    # Whether they can be run is for the tasks to say.
    dag_run.note = f"dt {first}" if first == last else f"dt {first} to {last}"
