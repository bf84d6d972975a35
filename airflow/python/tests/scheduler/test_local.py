"""The local Airflow itself."""

from __future__ import annotations

import stat

from scheduler.conftest import ROOT, Running

LOCAL = str(ROOT / "setup" / "local-airflow.sh")


def test_started_twice_it_says_so(airflow: Running) -> None:
    said = airflow.shell(LOCAL, "start").stdout.splitlines()
    assert said == [
        f"airflow: runs already at {airflow.place.address} (its DAGs are up to date); 'make airflow-stop' ends it"
    ]


def test_with_another_port_it_says_where_it_runs(airflow: Running) -> None:
    port = airflow.place.port
    done = airflow.shell("env", f"BACKSTORY_AIRFLOW_PORT={port + 1}", LOCAL, "start", check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"airflow: Cannot start Airflow at http://127.0.0.1:{port + 1} because this one runs at"
        f" http://127.0.0.1:{port}: set BACKSTORY_AIRFLOW_PORT={port} to use it there, or end it first with"
        " 'make airflow-stop'"
    ]


def test_a_taken_port_is_said(airflow: Running) -> None:
    port = airflow.place.port
    state = airflow.place.state.with_name("beside")
    done = airflow.shell("env", f"BACKSTORY_AIRFLOW_STATE={state}", LOCAL, "start", check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"airflow: Cannot start Airflow at http://127.0.0.1:{port} because another program listens there"
        " (Address already in use); stop it, or choose another port: BACKSTORY_AIRFLOW_PORT="
        f"{port + 1} make airflow"
    ]


def test_secrets_are_this_installations_own_and_nobody_elses_to_read(airflow: Running) -> None:
    settings = airflow.place.state / "airflow.cfg"
    assert stat.S_IMODE(settings.stat().st_mode) == 0o600
    assert stat.S_IMODE(airflow.place.state.stat().st_mode) == 0o700


def test_pool_and_connection_are_there(airflow: Running) -> None:
    assert airflow.rest.get("/pools/spark")["slots"] == 2
    connection = airflow.rest.get("/connections/spark_default")
    assert (connection["conn_type"], connection["host"]) == ("spark", "local[2]")


def test_no_examples_and_no_errors(airflow: Running) -> None:
    found = {dag["dag_id"] for dag in airflow.rest.get("/dags", limit=100)["dags"]}
    # And the one that trains, from when its test has put it there.
    assert found - {"shop_train"} == {
        f"{name}_{kind}" for name in ("shop", "strict", "twins", "ranged", "patient") for kind in ("daily", "backfill")
    }
    assert airflow.rest.get("/importErrors")["total_entries"] == 0
