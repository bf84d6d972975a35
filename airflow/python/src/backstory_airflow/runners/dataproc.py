"""
Steps as batches of Dataproc Serverless.

The message of a batch that failed is what its driver's agent made of it. It names the exit code only where it quotes
the job's last line or Spark's exception; otherwise nobody knows it.
"""

from __future__ import annotations

from typing import Any

from airflow.providers.google.cloud.operators.dataproc import DataprocCreateBatchOperator

from backstory_airflow.elsewhere import Elsewhere, Job, Platform
from backstory_airflow.operators import Audit, Pack
from backstory_airflow.runners import Kinds, arguments

_OF_THE_BATCH = ("runtime_config", "environment_config", "labels")


class DataprocStep(Elsewhere, DataprocCreateBatchOperator):  # type: ignore[misc]
    """A step as a batch of Dataproc Serverless."""

    runner = "dataproc"

    @classmethod
    def operator_arguments(cls, platform: Platform, conf: dict[str, str], connection: str) -> dict[str, Any]:  # noqa: ARG003
        """Return what is known before a run."""
        return {
            "batch": {},
            "gcp_conn_id": connection,
            "deferrable": platform.deferrable,
            "polling_interval_seconds": 30,
            **platform.settings_but(*_OF_THE_BATCH),
        }

    def submit(self, job: Job) -> None:
        """Set what the batch is."""
        self.batch = arguments.dataproc(job, self.platform.settings)
        self.batch_id = arguments.dataproc_batch_id(job)


class DataprocAudit(Audit, DataprocStep):
    """An audit as a batch of Dataproc Serverless."""

    operator_extra_links = (*Audit.operator_extra_links, *DataprocCreateBatchOperator.operator_extra_links)


class DataprocPack(Pack, DataprocStep):
    """Packs as a batch of Dataproc Serverless."""


KINDS = Kinds(DataprocStep, DataprocAudit, DataprocPack)
