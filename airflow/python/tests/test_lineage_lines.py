"""What an operator makes of the line in which a job names its datasets."""

from __future__ import annotations

from backstory_airflow import lineage


def test_the_line_names_what_was_read_and_written() -> None:
    line = (
        'lineage      read and wrote {"inputs":[["file","/raw/clicks"],["postgres://db:5432","shop.public.orders"]],'
        '"outputs":[["s3://bucket","lake/_staging/actions"]]}'
    )

    assert lineage.datasets(line) == lineage.Datasets(
        inputs=(("file", "/raw/clicks"), ("postgres://db:5432", "shop.public.orders")),
        outputs=(("s3://bucket", "lake/_staging/actions"),),
    )


def test_other_lines_name_nothing() -> None:
    assert lineage.datasets("actions      clicks: read 2, kept 2, rejected 0 (1.2 s)") is None
    assert lineage.datasets("lineage      read and wrote {}") is None
    assert lineage.datasets('lineage      read and wrote {"inputs":[["file"]],"outputs":[]}') is None
