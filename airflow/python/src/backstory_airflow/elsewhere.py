"""Steps that a platform runs: the code and the config are there, and what became of a job is what the platform says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from typing import Any

from airflow.sdk import Context
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

from backstory_airflow import runs
from backstory_airflow.operators import Audit, Step, day_arguments

# The JAR and the main class of each job.
_JOBS = {
    "actions": ("actions-job", "dev.backstory.actions.ActionsJob"),
    "impressions": ("impressions-job", "dev.backstory.impressions.ImpressionsJob"),
    "history": ("history-job", "dev.backstory.history.HistoryJob"),
    "dq": ("dq", "dev.backstory.dq.DqJob"),
    "pack": ("history-job", "dev.backstory.history.PackJob"),
}

# How exit codes are spelled in what platforms say of a job: FailedJob.java (in a session of theirs, or asked for by
# spark.backstory.exit-line), Spark's SparkUserAppException, YARN, EMR Serverless, Spark's operator for Kubernetes.
_EXIT_CODE = re.compile(r"[Uu]ser application exited with (?:status )?(\d+)|[Ee]xit ?[Cc]ode:? (\d+)")


@dataclass(frozen=True)
class Platform:
    """
    Where a platform finds what it runs.

    :param jars: the folder of the JARs there
    :param config: the pipeline's config there
    :param settings: of the operator of its provider
    """

    jars: str
    config: str
    deferrable: bool = True
    settings: Mapping[str, Any] = field(default_factory=dict)

    def settings_but(self, *names: str) -> dict[str, Any]:
        """Return the settings of the operator without those that are part of what it is told to run."""
        return {name: value for name, value in self.settings.items() if name not in names}

    def jar(self, job: str) -> str:
        """Return the JAR of a job, of the version of this package."""
        return f"{self.jars}/backstory-{_JOBS[job][0]}-{version('backstory-airflow')}-all.jar"


@dataclass(frozen=True)
class Job:
    """
    A job as a platform is told to run it.

    :param name: for people
    :param run: names this try of this task among all others, in lower-case letters, digits and -
    """

    name: str
    run: str
    jar: str
    main: str
    arguments: list[str]
    conf: dict[str, str]


def main_class(job: str) -> str:
    """Return the main class of a job."""
    return _JOBS[job][1]


def exit_code_in(text: str) -> int | None:
    """Return the exit code that a text names; of several the last."""
    found = None
    for match in _EXIT_CODE.finditer(text):
        found = int(next(group for group in match.groups() if group is not None))
    return found


class Elsewhere(Step):
    """
    A step that the operator of a platform's provider runs, which is the other base of the classes made of this one.

    :param platform: where it finds code and config
    :param conf: Spark settings
    :param connection: the Airflow connection to the platform
    """

    runner: str

    def __init__(self, *, platform: Platform, conf: dict[str, str], connection: str, **kwargs: Any) -> None:
        # The operator of the provider has some attributes of the same names; theirs are set before ours.
        super().__init__(**self.operator_arguments(platform, conf, connection), **kwargs)
        self.platform = platform
        self.spark_conf = conf

    @classmethod
    def operator_arguments(cls, platform: Platform, conf: dict[str, str], connection: str) -> dict[str, Any]:
        """Return the arguments of the provider's operator that are known before a run."""
        raise NotImplementedError

    def submit(self, job: Job) -> None:
        """Give the provider's operator what it is to run."""
        raise NotImplementedError

    def said(self, error: Exception) -> str:
        """Return what the platform says of a job that failed."""
        return str(error)

    def execute(self, context: Context) -> Any:
        """Run the job; fail for good where another try cannot help."""
        asked = self._asked()
        self.run = self._run(context)
        self.log.info("%s of %s for %s, run %s", self.task_id, self.pipeline, asked, self.run)
        self.submit(self._job(context))
        return self._judged(context, lambda: self.run_there(context))

    def execute_again(self, context: Context, event: Any = None) -> Any:  # noqa: ARG002 (what deferral calls it with)
        """Begin anew when the platform is ready."""
        return self.execute(context)

    def run_there(self, context: Context) -> None:
        """Run the job by the provider's operator."""
        super().execute(context)

    def execute_complete(self, context: Context, event: dict[str, Any] | None = None) -> Any:
        """Go on when the platform is done."""
        return self.done_there(context, lambda: super(Elsewhere, self).execute_complete(context, event))  # type: ignore[misc]

    def done_there(self, context: Context, completes: Any) -> Any:
        """Judge a job that Airflow waited for without a worker."""
        self.run = self._run(context)
        judged = partial(self._judged, context, completes)
        return self.showing(context, judged) if isinstance(self, Audit) else judged()

    def _judged(self, context: Context, run: Any) -> Any:
        asked = self._asked()
        try:
            run()
        except AirflowSkipException:
            raise
        except (AirflowException, RuntimeError) as error:
            code = exit_code_in(self.said(error))
            self._fail_for_good(code, asked, error)
            self._wait(code, error)
            if code is None and isinstance(self, Audit):
                raise AirflowFailException(
                    f"{self.task_id} failed, and {self.runner} does not say with which exit code: another try of an"
                    f" audit would most likely end the same way. See its log there, then clear {self.step} with its"
                    " downstream tasks if its data failed, or else this task"
                ) from error
            raise
        if self.skipped:
            raise AirflowSkipException(f"{asked} is skipped, as a source had not arrived; the log names it")
        self._announce(context, asked)
        return self.run

    def _job(self, context: Context) -> Job:
        ti = context["ti"]
        # Its own try, not the one that it audits.
        _, checksum, attempt = runs.name(ti.dag_id, ti.run_id, ti.try_number).rsplit("-", 2)
        return Job(
            name=f"{self.pipeline} {self.step} {self.job}",
            run=f"{ti.task_id.replace('_', '-')}-{checksum}-{attempt}",
            jar=self.platform.jar(self.job),
            main=main_class(self.job),
            arguments=["--config", self.platform.config, *day_arguments(self._asked()), *self._more_arguments()],
            conf=dict(self.spark_conf),
        )
