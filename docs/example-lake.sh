#!/usr/bin/env bash
# Builds the example in a scratch folder for the docs, then its last day of training rows again, with an action leaked into
# the staged rows, and audits that as well. Prints the lake.
#
#   docs/example-lake.sh              build it
#   docs/example-lake.sh --remove     remove it
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# The reports name it in their queries, so it is always the same.
scratch=/tmp/shop
if [ "${1:-}" = --remove ]; then
  rm -rf "$scratch"
  exit 0
fi
mkdir "$scratch" || { echo "docs: $scratch is in the way; remove it" >&2; exit 1; }
trap '[ $? -eq 0 ] || rm -rf "$scratch"' EXIT
mkdir -p "$scratch/examples"
cp -r examples/otto "$scratch/examples/"
config="$scratch/examples/otto/pipeline.yaml"
lake="$scratch/data/otto/lake"
day=2022-08-28
{
  bin/backstory run --config "$config" --from 2022-08-01 --to "$day" --run-id good
  bin/backstory history --config "$config" --dt "$day" --rebuild --run-id bad
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "${SPARK_HOME:-.backstory/spark}/jars/*" docs/LeakAnAction.java \
    "$lake/actions/dt=$day" "$lake/_staging/training/run=bad/dt=$day"
  code=0
  bin/backstory dq --step history --config "$config" --dt "$day" --run-id bad || code=$?
} >&2
[ "$code" -eq 3 ] || { echo "docs: the day should have failed its audit, but the exit code is $code" >&2; exit 1; }
printf '%s\n' "$lake"
