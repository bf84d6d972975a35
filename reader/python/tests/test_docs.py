"""The code in docs/training.md that needs no torch runs as it stands, on another lake and other days."""

import re
from pathlib import Path
from typing import Any

import numpy as np

from backstory_reader import Batch, Lake, TrainingRows
from tests import shop

PAGE = shop.ROOT / "docs" / "training.md"
DAYS = {"2025-08-01": shop.SHOWN[0], "2025-08-13": shop.SHOWN[1], "2025-08-14": shop.SHOWN[2]}


def block(beginning: str, lake: Path) -> str:
    """The block of code that begins so."""
    (code,) = (code for code in re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL) if beginning in code)
    for there, here in {"data/lake": str(lake), **DAYS}.items():
        code = code.replace(there, here)
    return str(code)


def test_what_is_kept_apart(wide: Path) -> None:
    lake = Lake(wide)
    known: dict[str, Any] = {
        "lake": lake,
        "days": lake.days(shop.SHOWN[0], shop.SHOWN[1]),
        "TrainingRows": TrainingRows,
    }
    exec(block("check_apart(", wide), known)  # noqa: S102


def test_each_history_encoded_once(wide: Path) -> None:
    class Model:
        def encode(self, histories: Any, types: Any) -> Any:
            return (histories * types).sum(1)

        def score(self, impressions: Any, encoded: Any) -> Any:
            assert impressions.shape == encoded.shape
            return impressions + encoded

    known: dict[str, Any] = {"days": Lake(wide).days(shop.SHOWN[0]), "TrainingRows": TrainingRows, "model": Model()}
    exec(block("encoded = model.encode", wide), known)  # noqa: S102
    batch: Batch = known["batch"]
    impressions, actions, types = batch.expand()
    assert np.array_equal(known["scores"], impressions + (actions * types).sum(1))


def test_plain_pyarrow(wide: Path) -> None:
    known: dict[str, Any] = {}
    exec(block("iter_batches", wide), known)  # noqa: S102
    assert known["actions"].shape == (len(known["batch"]), 1000)
