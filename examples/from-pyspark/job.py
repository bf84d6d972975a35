"""
Runs job.sql over the raw events of a folder, on a Spark whose zone is UTC, as most are.

Usage: spark-submit job.py RAW OUT      (or python, with pyspark 3.5)
"""

from __future__ import annotations

import sys
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession


def run(spark: SparkSession, file: str, **places: str) -> DataFrame:
    """Run the statements of a file beside this one, and return what the last one gives."""
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    for name, place in places.items():
        text = text.replace("${" + name + "}", place)
    *before, last = text.split(";\n")
    for statement in before:
        spark.sql(statement)
    return spark.sql(last)


if __name__ == "__main__":
    session = SparkSession.builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    run(session, "job.sql", raw=sys.argv[1]).write.mode("overwrite").parquet(sys.argv[2])
