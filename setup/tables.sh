#!/usr/bin/env bash
# Brings what Spark needs to read tables of a kind into .backstory/tables, and says how to name it.
#
#   setup/tables.sh KIND                iceberg, delta or hive: fetch it if need be, compare every JAR with the lock
#   setup/tables.sh KIND --renew-lock   fetch it again and write its sums to setup/tables/KIND.sha256
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
kind="${1:-}"
case "$kind" in
  iceberg | delta | hive) ;;
  *) fail "say which tables are to be read: setup/tables.sh iceberg, delta or hive" ;;
esac
jars="$root/.backstory/tables/$kind"
lock="$root/setup/tables/$kind.sha256"

fetch_jars() {
  copy_jars setup/tables/pom.xml "$jars" "the JARs of $kind" -P "$kind"
  # What Spark has itself, in whatever version, must not be there twice.
  local spark jar
  spark="$(sed -E 's/^[0-9a-f]+  //; s/-[0-9][^-]*(-[A-Za-z][A-Za-z0-9_.-]*)?\.jar$//' "$root/setup/spark-jars.sha256")"
  for jar in "$jars"/*.jar; do
    if grep -qxF "$(basename "$jar" | sed -E 's/-[0-9][^-]*(-[A-Za-z][A-Za-z0-9_.-]*)?\.jar$//')" <<<"$spark"; then
      rm "$jar"
    fi
  done
}

case "${2:-}" in
  --renew-lock)
    fetch_jars
    python3 "$root/setup/jar_lock.py" write "$jars" "$lock"
    echo "setup: wrote $(wc -l <"$lock") sums to setup/tables/$kind.sha256; look at 'git diff setup/tables' before you commit it"
    ;;
  "")
    if ! { [ -d "$jars" ] && python3 "$root/setup/jar_lock.py" check "$jars" "$lock" 2>/dev/null; }; then
      echo "setup: fetching the JARs of $kind"
      fetch_jars
    fi
    python3 "$root/setup/jar_lock.py" check "$jars" "$lock" ||
      fail "the JARs in .backstory/tables/$kind are not those of setup/tables/$kind.sha256 (the differences are above). Run 'setup/tables.sh $kind' again to fetch them again; after a change of versions on purpose run 'setup/tables.sh $kind --renew-lock'"
    echo "setup: to read tables of $kind: export BACKSTORY_CLASSPATH='$jars/*'"
    ;;
  *) fail "unknown option $2: --renew-lock is the only one" ;;
esac
