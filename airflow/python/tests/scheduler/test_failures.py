"""A day that fails its audit, one of whose tasks crashes as well; and how it is repaired."""

from __future__ import annotations

import re
from typing import Any

from scheduler.conftest import Running
from scheduler.scenarios import FailedDay
from scheduler.shop import Shop, expected
from scheduler.told import Told


def test_a_failed_day_fails_for_good(failed_day: FailedDay) -> None:
    audit = failed_day.tasks["actions_dq"]
    assert failed_day.run["state"] == "failed"
    assert (audit["state"], audit["try_number"]) == ("failed", 1)
    assert audit["max_tries"] == 1
    assert "Data of 2025-08-01 failed the audit of actions" in failed_day.log


def test_what_needs_it_does_not_run(failed_day: FailedDay) -> None:
    assert {name: failed_day.tasks[name]["state"] for name in ("history", "history_dq")} == {
        "history": "upstream_failed",
        "history_dq": "upstream_failed",
    }
    assert failed_day.records["actions"] is None
    assert failed_day.records["training"] is None


def test_the_report_is_one_click_away(failed_day: FailedDay) -> None:
    assert "FAIL" in failed_day.report
    assert "customer" in failed_day.report


def test_the_log_names_the_address_of_the_report(airflow: Running, failed_day: FailedDay) -> None:
    errors = [event for level, event in failed_day.said if level == "error" and "Report: " in event]
    (said,) = errors
    assert said.startswith("actions of 2025-08-01: FAIL ")
    address = said.rpartition("Report: ")[2]
    assert address == airflow.report_address("strict_daily", failed_day.run["dag_run_id"], "actions_dq").replace(
        "-try2.html", "-try1.html"
    )


def test_the_notes_say_it_and_forget_it_when_it_is_corrected(failed_day: FailedDay) -> None:
    assert re.fullmatch(r"dt 2025-08-01: actions_dq FAIL \([^()]+\)", failed_day.run["note"])
    assert str(failed_day.tasks["actions_dq"]["note"]).startswith("Audit: FAIL (")
    assert "FAIL" not in failed_day.note_after_correction


def test_all_that_failed_is_one_card_of_teams_and_one_mail(airflow: Running, told: Told, failed_day: FailedDay) -> None:
    def cards() -> list[Any]:
        return told.of("/workflows/1?sig=X", "strict_daily")

    airflow.wait(lambda: bool(cards() and told.mails), "the card and the mail")
    (card,) = cards()
    (mail,) = told.mails
    content = card["attachments"][0]["content"]
    assert content["type"] == "AdaptiveCard"
    assert content["body"][0]["text"] == "strict_daily failed for 2025-08-01"
    lines = [block["inlines"][0]["text"] for block in content["body"][1:]]
    assert lines[0].startswith("actions_dq failed: Data of 2025-08-01 failed the audit of actions; its report says why")
    assert lines[1].startswith("actions of 2025-08-01: FAIL ")
    # The impressions were killed at the first try and fine at the second: nobody is told of that.
    assert not [line for line in lines if line.startswith("impressions")]
    assert [action["title"] for action in content["actions"]] == ["Run", "Report of actions of 2025-08-01"]
    assert (mail["Subject"], mail["To"]) == ("strict_daily failed for 2025-08-01", "data@example.com")
    (page,) = [part for part in mail.walk() if part.get_content_type() == "text/html"]
    assert "<p><b>strict_daily failed for 2025-08-01</b></p><ul><li>actions_dq failed: " in page.get_content()
    assert failed_day.end_after_correction == "success"


def test_a_crash_is_tried_again_and_then_fine(failed_day: FailedDay) -> None:
    task = failed_day.tasks["impressions"]
    assert (task["state"], task["try_number"]) == ("success", 2)
    published = failed_day.records["impressions"]
    assert published is not None
    assert published["run"].endswith("-try2")


def test_corrected_and_cleared_it_recovers(strict: Shop, failed_day: FailedDay) -> None:
    assert failed_day.end_after_correction == "success"
    record = strict.record("actions", 1)
    assert record is not None
    assert record["run"].endswith("-try2")
    assert strict.histories(1) == expected(1)
