#!/usr/bin/env bash
# The DAGs of other runners with the providers of their platforms. `make test-airflow-runners` runs it.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
BACKSTORY_RUNNERS=1 ../../.backstory/airflow-runners-venv/bin/pytest tests/runners tests/test_runner_arguments.py \
  tests/test_format.py "$@"
