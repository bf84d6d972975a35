"""Who takes part, and the command that starts each."""

import dataclasses
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backstory_bench.dataset import Dataset
from backstory_bench.options import Options
from backstory_bench.place import COMMAND, PYTHON, ROOT, SPARK
from backstory_bench.task import LENGTH, Day, Task

# A start script that tunes Java for short jobs must not slow down long ones: options of the caller come last and win.
_JAVAS_OWN_COMPILER = (
    "-XX:Tier4InvocationThreshold=5000",
    "-XX:Tier4MinInvocationThreshold=600",
    "-XX:Tier4CompileThreshold=15000",
    "-XX:Tier4BackEdgeThreshold=40000",
    "-XX:FreqInlineSize=325",
    "-XX:InlineSmallCode=2500",
    "-XX:+UnlockDiagnosticVMOptions",
    "-XX:+C1ProfileInlinedCalls",
)


@dataclass(frozen=True)
class Work:
    """What everyone builds: a range of days, or a day alone."""

    name: str
    days: tuple[Day, ...]


@dataclass(frozen=True)
class Contender:
    """A way to training rows.

    `name` is what `--only` and the results call it, `label` what the table says, `out` where its days lie afterwards;
    `before` is run before each measured run, and not measured.
    """

    name: str
    label: str
    command: list[str]
    environment: dict[str, str]
    out: Path
    before: tuple[str, ...] = ()

    def clear(self) -> None:
        """Removes what an earlier run wrote; the folder above is there afterwards."""
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.parent.mkdir(parents=True, exist_ok=True)

    def make_ready(self) -> None:
        """Clears, and does what has to be done before the run."""
        self.clear()
        if self.before:
            subprocess.run(self.before, check=True, env=self.environment, stdout=subprocess.DEVNULL)


def works(dataset: Dataset) -> list[Work]:
    """All days in one pass, and the last day alone."""
    last = Work("1 day", dataset.days[-1:])
    return [last] if len(dataset.days) == 1 else [Work(f"{len(dataset.days)} days", dataset.days), last]


def contenders(options: Options, dataset: Dataset, work: Work) -> list[Contender]:
    """Backstory, then those it is compared with; what is too slow for this size is left out."""
    cast = _Cast(options, dataset, work)
    several = len(work.days) > 1
    queries = (
        [cast.python("duckdb-one-pass", "DuckDB, one query"), cast.python("duckdb-per-day", "DuckDB, a query per day")]
        if several
        else [cast.python("duckdb-one-pass", "DuckDB")]
    )
    others = [
        cast.submitted(),
        *queries,
        cast.python("polars-sorted-once", "Polars"),
        cast.spark("rank-once", "Spark SQL, ranked once per customer and day"),
    ]
    if _joined_rows(options, dataset, work) <= options.row_limit:
        others.append(cast.spark("rank-per-row", "Spark SQL, ranked per row shown (the public plan)"))
    others.append(cast.copy())
    chosen = [other for other in others if not options.only or other.name in options.only]
    return [cast.backstory(), *chosen]


def backstory(options: Options, dataset: Dataset, days: tuple[Day, ...], run: str) -> Contender:
    """The history step on some days, staged by a run of this name."""
    return Contender(
        "backstory",
        "Backstory",
        [str(COMMAND), "history", *_arguments(dataset, days, run), "--rebuild"],
        options.environment,
        dataset.lake / "_staging" / "training" / f"run={run}",
    )


def auditing(options: Options, dataset: Dataset, work: Work) -> list[Contender]:
    """Backstory building the days, then auditing and publishing them."""
    run = "bench-audit"
    build = backstory(options, dataset, work.days, run)
    audit = [str(COMMAND), "dq", "--step", "history", *_arguments(dataset, work.days, run)]
    return [
        dataclasses.replace(build, label="Backstory, building"),
        Contender(
            "backstory-dq",
            "Backstory, auditing and publishing",
            audit,
            build.environment,
            build.out,
            before=tuple(build.command),
        ),
    ]


def _arguments(dataset: Dataset, days: tuple[Day, ...], run: str) -> list[str]:
    return [
        *("--config", str(dataset.config), "--run-id", run),
        *("--from", days[0].dt, "--to", days[-1].dt),
    ]


def loaders(options: Options, dataset: Dataset) -> list[Contender]:
    """Who makes the lake's actions of all days from the raw ones: Backstory, then DuckDB."""
    folder = dataset.config.parent
    days = dataset.action_days
    load = [str(COMMAND), "actions", "--config", str(dataset.config), "--rebuild", "--run-id", "bench-load"]
    ours = dataset.lake / "_staging" / "actions" / "run=bench-load"
    theirs = folder / "baselines" / "bench-load-duckdb"
    return [
        Contender(
            "backstory",
            "Backstory",
            [*load, "--from", days[0], "--to", days[-1]],
            options.environment,
            ours,
        ),
        Contender(
            "duckdb-load",
            "DuckDB, sorting and writing the same",
            [sys.executable, "-m", "backstory_bench.duckdb_load", str(folder), str(theirs)],
            os.environ | {"PYTHONPATH": str(PYTHON)},
            theirs,
        ),
    ]


def whole_days(options: Options, dataset: Dataset) -> list[Contender]:
    """Backstory making the last day again, all steps and audits: in one process, and job by job as Airflow does."""
    run = "bench-day"
    day = ["--config", str(dataset.config), "--dt", dataset.days[-1].dt, "--run-id", run]
    # What a run leaves in staging: nothing, once the day is published.
    staged = dataset.lake / "_staging" / "training" / f"run={run}"
    steps = [
        [*_spark_submit(options), str(_jar(job)), *more, *day]
        for step in ("actions", "impressions", "history")
        for job, more in ((f"jobs/{step}-job", ["--rebuild"]), ("dq", ["--step", step]))
    ]
    return [
        Contender(
            "backstory-run",
            "Backstory, `run`",
            [str(COMMAND), "run", *day, "--rebuild"],
            options.environment,
            staged,
        ),
        Contender(
            "backstory-six-submits",
            "Backstory, six times `spark-submit`",
            ["bash", "-c", " && ".join(shlex.join(step) for step in steps)],
            _spark_environment(),
            staged,
        ),
    ]


def _jar(module: str) -> Path:
    """The JAR of a module that spark-submit takes."""
    (jar,) = (ROOT / module / "target").glob("backstory-*-all.jar")
    return jar


def _spark_submit(options: Options) -> list[str]:
    return [
        str(Path(os.environ.get("SPARK_HOME") or SPARK) / "bin" / "spark-submit"),
        *("--master", f"local[{options.cores}]", "--driver-memory", options.heap),
        *("--conf", "spark.ui.showConsoleProgress=false"),
    ]


def _spark_environment() -> dict[str, str]:
    return os.environ | {"SPARK_LOCAL_IP": "127.0.0.1"}


def _joined_rows(options: Options, dataset: Dataset, work: Work) -> int:
    """How many rows the join of rows shown with actions has, about."""
    shown = dataset.rows * len(work.days) // len(dataset.days)
    return shown * dataset.actions // options.customers


class _Cast:
    """Makes the contenders of one work."""

    def __init__(self, options: Options, dataset: Dataset, work: Work) -> None:
        self._options, self._dataset, self._work = options, dataset, work
        self._run = "bench-" + work.name.replace(" ", "-")

    def backstory(self) -> Contender:
        return backstory(self._options, self._dataset, self._work.days, self._run)

    def submitted(self) -> Contender:
        """What Airflow runs."""
        run = f"{self._run}-submitted"
        arguments = [*_arguments(self._dataset, self._work.days, run), "--rebuild"]
        return dataclasses.replace(
            backstory(self._options, self._dataset, self._work.days, run),
            name="backstory-submit",
            label="Backstory, by spark-submit",
            command=[*_spark_submit(self._options), str(_jar("jobs/history-job")), *arguments],
            environment=_spark_environment(),
        )

    def python(self, name: str, label: str) -> Contender:
        module, _, plan = name.partition("-")
        return self._contender(
            name,
            label,
            lambda out: [sys.executable, "-m", f"backstory_bench.{module}_baseline", *self._task(plan, out)],
            os.environ | {"PYTHONPATH": str(PYTHON)},
        )

    def spark(self, plan: str, label: str) -> Contender:
        return self._contender(
            f"spark-{plan}", label, lambda out: self._submit(self._task(plan, out)), _spark_environment()
        )

    def copy(self) -> Contender:
        """Reads our rows: what its writer costs Spark when there is nothing to compute."""
        return self._contender(
            "spark-copy",
            "Spark, reading and writing our rows (its floor)",
            lambda out: self._submit(["copy", str(self.backstory().out), *self._task("copy", out)[2:]]),
            _spark_environment(),
        )

    def _contender(
        self, name: str, label: str, command: Callable[[Path], list[str]], environment: dict[str, str]
    ) -> Contender:
        out = self._dataset.config.parent / "baselines" / f"{self._run}-{name}"
        return Contender(name, label, command(out), environment, out)

    def _task(self, plan: str, out: Path) -> list[str]:
        return Task(plan, self._dataset.lake, out, LENGTH, self._work.days).arguments

    def _submit(self, arguments: list[str]) -> list[str]:
        (jar,) = (ROOT / "bench" / "baselines" / "target").glob("backstory-baselines-?.?.?.jar")
        return [
            *_spark_submit(self._options),
            *("--driver-java-options", " ".join(_JAVAS_OWN_COMPILER)),
            *("--class", "dev.backstory.baselines.SparkBaselines", str(jar), *arguments),
        ]
