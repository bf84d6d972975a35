"""examples/train, on a tiny shop that is made as `make train` makes its own: trained, stopped, resumed, leaked."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from backstory_reader import Lake, StateError
from tests import shop

EXAMPLE = shop.ROOT / "examples" / "train"
DAYS = ("2025-01-13", "2025-01-14")
JUDGE = "2025-01-15"
LENGTH = 40


@pytest.fixture(scope="module", autouse=True)
def _examples() -> Iterator[None]:
    """Its files import each other, as those of a folder do."""
    sys.path.insert(0, str(EXAMPLE))
    yield
    sys.path.remove(str(EXAMPLE))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with something to learn, and its published days."""
    folder = tmp_path_factory.mktemp("train") / "shop"
    sizes = {"customers": 150, "items": 60, "history-days": 12, "impression-days": 3, "actions": 6, "rankings": 2}
    shop.backstory("sample-data", folder, "--signal", "0.5", *(f"--{name}={value}" for name, value in sizes.items()))
    config = folder / "pipeline.yaml"
    config.write_text(config.read_text() + f"history: {{length: {LENGTH}, outputs: [training]}}\n")
    shop.backstory("run", "--config", config, "--from", "2025-01-01", "--to", JUDGE)
    return folder


@pytest.fixture(scope="module")
def refused(folder: Path) -> str:
    """Those days again with a leak, and what their audit said."""
    days = ("--from", DAYS[0], "--to", JUDGE)
    shop.backstory("history", "--config", folder / "pipeline.yaml", *days, "--rebuild", "--run-id", "leaked")
    import leak

    leak.main([str(folder / "lake"), "leaked", str(folder / "leaked"), *days])
    audit = ("dq", "--step", "history", "--config", folder / "pipeline.yaml", *days, "--run-id", "leaked")
    return shop.backstory(*audit, expected=3)


def arguments(folder: Path, *more: object) -> list[str]:
    days = ("--from", DAYS[0], "--to", DAYS[1], "--judge", JUDGE)
    sizes = ("--length", LENGTH, "--epochs", 2, "--batch", 64, "--width", 16)
    return [str(each) for each in (folder / "lake", *days, *sizes, *more)]


def test_auc_and_ndcg() -> None:
    from judge import auc, ndcg

    labels = np.array([1.0, 0, 1, 0, 0])
    assert auc(np.array([5.0, 4, 3, 2, 1]), labels) == 5 / 6
    assert auc(np.array([1.0, 1, 1, 1, 1]), labels) == 0.5
    # The ordered item second of two: 1 / log2(3). A ranking without an order does not count.
    found = ndcg(np.array([0.1, 0.9, 0.5, 0.3]), np.array([1.0, 0, 0, 0]), np.array([0, 0, 1, 1]))
    assert found == pytest.approx(1 / np.log2(3))
    both = ndcg(np.array([3.0, 2, 1]), np.array([1.0, 0, 1]), np.array([7, 7, 7]))
    assert both == pytest.approx((1 + 0.5) / (1 + 1 / np.log2(3)))


def test_the_model_has_the_plain_signature(folder: Path) -> None:
    import torch

    from backstory_reader import Buckets
    from backstory_reader.torch import TrainingRows
    from model import HistoryModel
    from train import logits

    batch = next(iter(TrainingRows(Lake(folder / "lake").days(*DAYS), 100, length=20, vocabulary=Buckets(50))))
    model = HistoryModel(52, 20).eval()
    torch.testing.assert_close(model(*batch.expand()), logits(model, batch))


def test_stopped_and_resumed_it_ends_with_the_same_figures(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import train

    whole = train.main(arguments(folder))
    assert list(whole) == ["model", "popularity", "last items"]
    runs = json.loads(re.findall(r"^runs: (.*)$", capsys.readouterr().out, re.MULTILINE)[0])
    assert runs == Lake(folder / "lake").days(*DAYS).runs
    # In the first epoch, then in the second, then to the end; what is kept in between is not the latest.
    save = ("--save", tmp_path / "model.pt")
    assert train.main(arguments(folder, *save, "--stop-after", 7, "--save-every", 3)) == {}
    batches = len(_rows(folder))
    assert batches > 10
    assert train.main(arguments(folder, *save, "--stop-after", batches)) == {}
    said = capsys.readouterr().out
    assert "going on with epoch 0, batch 7" in said
    assert train.main(arguments(folder, *save)) == whole
    assert "going on with epoch 1, batch 7" in capsys.readouterr().out
    with pytest.raises(StateError, match="it is of seed 1, these rows of 2"):
        train.main(arguments(folder, *save, "--seed", 2))


def _rows(folder: Path) -> Any:
    from backstory_reader.torch import TrainingRows

    return TrainingRows(Lake(folder / "lake").days(*DAYS), 64, unit="ranking", length=1)


def test_the_audit_refuses_the_leak(refused: str, folder: Path) -> None:
    assert "training: 3 FAIL of 3 days" in refused
    assert refused.count("FAIL no action from the day itself or later") == 3
    assert refused.count("FAIL histories computed again are the same") == 3
    assert "leaked" not in Lake(folder / "lake").days(*DAYS).runs["training"].values()


def test_a_leaked_history_begins_with_the_day_itself(refused: str, folder: Path) -> None:
    assert refused
    rows, leaked = (_table(folder / lake / "training") for lake in ("lake", "leaked"))
    actions: dict[int, list[Any]] = {}
    for row in sorted(_table(folder / "lake" / "actions"), key=lambda row: row["action_time"], reverse=True):
        actions.setdefault(row["customer_id"], []).append(row)
    changed = 0
    for before, after in zip(rows, leaked, strict=True):
        of_day = actions.get(before["customer_id"], [])
        items = [row["item_id"] for row in of_day[:LENGTH]]
        # In any order where times are the same.
        assert sorted(after["actions"][: len(items)]) == sorted(items)
        assert after["actions"][len(items) :] == before["actions"][: LENGTH - len(items)]
        assert after["action_types"][len(items) :] == before["action_types"][: LENGTH - len(items)]
        assert after["history_length"] == min(LENGTH, before["history_length"] + len(items))
        assert after["newest_action_time"] == (of_day[0]["action_time"] if of_day else before["newest_action_time"])
        for name in ("ranking_id", "customer_id", "impression_pos", "impression_item_id", "label"):
            assert after[name] == before[name]
        if before["label"] == 1 and len(items) < LENGTH:
            # The order that the label is about.
            acted = zip(after["actions"][: len(items)], after["action_types"][: len(items)], strict=True)
            assert (before["impression_item_id"], 3) in acted
        changed += bool(items)
    assert changed > 500


def _table(table: Path) -> list[dict[str, Any]]:
    return [
        row
        for file in sorted((table / f"dt={JUDGE}").glob("*.parquet"))
        for row in pq.read_table(file, partitioning=None).to_pylist()
    ]


def test_a_model_of_leaked_rows_looks_better_than_it_is(refused: str, folder: Path, tmp_path: Path) -> None:
    assert refused
    import results
    import train

    file = tmp_path / "results.jsonl"
    figures = train.main(arguments(folder, "--leaked", folder / "leaked", "--epochs", 4, "--results", file))
    looks, is_ = figures["model, by leaking rows"], figures["model, by published rows"]
    assert looks[0] > is_[0] + 0.1
    train.main(arguments(folder, "--epochs", 1, "--results", file))
    header, _, row = results.tables([json.loads(line) for line in file.read_text().splitlines()]).splitlines()
    assert header.count("|") == row.count("|")
    assert row.endswith(f"| {looks[0]:.3f}, {looks[1]:.3f} | {is_[0]:.3f}, {is_[1]:.3f} |")


def test_what_cannot_be_resumed_is_not_stopped(folder: Path) -> None:
    import train

    with pytest.raises(SystemExit):
        train.main(arguments(folder, "--stop-after", 1))
