"""
Says what the rows of another job have differently from those of a lake.

Usage: spark-submit --py-files job.py compare.py JOB LAKE      (or python, with pyspark 3.5)
"""

from __future__ import annotations

import sys

from job import run
from pyspark.sql import SparkSession

if __name__ == "__main__":
    session = SparkSession.builder.getOrCreate()
    run(session, "compare.sql", job=sys.argv[1], lake=sys.argv[2]).show(truncate=False)
