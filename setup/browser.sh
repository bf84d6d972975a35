#!/usr/bin/env bash
# Prints the browser that the tests of the pages drive: $BACKSTORY_BROWSER, else one on the PATH, else Debian's Chromium,
# installed where that is allowed (root, apt).
set -euo pipefail

if [ -n "${BACKSTORY_BROWSER:-}" ]; then
  if [ -x "$BACKSTORY_BROWSER" ]; then
    printf '%s\n' "$BACKSTORY_BROWSER"
    exit 0
  fi
  echo "setup: BACKSTORY_BROWSER is $BACKSTORY_BROWSER, but there is no program of that name: point it at Chromium or Chrome, or unset it" >&2
  exit 1
fi
find_browser() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" && return 0
  done
  return 1
}
find_browser && exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo "setup: installing chromium, which the tests of the report pages drive" >&2
  if { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium; } >&2 && find_browser; then
    exit 0
  fi
fi
echo "setup: cannot find a browser for the tests of the report pages: install Chromium (Debian: apt-get install chromium; Fedora: dnf install chromium) or Google Chrome, or set BACKSTORY_BROWSER to one" >&2
exit 1
