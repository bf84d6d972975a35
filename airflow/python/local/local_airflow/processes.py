"""Airflow's processes: started apart from the terminal, and found again by number and start time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from local_airflow.place import Place

# How long processes may take to end before they are killed, in seconds.
_PATIENCE = 20
DATABASE = "database"


@dataclass(frozen=True)
class Component:
    """
    One of Airflow's long-lived processes, or its database: the leader of a session.

    :param name: database, api-server, scheduler or dag-processor
    :param pid: also the number of its session
    :param started: seconds since the epoch, by the system: another process with this number has another start
    """

    name: str
    pid: int
    started: float

    def alive(self) -> bool:
        """Whether it is this process that runs, not another one that got its number."""
        process = _of_number(self.pid)
        try:
            return process is not None and _same(process, self) and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def log(self, place: Place) -> Path:
        """Return the file of what it printed."""
        return place.logs / f"{self.name}.log"


def start(place: Place, name: str, command: Sequence[str]) -> Component:
    """Start one; its output goes to its log, so that no terminal or pipe is held open."""
    place.logs.mkdir(parents=True, exist_ok=True)
    with (place.logs / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603
            command,
            env=place.environment(),
            cwd=place.state,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    component = Component(name, process.pid, psutil.Process(process.pid).create_time())
    remember(place, [*(known for known in recall(place) if known.name != name), component])
    return component


def recall(place: Place) -> list[Component]:
    """Return what was started last; it may be over."""
    try:
        return [Component(**each) for each in json.loads(_file(place).read_text(encoding="utf-8"))]
    except FileNotFoundError:
        return []


def remember(place: Place, components: Iterable[Component]) -> None:
    """Note what runs, whole or not at all."""
    part = _file(place).with_suffix(".part")
    part.write_text(json.dumps([asdict(each) for each in components], indent=1), encoding="utf-8")
    part.replace(_file(place))


def stop(components: Iterable[Component], patience: float = _PATIENCE) -> None:
    """
    End components and all that they started, one after the other.

    A Spark job that runs is ended too; its task fails, and is tried again when Airflow runs again.

    :param patience: seconds until what still runs is killed
    """
    for component in components:
        members = _members(component)
        for process in members:
            with suppress(psutil.NoSuchProcess):
                if component.name != DATABASE:
                    process.terminate()
                elif process.pid == component.pid:
                    # Postgres ends its clients' sessions and its other processes itself.
                    process.send_signal(signal.SIGINT)
        psutil.wait_procs(members, timeout=patience)
        # What they started meanwhile is looked for too.
        for process in (rest := _members(component)):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(rest, timeout=patience)


def _members(component: Component) -> list[psutil.Process]:
    """
    Return the leader and everything in its session.

    Where its number belongs to another process now there is nothing. Where no process has it, the session may still be
    that of a later process that is over too: then only what says that it is Airflow's counts.
    """
    leader = _of_number(component.pid)
    if leader is not None and not _same(leader, component):
        return []
    found = []
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) != component.pid or process.status() == psutil.STATUS_ZOMBIE:
                continue
            if leader is not None or (process.create_time() >= component.started - 1 and _of_airflow(process)):
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied, ProcessLookupError, PermissionError):
            continue
    return found


def _of_number(pid: int) -> psutil.Process | None:
    try:
        return psutil.Process(pid)
    except psutil.NoSuchProcess:
        return None


def _same(process: psutil.Process, component: Component) -> bool:
    """A number is not given away while its process, dead or not, is there: the start time tells two apart."""
    return bool(abs(process.create_time() - component.started) < 1)


def _of_airflow(process: psutil.Process) -> bool:
    return "AIRFLOW_HOME" in process.environ() or any("airflow" in word for word in process.cmdline())


def _file(place: Place) -> Path:
    return place.state / "processes.json"
