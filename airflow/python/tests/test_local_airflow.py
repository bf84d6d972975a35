"""The parts of the local Airflow that need no Airflow to run."""

from __future__ import annotations

import configparser
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg2
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import make_url

from local_airflow import database, processes
from local_airflow.errors import LocalAirflowError
from local_airflow.place import Place, place_of
from local_airflow.processes import Component
from local_airflow.settings import write_settings
from local_airflow.waiting import until


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for path in ("examples/otto/pipeline.yaml", "pipelines/own.yaml"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("name: x\nlake: lake\n")
    return tmp_path


@pytest.fixture
def place(checkout: Path) -> Place:
    return place_of({"BACKSTORY_PIPELINES": "examples/otto/pipeline.yaml"}, checkout)


def test_by_default_it_lives_in_the_checkout_and_runs_the_example(checkout: Path) -> None:
    (checkout / "pipelines" / "own.yaml").unlink()
    place = place_of({}, checkout)
    assert place == Place(
        checkout, checkout, checkout / ".backstory" / "airflow", 8080, ("examples/otto/pipeline.yaml",)
    )
    assert place.address == "http://127.0.0.1:8080"


def test_the_environment_says_otherwise(checkout: Path, tmp_path: Path) -> None:
    place = place_of({"BACKSTORY_AIRFLOW_STATE": str(tmp_path / "s"), "BACKSTORY_AIRFLOW_PORT": "9090"}, checkout)
    assert (place.state, place.port, place.pipelines) == (tmp_path / "s", 9090, ("pipelines/own.yaml",))


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        (
            {"BACKSTORY_AIRFLOW_PORT": "80"},
            "Cannot use BACKSTORY_AIRFLOW_PORT '80' because it is no port; give a number from 1024 to 65535",
        ),
        (
            {"BACKSTORY_PIPELINES": "gone.yaml"},
            "Cannot read the config {root}/gone.yaml because there is no such file; name configs below {root} in"
            " BACKSTORY_PIPELINES, separated by colons",
        ),
    ],
)
def test_what_cannot_be_is_said(checkout: Path, environment: dict[str, str], message: str) -> None:
    with pytest.raises(LocalAirflowError) as refused:
        place_of(environment, checkout)
    assert str(refused.value) == message.format(root=checkout)


def test_another_airflows_settings_do_not_leak_in(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW__CORE__LOAD_EXAMPLES", "True")
    monkeypatch.setenv("AIRFLOW_CONN_SPARK_DEFAULT", "spark://elsewhere")
    found = place.environment()
    assert {name: value for name, value in found.items() if name.startswith("AIRFLOW_")} == {
        "AIRFLOW_HOME": str(place.state)
    }
    assert found["PATH"].startswith(f"{found['SPARK_HOME']}/bin:")


def settings(place: Place) -> configparser.ConfigParser:
    database.prepare(place)
    write_settings(place)
    found = configparser.ConfigParser(interpolation=None)
    found.read(place.state / "airflow.cfg")
    return found


def test_secrets_are_random_kept_and_private(place: Place, tmp_path: Path) -> None:
    keys = (("core", "fernet_key"), ("api", "secret_key"), ("api_auth", "jwt_secret"))
    first, again = settings(place), settings(place)
    other = settings(Place(tmp_path, tmp_path, tmp_path / "other", 8081, ()))
    found = [first[section][key] for section, key in keys]
    assert found == [again[section][key] for section, key in keys]
    assert len({*found, *(other[section][key] for section, key in keys)}) == 6
    Fernet(first["core"]["fernet_key"].encode())
    assert stat.S_IMODE((place.state / "airflow.cfg").stat().st_mode) == 0o600
    assert stat.S_IMODE(place.state.stat().st_mode) == 0o700


def test_whoever_needs_no_login_must_be_on_this_machine(place: Place) -> None:
    found = settings(place)
    assert found["core"]["simple_auth_manager_all_admins"] == "True"
    assert found["api"]["host"] == "127.0.0.1"
    assert found["usage_data_collection"]["enabled"] == found["core"]["load_examples"] == "False"


def test_env_sh_is_for_people(place: Place) -> None:
    settings(place)
    done = subprocess.run(
        ["bash", "-c", f". {place.state}/env.sh; echo $AIRFLOW_HOME $BACKSTORY_HOME"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [str(place.state), str(place.home)]


def start_database(place: Place) -> Component:
    database.prepare(place)
    started = processes.start(place, processes.DATABASE, database.command(place))
    assert until(lambda: database.answers(place), seconds=60)
    return started


def connect(place: Place) -> psycopg2.extensions.connection:
    return psycopg2.connect(database.url(place).replace("+psycopg2", ""))


def test_its_database_keeps_what_it_has_and_asks_for_its_password(place: Place) -> None:
    first = start_database(place)
    try:
        with connect(place) as connection, connection.cursor() as cursor:
            cursor.execute("create table seen as select 42 as it")
        wrong = make_url(database.url(place)).set(drivername="postgresql", password="guessed")  # noqa: S106
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(wrong.render_as_string(hide_password=False))
        # A client that is still there does not hold up the end.
        left = connect(place)
    finally:
        processes.stop([first])
    left.close()
    assert not first.alive()
    assert "database system is shut down" in first.log(place).read_text()

    second = start_database(place)
    try:
        with connect(place) as connection, connection.cursor() as cursor:
            cursor.execute("select it from seen")
            assert cursor.fetchall() == [(42,)]
    finally:
        processes.stop([second])
    assert stat.S_IMODE((place.state / "database" / "password").stat().st_mode) == 0o600


@pytest.fixture
def family(place: Place) -> Component:
    """A leader with a child that ignores requests to end."""
    stubborn = (
        "import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(600)"
    )
    leader = (
        f"import subprocess,sys,time; c = subprocess.Popen([sys.executable, '-c', {stubborn!r}],"
        " stdout=subprocess.PIPE); c.stdout.readline(); print(c.pid, flush=True); time.sleep(600)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", leader],
        stdout=subprocess.PIPE,
        start_new_session=True,
        env=os.environ | {"AIRFLOW_HOME": str(place.state)},
    )
    assert process.stdout is not None
    process.stdout.readline()
    return Component("scheduler", process.pid, psutil.Process(process.pid).create_time())


def members(component: Component) -> list[int]:
    return [each.pid for each in processes._members(component)]


def test_all_that_a_component_started_ends_with_it(family: Component) -> None:
    assert family.alive()
    assert len(members(family)) == 2
    processes.stop([family], patience=1)
    assert not family.alive()
    assert members(family) == []


def test_what_outlives_its_leader_is_found(family: Component) -> None:
    leader = psutil.Process(family.pid)
    leader.kill()
    leader.wait()
    assert len(members(family)) == 1
    processes.stop([family], patience=1)
    assert members(family) == []


def test_another_process_of_the_same_number_is_left_alone(family: Component) -> None:
    recycled = Component("scheduler", family.pid, family.started - 3600)
    assert not recycled.alive()
    processes.stop([recycled], patience=1)
    assert family.alive()
    processes.stop([family], patience=1)


def test_what_runs_is_remembered(place: Place) -> None:
    assert processes.recall(place) == []
    place.state.mkdir(parents=True)
    known = [Component("scheduler", 4242, 1.5)]
    processes.remember(place, known)
    assert processes.recall(place) == known


def test_waiting_has_an_end() -> None:
    began = time.monotonic()
    assert not until(lambda: False, seconds=0.05, every=0.01)
    assert time.monotonic() - began < 5
    assert until(lambda: True, seconds=0)
