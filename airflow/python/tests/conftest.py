"""An Airflow for the tests alone: an empty home, no examples, nothing that phones home."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path

GOLDEN = Path(__file__).parents[2] / "src" / "test" / "resources" / "golden"
# Their DAGs need providers that the lock of the other tests does not have.
RUNNERS = GOLDEN.with_name("golden-runners")
HOME = tempfile.TemporaryDirectory(prefix="backstory-airflow-")

# Airflow reads these when it is first imported.
os.environ.update(
    {
        "AIRFLOW_HOME": HOME.name,
        "AIRFLOW__CORE__DAGS_FOLDER": str(GOLDEN),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{HOME.name}/airflow.db",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "DO_NOT_TRACK": "true",
        "SCARF_NO_ANALYTICS": "true",
        # No clock of the machine may decide a day.
        "TZ": "America/Bahia_Banderas",
    }
)

import pytest  # noqa: E402

_SUBMIT = """#!{python}
import json, os, pathlib, sys
calls = pathlib.Path(os.environ["SUBMIT_CALLS"])
calls.write_text((calls.read_text() if calls.exists() else "") + json.dumps(sys.argv[1:]) + "\\n")
(calls.parent / "locale").write_text(os.environ.get("LC_ALL", ""))
print(os.environ.get("SUBMIT_SAYS", "submitted"))
steps = json.loads(os.environ.get("SUBMIT_EXITS", "[0]"))
sys.exit(steps[min(len(calls.read_text().splitlines()), len(steps)) - 1])
"""


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation folder with empty JARs and a config, and a spark-submit that notes how it is called."""
    home = tmp_path / "home"
    (home / "jars").mkdir(parents=True)
    for job in ("actions-job", "impressions-job", "history-job", "dq"):
        (home / "jars" / f"backstory-{job}-0.1.0-all.jar").touch()
    (home / "pipelines").mkdir()
    (home / "pipelines" / "shop.yaml").write_text("name: shop\nlake: ../lake\ntimezone: Europe/Berlin\nsources: {}\n")
    binary = tmp_path / "bin" / "spark-submit"
    binary.parent.mkdir()
    binary.write_text(_SUBMIT.format(python=sys.executable))
    binary.chmod(binary.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{binary.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("BACKSTORY_HOME", str(home))
    monkeypatch.setenv("SUBMIT_CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("AIRFLOW_CONN_SPARK_DEFAULT", '{"conn_type": "spark", "host": "local[2]"}')
    return home
