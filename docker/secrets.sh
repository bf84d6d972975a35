#!/usr/bin/env bash
# Makes docker/.env with random secrets, for compose.yaml. Git ignores that file, and one that is there is kept.
set -euo pipefail

env_file="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/.env"

random() {
  head -c 32 /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_'
}

# 32 bytes give 44 characters, the last of them a '='; Fernet wants it, an address does not.
plain() {
  random | tr -d '='
}

if [ -e "$env_file" ]; then
  exit 0
fi
umask 077
cat >"$env_file.new" <<SECRETS
# Made by docker/secrets.sh. Never commit it. More settings that may be here: docker/README.md.
POSTGRES_PASSWORD=$(plain)
AIRFLOW_FERNET_KEY=$(random)
AIRFLOW_API_SECRET=$(plain)
AIRFLOW_JWT_SECRET=$(plain)$(plain)
BACKSTORY_ADMIN_PASSWORD=$(plain)
SECRETS
mv "$env_file.new" "$env_file"
echo "docker: made docker/.env with random secrets"
