#!/usr/bin/env bash
# `make train`: a shop with something to learn, its training rows, and a model that is judged by the day after them.
# Then the same rows with a leak, which the audit refuses, and what a model makes of them.
#
#   make train SEEDS=5      from five different starts, and a table of them
#
# Options are passed on to train.py: examples/train/train.sh --epochs 1
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
shop=.backstory/train
python=.backstory/reader-torch-venv/bin/python
seeds="${SEEDS:-1}"
[[ "$seeds" =~ ^[1-9][0-9]*$ ]] || { echo "train: SEEDS is a number of starts, such as 5, not '$seeds'" >&2; exit 2; }

if [ ! -e "$shop/made" ]; then
  rm -rf "$shop"
  bin/backstory sample-data "$shop" --signal 0.5 --customers 2000 --items 1000 --history-days 30 --impression-days 6 \
    --actions 6 --rankings 1
  echo 'history: {length: 200, outputs: [training, histories]}' >>"$shop/pipeline.yaml"
  # The order of training follows from the run ids: one that is given makes the figures the same wherever this runs.
  bin/backstory run --config "$shop/pipeline.yaml" --from 2025-01-01 --to 2025-02-05 --run-id shop
  touch "$shop/made"
fi

# The days with rows once more, staged, damaged, and held before the audit: it must not let them through.
days=(--from 2025-01-31 --to 2025-02-05)
if [ ! -e "$shop/leaked-made" ]; then
  sed 's/outputs: .*}/outputs: [training]}/' "$shop/pipeline.yaml" >"$shop/leaked.yaml"
  bin/backstory history --config "$shop/leaked.yaml" "${days[@]}" --rebuild --run-id leaked
  "$python" examples/train/leak.py "$shop/lake" leaked "$shop/leaked" "${days[@]}"
  code=0
  bin/backstory dq --step history --config "$shop/leaked.yaml" "${days[@]}" --run-id leaked || code=$?
  [ "$code" -eq 3 ] || { echo "train: the audit should have refused the leaked days, but its exit code is $code" >&2; exit 1; }
  touch "$shop/leaked-made"
fi

results="$shop/results.jsonl"
rm -f "$results"
for seed in $(seq "$seeds"); do
  days=("$shop/lake" --from 2025-01-31 --to 2025-02-04 --judge 2025-02-05 --seed "$seed" --results "$results")
  echo "train: seed $seed"
  "$python" examples/train/train.py "${days[@]}" "$@"
  echo "train: seed $seed, and histories that end a day too late"
  "$python" examples/train/train.py "${days[@]}" --leaked "$shop/leaked" "$@"
done
"$python" examples/train/results.py "$results"
