"""The button Report of an audit task, and the addresses that its log and the alerts name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from airflow.sdk import BaseOperatorLink
from airflow.sdk.configuration import conf

from backstory_airflow import runs

if TYPE_CHECKING:
    from airflow.sdk.types import TaskInstanceKey


class ReportLink(BaseOperatorLink):
    """Leads to the report of a day, or for a range to the list of its reports."""

    name = "Report"

    def get_link(self, operator: Any, *, ti_key: TaskInstanceKey) -> str:
        """Return the address; empty when the task failed before it had days to audit."""
        if getattr(operator, "run", None) is None:
            return ""
        first, last = str(operator.first_dt), str(operator.last_dt)
        table = str(operator.table)
        if first == last:
            return report(operator, ti_key.dag_id, ti_key.run_id, table, first)
        return reports(operator, ti_key.dag_id, ti_key.run_id)


def report(operator: Any, dag_id: str, run_id: str, table: str, day: str) -> str:
    """Return the address of the report that an audit left on a day."""
    path = quote(runs.report(table, day, operator.run))
    if operator.reports_url:
        return f"{operator.reports_url}/{path}"
    return f"{_pages(dag_id)}/view/{path}?run={quote(run_id, safe='')}"


def reports(operator: Any, dag_id: str, run_id: str) -> str:
    """Return the address of all reports of an audit: the list of the run's."""
    if operator.reports_url:
        return f"{operator.reports_url}/{operator.table}/"
    return f"{_pages(dag_id)}/runs/{quote(run_id, safe='')}"


def run(dag_id: str, run_id: str) -> str:
    """Return the address of a run in Airflow's own pages."""
    return f"{_base()}/dags/{dag_id}/runs/{quote(run_id, safe='')}"


def _pages(dag_id: str) -> str:
    return f"{_base()}/backstory/{dag_id}"


def _base() -> str:
    return str(conf.get("api", "base_url", fallback="")).rstrip("/")
