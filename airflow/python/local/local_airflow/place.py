"""Where the local Airflow lives and which pipelines it runs, as the environment says."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local_airflow.errors import LocalAirflowError

# Loopback only: whoever reaches this Airflow may do everything.
HOST = "127.0.0.1"
_EXAMPLE = "examples/otto/pipeline.yaml"
# A job of seconds is over before the optimizing compiler would pay: with the quick one alone it takes half the time.
_SHORT_JOBS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@dataclass(frozen=True)
class Place:
    """
    One local Airflow. Two at once need two state folders and two ports.

    :param root: the checkout of the project
    :param home: the installation folder (BACKSTORY_HOME), with JARs and configs; the checkout is one
    :param state: the folder of its database, logs and DAGs
    :param port: of the UI and the REST API
    :param pipelines: configs, below the installation folder
    """

    root: Path
    home: Path
    state: Path
    port: int
    pipelines: tuple[str, ...]

    @property
    def address(self) -> str:
        """Of the UI; the REST API is below it."""
        return f"http://{HOST}:{self.port}"

    @property
    def dags(self) -> Path:
        """The folder of the generated DAGs. Nothing else is kept there."""
        return self.state / "dags"

    @property
    def logs(self) -> Path:
        """The folder of all logs: Airflow's own processes at the top, those of tasks below."""
        return self.state / "logs"

    def environment(self) -> dict[str, str]:
        """
        Return what Airflow's processes, and people's `airflow` commands, need in their environment.

        Settings of another Airflow (AIRFLOW__…) are left out: they would win over this one's airflow.cfg.
        """
        found = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW_")}
        spark = Path(found.get("SPARK_HOME") or self.root / ".backstory" / "spark")
        found |= {
            "AIRFLOW_HOME": str(self.state),
            "BACKSTORY_HOME": str(self.home),
            "BACKSTORY_PIPELINES": ":".join(self.pipelines),
            "PATH": os.pathsep.join([str(spark / "bin"), str(Path(sys.executable).parent), found.get("PATH", "")]),
            "SPARK_HOME": str(spark),
            "SPARK_LOCAL_IP": HOST,
            "SPARK_SUBMIT_OPTS": found.get("SPARK_SUBMIT_OPTS") or _SHORT_JOBS,
            "DO_NOT_TRACK": "true",
            "SCARF_NO_ANALYTICS": "true",
            # Tasks talk to the API server of this machine, whatever proxy leads to the world.
            "NO_PROXY": ",".join(filter(None, [found.get("NO_PROXY", ""), HOST, "localhost"])),
        }
        return found


def place_of(environment: Mapping[str, str], root: Path) -> Place:
    """
    Return the place that an environment describes.

    BACKSTORY_AIRFLOW_STATE (`.backstory/airflow`) and BACKSTORY_AIRFLOW_PORT (8080) say where; BACKSTORY_HOME (the
    checkout) and BACKSTORY_PIPELINES (the example, or all of `pipelines/` in an installation folder) say what.
    """
    home = _folder(environment.get("BACKSTORY_HOME"), root)
    state = _folder(environment.get("BACKSTORY_AIRFLOW_STATE"), root / ".backstory" / "airflow")
    named = tuple(path for path in environment.get("BACKSTORY_PIPELINES", "").split(":") if path)
    if not named:
        installed = sorted((home / "pipelines").glob("*.yaml"))
        named = tuple(str(path.relative_to(home)) for path in installed) or (_EXAMPLE,)
    for path in named:
        if not (home / path).is_file():
            raise LocalAirflowError(
                f"Cannot read the config {home / path} because there is no such file; name configs below {home} in"
                " BACKSTORY_PIPELINES, separated by colons"
            )
    return Place(root, home, state, _port(environment.get("BACKSTORY_AIRFLOW_PORT") or "8080"), named)


def _folder(text: str | None, default: Path) -> Path:
    return Path(text).expanduser().resolve() if text else default


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1024 <= int(text) <= 65535:
        raise LocalAirflowError(
            f"Cannot use BACKSTORY_AIRFLOW_PORT '{text}' because it is no port; give a number from 1024 to 65535"
        )
    return int(text)
