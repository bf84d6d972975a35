#!/usr/bin/env bash
# Makes class-data archives: a JVM that maps one has most of its classes loaded and verified already, which is half of
# what a short job does. One for bin/backstory (.backstory/classes.jsa), one for the spark-submit of the project's own
# Spark (.backstory/spark/classes.jsa). The JVM uses an archive only if it fits the very JARs and the very Java that it
# was made from; otherwise it starts as without one.
set -euo pipefail

# One order of names, whoever asks: it is a part of what an archive was made from.
export LC_ALL=C

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
spark="${SPARK_HOME:-$root/.backstory/spark}"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
day=2022-08-01

work=
trap 'rm -rf "$work"' EXIT

# One day of the example, built and audited with the arguments' command: it loads what any job loads. C2 would take more
# than it gives.
rehearse() {
  rm -rf "$work"
  work="$(mktemp -d)"
  cp -R "$root/examples/otto" "$work/otto"
  sed "s#^lake: .*#lake: $work/lake#" "$root/examples/otto/pipeline.yaml" >"$work/otto/pipeline.yaml"
  JDK_JAVA_OPTIONS="${JDK_JAVA_OPTIONS:+$JDK_JAVA_OPTIONS }-XX:TieredStopAtLevel=1" \
    "$@" run --config "$work/otto/pipeline.yaml" --dt "$day" >"$work/log" 2>&1
}

# make_archive FILE FOR JAR… -- COMMAND…: the command's JVM writes its archive where BACKSTORY_ARCHIVE_TO says.
make_archive() {
  local archive="$1" for="$2" inputs
  shift 2
  local jars=()
  while [ "$1" != -- ]; do
    jars+=("$1")
    shift
  done
  shift
  inputs="$({ "$java" -version 2>&1 && ls -ln --full-time "${jars[@]}" 2>/dev/null || ls -lnT "${jars[@]}"; cksum <"${BASH_SOURCE[0]}"; } | cksum)"
  if [ -e "$archive" ] && [ "$(cat "$archive.made-from" 2>/dev/null)" = "$inputs" ]; then
    return
  fi
  echo "setup: making a class-data archive for $for"
  rm -f "$archive" "$archive.made-from" "$archive.new"
  BACKSTORY_ARCHIVE_TO="$archive.new" rehearse "$@" || true
  if [ ! -s "$archive.new" ]; then
    echo "setup: no class-data archive could be made, so $for will start more slowly; what the attempt said:" >&2
    tail -n 5 "$work/log" >&2
    return
  fi
  mv -f "$archive.new" "$archive"
  printf '%s\n' "$inputs" >"$archive.made-from"
}

# A JVM knows a JAR by its size and time. The same bytes get the same time, so that building them again costs no archive.
time_by_content() {
  local sum time
  sum="$(cksum <"$1")"
  time=$((1500000000 + ${sum%% *} % 100000000))
  [ "$(stat -c %Y "$1" 2>/dev/null || stat -f %m "$1")" = "$time" ] ||
    python3 -c 'import os, sys; os.utime(sys.argv[1], (int(sys.argv[2]),) * 2)' "$1" "$time"
}

# Tests in several processes ask for the archives at once: the first makes them, the others wait.
mkdir -p "$root/.backstory"
exec 9>"$root/.backstory/classes.lock"
if command -v flock >/dev/null; then
  flock 9
fi

shopt -s nullglob
program=("$root"/cli/target/backstory-cli-*-all.jar)
time_by_content "${program[0]}"
make_archive "$root/.backstory/classes.jsa" bin/backstory "${program[@]}" "$spark"/jars/*.jar -- "$root/bin/backstory"
if [ -z "${SPARK_HOME:-}" ]; then
  make_archive "$spark/classes.jsa" spark-submit "$spark"/jars/*.jar -- \
    "$spark/bin/spark-submit" --master 'local[*]' --class dev.backstory.cli.Main "${program[0]}"
fi
