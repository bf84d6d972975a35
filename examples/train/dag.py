"""Trains when the audit has published new training rows: a DAG to copy into Airflow's folder of DAGs, and to change.

The asset is the one that the generated DAG of the pipeline `shop` announces. What it says of the days and of the run is
in the log of the task, and what was read is in the log of the training itself (`runs: …`).
"""

import json

from airflow.sdk import Asset, dag, task

NAME = "shop"
LAKE = "data/lake"
DAYS = 13
"""Trained on the days before the one that is judged by."""


@dag(schedule=[Asset(name=f"{NAME}/training", uri=f"backstory://{NAME}/training")], catchup=False, max_active_runs=1)
def shop_train() -> None:
    """Starts the training of examples/train, on a machine that has backstory-reader[torch]."""

    @task.bash
    def train(triggering_asset_events: dict[object, list[object]] | None = None) -> str:
        """Judged by the newest day that was announced, trained on those before it."""
        import datetime

        extras = [event.extra for events in (triggering_asset_events or {}).values() for event in events]  # type: ignore[attr-defined]
        print("announced:", json.dumps(extras))
        judge = datetime.date.fromisoformat(max(extra["last_dt"] for extra in extras))
        first, last = judge - datetime.timedelta(DAYS), judge - datetime.timedelta(1)
        return (
            f"python examples/train/train.py {LAKE} --from {first} --to {last} --judge {judge} --save model-{judge}.pt"
        )

    train()


shop_train()
