"""How many cores would feed a GPU: operations of the example's model, over rows per second of the reader.

python -m reading_bench.projection SPEED OF-THAT-IN-USE ROWS-EXPANDED ROWS-ONCE ROWS-A-HISTORY

SPEED: what the GPU can do, in 10^12 operations a second. ROWS-…: what one core delivers, by `make bench-reading`.
Nothing is computed: the tensors have shapes alone, and torch counts what each step would do.
"""

import sys
from pathlib import Path
from typing import Any

import torch
from torch.utils.flop_counter import FlopCounterMode

sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "examples" / "train"))

LENGTH = 1000
BATCH = 1000


def operations(width: int, layers: int, rows: int, histories: int) -> float:
    """Of a step, forward and backward, for each of its rows."""
    from model import HistoryModel

    with torch.device("meta"):
        model = HistoryModel(1000, LENGTH, width, layers, heads=max(1, width // 64))
        items = torch.zeros(rows, dtype=torch.long)
        index = torch.zeros(rows, dtype=torch.long)
        lists = torch.zeros(histories, LENGTH, dtype=torch.long)
        counter: Any = FlopCounterMode(display=False)
        with counter:
            slots, padding = model.encode(lists, lists)
            model.score(items, slots.index_select(0, index), padding[index]).sum().backward()
    return float(counter.get_total_flops() / rows)


def main(speed: float, used: float, expanded: float, once: float, rows_a_history: float) -> None:
    """Prints the table."""
    print("| width, layers | histories | 10^9 operations a row | rows/s of the GPU | cores that read |")
    print("|-|-|-|-|-|")
    for width, layers in ((64, 1), (128, 2), (256, 2), (512, 4)):
        for name, rate, histories in (
            ("one for each row", expanded, BATCH),
            ("each once", once, round(BATCH / rows_a_history)),
        ):
            each = operations(width, layers, BATCH, histories)
            rows = speed * 1e12 * used / each
            print(f"| {width}, {layers} | {name} | {each / 1e9:.2f} | {rows:,.0f} | {rows / rate:.2f} |")


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
