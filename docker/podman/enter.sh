#!/usr/bin/env bash
# Runs a command where podman can start containers: in a mount namespace of its own, with a plain cgroup2, that stays
# for later commands (a container's network is only seen from the namespace that made it).
set -euo pipefail

here="$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
place=/run/backstory-podman
export CONTAINERS_CONF="$here/containers.conf"

[ "$(id -u)" = 0 ] || { echo "docker: podman is used as root here; become root, or install a Docker engine" >&2; exit 1; }
if [ "${BACKSTORY_ENTERED:-}" = 1 ]; then
  exec "$@"
fi
if ! nsenter --mount="$place/namespace" true 2>/dev/null; then
  mkdir -p "$place"
  # A namespace can be kept only on a mount that is not shared.
  mountpoint -q "$place" || mount -t tmpfs -o size=1m,mode=700 none "$place"
  mount --make-private "$place"
  touch "$place/namespace"
  unshare --mount="$place/namespace" --propagation private \
    sh -c 'umount -R /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup'
fi
exec nsenter --mount="$place/namespace" --wd="$PWD" env BACKSTORY_ENTERED=1 "$@"
