#!/usr/bin/env bash
# Builds the project's JARs without running its tests, when a source changed since the last time.
#
#   setup/jars.sh           build them if need be
#   setup/jars.sh --built   note that the JARs are those of the sources: they were built otherwise just now
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

sources() {
  find . \( -name target -o -name .git -o -name .backstory -o -path ./data \) -prune \
    -o -type f \( -name pom.xml -o -path '*/src/main/*' \) -print0 | LC_ALL=C sort -z
}

stamp=.backstory/built-from
inputs="$(sources | xargs -0 cksum | cksum)"
mkdir -p .backstory
note() {
  printf '%s\n' "$inputs" >"$stamp"
}

if [ "${1:-}" = --built ]; then
  note
  exit 0
fi
if [ "$(cat "$stamp" 2>/dev/null)" = "$inputs" ] && compgen -G 'cli/target/backstory-cli-*-all.jar' >/dev/null; then
  exit 0
fi
echo "setup: building the JARs"
rm -f "$stamp"
touch .backstory/compiled-unchecked
# The formatter and Error Prone have their say in `make test`; here they would only cost time.
mvn -q -B -ntp package -Dmaven.test.skip=true -Dspotless.check.skip=true
note
