"""A day that fails its audit, one of whose tasks crashes as well; and how it is repaired."""

from __future__ import annotations

from scheduler.scenarios import FailedDay
from scheduler.shop import Shop, expected


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
