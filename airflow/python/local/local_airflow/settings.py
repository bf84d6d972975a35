"""The airflow.cfg of the local Airflow, with its random secrets."""

from __future__ import annotations

import base64
import configparser
import secrets
import shlex

from local_airflow import database
from local_airflow.place import HOST, Place

# As many Spark jobs as run at once; each takes two cores.
POOL_SLOTS = 2
# Airflow starts this many worker processes, whether there is work or not.
_WORKERS = 4

# Section, key and bytes: Fernet takes 32, SHA-512 wants 64.
_SECRETS = (("core", "fernet_key", 32), ("api", "secret_key", 64), ("api_auth", "jwt_secret", 64))


def write_settings(place: Place) -> None:
    """Write airflow.cfg, and env.sh for people; secrets that are there already stay."""
    place.state.mkdir(parents=True, exist_ok=True)
    place.state.chmod(0o700)
    file = place.state / "airflow.cfg"
    # Airflow reads % as a reference to another setting, %% as one %.
    found = configparser.ConfigParser(interpolation=None)
    found.read(file)
    written = configparser.ConfigParser(interpolation=None)
    written.read_dict({name: {key: str(value) for key, value in keys.items()} for name, keys in _plain(place).items()})
    for section, key, size in _SECRETS:
        written[section][key] = found.get(section, key, fallback="") or _secret(size)
    file.touch(mode=0o600)
    with file.open("w", encoding="utf-8") as out:
        out.write("# Written by `make airflow` at every start. The secrets are random and stay.\n")
        written.write(out)
    wanted = ("AIRFLOW_HOME", "BACKSTORY_HOME", "BACKSTORY_PIPELINES", "PATH", "SPARK_HOME", "SPARK_LOCAL_IP")
    environment = place.environment()
    (place.state / "env.sh").write_text(
        "# For Airflow's own commands:  . .backstory/airflow/env.sh; airflow dags list\n"
        + "".join(f"export {name}={shlex.quote(environment[name])}\n" for name in wanted),
        encoding="utf-8",
    )


def port_of(place: Place) -> int:
    """Return the port with which this Airflow was started last."""
    found = configparser.ConfigParser(interpolation=None)
    found.read(place.state / "airflow.cfg")
    return found.getint("api", "port")


def _plain(place: Place) -> dict[str, dict[str, object]]:
    state = str(place.state).replace("%", "%%")
    return {
        "core": {
            "dags_folder": f"{state}/dags",
            "plugins_folder": f"{state}/plugins",
            "executor": "LocalExecutor",
            "parallelism": _WORKERS,
            "load_examples": False,
            # No login, and therefore on loopback only.
            "simple_auth_manager_all_admins": True,
            "execution_api_server_url": f"{place.address}/execution/",
        },
        "api": {"host": HOST, "port": place.port, "base_url": place.address, "workers": 1},
        "api_auth": {},
        "database": {"sql_alchemy_conn": database.url(place)},
        "logging": {"base_log_folder": f"{state}/logs"},
        "usage_data_collection": {"enabled": False},
        # A task is seen to be over within half a second, a lost one within a minute.
        "scheduler": {"scheduler_idle_sleep_time": 0.5, "task_instance_heartbeat_timeout": 60},
        # Looks for changed files every few seconds, and reads unchanged ones seldom.
        "dag_processor": {"refresh_interval": 5, "min_file_process_interval": 300, "parsing_processes": 1},
    }


def _secret(size: int) -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(size)).decode()
