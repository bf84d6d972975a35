#!/usr/bin/env bash
# Says, all at once, which of the tools that the build needs are missing or too old, and what to install.
set -euo pipefail

problems=0
problem() {
  printf 'setup: %s\n' "$1" >&2
  problems=$((problems + 1))
}

if [ -n "${JAVA_HOME:-}" ]; then
  javac="$JAVA_HOME/bin/javac"
  found="JAVA_HOME is $JAVA_HOME"
else
  javac="javac"
  found="JAVA_HOME is not set"
fi
jdk="install a JDK 17 (Debian/Ubuntu: openjdk-17-jdk-headless, Fedora: java-17-openjdk-devel, macOS: openjdk@17) and set JAVA_HOME to it"
if ! command -v "$javac" >/dev/null 2>&1; then
  problem "cannot find a Java compiler ($found): $jdk"
else
  java_version="$("$javac" -version 2>&1 | tail -n 1)"
  case "$java_version" in
    "javac 17" | "javac 17."*) ;;
    *) problem "the build needs JDK 17, but this is $java_version ($found): $jdk" ;;
  esac
fi

maven="install Maven 3.8 or newer (Debian/Ubuntu, Fedora, macOS: the package maven)"
if ! command -v mvn >/dev/null 2>&1; then
  problem "cannot find mvn: $maven"
fi

python="install Python 3.11 or newer (Debian/Ubuntu, Fedora: the package python3)"
if ! command -v python3 >/dev/null 2>&1; then
  problem "cannot find python3: $python"
elif ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  problem "python3 must be 3.11 or newer, but this is $(python3 --version 2>&1): $python"
fi

[ "$problems" -eq 0 ] || exit 1
