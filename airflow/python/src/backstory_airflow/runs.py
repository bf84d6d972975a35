"""The names under which runs stage their results, and where their reports lie."""

from __future__ import annotations

import hashlib
import re

_LONGEST = 150


def prefix(dag_id: str, run_id: str) -> str:
    """
    Return what the run ids of a DAG run's tasks begin with.

    Characters that a folder's name had better not have become '-', and a checksum keeps two ids two.
    """
    whole = f"{dag_id}__{run_id}"
    checksum = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return re.sub(r"[^A-Za-z0-9._-]", "-", whole)[:_LONGEST] + "-" + checksum


def name(dag_id: str, run_id: str, try_number: int) -> str:
    """
    Return the run id of one try.

    Each try has its own, so that a job which outlives its task (a timeout, a lost worker) cannot write into the next.
    """
    return f"{prefix(dag_id, run_id)}-try{try_number}"


def report(table: str, day: str, run: str) -> str:
    """Return the path of a report below the lake's _reports."""
    return f"{table}/dt={day}/run={run}.html"
