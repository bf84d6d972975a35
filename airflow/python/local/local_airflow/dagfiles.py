"""The generated DAGs of the pipelines, in the local Airflow's own folder."""

from __future__ import annotations

import subprocess
from pathlib import Path

import yaml

from local_airflow.errors import LocalAirflowError
from local_airflow.place import Place


def generate(place: Place) -> list[str]:
    """
    Write the DAGs of all pipelines with `bin/backstory dags`, remove those of others, and return the DAGs' ids.

    A file that is up to date is left alone, so that Airflow does not read it again.
    """
    place.dags.mkdir(parents=True, exist_ok=True)
    ids: list[str] = []
    for pipeline in place.pipelines:
        config = place.home / pipeline
        _backstory(place, "dags", "--config", str(config), "--out", str(place.dags))
        name = yaml.safe_load(config.read_text(encoding="utf-8"))["name"]
        for dag_id in (f"{name}_daily", f"{name}_backfill"):
            if dag_id in ids:
                raise LocalAirflowError(
                    f"Cannot load {config} because another pipeline is called {name} too; rename one of them"
                )
            _check_place_of_config(place, pipeline, place.dags / f"{dag_id}.yaml")
            ids.append(dag_id)
    for file in place.dags.iterdir():
        if file.is_file() and file.stem not in ids:
            file.unlink()
    return ids


def _check_place_of_config(place: Place, pipeline: str, file: Path) -> None:
    """Its tasks will look for the config where it says itself."""
    said = yaml.safe_load(file.read_text(encoding="utf-8"))["defaults"]["config"]
    if Path(said) != Path(pipeline):
        raise LocalAirflowError(
            f"Cannot run {file.stem} because its tasks read {said} below {place.home}, but the config is {pipeline};"
            f" move it there, or set airflow.config to {pipeline} in it"
        )


def _backstory(place: Place, *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603
        [str(place.root / "bin" / "backstory"), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise LocalAirflowError(done.stdout.strip())
