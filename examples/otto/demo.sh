#!/usr/bin/env bash
# What `make demo` shows: 28 days of real sessions, published and audited, and one training row to read.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
lake=data/otto/lake
run=(bin/backstory run --config examples/otto/pipeline.yaml --from 2022-08-01 --to 2022-08-28)

printf '$ %s\n' "${run[*]}"
"${run[@]}"
echo
python3 examples/otto/published.py "$lake"
echo
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xshare:auto -XX:TieredStopAtLevel=1 \
  -Dlog4j2.configurationFile=setup/conf/log4j2.properties -cp "${SPARK_HOME:-.backstory/spark}/jars/*" \
  examples/otto/ShowRow.java "$lake/training/dt=2022-08-27" Europe/Berlin
echo
echo "Run it again and nothing happens, because every day is current; --rebuild makes all of it anew."
