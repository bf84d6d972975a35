"""The button Report of an audit task."""

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
        run = getattr(operator, "run", None)
        if run is None:
            return ""
        first, last = str(operator.first_dt), str(operator.last_dt)
        table = str(operator.table)
        if operator.reports_url:
            return f"{operator.reports_url}/{quote(runs.report(table, first, run)) if first == last else table + '/'}"
        base = conf.get("api", "base_url", fallback="").rstrip("/")
        if first == last:
            return f"{base}/backstory/{ti_key.dag_id}/reports/{quote(runs.report(table, first, run))}"
        return f"{base}/backstory/{ti_key.dag_id}/runs/{quote(ti_key.run_id, safe='')}"
