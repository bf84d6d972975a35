"""How jobs begin and end at the platforms: what operators send, and what is made of the events of their triggers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.providers.cncf.kubernetes.operators.spark_kubernetes import SparkKubernetesOperator
from airflow.sdk import Asset
from airflow.sdk.exceptions import (
    AirflowException,
    AirflowFailException,
    AirflowRescheduleException,
    AirflowSkipException,
    TaskDeferred,
)
from botocore.stub import ANY, Stubber
from kubernetes.client import V1ContainerState, V1ContainerStateTerminated, V1ContainerStatus, V1Pod, V1PodStatus

from conftest import RUNNERS

from .test_dags import Context, task

ASSET = Asset(name="shop/training", uri="backstory://shop/training")
FINAL = "Data of 2025-08-14 failed the audit of history; its report says why."
NOW = datetime(2025, 8, 15, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> DagBag:
    """The DAGs of all runners."""
    folder = tmp_path_factory.mktemp("tweaks")
    (folder / "golden_tweaks.py").write_text("def tag(dag):\n    dag.tags.add('tweaked')\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        return DagBag(dag_folder=str(RUNNERS))


def of(bag: DagBag, pipeline: str, name: str, try_number: int = 1) -> tuple[Any, Context]:
    """A task, and a context in which it announces an asset."""
    made = task(bag, pipeline, name)
    made.outlets = [ASSET]
    context = Context(bag.dags[f"{pipeline}_daily"], name)
    context["ti"].try_number = try_number
    context["outlet_events"] = {ASSET: SimpleNamespace(extra=None)}
    return made, context


def databricks(result: str, *errors: str) -> dict[str, Any]:
    return {
        "run_id": 7,
        "run_page_url": "https://bricks/7",
        "run_state": f'{{"life_cycle_state": "TERMINATED", "result_state": "{result}", "state_message": ""}}',
        "errors": [{"task_key": "run", "run_id": 7, "error": error} for error in errors],
    }


def dataproc(state: str, message: str) -> dict[str, Any]:
    return {"batch_id": "b", "batch_state": state, "batch_state_message": message}


@pytest.mark.parametrize(
    ("pipeline", "event"),
    [
        ("bricks", databricks("FAILED", "FailedJob: backstory dq ended with exit code 3, a day failed its audit")),
        ("batches", dataproc("FAILED", "Job failed with message [User application exited with 3.]")),
    ],
)
def test_what_a_trigger_says_of_3_is_final(bag: DagBag, pipeline: str, event: dict[str, Any]) -> None:
    audits, context = of(bag, pipeline, "history_dq")
    with pytest.raises(AirflowFailException) as failed:
        audits.execute_complete(context, event)
    assert str(failed.value).startswith(FINAL)
    assert context["outlet_events"][ASSET].extra is None


@pytest.mark.parametrize(
    ("pipeline", "event"),
    [("bricks", databricks("SUCCESS")), ("batches", dataproc("SUCCEEDED", ""))],
)
def test_what_a_trigger_says_of_a_day_that_is_done_is_announced(
    bag: DagBag, pipeline: str, event: dict[str, Any]
) -> None:
    audits, context = of(bag, pipeline, "history_dq")
    assert audits.execute_complete(context, event) == "staged-try1"
    extra = context["outlet_events"][ASSET].extra
    assert (extra["first_dt"], extra["run"]) == ("2025-08-14", "staged-try1")


def test_a_step_is_skipped_or_waits_elsewhere_as_by_spark_submit(bag: DagBag) -> None:
    skips, context = of(bag, "lively", "history")
    skips.skipped = True
    with pytest.raises(AirflowSkipException, match="2025-08-14 is skipped, as a source had not arrived"):
        skips._judged(context, lambda: None)

    def not_yet() -> None:
        list(waits._noting(iter(["Not there yet: clicks, waited for until 2025-08-15T06:00+02:00; nothing of this"])))
        raise AirflowException("exit code: 1")

    waits, context = of(bag, "lively", "history")
    waits._now = lambda: NOW
    with pytest.raises(AirflowRescheduleException) as again:
        waits._judged(context, not_yet)
    assert again.value.reschedule_date == datetime(2025, 8, 15, 3, 10, tzinfo=UTC)


def test_wrong_settings_are_final_everywhere(bag: DagBag) -> None:
    builds, context = of(bag, "bricks", "actions")
    with pytest.raises(AirflowFailException, match="actions met what another try would meet again"):
        builds.execute_complete(context, databricks("FAILED", "FailedJob: backstory actions ended with exit code 2"))


def test_each_try_is_another_run_with_what_the_platform_is_told(bag: DagBag) -> None:
    runs, context = of(bag, "bricks", "history_dq", try_number=2)
    runs.run = "staged-try1"
    runs.submit(runs._job(context))
    told = runs._get_merged_json()
    assert told["idempotency_token"].endswith("-try2")
    assert told["spark_jar_task"]["main_class_name"] == "dev.backstory.dq.DqJob"
    assert told["spark_jar_task"]["parameters"][-4:] == ["--run-id", "staged-try1", "--step", "history"]
    assert runs.durable is False
    batch, context = of(bag, "batches", "actions", try_number=3)
    batch.run = "mine"
    batch.submit(batch._job(context))
    assert batch.batch_id.startswith("actions-")
    assert batch.batch_id.endswith("-try3")
    assert batch.batch["spark_batch"]["args"][-2:] == ["--run-id", "mine"]


@pytest.fixture
def emr(bag: DagBag, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, Context, Stubber]]:
    """An audit of EMR Serverless, and what stands in for AWS; Amazon's own model checks requests and answers."""
    audits, context = of(bag, "emr", "history_dq")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    client = boto3.client("emr-serverless", region_name="eu-central-1")
    audits.__dict__["hook"] = SimpleNamespace(conn=client, get_waiter=lambda _: None)
    audits.persist_links = lambda _: None
    with Stubber(client) as stubber:
        yield audits, context, stubber
        stubber.assert_no_pending_responses()


ARN = "arn:aws:emr-serverless:eu-central-1:111122223333:/applications/00f1example00001"


def application(state: str) -> dict[str, Any]:
    parts = {"applicationId": "00f1", "arn": ARN, "releaseLabel": "emr-7.3.0", "type": "spark", "state": state}
    return {"application": parts | {"createdAt": NOW, "updatedAt": NOW}}


def job_run(state: str, details: str) -> dict[str, Any]:
    parts = {"applicationId": "00f1", "jobRunId": "j1", "arn": ARN, "createdBy": ARN, "executionRole": ARN}
    more = {"createdAt": NOW, "updatedAt": NOW, "releaseLabel": "emr-7.3.0", "state": state, "stateDetails": details}
    return {"jobRun": parts | more | {"jobDriver": {"sparkSubmit": {"entryPoint": "s3://shop/a.jar"}}}}


def test_emr_serverless_starts_a_job_run_and_waits_without_a_worker(emr: tuple[Any, Context, Stubber]) -> None:
    audits, context, aws = emr
    platform = audits.platform
    object.__setattr__(platform, "settings", {**platform.settings, "config": {"executionTimeoutMinutes": 60}})
    aws.add_response("get_application", application("STARTED"))
    sent = {
        "clientToken": ANY,
        "applicationId": audits.application_id,
        "executionRoleArn": audits.execution_role_arn,
        "jobDriver": ANY,
        "name": "emr history dq",
        "executionTimeoutMinutes": 60,
    }
    answer = {"applicationId": "00f1", "jobRunId": "j1", "arn": ARN}
    aws.add_response("start_job_run", answer | {"ResponseMetadata": {"HTTPStatusCode": 200}}, sent)
    with pytest.raises(TaskDeferred) as deferred:
        audits.execute(context)
    assert (deferred.value.method_name, deferred.value.kwargs) == ("execute_complete", {"job_id": "j1"})
    assert audits.config == "pipelines/emr.yaml"
    assert (audits.waiter_delay, audits.waiter_max_attempts) == (30, 720)


def test_emr_serverless_begins_anew_when_its_application_is_there(emr: tuple[Any, Context, Stubber]) -> None:
    audits, context, aws = emr
    aws.add_response("get_application", application("STOPPED"))
    aws.add_response("start_application", {})
    with pytest.raises(TaskDeferred) as deferred:
        audits.execute(context)
    assert deferred.value.method_name == "execute_again"


def test_emr_serverless_is_asked_for_the_exit_code(emr: tuple[Any, Context, Stubber]) -> None:
    audits, context, aws = emr
    for _ in range(2):
        aws.add_response("get_job_run", job_run("FAILED", "Job failed, please check logs. ExitCode: 3. Last few"))
    with pytest.raises(AirflowFailException) as failed:
        audits.execute_complete(context, {"status": "failed", "message": "Waiter error"}, job_id="j1")
    assert str(failed.value).startswith(FINAL)


def test_emr_serverless_ends_a_job_run_that_takes_too_long(emr: tuple[Any, Context, Stubber]) -> None:
    audits, context, aws = emr
    aws.add_response("get_job_run", job_run("RUNNING", "-"))
    aws.add_response("cancel_job_run", {"applicationId": "00f1", "jobRunId": "j1"})
    aws.add_response("get_job_run", job_run("CANCELLING", "-"))
    with pytest.raises(AirflowFailException, match="history_dq failed, and emr-serverless does not say"):
        audits.execute_complete(context, {"status": "failed", "message": "max attempts reached"}, job_id="j1")


def test_emr_serverless_is_not_asked_about_a_job_run_that_is_done(emr: tuple[Any, Context, Stubber]) -> None:
    audits, context, _ = emr
    assert audits.execute_complete(context, {"status": "success"}, job_id="j1") == "staged-try1"


def pod(**codes: int) -> V1Pod:
    """A pod whose containers ended with these codes."""
    statuses = [
        V1ContainerStatus(
            name=name.replace("_", "-"),
            image="i",
            image_id="i",
            ready=False,
            restart_count=0,
            state=V1ContainerState(terminated=V1ContainerStateTerminated(exit_code=code)),
        )
        for name, code in codes.items()
    ]
    return V1Pod(status=V1PodStatus(container_statuses=statuses))


@pytest.mark.parametrize("way", ["execute", "trigger_reentry"])
def test_the_drivers_pod_is_asked_for_its_exit_code_before_it_is_removed(
    bag: DagBag, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    audits, context = of(bag, "kube", "history_dq")

    def ends(self: Any, *_: Any) -> None:
        self.cleanup(None, pod(istio_proxy=0, **{SparkKubernetesOperator.BASE_CONTAINER_NAME.replace("-", "_"): 3}))

    def fails(*_: Any, **__: Any) -> None:
        raise AirflowException("Pod history-dq-driver returned a failure.")

    monkeypatch.setattr(SparkKubernetesOperator, way, ends)
    monkeypatch.setattr(SparkKubernetesOperator, "cleanup", fails)
    with pytest.raises(AirflowFailException) as failed:
        getattr(audits, way)(context, *([{}] if way == "trigger_reentry" else []))
    assert str(failed.value).startswith(FINAL)
    assert audits.reattach_on_restart is False
