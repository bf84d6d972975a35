import tempfile
import unittest
from pathlib import Path

import duckdb

from backstory_bench.contents import ACTIONS, TRAINING, differences, fingerprint

ROWS = """
select i::varchar as ranking_id, i as customer_id, 0::int as impression_pos, 7::bigint as impression_item_id,
  nullif(i % 2, 0)::int as label, [5, 6, 0]::bigint[] as actions, [1, 2, 0]::int[] as action_types,
  2::int as history_length, make_timestamptz(i::bigint) as newest_action_time
from range(10) rows(i)
"""
DAMAGE = {
    "a slot": "select * replace ([5, 7, 0]::bigint[] as actions)",
    "two slots swapped": "select * replace ([6, 5, 0]::bigint[] as actions)",
    "a type": "select * replace ([1, 3, 0]::int[] as action_types)",
    "a length": "select * replace (3 as history_length)",
    "no time": "select * replace (null::timestamptz as newest_action_time)",
    "a label": "select * replace (0 as label)",
    "no label": "select * replace (null::int as label)",
    "no ranking": "select * replace (null::varchar as ranking_id)",
}


class ContentsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def write(self, name: str, *queries: str) -> Path:
        day = self.folder / name / "dt=2026-01-14"
        day.mkdir(parents=True)
        for part, query in enumerate(queries):
            duckdb.sql(f"copy ({query}) to '{day}/{part}.parquet' (format parquet)")
        return day.parent

    def test_order_and_files_do_not_count(self) -> None:
        ours = self.write("ours", ROWS)
        theirs = self.write(
            "theirs",
            f"from ({ROWS}) where customer_id > 4 order by customer_id desc",
            f"from ({ROWS}) where customer_id < 5",
        )
        self.assertEqual(fingerprint(ours, TRAINING), fingerprint(theirs, TRAINING))
        self.assertEqual(differences(ours, theirs, TRAINING), [])
        self.assertEqual(fingerprint(ours, TRAINING)[0], 10)

    def test_every_column_and_slot_counts(self) -> None:
        ours = self.write("ours", ROWS)
        for name, change in DAMAGE.items():
            with self.subTest(name):
                theirs = self.write(
                    name, f"from ({ROWS}) where customer_id <> 3", f"{change} from ({ROWS}) where customer_id = 3"
                )
                self.assertNotEqual(fingerprint(ours, TRAINING), fingerprint(theirs, TRAINING))
                here, there = differences(ours, theirs, TRAINING)
                self.assertTrue(here.startswith("only ours: dt=2026-01-14, customer_id=3"), here)
                self.assertTrue(there.startswith("only theirs: dt=2026-01-14, customer_id=3"), there)

    def test_a_row_twice_is_a_difference(self) -> None:
        ours = self.write("ours", ROWS)
        theirs = self.write("theirs", ROWS, f"from ({ROWS}) where customer_id = 3")
        self.assertNotEqual(fingerprint(ours, TRAINING), fingerprint(theirs, TRAINING))
        self.assertEqual(len(differences(ours, theirs, TRAINING)), 1)

    def test_of_actions_the_time_counts_to_the_microsecond(self) -> None:
        row = (
            "select 1::bigint as customer_id, 2::bigint as item_id, make_timestamptz({}::bigint) as action_time,"
            " 3 as action_type"
        )
        ours = self.write("ours", row.format(5))
        same = self.write("same", row.format(5))
        late = self.write("late", row.format(6))
        self.assertEqual(fingerprint(ours, ACTIONS), fingerprint(same, ACTIONS))
        self.assertEqual(len(differences(ours, late, ACTIONS)), 2)
