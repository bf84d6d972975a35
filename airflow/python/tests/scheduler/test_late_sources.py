"""What happens while a source is not there yet."""

from __future__ import annotations

from scheduler.scenarios import LateSource


def test_the_wait_holds_no_worker_and_is_no_failed_try(late_source: LateSource) -> None:
    for step in ("actions", "impressions"):
        task = late_source.before[step]
        assert (task["state"], task["try_number"], task["max_tries"]) == ("up_for_reschedule", 1, 0)
    assert late_source.before["actions_dq"]["state"] is None
    assert f"actions: Not there yet: clicks of {late_source.day}, waited for until " in late_source.log
    assert "A source is not there yet; it is looked for again at " in late_source.log


def test_it_goes_on_when_the_source_is_there(late_source: LateSource) -> None:
    task = late_source.after["actions"]
    assert (task["state"], task["try_number"]) == ("success", 1)
    assert late_source.after["impressions"]["state"] != "success"
