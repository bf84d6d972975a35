#!/usr/bin/env bash
# Brings what `make test-gcs` needs into .backstory/gcs: a server of Google Cloud Storage's API, which Go builds, and
# Google's connector for Hadoop.
#
# Go's own checks hold: the module of that version and all that it needs must have the sums that sum.golang.org says.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
server=github.com/fsouza/fake-gcs-server@v1.56.1
connector=com.google.cloud.bigdataoss:gcs-connector:hadoop3-2.2.28:jar:shaded
folder="$root/.backstory/gcs"

[ "$(cat "$folder/made-from" 2>/dev/null)" = "$server $connector" ] && exit

go="$(command -v go || echo /usr/local/go/bin/go)"
[ -x "$go" ] || fail "Go is missing, which builds the server of the tests: install Go 1.26 or later (https://go.dev/dl), then run this again"
version="$("$go" env GOVERSION | sed -n 's/^go\(1\.[0-9]*\).*/\1/p')"
[ "${version#1.}" -ge 26 ] 2>/dev/null || fail "$("$go" version) is too old to build the server of the tests: install Go 1.26 or later"

mkdir -p "$folder"
rm -f "$folder/made-from"
echo "setup: building a server of Google Cloud Storage's API (50 MB, and some hundred MB of Go's own caches, once)"
GOBIN="$folder" GOTOOLCHAIN=local GOFLAGS= GOSUMDB=sum.golang.org GONOSUMDB='' GONOSUMCHECK='' GOPRIVATE='' CGO_ENABLED=0 \
  "$go" install "$server" ||
  fail "cannot build $server (Go's messages are above): is Go's module proxy reachable?"
copy_artifact "$connector" "$folder"
printf '%s' "$server $connector" >"$folder/made-from"
