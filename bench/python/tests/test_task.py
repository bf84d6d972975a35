import datetime
import tempfile
import unittest
from pathlib import Path

from backstory_bench.task import Day, Task


class TaskTest(unittest.TestCase):
    def test_a_day_begins_in_its_zone(self) -> None:
        self.assertEqual(
            Day.of(datetime.date(2026, 1, 14), "Europe/Berlin"), Day("2026-01-14", "2025-01-14", 1_768_345_200_000_000)
        )

    def test_a_year_before_a_leap_day_is_28_february(self) -> None:
        self.assertEqual(Day.of(datetime.date(2028, 2, 29), "UTC").first, "2027-02-28")

    def test_goes_through_a_command_line(self) -> None:
        task = Task("plan", Path("lake"), Path("out"), 1000, (Day("2026-01-14", "2025-01-14", 5),))
        self.assertEqual(task.arguments, ["plan", "lake", "out", "1000", "2026-01-14,2025-01-14,5"])
        self.assertEqual(Task.parse(task.arguments), task)

    def test_names_the_files_of_the_window(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            lake = Path(folder)
            for table in ("actions", "impressions"):
                for dt in ("2025-01-13", "2025-01-14", "2026-01-13", "2026-01-14"):
                    (lake / table / f"dt={dt}").mkdir(parents=True)
                    (lake / table / f"dt={dt}" / "part.parquet").touch()
            days = (Day("2026-01-14", "2025-01-14", 5),)
            task = Task("plan", lake, lake / "out", 1000, days)
            self.assertEqual(
                task.action_files(days), [f"{lake}/actions/dt={dt}/part.parquet" for dt in ("2025-01-14", "2026-01-13")]
            )
            self.assertEqual(task.impression_files(days), [f"{lake}/impressions/dt=2026-01-14/part.parquet"])
