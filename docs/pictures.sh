#!/usr/bin/env bash
# Makes the README's pictures again: the example is built in a scratch folder, then a day of it again with a source that
# has gone bad, and a browser takes pictures of the reports.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
browser="$(setup/browser.sh)"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/examples" docs/images
cp -r examples/otto "$scratch/examples/"
config="$scratch/examples/otto/pipeline.yaml"
reports="$scratch/data/otto/lake/_reports"

bin/backstory run --config "$config" --from 2022-08-01 --to 2022-08-28 --run-id good
# From here on every fifth click of a day has a text for an item.
sed -i '0~5 s/"item_id": *[0-9]*/"item_id": "n\/a"/' "$scratch/examples/otto/raw/clicks/dt=2022-08-27/clicks.jsonl"
code=0
bin/backstory run --config "$config" --dt 2022-08-27 --rebuild --run-id bad || code=$?
[ "$code" -eq 3 ] || { echo "pictures: the audit should have refused the day, but the exit code is $code" >&2; exit 1; }

picture() { # NAME PAGE HEIGHT
  "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$scratch/$1" \
    --window-size="1200,$3" --screenshot="$PWD/docs/images/$1.png" "file://$2" 2>/dev/null
}
picture report-pass "$reports/actions/dt=2022-08-27/run=good.html" 1100
picture report-fail "$reports/actions/dt=2022-08-27/run=bad.html" 1100
picture index "$reports/index.html" 900
ls -l docs/images/*.png
