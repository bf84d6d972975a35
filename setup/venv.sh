#!/usr/bin/env bash
# Brings a Python environment into .backstory/NAME-venv, as the locks of its part of the project pin it with hashes.
#
#   setup/venv.sh airflow                an Airflow with Backstory's DAGs (airflow/python/locks), its package in it
#   setup/venv.sh airflow-runners        and with the providers of all runners (databricks, EMR, Dataproc, …)
#   setup/venv.sh airflow-lineage        the same with Airflow's provider for OpenLineage
#   setup/venv.sh bench                  what the benchmarks compare with (bench/python/locks)
#   setup/venv.sh reader                 the reader of training rows (reader/python/locks), its package in it
#   setup/venv.sh reader-torch           the same with torch (6 GB on disk)
#   setup/venv.sh reader-bench           and with what its benchmark compares with
#   setup/venv.sh docs                   what makes the documentation's site (docs/site/locks)
#   setup/venv.sh s3                     the S3 server of the tests (setup/s3/locks)
#   setup/venv.sh trino                  the Java on which Trino runs (setup/trino/locks); setup/trino.sh brings both
#   setup/venv.sh dist                   what builds the wheels of a release (setup/dist/locks)
#   setup/venv.sh NAME --dev             and what the checks of that part need
#   setup/venv.sh NAME --renew-lock      resolve the versions again and write the locks
#
# Nothing is fetched when the locks are those of the last time.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
uv="$root/.backstory/uv/bin/uv"

name="${1:-}"
case "$name" in
  airflow)
    locks=airflow/python/locks names=(runtime postgres local) package="$root/airflow/python"
    what="Airflow (about 500 MB on disk, once)"
    ;;
  airflow-runners)
    locks=airflow/python/locks names=(runners) package="$root/airflow/python"
    what="Airflow with the providers of Databricks, AWS, Google, Kubernetes and Livy (1.7 GB on disk, once)"
    ;;
  airflow-lineage)
    locks=airflow/python/locks names=(runtime postgres local lineage) package="$root/airflow/python"
    what="Airflow with its provider for OpenLineage (about 500 MB on disk, once)"
    ;;
  bench)
    locks=bench/python/locks names=(bench) package=
    what="DuckDB and Polars, and PyArrow for the checks (up to 500 MB on disk, once)"
    ;;
  reader)
    locks=reader/python/locks names=(reader) package="$root/reader/python"
    what="PyArrow and NumPy for the reader (about 200 MB on disk, once)"
    ;;
  reader-torch)
    locks=reader/python/locks names=(torch) package="$root/reader/python"
    what="torch for the reader (about 6 GB on disk, once)"
    ;;
  reader-bench)
    locks=reader/python/locks names=(torch bench) package="$root/reader/python"
    what="torch, HuggingFace datasets and pandas (about 6 GB on disk, once)"
    ;;
  docs)
    locks=docs/site/locks names=(docs) package=
    what="MkDocs for the documentation's site (about 200 MB on disk, once)"
    ;;
  s3)
    locks=setup/s3/locks names=(server) package=
    what="an S3 server for the tests (about 180 MB on disk, once)"
    ;;
  trino)
    locks=setup/trino/locks names=(java) package=
    what="a Java for Trino (about 120 MB on disk, once)"
    ;;
  dist)
    locks=setup/dist/locks names=(build) package=
    what="what builds wheels (2 MB on disk, once)"
    ;;
  *) fail "unknown environment '$name': there are airflow, airflow-runners, airflow-lineage, bench, dist, docs, s3, trino, reader, reader-torch and reader-bench" ;;
esac
venv="$root/.backstory/$name-venv"

renew_locks() {
  "$root/setup/uv.sh"
  local lock also=(dev)
  [ -e "$root/$locks/dev.in" ] || also=()
  # The lock of uv itself lies with Airflow's.
  [ "$name" = airflow ] && also+=(uv)
  for lock in "${names[@]}" "${also[@]}"; do
    (cd "$root/$locks" && "$uv" pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
      "$lock.in" -o "$lock.lock") || fail "cannot resolve $locks/$lock.in (uv's messages are above)"
  done
  echo "setup: wrote the locks; look at 'git diff $locks' before you commit them"
}

install() {
  local wanted="$1" files inputs
  # Who has run the checks once will again: their tools are not taken away in between.
  case "$(cat "$venv/installed-from" 2>/dev/null)" in
    dev\ *) wanted=dev ;;
  esac
  [ "$wanted" = runtime ] || names+=(dev)
  files=("${names[@]/#/$root/$locks/}")
  files=("${files[@]/%/.lock}")
  inputs="$(cat "${files[@]}" ${package:+"$package/pyproject.toml"} | cksum)"
  "$root/setup/uv.sh"
  if [ "$(cat "$venv/installed-from" 2>/dev/null)" = "$wanted $inputs" ]; then
    return
  fi
  echo "setup: fetching $what"
  rm -f "$venv/installed-from"
  if [ ! -x "$venv/bin/python" ]; then
    rm -rf "$venv"
    "$uv" venv -q --python "$(command -v python3)" "$venv"
  fi
  export VIRTUAL_ENV="$venv"
  "$uv" pip sync -q --require-hashes "${files[@]}" ||
    fail "cannot install what $locks pins (uv's messages are above): is Python's package index reachable?"
  if [ -n "$package" ]; then
    "$uv" pip install -q --offline --no-deps --no-build-isolation --editable "$package" ||
      fail "cannot install ${package#"$root/"} into .backstory/$name-venv (uv's messages are above)"
  fi
  printf '%s\n' "$wanted $inputs" >"$venv/installed-from"
}

case "${2:-}" in
  --renew-lock) renew_locks ;;
  --dev) install dev ;;
  "") install runtime ;;
  *) fail "unknown option $2: there are --dev and --renew-lock" ;;
esac
