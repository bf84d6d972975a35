#!/usr/bin/env bash
# An Airflow on this machine for the project's DAGs (airflow/python/local). After `make setup`:
#
#   setup/local-airflow.sh start         start it and load the DAGs; says so when it runs already
#   setup/local-airflow.sh run OPTION…   trigger a DAG in it and follow the run: bin/backstory backfill with these options,
#                                        without a question, for a DAG that may be paused
#   setup/local-airflow.sh stop          stop it
#
# Environment:
#   BACKSTORY_AIRFLOW_PORT    8080
#   BACKSTORY_AIRFLOW_STATE   the folder of its database, logs and DAGs (.backstory/airflow)
#   BACKSTORY_PIPELINES       configs in this checkout, separated by colons (examples/otto/pipeline.yaml)
#   BACKSTORY_HOME            an installation folder other than this checkout
set -euo pipefail

root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
python="$root/.backstory/airflow-venv/bin/python"

case "${1:-}" in
  run)
    shift
    exec "$root/bin/backstory" backfill --airflow "http://127.0.0.1:${BACKSTORY_AIRFLOW_PORT:-8080}" --yes --unpause "$@"
    ;;
  stop)
    if [ ! -x "$python" ]; then
      echo "airflow: it does not run"
      exit 0
    fi
    ;;
esac
"$root/setup/venv.sh" airflow
exec "$python" -m local_airflow "$@"
