#!/usr/bin/env bash
# Brings Airflow into .backstory/airflow-venv, as airflow/python/locks pins it, with this project's package in it.
#
#   setup/airflow.sh                what an Airflow with Backstory's DAGs needs
#   setup/airflow.sh --dev          and what the checks of airflow/python need
#   setup/airflow.sh --renew-lock   resolve the versions anew and write the locks
#
# Nothing is fetched when the locks are those of the last time.
set -euo pipefail

root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
package="$root/airflow/python"
locks="$package/locks"
venv="$root/.backstory/airflow-venv"
uv="$root/.backstory/uv/bin/uv"

fail() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}

stamp_of() {
  cat "$@" | cksum
}

renew_lock() {
  if [ ! -x "$uv" ]; then
    [ -e "$locks/uv.lock" ] || fail "cannot renew the locks without airflow/python/locks/uv.lock; restore it with git"
    "$root/setup/uv.sh"
  fi
  local name
  for name in uv runtime dev postgres local; do
    (cd "$locks" && "$uv" pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
      "$name.in" -o "$name.lock") || fail "cannot resolve airflow/python/locks/$name.in (uv's messages are above)"
  done
  echo "setup: wrote the locks; look at 'git diff airflow/python/locks' before you commit them"
}

install_airflow() {
  local wanted="$1" files=("$locks/runtime.lock" "$locks/postgres.lock" "$locks/local.lock") inputs
  # Who has run the checks once will again: their tools are not taken away in between.
  case "$(cat "$venv/installed-from" 2>/dev/null)" in
    dev\ *) wanted=dev ;;
  esac
  if [ "$wanted" = dev ]; then
    files+=("$locks/dev.lock")
  fi
  "$root/setup/uv.sh"
  inputs="$(stamp_of "${files[@]}" "$package/pyproject.toml")"
  if [ "$(cat "$venv/installed-from" 2>/dev/null)" = "$wanted $inputs" ]; then
    return
  fi
  echo "setup: fetching Airflow (about 500 MB on disk, once)"
  rm -f "$venv/installed-from"
  if [ ! -x "$venv/bin/python" ]; then
    rm -rf "$venv"
    "$uv" venv -q --python "$(command -v python3)" "$venv"
  fi
  export VIRTUAL_ENV="$venv"
  "$uv" pip sync -q --require-hashes "${files[@]}" ||
    fail "cannot install what airflow/python/locks pins (uv's messages are above): is Python's package index reachable?"
  "$uv" pip install -q --offline --no-deps --no-build-isolation --editable "$package" ||
    fail "cannot install airflow/python into .backstory/airflow-venv (uv's messages are above)"
  printf '%s\n' "$wanted $inputs" >"$venv/installed-from"
}

case "${1:-}" in
  --renew-lock) renew_lock ;;
  --dev) install_airflow dev ;;
  "") install_airflow runtime ;;
  *) fail "unknown option $1: there are --dev and --renew-lock" ;;
esac
