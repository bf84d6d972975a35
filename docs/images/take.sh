#!/usr/bin/env bash
# Takes the docs' pictures again, from the local Airflow after `make demo`. Needs a Chromium on the PATH.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
venv=.backstory/screenshots
lock=docs/images/requirements.lock
if [ "$(cat "$venv/installed-from" 2>/dev/null)" != "$(cksum <"$lock")" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install -q --disable-pip-version-check --require-hashes -r "$lock"
  cksum <"$lock" >"$venv/installed-from"
fi
exec "$venv/bin/python" docs/images/take.py "http://127.0.0.1:${BACKSTORY_AIRFLOW_PORT:-8080}" docs/images
