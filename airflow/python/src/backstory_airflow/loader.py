"""Makes a DAG of a YAML file that `backstory dags` wrote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pendulum
import yaml
from airflow.sdk import DAG, BaseNotifier, CronDataIntervalTimetable, Param

from backstory_airflow import assets, customise, days
from backstory_airflow.alerts import Notifier, RunAlert, Webhook, leave_reason
from backstory_airflow.elsewhere import Platform
from backstory_airflow.operators import AuditOperator, PackOperator, Step, StepOperator
from backstory_airflow.runners import Kinds, RunnerError, kinds

FORMAT = 2
"""What this package reads, and the format before it. The generator writes the lowest one that can say what a DAG is."""
_SPARK_SUBMIT = Kinds(StepOperator, AuditOperator, PackOperator)
# The keys that are read below, and that the generator writes: the tests compare both.
_DAG = {
    *("format", "dag_id", "description", "zone", "cron", "start_date", "catchup", "max_active_runs", "tags"),
    *("params", "days", "defaults", "tasks", "customise", "doc_md"),
}
_DEFAULTS = {
    *("pipeline", "config", "pool", "connection", "owner", "retries", "retry_delay_minutes"),
    *("max_retry_delay_minutes", "timeout_minutes", "look_again_minutes", "alert_connection", "alert_format"),
    *("alert_warnings", "alert_notifier", "alert_arguments", "reports_url", "runner", "platform"),
}
_TASK = {"id", "job", "step", "waits_for", "trigger_rule", "audits", "asset", "conf", "doc_md"}


class DagFileError(ValueError):
    """A file that this version of the package cannot load."""


def load_dag(path: Path) -> DAG:
    """Return the DAG that a file describes; Airflow shows what is raised as an import error."""
    plan = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(plan, dict) or plan.get("format") not in (FORMAT - 1, FORMAT):
        raise DagFileError(
            f"Cannot load {path.name} because it is not of format {FORMAT - 1} or {FORMAT}; generate it again with the"
            " version of Backstory whose Python package is installed here"
        )
    _refuse_unknown(path, plan, _DAG)
    _refuse_unknown(path, plan["defaults"], _DEFAULTS)
    operators = _operators(path, plan["defaults"])
    zone = days.zone(plan["zone"])
    start = date.fromisoformat(plan["start_date"])
    alert = _alert(path, plan["defaults"])
    with DAG(
        dag_id=plan["dag_id"],
        description=plan["description"],
        doc_md=plan["doc_md"],
        schedule=CronDataIntervalTimetable(plan["cron"], timezone=zone) if "cron" in plan else None,
        start_date=pendulum.datetime(start.year, start.month, start.day, tz=zone),
        catchup=plan["catchup"],
        max_active_runs=plan["max_active_runs"],
        tags=plan["tags"],
        params={param["name"]: _param(param) for param in plan["params"]},
        user_defined_macros={"dt_of_run": partial(days.dt_of_run, zone)},
        default_args=_default_args(plan["defaults"], alert),
        on_failure_callback=alert,
        on_success_callback=alert if plan["defaults"].get("alert_warnings") else None,
    ) as dag:
        tasks: dict[str, Step] = {}
        for each in plan["tasks"]:
            _refuse_unknown(path, each, _TASK)
            tasks[each["id"]] = _task(plan, each, operators)
            for upstream in each["waits_for"]:
                tasks[upstream] >> tasks[each["id"]]
        if "customise" in plan:
            _customise(path, plan["customise"], dag)
    return dag


def _operators(path: Path, defaults: Mapping[str, Any]) -> Kinds:
    if "runner" not in defaults:
        return _SPARK_SUBMIT
    try:
        return kinds(defaults["runner"])
    except RunnerError as error:
        raise DagFileError(f"Cannot load {path.name} because {error}") from error


def _customise(path: Path, function: str, dag: DAG) -> None:
    try:
        customise.call(function, dag)
    except customise.CustomiseError as error:
        raise DagFileError(f"Cannot load {path.name} because {error}") from error


def _refuse_unknown(path: Path, tree: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(tree) - known)
    if unknown:
        raise DagFileError(
            f"Cannot load {path.name} because it has keys that nothing reads: {', '.join(unknown)};"
            " do not edit it, generate it again"
        )


def _param(plan: Mapping[str, Any]) -> Param:
    text = plan["description"]
    if plan["type"] == "flag":
        kind = "boolean" if plan["required"] else ["null", "boolean"]
        return Param(plan["default"], type=kind, description=text)
    if plan["required"]:
        return Param(type="string", format="date", description=text)
    return Param(None, type=["null", "string"], format="date", description=text)


def _default_args(plan: Mapping[str, Any], alert: RunAlert | None) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "owner": plan.get("owner", "airflow"),
        "pool": plan["pool"],
        "retries": plan["retries"],
        "retry_delay": timedelta(minutes=plan["retry_delay_minutes"]),
        "retry_exponential_backoff": 2,
        "max_retry_delay": timedelta(minutes=plan["max_retry_delay_minutes"]),
        "execution_timeout": timedelta(minutes=plan["timeout_minutes"]),
    }
    if alert is not None:
        arguments["on_failure_callback"] = leave_reason
    return arguments


def _alert(path: Path, plan: Mapping[str, Any]) -> RunAlert | None:
    """What is called when a run is over; None where nobody is told."""
    others: list[Webhook | Notifier] = []
    if "alert_connection" in plan:
        others.append(Webhook(plan["alert_connection"], plan.get("alert_format", "text")))
    if "alert_notifier" in plan:
        others.append(Notifier(_notifier(path, plan["alert_notifier"], plan.get("alert_arguments", {}))))
    return RunAlert(*others) if others else None


def _notifier(path: Path, name: str, arguments: Mapping[str, str]) -> BaseNotifier:
    """Made when the file is loaded, so that what is wrong with it is seen before it is needed."""
    try:
        module, _, simple = name.rpartition(".")
        kind: Any = getattr(import_module(module), simple)
        notifier = kind(**arguments)
        if not isinstance(notifier, BaseNotifier):
            raise TypeError(f"{name} is no notifier")
        return notifier
    except Exception as error:
        raise DagFileError(
            f"Cannot load {path.name} because its notifier cannot be made: {error}; install the provider it comes"
            " with, or correct airflow.alert-notifier and airflow.alert-arguments and generate the DAGs again"
        ) from error


def _task(plan: Mapping[str, Any], task: Mapping[str, Any], operators: Kinds) -> Step:
    defaults = plan["defaults"]
    arguments: dict[str, Any] = {
        "task_id": task["id"],
        "job": task["job"],
        "step": task["step"],
        "pipeline": defaults["pipeline"],
        "config": defaults["config"],
        "zone": plan["zone"],
        "first_dt": plan["days"]["first"],
        "last_dt": plan["days"]["last"],
        "rebuild": plan["days"]["rebuild"],
        "conf": task.get("conf", {}),
        "doc_md": task["doc_md"],
    }
    if "runner" in defaults:
        arguments |= {"platform": Platform(**defaults["platform"]), "connection": defaults["connection"]}
    else:
        arguments["conn_id"] = defaults["connection"]
    if "look_again_minutes" in defaults:
        arguments["look_again"] = timedelta(minutes=defaults["look_again_minutes"])
    if "trigger_rule" in task:
        arguments["trigger_rule"] = task["trigger_rule"]
    if "asset" in task:
        arguments["outlets"] = [assets.of(task["asset"], defaults["config"])]
    if task["job"] == "pack":
        return operators.pack(**arguments)  # type: ignore[no-any-return]
    if "audits" not in task:
        return operators.step(**arguments)  # type: ignore[no-any-return]
    arguments["table"] = task["asset"].rpartition("/")[2]
    return operators.audit(  # type: ignore[no-any-return]
        audits=task["audits"], reports_url=defaults.get("reports_url"), **arguments
    )
