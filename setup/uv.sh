#!/usr/bin/env bash
# Brings uv, the installer of Python packages, into .backstory/uv, as airflow/python/locks/uv.lock pins it.
#
# Nothing is fetched when the lock is that of the last time.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
lock="$root/airflow/python/locks/uv.lock"
tool="$root/.backstory/uv"

inputs="$(cksum <"$lock")"
if [ "$(cat "$tool/installed-from" 2>/dev/null)" = "$inputs" ] && "$tool/bin/uv" --version >/dev/null 2>&1; then
  exit 0
fi
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "python3 must be 3.11 or newer, but this is $(python3 --version 2>&1)"
rm -rf "$tool"
python3 -m venv "$tool" || fail "cannot make a Python environment in .backstory/uv: is Python's venv module installed (Debian/Ubuntu: python3-venv)?"
"$tool/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$lock" ||
  fail "cannot fetch uv with pip (its messages are above): is Python's package index reachable?"
printf '%s\n' "$inputs" >"$tool/installed-from"
