"""A lake of objects: servers that are started for a test, and the layout that the jobs give a lake there."""

import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE_SECONDS = 60


@contextmanager
def listening(command: Callable[[int], list[str]]) -> Iterator[str]:
    """Where a server listens, of which the command is given for a free port."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = int(taken.getsockname()[1])
    with subprocess.Popen(command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            end = time.monotonic() + _PATIENCE_SECONDS
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    assert server.poll() is None, "the server has ended"
                    assert time.monotonic() < end, "the server does not start"
                    time.sleep(0.02)
            yield f"127.0.0.1:{port}"
        finally:
            server.kill()


def of_days(lake: Path) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the published days of a lake on a disk, laid out as the jobs do it on an object store."""
    for path in sorted(lake.glob("*/dt=*/_PUBLISHED.json")):
        record = json.loads(path.read_text())
        table, day = record["table"], record["dt"]
        if table in ("training", "histories", "impressions", "actions"):
            place = f"_runs/{record['run']}/dt={day}"
            yield f"{table}/dt={day}/_PUBLISHED.json", json.dumps(record | {"folder": place}).encode()
            for file in record["files"]:
                yield f"{table}/{place}/{file['name']}", (path.parent / file["name"]).read_bytes()
