"""Registers the pages with Airflow's UI."""

from __future__ import annotations

from typing import Any

from airflow.plugins_manager import AirflowPlugin

from backstory_airflow import notes


def _apps() -> list[dict[str, Any]]:
    """Return the pages where there is an API server's code to serve them; workers need none."""
    from backstory_airflow.pages import app

    return [{"app": app, "url_prefix": "/backstory", "name": "Backstory"}]


class BackstoryPlugin(AirflowPlugin):
    """The tab Backstory on the page of a run, the reports, and the notes that name the days of runs."""

    name = "backstory"
    listeners: list[Any] = [notes]  # noqa: RUF012 (what the base class declares)
    fastapi_apps: list[Any] = _apps()
    external_views: list[Any] = [  # noqa: RUF012 (what the base class declares)
        {
            "name": "Backstory",
            "href": "/backstory/{DAG_ID}/runs/{RUN_ID}",
            "destination": "dag_run",
            "url_route": "backstory",
        }
    ]
