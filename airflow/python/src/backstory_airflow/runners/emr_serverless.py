"""
Steps as job runs of EMR Serverless.

The details of a job run's state name its exit code (``ExitCode: 3``); they are asked for, since the provider keeps
them to itself when it has waited without a worker.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Never

from airflow.providers.amazon.aws.hooks.emr import EmrServerlessHook
from airflow.providers.amazon.aws.operators.emr import EmrServerlessStartJobOperator
from airflow.sdk.exceptions import AirflowException

from backstory_airflow.elsewhere import Elsewhere, Job, Platform
from backstory_airflow.operators import Audit, Pack
from backstory_airflow.runners import Kinds, arguments

_LONGEST = timedelta(hours=6)


class EmrServerlessStep(Elsewhere, EmrServerlessStartJobOperator):  # type: ignore[misc]
    """A step as a job run of EMR Serverless."""

    runner = "emr-serverless"

    def __init__(self, *, platform: Platform, **kwargs: Any) -> None:
        super().__init__(platform=platform, **kwargs)
        waiter = arguments.emr_serverless_waiter(platform.settings, self.execution_timeout or _LONGEST)
        self.waiter_delay, self.waiter_max_attempts = waiter["waiter_delay"], waiter["waiter_max_attempts"]

    @classmethod
    def operator_arguments(cls, platform: Platform, conf: dict[str, str], connection: str) -> dict[str, Any]:  # noqa: ARG003
        """Return what is known before a run."""
        return {
            "job_driver": {},
            "aws_conn_id": connection,
            "deferrable": platform.deferrable,
            **platform.settings_but("config"),
        }

    def submit(self, job: Job) -> None:
        """Set what the job run is."""
        self.name = job.name
        self.job_driver = arguments.emr_serverless(job)
        self.client_request_token = job.run[-64:]

    def run_there(self, context: Any) -> None:
        """Run the job; `config` is meanwhile the provider's: further parameters of the request."""
        ours: Any = self.config
        theirs: Any = dict(self.platform.settings.get("config", {}))
        self.config = theirs
        try:
            super().run_there(context)
        finally:
            self.config = ours

    def defer(self, *, method_name: str, kwargs: dict[str, Any] | None = None, **more: Any) -> Never:
        """Wait without a worker, and know afterwards for what."""
        if method_name == "execute":
            method_name = "execute_again"
        elif self.job_id:
            kwargs = {**(kwargs or {}), "job_id": self.job_id}
        super().defer(method_name=method_name, kwargs=kwargs, **more)

    def execute_complete(self, context: Any, event: dict[str, Any] | None = None, job_id: str | None = None) -> Any:
        """Go on when the job run is over."""
        self.job_id = job_id
        return self.done_there(context, lambda: self._completed(event or {}))

    def _completed(self, event: dict[str, Any]) -> None:
        if event.get("status") == "success":
            return
        run = self._job_run()
        if run.get("state") in EmrServerlessHook.JOB_INTERMEDIATE_STATES:
            self.log.info("Cancelling job run %s, which has taken too long", self.job_id)
            self.hook.conn.cancel_job_run(applicationId=self.application_id, jobRunId=self.job_id)
        raise AirflowException(f"Job run {self.job_id} is {run.get('state', 'unknown')}: {event.get('message', '')}")

    def said(self, error: Exception) -> str:
        """Return the error and the details of the job run's state."""
        return f"{error}\n{self._job_run().get('stateDetails', '')}"

    def _job_run(self) -> dict[str, Any]:
        if not self.job_id:
            return {}
        found: dict[str, Any] = self.hook.conn.get_job_run(applicationId=self.application_id, jobRunId=self.job_id)[
            "jobRun"
        ]
        return found


class EmrServerlessAudit(Audit, EmrServerlessStep):
    """An audit as a job run of EMR Serverless."""

    operator_extra_links = (*Audit.operator_extra_links, *EmrServerlessStartJobOperator.operator_extra_links)


class EmrServerlessPack(Pack, EmrServerlessStep):
    """Packs as a job run of EMR Serverless."""


KINDS = Kinds(EmrServerlessStep, EmrServerlessAudit, EmrServerlessPack)
