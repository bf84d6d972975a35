#!/usr/bin/env bash
# The checks of the layer over torch, in an environment that has it. `make test-reader-torch` runs it.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
bin="../../.backstory/reader-torch-venv/bin"

"$bin/mypy" src/backstory_reader/torch.py tests/torch/*.py
"$bin/pytest" -q -p no:cacheprovider -o addopts= tests/torch "$@"
