"""One run of a program as a whole: its wall time, start-up included, and the peak memory of its process tree."""

import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

_EVERY_S = 0.05
_RU_MAXRSS_BYTES = 1024


class RunFailedError(Exception):
    """A program that was to be measured failed; the message has its last lines."""


@dataclass(frozen=True)
class Run:
    """Wall seconds, peak resident bytes of all processes together, and bytes of the files written."""

    seconds: float
    peak_bytes: int
    written_bytes: int


def measured(command: list[str], cores: int, environment: dict[str, str], out: Path) -> Run:
    """Runs a command on the first cores of this machine.

    The peak is the larger of two: the resident sizes of the tree summed up every 50 ms, and what the system noted as
    the largest single process.
    """
    with tempfile.TemporaryFile() as log:
        began = time.monotonic()
        process = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, env=environment, preexec_fn=lambda: _keep_to(cores)
        )
        tree = _TreePeak(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = tree.stop()
        if process.returncode != 0:
            log.seek(0)
            tail = "\n".join(log.read().decode(errors="replace").splitlines()[-40:])
            raise RunFailedError(
                f"Cannot measure {' '.join(command[:6])}…: it ended with {process.returncode}:\n{tail}"
            )
    return Run(seconds, max(peak, usage.ru_maxrss * _RU_MAXRSS_BYTES), _size(out))


def _keep_to(cores: int) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("dt=*/*.parquet"))


class _TreePeak:
    """Watches a process and its descendants in its own thread."""

    def __init__(self, pid: int) -> None:
        self._root = psutil.Process(pid)
        self._peak = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._ended.set()
        self._thread.join()
        return self._peak

    def _watch(self) -> None:
        while not self._ended.wait(_EVERY_S):
            self._peak = max(self._peak, self._now())

    def _now(self) -> int:
        try:
            family = [self._root, *self._root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return 0
        return sum(map(_resident, family))


def _resident(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0
