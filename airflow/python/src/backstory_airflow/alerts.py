"""
Tells people of a run that failed, or that published a day with a warning: once, when the run is over.

The callbacks are those of the DAG, so they run in Airflow's DAG processor. What the tasks of the run have to say they
left in their XComs.
"""

from __future__ import annotations

import copy
import html
import json
import logging
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from airflow.sdk import Connection
from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance
from airflow.sdk.execution_time.xcom import XCom

from backstory_airflow import audits, days, link

log = logging.getLogger(__name__)

REASON = "backstory_reason"
"""Under this key a task that failed leaves why."""
_SECONDS = 10
_MOST_LINES = 30
# Teams takes a message of 28 KB, and shows as many buttons as any client of Adaptive Cards does.
_CARD_BYTES = 24_000
_CARD_BUTTONS = 5


def leave_reason(context: Any) -> None:
    """A failure callback of a task: leave the first line of its error for the alert of the run."""
    lines = str(context.get("exception") or "").strip().splitlines()
    if lines:
        context["ti"].xcom_push(key=REASON, value=audits.shortened(lines[0]))


@dataclass(frozen=True)
class Link:
    """Something to open."""

    text: str
    address: str


@dataclass(frozen=True)
class Message:
    """
    What there is to say of a run.

    :param failed: whether it failed; otherwise it has warnings
    """

    title: str
    failed: bool
    lines: list[str]
    links: list[Link]

    @property
    def text(self) -> str:
        """All of it as plain text."""
        lines = [self.title, *(f"- {line}" for line in self.lines)]
        return "\n".join(lines + [f"{each.text}: {each.address}" for each in self.links])

    @property
    def html(self) -> str:
        """All of it as the inside of a page or a mail, with nothing in it that is not ours."""
        lines = "".join(f"<li>{html.escape(line)}</li>" for line in self.lines)
        links = " &middot; ".join(
            f'<a href="{html.escape(each.address)}">{html.escape(each.text)}</a>' for each in self.links
        )
        return f"<p><b>{html.escape(self.title)}</b></p><ul>{lines}</ul><p>{links}</p>"

    def values(self) -> dict[str, Any]:
        """What the arguments of a notifier may name, as ``{{ backstory.text }}``."""
        return {
            "title": self.title,
            "text": self.text,
            "html": self.html,
            "failed": self.failed,
            "lines": self.lines,
            "links": {each.text: each.address for each in self.links},
        }


def message_of(context: Any) -> Message | None:
    """Return what there is to say of the run of a callback; None when all its audits passed and nothing failed."""
    dag, run_id = context["dag"], context["run_id"]
    states = RuntimeTaskInstance.get_task_states(dag_id=dag.dag_id, run_ids=[run_id]).get(run_id, {})

    def left(task: str, key: str) -> Any:
        return XCom.get_one(key=key, dag_id=dag.dag_id, task_id=task, run_id=run_id)

    return message(dag, run_id, context.get("dag_run"), context.get("reason") != "success", states, left)


def message(
    dag: Any,
    run_id: str,
    dag_run: Any,
    has_failed: bool,
    states: dict[str, str | None],
    left: Callable[[str, str], Any],
) -> Message | None:
    """
    Return what there is to say of a run.

    :param states: of its tasks; somebody may have cleared one that failed by now, whose reason is there still
    :param left: gives what a task left under a key
    """
    lines: list[str] = []
    links: list[Link] = []
    for task in dag.task_ids:
        audit, reason = left(task, audits.XCOM) or {"notable": []}, left(task, REASON)
        if reason or states.get(task) == "failed":
            lines.append(f"{task} failed: {reason or 'no reason is known; its log may say more'}")
        for day in audit["notable"]:
            found = day["findings"] or [day["verdict"]]
            lines += [f"{day['table']} of {day['dt']}: {audits.shortened(finding)}" for finding in found]
            links.append(Link(f"Report of {day['table']} of {day['dt']}", day["report"]))
    if not lines and not has_failed:
        return None
    stopped = [task for task in dag.task_ids if states.get(task) == "upstream_failed"]
    if stopped:
        lines.append(f"not run: {', '.join(stopped)}")
    if len(lines) > _MOST_LINES:
        lines = [*lines[:_MOST_LINES], f"and {len(lines) - _MOST_LINES} more"]
    title = f"{dag.dag_id} {'failed' if has_failed else 'has warnings'}{_of_days(dag, dag_run)}"
    return Message(title, has_failed, lines, [Link("Run", link.run(dag.dag_id, run_id)), *links[:_MOST_LINES]])


def _of_days(dag: Any, dag_run: Any) -> str:
    if dag_run is None:
        return ""
    return f" for {days.in_words(*days.of_run(dag.timezone, dag_run.conf, dag_run))}"


class Webhook:
    """
    Posts to a connection: its host is the address (https://hooks.example.com/services); its password, if any, the rest
    of the path, where Airflow masks it.

    :param form: text for ``{"text": ...}``, as Slack and Mattermost take it; teams for an Adaptive Card
    """

    def __init__(self, connection: str, form: str = "text") -> None:
        self.connection = connection
        self.form = form

    def tell(self, message: Message, context: Any) -> None:  # noqa: ARG002 (that of a notifier needs it)
        """Post; a webhook that cannot be reached is logged and changes nothing."""
        try:
            self._post(card(message) if self.form == "teams" else plain(message))
        except Exception:
            log.exception("Cannot tell the webhook of connection '%s' of the run", self.connection)

    def _post(self, body: dict[str, Any]) -> None:
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
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310
            pass


class Notifier:
    """A notifier of Airflow's, whose arguments may name what there is to say."""

    def __init__(self, notifier: Any) -> None:
        self.notifier = notifier

    def tell(self, message: Message, context: Any) -> None:
        """Notify; a notifier that fails is logged and changes nothing."""
        try:
            context["backstory"] = message.values()
            # It replaces the templates of its arguments by what they give this time.
            copy.copy(self.notifier)(context)
        except Exception:
            log.exception("Cannot tell %s of the run", type(self.notifier).__name__)


class RunAlert:
    """A callback of a DAG that tells others of the run."""

    def __init__(self, *others: Webhook | Notifier) -> None:
        self.others = others

    def __call__(self, context: Any) -> None:
        """Say what there is to say, if anything."""
        message = message_of(context)
        if message is None:
            return
        for other in self.others:
            other.tell(message, context)


def plain(message: Message) -> dict[str, str]:
    """
    Return a message as Slack and Mattermost take it.

    What raw data say must call nobody (``<!channel>``), so the three characters are spelled as Slack asks for it.
    """
    return {"text": html.escape(message.text, quote=False)}


def card(message: Message) -> dict[str, Any]:
    """
    Return a message as an Adaptive Card, as a Workflow of Teams takes it.

    Lines are text runs: what raw data say is never read as Markdown. A card opens addresses of the web only, so other
    links are lines; and it has an end, since Teams refuses a message that is too large as a whole.
    """
    buttons = [each for each in message.links if urlsplit(each.address).scheme in ("http", "https")][:_CARD_BUTTONS]
    others = [f"{each.text}: {each.address}" for each in message.links if each not in buttons]
    lines = [*message.lines, *others]
    made = _card(message, lines, buttons)
    shown = len(lines)
    while len(json.dumps(made)) > _CARD_BYTES and shown > 0:
        shown -= 1
        made = _card(message, [*lines[:shown], f"and {len(lines) - shown} more"], buttons)
    return made


def _card(message: Message, lines: list[str], buttons: list[Link]) -> dict[str, Any]:
    title = {
        "type": "TextBlock",
        "text": message.title,
        "size": "Medium",
        "weight": "Bolder",
        "color": "Attention" if message.failed else "Warning",
        "wrap": True,
    }
    content = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [
            title,
            *({"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": line}]} for line in lines),
        ],
        "actions": [{"type": "Action.OpenUrl", "title": each.text, "url": each.address} for each in buttons],
        "msteams": {"width": "Full"},
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": content}
    return {"type": "message", "attachments": [attachment]}
