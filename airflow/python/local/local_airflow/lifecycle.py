"""Starting and stopping the local Airflow."""

from __future__ import annotations

import fcntl
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from local_airflow import dagfiles, database, processes
from local_airflow.errors import LocalAirflowError
from local_airflow.place import HOST, Place
from local_airflow.processes import Component
from local_airflow.rest import Rest, RestError
from local_airflow.settings import POOL_SLOTS, port_of, write_settings
from local_airflow.waiting import until

POOL = {"name": "spark", "slots": POOL_SLOTS, "description": "Spark jobs at once", "include_deferred": False}
CONNECTION = {"connection_id": "spark_default", "conn_type": "spark", "host": "local[2]"}

_SECONDS_TO_START = 120
# The order matters: without a database nothing starts, and a task that finds no API server fails at once.
_ORDER = (processes.DATABASE, "api-server", "scheduler", "dag-processor")


def start(place: Place) -> None:
    """Start what does not run yet, and return when the DAGs can be run."""
    with _alone(place):
        dag_ids = dagfiles.generate(place)
        running = processes.recall(place)
        if len(running) == len(_ORDER) and all(each.alive() for each in running):
            _require_port(place)
            print(f"airflow: runs already at {place.address} (its DAGs are up to date); 'make airflow-stop' ends it")
            return
        processes.stop(_last_first(running))
        _check_port(place)
        began = time.monotonic()
        database.prepare(place)
        write_settings(place)
        try:
            _start(place, dag_ids)
        except BaseException:
            processes.stop(_last_first(processes.recall(place)))
            raise
    print(f"airflow: runs at {place.address} since {time.monotonic() - began:.0f} s, with {', '.join(dag_ids)}")
    print(f"airflow: logs are in {place.logs}; 'make airflow-stop' ends it")


def stop(place: Place) -> None:
    """Stop what runs."""
    with _alone(place):
        known = processes.recall(place)
        running = [each for each in known if each.alive()]
        processes.stop(_last_first(known))
        processes.remember(place, [])
    print(f"airflow: stopped {', '.join(each.name for each in running)}" if running else "airflow: it does not run")


@contextmanager
def _alone(place: Place) -> Iterator[None]:
    """One start or stop at a time."""
    place.state.mkdir(parents=True, exist_ok=True)
    with (place.state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LocalAirflowError(
                f"Cannot start or stop the Airflow in {place.state} because another command does so now; wait for it"
            ) from None
        yield


def _require_port(place: Place) -> None:
    """One that runs keeps the port it was started with."""
    port = port_of(place)
    if port != place.port:
        raise LocalAirflowError(
            f"Cannot start Airflow at {place.address} because this one runs at http://{HOST}:{port}: set"
            f" BACKSTORY_AIRFLOW_PORT={port} to use it there, or end it first with 'make airflow-stop'"
        )


def _check_port(place: Place) -> None:
    with socket.socket() as probe:
        # As servers do: a port whose last connections are still being closed is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, place.port))
        except OSError as error:
            raise LocalAirflowError(
                f"Cannot start Airflow at {place.address} because another program listens there ({error.strerror});"
                f" stop it, or choose another port: BACKSTORY_AIRFLOW_PORT={place.port + 1} make airflow"
            ) from error


def _migrate(place: Place) -> None:
    """Make or renew Airflow's tables, when they were not made by this version of it."""
    stamp, wanted = database.migrated_to(place), version("apache-airflow-core")
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print("airflow: making its database")
    log = place.logs / "db-migrate.log"
    with log.open("wb") as out:
        done = subprocess.run(  # noqa: S603
            _airflow("db", "migrate"),
            env=place.environment(),
            cwd=place.state,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 0:
        raise LocalAirflowError(f"Cannot make Airflow's database: {_end_of(log)}\n(all of it is in {log})")
    stamp.write_text(wanted, encoding="utf-8")


def _start(place: Place, dag_ids: Sequence[str]) -> None:
    since = datetime.now(UTC) - timedelta(seconds=1)
    postgres = processes.start(place, processes.DATABASE, database.command(place))
    _wait(place, [postgres], lambda: database.answers(place), "its database answers")
    _migrate(place)
    server = processes.start(place, "api-server", _airflow("api-server"))
    with Rest(place.address) as rest:
        _wait(place, [postgres, server], rest.reachable, "its API answers")
        _create_and_check(rest)
        scheduler = processes.start(place, "scheduler", _airflow("scheduler", "--skip-serve-logs"))
        processor = processes.start(place, "dag-processor", _airflow("dag-processor"))
        everything = [postgres, server, scheduler, processor]
        _wait(place, everything, lambda: _healthy(rest, since), "scheduler and DAG processor report that they work")
        _wait(place, everything, lambda: _loaded(rest, dag_ids, since), "the DAGs are read")


def _airflow(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("airflow")), *arguments]


def _create_and_check(rest: Rest) -> None:
    """A task whose pool is missing waits for ever, and one without a connection fails: see to both."""
    for path, name, body in (("/pools", "name", POOL), ("/connections", "connection_id", CONNECTION)):
        try:
            rest.post(path, body)
        except RestError as error:
            if error.status != 409:
                raise
        found = rest.get(f"{path}/{body[name]}")
        # People may have given it other values since; those stay.
        if found[name] != body[name]:
            raise LocalAirflowError(f"Cannot create {body[name]} in Airflow; it has {found}")


def _healthy(rest: Rest, since: datetime) -> bool:
    health = rest.get("/monitor/health")
    return all(
        health[part]["status"] == "healthy" and _after(health[part][f"latest_{part}_heartbeat"], since)
        for part in ("scheduler", "dag_processor")
    )


def _loaded(rest: Rest, dag_ids: Sequence[str], since: datetime) -> bool:
    errors = rest.get("/importErrors")["import_errors"]
    if errors:
        raise LocalAirflowError(
            "Airflow cannot load " + "; ".join(f"{each['filename']}: {each['stack_trace']}" for each in errors)
        )
    found = {dag["dag_id"]: dag["last_parsed_time"] for dag in rest.get("/dags", limit=100)["dags"]}
    return all(_after(found.get(dag_id), since) for dag_id in dag_ids)


def _after(text: str | None, since: datetime) -> bool:
    return text is not None and datetime.fromisoformat(text) > since


def _wait(place: Place, needed: Sequence[Component], condition: Callable[[], bool], hoped: str) -> None:
    def over() -> bool:
        for each in needed:
            if not each.alive():
                log = each.log(place)
                raise LocalAirflowError(
                    f"Cannot start Airflow because its {each.name} ended: {_end_of(log)}\n(all of it is in {log})"
                )
        return condition()

    if not until(over, _SECONDS_TO_START):
        raise LocalAirflowError(
            f"Cannot start Airflow because it took more than {_SECONDS_TO_START} s until {hoped}; its logs are in"
            f" {place.logs}"
        )


def _end_of(log: Path) -> str:
    lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return "\n" + "\n".join(lines[-15:])


def _last_first(components: Sequence[Component]) -> list[Component]:
    """The API server goes after the others, so that tasks can still tell it how they ended, and its database last."""
    return sorted(components, key=lambda each: _ORDER.index(each.name), reverse=True)
