"""Real jobs by a real Livy server: Apache's, from Maven Central, over the project's own Spark."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.sdk.exceptions import AirflowFailException, TaskDeferred

from backstory_airflow.audits import XCOM
from backstory_airflow.elsewhere import Platform
from backstory_airflow.runners.livy import LivyAudit, LivyStep

from .conftest import ROOT

DAY = "2022-08-02"
SHOP = """\
name: shop
lake: lake
sources:
  clicks: {format: csv, path: raw/clicks}
  impressions: {format: csv, path: raw/impressions}
dq:
  actions: {rules: [{name: few, expression: "item_id < 100"}]}
"""


@pytest.fixture
def shop(tmp_path: Path, livy: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop of one day, whose JARs are where the platform looks for them."""
    for source, text in {
        "clicks": f"dt,customer_id,item_id,click_time\n{DAY},1,7,{DAY}T10:00:00Z\n",
        "impressions": f'dt,ranking_id,customer_id,impressions\n{DAY},r,1,"[{{""item_id"":7,""is_order"":true}}]"\n',
    }.items():
        (tmp_path / "raw" / source).mkdir(parents=True)
        (tmp_path / "raw" / source / "day.csv").write_text(text)
    (tmp_path / "pipeline.yaml").write_text(SHOP)
    (tmp_path / "jars").mkdir()
    for jar in [*ROOT.glob("jobs/*/target/backstory-*-all.jar"), *ROOT.glob("dq/target/backstory-dq-*-all.jar")]:
        (tmp_path / "jars" / jar.name).symlink_to(jar)
    host, port = livy.removeprefix("http://").split(":")
    monkeypatch.setenv("AIRFLOW_CONN_LIVY_DEFAULT", f'{{"conn_type": "livy", "host": "{host}", "port": {port}}}')
    return tmp_path


def operator(kind: type[Any], shop: Path, job: str, deferrable: bool, **more: Any) -> Any:
    platform = Platform(f"file:{shop}/jars", str(shop / "pipeline.yaml"), deferrable, {"polling_interval": 1})
    return kind(
        task_id="actions" if job == "actions" else "actions_dq",
        job=job,
        step="actions",
        pipeline="shop",
        config="pipelines/shop.yaml",
        zone="UTC",
        first_dt=DAY,
        last_dt=DAY,
        platform=platform,
        conf={"spark.driver.memory": "1g"},
        connection="livy_default",
        **more,
    )


def staged(task: Any, run: str) -> dict[str, Any]:
    """A context in which the step has left this run id; what is left in it is under ``left``."""
    left: dict[str, Any] = {}
    ti = SimpleNamespace(
        dag_id="shop_daily",
        task_id=task.task_id,
        run_id="manual__2022-08-03",
        try_number=1,
        map_index=-1,
        xcom_push=lambda key, value: left.update({key: value}),
        xcom_pull=lambda **_: run,
    )
    return {"ti": ti, "outlet_events": {}, "left": left}


def test_a_day_is_staged_and_published(shop: Path) -> None:
    stages = operator(LivyStep, shop, "actions", deferrable=False)
    run = stages.execute(staged(stages, ""))
    assert run.startswith("shop_daily__manual__2022-08-03-")
    audits = operator(LivyAudit, shop, "dq", deferrable=False, audits="actions", table="actions")
    context = staged(audits, run)
    assert audits.execute(context) == run
    assert context["left"][XCOM]["verdict"] == "PASS"
    assert (shop / "lake" / "actions" / f"dt={DAY}" / "_PUBLISHED.json").is_file()


def test_a_failed_audit_is_final_also_without_a_worker(shop: Path) -> None:
    (shop / "pipeline.yaml").write_text(SHOP.replace("< 100", "< 5"))
    stages = operator(LivyStep, shop, "actions", deferrable=False)
    run = stages.execute(staged(stages, ""))
    audits = operator(LivyAudit, shop, "dq", deferrable=True, audits="actions", table="actions")
    context = staged(audits, run)
    with pytest.raises(TaskDeferred) as deferred:
        audits.execute(context)
    assert deferred.value.method_name == "execute_complete"

    async def first() -> Any:
        async for event in deferred.value.trigger.run():
            return event.payload
        raise AssertionError

    event = asyncio.run(first())
    assert event["status"] == "error"
    again = operator(LivyAudit, shop, "dq", deferrable=True, audits="actions", table="actions")
    with pytest.raises(AirflowFailException, match=f"Data of {DAY} failed the audit of actions; its report says why"):
        again.execute_complete(context, event)
    assert context["left"][XCOM]["verdict"] == "FAIL"
    assert not (shop / "lake" / "actions" / f"dt={DAY}").exists()


def test_wrong_settings_are_final(shop: Path) -> None:
    (shop / "pipeline.yaml").write_text(SHOP.replace("clicks:", "clickz:"))
    stages = operator(LivyStep, shop, "actions", deferrable=False)
    with pytest.raises(AirflowFailException, match="actions met what another try would meet again: wrong settings"):
        stages.execute(staged(stages, ""))
