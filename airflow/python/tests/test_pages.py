"""The link, the tab and the served reports."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote, urljoin

import pytest
from fastapi.testclient import TestClient

from backstory_airflow import pages, runs
from backstory_airflow.link import ReportLink
from backstory_airflow.plugin import BackstoryPlugin

RUN_ID = "manual__2025-08-20T07:00:00+00:00"
RUN = runs.name("shop_daily", RUN_ID, 1)


@pytest.fixture
def lake(installation: Path) -> Path:
    return installation / "lake"


def write_report(lake: Path, step: str, day: str, run: str, text: str = "<h1>PASS</h1>") -> None:
    path = lake / "_reports" / runs.report(step, day, run)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def client() -> Iterator[TestClient]:
    """A browser of someone who may see the DAGs."""
    pages.app.dependency_overrides = {pages._may_see_dag.dependency: lambda: None}
    yield TestClient(pages.app)
    pages.app.dependency_overrides = {}


def of_run(conf: dict[str, object]) -> None:
    found = SimpleNamespace(
        conf=conf,
        data_interval_start=datetime(2025, 8, 18, 1, tzinfo=UTC),
        data_interval_end=datetime(2025, 8, 19, 1, tzinfo=UTC),
        run_after=datetime(2025, 8, 20, 7, tzinfo=UTC),
    )
    pages.app.dependency_overrides[pages.find_run] = lambda: found


def test_strangers_see_nothing(lake: Path) -> None:
    write_report(lake, "training", "2025-08-14", RUN)
    report = runs.report("training", "2025-08-14", RUN)
    for path in ("runs/x", "reports/index.html", "view/index.html", f"reports/{report}", f"view/{report}"):
        assert TestClient(pages.app).get(f"/shop_daily/{path}").status_code == 401


def test_a_report_is_served_without_any_power(lake: Path, client: TestClient) -> None:
    write_report(lake, "training", "2025-08-14", RUN)
    answer = client.get(f"/shop_daily/reports/{runs.report('training', '2025-08-14', RUN)}")
    assert (answer.status_code, answer.text) == (200, "<h1>PASS</h1>")
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_links_of_a_report_lead_somewhere(lake: Path, client: TestClient) -> None:
    write_report(lake, "training", "2025-08-14", RUN)
    page = lake / "_reports" / runs.report("training", "2025-08-14", RUN)
    page.with_suffix(".json").write_text('{"verdict": "PASS"}')
    at = f"/shop_daily/reports/{runs.report('training', '2025-08-14', RUN)}"
    assert client.get(urljoin(at, "../../index.html")).status_code == 404
    (lake / "_reports" / "index.html").write_text("<h1>shop</h1>")

    all_days = client.get(urljoin(at, "../../index.html"))
    as_json = client.get(urljoin(at, page.with_suffix(".json").name))

    assert (all_days.text, all_days.headers["content-type"]) == ("<h1>shop</h1>", "text/html; charset=utf-8")
    assert (as_json.json(), as_json.headers["content-type"]) == ({"verdict": "PASS"}, "application/json")


@pytest.mark.parametrize(
    "path",
    [
        "training/dt=2025-08-14/run=gone.html",
        "training/dt=2025-08-14/..%2f..%2fsecret.html",
        "training/..%2f/run=a.html",
        "secrets/dt=2025-08-14/run=a.html",
        "training/dt=2025-08-14/run=a.txt",
        "training/index.html",
    ],
)
def test_nothing_else_is_served(lake: Path, client: TestClient, path: str) -> None:
    write_report(lake, "training", "2025-08-14", "a")
    (lake / "_reports" / "secret.html").write_text("secret")
    assert client.get(f"/shop_daily/reports/{path}").status_code == 404
    assert client.get(f"/shop_daily/view/{path}").status_code == 404


def test_the_tab_says_the_day_and_shows_the_reports_of_every_try(lake: Path, client: TestClient) -> None:
    of_run({})
    write_report(lake, "training", "2025-08-18", runs.name("shop_daily", RUN_ID, 1))
    write_report(lake, "training", "2025-08-18", runs.name("shop_daily", RUN_ID, 2))
    write_report(lake, "actions", "2025-08-18", "of-another-run")
    page = client.get(f"/shop_daily/runs/{RUN_ID}").text
    assert "<h1>shop: 2025-08-18</h1>" in page
    assert page.count("report 1</a>") == page.count("report 2</a>") == 1
    assert "of-another-run" not in page


def write_json(lake: Path, table: str, day: str, run: str, verdict: str, *checks: str) -> None:
    found = [{"check": check, "verdict": verdict} for check in checks] + [{"check": "no nulls", "verdict": "PASS"}]
    file = lake / "_reports" / runs.report(table, day, run)
    file.with_suffix(".json").write_text(json.dumps({"verdict": verdict, "rows": 1234, "findings": found}))


def test_the_tab_shows_verdicts_and_counts_those_of_the_newest_tries(lake: Path, client: TestClient) -> None:
    of_run({"from": "2025-08-01", "to": "2025-08-02"})
    first, second = (runs.name("shop_backfill", RUN_ID, attempt) for attempt in (1, 2))
    for day, run, verdict, checks in (
        ("2025-08-01", first, "FAIL", ["no nulls <b>"]),
        ("2025-08-01", second, "WARN", ["volume", "type mix"]),
        ("2025-08-02", first, "PASS", []),
    ):
        write_report(lake, "actions", day, run)
        write_json(lake, "actions", day, run, verdict, *checks)
    page = client.get(f"/shop_backfill/runs/{RUN_ID}").text
    assert '<p><span class="WARN">1 WARN</span> in the newest reports of this run.</p>' in page
    assert '<span class="FAIL">FAIL</span> <small>1,234 rows: no nulls &lt;b&gt;</small><br>' in page
    assert '<span class="WARN">WARN</span> <small>1,234 rows: volume, type mix</small></td>' in page
    assert '<span class="PASS">PASS</span> <small>1,234 rows</small></td>' in page


def test_a_report_is_shown_with_the_way_back(lake: Path, client: TestClient) -> None:
    write_report(lake, "training", "2025-08-14", RUN)
    at = f"/shop_daily/view/{runs.report('training', '2025-08-14', RUN)}?run={quote(RUN_ID, safe='')}"
    answer = client.get(at)
    assert answer.status_code == 200
    links = re.findall(r'<a (?:class="alone" )?href="([^"]+)">(?:&larr; )?([^<]+)</a>', answer.text)
    run = quote(RUN_ID, safe="")
    assert [(urljoin(f"/backstory{at}", address), text) for address, text in links] == [
        (f"/backstory/shop_daily/runs/{run}", "Reports of this run"),
        (f"/dags/shop_daily/runs/{run}", "Run in Airflow"),
        (f"/backstory/shop_daily/view/index.html?run={run}", "All days"),
    ]
    (frame,) = re.findall(r'<iframe src="([^"]+)"', answer.text)
    assert client.get(urljoin(at, frame)).text == "<h1>PASS</h1>"


def test_a_report_that_was_not_opened_from_a_run_leads_back_to_the_dag(lake: Path, client: TestClient) -> None:
    write_report(lake, "training", "2025-08-14", RUN)
    page = client.get(f"/shop_daily/view/{runs.report('training', '2025-08-14', RUN)}").text
    assert '<a class="alone" href="../../../../../dags/shop_daily">&larr; shop_daily in Airflow</a>' in page
    assert "Reports of this run" not in page


def test_all_days_are_shown_with_the_way_back(lake: Path, client: TestClient) -> None:
    assert client.get("/shop_daily/view/index.html").status_code == 404
    (lake / "_reports").mkdir(parents=True)
    (lake / "_reports" / "index.html").write_text("<h1>shop</h1>")
    page = client.get("/shop_daily/view/index.html?run=a%2Fb").text
    assert '<a href="../runs/a%2Fb">&larr; Reports of this run</a>' in page
    assert '<iframe src="../reports/index.html"' in page


def test_our_pages_have_the_one_script_that_is_allowed(lake: Path, client: TestClient) -> None:
    assert not lake.exists()
    of_run({})
    answer = client.get(f"/shop_daily/runs/{RUN_ID}")
    (script,) = re.findall("<script>(.*?)</script>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"; script-src 'sha256-{digest}';" in answer.headers["content-security-policy"]


def test_the_tab_shows_the_reports_of_both_tables_of_the_history_step(lake: Path, client: TestClient) -> None:
    of_run({})
    write_report(lake, "training", "2025-08-18", RUN)
    write_report(lake, "histories", "2025-08-18", RUN, "<h1>histories</h1>")
    page = client.get(f"/shop_daily/runs/{RUN_ID}").text
    address = f"../view/histories/dt%3D2025-08-18/run%3D{RUN}.html?run={quote(RUN_ID, safe='')}"
    assert f'report</a><br><a href="{address}">histories</a></td>' in page
    assert client.get(urljoin(f"/shop_daily/runs/{RUN_ID}", address)).status_code == 200


def test_the_tab_of_a_range_has_a_row_for_each_day(lake: Path, client: TestClient) -> None:
    assert not lake.exists()
    of_run({"from": "2025-08-01", "to": "2025-08-03"})
    page = client.get(f"/shop_backfill/runs/{RUN_ID}").text
    assert "<h1>shop: 2025-08-01 to 2025-08-03</h1>" in page
    assert [f"<td>2025-08-0{i}</td>" in page for i in range(1, 5)] == [True, True, True, False]


def test_the_tab_of_a_range_that_cannot_be_run_says_why(lake: Path, client: TestClient) -> None:
    assert not lake.exists()
    of_run({"from": "<b>", "to": "2025-08-03"})
    page = client.get(f"/shop_backfill/runs/{RUN_ID}").text
    assert "Cannot use the day &#39;&lt;b&gt;&#39; (from) because it is not one" in page


@pytest.mark.parametrize("dag_id", ["other_daily", "shop", "unrelated"])
def test_other_dags_have_no_pages(lake: Path, client: TestClient, dag_id: str) -> None:
    assert not lake.exists()
    of_run({})
    assert client.get(f"/{dag_id}/runs/{RUN_ID}").status_code == 404


def test_of_a_lake_elsewhere_the_tab_has_what_its_audits_said(installation: Path, client: TestClient) -> None:
    of_run({})
    config = installation / "pipelines" / "shop.yaml"
    config.write_text(config.read_text().replace("../lake", "s3a://lake"))
    report = "s3a://lake/_reports/actions/dt=2025-08-18/run=x.html"
    day = {"table": "actions", "dt": "2025-08-18", "verdict": "WARN", "rows": 3, "checks": ["volume"], "report": report}
    said = {
        "actions_dq": {"verdict": "WARN", "verdicts": {"WARN": 1}, "notable": [day]},
        "history_dq": {"verdict": "PASS", "verdicts": {"PASS": 1}, "notable": []},
    }
    pages.app.dependency_overrides[pages.find_said] = lambda: lambda: said
    page = client.get(f"/shop_daily/runs/{RUN_ID}").text
    assert "The lake is not on a disk of this server; this is what its audits said in this run." in page
    assert f'<td>actions_dq</td>\n<td class="WARN">WARN (volume)</td>\n<td>{report}</td>' in page
    assert '<td>history_dq</td>\n<td class="PASS">PASS</td>\n<td>&ndash;</td>' in page


def operator(last: str, url: str | None = None, run: str | None = RUN, table: str = "training") -> SimpleNamespace:
    return SimpleNamespace(first_dt="2025-08-14", last_dt=last, table=table, reports_url=url, run=run)


@pytest.mark.parametrize(
    ("task", "address"),
    [
        (
            operator("2025-08-14"),
            f"/backstory/shop_daily/view/training/dt%3D2025-08-14/run%3D{RUN}.html"
            "?run=manual__2025-08-20T07%3A00%3A00%2B00%3A00",
        ),
        (operator("2025-08-15"), "/backstory/shop_daily/runs/manual__2025-08-20T07%3A00%3A00%2B00%3A00"),
        (operator("2025-08-14", "https://r/shop"), f"https://r/shop/training/dt%3D2025-08-14/run%3D{RUN}.html"),
        (operator("2025-08-15", "https://r/shop"), "https://r/shop/training/"),
        (operator("2025-08-15", "https://r/shop", table="histories"), "https://r/shop/histories/"),
        (operator("2025-08-14", run=None), ""),
    ],
)
def test_the_button_leads_to_the_report(task: SimpleNamespace, address: str) -> None:
    key = SimpleNamespace(dag_id="shop_daily", run_id=RUN_ID)
    assert ReportLink().get_link(task, ti_key=key) == address


def test_the_link_of_a_day_leads_to_the_served_page(lake: Path, client: TestClient) -> None:
    write_report(lake, "training", "2025-08-14", RUN)
    key = SimpleNamespace(dag_id="shop_daily", run_id=RUN_ID)
    address = ReportLink().get_link(operator("2025-08-14"), ti_key=key)
    assert client.get(address.removeprefix("/backstory")).status_code == 200


def test_the_plugin_adds_a_tab_to_the_page_of_a_run() -> None:
    (view,) = BackstoryPlugin.external_views
    (app,) = BackstoryPlugin.fastapi_apps
    assert view["destination"] == "dag_run"
    assert view["href"].startswith(app["url_prefix"] + "/{DAG_ID}/runs/{RUN_ID}")
