#!/usr/bin/env bash
# What `make demo` does: 28 days of real sessions, published and audited, and one training row to read. The second
# time every day is current and nothing is built; `make clean` forgets them.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
config=examples/otto/pipeline.yaml

set -x
bin/backstory run --config "$config" --from 2022-08-01 --to 2022-08-28
bin/backstory show --config "$config" --dt 2022-08-28
