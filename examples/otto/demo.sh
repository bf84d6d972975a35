#!/usr/bin/env bash
# What `make demo` does: the main job, as in production, in an Airflow on this machine. 27 days in one pass by the range
# DAG, the 28th by the daily DAG, and one training row to read. The second time every day is current and nothing is
# built. Airflow keeps running, so that its pages can be opened; `make airflow-stop` ends it, `make clean` forgets the
# days.
#
# Without Airflow the same days are one command:
#   bin/backstory run --config examples/otto/pipeline.yaml --from 2022-08-01 --to 2022-08-28
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# Whatever else is installed: the demo is about this checkout's example.
unset BACKSTORY_HOME
export BACKSTORY_PIPELINES=examples/otto/pipeline.yaml

set -x
setup/local-airflow.sh start
setup/local-airflow.sh run --config examples/otto/pipeline.yaml --from 2022-08-01 --to 2022-08-27
setup/local-airflow.sh run --config examples/otto/pipeline.yaml --daily --dt 2022-08-28
bin/backstory show --config examples/otto/pipeline.yaml --dt 2022-08-28
