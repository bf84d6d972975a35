#!/usr/bin/env bash
# Makes the README's pictures again: the example is built in a scratch folder, then its last day of training rows again,
# with an action leaked into the staged rows, and a browser takes pictures of the reports.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
browser="$(setup/browser.sh)"
# The reports name it in their queries, so it is always the same.
scratch=/tmp/shop
mkdir "$scratch" || { echo "pictures: $scratch is in the way; remove it" >&2; exit 1; }
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/examples" docs/images
cp -r examples/otto "$scratch/examples/"
config="$scratch/examples/otto/pipeline.yaml"
lake="$scratch/data/otto/lake"
day=2022-08-28

bin/backstory run --config "$config" --from 2022-08-01 --to "$day" --run-id good
bin/backstory history --config "$config" --dt "$day" --rebuild --run-id bad
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "${SPARK_HOME:-.backstory/spark}/jars/*" docs/LeakAnAction.java \
  "$lake/actions/dt=$day" "$lake/_staging/training/run=bad/dt=$day"
code=0
bin/backstory dq --step history --config "$config" --dt "$day" --run-id bad || code=$?
[ "$code" -eq 3 ] || { echo "pictures: the day should have failed its audit, but the exit code is $code" >&2; exit 1; }

picture() { # NAME PAGE HEIGHT SCHEME…
  local scheme
  for scheme in "${@:4}"; do
    "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
      --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$scratch/$1-$scheme" \
      --blink-settings="preferredColorScheme=$([ "$scheme" = dark ] && echo 0 || echo 1)" \
      --window-size="1200,$3" --screenshot="$PWD/docs/images/$1$([ "$scheme" = light ] || echo -dark).png" \
      "file://$2" 2>/dev/null
  done
}
picture report-pass "$lake/_reports/training/dt=$day/run=good.html" 1100 light
picture report-fail "$lake/_reports/training/dt=$day/run=bad.html" 1100 light dark
picture index "$lake/_reports/index.html" 900 light
ls -l docs/images/*.png
