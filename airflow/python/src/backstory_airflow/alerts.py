"""Reports failed tasks to a webhook."""

from __future__ import annotations

import json
import logging
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from airflow.sdk import Connection

log = logging.getLogger(__name__)

_SECONDS = 10


class Alert:
    """
    A failure callback that posts ``{"text": ...}`` (as Slack, Mattermost and Teams take it) to a connection.

    The connection's host is the address (https://hooks.example.com/services); its password, if any, is appended as
    the rest of the path, where Airflow masks it.
    """

    def __init__(self, connection: str) -> None:
        self.connection = connection

    def __call__(self, context: Any) -> None:
        """Post; a webhook that cannot be reached is logged and changes nothing."""
        try:
            self._post(text(context))
        except Exception:
            log.exception("Cannot report the failure to the webhook of connection '%s'", self.connection)

    def _post(self, message: str) -> None:
        connection = Connection.get(self.connection)
        address = (connection.host or "").rstrip("/")
        if urlsplit(address).scheme not in ("http", "https"):
            raise ValueError(f"The host of the connection '{self.connection}' must begin with http:// or https://")
        if connection.port:
            address += f":{connection.port}"
        if connection.password:
            address += "/" + connection.password
        request = urllib.request.Request(  # noqa: S310 (the scheme is checked above)
            address,
            data=json.dumps({"text": message}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310
            pass


def text(context: Any) -> str:
    """Return one line: which task failed, for which days, why, and where to look."""
    ti = context["ti"]
    task = context["task"]
    first, last = getattr(task, "first_dt", None), getattr(task, "last_dt", None)
    wanted = "" if first is None else f" for {first}" if first == last else f" for {first} to {last}"
    lines = str(context.get("exception") or "no reason is known").strip().splitlines()
    where = getattr(ti, "log_url", "")
    return f"{ti.dag_id}: {ti.task_id} failed{wanted}: {lines[0]}" + (f" {where}" if where else "")
