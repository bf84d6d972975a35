#!/usr/bin/env bash
# All checks and tests (`make test`). JARs are built once, with every check of the compiler; then Maven's tests and the
# Python side's run side by side: both use the JARs, and neither alone keeps two cores busy.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p .backstory
side_log=.backstory/test-beside.log

maven() {
  mvn -B -ntp "$@"
}

# Everything that is fetched from elsewhere; the JARs of this build are made here, not by setup/jars.sh.
setup/check-tools.sh
setup/forget-unchecked.sh
setup/spark.sh
# The tests of the report pages drive a real browser.
BACKSTORY_BROWSER="$(setup/browser.sh)"
export BACKSTORY_BROWSER
{ setup/venv.sh airflow --dev && setup/venv.sh reader --dev && setup/venv.sh s3; } &
environments=$!
rm -f .backstory/built-from
maven -T 2 verify -DskipTests
setup/jars.sh --built
wait "$environments"

tests() {
  # Nothing is compiled twice: page templates are generated again, which would make two modules look changed.
  maven test -Dmaven.main.skip=true -Dcli.tests.phase=test -Dspotless.check.skip=true -fae "$@"
}

python_side() {
  # Child processes of the tests start faster with the archives; those of Maven come long after these are made.
  setup/class-archives.sh && reader/python/check.sh && airflow/python/check.sh
}

tables_side() {
  tests -pl common/table-tests -am -Dtest='dev/backstory/tables/**' -Dsurefire.failIfNoSpecifiedTests=false
}

# Two sides that take about as long: a Python side and the one module that no other needs, and all other modules.
{
  side=0
  python_side || side=$?
  tables_side || side=$?
  exit "$side"
} >"$side_log" 2>&1 &
beside=$!
result=0
tests -pl '!common/table-tests' || result=$?
wait "$beside" || result=$?
cat "$side_log"
exit "$result"
