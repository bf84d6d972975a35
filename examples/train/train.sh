#!/usr/bin/env bash
# `make train`: a shop with something to learn, its training rows, and a model that is judged by the day after them.
#
#   SEEDS="1 2 3 4 5" make train      several times, from different starts
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
shop=.backstory/train
python=.backstory/reader-torch-venv/bin/python

if [ ! -e "$shop/made" ]; then
  rm -rf "$shop"
  bin/backstory sample-data "$shop" --signal 0.5 --customers 2000 --items 1000 --history-days 30 --impression-days 6 \
    --actions 6 --rankings 1
  echo 'history: {length: 200, outputs: [training, histories]}' >>"$shop/pipeline.yaml"
  bin/backstory run --config "$shop/pipeline.yaml" --from 2025-01-01 --to 2025-02-05
  touch "$shop/made"
fi
for seed in ${SEEDS:-1}; do
  days=("$shop/lake" --from 2025-01-31 --to 2025-02-04 --judge 2025-02-05 --seed "$seed")
  echo "train: seed $seed"
  "$python" examples/train/train.py "${days[@]}" "$@"
  echo "train: seed $seed, and histories that end a day too late (examples/train/leak.py)"
  "$python" examples/train/train.py "${days[@]}" --leak "$@"
done
