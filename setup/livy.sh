#!/usr/bin/env bash
# Brings Apache Livy's server into .backstory/livy, for the tests of the runner livy (`make test-airflow-runners`).
#
#   setup/livy.sh                fetch it if need be, compare every JAR with the lock
#   setup/livy.sh --renew-lock   fetch it again and write its sums to setup/livy/livy.sha256
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
jars="$root/.backstory/livy/jars"
lock="$root/setup/livy/livy.sha256"

fetch_jars() {
  copy_jars setup/livy/pom.xml "$jars" Livy
}

case "${1:-}" in
  --renew-lock)
    fetch_jars
    python3 "$root/setup/jar_lock.py" write "$jars" "$lock"
    ;;
  "")
    [ -d "$jars" ] || { echo "setup: fetching Livy's server (73 MB, once)" && fetch_jars; }
    python3 "$root/setup/jar_lock.py" check "$jars" "$lock" ||
      fail "the JARs in .backstory/livy are not those of setup/livy/livy.sha256 (the differences are above); remove that folder to fetch them again"
    ;;
  *) fail "unknown option $1: --renew-lock is the only one" ;;
esac
