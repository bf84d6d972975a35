"""The runners with the providers of their platforms (`make test-airflow-runners`), and a Livy server of Apache's."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
LIVY_JARS = ROOT / ".backstory" / "livy" / "jars"
SPARK = Path(os.environ.get("SPARK_HOME", ROOT / ".backstory" / "spark"))
# The server is of a time before Java's modules.
_JAVA = ("-Xmx256m", "--add-opens", "java.base/java.lang=ALL-UNNAMED")
_SECONDS = 120


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """They need an environment of their own, so `make test` passes them over."""
    return None if os.environ.get("BACKSTORY_RUNNERS") or collection_path.name == "__init__.py" else True


@pytest.fixture(scope="session")
def livy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Livy server that starts jobs by the project's Spark."""
    home = tmp_path_factory.mktemp("livy")
    for folder in ("conf", "logs"):
        (home / folder).mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "livy.server.host": "127.0.0.1",
        "livy.server.port": str(port),
        "livy.spark.master": "local[1]",
        "livy.file.local-dir-whitelist": "/",
    }
    (home / "conf" / "livy.conf").write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))
    environment = os.environ | {
        "LIVY_HOME": str(home),
        "LIVY_CONF_DIR": str(home / "conf"),
        "SPARK_HOME": str(SPARK),
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    address = f"http://127.0.0.1:{port}"
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            ["java", *_JAVA, "-cp", f"{home}/conf:{LIVY_JARS}/*", "org.apache.livy.server.LivyServer"],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _await(address, server, home / "log")
            yield address
        finally:
            server.terminate()
            server.wait()


def _await(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/batches", timeout=5) as answer:  # noqa: S310 (an address of ours)
                json.load(answer)
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())
