#!/usr/bin/env bash
# Builds the documentation's site into .backstory/docs/site and checks it (`make docs`). The reports inside are made here,
# from the example.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bin=.backstory/docs-venv/bin
work=.backstory/docs
mkdir -p "$work"

lake="$(docs/example-lake.sh)"
trap 'docs/example-lake.sh --remove' EXIT
"$bin/python" docs/site/pages.py "$work/pages" "$lake/_reports"
# What it would say of its theme's future stands in docs/decisions/0053-a-site.md. With --quiet, --strict sees no warning.
NO_MKDOCS_2_WARNING=1 "$bin/mkdocs" build --strict --clean --config-file docs/site/mkdocs.yml 2>&1 | { grep -v '^INFO' || true; }
"$bin/python" docs/site/check.py "$work/site" "$(setup/browser.sh)"
echo "docs: open $work/site/index.html"
