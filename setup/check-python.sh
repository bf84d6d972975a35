#!/usr/bin/env bash
# Lint, format and types of the Python package in the working folder, by the tools of an environment.
#
#   setup/check-python.sh airflow|bench|reader
set -euo pipefail

bin="$(dirname "${BASH_SOURCE[0]}")/../.backstory/$1-venv/bin"

"$bin/ruff" check .
"$bin/ruff" format --check .
"$bin/mypy"
