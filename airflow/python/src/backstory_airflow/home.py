"""The installation folder, which the environment variable BACKSTORY_HOME names."""

from __future__ import annotations

import os
from pathlib import Path

_MODULES = {
    "actions": "jobs/actions-job",
    "impressions": "jobs/impressions-job",
    "history": "jobs/history-job",
    "dq": "dq",
    "pack": "jobs/history-job",
}


class HomeError(RuntimeError):
    """Something is missing from the installation."""


def home() -> Path:
    """Return the installation folder."""
    text = os.environ.get("BACKSTORY_HOME", "")
    if not text:
        raise HomeError(
            "Cannot find Backstory because the environment variable BACKSTORY_HOME is not set;"
            " set it to the installation folder for all of Airflow's processes"
        )
    return Path(text)


def config(relative: str) -> Path:
    """Return the config of a pipeline, given its path below the installation folder."""
    path = home() / relative
    if not path.is_file():
        raise HomeError(
            f"Cannot read the config {path} because there is no such file; put it there,"
            " or name its place in the config's key airflow.config and generate the DAGs again"
        )
    return path


def jar(job: str) -> Path:
    """Return the JAR of a job: from jars/ of an installation, or from a built checkout."""
    module = _MODULES[job]
    name = f"backstory-{Path(module).name}-*-all.jar"
    places = [home() / "jars", home() / module / "target"]
    for place in places:
        found = sorted(place.glob(name))
        if len(found) > 1:
            raise HomeError(
                f"Cannot choose between {' and '.join(path.name for path in found)} in {place};"
                " keep the one of the version that is installed"
            )
        if found:
            return found[0]
    raise HomeError(
        f"Cannot find the JAR of the job {job} because there is no {name} in"
        f" {' or '.join(str(place) for place in places)}; run 'make setup' there, or install the JARs"
    )
