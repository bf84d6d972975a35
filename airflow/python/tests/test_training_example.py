"""The example of a DAG that trains when new training rows are published; it runs in scheduler/test_backfill.py."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import Asset

EXAMPLE = Path(__file__).parents[3] / "examples" / "train" / "dag.py"


def test_it_waits_for_the_asset_and_trains_on_the_days_before(capsys: pytest.CaptureFixture[str]) -> None:
    bag = DagBag(dag_folder=str(EXAMPLE))
    assert bag.import_errors == {}
    dag = bag.dags["shop_train"]
    # The generated DAG of `shop` announces it: its audit's asset.
    asset = Asset(name="shop/training", uri="file:///opt/backstory/data/lake/training")
    assert [(each.name, each.uri) for each in dag.timetable.asset_condition.objects] == [(asset.name, asset.uri)]
    task = cast(Any, dag.get_task("train"))
    announced = [
        {"first_dt": "2025-08-12", "last_dt": "2025-08-14", "run": "scheduled-7"},
        {"first_dt": "2025-08-11", "last_dt": "2025-08-11", "run": "scheduled-6"},
    ]
    command = task.python_callable(triggering_asset_events={asset: [SimpleNamespace(extra=each) for each in announced]})
    assert command == (
        ".backstory/reader-torch-venv/bin/python examples/train/train.py data/lake "
        "--from 2025-08-01 --to 2025-08-13 --judge 2025-08-14 --save model-2025-08-14-scheduled-7.pt"
    )
    assert task.cwd == "/opt/backstory"
    # Which runs announced the rows is in the task's log.
    said = capsys.readouterr().out
    assert "scheduled-7" in said
    assert "scheduled-6" in said
