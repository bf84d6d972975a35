"""`make bench-storage`: the same work with the lake in folders on a disk, as Iceberg, and on an S3 server, in turn."""

import dataclasses
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from backstory_bench import machine
from backstory_bench.contenders import Contender, backstory
from backstory_bench.dataset import Dataset, load_steps, prepare, run_step
from backstory_bench.measure import RunFailedError
from backstory_bench.options import Options, parse
from backstory_bench.place import COMMAND, ROOT, WORK
from backstory_bench.results import WorkResult
from backstory_bench.turns import in_turn

_S3_JARS = ROOT / ".backstory" / "s3-jars"
_WITH_ICEBERG = {"BACKSTORY_CLASSPATH": str(ROOT / ".backstory" / "tables" / "iceberg" / "*")}
_SERVER = ROOT / ".backstory" / "s3-venv" / "bin" / "moto_server"
_LOG = WORK / "s3-server.log"
_PATIENCE_S = 120
_EXAMPLE = ROOT / "examples" / "otto"
_FIVE_DAYS = ("--from", "2022-08-01", "--to", "2022-08-05")


def main() -> int:
    """Exit 0: all measured. Exit 1: a run failed."""
    options = parse(["--customers", "20000", *sys.argv[1:]])
    try:
        with _server() as address:
            found = [_example(options, address), _history(options, address)]
    except RunFailedError as e:
        print(f"bench: {e}", file=sys.stderr)
        return 1
    print(machine.facts(options.cores, options.heap))
    heads = ("what", "folders on a disk, s", "Iceberg on a disk, s", "times", "on S3, s", "times", "requests")
    print(f"\n| {' | '.join(heads)} |\n{'|-' * len(heads)}|")
    for work, requests in found:
        disk, iceberg, s3 = work.results
        times = (f"{other.spread} | {other.seconds / disk.seconds:.2f}" for other in (iceberg, s3))
        print(f"| {work.work} | {disk.spread} | {' | '.join(times)} | {requests:,} |")
    return 0


def _counted(options: Options, work: str, cast: list[Contender]) -> tuple[WorkResult, int]:
    """All runs in turn, and the requests of one to the server."""
    before = _requests()
    result = in_turn(options, work, cast, None)
    return result, (_requests() - before) // options.runs


def _requests() -> int:
    return sum(" HTTP/1.1" in line for line in _LOG.read_text().splitlines())


def _example(options: Options, address: str) -> tuple[WorkResult, int]:
    """All steps and audits of the example's five days, built again."""
    folder = WORK / "storage-example"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(_EXAMPLE, folder)
    config = folder / "pipeline.yaml"
    config.write_text(config.read_text().replace("\nlake: ../../data/otto/lake\n", "\nlake: lake\n"))
    disk = Contender(
        "disk",
        "on a disk",
        [str(COMMAND), "run", "--config", str(config), *_FIVE_DAYS, "--rebuild"],
        options.environment,
        folder / "nothing",
    )
    _put(address, "/example")
    cast = [disk, _as_iceberg(disk, config, disk.out), _on_s3(disk, config, "example", address)]
    return _counted(options, "the example's five days", cast)


def _history(options: Options, address: str) -> tuple[WorkResult, int]:
    """The history step; a copy of the lake is on the server, and the lake of Iceberg is loaded from the raw events."""
    dataset = prepare(options)
    disk = backstory(options, dataset, dataset.days, "bench-storage")
    staged = dataset.config.parent / "lake-iceberg" / disk.out.relative_to(dataset.lake)
    iceberg = _as_iceberg(disk, dataset.config, staged)
    loaded = dataset.config.with_name("iceberg-is-loaded")
    if not loaded.exists():
        for step in load_steps(_config_of_iceberg(dataset.config), dataset.days):
            run_step(options, step, _WITH_ICEBERG)
        loaded.touch()
    _put(address, "/shop")
    files = [file for file in dataset.lake.rglob("*") if file.is_file() and "_staging" not in file.parts]
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(
                lambda file: _put(address, f"/shop/lake/{file.relative_to(dataset.lake)}", file.read_bytes()), files
            )
        )
    print(f"bench: copied {len(files)} files to the server", flush=True)
    name = f"the history step, {len(dataset.days)} days of {options.customers:,} customers"
    s3 = _on_s3(disk, dataset.config, "shop", address)
    _publish_last_day(options, dataset, s3)
    return _counted(options, name, [disk, iceberg, s3])


def _publish_last_day(options: Options, dataset: Dataset, s3: Contender) -> None:
    """As every day does: who publishes leaves an index of what is published."""
    of = ["--config", str(_config_beside(dataset.config, "s3")), "--dt", dataset.days[-1].dt]
    for table in ("actions", "impressions"):
        run_step(options, [table, *of, "--rebuild"], s3.environment)
        run_step(options, ["dq", "--step", table, *of], s3.environment)


def _as_iceberg(disk: Contender, config: Path, out: Path) -> Contender:
    """The same command with a lake of Iceberg beside the other."""
    own = _config_of_iceberg(config)
    return _elsewhere(disk, "iceberg", "Iceberg on a disk", (config, own), _WITH_ICEBERG, out)


def _config_of_iceberg(config: Path) -> Path:
    return _config(config, "iceberg", "lake-iceberg", ["storage: {format: iceberg}"])


def _on_s3(disk: Contender, config: Path, bucket: str, address: str) -> Contender:
    """The same command with the lake in a bucket."""
    settings = {"endpoint": address, "path.style.access": "true", "connection.ssl.enabled": "false"}
    conf = [f'    spark.hadoop.fs.s3a.{key}: "{value}"' for key, value in settings.items()]
    own = _config(config, "s3", f"s3a://{bucket}/lake", ["spark:", "  conf:", *conf])
    environment = {
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "BACKSTORY_CLASSPATH": str(_S3_JARS / "*"),
    }
    return _elsewhere(disk, "s3", "on S3", (config, own), environment, own.with_name("nothing"))


def _config(config: Path, kind: str, lake: str, more: list[str]) -> Path:
    """A config beside another, with a lake of its own and more settings."""
    lines = [f"lake: {lake}" if line.startswith("lake:") else line for line in config.read_text().splitlines()]
    if any(line.startswith(("spark:", "storage:")) for line in lines):
        raise RunFailedError(f"Cannot say in {config} where the lake is: it has settings of Spark or storage already")
    own = _config_beside(config, kind)
    own.write_text("\n".join([*lines, *more]) + "\n")
    return own


def _config_beside(config: Path, kind: str) -> Path:
    return config.with_name(f"pipeline-{kind}.yaml")


def _elsewhere(
    disk: Contender, name: str, label: str, configs: tuple[Path, Path], environment: dict[str, str], out: Path
) -> Contender:
    old, own = map(str, configs)
    return dataclasses.replace(
        disk,
        name=name,
        label=label,
        command=[own if word == old else word for word in disk.command],
        environment=disk.environment | environment,
        out=out,
    )


@contextmanager
def _server() -> Iterator[str]:
    """An S3 server that keeps its objects in memory, for as long as it is needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    _LOG.parent.mkdir(parents=True, exist_ok=True)
    with _LOG.open("w") as log:
        process = subprocess.Popen([str(_SERVER), "-H", "127.0.0.1", "-p", str(port)], stdout=log, stderr=log)
    try:
        end = time.monotonic() + _PATIENCE_S
        while not _answers(address):
            if process.poll() is not None or time.monotonic() > end:
                raise RunFailedError("Cannot start the S3 server: run setup/venv.sh s3")
            time.sleep(0.05)
        yield address
    finally:
        process.kill()
        process.wait()


def _answers(address: str) -> bool:
    try:
        _put(address, "/ready")
    except OSError:
        return False
    return True


def _put(address: str, path: str, content: bytes = b"") -> None:
    """Makes a bucket, or an object; what is not said to be bytes the server takes for a form."""
    connection = HTTPConnection(address.removeprefix("http://"), timeout=_PATIENCE_S)
    connection.request("PUT", quote(path), body=content, headers={"Content-Type": "application/octet-stream"})
    answer = connection.getresponse()
    if answer.status != HTTPStatus.OK:
        raise RunFailedError(f"Cannot put {path}: the S3 server answers {answer.status}")
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
