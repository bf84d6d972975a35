# Sourced by the scripts of this folder: where the project is, and how a script ends that cannot go on.

root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

fail() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}

# copy_jars POM FOLDER WHAT [OPTION…]: the JARs that a POM names, and those that they need, as all that is in a folder.
copy_jars() {
  local pom="$1" folder="$2" what="$3"
  shift 3
  rm -rf "$folder"
  mvn -q -B -ntp -f "$root/$pom" "$@" "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies" \
    -DincludeScope=runtime -DoutputDirectory="$folder" ||
    fail "cannot fetch $what with Maven (its messages are above): is Maven's repository reachable?"
}

# copy_artifact ARTIFACT FOLDER: what Maven calls so (group:name:version[:type[:classifier]]), into a folder.
copy_artifact() {
  mvn -q -B -ntp -N -f "$root/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy -Dartifact="$1" \
    -DoutputDirectory="$2" || fail "cannot fetch $1 with Maven (its messages are above): is Maven's repository reachable?"
}
