#!/usr/bin/env bash
# Every check of this package: lint, format, types, and the tests with a real Airflow. `make test-airflow` runs it.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
bin="../../.backstory/airflow-venv/bin"

../../setup/check-python.sh airflow
"$bin/pytest" "$@"
