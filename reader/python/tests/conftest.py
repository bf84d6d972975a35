import os
import random
import subprocess
from pathlib import Path

import pytest

from tests import shop
from tests.table import Table


@pytest.fixture(scope="session")
def lakes() -> tuple[Path, Path]:
    """A lake with wide numbers and one with narrow ones; nobody writes into them."""
    return shop.built()


@pytest.fixture(scope="session")
def wide(lakes: tuple[Path, Path]) -> Path:
    return lakes[0]


@pytest.fixture(scope="session")
def narrow(lakes: tuple[Path, Path]) -> Path:
    return lakes[1]


@pytest.fixture(scope="session")
def foreign(wide: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wide lake as others might write it: small row groups, other pages."""
    return shop.rewritten(wide, tmp_path_factory.mktemp("foreign") / "foreign")


@pytest.fixture(scope="session")
def all_lakes(wide: Path, narrow: Path, foreign: Path) -> list[Path]:
    return [wide, narrow, foreign]


@pytest.fixture(scope="session")
def table(wide: Path) -> Table:
    """What the lakes hold, all of them the same, read from one the slow and obvious way."""
    return Table(wide)


@pytest.fixture(scope="session", params=["delta", "iceberg"])
def format_lake(request: pytest.FixtureRequest, wide: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first days of the same shop in a lake of another format; the last of them was built again."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "iceberg":
        subprocess.run([shop.ROOT / "setup/tables.sh", "iceberg"], check=True)
    config = shop.config(folder, "lake", *shop.WIDE[1:])
    text = config.read_text().replace("path: raw/", f"path: {wide.parents[1]}/raw/")
    config.write_text(text + f"storage: {{format: {request.param}}}\n")
    jars = str(shop.ROOT / ".backstory/tables/iceberg/*")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "BACKSTORY_CLASSPATH", jars if request.param == "iceberg" else "")
        last = shop.SHOWN[0]
        shop.backstory("run", "--config", config, "--from", shop.FIRST, "--to", last, "--run-id", "first")
        shop.backstory("run", "--config", config, "--dt", last, "--rebuild", "--run-id", "again")
    return folder / "lakes" / "lake"


@pytest.fixture
def draw() -> random.Random:
    """Random numbers from a seed that a failure shows: BACKSTORY_SEED=... repeats them."""
    seed = int(os.environ.get("BACKSTORY_SEED") or random.SystemRandom().randrange(2**32))
    print(f"BACKSTORY_SEED={seed}")
    return random.Random(seed)
