# Sourced by the scripts of this folder: where the project is, and how a script ends that cannot go on.

root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

fail() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}
