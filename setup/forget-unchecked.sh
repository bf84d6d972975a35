#!/usr/bin/env bash
# Set-up compiles without Error Prone (setup/jars.sh), and Maven does not compile again only because the checks differ:
# what was compiled so is removed, and compiled again by whoever checks.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ -e .backstory/compiled-unchecked ]; then
  rm -rf common/*/target/classes jobs/*/target/classes bench/*/target/classes {airflow,cli,dq,inspect}/target/classes
  rm -f .backstory/compiled-unchecked
fi
