#!/usr/bin/env bash
# Makes the README's pictures again: the example is built in a scratch folder, then its last day of training rows again,
# with an action leaked into the staged rows, and a browser takes pictures of the reports.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
browser="$(setup/browser.sh)"
lake="$(docs/example-lake.sh)"
scratch="${lake%/data/*}"
trap 'docs/example-lake.sh --remove' EXIT
day=2022-08-28

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
