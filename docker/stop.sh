#!/usr/bin/env bash
# Ends the containers. Their volumes (database, lake, logs) stay, unless --volumes is given.
set -euo pipefail

# shellcheck source=docker/engine.sh
. "$(dirname "${BASH_SOURCE[0]}")/engine.sh"
if [ "${1:-}" = "" ] || [ "$1" = --volumes ]; then
  # podman-compose asks for the profile's containers also where it was never started.
  compose --profile cluster down "$@" 2> >(grep -v 'no such container' >&2)
else
  fail "unknown option $1: --volumes is the only one"
fi
