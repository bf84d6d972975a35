"""A day that passes and one that fails, under a real scheduler, as a lineage server hears of both sides."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("openlineage.client", reason="make test-lineage brings it")

from lineage.model import NotValidError, check
from local_airflow import lifecycle
from local_airflow.database import free_port
from local_airflow.place import place_of
from scheduler.conftest import Api, Running
from scheduler.scenarios import ROOT
from scheduler.shop import Shop, day

AIRFLOW = "https://github.com/apache/airflow/"


@dataclass
class Heard:
    """The events that have arrived, in their order."""

    events: list[dict[str, Any]] = field(default_factory=list)

    def of(self, job: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["job"]["name"] == job]

    def end(self, job: str) -> dict[str, Any]:
        """The last event of a job."""
        return self.of(job)[-1]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    """Two runs of a shop: the 1st of August is fine, the 2nd has a row that its audit does not tolerate."""
    heard = Heard()

    class Catalog(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.events.append(json.loads(body))
            self.send_response(201)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Catalog)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = tmp_path_factory.mktemp("installation")
    (home / "jars").mkdir()
    for jar in (*ROOT.glob("jobs/*/target/backstory-*-all.jar"), *ROOT.glob("dq/target/backstory-dq-*-all.jar")):
        (home / "jars" / jar.name).symlink_to(jar)
    shop = Shop("shop", home / "shop", home / "pipelines" / "shop.yaml")
    shop.write_config({"retries": 0})
    shop.write_day(1)
    shop.write_day(2, bad_row=True)
    # The one setting that both sides read.
    os.environ["OPENLINEAGE_URL"] = f"http://127.0.0.1:{server.server_port}"
    place = place_of(
        {
            "BACKSTORY_HOME": str(home),
            "BACKSTORY_AIRFLOW_STATE": str(tmp_path_factory.mktemp("airflow")),
            "BACKSTORY_AIRFLOW_PORT": str(free_port()),
        },
        ROOT,
    )
    try:
        lifecycle.start(place)
        with Api(place.address) as rest:
            airflow = Running(place, rest)
            for d, end in ((1, "success"), (2, "failed")):
                run = airflow.trigger("shop_daily", {"dt": str(day(d))})
                assert airflow.wait_for_end("shop_daily", run) == end
            # The events of a run's own end are sent by the scheduler, after it has ended.
            Running.wait(lambda: len(ends_of_runs(heard)) == 2, "the last events")
    finally:
        del os.environ["OPENLINEAGE_URL"]
        lifecycle.stop(place)
        server.shutdown()
    return heard


def ends_of_runs(heard: Heard) -> list[str]:
    return [event["eventType"] for event in heard.of("shop_daily") if event["eventType"] in ("COMPLETE", "FAIL")]


def names(datasets: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(dataset["namespace"], dataset["name"]) for dataset in datasets]


def of_jobs(heard: Heard) -> list[dict[str, Any]]:
    return [event for event in heard.events if event["producer"].startswith("urn:backstory:")]


def of_tasks(heard: Heard) -> list[dict[str, Any]]:
    return [event for event in heard.events if event["producer"].startswith(AIRFLOW)]


def test_each_event_is_valid(heard: Heard) -> None:
    # Of the second day nothing is built after the audit that fails.
    assert len(of_jobs(heard)) == 2 * (6 + 4)
    assert len(of_jobs(heard)) + len(of_tasks(heard)) == len(heard.events)
    for event in of_jobs(heard):
        check(event)


def test_what_is_not_valid_is_found(heard: Heard) -> None:
    event = json.loads(json.dumps(heard.end("shop.actions_dq")))
    event["inputs"][0]["inputFacets"]["dataQualityAssertions"]["assertions"][0]["verdict"] = "FAIL"
    with pytest.raises(NotValidError, match="which Assertion does not know"):
        check(event)
    del event["inputs"][0]["name"]
    with pytest.raises(NotValidError, match=r"event.inputs\[0\] has no name"):
        check(event)


def test_a_day_goes_from_the_sources_to_training_rows(heard: Heard) -> None:
    shop = Path(heard.end("shop.impressions_dq")["outputs"][0]["name"]).parents[1]
    first = [heard.of(f"shop.{job}")[1] for job in ("actions", "actions_dq", "history", "history_dq")]

    assert [(event["eventType"], names(event["inputs"]), names(event["outputs"])) for event in first] == [
        ("COMPLETE", [("file", f"{shop}/clicks")], [("file", f"{shop}/lake/_staging/actions")]),
        ("COMPLETE", [("file", f"{shop}/lake/_staging/actions")], [("file", f"{shop}/lake/actions")]),
        (
            "COMPLETE",
            [("file", f"{shop}/lake/actions"), ("file", f"{shop}/lake/impressions")],
            [("file", f"{shop}/lake/_staging/training")],
        ),
        ("COMPLETE", [("file", f"{shop}/lake/_staging/training")], [("file", f"{shop}/lake/training")]),
    ]
    assert first[3]["outputs"][0]["outputFacets"]["outputStatistics"]["rowCount"] == 4


def test_a_failed_day_is_a_failed_run_that_wrote_nothing(heard: Heard) -> None:
    audit = heard.end("shop.actions_dq")

    assert audit["eventType"] == "FAIL"
    assert audit["outputs"] == []
    assert audit["run"]["facets"]["errorMessage"]["message"].startswith("actions 2025-08-02 failed its audit: ")
    failed = [
        assertion["name"]
        for assertion in audit["inputs"][0]["inputFacets"]["dataQualityAssertions"]["assertions"]
        if not assertion["success"] and assertion["severity"] == "error"
    ]
    assert failed
    assert [test["name"] for test in audit["run"]["facets"]["test"]["tests"]] == ["actions 2025-08-02"]
    assert sorted(ends_of_runs(heard)) == ["COMPLETE", "FAIL"]


@pytest.mark.parametrize("task", ["actions", "actions_dq", "impressions", "impressions_dq", "history", "history_dq"])
def test_a_job_names_the_run_of_its_task_as_its_parent(heard: Heard, task: str) -> None:
    starts = [event for event in heard.of(f"shop_daily.{task}") if event["eventType"] == "START"]
    jobs = [event for event in heard.of(f"shop.{task}") if event["eventType"] == "START"]

    assert jobs
    assert [job["run"]["facets"]["parent"]["run"]["runId"] for job in jobs] == [
        start["run"]["runId"] for start in starts[: len(jobs)]
    ]
    assert {job["run"]["facets"]["parent"]["job"]["name"] for job in jobs} == {f"shop_daily.{task}"}
    assert {job["run"]["facets"]["parent"]["root"]["job"]["name"] for job in jobs} == {"shop_daily"}


@pytest.mark.parametrize("task", ["actions", "actions_dq", "impressions", "impressions_dq", "history", "history_dq"])
def test_a_task_names_the_datasets_of_its_job(heard: Heard, task: str) -> None:
    jobs = {
        event["run"]["facets"]["parent"]["run"]["runId"]: event
        for event in heard.of(f"shop.{task}")
        if event["eventType"] != "START"
    }
    tasks = [
        event
        for event in heard.of(f"shop_daily.{task}")
        if event["eventType"] in ("COMPLETE", "FAIL") and event["run"]["runId"] in jobs
    ]

    assert tasks
    for event in tasks:
        job = jobs[event["run"]["runId"]]
        assert event["eventType"] == job["eventType"]
        assert names(event["inputs"]) == names(job["inputs"])
        assert names(event["outputs"]) == names(job["outputs"])
