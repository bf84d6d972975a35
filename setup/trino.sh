#!/usr/bin/env bash
# Brings a Trino with the connectors of Iceberg and Delta into .backstory/trino, and the Java that it runs on: for
# `make try-trino`.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
version=476
sum=cfd5accde17e8ebd251eeeb78aed1f490e77bb3a164d95a0f454bf8a7c1cbd3f
trino="$root/.backstory/trino"
# Iceberg's catalog is a database in the try; Trino brings the driver of PostgreSQL alone.
driver="org.xerial:sqlite-jdbc:$(grep -A1 '<artifactId>sqlite-jdbc</artifactId>' "$root/pom.xml" | sed -n 's:.*<version>\(.*\)</version>.*:\1:p')"

"$root/setup/venv.sh" trino
if [ "$(cat "$trino/installed-from" 2>/dev/null)" != "$sum $driver" ]; then
  echo "setup: fetching Trino $version (820 MB, once)"
  rm -rf "$trino"
  copy_artifact "io.trino:trino-server:$version:tar.gz" "$trino"
  tarball="$trino/trino-server-$version.tar.gz"
  echo "$sum  $tarball" | sha256sum --check --quiet ||
    fail "$tarball is not what setup/trino.sh names; remove ~/.m2/repository/io/trino and run it again"
  # Connectors share files by links, so all are unpacked first.
  tar -xzf "$tarball" -C "$trino" --strip-components=1
  rm "$tarball"
  find "$trino/plugin" -mindepth 1 -maxdepth 1 ! -name iceberg ! -name delta-lake -exec rm -rf {} +
  copy_artifact "$driver" "$trino/plugin/iceberg"
  copy_artifact "$driver" "$trino/drivers"
  printf '%s\n' "$sum $driver" >"$trino/installed-from"
fi
