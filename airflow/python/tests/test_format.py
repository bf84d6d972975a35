"""What the loader takes of other versions, and of users: files of the format before, a function of theirs."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
import yaml
from airflow.dag_processing.dagbag import DagBag

from backstory_airflow import loader
from conftest import GOLDEN

# As 0.1.0 wrote them: frozen, never regenerated. They go when the loader stops reading their format.
BEFORE = Path(__file__).parent / "formats"
TWEAKS = """
from airflow.sdk import chain
from airflow.providers.standard.operators.empty import EmptyOperator

def apply(dag):
    dag.tags.add("tweaked")
    chain(dag.get_task("history_dq"), EmptyOperator(task_id="tell_the_trainer"))

def forget(dag):
    raise KeyError("no such pool")
"""


def customised(folder: Path, function: str) -> DagBag:
    for name in ("shop_daily.py", "shop_daily.yaml"):
        shutil.copy(GOLDEN / "minimal" / "dags" / name, folder)
    file = folder / "shop_daily.yaml"
    file.write_text(file.read_text().replace("format: 1", f"format: 2\ncustomise: {function}"))
    return DagBag(dag_folder=str(folder))


@pytest.fixture
def tweaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module beside the DAGs, as users have it."""
    (tmp_path / "shop_tweaks.py").write_text(TWEAKS)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "shop_tweaks", raising=False)
    return tmp_path


def test_files_of_the_format_before_are_loaded() -> None:
    formats = {yaml.safe_load(path.read_text())["format"] for path in BEFORE.glob("*.yaml")}
    assert formats == {loader.FORMAT - 1}
    bag = DagBag(dag_folder=str(BEFORE))
    assert bag.import_errors == {}
    assert {dag_id: len(dag.tasks) for dag_id, dag in bag.dags.items()} == {"berlin_daily": 7, "berlin_backfill": 7}


def test_a_function_of_the_users_gets_each_dag(tweaks: Path) -> None:
    bag = customised(tweaks, "shop_tweaks.apply")
    assert bag.import_errors == {}
    dag = bag.dags["shop_daily"]
    assert "tweaked" in dag.tags
    assert dag.get_task("tell_the_trainer").upstream_task_ids == {"history_dq"}


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (
            "shop_tweaks.forget",
            "Cannot load shop_daily.yaml because airflow.customise, shop_tweaks.forget, failed on the DAG shop_daily:"
            " KeyError: 'no such pool'",
        ),
        (
            "shop_tweaks.aply",
            "because airflow.customise, shop_tweaks.aply, cannot be imported: AttributeError: module 'shop_tweaks' has"
            " no attribute 'aply'; it must be on the Python path of all of Airflow's processes, as the folders of the"
            " DAGs and of plugins are",
        ),
        ("no_such_tweaks.apply", "cannot be imported: ModuleNotFoundError: No module named 'no_such_tweaks'; it must"),
    ],
)
def test_an_error_in_it_is_an_import_error_that_names_it(tweaks: Path, function: str, message: str) -> None:
    bag = customised(tweaks, function)
    assert bag.dags == {}
    assert [message in error for error in bag.import_errors.values()].count(True) == 1


def test_a_runner_without_its_provider_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As if it were not installed, also where it is.
    monkeypatch.setitem(sys.modules, "airflow.providers.apache.livy.operators.livy", None)
    monkeypatch.delitem(sys.modules, "backstory_airflow.runners.livy", raising=False)
    for file in (GOLDEN.with_name("golden-runners") / "livy" / "dags").glob("lively_daily.*"):
        shutil.copy(file, tmp_path)
    (error,) = DagBag(dag_folder=str(tmp_path)).import_errors.values()
    assert (
        "Cannot load lively_daily.yaml because the runner livy needs the package apache-airflow-providers-apache-livy,"
        " which cannot be imported (" in error
    )
    assert "install backstory-airflow[livy]" in error


def test_a_runner_that_there_is_not_is_named_with_those_that_there_are(tmp_path: Path) -> None:
    for file in (GOLDEN.with_name("golden-runners") / "livy" / "dags").glob("lively_daily.*"):
        (tmp_path / file.name).write_text(file.read_text().replace('runner: "livy"', 'runner: "yarn"'))
    (error,) = DagBag(dag_folder=str(tmp_path)).import_errors.values()
    assert (
        "Cannot load lively_daily.yaml because there is no runner 'yarn'; there are spark-submit, databricks,"
        " emr-serverless, dataproc, spark-kubernetes, livy" in error
    )
