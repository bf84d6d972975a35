"""
Steps as SparkApplications of Spark's operator for Kubernetes.

The driver's pod keeps its exit code until it is removed, which is after it was read here.
"""

from __future__ import annotations

from typing import Any

from airflow.providers.cncf.kubernetes.operators.spark_kubernetes import SparkKubernetesOperator

from backstory_airflow.elsewhere import Elsewhere, Job, Platform
from backstory_airflow.operators import Audit, Pack
from backstory_airflow.runners import Kinds, arguments

_OF_THE_APPLICATION = ("spec", "kubernetes")


class SparkKubernetesStep(Elsewhere, SparkKubernetesOperator):  # type: ignore[misc]
    """A step as a SparkApplication."""

    runner = "spark-kubernetes"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.driver_exit_code: int | None = None

    @classmethod
    def operator_arguments(cls, platform: Platform, conf: dict[str, str], connection: str) -> dict[str, Any]:  # noqa: ARG003
        """Return what is known before a run."""
        return {
            "kubernetes_conn_id": connection,
            "deferrable": platform.deferrable,
            "template_spec": {},
            # A lost application is never picked up again: the next try stages under another run id.
            "reattach_on_restart": False,
            **platform.settings_but(*_OF_THE_APPLICATION),
        }

    def submit(self, job: Job) -> None:
        """Set what the application is."""
        self.name = job.run
        self.template_spec = arguments.spark_kubernetes(job, self.platform.settings)

    def trigger_reentry(self, context: Any, event: dict[str, Any]) -> Any:
        """Go on when the driver is done."""
        self.submit(self._job(context))
        return self.done_there(context, lambda: super(Elsewhere, self).trigger_reentry(context, event))

    def cleanup(self, pod: Any, remote_pod: Any, *args: Any, **kwargs: Any) -> None:
        """Note the driver's exit code before the pod is removed."""
        self.driver_exit_code = driver_exit_code(remote_pod)
        super().cleanup(pod, remote_pod, *args, **kwargs)

    def said(self, error: Exception) -> str:
        """Return the error and the driver's exit code."""
        known = self.driver_exit_code
        return str(error) if known is None else f"{error}\nexit code: {known}"


def driver_exit_code(pod: Any) -> int | None:
    """Return the exit code of the driver's container; None while it runs, or where there is none."""
    for container in getattr(getattr(pod, "status", None), "container_statuses", None) or []:
        terminated = getattr(container.state, "terminated", None)
        if container.name == SparkKubernetesOperator.BASE_CONTAINER_NAME and terminated is not None:
            return int(terminated.exit_code)
    return None


class SparkKubernetesAudit(Audit, SparkKubernetesStep):
    """An audit as a SparkApplication."""

    operator_extra_links = (*Audit.operator_extra_links, *SparkKubernetesOperator.operator_extra_links)


class SparkKubernetesPack(Pack, SparkKubernetesStep):
    """Packs as a SparkApplication."""


KINDS = Kinds(SparkKubernetesStep, SparkKubernetesAudit, SparkKubernetesPack)
