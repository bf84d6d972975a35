#!/usr/bin/env bash
# Brings Apache Livy's server into .backstory/livy, for the tests of the runner livy (`make test-airflow-runners`).
#
#   setup/livy.sh                fetch it if need be, compare every JAR with the lock
#   setup/livy.sh --renew-lock   fetch it again and write its sums to setup/livy/livy.sha256
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
jars="$root/.backstory/livy/jars"
lock="$root/setup/livy/livy.sha256"
copy_jars="org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies"

fetch_jars() {
  rm -rf "$jars"
  mvn -q -B -ntp -f "$root/setup/livy/pom.xml" "$copy_jars" -DincludeScope=runtime -DoutputDirectory="$jars" ||
    fail "cannot fetch Livy with Maven (its messages are above): is Maven's repository reachable?"
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
