"""The pages under /backstory: the tab of a run, and the reports of a local lake, for whoever may see the DAG."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Annotated, Any, Protocol
from urllib.parse import quote

from airflow.api_fastapi.core_api.security import requires_access_dag
from fastapi import Depends, FastAPI, HTTPException, Response
from fastapi.responses import HTMLResponse

from backstory_airflow import days, lakes, runs

app = FastAPI(title="Backstory", docs_url=None, redoc_url=None, openapi_url=None)
_may_see_dag = Depends(requires_access_dag("GET"))

# A report is a page from files that people may replace: it gets no scripts, no forms and no network.
_HARMLESS = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
_STYLE = """body{font:15px/1.5 system-ui,sans-serif;margin:2rem;max-width:60rem}table{border-collapse:collapse}
td,th{padding:.3rem 1rem .3rem 0;text-align:left;border-bottom:1px solid #8884}
@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}a{color:#8bf}}"""


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
    try:
        asked = _days(pipeline, run)
    except days.DaysRefusedError as error:
        return _page(f"<h1>{escape(pipeline.name)}</h1><p>{escape(str(error))}</p>")
    rows = "".join(_row(pipeline, str(day), runs.prefix(dag_id, run_id)) for day in asked.every)
    note = "" if pipeline.reports else "<p>The lake is not on a disk of this server; its reports are not shown.</p>"
    return _page(
        f"<h1>{escape(pipeline.name)}: {escape(str(asked))}</h1><p>Local days ({escape(pipeline.zone)}), not the day"
        f" on which the run took place.</p>{note}<table><tr><th>dt</th>"
        + "".join(f"<th>{step}</th>" for step in lakes.STEPS)
        + f"</tr>{rows}</table>"
    )


@app.get("/{dag_id}/reports/{folder}/{day}/{file}", dependencies=[_may_see_dag])
def report(dag_id: str, folder: str, day: str, file: str) -> Response:
    """Serve one report."""
    path = _pipeline(dag_id).report(folder, day, file)
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


def _days(pipeline: lakes.Pipeline, run: RunOfDays) -> days.Days:
    zone = days.zone(pipeline.zone)
    conf = run.conf or {}
    if "from" in conf or "to" in conf:
        first, last = str(conf.get("from")), str(conf.get("to"))
    else:
        first = last = days.dt_of_run(zone, conf, run)
    return days.checked(first, last, run.run_after.astimezone(zone).date())


def _row(pipeline: lakes.Pipeline, day: str, prefix: str) -> str:
    cells = []
    for step in lakes.STEPS:
        links = []
        for folder in lakes.FOLDERS[step]:
            names = pipeline.of_run(folder, day, prefix)
            text = "report" if folder == step else folder
            links += [
                f'<a href="../reports/{folder}/dt={day}/{quote(name)}">{text}{"" if len(names) == 1 else f" {i}"}</a>'
                for i, name in enumerate(names, 1)
            ]
        cells.append(f"<td>{', '.join(links) or '–'}</td>")  # noqa: RUF001
    return f"<tr><td>{day}</td>{''.join(cells)}</tr>"


def _page(body: str) -> HTMLResponse:
    return HTMLResponse(
        f'<!doctype html><meta charset="utf-8"><title>Backstory</title><style>{_STYLE}</style>{body}',
        headers={"Content-Security-Policy": _HARMLESS},
    )
