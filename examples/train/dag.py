"""Trains when the audit has published new training rows: a DAG to copy into Airflow's folder of DAGs, and to change.

The asset is the one that the generated DAG of the pipeline `shop` announces, by its name, URI and group, which the page
of the asset shows: Airflow gives a DAG that names no URI none of its events. What it says of the days, of the run and
of its verdict is in the log of the task, and which runs were read is in it too, as the training says it (`runs: …`).
"""

import json
import pathlib
import shlex

from airflow.sdk import Asset, dag, task

NAME = "shop"
PROJECT = "/opt/backstory"
"""Where this project lies on the machine that trains; `setup/venv.sh reader-torch` was called there."""
LAKE = "data/lake"
"""Below PROJECT, or wherever the lake is: s3://…"""
URI = pathlib.Path(PROJECT, LAKE, "training").as_uri()
"""Of the asset: the folder of the table, as the config of the pipeline says it; of a lake on S3 s3a://…/training."""
DAYS = 13
"""Trained on the days before the one that is judged by."""
PYTHON = ".backstory/reader-torch-venv/bin/python"


@dag(schedule=[Asset(name=f"{NAME}/training", uri=URI, group=NAME)], catchup=False, max_active_runs=1)
def shop_train() -> None:
    """Starts the training of examples/train, on a machine that has backstory-reader[torch]."""

    @task.bash(cwd=PROJECT)
    def train(triggering_asset_events: dict[object, list[object]] | None = None) -> str:
        """Judged by the newest day that was announced, trained on those before it; a retry goes on where it was."""
        import datetime

        extras = [event.extra for events in (triggering_asset_events or {}).values() for event in events]  # type: ignore[attr-defined]
        print("announced:", json.dumps(extras))
        newest = max(extras, key=lambda extra: extra["last_dt"])
        judge = datetime.date.fromisoformat(newest["last_dt"])
        first, last = judge - datetime.timedelta(DAYS), judge - datetime.timedelta(1)
        days = f"--from {first} --to {last} --judge {judge}"
        save = shlex.quote(f"model-{judge}-{newest['run']}.pt")
        return f"{PYTHON} examples/train/train.py {shlex.quote(LAKE)} {days} --save {save}"

    train()


shop_train()
