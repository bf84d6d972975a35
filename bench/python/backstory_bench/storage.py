"""`make bench-storage`: the same work with the lake on a disk, and on an S3 server on this machine, in turn."""

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
from backstory_bench.dataset import prepare
from backstory_bench.measure import RunFailedError
from backstory_bench.options import Options, parse
from backstory_bench.place import COMMAND, ROOT, WORK
from backstory_bench.results import WorkResult
from backstory_bench.turns import in_turn

_JARS = ROOT / ".backstory" / "s3-jars"
_SERVER = ROOT / ".backstory" / "s3-venv" / "bin" / "moto_server"
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
    print("\n| what | on a disk, s | on S3, s | times |\n|-|-|-|-|")
    for work in found:
        disk, s3 = work.results
        print(f"| {work.work} | {disk.spread} | {s3.spread} | {s3.seconds / disk.seconds:.2f} |")
    return 0


def _example(options: Options, address: str) -> WorkResult:
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
    return in_turn(options, "the example's five days", [disk, _on_s3(disk, config, "example", address)], None)


def _history(options: Options, address: str) -> WorkResult:
    """The history step, over a lake that was copied to the server."""
    dataset = prepare(options)
    disk = backstory(options, dataset, dataset.days, "bench-storage")
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
    return in_turn(options, name, [disk, _on_s3(disk, dataset.config, "shop", address)], None)


def _on_s3(disk: Contender, config: Path, bucket: str, address: str) -> Contender:
    """The same command with the lake in a bucket."""
    own = config.with_name("pipeline-s3.yaml")
    lines = [
        f"lake: s3a://{bucket}/lake" if line.startswith("lake:") else line for line in config.read_text().splitlines()
    ]
    if any(line.startswith("spark:") for line in lines):
        raise RunFailedError(f"Cannot add the server to {config}: it has settings of Spark already")
    settings = {"endpoint": address, "path.style.access": "true", "connection.ssl.enabled": "false"}
    lines += ["spark:", "  conf:", *(f'    spark.hadoop.fs.s3a.{key}: "{value}"' for key, value in settings.items())]
    own.write_text("\n".join(lines) + "\n")
    return dataclasses.replace(
        disk,
        name="s3",
        label="on S3",
        command=[str(own) if word == str(config) else word for word in disk.command],
        environment=disk.environment
        | {
            "AWS_ACCESS_KEY_ID": "bench",
            "AWS_SECRET_ACCESS_KEY": "bench",
            "BACKSTORY_CLASSPATH": ":".join(map(str, sorted(_JARS.glob("*.jar")))),
        },
        out=own.with_name("nothing"),
    )


@contextmanager
def _server() -> Iterator[str]:
    """An S3 server that keeps its objects in memory, for as long as it is needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [str(_SERVER), "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
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
