"""
What each platform is told, as the operator of its provider takes it. No provider is needed here.

They are the job definitions of examples/platforms with the settings of the config in them.
"""

from __future__ import annotations

import copy
import math
import shlex
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from backstory_airflow.elsewhere import Job

# EMR Serverless runs Java 8 unless it is told where another one is.
_EMR_JAVA_HOME = "/usr/lib/jvm/java-17-amazon-corretto.x86_64/"
_EMR_JAVA = {
    "spark.emr-serverless.driverEnv.JAVA_HOME": _EMR_JAVA_HOME,
    "spark.executorEnv.JAVA_HOME": _EMR_JAVA_HOME,
}
_POLL_SECONDS = 30
# The last line of a job that failed then names its exit code.
EXIT_LINE = {"spark.backstory.exit-line": "true"}


def databricks(job: Job, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the run to submit: one JAR task. A new cluster gets the Spark settings, beneath those of its own."""
    cluster = copy.deepcopy(dict(settings.get("new_cluster", {})))
    if cluster and (job.conf or cluster.get("spark_conf")):
        cluster["spark_conf"] = {**job.conf, **cluster.get("spark_conf", {})}
    return {
        "run_name": job.name,
        "idempotency_token": job.run[-64:],
        "spark_jar_task": {"main_class_name": job.main, "parameters": job.arguments},
        "libraries": [{"jar": job.jar}],
        **({"new_cluster": cluster} if cluster else {"existing_cluster_id": settings["existing_cluster_id"]}),
    }


def emr_serverless(job: Job) -> dict[str, Any]:
    """Return the job driver."""
    conf = [f"--conf {shlex.quote(f'{name}={value}')}" for name, value in {**_EMR_JAVA, **job.conf}.items()]
    return {
        "sparkSubmit": {
            "entryPoint": job.jar,
            "entryPointArguments": job.arguments,
            "sparkSubmitParameters": " ".join([f"--class {job.main}", *conf]),
        }
    }


def emr_serverless_waiter(settings: Mapping[str, Any], timeout: timedelta) -> dict[str, int]:
    """Return how it is waited for: as long as a task may take, where the provider would wait for 25 minutes."""
    delay = int(settings.get("waiter_delay", _POLL_SECONDS))
    return {
        "waiter_delay": delay,
        "waiter_max_attempts": int(settings.get("waiter_max_attempts", math.ceil(timeout.total_seconds() / delay))),
    }


def dataproc(job: Job, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the batch."""
    runtime = copy.deepcopy(dict(settings.get("runtime_config", {})))
    runtime["properties"] = {**EXIT_LINE, **job.conf, **runtime.get("properties", {})}
    batch: dict[str, Any] = {
        "labels": dict(settings.get("labels", {})),
        "runtime_config": {"version": "1.2", **runtime},
        "spark_batch": {"main_class": job.main, "jar_file_uris": [job.jar], "args": job.arguments},
    }
    if "environment_config" in settings:
        batch["environment_config"] = copy.deepcopy(settings["environment_config"])
    return batch


def dataproc_batch_id(job: Job) -> str:
    """Return the id of a batch: 4 to 63 lower-case letters, digits and -, another one for each try."""
    return job.run[-63:].strip("-")


def spark_kubernetes(job: Job, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the SparkApplication: what the settings' spec says, and the job in it."""
    spec = copy.deepcopy(dict(settings["spec"]))
    theirs = {
        "type": "Java",
        "mode": "cluster",
        "mainClass": job.main,
        "mainApplicationFile": job.jar,
        "arguments": job.arguments,
        # What to try again is decided in Airflow.
        "restartPolicy": {"type": "Never"},
        "sparkConf": {**job.conf, **spec.get("sparkConf", {})},
    }
    spec.setdefault("driver", {})
    spec.setdefault("executor", {})
    body = {
        "spark": {"apiVersion": "sparkoperator.k8s.io/v1beta2", "kind": "SparkApplication", "spec": {**spec, **theirs}}
    }
    if "kubernetes" in settings:
        body["kubernetes"] = copy.deepcopy(settings["kubernetes"])
    return body


def livy(job: Job) -> dict[str, Any]:
    """Return what changes of a batch from run to run, as LivyOperator keeps it."""
    return {
        "file": job.jar,
        "class_name": job.main,
        "args": job.arguments,
        "name": f"{job.name} {job.run}",
        "conf": {**EXIT_LINE, **job.conf},
    }
