"""What is said of a run that is over, and to whom; scheduler/test_shown.py sees it arrive."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.sdk import BaseNotifier

from backstory_airflow import alerts, days
from backstory_airflow.alerts import (
    Link,
    Message,
    Notifier,
    Webhook,
    card,
    leave_reason,
    message,
    message_of,
    plain,
)

TASKS = ["actions", "actions_dq", "impressions", "impressions_dq", "history", "history_dq"]
DAG = SimpleNamespace(dag_id="shop_daily", task_ids=TASKS, timezone=days.zone("Europe/Berlin"))
RUN = SimpleNamespace(conf={"dt": "2025-08-14"}, data_interval_start=None, data_interval_end=None, run_after=None)
RUN_PAGE = "/dags/shop_daily/runs/manual__1%2B00"


def audit(table: str, verdict: str, *findings: str) -> dict[str, Any]:
    report = f"https://r/{table}"
    day = {"table": table, "dt": "2025-08-14", "verdict": verdict, "findings": list(findings), "report": report}
    return {"verdict": verdict, "notable": [day]}


def said(states: dict[str, str | None], **left: Any) -> Message | None:
    """What there is to say, of a run in which the other tasks succeeded."""
    every = dict.fromkeys(TASKS, "success") | states

    def of(task: str, key: str) -> Any:
        return left.get(task if key == "backstory_audit" else f"{task}_reason")

    return message(DAG, "manual__1+00", RUN, bool(states.get("actions_dq") or left.get("actions_dq_reason")), every, of)


FAILED = said(
    {"actions_dq": "failed", "impressions": "failed"}
    | dict.fromkeys(("history", "history_dq", "impressions_dq"), "upstream_failed"),
    actions_dq=audit("actions", "FAIL", "FAIL rejected share: expected at most 1 %; 25 % <b>", "WARN volume: few"),
    actions_dq_reason="Data of 2025-08-14 failed the audit of actions",
)
WARNED = said({}, impressions_dq=audit("impressions", "WARN", "WARN volume: expected 90 to 110 rows; 40"))


def test_all_that_failed_in_a_run_is_one_message() -> None:
    assert FAILED is not None
    assert FAILED.text.splitlines() == [
        "shop_daily failed for 2025-08-14",
        "- actions_dq failed: Data of 2025-08-14 failed the audit of actions",
        "- actions of 2025-08-14: FAIL rejected share: expected at most 1 %; 25 % <b>",
        "- actions of 2025-08-14: WARN volume: few",
        "- impressions failed: no reason is known; its log may say more",
        "- not run: impressions_dq, history, history_dq",
        f"Run: {RUN_PAGE}",
        "Report of actions of 2025-08-14: https://r/actions",
    ]
    assert FAILED.html == (
        "<p><b>shop_daily failed for 2025-08-14</b></p><ul>"
        "<li>actions_dq failed: Data of 2025-08-14 failed the audit of actions</li>"
        "<li>actions of 2025-08-14: FAIL rejected share: expected at most 1 %; 25 % &lt;b&gt;</li>"
        "<li>actions of 2025-08-14: WARN volume: few</li>"
        "<li>impressions failed: no reason is known; its log may say more</li>"
        "<li>not run: impressions_dq, history, history_dq</li></ul>"
        f'<p><a href="{RUN_PAGE}">Run</a> &middot; <a href="https://r/actions">Report of actions of 2025-08-14</a></p>'
    )


def test_a_warning_is_a_message_too_and_a_run_that_passed_is_none() -> None:
    assert WARNED is not None
    assert (WARNED.failed, WARNED.title) == (False, "shop_daily has warnings for 2025-08-14")
    assert WARNED.lines == ["impressions of 2025-08-14: WARN volume: expected 90 to 110 rows; 40"]
    assert said({"pack": "skipped"}, actions_dq={"verdict": "PASS", "notable": []}) is None


def test_a_task_that_was_cleared_at_once_is_told_of_all_the_same() -> None:
    found = said({"actions_dq": None}, actions_dq_reason="Data of 2025-08-14 failed the audit of actions")
    assert found is not None
    assert found.title == "shop_daily failed for 2025-08-14"
    assert found.lines == ["actions_dq failed: Data of 2025-08-14 failed the audit of actions"]


def test_a_message_has_an_end() -> None:
    many = audit("actions", "WARN", *(f"WARN check {number}: few" for number in range(99)))
    found = said({}, actions_dq=many)
    assert found is not None
    assert (len(found.lines), found.lines[-1]) == (31, "and 69 more")
    days_of = audit("actions", "WARN")["notable"] * 40
    found = said({}, actions_dq={"verdict": "WARN", "notable": days_of})
    assert found is not None
    assert (len(found.links), found.links[0].text) == (31, "Run")


@pytest.mark.parametrize(
    ("reason", "title"),
    [("success", "shop_daily has warnings for 2025-08-14"), ("task_failure", "shop_daily failed for 2025-08-14")],
)
def test_what_airflow_knows_of_a_run_is_asked_for(monkeypatch: pytest.MonkeyPatch, reason: str, title: str) -> None:
    warned = audit("actions", "WARN", "WARN volume: few")
    monkeypatch.setattr(
        alerts.RuntimeTaskInstance, "get_task_states", lambda dag_id, run_ids: {run_ids[0]: {f"{dag_id}": "success"}}
    )
    monkeypatch.setattr(
        alerts.XCom,
        "get_one",
        lambda key, dag_id, task_id, run_id: (  # noqa: ARG005 (Airflow's signature)
            warned if (key, task_id) == ("backstory_audit", "actions_dq") else None
        ),
    )
    found = message_of({"dag": DAG, "run_id": "manual__1+00", "dag_run": RUN, "reason": reason})
    assert found is not None
    assert (found.title, found.lines) == (title, ["actions of 2025-08-14: WARN volume: few"])


def test_nothing_in_a_mail_is_read_as_html() -> None:
    link = Link("Report of a & b", 'https://r/?a=1&b="2"')
    assert Message("a < b", True, ["<b>"], [link]).html == (
        "<p><b>a &lt; b</b></p><ul><li>&lt;b&gt;</li></ul>"
        '<p><a href="https://r/?a=1&amp;b=&quot;2&quot;">Report of a &amp; b</a></p>'
    )


def test_teams_gets_an_adaptive_card() -> None:
    assert WARNED is not None
    line = "impressions of 2025-08-14: WARN volume: expected 90 to 110 rows; 40"
    assert card(WARNED) == {
        "type": "message",
        "attachments": [
            {
                "contentType": "application/vnd.microsoft.card.adaptive",
                "contentUrl": None,
                "content": {
                    "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                    "type": "AdaptiveCard",
                    "version": "1.4",
                    "body": [
                        {
                            "type": "TextBlock",
                            "text": "shop_daily has warnings for 2025-08-14",
                            "size": "Medium",
                            "weight": "Bolder",
                            "color": "Warning",
                            "wrap": True,
                        },
                        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": line}]},
                        # No address of the web, as this Airflow does not know its own: Teams could not open it.
                        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": f"Run: {RUN_PAGE}"}]},
                    ],
                    "actions": [
                        {
                            "type": "Action.OpenUrl",
                            "title": "Report of impressions of 2025-08-14",
                            "url": "https://r/impressions",
                        },
                    ],
                    "msteams": {"width": "Full"},
                },
            }
        ],
    }


def shown(made: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The lines of a card below its title, and its buttons."""
    content = made["attachments"][0]["content"]
    return [each["inlines"][0]["text"] for each in content["body"][1:]], [each["url"] for each in content["actions"]]


def test_a_card_is_never_larger_than_teams_takes() -> None:
    """Letters beyond ASCII are six bytes each in the JSON, of 28 KB that Teams takes."""
    links = [Link(f"Report {number}", f"https://r/{number}") for number in range(7)]
    links.insert(1, Link("Report of s3", "s3a://shop/r.html"))
    made = card(Message("too much", True, [f"{number} {'щ' * 498}" for number in range(30)], links))
    lines, buttons = shown(made)
    assert len(json.dumps(made)) <= 24_000
    assert len(lines) == 8
    assert (lines[6][:3], lines[7]) == ("6 щ", "and 26 more")
    assert buttons == [f"https://r/{number}" for number in range(5)]
    assert shown(card(Message("few", True, ["a"], links)))[0] == [
        *("a", "Report of s3: s3a://shop/r.html", "Report 5: https://r/5", "Report 6: https://r/6")
    ]
    failed = made["attachments"][0]["content"]["body"][0]
    assert (failed["text"], failed["color"]) == ("too much", "Attention")


def test_what_raw_data_say_calls_nobody() -> None:
    said = plain(Message("shop_daily failed", True, ["actions: FAIL <!channel> & <https://evil|click>"], []))
    assert said == {"text": "shop_daily failed\n- actions: FAIL &lt;!channel&gt; &amp; &lt;https://evil|click&gt;"}


class Hooks(BaseHTTPRequestHandler):
    received: list[tuple[str, object]]

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.received.append((self.path, json.loads(self.rfile.read(length))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.mark.parametrize("form", ["text", "teams"])
def test_it_is_posted_to_the_webhook(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    assert WARNED is not None
    Hooks.received = []
    server = HTTPServer(("127.0.0.1", 0), Hooks)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    connection = {"conn_type": "http", "host": f"http://127.0.0.1:{server.server_port}/services", "password": "T?sig=X"}
    monkeypatch.setenv("AIRFLOW_CONN_DATA_ALERTS", json.dumps(connection))
    Webhook("data_alerts", form).tell(WARNED, {})
    thread.join(timeout=10)
    server.server_close()
    assert Hooks.received == [("/services/T?sig=X", {"text": WARNED.text} if form == "text" else card(WARNED))]


def test_the_port_may_be_in_its_own_field(monkeypatch: pytest.MonkeyPatch) -> None:
    assert WARNED is not None
    Hooks.received = []
    server = HTTPServer(("127.0.0.1", 0), Hooks)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    connection = {"conn_type": "http", "host": "http://127.0.0.1/", "port": server.server_port, "password": "T"}
    monkeypatch.setenv("AIRFLOW_CONN_DATA_ALERTS", json.dumps(connection))
    Webhook("data_alerts").tell(WARNED, {})
    thread.join(timeout=10)
    server.server_close()
    assert Hooks.received == [("/T", {"text": WARNED.text})]


def test_a_webhook_is_on_the_web(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    assert WARNED is not None
    monkeypatch.setenv("AIRFLOW_CONN_DATA_ALERTS", json.dumps({"conn_type": "http", "host": "file:///etc/passwd"}))
    Webhook("data_alerts").tell(WARNED, {})
    assert "The host of the connection 'data_alerts' must begin with http:// or https://" in caplog.text


def test_a_webhook_that_is_not_there_changes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    assert WARNED is not None
    Webhook("no_such_connection").tell(WARNED, {})
    assert "Cannot tell the webhook of connection 'no_such_connection' of the run" in caplog.text


class Recording(BaseNotifier):
    """A notifier that keeps what it was to say."""

    template_fields = ("text",)
    said: list[str]

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def notify(self, context: Any) -> None:  # noqa: ARG002 (a notifier's signature)
        if "fails" in self.text:
            raise OSError("no network")
        self.said.append(self.text)


def test_a_notifier_is_told_each_time_what_there_is_to_say(caplog: pytest.LogCaptureFixture) -> None:
    assert WARNED is not None
    assert FAILED is not None
    Recording.said = []
    notifier = Notifier(Recording("{{ backstory.title }}: {{ backstory.links.Run }}"))
    for each in (WARNED, FAILED):
        notifier.tell(each, {})
    assert Recording.said == [
        f"shop_daily has warnings for 2025-08-14: {RUN_PAGE}",
        f"shop_daily failed for 2025-08-14: {RUN_PAGE}",
    ]
    Notifier(Recording("it fails")).tell(WARNED, {})
    assert "Cannot tell Recording of the run" in caplog.text


def test_a_task_that_fails_leaves_the_first_line_of_why() -> None:
    left: dict[str, str] = {}
    ti = SimpleNamespace(xcom_push=lambda key, value: left.update({key: value}))
    leave_reason({"ti": ti, "exception": "Its data failed\nand more"})
    assert left == {alerts.REASON: "Its data failed"}
    leave_reason({"ti": ti, "exception": "x" * 2000})
    assert len(left[alerts.REASON]) == 500
    left.clear()
    leave_reason({"ti": ti})
    assert left == {}
