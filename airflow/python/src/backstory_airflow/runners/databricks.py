"""
Steps as runs of Databricks, one JAR task each.

A JAR task runs in a session that is there before it, so nobody sees exit codes; the exception of the job says it, and
Databricks gives that as the error of the task.
"""

from __future__ import annotations

from typing import Any

from airflow.providers.databricks.operators.databricks import DatabricksSubmitRunOperator

from backstory_airflow.elsewhere import Elsewhere, Job, Platform
from backstory_airflow.operators import Audit, Pack
from backstory_airflow.runners import Kinds, arguments

_OF_THE_RUN = ("new_cluster", "existing_cluster_id")


class DatabricksStep(Elsewhere, DatabricksSubmitRunOperator):  # type: ignore[misc]
    """A step as a run of Databricks."""

    runner = "databricks"

    @classmethod
    def operator_arguments(cls, platform: Platform, conf: dict[str, str], connection: str) -> dict[str, Any]:  # noqa: ARG003
        """Return what is known before a run."""
        return {
            "databricks_conn_id": connection,
            "deferrable": platform.deferrable,
            # A lost run is never picked up again: the next try stages under another run id.
            "durable": False,
            **platform.settings_but(*_OF_THE_RUN),
        }

    def submit(self, job: Job) -> None:
        """Set what the run is."""
        for name, value in arguments.databricks(job, self.platform.settings).items():
            setattr(self, name, value)


class DatabricksAudit(Audit, DatabricksStep):
    """An audit as a run of Databricks."""

    operator_extra_links = (*Audit.operator_extra_links, *DatabricksSubmitRunOperator.operator_extra_links)


class DatabricksPack(Pack, DatabricksStep):
    """Packs as a run of Databricks."""


KINDS = Kinds(DatabricksStep, DatabricksAudit, DatabricksPack)
