import unittest

from backstory_bench.chart import svg
from backstory_bench.measure import Run
from backstory_bench.report import NoMarkersError, between, table, with_part
from backstory_bench.results import Result, WorkResult

BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"

WORK = WorkResult(
    "1 day",
    2000,
    [
        Result("backstory", "Backstory", [Run(2.0, 5_000_000, 1_000_000), Run(1.0, 4_000_000, 1_000_000)]),
        Result("other", "A & B", [Run(3.0, 1_000_000_000, 2_500_000)]),
    ],
)


class ReportTest(unittest.TestCase):
    def test_the_table(self) -> None:
        self.assertEqual(
            table([WORK]).splitlines()[2:],
            [
                "| 1 day, 2,000 rows | Backstory | 1.5 (1.0 to 2.0) | 1.00 | 4 MB | 1.0 MB |",
                "| 1 day, 2,000 rows | A & B | 3.0 (3.0 to 3.0) | 2.00 | 1,000 MB | 2.5 MB |",
            ],
        )

    def test_only_this_size_is_replaced(self) -> None:
        document = f"# Title\n\n{BEGIN}\n{END}\n\nThe end.\n"
        document = with_part(document, 20_000, 14, "large")
        document = with_part(document, 2_000, 14, "small")
        document = with_part(document, 20_000, 14, "large again")
        self.assertEqual(
            document,
            f"# Title\n\n{BEGIN}\n<!-- bench:size 2000 14 -->\nsmall\n\n"
            f"<!-- bench:size 20000 14 -->\nlarge again\n{END}\n\nThe end.\n",
        )

    def test_a_text_between_markers_of_its_own(self) -> None:
        document = f"{BEGIN}\nkept\n{END}\n<!-- growth:begin -->\nold\n<!-- growth:end -->\nrest"
        self.assertEqual(between(document, "growth", "new"), document.replace("old", "new"))

    def test_a_document_without_a_place(self) -> None:
        with self.assertRaises(NoMarkersError):
            with_part("# Title\n", 1, 1, "part")

    def test_the_chart_names_everyone(self) -> None:
        picture = svg("10 customers", [WORK])
        self.assertIn("A &amp; B", picture)
        self.assertIn(">1.5<", picture)
