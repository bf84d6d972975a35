"""What platforms are told agrees with the job definitions in examples/platforms. No provider is needed."""

from __future__ import annotations

import json
import re
import shlex
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml

from backstory_airflow import elsewhere
from backstory_airflow.elsewhere import Job, Platform, exit_code_in
from backstory_airflow.runners import arguments
from conftest import RUNNERS

PLATFORMS = Path(__file__).parents[3] / "examples" / "platforms"
STEPS = ("actions", "dq-actions", "impressions", "dq-impressions", "history", "dq-history")


def settings(case: str) -> tuple[dict[str, Any], dict[str, str]]:
    (file,) = (RUNNERS / case / "dags").glob("*_daily.yaml")
    plan = yaml.safe_load(file.read_text())
    return plan["defaults"]["platform"], plan["tasks"][0].get("conf", {})


def job(case: str, name: str, run_id: str) -> tuple[Job, dict[str, Any]]:
    platform, conf = settings(case)
    step = name.removeprefix("dq-")
    kind = "dq" if name.startswith("dq-") else step
    words = ["--config", platform["config"], "--dt", "2025-08-14", "--run-id", run_id]
    words += ["--step", step] if kind == "dq" else []
    jar = Platform(**platform).jar(kind)
    made = Job(f"{name} 2025-08-14", f"{name}-853771ac-try1", jar, elsewhere.main_class(kind), words, conf)
    return made, platform["settings"]


@pytest.mark.parametrize("name", STEPS)
def test_databricks(name: str) -> None:
    example = json.loads((PLATFORMS / "databricks" / "job.json").read_text())
    (task,) = (task for task in example["tasks"] if task["task_key"] == name)
    made, given = job("databricks", name, "{{job.run_id}}")
    told = arguments.databricks(made, given)
    parameters = [word.replace("{{job.parameters.dt}}", "2025-08-14") for word in task["spark_jar_task"]["parameters"]]
    assert told["spark_jar_task"] == task["spark_jar_task"] | {"parameters": parameters}
    assert told["libraries"] == task["libraries"]
    cluster = example["job_clusters"][0]["new_cluster"]
    assert {key: value for key, value in told["new_cluster"].items() if key in cluster} == cluster
    assert told["idempotency_token"] == f"{name}-853771ac-try1"
    assert "spark_conf" not in given["new_cluster"]


def test_a_databricks_cluster_that_is_there_is_named() -> None:
    made, _ = job("databricks", "actions", "r")
    told = arguments.databricks(made, {"existing_cluster_id": "0814-abc"})
    assert told["existing_cluster_id"] == "0814-abc"
    assert "new_cluster" not in told


def odd(case: str, **changed: Any) -> tuple[Job, dict[str, Any]]:
    """A job whose run has a long name, with a Spark setting that its platform's settings have, too."""
    made, given = job(case, "actions", "r")
    run = "x" * 70 + "-853771ac-try1"
    conf = {"spark.a": "of the config", "spark.b": "of the config"}
    return Job(made.name, run, made.jar, made.main, made.arguments, conf), given | changed


BOTH = {"spark.a": "of the platform", "spark.b": "of the config"}


def test_the_platforms_own_spark_settings_win() -> None:
    own = {"spark.a": "of the platform"}
    databricks = arguments.databricks(*odd("databricks", new_cluster={"num_workers": 2, "spark_conf": own}))
    dataproc = arguments.dataproc(*odd("dataproc", runtime_config={"properties": own}))
    kubernetes = arguments.spark_kubernetes(*odd("spark-kubernetes", spec={"sparkConf": own}))
    assert databricks["new_cluster"] == {"num_workers": 2, "spark_conf": BOTH}
    assert dataproc["runtime_config"] == {"version": "1.2", "properties": arguments.EXIT_LINE | BOTH}
    assert kubernetes["spark"]["spec"]["sparkConf"] == BOTH


def test_names_of_runs_end_as_they_must_where_they_are_too_long() -> None:
    token = arguments.databricks(*odd("databricks"))["idempotency_token"]
    batch = arguments.dataproc_batch_id(odd("dataproc")[0])
    assert (len(token), token[-14:]) == (64, "-853771ac-try1")
    assert (len(batch), batch[-14:]) == (63, "-853771ac-try1")


def test_dataproc_takes_labels_and_no_environment_is_needed() -> None:
    made, given = odd("dataproc", labels={"team": "data"})
    del given["environment_config"]
    told = arguments.dataproc(made, given)
    assert told["labels"] == {"team": "data"}
    assert "environment_config" not in told


def test_what_an_application_runs_is_no_setting() -> None:
    """Whatever a spec says of it: another class, or trying again by itself."""
    spec = {"mainClass": "Other", "restartPolicy": {"type": "Always"}, "image": "shop/spark"}
    kubernetes = {"in_cluster": True}
    body = arguments.spark_kubernetes(*odd("spark-kubernetes", spec=spec, kubernetes=kubernetes))
    told = body["spark"]["spec"]
    assert (told["mainClass"], told["restartPolicy"]) == ("dev.backstory.actions.ActionsJob", {"type": "Never"})
    assert (told["image"], told["driver"], told["executor"]) == ("shop/spark", {}, {})
    assert body["kubernetes"] == kubernetes
    assert "kubernetes" not in arguments.spark_kubernetes(*odd("spark-kubernetes", spec=spec))


@pytest.mark.parametrize("name", STEPS)
def test_emr_serverless(name: str) -> None:
    example = json.loads((PLATFORMS / "emr-serverless" / f"{name}.json").read_text())
    made, given = job("emr-serverless", name, "daily-2025-08-14")
    assert arguments.emr_serverless(made) == example["jobDriver"]
    assert given["application_id"] == example["applicationId"]
    assert given["execution_role_arn"] == example["executionRoleArn"]


def test_emr_serverless_takes_odd_spark_settings_apart_as_they_are() -> None:
    made, _ = job("emr-serverless", "actions", "r")
    options = "-Dgreeting='a b' -Dhome=$HOME"
    odd = Job(made.name, made.run, made.jar, made.main, made.arguments, {"spark.driver.extraJavaOptions": options})
    text = arguments.emr_serverless(odd)["sparkSubmit"]["sparkSubmitParameters"]
    assert shlex.split(text)[-1] == f"spark.driver.extraJavaOptions={options}"


def test_emr_serverless_is_waited_for_as_long_as_a_task_may_take() -> None:
    waiter = arguments.emr_serverless_waiter({}, timedelta(minutes=360))
    assert waiter == {"waiter_delay": 30, "waiter_max_attempts": 720}
    waiter = arguments.emr_serverless_waiter({"waiter_delay": 7}, timedelta(minutes=1))
    assert waiter == {"waiter_delay": 7, "waiter_max_attempts": 9}


@pytest.mark.parametrize("name", STEPS)
def test_dataproc(name: str) -> None:
    example = json.loads((PLATFORMS / "dataproc" / f"{name}.json").read_text())
    made, given = job("dataproc", name, "daily-2025-08-14")
    told = arguments.dataproc(made, given)
    batch = example["sparkBatch"]
    assert told["spark_batch"] == {
        "main_class": batch["mainClass"],
        "jar_file_uris": batch["jarFileUris"],
        "args": batch["args"],
    }
    assert told["runtime_config"]["version"] == example["runtimeConfig"]["version"]
    assert told["runtime_config"]["properties"] == example["runtimeConfig"]["properties"] | arguments.EXIT_LINE
    execution = example["environmentConfig"]["executionConfig"]
    assert told["environment_config"]["execution_config"] == {
        "service_account": execution["serviceAccount"],
        "ttl": execution["ttl"],
    }
    assert re.fullmatch(r"[a-z][a-z0-9-]{2,61}[a-z0-9]", arguments.dataproc_batch_id(made))


def test_spark_kubernetes() -> None:
    made, given = job("spark-kubernetes", "dq-history", "r")
    body = arguments.spark_kubernetes(made, given)["spark"]
    assert (body["apiVersion"], body["kind"]) == ("sparkoperator.k8s.io/v1beta2", "SparkApplication")
    assert body["spec"] == given["spec"] | {
        "type": "Java",
        "mode": "cluster",
        "mainClass": "dev.backstory.dq.DqJob",
        "mainApplicationFile": f"local:///opt/backstory/jars/backstory-dq-{version('backstory-airflow')}-all.jar",
        "arguments": made.arguments,
        "restartPolicy": {"type": "Never"},
        "sparkConf": {"spark.sql.adaptive.enabled": "true"},
    }


def test_livy() -> None:
    made, _ = job("livy", "actions", "r")
    assert arguments.livy(made) == {
        "file": f"hdfs:///shop/jars/backstory-actions-job-{version('backstory-airflow')}-all.jar",
        "class_name": "dev.backstory.actions.ActionsJob",
        "args": ["--config", "hdfs:///shop/conf/pipeline.yaml", "--dt", "2025-08-14", "--run-id", "r"],
        "name": "actions 2025-08-14 actions-853771ac-try1",
        "conf": {"spark.backstory.exit-line": "true"},
    }


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("errors [{'error': 'FailedJob: backstory dq ended with exit code 3, a day failed its audit, and'}]", 3),
        ("org.apache.spark.SparkUserAppException: User application exited with 2", 2),
        ("Application diagnostics message: User application exited with status 3", 3),
        ("Final app status: FAILED, exitCode: 13, (reason: User application exited with exitCode: 3)", 3),
        ("Job failed, please check complete logs in configured logging destination. ExitCode: 3. Last few", 3),
        ("driver container failed with ExitCode: 1, Reason: Error", 1),
        ("Batch job a failed with error: Job failed with message [SparkException]", None),
        ("Pod actions-driver returned a failure.\nexit code: 137", 137),
        # An executor that was lost, and then the job's last line.
        ("ExitCode: 137\nbackstory dq ended with exit code 3, a day failed its audit", 3),
    ],
)
def test_exit_codes_are_found_in_what_platforms_say(said: str, code: int | None) -> None:
    assert exit_code_in(said) == code
