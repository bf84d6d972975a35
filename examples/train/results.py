"""The figures of several starts as tables: the model beside its baselines, and what a leak does."""

import json
import sys
from pathlib import Path
from statistics import mean
from typing import Any

BASELINES = ("popularity", "last items")
LOOKS, IS = "model, by leaking rows", "model, by published rows"


def main(file: Path) -> None:
    """Prints both tables."""
    print(tables([json.loads(line) for line in file.read_text().splitlines()]))


def tables(runs: list[dict[str, Any]]) -> str:
    """In Markdown; `runs` are the lines that train.py wrote."""
    plain = {run["seed"]: run["figures"] for run in runs if not run["leaked"]}
    leaked = {run["seed"]: run["figures"] for run in runs if run["leaked"]}
    columns = (*BASELINES, "ahead of the better one by", "trained on a leak, it looks like", "and is")
    lines = [f"| seed | model: AUC, NDCG | {' | '.join(columns)} |", "|-|-|-|-|-|-|-|"]
    ahead = {
        seed: [figures["model"][of] - max(figures[name][of] for name in BASELINES) for of in (0, 1)]
        for seed, figures in plain.items()
    }
    rows = [
        [
            *(figures[name] for name in ("model", *BASELINES)),
            ahead[seed],
            *(leaked[seed][name] for name in (LOOKS, IS) if seed in leaked),
        ]
        for seed, figures in plain.items()
    ]
    for seed, row in zip(plain, rows, strict=True):
        lines.append(_line(str(seed), row))
    if len(rows) > 1:
        lines.append(
            _line("mean", [[mean(pair[of] for pair in column) for of in (0, 1)] for column in zip(*rows, strict=False)])
        )
        least = [min(margin[of] for margin in ahead.values()) for of in (0, 1)]
        lines += ["", f"Ahead of the better baseline by at least {_pair(least)}."]
    return "\n".join(lines)


def _line(name: str, row: Any) -> str:
    return f"| {name} | {' | '.join([_pair(pair) for pair in row] + [''] * (6 - len(row)))} |"


def _pair(pair: Any) -> str:
    return f"{pair[0]:.3f}, {pair[1]:.3f}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
