"""A lake on a server of Google Cloud Storage, which `make test-gcs` brings."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyarrow.fs as pafs
import pytest

from backstory_reader import DayError, Lake, TrainingRows
from tests import objects, shop

D1 = shop.SHOWN[0]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the server listens."""
    subprocess.run([shop.ROOT / "setup/gcs.sh"], check=True)
    server = shop.ROOT / ".backstory/gcs/fake-gcs-server"
    options = ["-backend", "memory", "-scheme", "http", "-host", "127.0.0.1", "-log-level", "error"]
    with objects.listening(lambda port: [str(server), *options, "-port", str(port)]) as found:
        yield found


@pytest.fixture(scope="module")
def uri(address: str, wide: Path) -> str:
    """The published days of the wide lake, laid out as the jobs do it on an object store."""
    store = pafs.GcsFileSystem(anonymous=True, endpoint_override=address, scheme="http", project_id="tests")
    store.create_dir("shop")

    for name, content in objects.of_days(wide):
        with store.open_output_stream(f"shop/lake/{name}") as stream:
            stream.write(content)
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
