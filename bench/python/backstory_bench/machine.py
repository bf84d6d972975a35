"""What was measured on, and with what."""

import platform
import subprocess
from pathlib import Path

import duckdb
import polars
import psutil

from backstory_bench.place import ROOT, SPARK


def facts(cores: int, heap: str) -> str:
    """One sentence for the table's reader."""
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{cores} of {psutil.cpu_count()} cores ({_processor()}), {memory:.0f} GB of memory, {platform.system()}"
        f" {platform.release().split('-')[0]}; Java {_java()}, heap {heap} for Backstory and Spark {_spark()};"
        f" DuckDB {duckdb.__version__}, Polars {polars.__version__}; Backstory at {_commit()}."
    )


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _java() -> str:
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr
    return said.split('"')[1]


def _spark() -> str:
    jars = sorted((SPARK / "jars").glob("spark-core_*.jar"))
    return jars[0].stem.rpartition("-")[2] if jars else "of SPARK_HOME"


def _commit() -> str:
    git = ["git", "-C", str(ROOT)]
    commit = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    if commit.returncode != 0:
        return "an unknown commit"
    changed = subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True, check=False).stdout
    return commit.stdout.strip() + (" with changes" if changed else "")
