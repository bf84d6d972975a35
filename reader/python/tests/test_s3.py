"""A lake on a real S3 server, where the files of a day stay with the run that wrote them."""

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyarrow.fs as pafs
import pytest

from backstory_reader import DayError, Lake, TrainingRows
from tests import objects, shop
from tests.table import Table

D1, _, D3 = shop.SHOWN


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the server listens."""
    subprocess.run([shop.ROOT / "setup/venv.sh", "s3"], check=True)
    server = shop.ROOT / ".backstory/s3-venv/bin/moto_server"
    with objects.listening(lambda port: [str(server), "-H", "127.0.0.1", "-p", str(port)]) as found:
        yield found


@pytest.fixture(scope="module")
def s3(address: str) -> pafs.S3FileSystem:
    """An empty bucket "shop"."""
    store = pafs.S3FileSystem(
        access_key="test",
        secret_key="test",  # noqa: S106 the server takes any
        region="us-east-1",
        endpoint_override=address,
        scheme="http",
        allow_bucket_creation=True,
    )
    store.create_dir("shop")
    return store


def put(store: pafs.S3FileSystem, name: str, content: bytes) -> None:
    with store.open_output_stream(f"shop/lake/{name}") as stream:
        stream.write(content)


@pytest.fixture(scope="module")
def lake(s3: pafs.S3FileSystem, wide: Path) -> Lake:
    """The published days of the wide lake, laid out as the jobs do it on an object store."""
    for name, content in objects.of_days(wide):
        put(s3, name, content)
    return Lake("shop/lake", s3)


@pytest.mark.parametrize("scheme", ["s3", "s3a"])
def test_a_uri(scheme: str, lake: Lake, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    uri = f"{scheme}://shop/lake?region=us-east-1&scheme=http&endpoint_override={quote(address, safe='')}"
    assert len(TrainingRows(Lake(uri).days(D1), 100)) == len(TrainingRows(lake.days(D1), 100)) > 1


@pytest.mark.parametrize("source", ["histories", "training"])
def test_the_same_rows_as_in_a_folder(lake: Lake, table: Table, source: str) -> None:
    days = lake.days(D1, D3, source=source)  # type: ignore[arg-type]
    keys: Counter[tuple[object, ...]] = Counter()
    for batch in TrainingRows(days, 64, seed=1, columns=["customer_id", "ranking_id", "impression_pos", "dt"]):
        keys.update(table.check(batch))
    assert keys == table.rows


def test_a_file_that_is_gone_is_named_where_it_should_be(lake: Lake, s3: pafs.S3FileSystem, wide: Path) -> None:
    record = json.loads((wide / f"training/dt={D1}/_PUBLISHED.json").read_text())
    name = f"training/_runs/{record['run']}/dt={D1}/{record['files'][0]['name']}"
    content = s3.open_input_stream(f"shop/lake/{name}").read()
    s3.delete_file(f"shop/lake/{name}")
    with pytest.raises(DayError, match=f"the file {name} is not there"):
        lake.days(D1, source="training")
    put(s3, name, content)
