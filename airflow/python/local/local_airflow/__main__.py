"""`setup/local-airflow.sh start` and `stop`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from local_airflow import lifecycle
from local_airflow.errors import LocalAirflowError
from local_airflow.place import place_of

ROOT = Path(__file__).resolve().parents[4]


def main(arguments: list[str]) -> int:
    """Return the exit code: 0, or 1 with a message."""
    parser = argparse.ArgumentParser(prog="setup/local-airflow.sh", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("start", help="start it, if it does not run")
    commands.add_parser("stop", help="stop it")
    asked = parser.parse_args(arguments)
    try:
        place = place_of(os.environ, ROOT)
        if asked.command == "start":
            lifecycle.start(place)
        else:
            lifecycle.stop(place)
    except LocalAirflowError as error:
        print(f"airflow: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("airflow: interrupted", file=sys.stderr)
        return 128 + signal.SIGINT
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
