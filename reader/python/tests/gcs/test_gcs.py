"""A lake on a server of Google Cloud Storage, which `make test-gcs` brings."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyarrow.fs as pafs
import pytest

from backstory_reader import DayError, Lake, TrainingRows
from tests import shop

ROOT = Path(__file__).parents[4]
D1 = shop.SHOWN[0]
PATIENCE_SECONDS = 60


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the server listens."""
    subprocess.run([ROOT / "setup/gcs.sh"], check=True)
    port = free_port()
    server = ROOT / ".backstory/gcs/fake-gcs-server"
    command = [str(server), *f"-backend memory -scheme http -host 127.0.0.1 -port {port} -log-level error".split()]
    with subprocess.Popen(command) as process:
        try:
            end = time.monotonic() + PATIENCE_SECONDS
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    assert process.poll() is None, "the server has ended"
                    assert time.monotonic() < end, "the server does not start"
                    time.sleep(0.02)
            yield f"127.0.0.1:{port}"
        finally:
            process.kill()


@pytest.fixture(scope="module")
def uri(address: str, wide: Path) -> str:
    """The published days of the wide lake, laid out as the jobs do it on an object store."""
    store = pafs.GcsFileSystem(anonymous=True, endpoint_override=address, scheme="http", project_id="tests")
    store.create_dir("shop")

    def put(name: str, content: bytes) -> None:
        with store.open_output_stream(f"shop/lake/{name}") as stream:
            stream.write(content)

    for path in sorted(wide.glob("*/dt=*/_PUBLISHED.json")):
        record = json.loads(path.read_text())
        table, day = record["table"], record["dt"]
        if table in ("training", "histories", "impressions", "actions"):
            place = f"_runs/{record['run']}/dt={day}"
            put(f"{table}/dt={day}/_PUBLISHED.json", json.dumps(record | {"folder": place}).encode())
            for file in record["files"]:
                put(f"{table}/{place}/{file['name']}", (path.parent / file["name"]).read_bytes())
    return f"gs://anonymous@shop/lake?scheme=http&endpoint_override={quote(address, safe='')}"


@pytest.mark.parametrize("source", ["histories", "training"])
def test_as_many_rows_as_in_a_folder(uri: str, wide: Path, source: str) -> None:
    there, here = (
        TrainingRows(lake.days(D1, source=source), 64, seed=1, columns=["customer_id"])  # type: ignore[arg-type]
        for lake in (Lake(uri), Lake(wide))
    )
    assert len(there) == len(here) > 1
    for batch, same in zip(there, here, strict=True):
        assert batch.columns["customer_id"].tolist() == same.columns["customer_id"].tolist()


def test_a_day_that_is_not_there(uri: str) -> None:
    with pytest.raises(DayError, match="it is not published"):
        Lake(uri).days("2001-01-01")
