"""`setup/local-airflow.sh start`, `stop`, and `run DAG key=value…`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from backstory_airflow import days, lakes
from local_airflow import lifecycle, published, runs
from local_airflow.errors import LocalAirflowError
from local_airflow.place import Place, place_of
from local_airflow.rest import Rest

ROOT = Path(__file__).resolve().parents[4]


def main(arguments: list[str]) -> int:
    """Return the exit code: 0, or 1 with a message."""
    parser = argparse.ArgumentParser(prog="setup/local-airflow.sh", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("start", help="start it, if it does not run")
    commands.add_parser("stop", help="stop it")
    run = commands.add_parser("run", help="trigger a DAG, follow it, and show what is published")
    run.add_argument("dag", help="otto_daily, say")
    run.add_argument("params", nargs="*", metavar="key=value", help="dt=2025-08-14, say")
    asked = parser.parse_args(arguments)
    try:
        place = place_of(os.environ, ROOT)
        if asked.command == "start":
            lifecycle.start(place)
        elif asked.command == "stop":
            lifecycle.stop(place)
        else:
            return _run(place, asked.dag, dict(runs.param(text) for text in asked.params))
    except LocalAirflowError as error:
        print(f"airflow: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("airflow: interrupted", file=sys.stderr)
        return 128 + signal.SIGINT
    return 0


def _run(place: Place, dag_id: str, conf: dict[str, str | bool]) -> int:
    os.environ.update(place.environment())
    with Rest(place.address) as rest:
        run_id = runs.trigger(rest, dag_id, conf)
        print(f"{dag_id} {' '.join(f'{name}={value}' for name, value in conf.items())}", flush=True)
        print(f"  {place.address}/dags/{dag_id}/runs/{run_id}", flush=True)
        follower = runs.Follower(rest, dag_id, run_id, tell=lambda line: print(line, flush=True))
        state = follower.to_the_end()
        for line in follower.failures():
            print(f"  {line}")
    for line in _outcome(place, dag_id, conf):
        print(f"  {line}")
    return 0 if state == "success" else 1


def _outcome(place: Place, dag_id: str, conf: Mapping[str, str | bool]) -> list[str]:
    """Say what is published of the days that were asked for, if they were named and the lake is on this machine."""
    first, last = conf.get("dt", conf.get("from")), conf.get("dt", conf.get("to"))
    pipeline = lakes.pipeline_of(dag_id)
    if first is None or pipeline is None or pipeline.reports is None:
        return []
    asked = days.Days(date.fromisoformat(str(first)), date.fromisoformat(str(last)))
    return published.table_of_days(pipeline.reports.parent, asked.every, f"{place.address}/backstory/{dag_id}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
