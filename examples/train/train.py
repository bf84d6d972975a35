"""Trains a small transformer on published days, and judges it by the day after them.

    .backstory/reader-torch-venv/bin/python examples/train/train.py LAKE --from DAY --to DAY --judge DAY

With --save it keeps what it needs to go on, and goes on from there when it is called again, to the last bit as if it
had never stopped.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from backstory_reader import Lake, Vocabulary, check_apart
from backstory_reader.torch import Batch, TrainingRows
from judge import auc, ndcg
from model import HistoryModel

Figures = dict[str, tuple[float, float]]
"""AUC and NDCG, by what is judged."""


def main(arguments: list[str] | None = None) -> Figures:
    """Trains, and prints what comes of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lake")
    parser.add_argument("--from", dest="first", required=True, help="the first day to train on")
    parser.add_argument("--to", dest="last", required=True, help="the last day to train on")
    parser.add_argument("--judge", required=True, help="the day to judge by, after those")
    parser.add_argument("--length", type=int, default=60, help="the newest so many actions of a history")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--width", type=int, default=32)
    parser.add_argument("--leaked", help="a lake of the same days that leak (see leak.py): train on these instead")
    parser.add_argument("--save", type=Path, help="where to keep the model, and to go on from")
    parser.add_argument("--save-every", type=int, default=0, help="batches; by default once an epoch")
    parser.add_argument("--stop-after", type=int, default=0, help="batches; to go on another time")
    parser.add_argument("--results", type=Path, help="a file to add the figures to, as a line of JSON")
    options = parser.parse_args(arguments)
    if options.stop_after and not options.save:
        parser.error("--stop-after needs --save, else there is nothing to go on from")
    figures = train(options)
    for name, (of_rows, of_rankings) in figures.items():
        print(f"{name:28} AUC {of_rows:.3f}  NDCG {of_rankings:.3f}")
    if figures and options.results:
        with options.results.open("a") as out:
            out.write(json.dumps({"seed": options.seed, "leaked": bool(options.leaked), "figures": figures}) + "\n")
    return figures


def train(options: argparse.Namespace) -> Figures:
    """The model and two baselines on the day to judge by; nothing where it was stopped before the end."""
    torch.manual_seed(options.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    # A model as small as this one waits for its second thread longer than that one works.
    torch.set_num_threads(1)
    lake = Lake(options.lake)
    source = Lake(options.leaked) if options.leaked else lake
    days = source.days(options.first, options.last)
    print("runs:", json.dumps(days.runs))

    # The items of the histories of the first day, which end before it: no item of a later day is known.
    known = TrainingRows(lake.days(options.first), shuffle=False, length=1000 if days.source == "histories" else None)
    vocabulary = Vocabulary.of(known.arrays.numpy().histories)
    shared: dict[str, Any] = {"length": options.length, "vocabulary": vocabulary, "columns": ["ranking_id"]}
    rows = TrainingRows(
        days, options.batch, unit="ranking", seed=options.seed, pin_memory=device.type == "cuda", **shared
    )
    held_out = TrainingRows(lake.days(options.judge), 4096, shuffle=False, **shared)
    check_apart(rows.arrays, held_out.arrays)

    model = HistoryModel(vocabulary.size, options.length, options.width).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.01)
    if options.save and options.save.exists():
        saved = torch.load(options.save, map_location=device, weights_only=True)
        rows.load_state_dict(saved["rows"])
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        # What dropout draws from.
        torch.set_rng_state(saved["random"].cpu())
        print(f"going on with epoch {rows.arrays.epoch}, batch {saved['rows']['batches']}")

    def save() -> None:
        if options.save:
            kept = {"rows": rows.state_dict(), "model": model.state_dict(), "optimizer": optimizer.state_dict()}
            torch.save(kept | {"random": torch.get_rng_state()}, options.save)

    steps = 0
    while rows.arrays.epoch < options.epochs:
        epoch, began, waited, losses = rows.arrays.epoch, time.monotonic(), 0.0, []
        model.train()
        asked = time.monotonic()
        for batch in rows:
            waited += time.monotonic() - asked
            losses.append(step(model, optimizer, batch.to(device, non_blocking=True)))
            steps += 1
            if options.save_every and steps % options.save_every == 0:
                save()
            if steps == options.stop_after:
                save()
                print(f"stopped after {steps} batches")
                return {}
            asked = time.monotonic()
        seconds = time.monotonic() - began
        mean = torch.stack(losses).mean().item()
        print(f"epoch {epoch}: loss {mean:.4f}, {seconds:.1f} s, {waited / seconds:.1%} of it waiting for rows")
        save()
    popularity = counts(rows, vocabulary.size)
    figures = judged(model, held_out, device, popularity)
    if options.leaked:
        leaking = TrainingRows(source.days(options.judge), 4096, shuffle=False, **shared)
        looks = judged(model, leaking, device, popularity)
        return {"model, by leaking rows": looks["model"], "model, by published rows": figures["model"]}
    return figures


def step(model: HistoryModel, optimizer: torch.optim.Optimizer, batch: Batch) -> torch.Tensor:
    """One step; gives the loss, which stays on the device."""
    known = ~batch.labels.isnan()
    loss = nn.functional.binary_cross_entropy_with_logits(logits(model, batch)[known], batch.labels[known])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.detach()


def logits(model: HistoryModel, batch: Batch) -> torch.Tensor:
    """A logit for each row; each history is encoded once."""
    slots, padding = model.encode(batch.histories, batch.types)
    return model.score(batch.impressions, slots.index_select(0, batch.index), padding[batch.index])


def counts(rows: TrainingRows, items: int) -> np.ndarray[Any, Any]:
    """How often each item was ordered in the days to train on, less what chance would give."""
    every = rows.arrays.numpy()
    shown = np.bincount(every.impressions, minlength=items)
    ordered = np.bincount(every.impressions[every.labels == 1], minlength=items)
    return (ordered + 1) / (shown + 20)


@torch.no_grad()
def judged(model: HistoryModel, rows: TrainingRows, device: torch.device, popularity: np.ndarray[Any, Any]) -> Figures:
    """The model beside two baselines: what is popular, and what the customer did last."""
    model.eval()
    scores: dict[str, list[Any]] = {"model": [], "popularity": [], "last items": []}
    labels, rankings = [], []
    for batch in rows:
        scores["model"].append(logits(model, batch.to(device)).cpu().numpy())
        scores["popularity"].append(popularity[batch.impressions.numpy()])
        impressions, actions, _ = batch.expand()
        # The item itself among the newest actions: the more, and the newer, the higher.
        same = (actions == impressions[:, None]).numpy()
        scores["last items"].append(same @ (1 / (np.arange(same.shape[1]) + 1)))
        labels.append(batch.labels.numpy())
        rankings += batch.columns["ranking_id"].to_pylist()
    truth = np.concatenate(labels)
    known = ~np.isnan(truth)
    _, numbers = np.unique(np.array(rankings, str), return_inverse=True)
    return {
        name: (auc(found[known], truth[known]), ndcg(found[known], truth[known], numbers[known]))
        for name, found in ((name, np.concatenate(parts)) for name, parts in scores.items())
    }


if __name__ == "__main__":
    main()
