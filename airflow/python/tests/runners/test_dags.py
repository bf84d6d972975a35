"""The DAGs of every runner in a real DagBag, with the operators of the real providers; what platforms say."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from airflow.serialization.serialized_objects import DagSerialization

from backstory_airflow.elsewhere import Elsewhere
from backstory_airflow.link import ReportLink
from backstory_airflow.operators import Audit, Pack
from conftest import RUNNERS

OPERATORS = {
    "bricks": ("databricks", "DatabricksSubmitRunOperator", "databricks_conn_id", "databricks_default"),
    "emr": ("emr-serverless", "EmrServerlessStartJobOperator", "aws_conn_id", "aws_shop"),
    "batches": ("dataproc", "DataprocCreateBatchOperator", "gcp_conn_id", "google_cloud_default"),
    "kube": ("spark-kubernetes", "SparkKubernetesOperator", "kubernetes_conn_id", "kubernetes_default"),
    "lively": ("livy", "LivyOperator", "_livy_conn_id", "livy_default"),
}


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> DagBag:
    """All of them, and the function that one of them names."""
    folder = tmp_path_factory.mktemp("tweaks")
    (folder / "golden_tweaks.py").write_text("def tag(dag):\n    dag.tags.add('tweaked')\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        return DagBag(dag_folder=str(RUNNERS))


class Context(dict[str, Any]):
    """What the operators read of Airflow's context."""

    def __init__(self, dag: DAG, task: str) -> None:
        ti = SimpleNamespace(
            dag_id=dag.dag_id,
            task_id=task,
            run_id="scheduled__2025-08-15T03:00:00+00:00",
            try_number=1,
            map_index=-1,
            xcom_push=lambda **_: None,
            xcom_pull=lambda **_: "staged-try1",
        )
        super().__init__(ti=ti, task_instance=ti, run_id=ti.run_id, dag=dag, outlet_events={})


def task(bag: DagBag, pipeline: str, name: str) -> Any:
    task = bag.dags[f"{pipeline}_daily"].get_task(name).prepare_for_execution()
    task.first_dt = task.last_dt = "2025-08-14"
    task.rebuild = "False"
    task.outlets = []
    return task


def context(bag: DagBag, pipeline: str, name: str) -> Context:
    return Context(bag.dags[f"{pipeline}_daily"], name)


def test_every_file_loads(bag: DagBag) -> None:
    assert bag.import_errors == {}
    assert set(bag.dags) == {f"{pipeline}_{kind}" for pipeline in OPERATORS for kind in ("daily", "backfill")}
    assert "tweaked" in bag.dags["lively_daily"].tags


@pytest.mark.parametrize("pipeline", OPERATORS)
def test_the_operators_are_the_providers(bag: DagBag, pipeline: str) -> None:
    runner, operator, attribute, connection = OPERATORS[pipeline]
    for each in bag.dags[f"{pipeline}_daily"].tasks:
        assert isinstance(each, Elsewhere)
        assert operator in {base.__name__ for base in type(each).__mro__}
        assert (each.runner, getattr(each, attribute)) == (runner, connection)
        assert each.deferrable is (pipeline != "kube")
        assert isinstance(each, Audit) == each.task_id.endswith("_dq")
        assert isinstance(each, Pack) == (each.task_id == "pack")
        assert any(isinstance(link, ReportLink) for link in each.operator_extra_links) == isinstance(each, Audit)
        assert each.template_fields == ("first_dt", "last_dt", "rebuild")
        assert each.config == f"pipelines/{pipeline}.yaml"


@pytest.mark.parametrize("pipeline", OPERATORS)
def test_the_scheduler_can_store_it(bag: DagBag, pipeline: str) -> None:
    dag = bag.dags[f"{pipeline}_backfill"]
    assert DagSerialization.from_dict(DagSerialization.to_dict(dag)).task_ids == dag.task_ids


def judged(bag: DagBag, pipeline: str, name: str, error: Exception) -> Exception:
    def fails() -> None:
        raise error

    with pytest.raises(AirflowException) as failed:
        task(bag, pipeline, name)._judged(context(bag, pipeline, name), fails)
    return failed.value


@pytest.mark.parametrize("pipeline", ["bricks", "batches", "kube"])
def test_what_a_platform_says_of_3_is_final(bag: DagBag, pipeline: str) -> None:
    said = {
        "bricks": "Job run failed with terminal state: FAILED and with the errors [{'error': 'backstory dq ended with"
        " exit code 3, a day failed its audit'}]",
        "batches": "Batch job a failed with error: User application exited with 3.",
        "kube": "Spark Job Failed. Error stack: driver container failed with ExitCode: 3, Reason: Error",
    }[pipeline]
    error = judged(bag, pipeline, "history_dq", AirflowException(said))
    assert isinstance(error, AirflowFailException)
    assert str(error).startswith("Data of 2025-08-14 failed the audit of history; its report says why.")


@pytest.mark.parametrize("pipeline", ["bricks", "batches", "kube"])
def test_what_a_platform_does_not_say_is_tried_again_unless_it_is_an_audit(bag: DagBag, pipeline: str) -> None:
    runner = OPERATORS[pipeline][0]
    step = judged(bag, pipeline, "history", AirflowException("it failed"))
    assert not isinstance(step, AirflowFailException)
    audit = judged(bag, pipeline, "history_dq", AirflowException("it failed"))
    assert isinstance(audit, AirflowFailException)
    assert str(audit).startswith(f"history_dq failed, and {runner} does not say with which exit code:")
    crash = judged(bag, pipeline, "history_dq", AirflowException("exit code: 137"))
    assert not isinstance(crash, AirflowFailException)
