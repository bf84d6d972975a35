#!/usr/bin/env bash
# Brings Spark into .backstory/spark, or checks the Spark that SPARK_HOME names.
#
#   setup/spark.sh                install what is missing, compare every JAR with the lock
#   setup/spark.sh --renew-lock   fetch the JARs again and write their sums to setup/spark-jars.sha256
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
spark="$root/.backstory/spark"
lock="$root/setup/spark-jars.sha256"

fetch_jars() {
  copy_jars setup/spark/pom.xml "$spark/jars" "Spark's JARs"
}

renew_lock() {
  fetch_jars
  python3 "$root/setup/jar_lock.py" write "$spark/jars" "$lock"
  echo "setup: wrote $(wc -l <"$lock") sums to setup/spark-jars.sha256; look at 'git diff setup/spark-jars.sha256' before you commit it"
}

check_own_spark() {
  local expected="a Spark 3.5 for Scala 2.12"
  local jars=("$SPARK_HOME"/jars/spark-core_*.jar)
  if [ ! -e "${jars[0]}" ]; then
    fail "SPARK_HOME is $SPARK_HOME, but there is no jars/spark-core_*.jar in it: point SPARK_HOME at $expected, or unset it to use the project's own"
  fi
  case "$(basename "${jars[0]}")" in
    spark-core_2.12-3.5.*) echo "setup: using the Spark of SPARK_HOME ($SPARK_HOME)" ;;
    *) fail "SPARK_HOME is $SPARK_HOME, which has $(basename "${jars[0]}"), but Backstory needs $expected: point SPARK_HOME at one, or unset it to use the project's own" ;;
  esac
}

install_own_spark() {
  local inputs stamp="$spark/installed-from"
  inputs="$(cat "$root/pom.xml" "$root/setup/spark/pom.xml" "$lock" | cksum)"
  if [ "$(cat "$stamp" 2>/dev/null)" != "$inputs" ]; then
    echo "setup: fetching Spark's JARs (about 220 MB, once)"
    rm -f "$stamp"
    fetch_jars
  fi
  if ! python3 "$root/setup/jar_lock.py" check "$spark/jars" "$lock"; then
    rm -f "$stamp"
    fail "the JARs in .backstory/spark/jars are not those of setup/spark-jars.sha256 (the differences are above). Run 'make setup' again to fetch them again; after a change of versions on purpose run 'setup/spark.sh --renew-lock'"
  fi
  rm -rf "${spark:?}/bin" "$spark/conf" "$spark/jvm"
  cp -R "$root/setup/spark/bin" "$spark/bin"
  cp -R "$root/setup/conf" "$spark/conf"
  cp -R "$root/setup/jvm" "$spark/jvm"
  printf '%s\n' "$inputs" >"$stamp"
}

case "${1:-}" in
  --renew-lock) renew_lock ;;
  "") if [ -n "${SPARK_HOME:-}" ]; then check_own_spark; else install_own_spark; fi ;;
  *) fail "unknown option $1: --renew-lock is the only one" ;;
esac
