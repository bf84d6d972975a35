"""The function of the user's own that is called with each DAG (`airflow.customise` of the config)."""

from __future__ import annotations

from importlib import import_module

from airflow.sdk import DAG


class CustomiseError(RuntimeError):
    """The function could not be called, or raised."""


def call(function: str, dag: DAG) -> None:
    """
    Call a function, named as package.function, with a DAG that has all its tasks.

    Tasks that it makes are tasks of that DAG. What it returns is not looked at.
    """
    module, _, name = function.rpartition(".")
    try:
        found = getattr(import_module(module), name)
    except Exception as error:
        raise CustomiseError(
            f"airflow.customise, {function}, cannot be imported: {type(error).__name__}: {error}; it must be on the"
            " Python path of all of Airflow's processes, as the folders of the DAGs and of plugins are"
        ) from error
    try:
        found(dag)
    except Exception as error:
        raise CustomiseError(
            f"airflow.customise, {function}, failed on the DAG {dag.dag_id}: {type(error).__name__}: {error}"
        ) from error
