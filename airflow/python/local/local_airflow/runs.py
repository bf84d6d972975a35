"""Triggers a run of a DAG and follows it to its end."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from local_airflow.errors import LocalAirflowError
from local_airflow.rest import Rest

FINISHED = ("success", "failed")
# With a task in one of these states something goes on, however long it takes: tasks have timeouts of their own.
_MOVING = {"running", "restarting", "up_for_retry", "up_for_reschedule", "deferred"}


class RunStalledError(LocalAirflowError):
    """A run in which nothing happens any more."""


def trigger(rest: Rest, dag_id: str, conf: Mapping[str, Any]) -> str:
    """Start a run, switch its DAG on if it is off, and return the run's id."""
    rest.patch(f"/dags/{dag_id}", {"is_paused": False})
    return str(rest.post(f"/dags/{dag_id}/dagRuns", {"logical_date": None, "conf": dict(conf)})["dag_run_id"])


def param(text: str) -> tuple[str, str | bool]:
    """Return a param of a run as people write it: key=value."""
    name, separator, value = text.partition("=")
    if not separator:
        raise LocalAirflowError(f"Cannot use '{text}' as a param because it has no =; write it as dt=2025-08-14")
    return name, {"true": True, "false": False}.get(value, value)


class Follower:
    """
    Follows one run.

    :param tell: is given a line whenever a task's state changes, and once a minute
    :param patience: seconds without a change, and without a task that works, after which the run is stalled
    :param every: seconds between two looks
    """

    def __init__(
        self,
        rest: Rest,
        dag_id: str,
        run_id: str,
        *,
        tell: Callable[[str], None] = print,
        patience: float = 90,
        every: float = 1,
    ) -> None:
        self._rest = rest
        self._path = f"/dags/{dag_id}/dagRuns/{quote(run_id, safe='')}"
        self._dag_id = dag_id
        self._run_id = run_id
        self._tell = tell
        self._patience = patience
        self._every = every
        self._began = time.monotonic()
        self._told: dict[str, tuple[str, int]] = {}

    def to_the_end(self) -> str:
        """
        Return the state in which the run ended: success or failed.

        :raises RunStalledError: when it does not go on, with what seems to be the cause
        """
        changed = told = answered = time.monotonic()
        answers = True
        while True:
            try:
                state = str(self._rest.get(self._path)["state"])
                tasks = self.tasks()
                answered, answers = time.monotonic(), True
            except LocalAirflowError as error:
                # A server that restarts is no reason to leave a run.
                if time.monotonic() - answered > self._patience:
                    raise LocalAirflowError(f"{error}; the run itself goes on") from error
                if answers:
                    self._line("", f"no answer, trying again: {error}")
                answers = False
                time.sleep(self._every)
                continue
            if self._tell_changes(tasks):
                changed = told = time.monotonic()
            if state in FINISHED:
                return state
            now = time.monotonic()
            moving = [task["task_id"] for task in tasks if task["state"] in _MOVING]
            if not moving and now - changed > self._patience:
                raise RunStalledError(self._why_stalled(state, now - changed))
            if now - told > 60:
                told = now
                self._line("", f"waiting for {', '.join(sorted(moving)) or 'the scheduler'}")
            time.sleep(self._every)

    def tasks(self) -> list[dict[str, Any]]:
        """Return the task instances of the run, as the API gives them."""
        found: list[dict[str, Any]] = self._rest.get(f"{self._path}/taskInstances")["task_instances"]
        return found

    def failures(self) -> list[str]:
        """Return, for each task that failed, where to look: its log, and its report if it has one."""
        lines = []
        for task in self.tasks():
            if task["state"] != "failed":
                continue
            page = f"{self._rest.address}/dags/{self._dag_id}/runs/{quote(self._run_id)}/tasks/{task['task_id']}"
            lines.append(f"{task['task_id']} failed: {page}")
            links = self._rest.get(f"{self._path}/taskInstances/{task['task_id']}/links")["extra_links"]
            if links.get("Report"):
                lines.append(f"{task['task_id']} report: {links['Report']}")
        return lines

    def _tell_changes(self, tasks: list[dict[str, Any]]) -> bool:
        changes = False
        for task in sorted(tasks, key=lambda each: str(each["start_date"] or "9999")):
            seen = (str(task["state"]), int(task["try_number"]))
            if task["state"] is None or self._told.get(task["task_id"]) == seen:
                continue
            changes = True
            self._told[task["task_id"]] = seen
            if task["state"] not in ("scheduled", "queued"):
                tries = f" (try {task['try_number']})" if task["try_number"] > 1 else ""
                took = f" {task['duration']:.0f} s" if task["state"] in FINISHED and task["duration"] else ""
                self._line(task["task_id"], f"{task['state']}{took}{tries}")
        return changes

    def _line(self, task: str, text: str) -> None:
        seconds = int(time.monotonic() - self._began)
        self._tell(f"  {seconds // 60:3d}:{seconds % 60:02d}  {task:<16} {text}")

    def _why_stalled(self, state: str, seconds: float) -> str:
        said = f"Nothing has happened in {self._run_id} of {self._dag_id} ({state}) for {seconds:.0f} s: "
        if self._rest.get(f"/dags/{self._dag_id}")["is_paused"]:
            return said + "the DAG is switched off; switch it on in the UI"
        health = self._rest.get("/monitor/health")["scheduler"]
        if health["status"] != "healthy":
            return said + (
                f"the scheduler last reported at {health['latest_scheduler_heartbeat']}; look at its log, or run"
                " 'make airflow-stop' and 'make airflow'"
            )
        if state == "queued":
            return said + "as many runs of this DAG as may are active already; wait for them, or mark them failed"
        return said + self._why_tasks_wait()

    def _why_tasks_wait(self) -> str:
        pools = {pool["name"]: pool for pool in self._rest.get("/pools", limit=100)["pools"]}
        for task in self.tasks():
            if task["pool"] not in pools:
                return f"there is no pool '{task['pool']}', for which {task['task_id']} waits; create it"
            pool = pools[task["pool"]]
            if task["state"] in ("scheduled", "queued") and pool["open_slots"] <= 0:
                return f"the pool '{task['pool']}' is full, for which {task['task_id']} waits; wait, or enlarge it"
        return f"no task can start ({datetime.now(UTC):%H:%M} UTC); look at the scheduler's log"
