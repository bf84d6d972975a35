"""What people see in Airflow's own pages, in a real browser: the tab, a report in it, the log, and the trigger form."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect, sync_playwright

from scheduler.conftest import ROOT, Running
from scheduler.scenarios import FailedDay

SECONDS = 60
DARK = "rgb(17, 17, 17)"
LIGHT = "rgb(255, 255, 255)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium that is there; nothing is downloaded."""
    found = subprocess.run([str(ROOT / "setup" / "browser.sh")], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    arguments = ["--no-sandbox", "--disable-gpu", "--no-proxy-server"]
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found.stdout.strip(), args=arguments)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser window, of a system that is bright."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    context.set_default_timeout(SECONDS * 1000)
    expect.set_options(timeout=SECONDS * 1000)
    yield context.new_page()
    context.close()


def switch(page: Page, theme: str) -> None:
    """Choose another appearance in Airflow's own menu."""
    page.get_by_role("button", name="User").click()
    page.get_by_role("menuitem", name="Appearance").hover()
    page.get_by_role("menuitemradio", name=theme).or_(page.get_by_role("menuitem", name=theme)).click()
    page.keyboard.press("Escape")
    expect(page.locator("html")).to_have_class(re.compile(theme.lower()))


def background(of: Locator) -> str:
    return str(of.evaluate("node => getComputedStyle(node).backgroundColor"))


def tab(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title=Backstory]")


def open_tab(airflow: Running, page: Page, dag_id: str, run_id: str) -> FrameLocator:
    page.goto(f"{airflow.place.address}/dags/{dag_id}/runs/{quote(run_id, safe='')}")
    page.get_by_role("link", name="Backstory").or_(page.get_by_role("tab", name="Backstory")).first.click()
    return tab(page)


def test_the_tab_shows_verdicts_and_follows_airflows_own_switch(
    airflow: Running, page: Page, failed_day: FailedDay
) -> None:
    frame = open_tab(airflow, page, "strict_daily", failed_day.run["dag_run_id"])
    expect(frame.locator("td", has_text="report 1").locator(".FAIL")).to_have_text("FAIL")
    body = frame.locator("body")
    assert background(body) == LIGHT
    switch(page, "Dark")
    expect(body).to_have_css("background-color", DARK)
    frame.get_by_role("link", name="report 1").click()
    report = frame.frame_locator("iframe")
    expect(report.locator("body")).to_contain_text("FAIL")
    dark = background(report.locator("body"))
    switch(page, "Light")
    expect(report.locator("body")).not_to_have_css("background-color", dark)
    expect(frame.get_by_role("link", name="All days")).to_be_visible()
    # The tab is within Airflow's page, so it does not lead to that page once more.
    expect(frame.get_by_role("link", name="Run in Airflow")).to_be_hidden()
    frame.get_by_role("link", name="Reports of this run").click()
    expect(frame.locator("h1")).to_have_text("strict: 2025-08-01")


def test_a_warning_is_seen_in_the_list_of_runs_and_in_the_tab(airflow: Running, page: Page, warned: str) -> None:
    frame = open_tab(airflow, page, "shop_backfill", warned)
    expect(frame.locator("body")).to_contain_text("1 WARN in the newest reports of this run.")
    expect(frame.locator("tr", has_text="2025-08-02").locator(".WARN")).to_have_text("WARN")
    expect(frame.locator("tr", has_text="2025-08-02")).to_contain_text("2 rows: no item 202")


def test_the_log_leads_to_the_report_and_the_report_back_to_the_run(
    airflow: Running, page: Page, failed_day: FailedDay
) -> None:
    run = failed_day.run["dag_run_id"]
    page.goto(f"{airflow.place.address}/dags/strict_daily/runs/{quote(run, safe='')}/tasks/actions_dq?try_number=1")
    link = page.locator("a[href*='/backstory/strict_daily/view/']").first
    page.goto(str(link.get_attribute("href")))
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("FAIL")
    page.evaluate("localStorage.setItem('theme', 'dark')")
    page.reload()
    expect(page.locator("body")).to_have_css("background-color", DARK)
    page.get_by_role("link", name="Run in Airflow").click()
    page.wait_for_url(f"{airflow.place.address}/dags/strict_daily/runs/**")


def test_the_form_of_a_dag_without_a_schedule_asks_for_nothing(airflow: Running, page: Page) -> None:
    page.goto(f"{airflow.place.address}/dags/strict_daily?mode=trigger")
    page.get_by_role("button", name="Trigger").first.click()
    expect(page.get_by_text("The day to run. Left empty, it is yesterday.")).to_be_visible()
    rebuild = page.get_by_text("rebuild", exact=True).first
    expect(rebuild).to_be_visible()
    assert "*" not in str(rebuild.locator("xpath=..").text_content())
