"""Takes the pictures of the docs from a running Airflow: the grid, a run, its tab Backstory and a report.

Usage: take.py ADDRESS FOLDER      (`make screenshots` gives both; after `make demo`)

Needs a Chromium on the PATH. Exit 1 when a page does not show what it should.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
import urllib.request
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Page, sync_playwright

DAG = "otto_daily"
SIZE = {"width": 1280, "height": 720}
SECONDS = 60


def newest_run(address: str) -> str:
    """Return the id of the newest run that succeeded."""
    query = f"{address}/api/v2/dags/{DAG}/dagRuns?order_by=-run_after&state=success&limit=1"
    with urllib.request.urlopen(query, timeout=SECONDS) as answer:
        runs = json.load(answer)["dag_runs"]
    if not runs:
        sys.exit(f"Cannot take pictures of {DAG} at {address} because no run of it succeeded; run 'make demo' first")
    return str(runs[0]["dag_run_id"])


def save(page: Page, file: Path) -> None:
    """Write a PNG of at most 128 colours: a page has few, and the file is a quarter."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file}: {file.stat().st_size // 1024} KiB")


def shows(page: Page, *texts: str) -> None:
    """Wait until the page shows these texts."""
    for text in texts:
        page.get_by_text(text).first.wait_for(timeout=SECONDS * 1000)
    page.wait_for_load_state("networkidle")


def main(address: str, folder: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Cannot take pictures because there is no Chromium on the PATH; install it (Debian: chromium)")
    run = f"{address}/dags/{DAG}/runs/{quote(newest_run(address), safe='')}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--headless=new", "--no-sandbox", "--no-proxy-server"]
        )
        page = browser.new_context(viewport=SIZE, color_scheme="light", timezone_id="Europe/Berlin").new_page()
        page.goto(f"{address}/dags/{DAG}")
        shows(page, "history_dq", "actions_dq")
        # The states of the tasks come after their names.
        page.wait_for_load_state("networkidle", timeout=SECONDS * 1000)
        save(page, folder / "grid.png")
        page.goto(run)
        shows(page, "history_dq", "Task Instances")
        save(page, folder / "run.png")
        page.get_by_role("link", name="Backstory").or_(page.get_by_role("tab", name="Backstory")).first.click()
        page.frame_locator("iframe").get_by_role("link", name="report").first.wait_for(timeout=SECONDS * 1000)
        save(page, folder / "tab.png")
        report = page.frame_locator("iframe").get_by_role("link", name="report").last.evaluate("link => link.href")
        page.goto(report)
        page.frame_locator("iframe").locator("h1").first.wait_for(timeout=SECONDS * 1000)
        save(page, folder / "report.png")
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
