# Sourced. Finds what can run the containers: a Docker engine, else podman as root (see README.md, "Without a Docker
# engine"). Defines build, which makes the images, and compose, which is `docker compose` or speaks like it.
# shellcheck shell=bash

docker_folder="$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd -P "$docker_folder/.." && pwd)"
image="${BACKSTORY_IMAGE:-localhost/backstory:0.1.0}"
# Where there is no git, an image cannot say what it was made of.
commit="$(git -C "$root" describe --always --dirty --abbrev=12 --exclude '*' 2>/dev/null || echo unknown)"

fail() {
  printf 'docker: %s\n' "$*" >&2
  exit 1
}

if docker info >/dev/null 2>&1; then
  docker compose version >/dev/null 2>&1 || fail "there is a Docker engine, but no 'docker compose'; install its compose plugin"
  build() {
    docker build -q --build-arg "COMMIT=$commit" -f "$docker_folder/Dockerfile" -t "$image" "$root"
  }
  save_image() {
    docker save -o "$1" "$image"
  }
  compose() {
    docker compose -f "$docker_folder/compose.yaml" "$@"
  }
elif command -v podman >/dev/null && command -v buildah >/dev/null; then
  enter="$docker_folder/podman/enter.sh"
  tool="$root/.backstory/podman-compose"
  # The official image needs a registry; this is Postgres of the same major version from Debian's packages.
  export BACKSTORY_POSTGRES_IMAGE="${BACKSTORY_POSTGRES_IMAGE:-localhost/backstory-test-postgres:15}"
  bud() {
    "$enter" buildah bud -q --layers --isolation chroot --network host --format docker "$@"
  }
  build() {
    "$enter" "$docker_folder/podman/base.sh"
    if ! "$tool/bin/podman-compose" --help >/dev/null 2>&1; then
      python3 -m venv "$tool"
      "$tool/bin/pip" install -q --disable-pip-version-check --require-hashes -r "$docker_folder/podman/requirements.lock"
    fi
    bud -f "$docker_folder/test/postgres/Dockerfile" -t localhost/backstory-test-postgres:15 "$docker_folder/test/postgres"
    bud --build-arg "COMMIT=$commit" --ignorefile "$docker_folder/Dockerfile.dockerignore" -f "$docker_folder/Dockerfile" -t "$image" "$root"
  }
  save_image() {
    rm -f "$1"
    "$enter" buildah push -q "$image" "docker-archive:$1:$image"
  }
  compose() {
    # Without systemd podman runs no health checks, and says so for each container.
    "$enter" "$tool/bin/podman-compose" --in-pod=0 -f "$docker_folder/compose.yaml" "$@" \
      2> >(grep -v 'unable to get systemd connection' >&2)
  }
else
  fail "cannot find a Docker engine; install one (with its compose plugin), or podman, buildah, crun and debootstrap"
fi

# Asks each container's own check; not the engine's, which podman runs only where systemd is.
# More services than Airflow's own are its arguments.
wait_until_healthy() {
  local service
  for service in api-server scheduler dag-processor "$@"; do
    compose exec -T "$service" health --wait 300 || {
      compose logs "$service" | tail -n 40 >&2 || true
      fail "$service did not become healthy within 300 s; the end of its log is above"
    }
  done
}
