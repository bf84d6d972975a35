#!/usr/bin/env bash
# Every check of this package but those that need torch: lint, format, types, tests. `make test-reader` runs it.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
bin="../../.backstory/reader-venv/bin"

../../setup/check-python.sh reader
"$bin/ruff" check --config pyproject.toml ../../examples/train ../../examples/from-pyspark
"$bin/ruff" format --check --config pyproject.toml ../../examples/train ../../examples/from-pyspark
"$bin/pytest" "$@"
