#!/usr/bin/env bash
# Makes the image debian:bookworm-slim from Debian's packages, where podman has none and no registry can be reached.
# It is slim in the way of the official one (no manuals, no translations); the machine's own certificates are trusted.
set -euo pipefail

image=docker.io/library/debian:bookworm-slim
if podman image exists "$image"; then
  exit 0
fi
command -v debootstrap >/dev/null || { echo "docker: cannot make $image without debootstrap; install it" >&2; exit 1; }

echo "docker: making $image with debootstrap"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
debootstrap --variant=minbase bookworm "$folder/base" http://deb.debian.org/debian >"$folder/log" 2>&1 ||
  { tail -n 20 "$folder/log" >&2; exit 1; }
cd "$folder/base"
cat >etc/dpkg/dpkg.cfg.d/docker <<'RULES'
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/man/*
path-exclude /usr/share/info/*
path-exclude /usr/share/locale/*
path-include /usr/share/locale/locale.alias
RULES
cat >etc/apt/sources.list <<'SOURCES'
deb http://deb.debian.org/debian bookworm main
deb http://deb.debian.org/debian bookworm-updates main
deb http://deb.debian.org/debian-security bookworm-security main
SOURCES
cat >etc/apt/apt.conf.d/docker <<'SETTINGS'
Acquire::Languages "none";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };
SETTINGS
find usr/share/doc -type f ! -name copyright -delete
rm -rf usr/share/man/* usr/share/info/* usr/share/locale/*/ var/cache/apt/*.bin var/cache/apt/archives/*.deb var/lib/apt/lists/* var/log/*.log
mkdir -p usr/local/share/ca-certificates
cp /usr/local/share/ca-certificates/*.crt usr/local/share/ca-certificates/ 2>/dev/null || true
tar -c . | podman import --quiet - "$image"
