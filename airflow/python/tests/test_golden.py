"""What the generator writes, loaded by Airflow itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pendulum
import pytest
import yaml
from airflow.dag_processing.dagbag import DagBag
from airflow.providers.smtp.notifications.smtp import SmtpNotifier
from airflow.sdk import DAG, Asset
from airflow.sdk.definitions.param import process_params
from airflow.sdk.exceptions import ParamValidationError
from airflow.serialization.serialized_objects import DagSerialization

from backstory_airflow import days, loader
from backstory_airflow.alerts import Notifier, RunAlert, Webhook, leave_reason
from backstory_airflow.loader import load_dag
from backstory_airflow.operators import AuditOperator
from conftest import GOLDEN, RUNNERS

CASES = sorted(path.name for path in GOLDEN.iterdir())
EDGES = {
    "actions": set(),
    "actions_dq": {"actions"},
    "impressions": set(),
    "impressions_dq": {"impressions"},
    "history": {"actions_dq", "impressions_dq"},
    "history_dq": {"history"},
}
PACK = {"pack": {"actions_dq"}}
# Its lookback is shorter than the two months from which on packs are made.
WITHOUT_PACKS = {"missing-days-warn"}


@pytest.fixture(scope="module")
def bag() -> DagBag:
    """All golden pipelines in one Airflow."""
    return DagBag(dag_folder=str(GOLDEN))


def dags_of(bag: DagBag, case: str) -> tuple[DAG, DAG]:
    (daily,) = (GOLDEN / case / "dags").glob("*_daily.py")
    return bag.dags[daily.stem], bag.dags[daily.stem.removesuffix("_daily") + "_backfill"]


def test_every_file_loads(bag: DagBag) -> None:
    assert bag.import_errors == {}
    assert set(bag.dags) == {path.stem for path in GOLDEN.glob("*/dags/*.py")}
    assert len(bag.dags) == 2 * len(CASES) >= 16


@pytest.mark.parametrize("case", CASES)
def test_edges(bag: DagBag, case: str) -> None:
    edges = EDGES if case in WITHOUT_PACKS else EDGES | PACK
    for dag in dags_of(bag, case):
        assert {task.task_id: task.upstream_task_ids for task in dag.tasks} == edges


@pytest.mark.parametrize("case", CASES)
def test_the_scheduler_can_store_it(bag: DagBag, case: str) -> None:
    for dag in dags_of(bag, case):
        stored = DagSerialization.from_dict(DagSerialization.to_dict(dag))
        assert stored.task_ids == dag.task_ids


@pytest.mark.parametrize("case", CASES)
def test_params(bag: DagBag, case: str) -> None:
    daily, backfill = dags_of(bag, case)
    assert dict(daily.params) == {"dt": None, "rebuild": False}
    daily.params.validate()
    assert list(backfill.params) == ["from", "to", "rebuild"]
    with pytest.raises(ParamValidationError, match="from"):
        backfill.params.validate()


@pytest.mark.parametrize("bad", ["2025-8-1", "yesterday", "2025-02-30", 5])
def test_params_that_are_no_days_are_refused(bag: DagBag, bad: object) -> None:
    for dag, name in zip(dags_of(bag, "berlin"), ("dt", "from"), strict=True):
        with pytest.raises(ParamValidationError):
            dag.params.get_param(name).resolve(bad)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(
    ("kind", "conf"),
    [
        ("daily", {}),
        ("daily", {"dt": None, "rebuild": True}),
        ("daily", {"dt": "2024-02-29"}),
        ("backfill", {"from": "2025-08-01", "to": "2025-08-03"}),
        ("backfill", {"from": "2025-08-01", "to": "2025-08-01", "rebuild": True}),
    ],
)
def test_the_days_of_its_tasks_are_the_days_of_the_run(case: str, kind: str, conf: dict[str, Any]) -> None:
    """What the templates in the file give to a task is what the note and the tab say of the run."""
    (file,) = (GOLDEN / case / "dags").glob(f"*_{kind}.yaml")
    # One of its own: the params of a run are written into its DAG.
    dag = load_dag(file)
    start = datetime(2025, 8, 13, 20, tzinfo=UTC)
    run = SimpleNamespace(
        data_interval_start=start, data_interval_end=start + timedelta(days=1), run_after=start + timedelta(days=1)
    )
    task = dag.get_task("history_dq").prepare_for_execution()
    params = process_params(dag, task, conf, suppress_exception=False)
    task.render_template_fields({"params": params, "dag_run": run}, dag.get_template_env())
    assert (task.first_dt, task.last_dt) == days.of_run(dag.timezone, conf, run)
    assert task.rebuild == str(conf.get("rebuild", False))


@pytest.mark.parametrize(
    ("case", "cron", "zone"),
    [
        ("berlin", "0 3 * * *", "Europe/Berlin"),
        ("clock-gap", "30 2 * * *", "America/New_York"),
        ("tokyo-daily", "0 0 * * *", "Asia/Tokyo"),
        ("longest-name", "59 23 * * *", "Pacific/Chatham"),
    ],
)
def test_timetable(bag: DagBag, case: str, cron: str, zone: str) -> None:
    daily, backfill = dags_of(bag, case)
    assert type(daily.timetable).__name__ == "CronDataIntervalTimetable"
    assert (daily.timetable.expression, daily.timetable.timezone.name) == (cron, zone)
    assert backfill.schedule is None


def test_without_a_schedule_it_runs_only_when_triggered(bag: DagBag) -> None:
    assert dags_of(bag, "minimal")[0].schedule is None


def test_an_offset_is_a_zone_too(bag: DagBag) -> None:
    zone = dags_of(bag, "fixed-offset")[0].timetable.timezone
    assert zone.utcoffset(None) == timedelta(hours=5, minutes=45)


def test_every_setting_arrives(bag: DagBag) -> None:
    daily, backfill = dags_of(bag, "berlin")
    assert (daily.catchup, daily.max_active_runs, backfill.catchup, backfill.max_active_runs) == (True, 4, False, 1)
    assert daily.tags == {"backstory", "berlin", "daily", "shop", "training"}
    assert daily.start_date == pendulum.datetime(2026, 1, 1, tz="Europe/Berlin")
    task = daily.get_task("history_dq")
    assert isinstance(task, AuditOperator)
    assert (task.owner, task.pool, task._conn_id) == ("data-platform", "spark_large", "spark_yarn")
    assert (task.retries, task.retry_delay, task.max_retry_delay) == (3, timedelta(minutes=10), timedelta(hours=2))
    assert (task.retry_exponential_backoff, task.execution_timeout) == (2, timedelta(hours=12))
    assert task.on_failure_callback == [leave_reason]
    for dag in (daily, backfill):
        assert dag.on_failure_callback is dag.on_success_callback
        assert isinstance(dag.on_failure_callback, RunAlert)
        webhook, notifier = dag.on_failure_callback.others
        assert isinstance(webhook, Webhook)
        assert (webhook.connection, webhook.form) == ("data_alerts", "teams")
        assert isinstance(notifier, Notifier)
        assert isinstance(notifier.notifier, SmtpNotifier)
        assert (notifier.notifier.to, notifier.notifier.subject) == ("data@example.com", "{{ backstory.title }}")
    assert (task.config, task.reports_url) == ("teams/berlin/pipeline.yaml", "https://reports.example.com/berlin")


def test_sources_are_waited_for(bag: DagBag) -> None:
    for dag in dags_of(bag, "arrival"):
        assert dag.get_task("actions").look_again == timedelta(minutes=20)
        # Histories of a day whose actions are skipped are those of the days before it.
        assert {task.task_id: str(task.trigger_rule.value) for task in dag.tasks} == {
            task: "none_failed" if task == "history" else "all_success" for task in (EDGES | PACK)
        }
        assert "it is looked for again every 20 minutes, and holds no worker meanwhile" in str(dag.doc_md)
    assert {task.trigger_rule.value for task in dags_of(bag, "minimal")[0].tasks} == {"all_success"}


def test_warnings_are_told_only_where_that_is_asked_for(tmp_path: Path) -> None:
    for file in (GOLDEN / "berlin" / "dags").glob("berlin_daily.*"):
        text = file.read_text()
        assert file.suffix == ".py" or "alert_warnings: true" in text
        (tmp_path / file.name).write_text(text.replace("alert_warnings: true", "alert_warnings: false"))
    dag = DagBag(dag_folder=str(tmp_path)).dags["berlin_daily"]
    assert isinstance(dag.on_failure_callback, RunAlert)
    assert dag.on_success_callback is None


def test_nobody_is_told_where_nobody_is_named(bag: DagBag) -> None:
    for dag in dags_of(bag, "minimal"):
        assert (dag.on_failure_callback, dag.on_success_callback) == (None, None)
        assert dag.get_task("history_dq").on_failure_callback == []


@pytest.mark.parametrize(
    ("class_path", "reason"),
    [
        ("airflow.providers.nobody.has.Notifier", "No module named 'airflow.providers.nobody'"),
        ("fractions.Fraction", "fractions.Fraction is no notifier"),
        ("airflow.providers.smtp.notifications.smtp.SmtpNotifier", "missing"),
    ],
)
def test_a_notifier_that_cannot_be_made_is_an_import_error(tmp_path: Path, class_path: str, reason: str) -> None:
    for file in (GOLDEN / "minimal" / "dags").glob("shop_daily.*"):
        notifier = f'connection: "spark_default"\n  alert_notifier: "{class_path}"'
        (tmp_path / file.name).write_text(file.read_text().replace('connection: "spark_default"', notifier))
    (error,) = DagBag(dag_folder=str(tmp_path)).import_errors.values()
    assert "Cannot load shop_daily.yaml because its notifier cannot be made: " in error
    assert reason in error
    assert "; install the provider it comes with, or correct airflow.alert-notifier" in error


def test_rebuild_need_not_be_given(bag: DagBag) -> None:
    for dag in dags_of(bag, "minimal"):
        rebuild = dag.params.get_param("rebuild")
        assert (rebuild.resolve(None), rebuild.resolve(True)) == (None, True)
        assert rebuild.schema["type"] == ["null", "boolean"]
    daily = dags_of(bag, "minimal")[0].params.get_param("dt")
    assert daily.description == "The day to run. Left empty, it is yesterday."


def test_only_audits_announce_their_table(bag: DagBag) -> None:
    for dag in dags_of(bag, "minimal"):
        assert {task.task_id: task.outlets for task in dag.tasks if task.outlets} == {
            # No config is installed here: it would say where the data are.
            f"{step}_dq": [Asset(name=f"shop/{table}", uri=f"backstory://shop/{table}", group="shop")]
            for step, table in (("actions", "actions"), ("impressions", "impressions"), ("history", "training"))
        }


def test_without_training_rows_the_histories_are_announced(bag: DagBag) -> None:
    for dag in dags_of(bag, "histories"):
        audit = dag.get_task("history_dq")
        assert isinstance(audit, AuditOperator)
        assert [outlet.name for outlet in audit.outlets] == ["unpadded/histories"]
        assert (audit.step, audit.table) == ("history", "histories")


def test_spark_settings_arrive_as_they_are(bag: DagBag) -> None:
    daily, _ = dags_of(bag, "spark-settings")
    options = "-Dgreeting='{{ not a template }}' -Dhome=$HOME -Da=\"b c\""
    assert daily.get_task("history").conf == {
        "spark.driver.extraJavaOptions": options,
        "spark.executor.cores": "4",
        "spark.executor.memory": "16g",
        "spark.sql.adaptive.enabled": "true",
    }
    assert "conf" not in daily.get_task("history").template_fields


def test_odd_names_stay_text(bag: DagBag) -> None:
    daily, _ = dags_of(bag, "odd-name")
    assert daily.dag_id == "no_daily"
    assert daily.tags == {"1", "a: b", "backstory", "daily", "no", "on", "{{ tag }}"}
    assert daily.get_task("actions").owner == "off: {#} 'Ünïcode' \"quoted\" $USER"


def test_the_documentation_is_what_was_written(bag: DagBag) -> None:
    daily, backfill = dags_of(bag, "berlin")
    assert daily.doc_md.startswith("One run is one day, its `dt`: the local day (Europe/Berlin)")
    assert backfill.doc_md.startswith("One run is the days `from` to `to`")
    assert "!!python" not in daily.doc_md + backfill.doc_md


def test_a_file_of_another_version_is_an_import_error(tmp_path: Path) -> None:
    for file in (GOLDEN / "minimal" / "dags").glob("shop_daily.*"):
        (tmp_path / file.name).write_text(file.read_text().replace("format: 1", "format: 3"))
    (error,) = DagBag(dag_folder=str(tmp_path)).import_errors.values()
    assert (
        "Cannot load shop_daily.yaml because it is not of format 1 or 2; generate it again with the version of"
        " Backstory whose Python package is installed here" in error
    )


def test_the_loader_knows_the_keys_that_are_written_and_no_others() -> None:
    plans = [yaml.safe_load(path.read_text()) for folder in (GOLDEN, RUNNERS) for path in folder.glob("*/dags/*.yaml")]
    assert {key for plan in plans for key in plan} == loader._DAG
    assert {key for plan in plans for key in plan["defaults"]} == loader._DEFAULTS
    assert {key for plan in plans for task in plan["tasks"] for key in task} == loader._TASK


def test_an_edited_key_is_an_import_error(tmp_path: Path) -> None:
    for file in (GOLDEN / "minimal" / "dags").glob("shop_daily.*"):
        (tmp_path / file.name).write_text(file.read_text().replace("retries:", "retrys:"))
    (error,) = DagBag(dag_folder=str(tmp_path)).import_errors.values()
    assert "Cannot load shop_daily.yaml because it has keys that nothing reads: retrys;" in error
