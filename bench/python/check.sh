#!/usr/bin/env bash
# Every check of the benchmark's harness: lint, format, types, tests, and a tiny run whose contents must all agree.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
bin="../../.backstory/bench-venv/bin"

../../setup/check-python.sh bench
"$bin/python" -m unittest discover -q -s tests -t .
# A zone that is not UTC, customers without a history, and one whose history is longer than fits.
"$bin/python" -m backstory_bench --customers 50 --history-days 40 --days 3 --actions 0.05 --hot-actions 3000 \
  --zone America/Bahia_Banderas --runs 1 --load --audit --whole-day --no-docs
