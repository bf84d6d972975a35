"""
The pages under /backstory: the tab of a run, and the reports of a local lake, for whoever may see the DAG.

A report is shown within a page of ours, which has the way back and follows Airflow's choice of light or dark.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Protocol
from urllib.parse import quote

from airflow.api_fastapi.core_api.security import requires_access_dag
from fastapi import Depends, FastAPI, HTTPException, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from backstory_airflow import audits, days, lakes, notes, runs

app = FastAPI(title="Backstory", docs_url=None, redoc_url=None, openapi_url=None)
_may_see_dag = Depends(requires_access_dag("GET"))

# A report is a page from files that people may replace: it gets no scripts, no forms and no network.
_HARMLESS = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
_TEMPLATES = Environment(
    loader=PackageLoader("backstory_airflow"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


_SCRIPT = files("backstory_airflow").joinpath("templates/page.js").read_text(encoding="utf-8")
# Our own pages have one script, and nothing that could be another; it makes the reports in them light or dark.
_OURS = (
    f"{_HARMLESS}; script-src 'sha256-{base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()}';"
    " frame-src 'self'; base-uri 'none'; form-action 'none'"
)
_NO_REPORT = "There is no such report; a day that was current already gets no new one"
_NO_INDEX = "There is no page of all days yet; an audit makes it"


class RunOfDays(days.Run, Protocol):
    """What the tab asks of a DAG run."""

    @property
    def conf(self) -> dict[str, Any] | None:
        """The params it was triggered with."""


@contextmanager
def _session_and_run(dag_id: str, run_id: str) -> Iterator[tuple[Any, Any]]:
    """Open Airflow's database and look for a DAG run in it; None where there is none."""
    from airflow.models.dagrun import DagRun
    from airflow.utils.session import create_session
    from sqlalchemy import select

    with create_session() as session:
        yield session, session.scalar(select(DagRun).where(DagRun.dag_id == dag_id, DagRun.run_id == run_id))


def find_run(dag_id: str, run_id: str) -> RunOfDays:
    """Return a DAG run from Airflow's database."""
    with _session_and_run(dag_id, run_id) as (session, run):
        if run is None:
            raise HTTPException(404, "There is no such run")
        session.expunge(run)
        found: RunOfDays = run
        return found


def find_said(dag_id: str, run_id: str) -> Callable[[], dict[str, dict[str, Any]]]:
    """Return what gives the words that the audits of a run left in Airflow's database, by task."""

    def said() -> dict[str, dict[str, Any]]:
        with _session_and_run(dag_id, run_id) as (session, run):
            return notes.left_by(run, session) if run else {}

    return said


@app.get("/{dag_id}/runs/{run_id}", dependencies=[_may_see_dag])
def run_page(
    dag_id: str,
    run_id: str,
    run: Annotated[RunOfDays, Depends(find_run)],
    said: Annotated[Callable[[], dict[str, dict[str, Any]]], Depends(find_said)],
) -> HTMLResponse:
    """Say which days a run is for, and link the reports of its audits."""
    pipeline = _pipeline(dag_id)
    zone = days.zone(pipeline.zone)
    try:
        asked = days.checked(*days.of_run(zone, run.conf, run), run.run_after.astimezone(zone).date())
    except days.UnusableDaysError as error:
        return _page("no_days.html", pipeline=pipeline, reason=error)
    if pipeline.reports is None:
        return _page("elsewhere.html", pipeline=pipeline, days=asked, said=said(), in_words=audits.in_words)
    links = partial(_links, pipeline, dag_id, run_id)
    shown = {(day, step): links(day, step) for day in asked.every for step in lakes.TABLES}
    everything = [link for of in shown.values() for link in of if link.newest]
    worst = {verdict: sum(link.verdict == verdict for link in everything) for verdict in ("ERROR", "FAIL", "WARN")}
    return _page(
        "days.html",
        pipeline=pipeline,
        days=asked,
        steps=lakes.TABLES,
        shown=shown,
        worst={verdict: count for verdict, count in worst.items() if count},
        run=quote(run_id, safe=""),
        has_index=pipeline.index() is not None,
    )


@app.get("/{dag_id}/view/{table}/{day}/{file}", dependencies=[_may_see_dag])
def view(dag_id: str, table: str, day: str, file: str, run: str = "") -> HTMLResponse:
    """Show a report, with the way back to the run from which it was opened."""
    if _pipeline(dag_id).report(table, day, file) is None:
        raise HTTPException(404, _NO_REPORT)
    way = f"{table}/{day}/{file}"
    return _view(dag_id, run, f"../../../reports/{quote(way)}", "../" * 3, f"{table} of {day.removeprefix('dt=')}")


@app.get("/{dag_id}/view/index.html", dependencies=[_may_see_dag])
def view_index(dag_id: str, run: str = "") -> HTMLResponse:
    """Show the page of all days, in the same way."""
    if _pipeline(dag_id).index() is None:
        raise HTTPException(404, _NO_INDEX)
    return _view(dag_id, run, "../reports/index.html", "../", "all days")


@app.get("/{dag_id}/reports/{table}/{day}/{file}", dependencies=[_may_see_dag])
def report(dag_id: str, table: str, day: str, file: str) -> Response:
    """Serve one report."""
    path = _pipeline(dag_id).report(table, day, file)
    if path is None:
        raise HTTPException(404, _NO_REPORT)
    return _file(path)


@app.get("/{dag_id}/reports/index.html", dependencies=[_may_see_dag])
def index(dag_id: str) -> Response:
    """Serve the page of all days, which links the reports."""
    path = _pipeline(dag_id).index()
    if path is None:
        raise HTTPException(404, _NO_INDEX)
    return _file(path)


def _file(path: Path) -> Response:
    media_type = "application/json" if path.suffix == ".json" else "text/html"
    return Response(path.read_bytes(), media_type=media_type, headers={"Content-Security-Policy": _HARMLESS})


def _pipeline(dag_id: str) -> lakes.Pipeline:
    pipeline = lakes.pipeline_of(dag_id)
    if pipeline is None:
        raise HTTPException(
            404,
            f"No installed config belongs to the DAG {dag_id}; name it in BACKSTORY_PIPELINES, or put it into"
            " pipelines/ below BACKSTORY_HOME, for the API server",
        )
    return pipeline


@dataclass(frozen=True)
class ReportOfTry:
    """
    A report as the tab links it.

    :param verdict: empty where it cannot be read
    :param checks: that did not pass
    :param newest: whether no later try of the run has one on the same table and day
    """

    address: str
    text: str
    verdict: str
    rows: int
    checks: list[str]
    newest: bool


def _links(pipeline: lakes.Pipeline, dag_id: str, run_id: str, day: date, step: str) -> list[ReportOfTry]:
    """Return the reports on the tables of a step, of every try; the first table is not named."""
    links = []
    for place, table in enumerate(lakes.TABLES[step]):
        names = pipeline.of_run(table, str(day), runs.prefix(dag_id, run_id))
        for number, name in enumerate(names, 1):
            path = f"{table}/dt={day}/{name}"
            verdict, rows, checks = _said(pipeline.report(table, f"dt={day}", name.removesuffix(".html") + ".json"))
            links.append(
                ReportOfTry(
                    address=f"../view/{quote(path)}?run={quote(run_id, safe='')}",
                    text=(table if place else "report") + (f" {number}" if len(names) > 1 else ""),
                    verdict=verdict,
                    rows=rows,
                    checks=checks,
                    newest=number == len(names),
                )
            )
    return links


def _said(file: Path | None) -> tuple[str, int, list[str]]:
    """Return the verdict, the rows and the checks that did not pass, of the JSON beside a report."""
    try:
        tree = json.loads(file.read_bytes()) if file else {}
        checks = [str(found["check"]) for found in tree.get("findings", []) if found["verdict"] != "PASS"]
        return str(tree.get("verdict", "")), int(tree.get("rows", 0)), checks
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "", 0, []


def _view(dag_id: str, run_id: str, report: str, up: str, title: str) -> HTMLResponse:
    of_run = quote(run_id, safe="")
    return _page(
        "view.html",
        title=title,
        report=report,
        list=f"{up}runs/{of_run}" if run_id else "",
        index="" if title == "all days" else f"{up}view/index.html" + (f"?run={of_run}" if run_id else ""),
        airflow=f"{up}../../dags/{quote(dag_id)}" + (f"/runs/{of_run}" if run_id else ""),
        dag_id=dag_id,
    )


def _page(template: str, **values: Any) -> HTMLResponse:
    page = _TEMPLATES.get_template(template).render(values, script=Markup(_SCRIPT))  # noqa: S704 (it is ours)
    return HTMLResponse(page, headers={"Content-Security-Policy": _OURS})
