"""The operators, with a spark-submit that notes how it is called and exits with a given code."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.sdk import Asset
from airflow.sdk.exceptions import (
    AirflowException,
    AirflowFailException,
    AirflowRescheduleException,
    AirflowSkipException,
)

from backstory_airflow import assets
from backstory_airflow.days import Days
from backstory_airflow.lineage import Datasets
from backstory_airflow.operators import AuditOperator, PackOperator, StepOperator, exit_code

RUN = "shop_daily__scheduled__2025-08-15T03-00-00-00-00-853771ac-try2"

_STACK = "\n".join(
    f"\tat org.apache.spark.deploy.SparkSubmit.step{step}(SparkSubmit.scala:{step})" for step in range(10)
)
# As spark-submit of 3.5 prints it (YarnClusterTest sees the real thing): the diagnostics first, then its own trace.
FAILED_ON_YARN = f"""\
00:12:30 ERROR Client: Application diagnostics message: User application exited with status 3
Exception in thread "main" org.apache.spark.SparkException: Application application_1_0002 finished with failed status
{_STACK}"""
# Before there is a session, YARN knows no status of the application, only what its container printed last.
MISUSED_ON_YARN = f"""\
00:12:40 ERROR Client: Application diagnostics message: Application application_1_0003 failed 1 times
Last 4096 bytes of stderr :
00:12:39 ERROR ApplicationMaster: User application exited with status 2
00:12:39 ERROR ApplicationMaster: Uncaught exception:
{_STACK}
For more detailed output, check the application tracking page. Then click on links to logs of each attempt.
Exception in thread "main" org.apache.spark.SparkException: Application application_1_0003 finished with failed status
{_STACK}"""


class Context(dict[str, Any]):
    """What the operators read of Airflow's context."""

    def __init__(self, try_number: int = 2, staged: object = RUN) -> None:
        ti = SimpleNamespace(
            dag_id="shop_daily",
            run_id="scheduled__2025-08-15T03:00:00+00:00",
            try_number=try_number,
            xcom_pull=lambda task_ids: staged if task_ids == "actions" else None,
            xcom_push=lambda key, value: self.left.update({key: value}),
        )
        self.left: dict[str, Any] = {}
        super().__init__(ti=ti, outlet_events={ASSET: SimpleNamespace(extra={})})


ASSET = Asset(name="shop/actions", uri="backstory://shop/actions")
SETTINGS: dict[str, Any] = {
    "step": "actions",
    "pipeline": "shop",
    "config": "pipelines/shop.yaml",
    "zone": "Europe/Berlin",
    "conf": {"spark.executor.memory": "8g"},
}


def build(first: str = "2025-08-14", last: str = "2025-08-14", rebuild: str = "False", **more: Any) -> StepOperator:
    settings = SETTINGS | {"first_dt": first, "last_dt": last, "rebuild": rebuild} | more
    return StepOperator(task_id="actions", job="actions", **settings)


def audit(**more: Any) -> AuditOperator:
    settings = SETTINGS | {"first_dt": "2025-08-14", "last_dt": "2025-08-14", "table": "actions"} | more
    return AuditOperator(task_id="actions_dq", job="dq", audits="actions", outlets=[ASSET], **settings)


def pack(first: str, last: str) -> PackOperator:
    return PackOperator(task_id="pack", job="pack", **SETTINGS, first_dt=first, last_dt=last, rebuild="True")


def calls(installation: Path) -> list[list[str]]:
    file = installation.parent / "calls"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def test_a_day_is_staged_under_the_id_of_its_try(installation: Path) -> None:
    assert build().execute(Context()) == RUN
    assert calls(installation) == [
        [
            *("--master", "local[2]", "--conf", "spark.executor.memory=8g", "--name", "shop actions actions"),
            str(installation / "jars/backstory-actions-job-0.1.0-all.jar"),
            *("--config", str(installation / "pipelines/shop.yaml"), "--dt", "2025-08-14", "--run-id", RUN),
        ]
    ]


def test_each_try_has_another_id(installation: Path) -> None:
    assert installation.is_dir()
    assert build().execute(Context(try_number=3)) == RUN.replace("try2", "try3")


def test_a_range_goes_in_one_pass(installation: Path) -> None:
    build("2025-08-01", "2025-08-14", "True").execute(Context())
    (call,) = calls(installation)
    assert call[call.index("--from") :] == [
        *("--from", "2025-08-01", "--to", "2025-08-14", "--run-id", RUN, "--rebuild")
    ]


def test_the_audit_judges_what_was_staged_and_announces_its_days(installation: Path) -> None:
    context = Context(try_number=1)
    assert audit().execute(context) == RUN
    (call,) = calls(installation)
    assert call[call.index("--dt") :] == ["--dt", "2025-08-14", "--run-id", RUN, "--step", "actions"]
    # It printed nothing of a day: that was current already.
    assert context["outlet_events"][ASSET].extra == {
        "first_dt": "2025-08-14",
        "last_dt": "2025-08-14",
        "run": RUN,
        "uri": "backstory://shop/actions/dt=2025-08-14",
    }
    assert context.left == {}


# As AuditLines.java prints it (scheduler/ sees the real thing).
_WARNS = """\
dq           recovery: nothing to do
dq           actions 2025-08-14 WARN         1,234 rows  /srv/lake/_reports/actions/dt=2025-08-14/run=x.html
             WARN volume: expected 2,000 to 3,000 rows; 1,234 (has all of it arrived?)
             WARN type mix: expected shares as usual; carts: 0.1 %
dq           actions: 1 WARN of 1 day (2.0 s)"""
_FAILS = """\
dq           actions 2025-08-14 FAIL             3 rows  s3a://shop/lake/_reports/actions/dt=2025-08-14/run=x.html
             rejected 1 row of clicks: no customer, such as {"customer_id":null}
             FAIL rejected share: expected at most 1 %; 25 %
dq           actions: 1 FAIL of 1 day (2.0 s)"""
_RANGE = """\
dq           actions 2025-08-13 PASS           100 rows  /srv/lake/_reports/actions/dt=2025-08-13/run=x.html
dq           actions 2025-08-14 WARN            10 rows  /srv/lake/_reports/actions/dt=2025-08-14/run=x.html
             WARN volume: expected 90 to 110 rows; 10
dq           actions: 1 PASS, 1 WARN of 2 days (2.0 s)"""
_PAGES = (
    "/backstory/shop_daily/view/actions/dt%3D2025-08-14/run%3D{}.html?run=scheduled__2025-08-15T03%3A00%3A00%2B00%3A00"
)


def logged(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """What was logged of the days, with its level."""
    return [(each.levelname, each.getMessage()) for each in caplog.records if "Report" in each.getMessage()]


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.LogCaptureFixture]:
    """All that an operator logs, by a logger of the standard library, which can be looked into."""
    monkeypatch.setattr(AuditOperator, "log", logging.getLogger("audit"))
    with caplog.at_level("INFO", logger="audit"):
        yield caplog


def test_a_warning_is_in_the_log_in_the_event_and_left_for_others(
    installation: Path, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    assert installation.is_dir()
    monkeypatch.setenv("SUBMIT_SAYS", _WARNS)
    context = Context()
    audit().execute(context)
    report = _PAGES.format(RUN)
    volume = "WARN volume: expected 2,000 to 3,000 rows; 1,234 (has all of it arrived?)"
    mix = "WARN type mix: expected shares as usual; carts: 0.1 %"
    assert logged(log) == [("WARNING", f"actions of 2025-08-14: {volume}; {mix}. Report: {report}")]
    assert context["outlet_events"][ASSET].extra == {
        "first_dt": "2025-08-14",
        "last_dt": "2025-08-14",
        "run": RUN,
        "uri": "backstory://shop/actions/dt=2025-08-14",
        "verdict": "WARN",
        "rows": 1234,
        "report": report,
    }
    assert context.left == {
        "backstory_audit": {
            "verdict": "WARN",
            "verdicts": {"WARN": 1},
            "notable": [
                {
                    "table": "actions",
                    "dt": "2025-08-14",
                    "verdict": "WARN",
                    "rows": 1234,
                    "checks": ["volume", "type mix"],
                    "findings": [volume, mix],
                    "report": report,
                }
            ],
        }
    }


def test_of_many_warnings_the_first_are_said(
    installation: Path, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    assert installation.is_dir()
    lines = []
    for day in range(1, 26):
        report = f"/srv/lake/_reports/actions/dt=2025-07-{day:02}/run=x.html"
        lines.append(f"dq           actions 2025-07-{day:02} WARN            10 rows  {report}")
        if day == 2:
            lines += [f"             WARN check {number}: expected {'x' * 600}" for number in range(25)]
    monkeypatch.setenv("SUBMIT_SAYS", "\n".join(lines))
    context = Context()
    audit(first_dt="2025-07-01", last_dt="2025-07-25").execute(context)
    warnings = [message for level, message in logged(log) if level == "WARNING"]
    assert len(warnings) == 20
    # A day of which nothing else is said is named by its verdict.
    assert warnings[0].startswith("actions of 2025-07-01: WARN. Report: ")
    left = context.left["backstory_audit"]
    assert left["verdicts"] == {"WARN": 25}
    assert [day["dt"] for day in left["notable"]] == [f"2025-07-{day:02}" for day in range(1, 21)]
    assert [len(day["findings"]) for day in left["notable"]] == [0, 20] + [0] * 18
    assert {len(finding) for day in left["notable"] for finding in day["findings"]} == {500}


def test_what_was_said_is_of_the_last_try_of_its_table_and_of_its_day(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert installation.is_dir()
    warns = _RANGE.splitlines()[1]
    no_longer_of_it = "spark says this\n             WARN mix: expected something else"
    of_another = "dq           histories 2025-08-14 FAIL         9 rows  /srv/lake/_reports/histories/run=x.html"
    monkeypatch.setenv("SUBMIT_SAYS", f"{warns}\n{no_longer_of_it}\n{of_another}")
    audits = audit()
    for _ in range(2):
        context = Context()
        audits.execute(context)
        extra = context["outlet_events"][ASSET].extra
        assert (extra["verdict"], extra["rows"], "verdicts" in extra) == ("WARN", 10, False)
        left = context.left["backstory_audit"]
        assert left["verdicts"] == {"WARN": 1, "FAIL": 1}
        assert [day["findings"] for day in left["notable"]] == [[], []]


def test_what_cannot_be_left_changes_no_day(installation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(**_: object) -> None:
        raise OSError("no database")

    assert installation.is_dir()
    monkeypatch.setenv("SUBMIT_SAYS", _WARNS)
    context = Context()
    context["ti"].xcom_push = refuses
    assert audit().execute(context) == RUN
    assert context["outlet_events"][ASSET].extra["verdict"] == "WARN"


def test_what_a_job_read_and_wrote_is_kept_for_the_tasks_own_events(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert installation.is_dir()
    line = 'lineage      read and wrote {"inputs":[["file","/raw"]],"outputs":[["file","/lake/_staging/actions"]]}'
    monkeypatch.setenv("SUBMIT_SAYS", f"{line}\nand more")
    builds = build()
    builds.execute(Context())
    assert builds.datasets == Datasets((("file", "/raw"),), (("file", "/lake/_staging/actions"),))


def test_a_failed_day_is_left_for_others_and_its_report_is_named_where_it_lies(
    installation: Path, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    assert installation.is_dir()
    monkeypatch.setenv("SUBMIT_SAYS", _FAILS)
    monkeypatch.setenv("SUBMIT_EXITS", "[3]")
    context = Context()
    with pytest.raises(AirflowFailException):
        audit().execute(context)
    # Airflow serves the reports of a lake on a disk; of this one nobody does.
    report = "s3a://shop/lake/_reports/actions/dt=2025-08-14/run=x.html"
    found = "FAIL rejected share: expected at most 1 %; 25 %"
    assert logged(log) == [("ERROR", f"actions of 2025-08-14: {found}. Report: {report}")]
    (day,) = context.left["backstory_audit"]["notable"]
    assert (day["verdict"], day["checks"], day["report"]) == ("FAIL", ["rejected share"], report)
    assert context["outlet_events"][ASSET].extra == {}


def test_a_range_counts_its_days_and_names_those_that_warn(
    installation: Path, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    assert installation.is_dir()
    monkeypatch.setenv("SUBMIT_SAYS", _RANGE)
    context = Context()
    audit(first_dt="2025-08-13", reports_url="https://r/shop").execute(context)
    (call,) = calls(installation)
    assert call[-1] == "--each-day"
    report = f"https://r/shop/actions/dt%3D2025-08-14/run%3D{RUN}.html"
    assert logged(log) == [
        ("WARNING", f"actions of 2025-08-14: WARN volume: expected 90 to 110 rows; 10. Report: {report}"),
        ("INFO", "1 PASS, 1 WARN. Reports: https://r/shop/actions/"),
    ]
    assert context["outlet_events"][ASSET].extra == {
        "first_dt": "2025-08-13",
        "last_dt": "2025-08-14",
        "run": RUN,
        "uri": "backstory://shop/actions",
        "verdict": "WARN",
        "rows": 110,
        "verdicts": {"PASS": 1, "WARN": 1},
        "report": "https://r/shop/actions/",
    }


def test_a_day_that_passes_has_its_report_in_the_log(
    installation: Path, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    assert installation.is_dir()
    monkeypatch.setenv("SUBMIT_SAYS", _RANGE.splitlines()[0].replace("-13", "-14"))
    context = Context()
    audit().execute(context)
    assert logged(log) == [("INFO", f"actions of 2025-08-14: PASS, 100 rows. Report: {_PAGES.format(RUN)}")]
    assert context.left["backstory_audit"] == {"verdict": "PASS", "verdicts": {"PASS": 1}, "notable": []}


@pytest.mark.parametrize(
    ("config", "uri", "day"),
    [
        ("lake: ../lake", "file://{home}/lake/actions", "/dt=2025-08-14"),
        ("lake: /srv/a lake", "file:///srv/a%20lake/actions", "/dt=2025-08-14"),
        ("lake: file:///srv/lake/", "file:///srv/lake/actions", "/dt=2025-08-14"),
        ("lake: hdfs://nn:8020/shop/lake/", "hdfs://nn:8020/shop/lake/actions", "/dt=2025-08-14"),
        ("lake: s3a://shop/lake", "s3a://shop/lake/actions", "/dt=2025-08-14"),
        ("lake: s3a://shop/lake\nstorage: {format: delta}", "s3a://shop/lake/actions", ""),
        ("lake: hdfs://nn/lake\nstorage: {format: iceberg}", "hdfs://nn/lake/actions", ""),
        (
            "lake: s3a://shop/lake\nstorage: {format: iceberg, catalog: {type: rest, uri: 'https://c'}}",
            "iceberg://backstory/shop/actions",
            "",
        ),
        (
            "lake: s3a://l\nstorage: {format: iceberg, catalog-name: main, namespace: web, catalog: {type: glue}}",
            "iceberg://main/web/actions",
            "",
        ),
        ("sources: {}", "backstory://shop/actions", "/dt=2025-08-14"),
    ],
)
def test_an_asset_names_where_the_data_are(installation: Path, config: str, uri: str, day: str) -> None:
    (installation / "pipelines" / "shop.yaml").write_text(f"name: shop\n{config}\n")
    asset = assets.of("shop/actions", "pipelines/shop.yaml")
    assert (asset.name, asset.group) == ("shop/actions", "shop")
    assert asset.uri == uri.format(home=installation)
    assert assets.day_of(asset, "2025-08-14", "pipelines/shop.yaml") == asset.uri + day


def test_months_that_are_over_are_packed(installation: Path) -> None:
    pack("2025-07-31", "2025-08-02").execute(Context())
    (call,) = calls(installation)
    assert call[call.index("--class") + 1] == "dev.backstory.history.PackJob"
    jar = str(installation / "jars/backstory-history-job-0.1.0-all.jar")
    assert call[call.index(jar) + 1 :] == [
        *("--config", str(installation / "pipelines/shop.yaml"), "--from", "2025-07-31", "--to", "2025-08-02")
    ]


def test_a_month_that_is_not_over_is_not_even_looked_at(installation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PackOperator, "_today", lambda _: date(2025, 8, 31))
    with pytest.raises(AirflowSkipException, match="to pack: the month of 2025-08-01 to 2025-08-30 is not over"):
        pack("2025-08-01", "2025-08-30").execute(Context())
    assert calls(installation) == []


@pytest.mark.parametrize(
    ("today", "over"),
    [("2025-07-31", False), ("2025-08-01", True), ("2026-01-01", True), ("2024-12-31", False)],
)
def test_a_month_is_over_when_the_next_one_has_begun(today: str, over: bool) -> None:
    asked = Days(date(2025, 7, 30), date(2025, 7, 31))
    assert asked.months_over(date.fromisoformat(today)) is over


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            3,
            "Data of 2025-08-14 failed the audit of actions; its report says why. Nothing was published for the days"
            " that failed, and another try would end the same way: correct the data, then clear actions with its"
            " downstream tasks",
        ),
        (
            2,
            "actions_dq met what another try would meet again: wrong settings, or a source that is not what they say"
            " (the log names it); correct it, or pipelines/shop.yaml, then clear this task",
        ),
    ],
)
def test_a_failed_audit_is_final(installation: Path, monkeypatch: pytest.MonkeyPatch, code: int, message: str) -> None:
    monkeypatch.setenv("SUBMIT_EXITS", f"[{code}]")
    context = Context()
    with pytest.raises(AirflowFailException) as failed:
        audit().execute(context)
    assert str(failed.value) == message
    assert len(calls(installation)) == 1
    assert context["outlet_events"][ASSET].extra == {}


@pytest.mark.parametrize("code", [1, 137])
def test_a_crash_is_tried_again(installation: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    assert installation.is_dir()
    monkeypatch.setenv("SUBMIT_EXITS", f"[{code}]")
    with pytest.raises(AirflowException) as failed:
        build().execute(Context())
    assert not isinstance(failed.value, AirflowFailException)
    assert f"Error code is: {code}" in str(failed.value)


_NOT_YET = (
    "actions: Not there yet: carts of 2025-08-13 to 2025-08-14, waited for until 2025-08-15T07:00+02:00 (the first);"
    " nothing of these days is staged, run it again\n"
    "actions: Not there yet: clicks of 2025-08-14, waited for until 2025-08-15T06:00+02:00; nothing of this day is"
    " staged, run it again"
)


@pytest.mark.parametrize(
    ("now", "again"),
    [
        ("2025-08-15T03:00", "2025-08-15T03:20"),
        # Until the deadline at the latest, which is 04:00 in UTC; after it as before.
        ("2025-08-15T03:50", "2025-08-15T04:00"),
        ("2025-08-15T04:00", "2025-08-15T04:20"),
    ],
)
def test_a_source_that_is_not_there_yet_is_looked_for_again(
    installation: Path, monkeypatch: pytest.MonkeyPatch, now: str, again: str
) -> None:
    monkeypatch.setenv("SUBMIT_EXITS", "[1]")
    monkeypatch.setenv("SUBMIT_SAYS", _NOT_YET)
    monkeypatch.setattr(StepOperator, "_now", lambda _: datetime.fromisoformat(now).replace(tzinfo=UTC))
    with pytest.raises(AirflowRescheduleException) as waits:
        build(look_again=timedelta(minutes=20)).execute(Context())
    assert waits.value.reschedule_date == datetime.fromisoformat(again).replace(tzinfo=UTC)
    assert len(calls(installation)) == 1


def test_a_day_that_failed_beside_one_that_is_not_there_yet_is_final(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert installation.is_dir()
    monkeypatch.setenv("SUBMIT_EXITS", "[3]")
    monkeypatch.setenv("SUBMIT_SAYS", _NOT_YET)
    with pytest.raises(AirflowFailException, match="Data of 2025-08-14 failed the audit of actions"):
        build().execute(Context())


def test_where_every_day_is_skipped_the_task_is(installation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUBMIT_SAYS", "actions      nothing is staged, as every day to build is skipped")
    with pytest.raises(AirflowSkipException) as skipped:
        build().execute(Context())
    assert str(skipped.value) == "2025-08-14 is skipped, as a source had not arrived; the log names it"
    assert len(calls(installation)) == 1


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ({"first_dt": "2025-08-15"}, "Cannot run 2025-08-15 to 2025-08-14 because the range ends before it begins"),
        ({"last_dt": "2999-01-01"}, "because 2999-01-01 is not over yet in the pipeline's zone"),
        ({"config": "pipelines/gone.yaml"}, "because there is no such file; put it there"),
        ({"conn_id": "spark_gone"}, "because there is no Airflow connection 'spark_gone', which names the Spark"),
    ],
)
def test_what_no_try_can_help_fails_at_once(installation: Path, broken: dict[str, str], message: str) -> None:
    operator = StepOperator(
        task_id="actions",
        job="actions",
        **(SETTINGS | {"first_dt": "2025-08-14", "last_dt": "2025-08-14"} | broken),
    )
    with pytest.raises(AirflowFailException) as failed:
        operator.execute(Context())
    assert message in str(failed.value)
    assert calls(installation) == []


def test_an_audit_without_a_staged_run_fails_at_once(installation: Path) -> None:
    with pytest.raises(AirflowFailException, match="because actions left no run id in this DAG run; clear actions"):
        audit().execute(Context(staged=None))
    assert calls(installation) == []


def test_two_versions_of_a_jar_are_one_too_many(installation: Path) -> None:
    (installation / "jars" / "backstory-actions-job-0.2.0-all.jar").touch()
    with pytest.raises(AirflowFailException) as failed:
        build().execute(Context())
    assert str(failed.value) == (
        "Cannot choose between backstory-actions-job-0.1.0-all.jar and backstory-actions-job-0.2.0-all.jar in"
        f" {installation / 'jars'}; keep the one of the version that is installed"
    )


def test_without_a_home_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BACKSTORY_HOME", raising=False)
    with pytest.raises(AirflowFailException, match="because the environment variable BACKSTORY_HOME is not set"):
        build().execute(Context())


def test_in_cluster_mode_the_config_travels_with_the_job(installation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "AIRFLOW_CONN_SPARK_DEFAULT", '{"conn_type": "spark", "host": "yarn", "extra": {"deploy-mode": "cluster"}}'
    )
    build().execute(Context())
    (call,) = calls(installation)
    assert call[call.index("--files") + 1] == str(installation / "pipelines/shop.yaml")
    assert call[call.index("--config") + 1] == "shop.yaml"


@pytest.mark.parametrize(("own", "attempts"), [({}, "1"), ({"spark.yarn.maxAppAttempts": "3"}, "3")])
def test_in_cluster_mode_yarn_does_not_try_again_by_itself(
    installation: Path, monkeypatch: pytest.MonkeyPatch, own: dict[str, str], attempts: str
) -> None:
    monkeypatch.setenv(
        "AIRFLOW_CONN_SPARK_DEFAULT", '{"conn_type": "spark", "host": "yarn", "extra": {"deploy-mode": "cluster"}}'
    )
    build(conf=own).execute(Context())
    (call,) = calls(installation)
    assert [word for word in call if "maxAppAttempts" in word] == [f"spark.yarn.maxAppAttempts={attempts}"]


@pytest.mark.parametrize(
    ("locale", "used"),
    [
        ({}, "C.UTF-8"),
        ({"LANG": "C"}, "C.UTF-8"),
        ({"LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"}, "C.UTF-8"),
        ({"LANG": "de_DE.UTF-8"}, ""),
    ],
)
def test_a_job_can_spell_every_name(
    installation: Path, monkeypatch: pytest.MonkeyPatch, locale: dict[str, str], used: str
) -> None:
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    build().execute(Context())
    assert (installation.parent / "locale").read_text() == used


def test_in_cluster_mode_the_driver_can_spell_every_name(installation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "AIRFLOW_CONN_SPARK_DEFAULT", '{"conn_type": "spark", "host": "yarn", "extra": {"deploy-mode": "cluster"}}'
    )
    build().execute(Context())
    (call,) = calls(installation)
    assert "spark.yarn.appMasterEnv.LC_ALL=C.UTF-8" in call


@pytest.mark.parametrize(
    ("output", "message"),
    [(FAILED_ON_YARN, "Data of 2025-08-14 failed"), (MISUSED_ON_YARN, "met what another try would meet again")],
    ids=["failed", "misused"],
)
def test_in_yarn_cluster_mode_the_diagnostics_tell_the_code(
    installation: Path, monkeypatch: pytest.MonkeyPatch, output: str, message: str
) -> None:
    assert installation.is_dir()
    monkeypatch.setenv(
        "AIRFLOW_CONN_SPARK_DEFAULT", '{"conn_type": "spark", "host": "yarn", "extra": {"deploy-mode": "cluster"}}'
    )
    monkeypatch.setenv("SUBMIT_EXITS", "[1]")
    monkeypatch.setenv("SUBMIT_SAYS", output)
    with pytest.raises(AirflowFailException, match=message):
        audit().execute(Context())


def test_on_kubernetes_the_driver_tells_the_code() -> None:
    hook = SimpleNamespace(_submit_sp=SimpleNamespace(returncode=0), _spark_exit_code=3, _last_submit_log_lines=[])
    assert exit_code(hook, RuntimeError("failed")) == 3


def test_a_master_that_tells_nothing_is_tried_again() -> None:
    hook = SimpleNamespace(_submit_sp=SimpleNamespace(returncode=0), _spark_exit_code=None)
    assert exit_code(hook, RuntimeError("Driver driver-1 exited with status FAILED")) is None
