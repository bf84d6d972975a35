#!/usr/bin/env bash
# Brings what `make bench` compares Backstory with into .backstory/bench-venv, as bench/python/locks pins it.
#
#   setup/bench.sh                what the benchmark needs
#   setup/bench.sh --dev          and what the checks of bench/python need
#   setup/bench.sh --renew-lock   resolve the versions anew and write the locks
#
# Nothing is fetched when the locks are those of the last time.
set -euo pipefail

root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
locks="$root/bench/python/locks"
venv="$root/.backstory/bench-venv"
uv="$root/.backstory/uv/bin/uv"

fail() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}

renew_lock() {
  "$root/setup/uv.sh"
  local name
  for name in bench dev; do
    (cd "$locks" && "$uv" pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
      "$name.in" -o "$name.lock") || fail "cannot resolve bench/python/locks/$name.in (uv's messages are above)"
  done
  echo "setup: wrote the locks; look at 'git diff bench/python/locks' before you commit them"
}

install_bench() {
  local wanted="$1" files=("$locks/bench.lock") inputs
  # Who has run the checks once will again: their tools are not taken away in between.
  case "$(cat "$venv/installed-from" 2>/dev/null)" in
    dev\ *) wanted=dev ;;
  esac
  if [ "$wanted" = dev ]; then
    files+=("$locks/dev.lock")
  fi
  inputs="$(cat "${files[@]}" | cksum)"
  if [ "$(cat "$venv/installed-from" 2>/dev/null)" = "$wanted $inputs" ]; then
    return
  fi
  "$root/setup/uv.sh"
  echo "setup: fetching DuckDB and Polars, and PyArrow for the checks (up to 500 MB on disk, once)"
  rm -f "$venv/installed-from"
  if [ ! -x "$venv/bin/python" ]; then
    rm -rf "$venv"
    "$uv" venv -q --python "$(command -v python3)" "$venv"
  fi
  VIRTUAL_ENV="$venv" "$uv" pip sync -q --require-hashes "${files[@]}" ||
    fail "cannot install what bench/python/locks pins (uv's messages are above): is Python's package index reachable?"
  printf '%s\n' "$wanted $inputs" >"$venv/installed-from"
}

case "${1:-}" in
  --renew-lock) renew_lock ;;
  --dev) install_bench dev ;;
  "") install_bench bench ;;
  *) fail "unknown option $1: there are --dev and --renew-lock" ;;
esac
