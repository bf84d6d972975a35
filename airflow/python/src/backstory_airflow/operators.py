"""The tasks of the generated DAGs: one Spark job each. What they are, and how spark-submit runs them."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import Asset, BaseOperator, Connection, Context
from airflow.sdk.exceptions import (
    AirflowException,
    AirflowFailException,
    AirflowNotFoundException,
    AirflowRescheduleException,
    AirflowSkipException,
)

from backstory_airflow import assets, days, home, lineage, link, runs
from backstory_airflow.audits import VERDICTS, XCOM, Audited, AuditedDay
from backstory_airflow.link import ReportLink

NOT_NOW = 1
USAGE = 2
CHECK_FAILED = 3

# Java spells the names of files as its locale does, and that of a service is often plain: no letter beyond ASCII.
_UTF8 = {"LC_ALL": "C.UTF-8"}
_UTF8_IN_CLUSTER = {"spark.yarn.appMasterEnv.LC_ALL": "C.UTF-8", "spark.kubernetes.driverEnv.LC_ALL": "C.UTF-8"}

# What the steps print (DayArrivals.java) about a source that is waited for; of a driver elsewhere nobody sees it.
_NOT_YET = re.compile(r"Not there yet: .*, waited for until (\S+?)(?: \(the first\))?; nothing of ")
_SKIPPED = "nothing is staged, as every day to build is skipped"

# As many days as are named in the log one by one; the list of the run's reports has all.
_MOST_DAYS = 20

_YARN_STATUS = re.compile(r"[Uu]ser application exited with (?:status|exitCode:?) (\d+)")


class Step(BaseOperator):
    """
    Stages some days of one step. Its result is the run id under which they are staged.

    What runs the job is the other base of the operators that are made of it.

    :param job: actions, impressions, history, dq or pack
    :param config: the pipeline's config, below BACKSTORY_HOME
    :param first_dt: the first day (templated)
    :param last_dt: the last day, included (templated)
    :param rebuild: "True" or "False" (templated)
    :param look_again: how long it waits, without a worker, until a source that is not there yet is looked for again
    """

    # Not those of the operator that runs it: a Spark setting may hold braces.
    template_fields: Sequence[str] = ("first_dt", "last_dt", "rebuild")
    ui_color = "#dbeafe"

    def __init__(
        self,
        *,
        job: str,
        step: str,
        pipeline: str,
        config: str,
        zone: str,
        first_dt: str,
        last_dt: str,
        rebuild: str = "False",
        look_again: timedelta = timedelta(minutes=10),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.step = step
        self.pipeline = pipeline
        self.config = config
        self.zone = zone
        self.first_dt = first_dt
        self.last_dt = last_dt
        self.rebuild = rebuild
        self.look_again = look_again
        self.run: str | None = None
        self.awaited_until: datetime | None = None
        self.skipped = False
        self.yarn_status: int | None = None
        self.datasets: lineage.Datasets | None = None

    def get_openlineage_facets_on_complete(self, task_instance: Any) -> Any:  # noqa: ARG002 (the provider's signature)
        """Name what the job read and wrote, as its own events do."""
        return lineage.of_operator(self.datasets)

    def get_openlineage_facets_on_failure(self, task_instance: Any) -> Any:
        """Name the same when it failed."""
        return self.get_openlineage_facets_on_complete(task_instance)

    def _today(self) -> date:
        return datetime.now(days.zone(self.zone)).date()

    def _asked(self) -> days.Days:
        try:
            return days.checked(self.first_dt, self.last_dt, self._today())
        except days.UnusableDaysError as error:
            raise AirflowFailException(str(error)) from error

    def _noting(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            if (not_yet := _NOT_YET.search(line)) is not None:
                until = datetime.fromisoformat(not_yet[1])
                self.awaited_until = until if self.awaited_until is None else min(until, self.awaited_until)
            self.skipped = self.skipped or _SKIPPED in line
            self.datasets = lineage.datasets(line) or self.datasets
            if (status := _YARN_STATUS.search(line)) is not None:
                self.yarn_status = int(status[1])
            yield line

    def _run(self, context: Context) -> str:
        ti = context["ti"]
        return runs.name(ti.dag_id, ti.run_id, ti.try_number)

    def _more_arguments(self) -> list[str]:
        return ["--run-id", str(self.run), *(["--rebuild"] if self.rebuild == "True" else [])]

    def _fail_for_good(self, code: int | None, asked: days.Days, error: Exception) -> None:
        if code == CHECK_FAILED:
            raise AirflowFailException(
                f"Data of {asked} failed the audit of {self.step}; its report says why. Nothing was published for the"
                " days that failed, and another try would end the same way: correct the data, then clear"
                f" {self.step} with its downstream tasks"
            ) from error
        if code == USAGE:
            raise AirflowFailException(
                f"{self.task_id} met what another try would meet again: wrong settings, or a source that is not what"
                f" they say (the log names it); correct it, or {self.config}, then clear this task"
            ) from error

    def _wait(self, code: int | None, error: Exception) -> None:
        """Give the worker back while a source is not there yet: that is no failed try."""
        if code != NOT_NOW or self.awaited_until is None:
            return
        now = self._now()
        again = now + self.look_again
        if now < self.awaited_until < again:
            again = self.awaited_until
        self.log.info("A source is not there yet; it is looked for again at %s", again.isoformat(timespec="seconds"))
        raise AirflowRescheduleException(again) from error  # type: ignore[no-untyped-call]

    def _now(self) -> datetime:
        return datetime.now(UTC)

    def _announce(self, context: Context, asked: days.Days) -> None:
        for outlet in self.outlets:
            if isinstance(outlet, Asset):
                context["outlet_events"][outlet].extra = {
                    "first_dt": str(asked.first),
                    "last_dt": str(asked.last),
                    "run": self.run,
                    **self._told(context, outlet, asked),
                }

    def _told(self, context: Context, outlet: Asset, asked: days.Days) -> dict[str, Any]:  # noqa: ARG002
        """What else there is to say of an asset that is announced."""
        return {}


class Audit(Step):
    """
    Audits what a step staged, and publishes the days that pass.

    :param audits: the task whose staged run is audited
    :param table: the first table of the step, whose reports the button Report leads to
    :param reports_url: where the reports are served; None when this Airflow serves them
    """

    operator_extra_links = (ReportLink(),)
    ui_color = "#dcfce7"

    def __init__(self, *, audits: str, table: str, reports_url: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.audits = audits
        self.table = table
        self.reports_url = reports_url
        self.audited = Audited()

    def execute(self, context: Context) -> str:
        """Audit, and show what came of it."""
        self.audited = Audited()
        return str(self.showing(context, partial(super().execute, context)))

    def showing(self, context: Context, audit: Callable[[], Any]) -> Any:
        """Say what comes of an audit in the log, and leave it for the notes and the alerts, also where days fail."""
        try:
            return audit()
        finally:
            try:
                self._show(context)
            except Exception:
                # What became of the days stands without it.
                self.log.exception("Cannot leave what the audit said")

    def _noting(self, lines: Iterator[str]) -> Iterator[str]:
        for line in super()._noting(lines):
            self.audited.read(line)
            yield line

    def _show(self, context: Context) -> None:
        if not self.audited.days:
            return
        ti = context["ti"]
        addresses = {(day.table, day.dt): self._report(ti, day) for day in self.audited.days}
        for day in self.audited.notable[:_MOST_DAYS]:
            level = logging.WARNING if day.verdict == "WARN" else logging.ERROR
            found = "; ".join(day.findings) or day.verdict
            address = addresses[day.table, day.dt]
            self.log.log(level, "%s of %s: %s. Report: %s", day.table, day.dt, found, address)
        if len(self.audited.days) > 1:
            counts = ", ".join(f"{count} {verdict}" for verdict, count in self._counts().items())
            self.log.info("%s. Reports: %s", counts, link.reports(self, ti.dag_id, ti.run_id))
        elif not self.audited.notable:
            (day,) = self.audited.days
            address = addresses[day.table, day.dt]
            self.log.info("%s of %s: PASS, %s rows. Report: %s", day.table, day.dt, f"{day.rows:,}", address)
        ti.xcom_push(key=XCOM, value=self.audited.left(addresses))

    def _counts(self) -> dict[str, int]:
        return {
            verdict: count
            for verdict in VERDICTS
            if (count := sum(day.verdict == verdict for day in self.audited.days)) > 0
        }

    def _report(self, ti: Any, day: AuditedDay) -> str:
        """The address of a report; where nobody serves it, the place where it lies."""
        elsewhere = urlsplit(day.report).scheme not in ("", "file")
        if elsewhere and not self.reports_url:
            return day.report
        return link.report(self, ti.dag_id, ti.run_id, day.table, day.dt)

    def _told(self, context: Context, outlet: Asset, asked: days.Days) -> dict[str, Any]:
        ti = context["ti"]
        if asked.single:
            where = assets.day_of(outlet, str(asked.first), self.config)
            report = next((self._report(ti, day) for day in self.audited.days if day.table == self.table), None)
        else:
            where, report = outlet.uri, link.reports(self, ti.dag_id, ti.run_id)
        told = {"uri": where, **self.audited.figures(self.table)}
        return told | ({"report": report} if report and self.audited.days else {})

    def _run(self, context: Context) -> str:
        run = context["ti"].xcom_pull(task_ids=self.audits)
        if not isinstance(run, str):
            raise AirflowFailException(
                f"Cannot audit because {self.audits} left no run id in this DAG run; clear {self.audits}"
                " with its downstream tasks"
            )
        return run

    def _more_arguments(self) -> list[str]:
        each_day = [] if self.first_dt == self.last_dt else ["--each-day"]
        return ["--run-id", str(self.run), "--step", self.step, *each_day]


class Pack(Step):
    """Packs the months of some days, as far as all their days are published; skipped while none of them is over."""

    ui_color = "#f1f5f9"

    def execute(self, context: Context) -> str:
        """Run the job, unless there can be nothing to pack."""
        asked = self._asked()
        if not asked.months_over(self._today()):
            raise AirflowSkipException(f"Nothing to pack: the month of {asked} is not over")
        return super().execute(context)  # type: ignore[no-any-return]

    def _more_arguments(self) -> list[str]:
        return []


class StepOperator(Step, SparkSubmitOperator):  # type: ignore[misc]
    """Runs the job of a step by spark-submit."""

    conf: dict[str, Any] | None

    def __init__(self, *, job: str, step: str, pipeline: str, **kwargs: Any) -> None:
        # The job's events of OpenLineage name this task as their parent.
        kwargs.setdefault("openlineage_inject_parent_job_info", lineage.is_installed())
        # A lost job is never picked up again: the next try stages under another run id.
        name = f"{pipeline} {step} {job}"
        super().__init__(job=job, step=step, pipeline=pipeline, name=name, durable=False, **kwargs)

    def execute(self, context: Context) -> str:
        """Run the job; fail for good where another try cannot help."""
        asked = self._asked()
        try:
            self.application = str(home.jar(self.job))
            config = home.config(self.config)
        except home.HomeError as error:
            raise AirflowFailException(str(error)) from error
        self.run = self._run(context)
        self.log.info("%s of %s for %s, run %s", self.task_id, self.pipeline, asked, self.run)
        self.application_args = ["--config", self._config_argument(config), *day_arguments(asked)]
        self.application_args += self._more_arguments()
        try:
            super().execute(context)
        except (AirflowException, RuntimeError) as error:
            code = exit_code(self._hook, error, self.yarn_status)
            self._fail_for_good(code, asked, error)
            self._wait(code, error)
            raise
        if self.skipped:
            raise AirflowSkipException(f"{asked} is skipped, as a source had not arrived; the log names it")
        self._announce(context, asked)
        return self.run

    def _get_hook(self) -> Any:
        hook = super()._get_hook()
        if _is_plain(os.environ):
            hook._env = _UTF8 | (hook._env or {})
        read = hook._process_spark_submit_log
        # The hook forgets what comes before a stack trace, and that is where YARN's diagnostics are.
        hook._process_spark_submit_log = lambda lines: read(self._noting(lines))
        return hook

    def _config_argument(self, config: Path) -> str:
        """In cluster mode the driver is elsewhere: the config travels with the job, into its working folder."""
        try:
            connection = Connection.get(self._conn_id)
        except AirflowNotFoundException as error:
            raise AirflowFailException(
                f"Cannot submit {self.task_id} because there is no Airflow connection '{self._conn_id}', which"
                " names the Spark master; create it, or set airflow.connection in the pipeline's config"
            ) from error
        if connection.extra_dejson.get("deploy-mode") != "cluster":
            return str(config)
        self.files = str(config)
        # YARN would try a failed audit again by itself; what to try again is decided here.
        self.conf = {"spark.yarn.maxAppAttempts": "1"} | _UTF8_IN_CLUSTER | (self.conf or {})
        return config.name


class AuditOperator(Audit, StepOperator):
    """Audits by spark-submit."""


class PackOperator(Pack, StepOperator):
    """Packs by spark-submit."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(java_class="dev.backstory.history.PackJob", **kwargs)


def _is_plain(environment: Mapping[str, str]) -> bool:
    locale = environment.get("LC_ALL") or environment.get("LC_CTYPE") or environment.get("LANG")
    return locale in (None, "", "C", "POSIX")


def day_arguments(asked: days.Days) -> list[str]:
    """Return the days as a job takes them."""
    if asked.single:
        return ["--dt", str(asked.first)]
    return ["--from", str(asked.first), "--to", str(asked.last)]


def exit_code(hook: Any, error: Exception, yarn_status: int | None = None) -> int | None:
    """
    Return the exit code of a job that failed, as far as its master reports it.

    Local and client mode: spark-submit's own. Kubernetes: the hook reads the driver's from the log. YARN: the
    diagnostics name it (`yarn_status`). Standalone in cluster mode reports nothing: None.
    """
    submit = getattr(hook, "_submit_sp", None)
    code = getattr(submit, "returncode", None)
    if code in (USAGE, CHECK_FAILED):
        return int(code)
    driver_code = getattr(hook, "_spark_exit_code", None)
    if driver_code:
        return int(driver_code)
    if yarn_status is not None:
        return yarn_status
    if (status := _YARN_STATUS.search(str(error))) is not None:
        return int(status[1])
    return int(code) if code else None
