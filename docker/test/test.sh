#!/usr/bin/env bash
# What `make test-docker` does: builds the image, starts it under its own name and port, runs a day of the example
# through Airflow, looks into the lake, runs two more days on Spark's own cluster (the profile), and removes everything.
#
#   docker/test/test.sh [--without-cluster]
set -euo pipefail

# shellcheck source=docker/engine.sh
. "$(dirname "${BASH_SOURCE[0]}")/../engine.sh"
cd "$root"
export COMPOSE_PROJECT_NAME=backstory-test BACKSTORY_PORT="${BACKSTORY_TEST_PORT:-18081}"
config=examples/otto/pipeline.yaml
passed=0

check() {
  local what="$1"
  shift
  if "$@" >/tmp/backstory-test-docker.log 2>&1; then
    passed=$((passed + 1))
    echo "ok: $what"
  else
    sed 's/^/  /' /tmp/backstory-test-docker.log >&2
    fail "test: $what: no (what was seen is above)"
  fi
}

inside() {
  compose exec -T scheduler "$@"
}

contains() {
  local wanted="$1"
  shift
  "$@" | tee /dev/stderr | grep -q -- "$wanted"
}

published() {
  local day="$1" table
  for table in actions impressions training; do
    inside test -s "data/otto/lake/$table/dt=$day/_PUBLISHED.json"
  done
}

status_of() {
  curl -s -o /dev/null -w '%{http_code}\n' "http://127.0.0.1:$BACKSTORY_PORT$1"
}

remove() {
  compose --profile cluster down --volumes >/dev/null 2>&1 || echo "docker: could not remove the containers of $COMPOSE_PROJECT_NAME" >&2
}

docker/secrets.sh
build
remove
trap remove EXIT
compose up -d
wait_until_healthy
check "docker/.env is for its owner only" test "$(stat -c %a docker/.env)" = 600
# shellcheck disable=SC2154 # engine.sh says it
check "the image says its commit" contains "(commit $commit)" inside backstory --version
check "its licenses are in it" inside test -s LICENSE -a -s NOTICE
check "nothing runs as root" contains '^10001$' inside id -u
check "the UI listens on loopback only" contains "127.0.0.1:$BACKSTORY_PORT" ss -Hltn "sport = :$BACKSTORY_PORT"
check "nobody gets in without signing in" contains '^401$' status_of /api/v2/dags
check "the DAGs are the example's, no others" contains '^otto_backfill otto_daily $' \
  inside sh -c 'airflow dags list -o plain 2>/dev/null | grep -o "^otto_[a-z]*\|^example[a-z_]*" | sort | tr "\n" " "; echo'
check "every DAG loads" contains 'No data found' inside airflow dags list-import-errors
check "the daily DAG runs a day" compose exec -T api-server run-dag --config "$config" --daily --dt 2022-08-01
check "the day is in the lake" published 2022-08-01
check "the lake is only the day's" contains '^dt=2022-08-01$' inside ls data/otto/lake/training


if [ "${1:-}" != --without-cluster ]; then
  export BACKSTORY_SPARK_MASTER=spark://spark-master:7077 COMPOSE_PROFILES=cluster
  compose up -d
  wait_until_healthy spark-master spark-worker-1 spark-worker-2
fi
check "the range DAG runs two days in one pass" compose exec -T api-server run-dag --config "$config" --from 2022-08-02 --to 2022-08-03
check "its days are in the lake" published 2022-08-03
check "a training row can be read" contains 'click' inside backstory show --config "$config" --dt 2022-08-03
if [ -n "${BACKSTORY_SPARK_MASTER:-}" ]; then
  check "its six jobs ran on a cluster of two workers" contains '^6 jobs, 2 workers$' inside python3 -c "
import json, urllib.request
master = json.load(urllib.request.urlopen('http://spark-master:8080/json/'))
workers = sum(worker['state'] == 'ALIVE' for worker in master['workers'])
print(len(master['completedapps']), 'jobs,', workers, 'workers')"
fi
echo "Tests: $passed passed, 0 failed"
