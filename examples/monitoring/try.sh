#!/usr/bin/env bash
# Three days of the example, of which one fails, sent to Prometheus's statsd_exporter; what arrives there is compared
# with the reports of these days, and the board and the alerts with what it shows. `make try-metrics` runs it.
#
#   STATSD_EXPORTER   the program; without it, Go installs it into .backstory/monitoring
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
version=v0.31.0
exporter="${STATSD_EXPORTER:-.backstory/monitoring/statsd_exporter}"

if [ ! -x "$exporter" ]; then
  command -v go >/dev/null || {
    echo "try-metrics: neither statsd_exporter nor Go is there; name the program in STATSD_EXPORTER, or install Go" >&2
    exit 1
  }
  GOBIN="$PWD/.backstory/monitoring" go install "github.com/prometheus/statsd_exporter@$version"
fi

folder="$(mktemp -d)"
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
read -r udp web < <(python3 - <<'PY'
import socket

with socket.socket(type=socket.SOCK_DGRAM) as udp, socket.socket() as web:
    udp.bind(("127.0.0.1", 0))
    web.bind(("127.0.0.1", 0))
    print(udp.getsockname()[1], web.getsockname()[1])
PY
)
"$exporter" --statsd.listen-udp="127.0.0.1:$udp" --statsd.listen-tcp= --web.listen-address="127.0.0.1:$web" \
  >"$folder/exporter.log" 2>&1 &
server=$!

cp -R examples/otto/raw "$folder/raw"
# On the third day half of the clicks have no customer: it fails its audit.
sed -e '1~2s/"customer_id":[^,}]*/"customer_id":null/' -i "$folder"/raw/clicks/dt=2022-08-03/*
sed -e 's#^lake:.*#lake: lake#' -e "\$a metrics: {statsd: \"127.0.0.1:$udp\"}" examples/otto/pipeline.yaml \
  >"$folder/pipeline.yaml"
for day in 2022-08-01 2022-08-02 2022-08-03; do
  bin/backstory run --config "$folder/pipeline.yaml" --dt "$day" >>"$folder/run.log" 2>&1 || [ $? -eq 3 ]
done
python3 examples/monitoring/compare.py "http://127.0.0.1:$web/metrics" "$folder/lake"
