#!/usr/bin/env bash
# What `make docker-demo` does: the demo (examples/otto/demo.sh) in containers. 27 days in one pass by the range DAG,
# the 28th by the daily DAG, and one training row to read. Airflow runs on; `docker/stop.sh` ends it and keeps its
# volumes, `docker/stop.sh --volumes` forgets the days too.
set -euo pipefail

# shellcheck source=docker/engine.sh
. "$(dirname "${BASH_SOURCE[0]}")/engine.sh"
cd "$root"

docker/secrets.sh
build
# Only init and the four that stay; not the profile cluster.
compose up -d
address="http://127.0.0.1:${BACKSTORY_PORT:-8080}"
# shellcheck disable=SC2119 # only Airflow's own
wait_until_healthy
set -x
compose exec -T api-server run-dag --config examples/otto/pipeline.yaml --from 2022-08-01 --to 2022-08-27
compose exec -T api-server run-dag --config examples/otto/pipeline.yaml --daily --dt 2022-08-28
compose exec -T scheduler backstory show --config examples/otto/pipeline.yaml --dt 2022-08-28
set +x
echo "Airflow is at $address; sign in as admin with the BACKSTORY_ADMIN_PASSWORD of docker/.env"
