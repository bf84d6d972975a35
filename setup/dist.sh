#!/usr/bin/env bash
# Makes a release in dist/ (`make dist`): the same sources give the same bytes.
#
#   setup/dist.sh                     everything but the image
#   setup/dist.sh --unpacked FOLDER   only what the tarball holds, into a folder, from the JARs that are built
#   setup/dist.sh --image             only the image, and its checksum with the others
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
export LC_ALL=C

version="$(sed -n '/<artifactId>backstory<\/artifactId>/{n;s/.*<version>\(.*\)<\/version>.*/\1/p;q;}' pom.xml)"
[ -n "$version" ] || fail "cannot find the version in pom.xml"
spark_version="$(sed -n 's/.*<spark.version>\(.*\)<\/spark.version>.*/\1/p' pom.xml)"
name="backstory-$version"

# Where there is no git, or nothing was committed, a release cannot say what it was made of.
commit="$(git describe --always --dirty --abbrev=12 --exclude '*' 2>/dev/null || echo unknown)"

# What the tarball holds. No Spark: that is a quarter of a gigabyte, and a company has its own.
unpack_into() {
  local to="$1" file
  mkdir -p "$to/bin" "$to/jars" "$to/conf/jvm" "$to/docs" "$to/share/man/man1" "$to/share/completions"
  cp bin/backstory "$to/bin/backstory"
  cp setup/class-archives.sh "$to/bin/backstory-class-archive"
  chmod 755 "$to/bin/backstory" "$to/bin/backstory-class-archive"
  cp cli/target/"backstory-cli-$version-all.jar" jobs/*/target/backstory-*-"$version-all.jar" \
    dq/target/"backstory-dq-$version-all.jar" "$to/jars/"
  cp setup/conf/log4j2.properties "$to/conf/"
  cp setup/jvm/*.options "$to/conf/jvm/"
  cp README.md CHANGELOG.md LICENSE NOTICE SECURITY.md "$to/"
  (cd docs && find . -type f \( -name '*.md' -o -name '*.json' -o -name '*.png' -o -name '*.svg' \) -print0) |
    while IFS= read -r -d '' file; do
      mkdir -p "$to/docs/$(dirname "$file")"
      cp "docs/$file" "$to/docs/$file"
    done
  mkdir -p "$to/examples"
  cp -R examples/otto examples/tutorial "$to/examples/"
  find "$to/examples" \( -name '*.sh' -o -name '*.py' -o -name '*.pyc' -o -name __pycache__ \) -prune -exec rm -rf {} +
  mkdir "$to/examples/from-pyspark"
  cp examples/from-pyspark/*.sql examples/from-pyspark/*.py "$to/examples/from-pyspark/"
  printf '%s\n' "version=$version" "commit=$commit" "java=17" "spark=$spark_version" "scala=2.12" >"$to/RELEASE"
  "$to/bin/backstory" generate-completion >"$to/share/completions/backstory.bash"
  "$to/bin/backstory" generate-man --out "$to/share/man/man1"
}

checksums() {
  rm -f dist/SHA256SUMS
  (cd dist && sha256sum -- *) >"$root/.backstory/SHA256SUMS"
  mv "$root/.backstory/SHA256SUMS" dist/SHA256SUMS
}

case "${1:-}" in
  --unpacked)
    unpack_into "${2:?which folder?}"
    exit 0
    ;;
  --image)
    source docker/engine.sh
    # shellcheck disable=SC2154 # engine.sh says it
    # Each by itself: where one is a part of an `a && b`, the shell goes on after it failed.
    build
    save_image "dist/backstory-$version-image.tar"
    checksums
    exit 0
    ;;
  "") ;;
  *) fail "unknown option $1: there are --unpacked and --image" ;;
esac

setup/check-tools.sh
setup/venv.sh dist
rm -rf dist
mkdir -p dist

# The JARs, with every check of the compiler, and the bill of what is in them.
setup/forget-unchecked.sh
rm -f .backstory/built-from
mvn -q -B -ntp verify -DskipTests -Pdist
setup/jars.sh --built
python3 -B setup/dist/notice.py --check
cp cli/target/bom.json "dist/$name.cdx.json"

unpacked="$(mktemp -d)"
trap 'rm -rf "$unpacked"' EXIT
unpack_into "$unpacked/$name"
python3 -B setup/dist/pack.py "$unpacked/$name" "dist/$name.tar.gz"

python="$root/.backstory/dist-venv/bin/python"
for package in airflow/python reader/python; do
  (cd "$package" && "$python" -B -m hatchling build -t wheel -d "$root/dist")
done
python3 -B setup/dist/sbom.py backstory-airflow "$version" airflow/python/locks/runtime.lock \
  "dist/backstory_airflow-$version.cdx.json"
python3 -B setup/dist/sbom.py backstory-reader "$version" reader/python/locks/reader.lock \
  "dist/backstory_reader-$version.cdx.json"

checksums
echo "dist: backstory $version of commit $commit is in dist"
cat dist/SHA256SUMS
