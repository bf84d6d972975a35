#!/usr/bin/env bash
# The inner loop (`make check`): formats are checked, everything is compiled with every check of the compiler, and the
# tests run that need no Spark session, no process, no cluster and no browser.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
setup/check-tools.sh
setup/forget-unchecked.sh
mvn -B -ntp -q -T 2 test-compile
mvn -B -ntp -T 2 test -Dspotless.check.skip=true -DexcludedGroups=spark,process,cluster,browser,gcs \
  -pl common/core,common/command,common/lake,airflow -am
