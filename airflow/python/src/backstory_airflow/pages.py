"""The pages under /backstory: the tab of a run, and the reports of a local lake, for whoever may see the DAG."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Protocol
from urllib.parse import quote

from airflow.api_fastapi.core_api.security import requires_access_dag
from fastapi import Depends, FastAPI, HTTPException, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from backstory_airflow import days, lakes, runs

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


class RunOfDays(days.Run, Protocol):
    """What the tab asks of a DAG run."""

    @property
    def conf(self) -> dict[str, Any] | None:
        """The params it was triggered with."""


def find_run(dag_id: str, run_id: str) -> RunOfDays:
    """Return a DAG run from Airflow's database."""
    from airflow.models.dagrun import DagRun
    from airflow.utils.session import create_session
    from sqlalchemy import select

    with create_session() as session:
        run = session.scalar(select(DagRun).where(DagRun.dag_id == dag_id, DagRun.run_id == run_id))
        if run is None:
            raise HTTPException(404, "There is no such run")
        session.expunge(run)
        found: RunOfDays = run
        return found


@app.get("/{dag_id}/runs/{run_id}", dependencies=[_may_see_dag])
def run_page(dag_id: str, run_id: str, run: Annotated[RunOfDays, Depends(find_run)]) -> HTMLResponse:
    """Say which days a run is for, and link the reports of its audits."""
    pipeline = _pipeline(dag_id)
    zone = days.zone(pipeline.zone)
    try:
        asked = days.checked(*days.of_run(zone, run.conf, run), run.run_after.astimezone(zone).date())
    except days.UnusableDaysError as error:
        return _page("no_days.html", pipeline=pipeline, reason=error)
    links = partial(_links, pipeline, runs.prefix(dag_id, run_id))
    return _page("days.html", pipeline=pipeline, days=asked, steps=lakes.TABLES, links=links)


@app.get("/{dag_id}/reports/{table}/{day}/{file}", dependencies=[_may_see_dag])
def report(dag_id: str, table: str, day: str, file: str) -> Response:
    """Serve one report."""
    path = _pipeline(dag_id).report(table, day, file)
    if path is None:
        raise HTTPException(404, "There is no such report; a day that was current already gets no new one")
    return _file(path)


@app.get("/{dag_id}/reports/index.html", dependencies=[_may_see_dag])
def index(dag_id: str) -> Response:
    """Serve the page of all days, which links the reports."""
    path = _pipeline(dag_id).index()
    if path is None:
        raise HTTPException(404, "There is no page of all days yet; an audit makes it")
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


def _links(pipeline: lakes.Pipeline, prefix: str, day: date, step: str) -> list[dict[str, str]]:
    """Return the reports on the tables of a step, of every try; the first table is not named."""
    links = []
    for place, table in enumerate(lakes.TABLES[step]):
        names = pipeline.of_run(table, str(day), prefix)
        for number, name in enumerate(names, 1):
            text = (table if place else "report") + (f" {number}" if len(names) > 1 else "")
            links.append({"address": f"../reports/{quote(f'{table}/dt={day}/{name}')}", "text": text})
    return links


def _page(template: str, **values: Any) -> HTMLResponse:
    page = _TEMPLATES.get_template(template).render(values)
    return HTMLResponse(page, headers={"Content-Security-Policy": _HARMLESS})
