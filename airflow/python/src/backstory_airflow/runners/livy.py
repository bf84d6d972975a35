"""
Steps as batches of Apache Livy.

Livy says of a batch that it is dead, no more, and shows what spark-submit printed: there the last line of a job that
failed names its exit code (``spark.backstory.exit-line``), and YARN's diagnostics do. What a step prints of sources
that are not there yet is read there too.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from airflow.providers.apache.livy.operators.livy import LivyOperator

from backstory_airflow.elsewhere import Elsewhere, Job, Platform
from backstory_airflow.operators import Audit, Pack
from backstory_airflow.runners import Kinds, arguments

# Livy itself keeps the last 200.
_MOST_LINES = 10_000


class LivyStep(Elsewhere, LivyOperator):  # type: ignore[misc]
    """A step as a batch of Livy."""

    runner = "livy"

    @classmethod
    def operator_arguments(cls, platform: Platform, conf: dict[str, str], connection: str) -> dict[str, Any]:
        """Return what is known before a run; the batch itself is made when it is."""
        return {
            "file": platform.jars,
            "conf": conf,
            "livy_conn_id": connection,
            "deferrable": platform.deferrable,
            # A lost batch is never picked up again: the next try stages under another run id.
            "durable": False,
            "polling_interval": 30,
            **platform.settings,
        }

    def submit(self, job: Job) -> None:
        """Set what the batch is. Livy takes no name twice, and a try that waits for a source has several batches."""
        batch = arguments.livy(job)
        self.spark_params.update(batch, name=f"{batch['name']} {uuid4().hex[:8]}")

    def run_there(self, context: Any) -> None:
        """Run the batch and read what it printed."""
        super().run_there(context)
        self._read(self._batch_id)

    def execute_complete(self, context: Any, event: dict[str, Any] | None = None) -> Any:
        """Go on when the batch is done."""
        event = event or {}
        self._batch_id = event.get("batch_id")
        if event.get("status") == "success":
            self._read(self._batch_id)
        return super().execute_complete(context, event)

    def said(self, error: Exception) -> str:
        """Return the error and what the batch printed."""
        return "\n".join([str(error), *self._read(self._batch_id)])

    def _read(self, batch: Any) -> list[str]:
        if batch is None:
            return []
        lines = self.hook.get_batch_logs(batch, 0, _MOST_LINES).get("log", [])
        return list(self._noting(iter(lines)))


class LivyAudit(Audit, LivyStep):
    """An audit as a batch of Livy."""

    operator_extra_links = (*Audit.operator_extra_links, *LivyOperator.operator_extra_links)


class LivyPack(Pack, LivyStep):
    """Packs as a batch of Livy."""


KINDS = Kinds(LivyStep, LivyAudit, LivyPack)
