"""What a task's job read and wrote, for the task's own events of OpenLineage (with Airflow's provider for it)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

# What a job prints at its end when it was given a parent run (DatasetLine.java).
_LINE = re.compile(r"lineage +read and wrote (\{.*\})")


@dataclass(frozen=True)
class Datasets:
    """Names of what was read and written, each a namespace and a name in it."""

    inputs: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...]


def is_installed() -> bool:
    """Whether Airflow's provider for OpenLineage is there: without it nobody would ask."""
    try:
        return find_spec("airflow.providers.openlineage") is not None
    except ModuleNotFoundError:
        return False


def datasets(line: str) -> Datasets | None:
    """Return the datasets that a line of a job's log names, if it does."""
    found = _LINE.search(line)
    if found is None:
        return None
    try:
        named = json.loads(found[1])
        return Datasets(*(tuple((space, name) for space, name in named[key]) for key in ("inputs", "outputs")))
    except (ValueError, KeyError, TypeError):
        return None


def of_operator(found: Datasets | None) -> Any:
    """Return what the provider asks an operator for; nothing when the job named nothing."""
    from airflow.providers.common.compat.openlineage.facet import Dataset
    from airflow.providers.openlineage.extractors import OperatorLineage

    if found is None:
        return OperatorLineage()
    return OperatorLineage(
        inputs=[Dataset(namespace=space, name=name) for space, name in found.inputs],
        outputs=[Dataset(namespace=space, name=name) for space, name in found.outputs],
    )
